//! Verifying anybody's credential, where the operator lets it with what that needs fetched first.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use proofpass::bundle::Need;
use proofpass::problem::ProblemType;
use proofpass::verify::{Asked, Material, Report, Request};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::body::Document;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::issue::{Error, Fault, identity, status_list};
use crate::metrics;
use crate::resolver::{Gathered, Resolver};

/// Fetching for those who verify.
#[derive(Clone, Debug)]
pub(super) struct Fetching {
    resolver: Resolver,
    places: Arc<Semaphore>,
}

impl Fetching {
    /// Documents that something is fetched for at once. Each may take as long as [`Self::TIME`] and hold a few megabytes.
    const AT_ONCE: usize = 16;

    /// For one document. Its body may have taken 15 seconds, and a request has 25.
    const TIME: Duration = Duration::from_secs(8);

    pub(super) fn with(resolver: Resolver) -> Self {
        Self { resolver: resolver.within(Self::TIME), places: Arc::new(Semaphore::new(Self::AT_ONCE)) }
    }

    /// What a request needs; apart from the threads that serve everybody, because finding out takes time as well.
    async fn gather(&self, request: Arc<Request>) -> Result<Gathered, Problem> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| {
            Problem::from(ProblemType::Unavailable)
                .with_detail("Too much is being fetched at once. Repeat the request after the time in Retry-After.")
        })?;
        let resolver = self.resolver.clone();
        let gathered = spawn_blocking(move || {
            let _place = place;
            Handle::current().block_on(resolver.gather_by(|came| request.needs(came)))
        });
        gathered.await.map_err(|_| Error::Vanished.into())
    }
}

/// Verify a credential or a bundle
///
/// The body is the document itself, or an envelope with `bundle`, `material`, `policy` and `now`. A document that is
/// not acceptable is still answered with 200: the report says why. With `resolve` in the address, what the document needs
/// (documents with keys, status lists, schemas, resources) is fetched first, where the operator lets that be done.
#[utoipa::path(post, path = "/api/v1/verify", operation_id = "verify", tag = "verification",
    params(("resolve" = Option<String>, Query,
        description = "Without a value: fetch what is needed first. `material`: the same, and the answer is an object with \
            `report`, `material` (what was fetched, from where and when) and `missing` (what was not, and why)")),
    request_body(content = Object, description = "A credential, a bundle, or an envelope", content_type = "application/json"),
    responses(
        (status = 200, description = "The report", body = Object),
        (status = 400, description = "The body broke off", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 5 MiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not JSON by its media type", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "An option of the envelope is wrong, or nothing is fetched here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Too much is being read or fetched at once", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn verify(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    Document { bytes, held }: Document,
) -> Result<Response, Problem> {
    let now = app.issuer.clock.now();
    let read = move || {
        Request::parse(&bytes, now)
            .map_err(|fault| Problem::invalid(vec![Fault::new(fault.pointer, format!("expected {}", fault.expected))]))
    };
    let asked = Asked::of(query.as_deref().unwrap_or_default())
        .ok_or_else(|| Problem::from(ProblemType::InvalidRequest).with_detail(Asked::EXPECTED))?;
    let nobody =
        || Problem::from(ProblemType::InvalidRequest).with_detail("This service fetches nothing for a document.");
    let fetching = match asked {
        Asked::Nothing => None,
        Asked::Report | Asked::Material => Some(app.fetching.as_ref().ok_or_else(nobody)?),
    };
    // The room is held while others are waited for.
    let (request, needs, held) = app.verifying.run(move || read().map(|request| needing(request, held))).await??;
    let own = status_list::own(&app.issuer, &request.status_lists()).await;
    let documents = identity::documents(&app.issuer, needs).await?;
    let Some(fetching) = fetching else {
        return report(&app, move || {
            let request = request.and(&status_list::material(&own)).and(&documents);
            drop(held);
            Ok(request)
        })
        .await;
    };
    let request = Arc::new(request.and(&status_list::material(&own)).and(&documents));
    let gathered = fetching.gather(Arc::clone(&request)).await?;
    let json = app.verifying.run(move || {
        let report = counted(Arc::unwrap_or_clone(request).and(&gathered.material));
        drop(held);
        if asked != Asked::Material {
            return report;
        }
        let (material, missing) = (gathered.to_object(), gathered.missing());
        format!(r#"{{"report":{report},"material":{material},"missing":{missing}}}"#)
    });
    Ok(([(CONTENT_TYPE, "application/json")], json.await?).into_response())
}

/// With what it needs, for what this service has itself.
fn needing<H>(request: Request, held: H) -> (Request, Vec<Need>, H) {
    let needs = request.needs(&Material::default());
    (request, needs, held)
}

/// Reads and runs a verification where it holds nobody up, and answers with the report's exact bytes.
pub(super) async fn report(
    app: &App,
    request: impl FnOnce() -> Result<Request, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let report = app.verifying.run(move || request().map(counted)).await??;
    Ok(([(CONTENT_TYPE, "application/json")], report).into_response())
}

/// Verifies a presentation of a proof with all that can be had: what this service has itself, and what it may fetch.
pub(super) async fn of_proof(app: &App, request: Request, own: Material) -> Result<Report, Problem> {
    let (request, needs, ()) = app.verifying.run(move || needing(request, ())).await?;
    let documents = identity::documents(&app.issuer, needs).await?;
    let mut request = request.and(&own).and(&documents);
    if let Some(fetching) = &app.fetching {
        let asking = Arc::new(request);
        let gathered = fetching.gather(Arc::clone(&asking)).await?;
        request = Arc::unwrap_or_clone(asking).and(&gathered.material);
    }
    let report = app.verifying.run(move || request.report()).await?;
    metrics::verified(report.verdict().as_str());
    Ok(report)
}

/// The report, and a count of its verdict.
fn counted(request: Request) -> String {
    let report = request.report();
    metrics::verified(report.verdict().as_str());
    report.to_json()
}
