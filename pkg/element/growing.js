// @ts-check
/** A list that shows its first items and grows on demand, so that a thousand cost as little as twenty. */
import { button, make } from "./dom.js";

/** @import { Reader } from "./reader.js" */

const STEP = 20;

/**
 * @template T
 * @param {HTMLElement} list where the items go
 * @param {readonly T[]} items
 * @param {Reader} reader
 * @param {(item: T, index: number) => HTMLElement} render
 * @returns {HTMLElement} the list, and the button that makes it grow
 */
export function growing(list, items, { words }, render) {
  let shown = 0;
  const more = button("", () => {
    const first = grow();
    // The button may be gone now; the reading continues with the first new item.
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  }, { class: "button button-quiet more" });

  function grow() {
    const next = items.slice(shown, shown + STEP).map((item, index) => render(item, shown + index));
    list.append(...next);
    shown += next.length;
    more.textContent = words.showMore(Math.min(STEP, items.length - shown), items.length - shown);
    more.hidden = shown >= items.length;
    return next[0];
  }

  grow();
  return items.length > STEP ? make("div", { class: "growing" }, list, more) : list;
}
