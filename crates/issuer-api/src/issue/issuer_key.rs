//! Signing keys of an organisation: making one, opening the active one, ending one.

use proofpass::did::VerificationMethodId;
use proofpass::time::Timestamp;
use zeroize::Zeroizing;

use super::event::{self, Kind};
use super::{Caller, Error, Hand, Issuer, identity, zk_key};
use crate::id::{IssuerKeyId, OrganizationId};
use crate::signer::Signer;
use crate::store::api_keys::Scope;
use crate::store::issuer_keys::{self, IssuerKey, IssuerKeySummary, SealedSeed, Seed};
use crate::store::organizations::{self, DidMethod};
use crate::store::zk_keys::ZkKeySummary;
use crate::store::{self, Conflict, Tx, status_lists, webhook_events, zk_status};

/// Keys of one organisation: its document lists each twice, and verifiers read 256 methods of a document.
const MAX_KEYS: i64 = 120;

/// A key of an organisation, of whichever kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyKey {
    /// Of commitments to claims.
    BabyJubjub(ZkKeySummary),
    /// Of credentials.
    Ed25519(IssuerKeySummary),
}

/// Makes a key that signs from now on. With `replace`, the key that signed until now is retired; what it signed stays
/// valid. Without, an active key is a conflict: nobody rotates by accident.
pub async fn create(issuer: &Issuer, organization: OrganizationId, replace: bool) -> Result<IssuerKeySummary, Error> {
    let mut tx = issuer.store.tx_of(organization, "create_issuer_key").await?;
    if replace {
        issuer_keys::retire_active(&mut tx, organization, issuer.clock.now()).await?;
    }
    let made = add(issuer, &mut tx, organization).await?;
    tx.commit().await?;
    Ok(made)
}

/// Makes a key that signs for an organisation which has none that does.
pub(super) async fn add(
    issuer: &Issuer,
    tx: &mut Tx,
    organization_id: OrganizationId,
) -> Result<IssuerKeySummary, Error> {
    let method = organizations::lock_method(tx, organization_id).await?.ok_or(Error::NotFound)?;
    if issuer_keys::count(tx, organization_id).await? >= MAX_KEYS {
        return Err(Error::Conflict(Conflict::IssuerKeys));
    }
    let mut seed = Zeroizing::new([0; 32]);
    issuer.rng.fill(seed.as_mut_slice())?;
    let public_key = Signer::from_seed(&seed).public_key();
    let id = IssuerKeyId::new(&*issuer.clock, &*issuer.rng)?;
    let did = match method {
        DidMethod::Key => public_key.did_key(),
        // Nobody could find the document of an organisation whose service has moved to where there is none.
        DidMethod::Web => identity::did_web(&issuer.public_url, organization_id).ok_or(Error::SignerFaulty)?,
    };
    let key = IssuerKey {
        id,
        organization_id,
        verification_method: format!("{did}#{}", public_key.to_multikey()),
        did,
        sealed_seed: SealedSeed::new(&issuer.sealer, &*issuer.rng, id, &Seed(seed)).map_err(store::Error::from)?,
    };
    let now = issuer.clock.now();
    issuer_keys::insert(tx, &key, now).await?;
    tell(issuer, tx, organization_id, Kind::IssuerKeyCreated, &key.verification_method).await?;
    Ok(IssuerKeySummary {
        id,
        did: key.did,
        verification_method: key.verification_method,
        active: true,
        created_at: now,
        retired_at: None,
        compromised_since: None,
    })
}

/// Ends signing with a key. What it signed stays valid. Until another of its kind is made, nothing is issued.
pub async fn retire(issuer: &Issuer, caller: &Caller, id: IssuerKeyId) -> Result<AnyKey, Error> {
    caller.require(Scope::IssuerKeysWrite)?;
    let organization = caller.organization_id;
    let Some(known) = find(issuer, organization, id).await? else {
        return zk_key::retire(issuer, organization, id).await.map(AnyKey::BabyJubjub);
    };
    if !known.active {
        return Err(Error::Conflict(Conflict::IssuerKeyEnded));
    }
    let mut tx = issuer.store.tx_of(organization, "retire_issuer_key").await?;
    if !issuer_keys::retire(&mut tx, organization, id, issuer.clock.now()).await? {
        return Err(Error::Conflict(Conflict::IssuerKeyEnded));
    }
    tell(issuer, &mut tx, organization, Kind::IssuerKeyRetired, &known.verification_method).await?;
    tx.commit().await?;
    tracing::info!(issuer_key.id = %id, organization.id = %organization, "Retired issuer key `{id}`");
    find(issuer, organization, id).await?.map(AnyKey::Ed25519).ok_or(Error::NotFound)
}

/// Ends believing in a key, whatever it signed and whenever: who has stolen it can write any date.
pub async fn compromise(
    issuer: &Issuer,
    caller: &Caller,
    id: IssuerKeyId,
    since: Option<Timestamp>,
) -> Result<AnyKey, Error> {
    caller.require(Scope::IssuerKeysWrite)?;
    let (organization, now) = (caller.organization_id, issuer.clock.now());
    let since = since.unwrap_or(now);
    if since > now {
        return Err(Error::refused("/since", "must not be in the future"));
    }
    let Some(known) = find(issuer, organization, id).await? else {
        return zk_key::compromise(issuer, organization, id, since, now).await.map(AnyKey::BabyJubjub);
    };
    let mut tx = issuer.store.tx_of(organization, "compromise_issuer_key").await?;
    if !issuer_keys::compromise(&mut tx, organization, id, since, now).await? {
        return Err(Error::NotFound);
    }
    // They may be signed with it.
    status_lists::outdate(&mut tx, organization, &known.did).await?;
    zk_status::outdate(&mut tx, organization, &known.did).await?;
    tell(issuer, &mut tx, organization, Kind::IssuerKeyCompromised, &known.verification_method).await?;
    tx.commit().await?;
    tracing::warn!(issuer_key.id = %id, organization.id = %organization, "Issuer key `{id}` is compromised since {since}");
    find(issuer, organization, id).await?.map(AnyKey::Ed25519).ok_or(Error::NotFound)
}

pub(super) async fn tell(
    issuer: &Issuer,
    tx: &mut Tx,
    organization: OrganizationId,
    kind: Kind,
    method: &str,
) -> Result<(), Error> {
    let event = event::of_key(issuer, organization, kind, method, issuer.clock.now())?;
    Ok(webhook_events::insert(tx, &[&event]).await?)
}

async fn find(
    issuer: &Issuer,
    organization: OrganizationId,
    id: IssuerKeyId,
) -> Result<Option<IssuerKeySummary>, Error> {
    let keys = issuer_keys::list(&issuer.store, organization).await?;
    Ok(keys.into_iter().find(|key| key.id == id))
}

/// Every key with which an organisation signs credentials.
pub async fn list(issuer: &Issuer, organization: OrganizationId) -> Result<Vec<IssuerKeySummary>, Error> {
    super::organization::require_alive(issuer, organization).await?;
    Ok(issuer_keys::list(&issuer.store, organization).await?)
}

/// Every key of an organisation: those of credentials, then those of commitments.
pub async fn all(issuer: &Issuer, organization: OrganizationId) -> Result<Vec<AnyKey>, Error> {
    let keys = list(issuer, organization).await?.into_iter().map(AnyKey::Ed25519);
    let more = zk_key::list(issuer, organization).await?.into_iter().map(AnyKey::BabyJubjub);
    Ok(keys.chain(more).collect())
}

/// The key that signs for an organisation.
pub(super) async fn active(issuer: &Issuer, organization: OrganizationId) -> Result<IssuerKey, Error> {
    let key = issuer_keys::active(&issuer.store, organization).await?;
    key.ok_or(Error::Unavailable { hand: Hand::Signer, source: None })
}

/// The key that signs in the name of `did`, which the organisation has issued under: a retired key goes on to sign the
/// status lists of what it signed, because a list is believed only in the name of whoever signed the credential.
pub(super) async fn of_did(issuer: &Issuer, organization: OrganizationId, did: &str) -> Result<IssuerKey, Error> {
    let key = issuer_keys::of_did(&issuer.store, organization, did).await?;
    key.ok_or(Error::Unavailable { hand: Hand::Signer, source: None })
}

impl IssuerKey {
    /// What names it in proofs.
    pub(super) fn method(&self) -> Result<VerificationMethodId, Error> {
        VerificationMethodId::parse(&self.verification_method).map_err(|_| Error::SignerFaulty)
    }
}

/// Opens a key.
pub(super) fn open(issuer: &Issuer, key: &IssuerKey) -> Result<Signer, Error> {
    let seed = key.sealed_seed.open(&issuer.sealer, key.id).map_err(store::Error::from)?;
    let signer = Signer::from_seed(&seed.0);
    let public_key = signer.public_key();
    // The row says which key this is; the sealed half must agree before anything is signed in its name.
    let is_its_own = key.did == public_key.did_key();
    let is_organizations = identity::did_web(&issuer.public_url, key.organization_id).as_ref() == Some(&key.did);
    let method = format!("{}#{}", key.did, public_key.to_multikey());
    if (is_its_own || is_organizations) && key.verification_method == method {
        Ok(signer)
    } else {
        Err(Error::SignerFaulty)
    }
}
