//! The npm tools and peers of `tests/npm`: installed from the lock file, run by path.
//!
//! In scope: installing, finding a tool. Out of scope: the tests that use them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::workspace::{self, Inputs};
use crate::{process, progress};

/// The releases of Node that every tool in the lock file accepts: `^20.19 || >=22.12`.
fn is_supported((major, minor): (u32, u32)) -> bool {
    match major {
        0..=19 | 21 => false,
        20 => minor >= 19,
        22 => minor >= 12,
        23.. => true,
    }
}

/// The folder with the lock file.
pub(crate) fn folder() -> PathBuf {
    workspace::root().join("tests/npm")
}

/// Installs what the lock file names, unless exactly that is installed already.
pub(crate) fn install() -> anyhow::Result<()> {
    let version = node_version()?;
    let modules = folder().join("node_modules");
    let stamp = Inputs::default()
        .fact(&version)
        .path(&folder().join("package.json"))?
        .path(&folder().join("package-lock.json"))?
        .stamp(modules.join(".proofpass-installed"));
    if stamp.is_current(&[]) {
        return Ok(());
    }
    progress::step("setup", "installing npm packages from tests/npm/package-lock.json", || {
        // No install scripts: every native tool in the lock file comes as an optional package of its own, so nothing
        // needs to download or build anything while it is installed.
        process::run_quiet(Command::new("npm").current_dir(folder()).args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
        .context("npm packages are missing; the command that installs them: (cd tests/npm && npm ci --ignore-scripts)")
    })?;
    stamp.write()
}

pub(crate) fn node_version() -> anyhow::Result<String> {
    const HELP: &str =
        "Node.js with npm is needed, 20.19 or later of 20, or 22.12 or later: https://nodejs.org/en/download";
    let version = process::run_quiet(Command::new("node").arg("--version")).context(HELP)?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if !is_supported(found) {
        bail!("{HELP} (found {})", version.trim());
    }
    if process::find("npm").is_none() {
        bail!("{HELP} (npm is not on the PATH)");
    }
    Ok(version)
}

/// A tool of the lock file, ready for arguments.
pub(crate) fn tool(name: &str) -> Command {
    Command::new(folder().join("node_modules/.bin").join(name))
}
