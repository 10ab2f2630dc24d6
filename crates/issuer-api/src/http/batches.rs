//! Batches: many attestations asked for in one request, which becomes a job.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use proofpass::digest::Digest;
use proofpass::problem::ProblemType;
use sha2::{Digest as _, Sha256};
use tokio::time::{Duration, Instant, timeout, timeout_at};

use super::attestations::{CreateAttestation, idempotency_key};
use super::auth::Authenticated;
use super::body::Bodies;
use super::jobs::JobView;
use super::openapi::OfCaller;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::{App, Problem};
use crate::issue::job::split::Format;
use crate::issue::job::{self, Arriving, Reading};

const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Longest time for all of a batch: a connection ends after two minutes.
const TOTAL: Duration = Duration::from_secs(100);

/// What the address may name.
const PARAMETERS: [&str; 2] = ["templateId", "subjectType"];

/// What rows are written in, by its media types.
const FORMATS: [(&str, Format); 6] = [
    ("application/json", Format::Json),
    ("application/x-ndjson", Format::Ndjson),
    ("application/ndjson", Format::Ndjson),
    ("application/jsonl", Format::Ndjson),
    ("application/x-jsonlines", Format::Ndjson),
    ("text/csv", Format::Csv),
];

/// Issue many attestations
///
/// Takes up to 100,000 rows, 128 MiB in all, and makes a job of them, which goes on whatever happens to this connection:
/// each row is one body of `POST /api/v1/attestations`, as the element of a JSON array, as a line of JSON, or as the record
/// of a CSV file. The first record of a CSV file names the columns: `templateId`, `subjectId`, `subjectType`, `validFrom`,
/// `validUntil`, a JSON Pointer into the body, or else a claim, dot by dot (`location.country`); cells become numbers,
/// booleans and so on where the template's schema wants them, and empty cells are absent. A row that breaks a rule is
/// refused by itself; the job tells each with its number. With an `Idempotency-Key`, the same request makes one job.
#[utoipa::path(post, path = "/api/v1/attestations/batch", operation_id = "issueAttestations", tag = "jobs",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters of your choice"),
        ("templateId" = Option<String>, Query, description = "The template of rows that name none"),
        ("subjectType" = Option<String>, Query, description = "The type of the subjects of rows that name none"),
    ),
    request_body(description = "The rows", content(
        (Vec<CreateAttestation> = "application/json"), (String = "application/x-ndjson"), (String = "text/csv"))),
    responses(
        (status = 202, description = "A job that issues them", body = JobView, headers(
            ("Location" = String, description = "The job"),
            ("Idempotent-Replayed" = String, description = "`true` if an earlier request made the job"),
        )),
        (status = 408, description = "The rows did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A request with this Idempotency-Key is still running", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 128 MiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "None of these media types", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Not one row, too many, or what comes cannot be told apart into rows; or the Idempotency-Key was used for another request", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    parameters: Parameters,
    request: Request,
) -> Result<Response, Problem> {
    parameters.only(&PARAMETERS)?;
    let one = |name: &str| parameters.one(name).map(|value| value.map(str::to_owned));
    let reading = Reading::new(one("templateId")?, one("subjectType")?);
    let key = idempotency_key(request.headers())?;
    let format = format(request.headers())?;
    // The same rows under another address are another request.
    let hasher = Sha256::new().chain_update(format!("{}\n{format:?}\n", request.uri()));
    let mut arriving = job::receive(&app.issuer, &caller, format, reading, key).await?;
    let digest = match read(request.into_body(), &app.bodies, &mut arriving, hasher).await {
        Ok(digest) => digest,
        Err(problem) => {
            arriving.give_up().await;
            return Err(problem);
        }
    };
    // Whoever hangs up now has a job all the same.
    let (job, replayed) = app.tasks.run(arriving.finish(digest)).await??;
    let view = JobView::of(&app, &job);
    let mut answer = (StatusCode::ACCEPTED, axum::Json(&view)).into_response();
    if let Ok(value) = HeaderValue::from_str(view.url()) {
        answer.headers_mut().insert(LOCATION, value);
    }
    if replayed {
        answer.headers_mut().insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(answer)
}

fn format(headers: &HeaderMap) -> Result<Format, Problem> {
    let unknown = || Problem::from(ProblemType::UnsupportedMediaType);
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(unknown()) };
    let text = value.to_str().unwrap_or_default().to_ascii_lowercase();
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let found = FORMATS.iter().find(|(known, _)| *known == name).map(|(_, format)| *format);
    let utf8 = parts.all(|part| match part.split_once('=') {
        Some(("charset", charset)) => charset.trim_matches('"') == "utf-8",
        Some(("header", present)) => present != "absent",
        _ => true,
    });
    let plain = headers.get(CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    found.filter(|_| utf8 && plain).ok_or_else(unknown)
}

/// Reads all of it, piece by piece; its digest.
async fn read(mut body: Body, bodies: &Bodies, arriving: &mut Arriving, mut hasher: Sha256) -> Result<Digest, Problem> {
    let (end, mut length) = (Instant::now() + TOTAL, 0);
    loop {
        let frame = timeout_at(end, timeout(bodies.idle, body.frame())).await;
        let Ok(Ok(frame)) = frame else { return Err(ProblemType::RequestTimeout.into()) };
        let Some(frame) = frame else { return Ok(<[u8; 32]>::from(hasher.finalize()).into()) };
        let frame =
            frame.map_err(|_| Problem::from(ProblemType::MalformedRequest).with_detail("The body broke off."))?;
        // Trailers carry nothing that is read here.
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length > job::MAX_BYTES {
            let detail = format!("At most {} bytes are read.", job::MAX_BYTES);
            return Err(Problem::from(ProblemType::PayloadTooLarge).with_detail(detail));
        }
        hasher.update(&data);
        arriving.push(&data).await?;
    }
}
