// @ts-check
/** Fetching what a verifier needs, in Workers: they have no credentials and no referrer, and know no words for it. */
import { needs, received } from "../workerd.js";
import { resolverWith } from "./loop.js";

export const resolve = resolverWith({ needs, received }, {});
