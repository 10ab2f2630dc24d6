// @ts-check
/**
 * An SMTP server of other people's (smtp-server), on this machine, with a certificate made for it; what it takes is read by
 * another parser of other people's (postal-mime).
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { emptyFolder } from "./places.mjs";

export const USER = "post@issuer.example";
export const PASSWORD = "p@ss/word:1";

/**
 * @typedef {object} Behaviour how the server meets the next letters
 * @property {number} [refuseMailbox] answers RCPT with this status
 * @property {number} [refuseLetter] answers the letter itself with this status
 * @property {boolean} [refusePassword]
 * @property {boolean} [dieInTheMiddle] takes the whole letter, and breaks off before it says so
 */

/**
 * @typedef {object} Taken a letter that was taken
 * @property {import("postal-mime").Email} mail
 * @property {string} from who sent it, on the envelope
 * @property {string} to
 * @property {boolean} secure whether it came over TLS
 * @property {string} raw
 */

/**
 * @typedef {object} Smtp
 * @property {number} port
 * @property {string} url with user and password
 * @property {string} authorities the file with its certificate
 * @property {Taken[]} taken
 * @property {string[]} seen what came, step by step: `auth`, `rcpt`, `data`
 * @property {(behaviour: Behaviour) => void} behave
 * @property {() => Promise<void>} stop
 */

/**
 * A certificate for a name, and its key.
 *
 * @param {string} suite
 * @param {string} [name]
 */
export function certificateFor(suite, name = "localhost") {
  const folder = emptyFolder(`${suite}-certificate`);
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", `/CN=${name}`];
  execFileSync("openssl", [...request, "-addext", `subjectAltName=DNS:${name}`, "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  return { key, certificate };
}

/**
 * @param {{ key: string, certificate: string }} pair
 * @param {{ port?: number, secure?: boolean, withoutTls?: boolean }} [options]
 * @returns {Promise<Smtp>}
 */
export async function startSmtp(pair, { port = 0, secure = false, withoutTls = false } = {}) {
  /** @type {Taken[]} */
  const taken = [];
  /** @type {string[]} */
  const seen = [];
  /** @type {Behaviour} */
  let behaviour = {};
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  const refusal = (/** @type {number} */ responseCode) => Object.assign(new Error("no"), { responseCode });
  const server = new SMTPServer({
    secure,
    key: readFileSync(pair.key),
    cert: readFileSync(pair.certificate),
    disabledCommands: withoutTls ? ["STARTTLS"] : [],
    // A password before TLS is a password given away: the server would take it, the client must not send it.
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth(/** @type {any} */ auth, /** @type {any} */ session, /** @type {any} */ callback) {
      seen.push(session.secure ? "auth" : "auth in the clear");
      const right = auth.username === USER && auth.password === PASSWORD && !behaviour.refusePassword;
      callback(...(right ? [null, { user: USER }] : [refusal(535)]));
    },
    onRcptTo(/** @type {any} */ _address, /** @type {any} */ _session, /** @type {any} */ callback) {
      seen.push("rcpt");
      callback(behaviour.refuseMailbox ? refusal(behaviour.refuseMailbox) : undefined);
    },
    async onData(/** @type {any} */ stream, /** @type {any} */ session, /** @type {any} */ callback) {
      seen.push("data");
      const pieces = [];
      for await (const piece of stream) pieces.push(piece);
      if (behaviour.dieInTheMiddle) {
        for (const socket of sockets) socket.destroy();
        return;
      }
      if (behaviour.refuseLetter) return callback(refusal(behaviour.refuseLetter));
      const raw = Buffer.concat(pieces).toString();
      const { mailFrom, rcptTo } = session.envelope;
      taken.push({ mail: await PostalMime.parse(raw), from: mailFrom.address, to: rcptTo[0].address, secure: session.secure, raw });
      callback();
    },
  });
  server.on("error", () => {});
  server.server.on("connection", (/** @type {import("node:net").Socket} */ socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  const bound = server.server.address().port;
  const account = `${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}`;
  return {
    port: bound,
    url: `smtp${secure ? "s" : ""}://${account}@localhost:${bound}`,
    authorities: pair.certificate,
    taken,
    seen,
    behave: (how) => void (behaviour = how),
    stop: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}

/**
 * Waits until something is there.
 *
 * @template T
 * @param {string} what
 * @param {() => T | undefined | null | false} look
 * @param {number} [seconds]
 * @returns {Promise<T>}
 */
export async function until(what, look, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}
