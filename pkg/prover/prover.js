// @ts-check
/**
 * The prover, once for all platforms: what a caller may pass, the key, the crew, one proof after another.
 *
 * In scope: the life of a prover. Out of scope: where workers and the WebAssembly come from (`browser.js`, `node.js`).
 */
import { Crew } from "./crew.js";
import { ProverError } from "./errors.js";
import { elsewhere, own } from "./hand.js";
import { download } from "./key.js";

/** @import { KeyStore, Progress, ProveOptions, ProverOptions, ReadyOptions } from "./index.js" */

/**
 * @typedef {object} Platform
 * @property {() => Promise<WebAssembly.Module>} compile
 * @property {() => Parameters<typeof elsewhere>[1]} worker starts one; throws where there is none to be had
 * @property {KeyStore | undefined} store
 * @property {typeof globalThis.fetch} fetch
 * @property {string | undefined} base of relative addresses
 * @property {() => number} processors
 */

/** More would only take turns, and each has a copy of the key. */
const MOST_WORKERS = 8;

/** What is taken by a leader, and by each helper: the key twice (as bytes while it is read), numbers, and room to sum up. */
const MIB_OF_LEADER = 96;
const MIB_OF_HELPER = 40;
const USUAL_MIB = 256;

const OPTIONS = ["fetch", "key", "maxMemoryMiB", "store", "workers"];
const READY = ["onProgress", "signal"];
const HOW = ["issuer", "now", "onProgress", "secret", "signal", "status"];
const STATUS = ["bits", "commitment"];

/** @param {Platform} platform */
export function proverFor(platform) {
  return class Prover {
    /** @type {{ url: URL | undefined, bytes: Uint8Array | undefined, sha256: Uint8Array, hex: string }} */
    #key;
    #fetch;
    #store;
    #workers;
    /** @type {Promise<Crew> | undefined} */
    #crew;
    /** The end of the last call: each begins when the one before has ended. @type {Promise<unknown>} */
    #last = Promise.resolve();
    #terminated = false;
    /** What ends the call that runs. @type {AbortController | undefined} */
    #running;

    /** @param {ProverOptions} options */
    constructor(options) {
      only(options, OPTIONS);
      const { fetch = platform.fetch, maxMemoryMiB = USUAL_MIB, store = platform.store, workers } = options;
      this.#key = keyOf(options.key, platform.base);
      if (typeof fetch !== "function") throw mistake("`fetch` is a function.");
      this.#fetch = fetch;
      this.#store = store ?? undefined;
      if (!(Number.isFinite(maxMemoryMiB) && maxMemoryMiB >= MIB_OF_LEADER)) {
        throw mistake(`\`maxMemoryMiB\` is a number, and not below ${MIB_OF_LEADER}.`);
      }
      if (workers !== undefined && !(Number.isInteger(workers) && workers >= 0 && workers <= MOST_WORKERS)) {
        throw mistake(`There are 0 to ${MOST_WORKERS} workers.`);
      }
      const fitting = 1 + Math.floor((maxMemoryMiB - MIB_OF_LEADER) / MIB_OF_HELPER);
      this.#workers = Math.min(workers ?? Math.max(1, platform.processors()), fitting, MOST_WORKERS);
    }

    /** @param {ReadyOptions} [how] */
    async ready(how = {}) {
      only(how, READY);
      await this.#inTurn(how, (crew) => crew);
    }

    /**
     * @param {unknown} credential
     * @param {unknown} request
     * @param {ProveOptions} how
     * @returns {Promise<Record<string, unknown>>}
     */
    async prove(credential, request, how) {
      only(how, HOW);
      const input = new TextEncoder().encode(inputOf(credential, request, how));
      try {
        return await this.#inTurn(how, async (crew, tell) => {
          const randomness = crypto.getRandomValues(new Uint8Array(128));
          return JSON.parse(await crew.prove(input, randomness, tell));
        });
      } finally {
        // If it was not handed over: what was is empty here, and is wiped there.
        if (input.length > 0) input.fill(0);
      }
    }

    terminate() {
      this.#terminated = true;
      this.#running?.abort(terminated());
      this.#dismiss();
    }

    /**
     * @template T
     * @param {ReadyOptions} how
     * @param {(crew: Crew, tell: (progress: Progress) => void) => T | Promise<T>} work
     * @returns {Promise<T>}
     */
    #inTurn({ signal, onProgress }, work) {
      const tell = (/** @type {Progress} */ progress) => onProgress?.(progress);
      const turn = this.#last.then(async () => {
        if (this.#terminated) throw terminated();
        signal?.throwIfAborted();
        const over = new AbortController();
        const abort = () => over.abort(signal?.reason);
        signal?.addEventListener("abort", abort, { once: true });
        this.#running = over;
        try {
          return await untilAborted(over.signal, this.#work(over.signal, tell, work));
        } catch (error) {
          // WebAssembly cannot be interrupted from outside, and one that stopped has nothing more to say.
          if (over.signal.aborted || (error instanceof ProverError && error.code === "stopped")) this.#dismiss();
          throw error;
        } finally {
          signal?.removeEventListener("abort", abort);
          this.#running = undefined;
        }
      });
      this.#last = turn.catch(() => {});
      return untilAborted(signal, turn);
    }

    /**
     * @template T
     * @param {AbortSignal} signal
     * @param {(progress: Progress) => void} tell
     * @param {(crew: Crew, tell: (progress: Progress) => void) => T | Promise<T>} work
     */
    async #work(signal, tell, work) {
      // Of a call that was aborted nothing more is told.
      const told = (/** @type {Progress} */ progress) => {
        if (!signal.aborted) tell(progress);
      };
      // What another prover has taken meanwhile, on a thread without workers, is gathered anew.
      if (this.#crew && !(await (await this.#crew).resume())) this.#crew = undefined;
      this.#crew ??= this.#gather(signal, told);
      const gathering = this.#crew;
      /** @type {Crew} */
      let crew;
      try {
        crew = await gathering;
      } catch (error) {
        if (this.#crew === gathering) this.#crew = undefined;
        throw error;
      }
      try {
        signal.throwIfAborted();
        return await work(crew, told);
      } finally {
        crew.pause();
      }
    }

    /**
     * @param {AbortSignal} signal
     * @param {(progress: Progress) => void} tell
     */
    async #gather(signal, tell) {
      const { hex, sha256 } = this.#key;
      const kept = this.#key.bytes ? undefined : await this.#kept(hex);
      const hiring = this.#hire();
      const stop = () => void hiring.then((crew) => crew.stop(), () => {});
      signal.addEventListener("abort", stop, { once: true });
      try {
        const [crew, bytes] = await Promise.all([hiring, kept ?? this.#fetched(signal, tell)]);
        signal.throwIfAborted();
        tell({ stage: "reading", done: 0 });
        let key = bytes;
        let fresh = !kept;
        try {
          await crew.read(key, sha256);
        } catch (error) {
          if (!kept || !(error instanceof ProverError && error.code === "key-mismatch")) throw error;
          // What was kept is not what was asked for: as if nothing had been kept.
          await this.#store?.delete(hex).catch(() => {});
          key = await this.#fetched(signal, tell);
          await crew.read(key, sha256);
          fresh = true;
        }
        if (fresh && !this.#key.bytes) await this.#keep(hex, key);
        tell({ stage: "reading", done: 1 });
        return crew;
      } catch (error) {
        stop();
        throw error;
      } finally {
        signal.removeEventListener("abort", stop);
      }
    }

    /** @returns {Promise<Crew>} */
    async #hire() {
      const module = await platform.compile();
      if (this.#workers > 0) {
        /** @type {Promise<import("./hand.js").Hand>[]} */
        const starting = [];
        try {
          for (let started = 0; started < this.#workers; started += 1) starting.push(elsewhere(module, platform.worker()));
        } catch {
          // Fewer, or none.
        }
        const hands = (await Promise.allSettled(starting)).flatMap((hand) => (hand.status === "fulfilled" ? [hand.value] : []));
        const [lead, ...helpers] = hands;
        if (lead) return new Crew(lead, helpers);
      }
      return new Crew(await own(module), []);
    }

    /** @param {string} hex */
    async #kept(hex) {
      // A store that fails is one that has nothing.
      return await this.#store?.get(hex).catch(() => undefined);
    }

    /**
     * @param {string} hex
     * @param {ArrayBuffer} key
     */
    async #keep(hex, key) {
      await this.#store?.put(hex, key).catch(() => {});
    }

    /**
     * @param {AbortSignal} signal
     * @param {(progress: Progress) => void} tell
     * @returns {Promise<ArrayBuffer>}
     */
    async #fetched(signal, tell) {
      const { bytes, url } = this.#key;
      if (bytes) return /** @type {ArrayBuffer} */ (new Uint8Array(bytes).buffer);
      return download({ url: /** @type {URL} */ (url), fetch: this.#fetch, signal, tell });
    }

    #dismiss() {
      this.#crew?.then((crew) => crew.stop(), () => {});
      this.#crew = undefined;
    }
  };
}

/**
 * What is proven, to whom, and with what: the text that the WebAssembly reads.
 *
 * @param {unknown} credential
 * @param {unknown} request
 * @param {ProveOptions} how
 */
function inputOf(credential, request, { secret, issuer, now, status }) {
  if (typeof secret !== "string") throw mistake("`secret` is the holder's secret, as text.");
  if (status !== undefined) only(status, STATUS, "`status`");
  return JSON.stringify({
    credential: textOf(credential, "The credential"),
    request: textOf(request, "The request"),
    secret,
    issuer: textOf(issuer, "`issuer`"),
    now: momentOf(now),
    ...(status !== undefined && { status: { commitment: textOf(status.commitment, "`status.commitment`"), bits: textOf(status.bits, "`status.bits`") } }),
  });
}

/**
 * Text as it was received: what a JSON parser has swallowed cannot be seen any more.
 *
 * @param {unknown} document
 * @param {string} name
 * @returns {string}
 */
export function textOf(document, name) {
  if (typeof document === "string") return document;
  if (typeof document !== "object" || document === null) throw mistake(`${name} is text or an object.`);
  return JSON.stringify(document);
}

/**
 * @param {Date | string | undefined} now the present, if absent
 * @returns {string}
 */
export function momentOf(now = new Date()) {
  const moment = now instanceof Date ? (Number.isNaN(now.getTime()) ? undefined : now.toISOString()) : now;
  if (typeof moment !== "string") throw mistake("`now` is a date.");
  return moment;
}

/**
 * @param {unknown} key
 * @param {string | undefined} base
 */
function keyOf(key, base) {
  only(key, ["bytes", "sha256", "url"], "`key`");
  const { bytes, sha256, url } = /** @type {import("./index.js").ProvingKey} */ (key);
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw mistake("`key.sha256` is 64 hexadecimal digits, in lower case.");
  if ((bytes === undefined) === (url === undefined)) throw mistake("`key` has `url` or `bytes`.");
  if (bytes !== undefined && !(bytes instanceof Uint8Array)) throw mistake("`key.bytes` is a Uint8Array.");
  /** @type {URL | undefined} */
  let address;
  if (url !== undefined) {
    try {
      address = new URL(url, base);
    } catch (cause) {
      throw mistake("`key.url` is an address.", { cause });
    }
  }
  return { url: address, bytes, hex: sha256, sha256: Uint8Array.from(/** @type {string[]} */ (sha256.match(/../g)), (pair) => parseInt(pair, 16)) };
}

/**
 * A misspelt option must not go unnoticed.
 *
 * @param {unknown} given
 * @param {string[]} names
 * @param {string} [what]
 */
function only(given, names, what = "The options") {
  if (typeof given !== "object" || given === null) throw mistake(`${what}: an object is expected.`);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw mistake(`${what}: there is no \`${unknown}\`.`);
}

/**
 * @template T
 * @param {AbortSignal | undefined} signal
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
function untilAborted(signal, work) {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** @param {string} message @param {ErrorOptions} [options] */
function mistake(message, options) {
  return new ProverError("malformed-request", message, options);
}

function terminated() {
  return new ProverError("stopped", "The prover was terminated.");
}
