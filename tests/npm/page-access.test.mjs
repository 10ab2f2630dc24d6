// @ts-check
/**
 * Who can use the page: people without a mouse, without sight, with other colours, with a small window.
 *
 * In scope: keyboard, focus, announcements, axe-core, reflow. Out of scope: what the page says (`page.test.mjs`).
 * Spec: <https://www.w3.org/TR/WCAG22/>, level AA.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { FAILED_LOAD, largeBundle, setScene } from "./scene.mjs";

/** @typedef {import("./scene.mjs").VerifierPage} VerifierPage */

/** @type {Awaited<ReturnType<typeof setScene>>} */
let scene;
before(async () => (scene = await setScene("page_access")));
after(() => scene?.leave());

test("with the keyboard alone: an ID", () =>
  scene.onPage("/verify", async (verifier) => {
    const { keyboard } = verifier.page;
    await verifier.tabTo("#id");
    await keyboard.type(scene.genuine.id);
    await keyboard.press("Enter");
    assert.equal(await verifier.verdict(), "Signature valid");
    assert.equal(await verifier.focused(), "h2", "the reading goes on at the verdict");
    await verifier.tabTo(".check-pass > summary");
    await keyboard.press("Enter");
    assert.ok(await verifier.locator(".check[open] code").first().isVisible());
    await verifier.tabTo("[part=actions] button");
    await keyboard.press("Enter");
    assert.equal(await verifier.focused(), "input#id", "and begins again at the first control");
  }));

test("with the keyboard alone: a file, and text", () =>
  scene.onPage("/verify", async (verifier) => {
    const { keyboard } = verifier.page;
    await verifier.tabTo(".drop button");
    const choosing = verifier.page.waitForEvent("filechooser");
    await keyboard.press("Enter");
    await (await choosing).setFiles({ name: "c.json", mimeType: "application/json", buffer: Buffer.from(scene.tampered) });
    assert.equal(await verifier.verdict(), "Not valid");
    assert.equal(await verifier.focused(), "h2");
    await verifier.tabTo("[part=actions] button");
    await keyboard.press("Space");
    await verifier.tabTo(".by-text > summary");
    await keyboard.press("Enter");
    await verifier.tabTo("textarea");
    await keyboard.insertText(scene.bundle);
    await verifier.tabTo(".text-form button");
    await keyboard.press("Enter");
    assert.equal(await verifier.verdict("Signature valid"), "Signature valid");
    assert.equal(await verifier.focused(), "h2");
  }));

test("by ear: the verdict is announced, and nothing takes the focus unasked", () =>
  scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
    assert.equal(await verifier.verdict(), "Signature valid");
    const region = verifier.page.locator("proofpass-verifier").getByRole("status");
    const heard = async () => (await region.textContent()) ?? "";
    assert.match(await heard(), /^Signature valid\. Nothing was changed since it was signed\. .+ Who signed it is yours to judge: anybody can sign\. /);
    assert.ok(!(await heard()).includes(scene.genuine.issuer), "and nothing that others wrote");
    assert.equal(await verifier.page.evaluate(() => document.activeElement === document.body), true);
    await verifier.setAttribute("known-issuers", [scene.genuine.issuer]);
    await verifier.verdict("Verified");
    assert.match(await heard(), /^Verified\. Nothing was changed since its issuer signed it\. .+ on this page’s list of trusted issuers\.$/);
    await verifier.another();
    assert.equal(await heard(), "");
    await verifier.pasteText(scene.tampered);
    assert.equal(await verifier.verdict(), "Not valid");
    assert.match(await heard(), /^Not valid\. The signature does not fit/);
  }));

test("by ear: what is said while waiting is not in a region that is busy", () =>
  scene.onPage("/verify", async (verifier) => {
    await verifier.page.route("**/bundle", () => {});
    await verifier.locator("#id").fill(scene.genuine.id);
    await verifier.locator("#id").press("Enter");
    await verifier.locator(".waiting").waitFor();
    const region = verifier.page.locator("proofpass-verifier").getByRole("status");
    assert.equal(await region.textContent(), "Loading the credential…");
    assert.equal(await verifier.locator("[aria-busy=true]").count(), 1);
    assert.equal(await region.evaluate((element) => element.closest("[aria-busy]")), null);
    await verifier.locator("button", { hasText: "Cancel" }).click();
  }));

test("with words for every colour", () =>
  scene.onPage("/verify", async (verifier) => {
    await verifier.pasteText(scene.tampered);
    await verifier.verdict();
    const rows = await verifier.locator(".check").evaluateAll((all) =>
      all.map((row) => [row.className, row.querySelector(".check-outcome")?.textContent, row.querySelector("svg path:last-child")?.getAttribute("d")]),
    );
    const kinds = new Map(rows.map(([colour, word, drawing]) => [colour, `${word} ${drawing}`]));
    // Both "not checked", one required and one not: two colours of one thing.
    kinds.delete("check check-optional");
    assert.equal(kinds.size, 4);
    assert.equal(new Set(kinds.values()).size, 4, "a word and a drawing of its own for each outcome");
  }));

/** @type {{ state: string, path: () => string, reach: (verifier: VerifierPage) => Promise<unknown> }[]} */
const STATES = [
  { state: "waiting for a credential", path: () => "/verify", reach: (verifier) => verifier.openAll() },
  {
    state: "signed by somebody",
    path: () => `/verify/${scene.genuine.id}`,
    async reach(verifier) {
      await verifier.verdict("Signature valid");
      await verifier.openAll();
    },
  },
  {
    state: "verified",
    path: () => `/verify/${scene.genuine.id}`,
    async reach(verifier) {
      await verifier.setAttribute("known-issuers", [scene.genuine.issuer]);
      await verifier.verdict("Verified");
      await verifier.openAll();
    },
  },
  {
    state: "rejected",
    path: () => `/verify/${scene.expired.id}`,
    async reach(verifier) {
      await verifier.verdict("Not valid");
      await verifier.openAll();
    },
  },
  { state: "in trouble", path: () => "/verify/nobody", reach: (verifier) => verifier.verdict("No such credential") },
  {
    state: "with many credentials",
    path: () => "/verify",
    async reach(verifier) {
      await verifier.chooseFile(largeBundle(22, 3));
      await verifier.verdict("Not valid");
      await verifier.locator(".one-of-many > summary").first().click();
    },
  },
];

for (const { state, path, reach } of STATES) {
  test(`${state}, light and dark, on a phone, a tablet and a desk: axe finds nothing, nothing scrolls sideways`, () =>
    scene.onPage(
      path(),
      async (verifier) => {
        await reach(verifier);
        for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
          for (const width of [360, 768, 1440]) {
            await verifier.page.emulateMedia({ colorScheme });
            await verifier.page.setViewportSize({ width, height: 800 });
            assert.deepEqual(await verifier.misfits(), [], `${colorScheme}, ${width} px`);
            assert.deepEqual(await verifier.axe(axe.source), [], `${colorScheme}, ${width} px`);
          }
        }
      },
      { expectFaults: FAILED_LOAD, reducedMotion: "reduce" },
    ));
}

test("in the narrowest window that WCAG asks for, 320 px", () =>
  scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
    await verifier.verdict();
    await verifier.openAll();
    assert.deepEqual(await verifier.misfits(), []);
  }, { viewport: { width: 320, height: 600 } }));

test("in the colours a person has forced", () =>
  scene.onPage(`/verify/${scene.genuine.id}`, async (verifier) => {
    await verifier.verdict();
    assert.deepEqual(await verifier.axe(axe.source), []);
  }, { forcedColors: "active" }));
