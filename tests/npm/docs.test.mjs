// @ts-check
/**
 * The REST interface for people, in Chromium: without any script, on a phone and on a desk, in the dark; what axe-core finds.
 * Pictures of it are in `target/npm/docs-shots`.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { launchChromium } from "./chromium.mjs";
import { startIssuer } from "./issuer.mjs";
import { emptyFolder } from "./places.mjs";

const PAGES = ["/docs", "/docs?q=passport", "/docs/createPassport", "/docs/verify", "/docs/issueAttestations", "/docs/health"];

/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  issuer = await startIssuer("docs");
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await issuer?.stop();
});

test("every page fits a phone and a desk, light and dark, and axe-core finds nothing", async () => {
  const shots = emptyFolder("docs-shots");
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [360, 1280]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      const page = await context.newPage();
      /** @type {string[]} */
      const faults = [];
      page.on("console", (message) => void (["error", "warning"].includes(message.type()) && faults.push(message.text())));
      for (const path of PAGES) {
        const answer = await page.goto(`${issuer.origin}${path}`);
        assert.equal(answer?.status(), 200, path);
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        const name = path.replaceAll(/[^a-z]+/gi, "-");
        await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: path !== "/docs" });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${path} at ${width}`);
        await page.addScriptTag({ content: axe.source });
        const found = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
        assert.deepEqual(found.violations.map((/** @type {any} */ one) => [one.id, one.nodes[0].html.slice(0, 200)]), [], `${path} at ${width} ${colorScheme}`);
      }
      assert.deepEqual(faults, []);
      await context.close();
    }
  }
});

test("it is looked through and followed without a script and with the keyboard", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${issuer.origin}/docs`);
  await page.getByLabel("Look for an operation").focus();
  await page.keyboard.type("qr passport");
  await page.keyboard.press("Enter");
  await page.getByRole("status").waitFor();
  assert.match(page.url(), /\/docs\?q=qr\+passport$/);
  await page.getByRole("link", { name: "Fetch the QR code of a passport" }).click();
  assert.match(page.url(), /\/docs\/fetchPassportQrCode$/);
  assert.match(String(await page.locator("pre").textContent()), /^curl "http:\/\/127\.0\.0\.1:\d+\/api\/v1\/passports\/\$ID\/qr"/);
  await page.getByRole("link", { name: "invalid-request" }).click();
  await page.getByRole("heading", { name: "The request breaks a rule" }).waitFor();
  await context.close();
});
