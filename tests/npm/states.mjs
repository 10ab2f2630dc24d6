// @ts-check
/** Every state that `<proofpass-verifier>` can be in, whatever its language: how to get there from an idle one. */
import { codePicture } from "./codes.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";

/** @typedef {import("./verifier-page.mjs").VerifierPage} VerifierPage */

const issuer = issuerWithKey();
const named = {
  ...credentialBy(issuer, {
    certificationId: "CERT-001",
    material: [{ "@value": "Organic cotton", "@language": "en" }, { "@value": "Bio-Baumwolle", "@language": "de" }, { "@value": "Algodón orgánico", "@language": "es" }, { "@value": "Coton biologique", "@language": "fr" }],
    weight: { value: 180, unit: "g" },
  }),
  name: "Certificate of organic origin",
  issuer: { id: issuer.did, name: "Loom & Sons" },
  validUntil: "2099-01-02T03:04:05Z",
};
const good = JSON.stringify(secure(named, issuer));
const changed = good.replace("CERT-001", "CERT-002");
const open = JSON.stringify(secure({ ...credentialBy(issuer), issuer: "did:web:issuer.example" }, issuer, { verificationMethod: "did:web:issuer.example#key-1" }));
const ofTest = JSON.stringify(secure({ ...named, type: [...credentialBy(issuer).type, "TestCredential"] }, issuer));
const passport = secure({ ...credentialBy(issuer, { gathers: [] }), type: ["VerifiableCredential", "DigitalProductPassport"] }, issuer);
const beside = JSON.stringify({ type: "ProofPassBundle", version: 1, credentials: [passport, JSON.parse(good)] });
const several = JSON.stringify({ type: "ProofPassBundle", version: 1, credentials: [JSON.parse(good), JSON.parse(changed), JSON.parse(open)] });

/** @param {VerifierPage} verifier @param {string} text */
async function verify(verifier, text) {
  await verifier.page.evaluate((text) => /** @type {any} */ (document.querySelector("proofpass-verifier")).verify(text), text);
  await verifier.locator("[part~=verdict]").waitFor();
}

/** @param {VerifierPage} verifier @param {Buffer} buffer */
async function choosePicture(verifier, buffer) {
  await verifier.locator("input[type=file]").setInputFiles({ name: "photo", mimeType: "image/gif", buffer });
  await verifier.locator("h2").waitFor();
}

/** @type {{ state: string, reach: (verifier: VerifierPage) => Promise<unknown> }[]} */
export const STATES = [
  { state: "idle", reach: (verifier) => verifier.locator(".intake").waitFor() },
  {
    state: "loading",
    async reach(verifier) {
      await verifier.page.route("**/none/**", () => {});
      await verifier.locator("#id").fill("1");
      await verifier.locator("#id").press("Enter");
      await verifier.locator(".waiting").waitFor();
    },
  },
  {
    state: "accepted",
    async reach(verifier) {
      await verifier.setAttribute("known-issuers", [issuer.did]);
      await verify(verifier, good);
    },
  },
  {
    state: "signed",
    async reach(verifier) {
      await verify(verifier, good);
      await verifier.openAll();
    },
  },
  { state: "rejected", reach: (verifier) => verify(verifier, changed) },
  { state: "undecided", reach: (verifier) => verify(verifier, open) },
  { state: "several", reach: (verifier) => verify(verifier, several) },
  { state: "test", reach: (verifier) => verify(verifier, ofTest) },
  { state: "beside a passport", reach: (verifier) => verify(verifier, beside) },
  {
    state: "error",
    async reach(verifier) {
      await verifier.setAttribute("policy", "{");
      await verifier.page.evaluate((text) => /** @type {any} */ (document.querySelector("proofpass-verifier")).verify(text).catch(() => {}), good);
      await verifier.locator("[data-trouble=set-up]").waitFor();
    },
  },
  {
    state: "scanning",
    async reach(verifier) {
      await verifier.locator(".button-scan").click();
      await verifier.locator("video").waitFor({ timeout: 15_000 });
    },
  },
  { state: "code-product", reach: (verifier) => choosePicture(verifier, codePicture("https://id.gs1.example/01/09506000134352/10/LOT7/21/S-1")) },
  { state: "code-text", reach: (verifier) => choosePicture(verifier, codePicture("Only text")) },
];
