// @ts-check
/** The package in browsers: each WebAssembly is fetched once, from beside this file. */
import { asynchronous } from "./api.js";

export { ProofPassError, version } from "./api.js";

/** @param {URL} address */
async function compile(address) {
  // Asked for anew at each start: a WebAssembly of another version than the JavaScript around it is of no use.
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status} for ${answer.url}.`);
  // Streaming compilation insists on the media type; servers that do not know it are common.
  const streams = answer.headers.get("content-type")?.startsWith("application/wasm");
  return streams ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

// The addresses stand where they are used: bundlers look for this very form.
export const { derive, needs, ready, received, verify, verifyMany, verifyToJson } = asynchronous({
  small: () => compile(new URL("./wasm/verifier_bg.wasm", import.meta.url)),
  full: () => compile(new URL("./wasm-full/verifier_bg.wasm", import.meta.url)),
  disclosure: () => compile(new URL("./wasm-disclosure/verifier_bg.wasm", import.meta.url)),
  schema: () => compile(new URL("./wasm-schema/verifier_bg.wasm", import.meta.url)),
  zk: () => compile(new URL("./wasm-zk/verifier_bg.wasm", import.meta.url)),
});
