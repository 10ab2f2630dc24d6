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
import { createServer } from "node:http";
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

/**
 * A bundle is gathered anew whenever somebody asks.
 *
 * @param {string} text
 */
const timeless = (text) => text.replaceAll(/"(gatheredAt|at)":"[^"]+"/g, "");

describe("a genuine credential is found to be signed", () => {
  /** @param {VerifierPage} verifier */
  async function isSigned(verifier) {
    assert.equal(await verifier.verdict(), "Signature valid");
    assert.match(await verifier.text(".issuer-id"), new RegExp(`^${scene.genuine.issuer}$`));
    assert.match(await verifier.text("[part=claims]"), /Certification ID\s*CERT-001/);
    assert.deepEqual(await verifier.outcomes(), {
      document: "pass document-read",
      structure: "pass data-model-conforms",
      proof: "pass signature-valid",
      issuer: "pass issuer-controls-key",
      validity: "pass within-validity",
      status: "pass status-clear",
      // It names one, which is published elsewhere.
      schema: "not-checked schema-unresolved",
      resources: "pass no-resources",
      domain: "not-checked no-domain",
      trust: "not-checked no-trust-list",
    });
    // The verdict is about the signature; the page never claims more, and shows whom it is about.
    assert.match(await verifier.text(".verdict-text"), /Who signed it is yours to judge: anybody can sign\./);
    assert.match(await verifier.text("[part=signer]"), /^Signed by\s*did:key:.+Calls itself\s*“Loom & Sons”/);
    assert.equal(await verifier.page.title(), "Signature valid · ProofPass");
  }

  test("by the address behind a QR code", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await isSigned(verifier);
      assert.match(await verifier.text(".verdict-how"), /^Checked on this device, \d+ \w+ \d{4} at \d\d:\d\d CES?T\. It was loaded from 127\.0\.0\.1:\d+; nothing was uploaded\.$/);
      const [download] = await Promise.all([verifier.page.waitForEvent("download"), verifier.page.click("#download")]);
      assert.equal(timeless(readFileSync(await download.path(), "utf8")), timeless(scene.bundle));
    }));

  test("by its ID", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.locator("#id").fill(` ${scene.genuine.id} `);
      await verifier.locator(".id-form button").click();
      await isSigned(verifier);
    }));

  test("by its address in place of the ID", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.locator("#id").fill(`${scene.genuine.links.page}?from=code#top`);
      await verifier.locator("#id").press("Enter");
      await isSigned(verifier);
    }));

  test("by a file, with nothing sent anywhere", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.warm();
      const before = verifier.requests.length;
      await verifier.chooseFile(scene.bundle);
      await isSigned(verifier);
      assert.match(await verifier.text(".verdict-how"), /Nothing was uploaded\.$/);
      // What it takes to read a status list, which the first module does not know.
      const modules = `${scene.issuer.origin}/assets/verifier/`;
      assert.deepEqual(verifier.requests.slice(before).filter((url) => !url.startsWith(modules)), []);
    }));

  test("by a file that is dropped", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.drop(scene.bundle);
      await isSigned(verifier);
    }));

  test("by its text", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.pasteText(scene.bundle);
      await isSigned(verifier);
    }));

  test("by its text, with the network shut since another one was verified", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.pasteText(scene.bundle);
      await isSigned(verifier);
      await verifier.another();
      await verifier.page.context().setOffline(true);
      await verifier.pasteText(scene.bundle);
      await isSigned(verifier);
      await verifier.another();
      await verifier.chooseFile(scene.tampered);
      assert.equal(await verifier.verdict(), "Not valid");
    }));

  test("with the report that the issuer's own door gives, byte for byte", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      assert.equal(await verifier.verdict(), "Signature valid");
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

describe("how far a good signature goes", () => {
  const stranger = issuerWithKey();
  const strange = JSON.stringify(secure(credentialBy(stranger), stranger));

  test("an issuer that the page knows is vouched for, and a stranger is no worse for not being known", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.setAttribute("known-issuers", [scene.genuine.issuer]);
      assert.equal(await verifier.verdict("Verified"), "Verified");
      assert.equal(await verifier.page.title(), "Verified · ProofPass");
      assert.match(await verifier.text("[part=facts]"), /^Signed by\s*On this page’s list of trusted issuers\.\s*did:key:/);
      await verifier.another();
      await verifier.pasteText(strange);
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.ok((await verifier.text("[part=signer]")).includes(stranger.did));
      assert.equal((await verifier.outcomes()).trust, "not-checked no-trust-list");
    }));

  test("knowing an issuer does not make its credential better", () =>
    scene.onPage(`/verify/${scene.expired.id}`, async (verifier) => {
      await verifier.setAttribute("known-issuers", [scene.genuine.issuer]);
      await verifier.page.waitForFunction(() => /** @type {any} */ (window).reports.length > 0);
      assert.equal(await verifier.verdict(), "Not valid");
      assert.equal((await verifier.outcomes()).trust, "pass issuer-trusted");
      await verifier.another();
      await verifier.pasteText(scene.tampered);
      assert.equal(await verifier.verdict(), "Not valid");
    }));

  test("a policy with trusted issuers decides alone", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.setAttribute("known-issuers", [stranger.did]);
      await verifier.setAttribute("policy", { trustedIssuers: [scene.genuine.issuer] });
      await verifier.pasteText(strange);
      assert.equal(await verifier.verdict(), "Not valid");
    }));

  for (const known of ["", "null", "{}", '["x', "[1]"]) {
    test(`known issuers that are ${JSON.stringify(known)} are a mistake of the page`, () =>
      scene.onPage("/verify", async (verifier) => {
        await verifier.setAttribute("known-issuers", known);
        await verifier.pasteText(strange);
        assert.equal(await verifier.verdict(), "This page is set up incorrectly");
      }));
  }

  test("several signatures are not worth more than one", () =>
    scene.onPage("/verify", async (verifier) => {
      // With the lists that say what was withdrawn.
      const evidence = JSON.parse(scene.bundle);
      const bundle = (/** @type {unknown[]} */ ...credentials) => JSON.stringify({ ...evidence, bundle: { ...evidence.bundle, credentials } });
      await verifier.setAttribute("known-issuers", [scene.genuine.issuer]);
      await verifier.pasteText(bundle(JSON.parse(strange), scene.genuine.credential));
      assert.equal(await verifier.verdict(), "Signatures valid");
      assert.match(await verifier.text(".verdict-text"), /All 2 credentials are signed .+ Who signed 2 of them is yours to judge/);
      assert.match(await verifier.text(".one-of-many"), /Signature valid/);
      await verifier.another();
      await verifier.pasteText(bundle(scene.genuine.credential, scene.genuine.credential));
      assert.equal(await verifier.verdict(), "Verified");
    }));

  test("what a policy did not ask about is said beside the verdict", () =>
    scene.onPage("/verify", async (verifier) => {
      const revocable = { ...credentialBy(stranger), credentialStatus: { type: "OtherStatusEntry" } };
      await verifier.setAttribute("policy", { require: [], trustedIssuers: [stranger.did] });
      await verifier.pasteText(JSON.stringify(secure(revocable, stranger)));
      assert.equal(await verifier.verdict(), "Verified");
      assert.match(await verifier.text(".verdict-text"), /Whether its issuer has withdrawn it was not checked\./);
    }));

  test("what was added after signing is not said to be unchanged", () =>
    scene.onPage("/verify", async (verifier) => {
      const signed = secure(credentialBy(stranger), stranger);
      await verifier.pasteText(JSON.stringify({ ...signed, "@context": [...signed["@context"], "https://more.example/context"] }));
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.equal((await verifier.outcomes()).proof, "pass contexts-added");
      const text = await verifier.text(".verdict-text");
      assert.match(text, /Definitions of terms were added later, which it does not cover\./);
      assert.doesNotMatch(text, /Nothing was changed/);
    }));

  test("where there is nothing to check, nothing has passed", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.pasteText(strange);
      await verifier.verdict();
      for (const check of ["status", "schema"]) {
        assert.match(await verifier.text(`[data-check=${check}] .check-head`), /Nothing to check$/);
        const colours = await verifier.locator(`[data-check=${check}], [data-check=trust], [data-check=proof]`).evaluateAll((rows) =>
          rows.map((row) => getComputedStyle(/** @type {Element} */ (row.querySelector(".check-outcome"))).color),
        );
        const [proof, nothing, trust] = colours;
        assert.notEqual(nothing, proof, "not the colour of merit");
        assert.equal(nothing, trust);
      }
      assert.match(await verifier.text("[data-check=status] .check-sentence"), /^Its issuer made no way to withdraw it/);
    }));
});

describe("the page around it follows what it shows", () => {
  const UNKNOWN = "/verify/0198c0de-0000-7000-8000-000000000000";

  test("in its title", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      const title = () => verifier.page.title();
      await verifier.verdict();
      assert.equal(await title(), "Signature valid · ProofPass");
      await verifier.another();
      assert.equal(await title(), "Verify a credential · ProofPass");
      await verifier.pasteText(scene.tampered);
      await verifier.verdict();
      assert.equal(await title(), "Not valid · ProofPass");
      await verifier.another();
      await verifier.drop(scene.bundle, scene.bundle);
      await verifier.verdict();
      assert.equal(await title(), "One file at a time · ProofPass");
    }));

  test("in what it offers to download: the document that is shown, and no other", () =>
    scene.onPage(
      UNKNOWN,
      async (verifier) => {
        const offered = async () => ((await verifier.page.isVisible("#download")) ? await verifier.page.getAttribute("#download", "href") : null);
        assert.equal(await verifier.verdict(), "No such credential");
        assert.equal(await offered(), null);
        await verifier.pasteText(scene.bundle);
        await verifier.verdict("Signature valid");
        assert.equal(await offered(), null, "what was pasted is nowhere to be downloaded");
        await verifier.another();
        await verifier.locator("#id").fill(scene.genuine.id);
        await verifier.locator("#id").press("Enter");
        await verifier.verdict("Signature valid");
        assert.equal(await offered(), scene.genuine.links.bundle);
        await verifier.another();
        assert.equal(await offered(), null);
      },
      { expectFaults: FAILED_LOAD },
    ));

  test("by the element's own word: report, address and headline", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      const word = () =>
        verifier.page.evaluate(() => {
          const { report, address, headline } = /** @type {any} */ (document.querySelector("proofpass-verifier"));
          return [report && report.verdict, address, headline];
        });
      assert.deepEqual(await word(), ["accept", scene.genuine.links.bundle, "Signature valid"]);
      await verifier.another();
      assert.deepEqual(await word(), [null, null, ""]);
    }));
});

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
        assert.equal(await verifier.verdict("Signature valid"), "Signature valid");
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
        assert.equal(await verifier.verdict("Signature valid"), "Signature valid");
      },
      { expectFaults: FAILED_LOAD, blocked: "**/*.wasm" },
    ));

  test("when there is no JavaScript", async () => {
    const context = await scene.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${scene.issuer.origin}/verify/${scene.genuine.id}`);
    const advice = page.locator("noscript .fallback");
    assert.ok(await advice.isVisible());
    // What it says is where the file is.
    const [part, other, end] = await advice.locator("code").allTextContents();
    const answer = await fetch(scene.genuine.links.page.replace(part, other) + end);
    assert.equal(timeless(await answer.text()), timeless(scene.bundle));
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
      assert.equal(await verifier.verdict(), "Signature valid", "the last one is shown");
      assert.deepEqual(await verifier.reports(), ["accept"]);
    }));

  test("when the policy changes while a verdict is shown, which is judged again without asking for it again", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      assert.equal(await verifier.verdict(), "Signature valid");
      await verifier.page.context().setOffline(true);
      await verifier.setAttribute("policy", { trustedIssuers: [issuerWithKey().did] });
      assert.equal(await verifier.verdict("Not valid"), "Not valid");
      assert.equal((await verifier.outcomes()).trust, "fail issuer-not-trusted");
      await verifier.setAttribute("policy", { trustedIssuers: [scene.genuine.issuer] });
      assert.equal(await verifier.verdict("Verified"), "Verified");
      assert.match(await verifier.text("[part=facts]"), /On this page’s list of trusted issuers/);
      assert.match(await verifier.text(".verdict-text"), /The issuer is on this page’s list of trusted issuers\.$/);
    }));

  test("when the policy changes while somebody is about to ask for something else", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      await verifier.another();
      await verifier.locator("#id").fill("half an I");
      await verifier.setAttribute("policy", { trustedIssuers: [] });
      await verifier.page.waitForTimeout(300);
      assert.equal(await verifier.locator("h2").count(), 0);
      assert.equal(await verifier.locator("#id").inputValue(), "half an I");
    }));

  test("when the policy changes while what somebody pasted is shown, on a page with an address of its own", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      await verifier.another();
      await verifier.pasteText(scene.tampered);
      assert.equal(await verifier.verdict(), "Not valid");
      await verifier.setAttribute("policy", { require: [] });
      await verifier.page.waitForFunction(() => /** @type {any} */ (window).reports.length === 3);
      assert.deepEqual(await verifier.reports(), ["accept", "reject", "reject"]);
    }));

  test("when the source is taken away", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      await verifier.setAttribute("src", null);
      await verifier.locator("#id").waitFor();
      assert.equal(await verifier.locator("h2").count(), 0);
      await verifier.pasteText(scene.tampered);
      await verifier.verdict("Not valid");
      await verifier.setAttribute("src", scene.genuine.links.bundle);
      await verifier.verdict("Signature valid");
    }));

  test("when the source is taken away from what somebody pasted", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      await verifier.another();
      await verifier.pasteText(scene.tampered);
      await verifier.verdict("Not valid");
      await verifier.setAttribute("src", null);
      await verifier.page.waitForTimeout(200);
      assert.equal(await verifier.verdict(), "Not valid");
    }));

  /** @param {VerifierPage} verifier */
  const move = (verifier) => verifier.page.evaluate(() => document.querySelector("footer")?.before(/** @type {Node} */ (document.querySelector("proofpass-verifier"))));

  test("when the element is moved while it waits", () =>
    scene.onPage("/verify", async (verifier) => {
      let held = true;
      await verifier.page.route("**/bundle", (route) => (held ? undefined : route.continue()));
      await verifier.setAttribute("src", scene.genuine.links.bundle);
      await verifier.locator(".waiting").waitFor();
      held = false;
      await move(verifier);
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.equal(await verifier.locator("[aria-busy]").count(), 0);
    }));

  test("when the element leaves the page while it waits", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.page.route("**/bundle", () => {});
      await verifier.setAttribute("src", scene.genuine.links.bundle);
      await verifier.locator(".waiting").waitFor();
      const busy = await verifier.page.evaluate(() => {
        const element = document.querySelector("proofpass-verifier");
        element?.remove();
        return element?.shadowRoot?.querySelectorAll("[aria-busy], .waiting").length;
      });
      assert.equal(busy, 0);
    }, { expectFaults: FAILED_LOAD }));

  test("when the element is moved after somebody was done with its source", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      await verifier.another();
      await move(verifier);
      await verifier.page.waitForTimeout(300);
      assert.equal(await verifier.locator("h2").count(), 0);
    }));

  test("when the element is moved while a verdict is shown", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      await move(verifier);
      await verifier.page.waitForTimeout(300);
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.deepEqual(await verifier.reports(), ["accept"]);
    }));
});

describe("a policy that is wrong stops the verifier", () => {
  for (const policy of ["{", "[]", "null", '{"requires":["proof"]}', '{"require":["signature"]}']) {
    test(policy, () =>
      scene.onPage("/verify", async (verifier) => {
        await verifier.setAttribute("policy", policy);
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
      assert.equal(await verifier.verdict(), "Signature valid");
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
      assert.equal(await verifier.verdict(), "Signature valid");
      assert.equal(await verifier.text(".credential-title"), MARKUP);
      assert.equal(await verifier.locator("img, script, iframe, style, [style]").count(), 0);
      assert.equal(await verifier.page.evaluate("({}).polluted"), undefined);
      const claimsText = await verifier.text("[part=claims]");
      assert.match(claimsText, /__proto__/);
      assert.match(claimsText, /Show all 100,000 characters/);
      assert.match(claimsText, /Show 20 of 4,980 more/);
      assert.ok((await verifier.locator("*").count()) < 1500, "what nobody asked for is not made");
      assert.deepEqual(await verifier.misfits(), []);
      const started = performance.now();
      await verifier.locator("button", { hasText: "Show all 100,000 characters" }).click();
      assert.deepEqual(await verifier.misfits(), []);
      // A quarter of a second; half a minute without places to break.
      assert.ok(performance.now() - started < 8_000, "a word without end does not stop the page");
      assert.ok((await verifier.text("[part=claims]")).includes("A".repeat(100_000)));
    }, { viewport: { width: 360, height: 740 } }));
});

describe("a name does not write lines of the page", () => {
  const FORGED = "On this page’s list of trusted issuers.";
  const BEFORE = {
    "a line break": "Swiss Federal Office\n",
    "two line breaks": "Swiss Federal Office\r\n\r\n",
    "a line separator": "Swiss Federal Office\u2028",
    "a paragraph separator": "Swiss Federal Office\u2029",
    "a next line": "Swiss Federal Office\u0085",
    "a vertical tab": "Swiss Federal Office\u000B",
    "its length": "Swiss Federal Office of Metrology ",
    "spaces": `Swiss Federal Office${" ".repeat(60)}`,
    "spaces that do not break": `Swiss Federal Office${"\u00A0".repeat(40)} `,
    "wide spaces": `Swiss Federal Office${"\u3000".repeat(20)}`,
  };
  for (const [how, before] of Object.entries(BEFORE)) {
    test(`by ${how}`, () =>
      scene.onPage("/verify", async (verifier) => {
        const by = issuerWithKey();
        const name = `${before}${FORGED}`;
        const credential = { ...credentialBy(by, { name: before.replaceAll("\n", "\u2028") + FORGED }), name, type: ["VerifiableCredential", name], issuer: { id: by.did, name } };
        await verifier.pasteText(JSON.stringify(secure(credential, by)));
        assert.equal(await verifier.verdict(), "Signature valid");
        // As the eye sees it: how many lines there are, and how tall the line is that they are in.
        const seen = await verifier.locator(".name").evaluateAll((names) =>
          names.map((name) => {
            const range = document.createRange();
            range.selectNodeContents(name);
            const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)));
            return [lines.size, name.getBoundingClientRect().height < 40];
          }),
        );
        assert.deepEqual(seen, [[1, true], [1, true], [1, true]], "signer, title and kind are on one line each");
        const tops = await verifier.locator(".verdict-text, .issuer-id, .issuer-name").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
        assert.equal(tops.length, 3);
        assert.deepEqual(tops, tops.toSorted((a, b) => a - b), "what this page says, then the identifier, then the name");
        assert.deepEqual(await verifier.misfits(), []);
      }, { viewport: { width: 360, height: 740 } }));
  }

  test("and can be read whole by who asks for it", () =>
    scene.onPage("/verify", async (verifier) => {
      const by = issuerWithKey();
      const name = `Swiss Federal Office\n${FORGED}${"!".repeat(1000)}`;
      await verifier.pasteText(JSON.stringify(secure({ ...credentialBy(by), issuer: { id: by.did, name } }, by)));
      await verifier.verdict();
      const shown = () => verifier.text(".issuer-name");
      assert.ok((await shown()).length < 350);
      const more = verifier.locator("[part=signer] button");
      assert.equal(await more.textContent(), "Show the whole name");
      await more.click();
      assert.match(await shown(), /^Calls itself\s*“Swiss Federal Office⟨U\+000A⟩On this page’s list of trusted issuers\.!{1000}”$/);
      assert.deepEqual(await verifier.misfits(), []);
      await verifier.locator("[part=signer] button", { hasText: "Show less" }).click();
      assert.ok((await shown()).length < 350);
      await verifier.page.setViewportSize({ width: 1440, height: 800 });
    }, { viewport: { width: 360, height: 740 } }));

  test("and has no button where it is whole", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      await verifier.page.waitForTimeout(200);
      assert.equal(await verifier.locator("button", { hasText: "Show the whole name" }).filter({ visible: true }).count(), 0);
    }));

  test("and claims with lines of their own have a bar beside them", () =>
    scene.onPage("/verify", async (verifier) => {
      const by = issuerWithKey();
      await verifier.pasteText(JSON.stringify(secure(credentialBy(by, { note: `first\n${FORGED}\u2028${FORGED}` }), by)));
      await verifier.verdict();
      const bar = await verifier.locator("[part=claims] .foreign-lines").evaluate((text) => getComputedStyle(text).borderInlineStartWidth);
      assert.equal(bar, "3px");
      assert.match(await verifier.text("[part=claims]"), /⟨U\+2028⟩/);
    }));
});

test("the page and the verifier on it speak the reader's language, and another one if asked", () =>
  scene.onPage(
    `/verify/${scene.genuine.id}`,
    async (verifier) => {
      assert.equal(await verifier.verdict(), "Signatur gültig");
      assert.equal(await verifier.page.title(), "Signatur gültig · ProofPass");
      assert.equal(await verifier.page.locator("html").getAttribute("lang"), "de");
      assert.match(await verifier.text(".verdict-how"), /^Auf diesem Gerät geprüft, \d+\. \w+ \d{4} um \d\d:\d\d/);
      await verifier.page.click("nav a[hreflang=fr]");
      await verifier.verdict("Signature valable");
      assert.equal(await verifier.page.locator("h1").textContent(), "Vérifier une attestation");
      assert.equal(await verifier.page.locator("nav a[aria-current]").textContent(), "FR");
    },
    { locale: "de-DE" },
  ));

describe("the page's policy", () => {
  test("is strict", async () => {
    for (const path of ["/verify", `/verify/${scene.genuine.id}`]) {
      const answer = await fetch(`${scene.issuer.origin}${path}`);
      const policy = answer.headers.get("content-security-policy") ?? "";
      for (const directive of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "worker-src 'self'", "require-trusted-types-for 'script'", "trusted-types proofpass-verifier-worker"]) {
        assert.ok(policy.split(/; */).includes(directive), `${directive} in ${policy}`);
      }
    }
  });

  test("permits the verifier its Worker, and no other script from a string", () =>
    scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
      await verifier.verdict();
      assert.deepEqual(verifier.page.workers().map((worker) => new URL(worker.url()).pathname), ["/assets/verifier/worker-thread.js"]);
      const ends = await verifier.page.evaluate(() => {
        const { trustedTypes } = /** @type {any} */ (window);
        const end = (/** @type {() => unknown} */ act) => {
          try {
            act();
            return "done";
          } catch (error) {
            return /** @type {Error} */ (error).name;
          }
        };
        const policy = (/** @type {string} */ name) => () => trustedTypes.createPolicy(name, { createScriptURL: (/** @type {string} */ url) => url });
        return ["default", "another", "proofpass-verifier-worker"].map((name) => end(policy(name)));
      });
      assert.deepEqual(ends, ["TypeError", "TypeError", "TypeError"], "the one that is permitted is taken");
    }, { expectFaults: /trusted-types|TrustedTypePolicy|Trusted Type/i }));

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
      await scene.onPage(shop.origin, async (verifier) => assert.equal(await verifier.verdict(), "Signature valid"));
    } finally {
      await shop.stop();
    }
  });

  test("lets it say where a credential was loaded from in the end, after redirects", async () => {
    const signpost = createServer((_, response) =>
      void response.writeHead(302, { location: scene.genuine.links.bundle, "access-control-allow-origin": "*" }).end(),
    );
    await new Promise((resolve) => signpost.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (signpost.address());
    const folder = emptyFolder("page-signpost");
    writeFileSync(
      join(folder, "index.html"),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
      <script type="module" src="${scene.issuer.origin}/assets/verifier/element.js"></script>
      <h1>A shop</h1><proofpass-verifier src="http://127.0.0.1:${port}/1"></proofpass-verifier></html>`,
    );
    const shop = await serveFiles({ "/": folder });
    try {
      await scene.onPage(shop.origin, async (verifier) => {
        assert.equal(await verifier.verdict(), "Signature valid");
        assert.ok((await verifier.text(".verdict-how")).includes(`loaded from ${new URL(scene.issuer.origin).host};`));
        await verifier.setAttribute("src", `data:application/json,${encodeURIComponent(scene.tampered)}`);
        await verifier.verdict("Not valid");
        assert.match(await verifier.text(".verdict-how"), /Nothing was uploaded\.$/);
      });
    } finally {
      await shop.stop();
      signpost.closeAllConnections();
      await new Promise((resolve) => signpost.close(resolve));
    }
  });
});

describe("a browser that is too old", () => {
  test("for its style sheet keeps the text that says so", () =>
    scene.onPage(
      "/verify",
      async ({ page }) => {
        // As Safari before 16.4 has it.
        await page.addInitScript("window.CSSStyleSheet = class { constructor() { throw new TypeError('Illegal constructor'); } }");
        await page.reload();
        await page.waitForLoadState("load");
        assert.equal(await page.evaluate(() => document.querySelector("proofpass-verifier")?.shadowRoot), null);
        assert.match(await page.locator("proofpass-verifier .fallback").innerText(), /your browser is too old/);
      },
    ));

  test("for conveniences only verifies all the same", () =>
    scene.onPage("/verify", async (verifier) => {
      await verifier.page.addInitScript("delete AbortSignal.any; delete AbortSignal.timeout; delete String.prototype.isWellFormed; delete Object.hasOwn;");
      await verifier.page.reload();
      await verifier.locator("#id").fill(scene.genuine.id);
      await verifier.locator("#id").press("Enter");
      assert.equal(await verifier.verdict(), "Signature valid");
    }));
});

test("a script may hand over text, any buffer or view, of this window or another, or an object", () =>
  scene.onPage("/verify", async ({ page }) => {
    const ends = await page.evaluate(async (text) => {
      const element = /** @type {any} */ (document.querySelector("proofpass-verifier"));
      const bytes = new TextEncoder().encode(text);
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      const shared = new Uint8Array(memory.buffer, 0, bytes.length);
      shared.set(bytes);
      const padded = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      new Uint8Array(padded.buffer).fill(0x20);
      new Uint8Array(padded.buffer).set(bytes);
      const frame = document.body.appendChild(document.createElement("iframe"));
      const foreign = /** @type {any} */ (frame.contentWindow);
      const foreignBytes = new foreign.Uint8Array(bytes);
      const sent = new Uint8Array(bytes).buffer;
      structuredClone(sent, { transfer: [sent] });
      const sources = [text, bytes, bytes.buffer, new DataView(bytes.buffer), shared, padded.buffer, foreignBytes, foreignBytes.buffer, JSON.parse(text), sent, null, Promise.resolve(text)];
      const ends = [];
      for (const source of sources) {
        ends.push(await element.verify(source).then((/** @type {any} */ { verdict }) => verdict, (/** @type {any} */ { name, code }) => `${name} ${code}`));
      }
      return ends;
    }, scene.bundle);
    const mistake = "ProofPassError malformed-request";
    assert.deepEqual(ends, [...Array(9).fill("accept"), mistake, mistake, mistake]);
  }));

test("importing the element where there is no DOM defines nothing and does no harm", async () => {
  const { ProofPassVerifierElement } = await import(join(PKG, "element.js"));
  assert.equal(typeof ProofPassVerifierElement, "function");
});
