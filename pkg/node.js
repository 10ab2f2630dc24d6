// @ts-check
/** The package in Node (and in what speaks Node): the WebAssembly is read from disk, no network. */
import { readFile } from "node:fs/promises";
import { asynchronous } from "./api.js";

export { ProofPassError, version } from "./api.js";

/** @param {string} file */
const compile = async (file) => WebAssembly.compile(await readFile(new URL(file, import.meta.url)));

export const { derive, needs, ready, received, verify, verifyMany, verifyToJson } = asynchronous({
  small: () => compile("./wasm/verifier_bg.wasm"),
  full: () => compile("./wasm-full/verifier_bg.wasm"),
  disclosure: () => compile("./wasm-disclosure/verifier_bg.wasm"),
  schema: () => compile("./wasm-schema/verifier_bg.wasm"),
  zk: () => compile("./wasm-zk/verifier_bg.wasm"),
});
