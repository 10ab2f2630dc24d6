// @ts-check
/**
 * What a verification costs, side by side in one run: our WebAssembly and our native code, `@digitalbazaar/vc` with four
 * cryptosuites, `jose`, `@sd-jwt/sd-jwt-vc`, the same steps by hand, and the bare signature check as the floor that nothing can go under.
 *
 * Everyone starts from the document's text, as it comes from a file or a request. Contexts and DIDs are cached for
 * those who need them. The candidates take turns in short rounds, so that a busy moment of the machine hits all
 * alike; the medians of the processor time per operation are compared, and those of wall time beside them.
 *
 * A peer that accepts a changed document, or does not accept a good one, ends the run: a comparison without it would be
 * worth nothing.
 */
import { spawn } from "node:child_process";
import { randomBytes, sign, verify } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createInterface } from "node:readline";
import * as jose from "jose";
import { addDocument, deriveWithPeer, freshKey, issueWithPeer, verifyWithPeer } from "./digitalbazaar.mjs";
import { credentialBy, fromBase58, hashData, issuerWithKey, publicKeyOf, secure, signatureIsGood } from "./handmade.mjs";
import { emptyFolder, made, PKG, ROOT, TARGET } from "./places.mjs";
import * as sdJwt from "./sd-jwt-peer.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */
/** @typedef {{ name: string, run: () => unknown | Promise<unknown>, native?: Native }} Candidate */
/** @typedef {{ name: string, cpu: number, wall: number }} Cost in microseconds per operation */

const ROUNDS = 11;
// Long enough for the clock of the processor time (whole milliseconds on some kernels), short enough to take turns.
const ROUND_MS = 80;

made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");
// The one small module by itself, and the package as users have it: the large module where the small one asks for it.
const slim = await import(join(PKG, "slim.js"));
slim.initialize(readFileSync(join(PKG, "wasm/verifier_bg.wasm")));
const whole = await import(join(PKG, "node.js"));
const MEASURE = made(join(TARGET, "release/examples/measure"), "`cargo xtask bench-peers`");
const scratch = emptyFolder("bench-peers");

const SMALL = "small credential";
const OURS = "ours, WebAssembly";
const OURS_NATIVE = "ours, native";

const ours = issuerWithKey();
const peer = await freshKey();

/** @type {Map<string, Json>} */
const documents = new Map([
  [SMALL, credentialBy(ours)],
  largeCredential(),
]);

/** @returns {[string, Json]} */
function largeCredential() {
  const untp = join(process.env.PROOFPASS_VECTORS ?? join(ROOT, "../shared/vectors"), "untp-0.6.1/data-models/untp-dpp/artefacts");
  if (existsSync(untp)) {
    const credential = JSON.parse(readFileSync(join(untp, "untp-dpp-instance.json"), "utf8"));
    addDocument(credential["@context"][1], JSON.parse(readFileSync(join(untp, "context.jsonld"), "utf8")));
    return ["UNTP 0.6.1 product passport", { ...credential, issuer: { ...credential.issuer, id: ours.did } }];
  }
  const entry = (/** @type {number} */ number) => ({
    type: ["Claim"],
    id: `urn:uuid:${randomBytes(16).toString("hex")}`,
    description: "A claim about a product, of the length that such claims tend to have in passports.",
    measured: { value: number * 1.37, unit: "KGM", accuracy: 0.05 },
    conformance: number % 2 === 0,
  });
  const claims = { claims: Array.from({ length: 90 }, (_, number) => entry(number)) };
  return ["generated passport (no UNTP vectors here)", credentialBy(ours, claims)];
}

/** Our native verifier as a process: it verifies as often as it is told and says what processor time that took. */
class Native {
  /** @param {string} text of the document */
  constructor(text) {
    const file = join(scratch, `${Native.#count++}.json`);
    writeFileSync(file, text);
    this.#child = spawn(MEASURE, [file], { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @param {number} operations @returns {Promise<number>} microseconds of processor time, of all together */
  async run(operations) {
    this.#child.stdin.write(`${operations}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("our native verifier does not accept a good document");
    return Number(value);
  }

  async stop() {
    this.#child.stdin.end();
    await once(this.#child, "close");
  }

  static #count = 0;
  #child;
  #lines;
}

/**
 * Everyone who can verify the document, each checked to accept it and to refuse it changed.
 *
 * @param {Json} credential
 * @param {"jcs" | "rdfc" | "rdfc-patient" | "vc+jwt" | "dc+sd-jwt" | "ecdsa-sd" | "bbs"} how it is secured
 * @returns {Promise<{ candidates: Candidate[], bytes: number }>}
 */
async function candidatesFor(credential, how) {
  /** @type {Candidate[]} */
  const candidates = [];
  /**
   * @param {string} name
   * @param {() => unknown | Promise<unknown>} accepts
   * @param {() => unknown | Promise<unknown>} refuses
   */
  const enter = async (name, accepts, refuses) => {
    if ((await accepts()) !== true) throw new Error(`${name} does not accept a good document`);
    if ((await refuses()) === true) throw new Error(`${name} accepts a changed document`);
    candidates.push({ name, run: accepts });
  };
  const enterNative = async (/** @type {string} */ text) => {
    const native = new Native(text);
    await native.run(1);
    candidates.push({ name: OURS_NATIVE, run: () => {}, native });
  };
  const byWhole = (/** @type {string} */ given) => whole.verify(given).then((/** @type {import("@proofpass/verifier").Report} */ { verdict }) => verdict === "accept");
  const byPeer = (/** @type {string} */ given) =>
    verifyWithPeer(JSON.parse(given), { name: /** @type {import("./digitalbazaar.mjs").SuiteName} */ (how) }).then(({ verified }) => verified);

  if (how === "vc+jwt") {
    const { publicKey, privateKey } = await jose.generateKeyPair("EdDSA", { extractable: true, crv: "Ed25519" });
    const did = `did:jwk:${jose.base64url.encode(JSON.stringify(await jose.exportJWK(publicKey)))}`;
    const payload = new TextEncoder().encode(JSON.stringify({ ...credential, issuer: withId(credential.issuer, did) }));
    const token = await new jose.CompactSign(payload).setProtectedHeader({ alg: "EdDSA", typ: "vc+jwt", kid: `${did}#0` }).sign(privateKey);
    const changed = token.replace(/\.(.)/, (_, first) => `.${first === "e" ? "f" : "e"}`);
    const read = (/** @type {string} */ given) =>
      jose.compactVerify(given, publicKey).then(({ payload }) => typeof JSON.parse(new TextDecoder().decode(payload)) === "object", () => false);
    await enter(OURS, () => byWhole(token), () => byWhole(changed));
    await enterNative(token);
    await enter("jose, and JSON.parse", () => read(token), () => read(changed));
    return { candidates, bytes: token.length };
  }
  if (how === "dc+sd-jwt") {
    const [issuer, holder] = [await sdJwt.freshKey("ES256"), await sdJwt.freshKey("ES256")];
    const theirs = sdJwt.peer(issuer, holder);
    const claims = { iss: issuer.did, vct: "https://issuer.example/passport", cnf: { jwk: holder.jwk }, claims: credential.credentialSubject };
    const frame = /** @type {any} */ ({ claims: { _sd: Object.keys(credential.credentialSubject) } });
    const issued = await theirs.issue(claims, frame, { header: { kid: `${issuer.did}#0` } });
    const kb = { payload: { iat: Date.parse("2026-11-23T11:00:00Z") / 1000, aud: "https://verifier.example", nonce: "n-0S6_WzA2Mj" } };
    const text = await theirs.present(issued, /** @type {any} */ ({ claims: true }), { kb });
    const changed = text.replace(/\.(.)/, (_, first) => `.${first === "e" ? "f" : "e"}`);
    const read = (/** @type {string} */ given) => theirs.verify(given, { keyBindingNonce: kb.payload.nonce }).then(() => true, () => false);
    await enter(OURS, () => byWhole(text), () => byWhole(changed));
    await enterNative(text);
    await enter("@sd-jwt/sd-jwt-vc, with jose", () => read(text), () => read(changed));
    return { candidates, bytes: text.length };
  }
  if (how === "jcs") {
    const text = JSON.stringify(secure(credential, ours));
    const tampered = text.replace("urn:", "urn:x").replace('"id":"did:', '"id":"dix:');
    const document = JSON.parse(text);
    const { proofValue: _, ...options } = document.proof;
    const message = hashData(credential, options);
    const key = publicKeyOf(ours.multikey);
    const signature = sign(null, message, ours.privateKey);
    const byOurs = (/** @type {string} */ given) => slim.verify(given).verdict === "accept";
    const byHand = (/** @type {string} */ given) => signatureIsGood(JSON.parse(given));
    await enter(OURS, () => byOurs(text), () => byOurs(tampered));
    await enterNative(text);
    await enter("@digitalbazaar/vc", () => byPeer(text), () => byPeer(tampered));
    await enter("canonicalize + node:crypto, by hand", () => byHand(text), () => byHand(tampered));
    const floor = [() => verify(null, message, key, signature), () => verify(null, message.subarray(1), key, signature)];
    await enter("node:crypto.verify of bytes at hand (floor)", floor[0], floor[1]);
    return { candidates, bytes: Buffer.byteLength(text) };
  }
  if (how === "ecdsa-sd" || how === "bbs") {
    const key = await freshKey(how === "bbs" ? "BLS12-381" : "P-256");
    // Ten claims more, which stay hidden.
    const hidden = Object.fromEntries(Array.from({ length: 10 }, (_, number) => [`hidden${number}`, `value ${number}`]));
    const signed = { ...credential, issuer: withId(credential.issuer, key.did), credentialSubject: { ...credential.credentialSubject, ...hidden } };
    const base = await issueWithPeer(signed, key, how, ["/issuer", "/validFrom"]);
    const text = JSON.stringify(await deriveWithPeer(base, ["/credentialSubject/certificationId"], how));
    const changed = text.replace("CERT-", "CERTIFICATE-");
    await enter(OURS, () => byWhole(text), () => byWhole(changed));
    await enterNative(text);
    await enter("@digitalbazaar/vc", () => byPeer(text), () => byPeer(changed));
    return { candidates, bytes: Buffer.byteLength(text) };
  }
  const issued = await issueWithPeer({ ...credential, issuer: withId(credential.issuer, peer.did) }, peer, how);
  const text = JSON.stringify(issued);
  const changed = JSON.stringify({ ...issued, validFrom: "2020-01-01T00:00:00Z" });
  await enter(OURS, () => byWhole(text), () => byWhole(changed));
  await enterNative(text);
  await enter("@digitalbazaar/vc", () => byPeer(text), () => byPeer(changed));
  return { candidates, bytes: Buffer.byteLength(text) };
}

/**
 * @param {Json | string} issuer
 * @param {string} id
 */
function withId(issuer, id) {
  return typeof issuer === "string" ? id : { ...issuer, id };
}

/**
 * @param {Candidate} candidate
 * @param {number} operations
 * @returns {Promise<{ cpu: number, wall: number }>} in microseconds, of all operations together
 */
async function round({ run, native }, operations) {
  if (native) {
    const begun = process.hrtime.bigint();
    const cpu = await native.run(operations);
    return { cpu, wall: Number(process.hrtime.bigint() - begun) / 1000 };
  }
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  for (let done = 0; done < operations; done++) {
    // Awaiting what is there already would bill the event loop to those who do not need it.
    const answer = run();
    if (answer instanceof Promise) await answer;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: user + system, wall: Number(process.hrtime.bigint() - wall) / 1000 };
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return /** @type {number} */ (sorted[sorted.length >> 1]);
}

/**
 * @param {Candidate[]} candidates
 * @returns {Promise<Cost[]>}
 */
async function measure(candidates) {
  const plans = [];
  for (const candidate of candidates) {
    // Twice: the first estimate is of code that is not compiled yet.
    let operations = 3;
    for (let pass = 0; pass < 3; pass++) {
      const { wall } = await round(candidate, operations);
      operations = Math.max(3, Math.ceil((ROUND_MS * 1000 * operations) / wall));
    }
    plans.push({ candidate, operations, cpu: /** @type {number[]} */ ([]), wall: /** @type {number[]} */ ([]) });
  }
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const plan of plans) {
      const { cpu, wall } = await round(plan.candidate, plan.operations);
      plan.cpu.push(cpu / plan.operations);
      plan.wall.push(wall / plan.operations);
    }
  }
  return plans.map(({ candidate, cpu, wall }) => ({ name: candidate.name, cpu: median(cpu), wall: median(wall) }));
}

/**
 * @param {string[][]} rows the first is the heading
 */
function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  "));
  }
}

/** @type {Map<string, Cost[]>} */
const results = new Map();
for (const [title, credential] of documents) {
  const patient = title === SMALL ? "rdfc" : "rdfc-patient";
  // Of a passport's hundreds of statements the peer needs minutes to sign and derive.
  const inParts = title === SMALL ? /** @type {const} */ (["ecdsa-sd", "bbs"]) : [];
  for (const how of /** @type {const} */ (["jcs", patient, "vc+jwt", "dc+sd-jwt", ...inParts])) {
    const { candidates, bytes } = await candidatesFor(credential, how);
    const costs = await measure(candidates);
    for (const { native } of candidates) await native?.stop();
    results.set(`${title === SMALL ? "small" : "passport"} ${how.replace("-patient", "")}`, costs);
    console.log(`\n${title} with ${how}, ${bytes} bytes`);
    const [wasm, native] = costs;
    const ratio = (/** @type {Cost} */ us, /** @type {Cost} */ them) => (us === them ? "–" : `${(them.cpu / us.cpu).toFixed(2)} × as fast`);
    print([
      ["verify", "CPU µs/op", "wall µs/op", "ops/CPU-s", "ours in Wasm is", "ours native is"],
      ...costs.map((cost) => [
        cost.name,
        cost.cpu.toFixed(1),
        cost.wall.toFixed(1),
        Math.round(1e6 / cost.cpu).toString(),
        ratio(wasm, cost),
        ratio(native, cost),
      ]),
    ]);
  }
}

/**
 * A passport of a thousand credentials beside its parts: each verified by itself, one by one and as a stream, and the
 * bare signatures.
 */
async function measurePassport() {
  const COUNT = 1000;
  const each = Array.from({ length: COUNT }, (_, number) => secure(credentialBy(ours, { certificationId: `CERT-${number}` }), ours));
  const texts = each.map((credential) => JSON.stringify(credential));
  const passport = JSON.stringify({ type: "ProofPassBundle", version: 1, credentials: each });
  const { ed25519Verify } = await import(join(PKG, "wasm/verifier.js"));
  const [signed] = each.map(({ proof: { proofValue, ...options }, ...document }) => hashData(document, options));
  const [, multikey] = /** @type {string} */ (each[0]?.proof.verificationMethod).split("#");
  const key = fromBase58(multikey.slice(1), 34).subarray(2);
  const signature = fromBase58(each[0]?.proof.proofValue.slice(1), 64);
  const accepts = (/** @type {{ verdict: string } | null} */ report) => {
    if (report?.verdict !== "accept") throw new Error("a good passport is not accepted");
  };
  /** @type {Candidate[]} */
  const candidates = [
    { name: "the passport", run: () => accepts(slim.verify(passport)) },
    { name: "its credentials, one by one", run: () => texts.forEach((text) => accepts(slim.verify(text))) },
    {
      name: "its credentials, by verifyMany",
      run: async () => {
        for await (const { report } of whole.verifyMany(texts)) accepts(report);
      },
    },
    {
      name: "its signatures alone",
      run: () => {
        for (let number = 0; number < COUNT; number += 1) if (!ed25519Verify(key, signed, signature)) throw new Error("a good signature is refused");
      },
    },
  ];
  const costs = await measure(candidates);
  console.log(`\nA passport of ${COUNT} small credentials with jcs, ${passport.length} bytes, in WebAssembly`);
  print([["verify", "CPU µs/credential", "wall µs/credential"], ...costs.map(({ name, cpu, wall }) => [name, (cpu / COUNT).toFixed(1), (wall / COUNT).toFixed(1)])]);
  return costs.map(({ cpu }) => cpu);
}

const [passport, oneByOne, byMany, signatures] = /** @type {[number, number, number, number]} */ (await measurePassport());

/**
 * How many times the processor time of ours somebody needs.
 *
 * @param {string} which
 * @param {string} us
 * @param {string} [them]
 */
function ratioOf(which, us, them = "@digitalbazaar/vc") {
  const costs = results.get(which) ?? [];
  const [ours, theirs] = [us, them].map((wanted) => costs.find(({ name }) => name.startsWith(wanted)));
  if (!ours || !theirs) throw new Error(`${which}: ${us} or ${them} is missing`);
  return (theirs.cpu / ours.cpu).toFixed(2);
}

// What a browser downloads before the first verification: the entry, what it imports, and the module; and what it
// downloads beside them when the small module asks for the large one.
const gzipped = (/** @type {string[]} */ files) =>
  files.map((file) => gzipSync(readFileSync(join(PKG, file)), { level: 9 }).length).reduce((a, b) => a + b);
const SCRIPTS = ["api.js", "arguments.js", "browser.js"];
const core = gzipped(["wasm/verifier_bg.wasm", "wasm/verifier.js", ...SCRIPTS]);
const full = gzipped(["wasm-full/verifier_bg.wasm", "wasm-full/verifier.js"]);

console.log(`\n${ROUNDS} rounds in turns, medians of processor time; Node ${process.version}.`);
console.log(
  `small credential: wasm_rdfc_vs_db=${ratioOf("small rdfc", OURS)} native_jcs_vs_db=${ratioOf("small jcs", OURS_NATIVE)} ` +
    `wasm_jwt_vs_jose=${ratioOf("small vc+jwt", OURS, "jose")} native_jwt_vs_jose=${ratioOf("small vc+jwt", OURS_NATIVE, "jose")} ` +
    `wasm_sd_jwt_vs_sd_jwt_js=${ratioOf("small dc+sd-jwt", OURS, "@sd-jwt")} ` +
    `wasm_ecdsa_sd_vs_db=${ratioOf("small ecdsa-sd", OURS)} native_ecdsa_sd_vs_db=${ratioOf("small ecdsa-sd", OURS_NATIVE)} ` +
    `wasm_bbs_vs_db=${ratioOf("small bbs", OURS)} native_bbs_vs_db=${ratioOf("small bbs", OURS_NATIVE)}`,
);
console.log(
  `native_rdfc_passport_vs_db=${ratioOf("passport rdfc", OURS_NATIVE)} wasm_rdfc_passport_vs_db=${ratioOf("passport rdfc", OURS)} ` +
    `wasm_jcs_vs_db=${ratioOf("small jcs", OURS)} core_gzip_bytes=${core} full_gzip_bytes=${full}`,
);
console.log(
  `passport_vs_one_by_one=${(passport / oneByOne).toFixed(3)} many_vs_one_by_one=${(byMany / oneByOne).toFixed(3)} passport_vs_signatures=${(passport / signatures).toFixed(3)}`,
);
