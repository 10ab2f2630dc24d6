//! The VC-API as HTTP: its routes, on a port of their own.
//!
//! In scope: reading requests, statuses. Out of scope: what is decided (`vc_api`). Nothing of the service stands behind
//! these routes, and nothing of them in its router.
//!
//! | Route | Answer |
//! |---|---|
//! | `GET /` | the endpoints, as test suites want them listed |
//! | `POST /{issuer}/credentials/issue` | 201, `{"verifiableCredential":…}` |
//! | `POST /{issuer}/presentations/prove` | 201, `{"verifiablePresentation":…}` |
//! | `POST /credentials/verify`, `POST /presentations/verify` | 200 verified, 400 not; both with the report |
//! | `POST /credentials/derive` | 201, `{"verifiableCredential":…}` with less in it |
//! | `POST /credentials/status` | 200, what the list says now |
//! | `GET /{issuer}/status-lists/{purpose}` | 200, the list as a credential |
//! | `GET /identifiers/{did}` | 200 a document, 4xx why there is none |
//!
//! A request that cannot be read is answered with 400, one that breaks a rule with 422.
//! Specs: <https://w3c-ccg.github.io/vc-api/>, <https://w3c-ccg.github.io/did-key-spec/>

pub mod tls;

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use proofpass::json::{self, Limits, Object, Value};
use proofpass::securing::data_integrity::{DeriveError, PrepareError};
use serde::Deserialize;
use tower_http::catch_panic::CatchPanicLayer;

use crate::issue::Desk;
use crate::vc_api::{self, Kind, Profile, Refusal, Representation, VcApi};

/// Longest a request may take, its body included.
const DEADLINE: Duration = Duration::from_secs(25);

/// What handlers share.
#[derive(Clone, Debug)]
struct Shared {
    api: VcApi,
    desk: Desk,
}

/// The whole VC-API.
pub fn router(api: VcApi) -> Router {
    let shared = Shared { api, desk: Desk::default() };
    let routes: [(&str, MethodRouter<Shared>); 10] = [
        ("/", get(list)),
        ("/{issuer}/credentials/issue", post(issue)),
        ("/{issuer}/presentations/prove", post(prove)),
        ("/credentials/verify", post(verify_credential)),
        ("/credentials/derive", post(derive)),
        ("/credentials/status", post(set_status)),
        ("/{issuer}/status-lists/{purpose}", get(status_list)),
        ("/presentations/verify", post(verify_presentation)),
        ("/identifiers/{did}", get(resolve)),
        // A DID URL whose slashes the caller did not encode.
        ("/identifiers/{did}/{*path}", get(resolve_with_path)),
    ];
    let add = |router: Router<Shared>, (path, handlers)| {
        #[expect(clippy::disallowed_methods, reason = "no route of the service, and in none of its goldens")]
        router.route(path, handlers)
    };
    routes
        .into_iter()
        .fold(Router::new(), add)
        .fallback(|| async { problem(StatusCode::NOT_FOUND, "not-found", "There is nothing here.") })
        .method_not_allowed_fallback(|| async {
            problem(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "This resource does not speak that method.")
        })
        .layer(DefaultBodyLimit::max(Limits::DOCUMENT.bytes))
        .layer(from_fn(give_up))
        .layer(CatchPanicLayer::custom(|_| problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "A defect.")))
        .with_state(shared)
}

async fn give_up(request: Request, next: Next) -> Response {
    let late = |_| problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "The request took too long.");
    tokio::time::timeout(DEADLINE, next.run(request)).await.unwrap_or_else(late)
}

async fn list(State(shared): State<Shared>) -> Response {
    json(StatusCode::OK, &vc_api::describe(&shared.api))
}

async fn issue(State(shared): State<Shared>, Path(issuer): Path<String>, body: Body) -> Response {
    secure(shared, &issuer, body, vc_api::issue).await
}

async fn prove(State(shared): State<Shared>, Path(holder): Path<String>, body: Body) -> Response {
    secure(shared, &holder, body, vc_api::prove).await
}

/// What can go wrong with a body before it is looked at.
type Body = Result<Bytes, BytesRejection>;

type Work = fn(&VcApi, Profile, &Value) -> Result<Object, Refusal>;

async fn secure(shared: Shared, name: &str, body: Body, work: Work) -> Response {
    let Some(profile) = Profile::named(name) else {
        return problem(StatusCode::NOT_FOUND, "not-found", "There is no such issuer.");
    };
    work_on(shared, body, move |api, request| match work(api, profile, request) {
        Ok(made) => json(StatusCode::CREATED, &made),
        Err(refusal) => refused(&refusal),
    })
    .await
}

async fn verify_credential(State(shared): State<Shared>, body: Body) -> Response {
    verify(shared, body, Kind::Credential).await
}

async fn verify_presentation(State(shared): State<Shared>, body: Body) -> Response {
    verify(shared, body, Kind::Presentation).await
}

async fn verify(shared: Shared, body: Body, kind: Kind) -> Response {
    work_on(shared, body, move |api, request| match vc_api::verify(api, kind, request) {
        Ok(found) => json(if found.verified { StatusCode::OK } else { StatusCode::BAD_REQUEST }, &found.body),
        Err(refusal) => refused(&refusal),
    })
    .await
}

async fn derive(State(shared): State<Shared>, body: Body) -> Response {
    work_on(shared, body, |api, request| match vc_api::derive(api, request) {
        Ok(made) => json(StatusCode::CREATED, &made),
        Err(refusal) => refused(&refusal),
    })
    .await
}

async fn set_status(State(shared): State<Shared>, body: Body) -> Response {
    work_on(shared, body, |api, request| match vc_api::set_status(api, request) {
        Ok(set) => json(StatusCode::OK, &set),
        Err(refusal) => refused(&refusal),
    })
    .await
}

async fn status_list(
    State(shared): State<Shared>,
    Path((issuer, purpose)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(profile) = Profile::named(&issuer) else {
        return problem(StatusCode::NOT_FOUND, "not-found", "There is no such issuer.");
    };
    // Data model §C: `application/vc`, which those who ask for JSON do not read.
    let accepts = accepted(&headers).unwrap_or("*/*");
    let plain = accepts.contains("json") && !accepts.contains("application/vc");
    let media_type = if plain { "application/json" } else { "application/vc" };
    let api = shared.api;
    let made = shared.desk.run(move || vc_api::status_list(&api, profile, &purpose));
    match made.await {
        Ok(Some(Ok(list))) => with_type(StatusCode::OK, media_type, &list),
        Ok(Some(Err(refusal))) => refused(&refusal),
        Ok(None) => problem(StatusCode::NOT_FOUND, "not-found", "There is no list for such a purpose."),
        Err(_) => problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "A defect."),
    }
}

/// Reads the body and works on it where that holds nobody up.
async fn work_on(
    shared: Shared,
    body: Body,
    work: impl FnOnce(&VcApi, &Value) -> Response + Send + 'static,
) -> Response {
    let bytes = match body {
        Ok(bytes) => bytes,
        Err(rejection) => return problem(rejection.status(), "malformed-request", "The body could not be read."),
    };
    let api = shared.api;
    let done = shared.desk.run(move || match json::parse(&bytes, &Limits::DOCUMENT) {
        Ok(request) => work(&api, &request),
        Err(error) => problem(StatusCode::BAD_REQUEST, "malformed-request", &format!("The body is no JSON: {error}.")),
    });
    done.await.unwrap_or_else(|_| problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "A defect."))
}

/// The options of did:key §3.1.1 that change an answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResolutionOptions {
    public_key_format: Option<String>,
    enable_experimental_public_key_types: Option<String>,
}

async fn resolve(Path(did): Path<String>, Query(options): Query<ResolutionOptions>, headers: HeaderMap) -> Response {
    resolved(&did, &options, &headers)
}

async fn resolve_with_path(
    Path((did, path)): Path<(String, String)>,
    Query(options): Query<ResolutionOptions>,
    headers: HeaderMap,
) -> Response {
    resolved(&format!("{did}/{path}"), &options, &headers)
}

fn resolved(text: &str, options: &ResolutionOptions, headers: &HeaderMap) -> Response {
    let experimental = options.enable_experimental_public_key_types.as_deref() == Some("true");
    let representation = Representation::accepted(accepted(headers));
    let found = vc_api::resolve(text, representation, options.public_key_format.as_deref(), experimental);
    // DID Resolution §7.1: what is not there is 404, what is not done here 501, what is no DID 400.
    let status = match found.error {
        None => StatusCode::OK,
        Some("notFound") => StatusCode::NOT_FOUND,
        Some("representationNotSupported") => StatusCode::NOT_ACCEPTABLE,
        Some("methodNotSupported") => StatusCode::NOT_IMPLEMENTED,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    with_type(status, found.media_type, &found.body)
}

fn accepted(headers: &HeaderMap) -> Option<&str> {
    headers.get(ACCEPT)?.to_str().ok()
}

/// The one map from a refusal to a status.
fn refused(refusal: &Refusal) -> Response {
    let (status, code) = match refusal {
        Refusal::NotAnObject(_)
        | Refusal::NotMultibase(_)
        | Refusal::NotPointers(_)
        | Refusal::NotText(_)
        // Pointers that lead to nothing, or to what does not stand alone: as bad as those that are none.
        | Refusal::Derive(DeriveError::NotApart | DeriveError::Pointer(_))
        | Refusal::Prepare(PrepareError::Mandatory) => (StatusCode::BAD_REQUEST, "malformed-request"),
        Refusal::Derive(_)
        | Refusal::Model(_)
        | Refusal::ForeignIssuer
        | Refusal::NoCredentialId
        | Refusal::Prepare(_)
        | Refusal::Rejected(_)
        | Refusal::StatusUnsupported => (StatusCode::UNPROCESSABLE_ENTITY, "invalid-request"),
        Refusal::UnknownCredential => (StatusCode::NOT_FOUND, "not-found"),
        Refusal::ListFull | Refusal::NoRandomness => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        Refusal::SignerFaulty => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    };
    problem(status, code, &format!("{refusal}."))
}

/// Problem details in the shape of the VC-API: the same problem also as the only one of `errors`.
fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let problem = Object::new().with("type", "about:blank").with("title", title).with("detail", detail);
    let errors = vec![Value::from(problem.clone())];
    let body = problem.with("status", u32::from(status.as_u16())).with("verified", false).with("errors", errors);
    json(status, &body)
}

fn json(status: StatusCode, body: &Object) -> Response {
    with_type(status, "application/json", body)
}

fn with_type(status: StatusCode, media_type: &'static str, body: &Object) -> Response {
    (status, [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "no-store")], body.to_string()).into_response()
}
