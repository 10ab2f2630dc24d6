// @ts-check
/**
 * What a caller may pass, read once and at the call: a document as text or bytes, options as JSON text.
 *
 * In scope: kinds of values, and that nothing is lost between what was passed and what is judged. Out of scope: what
 * the members of a policy mean (the Rust core's reader refuses the unknown ones).
 */

/** @import { Derivation, Material, Need, Options, ProofPassErrorCode } from "./index.js" */

/** The caller's own mistake. A bad document is never one: it gets a report. */
export class ProofPassError extends Error {
  /**
   * @param {ProofPassErrorCode} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "ProofPassError";
    this.code = code;
  }
}

/** @param {string} message @param {ErrorOptions} [options] */
const malformed = (message, options) => new ProofPassError("malformed-request", message, options);

const OPTIONS = ["material", "policy", "now"];

// The core refuses documents a third of this long (its cap is 5 MiB), so a prefix gets the very same report, and the
// WebAssembly's memory, which never shrinks, does not grow to whatever a caller was handed.
export const ENOUGH = 16 << 20;

/**
 * The document as the core takes it: text or bytes, the caller's own no more.
 *
 * @param {unknown} bundle
 * @returns {string | Uint8Array}
 */
export function documentOf(bundle) {
  if (typeof bundle === "string") {
    // Text goes to the core as UTF-8, and the encoder would silently turn a lone surrogate into
    // U+FFFD: another document. 0xFF is never UTF-8, so the core reports what is true: "not-utf8".
    if (bundle.length > ENOUGH) return bundle.slice(0, ENOUGH);
    return isWellFormed(bundle) ? bundle : Uint8Array.of(0xff);
  }
  if (typeof bundle !== "object" || bundle === null) throw malformed("The bundle is text, bytes or an object.");
  try {
    // Bytes are copied: the caller may reuse the buffer while the WebAssembly is still loading.
    if (ArrayBuffer.isView(bundle)) return new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.byteLength).slice(0, ENOUGH);
    if (isBuffer(bundle)) return new Uint8Array(bundle).slice(0, ENOUGH);
  } catch (cause) {
    throw malformed("The bundle's buffer is not at hand any more: it was transferred.", { cause });
  }
  // A promise or a Blob would be written as "{}" and rejected for a reason nobody understands.
  for (const method of ["then", "arrayBuffer"]) {
    if (typeof Reflect.get(bundle, method) === "function") {
      throw malformed("The bundle is a promise, Blob or Response: await its content first.");
    }
  }
  return documentText(bundle).slice(0, ENOUGH);
}

/** @param {string} text */
function isWellFormed(text) {
  const native = /** @type {{ isWellFormed?: () => boolean }} */ (/** @type {unknown} */ (text));
  return native.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
}

/**
 * By its tag and not `instanceof`: a buffer of another realm (iframe, vm) is a buffer too.
 *
 * @param {object} value
 * @returns {value is ArrayBuffer}
 */
function isBuffer(value) {
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
}

/** @param {object} bundle */
function documentText(bundle) {
  try {
    const text = JSON.stringify(bundle);
    if (text !== undefined) return text;
  } catch (cause) {
    throw malformed("The bundle cannot be written as JSON.", { cause });
  }
  throw malformed("The bundle cannot be written as JSON.");
}

/**
 * The options as the core takes them: JSON text. A misspelt option would be a weaker check than the caller believes in,
 * so it is refused here; misspelt members of a policy or of material are refused by the core.
 *
 * @param {Options} [options]
 * @returns {string}
 */
export function optionsText(options = {}) {
  return refusingLoss("The options", () => {
    const members = new Map(membersOf(options));
    for (const name of members.keys()) {
      if (!OPTIONS.includes(name)) throw malformed("Options are material, policy and now, and no other.");
    }
    members.set("now", instantOf(members.has("now") ? members.get("now") : new Date()));
    return objectText([...members]);
  });
}

/**
 * @param {Material} [material]
 * @returns {string}
 */
export function materialText(material = {}) {
  return refusingLoss("The material", () => written(material));
}

/**
 * What something was fetched for, and when.
 *
 * @param {Need} need
 * @param {Date | string} [at]
 * @returns {string}
 */
export function receiptText(need, at = new Date()) {
  return refusingLoss("The need", () => written({ need, at: instantOf(at) }));
}

/**
 * What a holder shows. Unknown members are refused as those of options are: with one that got lost, more or less would be
 * shown.
 *
 * @param {Derivation} [derivation]
 * @returns {string}
 */
export function derivationText(derivation = {}) {
  return refusingLoss("What is to be shown", () => {
    const members = membersOf(derivation).map(([name, value]) => {
      if (name === "selectivePointers") return /** @type {[string, unknown]} */ ([name, value]);
      if (name !== "presentationHeader") throw malformed("A derivation is selectivePointers and presentationHeader, and no other.");
      return /** @type {[string, unknown]} */ ([name, multibaseOf(value)]);
    });
    return objectText(members);
  });
}

/**
 * Bytes as base64url in multibase. Of more than the core takes, as many as it refuses.
 *
 * @param {unknown} bytes a Uint8Array of any realm
 */
function multibaseOf(bytes) {
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]") throw malformed("The presentationHeader is a Uint8Array.");
  const digits = btoa(String.fromCharCode(.../** @type {Uint8Array} */ (bytes).subarray(0, 1025)));
  return `u${digits.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/**
 * `JSON.stringify` drops without a word what JSON does not have: members that are `undefined` (as a misspelt variable
 * is), functions, whatever is in a Map, the getters of a class. A policy would lose its list of trusted issuers that
 * way, and accept. So what is written here is written whole or not at all.
 *
 * @param {unknown} value
 * @returns {string}
 */
function written(value) {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  // Holes are `undefined` here.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => written(item)).join(",")}]`;
  if (typeof value === "object") return objectText(membersOf(value));
  throw malformed(`A member that is there must have a value; ${typeof value === "number" ? String(value) : typeof value} is none.`);
}

/** @param {[string, unknown][]} members */
function objectText(members) {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`).join(",")}}`;
}

/**
 * The members of a plain object, each read once, and all that it has.
 *
 * @param {object} object
 * @returns {[string, unknown][]}
 */
function membersOf(object) {
  if (!isPlain(object)) throw malformed("Options, policy and material are plain objects, of lists and plain objects.");
  return Reflect.ownKeys(object).map((name) => {
    if (typeof name === "symbol" || !Object.prototype.propertyIsEnumerable.call(object, name)) {
      throw malformed("Options, policy and material have no hidden members.");
    }
    return [name, Reflect.get(object, name)];
  });
}

/**
 * Made by `{}` or `JSON.parse`, in this realm or another; not a Map, a class's or somebody's heir.
 *
 * @param {unknown} value
 */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  const isRoot = () => Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, "isPrototypeOf");
  return prototype === null || isRoot();
}

/**
 * @param {string} what
 * @param {() => string} write
 */
function refusingLoss(what, write) {
  try {
    return write();
  } catch (cause) {
    if (cause instanceof ProofPassError) throw cause;
    // A getter that throws, or an object that contains itself and has used up the stack.
    throw malformed(`${what} cannot be written as JSON.`, { cause });
  }
}

/**
 * RFC 3339 in whole seconds; text is left to the core's reader.
 *
 * @param {unknown} now
 * @returns {string}
 */
function instantOf(now) {
  if (typeof now === "string") return now;
  const time = timeOf(now);
  if (time >= YEAR_0 && time < YEAR_10000) return `${new Date(time).toISOString().slice(0, 19)}Z`;
  throw new ProofPassError("invalid-request", "A time is a Date or an RFC 3339 date-time between the years 0 and 9999.");
}

/**
 * The time of a Date of any realm; no time at all of anything else.
 *
 * @param {unknown} now
 * @returns {number}
 */
function timeOf(now) {
  try {
    return Date.prototype.getTime.call(now);
  } catch {
    return Number.NaN;
  }
}

const YEAR_0 = Date.UTC(-1, 12);
const YEAR_10000 = Date.UTC(10_000, 0);
