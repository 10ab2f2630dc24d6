//! Issuing anew in the place of an attestation.

use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use proofpass::json::Object;
use proofpass::time::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::attestations::{self, Attachment, AttestationView, Confirmation, Holder, Request};
use super::auth::Authenticated;
use super::body::Json;
use super::openapi::{OfAnybody, OfCommand};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::AttestationId;
use crate::issue::reissue::{self, Changes};
use crate::store::attestations::Format;

/// Why, and what is to be different: what is absent stays as it was. The time begins anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Reissue)]
pub(super) struct Reissue {
    /// For the record, which only the organisation reads.
    #[schema(example = "The weight was wrong.", min_length = 1, max_length = 500)]
    reason: String,
    /// All that is said about the subject from now on. Required where the template commits claims: nobody here knows them.
    #[schema(value_type = Option<Object>)]
    claims: Option<Object>,
    /// Valid from when; now, if absent.
    #[serde(default, deserialize_with = "attestations::time")]
    #[schema(value_type = Option<String>, format = DateTime)]
    valid_from: Option<Timestamp>,
    /// Valid until when; the template's period, if absent.
    #[serde(default, deserialize_with = "attestations::time")]
    #[schema(value_type = Option<String>, format = DateTime)]
    valid_until: Option<Timestamp>,
    /// How it is secured.
    #[serde(default, deserialize_with = "attestations::format")]
    #[schema(value_type = Option<String>, example = "vc+jwt")]
    format: Option<Format>,
    /// The holder's own key, for `dc+sd-jwt`.
    cnf: Option<Confirmation>,
    /// The holder's commitment to a secret, where the template commits claims.
    holder: Option<Holder>,
    /// All files that it rests on from now on.
    evidence: Option<Vec<Attachment>>,
}

/// Issue anew in the place of an attestation
///
/// The same template, as it is published now, and the same subject. The old attestation is `superseded` and its credential
/// revoked, at the moment at which the new one counts; each names the other. With an `Idempotency-Key` as for issuing.
#[utoipa::path(post, path = "/api/v1/attestations/{id}/reissue", operation_id = "reissueAttestation", tag = "attestations",
    params(
        ("id" = uuid::Uuid, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters of your choice"),
    ),
    request_body = Reissue,
    responses(
        (status = 201, description = "Issued", body = AttestationView, headers(
            ("Location" = String, description = "The new attestation"),
            ("Idempotent-Replayed" = String, description = "`true` if this answers a request that had its effect earlier"),
        )),
        (status = 409, description = "It stands so that nothing can take its place, or a request with this Idempotency-Key is still running", body = ProblemBody, content_type = "application/problem+json"),
        OfAnybody,
        OfCommand,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn reissue(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<AttestationId>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Json { value, bytes, held }: Json<Reissue>,
) -> Result<Response, Problem> {
    let request = Request::of(&method, &uri, &headers, &bytes)?;
    let issuer = app.issuer.clone();
    let (speaker, what) = (
        caller.clone(),
        Box::pin(async move {
            let holder = value.cnf.map(|confirmation| confirmation.holder()).transpose()?;
            let commitment = value.holder.map(|holder| holder.commitment()).transpose()?;
            let changes = Changes {
                reason: value.reason,
                claims: value.claims,
                valid_from: value.valid_from,
                valid_until: value.valid_until,
                format: value.format,
                holder,
                commitment,
                evidence: value.evidence.map(attestations::evidence).transpose()?,
            };
            reissue::prepare(&issuer, &caller, id, changes).await
        }),
    );
    request.issue(app, speaker, held, what).await
}
