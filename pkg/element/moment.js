// @ts-check
/** Times in the language and the zone of the person who reads them, and the zone is said. */
import { make } from "./dom.js";

const format = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "long",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});

/**
 * @param {string} instant as a report writes it, `2026-11-23T12:00:00Z`
 * @returns {string}
 */
export function momentText(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : format.format(date);
}

/**
 * The words may be of another language than those around them, and say so.
 *
 * @param {string} instant
 * @returns {HTMLElement}
 */
export function momentOf(instant) {
  return make("time", { datetime: instant, lang: format.resolvedOptions().locale }, momentText(instant));
}
