//! What an organisation notes about its attestations, and can change.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use axum::response::Response;
use proofpass::problem::ProblemType;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::attestations::AttestationView;
use super::auth::Authenticated;
use super::body::Json;
use super::openapi::{OfAnybody, OfCommand};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::AttestationId;
use crate::issue::notes::{self, Change, Seen};

/// What is to be changed; what is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NotesChange)]
#[expect(clippy::option_option, reason = "what is absent stays as it is, and `null` takes it away")]
pub(super) struct ChangeNotes {
    /// `null`: none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    label: Option<Option<String>>,
    /// All of them; at most 20.
    tags: Option<Vec<String>>,
    /// `null`: none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    external_reference: Option<Option<String>>,
}

/// There, be it `null`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Change what is noted about an attestation
///
/// Its label, its tags, what another system calls it: nothing that is signed. With `If-Match`, only if it is still as it was
/// when that `ETag` was sent.
#[utoipa::path(patch, path = "/api/v1/attestations/{id}", operation_id = "changeAttestation", tag = "attestations",
    params(
        ("id" = uuid::Uuid, Path),
        ("If-Match" = Option<String>, Header, description = "An `ETag` of this attestation"),
    ),
    request_body = ChangeNotes,
    responses(
        (status = 200, description = "The attestation as it stands now", body = AttestationView, headers(("ETag" = String, description = "Of this revision"))),
        (status = 412, description = "It was changed meanwhile", body = ProblemBody, content_type = "application/problem+json"),
        OfAnybody,
        OfCommand,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn change(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<AttestationId>,
    headers: HeaderMap,
    body: Json<ChangeNotes>,
) -> Result<Response, Problem> {
    let seen = seen(&headers)?;
    let view = app.clone();
    let work = async move {
        let Json { value, held: _held, .. } = body;
        let ChangeNotes { label, tags, external_reference } = value;
        let change = Change { label, tags, external_reference };
        let attestation = notes::change(&view.issuer, &caller, id, seen, change).await?;
        AttestationView::of(&view, &attestation)?.answer()
    };
    Ok(app.tasks.run(work).await??)
}

/// RFC 9110 §13.1.1. A weak tag matches nothing.
fn seen(headers: &HeaderMap) -> Result<Seen, Problem> {
    let mut these = Vec::new();
    let mut values = headers.get_all(IF_MATCH).iter().peekable();
    if values.peek().is_none() {
        return Ok(Seen::Any);
    }
    for value in values {
        let malformed =
            || Problem::from(ProblemType::MalformedRequest).with_detail("If-Match must list ETags, or be `*`.");
        for tag in value.to_str().map_err(|_| malformed())?.split(',').map(str::trim) {
            if tag == "*" {
                return Ok(Seen::Any);
            }
            let (is_weak, opaque) = tag.strip_prefix("W/").map_or((false, tag), |rest| (true, rest));
            let opaque = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or_else(malformed)?;
            these.extend(opaque.parse::<i32>().ok().filter(|_| !is_weak));
        }
    }
    Ok(Seen::These(these))
}
