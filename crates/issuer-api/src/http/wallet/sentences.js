// @ts-check
/** What a request asks for, in words: the sentences stand in the page, in the reader's language. */

/** @typedef {Record<string, any>} Json */

const language = document.documentElement.lang;

/** @param {string} operator */
function sentence(operator) {
  return document.querySelector(`#sentences [data-operator="${operator}"]`)?.textContent ?? "";
}

/** A name that people read, of a pointer into the claims: `/address/postalCode` is "address › postal code". @param {string} pointer */
function named(pointer) {
  const parts = pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return parts.map((part) => part.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase()).join(" › ");
}

/** @param {unknown} value @param {string} type */
function written(value, type) {
  if (Array.isArray(value)) return new Intl.ListFormat(language, { type: "disjunction" }).format(value.map((one) => written(one, type)));
  if (type === "date") return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(String(value)));
  if (type === "date-time") return moment(String(value));
  if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
  return String(value);
}

/** @param {string} time */
export function moment(time) {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(new Date(time));
}

/** @param {Json} fact */
function ofFact({ claim, type, ...operators }) {
  const [operator, operand] = Object.entries(operators)[0] ?? [];
  const value = operator === "between" ? operand.map((/** @type {unknown} */ one) => written(one, type)).join(" – ") : written(operand, operator?.startsWith("age") ? "integer" : type);
  return sentence(String(operator)).replace("{claim}", () => named(claim)).replace("{value}", () => value);
}

/** Puts a request on the page: for whom, what, confirmed by whom, until when. @param {Json} request */
export function show(request) {
  const place = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.querySelector(`[data-of="${name}"]`));
  place("audience").textContent = request.audience;
  place("issuers").textContent = request.credential.issuers.join(", ");
  place("expires").textContent = moment(request.expires);
  place("expires").setAttribute("datetime", request.expires);
  const lines = request.facts.map((/** @type {Json} */ fact) => line(ofFact(fact)));
  if (request.status !== null && request.status !== "none") lines.push(line(sentence("status"), "plain"));
  const { nullifier } = request;
  if (nullifier) lines.push(line(sentence("nullifier").replace("{value}", () => [nullifier.purpose, nullifier.epoch].filter(Boolean).join(", ")), "plain"));
  place("facts").replaceChildren(...lines);
}

/** @param {string} text @param {string} [look] */
function line(text, look = "") {
  const item = document.createElement("li");
  item.textContent = text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
  item.className = look;
  return item;
}

/** Shows the one outcome of this name, and no other. @param {string} name */
export function tell(name) {
  for (const element of document.querySelectorAll("[data-outcome]")) {
    /** @type {HTMLElement} */ (element).hidden = element.getAttribute("data-outcome") !== name;
  }
}

/**
 * The request that an address or a link of OpenID4VP leads to.
 *
 * @param {string} link
 * @returns {string} the address of the request object
 */
export function addressOf(link) {
  const url = new URL(link.trim(), location.href);
  const named = url.protocol === "openid4vp:" ? url.searchParams.get("request_uri") : new URLSearchParams(url.hash.slice(1)).get("request");
  const address = new URL(named ?? url);
  if (address.protocol !== "https:" && address.origin !== location.origin) throw new TypeError("not an address of a request");
  address.hash = "";
  return String(address);
}

/** The request in a request object. @param {string} address @returns {Promise<Json>} */
export async function fetchRequest(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" }, credentials: "omit" });
  if (!answer.ok) throw new TypeError("no request there");
  const object = await answer.json();
  const [credential] = object.dcql_query.credentials;
  return credential.meta.request;
}
