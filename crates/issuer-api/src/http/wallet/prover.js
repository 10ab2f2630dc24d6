// @ts-check
/**
 * What the wallet proves with: the keys that its own service names, the issuer's document and lists, fetched as they are for
 * everybody, and the prover in Workers.
 */
import { Prover, check as isHoldersOwn } from "../verifier/prover/browser.js";

export { commitment, freshSecret } from "../verifier/prover/browser.js";

/** @typedef {Record<string, any>} Json */

// The page lets nothing become a script's address but the prover's own Worker.
const WORKER = String(new URL("../verifier/prover/worker.js", import.meta.url));
/** @type {any} */ (globalThis).trustedTypes?.createPolicy("default", {
  createScriptURL: (/** @type {string} */ address) => (address === WORKER ? address : null),
});

/** @type {Promise<Json> | undefined} */
let choosing;
/** @type {Prover | undefined} */
let prover;

/** The key to prove under: the first for which this service has what it takes. @returns {Promise<Json>} */
async function circuit() {
  choosing ??= fetchJson("../../api/v1/zkp/circuits").then(({ items }) => items.find((/** @type {Json} */ item) => item.circuit === "cred-s/1" && item.provingKey));
  const chosen = await choosing.catch((error) => ((choosing = undefined), Promise.reject(error)));
  if (!chosen) throw new Away("no key to prove under");
  return chosen;
}

/** Whether whoever knows the secrets of the key can prove anything. */
export async function isDevelopment() {
  return (await circuit()).development === true;
}

/**
 * Refuses a file that is not its holder's, or not its issuer's.
 *
 * @param {Json} committed
 * @param {string | undefined} secret
 */
export async function check(committed, secret) {
  if (typeof secret !== "string") throw new TypeError("there is no secret for it");
  await isHoldersOwn(committed, { secret, issuer: await documentOf(committed.issuer) });
}

/**
 * @param {Json} committed
 * @param {string} secret
 * @param {Json} request
 * @param {{ signal: AbortSignal, onProgress: (stage: "key" | "prove", done: number) => void }} how
 * @returns {Promise<Json>}
 */
export async function prove(committed, secret, request, { signal, onProgress }) {
  onProgress("key", 0);
  const { provingKey } = await circuit();
  prover ??= new Prover({ key: { url: new URL(new URL(provingKey.url).pathname, location.href), sha256: provingKey.sha256 } });
  const asksStatus = request.status !== null && request.status !== "none";
  const [issuer, status] = await Promise.all([documentOf(committed.issuer), asksStatus && committed.status ? statusOf(committed.status.id) : undefined]);
  return prover.prove(committed, request, {
    secret,
    issuer,
    ...(status && { status }),
    signal,
    onProgress: ({ stage, done }) => onProgress(stage === "key" || stage === "reading" ? "key" : "prove", stage === "proof" ? done : stage === "check" ? 1 : stage === "key" ? done : 0),
  });
}

/** @param {string} did */
function documentOf(did) {
  const [host, ...path] = did.replace(/^did:web:/, "").split(":").map(decodeURIComponent);
  if (!did.startsWith("did:web:") || !host) throw new TypeError("an issuer whose document cannot be found");
  return fetchText(`https://${host}/${path.length > 0 ? path.map(encodeURIComponent).join("/") : ".well-known"}/did.json`);
}

/** @param {string} id */
async function statusOf(id) {
  const [commitment, bits] = await Promise.all([fetchText(id), fetchText(`${id}/bits`)]);
  return { commitment, bits };
}

/** @param {string} address */
async function fetchText(address) {
  try {
    const answer = await fetch(new URL(address, import.meta.url), { credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.ok) return await answer.text();
  } catch {
    // Told below.
  }
  throw new Away(address);
}

/** @param {string} address @returns {Promise<Json>} */
const fetchJson = async (address) => JSON.parse(await fetchText(address));

class Away extends Error {
  code = "away";
}
