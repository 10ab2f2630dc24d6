//! Writing: compact, no escapes but the necessary ones (RFC 8785 §3.2.2.2).

use super::{Object, Value};

/// Appends `value` in insertion order.
pub(crate) fn write_value(value: &Value, out: &mut String) {
    write_with(value, out, &|object, out| write_members(object.iter(), out));
}

/// Appends `value`, leaving objects to `members`: insertion order here, sorted in `jcs`.
pub(crate) fn write_with(value: &Value, out: &mut String, members: &impl Fn(&Object, &mut String)) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => number.write(out),
        Value::String(text) => write_string(text, out),
        Value::Array(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_with(element, out, members);
            }
            out.push(']');
        }
        Value::Object(object) => members(object, out),
    }
}

/// Appends an object's members in the order given.
pub(super) fn write_members<'a>(members: impl Iterator<Item = (&'a str, &'a Value)>, out: &mut String) {
    out.push('{');
    for (at, (name, value)) in members.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_string(name, out);
        out.push(':');
        write_value(value, out);
    }
    out.push('}');
}

/// Appends a quoted string.
pub(crate) fn write_string(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            b'\t' => "\\t",
            b'\n' => "\\n",
            0x0c => "\\f",
            b'\r' => "\\r",
            0x00..=0x1f => "",
            _ => continue,
        };
        out.push_str(plain(text, plain_from, at));
        plain_from = at + 1;
        if short.is_empty() {
            out.push_str("\\u00");
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 0xf)]));
        } else {
            out.push_str(short);
        }
    }
    out.push_str(plain(text, plain_from, text.len()));
    out.push('"');
}

/// A run of text between ASCII bytes. Never empty by accident: both ends are character boundaries. (An index
/// expression would say the same and bring its panic message, with the tables to print it, into the Wasm.)
pub(super) fn plain(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}
