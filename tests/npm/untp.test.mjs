// @ts-check
/**
 * Passports in the words of the UN Transparency Protocol, from the built service: valid against the UN's own schema in the eyes
 * of ajv, and without a name that means nothing in those of jsonld.
 *
 * The schema and the context are other people's files, in the folder of `PROOFPASS_VECTORS`; nothing of them is in the product.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import jsonld from "jsonld";
import { setScene } from "./scene.mjs";

const VECTORS = process.env.PROOFPASS_VECTORS;
const options = { skip: VECTORS === undefined && "PROOFPASS_VECTORS is not set" };
const PRODUCT = "https://id.gs1.org/01/09506000134352/10/LOT-7/21/S-1";

/** @param {string} name */
const artefact = (name) => JSON.parse(readFileSync(join(String(VECTORS), "untp-0.6.1/data-models/untp-dpp/artefacts", name), "utf8"));

/** @type {Awaited<ReturnType<typeof setScene>>} */
let scene;
/** @type {string} */
let token;
/** @type {any[]} */
let made;
before(async () => {
  if (options.skip) return;
  scene = await setScene("untp");
  const person = { email: "una@example.com", password: "correct horse; battery 'staple'", name: "Una", organization: "Cup & Saucer" };
  ({ token } = await call("POST", "/api/v1/auth/register", person));
  made = await passports();
});
after(() => scene?.leave());

/** @param {string} method @param {string} path @param {unknown} [body] */
async function call(method, path, body) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { "content-type": "application/json" }) };
  const answer = await fetch(`${scene.issuer.origin}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/**
 * Two versions of a passport, and one of a product with a number of the organisation's own.
 *
 * @returns {Promise<any[]>}
 */
async function passports() {
  const shape = "untp-0.6.1";
  const claims = { certificationType: "material", certificationName: "Recycled content", certificationNumber: "C-1", issuingOrganization: { name: "Lab" }, recipientName: "Cup", issueDate: "2026-11-01", status: "active" };
  const attestation = await call("POST", "/api/v1/attestations", { templateId: "certification", subject: { id: PRODUCT, type: "Product" }, claims });
  const first = await call("POST", "/api/v1/passports", { productId: PRODUCT, name: "Espresso cup", description: "Of clay.", shape });
  const second = await call("POST", `/api/v1/passports/${first.id}/members`, { attestationId: attestation.id, public: true });
  const plain = await call("POST", "/api/v1/passports", { productId: "PROD 7", name: "Saucer", shape });
  return [first, second, plain].map(({ credential }) => credential);
}

test("passports are valid against the UN's schema, and what is missing from them is seen by it", options, async () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  /** @type {any} */ (addFormatsModule)(ajv);
  /** @type {{ (value: unknown): boolean, errors?: any }} */
  const isValid = ajv.compile(artefact("untp-dpp-schema.json"));
  assert.ok(isValid(artefact("untp-dpp-instance.json")), "the UN's own sample");
  for (const credential of made) {
    assert.ok(isValid(credential), ajv.errorsText(isValid.errors));
    const { product, ...subject } = credential.credentialSubject;
    const { name, ...nameless } = product;
    const changes = [
      { credentialSubject: { ...subject, product: nameless } },
      { credentialSubject: { ...subject, product, granularityLevel: "pallet" } },
      { credentialSubject: { ...subject, product: { ...product, type: ["Thing"] } } },
      { "@context": [credential["@context"][0]] },
      { issuer: credential.issuer.id },
      { type: ["VerifiableCredential"] },
    ];
    for (const change of changes) assert.ok(!isValid({ ...credential, ...change }), JSON.stringify(change));
  }
});

test("every name in a passport means something, to a processor that drops and guesses nothing", options, async () => {
  const own = `${scene.issuer.origin}/contexts/passport/v1`;
  /** @type {Record<string, unknown>} */
  const known = {
    "https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/": artefact("context.jsonld"),
    "https://www.w3.org/ns/credentials/v2": (await import("@digitalbazaar/credentials-context")).contexts.get("https://www.w3.org/ns/credentials/v2"),
    [own]: await (await fetch(own)).json(),
  };
  const documentLoader = async (/** @type {string} */ url) => {
    assert.ok(known[url], `asked for ${url}`);
    return { contextUrl: null, document: known[url], documentUrl: url };
  };
  const [, credential] = made;
  const { proof, ...document } = credential;
  const [expanded] = await jsonld.expand(document, /** @type {any} */ ({ documentLoader, safe: true }));
  const subject = expanded["https://www.w3.org/2018/credentials#credentialSubject"][0];
  assert.deepEqual(subject["@type"], ["https://test.uncefact.org/vocabulary/untp/dpp/0/ProductPassport"]);
  assert.equal(subject[`${scene.issuer.origin}/vocabulary/passport#gathers`].length, 1);
  const product = subject["https://test.uncefact.org/vocabulary/untp/core/0/product"][0];
  assert.equal(product["https://test.uncefact.org/vocabulary/untp/core/0/serialNumber"][0]["@value"], "S-1");
});

test("the service verifies what it made", options, async () => {
  for (const credential of made) {
    const report = await call("POST", "/api/v1/verify", credential);
    assert.equal(report.verdict, "accept", JSON.stringify(report));
  }
});
