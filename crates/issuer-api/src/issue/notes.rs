//! What an organisation notes about its attestations: a label, tags, what another system calls them. Nobody signs it.

use std::collections::BTreeSet;

use super::line::is_line;
use super::{Caller, Error, Fault, Issuer};
use crate::id::AttestationId;
use crate::store::api_keys::Scope;
use crate::store::attestations::{self, Attestation, Notes};

/// Longest label and longest reference, in characters.
const MAX_TEXT: usize = 200;

/// Tags of an attestation.
const MAX_TAGS: usize = 20;

/// Longest tag, in characters.
const MAX_TAG: usize = 50;

/// What is to be changed. What is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What people call it.
    pub label: Option<Option<String>>,
    /// All tags.
    pub tags: Option<Vec<String>>,
    /// What another system calls it.
    pub external_reference: Option<Option<String>>,
}

/// Which revisions the caller has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Whichever.
    Any,
    /// One of these.
    These(Vec<i32>),
}

/// What is wrong with notes.
pub(super) fn faults(notes: &Notes) -> Vec<Fault> {
    let mut faults = Vec::new();
    let rule =
        |most: usize| format!("must have 1 to {most} characters, no control character, and no space at either end");
    for (pointer, text) in [("/label", &notes.label), ("/externalReference", &notes.external_reference)] {
        if text.as_ref().is_some_and(|text| !is_line(text, MAX_TEXT)) {
            faults.push(Fault::new(pointer, rule(MAX_TEXT)));
        }
    }
    if notes.tags.len() > MAX_TAGS {
        faults.push(Fault::new("/tags", format!("must be at most {MAX_TAGS}")));
        return faults;
    }
    let mut seen = BTreeSet::new();
    for (at, tag) in notes.tags.iter().enumerate() {
        let pointer = format!("/tags/{at}");
        if !is_line(tag, MAX_TAG) {
            faults.push(Fault::new(pointer, rule(MAX_TAG)));
        } else if !seen.insert(tag) {
            faults.push(Fault::new(pointer, "this tag is there already"));
        }
    }
    faults
}

/// Changes the notes of an attestation of the caller's organisation, if it is as they have seen it.
pub async fn change(
    issuer: &Issuer,
    caller: &Caller,
    id: AttestationId,
    seen: Seen,
    change: Change,
) -> Result<Attestation, Error> {
    caller.require(Scope::AttestationsWrite)?;
    let organization = caller.organization_id;
    let mut tx = issuer.store.tx_of(organization, "change_notes").await?;
    let (kept, revision) = attestations::lock_notes(&mut tx, organization, id).await?.ok_or(Error::NotFound)?;
    if matches!(seen, Seen::These(these) if !these.contains(&revision)) {
        return Err(Error::PreconditionFailed);
    }
    let notes = Notes {
        label: change.label.unwrap_or_else(|| kept.label.clone()),
        tags: change.tags.unwrap_or_else(|| kept.tags.clone()),
        external_reference: change.external_reference.unwrap_or_else(|| kept.external_reference.clone()),
    };
    let faults = faults(&notes);
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    if notes == kept {
        tx.give_up().await?;
    } else {
        attestations::set_notes(&mut tx, organization, id, &notes).await?;
        tx.commit().await?;
    }
    attestations::find(&issuer.store, organization, id).await?.ok_or(Error::NotFound)
}
