//! Organisations.

use super::{Error, Issuer};
use crate::id::OrganizationId;
use crate::store::organizations::{self, Organization};

/// Longest name of anything that people name.
const MAX_NAME: usize = 200;

/// A name is text that a person can read in one line.
pub(super) fn check_name(pointer: &str, name: &str) -> Result<(), Error> {
    let length = name.chars().count();
    if !(1..=MAX_NAME).contains(&length) || name.trim() != name || name.chars().any(char::is_control) {
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
    let mut tx = issuer.store.tx("create_organization").await?;
    organizations::insert(&mut tx, &organization, issuer.clock.now()).await?;
    tx.commit().await?;
    Ok(organization)
}

/// Finds an organisation.
pub async fn find(issuer: &Issuer, id: OrganizationId) -> Result<Organization, Error> {
    organizations::find(&issuer.store, id).await?.ok_or(Error::NotFound)
}
