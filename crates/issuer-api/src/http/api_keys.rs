//! API keys, for the admins of an organisation.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::unkept;
use super::auth::Person;
use super::body::Json;
use super::openapi::{OfCommandByPerson, OfPerson};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::ApiKeyId;
use crate::issue::api_key::{self, ApiKey, DEFAULT_DAYS, DEFAULT_OVERLAP_HOURS, KeyWish};
use crate::issue::{Error, Fault};
use crate::network::{Network, Networks};
use crate::store::api_keys::{ApiKeyRecord, Environment, Scope};

/// A key to be made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreateApiKey {
    #[schema(example = "shop floor", min_length = 1, max_length = 200)]
    name: String,
    /// `live`, or `test`, which production refuses.
    #[serde(default)]
    #[schema(example = "live", default = "live")]
    environment: Option<String>,
    /// What it may do; everything, if absent.
    #[serde(default)]
    #[schema(example = json!(["attestations:write"]))]
    scopes: Option<Vec<String>>,
    /// From where it may be used: addresses, and networks such as `192.0.2.0/24`; from anywhere, if absent or empty.
    #[serde(default)]
    #[schema(example = json!(["192.0.2.0/24", "2001:db8::7"]), max_items = 32)]
    allowed_addresses: Option<Vec<String>>,
    /// Days until it ends.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 365, default = 90)]
    days: Option<u16>,
}

/// What is to change about a key; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ChangeApiKey {
    #[serde(default)]
    #[schema(example = "shop floor", min_length = 1, max_length = 200)]
    name: Option<String>,
    /// From where it may be used, in place of what was said before; from anywhere, if empty.
    #[serde(default)]
    #[schema(example = json!(["192.0.2.0/24", "2001:db8::7"]), max_items = 32)]
    allowed_addresses: Option<Vec<String>>,
}

/// How the old key ends.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RotateApiKey {
    /// Hours for which both keys are good.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 168, default = 24)]
    overlap_hours: Option<u16>,
}

/// Keys, without their secrets.
#[derive(Serialize, ToSchema)]
pub(super) struct ApiKeys {
    keys: Vec<ApiKeyView>,
}

/// A key, and the only sight of it.
#[derive(Serialize, ToSchema)]
#[schema(as = NewApiKey)]
pub(super) struct NewApiKeyView {
    #[serde(flatten)]
    record: ApiKeyView,
    /// The key. It is shown once.
    key: String,
}

/// A key, without its secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApiKey)]
pub(super) struct ApiKeyView {
    #[schema(format = Uuid)]
    id: String,
    /// The public part of the key, by which logs name it.
    kid: String,
    name: String,
    environment: &'static str,
    scopes: Vec<&'static str>,
    /// Networks from which it may be used; from anywhere, where there is none. One address is a network of its own.
    #[schema(example = json!(["192.0.2.0/24", "2001:db8::7/128"]))]
    allowed_addresses: Vec<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    #[schema(format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
    /// To the minute.
    #[schema(format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<String>,
}

impl From<ApiKeyRecord> for ApiKeyView {
    fn from(key: ApiKeyRecord) -> Self {
        Self {
            id: key.id.to_string(),
            kid: key.kid.to_string(),
            name: key.name,
            environment: key.environment.as_str(),
            scopes: key.scopes.iter().map(|scope| scope.as_str()).collect(),
            allowed_addresses: key.addresses.iter().map(Network::to_string).collect(),
            created_at: key.created_at.to_string(),
            expires_at: key.expires_at.to_string(),
            revoked_at: key.revoked_at.map(|time| time.to_string()),
            last_used_at: key.last_used_at.map(|time| time.to_string()),
        }
    }
}

impl CreateApiKey {
    fn wish(self) -> Result<KeyWish, Error> {
        let environment = self.environment.as_deref().unwrap_or(Environment::Live.as_str());
        let environment = Environment::parse(environment);
        Ok(KeyWish {
            name: self.name,
            environment: environment.ok_or_else(|| Error::refused("/environment", "must be `live` or `test`"))?,
            scopes: self.scopes.map_or_else(|| Ok(Scope::ALL.to_vec()), |names| scopes(&names))?,
            addresses: addresses(self.allowed_addresses)?.unwrap_or_default(),
            days: self.days.unwrap_or(DEFAULT_DAYS),
        })
    }
}

fn addresses(texts: Option<Vec<String>>) -> Result<Option<Networks>, Error> {
    texts.map(|texts| api_key::addresses("/allowedAddresses", &texts)).transpose()
}

fn scopes(names: &[String]) -> Result<Vec<Scope>, Error> {
    let (mut scopes, mut faults) = (Vec::new(), Vec::new());
    for (at, name) in names.iter().enumerate() {
        match Scope::parse(name) {
            Some(scope) if !scopes.contains(&scope) => scopes.push(scope),
            Some(_) => faults.push(Fault::new(format!("/scopes/{at}"), "is there already")),
            None => faults.push(Fault::new(format!("/scopes/{at}"), "is no scope")),
        }
    }
    if faults.is_empty() { Ok(scopes) } else { Err(Error::Refused(faults)) }
}

fn shown((key, record): (ApiKey, ApiKeyRecord)) -> Response {
    let view = NewApiKeyView { record: record.into(), key: key.expose().to_owned() };
    unkept(StatusCode::CREATED, view)
}

/// Create an API key
///
/// For admins of the organisation you act for. The key is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/api-keys", operation_id = "createApiKey", tag = "organizations",
    request_body = CreateApiKey,
    responses((status = 201, description = "Made", body = NewApiKeyView), OfCommandByPerson),
    security(("accessToken" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Person(person): Person,
    Json { value, held: _held, .. }: Json<CreateApiKey>,
) -> Result<Response, Problem> {
    Ok(shown(api_key::create_by(&app.issuer, &person, value.wish()?).await?))
}

/// List API keys
///
/// For admins. All that there were, also those that have ended.
#[utoipa::path(get, path = "/api/v1/api-keys", operation_id = "listApiKeys", tag = "organizations",
    responses((status = 200, description = "The organisation's keys", body = ApiKeys), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn list(State(app): State<App>, Person(person): Person) -> Result<Answer<ApiKeys>, Problem> {
    let keys = api_key::list_by(&app.issuer, &person).await?;
    Ok(Answer(ApiKeys { keys: keys.into_iter().map(ApiKeyView::from).collect() }))
}

/// Change an API key
///
/// For admins. Its name, and from where it may be used: a request with it from elsewhere is refused with 403. From the next
/// request on.
#[utoipa::path(patch, path = "/api/v1/api-keys/{id}", operation_id = "changeApiKey", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    request_body = ChangeApiKey,
    responses(
        (status = 200, description = "The key as it is now, without its secret", body = ApiKeyView),
        (status = 404, description = "No such key that is good", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn change(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<ApiKeyId>,
    Json { value, held: _held, .. }: Json<ChangeApiKey>,
) -> Result<Answer<ApiKeyView>, Problem> {
    let wish = (value.name, addresses(value.allowed_addresses)?);
    Ok(Answer(api_key::change_by(&app.issuer, &person, id, wish).await?.into()))
}

/// Rotate an API key
///
/// For admins. Makes a key like it; the old one ends after `overlapHours`.
#[utoipa::path(post, path = "/api/v1/api-keys/{id}/rotate", operation_id = "rotateApiKey", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    request_body = RotateApiKey,
    responses(
        (status = 201, description = "The new key", body = NewApiKeyView),
        (status = 404, description = "No such key that is good", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn rotate(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<ApiKeyId>,
    Json { value, held: _held, .. }: Json<RotateApiKey>,
) -> Result<Response, Problem> {
    let overlap = value.overlap_hours.unwrap_or(DEFAULT_OVERLAP_HOURS);
    Ok(shown(api_key::rotate_by(&app.issuer, &person, id, overlap).await?))
}

/// Revoke an API key
///
/// For admins. From the next request on.
#[utoipa::path(delete, path = "/api/v1/api-keys/{id}", operation_id = "revokeApiKey", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Revoked"),
        (status = 404, description = "No such key that is good", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn revoke(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    api_key::revoke_by(&app.issuer, &person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
