// @ts-check
/** A page that has the packed package, in a Chromium of its own. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium, openPage } from "./chromium.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder } from "./places.mjs";

/**
 * Opens the page, waits for what its script puts on `window`, and closes everything afterwards. Nothing may go wrong in it.
 *
 * @param {string} name of its folder
 * @param {string} installed the package, which stands at `/verifier/`
 * @param {string} script a module
 * @param {string} global what it puts on `window` when it is ready
 * @param {(page: import("playwright-core").Page) => Promise<void>} act
 */
export async function onPackagePage(name, installed, script, global, act) {
  const folder = emptyFolder(name);
  writeFileSync(join(folder, "index.html"), `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>`);
  writeFileSync(join(folder, "main.js"), script);
  const site = await serveFiles({ "/verifier/": installed, "/": folder });
  const browser = await launchChromium();
  try {
    const { page, faults } = await openPage(browser, `${site.origin}/`);
    await page.waitForFunction(`window.${global} !== undefined`);
    await act(page);
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
    await site.stop();
  }
}

/** The module of a page that verifies. */
export const VERIFYING = `import { verifyToJson } from "/verifier/browser.js"; window.verifyToJson = verifyToJson;`;
