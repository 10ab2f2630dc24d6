//! Signing keys of organisations; the private half is sealed.

use std::fmt;

use proofpass::time::Timestamp;
use zeroize::Zeroizing;

use super::columns::{instant, timestamp};
use super::seal::{Place, SealError, Sealer};
use super::{Error, Store, Tx, at_most_one, expect_one};
use crate::id::{IssuerKeyId, OrganizationId};
use crate::rng::Rng;

/// The 32-byte seed of an Ed25519 key. Wiped when dropped, never printed.
pub struct Seed(pub Zeroizing<[u8; 32]>);

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// A private key as it rests: opens only in its own row.
#[derive(Debug)]
pub struct SealedSeed(Vec<u8>);

impl SealedSeed {
    /// Seals `seed` for the row of `id`.
    pub fn new(sealer: &Sealer, rng: &dyn Rng, id: IssuerKeyId, seed: &Seed) -> Result<Self, SealError> {
        sealer.seal(rng, place(&id.to_string()), seed.0.as_slice()).map(Self)
    }

    /// Opens it.
    pub fn open(&self, sealer: &Sealer, id: IssuerKeyId) -> Result<Seed, SealError> {
        let opened = sealer.open(place(&id.to_string()), &self.0)?;
        let mut seed = Zeroizing::new([0; 32]);
        if opened.len() != seed.len() {
            return Err(SealError::Broken);
        }
        seed.copy_from_slice(&opened);
        Ok(Seed(seed))
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "issuer_keys", row, column: "sealed_private_key" }
}

/// A key with its sealed private half.
#[derive(Debug)]
pub struct IssuerKey {
    /// Key of the row.
    pub id: IssuerKeyId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// `did:key:…`
    pub did: String,
    /// `did:key:…#…`
    pub verification_method: String,
    /// The private half.
    pub sealed_seed: SealedSeed,
}

/// A key without its private half, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerKeySummary {
    /// Key of the row.
    pub id: IssuerKeyId,
    /// `did:key:…`
    pub did: String,
    /// Whether it signs new credentials.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Adds an active key. [`super::Conflict::IssuerKeyActive`] where there is one already: retire it first.
pub async fn insert(tx: &mut Tx, key: &IssuerKey, created_at: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- issuer_keys::insert
        insert into issuer_keys
            (issuer_key_id, organization_id, did, verification_method, sealed_private_key, active, created_at)
        values ($1, $2, $3, $4, $5, true, $6)"#,
        key.id.0,
        key.organization_id.0,
        key.did,
        key.verification_method,
        key.sealed_seed.0,
        instant(created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("issuer_keys::insert", done.rows_affected())
}

/// Retires the active key, if there is one. What it signed stays valid.
pub async fn retire_active(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- issuer_keys::retire_active
        update issuer_keys set active = false where organization_id = $1 and active"#,
        organization.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("issuer_keys::retire_active", done.rows_affected())?;
    Ok(())
}

/// The key that signs for an organisation.
pub async fn active(store: &Store, organization: OrganizationId) -> Result<Option<IssuerKey>, Error> {
    let row = sqlx::query!(
        r#"-- issuer_keys::active
        select issuer_key_id, organization_id, did, verification_method, sealed_private_key
        from issuer_keys where organization_id = $1 and active"#,
        organization.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| IssuerKey {
        id: row.issuer_key_id,
        organization_id: row.organization_id,
        did: row.did,
        verification_method: row.verification_method,
        sealed_seed: SealedSeed(row.sealed_private_key),
    }))
}

/// The key that signs in the name of a DID: the active one where it is that DID's, else the newest that was.
pub async fn of_did(store: &Store, organization: OrganizationId, did: &str) -> Result<Option<IssuerKey>, Error> {
    let row = sqlx::query!(
        r#"-- issuer_keys::of_did
        select issuer_key_id, organization_id, did, verification_method, sealed_private_key
        from issuer_keys where organization_id = $1 and did = $2 order by active desc, issuer_key_id desc limit 1"#,
        organization.0,
        did,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| IssuerKey {
        id: row.issuer_key_id,
        organization_id: row.organization_id,
        did: row.did,
        verification_method: row.verification_method,
        sealed_seed: SealedSeed(row.sealed_private_key),
    }))
}

/// Every key of an organisation, oldest first.
pub async fn list(store: &Store, organization: OrganizationId) -> Result<Vec<IssuerKeySummary>, Error> {
    let rows = sqlx::query!(
        r#"-- issuer_keys::list
        select issuer_key_id, did, active, created_at
        from issuer_keys where organization_id = $1 order by issuer_key_id"#,
        organization.0,
    )
    .fetch_all(&store.pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            let created_at = timestamp(row.created_at, ("issuer_keys", "created_at"), row.issuer_key_id)?;
            Ok(IssuerKeySummary { id: row.issuer_key_id, did: row.did, active: row.active, created_at })
        })
        .collect()
}
