// @ts-check
/**
 * Where a document comes from: a file, text, an address. Each ends in its bytes or in trouble that has a name.
 *
 * In scope: size, time and failures of loading; the only network access of the element besides loading the verifier.
 * Out of scope: what is in the document (the core's).
 */

/** @import { Trouble } from "./words.js" */

/** As the core's own limit for a document: beyond it there is no need to read. */
export const MAX_BYTES = 5 * 1024 * 1024;

/** A photograph is larger than a credential; this is one of the largest that telephones take. */
export const MAX_PICTURE_BYTES = 32 * 1024 * 1024;

/** A bundle is small; a phone in a shop with one bar of signal still gets it in this time. */
const MAX_WAIT_MS = 30_000;

/**
 * @typedef {object} Source
 * @property {Uint8Array | string} document as received
 * @property {string | null} address where it came from in the end, if it was loaded
 */

/** Why there is nothing to verify. */
export class SourceError extends Error {
  /**
   * @param {Trouble} trouble
   * @param {ErrorOptions} [options]
   */
  constructor(trouble, options) {
    super(trouble, options);
    this.name = "SourceError";
    this.trouble = trouble;
  }
}

/**
 * @param {File} file
 * @returns {Promise<Uint8Array>}
 */
export async function fileBytes(file) {
  if (file.size > MAX_BYTES) throw new SourceError("too-large");
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new SourceError("unreadable", { cause });
  }
}

/**
 * What was dropped or pasted: one file, or text.
 *
 * @param {DataTransfer | null} transfer
 * @returns {() => Promise<File | string>} to be called later: the transfer itself is empty after its event
 */
export function transferred(transfer) {
  const files = [...(transfer?.files ?? [])];
  const text = transfer?.getData("text/plain") ?? "";
  return async () => {
    if (files.length > 1) throw new SourceError("several-files");
    if (files.length === 1) return files[0];
    if (!text.trim()) throw new SourceError("no-file");
    return text;
  };
}

/**
 * @param {string} address
 * @param {AbortSignal} signal aborted when nobody waits for it any more
 * @returns {Promise<Source>}
 */
export async function loaded(address, signal) {
  // Neither `AbortSignal.any` nor `AbortSignal.timeout`, which browsers that run everything else here do not have.
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  const late = setTimeout(abort, MAX_WAIT_MS);
  try {
    const answer = await fetch(address, {
      headers: { accept: "application/json" },
      cache: "no-cache",
      credentials: "same-origin",
      referrerPolicy: "no-referrer",
      signal: controller.signal,
    });
    if (!answer.ok) throw new SourceError(troubleOf(answer.status));
    return { document: await body(answer), address: answer.url };
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError("unreachable", { cause });
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", abort);
  }
}

/**
 * @param {number} status
 * @returns {Trouble}
 */
function troubleOf(status) {
  switch (status) {
    case 401:
    case 403:
      return "refused";
    // An ID that is no ID at all is as unknown as one that nobody has.
    case 400:
    case 404:
    case 410:
    case 422:
      return "not-found";
    case 429:
      return "busy";
    default:
      return "unavailable";
  }
}

/**
 * Read piece by piece, so that an endless answer ends here.
 *
 * @param {Response} answer
 * @returns {Promise<Uint8Array>}
 */
async function body(answer) {
  const reader = answer.body?.getReader();
  /** @type {Uint8Array[]} */
  const pieces = [];
  let size = 0;
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    size += piece.value.length;
    if (size > MAX_BYTES) {
      await reader?.cancel();
      throw new SourceError("too-large");
    }
    pieces.push(piece.value);
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (pieces)).arrayBuffer());
}
