/**
 * `@proofpass/verifier/resolve`: fetches what `verify` needs beyond the document: documents with keys (`did:web`), status
 * lists, schemas, resources. It is the only part of the package that uses the network, and it judges nothing: what it gives is
 * material, and the report is the one that the same material would get if you had fetched it yourself.
 *
 * Only `https` is asked, without credentials or referrer; redirects are refused. At most 64 things are fetched in 15
 * seconds, each of at most 2 MiB in 5 seconds, together 4 MiB.
 *
 * Privacy: who publishes a status list learns that somebody looks at it now, and from where. Whoever made the document
 * chose the addresses. On a server use {@link ResolveOptions.permit}.
 */
import type { BundleSource, Material, Need } from "./index.js";

/**
 * What a document needs, fetched. It does not reject because something cannot be had: that is in
 * {@link Resolved.missing}, and the report says what was not checked for it. It rejects as `needs` does, and with the
 * reason of your signal.
 *
 * @example
 * const { material, missing } = await resolve(text);
 * const report = await verify(text, { material, policy });
 */
export function resolve(bundle: BundleSource, options?: ResolveOptions): Promise<Resolved>;

/** All optional. */
export interface ResolveOptions {
  /** What you have already; it is not fetched again, and is part of what you get. */
  material?: Material;
  /** Instead of the platform's own. It gets an address, and what `RequestInit` says of redirects, credentials and time. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Where answers are kept for as long as `Cache-Control` and our bounds let them: a `Map` will do. */
  cache?: ResolveCache;
  /** Whether an address may be asked. Nothing but `true` permits it. By default every site may, and no address of a machine. */
  permit?: (url: URL, need: Need) => boolean | Promise<boolean>;
  /** Aborted, the call rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** A store of answers by their address. A `Map` is one. */
export interface ResolveCache {
  get(url: string): CachedAnswer | undefined | Promise<CachedAnswer | undefined>;
  set(url: string, answer: CachedAnswer): unknown;
}

/** An answer as it is kept. What a cache gives back is believed: it is as good as its keeper. */
export interface CachedAnswer {
  readonly body: Uint8Array;
  /** When it was fetched, in RFC 3339: the age of the material. */
  readonly at: string;
  /** Until when it may be used. */
  readonly until: string;
}

export interface Resolved {
  /** For `verify`. */
  readonly material: Material;
  /** What could not be had, and why. */
  readonly missing: readonly Missing[];
}

export interface Missing {
  readonly need: Need;
  readonly code: MissingCode;
  /** The same for people: one fixed sentence per code. */
  readonly message: string;
  /** With the code `http-status`: which. */
  readonly status?: number;
}

/**
 * Why something could not be had. `unreachable` on a page may also be a server that does not permit pages of other sites to
 * read it (CORS): browsers do not say which.
 */
export type MissingCode =
  | "address-refused"
  | "caller-refused"
  | "http-status"
  | "id-differs"
  | "kind-unsupported"
  | "limit-reached"
  | "method-unsupported"
  | "not-json"
  | "redirected"
  | "timed-out"
  | "too-large"
  | "unreachable";
