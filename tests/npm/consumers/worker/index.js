// A Worker that a developer would write around the package; the tests send it calls as JSON.
import { ProofPassError, verifyToJson, version } from "@proofpass/verifier";

/** @param {string} base64 */
const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export default {
  /** @param {Request} request */
  async fetch(request) {
    if (request.method !== "POST") return new Response(version);
    /** @type {{ bundle: string, options: import("@proofpass/verifier").Options }[]} */
    const calls = await request.json();
    const answers = calls.map(({ bundle, options }) =>
      verifyToJson(bytes(bundle), options).catch((error) => {
        if (error instanceof ProofPassError) return `ProofPassError ${error.code}`;
        throw error;
      }),
    );
    return Response.json(await Promise.all(answers));
  },
};
