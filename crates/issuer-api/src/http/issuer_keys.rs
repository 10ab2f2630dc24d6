//! The keys that an organisation signs with.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use proofpass::json::Object;
use proofpass::time::Timestamp;
use proofpass::zk::to_jwk;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::auth::Authenticated;
use super::body::Json;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::IssuerKeyId;
use crate::issue::issuer_key::{self, AnyKey};
use crate::issue::zk_key;
use crate::store::api_keys::Scope;
use crate::store::issuer_keys::IssuerKeySummary;
use crate::store::zk_keys::ZkKeySummary;

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewIssuerKey)]
pub(super) struct CreateIssuerKey {
    /// Retire the key that signs now. Without, a key that signs is a conflict: nobody rotates by accident.
    #[serde(default)]
    replace: bool,
    /// `Ed25519` (credentials; so, if absent), or `BabyJubJub` (what is committed of claims).
    #[serde(default)]
    algorithm: Algorithm,
}

/// What a key is of.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, ToSchema)]
#[schema(as = IssuerKeyAlgorithm)]
pub(super) enum Algorithm {
    #[serde(rename = "BabyJubJub")]
    BabyJubjub,
    #[default]
    Ed25519,
}

/// Since when somebody else may sign with a key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IssuerKeyCompromise)]
pub(super) struct Compromise {
    /// Now, if absent.
    #[serde(default, deserialize_with = "time")]
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| Timestamp::parse(&text)).transpose().map_err(serde::de::Error::custom)
}

/// A key that an organisation signs or signed with.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = IssuerKey)]
pub(super) struct IssuerKeyView {
    #[schema(format = Uuid)]
    id: String,
    /// As whom it signs.
    did: String,
    verification_method: String,
    algorithm: Algorithm,
    /// Of Ed25519.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key_multibase: Option<String>,
    /// Of Baby Jubjub: as the document of the organisation's `did:web` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    public_key_jwk: Option<Object>,
    /// `active`, `retired` or `compromised`.
    #[schema(example = "active")]
    state: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    retired_at: Option<String>,
    #[schema(format = DateTime)]
    compromised_since: Option<String>,
}

/// Keys, the oldest first.
#[derive(Serialize, ToSchema)]
pub(super) struct IssuerKeys {
    items: Vec<IssuerKeyView>,
}

impl From<IssuerKeySummary> for IssuerKeyView {
    fn from(key: IssuerKeySummary) -> Self {
        Self {
            id: key.id.to_string(),
            algorithm: Algorithm::Ed25519,
            public_key_multibase: Some(key.multikey().to_owned()),
            public_key_jwk: None,
            did: key.did,
            verification_method: key.verification_method,
            state: state(key.compromised_since, key.active),
            created_at: key.created_at.to_string(),
            retired_at: key.retired_at.as_ref().map(Timestamp::to_string),
            compromised_since: key.compromised_since.as_ref().map(Timestamp::to_string),
        }
    }
}

impl From<ZkKeySummary> for IssuerKeyView {
    fn from(key: ZkKeySummary) -> Self {
        Self {
            id: key.id.to_string(),
            algorithm: Algorithm::BabyJubjub,
            public_key_multibase: None,
            public_key_jwk: key.public_key().map(|key| to_jwk(&key)),
            verification_method: key.verification_method(),
            did: key.did,
            state: state(key.compromised_since, key.active),
            created_at: key.created_at.to_string(),
            retired_at: key.retired_at.as_ref().map(Timestamp::to_string),
            compromised_since: key.compromised_since.as_ref().map(Timestamp::to_string),
        }
    }
}

impl From<AnyKey> for IssuerKeyView {
    fn from(key: AnyKey) -> Self {
        match key {
            AnyKey::BabyJubjub(key) => key.into(),
            AnyKey::Ed25519(key) => key.into(),
        }
    }
}

fn state(compromised_since: Option<Timestamp>, active: bool) -> &'static str {
    match (compromised_since, active) {
        (Some(_), _) => "compromised",
        (None, true) => "active",
        (None, false) => "retired",
    }
}

/// List issuer keys
#[utoipa::path(get, path = "/api/v1/issuer-keys", operation_id = "listIssuerKeys", tag = "issuer",
    responses(
        (status = 200, description = "The keys", body = IssuerKeys),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `issuer-keys:read`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
) -> Result<Answer<IssuerKeys>, Problem> {
    caller.require(Scope::IssuerKeysRead)?;
    let keys = issuer_key::all(&app.issuer, caller.organization_id).await?;
    Ok(Answer(IssuerKeys { items: keys.into_iter().map(IssuerKeyView::from).collect() }))
}

/// Make an issuer key
///
/// It signs from now on. The private half never leaves the service.
#[utoipa::path(post, path = "/api/v1/issuer-keys", operation_id = "createIssuerKey", tag = "issuer",
    request_body = CreateIssuerKey,
    responses(
        (status = 201, description = "The key", body = IssuerKeyView),
        (status = 400, description = "Not JSON, an unknown member, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `issuer-keys:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A key of this kind signs already, there are too many, or the organisation signs as a did:key, which cannot have a key for commitments", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A rule is broken", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Json { value: new, .. }: Json<CreateIssuerKey>,
) -> Result<Response, Problem> {
    caller.require(Scope::IssuerKeysWrite)?;
    let made: IssuerKeyView = match new.algorithm {
        Algorithm::BabyJubjub => zk_key::create(&app.issuer, &caller, new.replace).await?.into(),
        Algorithm::Ed25519 => issuer_key::create(&app.issuer, caller.organization_id, new.replace).await?.into(),
    };
    Ok((StatusCode::CREATED, Answer(made)).into_response())
}

/// Retire an issuer key
///
/// It signs nothing any more; what it signed stays valid. Until another is made, nothing is issued.
#[utoipa::path(post, path = "/api/v1/issuer-keys/{id}/retire", operation_id = "retireIssuerKey", tag = "issuer",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The key", body = IssuerKeyView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `issuer-keys:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It does not sign any more", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn retire(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<IssuerKeyId>,
) -> Result<Answer<IssuerKeyView>, Problem> {
    Ok(Answer(issuer_key::retire(&app.issuer, &caller, id).await?.into()))
}

/// Say that an issuer key is compromised
///
/// Nothing that it signed is believed any more, whatever its date, where the issuer is a `did:web`: the document says since
/// when the key is revoked. A `did:key` cannot be taken back.
#[utoipa::path(post, path = "/api/v1/issuer-keys/{id}/compromised", operation_id = "compromiseIssuerKey", tag = "issuer",
    params(("id" = uuid::Uuid, Path)),
    request_body = Compromise,
    responses(
        (status = 200, description = "The key", body = IssuerKeyView),
        (status = 400, description = "Not JSON, an unknown member, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `issuer-keys:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A time that cannot be read, or of the future", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn compromise(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<IssuerKeyId>,
    Json { value: new, .. }: Json<Compromise>,
) -> Result<Answer<IssuerKeyView>, Problem> {
    Ok(Answer(issuer_key::compromise(&app.issuer, &caller, id, new.since).await?.into()))
}
