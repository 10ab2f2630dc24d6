// @ts-check
/**
 * The compact form, `PP1:…`: a whole signed credential in one QR code, as the issuer's service draws it.
 *
 * In scope: reading it under caps. Out of scope: whether what comes out is a credential, and a good one (the core's).
 * The other end, and what the form is made of: `crates/shared/src/compact.rs`.
 * Specs: <https://www.rfc-editor.org/rfc/rfc9285> (Base45), <https://compression.spec.whatwg.org/>
 */
import { SourceError } from "./source.js";

const PREFIX = "PP1:";

/** What the largest QR code holds of such characters. */
const MAX_LENGTH = 4296;

/** What is said in four thousand characters, and is longer than this, says one thing over and over. */
const MAX_BYTES = 64 * 1024;

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** What stands before every credential, so that its stream can refer to it. A test holds it against the core's. */
export const DICTIONARY =
  '"DigitalProductPassport","DigitalConformityCredential","PresentationSubmission","relatedResource","digestMultibase","renderMethod","refreshService","termsOfUse","evidence","https://schema.org/"eddsa-rdfc-2022","ecdsa-rdfc-2019","ecdsa-jcs-2019","ecdsa-sd-2023","bbs-2023","previousProof","challenge","domain","expires":"2027-https://www.w3.org/2018/credentials/v1","https://w3id.org/security/data-integrity/v2","https://vocabulary.uncefact.org/untp/dpp/0.6.1/"quantity":"unit":"value":"country":"location":"address":"city":"date":"number":"batch":"quality":"organic":"manufacturer":"producer":"farmName":"harvestDate":"productId":"productName":"certificationName":"certificationNumber":"issuingOrganization":"recipientName":"certificationId":"material":"weight":"title":"result":"passed":"score":true,false,null{"id":"https://id.gs1.org/01/0","type":"Product","identifier":"name":"description":"version":1,"previousVersion":{"id":"https://","digest":"sha-256:"},"gathers":[{"digest":"sha-256:","credential":"urn:uuid:","credentialType":["","issuedBy":"did:web:data:application/vc+jwt,eyJhbGciOiJFZERTQSIsImtpZCI6ImRpZDp3ZWI6eyJhbGciOiJFUzI1NiIs{"@context":["https://www.w3.org/ns/credentials/v2",{"Product":"https://issuer.example/vocabulary/01#Product","identifier":"https://schema.org/identifier","}],"id":"urn:uuid:01","type":["VerifiableCredential","Certificate"],"issuer":{"id":"did:web:","name":"GmbH"},"validFrom":"2026-T00:00:00Z","validUntil":"2027-"credentialSchema":{"id":"https:///api/v1/templates//versions/1/schema","type":"JsonSchema","digestSRI":"sha256-="},"credentialStatus":[{"id":"https:///api/v1/status-lists/01#1","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"https://"},{"id":"https:///api/v1/status-lists/01","type":"BitstringStatusListEntry","statusPurpose":"suspension","statusListIndex":""}],"credentialSubject":{"id":"https:///subjects/01","type":"Product","identifier":""},"proof":{"@context":["https://www.w3.org/ns/credentials/v2",{""}],"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":"2026-Z","verificationMethod":"did:web:did:key:z6Mk#z6Mk","proofPurpose":"assertionMethod","proofValue":"z"}}';

/**
 * @param {string} text
 * @returns {Promise<Uint8Array>} the credential in it
 */
export async function expanded(text) {
  const trimmed = text.trim();
  if (!trimmed.startsWith(PREFIX) || trimmed.length > MAX_LENGTH) throw new SourceError("code-damaged");
  const dictionary = new TextEncoder().encode(DICTIONARY);
  try {
    // RFC 1951 §3.2.4: a block that is not the last one, and stored as it is.
    const { length } = dictionary;
    const head = Uint8Array.of(0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255);
    const stream = new Blob([head, dictionary, /** @type {BlobPart} */ (base45(trimmed.slice(PREFIX.length)))]).stream();
    const bytes = await atMost(stream.pipeThrough(new DecompressionStream("deflate-raw")).getReader(), length + MAX_BYTES);
    return bytes.subarray(length);
  } catch (cause) {
    throw new SourceError("code-damaged", { cause });
  }
}

/**
 * Three digits are two bytes, two digits the last one.
 *
 * @param {string} text
 */
function base45(text) {
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((digit) => DIGITS.indexOf(digit));
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (group.length === 1 || group.includes(-1) || value >= (group.length === 3 ? 65_536 : 256)) throw new RangeError("Not Base45.");
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

/**
 * Read piece by piece, so that a bomb ends here.
 *
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} most
 */
async function atMost(reader, most) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let size = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    size += piece.value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError("Too large.");
    }
    pieces.push(piece.value);
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (pieces)).arrayBuffer());
}
