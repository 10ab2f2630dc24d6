// @ts-check
/** What runs inside of a Web Worker. */
import { serve } from "./hand.js";

const take = serve((answer, buffers) => self.postMessage(answer, { transfer: buffers }));
self.addEventListener("message", ({ data }) => take(data));
