//! Whose address is it? Asking by letter, and taking the answer.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::MembershipView;
use super::auth::Person;
use super::body::Json;
use super::language::Spoken;
use super::openapi::{OfCommand, OfCommandByPerson};
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::issue::registration::{self, Verified};

/// What a letter's link carried.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerifyEmail {
    /// Behind the `#` of the link.
    #[schema(example = "ev_…")]
    token: String,
}

/// A letter is on its way.
#[derive(Serialize, ToSchema)]
pub(super) struct LetterSent {
    /// Where to.
    #[schema(format = "email")]
    email: String,
}

impl LetterSent {
    /// The same answer whether there was somebody to write to or not.
    pub(super) fn to(email: &str) -> Response {
        (StatusCode::ACCEPTED, Answer(Self { email: email.to_owned() })).into_response()
    }
}

/// Whose address it is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct VerifiedEmail {
    #[schema(format = "email")]
    email: String,
    /// The organisation that was founded with the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<MembershipView>,
    /// Whether the name of the organisation that was to be founded was taken meanwhile: found one of another name.
    organization_taken: bool,
}

impl From<Verified> for VerifiedEmail {
    fn from(it: Verified) -> Self {
        Self {
            email: it.email.as_str().to_owned(),
            organization: it.organization.map(MembershipView::from),
            organization_taken: it.organization_taken,
        }
    }
}

/// Verify an email address
///
/// With the token of a letter, good once and for 24 hours. Makes the account that was registered; log in then.
#[utoipa::path(post, path = "/api/v1/auth/verify-email", operation_id = "verifyEmail", tag = "accounts",
    request_body = VerifyEmail,
    responses(
        (status = 200, description = "The address is verified, and has an account", body = VerifiedEmail),
        (status = 409, description = "The address got an account meanwhile", body = ProblemBody, content_type = "application/problem+json"),
        OfCommand,
    ))]
pub(super) async fn verify(
    State(app): State<App>,
    Json { value, held: _held, .. }: Json<VerifyEmail>,
) -> Result<Answer<VerifiedEmail>, Problem> {
    let verified = registration::verify_email(&app.issuer, &SecretString::from(value.token)).await?;
    Ok(Answer(verified.into()))
}

/// Ask for a letter to verify your address
///
/// For accounts that were made before the service sent letters.
#[utoipa::path(post, path = "/api/v1/auth/verify-email/letter", operation_id = "requestEmailVerification", tag = "accounts",
    responses(
        (status = 202, description = "A letter is on its way", body = LetterSent),
        (status = 409, description = "The address is verified", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "The address was written to often enough", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn ask(
    State(app): State<App>,
    Person(person): Person,
    Spoken(language): Spoken,
) -> Result<Response, Problem> {
    let email = registration::ask_again(&app.issuer, &person, language).await?;
    Ok(LetterSent::to(email.as_str()))
}
