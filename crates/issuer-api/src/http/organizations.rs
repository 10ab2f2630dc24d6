//! Organisations and their members.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::MembershipView;
use super::auth::Person;
use super::body::Json;
use super::openapi::{OfCommandByPerson, OfPerson};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::UserId;
use crate::issue::{Error, account, membership, organization};
use crate::store::memberships::{Member, Role};

/// An organisation to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateOrganization {
    /// As credentials will show it.
    #[schema(example = "Analytical Engines Ltd", min_length = 1, max_length = 200)]
    name: String,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
#[schema(as = Organization)]
pub(super) struct OrganizationView {
    #[schema(format = Uuid)]
    id: String,
    name: String,
}

/// Organisations.
#[derive(Serialize, ToSchema)]
pub(super) struct Organizations {
    organizations: Vec<MembershipView>,
}

/// People of an organisation.
#[derive(Serialize, ToSchema)]
pub(super) struct Members {
    members: Vec<MemberView>,
}

/// A person of an organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Member)]
struct MemberView {
    #[schema(format = Uuid)]
    user_id: String,
    #[schema(format = "email")]
    email: String,
    name: String,
    /// `user` or `admin`.
    role: &'static str,
    #[schema(format = DateTime)]
    since: String,
}

/// Another role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeMember {
    /// `user`, who issues and reads, or `admin`, who manages members, keys and templates, too.
    #[schema(example = "admin")]
    role: String,
}

/// Create an organisation
///
/// With a key to sign with. You are its first admin and act for it from now on; your access token stays good.
#[utoipa::path(post, path = "/api/v1/organizations", operation_id = "createOrganization", tag = "organizations",
    request_body = CreateOrganization,
    responses(
        (status = 201, description = "Made", body = OrganizationView),
        (status = 409, description = "The name is taken", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Person(person): Person,
    Json { value, held: _held, .. }: Json<CreateOrganization>,
) -> Result<Response, Problem> {
    let made = organization::create_for(&app.issuer, &person, &value.name).await?;
    let view = OrganizationView { id: made.id.to_string(), name: made.name };
    Ok((StatusCode::CREATED, Answer(view)).into_response())
}

/// List your organisations
#[utoipa::path(get, path = "/api/v1/organizations", operation_id = "listOrganizations", tag = "organizations",
    responses((status = 200, description = "Those you belong to", body = Organizations), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn list(State(app): State<App>, Person(person): Person) -> Result<Answer<Organizations>, Problem> {
    let profile = account::profile(&app.issuer, &person).await?;
    Ok(Answer(Organizations { organizations: profile.organizations.into_iter().map(Into::into).collect() }))
}

/// List members
///
/// Of the organisation you act for.
#[utoipa::path(get, path = "/api/v1/members", operation_id = "listMembers", tag = "organizations",
    responses(
        (status = 200, description = "Its people", body = Members),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn members(State(app): State<App>, Person(person): Person) -> Result<Answer<Members>, Problem> {
    let view = |member: Member| MemberView {
        user_id: member.user_id.to_string(),
        email: member.email,
        name: member.name,
        role: member.role.as_str(),
        since: member.since.to_string(),
    };
    let members = membership::list(&app.issuer, &person).await?.into_iter().map(view).collect();
    Ok(Answer(Members { members }))
}

/// Change a member's role
///
/// For admins. The last admin cannot step down.
#[utoipa::path(patch, path = "/api/v1/members/{id}", operation_id = "changeMember", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    request_body = ChangeMember,
    responses(
        (status = 204, description = "Changed"),
        (status = 404, description = "No such member", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The last admin", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn change_member(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<UserId>,
    Json { value, held: _held, .. }: Json<ChangeMember>,
) -> Result<StatusCode, Problem> {
    let role = Role::parse(&value.role).ok_or_else(|| Error::refused("/role", "must be `user` or `admin`"))?;
    membership::set_role(&app.issuer, &person, id, role).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hand your role on
///
/// For admins: a member becomes an admin, and you are a `user` from then on.
#[utoipa::path(post, path = "/api/v1/members/{id}/transfer", operation_id = "transferOrganization", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Handed on"),
        (status = 404, description = "No such member", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "To yourself", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn transfer(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<UserId>,
) -> Result<StatusCode, Problem> {
    membership::transfer(&app.issuer, &person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove a member
///
/// Admins remove anybody, everybody themselves. The last admin stays.
#[utoipa::path(delete, path = "/api/v1/members/{id}", operation_id = "removeMember", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Removed"),
        (status = 404, description = "No such member", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The last admin", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn remove_member(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<UserId>,
) -> Result<StatusCode, Problem> {
    membership::remove(&app.issuer, &person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
