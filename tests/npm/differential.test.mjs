// @ts-check
/**
 * A few hundred generated documents, the same each time, through `jsonld`, `canonicalize` and `jose`: the same bytes as
 * ours, or ours refuses. `cargo xtask fuzz differential` does the same with as many as one likes.
 *
 * The documents are `target/cases/differential.jsonl`, written by the Rust suite `replay` of `tests/fuzz`.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { compare, contexts, emptySummary, lines } from "./differential.mjs";
import { made, TARGET } from "./places.mjs";

test("generated documents: the same bytes, or refused by ours", async () => {
  const [documents, summary] = [contexts(), emptySummary()];
  for await (const line of lines(made(join(TARGET, "cases/differential.jsonl"), "the Rust suite `replay`"))) await compare(line, documents, summary);
  console.log(JSON.stringify({ ...summary, differences: summary.differences.length }));
  assert.deepEqual(summary.differences, []);
  assert.ok(summary.documents >= 400 && summary.jcs === summary.documents, `${summary.documents}`);
  // Most of what is generated has something in it that strict readers refuse; a test of refusals alone would be none.
  assert.ok(summary.agreed >= summary.documents / 5, `${summary.agreed} of ${summary.documents}`);
  assert.ok((summary.tokens["verified by both"] ?? 0) >= 10, JSON.stringify(summary.tokens));
});
