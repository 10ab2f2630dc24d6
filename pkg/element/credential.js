// @ts-check
/**
 * One credential on screen: who, what, when, its claims and its checks.
 *
 * In scope: showing what the report and the document say, and how far each can be relied on. Out of scope: the
 * verdict's wording (`verdict.js`).
 */
import { claimsOf, labelOf } from "./claims.js";
import { make } from "./dom.js";
import { foreignIdentifier, foreignLine, foreignText } from "./foreign.js";
import { growing } from "./growing.js";
import { icon } from "./icons.js";
import { momentOf } from "./moment.js";
import { sentenceOf, verdictOf } from "./verdict.js";
import { words } from "./words.js";

/** @import { Check, CredentialReport, Outcome } from "../index.js" */
/** @typedef {"h3" | "h4" | "h5"} Heading */

const BASE_TYPE = "VerifiableCredential";

/**
 * What to call it: its name, or else the most telling of its types.
 *
 * @param {CredentialReport} credential
 * @returns {HTMLElement}
 */
export function titleOf({ name, types }) {
  const telling = types.filter((type) => type !== BASE_TYPE);
  return foreignLine(name?.trim() || labelOf(telling.at(-1) ?? words.untitled));
}

/**
 * @param {CredentialReport} credential
 * @param {unknown} document the credential as received
 * @param {{ heading: Heading, checks?: readonly Check[] }} place `checks`: those of the document, shown first
 * @returns {HTMLElement[]}
 */
export function credentialParts(credential, document, { heading, checks = [] }) {
  return [
    facts(credential),
    ...claims(credential, document, heading),
    make(
      "section",
      { class: "part", part: "checks" },
      make(heading, { class: "part-title" }, words.checked),
      checkList([...checks, ...credential.checks]),
    ),
  ];
}

/** @param {CredentialReport} credential */
function facts(credential) {
  const { types, subjects } = credential;
  const telling = types.filter((type) => type !== BASE_TYPE);
  const kinds = make("ul", { class: "kinds", role: "list" });
  const abouts = make("ul", { class: "abouts", role: "list" });
  const signed = isSigned(credential);
  return make(
    "dl",
    { class: "facts part", part: "facts" },
    fact(signed ? words.signedBy : words.namedIssuer, ...issuer(credential, signed)),
    subjects.length > 0 && fact(words.about, growing(abouts, subjects, (id) => make("li", {}, foreignIdentifier(id)))),
    telling.length > 0 && fact(words.kind, growing(kinds, telling, (type) => make("li", {}, foreignLine(labelOf(type))))),
    fact(words.validity, ...validity(credential)),
  );
}

/**
 * @param {string} label
 * @param {...(Node | false)} values
 */
function fact(label, ...values) {
  return make("div", { class: "fact" }, make("dt", {}, label), make("dd", {}, ...values));
}

/**
 * The identifier is what the signature proves; the name is what its owner likes to be called.
 *
 * @param {CredentialReport} credential
 * @param {boolean} signed
 */
function issuer(credential, signed) {
  if (!credential.issuer) return [make("span", { class: "muted" }, words.noIssuer)];
  const { id, name } = credential.issuer;
  const trusted = outcomeOf(credential, "trust") === "pass";
  const caution = !signed ? words.notShownToSign : trusted ? words.trusted : words.decideTrust;
  return [
    name !== null && make("p", { class: "issuer-name" }, foreignText(name)),
    make("p", { class: "issuer-id" }, foreignIdentifier(id)),
    make("p", { class: "caution" }, [name !== null && words.ownName, caution].filter(Boolean).join(" ")),
  ];
}

/** @param {CredentialReport} credential */
function validity({ validFrom, validUntil }) {
  if (validFrom === null && validUntil === null) return [make("span", {}, words.noDates)];
  return [
    validFrom !== null && make("p", {}, ...around(words.from, momentOf(validFrom))),
    validUntil !== null && make("p", {}, ...around(words.until, momentOf(validUntil))),
  ];
}

/**
 * A sentence with an element in it, wherever the language wants it.
 *
 * @param {(time: string) => string} sentence
 * @param {HTMLElement} element
 */
function around(sentence, element) {
  const [before, after = ""] = sentence("\u0000").split("\u0000");
  return [before, element, after];
}

/**
 * @param {CredentialReport} credential
 * @param {unknown} document
 * @param {Heading} heading
 */
function claims(credential, document, heading) {
  const subjects = subjectsOf(document);
  if (subjects.length === 0) return [];
  const title = (/** @type {string} */ text) => make(heading, { class: "part-title" }, text);
  const content = subjects.length === 1 ? claimsOf(subjects[0]) : severalSubjects(subjects);
  if (verdictOf(credential.checks) !== "reject") {
    const caution = !isSigned(credential) && make("p", { class: "caution" }, words.claimsUnsigned);
    return [make("section", { class: "part", part: "claims" }, title(words.claims), caution, content)];
  }
  return [
    make(
      "details",
      { class: "part rejected-claims", part: "claims" },
      make("summary", {}, icon("chevron"), title(words.claimsRejected)),
      make("p", { class: "caution" }, words.claimsRejectedNote),
      content,
    ),
  ];
}

/** @param {object[]} subjects */
function severalSubjects(subjects) {
  const list = make("ol", { class: "items", role: "list" });
  return growing(list, subjects, (subject, index) =>
    make("li", {}, make("p", { class: "muted" }, words.subject(index + 1)), claimsOf(subject)),
  );
}

/**
 * The claims of each subject; a single subject's `id` stands under "About" already.
 *
 * @param {unknown} document
 * @returns {object[]}
 */
function subjectsOf(document) {
  const found = document !== null && typeof document === "object" ? Reflect.get(document, "credentialSubject") : undefined;
  const subjects = (Array.isArray(found) ? found : [found]).filter((one) => one !== null && typeof one === "object");
  if (subjects.length !== 1) return subjects;
  const { id, ...rest } = subjects[0];
  const only = typeof id === "string" ? rest : subjects[0];
  return Object.keys(only).length > 0 ? [only] : [];
}

/**
 * @param {readonly Check[]} checks
 * @returns {HTMLElement}
 */
export function checkList(checks) {
  return make("ul", { class: "checks", role: "list" }, ...checks.map((check) => make("li", {}, checkRow(check))));
}

/** @param {Check} check */
function checkRow(check) {
  const { outcome, required, code, pointer } = check;
  const weight = outcome === "not-checked" && !required ? "optional" : outcome;
  return make(
    "details",
    { class: `check check-${weight}`, "data-check": check.check, "data-code": code, "data-outcome": outcome },
    make(
      "summary",
      {},
      icon(outcome),
      make(
        "span",
        { class: "check-words" },
        make("span", { class: "check-head" }, make("strong", {}, words.checks[check.check] ?? check.check), " ", make("span", { class: "check-outcome" }, words.outcomes[outcome])),
        " ",
        make("span", { class: "check-sentence" }, sentenceOf(check)),
      ),
      icon("chevron"),
    ),
    make(
      "dl",
      { class: "facts facts-small" },
      fact(words.code, make("code", {}, code)),
      fact(words.required, make("span", {}, required ? words.requiredYes : words.requiredNo)),
      pointer !== null && fact(words.pointer, make("code", {}, pointer)),
    ),
  );
}

/**
 * Whether the issuer that it names is shown to have signed it.
 *
 * @param {CredentialReport} credential
 */
function isSigned(credential) {
  return outcomeOf(credential, "proof") === "pass" && outcomeOf(credential, "issuer") === "pass";
}

/**
 * @param {CredentialReport} credential
 * @param {Check["check"]} name
 * @returns {Outcome | undefined}
 */
function outcomeOf({ checks }, name) {
  return checks.find(({ check }) => check === name)?.outcome;
}
