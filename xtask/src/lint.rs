//! `cargo xtask lint`: what tools can say about code without running it.
//!
//! In scope: format, clippy, import rules, dependencies; `cargo xtask test` makes the same checks, each as a suite.
//! Out of scope: tests.

use anyhow::bail;

use crate::{process, progress, rooms, workspace};

const INSTALL_DENY: &str = "cargo install cargo-deny --locked --version 0.20.2";

type Check = fn() -> anyhow::Result<()>;

/// Runs every check, also after one has failed, and then says which did.
pub(crate) fn run() -> anyhow::Result<()> {
    let checks: [(&str, Check); 4] =
        [("format", format), ("rooms", rooms::run), ("clippy", clippy), ("dependencies", dependencies)];
    let mut failed = Vec::new();
    for (name, check) in checks {
        if let Err(fault) = progress::step("lint", name, check) {
            eprintln!("[lint] {name}: {fault:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// The formatter's own check.
pub(crate) fn format() -> anyhow::Result<()> {
    process::run(workspace::cargo().args(["fmt", "--all", "--check"]))
}

/// Everything that clippy warns of, for this machine and for the two doors.
pub(crate) fn clippy() -> anyhow::Result<()> {
    process::run(workspace::cargo().args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    // The doors are empty without their feature, and only make sense for their target.
    let library = crate::wasm_std::WasmStd::install()?;
    for (package, feature) in
        [("proofpass-verifier-wasm", "js"), ("proofpass-verifier-wasm", "edge"), ("proofpass-prover-wasm", "js")]
    {
        let mut cargo = workspace::cargo();
        cargo
            .args(["clippy", "--quiet", "--package", package, "--lib", "--features", feature])
            .args(["--target", crate::wasm_std::TARGET])
            .arg("--target-dir")
            .arg(workspace::target().join("wasm").join(library.name()))
            .args(["--", "--deny", "warnings"]);
        library.apply(&mut cargo);
        process::run(&mut cargo)?;
    }
    Ok(())
}

/// What stands in the way of [`dependencies`], if anything does.
pub(crate) fn no_deny() -> Option<String> {
    process::find("cargo-deny").is_none().then(|| format!("cargo-deny is missing; to install it: {INSTALL_DENY}"))
}

/// Advisories are left to the machines that can fetch their database: `cargo deny check advisories`.
pub(crate) fn dependencies() -> anyhow::Result<()> {
    if let Some(fault) = no_deny() {
        bail!("{fault}");
    }
    process::run(workspace::cargo().args(["deny", "--workspace", "check", "bans", "licenses", "sources"]))
}
