//! Verifiable presentations, data model 2.0: credentials that a holder shows, and whether it was the holder.
//!
//! In scope: the structure of a presentation; the credentials in it. Out of scope: what the credentials say.
//! Spec: <https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations>

#[cfg(feature = "issue")]
use crate::credential::CONTEXT_V2;
use crate::credential::{Fault, Rule, SignedCredential, context, each, fault, has_type, id_or_text, is_url, types};
#[cfg(all(feature = "issue", feature = "jose"))]
use crate::did::VerificationMethodId;
use crate::digest::Digest;
use crate::jcs::canonicalize_object;
use crate::json::{Object, Value};
#[cfg(all(feature = "issue", feature = "jose"))]
use crate::key::SignatureMismatch;
#[cfg(feature = "issue")]
use crate::key::SigningKey;
#[cfg(feature = "issue")]
use crate::securing::data_integrity::{Prepared, ProofOptions, Purpose, SignError};
#[cfg(all(feature = "issue", feature = "jose"))]
use crate::securing::jose::{PreparedToken, TYPE_PRESENTATION};
use crate::securing::{Enveloped, Securing, open_envelope};

/// A presentation without the credentials in it: parsed, not yet believed.
#[derive(Clone, Debug, PartialEq)]
pub struct Presentation {
    object: Object,
    securing: Securing,
}

impl Presentation {
    /// Takes the object if it is a presentation or holds one in an envelope (§4.14).
    pub(crate) fn new(object: Object) -> Result<Self, Object> {
        let kind = Enveloped::Presentation;
        if has_type(&object, kind.type_name()) {
            let (object, securing) = open_envelope(object, kind);
            Ok(Self::secured(object, securing))
        } else if has_type(&object, "VerifiablePresentation") {
            Ok(Self { object, securing: Securing::Embedded })
        } else {
            Err(object)
        }
    }

    pub(crate) fn secured(object: Object, securing: Securing) -> Self {
        // Nobody asks what it means where a holder binds what a holder has signed, so it is not read.
        #[cfg(feature = "sd-jwt")]
        if let Some(token) = securing.sd_jwt().filter(|token| token.binding.is_some() || token.is_sd_jwt_vc) {
            return Self { object: Object::new(), securing: Securing::Unopened(token.as_str().to_owned()) };
        }
        Self { object, securing }
    }

    /// The members, credentials included; of an enveloped presentation those inside the envelope.
    #[must_use]
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// As it travels: with its proofs, or in an envelope (§4.14).
    #[must_use]
    pub fn to_object(&self) -> Object {
        self.securing.in_envelope(Enveloped::Presentation, &self.object).unwrap_or_else(|| self.object.clone())
    }

    /// Digest of the whole secured presentation: of its canonical form, proofs included, or of the token's text.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.securing.digest().unwrap_or_else(|| Digest::of(canonicalize_object(&self.object).as_bytes()))
    }

    /// The token in compact form, where a token secures it.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.securing.envelope()
    }

    /// `holder`: the URL, or the `id` of the object.
    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        id_or_text(self.object.get("holder")?)
    }

    /// `id`
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.object.get("id")?.as_str()
    }

    /// The credentials, in order. What is no object is no credential, and [`Self::structure`] says so.
    #[must_use]
    pub(crate) fn credentials(&self) -> Vec<SignedCredential> {
        let entries = self.object.get("verifiableCredential").map_or(&[][..], Value::as_set);
        entries.iter().filter_map(Value::as_object).cloned().map(SignedCredential::new).collect()
    }

    pub(crate) fn securing(&self) -> &Securing {
        &self.securing
    }

    pub(crate) fn proofs(&self) -> &[Value] {
        self.object.get("proof").map_or(&[], Value::as_set)
    }

    /// The rules of the data model (§4.14), in order; the first one broken.
    pub fn structure(&self) -> Result<(), Fault> {
        let presentation = &self.object;
        if self.securing != Securing::Embedded && ["vc", "vp"].iter().any(|claim| presentation.get(claim).is_some()) {
            return Err(fault(Rule::Claims, ""));
        }
        context(presentation)?;
        types(presentation, "VerifiablePresentation")?;
        if presentation.get("id").is_some_and(|id| !id.as_str().is_some_and(is_url)) {
            return Err(fault(Rule::Id, "/id"));
        }
        if presentation.get("holder").is_some() && !self.holder().is_some_and(is_url) {
            return Err(fault(Rule::Holder, "/holder"));
        }
        let entries = presentation.get("verifiableCredential").map_or(&[][..], Value::as_set);
        for (at, entry) in entries.iter().enumerate() {
            // Not text: a token stands in a presentation inside its envelope only.
            if entry.as_object().is_none_or(Object::is_empty) {
                return Err(fault(Rule::PresentedCredential, format!("/verifiableCredential/{at}")));
            }
        }
        for name in ["termsOfUse", "refreshService"] {
            each(presentation, name, Rule::Extension, false)?;
        }
        each(presentation, "proof", Rule::Proof, false)
    }
}

/// A presentation that keeps the data model and is not signed yet.
#[cfg(feature = "issue")]
#[derive(Clone, Debug, PartialEq)]
pub struct UnsignedPresentation(Object);

#[cfg(feature = "issue")]
impl UnsignedPresentation {
    /// Credentials that a holder shows.
    ///
    /// # Errors
    /// If `holder` is no URL.
    pub fn of(holder: &str, credentials: &[SignedCredential]) -> Result<Self, Fault> {
        let credentials: Vec<Value> = credentials.iter().map(|credential| credential.to_object().into()).collect();
        Self::new(
            Object::new()
                .with("@context", vec![Value::from(CONTEXT_V2)])
                .with("type", vec![Value::from("VerifiablePresentation")])
                .with("holder", holder)
                .with("verifiableCredential", credentials),
        )
    }

    /// Refuses what a verifier's structure check would refuse, and anything already signed.
    pub fn new(object: Object) -> Result<Self, Fault> {
        if object.get("proof").is_some() {
            return Err(fault(Rule::Proof, "/proof"));
        }
        let presentation = Presentation::secured(object, Securing::Embedded);
        presentation.structure()?;
        Ok(Self(presentation.object))
    }

    #[cfg(any(feature = "cose", feature = "sd-jwt"))]
    pub(crate) fn into_object(self) -> Object {
        self.0
    }

    /// With a Data Integrity proof by a key at hand. The proof's purpose is `authentication`.
    pub fn signed_by(self, key: &SigningKey, options: ProofOptions) -> Result<Presentation, SignError> {
        let options = ProofOptions { purpose: Purpose::Authentication, ..options };
        let prepared = Prepared::document(self.0, &key.public_key(), options)?;
        let signature = key.sign(prepared.signing_input());
        Ok(Presentation::secured(prepared.into_document(&signature)?, Securing::Embedded))
    }

    /// As `vp+jwt` by a key at hand, for an `audience` that gave a `nonce`.
    #[cfg(feature = "jose")]
    pub fn as_token(
        mut self,
        key: &SigningKey,
        method: Option<&VerificationMethodId>,
        audience: Option<&str>,
        nonce: Option<&str>,
    ) -> Result<Presentation, SignatureMismatch> {
        for (name, value) in [("aud", audience), ("nonce", nonce)] {
            if let Some(value) = value {
                self.0.insert(name, value);
            }
        }
        let header = Object::new().with("cty", "vp");
        let prepared = PreparedToken::of(self.0, &key.public_key(), method, TYPE_PRESENTATION, &header)?;
        let signature = key.sign(prepared.signing_input());
        let (token, claims) = prepared.into_token(&signature)?;
        Ok(Presentation::secured(claims, Securing::Jose(Box::new(token))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    const GOOD: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiablePresentation","holder":"did:ex:a","verifiableCredential":[{"a":1}]}"#;

    fn with(name: &str, value: &str) -> Result<(), Fault> {
        let Ok(Value::Object(object)) = parse(GOOD.as_bytes(), &Limits::DOCUMENT) else { panic!() };
        let value = parse(value.as_bytes(), &Limits::DOCUMENT).unwrap();
        Presentation::secured(object.with(name, value), Securing::Embedded).structure()
    }

    #[test]
    fn keeps_the_rules_of_the_data_model() {
        for (name, value) in [
            ("id", r#""urn:uuid:1""#),
            ("type", r#"["VerifiablePresentation","Other"]"#),
            ("holder", r#"{"id":"did:ex:a","name":"A"}"#),
            ("verifiableCredential", r#"{"a":1}"#),
            ("verifiableCredential", "[]"),
        ] {
            assert_eq!(with(name, value), Ok(()), "{name} {value}");
        }
        for (name, value, rule, pointer) in [
            ("@context", r#"["https://a.example"]"#, Rule::Context, "/@context"),
            ("type", r#""Other""#, Rule::Type, "/type"),
            ("id", "1", Rule::Id, "/id"),
            ("holder", r#""a""#, Rule::Holder, "/holder"),
            ("holder", "{}", Rule::Holder, "/holder"),
            ("verifiableCredential", r#"["e30.e30.AA"]"#, Rule::PresentedCredential, "/verifiableCredential/0"),
            ("verifiableCredential", r#"[{"a":1},{}]"#, Rule::PresentedCredential, "/verifiableCredential/1"),
            ("termsOfUse", "{}", Rule::Extension, "/termsOfUse/0"),
            ("proof", "1", Rule::Proof, "/proof/0"),
        ] {
            assert_eq!(with(name, value), Err(fault(rule, pointer)), "{name} {value}");
        }
    }
}
