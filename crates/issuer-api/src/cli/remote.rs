//! The commands that ask a service: issuing, listing, withdrawing, keeping passports. No database, no settings of a
//! server: a profile says where the service is and holds the key.
//!
//! In scope: from arguments to requests, from answers to text and exit codes. Out of scope: the way out (`egress`), what a
//! service decides.

mod attestations;
mod export;
mod passports;
pub(super) mod profile;

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use proofpass::json::{self, Limits, Object, Value};
use proofpass_issuer::egress::service::{Ask, Method, Reply, Service, ServiceError};

use super::{Output, WRONG_USAGE, print_exactly, read_value, visible};

/// `EX_NOPERM` of sysexits.h.
const NOT_PERMITTED: u8 = 77;
/// `EX_UNAVAILABLE`.
const UNAVAILABLE: u8 = 69;
/// `EX_TEMPFAIL`.
const LATER: u8 = 75;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Remote {
    /// Keep a service's address and an API key, which is read from standard input, under a name
    Login(profile::Login),
    /// Say which of the services that are kept is asked
    Use(profile::Use),
    /// Forget a service and its key
    Logout(profile::Logout),
    /// List the services that are kept
    Profiles(profile::Profiles),
    /// Issue an attestation, or one for each line of a file
    Issue(attestations::Issue),
    /// List attestations, the newest first
    List(attestations::List),
    /// Fetch an attestation, its credential, or what a holder carries
    Get(attestations::Get),
    /// Withdraw an attestation for good
    Revoke(attestations::Change),
    /// Withdraw an attestation for the time being
    Suspend(attestations::Change),
    /// End a suspension
    Resume(attestations::Change),
    /// Keep product passports
    #[command(subcommand)]
    Passport(passports::Passport),
    /// Write every credential of the organisation to a file, one on a line
    Export(export::Export),
}

/// Which service, where that is not the one in use.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Which {
    /// The name of a service that is kept
    #[arg(long)]
    profile: Option<String>,
}

/// What the service refused.
#[derive(Debug, thiserror::Error)]
#[error("{status} {text}")]
struct Refusal {
    status: u16,
    text: String,
}

/// Runs a command.
pub(super) fn run(command: Remote) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start")?;
    let done = runtime.block_on(async {
        match command {
            Remote::Login(args) => profile::log_in(&args).await,
            Remote::Use(args) => profile::choose(&args),
            Remote::Logout(args) => profile::log_out(&args),
            Remote::Profiles(args) => profile::list(&args),
            Remote::Issue(args) => attestations::issue(args).await,
            Remote::List(args) => attestations::list(args).await,
            Remote::Get(args) => attestations::get(&args).await,
            Remote::Revoke(args) => attestations::change(args, "revoke").await,
            Remote::Suspend(args) => attestations::change(args, "suspend").await,
            Remote::Resume(args) => attestations::change(args, "resume").await,
            Remote::Passport(command) => passports::run(command).await,
            Remote::Export(args) => export::run(args).await,
        }
    });
    done.map(|()| ExitCode::SUCCESS)
}

/// The exit code of an error: who may not, who cannot be reached, who is to try later.
pub(super) fn exit_code(error: &anyhow::Error) -> Option<u8> {
    if let Some(Refusal { status, .. }) = error.downcast_ref() {
        return match status {
            401 | 403 => Some(NOT_PERMITTED),
            429 | 503 => Some(LATER),
            _ => None,
        };
    }
    error.downcast_ref::<ServiceError>().map(|error| match error {
        ServiceError::Address | ServiceError::Plain | ServiceError::Key | ServiceError::Certificates(_) => WRONG_USAGE,
        _ => UNAVAILABLE,
    })
}

/// The answer to a request, where it is a good one.
async fn ask(service: &Service, ask: &Ask<'_>) -> anyhow::Result<Vec<u8>> {
    let Reply { status, body, .. } = service.ask(ask).await?;
    if (200..300).contains(&status) { Ok(body) } else { Err(refusal(status, &body).into()) }
}

/// What stands in a problem (RFC 9457); something on the way may answer otherwise.
fn refusal(status: u16, body: &[u8]) -> Refusal {
    let problem = object(body).unwrap_or_default();
    let text = |object: &Object, name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut parts = vec![text(&problem, "title"), text(&problem, "detail")];
    for fault in problem.get("errors").and_then(Value::as_array).unwrap_or_default() {
        let Some(fault) = fault.as_object() else { continue };
        parts.push(format!("{} {}", text(fault, "pointer"), text(fault, "detail")));
    }
    parts.retain(|part| !part.trim().is_empty());
    if parts.is_empty() {
        parts.push("and no word about why".to_owned());
    }
    Refusal { status, text: parts.join("; ") }
}

/// A request that reads.
fn get<'a>(steps: &'a [&'a str]) -> Ask<'a> {
    Ask { method: Method::Get, steps, query: Vec::new(), body: None, idempotency_key: None }
}

/// A request that makes or changes something.
fn post<'a>(steps: &'a [&'a str], body: &Object) -> Ask<'a> {
    Ask { method: Method::Post, body: Some(body.to_string()), ..get(steps) }
}

fn object(bytes: &[u8]) -> anyhow::Result<Object> {
    match json::parse(bytes, &Limits::DOCUMENT).context("the answer is not JSON")? {
        Value::Object(object) => Ok(object),
        _ => anyhow::bail!("the answer is not an object"),
    }
}

/// An object in a file, or on standard input.
fn object_in(path: &Path) -> anyhow::Result<Object> {
    let value = if path.as_os_str() == "-" {
        json::parse(&super::verify::read_document(path)?, &Limits::DOCUMENT).context("standard input")?
    } else {
        read_value(path)?
    };
    match value {
        Value::Object(object) => Ok(object),
        _ => anyhow::bail!("{} holds no object", path.display()),
    }
}

/// Prints an answer: with `--json` as it came, in one line; for people, what identifies it.
fn print(output: Output, bytes: &[u8], names: &[&str]) -> anyhow::Result<()> {
    let answer = object(bytes)?;
    if output.json {
        return print_exactly(&format!("{answer}\n"));
    }
    print_exactly(&lines(&answer, names))
}

/// `name: value` for each that is there; `links.page` leads inside.
fn lines(answer: &Object, names: &[&str]) -> String {
    let mut text = String::new();
    for name in names {
        let mut steps = name.split('.');
        let first = steps.next().and_then(|step| answer.get(step));
        let found = steps.try_fold(first, |value, step| Some(value?.as_object()?.get(step))).flatten();
        match found {
            None | Some(Value::Null) => {}
            Some(value) => {
                let shown = value.as_str().map_or_else(|| value.to_string(), visible);
                // Infallible: writing to a String does not fail.
                let _ = writeln!(text, "{name}: {shown}");
            }
        }
    }
    text
}

/// A bar on a terminal, and nothing elsewhere.
fn bar(length: Option<u64>, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    let template = match length {
        Some(_) => "{msg} {bar:40} {human_pos}/{human_len} {per_sec} {eta}",
        None => "{msg} {human_pos} {per_sec}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_why_and_its_exit_code_who_is_to_act() {
        let problem = br#"{"title":"No","detail":"Not so.","errors":[{"pointer":"/claims","detail":"is missing"}]}"#;
        let of = |status, body: &[u8]| anyhow::Error::from(refusal(status, body));
        assert_eq!(of(422, problem).to_string(), "422 No; Not so.; /claims is missing");
        assert_eq!(of(502, b"<html>").to_string(), "502 and no word about why");
        for (status, code) in
            [(401, Some(77)), (403, Some(77)), (404, None), (422, None), (429, Some(75)), (503, Some(75))]
        {
            assert_eq!(exit_code(&of(status, b"{}")), code, "{status}");
        }
        assert_eq!(exit_code(&ServiceError::TooSlow.into()), Some(69));
        assert_eq!(exit_code(&ServiceError::Plain.into()), Some(64));
        assert_eq!(exit_code(&anyhow::anyhow!("a file")), None);
    }

    #[test]
    fn what_people_see_is_what_identifies_it() {
        let answer = object(b"{\"id\":\"a\\u001b\",\"n\":1,\"links\":{\"page\":\"p\"},\"gone\":null}").unwrap();
        let shown = lines(&answer, &["id", "n", "gone", "links.page", "links.none", "none.at.all"]);
        assert_eq!(shown, "id: a\\u{1b}\nn: 1\nlinks.page: p\n");
    }
}
