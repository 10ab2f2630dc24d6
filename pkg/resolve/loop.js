// @ts-check
/**
 * What a verifier needs beyond a document, fetched: the only code of the package that uses the network.
 *
 * In scope: asking what is needed, fetching it under limits, asking again until nothing new is needed. Out of scope: judging
 * anything (what is fetched is material, and the core believes none of it), and one fetch (`fetching.js`).
 */
import { fetcher, Refusal } from "./fetching.js";

/** @import { BundleSource, Material, Need } from "../index.js" */
/** @import { Missing, Resolved, ResolveOptions } from "../resolve.js" */
/** @import { Fetched } from "./fetching.js" */

/**
 * In all rounds together. A list may be signed with a key from elsewhere, a schema may refer to others, and those again:
 * each round asks for something new, or is the last. The document names what is fetched, and its maker may be a stranger.
 */
const FETCHES = 64;
const AT_ONCE = 6;
const SECONDS = 15;
/** Options of a verification have five mebibytes, and this is the largest part of them. */
const BYTES = 4 << 20;

/** What the core takes of each. */
const MOST = 100;

/**
 * @param {(bundle: BundleSource, material?: Material) => Promise<Need[]>} needs the core's
 * @param {RequestInit} init what this platform must be told, to bring no credentials
 * @returns {(bundle: BundleSource, options?: ResolveOptions) => Promise<Resolved>}
 */
export function resolverWith(needs, init) {
  return async (bundle, options = {}) => {
    const { material: given = {}, signal } = options;
    /** @type {Required<Material>} */
    const material = {
      didDocuments: [...(given.didDocuments ?? [])],
      didConfigurations: [...(given.didConfigurations ?? [])],
      statusLists: [...(given.statusLists ?? [])],
      resources: [...(given.resources ?? [])],
      schemas: [...(given.schemas ?? [])],
      issuerMetadata: [...(given.issuerMetadata ?? [])],
      jwkSets: [...(given.jwkSets ?? [])],
      statusListTokens: [...(given.statusListTokens ?? [])],
      ...membersBeside(given),
    };
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(new Refusal("timed-out")), SECONDS * 1000);
    const abort = () => tooLate.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { signal: tooLate.signal });
    const purse = { bytes: BYTES };
    const fetchOne = fetcher({ ...options, init, signal: tooLate.signal, purse });
    /** @type {Map<string, Missing>} */
    const missing = new Map();
    /** @type {Set<string>} */
    const asked = new Set();
    try {
      while (asked.size < FETCHES) {
        const wanted = (await needs(bundle, material)).filter((need) => !asked.has(nameOf(need)));
        if (wanted.length === 0) break;
        const affordable = wanted.slice(0, FETCHES - asked.size);
        for (const need of wanted.slice(affordable.length)) missing.set(nameOf(need), new Refusal("limit-reached").about(need));
        for (const need of affordable) asked.add(nameOf(need));
        await inParallel(affordable, async (need) => {
          try {
            await fetched(need, fetchOne, (answer) => add(material, need, answer));
          } catch (error) {
            signal?.throwIfAborted();
            missing.set(nameOf(need), Refusal.of(error).about(need));
          }
        });
        signal?.throwIfAborted();
      }
      // Whatever is still asked for was refused, or is beyond the limit.
      for (const need of await needs(bundle, material)) {
        if (!missing.has(nameOf(need))) missing.set(nameOf(need), new Refusal("limit-reached").about(need));
      }
    } finally {
      clearTimeout(timer);
      tooLate.abort();
    }
    return { material: filled(material), missing: [...missing.values()] };
  };
}

/**
 * What this code does not know is the core's to judge, as if it had been given without us.
 *
 * @param {object} given
 */
function membersBeside(given) {
  const { didDocuments, didConfigurations, statusLists, resources, schemas, issuerMetadata, jwkSets, statusListTokens, ...others } =
    /** @type {Material} */ (given);
  return others;
}

/** @param {Required<Material>} material */
function filled(material) {
  return Object.fromEntries(Object.entries(material).filter(([, list]) => !Array.isArray(list) || list.length > 0));
}

/** @param {Need} need */
const idOf = (need) => ("did" in need ? need.did : need.url);

/** @param {Need} need */
const nameOf = (need) => `${need.kind} ${idOf(need)}`;

/**
 * From the first of its addresses that has it; the last one's refusal stands for all.
 *
 * @param {Need} need
 * @param {(need: Need, url: string) => Promise<Fetched>} fetchOne
 * @param {(answer: Fetched) => void} take
 */
async function fetched(need, fetchOne, take) {
  let refusal = new Refusal("method-unsupported");
  for (const url of need.urls) {
    try {
      return take(await fetchOne(need, url));
    } catch (error) {
      refusal = Refusal.of(error);
    }
  }
  throw refusal;
}

/**
 * @param {Required<Material>} material
 * @param {Need} need
 * @param {Fetched} fetched
 */
function add(material, need, { bytes, from, at }) {
  const name = idOf(need);
  const put = (/** @type {readonly unknown[]} */ list, /** @type {object} */ entry) => {
    if (list.length >= MOST) throw new Refusal("limit-reached");
    /** @type {unknown[]} */ (list).push(entry);
  };
  switch (need.kind) {
    case "controlled-identifier-document":
    case "did-document": {
      const document = objectOf(textOf(bytes));
      // Whoever answers for one name must not speak for another.
      if (document.id !== name) throw new Refusal("id-differs");
      return put(material.didDocuments, { document, from, at });
    }
    case "did-configuration":
      return put(material.didConfigurations, { configuration: objectOf(textOf(bytes)), from: name, at });
    case "status-list":
      return put(material.statusLists, { credential: objectOf(textOf(bytes)), from: name, at });
    case "schema": {
      const schema = textOf(bytes);
      objectOf(schema);
      return put(material.schemas, { schema, from: name, at });
    }
    case "resource":
      return put(material.resources, { url: name, bytes: base64Of(bytes), from, at });
    case "issuer-metadata":
      return put(material.issuerMetadata, { metadata: objectOf(textOf(bytes)), from, at });
    case "jwk-set":
      return put(material.jwkSets, { jwkSet: objectOf(textOf(bytes)), from: name, at });
    case "status-list-token":
      return put(material.statusListTokens, { token: textOf(bytes).trim(), from: name, at });
    default:
      throw new Refusal("kind-unsupported");
  }
}

/** @param {Uint8Array} bytes */
function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Refusal("not-json", { cause });
  }
}

/**
 * @param {string} text
 * @returns {Record<string, unknown>}
 */
function objectOf(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refusal("not-json", { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refusal("not-json");
  return value;
}

/** @param {Uint8Array} bytes */
function base64Of(bytes) {
  // The core takes a mebibyte of text.
  if (bytes.length > 3 << 18) throw new Refusal("too-large");
  let binary = "";
  // As many arguments as every engine takes.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} work
 */
async function inParallel(items, work) {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
