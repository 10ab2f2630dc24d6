//! Ages as dates of birth: calendar arithmetic that the circuit does without.
//!
//! The rule: somebody is a year older on the day of the year on which they were born. Who was born on 29 February is a
//! year older on 1 March of a year that has no such day. The day is that of UTC.

use crate::time::{Day, Timestamp};

/// The most years that are asked about.
pub(super) const MAX_YEARS: u32 = 150;

/// The last day of birth of somebody who is so many whole years old at a time.
pub(super) fn born_at_the_latest(years: u32, at: Timestamp) -> Day {
    let (year, month, day) = Day::of(at).parts();
    let year = year - i64::from(years.min(MAX_YEARS));
    // On 29 February everybody who was born until the 28th of a year without it is as old, and nobody born on 1 March.
    Day::from_parts(year, month, day).or_else(|| Day::from_parts(year, 2, 28)).unwrap_or(Day::of(Timestamp::MIN))
}

/// The first day of birth of somebody who is no more than so many whole years old at a time.
pub(super) fn born_at_the_earliest(years: u32, at: Timestamp) -> Day {
    born_at_the_latest(years.min(MAX_YEARS) + 1, at).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn latest(years: u32, time: &str) -> String {
        born_at_the_latest(years, at(time)).to_string()
    }

    /// The rule itself, year by year.
    fn age(born: Day, on: Day) -> i64 {
        let ((year, month, day), (now, this_month, this_day)) = (born.parts(), on.parts());
        let (month, day) = match Day::from_parts(now, month, day) {
            Some(_) => (month, day),
            None => (3, 1),
        };
        now - year - i64::from((this_month, this_day) < (month, day))
    }

    #[test]
    fn the_birthday_itself_counts_and_the_day_before_does_not() {
        assert_eq!(latest(18, "2026-11-23T00:00:00Z"), "2008-11-23");
        assert_eq!(latest(18, "2026-11-23T23:59:59Z"), "2008-11-23");
        assert_eq!(latest(18, "2026-11-22T23:59:59Z"), "2008-11-22");
        assert_eq!(latest(0, "2026-11-23T12:00:00Z"), "2026-11-23");
    }

    #[test]
    fn the_day_is_that_of_utc() {
        assert_eq!(latest(18, "2026-11-24T01:00:00+02:00"), "2008-11-23");
        assert_eq!(latest(18, "2026-11-23T23:00:00-02:00"), "2008-11-24");
    }

    #[test]
    fn born_on_29_february_turns_older_on_1_march_where_there_is_none() {
        let born = Day::parse("2008-02-29").unwrap();
        for (time, is_18) in
            [("2026-02-28T12:00:00Z", false), ("2026-03-01T00:00:00Z", true), ("2028-02-28T12:00:00Z", true)]
        {
            assert_eq!(born <= born_at_the_latest(18, at(time)), is_18, "{time}");
        }
        // A year that has the day: it is the birthday.
        assert_eq!(latest(20, "2028-02-28T12:00:00Z"), "2008-02-28");
        assert_eq!(latest(20, "2028-02-29T12:00:00Z"), "2008-02-29");
        // On that day in a year to which no such birthday belongs.
        assert_eq!(latest(18, "2028-02-29T12:00:00Z"), "2010-02-28");
        assert_eq!(latest(18, "2028-03-01T12:00:00Z"), "2010-03-01");
        // 1900 and 2100 have none either, 2000 has.
        assert_eq!(latest(100, "2100-02-28T12:00:00Z"), "2000-02-28");
        assert_eq!(latest(100, "2100-03-01T12:00:00Z"), "2000-03-01");
    }

    proptest! {
        #[test]
        fn the_dates_of_birth_are_those_that_the_rule_gives(
            born in 0_i64..4_102_444_800,
            time in 0_i64..4_102_444_800,
            years in 0_u32..=MAX_YEARS,
        ) {
            let (born, time) = (Day::of(Timestamp::from_unix_seconds(born).unwrap()), Timestamp::from_unix_seconds(time).unwrap());
            let age = age(born, Day::of(time));
            prop_assert_eq!(born <= born_at_the_latest(years, time), age >= i64::from(years));
            prop_assert_eq!(born >= born_at_the_earliest(years, time), age <= i64::from(years));
        }
    }
}
