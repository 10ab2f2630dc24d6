//! Plans: which one an organisation has, and who changed that.

use proofpass::time::Timestamp;

use super::columns::instant;
use super::{Error, Inconsistent, Store, Tx, expect_one};
use crate::id::{OrganizationId, PlanChangeId, UserId};

/// What an organisation may use. What that is stands in `issue::plan`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// To try things out.
    Free,
    /// For work.
    Pro,
    /// Without limits.
    Enterprise,
}

impl Plan {
    /// From the smallest to the largest.
    pub const ALL: [Self; 3] = [Self::Free, Self::Pro, Self::Enterprise];

    /// As in requests and in the column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Pro => "pro",
            Self::Enterprise => "enterprise",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plan| plan.as_str() == text)
    }
}

/// Somebody gave an organisation another plan.
#[derive(Clone, Debug)]
pub struct PlanChange {
    /// Key of the row.
    pub id: PlanChangeId,
    /// Whose plan.
    pub organization_id: OrganizationId,
    /// What it was.
    pub before: Plan,
    /// What it is.
    pub plan: Plan,
    /// Who did it; nobody, where it was done on the machine of the service.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// The plan of an organisation that was not deleted.
pub async fn find(store: &Store, organization: OrganizationId) -> Result<Option<Plan>, Error> {
    let row = sqlx::query!(
        r#"-- plans::find
        select plan from organizations where organization_id = $1 and deleted_at is null"#,
        organization.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    row.map(|row| plan(&row.plan, organization)).transpose()
}

/// The same; whoever else asks this way waits until the transaction ends, so that two who take the last place go one after
/// the other.
pub async fn lock(tx: &mut Tx, organization: OrganizationId) -> Result<Option<Plan>, Error> {
    let row = sqlx::query!(
        r#"-- plans::lock
        select plan from organizations where organization_id = $1 and deleted_at is null for no key update"#,
        organization.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    row.map(|row| plan(&row.plan, organization)).transpose()
}

/// Gives an organisation another plan.
pub async fn set(tx: &mut Tx, change: &PlanChange) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- plans::set
        update organizations set plan = $2 where organization_id = $1"#,
        change.organization_id.0,
        change.plan.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("plans::set", done.rows_affected())?;
    let done = sqlx::query!(
        r#"-- plans::set (record)
        insert into plan_changes (plan_change_id, organization_id, plan_before, plan, user_id, changed_at)
        values ($1, $2, $3, $4, $5, $6)"#,
        change.id.0,
        change.organization_id.0,
        change.before.as_str(),
        change.plan.as_str(),
        change.by.map(|id| id.0),
        instant(change.at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("plans::set (record)", done.rows_affected())
}

pub(super) fn plan(text: &str, row: OrganizationId) -> Result<Plan, Error> {
    Plan::parse(text).ok_or_else(|| Inconsistent::new("organizations", "plan", row).into())
}
