// @ts-check
/**
 * `eddsa-jcs-2022` made by hand from `canonicalize` and node:crypto: a third implementation, independent of ours
 * and of Digital Bazaar's. It follows the steps of the specification and checks nothing else.
 *
 * Spec: <https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022>
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import canonicalizeModule from "canonicalize";

/** @type {(value: unknown) => string} */
export const canonicalize = /** @type {any} */ (canonicalizeModule);

/** @typedef {Record<string, any>} Json */
/** @typedef {{ did: string, multikey: string, seed: Buffer, privateKey: import("node:crypto").KeyObject }} Issuer */

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
// Multicodec `ed25519-pub`, as an unsigned varint.
const ED25519_PUB = Buffer.from([0xed, 0x01]);
// RFC 8410: what stands before the 32 bytes of a key in SubjectPublicKeyInfo and in PKCS #8.
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** @param {Uint8Array} bytes */
export function base58(bytes) {
  let number = BigInt(`0x0${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  for (; number > 0n; number /= 58n) text = BASE58[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros < 0 ? bytes.length : zeros) + text;
}

/**
 * @param {string} text
 * @param {number} length
 */
export function fromBase58(text, length) {
  let number = 0n;
  for (const digit of text) {
    const value = BASE58.indexOf(digit);
    if (value < 0) throw new Error("not base58btc");
    number = number * 58n + BigInt(value);
  }
  return Buffer.from(number.toString(16).padStart(length * 2, "0"), "hex");
}

/**
 * @param {Buffer} [seed] by default a fresh key
 * @returns {Issuer}
 */
export function issuerWithKey(seed) {
  const fresh = seed ?? Buffer.from(String(generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }).d), "base64url");
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, fresh]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(SPKI.length);
  const multikey = `z${base58(Buffer.concat([ED25519_PUB, publicKey]))}`;
  return { did: `did:key:${multikey}`, multikey, seed: fresh, privateKey };
}

/** @param {string} multikey */
export function publicKeyOf(multikey) {
  const bytes = fromBase58(multikey.slice(1), 34);
  if (multikey[0] !== "z" || !bytes.subarray(0, 2).equals(ED25519_PUB)) throw new Error("not an Ed25519 multikey");
  return createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(2)]), format: "der", type: "spki" });
}

/** @param {string} text */
function sha256(text) {
  return createHash("sha256").update(text, "utf8").digest();
}

/**
 * Steps 3 to 5 of "create proof" and "verify proof": SHA-256 of the proof's options, then of the document.
 *
 * @param {Json} document without proof
 * @param {Json} options the proof without `proofValue`
 */
export function hashData(document, options) {
  return Buffer.concat([sha256(canonicalize(options)), sha256(canonicalize(document))]);
}

/**
 * @param {Json} document without proof
 * @param {Issuer} issuer
 * @param {Json} [more] other members of the proof; an undefined `@context` leaves it out
 * @returns {Json} the proof
 */
export function proofFor(document, issuer, more = {}) {
  /** @type {Json} */
  const options = {
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    created: "2026-01-02T03:04:05Z",
    verificationMethod: `${issuer.did}#${issuer.multikey}`,
    proofPurpose: "assertionMethod",
    "@context": document["@context"],
    ...more,
  };
  if (options["@context"] === undefined) delete options["@context"];
  const signature = sign(null, hashData(document, options), issuer.privateKey);
  return { ...options, proofValue: `z${base58(signature)}` };
}

/**
 * @param {Json} document
 * @param {Issuer} issuer
 * @param {Json} [more]
 * @returns {Json} the secured document
 */
export function secure(document, issuer, more) {
  return { ...document, proof: proofFor(document, issuer, more) };
}

/**
 * Whether the signature of a document with one proof is good: nothing is said about anything else.
 *
 * @param {Json} secured
 * @returns {boolean}
 */
export function signatureIsGood({ proof, ...document }) {
  const { proofValue, ...options } = proof;
  const key = publicKeyOf(options.verificationMethod.split("#")[1]);
  return verify(null, hashData(document, options), key, fromBase58(proofValue.slice(1), 64));
}

/**
 * A credential that conforms, to be changed at will.
 *
 * @param {Issuer} issuer
 * @param {Json} [claims]
 * @returns {Json}
 */
export function credentialBy(issuer, claims = { certificationId: "CERT-001" }) {
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"],
    id: "urn:uuid:3b1f6a3e-9d53-4b41-8a3c-5d8f9c2a7e10",
    type: ["VerifiableCredential", "ProductAttestation"],
    issuer: issuer.did,
    validFrom: "2026-01-02T03:04:05Z",
    credentialSubject: { id: "urn:product:PROD-123", type: "Product", ...claims },
  };
}
