//! Templates: what an organisation says about a kind of thing.

use proofpass::time::Timestamp;

use super::columns::instant;
use super::{Error, Inconsistent, Store, Tx, expect_one};
use crate::id::{OrganizationId, TemplateId};

/// Who may fetch the credentials issued from a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// The organisation.
    Private,
    /// Anybody who knows the attestation's id.
    Public,
}

impl Visibility {
    /// As in the column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Private, Self::Public].into_iter().find(|visibility| visibility.as_str() == text)
    }
}

/// A template as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Key of the row.
    pub id: TemplateId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Unique within the organisation.
    pub name: String,
    /// The credential's own type, beside `VerifiableCredential`.
    pub credential_type: String,
    /// JSON Schema 2020-12 of the claims, as text.
    pub claims_schema: String,
    /// Who may fetch.
    pub visibility: Visibility,
    /// How long a credential is valid where the request does not say.
    pub validity_days: Option<u16>,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, template: &Template, created_at: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- templates::insert
        insert into templates
            (template_id, organization_id, name, credential_type, claims_schema, visibility, validity_days, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        template.id.0,
        template.organization_id.0,
        template.name,
        template.credential_type,
        template.claims_schema,
        template.visibility.as_str(),
        template.validity_days.map(i32::from),
        instant(created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("templates::insert", done.rows_affected())
}

/// Finds one of an organisation's own.
pub async fn find(store: &Store, organization: OrganizationId, id: TemplateId) -> Result<Option<Template>, Error> {
    let row = sqlx::query!(
        r#"-- templates::find
        select template_id, organization_id, name, credential_type, claims_schema, visibility, validity_days
        from templates where organization_id = $1 and template_id = $2"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let impossible = |column| Inconsistent::new("templates", column, row.template_id);
    Ok(Some(Template {
        id: row.template_id,
        organization_id: row.organization_id,
        visibility: Visibility::parse(&row.visibility).ok_or_else(|| impossible("visibility"))?,
        validity_days: row.validity_days.map(u16::try_from).transpose().map_err(|_| impossible("validity_days"))?,
        name: row.name,
        credential_type: row.credential_type,
        claims_schema: row.claims_schema,
    }))
}
