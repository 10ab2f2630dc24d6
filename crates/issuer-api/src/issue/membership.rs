//! Members of an organisation: who they are, and changing that.
//!
//! An organisation always has an admin: the last one can neither leave nor step down.

use super::account::require_admin;
use super::{Error, Issuer};
use crate::id::UserId;
use crate::store::Tx;
use crate::store::memberships::{self, Member, Role};
use crate::store::sessions::SignedIn;

/// Every member of the organisation that a person acts for.
pub async fn list(issuer: &Issuer, signed_in: &SignedIn) -> Result<Vec<Member>, Error> {
    let membership = signed_in.membership.as_ref().ok_or(Error::NoOrganization)?;
    Ok(memberships::of_organization(&issuer.store, membership.organization_id).await?)
}

/// Gives a member another role.
pub async fn set_role(issuer: &Issuer, signed_in: &SignedIn, user: UserId, role: Role) -> Result<(), Error> {
    let organization = require_admin(signed_in)?.organization_id;
    let mut tx = issuer.store.tx_of(organization, "set_role").await?;
    let admins = memberships::lock_admins(&mut tx, organization).await?;
    let before = memberships::role_of(&mut tx, organization, user).await?.ok_or(Error::NotFound)?;
    if before == Role::Admin && role != Role::Admin {
        keep_an_admin(admins)?;
    }
    memberships::set_role(&mut tx, organization, user, role).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a membership: an admin that of anybody, everybody their own.
pub async fn remove(issuer: &Issuer, signed_in: &SignedIn, user: UserId) -> Result<(), Error> {
    let membership = if signed_in.user_id == user {
        signed_in.membership.as_ref().ok_or(Error::NoOrganization)?
    } else {
        require_admin(signed_in)?
    };
    let organization = membership.organization_id;
    let mut tx: Tx = issuer.store.tx_of(organization, "remove_member").await?;
    let admins = memberships::lock_admins(&mut tx, organization).await?;
    let role = memberships::role_of(&mut tx, organization, user).await?.ok_or(Error::NotFound)?;
    if role == Role::Admin {
        keep_an_admin(admins)?;
    }
    memberships::delete(&mut tx, organization, user).await?;
    tx.commit().await?;
    Ok(())
}

/// Hands the role of an admin on: a member becomes one, and whoever was one is none any more.
pub async fn transfer(issuer: &Issuer, admin: &SignedIn, to: UserId) -> Result<(), Error> {
    let organization = require_admin(admin)?.organization_id;
    if to == admin.user_id {
        return Err(Error::LastAdmin);
    }
    let mut tx = issuer.store.tx_of(organization, "transfer_organization").await?;
    memberships::lock_admins(&mut tx, organization).await?;
    // Looked at again under the lock: two who hand on at once must not both have been admins.
    if memberships::role_of(&mut tx, organization, admin.user_id).await? != Some(Role::Admin) {
        return Err(Error::InsufficientRole(Role::Admin));
    }
    memberships::role_of(&mut tx, organization, to).await?.ok_or(Error::NotFound)?;
    memberships::set_role(&mut tx, organization, to, Role::Admin).await?;
    memberships::set_role(&mut tx, organization, admin.user_id, Role::User).await?;
    tx.commit().await?;
    tracing::info!(user.id = %admin.user_id, organization.id = %organization, "User `{}` handed the role of an admin on to `{to}`", admin.user_id);
    Ok(())
}

fn keep_an_admin(admins: usize) -> Result<(), Error> {
    if admins > 1 { Ok(()) } else { Err(Error::LastAdmin) }
}
