// @ts-check
/**
 * The page of who asks: shows the request with its code, and what came of it, to whoever has the link with the key to the
 * result behind its `#`.
 */
import { fetchRequest, show, tell } from "./sentences.js";

/** @typedef {Record<string, any>} Json */

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const id = location.pathname.split("/").at(-1) ?? "";
const address = new URL(`../api/v1/zkp/requests/${encodeURIComponent(id)}`, location.href);
const token = location.hash.slice(1);
const PAUSE = 1_000;

for (const link of document.querySelectorAll(".languages a")) link.setAttribute("href", `${link.getAttribute("href")}${location.hash}`);

try {
  const request = await fetchRequest(String(address));
  show(request);
  /** @type {HTMLImageElement} */ (element("code")).src = `${address.pathname}/qr?format=svg&content=page`;
  const wallet = new URL("../wallet", location.href);
  wallet.hash = `request=${encodeURIComponent(String(address))}`;
  element("here").setAttribute("href", String(wallet));
  await watch(request);
} catch {
  element("offer").hidden = true;
  tell("unknown");
}

/** @param {Json} request */
async function watch(request) {
  for (;;) {
    const answer = await fetch(`${address.pathname}/standing`, { headers: { "proof-result-key": token }, cache: "no-store" });
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) throw new TypeError("not ours to see");
    if (answer.ok) {
      const result = await answer.json();
      tell(result.state);
      if (result.state !== "pending") return finish(result, request);
    } else {
      tell("away");
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** @param {Json} result @param {Json} request */
function finish({ report, state }, request) {
  element("offer").hidden = true;
  if (state !== "verified") return;
  const disclosed = report?.proof?.disclosed ?? [];
  const facts = request.facts.filter((/** @type {Json} */ fact) => fact.disclose === true);
  element("disclosed").replaceChildren(
    ...facts.flatMap((/** @type {Json} */ fact, /** @type {number} */ index) => {
      const [name, value] = [document.createElement("dt"), document.createElement("dd")];
      name.textContent = fact.claim.split("/").slice(1).join(" › ");
      value.textContent = String(disclosed[index]);
      return [name, value];
    }),
  );
  element("disclosed").hidden = facts.length === 0;
  element("development").hidden = report?.proof?.development !== true;
}
