// @ts-check
/** Where things are in the checkout, for the npm suites. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const PKG = join(ROOT, "pkg");
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
export const TOOLS = fileURLToPath(new URL("./node_modules/", import.meta.url));

/**
 * An empty folder of a suite's own under `target/npm`.
 *
 * @param {string} suite
 * @returns {string}
 */
export function emptyFolder(suite) {
  const folder = join(TARGET, "npm", suite);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * A file that another part of `cargo xtask test` makes. Its absence is a failure, never a skip.
 *
 * @param {string} path
 * @param {string} maker
 * @returns {string}
 */
export function made(path, maker) {
  if (!existsSync(path)) throw new Error(`${path} is missing; it is made by ${maker}.`);
  return path;
}
