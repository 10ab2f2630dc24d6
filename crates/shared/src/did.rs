//! Decentralized identifiers, and the documents that say which keys speak for them.
//!
//! In scope: DID and DID URL syntax; the methods whose DIDs hold their own key (`did:key`, with feature `jose`
//! `did:jwk`); where the document of a `did:web` stands; controllers that are `https` URLs; finding a verification method
//! under a relationship in a document.
//! Out of scope: fetching a document (a shell does, see [`crate::verify::Material`]).
//! Specs: <https://www.w3.org/TR/did-1.0/>, <https://github.com/quartzjer/did-jwk/blob/main/spec.md>,
//! <https://w3c-ccg.github.io/did-method-web/>, <https://www.w3.org/TR/cid-1.0/#retrieve-verification-method>

mod origin;
mod web;

pub use origin::Origin;

use std::fmt;

use crate::credential::is_url;
use crate::json::{Object, Value};
use crate::key::{KeyError, PublicKey};
use crate::securing::data_integrity::Purpose;
use crate::time::Timestamp;

/// A DID: `did:` method `:` method-specific id, without path, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Did(String);

/// Not a DID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a DID")]
pub struct DidError;

impl Did {
    /// Longest DID accepted. `did:web` paths are the longest in use; 2 KiB is twice the longest seen in any vector.
    pub const MAX_LEN: usize = 2048;

    /// Reads a DID by the ABNF of DID 1.0 §3.1.
    pub fn parse(text: &str) -> Result<Self, DidError> {
        let (method, id) = text.strip_prefix("did:").and_then(|rest| rest.split_once(':')).ok_or(DidError)?;
        let method_ok = !method.is_empty() && method.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let valid = text.len() <= Self::MAX_LEN && method_ok && !id.ends_with(':') && is_method_specific_id(id);
        if valid { Ok(Self(text.to_owned())) } else { Err(DidError) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who has a document that lists keys: a DID, or a controlled identifier that is the `https` URL of that document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Controller(String);

impl Controller {
    /// Reads a DID, or an `https` URL without a fragment. Two spellings of one URL are two controllers: a document that is
    /// compared by its `id` must be asked for by just that.
    pub fn parse(text: &str) -> Result<Self, DidError> {
        let is_web = text.starts_with("https://") && is_url(text) && !text.contains('#') && text.len() <= Did::MAX_LEN;
        if is_web { Ok(Self(text.to_owned())) } else { Did::parse(text).map(|did| Self(did.0)) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a DID.
    #[must_use]
    pub fn is_did(&self) -> bool {
        self.0.starts_with("did:")
    }

    /// Whether it is its own document, so that nothing needs to be fetched for it.
    #[must_use]
    pub fn holds_its_key(&self) -> bool {
        self.0.starts_with("did:key:") || self.0.starts_with("did:jwk:")
    }

    /// Where its document stands. `None` for DIDs of other methods than `did:web`, and for those whose URL would not be
    /// the one that they seem to name.
    #[must_use]
    pub fn document_url(&self) -> Option<String> {
        match self.0.strip_prefix("did:") {
            Some(_) => web::document_url(&self.0),
            None => Some(self.0.clone()),
        }
    }
}

impl fmt::Display for Controller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `*( *idchar ":" ) 1*idchar`, idchar = ALPHA / DIGIT / "." / "-" / "_" / pct-encoded
fn is_method_specific_id(id: &str) -> bool {
    let mut bytes = id.bytes();
    while let Some(byte) = bytes.next() {
        let valid = match byte {
            b'%' => {
                let mut hex = || bytes.next().is_some_and(|b| b.is_ascii_hexdigit());
                hex() && hex()
            }
            _ => byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':'),
        };
        if !valid {
            return false;
        }
    }
    !id.is_empty()
}

/// A URL that names a verification method: a controller and a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationMethodId {
    controller: Controller,
    fragment: String,
}

impl fmt::Display for VerificationMethodId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.controller, self.fragment)
    }
}

impl VerificationMethodId {
    /// Reads `did:…#fragment` or `https://…#fragment`. Paths and queries of a DID name other documents and are refused.
    pub fn parse(text: &str) -> Result<Self, DidError> {
        let (controller, fragment) = text.split_once('#').ok_or(DidError)?;
        if fragment.is_empty() || fragment.contains('#') || fragment.len() > Did::MAX_LEN {
            return Err(DidError);
        }
        Ok(Self { controller: Controller::parse(controller)?, fragment: fragment.to_owned() })
    }

    /// Whose document holds the method.
    #[must_use]
    pub fn controller(&self) -> &Controller {
        &self.controller
    }

    /// The key that the DID itself holds. The fragment of a `did:key` repeats the key (did:key §3.1.3), that of a
    /// `did:jwk` is `0`.
    pub(crate) fn own_key(&self) -> Option<Result<PublicKey, KeyError>> {
        if let Some(multikey) = self.controller.0.strip_prefix("did:key:") {
            let repeats = self.fragment == multikey;
            return Some(if repeats { PublicKey::from_multikey(multikey) } else { Err(KeyError::Malformed) });
        }
        let jwk = self.controller.0.strip_prefix("did:jwk:")?;
        Some(if self.fragment == "0" { key_of_did_jwk(jwk) } else { Err(KeyError::Malformed) })
    }

    /// Whether the DID itself holds a key of BLS12-381, which is dear to read.
    #[cfg(feature = "bbs")]
    pub(crate) fn holds_bls12381(&self) -> bool {
        self.controller.0.starts_with("did:key:zUC7")
    }

    fn is(&self, id: &str) -> bool {
        // A document may name its own methods relatively.
        let fragment = id.strip_prefix(self.controller.as_str()).unwrap_or(id);
        fragment.strip_prefix('#') == Some(&self.fragment)
    }
}

/// The key of a `did:jwk`: a JSON Web Key, in base64url.
#[cfg(feature = "jose")]
fn key_of_did_jwk(encoded: &str) -> Result<PublicKey, KeyError> {
    let bytes = crate::multibase::decode_base64url_digits(encoded).map_err(|_| KeyError::Malformed)?;
    match crate::json::parse(&bytes, &crate::json::Limits::DOCUMENT) {
        Ok(Value::Object(jwk)) => PublicKey::from_jwk(&jwk),
        _ => Err(KeyError::Malformed),
    }
}

#[cfg(not(feature = "jose"))]
fn key_of_did_jwk(_: &str) -> Result<PublicKey, KeyError> {
    Err(KeyError::Unsupported)
}

/// Why a document does not yield a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MethodError {
    /// The method had expired, or its end cannot be read.
    Expired,
    /// The document is another's, or the method's controller is.
    Foreign,
    /// The key itself cannot be used.
    Key(KeyError),
    /// No such method.
    Missing,
    /// There is such a method, and it is not under the relationship.
    NotAuthorized,
    /// The method had been revoked, or the time of that cannot be read.
    Revoked,
}

/// A DID document, or a controlled identifier document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document(pub(crate) Object);

impl Document {
    /// Every proof walks through the methods of its controller's document, and whoever asks for a verification supplies
    /// that document. Organisations list a handful of keys, and keep old ones for years.
    pub(crate) const MAX_METHODS: usize = 256;

    /// Whether the lists that a key is looked for in are within [`Self::MAX_METHODS`].
    pub(crate) fn is_within_limits(&self) -> bool {
        ["assertionMethod", "authentication", "verificationMethod"]
            .iter()
            .all(|name| self.set(name).len() <= Self::MAX_METHODS)
    }

    pub(crate) fn id(&self) -> Option<&str> {
        self.0.get("id")?.as_str()
    }

    /// Controlled Identifiers 1.0 §3.3, "retrieve verification method", for the relationship that the purpose asks for, as
    /// it is at a time.
    fn method(&self, wanted: &VerificationMethodId, purpose: Purpose, at: Timestamp) -> Result<&Object, MethodError> {
        // (1) The document is the controller's own.
        if self.id() != Some(wanted.controller.as_str()) {
            return Err(MethodError::Foreign);
        }
        // (2) The method stands under the relationship, by reference or embedded.
        let listed = || {
            let mut methods = self.set("verificationMethod").iter().filter_map(Value::as_object);
            methods.find(|method| method.get("id").and_then(Value::as_str).is_some_and(|id| wanted.is(id)))
        };
        let is_wanted = |entry: &&Value| entry.as_str().or_else(|| id_of(entry)).is_some_and(|id| wanted.is(id));
        let Some(under_relationship) = self.set(purpose.as_str()).iter().find(is_wanted) else {
            return Err(if listed().is_some() { MethodError::NotAuthorized } else { MethodError::Missing });
        };
        // (3) A reference points into `verificationMethod`.
        let method = under_relationship.as_object().or_else(listed).ok_or(MethodError::Missing)?;
        // (4) Its controller is the document's subject.
        if method.get("controller").and_then(Value::as_str) != Some(wanted.controller.as_str()) {
            return Err(MethodError::Foreign);
        }
        // (5) It is in force (§2.2: nothing is verified with it from the time of its end on).
        for (end, error) in [("expires", MethodError::Expired), ("revoked", MethodError::Revoked)] {
            let ended = method.get(end).map(|time| time.as_str().and_then(|text| Timestamp::parse(text).ok()));
            // An end that cannot be read ends it.
            if ended.is_some_and(|time| time.is_none_or(|time| time <= at)) {
                return Err(error);
            }
        }
        Ok(method)
    }

    /// The key of a method that is in force under the relationship.
    pub(crate) fn key(
        &self,
        wanted: &VerificationMethodId,
        purpose: Purpose,
        at: Timestamp,
    ) -> Result<PublicKey, MethodError> {
        let method = self.method(wanted, purpose, at)?;
        // (6) The key.
        match method.get("type").and_then(Value::as_str) {
            Some("Multikey" | "Ed25519VerificationKey2020") => method
                .get("publicKeyMultibase")
                .and_then(Value::as_str)
                .map_or(Err(KeyError::Malformed), PublicKey::from_multikey)
                .map_err(MethodError::Key),
            #[cfg(feature = "jose")]
            Some("JsonWebKey" | "JsonWebKey2020") => method
                .get("publicKeyJwk")
                .and_then(Value::as_object)
                .map_or(Err(KeyError::Malformed), PublicKey::from_jwk)
                .map_err(MethodError::Key),
            _ => Err(MethodError::Key(KeyError::Unsupported)),
        }
    }

    /// The same of a key of Baby Jubjub, under which commitments are signed: for assertions alone.
    #[cfg(feature = "zk")]
    pub(crate) fn commitment_key(
        &self,
        wanted: &VerificationMethodId,
        at: Timestamp,
    ) -> Result<proofpass_zk::eddsa::PublicKey, MethodError> {
        let method = self.method(wanted, Purpose::AssertionMethod, at)?;
        match method.get("type").and_then(Value::as_str) {
            Some("JsonWebKey") => method
                .get("publicKeyJwk")
                .and_then(Value::as_object)
                .map_or(Err(KeyError::Malformed), crate::zk::from_jwk)
                .map_err(MethodError::Key),
            _ => Err(MethodError::Key(KeyError::Unsupported)),
        }
    }

    fn set(&self, name: &str) -> &[Value] {
        self.0.get(name).map_or(&[], Value::as_set)
    }
}

fn id_of(value: &Value) -> Option<&str> {
    value.as_object()?.get("id")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    const KEY: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

    fn document(text: &str) -> Document {
        match parse(text.as_bytes(), &Limits::DOCUMENT).unwrap() {
            Value::Object(object) => Document(object),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn reads_dids() {
        for text in ["did:key:z6Mk", "did:web:example.com%3A3000:issuer", "did:ex:a:b::c", "did:a1:-._"] {
            assert!(Did::parse(text).is_ok(), "{text}");
        }
        let long = format!("did:web:{}", "a".repeat(Did::MAX_LEN));
        for text in [
            "",
            "did:",
            "did:key",
            "did:key:",
            "DID:key:z",
            "did:Key:z",
            "did:web:a/b",
            "did:web:a?b",
            "did:web:a#b",
            "did:web:a:",
            "did:web:%4",
            "did:web:%zz",
            "did:web:é",
            &long,
        ] {
            assert_eq!(Did::parse(text), Err(DidError), "{text}");
        }
    }

    #[test]
    fn a_method_needs_exactly_one_fragment() {
        assert!(VerificationMethodId::parse("did:web:a#k").is_ok());
        assert!(VerificationMethodId::parse("https://a.example/issuers/1?v=2#k").is_ok());
        for text in [
            "did:web:a",
            "did:web:a#",
            "did:web:a#k#k",
            "did:web:a/p#k",
            "did:web:a?x=1#k",
            "http://a#k",
            "https://#",
            "#k",
        ] {
            assert_eq!(VerificationMethodId::parse(text), Err(DidError), "{text}");
        }
    }

    #[test]
    fn finds_a_key_only_under_its_relationship_and_controller() {
        let now = Timestamp::from_unix_seconds(1_800_000_000).unwrap();
        let wanted = VerificationMethodId::parse("did:web:a.example#k").unwrap();
        let with = |method: &str, relationship: &str| {
            document(&format!(
                r#"{{"id":"did:web:a.example","verificationMethod":[{method}],"assertionMethod":[{relationship}]}}"#
            ))
            .key(&wanted, Purpose::AssertionMethod, now)
        };
        let method = |more: &str| {
            format!(
                r##"{{"id":"#k","type":"Multikey","controller":"did:web:a.example","publicKeyMultibase":"{}"{more}}}"##,
                crate::key::tests::MULTIKEY
            )
        };
        assert!(with(&method(""), "\"did:web:a.example#k\"").is_ok());
        assert!(with(&method(""), "\"#k\"").is_ok());
        assert!(with("", &method("")).is_ok());
        assert!(with(&method(r#","expires":"2999-01-01T00:00:00Z""#), "\"#k\"").is_ok());
        for (more, error) in [
            (r#","expires":"2026-01-01T00:00:00Z""#, MethodError::Expired),
            // The very second of its end.
            (r#","expires":"2027-01-15T08:00:00Z""#, MethodError::Expired),
            (r#","revoked":"2026-01-01T00:00:00Z""#, MethodError::Revoked),
            (r#","revoked":"soon""#, MethodError::Revoked),
            (r#","expires":1"#, MethodError::Expired),
        ] {
            assert_eq!(with(&method(more), "\"#k\""), Err(error), "{more}");
        }
        assert!(with(&method(r#","expires":"2027-01-15T08:00:01Z""#), "\"#k\"").is_ok());
        assert_eq!(with(&method(""), ""), Err(MethodError::NotAuthorized));
        assert_eq!(with(&method(""), "\"#other\""), Err(MethodError::NotAuthorized));
        assert_eq!(with("", "\"#k\""), Err(MethodError::Missing));
        assert_eq!(with("", ""), Err(MethodError::Missing));
        assert_eq!(
            with(&method("").replace("did:web:a.example", "did:web:b.example"), "\"#k\""),
            Err(MethodError::Foreign)
        );
        assert_eq!(
            with(&method("").replace("Multikey", "RsaVerificationKey2018"), "\"#k\""),
            Err(MethodError::Key(KeyError::Unsupported))
        );
        let foreign = document(r#"{"id":"did:web:b.example"}"#);
        assert_eq!(foreign.key(&wanted, Purpose::AssertionMethod, now), Err(MethodError::Foreign));
    }

    #[cfg(all(feature = "issue", feature = "zk"))]
    #[test]
    fn a_key_for_commitments_is_found_for_assertions_alone_and_breaks_no_other() {
        let now = Timestamp::from_unix_seconds(1_800_000_000).unwrap();
        let key = proofpass_zk::eddsa::SigningKey::from_seed(&[7; 32]).public_key();
        let own = "did:web:a.example";
        let wanted = VerificationMethodId::parse("did:web:a.example#zk-1").unwrap();
        let method = crate::zk::verification_method("did:web:a.example#zk-1", own, &key);
        let other = format!(
            r##"{{"id":"#k","type":"Multikey","controller":"{own}","publicKeyMultibase":"{}"}}"##,
            crate::key::tests::MULTIKEY
        );
        let with = |method: &Object, relationship: &str| {
            document(&format!(
                r##"{{"id":"{own}","verificationMethod":[{method},{other}],"assertionMethod":["#k"{relationship}]}}"##
            ))
        };
        let listed = r##","#zk-1""##;
        assert_eq!(with(&method, listed).commitment_key(&wanted, now), Ok(key));
        assert_eq!(with(&method, "").commitment_key(&wanted, now), Err(MethodError::NotAuthorized));
        let jwk = method.get("publicKeyJwk").and_then(Value::as_object).unwrap().clone();
        let off_the_curve = method.clone().with("publicKeyJwk", jwk.clone().with("x", jwk.get("y").unwrap().clone()));
        for (method, error) in [
            (method.clone().with("expires", "2026-01-01T00:00:00Z"), MethodError::Expired),
            (method.clone().with("revoked", "2026-01-01T00:00:00Z"), MethodError::Revoked),
            (method.clone().with("controller", "did:web:b.example"), MethodError::Foreign),
            (method.clone().with("type", "Multikey"), MethodError::Key(KeyError::Unsupported)),
            (method.clone().with("publicKeyJwk", "x"), MethodError::Key(KeyError::Malformed)),
            (method.clone().with("publicKeyJwk", jwk.with("crv", "P-256")), MethodError::Key(KeyError::Unsupported)),
            (off_the_curve, MethodError::Key(KeyError::Malformed)),
        ] {
            let document = with(&method, listed);
            assert_eq!(document.commitment_key(&wanted, now), Err(error), "{method}");
            // And it is no key for what other keys sign, nor in the way of them.
            let ordinary = VerificationMethodId::parse("did:web:a.example#k").unwrap();
            assert!(document.key(&ordinary, Purpose::AssertionMethod, now).is_ok(), "{method}");
            assert!(document.key(&wanted, Purpose::AssertionMethod, now).is_err(), "{method}");
        }
        // A key that signs everything else signs no commitment.
        let ordinary = VerificationMethodId::parse("did:web:a.example#k").unwrap();
        let found = with(&method, listed).commitment_key(&ordinary, now);
        assert_eq!(found, Err(MethodError::Key(KeyError::Unsupported)));
    }

    #[test]
    fn a_controlled_identifier_is_the_url_of_its_document() {
        let wanted = VerificationMethodId::parse("https://a.example/issuer#k").unwrap();
        let document = |id: &str, controller: &str, method: &str| {
            document(&format!(
                r#"{{"id":"{id}","assertionMethod":["{method}"],"verificationMethod":[{{"id":"{method}",
                    "type":"Multikey","controller":"{controller}","publicKeyMultibase":"{}"}}]}}"#,
                crate::key::tests::MULTIKEY
            ))
            .key(&wanted, Purpose::AssertionMethod, Timestamp::MIN)
        };
        let (own, key) = ("https://a.example/issuer", "https://a.example/issuer#k");
        assert!(document(own, own, key).is_ok());
        assert!(document(own, own, "#k").is_ok());
        for (id, controller, method, error) in [
            // A document that is another's, even one whose name begins alike; other spellings of the same URL.
            ("https://a.example/issuer2", own, key, MethodError::Foreign),
            ("https://a.example/issuer/", own, key, MethodError::Foreign),
            ("https://A.example/issuer", own, key, MethodError::Foreign),
            ("https://a.example/issuer#", own, key, MethodError::Foreign),
            (own, "https://b.example/issuer", key, MethodError::Foreign),
            (own, own, "https://a.example/issuer#l", MethodError::Missing),
            (own, own, "https://b.example/issuer#k", MethodError::Missing),
        ] {
            assert_eq!(document(id, controller, method), Err(error), "{id} {controller} {method}");
        }
    }

    #[test]
    fn reads_controllers() {
        for (text, url) in [
            ("did:key:z6Mk", None),
            ("did:example:a", None),
            ("did:web:a.example", Some("https://a.example/.well-known/did.json")),
            ("https://a.example", Some("https://a.example")),
            ("https://a.example/b?c=d", Some("https://a.example/b?c=d")),
        ] {
            let controller = Controller::parse(text).unwrap();
            assert_eq!(controller.document_url().as_deref(), url, "{text}");
        }
        let long = format!("https://a.example/{}", "a".repeat(Did::MAX_LEN));
        for text in ["", "http://a.example", "https:a.example", "https://a b", "https://a.example#k", "urn:a:b", &long]
        {
            assert_eq!(Controller::parse(text), Err(DidError), "{text}");
        }
    }

    #[test]
    fn a_did_key_method_repeats_its_key() {
        let wrong = VerificationMethodId::parse(&format!("did:key:{KEY}#other")).unwrap();
        assert_eq!(wrong.own_key(), Some(Err(KeyError::Malformed)));
    }
}
