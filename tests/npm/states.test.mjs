// @ts-check
/**
 * Every state of the element in every language: axe-core finds nothing, nothing is cut off or scrolls sideways, light
 * and dark, on a phone, a tablet and a desk. And what a page around it can count on: languages, parts.
 *
 * In scope: the element alone. Out of scope: the issuer's page around it (`page-access.test.mjs`).
 * Spec: <https://www.w3.org/TR/WCAG22/>, level AA.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { launchChromium } from "./chromium.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, PKG } from "./places.mjs";
import { STATES } from "./states.mjs";
import { openVerifier } from "./verifier-page.mjs";

const VERDICTS = { en: "Signature valid", de: "Signatur gültig", es: "Firma válida", fr: "Signature valable" };
const LANGUAGES = Object.keys(VERDICTS);

/** @type {import("./loopback.mjs").Served} */
let site;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  const folder = emptyFolder("states");
  const page = (/** @type {string} */ root, /** @type {string} */ element = "") => `<!doctype html><html ${root}><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark"><title>A shop</title><link rel="icon" href="data:,"><script type="module" src="/verifier/element.js"></script>
    <main><h1>A shop</h1><proofpass-verifier bundle-url="/none/{id}" ${element}></proofpass-verifier></main></html>`;
  for (const language of LANGUAGES) writeFileSync(join(folder, `${language}.html`), page(`lang="${language}"`));
  writeFileSync(join(folder, "none.html"), page(""));
  writeFileSync(join(folder, "arabic.html"), page(`lang="ar" dir="rtl"`));
  writeFileSync(join(folder, "own.html"), page(`lang="en"`, `lang="fr-CA"`));
  site = await serveFiles({ "/verifier/": PKG, "/": folder });
  browser = await launchChromium(["--use-fake-device-for-media-stream"]);
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/**
 * @param {string} page
 * @param {(verifier: import("./verifier-page.mjs").VerifierPage) => Promise<void>} run
 * @param {Parameters<typeof openVerifier>[2]} [options]
 */
async function onPage(page, run, options) {
  const verifier = await openVerifier(browser, `${site.origin}/${page}.html`, { permissions: ["camera"], reducedMotion: "reduce", ...options });
  try {
    await run(verifier);
    assert.deepEqual((await verifier.faults()).filter((fault) => !/Failed to load resource/.test(fault)), []);
  } finally {
    await verifier.close();
  }
}

const stateCalled = (/** @type {string} */ name) => /** @type {STATES[number]} */ (STATES.find(({ state }) => state === name));

for (const language of LANGUAGES) {
  describe(`in ${language}`, () => {
    for (const { state, reach } of STATES) {
      test(state, () =>
        onPage(language, async (verifier) => {
          await reach(verifier);
          assert.equal(await verifier.locator(".root").getAttribute("lang"), language);
          for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
            await verifier.page.emulateMedia({ colorScheme });
            for (const width of [360, 768, 1440]) {
              await verifier.page.setViewportSize({ width, height: 800 });
              assert.deepEqual(await verifier.misfits(), [], `${colorScheme}, ${width} px`);
            }
            // Colours do not change with the width, nor names and roles with the colours.
            await verifier.page.setViewportSize({ width: 360, height: 800 });
            assert.deepEqual(await verifier.axe(axe.source), [], colorScheme);
          }
        }));
    }
  });
}

describe("the language", () => {
  const { reach } = stateCalled("signed");
  const headline = async (/** @type {import("./verifier-page.mjs").VerifierPage} */ verifier) => (await verifier.locator("h2").textContent()) ?? "";
  const loads = (/** @type {string[]} */ requests) => requests.flatMap((url) => /element\/words\/(\w+)\.js$/.exec(url)?.[1] ?? []);

  for (const [language, verdict] of Object.entries(VERDICTS)) {
    test(`${language} is that of the page, and nothing else is loaded`, () =>
      onPage(language, async (verifier) => {
        await reach(verifier);
        assert.equal(await headline(verifier), verdict);
        assert.deepEqual(loads(verifier.requests), language === "en" ? [] : [language]);
        const material = { en: "Organic cotton", de: "Bio-Baumwolle", es: "Algodón orgánico", fr: "Coton biologique" }[language] ?? "";
        assert.ok((await verifier.text(".translated > .foreign")).startsWith(material), "a claim in several languages is shown in the reader's");
      }, { locale: "it-IT" }));
  }

  test("of the element is nearer than that of the page, and its region writes the dates", () =>
    onPage("own", async (verifier) => {
      await reach(verifier);
      assert.equal(await headline(verifier), VERDICTS.fr);
      const month = new Intl.DateTimeFormat("fr-CA", { month: "long" }).format(new Date());
      assert.ok((await verifier.text(".verdict-how")).includes(month));
    }));

  test("is the browser's where the page has none or one that the element does not speak", async () => {
    await onPage("none", async (verifier) => (await reach(verifier), assert.equal(await headline(verifier), VERDICTS.es)), { locale: "es-MX" });
    await onPage("arabic", async (verifier) => (await reach(verifier), assert.equal(await headline(verifier), VERDICTS.de)), { locale: "de-AT" });
  });

  test("is English where nothing else is, also on a page that is written from right to left", () =>
    onPage("arabic", async (verifier) => {
      await reach(verifier);
      assert.equal(await headline(verifier), VERDICTS.en);
      assert.equal(await verifier.locator(".verdict-text").evaluate((text) => getComputedStyle(text).direction), "ltr");
      assert.deepEqual(await verifier.misfits(), []);
    }, { locale: "ja-JP" }));

  test("is English where its words cannot be loaded", () =>
    onPage("en", async (verifier) => {
      await verifier.page.route("**/words/de.js", (route) => route.abort());
      await verifier.page.evaluate(() => (document.documentElement.lang = "de"));
      await reach(verifier);
      assert.equal(await headline(verifier), VERDICTS.en);
    }));

  test("changes with the page's, and keeps what is shown and what was typed", () =>
    onPage("en", async (verifier) => {
      await verifier.locator("#id").fill("half an I");
      await verifier.page.evaluate(() => (document.documentElement.lang = "de"));
      await verifier.locator("label", { hasText: "Kennung des Nachweises" }).waitFor();
      assert.equal(await verifier.locator("#id").inputValue(), "half an I");
      await reach(verifier);
      assert.equal(await headline(verifier), VERDICTS.de);
      await verifier.page.evaluate(() => (document.documentElement.lang = "fr"));
      await verifier.verdict(VERDICTS.fr);
      assert.equal(await verifier.page.evaluate(() => /** @type {any} */ (document.querySelector("proofpass-verifier")).headline), VERDICTS.fr);
    }));
});

test("every part that the documentation names is there in some state, and no other", async () => {
  const readme = readFileSync(join(PKG, "README.md"), "utf8");
  const [, listed] = /there are parts, as in `proofpass-verifier::part\(verdict\)`:([^.]+)\./.exec(readme) ?? [];
  const named = new Set([...listed.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
  const seen = new Set();
  for (const { reach } of STATES) {
    await onPage("en", async (verifier) => {
      await reach(verifier);
      const parts = await verifier.locator("[part]").evaluateAll((all) => all.flatMap((element) => [...element.part]));
      for (const part of parts) seen.add(part);
    });
  }
  assert.deepEqual([...seen].sort(), [...named].sort());
});
