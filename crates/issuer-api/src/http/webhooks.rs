//! Webhooks, for the admins of an organisation.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::unkept;
use super::auth::Person;
use super::body::Json;
use super::openapi::{OfCommandByPerson, OfPerson};
use super::path::{Part, Parts};
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::{App, Problem};
use crate::id::{WebhookEndpointId, WebhookEventId};
use crate::issue::webhook::{self, DEFAULT_OVERLAP_HOURS, ShownSecret, Wish};
use crate::issue::{Error, listing};
use crate::outbox::webhooks::check_url;
use crate::store::webhook_deliveries::{Attempt, Delivery, State as DeliveryState};
use crate::store::webhook_endpoints::WebhookEndpoint;

/// An endpoint to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateWebhook {
    /// Where messages go: https, on the public Internet.
    #[schema(example = "https://example.com/proofpass", min_length = 1, max_length = 2_000)]
    url: String,
    #[serde(default)]
    #[schema(example = "stock control", max_length = 200)]
    description: String,
    /// What it is told of; everything, if absent or empty.
    #[serde(default)]
    #[schema(example = json!(["attestation.issued", "attestation.revoked"]))]
    events: Vec<String>,
}

/// What is to be different; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeWebhook {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2_000)]
    url: Option<String>,
    #[serde(default)]
    #[schema(max_length = 200)]
    description: Option<String>,
    #[serde(default)]
    events: Option<Vec<String>>,
    /// Whether it is told anything. Where it was disabled, what is pending is sent once it is enabled.
    #[serde(default)]
    enabled: Option<bool>,
}

/// How the old secret ends.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RotateWebhookSecret {
    /// Hours for which messages are signed with both.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 168, default = 24)]
    overlap_hours: Option<u16>,
}

/// Webhooks, the oldest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Webhooks {
    items: Vec<WebhookView>,
}

/// A webhook, and the only sight of its secret.
#[derive(Serialize, ToSchema)]
#[schema(as = NewWebhook)]
pub(super) struct NewWebhookView {
    #[serde(flatten)]
    webhook: WebhookView,
    /// What messages are signed with. It is shown once.
    #[schema(example = "whsec_…")]
    secret: String,
}

/// A new secret, and the only sight of it.
#[derive(Serialize, ToSchema)]
pub(super) struct WebhookSecret {
    /// What messages are signed with. It is shown once.
    #[schema(example = "whsec_…")]
    secret: String,
}

/// Somebody's server that is told what happens.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Webhook)]
pub(super) struct WebhookView {
    #[schema(format = Uuid)]
    id: String,
    url: String,
    description: String,
    /// What it is told of; everything, if empty.
    events: Vec<String>,
    enabled: bool,
    /// Why it is not enabled: `by-hand`, `failing` (it has taken nothing for five days), or `gone` (it said 410).
    disabled_because: Option<&'static str>,
    #[schema(format = DateTime)]
    disabled_at: Option<String>,
    /// Since when it has taken nothing.
    #[schema(format = DateTime)]
    failing_since: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<WebhookEndpoint> for WebhookView {
    fn from(endpoint: WebhookEndpoint) -> Self {
        Self {
            id: endpoint.id.to_string(),
            url: endpoint.url,
            description: endpoint.description,
            events: endpoint.kinds,
            enabled: endpoint.disabled.is_none(),
            disabled_because: endpoint.disabled.map(|(_, because)| because.as_str()),
            disabled_at: endpoint.disabled.map(|(at, _)| at.to_string()),
            failing_since: endpoint.failing_since.map(|time| time.to_string()),
            created_at: endpoint.created_at.to_string(),
        }
    }
}

/// Messages to a webhook.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDeliveryPage)]
pub(super) struct DeliveriesView {
    /// The newest first.
    items: Vec<DeliveryView>,
    /// For `cursor`; null on the last page.
    next_cursor: Option<String>,
}

/// A message to a webhook.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDelivery)]
pub(super) struct DeliveryView {
    /// The `webhook-id` of the message.
    #[schema(format = Uuid)]
    event_id: String,
    #[schema(example = "attestation.issued")]
    event: String,
    #[schema(format = DateTime)]
    at: String,
    /// `pending`, `delivered` or `failed`.
    #[schema(example = "delivered")]
    state: &'static str,
    /// How often it was sent.
    attempts: i32,
    #[schema(format = DateTime)]
    next_attempt_at: Option<String>,
    #[schema(format = DateTime)]
    delivered_at: Option<String>,
}

/// A message to a webhook, and how sending it went.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDeliveryLog)]
pub(super) struct DeliveryLogView {
    #[serde(flatten)]
    delivery: DeliveryView,
    /// The message, as it is sent.
    payload: String,
    /// The oldest first.
    log: Vec<AttemptView>,
}

/// One attempt to send a message.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookAttempt)]
struct AttemptView {
    attempt: i32,
    #[schema(format = DateTime)]
    at: String,
    /// Of the answer, where there was one.
    status: Option<u16>,
    /// Why there was none.
    error: Option<String>,
    duration_ms: i32,
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        Self {
            event_id: delivery.event.to_string(),
            event: delivery.kind,
            at: delivery.at.to_string(),
            state: delivery.state.as_str(),
            attempts: delivery.attempts,
            next_attempt_at: delivery.next_attempt_at.map(|time| time.to_string()),
            delivered_at: delivery.delivered_at.map(|time| time.to_string()),
        }
    }
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        Self {
            attempt: attempt.attempt,
            at: attempt.at.to_string(),
            status: attempt.outcome.as_ref().ok().copied(),
            error: attempt.outcome.err(),
            duration_ms: attempt.duration_ms,
        }
    }
}

fn checked(url: &str) -> Result<(), Error> {
    check_url(url).map_err(|error| Error::refused("/url", error.to_string()))
}

/// Create a webhook
///
/// For admins of the organisation you act for. Messages follow Standard Webhooks: verify `webhook-signature` with the
/// secret, which is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/webhooks", operation_id = "createWebhook", tag = "webhooks",
    request_body = CreateWebhook,
    responses(
        (status = 201, description = "Made", body = NewWebhookView),
        (status = 409, description = "There are too many", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Person(person): Person,
    Json { value, held: _held, .. }: Json<CreateWebhook>,
) -> Result<Response, Problem> {
    checked(&value.url)?;
    let CreateWebhook { url, description, events } = value;
    let wish = Wish { url: Some(url), description: Some(description), kinds: Some(events), enabled: None };
    let (endpoint, secret) = webhook::create(&app.issuer, &person, wish).await?;
    let view = NewWebhookView { webhook: endpoint.into(), secret: secret.expose().to_owned() };
    Ok(unkept(StatusCode::CREATED, view))
}

/// List webhooks
///
/// For admins.
#[utoipa::path(get, path = "/api/v1/webhooks", operation_id = "listWebhooks", tag = "webhooks",
    responses((status = 200, description = "The organisation's webhooks", body = Webhooks), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn list(State(app): State<App>, Person(person): Person) -> Result<Answer<Webhooks>, Problem> {
    let endpoints = webhook::list(&app.issuer, &person).await?;
    Ok(Answer(Webhooks { items: endpoints.into_iter().map(WebhookView::from).collect() }))
}

/// Fetch a webhook
///
/// For admins.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", operation_id = "fetchWebhook", tag = "webhooks",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The webhook", body = WebhookView),
        (status = 404, description = "No such webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<WebhookEndpointId>,
) -> Result<Answer<WebhookView>, Problem> {
    Ok(Answer(webhook::find(&app.issuer, &person, id).await?.into()))
}

/// Change a webhook
///
/// For admins.
#[utoipa::path(patch, path = "/api/v1/webhooks/{id}", operation_id = "changeWebhook", tag = "webhooks",
    params(("id" = uuid::Uuid, Path)),
    request_body = ChangeWebhook,
    responses(
        (status = 200, description = "The webhook as it is now", body = WebhookView),
        (status = 404, description = "No such webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn change(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<WebhookEndpointId>,
    Json { value, held: _held, .. }: Json<ChangeWebhook>,
) -> Result<Answer<WebhookView>, Problem> {
    value.url.as_deref().map(checked).transpose()?;
    let ChangeWebhook { url, description, events, enabled } = value;
    let wish = Wish { url, description, kinds: events, enabled };
    Ok(Answer(webhook::change(&app.issuer, &person, id, wish).await?.into()))
}

/// Delete a webhook
///
/// For admins. What is pending is not sent any more.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", operation_id = "deleteWebhook", tag = "webhooks",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Deleted"),
        (status = 404, description = "No such webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn delete(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<WebhookEndpointId>,
) -> Result<StatusCode, Problem> {
    webhook::delete(&app.issuer, &person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Rotate a webhook's secret
///
/// For admins. For `overlapHours` each message carries a signature of either secret.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/secret/rotate", operation_id = "rotateWebhookSecret", tag = "webhooks",
    params(("id" = uuid::Uuid, Path)),
    request_body = RotateWebhookSecret,
    responses(
        (status = 201, description = "The new secret", body = WebhookSecret),
        (status = 404, description = "No such webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn rotate(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<WebhookEndpointId>,
    Json { value, held: _held, .. }: Json<RotateWebhookSecret>,
) -> Result<Response, Problem> {
    let overlap = value.overlap_hours.unwrap_or(DEFAULT_OVERLAP_HOURS);
    let secret: ShownSecret = webhook::turn_secret(&app.issuer, &person, id, overlap).await?;
    Ok(unkept(StatusCode::CREATED, WebhookSecret { secret: secret.expose().to_owned() }))
}

/// An event that is under way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookTest {
    /// The `webhook-id` of the message.
    #[schema(format = Uuid)]
    event_id: String,
}

/// Send a test message
///
/// For admins. An event `webhook.test`, whatever the webhook is told of otherwise.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", operation_id = "testWebhook", tag = "webhooks",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 202, description = "It is under way", body = WebhookTest),
        (status = 404, description = "No such webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It is disabled", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn test(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<WebhookEndpointId>,
) -> Result<Response, Problem> {
    let event = webhook::test(&app.issuer, &person, id).await?;
    Ok((StatusCode::ACCEPTED, Answer(WebhookTest { event_id: event.to_string() })).into_response())
}

/// List what a webhook was told
///
/// For admins. The newest first; kept for 30 days.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", operation_id = "listWebhookDeliveries", tag = "webhooks",
    params(
        ("id" = uuid::Uuid, Path),
        ("limit" = Option<u32>, Query, description = "On a page: 1 to 100, by default 50"),
        ("cursor" = Option<String>, Query, description = "`nextCursor` of the page before"),
        ("state" = Option<String>, Query, description = "`pending`, `delivered` or `failed`"),
    ),
    responses(
        (status = 200, description = "A page", body = DeliveriesView),
        (status = 404, description = "No such webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn deliveries(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<WebhookEndpointId>,
    parameters: Parameters,
) -> Result<Answer<DeliveriesView>, Problem> {
    parameters.only(&["limit", "cursor", "state"])?;
    let limit = listing::limit(parameters.one("limit")?)?;
    let before = parameters.one("cursor")?.map(str::parse::<WebhookEventId>).transpose();
    let before = before.map_err(|_| Error::refused("/cursor", "must be the `nextCursor` of a page"))?;
    let state = parameters.one("state")?.map(|text| DeliveryState::parse(text).ok_or(())).transpose();
    let state = state.map_err(|()| Error::refused("/state", "must be `pending`, `delivered` or `failed`"))?;
    // One more than fits: whether there is another page.
    let mut found = webhook::deliveries(&app.issuer, &person, id, (state, before, limit + 1)).await?;
    let more = found.len() > usize::from(limit);
    found.truncate(limit.into());
    let next_cursor = found.last().filter(|_| more).map(|last| last.event.to_string());
    Ok(Answer(DeliveriesView { items: found.into_iter().map(DeliveryView::from).collect(), next_cursor }))
}

/// Fetch a message to a webhook
///
/// For admins. The message, and how sending it went.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries/{eventId}", operation_id = "fetchWebhookDelivery", tag = "webhooks",
    params(("id" = uuid::Uuid, Path), ("eventId" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The message", body = DeliveryLogView),
        (status = 404, description = "No such message to a webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn delivery(
    State(app): State<App>,
    Person(person): Person,
    Parts(id, event): Parts<WebhookEndpointId, WebhookEventId>,
) -> Result<Answer<DeliveryLogView>, Problem> {
    let (delivery, log) = webhook::delivery(&app.issuer, &person, (id, event)).await?;
    let payload = delivery.payload.clone();
    let log = log.into_iter().map(AttemptView::from).collect();
    Ok(Answer(DeliveryLogView { delivery: delivery.into(), payload, log }))
}

/// Send a message again
///
/// For admins. However it stands, with the same `webhook-id`.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/deliveries/{eventId}/replay", operation_id = "replayWebhookDelivery", tag = "webhooks",
    params(("id" = uuid::Uuid, Path), ("eventId" = uuid::Uuid, Path)),
    responses(
        (status = 202, description = "It is under way", body = DeliveryView),
        (status = 404, description = "No such message to a webhook of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The webhook is disabled", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn replay(
    State(app): State<App>,
    Person(person): Person,
    Parts(id, event): Parts<WebhookEndpointId, WebhookEventId>,
) -> Result<Response, Problem> {
    let delivery = webhook::replay(&app.issuer, &person, (id, event)).await?;
    Ok((StatusCode::ACCEPTED, Answer(DeliveryView::from(delivery))).into_response())
}
