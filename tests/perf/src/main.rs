//! What `cargo xtask perf` measures with, compiled for speed: each command does one thing and says in one line of JSON how
//! it went.
//!
//! In scope: a load, a bare server, the cost of telling who calls, bare rates. Out of scope: what is started when, and what
//! comes of the numbers (`xtask`).

mod auth;
mod bare;
mod insert;
mod load;
mod sign;

use anyhow::{Context as _, bail};
use rustix::time::{ClockId, clock_gettime};
use serde_json::Value;

const USAGE: &str = "\
proofpass-perf load <address> <request file> <connections> <seconds> <first number>
proofpass-perf bare <address> <database>
proofpass-perf auth <database> <pepper> <API key> <times>
proofpass-perf sign <seconds>
proofpass-perf insert <database> <row bytes> <rows in a transaction> <seconds>";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["load", address, request, connections, seconds, first] => {
            load::run(address, request, number(connections)?, number(seconds)?, number(first)?)?
        }
        ["bare", address, database] => bare::run(address, database)?,
        ["auth", database, pepper, key, times] => auth::run(database, pepper, key, number(times)?)?,
        ["sign", seconds] => sign::run(number(seconds)?)?,
        ["insert", database, bytes, rows, seconds] => {
            insert::run(database, number(bytes)?, number(rows)?, number(seconds)?)?
        }
        _ => bail!("{USAGE}"),
    };
    println!("{result}");
    Ok(())
}

fn number<T: std::str::FromStr>(text: &str) -> anyhow::Result<T> {
    text.parse().ok().with_context(|| format!("not a number: {text}"))
}

/// CPU time of this process up to now, in microseconds.
fn cpu_micros() -> u64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    u64::try_from(time.tv_sec * 1_000_000 + time.tv_nsec / 1_000).unwrap_or_default()
}

/// A rate, in one place after the point.
#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
fn per_second(count: u64, elapsed: std::time::Duration) -> Value {
    Value::from((count as f64 / elapsed.as_secs_f64() * 10.0).round() / 10.0)
}
