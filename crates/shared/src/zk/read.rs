//! Reading members strictly: each is known, and a fault says where it is.

use crate::json::{Object, Value};
use crate::multibase::{decode_base64url_digits, encode_base64url_digits};
use crate::time::Timestamp;
use crate::verify::InvalidOption;

/// Why a form cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at \"{pointer}\"")]
pub struct Malformed {
    /// JSON Pointer to the fault, made of known names and positions only.
    pub pointer: String,
    /// What should stand there, as a noun.
    pub expected: &'static str,
}

impl Malformed {
    pub(super) fn at(pointer: impl Into<String>, expected: &'static str) -> Self {
        Self { pointer: pointer.into(), expected }
    }
}

impl From<Malformed> for InvalidOption {
    fn from(Malformed { pointer, expected }: Malformed) -> Self {
        Self { pointer, expected }
    }
}

/// An identifier or a URL is no longer than this.
pub(super) const MAX_ID: usize = 2048;

/// An object of known members, and where it stands.
pub(super) struct Members<'a> {
    object: &'a Object,
    pointer: String,
}

impl<'a> Members<'a> {
    pub(super) fn of(value: &'a Value, pointer: impl Into<String>, known: &[&str]) -> Result<Self, Malformed> {
        let pointer = pointer.into();
        match value.as_object() {
            Some(object) => Self::of_object(object, pointer, known),
            None => Err(Malformed::at(pointer, "an object")),
        }
    }

    pub(super) fn of_object(object: &'a Object, pointer: impl Into<String>, known: &[&str]) -> Result<Self, Malformed> {
        let pointer = pointer.into();
        if object.iter().all(|(name, _)| known.contains(&name)) {
            Ok(Self { object, pointer })
        } else {
            Err(Malformed::at(pointer, "no member but those documented"))
        }
    }

    /// A form of a kind and of version 1.
    pub(super) fn of_form(object: &'a Object, kind: &'static str, known: &[&str]) -> Result<Self, Malformed> {
        let members = Self::of_object(object, "", known)?;
        if members.text("type")? != kind {
            return Err(Malformed::at("/type", "the name of the form"));
        }
        if members.get("version") != Some(&Value::from(1)) {
            return Err(Malformed::at("/version", "the version 1"));
        }
        Ok(members)
    }

    pub(super) fn under(&self, name: &str) -> String {
        format!("{}/{name}", self.pointer)
    }

    pub(super) fn fault(&self, name: &str, expected: &'static str) -> Malformed {
        Malformed::at(self.under(name), expected)
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name)
    }

    pub(super) fn require(&self, name: &str, expected: &'static str) -> Result<&'a Value, Malformed> {
        self.get(name).ok_or_else(|| self.fault(name, expected))
    }

    /// Text of one to [`MAX_ID`] bytes.
    pub(super) fn text(&self, name: &str) -> Result<&'a str, Malformed> {
        let text = self.get(name).and_then(Value::as_str).filter(|text| (1..=MAX_ID).contains(&text.len()));
        text.ok_or_else(|| self.fault(name, "text"))
    }

    pub(super) fn text_if(
        &self,
        name: &str,
        expected: &'static str,
        is: impl Fn(&str) -> bool,
    ) -> Result<&'a str, Malformed> {
        self.text(name).ok().filter(|text| is(text)).ok_or_else(|| self.fault(name, expected))
    }

    pub(super) fn time(&self, name: &str) -> Result<Timestamp, Malformed> {
        let time = self.get(name).and_then(Value::as_str).and_then(|text| Timestamp::parse(text).ok());
        // Circuits count seconds from 1970 on.
        let time = time.filter(|time| time.unix_seconds() >= 0);
        time.ok_or_else(|| self.fault(name, "a date and time with a zone, from 1970 on"))
    }

    pub(super) fn optional_time(&self, name: &str) -> Result<Option<Timestamp>, Malformed> {
        self.get(name).map(|_| self.time(name)).transpose()
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Malformed> {
        match self.get(name) {
            Some(Value::Bool(flag)) => Ok(*flag),
            _ => Err(self.fault(name, "true or false")),
        }
    }

    pub(super) fn number(&self, name: &str, max: u32) -> Result<u32, Malformed> {
        let number = match self.get(name) {
            Some(Value::Number(number)) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
            _ => None,
        };
        number.filter(|number| *number <= max).ok_or_else(|| self.fault(name, "a whole number in range"))
    }

    pub(super) fn array(&self, name: &str, lengths: std::ops::RangeInclusive<usize>) -> Result<&'a [Value], Malformed> {
        let array = self.get(name).and_then(Value::as_array).filter(|array| lengths.contains(&array.len()));
        array.ok_or_else(|| self.fault(name, "a list of a sensible length"))
    }

    /// Exactly so many bytes in base64url.
    pub(super) fn bytes<const N: usize>(&self, name: &str) -> Result<[u8; N], Malformed> {
        let bytes = self.get(name).and_then(Value::as_str).and_then(bytes);
        bytes.ok_or_else(|| self.fault(name, "bytes of the right number in base64url without padding"))
    }

    /// A field element in decimal.
    pub(super) fn element(&self, name: &str) -> Result<proofpass_zk::bn254::Fr, Malformed> {
        let element = self.get(name).and_then(Value::as_str).and_then(proofpass_zk::text::from_decimal);
        element.ok_or_else(|| self.fault(name, "a number below the modulus in decimal"))
    }
}

/// Exactly `N` bytes in base64url without padding.
pub(super) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = Some(text).filter(|text| text.len() == (4 * N).div_ceil(3))?;
    decode_base64url_digits(digits).ok()?.try_into().ok()
}

/// Bytes in base64url without padding.
pub(super) fn base64url(bytes: &[u8]) -> String {
    encode_base64url_digits(bytes)
}
