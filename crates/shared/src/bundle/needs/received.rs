//! What came for a need, as an entry of material: the last step of *needs → fetch → add*.
//!
//! In scope: the form that each kind of thing has, whose it is, and that it is read as strictly as everything else from
//! outside. Out of scope: what it means, which the verifier judges as if it had been given by hand.

use super::{Need, is_on_the_web};
use crate::bundle::Bundle;
use crate::did::Controller;
use crate::json::{Limits, Object, Value, parse};
use crate::multibase::encode_base64;
#[cfg(not(all(feature = "cose", feature = "sd-jwt")))]
use crate::securing::Securing;
use crate::time::Timestamp;
use crate::verify::Material;

/// Why what came is no material for a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// A document under another name.
    #[error("the document is somebody else's")]
    Foreign,
    /// Not of the form that such a thing has.
    #[error("what came is not what was asked for")]
    Form,
    /// More than material can hold of one thing.
    #[error("what came is larger than material may be")]
    TooLarge,
    /// A token of a kind that this build does not know.
    #[error("this build does not know such a thing")]
    Unknown,
}

impl Unfit {
    /// The word for it, for programs: those of the npm package (`MissingCode` in `pkg/resolve.d.ts`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Foreign => "id-differs",
            Self::Form => "not-json",
            Self::TooLarge => "too-large",
            Self::Unknown => "kind-unsupported",
        }
    }
}

impl Need {
    /// Reads what [`Self::to_object`] writes; where it could come from follows from its name. `None` for what this build
    /// never needs.
    #[must_use]
    pub fn from_object(need: &Object) -> Option<Self> {
        let kind = need.get("kind")?.as_str()?;
        let name = need.get(if kind == "did-document" { "did" } else { "url" })?.as_str()?;
        let url = || is_on_the_web(name).then(|| name.to_owned());
        let need = match kind {
            "controlled-identifier-document" | "did-document" => Self::Document(Controller::parse(name).ok()?),
            "did-configuration" => Self::DidConfiguration(url()?),
            #[cfg(feature = "sd-jwt")]
            "issuer-metadata" => Self::IssuerMetadata(url()?),
            #[cfg(feature = "sd-jwt")]
            "jwk-set" => Self::JwkSet(url()?),
            "resource" => Self::Resource(url()?),
            "schema" => Self::Schema(url()?),
            "status-list" => Self::StatusList(url()?),
            #[cfg(feature = "sd-jwt")]
            "status-list-token" => Self::StatusListToken(url()?),
            _ => return None,
        };
        // A DID is asked for as a DID, and a URL as a URL.
        (need.kind() == kind).then_some(need)
    }

    /// What came for it at `at`, as an entry of the list that [`Self::member`] names.
    ///
    /// # Errors
    /// If it is nothing that [`Material::from_value`] reads, or is about somebody else.
    pub fn received(&self, bytes: &[u8], at: Timestamp) -> Result<Object, Unfit> {
        let mut entry = Object::new();
        let (name, what): (_, Value) = match self {
            Self::Document(controller) => {
                let document = object(bytes)?;
                // Whoever answers for one name must not speak for another.
                if document.get("id").and_then(Value::as_str) != Some(controller.as_str()) {
                    return Err(Unfit::Foreign);
                }
                ("document", document.into())
            }
            Self::DidConfiguration(_) => ("configuration", object(bytes)?.into()),
            #[cfg(feature = "sd-jwt")]
            Self::IssuerMetadata(_) => ("metadata", object(bytes)?.into()),
            #[cfg(feature = "sd-jwt")]
            Self::JwkSet(_) => ("jwkSet", object(bytes)?.into()),
            Self::Resource(url) => {
                entry = entry.with("url", url.as_str());
                ("bytes", encode_base64(bytes).into())
            }
            Self::Schema(_) => ("schema", schema(bytes)?),
            Self::StatusList(_) => ("credential", credential(bytes)?.into()),
            #[cfg(feature = "sd-jwt")]
            Self::StatusListToken(_) => {
                let token = std::str::from_utf8(bytes).map_err(|_| Unfit::Form)?;
                ("token", token.trim_ascii().into())
            }
        };
        let from = self.url().unwrap_or_else(|| self.id().to_owned());
        let entry = entry.with(name, what).with("from", from).with("at", at.to_string());
        // What cannot be read where it is to stand would take everything around it along.
        let material = format!(r#"[{{"{}":[{entry}]}}]"#, self.member());
        let material = parse(material.as_bytes(), &Limits::DOCUMENT).map_err(|_| Unfit::TooLarge)?;
        Material::from_value(&material.as_set()[0]).map_err(|_| Unfit::Form)?;
        Ok(entry)
    }
}

fn object(bytes: &[u8]) -> Result<Object, Unfit> {
    match parse(bytes, &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(Unfit::Form),
    }
}

/// A schema is its very text, which digests are of; or a credential that holds one, as a token.
fn schema(bytes: &[u8]) -> Result<Value, Unfit> {
    match (object(bytes), std::str::from_utf8(bytes)) {
        (Ok(_), Ok(text)) => Ok(text.into()),
        _ => Ok(credential(bytes)?.into()),
    }
}

/// One credential, as JSON or as a token; a token comes back in an envelope.
fn credential(bytes: &[u8]) -> Result<Object, Unfit> {
    let bundle = Bundle::parse(bytes).map_err(|_| Unfit::Form)?;
    let ([credential], None) = (bundle.credentials(), bundle.presentation()) else { return Err(Unfit::Form) };
    // An envelope made here for what was not opened might say that it is something else.
    #[cfg(not(all(feature = "cose", feature = "sd-jwt")))]
    if matches!(credential.securing(), Securing::Unopened(_)) {
        return Err(Unfit::Unknown);
    }
    Ok(credential.to_object())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: &str = r#""at":"2026-11-23T12:00:00Z""#;

    fn need(kind: &str, name: &str) -> Need {
        let member = if kind == "did-document" { "did" } else { "url" };
        Need::from_object(&Object::new().with("kind", kind).with(member, name)).unwrap()
    }

    fn received(need: &Need, bytes: &[u8]) -> Result<String, Unfit> {
        let at = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
        need.received(bytes, at).map(|entry| entry.to_string())
    }

    #[test]
    fn a_need_is_what_is_written_of_it() {
        let mut needs = vec![
            Need::Document(Controller::parse("did:web:a.example:b").unwrap()),
            Need::Document(Controller::parse("did:ex:a").unwrap()),
            Need::Document(Controller::parse("https://a.example/i").unwrap()),
            Need::DidConfiguration("https://a.example/.well-known/did-configuration.json".into()),
            Need::Resource("https://a.example/1".into()),
            Need::Schema("https://a.example/2".into()),
            Need::StatusList("https://a.example/3".into()),
        ];
        #[cfg(feature = "sd-jwt")]
        needs.extend([
            Need::IssuerMetadata("https://a.example/4".into()),
            Need::JwkSet("https://a.example/5".into()),
            Need::StatusListToken("https://a.example/6".into()),
        ]);
        for need in needs {
            assert_eq!(Need::from_object(&need.to_object()), Some(need));
        }
        for wrong in [
            "{}",
            r#"{"kind":"resource"}"#,
            r#"{"kind":1,"url":"https://a.example/"}"#,
            r#"{"kind":"key","url":"https://a.example/"}"#,
            r#"{"kind":"Resource","url":"https://a.example/"}"#,
            r#"{"kind":"resource","did":"https://a.example/"}"#,
            r#"{"kind":"resource","url":"http://a.example/"}"#,
            r#"{"kind":"resource","url":"https://a b"}"#,
            r#"{"kind":"status-list","url":"did:web:a.example"}"#,
            r#"{"kind":"did-document","did":"https://a.example/"}"#,
            r#"{"kind":"did-document","url":"did:web:a.example"}"#,
            r#"{"kind":"controlled-identifier-document","url":"did:web:a.example"}"#,
        ] {
            assert_eq!(Need::from_object(&object(wrong.as_bytes()).unwrap()), None, "{wrong}");
        }
    }

    #[test]
    fn what_came_becomes_an_entry_of_the_member_that_it_is_for() {
        let list = r#"{"@context":[],"credentialSubject":{}}"#;
        for (need, came, entry) in [
            (
                need("did-document", "did:web:a.example"),
                r#" {"id":"did:web:a.example"} "#,
                format!(
                    r#"{{"document":{{"id":"did:web:a.example"}},"from":"https://a.example/.well-known/did.json",{AT}}}"#
                ),
            ),
            (
                need("controlled-identifier-document", "https://a.example/i"),
                r#"{"id":"https://a.example/i"}"#,
                format!(r#"{{"document":{{"id":"https://a.example/i"}},"from":"https://a.example/i",{AT}}}"#),
            ),
            (
                need("did-configuration", "https://a.example/c"),
                r#"{"linked_dids":[]}"#,
                format!(r#"{{"configuration":{{"linked_dids":[]}},"from":"https://a.example/c",{AT}}}"#),
            ),
            (
                need("resource", "https://a.example/r"),
                "\u{0}?",
                format!(r#"{{"url":"https://a.example/r","bytes":"AD8=","from":"https://a.example/r",{AT}}}"#),
            ),
            (
                need("schema", "https://a.example/s"),
                r#"{ "type": "object" }"#,
                format!(r#"{{"schema":"{{ \"type\": \"object\" }}","from":"https://a.example/s",{AT}}}"#),
            ),
            (
                need("status-list", "https://a.example/l"),
                list,
                format!(r#"{{"credential":{list},"from":"https://a.example/l",{AT}}}"#),
            ),
        ] {
            assert_eq!(received(&need, came.as_bytes()).as_deref(), Ok(entry.as_str()));
            let material = format!(r#"{{"{}":[{entry}]}}"#, need.member());
            let material = parse(material.as_bytes(), &Limits::DOCUMENT).unwrap();
            assert!(Material::from_value(&material).is_ok(), "{entry}");
        }
    }

    #[test]
    fn what_is_read_in_two_ways_or_is_something_else_is_refused() {
        let (document, list) = (need("did-document", "did:web:a.example"), need("status-list", "https://a.example/l"));
        let (schema, website) =
            (need("schema", "https://a.example/s"), need("did-configuration", "https://a.example/c"));
        let linked = format!(r#"{{"linked_dids":[{}]}}"#, vec!["1"; 257].join(","));
        for (need, came, unfit) in [
            (&document, r#"{"id":"did:web:b.example"}"#, Unfit::Foreign),
            (&document, r#"{"id":["did:web:a.example"]}"#, Unfit::Foreign),
            (&document, "{}", Unfit::Foreign),
            (&document, r#"{"id":"did:web:a.example","id":"did:web:a.example"}"#, Unfit::Form),
            (&document, r#"{"id":"did:web:b.example","id":"did:web:a.example"}"#, Unfit::Form),
            (&document, r#"{"id":"did:web:a.example","n":12345678901234567890}"#, Unfit::Form),
            (&document, "\u{feff}{\"id\":\"did:web:a.example\"}", Unfit::Form),
            (&document, "[]", Unfit::Form),
            (&document, "<html>", Unfit::Form),
            (&document, "", Unfit::Form),
            (&list, "{}", Unfit::Form),
            (&list, r#"{"type":"ProofPassBundle","version":1,"credentials":[{},{}]}"#, Unfit::Form),
            (&list, r#"{"type":"VerifiablePresentation","verifiableCredential":{"@context":[]}}"#, Unfit::Form),
            (&list, r#"{"@context":[],"@context":[]}"#, Unfit::Form),
            (&schema, r#"{"a":1,"a":2}"#, Unfit::Form),
            (&schema, "[]", Unfit::Form),
            (&website, "{}", Unfit::Form),
            (&website, &linked, Unfit::Form),
        ] {
            assert_eq!(received(need, came.as_bytes()), Err(unfit), "{} {came:.60}", need.kind());
        }
        assert_eq!(received(&document, b"{\"id\":\"\xff\"}"), Err(Unfit::Form));
    }

    #[test]
    fn what_could_not_be_read_beside_a_document_is_too_large() {
        let deep =
            |depth: usize| format!(r#"{{"id":"did:web:a.example","a":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        let document = need("did-document", "did:web:a.example");
        let deepest =
            (1..Limits::DOCUMENT.depth).rev().find(|depth| received(&document, deep(*depth).as_bytes()).is_ok());
        let deepest = deepest.unwrap();
        // Readable alone, and not where it would stand.
        assert!(object(deep(deepest + 1).as_bytes()).is_ok());
        assert_eq!(received(&document, deep(deepest + 1).as_bytes()), Err(Unfit::TooLarge));
        let most = 3 << 18;
        let picture = need("resource", "https://a.example/r");
        assert!(received(&picture, &vec![0; most]).is_ok());
        assert_eq!(received(&picture, &vec![0; most + 1]), Err(Unfit::TooLarge));
        let schema = need("schema", "https://a.example/s");
        let text = format!("{{{}}}", " ".repeat(Limits::DOCUMENT.string));
        assert_eq!(received(&schema, text.as_bytes()), Err(Unfit::TooLarge));
    }

    #[test]
    fn a_token_comes_back_in_the_envelope_that_says_what_it_is() {
        let list = need("status-list", "https://a.example/l");
        let entry = received(&list, b"eyJhbGciOiJub25lIn0.e30.AA\n");
        if cfg!(all(feature = "cose", feature = "sd-jwt")) {
            assert!(entry.unwrap().contains(r#""id":"data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.AA""#));
        } else if cfg!(not(feature = "jose")) {
            assert_eq!(entry, Err(Unfit::Unknown));
        }
        let signed = received(&list, b"\xd2\x84\x40\xa0\x40\x40");
        if cfg!(feature = "cose") {
            assert!(signed.is_err() || signed.unwrap().contains("data:application/vc+cose;base64,"));
        } else {
            assert_eq!(signed, Err(Unfit::Unknown));
        }
    }
}
