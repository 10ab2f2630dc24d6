// @ts-check
/** No server outlives the suite that started it, however the suite ends. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as after } from "node:timers/promises";

const SUITE = `
  import { serve } from ${JSON.stringify(new URL("./children.mjs", import.meta.url).href)};
  const script = "console.log('ready ' + process.pid); setInterval(() => {}, 1000)";
  const { match } = await serve(process.execPath, ["-e", script], { ready: /ready (\\d+)/ });
  console.log(match[1]);
  setInterval(() => {}, 1000);
`;

/**
 * Whether the process runs. One that has ended and that nobody has asked about yet keeps its number, as `Z`.
 *
 * @param {number} pid
 */
function isAlive(pid) {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

for (const signal of /** @type {const} */ (["SIGHUP", "SIGINT", "SIGTERM"])) {
  test(`ended by ${signal}`, async () => {
    const suite = spawn(process.execPath, ["--input-type=module", "-e", SUITE], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(suite.stdout.setEncoding("utf8"), "data");
    const server = Number(line);
    assert.ok(isAlive(server));
    suite.kill(signal);
    await once(suite, "exit");
    for (let turn = 0; turn < 50 && isAlive(server); turn += 1) await after(20);
    assert.ok(!isAlive(server), "the server is still there");
  });
}
