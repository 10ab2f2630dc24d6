//! What letters to people with an account carry: digests of tokens that are good once, for one purpose.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::instant;
use super::{Error, Store, Tx, expect_one};
use crate::id::UserId;

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Showing that the address is theirs.
    EmailVerification,
    /// Choosing another password.
    PasswordReset,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::EmailVerification => "email-verification",
            Self::PasswordReset => "password-reset",
        }
    }
}

/// Adds one.
pub async fn insert(
    tx: &mut Tx,
    token: &Digest,
    (user, purpose): (UserId, Purpose),
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- user_tokens::insert
        insert into user_tokens (token_digest, user_id, purpose, created_at, expires_at) values ($1, $2, $3, $4, $5)"#,
        token.as_bytes(),
        user.0,
        purpose.as_str(),
        instant(now),
        instant(expires_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("user_tokens::insert", done.rows_affected())
}

/// Takes one out: nobody else gets it.
pub async fn take(tx: &mut Tx, token: &Digest, purpose: Purpose, now: Timestamp) -> Result<Option<UserId>, Error> {
    let row = sqlx::query!(
        r#"-- user_tokens::take
        delete from user_tokens where token_digest = $1 and purpose = $2 and expires_at > $3 returning user_id"#,
        token.as_bytes(),
        purpose.as_str(),
        instant(now),
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(|row| row.user_id))
}

/// Forgets every one of a person for a purpose.
pub async fn forget(tx: &mut Tx, user: UserId, purpose: Purpose) -> Result<(), Error> {
    sqlx::query!(
        r#"-- user_tokens::forget
        delete from user_tokens where user_id = $1 and purpose = $2"#,
        user.0,
        purpose.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Forgets those that ended before `before`; how many.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- user_tokens::sweep
        delete from user_tokens where expires_at < $1"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}
