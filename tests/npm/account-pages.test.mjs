// @ts-check
/**
 * The pages that letters lead to, in Chromium, from letters that a real SMTP server took: registering, another password,
 * joining an organisation; bad links; the keyboard, and what axe-core finds.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { launchChromium, openPage } from "./chromium.mjs";
import { startIssuer } from "./issuer.mjs";
import { certificateFor, startSmtp, until } from "./smtp.mjs";

const PASSWORD = "correct horse";

/** @type {Awaited<ReturnType<typeof startSmtp>>} */
let smtp;
/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  smtp = await startSmtp(certificateFor("account_pages"));
  issuer = await startIssuer("account_pages", {
    PROOFPASS_SMTP_URL: smtp.url,
    PROOFPASS_SMTP_CA_FILE: smtp.authorities,
    PROOFPASS_MAIL_FROM: "no-reply@issuer.example",
  });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await issuer?.stop();
  await smtp?.stop();
});

/**
 * @param {string} path
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 */
async function post(path, body, headers = {}) {
  const answer = await fetch(`${issuer.origin}/api/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

/**
 * The link in the latest letter to somebody about something, once it is there.
 *
 * @param {string} to
 * @param {string} page
 * @returns {Promise<string>}
 */
function link(to, page) {
  const find = () => {
    const letters = smtp.taken.filter((letter) => letter.to === to && letter.mail.text?.includes(`/account/${page}`));
    return /http:\S+#\S+/.exec(letters.at(-1)?.mail.text ?? "")?.[0];
  };
  return until(`a link to ${page} for ${to}`, find);
}

/** @param {string} email */
async function register(email) {
  assert.equal((await post("auth/register", { email, password: PASSWORD, name: "Somebody" })).status, 202);
  return link(email, "verify-email");
}

/**
 * @param {string} email
 * @param {string} [password]
 */
const logIn = (email, password = PASSWORD) => post("auth/login", { email, password });

/** @param {import("playwright-core").Page} page */
async function violations(page) {
  // As a string: the page's own policy forbids scripts of others, and the browser's tools are not bound by it.
  await page.evaluate(axe.source);
  const found = await page.evaluate("axe.run(document)");
  return /** @type {{ violations: { id: string }[] }} */ (found).violations.map(({ id }) => id);
}

test("an address is verified by a button, with the keyboard, and its link is in the address bar no longer", async () => {
  const address = await register("ada@example.com");
  const { page, faults } = await openPage(browser, address.replace("lang=en", "lang=de"));
  assert.equal(await page.title(), "Bestätigen Sie Ihre E-Mail-Adresse · ProofPass");
  assert.ok(!page.url().includes("ev_"), page.url());
  assert.equal((await logIn("ada@example.com")).status, 401, "looking at the page does nothing yet");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Adresse bestätigen" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Die Adresse ist bestätigt.").waitFor();
  assert.equal(await page.getByRole("button").count(), 0, "there is nothing left to press");
  assert.equal((await logIn("ada@example.com")).status, 200);
  assert.deepEqual(faults, []);
  await page.close();

  // The same link again; another tab may still be open.
  const again = await openPage(browser, address);
  await again.page.getByRole("button").click();
  await again.page.getByRole("alert").getByText("This link is not good, or not any more").waitFor();
  await again.page.close();
});

test("a page without a link says so, and another language keeps the link", async () => {
  const { page } = await openPage(browser, `${issuer.origin}/account/verify-email?lang=fr`);
  assert.ok(await page.getByText("Ce lien n’est pas valable").first().isVisible());
  assert.equal(await page.getByRole("button").count(), 0);
  await page.close();

  const other = await openPage(browser, await register("bob@example.com"));
  await other.page.getByRole("link", { name: "ES: Español" }).click();
  await other.page.getByRole("button", { name: "Confirmar la dirección" }).click();
  await other.page.getByText("La dirección está confirmada.").waitFor();
  assert.equal((await logIn("bob@example.com")).status, 200);
  await other.page.close();
});

test("another password is asked for and chosen", async () => {
  const { page, faults } = await openPage(browser, `${issuer.origin}/account/reset-password?lang=en`);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel("Email address").fill("ada@example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText("If this address has an account").waitFor();
  const address = await link("ada@example.com", "reset-password");
  await page.goto(`${issuer.origin}/health`);
  await page.goto(address);
  const password = page.getByLabel("New password");
  await password.fill("aaaaaaaaaa");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("This password is not possible").waitFor();
  await password.fill("a better password");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("The password is changed.").waitFor();
  assert.ok(!(await page.getByText("This password is not possible").isVisible()), "what was wrong is right now");
  assert.deepEqual([(await logIn("ada@example.com")).status, (await logIn("ada@example.com", "a better password")).status], [401, 200]);
  // A refused password is a 422, which the browser's console has as a fault of loading.
  assert.deepEqual(faults.filter((fault) => !fault.includes("422")), []);
  await page.close();
});

test("somebody new and somebody known join an organisation", async () => {
  const { token } = (await logIn("ada@example.com", "a better password")).body;
  const authorization = { authorization: `Bearer ${token}` };
  const name = "Loom <b>&</b> Daughters";
  assert.equal((await post("organizations", { name }, authorization)).status, 201);
  for (const email of ["grace@example.com", "bob@example.com"]) {
    assert.equal((await post("invitations", { email, role: "user" }, authorization)).status, 201);
    const { page, faults } = await openPage(browser, await link(email, "invitation"));
    await page.getByText(name, { exact: true }).waitFor();
    assert.deepEqual(await violations(page), []);
    if (email.startsWith("grace")) {
      await page.getByLabel("Your name").fill("Grace");
      await page.getByLabel("New password").fill(PASSWORD);
    } else {
      assert.equal(await page.locator("input:visible").count(), 0, "who has an account is asked for nothing");
    }
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByText("You are a member now.").waitFor();
    const { organizations } = (await logIn(email)).body;
    assert.deepEqual(organizations.map((/** @type {{ name: string }} */ one) => one.name), [name]);
    assert.deepEqual(faults, []);
    await page.close();
  }
  const { page } = await openPage(browser, await link("grace@example.com", "invitation"));
  await page.getByRole("alert").getByText("This link is not good").waitFor();
  assert.equal(await page.getByRole("button").count(), 0, "an invitation is good once");
  await page.close();
});
