//! Jobs: attestations from many rows, issued by and by, whatever happens to the process meanwhile.
//!
//! In scope: taking rows in, telling how far a job is, ending it, handing its result out. Out of scope: reading rows from
//! bytes ([`split`]) and cells ([`table`]), working ([`work`]).
//!
//! Rows are kept as they arrive; once the last is there, the job waits for its turn. A row's outcome is written in the
//! transaction of its attestation, under its number: none is issued twice, and none is forgotten. Rows that cannot be
//! issued do not keep the others from it. Whoever asked for the job may have lost the right to ask since: it was asked for,
//! and an admin can end it.

pub mod split;
mod table;
pub mod work;

use proofpass::digest::Digest;
use proofpass::json::{Limits, Object, Value, parse};

use super::account::require_admin;
use super::commitment::Openings;
use super::plan::{self, Quota};
use super::{Caller, Error, Fault, Issuer, TemplateName, listing};
use crate::id::{JobId, OrganizationId};
use crate::store::api_keys::Scope;
use crate::store::jobs::{self, Chunk, Delivered, Job, JobState, NewJob};
use crate::store::sessions::SignedIn;
use crate::store::{self, Conflict, Inconsistent};
use split::{Format, Splitter};
use table::Column;

/// Most rows of a job.
pub const MAX_ROWS: usize = 100_000;

/// Most bytes of a job.
pub const MAX_BYTES: usize = 128 << 20;

/// Rows that are kept, and issued, in one transaction.
const CHUNK_ROWS: usize = 250;

/// Or fewer, where they are long.
const CHUNK_BYTES: usize = 1 << 20;

/// How many rows of a result are looked up at once.
const RESULT_ROWS: u32 = 500;

/// A job that ended is kept for thirty days.
const KEEP_SECONDS: i64 = 30 * 86_400;

/// Rows arrive within minutes, or never.
const ARRIVE_SECONDS: i64 = 3_600;

/// How the rows of a job are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The template of rows that name none.
    pub template: Option<String>,
    /// The type of subjects of rows that name none.
    pub subject_type: Option<String>,
    /// Names of the columns of a CSV file.
    header: Option<Vec<String>>,
}

impl Reading {
    /// With what the request says once for all rows.
    #[must_use]
    pub fn new(template: Option<String>, subject_type: Option<String>) -> Self {
        Self { template, subject_type, header: None }
    }

    fn write(&self) -> String {
        let mut object = Object::new();
        for (name, value) in [("templateId", &self.template), ("subjectType", &self.subject_type)] {
            if let Some(value) = value {
                object.insert(name, value.as_str());
            }
        }
        if let Some(header) = &self.header {
            object.insert("header", header.iter().map(|name| Value::from(name.as_str())).collect::<Vec<_>>());
        }
        object.to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        let value = parse(text.as_bytes(), &Limits::DOCUMENT).ok()?;
        let object = value.as_object()?;
        let text = |name| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let header = object.get("header").and_then(Value::as_array);
        let header = header.map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        Some(Self { template: text("templateId"), subject_type: text("subjectType"), header })
    }
}

/// A job whose rows are arriving.
#[derive(Debug)]
pub struct Arriving {
    issuer: Issuer,
    job: NewJob,
    reading: Reading,
    splitter: Splitter,
    rows: Vec<Vec<u8>>,
    bytes: usize,
    chunks: i32,
    kept: usize,
}

/// Begins to take rows in.
pub async fn receive(
    issuer: &Issuer,
    caller: &Caller,
    format: Format,
    reading: Reading,
    idempotency_key: Option<String>,
) -> Result<Arriving, Error> {
    caller.require(Scope::AttestationsWrite)?;
    if let Some(name) = &reading.template
        && name.parse::<TemplateName>().is_err()
    {
        return Err(Error::refused("/templateId", "no such template"));
    }
    let job = NewJob {
        id: JobId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id: caller.organization_id,
        reading: reading.write(),
        actor: caller.actor,
        is_test: caller.is_test,
        idempotency_key,
    };
    jobs::insert(&issuer.store, &job, issuer.clock.now()).await?;
    let splitter = Splitter::new(format);
    Ok(Arriving { issuer: issuer.clone(), job, reading, splitter, rows: Vec::new(), bytes: 0, chunks: 0, kept: 0 })
}

impl Arriving {
    /// Takes the next bytes. After an error, no more of them.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        // The unit in which they are kept, too: what arrives in one piece may be many rows.
        for piece in bytes.chunks(CHUNK_BYTES / 4) {
            let before = self.rows.len();
            self.splitter.push(piece, &mut self.rows).map_err(|error| unreadable(&error))?;
            self.check_header()?;
            self.bytes += self.rows[before..].iter().map(Vec::len).sum::<usize>();
            if self.splitter.rows() > MAX_ROWS {
                return Err(Error::refused("", format!("more than {MAX_ROWS} rows")));
            }
            while self.rows.len() >= CHUNK_ROWS || self.bytes >= CHUNK_BYTES {
                self.keep().await?;
            }
        }
        Ok(())
    }

    /// A header is refused before its rows are kept.
    fn check_header(&mut self) -> Result<(), Error> {
        if self.reading.header.is_none()
            && let Some(header) = self.splitter.header()
        {
            Column::all(header).map_err(Error::Refused)?;
            self.reading.header = Some(header.to_vec());
        }
        Ok(())
    }

    async fn keep(&mut self) -> Result<(), Error> {
        let rows: Vec<Vec<u8>> = self.rows.drain(..self.rows.len().min(CHUNK_ROWS)).collect();
        self.bytes = self.rows.iter().map(Vec::len).sum();
        let count = rows.len();
        let first_row = i32::try_from(self.kept + 1).unwrap_or(i32::MAX);
        let (issuer, job) = (self.issuer.clone(), self.job.id);
        let chunk = Chunk { number: self.chunks, first_row, rows, sealed: false };
        let sealing = move || chunk.seal(&issuer.sealer, &*issuer.rng, job);
        let chunk = self.issuer.desk.run(sealing).await?.map_err(store::Error::from)?;
        jobs::insert_chunk(&self.issuer.store, job, &chunk).await?;
        self.chunks += 1;
        self.kept += count;
        Ok(())
    }

    /// All bytes are there; `request` is what they were. The job, and whether an earlier request made it.
    pub async fn finish(mut self, request: Digest) -> Result<(Job, bool), Error> {
        let done = self.begin(request).await;
        if done.is_err() {
            self.give_up().await;
        }
        done
    }

    async fn begin(&mut self, request: Digest) -> Result<(Job, bool), Error> {
        self.splitter.finish(&mut self.rows).map_err(|error| unreadable(&error))?;
        self.check_header()?;
        if self.splitter.rows() == 0 {
            return Err(Error::refused("", "there are no rows"));
        }
        if self.splitter.rows() > MAX_ROWS {
            return Err(Error::refused("", format!("more than {MAX_ROWS} rows")));
        }
        self.check_plan().await?;
        while !self.rows.is_empty() {
            self.keep().await?;
        }
        let (store, organization) = (&self.issuer.store, self.job.organization_id);
        let total = u32::try_from(self.kept).unwrap_or(u32::MAX);
        match jobs::begin(store, self.job.id, &self.reading.write(), total, request).await {
            Err(store::Error::Conflict(Conflict::JobKey)) => {
                let key = self.job.idempotency_key.clone().unwrap_or_default();
                let earlier = jobs::of_key(store, organization, &key).await?;
                self.give_up().await;
                let (id, digest) = earlier.ok_or(Error::IdempotencyKeyInUse { retry_after: 1 })?;
                if digest != request {
                    return Err(Error::IdempotencyKeyReused);
                }
                Ok((jobs::find(store, organization, id).await?.ok_or(Error::NotFound)?, true))
            }
            done => {
                // Its organisation is gone.
                if !done? {
                    return Err(Error::NotFound);
                }
                let id = self.job.id;
                tracing::info!(job.id = %id, organization.id = %organization, rows = total, "Job `{id}` of {total} rows waits");
                self.issuer.arrivals.notify_one();
                Ok((jobs::find(store, organization, id).await?.ok_or(Error::NotFound)?, false))
            }
        }
    }

    /// Refuses more rows than the plan allows, all of them: half a batch is no batch. One that a request with its key made
    /// before stays what it is.
    async fn check_plan(&self) -> Result<(), Error> {
        let organization = self.job.organization_id;
        if let Some(key) = &self.job.idempotency_key
            && jobs::of_key(&self.issuer.store, organization, key).await?.is_some()
        {
            return Ok(());
        }
        let allowance = plan::attestations(&self.issuer, organization).await?;
        allowance.require(Quota::Attestations, self.splitter.rows() as u64)
    }

    /// Forgets what has arrived. Should that fail, [`sweep`] does it.
    pub async fn give_up(&self) {
        if let Err(error) = jobs::drop_received(&self.issuer.store, self.job.id).await {
            tracing::warn!(job.id = %self.job.id, error = %error, "Could not forget a job that did not arrive");
        }
    }
}

fn unreadable(error: &split::SplitError) -> Error {
    Error::refused("", error.to_string())
}

/// A job of the caller's organisation.
pub async fn find(issuer: &Issuer, caller: &Caller, id: JobId) -> Result<Job, Error> {
    caller.require(Scope::AttestationsRead)?;
    jobs::find(&issuer.store, caller.organization_id, id).await?.ok_or(Error::NotFound)
}

/// Ends a job before its end. What is issued stays.
pub async fn cancel(issuer: &Issuer, caller: &Caller, id: JobId) -> Result<Job, Error> {
    caller.require(Scope::AttestationsWrite)?;
    if jobs::cancel(&issuer.store, caller.organization_id, id, issuer.clock.now()).await? {
        tracing::info!(job.id = %id, organization.id = %caller.organization_id, actor = ?caller.actor, "Cancelled job `{id}`");
    }
    // To cancel again what was cancelled has no effect.
    match jobs::find(&issuer.store, caller.organization_id, id).await?.ok_or(Error::NotFound)? {
        job if job.state == JobState::Cancelled => Ok(job),
        job => Err(Error::JobEnded(job.state)),
    }
}

/// Jobs of an organisation, and where the next page begins.
#[derive(Clone, Debug)]
pub struct Page {
    /// The newest first.
    pub jobs: Vec<Job>,
    /// The last of them, where there are more.
    pub next: Option<JobId>,
}

/// Jobs of the organisation that an admin acts for.
pub async fn list_by(
    issuer: &Issuer,
    admin: &SignedIn,
    state: Option<&str>,
    after: Option<&str>,
    limit: Option<&str>,
) -> Result<Page, Error> {
    let organization: OrganizationId = require_admin(admin)?.organization_id;
    let state = state.map(|text| {
        JobState::parse(text).ok_or(()).map_err(|()| {
            let known = JobState::ALL.map(JobState::as_str).join(", ");
            Error::refused("/state", format!("must be one of {known}"))
        })
    });
    let after =
        after.map(|text| text.parse().map_err(|_| Error::refused("/cursor", "must be the `nextCursor` of a page")));
    let (after, limit) = (after.transpose()?, u32::from(listing::limit(limit)?));
    let mut jobs = jobs::list(&issuer.store, organization, state.transpose()?, after, limit + 1).await?;
    let more = jobs.len() > limit as usize;
    jobs.truncate(limit as usize);
    let next = jobs.last().filter(|_| more).map(|job| job.id);
    Ok(Page { jobs, next })
}

/// The number of a row after which a reader goes on.
pub fn after_row(text: Option<&str>) -> Result<i32, Error> {
    let row = text.map_or(Some(0), |text| text.parse().ok());
    row.filter(|row| *row >= 0).ok_or_else(|| Error::refused("/after", "must be the number of a row"))
}

/// A row that was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Its number.
    pub row: i32,
    /// Why.
    pub faults: Vec<Fault>,
}

/// Rows of a job that were refused, and after which row the next page begins.
pub async fn refused(
    issuer: &Issuer,
    caller: &Caller,
    id: JobId,
    after: i32,
    limit: Option<&str>,
) -> Result<(Vec<Refused>, Option<i32>), Error> {
    let limit = u32::from(listing::limit(limit)?);
    find(issuer, caller, id).await?;
    let mut rows = jobs::refused(&issuer.store, id, after, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|(row, _)| *row);
    let rows = rows.into_iter().map(|(row, faults)| Refused { row, faults: read_faults(&faults) });
    Ok((rows.collect(), next))
}

/// A row of a result, and what only the holder is to have of it.
#[derive(Debug)]
pub struct Row {
    /// What came of it.
    pub delivered: Delivered,
    /// For the holder, where claims of it are committed.
    pub openings: Option<Openings>,
}

/// Some rows of a result, from the one after `after`; none, where there are no more yet.
pub async fn results(issuer: &Issuer, id: JobId, after: i32) -> Result<Vec<Row>, Error> {
    let rows = jobs::results(&issuer.store, id, after, RESULT_ROWS).await?;
    rows.into_iter().map(|delivered| row(issuer, id, delivered)).collect()
}

fn row(issuer: &Issuer, id: JobId, mut delivered: Delivered) -> Result<Row, Error> {
    let Some(sealed) = delivered.sealed_openings.take() else { return Ok(Row { delivered, openings: None }) };
    let place = jobs::openings_row(id, delivered.row);
    let opened = issuer.sealer.open(jobs::openings_place(&place), &sealed).map_err(store::Error::from)?;
    let openings = Openings::read(&opened).ok_or_else(|| {
        store::Error::from(Inconsistent { table: "job_rows", column: "sealed_openings", row: place.clone() })
    })?;
    Ok(Row { delivered, openings: Some(openings) })
}

/// Faults as they are kept.
fn write_faults(faults: &[Fault]) -> String {
    let fault = |fault: &Fault| {
        Value::from(Object::new().with("pointer", fault.pointer.as_str()).with("detail", fault.detail.as_str()))
    };
    Value::Array(faults.iter().map(fault).collect()).to_string()
}

/// Reads [`write_faults`].
#[must_use]
pub fn read_faults(text: &str) -> Vec<Fault> {
    let Ok(Value::Array(all)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { return Vec::new() };
    let fault = |value: &Value| {
        let object = value.as_object()?;
        let text = |name| object.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Fault { pointer: text("pointer")?, detail: text("detail")? })
    };
    all.iter().filter_map(fault).collect()
}

/// Forgets jobs that never arrived, and those that ended long ago; how many.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    let now = issuer.clock.now();
    let forgotten =
        jobs::forget(&issuer.store, now.plus_seconds(-ARRIVE_SECONDS), now.plus_seconds(-KEEP_SECONDS)).await?;
    Ok(forgotten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_rows_are_read_and_what_was_wrong_is_read_back() {
        let reading = Reading {
            template: Some("farm-origin".to_owned()),
            subject_type: None,
            header: Some(vec!["a \"b\"".to_owned(), "c".to_owned()]),
        };
        assert_eq!(Reading::parse(&reading.write()), Some(reading));
        assert_eq!(Reading::parse(&Reading::default().write()), Some(Reading::default()));
        assert_eq!(Reading::parse("[]"), None);
        let faults = [Fault::new("/claims/a", "must be \"x\"")];
        assert_eq!(read_faults(&write_faults(&faults)), faults);
        assert_eq!(read_faults("broken"), []);
    }
}
