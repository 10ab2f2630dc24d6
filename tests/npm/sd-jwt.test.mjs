// @ts-check
/**
 * SD-JWT, ours and `@sd-jwt/sd-jwt-vc`'s in both directions, with key binding; status lists of `@sd-jwt/jwt-status-list`.
 *
 * Our tokens are `target/cases/issued-sd-jwt.json`, a list written by the Rust suite `verifier`.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { createHeaderAndPayload, StatusList } from "@sd-jwt/jwt-status-list";
import * as jose from "jose";
import { made, PKG, TARGET } from "./places.mjs";
import { freshKey, peer } from "./sd-jwt-peer.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */
/** @typedef {import("./sd-jwt-peer.mjs").Key} Key */

const NOW = "2026-11-23T12:00:00Z";
const SECONDS = Date.parse(NOW) / 1000;
const AUDIENCE = "https://verifier.example";
const NONCE = "n-0S6_WzA2Mj";
const ASKED = { policy: { challenge: NONCE, domain: AUDIENCE } };
const LIST = "https://issuer.example/status/1";

/** @type {(bundle: unknown, options?: object) => Promise<import("@proofpass/verifier").Report>} */
let verify;
before(async () => {
  made(join(PKG, "wasm-disclosure/verifier_bg.wasm"), "`cargo xtask wasm`");
  ({ verify } = await import(join(PKG, "node.js")));
});

/**
 * @param {Key} issuer
 * @param {Key} holder
 * @param {Json} more
 */
const claimsBy = (issuer, holder, more = {}) => ({
  iss: issuer.did,
  iat: SECONDS - 3600,
  vct: "https://issuer.example/passport",
  cnf: { jwk: holder.jwk },
  weight: 12.5,
  name: "Batterie „Ü“ 💚",
  materials: ["lithium", "cobalt", "nickel"],
  maker: { name: "Example Works", city: "Ulm", address: { street: "Main" } },
  ...more,
});

/** @type {any} */
const FRAME = { _sd: ["weight", "name"], _sd_decoy: 2, materials: { _sd: [0, 2] }, maker: { _sd: ["city", "address"], address: { _sd: ["street"] } } };

const kb = { payload: { iat: SECONDS - 60, aud: AUDIENCE, nonce: NONCE } };

/**
 * Verdict, and the codes of holder, challenge and proof.
 *
 * @param {unknown} bundle
 */
async function codesOf(bundle, options = {}) {
  const report = await verify(bundle, { now: NOW, ...options });
  const [, holder, challenge] = report.checks;
  return [report.verdict, holder?.code, challenge?.code, report.credentials[0]?.checks[1].code];
}

for (const [alg, hashAlg] of [["EdDSA", "sha-256"], ["ES256", "sha-384"], ["ES384", "sha-512"]]) {
  test(`made by @sd-jwt/sd-jwt-vc with ${alg} and ${hashAlg}: accepted in whole and in part, refused once changed`, async () => {
    const [issuer, holder] = [await freshKey(alg), await freshKey("ES256")];
    const theirs = peer(issuer, holder, hashAlg);
    const issued = await theirs.issue(claimsBy(issuer, holder), FRAME, { header: { kid: `${issuer.did}#0` } });
    const whole = await verify(issued, { now: NOW });
    assert.equal(whole.verdict, "accept", JSON.stringify(whole));
    assert.equal(whole.credentials[0].checks[0].code, "sd-jwt-vc-conforms");
    assert.deepEqual(whole.credentials[0].types, ["https://issuer.example/passport"]);

    const shown = await theirs.present(issued, /** @type {any} */ ({ weight: true, maker: { address: { street: true } } }), { kb });
    assert.deepEqual(await codesOf(shown, ASKED), ["accept", "holder-signed", "challenge-matches", "signature-valid"]);
    const report = await verify(shown, { now: NOW, ...ASKED });
    assert.ok(Number(report.credentials[0].undisclosed) > Number(whole.credentials[0].undisclosed));

    // The holder's words, tampered with.
    assert.deepEqual(await codesOf(issued, ASKED), ["undecided", "not-presented", "not-presented", "signature-valid"]);
    const other = { policy: { challenge: "another", domain: AUDIENCE } };
    assert.deepEqual(await codesOf(shown, other), ["reject", "holder-signed", "challenge-mismatch", "signature-valid"]);
    const elsewhere = { policy: { challenge: NONCE, domain: "https://other.example" } };
    assert.deepEqual(await codesOf(shown, elsewhere), ["reject", "holder-signed", "domain-mismatch", "signature-valid"]);
    const parts = shown.split("~");
    const fewer = [parts[0], ...parts.slice(2)].join("~");
    assert.equal((await codesOf(fewer, ASKED))[0], "reject");
    const thief = await freshKey("ES256");
    const stolen = await peer(issuer, thief, hashAlg).present(issued, /** @type {any} */ ({ weight: true }), { kb });
    assert.deepEqual(await codesOf(stolen, ASKED), ["reject", "signature-mismatch", "not-reached", "signature-valid"]);

    // The issuer's words, tampered with.
    const [header, payload, signature] = parts[0].split(".");
    const forged = { ...JSON.parse(new TextDecoder().decode(jose.base64url.decode(payload))), exp: 9_999_999_999 };
    const changed = [`${header}.${jose.base64url.encode(JSON.stringify(forged))}.${signature}`, ...parts.slice(1, -1), ""].join("~");
    assert.equal((await codesOf(changed))[3], "signature-mismatch");
    const invented = `${issued}${jose.base64url.encode(JSON.stringify(["salt", "grade", "A"]))}~`;
    const refused = await verify(invented, { now: NOW });
    assert.deepEqual([refused.verdict, refused.credentials[0].checks[0].code], ["reject", "disclosure-invalid"]);
    const twice = `${issued}${parts[1]}~`;
    assert.equal((await verify(twice, { now: NOW })).verdict, "reject");
  });
}

test("made by @sd-jwt/sd-jwt-vc for an https issuer: accepted with its metadata and its keys", async () => {
  const [issuer, holder] = [await freshKey("ES256"), await freshKey("EdDSA")];
  const iss = "https://issuer.example/tenant";
  const issued = await peer(issuer, holder).issue(claimsBy(issuer, holder, { iss }), FRAME, { header: { kid: "key-1" } });
  const url = "https://issuer.example/.well-known/jwt-vc-issuer/tenant";
  assert.deepEqual(await codesOf(issued), ["undecided", undefined, undefined, "key-unresolved"]);
  const keys = "https://issuer.example/keys";
  const issuerMetadata = [{ metadata: { issuer: iss, jwks_uri: keys }, from: url, at: NOW }];
  assert.deepEqual(await codesOf(issued, { material: { issuerMetadata } }), ["undecided", undefined, undefined, "key-unresolved"]);
  const jwkSets = [{ jwkSet: { keys: [{ ...issuer.jwk, kid: "key-1" }] }, from: keys, at: NOW }];
  assert.equal((await verify(issued, { now: NOW, material: { issuerMetadata, jwkSets } })).verdict, "accept");
  const other = [{ jwkSet: { keys: [{ ...holder.jwk, kid: "key-1" }] }, from: keys, at: NOW }];
  assert.equal((await verify(issued, { now: NOW, material: { issuerMetadata, jwkSets: other } })).verdict, "reject");
});

for (const bits of /** @type {const} */ ([1, 2, 4, 8])) {
  test(`a status list of @sd-jwt/jwt-status-list with ${bits} bits`, async () => {
    const [issuer, holder] = [await freshKey("ES256"), await freshKey("ES256")];
    const list = new StatusList(new Array(1024).fill(0), bits);
    list.setStatus(7, 1);
    if (bits > 1) list.setStatus(8, 2);
    const made = createHeaderAndPayload(list, { iss: issuer.did, sub: LIST, iat: SECONDS - 60 }, { alg: "ES256", typ: "statuslist+jwt", kid: `${issuer.did}#0` });
    const token = await new jose.SignJWT(/** @type {any} */ (made.payload)).setProtectedHeader(/** @type {any} */ (made.header)).sign(issuer.privateKey);
    const statusListTokens = [{ token, from: LIST, at: NOW }];
    const at = async (/** @type {number} */ idx) => {
      const claims = claimsBy(issuer, holder, { status: { status_list: { idx, uri: LIST } } });
      const issued = await peer(issuer, holder).issue(claims, FRAME, { header: { kid: `${issuer.did}#0` } });
      const report = await verify(issued, { now: NOW, material: { statusListTokens } });
      return [report.verdict, report.credentials[0].checks[4].code];
    };
    assert.deepEqual(await at(6), ["accept", "status-clear"]);
    assert.deepEqual(await at(7), ["reject", "revoked"]);
    assert.deepEqual(await at(8), bits > 1 ? ["reject", "suspended"] : ["accept", "status-clear"]);
    assert.deepEqual(await at(1024), ["reject", "status-index-out-of-range"]);
  });
}

describe("made by us", () => {
  /** @type {{ jwk: jose.JWK, holder: jose.JWK, issued: string, shown: string }[]} */
  const ours = JSON.parse(readFileSync(made(join(TARGET, "cases/issued-sd-jwt.json"), "the Rust suite `verifier`"), "utf8"));
  assert.equal(ours.length, 3);
  for (const { jwk, holder, issued, shown } of ours) {
    const { alg } = jose.decodeProtectedHeader(issued.split("~")[0]);
    test(`${alg}: accepted by @sd-jwt/sd-jwt-vc, refused once changed`, async () => {
      const key = async (/** @type {jose.JWK} */ jwk, /** @type {any} */ alg) => ({ did: "", alg, jwk, publicKey: await jose.importJWK(jwk, alg) });
      const theirs = peer(/** @type {any} */ (await key(jwk, alg)), /** @type {any} */ (await key(holder, "ES256")));
      const options = /** @type {any} */ ({ currentDate: SECONDS });
      const whole = /** @type {Json} */ ((await theirs.verify(issued, options)).payload);
      assert.deepEqual([whole.weight, whole.materials, whole.maker], [12.5, ["lithium", "cobalt"], { name: "Example Works", city: "Ulm" }]);
      const part = await theirs.verify(shown, { ...options, keyBindingNonce: NONCE });
      const payload = /** @type {Json} */ (part.payload);
      assert.deepEqual([payload.weight, payload.materials, payload.maker?.city], [undefined, ["lithium", "cobalt"], "Ulm"]);
      assert.equal(part.kb?.payload.aud, AUDIENCE);
      await assert.rejects(theirs.verify(shown, { ...options, keyBindingNonce: "another" }));
      await assert.rejects(theirs.verify(shown.replace("~", "~WyJhIiwiYiIsMV0~"), { ...options, keyBindingNonce: NONCE }));
      const [header, , signature] = issued.split("~")[0].split(".");
      await assert.rejects(theirs.verify(`${header}.e30.${signature}~`, options));
    });
  }
});
