//! Idempotency keys: one request, one effect, one answer.
//!
//! A key is claimed before its request runs. The answer is written in the transaction of the effect, and only by the
//! holder of the claim; a claim whose holder died runs out, and the next request takes it over.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::{Error, Store, Tx, at_most_one};
use crate::id::{ClaimToken, OrganizationId};

/// An `Idempotency-Key` of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOfOrganization {
    /// Whose.
    pub organization_id: OrganizationId,
    /// The header's value.
    pub key: String,
}

/// A claim to make.
#[derive(Clone, Copy, Debug)]
pub struct NewClaim {
    /// Who asks.
    pub token: ClaimToken,
    /// SHA-256 of method, path and body.
    pub request: Digest,
    /// The time.
    pub now: Timestamp,
    /// When the claim runs out if it is neither finished nor released.
    pub claimed_until: Timestamp,
    /// When the key is forgotten.
    pub expires_at: Timestamp,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours: run the request.
    Claimed,
    /// The same request was answered: give the same answer.
    Finished(FinishedResponse),
    /// Another request with this key has not finished; its claim runs out then.
    InUse {
        /// When.
        until: Timestamp,
    },
    /// The key belongs to another request.
    Reused,
}

/// An answer, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishedResponse {
    /// HTTP status.
    pub status: u16,
    /// `Location`.
    pub location: Option<String>,
    /// Body.
    pub body: Vec<u8>,
}

/// Claims a key, or says why not.
pub async fn claim(store: &Store, key: &KeyOfOrganization, new: &NewClaim) -> Result<Claim, Error> {
    // The row may be released between the two statements of one round; then nobody holds it, and the next round gets it.
    const ROUNDS: usize = 3;
    for _ in 0..ROUNDS {
        if try_claim(store, key, new).await? {
            return Ok(Claim::Claimed);
        }
        if let Some(claim) = standing(store, key, new).await? {
            return Ok(claim);
        }
    }
    Ok(Claim::InUse { until: new.now.plus_seconds(1) })
}

async fn try_claim(store: &Store, key: &KeyOfOrganization, new: &NewClaim) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- idempotency::try_claim
        insert into idempotency_keys as held
            (organization_id, idempotency_key, request_digest, claim_token, claimed_until, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict on constraint idempotency_keys_pkey do update set
            request_digest = excluded.request_digest,
            claim_token = excluded.claim_token,
            claimed_until = excluded.claimed_until,
            response_status = null,
            response_location = null,
            response_body = null,
            created_at = excluded.created_at,
            expires_at = excluded.expires_at
        where held.expires_at <= $6
            or (held.response_status is null and held.claimed_until <= $6 and held.request_digest = excluded.request_digest)"#,
        key.organization_id.0,
        key.key,
        new.request.as_bytes(),
        new.token.0,
        instant(new.claimed_until),
        instant(new.now),
        instant(new.expires_at),
    )
    .execute(&store.pool)
    .await?;
    at_most_one("idempotency::try_claim", done.rows_affected())
}

async fn standing(store: &Store, key: &KeyOfOrganization, new: &NewClaim) -> Result<Option<Claim>, Error> {
    const TABLE: &str = "idempotency_keys";
    let row = sqlx::query!(
        r#"-- idempotency::standing
        select request_digest, claimed_until, response_status, response_location, response_body
        from idempotency_keys where organization_id = $1 and idempotency_key = $2"#,
        key.organization_id.0,
        key.key,
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    // Named by its organisation: the key itself is a caller's text.
    let owner = key.organization_id;
    let digest: [u8; 32] = array(&row.request_digest, (TABLE, "request_digest"), owner)?;
    Ok(Some(match (row.response_status, row.response_body) {
        _ if digest != *new.request.as_bytes() => Claim::Reused,
        (Some(status), Some(body)) => Claim::Finished(FinishedResponse {
            status: u16::try_from(status).map_err(|_| super::Inconsistent::new(TABLE, "response_status", owner))?,
            location: row.response_location,
            body,
        }),
        _ => Claim::InUse { until: timestamp(row.claimed_until, (TABLE, "claimed_until"), owner)? },
    }))
}

/// Gives a claim back after a request that had no effect.
pub async fn release(store: &Store, key: &KeyOfOrganization, token: ClaimToken) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- idempotency::release
        delete from idempotency_keys
        where organization_id = $1 and idempotency_key = $2 and claim_token = $3 and response_status is null"#,
        key.organization_id.0,
        key.key,
        token.0,
    )
    .execute(&store.pool)
    .await?;
    at_most_one("idempotency::release", done.rows_affected())?;
    Ok(())
}

/// An answer that a held claim gets.
#[derive(Clone, Copy, Debug)]
pub struct Finish<'a> {
    /// The key.
    pub key: &'a KeyOfOrganization,
    /// Who holds it.
    pub token: ClaimToken,
    /// The answer.
    pub response: &'a FinishedResponse,
}

/// Writes answers, in the transaction of their effects. [`Error::LeaseLost`] if one of the claims is no longer held.
pub async fn finish(tx: &mut Tx, all: &[Finish<'_>]) -> Result<(), Error> {
    let status = |finish: &Finish<'_>| i16::try_from(finish.response.status).unwrap_or(i16::MAX);
    let done = sqlx::query!(
        r#"-- idempotency::finish
        update idempotency_keys held
        set response_status = new.status, response_location = new.location, response_body = new.body
        from unnest($1::uuid[], $2::text[], $3::uuid[], $4::smallint[], $5::text[], $6::bytea[])
            new (organization_id, idempotency_key, claim_token, status, location, body)
        where held.organization_id = new.organization_id and held.idempotency_key = new.idempotency_key
            and held.claim_token = new.claim_token and held.response_status is null"#,
        &all.iter().map(|finish| finish.key.organization_id.0).collect::<Vec<_>>(),
        &all.iter().map(|finish| finish.key.key.clone()).collect::<Vec<_>>(),
        &all.iter().map(|finish| finish.token.0).collect::<Vec<_>>(),
        &all.iter().map(status).collect::<Vec<_>>(),
        &all.iter().map(|finish| finish.response.location.clone()).collect::<Vec<_>>() as &[Option<String>],
        &all.iter().map(|finish| finish.response.body.clone()).collect::<Vec<_>>(),
    )
    .execute(&mut *tx.inner)
    .await?;
    if done.rows_affected() == all.len() as u64 { Ok(()) } else { Err(Error::LeaseLost) }
}

/// Rows that one [`sweep`] deletes: few enough that it never holds up anyone.
pub const SWEEP_BATCH: u64 = 1_000;

/// Forgets keys past their time, at most [`SWEEP_BATCH`] of them; returns how many.
pub async fn sweep(store: &Store, now: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- idempotency::sweep
        delete from idempotency_keys where (organization_id, idempotency_key) in (
            select organization_id, idempotency_key from idempotency_keys
            where expires_at <= $1 limit $2 for update skip locked)"#,
        instant(now),
        SWEEP_BATCH.cast_signed(),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}
