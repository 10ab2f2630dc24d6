// @ts-check
/**
 * A verifying key as a contract, on a real EVM: it accepts the proof that every other verifier here accepts, and nothing that
 * one of them refuses; and what that costs.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import solc from "solc";
import { run } from "./children.mjs";
import { freePort } from "./issuer.mjs";
import { emptyFolder, made, TARGET } from "./places.mjs";

const R = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
const P = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/** @type {import("node:child_process").ChildProcess} */
let node;
/** @type {string} */
let url;
/** @type {string} */
let address;
/** @type {string} */
let account;
/** @type {string} */
let selector;
/** @type {Buffer} */
let proof;
/** @type {bigint[]} */
let inputs;

/** @param {string} method @param {unknown[]} params @returns {Promise<any>} */
async function rpc(method, ...params) {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
  const { error, result } = await answer.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

/** @param {() => Promise<unknown>} work */
async function eventually(work) {
  for (let left = 100; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

before(async () => {
  const folder = emptyFolder("evm");
  await run(made(join(TARGET, "debug/groth16"), "`cargo build -p proofpass-tests --bins`"), ["contract", folder]);
  const source = readFileSync(join(folder, "ProofVerifier.sol"), "utf8");
  proof = readFileSync(join(folder, "proof.bin"));
  inputs = JSON.parse(readFileSync(join(folder, "public.json"), "utf8")).map(BigInt);

  const settings = { optimizer: { enabled: true, runs: 1_000 }, outputSelection: { "*": { "*": ["evm.bytecode.object", "evm.methodIdentifiers"] } } };
  const compiled = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources: { "ProofVerifier.sol": { content: source } }, settings })));
  assert.deepEqual((compiled.errors ?? []).map((/** @type {any} */ { formattedMessage }) => formattedMessage), [], "no error and no warning");
  const { evm } = compiled.contracts["ProofVerifier.sol"].ProofVerifier;
  selector = evm.methodIdentifiers["verify(bytes,uint256[6])"];

  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const anvil = made(join(import.meta.dirname, "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"), "`npm ci` in tests/npm");
  node = spawn(anvil, ["--port", String(port), "--silent"], { stdio: "ignore" });
  [account] = /** @type {string[]} */ (await eventually(() => rpc("eth_accounts")));
  const hash = await rpc("eth_sendTransaction", { from: account, data: `0x${evm.bytecode.object}`, gas: "0x500000" });
  const receipt = /** @type {any} */ (await eventually(async () => (await rpc("eth_getTransactionReceipt", hash)) ?? Promise.reject(new Error("no receipt"))));
  assert.equal(receipt.status, "0x1");
  address = receipt.contractAddress;
});

after(() => void node?.kill());

/** What a call costs that is sent as a transaction, its calldata included. @param {string} data */
async function gasOf(data) {
  const hash = await rpc("eth_sendTransaction", { from: account, to: address, data, gas: "0x2dc6c0" });
  const receipt = /** @type {any} */ (await eventually(async () => (await rpc("eth_getTransactionReceipt", hash)) ?? Promise.reject(new Error("no receipt"))));
  return Number(receipt.gasUsed);
}

const word = (/** @type {bigint | number} */ number) => BigInt(number).toString(16).padStart(64, "0");

/** @param {Buffer} bytes @param {bigint[]} numbers */
function dataOf(bytes, numbers) {
  const padded = bytes.toString("hex").padEnd(Math.ceil(bytes.length / 32) * 64, "0");
  return `0x${selector}${word(32 * (1 + numbers.length))}${numbers.map(word).join("")}${word(bytes.length)}${padded}`;
}

/** @param {Buffer} bytes @param {bigint[]} [numbers] */
const verifies = async (bytes, numbers = inputs) => BigInt(await rpc("eth_call", { to: address, data: dataOf(bytes, numbers), gas: "0x2dc6c0" }, "latest")) === 1n;

/** @param {number} place of eight @param {bigint} value */
function withCoordinate(place, value) {
  const changed = Buffer.from(proof);
  Buffer.from(word(value), "hex").copy(changed, 32 * place);
  return changed;
}

const coordinate = (/** @type {number} */ place) => BigInt(`0x${proof.subarray(32 * place, 32 * (place + 1)).toString("hex")}`);

test("the contract accepts the proof", async () => {
  assert.equal(await verifies(proof), true);
  const gas = await gasOf(dataOf(proof, inputs));
  console.log(`gas of a transaction: ${gas}`);
  assert.ok(gas > 200_000 && gas < 320_000, String(gas));
});

test("other inputs are refused, and the same ones spelled otherwise", async () => {
  for (let at = 0; at < inputs.length; at += 1) {
    const other = (/** @type {bigint} */ value) => inputs.map((input, index) => (index === at ? value : input));
    assert.equal(await verifies(proof, other((inputs[at] + 1n) % R)), false, `${at} + 1`);
    assert.equal(await verifies(proof, other(inputs[at] + R)), false, `${at} + r`);
    if (inputs[at] !== 0n) assert.equal(await verifies(proof, other(0n)), false, `${at} = 0`);
  }
});

test("points that are none are refused for what they cost, and no more", async () => {
  for (let place = 0; place < 8; place += 1) {
    assert.equal(await verifies(withCoordinate(place, coordinate(place) + P)), false, `${place} + p`);
    assert.equal(await verifies(withCoordinate(place, (coordinate(place) + 1n) % P)), false, `${place} off the curve`);
    assert.equal(await verifies(withCoordinate(place, 0n)), false, `${place} = 0`);
  }
  assert.equal(await verifies(Buffer.alloc(256)), false, "infinity everywhere");
  for (const [from, to] of [[0, 64], [64, 192], [192, 256]]) assert.equal(await verifies(Buffer.from(proof).fill(0, from, to)), false, `infinity at ${from}`);
  assert.equal(await verifies(withCoordinate(1, P - coordinate(1))), false, "−A");
  const gas = await gasOf(dataOf(withCoordinate(0, (coordinate(0) + 1n) % P), inputs));
  assert.ok(gas < 320_000, String(gas));
});

test("another length is refused", async () => {
  for (const bytes of [Buffer.alloc(0), proof.subarray(0, 255), Buffer.concat([proof, Buffer.alloc(1)]), Buffer.concat([proof, proof])]) {
    assert.equal(await verifies(bytes), false, String(bytes.length));
  }
});
