/**
 * `@proofpass/verifier/element`: importing it defines `<proofpass-verifier>`, which takes a file, pasted JSON
 * or an id, verifies in the page and shows the verdict and every check.
 */
import type { BundleSource, Report } from "./index.js";

export type * from "./index.js";

/** `<proofpass-verifier>` */
export class ProofPassVerifierElement extends HTMLElement {
  /** Verifies a document and shows the report; resolves with it. */
  verify(bundle: BundleSource): Promise<Report>;
}

declare global {
  interface HTMLElementTagNameMap {
    "proofpass-verifier": ProofPassVerifierElement;
  }
  interface HTMLElementEventMap {
    /** A verification ended, whatever its verdict. Bubbles, and leaves shadow trees. */
    "proofpass-report": CustomEvent<Report>;
  }
}
