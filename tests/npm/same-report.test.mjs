// @ts-check
/**
 * The same bytes give the same report everywhere: every case that the Rust suite judged natively is judged again by
 * the WebAssembly in Node, in Chromium and in workerd, and by the edge Worker; the reports are equal byte for byte. The
 * edge Worker checks no schemas: its reports on those are equal to the ones of the package's second WebAssembly.
 *
 * The cases are `target/cases/cases.jsonl`, written by the Rust suite `verifier` from all vectors: one object per
 * line with the document's bytes in base64, the options, and the native report's text.
 */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { declaredCodes } from "./declared-codes.mjs";
import { edgeWorker } from "./edge.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { onPackagePage, VERIFYING } from "./package-page.mjs";
import { installPackage } from "./packed.mjs";
import { emptyFolder, made, TARGET } from "./places.mjs";
import { wranglerDev } from "./wrangler.mjs";

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} bundle base64
 * @property {{ schemas?: object[] }} [material]
 * @property {object} [policy]
 * @property {string} now
 * @property {string} report
 */

// Large enough to keep a platform busy, small enough that no request carries hundreds of megabytes.
const BATCH_BYTES = 4_000_000;

const cases = readCases();

/** @returns {Case[]} */
function readCases() {
  const file = made(join(TARGET, "cases/cases.jsonl"), "the Rust suite `verifier`");
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** @param {Case} one */
function callFor({ bundle, material, policy, now }) {
  return { bundle, options: { ...(material && { material }), ...(policy && { policy }), now } };
}

/**
 * The document as text, if it is text: no byte may be lost on the way (a byte order mark would be).
 *
 * @param {Case} one
 * @returns {string | undefined}
 */
function textOf({ bundle }) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(bundle, "base64"));
  } catch {
    return undefined;
  }
}

/**
 * @param {Case[]} judged
 * @param {string[]} reports
 */
function assertSame(judged, reports) {
  assert.equal(reports.length, judged.length);
  const different = judged.filter((one, at) => one.report !== reports[at]);
  for (const one of different.slice(0, 3)) {
    assert.equal(reports[judged.indexOf(one)], one.report, `${one.name} (${different.length} differ)`);
  }
}

/** @returns {Generator<Case[]>} */
function* batches() {
  /** @type {Case[]} */
  let batch = [];
  let bytes = 0;
  for (const one of cases) {
    batch.push(one);
    bytes += one.bundle.length + one.report.length;
    if (bytes > BATCH_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
  }
  if (batch.length > 0) yield batch;
}

/**
 * @param {(calls: ReturnType<typeof callFor>[]) => Promise<string[]>} judge
 */
async function judgeAll(judge) {
  const started = performance.now();
  for (const batch of batches()) assertSame(batch, await judge(batch.map(callFor)));
  return `${cases.length} reports equal, ${Math.round(performance.now() - started)} ms`;
}

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let consumer;

before(async () => {
  assert.ok(cases.length > 0, "the Rust suite wrote no case");
  consumer = await installPackage(emptyFolder("same-report"));
});

test("the cases hold every verdict, and bytes that are no text", (t) => {
  const verdicts = new Map([["accept", 0], ["reject", 0], ["undecided", 0]]);
  for (const { report } of cases) {
    const { verdict } = JSON.parse(report);
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }
  const noText = cases.filter((one) => textOf(one) === undefined).length;
  t.diagnostic(`${cases.length} cases: ${[...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(", ")}; ${noText} are not text`);
  assert.equal(verdicts.size, 3);
  assert.ok([...verdicts.values(), noText].every((count) => count > 0));
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length, "names are unique");
});

test("every check in them is one that index.d.ts declares", () => {
  const declared = new Set(declaredCodes().map(({ check, outcome, code }) => `${check} ${outcome} ${code}`));
  for (const { name, report } of cases) {
    const { checks, credentials } = JSON.parse(report);
    for (const { check, outcome, code } of [...checks, ...credentials.flatMap((/** @type {any} */ one) => one.checks)]) {
      assert.ok(declared.has(`${check} ${outcome} ${code}`), `${name}: ${check} ${outcome} ${code}`);
    }
  }
});

describe("Node", () => {
  test("from bytes", async (t) => {
    const { verifyToJson } = await import(join(consumer.installed, "node.js"));
    const judge = (/** @type {ReturnType<typeof callFor>[]} */ calls) =>
      Promise.all(calls.map(({ bundle, options }) => verifyToJson(Buffer.from(bundle, "base64"), options)));
    t.diagnostic(await judgeAll(judge));
  });

  test("from text, where the bytes are text", async (t) => {
    const { verifyToJson } = await import(join(consumer.installed, "node.js"));
    const texts = cases.filter((one) => textOf(one) !== undefined);
    assertSame(texts, await Promise.all(texts.map((one) => verifyToJson(textOf(one), callFor(one).options))));
    t.diagnostic(`${texts.length} reports equal`);
  });
});

describe("Chromium", () => {
  test("from bytes", (t) =>
    onPackagePage("same-report-page", consumer.installed, VERIFYING, "verifyToJson", async (page) => {
      const judge = (/** @type {ReturnType<typeof callFor>[]} */ calls) =>
        page.evaluate((calls) => {
          const { verifyToJson } = /** @type {any} */ (window);
          const bytes = (/** @type {string} */ base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          return Promise.all(calls.map(({ bundle, options }) => verifyToJson(bytes(bundle), options)));
        }, calls);
      t.diagnostic(await judgeAll(judge));
    }));
});

describe("workerd", () => {
  test("the package in a Worker, from bytes", async (t) => {
    const folder = join(consumer.folder, "worker");
    cpSync(new URL("./consumers/worker", import.meta.url), folder, { recursive: true });
    const worker = await wranglerDev({ cwd: folder });
    try {
      const judge = async (/** @type {ReturnType<typeof callFor>[]} */ calls) => {
        const answer = await fetch(worker.origin, { method: "POST", body: JSON.stringify(calls) });
        assert.equal(answer.status, 200);
        return answer.json();
      };
      t.diagnostic(await judgeAll(judge));
    } finally {
      await worker.stop();
    }
  });
});

describe("the edge Worker", () => {
  /** @type {Awaited<ReturnType<typeof edgeWorker>>} */
  let worker;
  /** The cases, with the reports of a verifier that checks no schemas. @type {Case[]} */
  let expected;
  before(async () => {
    worker = await edgeWorker();
    const { initSync, verifyToJson } = await import(join(consumer.installed, "wasm-full/verifier.js"));
    initSync({ module: readFileSync(join(consumer.installed, "wasm-full/verifier_bg.wasm")) });
    expected = cases.map((one) => {
      if (one.material?.schemas === undefined) return one;
      return { ...one, report: verifyToJson(Buffer.from(one.bundle, "base64"), JSON.stringify(callFor(one).options)) };
    });
    assert.ok(expected.some(({ report }) => report.includes('"code":"schema-unsupported"')));
  });
  after(() => worker?.stop());

  /**
   * @param {Case[]} asked
   * @param {(one: Case) => BodyInit} bodyOf
   */
  async function reportsFor(asked, bodyOf) {
    /** @type {string[]} */
    const reports = [];
    const queue = asked.entries();
    const ask = async () => {
      for (const [at, one] of queue) {
        const answer = await fetch(`${worker.origin}/verify`, { method: "POST", body: bodyOf(one) });
        reports[at] = await answer.text();
        assert.equal(answer.status, 200, `${one.name}: ${reports[at]}`);
      }
    };
    await Promise.all(Array.from({ length: 6 }, ask));
    return reports;
  }

  test("POST /verify, in an envelope where the bytes are text", async (t) => {
    const asked = expected.filter((one) => textOf(one) !== undefined);
    const bodyOf = (/** @type {Case} */ one) => JSON.stringify({ bundle: textOf(one), ...callFor(one).options });
    assertSame(asked, await reportsFor(asked, bodyOf));
    t.diagnostic(`${asked.length} reports equal`);
  });

  test("POST /verify, in an envelope with a text of more than a mebibyte, which no text within a document may have", async () => {
    const by = issuerWithKey();
    const parts = Array.from({ length: 40 }, (_, number) => `${number}`.repeat(40_000));
    const text = JSON.stringify(secure(credentialBy(by, { parts }), by));
    assert.ok(text.length > 1 << 20);
    const now = "2026-11-23T12:00:00Z";
    const { verifyToJson } = await import(join(consumer.installed, "node.js"));
    for (const [document, verdict] of [[text, "accept"], [text.replace("PROD-123", "PROD-124"), "reject"]]) {
      const answer = await fetch(`${worker.origin}/verify`, { method: "POST", body: JSON.stringify({ bundle: document, now }) });
      const report = await answer.text();
      assert.equal(report, await verifyToJson(document, { now }));
      assert.equal(JSON.parse(report).verdict, verdict);
    }
  });

  test("POST /verify, as they are where the bytes are no text", async (t) => {
    // Nor can a policy or material be given.
    const isBare = (/** @type {(typeof expected)[number]} */ { policy, material }) => ![policy, material].some((option) => Object.keys(option ?? {}).length > 0);
    const asked = expected.filter((one) => textOf(one) === undefined && isBare(one));
    const reports = await reportsFor(asked, ({ bundle }) => Buffer.from(bundle, "base64"));
    // Without an envelope the Worker takes its own time, on which a report about unreadable bytes does not depend.
    const atTheirTime = reports.map((report, at) => report.replace(/(?<="verifiedAt":")[^"]+/, String(asked[at]?.now)));
    assertSame(asked, atTheirTime);
    t.diagnostic(`${asked.length} reports equal`);
  });
});
