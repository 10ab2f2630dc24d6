// @ts-check
/**
 * Digital Bazaar's libraries as an independent issuer, holder and verifier: `@digitalbazaar/vc` with the cryptosuites of
 * Ed25519, P-256, P-384 and BLS12-381, over JSON and over JSON-LD, with the older Ed25519Signature2020, and their two libraries for
 * status lists. Contexts come from their packages and did:key from its own text, so that
 * nothing is ever fetched.
 */
import * as DidKey from "@digitalbazaar/did-method-key";
import * as bbs from "@digitalbazaar/bbs-2023-cryptosuite";
import * as Bls12381Multikey from "@digitalbazaar/bls12-381-multikey";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as ecdsaJcs from "@digitalbazaar/ecdsa-jcs-2019-cryptosuite";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import * as ecdsaRdfc from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import * as ecdsaSd from "@digitalbazaar/ecdsa-sd-2023-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { Ed25519Signature2020 } from "@digitalbazaar/ed25519-signature-2020";
import * as jcs from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import * as rdfc from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import * as bitstringStatusList from "@digitalbazaar/vc-bitstring-status-list";
import * as statusList2021 from "@digitalbazaar/vc-status-list";
import statusListContext from "@digitalbazaar/vc-status-list-context";
import ed25519Context2020 from "ed25519-signature-2020-context";

/** @typedef {import("./handmade.mjs").Json} Json */

/** @type {Map<string, Json>} */
const documents = new Map(ed25519Context2020.contexts);
const didKey = DidKey.driver();
didKey.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Ed25519Multikey.from });
for (const multibaseMultikeyHeader of ["zDna", "z82L"]) didKey.use({ multibaseMultikeyHeader, fromMultibase: EcdsaMultikey.from });
// A few of all keys begin with the former.
for (const multibaseMultikeyHeader of ["zUC6", "zUC7"]) didKey.use({ multibaseMultikeyHeader, fromMultibase: Bls12381Multikey.from });

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

/**
 * `rdfc-patient` is `rdfc` with more work allowed to canonicalization: by itself this peer refuses the UN's sample
 * passport.
 *
 * @typedef {"bbs" | "jcs" | "rdfc" | "rdfc-patient" | "ecdsa-jcs" | "ecdsa-rdfc" | "ecdsa-sd" | "ed25519-2020"} SuiteName
 */

const patient = {
  ...rdfc.cryptosuite,
  canonize: (/** @type {unknown} */ input, /** @type {object} */ options) => rdfc.cryptosuite.canonize(input, { ...options, maxWorkFactor: 2 }),
};

/**
 * @param {SuiteName} name
 * @param {{ signer: () => { algorithm: string } }} [key] whose it is when it verifies
 * @param {string[]} [mandatoryPointers] what holders must show, with `bbs` and `ecdsa-sd`
 */
function suiteFor(name, key, mandatoryPointers = []) {
  if (name === "ed25519-2020") return new Ed25519Signature2020({ signer: key?.signer() });
  const signing = {
    bbs: () => bbs.createSignCryptosuite({ mandatoryPointers }),
    jcs: () => jcs.createSignCryptosuite(),
    rdfc: () => rdfc.cryptosuite,
    "rdfc-patient": () => patient,
    "ecdsa-jcs": () => ecdsaJcs.createSignCryptosuite(),
    "ecdsa-rdfc": () => ecdsaRdfc.cryptosuite,
    "ecdsa-sd": () => ecdsaSd.createSignCryptosuite({ mandatoryPointers }),
  };
  const verifying = {
    ...signing,
    bbs: () => bbs.createVerifyCryptosuite(),
    jcs: () => jcs.createVerifyCryptosuite(),
    "ecdsa-jcs": () => ecdsaJcs.createVerifyCryptosuite(),
    "ecdsa-sd": () => ecdsaSd.createVerifyCryptosuite(),
  };
  if (key === undefined) return new DataIntegrityProof({ cryptosuite: verifying[name]() });
  return new DataIntegrityProof({ signer: key.signer(), cryptosuite: signing[name]() });
}

/**
 * A fresh key, with its did:key.
 *
 * @param {"BLS12-381" | "Ed25519" | "P-256" | "P-384"} [curve]
 * @returns {Promise<{ did: string, signer: () => any }>}
 */
export async function freshKey(curve = "Ed25519") {
  const generate = {
    "BLS12-381": () => Bls12381Multikey.generateBbsKeyPair({ algorithm: Bls12381Multikey.ALGORITHMS.BBS_BLS12381_SHA256 }),
    Ed25519: () => Ed25519Multikey.generate(),
    "P-256": () => EcdsaMultikey.generate({ curve }),
    "P-384": () => EcdsaMultikey.generate({ curve }),
  };
  const keyPair = await generate[curve]();
  const { publicKeyMultibase } = await keyPair.export({ publicKey: true });
  keyPair.controller = `did:key:${publicKeyMultibase}`;
  keyPair.id = `${keyPair.controller}#${publicKeyMultibase}`;
  return { did: keyPair.controller, signer: () => keyPair.signer() };
}

/**
 * @param {Json} credential without proof; `issuer` is set to the key's DID where it is missing
 * @param {{ did: string, signer: () => any }} key
 * @param {SuiteName} [name]
 * @param {string[]} [mandatoryPointers]
 * @returns {Promise<Json>}
 */
export async function issueWithPeer(credential, key, name = "jcs", mandatoryPointers = []) {
  const suite = suiteFor(name, key, mandatoryPointers);
  return vc.issue({ credential: structuredClone({ issuer: key.did, ...credential }), suite, documentLoader });
}

/**
 * @param {Json} credential
 * @param {{ name?: SuiteName, now?: Date }} [options]
 * @returns {Promise<{ verified: boolean, error?: Error }>}
 */
export async function verifyWithPeer(credential, { name = "jcs", now = new Date() } = {}) {
  return vc.verifyCredential({ credential, suite: suiteFor(name), documentLoader, now });
}

/**
 * @param {Json[]} credentials
 * @param {{ did: string, signer: () => any }} key the holder's
 * @param {{ challenge: string, domain: string, name: SuiteName, now: Date }} options
 * @returns {Promise<Json>}
 */
export async function presentWithPeer(credentials, key, { challenge, domain, name, now }) {
  const presentation = vc.createPresentation({ verifiableCredential: credentials, holder: key.did, verify: false, version: 2.0 });
  return vc.signPresentation({ presentation, suite: suiteFor(name, key), challenge, domain, documentLoader, now });
}

/**
 * @param {Json} presentation
 * @param {{ challenge: string, domain: string, name: SuiteName, now: Date }} options
 * @returns {Promise<{ verified: boolean, error?: Error }>}
 */
export async function verifyPresentationWithPeer(presentation, { challenge, domain, name, now }) {
  return vc.verify({ presentation, suite: [suiteFor(name), suiteFor("jcs")], challenge, domain, documentLoader, now });
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
  const { verified, results, error } = await bitstringStatusList.checkStatus({ credential, suite: suiteFor(name), documentLoader: loader });
  if (!verified) throw error;
  return results.some((/** @type {{ status: boolean }} */ { status }) => status);
}

/**
 * What a holder shows of a credential with a base proof.
 *
 * @param {Json} credential
 * @param {string[]} selectivePointers
 * @param {"bbs" | "ecdsa-sd"} [name]
 * @returns {Promise<Json>}
 */
export async function deriveWithPeer(credential, selectivePointers, name = "ecdsa-sd") {
  const cryptosuite = { bbs: bbs.createDiscloseCryptosuite, "ecdsa-sd": ecdsaSd.createDiscloseCryptosuite }[name]({ selectivePointers });
  const suite = new DataIntegrityProof({ cryptosuite });
  return vc.derive({ verifiableCredential: structuredClone(credential), suite, documentLoader });
}
