// @ts-check
/**
 * How it looks. Constructed in script and adopted by the shadow root, which a policy of `style-src 'self'` permits.
 *
 * For embedders: the custom properties named `--proofpass-…` and the parts (`::part(verdict)` …). Dark or light follows
 * the `color-scheme` of the place the element stands in, so a page that is always light gets no dark island.
 * Contrast: text at least 4.5:1 and controls at least 3:1 on every background used here, in both schemes.
 */

/** Token, light, dark. */
const COLOURS = /** @type {const} */ ([
  ["surface", "#ffffff", "#14181f"],
  ["surface-low", "#f4f6f9", "#1b2029"],
  ["text", "#161a22", "#edf0f5"],
  ["muted", "#535c6a", "#a5afbd"],
  ["line", "#d9dee6", "#303742"],
  ["control", "#77808f", "#747f90"],
  ["accent", "#1d4fd7", "#9bb7ff"],
  ["on-accent", "#ffffff", "#0b1633"],
  ["accept", "#0a6a47", "#5cd6a3"],
  ["accept-low", "#e6f5ee", "#10291f"],
  ["signed", "#1d4a8f", "#9cc4ff"],
  ["signed-low", "#eaf1fb", "#152236"],
  ["reject", "#b21f1a", "#ff9d95"],
  ["reject-low", "#fdecea", "#361a1a"],
  ["undecided", "#805300", "#efc35f"],
  ["undecided-low", "#fcf2da", "#2e2612"],
]);

const tokens = (/** @type {(light: string, dark: string) => string} */ choose) =>
  COLOURS.map(([name, light, dark]) => `--${name}: var(--proofpass-${name}, ${choose(light, dark)});`).join("\n    ");

const CSS = `
  :host {
    display: block;
    position: relative;
    ${tokens((light) => light)}
    --radius: var(--proofpass-radius, 14px);
    color: var(--text);
    font: var(--proofpass-font, 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  }
  :host([hidden]) { display: none; }

  @supports (color: light-dark(#000, #fff)) {
    :host {
    ${tokens((light, dark) => `light-dark(${light}, ${dark})`)}
    }
  }

  *, ::before, ::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  h2, h3, h4, h5, p, ul, ol, dl, dd { margin: 0; padding: 0; }
  ul, ol { list-style: none; }

  .root {
    container-type: inline-size;
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    overflow: clip;
  }
  .root.dragging { border-color: var(--accent); }
  .announcer { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .muted { color: var(--muted); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
  h2:focus-visible { outline-offset: 4px; }

  .icon { flex: none; width: 1.375rem; height: 1.375rem; }
  .icon-shape { fill: currentColor; }
  .icon-mark, .icon-line { fill: none; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
  .icon-mark { stroke: var(--surface); }
  .icon-line { stroke: currentColor; stroke-width: 1.6; }
  .icon-chevron { width: 1.25rem; height: 1.25rem; color: var(--muted); transition: transform 120ms; }
  details[open] > summary > .icon-chevron { transform: rotate(180deg); }

  summary { cursor: pointer; list-style: none; }
  summary::-webkit-details-marker { display: none; }

  .button {
    display: inline-flex; align-items: center; justify-content: center;
    min-height: 2.75rem; padding: 0.5rem 1.125rem;
    border: 1px solid var(--control); border-radius: 10px;
    background: var(--surface); color: var(--text);
    font: inherit; font-weight: 600; cursor: pointer;
  }
  .button:hover { background: var(--surface-low); border-color: var(--muted); }
  .button:focus-visible { border-radius: 10px; }
  .button-strong { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
  .button-strong:hover { background: color-mix(in srgb, var(--accent) 88%, var(--text)); border-color: transparent; }
  .button-quiet { border-color: transparent; color: var(--accent); padding-inline: 0.75rem; }
  .button-link {
    min-height: 1.5rem; padding: 0 0.25rem; margin-inline-start: -0.25rem;
    border: 0; background: none; color: var(--accent); font-weight: 600; text-decoration: underline; text-underline-offset: 0.2em;
  }
  .button-link:hover { background: none; text-decoration-thickness: 2px; }

  /* Taking a credential */
  .intake { display: grid; gap: 1.25rem; padding: clamp(1rem, 5cqi, 2rem); }
  label { display: block; font-weight: 600; }
  .hint, .note { color: var(--muted); font-size: 0.9375rem; }
  .field {
    width: 100%; min-width: 0; min-height: 2.75rem; padding: 0.5rem 0.75rem;
    border: 1px solid var(--control); border-radius: 10px;
    background: var(--surface); color: var(--text); font: inherit;
  }
  .field:focus-visible { outline-offset: 0; border-radius: 10px; }
  textarea.field { display: block; resize: vertical; font: 1rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .id-form { display: grid; gap: 0.25rem; }
  .field-row { display: flex; gap: 0.5rem; margin-block-start: 0.375rem; }
  .or { display: flex; align-items: center; gap: 0.75rem; color: var(--muted); font-size: 0.9375rem; }
  .or::before, .or::after { content: ""; flex: 1; border-block-start: 1px solid var(--line); }
  .drop {
    display: grid; justify-items: center; gap: 0.875rem; padding: clamp(1.25rem, 5cqi, 2rem) 1rem;
    border: 2px dashed var(--control); border-radius: 12px; background: var(--surface-low); text-align: center;
  }
  .drop.dragging { border-style: solid; border-color: var(--accent); }
  .drop .icon { width: 2.25rem; height: 2.25rem; color: var(--muted); }
  .drop-title { font-weight: 600; }
  .drop-ways { display: flex; flex-wrap: wrap; justify-content: center; gap: 0.75rem; }
  .drop .button-scan .icon { width: 1.375rem; height: 1.375rem; margin-inline: -0.25rem 0.5rem; color: inherit; }
  .by-text > summary { display: flex; align-items: center; gap: 0.375rem; min-height: 2.75rem; font-weight: 600; }
  .by-text[open] > summary { margin-block-end: 0.5rem; }
  .text-form { display: grid; gap: 0.5rem; }
  .text-form .button { justify-self: start; margin-block-start: 0.25rem; }
  .promise { color: var(--muted); font-size: 0.9375rem; text-align: center; }

  /* Waiting, trouble */
  .waiting { display: grid; justify-items: center; gap: 0.75rem; padding: 3rem 1rem; animation: appear 200ms 150ms both; }
  .spinner { width: 2rem; height: 2rem; border: 3px solid var(--line); border-block-start-color: var(--accent); border-radius: 50%; animation: turn 900ms linear infinite; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @keyframes appear { from { opacity: 0; } }
  .trouble { background: var(--surface-low); border-block-end: 1px solid var(--line); }
  .trouble .button { margin-block-start: 0.5rem; }
  .trouble > .icon { color: var(--undecided); }

  /* Scanning, and what is in a code */
  .camera { display: grid; justify-items: center; gap: 0.875rem; padding: clamp(1rem, 5cqi, 2rem); text-align: center; }
  .camera-advice { font-weight: 600; text-wrap: balance; }
  .camera-picture { width: 100%; max-width: 26rem; max-height: 60vh; aspect-ratio: 1; object-fit: cover; border-radius: 12px; background: #000; }
  .trouble .code-text { justify-self: stretch; padding: 0.625rem 0.875rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
  .trouble .facts { margin-block: 0.5rem; }
  .code-link { color: var(--accent); font-weight: 600; text-underline-offset: 0.2em; overflow-wrap: anywhere; }

  /* The verdict */
  .verdict, .trouble { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.375rem clamp(0.75rem, 4cqi, 1.25rem); padding: clamp(1.125rem, 5cqi, 2rem); }
  .verdict > .icon, .trouble > .icon { width: clamp(2.25rem, 10cqi, 3.25rem); height: clamp(2.25rem, 10cqi, 3.25rem); }
  /* On a phone the words get the whole width, and only the title stands beside the icon. */
  .verdict-words { display: contents; }
  .verdict-words > * { grid-column: 1 / -1; justify-self: start; min-width: 0; }
  .verdict-words > .verdict-title { grid-column: 2; align-self: center; }
  @container (min-width: 34rem) {
    .verdict > .icon, .trouble > .icon { grid-row: span 2; }
    .verdict-words > * { grid-column: 2; }
  }
  .verdict-title { font-size: clamp(1.5rem, 6cqi, 2rem); line-height: 1.2; font-weight: 700; letter-spacing: -0.015em; text-wrap: balance; }
  .verdict-text { font-size: 1.0625rem; text-wrap: pretty; }
  .verdict-how { color: var(--muted); font-size: 0.9375rem; }
  .signer { justify-self: stretch; margin-block: 0.25rem; padding: 0.625rem 0.875rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
  .signer .muted { font-size: 0.9375rem; }
  .verdict-accept { background: var(--accept-low); }
  .verdict-signed { background: var(--signed-low); }
  .verdict-reject { background: var(--reject-low); }
  .verdict-undecided { background: var(--undecided-low); }
  .verdict-accept > .icon { color: var(--accept); }
  .verdict-signed > .icon { color: var(--signed); }
  .verdict-reject > .icon { color: var(--reject); }
  .verdict-undecided > .icon { color: var(--undecided); }

  .result-body, .one-body { padding-inline: clamp(1rem, 5cqi, 2rem); }
  .result-body { padding-block: clamp(1.125rem, 4cqi, 1.75rem); }
  .coloured { padding: 0.75rem 1rem; border-radius: calc(var(--radius) / 2); background: var(--issuer-background); color: var(--issuer-text); }
  .credential-title, .credentials-title { font-size: 1.25rem; line-height: 1.3; font-weight: 650; }
  .part { margin-block-start: 1.25rem; }
  .result-body > .part:first-child { margin-block-start: 0; }
  .part-title { margin-block-end: 0.5rem; font-size: 1rem; font-weight: 650; }

  /* Facts and claims */
  .facts { display: grid; gap: 0.75rem; }
  .fact { display: grid; gap: 0.125rem; min-width: 0; }
  dt { color: var(--muted); font-size: 0.9375rem; overflow-wrap: anywhere; }
  dd { min-width: 0; overflow-wrap: anywhere; }
  .facts-nested { gap: 0.5rem; padding-inline-start: 0.75rem; border-inline-start: 2px solid var(--line); }
  .facts-small { font-size: 0.9375rem; gap: 0.5rem; }
  @container (min-width: 34rem) {
    .facts:not(.facts-nested) > .fact, .growing > .facts:not(.facts-nested) > .fact { grid-template-columns: 9.5rem minmax(0, 1fr); gap: 1rem; }
  }
  .foreign { unicode-bidi: isolate; white-space: break-spaces; overflow-wrap: anywhere; }
  .foreign-lines { display: block; padding-inline-start: 0.625rem; border-inline-start: 3px solid var(--line); }
  .name { display: block; min-width: 0; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .name > .foreign { white-space: inherit; }
  .name.open { overflow: visible; white-space: normal; overflow-wrap: anywhere; padding-inline-start: 0.625rem; border-inline-start: 3px solid var(--line); }
  .identifier, code { font: 0.875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; word-break: break-all; }
  dd, dt, .one-words { overflow: clip; overflow-clip-margin: 4px; }
  .issuer-name { display: flex; gap: 0.3em; white-space: nowrap; }
  .issuer-name .name { font-weight: 600; }
  .vouched { display: flex; gap: 0.375rem; align-items: start; color: var(--accept); font-weight: 600; }
  .vouched .icon { margin-block-start: 0.0625rem; }
  .caution + .issuer-id, .vouched + .issuer-id { margin-block-start: 0.5rem; }
  .caution + .facts, .caution + .items, .caution + .growing { margin-block-start: 0.75rem; }
  .caution { padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 8px; background: var(--surface-low); font-size: 0.9375rem; text-wrap: pretty; }
  .kinds { display: flex; flex-wrap: wrap; gap: 0.375rem; }
  .kinds li { max-width: 100%; min-width: 0; }
  .kinds .name { padding: 0.0625rem 0.625rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--surface-low); font-size: 0.9375rem; }
  .abouts, .items { display: grid; gap: 0.25rem; }
  .items > li:has(> dl, > ol) + li { margin-block-start: 0.75rem; }
  .deeper > summary, .technical > summary, .rejected-claims > summary { display: inline-flex; align-items: center; gap: 0.25rem; min-height: 2rem; }
  .deeper > summary .icon, .technical > summary .icon, .rejected-claims > summary .icon, .by-text > summary .icon { margin-inline-start: -0.25rem; }
  .deeper > summary { color: var(--accent); font-weight: 600; }
  .deeper > summary .icon { color: inherit; }
  .rejected-claims .part-title { margin: 0; }
  .technical { padding-block-start: 0.75rem; border-block-start: 1px solid var(--line); }
  .technical > summary { color: var(--muted); font-weight: 600; min-height: 2.75rem; }
  .technical[open] > summary { margin-block-end: 0.25rem; }
  .technical > .facts { margin: 0 0 1rem; }
  .more { margin-block-start: 0.5rem; }

  /* Checks */
  .checks { border: 1px solid var(--line); border-radius: 12px; overflow: clip; }
  .checks > li + li { border-block-start: 1px solid var(--line); }
  .check > summary { display: flex; align-items: start; gap: 0.75rem; padding: 0.75rem; }
  .check > summary:hover, .one-of-many > summary:hover { background: var(--surface-low); }
  .check > summary:focus-visible, .one-of-many > summary:focus-visible { outline-offset: -3px; border-radius: 12px; }
  .check-words { flex: 1; min-width: 0; }
  .check-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.5rem; }
  .check-head strong { font-weight: 650; }
  .check-outcome { font-size: 0.9375rem; font-weight: 600; }
  .check-sentence { display: block; color: var(--muted); }
  .check > .facts { padding-block-end: 0.875rem; padding-inline: 2.875rem 0.75rem; }
  .check-pass .icon:first-child, .check-pass .check-outcome { color: var(--accept); }
  .check-fail .icon:first-child, .check-fail .check-outcome { color: var(--reject); }
  .check-not-checked .icon:first-child, .check-not-checked .check-outcome { color: var(--undecided); }
  .check-optional .icon:first-child, .check-optional .check-outcome, .check-nothing .icon:first-child, .check-nothing .check-outcome { color: var(--muted); }
  .check-fail { background: var(--reject-low); }
  .check-fail > summary:hover { background: none; }
  .check-fail .check-sentence { color: var(--text); }

  /* Several credentials */
  .credentials { margin-block-start: 0.75rem; border: 1px solid var(--line); border-radius: 12px; overflow: clip; }
  .credentials > li + li { border-block-start: 1px solid var(--line); }
  .one-of-many > summary { display: flex; align-items: center; gap: 0.75rem; padding: 0.75rem; }
  .one-words { flex: 1; min-width: 0; display: grid; overflow-wrap: anywhere; }
  .one-words strong { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .one-words .foreign { white-space: inherit; }
  .one-accept > summary > .icon:first-child { color: var(--accept); }
  .one-signed > summary > .icon:first-child { color: var(--signed); }
  .one-reject > summary > .icon:first-child { color: var(--reject); }
  .one-undecided > summary > .icon:first-child { color: var(--undecided); }
  .one-body { padding-block-end: 1.25rem; }
  .one-body > .part:first-child { margin-block-start: 0.5rem; }

  .actions { display: flex; flex-wrap: wrap; gap: 0.75rem; padding: 0 clamp(1rem, 5cqi, 2rem) clamp(1.125rem, 4cqi, 1.75rem); }
  .actions-inline { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-start: 0.5rem; }
  @container (max-width: 26rem) {
    .actions .button, .actions-inline .button { flex: 1 1 100%; }
  }

  @media (prefers-reduced-motion: reduce) {
    .spinner { animation-duration: 3s; }
    .waiting { animation: none; }
    .icon-chevron { transition: none; }
  }
  @media (forced-colors: active) {
    :host { --surface: Canvas; --text: CanvasText; --muted: CanvasText; --line: CanvasText; --accept: CanvasText; --signed: CanvasText; --reject: CanvasText; --undecided: CanvasText; --accent: Highlight; }
    .verdict { border-block-end: 1px solid CanvasText; }
    .button-strong { border-color: ButtonText; }
  }
  .sheet { display: none; }
  /* One clean sheet: what was found, on whose word, and how to check it again. */
  @media print {
    :host { color-scheme: light !important; }
    .announcer, .intake, .actions, .technical, .icon-chevron, .camera, .waiting, .trouble .button { display: none; }
    .button:not(.more) { display: none; }
    .more { min-height: 0; padding: 0; border: 0; background: none; color: var(--muted); }
    .sheet { display: block; padding-block-start: 0.75rem; border-block-start: 1px solid var(--line); }
    .root { border: 0; border-radius: 0; overflow: visible; zoom: 0.78; }
    .checks { display: grid; grid-template-columns: 1fr 1fr; }
    .verdict { padding: 0 0 0.75rem; background: none; border-block-end: 2px solid currentColor; }
    .verdict > .icon { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    .check > summary { padding-block: 0.3125rem; }
    .check .icon { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    .check-fail { background: none; }
    .result-body { padding-inline: 0; }
    .verdict, .fact, .check, .one-of-many, .part-title { break-inside: avoid; }
    .part-title, .credential-title, .credentials-title { break-after: avoid; }
    .coloured { padding: 0; background: none; color: inherit; }
    .checks, .credentials { overflow: visible; }
    .name { overflow: visible; white-space: normal; overflow-wrap: anywhere; }
  }
`;

/** @type {CSSStyleSheet | undefined} */
let shared;

/** One sheet for all elements of a page. Throws where a browser cannot make one. */
export function styleSheet() {
  if (!shared) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    shared = sheet;
  }
  return shared;
}
