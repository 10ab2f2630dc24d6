//! The edge Worker on real workerd: `wrangler dev`, on the loopback interface, asking nothing of the network.
//!
//! In scope: starting it. Out of scope: building it (`edge`), deploying it.

use std::fs;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use crate::process::{self, Running};
use crate::{npm, workspace};

/// Starts the Worker on `port`, with `issuers` as its allow-list. Ready when `/health` answers.
pub(crate) fn start(port: u16, inspector: u16, issuers: &str) -> anyhow::Result<Running> {
    let folder = workspace::target().join("wrangler");
    fs::create_dir_all(&folder)?;
    let log = fs::File::create(folder.join("dev.log"))?;
    let mut command: Command = process::dies_with_us("node", "TERM");
    command
        .current_dir(workspace::root())
        .arg(npm::folder().join("node_modules/wrangler/bin/wrangler.js"))
        .args(["dev", "--ip", "127.0.0.1", "--port", &port.to_string(), "--inspector-port", &inspector.to_string()])
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

/// What it said so far, for when it does not start.
pub(crate) fn log() -> String {
    let log = fs::read_to_string(workspace::target().join("wrangler/dev.log")).unwrap_or_default();
    process::last_lines(&log, 30)
}
