//! Working on jobs: one at a time in a process, some chunks of it at a turn, so that a long job keeps nobody waiting.
//!
//! The steps of a chunk, cited below:
//! 1. Its rows that have no outcome yet are read; what cannot be read is refused.
//! 2. Each is built and signed, at the desk where requests are, a few rows at a time: who issues one does not stand behind
//!    thousands.
//! 3. One transaction writes the attestations and every outcome, if the lease still holds. Meanwhile the next chunk is
//!    signed. Where the transaction is refused, each row is written in one of its own.
//!
//! A process that dies leaves a lease that runs out; whoever takes the job over goes on with the rows that have no outcome.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::table::{self, Column};
use super::{Reading, write_faults};
use crate::id::{LeaseToken, OrganizationId, StatusListId};
use crate::issue::attestation::{self, By, NewAttestation};
use crate::issue::commitment::{self, Committing};
use crate::issue::grounds::{self, Grounds};
use crate::issue::writing::{self, Writing};
use crate::issue::{Error, Fault, Hand, Issuer, TemplateName, plan, status_list};
use crate::metrics;
use crate::store::jobs::{self, Chunk, Job, Lease, Outcome};
use crate::store::status_lists::Place;
use crate::store::{self, Conflict};

/// Reads a row as the body of a request.
pub type Read = fn(&Value) -> Result<NewAttestation, Vec<Fault>>;

/// How long a job waits for a process that has died.
const LEASE_SECONDS: i64 = 10;

/// How often a process says that it lives.
const HOLD_EVERY: Duration = Duration::from_secs(3);

/// How often somebody looks for jobs that others have left, or could not go on.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Chunks at a turn.
const TURN: usize = 16;

/// Rows that are signed at the desk in one go: some milliseconds.
const PIECE: usize = 16;

/// How often in a row a job may fail before it is given up: with the pauses between, more than an hour.
const MAX_FAILURES: u32 = 80;

/// Longest pause after a failure, in seconds.
const LONGEST_PAUSE: i64 = 60;

/// How often a chunk is signed anew because somebody else took a place of its status lists.
const ATTEMPTS: usize = 8;

/// Works until it is told to stop, and then until the chunk at hand is done.
pub async fn work(issuer: Issuer, read: Read, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match turn(&issuer, read, &stop).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(error = %error, "Could not look for jobs"),
        }
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            () = issuer.arrivals.notified() => {}
            // An error says that whoever could tell is gone, and with them the process.
            _ = stop.changed() => {}
        }
    }
}

/// Works on every job that waits, to its end. For tests, which have no time.
pub async fn work_off(issuer: &Issuer, read: Read) -> Result<(), Error> {
    let (_stop, stopped) = watch::channel(false);
    while turn(issuer, read, &stopped).await? {}
    Ok(())
}

/// Takes the next job, and works on it for a while. Whether there was one.
async fn turn(issuer: &Issuer, read: Read, stop: &watch::Receiver<bool>) -> Result<bool, Error> {
    let (token, now) = (LeaseToken::new(&*issuer.clock, &*issuer.rng)?, issuer.clock.now());
    let Some((lease, job)) = jobs::lease(&issuer.store, token, now, now.plus_seconds(LEASE_SECONDS)).await? else {
        return Ok(false);
    };
    let holder = tokio::spawn(hold(issuer.clone(), lease));
    let failures = job.failures;
    let (id, organization) = (job.id, job.organization_id);
    let mut worker = Worker::new(issuer, read, lease, job);
    let outcome = worker.chunks(stop).await;
    holder.abort();
    let now = issuer.clock.now();
    match outcome {
        Ok(Worked::Some) => jobs::release(&issuer.store, lease, now).await?,
        Ok(Worked::All) => match jobs::complete(&issuer.store, lease, now).await {
            Err(store::Error::LeaseLost) => tracing::info!(job.id = %id, "Job `{id}` was somebody else's to end"),
            done => {
                done?;
                tracing::info!(job.id = %id, organization.id = %organization, "Completed job `{id}`");
            }
        },
        Err(Failed::Lost) => tracing::info!(job.id = %id, "Job `{id}` is somebody else's, or was cancelled"),
        Err(Failed::For(error)) => {
            let pause = 1_i64.checked_shl(failures.min(16)).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE);
            let not_before = (failures + 1 < MAX_FAILURES).then(|| now.plus_seconds(pause));
            let problem = told(&error);
            tracing::warn!(job.id = %id, organization.id = %organization, error = %error, given_up = not_before.is_none(),
                "Job `{id}` cannot go on");
            jobs::set_back(&issuer.store, lease, problem, not_before, now).await?;
        }
    }
    Ok(true)
}

/// What whoever asked for the job is told.
fn told(error: &Error) -> &'static str {
    match error {
        Error::Unavailable { hand: Hand::Signer, .. } => "The organisation has no key that signs.",
        Error::Unavailable { hand: Hand::Database, .. } => "The database is not available.",
        Error::Unavailable { hand: Hand::Randomness, .. } => "The source of randomness is not available.",
        Error::Conflict(_) => "Too many credentials are issued at once.",
        _ => "A defect of the service: the log has it under the job's id.",
    }
}

async fn hold(issuer: Issuer, lease: Lease) {
    loop {
        sleep(HOLD_EVERY).await;
        let until = issuer.clock.now().plus_seconds(LEASE_SECONDS);
        match jobs::hold(&issuer.store, lease, until).await {
            Ok(true) => {}
            // The next chunk will hear it.
            Ok(false) => return,
            Err(error) => tracing::warn!(job.id = %lease.job, error = %error, "Could not hold on to a job"),
        }
    }
}

/// How far it got.
enum Worked {
    All,
    Some,
}

/// Why it got no further.
enum Failed {
    /// Not ours any more.
    Lost,
    For(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::For(error)
    }
}

impl From<store::Error> for Failed {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::LeaseLost => Self::Lost,
            error => Self::For(error.into()),
        }
    }
}

/// A place in a list.
type Taken = HashSet<(StatusListId, i32)>;

/// A chunk that is signed.
struct Signed {
    chunk: Arc<Chunk>,
    writings: Vec<(i32, Writing)>,
    refused: Vec<(i32, Vec<Fault>)>,
}

impl Signed {
    fn taken(&self) -> Taken {
        let places = self.writings.iter().flat_map(|(_, writing)| &writing.places);
        places.map(|place| (place.list, place.index)).collect()
    }
}

struct Worker<'a> {
    issuer: &'a Issuer,
    read: Read,
    lease: Lease,
    job: Job,
    reading: Arc<Reading>,
    columns: Arc<Vec<Column>>,
}

impl<'a> Worker<'a> {
    fn new(issuer: &'a Issuer, read: Read, lease: Lease, job: Job) -> Self {
        let reading = Reading::parse(&job.reading).unwrap_or_default();
        // It was read before the job began.
        let columns = reading.header.as_deref().map_or_else(Vec::new, |header| Column::all(header).unwrap_or_default());
        Self { issuer, read, lease, job, reading: Arc::new(reading), columns: Arc::new(columns) }
    }

    async fn chunks(&mut self, stop: &watch::Receiver<bool>) -> Result<Worked, Failed> {
        let Some(chunk) = self.next_chunk(-1).await? else { return Ok(Worked::All) };
        let mut signed = self.sign(Arc::new(chunk), &Taken::new()).await?;
        for _ in 1..TURN {
            if *stop.borrow() {
                break;
            }
            let (number, taken) = (signed.chunk.number, signed.taken());
            let next = async {
                match self.next_chunk(number).await? {
                    Some(chunk) => Ok::<_, Failed>(Some(self.sign(Arc::new(chunk), &taken).await?)),
                    None => Ok(None),
                }
            };
            let (written, next) = tokio::join!(self.write(signed), next);
            written?;
            match next? {
                Some(next) => signed = next,
                None => return Ok(Worked::All),
            }
        }
        self.write(signed).await?;
        Ok(Worked::Some)
    }

    async fn next_chunk(&self, after: i32) -> Result<Option<Chunk>, Failed> {
        let Some(chunk) = jobs::next_chunk(&self.issuer.store, self.job.id, after).await? else { return Ok(None) };
        let (issuer, job) = (self.issuer.clone(), self.job.id);
        let opened = self.issuer.desk.run(move || chunk.open(&issuer.sealer, job)).await?;
        Ok(Some(opened.map_err(store::Error::from)?))
    }

    /// (1), (2)
    async fn sign(&self, chunk: Arc<Chunk>, taken: &Taken) -> Result<Signed, Failed> {
        let last = chunk.first_row + i32::try_from(chunk.rows.len()).unwrap_or(i32::MAX);
        let done = jobs::rows_done(&self.issuer.store, self.job.id, chunk.first_row, last).await?;
        let done: HashSet<i32> = done.into_iter().collect();
        let (from, reading, columns) = (chunk.clone(), self.reading.clone(), self.columns.clone());
        let rows = self.issuer.desk.run(move || read_rows(&from, &done, &reading, &columns)).await?;
        let mut signed = Signed { chunk, writings: Vec::new(), refused: Vec::new() };
        // One look for each template.
        let mut by_template: BTreeMap<String, Vec<(i32, Row)>> = BTreeMap::new();
        for (number, row) in rows {
            match row {
                Ok((template, row)) => by_template.entry(template).or_default().push((number, row)),
                Err(faults) => signed.refused.push((number, faults)),
            }
        }
        for (template, mut rows) in by_template {
            let found = match template.parse::<TemplateName>() {
                Ok(name) => self.grounds(name, rows.len(), taken).await,
                Err(_) => Err(Error::refused("/templateId", "no such template")),
            };
            match found {
                Ok((grounds, places)) => {
                    // Nothing is signed that could not be kept; what the chunk before takes is left to the count (3).
                    let allowance = grounds.allowance;
                    let left = allowance.left().map(|left| left.saturating_sub(signed.writings.len() as u64));
                    let beyond = left.and_then(|left| usize::try_from(left).ok()).filter(|left| *left < rows.len());
                    let beyond = beyond.map(|left| rows.split_off(left)).unwrap_or_default();
                    signed
                        .refused
                        .extend(beyond.into_iter().map(|(row, _)| (row, vec![plan::row_fault(allowance.plan)])));
                    self.sign_rows(&grounds, places, rows, &mut signed).await?;
                }
                Err(Error::Refused(faults)) => {
                    signed.refused.extend(rows.into_iter().map(|(number, _)| (number, faults.clone())));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(signed)
    }

    /// With places that are free, and not about to be taken by the chunk before.
    async fn grounds(
        &self,
        name: TemplateName,
        count: usize,
        taken: &Taken,
    ) -> Result<(Arc<Grounds>, Vec<Vec<Place>>), Error> {
        let organization: OrganizationId = self.job.organization_id;
        let (grounds, mut places) = grounds::find(self.issuer, organization, name, count).await?;
        let is_free = |places: &Vec<Place>| !places.iter().any(|place| taken.contains(&(place.list, place.index)));
        places.retain(is_free);
        for _ in 0..count {
            if places.len() >= count {
                break;
            }
            let more = status_list::places(self.issuer, organization, &grounds.key.did).await?;
            if is_free(&more) {
                places.push(more);
            }
        }
        Ok((grounds, places))
    }

    async fn sign_rows(
        &self,
        grounds: &Arc<Grounds>,
        places: Vec<Vec<Place>>,
        rows: Vec<(i32, Row)>,
        signed: &mut Signed,
    ) -> Result<(), Failed> {
        let committing = match commitment::prepare(self.issuer, grounds, places.iter().flatten()).await {
            Err(Error::WithoutDocument) => {
                let fault = Fault::new("/templateId", "its claims are committed, by who signs as a did:web");
                signed.refused.extend(rows.into_iter().map(|(number, _)| (number, vec![fault.clone()])));
                return Ok(());
            }
            found => found?,
        };
        let mut places = places.into_iter();
        let mut rows = rows.into_iter();
        let mut running = JoinSet::new();
        loop {
            let piece: Vec<_> = rows.by_ref().take(PIECE).map(|row| (row, places.next().unwrap_or_default())).collect();
            if piece.is_empty() {
                break;
            }
            let (issuer, grounds, columns, read) =
                (self.issuer.clone(), grounds.clone(), self.columns.clone(), self.read);
            let by = By { actor: self.job.actor, is_test: self.job.is_test };
            let reading = self.reading.clone();
            let committing: Option<Arc<Committing>> = committing.clone();
            running.spawn(async move {
                let desk = issuer.desk.clone();
                let signing = move || {
                    let sign = |((number, row), places): ((i32, Row), Vec<Place>)| {
                        let writing = new_attestation(&issuer, &grounds, &reading, &columns, read, row)
                            .and_then(|new| attestation::sign(&issuer, by, &grounds, committing.as_ref(), new, places));
                        match writing {
                            Ok(writing) => Ok((number, Ok(writing))),
                            Err(Error::Refused(faults)) => Ok((number, Err(faults))),
                            Err(error) => Err(error),
                        }
                    };
                    piece.into_iter().map(sign).collect::<Result<Vec<_>, Error>>()
                };
                desk.run(signing).await?
            });
        }
        while let Some(done) = running.join_next().await {
            for (number, result) in done.map_err(|_| Error::Vanished)?? {
                match result {
                    Ok(writing) => signed.writings.push((number, writing)),
                    Err(faults) => signed.refused.push((number, faults)),
                }
            }
        }
        Ok(())
    }

    /// (3)
    async fn write(&self, mut signed: Signed) -> Result<(), Failed> {
        for _ in 0..ATTEMPTS {
            match self.write_together(&signed).await {
                Ok(()) => return Ok(()),
                Err(store::Error::LeaseLost) => return Err(Failed::Lost),
                Err(store::Error::Conflict(Conflict::StatusIndex)) => {}
                Err(error) if error.is_silence() || signed.writings.is_empty() => return Err(error.into()),
                Err(error) => {
                    tracing::warn!(job.id = %self.job.id, error = %error, "Could not write rows together: each apart");
                    return self.write_apart(signed).await;
                }
            }
            signed = self.sign(signed.chunk.clone(), &Taken::new()).await?;
        }
        Err(Error::Conflict(Conflict::StatusIndex).into())
    }

    /// The outcome of a row that is issued: what only the holder is to have waits for them sealed.
    fn issued(&self, row: i32, writing: &Writing) -> Result<Outcome, store::Error> {
        let place = jobs::openings_row(self.job.id, row);
        let seal = |openings: &commitment::Openings| {
            self.issuer.sealer.seal(&*self.issuer.rng, jobs::openings_place(&place), &openings.write())
        };
        let sealed_openings = writing.openings.as_ref().map(seal).transpose()?;
        Ok(Outcome { row, result: Ok(writing.attestation.id), sealed_openings })
    }

    fn until(&self) -> Timestamp {
        self.issuer.clock.now().plus_seconds(LEASE_SECONDS)
    }

    async fn write_together(&self, signed: &Signed) -> Result<(), store::Error> {
        let mut tx = self.issuer.store.tx_of(self.job.organization_id, "issue_rows").await?;
        let writings: Vec<&Writing> = signed.writings.iter().map(|(_, writing)| writing).collect();
        if !writings.is_empty() {
            writing::insert(&mut tx, &writings).await?;
        }
        let mut outcomes: Vec<Outcome> = Vec::with_capacity(signed.writings.len() + signed.refused.len());
        for (row, writing) in &signed.writings {
            outcomes.push(self.issued(*row, writing)?);
        }
        outcomes.extend(signed.refused.iter().map(|(row, faults)| Outcome {
            row: *row,
            result: Err(write_faults(faults)),
            sealed_openings: None,
        }));
        jobs::advance(&mut tx, self.lease, self.job.organization_id, &outcomes, self.until()).await?;
        jobs::finish_chunk(&mut tx, self.job.id, signed.chunk.number).await?;
        if !writings.is_empty() {
            writing::count(&mut tx, &writings).await?;
        }
        tx.commit().await?;
        metrics::issued(signed.writings.len() as u64);
        Ok(())
    }

    /// Each row in a transaction of its own; one that the database refuses is refused.
    async fn write_apart(&self, mut signed: Signed) -> Result<(), Failed> {
        let organization = self.job.organization_id;
        for (row, writing) in std::mem::take(&mut signed.writings) {
            let alone = async {
                let mut tx = self.issuer.store.tx_of(organization, "issue_row").await?;
                writing::insert(&mut tx, &[&writing]).await?;
                let outcome = self.issued(row, &writing)?;
                jobs::advance(&mut tx, self.lease, organization, &[outcome], self.until()).await?;
                writing::count(&mut tx, &[&writing]).await?;
                tx.commit().await?;
                metrics::issued(1);
                Ok(())
            };
            match alone.await {
                Ok(()) => {}
                Err(store::Error::LeaseLost) => return Err(Failed::Lost),
                Err(store::Error::OverQuota { plan, .. }) => signed.refused.push((row, vec![plan::row_fault(plan)])),
                // What has an outcome has it; the others come again.
                Err(error @ (store::Error::Conflict(_) | store::Error::Unavailable(_))) => return Err(error.into()),
                Err(error) => {
                    let error = Error::from(error);
                    tracing::error!(job.id = %self.job.id, row, error = %error, "A defect: row {row} cannot be written");
                    signed.refused.push((row, vec![Fault::new("", "cannot be kept: a defect of the service")]));
                }
            }
        }
        Ok(self.write_together(&signed).await?)
    }
}

/// A row that says from which template it is.
enum Row {
    Body(Value),
    Cells(Vec<String>),
}

/// Each row's number, with its template and the row, or what is wrong with it.
type Rows = Vec<(i32, Result<(String, Row), Vec<Fault>>)>;

fn read_rows(chunk: &Chunk, done: &HashSet<i32>, reading: &Reading, columns: &[Column]) -> Rows {
    let numbers = (chunk.first_row..).zip(&chunk.rows).filter(|(number, _)| !done.contains(number));
    numbers.map(|(number, row)| (number, read_row(row, reading, columns))).collect()
}

fn read_row(row: &[u8], reading: &Reading, columns: &[Column]) -> Result<(String, Row), Vec<Fault>> {
    let fault = |detail: String| vec![Fault::new("", detail)];
    let value = parse(row, &Limits::REQUEST).map_err(|error| fault(format!("cannot be read: {error}")))?;
    let nothing = || vec![Fault::new("/templateId", "is missing")];
    if columns.is_empty() {
        let Value::Object(mut body) = value else { return Err(fault("must be a JSON object".to_owned())) };
        settle(&mut body, reading);
        let template = body.get("templateId").and_then(Value::as_str).ok_or_else(nothing)?.to_owned();
        return Ok((template, Row::Body(body.into())));
    }
    let Value::Array(cells) = value else { return Err(fault("is not a record".to_owned())) };
    let cells: Vec<String> = cells.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let template = table::template(columns, &cells).or(reading.template.as_deref()).ok_or_else(nothing)?.to_owned();
    Ok((template, Row::Cells(cells)))
}

/// Fills in what the request says once for all rows.
fn settle(body: &mut Object, reading: &Reading) {
    if body.get("templateId").is_none()
        && let Some(template) = &reading.template
    {
        body.insert("templateId", template.as_str());
    }
    if let Some(kind) = &reading.subject_type {
        let subject = body.remove("subject").unwrap_or_else(|| Object::new().into());
        let subject = match subject {
            Value::Object(subject) if subject.get("type").is_none() => subject.with("type", kind.as_str()).into(),
            other => other,
        };
        body.insert("subject", subject);
    }
}

fn new_attestation(
    issuer: &Issuer,
    grounds: &Grounds,
    reading: &Reading,
    columns: &[Column],
    read: Read,
    row: Row,
) -> Result<NewAttestation, Error> {
    let body = match row {
        Row::Body(body) => body,
        Row::Cells(cells) => {
            let template = &grounds.template;
            let schema = issuer.schemas.of(template.id, &template.claims_schema, "/templateId")?;
            let body = table::body(columns, &cells, schema.object()).map_err(|fault| Error::Refused(vec![fault]))?;
            let Value::Object(mut body) = body else { return Err(Error::Vanished) };
            settle(&mut body, reading);
            body.into()
        }
    };
    read(&body).map_err(Error::Refused)
}
