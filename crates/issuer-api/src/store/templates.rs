//! Templates: what an organisation says about a kind of thing. What they say is in their versions.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::template_versions::Content;
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
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
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(Template::try_from).transpose()?)
}

/// Those of an organisation's own that are issued from and have this name, or else credentials of this type; two at most.
pub async fn of_type(store: &Store, organization: OrganizationId, word: &str) -> Result<Vec<TemplateId>, Error> {
    let rows = sqlx::query!(
        r#"-- templates::of_type
        select t.template_id from templates t
        join template_versions v on v.template_id = t.template_id and v.state = 'published'
        where t.organization_id = $1 and t.predefined is null and (t.name = $2 or (v.credential_type = $2
            and not exists (select from templates n
                where n.organization_id = $1 and n.predefined is null and n.name = $2)))
        limit 2"#,
        organization.0,
        word,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    Ok(rows.into_iter().map(|row| row.template_id).collect())
}

/// Finds one and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &mut Tx, organization: OrganizationId, id: TemplateId) -> Result<Option<Template>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- templates::lock
        select template_id, organization_id, name, predefined, visibility, created_at
        from templates where organization_id = $1 and template_id = $2 for update"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(Template::try_from).transpose()?)
}

/// Writes name and visibility of one.
pub async fn update(tx: &mut Tx, template: &Template) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- templates::update
        update templates set name = $3, visibility = $4 where organization_id = $1 and template_id = $2"#,
        template.organization_id.0,
        template.id.0,
        template.name,
        template.visibility.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("templates::update", done.rows_affected())
}

/// Writes what is issued from now on where older binaries look for it.
pub async fn update_content(tx: &mut Tx, id: TemplateId, content: &Content) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- templates::update_content
        update templates set credential_type = $2, claims_schema = $3, validity_days = $4 where template_id = $1"#,
        id.0,
        content.credential_type,
        content.claims_schema,
        content.validity_days.map(i32::from),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("templates::update_content", done.rows_affected())
}

/// Takes one away with its draft; the database refuses where a version was published.
pub async fn delete(tx: &mut Tx, organization: OrganizationId, id: TemplateId) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- templates::delete
        delete from templates where organization_id = $1 and template_id = $2"#,
        organization.0,
        id.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("templates::delete", done.rows_affected())
}

/// A template in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The template.
    pub template: Template,
    /// The number of the version that is issued from.
    pub published: Option<u32>,
    /// The number of the version that is worked on.
    pub draft: Option<u32>,
    /// The credential's own type, by the published version or else by the latest.
    pub credential_type: String,
    /// Its category, by the same.
    pub category: Option<String>,
    /// How it looks, by the same.
    pub display: String,
}

/// Those that an organisation made, in the order of their ids, from the one after `after`.
pub async fn list(
    store: &Store,
    organization: OrganizationId,
    after: Option<TemplateId>,
    limit: u32,
) -> Result<Vec<Listed>, Error> {
    let rows = sqlx::query!(
        r#"-- templates::list
        select t.template_id, t.organization_id, t.name, t.predefined, t.visibility, t.created_at,
            (select version from template_versions v where v.template_id = t.template_id and state = 'published') published,
            (select version from template_versions v where v.template_id = t.template_id and state = 'draft') draft,
            c.credential_type, c.category, c.display
        from templates t
        join lateral (
            select v.credential_type, v.category, v.display from template_versions v
            where v.template_id = t.template_id order by (v.state = 'published') desc, v.version desc limit 1
        ) c on true
        where t.organization_id = $1 and t.predefined is null and ($2::uuid is null or t.template_id > $2)
        order by t.template_id limit $3"#,
        organization.0,
        after.map(|id| id.0),
        i64::from(limit),
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    let number = |found: Option<i32>, id| {
        found.map(u32::try_from).transpose().map_err(|_| Inconsistent::new("template_versions", "version", id))
    };
    rows.into_iter()
        .map(|row| {
            let id = row.template_id;
            Ok(Listed {
                published: number(row.published, id)?,
                draft: number(row.draft, id)?,
                credential_type: row.credential_type,
                category: row.category,
                display: row.display,
                template: Template::try_from(Row {
                    template_id: id,
                    organization_id: row.organization_id,
                    name: row.name,
                    predefined: row.predefined,
                    visibility: row.visibility,
                    created_at: row.created_at,
                })?,
            })
        })
        .collect()
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
