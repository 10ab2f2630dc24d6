// @ts-check
/**
 * What the edge Worker fetches for a document, what it keeps, whom it turns away, and how it describes itself: on workerd,
 * whose way out leads to a server on this machine instead of the web. The Worker knows nothing of that: its rules about
 * addresses hold, and it has no setting that loosens them. TLS is the platform's business and left out.
 *
 * In scope: `?resolve`, the platform's cache and KV, rates, `/openapi.json`. Out of scope: the loop itself
 * (`resolve.test.mjs`), all other routes (`worker.test.mjs`).
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { Miniflare } from "miniflare";
import { credentialBy, secure } from "./handmade.mjs";
import { made, PKG, ROOT, TARGET } from "./places.mjs";
import { clear, DID, didDocument, HOST, issuer, keyed, LIST, plain, revocable, revoked, statusList } from "./published.mjs";

/** @type {typeof import("@proofpass/verifier")} */
const { verifyToJson } = await import(join(PKG, "node.js"));

/** @typedef {{ body?: string, headers?: Record<string, string>, status?: number, endless?: boolean, silent?: boolean }} Given */

/** @type {{ url: string, headers: import("node:http").IncomingHttpHeaders }[]} */
let asked = [];
/** What the web answers, by address. @type {Map<string, Given>} */
const web = new Map();
/** @type {import("node:http").Server} */
let server;
let port = 0;

async function serveTheWeb() {
  server = createServer((request, response) => {
    const url = `${request.headers["x-scheme"]}://${request.headers.host}${request.url}`;
    asked.push({ url, headers: request.headers });
    const { body = "", headers, status = 200, endless, silent } = web.get(url) ?? { status: 404 };
    if (silent) return;
    response.writeHead(status, headers);
    if (!endless) return void response.end(body);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 16, 0x20)));
    };
    response.on("drain", more);
    more();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/** @param {number} port */
const wayTo = (port) => ({ external: { address: `127.0.0.1:${port}`, http: { forwardedProtoHeader: "x-scheme" } } });

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
    outboundService: wayTo(port),
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
  await serveTheWeb();
  [open, shut] = await Promise.all([edge({ bindings: { RESOLVE: "*" } }), edge({ bindings: { RESOLVE: " " } })]);
});
after(async () => {
  await Promise.all(running.map((worker) => worker.dispose()));
  server?.closeAllConnections();
  server?.close();
});

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
    for (const path of ["/verify?resolve", "/verify?x=1&resolve="]) {
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

  test("leaves unchecked what does not come or is something else, and says why", async () => {
    const big = { body: " ".repeat((2 << 20) + 1) };
    const inside = { status: 302, headers: { location: "https://169.254.169.254/latest/meta-data" } };
    for (const [given, code] of /** @type {[Given, string][]} */ ([
      [{ status: 500 }, "http-status"],
      [{ status: 404 }, "http-status"],
      [{ body: "<html>" }, "not-json"],
      [{ body: "[]" }, "not-json"],
      [big, "too-large"],
      [{ ...big, headers: { "transfer-encoding": "chunked" } }, "too-large"],
      [{ endless: true }, "too-large"],
      [inside, "redirected"],
      [{ ...inside, status: 307 }, "redirected"],
    ])) {
      web.set(LIST, given);
      for (const document of [clear, revoked]) {
        const found = await report(open, document, "/verify?resolve=material");
        const { checks } = found.report.credentials[0];
        assert.equal(found.report.verdict, "undecided", code);
        assert.deepEqual(checks.filter((/** @type {any} */ { outcome, required }) => outcome !== "pass" && required).map((/** @type {any} */ { code }) => code), ["status-list-unresolved"]);
        assert.deepEqual(found.missing.map((/** @type {any} */ { need, code }) => [need.url, code]), [[LIST, code]]);
        assert.equal(found.material.statusLists, undefined);
      }
    }
    web.set(LIST, { body: "{}" });
    assert.notEqual((await report(open, clear)).verdict, "accept");
  });

  test("waits for nobody longer than five seconds", async () => {
    web.set(LIST, { silent: true });
    const begun = performance.now();
    const { report: found, missing } = await report(open, clear, "/verify?resolve=material");
    assert.deepEqual([found.verdict, missing[0].code], ["undecided", "timed-out"]);
    assert.ok(performance.now() - begun < 10_000);
  });

  test("is undecided where nobody is there", async () => {
    // Nobody listens on the discard port.
    const alone = await edge({ bindings: { RESOLVE: "*" }, outboundService: /** @type {any} */ (wayTo(9)) });
    const { report: found, missing } = await report(alone, clear, "/verify?resolve=material");
    assert.equal(found.verdict, "undecided");
    assert.deepEqual(missing.map((/** @type {any} */ { need, code }) => `${need.kind} ${code}`), ["did-document unreachable", "status-list unreachable"]);
    assert.ok(found.credentials[0].checks.some((/** @type {any} */ { code }) => code === "key-unresolved"));
  });

  test("asks no address of a machine, and no name of a private network", async () => {
    for (const host of ["127.0.0.1", "[::1]", "169.254.169.254", "2130706433", "localhost", "metadata.google.internal", "printer.local"]) {
      const entry = { ...revocable(3).credentialStatus, statusListCredential: `https://${host}/status/1` };
      const document = secure({ ...credentialBy(issuer), credentialStatus: entry }, issuer);
      const { report: found, missing } = await report(open, document, "/verify?resolve=material");
      assert.deepEqual([found.verdict, missing.map((/** @type {any} */ { code }) => code)], ["undecided", ["address-refused"]], host);
    }
    assert.ok(asked.every(({ url }) => new URL(url).host === HOST));
  });

  test("shows what it fetched, from where and when, and anybody comes to the same report with that", async () => {
    const now = "2026-11-23T12:00:00Z";
    const answer = await open("/verify?resolve=material", { method: "POST", body: JSON.stringify({ bundle: clear, now }) });
    const text = await answer.text();
    const { report: found, material, missing } = JSON.parse(text);
    assert.deepEqual([found.verdict, missing], ["accept", []]);
    const sources = [...material.didDocuments, ...material.statusLists].map(({ from, at }) => [from, Math.abs(Date.parse(at) - Date.now()) < 60_000 || at]);
    assert.deepEqual(sources, [[`https://${HOST}/.well-known/did.json`, true], [LIST, true]]);
    const again = await verifyToJson(clear, { material, now });
    assert.ok(text.startsWith(`{"report":${again},"material":{`), "the very bytes");
    for (const value of ["1", "yes", "Material", "material,x", "%6daterial", "material&resolve", "&resolve=material"]) {
      const refused = await open(`/verify?resolve=${value}`, { method: "POST", body: clear });
      assert.equal(refused.status, 422, value);
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
    // And for any document that needs the same.
    asked = [];
    assert.equal((await report(worker, revoked)).verdict, "reject");
    assert.deepEqual(asked, []);
  });

  test("and no longer than a list says of itself, which is said in its age", async () => {
    const worker = await edge({ bindings: { RESOLVE: "*" } });
    const withTtl = (/** @type {number} */ ttl) => {
      const { proof, ...list } = statusList([7]);
      return secure({ ...list, credentialSubject: { ...list.credentialSubject, ttl } }, issuer);
    };
    const lists = () => asked.filter(({ url }) => url === LIST).length;
    const ages = new Set();
    const verify = async () => {
      const { report: found, material } = await report(worker, clear, "/verify?resolve=material");
      assert.equal(found.verdict, "accept");
      ages.add(material.statusLists[0].at);
    };
    // Nothing said by the server: the list's own word stands.
    web.set(LIST, { body: JSON.stringify(withTtl(1_000)) });
    await verify();
    const begun = Date.now();
    await verify();
    assert.ok(lists() === 1 || Date.now() - begun > 900, "kept");
    // The server would have it kept for longer.
    web.set(LIST, { body: JSON.stringify(withTtl(1_000)), headers: { "cache-control": "max-age=300" } });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    asked = [];
    await verify();
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await verify();
    assert.equal(lists(), 2);
    assert.ok(ages.size >= 3, "each fetch has its own time");
    // A list that may not be kept at all.
    web.set(LIST, { body: JSON.stringify(withTtl(0)), headers: { "cache-control": "max-age=300" } });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    asked = [];
    for (let turn = 0; turn < 2; turn += 1) await verify();
    assert.equal(lists(), 2);
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
