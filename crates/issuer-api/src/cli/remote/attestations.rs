//! Attestations of a service: issuing, listing, fetching, withdrawing.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use proofpass::json::{self, Limits, Object, Value};
use proofpass_issuer::egress::service::{Ask, Service};
use proofpass_issuer::id::AttestationId;

use super::{Which, ask, bar, object, object_in, post, print};
use crate::cli::{Output, parse_attestation, print_exactly, visible};

/// What identifies an attestation to people.
const SHOWN: [&str; 7] = ["id", "templateId", "subject.id", "status", "issuedAt", "issuer", "links.page"];

#[derive(Debug, clap::Args)]
pub(crate) struct Issue {
    /// The template: the id of one of yours, or the name of one that every organisation has
    #[arg(long, required_unless_present_any = ["file", "ndjson"])]
    template: Option<String>,
    /// The subject's id: a URL, or a number of your own
    #[arg(long, required_unless_present_any = ["file", "ndjson"])]
    subject: Option<String>,
    /// What the subject is
    #[arg(long, default_value = "Product")]
    subject_type: String,
    /// JSON file with the claims; `-` reads standard input
    #[arg(long, required_unless_present_any = ["file", "ndjson"])]
    claims: Option<PathBuf>,
    /// Valid from when, such as 2026-11-23T12:00:00Z; now, where absent
    #[arg(long)]
    valid_from: Option<String>,
    /// Valid until when; the template's period, where absent
    #[arg(long)]
    valid_until: Option<String>,
    /// JSON file with the whole request instead, as the REST interface takes it; `-` reads standard input
    #[arg(long, conflicts_with_all = ["template", "subject", "claims", "valid_from", "valid_until"])]
    file: Option<PathBuf>,
    /// File with a whole request on each line; prints an answer on each line
    #[arg(long, conflicts_with_all = ["file", "template", "subject", "claims", "valid_from", "valid_until"])]
    ndjson: Option<PathBuf>,
    /// To have the same command have its effect once in 48 hours; with --ndjson each line has this and its number
    #[arg(long)]
    idempotency_key: Option<String>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Issued from this template
    #[arg(long)]
    template: Option<String>,
    /// About the subject with this id
    #[arg(long)]
    subject: Option<String>,
    /// In this state, such as active or revoked
    #[arg(long)]
    status: Option<String>,
    /// Issued at this time or later
    #[arg(long)]
    issued_after: Option<String>,
    /// Issued before this time
    #[arg(long)]
    issued_before: Option<String>,
    /// Words of the subject or the claims
    #[arg(long)]
    query: Option<String>,
    /// At most so many; all of them, where absent
    #[arg(long)]
    limit: Option<usize>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// The attestation's id
    #[arg(value_parser = parse_attestation)]
    id: AttestationId,
    /// The credential alone
    #[arg(long, conflicts_with = "bundle")]
    credential: bool,
    /// What a holder carries: the credential, and its status lists as they stand
    #[arg(long)]
    bundle: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Change {
    /// The attestation's id
    #[arg(value_parser = parse_attestation)]
    id: AttestationId,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

pub(super) async fn issue(args: Issue) -> anyhow::Result<()> {
    let service = args.which.service()?;
    if let Some(path) = &args.ndjson {
        return issue_many(&service, path, args.idempotency_key.as_deref()).await;
    }
    let request = match (args.file, args.template, args.subject, args.claims) {
        (Some(file), ..) => object_in(&file)?,
        (None, Some(template), Some(subject), Some(claims)) => {
            let subject = Object::new().with("id", subject).with("type", args.subject_type);
            let mut request =
                Object::new().with("templateId", template).with("subject", subject).with("claims", object_in(&claims)?);
            for (name, time) in [("validFrom", args.valid_from), ("validUntil", args.valid_until)] {
                if let Some(time) = time {
                    request.insert(name, time);
                }
            }
            request
        }
        (None, ..) => bail!("--template, --subject and --claims go together"),
    };
    let answer = ask(&service, &Ask { idempotency_key: args.idempotency_key, ..issuing(&request) }).await?;
    print(args.output, &answer, &SHOWN)
}

fn issuing(request: &Object) -> Ask<'static> {
    post(&["api", "v1", "attestations"], request)
}

/// The file is read twice, so that the bar has an end and a line that is no request is told before anything is issued.
async fn issue_many(service: &Service, path: &PathBuf, key: Option<&str>) -> anyhow::Result<()> {
    let open = || File::open(path).map(BufReader::new).with_context(|| format!("cannot read {}", path.display()));
    let mut count = 0;
    for (at, line) in open()?.lines().enumerate() {
        let line = line?;
        if !line.trim().is_empty() {
            request_in(&line).with_context(|| format!("line {}", at + 1))?;
            count += 1;
        }
    }
    let (bar, mut refused) = (bar(Some(count), "issuing"), 0);
    for (number, line) in (1_u32..).zip(open()?.lines()) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let idempotency_key = key.map(|key| format!("{key}-{number}"));
        let done = ask(service, &Ask { idempotency_key, ..issuing(&request_in(&line)?) }).await;
        let answer = match done {
            Ok(answer) => Object::new().with("line", number).with("attestation", object(&answer)?),
            // What the service refuses concerns one line; who cannot be asked cannot be asked about the others either.
            Err(error) if error.is::<super::Refusal>() && super::exit_code(&error).is_none() => {
                refused += 1;
                Object::new().with("line", number).with("error", format!("{error:#}"))
            }
            Err(error) => return Err(error.context(format!("line {number}; those before it were sent"))),
        };
        bar.suspend(|| print_exactly(&format!("{answer}\n")))?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    if refused > 0 {
        bail!("{refused} of {count} were refused");
    }
    Ok(())
}

fn request_in(line: &str) -> anyhow::Result<Object> {
    match json::parse(line.as_bytes(), &Limits::DOCUMENT)? {
        Value::Object(object) => Ok(object),
        _ => bail!("not an object"),
    }
}

pub(super) async fn list(args: List) -> anyhow::Result<()> {
    let service = args.which.service()?;
    let filters = [
        ("templateId", args.template),
        ("subject", args.subject),
        ("status", args.status),
        ("issuedAfter", args.issued_after),
        ("issuedBefore", args.issued_before),
        ("q", args.query),
    ];
    let query: Vec<_> = filters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let mut left = args.limit.unwrap_or(usize::MAX);
    let mut cursor = None;
    while left > 0 {
        let (items, next) = page(&service, query.clone(), cursor, left.min(100)).await?;
        for item in items.iter().take(left) {
            let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let line = if args.output.json {
                format!("{item}\n")
            } else {
                let subject = item.get("subject").and_then(Value::as_object).and_then(|it| it.get("id")?.as_str());
                let subject = visible(subject.unwrap_or_default());
                format!(
                    "{}  {:<10} {}  {}  {subject}\n",
                    text("id"),
                    text("status"),
                    text("issuedAt"),
                    text("templateId")
                )
            };
            print_exactly(&line)?;
        }
        left = left.saturating_sub(items.len());
        match next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    Ok(())
}

/// A page of the list, and where the next begins.
pub(super) async fn page(
    service: &Service,
    mut query: Vec<(&'static str, String)>,
    cursor: Option<String>,
    limit: usize,
) -> anyhow::Result<(Vec<Object>, Option<String>)> {
    query.push(("limit", limit.to_string()));
    query.extend(cursor.map(|cursor| ("cursor", cursor)));
    let answer = object(&ask(service, &Ask { query, ..super::get(&["api", "v1", "attestations"]) }).await?)?;
    let items = answer.get("attestations").and_then(Value::as_array).context("the answer is no list")?;
    let next = answer.get("nextCursor").and_then(Value::as_str).map(str::to_owned);
    Ok((items.iter().filter_map(Value::as_object).cloned().collect(), next))
}

pub(super) async fn get(args: &Get) -> anyhow::Result<()> {
    let (service, id) = (args.which.service()?, args.id.to_string());
    if args.bundle {
        let bundle = ask(&service, &super::get(&["api", "v1", "attestations", &id, "bundle"])).await?;
        return print_exactly(&format!("{}\n", object(&bundle)?));
    }
    let answer = fetch(&service, &id).await?;
    if args.credential {
        let answer = object(&answer)?;
        let credential = answer.get("credential").context("the answer has no credential")?;
        return print_exactly(&format!("{credential}\n"));
    }
    print(args.output, &answer, &SHOWN)
}

/// An attestation, as it came.
pub(super) async fn fetch(service: &Service, id: &str) -> anyhow::Result<Vec<u8>> {
    ask(service, &super::get(&["api", "v1", "attestations", id])).await
}

pub(super) async fn change(args: Change, how: &'static str) -> anyhow::Result<()> {
    let (service, id) = (args.which.service()?, args.id.to_string());
    let reason = Object::new().with("reason", args.reason);
    let answer = ask(&service, &post(&["api", "v1", "attestations", &id, how], &reason)).await?;
    print(args.output, &answer, &SHOWN)
}
