// @ts-check
/** https on the loopback interface, in front of a service that speaks http: what a proxy does for it elsewhere. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";

/**
 * @param {{ key: string, certificate: string }} pair
 * @param {{ port: number, host: string, origin: () => string }} options `host` is what the service is told that it is
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export async function terminateTls(pair, { port, host, origin }) {
  const server = createServer({ key: readFileSync(pair.key), cert: readFileSync(pair.certificate) }, (incoming, outgoing) => {
    const { hostname, port } = new URL(origin());
    const headers = { ...incoming.headers, host, "x-forwarded-for": incoming.socket.remoteAddress ?? "", "x-forwarded-proto": "https" };
    const onward = request({ hostname, port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  return {
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
