//! What the person at the terminal sees: what runs now, and how long it took.
//!
//! In scope: one line before a step that may be slow, one line after it. Out of scope: the output of tools
//! (`process` keeps it, and shows it when the tool fails).

use std::fmt::Display;
use std::time::{Duration, Instant};

/// A step shorter than this is not worth a second line.
const WORTH_TELLING: Duration = Duration::from_secs(2);

/// Says what is about to happen, does it, and says how long it took when that was noticeable.
pub(crate) fn step<T>(room: &str, what: impl Display, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    println!("[{room}] {what} …");
    let started = Instant::now();
    let result = work();
    let elapsed = started.elapsed();
    if result.is_err() {
        println!("[{room}] … failed after {}", seconds(elapsed));
    } else if elapsed >= WORTH_TELLING {
        println!("[{room}] … {}", seconds(elapsed));
    }
    result
}

/// One line that needs no second one.
pub(crate) fn note(room: &str, what: impl Display) {
    println!("[{room}] {what}");
}

/// `0.4 s`, `21 s`, `3 min 5 s`.
pub(crate) fn seconds(elapsed: Duration) -> String {
    match elapsed.as_secs() {
        0..=9 => format!("{:.1} s", elapsed.as_secs_f64()),
        whole @ 10..=119 => format!("{whole} s"),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}
