// @ts-check
/**
 * The ways to hand a credential over: an ID, a file (chosen, dropped or pasted), its text.
 *
 * In scope: the controls and what they yield. Out of scope: loading and verifying it (the element's).
 */
import { button, make } from "./dom.js";
import { icon } from "./icons.js";
import { fileBytes, SourceError } from "./source.js";
import { words } from "./words.js";

/**
 * @typedef {object} Intake
 * @property {HTMLElement} view
 * @property {(offered: boolean) => void} offerId
 * @property {() => void} focus moves to the first way
 * @property {(over: boolean) => void} dragging
 */

/**
 * @param {object} hands
 * @param {(read: () => Promise<Uint8Array | string>) => void} hands.onDocument
 * @param {(id: string) => void} hands.onId
 * @returns {Intake}
 */
export function intake({ onDocument, onId }) {
  const id = idForm(onId);
  const drop = dropZone(onDocument);
  const text = textForm(onDocument);
  const or = make("p", { class: "or", "aria-hidden": "true" }, make("span", {}, words.or));
  const view = make("section", { class: "intake", part: "intake" }, id.form, or, drop.zone, text, promise());

  return {
    view,
    offerId(offered) {
      id.form.hidden = !offered;
      or.hidden = !offered;
    },
    focus: () => (id.form.hidden ? drop.choose : id.input).focus(),
    dragging: (over) => void drop.zone.classList.toggle("dragging", over),
  };
}

/** @param {(id: string) => void} onId */
function idForm(onId) {
  const input = make("input", {
    id: "id",
    class: "field",
    type: "text",
    required: true,
    maxlength: 2048,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": "id-hint",
  });
  const form = make(
    "form",
    { class: "id-form" },
    make("label", { for: "id" }, words.byId),
    make("p", { id: "id-hint", class: "hint" }, words.byIdHint),
    make("div", { class: "field-row" }, input, make("button", { type: "submit", class: "button button-strong" }, words.check)),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const id = idIn(input.value);
    if (id) onId(id);
  });
  return { form, input };
}

/**
 * People also paste the address behind the code; its last part is the ID.
 *
 * @param {string} text
 */
function idIn(text) {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed)) return trimmed;
  const [last] = trimmed.replace(/[?#].*$/, "").split("/").filter(Boolean).slice(-1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** @param {(read: () => Promise<Uint8Array>) => void} onDocument */
function dropZone(onDocument) {
  // No filter by type: the same credential is called .json, .jsonld, .txt or nothing at all.
  const input = make("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    // Emptied, so that choosing the same file again is a change again.
    input.value = "";
    if (file) onDocument(() => fileBytes(file));
  });
  const choose = button(words.chooseFile, () => input.click(), { class: "button button-strong", "aria-describedby": "file-hint" });
  const zone = make(
    "div",
    { class: "drop", part: "drop" },
    icon("file"),
    make("div", { class: "drop-words" }, make("p", { class: "drop-title" }, words.byFile), make("p", { id: "file-hint", class: "hint" }, words.byFileHint)),
    choose,
    input,
  );
  return { zone, choose };
}

/** @param {(read: () => Promise<string>) => void} onDocument */
function textForm(onDocument) {
  const area = make("textarea", {
    id: "text",
    class: "field",
    rows: 7,
    required: true,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
  });
  const form = make(
    "form",
    { class: "text-form" },
    make("label", { for: "text" }, words.textLabel),
    area,
    make("button", { type: "submit", class: "button button-strong" }, words.check),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = area.value;
    onDocument(async () => {
      if (!text.trim()) throw new SourceError("no-file");
      return text;
    });
  });
  return make("details", { class: "by-text" }, make("summary", {}, icon("chevron"), words.byText), form);
}

function promise() {
  return make("p", { class: "promise" }, words.promise);
}
