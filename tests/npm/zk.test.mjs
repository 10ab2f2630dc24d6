// @ts-check
/** Proofs in zero knowledge: the package gives the native verifier's report, and loads what it takes when it is needed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { made, PKG, ROOT } from "./places.mjs";

/** @type {{ name: string, document: Record<string, unknown>, options: any, report: string }[]} */
const CASES = JSON.parse(readFileSync(join(ROOT, "tests/goldens/zero-knowledge.json"), "utf8"));

/** @type {typeof import("@proofpass/verifier")} */
let ours;
/** @type {typeof import("@proofpass/verifier/slim")} */
let slim;
before(async () => {
  made(join(PKG, "wasm-zk/verifier_bg.wasm"), "`cargo xtask wasm`");
  ours = await import(join(PKG, "node.js"));
  slim = await import(join(PKG, "slim.js"));
});

describe("proofs in zero knowledge", () => {
  for (const { name, document, options, report } of CASES) {
    test(`give the native report, byte for byte: ${name}`, async () => {
      assert.equal(await ours.verifyToJson(JSON.stringify(document), options), report);
    });
  }

  const [good] = CASES;
  assert.ok(good);

  test("need the issuer's document, and nothing once it is at hand", async () => {
    assert.deepEqual(
      (await ours.needs(good.document)).map((need) => need.kind),
      ["did-document"],
    );
    assert.deepEqual(await ours.needs(good.document, good.options.material), []);
  });

  test("stand among other documents, whichever comes first", async () => {
    const other = { "@context": [] };
    /** @param {object[]} documents */
    const judged = async (documents) => {
      const reports = [];
      for await (const { report } of ours.verifyMany(documents, good.options)) reports.push(JSON.stringify(report));
      return reports;
    };
    const alone = JSON.stringify(await ours.verify(other, good.options));
    assert.deepEqual(await judged([good.document, other, good.document]), [good.report, alone, good.report]);
    assert.deepEqual(await judged([other, good.document, other]), [alone, good.report, alone]);
  });

  test("are never accepted by a module that knows none", async () => {
    slim.initialize(readFileSync(join(PKG, "wasm/verifier_bg.wasm")));
    const report = slim.verify(good.document, good.options);
    assert.equal(report.verdict, "undecided");
    assert.deepEqual(
      report.checks.map((check) => check.code),
      ["document-read", "proof-unsupported"],
    );
    assert.equal(report.proof, undefined);
    // Whatever a policy leaves out.
    const lax = slim.verify(good.document, { ...good.options, policy: { require: [] } });
    assert.equal(lax.verdict, "undecided");
  });
});
