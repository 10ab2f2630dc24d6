//! `cargo xtask bench-peers zk`: our prover and our verifier of proofs beside those of others, in one run.
//!
//! In scope: making what is measured. Out of scope: measuring (`tests/npm/bench-zk.mjs`, `tests/perf/zk`).

use crate::{npm, process, progress, wasm, workspace};

pub(crate) fn run() -> anyhow::Result<()> {
    wasm::npm_zk_module().build()?;
    wasm::npm_module().build()?;
    wasm::npm_full_module().build()?;
    wasm::prover_module().build()?;
    progress::step("files", "what a wallet has, and the same for snarkjs", || {
        let test = ["nextest", "run", "--package", "proofpass-tests", "--test", "verifier", "wallet_s_files"];
        process::run_quiet(workspace::cargo().args(test)).map(drop)
    })?;
    progress::step("native", "compiling for speed", || {
        process::run(workspace::cargo().args(["build", "--quiet", "--release", "--package", "proofpass-perf-zk"]))
    })?;
    process::run(std::process::Command::new("node").arg(npm::folder().join("bench-zk.mjs")))
}
