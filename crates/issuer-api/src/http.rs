//! What people and programs hear: routes, bodies, problems, pages.
//!
//! In scope: HTTP. Out of scope: deciding (`issue`). Handlers read, ask, answer; the types of bodies stand beside them.
//!
//! Around every answer, outermost first: the request's id, span and log line, rendering of problems ([`frame`]);
//! security headers ([`headers`]); panics become problems; a deadline; cross-origin rules where a route is open.
//! Specs: <https://www.rfc-editor.org/rfc/rfc9110>, <https://www.rfc-editor.org/rfc/rfc9457>

pub mod assets;
mod attestations;
mod auth;
mod body;
mod frame;
mod headers;
mod health;
mod openapi;
mod pages;
mod path;
mod problem;
mod problems;
pub mod serve;
mod stopping;
mod verify;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::options;
use proofpass::problem::ProblemType;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use openapi::document as openapi_document;
pub use problem::Problem;

use crate::issue::{Desk, Issuer};
use assets::Assets;
use body::Bodies;
use stopping::{Stopping, Tasks};

/// Longest a request may take, its body included. What it set going in the database goes on without it.
const DEADLINE: Duration = Duration::from_secs(25);

/// What handlers share.
#[derive(Clone, Debug)]
pub struct App {
    issuer: Issuer,
    assets: Option<Arc<Assets>>,
    /// Apart from issuing: whoever verifies, which is anybody, does not stand before those who issue.
    verifying: Desk,
    bodies: Bodies,
    stopping: Stopping,
    tasks: Tasks,
}

impl App {
    /// With the verifier's files, where there are any: without them there is no page.
    #[must_use]
    pub fn new(issuer: Issuer, assets: Option<Assets>) -> Self {
        Self {
            issuer,
            assets: assets.map(Arc::new),
            verifying: Desk::default(),
            bodies: Bodies::default(),
            stopping: Stopping::default(),
            tasks: Tasks::default(),
        }
    }

    /// With other time limits for bodies: the longest pause, and the longest time in all.
    #[must_use]
    pub fn with_body_times(mut self, idle: Duration, total: Duration) -> Self {
        (self.bodies.idle, self.bodies.total) = (idle, total);
        self
    }
}

impl FromRef<App> for Issuer {
    fn from_ref(app: &App) -> Self {
        app.issuer.clone()
    }
}

/// Every route that the document describes.
fn described() -> OpenApiRouter<App> {
    // Readable by any page on the web: what a verifier embedded elsewhere needs.
    let open = OpenApiRouter::new()
        .routes(routes!(attestations::bundle))
        .routes(routes!(attestations::verify, attestations::verify_with_options))
        .routes(routes!(verify::verify))
        .route("/api/v1/attestations/{id}/bundle", options(headers::preflight))
        .route("/api/v1/attestations/{id}/verify", options(headers::preflight))
        .route("/api/v1/verify", options(headers::preflight))
        .layer(from_fn(headers::open_to_any_origin));
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(attestations::create))
        .routes(routes!(attestations::fetch))
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(openapi::serve))
        .routes(routes!(problems::explain))
        .merge(open)
}

/// The whole service.
pub fn router(app: App) -> Router {
    let (described, _) = described().split_for_parts();
    dressed(described.merge(pages::routes()).merge(assets::routes()), app, DEADLINE)
}

/// Routes, with what stands around every answer.
fn dressed(routes: Router<App>, app: App, deadline: Duration) -> Router {
    routes
        .fallback(|| async { Problem::from(ProblemType::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::from(ProblemType::MethodNotAllowed) })
        .layer(from_fn_with_state(deadline, frame::give_up))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn_with_state(app.clone(), frame::frame))
        .with_state(app)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use secrecy::{SecretBox, SecretString};
    use tower::ServiceExt as _;

    use super::*;
    use crate::clock::SystemClock;
    use crate::issue::api_key::Pepper;
    use crate::issue::{Parts, PublicUrl};
    use crate::rng::{Rng, RngUnavailable};
    use crate::store::Store;
    use crate::store::seal::Sealer;

    /// Chance is away.
    #[derive(Debug)]
    struct NoRng;

    impl Rng for NoRng {
        fn fill(&self, _: &mut [u8]) -> Result<(), RngUnavailable> {
            Err(RngUnavailable)
        }
    }

    async fn answer(routes: Router<App>, deadline: Duration) -> (u16, String) {
        let key = SecretBox::new(Box::new([1; 32]));
        let issuer = Issuer::new(Parts {
            // Nobody listens there, and nobody asks.
            store: Store::open(&SecretString::from("postgres://127.0.0.1:1/none")).unwrap(),
            sealer: Sealer::new(&key),
            pepper: Pepper::new(key),
            clock: Arc::new(SystemClock),
            rng: Arc::new(NoRng),
            public_url: PublicUrl::parse("https://issuer.example").unwrap(),
            test_keys: false,
        });
        let request = Request::get("/it").body(Body::empty()).unwrap();
        let response = dressed(routes, App::new(issuer, None), deadline).oneshot(request).await.unwrap();
        assert!(response.headers().contains_key("x-request-id"));
        assert!(response.headers().contains_key("strict-transport-security"));
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing_even_where_chance_is_away() {
        let panics = Router::new().route("/it", get(|| async { panic!("secret {}", 1) as () }));
        let (status, body) = answer(panics, DEADLINE).await;
        assert_eq!(status, 500);
        assert!(body.starts_with(r#"{"type":"https://issuer.example/problems/internal""#), "{body}");
        assert!(!body.contains("secret"));
    }

    #[tokio::test]
    async fn a_handler_that_hangs_is_given_up() {
        let hangs = Router::new().route("/it", get(std::future::pending::<()>));
        let (status, body) = answer(hangs, Duration::from_millis(1)).await;
        assert_eq!(status, 503);
        assert!(body.contains("/problems/unavailable"), "{body}");
    }
}
