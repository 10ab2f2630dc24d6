// @ts-check
/**
 * `ecdsa-sd-2023`, ours and Digital Bazaar's: base proofs of each side, derived from by each, verified by both.
 *
 * Our credentials are `target/cases/issued-sd.json`, written by the Rust suite `verifier`: base proofs, what is picked
 * of each, and what is then shown.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { deriveWithPeer, freshKey, issueWithPeer, verifyWithPeer } from "./digitalbazaar.mjs";
import { credentialBy, issuerWithKey } from "./handmade.mjs";
import { made, PKG, TARGET } from "./places.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */

const NOW = "2026-11-23T12:00:00Z";

/** @type {(bundle: unknown, options?: object) => Promise<import("@proofpass/verifier").Report>} */
let verify;
before(async () => {
  made(join(PKG, "wasm-disclosure/verifier_bg.wasm"), "`cargo xtask wasm`");
  ({ verify } = await import(join(PKG, "node.js")));
});

/** @param {Json} document */
async function codeOf(document) {
  const report = await verify(document, { now: NOW });
  const proof = report.credentials[0]?.checks.find(({ check }) => check === "proof");
  return [report.verdict, proof?.code];
}

/** @param {Json} document */
async function acceptedByBoth(document) {
  assert.deepEqual(await codeOf(document), ["accept", "signature-valid"]);
  const { verified, error } = await verifyWithPeer(document, { name: "ecdsa-sd", now: new Date(NOW) });
  assert.equal(verified, true, JSON.stringify(error));
}

/** @param {Json} document @param {string} what */
async function refusedByBoth(document, what) {
  const [verdict, code] = await codeOf(document);
  assert.equal(verdict, "reject", `ours: ${what}: ${code}`);
  const { verified } = await verifyWithPeer(document, { name: "ecdsa-sd", now: new Date(NOW) });
  assert.equal(verified, false, `@digitalbazaar/vc: ${what}`);
}

/** The first two signatures in a derived proof value, which stand after the issuer's and the proof's own key. */
const FIRST = 3 + 1 + 66 + 37 + 1;

/** @param {string} value @param {(bytes: Buffer) => void} change */
function withBytes(value, change) {
  const bytes = Buffer.from(value.slice(1), "base64url");
  change(bytes);
  return `u${bytes.toString("base64url")}`;
}

/**
 * Every change of one claim, every claim left out, and changes of the proof.
 *
 * @param {Json} good
 * @returns {[string, Json][]}
 */
function tampered(good) {
  /** @type {[string, Json][]} */
  const all = [];
  /** @param {(copy: Json) => any} place @param {string} path */
  const walk = (place, path) => {
    const here = place(good);
    for (const name of Object.keys(here)) {
      if (["@context", "proof"].includes(name)) continue;
      const where = `${path}/${name}`;
      const without = structuredClone(good);
      if (Array.isArray(here)) place(without).splice(Number(name), 1);
      else delete place(without)[name];
      all.push([`${where} left out`, without]);
      if (typeof here[name] === "object") {
        walk((copy) => place(copy)[name], where);
        continue;
      }
      const changed = structuredClone(good);
      const other = { string: `${here[name]}x`, number: here[name] + 1, boolean: !here[name] };
      // A type must be defined, or there is no telling what was changed.
      place(changed)[name] = here[name] === "VerifiableCredential" ? "VerifiablePresentation" : other[/** @type {"string"} */ (typeof here[name])];
      all.push([`${where} changed`, changed]);
    }
  };
  walk((copy) => copy, "");
  /** @param {string} what @param {(bytes: Buffer) => void} change */
  const proof = (what, change) => {
    const copy = structuredClone(good);
    copy.proof.proofValue = withBytes(copy.proof.proofValue, change);
    all.push([what, copy]);
  };
  proof("signatures swapped", (bytes) => {
    const [first, second] = [FIRST, FIRST + 66].map((at) => Buffer.from(bytes.subarray(at + 2, at + 66)));
    bytes.set(/** @type {Buffer} */ (second), FIRST + 2);
    bytes.set(/** @type {Buffer} */ (first), FIRST + 66 + 2);
  });
  proof("the issuer's signature changed", (bytes) => void (bytes[20] = Number(bytes[20]) ^ 1));
  proof("a signature changed", (bytes) => void (bytes[FIRST + 20] = Number(bytes[FIRST + 20]) ^ 1));
  return all;
}

const MANDATORY = ["/issuer", "/validFrom"];

/** @type {Record<string, { claims: Json, picked: string[] }>} */
const SHAPES = {
  plain: { claims: { certificationId: "CERT-001", grade: "A", mark: 1.5, passed: true }, picked: ["/credentialSubject/grade", "/credentialSubject/mark"] },
  unicode: { claims: { text: "Zertifikat „Ü“ 💚 \u2028 \u007f \"\\", "ключ": "é", hidden: "x" }, picked: ["/credentialSubject/text", "/credentialSubject/ключ"] },
  nested: {
    claims: { part: [{ n: 1, m: { x: "1", y: "2" } }, { n: 2 }, { n: 3 }], hidden: { a: { b: "c" } } },
    picked: ["/credentialSubject/part/2", "/credentialSubject/part/0/m/y"],
  },
  alike: { claims: { part: [{ part: { a: "1" } }, { part: { a: "1" } }, { part: { b: "1" } }] }, picked: ["/credentialSubject/part/1", "/credentialSubject/part/2"] },
};

describe("base proofs by @digitalbazaar/vc", () => {
  for (const [name, { claims, picked }] of Object.entries(SHAPES)) {
    test(`${name}: derived by them, accepted by both, refused by both after each change`, async () => {
      const key = await freshKey("P-256");
      const { issuer: _, ...credential } = credentialBy(issuerWithKey(), claims);
      credential["@context"] = ["https://www.w3.org/ns/credentials/v2", { "@vocab": "https://example.com/vocabulary#" }];
      const base = await issueWithPeer(credential, key, "ecdsa-sd", MANDATORY);
      assert.deepEqual(await codeOf(base), ["reject", "proof-not-derived"]);
      const derived = await deriveWithPeer(base, picked);
      assert.ok(derived.credentialSubject.hidden === undefined);
      await acceptedByBoth(derived);
      for (const [what, document] of tampered(derived)) await refusedByBoth(document, what);
    });
  }

  test("with two proofs: each is checked, and the other may be of any suite", async () => {
    const key = await freshKey("P-256");
    const { issuer: _, ...credential } = credentialBy(issuerWithKey(), SHAPES.plain?.claims);
    credential["@context"] = ["https://www.w3.org/ns/credentials/v2", { "@vocab": "https://example.com/vocabulary#" }];
    const derived = await deriveWithPeer(await issueWithPeer(credential, key, "ecdsa-sd", MANDATORY), ["/credentialSubject"]);
    const { proof, ...unsigned } = derived;
    const other = await issueWithPeer(unsigned, key, "ecdsa-rdfc");
    assert.deepEqual(await codeOf({ ...unsigned, proof: [proof, other.proof] }), ["accept", "signature-valid"]);
  });
});

describe("base proofs by us", () => {
  /** @type {{ base: Json, picked: string[], derived: Json }[]} */
  const issued = JSON.parse(readFileSync(made(join(TARGET, "cases/issued-sd.json"), "the Rust suite `verifier`"), "utf8"));
  assert.ok(issued.length > 0, "the Rust suite issued nothing");
  for (const [at, { base, picked, derived }] of issued.entries()) {
    test(`credential ${at}: derived by us, accepted by both, refused by both after each change`, async () => {
      await acceptedByBoth(derived);
      for (const [what, document] of tampered(derived)) await refusedByBoth(document, what);
    });
    // The peer cannot take a document with an ordered list apart: it gives the list an identifier, which it then refuses.
    if (base.credentialSubject.list !== undefined) continue;
    test(`credential ${at}: derived by them, it is what we derive`, async () => {
      const theirs = await deriveWithPeer(base, picked);
      await acceptedByBoth(theirs);
      assert.deepEqual(theirs, derived);
    });
  }
});
