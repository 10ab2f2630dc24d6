// Written by `cargo xtask client` from docs/openapi.json. Not to be changed by hand.

import type { Operation } from "./index.js";

/** JSON whose shape is not ours to say. */
export type JsonObject = { [member: string]: unknown };

/** How one call is made. */
export interface CallOptions {
  /** Ends the call. */
  signal?: AbortSignal;
}

/** Joining. */
export interface AcceptInvitation {
  /**
   * To be made, for the address that was invited. Without it you join with the account you are signed in to, or, where a
   * letter brought the link, with the one that the address has.
   */
  account?: InvitedAccount | null;
  /** Behind the `#` of the link. */
  token: string;
}

/** An access token for another organisation. */
export interface AccessToken {
  /** Seconds for which it is good. */
  expiresIn: number;
  token: string;
}

/** Who did it. */
export interface Actor {
  id: string;
  /** `apiKey` or `user`. */
  type: string;
}

/** A credential to be gathered: one of `attestationId` and `credential`. */
export interface AddMember {
  /** One that was issued here: your own, or anybody's that is public. */
  attestationId?: string | null;
  /** Anybody's, as it was signed, or in an envelope. It must not be wrong; what cannot be checked here may be. */
  credential?: JsonObject | null;
  /** Whether anybody may see it, or only its digest. As its template says for an attestation; otherwise `true`. */
  public?: boolean | null;
}

/** How much there is of something, and how much there may be. */
export interface Allowance {
  /** `null`: any number. */
  limit?: number | null;
  /** `null`: any number. */
  remaining?: number | null;
  used: number;
}

/** A key, without its secret. */
export interface ApiKey {
  /** Networks from which it may be used; from anywhere, where there is none. One address is a network of its own. */
  allowedAddresses: string[];
  createdAt: string;
  environment: string;
  expiresAt: string;
  id: string;
  /** The public part of the key, by which logs name it. */
  kid: string;
  /** To the minute. */
  lastUsedAt?: string | null;
  name: string;
  revokedAt?: string | null;
  scopes: string[];
}

/** Keys, without their secrets. */
export interface ApiKeys {
  keys: ApiKey[];
}

/** A file that an attestation rests on. It is not sent: its digest is signed, in one spelling or in both. */
export interface Attachment {
  /** As a multihash in Multibase. */
  digestMultibase?: string | null;
  /** As Subresource Integrity writes it: `sha256-`, `sha384-` or `sha512-`, and base64. */
  digestSRI?: string | null;
  mediaType: string;
  name: string;
  /** In bytes. */
  size?: number | null;
  /** Where it can be had, over https. Verifiers that fetch compare it. */
  url?: string | null;
}

/** An issued credential and where to find it. */
export interface Attestation {
  /** What is committed, for the holder alone, and in the first answer alone: nobody else has it, and nobody can make it anew. */
  committed?: JsonObject | null;
  /** The signed credential, exactly as it was signed: JSON, or text where it is a token. */
  credential: unknown;
  /** What another system calls it. */
  externalReference?: string | null;
  /** How the credential is secured: `vc+ld+json`, `vc+jwt` or `dc+sd-jwt`. */
  format: string;
  /** The holder's secret, where the request named no commitment; in the first answer alone. */
  holderSecret?: string | null;
  id: string;
  issuedAt: string;
  /** The issuer's DID. */
  issuer: string;
  /** What people call it. Not signed, as the next two. */
  label?: string | null;
  links: Links;
  /** `enclosed` where this answer has `committed`; `handed-out` where it repeats one that had it. To get another: reissue. */
  openings?: string | null;
  status: string;
  subject: Subject;
  /** What was issued in its place. */
  supersededBy?: string | null;
  /** In whose place it was issued. */
  supersedes?: string | null;
  /** Words to find it by. */
  tags: string[];
  templateId: string;
  /** The version of the template that it was issued from, where that was recorded. */
  templateVersion?: number | null;
}

/** What happened to an attestation. */
export interface AttestationEvent {
  actor: Actor;
  at: string;
  /** `issued`, `suspended`, `resumed`, `revoked` or `superseded`. */
  event: string;
  /** Why; of `issued` there is no reason. */
  reason?: string | null;
}

/** Everything that happened to an attestation. */
export interface AttestationEvents {
  /** The oldest first; of those after it was issued, the newest thousand. */
  events: AttestationEvent[];
}

/** A page of attestations. */
export interface AttestationPage {
  /** The newest first. */
  attestations: AttestationSummary[];
  /** For `cursor`; null on the last page. */
  nextCursor?: string | null;
}

/** An attestation in a list: without its credential. */
export interface AttestationSummary {
  externalReference?: string | null;
  id: string;
  issuedAt: string;
  /** The issuer's DID. */
  issuer: string;
  label?: string | null;
  status: string;
  subject: Subject;
  /** What was issued in its place. */
  supersededBy?: string | null;
  /** In whose place it was issued. */
  supersedes?: string | null;
  tags: string[];
  templateId: string;
  validUntil?: string | null;
}

/** What is to change about a key; what is absent stays. */
export interface ChangeApiKey {
  /** From where it may be used, in place of what was said before; from anywhere, if empty. */
  allowedAddresses?: string[] | null;
  name?: string | null;
}

/** Another role. */
export interface ChangeMember {
  /** `user`, who issues and reads, or `admin`, who manages members, keys and templates, too. */
  role: string;
}

/** Another password. */
export interface ChangePassword {
  currentPassword: string;
  newPassword: string;
}

/** What is to be different; what is absent stays. */
export interface ChangeWebhook {
  description?: string | null;
  /** Whether it is told anything. Where it was disabled, what is pending is sent once it is enabled. */
  enabled?: boolean | null;
  events?: string[] | null;
  url?: string | null;
}

/** What was looked at. */
export interface Checks {
  /** `up` or `down` */
  database: string;
  /** `current`, `pending`, or `unknown` while the database is down */
  migrations: string;
}

/** For whom to act. */
export interface ChooseOrganization {
  organizationId: string;
}

/** A key under which proofs count here. */
export interface Circuit {
  circuit: string;
  /** Whether anybody can prove anything under it. */
  development: boolean;
  /** What the key is called: the SHA-256 of its points, base64url. */
  key: string;
  /** What a wallet proves with, if it is here. */
  provingKey?: ProvingKey | null;
  /** The key, for verifiers elsewhere. */
  verifyingKey: JsonObject;
}

/** Keys of circuits. */
export interface Circuits {
  /** Those of ceremonies first. */
  items: Circuit[];
}

/** Your password, once more. */
export interface ConfirmPassword {
  password: string;
}

/** A code of your device. */
export interface ConfirmTotp {
  /** Six digits. */
  code: string;
}

/** By which key a holder shows a credential to be theirs (RFC 7800). */
export interface Confirmation {
  /** The public half, as JSON Web Key (RFC 7517): Ed25519, P-256, P-384 or P-521. */
  jwk: JsonObject;
}

/** What was mistaken about a payment. */
export interface CorrectPayment {
  /** By how much, in the smallest unit of the payment's currency; negative, where it was too much. */
  amount: number;
  /** Why. */
  note: string;
}

/** A key to be made. */
export interface CreateApiKey {
  /** From where it may be used: addresses, and networks such as `192.0.2.0/24`; from anywhere, if absent or empty. */
  allowedAddresses?: string[] | null;
  /** Days until it ends. */
  days?: number | null;
  /** `live`, or `test`, which production refuses. */
  environment?: string | null;
  name: string;
  /** What it may do; everything, if absent. */
  scopes?: string[] | null;
}

/** What to issue. */
export interface CreateAttestation {
  /** Nothing is anchored from here yet: absent, or null. */
  blockchain_network?: string | null;
  /** What is said about the subject. Must keep the template's schema; strings are kept byte for byte. */
  claims: JsonObject;
  /** The holder's own key, for `dc+sd-jwt`. */
  cnf?: Confirmation | null;
  /** The files that it rests on, by their digests; at most 20. */
  evidence?: Attachment[] | null;
  /** What another system calls it. */
  externalReference?: string | null;
  /**
   * How it is secured: `vc+ld+json` (a Data Integrity proof; so, if absent), `vc+jwt` or `dc+sd-jwt` (SD-JWT VC, of
   * which the holder can withhold what the template lets them).
   */
  format?: string | null;
  /**
   * The holder's commitment to a secret, where the template commits claims. Without it a secret is made and handed out with
   * the answer, once.
   */
  holder?: NewHolder | null;
  /** What people call it. Not signed, as the next two, and changed with `PATCH`. */
  label?: string | null;
  subject: NewSubjectOrId;
  /** Words to find it by; at most 20. */
  tags?: string[] | null;
  /**
   * One of your organisation's templates, by its UUID, or one that every organisation has, by its name. Required,
   * where there is no `type`.
   */
  templateId?: string | null;
  /** In the place of `templateId`: the name of a template, or the type of its credentials. */
  type?: string | null;
  /** Valid from when; now, if absent. */
  validFrom?: string | null;
  /** Valid until when; the template's period, if absent. */
  validUntil?: string | null;
}

/** An organisation to be made. */
export interface CreateOrganization {
  /** As credentials will show it. */
  name: string;
}

/** A passport to be made. */
export interface CreatePassport {
  description?: string | null;
  /** Credentials that it gathers from the beginning. */
  members?: AddMember[];
  name: string;
  /** A number of your own, a URL, or a GS1 Digital Link, whose check digit must be right. */
  productId: string;
  /**
   * In whose words it speaks: `plain`, our own, or `untp-0.6.1`, as a Digital Product Passport of the UN Transparency
   * Protocol. It stays so in every version.
   */
  shape?: string | null;
  /** `public`, for anybody, or `private`, for your organisation. */
  visibility?: string | null;
}

/** An endpoint to be made. */
export interface CreateWebhook {
  description?: string;
  /** What it is told of; everything, if absent or empty. */
  events?: string[];
  /** Where messages go: https, on the public Internet. */
  url: string;
}

/** How credentials of a version of a template are shown. */
export interface CredentialDisplay {
  /**
   * The claims in the order in which they are shown, each with `claim` (a JSON Pointer from the claims), `label` by
   * language, and `handling`.
   */
  claims: JsonObject[];
  /** The credential's own type. */
  credentialType: string;
  /** `title` by language, `icon`, `colors` with `background` and `text`, which differ enough to be read. */
  display: JsonObject;
}

/** What is to be deleted, in your own hand. */
export interface DeleteAccount {
  /** Its address. */
  email: string;
  /** Your password. */
  password: string;
}

/** What is to be deleted, in your own hand. */
export interface DeleteOrganization {
  /** Its name, letter by letter. */
  name: string;
  /** Your password. */
  password: string;
}

/** A rule that the request breaks. */
export interface Fault {
  /** What is wrong. */
  detail: string;
  /** JSON Pointer (RFC 6901) into the body. */
  pointer: string;
}

/** Who has forgotten their password. */
export interface ForgotPassword {
  email: string;
}

/** The process answers. */
export interface Health {
  /** Always `healthy`: a process that is not does not answer. */
  status: string;
  /** The service's clock. */
  timestamp: string;
}

/** An invitation. */
export interface Invitation {
  createdAt: string;
  email: string;
  expiresAt: string;
  id: string;
  /** By whom. */
  invitedBy: string;
  /** For you to pass on, shown once: this service sends no letters. */
  link?: string | null;
  /** `user` or `admin`. */
  role: string;
}

/** What an invitation offers. */
export interface InvitationOffer {
  email: string;
  /** Whether the address has an account; told where a letter brought the link. */
  hasAccount?: boolean | null;
  /** The organisation's name. */
  organization: string;
  /** `user` or `admin`. */
  role: string;
}

/** Invitations that can be accepted. */
export interface Invitations {
  invitations: Invitation[];
}

/** Whom to invite. */
export interface Invite {
  email: string;
  /** `user` or `admin`. */
  role: string;
}

/** A new account, for the address that was invited. */
export interface InvitedAccount {
  name: string;
  /** Any characters, at least eight. */
  password: string;
}

/** As whom an organisation signs. */
export interface IssuerIdentity {
  /** The organisation's `did:web`, where this service's URL makes one. */
  did?: string | null;
  /** What that website is to serve at `/.well-known/did-configuration.json`. */
  didConfiguration?: string | null;
  /** Where its document is. */
  document?: string | null;
  /** The organisation's website. */
  domain?: string | null;
  /** Under which kind of DID the next key signs. */
  method: string;
}

/** A key that an organisation signs or signed with. */
export interface IssuerKey {
  algorithm: IssuerKeyAlgorithm;
  compromisedSince?: string | null;
  createdAt: string;
  /** As whom it signs. */
  did: string;
  id: string;
  /** Of Baby Jubjub: as the document of the organisation's `did:web` has it. */
  publicKeyJwk?: JsonObject | null;
  /** Of Ed25519. */
  publicKeyMultibase?: string | null;
  retiredAt?: string | null;
  /** `active`, `retired` or `compromised`. */
  state: string;
  verificationMethod: string;
}

/** What a key is of. */
export type IssuerKeyAlgorithm = "BabyJubJub" | "Ed25519";

/** Since when somebody else may sign with a key. */
export interface IssuerKeyCompromise {
  /** Now, if absent. */
  since?: string | null;
}

/** Keys, the oldest first. */
export interface IssuerKeys {
  items: IssuerKey[];
}

/** A job and how far it is. */
export interface Job {
  actor: Actor;
  createdAt: string;
  finishedAt?: string | null;
  id: string;
  links: JobLinks;
  /** Why it cannot go on at this moment, or could not, where it failed. */
  problem?: string | null;
  rows: JobRows;
  startedAt?: string | null;
  /** `waiting`, `active`, `completed`, `failed` or `cancelled`. */
  state: string;
}

/** Rows that were refused. */
export interface JobErrors {
  /** For `after`; null where there are no more. */
  nextAfter?: number | null;
  /** In the order of their numbers. */
  rows: RefusedRow[];
}

/** Where to go from here. */
export interface JobLinks {
  /** Rows that were refused. */
  errors: string;
  /** Every row that is done. */
  result: string;
  /** This job. */
  self: string;
}

/** A page of jobs. */
export interface JobPage {
  /** The newest first. */
  jobs: Job[];
  /** For `cursor`; null on the last page. */
  nextCursor?: string | null;
}

/** Its rows. */
export interface JobRows {
  /** Of which there is an attestation. */
  issued: number;
  /** Of which there is none, each for a reason of its own. */
  refused: number;
  total: number;
}

/** A public key (RFC 8037). */
export interface Jwk {
  alg: string;
  crv: string;
  kid: string;
  kty: string;
  use: string;
  x: string;
}

/** Who keeps a passport. */
export interface Keeper {
  id: string;
  name: string;
}

/** A set of public keys. */
export interface KeySet {
  keys: Jwk[];
}

/** A letter is on its way. */
export interface LetterSent {
  /** Where to. */
  email: string;
}

/** Where to go from here. */
export interface Links {
  /** What a holder carries and a verifier reads. */
  bundle: string;
  /** The credential by itself, under its own media type. */
  credential: string;
  /** A page for people, where there is one: for what anybody may fetch, on a service that has its files. */
  page?: string | null;
  /** Its QR code. */
  qr: string;
  /** This attestation. */
  self: string;
  /** A report on it. */
  verify: string;
}

/** Who they say they are. */
export interface LogIn {
  email: string;
  password: string;
}

/** The second step of logging in. */
export interface LogInWithCode {
  /** What the first step answered. */
  challenge: string;
  /** Six digits of your device, or one of your recovery codes. */
  code: string;
}

/** What an invitation's link carried. */
export interface LookAtInvitation {
  /** Behind the `#` of the link. */
  token: string;
}

/** A person of an organisation. */
export interface Member {
  email: string;
  name: string;
  /** `user` or `admin`. */
  role: string;
  since: string;
  userId: string;
}

/** People of an organisation. */
export interface Members {
  members: Member[];
}

/** What a person is in an organisation. */
export interface Membership {
  id: string;
  name: string;
  /** `user` or `admin`. */
  role: string;
}

/** A key, and the only sight of it. */
export type NewApiKey = ApiKey & {
  /** The key. It is shown once. */
  key: string;
};

/** Who alone can prove something about what is committed. */
export interface NewHolder {
  /** The Poseidon hash of a secret of 31 bytes, which the holder keeps: a number in decimal, as wallets make it. */
  commitment: string;
}

/** As whom to sign. */
export interface NewIssuerIdentity {
  /** The organisation's website: the name of a host, perhaps with a port; none, if absent. */
  domain?: string | null;
  /** `web`: the next key signs as the organisation's `did:web`; `key`: as its own `did:key`. */
  method: string;
}

/** A key to be made. */
export interface NewIssuerKey {
  /** `Ed25519` (credentials; so, if absent), or `BabyJubJub` (what is committed of claims). */
  algorithm?: IssuerKeyAlgorithm;
  /** Retire the key that signs now. Without, a key that signs is a conflict: nobody rotates by accident. */
  replace?: boolean;
}

/** What is to be proven, and from what. Nothing of `private_inputs` is kept. */
export interface NewProof {
  attestation_id: string;
  /** `threshold` (at least), `range` or `set_membership`. */
  circuit_type: string;
  /** Of which claim: a JSON Pointer into the subject. */
  claim: string;
  private_inputs: PrivateInputs;
  /** `{"threshold":18}`, `{"min":1,"max":9}` or `{"set":["DE","AT"]}`: of the claim's type. */
  public_inputs: JsonObject;
}

/** What is to be proven. The service adds the nonce, the times and for whom the answer is. */
export interface NewProofRequest {
  /** `type` of the credential, and `issuers`: DIDs, 1 to 16, of whom one must have signed; your own, if absent. */
  credential: JsonObject;
  /** The same as a time. */
  expires?: string | null;
  /** Until when it may be answered, in seconds from now: 30 to 86,400; 600, if absent. */
  expires_in_seconds?: number | null;
  /** 0 to 4 facts, such as `{"claim":"/birthDate","type":"date","ageAtLeast":18}`. */
  facts: JsonObject[];
  /** `{"purpose":"vote","epoch":"2026-11"}`: everybody counts once for both. */
  nullifier?: JsonObject | null;
  /** `{"maxAgeSeconds":3600}`: how old the word may be that it was not withdrawn; a day, if absent. `none`: not asked. */
  status?: JsonObject | null;
  /** When the credential must be valid, and ages are counted; now, if absent. */
  valid_at?: string | null;
}

/** About what. */
export interface NewSubject {
  /** A `did:`, `http(s):` or `urn:` URL, or a number of your own, which gets a URL under this service. */
  id: string;
  /** What it is. */
  type: string;
}

/** A subject, or its id alone. */
export type NewSubjectOrId = NewSubject | string;

/** A template to begin with, as a draft. */
export interface NewTemplate {
  category?: string | null;
  /**
   * Its claims in the order in which they are shown, each with `claim` (a JSON Pointer), `label` by language, and
   * `handling`: `plain`, `disclosable`, `hidden` or `committed`.
   */
  claims?: JsonObject[] | null;
  /** JSON Schema 2020-12 of the claims. */
  claimsSchema: JsonObject;
  /** The credential's own type. */
  credentialType: string;
  /** How it looks: `title` by language, `icon`, `colors` with `background` and `text`. */
  display?: JsonObject | null;
  /** Unique among those that your organisation made. */
  name: string;
  /** How long a credential is valid where the request does not say; without end, if absent. */
  validityDays?: number | null;
  /** Who may fetch what is issued from it: your organisation, if absent. */
  visibility?: string | null;
}

/** A webhook, and the only sight of its secret. */
export type NewWebhook = Webhook & {
  /** What messages are signed with. It is shown once. */
  secret: string;
};

/** What is to be changed; what is absent stays as it is. */
export interface NotesChange {
  /** `null`: none. */
  externalReference?: string | null;
  /** `null`: none. */
  label?: string | null;
  /** All of them; at most 20. */
  tags?: string[] | null;
}

/** An organisation. */
export interface Organization {
  id: string;
  name: string;
}

/** Organisations. */
export interface Organizations {
  organizations: Membership[];
}

/** A passport in its version in force. */
export type Passport = PassportEntry & {
  /** The signed passport, exactly as it was signed. */
  credential: JsonObject;
  /** SHA-256 of its canonical form, as reports show it. */
  digest: string;
  /** What it gathers, as far as you may see it. */
  members: PassportMember[];
};

/** A passport in a list. */
export interface PassportEntry {
  createdAt: string;
  description?: string | null;
  id: string;
  /** Who keeps it, where that is not you. */
  keeper?: Keeper | null;
  links: PassportLinks;
  name: string;
  productId: string;
  /** `plain` or `untp-0.6.1`. */
  shape: string;
  /** Counted from 1; every change makes a new one. */
  version: number;
  visibility: string;
}

/** Where to go from here. */
export interface PassportLinks {
  /** What a verifier reads. */
  bundle: string;
  /** A page for people, where there is one. */
  page?: string | null;
  /** Its QR code. */
  qr: string;
  /** This passport. */
  self: string;
  /** A report on it. */
  verify: string;
  /** All versions. */
  versions: string;
}

/** A credential that a passport gathers. */
export interface PassportMember {
  addedAt: string;
  /** Exactly as it was signed. */
  credential: JsonObject;
  /** SHA-256 of its canonical form, as the passport names it. */
  digest: string;
  id: string;
  /** Whether anybody may see it. */
  public: boolean;
}

/** A version of a passport. */
export interface PassportVersion {
  /** SHA-256 of its canonical form. */
  digest: string;
  issuedAt: string;
  /** Where it is. */
  url: string;
  version: number;
}

/** Passports. */
export interface Passports {
  /** For `before`, where there may be more. */
  next?: string | null;
  passports: PassportEntry[];
}

/** An entry: a payment, or the correction of one. */
export interface Payment {
  /** In the smallest unit of the currency. */
  amount: number;
  /** Of a correction: the payment. */
  corrects?: string | null;
  currency: string;
  id: string;
  method: string;
  note?: string | null;
  organizationId: string;
  paidOn: string;
  recordedAt: string;
  /** Who wrote it down. */
  recordedBy: string;
  reference?: string | null;
}

/** A page of entries. */
export interface PaymentPage {
  /** For `cursor`; null on the last page. */
  nextCursor?: string | null;
  /** The newest first. */
  payments: Payment[];
}

/** The plan of an organisation. */
export interface PlanOfOrganization {
  /** What it was before. */
  before: string;
  organizationId: string;
  plan: string;
}

/** About what. */
export interface PreviewSubject {
  id: string;
  type: string;
}

/** What came with the attestation, for its holder. */
export interface PrivateInputs {
  /** The file. */
  committed: JsonObject;
  /** The secret. */
  holderSecret?: string | null;
}

/** A problem (RFC 9457). */
export interface Problem {
  /** This occurrence, in words. */
  detail: string;
  /** With `invalid-request`, and where a member is not known: each fault and where it is. */
  errors?: Fault[];
  /** `urn:uuid:` and the request's id, which also stands in `X-Request-Id`. */
  instance: string;
  /** The HTTP status. */
  status: number;
  /** The kind, in words. */
  title: string;
  /** What kind of problem; the URL explains it. */
  type: string;
}

/** A person, and for whom they act. */
export interface Profile {
  /** For whom they act now. */
  organization?: Membership | null;
  /** For whom they can act. */
  organizations: Membership[];
  sessionId: string;
  user: User;
}

/** A proof. */
export interface Proof {
  attestation_id: string;
  circuit_type: string;
  created_at: string;
  id: string;
  /** What a verifier is sent (`ProofPresentation`); null until it is there. */
  proof?: JsonObject | null;
  public_inputs: PublicInputs;
  /** `proven`, `proving` or `failed`. */
  state: string;
  /** Who asked for it, where that was a person. */
  user_id?: string | null;
  /** Whether it was verified when it was made. `…/verify` says whether it holds now. */
  verified: boolean;
}

/** A request for a proof, and what became of it. */
export interface ProofRequest {
  createdAt: string;
  expiresAt: string;
  id: string;
  /** For a button or a QR code: a wallet that opens it fetches the request. */
  link: string;
  links: ProofRequestLinks;
  /** What the holder's secret gave: the same for the same `nullifier` of a request, and otherwise another each time. */
  nullifier?: string | null;
  /** The report on what was accepted, with what was disclosed. */
  report?: JsonObject | null;
  /** What wallets see, to which proofs are bound byte for byte. */
  request: JsonObject;
  /** `pending`, `verified` or `expired`. */
  state: string;
  /** When an answer was accepted. */
  verifiedAt?: string | null;
}

/** Where to go from here. */
export interface ProofRequestLinks {
  /** The page that shows the code, and what came of it: whoever has this link sees the result. */
  page: string;
  /** Where wallets answer. */
  presentations: string;
  /** The link as a QR code. */
  qr: string;
  /** What wallets fetch. */
  request: string;
  /** What became of it. */
  result: string;
  /** The request, opened in the wallet of this service. */
  wallet: string;
}

/** Requests, the newest first. */
export interface ProofRequests {
  items: ProofRequest[];
  /** The `cursor` of the next page; null where there are no more. */
  next?: string | null;
}

/** Where a request stands. */
export interface ProofStanding {
  /** The report on what was accepted, with what was disclosed. */
  report?: JsonObject | null;
  /** `pending`, `verified` or `expired`. */
  state: string;
}

/** Whether a proof holds now. */
export interface ProofVerification {
  proof: Proof;
  /** What any verifier finds; null where there is no proof. */
  report?: JsonObject | null;
  /** Whether the verdict of the report is `accept`. */
  valid: boolean;
}

/** Proofs, the newest first. */
export interface Proofs {
  /** How many there are in all. */
  count: number;
  proofs: Proof[];
}

/** Where the proving key is. A wallet takes no bytes but those with this digest. */
export interface ProvingKey {
  /** How many. */
  bytes: number;
  /** In hexadecimal. */
  sha256: string;
  url: string;
}

/** What is public about a proof. */
export interface PublicInputs {
  /** The last of them. */
  nullifierHash?: string | null;
  /** The six numbers of the circuit, in its order; null until the proof is there. */
  publicSignals?: string[] | null;
  /** The question, to which the proof is bound (`ProofRequest`). */
  request: JsonObject;
}

/** Whether requests can be served. */
export interface Readiness {
  checks: Checks;
  /** `ready`, `stopping` or `unavailable` */
  status: string;
}

/** Why it is done. */
export interface Reason {
  /** For the record, which only the organisation reads. */
  reason: string;
}

/** A payment to be written down. */
export interface RecordPayment {
  /** In the smallest unit of the currency: cents, yen. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  /** `transfer`, `card`, `cash`, `crypto` or `other`. */
  method: string;
  note?: string | null;
  /** Who paid. */
  organizationId: string;
  /** The day. */
  paidOn: string;
  /** What the bank or the invoice calls it. One payment of an organisation has it. */
  reference?: string | null;
}

/** Codes for the day on which your device is lost, each good once. Shown once. */
export interface RecoveryCodes {
  recoveryCodes: string[];
}

/** The token that a session goes on with. */
export interface Refresh {
  refreshToken: string;
}

/** A row that was refused. */
export interface RefusedRow {
  /** Each fault, and where it is in the row. */
  errors: Fault[];
  /** Its number, counted from 1; the header of a CSV file is not counted. */
  row: number;
}

/** Who wants an account. */
export interface Register {
  email: string;
  name: string;
  /** The name of an organisation to be made with it, of which you are the first admin. */
  organization?: string | null;
  /** Any characters, at least eight. */
  password: string;
}

/** Why, and what is to be different: what is absent stays as it was. The time begins anew. */
export interface Reissue {
  /** All that is said about the subject from now on. Required where the template commits claims: nobody here knows them. */
  claims?: JsonObject | null;
  /** The holder's own key, for `dc+sd-jwt`. */
  cnf?: Confirmation | null;
  /** All files that it rests on from now on. */
  evidence?: Attachment[] | null;
  /** How it is secured. */
  format?: string | null;
  /** The holder's commitment to a secret, where the template commits claims. */
  holder?: NewHolder | null;
  /** For the record, which only the organisation reads. */
  reason: string;
  /** Valid from when; now, if absent. */
  validFrom?: string | null;
  /** Valid until when; the template's period, if absent. */
  validUntil?: string | null;
}

/** What a letter's link carried, and another password. */
export interface ResetPassword {
  /** Any characters, at least eight. */
  password: string;
  /** Behind the `#` of the link. */
  token: string;
}

/** How the old key ends. */
export interface RotateApiKey {
  /** Hours for which both keys are good. */
  overlapHours?: number | null;
}

/** How the old secret ends. */
export interface RotateWebhookSecret {
  /** Hours for which messages are signed with both. */
  overlapHours?: number | null;
}

/** How your second factor stands. */
export interface SecondFactor {
  /** Whether a code is asked for. */
  enabled: boolean;
  /** Recovery codes that are left. */
  recoveryCodesLeft: number;
}

/** The password is right; a code is wanted. */
export interface SecondFactorWanted {
  /** For `POST /api/v1/auth/login/totp`. */
  challenge: string;
  /** Seconds for which it is good. */
  expiresIn: number;
}

/** Where somebody is signed in. */
export interface Session {
  createdAt: string;
  /** Whether it is this one. */
  current: boolean;
  expiresAt: string;
  id: string;
  lastUsedAt: string;
  /** What the browser or program calls itself. */
  userAgent: string;
}

/** The sessions that go on. */
export interface Sessions {
  sessions: Session[];
}

/** A plan to be given. */
export interface SetPlan {
  /** `free`, `pro` or `enterprise`. */
  plan: string;
}

/** A payment, what corrects it, and what is left of it. */
export type SettledPayment = Payment & {
  /** The oldest first. */
  corrections: Payment[];
  /** In the smallest unit of the currency. */
  net: number;
};

/** A person, and tokens of theirs. */
export type SignedIn = Profile & {
  /** Seconds for which it is good. */
  expiresIn: number;
  /** For the next pair of tokens; good once. */
  refreshToken: string;
  /** When to sign in again, however often the session is refreshed. */
  sessionExpiresAt: string;
  /** For `Authorization: Bearer …`. */
  token: string;
};

/** About what, as the request said it. */
export interface Subject {
  id: string;
  type: string;
}

/** A template. */
export interface Template {
  createdAt: string;
  /** The version that is worked on. */
  draft?: TemplateVersion | null;
  /** What `templateId` takes. */
  id: string;
  name: string;
  /** Whether every organisation has it. */
  predefined: boolean;
  /** The version that is issued from. */
  published?: TemplateVersion | null;
  /** All versions, the latest first. */
  versions: TemplateVersionItem[];
  visibility: string;
}

/** What is to be changed of a template. `name` and `visibility` change at once; everything else makes or changes a draft. */
export interface TemplateChange {
  /** `null`: none. */
  category?: string | null;
  claims?: JsonObject[] | null;
  claimsSchema?: JsonObject | null;
  credentialType?: string | null;
  display?: JsonObject | null;
  name?: string | null;
  /** `null`: without end. */
  validityDays?: number | null;
  /** `private` or `public`: also for what was issued before. */
  visibility?: string | null;
}

/** A template in a list. */
export interface TemplateItem {
  category?: string | null;
  credentialType: string;
  display: JsonObject;
  /** The version that is worked on. */
  draft?: number | null;
  /** What `templateId` takes. */
  id: string;
  name: string;
  /** Whether every organisation has it. */
  predefined: boolean;
  /** The version that is issued from. */
  published?: number | null;
  visibility?: string | null;
}

/** What a credential would say. */
export interface TemplatePreview {
  claims: JsonObject;
  subject: PreviewSubject;
  /** Of which version; of the draft, if absent, or else of what is issued from. */
  version?: number | null;
}

/** A version of a template. */
export type TemplateVersion = TemplateVersionItem & {
  category?: string | null;
  claims: JsonObject[];
  claimsSchema: JsonObject;
  credentialType: string;
  display: JsonObject;
  /** Where the schema of its credentials is published, once it is. */
  schema?: string | null;
  validityDays?: number | null;
};

/** A version in a list. */
export interface TemplateVersionItem {
  createdAt: string;
  publishedAt?: string | null;
  retiredAt?: string | null;
  /** `draft`, `published` or `retired`. */
  state: string;
  version: number;
}

/** Templates: those that every organisation has, then your own in the order in which they were made. */
export interface Templates {
  items: TemplateItem[];
  /** The `cursor` of the rest, where there is any. */
  next?: string | null;
}

/** What your device needs, shown once. */
export interface TotpEnrolment {
  /** In base 32, for typing. */
  secret: string;
  /** For a QR code. */
  uri: string;
}

/** What the organisation may use and has used. */
export interface Usage {
  /** API keys that are good. */
  apiKeys: Allowance;
  /** Issued in this month. */
  attestations: Allowance;
  /** Members. */
  members: Allowance;
  /** Product passports. */
  passports: Allowance;
  /** The month of what is counted by the month, UTC. */
  period: UsagePeriod;
  /** `free`, `pro` or `enterprise`. */
  plan: string;
  /** Templates of the organisation's own. */
  templates: Allowance;
  /** Webhooks. */
  webhooks: Allowance;
}

/** Whether something may be done. */
export interface UsageCheck {
  allowed: boolean;
  usage: Allowance;
}

/** A month. */
export interface UsagePeriod {
  /** Its end is no part of it: counting begins anew then. */
  end: string;
  start: string;
}

/** A person. */
export interface User {
  createdAt: string;
  email: string;
  /** Whether a letter to the address was answered. */
  emailVerified: boolean;
  id: string;
  name: string;
  /** `superadmin`, who runs the service, or `user`. */
  role: string;
}

/** Whose address it is. */
export interface VerifiedEmail {
  email: string;
  /** The organisation that was founded with the account. */
  organization?: Membership | null;
  /** Whether the name of the organisation that was to be founded was taken meanwhile: found one of another name. */
  organizationTaken: boolean;
}

/** What a letter's link carried. */
export interface VerifyEmail {
  /** Behind the `#` of the link. */
  token: string;
}

/** Versions of a passport. */
export interface Versions {
  /** For `before`, where there may be more. */
  next?: number | null;
  versions: PassportVersion[];
}

/** Somebody's server that is told what happens. */
export interface Webhook {
  createdAt: string;
  description: string;
  disabledAt?: string | null;
  /** Why it is not enabled: `by-hand`, `failing` (it has taken nothing for five days), or `gone` (it said 410). */
  disabledBecause?: string | null;
  enabled: boolean;
  /** What it is told of; everything, if empty. */
  events: string[];
  /** Since when it has taken nothing. */
  failingSince?: string | null;
  id: string;
  url: string;
}

/** One attempt to send a message. */
export interface WebhookAttempt {
  at: string;
  attempt: number;
  durationMs: number;
  /** Why there was none. */
  error?: string | null;
  /** Of the answer, where there was one. */
  status?: number | null;
}

/** A message to a webhook. */
export interface WebhookDelivery {
  at: string;
  /** How often it was sent. */
  attempts: number;
  deliveredAt?: string | null;
  event: string;
  /** The `webhook-id` of the message. */
  eventId: string;
  nextAttemptAt?: string | null;
  /** `pending`, `delivered` or `failed`. */
  state: string;
}

/** A message to a webhook, and how sending it went. */
export type WebhookDeliveryLog = WebhookDelivery & {
  /** The oldest first. */
  log: WebhookAttempt[];
  /** The message, as it is sent. */
  payload: string;
};

/** Messages to a webhook. */
export interface WebhookDeliveryPage {
  /** The newest first. */
  items: WebhookDelivery[];
  /** For `cursor`; null on the last page. */
  nextCursor?: string | null;
}

/** A new secret, and the only sight of it. */
export interface WebhookSecret {
  /** What messages are signed with. It is shown once. */
  secret: string;
}

/** An event that is under way. */
export interface WebhookTest {
  /** The `webhook-id` of the message. */
  eventId: string;
}

/** Webhooks, the oldest first. */
export interface Webhooks {
  items: Webhook[];
}

/** What `acceptInvitation` takes. */
export interface AcceptInvitationRequest {
  body: AcceptInvitation;
}

/** What `addPassportMember` takes. */
export interface AddPassportMemberRequest {
  id: string;
  body: AddMember;
}

/** What `answerProofRequest` takes. */
export interface AnswerProofRequestRequest {
  id: string;
  body: object;
}

/** What `cancelJob` takes. */
export interface CancelJobRequest {
  id: string;
}

/** What `changeApiKey` takes. */
export interface ChangeApiKeyRequest {
  id: string;
  body: ChangeApiKey;
}

/** What `changeAttestation` takes. */
export interface ChangeAttestationRequest {
  id: string;
  /** An `ETag` of this attestation */
  ifMatch?: string | null;
  body: NotesChange;
}

/** What `changeIssuerIdentity` takes. */
export interface ChangeIssuerIdentityRequest {
  body: NewIssuerIdentity;
}

/** What `changeMember` takes. */
export interface ChangeMemberRequest {
  id: string;
  body: ChangeMember;
}

/** What `changePassword` takes. */
export interface ChangePasswordRequest {
  body: ChangePassword;
}

/** What `changeTemplate` takes. */
export interface ChangeTemplateRequest {
  /** A UUID, or the name of one that every organisation has */
  id: string;
  body: TemplateChange;
}

/** What `changeWebhook` takes. */
export interface ChangeWebhookRequest {
  id: string;
  body: ChangeWebhook;
}

/** What `checkUsage` takes. */
export interface CheckUsageRequest {
  /** `issue_credential`, which is all that is counted by the month */
  action?: string;
}

/** What `chooseOrganization` takes. */
export interface ChooseOrganizationRequest {
  body: ChooseOrganization;
}

/** What `compromiseIssuerKey` takes. */
export interface CompromiseIssuerKeyRequest {
  id: string;
  body: IssuerKeyCompromise;
}

/** What `confirmSecondFactor` takes. */
export interface ConfirmSecondFactorRequest {
  body: ConfirmTotp;
}

/** What `correctPayment` takes. */
export interface CorrectPaymentRequest {
  id: string;
  body: CorrectPayment;
}

/** What `createApiKey` takes. */
export interface CreateApiKeyRequest {
  body: CreateApiKey;
}

/** What `createIssuerKey` takes. */
export interface CreateIssuerKeyRequest {
  body: NewIssuerKey;
}

/** What `createOrganization` takes. */
export interface CreateOrganizationRequest {
  body: CreateOrganization;
}

/** What `createPassport` takes. */
export interface CreatePassportRequest {
  body: CreatePassport;
}

/** What `createProof` takes. */
export interface CreateProofRequest {
  body: NewProof;
}

/** What `createProofRequest` takes. */
export interface CreateProofRequestRequest {
  body: NewProofRequest;
}

/** What `createTemplate` takes. */
export interface CreateTemplateRequest {
  body: NewTemplate;
}

/** What `createWebhook` takes. */
export interface CreateWebhookRequest {
  body: CreateWebhook;
}

/** What `deleteAccount` takes. */
export interface DeleteAccountRequest {
  body: DeleteAccount;
}

/** What `deleteOrganization` takes. */
export interface DeleteOrganizationRequest {
  id: string;
  body: DeleteOrganization;
}

/** What `deleteTemplate` takes. */
export interface DeleteTemplateRequest {
  /** A UUID */
  id: string;
}

/** What `deleteWebhook` takes. */
export interface DeleteWebhookRequest {
  id: string;
}

/** What `disableSecondFactor` takes. */
export interface DisableSecondFactorRequest {
  body: ConfirmPassword;
}

/** What `endSession` takes. */
export interface EndSessionRequest {
  id: string;
}

/** What `enrolSecondFactor` takes. */
export interface EnrolSecondFactorRequest {
  body: ConfirmPassword;
}

/** What `explainProblem` takes. */
export interface ExplainProblemRequest {
  /** The last segment of a problem's `type` */
  slug: string;
}

/** What `fetchAttestation` takes. */
export interface FetchAttestationRequest {
  id: string;
}

/** What `fetchBundle` takes. */
export interface FetchBundleRequest {
  id: string;
}

/** What `fetchCredential` takes. */
export interface FetchCredentialRequest {
  id: string;
}

/** What `fetchCredentialDisplay` takes. */
export interface FetchCredentialDisplayRequest {
  /** A template's UUID, or the name of one that every organisation has */
  id: string;
  version: number;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchCredentialSchema` takes. */
export interface FetchCredentialSchemaRequest {
  /** A template's UUID, or the name of one that every organisation has */
  id: string;
  version: number;
}

/** What `fetchDidConfiguration` takes. */
export interface FetchDidConfigurationRequest {
  id: string;
}

/** What `fetchDidDocument` takes. */
export interface FetchDidDocumentRequest {
  id: string;
}

/** What `fetchJob` takes. */
export interface FetchJobRequest {
  id: string;
}

/** What `fetchJobResult` takes. */
export interface FetchJobResultRequest {
  id: string;
  /** Rows after this one */
  after?: number;
}

/** What `fetchJobTable` takes. */
export interface FetchJobTableRequest {
  id: string;
  /** Rows after this one */
  after?: number;
}

/** What `fetchPassport` takes. */
export interface FetchPassportRequest {
  id: string;
}

/** What `fetchPassportBundle` takes. */
export interface FetchPassportBundleRequest {
  id: string;
}

/** What `fetchPassportContext` takes. */
export interface FetchPassportContextRequest {
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchPassportQrCode` takes. */
export interface FetchPassportQrCodeRequest {
  id: string;
  /** What it says: `url` (where absent: the product's GS1 Digital Link where it has one, or else the page for people, or the bundle), `page`, `deeplink` (`proofpass://passport/…`, for apps) or `offline` (the signed passport, compressed: `PP1:…`) */
  content?: string;
  /** `png`, where absent, or `svg` */
  format?: string;
  /** Width and height in pixels, 32 to 2048; 512, where absent */
  size?: number;
  /** Error correction: `L`, `M`, `Q` or `H`; `M`, where absent, and `L` for `offline` */
  ecc?: string;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchPassportVersion` takes. */
export interface FetchPassportVersionRequest {
  id: string;
  version: number;
}

/** What `fetchPayment` takes. */
export interface FetchPaymentRequest {
  id: string;
}

/** What `fetchProof` takes. */
export interface FetchProofRequest {
  id: string;
}

/** What `fetchProofRequest` takes. */
export interface FetchProofRequestRequest {
  id: string;
}

/** What `fetchProofRequestQrCode` takes. */
export interface FetchProofRequestQrCodeRequest {
  id: string;
  /** What it says: `deeplink` (where absent: `openid4vp://…`, for wallets) or `page` (this service's own wallet) */
  content?: string;
  /** `png`, where absent, or `svg` */
  format?: string;
  /** Width and height in pixels, 32 to 2048; 512, where absent */
  size?: number;
  /** Error correction: `L`, `M`, `Q` or `H`; `M`, where absent */
  ecc?: string;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchProofResult` takes. */
export interface FetchProofResultRequest {
  id: string;
}

/** What `fetchProofStanding` takes. */
export interface FetchProofStandingRequest {
  id: string;
  /** What is behind the `#` of `links.page` */
  proofResultKey: string;
}

/** What `fetchProvingKey` takes. */
export interface FetchProvingKeyRequest {
  /** 64 hexadecimal digits */
  sha256: string;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchQrCode` takes. */
export interface FetchQrCodeRequest {
  id: string;
  /** What it says: `url` (where absent: the page for people, or the bundle where there is no page), `page`, `deeplink` (`proofpass://verify/…`, for apps) or `offline` (the whole credential, compressed: `PP1:…`) */
  content?: string;
  /** `png`, where absent, or `svg` */
  format?: string;
  /** Width and height in pixels, 32 to 2048; 512, where absent */
  size?: number;
  /** Error correction: `L`, `M`, `Q` or `H`; `M`, where absent, and `L` for `offline` */
  ecc?: string;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchStatusCommitment` takes. */
export interface FetchStatusCommitmentRequest {
  id: string;
  /** Which of the organisation's trees, counted from 1 */
  number: number;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchStatusCommitmentBits` takes. */
export interface FetchStatusCommitmentBitsRequest {
  id: string;
  /** Which of the organisation's trees, counted from 1 */
  number: number;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchStatusList` takes. */
export interface FetchStatusListRequest {
  id: string;
  /** A time of the past, such as `2026-11-23T12:00:00Z` */
  at?: string;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchStatusListToken` takes. */
export interface FetchStatusListTokenRequest {
  id: string;
  /** A time of the past, such as `2026-11-23T12:00:00Z` */
  at?: string;
  /** An `ETag` of an earlier answer */
  ifNoneMatch?: string | null;
}

/** What `fetchTemplate` takes. */
export interface FetchTemplateRequest {
  /** A UUID, or the name of one that every organisation has */
  id: string;
}

/** What `fetchTemplateVersion` takes. */
export interface FetchTemplateVersionRequest {
  /** A UUID, or the name of one that every organisation has */
  id: string;
  version: number;
}

/** What `fetchWebhook` takes. */
export interface FetchWebhookRequest {
  id: string;
}

/** What `fetchWebhookDelivery` takes. */
export interface FetchWebhookDeliveryRequest {
  id: string;
  eventId: string;
}

/** What `findPassports` takes. */
export interface FindPassportsRequest {
  /** Percent-encoded */
  productId: string;
}

/** What `forgotPassword` takes. */
export interface ForgotPasswordRequest {
  body: ForgotPassword;
}

/** What `invite` takes. */
export interface InviteRequest {
  body: Invite;
}

/** What `issueAttestation` takes. */
export interface IssueAttestationRequest {
  /** 1 to 255 visible ASCII characters of your choice */
  idempotencyKey?: string | null;
  body: CreateAttestation;
}

/** What `issueAttestations` takes. */
export interface IssueAttestationsRequest {
  /** 1 to 255 visible ASCII characters of your choice */
  idempotencyKey?: string | null;
  /** The template of rows that name none */
  templateId?: string;
  /** The type of the subjects of rows that name none */
  subjectType?: string;
  body: object;
}

/** What `listAttestationEvents` takes. */
export interface ListAttestationEventsRequest {
  id: string;
}

/** What `listAttestations` takes. */
export interface ListAttestationsRequest {
  /** On a page: 1 to 100, by default 50 */
  limit?: number;
  /** `nextCursor` of the page before, with the same question */
  cursor?: string;
  /** Issued from this template */
  templateId?: string;
  /** About the subject with this id, as it was given */
  subject?: string;
  /** `active`, `anchored`, `expired`, `failed`, `pending`, `revoked`, `superseded` or `suspended` */
  status?: string;
  /** Issued at this time or later */
  issuedAfter?: string;
  /** Issued before this time */
  issuedBefore?: string;
  /** With this label */
  label?: string;
  /** With this tag, perhaps among others */
  tag?: string;
  /** Called so by another system */
  externalReference?: string;
  /** Words of the subject or the claims, all of which must be there; `"several words"`, `-not`, `or` */
  q?: string;
}

/** What `listJobErrors` takes. */
export interface ListJobErrorsRequest {
  id: string;
  /** Rows after this one */
  after?: number;
  /** On a page: 1 to 100, by default 50 */
  limit?: number;
}

/** What `listJobs` takes. */
export interface ListJobsRequest {
  /** `waiting`, `active`, `completed`, `failed` or `cancelled` */
  state?: string;
  /** On a page: 1 to 100, by default 50 */
  limit?: number;
  /** `nextCursor` of the page before */
  cursor?: string;
}

/** What `listPassportVersions` takes. */
export interface ListPassportVersionsRequest {
  id: string;
  /** Versions before this one */
  before?: number;
}

/** What `listPassports` takes. */
export interface ListPassportsRequest {
  /** Passports made before this one */
  before?: string;
  /** At most so many: 1 to 100, by default 50 */
  limit?: number;
}

/** What `listPayments` takes. */
export interface ListPaymentsRequest {
  /** Of one organisation */
  organizationId?: string;
  /** In one currency */
  currency?: string;
  /** Paid on that day or later */
  from?: string;
  /** Paid on that day or earlier */
  until?: string;
  /** On a page: 1 to 100, by default 50 */
  limit?: number;
  /** `nextCursor` of the page before */
  cursor?: string;
}

/** What `listProofRequests` takes. */
export interface ListProofRequestsRequest {
  /** On a page: 1 to 100, by default 50 */
  limit?: number;
  /** The `next` of the page before */
  cursor?: string;
}

/** What `listProofs` takes. */
export interface ListProofsRequest {
  /** On a page: 1 to 100, by default 50 */
  limit?: number;
  /** How many are passed over */
  offset?: number;
}

/** What `listTemplates` takes. */
export interface ListTemplatesRequest {
  /** At most so many: 1 to 100, by default 50 */
  limit?: number;
  /** The `next` of the list before */
  cursor?: string;
}

/** What `listWebhookDeliveries` takes. */
export interface ListWebhookDeliveriesRequest {
  id: string;
  /** On a page: 1 to 100, by default 50 */
  limit?: number;
  /** `nextCursor` of the page before */
  cursor?: string;
  /** `pending`, `delivered` or `failed` */
  state?: string;
}

/** What `logIn` takes. */
export interface LogInRequest {
  body: LogIn;
}

/** What `logInWithCode` takes. */
export interface LogInWithCodeRequest {
  body: LogInWithCode;
}

/** What `lookAtInvitation` takes. */
export interface LookAtInvitationRequest {
  body: LookAtInvitation;
}

/** What `previewTemplate` takes. */
export interface PreviewTemplateRequest {
  /** A UUID, or the name of one that every organisation has */
  id: string;
  body: TemplatePreview;
}

/** What `publishTemplateVersion` takes. */
export interface PublishTemplateVersionRequest {
  /** A UUID */
  id: string;
  version: number;
}

/** What `recordPayment` takes. */
export interface RecordPaymentRequest {
  body: RecordPayment;
}

/** What `refreshSession` takes. */
export interface RefreshSessionRequest {
  body: Refresh;
}

/** What `register` takes. */
export interface RegisterRequest {
  body: Register;
}

/** What `reissueAttestation` takes. */
export interface ReissueAttestationRequest {
  id: string;
  /** 1 to 255 visible ASCII characters of your choice */
  idempotencyKey?: string | null;
  body: Reissue;
}

/** What `removeMember` takes. */
export interface RemoveMemberRequest {
  id: string;
}

/** What `removePassportMember` takes. */
export interface RemovePassportMemberRequest {
  id: string;
  memberId: string;
}

/** What `renewRecoveryCodes` takes. */
export interface RenewRecoveryCodesRequest {
  body: ConfirmPassword;
}

/** What `replayWebhookDelivery` takes. */
export interface ReplayWebhookDeliveryRequest {
  id: string;
  eventId: string;
}

/** What `resetPassword` takes. */
export interface ResetPasswordRequest {
  body: ResetPassword;
}

/** What `resumeAttestation` takes. */
export interface ResumeAttestationRequest {
  id: string;
  body: Reason;
}

/** What `retireIssuerKey` takes. */
export interface RetireIssuerKeyRequest {
  id: string;
}

/** What `retireTemplateVersion` takes. */
export interface RetireTemplateVersionRequest {
  /** A UUID */
  id: string;
  version: number;
}

/** What `revokeApiKey` takes. */
export interface RevokeApiKeyRequest {
  id: string;
}

/** What `revokeAttestation` takes. */
export interface RevokeAttestationRequest {
  id: string;
  body: Reason;
}

/** What `rotateApiKey` takes. */
export interface RotateApiKeyRequest {
  id: string;
  body: RotateApiKey;
}

/** What `rotateWebhookSecret` takes. */
export interface RotateWebhookSecretRequest {
  id: string;
  body: RotateWebhookSecret;
}

/** What `setPlan` takes. */
export interface SetPlanRequest {
  id: string;
  body: SetPlan;
}

/** What `suspendAttestation` takes. */
export interface SuspendAttestationRequest {
  id: string;
  body: Reason;
}

/** What `testWebhook` takes. */
export interface TestWebhookRequest {
  id: string;
}

/** What `transferOrganization` takes. */
export interface TransferOrganizationRequest {
  id: string;
}

/** What `verify` takes. */
export interface VerifyRequest {
  /** Without a value: fetch what is needed first. `material`: the same, and the answer is an object with `report`, `material` (what was fetched, from where and when) and `missing` (what was not, and why) */
  resolve?: string;
  body: object;
}

/** What `verifyAttestation` takes. */
export interface VerifyAttestationRequest {
  id: string;
}

/** What `verifyAttestationUnderPolicy` takes. */
export interface VerifyAttestationUnderPolicyRequest {
  id: string;
  body?: object;
}

/** What `verifyEmail` takes. */
export interface VerifyEmailRequest {
  body: VerifyEmail;
}

/** What `verifyPassport` takes. */
export interface VerifyPassportRequest {
  id: string;
}

/** What `verifyProof` takes. */
export interface VerifyProofRequest {
  id: string;
}

/** What `withdrawInvitation` takes. */
export interface WithdrawInvitationRequest {
  id: string;
}

/** Every operation of the service, by its name in the description. */
export interface Operations {
  /**
   * Accept an invitation.
   *
   * With the token of its link, which is good once. With a new account, log in then.
   */
  acceptInvitation(request: AcceptInvitationRequest, options?: CallOptions): Promise<Membership>;
  /**
   * Add a credential to a passport.
   *
   * Makes a new version.
   */
  addPassportMember(request: AddPassportMemberRequest, options?: CallOptions): Promise<Passport>;
  /**
   * Answer a request for a proof, as a wallet.
   *
   * A presentation, or a response of `OpenID4VP` that holds one (`vp_token`), as JSON or as a form (`direct_post`). The answer is
   * the report on it. What is accepted counts once: whatever comes after it is a conflict, whoever sends it and wherever.
   */
  answerProofRequest(request: AnswerProofRequestRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Cancel a job.
   *
   * No row is issued once this is answered; what was issued stays.
   */
  cancelJob(request: CancelJobRequest, options?: CallOptions): Promise<Job>;
  /**
   * Change an API key.
   *
   * For admins. Its name, and from where it may be used: a request with it from elsewhere is refused with 403. From the next
   * request on.
   */
  changeApiKey(request: ChangeApiKeyRequest, options?: CallOptions): Promise<ApiKey>;
  /**
   * Change what is noted about an attestation.
   *
   * Its label, its tags, what another system calls it: nothing that is signed. With `If-Match`, only if it is still as it was
   * when that `ETag` was sent.
   */
  changeAttestation(request: ChangeAttestationRequest, options?: CallOptions): Promise<Attestation>;
  /**
   * Say as whom your organisation signs.
   *
   * A key that signs already goes on as it is; the next one signs as this says.
   */
  changeIssuerIdentity(request: ChangeIssuerIdentityRequest, options?: CallOptions): Promise<IssuerIdentity>;
  /**
   * Change a member's role.
   *
   * For admins. The last admin cannot step down.
   */
  changeMember(request: ChangeMemberRequest, options?: CallOptions): Promise<void>;
  /**
   * Change the password.
   *
   * Ends every other session.
   */
  changePassword(request: ChangePasswordRequest, options?: CallOptions): Promise<void>;
  /**
   * Change a template.
   *
   * What a published version says does not change: a draft is made that begins as the latest version, or the draft that is
   * there is changed.
   */
  changeTemplate(request: ChangeTemplateRequest, options?: CallOptions): Promise<Template>;
  /**
   * Change a webhook.
   *
   * For admins.
   */
  changeWebhook(request: ChangeWebhookRequest, options?: CallOptions): Promise<Webhook>;
  /**
   * Whether the plan allows one more.
   *
   * As of now: it is decided when it is done.
   */
  checkUsage(request?: CheckUsageRequest, options?: CallOptions): Promise<UsageCheck>;
  /**
   * Act for another organisation.
   *
   * One of those that you belong to.
   */
  chooseOrganization(request: ChooseOrganizationRequest, options?: CallOptions): Promise<AccessToken>;
  /**
   * Say that an issuer key is compromised.
   *
   * Nothing that it signed is believed any more, whatever its date, where the issuer is a `did:web`: the document says since
   * when the key is revoked. A `did:key` cannot be taken back.
   */
  compromiseIssuerKey(request: CompromiseIssuerKeyRequest, options?: CallOptions): Promise<IssuerKey>;
  /**
   * Confirm a device.
   *
   * With a first code. From now on a code is asked for; write the recovery codes down.
   */
  confirmSecondFactor(request: ConfirmSecondFactorRequest, options?: CallOptions): Promise<RecoveryCodes>;
  /**
   * Correct a payment.
   *
   * For superadmins. Adds an entry; a payment is not corrected to less than nothing.
   */
  correctPayment(request: CorrectPaymentRequest, options?: CallOptions): Promise<Payment>;
  /**
   * Create an API key.
   *
   * For admins of the organisation you act for. The key is in this answer and nowhere else.
   */
  createApiKey(request: CreateApiKeyRequest, options?: CallOptions): Promise<NewApiKey>;
  /**
   * Make an issuer key.
   *
   * It signs from now on. The private half never leaves the service.
   */
  createIssuerKey(request: CreateIssuerKeyRequest, options?: CallOptions): Promise<IssuerKey>;
  /**
   * Create an organisation.
   *
   * With a key to sign with. You are its first admin and act for it from now on; your access token stays good.
   */
  createOrganization(request: CreateOrganizationRequest, options?: CallOptions): Promise<Organization>;
  /**
   * Create a passport.
   *
   * Gathers what several issuers say about one product in a credential of its own, signed by your organisation.
   */
  createPassport(request: CreatePassportRequest, options?: CallOptions): Promise<Passport>;
  /**
   * Prove something about an attestation, to try it out.
   *
   * With the holder's file and secret, which came with the attestation and are used and not kept. Holders prove in their own
   * browser, and show nobody these two. Not in production: the key for development is no key there.
   */
  createProof(request: CreateProofRequest, options?: CallOptions): Promise<Proof | Proof>;
  /**
   * Ask for a proof.
   *
   * A holder shows facts about a claim that an issuer signed, and nothing else. The answer has a link for wallets; what became
   * of it is at `…/result`, and the webhook event `proof.verified` tells.
   */
  createProofRequest(request: CreateProofRequestRequest, options?: CallOptions): Promise<ProofRequest>;
  /**
   * Begin a template.
   *
   * It begins as a draft, from which nothing is issued until it is published.
   */
  createTemplate(request: CreateTemplateRequest, options?: CallOptions): Promise<Template>;
  /**
   * Create a webhook.
   *
   * For admins of the organisation you act for. Messages follow Standard Webhooks: verify `webhook-signature` with the
   * secret, which is in this answer and nowhere else.
   */
  createWebhook(request: CreateWebhookRequest, options?: CallOptions): Promise<NewWebhook>;
  /**
   * Delete your account.
   *
   * Your address, name and password are forgotten, your sessions and memberships end. What you issued stays. The last admin of
   * an organisation first makes somebody else one, or deletes it.
   */
  deleteAccount(request: DeleteAccountRequest, options?: CallOptions): Promise<void>;
  /**
   * Delete an organisation.
   *
   * For admins of it. Nobody issues for it any more: memberships, invitations and API keys end at once. What it signed stays
   * verifiable: its keys, DID document and status lists stay public. Its name is not given to anybody else.
   */
  deleteOrganization(request: DeleteOrganizationRequest, options?: CallOptions): Promise<void>;
  /** Delete a template that was never published */
  deleteTemplate(request: DeleteTemplateRequest, options?: CallOptions): Promise<void>;
  /**
   * Delete a webhook.
   *
   * For admins. What is pending is not sent any more.
   */
  deleteWebhook(request: DeleteWebhookRequest, options?: CallOptions): Promise<void>;
  /** This document */
  describe(options?: CallOptions): Promise<JsonObject>;
  /** End your second factor */
  disableSecondFactor(request: DisableSecondFactorRequest, options?: CallOptions): Promise<void>;
  /** End a session */
  endSession(request: EndSessionRequest, options?: CallOptions): Promise<void>;
  /**
   * Enrol a device.
   *
   * Any authenticator (RFC 6238: SHA-1, six digits, 30 seconds). Codes are asked for once a first one was confirmed.
   */
  enrolSecondFactor(request: EnrolSecondFactorRequest, options?: CallOptions): Promise<TotpEnrolment>;
  /** What a problem type means */
  explainProblem(request: ExplainProblemRequest, options?: CallOptions): Promise<string>;
  /** Fetch an attestation */
  fetchAttestation(request: FetchAttestationRequest, options?: CallOptions): Promise<Attestation>;
  /**
   * Fetch the bundle that a holder carries.
   *
   * Open to anybody where the template is public; otherwise to the organisation. It carries the status lists as they stand,
   * so that it can be verified without a network for as long as they hold: a day.
   */
  fetchBundle(request: FetchBundleRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Fetch the credential by itself.
   *
   * As it was signed, under its own media type. Open to anybody where the template is public; otherwise to the
   * organisation. What a holder has to show first, because the template says that it is withheld, only the organisation gets.
   */
  fetchCredential(request: FetchCredentialRequest, options?: CallOptions): Promise<string>;
  /**
   * Fetch how a template's credentials are shown.
   *
   * Titles, colours, labels in several languages, and the order of claims, beside the schema that `credentialSchema` names. It
   * never changes, and it is for showing alone: no verdict depends on it.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchCredentialDisplay(request: FetchCredentialDisplayRequest, options?: CallOptions): Promise<CredentialDisplay | undefined>;
  /**
   * Fetch the schema of a template's credentials.
   *
   * The JSON Schema that `credentialSchema` names, with the very bytes that its digest is of. It never changes.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchCredentialSchema(request: FetchCredentialSchemaRequest, options?: CallOptions): Promise<JsonObject | undefined>;
  /**
   * Fetch what an organisation's website is to say of its DID
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchDidConfiguration(request: FetchDidConfigurationRequest, options?: CallOptions): Promise<JsonObject | undefined>;
  /**
   * Fetch the DID document of an organisation.
   *
   * Of its `did:web`: the keys that it signs and signed with. One that is compromised says since when, and speaks for nobody.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchDidDocument(request: FetchDidDocumentRequest, options?: CallOptions): Promise<JsonObject | undefined>;
  /** Fetch as whom your organisation signs */
  fetchIssuerIdentity(options?: CallOptions): Promise<IssuerIdentity>;
  /** Fetch a job */
  fetchJob(request: FetchJobRequest, options?: CallOptions): Promise<Job>;
  /**
   * Take the result of a job away.
   *
   * Every row that is done, in the order of their numbers, as it stands when it is read: a line of JSON each, which is
   * `{"row":1,"attestationId":"…","credential":{…}}` or `{"row":2,"errors":[…]}`. Where the template commits claims, the row has
   * `committed`, which is the holder's alone, and `holderSecret` where the row named no commitment of theirs. Where it breaks off, ask for what comes
   * `after` the last row that came.
   */
  fetchJobResult(request: FetchJobResultRequest, options?: CallOptions): Promise<string>;
  /**
   * Take the result of a job away as a table.
   *
   * The same as records of a CSV file: `row`, `attestationId`, `credential`, `errors`, `committed`, `holderSecret`; all of these
   * but ids and secrets as JSON.
   */
  fetchJobTable(request: FetchJobTableRequest, options?: CallOptions): Promise<string>;
  /**
   * The keys of access tokens.
   *
   * The next one is here a day before it signs; each stays until the last token that it signed has ended.
   */
  fetchKeySet(options?: CallOptions): Promise<KeySet>;
  /**
   * Fetch whose website this service's own is
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchOwnDidConfiguration(options?: CallOptions): Promise<JsonObject | undefined>;
  /**
   * Fetch a passport.
   *
   * Open to anybody where it is public. Credentials that are not for everybody are shown to its keeper only.
   */
  fetchPassport(request: FetchPassportRequest, options?: CallOptions): Promise<Passport>;
  /**
   * Fetch the bundle of a passport.
   *
   * The passport, and what it gathers, for a verifier.
   */
  fetchPassportBundle(request: FetchPassportBundleRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Fetch the context of passports.
   *
   * The meaning of this service's own names in passports that may hold no inline context (JSON-LD 1.1). It never changes.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchPassportContext(request?: FetchPassportContextRequest, options?: CallOptions): Promise<JsonObject | undefined>;
  /**
   * Fetch the QR code of a passport.
   *
   * A picture whose code leads to the passport, or holds it: the signed passport itself, which names what it gathers by their
   * digests. Of a product whose id is a GS1 Digital Link the code says that link, as labels have it.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchPassportQrCode(request: FetchPassportQrCodeRequest, options?: CallOptions): Promise<Blob | undefined>;
  /**
   * Fetch a version of a passport.
   *
   * The signed credential, also of versions that others replaced.
   */
  fetchPassportVersion(request: FetchPassportVersionRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Fetch a payment.
   *
   * For superadmins. With what corrects it.
   */
  fetchPayment(request: FetchPaymentRequest, options?: CallOptions): Promise<SettledPayment>;
  /** Who am I */
  fetchProfile(options?: CallOptions): Promise<Profile>;
  /** Fetch a proof */
  fetchProof(request: FetchProofRequest, options?: CallOptions): Promise<Proof>;
  /**
   * Fetch a request for a proof, as a wallet.
   *
   * An authorization request object of `OpenID4VP`: the request is in its query. Anybody who has the link may see it.
   */
  fetchProofRequest(request: FetchProofRequestRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Fetch the QR code of a request for a proof.
   *
   * A picture of its link: a wallet that scans it fetches what is asked, and answers. Or of the address of this service's own
   * wallet, for a camera without one.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchProofRequestQrCode(request: FetchProofRequestQrCodeRequest, options?: CallOptions): Promise<Blob | undefined>;
  /** Fetch what became of a request for a proof */
  fetchProofResult(request: FetchProofResultRequest, options?: CallOptions): Promise<ProofRequest>;
  /**
   * Fetch what became of a request for a proof, by its link.
   *
   * For the page that shows the request: the key is in `links.page`, behind the `#`.
   */
  fetchProofStanding(request: FetchProofStandingRequest, options?: CallOptions): Promise<ProofStanding>;
  /**
   * Fetch a proving key.
   *
   * Some megabytes, the same for ever.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchProvingKey(request: FetchProvingKeyRequest, options?: CallOptions): Promise<number[] | undefined>;
  /**
   * Fetch the QR code of an attestation.
   *
   * A picture whose code leads to the attestation, or holds the signed credential itself, to be verified without a network.
   * Who may fetch the credential may have its code.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchQrCode(request: FetchQrCodeRequest, options?: CallOptions): Promise<Blob | undefined>;
  /** How your second factor stands */
  fetchSecondFactor(options?: CallOptions): Promise<SecondFactor>;
  /**
   * Fetch a status commitment.
   *
   * The root of a tree over the bits of an organisation's status lists, signed: what proofs are made and verified against. A
   * bit is set where an attestation is revoked or suspended. It changes where a bit does, or half of its day is over.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchStatusCommitment(request: FetchStatusCommitmentRequest, options?: CallOptions): Promise<JsonObject | undefined>;
  /**
   * Fetch the bits of a status commitment.
   *
   * All of them, so that a holder builds the tree and nobody learns which bit is theirs.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchStatusCommitmentBits(request: FetchStatusCommitmentBitsRequest, options?: CallOptions): Promise<JsonObject | undefined>;
  /**
   * Fetch a status list.
   *
   * A signed list (Bitstring Status List 1.0) that `credentialStatus` of issued credentials names, as it stands; with `at`,
   * as it stood then.
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchStatusList(request: FetchStatusListRequest, options?: CallOptions): Promise<JsonObject | undefined>;
  /**
   * Fetch a status list for tokens.
   *
   * The same list for SD-JWT VCs, as the `uri` of their `status` names it (Token Status List): two bits for each, which say
   * revoked (1) or suspended (2).
   *
   * `undefined` where nothing has changed since `ifNoneMatch`.
   */
  fetchStatusListToken(request: FetchStatusListTokenRequest, options?: CallOptions): Promise<string | undefined>;
  /** Fetch a template */
  fetchTemplate(request: FetchTemplateRequest, options?: CallOptions): Promise<Template>;
  /** Fetch a version of a template */
  fetchTemplateVersion(request: FetchTemplateVersionRequest, options?: CallOptions): Promise<TemplateVersion>;
  /**
   * How much is used.
   *
   * Of what the plan of your organisation allows. Attestations are counted by the calendar month, as they are issued; of
   * everything else counts what there is.
   */
  fetchUsage(options?: CallOptions): Promise<Usage>;
  /**
   * Fetch a webhook.
   *
   * For admins.
   */
  fetchWebhook(request: FetchWebhookRequest, options?: CallOptions): Promise<Webhook>;
  /**
   * Fetch a message to a webhook.
   *
   * For admins. The message, and how sending it went.
   */
  fetchWebhookDelivery(request: FetchWebhookDeliveryRequest, options?: CallOptions): Promise<WebhookDeliveryLog>;
  /**
   * Find the passports of a product.
   *
   * Every public one, the oldest first, with the name of who keeps it. A number is nobody's by being first: who is right,
   * the signatures say.
   */
  findPassports(request: FindPassportsRequest, options?: CallOptions): Promise<Passports>;
  /**
   * Ask for another password.
   *
   * By letter to the address. The answer is the same whether the address has an account or not.
   */
  forgotPassword(request: ForgotPasswordRequest, options?: CallOptions): Promise<LetterSent>;
  /**
   * Whether the process lives.
   *
   * Asks nothing of anyone: for liveness probes.
   */
  health(options?: CallOptions): Promise<Health>;
  /**
   * Invite somebody.
   *
   * For admins, into the organisation you act for. Good for seven days, and once. Where the service sends letters, the link
   * goes to the address; elsewhere the answer has it, for you to pass on.
   */
  invite(request: InviteRequest, options?: CallOptions): Promise<Invitation>;
  /**
   * Issue an attestation.
   *
   * Builds a verifiable credential from one of your templates, signs it and keeps it. With an `Idempotency-Key`, the same
   * request may be repeated for 48 hours and has its effect once. What the template commits of the claims stands in no credential:
   * it is in `committed`, for the holder alone, of the first answer and of none that repeats it.
   */
  issueAttestation(request: IssueAttestationRequest, options?: CallOptions): Promise<Attestation>;
  /**
   * Issue many attestations.
   *
   * Takes up to 100,000 rows, 128 MiB in all, and makes a job of them, which goes on whatever happens to this connection:
   * each row is one body of `POST /api/v1/attestations`, as the element of a JSON array, as a line of JSON, or as the record
   * of a CSV file. The first record of a CSV file names the columns: `templateId`, `subjectId`, `subjectType`, `validFrom`,
   * `validUntil`, a JSON Pointer into the body, or else a claim, dot by dot (`location.country`); cells become numbers,
   * booleans and so on where the template's schema wants them, and empty cells are absent. A row that breaks a rule is
   * refused by itself; the job tells each with its number. With an `Idempotency-Key`, the same request makes one job.
   */
  issueAttestations(request: IssueAttestationsRequest, options?: CallOptions): Promise<Job>;
  /**
   * List API keys.
   *
   * For admins. All that there were, also those that have ended.
   */
  listApiKeys(options?: CallOptions): Promise<ApiKeys>;
  /** List what happened to an attestation */
  listAttestationEvents(request: ListAttestationEventsRequest, options?: CallOptions): Promise<AttestationEvents>;
  /**
   * List attestations.
   *
   * Those of your organisation, the newest first.
   */
  listAttestations(request?: ListAttestationsRequest, options?: CallOptions): Promise<AttestationPage>;
  /**
   * List the keys of circuits under which proofs count here.
   *
   * A wallet proves under one of them, with the proving key beside it: a key that a verifier hands over could be made to learn
   * what it must not, so a wallet takes those that it knows, or that its own service names.
   */
  listCircuits(options?: CallOptions): Promise<Circuits>;
  /**
   * List invitations.
   *
   * For admins: those that can be accepted.
   */
  listInvitations(options?: CallOptions): Promise<Invitations>;
  /** List issuer keys */
  listIssuerKeys(options?: CallOptions): Promise<IssuerKeys>;
  /** List the rows of a job that were refused */
  listJobErrors(request: ListJobErrorsRequest, options?: CallOptions): Promise<JobErrors>;
  /**
   * List jobs.
   *
   * Those of the organisation that you are an admin of.
   */
  listJobs(request?: ListJobsRequest, options?: CallOptions): Promise<JobPage>;
  /**
   * List members.
   *
   * Of the organisation you act for.
   */
  listMembers(options?: CallOptions): Promise<Members>;
  /** List your organisations */
  listOrganizations(options?: CallOptions): Promise<Organizations>;
  /**
   * List the versions of a passport.
   *
   * The newest first, a hundred at a time.
   */
  listPassportVersions(request: ListPassportVersionsRequest, options?: CallOptions): Promise<Versions>;
  /**
   * List your passports.
   *
   * The newest first.
   */
  listPassports(request?: ListPassportsRequest, options?: CallOptions): Promise<Passports>;
  /**
   * List payments.
   *
   * For superadmins. Payments and corrections, the latest entry first.
   */
  listPayments(request?: ListPaymentsRequest, options?: CallOptions): Promise<PaymentPage>;
  /** List requests for proofs */
  listProofRequests(request?: ListProofRequestsRequest, options?: CallOptions): Promise<ProofRequests>;
  /** List proofs */
  listProofs(request?: ListProofsRequest, options?: CallOptions): Promise<Proofs>;
  /**
   * List sessions.
   *
   * Where you are signed in.
   */
  listSessions(options?: CallOptions): Promise<Sessions>;
  /** List templates */
  listTemplates(request?: ListTemplatesRequest, options?: CallOptions): Promise<Templates>;
  /**
   * List what a webhook was told.
   *
   * For admins. The newest first; kept for 30 days.
   */
  listWebhookDeliveries(request: ListWebhookDeliveriesRequest, options?: CallOptions): Promise<WebhookDeliveryPage>;
  /**
   * List webhooks.
   *
   * For admins.
   */
  listWebhooks(options?: CallOptions): Promise<Webhooks>;
  /**
   * Log in.
   *
   * After ten wrong passwords for an address, each further one locks it for longer, up to a quarter of an hour.
   */
  logIn(request: LogInRequest, options?: CallOptions): Promise<SignedIn | SecondFactorWanted>;
  /**
   * Log in, second step.
   *
   * With a code, after the password was right. A code is good once. Five wrong ones end the attempt, and count as wrong
   * passwords do.
   */
  logInWithCode(request: LogInWithCodeRequest, options?: CallOptions): Promise<SignedIn>;
  /**
   * Log out.
   *
   * Ends this session: its tokens, of either kind, are good no longer.
   */
  logOut(options?: CallOptions): Promise<void>;
  /**
   * Look at an invitation.
   *
   * With the token of its link.
   */
  lookAtInvitation(request: LookAtInvitationRequest, options?: CallOptions): Promise<InvitationOffer>;
  /**
   * Try a template out.
   *
   * Answers with the credential that would be issued, without a proof, or with every fault of the claims. Nothing is kept.
   */
  previewTemplate(request: PreviewTemplateRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Publish a draft.
   *
   * Attestations are issued from it from now on; the version before it is retired. It does not change any more.
   */
  publishTemplateVersion(request: PublishTemplateVersionRequest, options?: CallOptions): Promise<Template>;
  /**
   * Whether requests can be served.
   *
   * Asks the database: for readiness probes and load balancers.
   */
  ready(options?: CallOptions): Promise<Readiness>;
  /**
   * Record a payment.
   *
   * For superadmins. An entry is never changed: what was mistaken is put right by a correction.
   */
  recordPayment(request: RecordPaymentRequest, options?: CallOptions): Promise<Payment>;
  /**
   * Go on.
   *
   * Gives a new pair of tokens. A refresh token is good once: one that is shown again later ends its session.
   */
  refreshSession(request: RefreshSessionRequest, options?: CallOptions): Promise<SignedIn>;
  /**
   * Register.
   *
   * Where the service sends no letters, makes an account and signs its owner in. Where it does, sends one to the address, and
   * the account begins with its answer; whether the address has an account already is told to its owner alone. With
   * `organization`, makes an organisation, too, with a key to sign with.
   */
  register(request: RegisterRequest, options?: CallOptions): Promise<SignedIn | LetterSent>;
  /**
   * Issue anew in the place of an attestation.
   *
   * The same template, as it is published now, and the same subject. The old attestation is `superseded` and its credential
   * revoked, at the moment at which the new one counts; each names the other. With an `Idempotency-Key` as for issuing.
   */
  reissueAttestation(request: ReissueAttestationRequest, options?: CallOptions): Promise<Attestation>;
  /**
   * Remove a member.
   *
   * Admins remove anybody, everybody themselves. The last admin stays.
   */
  removeMember(request: RemoveMemberRequest, options?: CallOptions): Promise<void>;
  /**
   * Take a credential out of a passport.
   *
   * Makes a new version. The old ones, which name it, stay.
   */
  removePassportMember(request: RemovePassportMemberRequest, options?: CallOptions): Promise<Passport>;
  /**
   * Renew recovery codes.
   *
   * Those from before are good no longer.
   */
  renewRecoveryCodes(request: RenewRecoveryCodesRequest, options?: CallOptions): Promise<RecoveryCodes>;
  /**
   * Send a message again.
   *
   * For admins. However it stands, with the same `webhook-id`.
   */
  replayWebhookDelivery(request: ReplayWebhookDeliveryRequest, options?: CallOptions): Promise<WebhookDelivery>;
  /**
   * Ask for a letter to verify your address.
   *
   * For accounts that were made before the service sent letters.
   */
  requestEmailVerification(options?: CallOptions): Promise<LetterSent>;
  /**
   * Choose another password.
   *
   * With the token of a letter, good once and for an hour. Ends every session; log in then.
   */
  resetPassword(request: ResetPasswordRequest, options?: CallOptions): Promise<void>;
  /**
   * Resume an attestation.
   *
   * Ends its suspension. To do it again has no effect; what was revoked stays so.
   */
  resumeAttestation(request: ResumeAttestationRequest, options?: CallOptions): Promise<Attestation>;
  /**
   * Retire an issuer key.
   *
   * It signs nothing any more; what it signed stays valid. Until another is made, nothing is issued.
   */
  retireIssuerKey(request: RetireIssuerKeyRequest, options?: CallOptions): Promise<IssuerKey>;
  /**
   * Retire a published version.
   *
   * Nothing is issued from it any more. What was issued stays valid, and its schema stays published.
   */
  retireTemplateVersion(request: RetireTemplateVersionRequest, options?: CallOptions): Promise<Template>;
  /**
   * Revoke an API key.
   *
   * For admins. From the next request on.
   */
  revokeApiKey(request: RevokeApiKeyRequest, options?: CallOptions): Promise<void>;
  /**
   * Revoke an attestation.
   *
   * Withdraws it for good: verifiers reject it once they see the status list, which is published at once. To do it again
   * has no effect.
   */
  revokeAttestation(request: RevokeAttestationRequest, options?: CallOptions): Promise<Attestation>;
  /**
   * Rotate an API key.
   *
   * For admins. Makes a key like it; the old one ends after `overlapHours`.
   */
  rotateApiKey(request: RotateApiKeyRequest, options?: CallOptions): Promise<NewApiKey>;
  /**
   * Rotate a webhook's secret.
   *
   * For admins. For `overlapHours` each message carries a signature of either secret.
   */
  rotateWebhookSecret(request: RotateWebhookSecretRequest, options?: CallOptions): Promise<WebhookSecret>;
  /**
   * Give an organisation a plan.
   *
   * For superadmins. What there is stays, also where it is more than the plan allows; it is recorded who did it.
   */
  setPlan(request: SetPlanRequest, options?: CallOptions): Promise<PlanOfOrganization>;
  /**
   * Suspend an attestation.
   *
   * Verifiers reject it for the time being. To do it again has no effect.
   */
  suspendAttestation(request: SuspendAttestationRequest, options?: CallOptions): Promise<Attestation>;
  /**
   * Send a test message.
   *
   * For admins. An event `webhook.test`, whatever the webhook is told of otherwise.
   */
  testWebhook(request: TestWebhookRequest, options?: CallOptions): Promise<WebhookTest>;
  /**
   * Hand your role on.
   *
   * For admins: a member becomes an admin, and you are a `user` from then on.
   */
  transferOrganization(request: TransferOrganizationRequest, options?: CallOptions): Promise<void>;
  /**
   * Verify a credential or a bundle.
   *
   * The body is the document itself, or an envelope with `bundle`, `material`, `policy` and `now`. A document that is
   * not acceptable is still answered with 200: the report says why. With `resolve` in the address, what the document needs
   * (documents with keys, status lists, schemas, resources) is fetched first, where the operator lets that be done.
   */
  verify(request: VerifyRequest, options?: CallOptions): Promise<JsonObject>;
  /** Verify an attestation */
  verifyAttestation(request: VerifyAttestationRequest, options?: CallOptions): Promise<JsonObject>;
  /** Verify an attestation under a policy of your own */
  verifyAttestationUnderPolicy(request: VerifyAttestationUnderPolicyRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Verify an email address.
   *
   * With the token of a letter, good once and for 24 hours. Makes the account that was registered; log in then.
   */
  verifyEmail(request: VerifyEmailRequest, options?: CallOptions): Promise<VerifiedEmail>;
  /**
   * Verify a passport.
   *
   * Every credential in it, by its signature.
   */
  verifyPassport(request: VerifyPassportRequest, options?: CallOptions): Promise<JsonObject>;
  /**
   * Verify a proof.
   *
   * Against what was asked when it was made, as any verifier would now. Nothing is changed by it.
   */
  verifyProof(request: VerifyProofRequest, options?: CallOptions): Promise<ProofVerification>;
  /** Withdraw an invitation */
  withdrawInvitation(request: WithdrawInvitationRequest, options?: CallOptions): Promise<void>;
}

/** What the operations list that answer page by page. */
export interface Pages {
  listAttestations: AttestationSummary;
  listJobs: Job;
  listPassportVersions: PassportVersion;
  listPassports: PassportEntry;
  listPayments: Payment;
  listProofRequests: ProofRequest;
  listTemplates: TemplateItem;
  listWebhookDeliveries: WebhookDelivery;
}

/** How each is sent. */
export declare const OPERATIONS: { readonly [Name in keyof Operations]: Operation };
