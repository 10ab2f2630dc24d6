/** What bundlers for Workers deliver for a `.wasm` import. Elsewhere, load the file and compile it. */
declare const module: WebAssembly.Module;
export default module;
