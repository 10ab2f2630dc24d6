//! What the issuer remembers: the only room that speaks SQL.
//!
//! In scope: every statement, as compile-checked text with its function's name on top; transactions; sealed columns;
//! migrations. Out of scope: deciding anything; time and chance, which come as arguments.
//!
//! One file a table. Reads take the [`Store`], writes that belong together take a [`Tx`]. Whatever is done for one
//! organisation is done where nothing else can be seen ([`Store::of`], [`Store::tx_of`]): the database sees to it, even where
//! a statement forgets to ask (`docs/adr/0012-row-level-security.md`).

mod actor;
pub mod api_keys;
pub mod attestation_events;
pub mod attestations;
mod columns;
mod error;
pub mod idempotency;
pub mod invitations;
pub mod issuer_keys;
pub mod issuing;
pub mod jobs;
pub mod login_challenges;
pub mod login_failures;
pub mod mails;
pub mod memberships;
pub mod migrations;
pub mod organizations;
pub mod passports;
pub mod payments;
pub mod plans;
pub mod proof_requests;
pub mod proofs;
pub mod registrations;
pub mod seal;
pub mod sessions;
pub mod status_lists;
pub mod template_versions;
pub mod templates;
pub mod token_keys;
pub mod totp_secrets;
pub mod usage;
pub mod user_tokens;
pub mod users;
pub mod webhook_deliveries;
pub mod webhook_endpoints;
pub mod webhook_events;
pub mod zk_keys;
pub mod zk_status;

use std::fmt;
use std::str::FromStr as _;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, Postgres};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Transaction};
use tokio::time::timeout;

use crate::id::OrganizationId;
pub use actor::Actor;
pub use error::{Conflict, Error, Inconsistent};

/// The setting by which the database knows for whom a statement is (row-level security): the organisation's id, or
/// [`EVERYBODY`]. Where it is not set, the tables of organisations are empty.
const ORGANIZATION: &str = "proofpass.organization";

/// For all organisations: signing in, what is public, what is swept and sent for everybody.
const EVERYBODY: &str = "all";

/// The database, as a pool of connections.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
}

impl Store {
    /// Connections per process. Work on the database is short; two cores saturate with fewer.
    const MAX_CONNECTIONS: u32 = 16;

    /// How long a request waits for a connection before it is told to come back.
    const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

    /// Prepares a pool. The first connection is made by the first query, so that a service can start, and say
    /// "unavailable", while the database is away.
    pub fn open(url: &SecretString) -> Result<Self, Error> {
        // A statement that hangs must not hold a connection: everything that requests ask for takes milliseconds.
        let options = options(url)?.options([
            ("statement_timeout", "5s"),
            ("lock_timeout", "3s"),
            ("idle_in_transaction_session_timeout", "10s"),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(Self::MAX_CONNECTIONS)
            .acquire_timeout(Self::ACQUIRE_TIMEOUT)
            .connect_lazy_with(options);
        Ok(Self { pool })
    }

    /// Begins a transaction over all organisations. The name is for people who read logs and traces.
    pub async fn tx(&self, name: &'static str) -> Result<Tx, Error> {
        Ok(Tx { inner: self.pool.begin().await?, name })
    }

    /// Begins a transaction in which there is nothing but what is `organization`'s.
    pub async fn tx_of(&self, organization: OrganizationId, name: &'static str) -> Result<Tx, Error> {
        Ok(Tx { inner: self.narrowed("begin", organization).await?, name })
    }

    /// For one statement that reads, and sees nothing but what is `organization`'s.
    async fn of(&self, organization: OrganizationId) -> Result<Transaction<'static, Postgres>, Error> {
        self.narrowed("begin read only", organization).await
    }

    /// One message, no round trip more than any transaction has.
    async fn narrowed(
        &self,
        begin: &str,
        organization: OrganizationId,
    ) -> Result<Transaction<'static, Postgres>, Error> {
        // Safe: a UUID has nothing but hexadecimal digits and hyphens.
        let id = organization.0.as_hyphenated();
        let begin = AssertSqlSafe(format!("{begin}; select set_config('{ORGANIZATION}', '{id}', true)"));
        Ok(self.pool.begin_with(begin).await?)
    }

    /// Whether row-level security binds whoever the service is for the database.
    pub async fn is_bound_by_policies(&self) -> Result<bool, Error> {
        let passes = sqlx::query_scalar!(
            r#"-- store::is_bound_by_policies
            select rolsuper or rolbypassrls as "passes!" from pg_roles where rolname = current_user"#,
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(!passes)
    }

    /// How many connections are in use, how many wait, and how many there may be.
    #[must_use]
    pub fn connections(&self) -> (u32, u32, u32) {
        let idle = u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX);
        (self.pool.size().saturating_sub(idle), idle, Self::MAX_CONNECTIONS)
    }

    /// Closes every connection once it is free.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

/// One connection outside the pool, for work that is no request: without limits on how long it takes.
async fn connect(url: &SecretString) -> Result<PgConnection, Error> {
    const PATIENCE: Duration = Duration::from_secs(10);
    let late = |_| Error::from(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()));
    Ok(timeout(PATIENCE, options(url)?.connect()).await.map_err(late)??)
}

fn options(url: &SecretString) -> Result<PgConnectOptions, Error> {
    // The library takes any scheme.
    let ours = ["postgres://", "postgresql://"].iter().any(|scheme| url.expose_secret().starts_with(scheme));
    if !ours {
        return Err(Error::InvalidUrl);
    }
    let options = PgConnectOptions::from_str(url.expose_secret()).map_err(|_| Error::InvalidUrl)?;
    Ok(options.application_name("proofpass").options([(ORGANIZATION, EVERYBODY)]).disable_statement_logging())
}

/// A named transaction. Dropped without [`Tx::commit`], it never happened.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    name: &'static str,
}

impl Tx {
    /// Makes it durable.
    pub async fn commit(self) -> Result<(), Error> {
        let name = self.name;
        self.inner.commit().await?;
        tracing::debug!(tx = name, "Committed `{name}`");
        Ok(())
    }
}

impl Tx {
    /// Ends it without a trace, and has its connection back in the pool when this returns.
    pub async fn give_up(self) -> Result<(), Error> {
        Ok(self.inner.rollback().await?)
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tx({})", self.name)
    }
}

/// A statement that must touch exactly one row touched `found`.
fn expect_one(statement: &'static str, found: u64) -> Result<(), Error> {
    expect(statement, 1, found)
}

/// A statement that must touch `wanted` rows touched `found`.
fn expect(statement: &'static str, wanted: usize, found: u64) -> Result<(), Error> {
    if found == wanted as u64 { Ok(()) } else { Err(Error::RowCount { statement, found }) }
}

/// A statement that names a row by its key touched `found`: whether it was there.
fn at_most_one(statement: &'static str, found: u64) -> Result<bool, Error> {
    if found <= 1 { Ok(found == 1) } else { Err(Error::RowCount { statement, found }) }
}
