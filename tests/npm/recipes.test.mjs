// @ts-check
/**
 * The recipes of the package's README, run as they stand there: what somebody pastes must work.
 *
 * In scope: the blocks that run in Node, each with what its text assumes. Out of scope: everything else about the package.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { before, test } from "node:test";
import { run } from "./children.mjs";
import { installPackage } from "./packed.mjs";
import { emptyFolder, made, PKG, TARGET } from "./places.mjs";
import { clear, DID, didDocument, HOST, keyed, LIST, revoked, statusList } from "./published.mjs";

const README = readFileSync(join(PKG, "README.md"), "utf8");
const blocks = [...README.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, block]) => String(block));

/** @type {Awaited<ReturnType<typeof installPackage>>} */
let consumer;

before(async () => {
  consumer = await installPackage(emptyFolder("recipes"));
});

/**
 * The one block that says this.
 *
 * @param {string} words
 */
function recipe(words) {
  const found = blocks.filter((block) => block.includes(words));
  assert.equal(found.length, 1, words);
  return String(found[0]);
}

/**
 * @param {string} name
 * @param {string} source
 */
async function outputOf(name, source) {
  writeFileSync(join(consumer.folder, name), source);
  return run(process.execPath, [name], { cwd: consumer.folder, seconds: 60 });
}

test("one document", async () => {
  const given = `const file = { text: async () => ${JSON.stringify(keyed)} };\n`;
  const told = `\nconsole.log(report.verdict);`;
  // Somebody else is trusted there.
  assert.match(await outputOf("one.mjs", given + recipe("await file.text()") + told), /^domain .+\ntrust .+\nreject\n$/);
});

test("thousands of them", async () => {
  writeFileSync(join(consumer.folder, "credentials.ndjson"), [keyed, clear, "{", keyed].join("\n"));
  const output = await outputOf("many.mjs", recipe('createReadStream("credentials.ndjson")'));
  assert.deepEqual(JSON.parse(output), { accept: 2, reject: 1, undecided: 1 });
});

test("showing a part", async () => {
  const [{ base }] = JSON.parse(readFileSync(made(join(TARGET, "cases/issued-sd.json"), "the Rust suite `verifier`"), "utf8"));
  const given = `const credential = ${JSON.stringify(base)};\n`;
  const { credentialSubject, issuer, proof } = JSON.parse(await outputOf("part.mjs", given + recipe("selectivePointers")));
  assert.deepEqual([credentialSubject, issuer], [{ id: base.credentialSubject.id, grade: "A" }, base.issuer]);
  assert.notEqual(proof.proofValue, base.proof.proofValue);
});

test("was it withdrawn?", async () => {
  const site = new Map([
    ["/.well-known/did.json", didDocument(DID)],
    [new URL(LIST).pathname, statusList([7])],
  ]);
  const server = createServer((request, response) => {
    const document = site.get(String(request.url));
    response.writeHead(document ? 200 : 404, { connection: "close" }).end(JSON.stringify(document ?? null));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  try {
    for (const [text, verdict] of [[clear, "accept"], [revoked, "reject"]]) {
      // The name leads to this machine.
      const given = `const text = ${JSON.stringify(text)};
        const { fetch } = globalThis;
        globalThis.fetch = (url, init) => fetch(url.replace("https://${HOST}", "http://127.0.0.1:${port}"), init);\n`;
      const source = recipe('from "@proofpass/verifier/resolve"').replace(/^((?:import .*\n)+)/, (imports) => imports + given);
      assert.equal(await outputOf("withdrawn.mjs", `${source}\nconsole.log(report.verdict);`), `${verdict}\n`);
    }
  } finally {
    server.close();
  }
});

test("the WebAssembly brought by hand", async () => {
  const source = recipe("initialize(readFileSync").replace(/^((?:import .*\n)+)/, (imports) => `${imports}const text = ${JSON.stringify(keyed)};\n`);
  assert.equal(await outputOf("slim.mjs", `${source}\nconsole.log(report.verdict);`), "accept\n");
});
