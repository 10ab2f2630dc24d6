// @ts-check
/** Times in the language and the zone of the person who reads them, and the zone is said. */
import { make } from "./dom.js";

/** @import { Reader } from "./reader.js" */

/**
 * @param {string} instant as a report writes it, `2026-11-23T12:00:00Z`
 * @param {Reader} reader
 * @returns {string}
 */
export function momentText(instant, { moments }) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : moments.format(date);
}

/**
 * @param {string} instant
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function momentOf(instant, reader) {
  return make("time", { datetime: instant }, momentText(instant, reader));
}
