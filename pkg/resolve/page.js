// @ts-check
/** Fetching what a verifier needs, on pages: a browser would bring cookies and the page's address, and is told not to. */
import { resolverWith } from "./loop.js";

/** @param {Parameters<typeof resolverWith>[0]} core on this thread or in a Worker */
export const resolverOnPage = (core) =>
  resolverWith(core, { cache: "no-store", credentials: "omit", mode: "cors", referrerPolicy: "no-referrer" });
