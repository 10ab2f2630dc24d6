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
    /// As whom it signs: its own `did:key:…`, or the organisation's `did:web:…`.
    pub did: String,
    /// The DID, `#`, and the key as a Multikey.
    pub verification_method: String,
    /// The private half.
    pub sealed_seed: SealedSeed,
}

impl IssuerKey {
    /// From its columns.
    pub(super) fn of(
        id: IssuerKeyId,
        organization_id: OrganizationId,
        did: String,
        verification_method: String,
        sealed_private_key: Vec<u8>,
    ) -> Self {
        Self { id, organization_id, did, verification_method, sealed_seed: SealedSeed(sealed_private_key) }
    }
}

/// A key without its private half, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerKeySummary {
    /// Key of the row.
    pub id: IssuerKeyId,
    /// As whom it signs or signed.
    pub did: String,
    /// The DID, `#`, and the key as a Multikey.
    pub verification_method: String,
    /// Whether it signs new credentials.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stopped to sign, where that is known.
    pub retired_at: Option<Timestamp>,
    /// Since when somebody else may sign with it.
    pub compromised_since: Option<Timestamp>,
}

impl IssuerKeySummary {
    /// The public key as a Multikey.
    #[must_use]
    pub fn multikey(&self) -> &str {
        self.verification_method.rsplit_once('#').map_or("", |(_, key)| key)
    }
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
pub async fn retire_active(tx: &mut Tx, organization: OrganizationId, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- issuer_keys::retire_active
        update issuer_keys set active = false, retired_at = $2 where organization_id = $1 and active"#,
        organization.0,
        instant(now),
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
    .fetch_optional(&mut *store.of(organization).await?)
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
        from issuer_keys where organization_id = $1 and did = $2
        order by active desc, compromised_since is null desc, issuer_key_id desc limit 1"#,
        organization.0,
        did,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(|row| IssuerKey {
        id: row.issuer_key_id,
        organization_id: row.organization_id,
        did: row.did,
        verification_method: row.verification_method,
        sealed_seed: SealedSeed(row.sealed_private_key),
    }))
}

/// Ends signing with a key that signs; `false` where there is no such key.
pub async fn retire(tx: &mut Tx, organization: OrganizationId, id: IssuerKeyId, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- issuer_keys::retire
        update issuer_keys set active = false, retired_at = $3
        where organization_id = $1 and issuer_key_id = $2 and active"#,
        organization.0,
        id.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("issuer_keys::retire", done.rows_affected())
}

/// Ends believing in a key from a time on; an earlier time stays. `false` where there is no such key.
pub async fn compromise(
    tx: &mut Tx,
    organization: OrganizationId,
    id: IssuerKeyId,
    since: Timestamp,
    now: Timestamp,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- issuer_keys::compromise
        update issuer_keys set active = false, retired_at = case when active then $4 else retired_at end,
            compromised_since = least(compromised_since, $3)
        where organization_id = $1 and issuer_key_id = $2"#,
        organization.0,
        id.0,
        instant(since),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("issuer_keys::compromise", done.rows_affected())
}

/// Every key of an organisation, oldest first.
pub async fn list(store: &Store, organization: OrganizationId) -> Result<Vec<IssuerKeySummary>, Error> {
    let rows = sqlx::query!(
        r#"-- issuer_keys::list
        select issuer_key_id, did, verification_method, active, created_at, retired_at, compromised_since
        from issuer_keys where organization_id = $1 order by issuer_key_id"#,
        organization.0,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter()
        .map(|row| {
            let time = |value, column| timestamp(value, ("issuer_keys", column), row.issuer_key_id);
            Ok(IssuerKeySummary {
                id: row.issuer_key_id,
                did: row.did,
                verification_method: row.verification_method,
                active: row.active,
                created_at: time(row.created_at, "created_at")?,
                retired_at: row.retired_at.map(|at| time(at, "retired_at")).transpose()?,
                compromised_since: row.compromised_since.map(|at| time(at, "compromised_since")).transpose()?,
            })
        })
        .collect()
}

/// How many keys an organisation has, in whatever state.
pub async fn count(tx: &mut Tx, organization: OrganizationId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"-- issuer_keys::count
        select count(*) as "count!" from issuer_keys where organization_id = $1"#,
        organization.0,
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    Ok(count)
}
