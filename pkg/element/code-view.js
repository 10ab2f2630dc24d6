// @ts-check
/**
 * Scanning on screen: the camera's picture, and a code that holds no credential.
 *
 * In scope: what is shown, and that a link is followed by nobody but the person. Out of scope: the camera (`camera.js`).
 */
import { button, make } from "./dom.js";
import { foreignIdentifier, foreignText } from "./foreign.js";
import { icon } from "./icons.js";

/** @import { Content } from "./code.js" */
/** @import { Drawn } from "./result.js" */
/** @import { Reader } from "./reader.js" */

/**
 * @param {HTMLVideoElement} video
 * @param {boolean} long whether it has been looking for long
 * @param {Reader} reader
 * @param {() => void} onCancel
 * @returns {Drawn}
 */
export function cameraView(video, long, { words }, onCancel) {
  video.setAttribute("aria-label", words.cameraPicture);
  video.className = "camera-picture";
  const advice = long ? words.cameraLong : words.cameraReady;
  const view = make(
    "div",
    { class: "camera", part: "camera" },
    make("p", { class: "camera-advice" }, advice),
    video,
    make("p", { class: "hint" }, words.cameraPromise),
    button(words.cancel, onCancel),
  );
  return { view, summary: advice };
}

/**
 * @param {Exclude<Content, { kind: "document" | "known" }>} content
 * @param {Reader} reader
 * @param {() => void} onAgain
 * @returns {Drawn & { heading: HTMLElement }}
 */
export function codeView(content, reader, onAgain) {
  const { title, text, more } = told(content, reader);
  const heading = make("h2", { class: "verdict-title", tabindex: "-1" }, title);
  const view = make(
    "div",
    { class: "trouble", part: "code", "data-code-holds": content.kind },
    icon("code"),
    make("div", { class: "verdict-words" }, heading, make("p", { class: "verdict-text" }, text), more, make("div", { class: "actions-inline" }, button(reader.words.scanAgain, onAgain))),
  );
  return { view, heading, summary: `${title}. ${text}` };
}

/**
 * @param {Exclude<Content, { kind: "document" | "known" }>} content
 * @param {Reader} reader
 */
function told(content, reader) {
  const { words } = reader;
  switch (content.kind) {
    case "text":
      return { title: words.codeIsText, text: words.codeIsTextHint, more: make("div", { class: "code-text" }, foreignText(content.text, reader)) };
    case "link":
      return { title: words.codeIsLink, text: words.codeIsLinkHint, more: lead(content.address, [], reader) };
    case "product": {
      const { gtin, batch, serial } = content.product;
      const rows = /** @type {const} */ ([[words.gtin, gtin], [words.batch, batch], [words.serial, serial]]);
      return { title: words.codeIsProduct, text: words.codeIsProductHint, more: lead(content.address, rows, reader) };
    }
  }
}

/**
 * The host on its own first: in a long address nobody finds it.
 *
 * @param {URL} address
 * @param {readonly (readonly [string, string | null])[]} rows
 * @param {Reader} reader
 */
function lead(address, rows, reader) {
  const { words } = reader;
  const row = (/** @type {string} */ label, /** @type {string | null} */ value) =>
    value !== null && make("div", { class: "fact" }, make("dt", {}, label), make("dd", {}, foreignIdentifier(value, reader)));
  const link = make("a", { class: "code-link", href: address.href, target: "_blank", rel: "noopener noreferrer nofollow" }, words.open(address.host));
  return make(
    "div",
    {},
    make("dl", { class: "facts" }, ...rows.map(([label, value]) => row(label, value)), row(words.leadsTo, address.host), row(words.address, address.href)),
    make("p", { class: "code-open" }, link),
  );
}
