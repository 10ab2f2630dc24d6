// @ts-check
/**
 * The whole way of a proof, in Chromium: an issuer commits claims for a secret of the wallet's own, the wallet keeps them, a
 * verifier asks by a link, the wallet proves in Workers, and the verifier's page says so. The same again is refused, and so is
 * what was revoked. Two proofs of one credential have nothing in common.
 *
 * In scope: the pages at /wallet and /ask, what leaves them, and who accepts it. Out of scope: what circuit and statement
 * refuse (the tests of the workspace), the prover's own edges (`prover.test.mjs`).
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { launchChromium } from "./chromium.mjs";
import { freePort, startIssuer } from "./issuer.mjs";
import { emptyFolder } from "./places.mjs";
import { certificateFor } from "./smtp.mjs";
import { terminateTls } from "./tls.mjs";

/** @typedef {Record<string, any>} Json */

const HOST = "issuer.example";
const CLAIMS = { birthDate: "1990-05-17", country: "Kreuzbergia", city: "Marylebonia" };
const SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: { birthDate: { type: "string", format: "date" }, country: { type: "string" }, city: { type: "string" } },
  required: ["birthDate"],
};
const COMMITTED = ["/birthDate", "/country", "/city"].map((claim) => ({ claim, handling: "committed" }));
const FACTS = [
  { claim: "/birthDate", type: "date", ageAtLeast: 18 },
  { claim: "/country", type: "string", in: ["Atlantis", "Kreuzbergia"] },
];

/** @type {string} */
let origin;
/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {Awaited<ReturnType<typeof terminateTls>>} */
let proxy;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").BrowserContext} */
let device;
/** @type {string} */
let token;
/** @type {string} */
let template;
/** Whatever was sent or asked for by the holder's pages: address and body. @type {{ url: string, body: string }[]} */
const sent = [];
/** @type {string[]} */
const faults = [];
const shots = emptyFolder("wallet-shots");

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {number} [expected]
 * @returns {Promise<any>}
 */
async function call(method, path, body, expected) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${issuer.origin}/api/v1/${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  const said = text ? JSON.parse(text) : undefined;
  if (expected === undefined) assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  else assert.equal(answer.status, expected, `${method} ${path}: ${text}`);
  return said;
}

before(async () => {
  const port = await freePort();
  origin = `https://${HOST}:${port}`;
  issuer = await startIssuer("wallet", { PROOFPASS_PUBLIC_URL: origin });
  proxy = await terminateTls(certificateFor("wallet", HOST), { port, host: `${HOST}:${port}`, origin: () => issuer.origin });
  ({ token } = await call("POST", "auth/register", { email: "ada@example.com", password: "correct horse battery", name: "Ada Lovelace", organization: "Registry" }));
  await call("PUT", "issuer-identity", { method: "web" });
  await call("POST", "issuer-keys", { replace: true });
  const made = await call("POST", "templates", { name: "Identity", credentialType: "IdentityCredential", visibility: "private", claimsSchema: SCHEMA, claims: COMMITTED });
  template = made.id;
  await call("POST", `templates/${template}/versions/1/publish`, {});
  browser = await launchChromium({ args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`] });
  device = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB", viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  device.on("request", (request) => sent.push({ url: request.url(), body: request.postData() ?? "" }));
});

after(async () => {
  await browser?.close();
  await proxy?.stop();
  await issuer?.stop();
});

/** @param {string} address */
async function open(address) {
  const page = await device.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  await page.goto(address);
  return page;
}

/** @param {Json} [more] */
const asks = (more = {}) => call("POST", "zkp/requests", { credential: { type: "IdentityCredential" }, facts: FACTS, ...more });

/** Opens the request in the wallet, presses the button, and waits for what is said. @param {string} address */
async function prove(address) {
  const wallet = await open(address);
  await wallet.getByRole("button", { name: "Prove it" }).click();
  const outcome = wallet.locator("#outcome p:visible");
  await outcome.waitFor({ timeout: 60_000 });
  return { wallet, outcome: (await outcome.getAttribute("data-outcome")) ?? "" };
}

/** What the wallet has sent as a presentation, the latest last. */
const presentations = () => sent.filter(({ url, body }) => url.endsWith("/presentations") && body).map(({ body }) => JSON.parse(body).vp_token.proof[0]);

/** @type {Json} */
let issued;
/** @type {string} */
let secret;

test("a credential for a secret of the wallet's own", async () => {
  const wallet = await open(`${origin}/wallet`);
  await wallet.getByText("Get a credential for a secret of your own").click();
  await wallet.getByRole("button", { name: "Make a number" }).click();
  const commitment = await wallet.locator("#commitment:visible").textContent({ timeout: 20_000 });
  assert.match(commitment ?? "", /^\d{60,78}$/);
  issued = await call("POST", "attestations", {
    templateId: template,
    subject: { id: "P-1", type: "Person" },
    claims: CLAIMS,
    holder: { commitment },
  });
  assert.equal(issued.holderSecret, undefined, "the service never knew it");
  assert.ok(!JSON.stringify(issued.credential).includes("Kreuzbergia"));

  // Somebody else's changes are refused, and the issuer's file is kept.
  const changed = structuredClone(issued.committed);
  changed.claims.find((/** @type {Json} */ { claim }) => claim === "/birthDate").value = "2020-05-17";
  const file = wallet.locator("#add textarea");
  await file.fill(JSON.stringify(changed));
  await wallet.getByRole("button", { name: "Keep it in this browser" }).click();
  await wallet.locator("#add-problem:visible").waitFor();
  await file.fill(JSON.stringify({ committed: issued.committed }));
  await wallet.getByRole("button", { name: "Keep it in this browser" }).click();
  await wallet.locator("#credentials li").waitFor();
  await wallet.screenshot({ path: join(shots, "kept.png"), fullPage: true });
  secret = issued.committed.seed;
  await wallet.close();
});

test("proven on the holder's device, accepted once, and shown to who asked", async () => {
  const asked = await asks();
  assert.equal(asked.state, "pending");
  const page = await open(asked.links.page);
  await page.locator("[data-outcome=pending]:visible").waitFor();
  assert.match((await page.locator(".facts").textContent()) ?? "", /18 years old or older/);
  await page.waitForFunction(() => /** @type {HTMLImageElement} */ (document.querySelector("#code"))?.naturalWidth > 0);
  await page.screenshot({ path: join(shots, "asks.png"), fullPage: true });
  const here = await page.locator("#here").getAttribute("href");
  assert.equal(here, asked.links.wallet);

  const { wallet, outcome } = await prove(String(here));
  await wallet.screenshot({ path: join(shots, "proven.png"), fullPage: true });
  assert.equal(outcome, "accepted");
  await page.locator("[data-outcome=verified]:visible").waitFor({ timeout: 10_000 });
  await page.screenshot({ path: join(shots, "verified.png"), fullPage: true });
  const result = await call("GET", `zkp/requests/${asked.id}/result`);
  assert.equal(result.state, "verified");

  // The same once more, by the holder and by whoever has seen it.
  const again = await prove(asked.links.wallet);
  assert.equal(again.outcome, "used");
  const [presentation] = presentations();
  await call("POST", `zkp/requests/${asked.id}/presentations`, presentation, 409);
  // To another request it is no answer at all.
  const other = await asks();
  const report = await call("POST", `zkp/requests/${other.id}/presentations`, presentation);
  assert.equal(report.verdict, "reject", JSON.stringify(report));
  assert.equal((await call("GET", `zkp/requests/${other.id}/result`)).state, "pending");
  for (const one of [wallet, again.wallet, page]) await one.close();
});

test("two proofs of one credential have nothing in common", async () => {
  const asked = [await asks(), await asks()];
  const before = presentations().length;
  for (const { links } of asked) {
    const { wallet, outcome } = await prove(links.wallet);
    assert.equal(outcome, "accepted");
    await wallet.close();
  }
  const [one, other] = presentations().slice(before);
  // What is the same is the same for every holder: circuit, key, issuer, and the word of the issuer about who was withdrawn.
  const own = (/** @type {Json} */ { circuit, key, issuer, verificationMethod, status, type, version, ...rest }) => rest;
  assert.deepEqual(one.status, other.status);
  assert.deepEqual(Object.keys(own(one)).sort(), ["nullifier", "proof", "request"]);
  for (const name of ["nullifier", "proof", "request"]) {
    const [left, right] = [one[name], other[name]];
    for (let at = 0; at + 8 <= left.length; at += 1) assert.ok(!right.includes(left.slice(at, at + 8)), `${name} at ${at}`);
  }
});

test("what is not so is not sent", async () => {
  const asked = await asks({ facts: [{ claim: "/birthDate", type: "date", ageAtLeast: 99 }] });
  const before = presentations().length;
  const { wallet, outcome } = await prove(asked.links.wallet);
  assert.equal(outcome, "untrue");
  assert.equal(presentations().length, before);
  await wallet.close();
});

test("a proof that was made before a revocation is refused after it, and then none can be made", async () => {
  const asked = await asks();
  const wallet = await open(asked.links.wallet);
  /** @type {() => void} */
  let go = () => {};
  const held = new Promise((/** @type {(value?: unknown) => void} */ resolve) => (go = resolve));
  const arrived = new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    void wallet.route("**/presentations", async (route) => {
      resolve();
      await held;
      await route.continue();
    });
  });
  await wallet.getByRole("button", { name: "Prove it" }).click();
  await arrived;
  await call("POST", `attestations/${issued.id}/revoke`, { reason: "The register was corrected." });
  go();
  await wallet.locator("[data-outcome=refused]:visible").waitFor({ timeout: 20_000 });
  assert.equal((await call("GET", `zkp/requests/${asked.id}/result`)).state, "pending");
  await wallet.close();
  // What a wallet fetched a moment ago is good for some seconds more.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const later = await prove((await asks()).links.wallet);
  assert.equal(later.outcome, "withdrawn");
  await later.wallet.screenshot({ path: join(shots, "withdrawn.png"), fullPage: true });
  await later.wallet.close();
});

test("nothing left the holder's pages but proofs, and the pages are for everybody", async () => {
  const everything = sent.map(({ url, body }) => `${url}\n${body}`).join("\n");
  for (const word of [CLAIMS.birthDate, CLAIMS.country, CLAIMS.city, secret, issued.committed.signature, issued.committed.credential]) {
    // The request itself names the countries that will do.
    const found = everything.includes(word);
    assert.equal(found, false, word);
  }
  assert.ok(sent.every(({ url }) => new URL(url).origin === origin || url.startsWith("blob:") || url.startsWith("data:")), "nobody else is asked");
  assert.deepEqual(faults.filter((fault) => !/status of 409/.test(fault)), []);
  const { links } = await asks();
  for (const address of [links.wallet, links.page]) {
    const page = await open(address);
    await page.waitForLoadState("networkidle").catch(() => {});
    await page.evaluate(axe.source);
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
      assert.deepEqual(violations.map((/** @type {Json} */ { id, nodes }) => `${id}: ${nodes[0].html}`), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is cut off");
    }
    await page.close();
  }
});
