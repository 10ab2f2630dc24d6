// The package's module in a Worker, asked for single signatures.
import module from "./verifier/wasm/verifier_bg.wasm";
import { ed25519Verify, initSync } from "./verifier/wasm/verifier.js";

initSync({ module });

/** @param {string} digits */
const bytes = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export default {
  /** @param {Request} request */
  async fetch(request) {
    /** @type {{ key: string, message: string, signature: string }[]} */
    const cases = await request.json();
    return Response.json(cases.map(({ key, message, signature }) => ed25519Verify(bytes(key), bytes(message), bytes(signature))));
  },
};
