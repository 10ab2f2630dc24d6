//! `.sqlx`: what the compiler knows about our SQL when there is no database.
//!
//! In scope: writing it from a live, freshly migrated database; saying whether the committed one is still true.
//! Out of scope: migrating a real database (`proofpass migrate`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, bail};

use crate::postgres::Cluster;
use crate::workspace::Inputs;
use crate::{process, progress, wasm_std, workspace};

/// Queries and the crate that asks them.
const CRATE: &str = "crates/issuer-api";

/// The table in which sqlx keeps which migrations ran. `proofpass migrate` creates it; here the migrations run without
/// that program, because building it is what needs the described queries.
const LEDGER: &str = "create table _sqlx_migrations (
    version bigint primary key,
    description text not null,
    installed_on timestamptz not null default now(),
    success boolean not null,
    checksum bytea not null,
    execution_time bigint not null
)";

/// `cargo xtask sqlx`: writes the folder anew.
pub(crate) fn write() -> anyhow::Result<()> {
    let cluster = Cluster::start()?;
    let folder = committed();
    let fresh = describe(&cluster)?;
    let before = files(&folder)?;
    if before == fresh {
        progress::note("sqlx", format!("{CRATE}/.sqlx is true: {} queries", fresh.len()));
        return Ok(());
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    for (name, text) in &fresh {
        fs::write(folder.join(name), text)?;
    }
    progress::note("sqlx", format!("{CRATE}/.sqlx written: {} queries", fresh.len()));
    Ok(())
}

/// `cargo xtask sqlx --check`: fails when the committed folder differs from what a live database says.
pub(crate) fn check() -> anyhow::Result<()> {
    check_against(&Cluster::start()?)
}

/// The same with a cluster that already runs.
pub(crate) fn check_against(cluster: &Cluster) -> anyhow::Result<()> {
    let mut inputs = Inputs::default().fact(&wasm_std::rustc_version()?);
    for input in ["Cargo.lock", "migrations", CRATE, "crates/shared/src"] {
        inputs = inputs.path(&workspace::root().join(input))?;
    }
    let stamp = inputs.stamp(workspace::target().join("stamps/sqlx"));
    if stamp.is_current(&[]) {
        progress::note("sqlx", format!("{CRATE}/.sqlx was true, and nothing has changed since"));
        return Ok(());
    }
    let fresh = describe(cluster)?;
    let before = files(&committed())?;
    let names = before.keys().chain(fresh.keys());
    let mut different: Vec<&String> = names.filter(|name| before.get(*name) != fresh.get(*name)).collect();
    different.sort();
    different.dedup();
    if !different.is_empty() {
        bail!(
            "{CRATE}/.sqlx is not what the database says; run `cargo xtask sqlx`. Different:\n  {}",
            different.into_iter().cloned().collect::<Vec<_>>().join("\n  ")
        );
    }
    progress::note("sqlx", format!("{CRATE}/.sqlx is true: {} queries", fresh.len()));
    stamp.write()
}

fn committed() -> PathBuf {
    workspace::root().join(CRATE).join(".sqlx")
}

/// Compiles the crate against a live database; its macros describe each query on the way.
fn describe(cluster: &Cluster) -> anyhow::Result<BTreeMap<String, String>> {
    let url = cluster.create_database("describe_queries")?;
    cluster.execute("describe_queries", LEDGER)?;
    cluster.migrate("describe_queries")?;
    // A folder of our own: the committed one changes only when everything went well.
    let folder = workspace::target().join("sqlx/queries");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    // Macros run only when their crate is compiled, so its library must not look up to date. A build folder of its own
    // would compile every dependency a second time; a new time on the root of the crate costs one crate.
    let source = workspace::root().join(CRATE).join("src/lib.rs");
    let before = fs::metadata(&source)?.modified()?;
    #[expect(clippy::disallowed_methods, reason = "a file's time is compared with the clock of this machine")]
    set_modified(&source, SystemTime::now())?;
    let described = progress::step("sqlx", "describing every query against a live database", || {
        process::run(
            workspace::cargo()
                .args(["check", "--quiet", "--package", "proofpass-issuer", "--all-targets"])
                .env("DATABASE_URL", &url)
                .env("SQLX_OFFLINE", "false")
                .env("SQLX_OFFLINE_DIR", &folder),
        )
    });
    // Its old time comes back, so that the next build does not compile the crate for nothing.
    set_modified(&source, before)?;
    described?;
    files(&folder)
}

fn set_modified(path: &Path, time: SystemTime) -> anyhow::Result<()> {
    let file = fs::OpenOptions::new().append(true).open(path)?;
    file.set_modified(time).with_context(|| format!("cannot touch {}", path.display()))
}

fn files(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            files.insert(name, fs::read_to_string(entry.path())?);
        }
    }
    Ok(files)
}
