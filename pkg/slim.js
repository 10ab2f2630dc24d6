// @ts-check
/** The package without a way to its WebAssembly: the caller brings it, and every call is synchronous. */
import { synchronous } from "./api.js";

export { ProofPassError, version } from "./api.js";

export const { derive, initialize, needs, received, verify, verifyToJson } = synchronous;
