// @ts-check
/** A page with `<proofpass-verifier>` on it, as tests handle it: what a person does there, and what they see. */

/** @typedef {Awaited<ReturnType<typeof openVerifier>>} VerifierPage */

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {import("playwright-core").BrowserContextOptions & { blocked?: string }} [options] `blocked`: what fails to load
 */
export async function openVerifier(browser, url, { blocked, ...options } = {}) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", acceptDownloads: true, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  /** @type {string[]} */
  const requests = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  // From the start, or a chooser opened at once would not be intercepted yet.
  page.on("filechooser", () => {});
  page.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    const seen = /** @type {any} */ (window);
    seen.violations = [];
    seen.reports = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => seen.violations.push(`securitypolicyviolation: ${effectiveDirective} ${blockedURI}`));
    addEventListener("proofpass-report", (/** @type {any} */ event) => seen.reports.push(event.detail.verdict));
  });
  if (blocked) await page.route(blocked, (route) => route.abort());
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("proofpass-verifier")?.shadowRoot);

  const locator = (/** @type {string} */ selector, /** @type {{ hasText?: string }} */ options = {}) =>
    page.locator("proofpass-verifier").locator(selector, options);

  const self = {
    page,
    requests,
    locator,

    /** Waits until the verifier is at hand in the Worker of the issuer's page, so that it needs no network any more. */
    warm: () =>
      page.evaluate(async () => {
        const path = "/assets/verifier/worker.js";
        await (await import(path)).ready();
      }),

    /** The heading of the verdict, or of the trouble, once one is there. @param {string} [wanted] */
    async verdict(wanted) {
      const heading = locator("h2", wanted === undefined ? {} : { hasText: wanted });
      await heading.waitFor({ timeout: 15_000 });
      return (await heading.textContent()) ?? "";
    },

    /** @param {string} selector */
    async text(selector) {
      return (await locator(selector).first().textContent({ timeout: 5_000 })) ?? "";
    },

    /** @returns {Promise<Record<string, string>>} outcome and code, by check */
    async outcomes() {
      const rows = await locator(".check").evaluateAll((all) => all.map(({ dataset }) => [dataset.check, `${dataset.outcome} ${dataset.code}`]));
      return Object.fromEntries(rows);
    },

    /** The verdicts of the events so far. @returns {Promise<string[]>} */
    reports: () => page.evaluate(() => /** @type {any} */ (window).reports),

    /** @param {string} content */
    async chooseFile(content) {
      const choosing = page.waitForEvent("filechooser");
      await locator(".drop .button-strong").click();
      await (await choosing).setFiles({ name: "credential.json", mimeType: "application/json", buffer: Buffer.from(content) });
    },

    /** @param {...string} contents of one file each */
    async drop(...contents) {
      const transfer = await page.evaluateHandle((texts) => {
        const transfer = new DataTransfer();
        for (const text of texts) transfer.items.add(new File([text], "credential.json"));
        return transfer;
      }, contents);
      for (const type of ["dragenter", "dragover", "drop"]) await locator(".drop").dispatchEvent(type, { dataTransfer: transfer });
    },

    /** @param {string} content */
    async pasteText(content) {
      if (!(await locator("textarea").isVisible())) await locator(".by-text > summary").click();
      await locator("textarea").fill(content);
      await locator(".text-form button").click();
    },

    async another() {
      await locator("button", { hasText: "Verify another credential" }).click();
    },

    /** @param {string} name @param {unknown} value text as it is, anything else as JSON; null takes the attribute away */
    setAttribute: (name, value) =>
      page.evaluate(
        ([name, text]) => {
          const element = document.querySelector("proofpass-verifier");
          if (text === null) element?.removeAttribute(name);
          else element?.setAttribute(name, text);
        },
        /** @type {[string, string | null]} */ ([name, value === null || typeof value === "string" ? value : JSON.stringify(value)]),
      ),

    /** Opens every detail that is there. */
    openAll: () => locator("details").evaluateAll((all) => all.forEach((details) => details.setAttribute("open", ""))),

    /**
     * What does not fit: the page, if it needs sideways scrolling, and whatever is cut off instead of that. Only names
     * may be, which are on one line and can be opened.
     *
     * @returns {Promise<string[]>}
     */
    misfits: () =>
      page.evaluate(() => {
        const tooWide = (/** @type {Element} */ { scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth;
        const shadow = document.querySelector("proofpass-verifier")?.shadowRoot;
        const texts = [...(shadow?.querySelectorAll("dd, dt, p, h2, h3, h4, h5, li, summary, button, input, textarea, label, bdi, code, time, strong") ?? [])]
          .filter((text) => text.checkVisibility() && !text.closest(".announcer, .name:not(.open), .one-words strong"));
        // What is clipped does not scroll, so the edges are compared; outlines have a margin of 4 px.
        const isCut = (/** @type {Element} */ text) => {
          let around = text.parentElement;
          while (around && getComputedStyle(around).overflowX === "visible") around = around.parentElement;
          const [inner, outer] = [text, around ?? document.documentElement].map((element) => element.getBoundingClientRect());
          return inner.left < outer.left - 4.5 || inner.right > outer.right + 4.5;
        };
        const shown = (/** @type {Element} */ text) => `${text.localName}.${text.className}: ${text.textContent?.slice(0, 40)}`;
        const cut = texts.filter((text) => isCut(text) || tooWide(text)).map(shown);
        return tooWide(document.documentElement) ? ["the page", ...cut] : cut;
      }),

    /** Presses Tab until the element has the focus. @param {string} selector */
    async tabTo(selector) {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press("Tab");
        const there = await page.evaluate((wanted) => document.activeElement?.shadowRoot?.activeElement?.matches(wanted) ?? false, selector);
        if (there) return;
      }
      throw new Error(`${selector} was not reached with Tab`);
    },

    /** What has the focus inside the element: its name, and its id if it has one. */
    focused: () =>
      page.evaluate(() => {
        const inside = document.activeElement?.shadowRoot?.activeElement;
        return inside ? `${inside.localName}${inside.id && `#${inside.id}`}` : null;
      }),

    /**
     * What axe-core finds. It must have looked inside the element: a clean bill for an empty page says nothing.
     *
     * @param {string} source
     * @returns {Promise<string[]>}
     */
    async axe(source) {
      await page.evaluate(source);
      const { violations, insides } = await page.evaluate(async () => {
        const results = await /** @type {any} */ (window).axe.run(document);
        const about = (/** @type {any} */ { id, nodes }) => nodes.map((/** @type {any} */ { target, failureSummary }) => `${id}: ${target.flat()}: ${failureSummary}`);
        const contrast = results.passes.find((/** @type {any} */ { id }) => id === "color-contrast");
        const insides = (contrast?.nodes ?? []).filter((/** @type {any} */ { target }) => Array.isArray(target[0]) && target[0].length > 1);
        return { violations: results.violations.flatMap(about), insides: insides.length };
      });
      if (insides < 3) throw new Error(`axe-core measured ${insides} texts inside the element`);
      return violations;
    },

    /** Everything that went wrong so far. @returns {Promise<string[]>} */
    async faults() {
      return [...faults, ...(await page.evaluate(() => /** @type {any} */ (window).violations))];
    },

    close: () => context.close(),
  };
  return self;
}
