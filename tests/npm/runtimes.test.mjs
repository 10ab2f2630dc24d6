// @ts-check
/**
 * The package in Deno and in Bun: installed from the tarball as in Node, and the same reports byte for byte.
 *
 * In scope: import, all four modules (the cases need each of them), bytes brought by hand, streams, no permission but reading files. Out of scope: what
 * the calls mean (`packaging.test.mjs`, `many.test.mjs`).
 *
 * Both come as optional packages of the lock file, one per machine. Where there is none for this machine, or it does not
 * start, its tests say by name that they were not run.
 */
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { run } from "./children.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { installPackage, manifest } from "./packed.mjs";
import { emptyFolder, made, TARGET, TOOLS } from "./places.mjs";

/** @typedef {{ name: string, packages: string[], file: string, args: (script: string) => string[] }} Runtime */

const { platform, arch } = process;
const CPU = arch === "arm64" ? "aarch64" : arch;

/** @type {Runtime[]} */
const RUNTIMES = [
  {
    name: "Deno",
    packages: [`@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}`],
    file: "deno",
    // Reading files is all that it needs: no network, no environment.
    args: (script) => ["run", "--quiet", "--no-prompt", "--cached-only", "--no-lock", "--allow-read", script],
  },
  {
    name: "Bun",
    packages: [`@oven/bun-${platform}-${CPU}`, `@oven/bun-${platform}-${CPU}-musl`],
    file: "bin/bun",
    args: (script) => ["run", "--no-install", script],
  },
];

const issuer = issuerWithKey();
const good = JSON.stringify(secure(credentialBy(issuer), issuer));

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let consumer;

before(async () => {
  consumer = await installPackage(emptyFolder("runtimes"));
});

for (const runtime of RUNTIMES) {
  describe(runtime.name, () => {
    const binary = runtime.packages.map((name) => join(TOOLS, name, runtime.file)).find((path) => existsSync(path));
    /** @type {string | undefined} */
    let away;

    before(async () => {
      if (!binary) away = `no ${runtime.name} for ${platform} ${arch} is installed`;
      else await run(binary, ["--version"]).catch(() => (away = `${runtime.name} does not start on this machine`));
    });

    /**
     * @param {import("node:test").TestContext} t
     * @param {string} name
     * @param {string} source of a script that prints JSON
     * @param {string[]} [args]
     */
    async function answerOf(t, name, source, args = []) {
      if (away || !binary) return void t.skip(away);
      const script = join(consumer.folder, `${runtime.name}-${name}.mjs`);
      writeFileSync(script, source);
      const env = { DENO_DIR: join(consumer.folder, "deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
      return JSON.parse(await run(binary, [...runtime.args(script), ...args], { cwd: consumer.folder, env, seconds: 300 }));
    }

    test("imports the package and verifies", async (t) => {
      const answer = await answerOf(
        t,
        "imports",
        `import { needs, ProofPassError, ready, verify, verifyMany, version } from "@proofpass/verifier";
        const [good] = globalThis.process.argv.slice(2);
        await ready();
        const lines = new Blob([good + "\\n{\\n" + good]).stream();
        const verdicts = [];
        for await (const { report } of verifyMany(lines)) verdicts.push(report.verdict);
        const mistake = await verify(good, { polcy: {} }).catch((error) => error instanceof ProofPassError && error.code);
        console.log(JSON.stringify({ version, verdicts, mistake, needs: await needs(good) }));`,
        [good],
      );
      if (answer) assert.deepEqual(answer, { version: manifest().version, verdicts: ["accept", "reject", "accept"], mistake: "malformed-request", needs: [] });
    });

    for (const name of ["verifier", "verifier-full", "verifier-disclosure"]) test(`verifies synchronously through ./slim with ./${name}.wasm`, async (t) => {
      const answer = await answerOf(
        t,
        name,
        `import { readFileSync } from "node:fs";
        import { initialize, verify } from "@proofpass/verifier/slim";
        const [good] = globalThis.process.argv.slice(2);
        initialize(readFileSync(new URL(import.meta.resolve("@proofpass/verifier/${name}.wasm"))));
        console.log(JSON.stringify([good, good.replace("CERT-001", "CERT-002")].map((text) => verify(text).verdict)));`,
        [good],
      );
      if (answer) assert.deepEqual(answer, ["accept", "reject"]);
    });

    test("gives the reports that the Rust suite gave natively, byte for byte", async (t) => {
      const cases = made(join(TARGET, "cases/cases.jsonl"), "the Rust suite `verifier`");
      const answer = await answerOf(
        t,
        "same",
        `import { readFileSync } from "node:fs";
        import { verifyToJson } from "@proofpass/verifier";
        const cases = readFileSync(globalThis.process.argv[2], "utf8").split("\\n").filter(Boolean).map((line) => JSON.parse(line));
        const different = [];
        for (const { name, bundle, material, policy, now, report } of cases) {
          const options = { ...(material && { material }), ...(policy && { policy }), now };
          const found = await verifyToJson(Uint8Array.from(atob(bundle), (byte) => byte.charCodeAt(0)), options);
          if (found !== report) different.push(name);
        }
        console.log(JSON.stringify({ judged: cases.length, different }));`,
        [cases],
      );
      if (!answer) return;
      t.diagnostic(`${answer.judged} reports`);
      assert.deepEqual(answer.different, []);
      assert.ok(answer.judged > 100);
    });
  });
}
