// @ts-check
/**
 * What a verification costs, side by side in one process: our WebAssembly, `@digitalbazaar/vc` with two cryptosuites,
 * the same steps by hand, and the bare signature check as the floor that nothing can go under.
 *
 * Everyone starts from the document's text, as it comes from a file or a request. Contexts and DIDs are cached for
 * those who need them. The candidates take turns in short rounds, so that a busy moment of the machine hits all
 * alike; the medians of the processor time per operation are compared, and those of wall time beside them.
 *
 * A peer that accepts a changed document, or is not there for the small credential, ends the run: a comparison without
 * it would be worth nothing. The one thing a peer may decline is to issue the large document.
 */
import { randomBytes, sign, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { addDocument, freshKey, issueWithPeer, verifyWithPeer } from "./digitalbazaar.mjs";
import { credentialBy, hashData, issuerWithKey, publicKeyOf, secure, signatureIsGood } from "./handmade.mjs";
import { made, PKG, ROOT } from "./places.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */
/** @typedef {{ name: string, run: () => unknown | Promise<unknown> }} Candidate */
/** @typedef {{ name: string, cpu: number, wall: number }} Cost in microseconds per operation */

const ROUNDS = 11;
// Long enough for the clock of the processor time (whole milliseconds on some kernels), short enough to take turns.
const ROUND_MS = 80;

const WASM = join(PKG, "wasm/verifier_bg.wasm");
made(WASM, "`cargo xtask wasm`");
const { initialize, verify: verifyWithOurs } = await import(join(PKG, "slim.js"));
initialize(readFileSync(WASM));

const SMALL = "small credential";

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

/**
 * Everyone who can verify the document, each checked to accept it and to refuse it changed.
 *
 * @param {Json} credential
 * @param {boolean} mandatory whether everybody must be there
 * @returns {Promise<{ candidates: Candidate[], refusals: string[], bytes: number }>}
 */
async function candidatesFor(credential, mandatory) {
  const text = JSON.stringify(secure(credential, ours));
  const tampered = text.replace("urn:", "urn:x").replace('"id":"did:', '"id":"dix:');
  const document = JSON.parse(text);
  const { proofValue: _, ...options } = document.proof;
  const message = hashData(credential, options);
  const key = publicKeyOf(ours.multikey);
  const signature = sign(null, message, ours.privateKey);

  /** @type {Candidate[]} */
  const candidates = [];
  /** @type {string[]} */
  const refusals = [];

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
  const byOurs = (/** @type {string} */ given) => verifyWithOurs(given).verdict === "accept";
  const byHand = (/** @type {string} */ given) => signatureIsGood(JSON.parse(given));
  const byPeer = (/** @type {string} */ given, /** @type {"jcs" | "rdfc"} */ name) =>
    verifyWithPeer(JSON.parse(given), { name }).then(({ verified }) => verified);

  await enter("@proofpass/verifier (WebAssembly)", () => byOurs(text), () => byOurs(tampered));
  await enter("@digitalbazaar/vc + eddsa-jcs-2022", () => byPeer(text, "jcs"), () => byPeer(tampered, "jcs"));
  const issued = await issueWithPeer({ ...credential, issuer: withId(credential.issuer, peer.did) }, peer, "rdfc").catch((/** @type {Error} */ error) => {
    if (mandatory) throw error;
    refusals.push(`@digitalbazaar/vc + eddsa-rdfc-2022 cannot issue it: ${error.message}`);
  });
  if (issued) {
    const given = JSON.stringify(issued);
    const changed = JSON.stringify({ ...issued, validFrom: "2020-01-01T00:00:00Z" });
    await enter("@digitalbazaar/vc + eddsa-rdfc-2022", () => byPeer(given, "rdfc"), () => byPeer(changed, "rdfc"));
  }
  await enter("canonicalize + node:crypto, by hand", () => byHand(text), () => byHand(tampered));
  await enter(
    "node:crypto.verify of bytes at hand (floor)",
    () => verify(null, message, key, signature),
    () => verify(null, message.subarray(1), key, signature),
  );
  return { candidates, refusals, bytes: Buffer.byteLength(text) };
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
async function round({ run }, operations) {
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
  const { candidates, refusals, bytes } = await candidatesFor(credential, title === SMALL);
  const costs = await measure(candidates);
  results.set(title, costs);
  const [us] = costs;
  console.log(`\n${title}, ${bytes} bytes`);
  print([
    ["verify", "CPU µs/op", "wall µs/op", "ops/CPU-s", "ours is, by CPU", "and by wall"],
    ...costs.map(({ name, cpu, wall }) => [
      name,
      cpu.toFixed(1),
      wall.toFixed(1),
      Math.round(1e6 / cpu).toString(),
      ...(name === us.name ? ["–", "–"] : [cpu / us.cpu, wall / us.wall].map((ratio) => `${ratio.toFixed(2)} × as fast`)),
    ]),
  ]);
  for (const refusal of refusals) console.log(refusal);
}

// What a browser downloads before the first verification: the entry, what it imports, and the module.
const DOWNLOADED = ["wasm/verifier_bg.wasm", "wasm/verifier.js", "api.js", "arguments.js", "browser.js"];
const coreGzipBytes = DOWNLOADED.map((file) => gzipSync(readFileSync(join(PKG, file)), { level: 9 }).length).reduce((a, b) => a + b);

/** @param {string} part of a name */
function costOf(part) {
  const cost = results.get(SMALL)?.find(({ name }) => name.includes(part));
  if (!cost) throw new Error(`${part} is missing`);
  return cost;
}

const [us, them] = [costOf("@proofpass"), costOf("eddsa-jcs-2022")];
console.log(`\n${ROUNDS} rounds in turns, medians; Node ${process.version}. The last line is of processor time, small credential; by wall time it is ${(them.wall / us.wall).toFixed(2)}.`);
console.log(`wasm_vs_db_jcs=${(them.cpu / us.cpu).toFixed(2)} core_gzip_bytes=${coreGzipBytes}`);
