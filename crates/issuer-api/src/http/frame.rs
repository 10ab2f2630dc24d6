//! Around every request: its id, its span, its line in the log, its deadline; and the body of its problem.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CONNECTION, CONTENT_LENGTH, HeaderName};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use proofpass::problem::ProblemType;
use tracing::field::{Empty, display};
use tracing::{Instrument as _, Span};

use super::{App, Problem};
use crate::id::{RequestId, UserId};
use crate::issue::Caller;
use crate::metrics;
use crate::store::Actor;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id of ours, never the caller's, and writes one line when it is answered.
pub(super) async fn frame(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = RequestId::or_from_time(&*app.issuer.clock, &*app.issuer.rng);
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!(
        "request", request.id = %id, method = %method, route = %route,
        organization.id = Empty, actor.id = Empty, api_key.kid = Empty
    );
    async move {
        let started = Instant::now();
        let mut response = next.run(request).await;
        if let Some(problem) = response.extensions_mut().remove::<Problem>() {
            // A length from before, zero, would cut the body off.
            response.headers_mut().remove(CONTENT_LENGTH);
            *response.body_mut() = Body::from(problem.write(&app.issuer.public_url, id));
        }
        if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
            response.headers_mut().insert(X_REQUEST_ID, value);
        }
        if app.stopping.has_begun() {
            // The next request shall find an instance that stays.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let (status, elapsed) = (response.status().as_u16(), started.elapsed());
        let elapsed_ms = elapsed.as_secs_f64() * 1000.0;
        metrics::answered(method.as_str(), &route, status, elapsed);
        tracing::info!(status, elapsed_ms, "{method} {route} answered {status}");
        response
    }
    .instrument(span)
    .await
}

/// Notes in the request's span who calls, once that is known.
pub(super) fn note_caller(caller: &Caller) {
    let span = Span::current();
    span.record("organization.id", display(caller.organization_id));
    let actor = match caller.actor {
        Actor::ApiKey(id) => id.to_string(),
        Actor::User(id) => id.to_string(),
    };
    span.record("actor.id", actor);
    if let Some(kid) = caller.kid {
        span.record("api_key.kid", display(kid));
    }
}

/// Notes in the request's span who the person is.
pub(super) fn note_person(id: UserId) {
    Span::current().record("actor.id", display(id));
}

/// Answers `unavailable` when `deadline` passes.
pub(super) async fn give_up(State(deadline): State<Duration>, request: Request, next: Next) -> Response {
    tokio::time::timeout(deadline, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::from(ProblemType::Unavailable).into_response())
}
