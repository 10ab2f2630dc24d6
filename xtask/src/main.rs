//! The project's own commands: `cargo xtask <command>`.
//!
//! One module per command or per thing the commands share. Everything here runs on a developer's machine and in CI,
//! nothing of it ships.

mod apt;
mod bench_zk;
mod client;
mod demo;
mod edge;
mod fuzz;
mod fuzz_api;
mod json;
mod lint;
mod npm;
mod parts;
mod perf;
mod postgres;
mod process;
mod progress;
mod qr;
mod rooms;
mod service;
mod setup;
mod sizes;
mod sqlx;
mod suites;
mod test;
mod wasm;
mod wasm_binary;
mod wasm_panics;
mod wasm_std;
mod worker;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  setup         install what is missing: Debian packages, the Wasm standard library, npm packages
  client        what @proofpass/client knows, from docs/openapi.json (--check: only compare)
  demo          the whole house on this machine, until Ctrl-C (--once: try every link, then stop)
  edge          the edge Worker: target/edge
  lint          format, import rules, clippy, dependencies
  conformance   other people's suites, counted by their cases
  bench-peers   our verifier beside others, in one Node process (zk: our prover and verifier of proofs)
  fuzz          hostile inputs for every reader: cargo xtask fuzz [target | differential] [--seconds N] [--keep]
  fuzz-api      requests made from docs/openapi.json against the live service: cargo xtask fuzz-api [--seconds N]
  perf issue    what issuing costs, beside a bare insert and a stand-in of what this service replaces
  perf batch    100,000 credentials from one file, with a crash in the middle
  pg            a private Postgres cluster in the foreground, until Ctrl-C
  rooms         the import rules
  sizes         byte budgets of what readers download (--bless: write the golden and docs/SIZES.md)
  sqlx          write crates/issuer-api/.sqlx from a live database (--check: only compare)
  suites        other people's suites that run from outside: cargo xtask suites <folder of checkouts>
  test          every suite, and a table
  wasm          what the npm packages are made of: pkg/wasm*, pkg/prover/wasm, pkg/qr (js, full, disclosure, schema or
                prover: that module alone)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("[xtask] {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> anyhow::Result<()> {
    process::stop_children_on_signals()?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["setup"] => setup::run(),
        ["client"] => client::write(),
        ["client", "--check"] => client::check(),
        ["demo"] => demo::run(false),
        ["demo", "--once"] => demo::run(true),
        ["conformance"] => test::conformance::run(),
        ["edge"] => edge::run(),
        ["fuzz", arguments @ ..] => fuzz::run(arguments),
        ["fuzz-api"] => fuzz_api::run(None),
        ["fuzz-api", "--seconds", seconds] => fuzz_api::run(Some(seconds)),
        ["rooms"] => rooms::run(),
        ["lint"] => lint::run(),
        ["bench-peers"] => bench_peers(),
        ["bench-peers", "zk"] => bench_zk::run(),
        ["perf", "issue"] => perf::issue::run(),
        ["perf", "batch"] => perf::batch::run(),
        ["pg"] => postgres::run(),
        ["sizes"] => sizes::check(),
        ["sizes", "--bless"] => sizes::bless(),
        ["sqlx"] => sqlx::write(),
        ["sqlx", "--check"] => sqlx::check(),
        ["suites", folder] => suites::run(folder),
        ["test"] => test::run(),
        ["wasm"] => wasm::run(),
        ["wasm", name] => wasm::run_one(name),
        _ => anyhow::bail!("{USAGE}"),
    }
}

/// `cargo xtask bench-peers`: the script measures the package as it ships, so the module must be there.
fn bench_peers() -> anyhow::Result<()> {
    wasm::run()?;
    let native = ["build", "--quiet", "--release", "--package", "proofpass", "--example", "measure"];
    progress::step("native", "compiling for speed", || {
        let features = ["--features", "precomputed,ecdsa,jose,rdfc"];
        process::run(workspace::cargo().args(native).args(features))
    })?;
    process::run(std::process::Command::new("node").arg(npm::folder().join("bench-peers.mjs")))
}
