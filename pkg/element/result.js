// @ts-check
/**
 * A verified document on screen: the verdict, the credentials, and what one can do next.
 *
 * In scope: the order of things, several credentials, saving and copying. Out of scope: one credential
 * (`credential.js`), the wording of the verdict (`verdict.js`), what only paper needs (`sheet.js`).
 */
import { checkList, credentialParts, issuerParts, titleOf } from "./credential.js";
import { documentsIn } from "./documents.js";
import { button, make } from "./dom.js";
import { foreignIdentifier, foreignLine } from "./foreign.js";
import { strangersIn } from "./gathered.js";
import { growing } from "./growing.js";
import { icon } from "./icons.js";
import { momentText } from "./moment.js";
import { sheet } from "./sheet.js";
import { checksOfAll, explanationOf, headlineOf, isSigned, standingOf, standingOfOne } from "./verdict.js";

/** @import { CredentialReport, Report } from "../index.js" */
/** @import { Display } from "./display.js" */
/** @import { IconName } from "./icons.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Standing } from "./verdict.js" */

/**
 * @typedef {object} Result
 * @property {Report} report
 * @property {string} text the report's exact text
 * @property {Uint8Array | string} source the document as received
 * @property {string | null} address where it was loaded from in the end, if it was
 * @property {string | null} policy as the page wrote it, if it did
 * @property {readonly (Display | null)[]} displays how the issuers would like each credential to be shown
 */

/**
 * Something on screen.
 *
 * @typedef {object} Drawn
 * @property {HTMLElement | null} view
 * @property {string} summary what is said when it is there
 * @property {HTMLElement} [heading] where the reading goes on
 */

/** @type {Record<Standing, IconName>} */
const ICONS = { accept: "pass", signed: "signed", reject: "fail", undecided: "not-checked" };

/** The worst first: in a bundle of a thousand nobody looks for the one that failed. */
const ORDER = /** @type {const} */ (["reject", "undecided", "signed", "accept"]);

/**
 * @param {Result} result
 * @param {Reader} reader
 * @param {{ onAnother: () => void, announce: (text: string) => void }} hands
 * @returns {Drawn & { heading: HTMLElement }}
 */
export function resultView(result, reader, { onAnother, announce }) {
  const { report, source } = result;
  const { words } = reader;
  const documents = report.credentials.length > 0 ? documentsIn(source) : [];
  const order = worstFirst(report.credentials);
  const standing = standingOf(report.verdict, report.proof ? [report.proof] : report.credentials);
  const sentences = explanationOf(report, reader).join(" ");
  const signer = strangerOf(report);
  const heading = make("h2", { class: "verdict-title", tabindex: "-1", part: "verdict-title" }, headlineOf(report, reader));
  // Empty for addresses that are their own content (`data:`, `blob:`).
  const host = result.address === null ? "" : new URL(result.address).host;
  const how = host ? words.loadedFrom(host) : words.notUploaded;
  const view = make(
    "article",
    { class: "result", part: "result", "data-verdict": report.verdict },
    make(
      "header",
      { class: `verdict verdict-${standing}`, part: `verdict verdict-${standing}` },
      icon(ICONS[standing]),
      make(
        "div",
        { class: "verdict-words" },
        heading,
        make("p", { class: "verdict-text" }, sentences),
        report.credentials.some(({ test }) => test === true) && make("p", { class: "caution", part: "test" }, words.testCredentials),
        signer !== null && make("div", { class: "signer", part: "signer" }, make("p", { class: "muted" }, words.signedBy), ...issuerParts(signer, documents[0], reader)),
        make("p", { class: "verdict-how" }, `${words.checkedAt(momentText(report.verifiedAt, reader))} ${how}`),
      ),
    ),
    make("div", { class: "result-body" }, ...body(result, documents, order, reader), technical(result, reader, announce), sheet(result, order, reader)),
    make(
      "footer",
      { class: "actions", part: "actions" },
      button(words.another, onAnother),
      // Some browsers inside of other apps cannot.
      typeof print === "function" && button(words.print, () => print()),
      result.address !== null && button(words.saveCredentials(report.credentials.length), () => save(source, "credential.json")),
    ),
  );
  return { view, heading, summary: `${headlineOf(report, reader)}. ${sentences}` };
}

/**
 * The credential whose signer stands beside the verdict, because the verdict is not worth more than they are.
 *
 * @param {Report} report
 * @returns {CredentialReport | null}
 */
function strangerOf({ verdict, credentials }) {
  const [only] = credentials;
  return credentials.length === 1 && standingOf(verdict, credentials) === "signed" && isSigned(only) ? only : null;
}

/**
 * @param {readonly CredentialReport[]} credentials
 * @returns {number[]} their places in the document
 */
function worstFirst(credentials) {
  const standings = credentials.map(standingOfOne);
  return ORDER.flatMap((wanted) => [...credentials.keys()].filter((index) => standings[index] === wanted));
}

/**
 * @param {Result} result
 * @param {readonly unknown[]} documents
 * @param {readonly number[]} order
 * @param {Reader} reader
 */
function body({ report, displays }, documents, order, reader) {
  const { credentials } = report;
  const checks = checksOfAll(report);
  if (credentials.length === 0) return [make("section", { class: "part", part: "checks" }, checkList(checks, reader))];
  if (credentials.length === 1) {
    return credentialParts(credentials[0], documents[0], reader, { heading: "h3", checks, issuerShown: strangerOf(report) !== null, display: displays[0] });
  }
  const list = make("ol", { class: "credentials", role: "list" });
  const strangers = strangersIn(credentials, documents[0]);
  return [
    make("h3", { class: "credentials-title" }, reader.words.credentials(credentials.length)),
    growing(list, order, reader, (index) => make("li", {}, oneOfMany(credentials[index], documents[index], index, reader, displays[index], strangers.has(index)))),
    make("section", { class: "part", part: "checks" }, checkList(checks, reader)),
  ];
}

/**
 * Closed, and made when it is first opened.
 *
 * @param {CredentialReport} credential
 * @param {unknown} document
 * @param {number} index
 * @param {Reader} reader
 * @param {Display | null} display
 * @param {boolean} isStranger whether it lies beside a passport that does not name it
 */
function oneOfMany(credential, document, index, reader, display, isStranger) {
  const { words } = reader;
  const standing = standingOfOne(credential);
  const details = make(
    "details",
    { class: `one-of-many one-${standing}`, part: "credential" },
    make(
      "summary",
      {},
      icon(ICONS[standing]),
      make(
        "span",
        { class: "one-words" },
        make("strong", {}, foreignLine(titleOf(credential, document, reader, display))),
        " ",
        make("span", { class: "muted" }, `${words.position(index + 1)} · ${words.standings[standing]}`),
        isStranger && make("span", { class: "caution", part: "not-gathered" }, words.notGathered),
      ),
      icon("chevron"),
    ),
  );
  const open = () => details.append(make("div", { class: "one-body" }, ...credentialParts(credential, document, reader, { heading: "h4", display }), ...identity(credential, reader)));
  details.addEventListener("toggle", open, { once: true });
  return details;
}

/**
 * @param {Result} result
 * @param {Reader} reader
 * @param {(text: string) => void} announce
 */
function technical({ report, text }, reader, announce) {
  const { words } = reader;
  const copy = button(words.copyReport, async () => {
    let outcome = words.copied;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      outcome = words.notCopied;
    }
    copy.textContent = outcome;
    announce(outcome);
    setTimeout(() => (copy.textContent = words.copyReport), 2_000);
  });
  return make(
    "details",
    { class: "part technical", part: "technical" },
    make("summary", {}, icon("chevron"), words.technical),
    ...(report.credentials.length === 1 ? identity(report.credentials[0], reader) : []),
    make("p", { class: "note" }, words.reportHint),
    make(
      "div",
      { class: "actions-inline" },
      button(words.saveReport, () => save(text, "verification-report.json")),
      // Absent where the page is not in a secure context.
      navigator.clipboard && copy,
    ),
  );
}

/** @param {CredentialReport} credential @param {Reader} reader */
function identity({ id, digest }, reader) {
  const { words } = reader;
  const row = (/** @type {string} */ label, /** @type {string | null} */ value) =>
    value !== null && make("div", { class: "fact" }, make("dt", {}, label), make("dd", {}, foreignIdentifier(value, reader)));
  if (id === null && digest === null) return [];
  return [make("dl", { class: "facts facts-small part" }, row(words.identifier, id), row(words.digest, digest))];
}

/**
 * @param {Uint8Array | string} content
 * @param {string} name
 */
function save(content, name) {
  const address = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (content)], { type: "application/json" }));
  make("a", { href: address, download: name }).click();
  // The download has begun by then; a minute is long even for a slow disk.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
