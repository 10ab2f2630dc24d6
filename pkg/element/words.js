// @ts-check
/**
 * Everything the element says, in English, keyed by what the report says in codes. Another language is another object
 * of the same shape, in `./words/`; the type of {@link words.codes} makes a forgotten code an error there as well.
 *
 * Written for somebody in a shop with a product in hand: what was found, then what it means for them. "Verified" is said
 * only of issuers on a list of trusted ones: anybody can sign, and the words say so wherever there was no such list.
 */

/** @import { CheckName, Code, Outcome } from "../index.js" */
/** @import { Standing } from "./verdict.js" */

/** @type {Record<Code, string>} */
const codes = {
  // document
  "document-read": "The file could be read.",
  "duplicate-key": "A name stands twice in one place of the file, so it could be read in two ways.",
  "enclosed-invalid": "What it brings along to be checked with is damaged.",
  "json-syntax": "This is not a credential file. Perhaps another file was chosen, or it was cut short on its way.",
  "no-credentials": "The file is an empty envelope: there is no credential in it.",
  "not-a-bundle": "The file can be read, but there is no credential in it that this verifier knows.",
  "not-utf8": "This is not a credential file: it is not text.",
  "number-not-exact": "A number in the file is longer than can be read exactly, so it could be read in two ways.",
  "string-too-long": "A text in the file is longer than this verifier reads.",
  "too-deep": "The file is nested deeper than this verifier reads.",
  "too-large": "The file is larger than this verifier reads.",
  "too-many-credentials": "The file holds more credentials than this verifier reads.",
  "too-many-nodes": "The file holds more values than this verifier reads.",
  "too-many-proofs": "The file carries more signatures than this verifier checks.",
  // presentation
  "presentation-conforms": "It is put together as the standard for presentations asks.",
  "holder-invalid": "The one who shows it is not identified as the standard asks.",
  "presented-credential-invalid": "Something that is shown is not a credential.",
  // holder
  "holder-signed": "It is shown by the holder it names.",
  "holder-differs": "Somebody else shows it than the holder it names.",
  "key-binding-mismatch": "Whoever shows it signed for showing something else of it.",
  "holder-unnamed": "It does not say who shows it.",
  "not-presented": "It is not shown by its holder: anybody who has the file could send it.",
  "presentation-unsigned": "Who shows it is not known: the presentation is not signed.",
  // challenge
  "challenge-matches": "It was put together for this occasion.",
  "challenge-mismatch": "It was put together for another occasion.",
  "domain-mismatch": "It was put together for somebody else.",
  "no-challenge": "Whether it was put together just now is not known.",
  // structure
  "data-model-conforms": "It is built as the standard for credentials asks.",
  "sd-jwt-vc-conforms": "It has the form that its standard asks for.",
  "claims-forbidden": "It holds a second credential where none may be.",
  "context-invalid": "It does not say correctly which standard it follows.",
  "date-invalid": "One of its dates is not a date.",
  "dates-reversed": "It ends before it begins.",
  "disclosure-invalid": "Something is shown of it that its issuer did not sign.",
  "envelope-malformed": "The envelope it comes in is damaged.",
  "extension-malformed": "A part that belongs to it does not say what it is.",
  "id-invalid": "One of its identifiers is not one.",
  "issuer-invalid": "Its issuer is not identified as the standard asks.",
  "issuer-missing": "It does not say who issued it.",
  "resource-malformed": "A file it refers to is not named correctly.",
  "schema-malformed": "The rules it names for its contents are not named correctly.",
  "status-malformed": "It does not say correctly where to ask whether it was withdrawn.",
  "subject-invalid": "It says nothing about anything.",
  "text-invalid": "Its name or its description is not text.",
  "type-invalid": "It does not call itself a credential.",
  // proof
  "signature-valid": "The signature is right: nothing was changed since it was signed.",
  "algorithm-refused": "It was signed in a way that proves nothing about who signed it.",
  "algorithm-unsupported": "It was signed in a way that this verifier does not check.",
  "claims-differ": "What stands on its envelope contradicts what stands in it.",
  "contexts-added": "The signature is right. Definitions of terms were added later, which it does not cover.",
  "context-unknown": "It uses terms whose definitions this verifier does not have.",
  "context-mismatch": "The terms it uses are not those that were signed.",
  "format-unsupported": "It comes in an envelope that this verifier does not open.",
  "json-ld-invalid": "Something in it is not defined, so the signature cannot cover it.",
  "key-expired": "The key that signed it has expired.",
  "key-foreign": "It was signed with a key that belongs to somebody else.",
  "key-invalid": "The key its signature names is not a key.",
  "key-mismatch": "The key that its signature names cannot make such a signature.",
  "key-missing": "Its owner has no such key as it is said to be signed with.",
  "key-not-authorized": "It was signed with a key that its owner does not use for credentials.",
  "key-revoked": "The key that signed it was withdrawn.",
  "key-stale": "What is known about the key that signed it is too old.",
  "key-unresolved": "The key that signed it is published elsewhere, and was not fetched.",
  "key-unsupported": "It was signed with a kind of key that this verifier does not check.",
  "member-respelled": "Something that is checked by its name is written under another one, so that nobody would look at it.",
  "previous-proof-missing": "Its signature builds on an earlier one that is not there.",
  "proof-expired": "Its signature has expired.",
  "proof-malformed": "Its signature is incomplete or damaged.",
  "proof-missing": "It is not signed. Anybody could have written it.",
  "proof-not-derived": "It is the form that its issuer gave to its holder alone. The holder has to make another for you.",
  "proof-not-yet-valid": "Its signature is not valid yet.",
  "purpose-mismatch": "The signature was made for something else than this.",
  "signature-mismatch": "The signature does not fit: something was changed after signing, or somebody else signed it.",
  "suite-unsupported": "It was signed in a way that this verifier does not check.",
  "token-type-mismatch": "It says of itself that it is something else.",
  "too-many-contexts": "Its signatures cover it in more different ways than this verifier checks.",
  "too-much-work": "Its parts look too much alike to be told apart in reasonable time.",
  // issuer
  "issuer-controls-key": "The key that signed it belongs to the issuer it names.",
  "issuer-differs": "It was signed by somebody else than the issuer it names.",
  "issuer-unresolved": "Whether the key that signed it belongs to the issuer is not known.",
  // validity
  "within-validity": "It is valid at this time.",
  expired: "It has expired.",
  "not-yet-valid": "It is not valid yet.",
  // status
  "no-status": "Its issuer made no way to withdraw it, so there is nothing to ask.",
  "refresh-available": "Its issuer has not withdrawn it, and has a newer version of it.",
  revoked: "Its issuer has withdrawn it for good.",
  "status-clear": "Its issuer has not withdrawn it.",
  "status-entry-malformed": "It does not say correctly where to ask whether it was withdrawn.",
  "status-index-out-of-range": "It has no place in the list where its issuer says what was withdrawn.",
  "status-list-foreign": "Whether it was withdrawn is not known: the list at hand is another one, or somebody else’s.",
  "status-list-invalid": "The list of what its issuer has withdrawn was changed, or somebody else signed it.",
  "status-list-malformed": "The list of what its issuer has withdrawn cannot be read.",
  "status-list-stale": "What is known about whether it was withdrawn is too old.",
  "status-list-too-large": "The list of what its issuer has withdrawn is larger than this verifier reads.",
  "status-list-too-short": "The list of what its issuer has withdrawn is shorter than the standard asks.",
  "status-list-unresolved": "Whether it was withdrawn is published elsewhere, and was not fetched.",
  "status-list-unverified": "Whether it was withdrawn is not known: the list at hand cannot be shown to be its issuer’s.",
  "status-message": "Its issuer has attached a message to it that this verifier does not understand. Ask the issuer.",
  "status-purpose-mismatch": "The list that it names is about something else.",
  "status-unsupported": "Whether its issuer has withdrawn it was not checked.",
  suspended: "Its issuer has withdrawn it for the time being.",
  "too-many-statuses": "It names more places to ask whether it was withdrawn than this verifier asks.",
  // schema
  "no-schema": "It names no rules for its contents.",
  "schema-satisfied": "Its contents keep the rules that it names for them.",
  "schema-invalid": "What it names as the rules for its contents are none, or not those that were meant.",
  "schema-stale": "The rules for its contents that are at hand are too old.",
  "schema-too-large": "The rules it names for its contents take too long to check.",
  "schema-unresolved": "The rules it names for its contents are published elsewhere, and were not fetched.",
  "schema-unsupported": "The rules it names for its contents are of a kind that this verifier does not check.",
  "schema-violated": "Its contents do not keep the rules that it names for them.",
  // resources
  "no-resources": "It points at nothing whose state it fixes.",
  "resources-match": "What it points at is as its issuer saw it.",
  "digest-malformed": "It fixes the state of something it points at, but not in a way that can be read.",
  "digest-unsupported": "It fixes the state of something it points at in a way that this verifier does not check.",
  "resource-mismatch": "Something it points at is not as its issuer saw it.",
  "resource-unresolved": "Whether what it points at is still as its issuer saw it was not checked.",
  // domain
  "domain-linked": "Its issuer and a website confirm that they belong together.",
  "domain-not-linked": "Its issuer names a website as its own, and the website does not confirm that.",
  "domain-unresolved": "Its issuer names a website as its own. Whether the website confirms that was not asked.",
  "domain-unverified": "Its issuer names a website as its own. What the website says of that could not be checked.",
  "no-domain": "Its issuer names no website as its own.",
  // trust
  "issuer-trusted": "Its issuer is on this page’s list of trusted issuers.",
  "issuer-not-trusted": "Its issuer is not on this page’s list of trusted issuers.",
  "issuer-not-trusted-for-type": "Its issuer is on this page’s list of trusted issuers, but not for credentials of this type.",
  "proof-not-accepted": "It is signed in another way than this page asks for.",
  "type-not-accepted": "It is of another type than this page asks for.",
  "no-trust-list": "This page has no list of trusted issuers. Whether you trust this one is yours to decide.",
  // proofs in zero knowledge
  "proof-unsupported": "It is a proof in zero knowledge, which this verifier does not check.",
  "proof-presentation-conforms": "It is a proof in zero knowledge.",
  "proof-presentation-malformed": "It is damaged: a proof in zero knowledge looks otherwise.",
  "request-answered": "It was made for what this page asked.",
  "request-missing": "It is a proof in zero knowledge. What it shows is known to whoever asked for it, and this page has not.",
  "request-differs": "It was made for another request than this page’s.",
  "disclosed-mismatch": "What it discloses is not what this page asked for.",
  "circuit-key-trusted": "The setup that its proof builds on is one that this page relies on.",
  "circuit-key-development": "Its proof builds on a setup for development: whoever made that can prove anything.",
  "circuit-key-not-allowed": "Its proof builds on a setup for development, under which anything can be proven. This page does not allow that.",
  "circuit-key-foreign": "The setup that it names is one of another kind of proof.",
  "circuit-key-unknown": "The setup that its proof builds on is not known here.",
  "issuer-key-listed": "Its issuer is one that this page asked for, and lists the key.",
  "issuer-not-asked": "Its issuer is none of those that this page asked for.",
  "request-open": "It came while the request was open.",
  "request-expired": "It came after the request had expired.",
  "request-not-yet-open": "It came before the request was open.",
  "status-commitment-current": "It is held against what its issuer said recently about withdrawals.",
  "status-commitment-foreign": "What it brings about withdrawals is of somebody else, or of another list.",
  "status-commitment-missing": "This page asked whether it was withdrawn, and it does not say.",
  "status-commitment-stale": "What it brings about withdrawals is too old.",
  "status-commitment-superseded": "Its issuer has withdrawn something since. Ask for it anew.",
  "status-not-asked": "Whether it was withdrawn was not asked.",
  "status-unasked": "It says something about withdrawals that this page did not ask for.",
  "proof-holds": "Its issuer signed something of which all that this page asked is true.",
  "proof-fails": "It does not show what this page asked for.",
  "first-use": "It was not shown before.",
  "replayed": "It was shown before.",
  "replay-unchecked": "Whether it was shown before is not known here.",
  // any
  "not-reached": "An earlier check stands in the way of this one.",
};

/** @type {Record<CheckName, string>} */
const checks = {
  document: "File",
  presentation: "Presentation",
  holder: "Shown by",
  challenge: "Occasion",
  structure: "Form",
  proof: "Signature",
  issuer: "Issuer",
  validity: "Dates",
  status: "Withdrawal",
  schema: "Contents",
  resources: "References",
  domain: "Website",
  trust: "Trust",
  request: "Request",
  key: "Setup",
  replay: "First use",
};

/** @type {Record<Outcome | "nothing", string>} */
const outcomes = { pass: "Passed", fail: "Failed", "not-checked": "Not checked", nothing: "Nothing to check" };

/** @type {Record<Standing, string>} */
const standings = { accept: "Verified", signed: "Signature valid", reject: "Not valid", undecided: "Could not be fully verified" };

/**
 * What could not even begin: title, explanation, and whether trying again can help.
 *
 * @satisfies {Record<string, { title: string, text: string, retry?: boolean }>}
 */
const troubles = {
  "not-found": {
    title: "No such credential",
    text: "The issuer has no public credential under this ID. Check the ID, or ask whoever gave it to you for the file.",
  },
  refused: {
    title: "This credential is not public",
    text: "The issuer shows it only to those who sign in. Ask whoever gave you the ID for the file.",
  },
  busy: {
    title: "The issuer is busy",
    text: "Too many requests at once. Nothing is wrong with the credential; wait a moment.",
    retry: true,
  },
  unavailable: {
    title: "The issuer does not answer as it should",
    text: "Nothing is known about the credential yet. If you have it as a file, it can be checked without the issuer.",
    retry: true,
  },
  unreachable: {
    title: "The credential could not be loaded",
    text: "There was no answer. Are you online? If you have the credential as a file, it can be checked without the internet.",
    retry: true,
  },
  "too-large": { title: "Too large", text: "A credential file has at most 5 MiB. Perhaps another file was chosen." },
  "several-files": { title: "One file at a time", text: "Several files were dropped. Drop them one by one." },
  "no-file": { title: "Nothing to check", text: "What was dropped is neither a file nor text." },
  unreadable: { title: "The file could not be read", text: "It may have been moved or changed meanwhile. Choose it again." },
  "picture-unreadable": {
    title: "The picture could not be opened",
    text: "This browser does not read its format. Try a photo or a screenshot (JPEG or PNG).",
  },
  "no-code": {
    title: "No QR code found",
    text: "There is no QR code in the picture that can be read. Take it again from nearer, straight from the front and in good light.",
  },
  "code-damaged": {
    title: "The code is damaged",
    text: "It begins like a credential, and cannot be read to its end: scan it again, or ask for the file. This browser may be too old for it, too.",
  },
  "camera-refused": {
    title: "The camera is not allowed",
    text: "Allow the camera for this page in the settings of the browser, or choose a picture of the code.",
    retry: true,
  },
  "camera-busy": {
    title: "The camera does not start",
    text: "Perhaps another app is using it. Close that app and try again, or choose a picture of the code.",
    retry: true,
  },
  "no-camera": {
    title: "No camera found",
    text: "There is no camera here that this page can use. Choose a picture of the code instead.",
  },
  "not-loaded": {
    title: "The verifier could not be loaded",
    text: "A part of this page is missing. Nothing is known about the credential yet. If trying again does not help, reload the page.",
    retry: true,
  },
  "set-up": {
    title: "This page is set up incorrectly",
    text: "It asks the verifier for something that it does not know, so nothing was checked. Please tell the owner of the page.",
  },
  broken: {
    title: "The verifier stopped",
    text: "Something went wrong in the verifier itself, so nothing is known about the credential. Please reload the page.",
  },
};

/** @typedef {keyof typeof troubles} Trouble */

const numbers = new Intl.NumberFormat("en");

/** @param {number} count */
const credentials = (count) => (count === 1 ? "1 credential" : `${numbers.format(count)} credentials`);

export const words = {
  /** The direction in which the language is written. */
  direction: "ltr",
  codes,
  checks,
  outcomes,
  standings,
  troubles,

  // Taking a credential
  byId: "ID of the credential",
  byIdHint: "Often printed beside the code.",
  byFile: "Drop a credential file here",
  byFileHint: "Or a picture of its QR code. At most 5 MiB.",
  chooseFile: "Choose a file",
  byText: "Paste the text of a credential",
  textLabel: "Credential as text (JSON)",
  check: "Verify",
  or: "or",
  promise: "Checked on this device. Files and text are not uploaded.",
  another: "Verify another credential",

  // Scanning a code
  scan: "Scan a QR code",
  cameraStarts: "Starting the camera…",
  cameraReady: "Point the camera at the QR code.",
  cameraLong: "No code found yet. Hold it still, go nearer, or look for more light.",
  cameraPicture: "What the camera sees",
  cameraPromise: "The picture stays on this device.",
  scanAgain: "Scan another code",

  // A code that holds no credential
  codeIsText: "There is no credential in this code",
  codeIsTextHint: "It holds this text, which anybody may have written:",
  codeIsLink: "This code leads to another website",
  codeIsLinkHint: "It holds no credential, and nothing about it was checked. This page does not open it by itself: whoever made the code chose where it leads.",
  codeIsProduct: "This code names a product",
  codeIsProductHint: "That does not show that the product is genuine: anybody can print such a code. Nothing about it was checked.",
  leadsTo: "Leads to",
  address: "Address",
  gtin: "Product number (GTIN)",
  batch: "Batch",
  serial: "Serial number",
  /** @param {string} host */
  open: (host) => `Open ${host}`,

  // Waiting
  loading: "Loading the credential…",
  checking: "Checking…",
  cancel: "Cancel",
  retry: "Try again",

  // The verdict, one credential
  unchangedByIssuer: "Nothing was changed since its issuer signed it.",
  unchanged: "Nothing was changed since it was signed.",
  validNow: "It is valid at this time.",
  issuerTrusted: "The issuer is on this page’s list of trusted issuers.",
  signerYours: "Who signed it is yours to judge: anybody can sign. Compare the identifier below with one that you know from the issuer.",
  nothingWrong: "Nothing was found to be wrong, but not everything could be checked.",
  doNotRely: "Do not rely on it.",

  // The verdict, several
  allSigned: "Signatures valid",
  /** @param {number} count */
  allPassed: (count) => `All ${credentials(count)} are signed and pass every check that is required.`,
  /** @param {number} count */
  signersYours: (count) => `Who signed ${count === 1 ? "one" : numbers.format(count)} of them is yours to judge: anybody can sign.`,
  /** @param {number} failed @param {number} count */
  someFailed: (failed, count) =>
    `${numbers.format(failed)} of ${credentials(count)} failed a check and ${failed === 1 ? "is" : "are"} listed first.`,
  /** @param {number} open @param {number} count */
  someOpen: (open, count) => `Nothing was found to be wrong, but ${numbers.format(open)} of ${credentials(count)} could not be fully checked and ${open === 1 ? "is" : "are"} listed first.`,
  /** @param {number} count */
  credentials: (count) => (count === 1 ? "Credential" : `The ${credentials(count)}`),
  /** @param {number} position */
  position: (position) => `No. ${numbers.format(position)}`,

  /** @param {string} time */
  checkedAt: (time) => `Checked on this device, ${time}.`,
  notUploaded: "Nothing was uploaded.",
  /** @param {string} host */
  loadedFrom: (host) => `It was loaded from ${host}; nothing was uploaded.`,

  // What a credential says about itself
  untitled: "Credential",
  about: "About",
  kind: "Kind",
  signedBy: "Signed by",
  namedIssuer: "Claims to be from",
  noIssuer: "Nobody is named",
  validity: "Valid",
  /** @param {string} time */
  from: (time) => `from ${time}`,
  /** @param {string} time */
  until: (time) => `until ${time}`,
  noDates: "Without a limit in time",
  trusted: "On this page’s list of trusted issuers.",
  confirmedBy: "Confirmed by the website",
  /** @param {string} name */
  ownName: (name) => `Calls itself ${name}`,
  /** @param {string} text */
  quoted: (text) => `“${text}”`,
  testCredential: "A test credential: it was issued to try things out, and says nothing about anything real.",
  testCredentials: "There are test credentials in it: they were issued to try things out, and say nothing about anything real.",
  notGathered: "The passport does not name this credential: somebody else put it here.",
  decideTrust: "Anybody can sign a credential. Before you rely on this one, compare the identifier with one that you know from the issuer.",
  notShownToSign: "It is not shown that this issuer signed it.",
  claims: "What it says",
  claimsRejected: "What it says – not to be relied on",
  claimsRejectedNote: "The credential did not pass, so do not rely on these statements.",
  claimsUnsigned: "It is not shown that anybody signed these statements.",
  /** @param {number} position */
  subject: (position) => `Subject ${numbers.format(position)}`,
  yes: "Yes",
  no: "No",
  nothing: "Nothing",

  // Checks
  checked: "What was checked",
  code: "Code",
  required: "Required",
  requiredYes: "Yes, or the credential is not accepted",
  requiredNo: "No",
  pointer: "Place in the file",

  // For experts
  technical: "Technical details",
  identifier: "Credential ID",
  digest: "Digest",
  reportHint: "The complete result in a form that programs read.",
  copyReport: "Copy the report",
  copied: "Copied",
  notCopied: "Could not be copied",
  saveReport: "Save the report",
  /** @param {number} count @returns {string} */
  saveCredentials: (count) => (count === 1 ? "Save the credential" : "Save the credentials"),

  // On paper
  print: "Print",
  sheet: "About this check",
  when: "Time",
  policy: "Policy",
  policyOfPage: "Set by the page",
  /** @param {string} checks their names */
  policyRequires: (checks) => `Required: ${checks}.`,
  loadedAt: "Loaded from",
  again: "Verify again",
  /** @param {string} address */
  againAt: (address) => `At ${address}`,
  /** @param {string} address */
  againWithFile: (address) => `With the file, at ${address}`,

  // Long things
  /** @param {number} next @param {number} left */
  showMore: (next, left) => (next === left ? `Show ${numbers.format(left)} more` : `Show ${numbers.format(next)} of ${numbers.format(left)} more`),
  /** @param {number} length */
  showAll: (length) => `Show all ${numbers.format(length)} characters`,
  showLess: "Show less",
  showName: "Show the whole name",
  /** @param {number} count */
  entries: (count) => (count === 1 ? "1 entry" : `${numbers.format(count)} entries`),
  /** @param {number} count */
  otherLanguages: (count) => (count === 1 ? "In another language" : `In ${numbers.format(count)} other languages`),
};

/** @typedef {typeof words} Words */
