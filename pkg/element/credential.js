// @ts-check
/**
 * One credential on screen: who, what, when, its claims and its checks.
 *
 * In scope: showing what the report and the document say, and how far each can be relied on. Out of scope: the
 * verdict's wording (`verdict.js`).
 */
import { claimsOf, labelOf } from "./claims.js";
import { ofTexts } from "./display.js";
import { around, make } from "./dom.js";
import { foreignIdentifier, foreignName } from "./foreign.js";
import { growing } from "./growing.js";
import { icon } from "./icons.js";
import { momentOf } from "./moment.js";
import { textFor } from "./texts.js";
import { isSigned, outcomeOf, sentenceOf, standingOfOne } from "./verdict.js";

/** @import { Check, CredentialReport } from "../index.js" */
/** @import { Display } from "./display.js" */
/** @import { Reader } from "./reader.js" */
/** @typedef {"h3" | "h4" | "h5"} Heading */

const BASE_TYPE = "VerifiableCredential";

/** Said in words of our own. */
const TEST_TYPE = "TestCredential";

/** @param {readonly string[]} types */
const telling = (types) => types.filter((type) => type !== BASE_TYPE && type !== TEST_TYPE);

/**
 * What to call it: its name, or what its issuer calls its kind, or else the most telling of its types.
 *
 * @param {CredentialReport} credential
 * @param {unknown} document the credential as received, which may name itself in several languages
 * @param {Reader} reader
 * @param {Display | null} [display]
 * @returns {string}
 */
export function titleOf({ name, types }, document, reader, display) {
  const named = name ?? textFor(memberOf(document, "name"), reader);
  return named?.trim() || ofTexts(display?.title, reader)?.text || labelOf(telling(types).at(-1) ?? reader.words.untitled);
}

/**
 * @param {CredentialReport} credential
 * @param {unknown} document the credential as received
 * @param {Reader} reader
 * @param {{ heading: Heading, checks?: readonly Check[], issuerShown?: boolean, display?: Display | null }} place `checks`: those of the document, shown first
 * @returns {HTMLElement[]}
 */
export function credentialParts(credential, document, reader, { heading, checks = [], issuerShown = false, display = null }) {
  const { line, more } = foreignName(titleOf(credential, document, reader, display), reader);
  return [
    coloured(
      make(
        "div",
        { class: "part" },
        make(heading, { class: "credential-title", part: "credential-title" }, line),
        more,
        credential.test === true && make("p", { class: "caution", part: "test" }, reader.words.testCredential),
      ),
      display,
    ),
    facts(credential, document, reader, issuerShown),
    ...claims(credential, document, reader, below(heading), display),
    make(
      "section",
      { class: "part", part: "checks" },
      make(below(heading), { class: "part-title" }, reader.words.checked),
      checkList([...checks, ...credential.checks], reader),
    ),
  ];
}

/**
 * In the issuer's colours. They are set as properties: a style attribute is what a strict policy forbids.
 *
 * @param {HTMLElement} title
 * @param {Display | null} display
 */
function coloured(title, display) {
  if (!display?.colors) return title;
  title.classList.add("coloured");
  title.style.setProperty("--issuer-background", display.colors.background);
  title.style.setProperty("--issuer-text", display.colors.text);
  return title;
}

/** @param {Heading} heading */
function below(heading) {
  return heading === "h3" ? "h4" : "h5";
}

/**
 * @param {CredentialReport} credential
 * @param {unknown} document
 * @param {Reader} reader
 * @param {boolean} issuerShown elsewhere, and so not here
 */
function facts(credential, document, reader, issuerShown) {
  const { words } = reader;
  const { subjects } = credential;
  const types = telling(credential.types);
  const kinds = make("ul", { class: "kinds", role: "list" });
  const abouts = make("ul", { class: "abouts", role: "list" });
  return make(
    "dl",
    { class: "facts part", part: "facts" },
    !issuerShown && fact(isSigned(credential) ? words.signedBy : words.namedIssuer, caution(credential, reader), ...issuerParts(credential, document, reader)),
    subjects.length > 0 && fact(words.about, growing(abouts, subjects, reader, (id) => make("li", {}, foreignIdentifier(id, reader)))),
    types.length > 0 && fact(words.kind, growing(kinds, types, reader, (type) => kind(type, reader))),
    fact(words.validity, ...validity(credential, reader)),
  );
}

/**
 * @param {string} label
 * @param {...(Node | false)} values
 */
function fact(label, ...values) {
  return make("div", { class: "fact" }, make("dt", {}, label), make("dd", {}, ...values));
}

/** @param {string} type @param {Reader} reader */
function kind(type, reader) {
  const { line, more } = foreignName(labelOf(type), reader);
  return make("li", {}, line, more);
}

/**
 * The identifier is what the signature proves; the name is what its owner likes to be called. So the identifier comes
 * first, and the name last, after all that this page has to say.
 *
 * @param {CredentialReport} credential
 * @param {unknown} document
 * @param {Reader} reader
 * @returns {HTMLElement[]}
 */
export function issuerParts({ issuer, domains }, document, reader) {
  const { words } = reader;
  if (!issuer) return [make("p", { class: "muted" }, words.noIssuer)];
  const identifier = make("p", { class: "issuer-id" }, foreignIdentifier(issuer.id, reader));
  const name = issuer.name ?? textFor(memberOf(memberOf(document, "issuer"), "name"), reader);
  const sites = domains.map((origin) =>
    make("p", { class: "vouched" }, icon("pass"), make("span", {}, words.confirmedBy, " ", make("bdi", {}, origin.replace("https://", "")))),
  );
  if (name === null) return [identifier, ...sites];
  const { line, more } = foreignName(name, reader, words.quoted);
  return [identifier, ...sites, make("p", { class: "issuer-name" }, ...around(words.ownName, line)), more];
}

/** @param {CredentialReport} credential @param {Reader} reader */
function caution(credential, { words }) {
  if (!credential.issuer) return false;
  if (!isSigned(credential)) return make("p", { class: "caution" }, words.notShownToSign);
  if (outcomeOf(credential.checks, "trust") !== "pass") return make("p", { class: "caution" }, words.decideTrust);
  return make("p", { class: "vouched" }, icon("pass"), make("span", {}, words.trusted));
}

/** @param {CredentialReport} credential @param {Reader} reader */
function validity({ validFrom, validUntil }, reader) {
  const { words } = reader;
  if (validFrom === null && validUntil === null) return [make("span", {}, words.noDates)];
  return [
    validFrom !== null && make("p", {}, ...around(words.from, momentOf(validFrom, reader))),
    validUntil !== null && make("p", {}, ...around(words.until, momentOf(validUntil, reader))),
  ];
}

/**
 * @param {CredentialReport} credential
 * @param {unknown} document
 * @param {Reader} reader
 * @param {Heading} heading
 * @param {Display | null} display
 */
function claims(credential, document, reader, heading, display) {
  const { words } = reader;
  const subjects = subjectsOf(document);
  if (subjects.length === 0) return [];
  const title = (/** @type {string} */ text) => make(heading, { class: "part-title" }, text);
  const content = subjects.length === 1 ? claimsOf(subjects[0], reader, display?.claims) : severalSubjects(subjects, reader, display);
  if (standingOfOne(credential) !== "reject") {
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

/** @param {object[]} subjects @param {Reader} reader @param {Display | null} display */
function severalSubjects(subjects, reader, display) {
  const list = make("ol", { class: "items", role: "list" });
  return growing(list, subjects, reader, (subject, index) =>
    make("li", {}, make("p", { class: "muted" }, reader.words.subject(index + 1)), claimsOf(subject, reader, display?.claims)),
  );
}

/**
 * The claims of each subject; a single subject's `id` stands under "About" already.
 *
 * @param {unknown} document
 * @returns {object[]}
 */
function subjectsOf(document) {
  const found = memberOf(document, "credentialSubject");
  const subjects = (Array.isArray(found) ? found : [found]).filter((one) => one !== null && typeof one === "object");
  if (subjects.length !== 1) return subjects;
  const { id, ...rest } = subjects[0];
  const only = typeof id === "string" ? rest : subjects[0];
  return Object.keys(only).length > 0 ? [only] : [];
}

/**
 * @param {unknown} object
 * @param {string} name
 * @returns {unknown}
 */
export function memberOf(object, name) {
  return object !== null && typeof object === "object" && Object.prototype.hasOwnProperty.call(object, name) ? Reflect.get(object, name) : undefined;
}

/**
 * @param {readonly Check[]} checks
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function checkList(checks, reader) {
  return make("ul", { class: "checks", role: "list" }, ...checks.map((check) => make("li", {}, checkRow(check, reader))));
}

/** @param {Check} check @param {Reader} reader */
function checkRow(check, reader) {
  const { words } = reader;
  const { outcome, required, code, pointer } = check;
  // Passed, because there is nothing in the credential that it asks about: no merit, and not shown as one.
  const nothing = code === "no-status" || code === "no-schema" || code === "no-resources" || (code === "no-domain" && !required);
  const shown = nothing ? "nothing" : outcome;
  const weight = outcome === "not-checked" && !required ? "optional" : shown;
  return make(
    "details",
    { class: `check check-${weight}`, "data-check": check.check, "data-code": code, "data-outcome": outcome },
    make(
      "summary",
      {},
      icon(shown),
      make(
        "span",
        { class: "check-words" },
        make("span", { class: "check-head" }, make("strong", {}, words.checks[check.check] ?? check.check), " ", make("span", { class: "check-outcome" }, words.outcomes[shown])),
        " ",
        make("span", { class: "check-sentence" }, sentenceOf(check, reader)),
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
