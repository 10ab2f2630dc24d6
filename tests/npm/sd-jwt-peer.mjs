// @ts-check
/** `@sd-jwt/sd-jwt-vc` as issuer, holder and verifier, its signatures made and checked by `jose`. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import * as jose from "jose";

/** @typedef {{ did: string, alg: string, jwk: jose.JWK, privateKey: jose.CryptoKey, publicKey: jose.CryptoKey }} Key */

/**
 * A fresh key as its own did:jwk.
 *
 * @param {string} alg
 * @returns {Promise<Key>}
 */
export async function freshKey(alg) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true, ...(alg === "EdDSA" && { crv: "Ed25519" }) });
  const jwk = await jose.exportJWK(publicKey);
  return { did: `did:jwk:${jose.base64url.encode(JSON.stringify(jwk))}`, alg, jwk, privateKey, publicKey };
}

/** The peer's way to sign: the signature alone, over what it has put together. @param {Key} key */
const signerOf = (key) => async (/** @type {string} */ data) => {
  const [header, payload] = data.split(".");
  const bytes = jose.base64url.decode(payload);
  const jws = await new jose.CompactSign(bytes).setProtectedHeader(JSON.parse(new TextDecoder().decode(jose.base64url.decode(header)))).sign(key.privateKey);
  assert.equal(jws.slice(0, data.length), data, "the same header, spelled the same");
  return jws.slice(data.length + 1);
};

/** @param {jose.CryptoKey} publicKey */
const verifierOf = (publicKey) => async (/** @type {string} */ data, /** @type {string} */ signature) => {
  try {
    await jose.compactVerify(`${data}.${signature}`, publicKey);
    return true;
  } catch {
    return false;
  }
};

const hasher = (/** @type {string | ArrayBuffer} */ data, /** @type {string} */ alg) =>
  new Uint8Array(createHash(alg.replace("-", "")).update(typeof data === "string" ? data : new Uint8Array(data)).digest());

/**
 * @param {Key} issuer
 * @param {Key} holder
 */
export const peer = (issuer, holder, hashAlg = "sha-256") =>
  new SDJwtVcInstance({
    signer: signerOf(issuer),
    signAlg: issuer.alg,
    verifier: verifierOf(issuer.publicKey),
    hasher,
    hashAlg: /** @type {any} */ (hashAlg),
    saltGenerator: () => randomBytes(16).toString("base64url"),
    kbSigner: signerOf(holder),
    kbSignAlg: holder.alg,
    kbVerifier: (data, signature) => verifierOf(holder.publicKey)(data, signature),
  });
