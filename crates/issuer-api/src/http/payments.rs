//! What organisations have paid, for those who run the service.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use serde::de;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::auth::Person;
use super::body::Json;
use super::openapi::{OfCommandByPerson, OfPerson};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::{App, Problem};
use crate::id::PaymentId;
use crate::issue::payment::{self, NewPayment, Question, Settled};
use crate::store::payments::Payment;

/// A payment to be written down.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RecordPayment {
    /// Who paid.
    #[schema(format = Uuid)]
    organization_id: String,
    /// In the smallest unit of the currency: cents, yen.
    #[serde(deserialize_with = "whole")]
    #[schema(example = 4900, minimum = 1)]
    amount: i64,
    /// ISO 4217.
    #[schema(example = "EUR", pattern = "^[A-Z]{3}$")]
    currency: String,
    /// The day.
    #[schema(example = "2026-11-28", format = Date)]
    paid_on: String,
    /// `transfer`, `card`, `cash`, `crypto` or `other`.
    #[schema(example = "transfer")]
    method: String,
    /// What the bank or the invoice calls it. One payment of an organisation has it.
    #[serde(default)]
    #[schema(example = "INV-2026-0042", min_length = 1, max_length = 200)]
    reference: Option<String>,
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    note: Option<String>,
}

/// What was mistaken about a payment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectPayment {
    /// By how much, in the smallest unit of the payment's currency; negative, where it was too much.
    #[serde(deserialize_with = "whole")]
    #[schema(example = -4900)]
    amount: i64,
    /// Why.
    #[schema(example = "It was another organisation's.", min_length = 1, max_length = 1000)]
    note: String,
}

/// A whole number, which may be negative: the reader hands those over as doubles.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    /// Beyond it, doubles are not every whole number.
    const SAFE: f64 = 9_007_199_254_740_991.0;
    let number = f64::deserialize(deserializer)?;
    if number.fract() != 0.0 || number.abs() > SAFE {
        return Err(de::Error::custom("expected a whole number"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within 53 bits")]
    let whole = number as i64;
    Ok(whole)
}

/// An entry: a payment, or the correction of one.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payment)]
pub(super) struct PaymentView {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = Uuid)]
    organization_id: String,
    /// Of a correction: the payment.
    #[schema(format = Uuid)]
    corrects: Option<String>,
    /// In the smallest unit of the currency.
    amount: i64,
    currency: String,
    #[schema(format = Date)]
    paid_on: String,
    method: &'static str,
    reference: Option<String>,
    note: Option<String>,
    /// Who wrote it down.
    #[schema(format = Uuid)]
    recorded_by: String,
    #[schema(format = DateTime)]
    recorded_at: String,
}

/// A payment, what corrects it, and what is left of it.
#[derive(Serialize, ToSchema)]
#[schema(as = SettledPayment)]
pub(super) struct SettledView {
    #[serde(flatten)]
    payment: PaymentView,
    /// The oldest first.
    corrections: Vec<PaymentView>,
    /// In the smallest unit of the currency.
    net: i64,
}

/// A page of entries.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PaymentPage)]
pub(super) struct PageView {
    /// The newest first.
    payments: Vec<PaymentView>,
    /// For `cursor`; null on the last page.
    next_cursor: Option<String>,
}

impl From<Payment> for PaymentView {
    fn from(payment: Payment) -> Self {
        Self {
            id: payment.id.to_string(),
            organization_id: payment.organization_id.to_string(),
            corrects: payment.corrects.map(|id| id.to_string()),
            amount: payment.amount,
            currency: payment.currency,
            paid_on: payment.paid_on,
            method: payment.method.as_str(),
            reference: payment.reference,
            note: payment.note,
            recorded_by: payment.recorded_by.to_string(),
            recorded_at: payment.recorded_at.to_string(),
        }
    }
}

impl From<Settled> for SettledView {
    fn from(settled: Settled) -> Self {
        let net = settled.net();
        let corrections = settled.corrections.into_iter().map(PaymentView::from).collect();
        Self { payment: settled.payment.into(), corrections, net }
    }
}

fn made(app: &App, payment: Payment) -> Response {
    let location =
        format!("{}/api/v1/admin/payments/{}", app.issuer.public_url, payment.corrects.unwrap_or(payment.id));
    (StatusCode::CREATED, [(LOCATION, location)], Answer(PaymentView::from(payment))).into_response()
}

/// Record a payment
///
/// For superadmins. An entry is never changed: what was mistaken is put right by a correction.
#[utoipa::path(post, path = "/api/v1/admin/payments", operation_id = "recordPayment", tag = "service",
    request_body = RecordPayment,
    responses(
        (status = 201, description = "Recorded", body = PaymentView),
        (status = 409, description = "The organisation has a payment of this reference", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn record(
    State(app): State<App>,
    Person(person): Person,
    Json { value, held: _held, .. }: Json<RecordPayment>,
) -> Result<Response, Problem> {
    let RecordPayment { organization_id, amount, currency, paid_on, method, reference, note } = value;
    let new = NewPayment { organization_id, amount, currency, paid_on, method, reference, note };
    Ok(made(&app, payment::record(&app.issuer, &person, new).await?))
}

/// Correct a payment
///
/// For superadmins. Adds an entry; a payment is not corrected to less than nothing.
#[utoipa::path(post, path = "/api/v1/admin/payments/{id}/corrections", operation_id = "correctPayment", tag = "service",
    params(("id" = uuid::Uuid, Path)),
    request_body = CorrectPayment,
    responses(
        (status = 201, description = "Recorded", body = PaymentView),
        (status = 404, description = "No such payment", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn correct(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<PaymentId>,
    Json { value, held: _held, .. }: Json<CorrectPayment>,
) -> Result<Response, Problem> {
    Ok(made(&app, payment::correct(&app.issuer, &person, id, (value.amount, value.note)).await?))
}

/// Fetch a payment
///
/// For superadmins. With what corrects it.
#[utoipa::path(get, path = "/api/v1/admin/payments/{id}", operation_id = "fetchPayment", tag = "service",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The payment", body = SettledView),
        (status = 404, description = "No such payment", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<PaymentId>,
) -> Result<Answer<SettledView>, Problem> {
    Ok(Answer(payment::find(&app.issuer, &person, id).await?.into()))
}

/// List payments
///
/// For superadmins. Payments and corrections, the latest entry first.
#[utoipa::path(get, path = "/api/v1/admin/payments", operation_id = "listPayments", tag = "service",
    params(
        ("organizationId" = Option<String>, Query, description = "Of one organisation"),
        ("currency" = Option<String>, Query, description = "In one currency"),
        ("from" = Option<String>, Query, description = "Paid on that day or later"),
        ("until" = Option<String>, Query, description = "Paid on that day or earlier"),
        ("limit" = Option<u32>, Query, description = "On a page: 1 to 100, by default 50"),
        ("cursor" = Option<String>, Query, description = "`nextCursor` of the page before"),
    ),
    responses(
        (status = 200, description = "A page", body = PageView),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Person(person): Person,
    parameters: Parameters,
) -> Result<Answer<PageView>, Problem> {
    parameters.only(&["organizationId", "currency", "from", "until", "limit", "cursor"])?;
    let one = |name| parameters.one(name).map(|value| value.map(str::to_owned));
    let question = Question {
        organization_id: one("organizationId")?,
        currency: one("currency")?,
        from: one("from")?,
        until: one("until")?,
        limit: one("limit")?,
        cursor: one("cursor")?,
    };
    let page = payment::page(&app.issuer, &person, question).await?;
    let payments = page.payments.into_iter().map(PaymentView::from).collect();
    Ok(Answer(PageView { payments, next_cursor: page.next.map(|id| id.to_string()) }))
}
