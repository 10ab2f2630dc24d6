/**
 * `@proofpass/verifier/element`: importing it defines `<proofpass-verifier>`, which takes a file, a QR code, pasted JSON
 * or an id, verifies in the page and shows the verdict and every check in the reader's language.
 */
import type { BundleSource, Report } from "./index.js";

export type * from "./index.js";

/** `<proofpass-verifier>` */
export class ProofPassVerifierElement extends HTMLElement {
  /** Verifies a document and shows the report; resolves with it. */
  verify(bundle: BundleSource): Promise<Report>;
  /** The report that is shown, if one is. */
  readonly report: Report | null;
  /** The URL that the shown document was loaded from, after redirects; `null` if it was handed over. */
  readonly address: string | null;
  /** The heading of what is shown, a verdict or trouble, in the language of the element; empty where nothing is. */
  readonly headline: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "proofpass-verifier": ProofPassVerifierElement;
  }
  interface HTMLElementEventMap {
    /** A verification ended, whatever its verdict. Bubbles, and leaves shadow trees. */
    "proofpass-report": CustomEvent<Report>;
    /** What is shown is another: a report, trouble, or neither. Bubbles, and leaves shadow trees. */
    "proofpass-change": CustomEvent<null>;
  }
}
