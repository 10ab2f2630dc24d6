// @ts-check
/**
 * The calls of the package, once for all platforms: when the WebAssembly is started, what happens when it stops, and
 * how its answers become JavaScript.
 *
 * In scope: lazy start, starting anew, errors. Out of scope: what a caller may pass (`arguments.js`), any rule of
 * verification (the Rust core's), and where the WebAssembly comes from (the entry files').
 */
import { derivationText, documentOf, materialText, optionsText, ProofPassError } from "./arguments.js";
import * as glue from "./wasm/verifier.js";

/** @import { Derivation, Need, Options, Report } from "./index.js" */

export { ProofPassError };

export const version = "0.1.0";

/** A WebAssembly module with the JavaScript that was made for it. */
class Core {
  /** @param {typeof glue} glue */
  constructor(glue) {
    this.glue = glue;
    this.started = false;
    /** Whether a call began and did not end: then nothing may be judged in that instance's memory any more. */
    this.unfinished = false;
  }

  /** @param {WebAssembly.Module} module */
  async start(module) {
    await this.glue.default({ module_or_path: module });
    this.confirm();
  }

  confirm() {
    checkVersion(this.glue.version());
    this.started = true;
  }

  /**
   * Runs a call into the core. What the core throws with a code is the caller's mistake and names its problem type.
   * Anything else is a trap: a defect, or memory or stack used up. The next call begins in a new instance.
   *
   * @template T
   * @param {(glue: Core["glue"]) => T} call
   * @returns {T}
   */
  run(call) {
    if (!this.started) {
      throw new ProofPassError("not-initialized", "Call initialize() with the WebAssembly first.");
    }
    if (this.unfinished) this.startAnew();
    this.unfinished = true;
    try {
      const answer = call(this.glue);
      this.unfinished = false;
      return answer;
    } catch (cause) {
      const { code, message } = /** @type {Partial<ProofPassError>} */ (Object(cause));
      if (typeof code !== "string") throw new Error("The verifier stopped: nothing is known about the document.", { cause });
      this.unfinished = false;
      throw new ProofPassError(code, String(message));
    }
  }

  startAnew() {
    try {
      this.glue.__wbg_reset_state();
    } catch (cause) {
      throw new Error("The verifier stopped earlier and cannot be started anew: load the module again.", { cause });
    }
  }
}

/** The core of most documents. */
const small = new Core(glue);

// Whether a core left something unchecked that a larger one may know. No text of a document can look like this in a
// report: its quotation marks are escaped.

/**
 * A proof, a format, a key, a status or a bundled context.
 *
 * @param {string} report
 */
const asksForMore = (report) => /"code":"(?:(?:format|key|status|suite)-unsupported|resource-unresolved)"/.test(report);

/**
 * What only the cores beyond the full one know: proofs and tokens of which holders show parts, and their statuses.
 *
 * @param {string} report
 */
const asksForDisclosure = (report) => /"code":"(?:format|key|status|suite)-unsupported"/.test(report);

/**
 * A schema, which is in the material then: one that is not is `schema-unresolved` for all of them.
 *
 * @param {string} report
 */
const asksForSchemas = (report) => report.includes('"code":"schema-unsupported"');

// Each call is prepared (arguments read and copied) and run later, so that the asynchronous calls
// judge what they were given and not what became of it while the WebAssembly was loading.

/**
 * @param {unknown} bundle
 * @param {Options} [options]
 * @returns {(core: Core) => string}
 */
function preparedReport(bundle, options) {
  const document = documentOf(bundle);
  const settled = optionsText(options);
  return (core) => core.run((glue) => glue.verifyToJson(document, settled));
}

/**
 * @param {unknown} bundle
 * @param {Options["material"]} [material]
 * @returns {(core: Core) => Need[]}
 */
function preparedNeeds(bundle, material) {
  const document = documentOf(bundle);
  const settled = materialText(material);
  return (core) => core.run((glue) => glue.needs(document, settled));
}

/**
 * Two versions side by side are what a cache leaves that kept one file of the package and not the other.
 *
 * @param {string} found
 */
function checkVersion(found) {
  if (found === version) return;
  throw new Error(`The WebAssembly is version ${found} and the package ${version}: a cache kept one of them. Empty it, and load the module again.`);
}

/** The calls of `./slim`: the caller brings the WebAssembly, everything is synchronous. */
export const synchronous = {
  /** @param {BufferSource | WebAssembly.Module} source */
  initialize(source) {
    glue.initSync({ module: source });
    small.confirm();
  },
  /** @type {(bundle: unknown, options?: Options) => Report} */
  verify: (bundle, options) => JSON.parse(preparedReport(bundle, options)(small)),
  /** @type {(bundle: unknown, options?: Options) => string} */
  verifyToJson: (bundle, options) => preparedReport(bundle, options)(small),
  /** @type {(bundle: unknown, material?: Options["material"]) => Need[]} */
  needs: (bundle, material) => preparedNeeds(bundle, material)(small),
};

/**
 * The calls of the other entries. Each WebAssembly is taken when it is first needed, once for all who call
 * meanwhile, and again after a failure: the small one at the first call, another at the first document that a smaller
 * one leaves unchecked. Each knows all that those before it do.
 *
 * @param {object} compile the platform's way to each WebAssembly
 * @param {() => Promise<WebAssembly.Module>} compile.small what most documents need
 * @param {() => Promise<WebAssembly.Module>} compile.full other suites and keys, tokens, status lists
 * @param {() => Promise<WebAssembly.Module>} compile.disclosure proofs of which holders show parts
 * @param {() => Promise<WebAssembly.Module>} compile.schema JSON Schema
 */
export function asynchronous(compile) {
  const startSmall = once(async () => {
    await small.start(await compile.small());
    return small;
  });
  const startFull = once(() => started(import("./wasm-full/verifier.js"), compile.full));
  const startDisclosure = once(() => started(import("./wasm-disclosure/verifier.js"), compile.disclosure));
  const startSchema = once(() => started(import("./wasm-schema/verifier.js"), compile.schema));

  /** @returns {Promise<void>} */
  const ready = async () => {
    await startSmall();
  };

  /**
   * @param {unknown} bundle
   * @param {Options} [options]
   * @returns {Promise<string>}
   */
  async function verifyToJson(bundle, options) {
    const run = preparedReport(bundle, options);
    let report = run(await startSmall());
    if (asksForMore(report)) {
      report = run(await startFull());
      if (asksForDisclosure(report)) report = run(await startDisclosure());
    }
    // Only who knows a document's format and its proofs gets as far as its schema.
    return asksForSchemas(report) ? run(await startSchema()) : report;
  }

  return {
    ready,
    verifyToJson,
    /** @type {(bundle: unknown, options?: Options) => Promise<Report>} */
    verify: async (bundle, options) => JSON.parse(await verifyToJson(bundle, options)),
    /** @type {(bundle: unknown, material?: Options["material"]) => Promise<Need[]>} */
    async needs(bundle, material) {
      const run = preparedNeeds(bundle, material);
      return run(await startSmall());
    },
    /** @type {(credential: unknown, derivation?: Derivation) => Promise<Record<string, unknown>>} */
    async derive(credential, derivation) {
      const document = documentOf(credential);
      const settled = derivationText(derivation);
      const core = await startDisclosure();
      // Chance is an argument: the WebAssembly has none of its own.
      const seed = crypto.getRandomValues(new Uint8Array(32));
      return JSON.parse(core.run((glue) => /** @type {typeof import("./wasm-disclosure/verifier.js")} */ (glue).derive(document, settled, seed)));
    },
  };
}

/**
 * A larger core, with its own JavaScript.
 *
 * @param {Promise<typeof glue>} itsGlue
 * @param {() => Promise<WebAssembly.Module>} compile
 */
async function started(itsGlue, compile) {
  const core = new Core(await itsGlue);
  await core.start(await compile());
  return core;
}

/**
 * One start for all who ask meanwhile, and another one after a failure.
 *
 * @param {() => Promise<Core>} start
 * @returns {() => Promise<Core>}
 */
function once(start) {
  /** @type {Promise<Core> | undefined} */
  let starting;
  return () => {
    starting ??= start().catch((cause) => {
      starting = undefined;
      throw new Error("The verifier's WebAssembly could not be loaded.", { cause });
    });
    return starting;
  };
}
