//! Verifies one document as often as it is told, for benches that run other implementations beside it.
//!
//! Started with the document's path; for each line with a number on standard input it verifies so many times and
//! answers with a line of the processor time it took, in microseconds. A document that is not accepted ends it.

use std::hint::black_box;
use std::io::{BufRead as _, Write as _};

use proofpass::time::Timestamp;
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
use rustix::time::{ClockId, clock_gettime};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which document?")?;
    let document = std::fs::read(path)?;
    let now = Timestamp::parse("2026-11-23T12:00:00Z")?;
    let (material, policy) = (Material::default(), Policy::default());
    let report = || verify_bytes(black_box(&document), &material, &policy, now);
    if report().verdict() != Verdict::Accept {
        return Err(format!("not accepted: {}", report().to_json()).into());
    }
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let times: u32 = line?.trim().parse()?;
        let begun = clock_gettime(ClockId::ProcessCPUTime);
        for _ in 0..times {
            black_box(report().to_json());
        }
        let ended = clock_gettime(ClockId::ProcessCPUTime);
        let nanoseconds = (ended.tv_sec - begun.tv_sec) * 1_000_000_000 + (ended.tv_nsec - begun.tv_nsec);
        writeln!(out, "{}", nanoseconds / 1000)?;
        out.flush()?;
    }
    Ok(())
}
