// @ts-check
/**
 * QR codes before the camera and in pictures, in Chromium: what is verified, what is asked for, what is only shown.
 *
 * In scope: the element on a page of its own under a strict policy. The codes are made by another library, the camera is
 * Chromium's stand-in, which plays a film of the code. Out of scope: the issuer's page (`page.test.mjs`).
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { launchChromium } from "./chromium.mjs";
import { codePicture, EMPTY_PICTURE, writeCameraFilm } from "./codes.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, PKG, ROOT } from "./places.mjs";
import { openVerifier } from "./verifier-page.mjs";

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";
const LINKS = { "/verify/{id}": "/credentials/{id}.json" };

const issuer = issuerWithKey();
const credential = JSON.stringify(secure(credentialBy(issuer), issuer));
const folder = emptyFolder("scan");

const dictionary = readFileSync(join(ROOT, "crates/shared/src/compact/dictionary.txt"));

/** Base45 (RFC 9285). @param {Buffer} bytes */
function base45(bytes) {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes.subarray(at, at + 2);
    let value = pair.length === 2 ? pair.readUInt16BE() : pair[0];
    for (let digit = 0; digit <= pair.length; digit += 1, value = Math.floor(value / 45)) text += digits[value % 45];
  }
  return text;
}

/** The compact form, by another compressor than the issuer's. @param {string | Buffer} document */
const compact = (document) => `PP1:${base45(deflateRawSync(document, { dictionary, level: 9 }))}`;

/** @type {import("./loopback.mjs").Served} */
let site;
/** @type {import("./loopback.mjs").Served} */
let other;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
    <script type="module" src="/verifier/element.js"></script><h1>A shop</h1><proofpass-verifier links='${JSON.stringify(LINKS)}'></proofpass-verifier></html>`;
  writeFileSync(join(folder, "index.html"), page);
  const credentials = emptyFolder("scan-credentials");
  writeFileSync(join(credentials, "c1.json"), credential);
  site = await serveFiles({ "/verifier/": PKG, "/credentials/": credentials, "/": folder }, { headers: { "content-security-policy": POLICY } });
  other = await serveFiles({ "/": credentials });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await site?.stop();
  await other?.stop();
});

/** @typedef {import("./verifier-page.mjs").VerifierPage} VerifierPage */

/**
 * @param {(verifier: VerifierPage) => Promise<void>} run
 * @param {{ browser?: import("playwright-core").Browser, mayUseCamera?: boolean }} [options]
 */
async function onPage(run, { browser: chosen = browser, mayUseCamera = false } = {}) {
  const verifier = await openVerifier(chosen, site.origin);
  try {
    // Nobody is there to be asked otherwise, and the browser takes that for a no.
    if (mayUseCamera) await verifier.page.context().grantPermissions(["camera"]);
    await run(verifier);
    assert.deepEqual((await verifier.faults()).filter((fault) => !/Failed to load resource/.test(fault)), []);
  } finally {
    await verifier.close();
  }
}

/** @param {VerifierPage} verifier @param {Buffer} picture @param {string} [mimeType] */
async function choosePicture(verifier, picture, mimeType = "image/gif") {
  const choosing = verifier.page.waitForEvent("filechooser");
  await verifier.locator(".drop .button-strong").click();
  await (await choosing).setFiles({ name: "photo", mimeType, buffer: picture });
}

/** @param {VerifierPage} verifier */
const holds = (verifier) => verifier.locator("[part=code]").getAttribute("data-code-holds", { timeout: 10_000 });

describe("a code in a picture", () => {
  test("that is a credential is verified, and nothing is uploaded", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture(credential));
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.match(await verifier.text(".verdict-how"), /Nothing was uploaded\.$/);
      assert.ok(verifier.requests.every((url) => url.startsWith("data:") || new URL(url).pathname.match(/^\/($|verifier\/)/)), verifier.requests.join("\n"));
    }));

  test("that is a changed credential is not valid", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture(credential.replace("CERT-001", "CERT-002")));
      assert.equal(await verifier.verdict(), "Not valid");
    }));

  test("that is a whole credential in the compact form is verified, and what it says is shown", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture(compact(credential)));
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.match(await verifier.text("[part=claims]"), /CERT-001/);
      assert.ok(verifier.requests.every((url) => url.startsWith("data:") || new URL(url).pathname.match(/^\/($|verifier\/)/)), verifier.requests.join("\n"));
    }));

  test("that is a changed credential in the compact form is not valid", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture(compact(credential.replace("CERT-001", "CERT-002"))));
      assert.equal(await verifier.verdict(), "Not valid");
    }));

  test("in the compact form is told to be damaged where it is: cut short, no Base45, followed by something, a bomb", () =>
    onPage(async (verifier) => {
      const good = compact(credential);
      const bomb = compact(Buffer.alloc(1 << 20, " "));
      for (const text of [good.slice(0, -6), "PP1:", "PP1:GGW", "PP1:bb8", "PP1:BB8B", `${good}000`, bomb, `PP1:${"0".repeat(2900)}`]) {
        await choosePicture(verifier, codePicture(text));
        assert.equal(await verifier.verdict("The code is damaged"), "The code is damaged", text.slice(0, 40));
        await choosePicture(verifier, EMPTY_PICTURE);
        await verifier.verdict("No QR code found");
      }
      // As large as may come out: no credential, but read.
      await choosePicture(verifier, codePicture(compact(Buffer.alloc(64 << 10, " "))));
      assert.equal(await verifier.verdict("Not valid"), "Not valid");
    }));

  test("in the compact form is read as text and from a script, too", () =>
    onPage(async (verifier) => {
      const verdicts = await verifier.page.evaluate(async (texts) => {
        const element = /** @type {any} */ (document.querySelector("proofpass-verifier"));
        const found = [];
        for (const text of texts) found.push((await element.verify(text)).verdict);
        return found;
      }, [compact(credential), `\n ${compact(credential)}\n`]);
      assert.deepEqual(verdicts, ["accept", "accept"]);
    }));

  test("has a dictionary that is the issuer's", async () => {
    const { DICTIONARY } = await import(join(PKG, "element/compact.js"));
    assert.equal(DICTIONARY, dictionary.toString());
  });

  test("that leads into an app is the page behind it, where this page knows that", () =>
    onPage(async (verifier) => {
      const link = (/** @type {string} */ service) => `proofpass://verify/c1?service=${encodeURIComponent(service)}`;
      await choosePicture(verifier, codePicture(link(site.origin)));
      assert.equal(await verifier.verdict(), "Signature valid");
      await verifier.another();
      await choosePicture(verifier, codePicture(link(other.origin)));
      assert.equal(await verifier.verdict(), "This code leads to another website");
      assert.deepEqual(other.requests, []);
      for (const text of ["proofpass://verify/c1", link("javascript:alert(1)//"), link("https://a@evil.example"), "proofpass://other/c1?service=https%3A%2F%2Fa.example"]) {
        await choosePicture(verifier, codePicture(text));
        assert.equal(await verifier.verdict("There is no credential in this code"), "There is no credential in this code", text);
      }
    }));

  test("that leads to a credential the page knows to ask for is loaded and verified", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture(`${site.origin}/verify/c1?from=label`));
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.equal(await verifier.page.evaluate(() => /** @type {any} */ (document.querySelector("proofpass-verifier")).address), `${site.origin}/credentials/c1.json`);
    }));

  test("that leads to one that is not there is trouble", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture(`${site.origin}/verify/nobody`));
      assert.equal(await verifier.verdict(), "No such credential");
    }));

  test("that leads to another website is shown and not asked, and the page stays where it is", () =>
    onPage(async (verifier) => {
      for (const address of [`${other.origin}/c1.json`, `${other.origin}/verify/c1`, `${site.origin}/elsewhere/c1`]) {
        await choosePicture(verifier, codePicture(address));
        await verifier.locator(".code-link", { hasText: new URL(address).host }).waitFor();
        assert.equal(await verifier.verdict(), "This code leads to another website");
        assert.equal(await holds(verifier), "link");
        const link = verifier.locator(".code-link");
        assert.equal(await link.getAttribute("href"), address);
        assert.equal(await link.getAttribute("rel"), "noopener noreferrer nofollow");
        assert.equal(await verifier.page.url(), `${site.origin}/`);
      }
      assert.deepEqual(other.requests, []);
      assert.equal(await verifier.focused(), "h2");
    }));

  test("that names a product by GS1 Digital Link says so, and that it proves nothing", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture("https://id.gs1.example/01/09506000134352/10/LOT%2F7/21/S-1?17=271231"));
      assert.equal(await verifier.verdict(), "This code names a product");
      assert.match(await verifier.text("[part=code] dl"), /09506000134352\s*Batch\s*LOT\/7\s*Serial number\s*S-1\s*Leads to\s*id\.gs1\.example/);
      assert.match(await verifier.text("[part=code] .verdict-text"), /anybody can print such a code/);
    }));

  test("whose product number is wrong is only an address", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, codePicture("https://id.gs1.example/01/09506000134353"));
      assert.equal(await verifier.verdict(), "This code leads to another website");
    }));

  for (const text of ["Grüße, 商品", "javascript:alert(1)", "https://shop.example@evil.example/", "<img src=x onerror=pwned=1>", "WIFI:S:x;;"]) {
    test(`that is ${JSON.stringify(text)} is shown as text`, () =>
      onPage(async (verifier) => {
        await choosePicture(verifier, codePicture(text));
        assert.equal(await verifier.verdict(), "There is no credential in this code");
        assert.equal(await verifier.text(".code-text"), text);
        assert.equal(await verifier.locator("[part=code] a, img").count(), 0);
      }));
  }

  test("that is in none, or in no picture at all, is said to be missing", () =>
    onPage(async (verifier) => {
      await choosePicture(verifier, EMPTY_PICTURE);
      assert.equal(await verifier.verdict(), "No QR code found");
      await choosePicture(verifier, Buffer.from("no picture"), "image/png");
      assert.equal(await verifier.verdict("The picture could not be opened"), "The picture could not be opened");
      assert.ok(await verifier.locator(".drop .button-strong").isVisible(), "another can be chosen at once");
    }));

  test("may be small in a large photograph, or large", () =>
    onPage(async (verifier) => {
      for (const scale of [2, 12]) {
        await choosePicture(verifier, codePicture(credential, scale));
        assert.equal(await verifier.verdict("Signature valid"), "Signature valid");
        await verifier.another();
      }
    }));

  test("is not looked up in addresses that a page wrote wrongly", () =>
    onPage(async (verifier) => {
      for (const links of ["{", '{"https://shop.example/{host}/{id}":"https://{host}/{id}"}']) {
        await verifier.setAttribute("links", links);
        await choosePicture(verifier, codePicture("https://shop.example/evil.example/1"));
        assert.equal(await verifier.verdict("This page is set up incorrectly"), "This page is set up incorrectly");
      }
    }));
});

/**
 * @param {string | null} text in the code before the camera
 * @param {(browser: import("playwright-core").Browser) => Promise<void>} run
 */
async function withCamera(text, run) {
  const film = join(emptyFolder("scan-film"), "film.y4m");
  writeCameraFilm(film, text);
  const own = await launchChromium({ args: ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`] });
  try {
    await run(own);
  } finally {
    await own.close();
  }
}

/** Where it counts, the scan is started with the keyboard. @param {VerifierPage} verifier */
async function scan(verifier) {
  await verifier.tabTo(".button-scan");
  await verifier.page.keyboard.press("Enter");
}

describe("a code before the camera", () => {
  test("that is a credential is verified, and the camera is off then", () =>
    withCamera(credential, (own) =>
      onPage(async (verifier) => {
        await verifier.page.evaluate(() => {
          const { mediaDevices } = navigator;
          const ask = mediaDevices.getUserMedia.bind(mediaDevices);
          mediaDevices.getUserMedia = async (wanted) => (/** @type {any} */ (window).stream = await ask(wanted));
        });
        await scan(verifier);
        assert.equal(await verifier.verdict(), "Signature valid");
        assert.equal(await verifier.focused(), "h2");
        assert.equal(await verifier.page.evaluate("stream.active"), false);
      }, { browser: own, mayUseCamera: true })));

  test("that leads to a known credential is loaded and verified", () =>
    withCamera(`${site.origin}/verify/c1`, (own) =>
      onPage(async (verifier) => {
        await scan(verifier);
        assert.equal(await verifier.verdict(), "Signature valid");
      }, { browser: own, mayUseCamera: true })));

  test("that is not there is waited for; cancelling, or leaving the page, switches the camera off", () =>
    withCamera(null, (own) =>
      onPage(async (verifier) => {
        const streaming = () => verifier.locator("video").evaluate((video) => /** @type {any} */ ((/** @type {any} */ (window).stream = /** @type {HTMLVideoElement} */ (video).srcObject)).active);
        await scan(verifier);
        await verifier.locator("video").waitFor({ timeout: 15_000 });
        assert.equal(await streaming(), true);
        assert.equal(await verifier.text(".camera-advice"), "Point the camera at the QR code.");
        const region = verifier.page.locator("proofpass-verifier").getByRole("status");
        assert.equal(await region.textContent(), "Point the camera at the QR code.");
        await verifier.locator(".camera-advice", { hasText: "No code found yet." }).waitFor({ timeout: 15_000 });
        await verifier.locator("button", { hasText: "Cancel" }).click();
        assert.equal(await verifier.page.evaluate("stream.active"), false);
        assert.ok(await verifier.locator(".drop").isVisible());
        await scan(verifier);
        await verifier.locator("video").waitFor({ timeout: 15_000 });
        assert.equal(await streaming(), true);
        await verifier.page.evaluate(() => document.querySelector("proofpass-verifier")?.remove());
        assert.equal(await verifier.page.evaluate("stream.active"), false);
      }, { browser: own, mayUseCamera: true })));

  test("is not seen where a person refuses the camera", () =>
    withCamera(credential, (own) =>
      onPage(async (verifier) => {
        await scan(verifier);
        assert.equal(await verifier.verdict(), "The camera is not allowed");
        assert.ok(await verifier.locator("button", { hasText: "Try again" }).isVisible());
      }, { browser: own })));

  test("is not seen where there is no camera", () =>
    onPage(async (verifier) => {
      await scan(verifier);
      assert.equal(await verifier.verdict(), "No camera found");
      assert.equal(await verifier.locator("button", { hasText: "Try again" }).count(), 0);
    }, { mayUseCamera: true }));

  test("cannot be scanned where the reader of codes is missing, which is said", () =>
    onPage(async (verifier) => {
      await verifier.page.route("**/qr/decode.js", (route) => route.abort());
      await choosePicture(verifier, codePicture(credential));
      assert.equal(await verifier.verdict(), "The verifier could not be loaded");
    }));
});
