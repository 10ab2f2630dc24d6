// The Worker's entry: starts the Wasm module and hands it every request.
//
// In scope: start, and what happens after a panic. Out of scope: routes (src/edge.rs).
// Docs: https://developers.cloudflare.com/workers/runtime-apis/webassembly/javascript/
//
// `cargo xtask edge` bundles this file with the JavaScript that wasm-bindgen writes.
// @ts-check

import module from "./verifier_bg.wasm";
import { __wbg_reset_state, __worker_init_state, fetch as answer, initSync } from "./verifier.js";

initSync({ module });

// After a panic the module's memory is in an unknown state: no later request may meet it. The `worker` crate's panic
// hook sets `criticalError`; memory or a stack that is used up reaches no hook, so errors are looked at as well.
/** @type {{ criticalError: boolean }} */
const state = __worker_init_state();

/** What ends the requests that wait for this instance. @type {Set<(error: unknown) => void>} */
const waiting = new Set();

/** @param {unknown} error */
function look(error) {
  state.criticalError ||= error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  // Nobody else will ever answer them.
  if (state.criticalError) for (const end of waiting) end(error);
}

// A trap after the first `await` is thrown into no promise that somebody waits for: it surfaces here.
addEventListener("error", (event) => look(event.error));

export default {
  /**
   * @param {Request} request
   * @param {Record<string, unknown>} env
   * @param {{ waitUntil: (work: Promise<unknown>) => void }} context
   * @returns {Promise<Response>}
   */
  async fetch(request, env, context) {
    if (state.criticalError) {
      __wbg_reset_state();
      state.criticalError = false;
    }
    /** @type {(error: unknown) => void} */
    let end = () => {};
    const stopped = new Promise((_, reject) => waiting.add((end = reject)));
    try {
      const answered = Promise.race([answer(request, env, context), stopped]);
      // When a client goes away, what was begun for it is ended in order, which gives its memory and its room back.
      context.waitUntil(answered.catch(() => {}));
      return await answered;
    } catch (error) {
      look(error);
      console.error("The verifier failed", error);
      return failure(new URL(request.url).origin);
    } finally {
      waiting.delete(end);
    }
  },
};

/** @param {string} origin */
function failure(origin) {
  const problem = {
    type: `${origin}/problems/internal`,
    title: "Something went wrong on our side",
    status: 500,
    detail: "The verifier stopped. Nothing is known about the document.",
  };
  const headers = {
    "access-control-allow-origin": "*",
    "cache-control": "no-store",
    "content-type": "application/problem+json",
    "x-content-type-options": "nosniff",
  };
  return new Response(JSON.stringify(problem), { status: 500, headers });
}
