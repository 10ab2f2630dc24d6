//! The schemas that credentials name, for whoever verifies them.
//!
//! Spec: <https://www.w3.org/TR/vc-json-schema/>

use std::num::NonZero;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use proofpass::digest::Digest;

use super::path::Parts;
use super::problem::Body as ProblemBody;
use super::{Problem, assets};
use crate::issue::{Issuer, TemplateName, template};

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
    let etag = format!("\"{}\"", Digest::of(text.as_bytes()));
    Ok(assets::cached(&headers, "application/schema+json", &etag, text.into()))
}
