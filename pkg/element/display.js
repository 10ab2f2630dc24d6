// @ts-check
/**
 * How the issuer would like its credentials to be shown: what they are called, in which colours, their claims in order and
 * by which labels, each in several languages.
 *
 * In scope: fetching that from beside the schema that the credential names, where the page wants things fetched; reading it
 * under caps. Out of scope: drawing (`credential.js`, `claims.js`). It is nobody's word on whether to believe anything: it
 * comes after the verdict and changes nothing about it, and what it leaves out is shown all the same.
 * The other end: `GET /api/v1/templates/{id}/versions/{version}/display`.
 */
import { bestOf } from "./reader.js";
import { standingOfOne } from "./verdict.js";

/** @import { CredentialReport } from "../index.js" */
/** @import { Reader } from "./reader.js" */

/** @typedef {[language: string, text: string][]} Texts */

/**
 * Claims in order.
 *
 * @typedef {Map<string, { label: Texts, inner: Guide }>} Guide
 */

/**
 * @typedef {object} Display
 * @property {Texts} title
 * @property {{ background: string, text: string } | null} colors
 * @property {Guide} claims
 */

/** Where schemas of templates are published; a template's display stands beside its schema. */
const SCHEMA = /^(https?:\/\/[^?#]+\/api\/v1\/templates\/[\w-]+\/versions\/[1-9]\d{0,8}\/)schema$/;

/** Different ones that are asked for, for one document. */
const MAX_DISPLAYS = 8;

/** Most bytes of one: a thousand labels. */
const MAX_BYTES = 256 * 1024;

/** A verdict waits no longer than this for being shown more nicely. */
const MAX_WAIT_MS = 2_000;

const MAX_CLAIMS = 500;
const MAX_LANGUAGES = 40;
const MAX_TEXT = 200;

/** WCAG 2.2, 1.4.3: text that can be read. */
const MIN_CONTRAST = 4.5;

/**
 * @param {readonly unknown[]} documents the credentials
 * @param {readonly CredentialReport[]} reports
 * @param {(url: URL) => boolean} permit
 * @returns {Promise<(Display | null)[]>} in the order of the documents; null where there is none, for whatever reason
 */
export async function displaysOf(documents, reports, permit) {
  /** @type {Map<string, Promise<Display | null>>} */
  const asked = new Map();
  return Promise.all(
    documents.map(async (document, index) => {
      const report = reports[index];
      const address = report === undefined || standingOfOne(report) === "reject" ? null : addressOf(document);
      if (address === null || !permit(address)) return null;
      if (!asked.has(address.href) && asked.size < MAX_DISPLAYS) asked.set(address.href, fetched(address));
      return (await asked.get(address.href)) ?? null;
    }),
  );
}

/** @param {any} document */
function addressOf(document) {
  const named = document?.credentialSchema;
  for (const schema of Array.isArray(named) ? named : [named]) {
    const [, place] = (schema?.type === "JsonSchema" && SCHEMA.exec(schema.id)) || [];
    if (place === undefined) continue;
    try {
      return new URL(`${place}display`);
    } catch {
      // No address, and so nothing beside it.
    }
  }
  return null;
}

/** @param {URL} address */
async function fetched(address) {
  const controller = new AbortController();
  const late = setTimeout(() => controller.abort(), MAX_WAIT_MS);
  try {
    const answer = await fetch(address, { credentials: "omit", mode: "cors", redirect: "error", referrerPolicy: "no-referrer", signal: controller.signal });
    const length = Number(answer.headers.get("content-length") ?? 0);
    if (!answer.ok || length > MAX_BYTES) return null;
    const text = await answer.text();
    return text.length > MAX_BYTES ? null : displayIn(JSON.parse(text));
  } catch {
    // Then it is shown as any other credential.
    return null;
  } finally {
    clearTimeout(late);
    controller.abort();
  }
}

/**
 * What is as described is taken, and the rest left out.
 *
 * @param {any} answer
 * @returns {Display}
 */
export function displayIn(answer) {
  /** @type {Guide} */
  const claims = new Map();
  const listed = Array.isArray(answer?.claims) ? answer.claims.slice(0, MAX_CLAIMS) : [];
  for (const { claim, label } of listed.map(Object)) {
    if (typeof claim !== "string" || !claim.startsWith("/")) continue;
    const steps = claim.slice(1).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    let guide = claims;
    for (const [index, step] of steps.entries()) {
      const here = guide.get(step) ?? { label: [], inner: new Map() };
      if (index === steps.length - 1) here.label = textsIn(label);
      guide.set(step, here);
      guide = here.inner;
    }
  }
  return { title: textsIn(answer?.display?.title), colors: colorsIn(answer?.display?.colors), claims };
}

/** @param {unknown} value @returns {Texts} */
function textsIn(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  const isText = (/** @type {[string, unknown]} */ [language, text]) =>
    /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(language) && typeof text === "string" && text.trim() !== "" && text.length <= 2 * MAX_TEXT;
  return /** @type {Texts} */ (Object.entries(value).slice(0, MAX_LANGUAGES).filter(isText));
}

/** @param {any} colors */
function colorsIn(colors) {
  const { background, text } = Object(colors);
  const isColor = (/** @type {unknown} */ color) => typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color);
  return isColor(background) && isColor(text) && contrast(background, text) >= MIN_CONTRAST ? { background, text } : null;
}

/**
 * The ratio of two colours (WCAG 2.2, "contrast ratio").
 *
 * @param {string} one
 * @param {string} other
 */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {string} color */
function luminance(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * The text for this reader: in their language, or else in English, or else in the first.
 *
 * @param {Texts | undefined} texts
 * @param {Reader} reader
 * @returns {{ text: string, lang: string } | null}
 */
export function ofTexts(texts, reader) {
  if (texts === undefined || texts.length === 0) return null;
  const [lang, text] = texts[bestOf(texts.map(([language]) => language), { ...reader, tags: [...reader.tags, reader.tag, "en"] })];
  return { text, lang };
}

/**
 * The members of an object: those that the guide names, in its order, then the others in theirs.
 *
 * @param {object} object
 * @param {Guide | undefined} guide
 * @returns {[string, unknown][]}
 */
export function inOrder(object, guide) {
  const entries = Object.entries(object);
  if (guide === undefined || guide.size === 0) return entries;
  const places = new Map([...guide.keys()].map((name, index) => [name, index]));
  const place = (/** @type {[string, unknown]} */ [name]) => places.get(name) ?? places.size;
  return entries.sort((a, b) => place(a) - place(b));
}
