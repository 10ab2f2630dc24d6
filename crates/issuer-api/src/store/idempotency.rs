//! Idempotency keys: one request, one effect, one answer.
//!
//! A key is claimed before its request runs. The answer is written in the transaction of the effect, and only by the
//! holder of the claim; a claim whose holder died runs out, and the next request takes it over.

use std::collections::{BTreeMap, HashSet};

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

/// Who asks for which key.
pub type Asked = (KeyOfOrganization, NewClaim);

/// Claims keys, or says of each why not: one statement for any number of them.
pub async fn claim(store: &Store, asked: &[Asked]) -> Result<Vec<Claim>, Error> {
    // A row may be released between the two statements of one round; then nobody holds it, and the next round gets it.
    const ROUNDS: usize = 3;
    let mut claims: Vec<Option<Claim>> = asked.iter().map(|_| None).collect();
    for _ in 0..ROUNDS {
        let open = || claims.iter().zip(asked).enumerate().filter(|(_, (claim, _))| claim.is_none());
        // Of several who ask for the same key at once, the first claims it; and in the order of keys, so that two
        // instances never wait for each other.
        let mut firsts: BTreeMap<(uuid::Uuid, &str), &Asked> = BTreeMap::new();
        for (_, (_, one)) in open() {
            firsts.entry((one.0.organization_id.0, &one.0.key)).or_insert(one);
        }
        let firsts: Vec<&Asked> = firsts.into_values().collect();
        let claimed = try_claim(store, &firsts).await?;
        for (claim, one) in claims.iter_mut().zip(asked).filter(|(claim, _)| claim.is_none()) {
            *claim = claimed.contains(&one.1.token).then_some(Claim::Claimed);
        }
        let left: Vec<usize> = claims.iter().enumerate().filter(|(_, it)| it.is_none()).map(|(at, _)| at).collect();
        if left.is_empty() {
            break;
        }
        let all: Vec<&Asked> = left.iter().filter_map(|at| asked.get(*at)).collect();
        for (at, claim) in left.into_iter().zip(standing(store, &all).await?) {
            claims[at] = claim;
        }
    }
    let in_use = |one: &Asked| Claim::InUse { until: one.1.now.plus_seconds(1) };
    Ok(claims.into_iter().zip(asked).map(|(claim, one)| claim.unwrap_or_else(|| in_use(one))).collect())
}

/// Whose claims hold now, of claims to different keys.
async fn try_claim(store: &Store, asked: &[&Asked]) -> Result<HashSet<ClaimToken>, Error> {
    let times = |of: fn(&NewClaim) -> Timestamp| asked.iter().map(|one| instant(of(&one.1))).collect::<Vec<_>>();
    let tokens = sqlx::query_scalar!(
        r#"-- idempotency::try_claim
        insert into idempotency_keys as held
            (organization_id, idempotency_key, request_digest, claim_token, claimed_until, created_at, expires_at)
        select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[], $5::timestamptz[], $6::timestamptz[],
            $7::timestamptz[])
        on conflict on constraint idempotency_keys_pkey do update set
            request_digest = excluded.request_digest,
            claim_token = excluded.claim_token,
            claimed_until = excluded.claimed_until,
            response_status = null,
            response_location = null,
            response_body = null,
            created_at = excluded.created_at,
            expires_at = excluded.expires_at
        where held.expires_at <= excluded.created_at
            or (held.response_status is null and held.claimed_until <= excluded.created_at
                and held.request_digest = excluded.request_digest)
        returning claim_token"#,
        &asked.iter().map(|one| one.0.organization_id.0).collect::<Vec<_>>(),
        &asked.iter().map(|one| one.0.key.clone()).collect::<Vec<_>>(),
        &asked.iter().map(|one| one.1.request.as_bytes().to_vec()).collect::<Vec<_>>(),
        &asked.iter().map(|one| one.1.token.0).collect::<Vec<_>>(),
        &times(|new| new.claimed_until),
        &times(|new| new.now),
        &times(|new| new.expires_at),
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(tokens.into_iter().collect())
}

/// How the keys stand that somebody else has; `None` where nobody holds one.
async fn standing(store: &Store, asked: &[&Asked]) -> Result<Vec<Option<Claim>>, Error> {
    const TABLE: &str = "idempotency_keys";
    let rows = sqlx::query!(
        r#"-- idempotency::standing
        select asked.at as "at!", request_digest, claimed_until, response_status, response_location, response_body
        from unnest($1::uuid[], $2::text[]) with ordinality asked (organization_id, idempotency_key, at)
        join idempotency_keys using (organization_id, idempotency_key)"#,
        &asked.iter().map(|one| one.0.organization_id.0).collect::<Vec<_>>(),
        &asked.iter().map(|one| one.0.key.clone()).collect::<Vec<_>>(),
    )
    .fetch_all(&store.pool)
    .await?;
    let mut claims: Vec<Option<Claim>> = asked.iter().map(|_| None).collect();
    for row in rows {
        let at = usize::try_from(row.at).unwrap_or_default().wrapping_sub(1);
        let (Some((key, new)), Some(claim)) = (asked.get(at), claims.get_mut(at)) else { continue };
        // Named by its organisation: the key itself is a caller's text.
        let owner = key.organization_id;
        let digest: [u8; 32] = array(&row.request_digest, (TABLE, "request_digest"), owner)?;
        let until = timestamp(row.claimed_until, (TABLE, "claimed_until"), owner)?;
        *claim = Some(match (row.response_status, row.response_body) {
            _ if digest != *new.request.as_bytes() => Claim::Reused,
            (Some(status), Some(body)) => Claim::Finished(FinishedResponse {
                status: u16::try_from(status).map_err(|_| super::Inconsistent::new(TABLE, "response_status", owner))?,
                location: row.response_location,
                body,
            }),
            // It ran out, and whoever asked before this one did not take it over: that is another request.
            _ if until <= new.now => continue,
            _ => Claim::InUse { until },
        });
    }
    Ok(claims)
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
