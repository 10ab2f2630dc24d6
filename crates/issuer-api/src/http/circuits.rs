//! Circuits: under which keys proofs count here, and what wallets prove with.

use axum::Json as Answer;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use super::assets::cached_as;
use super::path::Part;
use super::problem::Body as ProblemBody;
use crate::issue::Issuer;
use crate::issue::proof_key::{self, ProofKey};

/// The name says what the bytes are: they never change.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Keys of circuits.
#[derive(Serialize, ToSchema)]
pub(super) struct Circuits {
    /// Those of ceremonies first.
    items: Vec<CircuitView>,
}

/// A key under which proofs count here.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Circuit)]
struct CircuitView {
    #[schema(example = "cred-s/1")]
    circuit: &'static str,
    /// What the key is called: the SHA-256 of its points, base64url.
    key: String,
    /// Whether anybody can prove anything under it.
    development: bool,
    /// The key, for verifiers elsewhere.
    #[schema(value_type = Object)]
    verifying_key: proofpass::json::Object,
    /// What a wallet proves with, if it is here.
    proving_key: Option<ProvingKeyView>,
}

/// Where the proving key is. A wallet takes no bytes but those with this digest.
#[derive(Serialize, ToSchema)]
#[schema(as = ProvingKey)]
struct ProvingKeyView {
    #[schema(format = "uri")]
    url: String,
    /// In hexadecimal.
    sha256: String,
    /// How many.
    bytes: usize,
}

impl CircuitView {
    fn of(issuer: &Issuer, key: &ProofKey) -> Self {
        let verifying = key.verifying();
        let proving_key = key.proving().map(|file| {
            let sha256 = file.sha256();
            let url = format!("{}/api/v1/zkp/proving-keys/{sha256}", issuer.public_url);
            ProvingKeyView { url, sha256, bytes: file.bytes.len() }
        });
        Self {
            circuit: verifying.circuit().as_str(),
            key: verifying.digest_text(),
            development: verifying.is_development(),
            verifying_key: verifying.to_object(),
            proving_key,
        }
    }
}

/// List the keys of circuits under which proofs count here
///
/// A wallet proves under one of them, with the proving key beside it: a key that a verifier hands over could be made to learn
/// what it must not, so a wallet takes those that it knows, or that its own service names.
#[utoipa::path(get, path = "/api/v1/zkp/circuits", operation_id = "listCircuits", tag = "proofs",
    responses((status = 200, description = "The keys, those of ceremonies first", body = Circuits)))]
pub(super) async fn list(State(issuer): State<Issuer>) -> Result<Answer<Circuits>, Problem> {
    let keys = proof_key::all(&issuer).await?;
    Ok(Answer(Circuits { items: keys.iter().map(|key| CircuitView::of(&issuer, key)).collect() }))
}

/// Fetch a proving key
///
/// Some megabytes, the same for ever.
#[utoipa::path(get, path = "/api/v1/zkp/proving-keys/{sha256}", operation_id = "fetchProvingKey", tag = "proofs",
    params(
        ("sha256" = String, Path, description = "64 hexadecimal digits"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "arkworks' uncompressed form", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "It is still the same"),
        (status = 404, description = "Not a key that is here", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn proving_key(
    State(issuer): State<Issuer>,
    Part(sha256): Part<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let file = proof_key::proving(&issuer, &sha256).await?;
    let (etag, bytes) = (format!("\"{}\"", file.digest), Bytes::from_owner(file.bytes.clone()));
    Ok(cached_as(&headers, FOR_GOOD, "application/octet-stream", &etag, bytes))
}
