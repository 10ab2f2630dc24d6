// @ts-check
/** Debian's Chromium, driven by playwright-core. It talks to the loopback interface and to nobody else. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * @param {string[]} [more] arguments
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchChromium(more = []) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing; \`cargo xtask setup\` installs it.`);
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more], timeout: 30_000 });
}

/**
 * Opens a page and keeps everything that went wrong in it.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @returns {Promise<{ page: import("playwright-core").Page, faults: string[] }>}
 */
export async function openPage(browser, url) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto(url);
  return { page, faults };
}
