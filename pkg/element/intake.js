// @ts-check
/**
 * The ways to hand a credential over: an ID, a file or a picture of a code (chosen, dropped or pasted), a code before
 * the camera, its text.
 *
 * In scope: the controls and what they yield. Out of scope: loading and verifying it (the element's).
 */
import { button, make } from "./dom.js";
import { icon } from "./icons.js";

/** @import { Reader } from "./reader.js" */
/** @import { Words } from "./words.js" */

/**
 * @typedef {object} Intake
 * @property {HTMLElement} view
 * @property {(offered: boolean) => void} offerId
 * @property {() => void} focus moves to the first way
 * @property {(over: boolean) => void} dragging
 * @property {(other: Intake) => void} takeOver what was typed into another
 * @property {{ id: HTMLInputElement, text: HTMLTextAreaElement, byText: HTMLDetailsElement }} fields
 */

/**
 * @param {Reader} reader
 * @param {object} hands
 * @param {(file: File) => void} hands.onFile
 * @param {(text: string) => void} hands.onText
 * @param {(id: string) => void} hands.onId
 * @param {() => void} hands.onScan
 * @returns {Intake}
 */
export function intake({ words }, { onFile, onText, onId, onScan }) {
  const id = idForm(words, onId);
  const drop = dropZone(words, onFile, onScan);
  const text = textForm(words, onText);
  const or = make("p", { class: "or", "aria-hidden": "true" }, make("span", {}, words.or));
  const view = make("section", { class: "intake", part: "intake" }, id.form, or, drop.zone, text.details, make("p", { class: "promise" }, words.promise));

  return {
    view,
    offerId(offered) {
      id.form.hidden = !offered;
      or.hidden = !offered;
    },
    focus: () => (id.form.hidden ? drop.first : id.input).focus(),
    dragging: (over) => void drop.zone.classList.toggle("dragging", over),
    takeOver({ fields }) {
      id.input.value = fields.id.value;
      text.area.value = fields.text.value;
      text.details.open = fields.byText.open;
    },
    fields: { id: id.input, text: text.area, byText: text.details },
  };
}

/** @param {Words} words @param {(id: string) => void} onId */
function idForm(words, onId) {
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

/** @param {Words} words @param {(file: File) => void} onFile @param {() => void} onScan */
function dropZone(words, onFile, onScan) {
  // No filter by type: the same credential is called .json, .jsonld, .txt or nothing at all.
  const input = make("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    // Emptied, so that choosing the same file again is a change again.
    input.value = "";
    if (file) onFile(file);
  });
  const choose = button(words.chooseFile, () => input.click(), { class: "button button-strong", "aria-describedby": "file-hint" });
  // Pages that came without encryption get no camera, whatever a person would allow.
  const scan = globalThis.navigator?.mediaDevices ? button(words.scan, onScan, { class: "button button-scan" }) : null;
  scan?.prepend(icon("camera"));
  const zone = make(
    "div",
    { class: "drop", part: "drop" },
    icon("file"),
    make("div", { class: "drop-words" }, make("p", { class: "drop-title" }, words.byFile), make("p", { id: "file-hint", class: "hint" }, words.byFileHint)),
    make("div", { class: "drop-ways" }, choose, scan),
    input,
  );
  return { zone, first: choose };
}

/** @param {Words} words @param {(text: string) => void} onText */
function textForm(words, onText) {
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
    onText(area.value);
  });
  return { area, details: make("details", { class: "by-text" }, make("summary", {}, icon("chevron"), words.byText), form) };
}
