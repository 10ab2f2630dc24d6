/**
 * `@proofpass/verifier`: verifies W3C Verifiable Credentials 2.0 secured with `eddsa-jcs-2022`, and
 * ProofPass bundles of them. It is the Rust core of ProofPass as WebAssembly: no network, no clock of
 * its own, the same report byte for byte in Node, browsers and Workers.
 *
 * The report's own description is `docs/report.schema.json` in the repository; this file says the same in types.
 */

/** The version of this package, and of the WebAssembly inside it. */
export const version: string;

/**
 * Verifies a document and reports every check.
 *
 * A bad document never throws: it gets a report with the verdict `"reject"`. Rejections of the promise are
 *
 * - a {@link ProofPassError}: your own mistake, as a misspelt option or a malformed policy is;
 * - an `Error` with a `cause`: the WebAssembly could not be loaded, and the next call tries again; or it stopped in the
 *   middle (a defect, or no memory left), and the next call begins in a new instance or says that it cannot. Neither
 *   says anything about the document: treat it as "no" until you know.
 *
 * @param bundle What the holder gave you: a credential or a bundle of credentials. Pass the bytes or the text
 *   as received where you can; an object is written with `JSON.stringify` first, and what a JSON parser
 *   swallowed before (duplicate members, digits) cannot be seen any more.
 *
 * @example
 * const report = await verify(await file.text(), { policy: { trustedIssuers: ["did:key:z6Mk…"] } });
 * if (report.verdict === "accept") …
 */
export function verify(bundle: BundleSource, options?: Options): Promise<Report>;

/** Like {@link verify}, but gives the report's exact bytes, which are the same on every platform. */
export function verifyToJson(bundle: BundleSource, options?: Options): Promise<string>;

/**
 * Verifies many documents, in order, each as {@link verify} does: under the same options, which are read once, and at the
 * same instant (of the call, where they name none).
 *
 * The next document is taken from the source when its report is asked for, so thousands of them need no more room than
 * one. One that is no use stops no other. What ends the whole is a wrong option, WebAssembly that cannot be had, a
 * source that breaks off, and your signal. Whoever leaves the loop early closes the source.
 *
 * @example
 * for await (const { index, report } of verifyMany(response.body, { policy })) if (report?.verdict !== "accept") …
 */
export function verifyMany(source: ManySource, options?: Options, how?: ManyOptions): AsyncGenerator<Verified, void, undefined>;

/**
 * What must be fetched before {@link verify} can check everything: an empty list means nothing. This package
 * fetches nothing itself; pass what you fetched as {@link Options.material}. Ask again with it: a status list may be
 * signed with a key that is published elsewhere.
 */
export function needs(bundle: BundleSource, material?: Material): Promise<Need[]>;

/**
 * What you fetched for a {@link Need}, as the entry of {@link Material} that it becomes. It is read as strictly as documents
 * are: where a member is written twice, a JSON parser would have dropped one of them. Pass the bytes as they came.
 *
 * @param at When it came; by default now.
 *
 * @example
 * const { member, entry, code } = await received(need, await answer.arrayBuffer());
 * if (member) material[member] = [...(material[member] ?? []), entry];
 */
export function received(need: Need, answer: string | ArrayBufferLike | ArrayBufferView, at?: Date | string): Promise<Received>;

/**
 * For holders: shows parts of a credential whose issuer made a base proof (`ecdsa-sd-2023`, `bbs-2023`). Keep that
 * credential to yourself, and give each verifier what this returns: what the issuer made mandatory, and what you pick.
 * With `bbs-2023`, derive anew for each: what two verifiers get cannot be linked by its proofs.
 *
 * Loads the WebAssembly for disclosure at the first call. Rejects with a {@link ProofPassError} that says why nothing
 * can be derived, and otherwise as {@link verify} does.
 *
 * @example
 * const shown = await derive(credential, { selectivePointers: ["/credentialSubject/name"] });
 */
export function derive(credential: BundleSource, derivation?: Derivation): Promise<Record<string, unknown>>;

/** What a holder shows. All optional; an unknown member is refused. */
export interface Derivation {
  /** JSON pointers (RFC 6901) to what is shown beside what is mandatory, such as `/credentialSubject/name`. */
  selectivePointers?: readonly string[];
  /** With `bbs-2023`: what the verifier asked to be part of the proof, such as a nonce; at most 1024 bytes. */
  presentationHeader?: Uint8Array;
}

/** Loads the WebAssembly now instead of at the first call. Harmless to repeat, and to skip. */
export function ready(): Promise<void>;

/** A document: its text, its bytes (any buffer or view), or a plain object. */
export type BundleSource = string | ArrayBufferLike | ArrayBufferView | object;

/**
 * A list, or any other iterable of documents; or a stream of bytes that holds one document per line (NDJSON; blank lines
 * are none): the `body` of a response, the `stream()` of a file, or a `Readable` of Node.
 */
export type ManySource =
  | Iterable<BundleSource>
  | AsyncIterable<BundleSource>
  | ReadableStream<Uint8Array>;

/** How {@link verifyMany} goes on. */
export interface ManyOptions {
  /** Aborted, the iteration rejects with the signal's reason, also where the source never answers. */
  signal?: AbortSignal;
  /** Called for each document, in order. `total` is the length of a list, and `null` for other sources. What it throws ends the iteration. */
  progress?: (progress: { readonly done: number; readonly total: number | null }) => void;
}

/** One of many: its place in the source, from 0 on, and its report. */
export type Verified =
  | { readonly index: number; readonly report: Report; readonly error?: undefined }
  | {
      readonly index: number;
      /** Nothing is known about it. */
      readonly report: null;
      /** A {@link ProofPassError} for what is no document at all, as a number is; otherwise the verifier stopped at it. */
      readonly error: Error;
    };

/**
 * All optional. Refused are members that are not listed here, and members without a value at any depth: `undefined` is
 * what a misspelt variable has, and a policy that got lost would accept. Objects are plain ones.
 */
export interface Options {
  /** What you fetched for the verifier, as {@link needs} asked. */
  material?: Material;
  /** What the document must satisfy. */
  policy?: Policy;
  /** The instant to verify at: a `Date` (read in whole seconds) or RFC 3339 text. By default the current time. */
  now?: Date | string;
}

/** What must pass for the verdict `"accept"`. All optional; an unknown member is refused. */
export interface Policy {
  /**
   * The checks that must pass. `document`, `structure` and `proof` are required whatever you say. By default
   * `["structure", "proof", "issuer", "validity", "status"]`.
   */
  require?: readonly CheckName[];
  /** The issuers whose credentials you believe, at most 10000. Given, the check `trust` is required. */
  trustedIssuers?: readonly (string | TrustedIssuer)[];
  /** The types of which each credential must have one at least, at most 100. By default any will do. */
  types?: readonly string[];
  /**
   * The ways of which one must secure each credential, at most 100: cryptosuites (`eddsa-jcs-2022`), types of older proofs
   * (`Ed25519Signature2020`), algorithms of tokens (`EdDSA`, `ES256`, `ES384`, `ES512`). All of its proofs must verify in any case.
   */
  proofs?: readonly string[];
  /** How far the clocks of issuer and verifier may differ: 0 to 86400 seconds, by default 60. */
  toleranceSeconds?: number;
  /** How old material may be. Older material counts as missing; by default no age is too old. */
  maxMaterialAgeSeconds?: number;
  /**
   * The same for status lists, which age faster than keys; by default as old as other material. What a list says of
   * itself (`validUntil`, `ttl`) holds as well.
   */
  maxStatusAgeSeconds?: number;
  /** What a presentation must repeat to be known to be made for this occasion. Given, `holder` and `challenge` are required. */
  challenge?: string;
  /** Whom a presentation must be made for. Given, the checks `holder` and `challenge` are required. */
  domain?: string;
  /**
   * Whether what an evidence bundle encloses is used, beside {@link Options.material}; by default it is as if it were not
   * there. Anybody can enclose anything: for files that you made, or whose maker you trust.
   */
  acceptEnclosed?: boolean;
  /**
   * What a proof in zero knowledge must answer: a `ProofRequest` (`docs/ZK.md`), the very one that was sent. Without it such a
   * proof is never accepted.
   */
  request?: object;
  /** Keys of circuits that are relied on beside those that come with the package, at most 16. */
  verifyingKeys?: readonly object[];
  /** Whether proofs count under keys for development, whose makers can prove anything. By default they are rejected. */
  allowDevelopmentKeys?: boolean;
}

/**
 * An issuer whom you believe: by its `id`, which text alone means as well, or whoever a website vouches for by its DID
 * configuration (`https://` and a host, and a port where it is not 443).
 */
export type TrustedIssuer = ({ id: string; origin?: undefined } | { origin: string; id?: undefined }) & {
  /** For which types, at most 100: a credential that says to be anything else as well is not believed. By default for all. */
  types?: readonly string[];
};

/** Facts from elsewhere, each with its source and time. All optional; an unknown member is refused. */
export interface Material {
  /** DID documents for DIDs that do not carry their own keys, at most 100. */
  didDocuments?: readonly FetchedDidDocument[];
  /** What websites say of the DIDs that are theirs (`/.well-known/did-configuration.json`), at most 100. */
  didConfigurations?: readonly FetchedDidConfiguration[];
  /** Status lists that credentials name, at most 100. */
  statusLists?: readonly FetchedStatusList[];
  /** What credentials point at (`relatedResource`), at most 100. Their digests are compared, and their age does not matter. */
  resources?: readonly FetchedResource[];
  /** Schemas that credentials name, and the documents those refer to, at most 100. */
  schemas?: readonly FetchedSchema[];
  /** What `https` issuers of SD-JWTs publish of themselves (`/.well-known/jwt-vc-issuer`), at most 100. */
  issuerMetadata?: readonly FetchedIssuerMetadata[];
  /** The JSON Web Key Sets that such metadata name, at most 100. */
  jwkSets?: readonly FetchedJwkSet[];
  /** The status lists of tokens, at most 100. */
  statusListTokens?: readonly FetchedStatusListToken[];
}

/** A DID document, from where and when you have it. */
export interface FetchedDidDocument {
  document: object;
  /** The URL it came from. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/** What a website says of the DIDs that are its own, from where and when you have it. */
export interface FetchedDidConfiguration {
  configuration: object;
  /** The URL it came from: the origin, as `https://` and a host, and `/.well-known/did-configuration.json`. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/** A status list, from where and when you have it. */
export interface FetchedStatusList {
  /** The credential that holds the list, as it was published. */
  credential: object;
  /** The URL it came from: the `statusListCredential` of the entries it is for, as they spell it. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/** What an `https` issuer says of itself, from where and when you have it. */
export interface FetchedIssuerMetadata {
  metadata: object;
  /** The URL it came from. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/** A JSON Web Key Set, from where and when you have it. */
export interface FetchedJwkSet {
  jwkSet: object;
  /** The URL it came from: the `jwks_uri` of the metadata, as they spell it. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/** The status list of tokens (`application/statuslist+jwt`), from where and when you have it. */
export interface FetchedStatusListToken {
  /** The token, in compact form. */
  token: string;
  /** The URL it came from: the `uri` in the `status` of the tokens it is for, as they spell it. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/** A picture, a context or another resource that a credential points at, from where and when you have it. */
export interface FetchedResource {
  /** The `id` under which the credential points at it. */
  url: string;
  /** Its content in base64, at most a mebibyte of text. */
  bytes: string;
  /** The URL it came from. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/** A JSON Schema, or a credential of type `JsonSchemaCredential` that holds one. */
export interface FetchedSchema {
  /**
   * The text as received, or an object. Where a credential names a digest of its schema, only the text will do: what a
   * parser made of it cannot be compared.
   */
  schema: string | object;
  /** The URL it came from, exactly as the credential writes it. */
  from: string;
  /** When it was fetched, in RFC 3339. */
  at: string;
}

/**
 * One thing to fetch, by its name (a DID, or a URL), and the URLs that it can come from, in the order in which to try them.
 * A DID that this package knows no way to has none. The URLs are the document's choice: whoever fetches for others decides
 * whom to ask, and follows no address into a network of their own.
 *
 * A document of either kind goes into `material.didDocuments`, if its `id` is that name; what is there under another is
 * somebody else's.
 */
export type Need = { readonly urls: readonly string[] } & (
  | { readonly kind: "did-document"; readonly did: string }
  | {
      readonly kind: "controlled-identifier-document" | "did-configuration" | "issuer-metadata" | "jwk-set" | "resource" | "schema" | "status-list" | "status-list-token";
      readonly url: string;
    }
);

/**
 * An entry of a member of {@link Material}; or why what came is none: it is about somebody else (`id-differs`), of another
 * form (`not-json`), larger than material may be (`too-large`), or of a kind that is not known (`kind-unsupported`).
 */
export type Received =
  | { readonly [Member in keyof Material]-?: { readonly member: Member; readonly entry: NonNullable<Material[Member]>[number]; readonly code?: undefined } }[keyof Material]
  | { readonly code: "id-differs" | "kind-unsupported" | "not-json" | "too-large"; readonly member?: undefined; readonly entry?: undefined };

/** `accept`: every required check passed. `reject`: a check failed. `undecided`: a required check could not be made. */
export type Verdict = "accept" | "reject" | "undecided";

/** What became of a check. */
export type Outcome = "pass" | "fail" | "not-checked";

/** The whole answer. Its members come in this order, and so does the text of {@link verifyToJson}. */
export interface Report {
  readonly reportVersion: 1;
  readonly verdict: Verdict;
  /** The instant verified at, as `2026-11-23T12:00:00Z`. */
  readonly verifiedAt: string;
  /**
   * About the document as a whole: `document`, then `holder` and `challenge` of each SD-JWT that its holder shows with key
   * binding, or what a presentation would have to show where there is none.
   */
  readonly checks: readonly [Check<"document">, ...Check<"holder" | "challenge" | "proof">[]];
  /** About the presentation, if the document is one. */
  readonly presentation: PresentationReport | null;
  /** One per credential, in the document's order; empty if the document could not be read. */
  readonly credentials: readonly CredentialReport[];
  /** About the proof, there if the document is a proof in zero knowledge (`docs/ZK.md`). */
  readonly proof?: ProofReport;
}

/**
 * What was asked of a proof in zero knowledge, what it says, and what became of its checks. Members are `null` where there is
 * no request, or no presentation that can be read.
 */
export interface ProofReport {
  /** The `id` of the request in the policy. */
  readonly request: string | null;
  readonly audience: string | null;
  /** To be accepted once: a proof can be changed into another one of the same statement, its nonce cannot. */
  readonly nonce: string | null;
  /** When the credential was valid, and ages were counted. */
  readonly validAt: string | null;
  readonly credentialType: string | null;
  /** Who signed what is shown. */
  readonly issuer: string | null;
  readonly circuit: string | null;
  /** Whether whoever made the circuit's key can prove anything under it; `null` where the key is not known. */
  readonly development: boolean | null;
  /** A number in decimal: the same for one holder wherever the request asks for the same. */
  readonly nullifier: string | null;
  /** What was asked, as in the request. */
  readonly facts: readonly object[] | null;
  /** What was disclosed. Its text is the issuer's: show it as text. */
  readonly disclosed: readonly { readonly claim: string; readonly type: string; readonly value: string | number | boolean }[] | null;
  /** `sha-256:` and 64 hexadecimal digits: of the canonical form (RFC 8785) of the presentation. */
  readonly digest: string;
  /** In this order: structure, request, key, issuer, validity, status, proof, replay, trust; fewer of what is no presentation. */
  readonly checks: readonly Check[];
}

/** What a presentation says of itself and what became of its checks. Its text is the document's own: show it as text. */
export interface PresentationReport {
  readonly id: string | null;
  readonly holder: string | null;
  /** `sha-256:` and 64 hexadecimal digits: of the canonical form (RFC 8785) of the presentation, or of the token's text. */
  readonly digest: string;
  /** Always these three, always in this order. */
  readonly checks: readonly [Check<"presentation">, Check<"holder">, Check<"challenge">];
}

/**
 * What a credential says and what became of its checks.
 *
 * Every string but those inside `checks` was written by whoever made the document, who may be an attacker.
 * Show them as text (`textContent`, never `innerHTML`), in an element of their own (`<bdi>`).
 */
export interface CredentialReport {
  readonly id: string | null;
  readonly types: readonly string[];
  readonly name: string | null;
  readonly issuer: { readonly id: string; readonly name: string | null } | null;
  /** The websites that confirm to be the issuer's, and that the issuer names as its own: `https://shop.example`. */
  readonly domains: readonly string[];
  /** The `id`s of the credential's subjects; subjects without one are not listed. */
  readonly subjects: readonly string[];
  /** In UTC, as `2026-11-23T12:00:00Z`. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /**
   * Of an SD-JWT, how many digests stand for claims that its holder does not show, or for nothing (decoys); null for all
   * else.
   */
  readonly undisclosed: number | null;
  /** There, where the credential says of itself that it was issued to try things out: it says nothing about anything real. */
  readonly test?: true;
  /** `sha-256:` and 64 hexadecimal digits: the digest of the secured credential's canonical form (RFC 8785), or of the token's text. */
  readonly digest: string | null;
  /** Always these nine, always in this order. */
  readonly checks: readonly [
    Check<"structure">,
    Check<"proof">,
    Check<"issuer">,
    Check<"validity">,
    Check<"status">,
    Check<"schema">,
    Check<"resources">,
    Check<"domain">,
    Check<"trust">,
  ];
}

/** One check. Narrow it by `check`, `outcome` or `code`. */
export type Check<Name extends CheckName = CheckName> = {
  [N in Name]: { [O in Outcome]: CheckWith<N, O, Codes[N][O]> }[Outcome];
}[Name];

type CheckWith<Name extends CheckName, O extends Outcome, C extends string> = [C] extends [never]
  ? never
  : {
      readonly check: Name;
      readonly outcome: O;
      /** Whether the verdict `"accept"` needs this check to pass. */
      readonly required: boolean;
      /** What was found, for programs: one of a closed list. */
      readonly code: C;
      /** What was found, for people: one fixed sentence per code. */
      readonly message: string;
      /**
       * Where in the document, as a JSON Pointer (RFC 6901), if at one place. The check `schema` points at the claim that
       * breaks it, as far as the names on the way are plain ones (letters, digits and `_-.@`).
       */
      readonly pointer: string | null;
    };

/** The checks, in the order of the report. */
export type CheckName = keyof Codes;

/** Every code a check may carry. */
export type Code = { [N in CheckName]: { [O in Outcome]: Codes[N][O] }[Outcome] }[CheckName];

/** Which codes each check may carry, by outcome. `not-reached`: an earlier failure made the check impossible. */
export interface Codes {
  document: {
    pass: "document-read";
    fail:
      | "duplicate-key"
      | "enclosed-invalid"
      | "json-syntax"
      | "no-credentials"
      | "not-a-bundle"
      | "not-utf8"
      | "number-not-exact"
      | "string-too-long"
      | "too-deep"
      | "too-large"
      | "too-many-credentials"
      | "too-many-nodes"
      | "too-many-proofs";
    "not-checked": never;
  };
  presentation: {
    pass: "presentation-conforms";
    fail:
      | "claims-forbidden"
      | "context-invalid"
      | "disclosure-invalid"
      | "envelope-malformed"
      | "extension-malformed"
      | "holder-invalid"
      | "id-invalid"
      | "presented-credential-invalid"
      | "proof-malformed"
      | "type-invalid";
    "not-checked": "format-unsupported";
  };
  holder: {
    pass: "holder-signed";
    fail: "holder-differs" | "key-binding-mismatch" | Exclude<Codes["proof"]["fail"], "proof-missing">;
    "not-checked": "holder-unnamed" | "not-presented" | "presentation-unsigned" | Codes["proof"]["not-checked"];
  };
  challenge: {
    pass: "challenge-matches";
    fail: "challenge-mismatch" | "domain-mismatch";
    "not-checked": "no-challenge" | "not-presented" | "not-reached";
  };
  structure: {
    pass: "data-model-conforms" | "proof-presentation-conforms" | "sd-jwt-vc-conforms";
    fail:
      | "claims-forbidden"
      | "context-invalid"
      | "date-invalid"
      | "dates-reversed"
      | "disclosure-invalid"
      | "envelope-malformed"
      | "extension-malformed"
      | "id-invalid"
      | "issuer-invalid"
      | "issuer-missing"
      | "proof-malformed"
      | "proof-presentation-malformed"
      | "resource-malformed"
      | "schema-malformed"
      | "status-malformed"
      | "subject-invalid"
      | "text-invalid"
      | "type-invalid";
    "not-checked": "format-unsupported" | "not-reached";
  };
  proof: {
    pass: "contexts-added" | "proof-holds" | "signature-valid";
    fail:
      | "algorithm-refused"
      | "claims-differ"
      | "context-mismatch"
      | "json-ld-invalid"
      | "key-expired"
      | "key-foreign"
      | "key-invalid"
      | "key-mismatch"
      | "key-missing"
      | "key-not-authorized"
      | "key-revoked"
      | "member-respelled"
      | "previous-proof-missing"
      | "proof-expired"
      | "proof-fails"
      | "proof-malformed"
      | "proof-missing"
      | "proof-not-derived"
      | "proof-not-yet-valid"
      | "purpose-mismatch"
      | "signature-mismatch"
      | "token-type-mismatch";
    "not-checked":
      | "algorithm-unsupported"
      | "context-unknown"
      | "format-unsupported"
      | "key-stale"
      | "key-unresolved"
      | "key-unsupported"
      | "not-reached"
      | "proof-unsupported"
      | "suite-unsupported"
      | "too-many-contexts"
      | "too-much-work";
  };
  issuer: {
    pass: "issuer-controls-key" | "issuer-key-listed";
    fail:
      | "issuer-differs"
      | "issuer-not-asked"
      | "key-expired"
      | "key-foreign"
      | "key-invalid"
      | "key-missing"
      | "key-not-authorized"
      | "key-revoked";
    "not-checked": "issuer-unresolved" | "key-stale" | "key-unresolved" | "key-unsupported" | "not-reached";
  };
  validity: {
    pass: "request-open" | "within-validity";
    fail: "expired" | "not-yet-valid" | "request-expired" | "request-not-yet-open";
    "not-checked": "not-reached";
  };
  status: {
    pass: "no-status" | "refresh-available" | "status-clear" | "status-commitment-current" | "status-not-asked";
    fail:
      | "revoked"
      | "status-commitment-foreign"
      | "status-commitment-missing"
      | "status-commitment-stale"
      | "status-commitment-superseded"
      | "status-entry-malformed"
      | "status-index-out-of-range"
      | "status-list-invalid"
      | "status-list-malformed"
      | "status-list-too-short"
      | "status-purpose-mismatch"
      | "status-unasked"
      | "suspended";
    "not-checked":
      | "not-reached"
      | "status-list-foreign"
      | "status-list-stale"
      | "status-list-too-large"
      | "status-list-unresolved"
      | "status-list-unverified"
      | "status-message"
      | "status-unsupported"
      | "too-many-statuses";
  };
  schema: {
    pass: "no-schema" | "schema-satisfied";
    fail: "schema-invalid" | "schema-violated";
    "not-checked":
      | "not-reached"
      | "schema-stale"
      | "schema-too-large"
      | "schema-unresolved"
      | "schema-unsupported";
  };
  resources: {
    pass: "no-resources" | "resources-match";
    fail: "digest-malformed" | "resource-mismatch";
    "not-checked": "digest-unsupported" | "not-reached" | "resource-unresolved";
  };
  domain: {
    pass: "domain-linked";
    fail: never;
    "not-checked": "domain-not-linked" | "domain-unresolved" | "domain-unverified" | "no-domain" | "not-reached";
  };
  trust: {
    pass: "issuer-trusted";
    fail: "issuer-not-trusted" | "issuer-not-trusted-for-type" | "proof-not-accepted" | "type-not-accepted";
    "not-checked": "no-trust-list" | "not-reached";
  };
  request: {
    pass: "request-answered";
    fail: "disclosed-mismatch" | "request-differs";
    "not-checked": "request-missing";
  };
  key: {
    pass: "circuit-key-development" | "circuit-key-trusted";
    fail: "circuit-key-foreign" | "circuit-key-not-allowed";
    "not-checked": "circuit-key-unknown";
  };
  replay: {
    pass: "first-use";
    fail: "replayed";
    "not-checked": "not-reached" | "replay-unchecked";
  };
}

/**
 * Thrown for the caller's own mistakes and for nothing else.
 *
 * `malformed-request`: an argument is of the wrong kind or has no value, or an option is unknown. `invalid-request`: an
 * argument breaks a rule, as a tolerance of a year does. `not-initialized`: a call of `./slim` before `initialize`.
 */
export class ProofPassError extends Error {
  constructor(code: ProofPassErrorCode, message: string, options?: { cause?: unknown });
  readonly name: "ProofPassError";
  readonly code: ProofPassErrorCode;
}

/** The first two are also slugs of the problem types of ProofPass' HTTP interfaces. */
export type ProofPassErrorCode = "invalid-request" | "malformed-request" | "not-initialized";
