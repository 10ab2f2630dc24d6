//! Types and values of claims as JSON has them.
//!
//! In scope: one meaning for each spelling, exact or refused. Out of scope: the numbers of the circuit
//! ([`proofpass_zk::claim`]).

use proofpass_zk::claim::{ClaimType, MAX_SCALE, Value as Claimed};

use crate::json::{Number, Value};
use crate::time::{Day, Timestamp};

/// A text that is claimed or asked for has no more bytes than this.
const MAX_TEXT: usize = 4096;
/// A number in decimal notation has no more characters: 2^63 has 19 digits, and nobody writes many zeros after the point.
const MAX_NUMBER: usize = 64;

/// Reads `integer`, `decimal:2`, `date`, `date-time`, `boolean`, `string`, `member`, `absent`.
#[must_use]
pub fn parse_type(text: &str) -> Option<ClaimType> {
    Some(match text {
        "integer" => ClaimType::Integer,
        "date" => ClaimType::Date,
        "date-time" => ClaimType::DateTime,
        "boolean" => ClaimType::Boolean,
        "string" => ClaimType::String,
        "member" => ClaimType::Member,
        "absent" => ClaimType::Absent,
        _ => {
            let digits = text.strip_prefix("decimal:")?;
            let scale = digits.parse().ok().filter(|scale| *scale <= MAX_SCALE)?;
            let r#type = ClaimType::Decimal(scale);
            // One spelling: no sign, no zero in front.
            return (r#type.to_string() == text).then_some(r#type);
        }
    })
}

/// Reads a value of a type. None, if it is none of it, or not exactly one.
///
/// Whole numbers beyond 2^53 and decimals may be text in decimal notation; dates and times are text.
#[must_use]
pub fn read_value(value: &Value, r#type: ClaimType) -> Option<Claimed> {
    let text = || value.as_str();
    Some(match r#type {
        ClaimType::Integer => Claimed::Number(decimal(value, 0)?),
        ClaimType::Decimal(scale) => Claimed::Number(decimal(value, scale)?),
        ClaimType::Date => Claimed::Number(Day::parse(text()?).ok()?.days()),
        // A fraction of a second would be lost.
        ClaimType::DateTime => {
            Claimed::Number(Timestamp::parse(text().filter(|text| !text.contains('.'))?).ok()?.unix_seconds())
        }
        ClaimType::Boolean => match value {
            Value::Bool(flag) => Claimed::Boolean(*flag),
            _ => return None,
        },
        ClaimType::String | ClaimType::Member => {
            Claimed::Text(text().filter(|text| text.len() <= MAX_TEXT)?.to_owned())
        }
        ClaimType::Absent => return None,
    })
}

/// Writes a value as [`read_value`] reads it, in one spelling. `null` for what is no value of the type.
#[must_use]
pub fn write_value(value: &Claimed, r#type: ClaimType) -> Value {
    match (value, r#type) {
        (Claimed::Number(number), ClaimType::Integer) => {
            u32::try_from(*number).map_or_else(|_| number.to_string().into(), Value::from)
        }
        (Claimed::Number(number), ClaimType::Decimal(scale)) => written(*number, scale).into(),
        (Claimed::Number(number), ClaimType::Date) => Day::from_days(*number).map(|day| day.to_string()).into(),
        (Claimed::Number(number), ClaimType::DateTime) => {
            Timestamp::from_unix_seconds(*number).ok().map(|time| time.to_string()).into()
        }
        (Claimed::Boolean(flag), ClaimType::Boolean) => (*flag).into(),
        (Claimed::Text(text), ClaimType::String | ClaimType::Member) => text.as_str().into(),
        _ => Value::Null,
    }
}

/// A number in units of ten to the power of `-scale`, if it is a whole number of them.
fn decimal(value: &Value, scale: u8) -> Option<i64> {
    match value {
        // A double beyond 2^53 may stand for its neighbours too.
        Value::Number(number) if number.as_f64().abs() <= MAX_SAFE => scaled(&value.to_string(), scale, true),
        Value::String(text) => scaled(text, scale, false),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is the largest integer of which nothing is lost")]
const MAX_SAFE: f64 = Number::MAX_SAFE_INTEGER as f64;

fn scaled(text: &str, scale: u8, may_have_exponent: bool) -> Option<i64> {
    if text.len() > MAX_NUMBER {
        return None;
    }
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) if may_have_exponent => (mantissa, exponent.parse::<i32>().ok()?),
        Some(_) => return None,
        None => (text, 0),
    };
    let (negative, unsigned) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (unsigned, ""),
    };
    let is_whole = !whole.is_empty() && (whole == "0" || !whole.starts_with('0'));
    if !is_whole || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Zeros at the end say nothing.
    let fraction = fraction.trim_end_matches('0');
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let shift = exponent + i32::from(scale) - i32::try_from(fraction.len()).ok()?;
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    let number =
        if shift >= 0 { digits.checked_mul(power)? } else { Some(digits / power).filter(|_| digits % power == 0)? };
    // One spelling of zero.
    if negative && number == 0 && !may_have_exponent {
        return None;
    }
    i64::try_from(if negative { -number } else { number }).ok()
}

fn written(number: i64, scale: u8) -> String {
    let scale = usize::from(scale);
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if number < 0 { "-" } else { "" };
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};
    use proptest::prelude::*;

    fn read(json: &str, r#type: &str) -> Option<Claimed> {
        read_value(&parse(json.as_bytes(), &Limits::DOCUMENT).unwrap(), parse_type(r#type).unwrap())
    }

    fn number(json: &str, r#type: &str) -> Option<i64> {
        read(json, r#type).map(|value| match value {
            Claimed::Number(number) => number,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn types_have_one_name() {
        for name in ["integer", "decimal:0", "decimal:18", "date", "date-time", "boolean", "string", "member", "absent"]
        {
            assert_eq!(parse_type(name).unwrap().to_string(), name);
        }
        for name in
            ["", "Integer", "decimal", "decimal:", "decimal:19", "decimal:02", "decimal:+2", "decimal:-1", "datetime"]
        {
            assert_eq!(parse_type(name), None, "{name}");
        }
    }

    #[test]
    fn whole_numbers_are_exact_or_refused() {
        for (json, expected) in [
            ("18", 18),
            ("-1", -1),
            ("0", 0),
            ("-0", 0),
            ("1.0", 1),
            ("1e3", 1000),
            ("9007199254740991", 9_007_199_254_740_991),
            (r#""9223372036854775807""#, i64::MAX),
            (r#""-9223372036854775808""#, i64::MIN),
            (r#""42""#, 42),
        ] {
            assert_eq!(number(json, "integer"), Some(expected), "{json}");
        }
        for json in [
            "0.5",
            "1.5e0",
            "9007199254740992",
            "1e300",
            "true",
            "null",
            "[1]",
            r#""""#,
            r#""+1""#,
            r#""01""#,
            r#""1e3""#,
            r#"" 1""#,
            r#""1 ""#,
            r#""1.""#,
            r#""-0""#,
            r#""-""#,
            r#""0x1""#,
            r#""9223372036854775808""#,
            r#""-9223372036854775809""#,
            r#""\u0661""#,
        ] {
            assert_eq!(number(json, "integer"), None, "{json}");
        }
        assert_eq!(number(&format!("\"1.{}\"", "0".repeat(63)), "integer"), None, "too long");
    }

    #[test]
    fn decimals_are_exact_at_their_scale() {
        for (json, r#type, expected) in [
            ("0.1", "decimal:1", 1),
            ("0.1", "decimal:2", 10),
            ("12.34", "decimal:2", 1234),
            ("-12.34", "decimal:2", -1234),
            ("1e-7", "decimal:7", 1),
            ("150", "decimal:2", 15000),
            (r#""12.340""#, "decimal:2", 1234),
            (r#""0.000000000000000001""#, "decimal:18", 1),
            (r#""9.223372036854775807""#, "decimal:18", i64::MAX),
            (r#""-9.223372036854775808""#, "decimal:18", i64::MIN),
        ] {
            assert_eq!(number(json, r#type), Some(expected), "{json} {type}");
        }
        for (json, r#type) in [
            ("0.1", "decimal:0"),
            ("12.345", "decimal:2"),
            ("1e-8", "decimal:7"),
            (r#""12.341""#, "decimal:2"),
            (r#"".5""#, "decimal:2"),
            (r#""5.""#, "decimal:2"),
            (r#""00.5""#, "decimal:2"),
            (r#""1,5""#, "decimal:2"),
            (r#""-0.00""#, "decimal:2"),
            (r#""1e1""#, "decimal:2"),
            ("10", "decimal:18"),
            (r#""9.223372036854775808""#, "decimal:18"),
            ("true", "decimal:2"),
        ] {
            assert_eq!(number(json, r#type), None, "{json} {type}");
        }
    }

    #[test]
    fn dates_are_days_that_there_are_and_times_have_a_zone_and_no_fraction() {
        assert_eq!(number(r#""1990-05-17""#, "date"), Some(7441));
        assert_eq!(number(r#""1969-12-31""#, "date"), Some(-1));
        assert_eq!(number(r#""1970-01-01T02:00:00+02:00""#, "date-time"), Some(0));
        for json in
            [r#""2026-02-29""#, r#""1990-5-17""#, r#""17.05.1990""#, r#""1990-05-17T00:00:00Z""#, "7441", "null"]
        {
            assert_eq!(number(json, "date"), None, "{json}");
        }
        for json in [r#""1990-05-17""#, r#""1970-01-01T00:00:00""#, r#""1970-01-01T00:00:00.5Z""#, "0"] {
            assert_eq!(number(json, "date-time"), None, "{json}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_none() {
        assert_eq!(read("true", "boolean"), Some(Claimed::Boolean(true)));
        assert_eq!(read(r#""DE""#, "string"), Some(Claimed::Text("DE".into())));
        assert_eq!(read(r#""""#, "member"), Some(Claimed::Text(String::new())));
        for (json, r#type) in [
            ("1", "boolean"),
            (r#""true""#, "boolean"),
            ("null", "boolean"),
            ("1", "string"),
            ("null", "string"),
            (r#"["DE"]"#, "member"),
            ("{}", "string"),
            ("null", "absent"),
            ("0", "absent"),
        ] {
            assert_eq!(read(json, r#type), None, "{json} {type}");
        }
        assert_eq!(read(&format!("{:?}", "x".repeat(MAX_TEXT + 1)), "string"), None);
        assert_eq!(write_value(&Claimed::Boolean(true), ClaimType::String), Value::Null);
        assert_eq!(write_value(&Claimed::Number(i64::MAX), ClaimType::Date), Value::Null);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(number: i64, scale in 0..=MAX_SCALE, day in -719_162_i64..=2_932_896) {
            for r#type in [ClaimType::Integer, ClaimType::Decimal(scale)] {
                let value = Claimed::Number(number);
                prop_assert_eq!(read_value(&write_value(&value, r#type), r#type), Some(value));
            }
            let value = Claimed::Number(day);
            prop_assert_eq!(read_value(&write_value(&value, ClaimType::Date), ClaimType::Date), Some(value));
        }
    }
}
