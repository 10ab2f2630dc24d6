// @ts-check
/**
 * `<proofpass-verifier>`: takes a credential, verifies it in the page, and shows the verdict and every check.
 *
 * In scope: attributes, what is shown when, one verification at a time. Out of scope: verifying (`./browser.js`, loaded
 * when the page has time or when it is needed) and the views (`./element/`).
 *
 * The network is used for a few things only: loading the verifier once, loading the document where an address or an ID
 * is all there is, what only some need (another language, the reader of codes), and what the document needs where the
 * page says `resolve`. No markup, no inline style, no evaluation: it runs under `default-src 'none'` with Trusted Types.
 */
import { documentOf } from "./arguments.js";
import { contentOf } from "./element/code.js";
import { cameraView, codeView } from "./element/code-view.js";
import { displaysOf } from "./element/display.js";
import { documentsIn } from "./element/documents.js";
import { make } from "./element/dom.js";
import { intake } from "./element/intake.js";
import { englishReader, languageOf, readerOf, tagsAt } from "./element/reader.js";
import { resultView } from "./element/result.js";
import { unfold } from "./element/sheet.js";
import { fileBytes, loaded, MAX_PICTURE_BYTES, SourceError, transferred } from "./element/source.js";
import { styleSheet } from "./element/style.js";
import { troubleView, waitingView } from "./element/trouble.js";

/** @import { BundleSource, CredentialReport, Material, Policy, Report } from "./index.js" */
/** @import { Content } from "./element/code.js" */
/** @import { Display } from "./element/display.js" */
/** @import { Reader } from "./element/reader.js" */
/** @import { Drawn } from "./element/result.js" */
/** @import { Source } from "./element/source.js" */
/** @import { Trouble, Words } from "./element/words.js" */

/**
 * What is shown, in whichever language.
 *
 * @typedef {(reader: Reader) => Drawn} Scene
 */

/**
 * Something to verify, from wherever.
 *
 * @typedef {object} Task
 * @property {(signal: AbortSignal, show: (scene: Scene) => void) => Promise<Source>} read
 * @property {boolean} loads over the network or looks through the camera, which takes time and ends with the page's
 *   interest in it
 * @property {boolean} bySrc whether the attribute `src` asked for it, and may take it back
 * @property {boolean} attended whether the person at this element asked for it, and so gets the focus at the end
 */

/**
 * What the outside may know of what is shown.
 *
 * @typedef {object} Shown
 * @property {Report | null} report
 * @property {string | null} address
 */

/** @type {Shown} */
const NOTHING = { report: null, address: null };

/** @type {Scene} */
const EMPTY = () => ({ view: null, summary: "" });

/** A code that was read, and is no credential and no address of one that this page knows. */
class NoCredentialInCode extends Error {
  /** @param {Exclude<Content, { kind: "document" | "known" }>} content */
  constructor(content) {
    super(content.kind);
    this.name = "NoCredentialInCode";
    this.content = content;
  }
}

/** Beyond this, reading and verifying takes long enough to be seen. */
const LONG = 256 * 1024;
/** What is quicker than this needs no "please wait". */
const PATIENCE_MS = 150;

/**
 * The verifier, ready. In a Worker where that is wanted and can be had; its reports are the same.
 *
 * @param {boolean} inWorker
 */
async function load(inWorker) {
  if (inWorker) {
    const worker = await import("./worker.js");
    try {
      await worker.ready();
      return worker;
    } catch (cause) {
      if (!(cause instanceof worker.WorkerUnavailableError)) throw cause;
    }
  }
  const verifier = await import("./browser.js");
  await verifier.ready();
  return verifier;
}

// Where there is no DOM (a server that renders pages), importing this file is harmless and defines nothing.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (/** @type {unknown} */ (class {}));

export class ProofPassVerifierElement extends Base {
  static observedAttributes = ["bundle-url", "known-issuers", "policy", "src"];

  #announcer = make("p", { class: "announcer", role: "status" });
  #stage = make("div", { class: "stage" });
  /** Until the place of the element is known, in English; the element is hidden if that turns out not to be read there. */
  #reader = englishReader([]);
  #intake = this.#newIntake();
  #root = make("div", { class: "root", part: "root", lang: "en", dir: "ltr" }, this.#stage, this.#intake.view);

  /** Resolves when the words of the place's language are at hand. */
  #settled = Promise.resolve();
  /** The languages of the place, as they were when they were last looked at. */
  #tags = "";
  #watch = new MutationObserver(() => this.#settle());

  /** The task whose outcome may be shown; whatever ends for another one is stale. */
  #current = /** @type {Task | null} */ (null);
  /** Whether the current task has not ended. */
  #underWay = false;
  /** What the current task has read, once it has. */
  #source = /** @type {Source | null} */ (null);
  /** How what was loaded is shown. @type {WeakMap<Source, readonly (Display | null)[]>} */
  #known = new WeakMap();
  /** The task that was waiting for the network when the element left the page. */
  #interrupted = /** @type {Task | null} */ (null);
  #abort = new AbortController();

  /** Which attributes changed since they were last looked at. */
  #changed = { src: false, policy: false };

  #scene = EMPTY;
  #drawn = this.#scene(this.#reader);
  #shown = NOTHING;

  #fold = () => {};
  #onPrint = () => (this.#fold = unfold(this.#root));
  #onPrinted = () => this.#fold();

  constructor() {
    super();
    // Before the shadow root, which would hide what stands in the element.
    const sheet = styleSheet();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    // Beside what is busy and not in it: a region that is busy is not read out.
    shadow.append(this.#announcer, this.#root);
    this.#acceptDrops();
  }

  /** The report that is shown, if one is. */
  get report() {
    return this.#shown.report;
  }

  /** Where the document that is shown was loaded from in the end; null if it was handed over. */
  get address() {
    return this.#shown.address;
  }

  /** The heading of what is shown, such as "Verified"; empty where nothing is. */
  get headline() {
    return this.#drawn.heading?.textContent ?? "";
  }

  connectedCallback() {
    whenIdle(() => load(this.hasAttribute("worker")).catch(() => {
      // Nobody has asked yet: it is tried again, and reported, when somebody does.
    }));
    // The language may be said by any place around, in this tree or in that of a host.
    for (const tree of new Set([this.getRootNode(), this.ownerDocument])) {
      this.#watch.observe(tree, { attributes: true, attributeFilter: ["lang"], subtree: true });
    }
    this.#settle();
    addEventListener("beforeprint", this.#onPrint);
    addEventListener("afterprint", this.#onPrinted);
    this.#intake.offerId(this.hasAttribute("bundle-url"));
    queueMicrotask(() => this.#catchUp());
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    removeEventListener("beforeprint", this.#onPrint);
    removeEventListener("afterprint", this.#onPrinted);
    // What needs no network goes on: moving an element takes it out of the page for a moment.
    if (!this.#underWay || !this.#current?.loads) return;
    this.#interrupted = this.#current;
    this.#clear();
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "bundle-url") return this.#intake.offerId(after !== null);
    this.#changed[name === "src" ? "src" : "policy"] = true;
    queueMicrotask(() => this.#catchUp());
  }

  /**
   * @param {BundleSource} bundle
   * @returns {Promise<Report>}
   */
  verify(bundle) {
    // Read now: the caller's object or buffer may change meanwhile.
    const document = new Promise((resolve) => resolve(documentOf(bundle)));
    return this.#run(given(async () => ({ document: await document, address: null }), false));
  }

  /**
   * After all attributes of one turn are set, and once the element is in a page. A new source replaces what is shown. A
   * new policy judges again what is shown, without asking for it again: a verdict under another policy than the page's
   * would be a lie. Where nothing is shown, somebody may be typing, and nothing happens.
   */
  #catchUp() {
    if (!this.isConnected) return;
    const { src, policy } = this.#changed;
    const interrupted = this.#interrupted;
    this.#changed = { src: false, policy: false };
    this.#interrupted = null;
    const address = this.getAttribute("src");
    if (src && address) this.#perform({ ...this.#taskByAddress(address), bySrc: true });
    else if (src && this.#current?.bySrc) this.#clear();
    else if (interrupted !== null && !(src && interrupted.bySrc)) this.#perform(interrupted);
    else if (policy && this.#current !== null && this.#source !== null) this.#perform(again(this.#current, this.#source));
  }

  /** @param {string} id @returns {Task} */
  #taskById(id) {
    const template = this.getAttribute("bundle-url") ?? "";
    // A browser would take these as steps in the path and ask for something else.
    if (/^\.{1,2}$/.test(id)) return given(async () => { throw new SourceError("not-found"); }, true);
    return { ...this.#taskByAddress(template.replaceAll("{id}", encodeURIComponent(id))), attended: true };
  }

  /** @param {File} file @returns {Task} */
  #taskByFile(file) {
    if (!file.type.startsWith("image/")) return given(async () => ({ document: await fileBytes(file), address: null }), true);
    return given(async (signal) => {
      if (file.size > MAX_PICTURE_BYTES) throw new SourceError("too-large");
      const { codeInPicture } = await camera();
      return this.#sourceInCode(await codeInPicture(file), signal);
    }, true);
  }

  /** @param {string} text @returns {Task} */
  #taskByText(text) {
    return given(async () => {
      if (!text.trim()) throw new SourceError("no-file");
      return { document: text, address: null };
    }, true);
  }

  /** @returns {Task} */
  #taskByCamera() {
    /** @type {Task["read"]} */
    const read = async (signal, show) => {
      const scene = (/** @type {HTMLVideoElement} */ video, /** @type {boolean} */ long) => (/** @type {Reader} */ reader) =>
        cameraView(video, long, reader, () => this.#askAgain());
      show(this.#waiting("cameraStarts"));
      /** @type {HTMLVideoElement | undefined} */
      let picture;
      const { codeBeforeCamera } = await camera();
      const text = await codeBeforeCamera(signal, {
        onPicture: (video) => show(scene((picture = video), false)),
        onLong: () => picture && show(scene(picture, true)),
      });
      show(this.#waiting("checking"));
      return this.#sourceInCode(text, signal);
    };
    return { read, loads: true, bySrc: false, attended: true };
  }

  /**
   * @param {string} text what stands in a code
   * @param {AbortSignal} signal
   * @returns {Promise<Source>}
   */
  async #sourceInCode(text, signal) {
    let content;
    try {
      content = contentOf(text, this.#setting("links", {}), this.ownerDocument.baseURI);
    } catch (cause) {
      throw new SourceError("set-up", { cause });
    }
    switch (content.kind) {
      case "document":
        return { document: content.text, address: null };
      case "known":
        return loaded(content.address, signal);
      default:
        throw new NoCredentialInCode(content);
    }
  }

  /** @param {string} address @returns {Task} */
  #taskByAddress(address) {
    let url;
    try {
      url = new URL(address, this.ownerDocument.baseURI).href;
    } catch {
      return given(async () => { throw new SourceError("set-up"); }, false);
    }
    return {
      read: (signal, show) => {
        show(this.#waiting("loading"));
        return loaded(url, signal);
      },
      loads: true,
      bySrc: false,
      attended: false,
    };
  }

  /** @param {Task} task */
  #perform(task) {
    // What went wrong is on screen.
    this.#run(task).catch(() => {});
  }

  /**
   * @param {Task} wanted
   * @returns {Promise<Report>}
   */
  async #run(wanted) {
    // Each run is one of its own: an earlier one of the same task is as stale as any.
    const task = { ...wanted };
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#current = task;
    this.#source = null;
    this.#interrupted = null;
    this.#underWay = true;
    this.#root.setAttribute("aria-busy", "true");
    const show = (/** @type {Scene} */ scene) => {
      if (!this.#isCurrent(task)) return;
      this.#intake.view.hidden = true;
      this.#show(scene, NOTHING);
    };
    const late = task.loads ? undefined : setTimeout(show, PATIENCE_MS, this.#waiting("checking"));
    try {
      const source = await unfolded(await task.read(this.#abort.signal, show));
      if (this.#isCurrent(task)) this.#source = source;
      if (source.document.length > LONG) {
        show(this.#waiting("checking"));
        await painted();
      }
      const text = await this.#judge(source.document);
      /** @type {Report} */
      const report = JSON.parse(text);
      const displays = this.#isCurrent(task) ? await this.#displays(source, report) : [];
      await this.#settled;
      if (this.#isCurrent(task)) this.#showReport(report, text, source, displays, task);
      return report;
    } catch (cause) {
      await this.#settled;
      if (this.#isCurrent(task)) this.#showTrouble(cause, task);
      throw cause;
    } finally {
      clearTimeout(late);
      if (this.#isCurrent(task)) {
        this.#underWay = false;
        this.#root.removeAttribute("aria-busy");
      }
    }
  }

  /** @param {Task} task */
  #isCurrent(task) {
    return this.#current === task;
  }

  /**
   * @param {Uint8Array | string} document
   * @returns {Promise<string>} the report's text
   */
  async #judge(document) {
    let verifier;
    try {
      verifier = await load(this.hasAttribute("worker"));
    } catch (cause) {
      throw new SourceError("not-loaded", { cause });
    }
    /** @type {Policy} */
    const policy = this.#setting("policy", {});
    const options = { policy, ...(await this.#fetched(document, verifier)) };
    const text = await verifier.verifyToJson(document, options);
    if (!this.hasAttribute("known-issuers") || "trustedIssuers" in policy) return text;
    // Who is on this list is vouched for, and who is not is no worse for it, as under a policy with such a list.
    const trustedIssuers = this.#setting("known-issuers", []);
    const vouched = await verifier.verifyToJson(document, { ...options, policy: { ...policy, trustedIssuers } });
    return vouchesForAll(JSON.parse(vouched)) ? vouched : text;
  }

  /**
   * What the document needs, where the page wants it fetched. What cannot be had the report leaves unchecked.
   *
   * @param {Uint8Array | string} document
   * @param {Pick<typeof import("./index.js"), "needs" | "received">} core
   * @returns {Promise<{ material?: Material }>}
   */
  async #fetched(document, core) {
    if (!this.hasAttribute("resolve")) return {};
    const { resolverOnPage } = await import("./resolve/page.js");
    const how = this.getAttribute("resolve") === "self" ? { permit: isOwn } : {};
    const { material } = await resolverOnPage(core)(document, how);
    return { material };
  }

  /**
   * How the issuers would like their credentials to be shown, where the page wants things fetched. The verdict stands by then.
   * Of what was handed over, nobody is told by asking; and of what is judged again, nobody is asked again.
   *
   * @param {Source} source
   * @param {Report} report
   * @returns {Promise<readonly (Display | null)[]>}
   */
  async #displays(source, { credentials }) {
    if (!this.hasAttribute("resolve") || source.address === null || credentials.length === 0) return [];
    const permit = this.getAttribute("resolve") === "self" ? isOwn : isEncrypted;
    const displays = this.#known.get(source) ?? (await displaysOf(documentsIn(source.document), credentials, permit));
    this.#known.set(source, displays);
    return displays;
  }

  /**
   * A setting that cannot be read is not "no setting": nothing is verified then.
   *
   * @param {string} name of an attribute that holds JSON
   * @param {any} absent what it is where there is no such attribute
   */
  #setting(name, absent) {
    const text = this.getAttribute(name);
    if (text === null) return absent;
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new SourceError("set-up", { cause });
    }
  }

  /** @param {"cameraStarts" | "checking" | "loading"} what @returns {Scene} */
  #waiting(what) {
    return (reader) => waitingView(reader.words[what], reader, () => this.#askAgain());
  }

  /** @param {Report} report @param {string} text @param {Source} source @param {readonly (Display | null)[]} displays @param {Task} task */
  #showReport(report, text, { document, address }, displays, { attended }) {
    const hands = { onAnother: () => this.#askAgain(), announce: (/** @type {string} */ said) => this.#announce(said) };
    const policy = this.getAttribute("policy");
    this.#intake.view.hidden = true;
    this.#show((reader) => resultView({ report, text, source: document, address, policy, displays }, reader, hands), { report, address });
    if (attended) this.#drawn.heading?.focus();
    this.dispatchEvent(new CustomEvent("proofpass-report", { detail: report, bubbles: true, composed: true }));
  }

  /** @param {unknown} cause @param {Task} task */
  #showTrouble(cause, task) {
    this.#intake.view.hidden = false;
    const retry = () => this.#perform({ ...task, attended: true });
    const scan = () => this.#perform(this.#taskByCamera());
    this.#show((reader) => (cause instanceof NoCredentialInCode ? codeView(cause.content, reader, scan) : troubleView(troubleOf(cause), reader, retry)), NOTHING);
    if (task.attended) this.#drawn.heading?.focus();
  }

  /** @param {Scene} scene @param {Shown} shown */
  #show(scene, shown) {
    this.#scene = scene;
    this.#shown = shown;
    this.#draw();
  }

  #draw() {
    this.#drawn = this.#scene(this.#reader);
    const { view, summary } = this.#drawn;
    this.#stage.replaceChildren(...(view ? [view] : []));
    this.#announce(summary);
    this.dispatchEvent(new CustomEvent("proofpass-change", { bubbles: true, composed: true }));
  }

  /** Takes over the language of the place, now and whenever it changes. */
  #settle() {
    const tags = tagsAt(this);
    if (tags.join() === this.#tags) return;
    this.#tags = tags.join();
    // Nobody is shown words that are about to become others.
    this.#root.hidden = languageOf(tags) !== languageOf([this.#reader.tag]);
    this.#settled = readerOf(tags).then((reader) => {
      if (tags.join() === this.#tags) this.#speakTo(reader);
    });
  }

  /** @param {Reader} reader */
  #speakTo(reader) {
    this.#reader = reader;
    const { view, ...old } = this.#intake;
    this.#intake = this.#newIntake();
    this.#intake.offerId(this.hasAttribute("bundle-url"));
    this.#intake.takeOver({ view, ...old });
    this.#intake.view.hidden = view.hidden;
    view.replaceWith(this.#intake.view);
    for (const spoken of [this.#announcer, this.#root]) {
      spoken.lang = languageOf([reader.tag]);
      spoken.dir = reader.words.direction;
    }
    this.#root.hidden = false;
    if (this.#scene !== EMPTY) this.#draw();
  }

  #newIntake() {
    return intake(this.#reader, {
      onFile: (file) => this.#perform(this.#taskByFile(file)),
      onText: (text) => this.#perform(this.#taskByText(text)),
      onId: (id) => this.#perform(this.#taskById(id)),
      onScan: () => this.#perform(this.#taskByCamera()),
    });
  }

  /** @param {string} text */
  #announce(text) {
    this.#announcer.textContent = text;
  }

  #clear() {
    this.#abort.abort();
    this.#current = null;
    this.#source = null;
    this.#underWay = false;
    this.#root.removeAttribute("aria-busy");
    this.#intake.view.hidden = false;
    this.#show(EMPTY, NOTHING);
  }

  #askAgain() {
    this.#clear();
    this.#intake.focus();
  }

  /** The whole element takes drops, whatever it shows; a text field keeps the text dropped on it. */
  #acceptDrops() {
    const isOurs = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ transfer) => {
      const types = transfer?.types ?? [];
      const [target] = event.composedPath();
      const editable = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      return types.includes("Files") || (types.includes("text/plain") && !editable);
    };
    let depth = 0;
    const dragging = (/** @type {number} */ now) => {
      depth = Math.max(0, now);
      this.#intake.dragging(depth > 0);
      this.#root.classList.toggle("dragging", depth > 0);
    };
    this.#root.addEventListener("dragenter", (event) => isOurs(event, event.dataTransfer) && dragging(depth + 1));
    this.#root.addEventListener("dragleave", (event) => isOurs(event, event.dataTransfer) && dragging(depth - 1));
    this.#root.addEventListener("dragover", (event) => {
      if (isOurs(event, event.dataTransfer)) event.preventDefault();
    });
    const take = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ transfer) => {
      if (!isOurs(event, transfer)) return;
      event.preventDefault();
      dragging(0);
      const read = transferred(transfer);
      this.#perform(given(async (signal, show) => {
        const given = await read();
        return (typeof given === "string" ? this.#taskByText(given) : this.#taskByFile(given)).read(signal, show);
      }, true));
    };
    this.#root.addEventListener("drop", (event) => take(event, event.dataTransfer));
    this.#root.addEventListener("paste", (event) => take(event, event.clipboardData));
  }
}

/**
 * @param {Task["read"]} read
 * @param {boolean} attended
 * @returns {Task}
 */
function given(read, attended) {
  return { read, loads: false, bySrc: false, attended };
}

/** @param {Task} task @param {Source} source @returns {Task} */
function again(task, source) {
  return { ...task, read: async () => source, loads: false, attended: false };
}

/**
 * What came in the compact form of a code, from wherever it came.
 *
 * @param {Source} source
 * @returns {Promise<Source>}
 */
async function unfolded(source) {
  const { document, address } = source;
  const start = typeof document === "string" ? document.slice(0, 64) : new TextDecoder().decode(document.subarray(0, 64));
  if (!start.trimStart().startsWith("PP1:")) return source;
  const compact = await import("./element/compact.js").catch((cause) => {
    throw new SourceError("not-loaded", { cause });
  });
  const text = typeof document === "string" ? document : new TextDecoder().decode(document);
  return { document: await compact.expanded(text), address };
}

/** What reads codes; most people never need it. */
async function camera() {
  try {
    return await import("./element/camera.js");
  } catch (cause) {
    throw new SourceError("not-loaded", { cause });
  }
}

/** Of this page's own website. @param {URL} address */
const isOwn = ({ origin }) => origin === location.origin;

/** @param {URL} address */
const isEncrypted = ({ protocol }) => protocol === "https:";

/** @param {Report} report */
function vouchesForAll({ credentials }) {
  const vouchedFor = (/** @type {CredentialReport} */ { checks }) => checks.some(({ code }) => code === "issuer-trusted");
  return credentials.length > 0 && credentials.every(vouchedFor);
}

/**
 * @param {unknown} cause
 * @returns {Trouble}
 */
function troubleOf(cause) {
  if (cause instanceof SourceError) return cause.trouble;
  // The verifier's own complaints carry a code: about the policy, or about what a script handed to `verify`.
  return typeof Object(cause).code === "string" ? "set-up" : "broken";
}

/** @param {() => void} action */
function whenIdle(action) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(action, { timeout: 2_000 });
  else setTimeout(action, 200);
}

/** After the next frame is on screen, or soon where no frames are drawn (a tab in the background). */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });
}

/** Where it could not be styled (Safari before 16.4), it is not defined, and what stands inside it is shown instead. */
function canBeShown() {
  try {
    return Boolean(globalThis.customElements && styleSheet());
  } catch {
    return false;
  }
}

if (canBeShown() && !customElements.get("proofpass-verifier")) {
  customElements.define("proofpass-verifier", ProofPassVerifierElement);
}
