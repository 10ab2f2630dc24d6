//! Points in time, as credentials write them.
//!
//! In scope: XML Schema `dateTimeStamp` (a date, a time and an explicit zone). Out of scope: the clock; time is
//! always an argument here.
//! Specs: <https://www.w3.org/TR/xmlschema11-2/#dateTimeStamp>, <https://www.w3.org/TR/vc-data-model-2.0/#validity-period>

#[cfg(feature = "zk")]
mod day;

use std::fmt;

#[cfg(feature = "zk")]
pub(crate) use day::Day;

/// Seconds since 1970-01-01T00:00:00Z, between the years 1 and 9999. Fractions of a second are dropped when read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Not a `dateTimeStamp`, or outside the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date and time with a zone, such as 2026-11-23T12:00:00Z")]
pub struct TimestampError;

const DAY: i64 = 86_400;

impl Timestamp {
    /// 0001-01-01T00:00:00Z
    pub const MIN: Self = Self(-62_135_596_800);

    /// 9999-12-31T23:59:59Z
    pub const MAX: Self = Self(253_402_300_799);

    /// Longest text accepted: nine fractional digits and an offset need 35.
    const MAX_TEXT: usize = 64;

    /// From Unix time, in seconds.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, TimestampError> {
        if (Self::MIN.0..=Self::MAX.0).contains(&seconds) { Ok(Self(seconds)) } else { Err(TimestampError) }
    }

    /// Unix time, in seconds.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// This point moved by `seconds`, held within the years 1 to 9999.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Reads a `dateTimeStamp`: `2026-11-23T12:00:00Z`, `2026-11-23T12:00:00.5+02:00`.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        Self::read(text).and_then(|seconds| Self::from_unix_seconds(seconds).ok()).ok_or(TimestampError)
    }

    fn read(text: &str) -> Option<i64> {
        if text.len() > Self::MAX_TEXT || !text.is_ascii() {
            return None;
        }
        let (head, rest) = text.split_at_checked(19)?;
        let head = head.as_bytes();
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if marks.iter().any(|&(at, mark)| head[at] != mark) {
            return None;
        }
        let (year, month, day) = (digits(&head[..4])?, digits(&head[5..7])?, digits(&head[8..10])?);
        let (hour, minute, second) = (digits(&head[11..13])?, digits(&head[14..16])?, digits(&head[17..19])?);

        let (fraction, zone) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).filter(|at| *at > 0)?),
            None => ("", rest),
        };
        let end_of_day = hour == 24 && minute == 0 && second == 0 && fraction.bytes().all(|b| b == b'0');
        let valid = year >= 1
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && (hour <= 23 || end_of_day)
            && minute <= 59
            && second <= 59;
        if !valid {
            return None;
        }
        let local = days_from_epoch(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
        Some(local - offset(zone)?)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date_from_days(self.0.div_euclid(DAY));
        let second = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

/// Seconds east of UTC: `Z`, or ±hh:mm up to 14:00.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes().first()? {
        b'Z' if zone.len() == 1 => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let zone = zone.as_bytes();
    if zone.len() != 6 || zone[3] != b':' {
        return None;
    }
    let (hours, minutes) = (digits(&zone[1..3])?, digits(&zone[4..6])?);
    (minutes <= 59 && hours * 60 + minutes <= 14 * 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar, counting years from March so that the leap day is last.
fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The inverse of [`days_from_epoch`].
fn date_from_days(days: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097; // days in 400 years
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year_of_era + carry, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_xml_schema_allows() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-23T12:00:00Z", 1_795_435_200),
            ("2026-11-23T12:00:00.999Z", 1_795_435_200),
            ("2026-11-23T14:00:00+02:00", 1_795_435_200),
            ("2026-11-22T22:00:00-14:00", 1_795_435_200),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("1969-12-31T24:00:00Z", 0),
            ("0001-01-01T00:00:00Z", Timestamp::MIN.0),
            ("9999-12-31T23:59:59Z", Timestamp::MAX.0),
        ] {
            assert_eq!(Timestamp::parse(text).map(Timestamp::unix_seconds), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_it_does_not() {
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T12:00:00",
            "2026-11-23 12:00:00Z",
            "2026-11-23T12:00Z",
            "2026-11-23t12:00:00z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:01Z",
            "2026-01-01T24:00:00.1Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00+14:01",
            "2026-01-01T00:00:00+0100",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00ZZ",
            "0000-01-01T00:00:00Z",
            "-2026-01-01T00:00:00Z",
            "12026-01-01T00:00:00Z",
            "0001-01-01T00:00:00+00:01",
            "+026-01-01T00:00:00Z",
            "2026-01-01T00:00:00\u{661}Z",
        ] {
            assert_eq!(Timestamp::parse(text), Err(TimestampError), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(seconds in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let time = Timestamp::from_unix_seconds(seconds).unwrap();
            prop_assert_eq!(Timestamp::parse(&time.to_string()), Ok(time));
        }
    }
}
