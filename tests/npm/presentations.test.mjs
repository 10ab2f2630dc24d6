// @ts-check
/**
 * Presentations, ours and Digital Bazaar's in both directions: who shows, for whom, on which occasion.
 *
 * Ours are `target/cases/presented.json`, a list written by the Rust suite `verifier`.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { freshKey, issueWithPeer, presentWithPeer, verifyPresentationWithPeer } from "./digitalbazaar.mjs";
import { credentialBy, issuerWithKey } from "./handmade.mjs";
import { made, PKG, TARGET } from "./places.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */

const NOW = "2026-11-23T12:00:00Z";
const ASKED = { challenge: "n-0S6_WzA2Mj", domain: "https://verifier.example" };

/** @type {(bundle: unknown, options?: object) => Promise<import("@proofpass/verifier").Report>} */
let verify;
before(async () => {
  made(join(PKG, "wasm-full/verifier_bg.wasm"), "`cargo xtask wasm`");
  ({ verify } = await import(join(PKG, "node.js")));
});

/**
 * @param {unknown} presentation
 * @param {object} policy
 */
async function codesOf(presentation, policy) {
  const report = await verify(presentation, { now: NOW, policy });
  return [report.verdict, ...(report.presentation?.checks ?? report.checks.slice(1)).map(({ code }) => code)];
}

const GOOD = ["accept", "presentation-conforms", "holder-signed", "challenge-matches"];

for (const [curve, name] of /** @type {const} */ ([["Ed25519", "jcs"], ["Ed25519", "rdfc"], ["P-256", "ecdsa-rdfc"]])) {
  test(`signed by @digitalbazaar/vc with ${name}: accepted for this occasion, refused for others and once changed`, async () => {
    const [issuer, holder] = [await freshKey(), await freshKey(curve)];
    const { issuer: _, ...credential } = credentialBy(issuerWithKey());
    const shown = [await issueWithPeer(credential, issuer), await issueWithPeer(credential, issuer)];
    const presentation = await presentWithPeer(shown, holder, { ...ASKED, name, now: new Date(NOW) });
    assert.deepEqual(await codesOf(presentation, ASKED), GOOD);
    assert.deepEqual((await codesOf(presentation, { ...ASKED, challenge: "another" })).slice(0, 1), ["reject"]);
    assert.deepEqual((await codesOf(presentation, { ...ASKED, domain: "https://other.example" })).slice(0, 1), ["reject"]);
    const fewer = { ...presentation, verifiableCredential: presentation.verifiableCredential.slice(1) };
    assert.deepEqual((await codesOf(fewer, ASKED)).slice(0, 3), ["reject", "presentation-conforms", "signature-mismatch"]);
    const { proof: __, ...unsigned } = presentation;
    assert.deepEqual((await codesOf(unsigned, ASKED)).slice(0, 3), ["undecided", "presentation-conforms", "presentation-unsigned"]);
    assert.deepEqual(await codesOf(shown[0], ASKED), ["undecided", "not-presented", "not-presented"]);
  });
}

describe("signed by us", () => {
  /** @type {Json[]} */
  const presented = JSON.parse(readFileSync(made(join(TARGET, "cases/presented.json"), "the Rust suite `verifier`"), "utf8"));
  assert.ok(presented.length > 0);
  for (const presentation of presented) {
    const { cryptosuite } = presentation.proof;
    test(`${cryptosuite}: accepted by @digitalbazaar/vc for this occasion and no other`, async () => {
      /** @type {import("./digitalbazaar.mjs").SuiteName} */
      const name = cryptosuite === "eddsa-jcs-2022" ? "jcs" : "rdfc";
      const options = { ...ASKED, name, now: new Date(NOW) };
      const { verified, error } = await verifyPresentationWithPeer(presentation, options);
      assert.equal(verified, true, JSON.stringify(error));
      assert.equal((await verifyPresentationWithPeer(presentation, { ...options, challenge: "another" })).verified, false);
    });
  }
});
