//! A second factor: enrolling a device, signing in with its codes, ending it.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::{SignedInView, signed_in, unkept, user_agent};
use super::auth::Person;
use super::body::Json;
use super::language::Spoken;
use super::openapi::{OfCommand, OfCommandByPerson, OfPerson};
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::issue::password::Password;
use crate::issue::second_factor::{self, CHALLENGE_SECONDS};

/// Your password, once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmPassword {
    #[schema(format = "password")]
    password: String,
}

/// A code of your device.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmTotp {
    /// Six digits.
    #[schema(example = "287082")]
    code: String,
}

/// The second step of logging in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LogInWithCode {
    /// What the first step answered.
    #[schema(example = "lc_…")]
    challenge: String,
    /// Six digits of your device, or one of your recovery codes.
    #[schema(example = "287082")]
    code: String,
}

/// The password is right; a code is wanted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SecondFactorWanted)]
pub(super) struct ChallengeView {
    /// For `POST /api/v1/auth/login/totp`.
    challenge: String,
    /// Seconds for which it is good.
    expires_in: i64,
}

impl ChallengeView {
    pub(super) fn of(token: &SecretString) -> Response {
        let view = Self { challenge: token.expose_secret().to_owned(), expires_in: CHALLENGE_SECONDS };
        unkept(StatusCode::ACCEPTED, view)
    }
}

/// What your device needs, shown once.
#[derive(Serialize, ToSchema)]
pub(super) struct TotpEnrolment {
    /// In base 32, for typing.
    secret: String,
    /// For a QR code.
    #[schema(format = "uri", example = "otpauth://totp/…")]
    uri: String,
}

/// Codes for the day on which your device is lost, each good once. Shown once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

impl RecoveryCodes {
    fn of(codes: &[SecretString]) -> Response {
        let recovery_codes = codes.iter().map(|code| code.expose_secret().to_owned()).collect();
        unkept(StatusCode::OK, Self { recovery_codes })
    }
}

/// How your second factor stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SecondFactor)]
pub(super) struct StandingView {
    /// Whether a code is asked for.
    enabled: bool,
    /// Recovery codes that are left.
    recovery_codes_left: i64,
}

/// Log in, second step
///
/// With a code, after the password was right. A code is good once. Five wrong ones end the attempt, and count as wrong
/// passwords do.
#[utoipa::path(post, path = "/api/v1/auth/login/totp", operation_id = "logInWithCode", tag = "accounts",
    request_body = LogInWithCode,
    responses(
        (status = 200, description = "Signed in", body = SignedInView),
        (status = 401, description = "The code is wrong, or the attempt is over", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong codes or passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommand,
    ))]
pub(super) async fn log_in(
    State(app): State<App>,
    headers: HeaderMap,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<LogInWithCode>,
) -> Result<Response, Problem> {
    let challenge = SecretString::from(value.challenge);
    let agent = user_agent(&headers);
    let done = second_factor::log_in(&app.issuer, &challenge, &value.code, agent, language).await?;
    Ok(signed_in(StatusCode::OK, done))
}

/// How your second factor stands
#[utoipa::path(get, path = "/api/v1/auth/totp", operation_id = "fetchSecondFactor", tag = "accounts",
    responses((status = 200, description = "Whether a code is asked for", body = StandingView), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn fetch(State(app): State<App>, Person(person): Person) -> Result<Answer<StandingView>, Problem> {
    let standing = second_factor::standing(&app.issuer, &person).await?;
    Ok(Answer(StandingView { enabled: standing.on, recovery_codes_left: standing.recovery_codes_left }))
}

/// Enrol a device
///
/// Any authenticator (RFC 6238: SHA-1, six digits, 30 seconds). Codes are asked for once a first one was confirmed.
#[utoipa::path(post, path = "/api/v1/auth/totp", operation_id = "enrolSecondFactor", tag = "accounts",
    request_body = ConfirmPassword,
    responses(
        (status = 201, description = "For your device", body = TotpEnrolment),
        (status = 409, description = "You have a second factor", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn enrol(
    State(app): State<App>,
    Person(person): Person,
    Json { value, held: _held, .. }: Json<ConfirmPassword>,
) -> Result<Response, Problem> {
    let made = second_factor::enrol(&app.issuer, &person, &Password::new(value.password)).await?;
    let view =
        TotpEnrolment { secret: made.secret.expose_secret().to_owned(), uri: made.uri.expose_secret().to_owned() };
    Ok(unkept(StatusCode::CREATED, view))
}

/// Confirm a device
///
/// With a first code. From now on a code is asked for; write the recovery codes down.
#[utoipa::path(post, path = "/api/v1/auth/totp/confirm", operation_id = "confirmSecondFactor", tag = "accounts",
    request_body = ConfirmTotp,
    responses(
        (status = 200, description = "A code is asked for from now on", body = RecoveryCodes),
        (status = 409, description = "No device was enrolled, or it is confirmed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong codes", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn confirm(
    State(app): State<App>,
    Person(person): Person,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<ConfirmTotp>,
) -> Result<Response, Problem> {
    Ok(RecoveryCodes::of(&second_factor::confirm(&app.issuer, &person, &value.code, language).await?))
}

/// Renew recovery codes
///
/// Those from before are good no longer.
#[utoipa::path(post, path = "/api/v1/auth/totp/recovery-codes", operation_id = "renewRecoveryCodes", tag = "accounts",
    request_body = ConfirmPassword,
    responses(
        (status = 200, description = "Other codes", body = RecoveryCodes),
        (status = 409, description = "You have no second factor", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn renew(
    State(app): State<App>,
    Person(person): Person,
    Json { value, held: _held, .. }: Json<ConfirmPassword>,
) -> Result<Response, Problem> {
    let password = Password::new(value.password);
    Ok(RecoveryCodes::of(&second_factor::renew_recovery_codes(&app.issuer, &person, &password).await?))
}

/// End your second factor
#[utoipa::path(post, path = "/api/v1/auth/totp/disable", operation_id = "disableSecondFactor", tag = "accounts",
    request_body = ConfirmPassword,
    responses(
        (status = 204, description = "No code is asked for any more"),
        (status = 409, description = "You have no second factor", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn disable(
    State(app): State<App>,
    Person(person): Person,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<ConfirmPassword>,
) -> Result<StatusCode, Problem> {
    second_factor::disable(&app.issuer, &person, &Password::new(value.password), language).await?;
    Ok(StatusCode::NO_CONTENT)
}
