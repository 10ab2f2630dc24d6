// @ts-check
/**
 * Ours and independent implementations, in both directions: what we issue verifies with `@digitalbazaar/vc` and by
 * hand, what they issue verifies with the package in Node, and nobody accepts what was changed afterwards.
 *
 * Our credentials are `target/cases/issued.json`, a list written by the Rust suite `verifier` with the issuing half of
 * the core; our status lists are `target/cases/status-jcs.json` and `status-rdfc.json`.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { freshKey, isRevokedForPeer, issueWithPeer, statusListByPeer, verifyWithPeer } from "./digitalbazaar.mjs";
import { canonicalize, credentialBy, issuerWithKey, proofFor, secure, signatureIsGood } from "./handmade.mjs";
import { made, PKG, TARGET } from "./places.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */

// Every fresh credential below is valid from before this instant and has no end.
const NOW = "2026-11-23T12:00:00Z";

/** @type {(bundle: unknown, options?: object) => Promise<import("@proofpass/verifier").Report>} */
let verify;
before(async () => {
  made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");
  ({ verify } = await import(join(PKG, "node.js")));
});

/**
 * Claims that canonicalization can get wrong.
 *
 * @type {Record<string, Json>}
 */
const CLAIMS = {
  plain: { certificationId: "CERT-001" },
  unicode: {
    certificationId: "Zertifikat „Ünïcödé“ 💚 \u2028\u2029 \u0000\u001f\u007f",
    composed: ["é", "e\u0301"],
    // UTF-16 order and code point order differ between these two names.
    "\u{10000}": "first in UTF-16",
    "\uE000": "second in UTF-16",
    "": "an empty name",
    "\"\\/\b\f\n\r\t": "escapes",
  },
  numbers: {
    integers: [0, 1, -1, 9007199254740991, -9007199254740991],
    fractions: [0.1, 0.5, 333333333.3333333, 4.5, 1e-6, 1e-7],
    large: [1e20, 1e21, 1e22, 1.7976931348623157e308, 5e-324],
  },
  nested: {
    deep: { list: [[[], {}], [[[1]]], null, true, false], "10": 1, "9": 2, a: { z: 1, y: { x: [{ w: 1 }] } } },
  },
  "long text": { text: "0123456789abcdef".repeat(4096) },
};

/** @param {Json} document */
function issuerOf(document) {
  return typeof document.issuer === "string" ? document.issuer : document.issuer.id;
}

/**
 * Changes that break a signature, each at another place.
 *
 * @param {Json} good
 * @returns {[string, Json][]}
 */
function tampered(good) {
  const change = (/** @type {(copy: Json) => void} */ how) => {
    const copy = structuredClone(good);
    how(copy);
    assert.notDeepEqual(copy, good);
    return copy;
  };
  const proof = (/** @type {Json} */ copy) => [copy.proof].flat()[0];
  return [
    ["a changed claim", change((copy) => void ([copy.credentialSubject].flat()[0].id = "urn:product:PROD-666"))],
    ["a claim more", change((copy) => void ([copy.credentialSubject].flat()[0].added = true))],
    ["another type", change((copy) => void copy.type.push("OtherCredential"))],
    ["another period", change((copy) => void (copy.validFrom = "2020-01-01T00:00:00Z"))],
    ["a changed proof time", change((copy) => void (proof(copy).created = "2020-01-01T00:00:00Z"))],
    ["a changed signature", change((copy) => void (proof(copy).proofValue = withLastDigitChanged(proof(copy).proofValue)))],
  ];
}

/** @param {string} text */
function withLastDigitChanged(text) {
  return text.slice(0, -1) + (text.endsWith("2") ? "3" : "2");
}

/**
 * @param {Json} document
 * @param {string} what
 */
async function refusedByAll(document, what) {
  const { verdict } = await verify(JSON.stringify(document), { now: NOW });
  assert.equal(verdict, "reject", `ours: ${what}`);
  const { verified } = await verifyWithPeer(document, { now: new Date(NOW) });
  assert.equal(verified, false, `@digitalbazaar/vc: ${what}`);
}

/**
 * @param {Json} document
 */
async function acceptedByAll(document) {
  const report = await verify(JSON.stringify(document), { now: NOW, policy: { trustedIssuers: [issuerOf(document)] } });
  assert.equal(report.verdict, "accept", JSON.stringify(report));
  const { verified, error } = await verifyWithPeer(document, { now: new Date(NOW) });
  assert.equal(verified, true, JSON.stringify(error));
  for (const proof of [document.proof].flat()) assert.ok(signatureIsGood({ ...document, proof }), "by hand");
}

/**
 * What the peer issued: accepted by ours, and refused by both once changed.
 *
 * @param {Json} document
 * @param {import("./digitalbazaar.mjs").SuiteName} name
 */
async function acceptedByOurs(document, name) {
  const report = await verify(JSON.stringify(document), { now: NOW });
  assert.equal(report.verdict, "accept", JSON.stringify(report));
  for (const [what, changed] of tampered(document)) {
    const { verdict } = await verify(JSON.stringify(changed), { now: NOW });
    assert.equal(verdict, "reject", `ours: ${what}`);
    const { verified } = await verifyWithPeer(changed, { name, now: new Date(NOW) });
    assert.equal(verified, false, `@digitalbazaar/vc: ${what}`);
  }
}

/**
 * A test for each credential of ours in a file: accepted by the peer, and refused once changed.
 *
 * @param {string} file
 * @param {import("./digitalbazaar.mjs").SuiteName} name
 */
function oursAcceptedByPeer(file, name) {
  /** @type {Json[]} */
  const issued = JSON.parse(readFileSync(made(join(TARGET, "cases", file), "the Rust suite `verifier`"), "utf8"));
  assert.ok(issued.length > 0, "the Rust suite issued nothing");
  for (const [at, credential] of issued.entries()) {
    test(`issued by us, credential ${at}: accepted by @digitalbazaar/vc, refused once changed`, async () => {
      const { verified, error } = await verifyWithPeer(credential, { name, now: new Date(NOW) });
      assert.equal(verified, true, JSON.stringify(error));
      for (const [what, changed] of tampered(credential)) {
        const { verified } = await verifyWithPeer(changed, { name, now: new Date(NOW) });
        assert.equal(verified, false, what);
      }
    });
  }
}

describe("issued by us", () => {
  /** @type {Json[]} */
  const issued = JSON.parse(readFileSync(made(join(TARGET, "cases/issued.json"), "the Rust suite `verifier`"), "utf8"));
  assert.ok(issued.length > 0, "the Rust suite issued nothing");

  for (const [at, credential] of issued.entries()) {
    test(`credential ${at}: accepted by @digitalbazaar/vc and by hand`, () => acceptedByAll(credential));
    test(`credential ${at}: refused by all once changed`, async () => {
      for (const [what, document] of tampered(credential)) await refusedByAll(document, what);
    });
  }
});

describe("issued by @digitalbazaar/vc with a fresh key", () => {
  for (const [name, claims] of Object.entries(CLAIMS)) {
    test(`${name}: accepted by ours, refused by all once changed`, async () => {
      const key = await freshKey();
      const { issuer: _, ...credential } = credentialBy(issuerWithKey(), claims);
      const document = await issueWithPeer(credential, key);
      await acceptedByAll(document);
      for (const [what, changed] of tampered(document)) await refusedByAll(changed, what);
    });
  }

  test("with two proofs: each is checked", async () => {
    const key = await freshKey();
    const { issuer: _, ...credential } = credentialBy(issuerWithKey());
    const once = await issueWithPeer(credential, key);
    const twice = await issueWithPeer(credential, key);
    const document = { ...once, proof: [once.proof, twice.proof] };
    await acceptedByAll(document);
    const broken = structuredClone(document);
    broken.proof[1].proofValue = withLastDigitChanged(broken.proof[1].proofValue);
    const { verdict } = await verify(JSON.stringify(broken), { now: NOW });
    assert.equal(verdict, "reject", "one good proof does not make up for a bad one");
  });

  test("by another issuer than the credential names: refused by all", async () => {
    const key = await freshKey();
    const document = await issueWithPeer(credentialBy(issuerWithKey()), key);
    await refusedByAll(document, "another issuer");
  });
});

describe("over JSON-LD, with eddsa-rdfc-2022", () => {
  /** Everything that is not a term of the data model is one of this vocabulary. */
  const VOCABULARY = { "@vocab": "https://example.com/vocabulary#", list: { "@id": "https://example.com/vocabulary#list", "@container": "@list" } };

  /**
   * Two things are left out on purpose, because the peer departs from the specifications there: numbers such as 1e-7,
   * which it reads as the integer 0 (JavaScript writes them without a point), and names above U+FFFF beside names from
   * U+E000 on, which it sorts by UTF-16 and RDFC-1.0 by code point.
   *
   * @type {Record<string, Json>}
   */
  const LINKED = {
    plain: CLAIMS.plain,
    unicode: { text: "Zertifikat „Ünïcödé“ 💚 \u2028\u2029 \u0000\u001f\u007f", "ключ": "é" },
    numbers: { integers: [0, 1, -1, 9007199254740991], doubles: [0.1, 333333333.3333333, 4.5, 1.5e-7, 1e21, 1.7976931348623157e308, 1424953923781206.2] },
    nested: { part: [{ type: "Part", part: { type: "Part", n: 1 } }, { type: "Part", part: { type: "Part", n: 2 } }] },
    alike: { part: [{ part: { name: "a" } }, { part: { name: "a" } }, { part: { part: { name: "a" } } }] },
    lists: { list: ["a", "b", ["c", []], 1, true] },
  };

  for (const [name, claims] of Object.entries(LINKED)) {
    test(`issued by @digitalbazaar/vc, ${name}: accepted by ours, refused by all once changed`, async () => {
      const key = await freshKey();
      const { issuer: _, ...credential } = credentialBy(issuerWithKey(), claims);
      credential["@context"] = ["https://www.w3.org/ns/credentials/v2", VOCABULARY];
      const document = await issueWithPeer(credential, key, "rdfc");
      await acceptedByOurs(document, "rdfc");
    });
  }

  oursAcceptedByPeer("issued-rdfc.json", "rdfc");
});

describe("status lists", () => {
  const URL = "https://issuer.example/status/1";
  const REVOKED = [0, 7, 8, 94_567, 131_071];

  /** @param {Json} credential @param {Json} list */
  const judged = async (credential, list) => {
    const material = { statusLists: [{ credential: list, from: list.id, at: NOW }] };
    const { verdict, credentials } = await verify(JSON.stringify(credential), { now: NOW, material });
    return [verdict, credentials[0]?.checks[4].code];
  };

  for (const name of /** @type {("jcs" | "rdfc")[]} */ (["jcs", "rdfc"])) {
    test(`made by @digitalbazaar/vc-bitstring-status-list, ${name}: read by ours bit by bit`, async () => {
      const key = await freshKey();
      const unsigned = await statusListByPeer("BitstringStatusListEntry", URL, REVOKED);
      const list = await issueWithPeer({ ...unsigned, validFrom: "2026-01-02T03:04:05Z" }, key, name);
      const other = await statusListByPeer("BitstringStatusListEntry", URL, []);
      const changed = { ...list, credentialSubject: other.credentialSubject };
      for (const index of [0, 1, 6, 7, 8, 9, 94_566, 94_567, 94_568, 131_070, 131_071]) {
        const { issuer: _, ...credential } = credentialBy(issuerWithKey());
        const entry = { type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: String(index), statusListCredential: URL };
        const document = await issueWithPeer({ ...credential, credentialStatus: entry }, key);
        const revoked = REVOKED.includes(index);
        assert.deepEqual(await judged(document, list), revoked ? ["reject", "revoked"] : ["accept", "status-clear"], String(index));
        assert.equal(await isRevokedForPeer(document, list, name), revoked);
        assert.deepEqual(await judged(document, changed), ["reject", "status-list-invalid"]);
        await assert.rejects(isRevokedForPeer(document, changed, name));
      }
    });

    test(`made by us, ${name}: read by @digitalbazaar/vc-bitstring-status-list`, async () => {
      const { list, revoked, clear } = JSON.parse(readFileSync(made(join(TARGET, `cases/status-${name}.json`), "the Rust suite `verifier`"), "utf8"));
      assert.equal(await isRevokedForPeer(revoked, list, name), true);
      assert.equal(await isRevokedForPeer(clear, list, name), false);
      assert.deepEqual(await judged(revoked, list), ["reject", "revoked"]);
      assert.deepEqual(await judged(clear, list), ["accept", "status-clear"]);
      await assert.rejects(isRevokedForPeer(clear, { ...list, validFrom: "2020-01-01T00:00:00Z" }, name));
    });
  }

  test("made by @digitalbazaar/vc-status-list, in the older form and data model: read by ours", async () => {
    const key = await freshKey();
    const unsigned = await statusListByPeer("StatusList2021Entry", URL, REVOKED);
    const list = await issueWithPeer({ ...unsigned, issuanceDate: "2026-01-02T03:04:05Z" }, key);
    for (const [index, found] of /** @type {[number, string[]][]} */ ([[94_567, ["reject", "revoked"]], [94_568, ["accept", "status-clear"]]])) {
      const { issuer: _, ...credential } = credentialBy(issuerWithKey());
      const entry = { type: "StatusList2021Entry", statusPurpose: "revocation", statusListIndex: String(index), statusListCredential: URL };
      const document = await issueWithPeer({ ...credential, credentialStatus: { id: `${URL}#${index}`, ...entry } }, key);
      assert.deepEqual(await judged(document, list), found);
    }
  });
});

describe("with Ed25519Signature2020, the older proof type", () => {
  test("issued by @digitalbazaar/vc: accepted by ours, refused by all once changed", async () => {
    const key = await freshKey();
    const { issuer: _, ...credential } = credentialBy(issuerWithKey());
    credential["@context"] = ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/suites/ed25519-2020/v1", { "@vocab": "https://example.com/vocabulary#" }];
    const document = await issueWithPeer(credential, key, "ed25519-2020");
    assert.equal(document.proof.type, "Ed25519Signature2020");
    await acceptedByOurs(document, "ed25519-2020");
  });

  oursAcceptedByPeer("issued-ed25519-2020.json", "ed25519-2020");
});

describe("made by hand with canonicalize and node:crypto", () => {
  const issuer = issuerWithKey();

  for (const [name, claims] of Object.entries(CLAIMS)) {
    test(`${name}: accepted by ours and by @digitalbazaar/vc`, () => acceptedByAll(secure(credentialBy(issuer, claims), issuer)));
  }

  test("with an array of proofs, and with several subjects", async () => {
    const credential = { ...credentialBy(issuer), credentialSubject: [{ id: "urn:product:1" }, { id: "urn:product:2", n: 1 }] };
    const proofs = [proofFor(credential, issuer), proofFor(credential, issuer, { created: "2026-02-03T04:05:06Z" })];
    await acceptedByAll({ ...credential, proof: proofs });
  });

  test("the digest in the report is that of the canonical form", async () => {
    const document = secure(credentialBy(issuer, CLAIMS.unicode), issuer);
    const { credentials } = await verify(JSON.stringify(document), { now: NOW });
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonicalize(document)));
    assert.equal(credentials[0]?.digest, `sha-256:${Buffer.from(digest).toString("hex")}`);
  });

  test("a proof without contexts of its own: the document's are the signed ones", async () => {
    const document = secure(credentialBy(issuer), issuer, { "@context": undefined });
    assert.equal(Object.hasOwn(document.proof, "@context"), false);
    await acceptedByAll(document);
    await refusedByAll({ ...document, "@context": document["@context"].slice(0, 1) }, "a context taken away");
    const added = [...document["@context"], "https://www.w3.org/ns/credentials/examples/v2"];
    await refusedByAll({ ...document, "@context": added }, "a context added");
  });
});

describe("JSON Schemas, beside ajv", () => {
  const issuer = issuerWithKey();
  const URL_OF_SCHEMA = "https://example.com/schema";

  /** @type {Record<string, { draft: string, peer: () => Ajv }>} */
  const DRAFTS = {
    "2020-12": { draft: "https://json-schema.org/draft/2020-12/schema", peer: () => new Ajv2020({ strict: false, validateFormats: false }) },
    "2019-09": { draft: "https://json-schema.org/draft/2019-09/schema", peer: () => new Ajv2019({ strict: false, validateFormats: false }) },
    "7": { draft: "http://json-schema.org/draft-07/schema#", peer: () => new Ajv({ strict: false, validateFormats: false }) },
  };

  /** Schemas of a claim in every draft, and claims. Every claim is held against every schema. @type {(Json | boolean)[]} */
  const SCHEMAS = [
    { type: "integer" },
    { type: ["number", "null"] },
    { type: "object", required: ["a"], additionalProperties: false, properties: { a: true, b: { type: "string" } } },
    { minimum: 0, exclusiveMaximum: 10 },
    { multipleOf: 2 },
    { minLength: 2, maxLength: 3 },
    { pattern: "^[a-z]+$" },
    { pattern: "\\d{2,}" },
    { pattern: "^(a|é|💚){2}$" },
    { enum: [1, "1", null, [1], { a: 1 }] },
    { const: { a: [1, { b: null }] } },
    { uniqueItems: true },
    { items: { type: "number" }, minItems: 1, maxItems: 3 },
    { contains: { type: "string" } },
    { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
    { oneOf: [{ type: "number" }, { minimum: 5 }, { const: 1 }] },
    { not: { type: ["string", "object"] } },
    { allOf: [{ type: "object" }, { minProperties: 2 }] },
    { if: { type: "object", required: ["a"] }, then: { properties: { a: { type: "string" } } }, else: { type: ["array", "number", "string"] } },
    { patternProperties: { "^x-": { type: "boolean" }, "é": false }, additionalProperties: { type: ["array", "number", "string"] } },
    { propertyNames: { pattern: "^[a-z]$" }, maxProperties: 2 },
    { $ref: "#/definitions/tree" },
    { format: "email" },
    {},
    false,
  ];

  /** Of one draft only. @type {Record<string, Json[]>} */
  const MORE = {
    "2020-12": [
      { prefixItems: [{ type: "number" }, { type: "string" }], items: false },
      { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      { prefixItems: [true], unevaluatedItems: { type: "number" } },
      { contains: { type: "number" }, minContains: 2, maxContains: 2 },
      { dependentRequired: { a: ["b"] }, dependentSchemas: { b: { required: ["a"] } } },
    ],
    "2019-09": [{ items: [{ type: "number" }], additionalItems: { type: "string" } }, { properties: { a: true }, unevaluatedProperties: false }],
    "7": [{ items: [{ type: "number" }], additionalItems: false }, { dependencies: { a: ["b"], b: { required: ["x-"] } } }],
  };

  /** @type {unknown[]} */
  const CLAIMED = [
    null, true, 0, 1, 1.5, -2, 10, 1e21, "", "1", "ab", "é💚", "abcd", "12", [], [1], [1, 1], [1, 2], ["a", 1], [1, "a"],
    [{ a: 1 }, { a: 1 }], [[1], [2]], {}, { a: 1 }, { a: "a" }, { a: 1, b: "b" }, { a: [1, { b: null }] }, { b: 1 },
    { "x-": true }, { "x-": 1 }, { "é": 1 }, { aa: 1, b: 2 }, { a: { a: { a: {} } } }, { a: { a: { a: 1 } } },
  ];

  for (const [name, { draft, peer }] of Object.entries(DRAFTS)) {
    test(`draft ${name}: the same verdicts`, async () => {
      const credentials = CLAIMED.map((claim) => {
        const schema = { id: URL_OF_SCHEMA, type: "JsonSchema" };
        return { ...credentialBy(issuer, { claim }), credentialSchema: schema };
      });
      const secured = credentials.map((credential) => JSON.stringify(secure(credential, issuer)));
      const counts = { kept: 0, broken: 0 };
      for (const claim of [...SCHEMAS, ...(MORE[name] ?? [])]) {
        const schema = {
          $schema: draft,
          $id: URL_OF_SCHEMA,
          properties: { credentialSubject: { required: ["claim"], properties: { claim } } },
          definitions: { tree: { type: "object", additionalProperties: { $ref: "#/definitions/tree" } } },
        };
        const holds = peer().compile(schema);
        const material = { schemas: [{ schema: JSON.stringify(schema), from: URL_OF_SCHEMA, at: NOW }] };
        for (const [at, credential] of credentials.entries()) {
          const { verdict, credentials: reports } = await verify(secured[at], { now: NOW, material, policy: { require: ["schema"] } });
          const code = reports[0]?.checks[5].code;
          const expected = holds(credential) ? ["accept", "schema-satisfied"] : ["reject", "schema-violated"];
          counts[expected[0] === "accept" ? "kept" : "broken"] += 1;
          assert.deepEqual([verdict, code], expected, `${JSON.stringify(claim)} ${JSON.stringify(CLAIMED[at])}`);
        }
      }
      assert.ok(counts.kept > 200 && counts.broken > 200, JSON.stringify(counts));
    });
  }
});
