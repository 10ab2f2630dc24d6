// @ts-check
/**
 * How issuers want their credentials shown, in Chromium: titles, colours, labels and order in the reader's language; and that
 * no verdict, no claim and no policy of the page gives way to it.
 */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "./chromium.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, PKG } from "./places.mjs";
import { openVerifier } from "./verifier-page.mjs";

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";
const PLACE = "api/v1/templates/harvest/versions/1";
const DISPLAY = {
  credentialType: "Harvest",
  display: { title: { en: "Harvest certificate", de: "Erntezeugnis" }, icon: "sprout", colors: { background: "#14532d", text: "#ffffff" } },
  claims: [
    { claim: "/weight", label: { en: "Weight in kilograms", de: "Gewicht in Kilogramm" }, handling: "plain" },
    { claim: "/farm/owner", label: { en: "Kept by" } },
    { claim: "/farm/name", label: { en: "Called" } },
    { claim: "/farm", label: { en: "Grown at", de: "Angebaut bei" } },
  ],
};

const issuer = issuerWithKey();
const folder = emptyFolder("display");

/** @type {import("./loopback.mjs").Served} */
let site;
/** @type {import("./loopback.mjs").Served} */
let other;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
    <script type="module" src="/verifier/element.js"></script><h1>A shop</h1><proofpass-verifier resolve="self"></proofpass-verifier></html>`);
  site = await serveFiles({ "/verifier/": PKG, "/": folder }, { headers: { "content-security-policy": POLICY } });
  other = await serveFiles({ "/": folder }, { headers: { "access-control-allow-origin": "*" } });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await site?.stop();
  await other?.stop();
});

/** @param {unknown} display what stands beside the schema; text as it is */
function publish(display) {
  mkdirSync(join(folder, PLACE), { recursive: true });
  writeFileSync(join(folder, PLACE, "display"), typeof display === "string" ? display : JSON.stringify(display));
}

/** @param {string} [origin] @param {object} [more] */
const credential = (origin = site.origin, more = {}) => {
  const claims = { note: "first in the file", farm: { name: "Finca La Paz", size: 12, owner: "Rosa" }, weight: 250 };
  return secure({ ...credentialBy(issuer, claims), credentialSchema: { id: `${origin}/${PLACE}/schema`, type: "JsonSchema" }, ...more }, issuer);
};

/**
 * @param {object} document
 * @param {(verifier: import("./verifier-page.mjs").VerifierPage) => Promise<void>} run
 * @param {{ lang?: string, resolve?: string | null, handedOver?: boolean }} [options]
 */
async function shown(document, run, { lang = "en", resolve = "self", handedOver = false } = {}) {
  const verifier = await openVerifier(browser, site.origin);
  try {
    await verifier.page.evaluate(
      ([lang, resolve]) => {
        globalThis.document.documentElement.lang = String(lang);
        const element = globalThis.document.querySelector("proofpass-verifier");
        if (resolve === null) element?.removeAttribute("resolve");
        else element?.setAttribute("resolve", String(resolve));
      },
      [lang, resolve],
    );
    if (handedOver) {
      await verifier.page.evaluate((text) => /** @type {any} */ (globalThis.document.querySelector("proofpass-verifier")).verify(text), JSON.stringify(document));
    } else {
      writeFileSync(join(folder, "credential.json"), JSON.stringify(document));
      await verifier.setAttribute("src", "/credential.json");
    }
    await verifier.locator("[part=result]").waitFor({ timeout: 15_000 });
    await run(verifier);
    assert.deepEqual((await verifier.faults()).filter((fault) => !/Failed to load resource|CORS|ERR_/.test(fault)), []);
  } finally {
    await verifier.close();
  }
}

/** @param {import("./verifier-page.mjs").VerifierPage} verifier */
const labels = (verifier) => verifier.locator("[part=claims] dt").allTextContents();
/** @param {import("./verifier-page.mjs").VerifierPage} verifier */
const title = (verifier) => verifier.text("[part=credential-title]");
/** @param {import("./verifier-page.mjs").VerifierPage} verifier */
const asked = (verifier) => verifier.requests.filter((url) => url.endsWith("/display"));

const PLAIN = ["Type", "Note", "Farm", "Name", "Size", "Owner", "Weight"];

describe("a credential whose issuer says how it is shown", () => {
  test("has its title, its labels and its order, and every claim that nothing is said of after them", async () => {
    publish(DISPLAY);
    await shown(credential(), async (verifier) => {
      assert.equal(await title(verifier), "Harvest certificate");
      assert.deepEqual(await labels(verifier), ["Weight in kilograms", "Grown at", "Kept by", "Called", "Size", "Type", "Note"]);
      const colours = await verifier.locator(".coloured").evaluate((part) => [getComputedStyle(part).backgroundColor, getComputedStyle(part).color]);
      assert.deepEqual(colours, ["rgb(20, 83, 45)", "rgb(255, 255, 255)"]);
      assert.deepEqual(asked(verifier), [`${site.origin}/${PLACE}/display`]);
    });
  });

  test("has them in the reader's language, and in English where there is none", async () => {
    publish(DISPLAY);
    await shown(credential(), async (verifier) => {
      assert.equal(await title(verifier), "Erntezeugnis");
      assert.deepEqual((await labels(verifier)).slice(0, 4), ["Gewicht in Kilogramm", "Angebaut bei", "Kept by", "Called"]);
      assert.equal(await verifier.locator("[part=claims] dt").nth(2).getAttribute("lang"), "en");
    }, { lang: "de" });
  });

  test("is called by its own name first", async () => {
    publish(DISPLAY);
    await shown(credential(site.origin, { name: "Lot 7" }), async (verifier) => assert.equal(await title(verifier), "Lot 7"));
  });

  for (const [what, display] of /** @type {[string, unknown][]} */ ([
    ["no JSON", "<html>"],
    ["null", "null"],
    ["a list", []],
    ["of other types", { display: { title: ["x"], colors: "red" }, claims: { claim: 1 } }],
    ["of strange claims", { claims: [null, 7, { claim: 7 }, { claim: "note" }, { claim: "" }] }],
    ["too large", { display: { title: { en: "x" } }, claims: [], more: "x".repeat(300_000) }],
  ])) {
    test(`is shown as any other where that is ${what}`, async () => {
      publish(display);
      await shown(credential(), async (verifier) => {
        assert.equal(await title(verifier), "Product attestation");
        assert.deepEqual(await labels(verifier), PLAIN);
        assert.equal(await verifier.locator(".coloured").count(), 0);
      });
    });
  }

  test("has no colours that cannot be read, and none that are something else", async () => {
    for (const colors of [{ background: "#777777", text: "#ffffff" }, { background: "#14532d" }, { background: "url(//evil.example)", text: "#ffffff" }, { background: "#14532d;", text: "#ffffff" }]) {
      publish({ ...DISPLAY, display: { colors } });
      await shown(credential(), async (verifier) => {
        assert.deepEqual((await labels(verifier))[0], "Weight in kilograms");
        assert.equal(await verifier.locator(".coloured").count(), 0, JSON.stringify(colors));
      });
    }
  });

  test("has labels that are text and nothing else", async () => {
    publish({ display: { title: { en: "<img src=x onerror=pwned=1>" } }, claims: [{ claim: "/note", label: { en: "<b>\u202Enote</b>" } }, { claim: "/__proto__/x", label: { en: "x" } }] });
    await shown(credential(), async (verifier) => {
      assert.equal(await title(verifier), "<img src=x onerror=pwned=1>");
      assert.equal((await labels(verifier))[0], "<b>⟨U+202E⟩note</b>");
      assert.equal(await verifier.locator("img, [part=claims] b").count(), 0);
    });
  });

  test("is asked about only once, and not at all where it was handed over", async () => {
    publish(DISPLAY);
    await shown(credential(), async (verifier) => {
      assert.deepEqual(await labels(verifier), PLAIN);
      assert.deepEqual(asked(verifier), []);
    }, { handedOver: true });
    await shown(credential(), async (verifier) => {
      await verifier.setAttribute("policy", '{"trustedIssuers":["did:web:nobody.example"]}');
      assert.equal(await verifier.verdict("Not valid"), "Not valid");
      await verifier.setAttribute("policy", "{}");
      assert.equal(await verifier.verdict("Signature valid"), "Signature valid");
      assert.equal(await title(verifier), "Harvest certificate");
      assert.equal(asked(verifier).length, 1);
    });
  });

  test("is asked about only where the page wants things fetched, and of the page's own website where it says so", async () => {
    publish(DISPLAY);
    await shown(credential(), async (verifier) => {
      assert.deepEqual(await labels(verifier), PLAIN);
      assert.deepEqual(asked(verifier), []);
    }, { resolve: null });
    await shown(credential(other.origin), async (verifier) => {
      assert.deepEqual(await labels(verifier), PLAIN);
      assert.deepEqual(asked(verifier), []);
    });
    for (const id of [`${site.origin}/${PLACE}/schema?x`, `${site.origin}/${PLACE}`, `${site.origin}/api/v1/templates/harvest/versions/0/schema`, "javascript:alert(1)"]) {
      await shown(credential(site.origin, { credentialSchema: { id, type: "JsonSchema" } }), async (verifier) => {
        assert.deepEqual(asked(verifier), [], id);
      });
    }
  });

  test("is not asked about where it is not valid, and the verdict stays what it is", async () => {
    publish({ ...DISPLAY, display: { title: { en: "Verified" } } });
    await shown({ ...credential(), issuer: "did:web:elsewhere.example" }, async (verifier) => {
      assert.equal(await verifier.verdict(), "Not valid");
      assert.deepEqual(asked(verifier), []);
    });
    await shown(credential(), async (verifier) => {
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.equal(await verifier.page.evaluate(() => /** @type {any} */ (globalThis.document.querySelector("proofpass-verifier")).report.verdict), "accept");
    });
  });
});
