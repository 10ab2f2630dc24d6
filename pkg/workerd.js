// @ts-check
/** The package in Workers: the bundler hands each WebAssembly over as a compiled module. */
import module from "./wasm/verifier_bg.wasm";
import fullModule from "./wasm-full/verifier_bg.wasm";
import disclosureModule from "./wasm-disclosure/verifier_bg.wasm";
import schemaModule from "./wasm-schema/verifier_bg.wasm";
import zkModule from "./wasm-zk/verifier_bg.wasm";
import { asynchronous } from "./api.js";

export { ProofPassError, version } from "./api.js";

export const { derive, needs, ready, received, verify, verifyMany, verifyToJson } = asynchronous({
  small: async () => module,
  full: async () => fullModule,
  disclosure: async () => disclosureModule,
  schema: async () => schemaModule,
  zk: async () => zkModule,
});
