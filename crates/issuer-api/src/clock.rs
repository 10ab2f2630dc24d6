//! The clock, as an argument.
//!
//! Everything that needs the time is given a [`Clock`]; only this file reads the machine's.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use proofpass::time::Timestamp;

/// What time it is.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn unix_millis(&self) -> u64;

    /// The time as credentials write it: whole seconds.
    fn now(&self) -> Timestamp {
        let seconds = i64::try_from(self.unix_millis() / 1000).unwrap_or(i64::MAX);
        Timestamp::from_unix_seconds(seconds).unwrap_or_else(|_| epoch().plus_seconds(i64::MAX))
    }
}

fn epoch() -> Timestamp {
    // Unwrap safety: zero seconds lies between the years 1 and 9999.
    #[expect(clippy::unwrap_used, reason = "a constant")]
    Timestamp::from_unix_seconds(0).unwrap()
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn unix_millis(&self) -> u64 {
        // A machine set before 1970 gets 1970: certificates and keys then read as not yet valid, which is loud enough.
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
    }
}

/// A clock that stands still until it is moved: tests never sleep.
#[derive(Debug)]
pub struct ManualClock(AtomicU64);

impl ManualClock {
    /// Stands at `time`.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self(AtomicU64::new(u64::try_from(time.unix_seconds()).unwrap_or(0).saturating_mul(1000)))
    }

    /// Moves forward.
    pub fn advance_seconds(&self, seconds: u64) {
        self.0.fetch_add(seconds.saturating_mul(1000), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn unix_millis(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}
