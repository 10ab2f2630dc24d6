// @ts-check
/**
 * The verifier in a Web Worker: `@proofpass/verifier/worker` in Chromium, from the files as they are and from a build,
 * under a strict policy.
 *
 * In scope: the same answers as on the main thread, a page that stays responsive, aborting, starting anew.
 */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "vite";
import { launchChromium, openPage } from "./chromium.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { installPackage } from "./packed.mjs";
import { emptyFolder, made, TARGET } from "./places.mjs";

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";
const NOW = "2026-11-23T12:00:00Z";
const HTML = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>`;
const THREAD = "/verifier/worker-thread.js";

const issuer = issuerWithKey();
const good = JSON.stringify(secure(credentialBy(issuer), issuer));

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let consumer;
/** @type {string} */
let index;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./loopback.mjs").Served} */
let site;

before(async () => {
  consumer = await installPackage(emptyFolder("web-worker"));
  index = emptyFolder("web-worker-plain");
  writeFileSync(join(index, "index.html"), HTML);
  writeFileSync(
    join(index, "main.js"),
    `import * as main from "/verifier/browser.js"; import * as worker from "/verifier/worker.js"; Object.assign(window, { main, worker });`,
  );
  site = await serve(POLICY);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/** @param {string} policy */
const serve = (policy) => serveFiles({ "/verifier/": consumer.installed, "/": index }, { headers: { "content-security-policy": policy } });

/** @param {string} [origin] */
async function open(origin = site.origin) {
  const opened = await openPage(browser, `${origin}/`);
  await opened.page.waitForFunction("window.worker !== undefined");
  return opened;
}

test("gives the same bytes and the same errors as the main thread", async () => {
  const { page, faults } = await open();
  const [inWorker, onMain] = await page.evaluate(
    async ([good, now]) => {
      const { main, worker } = /** @type {any} */ (window);
      const documents = [good, good.replace("CERT-001", "CERT-002"), "{", "\ud800", `\ufeff${good}`, new TextEncoder().encode(good), JSON.parse(good), `"${"😀".repeat(9 << 20)}`];
      const wrong = [{ nwo: now }, { policy: undefined }, { policy: { trusted: [] } }, { now: "yesterday" }, { now: new Date(Number.NaN) }];
      const all = (/** @type {any} */ api) =>
        Promise.all(
          [
            ...documents.map((document) => api.verifyToJson(document, { now })),
            ...wrong.map((options) => api.verify(good, options)),
            api.verify(null),
            api.verify(Promise.resolve(good)),
            api.needs(good),
            api.needs(good, { didDocument: [] }),
            api.ready(),
          ].map((call) => call.catch((/** @type {any} */ error) => [error instanceof api.ProofPassError, error.name, error.code, error.message])),
        );
      return [await all(worker), await all(main)];
    },
    [good, NOW],
  );
  assert.deepEqual(inWorker, onMain);
  assert.equal(JSON.parse(inWorker[0]).verdict, "accept");
  assert.deepEqual(faults, []);
  await page.close();
});

test("derives and reads what was fetched as the main thread does", async () => {
  const { page, faults } = await open();
  const bases = ["issued-sd.json", "issued-bbs.json"].map((file) => JSON.parse(readFileSync(made(join(TARGET, "cases", file), "the Rust suite `verifier`"), "utf8"))[0].base);
  const [shown, inWorker, onMain] = await page.evaluate(
    async ([bases, good, now]) => {
      const { main, worker } = /** @type {any} */ (window);
      const presentationHeader = new TextEncoder().encode("nonce \u{1f511}");
      const shown = [];
      for (const base of bases) {
        const header = JSON.stringify(base).includes("bbs-2023") ? { presentationHeader } : {};
        const derived = await worker.derive(base, { selectivePointers: ["/credentialSubject"], ...header });
        shown.push([(await main.verify(derived, { now, policy: { require: [] } })).credentials[0].checks.find((/** @type {any} */ { check }) => check === "proof").code, Object.keys(derived.credentialSubject).length > 1]);
      }
      const did = "did:web:a.example";
      const need = { kind: "did-document", did, urls: [] };
      const all = (/** @type {any} */ api) =>
        Promise.all(
          [
            api.received(need, `{"id":"${did}"}`, now),
            api.received(need, `{"id":"${did}","id":"${did}"}`, new Date(now)),
            api.received({ kind: "status-list", url: "https://a.example/1", urls: [] }, "eyJhbGciOiJFUzI1NiJ9.e30.AA", now),
            api.received(need, null, now),
            api.received(need, "{}", "yesterday"),
            api.derive(good, { selectivePointers: ["/issuer"] }),
            api.derive(bases[0], { selectivePointers: ["/nothing"] }),
            api.derive(bases[0], { selectivePointer: [] }),
            api.derive(bases[1], { presentationHeader: "nonce" }),
            api.derive(bases[1], { presentationHeader: new Uint8Array(1025) }),
          ].map((call) => call.catch((/** @type {any} */ error) => [error instanceof api.ProofPassError, error.name, error.code, error.message])),
        );
      return [shown, await all(worker), await all(main)];
    },
    /** @type {[any[], string, string]} */ ([bases, good, NOW]),
  );
  assert.deepEqual(shown, [["signature-valid", true], ["signature-valid", true]]);
  assert.deepEqual(inWorker, onMain);
  assert.deepEqual(inWorker.map((/** @type {any} */ answer) => answer.member ?? answer.code ?? answer[2]), [
    "didDocuments", "not-json", "statusLists", "malformed-request", "invalid-request", "invalid-request", "invalid-request", "malformed-request", "malformed-request", "invalid-request",
  ]);
  assert.deepEqual(faults, []);
  await page.close();
});

test("leaves the page its turns while a document is verified", async () => {
  const { page } = await open();
  const turns = await page.evaluate(async (good) => {
    const { main, worker } = /** @type {any} */ (window);
    // Many credentials in one call each way; a turn is a message that the page sends to itself.
    const heavy = Array.from({ length: 40 }, () => good);
    const turnsDuring = async (/** @type {any} */ api) => {
      await api.ready();
      let turns = 0;
      let over = false;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        if (over) return;
        turns += 1;
        port2.postMessage(0);
      };
      port2.postMessage(0);
      await Promise.all(heavy.map((text) => api.verify(text)));
      over = true;
      return turns;
    };
    return { main: await turnsDuring(main), worker: await turnsDuring(worker) };
  }, good);
  // On the main thread all calls are made in one turn's microtasks; with the Worker the page gets a turn per answer at least.
  assert.ok(turns.main < 40 && turns.worker >= 40, JSON.stringify(turns));
  await page.close();
});

test("aborts a call that waits, one that runs and one that never began, and verifies on", async () => {
  const { page, faults } = await open();
  const ends = await page.evaluate(async (good) => {
    const { worker } = /** @type {any} */ (window);
    const end = (/** @type {Promise<any>} */ call) => call.then((report) => report.verdict, (error) => error.name);
    const [running, waiting] = [new AbortController(), new AbortController()];
    const calls = [
      worker.verify(good, {}, { signal: running.signal }),
      worker.verify(good, {}, { signal: waiting.signal }),
      worker.verify(good, {}, { signal: AbortSignal.abort() }),
      worker.verify(good),
    ].map(end);
    waiting.abort();
    running.abort();
    return Promise.all(calls);
  }, good);
  assert.deepEqual(ends, ["AbortError", "AbortError", "AbortError", "accept"]);
  assert.deepEqual(faults, []);
  await page.close();
});

test("ends at terminate(), and begins anew at the next call", async () => {
  const { page } = await open();
  const before = site.requests.filter((path) => path === THREAD).length;
  const ends = await page.evaluate(async (good) => {
    const { worker } = /** @type {any} */ (window);
    const calls = [worker.verify(good), worker.needs(good)].map((call) => call.catch((/** @type {Error} */ error) => error.name));
    worker.terminate();
    worker.terminate();
    return [...(await Promise.all(calls)), (await worker.verify(good)).verdict];
  }, good);
  assert.deepEqual(ends, ["AbortError", "AbortError", "accept"]);
  assert.equal(page.workers().length, 1);
  assert.ok(site.requests.filter((path) => path === THREAD).length > before);
  await page.close();
});

test("begins in a new Worker after a failure in one", async () => {
  const { page } = await open();
  site.failNext("/verifier/wasm/verifier_bg.wasm", 1);
  const ends = await page.evaluate(async (good) => {
    const { worker } = /** @type {any} */ (window);
    const end = (/** @type {Promise<any>} */ call) => call.then((report) => report.verdict, (error) => `${error.message} ${error.cause}`);
    return [await end(worker.verify(good)), await end(worker.verify(good))];
  }, good);
  assert.match(ends[0], /could not be loaded\. Error: The server answered 503/);
  assert.equal(ends[1], "accept");
  await page.close();
});

test("begins in a new Worker after the module stopped in the middle", async () => {
  const faulty = emptyFolder("web-worker-faulty");
  cpSync(consumer.installed, faulty, { recursive: true });
  const glue = join(faulty, "wasm/verifier.js");
  // A lone "{" stops the module, as a trap does; all else is verified.
  const fault = `if (bundle.length === 1) throw new WebAssembly.RuntimeError("unreachable");`;
  const source = readFileSync(glue, "utf8");
  const broken = source.replace(/export function verifyToJson\(bundle, [a-z]+\) \{/, (head) => head + fault);
  assert.notEqual(broken, source);
  writeFileSync(glue, broken);
  const served = await serveFiles({ "/verifier/": faulty, "/": index }, { headers: { "content-security-policy": POLICY } });
  const { page } = await open(served.origin);
  const ends = await page.evaluate(async (good) => {
    const { worker } = /** @type {any} */ (window);
    const end = (/** @type {Promise<any>} */ call) => call.then((report) => report.verdict, (error) => `${error.name}: ${error.message}`);
    return Promise.all([worker.verify(good), worker.verify("{"), worker.verify(good)].map(end));
  }, good);
  assert.deepEqual(ends, ["accept", "Error: The verifier stopped: nothing is known about the document.", "accept"]);
  assert.equal(served.requests.filter((path) => path === THREAD).length, 2);
  await page.close();
  await served.stop();
});

const REFUSALS = {
  "its policy forbids Workers": POLICY.replace("worker-src 'self'", "worker-src 'none'"),
  "its policy asks for Trusted Types": `${POLICY}; require-trusted-types-for 'script'; trusted-types 'none'`,
};
for (const [where, policy] of Object.entries(REFUSALS)) test(`says that a page has no Worker where ${where}`, async () => {
  const strict = await serve(policy);
  const { page } = await open(strict.origin);
  const ends = await page.evaluate(async (good) => {
    const { main, worker } = /** @type {any} */ (window);
    const calls = [worker.verify(good), worker.ready()].map((call) => call.catch((/** @type {Error} */ error) => error instanceof worker.WorkerUnavailableError && error.name));
    return [...(await Promise.all(calls)), (await main.verify(good)).verdict];
  }, good);
  assert.deepEqual(ends, ["WorkerUnavailableError", "WorkerUnavailableError", "accept"]);
  await page.close();
  await strict.stop();
});

const PERMISSIONS = {
  "its policy permits Workers": POLICY,
  "its policy asks for Trusted Types and permits the verifier's": `${POLICY}; require-trusted-types-for 'script'; trusted-types proofpass-verifier-worker`,
};
for (const [where, policy] of Object.entries({ ...PERMISSIONS, ...REFUSALS })) test(`lets the element verify on a page where ${where}`, async () => {
  const served = await serve(policy);
  const { page } = await open(served.origin);
  const seen = await page.evaluate(async (good) => {
    await import(/** @type {any} */ ("/verifier/element.js"));
    const element = /** @type {any} */ (document.createElement("proofpass-verifier"));
    element.toggleAttribute("worker", true);
    document.body.append(element);
    const verdicts = [];
    for (const text of [good, good.replace("CERT-001", "CERT-002")]) verdicts.push((await element.verify(text)).verdict);
    return [...verdicts, element.headline !== ""];
  }, good);
  assert.deepEqual(seen, ["accept", "reject", true]);
  const permitted = Object.values(PERMISSIONS).includes(policy);
  assert.equal(page.workers().length, permitted ? 1 : 0);
  await page.close();
  await served.stop();
});

test("runs from a Vite build under the same policy", async () => {
  const root = join(consumer.folder, "vite");
  mkdirSync(root);
  writeFileSync(join(root, "index.html"), HTML);
  writeFileSync(join(root, "main.js"), `import * as worker from "@proofpass/verifier/worker"; Object.assign(window, { worker });`);
  await build({ root, logLevel: "warn", configFile: false });
  const built = await serveFiles({ "/": join(root, "dist") }, { headers: { "content-security-policy": POLICY } });
  const { page, faults } = await open(built.origin);
  const verdict = await page.evaluate(async (good) => (await /** @type {any} */ (window).worker.verify(good)).verdict, good);
  assert.equal(verdict, "accept");
  assert.deepEqual(faults, []);
  await page.close();
  await built.stop();
});
