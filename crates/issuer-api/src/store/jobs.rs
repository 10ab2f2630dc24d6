//! Jobs: work that outlives a request. Their state, their rows, and who works on them.
//!
//! Whoever works on a job holds its lease, and whatever they write is written together with a look at it: a process that
//! was thought dead, and comes back, writes nothing.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::seal::{Place, SealError, Sealer};
use super::{Actor, Error, Inconsistent, Store, Tx, at_most_one, expect, expect_one};
use crate::id::{ApiKeyId, AttestationId, JobId, LeaseToken, OrganizationId, UserId};
use crate::rng::Rng;

const TABLE: &str = "jobs";

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It is worked on.
    Active,
    /// Somebody has ended it before its end.
    Cancelled,
    /// Every row is issued or refused.
    Completed,
    /// It could not go on, for long.
    Failed,
    /// Its rows are still arriving. Nobody sees such a job.
    Receiving,
    /// It is nobody's turn yet.
    Waiting,
}

impl JobState {
    /// Every one that is seen.
    pub const ALL: [Self; 5] = [Self::Active, Self::Cancelled, Self::Completed, Self::Failed, Self::Waiting];

    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Cancelled => "cancelled",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Receiving => "receiving",
            Self::Waiting => "waiting",
        }
    }

    /// Reads [`Self::as_str`] of one that is seen.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A job as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Key of the row.
    pub id: JobId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Where it stands.
    pub state: JobState,
    /// How its rows are read: JSON, as `issue::job` reads it.
    pub reading: String,
    /// Who asked for it.
    pub actor: Actor,
    /// Whether they try things out.
    pub is_test: bool,
    /// Rows.
    pub total: u32,
    /// Of which there is an attestation.
    pub issued: u32,
    /// Of which there will be none.
    pub refused: u32,
    /// How often in a row it could not go on.
    pub failures: u32,
    /// Why.
    pub problem: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Since when it is worked on.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// A job whose rows are about to arrive.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Key of the row.
    pub id: JobId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// How its rows are read.
    pub reading: String,
    /// Who asks.
    pub actor: Actor,
    /// Whether they try things out.
    pub is_test: bool,
    /// The request's key, if it has one.
    pub idempotency_key: Option<String>,
}

/// Some rows of a job, in their order.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Which.
    pub number: i32,
    /// Number of its first row, counted from 1 in the whole job.
    pub first_row: i32,
    /// As they came, or sealed.
    pub rows: Vec<Vec<u8>>,
    /// Whether they are sealed.
    pub sealed: bool,
}

impl Chunk {
    /// Each row sealed for its own place in the job.
    pub fn seal(self, sealer: &Sealer, rng: &dyn Rng, job: JobId) -> Result<Self, SealError> {
        let rows = (self.first_row..).zip(&self.rows).map(|(number, row)| {
            sealer.seal(rng, Place { table: "job_chunks", row: &format!("{job}/{number}"), column: "rows" }, row)
        });
        Ok(Self { rows: rows.collect::<Result<_, _>>()?, sealed: true, ..self })
    }

    /// As they came.
    pub fn open(self, sealer: &Sealer, job: JobId) -> Result<Self, SealError> {
        if !self.sealed {
            return Ok(self);
        }
        let rows = (self.first_row..).zip(&self.rows).map(|(number, row)| {
            let place = Place { table: "job_chunks", row: &format!("{job}/{number}"), column: "rows" };
            sealer.open(place, row).map(|opened| opened.to_vec())
        });
        Ok(Self { rows: rows.collect::<Result<_, _>>()?, sealed: false, ..self })
    }
}

/// Where what only the holder is to have of a row waits.
#[must_use]
pub fn openings_row(job: JobId, row: i32) -> String {
    format!("{job}/{row}")
}

/// The place of [`openings_row`].
#[must_use]
pub fn openings_place(row: &str) -> Place<'_> {
    Place { table: "job_rows", row, column: "sealed_openings" }
}

/// What became of a row.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its number.
    pub row: i32,
    /// Its attestation, or the faults as JSON.
    pub result: Result<AttestationId, String>,
    /// What only the holder is to have of it, sealed for [`openings_place`].
    pub sealed_openings: Option<Vec<u8>>,
}

/// The same, for whoever takes the result away.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// Its number.
    pub row: i32,
    /// Its attestation with the credential, or the faults as JSON.
    pub result: Result<(AttestationId, String), String>,
    /// What only the holder is to have of it, sealed for [`openings_place`].
    pub sealed_openings: Option<Vec<u8>>,
}

/// Adds one that is still arriving.
pub async fn insert(store: &Store, job: &NewJob, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- jobs::insert
        insert into jobs (job_id, organization_id, state, reading, api_key_id, user_id, idempotency_key,
            rows_total, rows_issued, rows_refused, served_at, failures, not_before, created_at, is_test)
        values ($1, $2, 'receiving', $3, $4, $5, $6, 0, 0, 0, $7, 0, $7, $7, $8)"#,
        job.id.0,
        job.organization_id.0,
        job.reading,
        job.actor.api_key(),
        job.actor.user(),
        job.idempotency_key,
        instant(now),
        job.is_test,
    )
    .execute(&store.pool)
    .await?;
    expect_one("jobs::insert", done.rows_affected())
}

/// Adds rows to one that is arriving.
pub async fn insert_chunk(store: &Store, job: JobId, chunk: &Chunk) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- jobs::insert_chunk
        insert into job_chunks (job_id, chunk, first_row, rows, sealed, done)
        select job_id, $2, $3, $4, $5, false from jobs where job_id = $1 and state = 'receiving'"#,
        job.0,
        chunk.number,
        chunk.first_row,
        &chunk.rows,
        chunk.sealed,
    )
    .execute(&store.pool)
    .await?;
    expect_one("jobs::insert_chunk", done.rows_affected())
}

/// All rows are there: it waits for its turn. [`super::Conflict::JobKey`] where the request made a job before; `false` where
/// the organisation was deleted meanwhile.
pub async fn begin(store: &Store, job: JobId, reading: &str, total: u32, request: Digest) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- jobs::begin
        update jobs set state = 'waiting', reading = $2, rows_total = $3, request_digest = $4
        where job_id = $1 and state = 'receiving'
            and exists (select from organizations o where o.organization_id = jobs.organization_id and o.deleted_at is null)"#,
        job.0,
        reading,
        i32::try_from(total).unwrap_or(i32::MAX),
        request.as_bytes(),
    )
    .execute(&store.pool)
    .await?;
    at_most_one("jobs::begin", done.rows_affected())
}

/// The job that a request with this key made, and what that request was.
pub async fn of_key(store: &Store, organization: OrganizationId, key: &str) -> Result<Option<(JobId, Digest)>, Error> {
    let row = sqlx::query!(
        r#"-- jobs::of_key
        select job_id, request_digest from jobs
        where organization_id = $1 and idempotency_key = $2 and state <> 'receiving'"#,
        organization.0,
        key,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let digest = row.request_digest.unwrap_or_default();
    let digest: [u8; 32] = array(&digest, (TABLE, "request_digest"), row.job_id)?;
    Ok(Some((row.job_id, digest.into())))
}

/// Forgets one that did not arrive.
pub async fn drop_received(store: &Store, job: JobId) -> Result<(), Error> {
    sqlx::query!(
        r#"-- jobs::drop_received
        delete from jobs where job_id = $1 and state = 'receiving'"#,
        job.0,
    )
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// Forgets what never arrived, and what ended long ago; how many jobs.
pub async fn forget(store: &Store, arriving_since: Timestamp, finished_before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- jobs::forget
        delete from jobs where job_id in (
            select job_id from jobs
            where (state = 'receiving' and created_at < $1) or finished_at < $2
            limit 10 for update skip locked)"#,
        instant(arriving_since),
        instant(finished_before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}

/// Finds one of an organisation's own.
pub async fn find(store: &Store, organization: OrganizationId, id: JobId) -> Result<Option<Job>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- jobs::find
        select job_id, organization_id, state, reading, api_key_id, user_id, is_test, rows_total, rows_issued, rows_refused,
            failures, problem, created_at, started_at, finished_at
        from jobs where organization_id = $1 and job_id = $2 and state <> 'receiving'"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(Job::try_from).transpose()?)
}

/// At most `limit` of an organisation's own, the newest first, beginning after `after`.
pub async fn list(
    store: &Store,
    organization: OrganizationId,
    state: Option<JobState>,
    after: Option<JobId>,
    limit: u32,
) -> Result<Vec<Job>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- jobs::list
        select job_id, organization_id, state, reading, api_key_id, user_id, is_test, rows_total, rows_issued, rows_refused,
            failures, problem, created_at, started_at, finished_at
        from jobs
        where organization_id = $1 and state <> 'receiving' and ($2::text is null or state = $2)
            and ($3::uuid is null or job_id < $3)
        order by job_id desc limit $4"#,
        organization.0,
        state.map(JobState::as_str),
        after.map(|id| id.0),
        i64::from(limit),
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    Ok(rows.into_iter().map(Job::try_from).collect::<Result<_, _>>()?)
}

/// Ends all of an organisation before their end: whoever works on one loses its lease.
pub async fn cancel_all(tx: &mut Tx, organization: OrganizationId, now: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- jobs::cancel_all
        update jobs set state = 'cancelled', finished_at = $2, lease_token = null, lease_until = null
        where organization_id = $1 and state in ('waiting', 'active')"#,
        organization.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Ends one before its end: no row is issued from then on. Whether it had not ended already.
pub async fn cancel(store: &Store, organization: OrganizationId, id: JobId, now: Timestamp) -> Result<bool, Error> {
    let mut tx = store.tx_of(organization, "cancel_job").await?;
    let done = sqlx::query!(
        r#"-- jobs::cancel
        update jobs set state = 'cancelled', finished_at = $3, lease_token = null, lease_until = null
        where organization_id = $1 and job_id = $2 and state in ('waiting', 'active')"#,
        organization.0,
        id.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    tx.commit().await?;
    at_most_one("jobs::cancel", done.rows_affected())
}

/// A lease on a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// On which.
    pub job: JobId,
    /// Held by whoever knows this.
    pub token: LeaseToken,
}

/// Takes the job that has waited longest, if there is one that nobody works on.
pub async fn lease(
    store: &Store,
    token: LeaseToken,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<(Lease, Job)>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- jobs::lease
        update jobs set state = 'active', lease_token = $1, lease_until = $3, started_at = coalesce(started_at, $2)
        where job_id = (
            select job_id from jobs
            where state in ('waiting', 'active') and (lease_until is null or lease_until <= $2) and not_before <= $2
            order by served_at limit 1 for update skip locked)
        returning job_id, organization_id, state, reading, api_key_id, user_id, is_test, rows_total, rows_issued, rows_refused,
            failures, problem, created_at, started_at, finished_at"#,
        token.0,
        instant(now),
        instant(until),
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let job = Job::try_from(row)?;
    Ok(Some((Lease { job: job.id, token }, job)))
}

/// Holds on to a lease; whether it is still held.
pub async fn hold(store: &Store, lease: Lease, until: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- jobs::hold
        update jobs set lease_until = $3 where job_id = $1 and lease_token = $2 and state = 'active'"#,
        lease.job.0,
        lease.token.0,
        instant(until),
    )
    .execute(&store.pool)
    .await?;
    at_most_one("jobs::hold", done.rows_affected())
}

/// Gives a lease back: whoever waits longest is next.
pub async fn release(store: &Store, lease: Lease, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- jobs::release
        update jobs set lease_token = null, lease_until = null, served_at = $3
        where job_id = $1 and lease_token = $2 and state = 'active'"#,
        lease.job.0,
        lease.token.0,
        instant(now),
    )
    .execute(&store.pool)
    .await?;
    at_most_one("jobs::release", done.rows_affected())?;
    Ok(())
}

/// Gives a lease back because the job cannot go on before `not_before`, or at all where that is `None`.
pub async fn set_back(
    store: &Store,
    lease: Lease,
    problem: &str,
    not_before: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- jobs::set_back
        update jobs set lease_token = null, lease_until = null, served_at = $3::timestamptz, failures = failures + 1, problem = $4,
            not_before = coalesce($5::timestamptz, not_before),
            state = case when $5::timestamptz is null then 'failed' else state end,
            finished_at = case when $5::timestamptz is null then $3::timestamptz end
        where job_id = $1 and lease_token = $2 and state = 'active'"#,
        lease.job.0,
        lease.token.0,
        instant(now),
        problem,
        not_before.map(instant),
    )
    .execute(&store.pool)
    .await?;
    at_most_one("jobs::set_back", done.rows_affected())?;
    Ok(())
}

/// Ends a job whose rows are all done.
pub async fn complete(store: &Store, lease: Lease, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- jobs::complete
        update jobs set state = 'completed', finished_at = $3, lease_token = null, lease_until = null, problem = null
        where job_id = $1 and lease_token = $2 and state = 'active'"#,
        lease.job.0,
        lease.token.0,
        instant(now),
    )
    .execute(&store.pool)
    .await?;
    if at_most_one("jobs::complete", done.rows_affected())? { Ok(()) } else { Err(Error::LeaseLost) }
}

/// The first chunk after `after` that is not done.
pub async fn next_chunk(store: &Store, job: JobId, after: i32) -> Result<Option<Chunk>, Error> {
    let chunk = sqlx::query_as!(
        Chunk,
        r#"-- jobs::next_chunk
        select chunk as number, first_row, rows, sealed from job_chunks
        where job_id = $1 and chunk > $2 and not done order by chunk limit 1"#,
        job.0,
        after,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(chunk)
}

/// Which of the rows from `first` to `last` have an outcome.
pub async fn rows_done(store: &Store, job: JobId, first: i32, last: i32) -> Result<Vec<i32>, Error> {
    let rows = sqlx::query_scalar!(
        r#"-- jobs::rows_done
        select row_number from job_rows where job_id = $1 and row_number between $2 and $3"#,
        job.0,
        first,
        last,
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(rows)
}

/// Writes what became of rows, in the transaction of their attestations. [`Error::LeaseLost`] where the job is somebody
/// else's by now, or was ended.
pub async fn advance(
    tx: &mut Tx,
    lease: Lease,
    of: OrganizationId,
    all: &[Outcome],
    until: Timestamp,
) -> Result<(), Error> {
    let issued = all.iter().filter(|outcome| outcome.result.is_ok()).count();
    let count = |rows: usize| i32::try_from(rows).unwrap_or(i32::MAX);
    let done = sqlx::query!(
        r#"-- jobs::advance (1: is it still ours?)
        update jobs set rows_issued = rows_issued + $3, rows_refused = rows_refused + $4, lease_until = $5,
            failures = 0, problem = null
        where job_id = $1 and lease_token = $2 and state = 'active'"#,
        lease.job.0,
        lease.token.0,
        count(issued),
        count(all.len() - issued),
        instant(until),
    )
    .execute(&mut *tx.inner)
    .await?;
    if !at_most_one("jobs::advance", done.rows_affected())? {
        return Err(Error::LeaseLost);
    }
    let attestation = |outcome: &Outcome| outcome.result.as_ref().ok().map(|id| id.0);
    let done = sqlx::query!(
        r#"-- jobs::advance (2: the rows)
        insert into job_rows (job_id, row_number, organization_id, attestation_id, faults, sealed_openings)
        select $1, row_number, $2, attestation_id, faults, sealed_openings
        from unnest($3::integer[], $4::uuid[], $5::text[], $6::bytea[])
            new (row_number, attestation_id, faults, sealed_openings)"#,
        lease.job.0,
        of.0,
        &all.iter().map(|outcome| outcome.row).collect::<Vec<_>>(),
        &all.iter().map(attestation).collect::<Vec<_>>() as &[Option<uuid::Uuid>],
        &all.iter().map(|outcome| outcome.result.clone().err()).collect::<Vec<_>>() as &[Option<String>],
        &all.iter().map(|outcome| outcome.sealed_openings.clone()).collect::<Vec<_>>() as &[Option<Vec<u8>>],
    )
    .execute(&mut *tx.inner)
    .await?;
    expect("jobs::advance", all.len(), done.rows_affected())
}

/// Every row of a chunk has its outcome: what was sent is forgotten.
pub async fn finish_chunk(tx: &mut Tx, job: JobId, number: i32) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- jobs::finish_chunk
        update job_chunks set done = true, rows = '{}' where job_id = $1 and chunk = $2 and not done"#,
        job.0,
        number,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("jobs::finish_chunk", done.rows_affected())
}

/// Rows that were refused, from the one after `after`: number, and faults as JSON.
pub async fn refused(store: &Store, job: JobId, after: i32, limit: u32) -> Result<Vec<(i32, String)>, Error> {
    let rows = sqlx::query!(
        r#"-- jobs::refused
        select row_number, faults as "faults!" from job_rows
        where job_id = $1 and row_number > $2 and faults is not null order by row_number limit $3"#,
        job.0,
        after,
        i64::from(limit),
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.into_iter().map(|row| (row.row_number, row.faults)).collect())
}

/// Rows that are done, from the one after `after`.
pub async fn results(store: &Store, job: JobId, after: i32, limit: u32) -> Result<Vec<Delivered>, Error> {
    let rows = sqlx::query!(
        r#"-- jobs::results
        select r.row_number, r.faults, r.sealed_openings, a.attestation_id as "attestation_id?", a.credential as "credential?"
        from job_rows r left join attestations a on a.attestation_id = r.attestation_id
        where r.job_id = $1 and r.row_number > $2 order by r.row_number limit $3"#,
        job.0,
        after,
        i64::from(limit),
    )
    .fetch_all(&store.pool)
    .await?;
    let delivered = rows.into_iter().map(|row| Delivered {
        row: row.row_number,
        sealed_openings: row.sealed_openings,
        result: match (row.attestation_id, row.credential) {
            (Some(id), Some(credential)) => Ok((id, credential)),
            _ => Err(row.faults.unwrap_or_default()),
        },
    });
    Ok(delivered.collect())
}

struct Row {
    job_id: JobId,
    organization_id: OrganizationId,
    state: String,
    reading: String,
    api_key_id: Option<ApiKeyId>,
    user_id: Option<UserId>,
    is_test: bool,
    rows_total: i32,
    rows_issued: i32,
    rows_refused: i32,
    failures: i32,
    problem: Option<String>,
    created_at: time::OffsetDateTime,
    started_at: Option<time::OffsetDateTime>,
    finished_at: Option<time::OffsetDateTime>,
}

impl TryFrom<Row> for Job {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let id = row.job_id;
        let count = |value, column| u32::try_from(value).map_err(|_| Inconsistent::new(TABLE, column, id));
        let time = |value, column| timestamp(value, (TABLE, column), id);
        Ok(Self {
            id,
            organization_id: row.organization_id,
            state: JobState::parse(&row.state).ok_or_else(|| Inconsistent::new(TABLE, "state", id))?,
            reading: row.reading,
            actor: Actor::of(row.api_key_id, row.user_id).ok_or_else(|| Inconsistent::new(TABLE, "user_id", id))?,
            is_test: row.is_test,
            total: count(row.rows_total, "rows_total")?,
            issued: count(row.rows_issued, "rows_issued")?,
            refused: count(row.rows_refused, "rows_refused")?,
            failures: count(row.failures, "failures")?,
            problem: row.problem,
            created_at: time(row.created_at, "created_at")?,
            started_at: row.started_at.map(|at| time(at, "started_at")).transpose()?,
            finished_at: row.finished_at.map(|at| time(at, "finished_at")).transpose()?,
        })
    }
}
