//! `cargo xtask perf …`: what the service costs, measured on this machine, with everything that it is compared with
//! measured in the same run.
//!
//! In scope: building for speed, what all measurements share. Out of scope: the load and the bare rates themselves
//! (`tests/perf`).

pub(crate) mod batch;
mod cpu;
pub(crate) mod issue;
mod load;
mod standin;

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use serde_json::Value;

use crate::service::Issuer;
use crate::{json, process, progress, service, workspace};

/// A pepper for keys that live as long as a measurement: 32 bytes in base64url.
const PEPPER: &str = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk";

/// What is measured, and what measures it.
struct Programs {
    proofpass: PathBuf,
    tool: PathBuf,
}

impl Programs {
    /// Compiled as it ships.
    fn build() -> anyhow::Result<Self> {
        progress::step("perf", "compiling for speed", || {
            let of = ["--package", "proofpass-issuer", "--package", "proofpass-perf", "--bins"];
            process::run(workspace::cargo().args(["build", "--quiet", "--release"]).args(of))
        })?;
        let built = |name: &str| workspace::target().join("release").join(name);
        Ok(Self { proofpass: built("proofpass"), tool: built("proofpass-perf") })
    }

    /// The service on a database, without limits on how often somebody may ask.
    fn issuer(&self, database: String, port: u16) -> Issuer {
        let mut settings: Vec<_> = service::UNLIMITED.map(|name| (name, "off".to_owned())).into();
        settings.push(("PROOFPASS_API_KEY_PEPPER", PEPPER.to_owned()));
        Issuer { program: self.proofpass.clone(), database, origin: format!("http://127.0.0.1:{port}"), settings }
    }

    /// Runs one of the tool's commands to its end, and reads what it says.
    fn tool(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let text = process::run_quiet(Command::new(&self.tool).args(arguments))?;
        json::read(&text, "what proofpass-perf printed")
    }
}

/// A number of an answer.
fn number(value: &Value, name: &str) -> anyhow::Result<f64> {
    value[name].as_f64().with_context(|| format!("no `{name}` in {value}"))
}

/// The one in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
