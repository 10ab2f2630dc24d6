// @ts-check
/**
 * The edge Worker as deployed, under `wrangler dev`: the repository's own wrangler.toml and what `cargo xtask edge`
 * built for it.
 *
 * One thing is left out of the configuration, `[build]`: wrangler would build and then watch the sources, and a
 * watcher that restarts the Worker in the middle of a request is no use to a test.
 */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emptyFolder, made, ROOT, TARGET } from "./places.mjs";
import { withLittleMemory } from "./small-memory.mjs";
import { wranglerDev } from "./wrangler.mjs";

/**
 * @param {object} [options]
 * @param {string[]} [options.issuers] the origins it may fetch bundles from; by default those of wrangler.toml
 * @param {number} [options.spare] how many bytes its memory may grow; by default as many as there are
 */
export async function edgeWorker({ issuers, spare } = {}) {
  const folder = emptyFolder(spare === undefined ? "edge" : "edge-little");
  const [, name] = configuration().match(/^main = "(.+)"$/m) ?? [];
  // Cargo's build folder may be elsewhere.
  const built = made(join(TARGET, String(name).replace(/^target\//, "")), "`cargo xtask edge`");
  const main = spare === undefined ? built : withSpare(built, join(folder, "built"), spare);
  const config = configuration()
    .replace(/^main = .*$/m, `main = ${JSON.stringify(main)}`)
    .replace(/^\[build\]\n(?:[^[\n].*\n|\n)*/m, "");
  writeFileSync(join(folder, "wrangler.toml"), config);
  const args = issuers ? ["--var", `ISSUERS:${issuers.join(",")}`] : [];
  return wranglerDev({ cwd: folder, args });
}

/**
 * @param {string} main
 * @param {string} folder
 * @param {number} spare
 */
function withSpare(main, folder, spare) {
  cpSync(dirname(main), folder, { recursive: true });
  const module = join(folder, "verifier_bg.wasm");
  writeFileSync(module, withLittleMemory(readFileSync(module), spare));
  return join(folder, "index.js");
}

function configuration() {
  return readFileSync(join(ROOT, "wrangler.toml"), "utf8");
}
