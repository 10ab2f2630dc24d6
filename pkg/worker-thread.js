// @ts-check
/**
 * What runs inside of the Web Worker: it takes a call, makes it, and says how it ended.
 *
 * In scope: calls and answers as messages. Out of scope: their order, and the Worker's life (`thread.js`).
 */
import { derive, needs, ProofPassError, ready, received, verifyMany, verifyToJson } from "./browser.js";

/** @import { Derivation, ProofPassErrorCode } from "./index.js" */

/**
 * @typedef {{ name: "ready" } | { name: "derive" | "needs" | "received" | "verifyToJson", document: Uint8Array, settled: string }
 *   | { name: "verifyMany", documents: Uint8Array[], settled: string }} Call
 *   `settled` is the JSON text of the options, the material or whatever else there is beside a document, as it was when the
 *   call was made
 */

/**
 * @typedef {{ kind: "value", value: unknown }
 *   | { kind: "mistake", code: ProofPassErrorCode, message: string }
 *   | { kind: "stopped", message: string, cause: unknown }} Ending of a call, or of one document of many
 * @typedef {{ kind: "running" } | Ending} Answer
 */

/** @param {Call} call */
async function make(call) {
  switch (call.name) {
    case "ready":
      return ready();
    case "derive":
      return derive(call.document, derivationOf(call.settled));
    case "received": {
      const { need, at } = JSON.parse(call.settled);
      return received(need, call.document, at);
    }
    case "needs":
      return needs(call.document, JSON.parse(call.settled));
    case "verifyToJson":
      return verifyToJson(call.document, JSON.parse(call.settled));
    case "verifyMany": {
      /** @type {Ending[]} */
      const ends = [];
      for await (const { report, error } of verifyMany(call.documents, JSON.parse(call.settled))) {
        ends.push(report ? { kind: "value", value: JSON.stringify(report) } : ending(error));
      }
      return ends;
    }
  }
}

/**
 * As it was before it was written: the header is bytes, and its text is base64url in multibase.
 *
 * @param {string} settled
 * @returns {Derivation}
 */
function derivationOf(settled) {
  const { presentationHeader, ...derivation } = JSON.parse(settled);
  if (presentationHeader === undefined) return derivation;
  const binary = atob(presentationHeader.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
  return { ...derivation, presentationHeader: Uint8Array.from(binary, (digit) => digit.charCodeAt(0)) };
}

/**
 * @param {Call} call
 * @returns {Promise<Answer>}
 */
async function answerTo(call) {
  try {
    return { kind: "value", value: await make(call) };
  } catch (error) {
    return ending(error);
  }
}

/**
 * @param {unknown} error
 * @returns {Ending}
 */
function ending(error) {
  if (error instanceof ProofPassError) return { kind: "mistake", code: error.code, message: error.message };
  const { message, cause } = /** @type {Error} */ (error);
  // Not everything that is thrown can be sent; what it says can.
  return { kind: "stopped", message, cause: String(cause) };
}

/** @param {Answer} answer */
const tell = (answer) => self.postMessage(answer);

self.addEventListener("message", async (/** @type {MessageEvent<Call>} */ { data }) => tell(await answerTo(data)));
tell({ kind: "running" });
