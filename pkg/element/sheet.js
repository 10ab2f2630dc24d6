// @ts-check
/**
 * What a printed result says beyond the one on screen, so that it can be held against the document again: when and by
 * which policy it was checked, of which bytes, and where to verify again.
 *
 * In scope: that, and opening for print what is closed on screen. Out of scope: the look (`style.js`).
 */
import { make } from "./dom.js";
import { foreignIdentifier } from "./foreign.js";
import { momentOf } from "./moment.js";
import { checksOfAll } from "./verdict.js";

/** @import { Child } from "./dom.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Result } from "./result.js" */

/** As many as are listed on screen before somebody asks for more. */
const MOST_DIGESTS = 20;

/** A document decides how much there is to open; this is more than fits on the paper that anybody wants. */
const MOST_OPENED = 200;

/**
 * @param {Result} result
 * @param {readonly number[]} order of the credentials, as they are listed
 * @param {Reader} reader
 * @returns {HTMLElement} seen on paper only
 */
export function sheet({ report, address, policy }, order, reader) {
  const { words } = reader;
  const row = (/** @type {string} */ label, /** @type {Child[]} */ ...values) =>
    make("div", { class: "fact" }, make("dt", {}, label), make("dd", {}, ...values));
  const { credentials, presentation } = report;
  const here = location.href.replace(/#.*$/, "");
  return make(
    "section",
    { class: "part sheet", part: "sheet" },
    make("h3", { class: "part-title" }, words.sheet),
    make(
      "dl",
      { class: "facts facts-small" },
      row(words.when, momentOf(report.verifiedAt, reader), " · ", make("code", {}, report.verifiedAt)),
      row(words.policy, make("p", {}, words.policyRequires(requiredIn(report, reader))), policy !== null && make("p", {}, words.policyOfPage, " ", make("code", {}, policy))),
      presentation !== null && row(words.digest, foreignIdentifier(presentation.digest, reader)),
      credentials.length === 1 && credentials[0].id !== null && row(words.identifier, foreignIdentifier(credentials[0].id, reader)),
      credentials.some(({ digest }) => digest !== null) && row(words.digest, digests(credentials, order, reader)),
      address !== null && row(words.loadedAt, foreignIdentifier(address, reader)),
      row(words.again, address === null ? words.againWithFile(here) : words.againAt(here)),
    ),
  );
}

/**
 * @param {readonly import("../index.js").CredentialReport[]} credentials
 * @param {readonly number[]} order
 * @param {Reader} reader
 */
function digests(credentials, order, reader) {
  const one = (/** @type {number} */ index) => {
    const { digest } = credentials[index];
    return digest === null ? make("span", { class: "muted" }, reader.words.nothing) : foreignIdentifier(digest, reader);
  };
  if (credentials.length === 1) return one(0);
  const lines = order.slice(0, MOST_DIGESTS).map((index) => make("li", {}, `${reader.words.position(index + 1)} `, one(index)));
  return make("ol", { class: "items", role: "list" }, ...lines, order.length > MOST_DIGESTS && make("li", {}, "…"));
}

/**
 * The names of the checks that the policy asked for, each once. What is required of one credential is required of all.
 *
 * @param {Result["report"]} report
 * @param {Reader} reader
 */
function requiredIn(report, { words }) {
  const [first] = report.credentials;
  const required = [...checksOfAll(report), ...(first?.checks ?? [])].filter((check) => check.required);
  return [...new Set(required.map(({ check }) => words.checks[check] ?? check))].join(", ");
}

/**
 * Opens what would be closed on paper: claims, however deep. (Checks say what they found without being opened.)
 *
 * @param {ParentNode} root
 * @returns {() => void} closes them again
 */
export function unfold(root) {
  /** @type {HTMLDetailsElement[]} */
  const opened = [];
  const closed = () => /** @type {HTMLDetailsElement | null} */ (root.querySelector(".rejected-claims:not([open]), .deeper:not([open])"));
  for (let next = closed(); next && opened.length < MOST_OPENED; next = closed()) {
    next.open = true;
    // The browser says so in a task of its own, which would be after printing; the content is made when it is said.
    next.dispatchEvent(new Event("toggle"));
    opened.push(next);
  }
  return () => opened.forEach((details) => (details.open = false));
}
