// @ts-check
/**
 * The element's words: every language has every one of them, none is left over, and none has lost what goes into it.
 *
 * In scope: what can be held against the English words. Out of scope: whether they are well chosen, which a reader says.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { declaredCodes } from "./declared-codes.mjs";
import { PKG } from "./places.mjs";

/** @typedef {Record<string, any>} Words */

const FOLDER = join(PKG, "element/words");
const LANGUAGES = readdirSync(FOLDER).map((name) => name.replace(/\.js$/, ""));

/** @type {Words} */
const english = (await import(join(PKG, "element/words.js"))).words;
/** @type {Record<string, Words>} */
const others = Object.fromEntries(await Promise.all(LANGUAGES.map(async (name) => [name, (await import(join(FOLDER, `${name}.js`))).words])));

/**
 * @param {unknown} value
 * @param {string} [path]
 * @returns {[string, unknown][]} every word and every function, by its place
 */
const leaves = (value, path = "") =>
  value !== null && typeof value === "object" ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, path ? `${path}/${name}` : name)) : [[path, value]];

const places = new Map(leaves(english));

test("there is more than English", () => assert.deepEqual(LANGUAGES, ["de", "es", "fr"]));

test("every code of every report has words in English, and no other has", () => {
  const codes = [...new Set(declaredCodes().map(({ code }) => code))].sort();
  assert.deepEqual(Object.keys(english.codes).sort(), codes);
  const checks = [...new Set(declaredCodes().map(({ check }) => check))].sort();
  assert.deepEqual(Object.keys(english.checks).sort(), checks);
});

test("no word is left over", () => {
  const files = readdirSync(join(PKG, "element")).filter((name) => name.endsWith(".js") && name !== "words.js");
  const source = [join(PKG, "element.js"), ...files.map((name) => join(PKG, "element", name))].map((file) => readFileSync(file, "utf8")).join("\n");
  // `#waiting` takes the name of the words that it shows.
  const used = new Set([...source.matchAll(/words\.(\w+)|#waiting\("(\w+)"\)/g)].map(([, direct, named]) => direct ?? named));
  assert.deepEqual(Object.keys(english).filter((name) => !used.has(name)), []);
  const troubles = new Set([...source.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name));
  assert.deepEqual(Object.keys(english.troubles).filter((name) => !troubles.has(name)), []);
});

for (const [language, words] of Object.entries(others)) {
  describe(language, () => {
    test("has every word, and no other", () => {
      assert.deepEqual(leaves(words).map(([place]) => place).sort(), [...places.keys()].sort());
    });

    test("is another language", () => {
      // Words that happen to be the same.
      const same = leaves(words).filter(([place, word]) => typeof word === "string" && word === places.get(place) && word.length > 3).map(([place]) => place);
      assert.deepEqual(same.filter((place) => !["code", "checks/proof", "checks/challenge", "checks/validity", "kind", "outcomes/nothing", "direction"].includes(place) && !place.startsWith("checks/")), []);
    });

    test("writes sentences as sentences, and nothing empty", () => {
      for (const [place, word] of leaves(words)) {
        if (typeof word !== "string") continue;
        assert.ok(word.length > 0 && word === word.trim() && !/\s{2}|[_{}<>]|undefined|TODO/.test(word), `${place}: ${word}`);
        const mark = /[.:!?…]$/.exec(String(places.get(place)))?.[0];
        if (mark) assert.ok(word.endsWith(mark), `${place}: ${word}`);
      }
    });

    test("loses nothing that goes into a sentence, whatever the number", () => {
      const numbers = new Intl.NumberFormat(language);
      const englishNumbers = new Intl.NumberFormat("en");
      for (const [place, sentence] of places) {
        if (typeof sentence !== "function") continue;
        const translated = /** @type {any} */ (words)[place];
        for (const given of inputsFor(sentence)) {
          const text = translated(...given);
          assert.equal(typeof text, "string");
          assert.doesNotMatch(text, /undefined|NaN|\[object/, place);
          for (const input of given) {
            const [here, there] = typeof input === "number" ? [numbers.format(input), englishNumbers.format(input)] : [input, input];
            if (sentence(...given).includes(there)) assert.ok(text.includes(here), `${place}(${given}): ${text}`);
          }
        }
      }
    });

    test("has a plural", () => {
      for (const name of ["entries", "otherLanguages", "saveCredentials", "allPassed"]) {
        const shapes = new Set([1, 2].map((count) => words[name](count).replace(/\d/g, "#")));
        assert.equal(shapes.size, 2, name);
      }
    });
  });
}

/**
 * @param {Function} sentence
 * @returns {(string | number)[][]}
 */
function inputsFor(sentence) {
  const [, names] = /^(?:function)?\s*\(?([\w\s,]*)\)?\s*=>/.exec(sentence.toString()) ?? [];
  const isNumber = /^(count|failed|open|position|next|left|length)$/;
  const kinds = names.split(",").map((name) => (isNumber.test(name.trim()) ? "number" : "text"));
  if (kinds.includes("text")) return [kinds.map(() => "“x” 1")];
  if (kinds.length === 1) return [1, 2, 21, 1234567].map((count) => [count]);
  return [[1, 1], [1, 2], [2, 2], [2, 1234567], [1234, 12345]];
}
