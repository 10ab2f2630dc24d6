//! The evaluation of VC JSON Schema by itself: a credential, the schema that it names, and one of three words.
//!
//! In scope: what the specification's own test suite asks for. Its rules are taken at their strictest here: a schema has an
//! `$id`, and the one that is named. What the schema says of the credential is decided by the verifier's check `schema`.
//! Out of scope: whether either credential is secured. The suite's are not.
//! Spec: <https://www.w3.org/TR/vc-json-schema/#validation>

use proofpass::json::{Object, Value};
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, CredentialReport, Material, Outcome, Policy, verify_bytes};

/// The two types of `credentialSchema`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The schema stands at its URL.
    JsonSchema,
    /// A credential stands there, with the schema in it.
    JsonSchemaCredential,
}

impl Format {
    /// As `type` has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonSchema => "JsonSchema",
            Self::JsonSchemaCredential => "JsonSchemaCredential",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::JsonSchema, Self::JsonSchemaCredential].into_iter().find(|format| format.as_str() == name)
    }
}

/// What came of it (§4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evaluation {
    /// It could not be decided.
    Indeterminate,
    /// The credential breaks the schema, or what it names is none.
    Failure,
    /// The credential keeps the schema.
    Success,
}

impl Evaluation {
    /// In the word of the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Indeterminate => "indeterminate",
            Self::Failure => "failure",
            Self::Success => "success",
        }
    }
}

/// What a `JsonSchemaCredential` names as its own schema (§2.2), by its present and its former name.
const META_SCHEMAS: [&str; 2] = [
    "https://www.w3.org/ns/credentials/json-schema/v2.json",
    "https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json",
];

/// Holds `credential` against the document that stands where its schema should be.
#[must_use]
pub fn evaluate(format: Format, credential: &Object, document: &Value, now: Timestamp) -> Evaluation {
    match named(format, credential, document) {
        Some((id, schema)) => check(credential, id, schema, now),
        None => Evaluation::Failure,
    }
}

/// The schema, and by which name the credential and it agree on it.
fn named<'a>(format: Format, credential: &Object, document: &'a Value) -> Option<(&'a str, &'a Value)> {
    let entries = credential.get("credentialSchema").map_or(&[][..], Value::as_set);
    let entry = entries.iter().find(|entry| has_type(entry, format.as_str()))?;
    // §2.1: the `id` identifies the schema.
    let named = text(entry, "id")?;
    match format {
        Format::JsonSchema => {
            // §3.1.1
            let id = text(document, "$id")?;
            (id == named).then_some((id, document))
        }
        Format::JsonSchemaCredential => {
            let subject = document.as_object()?.get("credentialSubject")?;
            let own = document.as_object()?.get("credentialSchema").map_or(&[][..], Value::as_set);
            let [own] = own else { return None };
            let is_one = text(document, "id")? == named
                && has_type(document, "JsonSchemaCredential")
                && has_type(own, "JsonSchema")
                && META_SCHEMAS.contains(&text(own, "id")?)
                && has_type(subject, "JsonSchema");
            let schema = subject.as_object()?.get("jsonSchema").filter(|schema| schema.as_object().is_some())?;
            // What the credential is about is its schema: by the same name, where it says one.
            let id = text(schema, "$id")?;
            let agrees = text(subject, "id").is_none_or(|subject| subject == id);
            (is_one && agrees).then_some((id, schema))
        }
    }
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.as_object()?.get(name)?.as_str()
}

fn has_type(value: &Value, name: &str) -> bool {
    let types = value.as_object().and_then(|object| object.get("type")).map_or(&[][..], Value::as_set);
    types.iter().any(|word| word.as_str() == Some(name))
}

/// The verifier's check, for a credential that names this schema and no other.
fn check(credential: &Object, id: &str, schema: &Value, now: Timestamp) -> Evaluation {
    let entry = Object::new().with("id", id).with("type", Format::JsonSchema.as_str());
    let credential = credential.clone().with("credentialSchema", entry);
    let mut material = Material::default();
    if material.add_schema(schema.clone(), id.to_owned(), now).is_err() {
        return Evaluation::Failure;
    }
    let report = verify_bytes(credential.to_string().as_bytes(), &material, &Policy::default(), now);
    let checks = report.credentials().first().map_or(&[][..], CredentialReport::checks);
    match checks.iter().find(|check| check.name() == CheckName::Schema).map(|check| check.code().outcome()) {
        Some(Outcome::Pass) => Evaluation::Success,
        Some(Outcome::Fail) => Evaluation::Failure,
        Some(Outcome::NotChecked) | None => Evaluation::Indeterminate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proofpass::json::{Limits, parse};

    const URL: &str = "https://example.com/schemas/email.json";
    const HOLDER: &str = "https://example.com/credentials/3734";

    fn value(text: &str) -> Value {
        parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
    }

    fn object(text: &str) -> Object {
        value(text).as_object().unwrap().clone()
    }

    fn credential(format: &str, id: &str) -> Object {
        object(&format!(
            r#"{{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],
            "issuer":"https://example.com/issuers/14","credentialSubject":{{"emailAddress":"a@example.com"}},
            "credentialSchema":{{"id":"{id}","type":"{format}"}}}}"#
        ))
    }

    fn schema(draft: &str, required: &str) -> Object {
        object(&format!(
            r#"{{"$id":"{URL}","$schema":"{draft}","type":"object","properties":{{"credentialSubject":{{
            "type":"object","required":["{required}"]}}}}}}"#
        ))
    }

    const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

    fn of(format: Format, credential: &Object, document: impl Into<Value>) -> &'static str {
        evaluate(format, credential, &document.into(), Timestamp::MIN).as_str()
    }

    #[test]
    fn a_schema_decides_if_it_is_one_and_the_one_that_is_named() {
        let named = credential("JsonSchema", URL);
        let of = |credential: &Object, schema: Object| of(Format::JsonSchema, credential, schema);
        for draft in [DRAFT, "https://json-schema.org/draft/2019-09/schema", "http://json-schema.org/draft-07/schema#"]
        {
            assert_eq!(of(&named, schema(draft, "emailAddress")), "success");
            assert_eq!(of(&named, schema(draft, "firstName")), "failure");
        }
        assert_eq!(of(&named, schema("https://json-schema.org/draft/unknown/schema", "firstName")), "indeterminate");
        let good = schema(DRAFT, "emailAddress");
        for name in ["$id", "$schema"] {
            let mut without = good.clone();
            without.remove(name);
            assert_eq!(of(&named, without), "failure", "without {name}");
        }
        assert_eq!(of(&named, good.clone().with("$id", "https://example.com/another.json")), "failure");
        assert_eq!(of(&credential("AnotherSchema", URL), good.clone()), "failure");
        assert_eq!(of(&credential("JsonSchema", HOLDER), good), "failure");
    }

    #[test]
    fn a_credential_that_holds_a_schema_is_one_in_every_part() {
        let named = credential("JsonSchemaCredential", HOLDER);
        let of = |document: Object| of(Format::JsonSchemaCredential, &named, document);
        let own = Object::new().with("id", META_SCHEMAS[0]).with("type", "JsonSchema");
        let subject = Object::new().with("id", URL).with("type", "JsonSchema");
        let subject = subject.with("jsonSchema", schema(DRAFT, "emailAddress"));
        let types = vec![Value::from("VerifiableCredential"), "JsonSchemaCredential".into()];
        let good = Object::new()
            .with("id", HOLDER)
            .with("type", types)
            .with("credentialSchema", own.clone())
            .with("credentialSubject", subject.clone());
        assert_eq!(of(good.clone()), "success");
        let violated = subject.clone().with("jsonSchema", schema(DRAFT, "firstName"));
        assert_eq!(of(good.clone().with("credentialSubject", violated)), "failure");
        let unknown = subject.clone().with("jsonSchema", schema("https://json-schema.org/draft/unknown/schema", "x"));
        assert_eq!(of(good.clone().with("credentialSubject", unknown)), "indeterminate");
        let without = |object: &Object, name: &str| {
            let mut object = object.clone();
            object.remove(name);
            object
        };
        for bad in [
            without(&good, "id"),
            without(&good, "credentialSchema"),
            good.clone().with("id", URL),
            good.clone().with("type", "VerifiableCredential"),
            good.clone().with("credentialSchema", own.with("id", URL)),
            good.clone().with("credentialSubject", without(&subject, "type")),
            good.clone().with("credentialSubject", without(&subject, "jsonSchema")),
            good.clone().with("credentialSubject", subject.clone().with("jsonSchema", true)),
            good.clone().with("credentialSubject", subject.with("id", HOLDER)),
        ] {
            assert_eq!(of(bad.clone()), "failure", "{bad}");
        }
    }
}
