// @ts-check
/** What runs inside of a worker thread of Node. */
import { parentPort } from "node:worker_threads";
import { serve } from "./hand.js";

const take = serve((answer, buffers) => parentPort?.postMessage(answer, buffers));
parentPort?.on("message", take);
