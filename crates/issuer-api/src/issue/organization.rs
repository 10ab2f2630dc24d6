//! Organisations.

use super::line::is_line;
use super::{Error, Issuer, issuer_key};
use crate::id::{OrganizationId, UserId};
use crate::store::Tx;
use crate::store::memberships::{self, Membership, Role};
use crate::store::organizations::{self, Organization};
use crate::store::sessions::{self, SignedIn};

/// Longest name of anything that people name.
const MAX_NAME: usize = 200;

/// A name is text that a person can read in one line.
pub(super) fn check_name(pointer: &str, name: &str) -> Result<(), Error> {
    if !is_line(name, MAX_NAME) {
        let detail = format!("must be 1 to {MAX_NAME} characters without control characters or space at either end");
        return Err(Error::refused(pointer, detail));
    }
    Ok(())
}

/// Adds an organisation.
pub async fn create(issuer: &Issuer, name: &str) -> Result<Organization, Error> {
    check_name("/name", name)?;
    let id = OrganizationId::new(&*issuer.clock, &*issuer.rng)?;
    let organization = Organization { id, name: name.to_owned() };
    let mut tx = issuer.store.tx_of(id, "create_organization").await?;
    let terms = (issuer.did_method(id), issuer.default_plan);
    organizations::insert(&mut tx, &organization, terms, issuer.clock.now()).await?;
    tx.commit().await?;
    Ok(organization)
}

/// Adds an organisation with a key to sign with, founded by a person, who is its first admin.
pub(super) async fn found(issuer: &Issuer, tx: &mut Tx, name: &str, founder: UserId) -> Result<Membership, Error> {
    let (id, now) = (OrganizationId::new(&*issuer.clock, &*issuer.rng)?, issuer.clock.now());
    let terms = (issuer.did_method(id), issuer.default_plan);
    organizations::insert(tx, &Organization { id, name: name.to_owned() }, terms, now).await?;
    issuer_key::add(issuer, tx, id).await?;
    memberships::insert(tx, id, founder, Role::Admin, now).await?;
    Ok(Membership { organization_id: id, organization: name.to_owned(), role: Role::Admin })
}

/// Founds an organisation, for which the founder acts from now on.
pub async fn create_for(issuer: &Issuer, signed_in: &SignedIn, name: &str) -> Result<Organization, Error> {
    check_name("/name", name)?;
    let mut tx = issuer.store.tx("found_organization").await?;
    let membership = found(issuer, &mut tx, name, signed_in.user_id).await?;
    sessions::choose(&mut tx, signed_in.session_id, membership.organization_id).await?;
    tx.commit().await?;
    Ok(Organization { id: membership.organization_id, name: membership.organization })
}

/// Requires an organisation that was not deleted: for whoever works on the machine of the service.
pub(super) async fn require_alive(issuer: &Issuer, id: OrganizationId) -> Result<(), Error> {
    if organizations::is_alive(&issuer.store, id).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Finds an organisation.
pub async fn find(issuer: &Issuer, id: OrganizationId) -> Result<Organization, Error> {
    organizations::find(&issuer.store, id).await?.ok_or(Error::NotFound)
}
