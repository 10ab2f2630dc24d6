// @ts-check
/**
 * What a proof in zero knowledge costs, beside snarkjs in one run: the same circuit, key and values.
 *
 * In scope: proving by `@proofpass/prover` in Node, with two workers and with none; verifying by `@proofpass/verifier`; what our
 * native code takes (`tests/perf/zk`), with taceo-groth16 beside it. Out of scope: other verifications (`bench-peers.mjs`).
 *
 * snarkjs is GPL-3.0: a tool of this bench, which nothing that ships links or bundles. It proves from values that it is
 * given; ours computes them first.
 */
import { execFileSync, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync, brotliCompressSync } from "node:zlib";
import { made, PKG, TARGET } from "./places.mjs";

const SCENE = join(TARGET, "cases/zk");
const ROUNDS = 5;

/** @typedef {{ cpu: number, wall: number }} Cost in milliseconds */

/**
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Cost>}
 */
async function timed(work) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1000, wall: performance.now() - wall };
}

/** @param {Cost[]} costs @returns {Cost} */
const median = (costs) => {
  const of = (/** @type {"cpu" | "wall"} */ which) => costs.map((cost) => cost[which]).toSorted((a, b) => a - b)[costs.length >> 1];
  return { cpu: of("cpu"), wall: of("wall") };
};

const wallet = JSON.parse(readFileSync(made(join(SCENE, "wallet.json"), "the Rust suite `verifier`"), "utf8"));
const key = readFileSync(join(SCENE, "proving.key"));
const verifyingKey = JSON.parse(readFileSync(join(SCENE, "verifying.json"), "utf8"));

/** A fresh process that verifies once, from nothing: what it took from the first import. */
if (process.argv[2] === "cold") {
  const { whose, given } = JSON.parse(process.argv[3]);
  const cost = await timed(async () => {
    if (whose === "ours") {
      const { verify } = await import(join(PKG, "node.js"));
      const { verdict } = await verify(given.presentation, wallet.options);
      if (verdict !== "accept") throw new Error(verdict);
    } else {
      const snarkjs = await import("snarkjs");
      if (!(await snarkjs.groth16.verify(verifyingKey, given.signals, given.proof))) throw new Error("refused");
    }
  });
  process.send?.(cost);
  process.exit(0);
}

const snarkjs = await import("snarkjs");
const { Prover } = await import(join(PKG, "prover/node.js"));
const { verify } = await import(join(PKG, "node.js"));

const sha256 = createHash("sha256").update(key).digest("hex");
const [two, none] = [2, 0].map((workers) => new Prover({ key: { bytes: key, sha256 }, workers }));
const ours = (/** @type {any} */ prover) => prover.prove(wallet.credential, wallet.request, { secret: wallet.secret, issuer: wallet.issuer, status: wallet.status, now: wallet.now });
const [zkey, wtns] = ["cred-s.zkey", "witness.wtns"].map((file) => new Uint8Array(readFileSync(join(SCENE, file))));
const theirs = () => snarkjs.groth16.prove(zkey, wtns);
const theirsAlone = () => snarkjs.groth16.prove(zkey, wtns, undefined, { singleThread: true });

const presentation = await ours(two);
if ((await verify(presentation, wallet.options)).verdict !== "accept") throw new Error("our proof is not accepted");
const { proof, publicSignals } = await theirs();
if (!(await snarkjs.groth16.verify(verifyingKey, publicSignals, proof))) throw new Error("their proof is not accepted");
// Each other's: the same statement, but for who chose the blinding.
const point = Buffer.from(presentation.proof, "base64url");
const number = (/** @type {number} */ at) => BigInt(`0x${point.subarray(32 * at, 32 * at + 32).toString("hex")}`).toString();
const oursForThem = { pi_a: [number(0), number(1), "1"], pi_b: [[number(3), number(2)], [number(5), number(4)], ["1", "0"]], pi_c: [number(6), number(7), "1"], protocol: "groth16", curve: "bn128" };
if (!(await snarkjs.groth16.verify(verifyingKey, publicSignals, oursForThem))) throw new Error("snarkjs does not accept our proof");

/** @type {Record<string, Cost[]>} */
const costs = { ours2: [], theirs2: [], ours1: [], theirs1: [], verifyOurs: [], verifyTheirs: [] };
const many = async (/** @type {() => Promise<unknown>} */ work, /** @type {number} */ times) => {
  const { cpu, wall } = await timed(async () => {
    for (let done = 0; done < times; done += 1) await work();
  });
  return { cpu: cpu / times, wall: wall / times };
};
await ours(none);
for (let round = 0; round < ROUNDS; round += 1) {
  costs.ours2.push(await timed(() => ours(two)));
  costs.theirs2.push(await timed(theirs));
  costs.ours1.push(await timed(() => ours(none)));
  costs.theirs1.push(await timed(theirsAlone));
  costs.verifyOurs.push(await many(() => verify(presentation, wallet.options), 40));
  costs.verifyTheirs.push(await many(() => snarkjs.groth16.verify(verifyingKey, publicSignals, proof), 20));
}

/** @param {string} whose @param {unknown} given @returns {Promise<Cost>} */
const cold = (whose, given) =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ["cold", JSON.stringify({ whose, given })]);
    child.on("message", (cost) => resolve(/** @type {Cost} */ (cost)));
    child.on("exit", (code) => code && reject(new Error(`cold ${whose}: ${code}`)));
  });
/** @type {Record<string, Cost[]>} */
const colds = { ours: [], theirs: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  colds.ours.push(await cold("ours", { presentation }));
  colds.theirs.push(await cold("theirs", { proof, signals: publicSignals }));
}

const native = JSON.parse(execFileSync(made(join(TARGET, "release/proofpass-perf-zk"), "`cargo xtask bench-peers zk`"), [SCENE], { encoding: "utf8" }));

const shown = (/** @type {Cost} */ { cpu, wall }) => `${cpu.toFixed(1).padStart(8)} ${wall.toFixed(1).padStart(8)}`;
const rows = [
  ["prove, two workers: ours, with the values", median(costs.ours2)],
  ["prove, two workers: snarkjs, values given", median(costs.theirs2)],
  ["prove, one thread: ours, with the values", median(costs.ours1)],
  ["prove, one thread: snarkjs, values given", median(costs.theirs1)],
  ["verify: ours, the whole report", median(costs.verifyOurs)],
  ["verify: snarkjs", median(costs.verifyTheirs)],
  ["verify from nothing: ours", median(colds.ours)],
  ["verify from nothing: snarkjs", median(colds.theirs)],
  ["native, prove, two threads: ours", native.prove],
  ["native, prove, two threads: taceo-groth16", native.proveTaceo],
];
console.log(`\n${"milliseconds".padEnd(46)}     CPU     wall`);
for (const [name, cost] of rows) console.log(String(name).padEnd(46), shown(/** @type {Cost} */ (cost)));
console.log(`native, verify: ${native.verify.toFixed(3)} ms; with the key read first: ${native.verifyCold.toFixed(3)} ms; each of a thousand: ${native.verifyOfMany.toFixed(3)} ms`);

const bytes = (/** @type {string} */ file) => readFileSync(join(PKG, file));
const size = (/** @type {string} */ folder, /** @type {(bytes: Buffer) => Buffer} */ squeeze) => ["verifier.js", "verifier_bg.wasm"].map((file) => squeeze(bytes(join(folder, file))).length).reduce((a, b) => a + b);
const gzip = (/** @type {Buffer} */ all) => gzipSync(all, { level: 9 });
const more = (/** @type {(bytes: Buffer) => Buffer} */ squeeze) => size("wasm-zk", squeeze) - size("wasm-full", squeeze);
console.log(`zero knowledge in the verifier: ${more(gzip)} bytes of gzip, ${more(brotliCompressSync)} of brotli; the proving key: ${key.length} bytes`);
console.log(`\n${ROUNDS} rounds in turns, medians; ratios of processor time; Node ${process.version}.`);
const [verifyRatio, proveRatio] = [median(costs.verifyTheirs).cpu / median(costs.verifyOurs).cpu, median(costs.ours2).cpu / median(costs.theirs2).cpu];
console.log(`native_prove_vs_taceo=${(native.prove.wall / native.proveTaceo.wall).toFixed(2)} native_batch_ms=${native.verifyOfMany.toFixed(3)} cold_verify_ms=${median(colds.ours).wall.toFixed(1)} browser_prove_wall_vs_snarkjs=${(median(costs.ours2).wall / median(costs.theirs2).wall).toFixed(2)}`);
console.log(`wasm_verify_vs_snarkjs=${verifyRatio.toFixed(2)} native_verify_ms=${native.verify.toFixed(3)} browser_prove_vs_snarkjs=${proveRatio.toFixed(2)} zk_gzip_bytes=${more(gzip)}`);
process.exit(0);
