//! What people and programs hear: routes, bodies, problems, pages.
//!
//! In scope: HTTP. Out of scope: deciding (`issue`). Handlers read, ask, answer; the types of bodies stand beside them.
//!
//! Around every answer, outermost first: the request's id, span and log line, rendering of problems ([`frame`]);
//! security headers ([`headers`]); cross-origin rules for origins that are let in ([`cross_origin`]) and where a route is open;
//! panics become problems; a deadline; limits ([`limits`]).
//! Specs: <https://www.rfc-editor.org/rfc/rfc9110>, <https://www.rfc-editor.org/rfc/rfc9457>

mod account_pages;
mod accounts;
mod api_keys;
pub mod assets;
mod attestations;
mod auth;
mod batches;
mod body;
mod circuits;
mod client_address;
mod cross_origin;
mod deletions;
mod docs;
mod email_verification;
mod frame;
mod headers;
mod health;
mod identities;
mod invitations;
mod issuer_keys;
mod jobs;
mod key_set;
mod language;
mod lifecycle;
mod limits;
mod metrics;
mod notes;
mod openapi;
mod organizations;
mod pages;
mod passports;
mod password_reset;
mod path;
mod payments;
mod plans;
mod problem;
mod problems;
mod proof_requests;
mod proofs;
mod qr;
mod query;
mod quota;
mod reissue;
mod schemas;
mod second_factors;
pub mod serve;
mod status_lists;
mod stopping;
mod stored;
mod templates;
mod undescribed;
mod usage;
pub mod vc_api;
mod verify;
mod wallet_pages;
mod webhooks;
mod zk_status;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::FromRef;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use proofpass::problem::ProblemType;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use metrics::router as metrics_router;
pub use openapi::document as openapi_document;
pub use problem::Problem;

use crate::issue::{Desk, Error, Issuer, job};
use crate::limiter::Limiter;
use crate::network::{ForwardedHeader, Networks};
use crate::origin::Origins;
use crate::resolver::Resolver;
use assets::Assets;
use body::Bodies;
use client_address::Proxies;
use stopping::{Stopping, Tasks};
use undescribed::Undescribed;
use verify::Fetching;

/// Longest a request may take, its body included. What it set going in the database goes on without it.
const DEADLINE: Duration = Duration::from_secs(25);

/// Longest that a batch may take to arrive.
const BATCH_DEADLINE: Duration = Duration::from_secs(110);

/// What handlers share.
#[derive(Clone, Debug)]
pub struct App {
    issuer: Issuer,
    assets: Option<Arc<Assets>>,
    /// Apart from issuing: whoever verifies, which is anybody, does not stand before those who issue.
    verifying: Desk,
    /// For documents that need something, where the operator lets that be fetched.
    fetching: Option<Fetching>,
    /// Where requests are limited.
    limiter: Option<Arc<Limiter>>,
    /// Who may say for whom a request is.
    proxies: Arc<Proxies>,
    /// Whose pages may call with credentials.
    origins: Arc<Origins>,
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
            fetching: None,
            limiter: None,
            proxies: Arc::default(),
            origins: Arc::default(),
            bodies: Bodies::default(),
            stopping: Stopping::default(),
            tasks: Tasks::default(),
        }
    }

    /// Whether there is a page to verify on.
    fn has_page(&self) -> bool {
        self.assets.is_some()
    }

    /// Fetching what documents need, for whoever asks for that.
    #[must_use]
    pub fn with_resolver(mut self, resolver: Resolver) -> Self {
        self.fetching = Some(Fetching::with(resolver));
        self
    }

    /// Limiting requests.
    #[must_use]
    pub fn with_limiter(mut self, limiter: Limiter) -> Self {
        self.limiter = Some(Arc::new(limiter));
        self
    }

    /// Behind proxies of these networks, which name in `header` whom they speak for.
    #[must_use]
    pub fn behind(mut self, trusted: Networks, header: ForwardedHeader) -> Self {
        self.proxies = Arc::new(Proxies::new(trusted, header));
        self
    }

    /// With pages elsewhere that may call with credentials.
    #[must_use]
    pub fn with_origins(mut self, origins: Origins) -> Self {
        self.origins = Arc::new(origins);
        self
    }

    /// Works on jobs until it is told to stop.
    pub async fn work(&self, stop: watch::Receiver<bool>) {
        job::work::work(self.issuer.clone(), attestations::read_row, stop).await;
    }

    /// Works on every job that waits, to its end. For tests, which have no time.
    pub async fn work_off(&self) -> Result<(), Error> {
        job::work::work_off(&self.issuer, attestations::read_row).await
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

/// What programs ask for, and the description describes. Read by pages of this origin only.
fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(accounts::register))
        .routes(routes!(accounts::log_in))
        .routes(routes!(accounts::refresh))
        .routes(routes!(accounts::log_out))
        .routes(routes!(accounts::me))
        .routes(routes!(accounts::sessions))
        .routes(routes!(accounts::end_session))
        .routes(routes!(accounts::change_password))
        .routes(routes!(accounts::choose_organization))
        .routes(routes!(email_verification::verify))
        .routes(routes!(email_verification::ask))
        .routes(routes!(password_reset::ask))
        .routes(routes!(password_reset::reset))
        .routes(routes!(organizations::create, organizations::list))
        .routes(routes!(organizations::members))
        .routes(routes!(organizations::change_member, organizations::remove_member))
        .routes(routes!(second_factors::log_in))
        .routes(routes!(second_factors::fetch, second_factors::enrol))
        .routes(routes!(second_factors::confirm))
        .routes(routes!(second_factors::renew))
        .routes(routes!(second_factors::disable))
        .routes(routes!(organizations::transfer))
        .routes(routes!(deletions::organization))
        .routes(routes!(deletions::account))
        .routes(routes!(invitations::invite, invitations::list))
        .routes(routes!(invitations::withdraw))
        .routes(routes!(invitations::look))
        .routes(routes!(invitations::accept))
        .routes(routes!(api_keys::create, api_keys::list))
        .routes(routes!(api_keys::rotate))
        .routes(routes!(api_keys::change, api_keys::revoke))
        .routes(routes!(usage::fetch))
        .routes(routes!(usage::check))
        .routes(routes!(plans::set))
        .routes(routes!(payments::record, payments::list))
        .routes(routes!(payments::fetch))
        .routes(routes!(payments::correct))
        .routes(routes!(key_set::fetch))
        .routes(routes!(proof_requests::create, proof_requests::list))
        .routes(routes!(proof_requests::result))
        .routes(routes!(proofs::create, proofs::list))
        .routes(routes!(proofs::fetch))
        .routes(routes!(proofs::verify_one))
        .routes(routes!(webhooks::create, webhooks::list))
        .routes(routes!(webhooks::fetch, webhooks::change, webhooks::delete))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::delivery))
        .routes(routes!(webhooks::replay))
        .routes(routes!(passports::create, passports::list))
        .routes(routes!(passports::fetch))
        .routes(routes!(passports::of_product))
        .routes(routes!(passports::add))
        .routes(routes!(passports::remove))
        .routes(routes!(passports::versions))
        .routes(routes!(attestations::create, lifecycle::list))
        .routes(routes!(attestations::fetch, notes::change))
        .routes(routes!(reissue::reissue))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::fetch))
        .routes(routes!(jobs::cancel))
        .routes(routes!(jobs::errors))
        .routes(routes!(jobs::result))
        .routes(routes!(jobs::table))
        .routes(routes!(lifecycle::events))
        .routes(routes!(lifecycle::revoke))
        .routes(routes!(lifecycle::suspend))
        .routes(routes!(lifecycle::resume))
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(openapi::serve))
        .routes(routes!(problems::explain))
        .routes(routes!(issuer_keys::list, issuer_keys::create))
        .routes(routes!(issuer_keys::retire))
        .routes(routes!(issuer_keys::compromise))
        .routes(routes!(identities::fetch, identities::change))
        .routes(routes!(templates::list, templates::create))
        .routes(routes!(templates::fetch, templates::change, templates::delete))
        .routes(routes!(templates::preview))
        .routes(routes!(templates::fetch_version))
        .routes(routes!(templates::publish))
        .routes(routes!(templates::retire))
}

/// What takes longer to arrive than anything else.
fn described_and_long() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(batches::create))
}

/// The same, and readable by any page on the web: what a verifier embedded elsewhere needs.
fn described_and_open() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(attestations::bundle))
        .routes(routes!(attestations::credential))
        .routes(routes!(qr::attestation))
        .routes(routes!(qr::passport))
        .routes(routes!(qr::proof_request))
        .routes(routes!(proof_requests::fetch))
        .routes(routes!(proof_requests::answer))
        .routes(routes!(proof_requests::standing))
        .routes(routes!(circuits::list))
        .routes(routes!(circuits::proving_key))
        .routes(routes!(passports::bundle))
        .routes(routes!(passports::verify))
        .routes(routes!(passports::version))
        .routes(routes!(passports::context))
        .routes(routes!(attestations::verify, attestations::verify_with_options))
        .routes(routes!(identities::document))
        .routes(routes!(identities::configuration))
        .routes(routes!(identities::own_configuration))
        .routes(routes!(schemas::serve))
        .routes(routes!(schemas::display))
        .routes(routes!(status_lists::fetch))
        .routes(routes!(status_lists::fetch_token))
        .routes(routes!(zk_status::fetch))
        .routes(routes!(zk_status::bits))
        .routes(routes!(verify::verify))
}

/// What people look at.
fn undescribed() -> Undescribed {
    pages::routes().merge(account_pages::routes()).merge(wallet_pages::routes()).merge(docs::routes())
}

/// What goes with them.
fn undescribed_and_open() -> Undescribed {
    Undescribed::new()
        .options("/api/v1/attestations/{id}/bundle", headers::preflight)
        .options("/api/v1/attestations/{id}/credential", headers::preflight)
        .options("/api/v1/attestations/{id}/verify", headers::preflight)
        .options("/api/v1/passports/{id}/bundle", headers::preflight)
        .options("/api/v1/passports/{id}/verify", headers::preflight)
        .options("/api/v1/passports/{id}/versions/{version}", headers::preflight)
        .options("/api/v1/zkp/requests/{id}/presentations", headers::preflight)
        .options("/api/v1/verify", headers::preflight)
        .merge(assets::routes())
}

/// Every route there is: method, and path with its variable parts in braces.
#[must_use]
pub fn routes() -> Vec<(Method, String)> {
    let mut list = openapi::operations();
    let undescribed = undescribed().merge(undescribed_and_open());
    list.extend(undescribed.list.into_iter().map(|(method, path)| (method, path.to_owned())));
    list
}

/// The whole service.
pub fn router(app: App) -> Router {
    let own = described().split_for_parts().0.merge(undescribed().routes);
    let open = described_and_open().split_for_parts().0.merge(undescribed_and_open().routes);
    let long = described_and_long().split_for_parts().0;
    dressed(own, long, open, app, DEADLINE)
}

/// Routes, with what stands around every answer.
fn dressed(own: Router<App>, long: Router<App>, open: Router<App>, app: App, deadline: Duration) -> Router {
    let guarded = |routes: Router<App>, deadline: Duration| {
        routes
            .method_not_allowed_fallback(|| async { Problem::from(ProblemType::MethodNotAllowed) })
            .layer(from_fn_with_state(app.clone(), limits::limit))
            .layer(from_fn_with_state(deadline, frame::give_up))
            .layer(CatchPanicLayer::custom(problem::of_panic))
    };
    // Outside the guards: a page elsewhere must be able to read what went wrong, too.
    let open = guarded(open, deadline).layer(from_fn(headers::open_to_any_origin));
    guarded(own.fallback(|| async { Problem::from(ProblemType::NotFound) }), deadline)
        .merge(guarded(long, BATCH_DEADLINE))
        .merge(open)
        .layer(from_fn_with_state(app.clone(), cross_origin::cross_origin))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn_with_state(app.clone(), frame::frame))
        .with_state(app)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS};
    use axum::http::{HeaderValue, Request};
    use axum::routing::{MethodRouter, get};
    use http_body_util::BodyExt as _;
    use secrecy::{SecretBox, SecretString};
    use tower::ServiceExt as _;

    use super::*;
    use crate::clock::SystemClock;
    use crate::issue::api_key::{Pepper, Peppers};
    use crate::issue::plan::Plan;
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

    /// The answer of the only route there is, once among our own and once among those that are open to any origin.
    #[expect(clippy::disallowed_methods, reason = "a route of this test")]
    async fn answer(handler: MethodRouter<App>, deadline: Duration) -> (u16, String) {
        let routes = || Router::new().route("/it", handler.clone());
        let (own, cross_origin) = answer_of(routes(), Router::new(), deadline).await;
        assert_eq!(cross_origin, [None, None]);
        let (open, cross_origin) = answer_of(Router::new(), routes(), deadline).await;
        assert_eq!(cross_origin.map(Option::unwrap), ["*", "ratelimit, ratelimit-policy, retry-after, x-request-id"]);
        assert_eq!((own.0, own.1.len()), (open.0, open.1.len()));
        own
    }

    async fn answer_of(
        own: Router<App>,
        open: Router<App>,
        deadline: Duration,
    ) -> ((u16, String), [Option<HeaderValue>; 2]) {
        let key = SecretBox::new(Box::new([1; 32]));
        let issuer = Issuer::new(Parts {
            // Nobody listens there, and nobody asks.
            store: Store::open(&SecretString::from("postgres://127.0.0.1:1/none")).unwrap(),
            sealer: Sealer::new(&key),
            peppers: Peppers { current: Pepper::new(key), older: Vec::new() },
            clock: Arc::new(SystemClock),
            rng: Arc::new(NoRng),
            public_url: PublicUrl::parse("https://issuer.example").unwrap(),
            test_keys: false,
            default_plan: Plan::Free,
            mail: false,
        });
        let request = Request::get("/it").body(Body::empty()).unwrap();
        let response =
            dressed(own, Router::new(), open, App::new(issuer, None), deadline).oneshot(request).await.unwrap();
        assert!(response.headers().contains_key("x-request-id"));
        assert!(response.headers().contains_key("strict-transport-security"));
        let cross_origin = [ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS];
        let cross_origin = cross_origin.map(|name| response.headers().get(name).cloned());
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        ((status, String::from_utf8(body.to_vec()).unwrap()), cross_origin)
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing_even_where_chance_is_away() {
        let panics = get(|| async { panic!("secret {}", 1) as () });
        let (status, body) = answer(panics, DEADLINE).await;
        assert_eq!(status, 500);
        assert!(body.starts_with(r#"{"type":"https://issuer.example/problems/internal""#), "{body}");
        assert!(!body.contains("secret"));
    }

    #[tokio::test]
    async fn a_handler_that_hangs_is_given_up() {
        let hangs = get(std::future::pending::<()>);
        let (status, body) = answer(hangs, Duration::from_millis(1)).await;
        assert_eq!(status, 503);
        assert!(body.contains("/problems/unavailable"), "{body}");
    }
}
