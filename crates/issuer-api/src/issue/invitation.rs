//! Inviting people into an organisation: by address, with a role, for a week.
//!
//! Where letters are sent, the link goes to the address and to nobody else; elsewhere the admin gets it once and passes it
//! on. Whoever holds it joins with the account they are signed in to, with a new one, or, where a letter brought it, with the
//! account that the address has.

use secrecy::{ExposeSecret, SecretString};

use super::account::require_admin;
use super::letter::{self, Draft, Kind, Language};
use super::password::{self, Password};
use super::{Error, Issuer, Unauthenticated, plan, registration};
use crate::id::{InvitationId, UserId};
use crate::store::invitations::{self, Invitation};
use crate::store::memberships::{self, Membership, Role};
use crate::store::organizations::{self, Organization};
use crate::store::sessions::SignedIn;
use crate::store::usage::Stock;
use crate::store::users::{self, Email, User};
use crate::store::{Conflict, Tx};

/// How tokens of invitations begin.
const PREFIX: &str = "iv";

/// Open invitations of one organisation: more are no team, but somebody's list of addresses.
const MOST: usize = 200;

/// What was made.
#[derive(Debug)]
pub struct Invited {
    /// The invitation.
    pub invitation: Invitation,
    /// For the admin to pass on, where no letters are sent.
    link: Option<SecretString>,
}

impl Invited {
    /// The link, where an admin passes it on: the only moment at which it exists outside a letter.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.link.as_ref().map(ExposeSecret::expose_secret)
    }
}

/// What whoever holds a link may know before they decide.
#[derive(Debug)]
pub struct Offer {
    /// Where to.
    pub organization: Organization,
    /// Whom.
    pub email: Email,
    /// As what.
    pub role: Role,
    /// Whether the address has an account; told only where the link came by letter.
    pub has_account: Option<bool>,
}

/// A new account, made with joining.
#[derive(Debug)]
pub struct NewMember {
    /// What they are called.
    pub name: String,
    /// Their password.
    pub password: Password,
}

/// Invites an address.
pub async fn invite(
    issuer: &Issuer,
    admin: &SignedIn,
    (email, role): (&str, Role),
    language: Language,
) -> Result<Invited, Error> {
    let membership = require_admin(admin)?;
    let organization_id = membership.organization_id;
    let email = Email::parse(email).ok_or_else(|| Error::refused("/email", "must be an email address"))?;
    let inviter = users::find(&issuer.store, admin.user_id).await?.ok_or(Error::NotFound)?;
    let now = issuer.clock.now();
    let (token, digest) = letter::token(issuer, PREFIX)?;
    let invitation = Invitation {
        id: InvitationId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id,
        email,
        role,
        invited_by: admin.user_id,
        created_at: now,
        expires_at: now.plus_seconds(Kind::Invitation.seconds()),
    };
    if invitations::open(&issuer.store, organization_id, now).await?.len() >= MOST {
        return Err(Error::Conflict(Conflict::Invitations));
    }
    let mut tx = issuer.store.tx_of(organization_id, "invite").await?;
    // Invited where there is room; who accepts when there is none any more is told then.
    plan::require_room(issuer, &mut tx, organization_id, Stock::Members).await?;
    if memberships::has_address(&mut tx, organization_id, &invitation.email).await? {
        return Err(Error::Conflict(Conflict::Member));
    }
    invitations::withdraw_ended(&mut tx, organization_id, &invitation.email, now).await?;
    invitations::insert(&mut tx, &invitation, &digest).await?;
    let names = [("organization", &*membership.organization), ("inviter", &*inviter.name)];
    let draft = Draft { kind: Kind::Invitation, language, token: Some(&token), names: &names };
    let mut link = None;
    if issuer.mail {
        if !letter::may_write(issuer, &mut tx, &invitation.email).await? {
            return Err(Error::TooManyLetters);
        }
        letter::write(issuer, &mut tx, &invitation.email, &draft).await?;
    } else {
        link = Some(SecretString::from(draft.link(&issuer.public_url.to_string())));
    }
    tx.commit().await?;
    tracing::info!(user.id = %admin.user_id, organization.id = %organization_id, invitation.id = %invitation.id, "Invited somebody");
    Ok(Invited { invitation, link })
}

/// The invitations of the organisation that an admin acts for.
pub async fn list(issuer: &Issuer, admin: &SignedIn) -> Result<Vec<Invitation>, Error> {
    let organization = require_admin(admin)?.organization_id;
    Ok(invitations::open(&issuer.store, organization, issuer.clock.now()).await?)
}

/// Withdraws one.
pub async fn withdraw(issuer: &Issuer, admin: &SignedIn, id: InvitationId) -> Result<(), Error> {
    let organization = require_admin(admin)?.organization_id;
    let mut tx = issuer.store.tx_of(organization, "withdraw_invitation").await?;
    let found = invitations::withdraw(&mut tx, organization, id, issuer.clock.now()).await?;
    tx.commit().await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// What a link offers.
pub async fn look(issuer: &Issuer, token: &SecretString) -> Result<Offer, Error> {
    let digest = letter::read_token(PREFIX, token)?;
    let mut tx = issuer.store.tx("look_at_invitation").await?;
    let invitation = invitations::lock(&mut tx, &digest, issuer.clock.now()).await?;
    let invitation = invitation.ok_or_else(letter::no_such_token)?;
    tx.give_up().await?;
    let organization = organizations::find(&issuer.store, invitation.organization_id).await?;
    let organization = organization.ok_or_else(letter::no_such_token)?;
    let has_account =
        if issuer.mail { Some(users::find_by_email(&issuer.store, &invitation.email).await?.is_some()) } else { None };
    Ok(Offer { organization, email: invitation.email, role: invitation.role, has_account })
}

/// Joins.
pub async fn accept(
    issuer: &Issuer,
    token: &SecretString,
    signed_in: Option<&SignedIn>,
    new: Option<NewMember>,
) -> Result<Membership, Error> {
    let (digest, now) = (letter::read_token(PREFIX, token)?, issuer.clock.now());
    // Before anything is locked: hashing takes its time.
    let new = match new {
        Some(new) => Some((password::hash(issuer, &new.password).await?, new)),
        None => None,
    };
    let mut tx = issuer.store.tx("accept_invitation").await?;
    let invitation = invitations::lock(&mut tx, &digest, now).await?.ok_or_else(letter::no_such_token)?;
    let user = match (new, signed_in) {
        (Some((password, new)), _) => {
            registration::check_person("/account", &new.name, &new.password, &invitation.email)?;
            add(issuer, &mut tx, &invitation, new.name, password).await?
        }
        (None, Some(person)) => person.user_id,
        (None, None) if issuer.mail => {
            let user = users::find_by_email(&issuer.store, &invitation.email).await?;
            user.ok_or_else(|| Error::refused("/account", "is needed: the address has no account yet"))?.id
        }
        (None, None) => return Err(Error::Unauthenticated { why: Unauthenticated::Missing, kid: None }),
    };
    plan::require_room(issuer, &mut tx, invitation.organization_id, Stock::Members).await?;
    memberships::insert(&mut tx, invitation.organization_id, user, invitation.role, now).await?;
    invitations::accept(&mut tx, invitation.id, user, now).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user, organization.id = %invitation.organization_id, invitation.id = %invitation.id, "User `{user}` accepted an invitation");
    let all = memberships::of_user(&issuer.store, user).await?;
    all.into_iter().find(|one| one.organization_id == invitation.organization_id).ok_or(Error::NotFound)
}

async fn add(
    issuer: &Issuer,
    tx: &mut Tx,
    invitation: &Invitation,
    name: String,
    password: users::PasswordHash,
) -> Result<UserId, Error> {
    let now = issuer.clock.now();
    let user = User {
        id: UserId::new(&*issuer.clock, &*issuer.rng)?,
        email: invitation.email.clone(),
        name,
        password,
        superadmin: false,
        created_at: now,
        // A letter brought the link; where an admin passed it on, nobody knows whose the address is.
        email_verified_at: issuer.mail.then_some(now),
    };
    users::insert(tx, &user).await?;
    Ok(user.id)
}

/// Forgets those that ended long ago; how many.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    let before = issuer.clock.now().plus_seconds(-letter::REMEMBER_SECONDS);
    Ok(invitations::sweep(&issuer.store, before).await?)
}
