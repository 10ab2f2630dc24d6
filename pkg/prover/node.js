// @ts-check
/** The package in Node (and in what speaks Node): worker threads, and the WebAssembly from disk. */
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { holdingFor } from "./holding.js";
import { proverFor } from "./prover.js";

export { ProverError } from "./errors.js";
export { version } from "./hand.js";
export { freshSecret } from "./holding.js";

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

const compile = async () => WebAssembly.compile(await readFile(new URL("./wasm/prover_bg.wasm", import.meta.url)));

function worker() {
  const started = new Worker(new URL("./node-worker.js", import.meta.url));
  // Of a call that somebody waits for the process is kept alive, and of a prover that does nothing it is not.
  let awaited = 0;
  started.unref();
  return {
    send: (/** @type {unknown} */ call, /** @type {ArrayBuffer[]} */ buffers) => {
      awaited += 1;
      started.ref();
      started.postMessage(call, buffers);
    },
    stop: () => void started.terminate(),
    listen(/** @type {(answer: any) => void} */ answered, /** @type {(cause: unknown) => void} */ failed) {
      started.on("message", (answer) => {
        awaited -= 1;
        if (awaited === 0) started.unref();
        answered(answer);
      });
      started.on("error", failed);
      started.on("exit", () => failed("the thread ended"));
    },
  };
}

const once = () => (compiled ??= compile());

export const { check, commitment } = holdingFor(once);

export const Prover = proverFor({
  compile: once,
  worker,
  store: undefined,
  fetch: (...given) => globalThis.fetch(...given),
  base: undefined,
  processors: availableParallelism,
});
