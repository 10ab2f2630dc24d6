//! Deleting an organisation, and deleting an account: asked for with the name typed and the password.
//!
//! | | goes | stays |
//! |---|---|---|
//! | organisation | memberships, invitations, API keys: nobody issues for it, or reads what is private | what was signed, its keys, its DID document, its status lists, which go on being signed; its name, so that nobody takes its place |
//! | account | address, name, password, sessions, memberships, second factor, what letters carried | a row without any of these, to which what the person did points |

use proofpass::digest::Digest;

use super::account::{check_password, require_admin_of};
use super::letter::{self, Draft, Kind, Language};
use super::password::Password;
use super::{Error, Issuer};
use crate::id::OrganizationId;
use crate::store::memberships::{self, Role};
use crate::store::sessions::{self, SignedIn};
use crate::store::users::{self, Email};
use crate::store::{api_keys, invitations, jobs, login_failures, organizations};

/// What somebody who wants to delete something types.
#[derive(Debug)]
pub struct Confirmation {
    /// The name of the organisation, or the address of the account.
    pub name: String,
    /// Their password.
    pub password: Password,
}

/// Deletes an organisation, for an admin of it, and tells every admin.
pub async fn organization(
    issuer: &Issuer,
    admin: &SignedIn,
    id: OrganizationId,
    confirmation: &Confirmation,
    language: Language,
) -> Result<(), Error> {
    let membership = require_admin_of(issuer, admin, id).await?;
    if confirmation.name != membership.organization {
        return Err(Error::refused("/name", "is not the name of the organisation"));
    }
    let user = users::find(&issuer.store, admin.user_id).await?.ok_or(Error::NotFound)?;
    check_password(issuer, &user, "/password", &confirmation.password).await?;
    let now = issuer.clock.now();
    let members = memberships::of_organization(&issuer.store, id).await?;
    let _changing = issuer.keys.changing();
    let mut tx = issuer.store.tx_of(id, "delete_organization").await?;
    if !organizations::delete(&mut tx, id, now).await? {
        return Err(Error::NotFound);
    }
    api_keys::revoke_all(&mut tx, id, now).await?;
    invitations::withdraw_all(&mut tx, id, now).await?;
    jobs::cancel_all(&mut tx, id, now).await?;
    sessions::leave(&mut tx, id).await?;
    memberships::delete_all(&mut tx, id).await?;
    if issuer.mail {
        let time = now.to_string();
        let names = [("organization", &*membership.organization), ("time", &*time)];
        let draft = Draft { kind: Kind::OrganizationDeleted, language, token: None, names: &names };
        for to in members.iter().filter(|member| member.role == Role::Admin).filter_map(|one| Email::parse(&one.email))
        {
            letter::write(issuer, &mut tx, &to, &draft).await?;
        }
    }
    tx.commit().await?;
    tracing::warn!(user.id = %admin.user_id, organization.id = %id, "User `{}` deleted organisation `{id}`", admin.user_id);
    Ok(())
}

/// Deletes the account of whoever asks, and tells them.
pub async fn account(
    issuer: &Issuer,
    signed_in: &SignedIn,
    confirmation: &Confirmation,
    language: Language,
) -> Result<(), Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    if Email::parse(&confirmation.name).is_none_or(|email| email.key() != user.email.key()) {
        return Err(Error::refused("/email", "is not the address of your account"));
    }
    check_password(issuer, &user, "/password", &confirmation.password).await?;
    let now = issuer.clock.now();
    let mut tx = issuer.store.tx("delete_account").await?;
    // In one order, so that two who leave the same organisations wait for each other and not both.
    let mut organizations = memberships::of_user(&issuer.store, user.id).await?;
    organizations.sort_by_key(|one| one.organization_id);
    for one in organizations {
        let admins = memberships::lock_admins(&mut tx, one.organization_id).await?;
        let role = memberships::role_of(&mut tx, one.organization_id, user.id).await?;
        if role == Some(Role::Admin) && admins <= 1 {
            return Err(Error::LastAdmin);
        }
        memberships::delete(&mut tx, one.organization_id, user.id).await?;
    }
    if issuer.mail {
        let time = now.to_string();
        let draft = Draft { kind: Kind::AccountDeleted, language, token: None, names: &[("time", &time)] };
        letter::write(issuer, &mut tx, &user.email, &draft).await?;
    }
    users::delete(&mut tx, user.id, now).await?;
    tx.commit().await?;
    login_failures::forget(&issuer.store, &Digest::of(user.email.key().as_bytes())).await?;
    tracing::warn!(user.id = %user.id, "User `{}` deleted their account", user.id);
    Ok(())
}
