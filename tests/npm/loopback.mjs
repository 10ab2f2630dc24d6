// @ts-check
/** A file server on the loopback interface, for browsers under test. */
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const MEDIA_TYPES = new Map([
  [".css", "text/css; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".json", "application/json"],
  [".wasm", "application/wasm"],
]);

/**
 * @typedef {object} Served
 * @property {string} origin
 * @property {string[]} requests the paths asked for, in order
 * @property {(path: string, times: number) => void} failNext answers the next requests for a path with 503
 * @property {() => Promise<void>} stop
 */

/**
 * @param {Record<string, string>} folders from URL prefix to folder, the longest prefix first
 * @param {{ headers?: Record<string, string>, mediaTypes?: Record<string, string> }} [options]
 * @returns {Promise<Served>}
 */
export async function serveFiles(folders, { headers = {}, mediaTypes = {} } = {}) {
  /** @type {string[]} */
  const requests = [];
  /** @type {Map<string, number>} */
  const failures = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    requests.push(path);
    const left = failures.get(path) ?? 0;
    if (left > 0) {
      failures.set(path, left - 1);
      response.writeHead(503).end();
      return;
    }
    const file = fileFor(folders, path);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const type = mediaTypes[extname(file)] ?? MEDIA_TYPES.get(extname(file)) ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "cache-control": "no-store", ...headers });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    failNext: (path, times) => void failures.set(path, times),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {Record<string, string>} folders
 * @param {string} path
 * @returns {string | undefined}
 */
function fileFor(folders, path) {
  for (const [prefix, folder] of Object.entries(folders)) {
    if (!path.startsWith(prefix)) continue;
    const rest = normalize(path.slice(prefix.length));
    if (rest.startsWith("..")) return undefined;
    const file = join(folder, rest === "." || rest === "/" ? "index.html" : rest);
    try {
      if (statSync(file).isFile()) return file;
    } catch {
      // Not there: try the next folder.
    }
  }
  return undefined;
}
