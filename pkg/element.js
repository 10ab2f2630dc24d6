// @ts-check
/**
 * `<proofpass-verifier>`: takes a credential, verifies it in the page, and shows the verdict and every check.
 *
 * In scope: attributes, what is shown when, one verification at a time. Out of scope: verifying (`./browser.js`, loaded
 * when the page has time or when it is needed) and the views (`./element/`).
 *
 * The network is used for two things only: loading the verifier once, and loading the document where an address or an
 * ID is all there is; and for what the document needs where the page says `resolve`. No markup, no inline style, no evaluation: it runs under `default-src 'none'` with Trusted Types.
 */
import { documentOf } from "./arguments.js";
import { make } from "./element/dom.js";
import { intake } from "./element/intake.js";
import { resultView } from "./element/result.js";
import { loaded, SourceError, transferred } from "./element/source.js";
import { styleSheet } from "./element/style.js";
import { troubleView, waitingView } from "./element/trouble.js";
import { words } from "./element/words.js";

/** @import { BundleSource, CredentialReport, Material, Policy, Report } from "./index.js" */
/** @import { Source } from "./element/source.js" */
/** @import { Trouble } from "./element/words.js" */

/**
 * Something to verify, from wherever.
 *
 * @typedef {object} Task
 * @property {(signal: AbortSignal) => Promise<Source>} read
 * @property {boolean} loads over the network, which takes time and ends with the page's interest in it
 * @property {boolean} bySrc whether the attribute `src` asked for it, and may take it back
 * @property {boolean} attended whether the person at this element asked for it, and so gets the focus at the end
 */

/**
 * What the outside may know of what is shown.
 *
 * @typedef {object} Shown
 * @property {string} headline
 * @property {Report | null} report
 * @property {string | null} address
 */

/** @type {Shown} */
const NOTHING = { headline: "", report: null, address: null };

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
  #intake = intake({
    onDocument: (read) => this.#perform(given(async () => ({ document: await read(), address: null }), true)),
    onId: (id) => this.#perform(this.#taskById(id)),
  });
  #root = make("div", { class: "root", part: "root" }, this.#stage, this.#intake.view);

  /** The task whose outcome may be shown; whatever ends for another one is stale. */
  #current = /** @type {Task | null} */ (null);
  /** What the current task has read, once it has. */
  #source = /** @type {Source | null} */ (null);
  /** The task that was waiting for the network when the element left the page. */
  #interrupted = /** @type {Task | null} */ (null);
  #abort = new AbortController();

  /** Which attributes changed since they were last looked at. */
  #changed = { src: false, policy: false };

  #shown = NOTHING;

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
    return this.#shown.headline;
  }

  connectedCallback() {
    whenIdle(() => load(this.hasAttribute("worker")).catch(() => {
      // Nobody has asked yet: it is tried again, and reported, when somebody does.
    }));
    this.#intake.offerId(this.hasAttribute("bundle-url"));
    queueMicrotask(() => this.#catchUp());
  }

  disconnectedCallback() {
    // What needs no network goes on: moving an element takes it out of the page for a moment.
    if (!this.#root.hasAttribute("aria-busy") || !this.#current?.loads) return;
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

  /** @param {string} address @returns {Task} */
  #taskByAddress(address) {
    let url;
    try {
      url = new URL(address, this.ownerDocument.baseURI).href;
    } catch {
      return given(async () => { throw new SourceError("set-up"); }, false);
    }
    return { read: (signal) => loaded(url, signal), loads: true, bySrc: false, attended: false };
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
    this.#root.setAttribute("aria-busy", "true");
    const wait = (/** @type {string} */ text) => this.#isCurrent(task) && this.#showWaiting(text);
    if (task.loads) wait(words.loading);
    const late = task.loads ? undefined : setTimeout(wait, PATIENCE_MS, words.checking);
    try {
      const source = await task.read(this.#abort.signal);
      if (this.#isCurrent(task)) this.#source = source;
      if (source.document.length > LONG) {
        wait(words.checking);
        await painted();
      }
      const text = await this.#judge(source.document);
      /** @type {Report} */
      const report = JSON.parse(text);
      if (this.#isCurrent(task)) this.#showReport(report, text, source, task);
      return report;
    } catch (cause) {
      if (this.#isCurrent(task)) this.#showTrouble(troubleOf(cause), task);
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
    const options = { policy, ...(await this.#fetched(document, verifier.needs)) };
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
   * @param {typeof import("./index.js").needs} needs
   * @returns {Promise<{ material?: Material }>}
   */
  async #fetched(document, needs) {
    if (!this.hasAttribute("resolve")) return {};
    const { resolverOnPage } = await import("./resolve/page.js");
    const { material } = await resolverOnPage(needs)(document);
    return { material };
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

  /** @param {string} text */
  #showWaiting(text) {
    this.#intake.view.hidden = true;
    this.#show(waitingView(text, () => this.#askAgain()), text, NOTHING);
  }

  /** @param {Report} report @param {string} text @param {Source} source @param {Task} task */
  #showReport(report, text, { document, address }, { attended }) {
    const hands = { onAnother: () => this.#askAgain(), announce: (/** @type {string} */ said) => this.#announce(said) };
    const { view, heading, summary } = resultView({ report, text, source: document, address }, hands);
    this.#intake.view.hidden = true;
    this.#show(view, summary, { headline: heading.textContent ?? "", report, address });
    if (attended) heading.focus();
    this.dispatchEvent(new CustomEvent("proofpass-report", { detail: report, bubbles: true, composed: true }));
  }

  /** @param {Trouble} trouble @param {Task} task */
  #showTrouble(trouble, task) {
    const { view, heading, summary } = troubleView(trouble, () => this.#perform({ ...task, attended: true }));
    this.#intake.view.hidden = false;
    this.#show(view, summary, { ...NOTHING, headline: heading.textContent ?? "" });
    if (task.attended) heading.focus();
  }

  /** @param {HTMLElement | null} view @param {string} said @param {Shown} shown */
  #show(view, said, shown) {
    this.#stage.replaceChildren(...(view ? [view] : []));
    this.#announce(said);
    this.#shown = shown;
    this.dispatchEvent(new CustomEvent("proofpass-change", { bubbles: true, composed: true }));
  }

  /** @param {string} text */
  #announce(text) {
    this.#announcer.textContent = text;
  }

  #clear() {
    this.#abort.abort();
    this.#current = null;
    this.#source = null;
    this.#root.removeAttribute("aria-busy");
    this.#intake.view.hidden = false;
    this.#show(null, "", NOTHING);
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
      this.#perform(given(async () => ({ document: await read(), address: null }), true));
    };
    this.#root.addEventListener("drop", (event) => take(event, event.dataTransfer));
    this.#root.addEventListener("paste", (event) => take(event, event.clipboardData));
  }
}

/**
 * @param {() => Promise<Source>} read
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
