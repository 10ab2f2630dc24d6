// @ts-check
/**
 * What callers of the package get wrong, and what they may rely on: mistakes are a `ProofPassError` with a code, bad
 * documents are a report, and what was passed is judged as it was when it was passed.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import vm from "node:vm";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { made, PKG } from "./places.mjs";

/** @type {typeof import("@proofpass/verifier")} */
let verifier;
before(async () => {
  made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");
  verifier = await import(join(PKG, "node.js"));
});

const NOW = "2026-11-23T12:00:00Z";
const issuer = issuerWithKey();
const document = secure(credentialBy(issuer), issuer);
const text = JSON.stringify(document);
/** Under this policy nothing is accepted: where it is lost on the way, the good document is. */
const NOBODY = { trustedIssuers: [] };

/**
 * @param {string} code
 * @param {() => Promise<unknown>} call
 */
async function mistake(code, call) {
  await assert.rejects(call, (/** @type {any} */ error) => {
    assert.ok(error instanceof verifier.ProofPassError, String(error));
    assert.ok(error instanceof Error);
    assert.deepEqual([error.name, error.code], ["ProofPassError", code]);
    return true;
  });
}

/** @param {unknown} bundle */
async function firstCode(bundle) {
  const report = await verifier.verify(/** @type {any} */ (bundle), { now: NOW });
  return report.checks[0].code;
}

function circular() {
  /** @type {Record<string, unknown>} */
  const object = {};
  object.self = object;
  return object;
}

/** @param {ArrayBuffer} buffer */
function transferred(buffer) {
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function transferredView() {
  const view = new Uint8Array(8);
  transferred(view.buffer);
  return view;
}

describe("mistakes in options", () => {
  /** @type {[string, string, any][]} */
  const MISTAKES = [
    ["malformed-request", "options that are no object", "accept"],
    ["malformed-request", "options that are null", null],
    ["malformed-request", "a misspelt option", { polcy: {} }],
    ["malformed-request", "a policy that contains itself", { policy: circular() }],
    ["malformed-request", "options in a Map", new Map([["policy", NOBODY]])],
    ["malformed-request", "options of a class, where they are getters", new (class { get policy() { return NOBODY; } })()],
    ["malformed-request", "options that are inherited", Object.create({ policy: NOBODY })],
    ["malformed-request", "options under a symbol", { [Symbol("policy")]: NOBODY }],
    ["malformed-request", "options that are hidden", Object.defineProperty({}, "policy", { value: NOBODY })],
    ["malformed-request", "a policy that is undefined, as a misspelt variable is", { policy: undefined }],
    ["malformed-request", "a policy in a Map", { policy: new Map(Object.entries(NOBODY)) }],
    ["malformed-request", "a policy of a class, where it has getters", { policy: new (class { get trustedIssuers() { return []; } })() }],
    ["malformed-request", "a policy that hides a member", { policy: Object.defineProperty({}, "trustedIssuers", { value: [] }) }],
    ["malformed-request", "a policy with a getter that throws", { policy: { get trustedIssuers() { throw new Error("not now"); } } }],
    ["malformed-request", "a policy that writes itself as another", { policy: { ...NOBODY, toJSON: () => ({}) } }],
    ["malformed-request", "trusted issuers that are undefined", { policy: { trustedIssuers: undefined } }],
    ["malformed-request", "trusted issuers that are a function", { policy: { trustedIssuers: () => [] } }],
    ["malformed-request", "trusted issuers that are a symbol", { policy: { trustedIssuers: Symbol("none") } }],
    ["malformed-request", "trusted issuers that are a Set", { policy: { trustedIssuers: new Set([issuer.did]) } }],
    ["malformed-request", "trusted issuers with an undefined one", { policy: { trustedIssuers: [issuer.did, undefined] } }],
    ["malformed-request", "trusted issuers with a hole", { policy: { trustedIssuers: new Array(1) } }],
    ["malformed-request", "trusted issuers that are a promise", { policy: { trustedIssuers: Promise.resolve([]) } }],
    ["malformed-request", "an age without end", { policy: { maxMaterialAgeSeconds: Number.POSITIVE_INFINITY } }],
    ["malformed-request", "a tolerance that is no number", { policy: { toleranceSeconds: Number.NaN } }],
    ["malformed-request", "a tolerance that is a BigInt", { policy: { toleranceSeconds: 60n } }],
    ["malformed-request", "material that is undefined", { material: undefined }],
    ["malformed-request", "material with an undefined document", { material: { didDocuments: [{ document: undefined, from: "https://a.example/did.json", at: NOW }] } }],
    ["malformed-request", "material with a function far inside", { material: { didDocuments: [{ document: { id: [[() => 1]] }, from: "https://a.example/did.json", at: NOW }] } }],
    ["invalid-request", "a time that is undefined", { now: undefined }],
    ["invalid-request", "a time that is null", { now: null }],
    ["invalid-request", "a time that only calls itself a Date", { now: { [Symbol.toStringTag]: "Date", getTime: () => 0 } }],
    ["invalid-request", "a policy that is a list", { policy: [] }],
    ["invalid-request", "a policy that is null", { policy: null }],
    ["invalid-request", "an unknown member of the policy", { policy: { requires: ["proof"] } }],
    ["invalid-request", "an unknown check", { policy: { require: ["signature"] } }],
    ["invalid-request", "a negative tolerance", { policy: { toleranceSeconds: -1 } }],
    ["invalid-request", "a tolerance of more than a day", { policy: { toleranceSeconds: 86_401 } }],
    ["invalid-request", "a tolerance that is text", { policy: { toleranceSeconds: "60" } }],
    ["invalid-request", "an issuer that is no text", { policy: { trustedIssuers: [1] } }],
    ["invalid-request", "an unknown kind of material", { material: { others: [] } }],
    ["invalid-request", "a status list without its source", { material: { statusLists: [{ credential: {}, at: NOW }] } }],
    ["invalid-request", "a status list whose source is no URL", { material: { statusLists: [{ credential: {}, from: "list", at: NOW }] } }],
    ["invalid-request", "a schema that is a number", { material: { schemas: [{ schema: 1, from: "https://a.example/s", at: NOW }] } }],
    ["invalid-request", "material without its source", { material: { didDocuments: [{ document: { id: "did:web:a.example" } }] } }],
    ["invalid-request", "a time that is no time", { now: "tomorrow" }],
    ["invalid-request", "a time without a zone", { now: "2026-11-23T12:00:00" }],
    ["invalid-request", "a time that is a number", { now: 1_763_899_200 }],
    ["invalid-request", "a date that is none", { now: new Date(Number.NaN) }],
    ["invalid-request", "a date after the year 9999", { now: new Date(Date.UTC(10_000, 0)) }],
    ["invalid-request", "a date before the year 0", { now: new Date(Date.UTC(-1, 0)) }],
  ];
  for (const [code, what, options] of MISTAKES) {
    test(what, async () => {
      await mistake(code, () => verifier.verify(text, options));
      await mistake(code, () => verifier.verifyToJson(text, options));
      // The mistake outweighs the document: nobody must learn of it from a rejection.
      await mistake(code, () => verifier.verify("{", options));
    });
  }
});

describe("options that are whole", () => {
  /** @param {any} options */
  const verdict = async (options) => (await verifier.verify(text, options)).verdict;

  test("are kept, however they were made", async () => {
    const bare = Object.assign(Object.create(null), NOBODY);
    const foreign = vm.runInNewContext("({ policy: { trustedIssuers: [] } })");
    const late = { get policy() { return NOBODY; } };
    for (const options of [{ policy: NOBODY }, { policy: bare }, { policy: Object.freeze({ ...NOBODY }) }, { policy: new Proxy(NOBODY, {}) }, foreign, late]) {
      assert.equal(await verdict(options), "reject");
    }
  });

  test("are none, if none are given", async () => {
    for (const options of [undefined, {}, { policy: {} }, { material: {} }]) assert.equal(await verdict(options), "accept");
  });

  test("are read once: a policy that changes its mind between two looks is judged by the first", async () => {
    let looks = 0;
    const policy = { get trustedIssuers() { return looks++ === 0 ? [] : [issuer.did]; } };
    assert.equal(await verdict({ policy }), "reject");
    assert.equal(looks, 1);
  });

  test("have members that JavaScript thinks something of", async () => {
    await mistake("invalid-request", () => verifier.verify(text, { policy: JSON.parse('{"__proto__":{}}') }));
  });

  test("are refused in needs() too", async () => {
    for (const material of [null, [], new Map(), { didDocuments: undefined }, { didDocuments: () => [] }, { didDocument: [] }]) {
      await assert.rejects(verifier.needs(text, /** @type {any} */ (material)), { name: "ProofPassError" });
    }
  });
});

describe("mistakes in documents", () => {
  /** @type {[string, any][]} */
  const MISTAKES = [
    ["nothing", undefined],
    ["null", null],
    ["a number", 7],
    ["a boolean", true],
    ["a function", () => text],
    ["a symbol", Symbol("document")],
    ["a promise that was not awaited", Promise.resolve(text)],
    ["a Blob that was not read", new Blob([text])],
    ["a Response that was not read", new Response(text)],
    ["a buffer that was transferred", transferred(new ArrayBuffer(8))],
    ["a view of a buffer that was transferred", transferredView()],
    ["an object with a BigInt", { id: 1n }],
    ["an object that contains itself", circular()],
  ];

  for (const [what, bundle] of MISTAKES) {
    test(what, async () => {
      await mistake("malformed-request", () => verifier.verify(bundle));
      await mistake("malformed-request", () => verifier.needs(bundle));
    });
  }
});

describe("bad documents are reports", () => {
  test("nonsense of every kind", async () => {
    /** @type {[string, any][]} */
    const documents = [
      ["json-syntax", ""],
      ["json-syntax", "{"],
      ["json-syntax", new Uint8Array()],
      ["not-utf8", Uint8Array.of(0xff)],
      ["not-a-bundle", "[]"],
      ["not-a-bundle", []],
      ["not-a-bundle", {}],
      ["not-a-bundle", new Map([["type", "ProofPassBundle"]])],
      ["no-credentials", { type: "ProofPassBundle", version: 1, credentials: [] }],
      ["duplicate-key", '{"type":"a","type":"a"}'],
      ["number-not-exact", '{"n":12345678901234567890123}'],
      ["too-deep", "[".repeat(1000)],
    ];
    for (const [code, bundle] of documents) assert.equal(await firstCode(bundle), code, JSON.stringify(bundle));
  });

  test("text with a lone surrogate is not quietly turned into other text", async () => {
    // The replacement character is in the signed text; the encoder would make it of the lone surrogate.
    const signed = JSON.stringify(secure(credentialBy(issuer, { note: "\uFFFD" }), issuer));
    assert.equal((await verifier.verify(signed, { now: NOW })).verdict, "accept");
    assert.equal(await firstCode(signed.replace("\uFFFD", "\uD800")), "not-utf8");
    assert.equal(await firstCode(signed.replace("\uFFFD", "\\ud800")), "json-syntax");
  });

  test("a document of any size, without taking its size in memory", async () => {
    const large = new Uint8Array(400_000_000).fill(0x20);
    const before = process.memoryUsage().rss;
    assert.equal(await firstCode(large), "too-large");
    assert.ok(process.memoryUsage().rss - before < 150_000_000);
    assert.equal(await firstCode(" ".repeat(100_000_000)), "too-large");
    assert.equal((await verifier.verify(text, { now: NOW })).verdict, "accept", "and works on");
  });
});

describe("what is passed", () => {
  test("may be text, any buffer or view, a buffer of another realm, or an object", async () => {
    const bytes = new TextEncoder().encode(`xx${text}yy`);
    const shared = new SharedArrayBuffer(text.length);
    new Uint8Array(shared).set(new TextEncoder().encode(text));
    const foreign = vm.runInNewContext("Uint8Array.from(bytes).buffer", { bytes: [...new TextEncoder().encode(text)] });
    const report = await verifier.verifyToJson(text, { now: NOW });
    const view = bytes.subarray(2, bytes.length - 2);
    const sources = [view, new DataView(bytes.buffer, 2, view.length), view.slice().buffer, shared, foreign, Buffer.from(text), document];
    for (const source of sources) assert.equal(await verifier.verifyToJson(source, { now: NOW }), report);
  });

  test("is judged as it was when it was passed", async () => {
    const bytes = new TextEncoder().encode(text);
    const object = structuredClone(document);
    const options = { now: new Date(NOW), policy: { trustedIssuers: [issuer.did] } };
    const calls = [verifier.verify(bytes, options), verifier.verify(object, options)];
    bytes.fill(0x20);
    object.id = "urn:changed";
    options.now.setFullYear(1999);
    options.policy.trustedIssuers.length = 0;
    for (const { verdict, verifiedAt } of await Promise.all(calls)) assert.deepEqual([verdict, verifiedAt], ["accept", NOW]);
  });

  test("`now` is now unless it is given, and is read in whole seconds", async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { verifiedAt } = await verifier.verify(text);
    assert.ok(Date.parse(verifiedAt) >= before && Date.parse(verifiedAt) <= Date.now());
    const foreign = vm.runInNewContext("new Date('2026-11-23T12:00:00Z')");
    for (const now of [new Date("2026-11-23T12:00:00.999Z"), foreign, "2026-11-23T13:00:00+01:00", NOW]) {
      assert.equal((await verifier.verify(text, { now })).verifiedAt, NOW);
    }
  });

  test("needs() names what to fetch, and material satisfies it", async () => {
    const did = "did:web:issuer.example";
    const method = `${did}#key-1`;
    const credential = { ...credentialBy(issuer), issuer: did };
    const byWeb = secure(credential, issuer, { verificationMethod: method });
    const key = { id: method, type: "Multikey", controller: did, publicKeyMultibase: issuer.multikey };
    const material = {
      didDocuments: [{ document: { id: did, verificationMethod: [key], assertionMethod: [method] }, from: "https://issuer.example/.well-known/did.json", at: NOW }],
    };
    assert.deepEqual(await verifier.needs(text), []);
    assert.deepEqual(await verifier.needs("{"), []);
    assert.deepEqual(await verifier.needs(byWeb), [{ kind: "did-document", did, urls: ["https://issuer.example/.well-known/did.json"] }]);
    assert.deepEqual(await verifier.needs(byWeb, material), []);
    assert.equal((await verifier.verify(byWeb, { now: NOW })).verdict, "undecided");
    assert.equal((await verifier.verify(byWeb, { now: NOW, material })).verdict, "accept");
  });

  test("needs() names status lists, and then what they need", async () => {
    const url = "https://issuer.example/status/1";
    const credentialStatus = { type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: "1", statusListCredential: url };
    const credential = secure({ ...credentialBy(issuer), credentialStatus }, issuer);
    const list = { proof: { verificationMethod: "did:web:lists.example#key" } };
    assert.deepEqual(await verifier.needs(credential), [{ kind: "status-list", url, urls: [url] }]);
    const material = { statusLists: [{ credential: list, from: url, at: NOW }] };
    assert.deepEqual(await verifier.needs(credential, material), [{ kind: "did-document", did: "did:web:lists.example", urls: ["https://lists.example/.well-known/did.json"] }]);
  });

  test("needs() asks for the schema, and material satisfies it, as an object or as text", async () => {
    const url = "https://issuer.example/schema.json";
    const named = { ...credentialBy(issuer, { weight: 1 }), credentialSchema: { id: url, type: "JsonSchema" } };
    const byRule = secure(named, issuer);
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: url,
      properties: { credentialSubject: { properties: { weight: { maximum: 1 } } } },
    };
    assert.deepEqual(await verifier.needs(byRule), [{ kind: "schema", url, urls: [url] }]);
    assert.equal((await verifier.verify(byRule, { now: NOW })).credentials[0]?.checks[5].code, "schema-unresolved");
    for (const given of [schema, JSON.stringify(schema)]) {
      const material = { schemas: [{ schema: given, from: url, at: NOW }] };
      assert.deepEqual(await verifier.needs(byRule, material), []);
      const kept = await verifier.verify(byRule, { now: NOW, material, policy: { require: ["schema"] } });
      assert.deepEqual([kept.verdict, kept.credentials[0]?.checks[5].code], ["accept", "schema-satisfied"]);
      const heavier = secure({ ...named, credentialSubject: { weight: 2 } }, issuer);
      const broken = await verifier.verify(heavier, { now: NOW, material });
      const check = broken.credentials[0]?.checks[5];
      assert.deepEqual([broken.verdict, check?.code, check?.pointer], ["reject", "schema-violated", "/credentialSubject/weight"]);
    }
  });
});
