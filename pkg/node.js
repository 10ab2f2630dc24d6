// @ts-check
/** The package in Node (and in what speaks Node): the WebAssembly is read from disk, no network. */
import { readFile } from "node:fs/promises";
import { asynchronous } from "./api.js";

export { ProofPassError, version } from "./api.js";

export const { needs, ready, verify, verifyToJson } = asynchronous(async () =>
  WebAssembly.compile(await readFile(new URL("./wasm/verifier_bg.wasm", import.meta.url))),
);
