// @ts-check
/**
 * The printed result: what is on the paper, read from Chromium's own PDF by another library.
 *
 * In scope: that a reader of the paper learns what was found, when, by which policy, of which bytes, and where to verify
 * again; and that nothing on it is only for the screen. Out of scope: how it looks (`shots.mjs` makes pictures).
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { launchChromium } from "./chromium.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, PKG } from "./places.mjs";
import { openVerifier } from "./verifier-page.mjs";

const issuer = issuerWithKey();
const deep = { a: { b: { c: { d: { e: "at the bottom" } } } } };
const good = secure({ ...credentialBy(issuer, { certificationId: "CERT-001", ...deep }), name: "Origin" }, issuer);

/** @type {import("./loopback.mjs").Served} */
let site;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  const folder = emptyFolder("print");
  for (const language of ["en", "de"]) {
    writeFileSync(
      join(folder, `${language}.html`),
      `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
      <script type="module" src="/verifier/element.js"></script><proofpass-verifier></proofpass-verifier></html>`,
    );
  }
  writeFileSync(join(folder, "good.json"), JSON.stringify(good));
  site = await serveFiles({ "/verifier/": PKG, "/": folder });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/**
 * @param {string} document
 * @param {{ language?: string, attributes?: Record<string, unknown> }} [options]
 * @returns {Promise<{ text: string, pages: number, digest: string, verifiedAt: string, openAfter: number }>}
 */
async function printed(document, { language = "en", attributes = {} } = {}) {
  const verifier = await openVerifier(browser, `${site.origin}/${language}.html#top`);
  try {
    for (const [name, value] of Object.entries(attributes)) await verifier.setAttribute(name, value);
    const report = await verifier.page.evaluate(async (text) => {
      const element = /** @type {any} */ (window.document.querySelector("proofpass-verifier"));
      return element.report ?? (text ? element.verify(text) : new Promise((resolve) => addEventListener("proofpass-report", (event) => resolve(/** @type {any} */ (event).detail))));
    }, document);
    const pdf = await getDocument({ data: new Uint8Array(await verifier.page.pdf({ format: "A4" })) }).promise;
    const texts = [];
    for (let page = 1; page <= pdf.numPages; page += 1) {
      const { items } = await (await pdf.getPage(page)).getTextContent();
      texts.push(items.map((item) => ("str" in item ? item.str : "")).join(" "));
    }
    const openAfter = await verifier.locator(".deeper[open], .rejected-claims[open]").count();
    return { text: texts.join(" ").replace(/\s+/g, " "), pages: pdf.numPages, digest: report.credentials[0]?.digest, verifiedAt: report.verifiedAt, openAfter };
  } finally {
    await verifier.close();
  }
}

/** Lines break anywhere in what is long. @param {string} text */
const solid = (text) => text.replace(/\s/g, "");

test("says what was found, when, by which policy, of whom and of what, and where to verify again", async () => {
  const policy = `{"trustedIssuers":["${issuer.did}"]}`;
  const { text, pages, digest, verifiedAt, openAfter } = await printed(JSON.stringify(good), { attributes: { policy } });
  assert.equal(pages, 1, "one sheet");
  for (const expected of ["Verified", "Origin", "CERT-001", "at the bottom", "What was checked", "The signature is right", "About this check", verifiedAt]) {
    assert.ok(text.includes(expected), `${expected} in ${text}`);
  }
  assert.match(text, /Required: File, Form, Signature, Issuer, Dates, Withdrawal, Trust\./);
  for (const expected of [policy, issuer.did, digest, `With the file, at ${site.origin}/en.html`]) assert.ok(solid(text).includes(solid(expected)), `${expected} in ${text}`);
  assert.equal(openAfter, 0, "what was opened for the paper is closed again");
});

test("has nothing on it that is for the screen", async () => {
  const { text } = await printed(JSON.stringify(good));
  for (const control of ["Print", "Verify another", "Technical details", "Copy the report", "Save the", "Choose a file"]) assert.ok(!text.includes(control), `${control} in ${text}`);
});

test("of a rejected credential says so, and shows what it claimed with the warning", async () => {
  const { text } = await printed(JSON.stringify(good).replace("CERT-001", "CERT-002"));
  assert.match(text, /^Not valid .*Do not rely on it\./);
  assert.match(text, /do not rely on these statements\. .*CERT-002/);
});

test("of a credential that was loaded names its address and the page's", async () => {
  const { text } = await printed("", { attributes: { src: `${site.origin}/good.json` } });
  assert.ok(solid(text).includes(solid(`Loaded from ${site.origin}/good.json Verify again At ${site.origin}/en.html`)), text);
});

test("of several credentials has the digest of each", async () => {
  const bundle = { type: "ProofPassBundle", version: 1, credentials: [good, secure({ ...credentialBy(issuer), name: "Second" }, issuer)] };
  const { text, digest } = await printed(JSON.stringify(bundle));
  assert.ok(solid(text).includes(solid(digest)));
  assert.equal(text.match(/sha-256:/g)?.length, 2);
});

test("speaks the reader's language", async () => {
  const { text } = await printed(JSON.stringify(good), { language: "de" });
  assert.match(text, /^Signatur gültig .*Was geprüft wurde .*Über diese Prüfung .*Prüfsumme .*Erneut prüfen Mit der Datei, unter/);
});
