// @ts-check
/**
 * The edge Worker on real workerd (`wrangler dev`): what it verifies, what it refuses, and whom it fetches from.
 *
 * In scope: its routes, problems, caps, CORS, the allow-list, issuers and clients that misbehave, what happens when it
 * stops. Out of scope: verdicts over all vectors (`same-report.test.mjs`).
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { edgeWorker } from "./edge.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { startIssuer } from "./issuer.mjs";
import { ROOT } from "./places.mjs";

const NOW = "2026-11-23T12:00:00Z";
// As many bytes as a document may have (proofpass::json::Limits::DOCUMENT).
const CAP = 5 << 20;

const issuer = issuerWithKey();
const good = secure(credentialBy(issuer), issuer);
const tampered = { ...good, id: "urn:uuid:00000000-0000-4000-8000-000000000000" };
const withStatus = secure({ ...credentialBy(issuer), credentialStatus: { type: "OtherStatusEntry" } }, issuer);
const expired = secure({ ...credentialBy(issuer), validUntil: "2026-06-30T00:00:00Z" }, issuer);
const bundle = { type: "ProofPassBundle", version: 1, credentials: [good] };

/** @type {Awaited<ReturnType<typeof edgeWorker>>} */
let worker;
/** @type {import("./issuer.mjs").RunningIssuer} */
let realIssuer;
/** @type {Awaited<ReturnType<typeof startOddIssuer>>} */
let oddIssuer;
/** @type {Awaited<ReturnType<typeof startOddIssuer>>} */
let stranger;

before(async () => {
  [realIssuer, oddIssuer, stranger] = await Promise.all([startIssuer("worker"), startOddIssuer(), startOddIssuer()]);
  worker = await edgeWorker({ issuers: ["https://issuer.example", realIssuer.origin, oddIssuer.origin] });
});

after(async () => {
  await worker?.stop();
  await Promise.all([realIssuer?.stop(), oddIssuer?.stop(), stranger?.stop()]);
});

/** Bundles by the last digit of the id: a server on the allow-list need not be a good one. */
async function startOddIssuer() {
  /** @type {string[]} */
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const kind = request.url?.match(/^\/api\/v1\/attestations\/[0-9a-f-]{35}([0-9a-f])\/bundle$/)?.[1];
    const answer = (/** @type {number} */ status, /** @type {string} */ body, headers = {}) =>
      void response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
    switch (kind) {
      case "1":
        return answer(200, JSON.stringify(bundle));
      case "2":
        return answer(302, "", { location: `${stranger.origin}${request.url}` });
      case "3":
        return answer(200, `${JSON.stringify(bundle)}${" ".repeat(CAP)}`);
      case "4":
        return answer(410, "{}");
      case "5":
        return answer(500, "{}");
      case "6":
        return answer(200, "<!doctype html>");
      case "7":
        return void response.writeHead(200).flushHeaders(); // and never a body
      case "8":
        return answer(200, JSON.stringify({ ...bundle, credentials: [tampered] }));
      default:
        return answer(404, "{}");
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
function ask(path, init) {
  return fetch(`${worker.origin}${path}`, { redirect: "manual", ...init });
}

/**
 * A client that announces a body and sends a part of it.
 *
 * @param {string} origin
 * @param {number} bytes of the part
 */
function beginsToSend(origin, bytes) {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const begun = performance.now();
  let heard = "";
  socket.on("error", () => {});
  socket.setEncoding("utf8").on("data", (chunk) => (heard += chunk));
  socket.write(`POST /verify HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\ncontent-length: ${CAP}\r\n\r\n${" ".repeat(bytes)}`);
  return {
    socket,
    /** What it is told, to the end of the body, and after how many seconds. */
    async answer() {
      while (!isWholeAnswer(heard)) await once(socket, "data");
      const [, status] = heard.match(/^HTTP\/1\.1 (\d+)/) ?? [];
      return { status: Number(status), text: heard.toLowerCase(), seconds: (performance.now() - begun) / 1000 };
    },
  };
}

/**
 * Head and body may come in packets of their own.
 *
 * @param {string} heard
 */
function isWholeAnswer(heard) {
  const [head, ...body] = heard.split("\r\n\r\n");
  const [, length] = head.match(/^content-length: (\d+)/im) ?? [];
  return body.length > 0 && Buffer.byteLength(body.join("\r\n\r\n")) >= Number(length);
}

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Nothing tells when the Worker has taken note of what other clients do.
 *
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} enough
 * @returns {Promise<T>} the last answer
 */
async function eventually(ask, enough) {
  for (let tries = 20; ; tries -= 1) {
    const answer = await ask();
    if (tries === 0 || enough(answer)) return answer;
    await sleep(150);
  }
}

/** @param {unknown} body */
function post(body) {
  const text = typeof body === "string" || body instanceof Uint8Array ? /** @type {BodyInit} */ (body) : JSON.stringify(body);
  return ask("/verify", { method: "POST", headers: { "content-type": "application/json" }, body: text });
}

/**
 * @param {Response} answer
 * @param {"accept" | "reject" | "undecided"} verdict
 * @returns {Promise<any>}
 */
async function assertReport(answer, verdict) {
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const report = await answer.json();
  assert.equal(report.verdict, verdict);
  return report;
}

/**
 * @param {Response} answer
 * @param {number} status
 * @param {string} slug
 * @returns {Promise<any>}
 */
async function assertProblem(answer, status, slug) {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  const problem = JSON.parse(text);
  assert.equal(problem.status, status);
  assert.ok(problem.type.endsWith(`/problems/${slug}`), problem.type);
  for (const member of ["title", "detail"]) assert.equal(typeof problem[member], "string");
  // The type is a link to what it means.
  assert.equal((await ask(new URL(problem.type).pathname)).status, 200);
  return problem;
}

describe("POST /verify", () => {
  test("accepts a credential and a bundle, bare or in an envelope", async () => {
    for (const body of [good, bundle, { bundle: good }, { bundle }, { bundle: JSON.stringify(good) }]) {
      await assertReport(await post(body), "accept");
    }
  });

  test("rejects what was changed, with a report", async () => {
    for (const body of [tampered, { bundle: tampered }, { bundle: JSON.stringify(tampered) }]) {
      const report = await assertReport(await post(body), "reject");
      assert.equal(report.credentials[0].checks[1].code, "signature-mismatch");
    }
  });

  test("rejects what is no document, with a report", async () => {
    /** @type {[unknown, string][]} */
    const documents = [
      ["{", "json-syntax"],
      ["", "json-syntax"],
      [Uint8Array.of(0x22, 0xff, 0x22), "not-utf8"],
      ['{"a":1,"a":2}', "duplicate-key"],
      [[], "not-a-bundle"],
      [{ bundle: "{" }, "json-syntax"],
      [{ bundle: 7 }, "not-a-bundle"],
      [{ bundle: good, extra: 1 }, "not-a-bundle"],
    ];
    for (const [body, code] of documents) {
      const report = await assertReport(await post(body), "reject");
      assert.equal(report.checks[0].code, code);
    }
  });

  test("is undecided about what it cannot check", async () => {
    const report = await assertReport(await post(withStatus), "undecided");
    assert.equal(report.credentials[0].checks[4].code, "status-unsupported");
  });

  test("takes policy and time from the envelope", async () => {
    await assertReport(await post({ bundle: expired }), "reject");
    const then = await assertReport(await post({ bundle: expired, now: "2026-06-01T00:00:00Z" }), "accept");
    assert.equal(then.verifiedAt, "2026-06-01T00:00:00Z");
    await assertReport(await post({ bundle: good, now: NOW, policy: { trustedIssuers: [issuer.did] } }), "accept");
    await assertReport(await post({ bundle: good, now: NOW, policy: { trustedIssuers: [] } }), "reject");
    await assertReport(await post({ bundle: withStatus, policy: { require: [] } }), "accept");
  });

  test("refuses options that are not as documented", async () => {
    for (const options of [
      { policy: { requires: [] } },
      { policy: { toleranceSeconds: -1 } },
      { policy: null },
      { material: { didDocuments: [{}] } },
      { now: "soon" },
      { now: 0 },
    ]) {
      await assertProblem(await post({ bundle: good, ...options }), 422, "invalid-request");
    }
  });

  test("refuses a body over the cap, and takes one at the cap", async () => {
    const text = JSON.stringify(good);
    await assertReport(await post(text + " ".repeat(CAP - text.length)), "accept");
    for (const length of [CAP + 1, 4 * CAP]) {
      await assertProblem(await post(text + " ".repeat(length - text.length)), 413, "payload-too-large");
      // wrangler's own proxy may meet the connection of the unread body once more, and repeats only GET by itself.
      assert.equal((await ask("/health")).status, 200);
      await assertReport(await post(good), "accept");
    }
  });

  test("answers many at once", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => post(at % 2 ? tampered : good)));
    for (const [at, answer] of answers.entries()) await assertReport(answer, at % 2 ? "reject" : "accept");
  });
});

describe("bodies are bounded", () => {
  const large = JSON.stringify(good) + " ".repeat(1 << 20);

  test("in how many large ones are read at once: the next is told when to come again", async () => {
    const clients = Array.from({ length: 8 }, () => beginsToSend(worker.origin, 600_000));
    const refused = await eventually(() => post(large), ({ status }) => status === 503);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    await assertProblem(refused, 503, "unavailable");
    await assertReport(await post(good), "accept");
    for (const { socket } of clients) socket.destroy();
    const together = () => Promise.all(Array.from({ length: 8 }, () => post(large)));
    const answers = await eventually(together, (all) => all.every(({ status }) => status === 200));
    for (const answer of answers) await assertReport(answer, "accept");
  });

  test("in time: one that pauses, and one that comes drop by drop", async () => {
    const pausing = beginsToSend(worker.origin, 1_000);
    const dripping = beginsToSend(worker.origin, 1_000);
    const drops = setInterval(() => dripping.socket.write(" "), 1_000);
    const [pause, drip] = await Promise.all([pausing.answer(), dripping.answer()]);
    clearInterval(drops);
    assert.equal(pause.status, 408);
    assert.match(pause.text, /\/problems\/request-timeout/);
    assert.match(pause.text, /access-control-allow-origin: \*/);
    assert.ok(pause.seconds > 4 && pause.seconds < 12, `${pause.seconds} s`);
    assert.equal(drip.status, 408);
    assert.ok(drip.seconds > 13 && drip.seconds < 30, `${drip.seconds} s`);
    for (const { socket } of [pausing, dripping]) socket.destroy();
  });
});

describe("when it stops", () => {
  // A hundred thousand values, for which this one has no room.
  const heavy = JSON.stringify({ a: Array.from({ length: 100_000 }, (_, number) => number) });
  /** @type {Awaited<ReturnType<typeof edgeWorker>>} */
  let little;
  before(async () => {
    little = await edgeWorker({ spare: 3 << 20 });
  });
  after(() => little?.stop());

  const judge = (/** @type {string} */ body) => fetch(`${little.origin}/verify`, { method: "POST", body });

  test("it says so, as a problem that any site may read, and begins anew", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await assertReport(await judge(JSON.stringify(good)), "accept");
      const stopped = await judge(heavy);
      const problem = await assertProblem(stopped, 500, "internal");
      const meaning = await (await fetch(`${little.origin}/problems/internal`)).text();
      assert.ok(meaning.startsWith(`${problem.title}\n`), "it has the title of its type");
    }
    await assertReport(await judge(JSON.stringify(tampered)), "reject");
  });

  test("nobody is left waiting for it", async () => {
    const client = beginsToSend(little.origin, 1_000);
    await sleep(500);
    await assertProblem(await judge(heavy), 500, "internal");
    const answer = await client.answer();
    client.socket.destroy();
    assert.equal(answer.status, 500);
    assert.ok(answer.seconds < 4, `${answer.seconds} s`);
    await assertReport(await judge(JSON.stringify(good)), "accept");
  });
});

describe("GET /v/{host}/{id}", () => {
  /** @param {string} kind the last digit of the id */
  const id = (kind) => `0192d7a0-0000-7000-8000-00000000000${kind}`;

  test("fetches and verifies what a real issuer issued", async () => {
    const attestation = await realIssuer.issue({ certificationId: "CERT-001" });
    const report = await assertReport(await ask(`/v/${new URL(realIssuer.origin).host}/${attestation.id}`), "accept");
    assert.equal(report.credentials[0].issuer.id, attestation.issuer);
  });

  test("says not-found for an attestation that the issuer does not show", async () => {
    const { host } = new URL(realIssuer.origin);
    const hidden = await realIssuer.issue({ certificationId: "CERT-002" }, {}, "private");
    for (const name of [id("0"), hidden.id]) await assertProblem(await ask(`/v/${host}/${name}`), 404, "not-found");
  });

  test("accepts, and rejects what an issuer got wrong", async () => {
    await assertReport(await ask(`/v/${oddIssuer.host}/${id("1")}`), "accept");
    await assertReport(await ask(`/v/${oddIssuer.host}/${id("8")}`), "reject");
    const report = await assertReport(await ask(`/v/${oddIssuer.host}/${id("6")}`), "reject");
    assert.equal(report.checks[0].code, "json-syntax");
  });

  test("asks nobody who is not on the allow-list", async () => {
    for (const host of [stranger.host, `${oddIssuer.host}.example`, "localhost", `${oddIssuer.host}@${stranger.host}`, "127.0.0.1"]) {
      await assertProblem(await ask(`/v/${host}/${id("1")}`), 404, "not-found");
    }
    assert.deepEqual(stranger.requests, []);
  });

  test("does not follow a redirect off the allow-list", async () => {
    await assertProblem(await ask(`/v/${oddIssuer.host}/${id("2")}`), 503, "unavailable");
    assert.deepEqual(stranger.requests, []);
  });

  test("says what is wrong with an issuer that misbehaves", async () => {
    await assertProblem(await ask(`/v/${oddIssuer.host}/${id("3")}`), 503, "unavailable");
    await assertProblem(await ask(`/v/${oddIssuer.host}/${id("4")}`), 410, "revoked");
    const away = await ask(`/v/${oddIssuer.host}/${id("5")}`);
    assert.ok(Number(away.headers.get("retry-after")) > 0);
    await assertProblem(away, 503, "unavailable");
  });

  test("gives up on an issuer that never finishes", async () => {
    // Its patience is 5 seconds; the rest is for a busy machine.
    const answer = await ask(`/v/${oddIssuer.host}/${id("7")}`, { signal: AbortSignal.timeout(20_000) });
    await assertProblem(answer, 503, "unavailable");
  });

  test("fetches by id only", async () => {
    const asked = oddIssuer.requests.length;
    for (const name of ["x", "..", "%2e%2e%2f%2e%2e", `${id("1")}%2f..`, `${id("1")}?x=`]) {
      const answer = await ask(`/v/${oddIssuer.host}/${name}`);
      if (name.includes("?")) await assertReport(answer, "accept");
      else await assertProblem(answer, 404, "not-found");
    }
    assert.deepEqual(oddIssuer.requests.slice(asked), [`GET /api/v1/attestations/${id("1")}/bundle`]);
  });
});

test("as deployed it has an address, and keeps no log of who asked about what", () => {
  const configuration = readFileSync(join(ROOT, "wrangler.toml"), "utf8");
  assert.match(configuration, /^workers_dev = true$|^routes? = /m);
  assert.match(configuration, /^\[observability\]\nenabled = false$/m);
});

describe("everything else", () => {
  test("GET /health", async () => {
    const answer = await ask("/health");
    assert.equal(answer.status, 200);
    const { status, timestamp, ...more } = await answer.json();
    assert.deepEqual([status, more], ["healthy", {}]);
    assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 5_000);
  });

  test("HEAD: what GET says, without saying it", async () => {
    const id = "0192d7a0-0000-7000-8000-000000000001";
    for (const path of ["/health", "/problems/not-found", `/v/${oddIssuer.host}/${id}`, "/problems/nothing", `/v/${stranger.host}/${id}`]) {
      const [head, get] = [await ask(path, { method: "HEAD" }), await ask(path)];
      assert.equal(await head.text(), "", path);
      for (const name of ["content-type", "cache-control", "access-control-allow-origin"]) assert.equal(head.headers.get(name), get.headers.get(name), `${name} of ${path}`);
      assert.equal(head.status, get.status, path);
    }
    const refused = await ask("/verify", { method: "HEAD" });
    assert.deepEqual([refused.status, refused.headers.get("allow")], [405, "POST, OPTIONS"]);
  });

  test("CORS: any site may ask, with JSON, and no credentials", async () => {
    const preflight = await ask("/verify", {
      method: "OPTIONS",
      headers: { origin: "https://shop.example", "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
    assert.match(preflight.headers.get("access-control-allow-methods") ?? "", /POST/);
    assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /content-type/i);
    assert.equal(preflight.headers.get("access-control-allow-credentials"), null);
  });

  test("routes that do not exist", async () => {
    for (const path of ["/", "/verify/", "/v", "/v/a", "/v/a/b/c", "/Verify", "/api/v1/verify", "/problems/nothing"]) {
      await assertProblem(await ask(path), 404, "not-found");
    }
  });

  test("methods that do not exist", async () => {
    /** @type {[string, string, string][]} */
    const wrong = [
      ["GET", "/verify", "POST"],
      ["PUT", "/verify", "POST"],
      ["DELETE", "/health", "GET"],
      ["POST", `/v/${oddIssuer.host}/x`, "GET"],
    ];
    for (const [method, path, allowed] of wrong) {
      const answer = await ask(path, { method });
      assert.ok(answer.headers.get("allow")?.split(", ").includes(allowed), `${method} ${path}`);
      await assertProblem(answer, 405, "method-not-allowed");
    }
  });
});
