//! The keys of access tokens, and how they turn.
//!
//! Each key signs for [`SIGNS_SECONDS`]; the next one is made, and so published, [`PUBLISHED_AHEAD_SECONDS`] before it
//! signs, so that whoever keeps a copy of the key set for an hour or a day never meets a token of a key that it has not
//! seen. A key stays published until the last token that it signed has ended. Turning by hand (`proofpass keys tokens turn`) does
//! the same, sooner; after a leak, at once.

use proofpass::key::{PublicKey, SigningKey};
use proofpass::time::Timestamp;
use zeroize::Zeroizing;

use super::access_token::LIFETIME_SECONDS;
use super::{Error, Issuer};
use crate::id::TokenKeyId;
use crate::store::token_keys::{self, SealedTokenSeed, TokenKey};
use crate::store::{self, Tx};

const DAY: i64 = 86_400;

/// How long a key signs.
const SIGNS_SECONDS: i64 = 30 * DAY;

/// How long before it signs a key is published.
const PUBLISHED_AHEAD_SECONDS: i64 = DAY;

/// How soon to turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// After the next key was published for long enough.
    Announced,
    /// Now: the key that signs, and all that it signed, is good no longer. Whoever is signed in refreshes once.
    AtOnce,
}

/// Sees to it that there is a key, and a next one in time. Cheap where there is nothing to do; called every now and then
/// by every process.
pub async fn look_after(issuer: &Issuer) -> Result<(), Error> {
    kept(issuer).await.map(drop)
}

/// The keys that are published, after seeing to it that there are some.
async fn kept(issuer: &Issuer) -> Result<Vec<TokenKey>, Error> {
    let now = issuer.clock.now();
    let keys = token_keys::published(&issuer.store, now).await?;
    if missing(&keys, now).is_none() {
        return Ok(keys);
    }
    let mut tx = issuer.store.tx("look_after_token_keys").await?;
    token_keys::lock(&mut tx).await?;
    // Again, now that nobody else makes one.
    if let Some(from) = missing(&token_keys::published(&issuer.store, now).await?, now) {
        make(issuer, &mut tx, from, now).await?;
    }
    tx.commit().await?;
    Ok(token_keys::published(&issuer.store, now).await?)
}

/// When a key is to begin that should be there and is not.
fn missing(keys: &[TokenKey], now: Timestamp) -> Option<Timestamp> {
    let covered = keys.iter().map(|key| key.signs_until).max().filter(|until| *until > now);
    match covered {
        None => Some(now),
        Some(until) if until <= now.plus_seconds(PUBLISHED_AHEAD_SECONDS) => Some(until),
        Some(_) => None,
    }
}

/// Makes a new key take over.
pub async fn turn(issuer: &Issuer, turn: Turn) -> Result<TokenKeyId, Error> {
    let now = issuer.clock.now();
    let (from, verifies_until) = match turn {
        Turn::Announced => {
            let from = now.plus_seconds(PUBLISHED_AHEAD_SECONDS);
            (from, from.plus_seconds(LIFETIME_SECONDS))
        }
        Turn::AtOnce => (now, now),
    };
    let mut tx = issuer.store.tx("turn_token_keys").await?;
    token_keys::lock(&mut tx).await?;
    token_keys::retire(&mut tx, from, verifies_until).await?;
    let id = make(issuer, &mut tx, from, now).await?;
    tx.commit().await?;
    tracing::info!(token_key.id = %id, signs_from = %from, "A new key will sign access tokens from {from}");
    Ok(id)
}

async fn make(issuer: &Issuer, tx: &mut Tx, from: Timestamp, now: Timestamp) -> Result<TokenKeyId, Error> {
    let mut seed = Zeroizing::new([0; 32]);
    issuer.rng.fill(seed.as_mut_slice())?;
    let id = TokenKeyId::new(&*issuer.clock, &*issuer.rng)?;
    let mut public_key = [0; 32];
    public_key.copy_from_slice(&SigningKey::from_seed(&seed).public_key().to_point());
    let signs_until = from.plus_seconds(SIGNS_SECONDS);
    let key = TokenKey {
        id,
        public_key,
        sealed: SealedTokenSeed::new(&issuer.sealer, &*issuer.rng, id, &seed).map_err(store::Error::from)?,
        signs_from: from,
        signs_until,
        verifies_until: signs_until.plus_seconds(LIFETIME_SECONDS),
    };
    token_keys::insert(tx, &key, now).await?;
    Ok(id)
}

/// The key that signs now.
pub(super) async fn signing(issuer: &Issuer) -> Result<(TokenKeyId, SigningKey), Error> {
    let (now, keys) = (issuer.clock.now(), kept(issuer).await?);
    let signs = |key: &&TokenKey| key.signs_from <= now && now < key.signs_until;
    let key = keys.iter().rev().find(signs).ok_or(Error::SignerFaulty)?;
    let seed = key.sealed.open(&issuer.sealer, key.id).map_err(store::Error::from)?;
    let signing = SigningKey::from_seed(&seed);
    // The row says which key this is; the sealed half must agree.
    if signing.public_key().to_point() == key.public_key { Ok((key.id, signing)) } else { Err(Error::SignerFaulty) }
}

/// The public halves of all keys whose tokens may be met, now or soon.
pub async fn published(issuer: &Issuer) -> Result<Vec<(TokenKeyId, PublicKey)>, Error> {
    let keys = kept(issuer).await?;
    let read = |key: &TokenKey| {
        let public = PublicKey::from_bytes(&key.public_key).map_err(|_| Error::SignerFaulty)?;
        Ok((key.id, public))
    };
    keys.iter().map(read).collect()
}
