// @ts-check
/**
 * Elements without markup: everything on screen is made here from names, attributes and text.
 *
 * There is no way to pass HTML or an inline style, so that Trusted Types and a strict policy hold by construction.
 */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | null | false | undefined} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes] `true` is an attribute without value, `false` and `null` none at all
 * @param {...Child} children strings become text
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  attach(made, attributes, children);
  return made;
}

/**
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function makeSvg(tag, attributes = {}, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  attach(made, attributes, children);
  return made;
}

/**
 * @param {Element} made
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function attach(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== false && child !== undefined));
}

/**
 * A sentence with an element in it, wherever the language wants it.
 *
 * @param {(inside: string) => string} sentence
 * @param {HTMLElement} element
 * @returns {(string | HTMLElement)[]}
 */
export function around(sentence, element) {
  const [before, after = ""] = sentence("\u0000").split("\u0000");
  return [before, element, after];
}

/**
 * A button that does something on this page.
 *
 * @param {string} label
 * @param {() => void} action
 * @param {Attributes} [attributes]
 * @returns {HTMLButtonElement}
 */
export function button(label, action, attributes = {}) {
  const made = make("button", { type: "button", class: "button", ...attributes }, label);
  made.addEventListener("click", action);
  return made;
}
