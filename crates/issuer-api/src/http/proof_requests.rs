//! Asking holders to prove something: requests of verifiers, what wallets fetch of them and send back.
//!
//! Specs: <https://openid.net/specs/openid-4-verifiable-presentations-1_0.html> (shapes of request and response), docs/ZK.md

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use proofpass::json::Object;
use proofpass::verify::Request;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::auth::Authenticated;
use super::body::{Json, Posted};
use super::openapi::{OfCaller, OfCommand};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::stored::stored;
use super::{App, Problem, verify};
use crate::id::ProofRequestId;
use crate::issue::proof_request::{self, Standing};
use crate::issue::{Error, Issuer, zk_status};

/// What is to be proven. The service adds the nonce, the times and for whom the answer is.
#[derive(ToSchema)]
#[schema(as = NewProofRequest)]
#[expect(dead_code, reason = "read as JSON, by the reader that verifiers have too")]
pub(super) struct CreateProofRequest {
    /// `type` of the credential, and `issuers`: DIDs, 1 to 16, of whom one must have signed; your own, if absent.
    credential: Object,
    /// 0 to 4 facts, such as `{"claim":"/birthDate","type":"date","ageAtLeast":18}`.
    facts: Vec<Object>,
    /// When the credential must be valid, and ages are counted; now, if absent.
    #[schema(format = DateTime)]
    valid_at: Option<String>,
    /// `{"maxAgeSeconds":3600}`: how old the word may be that it was not withdrawn; a day, if absent. `none`: not asked.
    status: Option<Object>,
    /// `{"purpose":"vote","epoch":"2026-11"}`: everybody counts once for both.
    nullifier: Option<Object>,
    /// Until when it may be answered, in seconds from now: 30 to 86,400; 600, if absent.
    expires_in_seconds: Option<u32>,
    /// The same as a time.
    #[schema(format = DateTime)]
    expires: Option<String>,
}

/// A request for a proof, and what became of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProofRequest)]
pub(super) struct ProofRequestView {
    #[schema(format = Uuid)]
    id: String,
    /// `pending`, `verified` or `expired`.
    #[schema(example = "pending")]
    state: &'static str,
    /// What wallets see, to which proofs are bound byte for byte.
    #[schema(value_type = Object)]
    request: Object,
    /// For a button or a QR code: a wallet that opens it fetches the request.
    #[schema(
        example = "openid4vp://?client_id=https%3A%2F%2Fshop.example&request_uri=https%3A%2F%2Fissuer.example%2Fapi%2Fv1%2Fzkp%2Frequests%2F…"
    )]
    link: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// When an answer was accepted.
    #[schema(format = DateTime)]
    verified_at: Option<String>,
    /// What the holder's secret gave: the same for the same `nullifier` of a request, and otherwise another each time.
    nullifier: Option<String>,
    /// The report on what was accepted, with what was disclosed.
    #[schema(value_type = Option<Object>)]
    report: Option<Box<RawValue>>,
    links: Links,
}

/// Where to go from here.
#[derive(Serialize, ToSchema)]
#[schema(as = ProofRequestLinks)]
struct Links {
    /// What wallets fetch.
    #[schema(format = "uri")]
    request: String,
    /// Where wallets answer.
    #[schema(format = "uri")]
    presentations: String,
    /// What became of it.
    #[schema(format = "uri")]
    result: String,
    /// The link as a QR code.
    #[schema(format = "uri")]
    qr: String,
    /// The page that shows the code, and what came of it: whoever has this link sees the result.
    #[schema(format = "uri")]
    page: String,
    /// The request, opened in the wallet of this service.
    #[schema(format = "uri")]
    wallet: String,
}

/// Where a request stands.
#[derive(Serialize, ToSchema)]
pub(super) struct ProofStanding {
    /// `pending`, `verified` or `expired`.
    #[schema(example = "pending")]
    state: &'static str,
    /// The report on what was accepted, with what was disclosed.
    #[schema(value_type = Option<Object>)]
    report: Option<Box<RawValue>>,
}

/// Requests, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct ProofRequests {
    items: Vec<ProofRequestView>,
    /// The `cursor` of the next page; null where there are no more.
    next: Option<String>,
}

impl ProofRequestView {
    fn of(issuer: &Issuer, standing: &Standing) -> Result<Self, Error> {
        let (row, url) = (&standing.row, standing.url(issuer));
        let report = |text: &str| stored(text.to_owned(), ("proof_requests", "report"), &row.id);
        Ok(Self {
            id: row.id.to_string(),
            state: standing.state(issuer.clock.now()).as_str(),
            request: standing.request.to_object(),
            link: standing.link(issuer),
            created_at: row.created_at.to_string(),
            expires_at: row.expires_at.to_string(),
            verified_at: row.answer.as_ref().map(|answer| answer.at.to_string()),
            nullifier: row.answer.as_ref().and_then(proof_request::nullifier),
            report: row.answer.as_ref().map(|answer| report(&answer.report)).transpose()?,
            links: Links {
                presentations: format!("{url}/presentations"),
                result: format!("{url}/result"),
                qr: format!("{url}/qr"),
                page: standing.page(issuer),
                wallet: standing.wallet(issuer),
                request: url,
            },
        })
    }
}

/// Ask for a proof
///
/// A holder shows facts about a claim that an issuer signed, and nothing else. The answer has a link for wallets; what became
/// of it is at `…/result`, and the webhook event `proof.verified` tells.
#[utoipa::path(post, path = "/api/v1/zkp/requests", operation_id = "createProofRequest", tag = "proofs",
    request_body = CreateProofRequest,
    responses(
        (status = 201, description = "The request", body = ProofRequestView, headers(("Location" = String, description = "What wallets fetch"))),
        (status = 409, description = "There is no key of a circuit under which proofs count here: in production none that is for development", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
        OfCommand,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Json { value, .. }: Json<Object>,
) -> Result<Response, Problem> {
    let made = proof_request::create(&app.issuer, &caller, value).await?;
    let view = ProofRequestView::of(&app.issuer, &made)?;
    let location = [(LOCATION, view.links.request.clone())];
    Ok((StatusCode::CREATED, location, Answer(view)).into_response())
}

/// List requests for proofs
#[utoipa::path(get, path = "/api/v1/zkp/requests", operation_id = "listProofRequests", tag = "proofs",
    params(
        ("limit" = Option<u32>, Query, description = "On a page: 1 to 100, by default 50"),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
    ),
    responses(
        (status = 200, description = "A page, the newest first", body = ProofRequests),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    parameters: Parameters,
) -> Result<Answer<ProofRequests>, Problem> {
    parameters.only(&["limit", "cursor"])?;
    let (limit, cursor) = (parameters.one("limit")?, parameters.one("cursor")?);
    let (found, next) = proof_request::list(&app.issuer, &caller, cursor, limit).await?;
    let items = found.iter().map(|one| ProofRequestView::of(&app.issuer, one)).collect::<Result<_, _>>()?;
    Ok(Answer(ProofRequests { items, next: next.map(|id| id.to_string()) }))
}

/// Fetch a request for a proof, as a wallet
///
/// An authorization request object of `OpenID4VP`: the request is in its query. Anybody who has the link may see it.
#[utoipa::path(get, path = "/api/v1/zkp/requests/{id}", operation_id = "fetchProofRequest", tag = "proofs",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The request object", body = Object),
        (status = 404, description = "No such request, or one of long ago", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn fetch(State(issuer): State<Issuer>, Part(id): Part<ProofRequestId>) -> Result<Response, Problem> {
    let object = proof_request::object(&issuer, id).await?;
    Ok(([(CONTENT_TYPE, "application/json")], object.to_string()).into_response())
}

/// Answer a request for a proof, as a wallet
///
/// A presentation, or a response of `OpenID4VP` that holds one (`vp_token`), as JSON or as a form (`direct_post`). The answer is
/// the report on it. What is accepted counts once: whatever comes after it is a conflict, whoever sends it and wherever.
#[utoipa::path(post, path = "/api/v1/zkp/requests/{id}/presentations", operation_id = "answerProofRequest", tag = "proofs",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Object, description = "A `ProofPresentation`, or `{\"vp_token\":{\"proof\":[…]}}`", content_type = "application/json"),
    responses(
        (status = 200, description = "The report, whatever its verdict", body = Object),
        (status = 404, description = "No such request, or one of long ago", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The request was answered, or the holder has answered for this purpose and epoch", body = ProblemBody, content_type = "application/problem+json"),
        OfCommand,
    ))]
pub(super) async fn answer(
    State(app): State<App>,
    Part(id): Part<ProofRequestId>,
    Posted { bytes, held }: Posted,
) -> Result<Response, Problem> {
    let standing = proof_request::find(&app.issuer, id).await?;
    proof_request::require_open(&standing)?;
    let options = proof_request::options(&app.issuer, &standing.request);
    let now = app.issuer.clock.now();
    let reading = move || {
        let presentation = proof_request::presentation(&bytes)?;
        let request = Request::with_options(presentation.to_string().as_bytes(), &options, Some(now));
        Ok::<_, Error>((presentation, request.map_err(|_| Error::Vanished)?))
    };
    let (presentation, request) = app.verifying.run(reading).await??;
    let own = zk_status::own(&app.issuer, &presentation).await;
    let report = verify::of_proof(&app, request, own).await?;
    drop(held);
    let work = {
        let issuer = app.issuer.clone();
        async move { proof_request::take(&issuer, &standing, report).await }
    };
    // Whatever becomes of the connection: what was accepted is accepted.
    let report = app.tasks.run(Box::pin(work)).await??;
    Ok(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], report.to_json()).into_response())
}

/// Fetch what became of a request for a proof
#[utoipa::path(get, path = "/api/v1/zkp/requests/{id}/result", operation_id = "fetchProofResult", tag = "proofs",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The request, and the report on what was accepted", body = ProofRequestView),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn result(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<ProofRequestId>,
) -> Result<Answer<ProofRequestView>, Problem> {
    let found = proof_request::result(&app.issuer, &caller, id).await?;
    Ok(Answer(ProofRequestView::of(&app.issuer, &found)?))
}

/// Fetch what became of a request for a proof, by its link
///
/// For the page that shows the request: the key is in `links.page`, behind the `#`.
#[utoipa::path(get, path = "/api/v1/zkp/requests/{id}/standing", operation_id = "fetchProofStanding", tag = "proofs",
    params(
        ("id" = uuid::Uuid, Path),
        ("Proof-Result-Key" = String, Header, description = "What is behind the `#` of `links.page`"),
    ),
    responses(
        (status = 200, description = "Where it stands", body = ProofStanding),
        (status = 404, description = "Absent, or another request's key", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn standing(
    State(issuer): State<Issuer>,
    Part(id): Part<ProofRequestId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let key = headers.get("proof-result-key").map(HeaderValue::as_bytes).unwrap_or_default();
    let found = proof_request::with_key(&issuer, id, key).await?;
    let report = found.row.answer.as_ref().map(|answer| answer.report.clone());
    let report = report.map(|text| stored(text, ("proof_requests", "report"), &found.row.id)).transpose()?;
    let state = found.state(issuer.clock.now()).as_str();
    Ok(([(CACHE_CONTROL, "no-store")], Answer(ProofStanding { state, report })).into_response())
}
