// @ts-check
/**
 * The pages that letters lead to. What a link carries stands behind its `#`, which a browser sends to nobody; it is sent,
 * with what the form asks for, when a person presses the button.
 */
const token = location.hash.slice(1);
// A page that is left open, or bookmarked, shows the token no longer.
if (token) history.replaceState(null, "", location.pathname + location.search);
document.title = `${document.querySelector("h1")?.textContent ?? ""} · ProofPass`;

for (const element of document.querySelectorAll("[data-when]")) {
  /** @type {HTMLElement} */ (element).hidden = element.getAttribute("data-when") !== (token ? "token" : "no-token");
}
// Another language, the same letter.
for (const link of document.querySelectorAll(".languages a")) {
  if (token) link.setAttribute("href", `${link.getAttribute("href")}#${token}`);
}
for (const form of document.querySelectorAll("form")) form.addEventListener("submit", (event) => void send(event, form));
void look();

/**
 * @param {SubmitEvent} event
 * @param {HTMLFormElement} form
 */
async function send(event, form) {
  event.preventDefault();
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  /** @type {Record<string, unknown>} */
  const body = Object.fromEntries(new FormData(form));
  const sent = form.dataset.inside ? { [form.dataset.inside]: body } : body;
  if (form.dataset.when === "token") sent.token = token;
  button.disabled = true;
  const problem = await ask(form.dataset.action ?? "", sent);
  button.disabled = false;
  tell(problem);
  if (problem) return;
  form.hidden = true;
  const done = document.getElementById(form.dataset.done ?? "");
  if (done) done.hidden = false;
}

/** @param {string} problem in a word; none where all is well */
function tell(problem) {
  for (const element of document.querySelectorAll("[data-problem]")) {
    /** @type {HTMLElement} */ (element).hidden = element.getAttribute("data-problem") !== problem;
  }
}

/** What an invitation offers, and the one form that fits. */
async function look() {
  const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form[data-account]")]);
  if (!token || forms.length === 0) return;
  for (const form of forms) form.hidden = true;
  /** @type {Record<string, unknown>} */
  const offer = {};
  const problem = await ask("../api/v1/invitations/look", { token }, (answer) => void Object.assign(offer, answer));
  tell(problem);
  if (problem) {
    for (const element of document.querySelectorAll("[data-when=token]")) /** @type {HTMLElement} */ (element).hidden = true;
    return;
  }
  for (const element of document.querySelectorAll("[data-offer]")) {
    element.textContent = String(offer[element.getAttribute("data-offer") ?? ""] ?? "");
  }
  for (const form of forms) form.hidden = form.dataset.account !== (offer.hasAccount ? "known" : "new");
}

/**
 * What is wrong, in a word; nothing where all is well.
 *
 * @param {string} action
 * @param {Record<string, unknown>} body
 * @param {(answer: Record<string, unknown>) => void} [heard]
 * @returns {Promise<string>}
 */
async function ask(action, body, heard) {
  try {
    const answer = await fetch(action, {
      method: "POST",
      headers: { "content-type": "application/json", "accept-language": document.documentElement.lang },
      body: JSON.stringify(body),
    });
    if (answer.ok) {
      heard?.(await answer.json());
      return "";
    }
    if (answer.status === 429 || answer.status === 503) return "later";
    if (answer.status === 409) return "taken";
    const { errors = [] } = await answer.json();
    const known = ["token", "password", "email", "name"];
    return known.find((name) => errors.some((/** @type {{ pointer: string }} */ error) => error.pointer.endsWith(`/${name}`))) ?? "other";
  } catch {
    return "later";
  }
}
