//! Secrets that make codes by time, and codes for the day on which the device is lost; sealed, and as digests.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;
use zeroize::Zeroizing;

use super::columns::instant;
use super::seal::{Place, SealError, Sealer};
use super::{Error, Store, Tx, at_most_one, expect_one};
use crate::id::UserId;
use crate::rng::Rng;

/// A secret as it rests: opens only in its own row.
#[derive(Clone, Debug)]
pub struct SealedTotpSecret(Vec<u8>);

impl SealedTotpSecret {
    /// Seals `secret` for the row of `user`.
    pub fn new(sealer: &Sealer, rng: &dyn Rng, user: UserId, secret: &[u8]) -> Result<Self, SealError> {
        sealer.seal(rng, place(&user.to_string()), secret).map(Self)
    }

    /// Opens it.
    pub fn open(&self, sealer: &Sealer, user: UserId) -> Result<Zeroizing<Vec<u8>>, SealError> {
        sealer.open(place(&user.to_string()), &self.0)
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "totp_secrets", row, column: "sealed_secret" }
}

/// A secret of somebody.
#[derive(Clone, Debug)]
pub struct TotpSecret {
    /// The secret.
    pub sealed: SealedTotpSecret,
    /// The step of the last code that was taken.
    pub last_step: i64,
    /// Whether it is asked for.
    pub confirmed: bool,
}

/// Keeps a new secret, which is not asked for yet; whether there was room: one that is asked for stays.
pub async fn put(tx: &mut Tx, user: UserId, sealed: &SealedTotpSecret, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- totp_secrets::put
        insert into totp_secrets as t (user_id, sealed_secret, last_step, created_at) values ($1, $2, 0, $3)
        on conflict (user_id) do update set sealed_secret = $2, last_step = 0, created_at = $3
        where t.confirmed_at is null"#,
        user.0,
        sealed.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("totp_secrets::put", done.rows_affected())
}

/// The secret of somebody.
pub async fn find(store: &Store, user: UserId) -> Result<Option<TotpSecret>, Error> {
    let row = sqlx::query!(
        r#"-- totp_secrets::find
        select sealed_secret, last_step, confirmed_at is not null as "confirmed!" from totp_secrets where user_id = $1"#,
        user.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| TotpSecret {
        sealed: SealedTotpSecret(row.sealed_secret),
        last_step: row.last_step,
        confirmed: row.confirmed,
    }))
}

/// Takes the code of a step; whether nobody took it, or a later one, before.
pub async fn take_step(tx: &mut Tx, user: UserId, step: i64) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- totp_secrets::take_step
        update totp_secrets set last_step = $2 where user_id = $1 and last_step < $2"#,
        user.0,
        step,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("totp_secrets::take_step", done.rows_affected())
}

/// Has it asked for from now on; whether it was not before.
pub async fn confirm(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- totp_secrets::confirm
        update totp_secrets set confirmed_at = $2 where user_id = $1 and confirmed_at is null"#,
        user.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("totp_secrets::confirm", done.rows_affected())
}

/// Forgets the secret of somebody, and their codes; whether there was one.
pub async fn delete(tx: &mut Tx, user: UserId) -> Result<bool, Error> {
    set_recovery_codes(tx, user, &[]).await?;
    let done = sqlx::query!(
        r#"-- totp_secrets::delete
        delete from totp_secrets where user_id = $1"#,
        user.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("totp_secrets::delete", done.rows_affected())
}

/// Gives somebody other codes for the day on which the device is lost.
pub async fn set_recovery_codes(tx: &mut Tx, user: UserId, codes: &[Digest]) -> Result<(), Error> {
    sqlx::query!(
        r#"-- totp_secrets::set_recovery_codes (old)
        delete from recovery_codes where user_id = $1"#,
        user.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    for code in codes {
        let done = sqlx::query!(
            r#"-- totp_secrets::set_recovery_codes (new)
            insert into recovery_codes (user_id, code_digest) values ($1, $2)"#,
            user.0,
            code.as_bytes(),
        )
        .execute(&mut *tx.inner)
        .await?;
        expect_one("totp_secrets::set_recovery_codes", done.rows_affected())?;
    }
    Ok(())
}

/// Takes one of the codes for the day on which the device is lost; whether it was there.
pub async fn take_recovery_code(tx: &mut Tx, user: UserId, code: &Digest) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- totp_secrets::take_recovery_code
        delete from recovery_codes where user_id = $1 and code_digest = $2"#,
        user.0,
        code.as_bytes(),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("totp_secrets::take_recovery_code", done.rows_affected())
}

/// How many of them are left.
pub async fn count_recovery_codes(store: &Store, user: UserId) -> Result<i64, Error> {
    let row = sqlx::query!(
        r#"-- totp_secrets::count_recovery_codes
        select count(*) as "count!" from recovery_codes where user_id = $1"#,
        user.0,
    )
    .fetch_one(&store.pool)
    .await?;
    Ok(row.count)
}
