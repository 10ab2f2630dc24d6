//! JSON Pointer: the way from the root of a document to one value in it.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc6901>

use std::borrow::Cow;
use std::fmt;

use super::Value;

/// A pointer in its text form (RFC 6901 §5): empty for the whole document, else `/` before each name or position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointer(String);

/// Not a JSON Pointer, or too long for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON Pointer")]
pub struct PointerError;

impl Pointer {
    /// Longest pointer accepted: names are short, and documents nest 64 deep at the most.
    pub const MAX_LEN: usize = 4096;

    /// Reads the text form.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        // RFC 6901 §3: `~` is written `~0`, and `/` in a name `~1`.
        let escapes = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        let valid = text.len() <= Self::MAX_LEN && (text.is_empty() || text.starts_with('/')) && escapes;
        if valid { Ok(Self(text.to_owned())) } else { Err(PointerError) }
    }

    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands there, if anything does.
    #[must_use]
    pub fn find<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        self.tokens().try_fold(document, |value, token| Some(step(value, &token)?.1))
    }

    /// The names and positions on the way, unescaped.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|token| {
            // In this order: `~01` is `~1`, and not `/` (§4).
            if token.contains('~') { token.replace("~1", "/").replace("~0", "~").into() } else { token.into() }
        })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The member or element that one token names, with its place among the others (§4).
pub(crate) fn step<'v>(value: &'v Value, token: &str) -> Option<(usize, &'v Value)> {
    match value {
        Value::Object(object) => {
            object.iter().enumerate().find_map(|(at, (name, member))| (name == token).then_some((at, member)))
        }
        Value::Array(elements) => {
            let digits = token.bytes().all(|b| b.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
            let at = token.parse().ok().filter(|_| digits)?;
            Some((at, elements.get(at)?))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    fn at<'v>(document: &'v Value, pointer: &str) -> Option<&'v Value> {
        Pointer::parse(pointer).unwrap().find(document)
    }

    #[test]
    fn finds_what_the_examples_of_the_rfc_find() {
        let text = br#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#;
        let document = parse(text, &Limits::DOCUMENT).unwrap();
        assert_eq!(at(&document, ""), Some(&document));
        assert_eq!(at(&document, "/foo/0"), Some(&Value::from("bar")));
        for (pointer, number) in [
            ("/", 0u32),
            ("/a~1b", 1),
            ("/c%d", 2),
            ("/e^f", 3),
            ("/g|h", 4),
            ("/i\\j", 5),
            ("/k\"l", 6),
            ("/ ", 7),
            ("/m~0n", 8),
        ] {
            assert_eq!(at(&document, pointer), Some(&Value::from(number)), "{pointer}");
        }
        for pointer in ["/foo/2", "/foo/-", "/foo/00", "/foo/+1", "/foo/", "/foo/0/0", "/bar", "/m~01n"] {
            assert_eq!(at(&document, pointer), None, "{pointer}");
        }
    }

    #[test]
    fn refuses_what_is_no_pointer() {
        for text in ["foo", "#/foo", "0/foo", "/a~", "/a~2", "/~x", &"/a".repeat(3000)] {
            assert_eq!(Pointer::parse(text), Err(PointerError), "{text}");
        }
    }
}
