//! Another password, by letter.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Json;
use super::email_verification::LetterSent;
use super::language::Spoken;
use super::openapi::OfCommand;
use super::{App, Problem};
use crate::issue::password::Password;
use crate::issue::password_reset;

/// Who has forgotten their password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ForgotPassword {
    #[schema(example = "ada@example.com", format = "email")]
    email: String,
}

/// What a letter's link carried, and another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResetPassword {
    /// Behind the `#` of the link.
    #[schema(example = "pr_…")]
    token: String,
    /// Any characters, at least eight.
    #[schema(min_length = 8, format = "password")]
    password: String,
}

/// Ask for another password
///
/// By letter to the address. The answer is the same whether the address has an account or not.
#[utoipa::path(post, path = "/api/v1/auth/forgot-password", operation_id = "forgotPassword", tag = "accounts",
    request_body = ForgotPassword,
    responses((status = 202, description = "If the address has an account, a letter is on its way", body = LetterSent), OfCommand))]
pub(super) async fn ask(
    State(app): State<App>,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<ForgotPassword>,
) -> Result<Response, Problem> {
    let email = password_reset::ask(&app.issuer, &value.email, language).await?;
    Ok(LetterSent::to(email.as_str()))
}

/// Choose another password
///
/// With the token of a letter, good once and for an hour. Ends every session; log in then.
#[utoipa::path(post, path = "/api/v1/auth/reset-password", operation_id = "resetPassword", tag = "accounts",
    request_body = ResetPassword,
    responses((status = 204, description = "Changed"), OfCommand))]
pub(super) async fn reset(
    State(app): State<App>,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<ResetPassword>,
) -> Result<StatusCode, Problem> {
    let (token, password) = (SecretString::from(value.token), Password::new(value.password));
    password_reset::reset(&app.issuer, &token, &password, language).await?;
    Ok(StatusCode::NO_CONTENT)
}
