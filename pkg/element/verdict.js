// @ts-check
/**
 * What a report comes to, in words: for the whole, and for one credential of several.
 *
 * In scope: choosing sentences. Out of scope: deciding, which the core did; the verdict of one credential among many
 * repeats the core's rule for display only (a failed check rejects; a required one that was not made leaves it open).
 */
/** @import { Check, CredentialReport, Outcome, ProofReport, Report, Verdict } from "../index.js" */
/** @import { Reader } from "./reader.js" */

/**
 * The verdict, and for `accept` how far it goes. Anybody can make a key and sign with it: "verified" is said only where
 * the signer is on a list of trusted issuers, and otherwise no more than is known, that the signature is good.
 *
 * @typedef {Verdict | "signed"} Standing
 */

/**
 * @param {Verdict} verdict
 * @param {readonly Pick<CredentialReport | ProofReport, "checks">[]} credentials
 * @returns {Standing}
 */
export function standingOf(verdict, credentials) {
  if (verdict !== "accept") return verdict;
  return credentials.every(({ checks }) => outcomeOf(checks, "trust") === "pass") ? "accept" : "signed";
}

/**
 * @param {CredentialReport} credential
 * @returns {Standing}
 */
export function standingOfOne(credential) {
  const { checks } = credential;
  if (checks.some(({ outcome }) => outcome === "fail")) return "reject";
  return standingOf(checks.some(isOpen) ? "undecided" : "accept", [credential]);
}

/**
 * Whether the issuer that it names is shown to have signed it.
 *
 * @param {CredentialReport} credential
 */
export function isSigned({ checks }) {
  return outcomeOf(checks, "proof") === "pass" && outcomeOf(checks, "issuer") === "pass";
}

/**
 * @param {readonly Check[]} checks
 * @param {Check["check"]} name
 * @returns {Outcome | undefined}
 */
export function outcomeOf(checks, name) {
  return checks.find(({ check }) => check === name)?.outcome;
}

/** @param {Check} check */
function isOpen({ outcome, required }) {
  return outcome === "not-checked" && required;
}

/**
 * A newer core may know codes that these words do not; it brings its own sentence.
 *
 * @param {Check} check
 * @param {Reader} reader
 * @returns {string}
 */
export function sentenceOf({ code, message }, { words }) {
  return words.codes[code] ?? message;
}

/**
 * What was found about the document as a whole: as a file, and as a presentation, or as a proof in zero knowledge.
 *
 * @param {Report} report
 * @returns {Check[]}
 */
export function checksOfAll({ checks, presentation, proof }) {
  return [...checks, ...(presentation?.checks ?? []), ...(proof?.checks ?? [])];
}

/**
 * @param {Report} report
 * @param {Reader} reader
 * @returns {string} the heading
 */
export function headlineOf({ verdict, credentials, proof }, { words }) {
  const standing = standingOf(verdict, proof ? [proof] : credentials);
  return standing === "signed" && credentials.length > 1 ? words.allSigned : words.standings[standing];
}

/**
 * @param {Report} report
 * @param {Reader} reader
 * @returns {string[]} a few sentences, the most important first
 */
export function explanationOf(report, reader) {
  const { words } = reader;
  const sentencesOf = (/** @type {Check[]} */ some) => some.map((check) => sentenceOf(check, reader));
  const { verdict, credentials } = report;
  const checks = checksOfAll(report);
  if (report.proof) return explanationOfOne(checks, verdict, reader);
  if (credentials.length === 0) return sentencesOf(checks);
  if (credentials.length === 1) return explanationOfOne([...checks, ...credentials[0].checks], verdict, reader);
  const count = (/** @type {Standing} */ wanted) => credentials.filter((one) => standingOfOne(one) === wanted).length;
  switch (verdict) {
    case "accept": {
      const strangers = count("signed");
      return [words.allPassed(credentials.length), ...(strangers > 0 ? [words.signersYours(strangers)] : [])];
    }
    case "reject": {
      const failed = count("reject");
      const whole = sentencesOf(checks.filter(({ outcome }) => outcome === "fail"));
      return [...whole, ...(failed > 0 ? [words.someFailed(failed, credentials.length)] : [words.doNotRely])];
    }
    case "undecided": {
      const open = count("undecided");
      return [...sentencesOf(checks.filter(isOpen)), ...(open > 0 ? [words.someOpen(open, credentials.length)] : [])];
    }
  }
}

/**
 * @param {readonly Check[]} checks
 * @param {Verdict} verdict
 * @param {Reader} reader
 * @returns {string[]}
 */
function explanationOfOne(checks, verdict, reader) {
  const { words } = reader;
  const sentences = (/** @type {(check: Check) => boolean} */ wanted) => checks.filter(wanted).map((check) => sentenceOf(check, reader));
  switch (verdict) {
    case "accept": {
      const trusted = outcomeOf(checks, "trust") === "pass";
      const whole = checks.some(({ code }) => code === "signature-valid");
      return [
        ...(whole ? [trusted ? words.unchangedByIssuer : words.unchanged] : sentences(({ check }) => check === "proof")),
        ...(checks.some(({ code }) => code === "within-validity") ? [words.validNow] : []),
        ...sentences(({ code }) => code === "refresh-available"),
        // A policy may accept what it did not ask about. Who only sees this page has to be told.
        ...sentences(({ check, outcome }) => outcome === "not-checked" && ["issuer", "validity", "status"].includes(check)),
        trusted ? words.issuerTrusted : words.signerYours,
      ];
    }
    case "reject":
      return [...sentences(({ outcome }) => outcome === "fail").slice(0, 2), words.doNotRely];
    case "undecided":
      return [...sentences(isOpen).slice(0, 1), words.nothingWrong];
  }
}
