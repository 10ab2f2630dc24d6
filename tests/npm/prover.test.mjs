// @ts-check
/**
 * `@proofpass/prover` as its users get it: packed, installed, in Node and on a plain page in Chromium.
 *
 * In scope: proofs that the verifier accepts, in workers and without; what is fetched and what leaves the page; progress,
 * aborting, keys that are refused, kept and used offline; what is left in memory. Out of scope: what a proof says (the
 * Rust crates' tests).
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { build } from "vite";
import { run } from "./children.mjs";
import { launchChromium, openPage } from "./chromium.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, made, PKG, ROOT, TARGET } from "./places.mjs";

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";
const HTML = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>`;

/** @typedef {{ credential: string, secret: string, issuer: string, status: { commitment: string, bits: string }, request: string, now: string, options: any }} Wallet */

/** @type {Wallet} */
let wallet;
/** @type {Buffer} */
let key;
/** @type {string} */
let sha256;
/** @type {string} */
let folder;
/** @type {string} */
let installed;
/** @type {string[]} */
let files;
/** @type {typeof import("../../pkg/prover/index.js")} */
let ours;
/** @type {typeof import("@proofpass/verifier")} */
let verifier;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {string} */
let index;
/** @type {import("./loopback.mjs").Served} */
let site;

before(async () => {
  const scene = join(TARGET, "cases/zk");
  wallet = JSON.parse(readFileSync(made(join(scene, "wallet.json"), "the Rust suite `verifier`"), "utf8"));
  key = readFileSync(join(scene, "proving.key"));
  sha256 = createHash("sha256").update(key).digest("hex");
  made(join(PKG, "prover/wasm/prover_bg.wasm"), "`cargo xtask wasm`");
  made(join(PKG, "wasm-zk/verifier_bg.wasm"), "`cargo xtask wasm`");
  folder = emptyFolder("prover");
  const [packed] = Object.values(JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(PKG, "prover") })));
  files = packed.files.map((/** @type {{ path: string }} */ file) => file.path).sort();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", join(folder, packed.filename)], { cwd: folder });
  installed = join(folder, "node_modules/@proofpass/prover");
  ours = await import(pathToFileURL(join(installed, "node.js")).href);
  verifier = await import(join(PKG, "node.js"));
  index = emptyFolder("prover-page");
  writeFileSync(join(index, "index.html"), HTML);
  writeFileSync(join(index, "main.js"), `import * as prover from "/prover/browser.js"; Object.assign(window, { prover });`);
  writeFileSync(join(index, "proving.key"), key);
  writeFileSync(join(index, "other.key"), key.map((byte, at) => (at === 1_000_000 ? byte ^ 1 : byte)));
  writeFileSync(join(index, "short.key"), key.subarray(0, 1_000_000));
  site = await serve(POLICY);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/** @param {string} policy */
const serve = (policy) => serveFiles({ "/prover/": installed, "/": index }, { headers: { "content-security-policy": policy } });

const how = () => ({ secret: wallet.secret, issuer: wallet.issuer, status: wallet.status, now: wallet.now });

/** @param {unknown} presentation */
async function accepted(presentation) {
  const report = await verifier.verify(/** @type {object} */ (presentation), wallet.options);
  assert.equal(report.verdict, "accept", JSON.stringify(report));
}

/**
 * @param {Promise<unknown>} call
 * @returns {Promise<string>}
 */
const codeOf = (call) => call.then(() => "none", (error) => (typeof error.code === "string" ? error.code : error.name));

describe("the tarball", () => {
  test("holds what its package.json names, and one version", () => {
    const manifest = JSON.parse(readFileSync(join(PKG, "prover/package.json"), "utf8"));
    assert.deepEqual(files, [...manifest.files, "README.md", "package.json"].sort());
    assert.equal(ours.version, manifest.version);
    assert.equal(readFileSync(join(installed, "LICENSE"), "utf8"), readFileSync(join(ROOT, "LICENSE"), "utf8"));
  });

  test("has types that its example in the README compiles against", () => {
    const readme = readFileSync(join(installed, "README.md"), "utf8");
    const [, example] = readme.match(/```js\n([^]+?)```/) ?? [];
    assert.ok(example?.includes("prover.prove("));
    const file = join(folder, "example.mts");
    const given = "declare const credential: string, request: string, secret: string, issuer: string, status: { commitment: string, bits: string }, sha256: string, signal: AbortSignal, bar: { value: number };\n";
    writeFileSync(file, `${example.replace(/^(import .+)$/m, `$1\n${given}`)}\nexport {};\n`);
    const program = ts.createProgram([file], { strict: true, noEmit: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] });
    assert.deepEqual(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")), []);
    const declared = readFileSync(join(installed, "index.d.ts"), "utf8").match(/(?<=\| ")[a-z-]+(?=")/g) ?? [];
    const codes = declared.filter((code) => !["reading", "witness", "proof", "check"].includes(code));
    assert.ok(codes.length > 10);
    for (const code of codes) assert.ok(readme.includes(`\`${code}\``), code);
  });
});

describe("Node", () => {
  for (const workers of [0, 1, 2]) {
    test(`proves with ${workers} workers what the verifier accepts`, async () => {
      /** @type {import("../../pkg/prover/index.js").Progress[]} */
      const told = [];
      const prover = new ours.Prover({ key: { bytes: key, sha256 }, workers });
      const one = await prover.prove(wallet.credential, wallet.request, { ...how(), onProgress: (progress) => told.push(progress) });
      const other = await prover.prove(JSON.parse(wallet.credential), JSON.parse(wallet.request), how());
      prover.terminate();
      await accepted(one);
      await accepted(other);
      // Nothing of the proof is the same twice.
      assert.notEqual(one.proof, other.proof);
      assert.deepEqual({ ...one, proof: "" }, { ...other, proof: "" });
      assert.deepEqual([...new Set(told.map(({ stage }) => stage))], ["reading", "witness", "proof", "check"]);
      for (const [at, { stage, done }] of told.entries()) {
        assert.ok(done >= 0 && done <= 1, `${stage} ${done}`);
        assert.ok(at === 0 || told[at - 1].stage !== stage || told[at - 1].done <= done, `${stage} ${done}`);
      }
      assert.equal(key.length > 4e6 && key.some((byte) => byte !== 0), true, "the caller's key is as it was");
    });
  }

  test("lets the process end when nothing runs", async () => {
    const script = join(folder, "ends.mjs");
    writeFileSync(script, `import { readFileSync } from "node:fs"; import { Prover } from "@proofpass/prover";
      const prover = new Prover({ key: { bytes: readFileSync(${JSON.stringify(join(index, "proving.key"))}), sha256: "${sha256}" }, workers: 2 });
      await prover.ready(); console.log("ready");`);
    assert.equal(await run(process.execPath, [script], { cwd: folder, seconds: 60 }), "ready\n");
  });

  test("refuses what is not asked as documented, and what does not follow, and proves on", async () => {
    const { Prover, ProverError } = ours;
    const options = { key: { bytes: key, sha256 }, workers: 1 };
    for (const wrong of [
      {}, { key: {} }, { key: { sha256 } }, { key: { url: "https://a.example/", bytes: key, sha256 } }, { key: { bytes: key, sha256: sha256.toUpperCase() } },
      { key: { url: "relative", sha256 } }, { ...options, worker: 1 }, { ...options, workers: 1.5 }, { ...options, workers: 9 }, { ...options, maxMemoryMiB: 10 }, { ...options, fetch: "no" },
    ]) {
      assert.throws(() => new Prover(/** @type {any} */ (wrong)), (error) => error instanceof ProverError && error.code === "malformed-request", JSON.stringify(Object.keys(wrong)));
    }
    const prover = new Prover(options);
    const prove = (/** @type {any} */ changed, credential = wallet.credential, request = wallet.request) => codeOf(prover.prove(credential, request, { ...how(), ...changed }));
    const asked = JSON.parse(wallet.request);
    const other = { ...JSON.parse(wallet.issuer), id: "did:web:other.example" };
    const bits = JSON.parse(wallet.status.bits);
    assert.deepEqual(
      [
        await prove({ secret: undefined }),
        await prove({ nwo: 1 }),
        await prove({ now: "yesterday" }),
        await prove({ secret: "short" }),
        await prove({ status: { commitment: wallet.status.commitment } }),
        await prove({}, "{"),
        await prove({}, wallet.credential, "{}"),
        await prove({ issuer: other }),
        await prove({ status: undefined }),
        await prove({ status: { ...wallet.status, bits: { ...bits, commitment: "https://other.example/" } } }),
        await prove({ secret: Buffer.alloc(31, 6).toString("base64url") }),
        await prove({}, wallet.credential, { ...asked, facts: [{ claim: "/country", type: "string", in: ["FR"] }] }),
        await prove({}, { ...JSON.parse(wallet.credential), claims: [] }),
      ],
      [
        "malformed-request", "malformed-request", "malformed-request", "malformed-request", "malformed-request", "invalid-credential", "invalid-request",
        "issuer-key-missing", "status-missing", "invalid-status", "unprovable", "unprovable", "unprovable",
      ],
    );
    await accepted(await prover.prove(wallet.credential, wallet.request, how()));
    prover.terminate();
    assert.equal(await prove({}), "stopped");
  });

  test("refuses a key with another digest, and one that is none", async () => {
    const other = key.map((byte, at) => (at === 1_000_000 ? byte ^ 1 : byte));
    const ready = (/** @type {Uint8Array} */ bytes, digest = createHash("sha256").update(bytes).digest("hex")) =>
      codeOf(new ours.Prover({ key: { bytes, sha256: digest }, workers: 0 }).ready());
    assert.equal(await ready(other, sha256), "key-mismatch");
    assert.equal(await ready(key.subarray(1), sha256), "key-mismatch");
    assert.equal(await ready(key.subarray(0, 1_000_000)), "key-unusable");
    assert.equal(await ready(new Uint8Array(0)), "key-unusable");
    assert.equal(await ready(Buffer.concat([key, Buffer.from([0])])), "key-unusable");
  });

  test("never gives a proof under a key whose points are wrong", async () => {
    // A point of the quotient's sum that is not on the curve: its digest is told by whoever made it so.
    const other = Buffer.from(key);
    other[key.length >> 1] ^= 1;
    const prover = new ours.Prover({ key: { bytes: other, sha256: createHash("sha256").update(other).digest("hex") }, workers: 0 });
    assert.equal(await codeOf(prover.prove(wallet.credential, wallet.request, how())), "unprovable");
  });

  test("leaves nothing of the secret, the claims and the values in memory", async () => {
    const glue = await import(pathToFileURL(join(installed, "wasm/prover.js")).href);
    const module = new WebAssembly.Module(readFileSync(join(installed, "wasm/prover_bg.wasm")));
    glue.initSync({ module });
    glue.__wbg_reset_state();
    const { memory } = glue.initSync({ module });
    glue.lead(new Uint8Array(key), Buffer.from(sha256, "hex"));
    const input = { credential: wallet.credential, request: wallet.request, ...how() };
    const traces = () => {
      const all = Buffer.from(memory.buffer);
      const secret = Buffer.from(wallet.secret, "base64url");
      return [secret, Buffer.from(secret).reverse(), Buffer.from(wallet.secret), Buffer.from("1990-05-17"), Buffer.from("Berlin"), wires.subarray(-4096, -4064)].map((trace) => all.includes(trace));
    };
    glue.begin(new TextEncoder().encode(JSON.stringify(input)), new Uint8Array(128).fill(7));
    const wires = Buffer.from(glue.wires());
    assert.ok(wires.subarray(-4096, -4064).some((byte) => byte !== 0));
    assert.ok(traces().some((trace) => trace), "while it is at hand it is there");
    glue.forget();
    assert.deepEqual(traces(), [false, false, false, false, false, false]);
    glue.__wbg_reset_state();
  });
});

/** @param {string} [origin] */
async function open(origin = site.origin) {
  const opened = await openPage(browser, `${origin}/`);
  await opened.page.waitForFunction("window.prover !== undefined");
  return opened;
}

/**
 * Proves on the page with some options, and says what happened.
 *
 * @param {import("playwright-core").Page} page
 * @param {any} options
 * @param {any} [more]
 */
const proveOn = (page, options, more = {}) =>
  page.evaluate(
    async ([wallet, options, more]) => {
      const { Prover } = /** @type {any} */ (window).prover;
      const prover = new Prover(options);
      /** @type {any[]} */
      const told = [];
      const over = new AbortController();
      const onProgress = (/** @type {any} */ progress) => {
        told.push(progress);
        if (progress.stage === more.abortAt && progress.done > (more.from ?? -1)) over.abort();
      };
      const { credential, request, secret, issuer, status, now } = wallet;
      const call = () => prover.prove(credential, request, { secret, issuer, status, now, signal: over.signal, onProgress });
      const end = await call().then((/** @type {any} */ presentation) => ({ presentation }), (/** @type {any} */ error) => ({ code: typeof error.code === "string" ? error.code : error.name, message: error.message }));
      const again = more.again ? (await prover.prove(credential, request, { secret, issuer, status, now })) : undefined;
      const workers = more.keep ? -1 : 0;
      if (!more.keep) prover.terminate();
      return { ...end, again, told, workers, isolated: globalThis.crossOriginIsolated };
    },
    /** @type {[any, any, any]} */ ([wallet, options, more]),
  );

describe("Chromium", () => {
  const options = (/** @type {string} */ file = "/proving.key") => ({ key: { url: file, sha256 } });

  test("proves in Workers on a plain page, and nothing but the key is fetched, and nothing leaves", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    /** @type {{ url: string, method: string, body: string | null }[]} */
    const sent = [];
    context.on("request", (request) => sent.push({ url: request.url(), method: request.method(), body: request.postData() }));
    await page.goto(`${site.origin}/`);
    await page.waitForFunction("window.prover !== undefined");
    const before = sent.length;
    const { presentation, told, isolated } = await proveOn(page, { ...options(), workers: 2 });
    assert.equal(isolated, false, "no cross-origin isolation is needed");
    await accepted(presentation);
    const fetched = [...new Set(sent.slice(before).map(({ url }) => new URL(url).pathname))].sort();
    const scripts = ["/prover/errors.js", "/prover/hand.js", "/prover/wasm/prover.js", "/prover/wasm/prover_bg.wasm", "/prover/worker.js"];
    assert.deepEqual(fetched.filter((path) => !scripts.includes(path)), ["/proving.key"]);
    const secrets = [wallet.secret, "1990-05-17", "Berlin", "urn:uuid"];
    for (const { url, method, body } of sent) {
      assert.equal(method, "GET");
      assert.equal(body, null);
      assert.ok(new URL(url).origin === site.origin && new URL(url).search === "", url);
      for (const secret of secrets) assert.ok(!url.includes(secret));
    }
    const stages = [...new Set(told.map((/** @type {any} */ { stage }) => stage))];
    assert.deepEqual(stages, ["key", "reading", "witness", "proof", "check"]);
    const loads = told.filter((/** @type {any} */ { stage }) => stage === "key");
    assert.ok(loads.length > 3, "the key comes in pieces, and each is told");
    assert.equal(loads.at(-1).loaded, key.length);
    await context.close();
  });

  test("keeps the key by its digest, and proves offline with it", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.origin}/`);
    await page.waitForFunction("window.prover !== undefined");
    await accepted((await proveOn(page, options())).presentation);
    // In the same page, so that the package's own files are there; another prover, which has no key yet.
    const before = site.requests.filter((path) => path === "/proving.key").length;
    await context.route("**/proving.key", (route) => route.abort());
    const { presentation, told } = await proveOn(page, options());
    await accepted(presentation);
    assert.deepEqual(told.filter((/** @type {any} */ { stage }) => stage === "key"), []);
    assert.equal(site.requests.filter((path) => path === "/proving.key").length, before);
    // Somebody changed what is kept: it is noticed, and fetched anew.
    await context.unroute("**/proving.key");
    await page.evaluate(async () => {
      const cache = await caches.open("proofpass-proving-keys");
      const [kept] = await cache.keys();
      const bytes = new Uint8Array(await /** @type {Response} */ (await cache.match(kept)).arrayBuffer());
      bytes[2_000_000] ^= 1;
      await cache.put(kept, new Response(bytes));
    });
    await accepted((await proveOn(page, options())).presentation);
    assert.equal(site.requests.filter((path) => path === "/proving.key").length, before + 1);
    await context.close();
  });

  test("refuses a key that is another one, is cut short or is not there, and keeps none of them", async () => {
    const { page } = await open();
    const codes = [];
    for (const file of ["/other.key", "/short.key", "/none.key", "https://127.0.0.1:1/proving.key"]) codes.push((await proveOn(page, options(file))).code);
    assert.deepEqual(codes, ["key-mismatch", "key-mismatch", "key-unreachable", "key-unreachable"]);
    assert.equal(await page.evaluate(async () => (await (await caches.open("proofpass-proving-keys")).keys()).length), 0);
    // One that is still starting ends when it has started.
    for (let left = 40; page.workers().length > 0 && left > 0; left -= 1) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(page.workers().length, 0);
    await page.close();
  });

  for (const [abortAt, from] of /** @type {[string, number][]} */ ([["key", 0.1], ["reading", -1], ["witness", -1], ["proof", 0.3]])) {
    test(`is aborted during "${abortAt}", its Workers are gone, and it proves again`, async () => {
      const { page } = await open();
      const { code, told, again } = await proveOn(page, { ...options(), workers: 2, store: null }, { abortAt, from, again: true, keep: true });
      assert.equal(code, "AbortError");
      assert.equal(told.at(-1).stage, abortAt, "nothing is told after that");
      await accepted(again);
      assert.equal(page.workers().length, 2);
      await page.close();
    });
  }

  const WITHOUT = {
    "workers: 0": [POLICY, { workers: 0 }],
    "a policy that forbids Workers": [POLICY.replace("worker-src 'self'", "worker-src 'none'"), {}],
  };
  for (const [where, [policy, more]] of Object.entries(WITHOUT)) {
    test(`proves on the page's own thread with ${where}`, async () => {
      const served = await serve(/** @type {string} */ (policy));
      const { page } = await open(served.origin);
      const { presentation } = await proveOn(page, { ...options(), ...(/** @type {object} */ (more)) }, { keep: true });
      await accepted(presentation);
      assert.equal(page.workers().length, 0);
      await page.close();
      await served.stop();
    });
  }

  test("runs from a Vite build under the same policy", async () => {
    const root = join(folder, "vite");
    await run("mkdir", [root]);
    writeFileSync(join(root, "index.html"), HTML);
    writeFileSync(join(root, "main.js"), `import * as prover from "@proofpass/prover"; Object.assign(window, { prover });`);
    await build({ root, logLevel: "warn", configFile: false, worker: { format: "es" } });
    writeFileSync(join(root, "dist/proving.key"), key);
    const built = await serveFiles({ "/": join(root, "dist") }, { headers: { "content-security-policy": POLICY } });
    const { page, faults } = await open(built.origin);
    await accepted((await proveOn(page, { ...options(), workers: 2 })).presentation);
    assert.deepEqual(faults, []);
    await page.close();
    await built.stop();
  });
});
