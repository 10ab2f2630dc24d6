//! What an organisation may use and has used.

use axum::Json as Answer;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::auth::Authenticated;
use super::openapi::OfCaller;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::{App, Problem};
use crate::issue::Error;
use crate::issue::plan::{self, Allowance, Usage};
use crate::store::usage::Stock;

/// What the organisation may use and has used.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Usage)]
pub(super) struct UsageView {
    /// `free`, `pro` or `enterprise`.
    #[schema(example = "free")]
    plan: &'static str,
    /// The month of what is counted by the month, UTC.
    period: PeriodView,
    /// Issued in this month.
    attestations: AllowanceView,
    /// API keys that are good.
    api_keys: AllowanceView,
    /// Members.
    members: AllowanceView,
    /// Product passports.
    passports: AllowanceView,
    /// Templates of the organisation's own.
    templates: AllowanceView,
    /// Webhooks.
    webhooks: AllowanceView,
}

/// A month.
#[derive(Serialize, ToSchema)]
#[schema(as = UsagePeriod)]
struct PeriodView {
    #[schema(format = DateTime)]
    start: String,
    /// Its end is no part of it: counting begins anew then.
    #[schema(format = DateTime)]
    end: String,
}

/// How much there is of something, and how much there may be.
#[derive(Serialize, ToSchema)]
#[schema(as = Allowance)]
struct AllowanceView {
    #[schema(example = 12)]
    used: u64,
    /// `null`: any number.
    #[schema(example = 100)]
    limit: Option<u32>,
    /// `null`: any number.
    #[schema(example = 88)]
    remaining: Option<u64>,
}

/// Whether something may be done.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageCheck)]
pub(super) struct CheckView {
    allowed: bool,
    usage: AllowanceView,
}

impl From<Allowance> for AllowanceView {
    fn from(allowance: Allowance) -> Self {
        Self { used: allowance.used, limit: allowance.limit, remaining: allowance.left() }
    }
}

impl UsageView {
    fn of(usage: &Usage) -> Option<Self> {
        let of = |what: Stock| Some(usage.stock.iter().find(|(other, _)| *other == what)?.1.into());
        Some(Self {
            plan: usage.plan.as_str(),
            period: PeriodView { start: usage.month.start.to_string(), end: usage.month.end.to_string() },
            attestations: usage.attestations.into(),
            api_keys: of(Stock::ApiKeys)?,
            members: of(Stock::Members)?,
            passports: of(Stock::Passports)?,
            templates: of(Stock::Templates)?,
            webhooks: of(Stock::Webhooks)?,
        })
    }
}

/// How much is used
///
/// Of what the plan of your organisation allows. Attestations are counted by the calendar month, as they are issued; of
/// everything else counts what there is.
#[utoipa::path(get, path = "/api/v1/usage", operation_id = "fetchUsage", tag = "organizations",
    responses((status = 200, description = "How your organisation stands", body = UsageView), OfCaller),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
) -> Result<Answer<UsageView>, Problem> {
    let usage = plan::usage(&app.issuer, &caller).await?;
    Ok(Answer(UsageView::of(&usage).ok_or(Error::Vanished)?))
}

/// Whether the plan allows one more
///
/// As of now: it is decided when it is done.
#[utoipa::path(get, path = "/api/v1/usage/check", operation_id = "checkUsage", tag = "organizations",
    params(("action" = Option<String>, Query, description = "`issue_credential`, which is all that is counted by the month")),
    responses(
        (status = 200, description = "Whether, and how your organisation stands", body = CheckView),
        (status = 422, description = "No such action", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn check(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    parameters: Parameters,
) -> Result<Answer<CheckView>, Problem> {
    parameters.only(&["action"])?;
    if parameters.one("action")?.is_some_and(|action| action != "issue_credential") {
        return Err(Error::refused("/action", "must be `issue_credential`").into());
    }
    let allowance = plan::attestations_of(&app.issuer, &caller).await?;
    let allowed = allowance.left().is_none_or(|left| left > 0);
    Ok(Answer(CheckView { allowed, usage: allowance.into() }))
}
