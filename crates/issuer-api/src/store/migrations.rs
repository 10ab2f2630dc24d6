//! Bringing the schema up to date, and telling whether it is.

use std::collections::HashMap;

use sqlx::migrate::Migrator;

use super::{Error, Store};

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// Whether the schema is the one this binary was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Every migration of ours ran. Newer ones may have run too: a schema expands before it contracts, so that the
    /// previous binary keeps working.
    Current,
    /// At least one has not run, or ran with another text.
    Pending,
}

/// Applies what is pending, under an advisory lock: a second process waits. Returns how many were applied.
pub async fn run(store: &Store) -> Result<usize, Error> {
    let before = applied(store).await?.len();
    MIGRATOR.run(&store.pool).await.map_err(Error::Migrate)?;
    Ok(applied(store).await?.len() - before)
}

/// Compares what ran with what is embedded.
pub async fn status(store: &Store) -> Result<Status, Error> {
    let applied = applied(store).await?;
    let current = MIGRATOR.iter().all(|ours| applied.get(&ours.version).is_some_and(|sum| *sum == *ours.checksum));
    Ok(if current { Status::Current } else { Status::Pending })
}

async fn applied(store: &Store) -> Result<HashMap<i64, Vec<u8>>, Error> {
    let rows = sqlx::query!(
        r#"-- migrations::applied
        select version, checksum from _sqlx_migrations where success"#
    )
    .fetch_all(&store.pool)
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
