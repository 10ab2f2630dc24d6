// @ts-check
/**
 * The package in a dedicated Web Worker: the same calls, and the page stays responsive while they run.
 *
 * In scope: one Worker, the queue before it, aborting, starting anew. Out of scope: what a caller may pass
 * (`arguments.js`), and what happens inside of the Worker (`worker-thread.js`).
 * Spec: <https://html.spec.whatwg.org/multipage/workers.html>
 */
import { documentOf, materialText, optionsText, ProofPassError } from "./arguments.js";

/** @import { Material, Need, Options, Report } from "./index.js" */
/** @import { Answer, Call } from "./worker-thread.js" */

export { ProofPassError };
export { version } from "./api.js";

/** No Worker can be had here: by the page's policy, by where it was loaded from, or because the browser has none. */
export class WorkerUnavailableError extends Error {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super("The verifier's Worker could not be started.", options);
    this.name = "WorkerUnavailableError";
  }
}

/** @typedef {{ signal?: AbortSignal }} Abortable */

/**
 * @typedef {object} Waiting
 * @property {Call} call
 * @property {(value: any) => void} resolve
 * @property {(reason: unknown) => void} reject
 */

/**
 * In order; the first one is with the Worker. One at a time: then an aborted call takes no other with it.
 *
 * @type {Waiting[]}
 */
let queue = [];
/** @type {Worker | undefined} */
let worker;
/** Whether the Worker has said that its script runs; an error before that is one of starting. */
let running = false;
/** Whether the first of the queue was handed over. */
let busy = false;

/** @returns {Promise<void>} */
export async function ready() {
  await ask({ name: "ready" });
}

/**
 * @param {unknown} bundle
 * @param {Options} [options]
 * @param {Abortable} [how]
 * @returns {Promise<string>}
 */
export async function verifyToJson(bundle, options, how) {
  return ask({ name: "verifyToJson", document: bytesOf(bundle), settled: optionsText(options) }, how);
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
 * @param {unknown} bundle
 * @param {Material} [material]
 * @param {Abortable} [how]
 * @returns {Promise<Need[]>}
 */
export async function needs(bundle, material, how) {
  return ask({ name: "needs", document: bytesOf(bundle), settled: materialText(material) }, how);
}

export function terminate() {
  const left = queue;
  queue = [];
  stop();
  for (const { reject } of left) reject(new DOMException("The verifier was terminated.", "AbortError"));
}

/**
 * Bytes go to the Worker without being copied once more, and mean the same there: text that was cut short (by
 * `documentOf`) might end in half a character, and would be read as another fault.
 *
 * @param {unknown} bundle
 */
function bytesOf(bundle) {
  const document = documentOf(bundle);
  return typeof document === "string" ? new TextEncoder().encode(document) : document;
}

/**
 * @param {Call} call
 * @param {Abortable} [how]
 * @returns {Promise<any>}
 */
function ask(call, { signal } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      const at = queue.indexOf(waiting);
      // WebAssembly cannot be interrupted from outside: the Worker that runs the call goes, and the next gets another.
      if (at === 0 && busy) stop();
      if (at >= 0) queue.splice(at, 1);
      reject(signal?.reason);
      next();
    };
    const forget = () => signal?.removeEventListener("abort", abort);
    /** @type {Waiting} */
    const waiting = {
      call,
      resolve: (value) => (forget(), resolve(value)),
      reject: (reason) => (forget(), reject(reason)),
    };
    signal?.addEventListener("abort", abort, { once: true });
    queue.push(waiting);
    next();
  });
}

function next() {
  if (busy || queue.length === 0) return;
  try {
    worker ??= start();
  } catch (cause) {
    unavailable(cause);
    return;
  }
  busy = true;
  const { call } = queue[0];
  worker.postMessage(call, "document" in call ? [call.document.buffer] : []);
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
  if (!/^https?:[^?#]*\/worker\.js$/.test(own)) return undefined;
  const address = own.replace(/worker\.js$/, "worker-thread.js");
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

/** @returns {Worker} */
function start() {
  const trusted = trustedAddress();
  // The address stands where it is used: bundlers look for this very form.
  const started = trusted ? new Worker(trusted, { type: "module" }) : new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
  started.addEventListener("message", (/** @type {MessageEvent<Answer>} */ { data }) => {
    if (started !== worker) return;
    if (data.kind === "running") running = true;
    else answered(data);
  });
  started.addEventListener("error", (event) => {
    if (started !== worker) return;
    event.preventDefault();
    if (running) answered({ kind: "stopped", message: "The verifier stopped: nothing is known about the document.", cause: event.message });
    else unavailable(event.message);
  });
  return started;
}

/** @param {Exclude<Answer, { kind: "running" }>} answer */
function answered(answer) {
  const first = queue.shift();
  busy = false;
  switch (answer.kind) {
    case "value":
      first?.resolve(answer.value);
      break;
    case "mistake":
      first?.reject(new ProofPassError(answer.code, answer.message));
      break;
    case "stopped":
      // Whatever is left in that Worker, the next call has nothing to do with it.
      stop();
      first?.reject(new Error(answer.message, { cause: answer.cause }));
      break;
  }
  next();
}

/** @param {unknown} cause */
function unavailable(cause) {
  const left = queue;
  queue = [];
  stop();
  for (const { reject } of left) reject(new WorkerUnavailableError({ cause }));
}

function stop() {
  worker?.terminate();
  worker = undefined;
  running = false;
  busy = false;
}
