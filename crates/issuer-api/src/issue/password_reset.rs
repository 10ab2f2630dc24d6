//! Another password for somebody who has forgotten theirs: by a letter to the address of the account.
//!
//! Whoever asks is told the same whether the address has an account or not. The letter's link is good once, for an hour;
//! using it ends every session, every other link and the lock of wrong passwords. A second factor stays.

use proofpass::digest::Digest;
use secrecy::SecretString;

use super::account::tell_of_change;
use super::letter::{self, Draft, Kind, Language};
use super::password::{self, Password};
use super::{Error, Issuer};
use crate::store::user_tokens::{self, Purpose};
use crate::store::users::{self, Email};
use crate::store::{login_failures, sessions};

/// How tokens of these letters begin.
const PREFIX: &str = "pr";

/// Writes to the owner of an account, where there is one.
pub async fn ask(issuer: &Issuer, email: &str, language: Language) -> Result<Email, Error> {
    if !issuer.mail {
        return Err(Error::NoMail);
    }
    let email = Email::parse(email).ok_or_else(|| Error::refused("/email", "must be an email address"))?;
    let user = users::find_by_email(&issuer.store, &email).await?;
    let now = issuer.clock.now();
    let (token, digest) = letter::token(issuer, PREFIX)?;
    let mut tx = issuer.store.tx("ask_to_reset_password").await?;
    if !letter::may_write(issuer, &mut tx, &email).await? {
        tracing::info!("Wrote no letter: its address was written to often enough");
        return Ok(email);
    }
    let draft = Draft { kind: Kind::PasswordReset, language, token: Some(&token), names: &[] };
    match user {
        Some(user) => {
            let expires_at = now.plus_seconds(draft.kind.seconds());
            user_tokens::insert(&mut tx, &digest, (user.id, Purpose::PasswordReset), now, expires_at).await?;
            letter::write(issuer, &mut tx, &user.email, &draft).await?;
        }
        None => letter::write_to_nobody(issuer, &mut tx, &email, &draft).await?,
    }
    tx.commit().await?;
    Ok(email)
}

/// Takes the letter's answer.
pub async fn reset(issuer: &Issuer, token: &SecretString, new: &Password, language: Language) -> Result<(), Error> {
    let (digest, now) = (letter::read_token(PREFIX, token)?, issuer.clock.now());
    let mut tx = issuer.store.tx("reset_password").await?;
    let id = user_tokens::take(&mut tx, &digest, Purpose::PasswordReset, now).await?;
    let id = id.ok_or_else(letter::no_such_token)?;
    let user = users::find(&issuer.store, id).await?.ok_or_else(letter::no_such_token)?;
    // A password that is refused leaves the link good: the transaction ends here without a trace.
    new.check("/password", &user.email)?;
    let hash = password::hash(issuer, new).await?;
    users::set_password(&mut tx, id, &hash).await?;
    users::verify_email(&mut tx, id, now).await?;
    user_tokens::forget(&mut tx, id, Purpose::PasswordReset).await?;
    sessions::revoke_all(&mut tx, id, now).await?;
    tell_of_change(issuer, &mut tx, &user.email, language).await?;
    tx.commit().await?;
    login_failures::forget(&issuer.store, &Digest::of(user.email.key().as_bytes())).await?;
    tracing::info!(user.id = %id, "User `{id}` chose another password by letter");
    Ok(())
}
