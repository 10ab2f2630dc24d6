// @ts-check
/**
 * `@proofpass/client`: the REST interface of the ProofPass issuer as calls.
 *
 * In scope: building requests, sending them again where that is safe, problems as errors, pages as one list. Out of
 * scope: what operations there are (`operations.js`, written from the description) and what they mean (the service).
 */
import { OPERATIONS } from "./operations.js";

/** @import { CallOptions } from "./operations.js" */
/** @import { ClientOptions, Operation, Problem } from "./index.js" */

export { OPERATIONS };

/** @type {Readonly<Record<string, Operation>>} */
const TABLE = OPERATIONS;

const OPTIONS = ["accessToken", "apiKey", "fetch", "insecure", "retries", "timeoutSeconds", "url"];

/** Longest that is waited because the service asks for it; what takes longer is for the caller to decide. */
const LONGEST_PAUSE_SECONDS = 60;

/** Between tries where the service does not say how long. */
const PAUSE_SECONDS = 0.5;

/** Answers that say that the request had no effect, and that it may be sent again. */
const AGAIN = new Set([429, 503]);

/** A refusal by the service: what kind, what happened, and every fault. */
export class ProblemError extends Error {
  /**
   * @param {string} operation
   * @param {Problem} problem
   * @param {number | undefined} retryAfterSeconds
   */
  constructor(operation, problem, retryAfterSeconds) {
    const faults = (problem.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
    super(`${operation}: ${[`${problem.status} ${problem.title}`, problem.detail, ...faults].join("; ")}`);
    this.name = "ProblemError";
    this.operation = operation;
    this.status = problem.status;
    this.type = problem.type;
    /** The last part of the type, which programs compare. */
    this.code = problem.type.slice(problem.type.lastIndexOf("/") + 1);
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.instance = problem.instance;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The calls; those of the description are added below. */
export class Client {
  /** @type {string} */ #url;
  /** @type {() => Promise<string | undefined>} */ #bearer;
  /** @type {typeof globalThis.fetch} */ #fetch;
  #retries;
  #timeout;

  /** @param {ClientOptions} options */
  constructor(options) {
    const unknown = Object.keys(Object(options)).find((name) => !OPTIONS.includes(name));
    if (unknown !== undefined) throw new TypeError(`Client has no option \`${unknown}\``);
    const { accessToken, apiKey, fetch = globalThis.fetch, insecure = false, retries = 2, timeoutSeconds = 30, url } = Object(options);
    const hasCredentials = apiKey !== undefined || accessToken !== undefined;
    this.#url = baseUrl(url, hasCredentials && !insecure);
    if (apiKey !== undefined && accessToken !== undefined) throw new TypeError("Client takes `apiKey` or `accessToken`, not both");
    // What is there and empty is a variable that was not set: without it the request would go out as nobody's.
    for (const [name, secret] of Object.entries({ accessToken, apiKey })) {
      const good = secret === undefined ? !(name in options) : typeof secret === "function" ? name === "accessToken" : isToken(secret);
      if (!good) throw new TypeError(`Client: \`${name}\` is there and is none`);
    }
    if (!Number.isInteger(retries) || retries < 0 || retries > 10) throw new TypeError("Client: `retries` is a number from 0 to 10");
    if (!(timeoutSeconds > 0 && timeoutSeconds <= 600)) throw new TypeError("Client: `timeoutSeconds` is a number up to 600");
    this.#bearer = async () => {
      const secret = typeof accessToken === "function" ? await accessToken() : accessToken ?? apiKey;
      if (hasCredentials && !isToken(secret)) throw new TypeError("Client: `accessToken` gave no token");
      return secret;
    };
    this.#fetch = fetch;
    this.#retries = retries;
    this.#timeout = timeoutSeconds * 1000;
  }

  /**
   * Every item of an operation that answers page by page, the next page being fetched when it is needed.
   *
   * @param {string} name
   * @param {Record<string, unknown>} [request]
   * @param {CallOptions} [options]
   */
  async *each(name, request = {}, options) {
    const page = Object.hasOwn(TABLE, name) ? TABLE[name]?.page : undefined;
    if (!page) throw new TypeError(`\`${name}\` does not answer page by page`);
    for (let next = request[page.parameter]; ; ) {
      const answer = await this.#call(name, { ...request, ...(next !== undefined && { [page.parameter]: next }) }, options);
      yield* answer[page.items];
      next = answer[page.next] ?? undefined;
      if (next === undefined) return;
    }
  }

  /**
   * @param {string} name
   * @param {Record<string, any>} [request]
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  async #call(name, request = {}, { signal } = {}) {
    const operation = /** @type {Operation} */ (TABLE[name]);
    const { url, headers, body } = this.#request(name, operation, request);
    // With a key of its own, the request has its effect once, however often it is sent.
    const key = operation.inHeader?.idempotencyKey;
    if (key && !headers.has(key)) headers.set(key, crypto.randomUUID());
    const isRepeatable = operation.method !== "POST" && operation.method !== "PATCH" || key !== undefined;
    for (let tries = this.#retries; ; tries -= 1) {
      const bearer = await this.#bearer();
      if (bearer !== undefined) headers.set("authorization", `Bearer ${bearer}`);
      const timeout = AbortSignal.timeout(this.#timeout);
      const ends = signal ? AbortSignal.any([signal, timeout]) : timeout;
      let answer;
      try {
        answer = await this.#fetch(url, {
          method: operation.method,
          headers,
          body,
          signal: ends,
          // Whoever answers with another address does not get the key, too.
          redirect: "error",
          credentials: "omit",
          cache: "no-store",
        });
        if (answer.status === 304) return undefined;
        if (answer.ok) return await content(answer, operation);
      } catch (cause) {
        if (ends.aborted || cause instanceof SyntaxError || !isRepeatable || tries === 0) throw cause;
        await pause(PAUSE_SECONDS, signal);
        continue;
      }
      const after = Number(answer.headers.get("retry-after") ?? Number.NaN);
      const seconds = Number.isFinite(after) && after >= 0 ? after : undefined;
      const isAgain = AGAIN.has(answer.status) && (isRepeatable || answer.status === 429);
      const fault = await problem(name, answer, seconds);
      if (!isAgain || tries === 0 || (seconds ?? 0) > LONGEST_PAUSE_SECONDS) throw fault;
      await pause(seconds ?? PAUSE_SECONDS, signal);
    }
  }

  /**
   * From members to an address, headers and a body. A member that is not known is a typing error: a filter that is left
   * out in silence would answer another question.
   *
   * @param {string} name
   * @param {Operation} operation
   * @param {Record<string, any>} request
   */
  #request(name, { path, inPath = [], inQuery = [], inHeader = {}, body: takesBody, accept }, request) {
    const known = [...inPath, ...inQuery, ...Object.keys(inHeader), ...(takesBody ? ["body"] : [])];
    const unknown = Object.keys(Object(request)).find((member) => !known.includes(member));
    if (unknown !== undefined) throw new TypeError(`${name} takes no \`${unknown}\`: it takes ${known.join(", ") || "nothing"}`);
    const filled = inPath.reduce((text, member) => text.replace(`{${member}}`, () => segment(name, member, request[member])), path);
    const url = new URL(`${this.#url}${filled}`);
    for (const member of inQuery) {
      if (request[member] !== undefined) url.searchParams.set(member, String(request[member]));
    }
    const headers = new Headers({ accept: accept ? `${accept}, application/problem+json` : "application/problem+json" });
    for (const [member, header] of Object.entries(inHeader)) {
      if (request[member] !== undefined && request[member] !== null) headers.set(header, String(request[member]));
    }
    if (request.body === undefined) {
      if (takesBody === "required") throw new TypeError(`${name} needs \`body\``);
      return { url, headers, body: undefined };
    }
    headers.set("content-type", "application/json");
    return { url, headers, body: JSON.stringify(request.body) };
  }

  static {
    for (const name of Object.keys(OPERATIONS)) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        writable: true,
        /** @type {(this: Client, request?: any, options?: CallOptions) => Promise<any>} */
        value(request, options) {
          return takesNothing(name) ? this.#call(name, {}, options ?? request) : this.#call(name, request, options);
        },
      });
    }
  }
}

/** @param {string} name */
function takesNothing(name) {
  const { inPath, inQuery, inHeader, body } = /** @type {Operation} */ (TABLE[name]);
  return !(inPath || inQuery || inHeader || body);
}

/** @param {unknown} secret */
function isToken(secret) {
  return typeof secret === "string" && /^[\x21-\x7e]+$/.test(secret);
}

/**
 * @param {unknown} url
 * @param {boolean} mustBeSafe
 */
function baseUrl(url, mustBeSafe) {
  const parsed = URL.parse?.(String(url)) ?? tryParse(String(url));
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search || parsed.hash || parsed.username || parsed.password) {
    throw new TypeError("Client: `url` is the service's own, such as https://issuer.example");
  }
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(parsed.hostname);
  if (mustBeSafe && parsed.protocol !== "https:" && !isHere) {
    throw new TypeError("Client: over http anybody on the way could read the key; say `insecure: true` if nobody is there");
  }
  return parsed.href.replace(/\/$/, "");
}

/** @param {string} url */
function tryParse(url) {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

/**
 * One part of a path. What a URL would read as "here" or "one level up" is none.
 *
 * @param {string} name
 * @param {string} member
 * @param {unknown} value
 */
function segment(name, member, value) {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  if (text === "" || text === "." || text === "..") throw new TypeError(`${name} needs \`${member}\``);
  return encodeURIComponent(text);
}

/**
 * @param {Response} answer
 * @param {Operation} operation
 */
async function content(answer, { accept }) {
  if (answer.status === 204 || !accept) return undefined;
  if (accept.startsWith("image/")) return answer.blob();
  const text = await answer.text();
  return accept.startsWith("text/") ? text : JSON.parse(text);
}

/**
 * @param {string} operation
 * @param {Response} answer
 * @param {number | undefined} retryAfterSeconds
 */
async function problem(operation, answer, retryAfterSeconds) {
  const { status } = answer;
  let told = {};
  try {
    // A proxy on the way may answer with a page instead.
    if (/\bjson\b/.test(answer.headers.get("content-type") ?? "")) told = Object(await answer.json());
    else await answer.body?.cancel();
  } catch {
    // Then the status has to say it.
  }
  const { type = "about:blank", title = "The service did not answer as it should", detail = "", instance = "", errors } = /** @type {any} */ (told);
  const faults = Array.isArray(errors) ? errors : [];
  return new ProblemError(operation, { type: String(type), title: String(title), detail: String(detail), status, instance, errors: faults }, retryAfterSeconds);
}

/**
 * @param {number} seconds
 * @param {AbortSignal | undefined} signal
 */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve(undefined);
    }, seconds * 1000);
    function stop() {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener("abort", stop, { once: true });
  });
}
