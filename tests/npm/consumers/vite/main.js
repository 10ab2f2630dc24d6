// A page that a web developer would write; the test calls what it leaves on `window`.
import "@proofpass/verifier/element";
import * as verifier from "@proofpass/verifier";
import * as slim from "@proofpass/verifier/slim";
import wasm from "@proofpass/verifier/verifier.wasm?url";

Object.assign(window, { verifier, slim, wasm });
