// @ts-check
/** The package in browsers: Web Workers, the browser's cache, the WebAssembly from beside this file. */
import { browserStore } from "./key.js";
import { holdingFor } from "./holding.js";
import { proverFor } from "./prover.js";

export { ProverError } from "./errors.js";
export { version } from "./hand.js";
export { freshSecret } from "./holding.js";

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

async function compile() {
  // Asked for anew at each start: a WebAssembly of another version than the JavaScript around it is of no use.
  const answer = await fetch(new URL("./wasm/prover_bg.wasm", import.meta.url), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status} for ${answer.url}.`);
  // Streaming compilation insists on the media type; servers that do not know it are common.
  const streams = answer.headers.get("content-type")?.startsWith("application/wasm");
  return streams ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

function worker() {
  // The address stands where it is used: bundlers look for this very form.
  const started = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return {
    send: (/** @type {unknown} */ call, /** @type {ArrayBuffer[]} */ buffers) => started.postMessage(call, buffers),
    stop: () => started.terminate(),
    listen(/** @type {(answer: any) => void} */ answered, /** @type {(cause: unknown) => void} */ failed) {
      started.addEventListener("message", ({ data }) => answered(data));
      started.addEventListener("error", (event) => {
        event.preventDefault();
        failed(event.message);
      });
    },
  };
}

const once = () => (compiled ??= compile().catch((error) => ((compiled = undefined), Promise.reject(error))));

export const { check, commitment } = holdingFor(once);

export const Prover = proverFor({
  compile: once,
  worker,
  store: typeof caches === "undefined" ? undefined : browserStore(),
  fetch: (...given) => globalThis.fetch(...given),
  base: globalThis.document?.baseURI ?? globalThis.location?.href,
  processors: () => navigator.hardwareConcurrency ?? 1,
});
