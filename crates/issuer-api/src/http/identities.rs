//! As whom organisations sign: their DID documents, and the websites that are their own.
//!
//! Specs: <https://w3c-ccg.github.io/did-method-web/#read-resolve>, <https://identity.foundation/specs/did-configuration/>

use axum::Json as Answer;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use proofpass::json::Object;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::assets::{ASK_EACH_TIME, cached_by_content};
use super::auth::Authenticated;
use super::body::Json;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::OrganizationId;
use crate::issue::{Issuer, PublicUrl, identity};
use crate::store::organizations::{DidMethod, Identity};

/// As whom to sign.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewIssuerIdentity)]
pub(super) struct ChangeIdentity {
    /// `web`: the next key signs as the organisation's `did:web`; `key`: as its own `did:key`.
    #[serde(deserialize_with = "method")]
    #[schema(value_type = String, example = "web")]
    method: DidMethod,
    /// The organisation's website: the name of a host, perhaps with a port; none, if absent.
    #[schema(example = "shop.example", min_length = 1, max_length = 253)]
    domain: Option<String>,
}

fn method<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DidMethod, D::Error> {
    let text = String::deserialize(deserializer)?;
    DidMethod::parse(&text).ok_or_else(|| serde::de::Error::custom("expected `web` or `key`"))
}

/// As whom an organisation signs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = IssuerIdentity)]
pub(super) struct IdentityView {
    /// Under which kind of DID the next key signs.
    #[schema(example = "web")]
    method: &'static str,
    /// The organisation's `did:web`, where this service's URL makes one.
    did: Option<String>,
    /// Where its document is.
    #[schema(format = "uri")]
    document: Option<String>,
    /// The organisation's website.
    domain: Option<String>,
    /// What that website is to serve at `/.well-known/did-configuration.json`.
    #[schema(format = "uri")]
    did_configuration: Option<String>,
}

impl IdentityView {
    fn of(public_url: &PublicUrl, (identity, did): (Identity, Option<String>)) -> Self {
        let base = format!("{public_url}/organizations/{}", identity.organization_id);
        Self {
            method: identity.method.as_str(),
            document: did.as_ref().map(|_| format!("{base}/did.json")),
            did_configuration: identity.domain.as_ref().map(|_| format!("{base}/did-configuration.json")),
            domain: identity.domain,
            did,
        }
    }
}

/// Fetch as whom your organisation signs
#[utoipa::path(get, path = "/api/v1/issuer-identity", operation_id = "fetchIssuerIdentity", tag = "issuer",
    responses(
        (status = 200, description = "The identity", body = IdentityView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `issuer-keys:read`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
) -> Result<Answer<IdentityView>, Problem> {
    let found = identity::find(&app.issuer, &caller).await?;
    Ok(Answer(IdentityView::of(&app.issuer.public_url, found)))
}

/// Say as whom your organisation signs
///
/// A key that signs already goes on as it is; the next one signs as this says.
#[utoipa::path(put, path = "/api/v1/issuer-identity", operation_id = "changeIssuerIdentity", tag = "issuer",
    request_body = ChangeIdentity,
    responses(
        (status = 200, description = "The identity", body = IdentityView),
        (status = 400, description = "Not JSON, an unknown member, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `issuer-keys:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A rule is broken", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn change(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Json { value: new, .. }: Json<ChangeIdentity>,
) -> Result<Answer<IdentityView>, Problem> {
    let changed = identity::change(&app.issuer, &caller, new.method, new.domain.as_deref()).await?;
    Ok(Answer(IdentityView::of(&app.issuer.public_url, changed)))
}

fn served(headers: &HeaderMap, media_type: &'static str, object: &Object) -> Response {
    cached_by_content(headers, ASK_EACH_TIME, media_type, object.to_string().into())
}

/// Fetch the DID document of an organisation
///
/// Of its `did:web`: the keys that it signs and signed with. One that is compromised says since when, and speaks for nobody.
#[utoipa::path(get, path = "/organizations/{id}/did.json", operation_id = "fetchDidDocument", tag = "verification",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The document", body = Object, content_type = "application/did+json"),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 404, description = "No such organisation, or no URL that a did:web can name", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn document(
    State(issuer): State<Issuer>,
    Part(id): Part<OrganizationId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(served(&headers, "application/did+json", &identity::document(&issuer, id).await?))
}

/// Fetch what an organisation's website is to say of its DID
#[utoipa::path(get, path = "/organizations/{id}/did-configuration.json", operation_id = "fetchDidConfiguration", tag = "verification",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The DID configuration", body = Object),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 404, description = "No such organisation, no website, or no key that signs for its did:web", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn configuration(
    State(issuer): State<Issuer>,
    Part(id): Part<OrganizationId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(served(&headers, "application/json", &identity::configuration(&issuer, id).await?))
}

/// Fetch whose website this service's own is
#[utoipa::path(get, path = "/.well-known/did-configuration.json", operation_id = "fetchOwnDidConfiguration", tag = "verification",
    responses(
        (status = 200, description = "The DID configuration", body = Object),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 404, description = "Nobody's", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn own_configuration(State(issuer): State<Issuer>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(served(&headers, "application/json", &identity::own_configuration(&issuer).await?))
}
