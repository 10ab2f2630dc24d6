//! `cargo xtask perf issue`: CPU time of an attestation that is durable when it is answered: of client, service and
//! database together. In turn with a bare server that inserts one row, and with a stand-in of the service that this one
//! replaces.
//!
//! CPU time, because how long something takes on the wall says most about who else computes on the machine. The median of
//! several rounds; the last line is for programs.

use std::process::{Command, Stdio};

use anyhow::Context as _;
use rustix::process::Signal;
use serde_json::{Value, json as value};

use super::load::{Target, Window};
use super::{PEPPER, Programs, cpu, median, number, standin};
use crate::postgres::Cluster;
use crate::process::{self, Running};
use crate::progress;
use crate::service::{self, await_answer, await_port, free_ports};

/// Rounds of all, of which the first, in which connections and caches are filled, does not count.
const ROUNDS: usize = 6;

/// Seconds of each in a round.
const SECONDS: u64 = 5;

/// Calls of a round that tell who calls.
const CALLS: u64 = 100_000;

/// The secret of the stand-in's tokens.
const SECRET: &str = "a secret of one measurement, and no longer";

/// Measures, and prints.
pub(crate) fn run() -> anyhow::Result<()> {
    let programs = Programs::build()?;
    let node = standin::install()?;
    // A cluster for each: what one leaves to be done in the background is not the next one's cost.
    let (cluster, plain, older) = (Cluster::start_durable()?, Cluster::start_durable()?, Cluster::start_durable()?);
    let folder = cluster.folder();
    let [ours, bares, theirs] = free_ports([3000, 3001, 3002])?;

    let issuer = programs.issuer(cluster.create_database("proofpass")?, ours);
    let made = issuer.prepare("Measured Ltd", &[], folder)?;
    let mut service = issuer.serve(ours, folder)?;
    await_answer("the service", &mut service, &format!("{}/ready", issuer.origin), || service::log(folder))?;
    let mut bare = start_bare(&programs, &plain.create_database("bare")?, bares)?;
    await_port("the bare server", &mut bare, bares)?;
    older.create_database("standin")?;
    let mut old = standin::start(&node, older.folder(), "standin", theirs, SECRET)?;
    await_port("the stand-in", &mut old, theirs)?;

    let bearer = format!("Bearer {}", standin::token(&node, SECRET)?);
    let issuing = issuing(&made.template, &made.api_key);
    let mut once = issuing.clone();
    once["headers"].as_array_mut().context("headers")?.push(value!(["idempotency-key", "measured-{n}"]));
    let body = issuing["body"].clone();
    let inserting = value!({ "method": "POST", "path": "/rows", "headers": [], "body": body, "expect": 201 });
    let mut targets = [
        Target::new("issue", folder, &issuing, ours, [service.id(), cluster.id()])?,
        Target::new("issue once", folder, &once, ours, [service.id(), cluster.id()])?,
        Target::new("bare insert", folder, &inserting, bares, [bare.id(), plain.id()])?,
        Target::new("stand-in", folder, &as_it_was(&bearer), theirs, [old.id(), older.id()])?,
    ];

    let (mut windows, mut calls) = (targets.each_ref().map(|_| Vec::new()), Vec::new());
    for round in 0..ROUNDS {
        progress::note("perf", format!("round {} of {ROUNDS}", round + 1));
        for (target, windows) in targets.iter_mut().zip(&mut windows) {
            windows.push(target.measure(&programs, SECONDS)?);
        }
        calls.push(call(&programs, &cluster, &issuer.database, &made.api_key)?);
    }
    println!(
        "\nCPU microseconds of one request, and its time on the wall; 64 connections, medians of {} rounds",
        ROUNDS - 1
    );
    println!("                 client  service database      sum (least to most)     a second   p50 ms   p99 ms");
    let mut sums = Vec::new();
    for (target, windows) in targets.iter().zip(&windows) {
        sums.push(print(target.name, &windows[1..]));
    }
    let auth = median(calls.split_off(1));
    println!("Telling who calls: {auth:.1}. A request that is issued once has an Idempotency-Key.\n");
    let [issue, _, _, old] = sums[..] else { unreachable!("as many as there are targets") };
    println!("issue_cpu_us={issue:.0} vs_standin={:.0} auth_cpu_us={auth:.1}", old / issue);
    Ok(())
}

/// What is issued: a certificate of a product.
fn issuing(template: &str, key: &str) -> Value {
    let body = value!({
        "templateId": template,
        "subject": { "id": "PROD-{n}", "type": "Product" },
        "claims": { "certificationId": "CERT-{n}" },
    });
    value!({
        "method": "POST",
        "path": "/api/v1/attestations",
        "headers": [["content-type", "application/json"], ["x-api-key", key]],
        "body": body.to_string(),
        "expect": 201,
    })
}

/// The same, as it was asked for.
fn as_it_was(bearer: &str) -> Value {
    let claims = value!({ "certificationId": "CERT-{n}" });
    let body = value!({ "subject": "did:example:PROD-{n}", "type": "ProductCertificate", "claims": claims });
    value!({
        "method": "POST",
        "path": "/api/v1/attestations",
        "headers": [["content-type", "application/json"], ["authorization", bearer]],
        "body": body.to_string(),
        "expect": 201,
    })
}

fn start_bare(programs: &Programs, database: &str, port: u16) -> anyhow::Result<Running> {
    let mut command: Command = process::dies_with_us(&programs.tool, "TERM");
    command.args(["bare", &format!("127.0.0.1:{port}"), database]).stdout(Stdio::null());
    Running::start("the bare server", &mut command, Signal::TERM)
}

/// Microseconds that it takes to tell who holds `key`, the database's included.
#[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
fn call(programs: &Programs, cluster: &Cluster, database: &str, key: &str) -> anyhow::Result<f64> {
    let before = cpu::of_family(cluster.id())?;
    let answer = programs.tool(&["auth", database, PEPPER, key, &CALLS.to_string()])?;
    let of_database = (cpu::of_family(cluster.id())? - before) as f64;
    Ok((number(&answer, "cpu_us")? + of_database) / CALLS as f64)
}

/// A line of the table; the sum.
fn print(name: &str, windows: &[Window]) -> f64 {
    let middle = |of: fn(&Window) -> f64| median(windows.iter().map(of).collect());
    let sums: Vec<f64> = windows.iter().map(Window::sum).collect();
    let (least, most) = (sums.iter().copied().fold(f64::MAX, f64::min), sums.iter().copied().fold(0.0, f64::max));
    println!(
        "{name:14} {:8.1} {:8.1} {:8.1} {:8.1} ({least:.1} to {most:.1}) {:10.0} {:8.1} {:8.1}",
        middle(|window| window.client),
        middle(|window| window.server),
        middle(|window| window.database),
        middle(Window::sum),
        middle(|window| window.per_second),
        middle(|window| window.p50_ms),
        middle(|window| window.p99_ms),
    );
    median(sums)
}
