// @ts-check
/**
 * What a passport says it gathers: the digests of the credentials beside it.
 *
 * Whoever hands a bundle on can put another genuine credential into it. Its signature says nothing about this product, and
 * neither does the passport: the reader is told.
 */
import { memberOf } from "./credential.js";

/** @import { CredentialReport } from "../index.js" */

const PASSPORT = "DigitalProductPassport";

/**
 * The places of the credentials that a bundle has beside a passport which does not name them. None, where the first is no
 * passport that names what it gathers.
 *
 * @param {readonly CredentialReport[]} credentials
 * @param {unknown} first the first document, as received
 * @returns {Set<number>}
 */
export function strangersIn(credentials, first) {
  const gathers = memberOf(memberOf(first, "credentialSubject"), "gathers");
  if (!credentials[0]?.types.includes(PASSPORT) || !Array.isArray(gathers)) return new Set();
  const named = new Set(gathers.map((one) => memberOf(one, "digest")));
  return new Set([...credentials.keys()].filter((index) => index > 0 && !named.has(credentials[index].digest)));
}
