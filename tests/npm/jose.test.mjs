// @ts-check
/**
 * Tokens, ours and `jose`'s in both directions: `vc+jwt` signed with EdDSA, ES256, ES384 and ES512.
 *
 * Our tokens are `target/cases/issued-tokens.json`, a list written by the Rust suite `verifier`.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import * as jose from "jose";
import { credentialBy, issuerWithKey } from "./handmade.mjs";
import { made, PKG, TARGET } from "./places.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */

const NOW = "2026-11-23T12:00:00Z";

/** @type {(bundle: unknown, options?: object) => Promise<import("@proofpass/verifier").Report>} */
let verify;
before(async () => {
  made(join(PKG, "wasm-full/verifier_bg.wasm"), "`cargo xtask wasm`");
  ({ verify } = await import(join(PKG, "node.js")));
});

/**
 * A fresh key as its own did:jwk.
 *
 * @param {string} alg
 */
async function freshKey(alg) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true, ...(alg === "EdDSA" && { crv: "Ed25519" }) });
  const jwk = await jose.exportJWK(publicKey);
  const did = `did:jwk:${jose.base64url.encode(JSON.stringify(jwk))}`;
  return { did, jwk, privateKey };
}

/**
 * @param {Json} claims
 * @param {{ did: string, privateKey: jose.CryptoKey }} key
 * @param {Json} header
 */
function sign(claims, key, header) {
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  return new jose.CompactSign(payload).setProtectedHeader({ typ: "vc+jwt", kid: `${key.did}#0`, ...header, alg: header.alg }).sign(key.privateKey);
}

/** @param {unknown} bundle */
async function codeOf(bundle, options = {}) {
  const report = await verify(bundle, { now: NOW, ...options });
  return [report.verdict, report.credentials[0]?.checks[1].code];
}

for (const alg of ["EdDSA", "ES256", "ES384", "ES512"]) {
  test(`made by jose with ${alg}: accepted, bare, in an envelope and in a presentation; refused once changed`, async () => {
    const key = await freshKey(alg);
    const claims = { ...credentialBy(issuerWithKey(), { certificationId: "Zertifikat „Ü“ 💚" }), issuer: key.did };
    const token = await sign(claims, key, { alg });
    assert.deepEqual(await codeOf(token), ["accept", "signature-valid"]);
    assert.deepEqual(await codeOf(new TextEncoder().encode(token)), ["accept", "signature-valid"]);
    const context = ["https://www.w3.org/ns/credentials/v2"];
    const envelope = { "@context": context, id: `data:application/vc+jwt,${token}`, type: "EnvelopedVerifiableCredential" };
    assert.deepEqual(await codeOf(envelope), ["accept", "signature-valid"]);
    const presentation = { "@context": context, type: "VerifiablePresentation", verifiableCredential: [envelope] };
    assert.deepEqual(await codeOf(presentation), ["accept", "signature-valid"]);

    const [header, payload, signature] = token.split(".");
    const forged = jose.base64url.encode(JSON.stringify({ ...claims, validUntil: "2999-01-01T00:00:00Z" }));
    assert.deepEqual(await codeOf(`${header}.${forged}.${signature}`), ["reject", "signature-mismatch"]);
    assert.deepEqual(await codeOf(`${header}.${payload}.${"A".repeat(signature.length)}`), ["reject", "signature-mismatch"]);
    const other = await freshKey(alg);
    assert.deepEqual(await codeOf(await sign(claims, { ...other, did: key.did }, { alg })), ["reject", "signature-mismatch"]);
    assert.deepEqual(await codeOf(await sign(claims, other, { alg })), ["reject", "signature-valid"], "another's key, by its own name");
    assert.deepEqual(await codeOf(await sign(claims, key, { alg, typ: "JOSE" })), ["reject", "token-type-mismatch"]);
  });
}

test("signed with a shared secret that is the issuer's public key: refused", async () => {
  const key = await freshKey("ES256");
  const claims = { ...credentialBy(issuerWithKey()), issuer: key.did };
  const secret = new TextEncoder().encode(JSON.stringify(key.jwk));
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  const token = await new jose.CompactSign(payload).setProtectedHeader({ alg: "HS256", kid: `${key.did}#0` }).sign(secret);
  assert.deepEqual(await codeOf(token), ["reject", "algorithm-refused"]);
});

test("signed with RSA: not checked", async () => {
  const key = await freshKey("RS256");
  const token = await sign({ ...credentialBy(issuerWithKey()), issuer: key.did }, key, { alg: "RS256" });
  assert.deepEqual(await codeOf(token), ["undecided", "algorithm-unsupported"]);
});

describe("made by us", () => {
  /** @type {string[]} */
  const issued = JSON.parse(readFileSync(made(join(TARGET, "cases/issued-tokens.json"), "the Rust suite `verifier`"), "utf8"));
  assert.equal(issued.length, 4);
  for (const token of issued) {
    const { alg } = jose.decodeProtectedHeader(token);
    test(`${alg}: accepted by jose, refused once changed`, async () => {
      const { issuer } = JSON.parse(new TextDecoder().decode(jose.base64url.decode(token.split(".")[1])));
      const jwk = JSON.parse(new TextDecoder().decode(jose.base64url.decode(issuer.slice("did:jwk:".length))));
      const { payload, protectedHeader } = await jose.compactVerify(token, await jose.importJWK(jwk, alg));
      assert.equal(protectedHeader.typ, "vc+jwt");
      assert.equal(JSON.parse(new TextDecoder().decode(payload)).issuer, issuer);
      const [header, , signature] = token.split(".");
      await assert.rejects(jose.compactVerify(`${header}.e30.${signature}`, await jose.importJWK(jwk, alg)));
    });
  }
});
