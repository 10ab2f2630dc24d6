//! The schemas that credentials name, for whoever verifies them; and how they are shown, for whoever shows them.
//!
//! Spec: <https://www.w3.org/TR/vc-json-schema/>

use std::num::NonZero;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::Problem;
use super::assets::{ASK_EACH_TIME, cached_by_content};
use super::path::Parts;
use super::problem::Body as ProblemBody;
use super::stored::stored;
use crate::issue::{Error, Issuer, TemplateName, template};

/// Fetch the schema of a template's credentials
///
/// The JSON Schema that `credentialSchema` names, with the very bytes that its digest is of. It never changes.
#[utoipa::path(get, path = "/api/v1/templates/{id}/versions/{version}/schema", operation_id = "fetchCredentialSchema", tag = "verification",
    params(("id" = String, Path, description = "A template's UUID, or the name of one that every organisation has"), ("version" = u32, Path)),
    responses(
        (status = 200, description = "The schema", body = Object, content_type = "application/schema+json"),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 404, description = "Absent, never published, or of claims that no schema of a credential can be made from", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn serve(
    State(issuer): State<Issuer>,
    Parts(name, version): Parts<TemplateName, NonZero<u32>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let text = template::credential_schema(&issuer, name, version.get()).await?;
    Ok(cached_by_content(&headers, ASK_EACH_TIME, "application/schema+json", text.into()))
}

/// How credentials of a version of a template are shown.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CredentialDisplay)]
struct DisplayView {
    /// The credential's own type.
    credential_type: String,
    /// `title` by language, `icon`, `colors` with `background` and `text`, which differ enough to be read.
    #[schema(value_type = Object)]
    display: Box<RawValue>,
    /// The claims in the order in which they are shown, each with `claim` (a JSON Pointer from the claims), `label` by
    /// language, and `handling`.
    #[schema(value_type = Vec<Object>)]
    claims: Box<RawValue>,
}

/// Fetch how a template's credentials are shown
///
/// Titles, colours, labels in several languages, and the order of claims, beside the schema that `credentialSchema` names. It
/// never changes, and it is for showing alone: no verdict depends on it.
#[utoipa::path(get, path = "/api/v1/templates/{id}/versions/{version}/display", operation_id = "fetchCredentialDisplay", tag = "verification",
    params(
        ("id" = String, Path, description = "A template's UUID, or the name of one that every organisation has"),
        ("version" = u32, Path),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "How they are shown", body = DisplayView),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 404, description = "Absent, or never published", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn display(
    State(issuer): State<Issuer>,
    Parts(name, version): Parts<TemplateName, NonZero<u32>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let content = template::shown(&issuer, name, version.get()).await?;
    let raw = |text: String, column| stored(text, ("template_versions", column), &name);
    let view = DisplayView {
        credential_type: content.credential_type,
        display: raw(content.display, "display")?,
        claims: raw(content.claims, "claims")?,
    };
    let text = serde_json::to_vec(&view).map_err(|_| Error::Vanished)?;
    Ok(cached_by_content(&headers, ASK_EACH_TIME, "application/json", text.into()))
}
