// @ts-check
/**
 * Who reads: in which language the element speaks, how that language writes numbers and times, and which of several
 * texts in a credential is for them.
 *
 * In scope: choosing and loading. Out of scope: the words themselves (`words.js`, `words/`).
 * Spec: <https://www.rfc-editor.org/rfc/rfc4647#section-3.4> (lookup), <https://html.spec.whatwg.org/#the-lang-and-xml:lang-attributes>
 */
import { words as english } from "./words.js";

/** @import { Words } from "./words.js" */

/**
 * @typedef {object} Reader
 * @property {string} tag how dates and numbers are written, such as `de-AT`
 * @property {readonly string[]} tags what they read, the best first
 * @property {Words} words
 * @property {Intl.DateTimeFormat} moments
 */

/**
 * The words of each language, loaded when somebody reads it; English is always there. The addresses stand where they
 * are used: bundlers look for this very form.
 *
 * @type {Map<string, () => Promise<{ words: Words }>>}
 */
const LANGUAGES = new Map([
  ["de", () => import("./words/de.js")],
  ["en", async () => ({ words: english })],
  ["es", () => import("./words/es.js")],
  ["fr", () => import("./words/fr.js")],
]);

/**
 * What the person at this place reads: the language of the place, then those of their browser.
 *
 * @param {Element} place
 * @returns {string[]}
 */
export function tagsAt(place) {
  const here = nearestTag(place);
  return [...(here ? [here] : []), ...(globalThis.navigator?.languages ?? [])].filter(isTag);
}

/**
 * @param {readonly string[]} tags
 * @returns {string} the first language of theirs that the element speaks, or else English
 */
export function languageOf(tags) {
  return tags.map(baseOf).find((base) => LANGUAGES.has(base)) ?? "en";
}

/**
 * The same in English, which needs no loading.
 *
 * @param {readonly string[]} tags
 * @returns {Reader}
 */
export function englishReader(tags) {
  return readerWith("en", tags, english);
}

/**
 * @param {readonly string[]} tags
 * @returns {Promise<Reader>} in English where the words cannot be loaded: better than none
 */
export async function readerOf(tags) {
  const language = languageOf(tags);
  const loaded = await LANGUAGES.get(language)?.().catch(() => undefined);
  return loaded ? readerWith(language, tags, loaded.words) : englishReader(tags);
}

/**
 * @param {string} language
 * @param {readonly string[]} tags
 * @param {Words} words
 * @returns {Reader}
 */
function readerWith(language, tags, words) {
  // A page in "en" says nothing about whether its reader writes dates as in London or as in New York; a browser does.
  const tag = tags.find((one) => baseOf(one) === language && one.includes("-")) ?? language;
  const moments = new Intl.DateTimeFormat(tag, {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return { tag, tags, words, moments };
}

/**
 * Which of several texts is for this reader: in the first of their languages that is among them, else one without a
 * language, else the first.
 *
 * @param {readonly (string | undefined)[]} languages of the texts
 * @param {Reader} reader
 * @returns {number}
 */
export function bestOf(languages, { tags, tag }) {
  const known = languages.map((language) => language?.toLowerCase());
  for (const wanted of [...tags, tag].map((one) => one.toLowerCase())) {
    const exact = known.indexOf(wanted);
    const found = exact >= 0 ? exact : known.findIndex((one) => one !== undefined && baseOf(one) === baseOf(wanted));
    if (found >= 0) return found;
  }
  return Math.max(0, languages.indexOf(undefined));
}

/**
 * The `lang` of the nearest place that has one, through shadow roots as HTML has it.
 *
 * @param {Element} place
 * @returns {string | null}
 */
function nearestTag(place) {
  /** @type {Element | null} */
  let at = place;
  while (at) {
    const tag = at.getAttribute("lang");
    if (tag !== null) return tag;
    const root = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return null;
}

/** @param {string} tag */
function baseOf(tag) {
  return tag.split("-")[0].toLowerCase();
}

/**
 * Whether it is a language tag at all, which a page's author or a browser's owner may have mistyped: `en_US`, `C`.
 *
 * @param {string} tag
 */
function isTag(tag) {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
