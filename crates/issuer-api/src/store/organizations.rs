//! Organisations.

use proofpass::time::Timestamp;

use super::columns::instant;
use super::plans::Plan;
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::OrganizationId;

/// Who issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Key.
    pub id: OrganizationId,
    /// Unique name, shown in every credential.
    pub name: String,
}

/// Under which kind of DID an organisation signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DidMethod {
    /// Each key is a DID of its own.
    Key,
    /// The organisation's document lists its keys.
    Web,
}

impl DidMethod {
    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Web => "web",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Key, Self::Web].into_iter().find(|method| method.as_str() == text)
    }
}

/// As whom an organisation signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Which organisation.
    pub organization_id: OrganizationId,
    /// Under which kind of DID its next key signs.
    pub method: DidMethod,
    /// The host of its website, with a port that is not 443.
    pub domain: Option<String>,
}

/// As whom an organisation signs.
pub async fn identity(store: &Store, id: OrganizationId) -> Result<Option<Identity>, Error> {
    let row = sqlx::query!(
        r#"-- organizations::identity
        select organization_id, did_method, domain from organizations where organization_id = $1"#,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Identity {
        organization_id: row.organization_id,
        method: method(row.did_method, row.organization_id)?,
        domain: row.domain,
    }))
}

fn method(column: Option<String>, id: OrganizationId) -> Result<DidMethod, Inconsistent> {
    let Some(text) = column else { return Ok(DidMethod::Key) };
    DidMethod::parse(&text).ok_or_else(|| Inconsistent::new("organizations", "did_method", id))
}

/// The same of one that is locked until the transaction ends, so that of its keys one is made at a time.
pub async fn lock_method(tx: &mut Tx, id: OrganizationId) -> Result<Option<DidMethod>, Error> {
    let row = sqlx::query!(
        r#"-- organizations::lock_method
        select organization_id, did_method from organizations where organization_id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(|row| method(row.did_method, row.organization_id)).transpose()?)
}

/// Organisations whose website is `domain`, a handful at most.
pub async fn of_domain(store: &Store, domain: &str, limit: u32) -> Result<Vec<OrganizationId>, Error> {
    let rows = sqlx::query!(
        r#"-- organizations::of_domain
        select organization_id from organizations where domain = $1 order by organization_id limit $2"#,
        domain,
        i64::from(limit),
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.into_iter().map(|row| row.organization_id).collect())
}

/// Writes under which kind of DID the next key signs, and which website is the organisation's.
pub async fn update_identity(tx: &mut Tx, identity: &Identity) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- organizations::update_identity
        update organizations set did_method = $2, domain = $3 where organization_id = $1"#,
        identity.organization_id.0,
        identity.method.as_str(),
        identity.domain,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("organizations::update_identity", done.rows_affected())
}

/// Adds one.
pub async fn insert(
    tx: &mut Tx,
    organization: &Organization,
    (method, plan): (DidMethod, Plan),
    created_at: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- organizations::insert
        insert into organizations (organization_id, name, created_at, did_method, plan) values ($1, $2, $3, $4, $5)"#,
        organization.id.0,
        organization.name,
        instant(created_at),
        method.as_str(),
        plan.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("organizations::insert", done.rows_affected())
}

/// Ends one; whether there was one to end. Its row stays, and what it signed points there.
pub async fn delete(tx: &mut Tx, id: OrganizationId, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- organizations::delete
        update organizations set deleted_at = $2 where organization_id = $1 and deleted_at is null"#,
        id.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("organizations::delete", done.rows_affected())
}

/// Whether one is there and was not deleted.
pub async fn is_alive(store: &Store, id: OrganizationId) -> Result<bool, Error> {
    let row = sqlx::query!(
        r#"-- organizations::is_alive
        select exists (select from organizations where organization_id = $1 and deleted_at is null) as "alive!""#,
        id.0,
    )
    .fetch_one(&store.pool)
    .await?;
    Ok(row.alive)
}

/// Whether one has this name.
pub async fn is_taken(tx: &mut Tx, name: &str) -> Result<bool, Error> {
    let row = sqlx::query!(
        r#"-- organizations::is_taken
        select exists (select from organizations where name = $1) as "taken!""#,
        name,
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    Ok(row.taken)
}

/// Finds one by its key.
pub async fn find(store: &Store, id: OrganizationId) -> Result<Option<Organization>, Error> {
    let row = sqlx::query!(
        r#"-- organizations::find
        select organization_id, name from organizations where organization_id = $1"#,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| Organization { id: row.organization_id, name: row.name }))
}
