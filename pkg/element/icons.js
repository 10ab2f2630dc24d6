// @ts-check
/**
 * The icons: one silhouette per meaning, so that none depends on its colour. Drawn on a grid of 24.
 *
 * They are decoration: the word beside each says the same, and assistive technology is told to pass over them.
 */
import { makeSvg } from "./dom.js";

/** @typedef {"pass" | "signed" | "fail" | "not-checked" | "nothing" | "trouble" | "file" | "camera" | "code" | "chevron"} IconName */

const DISC = "M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21Z";
const RING = "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19Z";
const OCTAGON = "M7.65 1.5h8.7l6.15 6.15v8.7l-6.15 6.15h-8.7L1.5 16.35v-8.7L7.65 1.5Z";
const DIAMOND = "M10.6 1.6 1.6 10.6a2 2 0 0 0 0 2.8l9 9a2 2 0 0 0 2.8 0l9-9a2 2 0 0 0 0-2.8l-9-9a2 2 0 0 0-2.8 0Z";
const TRIANGLE = "M10.3 2.9 1.3 19.2A2 2 0 0 0 3 22h18a2 2 0 0 0 1.7-2.8L13.7 2.9a2 2 0 0 0-3.4 0Z";

/** Per icon: the filled shape, if any, and the stroke on it. */
const SHAPES = /** @type {const} */ ({
  pass: { shape: DISC, stroke: "m7 12.4 3.4 3.4L17 8.9" },
  signed: { shape: "", stroke: `${RING}m-5 9.9 3.4 3.4 6.6-6.9` },
  fail: { shape: OCTAGON, stroke: "m8.2 8.2 7.6 7.6m0-7.6-7.6 7.6" },
  "not-checked": { shape: DIAMOND, stroke: "M9.4 9.6a2.7 2.7 0 1 1 3.9 2.4c-.9.45-1.3.9-1.3 1.8m0 3v.1" },
  nothing: { shape: "", stroke: `${RING}m-3.8 9.5h7.6` },
  trouble: { shape: TRIANGLE, stroke: "M12 9v5m0 3.6v.1" },
  file: { shape: "", stroke: "M13.5 2.5h-7a2 2 0 0 0-2 2v15a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-11l-6-6Zm0 0v6h6M8.5 12.5h3m-3 4h7" },
  camera: { shape: "", stroke: "M4.5 7h3l1.6-2.5h5.8L16.5 7h3a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2Zm7.5 2.3a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.4Z" },
  code: { shape: "", stroke: "M3.5 3.5h6v6h-6Zm11 0h6v6h-6Zm-11 11h6v6h-6Zm11 0h2.5v2.5m3.5-2.5v3m-6 3v-1m3 1h3" },
  chevron: { shape: "", stroke: "m8 10 4 4 4-4" },
});

/**
 * @param {IconName} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const { shape, stroke } = SHAPES[name];
  return makeSvg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true", focusable: "false" },
    shape && makeSvg("path", { class: "icon-shape", d: shape }),
    makeSvg("path", { class: shape ? "icon-mark" : "icon-line", d: stroke }),
  );
}
