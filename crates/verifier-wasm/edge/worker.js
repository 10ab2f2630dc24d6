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
// hook sets `criticalError`; a stack that is used up reaches no hook, so errors are looked at as well.
/** @type {{ criticalError: boolean }} */
const state = __worker_init_state();

/** @param {unknown} error */
function look(error) {
  state.criticalError ||= error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

// A trap after the first `await` reaches nobody who waits: it surfaces here. The runtime itself ends that request when
// it sees that nothing can answer it any more.
addEventListener("error", (event) => look(event.error));

export default {
  /**
   * @param {Request} request
   * @param {Record<string, unknown>} env
   * @param {unknown} context
   * @returns {Promise<Response>}
   */
  async fetch(request, env, context) {
    if (state.criticalError) {
      __wbg_reset_state();
      state.criticalError = false;
    }
    try {
      return await answer(request, env, context);
    } catch (error) {
      look(error);
      console.error("The verifier failed", error);
      const problem = { type: "about:blank", title: "Internal Server Error", status: 500 };
      return new Response(JSON.stringify(problem), {
        status: 500,
        headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
      });
    }
  },
};
