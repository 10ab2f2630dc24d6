// @ts-check
/**
 * `ecdsa-sd-2023` and `bbs-2023`, ours and Digital Bazaar's: base proofs of each side, derived from by each, verified by
 * both.
 *
 * Our credentials are `target/cases/issued-sd.json` and `issued-bbs.json`, written by the Rust suite `verifier`: base
 * proofs, what is picked of each, and what is then shown. Our WebAssembly derives from both sides' as well.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { deriveWithPeer, freshKey, issueWithPeer, verifyWithPeer } from "./digitalbazaar.mjs";
import { credentialBy, issuerWithKey } from "./handmade.mjs";
import { made, PKG, TARGET } from "./places.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */

const NOW = "2026-11-23T12:00:00Z";

/** @typedef {"bbs" | "ecdsa-sd"} Name */

/** @type {typeof import("@proofpass/verifier")} */
let ours;
before(async () => {
  made(join(PKG, "wasm-disclosure/verifier_bg.wasm"), "`cargo xtask wasm`");
  ours = await import(join(PKG, "node.js"));
});

/** @param {Json} document */
async function codeOf(document) {
  const report = await ours.verify(document, { now: NOW });
  const proof = report.credentials[0]?.checks.find(({ check }) => check === "proof");
  return [report.verdict, proof?.code];
}

/** @param {Json} document @param {Name} name */
async function acceptedByBoth(document, name) {
  assert.deepEqual(await codeOf(document), ["accept", "signature-valid"]);
  const { verified, error } = await verifyWithPeer(document, { name, now: new Date(NOW) });
  assert.equal(verified, true, JSON.stringify(error));
}

/**
 * By us each, and by the peer: with `bbs` the peer takes half a second, so that only what is asked for goes to it.
 *
 * @param {Json} document
 * @param {string} what
 * @param {Name} name
 * @param {boolean} [byPeer]
 */
async function refused(document, what, name, byPeer = name !== "bbs") {
  const [verdict, code] = await codeOf(document);
  assert.equal(verdict, "reject", `ours: ${what}: ${code}`);
  if (!byPeer) return;
  const { verified } = await verifyWithPeer(document, { name, now: new Date(NOW) });
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
 * @param {Name} name
 * @returns {[string, Json][]}
 */
function tampered(good, name) {
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
  if (name === "bbs") {
    // After three bytes, the head of the array and that of the proof: three points of 48 bytes, then scalars.
    for (const [what, at] of /** @type {[string, number][]} */ ([["a point", 7 + 20], ["the last point", 7 + 2 * 48 + 20], ["a scalar", 7 + 3 * 48 + 20]])) {
      proof(`${what} changed`, (bytes) => void (bytes[at] = Number(bytes[at]) ^ 1));
    }
    return all;
  }
  proof("signatures swapped", (bytes) => {
    const [first, second] = [FIRST, FIRST + 66].map((at) => Buffer.from(bytes.subarray(at + 2, at + 66)));
    bytes.set(/** @type {Buffer} */ (second), FIRST + 2);
    bytes.set(/** @type {Buffer} */ (first), FIRST + 66 + 2);
  });
  proof("the issuer's signature changed", (bytes) => void (bytes[20] = Number(bytes[20]) ^ 1));
  proof("a signature changed", (bytes) => void (bytes[FIRST + 20] = Number(bytes[FIRST + 20]) ^ 1));
  return all;
}

const MANDATORY = ["/issuer", "/type", "/validFrom"];

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

/** @type {{ name: Name, curve: "BLS12-381" | "P-256", file: string }[]} */
const SUITES = [
  { name: "ecdsa-sd", curve: "P-256", file: "issued-sd.json" },
  { name: "bbs", curve: "BLS12-381", file: "issued-bbs.json" },
];

/** A credential of the peer's with a base proof. @param {Name} name @param {"BLS12-381" | "P-256"} curve @param {Json} claims */
async function peersBase(name, curve, claims) {
  const key = await freshKey(curve);
  const { issuer: _, ...credential } = credentialBy(issuerWithKey(), claims);
  credential["@context"] = ["https://www.w3.org/ns/credentials/v2", { "@vocab": "https://example.com/vocabulary#" }];
  return { key, base: await issueWithPeer(credential, key, name, MANDATORY) };
}

for (const { name, curve, file } of SUITES) {
  describe(`${name}: base proofs by @digitalbazaar/vc`, () => {
    for (const [shape, { claims, picked }] of Object.entries(SHAPES)) {
      test(`${shape}: derived by both, accepted by both, refused after each change`, async () => {
        const { base } = await peersBase(name, curve, claims);
        assert.deepEqual(await codeOf(base), ["reject", "proof-not-derived"]);
        for (const derived of [await deriveWithPeer(base, picked, name), /** @type {Json} */ (await ours.derive(base, { selectivePointers: picked }))]) {
          assert.ok(derived.credentialSubject.hidden === undefined);
          await acceptedByBoth(derived, name);
          for (const [what, document] of tampered(derived, name)) await refused(document, what, name);
        }
      });
    }

    test("with two proofs: each is checked, and the other may be of any suite", async () => {
      const { key, base } = await peersBase(name, curve, SHAPES.plain?.claims);
      const { proof, ...unsigned } = await deriveWithPeer(base, ["/credentialSubject"], name);
      const other = name === "bbs" ? { ...proof } : (await issueWithPeer(unsigned, key, "ecdsa-rdfc")).proof;
      assert.deepEqual(await codeOf({ ...unsigned, proof: [proof, other] }), ["accept", "signature-valid"]);
    });

    test("what cannot be derived says why", async () => {
      const { base } = await peersBase(name, curve, SHAPES.plain?.claims);
      const mistake = { name: "ProofPassError", code: "invalid-request" };
      await assert.rejects(ours.derive(base, { selectivePointers: ["/issuer", "/nothing"] }), { ...mistake, message: "/nothing leads to nothing in the credential" });
      await assert.rejects(ours.derive(base, { selectivePointers: ["name"] }), mistake);
      await assert.rejects(ours.derive(base, /** @type {any} */ ({ selectivePointers: "/issuer" })), mistake);
      await assert.rejects(ours.derive(await deriveWithPeer(base, ["/credentialSubject"], name)), mistake);
      await assert.rejects(ours.derive({ ...base, proof: undefined }), mistake);
      await assert.rejects(ours.derive(base, /** @type {any} */ ({ selectivePointer: [] })), { code: "malformed-request" });
    });
  });

  describe(`${name}: base proofs by us`, () => {
    /** @type {{ base: Json, picked: string[], derived: Json }[]} */
    const issued = JSON.parse(readFileSync(made(join(TARGET, "cases", file), "the Rust suite `verifier`"), "utf8"));
    assert.ok(issued.length > 0, "the Rust suite issued nothing");
    for (const [at, { base, picked, derived }] of issued.entries()) {
      test(`credential ${at}: derived by us, accepted by both, refused by both after each change`, async () => {
        await acceptedByBoth(derived, name);
        const byPeer = name !== "bbs" || at === 0;
        for (const [what, document] of tampered(derived, name)) await refused(document, what, name, byPeer);
        const again = await ours.derive(base, { selectivePointers: picked });
        await acceptedByBoth(/** @type {Json} */ (again), name);
        // The one proof is the same each time, the other never.
        if (name === "ecdsa-sd") assert.deepEqual(again, derived);
        else assert.notDeepEqual(again, await ours.derive(base, { selectivePointers: picked }));
      });
      // The peer cannot take a document with an ordered list apart: it gives the list an identifier, which it then refuses.
      if (base.credentialSubject.list !== undefined) continue;
      test(`credential ${at}: derived by them, it is what we derive`, async () => {
        const theirs = await deriveWithPeer(base, picked, name);
        await acceptedByBoth(theirs, name);
        const { proof: _, ...shown } = theirs;
        const { proof: __, ...expected } = derived;
        assert.deepEqual(shown, expected);
        if (name === "ecdsa-sd") assert.deepEqual(theirs, derived);
      });
    }
  });
}

test("derives synchronously through ./slim, with the WebAssembly for disclosure alone", async () => {
  for (const { file } of SUITES) {
    const cases = made(join(TARGET, "cases", file), "the Rust suite `verifier`");
    const script = `import { readFileSync } from "node:fs";
      import { derive, initialize, ProofPassError } from ${JSON.stringify(join(PKG, "slim.js"))};
      initialize(readFileSync(${JSON.stringify(join(PKG, "wasm-disclosure/verifier_bg.wasm"))}));
      const [{ base }] = JSON.parse(readFileSync(${JSON.stringify(cases)}, "utf8"));
      const derived = derive(base, { selectivePointers: ["/credentialSubject"] });
      const codes = [[base, { selectivePointers: ["/nothing"] }], [derived], [null], [base, { pointers: [] }]].map((call) => {
        try { derive(...call); } catch (error) { return error instanceof ProofPassError && error.code; }
      });
      console.log(JSON.stringify({ derived, codes }));`;
    const { derived, codes } = JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }));
    assert.deepEqual(await codeOf(derived), ["accept", "signature-valid"], file);
    assert.deepEqual(codes, ["invalid-request", "invalid-request", "malformed-request", "malformed-request"], file);
  }
});

test("a presentation header is part of the proof", async () => {
  const { base } = await peersBase("bbs", "BLS12-381", SHAPES.plain?.claims);
  const derived = /** @type {Json} */ (await ours.derive(base, { selectivePointers: ["/credentialSubject"], presentationHeader: new TextEncoder().encode("nonce") }));
  await acceptedByBoth(derived, "bbs");
  const bytes = Buffer.from(derived.proof.proofValue.slice(1), "base64url");
  assert.equal(bytes.subarray(-5).toString(), "nonce");
  bytes.set([0], bytes.length - 1);
  derived.proof.proofValue = `u${bytes.toString("base64url")}`;
  await refused(derived, "another header", "bbs", true);
  await assert.rejects(ours.derive(base, { presentationHeader: new Uint8Array(1025) }), { code: "invalid-request" });
  await ours.derive(base, { presentationHeader: new Uint8Array(1024) });
  for (const presentationHeader of ["nonce", [1, 2], new ArrayBuffer(8), null]) {
    await assert.rejects(ours.derive(base, /** @type {any} */ ({ presentationHeader })), { code: "malformed-request" });
  }
  // The other suite has no place for it, and does not lose it without a word.
  const { base: other } = await peersBase("ecdsa-sd", "P-256", SHAPES.plain?.claims);
  await assert.rejects(ours.derive(other, { presentationHeader: new Uint8Array(1) }), { code: "invalid-request", message: /no place/ });
});

test("text, bytes and objects are the same credential", async () => {
  const { base } = await peersBase("ecdsa-sd", "P-256", SHAPES.unicode?.claims);
  const text = JSON.stringify(base);
  const options = { selectivePointers: ["/credentialSubject"] };
  const derived = await ours.derive(base, options);
  assert.deepEqual(await ours.derive(text, options), derived);
  assert.deepEqual(await ours.derive(new TextEncoder().encode(text), options), derived);
  for (const nonsense of ["", "{", "[]", "{}", JSON.stringify({ type: "ProofPassBundle", version: 1, credentials: [base, base] })]) {
    await assert.rejects(ours.derive(nonsense), { code: "invalid-request" });
  }
  await assert.rejects(ours.derive(/** @type {any} */ (7)), { code: "malformed-request" });
});
