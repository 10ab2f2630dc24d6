//! `serde` for JSON values: decoding a parsed [`Value`] into typed requests, and carrying values inside typed answers.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::{Number, Object, Value};

/// A value does not have the shape asked for. Says what should stand there, and repeats nothing that does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Something else should stand there.
    #[error("expected {0}")]
    Expected(String),
    /// A member must be there and is not.
    #[error("the member `{0}` is missing")]
    MissingMember(&'static str),
    /// A rule of the type itself, in its words.
    #[error("{0}")]
    Refused(String),
    /// A member that must not be there.
    #[error("this member is not known here; known are {}", listed(.0))]
    UnknownMember(&'static [&'static str]),
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Refused(message.to_string())
    }

    // The ones below would repeat what was found.

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::Expected(expected.to_string())
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::Expected(expected.to_string())
    }

    fn invalid_length(_: usize, expected: &dyn de::Expected) -> Self {
        Self::Expected(expected.to_string())
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::Expected(format!("one of {}", listed(expected)))
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> Self {
        Self::UnknownMember(known)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::MissingMember(name)
    }
}

/// Decodes `value` into `T`.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, DecodeError> {
    T::deserialize(value)
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(elements) => {
                let mut seq = serializer.serialize_seq(Some(elements.len()))?;
                elements.iter().try_for_each(|element| seq.serialize_element(element))?;
                seq.end()
            }
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Number {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "guarded by the comparison with 2⁵³"
    )]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.as_f64();
        if value.fract() == 0.0 && value.abs() <= Self::MAX_SAFE_INTEGER as f64 {
            serializer.serialize_i64(value as i64)
        } else {
            serializer.serialize_f64(value)
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        self.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(object) => Ok(object),
            _ => Err(de::Error::custom("expected an object")),
        }
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: de::Error>(self, integer: i64) -> Result<Value, E> {
        exact(&integer.to_string())
    }

    fn visit_u64<E: de::Error>(self, integer: u64) -> Result<Value, E> {
        exact(&integer.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("expected a finite number"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if object.insert(name, value).is_some() {
                return Err(de::Error::custom("a member name appears twice in one object"));
            }
        }
        Ok(Value::Object(object))
    }
}

fn exact<E: de::Error>(integer: &str) -> Result<Value, E> {
    Number::from_literal(integer).map(Value::Number).ok_or_else(|| E::custom("a number would lose precision"))
}

impl<'de> Deserializer<'de> for &'de Value {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(number) => match number.as_u64() {
                Some(integer) => visitor.visit_u64(integer),
                None => visitor.visit_f64(number.as_f64()),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(elements) => SeqDeserializer::new(elements.iter()).deserialize_any(visitor),
            Value::Object(object) => MapDeserializer::new(object.iter()).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Value::Null => visitor.visit_none(),
            present => visitor.visit_some(present),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            _ => Err(DecodeError::Expected("a string".to_owned())),
        }
    }

    /// From an object only: `serde` would also read an array as the members in their order.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self {
            Value::Object(_) => self.deserialize_any(visitor),
            _ => Err(DecodeError::Expected("an object".to_owned())),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, DecodeError> for &'de Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    struct Sample {
        name: String,
        count: u32,
        #[serde(default)]
        ratio: Option<f64>,
        rest: Vec<Object>,
        #[serde(default)]
        inner: Option<Inner>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Inner {
        colour: Colour,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Colour {
        DarkRed,
        Green,
    }

    fn decode(text: &str) -> Result<Sample, DecodeError> {
        from_value(&parse(text.as_bytes(), &Limits::DOCUMENT).unwrap())
    }

    #[test]
    fn decodes_into_typed_requests() {
        let sample = decode(r#"{"name":"a","count":3,"ratio":0.5,"rest":[{"x":[1,null]}]}"#).unwrap();
        assert_eq!((sample.name.as_str(), sample.count, sample.ratio), ("a", 3, Some(0.5)));
        assert_eq!(sample.rest[0].to_string(), r#"{"x":[1,null]}"#);
        let sample = decode(r#"{"name":"a","count":3,"rest":[],"inner":{"colour":"dark-red"}}"#).unwrap();
        assert_eq!(sample.inner, Some(Inner { colour: Colour::DarkRed }));
    }

    #[test]
    fn says_what_should_stand_there_and_not_what_does() {
        for (text, expected) in [
            (r#"{"name":"a","count":3.5,"rest":[]}"#, "expected u32"),
            (r#"{"name":"a","count":-1,"rest":[]}"#, "expected u32"),
            (r#"{"name":"a","count":4294967296,"rest":[]}"#, "expected u32"),
            (r#"{"name":"a","count":"secret","rest":[]}"#, "expected u32"),
            (r#"{"name":1,"count":1,"rest":[]}"#, "expected a string"),
            (r#"{"name":"a","count":1}"#, "the member `rest` is missing"),
            (
                r#"{"name":"a","count":1,"rest":[],"secret":1}"#,
                "this member is not known here; known are `name`, `count`, `ratio`, `rest`, `inner`",
            ),
            (r#"{"name":"a","count":1,"rest":["secret"]}"#, "expected an object"),
            (r#"{"name":"a","count":1,"rest":[],"inner":{"colour":"secret"}}"#, "expected one of `dark-red`, `green`"),
            (r#"{"name":"a","count":1,"rest":[],"inner":{"colour":{"dark-red":null}}}"#, "expected a string"),
        ] {
            assert_eq!(decode(text).unwrap_err().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn reads_a_struct_from_an_object_only() {
        for text in [
            "[]",
            r#"["a",1,0.5,[],null]"#,
            r#"["a",1,null,[]]"#,
            r#"{"name":"a","count":1,"rest":[],"inner":["green"]}"#,
            r#""a""#,
            "null",
            "1",
        ] {
            assert_eq!(decode(text).unwrap_err().to_string(), "expected an object", "{text}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "another reader's output is what is tested")]
    fn travels_through_another_serde_format_unchanged() {
        let text = r#"{"b":[1,-2.5,1e+21,9007199254740991,null,true,"é"],"a":{}}"#;
        let value = parse(text.as_bytes(), &Limits::DOCUMENT).unwrap();
        let carried = serde_json::to_string(&value).unwrap();
        assert_eq!(parse(carried.as_bytes(), &Limits::DOCUMENT).unwrap(), value);
        assert_eq!(serde_json::from_str::<Value>(text).unwrap(), value);
        assert!(serde_json::from_str::<Value>(r#"{"a":1,"a":2}"#).is_err());
        assert!(serde_json::from_str::<Value>("9007199254740993").is_err());
    }
}
