//! People: their addresses, and what their passwords are checked against.

use std::fmt;

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::UserId;

/// What a password is checked against: Argon2id, in PHC form. Never printed.
#[derive(Clone)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

/// An address, and the form by which it is found: `Ada@Example.com` and `ada@example.com` are one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    text: String,
    key: String,
}

impl Email {
    /// Longest address (RFC 5321 §4.5.3.1.3, without its brackets).
    const MAX: usize = 254;

    /// Something before an `@` and something after it, of visible characters. Whether letters arrive there, only a
    /// letter can tell.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (local, domain) = text.rsplit_once('@')?;
        let visible = text.chars().all(|c| !c.is_control() && !c.is_whitespace());
        let whole = !local.is_empty() && !domain.is_empty() && !domain.starts_with('.') && !domain.ends_with('.');
        let once = !local.contains('@') && text.len() <= Self::MAX;
        (visible && whole && once).then(|| Self { text: text.to_owned(), key: text.to_lowercase() })
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// In small letters.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// A person.
#[derive(Clone, Debug)]
pub struct User {
    /// Key.
    pub id: UserId,
    /// Where letters go.
    pub email: Email,
    /// What they are called.
    pub name: String,
    /// What their password is checked against.
    pub password: PasswordHash,
    /// Whether they run the service.
    pub superadmin: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when it is known that the address is theirs.
    pub email_verified_at: Option<Timestamp>,
}

/// Adds one. [`super::Conflict::UserEmail`] where the address has an account.
pub async fn insert(tx: &mut Tx, user: &User) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- users::insert
        insert into users (user_id, email, email_key, name, password_hash, superadmin, created_at,
            email_verified_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        user.id.0,
        user.email.text,
        user.email.key,
        user.name,
        user.password.0,
        user.superadmin,
        instant(user.created_at),
        user.email_verified_at.map(instant),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("users::insert", done.rows_affected())
}

/// Finds one by their address.
pub async fn find_by_email(store: &Store, email: &Email) -> Result<Option<User>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- users::find_by_email
        select user_id, email, name, password_hash, superadmin, created_at, email_verified_at
        from users where email_key = $1"#,
        email.key,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(User::try_from).transpose()?)
}

/// Finds one.
pub async fn find(store: &Store, id: UserId) -> Result<Option<User>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- users::find
        select user_id, email, name, password_hash, superadmin, created_at, email_verified_at
        from users where user_id = $1"#,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(User::try_from).transpose()?)
}

/// Lets one run the service, or no longer.
pub async fn set_superadmin(tx: &mut Tx, id: UserId, superadmin: bool) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- users::set_superadmin
        update users set superadmin = $2 where user_id = $1 and deleted_at is null"#,
        id.0,
        superadmin,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("users::set_superadmin", done.rows_affected())
}

/// Remembers in which language one reads letters.
pub async fn set_language(tx: &mut Tx, id: UserId, language: &str) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- users::set_language
        update users set language = $2 where user_id = $1 and language is distinct from $2"#,
        id.0,
        language,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("users::set_language", done.rows_affected())?;
    Ok(())
}

/// Gives one another password.
pub async fn set_password(tx: &mut Tx, id: UserId, password: &PasswordHash) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- users::set_password
        update users set password_hash = $2 where user_id = $1"#,
        id.0,
        password.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("users::set_password", done.rows_affected())
}

/// Remembers that the address is theirs, from `now` on where that was not known.
pub async fn verify_email(tx: &mut Tx, id: UserId, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- users::verify_email
        update users set email_verified_at = coalesce(email_verified_at, $2) where user_id = $1"#,
        id.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("users::verify_email", done.rows_affected())
}

/// Forgets who somebody is, and ends all that is theirs. Their row stays, without address, name and password: what they did
/// points there.
pub async fn delete(tx: &mut Tx, id: UserId, now: Timestamp) -> Result<(), Error> {
    // `invalid` is nobody's (RFC 2606 §2), and the hash is none that a password could have.
    let address = format!("{id}@deleted.invalid");
    let done = sqlx::query!(
        r#"-- users::delete
        update users set email = $2, email_key = $2, name = 'deleted', password_hash = '$argon2id$deleted',
            superadmin = false, email_verified_at = null, language = null, deleted_at = $3
        where user_id = $1 and deleted_at is null"#,
        id.0,
        address,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("users::delete", done.rows_affected())?;
    sqlx::query!(
        r#"-- users::delete (sessions)
        delete from sessions where user_id = $1"#,
        id.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    super::login_challenges::forget(tx, id).await?;
    super::totp_secrets::delete(tx, id).await?;
    sqlx::query!(
        r#"-- users::delete (tokens)
        delete from user_tokens where user_id = $1"#,
        id.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

struct Row {
    user_id: UserId,
    email: String,
    name: String,
    password_hash: String,
    superadmin: bool,
    created_at: time::OffsetDateTime,
    email_verified_at: Option<time::OffsetDateTime>,
}

impl TryFrom<Row> for User {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "users";
        let id = row.user_id;
        Ok(Self {
            id,
            email: Email::parse(&row.email).ok_or_else(|| Inconsistent::new(TABLE, "email", id))?,
            name: row.name,
            password: PasswordHash(row.password_hash),
            superadmin: row.superadmin,
            created_at: timestamp(row.created_at, (TABLE, "created_at"), id)?,
            email_verified_at: row
                .email_verified_at
                .map(|value| timestamp(value, (TABLE, "email_verified_at"), id))
                .transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_typed() {
        let email = Email::parse("Ada.Lovelace@Example.COM").unwrap();
        assert_eq!((email.as_str(), email.key()), ("Ada.Lovelace@Example.COM", "ada.lovelace@example.com"));
    }

    #[test]
    fn refuses_what_no_letter_can_reach() {
        let long = format!("{}@example.com", "a".repeat(254));
        for text in ["", "@", "a@", "@b", "a b@c", "a@b@c", "a@b\n", "a@.b", "a@b.", "a\0@b", "a", &long] {
            assert!(Email::parse(text).is_none(), "{text:?}");
        }
    }
}
