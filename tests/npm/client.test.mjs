// @ts-check
/**
 * `@proofpass/client` as its users get it: packed, installed, compiled against, and run against the issuer.
 *
 * In scope: its calls, refusals, pages and repetitions; its README. Out of scope: what the operations mean (the tests of
 * the workspace), and whether its tables are those of the description (`cargo xtask client --check`).
 */
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { run } from "./children.mjs";
import { startIssuer } from "./issuer.mjs";
import { emptyFolder, PKG, ROOT } from "./places.mjs";

/** @typedef {typeof import("../../pkg/client/index.js")} Library */

/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {Library} */
let library;
/** @type {string} */
let folder;
/** @type {string[]} */
let files;
/** Of an organisation. @type {string} */
let apiKey;
/** Of its admin. @type {string} */
let accessToken;

before(async () => {
  issuer = await startIssuer("client");
  folder = emptyFolder("client");
  const [packed] = Object.values(JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(PKG, "client") })));
  files = packed.files.map((/** @type {{ path: string }} */ file) => file.path).sort();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", join(folder, packed.filename)], { cwd: folder });
  library = await import(pathToFileURL(join(folder, "node_modules/@proofpass/client/index.js")).href);
  const nobody = new library.Client({ url: issuer.origin });
  const body = { email: "ada@example.com", password: "correct horse; battery 'staple'", name: "Ada", organization: "Analytical Engines" };
  const registered = await nobody.register({ body });
  assert.ok("token" in registered, "this service sends no letters: whoever registers is signed in");
  accessToken = registered.token;
  ({ key: apiKey } = await new library.Client({ url: issuer.origin, accessToken }).createApiKey({ body: { name: "shop floor" } }));
});
after(() => issuer?.stop());

/** With the organisation's key, or with another way to say who asks. */
const client = (/** @type {Partial<import("../../pkg/client/index.js").ClientOptions>} */ options = {}) =>
  new library.Client({ url: issuer.origin, ...(!options.accessToken && { apiKey }), ...options });

/** @param {string} id */
const certification = (id) => ({
  templateId: "certification",
  subject: { id, type: "Product" },
  claims: {
    certificationType: "material",
    certificationName: "Recycled content",
    certificationNumber: "C-1",
    issuingOrganization: { name: "Analytical Engines" },
    recipientName: "Espresso cup",
    issueDate: "2026-11-01",
    status: "active",
  },
});

/**
 * @param {Promise<unknown>} call
 * @param {number} status
 * @param {string} code
 */
async function refused(call, status, code) {
  const error = await call.then(() => assert.fail("not refused"), (/** @type {unknown} */ fault) => fault);
  assert.ok(error instanceof library.ProblemError, String(error));
  assert.deepEqual([error.status, error.code], [status, code], error.message);
  return error;
}

describe("the package", () => {
  test("holds its files and no other, and has no dependencies", () => {
    assert.deepEqual(files, ["LICENSE", "README.md", "index.d.ts", "index.js", "operations.d.ts", "operations.js", "package.json"]);
    const manifest = JSON.parse(readFileSync(join(PKG, "client/package.json"), "utf8"));
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.version, JSON.parse(readFileSync(join(PKG, "package.json"), "utf8")).version);
    assert.equal(readFileSync(join(PKG, "client/LICENSE"), "utf8"), readFileSync(join(ROOT, "LICENSE"), "utf8"));
  });

  for (const [name, resolution] of /** @type {const} */ ([["bundlers", "Bundler"], ["Node", "NodeNext"]])) {
    test(`fits a strict consumer under the resolution of ${name}, and its types catch mistakes`, () => {
      cpSync(new URL("./consumers/client/", import.meta.url).pathname, folder, { recursive: true });
      const program = ts.createProgram(["positive.ts", "negative.ts"].map((file) => join(folder, file)), {
        strict: true,
        noEmit: true,
        exactOptionalPropertyTypes: true,
        target: ts.ScriptTarget.ES2022,
        lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
        types: [],
        module: resolution === "Bundler" ? ts.ModuleKind.ESNext : ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind[resolution],
      });
      const told = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
      assert.deepEqual(told, []);
    });
  }

  test("has every operation that the running service describes, and no other", async () => {
    const { paths } = /** @type {{ paths: Record<string, Record<string, { operationId: string }>> }} */ (await client().describe());
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => [operationId, method.toUpperCase(), path].join(" ")));
    const known = Object.entries(library.OPERATIONS).map(([name, { method, path }]) => [name, method, path].join(" "));
    assert.deepEqual(known.sort(), described.sort());
    for (const name of Object.keys(library.OPERATIONS)) assert.equal(typeof Reflect.get(client(), name), "function", name);
  });

  test("does what its README shows", async () => {
    const readme = readFileSync(join(folder, "node_modules/@proofpass/client/README.md"), "utf8");
    const [block, ...others] = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, source]) => String(source));
    assert.deepEqual(others, []);
    writeFileSync(join(folder, "readme.mjs"), String(block));
    const env = { PROOFPASS_URL: issuer.origin, PROOFPASS_KEY: apiKey };
    const [issued, listed, ...rest] = (await run(process.execPath, ["readme.mjs"], { cwd: folder, env })).trim().split("\n");
    const [, id] = /^(\S+) \[ 'VerifiableCredential', 'Training' \] http\S+\/bundle$/.exec(String(issued)) ?? assert.fail(issued);
    assert.deepEqual([listed, rest], [`${id} PERSON-17`, []]);
    const found = [];
    for await (const one of client().each("listAttestations", { templateId: "training" })) found.push([one.id, one.status]);
    assert.deepEqual(found, [[id, "revoked"]]);
  });
});

describe("calls", () => {
  test("go the whole way of a template, an attestation and a passport", async () => {
    const all = client();
    const claimsSchema = { type: "object", properties: { grade: { type: "string" } }, required: ["grade"], additionalProperties: false };
    const { id: templateId } = await all.createTemplate({ body: { name: "Grades", credentialType: "Grade", claimsSchema, visibility: "public" } });
    assert.equal((await all.publishTemplateVersion({ id: templateId, version: 1 })).published?.credentialType, "Grade");
    const { id, credential, links } = await all.issueAttestation({ body: { templateId, subject: { id: "CUP-7", type: "Product" }, claims: { grade: "A" } } });
    const nobody = new library.Client({ url: issuer.origin });
    assert.equal((await nobody.verify({ body: /** @type {object} */ (credential) })).verdict, "accept");
    assert.equal((await nobody.verifyAttestationUnderPolicy({ id, body: { policy: { trustedIssuers: [] } } })).verdict, "reject");
    assert.deepEqual(await nobody.fetchBundle({ id }), await (await fetch(links.bundle)).json());
    const passport = await all.createPassport({ body: { productId: "CUP-7", name: "Cup", members: [{ attestationId: id, public: true }] } });
    assert.equal((await nobody.verifyPassport({ id: passport.id })).verdict, "accept");
    assert.equal((await nobody.findPassports({ productId: "CUP-7" })).passports.length, 1);
    assert.equal((await all.suspendAttestation({ id, body: { reason: "A look at it." } })).status, "suspended");
    assert.equal((await nobody.verifyPassport({ id: passport.id })).verdict, "reject");
    assert.equal((await all.resumeAttestation({ id, body: { reason: "All good." } })).status, "active");
    const { events } = await all.listAttestationEvents({ id });
    assert.deepEqual(events.map(({ event, reason }) => [event, reason ?? null]), [["issued", null], ["suspended", "A look at it."], ["resumed", "All good."]]);
    const after = await all.removePassportMember({ id: passport.id, memberId: String(passport.members[0]?.id) });
    assert.deepEqual([after.version, after.members], [2, []]);
    const versions = [];
    for await (const { version } of all.each("listPassportVersions", { id: passport.id })) versions.push(version);
    assert.deepEqual(versions, [2, 1]);
    assert.match(await nobody.explainProblem({ slug: "not-found" }), /^<!doctype html>/i);
    const code = await nobody.fetchQrCode({ id, content: "offline", size: 1024 });
    assert.deepEqual([code?.type, [...new Uint8Array(await /** @type {Blob} */ (code).arrayBuffer())].slice(0, 4)], ["image/png", [0x89, 0x50, 0x4e, 0x47]]);
    assert.match(String(await (await nobody.fetchPassportQrCode({ id: passport.id, format: "svg" }))?.text()), /^<svg /);
    await refused(nobody.fetchQrCode({ id, size: 1 }), 422, "invalid-request");
  });

  test("give a list page by page as one, from where one says", async () => {
    const all = client();
    const ids = [];
    for (const number of [1, 2, 3, 4, 5]) ids.unshift((await all.issueAttestation({ body: certification(`PAGE-${number}`) })).id);
    const found = [];
    for await (const { id } of all.each("listAttestations", { limit: 2, q: "PAGE" })) found.push(id);
    assert.deepEqual(found, ids);
    const { nextCursor } = await all.listAttestations({ limit: 3, q: "PAGE" });
    const rest = [];
    for await (const { id } of all.each("listAttestations", { limit: 1, q: "PAGE", cursor: String(nextCursor) })) rest.push(id);
    assert.deepEqual(rest, ids.slice(3));
    await assert.rejects(all.each(/** @type {any} */ ("fetchAttestation"), {}).next(), TypeError);
    await assert.rejects(all.each(/** @type {any} */ ("constructor"), {}).next(), TypeError);
  });

  test("are a person's with an access token, asked for before each", async () => {
    let asked = 0;
    const ada = client({ accessToken: async () => ((asked += 1), accessToken) });
    assert.equal((await ada.fetchProfile()).organization?.name, "Analytical Engines");
    assert.equal((await ada.listMembers({ signal: AbortSignal.timeout(10_000) })).members.length, 1);
    assert.equal(asked, 2);
    await refused(client().fetchProfile(), 403, "insufficient-scope");
    for (const accessToken of [() => "", () => "a\nb", async () => /** @type {any} */ (undefined)]) {
      await assert.rejects(client({ accessToken }).fetchProfile(), TypeError);
    }
  });

  test("end with their signal", async () => {
    await assert.rejects(client().health({ signal: AbortSignal.abort() }), { name: "AbortError" });
  });
});

describe("refusals", () => {
  test("say what is wrong, where, and under which number the log has it", async () => {
    const { claims, ...rest } = certification("A-1");
    const error = await refused(client().issueAttestation({ body: { ...rest, claims: { ...claims, certificationNumber: "", issueDate: "2026-02-30" } } }), 422, "invalid-request");
    assert.deepEqual(error.errors.map(({ pointer }) => pointer).sort(), ["/claims/certificationNumber", "/claims/issueDate"]);
    assert.match(error.instance, /^urn:uuid:[0-9a-f-]{36}$/);
    assert.match(error.message, /^issueAttestation: 422 .*\/claims\/issueDate /);
    assert.equal(error.type, `${issuer.origin}/problems/invalid-request`);
  });

  test("are told apart", async () => {
    const id = "00000000-0000-4000-8000-000000000000";
    await refused(client().fetchAttestation({ id }), 404, "not-found");
    await refused(client({ apiKey: `${apiKey.slice(0, -1)}${apiKey.endsWith("0") ? "1" : "0"}` }).listTemplates(), 401, "unauthenticated");
    await refused(client({ accessToken: apiKey }).fetchProfile(), 403, "insufficient-scope");
    const key = { idempotencyKey: "order-4711" };
    await client().issueAttestation({ ...key, body: certification("B-1") });
    await refused(client().issueAttestation({ ...key, body: certification("B-2") }), 422, "idempotency-key-reused");
  });

  test("of mistakes come before any request", async () => {
    const none = client({ fetch: () => assert.fail("a request went out") });
    for (const call of [
      () => none.listAttestations(/** @type {any} */ ({ state: "active" })),
      () => none.fetchAttestation(/** @type {any} */ ({})),
      () => none.fetchAttestation({ id: "" }),
      () => none.fetchAttestation({ id: ".." }),
      () => none.deleteTemplate({ id: "." }),
      () => none.fetchAttestation({ id: /** @type {any} */ ({}) }),
      () => none.revokeAttestation(/** @type {any} */ ({ id: "a" })),
      () => none.fetchAttestation(/** @type {any} */ ({ id: "a", body: {} })),
    ]) {
      await assert.rejects(async () => call(), TypeError);
    }
    const good = { url: issuer.origin };
    for (const options of [
      undefined,
      {},
      { url: "" },
      { url: "ftp://a.example" },
      { url: "https://user@a.example" },
      { url: "https://a.example/?x" },
      { ...good, apikey: "pk_live_a" },
      { ...good, apiKey: "" },
      { ...good, apiKey: undefined },
      { ...good, apiKey: "a b" },
      { ...good, apiKey: () => "a" },
      { ...good, accessToken: "a\n" },
      { ...good, apiKey: "a", accessToken: "b" },
      { ...good, retries: -1 },
      { ...good, retries: 1.5 },
      { ...good, timeoutSeconds: 0 },
      { url: "http://a.example", apiKey: "a" },
      { url: "http://localhost.a.example", apiKey: "a" },
    ]) {
      assert.throws(() => new library.Client(/** @type {any} */ (options)), TypeError, JSON.stringify(options));
    }
    for (const options of [
      { url: "http://a.example", apiKey: "a", insecure: true },
      { url: "http://a.example" },
      { url: "https://a.example/issuer/", apiKey: "a" },
      { url: "http://[::1]:1", apiKey: "a" },
    ]) {
      new library.Client(options);
    }
  });

  test("never have the key in them", async () => {
    const away = client({ url: "http://127.0.0.1:9", retries: 0 });
    const error = await away.listTemplates().catch((/** @type {Error} */ fault) => fault);
    assert.ok(error instanceof Error && !`${error.stack} ${String(error.cause)}`.includes(apiKey));
  });
});

describe("a service that is busy or away", () => {
  /**
   * Serves what the list says, one after the other, and counts.
   *
   * @param {{ status: number, after?: string, location?: string, body?: string, cut?: boolean }[]} answers
   * @param {(options: { url: string, asked: import("node:http").IncomingMessage[] }) => Promise<void>} use
   */
  async function against(answers, use) {
    /** @type {import("node:http").IncomingMessage[]} */
    const asked = [];
    const server = createServer((request, response) => {
      const answer = answers[asked.push(request) - 1] ?? { status: 500 };
      if (answer.cut) return void request.socket.destroy();
      const { status, after, location, body = '{"type":"https://a.example/problems/unavailable","status":503}' } = answer;
      const media = status < 300 ? "application/json" : body.startsWith("<") ? "text/html" : "application/problem+json";
      response.writeHead(status, { "content-type": media, connection: "close", ...(after && { "retry-after": after }), ...(location && { location }) }).end(body);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    try {
      await use({ url: `http://127.0.0.1:${port}`, asked });
    } finally {
      server.close();
    }
  }

  const GOOD = { status: 200, body: '{"items":[]}' };
  const ISSUED = { status: 201, body: "{}" };

  test("is asked again, with the same key for what has an effect", () =>
    against([{ status: 503, after: "0" }, { status: 503, cut: true }, ISSUED], async ({ url, asked }) => {
      await client({ url }).issueAttestation({ body: certification("A") });
      const keys = asked.map(({ headers }) => headers["idempotency-key"]);
      assert.equal(keys.length, 3);
      assert.match(String(keys[0]), /^[0-9a-f-]{36}$/);
      assert.equal(new Set(keys).size, 1);
    }));

  test("is asked again after 429, whatever was asked: it had no effect", () =>
    against([{ status: 429, after: "0" }, ISSUED], async ({ url, asked }) => {
      await client({ url }).createPassport({ body: { productId: "A", name: "A" } });
      assert.equal(asked.length, 2);
    }));

  test("is not asked again for what could have its effect twice", () =>
    against([{ status: 503, after: "0" }], async ({ url, asked }) => {
      await refused(client({ url }).createPassport({ body: { productId: "A", name: "A" } }), 503, "unavailable");
      assert.equal(asked.length, 1);
    }));

  test("is not asked more often than it was said, nor waited for as long as it likes", async () => {
    const busy = { status: 503, after: "0" };
    await against([busy, busy, busy, GOOD], async ({ url, asked }) => {
      await refused(client({ url }).listTemplates(), 503, "unavailable");
      assert.equal(asked.length, 3);
    });
    await against([busy, GOOD], async ({ url, asked }) => {
      await refused(client({ url, retries: 0 }).listTemplates(), 503, "unavailable");
      assert.equal(asked.length, 1);
    });
    await against([{ status: 503, after: "3600" }], async ({ url, asked }) => {
      const error = await refused(client({ url }).listTemplates(), 503, "unavailable");
      assert.deepEqual([asked.length, error.retryAfterSeconds], [1, 3600]);
    });
  });

  test("is a refusal too where a proxy answers with a page, and an error where the answer is no JSON", async () => {
    await against([{ status: 502, body: "<html>" }], async ({ url }) => {
      const error = await refused(client({ url }).listTemplates(), 502, "about:blank");
      assert.doesNotMatch(error.message, /html/);
    });
    await against([{ status: 200, body: "<html>" }], ({ url }) => assert.rejects(client({ url }).listTemplates(), SyntaxError));
  });

  test("cannot send the key elsewhere", () =>
    against([GOOD], ({ url, asked }) =>
      against([{ status: 307, location: `${url}/api/v1/templates` }], async (first) => {
        await assert.rejects(client({ url: first.url, retries: 0 }).listTemplates(), TypeError);
        assert.deepEqual([first.asked.length, asked.length], [1, 0]);
      })));
});
