// @ts-check
/**
 * P-256 and P-384, ours and Digital Bazaar's in both directions: `ecdsa-jcs-2019` and `ecdsa-rdfc-2019`.
 *
 * Our credentials are `target/cases/issued-ecdsa.json`, written by the Rust suite `verifier`.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { freshKey, issueWithPeer, verifyWithPeer } from "./digitalbazaar.mjs";
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

/** @param {Json} good */
function changed(good) {
  const copy = structuredClone(good);
  [copy.credentialSubject].flat()[0].id = "urn:product:PROD-666";
  return copy;
}

for (const curve of /** @type {const} */ (["P-256", "P-384"])) {
  for (const name of /** @type {const} */ (["ecdsa-jcs", "ecdsa-rdfc"])) {
    test(`issued by @digitalbazaar/vc with ${name} over ${curve}: accepted by ours, refused once changed`, async () => {
      const key = await freshKey(curve);
      const { issuer: _, ...credential } = credentialBy(issuerWithKey(), { certificationId: "Zertifikat „Ü“ 💚" });
      credential["@context"] = ["https://www.w3.org/ns/credentials/v2", { "@vocab": "https://example.com/vocabulary#" }];
      const document = await issueWithPeer(credential, key, name);
      const report = await verify(document, { now: NOW });
      assert.equal(report.verdict, "accept", JSON.stringify(report));
      assert.equal((await verify(changed(document), { now: NOW })).verdict, "reject");
      // The other curve's key, in the name of this one.
      const other = await freshKey(curve === "P-256" ? "P-384" : "P-256");
      const stolen = JSON.stringify(document).replaceAll(key.did.slice("did:key:".length), other.did.slice("did:key:".length));
      assert.equal((await verify(stolen, { now: NOW })).verdict, "reject");
    });
  }
}

describe("issued by us", () => {
  /** @type {Json[]} */
  const issued = JSON.parse(readFileSync(made(join(TARGET, "cases/issued-ecdsa.json"), "the Rust suite `verifier`"), "utf8"));
  assert.equal(issued.length, 4);
  for (const credential of issued) {
    const { cryptosuite, verificationMethod } = credential.proof;
    test(`${cryptosuite}, ${verificationMethod.slice(8, 12)}: accepted by @digitalbazaar/vc, refused once changed`, async () => {
      const name = cryptosuite === "ecdsa-jcs-2019" ? "ecdsa-jcs" : "ecdsa-rdfc";
      const { verified, error } = await verifyWithPeer(credential, { name, now: new Date(NOW) });
      assert.equal(verified, true, JSON.stringify(error));
      assert.equal((await verifyWithPeer(changed(credential), { name, now: new Date(NOW) })).verified, false);
    });
  }
});
