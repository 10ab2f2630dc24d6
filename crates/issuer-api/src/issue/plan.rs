//! Plans: what each allows, which one an organisation has, and how much of it is used.
//!
//! In scope: the one table of limits; refusing what goes beyond; giving another plan. Out of scope: how often somebody may ask
//! (`limiter`), which protects the service and not its price; payments (`payment`).
//!
//! What is issued is counted in the transaction that writes it (`writing`): what was refused, or was sent twice, is not.
//! What there is of something is counted when one more is made, under a lock of the organisation's row.

use std::collections::BTreeMap;

use proofpass::time::Timestamp;

use super::{Caller, Error, Fault, Issuer};
use crate::id::{OrganizationId, PlanChangeId};
use crate::store::plans::{self, PlanChange};
use crate::store::sessions::SignedIn;
use crate::store::usage::{self, Counted, Issued, Stock};
use crate::store::{self, Tx};

pub use crate::store::plans::Plan;

/// What a plan allows; nothing stands for any number.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Attestations issued in a calendar month, UTC.
    pub attestations: Option<u32>,
    /// API keys that are good at a time.
    pub api_keys: Option<u32>,
    /// Members at a time.
    pub members: Option<u32>,
    /// Product passports.
    pub passports: Option<u32>,
    /// Templates of the organisation's own.
    pub templates: Option<u32>,
    /// Webhooks at a time. Of any plan, no more than `issue::webhook` lets be.
    pub webhooks: Option<u32>,
}

impl Limits {
    /// The one table. Nothing else in this program knows what a plan allows.
    #[must_use]
    pub const fn of(plan: Plan) -> Self {
        match plan {
            Plan::Free => Self {
                attestations: Some(100),
                api_keys: Some(2),
                members: Some(3),
                passports: Some(10),
                templates: Some(5),
                webhooks: Some(1),
            },
            Plan::Pro => Self {
                attestations: Some(5_000),
                api_keys: Some(10),
                members: Some(25),
                passports: Some(1_000),
                templates: Some(50),
                webhooks: Some(5),
            },
            Plan::Enterprise => Self {
                attestations: None,
                api_keys: None,
                members: None,
                passports: None,
                templates: None,
                webhooks: None,
            },
        }
    }

    /// How many there may be.
    #[must_use]
    pub const fn stock(&self, what: Stock) -> Option<u32> {
        match what {
            Stock::ApiKeys => self.api_keys,
            Stock::Members => self.members,
            Stock::Passports => self.passports,
            Stock::Templates => self.templates,
            Stock::Webhooks => self.webhooks,
        }
    }
}

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// What is issued in a month.
    Attestations,
    /// What there is.
    Stock(Stock),
}

impl Quota {
    /// As a sentence says it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attestations => "attestations a month",
            Self::Stock(Stock::ApiKeys) => "API keys",
            Self::Stock(Stock::Members) => "members",
            Self::Stock(Stock::Passports) => "passports",
            Self::Stock(Stock::Templates) => "templates",
            Self::Stock(Stock::Webhooks) => "webhooks",
        }
    }
}

/// A calendar month, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first moment.
    pub start: Timestamp,
    /// The first moment of the next one.
    pub end: Timestamp,
}

impl Month {
    /// The month of a time.
    #[must_use]
    pub fn of(time: Timestamp) -> Self {
        let text = time.to_string();
        let (year, month) = (&text[..4], &text[5..7]);
        let first = |year: u32, month: u32| Timestamp::parse(&format!("{year:04}-{month:02}-01T00:00:00Z"));
        let (year, month) = (year.parse().unwrap_or(1), month.parse().unwrap_or(1));
        let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        // Fails only in the last month of the year 9999: then that is the end.
        Self { start: first(year, month).unwrap_or(time), end: first(next_year, next).unwrap_or(time) }
    }
}

/// What is left of what a plan allows.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// The plan.
    pub plan: Plan,
    /// How much there is of it.
    pub used: u64,
    /// How much there may be; any number, where nothing says.
    pub limit: Option<u32>,
    /// Seconds until counting begins anew, for what is counted by the month.
    pub resets_in: Option<u32>,
}

impl Allowance {
    /// Attestations of the month of `at`.
    pub(super) fn of_month(plan: Plan, used: i64, at: Timestamp) -> Self {
        let left = Month::of(at).end.unix_seconds() - at.unix_seconds();
        let resets_in = Some(u32::try_from(left).unwrap_or_default().max(1));
        Self { plan, used: used.unsigned_abs(), limit: Limits::of(plan).attestations, resets_in }
    }

    /// How many more there may be.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        self.limit.map(|limit| u64::from(limit).saturating_sub(self.used))
    }

    /// Refuses `count` more, where there is no room for them.
    pub(super) fn require(&self, quota: Quota, count: u64) -> Result<(), Error> {
        if self.left().is_none_or(|left| left >= count) {
            return Ok(());
        }
        let Self { plan, used, limit, resets_in } = *self;
        Err(Error::QuotaExceeded { quota, plan, limit: limit.unwrap_or_default(), used, resets_in })
    }
}

/// What whoever took the last one too many is told.
pub(super) fn used_up(plan: Plan, at: Timestamp) -> Error {
    let limit = Limits::of(plan).attestations.unwrap_or_default();
    let Allowance { resets_in, .. } = Allowance::of_month(plan, 0, at);
    Error::QuotaExceeded { quota: Quota::Attestations, plan, limit, used: limit.into(), resets_in }
}

/// What a row of many is told that is one too many.
pub(super) fn row_fault(plan: Plan) -> Fault {
    let limit = Limits::of(plan).attestations.unwrap_or_default();
    Fault::new("", format!("the {limit} attestations a month of the plan `{}` are used up", plan.as_str()))
}

/// Counts what was issued, as the last thing of its transaction; how each organisation stands then. Refused where a plan does
/// not allow as many: the transaction must be given up then.
pub(super) async fn count(
    tx: &mut Tx,
    issued: impl Iterator<Item = (OrganizationId, Timestamp)>,
) -> Result<Vec<(OrganizationId, Allowance)>, store::Error> {
    let mut counts: BTreeMap<(OrganizationId, i64), Issued> = BTreeMap::new();
    for (organization_id, at) in issued {
        let month = Month::of(at).start;
        let new = Issued { organization_id, month, at, count: 0 };
        let one = counts.entry((organization_id, month.unix_seconds())).or_insert(new);
        one.count += 1;
        if one.at.unix_seconds() < at.unix_seconds() {
            one.at = at;
        }
    }
    let allowed = Plan::ALL.map(|plan| (plan, Limits::of(plan).attestations.map(i64::from)));
    let counted = usage::count(tx, &counts.into_values().collect::<Vec<_>>(), &allowed).await?;
    let allowance = |one: Counted| (one.organization_id, Allowance::of_month(one.plan, one.used, one.at));
    Ok(counted.into_iter().map(allowance).collect())
}

/// Attestations of this month.
pub(super) async fn attestations(issuer: &Issuer, organization: OrganizationId) -> Result<Allowance, Error> {
    let now = issuer.clock.now();
    let plan = plans::find(&issuer.store, organization).await?.ok_or(Error::NotFound)?;
    let used = usage::attestations(&issuer.store, organization, Month::of(now).start).await?;
    Ok(Allowance::of_month(plan, used, now))
}

/// Attestations of this month, of the caller's organisation.
pub async fn attestations_of(issuer: &Issuer, caller: &Caller) -> Result<Allowance, Error> {
    attestations(issuer, caller.organization_id).await
}

/// Refuses one more, where the organisation has as many as its plan allows. Until the transaction ends, nobody else makes
/// another.
pub(super) async fn require_room(
    issuer: &Issuer,
    tx: &mut Tx,
    organization: OrganizationId,
    what: Stock,
) -> Result<(), Error> {
    let plan = plans::lock(tx, organization).await?.ok_or(Error::NotFound)?;
    let Some(limit) = Limits::of(plan).stock(what) else { return Ok(()) };
    let used = usage::stock(tx, organization, what, issuer.clock.now()).await?.unsigned_abs();
    Allowance { plan, used, limit: Some(limit), resets_in: None }.require(Quota::Stock(what), 1)
}

/// What an organisation may use and has used.
#[derive(Clone, Debug)]
pub struct Usage {
    /// Its plan.
    pub plan: Plan,
    /// The month of what is counted by the month.
    pub month: Month,
    /// Attestations.
    pub attestations: Allowance,
    /// What there is, in the order of [`Stock::ALL`].
    pub stock: Vec<(Stock, Allowance)>,
}

/// How the caller's organisation stands.
pub async fn usage(issuer: &Issuer, caller: &Caller) -> Result<Usage, Error> {
    let (organization, now) = (caller.organization_id, issuer.clock.now());
    let attestations = attestations(issuer, organization).await?;
    let plan = attestations.plan;
    let mut stock = Vec::new();
    let mut tx = issuer.store.tx_of(organization, "look_at_usage").await?;
    for what in Stock::ALL {
        let used = usage::stock(&mut tx, organization, what, now).await?.unsigned_abs();
        stock.push((what, Allowance { plan, used, limit: Limits::of(plan).stock(what), resets_in: None }));
    }
    tx.give_up().await?;
    Ok(Usage { plan, month: Month::of(now), attestations, stock })
}

/// Requires that a person runs the service.
pub(super) fn require_superadmin(signed_in: &SignedIn) -> Result<(), Error> {
    if signed_in.superadmin { Ok(()) } else { Err(Error::OnlySuperadmins) }
}

/// Gives an organisation another plan, by a person who runs the service, or, where there is none, on its machine. What there
/// is stays, also where it is more than the new plan allows. What it was before.
pub async fn set(
    issuer: &Issuer,
    by: Option<&SignedIn>,
    organization_id: OrganizationId,
    plan: &str,
) -> Result<PlanChange, Error> {
    by.map(require_superadmin).transpose()?;
    let plan = Plan::parse(plan)
        .ok_or_else(|| Error::refused("/plan", format!("must be one of {}", Plan::ALL.map(Plan::as_str).join(", "))))?;
    let (id, by, at) =
        (PlanChangeId::new(&*issuer.clock, &*issuer.rng)?, by.map(|person| person.user_id), issuer.clock.now());
    let mut tx = issuer.store.tx_of(organization_id, "set_plan").await?;
    let before = plans::lock(&mut tx, organization_id).await?.ok_or(Error::NotFound)?;
    let change = PlanChange { id, organization_id, before, plan, by, at };
    // To say again what is so is no change.
    if before != plan {
        plans::set(&mut tx, &change).await?;
    }
    tx.commit().await?;
    tracing::warn!(organization.id = %organization_id, plan = plan.as_str(), before = before.as_str(), user.id = by.map(tracing::field::display),
        "Organisation `{organization_id}` has the plan `{}`", plan.as_str());
    Ok(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_one_begins() {
        for (time, start, end) in [
            ("2026-11-23T12:00:00Z", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
            ("2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            ("2028-02-29T00:00:00Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"),
            ("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"),
        ] {
            let month = Month::of(Timestamp::parse(time).unwrap());
            assert_eq!((month.start.to_string(), month.end.to_string()), (start.to_owned(), end.to_owned()), "{time}");
        }
    }

    #[test]
    fn every_plan_allows_at_least_what_the_one_before_it_does() {
        let all = |plan| {
            let limits = Limits::of(plan);
            let stock = Stock::ALL.map(|what| limits.stock(what));
            std::iter::once(limits.attestations)
                .chain(stock)
                .map(|limit| limit.map_or(u64::MAX, u64::from))
                .collect::<Vec<_>>()
        };
        for pair in Plan::ALL.windows(2) {
            assert!(std::iter::zip(all(pair[0]), all(pair[1])).all(|(less, more)| 0 < less && less < more), "{pair:?}");
        }
    }
}
