//! `cargo xtask test`: every suite there is, in one run, with one table at its end.
//!
//! In scope: the order, what suites are told, what they report. Out of scope: the tests.
//!
//! A test that cannot run on this machine prints a line `not run: <what>, <why>` and is counted as not run, by name;
//! nothing is left out in silence. In Node the same is `t.skip("<why>")`.

pub(crate) mod conformance;
mod demo;
mod junit;
mod libtest;
mod tap;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::postgres::{self, Cluster};
use crate::{
    apt, client, edge, fuzz_api, lint, npm, process, progress, rooms, service, setup, sizes, sqlx, wasm, workspace,
};

/// One line of the table.
#[derive(Debug, Default)]
struct Suite {
    name: String,
    passed: usize,
    failed: usize,
    /// Which tests could not run, and why.
    not_run: Vec<String>,
    elapsed: Duration,
}

/// What suites are told about this machine.
struct Surroundings {
    variables: Vec<(&'static str, PathBuf)>,
}

/// `cargo xtask test`
pub(crate) fn run() -> anyhow::Result<()> {
    // Without its tools nothing below means anything.
    setup::run()?;
    let mut suites = vec![
        check("rooms", rooms::run),
        check("client", client::check),
        check("format", lint::format),
        check("clippy", || progress::step("test", "clippy", lint::clippy)),
        dependencies(),
        check("wasm", wasm::run),
        check("edge", edge::run),
    ];
    let cluster = Cluster::start()?;
    suites.push(check(".sqlx", || sqlx::check_against(&cluster)));
    suites.push(check("build", || service::build().map(drop)));
    let surroundings = Surroundings::new(&cluster)?;
    suites.extend(rust_suites(&surroundings));
    suites.extend(node_suites(&surroundings)?);
    suites.push(described(&cluster));
    suites.push(check("sizes", sizes::check));
    suites.push(check("demo: what it prints", demo::tries_everything));
    suites.push(check("demo: Ctrl-C", demo::leaves_nothing));
    // Before the verdict: a server that will not stop must not look like a success.
    drop(cluster);
    let failed = print(&suites);
    if failed > 0 {
        // Everything has been said; the table's last line stays the last on the screen.
        std::process::exit(1);
    }
    Ok(())
}

/// `cargo deny` takes minutes to build and the same check runs in `cargo xtask lint`, so it is not installed here; where
/// it is missing the table says so.
fn dependencies() -> Suite {
    match lint::no_deny() {
        None => check("dependencies", lint::dependencies),
        Some(why) => Suite { name: "dependencies".to_owned(), not_run: vec![why], ..Suite::default() },
    }
}

/// Requests made from the description, for a minute and a half; they need Python and its package index.
fn described(cluster: &Cluster) -> Suite {
    const NAME: &str = "fuzz-api";
    match fuzz_api::schemathesis() {
        Ok(schemathesis) => {
            check(NAME, || fuzz_api::against(cluster, workspace::built("proofpass"), &schemathesis, fuzz_api::SECONDS))
        }
        Err(fault) => {
            Suite { name: NAME.to_owned(), not_run: vec![format!("schemathesis: {fault}")], ..Suite::default() }
        }
    }
}

/// A step that is its own test.
fn check(name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> Suite {
    let started = Instant::now();
    let mut suite = Suite { name: name.to_owned(), ..Suite::default() };
    match work() {
        Ok(()) => suite.passed = 1,
        Err(fault) => {
            eprintln!("[test] {name}: {fault:#}");
            suite.failed = 1;
        }
    }
    suite.elapsed = started.elapsed();
    suite
}

impl Surroundings {
    fn new(cluster: &Cluster) -> anyhow::Result<Self> {
        let mut variables = vec![
            ("PROOFPASS_TEST_DATABASE_URL", cluster.url(postgres::SUPERUSER).into()),
            ("PROOFPASS_BIN", workspace::built("proofpass")),
        ];
        if let Some(chromium) = apt::chromium() {
            variables.push(("CHROMIUM", chromium));
        }
        match workspace::vectors()? {
            Some(vectors) => variables.push(("PROOFPASS_VECTORS", vectors)),
            None => progress::note("test", "no vectors of other people: set PROOFPASS_VECTORS to their folder"),
        }
        Ok(Self { variables })
    }

    fn tell(&self, command: &mut Command) {
        // What is not there must not be inherited half: an empty or wrong value of the caller is no folder.
        command.env_remove("PROOFPASS_VECTORS");
        // A run that writes its own goldens would find itself right.
        command.env_remove("PROOFPASS_BLESS").env("INSTA_UPDATE", "no");
        for (name, value) in &self.variables {
            command.env(name, value);
        }
    }
}

/// Everything cargo tests: our crates and their documentation, and this one.
fn rust_suites(surroundings: &Surroundings) -> Vec<Suite> {
    // xtask apart: together with it, cargo would build what both use a second time, with other features.
    let ours: &[&str] = &["--workspace", "--exclude", "xtask"];
    let own: &[&str] = &["--package", "xtask"];
    let mut suites = Vec::new();
    let nextest = process::find("cargo-nextest").is_some();
    for selection in [ours, own] {
        let ran = if nextest { run_nextest(selection, surroundings) } else { libtest::run(selection, surroundings) };
        suites.extend(ran.unwrap_or_else(|fault| vec![check(&selection.join(" "), || Err(fault))]));
    }
    suites.push(check("documentation", || {
        progress::step("test", "the examples in the documentation", || {
            process::run_quiet(workspace::cargo().args(["test", "--quiet", "--doc", "--package", "proofpass"]))
        })
        .map(drop)
    }));
    suites
}

fn run_nextest(selection: &[&str], surroundings: &Surroundings) -> anyhow::Result<Vec<Suite>> {
    let report = workspace::target().join("nextest/default/junit.xml");
    let _ = fs::remove_file(&report);
    let mut command = workspace::cargo();
    command.args(["nextest", "run", "--no-tests=pass", "--status-level=fail", "--final-status-level=slow"]);
    command.args(["--cargo-quiet", "--show-progress=none"]).args(selection);
    surroundings.tell(&mut command);
    let what = format!("compiling and running cargo's tests, {}", selection.join(" "));
    let status = progress::step("test", what, || process::status(&mut command))?;
    let suites = match fs::read_to_string(&report) {
        Ok(report) => junit::suites(&report),
        // Without a report nothing ran: it did not compile, or there is no test.
        Err(_) if status.success() => Vec::new(),
        Err(_) => bail!("no test ran: {status}"),
    };
    if !status.success() && suites.iter().all(|suite| suite.failed == 0) {
        bail!("the runner failed and no test did: {status}");
    }
    Ok(suites)
}

/// What a test's line says about not running, if it says so.
fn not_run(line: &str) -> Option<String> {
    line.trim().strip_prefix("not run: ").map(str::to_owned)
}

/// Each `tests/npm/*.test.mjs` is one suite; they run one after the other, because each starts servers and browsers.
fn node_suites(surroundings: &Surroundings) -> anyhow::Result<Vec<Suite>> {
    let mut files: Vec<PathBuf> = fs::read_dir(npm::folder())?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    files.into_iter().map(|file| node_suite(&file, surroundings)).collect()
}

fn node_suite(file: &std::path::Path, surroundings: &Surroundings) -> anyhow::Result<Suite> {
    let name = file.file_name().context("a file without a name")?.to_string_lossy().into_owned();
    let reports = workspace::target().join("npm/reports");
    fs::create_dir_all(&reports)?;
    let report = reports.join(&name).with_extension("tap");
    let _ = fs::remove_file(&report);
    let started = Instant::now();
    let mut command = Command::new("node");
    command
        .current_dir(npm::folder())
        .args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"])
        .arg(format!("--test-reporter-destination={}", report.display()))
        .arg(file);
    surroundings.tell(&mut command);
    let status = progress::step("test", &name, || process::status(&mut command))?;
    let mut suite = tap::suite(&fs::read_to_string(&report).unwrap_or_default());
    if !status.success() && suite.failed == 0 {
        eprintln!("[test] {name}: the runner failed and no test did: {status}");
        suite.failed = 1;
    }
    if suite.passed + suite.failed + suite.not_run.len() == 0 {
        eprintln!("[test] {name}: no test in it");
        suite.failed = 1;
    }
    suite.name = format!("npm {}", name.trim_end_matches(".test.mjs"));
    suite.elapsed = started.elapsed();
    Ok(suite)
}

/// Prints the table, whose last line is for machines, and returns how many tests failed.
fn print(suites: &[Suite]) -> usize {
    let width = suites.iter().map(|suite| suite.name.len()).max().unwrap_or(0);
    println!("\n{:width$}  {:>6}  {:>6}  {:>7}  {:>8}", "suite", "passed", "failed", "not run", "seconds");
    let (mut passed, mut failed) = (0, 0);
    for suite in suites {
        passed += suite.passed;
        failed += suite.failed;
        println!(
            "{:width$}  {:>6}  {:>6}  {:>7}  {:>8.1}",
            suite.name,
            suite.passed,
            suite.failed,
            suite.not_run.len(),
            suite.elapsed.as_secs_f64()
        );
    }
    for suite in suites {
        for reason in &suite.not_run {
            println!("not run: {}: {reason}", suite.name);
        }
    }
    println!("{passed} passed, {failed} failed");
    failed
}
