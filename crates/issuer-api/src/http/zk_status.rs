//! Status commitments: what is published for holders and verifiers of proofs.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::Problem;
use super::assets::cached_by_content;
use super::path::Parts;
use super::problem::Body as ProblemBody;
use crate::id::OrganizationId;
use crate::issue::{Issuer, zk_status};

/// A credential that is JSON-LD, and JSON (VC data model 2.0 §6.2).
const MEDIA_TYPE: &str = "application/vc";

/// A change is to be seen everywhere within seconds, and asking again costs a few bytes where nothing has changed.
const SECONDS: &str = "public, max-age=5";

/// Fetch a status commitment
///
/// The root of a tree over the bits of an organisation's status lists, signed: what proofs are made and verified against. A
/// bit is set where an attestation is revoked or suspended. It changes where a bit does, or half of its day is over.
#[utoipa::path(get, path = "/api/v1/organizations/{id}/zk/status/{number}", operation_id = "fetchStatusCommitment", tag = "verification",
    params(
        ("id" = uuid::Uuid, Path),
        ("number" = u32, Path, description = "Which of the organisation's trees, counted from 1"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The commitment", body = Object, content_type = "application/vc", headers(
            ("ETag" = String, description = "Of this version"),
        )),
        (status = 304, description = "It is still that version"),
        (status = 404, description = "No such organisation, nothing committed, or a service that is not reached over https", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database is away, or the signer where a new version is due", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn fetch(
    State(issuer): State<Issuer>,
    Parts(id, number): Parts<OrganizationId, i32>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let version = zk_status::current(&issuer, id, number).await?;
    Ok(cached_by_content(&headers, SECONDS, MEDIA_TYPE, version.credential.into()))
}

/// Fetch the bits of a status commitment
///
/// All of them, so that a holder builds the tree and nobody learns which bit is theirs.
#[utoipa::path(get, path = "/api/v1/organizations/{id}/zk/status/{number}/bits", operation_id = "fetchStatusCommitmentBits", tag = "verification",
    params(
        ("id" = uuid::Uuid, Path),
        ("number" = u32, Path, description = "Which of the organisation's trees, counted from 1"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The bits, compressed, in `encodedList`", body = Object, headers(
            ("ETag" = String, description = "Of this version"),
        )),
        (status = 304, description = "They are still the same"),
        (status = 404, description = "No such organisation, nothing committed, or a service that is not reached over https", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database is away, or the signer where a new version is due", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn bits(
    State(issuer): State<Issuer>,
    Parts(id, number): Parts<OrganizationId, i32>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let version = zk_status::current(&issuer, id, number).await?;
    Ok(cached_by_content(&headers, SECONDS, "application/json", version.bits.into()))
}
