// @ts-check
/**
 * `<proofpass-verifier>`: takes a credential, verifies it in the page, and shows the verdict and every check.
 *
 * In scope: attributes, what is shown when, one verification at a time. Out of scope: verifying (`./browser.js`, loaded
 * when the page has time or when it is needed) and the views (`./element/`).
 *
 * The network is used for two things only: loading the verifier once, and loading the document where an address or an
 * ID is all there is. No markup, no inline style, no evaluation: it runs under `default-src 'none'` with Trusted Types.
 */
import { make } from "./element/dom.js";
import { intake } from "./element/intake.js";
import { resultView } from "./element/result.js";
import { loadedBytes, SourceError, transferred } from "./element/source.js";
import { styleSheet } from "./element/style.js";
import { troubleView, waitingView } from "./element/trouble.js";
import { words } from "./element/words.js";

/** @import { BundleSource, Report } from "./index.js" */
/** @import { Trouble } from "./element/words.js" */

/**
 * @typedef {object} Task
 * @property {(signal: AbortSignal) => Promise<Uint8Array | string>} read
 * @property {string | null} host where it comes from, if it is loaded
 * @property {boolean} attended whether the person at this element asked for it, and so gets the focus at the end
 */

/** Beyond this, reading and verifying takes long enough to be seen. */
const LONG = 256 * 1024;
/** What is quicker than this needs no "please wait". */
const PATIENCE_MS = 150;

const load = () => import("./browser.js");

// Where there is no DOM (a server that renders pages), importing this file is harmless and defines nothing.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (/** @type {unknown} */ (class {}));

export class ProofPassVerifierElement extends Base {
  static observedAttributes = ["bundle-url", "policy", "src"];

  #announcer = make("p", { class: "announcer", role: "status" });
  #stage = make("div", { class: "stage" });
  #intake = intake({
    onDocument: (read) => this.#perform({ read, host: null, attended: true }),
    onId: (id) => this.#perform(this.#taskById(id)),
  });
  #root = make("div", { class: "root", part: "root" }, this.#announcer, this.#stage, this.#intake.view);

  /** The task whose outcome may be shown; whatever ends for another one is stale. */
  #current = /** @type {Task | null} */ (null);
  #abort = new AbortController();
  #due = /** @type {"nothing" | "policy" | "source"} */ ("nothing");

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styleSheet()];
    shadow.append(this.#root);
    this.#acceptDrops();
  }

  connectedCallback() {
    whenIdle(() => load().then(({ ready }) => ready()).catch(() => {
      // Nobody has asked yet: it is tried again, and reported, when somebody does.
    }));
    this.#intake.offerId(this.hasAttribute("bundle-url"));
    if (this.#current === null) this.#schedule("source");
  }

  disconnectedCallback() {
    this.#abort.abort();
    if (this.#root.hasAttribute("aria-busy")) this.#current = null;
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "bundle-url") this.#intake.offerId(after !== null);
    else if (this.isConnected) this.#schedule(name === "policy" ? "policy" : "source");
  }

  /**
   * @param {BundleSource} bundle
   * @returns {Promise<Report>}
   */
  async verify(bundle) {
    const source = textOrBytes(bundle);
    return this.#run({ read: async () => source, host: null, attended: false });
  }

  /**
   * After all attributes of one turn are set. A new policy judges again what is shown: a verdict under another policy
   * than the page's would be a lie. A new source makes that needless.
   *
   * @param {"policy" | "source"} change
   */
  #schedule(change) {
    if (this.#due === "nothing") queueMicrotask(() => this.#catchUp());
    if (this.#due !== "source") this.#due = change;
  }

  #catchUp() {
    const address = this.getAttribute("src");
    const task = this.#due === "policy" ? this.#current : null;
    this.#due = "nothing";
    if (task !== null) this.#perform({ ...task, attended: false });
    else if (address) this.#perform(this.#taskByAddress(address, false));
  }

  /** @param {string} id @returns {Task} */
  #taskById(id) {
    const template = this.getAttribute("bundle-url") ?? "";
    // A browser would take these as steps in the path and ask for something else.
    if (/^\.{1,2}$/.test(id)) return { read: async () => { throw new SourceError("not-found"); }, host: null, attended: true };
    return this.#taskByAddress(template.replaceAll("{id}", encodeURIComponent(id)), true);
  }

  /** @param {string} address @param {boolean} attended @returns {Task} */
  #taskByAddress(address, attended) {
    let url;
    try {
      url = new URL(address, this.ownerDocument.baseURI);
    } catch {
      return { read: async () => { throw new SourceError("set-up"); }, host: null, attended };
    }
    return { read: (signal) => loadedBytes(url.href, signal), host: url.host, attended };
  }

  /** @param {Task} task */
  #perform(task) {
    // What went wrong is on screen.
    this.#run(task).catch(() => {});
  }

  /**
   * @param {Task} task
   * @returns {Promise<Report>}
   */
  async #run(task) {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#current = task;
    this.#root.setAttribute("aria-busy", "true");
    const wait = (/** @type {string} */ text) => this.#isCurrent(task) && this.#showWaiting(text);
    if (task.host !== null) wait(words.loading);
    const late = task.host === null ? setTimeout(wait, PATIENCE_MS, words.checking) : undefined;
    try {
      const source = await task.read(this.#abort.signal);
      if (source?.length > LONG) {
        wait(words.checking);
        await painted();
      }
      const text = await this.#judge(source);
      /** @type {Report} */
      const report = JSON.parse(text);
      if (this.#isCurrent(task)) {
        this.#show(resultView({ report, text, source, host: task.host }, { onAnother: () => this.#reset(), announce: (said) => this.#announce(said) }), task);
        this.#intake.view.hidden = true;
        this.dispatchEvent(new CustomEvent("proofpass-report", { detail: report, bubbles: true, composed: true }));
      }
      return report;
    } catch (cause) {
      if (this.#isCurrent(task)) {
        this.#show(troubleView(troubleOf(cause), () => this.#perform({ ...task, attended: true })), task);
        this.#intake.view.hidden = false;
      }
      throw cause;
    } finally {
      clearTimeout(late);
      if (this.#isCurrent(task)) this.#root.removeAttribute("aria-busy");
    }
  }

  /** @param {Task} task */
  #isCurrent(task) {
    return this.#current === task;
  }

  /**
   * @param {Uint8Array | string} source
   * @returns {Promise<string>} the report's text
   */
  async #judge(source) {
    const policy = this.#policy();
    let verifier;
    try {
      verifier = await load();
      await verifier.ready();
    } catch (cause) {
      throw new SourceError("not-loaded", { cause });
    }
    return verifier.verifyToJson(source, policy === undefined ? {} : { policy });
  }

  /** A policy that cannot be read is not "no policy": nothing is verified then. */
  #policy() {
    const text = this.getAttribute("policy");
    if (text === null) return undefined;
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new SourceError("set-up", { cause });
    }
  }

  /** @param {string} text */
  #showWaiting(text) {
    this.#stage.replaceChildren(waitingView(text, () => this.#reset()));
    this.#intake.view.hidden = true;
    this.#announce(text);
  }

  /**
   * @param {{ view: HTMLElement, heading: HTMLElement, summary: string }} outcome
   * @param {Task} task
   */
  #show({ view, heading, summary }, { attended }) {
    this.#stage.replaceChildren(view);
    this.#announce(summary);
    if (attended) heading.focus();
  }

  /** @param {string} text */
  #announce(text) {
    this.#announcer.textContent = text;
  }

  #reset() {
    this.#abort.abort();
    this.#current = null;
    this.#root.removeAttribute("aria-busy");
    this.#stage.replaceChildren();
    this.#announce("");
    this.#intake.view.hidden = false;
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
      this.#perform({ read: transferred(transfer), host: null, attended: true });
    };
    this.#root.addEventListener("drop", (event) => take(event, event.dataTransfer));
    this.#root.addEventListener("paste", (event) => take(event, event.clipboardData));
  }
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

/**
 * A snapshot to verify and to show from: the caller's object or buffer may change meanwhile. What is no document at all
 * is left to the verifier to refuse.
 *
 * @param {any} bundle
 * @returns {Uint8Array | string}
 */
function textOrBytes(bundle) {
  if (typeof bundle === "string") return bundle;
  if (ArrayBuffer.isView(bundle)) return new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.byteLength).slice();
  if (bundle instanceof ArrayBuffer) return new Uint8Array(bundle).slice();
  const isData = typeof bundle === "object" && bundle !== null && !["then", "arrayBuffer"].some((method) => method in bundle);
  try {
    return isData ? JSON.stringify(bundle) : bundle;
  } catch {
    return bundle;
  }
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

if (globalThis.customElements && !customElements.get("proofpass-verifier")) {
  customElements.define("proofpass-verifier", ProofPassVerifierElement);
}
