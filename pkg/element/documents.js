// @ts-check
/**
 * The credentials of a document as received, for showing what they say: bare, in a bundle or a presentation, as JSON or
 * as tokens in compact form. Only read where the core could read them too; nothing here decides.
 */

/**
 * @param {Uint8Array | string} source
 * @returns {unknown[]} in the report's order
 */
export function documentsIn(source) {
  const text = (typeof source === "string" ? source : new TextDecoder("utf-8", { ignoreBOM: true }).decode(source)).trim();
  return credentialsOf(text.startsWith("{") ? JSON.parse(text) : claimsOf(text));
}

/** @param {any} document */
function credentialsOf(document) {
  const opened = opensTo(document);
  if (opened.type === "ProofPassEvidence") {
    return credentialsOf(typeof opened.bundle === "string" ? claimsOf(opened.bundle) : (opened.bundle ?? {}));
  }
  if (opened.type === "ProofPassBundle") return list(opened.credentials).map(opensTo);
  if (!list(opened.type).includes("VerifiablePresentation")) return [opened];
  return list(opened.verifiableCredential).map(opensTo);
}

/**
 * What is in an envelope, or what is in none as it is.
 *
 * @param {any} document
 */
function opensTo(document) {
  const enveloped = list(document?.type).some((name) => `${name}`.startsWith("EnvelopedVerifiable"));
  const [, token] = (enveloped && /^data:application\/v[cp]\+jwt,(.+)$/s.exec(document.id)) || [];
  return token === undefined ? document : claimsOf(token);
}

/**
 * The payload of a JSON Web Token.
 *
 * @param {string} token
 */
function claimsOf(token) {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  try {
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0))));
  } catch {
    return {}; // The report says what is wrong with it.
  }
}

/**
 * A set, which JSON-LD may write as its only member.
 *
 * @param {any} value
 * @returns {any[]}
 */
const list = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
