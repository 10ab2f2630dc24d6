// @ts-check
/** Letters from the built service through a real SMTP server, over TLS and with a password; and what can go wrong on the way. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { run } from "./children.mjs";
import { startIssuer } from "./issuer.mjs";
import { made, TARGET } from "./places.mjs";
import { certificateFor, PASSWORD, startSmtp, until } from "./smtp.mjs";

const SENDER = "ProofPass <no-reply@issuer.example>";

/** @type {Awaited<ReturnType<typeof startSmtp>>} */
let smtp;
/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {{ key: string, certificate: string }} */
let pair;

before(async () => {
  pair = certificateFor("mail");
  smtp = await startSmtp(pair);
  issuer = await startIssuer("mail", settings(smtp));
});

after(async () => {
  await issuer?.stop();
  await smtp?.stop();
});

/** @param {typeof smtp} server */
function settings(server) {
  return { PROOFPASS_SMTP_URL: server.url, PROOFPASS_SMTP_CA_FILE: server.authorities, PROOFPASS_MAIL_FROM: SENDER };
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 */
async function post(path, body, headers = {}) {
  const answer = await fetch(`${issuer.origin}/api/v1/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

/** @param {string} email */
async function register(email) {
  assert.equal((await post("register", { email, password: "correct horse", name: "Somebody" })).status, 202);
}

/** @param {string} to */
function letterTo(to) {
  return until(`a letter to ${to}\n${issuer.log()}`, () => smtp.taken.find((letter) => letter.to === to));
}

test("a letter goes out over TLS, reads well, and its link makes the account", async () => {
  const email = "Jürgen.Größe@example.com";
  const asked = await post("register", { email, password: "correct horse", name: "Jürgen" }, { "accept-language": "de" });
  assert.deepEqual(asked, { status: 202, body: { email } });
  const { mail, from, secure, raw } = await letterTo(email);
  assert.equal(from, "no-reply@issuer.example");
  assert.ok(secure);
  assert.equal(mail.subject, "Bestätigen Sie Ihre E-Mail-Adresse · ProofPass");
  assert.deepEqual({ name: mail.from?.name, address: mail.from?.address }, { name: "ProofPass", address: "no-reply@issuer.example" });
  assert.match(mail.messageId ?? "", /^<[0-9a-f-]{36}@issuer\.example>$/);
  assert.match(raw, /^Auto-Submitted: auto-generated\r?$/m);
  assert.ok(Math.abs(Date.parse(mail.date ?? "") - Date.now()) < 120_000);
  const link = /http:\/\/127\.0\.0\.1:\d+\/account\/verify-email\?lang=de#(ev_[0-9A-Za-z]{43})/;
  const token = link.exec(mail.text ?? "")?.[1];
  assert.equal(link.exec(mail.html ?? "")?.[1], token, "the same in both forms");
  assert.match(mail.html ?? "", /<html lang="de">/);

  assert.equal((await post("verify-email", { token })).status, 200);
  assert.equal((await post("login", { email, password: "correct horse" })).status, 200);
  assert.ok(!issuer.log().includes(String(token)) && !issuer.log().includes("Jürgen"), "the log holds neither token nor address");
});

test("letters wait while the server is away, and go out when it is back", async () => {
  const { port } = smtp;
  await smtp.stop();
  await register("away@example.com");
  await until("a first attempt", () => issuer.log().includes("the server cannot be reached"));
  smtp = await startSmtp(pair, { port });
  await letterTo("away@example.com");
});

test("a letter that the server took without saying so comes again, as the same letter", async () => {
  smtp.behave({ dieInTheMiddle: true });
  const before = smtp.seen.filter((step) => step === "data").length;
  await register("middle@example.com");
  await until("the letter to be cut off", () => smtp.seen.filter((step) => step === "data").length > before);
  smtp.behave({});
  await letterTo("middle@example.com");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(smtp.taken.filter((letter) => letter.to === "middle@example.com").length, 1);
});

test("what the server cannot take now goes later, and what it will never take is given up", async () => {
  smtp.behave({ refuseMailbox: 450 });
  await register("later@example.com");
  await until("the refusal", () => issuer.log().includes("the server answered 450"));
  smtp.behave({});
  await letterTo("later@example.com");

  smtp.behave({ refuseMailbox: 550 });
  await register("never@example.com");
  await until("the letter to be given up", () => /Gave up letter .*the server answered 550/.test(issuer.log()));
  smtp.behave({ refuseLetter: 554 });
  await register("unwanted@example.com");
  await until("the letter to be given up", () => /Gave up letter .*the server answered 554/.test(issuer.log()));
  smtp.behave({});
  await register("after@example.com");
  await letterTo("after@example.com");
  for (const to of ["never@example.com", "unwanted@example.com"]) assert.ok(!smtp.taken.some((letter) => letter.to === to));
});

test("a password that the server does not believe is the operator's to mend: letters wait", async () => {
  smtp.behave({ refusePassword: true });
  await register("password@example.com");
  await until("the refusal", () => issuer.log().includes("the server answered 535"));
  smtp.behave({});
  await letterTo("password@example.com");
  assert.ok(!issuer.log().includes(PASSWORD) && !issuer.log().includes(encodeURIComponent(PASSWORD)));
});

test("one letter can be tried from the command line, over each kind of TLS and over nothing less", async (t) => {
  const started = async (/** @type {Parameters<typeof startSmtp>} */ ...how) => {
    const server = await startSmtp(...how);
    t.after(() => server.stop());
    return server;
  };
  const binary = made(process.env.PROOFPASS_BIN ?? join(TARGET, "debug/proofpass"), "`cargo build -p proofpass-issuer`");
  const clean = Object.fromEntries(Object.keys(process.env).filter((name) => name.startsWith("PROOFPASS_")).map((name) => [name, undefined]));
  const attempt = (/** @type {Record<string, string>} */ more) =>
    run(binary, ["letters", "try", "--to", "ops@example.com", "--json"], { env: { ...clean, PROOFPASS_ENV: "production", ...more } });

  const wrapped = await started(pair, { secure: true });
  assert.equal(JSON.parse(await attempt(settings(wrapped))).state, "sent");
  assert.ok(wrapped.taken[0]?.secure && wrapped.taken[0].to === "ops@example.com");

  // In the clear: to this machine, when the operator says so.
  const clear = await started(pair, { withoutTls: true });
  await assert.rejects(attempt(settings(clear)), /there is no TLS with the server|does not speak as it should/);
  assert.deepEqual(clear.seen, [], "neither a password nor a letter was sent");
  await attempt({ ...settings(clear), PROOFPASS_SMTP_URL: `${clear.url}?tls=none` });
  assert.equal(clear.taken.length, 1);

  // Certificates: somebody else's name, and an authority that nobody named.
  const foreign = await started(certificateFor("mail-foreign", "mail.example"));
  await assert.rejects(attempt(settings(foreign)), /there is no TLS with the server|cannot be reached/);
  const { PROOFPASS_SMTP_CA_FILE: _, ...browsers } = settings(smtp);
  const before = smtp.seen.length;
  await assert.rejects(attempt(browsers), /there is no TLS with the server|cannot be reached/);
  assert.deepEqual([foreign.seen.length, smtp.seen.length], [0, before]);

  await assert.rejects(attempt({}), /no letters are sent here/);
  await assert.rejects(attempt({ PROOFPASS_SMTP_URL: smtp.url }), /go together/);
});

test("a service without a server for letters says so, and registers at once", async () => {
  const plain = await startIssuer("mail-less");
  try {
    await until("the service to say so", () => plain.log().includes("Sending no letters: PROOFPASS_SMTP_URL is not set"));
    const answer = await fetch(`${plain.origin}/api/v1/auth/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "ada@example.com", password: "correct horse", name: "Ada" }),
    });
    assert.equal(answer.status, 201);
  } finally {
    await plain.stop();
  }
});
