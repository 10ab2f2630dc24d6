//! `proofpass bundle`: a document, with everything that it takes to verify it, in one file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use proofpass::bundle::Bundle;
use proofpass::json::{self, Limits, Value};
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Policy, verify};
use proofpass_issuer::clock::{Clock as _, SystemClock};

use super::verify::{exit_code, options, read_document};
use super::{WRONG_USAGE, outside, print_exactly, visible};

#[derive(Debug, clap::Args)]
pub(crate) struct BundleArgs {
    /// A credential, a presentation or a bundle; `-` reads standard input
    file: PathBuf,
    /// JSON file with the policy to verify it by
    #[arg(long)]
    policy: Option<PathBuf>,
    /// The time to verify at, such as 2026-11-23T12:00:00Z; now, where absent
    #[arg(long)]
    at: Option<String>,
    /// Where to write to; standard output, where absent
    #[arg(long, short)]
    output: Option<PathBuf>,
}

/// Gathers, verifies with what was gathered, and writes both: an evidence bundle that does not verify today will not do so
/// in ten years, and the exit code says so.
#[expect(clippy::print_stderr, reason = "the command line's way to say what went wrong")]
pub(crate) fn run(args: &BundleArgs) -> anyhow::Result<ExitCode> {
    let inputs = (|| {
        let bytes = read_document(&args.file)?;
        let bundle = Bundle::parse(&bytes).context("the document")?;
        let policy = options(args.policy.as_deref(), Policy::from_value)?;
        let at = args.at.as_deref().map(Timestamp::parse).transpose().context("--at")?;
        anyhow::Ok((bytes, bundle, policy, at))
    })();
    let (bytes, bundle, policy, at) = match inputs {
        Ok(inputs) => inputs,
        Err(error) => {
            eprintln!("error: {}", visible(&format!("{error:#}")));
            return Ok(ExitCode::from(WRONG_USAGE));
        }
    };
    let gathered = outside::gather(&bundle, &Material::default())?;
    let now = SystemClock.now();
    let report = verify(&bundle, &gathered.material, &policy, at.unwrap_or(now));
    eprintln!("verdict: {}", report.verdict().as_str());
    // A token is text, and stands in the file as such.
    let document = match json::parse(&bytes, &Limits::DOCUMENT) {
        Ok(Value::Object(object)) if object.get("type").and_then(Value::as_str) == Some("ProofPassEvidence") => {
            bundle.to_object().into()
        }
        Ok(value) => value,
        Err(_) => Value::from(String::from_utf8_lossy(&bytes).trim()),
    };
    let evidence = Bundle::evidence(document, gathered.to_object(), now).to_string();
    match &args.output {
        Some(path) => std::fs::write(path, evidence).with_context(|| format!("cannot write {}", path.display()))?,
        None => print_exactly(&evidence)?,
    }
    Ok(exit_code(report.verdict()))
}
