// @ts-check
/**
 * What the suites of the page share: a running issuer, a browser, and credentials it issued, good and bad.
 *
 * Every page opened here is held to the same at its end: nothing in the console, no violation of the page's policy, no
 * script of a document run.
 */
import assert from "node:assert/strict";
import { launchChromium } from "./chromium.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { startIssuer } from "./issuer.mjs";
import { openVerifier } from "./verifier-page.mjs";

/** @typedef {import("./verifier-page.mjs").VerifierPage} VerifierPage */

/** A 404 and a request without network are in the console whatever a page does about them. */
export const FAILED_LOAD = /Failed to load resource/;

/** @param {string} suite */
export async function setScene(suite) {
  const issuer = await startIssuer(suite);
  /** @type {import("playwright-core").Browser | undefined} */
  let browser;

  async function leave() {
    await browser?.close();
    await issuer.stop();
  }

  try {
    browser = await launchChromium();
    const genuine = await issuer.issue({ certificationId: "CERT-001" });
    const expired = await issuer.issue(
      { certificationId: "CERT-002" },
      { validFrom: "2020-01-01T00:00:00Z", validUntil: "2021-01-01T00:00:00Z" },
    );
    /** The genuine credential's bundle, as the issuer serves it. */
    const bundle = await (await fetch(genuine.links.bundle)).text();
    const tampered = bundle.replace("CERT-001", "CERT-003");
    assert.notEqual(tampered, bundle);
    return { issuer, browser, genuine, expired, bundle, tampered, onPage: pageOpener(issuer.origin, browser), leave };
  } catch (cause) {
    await leave();
    throw cause;
  }
}

/**
 * @param {string} origin
 * @param {import("playwright-core").Browser} browser
 */
function pageOpener(origin, browser) {
  /**
   * Opens a page, runs the test in it, and looks at what went wrong.
   *
   * @param {string} path on the issuer, or a whole address
   * @param {(verifier: VerifierPage) => Promise<void>} run
   * @param {import("playwright-core").BrowserContextOptions & { blocked?: string, expectFaults?: RegExp }} [options]
   */
  return async function onPage(path, run, { expectFaults, ...options } = {}) {
    const verifier = await openVerifier(browser, new URL(path, origin).href, options);
    try {
      await run(verifier);
      const faults = (await verifier.faults()).filter((fault) => !expectFaults?.test(fault));
      assert.deepEqual(faults, []);
      assert.equal(await verifier.page.evaluate("window.pwned"), undefined);
    } finally {
      await verifier.close();
    }
  };
}

/**
 * @param {number} count
 * @param {number} broken which one was changed after it was signed
 * @returns {string} a bundle
 */
export function largeBundle(count = 1000, broken = 566) {
  const by = issuerWithKey();
  const credentials = Array.from({ length: count }, (_, index) => secure({ ...credentialBy(by), name: `Part ${index + 1}` }, by));
  credentials[broken].credentialSubject.certificationId = "CERT-999";
  return JSON.stringify({ type: "ProofPassBundle", version: 1, credentials });
}
