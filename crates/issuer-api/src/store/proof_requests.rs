//! Requests for proofs that organisations made as verifiers, what answered them, and the nullifiers that were used.

use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::{Actor, Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{ApiKeyId, OrganizationId, ProofRequestId, UserId};

const TABLE: &str = "proof_requests";

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRequestRow {
    /// Key of the row.
    pub id: ProofRequestId,
    /// Who asks.
    pub organization_id: OrganizationId,
    /// In canonical form.
    pub request: String,
    /// Who asked, for the record.
    pub actor: Actor,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it may be answered.
    pub expires_at: Timestamp,
    /// What answered it.
    pub answer: Option<AcceptedProof>,
}

/// What answered a request, and was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedProof {
    /// When.
    pub at: Timestamp,
    /// The report on it.
    pub report: String,
    /// What the holder's secret gave, the most significant byte first.
    pub nullifier: [u8; 32],
}

/// Adds one that nobody has answered.
pub async fn insert(tx: &mut Tx, new: &ProofRequestRow) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- proof_requests::insert
        insert into proof_requests
            (proof_request_id, organization_id, request, api_key_id, user_id, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)"#,
        new.id.0,
        new.organization_id.0,
        new.request,
        new.actor.api_key(),
        new.actor.user(),
        instant(new.created_at),
        instant(new.expires_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("proof_requests::insert", done.rows_affected())
}

/// Finds one, for whoever knows its id: what is asked is no secret.
pub async fn find(store: &Store, id: ProofRequestId) -> Result<Option<ProofRequestRow>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- proof_requests::find
        select r.proof_request_id, r.organization_id, r.request, r.api_key_id, r.user_id, r.created_at, r.expires_at,
            r.verified_at, r.report, r.nullifier
        from proof_requests r
        join organizations o on o.organization_id = r.organization_id and o.deleted_at is null
        where r.proof_request_id = $1"#,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(ProofRequestRow::try_from).transpose()?)
}

/// At most `limit` of an organisation's own, the newest first, beginning after `after`.
pub async fn list(
    store: &Store,
    organization: OrganizationId,
    after: Option<ProofRequestId>,
    limit: u32,
) -> Result<Vec<ProofRequestRow>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- proof_requests::list
        select proof_request_id, organization_id, request, api_key_id, user_id, created_at, expires_at, verified_at,
            report, nullifier
        from proof_requests where organization_id = $1 and ($2::uuid is null or proof_request_id < $2)
        order by proof_request_id desc limit $3"#,
        organization.0,
        after.map(|id| id.0),
        i64::from(limit),
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    Ok(rows.into_iter().map(ProofRequestRow::try_from).collect::<Result<_, _>>()?)
}

/// Writes what answered a request, unless something has already: whether it is the first.
pub async fn answer(
    tx: &mut Tx,
    organization: OrganizationId,
    id: ProofRequestId,
    answer: &AcceptedProof,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- proof_requests::answer
        update proof_requests set verified_at = $3, report = $4, nullifier = $5
        where organization_id = $1 and proof_request_id = $2 and verified_at is null"#,
        organization.0,
        id.0,
        instant(answer.at),
        answer.report,
        &answer.nullifier[..],
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("proof_requests::answer", done.rows_affected())
}

/// Uses a nullifier up in a scope. [`super::Conflict::Nullifier`] where it was used.
pub async fn use_nullifier(
    tx: &mut Tx,
    organization: OrganizationId,
    scope: &[u8; 32],
    nullifier: &[u8; 32],
    at: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- proof_requests::use_nullifier
        insert into proof_nullifiers (organization_id, scope, nullifier, used_at) values ($1, $2, $3, $4)"#,
        organization.0,
        &scope[..],
        &nullifier[..],
        instant(at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("proof_requests::use_nullifier", done.rows_affected())
}

/// How many [`forget`] forgets at once.
pub const FORGET_BATCH: u64 = 1_000;

/// Forgets those that ended before `time`; how many.
pub async fn forget(store: &Store, time: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- proof_requests::forget
        delete from proof_requests where proof_request_id in (
            select proof_request_id from proof_requests where expires_at < $1 limit $2 for update skip locked)"#,
        instant(time),
        i64::try_from(FORGET_BATCH).unwrap_or(i64::MAX),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}

struct Row {
    proof_request_id: ProofRequestId,
    organization_id: OrganizationId,
    request: String,
    api_key_id: Option<ApiKeyId>,
    user_id: Option<UserId>,
    created_at: time::OffsetDateTime,
    expires_at: time::OffsetDateTime,
    verified_at: Option<time::OffsetDateTime>,
    report: Option<String>,
    nullifier: Option<Vec<u8>>,
}

impl TryFrom<Row> for ProofRequestRow {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let id = row.proof_request_id;
        let time = |value, column| timestamp(value, (TABLE, column), id);
        let answer = match (row.verified_at, row.report, row.nullifier) {
            (Some(at), Some(report), Some(nullifier)) => Some(AcceptedProof {
                at: time(at, "verified_at")?,
                report,
                nullifier: array(&nullifier, (TABLE, "nullifier"), id)?,
            }),
            _ => None,
        };
        Ok(Self {
            id,
            organization_id: row.organization_id,
            request: row.request,
            actor: Actor::of(row.api_key_id, row.user_id).ok_or_else(|| Inconsistent::new(TABLE, "user_id", id))?,
            created_at: time(row.created_at, "created_at")?,
            expires_at: time(row.expires_at, "expires_at")?,
            answer,
        })
    }
}
