//! Status lists: what is published for verifiers anywhere.
//!
//! Specs: <https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential>,
//! <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use proofpass::problem::ProblemType;
use proofpass::time::Timestamp;

use super::Problem;
use super::assets::cached_by_content;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use crate::id::StatusListId;
use crate::issue::{Issuer, status_list};
use crate::store::status_lists::Published;

/// A credential that is JSON-LD, and JSON (VC data model 2.0 §6.2).
const MEDIA_TYPE: &str = "application/vc";

/// Token Status List §5.1.
const MEDIA_TYPE_TOKEN: &str = "application/statuslist+jwt";

/// A change is to be seen everywhere within seconds, and asking again costs a few bytes where nothing has changed.
const SECONDS: &str = "public, max-age=5";

/// Fetch a status list
///
/// A signed list (Bitstring Status List 1.0) that `credentialStatus` of issued credentials names, as it stands; with `at`,
/// as it stood then.
#[utoipa::path(get, path = "/api/v1/status-lists/{id}", operation_id = "fetchStatusList", tag = "verification",
    params(
        ("id" = uuid::Uuid, Path),
        ("at" = Option<String>, Query, description = "A time of the past, such as `2026-11-23T12:00:00Z`"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The list", body = Object, content_type = "application/vc", headers(
            ("ETag" = String, description = "Of this version"),
        )),
        (status = 304, description = "It is still that version"),
        (status = 400, description = "`at` is there twice", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such list, or not yet at that time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`at` is no time, or in the future", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database is away, or the signer where a new version is due", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn fetch(
    State(issuer): State<Issuer>,
    Part(id): Part<StatusListId>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let version = version(&issuer, id, &parameters).await?;
    Ok(cached_by_content(&headers, SECONDS, MEDIA_TYPE, version.credential.into()))
}

/// Fetch a status list for tokens
///
/// The same list for SD-JWT VCs, as the `uri` of their `status` names it (Token Status List): two bits for each, which say
/// revoked (1) or suspended (2).
#[utoipa::path(get, path = "/api/v1/status-lists/{id}/token", operation_id = "fetchStatusListToken", tag = "verification",
    params(
        ("id" = uuid::Uuid, Path),
        ("at" = Option<String>, Query, description = "A time of the past, such as `2026-11-23T12:00:00Z`"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The list", body = String, content_type = "application/statuslist+jwt", headers(
            ("ETag" = String, description = "Of this version"),
        )),
        (status = 304, description = "It is still that version"),
        (status = 400, description = "`at` is there twice", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such list, none for tokens, or not yet at that time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`at` is no time, or in the future", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database is away, or the signer where a new version is due", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn fetch_token(
    State(issuer): State<Issuer>,
    Part(id): Part<StatusListId>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let version = version(&issuer, id, &parameters).await?;
    let token = version.token.ok_or(ProblemType::NotFound)?;
    Ok(cached_by_content(&headers, SECONDS, MEDIA_TYPE_TOKEN, token.into()))
}

/// The version that stands, or stood at the time that is asked for.
async fn version(issuer: &Issuer, id: StatusListId, parameters: &Parameters) -> Result<Published, Problem> {
    let Some(text) = parameters.one("at")? else { return Ok(status_list::current(issuer, id).await?) };
    let time = Timestamp::parse(text).ok().filter(|time| *time <= issuer.clock.now());
    let time = time.ok_or_else(|| {
        Problem::from(ProblemType::InvalidRequest).with_detail("`at` must be a date and time of the past, with a zone.")
    })?;
    Ok(status_list::at(issuer, id, time).await?)
}
