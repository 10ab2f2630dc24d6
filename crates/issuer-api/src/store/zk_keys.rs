//! Keys over Baby Jubjub, with which organisations sign what is committed of claims; the private half is sealed.

use proofpass::time::Timestamp;
use proofpass_zk::eddsa::PublicKey;
use zeroize::Zeroizing;

use super::columns::{array, instant, timestamp};
use super::issuer_keys::Seed;
use super::seal::{Place, SealError, Sealer};
use super::{Error, Store, Tx, at_most_one, expect_one};
use crate::id::{IssuerKeyId, OrganizationId};
use crate::rng::Rng;

const TABLE: &str = "zk_keys";

/// A key without its private half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZkKeySummary {
    /// Key of the row.
    pub id: IssuerKeyId,
    /// As whom it signs or signed.
    pub did: String,
    /// The how manieth of its organisation it is.
    pub number: i32,
    /// Both coordinates, the most significant byte of each first.
    pub public_key: [u8; 64],
    /// Whether it signs new credentials.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stopped to sign.
    pub retired_at: Option<Timestamp>,
    /// Since when somebody else may sign with it.
    pub compromised_since: Option<Timestamp>,
}

impl ZkKeySummary {
    /// What names it in documents.
    #[must_use]
    pub fn verification_method(&self) -> String {
        format!("{}#zk-{}", self.did, self.number)
    }

    /// The point; there is always one that can be a key.
    #[must_use]
    pub fn public_key(&self) -> Option<PublicKey> {
        let (x, y) = self.public_key.split_first_chunk()?;
        PublicKey::from_bytes(x, y.try_into().ok()?)
    }
}

/// A private key as it rests: opens only in its own row.
#[derive(Debug)]
pub struct SealedZkSeed(Vec<u8>);

impl SealedZkSeed {
    /// Seals `seed` for the row of `id`.
    pub fn new(sealer: &Sealer, rng: &dyn Rng, id: IssuerKeyId, seed: &Seed) -> Result<Self, SealError> {
        sealer.seal(rng, place(&id.to_string()), seed.0.as_slice()).map(Self)
    }

    /// Opens it.
    pub fn open(&self, sealer: &Sealer, id: IssuerKeyId) -> Result<Seed, SealError> {
        let opened = sealer.open(place(&id.to_string()), &self.0)?;
        let seed: [u8; 32] = opened.as_slice().try_into().map_err(|_| SealError::Broken)?;
        Ok(Seed(Zeroizing::new(seed)))
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: TABLE, row, column: "sealed_private_key" }
}

/// A key with its sealed private half.
#[derive(Debug)]
pub struct ZkKey {
    /// What anybody may know of it.
    pub summary: ZkKeySummary,
    /// The private half.
    pub sealed_seed: SealedZkSeed,
}

/// Adds an active key. [`super::Conflict::IssuerKeyActive`] where there is one already: retire it first.
pub async fn insert(tx: &mut Tx, organization: OrganizationId, key: &ZkKey) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- zk_keys::insert
        insert into zk_keys
            (zk_key_id, organization_id, number, did, public_key, sealed_private_key, active, created_at)
        values ($1, $2, $3, $4, $5, $6, true, $7)"#,
        key.summary.id.0,
        organization.0,
        key.summary.number,
        key.summary.did,
        &key.summary.public_key[..],
        key.sealed_seed.0,
        instant(key.summary.created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("zk_keys::insert", done.rows_affected())
}

/// Retires the active key, if there is one. What it signed stays valid.
pub async fn retire_active(tx: &mut Tx, organization: OrganizationId, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- zk_keys::retire_active
        update zk_keys set active = false, retired_at = $2 where organization_id = $1 and active"#,
        organization.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("zk_keys::retire_active", done.rows_affected())?;
    Ok(())
}

/// The key that signs for an organisation.
pub async fn active(store: &Store, organization: OrganizationId) -> Result<Option<ZkKey>, Error> {
    let row = sqlx::query!(
        r#"-- zk_keys::active
        select zk_key_id, did, number, public_key, sealed_private_key, created_at
        from zk_keys where organization_id = $1 and active"#,
        organization.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let summary = ZkKeySummary {
        id: row.zk_key_id,
        did: row.did,
        number: row.number,
        public_key: array(&row.public_key, (TABLE, "public_key"), row.zk_key_id)?,
        active: true,
        created_at: timestamp(row.created_at, (TABLE, "created_at"), row.zk_key_id)?,
        retired_at: None,
        compromised_since: None,
    };
    Ok(Some(ZkKey { summary, sealed_seed: SealedZkSeed(row.sealed_private_key) }))
}

/// Ends signing with a key that signs; `false` where there is no such key.
pub async fn retire(tx: &mut Tx, organization: OrganizationId, id: IssuerKeyId, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- zk_keys::retire
        update zk_keys set active = false, retired_at = $3
        where organization_id = $1 and zk_key_id = $2 and active"#,
        organization.0,
        id.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("zk_keys::retire", done.rows_affected())
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
        r#"-- zk_keys::compromise
        update zk_keys set active = false, retired_at = case when active then $4 else retired_at end,
            compromised_since = least(compromised_since, $3)
        where organization_id = $1 and zk_key_id = $2"#,
        organization.0,
        id.0,
        instant(since),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("zk_keys::compromise", done.rows_affected())
}

/// Every key of an organisation, oldest first.
pub async fn list(store: &Store, organization: OrganizationId) -> Result<Vec<ZkKeySummary>, Error> {
    let rows = sqlx::query!(
        r#"-- zk_keys::list
        select zk_key_id, did, number, public_key, active, created_at, retired_at, compromised_since
        from zk_keys where organization_id = $1 order by number"#,
        organization.0,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter()
        .map(|row| {
            let time = |value, column| timestamp(value, (TABLE, column), row.zk_key_id);
            Ok(ZkKeySummary {
                id: row.zk_key_id,
                did: row.did,
                number: row.number,
                public_key: array(&row.public_key, (TABLE, "public_key"), row.zk_key_id)?,
                active: row.active,
                created_at: time(row.created_at, "created_at")?,
                retired_at: row.retired_at.map(|at| time(at, "retired_at")).transpose()?,
                compromised_since: row.compromised_since.map(|at| time(at, "compromised_since")).transpose()?,
            })
        })
        .collect()
}

/// How many keys an organisation has, in whatever state.
pub async fn count(tx: &mut Tx, organization: OrganizationId) -> Result<i32, Error> {
    let count = sqlx::query_scalar!(
        r#"-- zk_keys::count
        select count(*)::integer as "count!" from zk_keys where organization_id = $1"#,
        organization.0,
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    Ok(count)
}

/// As whom the newest key signs, and whether it still does.
pub async fn newest(tx: &mut Tx, organization: OrganizationId) -> Result<Option<(String, bool)>, Error> {
    let row = sqlx::query!(
        r#"-- zk_keys::newest
        select did, active from zk_keys where organization_id = $1 order by number desc limit 1"#,
        organization.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(|row| (row.did, row.active)))
}
