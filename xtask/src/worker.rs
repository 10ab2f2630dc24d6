//! The edge Worker on real workerd: `wrangler dev`, on the loopback interface, asking nothing of the network.
//!
//! In scope: starting it. Out of scope: building it (`edge`), deploying it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;
use rustix::process::Signal;

use crate::process::{self, Running};
use crate::{npm, workspace};

/// Starts the Worker on `port`, with `issuers` as its allow-list. Ready when `/health` answers.
pub(crate) fn start(port: u16, inspector: u16, issuers: &str) -> anyhow::Result<Running> {
    let folder = workspace::target().join("wrangler");
    fs::create_dir_all(&folder)?;
    let log = fs::File::create(folder.join("dev.log"))?;
    let configuration = folder.join("wrangler.toml");
    fs::write(&configuration, built_configuration()?)?;
    let mut command: Command = process::dies_with_us("node", "TERM");
    command
        .current_dir(workspace::root())
        .arg(npm::folder().join("node_modules/wrangler/bin/wrangler.js"))
        .args([Path::new("dev"), Path::new("--config"), &configuration])
        .args(["--ip", "127.0.0.1", "--port", &port.to_string(), "--inspector-port", &inspector.to_string()])
        .args(["--show-interactive-dev-session=false", "--var", &format!("ISSUERS:{issuers}")])
        // No questions, no news, no statistics, no reports; its files stay below the build folder.
        .env("CI", "1")
        .env("NO_COLOR", "1")
        .env("WRANGLER_HIDE_BANNER", "true")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_SEND_ERROR_REPORTS", "false")
        .env("WRANGLER_LOG_PATH", folder.join("logs"))
        .env("XDG_CONFIG_HOME", &folder)
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV", "false")
        .stdout(Stdio::from(log.try_clone()?))
        .stderr(Stdio::from(log));
    Running::start("wrangler dev", &mut command, Signal::TERM)
}

/// The repository's `wrangler.toml` for a Worker that is built already: it names what was built wherever cargo's build
/// folder is, and has no `[build]`, with which wrangler would build once more and then restart at every saved source.
fn built_configuration() -> anyhow::Result<String> {
    let configuration = fs::read_to_string(workspace::root().join("wrangler.toml"))?;
    let (before, build) = configuration.split_once("[build]\n").context("wrangler.toml has no [build]")?;
    let after = build.find("\n[").map_or("", |at| &build[at..]);
    let main = before.lines().find(|line| line.starts_with("main = ")).context("wrangler.toml names no main")?;
    let entry = workspace::target().join("edge/index.js");
    let entry = format!("main = {}", serde_json::to_string(&entry.display().to_string())?);
    Ok(format!("{}{after}", before.replacen(main, &entry, 1)))
}

/// What it said so far, for when it does not start.
pub(crate) fn log() -> String {
    let log = fs::read_to_string(workspace::target().join("wrangler/dev.log")).unwrap_or_default();
    process::last_lines(&log, 30)
}
