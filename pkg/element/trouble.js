// @ts-check
/** What is shown while waiting, and when there is nothing to verify. */
import { button, make } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/** @import { Trouble } from "./words.js" */

/**
 * @param {string} text
 * @param {() => void} onCancel
 * @returns {HTMLElement}
 */
export function waitingView(text, onCancel) {
  return make(
    "div",
    { class: "waiting", part: "waiting" },
    make("span", { class: "spinner", "aria-hidden": "true" }),
    make("p", {}, text),
    button(words.cancel, onCancel, { class: "button button-quiet" }),
  );
}

/**
 * @param {Trouble} trouble
 * @param {() => void} onRetry
 * @returns {{ view: HTMLElement, heading: HTMLElement, summary: string }}
 */
export function troubleView(trouble, onRetry) {
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
