// @ts-check
/** A second factor with an authenticator of other people's (otplib), from the address that a QR code would carry. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { generate } from "otplib";
import { startIssuer } from "./issuer.mjs";

/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;

before(async () => {
  issuer = await startIssuer("totp");
});

after(async () => {
  await issuer?.stop();
});

/**
 * @param {string} path
 * @param {unknown} body
 * @param {string} [token]
 */
async function post(path, body, token) {
  const answer = await fetch(`${issuer.origin}/api/v1/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

test("another authenticator's codes sign in, once each", async () => {
  const [email, password] = ["ada@example.com", "correct horse"];
  const { token } = (await post("register", { email, password, name: "Ada" })).body;
  const enrolled = await post("totp", { password }, token);
  assert.equal(enrolled.status, 201);
  const uri = new URL(enrolled.body.uri);
  const parameters = Object.fromEntries(uri.searchParams);
  assert.equal(uri.protocol + uri.host, "otpauth:totp");
  assert.deepEqual([parameters.algorithm, parameters.digits, parameters.period], ["SHA1", "6", "30"]);
  assert.match(decodeURIComponent(uri.pathname), /^\/ProofPass \(127\.0\.0\.1:\d+\):ada@example\.com$/);
  const secret = parameters.secret ?? "";
  // A little after the beginning of a half-minute, so that a code is still good when it arrives.
  const code = async (/** @type {number} */ ahead) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + ahead });

  const first = await code(0);
  const confirmed = await post("totp/confirm", { code: first }, token);
  assert.equal(confirmed.status, 200);
  const challenge = (await post("login", { email, password })).body.challenge;
  assert.equal((await post("login/totp", { challenge, code: first })).status, 401, "that one is used");
  // The one of the next half-minute is taken already: clocks differ.
  const next = await code(30);
  const done = await post("login/totp", { challenge, code: next });
  assert.equal(done.status, 200);
  assert.equal(done.body.user.email, email);
  const again = (await post("login", { email, password })).body.challenge;
  assert.equal((await post("login/totp", { challenge: again, code: next })).status, 401);
  assert.equal((await post("login/totp", { challenge: again, code: confirmed.body.recoveryCodes[0] })).status, 200);

  const ended = await issuer.command("accounts", "end-second-factor", "--email", email);
  assert.deepEqual(ended, { userId: done.body.user.id, secondFactor: "off" });
  assert.equal((await post("login", { email, password })).status, 200);
  await assert.rejects(issuer.command("accounts", "end-second-factor", "--email", "eve@example.com"), /not found/);
  assert.ok(!issuer.log().includes(secret) && !issuer.log().includes(next));
});
