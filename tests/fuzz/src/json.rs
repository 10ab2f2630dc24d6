//! JSON text, numbers, and the canonical form, each held against another implementation.

use std::fmt::Write as _;

use proofpass::jcs::canonicalize;
use proofpass::json::{Error, Limits, Value, from_value, parse};

use crate::known;

/// What another reader makes of the bytes.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the other reader is what ours is compared with")]
pub fn other_reader(bytes: &[u8]) -> Option<serde_json::Value> {
    serde_json::from_slice(bytes).ok()
}

/// Whether both readers read the same value.
#[must_use]
pub fn is_equal(ours: &Value, other: &serde_json::Value) -> bool {
    match (ours, other) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(a), serde_json::Value::Bool(b)) => a == b,
        (Value::Number(a), serde_json::Value::Number(b)) => Some(a.as_f64()) == b.as_f64(),
        (Value::String(a), serde_json::Value::String(b)) => a == b,
        (Value::Array(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equal(a, b))
        }
        (Value::Object(a), serde_json::Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_equal(a, b)))
        }
        _ => false,
    }
}

/// RFC 8785, another time: from the other reader's values, with the standard library's digits.
fn other_writer(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::Null => out.push_str("null"),
        serde_json::Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        serde_json::Value::Number(number) => out.push_str(&ecmascript(number.as_f64().unwrap_or(f64::NAN))),
        serde_json::Value::String(text) => other_string(text, out),
        serde_json::Value::Array(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                other_writer(element, out);
            }
            out.push(']');
        }
        serde_json::Value::Object(object) => {
            let mut members: Vec<(Vec<u16>, &String, &serde_json::Value)> =
                object.iter().map(|(name, value)| (name.encode_utf16().collect(), name, value)).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            out.push('{');
            for (at, (_, name, value)) in members.into_iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                other_string(name, out);
                out.push(':');
                other_writer(value, out);
            }
            out.push('}');
        }
    }
}

fn other_string(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{9}' => out.push_str("\\t"),
            '\u{a}' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\u{d}' => out.push_str("\\r"),
            low if low < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(low));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// ECMAScript's `Number::toString`, from the shortest digits. Of two that are equally near the standard library takes the
/// larger, ECMAScript the even one: a caller that compares knows that from [`is_tie`].
pub(crate) fn ecmascript(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    // The decimal point stands behind so many digits.
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let split = |at: i32| digits.split_at(usize::try_from(at).unwrap_or(0));
    let text = if (1..=21).contains(&point) && count <= point {
        format!("{digits}{}", zeros(point - count))
    } else if (1..=21).contains(&point) {
        let (whole, fraction) = split(point);
        format!("{whole}.{fraction}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", zeros(-point))
    } else {
        let (first, rest) = split(1);
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{first}{dot}{rest}e{}{}", if point > 0 { "+" } else { "-" }, (point - 1).abs())
    };
    if value < 0.0 { format!("-{text}") } else { text }
}

/// Whether two texts differ in the last digit of some number only, and both read as the same values: the one freedom
/// that the shortest digits leave.
fn is_tie(ours: &str, other: &str) -> bool {
    ours.len() == other.len()
        && ours.bytes().zip(other.bytes()).all(|(a, b)| a == b || (a.is_ascii_digit() && a.abs_diff(b) == 1))
        && other_reader(ours.as_bytes()) == other_reader(other.as_bytes())
}

/// The target `json`.
pub(crate) fn text(bytes: &[u8]) {
    let other = other_reader(bytes);
    match parse(bytes, &Limits::DOCUMENT) {
        Ok(ours) => {
            let other = other.unwrap_or_else(|| panic!("only ours reads it"));
            assert!(is_equal(&ours, &other), "the other reader reads something else");
            let canonical = canonicalize(&ours);
            let mut expected = String::new();
            other_writer(&other, &mut expected);
            assert!(canonical == expected || is_tie(&canonical, &expected), "{canonical}\n{expected}");
            for written in [canonical.clone(), ours.to_string()] {
                let again = parse(written.as_bytes(), &Limits { bytes: usize::MAX, ..Limits::DOCUMENT });
                assert_eq!(canonicalize(&again.unwrap_or_else(|fault| panic!("{fault}"))), canonical);
            }
            let converted: serde_json::Value = from_value(&ours).unwrap_or_else(|fault| panic!("{fault}"));
            assert!(is_equal(&ours, &converted), "converted to something else");
        }
        Err(Error::Syntax { .. } | Error::NotUtf8 { .. }) => assert!(other.is_none(), "only the other reads it"),
        // What is refused beyond the grammar, before what follows is looked at.
        Err(_) => {}
    }
    // The caps: one below what a document needs, and it is refused.
    let small = Limits { bytes: 1 << 12, depth: 3, nodes: 20, string: 10 };
    if let Ok(value) = parse(bytes, &small) {
        let (depth, nodes, longest) = measured(&value);
        assert!(depth <= 3 && nodes <= 20 && longest <= 10, "{depth} {nodes} {longest}");
    }
}

/// Depth, count of values and members, and the longest text.
fn measured(value: &Value) -> (usize, usize, usize) {
    let joined = |parts: Vec<(usize, usize, usize)>, own: usize| {
        let depth = parts.iter().map(|part| part.0).max().unwrap_or(0) + 1;
        let longest = parts.iter().map(|part| part.2).max().unwrap_or(0);
        (depth, parts.iter().map(|part| part.1).sum::<usize>() + own, longest)
    };
    match value {
        Value::String(text) => (0, 1, text.len()),
        Value::Array(elements) => joined(elements.iter().map(measured).collect(), 1),
        Value::Object(object) => {
            let part = |(name, value): (&str, &Value)| {
                let (depth, nodes, longest) = measured(value);
                (depth, nodes, longest.max(name.len()))
            };
            joined(object.iter().map(part).collect(), 1 + object.len())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => (0, 1, 0),
    }
}

pub(crate) fn text_seeds() -> Vec<Vec<u8>> {
    let own = [
        r#"{"b":[1,2.50,-0,"\u0007\n\ud83d\ude00"],"a":{"z":null,"y":true,"":false}}"#,
        "[1e21,1e-7,5e-324,1.7976931348623157e308,9007199254740993,0.1,-0.0,1E+2]",
        "{\"\u{20ac}\":1,\"\u{1f600}\":2,\"\u{fb33}\":3,\"\\r\":4}",
        r#"[[[[[]]]],{"a":{"a":{"a":{}}}}]"#,
        r#"{"a":1,"\u0061":2}"#,
    ];
    let vectors = known::vectors().iter().map(|vector| vector.document.clone());
    own.iter().map(|text| text.as_bytes().to_vec()).chain(vectors.filter(|bytes| bytes.len() < 4000)).collect()
}

/// The target `number`: letters that numbers are made of, whatever the bytes are.
pub(crate) fn number(bytes: &[u8]) {
    const LETTERS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '9', '.', 'e', '-', '+'];
    // The first byte asks for a run of digits, which nobody finds by chance.
    let Some((first, rest)) = bytes.split_first() else { return };
    let mut literal: String = rest.iter().map(|byte| LETTERS[usize::from(byte & 15)]).collect();
    if first & 1 == 1 {
        let at = usize::from(first >> 1) % (literal.len() + 1);
        literal.insert_str(at, &LETTERS[usize::from(first >> 4)].to_string().repeat(usize::from(*first) * 4));
    }
    number_literal(&literal);
    // A double's own digits, and one half way to the next.
    if let Some(bits) = rest.first_chunk::<8>() {
        let value = f64::from_bits(u64::from_le_bytes(*bits));
        if value.is_finite() {
            number_literal(&format!("{value:e}"));
            number_literal(&format!("{value:.0}"));
            let next = f64::from_bits(value.to_bits().wrapping_add(1));
            if next.is_finite() {
                number_literal(&format!("{:.780e}", f64::midpoint(value, next)));
            }
        }
    }
}

fn number_literal(literal: &str) {
    let read = parse(literal.as_bytes(), &Limits::DOCUMENT);
    let is_json = {
        let unsigned = literal.strip_prefix('-').unwrap_or(literal);
        let (mantissa, exponent) = unsigned.split_once('e').map_or((unsigned, None), |(m, e)| (m, Some(e)));
        let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(whole)
            && (whole == "0" || !whole.starts_with('0'))
            && fraction.is_none_or(digits)
            && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)))
    };
    if !is_json {
        // What begins as a number may be refused as one before the rest of it is looked at.
        assert!(matches!(read, Err(Error::Syntax { .. } | Error::NumberNotExact { .. })), "{literal}: {read:?}");
        return;
    }
    let expected: f64 = literal.parse().unwrap_or(f64::NAN);
    let mantissa = literal.split('e').next().unwrap_or(literal);
    let vanished = expected == 0.0 && mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    let is_integer = !literal.contains(['.', 'e']);
    // Formatted without a fraction, a double shows all its digits. Beyond 2¹²⁷ only the shortest are taken.
    let is_exact = expected.abs() < 2_f64.powi(127) && format!("{expected:.0}") == literal;
    let rounded = is_integer && !is_exact && ecmascript(expected) != literal && literal != "-0";
    match read {
        Ok(Value::Number(number)) => {
            assert_eq!(number.as_f64().to_bits(), expected.to_bits(), "{literal}");
            assert!(expected.is_finite() && !vanished && !rounded, "{literal} is taken for {expected}");
        }
        Err(Error::NumberNotExact { .. }) => {
            assert!(!expected.is_finite() || vanished || rounded, "{literal} is {expected}");
        }
        other => panic!("{literal}: {other:?}"),
    }
}

pub(crate) fn number_seeds() -> Vec<Vec<u8>> {
    let value = |value: f64| [&[0][..], &value.to_le_bytes()].concat();
    [0.0, -0.0, 1.0, 0.1, 5e-324, f64::MAX, f64::MIN_POSITIVE, 9_007_199_254_740_992.0, 1e21, 1e22, 1e23, 1e-7]
        .map(value)
        .into_iter()
        .chain([vec![0xff; 3], vec![1, 12, 1, 13, 14, 3], vec![0x91, 1, 2, 12, 9, 9, 13, 3, 0, 8]])
        .collect()
}
