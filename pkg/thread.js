// @ts-check
/**
 * One dedicated Web Worker: the queue before it, aborting, starting anew.
 *
 * In scope: calls and how they end. Out of scope: what is called (`worker.js`), and what happens inside of the Worker
 * (`worker-thread.js`).
 * Spec: <https://html.spec.whatwg.org/multipage/workers.html>
 */
import { ProofPassError } from "./arguments.js";

/** @import { Answer, Call, Ending } from "./worker-thread.js" */

/** No Worker can be had here: by the page's policy, by where it was loaded from, or because the browser has none. */
export class WorkerUnavailableError extends Error {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super("The verifier's Worker could not be started.", options);
    this.name = "WorkerUnavailableError";
  }
}

/** The policy for trusted types that a page permits by this name (`trusted-types proofpass-verifier-worker`). */
const POLICY = "proofpass-verifier-worker";

/** @type {{ createScriptURL: (address: string) => any } | null | undefined} `null`: there is none, or it is not permitted */
let policy;

/**
 * The address of the Worker's script for a page that asks for trusted types: this one address, and no other.
 *
 * Only where this file is what it was written as. In a build it is a part of another, the script beside it has another
 * name that only the build knows, and `new Worker(new URL(…))` is how the build says it.
 *
 * @returns {any} what `new Worker` takes; undefined where the address goes as it is
 */
function trustedAddress() {
  const own = import.meta.url;
  if (!/^https?:[^?#]*\/thread\.js$/.test(own)) return undefined;
  const address = own.replace(/thread\.js$/, "worker-thread.js");
  if (policy === undefined) {
    try {
      policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy(POLICY, {
        createScriptURL(/** @type {string} */ asked) {
          if (asked !== address) throw new TypeError("The verifier's Worker has one address.");
          return asked;
        },
      }) ?? null;
    } catch {
      policy = null;
    }
  }
  return policy?.createScriptURL(address);
}

/** @typedef {{ signal?: AbortSignal }} Abortable */

/**
 * @typedef {object} Waiting
 * @property {Call} call
 * @property {(value: any) => void} resolve
 * @property {(reason: unknown) => void} reject
 */

export class Thread {
  /**
   * In order; the first one is with the Worker. One at a time: then an aborted call takes no other with it.
   *
   * @type {Waiting[]}
   */
  #queue = [];
  /** @type {Worker | undefined} */
  #worker;
  /** Whether the Worker has said that its script runs; an error before that is one of starting. */
  #running = false;
  /** Whether the first of the queue was handed over. */
  #busy = false;

  /**
   * @param {Call} call
   * @param {Abortable} [how]
   * @returns {Promise<any>}
   */
  ask(call, { signal } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        const at = this.#queue.indexOf(waiting);
        // WebAssembly cannot be interrupted from outside: the Worker that runs the call goes, and the next gets another.
        if (at === 0 && this.#busy) this.#stop();
        if (at >= 0) this.#queue.splice(at, 1);
        reject(signal?.reason);
        this.#next();
      };
      const forget = () => signal?.removeEventListener("abort", abort);
      /** @type {Waiting} */
      const waiting = {
        call,
        resolve: (value) => (forget(), resolve(value)),
        reject: (reason) => (forget(), reject(reason)),
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  /**
   * Many documents in one call: each has an end of its own, and one that stops the verifier takes no other with it.
   *
   * @param {Extract<Call, { name: "verifyMany" }>} call
   * @param {Abortable} [how]
   * @returns {Promise<(string | Error)[]>}
   */
  async askMany(call, how) {
    /** @type {Ending[]} */
    let ends;
    const count = call.documents.length;
    try {
      ends = await this.ask(call, how);
    } catch (error) {
      // Only what became of the Worker itself is about these documents.
      if (how?.signal?.aborted || !(error instanceof StoppedError)) throw error;
      return Array(count).fill(error);
    }
    return ends.map((end) => (end.kind === "value" ? String(end.value) : errorOf(end)));
  }

  terminate() {
    const left = this.#queue;
    this.#queue = [];
    this.#stop();
    for (const { reject } of left) reject(new DOMException("The verifier was terminated.", "AbortError"));
  }

  #next() {
    if (this.#busy || this.#queue.length === 0) return;
    try {
      this.#worker ??= this.#start();
    } catch (cause) {
      this.#unavailable(cause);
      return;
    }
    this.#busy = true;
    const { call } = this.#queue[0];
    this.#worker.postMessage(call, buffersOf(call));
  }

  /** @returns {Worker} */
  #start() {
    const trusted = trustedAddress();
    // The address stands where it is used: bundlers look for this very form.
    const started = trusted ? new Worker(trusted, { type: "module" }) : new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
    started.addEventListener("message", (/** @type {MessageEvent<Answer>} */ { data }) => {
      if (started !== this.#worker) return;
      if (data.kind === "running") this.#running = true;
      else this.#answered(data);
    });
    started.addEventListener("error", (event) => {
      if (started !== this.#worker) return;
      event.preventDefault();
      if (this.#running) this.#answered({ kind: "stopped", message: "The verifier stopped: nothing is known about the document.", cause: event.message });
      else this.#unavailable(event.message);
    });
    return started;
  }

  /** @param {Ending} end */
  #answered(end) {
    const first = this.#queue.shift();
    this.#busy = false;
    // Whatever is left in that Worker, the next call has nothing to do with it.
    if (end.kind === "stopped") this.#stop();
    if (end.kind === "value") first?.resolve(end.value);
    else first?.reject(errorOf(end));
    this.#next();
  }

  /** @param {unknown} cause */
  #unavailable(cause) {
    const left = this.#queue;
    this.#queue = [];
    this.#stop();
    for (const { reject } of left) reject(new WorkerUnavailableError({ cause }));
  }

  #stop() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#running = false;
    this.#busy = false;
  }
}

/** The verifier stopped in the middle, or its WebAssembly cannot be had. */
class StoppedError extends Error {}
StoppedError.prototype.name = "Error";

/**
 * @param {Exclude<Ending, { kind: "value" }>} end
 * @returns {Error}
 */
function errorOf(end) {
  if (end.kind === "mistake") return new ProofPassError(end.code, end.message);
  return new StoppedError(end.message, { cause: end.cause });
}

/**
 * What the Worker gets without a copy: the documents are nobody else's.
 *
 * @param {Call} call
 * @returns {ArrayBufferLike[]}
 */
function buffersOf(call) {
  if ("document" in call) return [call.document.buffer];
  return "documents" in call ? call.documents.map(({ buffer }) => buffer) : [];
}
