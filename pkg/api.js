// @ts-check
/**
 * The calls of the package, once for all platforms: when the WebAssembly is started, what happens when it stops, and
 * how its answers become JavaScript.
 *
 * In scope: lazy start, starting anew, errors. Out of scope: what a caller may pass (`arguments.js`), any rule of
 * verification (the Rust core's), and where the WebAssembly comes from (the entry files').
 */
import { documentOf, materialText, optionsText, ProofPassError } from "./arguments.js";
import * as glue from "./wasm/verifier.js";

/** @import { Need, Options, Report } from "./index.js" */

export { ProofPassError };

export const version = "0.1.0";

let started = false;

/** Whether a call began and did not end: then nothing may be judged in that instance's memory any more. */
let unfinished = false;

/**
 * Runs a call into the core. What the core throws with a code is the caller's mistake and names its problem type.
 * Anything else is a trap: a defect, or memory or stack used up. The next call begins in a new instance.
 *
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function core(call) {
  if (!started) {
    throw new ProofPassError("not-initialized", "Call initialize() with the WebAssembly first.");
  }
  if (unfinished) startAnew();
  unfinished = true;
  try {
    const answer = call();
    unfinished = false;
    return answer;
  } catch (cause) {
    const { code, message } = /** @type {Partial<ProofPassError>} */ (Object(cause));
    if (typeof code !== "string") throw new Error("The verifier stopped: nothing is known about the document.", { cause });
    unfinished = false;
    throw new ProofPassError(code, String(message));
  }
}

function startAnew() {
  try {
    glue.__wbg_reset_state();
  } catch (cause) {
    throw new Error("The verifier stopped earlier and cannot be started anew: load the module again.", { cause });
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
  const settled = optionsText(options);
  return () => core(() => glue.verifyToJson(document, settled));
}

/**
 * @param {unknown} bundle
 * @param {Options["material"]} [material]
 * @returns {() => Need[]}
 */
function preparedNeeds(bundle, material) {
  const document = documentOf(bundle);
  const settled = materialText(material);
  return () => core(() => glue.needs(document, settled));
}

/** Two versions side by side are what a cache leaves that kept one file of the package and not the other. */
function checkVersion() {
  const found = glue.version();
  if (found === version) return;
  throw new Error(`The WebAssembly is version ${found} and the package ${version}: a cache kept one of them. Empty it, and load the module again.`);
}

/** The calls of `./slim`: the caller brings the WebAssembly, everything is synchronous. */
export const synchronous = {
  /** @param {BufferSource | WebAssembly.Module} source */
  initialize(source) {
    glue.initSync({ module: source });
    checkVersion();
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
    await glue.default({ module_or_path: await compile() });
    checkVersion();
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
