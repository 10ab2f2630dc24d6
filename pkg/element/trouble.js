// @ts-check
/** What is shown while waiting, and when there is nothing to verify. */
import { button, make } from "./dom.js";
import { icon } from "./icons.js";

/** @import { Reader } from "./reader.js" */
/** @import { Drawn } from "./result.js" */
/** @import { Trouble } from "./words.js" */

/**
 * @param {string} text
 * @param {Reader} reader
 * @param {() => void} onCancel
 * @returns {Drawn}
 */
export function waitingView(text, { words }, onCancel) {
  const view = make(
    "div",
    { class: "waiting", part: "waiting" },
    make("span", { class: "spinner", "aria-hidden": "true" }),
    make("p", {}, text),
    button(words.cancel, onCancel, { class: "button button-quiet" }),
  );
  return { view, summary: text };
}

/**
 * @param {Trouble} trouble
 * @param {Reader} reader
 * @param {() => void} onRetry
 * @returns {Drawn & { heading: HTMLElement }}
 */
export function troubleView(trouble, { words }, onRetry) {
  const { title, text, retry } = /** @type {{ title: string, text: string, retry?: boolean }} */ (words.troubles[trouble]);
  const heading = make("h2", { class: "verdict-title", tabindex: "-1" }, title);
  const view = make(
    "div",
    { class: "trouble", part: "trouble", "data-trouble": trouble },
    icon("trouble"),
    make("div", { class: "verdict-words" }, heading, make("p", { class: "verdict-text" }, text), retry && button(words.retry, onRetry)),
  );
  return { view, heading, summary: `${title}. ${text}` };
}
