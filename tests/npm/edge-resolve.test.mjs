// @ts-check
/**
 * What the edge Worker fetches for a document, what it keeps, whom it turns away, and how it describes itself: on workerd,
 * with the web replaced by a function (Miniflare's), so that names are names and `https` is `https`.
 *
 * In scope: `?resolve`, the platform's cache and KV, rates, `/openapi.json`. Out of scope: the loop itself
 * (`resolve.test.mjs`), all other routes (`worker.test.mjs`).
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { Miniflare, Response as Answer } from "miniflare";
import { emptyFolder, made, PKG, ROOT, TARGET } from "./places.mjs";
import { clear, DID, didDocument, HOST, keyed, LIST, plain, revoked, statusList } from "./published.mjs";

/** @type {typeof import("@proofpass/verifier")} */
const { verifyToJson } = await import(join(PKG, "node.js"));

/** @type {{ url: string, headers: Record<string, string> }[]} */
let asked = [];
/** @type {Map<string, { body: string, headers?: Record<string, string>, status?: number }>} */
const web = new Map();
/** @type {Miniflare[]} */
const running = [];

/** @param {Partial<import("miniflare").MiniflareOptions> & { bindings?: Record<string, string> }} [more] */
async function edge(more = {}) {
  const entry = made(join(TARGET, "edge/index.js"), "`cargo xtask edge`");
  const worker = new Miniflare(/** @type {any} */ ({
    modules: [
      { type: "ESModule", path: "index.js", contents: readFileSync(entry, "utf8") },
      { type: "CompiledWasm", path: "verifier_bg.wasm", contents: readFileSync(join(TARGET, "edge/verifier_bg.wasm")) },
    ],
    modulesRoot: "/",
    compatibilityDate: String(readFileSync(join(ROOT, "wrangler.toml"), "utf8").match(/compatibility_date = "(.+)"/)?.[1]),
    host: "127.0.0.1",
    cf: false,
    cachePersist: false,
    kvPersist: false,
    outboundService: (/** @type {Request} */ request) => {
      asked.push({ url: request.url, headers: Object.fromEntries(request.headers) });
      const { body, headers, status = 200 } = web.get(request.url) ?? { body: "", status: 404 };
      return new Answer(body, { status, headers });
    },
    ...more,
  }));
  running.push(worker);
  const origin = (await worker.ready).origin;
  return (/** @type {string} */ path, /** @type {RequestInit} */ init) => fetch(`${origin}${path}`, init);
}

/** @type {Awaited<ReturnType<typeof edge>>} */
let open;
/** @type {Awaited<ReturnType<typeof edge>>} */
let shut;

before(async () => {
  emptyFolder("edge-resolve");
  [open, shut] = await Promise.all([edge({ bindings: { RESOLVE: "*" } }), edge({ bindings: { RESOLVE: " " } })]);
});
after(() => Promise.all(running.map((worker) => worker.dispose())));

beforeEach(() => {
  asked = [];
  web.clear();
  web.set(`https://${HOST}/.well-known/did.json`, { body: JSON.stringify(didDocument(DID)) });
  web.set(LIST, { body: JSON.stringify(statusList([7])), headers: { "cache-control": "no-store" } });
});

/**
 * @param {typeof open} ask
 * @param {unknown} document
 * @param {string} [path]
 */
async function report(ask, document, path = "/verify?resolve") {
  const answer = await ask(path, { method: "POST", body: typeof document === "string" ? document : JSON.stringify(document) });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

describe("?resolve", () => {
  test("fetches what is needed, and gives the report that the same material gives", async () => {
    for (const path of ["/verify?resolve", "/verify?resolve=1", "/verify?x=1&resolve="]) {
      assert.equal((await report(open, clear, path)).verdict, "accept", path);
      assert.equal((await report(open, revoked, path)).verdict, "reject");
    }
    const now = "2026-11-23T12:00:00Z";
    const found = await report(open, { bundle: JSON.parse(revoked), now });
    const at = new Date().toISOString().replace(/\.\d+/, "");
    const material = { didDocuments: [{ document: didDocument(DID), from: "https://x.example/", at }], statusLists: [{ credential: statusList([7]), from: LIST, at }] };
    assert.equal(JSON.stringify(found), await verifyToJson(revoked, { material, now }));
  });

  test("fetches nothing unless it is asked to, and nothing that is not needed or was brought", async () => {
    assert.equal((await report(open, clear, "/verify")).verdict, "undecided");
    assert.equal((await report(open, keyed)).verdict, "accept");
    assert.equal((await report(open, "{")).verdict, "reject");
    assert.deepEqual(asked, []);
    const at = "2026-11-23T12:00:00Z";
    const brought = { statusLists: [{ credential: statusList([3]), from: LIST, at }] };
    // The list in the envelope says otherwise than the web, and stands.
    assert.equal((await report(open, { bundle: clear, material: brought })).verdict, "reject");
    assert.ok(asked.every(({ url }) => url !== LIST));
  });

  test("is refused where the operator allows nothing", async () => {
    const answer = await shut("/verify?resolve", { method: "POST", body: clear });
    const problem = await answer.json();
    assert.deepEqual([answer.status, problem.detail], [422, "This verifier fetches nothing for a document."]);
    assert.equal((await report(shut, clear, "/verify")).verdict, "undecided");
    assert.deepEqual(asked, []);
  });

  test("asks only the hosts that the operator names", async () => {
    const some = await edge({ bindings: { RESOLVE: `other.example, ${HOST}` } });
    assert.equal((await report(some, clear)).verdict, "accept");
    const others = await edge({ bindings: { RESOLVE: "other.example" } });
    asked = [];
    assert.equal((await report(others, clear)).verdict, "undecided");
    assert.deepEqual(asked, []);
  });

  test("brings nothing of the visitor along, and follows no redirect", async () => {
    await open("/verify?resolve", { method: "POST", body: plain, headers: { cookie: "a=1", authorization: "Bearer x", referer: "https://shop.example/" } });
    for (const { headers } of asked) for (const name of ["cookie", "authorization", "referer"]) assert.equal(headers[name], undefined);
    web.set(LIST, { body: "", status: 302, headers: { location: `${LIST}/2` } });
    web.set(`${LIST}/2`, { body: JSON.stringify(statusList([])) });
    assert.equal((await report(open, revoked)).verdict, "undecided");
    assert.ok(asked.every(({ url }) => url !== `${LIST}/2`));
  });

  test("leaves unchecked what answers wrongly", async () => {
    for (const [status, body] of /** @type {[number, string][]} */ ([[500, ""], [200, "<html>"], [200, "[]"], [200, "{}"], [200, " ".repeat((2 << 20) + 1)]])) {
      web.set(LIST, { status, body });
      const { verdict } = await report(open, revoked);
      assert.notEqual(verdict, "accept", `${status} ${body.slice(0, 9)}`);
    }
  });
});

describe("answers are kept", () => {
  const kinds = /** @type {[string, object][]} */ ([
    ["in the platform's cache", {}],
    ["in KV, where one is bound", { kvNamespaces: ["ANSWERS"] }],
  ]);
  for (const [where, more] of kinds) test(`${where}, as long as they may be`, async () => {
    const worker = await edge({ bindings: { RESOLVE: "*" }, ...more });
    web.set(LIST, { body: JSON.stringify(statusList([7])), headers: { "cache-control": "max-age=600" } });
    for (let turn = 0; turn < 3; turn += 1) assert.equal((await report(worker, clear)).verdict, "accept");
    assert.deepEqual(asked.map(({ url }) => url).sort(), [`https://${HOST}/.well-known/did.json`, LIST].sort());
    asked = [];
    for (let turn = 0; turn < 2; turn += 1) await report(open, clear);
    assert.deepEqual(asked.filter(({ url }) => url === LIST).length, 0, "kept by the other Worker too, or not stored");
  });

  test("but not where the issuer forbids it", async () => {
    const worker = await edge({ bindings: { RESOLVE: "*" }, kvNamespaces: { ANSWERS: "forbidden" } });
    for (let turn = 0; turn < 3; turn += 1) await report(worker, clear);
    assert.equal(asked.filter(({ url }) => url === LIST).length, 3);
  });
});

test("turns away who asks too often, says when to come again, and lets others in", async () => {
  const worker = await edge({ ratelimits: { RATE_LIMIT: { simple: { limit: 3, period: 60 } } } });
  const post = () => worker("/verify", { method: "POST", body: keyed });
  const answers = [];
  for (let turn = 0; turn < 5; turn += 1) answers.push(await post());
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 429, 429]);
  const refused = answers[4];
  assert.equal(refused.headers.get("retry-after"), "60");
  assert.equal(refused.headers.get("access-control-allow-origin"), "*");
  assert.equal(refused.headers.get("content-type"), "application/problem+json");
  const { type, title, status } = await refused.json();
  assert.deepEqual([new URL(type).pathname, status], ["/problems/rate-limited", 429]);
  const meaning = await (await worker(new URL(type).pathname, {})).text();
  assert.ok(meaning.startsWith(`${title}\n`), "it has the title of its type");
  assert.equal((await worker(`/v/${HOST}/0192d7a0-0000-7000-8000-000000000001`, {})).status, 429);
  for (const path of ["/health", "/openapi.json"]) assert.equal((await worker(path, {})).status, 200);
  assert.equal((await worker("/verify", { method: "OPTIONS" })).status, 204);
});

describe("GET /openapi.json", () => {
  const golden = readFileSync(join(ROOT, "crates/verifier-wasm/edge/openapi.json"), "utf8");
  const description = JSON.parse(golden);
  const ajv = new Ajv2020({ strict: false });
  /** @type {any} */ (addFormatsModule)(ajv);
  ajv.addSchema({ ...description, $id: "openapi" });
  /** @param {string} pointer */
  const holds = (pointer) => ajv.compile({ $ref: `openapi#${pointer}` });

  test("is the file in the repository, of this version, for pages of any origin", async () => {
    const answer = await open("/openapi.json", {});
    assert.equal(await answer.text(), golden);
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.equal(description.openapi, "3.1.0");
    assert.equal(description.info.version, JSON.parse(readFileSync(join(PKG, "package.json"), "utf8")).version);
    assert.equal((await open("/openapi.json", { method: "POST" })).status, 405);
  });

  test("names every route of docs/EDGE.md and no other, and every reference leads somewhere", () => {
    const told = readFileSync(join(ROOT, "docs/EDGE.md"), "utf8").match(/^\| `(GET|POST) [^`]+`/gm)?.map((row) => row.replace(/^\| `|`$/g, "").replace(/\?.*/, "")) ?? [];
    const described = Object.entries(description.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    assert.deepEqual(described.sort(), [...new Set(told)].sort());
    for (const [, pointer] of golden.matchAll(/"\$ref": "#(\/[^"]+)"/g)) {
      const found = String(pointer).split("/").slice(1).reduce((at, name) => at?.[name.replaceAll("~1", "/")], description);
      assert.ok(found, pointer);
    }
  });

  test("describes what its examples are answered with", async () => {
    const isReport = holds("/components/schemas/Report");
    const isProblem = holds("/components/schemas/Problem");
    const { examples } = description.paths["/verify"].post.requestBody.content["application/json"];
    for (const [name, { value }] of Object.entries(/** @type {Record<string, { value: object }>} */ (examples))) {
      const found = await report(open, value, "/verify");
      assert.ok(isReport(found), `${name}: ${ajv.errorsText(isReport.errors)}`);
    }
    for (const document of [clear, revoked, keyed, "{"]) assert.ok(isReport(await report(open, document)), ajv.errorsText(isReport.errors));
    assert.ok(!isReport({ verdict: "accept" }));
    const { bundle, ...others } = examples.envelope.value;
    assert.ok(holds("/components/schemas/Envelope")({ bundle, ...others }));
    assert.ok(!holds("/components/schemas/Envelope")({ bundle, polcy: {} }));
    /** @type {[string, RequestInit, string, string][]} */
    const refusals = [
      ["/verify", { method: "POST", body: JSON.stringify({ bundle, policy: [] }) }, "/verify", "422"],
      ["/verify", { method: "POST", body: " ".repeat((5 << 20) + 1) }, "/verify", "413"],
      ["/v/nobody.example/0192d7a0-0000-7000-8000-000000000001", {}, "/v/{host}/{id}", "404"],
      ["/problems/nothing", {}, "/problems/{slug}", "404"],
    ];
    for (const [path, init, described, status] of refusals) {
      const answer = await open(path, init);
      const problem = await answer.json();
      assert.equal(String(answer.status), status, path);
      assert.ok(isProblem(problem), ajv.errorsText(isProblem.errors));
      const [[, { responses }]] = Object.entries(description.paths[described]);
      const { $ref } = responses[status];
      const response = description.components.responses[$ref.split("/").at(-1)];
      assert.ok(Object.keys(response.content).includes(String(answer.headers.get("content-type"))));
    }
    const health = await (await open("/health", {})).json();
    const check = holds("/paths/~1health/get/responses/200/content/application~1json/schema");
    assert.ok(check(health), ajv.errorsText(check.errors));
  });
});
