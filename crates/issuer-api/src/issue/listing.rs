//! Looking through an organisation's attestations, a page at a time.
//!
//! A page ends with a cursor: the last attestation on it, and what was asked for. It names a place in a list and opens
//! nothing, so it is checked and not signed: with another question it is refused, because its place would be another.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::{Caller, Error, Issuer, TemplateName};
use crate::id::AttestationId;
use crate::store::api_keys::Scope;
use crate::store::attestations::{self, Attestation, AttestationStatus, Filter};

/// What is asked for, as it came.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Attestations on a page.
    pub limit: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// One of the organisation's templates.
    pub template_id: Option<String>,
    /// A subject's id.
    pub subject: Option<String>,
    /// A status.
    pub status: Option<String>,
    /// Issued at that time or later.
    pub issued_after: Option<String>,
    /// Issued before that time.
    pub issued_before: Option<String>,
    /// Words.
    pub q: Option<String>,
    /// A label.
    pub label: Option<String>,
    /// A tag.
    pub tag: Option<String>,
    /// What another system calls it.
    pub external_reference: Option<String>,
}

/// A page of attestations, without their credentials.
#[derive(Clone, Debug)]
pub struct Page {
    /// The newest first.
    pub attestations: Vec<Attestation>,
    /// Where the next page begins, if there is more.
    pub next: Option<String>,
}

/// Most things on a page.
const MAX_LIMIT: u8 = 100;

const DEFAULT_LIMIT: u8 = 50;

/// Longest text to look for, in bytes.
const MAX_TEXT: usize = 2_000;

/// A page of the caller's organisation.
pub async fn page(issuer: &Issuer, caller: &Caller, question: Question) -> Result<Page, Error> {
    caller.require(Scope::AttestationsRead)?;
    let check = check(caller, &question);
    let limit = usize::from(limit(question.limit.as_deref())?);
    let after = question.cursor.as_deref().map(|text| read(text, &check)).transpose()?;
    let template = question.template_id.map(|text| text.parse::<TemplateName>()).transpose();
    let template = template.map_err(|_| Error::refused("/templateId", "no such template"))?;
    let status = question.status.map(|text| AttestationStatus::parse(&text).ok_or(())).transpose();
    let status = status.map_err(|()| {
        let known = AttestationStatus::ALL.map(AttestationStatus::as_str).join(", ");
        Error::refused("/status", format!("must be one of {known}"))
    })?;
    let filter = Filter {
        template: template.map(|name| name.key(caller.organization_id)),
        subject: text("/subject", question.subject)?,
        status,
        issued_from: time("/issuedAfter", question.issued_after.as_deref())?,
        issued_before: time("/issuedBefore", question.issued_before.as_deref())?,
        words: text("/q", question.q)?,
        label: text("/label", question.label)?,
        tag: text("/tag", question.tag)?,
        external_reference: text("/externalReference", question.external_reference)?,
    };
    // One more than fits: whether there is another page.
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let now = issuer.clock.now();
    let mut attestations =
        attestations::list(&issuer.store, caller.organization_id, &filter, now, after, wanted).await?;
    let more = attestations.len() > limit;
    attestations.truncate(limit);
    let next = attestations.last().filter(|_| more).map(|last| format!("{}.{check}", last.id));
    Ok(Page { attestations, next })
}

/// How many things a page is to have, of any list.
pub fn limit(text: Option<&str>) -> Result<u8, Error> {
    let limit = text.map_or(Some(DEFAULT_LIMIT), |text| text.parse().ok());
    let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| Error::refused("/limit", format!("must be a number from 1 to {MAX_LIMIT}")))
}

fn check(caller: &Caller, question: &Question) -> String {
    // Everything but how many and from where.
    let asked = Question { limit: None, cursor: None, ..question.clone() };
    let digest = Digest::of(format!("{} {asked:?}", caller.organization_id).as_bytes());
    // Eight of its bytes: a slip is found, and there is nothing to guess.
    format!("{:016x}", digest.as_bytes().iter().take(8).fold(0_u64, |all, byte| all << 8 | u64::from(*byte)))
}

fn read(cursor: &str, check: &str) -> Result<AttestationId, Error> {
    let parts = cursor.split_once('.').filter(|(_, found)| *found == check);
    let id = parts.and_then(|(id, _)| id.parse().ok());
    id.ok_or_else(|| Error::refused("/cursor", "must be the `nextCursor` of a page of the same question"))
}

fn text(pointer: &str, text: Option<String>) -> Result<Option<String>, Error> {
    match text {
        Some(text) if text.is_empty() || text.len() > MAX_TEXT || text.contains('\0') => {
            Err(Error::refused(pointer, format!("must have 1 to {MAX_TEXT} bytes, none of them NUL")))
        }
        text => Ok(text),
    }
}

fn time(pointer: &str, text: Option<&str>) -> Result<Option<Timestamp>, Error> {
    let time = text.map(Timestamp::parse).transpose();
    time.map_err(|_| Error::refused(pointer, "must be a date and time with a zone"))
}
