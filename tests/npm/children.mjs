// @ts-check
/** Child processes: run to the end within a time, or serve until stopped. Each ends with its suite. */
import { spawn } from "node:child_process";

// A signal ends a process without its `exit` event, in which servers are ended below: leave by way of it.
for (const [signal, number] of /** @type {const} */ ([["SIGHUP", 1], ["SIGINT", 2], ["SIGTERM", 15]])) {
  process.once(signal, () => process.exit(128 + number));
}

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, seconds?: number }} Circumstances */

/**
 * Runs a command to its end and gives its standard output; a failure carries all that it said.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Circumstances} [circumstances]
 * @returns {Promise<string>}
 */
export async function run(command, args, { cwd, env, seconds = 60 } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let heard = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => (said += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (heard += chunk));
  const late = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (...end) => resolve(end));
  });
  clearTimeout(late);
  if (code !== 0) {
    throw new Error(`\`${[command, ...args].join(" ")}\` ended with ${code ?? signal}:\n${said}${heard}`);
  }
  return said;
}

/**
 * Starts a server and waits until its output matches `ready`.
 *
 * The server leads a process group of its own, and `stop` ends the group: wrangler starts workerd, and nobody
 * else would end that if wrangler died first.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Circumstances & { ready: RegExp }} circumstances
 * @returns {Promise<{ match: RegExpMatchArray, output: () => string, stop: () => Promise<void> }>}
 */
export async function serve(command, args, { ready, cwd, env, seconds = 60 }) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  const ended = new Promise((resolve) => child.once("close", resolve));
  const killGroup = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already: what was wanted.
    }
  };
  const onExit = () => killGroup("SIGKILL");
  process.once("exit", onExit);

  const stop = async () => {
    killGroup("SIGTERM");
    const late = setTimeout(() => killGroup("SIGKILL"), 5_000);
    await ended;
    clearTimeout(late);
    killGroup("SIGKILL");
    process.removeListener("exit", onExit);
  };

  /** @type {RegExpMatchArray} */
  let match;
  try {
    match = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not ready after ${seconds} s`)), seconds * 1000);
      const hear = (/** @type {string} */ chunk) => {
        said += chunk;
        const found = said.match(ready);
        if (found) {
          clearTimeout(late);
          resolve(found);
        }
      };
      child.stdout.setEncoding("utf8").on("data", hear);
      child.stderr.setEncoding("utf8").on("data", hear);
      child.once("error", reject);
      ended.then(() => {
        clearTimeout(late);
        reject(new Error("ended before it was ready"));
      });
    });
  } catch (cause) {
    if (child.pid) await stop();
    throw new Error(`\`${[command, ...args].join(" ")}\`: ${/** @type {Error} */ (cause).message}:\n${said}`);
  }
  return { match, output: () => said, stop };
}
