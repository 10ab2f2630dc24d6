// @ts-check
/**
 * Text that others wrote, who may be attackers: shown as text, isolated, and never longer than a person reads.
 *
 * In scope: the length, direction and invisible characters of one text. Out of scope: what the text means.
 */
import { around, button, make } from "./dom.js";

/** @import { Reader } from "./reader.js" */

/** Longer than any sentence on a label; the rest is one click away. */
const CAP = 280;

/**
 * Controls, the separators of lines and paragraphs, and the marks that turn the direction of what follows: with them
 * "exe.gpj" reads as "jpg.exe".
 */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu;
const CONTROLS_BUT_LINES = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu;
/** An identifier is compared character by character, so everything that can pass for another is spelt out. */
const NOT_VISIBLE_ASCII = /[^\x21-\x7E]/gu;

/**
 * Running text: a claim. Where it has lines of its own, a bar beside them says whose they are.
 *
 * @param {string} text
 * @param {Reader} reader
 * @param {{ lang?: string, dir?: string }} [attributes]
 * @returns {HTMLElement}
 */
export function foreignText(text, reader, attributes = {}) {
  const lines = text.includes("\n") && "foreign-lines";
  return capped(text, reader, (part) =>
    make("bdi", { class: ["foreign", lines].filter(Boolean).join(" "), ...attributes }, ...breakable(spellOut(part, CONTROLS_BUT_LINES))),
  );
}

/**
 * An identifier: a DID, a URL, a number on a label.
 *
 * @param {string} text
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function foreignIdentifier(text, reader) {
  return capped(text, reader, (part) => make("bdi", { class: "foreign identifier", dir: "ltr" }, ...breakable(spellOut(part, NOT_VISIBLE_ASCII))));
}

/**
 * Text without lines of its own and without a way to expand it, for summaries and labels.
 *
 * @param {string} text
 * @returns {HTMLElement}
 */
export function foreignLine(text) {
  return make("bdi", { class: "foreign" }, spellOut(shortened(text), CONTROLS));
}

/**
 * A name: on one line, because a name that chooses where its lines begin, by a line break or only by its length, can
 * write lines that seem to be this page's. Whoever wants the rest asks for it.
 *
 * @param {string} text
 * @param {Reader} reader
 * @param {(name: string) => string} [sentence] around the name, on the same line
 * @returns {{ line: HTMLElement, more: HTMLElement }} where the name goes, and the button that shows the rest of it
 */
export function foreignName(text, { words }, sentence = (name) => name) {
  const line = make("span", { class: "name" });
  const more = button("", () => show(!open), { class: "button button-link", hidden: true });
  let open = false;

  const isCut = () => text.length > CAP || line.scrollWidth > line.clientWidth;

  /** @param {boolean} wanted */
  function show(wanted) {
    open = wanted;
    line.classList.toggle("open", open);
    const name = make("bdi", { class: "foreign" }, ...breakable(spellOut(open ? text : shortened(text), CONTROLS)));
    line.replaceChildren(...around(sentence, name));
    more.textContent = open ? words.showLess : words.showName;
    more.setAttribute("aria-expanded", String(open));
  }

  show(false);
  // How much of it fits is known when it is on screen, and changes with the screen.
  new ResizeObserver(() => void (more.hidden = !open && !isCut())).observe(line);
  return { line, more };
}

/**
 * @param {string} text
 * @param {Reader} reader
 * @param {(part: string) => HTMLElement} render
 * @returns {HTMLElement}
 */
function capped(text, { words }, render) {
  if (text.length <= CAP) return render(text);
  const whole = make("span", { class: "capped" });
  let open = false;
  const toggle = button("", () => show(!open), { class: "button button-link" });

  /** @param {boolean} wanted */
  function show(wanted) {
    open = wanted;
    toggle.textContent = open ? words.showLess : words.showAll(text.length);
    toggle.setAttribute("aria-expanded", String(open));
    whole.replaceChildren(render(open ? text : shortened(text)), " ", toggle);
  }

  show(false);
  return whole;
}

/**
 * @param {string} text
 * @param {RegExp} characters
 */
function spellOut(text, characters) {
  return text.replace(characters, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `⟨U+${point.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/**
 * Words without end get places to break. Without them Chromium's line breaking is quadratic: 100,000 letters in a row,
 * which a hostile document may well hold, stop the page for a minute instead of a quarter of a second.
 *
 * @param {string} text
 * @returns {(string | HTMLElement)[]}
 */
function breakable(text) {
  const pieces = text.split(/(\S{100})(?=\S)/u).filter(Boolean);
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [make("wbr"), piece]));
}

/**
 * A cut between the halves of a surrogate pair would show a replacement character that the text does not have.
 *
 * @param {string} text
 */
function shortened(text) {
  return text.length > CAP ? `${text.slice(0, CAP).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}
