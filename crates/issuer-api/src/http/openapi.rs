//! The service's description (OpenAPI 3.1), from the same registration as its routes.
//!
//! Spec: <https://spec.openapis.org/oas/v3.1.1.html>

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};

/// The document as text, as `proofpass openapi` prints it and `docs/openapi.json` keeps it.
#[must_use]
pub fn document() -> String {
    let (_, document) = super::described().split_for_parts();
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "ProofPass issuer",
        description = "Issues verifiable credentials (VC 2.0, eddsa-jcs-2022) and verifies anybody's.",
        version = "1",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/")),
    tags(
        (name = "attestations", description = "Issuing and fetching, for organisations with an API key"),
        (name = "verification", description = "Open to anybody"),
        (name = "service", description = "The service itself"),
    ),
)]
struct Base;

/// The document without paths.
pub(super) fn base() -> OpenApi {
    let mut base = Base::openapi();
    let components = base.components.get_or_insert_default();
    components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    components.add_security_scheme("apiKey", SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-API-Key"))));
    base
}

/// This document
#[utoipa::path(get, path = "/openapi.json", operation_id = "describe", tag = "service",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub(super) async fn serve() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], document())
}
