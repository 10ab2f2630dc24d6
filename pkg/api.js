// @ts-check
/**
 * The calls of the package, once for all platforms: what a caller may pass, when the WebAssembly is
 * started, and how its answers become JavaScript.
 *
 * In scope: reading arguments, lazy start, errors of the caller. Out of scope: any rule of
 * verification (the Rust core's), and where the WebAssembly comes from (the entry files').
 */
import init, {
  initSync,
  needs as coreNeeds,
  verifyToJson as reportText,
  version as coreVersion,
} from "./wasm/verifier.js";

/** @import { Need, Options, ProofPassErrorCode, Report } from "./index.js" */

export const version = "0.1.0";

/** The caller's own mistake. A bad document is never one: it gets a report. */
export class ProofPassError extends Error {
  /**
   * @param {ProofPassErrorCode} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "ProofPassError";
    this.code = code;
  }
}

const OPTIONS = ["material", "policy", "now"];

// The core refuses documents a third of this long (its cap is 5 MiB), so a prefix gets the very same report, and the
// WebAssembly's memory, which never shrinks, does not grow to whatever a caller was handed.
const ENOUGH = 16 << 20;

let started = false;

/**
 * The document as the core takes it: text or bytes.
 *
 * @param {unknown} bundle
 * @returns {string | Uint8Array}
 */
function documentOf(bundle) {
  if (typeof bundle === "string") {
    // Text goes to the core as UTF-8, and the encoder would silently turn a lone surrogate into
    // U+FFFD: another document. 0xFF is never UTF-8, so the core reports what is true: "not-utf8".
    if (bundle.length > ENOUGH) return bundle.slice(0, ENOUGH);
    return isWellFormed(bundle) ? bundle : Uint8Array.of(0xff);
  }
  // Bytes are copied: the caller may reuse the buffer while the WebAssembly is still loading.
  if (ArrayBuffer.isView(bundle)) {
    return new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.byteLength).slice(0, ENOUGH);
  }
  if (isBuffer(bundle)) return new Uint8Array(bundle).slice(0, ENOUGH);
  if (typeof bundle !== "object" || bundle === null) {
    throw new ProofPassError("malformed-request", "The bundle is text, bytes or an object.");
  }
  // A promise or a Blob would be written as "{}" and rejected for a reason nobody understands.
  for (const method of ["then", "arrayBuffer"]) {
    if (typeof Reflect.get(bundle, method) === "function") {
      throw new ProofPassError("malformed-request", "The bundle is a promise, Blob or Response: await its content first.");
    }
  }
  return json(bundle, "The bundle").slice(0, ENOUGH);
}

/** @param {string} text */
function isWellFormed(text) {
  const native = /** @type {{ isWellFormed?: () => boolean }} */ (/** @type {unknown} */ (text));
  return native.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
}

/**
 * By its tag and not `instanceof`: a buffer of another realm (iframe, vm) is a buffer too.
 *
 * @param {unknown} value
 * @returns {value is ArrayBuffer}
 */
function isBuffer(value) {
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
}

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {string}
 */
function json(value, what) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new ProofPassError("malformed-request", `${what} cannot be written as JSON.`, { cause });
  }
  if (text === undefined) {
    throw new ProofPassError("malformed-request", `${what} cannot be written as JSON.`);
  }
  return text;
}

/**
 * The options as the core takes them: JSON text. Its own reader refuses unknown members of a policy or of
 * material; a misspelt option would be a weaker check than the caller believes in, so it is refused here.
 *
 * @param {Options | undefined} options
 */
function optionsOf(options = {}) {
  if (typeof options !== "object" || options === null) {
    throw new ProofPassError("malformed-request", "The options are an object.");
  }
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) {
      throw new ProofPassError("malformed-request", "Options are material, policy and now, and no other.");
    }
  }
  const { material, policy, now } = options;
  return json({ material, policy, now: instantOf(now ?? new Date()) }, "The options");
}

/**
 * RFC 3339 in whole seconds; text is left to the core's reader.
 *
 * @param {unknown} now
 * @returns {string}
 */
function instantOf(now) {
  if (typeof now === "string") return now;
  if (now instanceof Date && now.getTime() >= YEAR_0 && now.getTime() < YEAR_10000) {
    return `${now.toISOString().slice(0, 19)}Z`;
  }
  throw new ProofPassError("invalid-request", "`now` is a Date or an RFC 3339 date-time between the years 0 and 9999.");
}

const YEAR_0 = Date.UTC(-1, 12);
const YEAR_10000 = Date.UTC(10_000, 0);

/**
 * Runs a call into the core. What the core throws with a code is the caller's mistake and names its
 * problem type; anything else (a trap) is a bug and passes unchanged.
 *
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function core(call) {
  if (!started) {
    throw new ProofPassError("not-initialized", "Call initialize() with the WebAssembly first.");
  }
  try {
    return call();
  } catch (cause) {
    const { code, message } = /** @type {Partial<ProofPassError>} */ (Object(cause));
    throw typeof code === "string" ? new ProofPassError(code, String(message)) : cause;
  }
}

// Each call is prepared (arguments read and copied) and run later, so that the asynchronous calls
// judge what they were given and not what became of it while the WebAssembly was loading.

/**
 * @param {unknown} bundle
 * @param {Options} [options]
 * @returns {() => string}
 */
function preparedReport(bundle, options) {
  const document = documentOf(bundle);
  const settled = optionsOf(options);
  return () => core(() => reportText(document, settled));
}

/**
 * @param {unknown} bundle
 * @param {Options["material"]} [material]
 * @returns {() => Need[]}
 */
function preparedNeeds(bundle, material = {}) {
  const document = documentOf(bundle);
  const settled = json(material, "The material");
  return () => core(() => coreNeeds(document, settled));
}

/** @param {string} found the version inside the WebAssembly */
function checkVersion(found) {
  if (found !== version) throw new Error(`The WebAssembly is version ${found}, the package ${version}.`);
}

/** The calls of `./slim`: the caller brings the WebAssembly, everything is synchronous. */
export const synchronous = {
  /** @param {BufferSource | WebAssembly.Module} source */
  initialize(source) {
    initSync({ module: source });
    checkVersion(coreVersion());
    started = true;
  },
  /** @type {(bundle: unknown, options?: Options) => Report} */
  verify: (bundle, options) => JSON.parse(preparedReport(bundle, options)()),
  /** @type {(bundle: unknown, options?: Options) => string} */
  verifyToJson: (bundle, options) => preparedReport(bundle, options)(),
  /** @type {(bundle: unknown, material?: Options["material"]) => Need[]} */
  needs: (bundle, material) => preparedNeeds(bundle, material)(),
};

/**
 * The calls of the other entries. The WebAssembly is taken at the first call, once for all who call
 * meanwhile, and again after a failure.
 *
 * @param {() => Promise<WebAssembly.Module>} compile the platform's way to the WebAssembly
 */
export function asynchronous(compile) {
  /** @type {Promise<void> | undefined} */
  let starting;

  async function start() {
    await init({ module_or_path: await compile() });
    checkVersion(coreVersion());
    started = true;
  }

  /** @returns {Promise<void>} */
  function ready() {
    starting ??= start().catch((cause) => {
      starting = undefined;
      throw new Error("The verifier's WebAssembly could not be loaded.", { cause });
    });
    return starting;
  }

  /**
   * @param {unknown} bundle
   * @param {Options} [options]
   * @returns {Promise<string>}
   */
  async function verifyToJson(bundle, options) {
    const run = preparedReport(bundle, options);
    await ready();
    return run();
  }

  return {
    ready,
    verifyToJson,
    /** @type {(bundle: unknown, options?: Options) => Promise<Report>} */
    verify: async (bundle, options) => JSON.parse(await verifyToJson(bundle, options)),
    /** @type {(bundle: unknown, material?: Options["material"]) => Promise<Need[]>} */
    async needs(bundle, material) {
      const run = preparedNeeds(bundle, material);
      await ready();
      return run();
    },
  };
}
