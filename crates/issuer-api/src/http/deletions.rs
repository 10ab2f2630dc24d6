//! Deleting an organisation, and deleting an account.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::auth::Person;
use super::body::Json;
use super::language::Spoken;
use super::openapi::OfCommandByPerson;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::OrganizationId;
use crate::issue::deletion::{self, Confirmation};
use crate::issue::password::Password;

/// What is to be deleted, in your own hand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteOrganization {
    /// Its name, letter by letter.
    #[schema(example = "Analytical Engines Ltd")]
    name: String,
    /// Your password.
    #[schema(format = "password")]
    password: String,
}

/// What is to be deleted, in your own hand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteAccount {
    /// Its address.
    #[schema(example = "ada@example.com", format = "email")]
    email: String,
    /// Your password.
    #[schema(format = "password")]
    password: String,
}

/// Delete an organisation
///
/// For admins of it. Nobody issues for it any more: memberships, invitations and API keys end at once. What it signed stays
/// verifiable: its keys, DID document and status lists stay public. Its name is not given to anybody else.
#[utoipa::path(post, path = "/api/v1/organizations/{id}/deletion", operation_id = "deleteOrganization", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    request_body = DeleteOrganization,
    responses(
        (status = 204, description = "Deleted"),
        (status = 404, description = "No organisation of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn organization(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<OrganizationId>,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<DeleteOrganization>,
) -> Result<StatusCode, Problem> {
    let confirmation = Confirmation { name: value.name, password: Password::new(value.password) };
    deletion::organization(&app.issuer, &person, id, &confirmation, language).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete your account
///
/// Your address, name and password are forgotten, your sessions and memberships end. What you issued stays. The last admin of
/// an organisation first makes somebody else one, or deletes it.
#[utoipa::path(post, path = "/api/v1/auth/me/deletion", operation_id = "deleteAccount", tag = "accounts",
    request_body = DeleteAccount,
    responses(
        (status = 204, description = "Deleted"),
        (status = 409, description = "The last admin of an organisation", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn account(
    State(app): State<App>,
    Person(person): Person,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<DeleteAccount>,
) -> Result<StatusCode, Problem> {
    let confirmation = Confirmation { name: value.email, password: Password::new(value.password) };
    deletion::account(&app.issuer, &person, &confirmation, language).await?;
    Ok(StatusCode::NO_CONTENT)
}
