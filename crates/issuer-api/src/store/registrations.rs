//! People who want an account and have not shown yet that the address is theirs.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::instant;
use super::users::{Email, PasswordHash};
use super::{Error, Inconsistent, Store, Tx, expect_one};

/// One of them.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The address.
    pub email: Email,
    /// What they are called.
    pub name: String,
    /// What their password will be checked against.
    pub password: PasswordHash,
    /// The name of an organisation to be founded with the account.
    pub organization: Option<String>,
}

/// Adds one, under the digest of what its letter carries.
pub async fn insert(
    tx: &mut Tx,
    token: &Digest,
    registration: &Registration,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- registrations::insert
        insert into registrations (token_digest, email, name, password_hash, organization, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)"#,
        token.as_bytes(),
        registration.email.as_str(),
        registration.name,
        registration.password.0,
        registration.organization,
        instant(now),
        instant(expires_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("registrations::insert", done.rows_affected())
}

/// Takes one out: nobody else gets it.
pub async fn take(tx: &mut Tx, token: &Digest, now: Timestamp) -> Result<Option<Registration>, Error> {
    let row = sqlx::query!(
        r#"-- registrations::take
        delete from registrations where token_digest = $1 and expires_at > $2
        returning email, name, password_hash, organization"#,
        token.as_bytes(),
        instant(now),
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let email = Email::parse(&row.email).ok_or_else(|| Inconsistent::new("registrations", "email", token))?;
    let (name, password) = (row.name, PasswordHash(row.password_hash));
    Ok(Some(Registration { email, name, password, organization: row.organization }))
}

/// Forgets those that ended before `before`; how many.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- registrations::sweep
        delete from registrations where expires_at < $1"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}
