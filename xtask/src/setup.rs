//! `cargo xtask setup`: everything the other commands need, installed where it is missing.
//!
//! In scope: the order, and one list of all that could not be had. Out of scope: how each thing is installed (`apt`,
//! `wasm_std`, `npm`).

use anyhow::bail;

use crate::wasm_std::WasmStd;
use crate::{apt, npm, process, progress, workspace};

/// Installs what is missing; names everything that it could not install, each with the command that would.
pub(crate) fn run() -> anyhow::Result<()> {
    let faults: Vec<String> = [components(), apt::install(), WasmStd::install().map(drop), npm::install()]
        .into_iter()
        .filter_map(Result::err)
        .map(|fault| format!("{fault:#}"))
        .collect();
    if process::find("cargo-nextest").is_none() {
        progress::note(
            "setup",
            "cargo-nextest is missing, `cargo test` runs in its place; to install it: cargo install cargo-nextest --locked",
        );
    }
    if !faults.is_empty() {
        bail!("not everything could be installed:\n- {}", faults.join("\n- "));
    }
    progress::note("setup", "everything is there");
    Ok(())
}

/// Parts of the toolchain that the smallest installation lacks.
fn components() -> anyhow::Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if process::run_quiet(workspace::cargo().args([subcommand, "--version"])).is_err() {
            bail!("`cargo {subcommand}` is missing; the command that installs it: rustup component add {component}");
        }
    }
    Ok(())
}
