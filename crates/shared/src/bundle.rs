//! The envelope a holder carries: one or more credentials, and later the evidence that goes with them.
//!
//! In scope: reading and writing bundles; what a verifier still needs to fetch. Out of scope: fetching.

use crate::credential::{SignedCredential, is_url};
use crate::did::{Did, VerificationMethodId};
use crate::json::{self, Limits, Object, Value};
use crate::verify::Material;

/// `type` of a bundle.
const TYPE: &str = "ProofPassBundle";

/// One or more secured credentials. A bare credential is a bundle of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    credentials: Vec<SignedCredential>,
}

/// Why bytes are not a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Not acceptable JSON.
    #[error("the document cannot be read")]
    Json(#[from] json::Error),
    /// A bundle without credentials.
    #[error("the bundle holds no credential")]
    NoCredentials,
    /// JSON, and neither a credential nor a bundle of a known version.
    #[error("neither a credential nor a bundle")]
    NotABundle,
    /// More than [`Bundle::MAX_CREDENTIALS`].
    #[error("the bundle holds more than {} credentials", Bundle::MAX_CREDENTIALS)]
    TooManyCredentials,
    /// More than [`Bundle::MAX_PROOFS`] in all.
    #[error("the document carries more than {} proofs", Bundle::MAX_PROOFS)]
    TooManyProofs,
}

/// Something a verifier must have before it can check a bundle, and does not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// The document of a DID that is not a `did:key`.
    DidDocument(Did),
    /// The schema at an `https` URL.
    Schema(String),
}

impl Need {
    /// As JSON: `{"kind":"did-document","did":"did:web:…"}`, `{"kind":"schema","url":"https://…"}`.
    #[must_use]
    pub fn to_object(&self) -> Object {
        match self {
            Self::DidDocument(did) => Object::new().with("kind", "did-document").with("did", did.as_str()),
            Self::Schema(url) => Object::new().with("kind", "schema").with("url", url.as_str()),
        }
    }
}

impl Bundle {
    /// The passport of a complex product gathers hundreds of credentials; a thousand is room for all of them.
    pub const MAX_CREDENTIALS: usize = 1000;

    /// A set of proofs has one per algorithm or per signatory; two for each credential of the largest passport. Each
    /// costs a signature verification, and anybody may ask for it.
    pub const MAX_PROOFS: usize = 2 * Self::MAX_CREDENTIALS;

    /// Reads a bundle or a bare credential.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        Self::from_value(json::parse(bytes, &Limits::DOCUMENT)?)
    }

    /// A bundle of credentials that exist already.
    pub fn of(credentials: Vec<SignedCredential>) -> Result<Self, ParseError> {
        let proofs: usize = credentials.iter().map(|credential| credential.set("proof").len()).sum();
        match credentials.len() {
            0 => Err(ParseError::NoCredentials),
            1..=Self::MAX_CREDENTIALS if proofs > Self::MAX_PROOFS => Err(ParseError::TooManyProofs),
            1..=Self::MAX_CREDENTIALS => Ok(Self { credentials }),
            _ => Err(ParseError::TooManyCredentials),
        }
    }

    pub(crate) fn from_value(value: Value) -> Result<Self, ParseError> {
        let Value::Object(mut object) = value else { return Err(ParseError::NotABundle) };
        if object.get("type").and_then(Value::as_str) != Some(TYPE) {
            let looks_like_a_credential =
                ["@context", "credentialSubject", "proof"].iter().any(|name| object.get(name).is_some());
            return if looks_like_a_credential {
                Self::of(vec![SignedCredential::new(object)])
            } else {
                Err(ParseError::NotABundle)
            };
        }
        // A version or a member that is not known may carry something that must be checked: fail closed.
        let known = |name: &str| matches!(name, "type" | "version" | "credentials");
        if object.get("version") != Some(&Value::from(1)) || !object.iter().all(|(name, _)| known(name)) {
            return Err(ParseError::NotABundle);
        }
        let Some(Value::Array(credentials)) = object.remove("credentials") else {
            return Err(ParseError::NotABundle);
        };
        if credentials.len() > Self::MAX_CREDENTIALS {
            return Err(ParseError::TooManyCredentials);
        }
        let credentials = credentials.into_iter().map(|credential| match credential {
            Value::Object(object) => Ok(SignedCredential::new(object)),
            _ => Err(ParseError::NotABundle),
        });
        Self::of(credentials.collect::<Result<_, _>>()?)
    }

    /// The credentials, in order. Never empty.
    #[must_use]
    pub fn credentials(&self) -> &[SignedCredential] {
        &self.credentials
    }

    /// The bundle as JSON.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let credentials: Vec<Value> = self.credentials.iter().map(|c| c.object().clone().into()).collect();
        Object::new().with("type", TYPE).with("version", 1).with("credentials", credentials)
    }

    /// What is still missing, each thing once, in the order of first use. Empty: go.
    #[must_use]
    pub fn needs(&self, have: &Material) -> Vec<Need> {
        let mut needs = Vec::new();
        for proof in self.credentials.iter().flat_map(|credential| credential.set("proof")) {
            let method = proof.as_object().and_then(|proof| proof.get("verificationMethod")?.as_str());
            let Some(method) = method.and_then(|text| VerificationMethodId::parse(text).ok()) else { continue };
            if method.did().holds_its_key() || have.document(method.did()).is_some() {
                continue;
            }
            let need = Need::DidDocument(method.did().clone());
            // Never more than `MAX_PROOFS` to compare with.
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        needs.extend(self.schemas_missing(have).into_iter().map(|url| Need::Schema(url.to_owned())));
        needs
    }

    /// The URLs of schemas that are not at hand, as many as material can hold.
    fn schemas_missing(&self, have: &Material) -> Vec<&str> {
        let mut urls = Vec::new();
        for entry in self.credentials.iter().flat_map(|credential| credential.set("credentialSchema")) {
            let id = entry.as_object().and_then(|entry| entry.get("id")?.as_str());
            let url = id.filter(|id| id.starts_with("https://") && is_url(id) && have.schema(id).is_none());
            if let Some(url) = url.filter(|url| urls.len() < Material::MAX_SCHEMAS && !urls.contains(url)) {
                urls.push(url);
            }
        }
        urls
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_bundles_and_bare_credentials() {
        for text in [r#"{"@context":[]}"#, r#"{"type":"ProofPassBundle","version":1,"credentials":[{}]}"#] {
            assert_eq!(Bundle::parse(text.as_bytes()).map(|b| b.credentials().len()), Ok(1), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        let many =
            format!(r#"{{"type":"ProofPassBundle","version":1,"credentials":[{}]}}"#, vec!["{}"; 1001].join(","));
        for (text, error) in [
            ("[]", ParseError::NotABundle),
            ("{}", ParseError::NotABundle),
            (r#"{"type":"ProofPassBundle"}"#, ParseError::NotABundle),
            (r#"{"type":"ProofPassBundle","version":2,"credentials":[{}]}"#, ParseError::NotABundle),
            (r#"{"type":"ProofPassBundle","version":1,"credentials":[{}],"evidence":[]}"#, ParseError::NotABundle),
            (r#"{"type":"ProofPassBundle","version":1,"credentials":{}}"#, ParseError::NotABundle),
            (r#"{"type":"ProofPassBundle","version":1,"credentials":[1]}"#, ParseError::NotABundle),
            (r#"{"type":"ProofPassBundle","version":1,"credentials":[]}"#, ParseError::NoCredentials),
            (&many, ParseError::TooManyCredentials),
        ] {
            assert_eq!(Bundle::parse(text.as_bytes()), Err(error), "{text:.80}");
        }
        assert!(matches!(Bundle::parse(b"{"), Err(ParseError::Json(json::Error::Syntax { .. }))));
    }

    #[test]
    fn bounds_the_proofs_of_all_credentials_together() {
        let credential = |proofs: usize| {
            let proofs = vec![Value::Null; proofs];
            SignedCredential::new(Object::new().with("proof", proofs))
        };
        assert!(Bundle::of(vec![credential(Bundle::MAX_PROOFS)]).is_ok());
        assert!(Bundle::of(vec![credential(1000), credential(1000)]).is_ok());
        assert_eq!(Bundle::of(vec![credential(Bundle::MAX_PROOFS + 1)]), Err(ParseError::TooManyProofs));
        assert_eq!(Bundle::of(vec![credential(1000), credential(1001)]), Err(ParseError::TooManyProofs));
    }

    #[test]
    fn needs_each_unknown_document_once() {
        let text = r#"{"type":"ProofPassBundle","version":1,"credentials":[
            {"proof":[{"verificationMethod":"did:web:a.example#k"},{"verificationMethod":"did:web:a.example#l"}]},
            {"proof":{"verificationMethod":"did:key:z6Mk#z6Mk"}}, {"proof":{"verificationMethod":1}}, {}]}"#;
        let bundle = Bundle::parse(text.as_bytes()).unwrap();
        let needs = bundle.needs(&Material::default());
        assert_eq!(needs, [Need::DidDocument(Did::parse("did:web:a.example").unwrap())]);
        assert_eq!(needs[0].to_object().to_string(), r#"{"kind":"did-document","did":"did:web:a.example"}"#);
    }

    #[test]
    fn needs_each_schema_once_and_from_the_web_only() {
        let text = r#"{"type":"ProofPassBundle","version":1,"credentials":[
            {"credentialSchema":[{"id":"https://a.example/s"},{"id":"http://a.example/s"},{"id":"https://a b"}]},
            {"credentialSchema":{"id":"https://a.example/s"}}, {"credentialSchema":[{"id":1},{},"https://a.example/t"]}]}"#;
        let bundle = Bundle::parse(text.as_bytes()).unwrap();
        let needs = bundle.needs(&Material::default());
        assert_eq!(needs, [Need::Schema("https://a.example/s".to_owned())]);
        assert_eq!(needs[0].to_object().to_string(), r#"{"kind":"schema","url":"https://a.example/s"}"#);
        let mut have = Material::default();
        let at = crate::time::Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
        have.add_schema(Object::new().into(), "https://a.example/s".to_owned(), at).unwrap();
        assert_eq!(bundle.needs(&have), []);
    }
}
