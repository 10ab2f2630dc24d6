// @ts-check
/**
 * The calls of the package, once for all platforms: when the WebAssembly is started, what happens when it stops, and
 * how its answers become JavaScript.
 *
 * In scope: lazy start, starting anew, errors. Out of scope: what a caller may pass (`arguments.js`), any rule of
 * verification (the Rust core's), and where the WebAssembly comes from (the entry files').
 */
import { derivationText, documentOf, materialText, optionsText, ProofPassError, receiptText } from "./arguments.js";
import * as glue from "./wasm/verifier.js";

/** @import { Derivation, ManyOptions, ManySource, Need, Options, Received, Report, Verified } from "./index.js" */

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
    /** The options that the instance has read last. @type {string | undefined} */
    this.settled = undefined;
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

  /**
   * Of many documents under the same options the first brings them, and the others name none.
   *
   * @param {string | Uint8Array} document
   * @param {string} settled the text of the options
   */
  verify(document, settled) {
    return this.run((glue) => {
      const report = glue.verifyToJson(document, settled === this.settled ? "" : settled);
      this.settled = settled;
      return report;
    });
  }

  startAnew() {
    this.settled = undefined;
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
 * A proof, a format, a key, a status, what a website says or a bundled context.
 *
 * @param {string} report
 */
const asksForMore = (report) => /"code":"(?:(?:algorithm|format|key|status|suite)-unsupported|domain-unverified|resource-unresolved)"/.test(report);

/**
 * What only the cores beyond the full one know: proofs and tokens of which holders show parts, and their statuses.
 *
 * @param {string} report
 */
const asksForDisclosure = (report) => /"code":"(?:(?:algorithm|format|key|status|suite)-unsupported|domain-unverified)"/.test(report);

/**
 * A schema, which is in the material then: one that is not is `schema-unresolved` for all of them.
 *
 * @param {string} report
 */
const asksForSchemas = (report) => report.includes('"code":"schema-unsupported"');

/**
 * A proof in zero knowledge, of which only one core knows anything.
 *
 * @param {string} report
 */
const asksForZeroKnowledge = (report) => report.includes('"code":"proof-unsupported"');

// Each call is prepared (arguments read and copied) and run later, so that the asynchronous calls
// judge what they were given and not what became of it while the WebAssembly was loading.

/**
 * @param {unknown} bundle
 * @param {Options} [options]
 * @returns {(core: Core) => string}
 */
function preparedReport(bundle, options) {
  return reportOn(documentOf(bundle), optionsText(options));
}

/**
 * @param {string | Uint8Array} document
 * @param {string} settled the text of the options
 * @returns {(core: Core) => string}
 */
const reportOn = (document, settled) => (core) => core.verify(document, settled);

/**
 * The needs, whether a core can read all that could need something, and whether it is a proof in zero knowledge.
 *
 * @param {unknown} bundle
 * @param {Options["material"]} [material]
 * @returns {(core: Core) => { needs: Need[], complete: boolean, proof?: true }}
 */
function preparedNeeds(bundle, material) {
  const document = documentOf(bundle);
  const settled = materialText(material);
  return (core) => JSON.parse(core.run((glue) => glue.needs(document, settled)));
}

/**
 * @param {Need} need
 * @param {unknown} answer
 * @param {Date | string} [at]
 * @returns {(core: Core) => Received}
 */
function preparedReceipt(need, answer, at) {
  const document = documentOf(answer);
  const settled = receiptText(need, at);
  return (core) => JSON.parse(core.run((glue) => glue.received(document, settled)));
}

/**
 * @param {unknown} credential
 * @param {Derivation} [derivation]
 * @returns {(core: Core) => Record<string, unknown>}
 */
function preparedDerivation(credential, derivation) {
  const document = documentOf(credential);
  const settled = derivationText(derivation);
  // Chance is an argument: the WebAssembly has none of its own.
  const seed = crypto.getRandomValues(new Uint8Array(32));
  return (core) => JSON.parse(core.run((glue) => glue.derive(document, settled, seed)));
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
  needs: (bundle, material) => preparedNeeds(bundle, material)(small).needs,
  /** @type {(need: Need, answer: unknown, at?: Date | string) => Received} */
  received: (need, answer, at) => preparedReceipt(need, answer, at)(small),
  /** @type {(credential: unknown, derivation?: Derivation) => Record<string, unknown>} */
  derive: (credential, derivation) => preparedDerivation(credential, derivation)(small),
};

/**
 * The calls of the other entries. Each WebAssembly is taken when it is first needed, once for all who call
 * meanwhile, and again after a failure: the small one at the first call, another at the first document that a smaller
 * one leaves unchecked. Each knows all that those before it do, but for the last, which knows the second and proofs in zero
 * knowledge.
 *
 * @param {object} compile the platform's way to each WebAssembly
 * @param {() => Promise<WebAssembly.Module>} compile.small what most documents need
 * @param {() => Promise<WebAssembly.Module>} compile.full other suites and keys, tokens, status lists
 * @param {() => Promise<WebAssembly.Module>} compile.disclosure proofs of which holders show parts
 * @param {() => Promise<WebAssembly.Module>} compile.schema JSON Schema
 * @param {() => Promise<WebAssembly.Module>} compile.zk proofs in zero knowledge
 */
export function asynchronous(compile) {
  const startSmall = once(async () => {
    await small.start(await compile.small());
    return small;
  });
  const startFull = once(() => started(import("./wasm-full/verifier.js"), compile.full));
  const startDisclosure = once(() => started(import("./wasm-disclosure/verifier.js"), compile.disclosure));
  const startSchema = once(() => started(import("./wasm-schema/verifier.js"), compile.schema));

  const startZk = once(() => started(import("./wasm-zk/verifier.js"), compile.zk));

  /** @returns {Promise<void>} */
  const ready = async () => {
    await startSmall();
  };

  const cores = [startSmall, startFull, startDisclosure, startSchema, startZk];

  /**
   * @param {(core: Core) => string} run
   * @param {{ at: number }} [first] which core to begin with; afterwards, which one had to be asked
   * @returns {Promise<string>}
   */
  async function judge(run, first = { at: 0 }) {
    const ask = async (at = first.at) => run(await cores[(first.at = at)]());
    let report = await ask();
    // Whichever core it began with: no other says more about such a document.
    if (first.at !== 4 && asksForZeroKnowledge(report)) return ask(4);
    if (first.at === 4 && !report.includes('"proof":{"request"')) report = await ask(0);
    if (first.at < 1 && asksForMore(report)) report = await ask(1);
    if (first.at === 1 && asksForDisclosure(report)) report = await ask(2);
    // Only who knows a document's format and its proofs gets as far as its schema.
    return first.at < 3 && asksForSchemas(report) ? ask(3) : report;
  }

  /**
   * @param {unknown} bundle
   * @param {Options} [options]
   * @returns {Promise<string>}
   */
  const verifyToJson = async (bundle, options) => judge(preparedReport(bundle, options));

  /**
   * Options that are wrong end it before the first document, and so does WebAssembly that cannot be had.
   *
   * @param {ManySource} source
   * @param {string} settled
   * @param {ManyOptions} how
   */
  async function* judgeMany(source, settled, how) {
    await judge(reportOn("", settled));
    const { oneByOne } = await import("./many.js");
    // Documents in one place are of one kind: what one of them needed, the next is given at once.
    const first = { at: 0 };
    yield* oneByOne(source, (document) => judge(reportOn(document, settled), first), how);
  }

  return {
    ready,
    /** @type {(credential: unknown, derivation?: Derivation) => Promise<Record<string, unknown>>} */
    async derive(credential, derivation) {
      const run = preparedDerivation(credential, derivation);
      return run(await startDisclosure());
    },
    verifyToJson,
    /** @type {(source: ManySource, options?: Options, how?: ManyOptions) => AsyncGenerator<Verified, void, undefined>} */
    verifyMany: (source, options, how = {}) => judgeMany(source, optionsText(options), how),
    /** @type {(bundle: unknown, options?: Options) => Promise<Report>} */
    verify: async (bundle, options) => JSON.parse(await verifyToJson(bundle, options)),
    /** @type {(bundle: unknown, material?: Options["material"]) => Promise<Need[]>} */
    async needs(bundle, material) {
      const run = preparedNeeds(bundle, material);
      let found = run(await startSmall());
      if (found.proof) return run(await startZk()).needs;
      for (const start of [startFull, startDisclosure, startSchema]) {
        if (found.complete) break;
        found = run(await start());
      }
      return found.needs;
    },
    /** @type {(need: Need, answer: unknown, at?: Date | string) => Promise<Received>} */
    async received(need, answer, at) {
      const run = preparedReceipt(need, answer, at);
      let found = run(await startSmall());
      for (const start of [startFull, startDisclosure]) {
        if (found.code !== "kind-unsupported") break;
        found = run(await start());
      }
      return found;
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
