//! `proofpass verify`: the verifier on the command line. No network, no database, no settings.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use proofpass::bundle::Bundle;
use proofpass::json::{self, Limits, Value};
use proofpass::time::Timestamp;
use proofpass::verify::{Check, InvalidOption, Material, Outcome, Policy, Report, Verdict, verify_bytes};
use proofpass_issuer::clock::{Clock as _, SystemClock};

use super::{WRONG_USAGE, print_exactly, visible};

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// A credential or a bundle; `-` reads standard input
    file: PathBuf,
    /// JSON file with the policy
    #[arg(long)]
    policy: Option<PathBuf>,
    /// JSON file with material, such as DID documents
    #[arg(long)]
    material: Option<PathBuf>,
    /// The time to verify at, such as 2026-11-23T12:00:00Z; now, where absent
    #[arg(long)]
    now: Option<String>,
    /// Print the report's exact bytes
    #[arg(long)]
    json: bool,
}

#[expect(clippy::print_stderr, reason = "the command line's way to say what went wrong")]
pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let (bytes, material, policy, now) = match read(args) {
        Ok(inputs) => inputs,
        Err(error) => {
            eprintln!("error: {}", visible(&format!("{error:#}")));
            return Ok(ExitCode::from(WRONG_USAGE));
        }
    };
    let report = verify_bytes(&bytes, &material, &policy, now);
    let text = if args.json { report.to_json() } else { table(&bytes, &report) };
    print_exactly(&text)?;
    Ok(match report.verdict() {
        Verdict::Accept => ExitCode::SUCCESS,
        Verdict::Reject => ExitCode::FAILURE,
        Verdict::Undecided => ExitCode::from(2),
    })
}

type Inputs = (Vec<u8>, Material, Policy, Timestamp);

fn read(args: &VerifyArgs) -> anyhow::Result<Inputs> {
    let material = options(args.material.as_deref(), Material::from_value)?;
    let policy = options(args.policy.as_deref(), Policy::from_value)?;
    let now = match &args.now {
        None => SystemClock.now(),
        Some(text) => Timestamp::parse(text).context("--now")?,
    };
    Ok((read_document(&args.file)?, material, policy, now))
}

/// A file, or standard input.
pub(super) fn read_document(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        // One byte past the limit is enough to be told that it is too large.
        let limit = Limits::DOCUMENT.bytes as u64 + 1;
        std::io::stdin().take(limit).read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn options<T: Default>(path: Option<&Path>, parse: fn(&Value) -> Result<T, InvalidOption>) -> anyhow::Result<T> {
    let Some(path) = path else { return Ok(T::default()) };
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let value = json::parse(&bytes, &Limits::DOCUMENT).with_context(|| path.display().to_string())?;
    parse(&value).with_context(|| path.display().to_string())
}

/// The report for people. What a credential says of itself is printed without anything a terminal would obey.
fn table(bytes: &[u8], report: &Report) -> String {
    let mut text = String::new();
    // Infallible: writing to a String does not fail.
    let _ = writeln!(text, "verdict: {}", report.verdict().as_str());
    let documents = report.checks().take(1);
    documents.for_each(|check| line(&mut text, check));
    let bundle = Bundle::parse(bytes).ok();
    let credentials = bundle.iter().flat_map(Bundle::credentials);
    for (credential, checks) in credentials.zip(report.credentials()) {
        let _ = writeln!(text, "\ncredential {}", visible(credential.id().unwrap_or("without id")));
        let _ = writeln!(text, "  issuer {}", visible(credential.issuer().unwrap_or("missing")));
        checks.checks().iter().for_each(|check| line(&mut text, check));
    }
    text
}

fn line(text: &mut String, check: &Check) {
    let mark = match check.code().outcome() {
        Outcome::Fail => "FAIL",
        Outcome::NotChecked => "----",
        Outcome::Pass => "pass",
    };
    let required = if check.is_required() { "" } else { " (not required)" };
    let (name, code, message) = (check.name().as_str(), check.code().as_str(), check.code().message());
    let _ = writeln!(text, "  {mark}  {name:<10} {code:<24} {message}{required}");
}
