// @ts-check
/**
 * Text that says in which language it is, as the data model writes it: `{"@value":…,"@language":…,"@direction":…}`, one
 * or several of them.
 *
 * In scope: reading them, and which of several a reader gets. Out of scope: showing them (`foreign.js`).
 * Spec: <https://www.w3.org/TR/vc-data-model-2.0/#language-and-base-direction>
 */
import { bestOf } from "./reader.js";

/** @import { Reader } from "./reader.js" */

/**
 * @typedef {object} Text
 * @property {string} text
 * @property {{ lang?: string, dir?: string }} attributes
 */

/**
 * @param {unknown} value
 * @returns {Text | null} if it is text with a language or a direction, and nothing else
 */
export function textWithLanguage(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const { "@value": text, "@language": lang, "@direction": dir, ...rest } = /** @type {Record<string, unknown>} */ (value);
  if (typeof text !== "string" || Object.keys(rest).length > 0) return null;
  const known = typeof lang === "string" && /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(lang);
  return { text, attributes: { ...(known && { lang }), ...((dir === "ltr" || dir === "rtl") && { dir }) } };
}

/**
 * The same text in several languages, as far as its form says so: a list of texts of which each but one has a language
 * of its own.
 *
 * @param {readonly unknown[]} values
 * @param {Reader} reader
 * @returns {Text[] | null} the reader's first; null if it is any other list
 */
export function translations(values, reader) {
  const texts = values.map((value) => (typeof value === "string" ? { text: value, attributes: {} } : textWithLanguage(value)));
  if (values.length < 2 || !texts.every((text) => text !== null)) return null;
  const languages = texts.map(({ attributes }) => attributes.lang);
  if (new Set(languages.map((language) => language?.toLowerCase())).size < texts.length) return null;
  const best = bestOf(languages, reader);
  return [texts[best], ...texts.filter((_, index) => index !== best)];
}

/**
 * A name or a description for this reader.
 *
 * @param {unknown} value text, with a language or without, or several of those
 * @param {Reader} reader
 * @returns {string | null}
 */
export function textFor(value, reader) {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return textWithLanguage(value)?.text ?? null;
  return translations(value, reader)?.[0].text ?? textFor(value[0] ?? null, reader);
}
