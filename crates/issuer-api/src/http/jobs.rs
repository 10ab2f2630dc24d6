//! Jobs: how far they are, what was refused, what came of them, ending them.

use std::fmt::Write as _;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use proofpass::json::Value;
use serde::Serialize;
use utoipa::ToSchema;

use super::auth::{Authenticated, Person};
use super::lifecycle::ActorView;
use super::openapi::{OfCaller, OfPerson};
use super::path::Part;
use super::problem::{Body as ProblemBody, FaultView};
use super::query::Parameters;
use super::{App, Problem};
use crate::id::JobId;
use crate::issue::commitment::Openings;
use crate::issue::job::Row;
use crate::issue::{Caller, Error, Issuer, job};
use crate::store::jobs::Job;

/// A job and how far it is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Job)]
pub(super) struct JobView {
    #[schema(format = Uuid)]
    id: String,
    /// `waiting`, `active`, `completed`, `failed` or `cancelled`.
    #[schema(example = "active")]
    state: &'static str,
    rows: RowsView,
    /// Why it cannot go on at this moment, or could not, where it failed.
    problem: Option<String>,
    actor: ActorView,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    started_at: Option<String>,
    #[schema(format = DateTime)]
    finished_at: Option<String>,
    links: Links,
}

/// Its rows.
#[derive(Serialize, ToSchema)]
#[schema(as = JobRows)]
struct RowsView {
    total: u32,
    /// Of which there is an attestation.
    issued: u32,
    /// Of which there is none, each for a reason of its own.
    refused: u32,
}

/// Where to go from here.
#[derive(Serialize, ToSchema)]
#[schema(as = JobLinks)]
struct Links {
    /// This job.
    #[serde(rename = "self")]
    #[schema(format = "uri")]
    this: String,
    /// Rows that were refused.
    #[schema(format = "uri")]
    errors: String,
    /// Every row that is done.
    #[schema(format = "uri")]
    result: String,
}

impl JobView {
    pub(super) fn of(app: &App, job: &Job) -> Self {
        let this = format!("{}/api/v1/jobs/{}", app.issuer.public_url, job.id);
        Self {
            id: job.id.to_string(),
            state: job.state.as_str(),
            rows: RowsView { total: job.total, issued: job.issued, refused: job.refused },
            problem: job.problem.clone(),
            actor: job.actor.into(),
            created_at: job.created_at.to_string(),
            started_at: job.started_at.map(|time| time.to_string()),
            finished_at: job.finished_at.map(|time| time.to_string()),
            links: Links { errors: format!("{this}/errors"), result: format!("{this}/result"), this },
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.links.this
    }
}

/// A page of jobs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JobPage)]
pub(super) struct PageView {
    /// The newest first.
    jobs: Vec<JobView>,
    /// For `cursor`; null on the last page.
    next_cursor: Option<String>,
}

/// List jobs
///
/// Those of the organisation that you are an admin of.
#[utoipa::path(get, path = "/api/v1/jobs", operation_id = "listJobs", tag = "jobs",
    params(
        ("state" = Option<String>, Query, description = "`waiting`, `active`, `completed`, `failed` or `cancelled`"),
        ("limit" = Option<u32>, Query, description = "On a page: 1 to 100, by default 50"),
        ("cursor" = Option<String>, Query, description = "`nextCursor` of the page before"),
    ),
    responses(
        (status = 200, description = "A page", body = PageView),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Person(admin): Person,
    parameters: Parameters,
) -> Result<Response, Problem> {
    parameters.only(&["state", "limit", "cursor"])?;
    let (state, after, limit) = (parameters.one("state")?, parameters.one("cursor")?, parameters.one("limit")?);
    let page = job::list_by(&app.issuer, &admin, state, after, limit).await?;
    let jobs = page.jobs.iter().map(|job| JobView::of(&app, job)).collect();
    Ok(axum::Json(PageView { jobs, next_cursor: page.next.map(|id| id.to_string()) }).into_response())
}

/// Fetch a job
#[utoipa::path(get, path = "/api/v1/jobs/{id}", operation_id = "fetchJob", tag = "jobs",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "How far it is", body = JobView),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<JobId>,
) -> Result<Response, Problem> {
    let job = job::find(&app.issuer, &caller, id).await?;
    Ok(axum::Json(JobView::of(&app, &job)).into_response())
}

/// Cancel a job
///
/// No row is issued once this is answered; what was issued stays.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", operation_id = "cancelJob", tag = "jobs",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "It is cancelled", body = JobView),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It has come to its end", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn cancel(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<JobId>,
) -> Result<Response, Problem> {
    let job = job::cancel(&app.issuer, &caller, id).await?;
    Ok(axum::Json(JobView::of(&app, &job)).into_response())
}

/// Rows that were refused.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JobErrors)]
pub(super) struct ErrorsView {
    /// In the order of their numbers.
    rows: Vec<RefusedView>,
    /// For `after`; null where there are no more.
    next_after: Option<i32>,
}

/// A row that was refused.
#[derive(Serialize, ToSchema)]
#[schema(as = RefusedRow)]
struct RefusedView {
    /// Its number, counted from 1; the header of a CSV file is not counted.
    row: i32,
    /// Each fault, and where it is in the row.
    errors: Vec<FaultView>,
}

/// List the rows of a job that were refused
#[utoipa::path(get, path = "/api/v1/jobs/{id}/errors", operation_id = "listJobErrors", tag = "jobs",
    params(
        ("id" = uuid::Uuid, Path),
        ("after" = Option<u32>, Query, description = "Rows after this one"),
        ("limit" = Option<u32>, Query, description = "On a page: 1 to 100, by default 50"),
    ),
    responses(
        (status = 200, description = "A page", body = ErrorsView),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn errors(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<JobId>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    parameters.only(&["after", "limit"])?;
    let after = job::after_row(parameters.one("after")?)?;
    let (rows, next_after) = job::refused(&app.issuer, &caller, id, after, parameters.one("limit")?).await?;
    let rows = rows.into_iter().map(|refused| RefusedView {
        row: refused.row,
        errors: refused.faults.into_iter().map(FaultView::from).collect(),
    });
    Ok(axum::Json(ErrorsView { rows: rows.collect(), next_after }).into_response())
}

/// Take the result of a job away
///
/// Every row that is done, in the order of their numbers, as it stands when it is read: a line of JSON each, which is
/// `{"row":1,"attestationId":"…","credential":{…}}` or `{"row":2,"errors":[…]}`. Where the template commits claims, the row has
/// `committed`, which is the holder's alone, and `holderSecret` where the row named no commitment of theirs. Where it breaks off, ask for what comes
/// `after` the last row that came.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/result", operation_id = "fetchJobResult", tag = "jobs",
    params(
        ("id" = uuid::Uuid, Path),
        ("after" = Option<u32>, Query, description = "Rows after this one"),
    ),
    responses(
        (status = 200, description = "The rows", body = String, content_type = "application/x-ndjson"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn result(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<JobId>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    deliver(app.issuer, &caller, id, &parameters, ("application/x-ndjson", "ndjson"), line).await
}

/// Take the result of a job away as a table
///
/// The same as records of a CSV file: `row`, `attestationId`, `credential`, `errors`, `committed`, `holderSecret`; all of these
/// but ids and secrets as JSON.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/result.csv", operation_id = "fetchJobTable", tag = "jobs",
    params(
        ("id" = uuid::Uuid, Path),
        ("after" = Option<u32>, Query, description = "Rows after this one"),
    ),
    responses(
        (status = 200, description = "The rows", body = String, content_type = "text/csv"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn table(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<JobId>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    deliver(app.issuer, &caller, id, &parameters, ("text/csv; charset=utf-8", "csv"), csv).await
}

async fn deliver(
    issuer: Issuer,
    caller: &Caller,
    id: JobId,
    parameters: &Parameters,
    (media_type, name): (&'static str, &str),
    write: Write,
) -> Result<Response, Problem> {
    parameters.only(&["after"])?;
    let after = job::after_row(parameters.one("after")?)?;
    job::find(&issuer, caller, id).await?;
    let start =
        if name == "csv" && after == 0 { "row,attestationId,credential,errors,committed,holderSecret\r\n" } else { "" };
    let rows = stream::unfold(Some((issuer, after, start.to_owned())), move |state| page(state, id, write));
    let mut answer = Body::from_stream(rows).into_response();
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{id}.{name}\"")) {
        answer.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(answer)
}

/// How a row is written.
type Write = fn(&mut String, &Row);

/// Where the reader is, and what stands before the rows.
type Place = Option<(Issuer, i32, String)>;

/// The next rows. Where they cannot be had, the answer breaks off, and the reader sees that it did.
async fn page(state: Place, id: JobId, write: Write) -> Option<(Result<Bytes, Error>, Place)> {
    let (issuer, after, mut text) = state?;
    let rows = match job::results(&issuer, id, after).await {
        Ok(rows) => rows,
        Err(error) => {
            tracing::error!(job.id = %id, error = %error, "The result of job `{id}` breaks off");
            return Some((Err(error), None));
        }
    };
    for row in &rows {
        write(&mut text, row);
    }
    let next = rows.last().map(|row| (issuer, row.delivered.row, String::new()));
    (next.is_some() || !text.is_empty()).then(|| (Ok(Bytes::from(text)), next))
}

/// Faults as JSON.
fn faults(text: &str) -> String {
    let faults: Vec<_> = job::read_faults(text).into_iter().map(FaultView::from).collect();
    serde_json::to_string(&faults).unwrap_or_default()
}

fn line(text: &mut String, Row { delivered, openings }: &Row) {
    // Writing to a text does not fail.
    let row = delivered.row;
    let openings = openings.as_ref().map(Openings::members).unwrap_or_default();
    let _ = match &delivered.result {
        Ok((id, credential)) => {
            // A credential is JSON, or a token.
            let token = || Value::from(credential.as_str()).to_string();
            let credential = if credential.starts_with('{') { credential.clone() } else { token() };
            writeln!(text, r#"{{"row":{row},"attestationId":"{id}","credential":{credential}{openings}}}"#)
        }
        Err(refused) => writeln!(text, r#"{{"row":{row},"errors":{}}}"#, faults(refused)),
    };
}

fn csv(text: &mut String, Row { delivered, openings }: &Row) {
    let quoted = |field: &str| format!("\"{}\"", field.replace('"', "\"\""));
    let row = delivered.row;
    let _ = match &delivered.result {
        Ok((id, credential)) => {
            let committed = openings.as_ref().map(|openings| quoted(&openings.file().to_string())).unwrap_or_default();
            let secret = openings.as_ref().and_then(Openings::secret).unwrap_or_default();
            write!(text, "{row},{id},{},,{committed},{secret}\r\n", quoted(credential))
        }
        Err(refused) => write!(text, "{row},,,{},,\r\n", quoted(&faults(refused))),
    };
}
