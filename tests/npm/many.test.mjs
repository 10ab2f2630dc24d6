// @ts-check
/**
 * Many documents in one call: in order, none in the way of another, and no more of them in memory than are looked at.
 *
 * In scope: sources of all kinds, back-pressure, aborting, progress; on the main thread and in Web Workers. Out of scope:
 * verdicts (`same-report.test.mjs`), single calls in a Worker (`web-worker.test.mjs`).
 */
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { launchChromium, openPage } from "./chromium.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, made, PKG } from "./places.mjs";

made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");
/** @type {typeof import("@proofpass/verifier")} */
const { ProofPassError, verify, verifyMany, verifyToJson } = await import(join(PKG, "node.js"));

const NOW = "2026-11-23T12:00:00Z";
const OPTIONS = { now: NOW };
const COUNT = 5_000;

const issuer = issuerWithKey();
/** @param {number} number */
const numbered = (number) => JSON.stringify(secure(credentialBy(issuer, { certificationId: `CERT-${number}` }), issuer));
const good = numbered(1);
const tampered = good.replace("CERT-1", "CERT-2");
/** Five thousand, every seventh of which was changed. */
const all = Array.from({ length: COUNT }, (_, number) => numbered(number).replace(number % 7 === 6 ? `CERT-${number}` : "", number % 7 === 6 ? "CERT-X" : ""));

/** @param {AsyncIterable<import("@proofpass/verifier").Verified>} reports */
async function verdicts(reports) {
  const found = [];
  for await (const { index, report, error } of reports) {
    assert.equal(index, found.length);
    found.push(report ? report.verdict : `${error.name}: ${error.message}`);
  }
  return found;
}

/** @param {(string | Uint8Array)[]} pieces */
const streamOf = (pieces) => new ReadableStream({
  start(controller) {
    for (const piece of pieces) controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
    controller.close();
  },
});

test("gives five thousand reports in order, each the one that the document gets by itself", async () => {
  let rejected = 0;
  for await (const { index, report } of verifyMany(all, OPTIONS)) {
    assert.equal(report?.verdict, index % 7 === 6 ? "reject" : "accept", `${index}`);
    rejected += report?.verdict === "reject" ? 1 : 0;
    if (index % 250 === 0) assert.equal(JSON.stringify(report), await verifyToJson(all[index] ?? "", OPTIONS));
  }
  assert.equal(rejected, Math.floor(COUNT / 7));
});

test("takes a document when its report is asked for, and no sooner", async () => {
  let taken = 0;
  function* endless() {
    for (;;) yield all[taken++ % COUNT];
  }
  let seen = 0;
  for await (const { index } of verifyMany(/** @type {Iterable<string>} */ (endless()), OPTIONS)) {
    seen += 1;
    assert.equal(taken, index + 1);
    if (seen === 100) break;
  }
  assert.equal(taken, 100);
});

test("needs no more room for many than for a few", async () => {
  // A hundred megabytes of documents.
  const long = JSON.stringify({ ...JSON.parse(good), note: "x".repeat(50_000) });
  function* source() {
    for (let number = 0; number < 2_000; number += 1) yield long;
  }
  const { gc = () => {} } = /** @type {{ gc?: () => void }} */ (globalThis);
  let most = 0;
  const before = process.memoryUsage().rss;
  for await (const { index, report } of verifyMany(source(), OPTIONS)) {
    assert.equal(report?.verdict, "reject");
    if (index % 100 === 0) (gc(), (most = Math.max(most, process.memoryUsage().rss - before)));
  }
  assert.ok(most < 80 << 20, `${most} bytes more`);
});

describe("a stream of lines", () => {
  const lines = [good, "", "{", " \t\r", `${tampered}\r`, "\u{1f600}".repeat(100), "[]", `\ufeff${good}`, good];
  const bytes = new TextEncoder().encode(lines.join("\n"));
  const documents = lines.filter((line) => line.trim() !== "" || line.includes("\ufeff"));

  /** @type {[string, (size: number) => any][]} */
  const kinds = [
    ["of the platform", (size) => streamOf(Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size)))],
    ["of Node", (size) => Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => Buffer.from(bytes.slice(at * size, (at + 1) * size))), { objectMode: false })],
  ];
  for (const [kind, make] of kinds) test(`${kind} gives the report of each line, whatever the pieces`, async () => {
    const expected = await Promise.all(documents.map((line) => verifyToJson(line, OPTIONS)));
    for (const size of [1, 3, 64, 700, bytes.length]) {
      const found = [];
      for await (const { report } of verifyMany(make(size), OPTIONS)) found.push(JSON.stringify(report));
      assert.deepEqual(found, expected, `pieces of ${size}`);
    }
  });

  test("says of a line that is too long what it says of such a document, and goes on", async () => {
    const piece = new Uint8Array(1 << 20).fill(0x20);
    const pieces = [`${good}\n{`, ...Array.from({ length: 40 }, () => piece), `}\n`, Uint8Array.of(0xff, 0xfe, 0x0a), good];
    const codes = [];
    for await (const { report } of verifyMany(streamOf(pieces), OPTIONS)) codes.push(report?.checks[0].code);
    assert.deepEqual(codes, ["document-read", "too-large", "not-utf8", "document-read"]);
  });

  test("of nothing, or of blank lines, gives nothing", async () => {
    for (const pieces of [[], ["\n"], [" \r\n\t\n", "\n"]]) assert.deepEqual(await verdicts(verifyMany(streamOf(pieces), OPTIONS)), []);
  });

  test("of text is refused, and so is one that somebody reads already", async () => {
    const texts = new ReadableStream({ start: (controller) => (controller.enqueue(good), controller.close()) });
    await assert.rejects(verdicts(verifyMany(texts)), { code: "malformed-request", message: /TextEncoderStream/ });
    const taken = streamOf([good]);
    taken.getReader();
    await assert.rejects(verdicts(verifyMany(taken)), TypeError);
  });

  test("is cancelled by whoever has seen enough", async () => {
    let cancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(`${good}\n`)),
      cancel: () => void (cancelled = true),
    });
    for await (const { index } of verifyMany(endless, OPTIONS)) if (index === 10) break;
    await new Promise((resolve) => setTimeout(resolve));
    assert.ok(cancelled);
  });
});

describe("what is no use", () => {
  test("is told in its place, and stops nothing", async () => {
    const items = [good, 7, null, Promise.resolve(good), new Blob([good]), undefined, {}, "{", new Uint8Array(), tampered, good];
    const found = await verdicts(verifyMany(/** @type {any} */ (items), OPTIONS));
    const mistake = (/** @type {string} */ found) => /^ProofPassError: The bundle/.test(found);
    assert.deepEqual(found.map((end) => (mistake(end) ? "mistake" : end)), ["accept", "mistake", "mistake", "mistake", "mistake", "mistake", "reject", "reject", "reject", "reject", "accept"]);
  });

  test("is a document at which the verifier stops, and the next is judged in a new instance", async () => {
    const { verifyMany } = await import(join(faulty("many-faulty"), "node.js"));
    const found = await verdicts(verifyMany([good, "{", good, "{", tampered], OPTIONS));
    const stopped = "Error: The verifier stopped: nothing is known about the document.";
    assert.deepEqual(found, ["accept", stopped, "accept", stopped, "reject"]);
  });

  test("is a wrong option, before any document is taken", async () => {
    let taken = 0;
    const source = { *[Symbol.iterator]() { taken += 1; yield good; } };
    /** @type {any[]} */
    const wrong = [{ policy: { requires: [] } }, { material: { didDocument: [] } }, { now: "soon" }];
    for (const options of wrong) await assert.rejects(verdicts(verifyMany(source, options)), { code: "invalid-request" });
    for (const options of [{ polcy: {} }, { policy: undefined }]) assert.throws(() => verifyMany(source, /** @type {any} */ (options)), { code: "malformed-request" });
    assert.equal(taken, 0);
  });

  test("is a source that is one document", async () => {
    for (const source of [good, new TextEncoder().encode(good), JSON.parse(good), null, undefined, 7, Promise.resolve([good])]) {
      await assert.rejects(verdicts(verifyMany(/** @type {any} */ (source))), (error) => error instanceof ProofPassError && error.code === "malformed-request");
    }
  });

  test("is a source that breaks off: what came before it has been told", async () => {
    async function* source() {
      yield good;
      yield tampered;
      throw new RangeError("the line went dead");
    }
    /** @type {string[]} */
    const found = [];
    await assert.rejects(async () => {
      for await (const { report } of verifyMany(source(), OPTIONS)) found.push(String(report?.verdict));
    }, RangeError);
    assert.deepEqual(found, ["accept", "reject"]);
  });
});

describe("aborting", () => {
  test("in the middle ends it with the signal's reason, and closes the source", async () => {
    const controller = new AbortController();
    let closed = false;
    function* source() {
      try {
        yield* all;
      } finally {
        closed = true;
      }
    }
    const seen = [];
    const reason = new Error("enough");
    await assert.rejects(async () => {
      for await (const { index } of verifyMany(source(), OPTIONS, { signal: controller.signal })) {
        seen.push(index);
        if (index === 1_000) controller.abort(reason);
      }
    }, reason);
    assert.equal(seen.length, 1_001);
    assert.ok(closed);
  });

  test("ends it where the source never answers, and where it was aborted before", async () => {
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(verdicts(verifyMany(silent, OPTIONS, { signal: controller.signal })), { name: "AbortError" });
    await assert.rejects(verdicts(verifyMany(all, OPTIONS, { signal: AbortSignal.abort() })), { name: "AbortError" });
  });

  test("leaves no listeners behind", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listening = 0;
    for (const [name, step] of /** @type {const} */ ([["addEventListener", 1], ["removeEventListener", -1]])) {
      const original = signal[name].bind(signal);
      Object.assign(signal, { [name]: (/** @type {[any, any]} */ ...args) => ((listening += step), original(...args)) });
    }
    assert.equal((await verdicts(verifyMany(all.slice(0, 50), OPTIONS, { signal }))).length, 50);
    assert.equal(listening, 0);
  });
});

test("tells its progress, of how many where that is known", async () => {
  for (const [source, total] of /** @type {const} */ ([[[good, tampered, "{"], 3], [new Set([good, tampered, "{"]), null]])) {
    /** @type {unknown[]} */
    const told = [];
    await verdicts(verifyMany(source, OPTIONS, { progress: (step) => told.push(step) }));
    assert.deepEqual(told, [1, 2, 3].map((done) => ({ done, total })));
  }
  const source = [good, good];
  const failing = () => assert.fail("no room for a bar");
  await assert.rejects(verdicts(verifyMany(source, OPTIONS, { progress: failing })), assert.AssertionError);
});

test("reads the options once, at the call, and again after a stop or another call", async () => {
  const folder = faulty("many-counted", "globalThis.given.push(String(arguments[1]));");
  /** @type {string[]} */
  const given = [];
  Object.assign(globalThis, { given });
  const { verify, verifyMany } = await import(join(folder, "node.js"));
  /** @type {any} */
  const options = { now: NOW, policy: { trustedIssuers: [issuer.did] } };
  const reports = verifyMany([good, tampered, good, "{", good, good], options);
  options.policy.trustedIssuers = [];
  assert.deepEqual((await verdicts(reports)).map((end) => end.slice(0, 6)), ["accept", "reject", "accept", "Error:", "accept", "accept"]);
  const [text] = given;
  assert.match(String(text), /trustedIssuers":\["did:key/);
  // Of the empty document that tells wrong options come first; after the stop they are brought again.
  assert.deepEqual(given.map((options) => (options === text ? "all" : options)), ["all", "", "", "", "", "all", ""]);
  given.length = 0;
  await verify(good, { now: NOW });
  assert.equal((await verdicts(verifyMany([good], { now: NOW, policy: { trustedIssuers: [] } })))[0], "reject");
  assert.ok(given.every((options, at) => at === 2 || options !== ""), JSON.stringify(given));
});

test("judges all at the instant of the call", async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const reports = verifyMany([good, good]);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  for await (const { report } of reports) assert.ok(Date.parse(String(report?.verifiedAt)) - before < 1_000, report?.verifiedAt);
});

/**
 * The package with a verifier that stops at "{" as a trap does.
 *
 * @param {string} name
 * @param {string} [more] statements before each call
 */
function faulty(name, more = "") {
  const folder = emptyFolder(name);
  cpSync(PKG, folder, { recursive: true });
  const glue = join(folder, "wasm/verifier.js");
  const source = readFileSync(glue, "utf8");
  const broken = source.replace(/export function verifyToJson\(bundle, [a-z]+\) \{/, (head) => `${head} ${more} if (bundle.length === 1) throw new WebAssembly.RuntimeError("unreachable");`);
  assert.notEqual(broken, source);
  writeFileSync(glue, broken);
  return folder;
}

describe("in Chromium", () => {
  const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./loopback.mjs").Served} */
  let site;

  before(async () => {
    const index = emptyFolder("many-page");
    writeFileSync(join(index, "index.html"), `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>`);
    writeFileSync(join(index, "main.js"), `import * as main from "/verifier/browser.js"; import * as worker from "/verifier/worker.js"; Object.assign(window, { main, worker });`);
    site = await serveFiles({ "/faulty/": faulty("many-faulty-page"), "/verifier/": PKG, "/": index }, { headers: { "content-security-policy": POLICY } });
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open() {
    const opened = await openPage(browser, `${site.origin}/`);
    await opened.page.waitForFunction("window.worker !== undefined");
    return opened;
  }

  test("gives the same reports in the same order on the page, in one Worker and in three", async () => {
    const { page, faults } = await open();
    const documents = [...all.slice(0, 500), "{", "\ud800", good];
    const [onPage, inOne, inThree, ofLines] = await page.evaluate(
      async ([documents, now]) => {
        const { main, worker } = /** @type {any} */ (window);
        const every = async (/** @type {any} */ reports) => {
          const found = [];
          for await (const { index, report } of reports) found.push(`${index} ${JSON.stringify(report)}`);
          return found;
        };
        const blob = new Blob([documents.filter((/** @type {string} */ text) => text !== "\ud800").join("\n")]);
        return Promise.all([
          every(main.verifyMany(documents, { now })),
          every(worker.verifyMany(documents, { now })),
          every(worker.verifyMany(documents, { now }, { workers: 3 })),
          every(worker.verifyMany(blob.stream(), { now }, { workers: 2 })),
        ]);
      },
      /** @type {[string[], string]} */ ([documents, NOW]),
    );
    assert.equal(onPage.length, documents.length);
    assert.deepEqual(inOne, onPage);
    assert.deepEqual(inThree, onPage);
    assert.equal(ofLines.length, documents.length - 1);
    assert.deepEqual(ofLines.slice(0, 501), onPage.slice(0, 501));
    assert.deepEqual(faults, []);
    await assertSoon(() => page.workers().length === 1);
    await page.close();
  });

  test("leaves the page its turns, also on its own thread", async () => {
    const { page } = await open();
    const pauses = await page.evaluate(async ([documents, now]) => {
      const { main, worker } = /** @type {any} */ (window);
      const turnsDuring = async (/** @type {any} */ api) => {
        await api.verify(documents[0]);
        let [turns, over] = [0, false];
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => over || ((turns += 1), port2.postMessage(0));
        port2.postMessage(0);
        const begun = performance.now();
        for await (const _ of api.verifyMany(documents, { now }));
        over = true;
        return (performance.now() - begun) / turns;
      };
      return { main: await turnsDuring(main), worker: await turnsDuring(worker) };
    }, /** @type {[string[], string]} */ ([all.slice(0, 1_000), NOW]));
    // Eight milliseconds and one document; a busy machine takes its time.
    assert.ok(pauses.main < 60 && pauses.worker < 60, JSON.stringify(pauses));
    await page.close();
  });

  test("reads no further ahead than the Workers need", async () => {
    const { page } = await open();
    const ahead = await page.evaluate(async ([good, now]) => {
      const { worker } = /** @type {any} */ (window);
      let taken = 0;
      function* endless() {
        for (;;) (taken++, yield good);
      }
      let most = 0;
      for await (const { index } of worker.verifyMany(endless(), { now }, { workers: 2 })) {
        most = Math.max(most, taken - index);
        if (index === 1_000) break;
      }
      return most;
    }, [good, NOW]);
    // Two chunks for each of two Workers, the one that is told, and the one that is read.
    assert.ok(ahead <= 32 * 6, `${ahead} ahead`);
    await assertSoon(() => page.workers().length <= 1);
    await page.close();
  });

  test("tells a report while the source is silent, and aborts it then", async () => {
    const { page } = await open();
    const seen = await page.evaluate(async ([good, now]) => {
      const { worker } = /** @type {any} */ (window);
      const controller = new AbortController();
      async function* source() {
        yield good;
        yield good;
        await new Promise(() => {});
      }
      const seen = [];
      try {
        for await (const { report } of worker.verifyMany(source(), { now }, { signal: controller.signal, workers: 2 })) {
          seen.push(report.verdict);
          if (seen.length === 2) setTimeout(() => controller.abort());
        }
      } catch (error) {
        seen.push(/** @type {Error} */ (error).name);
      }
      // The calls of others go on.
      return [...seen, (await worker.verify(good)).verdict];
    }, [good, NOW]);
    assert.deepEqual(seen, ["accept", "accept", "AbortError", "accept"]);
    await page.close();
  });

  test("tells what is no use in its place, and wrong options and numbers of Workers at once", async () => {
    const { page } = await open();
    const seen = await page.evaluate(async ([good, now]) => {
      const { worker } = /** @type {any} */ (window);
      const faulty = await import(/** @type {any} */ ("/faulty/worker.js"));
      const every = async (/** @type {any} */ reports) => {
        const found = [];
        for await (const { report, error } of reports) found.push(report ? report.verdict : error.code ?? error.message);
        return found;
      };
      const failure = (/** @type {() => any} */ call) => (async () => every(call()))().catch((error) => error.code);
      return {
        mixed: await every(worker.verifyMany([7, good, null, "{"], { now })),
        nonsense: await every(worker.verifyMany([7, null], { now })),
        stopped: await every(faulty.verifyMany([good, "{", good], { now }, { workers: 2 })),
        wrong: await Promise.all([
          failure(() => worker.verifyMany([good], { policy: { trusted: [] } })),
          failure(() => worker.verifyMany(good)),
          failure(() => worker.verifyMany([good], {}, { workers: 0 })),
          failure(() => worker.verifyMany([good], {}, { workers: 9 })),
          failure(() => worker.verifyMany([good], {}, { workers: 1.5 })),
        ]),
      };
    }, [good, NOW]);
    assert.deepEqual(seen, {
      mixed: ["malformed-request", "accept", "malformed-request", "reject"],
      nonsense: ["malformed-request", "malformed-request"],
      stopped: ["accept", "The verifier stopped: nothing is known about the document.", "accept"],
      wrong: ["invalid-request", "malformed-request", "malformed-request", "malformed-request", "malformed-request"],
    });
    await page.close();
  });
});

/** @param {() => boolean} holds */
async function assertSoon(holds) {
  for (let tries = 50; tries > 0 && !holds(); tries -= 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(holds());
}
