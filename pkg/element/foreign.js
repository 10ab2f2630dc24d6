// @ts-check
/**
 * Text that others wrote, who may be attackers: shown as text, isolated, and never longer than a person reads.
 *
 * In scope: the length, direction and invisible characters of one text. Out of scope: what the text means.
 */
import { button, make } from "./dom.js";
import { words } from "./words.js";

/** Longer than any sentence on a label; the rest is one click away. */
const CAP = 280;

/** Controls, and the marks that turn the direction of what follows: with them "exe.gpj" reads as "jpg.exe". */
const CONTROLS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
const CONTROLS_BUT_LINES = /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
/** An identifier is compared character by character, so everything that can pass for another is spelt out. */
const NOT_VISIBLE_ASCII = /[^\x21-\x7E]/gu;

/**
 * Running text: a name, a claim.
 *
 * @param {string} text
 * @param {{ lang?: string, dir?: string }} [attributes]
 * @returns {HTMLElement}
 */
export function foreignText(text, attributes = {}) {
  return capped(text, (part) => make("bdi", { class: "foreign", ...attributes }, ...breakable(spellOut(part, CONTROLS_BUT_LINES))));
}

/**
 * An identifier: a DID, a URL, a number on a label.
 *
 * @param {string} text
 * @returns {HTMLElement}
 */
export function foreignIdentifier(text) {
  return capped(text, (part) => make("bdi", { class: "foreign identifier", dir: "ltr" }, ...breakable(spellOut(part, NOT_VISIBLE_ASCII))));
}

/**
 * One line without a way to expand it, for summaries and headings.
 *
 * @param {string} text
 * @returns {HTMLElement}
 */
export function foreignLine(text) {
  const line = spellOut(text.slice(0, CAP), CONTROLS);
  return make("bdi", { class: "foreign" }, text.length > CAP ? `${withoutHalf(line)}…` : line);
}

/**
 * @param {string} text
 * @param {(part: string) => HTMLElement} render
 * @returns {HTMLElement}
 */
function capped(text, render) {
  if (text.length <= CAP) return render(text);
  const whole = make("span", { class: "capped" });
  let open = false;
  const toggle = button("", () => show(!open), { class: "button button-link" });

  /** @param {boolean} wanted */
  function show(wanted) {
    open = wanted;
    toggle.textContent = open ? words.showLess : words.showAll(text.length);
    toggle.setAttribute("aria-expanded", String(open));
    whole.replaceChildren(render(open ? text : `${withoutHalf(text.slice(0, CAP))}…`), " ", toggle);
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
function withoutHalf(text) {
  return text.replace(/[\uD800-\uDBFF]$/, "");
}
