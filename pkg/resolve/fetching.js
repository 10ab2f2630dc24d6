// @ts-check
/**
 * One fetch for a verifier: from an address that a stranger may have chosen, under limits, remembered where it may be.
 *
 * In scope: which addresses are asked, redirects, sizes, times, caching by `Cache-Control`. Out of scope: what is needed
 * (`loop.js`).
 * Specs: <https://fetch.spec.whatwg.org/>, RFC 9111
 */

/** @import { Need } from "../index.js" */
/** @import { Missing, MissingCode, ResolveCache, ResolveOptions } from "../resolve.js" */

/** @typedef {{ bytes: Uint8Array, at: string }} Fetched */

/** Of one answer. A status list of a million entries that nobody can compress is 170 KiB of text. */
const BYTES = 2 << 20;
const SECONDS = 5;

/**
 * For how long an answer may be used again, in seconds: what its `max-age` says, but no longer than this; and where it
 * says nothing. A key or a status that was withdrawn must be noticed.
 *
 * @type {Record<string, { most: number, otherwise: number }>}
 */
const KEEP = {
  "controlled-identifier-document": { most: 3_600, otherwise: 300 },
  "did-document": { most: 3_600, otherwise: 300 },
  "issuer-metadata": { most: 3_600, otherwise: 300 },
  "jwk-set": { most: 3_600, otherwise: 300 },
  // A list may say itself how long it is good for (`ttl`): no longer then, and that long where its server says nothing.
  "status-list": { most: 300, otherwise: 0 },
  "status-list-token": { most: 300, otherwise: 0 },
  // Their digests are compared.
  resource: { most: 86_400, otherwise: 3_600 },
  schema: { most: 86_400, otherwise: 3_600 },
};

const MESSAGES = /** @type {const} */ ({
  "address-refused": "The address is not https, names a machine and not a site, or carries a user's name.",
  "caller-refused": "The address is not one that the caller permits.",
  "id-differs": "The document there is about somebody else.",
  "http-status": "The server did not answer with 200.",
  "kind-unsupported": "Nothing is known of how to fetch it.",
  "limit-reached": "More is needed than is fetched for one document.",
  "method-unsupported": "DIDs of this method are not looked up.",
  "not-json": "The answer is not a JSON object in UTF-8.",
  redirected: "The server leads elsewhere, and redirects are not followed.",
  "timed-out": "The answer did not come in time.",
  "too-large": "The answer is larger than is taken.",
  unreachable: "The server cannot be reached; or, on a page, it does not permit pages of other sites to read it (CORS).",
});

/** Why something was not fetched. */
export class Refusal extends Error {
  /**
   * @param {MissingCode} code
   * @param {{ status?: number, cause?: unknown }} [more]
   */
  constructor(code, { status, cause } = {}) {
    super(MESSAGES[code], { cause });
    this.code = code;
    this.status = status;
  }

  /**
   * @param {unknown} error
   * @returns {Refusal}
   */
  static of(error) {
    return error instanceof Refusal ? error : new Refusal("unreachable", { cause: error });
  }

  /**
   * @param {Need} need
   * @returns {Missing}
   */
  about(need) {
    const { code, message, status } = this;
    return { need, code, message, ...(status !== undefined && { status }) };
  }
}

/**
 * Fetches what is needed from one of its addresses.
 *
 * @param {object} how
 * @param {RequestInit} how.init
 * @param {AbortSignal} how.signal
 * @param {{ bytes: number }} how.purse what all answers together may still weigh
 * @param {ResolveOptions["fetch"]} [how.fetch]
 * @param {ResolveOptions["permit"]} [how.permit]
 * @param {ResolveCache} [how.cache]
 * @returns {(need: Need, address: string) => Promise<Fetched>}
 */
export function fetcher({ init, signal, purse, fetch = globalThis.fetch.bind(globalThis), permit, cache }) {
  return async (need, address) => {
    const url = checked(address);
    if (permit && (await permit(new URL(url), need)) !== true) throw new Refusal("caller-refused");
    const kept = await cache?.get(url);
    if (kept && Date.parse(kept.until) > Date.now()) return { bytes: paid(kept.body, purse), at: kept.at };
    const at = new Date();
    const { body, control } = await within(SECONDS, signal, async (signal) => {
      const response = await fetch(url, { ...init, method: "GET", redirect: "manual", headers: { accept: "application/json, */*;q=0.5" }, signal });
      const { type, status, redirected } = response;
      if (type === "opaqueredirect" || redirected || (status >= 300 && status < 400)) throw new Refusal("redirected");
      if (status !== 200) throw new Refusal("http-status", { status });
      return { body: await bodyOf(response), control: response.headers.get("cache-control") };
    });
    const fetched = { bytes: paid(body, purse), at: instant(at.getTime()) };
    const seconds = keepFor(need.kind, control, body);
    if (seconds > 0) await cache?.set(url, { body, at: fetched.at, until: instant(at.getTime() + seconds * 1000) });
    return fetched;
  };
}

/**
 * RFC 3339 in whole seconds, as the core writes it.
 *
 * @param {number} time
 */
const instant = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/**
 * @param {Uint8Array} bytes
 * @param {{ bytes: number }} purse
 */
function paid(bytes, purse) {
  if (bytes.length > purse.bytes) throw new Refusal("limit-reached");
  purse.bytes -= bytes.length;
  return bytes;
}

/** @param {string} address */
function checked(address) {
  let url;
  try {
    url = new URL(address);
  } catch (cause) {
    throw new Refusal("address-refused", { cause });
  }
  if (url.protocol !== "https:" || url.username || url.password || !isSite(url.hostname)) throw new Refusal("address-refused");
  url.hash = "";
  return url.href;
}

/**
 * A name in the public tree. What an address of a machine leads to, or a name without a dot, is the business of the
 * network that this code runs in; the rest (a public name of a private address) is `permit`'s and the platform's.
 *
 * @param {string} host
 */
function isSite(host) {
  const labels = host.replace(/\.$/, "").split(".");
  const last = String(labels.at(-1));
  const isPrivate = ["internal", "intranet", "lan", "local", "localdomain", "localhost", "home", "corp"].includes(last) || host.endsWith(".home.arpa");
  return labels.length > 1 && !host.startsWith("[") && !/^\d+$/.test(last) && !isPrivate;
}

/**
 * @param {Response} response
 * @returns {Promise<Uint8Array>}
 */
async function bodyOf(response) {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  try {
    if (Number(response.headers.get("content-length") ?? 0) > BYTES) throw new Refusal("too-large");
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > BYTES) throw new Refusal("too-large");
      chunks.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) (body.set(chunk, at), (at += chunk.length));
  return body;
}

/**
 * A platform that does not listen to the signal must not keep the caller either.
 *
 * @template T
 * @param {number} seconds
 * @param {AbortSignal} outer
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
function within(seconds, outer, work) {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const end = (/** @type {unknown} */ reason) => (reject(reason), controller.abort(reason));
    const timer = setTimeout(() => end(new Refusal("timed-out")), seconds * 1000);
    const abort = () => end(outer.reason);
    if (outer.aborted) abort();
    else outer.addEventListener("abort", abort);
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => (clearTimeout(timer), outer.removeEventListener("abort", abort)));
  });
}

/**
 * §5.2 of RFC 9111, as far as it concerns a private cache of answers that are fetched without conditions; and what a status
 * list says of itself.
 *
 * @param {string} kind
 * @param {string | null} control
 * @param {Uint8Array} body
 * @returns {number} seconds
 */
function keepFor(kind, control, body) {
  const { most, otherwise } = KEEP[kind] ?? { most: 0, otherwise: 0 };
  const directives = (control ?? "").toLowerCase().split(",").map((directive) => directive.trim());
  if (directives.includes("no-store") || directives.includes("no-cache")) return 0;
  const [, seconds] = directives.map((directive) => directive.match(/^max-age="?(\d{1,10})"?$/)).find(Boolean) ?? [];
  const ttl = timeToLive(kind, body);
  return Math.min(seconds === undefined ? (ttl ?? otherwise) : Number(seconds), ttl ?? most, most);
}

/**
 * The `ttl` of a status list, in seconds: of its subject in milliseconds (Bitstring Status List, 2.2), or in the claims of
 * its token (Token Status List, 5.1). Nothing, where it has none or cannot be read.
 *
 * @param {string} kind
 * @param {Uint8Array} body
 * @returns {number | undefined}
 */
function timeToLive(kind, body) {
  try {
    const text = new TextDecoder().decode(body);
    if (kind === "status-list") return wholeSeconds(JSON.parse(text).credentialSubject.ttl, 1000);
    if (kind !== "status-list-token") return undefined;
    const claims = String(text.split(".")[1]).replaceAll("-", "+").replaceAll("_", "/");
    return wholeSeconds(JSON.parse(atob(claims)).ttl, 1);
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} time
 * @param {number} perSecond
 */
const wholeSeconds = (time, perSecond) => (typeof time === "number" && time >= 0 ? Math.floor(time / perSecond) : undefined);
