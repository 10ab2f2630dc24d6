//! Bringing the schema up to date, and telling whether it is.
//!
//! Migrations run on a connection of their own. The pool's time limits are for requests; an index on a large table
//! takes as long as it takes.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::time::Duration;

use secrecy::SecretString;
use sqlx::migrate::{Migration, Migrator};
use sqlx::{Connection as _, PgConnection, PgExecutor};
use tokio::time::sleep;

use super::{Error, Store, connect};

static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrator = sqlx::migrate!("../../migrations");
    // Newer migrations than ours are no fault (`migrations/README.md`, rule 2): after a roll-back of the binary the
    // schema stays where it is.
    migrator.set_ignore_missing(true);
    // We take a lock of our own, see `lock`.
    migrator.set_locking(false);
    migrator
});

/// The advisory lock under which migrations run: one process at a time for a database.
pub const LOCK: i64 = 0x7072_6f6f_6670_6173;

/// How often a process that waits for [`LOCK`] looks whether it is free.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Whether the schema is the one this binary was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Every migration of ours ran. Newer ones may have run too: a schema expands before it contracts, so that the
    /// previous binary keeps working.
    Current,
    /// At least one has not run, or ran with another text.
    Pending,
}

/// Applies what is pending; while another process does, waits for it, however long. Returns how many were applied.
pub async fn run(url: &SecretString) -> Result<usize, Error> {
    let mut connection = connect(url).await?;
    lock(&mut connection).await?;
    let before = applied(&mut connection).await?.len();
    for migration in MIGRATOR.iter() {
        limit_waits(&mut connection, lock_timeout(migration)).await?;
        MIGRATOR.run_to(migration.version, &mut connection).await.map_err(Error::Migrate)?;
    }
    let after = applied(&mut connection).await?.len();
    // Ends the session, and the lock with it.
    connection.close().await?;
    Ok(after - before)
}

/// Compares what ran with what is embedded.
pub async fn status(store: &Store) -> Result<Status, Error> {
    let applied = applied(&store.pool).await?;
    let current = MIGRATOR.iter().all(|ours| applied.get(&ours.version).is_some_and(|sum| *sum == *ours.checksum));
    Ok(if current { Status::Current } else { Status::Pending })
}

/// Asks again and again instead of waiting inside the database: a session that waits there holds a snapshot, for which
/// `create index concurrently` of the session that has the lock would wait in turn. PostgreSQL calls that a deadlock.
async fn lock(connection: &mut PgConnection) -> Result<(), Error> {
    let mut told = false;
    loop {
        let held = sqlx::query_scalar!(
            r#"-- migrations::lock
            select pg_try_advisory_lock($1) as "held!""#,
            LOCK,
        )
        .fetch_one(&mut *connection)
        .await?;
        if held {
            return Ok(());
        }
        if !std::mem::replace(&mut told, true) {
            tracing::info!("Another process migrates this database: waiting for it");
        }
        sleep(LOOK_EVERY).await;
    }
}

/// How long a migration may wait for one lock. Everybody who comes after it waits behind it, so that a change of a
/// table in use gives up soon and is run again at a quieter time. What runs outside a transaction (`create index
/// concurrently`) holds nobody up and has to outwait every transaction that is older than itself.
fn lock_timeout(migration: &Migration) -> &'static str {
    if migration.no_tx { "0" } else { "3s" }
}

async fn limit_waits(connection: &mut PgConnection, lock_timeout: &str) -> Result<(), Error> {
    sqlx::query!(
        r#"-- migrations::limit_waits
        select set_config('lock_timeout', $1, false) as "value!""#,
        lock_timeout,
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

async fn applied(database: impl PgExecutor<'_>) -> Result<HashMap<i64, Vec<u8>>, Error> {
    let rows = sqlx::query!(
        r#"-- migrations::applied
        select version, checksum from _sqlx_migrations where success"#
    )
    .fetch_all(database)
    .await;
    match rows {
        Ok(rows) => Ok(rows.into_iter().map(|row| (row.version, row.checksum)).collect()),
        // 42P01: the table is not there, so nothing ran yet.
        Err(error) if error.as_database_error().is_some_and(|e| e.code().as_deref() == Some("42P01")) => {
            Ok(HashMap::new())
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use sqlx::SqlSafeStr as _;
    use sqlx::migrate::MigrationType;

    use super::*;

    #[test]
    fn only_what_holds_nobody_up_may_wait_for_ever() {
        let migration = |no_tx| Migration::new(1, "".into(), MigrationType::Simple, "select 1".into_sql_str(), no_tx);
        assert_eq!(lock_timeout(&migration(false)), "3s");
        assert_eq!(lock_timeout(&migration(true)), "0");
    }
}
