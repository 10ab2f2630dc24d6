//! What is counted, for whoever reads it: a listener of its own, which is not for the public.
//!
//! Out of scope: counting (`metrics`).

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::metrics;
use crate::store::Store;

/// `GET /metrics`, and nothing else.
#[expect(clippy::disallowed_methods, reason = "not one of the service's routes: no golden lists it")]
pub fn router(store: Store) -> Router {
    Router::new()
        .route("/metrics", get(read))
        .fallback(|| async { (StatusCode::NOT_FOUND, "The metrics are at /metrics.\n") })
        .with_state(store)
}

async fn read(State(store): State<Store>) -> impl IntoResponse {
    let (active, idle, most) = store.connections();
    metrics::database_connections(active, idle, most);
    ([(CONTENT_TYPE, metrics::CONTENT_TYPE)], metrics::text())
}
