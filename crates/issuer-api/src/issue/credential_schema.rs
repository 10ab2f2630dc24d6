//! The schema of a whole credential, made from the schema of its claims: what `credentialSchema` names.
//!
//! In scope: the subject is the claims and what every subject has (`id`, `type`, a number of the organisation's own).
//! Out of scope: holding claims against their schema before anything is signed (`claims`).
//! Spec: <https://www.w3.org/TR/vc-json-schema/#jsonschema>

use proofpass::json::{Object, Value};

use super::claims::SCHEMA_URI;
use super::vocabulary::IDENTIFIER;

/// Keywords at the root of a schema that say the same of an object with members more. Beside any other, a schema for
/// claims would be another one for the subject that holds them, and the credential goes without.
const KEPT: [&str; 9] = [
    "$comment",
    "additionalProperties",
    "default",
    "deprecated",
    "description",
    "examples",
    "readOnly",
    "required",
    "type",
];

/// The schema, as the text that is published: the same for the same schema of claims, for ever. A credential that was
/// issued names its digest.
pub(super) fn of(claims: &Object) -> Option<String> {
    let text = || Object::new().with("type", "string");
    let mut properties = Object::new().with("id", text()).with("type", text()).with(IDENTIFIER, text());
    let theirs = claims.get("properties").and_then(Value::as_object);
    for (name, schema) in theirs.into_iter().flat_map(Object::iter) {
        // Claims may have one of another kind, where the subject's own id is a URL.
        let schema = if name == IDENTIFIER {
            Object::new().with("anyOf", vec![schema.clone(), text().into()]).into()
        } else {
            schema.clone()
        };
        properties.insert(name, schema);
    }
    let mut subject = Object::new();
    let mut whole = Object::new().with("$schema", SCHEMA_URI);
    for (keyword, value) in claims.iter() {
        match keyword {
            "$defs" | "$schema" | "properties" => {}
            "title" => {
                whole.insert(keyword, value.clone());
            }
            known if KEPT.contains(&known) || known.starts_with("x-") => {
                subject.insert(keyword, value.clone());
            }
            _ => return None,
        }
    }
    subject.insert("properties", properties);
    whole.insert("type", "object");
    whole.insert("required", vec![Value::from("credentialSubject")]);
    whole.insert("properties", Object::new().with("credentialSubject", subject));
    // References say `#/$defs/…`, from wherever they stand.
    if let Some(definitions) = claims.get("$defs") {
        whole.insert("$defs", definitions.clone());
    }
    Some(whole.to_string())
}

/// The same schema without a claim, and without that it must be there. None where a reference, or a keyword that looks at the
/// whole of what has the claim, is in the way.
pub(super) fn without(claims: &Object, pointer: &str) -> Option<Object> {
    let (name, rest) = match pointer.strip_prefix('/')?.split_once('/') {
        Some((name, rest)) => (name, Some(format!("/{rest}"))),
        None => (pointer.strip_prefix('/')?, None),
    };
    let is_kept = |keyword: &str| {
        KEPT.contains(&keyword)
            || ["$defs", "$schema", "properties", "title"].contains(&keyword)
            || keyword.starts_with("x-")
    };
    if !claims.iter().all(|(keyword, _)| is_kept(keyword)) {
        return None;
    }
    let mut properties = claims.get("properties")?.as_object()?.clone();
    match rest {
        Some(rest) => {
            let below = without(properties.get(name)?.as_object()?, &rest)?;
            properties.insert(name, below);
        }
        None => {
            properties.remove(name)?;
        }
    }
    let mut schema = claims.clone().with("properties", properties);
    if pointer.rfind('/') == Some(0)
        && let Some(required) = claims.get("required").and_then(Value::as_array)
    {
        let rest = required.iter().filter(|required| required.as_str() != Some(name)).cloned();
        schema.insert("required", rest.collect::<Vec<_>>());
    }
    Some(schema)
}

#[cfg(test)]
mod tests {
    use proofpass::json::{Limits, parse};

    use super::*;

    fn of_text(text: &str) -> Option<String> {
        of(parse(text.as_bytes(), &Limits::REQUEST).unwrap().as_object().unwrap())
    }

    #[test]
    fn the_subject_is_the_claims_and_what_every_subject_has() {
        let claims = r##"{"title":"T","type":"object","required":["a"],"properties":{"a":{"$ref":"#/$defs/b"},"identifier":{"type":"integer"}},"additionalProperties":false,"$defs":{"b":{"type":"string"}}}"##;
        let expected = r##"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"T","type":"object","required":["credentialSubject"],"properties":{"credentialSubject":{"type":"object","required":["a"],"additionalProperties":false,"properties":{"id":{"type":"string"},"type":{"type":"string"},"identifier":{"anyOf":[{"type":"integer"},{"type":"string"}]},"a":{"$ref":"#/$defs/b"}}}},"$defs":{"b":{"type":"string"}}}"##;
        assert_eq!(of_text(claims).as_deref(), Some(expected));
    }

    #[test]
    fn what_is_committed_is_in_no_schema_and_need_not_be_there() {
        let of = |claims: &str, pointer: &str| {
            without(parse(claims.as_bytes(), &Limits::REQUEST).unwrap().as_object().unwrap(), pointer)
                .map(|schema| schema.to_string())
        };
        let claims = r#"{"type":"object","required":["a","b"],"properties":{"a":{"type":"integer"},"b":{"type":"object","required":["c"],"properties":{"c":{"type":"string"},"d":{}}}},"additionalProperties":false}"#;
        let expected = r#"{"type":"object","required":["b"],"properties":{"b":{"type":"object","required":["c"],"properties":{"c":{"type":"string"},"d":{}}}},"additionalProperties":false}"#;
        assert_eq!(of(claims, "/a").as_deref(), Some(expected));
        let expected = r#"{"type":"object","required":["a","b"],"properties":{"a":{"type":"integer"},"b":{"type":"object","required":[],"properties":{"d":{}}}},"additionalProperties":false}"#;
        assert_eq!(of(claims, "/b/c").as_deref(), Some(expected));
        for (claims, pointer) in [
            (r##"{"properties":{"b":{"$ref":"#/$defs/b"}},"$defs":{"b":{"properties":{"c":{}}}}}"##, "/b/c"),
            (r#"{"properties":{"b":{"minProperties":1,"properties":{"c":{}}}}}"#, "/b/c"),
            (r#"{"dependentRequired":{"a":["b"]},"properties":{"a":{},"b":{}}}"#, "/a"),
            (r#"{"properties":{"a":true}}"#, "/a/b"),
            (r#"{"properties":{"a":true}}"#, "/x"),
        ] {
            assert_eq!(of(claims, pointer), None, "{claims}");
        }
    }

    #[test]
    fn there_is_none_where_it_would_say_something_else() {
        for keyword in [
            r#""maxProperties":3"#,
            r#""unevaluatedProperties":false"#,
            r#""patternProperties":{"i":false}"#,
            r#""propertyNames":{"minLength":3}"#,
            r#""allOf":[{"additionalProperties":false}]"#,
            r#""not":{"required":["id"]}"#,
            r#""const":{}"#,
            r#""dependentRequired":{"id":["a"]}"#,
        ] {
            assert_eq!(of_text(&format!(r#"{{"type":"object",{keyword}}}"#)), None, "{keyword}");
        }
    }
}
