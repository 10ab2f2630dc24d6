// @ts-check
/**
 * Generated documents through other implementations: `jsonld` and `rdf-canonize` for JSON-LD, `canonicalize` for JSON,
 * `jose` for tokens, and where Python has it, PyLD.
 *
 * `node differential.mjs <file> [<file by pyld_differential.py>]` reads what `tests/fuzz` wrote (its program `generate`), a
 * line for each document with what our reader makes of it, and prints what came of it as JSON. The rule: the very same
 * bytes, or we refuse. Ours is the stricter reader, so that its refusals are counted by their reasons.
 */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import * as citizenship from "@digitalbazaar/citizenship-context";
import * as credentials from "@digitalbazaar/credentials-context";
import * as dataIntegrity from "@digitalbazaar/data-integrity-context";
import * as multikey from "@digitalbazaar/multikey-context";
import * as statusList from "@digitalbazaar/vc-status-list-context";
import * as did from "did-context";
import * as ed25519 from "ed25519-signature-2020-context";
import * as jose from "jose";
import jsonld from "jsonld";
import * as rdfCanonize from "rdf-canonize";
import { canonicalize, publicKeyOf } from "./handmade.mjs";

/** @typedef {import("./handmade.mjs").Json} Json */
/** @typedef {{ seed: string, text: string, jcs: string, quads?: string, refused?: string, token?: string, verified?: boolean, payload?: string }} Line */
/** @typedef {{ documents: number, agreed: number, refused: Record<string, number>, refusedByBoth: number, refusedByTheirs: Record<string, number>, known: Record<string, number>, away: number, exhausted: number, jcs: number, tokens: Record<string, number>, python: Record<string, number>, differences: string[] }} Summary */

// Where the vectors of other people are: the contexts of the UN's passports are among them.
const PUBLISHED = {
  "https://test.uncefact.org/vocabulary/untp/dcc/0.6.1/": "untp-0.6.1/data-models/untp-dcc/artefacts/context.jsonld",
  "https://test.uncefact.org/vocabulary/untp/dfr/0.6.1/": "untp-0.6.1/data-models/untp-dfr/artefacts/context.jsonld",
  "https://test.uncefact.org/vocabulary/untp/dia/0.6.1/": "untp-0.6.1/data-models/untp-dia/artefacts/context.jsonld",
  "https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/": "untp-0.6.1/data-models/untp-dpp/artefacts/context.jsonld",
  "https://test.uncefact.org/vocabulary/untp/dte/0.6.1/": "untp-0.6.1/data-models/untp-dte/artefacts/context.jsonld",
  "https://www.w3.org/ns/credentials/examples/v2": "w3c/vc-data-model/contexts/credentials/examples/v2",
  "https://www.w3.org/ns/credentials/undefined-terms/v2": "w3c/vc-data-model/contexts/credentials/undefined-terms/v2",
};

/** Every context document that can be had here, by its URL. @returns {Map<string, Json>} */
export function contexts() {
  const documents = new Map();
  // Some packages export their contexts by name, some within a default.
  for (const found of /** @type {any[]} */ ([citizenship, credentials, dataIntegrity, multikey, statusList, did, ed25519])) {
    for (const [url, document] of found.contexts ?? found.default.contexts) documents.set(url, document);
  }
  const vectors = process.env.PROOFPASS_VECTORS;
  for (const [url, file] of Object.entries(PUBLISHED)) {
    if (vectors && existsSync(join(vectors, file))) documents.set(url, JSON.parse(readFileSync(join(vectors, file), "utf8")));
  }
  return documents;
}

const AWAY = "a context that is not at hand";

/** @param {Map<string, Json>} documents */
function loaderOf(documents) {
  return async (/** @type {string} */ url) => {
    const document = documents.get(url);
    if (!document) throw new Error(AWAY);
    return { contextUrl: null, documentUrl: url, document };
  };
}

/** What an error of theirs is called, or its message. @param {any} error */
function nameOf(error) {
  const cause = error?.details?.cause;
  if ([error, cause, cause?.details?.cause].some((fault) => String(fault?.message).includes(AWAY))) return AWAY;
  return String(error?.details?.code ?? cause?.details?.code ?? cause?.message ?? error?.message ?? error);
}

/** @param {string} quads */
function canonical(quads) {
  return rdfCanonize.canonize(rdfCanonize.NQuads.parse(quads), { algorithm: "RDFC-1.0", maxWorkFactor: 2 });
}

/**
 * Where they are known to differ from the specifications, or from each other: docs/FUZZING.md.
 *
 * @param {string} text
 */
function knownDifference(text) {
  // `jsonld` takes a number for an integer whose ECMAScript form has no point: 1e-7 becomes 0.
  let tiny = false;
  JSON.parse(text, (_, value) => {
    if (typeof value === "number" && /^-?\d+e-/.test(String(value))) tiny = true;
    return value;
  });
  if (tiny) return "tiny numbers";
  // Whether the context of a type ends with the node, where the type is a key; theirs holds for the next keys too.
  return /"@container":(\[[^\]]*)?"@type"/.test(text) && /:\{[^{}]*"@context":/.test(text.slice(12)) ? "types as keys" : null;
}

/**
 * Their canonical N-Quads, or why there are none.
 *
 * @param {string} text
 * @param {Map<string, Json>} documents
 * @returns {Promise<{ quads?: string, error?: string }>}
 */
async function theirs(text, documents) {
  try {
    const options = { safe: false, documentLoader: loaderOf(documents), format: "application/n-quads" };
    const quads = String(await jsonld.toRDF(JSON.parse(text), /** @type {any} */ (options)));
    // A dataset is a set; theirs is a list, in which a statement may stand twice.
    return { quads: await canonical([...new Set(quads.split(/(?<=\n)/))].join("")) };
  } catch (error) {
    return { error: nameOf(error) };
  }
}

/**
 * Whether `jose` takes a token under the key that its header names, and for what.
 *
 * @param {string} token
 */
async function payloadOf(token) {
  try {
    const { kid } = jose.decodeProtectedHeader(token);
    const key = publicKeyOf(String(kid).split("#")[1] ?? "");
    const { payload } = await jose.compactVerify(token, /** @type {any} */ (key));
    return canonicalize(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)));
  } catch {
    return null;
  }
}

/** @returns {Summary} */
export function emptySummary() {
  return { documents: 0, agreed: 0, refused: {}, refusedByBoth: 0, refusedByTheirs: {}, known: {}, away: 0, exhausted: 0, jcs: 0, tokens: {}, python: {}, differences: [] };
}

/** @param {Record<string, number>} counts @param {string} name */
function count(counts, name) {
  counts[name] = (counts[name] ?? 0) + 1;
}

/**
 * @param {Line} line
 * @param {Map<string, Json>} documents
 * @param {Summary} summary
 */
export async function compare(line, documents, summary) {
  const differs = (/** @type {string} */ what) => summary.differences.push(`seed ${line.seed}: ${what}\n${line.text}`);
  summary.documents += 1;
  const jcs = canonicalize(JSON.parse(line.text));
  if (jcs === line.jcs) summary.jcs += 1;
  else differs(`canonical JSON\nours   ${line.jcs}\ntheirs ${jcs}`);
  await compareToken(line, summary, differs);

  const found = await theirs(line.text, documents);
  if (line.refused !== undefined) {
    count(summary.refused, line.refused);
    if (found.error !== undefined) summary.refusedByBoth += 1;
    return;
  }
  if (found.error?.includes(AWAY)) {
    summary.away += 1;
  } else if (found.error?.includes("deep iterations")) {
    summary.exhausted += 1;
  } else if (found.error !== undefined) {
    // Nothing to disagree about. Few, or theirs would be no measure.
    count(summary.refusedByTheirs, found.error);
  } else if (found.quads !== line.quads) {
    const known = knownDifference(line.text);
    if (known) count(summary.known, known);
    else differs(`ours\n${line.quads}theirs\n${found.quads}`);
  } else {
    summary.agreed += 1;
    const again = await canonical(line.quads ?? "");
    if (again !== line.quads) differs(`canonical text that is not its own\n${line.quads}${again}`);
  }
}

/**
 * @param {Line} line
 * @param {Summary} summary
 * @param {(what: string) => void} differs
 */
async function compareToken(line, summary, differs) {
  if (line.token === undefined) return;
  const payload = await payloadOf(line.token);
  if (line.verified && payload === null) differs(`only ours verifies the token ${line.token}`);
  else if (line.verified && payload !== line.payload) differs(`another payload of ${line.token}\n${payload}\n${line.payload}`);
  else count(summary.tokens, line.verified ? "verified by both" : payload === null ? "refused by both" : "refused by ours");
}

/**
 * What PyLD made of the same documents: N-Quads, to be canonicalized here, since its own canonicalization is the older one.
 *
 * @param {Line} line
 * @param {{ seed: string, quads?: string, error?: string }} python
 * @param {Summary} summary
 */
async function compareWithPython(line, python, summary) {
  if (line.quads === undefined) return count(summary.python, "refused by ours");
  if (python.error !== undefined) return count(summary.python, `not read by PyLD: ${python.error}`);
  const found = await canonical(python.quads ?? "").catch(String);
  if (found === line.quads) return count(summary.python, "agreed");
  const known = knownDifference(line.text);
  count(summary.python, known ?? "different");
  if (!known) summary.differences.push(`seed ${line.seed}, PyLD: ours\n${line.quads}theirs\n${found}\n${line.text}`);
}

/** @param {string} file @returns {AsyncGenerator<any>} */
export async function* lines(file) {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) yield JSON.parse(line);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, python] = process.argv.slice(2);
  if (file === "--contexts") {
    console.log(JSON.stringify(Object.fromEntries(contexts())));
  } else {
    const [documents, summary] = [contexts(), emptySummary()];
    const answers = python ? lines(python) : undefined;
    for await (const line of lines(file)) {
      await compare(line, documents, summary);
      const answer = (await answers?.next())?.value;
      if (answer) await compareWithPython(line, answer, summary);
    }
    console.log(JSON.stringify(summary));
  }
}
