// @ts-check
/**
 * A trusted setup that is held together with snarkjs: each side contributes to what the other made and verifies the whole,
 * and each verifies what the other has proven under the finished key.
 *
 * snarkjs is GPL-3.0: a tool that is run, never imported by anything that ships. The circuit is `x³ + x + 5 = y, 7x = z`,
 * in the files that the Rust tests read.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { run } from "./children.mjs";
import { emptyFolder, made, ROOT, TARGET, TOOLS } from "./places.mjs";

const folder = emptyFolder("ceremony");
const given = (/** @type {string} */ name) => join(ROOT, "crates/zk/testdata/snarkjs", name);
const at = (/** @type {string} */ name) => join(folder, name);
const proofpass = made(join(TARGET, "debug/proofpass"), "cargo build -p proofpass-issuer");
const groth16 = made(join(TARGET, "debug/groth16"), "cargo build -p proofpass-tests --bins");

const BEACON = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
const CIRCUIT = given("cubic.r1cs");
const POWERS = given("powers_3.ptau");

/** @param {string[]} args */
const snarkjs = (...args) => run(process.execPath, [join(TOOLS, "snarkjs/build/cli.cjs"), ...args]);

/** @param {string[]} args */
const ours = async (...args) => JSON.parse(await run(proofpass, ["ceremony", ...args, "--json"]));

/** What a command answers that may refuse. @param {string} command @param {string[]} args */
function tried(command, ...args) {
  const { status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  return { status, said: `${stdout}${stderr}` };
}

/** @param {string[]} args */
const snarkjsTried = (...args) => tried(process.execPath, join(TOOLS, "snarkjs/build/cli.cjs"), ...args);

/** Each side's verdict on a key. @param {string} key */
function verdicts(key, powers = POWERS) {
  const theirs = snarkjsTried("zkey", "verify", CIRCUIT, powers, key);
  const own = tried(proofpass, "ceremony", "verify", CIRCUIT, powers, key, "--json");
  return { theirs: theirs.status === 0 && theirs.said.includes("ZKey Ok!"), ours: own.status === 0, said: own.said };
}

/** @param {string} key @param {string} to @param {string} name */
const theyContribute = (key, to, name) => snarkjs("zkey", "contribute", key, to, `--name=${name}`, "-e=some words, beside the machine's randomness");

/** @param {string} key @param {string} to @param {string} name */
const weContribute = (key, to, name) => ours("contribute", key, to, "--name", name);

before(async () => {
  await ours("new", CIRCUIT, POWERS, at("first.zkey"));
});

test("the first key is the same bytes on both sides", async () => {
  await snarkjs("groth16", "setup", CIRCUIT, POWERS, at("theirs.zkey"));
  assert.ok(readFileSync(at("theirs.zkey")).equals(readFileSync(at("first.zkey"))));
});

test("snarkjs contributes, then we, then a beacon of ours: both verify the whole", async () => {
  await theyContribute(at("first.zkey"), at("ab1.zkey"), "theirs");
  const contribution = await weContribute(at("ab1.zkey"), at("ab2.zkey"), "ours");
  assert.equal(contribution.number, 2);
  await ours("beacon", at("ab2.zkey"), at("ab.zkey"), "--value", BEACON, "--name", "round 1");
  assert.deepEqual({ ...verdicts(at("ab.zkey")), said: "" }, { theirs: true, ours: true, said: "" });
  const report = await ours("verify", CIRCUIT, POWERS, at("ab.zkey"));
  assert.deepEqual(report.contributions.map((/** @type {any} */ one) => one.name), ["theirs", "ours", "round 1"]);
  assert.equal(report.contributions[1].hash, contribution.hash);
  assert.equal(report.standing, "ceremony");
  // The hash that we tell our contributor is the one that snarkjs tells everybody.
  const { said } = snarkjsTried("zkey", "verify", CIRCUIT, POWERS, at("ab.zkey"));
  assert.ok(said.replaceAll(/\s/g, "").includes(contribution.hash), said);
});

test("we contribute, then snarkjs, then a beacon of theirs: both verify the whole", async () => {
  await weContribute(at("first.zkey"), at("ba1.zkey"), "ours");
  assert.deepEqual({ ...verdicts(at("ba1.zkey")), said: "" }, { theirs: true, ours: true, said: "" });
  await theyContribute(at("ba1.zkey"), at("ba2.zkey"), "theirs");
  await snarkjs("zkey", "beacon", at("ba2.zkey"), at("ba.zkey"), BEACON, "10", "-n=round 1");
  assert.deepEqual({ ...verdicts(at("ba.zkey")), said: "" }, { theirs: true, ours: true, said: "" });
  const report = await ours("verify", CIRCUIT, POWERS, at("ba.zkey"));
  const [, , beacon] = report.contributions;
  assert.deepEqual([beacon.beacon, beacon.iterations], [BEACON, 10]);
});

test("a contribution that was tampered with is refused by both", () => {
  const whole = readFileSync(at("ba.zkey"));
  const transcript = whole.length - 3 * (3 * 64 + 128 + 64 + 8) - "ours".length - "theirs".length - "round 1".length - 3 * 2 - 36;
  assert.equal(whole.readUInt32LE(transcript - 4), 3, "three contributions");
  const end = transcript + 3 * 64 + 128;
  const changes = /** @type {[string, (bytes: Buffer) => void][]} */ ([
    ["delta and the point that proves it, exchanged", (bytes) => bytes.copy(bytes, transcript, transcript + 64, transcript + 128)],
    ["a hash of the transcript", (bytes) => bytes.writeUInt8(bytes.readUInt8(end) ^ 1, end)],
    ["the kind", (bytes) => bytes.writeUInt32LE(1, end + 64)],
    ["the count", (bytes) => bytes.writeUInt32LE(2, transcript - 4)],
    ["L, its first point twice", (bytes) => bytes.copy(bytes, section(bytes, 8) + 64, section(bytes, 8), section(bytes, 8) + 64)],
    ["H, its first point twice", (bytes) => bytes.copy(bytes, section(bytes, 9) + 64, section(bytes, 9), section(bytes, 9) + 64)],
  ]);
  for (const [what, change] of changes) {
    const bytes = Buffer.from(whole);
    change(bytes);
    assert.ok(!bytes.equals(whole), what);
    writeFileSync(at("tampered.zkey"), bytes);
    const { theirs, ours } = verdicts(at("tampered.zkey"));
    assert.deepEqual({ what, theirs, ours }, { what, theirs: false, ours: false });
  }
});

/** Where the contents of a section begin. @param {Buffer} bytes @param {number} number */
function section(bytes, number) {
  for (let at = 12; at < bytes.length; at += 12 + Number(bytes.readBigUInt64LE(at + 4))) {
    if (bytes.readUInt32LE(at) === number) return at + 12;
  }
  throw new Error(`there is no section ${number}`);
}

test("each side's proof under the finished key verifies on the other, and no other statement does", async () => {
  const record = await ours("finalize", CIRCUIT, POWERS, at("ab.zkey"), at("keys"));
  assert.deepEqual(JSON.parse(readFileSync(at("keys/ceremony.json"), "utf8")), record);
  assert.equal(record.standing, "ceremony");
  const key = at("keys/verification_key.json");
  await snarkjs("zkey", "export", "verificationkey", at("ab.zkey"), at("theirs.json"));
  assert.equal(readFileSync(key, "utf8"), readFileSync(at("theirs.json"), "utf8"));

  const values = given("cubic.wtns");
  await run(groth16, ["prove", CIRCUIT, values, at("keys/proving_key.bin"), at("our-proof.json"), at("our-public.json")]);
  await snarkjs("groth16", "prove", at("ab.zkey"), values, at("their-proof.json"), at("their-public.json"));
  assert.deepEqual(JSON.parse(readFileSync(at("our-public.json"), "utf8")), ["35", "21"]);
  for (const whose of ["our", "their"]) {
    const [proof, statement] = [at(`${whose}-proof.json`), at(`${whose}-public.json`)];
    assert.equal(snarkjsTried("groth16", "verify", key, statement, proof).status, 0, whose);
    assert.equal(tried(groth16, "verify", key, statement, proof).status, 0, whose);
    writeFileSync(at("other.json"), JSON.stringify(["35", "22"]));
    assert.notEqual(snarkjsTried("groth16", "verify", key, at("other.json"), proof).status, 0, whose);
    assert.equal(tried(groth16, "verify", key, at("other.json"), proof).status, 1, whose);
  }
});

test("a key that nobody contributed to verifies on both sides, and is not finished", () => {
  assert.equal(verdicts(at("first.zkey")).ours, true);
  const { status, said } = tried(proofpass, "ceremony", "finalize", CIRCUIT, POWERS, at("first.zkey"), at("unfinished"));
  assert.equal(status, 1);
  assert.match(said, /nobody has contributed/);
  assert.ok(!existsSync(at("unfinished")));
});

test("powers of tau of ours serve a ceremony of snarkjs, for development", async () => {
  const powers = at("ours.ptau");
  const made = await ours("powers", "--power", "4", powers);
  assert.equal(made.standing, "development");
  await snarkjs("groth16", "setup", CIRCUIT, powers, at("dev0.zkey"));
  await ours("new", CIRCUIT, powers, at("dev0-ours.zkey"));
  assert.ok(readFileSync(at("dev0.zkey")).equals(readFileSync(at("dev0-ours.zkey"))));
  await theyContribute(at("dev0.zkey"), at("dev1.zkey"), "theirs");
  assert.deepEqual({ ...verdicts(at("dev1.zkey"), powers), said: "" }, { theirs: true, ours: true, said: "" });
  assert.equal((await ours("verify", CIRCUIT, powers, at("dev1.zkey"), "--powers-blake2b", made.blake2b)).standing, "development");
  // Another ceremony's powers.
  assert.deepEqual({ ...verdicts(at("dev1.zkey")), said: "" }, { theirs: false, ours: false, said: "" });
});

test("files that are there stay, and files that are none are told apart from keys that are refused", () => {
  copyFileSync(at("first.zkey"), at("kept.zkey"));
  const before = readFileSync(at("kept.zkey"));
  const again = tried(proofpass, "ceremony", "contribute", at("first.zkey"), at("kept.zkey"), "--name", "x");
  assert.equal(again.status, 1);
  assert.match(again.said, /is there already/);
  assert.ok(readFileSync(at("kept.zkey")).equals(before));
  assert.equal(tried(proofpass, "ceremony", "contribute", CIRCUIT, at("none.zkey"), "--name", "x").status, 64);
  assert.equal(tried(proofpass, "ceremony", "contribute", at("missing.zkey"), at("none.zkey"), "--name", "x").status, 64);
  assert.equal(tried(proofpass, "ceremony", "contribute", at("first.zkey"), at("none.zkey"), "--name", "a\nb").status, 64);
  assert.equal(tried(proofpass, "ceremony", "beacon", at("ab.zkey"), at("none.zkey"), "--value", BEACON).status, 1);
  assert.equal(tried(proofpass, "ceremony", "beacon", at("first.zkey"), at("none.zkey"), "--value", "xyz").status, 64);
  const other = tried(proofpass, "ceremony", "verify", CIRCUIT, POWERS, at("ab.zkey"), "--powers-blake2b", BEACON);
  assert.equal(other.status, 64);
  assert.match(other.said, /not the file with that BLAKE2b/);
  assert.ok(!existsSync(at("none.zkey")));
});
