// Whom the Worker asks for what documents need, and what it keeps of the answers.
//
// In scope: the operator's list of hosts, the platform's cache, a KV namespace if one is bound. Out of scope: the loop, its
// limits, how long an answer may be kept (`pkg/resolve`, which `cargo xtask edge` bundles in).
// Docs: https://developers.cloudflare.com/workers/runtime-apis/cache/, https://developers.cloudflare.com/kv/api/
// @ts-check

import { resolverWith } from "@proofpass/resolve";

/** @typedef {{ body: Uint8Array, at: string, until: string }} Kept */
/** @typedef {{ RESOLVE?: string, ANSWERS?: { getWithMetadata: Function, put: Function } }} Environment */

/** @typedef {import("../../../pkg/resolve/loop.js").Core} Core */

/**
 * @param {(material: string) => Awaited<ReturnType<Core["needs"]>>} needs
 * @param {(need: object, answer: Uint8Array, at: string) => { member: string, entry: string } | { code: string }} received
 * @param {Environment} env
 * @returns {Promise<string>} `{ material, missing }`
 */
export async function resolve(needs, received, env) {
  const hosts = new Set(String(env.RESOLVE).split(",").map((host) => host.trim()));
  const permit = (/** @type {URL} */ url) => hosts.has("*") || hosts.has(url.host);
  const ask = async (/** @type {() => any} */ call) => {
    try {
      return call();
    } catch (error) {
      // The module stopped inside of this call. The Worker's entry must hear of it, and this request ends there.
      queueMicrotask(() => {
        throw error;
      });
      return new Promise(() => {});
    }
  };
  /** @type {Core} */
  const core = {
    needs: (_, material = {}) => ask(() => needs(JSON.stringify(material))),
    received: (need, answer, at) =>
      ask(() => {
        const found = received(need, answer, at);
        return "entry" in found ? { ...found, entry: JSON.parse(found.entry) } : found;
      }),
  };
  return JSON.stringify(await resolverWith(core, {})("", { cache: env.ANSWERS ? store(env.ANSWERS) : cache, permit }));
}

/** The platform's own, per place in the world. */
const cache = {
  /** @param {string} url @returns {Promise<Kept | undefined>} */
  async get(url) {
    const kept = await (await caches.open("resolve")).match(url).catch(() => undefined);
    const [at, until] = ["x-at", "x-until"].map((name) => kept?.headers.get(name));
    return kept && at && until ? { body: new Uint8Array(await kept.arrayBuffer()), at, until } : undefined;
  },
  /** @param {string} url @param {Kept} kept */
  async set(url, { body, at, until }) {
    const headers = { "cache-control": `max-age=${secondsUntil(until)}`, "x-at": at, "x-until": until };
    // What cannot be kept is fetched again.
    await (await caches.open("resolve")).put(url, new Response(body, { headers })).catch(() => {});
  },
};

/**
 * The same for all places, where the operator has bound one.
 *
 * @param {NonNullable<Environment["ANSWERS"]>} answers
 */
const store = (answers) => ({
  /** @param {string} url @returns {Promise<Kept | undefined>} */
  async get(url) {
    // Keys have at most 512 bytes.
    if (url.length > 512) return undefined;
    const { value, metadata } = await answers.getWithMetadata(url, "arrayBuffer").catch(() => ({}));
    return value && metadata ? { ...metadata, body: new Uint8Array(value) } : undefined;
  },
  /** @param {string} url @param {Kept} kept */
  async set(url, { body, at, until }) {
    // It keeps nothing for less than a minute.
    const expirationTtl = Math.max(60, secondsUntil(until));
    if (url.length <= 512) await answers.put(url, body, { expirationTtl, metadata: { at, until } }).catch(() => {});
  },
});

/** @param {string} until */
const secondsUntil = (until) => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000));
