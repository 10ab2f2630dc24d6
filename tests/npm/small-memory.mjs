// @ts-check
/**
 * A WebAssembly module with little memory: the same code, which stops in the middle of a large document. The one honest
 * way to a trap, because no document is known that causes one otherwise.
 *
 * Spec: <https://www.w3.org/TR/wasm-core-2/#memory-section>
 */

const MEMORY_SECTION = 5;
const PAGE = 64 * 1024;

/**
 * @param {Uint8Array} module
 * @param {number} spare how much it may grow beyond what it begins with, in bytes
 * @returns {Uint8Array}
 */
export function withLittleMemory(module, spare) {
  const number = (/** @type {number} */ at) => {
    let value = 0;
    for (let shift = 0; ; shift += 7, at += 1) {
      value |= (module[at] & 0x7f) << shift;
      if (module[at] < 0x80) return { value, end: at + 1 };
    }
  };
  // After magic and version come sections: a byte that says which, a length, the content.
  for (let at = 8; at < module.length; ) {
    const { value: length, end: start } = number(at + 1);
    if (module[at] === MEMORY_SECTION) {
      const { value: initial } = number(start + 2);
      // One memory, with a maximum: how many pages it has, and may have.
      const content = [1, 1, ...leb128(initial), ...leb128(initial + Math.ceil(spare / PAGE))];
      return Buffer.concat([module.subarray(0, at), Buffer.of(MEMORY_SECTION, ...leb128(content.length), ...content), module.subarray(start + length)]);
    }
    at = start + length;
  }
  throw new Error("The module has no memory of its own.");
}

/** @param {number} value */
function leb128(value) {
  const bytes = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
