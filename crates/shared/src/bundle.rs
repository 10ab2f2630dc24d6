//! The envelope a holder carries: one or more credentials, and later the evidence that goes with them.
//!
//! In scope: reading and writing bundles; what a verifier still needs to fetch. Out of scope: fetching.

#[cfg(feature = "sd-jwt")]
mod tokens;

use crate::credential::{SignedCredential, has_type, is_url};
use crate::did::{Did, VerificationMethodId};
use crate::json::{self, Limits, Object, Value};
use crate::presentation::Presentation;
#[cfg(feature = "cose")]
use crate::securing::as_sign1;
use crate::securing::as_token;
use crate::verify::Material;
#[cfg(feature = "sd-jwt")]
use tokens::metadata_url;

/// `type` of a bundle.
const TYPE: &str = "ProofPassBundle";

/// One or more secured credentials. A bare credential is a bundle of one, and a presentation is a bundle that a holder
/// secured.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    presentation: Option<Presentation>,
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
    /// The metadata of an issuer that is an `https` URL, among them its keys.
    #[cfg(feature = "sd-jwt")]
    IssuerMetadata(String),
    /// The JSON Web Key Set that such metadata name.
    #[cfg(feature = "sd-jwt")]
    JwkSet(String),
    /// The status list published at an `https` URL.
    StatusList(String),
    /// The token with a status list that is published at an `https` URL.
    #[cfg(feature = "sd-jwt")]
    StatusListToken(String),
}

impl Need {
    /// As JSON: `{"kind":"did-document","did":"did:web:…"}`, `{"kind":"schema","url":"https://…"}`,
    /// `{"kind":"status-list","url":"https://…"}`, and with feature `sd-jwt`
    /// `{"kind":"issuer-metadata","issuer":"https://…","url":"https://…/.well-known/jwt-vc-issuer/…"}`,
    /// `{"kind":"jwk-set","url":"https://…"}`, `{"kind":"status-list-token","url":"https://…"}`.
    #[must_use]
    pub fn to_object(&self) -> Object {
        match self {
            Self::DidDocument(did) => Object::new().with("kind", "did-document").with("did", did.as_str()),
            Self::Schema(url) => Object::new().with("kind", "schema").with("url", url.as_str()),
            #[cfg(feature = "sd-jwt")]
            Self::IssuerMetadata(issuer) => {
                let need = Object::new().with("kind", "issuer-metadata").with("issuer", issuer.as_str());
                need.with("url", metadata_url(issuer))
            }
            #[cfg(feature = "sd-jwt")]
            Self::JwkSet(url) => Object::new().with("kind", "jwk-set").with("url", url.as_str()),
            Self::StatusList(url) => Object::new().with("kind", "status-list").with("url", url.as_str()),
            #[cfg(feature = "sd-jwt")]
            Self::StatusListToken(url) => Object::new().with("kind", "status-list-token").with("url", url.as_str()),
        }
    }
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
        Self { presentation: Some(presentation), credentials }.bounded()
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
            1..=Self::MAX_CREDENTIALS => Self { presentation: None, credentials }.bounded(),
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

    /// The presentation, if a holder shows the credentials in one.
    #[must_use]
    pub fn presentation(&self) -> Option<&Presentation> {
        self.presentation.as_ref()
    }

    /// The credentials, in order. Empty only in a presentation of nothing.
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
        let credentials: Vec<Value> = self.credentials.iter().map(|c| c.to_object().into()).collect();
        Object::new().with("type", TYPE).with("version", 1).with("credentials", credentials)
    }

    /// What is still missing, each thing once, in the order of first use. Empty: go.
    ///
    /// What is fetched may itself need something: ask again with it in `have`.
    #[must_use]
    pub fn needs(&self, have: &Material) -> Vec<Need> {
        let mut needs = Vec::new();
        for did in self.controllers() {
            add_document(did, have, &mut needs);
        }
        for url in self.status_lists() {
            match have.status_list(url) {
                Some(list) => {
                    for did in controllers_of(list.credential()) {
                        add_document(did, have, &mut needs);
                    }
                }
                None => needs.push(Need::StatusList(url.to_owned())),
            }
        }
        #[cfg(feature = "sd-jwt")]
        self.add_needs_of_tokens(have, &mut needs);
        needs.extend(self.schemas_missing(have).into_iter().map(|url| Need::Schema(url.to_owned())));
        needs
    }

    /// Whether every credential is shown by its holder with key binding, so that each answers for itself.
    pub(crate) fn is_bound(&self) -> bool {
        !self.credentials.is_empty() && self.credentials.iter().all(SignedCredential::has_key_binding)
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

    /// Whose keys are said to have signed.
    fn controllers(&self) -> impl Iterator<Item = Did> {
        let presented = self
            .presentation
            .iter()
            .flat_map(|presentation| presentation.proofs().iter().filter_map(controller).chain(presentation.signer()));
        presented.chain(self.credentials.iter().flat_map(controllers_of))
    }

    /// Where the status lists of the credentials are published, each once; no more of them than material may hold.
    fn status_lists(&self) -> Vec<&str> {
        let mut urls = Vec::new();
        for credential in &self.credentials {
            for url in credential.set("credentialStatus").iter().take(Self::MAX_STATUSES).filter_map(status_list) {
                if urls.len() < Material::MAX_STATUS_LISTS && !urls.contains(&url) {
                    urls.push(url);
                }
            }
        }
        urls
    }
}

/// Whose keys are said to have signed a credential: by each proof, and by its token.
fn controllers_of(credential: &SignedCredential) -> impl Iterator<Item = Did> {
    credential.set("proof").iter().filter_map(controller).chain(credential.signer())
}

/// Whose key is said to have made a proof.
fn controller(proof: &Value) -> Option<Did> {
    let method = proof.as_object()?.get("verificationMethod")?.as_str()?;
    Some(VerificationMethodId::parse(method).ok()?.did().clone())
}

fn add_document(did: Did, have: &Material, needs: &mut Vec<Need>) {
    if did.holds_its_key() || have.document(&did).is_some() {
        return;
    }
    let need = Need::DidDocument(did);
    // Never many more than `MAX_PROOFS` to compare with.
    if !needs.contains(&need) {
        needs.push(need);
    }
}

/// Where the list of a status entry is published, if the entry is of a kind that is checked and the list can be fetched.
fn status_list(entry: &Value) -> Option<&str> {
    let entry = entry.as_object()?;
    let known = |name: &Value| matches!(name.as_str(), Some("BitstringStatusListEntry" | "StatusList2021Entry"));
    let url = entry.get("statusListCredential")?.as_str()?;
    let fetchable = url.starts_with("https://") && is_url(url);
    (fetchable && entry.get("type")?.as_set().iter().any(known)).then_some(url)
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

    #[test]
    fn needs_each_status_list_once_and_then_its_keys() {
        let entry = |kind: &str, url: &str| format!(r#"{{"type":"{kind}","statusListCredential":"{url}"}}"#);
        let (bitstring, legacy) = ("BitstringStatusListEntry", "StatusList2021Entry");
        let text = format!(
            r#"{{"type":"ProofPassBundle","version":1,"credentials":[
                {{"credentialStatus":[{},{},{},{},{},{{}},1]}},
                {{"credentialStatus":{},"proof":{{"verificationMethod":"did:web:a.example#k"}}}}]}}"#,
            entry(bitstring, "https://a.example/1"),
            entry(legacy, "https://a.example/2"),
            entry(bitstring, "http://a.example/3"),
            entry(bitstring, "https://a.example/ 4"),
            entry("OtherEntry", "https://a.example/5"),
            entry(bitstring, "https://a.example/1"),
        );
        let bundle = Bundle::parse(text.as_bytes()).unwrap();
        let needs =
            |have: &Material| bundle.needs(have).iter().map(|need| need.to_object().to_string()).collect::<Vec<_>>();
        let key = r#"{"kind":"did-document","did":"did:web:a.example"}"#;
        let list = |n: u32| format!(r#"{{"kind":"status-list","url":"https://a.example/{n}"}}"#);
        let mut have = Material::default();
        assert_eq!(needs(&have), [key, &list(1), &list(2)]);
        let at = crate::time::Timestamp::MIN;
        let signed = Object::new().with("proof", Object::new().with("verificationMethod", "did:web:b.example#k"));
        have.add_status_list(signed, "https://a.example/1".into(), at).unwrap();
        assert_eq!(needs(&have), [key, r#"{"kind":"did-document","did":"did:web:b.example"}"#, &list(2)]);
        for did in ["did:web:a.example", "did:web:b.example"] {
            have.add_did_document(Object::new().with("id", did), "https://x.example/".into(), at).unwrap();
        }
        have.add_status_list(Object::new(), "https://a.example/2".into(), at).unwrap();
        assert_eq!(needs(&have), [""; 0]);
    }

    #[test]
    fn never_needs_more_status_lists_than_material_may_hold() {
        let entry = |n: usize| {
            Value::from(
                Object::new()
                    .with("type", "BitstringStatusListEntry")
                    .with("statusListCredential", format!("https://a.example/{n}")),
            )
        };
        let credential = |first: usize| {
            let entries: Vec<Value> = (first..first + Bundle::MAX_STATUSES + 4).map(entry).collect();
            SignedCredential::new(Object::new().with("credentialStatus", entries))
        };
        let bundle = Bundle::of((0..20).map(|n| credential(100 * n)).collect()).unwrap();
        let mut have = Material::default();
        for left in (0..=Material::MAX_STATUS_LISTS).rev() {
            let needs = bundle.needs(&have);
            assert_eq!(needs.len(), left);
            if let Some(Need::StatusList(url)) = needs.first() {
                have.add_status_list(Object::new(), url.clone(), crate::time::Timestamp::MIN).unwrap();
            }
        }
        assert_eq!(Bundle::of(vec![credential(0)]).unwrap().needs(&Material::default()).len(), Bundle::MAX_STATUSES);
    }
}
