//! JSON as signatures need it: one strict reader, one exact writer.
//!
//! Every byte from outside that claims to be JSON is read here and nowhere else, so that what was checked,
//! what was hashed and what is shown are the same value (`docs/adr/0002-one-json-parser.md`).
//!
//! In scope: RFC 8259 syntax; I-JSON's unique member names; caps on size, depth, values and strings; numbers that
//! an IEEE 754 double holds without loss; compact writing in insertion order.
//! Out of scope: member sorting (`jcs`), schemas, streaming.
//! Specs: <https://www.rfc-editor.org/rfc/rfc8259>, <https://www.rfc-editor.org/rfc/rfc7493>,
//! number and string form: <https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2>

mod decimal;
pub(crate) mod natural;
mod number;
mod parse;
#[cfg(any(feature = "sd", feature = "zk", all(feature = "sd-jwt", feature = "issue")))]
pub(crate) mod pointer;
#[cfg(feature = "serde")]
mod serde;
mod write;

use std::fmt;

pub use number::Number;
pub(crate) use parse::repeats;
pub use parse::{Error, Limits, parse};
#[cfg(any(feature = "sd", feature = "zk", all(feature = "sd-jwt", feature = "issue")))]
pub use pointer::{Pointer, PointerError};
#[cfg(feature = "serde")]
pub use serde::{DecodeError, from_value};
use write::write_value;
pub(crate) use write::{write_string, write_with};

/// A JSON value. Reading one from bytes goes through [`parse`]; writing is [`fmt::Display`] (compact).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A finite IEEE 754 double.
    Number(Number),
    /// Unicode text without lone surrogates.
    String(String),
    /// Ordered values.
    Array(Vec<Value>),
    /// Members with unique names, in the order they were written.
    Object(Object),
}

impl Value {
    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The elements of an array, or the value itself as the only element: JSON-LD lets a set of one stand alone.
    #[must_use]
    pub fn as_set(&self) -> &[Value] {
        match self {
            Self::Array(elements) => elements,
            single => std::slice::from_ref(single),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write_value(self, &mut text);
        f.write_str(&text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(Number::from(number))
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Vec<Value>> for Value {
    fn from(elements: Vec<Value>) -> Self {
        Self::Array(elements)
    }
}

/// `null` for `None`: the report writes every member always.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A JSON object: unique member names, insertion order kept.
///
/// Lookup is linear. Documents are small and looked at by a handful of names; the parser checks uniqueness by
/// sorting, so that a hostile object of many members costs `n log n`, never `n²`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(Vec<(String, Value)>);

impl Object {
    /// An empty object.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts that names are unique: `parse` has just checked.
    pub(crate) fn from_unique(members: Vec<(String, Value)>) -> Self {
        Self(members)
    }

    /// The members, taken apart.
    #[cfg(feature = "sd-jwt")]
    pub(crate) fn into_members(self) -> Vec<(String, Value)> {
        self.0
    }

    /// The value of member `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find_map(|(n, value)| (n == name).then_some(value))
    }

    /// Sets member `name`, in place if it exists, else at the end; returns what was there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        if let Some((_, old)) = self.0.iter_mut().find(|(n, _)| *n == name) {
            return Some(std::mem::replace(old, value));
        }
        self.0.push((name, value));
        None
    }

    /// The same object with one more member: for building.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.insert(name, value);
        self
    }

    /// Takes member `name` out, keeping the order of the rest.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(n, _)| n == name)?;
        Some(self.0.remove(at).1)
    }

    /// Members in insertion order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write::write_members(self.iter(), &mut text);
        f.write_str(&text)
    }
}
