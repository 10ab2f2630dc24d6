// @ts-check
/**
 * What a wallet does beside proving: a secret of its own, what it shows an issuer of it, and whether a credential is its
 * holder's. All of it on the calling thread, without a key.
 */
import { own } from "./hand.js";
import { momentOf, textOf } from "./prover.js";

/** @import { CheckOptions } from "./index.js" */

/** @param {() => Promise<WebAssembly.Module>} compile */
export function holdingFor(compile) {
  /**
   * @template T
   * @param {(hand: import("./hand.js").Hand) => Promise<T>} work
   */
  const once = async (work) => {
    const hand = await own(await compile());
    try {
      return await work(hand);
    } finally {
      hand.stop();
    }
  };
  return {
    /** @param {string} secret @returns {Promise<string>} */
    commitment: (secret) => once((hand) => hand.call("commitment", secret)),
    /**
     * @param {unknown} credential
     * @param {CheckOptions} options
     * @returns {Promise<void>}
     */
    check(credential, { secret, issuer, now }) {
      const input = JSON.stringify({
        credential: textOf(credential, "The credential"),
        secret: String(secret),
        issuer: textOf(issuer, "`issuer`"),
        now: momentOf(now),
      });
      return once((hand) => hand.call("check", new TextEncoder().encode(input)));
    },
  };
}

/** A secret: 31 bytes that nobody can guess, as text. */
export function freshSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(31));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
