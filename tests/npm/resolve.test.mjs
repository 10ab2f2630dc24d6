// @ts-check
/**
 * Fetching what a verifier needs: whom it asks, what it refuses, and that the verdict is the one that the same material
 * gets from anybody's hand.
 *
 * In scope: `resolve` in Node against servers that misbehave, and in Chromium over HTTPS with CORS. Out of scope: what the
 * core makes of the material.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { launchChromium, openPage } from "./chromium.mjs";
import { credentialBy, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, made, PKG } from "./places.mjs";
import { clear, described, DID, didDocument, HOST, issuer, keyed, LIST, plain, revocable, revoked, statusList } from "./published.mjs";

made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");
/** @type {typeof import("@proofpass/verifier")} */
const { received, verify, verifyToJson } = await import(join(PKG, "node.js"));
/** @type {typeof import("../../pkg/resolve.js")} */
const { resolve } = await import(join(PKG, "resolve/node.js"));

/** @typedef {{ status?: number, body?: string | Buffer, headers?: Record<string, string>, endless?: boolean, silent?: boolean }} Answer */

const JSON_TYPE = { "content-type": "application/json" };
/** What the issuer's site answers, by path. @type {Map<string, Answer>} */
const site = new Map();
/** @type {import("node:http").IncomingMessage[]} */
let asked = [];

beforeEach(() => {
  site.clear();
  asked = [];
  site.set("/.well-known/did.json", { body: JSON.stringify(didDocument(DID)), headers: JSON_TYPE });
  site.set("/status/1", { body: JSON.stringify(statusList([7])), headers: JSON_TYPE });
  site.set("/schemas/product", { body: JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" }), headers: JSON_TYPE });
});

/** @type {import("node:http").RequestListener} */
function answer(request, response) {
  asked.push(request);
  const { status = 200, body = "", headers = {}, endless, silent } = site.get(String(request.url)) ?? { status: 404 };
  if (silent) return;
  // A connection that somebody gave up must not be the next one's.
  response.writeHead(status, { ...headers, connection: "close" });
  if (!endless) return void response.end(body);
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(1 << 16, 0x20)));
  };
  response.on("drain", more);
  more();
}

const server = createServer(answer);
before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** The platform's own fetch; only the name of the host is led to this machine. @type {(url: string, init: RequestInit) => Promise<Response>} */
const here = (url, init) => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  assert.ok(url.startsWith("https://"), url);
  return fetch(url.replace(/^https:\/\/[^/]+/, `http://127.0.0.1:${port}`), init);
};

/**
 * @param {string} text
 * @param {import("../../pkg/resolve.js").ResolveOptions} [options]
 */
async function judged(text, options) {
  const { material, missing } = await resolve(text, { fetch: here, ...options });
  const report = await verify(text, { material });
  return { verdict: report.verdict, material, missing, codes: report.credentials[0]?.checks.map(({ code }) => code) ?? [] };
}

/** @param {readonly import("../../pkg/resolve.js").Missing[]} missing */
const codesOf = (missing) => missing.map(({ need, code, status }) => [need.kind, code, ...(status ? [status] : [])].join(" "));

test("fetches keys, then the list and its keys, and what comes of it is the verdict by hand", async () => {
  const [good, bad] = [await judged(clear), await judged(revoked)];
  assert.deepEqual([good.verdict, bad.verdict, good.missing, bad.missing], ["accept", "reject", [], []]);
  assert.ok(bad.codes.includes("revoked"), String(bad.codes));
  const at = new Date().toISOString().replace(/\.\d+/, "");
  for (const { material } of [good]) {
    const byHand = { didDocuments: [{ document: didDocument(DID), from: `https://${HOST}/.well-known/did.json`, at }], statusLists: [{ credential: statusList([7]), from: LIST, at }] };
    const now = at;
    assert.equal(await verifyToJson(clear, { material, now }), await verifyToJson(clear, { material: byHand, now }));
    for (const { from, at } of [...(material.didDocuments ?? []), ...(material.statusLists ?? [])]) {
      assert.match(from, /^https:\/\/issuer\.example\//);
      assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
  }
});

test("asks for nothing that is not needed, and for nothing twice", async () => {
  const nothing = await resolve(keyed, { fetch: here });
  assert.deepEqual(nothing, { material: {}, missing: [] });
  for (const nonsense of ["{", "[]", "", new Uint8Array([0xff])]) assert.deepEqual(await resolve(nonsense, { fetch: here }), { material: {}, missing: [] });
  assert.equal(asked.length, 0);
  const passport = JSON.stringify({ type: "ProofPassBundle", version: 1, credentials: [clear, revoked, clear].map((text) => JSON.parse(text)) });
  const { material } = await judged(passport);
  assert.deepEqual(asked.map(({ url }) => url).sort(), ["/.well-known/did.json", "/status/1"]);
  asked = [];
  assert.deepEqual((await resolve(passport, { fetch: here, material })).material, material);
  assert.equal(asked.length, 0);
});

test("brings no credentials and no referrer, and says nothing of the document", async () => {
  await judged(clear);
  assert.equal(asked.length, 2);
  for (const { method, headers } of asked) {
    assert.equal(method, "GET");
    for (const name of ["cookie", "authorization", "referer", "origin"]) assert.equal(headers[name], undefined, name);
  }
});

test("leaves what it was given as it was", async () => {
  const given = Object.freeze({ statusLists: Object.freeze([{ credential: statusList([7]), from: LIST, at: "2026-11-23T12:00:00Z" }]) });
  const { material, missing } = await resolve(clear, { fetch: here, material: given });
  assert.deepEqual([missing, material.statusLists, material.didDocuments?.length], [[], given.statusLists, 1]);
  assert.deepEqual(Object.keys(given), ["statusLists"]);
});

describe("what was fetched by somebody else", () => {
  const at = "2026-11-23T12:00:00Z";
  const list = /** @type {const} */ ({ kind: "status-list", url: LIST, urls: [LIST] });
  const document = /** @type {const} */ ({ kind: "did-document", did: DID, urls: [`https://${HOST}/.well-known/did.json`] });

  test("becomes the material that resolve makes of it", async () => {
    const { material } = await resolve(clear, { fetch: here });
    const [text, bytes] = [JSON.stringify(didDocument(DID)), Buffer.from(JSON.stringify(statusList([7])))];
    for (const [need, answer, entry] of /** @type {const} */ ([[document, text, material.didDocuments?.[0]], [list, bytes, material.statusLists?.[0]]])) {
      const found = await received(need, answer, entry?.at);
      assert.deepEqual(found.entry, entry);
      assert.deepEqual(await received(need, answer, new Date(String(entry?.at))), found);
    }
    const { entry } = await received(list, bytes);
    assert.ok(Math.abs(Date.parse(/** @type {any} */ (entry).at) - Date.now()) < 60_000);
  });

  test("is a list in a token as well, which larger WebAssembly is asked about", async () => {
    for (const [token, type] of [["eyJhbGciOiJFUzI1NiJ9.e30.AA", "vc+jwt"], ["eyJhbGciOiJFUzI1NiJ9.e30.AA~", "vc+sd-jwt"]]) {
      const { member, entry } = /** @type {any} */ (await received(list, `${token}\n`, at));
      assert.deepEqual([member, entry.from, entry.credential.id], ["statusLists", LIST, `data:application/${type},${token}`]);
    }
    const metadata = /** @type {const} */ ({ kind: "issuer-metadata", url: `https://${HOST}`, urls: [] });
    const { member, entry } = /** @type {any} */ (await received(metadata, `{"issuer":"https://${HOST}","jwks":{"keys":[]}}`, at));
    assert.deepEqual([member, entry.metadata.issuer], ["issuerMetadata", `https://${HOST}`]);
  });

  test("keeps members of any name", async () => {
    const { entry } = /** @type {any} */ (await received(document, `{"id":"${DID}","__proto__":{"a":1},"2":"b","1":"a"}`, at));
    assert.equal(JSON.stringify(entry.document), `{"1":"a","2":"b","id":"${DID}","__proto__":{"a":1}}`);
  });

  test("is refused with the word for why", async () => {
    for (const [need, answer, code] of /** @type {[any, any, string][]} */ ([
      [document, JSON.stringify(didDocument("did:web:other.example")), "id-differs"],
      [document, `{"id":"${DID}","id":"${DID}"}`, "not-json"],
      [document, "\ud800", "not-json"],
      [list, new Uint8Array([0xff]), "not-json"],
      [list, "", "not-json"],
      [{ kind: "resource", url: LIST, urls: [] }, new Uint8Array((3 << 18) + 1), "too-large"],
      [{ kind: "weather", url: LIST, urls: [] }, "{}", "kind-unsupported"],
      [{ kind: "resource", url: "http://a.example/", urls: [] }, "{}", "kind-unsupported"],
      [{}, "{}", "kind-unsupported"],
    ])) assert.deepEqual(await received(need, answer, at), { code }, String(answer).slice(0, 60));
  });

  test("is not read where the call is wrong", async () => {
    for (const [need, answer, time, code] of /** @type {[any, any, any, string][]} */ ([
      [document, null, at, "malformed-request"],
      [document, Promise.resolve("{}"), at, "malformed-request"],
      [{ ...document, urls: undefined }, "{}", at, "malformed-request"],
      [new Map(), "{}", at, "malformed-request"],
      [document, "{}", "yesterday", "invalid-request"],
      [document, "{}", new Date(Number.NaN), "invalid-request"],
    ])) await assert.rejects(received(need, answer, time), { name: "ProofPassError", code });
  });
});

test("brings schemas as their text", async () => {
  const { material, codes } = await judged(described);
  assert.equal(material.schemas?.[0]?.schema, site.get("/schemas/product")?.body);
  assert.ok(codes.includes("schema-satisfied"), String(codes));
});

describe("refuses, and leaves unchecked,", () => {
  /** @type {Record<string, [Answer, string]>} */
  const answers = {
    "another status": [{ status: 500 }, "http-status 500"],
    "what is gone": [{ status: 410, body: "{}" }, "http-status 410"],
    "an empty answer": [{ body: "" }, "not-json"],
    "a page": [{ body: "<!doctype html>" }, "not-json"],
    "a list": [{ body: "[]" }, "not-json"],
    "an object that is no credential": [{ body: "{}" }, "not-json"],
    "a member that is written twice": [{ body: JSON.stringify(statusList([7])).replace("{", '{"issuer":"did:web:other.example",') }, "not-json"],
    "a number that no parser keeps": [{ body: JSON.stringify(statusList([7])).replace("{", '{"note":12345678901234567890,') }, "not-json"],
    "what is too deep to stand beside a document": [{ body: JSON.stringify(statusList([7])).replace("{", `{"note":${"[".repeat(62)}${"]".repeat(62)},`) }, "too-large"],
    "bytes that are no text": [{ body: Buffer.from([0x7b, 0xff, 0x7d]) }, "not-json"],
    "a redirect": [{ status: 302, headers: { location: "https://other.example/status/1" } }, "redirected"],
    "a redirect to itself": [{ status: 307, headers: { location: LIST } }, "redirected"],
    "an answer without end": [{ endless: true }, "too-large"],
    "an answer that says it is large": [{ body: Buffer.alloc((2 << 20) + 1, 0x20) }, "too-large"],
  };
  for (const [what, [given, code]] of Object.entries(answers)) test(what, async () => {
    site.set("/status/1", given);
    const { verdict, missing, codes } = await judged(revoked);
    assert.deepEqual(codesOf(missing), [`status-list ${code}`]);
    assert.equal(verdict, "undecided");
    assert.ok(codes.includes("status-list-unresolved"), String(codes));
    assert.ok(asked.every(({ url }) => url !== "/other"));
  });

  test("a server that says nothing, in seconds", { timeout: 20_000 }, async () => {
    site.set("/status/1", { silent: true });
    const begun = performance.now();
    const { verdict, missing } = await judged(revoked);
    assert.deepEqual([verdict, codesOf(missing)], ["undecided", ["status-list timed-out"]]);
    const seconds = (performance.now() - begun) / 1000;
    assert.ok(seconds > 4 && seconds < 14, `${seconds} s`);
  });

  test("a fetch that fails, or throws", async () => {
    const away = async () => assert.fail("away");
    const { verdict, missing } = await judged(revoked, { fetch: away });
    assert.deepEqual([verdict, codesOf(missing)], ["undecided", ["did-document unreachable", "status-list unreachable"]]);
    assert.match(missing.map(({ message }) => message).join(), /CORS/);
  });

  test("a document about another DID: no site speaks for another's", async () => {
    site.set("/.well-known/did.json", { body: JSON.stringify(didDocument("did:web:other.example")), headers: JSON_TYPE });
    const { verdict, missing, material } = await judged(plain);
    assert.deepEqual([verdict, codesOf(missing)], ["undecided", ["did-document id-differs"]]);
    assert.equal(material.didDocuments, undefined);
  });

  test("a document that a parser would read as another: the last of two names", async () => {
    const { id, ...rest } = didDocument(DID);
    site.set("/.well-known/did.json", { body: `{"id":"did:web:other.example",${JSON.stringify({ id, ...rest }).slice(1)}`, headers: JSON_TYPE });
    const { verdict, missing, material } = await judged(plain);
    assert.deepEqual([verdict, codesOf(missing), material], ["undecided", ["did-document not-json"], {}]);
  });

  test("a schema that is longer than a text may be, and the rest is at hand", async () => {
    const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", $comment: "x".repeat(1 << 20) };
    site.set("/schemas/product", { body: JSON.stringify(schema), headers: JSON_TYPE });
    const { verdict, missing, material } = await judged(described);
    assert.deepEqual([verdict, codesOf(missing)], ["accept", ["schema too-large"]]);
    assert.equal(material.didDocuments?.length, 1);
  });

  test("more values together than the core reads: none of them, and no exception", async () => {
    const lists = Array.from({ length: 6 }, (_, at) => `https://${HOST}/status/dense/${at}`);
    for (const list of lists) site.set(new URL(list).pathname, { body: JSON.stringify({ ...statusList([]), note: Array(100_000).fill(0) }), headers: JSON_TYPE });
    const credentialStatus = lists.map((statusListCredential) => ({ ...revocable(1).credentialStatus, statusListCredential }));
    const { verdict, missing, material } = await judged(JSON.stringify(secure({ ...credentialBy(issuer), credentialStatus }, issuer)));
    assert.deepEqual([verdict, material], ["undecided", {}]);
    assert.deepEqual(codesOf(missing).sort(), ["did-document limit-reached", ...lists.map(() => "status-list limit-reached")]);
  });

  for (const address of [
    "https://127.0.0.1/1", "https://127.1/1", "https://2130706433/1", "https://[::1]/1", "https://10.0.0.1/1", "https://localhost/1", "https://localhost./1",
    "https://printer/1", "https://db.internal/1", "https://nas.local/1", "https://user:secret@issuer.example/1",
  ]) test(`the address ${address}`, async () => {
    const credential = secure({ ...credentialBy(issuer), credentialStatus: { ...revocable(1).credentialStatus, statusListCredential: address } }, issuer);
    const { verdict, missing } = await judged(JSON.stringify(credential));
    // What the core does not take for an address is not even needed.
    assert.deepEqual(codesOf(missing).filter((code) => code !== "status-list address-refused"), []);
    assert.notEqual(verdict, "accept");
    assert.deepEqual(asked.map(({ url }) => url), ["/.well-known/did.json"]);
  });

  test("DIDs that nobody knows to look up", async () => {
    const did = "did:example:123";
    const { verdict, missing } = await judged(JSON.stringify(secure(credentialBy({ ...issuer, did }), { ...issuer, did })));
    assert.deepEqual([verdict, codesOf(missing)], ["undecided", ["did-document method-unsupported"]]);
    assert.equal(asked.length, 0);
  });

  test("what the caller does not permit", async () => {
    /** @type {string[]} */
    const heard = [];
    /** @type {any} */
    const permit = (/** @type {URL} */ url, /** @type {{ kind: string }} */ need) => (heard.push(`${need.kind} ${url.href}`), url.pathname.startsWith("/.well-known/"));
    const { verdict, missing } = await judged(clear, { permit });
    assert.deepEqual([verdict, codesOf(missing)], ["undecided", ["status-list caller-refused"]]);
    assert.deepEqual(heard.sort(), [`did-document https://${HOST}/.well-known/did.json`, `status-list ${LIST}`]);
    // Nothing but true is a permission.
    for (const wrong of [() => 1, () => undefined, async () => "yes"]) {
      asked = [];
      assert.equal((await judged(clear, { permit: /** @type {any} */ (wrong) })).missing.length, 2);
      assert.equal(asked.length, 0);
    }
  });
});

test("stops at its limits, and says so", async () => {
  const entry = (/** @type {number} */ number) => ({ ...revocable(1).credentialStatus, statusListCredential: `https://${HOST}/status/many/${number}` });
  const many = (/** @type {number} */ from) => secure({ ...credentialBy(issuer), credentialStatus: Array.from({ length: 16 }, (_, at) => entry(from + at)) }, issuer);
  const passport = JSON.stringify({ type: "ProofPassBundle", version: 1, credentials: Array.from({ length: 6 }, (_, at) => many(16 * at)) });
  for (let number = 0; number < 96; number += 1) site.set(`/status/many/${number}`, { body: JSON.stringify({ ...statusList([]), note: "x".repeat(number < 20 ? 1 << 20 : 10) }) });
  const { missing, material } = await resolve(passport, { fetch: here });
  assert.ok(asked.length <= 64, `${asked.length}`);
  assert.ok(JSON.stringify(material).length < 5 << 20);
  assert.deepEqual([...new Set(missing.map(({ code }) => code))], ["limit-reached"]);
  // Every list and no document is either here or missing.
  assert.equal(missing.length + (material.statusLists?.length ?? 0), 96);
  assert.ok((await verify(passport, { material })).verdict !== "accept");
});

test("goes on as long as schemas refer to others that are taken", async () => {
  const SCHEMAS = `https://${HOST}/schemas`;
  const chain = (/** @type {number} */ length) => {
    for (let at = 0; at < length; at += 1) {
      const next = at + 1 < length ? { $ref: `${SCHEMAS}/${at + 1}` } : { type: "object" };
      site.set(`/schemas/${at}`, { body: JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", $id: `${SCHEMAS}/${at}`, ...next }), headers: JSON_TYPE });
    }
  };
  const document = JSON.stringify(secure({ ...credentialBy(issuer), credentialSchema: { id: `${SCHEMAS}/0`, type: "JsonSchema" } }, issuer));
  chain(4);
  const found = await judged(document);
  assert.deepEqual([found.verdict, found.missing, found.material.schemas?.length], ["accept", [], 4]);
  assert.ok(found.codes.includes("schema-satisfied"), found.codes.join(" "));
  // The core builds no schema of more documents, and asks for none.
  chain(20);
  asked = [];
  const { codes, missing } = await judged(document);
  assert.ok(asked.length < 8, `${asked.length}`);
  assert.deepEqual([codes.includes("schema-satisfied"), missing], [false, []]);
});

test("rejects with the signal's reason, before and in the middle", async () => {
  await assert.rejects(resolve(clear, { fetch: here, signal: AbortSignal.abort() }), { name: "AbortError" });
  site.set("/status/1", { silent: true });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 200);
  await assert.rejects(resolve(clear, { fetch: here, signal: controller.signal }), /enough/);
});

describe("a cache", () => {
  /** @param {string} [control] */
  async function rounds(control) {
    for (const [, given] of site) given.headers = { ...JSON_TYPE, ...(control && { "cache-control": control }) };
    const cache = new Map();
    asked = [];
    const ages = [];
    for (let round = 0; round < 2; round += 1) {
      const { material, verdict } = await judged(clear, { cache });
      assert.equal(verdict, "accept");
      ages.push(material.statusLists?.[0]?.at, material.didDocuments?.[0]?.at);
    }
    return { cache, urls: asked.map(({ url }) => url).sort(), ages };
  }

  test("keeps what may be kept, for as long as it may and no longer than we let it", async () => {
    const { cache, urls, ages } = await rounds("public, max-age=86400");
    assert.deepEqual(urls, ["/.well-known/did.json", "/status/1"]);
    assert.deepEqual(ages.slice(2), ages.slice(0, 2), "the age is that of the fetch");
    const seconds = [...cache.values()].map(({ at, until }) => (Date.parse(until) - Date.parse(at)) / 1000);
    assert.deepEqual(seconds.sort((a, b) => a - b), [300, 3_600]);
    // Its time is over.
    for (const [url, kept] of cache) cache.set(url, { ...kept, until: kept.at });
    asked = [];
    await judged(clear, { cache });
    assert.equal(asked.length, 2);
  });

  test("keeps a list for no longer than it says itself, which is enough where its server says nothing", async () => {
    for (const [ttl, control, expected] of /** @type {[unknown, string | undefined, number][]} */ ([
      [60_000, undefined, 60],
      [60_000, "max-age=240", 60],
      [240_000, "max-age=60", 60],
      [900_000, "max-age=86400", 300],
      [900_000, undefined, 300],
      [900, "max-age=60", 0],
      [60_000, "no-store", 0],
      ["60000", undefined, 0],
      [-1, "max-age=60", 60],
    ])) {
      const { proof, ...list } = statusList([7]);
      const body = JSON.stringify(secure({ ...list, credentialSubject: { ...list.credentialSubject, ttl } }, issuer));
      site.set("/status/1", { body, headers: { ...JSON_TYPE, ...(control && { "cache-control": control }) } });
      const cache = new Map();
      await resolve(clear, { fetch: here, cache });
      const { at, until } = cache.get(LIST) ?? { at: 0, until: 0 };
      assert.equal((Date.parse(until) - Date.parse(at)) / 1000 || 0, expected, `${ttl} ${control}`);
    }
  });

  test("keeps keys for a while and lists not at all where nothing is said", async () => {
    assert.deepEqual((await rounds()).urls, ["/.well-known/did.json", "/status/1", "/status/1"]);
  });

  for (const control of ["no-store", "no-cache", "max-age=0", "private, No-Store, max-age=60"]) test(`keeps nothing at ${control}`, async () => {
    assert.equal((await rounds(control)).urls.length, 4);
  });
});

describe("in Chromium, over HTTPS", () => {
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./loopback.mjs").Served} */
  let pages;
  /** @type {import("node:https").Server} */
  let secureServer;

  before(async () => {
    const folder = emptyFolder("resolve");
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", `/CN=${HOST}`, "-keyout", key, "-out", certificate], { stdio: "ignore" });
    secureServer = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer);
    secureServer.listen(0, "127.0.0.1");
    await once(secureServer, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (secureServer.address());
    writeFileSync(join(folder, "index.html"), `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>`);
    writeFileSync(join(folder, "main.js"), `import * as verifier from "/verifier/browser.js"; import * as resolving from "/verifier/resolve/browser.js"; Object.assign(window, { verifier, resolving });`);
    pages = await serveFiles({ "/verifier/": PKG, "/": folder });
    browser = await launchChromium({ args: [`--host-resolver-rules=MAP ${HOST}:443 127.0.0.1:${port}`, "--ignore-certificate-errors"] });
  });

  after(async () => {
    await browser?.close();
    await pages?.stop();
    secureServer?.closeAllConnections();
    secureServer?.close();
  });

  /** @param {string} text */
  async function onPage(text) {
    const { page } = await openPage(browser, `${pages.origin}/`);
    await page.waitForFunction("window.resolving !== undefined");
    await page.context().addCookies([{ name: "secret", value: "1", url: `https://${HOST}/`, sameSite: "None", secure: true }]);
    const answer = await page.evaluate(async (text) => {
      const { verifier, resolving } = /** @type {any} */ (window);
      const { material, missing } = await resolving.resolve(text);
      const { verdict } = await verifier.verify(text, { material });
      return { verdict, missing };
    }, text);
    await page.close();
    return answer;
  }

  test("verifies where the issuer permits pages to read, without cookies and referrer", async () => {
    for (const [, given] of site) given.headers = { ...JSON_TYPE, "access-control-allow-origin": "*" };
    assert.deepEqual(await onPage(clear), { verdict: "accept", missing: [] });
    assert.equal((await onPage(revoked)).verdict, "reject");
    assert.ok(asked.length >= 4);
    for (const { method, headers } of asked) {
      assert.equal(method, "GET", "no preflight");
      for (const name of ["cookie", "referer"]) assert.equal(headers[name], undefined, name);
    }
  });

  test("lets the element fetch where its page says so, and never otherwise", async () => {
    for (const [, given] of site) given.headers = { ...JSON_TYPE, "access-control-allow-origin": "*" };
    const { page, faults } = await openPage(browser, `${pages.origin}/`);
    const verdicts = await page.evaluate(async ([clear, revoked]) => {
      await import(/** @type {any} */ ("/verifier/element.js"));
      const verdicts = [];
      for (const attributes of [[], ["resolve"], ["resolve", "worker"]]) {
        const element = /** @type {any} */ (document.createElement("proofpass-verifier"));
        for (const name of attributes) element.toggleAttribute(name, true);
        document.body.append(element);
        for (const text of [clear, revoked]) verdicts.push((await element.verify(text)).verdict);
      }
      return verdicts;
    }, [clear, revoked]);
    assert.deepEqual(verdicts, ["undecided", "undecided", "accept", "reject", "accept", "reject"]);
    assert.deepEqual(asked.length, 8);
    assert.deepEqual(faults, []);
    await page.close();
  });

  test("lets the element fetch from the page's own website alone, where its page says `self`", async () => {
    for (const [, given] of site) given.headers = { ...JSON_TYPE, "access-control-allow-origin": "*" };
    const verdictsAt = async (/** @type {string} */ origin) => {
      const page = await browser.newPage();
      // The same page on the issuer's own website, which has its documents only.
      await page.route(
        ({ host, pathname }) => host === HOST && (pathname === "/" || pathname.startsWith("/verifier/")),
        async (route) => route.fulfill({ response: await route.fetch({ url: `${pages.origin}${new URL(route.request().url()).pathname}` }) }),
      );
      await page.goto(`${origin}/`);
      const verdicts = await page.evaluate(async ([clear, revoked]) => {
        await import(/** @type {any} */ ("/verifier/element.js"));
        const element = /** @type {any} */ (document.createElement("proofpass-verifier"));
        element.setAttribute("resolve", "self");
        document.body.append(element);
        return [(await element.verify(clear)).verdict, (await element.verify(revoked)).verdict];
      }, [clear, revoked]);
      await page.close();
      return verdicts;
    };
    assert.deepEqual(await verdictsAt(pages.origin), ["undecided", "undecided"]);
    assert.deepEqual(asked, []);
    assert.deepEqual(await verdictsAt(`https://${HOST}`), ["accept", "reject"]);
    assert.ok(asked.length >= 4);
  });

  test("says what it may be where the issuer does not", async () => {
    const { verdict, missing } = await onPage(clear);
    assert.equal(verdict, "undecided");
    // Both are asked for at once, and either may be told first.
    assert.deepEqual(codesOf(missing).sort(), ["did-document unreachable", "status-list unreachable"]);
    assert.match(missing[0].message, /does not permit pages of other sites to read it \(CORS\)/);
  });

  test("follows no redirect", async () => {
    for (const [, given] of site) given.headers = { ...JSON_TYPE, "access-control-allow-origin": "*" };
    site.set("/status/1", { status: 302, headers: { location: `https://${HOST}/status/2`, "access-control-allow-origin": "*" } });
    site.set("/status/2", { body: JSON.stringify(statusList([])), headers: { ...JSON_TYPE, "access-control-allow-origin": "*" } });
    const { verdict, missing } = await onPage(revoked);
    assert.deepEqual([verdict, codesOf(missing)], ["undecided", ["status-list redirected"]]);
    assert.ok(asked.every(({ url }) => url !== "/status/2"));
  });
});
