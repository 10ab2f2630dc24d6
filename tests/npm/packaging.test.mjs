// @ts-check
/**
 * The package as its users get it: packed, installed from the tarball, and run on every platform it names.
 *
 * In scope: what is in the tarball, export conditions, loading and its failures, types. Out of scope: verdicts
 * (`same-report.test.mjs`), the element on a page (`page.test.mjs`).
 */
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import ts from "typescript";
import { build } from "vite";
import { run } from "./children.mjs";
import { launchChromium, openPage } from "./chromium.mjs";
import { declaredCodes } from "./declared-codes.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { installPackage, manifest } from "./packed.mjs";
import { emptyFolder, PKG, ROOT } from "./places.mjs";
import { wranglerDev } from "./wrangler.mjs";

const CONSUMERS = new URL("./consumers/", import.meta.url).pathname;
// What a careful site sends; the WebAssembly needs `wasm-unsafe-eval` and nothing more.
const CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
const NOW = "2026-11-23T12:00:00Z";

const GLUE_TYPES = `
export function __wbg_reset_state(): void;
export default function init(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
export function initSync(options: { module: BufferSource | WebAssembly.Module }): unknown;
export function derive(credential: string | Uint8Array, derivation: string, seed: Uint8Array): string;
export function needs(bundle: string | Uint8Array, material: string): string;
export function received(answer: string | Uint8Array, receipt: string): string;
export function verifyToJson(bundle: string | Uint8Array, options: string): string;
export function version(): string;
`;

const PROVER_GLUE_TYPES = `
export function __wbg_reset_state(): void;
export default function init(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
export function initSync(options: { module: BufferSource | WebAssembly.Module }): { memory: WebAssembly.Memory };
export function add(query: number, part: Uint8Array): void;
export function begin(input: Uint8Array, randomness: Uint8Array): void;
export function check(input: Uint8Array): void;
export function commitment(secret: string): string;
export function compute(query: number, start: number, end: number): Uint8Array;
export function finish(): string;
export function forget(): void;
export function help(key: Uint8Array): void;
export function lead(key: Uint8Array, sha256: Uint8Array): void;
export function quotient(): Uint8Array;
export function takeNumbers(numbers: Uint8Array, areQuotient: boolean): void;
export function tasks(count: number, ofQuotient: boolean): Uint32Array;
export function version(): string;
export function wires(): Uint8Array;
`;

const issuer = issuerWithKey();
const good = JSON.stringify(secure(credentialBy(issuer), issuer));
const tampered = good.replace("CERT-001", "CERT-002");
/** Of the Rust suite's own vectors: signed is what its JSON-LD says. */
const linked = readFileSync(new URL("../vectors/accepts_a_signature_over_json_ld.txt", import.meta.url), "utf8").split("\n\n").slice(1).join("\n\n");

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let consumer;

before(async () => {
  consumer = await installPackage(emptyFolder("packaging"));
});

/**
 * Runs a script in the consumer's folder; it finds the documents in its arguments and prints JSON.
 *
 * @param {string} name
 * @param {string} source
 */
async function runScript(name, source) {
  writeFileSync(join(consumer.folder, name), source);
  return JSON.parse(await run(process.execPath, [name, good, tampered], { cwd: consumer.folder, seconds: 30 }));
}

/** @param {string} folder */
function consume(folder) {
  const target = join(consumer.folder, folder);
  cpSync(join(CONSUMERS, folder), target, { recursive: true });
  return target;
}

describe("the tarball", () => {
  test("holds the files of the golden list and no other", () => {
    const golden = readFileSync(new URL("./packed-files.txt", import.meta.url), "utf8");
    assert.equal(`${consumer.files.join("\n")}\n`, golden);
  });

  test("has every file that package.json exports", () => {
    const exported = JSON.stringify(manifest().exports).match(/(?<=")\.\/[^"]+\.[a-z.]+(?=")/g) ?? [];
    const files = exported.filter((path) => !/^\.\/(element|resolve|slim|worker|verifier\.wasm|verifier-(?:disclosure|full|schema|zk)\.wasm|package\.json)$/.test(path));
    assert.ok(files.length > 8);
    for (const file of files) assert.ok(consumer.files.includes(file.slice(2)), file);
  });

  test("has entries that are short, and one version", async () => {
    for (const entry of ["browser.js", "node.js", "slim.js", "workerd.js"]) {
      const lines = readFileSync(join(PKG, entry), "utf8").trimEnd().split("\n");
      assert.ok(lines.length <= 30, `${entry} has ${lines.length} lines`);
    }
    const { ready, version } = await import(join(consumer.installed, "node.js"));
    await ready(); // fails if the WebAssembly is of another version
    assert.equal(version, manifest().version);
  });

  test("tells in its README of every attribute, property, event, part and colour of the element", () => {
    const sources = ["element.js", ...readdirSync(join(PKG, "element")).filter((name) => name.endsWith(".js")).map((name) => `element/${name}`)].map((name) => readFileSync(join(PKG, name), "utf8")).join("");
    const found = (/** @type {RegExp} */ pattern) => [...sources.matchAll(pattern)].flatMap(([, names]) => names.match(/[a-z][a-z-]*/g) ?? []);
    const standings = ["accept", "signed", "reject", "undecided"].map((standing) => `verdict-${standing}`);
    const told = {
      attributes: found(/observedAttributes = \[(.+)\]/g),
      properties: found(/^ {2}get ([a-z]+)\(\)/gm),
      events: found(/new CustomEvent\("([a-z-]+)"/g),
      parts: [...found(/\bpart: "([a-z- ]+)"/g), ...standings],
      colours: found(/^ {2}\["([a-z-]+)", "#/gm),
      sizes: found(/var\(--(proofpass-[a-z]+),/g),
    };
    const readme = readFileSync(join(consumer.installed, "README.md"), "utf8");
    const words = new Set(readme.match(/(?<=`)[a-z-]+(?=[`(])/g)?.map((word) => word.replace(/^--/, "")));
    for (const [kind, names] of Object.entries(told)) {
      assert.ok(names.length > 1, kind);
      assert.deepEqual(names.filter((name) => !words.has(name)), [], kind);
    }
  });

  test("carries the licence of the repository", () => {
    assert.equal(readFileSync(join(consumer.installed, "LICENSE"), "utf8"), readFileSync(join(ROOT, "LICENSE"), "utf8"));
  });
});

describe("Node", () => {
  test("imports the package from an ES module", async () => {
    const answer = await runScript(
      "esm.mjs",
      `import { needs, verify, verifyToJson } from "@proofpass/verifier";
      const [good, tampered] = process.argv.slice(2);
      const options = { now: "${NOW}" };
      const reports = await Promise.all([verify(good, options), verify(Buffer.from(good), options),
        verify(JSON.parse(good), options), verify(tampered, options), verify("{", options)]);
      const text = await verifyToJson(good, options);
      console.log(JSON.stringify({ verdicts: reports.map((report) => report.verdict),
        same: text === JSON.stringify(reports[0]), needs: await needs(good) }));`,
    );
    assert.deepEqual(answer, { verdicts: ["accept", "accept", "accept", "reject", "reject"], same: true, needs: [] });
  });

  test("imports the package from CommonJS, by import() and by require()", async () => {
    const answer = await runScript(
      "cjs.cjs",
      `const [good, tampered] = process.argv.slice(2);
      import("@proofpass/verifier").then(async ({ verify }) => {
        const required = require("@proofpass/verifier");
        const reports = [await verify(good), await required.verify(tampered)];
        console.log(JSON.stringify({ verdicts: reports.map((report) => report.verdict), one: verify === required.verify }));
      });`,
    );
    assert.deepEqual(answer, { verdicts: ["accept", "reject"], one: true });
  });

  test("verifies synchronously through ./slim with ./verifier.wasm", async () => {
    const answer = await runScript(
      "slim.mjs",
      `import { readFileSync } from "node:fs";
      import { derive, initialize, needs, received, verify } from "@proofpass/verifier/slim";
      const [good, tampered] = process.argv.slice(2);
      const mistake = (call) => { try { call(); } catch (error) { return error.code; } };
      const need = { kind: "did-document", did: "did:web:a.example", urls: [] };
      const code = [() => verify(good), () => needs(good), () => received(need, "{}"), () => derive(good)].map(mistake);
      initialize(readFileSync(new URL(import.meta.resolve("@proofpass/verifier/verifier.wasm"))));
      const took = [received(need, '{"id":"did:web:a.example"}').member, received(need, '{"id":"did:web:a.example","id":""}').code];
      console.log(JSON.stringify({ code, took, derived: mistake(() => derive(good)), verdicts: [good, tampered].map((text) => verify(text).verdict) }));`,
    );
    const code = Array(4).fill("not-initialized");
    // This WebAssembly is not the one that derives.
    assert.deepEqual(answer, { code, took: ["didDocuments", "not-json"], derived: "invalid-request", verdicts: ["accept", "reject"] });
  });

  test("tries again after the WebAssembly could not be read", async () => {
    const wasm = join(consumer.installed, "wasm/verifier_bg.wasm");
    const { verify } = await import(`${join(consumer.installed, "node.js")}?again`);
    renameSync(wasm, `${wasm}.away`);
    const failures = await Promise.allSettled([verify(good), verify(good)]);
    renameSync(`${wasm}.away`, wasm);
    for (const failure of failures) {
      assert.equal(failure.status, "rejected");
      assert.match(failure.reason.message, /could not be loaded/);
      assert.equal(failure.reason.cause.code, "ENOENT");
    }
    assert.equal((await verify(good)).verdict, "accept");
  });

  test("says what to do where a cache has kept one half of the package", async () => {
    const mixed = emptyFolder("packaging-mixed");
    cpSync(consumer.installed, mixed, { recursive: true });
    writeFileSync(join(mixed, "api.js"), readFileSync(join(mixed, "api.js"), "utf8").replace(/(?<=version = ")[^"]+/, "9.9.9"));
    const { verify } = await import(join(mixed, "node.js"));
    for (let turn = 0; turn < 2; turn += 1) {
      const fault = await verify(good).catch((/** @type {Error} */ error) => error);
      assert.match(fault.cause.message, /is version \d+\.\d+\.\d+ and the package 9\.9\.9: a cache kept one of them\. Empty it/);
    }
  });

  test("imports ./element where there is no page, which then defines nothing", async () => {
    const answer = await runScript(
      "element.mjs",
      `import { ProofPassVerifierElement } from "@proofpass/verifier/element";
      console.log(JSON.stringify(typeof ProofPassVerifierElement));`,
    );
    assert.equal(answer, "function");
  });

  test("leaves nothing behind that keeps a process alive, and opens no socket", async () => {
    const answer = await runScript(
      "quiet.mjs",
      `import net from "node:net";
      net.Socket.prototype.connect = () => { throw new Error("a socket was opened"); };
      globalThis.fetch = () => { throw new Error("fetch was called"); };
      const { verify } = await import("@proofpass/verifier");
      console.log(JSON.stringify((await verify(process.argv[2])).verdict));`,
    );
    assert.equal(answer, "accept");
  });
});

describe("Chromium", () => {
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./loopback.mjs").Served} */
  let site;
  /** @type {string} */
  let wasmPath;
  /** @type {string} */
  let fullPath;
  /** @type {string} */
  let disclosurePath;
  /** @type {string} */
  let schemaPath;

  before(async () => {
    const root = consume("vite");
    await build({ root, logLevel: "warn", configFile: false });
    const assets = readdirSync(join(root, "dist/assets"));
    const size = (/** @type {string} */ name) => statSync(join(root, "dist/assets", name)).size;
    const modules = assets.filter((name) => name.endsWith(".wasm")).sort((one, other) => size(one) - size(other));
    assert.equal(modules.length, 5, "each WebAssembly is shipped once");
    [wasmPath, fullPath, , disclosurePath, schemaPath] = modules.map((name) => `/assets/${name}`);
    site = await serveFiles({ "/": join(root, "dist") }, { headers: { "content-security-policy": CONTENT_SECURITY_POLICY } });
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  /** @param {string} [origin] */
  async function open(origin = site.origin) {
    const opened = await openPage(browser, `${origin}/`);
    await opened.page.waitForFunction("window.verifier !== undefined");
    return opened;
  }

  /** @param {import("playwright-core").Page} page */
  function verdicts(page) {
    return page.evaluate(
      async (/** @type {string[]} */ documents) => {
        const { verifier } = /** @type {any} */ (window);
        const calls = documents.map((text) => verifier.verify(new TextEncoder().encode(text)));
        const settled = await Promise.allSettled(calls);
        return settled.map((end) => (end.status === "fulfilled" ? end.value.verdict : `${end.reason.name}: ${end.reason.message}`));
      },
      [good, tampered, "{"],
    );
  }

  test("runs a Vite build under a strict policy, and fetches the WebAssembly once", async () => {
    const { page, faults } = await open();
    const before = site.requests.length;
    assert.deepEqual(site.requests.filter((path) => path.endsWith(".wasm")), [], "nothing is fetched before the first call");
    assert.deepEqual(await verdicts(page), ["accept", "reject", "reject"]);
    assert.deepEqual(site.requests.slice(before), [wasmPath]);
    await page.context().setOffline(true);
    assert.deepEqual(await verdicts(page), ["accept", "reject", "reject"], "with the network shut");
    await page.context().setOffline(false);
    assert.deepEqual(faults, []);
    await page.close();
  });

  test("fetches the second WebAssembly for a signature over JSON-LD, once, and only then", async () => {
    const { page } = await open();
    const before = site.requests.length;
    const verify = (/** @type {string} */ text) =>
      page.evaluate(async (text) => {
        const { verdict, credentials } = await /** @type {any} */ (window).verifier.verify(text);
        return [verdict, credentials[0].checks[1].code];
      }, text);
    assert.deepEqual(await verify(good), ["accept", "signature-valid"]);
    assert.deepEqual(await Promise.all([verify(linked), verify(linked.replace("12.5", "12.6"))]), [
      ["accept", "signature-valid"],
      ["reject", "signature-mismatch"],
    ]);
    assert.deepEqual(site.requests.slice(before), [wasmPath, ...site.requests.slice(before + 1, -1), fullPath]);
    assert.equal(site.requests.slice(before).filter((path) => path.endsWith(".wasm")).length, 2);
    await page.close();
  });

  test("fetches the third WebAssembly for parts that a holder shows, once, and only then", async () => {
    const { page } = await open();
    const before = site.requests.length;
    const [, ...body] = readFileSync(new URL("../vectors/accepts_a_part_of_a_credential.txt", import.meta.url), "utf8").split("\n\n");
    const verify = (/** @type {string} */ text) =>
      page.evaluate(async (text) => {
        const { credentials } = await /** @type {any} */ (window).verifier.verify(text, { now: "2026-11-23T12:00:00Z" });
        return credentials[0].checks[1].code;
      }, text);
    const part = body.join("\n\n");
    assert.deepEqual(await Promise.all([verify(part), verify(part)]), ["signature-valid", "signature-valid"]);
    const fetched = site.requests.slice(before).filter((path) => path.endsWith(".wasm"));
    assert.deepEqual(fetched, [wasmPath, fullPath, disclosurePath]);
    await page.close();
  });

  test("fetches the fourth WebAssembly for a schema that is at hand, once, and only then", async () => {
    const { page } = await open();
    const before = site.requests.length;
    const [head, ...body] = readFileSync(new URL("../vectors/accepts_claims_that_keep_their_schema.txt", import.meta.url), "utf8").split("\n\n");
    const material = JSON.parse(String(head?.match(/^material: (.*)$/m)?.[1]));
    const verify = (/** @type {object | undefined} */ material) =>
      page.evaluate(
        async ({ text, material }) => {
          const options = { now: "2026-11-23T12:00:00Z", ...(material && { material }) };
          const { credentials } = await /** @type {any} */ (window).verifier.verify(text, options);
          return credentials[0].checks[5].code;
        },
        { text: body.join("\n\n"), material },
      );
    const fetched = () => site.requests.slice(before).filter((path) => path.endsWith(".wasm"));
    assert.equal(await verify(undefined), "schema-unresolved");
    assert.deepEqual(fetched(), [wasmPath]);
    assert.deepEqual(await Promise.all([verify(material), verify(material)]), ["schema-satisfied", "schema-satisfied"]);
    assert.deepEqual(fetched(), [wasmPath, schemaPath]);
    await page.close();
  });

  test("tries again after the WebAssembly could not be fetched", async () => {
    const { page } = await open();
    site.failNext(wasmPath, 1);
    const failed = "Error: The verifier's WebAssembly could not be loaded.";
    assert.deepEqual(await verdicts(page), [failed, failed, failed]);
    assert.deepEqual(await verdicts(page), ["accept", "reject", "reject"]);
    await page.close();
  });

  test("does not depend on the server knowing the media type", async () => {
    const other = await serveFiles(
      { "/": join(consumer.folder, "vite/dist") },
      { headers: { "content-security-policy": CONTENT_SECURITY_POLICY }, mediaTypes: { ".wasm": "application/octet-stream" } },
    );
    const { page, faults } = await open(other.origin);
    assert.deepEqual(await verdicts(page), ["accept", "reject", "reject"]);
    assert.deepEqual(faults, []);
    await page.close();
    await other.stop();
  });

  test("verifies synchronously through ./slim with ./verifier.wasm?url", async () => {
    const { page, faults } = await open();
    const answer = await page.evaluate(
      async (/** @type {string[]} */ documents) => {
        const { slim, wasm } = /** @type {any} */ (window);
        slim.initialize(await WebAssembly.compileStreaming(fetch(wasm)));
        return documents.map((text) => slim.verify(text).verdict);
      },
      [good, tampered],
    );
    assert.deepEqual(answer, ["accept", "reject"]);
    assert.deepEqual(faults, []);
    await page.close();
  });

  test("defines <proofpass-verifier> through ./element, which verifies and tells", async () => {
    const { page, faults } = await open();
    const answer = await page.evaluate(async (/** @type {string} */ text) => {
      const element = /** @type {any} */ (document.createElement("proofpass-verifier"));
      document.body.append(element);
      const told = new Promise((resolve) => document.addEventListener("proofpass-report", (event) => resolve(/** @type {any} */ (event).detail.verdict)));
      const { verdict } = await element.verify(text);
      return [verdict, await told];
    }, tampered);
    assert.deepEqual(answer, ["reject", "reject"]);
    assert.deepEqual(faults, []);
    await page.close();
  });

  test("runs without a build, from the files as they are", async () => {
    const index = emptyFolder("packaging-plain");
    writeFileSync(join(index, "index.html"), `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>`);
    writeFileSync(join(index, "main.js"), `import * as verifier from "/verifier/browser.js"; window.verifier = verifier;`);
    const plain = await serveFiles(
      { "/verifier/": consumer.installed, "/": index },
      { headers: { "content-security-policy": CONTENT_SECURITY_POLICY } },
    );
    const { page, faults } = await open(plain.origin);
    assert.deepEqual(await verdicts(page), ["accept", "reject", "reject"]);
    assert.deepEqual(faults, []);
    await page.close();
    await plain.stop();
  });
});

describe("workerd", () => {
  test("imports the package through wrangler", async () => {
    const worker = await wranglerDev({ cwd: consume("worker") });
    try {
      assert.equal(await (await fetch(worker.origin)).text(), manifest().version);
      const documents = [good, tampered, "{"].map((text) => ({ bundle: Buffer.from(text).toString("base64"), options: { now: NOW } }));
      const answer = await fetch(worker.origin, { method: "POST", body: JSON.stringify(documents) });
      /** @type {string[]} */
      const reports = await answer.json();
      assert.deepEqual(reports.map((text) => JSON.parse(text).verdict), ["accept", "reject", "reject"]);
    } finally {
      await worker.stop();
    }
  });
});

describe("types", () => {
  /** @type {Map<string, ts.SourceFile>} */
  const libraries = new Map();

  /**
   * @param {string[]} files
   * @param {ts.CompilerOptions} options
   */
  function compile(files, options) {
    const settled = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, skipDefaultLibCheck: true, ...options };
    const host = ts.createCompilerHost(settled);
    const { getSourceFile } = host;
    // The libraries of the language are the bulk of every program and the same in all: they are read once.
    host.getSourceFile = (name, ...rest) => {
      if (!/\/typescript\/lib\/lib\.[^/]*$/.test(name)) return getSourceFile(name, ...rest);
      const known = libraries.get(name) ?? getSourceFile(name, ...rest);
      if (known) libraries.set(name, known);
      return known;
    };
    const program = ts.createProgram(files, settled, host);
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ file, start, messageText }) => {
        const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
        return `${file?.fileName.split("/").slice(-2).join("/")}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      })
      .sort();
  }

  const BUNDLER = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const NODE = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const LIBRARIES = { lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"], types: [] };

  for (const [name, resolution] of Object.entries({ bundlers: BUNDLER, Node: NODE })) {
    test(`fit a strict consumer under the resolution of ${name}, and catch mistakes`, () => {
      const folder = consume("types");
      const files = ["positive.ts", "negative.ts"].map((file) => join(folder, file));
      assert.deepEqual(compile(files, { ...resolution, ...LIBRARIES, exactOptionalPropertyTypes: true }), []);
    });
  }

  test("fit the package's own sources, and these suites", () => {
    const folder = emptyFolder("packaging-sources");
    cpSync(PKG, folder, { recursive: true });
    // What wasm-bindgen's glue, the bundlers of Workers and the library for QR codes provide, in types.
    writeFileSync(join(folder, "qr/decode.d.ts"), "export declare const decodeQR: (image: ImageData) => string;\n");
    for (const wasm of ["wasm", "wasm-full", "wasm-disclosure", "wasm-schema", "wasm-zk"]) {
      writeFileSync(join(folder, wasm, "verifier.d.ts"), GLUE_TYPES);
      writeFileSync(join(folder, wasm, "verifier_bg.wasm.d.ts"), "declare const module: WebAssembly.Module;\nexport default module;\n");
    }
    writeFileSync(join(folder, "prover/wasm/prover.d.ts"), PROVER_GLUE_TYPES);
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".js") && !/^(?:prover\/)?wasm/.test(file) && !file.startsWith("qr"),
    );
    assert.ok(sources.length >= 5);
    const suites = ts.getParsedCommandLineOfConfigFile(new URL("./tsconfig.json", import.meta.url).pathname, {}, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => assert.fail(String(messageText)),
    });
    assert.ok(suites && suites.fileNames.length > 10);
    assert.deepEqual(compile([...sources.map((file) => join(folder, file)), ...suites.fileNames], { ...suites.options, ...BUNDLER }), []);
  });

  test("name the codes and outcomes that the report's schema names, and no other", () => {
    const schema = JSON.parse(readFileSync(join(ROOT, "docs/report.schema.json"), "utf8"));
    /** @type {{ const: string, description: string }[]} */
    const described = schema.$defs.check.properties.code.oneOf;
    const inSchema = described.map((code) => `${code.const} ${code.description.split(":")[0]}`);
    const declared = new Set(declaredCodes().map(({ code, outcome }) => `${code} ${outcome}`));
    assert.deepEqual([...declared].sort(), inSchema.sort());
  });
});
