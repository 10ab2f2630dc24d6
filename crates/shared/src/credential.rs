//! Verifiable credentials, data model 2.0 and 1.1: their structure, and nothing about who signed them.
//!
//! In scope: the rules of the data model that need no network; typed access to what a report shows.
//! Out of scope: proofs (`securing`), fetching schemas or status lists, JSON-LD processing.
//! Specs: <https://www.w3.org/TR/vc-data-model-2.0/>, whose sections are cited, and for documents that begin with its
//! context <https://www.w3.org/TR/vc-data-model-1.1/>

#[cfg(feature = "sd-jwt")]
mod sd_jwt_vc;

use crate::did::Did;
use crate::digest::Digest;
use crate::jcs::canonicalize_object;
use crate::json::{Object, Value, repeats};
use crate::securing::{Enveloped, Securing, open_envelope, open_token};
use crate::time::Timestamp;

/// The first context of every credential of data model 2.0 (§4.3).
pub const CONTEXT_V2: &str = "https://www.w3.org/ns/credentials/v2";

/// The first context of every credential of data model 1.1.
pub const CONTEXT_V1: &str = "https://www.w3.org/2018/credentials/v1";

/// The type of credentials that were issued to try things out.
pub const TEST_TYPE: &str = "TestCredential";

/// A rule of the data model that a document breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule:?} at {pointer}")]
pub struct Fault {
    /// The rule.
    pub rule: Rule,
    /// JSON Pointer (RFC 6901) to the fault, made of names from the specification and positions only.
    pub pointer: String,
}

/// The rules of the data model that are checked, in the order in which they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// §4.3: an ordered set that begins with the context of version 2, or of version 1.1.
    Context,
    /// §4.5: one or more types, `VerifiableCredential` among them.
    Type,
    /// §4.4: identifiers are single URLs.
    Id,
    /// §4.7: an issuer is there.
    IssuerMissing,
    /// §4.7: a URL, or an object with one as `id`.
    Issuer,
    /// §4.8: one or more subjects, each with at least one property.
    Subject,
    /// §4.9: `dateTimeStamp`s; in data model 1.1 the date of issuance must be there.
    Date,
    /// §4.9: a credential does not end before it begins.
    DateOrder,
    /// §4.10: each status has a type.
    Status,
    /// §4.11: each schema has a type and an id.
    Schema,
    /// §4.6: `name` and `description` are text, or text with a language.
    Text,
    /// §5.3: each related resource has a URL of its own and a digest.
    Resource,
    /// §5.4 to §5.6 and §5.13: terms, evidence and the other extension points have a type.
    Extension,
    /// §4.12: each proof is an object with a type.
    Proof,
    /// §4.14: the holder of a presentation is a URL, or an object with one as `id`.
    Holder,
    /// §4.14: each credential of a presentation is an object.
    PresentedCredential,
    /// Securing with JOSE and COSE: the claims of a token are the credential itself.
    Claims,
}

/// Whether `text` can be a URL in the sense of the data model: a scheme, and no character that no URL has.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let scheme_ok = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let allowed = |c: char| c > ' ' && c != '\u{7f}' && !c.is_whitespace() && !"<>\"{}|\\^`".contains(c);
    scheme_ok && !rest.is_empty() && rest.chars().all(allowed)
}

/// A secured credential: parsed, not yet believed.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedCredential {
    object: Object,
    securing: Securing,
}

impl SignedCredential {
    /// Takes any object, and opens it where it is an envelope (§4.13); what is wrong with it is for
    /// [`Self::structure`] and for the proof check to say.
    pub(crate) fn new(object: Object) -> Self {
        let kind = Enveloped::Credential;
        if has_type(&object, kind.type_name()) {
            let (object, securing) = open_envelope(object, kind);
            return Self { object, securing };
        }
        Self { object, securing: Securing::Embedded }
    }

    /// Takes a token in compact form.
    pub(crate) fn from_token(text: &str) -> Self {
        let (object, securing) = open_token(text);
        Self { object, securing }
    }

    /// What a build without the feature that opens it knows to be no JSON of a credential: its text, as far as it is one.
    #[cfg(not(all(feature = "cose", feature = "sd-jwt")))]
    pub(crate) fn unopened(text: String) -> Self {
        Self { object: Object::new(), securing: Securing::Unopened(text) }
    }

    /// Takes the bytes of a COSE signature.
    #[cfg(feature = "cose")]
    pub(crate) fn from_sign1(bytes: &[u8]) -> Self {
        let (object, securing) = crate::securing::open_sign1(bytes);
        Self { object, securing }
    }

    #[cfg(all(feature = "issue", feature = "jose"))]
    pub(crate) fn secured(object: Object, securing: Securing) -> Self {
        Self { object, securing }
    }

    /// The members; of an enveloped credential those inside the envelope.
    #[must_use]
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// The same, taken apart.
    #[must_use]
    pub fn into_object(self) -> Object {
        self.object
    }

    /// The token in compact form, where a token secures it, or the data URL of a COSE signature.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.securing.envelope()
    }

    /// As it stands in a bundle or a presentation: with its proofs, or in an envelope (§4.13).
    #[must_use]
    pub fn to_object(&self) -> Object {
        self.securing.in_envelope(Enveloped::Credential, &self.object).unwrap_or_else(|| self.object.clone())
    }

    /// Digest of the whole secured credential: of its canonical form, proofs included, or of the token's text.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.securing.digest().unwrap_or_else(|| Digest::of(canonicalize_object(&self.object).as_bytes()))
    }

    pub(crate) fn into_parts(self) -> (Object, Securing) {
        (self.object, self.securing)
    }

    pub(crate) fn securing(&self) -> &Securing {
        &self.securing
    }

    /// Whether this has the claims of SD-JWT VC, which are not those of the data model.
    #[must_use]
    pub fn is_sd_jwt_vc(&self) -> bool {
        self.securing.is_sd_jwt_vc()
    }

    /// The digests of an SD-JWT whose claims its holder does not show, or that stand for nothing.
    #[must_use]
    pub fn undisclosed(&self) -> Option<u32> {
        #[cfg(feature = "sd-jwt")]
        return self.securing.sd_jwt().map(|token| token.undisclosed);
        #[cfg(not(feature = "sd-jwt"))]
        None
    }

    /// Whether this is an SD-JWT that its holder shows with key binding.
    #[must_use]
    pub fn has_key_binding(&self) -> bool {
        #[cfg(feature = "sd-jwt")]
        return self.securing.sd_jwt().is_some_and(|token| token.binding.is_some());
        #[cfg(not(feature = "sd-jwt"))]
        false
    }

    /// What the claim `status` of an SD-JWT says (Token Status List §6.2).
    #[cfg(feature = "sd-jwt")]
    pub(crate) fn token_status(&self) -> Option<&Value> {
        self.securing.sd_jwt().and_then(|_| self.object.get("status"))
    }

    /// Where the status list of that claim is published, if it can be fetched.
    #[cfg(feature = "sd-jwt")]
    pub(crate) fn token_status_url(&self) -> Option<&str> {
        let entry = self.token_status()?.as_object()?.get("status_list")?.as_object()?;
        entry.get("uri")?.as_str().filter(|uri| uri.starts_with("https://") && is_url(uri))
    }

    /// Whether this is written in data model 1.1.
    #[must_use]
    pub fn is_version_1(&self) -> bool {
        is_version_1(&self.object)
    }

    /// The rules of the data model, in order; the first one broken.
    pub fn structure(&self) -> Result<(), Fault> {
        #[cfg(feature = "sd-jwt")]
        if let Some(token) = self.securing.sd_jwt().filter(|token| token.is_sd_jwt_vc) {
            return sd_jwt_vc::structure(&self.object, token.token.header.has_certificates);
        }
        let is_token = self.securing != Securing::Embedded;
        // Securing with JOSE and COSE §1.1.2.1: the claims are the credential, and hold no second one.
        if is_token && ["vc", "vp"].iter().any(|claim| self.object.get(claim).is_some()) {
            return Err(fault(Rule::Claims, ""));
        }
        structure(&self.object)
    }

    /// `id`, or `jti` of SD-JWT VC.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.object.get(if self.is_sd_jwt_vc() { "jti" } else { "id" })?.as_str()
    }

    /// `type`, as far as it is text, or `vct` of SD-JWT VC.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let types = self.object.get(if self.is_sd_jwt_vc() { "vct" } else { "type" });
        types.map_or(&[][..], Value::as_set).iter().filter_map(Value::as_str)
    }

    /// Whether its issuer says that it was issued to try things out: by the type `TestCredential`, or the claim
    /// `test_credential` of SD-JWT VC.
    #[must_use]
    pub fn is_test(&self) -> bool {
        if self.is_sd_jwt_vc() {
            return self.object.get("test_credential") == Some(&Value::Bool(true));
        }
        has_type(&self.object, TEST_TYPE)
    }

    /// `name`, if it is plain text. In SD-JWT VC that is a claim like any other.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.member("name")?.as_str()
    }

    /// The issuer's identifier.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        if self.is_sd_jwt_vc() { self.object.get("iss")?.as_str() } else { id_or_text(self.object.get("issuer")?) }
    }

    /// The issuer's identifier, where it is a DID.
    #[must_use]
    pub fn issuer_did(&self) -> Option<Did> {
        Did::parse(self.issuer()?).ok()
    }

    /// The name that the issuer gives itself.
    #[must_use]
    pub fn issuer_name(&self) -> Option<&str> {
        self.member("issuer")?.as_object()?.get("name")?.as_str()
    }

    /// The identifiers of the subjects that have one, or `sub` of SD-JWT VC.
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        let claim = self.object.get("sub").filter(|_| self.is_sd_jwt_vc()).and_then(Value::as_str);
        let ids = self.set("credentialSubject").iter().filter_map(|subject| subject.as_object()?.get("id")?.as_str());
        claim.into_iter().chain(ids)
    }

    /// `validFrom`, or `issuanceDate` in data model 1.1, or `nbf` of SD-JWT VC
    #[must_use]
    pub fn valid_from(&self) -> Option<Timestamp> {
        self.time(self.period()[0])
    }

    /// `validUntil`, or `expirationDate` in data model 1.1, or `exp` of SD-JWT VC
    #[must_use]
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.time(self.period()[1])
    }

    /// What the ends of the validity period are called.
    pub(crate) fn period(&self) -> [&'static str; 2] {
        if self.is_sd_jwt_vc() { ["nbf", "exp"] } else { period(&self.object) }
    }

    /// The members of a set-valued property of the data model; empty where it is absent.
    pub(crate) fn set(&self, name: &str) -> &[Value] {
        self.member(name).map_or(&[], Value::as_set)
    }

    /// A member of the data model. Claims of SD-JWT VC may be called the same and are none.
    fn member(&self, name: &str) -> Option<&Value> {
        self.object.get(name).filter(|_| !self.is_sd_jwt_vc())
    }

    fn time(&self, name: &str) -> Option<Timestamp> {
        #[cfg(feature = "sd-jwt")]
        if self.is_sd_jwt_vc() {
            return crate::securing::jose::numeric_date(&self.object, name).ok().flatten();
        }
        Timestamp::parse(self.object.get(name)?.as_str()?).ok()
    }
}

/// A credential that keeps the data model and is not signed yet.
#[cfg(feature = "issue")]
#[derive(Clone, Debug, PartialEq)]
pub struct UnsignedCredential(Object);

#[cfg(feature = "issue")]
impl UnsignedCredential {
    /// Refuses what a verifier's structure check would refuse, and anything already signed.
    pub fn new(object: Object) -> Result<Self, Fault> {
        if object.get("proof").is_some() {
            return Err(fault(Rule::Proof, "/proof"));
        }
        structure(&object)?;
        Ok(Self(object))
    }

    /// The members.
    #[must_use]
    pub fn object(&self) -> &Object {
        &self.0
    }

    pub(crate) fn into_object(self) -> Object {
        self.0
    }
}

/// Whether claims are those of an SD-JWT VC that names its issuer; the first rule broken.
#[cfg(all(feature = "issue", feature = "sd-jwt"))]
pub(crate) fn sd_jwt_vc_structure(claims: &Object) -> Result<(), Fault> {
    sd_jwt_vc::structure(claims, false)
}

/// Whether `type` is or has a name.
pub(crate) fn has_type(object: &Object, name: &str) -> bool {
    object.get("type").map_or(&[][..], Value::as_set).iter().any(|entry| entry.as_str() == Some(name))
}

pub(crate) fn fault(rule: Rule, pointer: impl Into<String>) -> Fault {
    Fault { rule, pointer: pointer.into() }
}

fn structure(credential: &Object) -> Result<(), Fault> {
    context(credential)?;
    types(credential, "VerifiableCredential")?;
    if credential.get("id").is_some_and(|id| !id.as_str().is_some_and(is_url)) {
        return Err(fault(Rule::Id, "/id"));
    }
    match credential.get("issuer") {
        None => return Err(fault(Rule::IssuerMissing, "")),
        Some(issuer) if id_or_text(issuer).is_some_and(is_url) => {}
        Some(_) => return Err(fault(Rule::Issuer, "/issuer")),
    }
    subjects(credential)?;
    validity(credential)?;
    each(credential, "credentialStatus", Rule::Status, is_version_1(credential))?;
    if is_version_1(credential) {
        // What data model 2.0 says of the rest is news to it.
        each(credential, "credentialSchema", Rule::Schema, true)?;
        for name in ["termsOfUse", "evidence", "refreshService"] {
            each(credential, name, Rule::Extension, false)?;
        }
        return each(credential, "proof", Rule::Proof, false);
    }
    each(credential, "credentialSchema", Rule::Schema, true)?;
    texts(credential)?;
    resources(credential)?;
    for name in ["termsOfUse", "evidence", "refreshService", "confidenceMethod", "renderMethod"] {
        each(credential, name, Rule::Extension, false)?;
    }
    each(credential, "proof", Rule::Proof, false)
}

fn is_version_1(object: &Object) -> bool {
    first_context(object) == Some(CONTEXT_V1)
}

fn period(credential: &Object) -> [&'static str; 2] {
    if is_version_1(credential) { ["issuanceDate", "expirationDate"] } else { ["validFrom", "validUntil"] }
}

pub(crate) fn first_context(credential: &Object) -> Option<&str> {
    credential.get("@context")?.as_array()?.first()?.as_str()
}

pub(crate) fn context(credential: &Object) -> Result<(), Fault> {
    if !matches!(first_context(credential), Some(CONTEXT_V1 | CONTEXT_V2)) {
        return Err(fault(Rule::Context, "/@context"));
    }
    let contexts = credential.get("@context").map_or(&[][..], Value::as_set);
    for (at, context) in contexts.iter().enumerate() {
        let valid = match context {
            Value::String(url) => is_url(url),
            Value::Object(_) => true,
            _ => false,
        };
        if !valid {
            return Err(fault(Rule::Context, format!("/@context/{at}")));
        }
    }
    Ok(())
}

pub(crate) fn types(credential: &Object, required: &str) -> Result<(), Fault> {
    let names = credential.get("type").map_or(&[][..], Value::as_set);
    let texts = names.iter().all(|name| name.as_str().is_some_and(|text| !text.is_empty()));
    let known = |name: &Value| name.as_str() == Some(required);
    if texts && names.iter().any(known) { Ok(()) } else { Err(fault(Rule::Type, "/type")) }
}

fn subjects(credential: &Object) -> Result<(), Fault> {
    let subjects = credential.get("credentialSubject").map_or(&[][..], Value::as_set);
    if subjects.is_empty() {
        return Err(fault(Rule::Subject, "/credentialSubject"));
    }
    for (at, subject) in subjects.iter().enumerate() {
        let Some(subject) = subject.as_object().filter(|members| !members.is_empty()) else {
            return Err(fault(Rule::Subject, format!("/credentialSubject/{at}")));
        };
        if subject.get("id").is_some_and(|id| !id.as_str().is_some_and(is_url)) {
            return Err(fault(Rule::Id, format!("/credentialSubject/{at}/id")));
        }
    }
    Ok(())
}

fn validity(credential: &Object) -> Result<(), Fault> {
    let read = |name: &str| match credential.get(name) {
        None => Ok(None),
        Some(value) => value
            .as_str()
            .and_then(|text| Timestamp::parse(text).ok())
            .map(Some)
            .ok_or_else(|| fault(Rule::Date, format!("/{name}"))),
    };
    let [begin, end] = period(credential);
    match (read(begin)?, read(end)?) {
        (None, _) if is_version_1(credential) => Err(fault(Rule::Date, format!("/{begin}"))),
        (Some(from), Some(until)) if until < from => Err(fault(Rule::DateOrder, format!("/{end}"))),
        _ => Ok(()),
    }
}

/// A string, or a language value object (§11.1), or several of those: of the credential and of its issuer.
fn texts(credential: &Object) -> Result<(), Fault> {
    let with_language = |value: &Value| {
        value.as_object().is_some_and(|object| {
            let text = |name: &str| object.get(name).map(|value| value.as_str().is_some());
            let known = |(name, _): (&str, &Value)| matches!(name, "@value" | "@language" | "@direction");
            text("@value") == Some(true)
                && text("@language") != Some(false)
                && text("@direction") != Some(false)
                && object.iter().all(known)
        })
    };
    let valid = |value: &Value| match value {
        Value::String(_) => true,
        Value::Array(values) => !values.is_empty() && values.iter().all(with_language),
        single => with_language(single),
    };
    let issuer = credential.get("issuer").and_then(Value::as_object);
    for (object, parent) in [(Some(credential), ""), (issuer, "/issuer")] {
        for name in ["name", "description"] {
            if object.and_then(|object| object.get(name)).is_some_and(|value| !valid(value)) {
                return Err(fault(Rule::Text, format!("{parent}/{name}")));
            }
        }
    }
    Ok(())
}

/// `relatedResource`: a list of objects with a URL each, no URL twice, and at least one digest each.
fn resources(credential: &Object) -> Result<(), Fault> {
    let resources = credential.get("relatedResource").map_or(&[][..], Value::as_set);
    let mut ids = Vec::new();
    for (at, resource) in resources.iter().enumerate() {
        let id = resource.as_object().and_then(|resource| {
            let is_text = |name: &str| resource.get(name).map(|value| value.as_str().is_some());
            let digests = [is_text("digestSRI"), is_text("digestMultibase")];
            let has_digest = digests.contains(&Some(true)) && !digests.contains(&Some(false));
            resource.get("id").and_then(Value::as_str).filter(|id| has_digest && is_url(id))
        });
        ids.push(id.ok_or_else(|| fault(Rule::Resource, format!("/relatedResource/{at}")))?);
    }
    if repeats(ids) { Err(fault(Rule::Resource, "/relatedResource")) } else { Ok(()) }
}

/// Each member of a set-valued property is an object with a type, and with a URL as `id` where it has or needs one.
pub(crate) fn each(credential: &Object, name: &str, rule: Rule, id_required: bool) -> Result<(), Fault> {
    let Some(set) = credential.get(name) else { return Ok(()) };
    for (at, entry) in set.as_set().iter().enumerate() {
        let valid = entry.as_object().is_some_and(|entry| {
            let typed = entry.get("type").is_some_and(|types| {
                let types = types.as_set();
                !types.is_empty() && types.iter().all(|name| name.as_str().is_some())
            });
            let id_ok = entry.get("id").map_or(!id_required, |id| id.as_str().is_some_and(is_url));
            typed && id_ok
        });
        if !valid {
            return Err(fault(rule, format!("/{name}/{at}")));
        }
    }
    Ok(())
}

/// The text itself, or the `id` of an object: how issuers and holders are written.
pub(crate) fn id_or_text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Object(object) => object.get("id")?.as_str(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    const GOOD: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"did:key:z6Mk","credentialSubject":{"id":"did:ex:a","a":1}}"#;

    fn with(name: &str, value: &str) -> Result<(), Fault> {
        let Ok(Value::Object(mut object)) = parse(GOOD.as_bytes(), &Limits::DOCUMENT) else { panic!() };
        if value.is_empty() {
            object.remove(name);
        } else {
            object.insert(name, parse(value.as_bytes(), &Limits::DOCUMENT).unwrap());
        }
        SignedCredential::new(object).structure()
    }

    #[test]
    fn accepts_what_the_data_model_allows() {
        for (name, value) in [
            ("id", r#""urn:uuid:7f0d0f3e""#),
            ("type", r#""VerifiableCredential""#),
            ("issuer", r#"{"id":"https://a.example/","name":"A"}"#),
            ("credentialSubject", r#"[{"a":1},{"id":"did:ex:b"}]"#),
            ("validFrom", r#""2026-01-01T00:00:00Z""#),
            ("credentialStatus", r#"{"type":"BitstringStatusListEntry"}"#),
            ("credentialSchema", r#"[{"id":"https://a.example/s","type":"JsonSchema"}]"#),
            (
                "@context",
                r#"["https://www.w3.org/ns/credentials/v2",{"a":"https://a.example/a"},"https://a.example/c"]"#,
            ),
            ("somethingElse", "{}"),
            ("name", r#""Certificate""#),
            ("name", r#"{"@value":"Zertifikat","@language":"de","@direction":"ltr"}"#),
            ("description", r#"[{"@value":"a","@language":"en"},{"@value":"b"}]"#),
            ("issuer", r#"{"id":"https://a.example/","name":{"@value":"A"}}"#),
            ("relatedResource", r#"{"id":"https://a.example/r","digestSRI":"sha384-a"}"#),
            (
                "relatedResource",
                r#"[{"id":"https://a.example/r","digestMultibase":"uEi"},{"id":"https://a.example/s","digestSRI":"sha256-b"}]"#,
            ),
            ("renderMethod", r#"{"type":"TemplateRenderMethod"}"#),
        ] {
            assert_eq!(with(name, value), Ok(()), "{name} {value}");
        }
    }

    #[test]
    fn names_the_rule_that_is_broken_and_where() {
        for (name, value, rule, pointer) in [
            ("@context", "", Rule::Context, "/@context"),
            ("@context", "[]", Rule::Context, "/@context"),
            ("@context", r#""https://www.w3.org/ns/credentials/v2""#, Rule::Context, "/@context"),
            ("@context", r#"["https://a.example","https://www.w3.org/ns/credentials/v2"]"#, Rule::Context, "/@context"),
            ("@context", r#"["https://www.w3.org/ns/credentials/v2",1]"#, Rule::Context, "/@context/1"),
            ("@context", r#"["https://www.w3.org/ns/credentials/v2","a b"]"#, Rule::Context, "/@context/1"),
            ("type", "", Rule::Type, "/type"),
            ("type", "[]", Rule::Type, "/type"),
            ("type", r#"["Other"]"#, Rule::Type, "/type"),
            ("type", r#"["VerifiableCredential",1]"#, Rule::Type, "/type"),
            ("type", r#"["VerifiableCredential",""]"#, Rule::Type, "/type"),
            ("id", "1", Rule::Id, "/id"),
            ("id", r#"["did:ex:a"]"#, Rule::Id, "/id"),
            ("id", r#""not a url""#, Rule::Id, "/id"),
            ("id", "null", Rule::Id, "/id"),
            ("issuer", "", Rule::IssuerMissing, ""),
            ("issuer", r#""x""#, Rule::Issuer, "/issuer"),
            ("issuer", "{}", Rule::Issuer, "/issuer"),
            ("issuer", r#"["did:ex:a"]"#, Rule::Issuer, "/issuer"),
            ("credentialSubject", "", Rule::Subject, "/credentialSubject"),
            ("credentialSubject", "[]", Rule::Subject, "/credentialSubject"),
            ("credentialSubject", "{}", Rule::Subject, "/credentialSubject/0"),
            ("credentialSubject", r#"[{"a":1},"b"]"#, Rule::Subject, "/credentialSubject/1"),
            ("credentialSubject", r#"{"id":"x","a":1}"#, Rule::Id, "/credentialSubject/0/id"),
            ("validFrom", r#""2026-01-01""#, Rule::Date, "/validFrom"),
            ("validUntil", "0", Rule::Date, "/validUntil"),
            ("credentialStatus", "{}", Rule::Status, "/credentialStatus/0"),
            ("credentialStatus", r#"{"type":"T","id":"x"}"#, Rule::Status, "/credentialStatus/0"),
            ("credentialSchema", r#"{"type":"JsonSchema"}"#, Rule::Schema, "/credentialSchema/0"),
            ("evidence", r#"[{"type":"E"},{}]"#, Rule::Extension, "/evidence/1"),
            ("termsOfUse", "1", Rule::Extension, "/termsOfUse/0"),
            ("confidenceMethod", "{}", Rule::Extension, "/confidenceMethod/0"),
            ("renderMethod", "[{}]", Rule::Extension, "/renderMethod/0"),
            ("name", "7", Rule::Text, "/name"),
            ("name", "null", Rule::Text, "/name"),
            ("name", "[]", Rule::Text, "/name"),
            ("name", r#"["a"]"#, Rule::Text, "/name"),
            ("description", r#"{"nope":1}"#, Rule::Text, "/description"),
            ("description", r#"{"@value":"a","more":1}"#, Rule::Text, "/description"),
            ("description", r#"{"@value":"a","@language":1}"#, Rule::Text, "/description"),
            ("issuer", r#"{"id":"did:ex:a","name":1}"#, Rule::Text, "/issuer/name"),
            ("relatedResource", "1", Rule::Resource, "/relatedResource/0"),
            ("relatedResource", r#"{"id":"https://a.example/r"}"#, Rule::Resource, "/relatedResource/0"),
            ("relatedResource", r#"{"digestSRI":"sha384-a"}"#, Rule::Resource, "/relatedResource/0"),
            (
                "relatedResource",
                r#"{"id":"https://a.example/r","digestSRI":1,"digestMultibase":"u"}"#,
                Rule::Resource,
                "/relatedResource/0",
            ),
            (
                "relatedResource",
                r#"[{"id":"https://a.example/r","digestSRI":"a"},{"id":"https://a.example/r","digestSRI":"b"}]"#,
                Rule::Resource,
                "/relatedResource",
            ),
            ("proof", "1", Rule::Proof, "/proof/0"),
            ("proof", r#"[{"type":[]}]"#, Rule::Proof, "/proof/0"),
        ] {
            assert_eq!(with(name, value), Err(fault(rule, pointer)), "{name} {value}");
        }
    }

    #[test]
    fn reads_data_model_1_by_its_own_rules() {
        let Ok(Value::Object(object)) = parse(GOOD.as_bytes(), &Limits::DOCUMENT) else { panic!() };
        let old = object.with("@context", vec![Value::from(CONTEXT_V1)]).with("issuanceDate", "2026-01-01T00:00:00Z");
        let with = |name: &str, value: Value| SignedCredential::new(old.clone().with(name, value)).structure();
        assert_eq!(with("name", 7.into()), Ok(()), "data model 1.1 knows no name");
        assert_eq!(with("expirationDate", "2027-01-01T00:00:00Z".into()), Ok(()));
        // The older model's dates count, and those of the newer one do not.
        assert_eq!(with("validUntil", "2020-01-01T00:00:00Z".into()), Ok(()));
        let credential = SignedCredential::new(old.clone().with("validUntil", "2020-01-01T00:00:00Z"));
        assert_eq!((credential.valid_until(), credential.valid_from().is_some()), (None, true));
        for (name, value, rule, pointer) in [
            ("issuanceDate", Value::from("2026-01-01"), Rule::Date, "/issuanceDate"),
            ("expirationDate", "2025-01-01T00:00:00Z".into(), Rule::DateOrder, "/expirationDate"),
            ("credentialStatus", Object::new().with("type", "T").into(), Rule::Status, "/credentialStatus/0"),
            ("credentialSchema", Object::new().with("type", "T").into(), Rule::Schema, "/credentialSchema/0"),
            ("evidence", Object::new().into(), Rule::Extension, "/evidence/0"),
            ("issuer", "x".into(), Rule::Issuer, "/issuer"),
        ] {
            assert_eq!(with(name, value.clone()), Err(fault(rule, pointer)), "{name} {value}");
        }
        let mut undated = old;
        undated.remove("issuanceDate");
        assert_eq!(SignedCredential::new(undated).structure(), Err(fault(Rule::Date, "/issuanceDate")));
    }

    #[test]
    fn refuses_an_end_before_the_beginning() {
        let Ok(Value::Object(object)) = parse(GOOD.as_bytes(), &Limits::DOCUMENT) else { panic!() };
        let reversed = object.with("validFrom", "2026-01-02T00:00:00Z").with("validUntil", "2026-01-01T00:00:00Z");
        assert_eq!(SignedCredential::new(reversed).structure(), Err(fault(Rule::DateOrder, "/validUntil")));
    }

    #[test]
    fn knows_a_url_when_it_sees_one() {
        for text in ["did:key:z6Mk", "https://a.example/é?q#f", "urn:uuid:1", "a+b-c.d:x"] {
            assert!(is_url(text), "{text}");
        }
        for text in ["", ":", "a:", "PROD-123", "1a:b", "a b:c", "https://a b", "x:\"y\"", "x:<y>", "x:\u{85}"] {
            assert!(!is_url(text), "{text}");
        }
    }

    #[test]
    fn an_envelope_that_was_not_opened_is_written_as_it_came() {
        let envelope = |context: &str, url: &str| {
            format!(r#"{{"@context":["{context}"],"id":"{url}","type":"EnvelopedVerifiableCredential","note":1}}"#)
        };
        // Without the context of data model 2.0 it is damaged; given one, it would be opened.
        for text in [
            envelope("https://a.example/", "data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.e30.AA"),
            envelope(CONTEXT_V2, "data:application/other,eyJhbGciOiJFUzI1NiJ9.e30.AA"),
            envelope(CONTEXT_V2, "https://a.example/1"),
        ] {
            let Ok(Value::Object(object)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!() };
            let credential = SignedCredential::new(object.clone());
            assert_eq!(credential.to_object(), object);
            assert_eq!(SignedCredential::new(credential.to_object()), credential);
        }
    }
}
