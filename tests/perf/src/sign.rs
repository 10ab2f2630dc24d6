//! How many signatures the machine makes, on all its processors, with nothing around them.

use std::thread;
use std::time::{Duration, Instant};

use proofpass::key::SigningKey;
use serde_json::{Value, json};

/// Signs for so many seconds.
pub(crate) fn run(seconds: u64) -> anyhow::Result<Value> {
    let processors = thread::available_parallelism()?.get();
    let start = Instant::now();
    let end = start + Duration::from_secs(seconds);
    let each: Vec<_> = (0..processors).map(|_| thread::spawn(move || sign_until(end))).collect();
    let count: u64 = each.into_iter().map(|one| one.join().unwrap_or_default()).sum();
    Ok(json!({ "signatures": count, "per_second": crate::per_second(count, start.elapsed()) }))
}

fn sign_until(end: Instant) -> u64 {
    let key = SigningKey::from_seed(&[7; 32]);
    let (mut count, mut message) = (0_u64, [0; 64]);
    while Instant::now() < end {
        message[..8].copy_from_slice(&count.to_le_bytes());
        std::hint::black_box(key.sign(&message));
        count += 1;
    }
    count
}
