// @ts-check
/**
 * The page at /verify and the element on it, in Chromium, as a person meets them: served by the real issuer, with
 * credentials it issued.
 *
 * In scope: the ways in, the verdicts on screen, the network shut, trouble, hostile documents, the page's policy. Out of
 * scope: who can use it (`page-access.test.mjs`), verdicts as such (`same-report.test.mjs`), the package's loading
 * (`packaging.test.mjs`).
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { serveFiles } from "./loopback.mjs";
import { emptyFolder, PKG } from "./places.mjs";
import { FAILED_LOAD, largeBundle, setScene } from "./scene.mjs";

/** @typedef {import("./scene.mjs").VerifierPage} VerifierPage */

const MARKUP = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
const TOO_LARGE = " ".repeat(5 * 1024 * 1024 + 1);

/** @type {Awaited<ReturnType<typeof setScene>>} */
let scene;
before(async () => (scene = await setScene("page")));
after(() => scene?.leave());

describe("a genuine credential is verified", () => {
  /** @param {VerifierPage} verifier */
  async function isVerified(verifier) {
    assert.equal(await verifier.verdict(), "Verified");
    assert.match(await verifier.text(".issuer-id"), new RegExp(`^${scene.genuine.issuer}$`));
    assert.match(await verifier.text("[part=claims]"), /Certification ID\s*CERT-001/);
    assert.deepEqual(await verifier.outcomes(), {
      document: "pass document-read",
      structure: "pass data-model-conforms",
      proof: "pass signature-valid",
      issuer: "pass issuer-controls-key",
      validity: "pass within-validity",
      status: "pass no-status",
      schema: "pass no-schema",
      trust: "not-checked no-trust-list",
    });
    // The verdict is about the signature; the page never claims more.
    assert.match(await verifier.text(".verdict-text"), /Whether to trust that issuer was not checked\.$/);
    assert.match(await verifier.text("[part=facts]"), /Anybody can sign a credential/);
  }

  test("by the address behind a QR code", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await isVerified(verifier);
      assert.equal(await verifier.page.title(), "Verified · ProofPass");
      assert.match(await verifier.text(".verdict-how"), /^Checked on this device, .+\. It was loaded from 127\.0\.0\.1:\d+; nothing was uploaded\.$/);
      const [download] = await Promise.all([verifier.page.waitForEvent("download"), verifier.page.click("#download")]);
      assert.equal(readFileSync(await download.path(), "utf8"), scene.bundle);
    }));

  test("by its ID", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.locator("#id").fill(` ${scene.genuine.id} `);
      await verifier.locator(".id-form button").click();
      await isVerified(verifier);
    }));

  test("by its address in place of the ID", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.locator("#id").fill(`${scene.genuine.links.page}?from=code#top`);
      await verifier.locator("#id").press("Enter");
      await isVerified(verifier);
    }));

  test("by a file, with nothing sent anywhere", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.warm();
      const before = verifier.requests.length;
      await verifier.chooseFile(scene.bundle);
      await isVerified(verifier);
      assert.match(await verifier.text(".verdict-how"), /Nothing was uploaded\.$/);
      assert.deepEqual(verifier.requests.slice(before), []);
    }));

  test("by a file that is dropped", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.drop(scene.bundle);
      await isVerified(verifier);
    }));

  test("by its text", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.pasteText(scene.bundle);
      await isVerified(verifier);
    }));

  test("by its text, with the network shut since the page was loaded", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.warm();
      await verifier.page.context().setOffline(true);
      await verifier.pasteText(scene.bundle);
      await isVerified(verifier);
      await verifier.another();
      await verifier.chooseFile(scene.tampered);
      assert.equal(await verifier.verdict(), "Not valid");
    }));

  test("with the report that the issuer's own door gives, byte for byte", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      assert.equal(await verifier.verdict(), "Verified");
      await verifier.locator(".technical > summary").click();
      const saving = verifier.page.waitForEvent("download");
      await verifier.locator("button", { hasText: "Save the report" }).click();
      const saved = readFileSync(await (await saving).path(), "utf8");
      const answer = await fetch(`${scene.issuer.origin}/api/v1/verify`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ bundle: scene.bundle, now: JSON.parse(saved).verifiedAt }),
      });
      assert.equal(await answer.text(), saved);
    }));
});

describe("a bad credential is not", () => {
  test("when a byte was changed", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.chooseFile(scene.tampered);
      assert.equal(await verifier.verdict(), "Not valid");
      const outcomes = await verifier.outcomes();
      assert.equal(outcomes.proof, "fail signature-mismatch");
      assert.equal(outcomes.issuer, "not-checked not-reached");
      assert.match(await verifier.text(".verdict-text"), /The signature does not fit.* Do not rely on it\./);
      assert.equal(await verifier.locator("[part=claims]").getAttribute("open"), null, "unproven claims stay closed");
      assert.match(await verifier.text("[part=facts]"), /Claims to be from/);
    }));

  test("when it has expired", () =>
    scene.onPage(`/verify/${scene.expired.id}`, async (verifier) => {
      assert.equal(await verifier.verdict(), "Not valid");
      const outcomes = await verifier.outcomes();
      assert.equal(outcomes.validity, "fail expired");
      assert.equal(outcomes.proof, "pass signature-valid");
      assert.match(await verifier.text(".verdict-text"), /It has expired\./);
    }));

  test("when it is not valid yet", async () => {
    const early = await scene.issuer.issue({ certificationId: "CERT-004" }, { validFrom: "2999-01-01T00:00:00Z" });
    await scene.onPage(`/verify/${early.id}`, async (verifier) => {
      assert.equal(await verifier.verdict(), "Not valid");
      assert.equal((await verifier.outcomes()).validity, "fail not-yet-valid");
    });
  });

  test("when the file is no credential at all", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.chooseFile("\u0089PNG");
      assert.equal(await verifier.verdict(), "Not valid");
      assert.deepEqual(await verifier.outcomes(), { document: "fail json-syntax" });
      assert.match(await verifier.text(".verdict-text"), /This is not a credential file/);
    }));

  test("when one of a thousand was changed, which is listed first", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.chooseFile(largeBundle());
      assert.equal(await verifier.verdict(), "Not valid");
      assert.match(await verifier.text(".verdict-text"), /^1 of 1,000 credentials failed a check and is listed first\.$/);
      const rows = verifier.locator(".one-of-many");
      assert.equal(await rows.count(), 20, "the rest waits until it is asked for");
      assert.match((await rows.first().textContent()) ?? "", /Part 567.*No\. 567 · Not valid/);
      assert.equal(await verifier.locator(".one-body").count(), 0);
      await rows.first().locator("summary").first().click();
      // The browser says so in a task of its own that a row was opened.
      await verifier.locator(".one-body").first().waitFor();
      assert.equal(await verifier.locator(".one-body").count(), 1);
      await verifier.locator("button", { hasText: "Show 20 of 980 more" }).click();
      assert.equal(await rows.count(), 40);
    }));
});

test("what cannot be checked is neither verified nor rejected", () =>
  scene.onPage("/verify", async (verifier) => {
    const by = issuerWithKey();
    const foreign = secure({ ...credentialBy(by), issuer: "did:web:issuer.example" }, by, { verificationMethod: "did:web:issuer.example#key-1" });
    await verifier.pasteText(JSON.stringify(foreign));
    assert.equal(await verifier.verdict(), "Could not be fully verified");
    assert.equal((await verifier.outcomes()).proof, "not-checked key-unresolved");
    assert.match(await verifier.text("[part=claims]"), /It is not shown that anybody signed these statements/);
  }));

describe("trouble is explained", () => {
  test("when nobody has such an ID", () =>
    scene.onPage(
      "/verify/0198c0de-0000-7000-8000-000000000000",
      async (verifier) => {
        assert.equal(await verifier.verdict(), "No such credential");
        assert.equal(await verifier.page.isVisible("#download"), false);
        assert.ok(await verifier.locator("#id").isVisible(), "another can be tried at once");
      },
      { expectFaults: FAILED_LOAD },
    ));

  for (const id of ["..", ".", "%2e%2e", "a/b", "?x"]) {
    test(`when the ID is ${JSON.stringify(id)}`, () =>
      scene.onPage(
        "/verify",
        async (verifier) => {
          await verifier.locator("#id").fill(id);
          await verifier.locator("#id").press("Enter");
          assert.equal(await verifier.verdict(), "No such credential");
          const asked = verifier.requests.filter((url) => url.includes("/api/"));
          for (const url of asked) assert.match(new URL(url).pathname, /^\/api\/v1\/attestations\/[^/]+\/bundle$/);
        },
        { expectFaults: FAILED_LOAD },
      ));
  }

  test("when the network is shut, and trying again helps", () =>
    scene.onPage(
      "/verify",
      async (verifier) => {
        await verifier.warm();
        await verifier.page.context().setOffline(true);
        await verifier.locator("#id").fill(scene.genuine.id);
        await verifier.locator("#id").press("Enter");
        assert.equal(await verifier.verdict(), "The credential could not be loaded");
        await verifier.page.context().setOffline(false);
        await verifier.locator("button", { hasText: "Try again" }).click();
        assert.equal(await verifier.verdict("Verified"), "Verified");
      },
      { expectFaults: FAILED_LOAD },
    ));

  test("when a template is not public", async () => {
    const secret = await scene.issuer.issue({ certificationId: "CERT-005" }, {}, "private");
    await scene.onPage(
      `/verify/${secret.id}`,
      async (verifier) => assert.match(await verifier.verdict(), /^(No such credential|This credential is not public)$/),
      { expectFaults: FAILED_LOAD },
    );
  });

  test("when a file is too large", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.chooseFile(TOO_LARGE);
      assert.equal(await verifier.verdict(), "Too large");
    }));

  test("when an answer is too large", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.page.route("**/bundle", (route) => route.fulfill({ body: TOO_LARGE }));
      await verifier.locator("#id").fill(scene.genuine.id);
      await verifier.locator("#id").press("Enter");
      assert.equal(await verifier.verdict(), "Too large");
    }));

  test("when several files are dropped", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.drop(scene.bundle, scene.tampered);
      assert.equal(await verifier.verdict(), "One file at a time");
    }));

  test("when the verifier itself cannot be loaded", () =>
    scene.onPage(
      "/verify",
      async (verifier) => {
        await verifier.chooseFile(scene.bundle);
        assert.equal(await verifier.verdict(), "The verifier could not be loaded");
        await verifier.page.unroute("**/*.wasm");
        await verifier.locator("button", { hasText: "Try again" }).click();
        assert.equal(await verifier.verdict("Verified"), "Verified");
      },
      { expectFaults: FAILED_LOAD, blocked: "**/*.wasm" },
    ));

  test("when there is no JavaScript", async () => {
    const context = await scene.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${scene.issuer.origin}/verify/${scene.genuine.id}`);
    assert.ok(await page.locator("noscript .fallback").isVisible());
    await context.close();
  });
});

describe("an earlier question never answers a later one", () => {
  test("when loading was slower than pasting", () =>
    scene.onPage("/verify", async (verifier) => {
      /** @type {() => void} */
      let release = () => {};
      const held = new Promise((resolve) => (release = () => resolve(undefined)));
      await verifier.page.route("**/bundle", async (route) => {
        await held;
        await route.continue().catch(() => {});
      });
      await verifier.locator("#id").fill(scene.genuine.id);
      await verifier.locator("#id").press("Enter");
      await verifier.locator("button", { hasText: "Cancel" }).click();
      await verifier.pasteText(scene.tampered);
      assert.equal(await verifier.verdict(), "Not valid");
      release();
      await verifier.page.waitForTimeout(300);
      assert.equal(await verifier.verdict(), "Not valid");
      assert.deepEqual(await verifier.reports(), ["reject"]);
    }));

  test("when a script asks twice at once", () =>
    scene.onPage("/verify", async (verifier) => {
      const verdicts = await verifier.page.evaluate(
        async ([slow, quick]) => {
          const element = /** @type {any} */ (document.querySelector("proofpass-verifier"));
          const reports = await Promise.all([element.verify(slow), element.verify(quick)]);
          return reports.map(({ verdict }) => verdict);
        },
        [largeBundle(), scene.bundle],
      );
      assert.deepEqual(verdicts, ["reject", "accept"], "each call is answered");
      assert.equal(await verifier.verdict(), "Verified", "the last one is shown");
      assert.deepEqual(await verifier.reports(), ["accept"]);
    }));

  test("when the policy changes while a verdict is shown", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.pasteText(scene.bundle);
      assert.equal(await verifier.verdict(), "Verified");
      await verifier.setPolicy({ trustedIssuers: [issuerWithKey().did] });
      assert.equal(await verifier.verdict("Not valid"), "Not valid");
      assert.equal((await verifier.outcomes()).trust, "fail issuer-not-trusted");
      await verifier.setPolicy({ trustedIssuers: [scene.genuine.issuer] });
      assert.equal(await verifier.verdict("Verified"), "Verified");
      assert.match(await verifier.text("[part=facts]"), /On this page’s list of trusted issuers/);
      assert.match(await verifier.text(".verdict-text"), /The issuer is on this page’s list of trusted issuers\.$/);
    }));
});

describe("a policy that is wrong stops the verifier", () => {
  for (const policy of ["{", "[]", '{"requires":["proof"]}', '{"require":["signature"]}']) {
    test(policy, () =>
      scene.onPage("/verify", async (verifier) => {
        await verifier.page.evaluate((text) => document.querySelector("proofpass-verifier")?.setAttribute("policy", text), policy);
        await verifier.pasteText(scene.bundle);
        assert.equal(await verifier.verdict(), "This page is set up incorrectly");
        assert.deepEqual(await verifier.reports(), []);
      }));
  }
});

describe("hostile text stays text", () => {
  test("in claims that the issuer signed", async () => {
    const attestation = await scene.issuer.issue({ certificationId: MARKUP, note: `\u202E${MARKUP}` });
    await scene.onPage(`/verify/${attestation.id}`, async (verifier) => {
      assert.equal(await verifier.verdict(), "Verified");
      const claims = await verifier.text("[part=claims]");
      assert.ok(claims.includes(MARKUP), claims);
      assert.ok(claims.includes(`⟨U+202E⟩${MARKUP}`), claims);
      assert.equal(await verifier.locator("img, script, iframe, style, [style]").count(), 0);
    });
  });

  test("in names, identifiers and keys, however long, deep or wide", () =>
    scene.onPage("/verify", async (verifier) => {
      const by = issuerWithKey();
      const claims = JSON.parse(
        JSON.stringify({ [MARKUP]: MARKUP, constructor: "c", toString: "t", hasOwnProperty: "h", long: "A".repeat(100_000), wide: Array.from({ length: 5000 }, (_, n) => n) })
          .replace("{", `{"__proto__":{"polluted":${JSON.stringify(MARKUP)}},"deep":${'{"a":'.repeat(50)}1${"}".repeat(50)},`),
      );
      const credential = { ...credentialBy(by, claims), name: MARKUP, issuer: { id: by.did, name: `${MARKUP}${"x".repeat(5000)}` }, type: ["VerifiableCredential", MARKUP] };
      await verifier.pasteText(JSON.stringify(secure(credential, by)));
      assert.equal(await verifier.verdict(), "Verified");
      assert.equal(await verifier.text(".credential-title"), MARKUP);
      assert.equal(await verifier.locator("img, script, iframe, style, [style]").count(), 0);
      assert.equal(await verifier.page.evaluate("({}).polluted"), undefined);
      const claimsText = await verifier.text("[part=claims]");
      assert.match(claimsText, /__proto__/);
      assert.match(claimsText, /Show all 100,000 characters/);
      assert.match(claimsText, /Show 20 of 4,980 more/);
      assert.ok((await verifier.locator("*").count()) < 1500, "what nobody asked for is not made");
      assert.ok(await verifier.fits(), "no sideways scrolling");
      const started = performance.now();
      await verifier.locator("button", { hasText: "Show all 100,000 characters" }).click();
      assert.ok(await verifier.fits(), "no sideways scrolling");
      // A quarter of a second; half a minute without places to break.
      assert.ok(performance.now() - started < 8_000, "a word without end does not stop the page");
      assert.ok((await verifier.text("[part=claims]")).includes("A".repeat(100_000)));
    }, { viewport: { width: 360, height: 740 } }));
});

describe("the page's policy", () => {
  test("is strict", async () => {
    for (const path of ["/verify", `/verify/${scene.genuine.id}`]) {
      const answer = await fetch(`${scene.issuer.origin}${path}`);
      const policy = answer.headers.get("content-security-policy") ?? "";
      for (const directive of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "require-trusted-types-for 'script'"]) {
        assert.ok(policy.split(/; */).includes(directive), `${directive} in ${policy}`);
      }
    }
  });

  test("is enforced, or its silence would prove nothing", () =>
    scene.onPage(
      "/verify",
      async (verifier) => {
        await verifier.page.evaluate(() => document.body.append(Object.assign(document.createElement("img"), { src: "https://elsewhere.example/x.png" })));
        await verifier.page.waitForTimeout(100);
        const faults = await verifier.faults();
        assert.ok(faults.some((fault) => fault.startsWith("securitypolicyviolation: img-src")), faults.join("\n"));
      },
      { expectFaults: /img-src|elsewhere\.example/ },
    ));

  test("lets a page of another origin embed the element", async () => {
    const folder = emptyFolder("page-embedder");
    writeFileSync(
      join(folder, "index.html"),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
      <script type="module" src="${scene.issuer.origin}/assets/verifier/element.js"></script>
      <h1>A shop</h1><proofpass-verifier src="${scene.genuine.links.bundle}"></proofpass-verifier></html>`,
    );
    const policy = `default-src 'none'; script-src ${scene.issuer.origin} 'wasm-unsafe-eval'; connect-src ${scene.issuer.origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
    const shop = await serveFiles({ "/": folder }, { headers: { "content-security-policy": policy } });
    try {
      await scene.onPage(shop.origin, async (verifier) => assert.equal(await verifier.verdict(), "Verified"));
    } finally {
      await shop.stop();
    }
  });
});

test("importing the element where there is no DOM defines nothing and does no harm", async () => {
  const { ProofPassVerifierElement } = await import(join(PKG, "element.js"));
  assert.equal(typeof ProofPassVerifierElement, "function");
});
