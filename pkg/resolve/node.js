// @ts-check
/** Fetching what a verifier needs, in Node and in what speaks Node. */
import { needs, received } from "../node.js";
import { resolverWith } from "./loop.js";

export const resolve = resolverWith({ needs, received }, { credentials: "omit", referrerPolicy: "no-referrer" });
