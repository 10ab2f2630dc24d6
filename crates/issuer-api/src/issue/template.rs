//! Templates: what may be said about a kind of thing.

use super::claims::ClaimsSchema;
use super::{Error, Issuer, vocabulary};
use crate::id::{OrganizationId, TemplateId};
use crate::store::templates::{self, Template, Visibility};

/// What a new template is to be.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Unique within the organisation.
    pub name: String,
    /// The credential's own type, such as `ProductPassport`.
    pub credential_type: String,
    /// JSON Schema 2020-12, as text.
    pub claims_schema: String,
    /// Who may fetch what is issued.
    pub visibility: Visibility,
    /// How long a credential is valid where the request does not say.
    pub validity_days: Option<u16>,
}

/// A hundred years.
const MAX_VALIDITY_DAYS: u16 = 36_500;

/// Adds a template.
pub async fn create(issuer: &Issuer, new: NewTemplate) -> Result<Template, Error> {
    super::organization::check_name("/name", &new.name)?;
    vocabulary::check_name(&new.credential_type).map_err(|error| Error::refused("/credentialType", error.detail()))?;
    ClaimsSchema::compile(&new.claims_schema, "/claimsSchema")?;
    if new.validity_days.is_some_and(|days| !(1..=MAX_VALIDITY_DAYS).contains(&days)) {
        return Err(Error::refused("/validityDays", format!("must be 1 to {MAX_VALIDITY_DAYS}")));
    }
    super::organization::find(issuer, new.organization_id).await?;
    let template = Template {
        id: TemplateId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id: new.organization_id,
        name: new.name,
        credential_type: new.credential_type,
        claims_schema: new.claims_schema,
        visibility: new.visibility,
        validity_days: new.validity_days,
    };
    let mut tx = issuer.store.tx("create_template").await?;
    templates::insert(&mut tx, &template, issuer.clock.now()).await?;
    tx.commit().await?;
    Ok(template)
}
