// @ts-check
/**
 * What a report comes to, in words: for the whole, and for one credential of several.
 *
 * In scope: choosing sentences. Out of scope: deciding, which the core did; the verdict of one credential among many
 * repeats the core's rule for display only (a failed check rejects; a required one that was not made leaves it open).
 */
import { words } from "./words.js";

/** @import { Check, CredentialReport, Report, Verdict } from "../index.js" */

/**
 * @param {readonly Check[]} checks
 * @returns {Verdict}
 */
export function verdictOf(checks) {
  if (checks.some(({ outcome }) => outcome === "fail")) return "reject";
  return checks.some(isOpen) ? "undecided" : "accept";
}

/** @param {readonly Check[]} checks */
function passedChecks(checks) {
  return new Set(checks.filter(({ outcome }) => outcome === "pass").map(({ check }) => check));
}

/** @param {Check} check */
function isOpen({ outcome, required }) {
  return outcome === "not-checked" && required;
}

/**
 * A newer core may know codes that these words do not; it brings its own sentence.
 *
 * @param {Check} check
 * @returns {string}
 */
export function sentenceOf({ code, message }) {
  return words.codes[code] ?? message;
}

/**
 * @param {Report} report
 * @returns {string[]} a few sentences, the most important first
 */
export function explanationOf({ verdict, checks, credentials }) {
  if (credentials.length === 0) return checks.map(sentenceOf);
  if (credentials.length === 1) return explanationOfOne(credentials[0], verdict);
  const count = (/** @type {Verdict} */ wanted) => credentials.filter((one) => verdictOf(one.checks) === wanted).length;
  switch (verdict) {
    case "accept": {
      const trusted = credentials.every((one) => passedChecks(one.checks).has("trust"));
      return [words.allUnchanged(credentials.length), ...(trusted ? [] : [words.issuersYours])];
    }
    case "reject":
      return [words.someFailed(count("reject"), credentials.length)];
    case "undecided":
      return [words.someOpen(count("undecided"), credentials.length)];
  }
}

/**
 * @param {CredentialReport} credential
 * @param {Verdict} verdict
 * @returns {string[]}
 */
export function explanationOfOne({ checks }, verdict) {
  switch (verdict) {
    case "accept": {
      const passed = passedChecks(checks);
      return [
        passed.has("issuer") ? words.unchangedByIssuer : words.unchanged,
        ...(passed.has("validity") ? [words.validNow] : []),
        // Said beside the verdict and not only below it: a signature can be made by anybody.
        passed.has("trust") ? words.issuerTrusted : words.issuerYours,
      ];
    }
    case "reject":
      return [...checks.filter(({ outcome }) => outcome === "fail").slice(0, 2).map(sentenceOf), words.doNotRely];
    case "undecided":
      return [...checks.filter(isOpen).slice(0, 1).map(sentenceOf), words.nothingWrong];
  }
}
