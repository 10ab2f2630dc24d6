//! What the names in a credential mean: the inline JSON-LD context.
//!
//! In scope: which names may be terms, and the IRI of each. Out of scope: values.
//!
//! Every name gets an IRI of its own under the template, `<public url>/vocabulary/<template id>#<name>`; there is no
//! `@vocab`, so a name that nobody defined cannot get a meaning by accident. Terms of the credentials context are
//! protected and never defined again.
//! Specs: <https://www.w3.org/TR/json-ld11/#context-definitions>,
//! <https://www.w3.org/TR/vc-data-model-2.0/#extensibility>

use std::collections::BTreeSet;
use std::fmt::{Display, Write as _};

use proofpass::credential::TEST_TYPE;
use proofpass::json::Object;

use super::PublicUrl;

/// Terms that the credentials context gives a plain meaning: usable, never defined again.
const SHARED_TERMS: [&str; 5] = ["description", "digestMultibase", "digestSRI", "mediaType", "name"];

/// Terms of the credentials context that mean something to processors. As a claim they would not mean what the
/// template's author meant.
const RESERVED_TERMS: [&str; 25] = [
    "BitstringStatusList",
    "BitstringStatusListCredential",
    "BitstringStatusListEntry",
    "DataIntegrityProof",
    "EnvelopedVerifiableCredential",
    "EnvelopedVerifiablePresentation",
    "JsonSchema",
    "JsonSchemaCredential",
    TEST_TYPE,
    "VerifiableCredential",
    "VerifiablePresentation",
    "_sd",
    "_sd_alg",
    "aud",
    "cnf",
    "exp",
    "iat",
    "id",
    "iss",
    "jku",
    "kid",
    "nbf",
    "sub",
    "type",
    "x5u",
];

/// Where a subject's own number lives, for every template alike.
pub(super) const IDENTIFIER: &str = "identifier";
const IDENTIFIER_IRI: &str = "https://schema.org/identifier";

/// Longest name.
const MAX_NAME: usize = 100;

/// Why a name cannot be a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameError {
    /// Characters that JSON-LD reads as part of an IRI, or none at all, or too many.
    Shape,
    /// Means something else in every credential.
    Reserved,
}

impl NameError {
    pub(super) fn detail(self) -> String {
        match self {
            Self::Shape => format!(
                "a name has 1 to {MAX_NAME} letters, digits, `_`, `-` or `.`, and begins with a letter, a digit or `_`"
            ),
            Self::Reserved => "this name means something else in every credential".to_owned(),
        }
    }
}

/// Whether `name` may be a term.
pub(super) fn check_name(name: &str) -> Result<(), NameError> {
    let first_ok = name.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let rest_ok = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if !first_ok || !rest_ok || name.len() > MAX_NAME {
        return Err(NameError::Shape);
    }
    if RESERVED_TERMS.contains(&name) { Err(NameError::Reserved) } else { Ok(()) }
}

/// The term map of a credential: each name once, in the order of their code points.
pub(super) fn context<'a>(
    public_url: &PublicUrl,
    place: &impl Display,
    names: impl IntoIterator<Item = &'a str>,
) -> Object {
    let names: BTreeSet<&str> = names.into_iter().filter(|name| !SHARED_TERMS.contains(name)).collect();
    let mut context = Object::new();
    for name in names {
        let iri = if name == IDENTIFIER {
            IDENTIFIER_IRI.to_owned()
        } else {
            format!("{public_url}/vocabulary/{place}#{}", percent_encode(name))
        };
        context.insert(name, iri);
    }
    context
}

/// RFC 3986: everything but the unreserved characters.
pub(super) fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Infallible: writing to a String does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::TemplateName;
    use super::*;

    #[test]
    fn names_are_terms_and_nothing_that_json_ld_reads_otherwise() {
        for name in ["certificationId", "name", "a.b-c_d", "größe", "_x", "1st"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in [
            "",
            "@id",
            "@context",
            "a:b",
            "https://a",
            "a/b",
            "a b",
            "#a",
            "-a",
            ".",
            "...",
            "a\u{0}",
            "%41",
            &"x".repeat(101),
        ] {
            assert_eq!(check_name(name), Err(NameError::Shape), "{name}");
        }
        for name in ["id", "type", "exp", "VerifiableCredential", "TestCredential"] {
            assert_eq!(check_name(name), Err(NameError::Reserved), "{name}");
        }
    }

    #[test]
    fn maps_each_name_once_and_leaves_shared_terms_alone() {
        let url = PublicUrl::parse("https://issuer.example").unwrap();
        let template: TemplateName = "0197a9c0-0000-7000-8000-00000000000a".parse().unwrap();
        let context = context(&url, &template, ["größe", "Product", "name", "identifier", "Product"]);
        assert_eq!(
            context.to_string(),
            r#"{"Product":"https://issuer.example/vocabulary/0197a9c0-0000-7000-8000-00000000000a#Product","größe":"https://issuer.example/vocabulary/0197a9c0-0000-7000-8000-00000000000a#gr%C3%B6%C3%9Fe","identifier":"https://schema.org/identifier"}"#
        );
    }
}
