//! Plans of organisations, for those who run the service.

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::Person;
use super::body::Json;
use super::openapi::OfCommandByPerson;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::OrganizationId;
use crate::issue::plan;

/// A plan to be given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetPlan {
    /// `free`, `pro` or `enterprise`.
    #[schema(example = "pro")]
    plan: String,
}

/// The plan of an organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PlanOfOrganization)]
pub(super) struct PlanView {
    #[schema(format = Uuid)]
    organization_id: String,
    #[schema(example = "pro")]
    plan: &'static str,
    /// What it was before.
    #[schema(example = "free")]
    before: &'static str,
}

/// Give an organisation a plan
///
/// For superadmins. What there is stays, also where it is more than the plan allows; it is recorded who did it.
#[utoipa::path(patch, path = "/api/v1/admin/organizations/{id}/plan", operation_id = "setPlan", tag = "service",
    params(("id" = uuid::Uuid, Path)),
    request_body = SetPlan,
    responses(
        (status = 200, description = "The plan from now on", body = PlanView),
        (status = 404, description = "No such organisation", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn set(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<OrganizationId>,
    Json { value, held: _held, .. }: Json<SetPlan>,
) -> Result<Answer<PlanView>, Problem> {
    let change = plan::set(&app.issuer, Some(&person), id, &value.plan).await?;
    let (plan, before) = (change.plan.as_str(), change.before.as_str());
    Ok(Answer(PlanView { organization_id: id.to_string(), plan, before }))
}
