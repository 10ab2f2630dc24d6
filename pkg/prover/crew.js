// @ts-check
/**
 * One instance that leads and others that help: a proof is divided among them, and put together.
 *
 * In scope: who does what, in which order, and what is told of it. Out of scope: how a call gets to an instance (`hand.js`),
 * and what a call does (the Rust crate `prover-wasm`).
 *
 * The leader computes what is on the wires of the circuit; then the helpers begin with the sums, while it computes the
 * quotient; then it takes its part of the sums. What passes between them is numbers that hide nothing: it is wiped
 * afterwards, here and there.
 */
import { ProverError } from "./errors.js";

/** @import { Hand } from "./hand.js" */
/** @import { Progress } from "./index.js" */

/** Into how many tasks each sum is divided for each hand: so that nobody waits long for the last one. */
const TASKS_PER_HAND = 2;

export class Crew {
  #lead;
  #helpers;

  /**
   * @param {Hand} lead
   * @param {Hand[]} helpers
   */
  constructor(lead, helpers) {
    this.#lead = lead;
    this.#helpers = helpers;
  }

  /** How many instances there are. */
  get size() {
    return 1 + this.#helpers.length;
  }

  /**
   * Gives the key to all. The leader looks at its digest and takes no other.
   *
   * @param {ArrayBuffer} key
   * @param {Uint8Array} sha256
   */
  async read(key, sha256) {
    await this.#lead.call("lead", new Uint8Array(key.slice(0)), sha256.slice());
    await Promise.all(this.#helpers.map((helper) => helper.call("help", new Uint8Array(key.slice(0)))));
  }

  /**
   * @param {Uint8Array} input
   * @param {Uint8Array} randomness
   * @param {(progress: Progress) => void} tell
   * @returns {Promise<string>}
   */
  async prove(input, randomness, tell) {
    const [lead, helpers] = [this.#lead, this.#helpers];
    try {
      tell({ stage: "witness", done: 0 });
      await lead.call("begin", input, randomness);
      tell({ stage: "witness", done: 1 });
      const count = this.size === 1 ? 1 : TASKS_PER_HAND * this.size;
      /** @type {{ query: number, bytes: Uint8Array }[]} */
      const parts = [];
      const queue = tasksOf(await lead.call("tasks", count, false));
      // The sum that has to wait for the quotient is about as long as the others are on average.
      let all = Math.ceil(queue.length * 1.25);
      let done = 0;
      const step = () => tell({ stage: "proof", done: (done = Math.max(done, Math.min(parts.length / all, 1))) });
      const work = async (/** @type {Hand} */ hand) => {
        for (let task = queue.shift(); task; task = queue.shift()) {
          const [query, start, end] = task;
          parts.push({ query, bytes: await hand.call("compute", query, start, end) });
          step();
        }
      };
      step();
      const first = queue.length;
      await this.#hand(await lead.call("wires"), false);
      const began = helpers.map(work);
      // A failure of theirs is met below, and must not be taken for one that nobody meets.
      for (const working of began) working.catch(() => {});
      const quotient = await lead.call("quotient");
      const last = tasksOf(await lead.call("tasks", count, true));
      await this.#hand(quotient, true);
      queue.push(...last);
      all = first + last.length;
      await Promise.all([work(lead), ...began, ...helpers.map(work)]);
      for (const { query, bytes } of parts) await lead.call("add", query, bytes);
      tell({ stage: "check", done: 0 });
      const presentation = await lead.call("finish");
      tell({ stage: "check", done: 1 });
      return presentation;
    } finally {
      // Not waited for where the instances are gone.
      await Promise.all([lead, ...helpers].map((hand) => hand.call("forget").catch(() => {})));
    }
  }

  /**
   * @param {Uint8Array} numbers
   * @param {boolean} areQuotient
   */
  async #hand(numbers, areQuotient) {
    await Promise.all(this.#helpers.map((helper) => helper.call("takeNumbers", numbers.slice(), areQuotient)));
    numbers.fill(0);
  }

  pause() {
    this.#lead.pause();
  }

  resume() {
    return this.#lead.resume();
  }

  stop() {
    for (const hand of [this.#lead, ...this.#helpers]) hand.stop();
  }
}

/**
 * @param {Uint32Array} numbers
 * @returns {[number, number, number][]}
 */
function tasksOf(numbers) {
  if (numbers.length % 3 !== 0) throw new ProverError("defect", "Tasks are three numbers each.");
  return Array.from({ length: numbers.length / 3 }, (_, at) => /** @type {[number, number, number]} */ ([...numbers.subarray(3 * at, 3 * at + 3)]));
}
