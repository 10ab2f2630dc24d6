/**
 * `@proofpass/client`: a typed client of the ProofPass issuer. Every operation of the service's description
 * (`docs/openapi.json`) is a method of {@link Client}, by its name there; no dependencies, only `fetch`.
 */
import type { CallOptions, Fault, Operations, Pages } from "./operations.js";

export type * from "./operations.js";
export { OPERATIONS } from "./operations.js";

/** Where the service is, and who asks. */
export interface ClientOptions {
  /** The service's public URL, such as `https://issuer.example`. */
  url: string;
  /** An API key (`pk_live_…`), for machines. */
  apiKey?: string;
  /** An access token, for a person who has signed in; or what gives one, which is asked before each request. */
  accessToken?: string | (() => string | Promise<string>);
  /** How often a request is sent again, where that is safe and the service is busy or away. 2, if absent. */
  retries?: number;
  /** For each try. 30, if absent. */
  timeoutSeconds?: number;
  /** Sends the key over plain http to another machine, too. */
  insecure?: boolean;
  /** In the place of the platform's own, for a proxy of yours. */
  fetch?: typeof globalThis.fetch;
}

/** What the service says about a request that it refuses (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: Fault[];
}

/** A refusal by the service. Other errors are of the network, or mistakes of the caller's own (`TypeError`). */
export class ProblemError extends Error {
  private constructor();
  readonly operation: keyof Operations;
  readonly status: number;
  /** What kind of problem; the URL explains it. */
  readonly type: string;
  /** The last part of `type`, such as `not-found`. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Each fault and where it is in the request. */
  readonly errors: Fault[];
  /** `urn:uuid:` and the request's id, by which the service's log has it. */
  readonly instance: string;
  readonly retryAfterSeconds: number | undefined;
}

export interface Client extends Operations {}

/**
 * The service's operations as calls. A call gives what the service answers; a refusal rejects with a
 * {@link ProblemError}.
 *
 * @example
 * const issuer = new Client({ url: "https://issuer.example", apiKey });
 * const { credential } = await issuer.issueAttestation({ body: { templateId, subject, claims } });
 */
export class Client {
  constructor(options: ClientOptions);
  /**
   * Every item of an operation that answers page by page; a page is fetched when it is needed.
   *
   * @example
   * for await (const { id } of issuer.each("listAttestations", { status: "active" })) …
   */
  each<Name extends keyof Pages>(
    name: Name,
    request?: NonNullable<Parameters<Operations[Name]>[0]>,
    options?: CallOptions,
  ): AsyncGenerator<Pages[Name], void, undefined>;
}

/** How an operation is sent. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly inPath?: readonly string[];
  readonly inQuery?: readonly string[];
  readonly inHeader?: Readonly<Record<string, string>>;
  readonly body?: "required" | "optional";
  readonly accept?: string;
  readonly page?: { readonly items: string; readonly next: string; readonly parameter: string };
}
