// The Worker's entry: starts the Wasm module and hands it every request.
//
// In scope: start, rates, and what happens after a panic. Out of scope: routes (src/edge.rs).
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
   * @param {Record<string, unknown> & { RATE_LIMIT?: { limit: (by: { key: string }) => Promise<{ success: boolean }> } }} env
   * @param {{ waitUntil: (work: Promise<unknown>) => void }} context
   * @returns {Promise<Response>}
   */
  async fetch(request, env, context) {
    if (state.criticalError) {
      __wbg_reset_state();
      state.criticalError = false;
    }
    // Looking is free; what costs something, or asks somebody else, is counted.
    if (env.RATE_LIMIT && /^\/(verify|v\/.*)$/.test(new URL(request.url).pathname) && request.method !== "OPTIONS") {
      const { success } = await env.RATE_LIMIT.limit({ key: clientOf(request) });
      if (!success) return problem(request, "rate-limited", 429, "Too many requests", "Try again in a minute.", { "retry-after": "60" });
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
      return problem(request, "internal", 500, "Something went wrong on our side", "The verifier stopped. Nothing is known about the document.");
    } finally {
      waiting.delete(end);
    }
  },
};

/**
 * Whoever has one address of version 6 has the network of it.
 *
 * @param {Request} request
 */
function clientOf(request) {
  const address = request.headers.get("cf-connecting-ip") ?? "";
  const [network] = address.split("::");
  return address.includes(":") ? String(network).split(":").slice(0, 4).join(":") : address;
}

/**
 * @param {Request} request
 * @param {string} slug
 * @param {number} status
 * @param {string} title
 * @param {string} detail
 * @param {Record<string, string>} [more]
 */
function problem(request, slug, status, title, detail, more) {
  const headers = {
    "access-control-allow-origin": "*",
    "cache-control": "no-store",
    "content-type": "application/problem+json",
    "x-content-type-options": "nosniff",
    ...more,
  };
  const body = { type: `${new URL(request.url).origin}/problems/${slug}`, title, status, detail };
  return new Response(JSON.stringify(body), { status, headers });
}
