//! The keys of access tokens, for whoever wants to check one: `/.well-known/jwks.json`.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc7517#section-5>

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

use super::{App, Problem};
use crate::issue::token_key;

/// A set of public keys.
#[derive(Serialize, ToSchema)]
pub(super) struct KeySet {
    keys: Vec<Jwk>,
}

/// A public key (RFC 8037).
#[derive(Serialize, ToSchema)]
struct Jwk {
    #[schema(example = "OKP")]
    kty: &'static str,
    #[schema(example = "Ed25519")]
    crv: &'static str,
    x: String,
    #[schema(format = Uuid)]
    kid: String,
    #[schema(example = "EdDSA")]
    alg: &'static str,
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    usage: &'static str,
}

/// The keys of access tokens
///
/// The next one is here a day before it signs; each stays until the last token that it signed has ended.
#[utoipa::path(get, path = "/.well-known/jwks.json", operation_id = "fetchKeySet", tag = "accounts",
    responses((status = 200, description = "A JSON Web Key Set", body = KeySet)))]
pub(super) async fn fetch(State(app): State<App>) -> Result<impl IntoResponse, Problem> {
    let keys = token_key::published(&app.issuer).await?.into_iter().map(|(id, key)| Jwk {
        kty: "OKP",
        crv: "Ed25519",
        x: URL_SAFE_NO_PAD.encode(key.to_point()),
        kid: id.to_string(),
        alg: "EdDSA",
        usage: "sig",
    });
    Ok(([(CACHE_CONTROL, "public, max-age=3600")], Answer(KeySet { keys: keys.collect() })))
}
