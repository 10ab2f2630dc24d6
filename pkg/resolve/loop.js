// @ts-check
/**
 * What a verifier needs beyond a document, fetched: the only code of the package that uses the network.
 *
 * In scope: asking what is needed, fetching it under limits, asking again until nothing new is needed. Out of scope: reading
 * or judging anything (the core says what of material an answer becomes, and believes none of it), and one fetch
 * (`fetching.js`).
 */
import { fetcher, Refusal } from "./fetching.js";

/** @import { BundleSource, Material, Need, Received } from "../index.js" */
/** @import { Missing, Resolved, ResolveOptions } from "../resolve.js" */
/** @import { Fetched } from "./fetching.js" */

/**
 * In all rounds together. A list may be signed with a key from elsewhere, a schema may refer to others, and those again:
 * each round asks for something new, or is the last. The document names what is fetched, and its maker may be a stranger.
 */
const FETCHES = 64;
const AT_ONCE = 6;
const SECONDS = 15;
/** Options of a verification have five mebibytes, and this is the largest part of them. */
const BYTES = 4 << 20;

/** What the core takes of each. */
const MOST = 100;

/**
 * @typedef {object} Core
 * @property {(bundle: BundleSource, material?: Material) => Promise<Need[]>} needs
 * @property {(need: Need, answer: Uint8Array, at: string) => Promise<Received>} received
 */

/**
 * @param {Core} core
 * @param {RequestInit} init what this platform must be told, to bring no credentials
 * @returns {(bundle: BundleSource, options?: ResolveOptions) => Promise<Resolved>}
 */
export function resolverWith({ needs, received }, init) {
  return async (bundle, options = {}) => {
    const { material: given = {}, signal } = options;
    /** @type {Record<string, readonly object[]>} */
    let material = { ...given };
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(new Refusal("timed-out")), SECONDS * 1000);
    const abort = () => tooLate.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { signal: tooLate.signal });
    const purse = { bytes: BYTES };
    const fetchOne = fetcher({ ...options, init, signal: tooLate.signal, purse });
    /** @type {Map<string, Missing>} */
    const missing = new Map();
    /** @type {Set<string>} */
    const asked = new Set();
    try {
      let wanted = await needs(bundle, material);
      for (;;) {
        const affordable = wanted.filter((need) => !asked.has(nameOf(need))).slice(0, FETCHES - asked.size);
        if (affordable.length === 0) break;
        for (const need of affordable) asked.add(nameOf(need));
        const before = material;
        material = { ...before };
        await inParallel(affordable, async (need) => {
          try {
            const { member, entry } = await fetched(need, fetchOne, received);
            const list = material[member] ?? [];
            if (list.length >= MOST) throw new Refusal("limit-reached");
            material[member] = [...list, entry];
          } catch (error) {
            signal?.throwIfAborted();
            if (!(error instanceof Refusal)) throw error;
            missing.set(nameOf(need), error.about(need));
          }
        });
        signal?.throwIfAborted();
        try {
          wanted = await needs(bundle, material);
        } catch (error) {
          // Each thing is one that the core takes, and all of them together are more than it does: then none of these.
          if (!isTooMuch(error)) throw error;
          material = before;
          wanted = await needs(bundle, material);
          break;
        }
      }
      // Whatever is still asked for was refused, or is beyond the limit.
      for (const need of wanted) {
        if (!missing.has(nameOf(need))) missing.set(nameOf(need), new Refusal("limit-reached").about(need));
      }
    } finally {
      clearTimeout(timer);
      tooLate.abort();
    }
    return { material, missing: [...missing.values()] };
  };
}

/**
 * What the core says of options that it cannot read. Those that were given could be read.
 *
 * @param {unknown} error
 */
const isTooMuch = (error) => /** @type {{ code?: unknown }} */ (Object(error)).code === "malformed-request";

/** @param {Need} need */
const nameOf = (need) => `${need.kind} ${"did" in need ? need.did : need.url}`;

/**
 * From the first of its addresses that has it; the last one's refusal stands for all.
 *
 * @param {Need} need
 * @param {(need: Need, url: string) => Promise<Fetched>} fetchOne
 * @param {Core["received"]} received
 */
async function fetched(need, fetchOne, received) {
  let refusal = new Refusal("method-unsupported");
  for (const url of need.urls) {
    let answer;
    try {
      answer = await fetchOne(need, url);
    } catch (error) {
      refusal = Refusal.of(error);
      continue;
    }
    const taken = await received(need, answer.bytes, answer.at);
    if (taken.code === undefined) return taken;
    refusal = new Refusal(taken.code);
  }
  throw refusal;
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} work
 */
async function inParallel(items, work) {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
