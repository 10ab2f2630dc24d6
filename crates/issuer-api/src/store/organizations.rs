//! Organisations.

use proofpass::time::Timestamp;

use super::columns::instant;
use super::{Error, Store, Tx, expect_one};
use crate::id::OrganizationId;

/// Who issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Key.
    pub id: OrganizationId,
    /// Unique name, shown in every credential.
    pub name: String,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, organization: &Organization, created_at: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- organizations::insert
        insert into organizations (organization_id, name, created_at) values ($1, $2, $3)"#,
        organization.id.0,
        organization.name,
        instant(created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("organizations::insert", done.rows_affected())
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
