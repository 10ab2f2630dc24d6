// @ts-check
/**
 * From an account to a passport that a stranger scans: two organisations register, issue, and one of them gathers what
 * both say about a product. Over REST alone, as their developers would.
 *
 * In scope: the whole way, on the built binary, in Chromium; access tokens in the eyes of another library. Out of scope:
 * every way of being refused (the tests of the workspace).
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { emptyFolder } from "./places.mjs";
import { setScene } from "./scene.mjs";

const PRODUCT = "https://id.gs1.org/01/09506000134352";
const PASSWORD = "correct horse; battery 'staple'";

/** @type {Awaited<ReturnType<typeof setScene>>} */
let scene;
before(async () => (scene = await setScene("passport")));
after(() => scene?.leave());

/**
 * @param {string} method
 * @param {string} path
 * @param {string | undefined} bearer
 * @param {unknown} [body]
 */
async function call(method, path, bearer, body) {
  const headers = { ...(bearer && { authorization: `Bearer ${bearer}` }), ...(body !== undefined && { "content-type": "application/json" }) };
  const answer = await fetch(`${scene.issuer.origin}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/**
 * @param {string} email
 * @param {string} organization
 */
const register = (email, organization) =>
  call("POST", "/api/v1/auth/register", undefined, { email, password: PASSWORD, name: "Somebody", organization });

/**
 * @param {string} bearer
 * @param {string} number
 */
const certify = (bearer, number) =>
  call("POST", "/api/v1/attestations", bearer, {
    templateId: "certification",
    subject: { id: PRODUCT, type: "Product" },
    claims: {
      certificationType: "material",
      certificationName: "Recycled content",
      certificationNumber: number,
      issuingOrganization: { name: "Somebody" },
      recipientName: "Espresso cup",
      issueDate: "2026-11-01",
      status: "active",
    },
  });

test("an access token is what jose says it is", async () => {
  const { token, user, organization } = await register("jose@example.com", "Jose Ltd");
  const { origin } = scene.issuer;
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", origin));
  const options = { issuer: origin, audience: origin, typ: "at+jwt", algorithms: ["EdDSA"] };
  const { payload } = await jwtVerify(token, keys, options);
  assert.deepEqual([payload.sub, payload.org, payload.role], [user.id, organization.id, "admin"]);
  assert.equal(Number(payload.exp) - Number(payload.iat), 600);
  assert.deepEqual(Object.keys(decodeProtectedHeader(token)).sort(), ["alg", "kid", "typ"]);
  const [head, body, signature] = token.split(".");
  const changed = body.startsWith("A") ? `B${body.slice(1)}` : `A${body.slice(1)}`;
  await assert.rejects(jwtVerify(`${head}.${changed}.${signature}`, keys, options));
});

test("two issuers, one product, and whoever scans it sees both", async () => {
  const maker = await register("ada@example.com", "Cup & Saucer");
  const laboratory = await register("bob@example.com", "Material Lab");
  const { key } = await call("POST", "/api/v1/api-keys", maker.token, { name: "shop floor" });
  const own = await certify(key, "C-1");
  const theirs = await certify(laboratory.token, "L-1");
  const passport = await call("POST", "/api/v1/passports", key, {
    productId: PRODUCT,
    name: "Espresso cup",
    members: [{ attestationId: own.id, public: true }, { credential: theirs.credential }],
  });
  assert.equal(passport.members.length, 2);
  const report = await call("GET", `/api/v1/passports/${passport.id}/verify`, undefined);
  assert.equal(report.verdict, "accept", JSON.stringify(report));

  const { pathname } = new URL(passport.links.page);
  const seen = async () => {
    let found = { verdict: "", text: "" };
    await scene.onPage(pathname, async (verifier) => {
      const verdict = await verifier.verdict();
      const text = await verifier.page.evaluate(() => document.querySelector("proofpass-verifier")?.shadowRoot?.textContent ?? "");
      found = { verdict, text };
      await verifier.page.screenshot({ path: join(shots, `${verdict}.png`), fullPage: true });
    });
    return found;
  };
  const shots = emptyFolder("passport-shots");
  const change = (/** @type {string} */ what) =>
    call("POST", `/api/v1/attestations/${theirs.id}/${what}`, laboratory.token, { reason: "A sample was exchanged." });

  const first = await seen();
  assert.equal(first.verdict, "Signatures valid");
  for (const name of ["Digital product passport", "Certification"]) assert.ok(first.text.includes(name), first.text);
  await change("suspend");
  assert.equal((await seen()).verdict, "Not valid");
  await change("resume");
  assert.equal((await seen()).verdict, "Signatures valid");
  await change("revoke");
  assert.equal((await seen()).verdict, "Not valid");
  const said = await call("GET", `/api/v1/passports/${passport.id}/verify`, undefined);
  assert.equal(said.credentials[2].checks.find((/** @type {{ check: string }} */ { check }) => check === "status").code, "revoked");
});

test("a genuine credential that somebody puts beside a passport is said not to be of it", async () => {
  const { token } = await register("eve@example.com", "Elsewhere");
  const [own, other] = [await certify(token, "E-1"), await certify(token, "E-2")];
  const passport = await call("POST", "/api/v1/passports", token, { productId: PRODUCT, name: "Espresso cup", visibility: "public", members: [{ attestationId: own.id, public: true }] });
  const evidence = await call("GET", `/api/v1/passports/${passport.id}/bundle`, undefined);
  const credentials = [...evidence.bundle.credentials, other.credential];
  const material = await call("GET", `/api/v1/attestations/${other.id}/bundle`, token);
  const changed = { ...evidence, bundle: { ...evidence.bundle, credentials }, material: { statusLists: [...evidence.material.statusLists, ...material.material.statusLists] } };
  for (const [document, cautions] of [[evidence, 0], [changed, 1]]) {
    await scene.onPage("/verify", async (verifier) => {
      await verifier.pasteText(JSON.stringify(document));
      assert.equal(await verifier.verdict(), "Signatures valid");
      const found = await verifier.page.evaluate(() => {
        const root = document.querySelector("proofpass-verifier")?.shadowRoot;
        return [...(root?.querySelectorAll('[part="credential"] summary') ?? [])].map((one) => one.querySelector('[part="not-gathered"]') !== null);
      });
      assert.equal(found.length, document.bundle.credentials.length);
      assert.equal(found.filter(Boolean).length, cautions);
    });
  }
});
