// @ts-check
/**
 * The edge Worker as deployed, under `wrangler dev`: the repository's own wrangler.toml and what `cargo xtask edge`
 * built for it.
 *
 * One thing is left out of the configuration, `[build]`: wrangler would build and then watch the sources, and a
 * watcher that restarts the Worker in the middle of a request is no use to a test.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder, made, ROOT } from "./places.mjs";
import { wranglerDev } from "./wrangler.mjs";

/**
 * @param {{ issuers?: string[] }} [options] the origins it may fetch bundles from; by default those of wrangler.toml
 */
export async function edgeWorker({ issuers } = {}) {
  const folder = emptyFolder("edge");
  const [, name] = configuration().match(/^main = "(.+)"$/m) ?? [];
  const main = made(join(ROOT, String(name)), "`cargo xtask edge`");
  const config = configuration()
    .replace(/^main = .*$/m, `main = ${JSON.stringify(main)}`)
    .replace(/^\[build\]\n(?:[^[\n].*\n|\n)*/m, "");
  writeFileSync(join(folder, "wrangler.toml"), config);
  const args = issuers ? ["--var", `ISSUERS:${issuers.join(",")}`] : [];
  return wranglerDev({ cwd: folder, args });
}

function configuration() {
  return readFileSync(join(ROOT, "wrangler.toml"), "utf8");
}
