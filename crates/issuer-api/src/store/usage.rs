//! Usage: what organisations have used. What happens is counted as it happens, in its own transaction; what there is, is
//! counted when somebody asks.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::plans::{self, Plan};
use super::{Error, Store, Tx};
use crate::id::OrganizationId;

/// Something an organisation can have a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Keys that are good.
    ApiKeys,
    /// People.
    Members,
    /// Product passports.
    Passports,
    /// Templates of its own.
    Templates,
    /// Endpoints of webhooks.
    Webhooks,
}

impl Stock {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::ApiKeys, Self::Members, Self::Passports, Self::Templates, Self::Webhooks];
}

/// Attestations of one organisation, all issued in one month.
#[derive(Clone, Copy, Debug)]
pub struct Issued {
    /// Whose.
    pub organization_id: OrganizationId,
    /// The first moment of the month.
    pub month: Timestamp,
    /// When the latest of them was.
    pub at: Timestamp,
    /// How many.
    pub count: i64,
}

/// How a count stands.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Their plan.
    pub plan: Plan,
    /// When the latest of these was issued.
    pub at: Timestamp,
    /// How many in that month, with these.
    pub used: i64,
}

/// Counts attestations, in one statement for any number of organisations. [`Error::OverQuota`] where that is more than
/// `allowed` says of a plan: then the transaction must not be committed. In the order of organisations, so that those who
/// count at once wait for each other in turn; last in a transaction, because others wait.
pub async fn count(tx: &mut Tx, issued: &[Issued], allowed: &[(Plan, Option<i64>)]) -> Result<Vec<Counted>, Error> {
    let organizations: Vec<_> = issued.iter().map(|one| one.organization_id.0).collect();
    let months: Vec<_> = issued.iter().map(|one| instant(one.month)).collect();
    let counts: Vec<_> = issued.iter().map(|one| one.count).collect();
    let rows = sqlx::query!(
        r#"-- usage::count
        with issued as (
            select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) as issued (organization_id, began_at, count)
        ), counted as (
            insert into usage_counts as u (organization_id, metric, began_at, used)
            select organization_id, 'attestations', began_at, count from issued order by organization_id, began_at
            on conflict (organization_id, metric, began_at) do update set used = u.used + excluded.used
            returning organization_id, began_at, used
        )
        select o.organization_id as "organization_id!", o.plan as "plan!", c.began_at as "began_at!", c.used as "used!"
        from counted c join organizations o on o.organization_id = c.organization_id"#,
        &organizations as _,
        &months as _,
        &counts,
    )
    .fetch_all(&mut *tx.inner)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let organization_id = row.organization_id;
        let month = timestamp(row.began_at, ("usage_counts", "began_at"), organization_id)?;
        let at = issued.iter().find(|one| one.organization_id == organization_id && one.month == month);
        let (plan, at) = (plans::plan(&row.plan, organization_id)?, at.map_or(month, |one| one.at));
        let counted = Counted { organization_id, plan, at, used: row.used };
        let most = allowed.iter().find(|(plan, _)| *plan == counted.plan).and_then(|(_, most)| *most);
        if most.is_some_and(|most| counted.used > most) {
            return Err(Error::OverQuota { plan, at });
        }
        all.push(counted);
    }
    Ok(all)
}

/// How many attestations were issued in a month.
pub async fn attestations(store: &Store, organization: OrganizationId, month: Timestamp) -> Result<i64, Error> {
    let row = sqlx::query!(
        r#"-- usage::attestations
        select used from usage_counts where organization_id = $1 and metric = 'attestations' and began_at = $2"#,
        organization.0,
        instant(month),
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map_or(0, |row| row.used))
}

/// How many there are.
pub async fn stock(tx: &mut Tx, organization: OrganizationId, what: Stock, now: Timestamp) -> Result<i64, Error> {
    let id = organization.0;
    Ok(match what {
        Stock::ApiKeys => {
            let row = sqlx::query!(
                r#"-- usage::stock (API keys)
                select count(*) as "count!" from api_keys
                where organization_id = $1 and revoked_at is null and expires_at > $2"#,
                id,
                instant(now),
            );
            row.fetch_one(&mut *tx.inner).await?.count
        }
        Stock::Members => {
            let row = sqlx::query!(
                r#"-- usage::stock (members)
                select count(*) as "count!" from memberships where organization_id = $1"#,
                id,
            );
            row.fetch_one(&mut *tx.inner).await?.count
        }
        Stock::Passports => {
            let row = sqlx::query!(
                r#"-- usage::stock (passports)
                select count(*) as "count!" from passports where organization_id = $1"#,
                id,
            );
            row.fetch_one(&mut *tx.inner).await?.count
        }
        Stock::Templates => {
            let row = sqlx::query!(
                r#"-- usage::stock (templates)
                select count(*) as "count!" from templates where organization_id = $1 and predefined is null"#,
                id,
            );
            row.fetch_one(&mut *tx.inner).await?.count
        }
        Stock::Webhooks => {
            let row = sqlx::query!(
                r#"-- usage::stock (webhooks)
                select count(*) as "count!" from webhook_endpoints where organization_id = $1"#,
                id,
            );
            row.fetch_one(&mut *tx.inner).await?.count
        }
    })
}
