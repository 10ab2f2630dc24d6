// @ts-check
/**
 * The package in dedicated Web Workers: the same calls, and the page stays responsive while they run.
 *
 * In scope: which Worker makes which call. Out of scope: the life of one (`thread.js`), what a caller may pass
 * (`arguments.js`), and what happens inside of a Worker (`worker-thread.js`).
 */
import { derivationText, documentOf, materialText, optionsText, ProofPassError, receiptText } from "./arguments.js";
import { inChunks } from "./many.js";
import { Thread } from "./thread.js";

/** @import { Derivation, ManyOptions, ManySource, Material, Need, Options, Received, Report, Verified } from "./index.js" */
/** @import { Abortable } from "./thread.js" */
/** @import { End, Item } from "./many.js" */

export { ProofPassError };
export { version } from "./api.js";
export { WorkerUnavailableError } from "./thread.js";

/** The first makes all single calls; the others are there while many documents are verified by several. */
const first = new Thread();
/** @type {Set<Thread>} */
const others = new Set();

// More would only take turns on the processors that there are.
const MOST_WORKERS = 8;

/** @returns {Promise<void>} */
export async function ready() {
  await first.ask({ name: "ready" });
}

/**
 * @param {unknown} bundle
 * @param {Options} [options]
 * @param {Abortable} [how]
 * @returns {Promise<string>}
 */
export async function verifyToJson(bundle, options, how) {
  return first.ask({ name: "verifyToJson", document: bytesOf(documentOf(bundle)), settled: optionsText(options) }, how);
}

/**
 * @param {unknown} bundle
 * @param {Options} [options]
 * @param {Abortable} [how]
 * @returns {Promise<Report>}
 */
export async function verify(bundle, options, how) {
  return JSON.parse(await verifyToJson(bundle, options, how));
}

/**
 * @param {ManySource} source
 * @param {Options} [options]
 * @param {ManyOptions & { workers?: number }} [how]
 * @returns {AsyncGenerator<Verified, void, undefined>}
 */
export function verifyMany(source, options, how = {}) {
  const { workers = 1 } = how;
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
    throw new ProofPassError("malformed-request", `There are 1 to ${MOST_WORKERS} Workers.`);
  }
  return judgeMany(source, optionsText(options), how, workers);
}

/**
 * @param {ManySource} source
 * @param {string} settled
 * @param {ManyOptions} how
 * @param {number} workers
 */
async function* judgeMany(source, settled, how, workers) {
  const helpers = Array.from({ length: workers - 1 }, () => new Thread());
  const threads = [first, ...helpers];
  // What is still with a Worker when nobody wants it any more is not to be finished.
  const over = new AbortController();
  const { signal } = over;
  const abort = () => over.abort(how.signal?.reason);
  if (how.signal?.aborted) abort();
  how.signal?.addEventListener("abort", abort, { signal });
  helpers.forEach((helper) => others.add(helper));
  try {
    // Options that are wrong end it before the first document, and so does a Worker that cannot be had.
    await first.ask({ name: "verifyToJson", document: new Uint8Array(), settled }, { signal });
    yield* inChunks(source, (chunk, number) => judge(threads[number % workers], chunk, settled, signal), how, workers);
  } finally {
    over.abort();
    for (const helper of helpers) {
      helper.terminate();
      others.delete(helper);
    }
  }
}

/**
 * @param {Thread} thread
 * @param {Item[]} chunk
 * @param {string} settled
 * @param {AbortSignal} signal
 * @returns {Promise<End[]>}
 */
async function judge(thread, chunk, settled, signal) {
  const documents = chunk.flatMap((item) => (item instanceof Error ? [] : [bytesOf(item)]));
  if (documents.length === 0) return /** @type {Error[]} */ (chunk);
  /** @type {End[]} */
  const ends = await thread.askMany({ name: "verifyMany", documents, settled }, { signal });
  return chunk.map((item) => (item instanceof Error ? item : /** @type {End} */ (ends.shift())));
}

/**
 * @param {unknown} bundle
 * @param {Material} [material]
 * @param {Abortable} [how]
 * @returns {Promise<Need[]>}
 */
export async function needs(bundle, material, how) {
  return first.ask({ name: "needs", document: bytesOf(documentOf(bundle)), settled: materialText(material) }, how);
}

/**
 * @param {Need} need
 * @param {unknown} answer
 * @param {Date | string} [at]
 * @param {Abortable} [how]
 * @returns {Promise<Received>}
 */
export async function received(need, answer, at, how) {
  return first.ask({ name: "received", document: bytesOf(documentOf(answer)), settled: receiptText(need, at) }, how);
}

/**
 * @param {unknown} credential
 * @param {Derivation} [derivation]
 * @param {Abortable} [how]
 * @returns {Promise<Record<string, unknown>>}
 */
export async function derive(credential, derivation, how) {
  return first.ask({ name: "derive", document: bytesOf(documentOf(credential)), settled: derivationText(derivation) }, how);
}

export function terminate() {
  for (const thread of [first, ...others]) thread.terminate();
}

/**
 * Bytes go to the Worker without being copied once more, and mean the same there: text that was cut short (by
 * `documentOf`) might end in half a character, and would be read as another fault.
 *
 * @param {string | Uint8Array} document
 */
function bytesOf(document) {
  return typeof document === "string" ? new TextEncoder().encode(document) : document;
}
