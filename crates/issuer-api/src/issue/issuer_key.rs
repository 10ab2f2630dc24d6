//! Signing keys of an organisation: making one, opening the active one.

use zeroize::Zeroizing;

use super::{Error, Hand, Issuer};
use crate::id::{IssuerKeyId, OrganizationId};
use crate::signer::Signer;
use crate::store::issuer_keys::{self, IssuerKey, IssuerKeySummary, SealedSeed, Seed};
use crate::store::{self, Tx};

/// Makes a key that signs from now on. With `replace`, the key that signed until now is retired; what it signed stays
/// valid. Without, an active key is a conflict: nobody rotates by accident.
pub async fn create(issuer: &Issuer, organization: OrganizationId, replace: bool) -> Result<IssuerKeySummary, Error> {
    super::organization::find(issuer, organization).await?;
    let mut tx = issuer.store.tx("create_issuer_key").await?;
    if replace {
        issuer_keys::retire_active(&mut tx, organization).await?;
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
    let mut seed = Zeroizing::new([0; 32]);
    issuer.rng.fill(seed.as_mut_slice())?;
    let public_key = Signer::from_seed(&seed).public_key();
    let id = IssuerKeyId::new(&*issuer.clock, &*issuer.rng)?;
    let key = IssuerKey {
        id,
        organization_id,
        did: public_key.did_key(),
        verification_method: public_key.verification_method(),
        sealed_seed: SealedSeed::new(&issuer.sealer, &*issuer.rng, id, &Seed(seed)).map_err(store::Error::from)?,
    };
    let now = issuer.clock.now();
    issuer_keys::insert(tx, &key, now).await?;
    Ok(IssuerKeySummary { id, did: key.did, active: true, created_at: now })
}

/// Every key of an organisation.
pub async fn list(issuer: &Issuer, organization: OrganizationId) -> Result<Vec<IssuerKeySummary>, Error> {
    super::organization::find(issuer, organization).await?;
    Ok(issuer_keys::list(&issuer.store, organization).await?)
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

/// Opens a key.
pub(super) fn open(issuer: &Issuer, key: &IssuerKey) -> Result<Signer, Error> {
    let seed = key.sealed_seed.open(&issuer.sealer, key.id).map_err(store::Error::from)?;
    let signer = Signer::from_seed(&seed.0);
    let public_key = signer.public_key();
    // The row says which key this is; the sealed half must agree before anything is signed in its name.
    if (public_key.did_key(), public_key.verification_method()) == (key.did.clone(), key.verification_method.clone()) {
        Ok(signer)
    } else {
        Err(Error::SignerFaulty)
    }
}
