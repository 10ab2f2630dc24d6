//! Wrong passwords, counted for each address whether anybody has it or not.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::{Error, Store};

/// Until when an address is locked.
pub async fn locked_until(store: &Store, email: &Digest) -> Result<Option<Timestamp>, Error> {
    let row = sqlx::query!(
        r#"-- login_failures::locked_until
        select locked_until from login_failures where email_digest = $1"#,
        email.as_bytes(),
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| timestamp(row.locked_until, ("login_failures", "locked_until"), email)).transpose()?)
}

/// How failures lock.
#[derive(Clone, Copy, Debug)]
pub struct Locking {
    /// So many failures are free.
    pub free: i32,
    /// Seconds that the first failure after them locks; each further one doubles it.
    pub first_seconds: i32,
    /// The longest lock.
    pub most_seconds: i32,
    /// A failure this long ago is forgotten.
    pub forget_before: Timestamp,
}

/// Counts a failure. In one statement: of any number of attempts at once, each is counted.
pub async fn count(store: &Store, email: &Digest, locking: Locking, now: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- login_failures::count
        insert into login_failures as f (email_digest, failures, failed_at, locked_until) values ($1, 1, $2, $2)
        on conflict (email_digest) do update set
            failures = case when f.failed_at < $6 then 1 else least(f.failures + 1, 1000) end,
            failed_at = $2,
            locked_until = case
                when f.failed_at < $6 or f.failures < $3 then $2
                else $2 + make_interval(secs => least($4 * power(2, least(f.failures - $3, 20)), $5)::double precision)
            end"#,
        email.as_bytes(),
        instant(now),
        locking.free,
        f64::from(locking.first_seconds),
        f64::from(locking.most_seconds),
        instant(locking.forget_before),
    )
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// Forgets the failures of an address: its owner is here.
pub async fn forget(store: &Store, email: &Digest) -> Result<(), Error> {
    sqlx::query!(
        r#"-- login_failures::forget
        delete from login_failures where email_digest = $1"#,
        email.as_bytes(),
    )
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// Forgets failures before `before`; how many addresses.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- login_failures::sweep
        delete from login_failures where failed_at < $1"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}
