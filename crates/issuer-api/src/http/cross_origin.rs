//! Pages of other origins that the operator lets in: they may call every route, with keys, tokens and cookies.
//!
//! In scope: the list. Out of scope: routes that are open to any page (`headers`), for which nothing changes.
//!
//! Spec: <https://fetch.spec.whatwg.org/#http-cors-protocol>

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::App;
use crate::origin::Allowed;

const METHODS: &str = "DELETE, GET, PATCH, POST, PUT";
const REQUEST_HEADERS: &str = "authorization, content-type, idempotency-key, if-none-match, x-api-key";
const RESPONSE_HEADERS: &str = "etag, idempotent-replayed, location, ratelimit, ratelimit-policy, retry-after, x-quota-limit, x-quota-remaining, \
     x-quota-reset, x-request-id";

/// Lets pages of the listed origins read answers, and tells browsers so before they ask.
pub(super) async fn cross_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.origins.is_empty() {
        return next.run(request).await;
    }
    let allowed = allowed(&app, request.headers());
    let asks = request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &allowed {
        Some(_) if asks => {
            let answers = [
                (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
                (ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS),
                (ACCESS_CONTROL_MAX_AGE, "600"),
            ];
            (StatusCode::NO_CONTENT, answers).into_response()
        }
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    // Whoever keeps the answer must not show it to another origin.
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some((origin, credentials)) = allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(RESPONSE_HEADERS));
        if credentials {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
    }
    response
}

/// What to call the origin that asks, where it is let in, and whether with credentials.
fn allowed(app: &App, headers: &HeaderMap) -> Option<(HeaderValue, bool)> {
    let mut sent = headers.get_all(ORIGIN).iter();
    let (origin, None) = (sent.next()?, sent.next()) else { return None };
    match app.origins.allow(origin.to_str().ok()?)? {
        Allowed::Anybody => Some((HeaderValue::from_static("*"), false)),
        Allowed::ByName => Some((origin.clone(), true)),
    }
}
