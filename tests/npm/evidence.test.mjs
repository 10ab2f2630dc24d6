// @ts-check
/**
 * One file with everything (`proofpass bundle`), made from servers that are gone afterwards, gives the same report
 * everywhere, byte for byte: on the command line, in Node, in Chromium, in workerd, and at the edge Worker.
 *
 * In scope: evidence that is good, withdrawn, changed and broken, believed and not. Out of scope: all other documents
 * (`same-report.test.mjs`). The edge Worker checks no schemas: it is asked about evidence without.
 */
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { edgeWorker } from "./edge.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { onPackagePage, VERIFYING } from "./package-page.mjs";
import { installPackage } from "./packed.mjs";
import { emptyFolder, made, TARGET } from "./places.mjs";
import { wranglerDev } from "./wrangler.mjs";

const NOW = "2026-11-23T12:00:00Z";

/** @typedef {{ name: string, text: string, options: { policy: { acceptEnclosed: boolean }, now: string }, schema: boolean, report: string }} Case */

const binary = made(process.env.PROOFPASS_BIN ?? join(TARGET, "debug/proofpass"), "`cargo build -p proofpass-issuer`");
const folder = emptyFolder("evidence");
// The binary refuses settings that it does not know, and the suites are told more than it knows.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PROOFPASS_")));

/**
 * @param {string[]} args
 * @param {Record<string, string>} [more]
 * @returns {Promise<{ code: number, printed: string, said: string }>}
 */
const proofpass = (args, more) =>
  new Promise((resolve, reject) => {
    execFile(binary, args, { env: { ...env, ...more }, maxBuffer: 64 << 20 }, (error, printed, said) => {
      const code = error ? error.code : 0;
      if (typeof code === "number") resolve({ code, printed, said });
      else reject(error);
    });
  });

/**
 * An issuer whose site answers while documents are bundled, and never again.
 *
 * @returns {Promise<{ plain: string, withdrawn: string, schema: string, key: string, list: string }>} evidence
 */
async function gathered() {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  // No authority, only itself: our reader of certificates takes none that says it is both.
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  execFileSync("openssl", [...request, "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  /** @type {Map<string, unknown>} */
  const site = new Map();
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    const body = site.get(String(request.url));
    response.writeHead(body ? 200 : 404, { connection: "close" }).end(JSON.stringify(body) ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `https://localhost:${port}`;
  const issuer = { ...issuerWithKey(), did: `did:web:localhost%3A${port}:acme` };
  const method = `${issuer.did}#${issuer.multikey}`;
  site.set("/acme/did.json", {
    id: issuer.did,
    verificationMethod: [{ id: method, type: "Multikey", controller: issuer.did, publicKeyMultibase: issuer.multikey }],
    assertionMethod: [method],
  });
  const bits = Buffer.alloc(16 << 10);
  bits[0] = 1;
  const encodedList = `u${gzipSync(bits).toString("base64url")}`;
  site.set("/status", secure({
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    id: `${origin}/status`,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer: issuer.did,
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: { id: `${origin}/status#list`, type: "BitstringStatusList", statusPurpose: "revocation", encodedList },
  }, issuer));
  const draft = "https://json-schema.org/draft/2020-12/schema";
  site.set("/schema", { $schema: draft, $ref: "/schema/1" });
  site.set("/schema/1", { $schema: draft, $ref: "/schema/2" });
  site.set("/schema/2", { $schema: draft, $ref: "/schema/3" });
  site.set("/schema/3", { $schema: draft, type: "object", required: ["credentialSubject"] });

  const status = (/** @type {number} */ index) => ({
    credentialStatus: { type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: String(index), statusListCredential: `${origin}/status` },
  });
  /**
   * @param {string} name
   * @param {object} more
   * @param {number} code
   */
  const bundled = async (name, more, code) => {
    const [document, evidence] = [join(folder, `${name}.json`), join(folder, `${name}-evidence.json`)];
    writeFileSync(document, JSON.stringify(secure({ ...credentialBy(issuer), ...more }, issuer)));
    const done = await proofpass(["bundle", document, "--at", NOW, "-o", evidence], { PROOFPASS_FETCH_THIS_MACHINE: certificate });
    assert.equal(done.code, code, done.said);
    return readFileSync(evidence, "utf8");
  };
  try {
    return {
      plain: await bundled("plain", status(3), 0),
      withdrawn: await bundled("withdrawn", status(7), 1),
      schema: await bundled("schema", { ...status(3), credentialSchema: { id: `${origin}/schema`, type: "JsonSchema" } }, 0),
      key: issuer.multikey,
      list: encodedList,
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** With the native report, which everybody else's must be. @returns {Promise<Case[]>} */
async function judgedNatively() {
  const { plain, withdrawn, schema, key, list } = await gathered();
  const ofAnother = issuerWithKey().multikey;
  const otherList = `u${gzipSync(Buffer.alloc(16 << 10)).toString("base64url")}`;
  const { material, ...bare } = JSON.parse(plain);
  /** What it is, what it says, and its verdict where it is believed. @type {[string, string, string][]} */
  const evidence = [
    ["good", plain, "accept"],
    ["good, with a schema of four documents", schema, "accept"],
    ["withdrawn", withdrawn, "reject"],
    ["the credential changed", plain.replace("PROD-123", "PROD-124"), "reject"],
    ["somebody else's key", plain.replaceAll(`"publicKeyMultibase":"${key}"`, `"publicKeyMultibase":"${ofAnother}"`), "reject"],
    ["withdrawn, with a list that says otherwise", withdrawn.replace(list, otherList), "reject"],
    ["without its keys", JSON.stringify({ ...bare, material: { ...material, didDocuments: [] } }), "undecided"],
    ["without its list", JSON.stringify({ ...bare, material: { ...material, statusLists: [] } }), "undecided"],
    ["without material", JSON.stringify(bare), "undecided"],
    ["of another version", JSON.stringify({ ...bare, material, version: 2 }), "reject"],
    ["with material twice", plain.replace(/^\{/, '{"material":{},'), "reject"],
    ["with a member that is not known", JSON.stringify({ ...bare, material: { ...material, others: [] } }), "reject"],
    ["cut off", plain.slice(0, -1), "reject"],
  ];
  /** @type {Case[]} */
  const cases = [];
  for (const [name, text, verdict] of evidence) {
    assert.ok(text === plain || !cases.some((other) => other.text === text), name);
    for (const acceptEnclosed of [true, false]) {
      const file = join(folder, "case.json");
      writeFileSync(file, text);
      const { printed, said } = await proofpass(["verify", file, "--json", "--now", NOW, ...(acceptEnclosed ? ["--accept-enclosed"] : [])]);
      const found = JSON.parse(printed || "null")?.verdict;
      if (acceptEnclosed) assert.equal(found, verdict, `${name}: ${printed}${said}`);
      else assert.notEqual(found, "accept", name);
      cases.push({ name: `${name}, ${acceptEnclosed ? "believed" : "not believed"}`, text, options: { policy: { acceptEnclosed }, now: NOW }, schema: text === schema, report: printed });
    }
  }
  assert.match(String(cases.find(({ schema }) => schema)?.report), /"schema-satisfied"/);
  return cases;
}

/** @type {Case[]} */
let cases;
/** @type {Awaited<ReturnType<typeof installPackage>>} */
let consumer;

before(async () => {
  [cases, consumer] = await Promise.all([judgedNatively(), installPackage(emptyFolder("evidence-consumer"))]);
});

/**
 * @param {Case[]} asked
 * @param {string[]} reports
 */
function assertSame(asked, reports) {
  assert.equal(reports.length, asked.length);
  asked.forEach(({ name, report }, at) => assert.equal(reports[at], report, name));
}

/** @param {Case[]} asked */
const callsOf = (asked) => asked.map(({ text, options }) => ({ bundle: Buffer.from(text).toString("base64"), options }));

test("Node", async () => {
  const { verifyToJson } = await import(join(consumer.installed, "node.js"));
  assertSame(cases, await Promise.all(cases.map(({ text, options }) => verifyToJson(text, options))));
  assertSame(cases, await Promise.all(cases.map(({ text, options }) => verifyToJson(Buffer.from(text), options))));
});

test("Chromium", () =>
  onPackagePage("evidence-page", consumer.installed, VERIFYING, "verifyToJson", async (page) => {
    const asked = cases.map(({ text, options }) => ({ text, options }));
    const reports = await page.evaluate((asked) => Promise.all(asked.map(({ text, options }) => /** @type {any} */ (window).verifyToJson(text, options))), asked);
    assertSame(cases, reports);
  }));

describe("workerd", () => {
  /** @type {{ origin: string, stop: () => Promise<void> }[]} */
  const workers = [];
  after(() => Promise.all(workers.map((worker) => worker.stop())));

  test("the package in a Worker", async () => {
    const own = join(consumer.folder, "worker");
    cpSync(new URL("./consumers/worker", import.meta.url), own, { recursive: true });
    const worker = await wranglerDev({ cwd: own });
    workers.push(worker);
    const answer = await fetch(worker.origin, { method: "POST", body: JSON.stringify(callsOf(cases)) });
    assert.equal(answer.status, 200);
    assertSame(cases, await answer.json());
  });

  test("the edge Worker", async () => {
    const worker = await edgeWorker();
    workers.push(worker);
    const asked = cases.filter(({ schema }) => !schema);
    const reports = asked.map(async ({ text, options }) => {
      const answer = await fetch(`${worker.origin}/verify`, { method: "POST", body: JSON.stringify({ bundle: text, ...options }) });
      return answer.text();
    });
    assertSame(asked, await Promise.all(reports));
  });
});
