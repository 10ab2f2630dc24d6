//! What is done to attestations after they were issued, and the list of them.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{self, RefOr};
use utoipa::{IntoResponses, ToSchema};

use super::attestations::{AttestationView, SubjectView};
use super::auth::Authenticated;
use super::body::Json;
use super::openapi::problems;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::{App, Problem};
use crate::id::AttestationId;
use crate::issue::lifecycle::{self, Change};
use crate::issue::listing::{self, Question};
use crate::issue::{Caller, TemplateName};
use crate::store::Actor;

/// Why it is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// For the record, which only the organisation reads.
    #[schema(example = "The laboratory has withdrawn its report.", min_length = 1, max_length = 500)]
    reason: String,
}

/// What a change may answer where it is not made.
struct OfChange;

impl IntoResponses for OfChange {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        problems(&[
            ("400", "Not JSON, or an unknown member"),
            ("401", "No valid API key"),
            ("403", "The key lacks `attestations:write`"),
            ("404", "Absent, or another organisation's"),
            ("408", "The body did not arrive in time"),
            ("409", "It stands so that this cannot be done"),
            ("413", "Larger than 256 KiB"),
            ("415", "Not `application/json`"),
            ("422", "The reason is missing or too long"),
        ])
    }
}

async fn change(
    app: App,
    caller: Caller,
    id: AttestationId,
    what: Change,
    body: Json<Reason>,
) -> Result<Response, Problem> {
    let view = app.clone();
    let work = async move {
        let Json { value: Reason { reason }, held: _held, .. } = body;
        let attestation = lifecycle::change(&view.issuer, &caller, id, what, reason).await?;
        AttestationView::of(&view, &attestation)?.answer()
    };
    Ok(app.tasks.run(work).await??)
}

/// Revoke an attestation
///
/// Withdraws it for good: verifiers reject it once they see the status list, which is published at once. To do it again
/// has no effect.
#[utoipa::path(post, path = "/api/v1/attestations/{id}/revoke", operation_id = "revokeAttestation", tag = "attestations",
    params(("id" = uuid::Uuid, Path)),
    request_body = Reason,
    responses(
        (status = 200, description = "The attestation as it stands now", body = AttestationView),
        OfChange,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn revoke(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<AttestationId>,
    body: Json<Reason>,
) -> Result<Response, Problem> {
    change(app, caller, id, Change::Revoke, body).await
}

/// Suspend an attestation
///
/// Verifiers reject it for the time being. To do it again has no effect.
#[utoipa::path(post, path = "/api/v1/attestations/{id}/suspend", operation_id = "suspendAttestation", tag = "attestations",
    params(("id" = uuid::Uuid, Path)),
    request_body = Reason,
    responses(
        (status = 200, description = "The attestation as it stands now", body = AttestationView),
        OfChange,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn suspend(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<AttestationId>,
    body: Json<Reason>,
) -> Result<Response, Problem> {
    change(app, caller, id, Change::Suspend, body).await
}

/// Resume an attestation
///
/// Ends its suspension. To do it again has no effect; what was revoked stays so.
#[utoipa::path(post, path = "/api/v1/attestations/{id}/resume", operation_id = "resumeAttestation", tag = "attestations",
    params(("id" = uuid::Uuid, Path)),
    request_body = Reason,
    responses(
        (status = 200, description = "The attestation as it stands now", body = AttestationView),
        OfChange,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn resume(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<AttestationId>,
    body: Json<Reason>,
) -> Result<Response, Problem> {
    change(app, caller, id, Change::Resume, body).await
}

/// What happened to an attestation.
#[derive(Serialize, ToSchema)]
#[schema(as = AttestationEvent)]
struct EventView {
    /// `issued`, `suspended`, `resumed`, `revoked` or `superseded`.
    #[schema(example = "revoked")]
    event: &'static str,
    #[schema(format = DateTime)]
    at: String,
    /// Why; of `issued` there is no reason.
    reason: Option<String>,
    actor: ActorView,
}

/// Who did it.
#[derive(Serialize, ToSchema)]
#[schema(as = Actor)]
pub(super) struct ActorView {
    /// `apiKey` or `user`.
    #[serde(rename = "type")]
    #[schema(example = "apiKey")]
    kind: &'static str,
    #[schema(format = Uuid)]
    id: String,
}

impl From<Actor> for ActorView {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::ApiKey(id) => Self { kind: "apiKey", id: id.to_string() },
            Actor::User(id) => Self { kind: "user", id: id.to_string() },
        }
    }
}

/// Everything that happened to an attestation.
#[derive(Serialize, ToSchema)]
#[schema(as = AttestationEvents)]
pub(super) struct EventsView {
    /// The oldest first; of those after it was issued, the newest thousand.
    events: Vec<EventView>,
}

/// List what happened to an attestation
#[utoipa::path(get, path = "/api/v1/attestations/{id}/events", operation_id = "listAttestationEvents", tag = "attestations",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "What, when, why and by whom", body = EventsView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `attestations:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn events(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<AttestationId>,
) -> Result<Response, Problem> {
    let (attestation, events) = lifecycle::events(&app.issuer, &caller, id).await?;
    let issued = EventView {
        event: "issued",
        at: attestation.issued_at.to_string(),
        reason: None,
        actor: attestation.actor.into(),
    };
    let later = events.into_iter().map(|event| EventView {
        event: event.happened.as_str(),
        at: event.at.to_string(),
        reason: Some(event.reason),
        actor: event.actor.into(),
    });
    Ok(axum::Json(EventsView { events: std::iter::once(issued).chain(later).collect() }).into_response())
}

/// An attestation in a list: without its credential.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AttestationSummary)]
struct SummaryView {
    #[schema(format = Uuid)]
    id: String,
    template_id: String,
    subject: SubjectView,
    /// The issuer's DID.
    issuer: String,
    #[schema(example = "active")]
    status: &'static str,
    #[schema(format = DateTime)]
    issued_at: String,
    #[schema(format = DateTime)]
    valid_until: Option<String>,
    label: Option<String>,
    tags: Vec<String>,
    external_reference: Option<String>,
    /// In whose place it was issued.
    #[schema(format = Uuid)]
    supersedes: Option<String>,
    /// What was issued in its place.
    #[schema(format = Uuid)]
    superseded_by: Option<String>,
}

/// A page of attestations.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AttestationPage)]
pub(super) struct PageView {
    /// The newest first.
    attestations: Vec<SummaryView>,
    /// For `cursor`; null on the last page.
    next_cursor: Option<String>,
}

/// What the address may name.
const PARAMETERS: [&str; 11] = [
    "limit",
    "cursor",
    "templateId",
    "subject",
    "status",
    "issuedAfter",
    "issuedBefore",
    "q",
    "label",
    "tag",
    "externalReference",
];

/// List attestations
///
/// Those of your organisation, the newest first.
#[utoipa::path(get, path = "/api/v1/attestations", operation_id = "listAttestations", tag = "attestations",
    params(
        ("limit" = Option<u32>, Query, description = "On a page: 1 to 100, by default 50"),
        ("cursor" = Option<String>, Query, description = "`nextCursor` of the page before, with the same question"),
        ("templateId" = Option<String>, Query, description = "Issued from this template"),
        ("subject" = Option<String>, Query, description = "About the subject with this id, as it was given"),
        ("status" = Option<String>, Query, description = "`active`, `anchored`, `expired`, `failed`, `pending`, `revoked`, `superseded` or `suspended`"),
        ("issuedAfter" = Option<String>, Query, description = "Issued at this time or later"),
        ("issuedBefore" = Option<String>, Query, description = "Issued before this time"),
        ("label" = Option<String>, Query, description = "With this label"),
        ("tag" = Option<String>, Query, description = "With this tag, perhaps among others"),
        ("externalReference" = Option<String>, Query, description = "Called so by another system"),
        ("q" = Option<String>, Query, description = "Words of the subject or the claims, all of which must be there; `\"several words\"`, `-not`, `or`"),
    ),
    responses(
        (status = 200, description = "A page", body = PageView),
        (status = 400, description = "An unknown parameter, or one that is there twice; more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `attestations:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    parameters: Parameters,
) -> Result<Response, Problem> {
    parameters.only(&PARAMETERS)?;
    let one = |name: &str| parameters.one(name).map(|value| value.map(str::to_owned));
    let question = Question {
        limit: one("limit")?,
        cursor: one("cursor")?,
        template_id: one("templateId")?,
        subject: one("subject")?,
        status: one("status")?,
        issued_after: one("issuedAfter")?,
        issued_before: one("issuedBefore")?,
        q: one("q")?,
        label: one("label")?,
        tag: one("tag")?,
        external_reference: one("externalReference")?,
    };
    let page = listing::page(&app.issuer, &caller, question).await?;
    let now = app.issuer.clock.now();
    let attestations = page.attestations.into_iter().map(|attestation| SummaryView {
        id: attestation.id.to_string(),
        template_id: TemplateName::of(attestation.organization_id, attestation.template_id).to_string(),
        issuer: attestation.issuer_did.clone(),
        status: attestation.status_at(now).as_str(),
        issued_at: attestation.issued_at.to_string(),
        valid_until: attestation.valid_until.map(|time| time.to_string()),
        label: attestation.notes.label,
        tags: attestation.notes.tags,
        external_reference: attestation.notes.external_reference,
        supersedes: attestation.supersedes.map(|id| id.to_string()),
        superseded_by: attestation.superseded_by.map(|id| id.to_string()),
        subject: SubjectView { id: attestation.subject_id, kind: attestation.subject_type },
    });
    Ok(axum::Json(PageView { attestations: attestations.collect(), next_cursor: page.next }).into_response())
}
