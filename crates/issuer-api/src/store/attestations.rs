//! Attestations: issued credentials, as the exact text that was signed.

mod format;
mod notes;

pub use format::Format;
pub use notes::{Notes, lock_notes, set_notes};

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::templates::Visibility;
use super::{Actor, Error, Inconsistent, Store, Tx, expect, expect_one};
use crate::id::{ApiKeyId, AttestationId, IssuerKeyId, OrganizationId, TemplateId, UserId};

/// Where an attestation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttestationStatus {
    /// It counts.
    Active,
    /// It counts, and stands on a ledger.
    Anchored,
    /// Its time has passed. Never kept: what it is when somebody looks.
    Expired,
    /// It could not be issued.
    Failed,
    /// It is being issued.
    Pending,
    /// Withdrawn for good.
    Revoked,
    /// Another has taken its place.
    Superseded,
    /// It does not count for the time being.
    Suspended,
}

impl AttestationStatus {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Active,
        Self::Anchored,
        Self::Expired,
        Self::Failed,
        Self::Pending,
        Self::Revoked,
        Self::Superseded,
        Self::Suspended,
    ];

    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Anchored => "anchored",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Pending => "pending",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
            Self::Suspended => "suspended",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Reads the column, where releases before wrote `issued`.
    fn kept(text: &str) -> Option<Self> {
        if text == "issued" { Some(Self::Active) } else { Self::parse(text).filter(|status| *status != Self::Expired) }
    }

    /// What it is at `now`, of an attestation that is valid until then.
    fn at(self, now: Timestamp, valid_until: Option<Timestamp>) -> Self {
        let over = valid_until.is_some_and(|until| until < now);
        if over && matches!(self, Self::Active | Self::Anchored) { Self::Expired } else { self }
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
    /// From which version of it, where that was recorded.
    pub template_version: Option<u32>,
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
    /// Where it stands, whether or not its time has passed: see [`Self::status_at`].
    pub status: AttestationStatus,
    /// Until when it is valid.
    pub valid_until: Option<Timestamp>,
    /// How it is secured.
    pub format: Format,
    /// The signed credential, byte for byte: JSON, or a token in compact form.
    pub credential: String,
    /// What anybody may see of it, where parts are withheld unless the holder shows them.
    pub shown: Option<String>,
    /// SHA-256 of its canonical form, or of the token.
    pub digest: Digest,
    /// When.
    pub issued_at: Timestamp,
    /// What the organisation notes about it.
    pub notes: Notes,
    /// Counts its changes.
    pub revision: i32,
    /// In whose place it was issued.
    pub supersedes: Option<AttestationId>,
    /// What was issued in its place.
    pub superseded_by: Option<AttestationId>,
}

impl Attestation {
    /// Where it stands at `now`.
    #[must_use]
    pub fn status_at(&self, now: Timestamp) -> AttestationStatus {
        self.status.at(now, self.valid_until)
    }

    /// The credential as `organization` may see it: whole, where it is its own.
    #[must_use]
    pub fn seen_by(&self, organization: Option<OrganizationId>) -> &str {
        let shown = self.shown.as_ref().filter(|_| organization != Some(self.organization_id));
        shown.unwrap_or(&self.credential)
    }
}

/// Adds some, each with the words that it is found by.
pub async fn insert(tx: &mut Tx, all: &[(&Attestation, &str)]) -> Result<(), Error> {
    let column = |of: fn(&Attestation) -> uuid::Uuid| all.iter().map(|(row, _)| of(row)).collect::<Vec<_>>();
    let text = |of: fn(&Attestation) -> &str| all.iter().map(|(row, _)| of(row).to_owned()).collect::<Vec<_>>();
    let done = sqlx::query!(
        r#"-- attestations::insert
        insert into attestations
            (attestation_id, organization_id, template_id, issuer_key_id, api_key_id, user_id, subject_id, subject_type,
            status, credential, digest, issued_at, valid_until, search, format, template_version, shown, supersedes,
            label, tags, external_reference)
        select attestation_id, organization_id, template_id, issuer_key_id, api_key_id, user_id, subject_id,
            subject_type, status, credential, digest, issued_at, valid_until, to_tsvector('simple', words), format,
            template_version, shown, supersedes, label, array(select json_array_elements_text(tags::json)),
            external_reference
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
            $9::text[], $10::text[], $11::bytea[], $12::timestamptz[], $13::timestamptz[], $14::text[], $15::text[],
            $16::integer[], $17::text[], $18::uuid[], $19::text[], $20::text[], $21::text[])
            new (attestation_id, organization_id, template_id, issuer_key_id, api_key_id, user_id, subject_id,
            subject_type, status, credential, digest, issued_at, valid_until, words, format, template_version, shown,
            supersedes, label, tags, external_reference)"#,
        &column(|row| row.id.0),
        &column(|row| row.organization_id.0),
        &column(|row| row.template_id.0),
        &column(|row| row.issuer_key_id.0),
        &all.iter().map(|(row, _)| row.actor.api_key()).collect::<Vec<_>>() as &[Option<uuid::Uuid>],
        &all.iter().map(|(row, _)| row.actor.user()).collect::<Vec<_>>() as &[Option<uuid::Uuid>],
        &text(|row| &row.subject_id),
        &text(|row| &row.subject_type),
        &text(|row| row.status.as_str()),
        &text(|row| &row.credential),
        &all.iter().map(|(row, _)| row.digest.as_bytes().to_vec()).collect::<Vec<_>>(),
        &all.iter().map(|(row, _)| instant(row.issued_at)).collect::<Vec<_>>(),
        &all.iter().map(|(row, _)| row.valid_until.map(instant)).collect::<Vec<_>>()
            as &[Option<time::OffsetDateTime>],
        &all.iter().map(|(_, words)| (*words).to_owned()).collect::<Vec<_>>(),
        &text(|row| row.format.as_str()),
        &all.iter().map(|(row, _)| row.template_version.and_then(|it| i32::try_from(it).ok())).collect::<Vec<_>>()
            as &[Option<i32>],
        &all.iter().map(|(row, _)| row.shown.clone()).collect::<Vec<_>>() as &[Option<String>],
        &all.iter().map(|(row, _)| row.supersedes.map(|id| id.0)).collect::<Vec<_>>() as &[Option<uuid::Uuid>],
        &all.iter().map(|(row, _)| row.notes.label.clone()).collect::<Vec<_>>() as &[Option<String>],
        &all.iter().map(|(row, _)| row.notes.tags_as_json()).collect::<Vec<_>>(),
        &all.iter().map(|(row, _)| row.notes.external_reference.clone()).collect::<Vec<_>>() as &[Option<String>],
    )
    .execute(&mut *tx.inner)
    .await?;
    expect("attestations::insert", all.len(), done.rows_affected())
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
            t.visibility, a.subject_id, a.subject_type, a.status, a.valid_until, a.credential,
            a.digest, a.issued_at, a.format, a.template_version, a.shown,
            a.label, a.tags, a.external_reference, a.revision, a.supersedes as "supersedes: AttestationId",
            (select n.attestation_id from attestations n where n.supersedes = a.attestation_id)
                as "superseded_by: AttestationId"
        from attestations a
        join issuer_keys k on k.issuer_key_id = a.issuer_key_id
        join templates t on t.template_id = a.template_id
        where a.attestation_id = $1 and a.organization_id = $2"#,
        id.0,
        organization.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
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
            t.visibility, a.subject_id, a.subject_type, a.status, a.valid_until, a.credential,
            a.digest, a.issued_at, a.format, a.template_version, a.shown,
            a.label, a.tags, a.external_reference, a.revision, a.supersedes as "supersedes: AttestationId",
            (select n.attestation_id from attestations n where n.supersedes = a.attestation_id)
                as "superseded_by: AttestationId"
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

/// Where an attestation stands, for whoever is about to change that.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Whether or not its time has passed.
    pub status: AttestationStatus,
    /// From which template it was issued.
    pub template_id: TemplateId,
    /// Whether it has places in status lists.
    pub listed: bool,
}

/// Finds one of an organisation's own, and keeps everybody else from changing it until the transaction ends.
pub async fn lock(tx: &mut Tx, organization: OrganizationId, id: AttestationId) -> Result<Option<Standing>, Error> {
    let row = sqlx::query!(
        r#"-- attestations::lock
        select status, template_id, exists (select from status_entries e where e.attestation_id = a.attestation_id) as "listed!"
        from attestations a where organization_id = $1 and attestation_id = $2 for update"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let status = AttestationStatus::kept(&row.status);
    let status = status.ok_or_else(|| Inconsistent::new("attestations", "status", id))?;
    Ok(Some(Standing { status, template_id: row.template_id, listed: row.listed }))
}

/// Writes where an attestation stands from now on.
pub async fn set_status(
    tx: &mut Tx,
    organization: OrganizationId,
    id: AttestationId,
    status: AttestationStatus,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- attestations::set_status
        update attestations set status = $3, revision = revision + 1 where organization_id = $1 and attestation_id = $2"#,
        organization.0,
        id.0,
        status.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("attestations::set_status", done.rows_affected())
}

/// Which attestations are asked for. What is `None` is not asked about.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Issued from this template.
    pub template: Option<TemplateId>,
    /// About this subject, by the id that the request gave.
    pub subject: Option<String>,
    /// Standing so at the time of asking.
    pub status: Option<AttestationStatus>,
    /// Issued at this time or later.
    pub issued_from: Option<Timestamp>,
    /// Issued before this time.
    pub issued_before: Option<Timestamp>,
    /// With these words in subject or claims.
    pub words: Option<String>,
    /// Called so.
    pub label: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// Called so by another system.
    pub external_reference: Option<String>,
}

/// At most `limit` of an organisation's own, the newest first, beginning after `after`.
pub async fn list(
    store: &Store,
    organization: OrganizationId,
    filter: &Filter,
    now: Timestamp,
    after: Option<AttestationId>,
    limit: i64,
) -> Result<Vec<Attestation>, Error> {
    let found = matching(store, organization, filter, now, after, limit).await?;
    let rows = sqlx::query_as!(
        Row,
        r#"-- attestations::list
        select a.attestation_id, a.organization_id, a.template_id, a.issuer_key_id, k.did, a.api_key_id, a.user_id,
            t.visibility, a.subject_id, a.subject_type, a.status, a.valid_until, '' as "credential!",
            a.digest, a.issued_at, a.format, a.template_version, null::text as shown,
            a.label, a.tags, a.external_reference, a.revision, a.supersedes as "supersedes: AttestationId",
            (select n.attestation_id from attestations n where n.supersedes = a.attestation_id)
                as "superseded_by: AttestationId"
        from attestations a
        join issuer_keys k on k.issuer_key_id = a.issuer_key_id
        join templates t on t.template_id = a.template_id
        where a.attestation_id = any($1)
        order by a.attestation_id desc"#,
        &found,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    Ok(rows.into_iter().map(Attestation::try_from).collect::<Result<_, _>>()?)
}

/// Which those are. No policy is in the way of the indexes of words and tags here: Postgres looks into none whose operator
/// could tell of rows that are hidden.
async fn matching(
    store: &Store,
    organization: OrganizationId,
    filter: &Filter,
    now: Timestamp,
    after: Option<AttestationId>,
    limit: i64,
) -> Result<Vec<uuid::Uuid>, Error> {
    let found = sqlx::query_scalar!(
        r#"-- attestations::matching
        select a.attestation_id as "id: uuid::Uuid" from attestations a
        where a.organization_id = $1
            and ($2::uuid is null or a.attestation_id < $2)
            and ($3::uuid is null or a.template_id = $3)
            and ($4::text is null or a.subject_id = $4)
            and ($5::text is null or $5 = case
                when a.status in ('issued', 'active', 'anchored') and a.valid_until < $6 then 'expired'
                when a.status = 'issued' then 'active' else a.status end)
            and ($7::timestamptz is null or a.issued_at >= $7)
            and ($8::timestamptz is null or a.issued_at < $8)
            and ($9::text is null or a.search @@ websearch_to_tsquery('simple', $9))
            and ($11::text is null or a.label = $11)
            and ($12::text is null or (a.tags @> array[$12] and a.tags <> '{}'))
            and ($13::text is null or a.external_reference = $13)
        order by a.attestation_id desc limit $10"#,
        organization.0,
        after.map(|id| id.0),
        filter.template.map(|id| id.0),
        filter.subject,
        filter.status.map(AttestationStatus::as_str),
        instant(now),
        filter.issued_from.map(instant),
        filter.issued_before.map(instant),
        filter.words,
        limit,
        filter.label,
        filter.tag,
        filter.external_reference,
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(found)
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
    valid_until: Option<time::OffsetDateTime>,
    credential: String,
    digest: Vec<u8>,
    issued_at: time::OffsetDateTime,
    format: String,
    template_version: Option<i32>,
    shown: Option<String>,
    label: Option<String>,
    tags: Vec<String>,
    external_reference: Option<String>,
    revision: i32,
    supersedes: Option<AttestationId>,
    superseded_by: Option<AttestationId>,
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
            template_version: row.template_version.and_then(|version| u32::try_from(version).ok()),
            issuer_key_id: row.issuer_key_id,
            issuer_did: row.did,
            actor: Actor::of(row.api_key_id, row.user_id).ok_or_else(|| Inconsistent::new(TABLE, "user_id", id))?,
            visibility: Visibility::parse(&row.visibility)
                .ok_or_else(|| Inconsistent::new("templates", "visibility", row.template_id))?,
            subject_id: row.subject_id,
            subject_type: row.subject_type,
            status: AttestationStatus::kept(&row.status).ok_or_else(|| Inconsistent::new(TABLE, "status", id))?,
            valid_until: row.valid_until.map(|time| timestamp(time, (TABLE, "valid_until"), id)).transpose()?,
            format: Format::parse(&row.format).ok_or_else(|| Inconsistent::new(TABLE, "format", id))?,
            credential: row.credential,
            shown: row.shown,
            digest: array::<32>(&row.digest, (TABLE, "digest"), id)?.into(),
            issued_at: timestamp(row.issued_at, (TABLE, "issued_at"), id)?,
            notes: Notes { label: row.label, tags: row.tags, external_reference: row.external_reference },
            revision: row.revision,
            supersedes: row.supersedes,
            superseded_by: row.superseded_by,
        })
    }
}
