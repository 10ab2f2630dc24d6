//! An entry of `credentialStatus`: which bits of which list speak about the credential.
//!
//! Spec: <https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry>

use super::{Form, Purpose};
use crate::credential::is_url;
use crate::json::{Object, Value};

/// A well-formed entry of a kind that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) purpose: Purpose,
    /// `statusListCredential`
    pub(crate) list: &'a str,
    pub(super) form: Form,
    /// None where it is beyond any list.
    pub(super) index: Option<u64>,
    /// Bits of a value.
    pub(super) size: u32,
}

/// Why an entry says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryError {
    /// A member is missing or has the wrong form.
    Malformed,
    /// Another type of entry, or a purpose whose meaning is not known.
    Unsupported,
}

impl<'a> Entry<'a> {
    /// Reads an entry. What is of another type is somebody else's to judge, so that comes first.
    pub(crate) fn read(entry: &'a Value) -> Result<Self, EntryError> {
        let entry = entry.as_object().ok_or(EntryError::Unsupported)?;
        let types = entry.get("type").map_or(&[][..], Value::as_set);
        let is_of = |form: &Form| types.iter().any(|name| name.as_str() == Some(form.entry()));
        let form = Form::ALL.into_iter().find(is_of).ok_or(EntryError::Unsupported)?;

        Self::of(entry, form).ok_or(EntryError::Malformed)?
    }

    /// None where it is malformed.
    fn of(entry: &'a Object, form: Form) -> Option<Result<Self, EntryError>> {
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        let list = text("statusListCredential").filter(|url| is_url(url))?;
        // `id` is optional, and names the entry: not the list.
        if entry.get("id").is_some_and(|id| id.as_str() == Some(list)) {
            return None;
        }
        let index = text("statusListIndex").filter(|index| is_decimal(index))?;
        let purpose = text("statusPurpose")?;
        let size = match form {
            Form::Bitstring => size(entry)?,
            Form::Legacy => 1,
        };
        if entry.get("statusReference").is_some_and(|urls| !are_urls(urls)) {
            return None;
        }
        let purpose = Purpose::parse(purpose).ok_or(EntryError::Unsupported);
        Some(purpose.map(|purpose| Self { purpose, list, form, index: index.parse().ok(), size }))
    }
}

/// An integer from 0 on, in base 10, written in the one way that there is.
fn is_decimal(text: &str) -> bool {
    text == "0" || (!text.is_empty() && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()))
}

/// `statusSize`, by default 1. A value of more bits than one needs a message for each value it can have, and messages
/// that are there are complete: so no size is larger than a document can hold messages for.
fn size(entry: &Object) -> Option<u32> {
    let size = match entry.get("statusSize") {
        None => 1,
        Some(Value::Number(size)) => size.as_u64().and_then(|size| u32::try_from(size).ok())?,
        Some(_) => return None,
    };
    let values = 1_usize.checked_shl(size).filter(|_| (1..32).contains(&size))?;
    match entry.get("statusMessage") {
        None => (size == 1).then_some(size),
        Some(Value::Array(messages)) if messages.len() == values => messages.iter().all(is_message).then_some(size),
        Some(_) => None,
    }
}

/// A value in hexadecimal, and the message for it.
fn is_message(message: &Value) -> bool {
    let text = |name: &str| message.as_object().and_then(|message| message.get(name)?.as_str());
    let is_hexadecimal = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    text("status").and_then(|status| status.strip_prefix("0x")).is_some_and(is_hexadecimal) && text("message").is_some()
}

/// One URL, or a list of them.
fn are_urls(urls: &Value) -> bool {
    urls.as_set().iter().all(|url| url.as_str().is_some_and(is_url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    const GOOD: &str = r#"{"id":"https://a.example/1#7","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://a.example/1"}"#;

    fn value(text: &str) -> Value {
        parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
    }

    /// The good entry with another member, or without one.
    fn with(name: &str, text: &str) -> Value {
        let Value::Object(mut entry) = value(GOOD) else { panic!() };
        if text.is_empty() {
            entry.remove(name);
        } else {
            entry.insert(name, value(text));
        }
        entry.into()
    }

    /// A list of messages for so many values.
    fn messages(count: usize) -> String {
        let messages: Vec<String> = (0..count).map(|n| format!(r#"{{"status":"0x{n:x}","message":"m"}}"#)).collect();
        format!("[{}]", messages.join(","))
    }

    #[test]
    fn reads_what_the_specification_allows() {
        let good = value(GOOD);
        let expected = Entry {
            purpose: Purpose::Revocation,
            list: "https://a.example/1",
            form: Form::Bitstring,
            index: Some(7),
            size: 1,
        };
        assert_eq!(Entry::read(&good), Ok(expected));
        for (name, text) in [
            ("id", ""),
            ("type", r#"["BitstringStatusListEntry"]"#),
            ("statusSize", "1"),
            ("statusSize", "1.0"),
            ("statusMessage", &messages(2)),
            ("statusReference", r#""https://a.example/dictionary""#),
            ("statusReference", r#"["https://a.example/dictionary","urn:x:y"]"#),
            ("more", "{}"),
        ] {
            assert_eq!(Entry::read(&with(name, text)), Ok(expected), "{name} {text}");
        }
        for (index, read) in [
            ("0", Some(0)),
            ("131072", Some(131_072)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("99999999999999999999999999999999", None),
        ] {
            let entry = with("statusListIndex", &format!("\"{index}\""));
            assert_eq!(Entry::read(&entry).map(|entry| entry.index), Ok(read), "{index}");
        }
        let Value::Object(wide) = with("statusMessage", &messages(8)) else { panic!() };
        assert_eq!(Entry::read(&wide.with("statusSize", 3).into()).map(|entry| entry.size), Ok(3));
        let Value::Object(legacy) = with("type", "\"StatusList2021Entry\"") else { panic!() };
        let legacy = legacy.with("statusSize", 0).into();
        assert_eq!(Entry::read(&legacy).map(|entry| (entry.form, entry.size)), Ok((Form::Legacy, 1)));
    }

    #[test]
    fn refuses_what_it_forbids() {
        let long = messages(4);
        for (name, text) in [
            ("statusListIndex", ""),
            ("statusListIndex", "7"),
            ("statusListIndex", "1.5"),
            ("statusListIndex", r#""""#),
            ("statusListIndex", r#""01""#),
            ("statusListIndex", r#""-1""#),
            ("statusListIndex", r#""+1""#),
            ("statusListIndex", r#""1.5""#),
            ("statusListIndex", r#""1e3""#),
            ("statusListIndex", r#"" 1""#),
            ("statusListIndex", "\"\u{661}\""),
            ("statusListIndex", r#"["7"]"#),
            ("statusListCredential", ""),
            ("statusListCredential", r#""list""#),
            ("statusListCredential", r#"{"id":"https://a.example/1"}"#),
            ("id", r#""https://a.example/1""#),
            ("statusPurpose", ""),
            ("statusPurpose", "1"),
            ("statusPurpose", r#"["revocation"]"#),
            ("statusSize", "0"),
            ("statusSize", "-1"),
            ("statusSize", "1.5"),
            ("statusSize", r#""1""#),
            ("statusSize", "2"),
            ("statusSize", "32"),
            ("statusSize", "4294967297"),
            ("statusMessage", "{}"),
            ("statusMessage", "[]"),
            ("statusMessage", long.as_str()),
            ("statusMessage", r#"[{"status":"0x0","message":"a"},{"status":"1","message":"b"}]"#),
            ("statusMessage", r#"[{"status":"0x0","message":"a"},{"status":"0x","message":"b"}]"#),
            ("statusMessage", r#"[{"status":"0x0","message":"a"},{"status":"0x1"}]"#),
            ("statusReference", "1"),
            ("statusReference", r#"["https://a.example/", "dictionary"]"#),
        ] {
            assert_eq!(Entry::read(&with(name, text)), Err(EntryError::Malformed), "{name} {text}");
        }
    }

    #[test]
    fn leaves_what_it_does_not_know() {
        for (name, text) in [
            ("type", ""),
            ("type", r#""bitstringStatusListEntry""#),
            ("type", r#"["Other"]"#),
            ("statusPurpose", r#""Revocation""#),
            ("statusPurpose", r#""archival""#),
        ] {
            assert_eq!(Entry::read(&with(name, text)), Err(EntryError::Unsupported), "{name} {text}");
        }
        assert_eq!(Entry::read(&Value::Null), Err(EntryError::Unsupported));
    }
}
