// @ts-check
/** `wrangler dev`: a Worker on real workerd, on the loopback interface, with nothing asked of the network. */
import { join } from "node:path";
import { serve } from "./children.mjs";
import { TARGET, TOOLS } from "./places.mjs";

/**
 * @param {{ cwd: string, args?: string[], seconds?: number }} options
 * @returns {Promise<{ origin: string, output: () => string, stop: () => Promise<void> }>}
 */
export async function wranglerDev({ cwd, args = [], seconds = 60 }) {
  const wrangler = join(TOOLS, "wrangler/bin/wrangler.js");
  const server = await serve(
    process.execPath,
    [wrangler, "dev", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0", "--show-interactive-dev-session=false", ...args],
    {
      cwd,
      seconds,
      ready: /Ready on (http:\/\/127\.0\.0\.1:\d+)/,
      env: {
        CI: "1",
        NO_COLOR: "1",
        // Its logs and registry belong to the run and not to the home of whoever runs it.
        XDG_CONFIG_HOME: join(TARGET, "npm/config"),
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
        // It would ask the registry for a newer version of itself; nobody listens on the discard port.
        npm_config_registry: "http://127.0.0.1:9/",
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_SEND_ERROR_REPORTS: "false",
      },
    },
  );
  return { origin: server.match[1], output: server.output, stop: server.stop };
}
