//! Keys with which an organisation signs what is committed of claims (`EdDSA` with Poseidon, over Baby Jubjub): making one,
//! opening the one that signs, ending one.
//!
//! They stand in the document of the organisation's `did:web`, beside its other keys. A `did:key` is one key and has no room
//! for another: who signs so commits nothing.

use proofpass::time::Timestamp;
use proofpass_zk::eddsa::SigningKey;
use zeroize::Zeroizing;

use super::event::Kind;
use super::{Caller, Error, Issuer, identity, issuer_key};
use crate::id::{IssuerKeyId, OrganizationId};
use crate::store::api_keys::Scope;
use crate::store::issuer_keys::Seed;
use crate::store::organizations::{self, DidMethod};
use crate::store::zk_keys::{self, SealedZkSeed, ZkKey, ZkKeySummary};
use crate::store::{self, Conflict, Tx};

/// Keys of one organisation: its document lists them beside the others, and verifiers read 256 methods of a document.
const MAX_KEYS: i32 = 16;

/// How often somebody else may make the first one at the same time.
const ROUNDS: usize = 4;

/// Makes a key that signs from now on. With `replace`, the key that signed until now is retired; what it signed stays
/// valid. Without, an active key is a conflict: nobody rotates by accident.
pub async fn create(issuer: &Issuer, caller: &Caller, replace: bool) -> Result<ZkKeySummary, Error> {
    caller.require(Scope::IssuerKeysWrite)?;
    let organization = caller.organization_id;
    let mut tx = issuer.store.tx_of(organization, "create_zk_key").await?;
    let method = organizations::lock_method(&mut tx, organization).await?.ok_or(Error::NotFound)?;
    let did = identity::did_web(&issuer.public_url, organization).filter(|_| method == DidMethod::Web);
    let did = did.ok_or(Error::WithoutDocument)?;
    if replace {
        zk_keys::retire_active(&mut tx, organization, issuer.clock.now()).await?;
    }
    let made = add(issuer, &mut tx, organization, did).await?;
    tx.commit().await?;
    Ok(made.summary)
}

/// Makes a key that signs for an organisation which has none that does, and is locked.
async fn add(issuer: &Issuer, tx: &mut Tx, organization: OrganizationId, did: String) -> Result<ZkKey, Error> {
    let count = zk_keys::count(tx, organization).await?;
    if count >= MAX_KEYS {
        return Err(Error::Conflict(Conflict::IssuerKeys));
    }
    let mut seed = Zeroizing::new([0; 32]);
    issuer.rng.fill(seed.as_mut_slice())?;
    let id = IssuerKeyId::new(&*issuer.clock, &*issuer.rng)?;
    let summary = ZkKeySummary {
        id,
        did,
        // None was ever taken away.
        number: count + 1,
        public_key: SigningKey::from_seed(&seed).public_key().to_bytes(),
        active: true,
        created_at: issuer.clock.now(),
        retired_at: None,
        compromised_since: None,
    };
    let sealed_seed = SealedZkSeed::new(&issuer.sealer, &*issuer.rng, id, &Seed(seed)).map_err(store::Error::from)?;
    let key = ZkKey { summary, sealed_seed };
    zk_keys::insert(tx, organization, &key).await?;
    issuer_key::tell(issuer, tx, organization, Kind::IssuerKeyCreated, &key.summary.verification_method()).await?;
    Ok(key)
}

/// The key that signs in the name of `did`: made now, where there is none yet.
pub(super) async fn ready(issuer: &Issuer, organization: OrganizationId, did: &str) -> Result<ZkKey, Error> {
    if identity::did_web(&issuer.public_url, organization).as_deref() != Some(did) {
        return Err(Error::WithoutDocument);
    }
    for _ in 0..ROUNDS {
        if let Some(key) = zk_keys::active(&issuer.store, organization).await?
            && key.summary.did == did
        {
            return Ok(key);
        }
        let mut tx = issuer.store.tx_of(organization, "create_first_zk_key").await?;
        organizations::lock_method(&mut tx, organization).await?.ok_or(Error::NotFound)?;
        let newest = zk_keys::newest(&mut tx, organization).await?;
        match newest {
            // Somebody else made one meanwhile.
            Some((newest, true)) if newest == did => continue,
            // Who has retired it decides when there is another.
            Some((newest, false)) if newest == did => {
                return Err(Error::Unavailable { hand: super::Hand::Signer, source: None });
            }
            // The service has moved: under its new address the organisation is called something else.
            Some(_) => zk_keys::retire_active(&mut tx, organization, issuer.clock.now()).await?,
            None => {}
        }
        let made = add(issuer, &mut tx, organization, did.to_owned()).await?;
        tx.commit().await?;
        tracing::info!(organization.id = %organization, "Made the first key that signs commitments");
        return Ok(made);
    }
    Err(Error::Conflict(Conflict::IssuerKeyActive))
}

/// Opens a key.
pub(super) fn open(issuer: &Issuer, key: &ZkKey) -> Result<SigningKey, Error> {
    let seed = key.sealed_seed.open(&issuer.sealer, key.summary.id).map_err(store::Error::from)?;
    let signer = SigningKey::from_seed(&seed.0);
    // The row says which key this is; the sealed half must agree before anything is signed in its name.
    if signer.public_key().to_bytes() == key.summary.public_key { Ok(signer) } else { Err(Error::SignerFaulty) }
}

/// Every key of an organisation.
pub(super) async fn list(issuer: &Issuer, organization: OrganizationId) -> Result<Vec<ZkKeySummary>, Error> {
    Ok(zk_keys::list(&issuer.store, organization).await?)
}

async fn of(issuer: &Issuer, organization: OrganizationId, id: IssuerKeyId) -> Result<ZkKeySummary, Error> {
    list(issuer, organization).await?.into_iter().find(|key| key.id == id).ok_or(Error::NotFound)
}

/// Ends signing with a key. What it signed stays valid. Until another is made, nothing is committed.
pub(super) async fn retire(
    issuer: &Issuer,
    organization: OrganizationId,
    id: IssuerKeyId,
) -> Result<ZkKeySummary, Error> {
    let known = of(issuer, organization, id).await?;
    let mut tx = issuer.store.tx_of(organization, "retire_zk_key").await?;
    if !zk_keys::retire(&mut tx, organization, id, issuer.clock.now()).await? {
        return Err(Error::Conflict(Conflict::IssuerKeyEnded));
    }
    issuer_key::tell(issuer, &mut tx, organization, Kind::IssuerKeyRetired, &known.verification_method()).await?;
    tx.commit().await?;
    tracing::info!(issuer_key.id = %id, organization.id = %organization, "Retired issuer key `{id}`");
    of(issuer, organization, id).await
}

/// Ends believing in a key, whatever it signed and whenever.
pub(super) async fn compromise(
    issuer: &Issuer,
    organization: OrganizationId,
    id: IssuerKeyId,
    since: Timestamp,
    now: Timestamp,
) -> Result<ZkKeySummary, Error> {
    let known = of(issuer, organization, id).await?;
    let mut tx = issuer.store.tx_of(organization, "compromise_zk_key").await?;
    if !zk_keys::compromise(&mut tx, organization, id, since, now).await? {
        return Err(Error::NotFound);
    }
    let method = known.verification_method();
    issuer_key::tell(issuer, &mut tx, organization, Kind::IssuerKeyCompromised, &method).await?;
    tx.commit().await?;
    tracing::warn!(issuer_key.id = %id, organization.id = %organization, "Issuer key `{id}` is compromised since {since}");
    of(issuer, organization, id).await
}
