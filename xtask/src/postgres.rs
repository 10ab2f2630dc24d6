//! A private Postgres cluster from the server binaries of this machine.
//!
//! It listens on a socket in a folder of its own and on nothing else, trusts whoever can enter that folder, is not
//! durable (`fsync` off: it holds tests and demonstrations) unless it is to be measured, and is gone when its owner is.
//!
//! In scope: create, start, stop, psql. Out of scope: the schema.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::Signal;

use crate::process::{self, Running, TemporaryFolder};
use crate::{progress, workspace};

/// Overrides the folder of the server binaries.
pub(crate) const BIN: &str = "PG_BIN";

/// `initdb` and the first start take about two seconds on an idle machine.
const START_PATIENCE: Duration = Duration::from_mins(1);

const PREFIX: &str = "proofpass-pg-";

/// One process may have several.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// What every cluster is started with.
const SETTINGS: [&str; 4] =
    ["listen_addresses=", "unix_socket_permissions=0700", "max_connections=200", "timezone=UTC"];

/// What makes one quick whose data nobody will miss.
const FLEETING: [&str; 5] =
    ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"];

/// A running cluster.
#[derive(Debug)]
pub(crate) struct Cluster {
    bin: PathBuf,
    // Fields are dropped in this order: the server must have ended before its folder goes.
    server: Running,
    folder: TemporaryFolder,
}

/// The role that may do anything, and its database.
pub(crate) const SUPERUSER: &str = "postgres";

/// Whose the other databases are: row-level security binds it.
const OWNER: &str = "proofpass";

fn user(database: &str) -> &str {
    if database == SUPERUSER { SUPERUSER } else { OWNER }
}

impl Cluster {
    /// Creates and starts one.
    pub(crate) fn start() -> anyhow::Result<Self> {
        Self::start_in(&parent(), &FLEETING)
    }

    /// The same, on disk and with every promise kept that Postgres makes to those who commit.
    pub(crate) fn start_durable() -> anyhow::Result<Self> {
        Self::start_in(&env::temp_dir(), &[])
    }

    fn start_in(parent: &Path, settings: &[&str]) -> anyhow::Result<Self> {
        progress::step("pg", "starting a private Postgres cluster", || {
            let bin = binaries()?;
            let owner = owner()?;
            sweep(parent);
            let folder = TemporaryFolder::create(parent.join(format!(
                "{PREFIX}{}-{}",
                std::process::id(),
                NEXT.fetch_add(1, Ordering::Relaxed)
            )))?;
            if let Some((user, group)) = owner {
                chown(folder.path(), Some(user), Some(group))?;
            }
            let data = folder.path().join("data");
            process::run_quiet(as_owner(&mut Command::new(bin.join("initdb")), owner, folder.path()).args([
                "--pgdata".as_ref(),
                data.as_os_str(),
                "--username".as_ref(),
                SUPERUSER.as_ref(),
                "--auth=trust".as_ref(),
                "--encoding=UTF8".as_ref(),
                "--locale=C".as_ref(),
                "--no-sync".as_ref(),
            ]))?;
            let log = fs::File::create(folder.path().join("log"))?;
            let mut command = process::dies_with_us(bin.join("postgres"), "QUIT");
            as_owner(&mut command, owner, folder.path()).arg("-D").arg(&data).arg("-k").arg(folder.path());
            for setting in SETTINGS.iter().chain(settings) {
                command.args(["-c", setting]);
            }
            command.stdout(log.try_clone()?).stderr(log);
            // SIGINT is Postgres' fast shutdown: it does not wait for clients.
            let server = Running::start("postgres", &mut command, Signal::INT)?;
            let mut cluster = Self { bin, server, folder };
            cluster.await_ready()?;
            cluster.execute(SUPERUSER, &format!("create role {OWNER} login"))?;
            Ok(cluster)
        })
    }

    fn await_ready(&mut self) -> anyhow::Result<()> {
        let deadline = Instant::now() + START_PATIENCE;
        loop {
            if let Some(status) = self.server.ended() {
                bail!("Postgres ended at once: {status}\n{}", self.log());
            }
            let mut probe = Command::new(self.bin.join("pg_isready"));
            probe.arg("--quiet").arg("--host").arg(self.folder.path());
            if process::captured(&mut probe)?.0.success() {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("Postgres did not become ready within {} s\n{}", START_PATIENCE.as_secs(), self.log());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        process::last_lines(&log, 20)
    }

    /// The process that started all others of it.
    pub(crate) fn id(&self) -> u32 {
        self.server.id()
    }

    /// What a query answers: lines of fields with `|` between them.
    pub(crate) fn ask(&self, database: &str, query: &str) -> anyhow::Result<String> {
        process::run_quiet(self.psql(database).args(["--no-align", "--tuples-only", "--command", query]))
    }

    /// A place for files that shall go when the cluster goes.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of one database, as libpq and sqlx read it, for whoever owns it.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgresql://{}@localhost/{database}?host={}", user(database), self.folder.path().display())
    }

    /// Creates an empty database and returns its address.
    pub(crate) fn create_database(&self, name: &str) -> anyhow::Result<String> {
        self.execute(SUPERUSER, &format!("create database \"{name}\" owner {OWNER}"))?;
        Ok(self.url(name))
    }

    /// Runs one statement of ours.
    pub(crate) fn execute(&self, database: &str, statement: &str) -> anyhow::Result<()> {
        process::run_quiet(self.psql(database).args(["--command", statement])).map(drop)
    }

    /// Runs every file of `migrations/`, in the order of their names, each in a transaction of its own but for those that
    /// begin with a line that says otherwise, as `proofpass migrate` reads it.
    pub(crate) fn migrate(&self, database: &str) -> anyhow::Result<()> {
        let folder = workspace::root().join("migrations");
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
            .collect();
        files.sort();
        if files.is_empty() {
            bail!("no migrations in {}", folder.display());
        }
        for file in files {
            let mut psql = self.psql(database);
            if !fs::read_to_string(&file)?.starts_with("-- no-transaction") {
                psql.arg("--single-transaction");
            }
            process::run_quiet(psql.arg("--file").arg(&file))
                .with_context(|| format!("migration {} failed", file.display()))?;
        }
        Ok(())
    }

    fn psql(&self, database: &str) -> Command {
        let mut command = Command::new(self.bin.join("psql"));
        command
            .args([
                "--no-psqlrc",
                "--quiet",
                "--set",
                "ON_ERROR_STOP=1",
                "--username",
                user(database),
                "--dbname",
                database,
            ])
            // Migrations change what is everybody's.
            .env("PGOPTIONS", "-c proofpass.organization=all")
            .arg("--host")
            .arg(self.folder.path());
        command
    }

    /// Waits until the server ends by itself, which it does not: Ctrl-C ends both.
    fn wait(self) -> anyhow::Result<()> {
        let Self { server, folder, .. } = self;
        let status = server.wait()?;
        let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        bail!("Postgres ended: {status}\n{}", process::last_lines(&log, 20));
    }
}

/// `cargo xtask pg`: one cluster in the foreground.
pub(crate) fn run() -> anyhow::Result<()> {
    let cluster = Cluster::start()?;
    let url = cluster.create_database("proofpass")?;
    println!("DATABASE_URL='{url}'");
    println!("PROOFPASS_TEST_DATABASE_URL='{}'", cluster.url(SUPERUSER));
    println!("(data and socket in {}; Ctrl-C stops it and removes it)", cluster.folder.path().display());
    cluster.wait()
}

/// The newest installed server.
pub(crate) fn binaries() -> anyhow::Result<PathBuf> {
    if let Some(folder) = env::var_os(BIN).map(PathBuf::from) {
        return if folder.join("initdb").is_file() {
            Ok(folder)
        } else {
            bail!("{BIN} is {}, but there is no initdb", folder.display())
        };
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin): &(u32, PathBuf)| bin.join("initdb").is_file() && bin.join("psql").is_file())
        .collect();
    versions.sort();
    if let Some((_, bin)) = versions.pop() {
        return Ok(bin);
    }
    // Other systems put everything on the PATH.
    process::find("initdb").and_then(|program| Some(program.canonicalize().ok()?.parent()?.to_path_buf())).with_context(
        || format!("no Postgres server binaries; `cargo xtask setup` installs them, or set {BIN} to their folder"),
    )
}

/// Memory where there is enough: the cluster is short-lived, and a database for each test makes it some hundred
/// megabytes. Containers often have 64 MiB there.
fn parent() -> PathBuf {
    const ENOUGH: u64 = 1 << 30;
    let memory = Path::new("/dev/shm");
    let available = rustix::fs::statvfs(memory).map_or(0, |room| room.f_bavail * room.f_frsize);
    let writable = rustix::fs::access(memory, rustix::fs::Access::WRITE_OK).is_ok();
    if available >= ENOUGH && writable { memory.to_path_buf() } else { env::temp_dir() }
}

/// Postgres refuses to run as root, so as root we run it as somebody unprivileged.
fn owner() -> anyhow::Result<Option<(u32, u32)>> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    for name in ["postgres", "nobody"] {
        for line in users.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            if let [found, _, user, group, ..] = fields.as_slice()
                && *found == name
            {
                return Ok(Some((user.parse()?, group.parse()?)));
            }
        }
    }
    bail!("root may not run Postgres, and there is no user `postgres` or `nobody` to run it as")
}

fn as_owner<'a>(command: &'a mut Command, owner: Option<(u32, u32)>, folder: &Path) -> &'a mut Command {
    if let Some((user, group)) = owner {
        // The standard library drops supplementary groups together with the user.
        command.uid(user).gid(group);
    }
    // The folder we were called from may be closed to that user.
    command.current_dir(folder)
}

/// Removes what runs that were killed outright have left.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let Some(id) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        let id = id.split_once('-').map_or(id, |(id, _)| id);
        let alive = Path::new("/proc").join(id).exists() || !Path::new("/proc/self").exists();
        let server_alive = fs::read_to_string(entry.path().join("data/postmaster.pid"))
            .ok()
            .and_then(|text| text.lines().next().map(|id| Path::new("/proc").join(id).exists()))
            .unwrap_or(false);
        let ours = entry.metadata().is_ok_and(|metadata| {
            rustix::process::geteuid().is_root() || metadata.uid() == rustix::process::geteuid().as_raw()
        });
        if !alive && !server_alive && ours {
            // Best effort: a folder that stays does no harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
