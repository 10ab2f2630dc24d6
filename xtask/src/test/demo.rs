//! The demonstration, held to its promises: what it prints works, and Ctrl-C leaves nothing.
//!
//! In scope: both ways to run it, as a person would: as a program of its own. Out of scope: what it demonstrates.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::Signal;

use crate::process::{self, Running};
use crate::progress;

/// Every child inherits the environment, so this finds them whatever they are called and whoever their parent is now.
const MARK: &str = "XTASK_DEMO_UNDER_TEST";

/// The last line of a demonstration that has started.
const STARTED: &str = "Ctrl-C stops everything";

/// `cargo xtask demo --once`: every link and command that it prints is tried out.
pub(super) fn tries_everything() -> anyhow::Result<()> {
    progress::step("test", "the demonstration, every link and command", || {
        process::run_quiet(Command::new(env::current_exe()?).args(["demo", "--once"])).map(drop)
    })
}

/// `cargo xtask demo` and Ctrl-C.
pub(super) fn leaves_nothing() -> anyhow::Result<()> {
    progress::step("test", "the demonstration, and Ctrl-C", || {
        let mark = format!("{MARK}={}", std::process::id());
        let mut command = Command::new(env::current_exe()?);
        command.arg("demo").env(MARK, std::process::id().to_string()).stdout(std::process::Stdio::piped());
        let mut demo = Running::start("cargo xtask demo", &mut command, Signal::INT)?;
        let output = demo.output().context("the demonstration has no output")?;
        let mut said = String::new();
        for line in BufReader::new(output).lines() {
            let line = line?;
            said.push_str(&line);
            said.push('\n');
            if line.starts_with(STARTED) {
                break;
            }
        }
        if !said.contains(STARTED) {
            bail!("the demonstration did not start:\n{}", process::last_lines(&said, 40));
        }
        let running = marked(&mark)?;
        // The program itself, Postgres, the service, wrangler: or the search below finds nothing whatever is left.
        if running.len() < 4 {
            bail!("only {} processes of the demonstration were found: {}", running.len(), running.join(", "));
        }
        demo.stop();
        let left = left_after(&mark, Duration::from_secs(2))?;
        if !left.is_empty() {
            bail!("still running after Ctrl-C: {}", left.join(", "));
        }
        Ok(())
    })
}

/// What still runs once it has had a moment to be reaped.
fn left_after(mark: &str, patience: Duration) -> anyhow::Result<Vec<String>> {
    let deadline = Instant::now() + patience;
    loop {
        let left = marked(mark)?;
        if left.is_empty() || Instant::now() > deadline {
            return Ok(left);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The processes that carry the mark, by number and name.
fn marked(mark: &str) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")?.filter_map(Result::ok) {
        let path = entry.path();
        // Gone meanwhile, or another user's: not ours.
        let Ok(environment) = fs::read(path.join("environ")) else { continue };
        if environment.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes()) {
            let name = fs::read_to_string(path.join("comm")).unwrap_or_default();
            found.push(format!("{} {}", entry.file_name().to_string_lossy(), name.trim()));
        }
    }
    Ok(found)
}
