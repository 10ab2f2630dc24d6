//! One request, one effect, one answer: what an `Idempotency-Key` promises.
//!
//! In scope: claiming, waiting, replaying, giving back. Out of scope: the header (`http`), the rows (`store`).

use std::slice;
use std::time::Duration;

use proofpass::digest::Digest;
use tokio::time::{Instant, sleep};

use super::attestation::{self, ForHolder, NewAttestation};
use super::plan::Allowance;
use super::together::away;
use super::{Caller, Error, Issuer};
use crate::id::ClaimToken;
use crate::store::Store;
use crate::store::api_keys::Scope;
use crate::store::attestations::Attestation;
use crate::store::idempotency::{self, Asked, Claim, Finish, FinishedResponse, KeyOfOrganization, NewClaim};

/// How long a claim holds without being finished. Longer than any request may run; a process that dies blocks its key
/// this long and no longer.
const CLAIM_SECONDS: i64 = 30;

/// How long an answer is remembered.
const REMEMBER_SECONDS: i64 = 48 * 3600;

/// How long a repeated request waits for the first one: most are answered long before.
const WAIT: Duration = Duration::from_secs(2);

/// Between two looks at what became of it; each pause is twice the one before, up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LAST_PAUSE: Duration = Duration::from_millis(200);

/// Seconds after which it is worth to ask again where the wait was in vain.
const RETRY_AFTER: u32 = 2;

/// The key of a request, and what the request is.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// The header's value.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request: Digest,
}

/// An answer, and whether it is an old one.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer.
    pub response: FinishedResponse,
    /// Whether the effect happened earlier.
    pub replayed: bool,
    /// How the organisation stands after it; of what happened earlier, nobody says.
    pub allowance: Option<Allowance>,
}

/// A claim that this process holds.
#[derive(Clone, Debug)]
pub(super) struct HeldClaim {
    key: KeyOfOrganization,
    token: ClaimToken,
}

impl HeldClaim {
    /// Its end.
    pub(super) fn finish<'a>(&'a self, response: &'a FinishedResponse) -> Finish<'a> {
        Finish { key: &self.key, token: self.token, response }
    }
}

/// Issues an attestation, once for each key.
pub async fn issue(
    issuer: &Issuer,
    caller: &Caller,
    new: NewAttestation,
    key: Option<IdempotencyKey>,
    answer: impl Fn(&Attestation, ForHolder<'_>) -> Result<FinishedResponse, Error> + Send + Sync + 'static,
) -> Result<Answer, Error> {
    caller.require(Scope::AttestationsWrite)?;
    let Some(key) = key else {
        let (response, allowance) = attestation::issue(issuer, caller, new, None, answer).await?;
        return Ok(Answer { response, replayed: false, allowance: Some(allowance) });
    };
    let token = ClaimToken::new(&*issuer.clock, &*issuer.rng)?;
    let held = HeldClaim { key: KeyOfOrganization { organization_id: caller.organization_id, key: key.key }, token };
    let (first_look, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        let now = issuer.clock.now();
        let claim = NewClaim {
            token,
            request: key.request,
            now,
            claimed_until: now.plus_seconds(CLAIM_SECONDS),
            expires_at: now.plus_seconds(REMEMBER_SECONDS),
        };
        let store = issuer.store.clone();
        let claims = issuer.claims.run((held.key.clone(), claim), move |all| claim_each(store, all));
        match claims.await?? {
            Claim::Claimed => break,
            Claim::Finished(response) => return Ok(Answer { response, replayed: true, allowance: None }),
            Claim::InUse { .. } if first_look.elapsed() < WAIT => sleep(pause).await,
            Claim::InUse { until } => {
                let left = until.unix_seconds() - now.unix_seconds();
                let retry_after = u32::try_from(left).unwrap_or(0).clamp(1, RETRY_AFTER);
                return Err(Error::IdempotencyKeyInUse { retry_after });
            }
            Claim::Reused => return Err(Error::IdempotencyKeyReused),
        }
        pause = LAST_PAUSE.min(pause * 2);
    }
    match attestation::issue(issuer, caller, new, Some(&held), answer).await {
        Ok((response, allowance)) => Ok(Answer { response, replayed: false, allowance: Some(allowance) }),
        Err(error) => {
            // Nothing happened, so that the key is free again. If it cannot be given back it runs out by itself; if the
            // failure came after the commit, the row is finished and stays.
            if let Err(release) = idempotency::release(&issuer.store, &held.key, held.token).await {
                tracing::warn!(error = %release, "An idempotency key could not be given back; it runs out in {CLAIM_SECONDS} s");
            }
            Err(error)
        }
    }
}

/// Claims for those who ask at the same time: all in one go, or, where that is refused, each alone.
async fn claim_each(store: Store, all: Vec<Asked>) -> Vec<Result<Claim, Error>> {
    let failed = match idempotency::claim(&store, &all).await {
        Ok(claims) => return claims.into_iter().map(Ok).collect(),
        Err(error) if error.is_silence() || all.len() == 1 => return away(error.into(), all.len()),
        Err(error) => error,
    };
    tracing::warn!(error = %failed, keys = all.len(), "Could not claim idempotency keys together: each apart");
    let mut claims = Vec::with_capacity(all.len());
    for one in &all {
        let claim = idempotency::claim(&store, slice::from_ref(one)).await;
        claims.push(claim.map_err(Error::from).and_then(|mut one| one.pop().ok_or(Error::Vanished)));
    }
    claims
}

/// Forgets every key past its time; returns how many.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    let now = issuer.clock.now();
    let mut forgotten = 0;
    loop {
        let batch = idempotency::sweep(&issuer.store, now).await?;
        forgotten += batch;
        if batch < idempotency::SWEEP_BATCH {
            return Ok(forgotten);
        }
    }
}
