//! Accounts: registering, signing in and out, sessions, passwords.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::Person;
use super::body::Json;
use super::email_verification::LetterSent;
use super::language::Spoken;
use super::openapi::{OfCommand, OfCommandByPerson, OfPerson};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::second_factors::ChallengeView;
use super::{App, Problem};
use crate::id::{OrganizationId, SessionId};
use crate::issue::Error;
use crate::issue::access_token::LIFETIME_SECONDS;
use crate::issue::account::{self, LoggedIn, Profile, Tokens};
use crate::issue::password::Password;
use crate::issue::registration::{self, NewAccount, Registered};
use crate::store::memberships::Membership;
use crate::store::sessions::Session;

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    #[schema(example = "ada@example.com", format = "email")]
    email: String,
    /// Any characters, at least eight.
    #[schema(min_length = 8, format = "password")]
    password: String,
    #[schema(example = "Ada Lovelace", min_length = 2, max_length = 200)]
    name: String,
    /// The name of an organisation to be made with it, of which you are the first admin.
    #[serde(default)]
    #[schema(example = "Analytical Engines Ltd", min_length = 1, max_length = 200)]
    organization: Option<String>,
}

/// Who they say they are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LogIn {
    #[schema(example = "ada@example.com", format = "email")]
    email: String,
    #[schema(format = "password")]
    password: String,
}

/// The token that a session goes on with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Refresh {
    refresh_token: String,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ChangePassword {
    #[schema(format = "password")]
    current_password: String,
    #[schema(min_length = 8, format = "password")]
    new_password: String,
}

/// For whom to act.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ChooseOrganization {
    #[schema(format = Uuid)]
    organization_id: String,
}

/// A person, and tokens of theirs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SignedIn)]
pub(super) struct SignedInView {
    #[serde(flatten)]
    profile: ProfileView,
    /// For `Authorization: Bearer …`.
    token: String,
    /// Seconds for which it is good.
    expires_in: i64,
    /// For the next pair of tokens; good once.
    refresh_token: String,
    /// When to sign in again, however often the session is refreshed.
    #[schema(format = DateTime)]
    session_expires_at: String,
}

/// A person, and for whom they act.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Profile)]
pub(super) struct ProfileView {
    user: UserView,
    /// For whom they act now.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<MembershipView>,
    /// For whom they can act.
    organizations: Vec<MembershipView>,
    #[schema(format = Uuid)]
    session_id: String,
}

/// A person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
struct UserView {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = "email")]
    email: String,
    name: String,
    /// `superadmin`, who runs the service, or `user`.
    role: &'static str,
    /// Whether a letter to the address was answered.
    email_verified: bool,
    #[schema(format = DateTime)]
    created_at: String,
}

/// What a person is in an organisation.
#[derive(Serialize, ToSchema)]
#[schema(as = Membership)]
pub(super) struct MembershipView {
    #[schema(format = Uuid)]
    id: String,
    name: String,
    /// `user` or `admin`.
    role: &'static str,
}

/// An access token for another organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccessToken {
    token: String,
    /// Seconds for which it is good.
    expires_in: i64,
}

/// The sessions that go on.
#[derive(Serialize, ToSchema)]
pub(super) struct Sessions {
    sessions: Vec<SessionView>,
}

/// Where somebody is signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
struct SessionView {
    #[schema(format = Uuid)]
    id: String,
    /// What the browser or program calls itself.
    user_agent: String,
    /// Whether it is this one.
    current: bool,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    last_used_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
}

impl From<Membership> for MembershipView {
    fn from(one: Membership) -> Self {
        Self { id: one.organization_id.to_string(), name: one.organization, role: one.role.as_str() }
    }
}

impl From<Profile> for ProfileView {
    fn from(profile: Profile) -> Self {
        let user = profile.user;
        Self {
            user: UserView {
                id: user.id.to_string(),
                email: user.email.as_str().to_owned(),
                name: user.name,
                role: if user.superadmin { "superadmin" } else { "user" },
                email_verified: user.email_verified_at.is_some(),
                created_at: user.created_at.to_string(),
            },
            organization: profile.organization.map(MembershipView::from),
            organizations: profile.organizations.into_iter().map(MembershipView::from).collect(),
            session_id: profile.session_id.to_string(),
        }
    }
}

/// An answer for those who asked, and for no cache on the way: tokens, secrets, links.
pub(super) fn unkept(status: StatusCode, body: impl Serialize) -> Response {
    let mut answer = (status, Answer(body)).into_response();
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

pub(super) fn signed_in(status: StatusCode, (profile, tokens): (Profile, Tokens)) -> Response {
    let view = SignedInView {
        profile: profile.into(),
        token: tokens.access.expose_secret().to_owned(),
        expires_in: LIFETIME_SECONDS,
        refresh_token: tokens.refresh.expose_secret().to_owned(),
        session_expires_at: tokens.session_expires_at.to_string(),
    };
    unkept(status, view)
}

pub(super) fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Register
///
/// Where the service sends no letters, makes an account and signs its owner in. Where it does, sends one to the address, and
/// the account begins with its answer; whether the address has an account already is told to its owner alone. With
/// `organization`, makes an organisation, too, with a key to sign with.
#[utoipa::path(post, path = "/api/v1/auth/register", operation_id = "register", tag = "accounts",
    request_body = Register,
    responses(
        (status = 201, description = "Registered and signed in", body = SignedInView),
        (status = 202, description = "A letter is on its way", body = LetterSent),
        (status = 409, description = "The address has an account, or the organisation's name is taken", body = ProblemBody, content_type = "application/problem+json"),
        OfCommand,
    ))]
pub(super) async fn register(
    State(app): State<App>,
    headers: HeaderMap,
    Spoken(language): Spoken,
    Json { value: new, held: _held, .. }: Json<Register>,
) -> Result<Response, Problem> {
    let new = NewAccount {
        email: new.email,
        password: Password::new(new.password),
        name: new.name,
        organization: new.organization,
    };
    match registration::register(&app.issuer, new, user_agent(&headers), language).await? {
        Registered::Asked(email) => Ok(LetterSent::to(email.as_str())),
        Registered::SignedIn(made) => Ok(signed_in(StatusCode::CREATED, *made)),
    }
}

/// Log in
///
/// After ten wrong passwords for an address, each further one locks it for longer, up to a quarter of an hour.
#[utoipa::path(post, path = "/api/v1/auth/login", operation_id = "logIn", tag = "accounts",
    request_body = LogIn,
    responses(
        (status = 200, description = "Signed in", body = SignedInView),
        (status = 202, description = "The password is right; a code is wanted, at `/api/v1/auth/login/totp`", body = ChallengeView),
        (status = 401, description = "The address or the password is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommand,
    ))]
pub(super) async fn log_in(
    State(app): State<App>,
    headers: HeaderMap,
    Spoken(language): Spoken,
    Json { value: who, held: _held, .. }: Json<LogIn>,
) -> Result<Response, Problem> {
    let password = Password::new(who.password);
    match account::log_in(&app.issuer, &who.email, &password, (user_agent(&headers), language)).await? {
        LoggedIn::Asked(challenge) => Ok(ChallengeView::of(&challenge)),
        LoggedIn::SignedIn(done) => Ok(signed_in(StatusCode::OK, *done)),
    }
}

/// Go on
///
/// Gives a new pair of tokens. A refresh token is good once: one that is shown again later ends its session.
#[utoipa::path(post, path = "/api/v1/auth/refresh", operation_id = "refreshSession", tag = "accounts",
    request_body = Refresh,
    responses(
        (status = 200, description = "Still signed in", body = SignedInView),
        (status = 401, description = "The token is not good, or the session is over", body = ProblemBody, content_type = "application/problem+json"),
        OfCommand,
    ))]
pub(super) async fn refresh(
    State(app): State<App>,
    Json { value, held: _held, .. }: Json<Refresh>,
) -> Result<Response, Problem> {
    let done = account::refresh(&app.issuer, &SecretString::from(value.refresh_token)).await?;
    Ok(signed_in(StatusCode::OK, done))
}

/// Log out
///
/// Ends this session: its tokens, of either kind, are good no longer.
#[utoipa::path(post, path = "/api/v1/auth/logout", operation_id = "logOut", tag = "accounts",
    responses((status = 204, description = "Signed out"), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn log_out(State(app): State<App>, Person(person): Person) -> Result<StatusCode, Problem> {
    account::end_session(&app.issuer, &person, person.session_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who am I
#[utoipa::path(get, path = "/api/v1/auth/me", operation_id = "fetchProfile", tag = "accounts",
    responses((status = 200, description = "You", body = ProfileView), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn me(State(app): State<App>, Person(person): Person) -> Result<Response, Problem> {
    Ok(unkept(StatusCode::OK, ProfileView::from(account::profile(&app.issuer, &person).await?)))
}

/// List sessions
///
/// Where you are signed in.
#[utoipa::path(get, path = "/api/v1/auth/sessions", operation_id = "listSessions", tag = "accounts",
    responses((status = 200, description = "Your sessions", body = Sessions), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn sessions(State(app): State<App>, Person(person): Person) -> Result<Response, Problem> {
    let view = |session: Session| SessionView {
        id: session.id.to_string(),
        user_agent: session.user_agent,
        current: session.id == person.session_id,
        created_at: session.created_at.to_string(),
        last_used_at: session.refreshed_at.to_string(),
        expires_at: session.expires_at.to_string(),
    };
    let sessions = account::sessions(&app.issuer, &person).await?.into_iter().map(view).collect();
    Ok(unkept(StatusCode::OK, Sessions { sessions }))
}

/// End a session
#[utoipa::path(delete, path = "/api/v1/auth/sessions/{id}", operation_id = "endSession", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Ended"),
        (status = 404, description = "No such session of yours", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn end_session(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<SessionId>,
) -> Result<StatusCode, Problem> {
    account::end_session(&app.issuer, &person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change the password
///
/// Ends every other session.
#[utoipa::path(post, path = "/api/v1/auth/password", operation_id = "changePassword", tag = "accounts",
    request_body = ChangePassword,
    responses(
        (status = 204, description = "Changed"),
        (status = 429, description = "Too many wrong passwords", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn change_password(
    State(app): State<App>,
    Person(person): Person,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<ChangePassword>,
) -> Result<StatusCode, Problem> {
    let (current, new) = (Password::new(value.current_password), Password::new(value.new_password));
    account::change_password(&app.issuer, &person, (&current, &new), language).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Act for another organisation
///
/// One of those that you belong to.
#[utoipa::path(post, path = "/api/v1/auth/organization", operation_id = "chooseOrganization", tag = "accounts",
    request_body = ChooseOrganization,
    responses((status = 200, description = "A token for it", body = AccessToken), OfCommandByPerson),
    security(("accessToken" = [])))]
pub(super) async fn choose_organization(
    State(app): State<App>,
    Person(person): Person,
    Json { value, held: _held, .. }: Json<ChooseOrganization>,
) -> Result<Response, Problem> {
    let id = value.organization_id.parse::<OrganizationId>();
    let id = id.map_err(|error| Error::refused("/organizationId", error.to_string()))?;
    let token = account::choose(&app.issuer, &person, id).await?;
    let view = AccessToken { token: token.expose_secret().to_owned(), expires_in: LIFETIME_SECONDS };
    Ok(unkept(StatusCode::OK, view))
}
