// @ts-check
/**
 * Many documents, one after the other: where they come from, their order, and what happens when one of them is no use.
 *
 * In scope: lists, iterables and streams of lines (NDJSON) as sources, back-pressure, aborting, progress. Out of scope:
 * judging one document (`api.js`), and Workers (`worker.js`).
 * Spec: <https://github.com/ndjson/ndjson-spec>
 */
import { documentOf, ENOUGH, ProofPassError } from "./arguments.js";

/** @import { BundleSource, ManySource, ManyOptions, Verified } from "./index.js" */

/** @typedef {string | Uint8Array | Error} Item a document, or why what stood in its place is none */
/** @typedef {string | Error} End a report's text, or why there is none */

// Half a frame: a page that verifies on its main thread still scrolls.
const TURN_MS = 8;
// Of a chunk for a Worker: enough that handing it over costs little beside judging it, and that little waits in line.
const CHUNK_ITEMS = 32;
const CHUNK_BYTES = 1 << 20;
// Per Worker: one chunk that it judges, and one that waits for it.
const AHEAD = 2;

/**
 * On this thread: each document is taken from its source when the report on the one before it has been taken.
 *
 * @param {ManySource} source
 * @param {(document: string | Uint8Array) => Promise<string>} judge
 * @param {ManyOptions} how
 * @returns {AsyncGenerator<Verified, void, undefined>}
 */
export async function* oneByOne(source, judge, how) {
  const items = itemsOf(source, how.signal);
  const told = teller(source, how);
  let begun = performance.now();
  try {
    for (let index = 0; ; index += 1) {
      const { done, value } = await items.next();
      if (done) return;
      if (performance.now() - begun > TURN_MS) {
        await turn();
        begun = performance.now();
        throwIfAborted(how.signal);
      }
      yield told(index, value instanceof Error ? value : await judge(value).catch((/** @type {Error} */ error) => error));
    }
  } finally {
    items.close();
  }
}

/**
 * On other threads: chunks are judged there while the next ones are read, and reports come in order all the same.
 *
 * @param {ManySource} source
 * @param {(chunk: Item[], number: number) => Promise<End[]>} judge the ends of the chunk's documents; the number is the
 *   chunk's
 * @param {ManyOptions} how
 * @param {number} threads
 * @returns {AsyncGenerator<Verified, void, undefined>}
 */
export async function* inChunks(source, judge, how, threads) {
  const items = itemsOf(source, how.signal);
  const told = teller(source, how);
  /** @type {Promise<End[]>[]} */
  const judged = [];
  let [chunks, index] = [0, 0];
  /** @type {Promise<Item[]> | undefined} */
  let coming = items.chunk();
  try {
    while (coming || judged.length > 0) {
      const next = /** @type {(Promise<{ chunk?: Item[], ends?: End[] }>)[]} */ ([]);
      if (judged.length > 0) next.push(judged[0].then((ends) => ({ ends })));
      // Whoever takes no reports gets no documents read.
      if (coming && judged.length < threads * AHEAD) next.push(coming.then((chunk) => ({ chunk })));
      const { chunk, ends } = await Promise.race(next);
      if (chunk) {
        coming = chunk.length > 0 ? settling(items.chunk()) : undefined;
        if (chunk.length > 0) judged.push(settling(judge(chunk, chunks++)));
      }
      if (ends) {
        judged.shift();
        for (const end of ends) yield told(index++, end);
      }
    }
  } finally {
    items.close();
  }
}

/**
 * Its turn comes; until then its failure is nobody's.
 *
 * @template T
 * @param {Promise<T>} promise
 */
function settling(promise) {
  promise.catch(() => {});
  return promise;
}

/**
 * @param {ManySource} source
 * @param {ManyOptions} how
 * @returns {(index: number, end: End) => Verified}
 */
function teller(source, { progress }) {
  const total = Array.isArray(source) ? source.length : null;
  return (index, end) => {
    progress?.({ done: index + 1, total });
    return end instanceof Error ? { index, report: null, error: end } : { index, report: JSON.parse(end) };
  };
}

/** The browser's turn, or whoever else waits on this thread. */
function turn() {
  const { setImmediate, MessageChannel } = /** @type {any} */ (globalThis);
  return new Promise((resolve) => {
    if (setImmediate || !MessageChannel) return void (setImmediate ?? setTimeout)(resolve);
    // Sooner than any timer, and behind whatever waits already (which `scheduler.yield` would overtake).
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), resolve(undefined));
    port2.postMessage(0);
  });
}

/** @param {AbortSignal} [signal] */
function throwIfAborted(signal) {
  if (signal?.aborted) throw reasonOf(signal);
}

/** @param {AbortSignal} signal older ones have no reason */
const reasonOf = (signal) => signal.reason ?? new DOMException("The operation was aborted.", "AbortError");

/**
 * What a source holds, as items, until it ends or somebody has enough.
 *
 * @param {ManySource} source
 * @param {AbortSignal} [signal]
 */
function itemsOf(source, signal) {
  const iterator = iteratorOf(source);
  let over = false;
  /** @type {Promise<IteratorResult<Item, undefined>> | undefined} */
  let pending;

  /**
   * A source that never answers must not keep an aborted call.
   *
   * @returns {Promise<IteratorResult<unknown>>}
   */
  const ask = async () => {
    throwIfAborted(signal);
    // The iterator may be one that waits for nothing.
    const answer = (async () => iterator.next())();
    if (!signal) return answer;
    return new Promise((resolve, reject) => {
      const abort = () => reject(reasonOf(signal));
      const forget = () => signal.removeEventListener("abort", abort);
      signal.addEventListener("abort", abort);
      answer.then((value) => (forget(), resolve(value)), (error) => (forget(), reject(error)));
    });
  };

  /** @returns {Promise<IteratorResult<Item, undefined>>} */
  const next = async () => {
    const { done, value } = await ask();
    over = done === true;
    return over ? { done: true, value: undefined } : { done: false, value: itemOf(value) };
  };

  return {
    next,

    /**
     * As many items as are there already, and one at least; none at the end.
     *
     * @returns {Promise<Item[]>}
     */
    async chunk() {
      const chunk = [];
      for (let bytes = 0; chunk.length < CHUNK_ITEMS && bytes < CHUNK_BYTES; ) {
        pending ??= next();
        if (chunk.length > 0 && !(await isSettled(pending))) break;
        const { done, value } = await pending;
        if (done) break;
        pending = undefined;
        chunk.push(value);
        bytes += value instanceof Error ? 0 : value.length;
      }
      return chunk;
    },

    /** Tells the source that no more is wanted. Nobody waits for what it makes of that. */
    close() {
      if (!over) (async () => iterator.return?.())().catch(() => {});
      over = true;
    },
  };
}

/**
 * Whether it is there by the next turn.
 *
 * @param {Promise<unknown>} promise
 * @returns {Promise<boolean>}
 */
async function isSettled(promise) {
  let settled = false;
  const settle = () => void (settled = true);
  promise.then(settle, settle);
  // Most are there at once, and a turn of the browser's is long.
  for (let tick = 0; tick < 8 && !settled; tick += 1) await undefined;
  if (!settled) await turn();
  return settled;
}

/**
 * @param {unknown} value
 * @returns {Item}
 */
function itemOf(value) {
  try {
    return documentOf(value);
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/**
 * Whoever hands over one document would have its characters judged, or its bytes.
 *
 * @param {unknown} source
 * @returns {AsyncIterator<unknown> | Iterator<unknown>}
 */
function iteratorOf(source) {
  if (typeof source === "object" && source !== null && !ArrayBuffer.isView(source)) {
    const { getReader, pipe, [Symbol.asyncIterator]: iterate, [Symbol.iterator]: list } = /** @type {any} */ (source);
    if (typeof getReader === "function") return linesOf(chunksOf(/** @type {ReadableStream<unknown>} */ (source)));
    // Node's own streams.
    if (typeof pipe === "function" && iterate) return linesOf(/** @type {AsyncIterable<unknown>} */ (source));
    if (typeof iterate === "function") return iterate.call(source);
    if (typeof list === "function") return list.call(source);
  }
  throw new ProofPassError("malformed-request", "The source is a list or another iterable of documents, or a stream of bytes with one in each line.");
}

/**
 * Not every browser can iterate over its streams.
 *
 * @param {ReadableStream<unknown>} stream
 */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  let over = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      over = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!over) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

/**
 * Lines that are not blank. Of one that is longer than any document may be, no more is kept than tells so.
 *
 * @param {AsyncIterable<unknown>} chunks
 * @returns {AsyncGenerator<Uint8Array, void, undefined>}
 */
async function* linesOf(chunks) {
  /** @type {Uint8Array[]} */
  let parts = [];
  let length = 0;
  const add = (/** @type {Uint8Array} */ part) => {
    const kept = part.subarray(0, ENOUGH - length);
    length += kept.length;
    // A view of a chunk would keep all of it, and so would many of them.
    if (kept.length > 0) parts.push(kept.slice());
  };
  const line = () => {
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) (whole.set(part, at), (at += part.length));
    [parts, length] = [[], 0];
    return whole;
  };
  for await (const chunk of chunks) {
    if (!ArrayBuffer.isView(chunk)) throw new ProofPassError("malformed-request", "The stream is one of bytes: text goes through a TextEncoderStream first.");
    let rest = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      add(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      const whole = line();
      if (!isBlank(whole)) yield whole;
    }
    add(rest);
  }
  const last = line();
  if (!isBlank(last)) yield last;
}

const NEWLINE = 0x0a;

/** @param {Uint8Array} line */
const isBlank = (line) => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
