//! Verifying anybody's credential.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use proofpass::verify::Request;

use super::body::Document;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::issue::Fault;

/// Verify a credential or a bundle
///
/// The body is the document itself, or an envelope with `bundle`, `material`, `policy` and `now`. A document that is
/// not acceptable is still answered with 200: the report says why.
#[utoipa::path(post, path = "/api/v1/verify", operation_id = "verify", tag = "verification",
    request_body(content = Object, description = "A credential, a bundle, or an envelope", content_type = "application/json"),
    responses(
        (status = 200, description = "The report", body = Object),
        (status = 400, description = "The body broke off", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 5 MiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not JSON by its media type", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "An option of the envelope is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Too much is being read at once", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn verify(State(app): State<App>, Document { bytes, held }: Document) -> Result<Response, Problem> {
    let now = app.issuer.clock.now();
    report(&app, move || {
        let request = Request::parse(&bytes, now);
        drop((bytes, held));
        request
            .map_err(|fault| Problem::invalid(vec![Fault::new(fault.pointer, format!("expected {}", fault.expected))]))
    })
    .await
}

/// Reads and runs a verification where it holds nobody up, and answers with the report's exact bytes.
pub(super) async fn report(
    app: &App,
    request: impl FnOnce() -> Result<Request, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let report = app.verifying.run(move || request().map(|request| request.report().to_json())).await??;
    Ok(([(CONTENT_TYPE, "application/json")], report).into_response())
}
