// @ts-check
/**
 * What the issuer issues, in the eyes of others: `vc+jwt` by `jose`, SD-JWT VC by `@sd-jwt/sd-jwt-vc`, whose holder shows
 * parts of it to our verifier.
 *
 * In scope: the built binary, over REST. Out of scope: what it refuses (the tests of the workspace).
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { getListFromStatusListJWT } from "@sd-jwt/jwt-status-list";
import * as jose from "jose";
import { fromBase58 } from "./handmade.mjs";
import { startIssuer } from "./issuer.mjs";
import { made, PKG } from "./places.mjs";
import { freshKey, peer } from "./sd-jwt-peer.mjs";

const PASSWORD = "correct horse; battery 'staple'";
const CONTEXT = "https://www.w3.org/ns/credentials/v2";

/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {string} */
let bearer;
/** @type {(bundle: unknown, options?: object) => Promise<import("@proofpass/verifier").Report>} */
let verify;
before(async () => {
  made(join(PKG, "wasm-full/verifier_bg.wasm"), "`cargo xtask wasm`");
  ({ verify } = await import(join(PKG, "node.js")));
  issuer = await startIssuer("formats");
  ({ token: bearer } = await post("/api/v1/auth/register", { email: "ada@example.com", password: PASSWORD, name: "Ada", organization: "Works" }));
});
after(() => issuer?.stop());

/**
 * @param {string} path
 * @param {unknown} body
 */
async function post(path, body) {
  const headers = { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) };
  const answer = await fetch(`${issuer.origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** The key of a `did:key` with Ed25519. @param {string} did */
async function keyOf(did) {
  const bytes = fromBase58(did.slice("did:key:z".length), 34);
  assert.deepEqual([...bytes.slice(0, 2)], [0xed, 0x01]);
  const jwk = { kty: "OKP", crv: "Ed25519", x: jose.base64url.encode(bytes.slice(2)) };
  return { jwk, publicKey: /** @type {jose.CryptoKey} */ (await jose.importJWK(jwk, "EdDSA")) };
}

test("vc+jwt: jose verifies it, and refuses it once changed", async () => {
  const claims = { status: "active", type: "driving", licenseNumber: "1", issuingAuthority: "Town", issueDate: "2026-11-01" };
  const issued = await post("/api/v1/attestations", { templateId: "license", subject: { id: "P-1", type: "Person" }, claims, format: "vc+jwt" });
  const { publicKey } = await keyOf(issued.issuer);
  const { payload, protectedHeader } = await jose.compactVerify(issued.credential, publicKey, { algorithms: ["EdDSA"] });
  assert.deepEqual([protectedHeader.typ, protectedHeader.cty], ["vc+jwt", "vc"]);
  const credential = JSON.parse(new TextDecoder().decode(payload));
  assert.equal(credential["@context"][0], CONTEXT);
  assert.equal(credential.credentialSubject.licenseNumber, "1");
  assert.equal(credential.issuer.id, issued.issuer);
  assert.equal((await verify(issued.credential)).credentials[0].checks[1].code, "signature-valid");
  const [header, , signature] = issued.credential.split(".");
  await assert.rejects(jose.compactVerify(`${header}.e30.${signature}`, publicKey));
  const bare = await fetch(issued.links.credential, { headers: { authorization: `Bearer ${bearer}` } });
  assert.equal(bare.headers.get("content-type"), "application/vc+jwt");
  assert.equal(await bare.text(), issued.credential);
});

test("dc+sd-jwt: @sd-jwt/sd-jwt-vc verifies it, its holder shows a part, and ours verifies that", async () => {
  const template = await post("/api/v1/templates", {
    name: "grades",
    credentialType: "Grade",
    claimsSchema: { type: "object", properties: { grade: { type: "number" }, name: { type: "string" }, school: { type: "object", properties: { city: { type: "string" } } } } },
    claims: [{ claim: "/grade", handling: "hidden" }, { claim: "/school", handling: "disclosable" }, { claim: "/school/city", handling: "disclosable" }],
  });
  await post(`/api/v1/templates/${template.id}/versions/1/publish`, {});
  const holder = await freshKey("ES256");
  const claims = { grade: 1.5, name: "Ü 💚", school: { city: "Ulm" } };
  const { kty, crv, x, y } = holder.jwk;
  const issued = await post("/api/v1/attestations", {
    templateId: template.id, subject: { id: "did:example:ada", type: "Person" }, claims, format: "dc+sd-jwt", cnf: { jwk: { kty, crv, x, y } },
  });
  const { jwk, publicKey } = await keyOf(issued.issuer);
  const theirs = peer(/** @type {any} */ ({ alg: "EdDSA", jwk, publicKey }), holder);
  const whole = /** @type {any} */ ((await theirs.verify(issued.credential)).payload);
  assert.deepEqual([whole.grade, whole.name, whole.school, whole.sub], [1.5, "Ü 💚", { city: "Ulm" }, "did:example:ada"]);
  const signed = jose.decodeJwt(issued.credential.split("~")[0]);
  assert.deepEqual([signed.grade, signed.school, signed.name], [undefined, undefined, "Ü 💚"]);

  const kb = { payload: { iat: Math.floor(Date.now() / 1000), aud: "https://v.example", nonce: "n" } };
  const shown = await theirs.present(issued.credential, /** @type {any} */ ({ school: true }), { kb });
  const { status } = /** @type {any} */ (jose.decodeJwt(issued.credential.split("~")[0]));
  const { uri } = status.status_list;
  assert.ok(uri.startsWith(issuer.origin), uri);
  const list = { token: await (await fetch(uri)).text(), from: uri, at: new Date().toISOString() };
  const asked = { policy: { challenge: "n", domain: "https://v.example" }, material: { statusListTokens: [list] } };
  const report = await verify(shown, asked);
  assert.deepEqual([report.verdict, report.checks[1].code], ["accept", "holder-signed"], JSON.stringify(report));
  assert.equal((await verify(shown, { ...asked, policy: { ...asked.policy, challenge: "m" } })).verdict, "reject");
  // A disclosure that nothing signed names (theirs takes it, RFC 9901 §7.1 does not), and a claim that was changed.
  const parts = issued.credential.split("~");
  assert.equal((await verify([...parts.slice(0, -1), "WyJhIiwiYiIsMV0", ""].join("~"))).verdict, "reject");
  const [header, payload, signature] = parts[0].split(".");
  const changed = jose.base64url.encode(JSON.stringify({ ...jose.decodeJwt(`${header}.${payload}.`), name: "Eve" }));
  await assert.rejects(theirs.verify([`${header}.${changed}.${signature}`, ...parts.slice(1)].join("~")));
});

test("the status of a token: @sd-jwt/jwt-status-list reads what we publish, and its peer refuses what was withdrawn", async () => {
  const issued = await post("/api/v1/attestations", {
    templateId: "certification",
    subject: { id: "CUP-7", type: "Product" },
    claims: {
      certificationType: "material",
      certificationName: "Recycled content",
      certificationNumber: "C-1",
      issuingOrganization: { name: "Works" },
      recipientName: "Espresso cup",
      issueDate: "2026-11-01",
      status: "active",
    },
    format: "dc+sd-jwt",
  });
  const { jwk, publicKey } = await keyOf(issued.issuer);
  const theirs = peer(/** @type {any} */ ({ alg: "EdDSA", jwk, publicKey }), await freshKey("ES256"));
  const { idx, uri } = /** @type {any} */ (jose.decodeJwt(issued.credential.split("~")[0])).status.status_list;
  const value = async () => {
    const answer = await fetch(uri, { headers: { accept: "application/statuslist+jwt" } });
    assert.equal(answer.headers.get("content-type"), "application/statuslist+jwt");
    const token = await answer.text();
    await jose.jwtVerify(token, publicKey, { typ: "statuslist+jwt", subject: uri });
    return getListFromStatusListJWT(token).getStatus(idx);
  };
  const change = (/** @type {string} */ what) => post(`/api/v1/attestations/${issued.id}/${what}`, { reason: "A look at it." });
  assert.equal(await value(), 0);
  await theirs.verify(issued.credential);
  await change("suspend");
  assert.equal(await value(), 2);
  await assert.rejects(theirs.verify(issued.credential), /status/i);
  await change("resume");
  await theirs.verify(issued.credential);
  await change("revoke");
  assert.equal(await value(), 1);
  await assert.rejects(theirs.verify(issued.credential), /status/i);
});
