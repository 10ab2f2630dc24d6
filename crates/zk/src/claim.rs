//! Claims as leaves: what is claimed, of which type, as numbers that a circuit compares.
//!
//! In scope: types, values, the encoding of both. Out of scope: reading claims out of a credential, and asking about them.
//!
//! The type is inside the key: a claim committed as a date cannot be opened as an integer, and one that is absent cannot be
//! opened as anything else. Numbers and dates keep their order, because they are shifted into 0 ≤ v < 2^64.

use std::fmt;

use ark_ff::Zero as _;

use crate::bn254::Fr;
use crate::{poseidon, text};

/// How many digits after the point a decimal may have.
pub const MAX_SCALE: u8 = 18;

/// What a claim is, and so how it is committed and what may be asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimType {
    /// A whole number of 64 bits with a sign.
    Integer,
    /// A number with exactly this many digits after the point, at most [`MAX_SCALE`].
    Decimal(u8),
    /// A day of the Gregorian calendar, in days since 1970-01-01.
    Date,
    /// A moment, in seconds since 1970-01-01T00:00:00Z.
    DateTime,
    /// True or false.
    Boolean,
    /// Text, compared by its bytes in UTF-8.
    String,
    /// One of several texts under the same key.
    Member,
    /// There is no such claim.
    Absent,
}

/// What is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of [`ClaimType::Integer`], [`ClaimType::Decimal`] (in its smallest unit), [`ClaimType::Date`] or
    /// [`ClaimType::DateTime`].
    Number(i64),
    /// Of [`ClaimType::Boolean`].
    Boolean(bool),
    /// Of [`ClaimType::String`] and [`ClaimType::Member`].
    Text(String),
    /// Of [`ClaimType::Absent`].
    Absent,
}

/// One claim of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where it stands in the credential's subject: a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// What it is.
    pub r#type: ClaimType,
    /// What is claimed.
    pub value: Value,
}

impl ClaimType {
    /// Whether values can be said to be smaller or greater.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal(_) | Self::Date | Self::DateTime)
    }

    /// Whether a key has one value, so that "is not" means something.
    #[must_use]
    pub fn is_single(self) -> bool {
        !matches!(self, Self::Member)
    }

    /// Whether this is a type that claims can be committed under: a decimal's scale is bounded.
    #[must_use]
    pub fn is_valid(self) -> bool {
        !matches!(self, Self::Decimal(scale) if scale > MAX_SCALE)
    }
}

impl fmt::Display for ClaimType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer => f.write_str("integer"),
            Self::Decimal(scale) => write!(f, "decimal:{scale}"),
            Self::Date => f.write_str("date"),
            Self::DateTime => f.write_str("date-time"),
            Self::Boolean => f.write_str("boolean"),
            Self::String => f.write_str("string"),
            Self::Member => f.write_str("member"),
            Self::Absent => f.write_str("absent"),
        }
    }
}

impl Value {
    /// The number that the circuit compares. None, if the value is not one of this type.
    #[must_use]
    pub fn encoded(&self, r#type: ClaimType) -> Option<Fr> {
        match (self, r#type) {
            (Self::Number(number), _) if r#type.is_ordered() && r#type.is_valid() => Some(Fr::from(ordered(*number))),
            (Self::Boolean(boolean), ClaimType::Boolean) => Some(Fr::from(u64::from(*boolean))),
            (Self::Text(text), ClaimType::String | ClaimType::Member) => Some(text::digest("text", &[text.as_bytes()])),
            (Self::Absent, ClaimType::Absent) => Some(Fr::zero()),
            _ => None,
        }
    }
}

/// A number with a sign as one without, in the same order: 2^63 is added.
#[must_use]
pub fn ordered(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// What stands for a claim's place and type. Never zero: that is the key of no claim.
#[must_use]
pub fn key(pointer: &str, r#type: ClaimType) -> Fr {
    text::digest("key", &[pointer.as_bytes(), r#type.to_string().as_bytes()])
}

/// What stands for the type of a credential, or for anything else that has a name.
#[must_use]
pub fn name(usage: &str, name: &str) -> Fr {
    text::digest(usage, &[name.as_bytes()])
}

/// The leaf of a claim.
#[must_use]
pub fn leaf(key: Fr, value: Fr, salt: Fr) -> Fr {
    poseidon::hash(&[key, value, salt])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [ClaimType; 9] = [
        ClaimType::Integer,
        ClaimType::Decimal(0),
        ClaimType::Decimal(2),
        ClaimType::Date,
        ClaimType::DateTime,
        ClaimType::Boolean,
        ClaimType::String,
        ClaimType::Member,
        ClaimType::Absent,
    ];

    #[test]
    fn a_value_is_of_its_types_and_of_no_other() {
        let values = [
            (Value::Number(3), &ALL[..5]),
            (Value::Boolean(true), &ALL[5..6]),
            (Value::Text("3".into()), &ALL[6..8]),
            (Value::Absent, &ALL[8..]),
        ];
        for (value, types) in values {
            for r#type in ALL {
                assert_eq!(value.encoded(r#type).is_some(), types.contains(&r#type), "{value:?} {type}");
            }
        }
        assert_eq!(Value::Number(3).encoded(ClaimType::Decimal(MAX_SCALE + 1)), None);
    }

    #[test]
    fn the_same_place_under_another_type_is_another_key() {
        let keys: Vec<Fr> = ALL.iter().map(|r#type| key("/age", *r#type)).collect();
        for (index, one) in keys.iter().enumerate() {
            assert!(!one.is_zero() && keys[..index].iter().all(|other| other != one));
        }
        assert_ne!(key("/a", ClaimType::String), key("/b", ClaimType::String));
    }

    #[test]
    fn the_ends_of_the_numbers() {
        for (number, expected) in [(i64::MIN, 0), (-1, (1 << 63) - 1), (0, 1 << 63), (i64::MAX, u64::MAX)] {
            assert_eq!(ordered(number), expected);
        }
    }

    proptest! {
        #[test]
        fn order_is_kept(one: i64, other: i64) {
            prop_assert_eq!(ordered(one).cmp(&ordered(other)), one.cmp(&other));
        }
    }
}
