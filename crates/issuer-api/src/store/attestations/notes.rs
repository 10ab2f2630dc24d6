//! What an organisation notes about an attestation of its own. Nobody signs it, and it can be changed.

use proofpass::json::Value;

use super::super::{Error, Tx, expect_one};
use crate::id::{AttestationId, OrganizationId};

/// The notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What people call it.
    pub label: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What another system calls it.
    pub external_reference: Option<String>,
}

impl Notes {
    /// The tags in one text: rows that are written together cannot have a list each.
    pub(super) fn tags_as_json(&self) -> String {
        let tags: Vec<Value> = self.tags.iter().map(|tag| tag.as_str().into()).collect();
        Value::from(tags).to_string()
    }
}

/// The notes and the revision of an attestation, which nobody else changes until the transaction ends.
pub async fn lock_notes(
    tx: &mut Tx,
    organization: OrganizationId,
    id: AttestationId,
) -> Result<Option<(Notes, i32)>, Error> {
    let row = sqlx::query!(
        r#"-- attestations::lock_notes
        select label, tags, external_reference, revision from attestations
        where organization_id = $1 and attestation_id = $2 for no key update"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(|row| {
        (Notes { label: row.label, tags: row.tags, external_reference: row.external_reference }, row.revision)
    }))
}

/// Writes the notes of an attestation.
pub async fn set_notes(
    tx: &mut Tx,
    organization: OrganizationId,
    id: AttestationId,
    notes: &Notes,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- attestations::set_notes
        update attestations set label = $3, tags = $4, external_reference = $5, revision = revision + 1
        where organization_id = $1 and attestation_id = $2"#,
        organization.0,
        id.0,
        notes.label,
        &notes.tags,
        notes.external_reference,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("attestations::set_notes", done.rows_affected())
}
