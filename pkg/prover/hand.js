// @ts-check
/**
 * An instance of the WebAssembly: on this thread, or in a worker that runs this very file.
 *
 * In scope: calls into the instance as messages. Out of scope: which calls there are (the Rust crate `prover-wasm` and
 * `crew.js`), and how a worker begins (`browser.js`, `node.js`).
 */
import { ProverError } from "./errors.js";
import * as glue from "./wasm/prover.js";

/** @import { ProverErrorCode } from "./index.js" */

/** @typedef {Exclude<keyof typeof glue, "default" | "initSync" | "__wbg_reset_state">} Name of a function of the instance */
/** @typedef {string | number | boolean | Uint8Array | Uint32Array | undefined} Value */
/** @typedef {{ module: WebAssembly.Module } | { number: number, name: Name, given: Value[] }} Call */
/** @typedef {{ ready: true } | { number: number, value: Value } | { number: number, code: ProverErrorCode, message: string }} Answer */

/**
 * What a crew needs of an instance, wherever it is.
 *
 * @typedef {object} Hand
 * @property {(name: Name, ...given: Value[]) => Promise<any>} call
 * @property {() => void} pause lets others have the thread until it is resumed
 * @property {() => Promise<boolean>} resume whether it still has what it had
 * @property {() => void} stop
 */

export const version = "0.1.0";

/** Whether this thread's instance is there. */
let started = false;

/** @param {WebAssembly.Module} module */
async function start(module) {
  // A new one of the same module, with a memory in which nothing is.
  if (started) glue.__wbg_reset_state();
  else await glue.default({ module_or_path: module });
  started = true;
  if (glue.version() !== version) {
    throw new ProverError("version-mismatch", `The WebAssembly is of version ${glue.version()}, and this is ${version}: a cache has mixed them.`);
  }
}

/**
 * Bytes that were handed over are wiped: the instance has its own copy.
 *
 * @param {Name} name
 * @param {Value[]} given
 * @returns {Value}
 */
function make(name, given) {
  try {
    return /** @type {(...given: any[]) => Value} */ (glue[name])(...given);
  } catch (cause) {
    const { code, message } = /** @type {Partial<ProverError>} */ (Object(cause));
    if (typeof code === "string") throw new ProverError(code, String(message));
    throw new ProverError("stopped", "The prover stopped in the middle: it may be out of memory.", { cause });
  } finally {
    for (const bytes of given) if (bytes instanceof Uint8Array) bytes.fill(0);
  }
}

/** The one instance of this thread: whose it is, and who has the turn. */
let owner = {};
let turn = Promise.resolve();

/** @returns {Promise<() => void>} gives the turn to the next */
async function takeTurn() {
  const before = turn;
  let release = () => {};
  turn = new Promise((resolve) => (release = resolve));
  await before;
  return release;
}

/**
 * The instance of this thread, which has one. A turn of the event loop lies before each call: whoever waits for it may draw,
 * or abort.
 *
 * @param {WebAssembly.Module} module
 * @returns {Promise<Hand>}
 */
export async function own(module) {
  let release = await takeTurn();
  let over = false;
  try {
    await start(module);
  } catch (error) {
    release();
    throw error;
  }
  /** @type {Hand} */
  const hand = {
    async call(name, ...given) {
      await new Promise((resolve) => setTimeout(resolve));
      if (over) throw terminated();
      return make(name, given);
    },
    pause: () => release(),
    async resume() {
      release = await takeTurn();
      if (owner === hand && !over) return true;
      release();
      return false;
    },
    stop() {
      over = true;
      if (owner === hand) glue.__wbg_reset_state();
      release();
    },
  };
  owner = hand;
  return hand;
}

/**
 * An instance in a worker.
 *
 * @param {WebAssembly.Module} module
 * @param {{ send: (call: Call, buffers: ArrayBuffer[]) => void, stop: () => void, listen: (answered: (answer: Answer) => void, failed: (cause: unknown) => void) => void }} worker
 * @returns {Promise<Hand>} rejected where there is no worker to be had
 */
export function elsewhere(module, worker) {
  /** @type {Map<number, { resolve: (value: Value) => void, reject: (reason: unknown) => void }>} */
  const waiting = new Map();
  /** @type {unknown} */
  let over;
  let last = 0;
  const end = (/** @type {unknown} */ reason) => {
    over ??= reason;
    worker.stop();
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  };
  /** @type {Hand} */
  const hand = {
    call: (name, ...given) =>
      new Promise((resolve, reject) => {
        if (over) return reject(over);
        waiting.set((last += 1), { resolve, reject });
        // What is handed over is nobody else's: it moves.
        const buffers = given.flatMap((value) => (value instanceof Uint8Array ? [/** @type {ArrayBuffer} */ (value.buffer)] : []));
        worker.send({ number: last, name, given }, buffers);
      }),
    pause() {},
    resume: async () => !over,
    stop: () => end(terminated()),
  };
  return new Promise((resolve, reject) => {
    worker.listen(
      (answer) => {
        if ("ready" in answer) return resolve(hand);
        const call = waiting.get(answer.number);
        waiting.delete(answer.number);
        if ("code" in answer) call?.reject(new ProverError(answer.code, answer.message));
        else call?.resolve(answer.value);
      },
      (cause) => {
        end(new ProverError("stopped", "A worker of the prover stopped.", { cause }));
        reject(over);
      },
    );
    worker.send({ module }, []);
  });
}

function terminated() {
  return new ProverError("stopped", "The prover was terminated.");
}

/**
 * What runs inside of a worker.
 *
 * @param {(answer: Answer, buffers: ArrayBuffer[]) => void} send
 * @returns {(call: Call) => Promise<void>} takes what is sent to the worker
 */
export function serve(send) {
  return async (call) => {
    if ("module" in call) {
      await start(call.module);
      send({ ready: true }, []);
      return;
    }
    const { number } = call;
    try {
      const value = make(call.name, call.given);
      send({ number, value }, value instanceof Uint8Array ? [/** @type {ArrayBuffer} */ (value.buffer)] : []);
    } catch (error) {
      const { code, message } = /** @type {ProverError} */ (error);
      send({ number, code, message }, []);
    }
  };
}
