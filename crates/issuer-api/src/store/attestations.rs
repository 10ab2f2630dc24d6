//! Attestations: issued credentials, as the exact text that was signed.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::templates::Visibility;
use super::{Actor, Error, Inconsistent, Store, Tx, expect_one};
use crate::id::{ApiKeyId, AttestationId, IssuerKeyId, OrganizationId, TemplateId, UserId};

/// Where an attestation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttestationStatus {
    /// Signed and stored.
    Issued,
}

impl AttestationStatus {
    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Issued].into_iter().find(|status| status.as_str() == text)
    }
}

/// An issued credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// Key of the row; also the credential's `urn:uuid:`.
    pub id: AttestationId,
    /// Who issued it.
    pub organization_id: OrganizationId,
    /// From which template.
    pub template_id: TemplateId,
    /// Signed with which key.
    pub issuer_key_id: IssuerKeyId,
    /// `did:key:…` of that key.
    pub issuer_did: String,
    /// Asked for by whom.
    pub actor: Actor,
    /// Who may fetch it: as its template says.
    pub visibility: Visibility,
    /// The subject's id as the request gave it.
    pub subject_id: String,
    /// The subject's type.
    pub subject_type: String,
    /// Where it stands.
    pub status: AttestationStatus,
    /// The signed credential, byte for byte.
    pub credential: String,
    /// SHA-256 of its canonical form.
    pub digest: Digest,
    /// When.
    pub issued_at: Timestamp,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, attestation: &Attestation) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- attestations::insert
        insert into attestations
            (attestation_id, organization_id, template_id, issuer_key_id, api_key_id, user_id, subject_id, subject_type,
            status, credential, digest, issued_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"#,
        attestation.id.0,
        attestation.organization_id.0,
        attestation.template_id.0,
        attestation.issuer_key_id.0,
        attestation.actor.api_key(),
        attestation.actor.user(),
        attestation.subject_id,
        attestation.subject_type,
        attestation.status.as_str(),
        attestation.credential,
        attestation.digest.as_bytes(),
        instant(attestation.issued_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("attestations::insert", done.rows_affected())
}

/// Finds one of an organisation's own.
pub async fn find(
    store: &Store,
    organization: OrganizationId,
    id: AttestationId,
) -> Result<Option<Attestation>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- attestations::find
        select a.attestation_id, a.organization_id, a.template_id, a.issuer_key_id, k.did, a.api_key_id, a.user_id,
            t.visibility, a.subject_id, a.subject_type, a.status, a.credential, a.digest, a.issued_at
        from attestations a
        join issuer_keys k on k.issuer_key_id = a.issuer_key_id
        join templates t on t.template_id = a.template_id
        where a.attestation_id = $1 and a.organization_id = $2"#,
        id.0,
        organization.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(Attestation::try_from).transpose()?)
}

/// Finds one that is public, or of `organization`: what nobody else may see is not even read.
pub async fn find_readable(
    store: &Store,
    organization: Option<OrganizationId>,
    id: AttestationId,
) -> Result<Option<Attestation>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- attestations::find_readable
        select a.attestation_id, a.organization_id, a.template_id, a.issuer_key_id, k.did, a.api_key_id, a.user_id,
            t.visibility, a.subject_id, a.subject_type, a.status, a.credential, a.digest, a.issued_at
        from attestations a
        join issuer_keys k on k.issuer_key_id = a.issuer_key_id
        join templates t on t.template_id = a.template_id
        where a.attestation_id = $1 and (t.visibility = 'public' or a.organization_id = $2)"#,
        id.0,
        organization.map(|organization| organization.0),
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(Attestation::try_from).transpose()?)
}

struct Row {
    attestation_id: AttestationId,
    organization_id: OrganizationId,
    template_id: TemplateId,
    issuer_key_id: IssuerKeyId,
    did: String,
    api_key_id: Option<ApiKeyId>,
    user_id: Option<UserId>,
    visibility: String,
    subject_id: String,
    subject_type: String,
    status: String,
    credential: String,
    digest: Vec<u8>,
    issued_at: time::OffsetDateTime,
}

impl TryFrom<Row> for Attestation {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "attestations";
        let id = row.attestation_id;
        Ok(Self {
            id,
            organization_id: row.organization_id,
            template_id: row.template_id,
            issuer_key_id: row.issuer_key_id,
            issuer_did: row.did,
            actor: Actor::of(row.api_key_id, row.user_id).ok_or_else(|| Inconsistent::new(TABLE, "user_id", id))?,
            visibility: Visibility::parse(&row.visibility)
                .ok_or_else(|| Inconsistent::new("templates", "visibility", row.template_id))?,
            subject_id: row.subject_id,
            subject_type: row.subject_type,
            status: AttestationStatus::parse(&row.status).ok_or_else(|| Inconsistent::new(TABLE, "status", id))?,
            credential: row.credential,
            digest: array::<32>(&row.digest, (TABLE, "digest"), id)?.into(),
            issued_at: timestamp(row.issued_at, (TABLE, "issued_at"), id)?,
        })
    }
}
