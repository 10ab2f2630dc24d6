//! `proofpass verify`: the verifier on the command line. No database, no settings, and no network but with `--fetch`.

mod ndjson;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use proofpass::bundle::Bundle;
use proofpass::compact;
use proofpass::json::{self, Limits, Value};
use proofpass::time::Timestamp;
use proofpass::verify::{Check, InvalidOption, Material, Outcome, Policy, ProofReport, Report, Verdict, verify_bytes};
use proofpass::zk::ProofRequest;
use proofpass_issuer::clock::{Clock as _, SystemClock};

use super::{WRONG_USAGE, outside, print_exactly, visible};

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct VerifyArgs {
    /// A credential or a bundle; `-` reads standard input. What stands in a QR code (`PP1:…`) may be given itself
    file: PathBuf,
    /// JSON file with the policy
    #[arg(long)]
    policy: Option<PathBuf>,
    /// JSON file with the request that a proof in zero knowledge must answer
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    /// Take proofs under a circuit's key for development, whose makers can prove anything
    #[arg(long)]
    allow_development_keys: bool,
    /// JSON file with material, such as DID documents
    #[arg(long)]
    material: Option<PathBuf>,
    /// The time to verify at, such as 2026-11-23T12:00:00Z; now, where absent
    #[arg(long)]
    now: Option<String>,
    /// Fetch what is missing: DID documents, status lists, schemas, related resources
    #[arg(long)]
    fetch: bool,
    /// Use what the file itself encloses (`proofpass bundle`): for files that you made, or whose maker you trust
    #[arg(long)]
    accept_enclosed: bool,
    /// Print the report's exact bytes
    #[arg(long)]
    json: bool,
    /// Read one document from each line, and print the bytes of one report per line
    #[arg(long, conflicts_with = "json")]
    ndjson: bool,
}

#[expect(clippy::print_stderr, reason = "the command line's way to say what went wrong")]
pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let (mut document, mut material, policy, now) = match open(args) {
        Ok(inputs) => inputs,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    if args.ndjson {
        let judge =
            |line: &[u8]| verify_bytes(&unfolded(line).unwrap_or_else(|_| line.into()), &material, &policy, now);
        let worst =
            ndjson::verify(&mut document, &mut io::stdout().lock(), judge).context("the documents broke off")?;
        if worst.is_none() {
            eprintln!("error: there is no document in {}", visible(&args.file.display().to_string()));
        }
        return Ok(exit_code(worst.unwrap_or(Verdict::Undecided)));
    }
    let mut bytes = Vec::new();
    // One byte past the limit is enough to be told that it is too large.
    let limit = Limits::DOCUMENT.bytes as u64 + 1;
    if let Err(error) = document.take(limit).read_to_end(&mut bytes) {
        return Ok(wrong_usage(&anyhow::Error::new(error).context(format!("cannot read {}", args.file.display()))));
    }
    match unfolded(&bytes) {
        Ok(document) => bytes = document.into_owned(),
        // The report says that it is no document; this, what it was.
        Err(error) => eprintln!("note: {error}"),
    }
    let bundle = Bundle::parse(&bytes).ok();
    if args.fetch
        && let Some(bundle) = &bundle
    {
        let have = if policy.accepts_enclosed() { material.clone().and(bundle.enclosed()) } else { material };
        material = outside::gather(bundle, &have)?.material;
    }
    let report = verify_bytes(&bytes, &material, &policy, now);
    let text = if args.json { report.to_json() } else { table(bundle.as_ref(), &material, &policy, &report) };
    print_exactly(&text)?;
    Ok(exit_code(report.verdict()))
}

#[expect(clippy::print_stderr, reason = "the command line's way to say what went wrong")]
pub(super) fn wrong_usage(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {}", visible(&format!("{error:#}")));
    ExitCode::from(WRONG_USAGE)
}

/// The verdict, for programs; of several documents, that of the worst.
pub(super) fn exit_code(verdict: Verdict) -> ExitCode {
    match verdict {
        Verdict::Accept => ExitCode::SUCCESS,
        Verdict::Reject => ExitCode::FAILURE,
        Verdict::Undecided => ExitCode::from(2),
    }
}

type Inputs = (Box<dyn BufRead>, Material, Policy, Timestamp);

fn open(args: &VerifyArgs) -> anyhow::Result<Inputs> {
    let material = options(args.material.as_deref(), Material::from_value)?;
    let mut policy = options(args.policy.as_deref(), Policy::from_value)?;
    if args.accept_enclosed {
        policy = policy.accepting_enclosed();
    }
    if args.allow_development_keys {
        policy = policy.allowing_development_keys(true);
    }
    if let Some(path) = &args.request {
        policy = policy.asking(request(path)?);
    }
    let now = match &args.now {
        None => SystemClock.now(),
        Some(text) => Timestamp::parse(text).context("--now")?,
    };
    let document: Box<dyn BufRead> = if args.file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else if let Some(text) = compact_text(&args.file) {
        Box::new(io::Cursor::new(text.to_vec()))
    } else {
        let file = File::open(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
        Box::new(BufReader::new(file))
    };
    Ok((document, material, policy, now))
}

/// The document in the compact form of a QR code, or as it is.
fn unfolded(bytes: &[u8]) -> Result<Cow<'_, [u8]>, compact::CompactError> {
    if compact::is_compact(bytes) { compact::expand(bytes).map(Cow::Owned) } else { Ok(Cow::Borrowed(bytes)) }
}

/// What stands in the place of a file's name, and is none.
fn compact_text(file: &Path) -> Option<&[u8]> {
    let text = file.as_os_str().as_encoded_bytes();
    compact::is_compact(text).then_some(text)
}

/// The document in a file, or in standard input.
pub(super) fn read_document(file: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = match compact_text(file) {
        Some(text) => text.to_vec(),
        None => read_bytes(file)?,
    };
    Ok(unfolded(&bytes).with_context(|| file.display().to_string())?.into_owned())
}

fn read_bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file).with_context(|| format!("cannot read {}", file.display()));
    }
    let mut bytes = Vec::new();
    // One byte past the limit is enough to be told that it is too large.
    let limit = Limits::DOCUMENT.bytes as u64 + 1;
    std::io::stdin().take(limit).read_to_end(&mut bytes).context("cannot read standard input")?;
    Ok(bytes)
}

pub(super) fn options<T: Default>(
    path: Option<&Path>,
    parse: fn(&Value) -> Result<T, InvalidOption>,
) -> anyhow::Result<T> {
    let Some(path) = path else { return Ok(T::default()) };
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let value = json::parse(&bytes, &Limits::DOCUMENT).with_context(|| path.display().to_string())?;
    parse(&value).with_context(|| path.display().to_string())
}

fn request(path: &Path) -> anyhow::Result<ProofRequest> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    ProofRequest::parse(&bytes).with_context(|| path.display().to_string())
}

/// The report for people. What a credential says of itself is printed without anything a terminal would obey.
fn table(bundle: Option<&Bundle>, material: &Material, policy: &Policy, report: &Report) -> String {
    let mut text = String::new();
    // Infallible: writing to a String does not fail.
    let _ = writeln!(text, "verdict: {}", report.verdict().as_str());
    let documents = report.checks().take(1);
    documents.for_each(|check| line(&mut text, check));
    let credentials = bundle.into_iter().flat_map(Bundle::credentials);
    for (credential, checks) in credentials.zip(report.credentials()) {
        let _ = writeln!(text, "\ncredential {}", visible(credential.id().unwrap_or("without id")));
        let _ = writeln!(text, "  issuer {}", visible(credential.issuer().unwrap_or("missing")));
        if credential.is_test() {
            text.push_str("  TEST: it was issued to try things out, and says nothing about anything real\n");
        }
        checks.checks().iter().for_each(|check| line(&mut text, check));
    }
    if let Some(found) = report.proof() {
        proof(&mut text, found);
    }
    let Some(bundle) = bundle else { return text };
    let has_enclosed = *bundle.enclosed() != Material::default();
    if has_enclosed && !policy.accepts_enclosed() {
        text.push_str("\nThe file encloses material, which was not used: --accept-enclosed uses it.\n");
    }
    let have = if policy.accepts_enclosed() { material.clone().and(bundle.enclosed()) } else { material.clone() };
    for (at, need) in bundle.needs(&have).iter().enumerate() {
        let heading = if at == 0 { "\nnot at hand (--fetch asks for them):\n" } else { "" };
        let from =
            need.url().map_or_else(|| "from where is not known".to_owned(), |url| format!("from {}", visible(&url)));
        let _ = writeln!(text, "{heading}  {} {} {from}", need.kind(), visible(need.id()));
    }
    text
}

/// A proof in zero knowledge: what was asked and what was disclosed, then the checks.
fn proof(text: &mut String, found: &ProofReport) {
    let said = |name: &str| found.get(name).and_then(Value::as_str).map_or_else(|| "unknown".into(), visible);
    // Infallible: writing to a String does not fail.
    let _ = writeln!(text, "\nproof for {}", said("audience"));
    let _ = writeln!(text, "  issuer {}", said("issuer"));
    for fact in found.get("facts").and_then(Value::as_array).unwrap_or_default() {
        let _ = writeln!(text, "  asked {}", visible(&fact.to_string()));
    }
    for value in found.get("disclosed").and_then(Value::as_array).unwrap_or_default() {
        let _ = writeln!(text, "  disclosed {}", visible(&value.to_string()));
    }
    let _ = writeln!(text, "  nullifier {}", said("nullifier"));
    if found.get("development") == Some(&Value::Bool(true)) {
        text.push_str("  DEVELOPMENT: whoever made the circuit's key can prove anything\n");
    }
    found.checks().iter().for_each(|check| line(text, check));
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
