// @ts-check
/**
 * The whole way, twice: over REST with `@proofpass/client`, and with the command line. Somebody has nothing but the address
 * of a service; at the end a stranger's browser shows that what they issued was withdrawn.
 *
 * In scope: that each step leads to the next, with nothing done behind the service's back. Out of scope: every way of being
 * refused (the tests of the workspace).
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "../../pkg/client/index.js";
import { run } from "./children.mjs";
import { emptyFolder, TARGET } from "./places.mjs";
import { setScene } from "./scene.mjs";

const PASSWORD = "correct horse; battery 'staple'";
const REASON = { reason: "A sample was exchanged." };
const CLAIMS = { certificationId: "CERT-001", weight: 0.4 };
const SCHEMA = {
  type: "object",
  properties: { certificationId: { type: "string" }, weight: { type: "number" } },
  required: ["certificationId"],
  additionalProperties: false,
};

/** @type {Awaited<ReturnType<typeof setScene>>} */
let scene;
/** @type {string} */
let folder;
before(async () => {
  scene = await setScene("journey");
  folder = emptyFolder("journey");
});
after(() => scene?.leave());

/**
 * The program as somebody has it who is no operator: without any setting but those given, and so without a database.
 *
 * @param {string[]} args
 * @param {Record<string, string>} [settings]
 */
function proofpass(args, settings = {}) {
  const foreign = Object.keys(process.env).filter((name) => /^(PROOFPASS_|DATABASE_URL)/.test(name));
  const env = { ...Object.fromEntries(foreign.map((name) => [name, undefined])), ...settings };
  return run(process.env.PROOFPASS_BIN ?? join(TARGET, "debug/proofpass"), args, { env });
}

/**
 * What `proofpass verify` says of a document, on a machine with no database and no network.
 *
 * @param {string} name
 * @param {string} document
 */
async function offline(name, document) {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, document);
  const said = await proofpass(["verify", file, "--json"]).catch((/** @type {Error} */ { message }) => message);
  const verdict = /"verdict":"(\w+)"/.exec(said)?.[1];
  assert.ok(verdict, said);
  return verdict;
}

/** @param {string} address what a stranger's phone opens */
async function scanned(address, shot = "") {
  let verdict = "";
  await scene.onPage(new URL(address).pathname, async (verifier) => {
    verdict = await verifier.verdict();
    if (shot) await verifier.page.screenshot({ path: join(folder, `${shot}.png`), fullPage: true });
  });
  return verdict;
}

/** Somebody new, with an organisation, a key and a published template. Over REST alone. @param {string} name */
async function founded(name) {
  const url = scene.issuer.origin;
  const registered = await new Client({ url }).register({ body: { email: `${name}@example.com`, password: PASSWORD, name: "Ada Lovelace" } });
  assert.ok("token" in registered);
  const person = new Client({ url, accessToken: registered.token });
  await person.createOrganization({ body: { name: `${name} Ltd` } });
  // The new organisation is in the next token: until then the old one speaks for nobody.
  const { token } = await new Client({ url }).logIn({ body: { email: `${name}@example.com`, password: PASSWORD } }).then((answer) => {
    assert.ok("token" in answer);
    return answer;
  });
  const { key } = await new Client({ url, accessToken: token }).createApiKey({ body: { name: "shop floor" } });
  const client = new Client({ url, apiKey: key });
  const draft = await client.createTemplate({
    body: { name: "Material", credentialType: "MaterialCertificate", claimsSchema: SCHEMA, visibility: "public" },
  });
  await client.publishTemplateVersion({ id: draft.id, version: 1 });
  return { client, key, template: draft.id };
}

test("over REST: from an address to a page that shows what was withdrawn", async () => {
  const { client, template } = await founded("rest");
  const other = await founded("lab");
  const subject = { id: "CUP-7", type: "Product" };
  const issued = await client.issueAttestation({ body: { templateId: template, subject, claims: CLAIMS } });
  const theirs = await other.client.issueAttestation({ body: { templateId: other.template, subject, claims: CLAIMS } });

  const bytes = String(await client.fetchCredential({ id: issued.id }));
  assert.deepEqual(JSON.parse(bytes), issued.credential);
  const bundle = async () => JSON.stringify(await client.fetchBundle({ id: issued.id }));
  assert.equal(await offline("issued", await bundle()), "accept");
  await client.suspendAttestation({ id: issued.id, body: REASON });
  assert.equal(await offline("suspended", await bundle()), "reject");
  await client.resumeAttestation({ id: issued.id, body: REASON });
  assert.equal(await offline("resumed", await bundle()), "accept");

  const passport = await client.createPassport({
    body: { productId: "CUP-7", name: "Espresso cup", members: [{ attestationId: issued.id }, { credential: /** @type {any} */ (theirs.credential) }] },
  });
  assert.equal(passport.members.length, 2);
  assert.equal(await scanned(String(passport.links.page), "rest-issued"), "Signatures valid");
  await other.client.revokeAttestation({ id: theirs.id, body: REASON });
  assert.equal(await scanned(String(passport.links.page), "rest-revoked"), "Not valid");
  assert.equal(await offline("revoked", JSON.stringify(await client.fetchPassportBundle({ id: passport.id }))), "reject");
});

test("with the command line: from a key to a page that shows what was withdrawn", async () => {
  const { key, template } = await founded("cli");
  const other = await founded("cli-lab");
  const claims = join(folder, "claims.json");
  writeFileSync(claims, JSON.stringify(CLAIMS));
  const as = (/** @type {string} */ key) => async (/** @type {string[]} */ ...args) =>
    JSON.parse(await proofpass([...args, "--json"], { PROOFPASS_SERVER: scene.issuer.origin, PROOFPASS_KEY: key }));
  const [own, their] = [as(key), as(other.key)];
  const issue = ["issue", "--subject", "CUP-8", "--subject-type", "Product", "--claims", claims];
  const issued = await own(...issue, "--template", template);
  const theirs = await their(...issue, "--template", other.template);

  const credential = await own("get", issued.id, "--credential");
  assert.deepEqual(credential, issued.credential);
  const bundle = async () => JSON.stringify(await own("get", issued.id, "--bundle"));
  assert.equal(await offline("cli-issued", await bundle()), "accept");
  await own("suspend", issued.id, "--reason", "A look at it.");
  assert.equal(await offline("cli-suspended", await bundle()), "reject");
  await own("resume", issued.id, "--reason", "All good.");
  assert.equal(await offline("cli-resumed", await bundle()), "accept");

  const passport = await own("passport", "create", "--product", "CUP-8", "--name", "Espresso cup", "--attestation", issued.id);
  const grown = await own("passport", "add", passport.id, "--attestation", theirs.id);
  assert.equal(grown.members.length, 2);
  assert.equal(await scanned(passport.links.page), "Signatures valid");
  await their("revoke", theirs.id, "--reason", "A crack.");
  assert.equal(await scanned(passport.links.page), "Not valid");
  assert.equal(await offline("cli-revoked", JSON.stringify(await own("passport", "get", passport.id, "--bundle"))), "reject");
});

test("the guide's calls work as they are written, once its user is registered", async () => {
  const url = scene.issuer.origin;
  const post = (/** @type {string} */ path, /** @type {unknown} */ body, /** @type {Record<string, string>} */ headers = {}) =>
    fetch(`${url}${path}`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  assert.equal((await fetch(`${url}/health`)).status, 200);
  assert.equal((await fetch(`${url}/ready`)).status, 200);
  const user = { email: "guide@example.com", password: "Test123!@#" };
  assert.equal((await post("/api/v1/auth/register", { ...user, name: "Guide", organization: "Guide Ltd" })).status, 201);
  const answer = await post("/api/v1/auth/login", user);
  assert.equal(answer.status, 200);
  assert.ok((await answer.json()).token);
});
