//! Whether the service lives, and whether it can work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::problem::chain;
use crate::issue::Issuer;
use crate::store::migrations::{self, Status};

/// The process answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// Always `healthy`: a process that is not does not answer.
    #[schema(example = "healthy")]
    status: &'static str,
    /// The service's clock.
    #[schema(format = DateTime)]
    timestamp: String,
}

/// Whether the process lives
///
/// Asks nothing of anyone: for liveness probes.
#[utoipa::path(get, path = "/health", tag = "service", responses((status = 200, description = "It lives", body = Health)))]
pub(super) async fn health(State(issuer): State<Issuer>) -> Json<Health> {
    Json(Health { status: "healthy", timestamp: issuer.clock.now().to_string() })
}

/// Whether requests can be served.
#[derive(Serialize, ToSchema)]
pub(super) struct Readiness {
    /// `ready`, `stopping` or `unavailable`
    #[schema(example = "ready")]
    status: &'static str,
    checks: Checks,
}

/// What was looked at.
#[derive(Serialize, ToSchema)]
struct Checks {
    /// `up` or `down`
    #[schema(example = "up")]
    database: &'static str,
    /// `current`, `pending`, or `unknown` while the database is down
    #[schema(example = "current")]
    migrations: &'static str,
}

/// Whether requests can be served
///
/// Asks the database: for readiness probes and load balancers.
#[utoipa::path(get, path = "/ready", tag = "service", responses(
    (status = 200, description = "It can work", body = Readiness),
    (status = 503, description = "The service is about to stop, the database is away, or its schema is older than this service", body = Readiness),
))]
pub(super) async fn ready(State(app): State<App>) -> (StatusCode, Json<Readiness>) {
    let (works, database, migrations) = match migrations::status(&app.issuer.store).await {
        Ok(Status::Current) => (true, "up", "current"),
        Ok(Status::Pending) => (false, "up", "pending"),
        Err(error) => {
            tracing::warn!(error = chain(&error), "Not ready: {error}");
            (false, "down", "unknown")
        }
    };
    let (code, status) = match (app.stopping.has_begun(), works) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        (false, true) => (StatusCode::OK, "ready"),
    };
    (code, Json(Readiness { status, checks: Checks { database, migrations } }))
}
