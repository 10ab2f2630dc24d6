// @ts-check
/**
 * One Ed25519 rule on every platform: the verdicts over Wycheproof, speccheck and CCTV are those that the Rust suite
 * pinned in `tests/goldens/ed25519.txt`, in Node, Chromium and workerd.
 *
 * The cases are `target/cases/ed25519.jsonl`, written by that suite. Beside them, for the record, what other
 * implementations say of the same cases.
 */
import assert from "node:assert/strict";
import { createPublicKey, verify as nodeVerify } from "node:crypto";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import * as noble from "@noble/ed25519";
import { onPackagePage } from "./package-page.mjs";
import { installPackage } from "./packed.mjs";
import { emptyFolder, TARGET } from "./places.mjs";
import { wranglerDev } from "./wrangler.mjs";

/** @typedef {{ name: string, key: string, message: string, signature: string, accepted: boolean }} Case */

const file = join(TARGET, "cases/ed25519.jsonl");
// The cases are third-party files: without them this suite is one that could not run, and is listed as such.
const needsVectors = { skip: process.env.PROOFPASS_VECTORS === undefined && "PROOFPASS_VECTORS is not set" };

/** @type {Case[]} */
const cases = needsVectors.skip || !existsSync(file) ? [] : readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

/** @param {string} digits */
const bytes = (digits) => new Uint8Array(Buffer.from(digits, "hex"));

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let consumer;

before(async () => {
  if (needsVectors.skip) return;
  assert.equal(cases.length, 151 + 12 + 914, `${file} is made by the Rust suite \`verifier\``);
  consumer = await installPackage(emptyFolder("ed25519"));
});

/** @param {boolean[]} verdicts */
function assertPinned(verdicts) {
  assert.equal(verdicts.length, cases.length);
  const different = cases.filter(({ accepted }, at) => accepted !== verdicts[at]).map(({ name }) => name);
  assert.deepEqual(different, []);
}

test("Node", needsVectors, async (t) => {
  const { ed25519Verify, initSync } = await import(join(consumer.installed, "wasm/verifier.js"));
  initSync({ module: readFileSync(join(consumer.installed, "wasm/verifier_bg.wasm")) });
  assertPinned(cases.map(({ key, message, signature }) => ed25519Verify(bytes(key), bytes(message), bytes(signature))));
  t.diagnostic(`${cases.length} verdicts as pinned, ${cases.filter(({ accepted }) => accepted).length} accepted`);
});

test("Chromium", needsVectors, (t) => {
  const script = `import init, { ed25519Verify } from "/verifier/wasm/verifier.js"; await init({ module_or_path: "/verifier/wasm/verifier_bg.wasm" }); window.ed25519Verify = ed25519Verify;`;
  return onPackagePage("ed25519-page", consumer.installed, script, "ed25519Verify", async (page) => {
    const verdicts = await page.evaluate((cases) => {
      const { ed25519Verify } = /** @type {any} */ (window);
      const bytes = (/** @type {string} */ digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      return cases.map(({ key, message, signature }) => ed25519Verify(bytes(key), bytes(message), bytes(signature)));
    }, cases);
    assertPinned(verdicts);
    t.diagnostic(`${cases.length} verdicts as pinned`);
  });
});

test("workerd", needsVectors, async (t) => {
  const folder = join(consumer.folder, "worker");
  cpSync(new URL("./consumers/ed25519", import.meta.url), folder, { recursive: true });
  cpSync(consumer.installed, join(folder, "verifier"), { recursive: true });
  const worker = await wranglerDev({ cwd: folder });
  try {
    const answer = await fetch(worker.origin, { method: "POST", body: JSON.stringify(cases) });
    assert.equal(answer.status, 200);
    assertPinned(/** @type {boolean[]} */ (await answer.json()));
    t.diagnostic(`${cases.length} verdicts as pinned`);
  } finally {
    await worker.stop();
  }
});

test("what others say of the same cases", needsVectors, async (t) => {
  const prefix = Buffer.from("302a300506032b6570032100", "hex");
  const openssl = cases.filter(({ key, message, signature }) => {
    try {
      const publicKey = createPublicKey({ key: Buffer.concat([prefix, bytes(key)]), format: "der", type: "spki" });
      return nodeVerify(null, bytes(message), publicKey, bytes(signature));
    } catch {
      return false;
    }
  });
  let zip215 = 0;
  for (const { key, message, signature } of cases) {
    try {
      zip215 += Number(await noble.verifyAsync(bytes(signature), bytes(message), bytes(key)));
    } catch {
      // A key or signature that it cannot read is one that it refuses.
    }
  }
  const ours = cases.filter(({ accepted }) => accepted);
  t.diagnostic(`accepted of ${cases.length}: ours ${ours.length}, OpenSSL ${openssl.length}, noble ${zip215}`);
  // The strict rule is the narrowest: what it accepts, a cofactorless implementation accepts too.
  assert.deepEqual(ours.filter((one) => !openssl.includes(one)), []);
});
