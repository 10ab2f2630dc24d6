// @ts-check
/**
 * What a credential says about its subjects, as nested lists.
 *
 * In scope: any JSON value, however deep or wide. Out of scope: whether to believe it (`result.js` says that above it).
 *
 * The values are those of JSON.parse, which reads like the core: the core has refused what can be read in two ways
 * (duplicate names, numbers that lose digits) before anything gets here.
 */
import { inOrder, ofTexts } from "./display.js";
import { make } from "./dom.js";
import { foreignLine, foreignText } from "./foreign.js";
import { growing } from "./growing.js";
import { icon } from "./icons.js";
import { textWithLanguage, translations } from "./texts.js";

/** @import { Guide } from "./display.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Text } from "./texts.js" */

/** Below this depth, values open on demand: the indent of a phone ends, and so does what a person takes in at once. */
const OPEN_DEPTH = 2;

/**
 * @param {object} claims
 * @param {Reader} reader
 * @param {Guide} [guide] the order and the labels that their issuer wishes for
 * @returns {HTMLElement}
 */
export function claimsOf(claims, reader, guide) {
  return members(claims, 0, reader, guide);
}

/**
 * @param {unknown} value
 * @param {number} depth
 * @param {Reader} reader
 * @param {Guide} [guide]
 * @returns {HTMLElement}
 */
function valueOf(value, depth, reader, guide) {
  const { words } = reader;
  if (typeof value === "string") return foreignText(value, reader);
  if (typeof value === "number") return make("span", {}, String(value));
  if (typeof value === "boolean") return make("span", {}, value ? words.yes : words.no);
  if (typeof value !== "object" || value === null) return make("span", { class: "muted" }, words.nothing);

  const text = textWithLanguage(value);
  if (text) return foreignText(text.text, reader, text.attributes);
  const size = Object.keys(value).length;
  if (size === 0) return make("span", { class: "muted" }, words.nothing);
  const texts = Array.isArray(value) && translations(value, reader);
  if (texts) return translated(texts, reader);
  if (depth < OPEN_DEPTH) return nested(value, depth, reader, guide);
  return onDemand(words.entries(size), () => nested(value, depth, reader, guide));
}

/**
 * @param {object} value
 * @param {number} depth
 * @param {Reader} reader
 * @param {Guide} [guide]
 */
function nested(value, depth, reader, guide) {
  if (!Array.isArray(value)) return members(value, depth + 1, reader, guide);
  if (value.length === 1) return valueOf(value[0], depth, reader);
  const list = make("ol", { class: "items", role: "list" });
  return growing(list, value, reader, (item) => make("li", {}, valueOf(item, depth + 1, reader)));
}

/**
 * @param {object} object
 * @param {number} depth
 * @param {Reader} reader
 * @param {Guide} [guide]
 */
function members(object, depth, reader, guide) {
  const list = make("dl", { class: depth === 0 ? "facts" : "facts facts-nested" });
  return growing(list, inOrder(object, guide), reader, ([name, value]) => {
    const known = guide?.get(name);
    const label = ofTexts(known?.label, reader);
    const term = label === null ? make("dt", {}, foreignLine(labelOf(name))) : make("dt", { lang: label.lang, "data-claim": name }, foreignLine(label.text));
    return make("div", { class: "fact" }, term, make("dd", {}, valueOf(value, depth, reader, known?.inner)));
  });
}

/**
 * The reader's language, and the others on demand: they may say something else.
 *
 * @param {Text[]} texts
 * @param {Reader} reader
 */
function translated(texts, reader) {
  const [first, ...others] = texts.map(({ text, attributes }) => foreignText(text, reader, attributes));
  const rest = () => growing(make("ol", { class: "items", role: "list" }), others, reader, (text) => make("li", {}, text));
  return make("div", { class: "translated" }, first, onDemand(reader.words.otherLanguages(others.length), rest));
}

/**
 * Content that is made when it is first opened.
 *
 * @param {string} summary
 * @param {() => HTMLElement} content
 */
function onDemand(summary, content) {
  const details = make("details", { class: "deeper" }, make("summary", {}, icon("chevron"), summary));
  details.addEventListener("toggle", () => details.append(content()), { once: true });
  return details;
}

const INITIALS = new Set(["did", "id", "uri", "url"]);

/**
 * `certificationId` as people write it: "Certification ID". Names of another shape stay as they are.
 *
 * @param {string} name
 * @returns {string}
 */
export function labelOf(name) {
  if (!/^[A-Za-z][A-Za-z0-9]{0,63}([-_][A-Za-z0-9]{1,63}){0,8}$/.test(name)) return name;
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[-_ ]/)
    .map((part) => (INITIALS.has(part.toLowerCase()) ? part.toUpperCase() : /^[A-Z][a-z]/.test(part) ? part.toLowerCase() : part));
  const label = parts.join(" ");
  return label[0].toUpperCase() + label.slice(1);
}
