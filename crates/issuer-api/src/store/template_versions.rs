//! Versions of templates: what is said about a kind of thing, as it was, is, and may become.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::templates::Visibility;
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{OrganizationId, TemplateId};

/// Where a version stands. There is no way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionState {
    /// Worked on; nothing is issued from it.
    Draft,
    /// Attestations are issued from it. It does not change.
    Published,
    /// Nothing is issued from it any more; what was stays as it is.
    Retired,
}

impl VersionState {
    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Retired => "retired",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Retired].into_iter().find(|state| state.as_str() == text)
    }
}

/// What a version says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The credential's own type, beside `VerifiableCredential`.
    pub credential_type: String,
    /// JSON Schema 2020-12 of the claims, as text.
    pub claims_schema: String,
    /// How long a credential is valid where the request does not say.
    pub validity_days: Option<u16>,
    /// Among which it is listed.
    pub category: Option<String>,
    /// How it looks: JSON, as `issue::display` reads it.
    pub display: String,
    /// Its claims in order, with labels and handling: JSON, as `issue::display` reads it.
    pub claims: String,
}

/// A version as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Of which template.
    pub template_id: TemplateId,
    /// Which, counted from 1.
    pub number: u32,
    /// Where it stands.
    pub state: VersionState,
    /// What it says.
    pub content: Content,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Since when it could be issued from.
    pub published_at: Option<Timestamp>,
    /// Since when no longer.
    pub retired_at: Option<Timestamp>,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, organization: OrganizationId, version: &Version) -> Result<(), Error> {
    let content = &version.content;
    let done = sqlx::query!(
        r#"-- template_versions::insert
        insert into template_versions
            (template_id, organization_id, version, state, credential_type, claims_schema, validity_days, category,
            display, claims, created_at, published_at, retired_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"#,
        version.template_id.0,
        organization.0,
        column(version.number),
        version.state.as_str(),
        content.credential_type,
        content.claims_schema,
        content.validity_days.map(i32::from),
        content.category,
        content.display,
        content.claims,
        instant(version.created_at),
        version.published_at.map(instant),
        version.retired_at.map(instant),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("template_versions::insert", done.rows_affected())
}

/// The version that an organisation's template is issued from, and who may fetch what is.
pub async fn in_force(
    store: &Store,
    organization: OrganizationId,
    template: TemplateId,
) -> Result<Option<(Visibility, Version)>, Error> {
    let row = sqlx::query!(
        r#"-- template_versions::in_force
        select t.visibility, v.template_id, v.version, v.state, v.credential_type, v.claims_schema, v.validity_days,
            v.category, v.display, v.claims, v.created_at, v.published_at, v.retired_at
        from templates t
        join template_versions v on v.template_id = t.template_id and v.state = 'published'
        where t.organization_id = $1 and t.template_id = $2"#,
        organization.0,
        template.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let visibility = Visibility::parse(&row.visibility)
        .ok_or_else(|| Inconsistent::new("templates", "visibility", row.template_id))?;
    let version = Row {
        template_id: row.template_id,
        version: row.version,
        state: row.state,
        credential_type: row.credential_type,
        claims_schema: row.claims_schema,
        validity_days: row.validity_days,
        category: row.category,
        display: row.display,
        claims: row.claims,
        created_at: row.created_at,
        published_at: row.published_at,
        retired_at: row.retired_at,
    };
    Ok(Some((visibility, version.try_into()?)))
}

/// A version that was published at some time, whoever's it is.
pub async fn published(store: &Store, template: TemplateId, number: u32) -> Result<Option<Version>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- template_versions::published
        select template_id, version, state, credential_type, claims_schema, validity_days, category, display, claims,
            created_at, published_at, retired_at
        from template_versions where template_id = $1 and version = $2 and state <> 'draft'"#,
        template.0,
        column(number),
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(Version::try_from).transpose()?)
}

/// A version of an organisation's own.
pub async fn find(
    store: &Store,
    organization: OrganizationId,
    template: TemplateId,
    number: u32,
) -> Result<Option<Version>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- template_versions::find
        select template_id, version, state, credential_type, claims_schema, validity_days, category, display, claims,
            created_at, published_at, retired_at
        from template_versions where organization_id = $1 and template_id = $2 and version = $3"#,
        organization.0,
        template.0,
        column(number),
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(Version::try_from).transpose()?)
}

/// A version of a template that is locked: the latest, where no number is given.
pub async fn find_locked(tx: &mut Tx, template: TemplateId, number: Option<u32>) -> Result<Option<Version>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- template_versions::find_locked
        select template_id, version, state, credential_type, claims_schema, validity_days, category, display, claims,
            created_at, published_at, retired_at
        from template_versions where template_id = $1 and ($2::integer is null or version = $2)
        order by version desc limit 1"#,
        template.0,
        number.map(column),
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(Version::try_from).transpose()?)
}

/// A version without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionSummary {
    /// Which.
    pub number: u32,
    /// Where it stands.
    pub state: VersionState,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Since when it could be issued from.
    pub published_at: Option<Timestamp>,
    /// Since when no longer.
    pub retired_at: Option<Timestamp>,
}

/// The versions of an organisation's template, the latest first.
pub async fn list(
    store: &Store,
    organization: OrganizationId,
    template: TemplateId,
) -> Result<Vec<VersionSummary>, Error> {
    let rows = sqlx::query!(
        r#"-- template_versions::list
        select version, state, created_at, published_at, retired_at
        from template_versions where organization_id = $1 and template_id = $2 order by version desc"#,
        organization.0,
        template.0,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    let impossible = |column| Inconsistent::new("template_versions", column, template);
    let time = |value, column| timestamp(value, ("template_versions", column), template);
    rows.into_iter()
        .map(|row| {
            Ok(VersionSummary {
                number: u32::try_from(row.version).map_err(|_| impossible("version"))?,
                state: VersionState::parse(&row.state).ok_or_else(|| impossible("state"))?,
                created_at: time(row.created_at, "created_at")?,
                published_at: row.published_at.map(|at| time(at, "published_at")).transpose()?,
                retired_at: row.retired_at.map(|at| time(at, "retired_at")).transpose()?,
            })
        })
        .collect()
}

/// Writes what a draft says.
pub async fn update_draft(tx: &mut Tx, draft: &Version) -> Result<(), Error> {
    let content = &draft.content;
    let done = sqlx::query!(
        r#"-- template_versions::update_draft
        update template_versions set credential_type = $3, claims_schema = $4, validity_days = $5, category = $6,
            display = $7, claims = $8
        where template_id = $1 and version = $2 and state = 'draft'"#,
        draft.template_id.0,
        column(draft.number),
        content.credential_type,
        content.claims_schema,
        content.validity_days.map(i32::from),
        content.category,
        content.display,
        content.claims,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("template_versions::update_draft", done.rows_affected())
}

/// Publishes a draft; `false` where there is no such draft.
pub async fn publish(tx: &mut Tx, template: TemplateId, number: u32, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- template_versions::publish
        update template_versions set state = 'published', published_at = $3
        where template_id = $1 and version = $2 and state = 'draft'"#,
        template.0,
        column(number),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("template_versions::publish", done.rows_affected())
}

/// Retires the published version, or only if it is this one; `false` where there is none.
pub async fn retire(tx: &mut Tx, template: TemplateId, number: Option<u32>, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- template_versions::retire
        update template_versions set state = 'retired', retired_at = $3
        where template_id = $1 and ($2::integer is null or version = $2) and state = 'published'"#,
        template.0,
        number.map(column),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("template_versions::retire", done.rows_affected())
}

/// Numbers beyond the column's are no version's.
fn column(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

struct Row {
    template_id: TemplateId,
    version: i32,
    state: String,
    credential_type: String,
    claims_schema: String,
    validity_days: Option<i32>,
    category: Option<String>,
    display: String,
    claims: String,
    created_at: time::OffsetDateTime,
    published_at: Option<time::OffsetDateTime>,
    retired_at: Option<time::OffsetDateTime>,
}

impl TryFrom<Row> for Version {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "template_versions";
        let id = row.template_id;
        let impossible = |column| Inconsistent::new(TABLE, column, id);
        let time = |value, column| timestamp(value, (TABLE, column), id);
        Ok(Self {
            template_id: id,
            number: u32::try_from(row.version).map_err(|_| impossible("version"))?,
            state: VersionState::parse(&row.state).ok_or_else(|| impossible("state"))?,
            content: Content {
                credential_type: row.credential_type,
                claims_schema: row.claims_schema,
                validity_days: row
                    .validity_days
                    .map(u16::try_from)
                    .transpose()
                    .map_err(|_| impossible("validity_days"))?,
                category: row.category,
                display: row.display,
                claims: row.claims,
            },
            created_at: time(row.created_at, "created_at")?,
            published_at: row.published_at.map(|at| time(at, "published_at")).transpose()?,
            retired_at: row.retired_at.map(|at| time(at, "retired_at")).transpose()?,
        })
    }
}
