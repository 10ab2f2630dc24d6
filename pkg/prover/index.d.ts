/**
 * `@proofpass/prover`: proves facts about a signed credential in zero knowledge, on the holder's own machine. What the
 * credential says never leaves it; the only thing that is fetched is the proving key.
 */

export declare const version: string;

/** The proving key of the circuit: some five megabytes that everybody has alike. */
export interface ProvingKey {
  /** Where it is. Relative to the page, in browsers. */
  url?: string | URL;
  /** Or itself, in the place of `url`. */
  bytes?: Uint8Array;
  /** The SHA-256 of its bytes: 64 hexadecimal digits, in lower case. No other key is used. */
  sha256: string;
}

/** Where keys are kept from one visit to the next, by their digests. What it gives is looked at as if it had been fetched. */
export interface KeyStore {
  get(sha256: string): Promise<ArrayBuffer | undefined>;
  put(sha256: string, key: ArrayBuffer): Promise<void>;
  delete(sha256: string): Promise<void>;
}

export interface ProverOptions {
  key: ProvingKey;
  /**
   * How many workers. As many as there are processors, if absent, and no more than 8; 0 proves on the thread that calls, and
   * so does a page where no worker can be had.
   */
  workers?: number;
  /** No more workers than fit into so many mebibytes. 256, if absent: a leader takes up to 96, each helper 40. */
  maxMemoryMiB?: number;
  /** In browsers the cache of answers (Cache API), if absent; in Node none. `null`: nothing is kept. */
  store?: KeyStore | null;
  /** In the place of the platform's own, for the proving key. */
  fetch?: typeof globalThis.fetch;
}

/** How far a proof is. Stages come in this order; `key` and `reading` only before the first proof. */
export interface Progress {
  /**
   * - `key`: the proving key is being fetched; `loaded` bytes of `total`, where the server says how many.
   * - `reading`: it is being read.
   * - `witness`: the circuit is being computed.
   * - `proof`: the proof is.
   * - `check`: the proof is being verified, before anybody sees it.
   */
  stage: "key" | "reading" | "witness" | "proof" | "check";
  /** Of this stage, from 0 to 1. */
  done: number;
  loaded?: number;
  total?: number;
}

export interface ReadyOptions {
  /** Ends it: it rejects with the signal's reason, and the workers are gone at once. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Who was withdrawn, as the issuer publishes it: both files are the same for everybody. */
export interface Status {
  /** The status commitment credential. */
  commitment: string | object;
  /** The bits under it. */
  bits: string | object;
}

export interface ProveOptions extends ReadyOptions {
  /** The holder's secret, as text: what the credential is bound to. */
  secret: string;
  /** The DID document of the credential's issuer: its key is in it. */
  issuer: string | object;
  /** At what time the issuer's key must be in force. The present, if absent. */
  now?: Date | string;
  /** Needed where the request asks whether the credential was withdrawn. */
  status?: Status;
}

export type ProverErrorCode =
  /** What the package's own JavaScript never brings about. */
  | "defect"
  /** Not a committed credential. */
  | "invalid-credential"
  /** Not a proof request. */
  | "invalid-request"
  /** The status is no commitment, or its bits are others. */
  | "invalid-status"
  /** The issuer's DID document does not list the credential's key, or not for that time. */
  | "issuer-key-missing"
  /** The bytes are not those whose SHA-256 was told. */
  | "key-mismatch"
  /** No proving key is that large. */
  | "key-too-large"
  /** It cannot be fetched. */
  | "key-unreachable"
  /** It is no proving key, of another circuit, or of a setup to which nobody contributed. */
  | "key-unusable"
  /** The caller's own mistake, such as a misspelt option. */
  | "malformed-request"
  /** The credential is not valid at the time that is asked for. */
  | "not-valid"
  /** The credential is for another secret, or its issuer's signature is not good. */
  | "not-yours"
  /** Whether the credential was withdrawn is asked, and `status` is absent or of another list. */
  | "status-missing"
  /** The prover was terminated, or stopped in the middle (out of memory). The next call begins with new workers. */
  | "stopped"
  /** What is asked does not follow from the credential. For the holder's eyes: the message tells what is not so. */
  | "unprovable"
  /** A cache has mixed two versions of this package. */
  | "version-mismatch"
  /** The credential was revoked or suspended. */
  | "withdrawn";

export declare class ProverError extends Error {
  constructor(code: ProverErrorCode, message: string, options?: ErrorOptions);
  readonly code: ProverErrorCode;
}

/** One prover makes one proof after another. */
export declare class Prover {
  constructor(options: ProverOptions);
  /** Fetches and reads the key and starts the workers, so that the first proof does not have to wait. */
  ready(options?: ReadyOptions): Promise<void>;
  /**
   * Answers a request: a presentation whose proof was verified. The credential and the request are the files as text, or
   * as objects.
   */
  prove(credential: string | object, request: string | object, options: ProveOptions): Promise<Record<string, unknown>>;
  /** Ends what runs, and the workers with it. Further calls reject. */
  terminate(): void;
}

/** A secret for a holder: 31 bytes that nobody can guess, as text. It never leaves the wallet. */
export declare function freshSecret(): string;

/** What a holder shows an issuer of a secret, so that a credential is for whoever has it: a number in decimal. */
export declare function commitment(secret: string): Promise<string>;

export interface CheckOptions {
  /** The holder's secret. */
  secret: string;
  /** The DID document of the credential's issuer. */
  issuer: string | object;
  /** At what time the issuer's key must be in force. The present, if absent. */
  now?: Date | string;
}

/** Rejects (`not-yours` and others) unless a credential is for this secret and its issuer's signature is good. */
export declare function check(credential: string | object, options: CheckOptions): Promise<void>;
