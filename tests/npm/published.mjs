// @ts-check
/** An issuer with a site: its keys (`did:web`), a status list, a schema, and credentials that need them. */
import { gzipSync } from "node:zlib";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";

export const HOST = "issuer.example";
export const DID = `did:web:${HOST}`;
export const LIST = `https://${HOST}/status/1`;
export const SCHEMA = `https://${HOST}/schemas/product`;

export const issuer = { ...issuerWithKey(), did: DID };
/** @param {string} did */
export const didDocument = (did) => ({
  "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
  id: did,
  verificationMethod: [{ id: `${did}#${issuer.multikey}`, type: "Multikey", controller: did, publicKeyMultibase: issuer.multikey }],
  assertionMethod: [`${did}#${issuer.multikey}`],
});

/** @param {number[]} revoked */
export function statusList(revoked) {
  const bits = Buffer.alloc(16 << 10);
  for (const index of revoked) bits[index >> 3] = Number(bits[index >> 3]) | (0x80 >> (index & 7));
  const list = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    id: LIST,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer: DID,
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: { id: `${LIST}#list`, type: "BitstringStatusList", statusPurpose: "revocation", encodedList: `u${gzipSync(bits).toString("base64url")}` },
  };
  return secure(list, issuer);
}

export const plain = JSON.stringify(secure(credentialBy(issuer), issuer));
/** @param {number} index */
export const revocable = (index) => ({
  ...credentialBy(issuer),
  credentialStatus: { type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: String(index), statusListCredential: LIST },
});
export const clear = JSON.stringify(secure(revocable(3), issuer));
export const revoked = JSON.stringify(secure(revocable(7), issuer));
/** By somebody whose DID is its key. */
const selfContained = issuerWithKey();
export const keyed = JSON.stringify(secure(credentialBy(selfContained), selfContained));
export const described = JSON.stringify(secure({ ...credentialBy(issuer), credentialSchema: { id: SCHEMA, type: "JsonSchema" } }, issuer));
