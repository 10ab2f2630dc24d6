// @ts-check
/** Fetching what a verifier needs, on pages and wherever else nothing better is known. */
import { needs, received } from "../browser.js";
import { resolverOnPage } from "./page.js";

export const resolve = resolverOnPage({ needs, received });
