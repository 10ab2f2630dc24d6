//! A database for each test, cloned from one that was migrated once.
//!
//! Cloning files is quicker than migrating, and a test that has its own database need not clean up or take turns.

use proofpass_issuer::rng::{self, SystemRng};
use proofpass_issuer::store::migrations;
use secrecy::SecretString;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

const VARIABLE: &str = "PROOFPASS_TEST_DATABASE_URL";

/// Whose the databases of tests are: no superuser, whom row-level security would not bind.
const OWNER: &str = "proofpass_test";

/// Any number: tests in other processes wait for each other under it.
const LOCK: i64 = 0x7072_6f6f_6670;

/// A migrated database, dropped with this value.
#[derive(Debug)]
pub struct Database {
    maintenance: PgConnectOptions,
    name: String,
}

impl Database {
    /// A fresh clone.
    pub async fn new() -> Self {
        Self::clone_of(Some(template().await)).await
    }

    /// One that no migration ever touched.
    pub async fn empty() -> Self {
        Self::clone_of(None).await
    }

    async fn clone_of(template: Option<String>) -> Self {
        let database = Self { maintenance: maintenance(), name: unused_name("test") };
        let source = template.map(|name| format!("template {name} strategy file_copy")).unwrap_or_default();
        let mut connection = database.maintenance.connect().await.unwrap();
        create_owner(&mut connection).await;
        execute(&mut connection, format!("create database {} owner {OWNER} {source}", database.name)).await;
        database
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> SecretString {
        self.options().to_url_lossy().to_string().into()
    }

    /// Where it is, for someone who looks for it elsewhere.
    pub(crate) fn options(&self) -> PgConnectOptions {
        owner(self.maintenance.clone()).database(&self.name)
    }

    /// A connection as the service has one, but for nobody.
    pub async fn connect_as_owner(&self) -> PgConnection {
        self.options().connect().await.unwrap()
    }

    /// A connection for looking at rows, past every policy.
    pub async fn connect(&self) -> PgConnection {
        self.maintenance.clone().database(&self.name).connect().await.unwrap()
    }

    /// The one number that a query gives.
    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&mut self.connect().await).await.unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (options, name) = (self.maintenance.clone(), self.name.clone());
        // A thread of its own: the test's runtime may be the one that is being dropped.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut connection = options.connect().await.unwrap();
                execute(&mut connection, format!("drop database if exists {name} with (force)")).await;
            });
        });
        // The cluster is thrown away as a whole: a database that stays behind harms nobody.
        let _ = dropping.join();
    }
}

fn unused_name(kind: &str) -> String {
    format!("{kind}_{:016x}", u64::from_be_bytes(rng::bytes(&SystemRng).unwrap()))
}

fn maintenance() -> PgConnectOptions {
    let url = std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!("{VARIABLE} is not set: run `cargo xtask test`, or `cargo xtask pg` and set what it prints")
    });
    url.parse::<PgConnectOptions>().unwrap().disable_statement_logging()
}

/// The migrated database that others are cloned from, made by whichever test comes first. Its name holds a digest of
/// the migrations, so that a cluster that outlives a change of them is not a trap.
async fn template() -> String {
    let options = maintenance();
    let mut connection = options.connect().await.unwrap();
    let name = format!("template_{}", fingerprint());
    sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut connection).await.unwrap();
    let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    if !exists {
        // Under another name until it is complete: a run that is interrupted leaves no half template.
        let draft = unused_name("draft");
        create_owner(&mut connection).await;
        execute(&mut connection, format!("create database {draft} owner {OWNER}")).await;
        migrations::run(&owner(options.clone()).database(&draft).to_url_lossy().to_string().into()).await.unwrap();
        execute(&mut connection, format!("alter database {draft} rename to {name}")).await;
    }
    // Ends the session, and the lock with it.
    connection.close().await.unwrap();
    name
}

fn owner(options: PgConnectOptions) -> PgConnectOptions {
    options.username(OWNER).password(OWNER)
}

/// Roles are the cluster's, and several tests may begin at once.
async fn create_owner(connection: &mut PgConnection) {
    let create = format!(
        "do $$ begin create role {OWNER} login password '{OWNER}';
        exception when duplicate_object or unique_violation then null; end $$"
    );
    execute(connection, create).await;
}

fn fingerprint() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    let text: Vec<u8> = files.iter().flat_map(|path| std::fs::read(path).unwrap()).collect();
    proofpass::digest::Digest::of(&text).to_string()["sha-256:".len()..][..16].to_owned()
}

async fn execute(connection: &mut PgConnection, statement: String) {
    // Safe: the only parts that vary are names made in this file.
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
}
