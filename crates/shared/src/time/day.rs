//! Days of the proleptic Gregorian calendar, as full dates write them.
//!
//! In scope: `2026-11-23`. Out of scope: times and zones.
//! Spec: <https://www.rfc-editor.org/rfc/rfc3339#section-5.6> (`full-date`)

use std::fmt;

use super::{DAY, Timestamp, TimestampError, date_from_days, days_from_epoch, days_in_month};

/// A day, in days since 1970-01-01, between the years 1 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i64);

impl Day {
    /// The day of a time in UTC.
    pub(crate) fn of(time: Timestamp) -> Self {
        Self(time.0.div_euclid(DAY))
    }

    /// Reads `2026-11-23`.
    pub(crate) fn parse(text: &str) -> Result<Self, TimestampError> {
        if text.len() != 10 {
            return Err(TimestampError);
        }
        Timestamp::parse(&format!("{text}T00:00:00Z")).map(Self::of)
    }

    /// `None` where there is no such day.
    pub(crate) fn from_parts(year: i64, month: i64, day: i64) -> Option<Self> {
        let is_one =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        is_one.then(|| Self(days_from_epoch(year, month, day)))
    }

    /// Of this many days since 1970-01-01, if that is a day of the years 1 to 9999.
    pub(crate) fn from_days(days: i64) -> Option<Self> {
        let seconds = days.checked_mul(DAY)?;
        Timestamp::from_unix_seconds(seconds).ok().map(Self::of)
    }

    /// Year, month and day.
    pub(crate) fn parts(self) -> (i64, i64, i64) {
        date_from_days(self.0)
    }

    /// The day after; the last one is its own.
    pub(crate) fn next(self) -> Self {
        Self::from_days(self.0 + 1).unwrap_or(self)
    }

    /// Days since 1970-01-01.
    pub(crate) fn days(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_that_there_are_and_writes_them_back() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.days(), day.to_string().as_str()), (days, text));
            assert_eq!(Day::from_days(days), Some(day));
        }
        for text in [
            "",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-1-1",
            "26-01-01",
            "2026/01/01",
            "2026-11-23T12:00:00Z",
            "2026-11-23Z",
            " 2026-11-23",
            "0000-01-01",
            "10000-01-01",
            "-001-01-01",
            "2026-11-2\u{663}",
        ] {
            assert_eq!(Day::parse(text), Err(TimestampError), "{text:?}");
        }
        assert_eq!(Day::from_parts(2027, 2, 29), None);
        assert_eq!(Day::from_days(i64::MAX), None);
        assert_eq!(Day::parse("9999-12-31").unwrap().next().to_string(), "9999-12-31");
    }
}
