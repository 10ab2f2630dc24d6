/**
 * `@proofpass/verifier/worker`: the same verifier in a dedicated Web Worker, for pages that must stay responsive.
 * It starts at the first call; calls are made one after the other. The arguments are read at the call.
 */
import type { BundleSource, Derivation, ManyOptions, ManySource, Material, Need, Options, Received, Report, Verified } from "./index.js";

export type * from "./index.js";
export { ProofPassError, version } from "./index.js";

/** How long a call matters. */
export interface Abortable {
  /** Aborted, the call rejects with the signal's reason. If it runs already, its Worker ends, and the next call gets another. */
  signal?: AbortSignal;
}

/** As `verify` of the package; a Worker that cannot be had rejects with a {@link WorkerUnavailableError}. */
export function verify(bundle: BundleSource, options?: Options, how?: Abortable): Promise<Report>;

/** Like {@link verify}, but gives the report's exact bytes, which are the same on every platform. */
export function verifyToJson(bundle: BundleSource, options?: Options, how?: Abortable): Promise<string>;

/**
 * As `verifyMany` of the package; the documents go to the Worker in chunks, and no more are read from the source than
 * are asked for soon. A Worker that cannot be had rejects with a {@link WorkerUnavailableError}.
 */
export function verifyMany(
  source: ManySource,
  options?: Options,
  how?: ManyOptions & {
    /** How many Workers share the documents: 1 to 8, by default 1. All but one end with the iteration. */
    workers?: number;
  },
): AsyncGenerator<Verified, void, undefined>;

/** What must be fetched before {@link verify} can check everything. */
export function needs(bundle: BundleSource, material?: Material, how?: Abortable): Promise<Need[]>;

/** What you fetched for a need, as the entry of material that it becomes. */
export function received(need: Need, answer: string | ArrayBufferLike | ArrayBufferView, at?: Date | string, how?: Abortable): Promise<Received>;

/** For holders: shows parts of a credential, as `derive` of the package does. */
export function derive(credential: BundleSource, derivation?: Derivation, how?: Abortable): Promise<Record<string, unknown>>;

/** Starts the Worker and loads the WebAssembly now instead of at the first call. Harmless to repeat, and to skip. */
export function ready(): Promise<void>;

/** Ends the Worker. Calls that wait reject with an `AbortError`; the next call starts another Worker. */
export function terminate(): void;

/**
 * No Worker can be had here: by the page's policy (`worker-src`), by where the page was loaded from (`file:`), or
 * because the browser has none. The calls of `@proofpass/verifier` do the same work on the main thread.
 */
export class WorkerUnavailableError extends Error {
  readonly name: "WorkerUnavailableError";
}
