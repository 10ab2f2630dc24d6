//! Proofs that organisations made to try them out.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::{Actor, Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{ApiKeyId, AttestationId, OrganizationId, ProofId, UserId};

const TABLE: &str = "proofs";

/// A proof as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRow {
    /// Key of the row.
    pub id: ProofId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Of which attestation.
    pub attestation_id: AttestationId,
    /// As the predecessor called it: `threshold`, `range` or `set_membership`.
    pub circuit_type: String,
    /// What was asked, in canonical form.
    pub request: String,
    /// Who asked.
    pub actor: Actor,
    /// When.
    pub created_at: Timestamp,
    /// What came of it, once that is known.
    pub end: Option<Result<MadeProof, String>>,
}

/// A proof that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeProof {
    /// What a verifier is sent.
    pub presentation: String,
    /// The numbers that are public, as a JSON array of texts.
    pub public_signals: String,
}

/// Adds one that has yet to be made.
pub async fn insert(tx: &mut Tx, new: &ProofRow) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- proofs::insert
        insert into proofs
            (proof_id, organization_id, attestation_id, circuit_type, request, api_key_id, user_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        new.id.0,
        new.organization_id.0,
        new.attestation_id.0,
        new.circuit_type,
        new.request,
        new.actor.api_key(),
        new.actor.user(),
        instant(new.created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("proofs::insert", done.rows_affected())
}

/// Writes what came of one; `false` where that was known.
pub async fn finish(
    tx: &mut Tx,
    organization: OrganizationId,
    id: ProofId,
    end: &Result<MadeProof, String>,
    at: Timestamp,
) -> Result<bool, Error> {
    let made = end.as_ref().ok();
    let done = sqlx::query!(
        r#"-- proofs::finish
        update proofs set presentation = $3, public_signals = $4, problem = $5, finished_at = $6
        where organization_id = $1 and proof_id = $2 and finished_at is null"#,
        organization.0,
        id.0,
        made.map(|made| made.presentation.as_str()),
        made.map(|made| made.public_signals.as_str()),
        end.as_ref().err().map(String::as_str),
        instant(at),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("proofs::finish", done.rows_affected())
}

/// Finds one of an organisation's own.
pub async fn find(store: &Store, organization: OrganizationId, id: ProofId) -> Result<Option<ProofRow>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- proofs::find
        select proof_id, organization_id, attestation_id, circuit_type, request, api_key_id, user_id, created_at,
            presentation, public_signals, problem
        from proofs where organization_id = $1 and proof_id = $2"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(ProofRow::try_from).transpose()?)
}

/// A page of an organisation's own, the newest first, and how many there are.
pub async fn list(
    store: &Store,
    organization: OrganizationId,
    limit: u32,
    offset: u32,
) -> Result<(Vec<ProofRow>, i64), Error> {
    let mut tx = store.of(organization).await?;
    let rows = sqlx::query_as!(
        Row,
        r#"-- proofs::list (1: the page)
        select proof_id, organization_id, attestation_id, circuit_type, request, api_key_id, user_id, created_at,
            presentation, public_signals, problem
        from proofs where organization_id = $1 order by proof_id desc limit $2 offset $3"#,
        organization.0,
        i64::from(limit),
        i64::from(offset),
    )
    .fetch_all(&mut *tx)
    .await?;
    let count = sqlx::query_scalar!(
        r#"-- proofs::list (2: how many)
        select count(*) as "count!" from proofs where organization_id = $1"#,
        organization.0,
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok((rows.into_iter().map(ProofRow::try_from).collect::<Result<_, _>>()?, count))
}

struct Row {
    proof_id: ProofId,
    organization_id: OrganizationId,
    attestation_id: AttestationId,
    circuit_type: String,
    request: String,
    api_key_id: Option<ApiKeyId>,
    user_id: Option<UserId>,
    created_at: time::OffsetDateTime,
    presentation: Option<String>,
    public_signals: Option<String>,
    problem: Option<String>,
}

impl TryFrom<Row> for ProofRow {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let id = row.proof_id;
        Ok(Self {
            id,
            organization_id: row.organization_id,
            attestation_id: row.attestation_id,
            circuit_type: row.circuit_type,
            request: row.request,
            actor: Actor::of(row.api_key_id, row.user_id).ok_or_else(|| Inconsistent::new(TABLE, "user_id", id))?,
            created_at: timestamp(row.created_at, (TABLE, "created_at"), id)?,
            end: match (row.presentation, row.public_signals, row.problem) {
                (Some(presentation), Some(public_signals), _) => Some(Ok(MadeProof { presentation, public_signals })),
                (_, _, Some(problem)) => Some(Err(problem)),
                _ => None,
            },
        })
    }
}
