//! People who gave the right password and have yet to give a code.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::instant;
use super::{Error, Store, Tx, expect_one};
use crate::id::UserId;

/// Adds one, under the digest of the token that goes on with it.
pub async fn insert(
    tx: &mut Tx,
    token: &Digest,
    user: UserId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- login_challenges::insert
        insert into login_challenges (token_digest, user_id, failures, created_at, expires_at)
        values ($1, $2, 0, $3, $4)"#,
        token.as_bytes(),
        user.0,
        instant(now),
        instant(expires_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("login_challenges::insert", done.rows_affected())
}

/// Who it is, while fewer than `most` codes were wrong; locked until the transaction ends.
pub async fn lock(tx: &mut Tx, token: &Digest, now: Timestamp, most: i32) -> Result<Option<UserId>, Error> {
    let row = sqlx::query!(
        r#"-- login_challenges::lock
        select user_id from login_challenges
        where token_digest = $1 and expires_at > $2 and failures < $3 for update"#,
        token.as_bytes(),
        instant(now),
        most,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(|row| row.user_id))
}

/// Counts a wrong code.
pub async fn count(tx: &mut Tx, token: &Digest) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- login_challenges::count
        update login_challenges set failures = failures + 1 where token_digest = $1"#,
        token.as_bytes(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("login_challenges::count", done.rows_affected())
}

/// Ends one.
pub async fn delete(tx: &mut Tx, token: &Digest) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- login_challenges::delete
        delete from login_challenges where token_digest = $1"#,
        token.as_bytes(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("login_challenges::delete", done.rows_affected())
}

/// Ends every one of a person. Before their secret is touched: that is the order in which those who sign in lock, too.
pub async fn forget(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    sqlx::query!(
        r#"-- login_challenges::forget
        delete from login_challenges where user_id = $1"#,
        user.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Forgets those that ended before `before`; how many.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- login_challenges::sweep
        delete from login_challenges where expires_at < $1"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}
