/**
 * `@proofpass/verifier/slim`: the same verifier for those who bring the WebAssembly themselves
 * (`@proofpass/verifier/verifier.wasm`). After {@link initialize} every call is synchronous.
 */
import type { BundleSource, Derivation, Material, Need, Options, Received, Report } from "./index.js";

export type * from "./index.js";
export { ProofPassError, version } from "./index.js";

/**
 * Starts the verifier: the bytes of `verifier.wasm`, or the module compiled from them. A second call does nothing.
 *
 * Browsers refuse to compile large modules synchronously on the main thread; pass a `WebAssembly.Module` there.
 */
export function initialize(source: BufferSource | WebAssembly.Module): void;

/**
 * Verifies a document and reports every check. Throws a `ProofPassError` for the caller's own mistakes, and an `Error`
 * with a `cause` if the WebAssembly stopped in the middle: the next call begins in a new instance or says that it cannot.
 */
export function verify(bundle: BundleSource, options?: Options): Report;

/** Like {@link verify}, but gives the report's exact bytes, which are the same on every platform. */
export function verifyToJson(bundle: BundleSource, options?: Options): string;

/** What must be fetched before {@link verify} can check everything. */
export function needs(bundle: BundleSource, material?: Material): Need[];

/** What you fetched for a need, as the entry of material that it becomes. */
export function received(need: Need, answer: string | ArrayBufferLike | ArrayBufferView, at?: Date | string): Received;

/**
 * For holders: shows parts of a credential. Only the WebAssembly for disclosure (`@proofpass/verifier/verifier-disclosure.wasm`)
 * does that; another one throws a `ProofPassError`.
 */
export function derive(credential: BundleSource, derivation?: Derivation): Record<string, unknown>;
