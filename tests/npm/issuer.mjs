// @ts-check
/**
 * The issuer as an operator runs it: the built binary, a database of its own, an organisation with keys and templates.
 *
 * In scope: starting it on the loopback interface, issuing through its REST interface, leaving nothing behind.
 * Out of scope: what it answers (the tests of the workspace).
 */
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { run, serve } from "./children.mjs";
import { emptyFolder, made, PKG, TARGET } from "./places.mjs";

/**
 * @typedef {object} Attestation
 * @property {string} id
 * @property {string} issuer
 * @property {Record<string, unknown>} credential
 * @property {{ self: string, bundle: string, verify: string, page: string }} links
 */

/**
 * @typedef {object} RunningIssuer
 * @property {string} origin
 * @property {(claims: { certificationId: string, note?: string }, validity?: { validFrom?: string, validUntil?: string }, visibility?: "public" | "private") => Promise<Attestation>} issue
 * @property {(...args: string[]) => Promise<any>} command runs another one, and reads what it prints
 * @property {() => string} log what the service has said so far
 * @property {() => Promise<void>} stop
 */

const CLAIMS_SCHEMA = {
  type: "object",
  properties: { certificationId: { type: "string" }, note: { type: "string" } },
  required: ["certificationId"],
  additionalProperties: false,
};

/**
 * @param {string} suite the name of the suite, for its folder and its database
 * @param {Record<string, string>} [settings] more of them, or others
 * @returns {Promise<RunningIssuer>}
 */
export async function startIssuer(suite, settings = {}) {
  const binary = made(process.env.PROOFPASS_BIN ?? join(TARGET, "debug/proofpass"), "`cargo build -p proofpass-issuer`");
  made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");
  const database = await freshDatabase(suite);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    // The binary refuses settings that it does not know, and the suites are told more than it knows.
    ...Object.fromEntries(Object.keys(process.env).filter((name) => /^(PROOFPASS_|DATABASE_URL)/.test(name)).map((name) => [name, undefined])),
    DATABASE_URL: database.url,
    PROOFPASS_ENV: "development",
    PROOFPASS_DEFAULT_PLAN: "enterprise",
    PROOFPASS_LISTEN: `127.0.0.1:${port}`,
    PROOFPASS_PUBLIC_URL: origin,
    PROOFPASS_MASTER_KEY: "development-only:npm-tests-master",
    PROOFPASS_API_KEY_PEPPER: "development-only:npm-tests-pepper",
    PROOFPASS_ASSETS_DIR: PKG,
    // A suite asks more often than anybody may, all of it from one address.
    ...Object.fromEntries(["AUTH", "EXPENSIVE", "GLOBAL", "USER"].map((tier) => [`PROOFPASS_RATE_LIMIT_${tier}`, "off"])),
    ...settings,
  };
  const command = (/** @type {string[]} */ ...args) => run(binary, args, { env });
  const create = async (/** @type {string[]} */ ...args) => JSON.parse(await command(...args, "--json"));

  try {
    await command("migrate");
    const { id: organization } = await create("organizations", "create", "--name", "Loom & Sons");
    await create("keys", "issuer", "create", "--organization", organization);
    const { key } = await create("keys", "api", "create", "--organization", organization, "--name", suite);
    const schema = join(emptyFolder(`${suite}-issuer`), "claims.schema.json");
    writeFileSync(schema, JSON.stringify(CLAIMS_SCHEMA));
    const template = async (/** @type {string} */ name, /** @type {string[]} */ ...flags) =>
      (await create("templates", "create", "--organization", organization, "--name", name, "--type", "ProductAttestation", "--schema", schema, ...flags)).id;
    const templates = { public: await template("Shown to anybody", "--public"), private: await template("Shown to nobody") };
    const server = await serve(binary, ["serve"], { env, ready: /Listening on / });

    return {
      origin,
      command: create,
      log: server.output,
      async issue(claims, validity = {}, visibility = "public") {
        const answer = await fetch(`${origin}/api/v1/attestations`, {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          body: JSON.stringify({ templateId: templates[visibility], subject: { id: "PROD-123", type: "Product" }, claims, ...validity }),
        });
        const body = await answer.text();
        if (answer.status !== 201) throw new Error(`The issuer answered ${answer.status}: ${body}`);
        return JSON.parse(body);
      },
      async stop() {
        await server.stop();
        await database.drop();
      },
    };
  } catch (cause) {
    await database.drop();
    throw cause;
  }
}

/**
 * @param {string} suite
 * @returns {Promise<{ url: string, drop: () => Promise<void> }>}
 */
async function freshDatabase(suite) {
  const maintenance = process.env.PROOFPASS_TEST_DATABASE_URL;
  if (!maintenance) throw new Error("PROOFPASS_TEST_DATABASE_URL is not set; `cargo xtask test` sets it, `cargo xtask pg` prints one.");
  const name = `npm_${suite}_${process.pid}`;
  const statement = (/** @type {string} */ sql) =>
    run("psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", maintenance, "--command", sql]);
  // No superuser, whom row-level security would not bind.
  const owner = "proofpass_test";
  await statement(
    `do $$ begin create role ${owner} login password '${owner}'; exception when duplicate_object or unique_violation then null; end $$`,
  );
  await statement(`create database "${name}" owner ${owner}`);
  const url = new URL(maintenance);
  url.pathname = `/${name}`;
  url.username = owner;
  url.password = owner;
  return {
    url: url.href,
    drop: async () => void (await statement(`drop database "${name}" with (force)`)),
  };
}

/**
 * A port that was free a moment ago. The public address is a setting and must be known before the service listens.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
