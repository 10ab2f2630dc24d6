//! Which claims of a template can be committed, and as what: their types, from the JSON Schema of the claims.
//!
//! In scope: one type for each claim, known before anything is issued, so that whoever asks about it knows it too. Out of
//! scope: values (`commitment`), and what a proof says about them (docs/ZK.md).
//!
//! | Schema | Committed as |
//! |---|---|
//! | `integer` | a whole number of 64 bits |
//! | `number` with `multipleOf` 1, 0.1, 0.01 … or `x-scale` 0 to 18 | a decimal with so many digits after the point |
//! | `string` with `format` `date` or `date-time` | a day, a second |
//! | `string` otherwise | text |
//! | `boolean` | true or false |
//! | `array` of `string` | a set of texts |

use proofpass::json::{Object, Value};
use proofpass_zk::claim::{ClaimType, MAX_SCALE};

/// How many definitions may refer to each other on the way to a claim. None of ours refers to itself.
const MAX_REFERENCES: usize = 16;

/// What may be said of anything else.
const REASON: &str = "only integers, numbers with `multipleOf` (a power of ten, at most 1) or `x-scale` (0 to 18), strings, \
                      booleans and arrays of strings can be committed: say which by `type`";

/// The schema that a pointer leads to, through `properties` and references to definitions. `true` where there is one that
/// says nothing.
pub(super) fn schema_of<'a>(root: &'a Object, pointer: &str) -> Option<&'a Value> {
    let mut here = Some(root);
    let mut named = None;
    for step in pointer.strip_prefix('/')?.split('/') {
        named = here?.get("properties")?.as_object()?.get(step);
        here = named.and_then(|schema| resolved(root, schema)).and_then(Value::as_object);
    }
    named.and_then(|schema| resolved(root, schema))
}

/// What a schema refers to, where it refers.
fn resolved<'a>(root: &'a Object, mut schema: &'a Value) -> Option<&'a Value> {
    let definitions = root.get("$defs").and_then(Value::as_object);
    for _ in 0..MAX_REFERENCES {
        match schema.as_object().and_then(|object| object.get("$ref")).and_then(Value::as_str) {
            Some(reference) => schema = definitions?.get(reference.strip_prefix("#/$defs/")?)?,
            None => return Some(schema),
        }
    }
    None
}

/// As what a claim is committed, or why it cannot be.
pub(super) fn claim_type(root: &Object, pointer: &str) -> Result<ClaimType, &'static str> {
    let schema = schema_of(root, pointer).and_then(Value::as_object).ok_or(REASON)?;
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    match text("type") {
        Some("integer") => Ok(ClaimType::Integer),
        Some("number") => scale(schema).map(ClaimType::Decimal).ok_or(REASON),
        Some("boolean") => Ok(ClaimType::Boolean),
        Some("string") => Ok(match text("format") {
            Some("date") => ClaimType::Date,
            Some("date-time") => ClaimType::DateTime,
            Some(_) | None => ClaimType::String,
        }),
        Some("array") => {
            let items = schema.get("items").and_then(|items| resolved(root, items)?.as_object());
            let of_text = items.is_some_and(|items| items.get("type").and_then(Value::as_str) == Some("string"));
            if of_text { Ok(ClaimType::Member) } else { Err(REASON) }
        }
        Some(_) | None => Err(REASON),
    }
}

/// How many digits after the point a number has.
fn scale(schema: &Object) -> Option<u8> {
    let number = |name: &str| match schema.get(name) {
        Some(Value::Number(number)) => Some(number.as_f64()),
        _ => None,
    };
    if schema.get("x-scale").is_some() {
        let scale = number("x-scale")?;
        return (0..=MAX_SCALE).find(|known| f64::from(*known).to_bits() == scale.to_bits());
    }
    let step = number("multipleOf")?;
    // As the text of a schema is read: the nearest double.
    (0..=MAX_SCALE)
        .find(|scale| format!("1e-{scale}").parse::<f64>().is_ok_and(|power| power.to_bits() == step.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proofpass::json::{Limits, parse};

    fn typed(schema: &str) -> Option<String> {
        let root = format!(
            r##"{{"type":"object","properties":{{"a":{{"$ref":"#/$defs/b"}}}},"$defs":{{"b":{{"$ref":"#/$defs/c"}},"c":{{"type":"object","properties":{{"x":{schema}}}}},"text":{{"type":"string"}}}}}}"##
        );
        let root = parse(root.as_bytes(), &Limits::REQUEST).unwrap();
        claim_type(root.as_object().unwrap(), "/a/x").ok().map(|r#type| r#type.to_string())
    }

    #[test]
    fn a_claim_has_the_type_that_its_schema_says() {
        for (schema, expected) in [
            (r#"{"type":"integer"}"#, "integer"),
            (r#"{"type":"integer","multipleOf":10}"#, "integer"),
            (r#"{"type":"number","multipleOf":1}"#, "decimal:0"),
            (r#"{"type":"number","multipleOf":0.1}"#, "decimal:1"),
            (r#"{"type":"number","multipleOf":0.01}"#, "decimal:2"),
            (r#"{"type":"number","multipleOf":1e-18}"#, "decimal:18"),
            (r#"{"type":"number","x-scale":3}"#, "decimal:3"),
            (r#"{"type":"number","x-scale":0,"multipleOf":0.5}"#, "decimal:0"),
            (r#"{"type":"string"}"#, "string"),
            (r#"{"type":"string","format":"email"}"#, "string"),
            (r#"{"type":"string","format":"date"}"#, "date"),
            (r#"{"type":"string","format":"date-time"}"#, "date-time"),
            (r#"{"type":"boolean"}"#, "boolean"),
            (r#"{"type":"array","items":{"type":"string"}}"#, "member"),
            (r##"{"type":"array","items":{"$ref":"#/$defs/text"}}"##, "member"),
        ] {
            assert_eq!(typed(schema).as_deref(), Some(expected), "{schema}");
        }
    }

    #[test]
    fn what_has_no_one_type_cannot_be_committed() {
        for schema in [
            "true",
            "{}",
            r#"{"type":"number"}"#,
            r#"{"type":"number","multipleOf":0.5}"#,
            r#"{"type":"number","multipleOf":10}"#,
            r#"{"type":"number","multipleOf":1e-19}"#,
            r#"{"type":"number","x-scale":19}"#,
            r#"{"type":"number","x-scale":-1}"#,
            r#"{"type":"number","x-scale":1.5}"#,
            r#"{"type":"number","x-scale":"2"}"#,
            r#"{"type":"number","x-scale":19,"multipleOf":0.1}"#,
            r#"{"type":["integer","null"]}"#,
            r#"{"type":"object"}"#,
            r#"{"type":"null"}"#,
            r#"{"enum":["a"]}"#,
            r#"{"type":"array"}"#,
            r#"{"type":"array","items":{"type":"integer"}}"#,
            r#"{"type":"array","items":true}"#,
            r#"{"type":"array","prefixItems":[{"type":"string"}]}"#,
        ] {
            assert_eq!(typed(schema), None, "{schema}");
        }
    }
}
