// @ts-check
/** The npm package as its users get it: packed, and installed from the tarball into a folder of its own. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./children.mjs";
import { made, PKG } from "./places.mjs";

/**
 * @param {string} folder where the tarball goes
 * @returns {Promise<{ tarball: string, files: string[], size: number }>}
 */
export async function pack(folder) {
  made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");
  const answer = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: PKG }));
  // npm 7 to 11 answer with an array, later ones with an object by package name.
  const [packed] = Object.values(answer);
  const files = packed.files.map((/** @type {{ path: string }} */ file) => file.path).sort();
  return { tarball: join(folder, packed.filename), files, size: packed.size };
}

/**
 * Packs the package and installs it; the package has no dependencies, so no registry is asked.
 *
 * @param {string} folder
 * @returns {Promise<{ folder: string, installed: string, files: string[] }>}
 */
export async function installPackage(folder) {
  const { tarball, files } = await pack(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball], { cwd: folder });
  return { folder, installed: join(folder, "node_modules/@proofpass/verifier"), files };
}

/** @returns {{ version: string, exports: Record<string, unknown> }} */
export function manifest() {
  return JSON.parse(readFileSync(join(PKG, "package.json"), "utf8"));
}
