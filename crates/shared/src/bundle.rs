//! The envelope a holder carries: one or more credentials, and later the evidence that goes with them.
//!
//! In scope: reading and writing bundles; what a verifier still needs to fetch. Out of scope: fetching.

mod needs;

pub use needs::{Need, Unfit};

use crate::credential::{SignedCredential, has_type};
#[cfg(feature = "zk")]
use crate::digest::Digest;
#[cfg(feature = "zk")]
use crate::jcs::canonicalize_object;
use crate::json::{self, Limits, Object, Value};
use crate::presentation::Presentation;
#[cfg(feature = "cose")]
use crate::securing::as_sign1;
use crate::securing::as_token;
#[cfg(not(feature = "cose"))]
use crate::securing::looks_like_sign1;
use crate::time::Timestamp;
use crate::verify::Material;

/// `type` of a bundle.
const TYPE: &str = "ProofPassBundle";

/// `type` of the presentation of a proof in zero knowledge, which is a document of its own.
const PROOF: &str = "ProofPresentation";

/// `type` of a bundle with what it takes to verify it.
const EVIDENCE: &str = "ProofPassEvidence";

/// One or more secured credentials. A bare credential is a bundle of one, and a presentation is a bundle that a holder
/// secured.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    presentation: Option<Presentation>,
    credentials: Vec<SignedCredential>,
    proof: Option<Object>,
    enclosed: Material,
}

/// Why bytes are not a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Not acceptable JSON.
    #[error("the document cannot be read")]
    Json(#[from] json::Error),
    /// What is enclosed is not material.
    #[error("what the bundle encloses is not material as documented")]
    Enclosed,
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

impl Bundle {
    /// The passport of a complex product gathers hundreds of credentials; a thousand is room for all of them.
    pub const MAX_CREDENTIALS: usize = 1000;

    /// A set of proofs has one per algorithm or per signatory; two for each credential of the largest passport. Each
    /// costs a signature verification, and anybody may ask for it.
    pub const MAX_PROOFS: usize = 2 * Self::MAX_CREDENTIALS;

    /// Entries of one credential's `credentialStatus`. Each of the four purposes has one, in a list of either kind.
    pub const MAX_STATUSES: usize = 16;

    /// Reads a bundle, a presentation or a bare credential, as JSON, as a token in compact form, or with feature `cose` as
    /// a COSE signature.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        #[cfg(feature = "cose")]
        if let Some(bytes) = as_sign1(bytes) {
            return Self::from_enveloped(SignedCredential::from_sign1(&bytes));
        }
        #[cfg(not(feature = "cose"))]
        if looks_like_sign1(bytes) && bytes.len() <= Limits::DOCUMENT.bytes {
            return Self::of(vec![SignedCredential::unopened(String::from_utf8_lossy(bytes).into_owned())]);
        }
        match as_token(bytes).filter(|text| text.len() <= Limits::DOCUMENT.bytes) {
            Some(text) => Self::from_token(text),
            None => Self::from_value(json::parse(bytes, &Limits::DOCUMENT)?),
        }
    }

    fn from_token(text: &str) -> Result<Self, ParseError> {
        Self::from_enveloped(SignedCredential::from_token(text))
    }

    /// What an envelope holds says of itself what it is; what says nothing is a credential.
    fn from_enveloped(credential: SignedCredential) -> Result<Self, ParseError> {
        if credential.is_sd_jwt_vc() || !has_type(credential.object(), "VerifiablePresentation") {
            return Self::of(vec![credential]);
        }
        let (object, securing) = credential.into_parts();
        Self::presented(Presentation::secured(object, securing))
    }

    /// A presentation, with the credentials in it.
    fn presented(presentation: Presentation) -> Result<Self, ParseError> {
        let credentials = presentation.credentials();
        if credentials.len() > Self::MAX_CREDENTIALS {
            return Err(ParseError::TooManyCredentials);
        }
        Self { presentation: Some(presentation), credentials, proof: None, enclosed: Material::default() }.bounded()
    }

    fn bounded(self) -> Result<Self, ParseError> {
        if self.proofs().count() > Self::MAX_PROOFS { Err(ParseError::TooManyProofs) } else { Ok(self) }
    }

    /// Every proof: the presentation's, then each credential's.
    fn proofs(&self) -> impl Iterator<Item = &Value> {
        let presented = self.presentation.iter().flat_map(Presentation::proofs);
        presented.chain(self.credentials.iter().flat_map(|credential| credential.set("proof")))
    }

    /// A bundle of credentials that exist already.
    pub fn of(credentials: Vec<SignedCredential>) -> Result<Self, ParseError> {
        match credentials.len() {
            0 => Err(ParseError::NoCredentials),
            1..=Self::MAX_CREDENTIALS => {
                Self { presentation: None, credentials, proof: None, enclosed: Material::default() }.bounded()
            }
            _ => Err(ParseError::TooManyCredentials),
        }
    }

    pub(crate) fn from_value(value: Value) -> Result<Self, ParseError> {
        let Value::Object(mut object) = value else { return Err(ParseError::NotABundle) };
        object = match Presentation::new(object) {
            Ok(presentation) => return Self::presented(presentation),
            Err(object) => object,
        };
        #[cfg(feature = "sd-jwt")]
        if let Some(text) = crate::securing::sd_jwt::compact(&object) {
            return Self::from_token(&text);
        }
        // The JSON serialization of a token (RFC 7515 §7.2).
        #[cfg(not(feature = "sd-jwt"))]
        if object.get("payload").is_some() && ["signature", "signatures"].iter().any(|name| object.get(name).is_some())
        {
            return Self::of(vec![SignedCredential::unopened(object.to_string())]);
        }
        let kind = object.get("type").and_then(Value::as_str);
        if kind == Some(EVIDENCE) {
            return Self::from_evidence(object);
        }
        if kind == Some(PROOF) {
            let enclosed = Material::default();
            return Ok(Self { presentation: None, credentials: Vec::new(), proof: Some(object), enclosed });
        }
        if kind != Some(TYPE) {
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

    /// Reads `{"type":"ProofPassEvidence","version":1,"gatheredAt":"…","bundle":…,"material":{…}}`: a document of any other
    /// kind, and what was gathered to verify it.
    fn from_evidence(mut object: Object) -> Result<Self, ParseError> {
        let known = |name: &str| matches!(name, "type" | "version" | "gatheredAt" | "bundle" | "material");
        let material = object.get("material").map(Material::from_value);
        let document = object.remove("bundle").ok_or(ParseError::NotABundle)?;
        if object.get("version") != Some(&Value::from(1)) || !object.iter().all(|(name, _)| known(name)) {
            return Err(ParseError::NotABundle);
        }
        let bundle = match document {
            Value::String(token) => Self::from_token(as_token(token.as_bytes()).ok_or(ParseError::NotABundle)?)?,
            // Evidence of evidence would be anybody's to nest.
            Value::Object(inner) if inner.get("type").and_then(Value::as_str) == Some(EVIDENCE) => {
                return Err(ParseError::NotABundle);
            }
            value => Self::from_value(value)?,
        };
        let enclosed = material.transpose().map_err(|_| ParseError::Enclosed)?.unwrap_or_default();
        Ok(Self { enclosed, ..bundle })
    }

    /// A document with what was gathered to verify it: material as [`Material::from_value`] reads it. Whoever has the
    /// document only can make this of it, and enclose whatever they like: see [`Self::enclosed`].
    #[must_use]
    pub fn evidence(document: Value, material: Object, gathered_at: Timestamp) -> Object {
        Object::new()
            .with("type", EVIDENCE)
            .with("version", 1)
            .with("gatheredAt", gathered_at.to_string())
            .with("bundle", document)
            .with("material", material)
    }

    /// What came in the same file, to verify it with. Nobody vouches for it but whoever made the file: a verifier uses it
    /// where its policy says so and not otherwise ([`crate::verify::Policy::accepts_enclosed`]).
    #[must_use]
    pub fn enclosed(&self) -> &Material {
        &self.enclosed
    }

    /// The presentation, if a holder shows the credentials in one.
    #[must_use]
    pub fn presentation(&self) -> Option<&Presentation> {
        self.presentation.as_ref()
    }

    /// The presentation of a proof in zero knowledge, if that is what the document is. It comes alone.
    #[must_use]
    pub fn proof(&self) -> Option<&Object> {
        self.proof.as_ref()
    }

    /// The SHA-256 of its canonical form.
    #[cfg(feature = "zk")]
    pub(crate) fn proof_digest(&self) -> Option<Digest> {
        self.proof.as_ref().map(|proof| Digest::of(canonicalize_object(proof).as_bytes()))
    }

    /// The credentials, in order. Empty in a presentation of nothing, and in that of a proof.
    #[must_use]
    pub fn credentials(&self) -> &[SignedCredential] {
        &self.credentials
    }

    /// The bundle as JSON.
    #[must_use]
    pub fn to_object(&self) -> Object {
        if let Some(presentation) = &self.presentation {
            return presentation.to_object();
        }
        if let Some(proof) = &self.proof {
            return proof.clone();
        }
        let credentials: Vec<Value> = self.credentials.iter().map(|c| c.to_object().into()).collect();
        Object::new().with("type", TYPE).with("version", 1).with("credentials", credentials)
    }

    /// Whether every credential is shown by its holder with key binding, so that each answers for itself.
    pub(crate) fn is_bound(&self) -> bool {
        !self.credentials.is_empty() && self.credentials.iter().all(SignedCredential::has_key_binding)
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
    fn reads_evidence_around_any_other_document() {
        let around = |document: &str, rest: &str| {
            Bundle::parse(format!(r#"{{"type":"ProofPassEvidence","version":1,"bundle":{document}{rest}}}"#).as_bytes())
        };
        let material = r#","gatheredAt":"2026-11-23T12:00:00Z","material":{"statusLists":[
            {"credential":{},"from":"https://a.example/1","at":"2026-11-23T12:00:00Z"}]}"#;
        for document in [
            r#"{"@context":[]}"#,
            r#"{"type":"VerifiablePresentation","verifiableCredential":{"@context":[]}}"#,
            r#"{"type":"ProofPassBundle","version":1,"credentials":[{}]}"#,
            r#""eyJhbGciOiJFUzI1NiJ9.e30.AA""#,
        ] {
            let bundle = around(document, material).unwrap_or_else(|error| panic!("{document}: {error}"));
            assert_eq!(bundle.credentials().len(), 1, "{document}");
            assert!(bundle.enclosed().status_list("https://a.example/1").is_some());
            // What is enclosed is nobody's word: it is needed as if it were not there.
            let bare = around(document, "").unwrap();
            assert_eq!(bare.enclosed(), &Material::default());
            assert_eq!(bundle.needs(&Material::default()), bare.needs(&Material::default()));
        }
        let written =
            Bundle::evidence(Object::new().with("@context", Vec::new()).into(), Object::new(), Timestamp::MIN);
        assert!(Bundle::parse(written.to_string().as_bytes()).is_ok());
        let nested = written.to_string();
        for (document, rest, error) in [
            (nested.as_str(), "", ParseError::NotABundle),
            (r#""token""#, "", ParseError::NotABundle),
            (r#""""#, "", ParseError::NotABundle),
            ("1", "", ParseError::NotABundle),
            ("[]", "", ParseError::NotABundle),
            ("{}", "", ParseError::NotABundle),
            (r#"{"@context":[]}"#, r#","credentials":[]"#, ParseError::NotABundle),
            (r#"{"@context":[]}"#, r#","policy":{}"#, ParseError::NotABundle),
            (r#"{"@context":[]}"#, r#","now":"2026-11-23T12:00:00Z""#, ParseError::NotABundle),
            (r#"{"@context":[]}"#, r#","material":[]"#, ParseError::Enclosed),
            (r#"{"@context":[]}"#, r#","material":{"keys":[]}"#, ParseError::Enclosed),
            (r#"{"@context":[]}"#, r#","material":{"didDocuments":[{"document":{}}]}"#, ParseError::Enclosed),
            (r#"{"type":"ProofPassBundle","version":1,"credentials":[]}"#, "", ParseError::NoCredentials),
        ] {
            assert_eq!(around(document, rest), Err(error), "{document} {rest}");
        }
        for text in [
            r#"{"type":"ProofPassEvidence","version":1}"#,
            r#"{"type":"ProofPassEvidence","version":2,"bundle":{"@context":[]}}"#,
            r#"{"type":"ProofPassEvidence","bundle":{"@context":[]}}"#,
        ] {
            assert_eq!(Bundle::parse(text.as_bytes()), Err(ParseError::NotABundle), "{text}");
        }
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
}
