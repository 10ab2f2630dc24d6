// @ts-check
/**
 * A verified document on screen: the verdict, the credentials, and what one can do next.
 *
 * In scope: the order of things, several credentials, saving and copying. Out of scope: one credential
 * (`credential.js`), the wording of the verdict (`verdict.js`).
 */
import { checkList, credentialParts, issuerParts, titleOf } from "./credential.js";
import { documentsIn } from "./documents.js";
import { button, make } from "./dom.js";
import { foreignIdentifier, foreignLine } from "./foreign.js";
import { growing } from "./growing.js";
import { icon } from "./icons.js";
import { momentText } from "./moment.js";
import { checksOfAll, explanationOf, headlineOf, isSigned, standingOf, standingOfOne } from "./verdict.js";
import { words } from "./words.js";

/** @import { CredentialReport, Report } from "../index.js" */
/** @import { IconName } from "./icons.js" */
/** @import { Standing } from "./verdict.js" */

/**
 * @typedef {object} Result
 * @property {Report} report
 * @property {string} text the report's exact text
 * @property {Uint8Array | string} source the document as received
 * @property {string | null} address where it was loaded from in the end, if it was
 */

/** @type {Record<Standing, IconName>} */
const ICONS = { accept: "pass", signed: "signed", reject: "fail", undecided: "not-checked" };

/** The worst first: in a bundle of a thousand nobody looks for the one that failed. */
const ORDER = /** @type {const} */ (["reject", "undecided", "signed", "accept"]);

/**
 * @param {Result} result
 * @param {{ onAnother: () => void, announce: (text: string) => void }} hands
 * @returns {{ view: HTMLElement, heading: HTMLElement, summary: string }}
 */
export function resultView(result, { onAnother, announce }) {
  const { report } = result;
  const standing = standingOf(report.verdict, report.credentials);
  const sentences = explanationOf(report).join(" ");
  const signer = strangerOf(report);
  const heading = make("h2", { class: "verdict-title", tabindex: "-1", part: "verdict-title" }, headlineOf(report));
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
        signer !== null && make("div", { class: "signer", part: "signer" }, make("p", { class: "muted" }, words.signedBy), ...issuerParts(signer)),
        make("p", { class: "verdict-how" }, `${words.checkedAt(momentText(report.verifiedAt))} ${how}`),
      ),
    ),
    make("div", { class: "result-body" }, ...body(result), technical(result, announce)),
    make(
      "footer",
      { class: "actions", part: "actions" },
      button(words.another, onAnother),
      result.address !== null && button(words.saveCredentials(report.credentials.length), () => save(result.source, "credential.json")),
    ),
  );
  return { view, heading, summary: `${headlineOf(report)}. ${sentences}` };
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

/** @param {Result} result */
function body({ report, source }) {
  const { credentials } = report;
  const checks = checksOfAll(report);
  if (credentials.length === 0) return [make("section", { class: "part", part: "checks" }, checkList(checks))];
  const documents = documentsIn(source);
  if (credentials.length === 1) {
    return credentialParts(credentials[0], documents[0], { heading: "h3", checks, issuerShown: strangerOf(report) !== null });
  }
  const standings = credentials.map(standingOfOne);
  const worstFirst = ORDER.flatMap((wanted) => [...credentials.keys()].filter((index) => standings[index] === wanted));
  const list = make("ol", { class: "credentials", role: "list" });
  return [
    make("h3", { class: "credentials-title" }, words.credentials(credentials.length)),
    growing(list, worstFirst, (index) => make("li", {}, oneOfMany(credentials[index], documents[index], index))),
    make("section", { class: "part", part: "checks" }, checkList(checks)),
  ];
}

/**
 * Closed, and made when it is first opened.
 *
 * @param {CredentialReport} credential
 * @param {unknown} document
 * @param {number} index
 */
function oneOfMany(credential, document, index) {
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
        make("strong", {}, foreignLine(titleOf(credential))),
        " ",
        make("span", { class: "muted" }, `${words.position(index + 1)} · ${words.standings[standing]}`),
      ),
      icon("chevron"),
    ),
  );
  const open = () => details.append(make("div", { class: "one-body" }, ...credentialParts(credential, document, { heading: "h4" }), ...identity(credential)));
  details.addEventListener("toggle", open, { once: true });
  return details;
}

/**
 * @param {Result} result
 * @param {(text: string) => void} announce
 */
function technical({ report, text }, announce) {
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
    ...(report.credentials.length === 1 ? identity(report.credentials[0]) : []),
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

/** @param {CredentialReport} credential */
function identity({ id, digest }) {
  const row = (/** @type {string} */ label, /** @type {string | null} */ value) =>
    value !== null && make("div", { class: "fact" }, make("dt", {}, label), make("dd", {}, foreignIdentifier(value)));
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
