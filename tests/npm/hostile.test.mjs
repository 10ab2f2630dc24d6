// @ts-check
/**
 * What a document can do to the verifier: get a report, and nothing else. And what happens when that is not true one
 * day: a verifier that stops says so, gives no verdict, and begins anew.
 *
 * In scope: the package. Out of scope: the edge Worker's own stops (`worker.test.mjs`), verdicts.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "./children.mjs";
import { credentialBy, issuerWithKey, secure } from "./handmade.mjs";
import { emptyFolder, made, PKG } from "./places.mjs";

const NOW = "2026-11-23T12:00:00Z";
const by = issuerWithKey(Buffer.alloc(32, 7));
const good = secure(credentialBy(by), by);
const bundle = { type: "ProofPassBundle", version: 1, credentials: [good, good] };

const WASM = made(join(PKG, "wasm/verifier_bg.wasm"), "`cargo xtask wasm`");

/** The same numbers in every run: what fails once can be looked at. @param {number} seed */
function chance(seed) {
  return (/** @type {number} */ below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const TOKENS = ["{", "}", "[", "]", ",", ":", '"', '"a"', "\\", "\\u0000", "\\ud800", "1", "-0", "1e400", "0.1", "null", "true", "\uFEFF", "\u2028", "\0", '"proof"', '"@context"', " "];

const VALUES = [
  null, true, -0, 1e308, "", "\0", "\uD800", "did:key:", `did:key:z${"1".repeat(3000)}`, `z${"z".repeat(88)}`, "https://", "9999-12-31T23:59:60Z", "-0001-01-01T00:00:00Z",
  [], {}, [[]], [null], { id: {} }, "x".repeat(70_000), Array.from({ length: 3000 }, (_, n) => n), Array.from({ length: 40 }, () => good.proof), nested(60),
];

/** @param {number} depth @returns {unknown} */
function nested(depth) {
  return depth === 0 ? 0 : { a: [nested(depth - 2 < 0 ? 0 : depth - 2)] };
}

/** @param {(below: number) => number} pick @returns {string | Uint8Array} */
function hostileDocument(pick) {
  const text = JSON.stringify(pick(2) ? good : bundle);
  const bytes = Buffer.from(text);
  switch (pick(6)) {
    case 0: // a few other bytes
      for (let left = 1 + pick(8); left > 0; left -= 1) bytes[pick(bytes.length)] = pick(256);
      return bytes;
    case 1: // cut short
      return bytes.subarray(0, pick(bytes.length));
    case 2: { // a piece once more, somewhere
      const from = pick(text.length);
      const at = pick(text.length);
      return text.slice(0, at) + text.slice(from, from + pick(400)) + text.slice(at);
    }
    case 3: // noise
      return Uint8Array.from({ length: pick(2000) }, () => pick(256));
    case 4: // almost JSON
      return Array.from({ length: pick(300) }, () => TOKENS[pick(TOKENS.length)]).join("");
    default: { // JSON with something else in one place
      const copy = JSON.parse(text);
      let place = copy;
      for (;;) {
        const names = Object.keys(place);
        const name = names[pick(names.length)];
        const inside = place[name];
        if (inside === null || typeof inside !== "object" || Object.keys(inside).length === 0 || pick(4) === 0) {
          place[name] = VALUES[pick(VALUES.length)];
          return JSON.stringify(copy);
        }
        place = inside;
      }
    }
  }
}

test("ten thousand hostile documents in a row: a report for each, and no growth", async (t) => {
  const { needs, verifyToJson } = await import(join(PKG, "node.js"));
  const pick = chance(20_261_123);
  const verdicts = new Map();
  const judge = async (/** @type {number} */ count) => {
    for (let left = count; left > 0; left -= 1) {
      const document = hostileDocument(pick);
      const { verdict } = JSON.parse(await verifyToJson(document, { now: NOW }));
      assert.ok(Array.isArray(await needs(document)));
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
  };
  await judge(1_000);
  const { external } = process.memoryUsage();
  await judge(9_000);
  const growth = process.memoryUsage().external - external;
  assert.ok(growth < 8 << 20, `${growth} bytes more`);
  assert.equal(JSON.parse(await verifyToJson(good, { now: NOW })).verdict, "accept", "and works on");
  t.diagnostic([...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(", "));
});

/**
 * Runs a script in a process of its own, because a module that has stopped would stay so for the other tests.
 *
 * @param {string} name
 * @param {string} body after the imports; it prints JSON
 */
async function inProcess(name, body) {
  const script = join(emptyFolder("hostile"), `${name}.mjs`);
  writeFileSync(
    script,
    `import { readFileSync } from "node:fs";
    import { initialize, verifyToJson } from ${JSON.stringify(join(PKG, "slim.js"))};
    import { withLittleMemory } from ${JSON.stringify(new URL("./small-memory.mjs", import.meta.url).pathname)};
    const module = readFileSync(${JSON.stringify(WASM)});
    const good = ${JSON.stringify(JSON.stringify(good))};
    const report = () => verifyToJson(good, { now: "${NOW}" });
    const endOf = (call) => { try { return call(); } catch ({ name, message, cause }) { return { name, message, cause: cause?.name }; } };
    // A good document beside a hundred thousand values, for which there is no room.
    const heavy = JSON.stringify({ a: Array.from({ length: 100_000 }, (_, n) => n) });
    ${body}`,
  );
  return JSON.parse(await run(process.execPath, [script], { seconds: 60 }));
}

test("a verifier that stops says so with the cause, and never judges in what is left of it", async () => {
  const [before, stop, after] = await inProcess(
    "stops",
    `initialize(withLittleMemory(module, 2 << 20));
    console.log(JSON.stringify([report(), endOf(() => verifyToJson(heavy)), endOf(report)]));`,
  );
  assert.equal(JSON.parse(before).verdict, "accept");
  assert.deepEqual(stop, { name: "Error", message: "The verifier stopped: nothing is known about the document.", cause: "RuntimeError" });
  if (typeof after !== "string") assert.match(after.message, /^The verifier stopped earlier/);
});

test("a verifier that has stopped begins anew with the next call", async () => {
  const glue = await import(join(PKG, "wasm/verifier.js"));
  const [memory, stack] = await inProcess(
    "anew",
    `initialize(withLittleMemory(module, 2 << 20));
    const first = report();
    const memory = [first];
    for (let turn = 0; turn < 20; turn += 1) memory.push(endOf(() => verifyToJson(heavy)).message, report());
    // The stack is used up at the bottom, and there is more of it with every step up: somewhere the call begins and does not end.
    let stops = 0;
    const dive = () => {
      try { dive(); } catch {}
      const end = endOf(report);
      if (end !== first) stops += 1;
    };
    try { dive(); } catch {}
    console.log(JSON.stringify([memory, { stops, same: report() === first }]));`,
  );
  const stopped = "The verifier stopped: nothing is known about the document.";
  assert.deepEqual(memory, [memory[0], ...Array.from({ length: 20 }, () => [stopped, memory[0]]).flat()]);
  assert.ok(stack.stops > 0, "the stack was used up in the middle of a call");
  assert.ok(stack.same);
});
