// @ts-check
/**
 * The wallet's page: keeps credentials with committed claims, shows what a request asks, proves it in Workers of this
 * browser, and sends the proof. Nothing else leaves the page.
 */
import { addressOf, fetchRequest, moment, show, tell } from "./sentences.js";
import * as store from "./store.js";
import { check, commitment, freshSecret, isDevelopment, prove } from "./prover.js";

/** @typedef {Record<string, any>} Json */

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = (/** @type {string} */ id) => /** @type {HTMLFormElement} */ (element(id));
const field = (/** @type {HTMLFormElement} */ of, /** @type {string} */ name) => /** @type {HTMLInputElement & HTMLSelectElement} */ (of.elements.namedItem(name));

/** @type {Json | undefined} */
let request;
/** @type {store.Kept[]} */
let kept = [];
/** @type {AbortController | undefined} */
let working;

form("open").addEventListener("submit", (event) => {
  event.preventDefault();
  void openRequest(field(form("open"), "link").value);
});
form("add").addEventListener("submit", (event) => {
  event.preventDefault();
  void add();
});
form("commit").addEventListener("submit", (event) => {
  event.preventDefault();
  void commit();
});
form("prove").addEventListener("submit", (event) => {
  event.preventDefault();
  void answer();
});
element("cancel").addEventListener("click", () => working?.abort());
addEventListener("hashchange", () => void openLinked());

await list();
await openLinked();

async function openLinked() {
  if (!location.hash.startsWith("#request=")) return;
  const link = location.href;
  for (const other of document.querySelectorAll(".languages a")) {
    other.setAttribute("href", `${other.getAttribute("href")?.split("#")[0]}${location.hash}`);
  }
  await openRequest(link);
}

/** @param {string} link */
async function openRequest(link) {
  element("open-problem").hidden = true;
  element("request").hidden = true;
  try {
    request = await fetchRequest(addressOf(link));
    show(request);
    element("development").hidden = !(await isDevelopment());
    element("request").hidden = false;
    offer();
    element("request").scrollIntoView();
  } catch {
    request = undefined;
    element("open-problem").hidden = false;
  }
}

/** The credentials that could answer: of the type, by one of the issuers. */
function offer() {
  if (!request) return;
  const { type, issuers } = request.credential;
  const fitting = kept.filter(({ committed }) => committed.credentialType === type && issuers.includes(committed.issuer));
  const select = field(form("prove"), "credential");
  select.replaceChildren(...fitting.map(({ id, committed }) => new Option(titleOf(committed), id)));
  form("prove").hidden = fitting.length === 0;
  if (fitting.length === 0) tell("none");
  else if (new Date(request.expires) <= new Date()) tell("expired");
  else tell("");
}

async function answer() {
  const chosen = kept.find(({ id }) => id === field(form("prove"), "credential").value);
  if (!request || !chosen || working) return;
  working = new AbortController();
  busy(true);
  tell("");
  try {
    const secret = await store.open(chosen.secret);
    const presentation = await prove(chosen.committed, secret, request, { signal: working.signal, onProgress: progress });
    progress("send", 1);
    tell(await send(request, presentation));
  } catch (error) {
    tell(working.signal.aborted ? "cancelled" : outcomeOf(error));
  } finally {
    busy(false);
    working = undefined;
  }
}

/** @param {Json} request @param {Json} presentation */
async function send({ responseUri }, presentation) {
  const answer = await fetch(responseUri, {
    method: "POST",
    headers: { "content-type": "application/json" },
    credentials: "omit",
    body: JSON.stringify({ vp_token: { proof: [presentation] } }),
  });
  if (answer.status === 409) return "used";
  if (answer.status === 410 || answer.status === 404) return "expired";
  if (!answer.ok) return "away";
  const report = await answer.json();
  return report.verdict === "accept" ? "accepted" : "refused";
}

/** Of what the prover refused, what to say. @param {unknown} error */
function outcomeOf(error) {
  const code = /** @type {{ code?: string }} */ (error)?.code ?? "";
  const known = { unprovable: "untrue", withdrawn: "withdrawn", "not-valid": "invalid", away: "away", "key-unreachable": "away" };
  return known[/** @type {keyof typeof known} */ (code)] ?? "failed";
}

/** @param {"key" | "prove" | "send"} stage @param {number} done from 0 to 1 */
function progress(stage, done) {
  const words = document.querySelector(`#stages [data-stage="${stage}"]`)?.textContent ?? "";
  const label = /** @type {HTMLElement} */ (document.querySelector("[data-of=stage]"));
  if (label.textContent !== words) label.textContent = words;
  /** @type {HTMLProgressElement} */ (element("progress")).value = done;
}

/** @param {boolean} is */
function busy(is) {
  element("work").hidden = !is;
  element("cancel").hidden = !is;
  /** @type {HTMLButtonElement} */ (form("prove").querySelector("[type=submit]")).disabled = is;
}

async function list() {
  kept = await store.all();
  element("no-credentials").hidden = kept.length > 0;
  element("credentials").replaceChildren(
    ...kept.map(({ id, committed }) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = titleOf(committed);
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "quiet";
      remove.textContent = element("remove-words").textContent;
      remove.setAttribute("aria-label", `${remove.textContent}: ${words.textContent}`);
      remove.addEventListener("click", async () => {
        await store.remove(id);
        await list();
      });
      item.append(words, remove);
      return item;
    }),
  );
  offer();
}

/** @param {Json} committed */
function titleOf({ credentialType, issuer, validFrom }) {
  const host = decodeURIComponent(String(issuer).split(":")[2] ?? issuer);
  return `${credentialType} · ${host} · ${moment(validFrom)}`;
}

/** What an issuer's answer holds, or the file alone. */
async function add() {
  const problem = element("add-problem");
  problem.hidden = true;
  const entered = field(form("add"), "file").value;
  try {
    const given = JSON.parse(entered);
    const committed = given.committed ?? given;
    const secret = field(form("add"), "secret").value.trim() || given.holderSecret || (await store.secretOf(committed.holder));
    await check(committed, secret);
    await store.keep(committed, secret);
    form("add").reset();
    await list();
  } catch {
    problem.hidden = false;
  }
}

async function commit() {
  const secret = await freshSecret();
  const number = await commitment(secret);
  await store.keepSecret(number, secret);
  const output = element("commitment");
  output.textContent = number;
  output.hidden = false;
}
