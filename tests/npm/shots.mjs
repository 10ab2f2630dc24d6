// @ts-check
/**
 * Pictures of the element in every state, language, width and scheme, for people to look at: `target/shots/*.png`.
 *
 * In scope: making them. Out of scope: judging them. Run by hand: `node shots.mjs [name…]`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium } from "./chromium.mjs";
import { emptyFolder, PKG, ROOT, TARGET } from "./places.mjs";
import { serveFiles } from "./loopback.mjs";
import { openVerifier } from "./verifier-page.mjs";
import { STATES } from "./states.mjs";

const wanted = process.argv.slice(2);
const LANGUAGES = ["en", "de", "es", "fr"];
const WIDTHS = [360, 768, 1440];

const shots = join(TARGET, "shots");
mkdirSync(shots, { recursive: true });
const folder = emptyFolder("shots");
for (const language of LANGUAGES) {
  writeFileSync(
    join(folder, `${language}.html`),
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
    <title>ProofPass</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/page.css"><script type="module" src="/verifier/element.js"></script>
    <main><h1>ProofPass</h1><proofpass-verifier bundle-url="/none/{id}"></proofpass-verifier></main></html>`,
  );
}
const site = await serveFiles({ "/verifier/": PKG, "/page/": join(ROOT, "crates/issuer-api/src/http/page"), "/": folder });
const browser = await launchChromium(["--use-fake-device-for-media-stream"]);
try {
  for (const language of LANGUAGES) {
    for (const { state, reach } of STATES) {
      if (wanted.length > 0 && !wanted.includes(state) && !wanted.includes(language)) continue;
      const verifier = await openVerifier(browser, `${site.origin}/${language}.html`, { permissions: ["camera"], reducedMotion: "reduce" });
      await reach(verifier);
      for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        for (const width of WIDTHS) {
          if (colorScheme === "dark" && (language !== "en" || width === 768)) continue;
          await verifier.page.emulateMedia({ colorScheme });
          await verifier.page.setViewportSize({ width, height: 800 });
          await verifier.page.screenshot({ path: join(shots, `${state}-${language}-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
      await verifier.page.emulateMedia({ media: "print", colorScheme: "light" });
      await verifier.page.setViewportSize({ width: 794, height: 1123 });
      await verifier.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      await verifier.page.screenshot({ path: join(shots, `${state}-${language}-print.png`), fullPage: true });
      await verifier.close();
    }
  }
} finally {
  await browser.close();
  await site.stop();
}
