//! Templates: what an organisation says about a kind of thing. What they say is in their versions.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::template_versions::Content;
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
    /// Unique among those that the organisation made.
    pub name: String,
    /// Which of the templates that every organisation has, if it is one of them.
    pub predefined: Option<String>,
    /// Who may fetch.
    pub visibility: Visibility,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Adds one. `content` is that of its first version, which goes into the row for older binaries.
pub async fn insert(tx: &mut Tx, template: &Template, content: &Content) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- templates::insert
        insert into templates
            (template_id, organization_id, name, predefined, credential_type, claims_schema, visibility, validity_days,
            created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        template.id.0,
        template.organization_id.0,
        template.name,
        template.predefined,
        content.credential_type,
        content.claims_schema,
        template.visibility.as_str(),
        content.validity_days.map(i32::from),
        instant(template.created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("templates::insert", done.rows_affected())
}

/// Adds the row of a template that every organisation has, unless it is there.
pub async fn insert_predefined(tx: &mut Tx, template: &Template, content: &Content) -> Result<(), Error> {
    sqlx::query!(
        r#"-- templates::insert_predefined
        insert into templates
            (template_id, organization_id, name, predefined, credential_type, claims_schema, visibility, validity_days,
            created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (template_id) do nothing"#,
        template.id.0,
        template.organization_id.0,
        template.name,
        template.predefined,
        content.credential_type,
        content.claims_schema,
        template.visibility.as_str(),
        content.validity_days.map(i32::from),
        instant(template.created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Finds one of an organisation's own.
pub async fn find(store: &Store, organization: OrganizationId, id: TemplateId) -> Result<Option<Template>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- templates::find
        select template_id, organization_id, name, predefined, visibility, created_at
        from templates where organization_id = $1 and template_id = $2"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(Template::try_from).transpose()?)
}

struct Row {
    template_id: TemplateId,
    organization_id: OrganizationId,
    name: String,
    predefined: Option<String>,
    visibility: String,
    created_at: time::OffsetDateTime,
}

impl TryFrom<Row> for Template {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let id = row.template_id;
        Ok(Self {
            id,
            organization_id: row.organization_id,
            name: row.name,
            predefined: row.predefined,
            visibility: Visibility::parse(&row.visibility)
                .ok_or_else(|| Inconsistent::new("templates", "visibility", id))?,
            created_at: timestamp(row.created_at, ("templates", "created_at"), id)?,
        })
    }
}
