// @ts-check
/** Fetching what a verifier needs, in Node and in what speaks Node. */
import { needs } from "../node.js";
import { resolverWith } from "./loop.js";

export const resolve = resolverWith(needs, { credentials: "omit", referrerPolicy: "no-referrer" });
