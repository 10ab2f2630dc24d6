// @ts-check
/**
 * The proving key: from where it is kept, or from its address.
 *
 * In scope: the one download of this package, its progress, its limits; keeping it. Out of scope: whether the bytes are the
 * key's. That is looked at in the WebAssembly, each time, wherever they come from.
 */
import { ProverError } from "./errors.js";

/** @import { KeyStore, Progress } from "./index.js" */

/** No key of ours is half as long. */
const MOST_BYTES = 32 << 20;

/**
 * @param {{ url: URL, fetch: typeof globalThis.fetch, signal: AbortSignal | undefined, tell: (progress: Progress) => void }} how
 * @returns {Promise<ArrayBuffer>}
 */
export async function download({ url, fetch, signal, tell }) {
  /** @type {Response} */
  let answer;
  try {
    // Neither who asks nor from which page; and what is kept is kept once, by its digest.
    answer = await fetch(url, { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ProverError("key-unreachable", "The proving key cannot be fetched.", { cause });
  }
  if (!answer.ok || !answer.body) throw new ProverError("key-unreachable", `The server of the proving key answered ${answer.status}.`);
  // Of a compressed answer the length is another one.
  const told = answer.headers.has("content-encoding") ? 0 : Number(answer.headers.get("content-length") ?? 0);
  const total = Number.isSafeInteger(told) && told > 0 ? told : undefined;
  if (total !== undefined && total > MOST_BYTES) throw tooLarge();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let loaded = 0;
  tell({ stage: "key", done: 0, loaded, ...(total && { total }) });
  const reader = answer.body.getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      const chunk = /** @type {Uint8Array} */ (value);
      loaded += chunk.length;
      if (loaded > MOST_BYTES) throw tooLarge();
      chunks.push(chunk);
      // Without a total it is known to be done when it is.
      tell({ stage: "key", done: total ? Math.min(loaded / total, 1) : 0, loaded, ...(total && { total }) });
    }
  } catch (cause) {
    reader.cancel().catch(() => {});
    signal?.throwIfAborted();
    if (cause instanceof ProverError) throw cause;
    throw new ProverError("key-unreachable", "The proving key did not arrive in full.", { cause });
  }
  const key = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    key.set(chunk, at);
    at += chunk.length;
  }
  tell({ stage: "key", done: 1, loaded, total: loaded });
  return key.buffer;
}

function tooLarge() {
  return new ProverError("key-too-large", `The proving key is larger than ${MOST_BYTES >> 20} MiB.`);
}

/**
 * The browser's cache of answers, with keys by their digests. Where there is none (a page that did not come by https, a
 * private window that keeps nothing), nothing is kept, and proving works as well.
 *
 * @returns {KeyStore}
 */
export function browserStore() {
  // The name of an answer must be an address. Nobody has this one.
  const address = (/** @type {string} */ sha256) => `https://proving-key.invalid/${sha256}`;
  const open = () => caches.open("proofpass-proving-keys");
  return {
    get: async (sha256) => (await (await open()).match(address(sha256)))?.arrayBuffer(),
    put: async (sha256, key) => (await open()).put(address(sha256), new Response(key)),
    delete: async (sha256) => void (await (await open()).delete(address(sha256))),
  };
}
