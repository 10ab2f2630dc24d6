//! `cargo xtask perf batch`: 100,000 credentials from one CSV file. In the middle the service is killed outright; the one
//! that is started then goes on. None may be lost and none doubled: in the database, and in what is downloaded.
//!
//! Beside the rate stand those of what cannot be left out, with nothing around it, measured in the same run: signing, and
//! inserting rows of the same size in transactions of the same size.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use super::{Programs, number};
use crate::postgres::Cluster;
use crate::process::{self, Running};
use crate::service::{self, Issuer, Made, await_answer, free_ports};
use crate::{json, progress};

/// As many as a batch may have.
const ROWS: usize = 100_000;

/// As many as the service writes in one transaction.
const TRANSACTION: &str = "250";

/// Seconds in which bare rates are measured.
const SECONDS: &str = "5";

/// Longest that all of it may take.
const PATIENCE: Duration = Duration::from_mins(10);

const DATABASE: &str = "proofpass";

/// Runs it, checks it, and prints how quick it was.
pub(crate) fn run() -> anyhow::Result<()> {
    let programs = Programs::build()?;
    let cluster = Cluster::start_durable()?;
    let folder = cluster.folder();
    let [port] = free_ports([3000])?;
    let issuer = programs.issuer(cluster.create_database(DATABASE)?, port);
    let made = issuer.prepare("Measured Ltd", &[], folder)?;
    let table = folder.join("products.csv");
    fs::write(&table, products()?)?;

    let mut service = serve(&issuer, port, folder)?;
    let start = Instant::now();
    let job = send(&issuer, &made, &table)?;
    let arrived = start.elapsed();
    let (half, until_half) =
        progress::step("perf", "issuing the first half", || until(&cluster, &mut service, ROWS / 2))?;
    service.kill();
    let at_kill = issued(&cluster)?;
    ensure!(at_kill < ROWS, "it was too quick to be killed in the middle");
    progress::note("perf", format!("killed after {at_kill} of {ROWS}"));
    service = serve(&issuer, port, folder)?;
    progress::step("perf", "issuing the rest", || until(&cluster, &mut service, ROWS))?;
    await_end(&issuer, &made, &job)?;
    let elapsed = start.elapsed();

    let result = folder.join("result.ndjson");
    let path = format!("/api/v1/jobs/{job}/result");
    fetch(&issuer, &made, &path, &["--output".as_ref(), result.as_os_str()])?;
    check(&cluster, &fs::read_to_string(&result)?)?;
    service.stop();

    let bytes = cluster.ask(DATABASE, "select avg(octet_length(credential))::integer from attestations")?;
    let signing = programs.tool(&["sign", SECONDS])?;
    let url = cluster.create_database("bare")?;
    let inserting = programs.tool(&["insert", &url, bytes.trim(), TRANSACTION, SECONDS])?;
    println!(
        "\n{ROWS} rows: 0 lost, 0 doubled, killed after {at_kill}; each is in the database and in the download once"
    );
    println!(
        "The file was taken in within {:.1} s, everything was done after {:.1} s",
        arrived.as_secs_f64(),
        elapsed.as_secs_f64()
    );
    let rate = rate(half, until_half);
    let whole = self::rate(ROWS, elapsed);
    println!(
        "batch_per_second={rate:.0} with_crash_per_second={whole:.0} bare_sign_per_second={:.0} bare_insert_per_second={:.0}",
        number(&signing, "per_second")?,
        number(&inserting, "per_second")?,
    );
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
fn rate(count: usize, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

/// The file.
fn products() -> anyhow::Result<String> {
    let mut text = "subjectId,certificationId\n".to_owned();
    for row in 1..=ROWS {
        writeln!(text, "PROD-{row},CERT-{row}")?;
    }
    Ok(text)
}

fn serve(issuer: &Issuer, port: u16, folder: &Path) -> anyhow::Result<Running> {
    let mut service = issuer.serve(port, folder)?;
    await_answer("the service", &mut service, &format!("{}/ready", issuer.origin), || service::log(folder))?;
    Ok(service)
}

/// What the service answers to whoever holds the key.
fn fetch(issuer: &Issuer, made: &Made, path: &str, options: &[&std::ffi::OsStr]) -> anyhow::Result<String> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--fail-with-body", "--max-time", "120", "--noproxy", "*"]);
    curl.args(["--header", &format!("x-api-key: {}", made.api_key)]).args(options);
    process::run_quiet(curl.arg(format!("{}{path}", issuer.origin)))
}

/// Sends the file; the job that it becomes.
fn send(issuer: &Issuer, made: &Made, table: &Path) -> anyhow::Result<String> {
    let data = format!("@{}", table.display());
    let options = ["--header", "content-type: text/csv", "--data-binary", &data].map(AsRef::as_ref);
    let path = format!("/api/v1/attestations/batch?templateId={}&subjectType=Product", made.template);
    let job: Value = json::read(&fetch(issuer, made, &path, &options)?, "the job")?;
    Ok(job["id"].as_str().context("the job has no id")?.to_owned())
}

fn issued(cluster: &Cluster) -> anyhow::Result<usize> {
    let text = cluster.ask(DATABASE, "select count(*) from attestations")?;
    text.trim().parse().context("a count")
}

/// Waits until as many are issued; how many are, and how long that took.
fn until(cluster: &Cluster, service: &mut Running, count: usize) -> anyhow::Result<(usize, Duration)> {
    let start = Instant::now();
    let before = issued(cluster)?;
    loop {
        let now = issued(cluster)?;
        if now >= count {
            return Ok((now - before, start.elapsed()));
        }
        if let Some(status) = service.ended() {
            bail!("the service ended: {status}");
        }
        ensure!(start.elapsed() < PATIENCE, "only {now} of {ROWS} are issued");
        thread::sleep(Duration::from_millis(200));
    }
}

/// Waits until the job says that it is done, with every row issued.
fn await_end(issuer: &Issuer, made: &Made, job: &str) -> anyhow::Result<()> {
    let start = Instant::now();
    loop {
        let job: Value = json::read(&fetch(issuer, made, &format!("/api/v1/jobs/{job}"), &[])?, "the job")?;
        if job["state"] == "completed" {
            let counted = (job["rows"]["issued"].as_u64(), job["rows"]["refused"].as_u64());
            ensure!(counted == (Some(ROWS as u64), Some(0)), "the job ended otherwise: {job}");
            return Ok(());
        }
        ensure!(start.elapsed() < PATIENCE, "the job does not end: {job}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Each row has one attestation, and no attestation has none; and so says the download.
fn check(cluster: &Cluster, result: &str) -> anyhow::Result<()> {
    let twice = ROWS * 2;
    for (query, expected) in [
        ("select count(*) from attestations", ROWS),
        ("select count(distinct subject_id) from attestations", ROWS),
        ("select count(distinct attestation_id) from job_rows join attestations using (attestation_id)", ROWS),
        ("select count(distinct row_number) from job_rows", ROWS),
        ("select count(distinct (status_list_id, list_index)) from status_entries", twice),
    ] {
        let found = cluster.ask(DATABASE, query)?;
        ensure!(found.trim() == expected.to_string(), "{query}: {}, not {expected}", found.trim());
    }
    let known = cluster.ask(DATABASE, "select attestation_id || ' ' || subject_id from attestations")?;
    let known: HashMap<&str, &str> = known.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut rows = 0;
    for line in result.lines() {
        let row: Value = json::read(line, "a row of the download")?;
        rows += 1;
        ensure!(row["row"] == rows, "row {rows} of the download is another: {line}");
        let subject = row["attestationId"].as_str().and_then(|id| known.get(id).copied());
        ensure!(subject == Some(&format!("PROD-{rows}")), "row {rows} became what is kept of another: {line}");
    }
    ensure!(rows == ROWS, "the download has {rows} rows, not {ROWS}");
    Ok(())
}
