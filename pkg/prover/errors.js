// @ts-check
/** What goes wrong, with a code for programs. */

/** @import { ProverErrorCode } from "./index.js" */

export class ProverError extends Error {
  /**
   * @param {ProverErrorCode} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "ProverError";
    this.code = code;
  }
}
