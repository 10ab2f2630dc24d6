//! Keys that sign access tokens; the private half is sealed.

use proofpass::time::Timestamp;
use zeroize::Zeroizing;

use super::columns::{array, instant, timestamp};
use super::seal::{Place, SealError, Sealer};
use super::{Error, Inconsistent, Store, Tx, expect_one};
use crate::id::TokenKeyId;
use crate::rng::Rng;

/// A private key as it rests: opens only in its own row.
#[derive(Clone, Debug)]
pub struct SealedTokenSeed(Vec<u8>);

impl SealedTokenSeed {
    /// Seals the seed of an Ed25519 key for the row of `id`.
    pub fn new(sealer: &Sealer, rng: &dyn Rng, id: TokenKeyId, seed: &[u8; 32]) -> Result<Self, SealError> {
        sealer.seal(rng, place(&id.to_string()), seed).map(Self)
    }

    /// Opens it.
    pub fn open(&self, sealer: &Sealer, id: TokenKeyId) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let opened = sealer.open(place(&id.to_string()), &self.0)?;
        let mut seed = Zeroizing::new([0; 32]);
        if opened.len() != seed.len() {
            return Err(SealError::Broken);
        }
        seed.copy_from_slice(&opened);
        Ok(seed)
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "token_keys", row, column: "sealed_private_key" }
}

/// A key.
#[derive(Clone, Debug)]
pub struct TokenKey {
    /// Key of the row; also the `kid`.
    pub id: TokenKeyId,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// The private half.
    pub sealed: SealedTokenSeed,
    /// Signs from here on,
    pub signs_from: Timestamp,
    /// until here.
    pub signs_until: Timestamp,
    /// What it signed is good until here at most.
    pub verifies_until: Timestamp,
}

/// Keeps other processes from making keys until the transaction ends: two that find none shall not make two.
pub async fn lock(tx: &mut Tx) -> Result<(), Error> {
    sqlx::query!(
        r#"-- token_keys::lock
        lock table token_keys in share row exclusive mode"#,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Adds one.
pub async fn insert(tx: &mut Tx, key: &TokenKey, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- token_keys::insert
        insert into token_keys
            (token_key_id, public_key, sealed_private_key, signs_from, signs_until, verifies_until, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)"#,
        key.id.0,
        &key.public_key,
        key.sealed.0,
        instant(key.signs_from),
        instant(key.signs_until),
        instant(key.verifies_until),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("token_keys::insert", done.rows_affected())
}

/// Lets every key sign until `until` at most, and be good for what it signed until `verifies_until` at most.
pub async fn retire(tx: &mut Tx, until: Timestamp, verifies_until: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- token_keys::retire
        update token_keys set signs_from = least(signs_from, $1), signs_until = least(signs_until, $1),
            verifies_until = least(verifies_until, $2)
        where signs_until > $1 or verifies_until > $2"#,
        instant(until),
        instant(verifies_until),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Every key whose tokens may be good at `now`, or that will sign later; the oldest first.
pub async fn published(store: &Store, now: Timestamp) -> Result<Vec<TokenKey>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- token_keys::published
        select token_key_id, public_key, sealed_private_key, signs_from, signs_until, verifies_until
        from token_keys where verifies_until > $1 order by signs_from, token_key_id"#,
        instant(now),
    )
    .fetch_all(&store.pool)
    .await?;
    rows.into_iter().map(|row| Ok(TokenKey::try_from(row)?)).collect()
}

/// Finds one whose tokens may be good at `now`.
pub async fn find(store: &Store, id: TokenKeyId, now: Timestamp) -> Result<Option<TokenKey>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- token_keys::find
        select token_key_id, public_key, sealed_private_key, signs_from, signs_until, verifies_until
        from token_keys where token_key_id = $1 and verifies_until > $2"#,
        id.0,
        instant(now),
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(TokenKey::try_from).transpose()?)
}

struct Row {
    token_key_id: TokenKeyId,
    public_key: Vec<u8>,
    sealed_private_key: Vec<u8>,
    signs_from: time::OffsetDateTime,
    signs_until: time::OffsetDateTime,
    verifies_until: time::OffsetDateTime,
}

impl TryFrom<Row> for TokenKey {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "token_keys";
        let id = row.token_key_id;
        let time = |value, column| timestamp(value, (TABLE, column), id);
        Ok(Self {
            id,
            public_key: array(&row.public_key, (TABLE, "public_key"), id)?,
            sealed: SealedTokenSeed(row.sealed_private_key),
            signs_from: time(row.signs_from, "signs_from")?,
            signs_until: time(row.signs_until, "signs_until")?,
            verifies_until: time(row.verifies_until, "verifies_until")?,
        })
    }
}
