//! Registering: where letters are sent, an account begins with its owner's answer to one; elsewhere at once.
//!
//! Where letters are sent, whoever registers is told the same whether the address has an account or not; its owner is
//! told the truth, by letter. What was registered waits under the letter's own token, so that whoever registers somebody
//! else's address neither makes an account nor changes what its owner registered.
//! Spec: OWASP Application Security Verification Standard 4.0.3, 2.2 and 2.5

use proofpass::time::Timestamp;
use secrecy::SecretString;

use super::account::{self, Profile, Tokens};
use super::letter::{self, Draft, Kind, Language};
use super::password::{self, Password};
use super::{Error, Issuer, organization};
use crate::id::UserId;
use crate::store::memberships::Membership;
use crate::store::registrations::{self, Registration};
use crate::store::sessions::SignedIn;
use crate::store::user_tokens::{self, Purpose};
use crate::store::users::{self, Email, User};
use crate::store::{Tx, organizations};

/// Shortest name of a person.
const MIN_NAME: usize = 2;

/// How tokens of these letters begin.
const PREFIX: &str = "ev";

/// Who wants an account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: Password,
    /// What they are called.
    pub name: String,
    /// An organisation to be made with it, of which they are the first admin.
    pub organization: Option<String>,
}

/// What became of it.
#[derive(Debug)]
pub enum Registered {
    /// A letter is on its way to the address.
    Asked(Email),
    /// They are signed in.
    SignedIn(Box<(Profile, Tokens)>),
}

/// What an answer to a letter did.
#[derive(Debug)]
pub struct Verified {
    /// Whose address it is.
    pub email: Email,
    /// What was founded with the account.
    pub organization: Option<Membership>,
    /// Whether the name of the organisation that was to be founded had been taken meanwhile.
    pub organization_taken: bool,
}

/// Makes an account, or asks for its owner by letter.
pub async fn register(
    issuer: &Issuer,
    new: NewAccount,
    user_agent: &str,
    language: Language,
) -> Result<Registered, Error> {
    let email = Email::parse(&new.email).ok_or_else(|| Error::refused("/email", "must be an email address"))?;
    check_person("", &new.name, &new.password, &email)?;
    if let Some(name) = &new.organization {
        organization::check_name("/organization", name)?;
    }
    let password = password::hash(issuer, &new.password).await?;
    let registration = Registration { email, name: new.name, password, organization: new.organization };
    if issuer.mail {
        let email = registration.email.clone();
        ask(issuer, registration, language).await?;
        return Ok(Registered::Asked(email));
    }
    let mut tx = issuer.store.tx("register").await?;
    let (user, organization) = add(issuer, &mut tx, registration, None).await?;
    let (session, refresh) =
        account::open(issuer, &mut tx, user.id, organization.as_ref(), (user_agent, language)).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, "Registered user `{}`", user.id);
    Ok(Registered::SignedIn(Box::new(account::welcome(issuer, user, session, refresh).await?)))
}

/// What a person may be called and sign in with, where a request says so.
pub(super) fn check_person(within: &str, name: &str, password: &Password, email: &Email) -> Result<(), Error> {
    let pointer = format!("{within}/name");
    organization::check_name(&pointer, name)?;
    if name.chars().count() < MIN_NAME {
        return Err(Error::refused(pointer, format!("must have at least {MIN_NAME} characters")));
    }
    password.check(&format!("{within}/password"), email)
}

/// Writes to the address: to whoever registered, or to the owner of the account that it has.
async fn ask(issuer: &Issuer, registration: Registration, language: Language) -> Result<(), Error> {
    let known = users::find_by_email(&issuer.store, &registration.email).await?.is_some();
    let now = issuer.clock.now();
    let (token, digest) = letter::token(issuer, PREFIX)?;
    let mut tx = issuer.store.tx("ask_to_verify_email").await?;
    if !letter::may_write(issuer, &mut tx, &registration.email).await? {
        tracing::info!("Wrote no letter: its address was written to often enough");
        return Ok(());
    }
    let (kind, token) = if known { (Kind::AccountExists, None) } else { (Kind::EmailVerification, Some(&token)) };
    if !known {
        let expires_at = now.plus_seconds(kind.seconds());
        registrations::insert(&mut tx, &digest, &registration, now, expires_at).await?;
    }
    letter::write(issuer, &mut tx, &registration.email, &Draft { kind, language, token, names: &[] }).await?;
    Ok(tx.commit().await?)
}

/// Adds a person, and what is founded with them.
async fn add(
    issuer: &Issuer,
    tx: &mut Tx,
    new: Registration,
    email_verified_at: Option<Timestamp>,
) -> Result<(User, Option<Membership>), Error> {
    let user = User {
        id: UserId::new(&*issuer.clock, &*issuer.rng)?,
        email: new.email,
        name: new.name,
        password: new.password,
        superadmin: false,
        created_at: issuer.clock.now(),
        email_verified_at,
    };
    users::insert(tx, &user).await?;
    let organization = match new.organization {
        Some(name) => Some(organization::found(issuer, tx, &name, user.id).await?),
        None => None,
    };
    Ok((user, organization))
}

/// Takes a letter's answer: makes the account that waits for it, or remembers that the address is its owner's.
pub async fn verify_email(issuer: &Issuer, token: &SecretString) -> Result<Verified, Error> {
    let (digest, now) = (letter::read_token(PREFIX, token)?, issuer.clock.now());
    let mut tx = issuer.store.tx("verify_email").await?;
    if let Some(mut registration) = registrations::take(&mut tx, &digest, now).await? {
        let wanted = registration.organization.take();
        let organization_taken = match &wanted {
            Some(name) => organizations::is_taken(&mut tx, name).await?,
            None => false,
        };
        registration.organization = wanted.filter(|_| !organization_taken);
        let (user, organization) = add(issuer, &mut tx, registration, Some(now)).await?;
        tx.commit().await?;
        tracing::info!(user.id = %user.id, "Registered user `{}`", user.id);
        return Ok(Verified { email: user.email, organization, organization_taken });
    }
    let user = user_tokens::take(&mut tx, &digest, Purpose::EmailVerification, now).await?;
    let id = user.ok_or_else(letter::no_such_token)?;
    users::verify_email(&mut tx, id, now).await?;
    tx.commit().await?;
    let user = users::find(&issuer.store, id).await?.ok_or_else(letter::no_such_token)?;
    Ok(Verified { email: user.email, organization: None, organization_taken: false })
}

/// Writes to a person who is signed in, and whose address nobody has asked about.
pub async fn ask_again(issuer: &Issuer, signed_in: &SignedIn, language: Language) -> Result<Email, Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    if user.email_verified_at.is_some() {
        return Err(Error::EmailVerified);
    }
    if !issuer.mail {
        return Err(Error::NoMail);
    }
    let now = issuer.clock.now();
    let (token, digest) = letter::token(issuer, PREFIX)?;
    let mut tx = issuer.store.tx("ask_to_verify_email").await?;
    if !letter::may_write(issuer, &mut tx, &user.email).await? {
        return Err(Error::TooManyLetters);
    }
    let kind = Kind::EmailVerification;
    let expires_at = now.plus_seconds(kind.seconds());
    user_tokens::insert(&mut tx, &digest, (user.id, Purpose::EmailVerification), now, expires_at).await?;
    let draft = Draft { kind, language, token: Some(&token), names: &[] };
    letter::write(issuer, &mut tx, &user.email, &draft).await?;
    tx.commit().await?;
    Ok(user.email)
}
