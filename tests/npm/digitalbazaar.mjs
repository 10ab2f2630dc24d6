// @ts-check
/**
 * Digital Bazaar's libraries as an independent issuer and verifier: `@digitalbazaar/vc` with the cryptosuites
 * `eddsa-jcs-2022` and `eddsa-rdfc-2022`, and their two libraries for status lists. Contexts come from their packages and did:key from its own text, so that
 * nothing is ever fetched.
 */
import * as DidKey from "@digitalbazaar/did-method-key";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import * as jcs from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import * as rdfc from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import * as bitstringStatusList from "@digitalbazaar/vc-bitstring-status-list";
import * as statusList2021 from "@digitalbazaar/vc-status-list";
import statusListContext from "@digitalbazaar/vc-status-list-context";

/** @typedef {import("./handmade.mjs").Json} Json */

/** @type {Map<string, Json>} */
const documents = new Map();
const didKey = DidKey.driver();
didKey.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Ed25519Multikey.from });

/**
 * Adds a context that no package carries.
 *
 * @param {string} url
 * @param {Json} document
 */
export function addDocument(url, document) {
  documents.set(url, document);
}

/** @param {string} url */
async function load(url) {
  const known = documents.get(url);
  if (known) return { contextUrl: null, documentUrl: url, document: known };
  if (!url.startsWith("did:key:")) return vc.defaultDocumentLoader(url);
  const document = await didKey.get({ url });
  documents.set(url, document);
  return { contextUrl: null, documentUrl: url, document };
}

/** Hands out documents, remembers them, and refuses whatever is not bundled. */
export const documentLoader = load;

/** @param {"jcs" | "rdfc"} name */
function verifySuite(name) {
  const { createVerifyCryptosuite: jcsSuite } = jcs;
  const { cryptosuite: rdfcSuite } = rdfc;
  return new DataIntegrityProof({ cryptosuite: name === "jcs" ? jcsSuite() : rdfcSuite });
}

/**
 * A fresh key, with its did:key.
 *
 * @returns {Promise<{ did: string, signer: () => object }>}
 */
export async function freshKey() {
  const keyPair = await Ed25519Multikey.generate();
  keyPair.controller = `did:key:${keyPair.publicKeyMultibase}`;
  keyPair.id = `${keyPair.controller}#${keyPair.publicKeyMultibase}`;
  return { did: keyPair.controller, signer: () => keyPair.signer() };
}

/**
 * @param {Json} credential without proof; `issuer` is set to the key's DID where it is missing
 * @param {{ did: string, signer: () => object }} key
 * @param {"jcs" | "rdfc"} [name]
 * @returns {Promise<Json>}
 */
export async function issueWithPeer(credential, key, name = "jcs") {
  const cryptosuite = name === "jcs" ? jcs.createSignCryptosuite() : rdfc.cryptosuite;
  const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite });
  return vc.issue({ credential: structuredClone({ issuer: key.did, ...credential }), suite, documentLoader });
}

/**
 * @param {Json} credential
 * @param {{ name?: "jcs" | "rdfc", now?: Date }} [options]
 * @returns {Promise<{ verified: boolean, error?: Error }>}
 */
export async function verifyWithPeer(credential, { name = "jcs", now = new Date() } = {}) {
  return vc.verifyCredential({ credential, suite: verifySuite(name), documentLoader, now });
}

/** Each of their libraries for status lists, by the type of its entries. */
const STATUS_LISTS = { BitstringStatusListEntry: bitstringStatusList, StatusList2021Entry: statusList2021 };

for (const [url, document] of statusListContext.contexts) addDocument(url, document);

/**
 * The credential of a revocation list, unsigned and without dates.
 *
 * @param {keyof typeof STATUS_LISTS} type
 * @param {string} id
 * @param {number[]} revoked
 * @returns {Promise<Json>}
 */
export async function statusListByPeer(type, id, revoked) {
  const list = await STATUS_LISTS[type].createList({ length: 131072 });
  for (const index of revoked) list.setStatus(index, true);
  return STATUS_LISTS[type].createCredential({ id, list, statusPurpose: "revocation" });
}

/**
 * Whether a credential is revoked by a list, which is verified first.
 *
 * @param {Json} credential
 * @param {Json} list
 * @param {"jcs" | "rdfc"} [name]
 * @returns {Promise<boolean>}
 */
export async function isRevokedForPeer(credential, list, name = "jcs") {
  const loader = async (/** @type {string} */ url) => (url === list.id ? { contextUrl: null, documentUrl: url, document: list } : load(url));
  const { verified, results, error } = await bitstringStatusList.checkStatus({ credential, suite: verifySuite(name), documentLoader: loader });
  if (!verified) throw error;
  return results.some((/** @type {{ status: boolean }} */ { status }) => status);
}
