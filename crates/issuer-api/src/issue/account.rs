//! Accounts of people: signing in, staying signed in, signing out, passwords. Beginning one is `registration`.
//!
//! | | |
//! |---|---|
//! | access token | a JWT, ten minutes ([`access_token`]); every request looks at the session behind it |
//! | refresh token | a secret, used once; the session ends 30 days after signing in, or when a used one is shown again |
//! | wrong passwords | ten are free, then each locks the address twice as long, up to a quarter of an hour |
//!
//! Whoever cannot sign in learns nothing else: not whether there is such an account, nor by how long it took.
//! Spec: <https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2> (refresh token rotation)

use proofpass::digest::Digest;
use proofpass::time::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use super::access_token::{self, Bearer};
use super::letter::{self, Draft, Kind, Language};
use super::password::{self, Password};
use super::{Caller, Error, Issuer, Unauthenticated, api_key, second_factor};
use crate::id::{OrganizationId, SessionId, UserId};
use crate::store::Tx;
use crate::store::login_failures::{self, Locking};
use crate::store::memberships::{self, Membership, Role};
use crate::store::sessions::{self, Session, SignedIn};
use crate::store::user_tokens::{self, Purpose};
use crate::store::users::{self, Email, User};
use crate::store::{login_challenges, registrations};

/// A session ends this long after it began, however often it is refreshed.
const SESSION_SECONDS: i64 = 30 * 86_400;

/// Within this time a used refresh token is a repeated request, not a theft.
const REPEATED_SECONDS: i64 = 10;

/// Failures are forgotten after a day.
const FORGET_SECONDS: i64 = 86_400;
const FREE_FAILURES: i32 = 10;
const FIRST_LOCK_SECONDS: i32 = 15;
const LONGEST_LOCK_SECONDS: i32 = 900;

/// Longest text that is kept of what a browser calls itself.
const MAX_USER_AGENT: usize = 300;

const REFRESH_PREFIX: &str = "rt_";
const REFRESH_SECRET: usize = 43;

/// What somebody who signed in gets. The only moment at which the tokens are outside their hands.
#[derive(Debug)]
pub struct Tokens {
    /// For `Authorization: Bearer`.
    pub access: SecretString,
    /// For the next pair of tokens.
    pub refresh: SecretString,
    /// When the session ends, however often it is refreshed.
    pub session_expires_at: Timestamp,
}

/// A person, and for whom they act.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Who.
    pub user: User,
    /// In which session.
    pub session_id: SessionId,
    /// For whom they act now.
    pub organization: Option<Membership>,
    /// For whom they can act.
    pub organizations: Vec<Membership>,
}

/// What a right password does.
#[derive(Debug)]
pub enum LoggedIn {
    /// Asks for a code; what goes on with it.
    Asked(SecretString),
    /// Signs in.
    SignedIn(Box<(Profile, Tokens)>),
}

/// Signs somebody in, or asks for their second factor.
pub async fn log_in(
    issuer: &Issuer,
    email: &str,
    password: &Password,
    from: (&str, Language),
) -> Result<LoggedIn, Error> {
    let refuse = |why| Error::Unauthenticated { why, kid: None };
    // What is no address has no account, and is not worth the work of a hash.
    let email = Email::parse(email).ok_or_else(|| refuse(Unauthenticated::Unknown))?;
    let attempts = Attempts::on(issuer, &email).await?;
    let user = users::find_by_email(&issuer.store, &email).await?;
    let right = password::verify(issuer, password, user.as_ref().map(|user| &user.password)).await?;
    let Some(user) = user.filter(|_| right) else {
        attempts.count(issuer).await?;
        return Err(refuse(Unauthenticated::WrongPassword));
    };
    // Failures are forgotten when the code is right, too: whoever knows the password guesses no more codes for it.
    if second_factor::is_on(issuer, user.id).await? {
        return Ok(LoggedIn::Asked(second_factor::challenge(issuer, user.id).await?));
    }
    attempts.forget(issuer).await?;
    // The organisation of the oldest membership: most people have one.
    let organization = memberships::of_user(&issuer.store, user.id).await?.into_iter().next();
    let mut tx = issuer.store.tx("log_in").await?;
    let (session, refresh) = open(issuer, &mut tx, user.id, organization.as_ref(), from).await?;
    tx.commit().await?;
    Ok(LoggedIn::SignedIn(Box::new(welcome(issuer, user, session, refresh).await?)))
}

/// Opens a session: with what a browser calls itself, and in the language that its reader reads.
pub(super) async fn open(
    issuer: &Issuer,
    tx: &mut Tx,
    user_id: UserId,
    organization: Option<&Membership>,
    (user_agent, language): (&str, Language),
) -> Result<(Session, SecretString), Error> {
    let id = SessionId::new(&*issuer.clock, &*issuer.rng)?;
    let (refresh, digest) = refresh_token(issuer, id)?;
    let now = issuer.clock.now();
    let session = Session {
        id,
        user_id,
        organization_id: organization.map(|membership| membership.organization_id),
        refresh: digest,
        previous: None,
        user_agent: user_agent.chars().filter(|c| !c.is_control()).take(MAX_USER_AGENT).collect(),
        created_at: now,
        refreshed_at: now,
        expires_at: now.plus_seconds(SESSION_SECONDS),
        revoked_at: None,
    };
    sessions::insert(tx, &session).await?;
    users::set_language(tx, user_id, language.tag()).await?;
    Ok((session, refresh))
}

fn refresh_token(issuer: &Issuer, session: SessionId) -> Result<(SecretString, Digest), Error> {
    let secret = api_key::base62(REFRESH_SECRET, &*issuer.rng)?;
    let text = format!("{REFRESH_PREFIX}{session}_{}", secret.as_str());
    let digest = Digest::of(text.as_bytes());
    Ok((SecretString::from(text), digest))
}

/// What somebody gets who has just signed in.
pub(super) async fn welcome(
    issuer: &Issuer,
    user: User,
    session: Session,
    refresh: SecretString,
) -> Result<(Profile, Tokens), Error> {
    let organizations = memberships::of_user(&issuer.store, user.id).await?;
    let chosen = organizations.iter().find(|one| Some(one.organization_id) == session.organization_id).cloned();
    let bearer =
        Bearer { user_id: user.id, session_id: session.id, superadmin: user.superadmin, membership: chosen.as_ref() };
    let access = access_token::issue(issuer, bearer).await?;
    let tokens = Tokens { access, refresh, session_expires_at: session.expires_at };
    Ok((Profile { user, session_id: session.id, organization: chosen, organizations }, tokens))
}

/// Gives a new pair of tokens for a refresh token, which is good once.
///
/// A token that was used before ends the session: either its holder was robbed or the one who shows it now is the
/// robber, and nobody can tell which. Right after it was used it is taken for a request that was sent twice.
pub async fn refresh(issuer: &Issuer, presented: &SecretString) -> Result<(Profile, Tokens), Error> {
    let refuse = |why| Error::Unauthenticated { why, kid: None };
    let text = presented.expose_secret();
    let id = session_of(text).ok_or_else(|| refuse(Unauthenticated::Malformed))?;
    let (digest, now) = (Digest::of(text.as_bytes()), issuer.clock.now());
    let same = |other: &Digest| bool::from(digest.as_bytes().ct_eq(other.as_bytes()));

    let mut tx = issuer.store.tx("refresh_session").await?;
    let session = sessions::lock(&mut tx, id).await?.ok_or_else(|| refuse(Unauthenticated::Unknown))?;
    if session.previous.as_ref().is_some_and(same) {
        if session.is_alive(now) && session.refreshed_at.plus_seconds(REPEATED_SECONDS) < now {
            sessions::revoke(&mut tx, session.user_id, id, now).await?;
            tx.commit().await?;
            tracing::warn!(user.id = %session.user_id, session.id = %id, "A used refresh token was shown again: ended its session");
        }
        return Err(refuse(Unauthenticated::Reused));
    }
    if !same(&session.refresh) {
        return Err(refuse(Unauthenticated::WrongSecret));
    }
    if !session.is_alive(now) {
        return Err(refuse(Unauthenticated::SessionOver));
    }
    let (refresh, next) = refresh_token(issuer, id)?;
    sessions::turn(&mut tx, id, &next, now).await?;
    tx.commit().await?;
    let user = users::find(&issuer.store, session.user_id).await?;
    let user = user.ok_or_else(|| refuse(Unauthenticated::Unknown))?;
    welcome(issuer, user, session, refresh).await
}

/// The session that a refresh token names.
fn session_of(text: &str) -> Option<SessionId> {
    let (id, secret) = text.strip_prefix(REFRESH_PREFIX)?.split_once('_')?;
    let whole = secret.len() == REFRESH_SECRET && secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
    id.parse().ok().filter(|_| whole)
}

/// Who shows an access token.
pub async fn authenticate(issuer: &Issuer, token: &str) -> Result<SignedIn, Error> {
    let session = access_token::read(issuer, token).await?;
    let signed_in = sessions::signed_in(&issuer.store, session, issuer.clock.now()).await?;
    signed_in.ok_or(Error::Unauthenticated { why: Unauthenticated::SessionOver, kid: None })
}

/// Speaks for the organisation that a person acts for.
pub fn caller(signed_in: &SignedIn) -> Result<Caller, Error> {
    let membership = signed_in.membership.as_ref().ok_or(Error::NoOrganization)?;
    Ok(Caller::person(signed_in.user_id, membership))
}

/// Requires that a person is an admin of the organisation they act for.
pub(super) fn require_admin(signed_in: &SignedIn) -> Result<&Membership, Error> {
    let membership = signed_in.membership.as_ref().ok_or(Error::NoOrganization)?;
    match membership.role {
        Role::Admin => Ok(membership),
        Role::User => Err(Error::InsufficientRole(Role::Admin)),
    }
}

/// Requires that a person is an admin of an organisation, whichever they act for.
pub(super) async fn require_admin_of(
    issuer: &Issuer,
    signed_in: &SignedIn,
    id: OrganizationId,
) -> Result<Membership, Error> {
    let all = memberships::of_user(&issuer.store, signed_in.user_id).await?;
    let membership = all.into_iter().find(|one| one.organization_id == id).ok_or(Error::NotFound)?;
    match membership.role {
        Role::Admin => Ok(membership),
        Role::User => Err(Error::InsufficientRole(Role::Admin)),
    }
}

/// Requires a person's password once more. Wrong ones count as they do where people sign in: whoever holds somebody's token
/// may not guess on.
pub(super) async fn check_password(
    issuer: &Issuer,
    user: &User,
    pointer: &str,
    password: &Password,
) -> Result<(), Error> {
    let attempts = Attempts::on(issuer, &user.email).await?;
    if password::verify(issuer, password, Some(&user.password)).await? {
        return Ok(());
    }
    attempts.count(issuer).await?;
    Err(Error::refused(pointer, "is not your password"))
}

/// Attempts to get in at an address.
#[derive(Debug)]
pub(super) struct Attempts(Digest);

impl Attempts {
    /// Refuses while the address is locked.
    pub(super) async fn on(issuer: &Issuer, email: &Email) -> Result<Self, Error> {
        let (digest, now) = (Digest::of(email.key().as_bytes()), issuer.clock.now());
        if let Some(until) = login_failures::locked_until(&issuer.store, &digest).await?.filter(|until| *until > now) {
            let seconds = until.unix_seconds() - now.unix_seconds();
            return Err(Error::TooManyAttempts { retry_after: u32::try_from(seconds).unwrap_or(1).max(1) });
        }
        Ok(Self(digest))
    }

    /// One more that failed.
    pub(super) async fn count(&self, issuer: &Issuer) -> Result<(), Error> {
        let now = issuer.clock.now();
        let locking = Locking {
            free: FREE_FAILURES,
            first_seconds: FIRST_LOCK_SECONDS,
            most_seconds: LONGEST_LOCK_SECONDS,
            forget_before: now.plus_seconds(-FORGET_SECONDS),
        };
        Ok(login_failures::count(&issuer.store, &self.0, locking, now).await?)
    }

    /// Its owner is here.
    pub(super) async fn forget(&self, issuer: &Issuer) -> Result<(), Error> {
        Ok(login_failures::forget(&issuer.store, &self.0).await?)
    }
}

/// What somebody may know of themselves.
pub async fn profile(issuer: &Issuer, signed_in: &SignedIn) -> Result<Profile, Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    Ok(Profile {
        user,
        session_id: signed_in.session_id,
        organization: signed_in.membership.clone(),
        organizations: memberships::of_user(&issuer.store, signed_in.user_id).await?,
    })
}

/// The sessions of a person.
pub async fn sessions(issuer: &Issuer, signed_in: &SignedIn) -> Result<Vec<Session>, Error> {
    Ok(sessions::alive(&issuer.store, signed_in.user_id, issuer.clock.now()).await?)
}

/// Ends one of them.
pub async fn end_session(issuer: &Issuer, signed_in: &SignedIn, id: SessionId) -> Result<(), Error> {
    let mut tx = issuer.store.tx("end_session").await?;
    let found = sessions::revoke(&mut tx, signed_in.user_id, id, issuer.clock.now()).await?;
    tx.commit().await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// Lets a person act for another organisation of theirs; answers with an access token that says so.
pub async fn choose(issuer: &Issuer, signed_in: &SignedIn, id: OrganizationId) -> Result<SecretString, Error> {
    let organizations = memberships::of_user(&issuer.store, signed_in.user_id).await?;
    let chosen = organizations.into_iter().find(|one| one.organization_id == id);
    let chosen = chosen.ok_or_else(|| Error::refused("/organizationId", "no organisation of yours"))?;
    let mut tx = issuer.store.tx("choose_organization").await?;
    sessions::choose(&mut tx, signed_in.session_id, id).await?;
    tx.commit().await?;
    let bearer = Bearer {
        user_id: signed_in.user_id,
        session_id: signed_in.session_id,
        superadmin: signed_in.superadmin,
        membership: Some(&chosen),
    };
    access_token::issue(issuer, bearer).await
}

/// Changes a password, ends every other session, and tells the owner of the account.
pub async fn change_password(
    issuer: &Issuer,
    signed_in: &SignedIn,
    (current, new): (&Password, &Password),
    language: Language,
) -> Result<(), Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    new.check("/newPassword", &user.email)?;
    check_password(issuer, &user, "/currentPassword", current).await?;
    let hash = password::hash(issuer, new).await?;
    let mut tx = issuer.store.tx("change_password").await?;
    users::set_password(&mut tx, user.id, &hash).await?;
    sessions::revoke_others(&mut tx, user.id, signed_in.session_id, issuer.clock.now()).await?;
    user_tokens::forget(&mut tx, user.id, Purpose::PasswordReset).await?;
    tell_of_change(issuer, &mut tx, &user.email, language).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells the owner of an account that its password was changed, where letters are sent.
pub(super) async fn tell_of_change(issuer: &Issuer, tx: &mut Tx, to: &Email, language: Language) -> Result<(), Error> {
    if !issuer.mail {
        return Ok(());
    }
    let time = issuer.clock.now().to_string();
    let draft = Draft { kind: Kind::PasswordChanged, language, token: None, names: &[("time", &time)] };
    letter::write(issuer, tx, to, &draft).await
}

/// Lets somebody run the service, or no longer: for whoever works on its machine. It holds from the next request on.
pub async fn set_superadmin(issuer: &Issuer, email: &str, superadmin: bool) -> Result<UserId, Error> {
    let email = Email::parse(email).ok_or(Error::NotFound)?;
    let user = users::find_by_email(&issuer.store, &email).await?.ok_or(Error::NotFound)?;
    let mut tx = issuer.store.tx("set_superadmin").await?;
    users::set_superadmin(&mut tx, user.id, superadmin).await?;
    tx.commit().await?;
    tracing::warn!(user.id = %user.id, superadmin, "User `{}` is a superadmin: {superadmin}", user.id);
    Ok(user.id)
}

/// Forgets sessions, failures and what letters carried past their time; how many.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    let now = issuer.clock.now();
    let (store, before) = (&issuer.store, now.plus_seconds(-FORGET_SECONDS));
    let signing_in = sessions::sweep(store, before).await? + login_failures::sweep(store, before).await?;
    let signing_in = signing_in + login_challenges::sweep(store, before).await?;
    Ok(signing_in + registrations::sweep(store, before).await? + user_tokens::sweep(store, before).await?)
}
