//! What secures a credential or a presentation: its proofs, or the token that it came in, and their keys.

use std::cell::RefCell;

use super::{Code, Verifier};
use crate::credential::SignedCredential;
use crate::did::{MethodError, VerificationMethodId};
use crate::digest::HashAlgorithm;
use crate::jcs::CanonicalMembers;
use crate::json::{Object, Value};
#[cfg(any(feature = "bbs", feature = "jose"))]
use crate::key::KeyType;
use crate::key::{KeyError, PublicKey};
use crate::securing::Securing;
#[cfg(feature = "cose")]
use crate::securing::cose;
use crate::securing::data_integrity::{Proof, ProofError, Purpose, SecuredDocument};
#[cfg(feature = "jose")]
use crate::securing::jose::{Algorithm, Header, TYPE_CREDENTIAL, TYPE_PRESENTATION, numeric_date};
#[cfg(feature = "sd-jwt")]
use crate::securing::sd_jwt::{TYPE_DC, TYPE_VC, TYPE_VP};
use crate::time::Timestamp;

/// The keys that identifiers themselves hold, each read once: those of a passport's credentials are one issuer's, or a few.
#[derive(Default)]
pub(super) struct OwnKeys(RefCell<Vec<(VerificationMethodId, Result<PublicKey, KeyError>)>>);

impl OwnKeys {
    /// More are read anew: looking for one must stay cheaper than reading it.
    const MAX: usize = 16;

    fn of(&self, method: &VerificationMethodId) -> Option<Result<PublicKey, KeyError>> {
        let mut keys = self.0.borrow_mut();
        if let Some((_, key)) = keys.iter().find(|(known, _)| known == method) {
            return Some(*key);
        }
        let key = method.own_key()?;
        if keys.len() < Self::MAX {
            keys.push((method.clone(), key));
        }
        Some(key)
    }
}

/// A document and how it is secured.
pub(super) struct Secured<'a> {
    pub(super) object: &'a Object,
    pub(super) securing: &'a Securing,
    /// The canonical form of `object`.
    pub(super) canonical: &'a CanonicalMembers<'a>,
    /// Who answers for what it says: the issuer of a credential, the holder of a presentation.
    #[cfg_attr(not(feature = "jose"), expect(dead_code, reason = "tokens are read with JOSE only"))]
    pub(super) author: Option<&'a str>,
    pub(super) purpose: Purpose,
}

impl<'a> Secured<'a> {
    pub(super) fn credential(credential: &'a SignedCredential, canonical: &'a CanonicalMembers<'a>) -> Self {
        Self {
            object: credential.object(),
            securing: credential.securing(),
            canonical,
            author: credential.issuer(),
            purpose: Purpose::AssertionMethod,
        }
    }

    /// By what it is secured: the cryptosuite or the type of each proof, and the algorithm of the token that it came in.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'a str> {
        let proofs = self.proofs().iter().filter_map(Value::as_object);
        let kinds = proofs.filter_map(|proof| proof.get("cryptosuite").or_else(|| proof.get("type"))?.as_str());
        #[cfg(feature = "jose")]
        let algorithm = self.securing.header().and_then(|header| match header.algorithm {
            Algorithm::For(key_type) => Algorithm::name(key_type),
            Algorithm::Worthless | Algorithm::Other => None,
        });
        #[cfg(not(feature = "jose"))]
        let algorithm = None;
        kinds.chain(algorithm)
    }

    fn proofs(&self) -> &'a [Value] {
        // A claim of SD-JWT VC may be called the same.
        let proof = self.object.get("proof").filter(|_| !self.securing.is_sd_jwt_vc());
        proof.map_or(&[], Value::as_set)
    }
}

#[cfg(feature = "jose")]
impl Secured<'_> {
    /// RFC 8725 §3.11: a token made for something else is none of these.
    fn is_of_other_type(&self, header: &Header) -> bool {
        #[cfg(feature = "sd-jwt")]
        if let Some(token) = self.securing.sd_jwt() {
            return match self.purpose {
                // SD-JWT VC §2.2.1 wants the type named; until the draft's version 7 it was the other one.
                Purpose::AssertionMethod if token.is_sd_jwt_vc => {
                    !matches!(header.media_type.as_deref(), Some(TYPE_DC | TYPE_VC))
                }
                Purpose::AssertionMethod => header.is_of_other_type(TYPE_VC),
                Purpose::Authentication => header.is_of_other_type(TYPE_VP),
            };
        }
        #[cfg(feature = "cose")]
        if let Securing::Cose(_) = self.securing {
            return header.is_of_other_type(match self.purpose {
                Purpose::AssertionMethod => cose::TYPE_CREDENTIAL,
                Purpose::Authentication => cose::TYPE_PRESENTATION,
            });
        }
        header.is_of_other_type(match self.purpose {
            Purpose::AssertionMethod => TYPE_CREDENTIAL,
            Purpose::Authentication => TYPE_PRESENTATION,
        })
    }

    /// Securing with JOSE and COSE §3.1.3: `iss` is the issuer, `jti` the identifier, `sub` the subject.
    fn contradicts_itself(&self) -> bool {
        // The claims of SD-JWT VC say nothing twice.
        if self.securing.is_sd_jwt_vc() {
            return false;
        }
        let subject = match self.object.get("credentialSubject") {
            Some(Value::Object(subject)) => subject.get("id").and_then(Value::as_str),
            _ => None,
        };
        let id = self.object.get("id").and_then(Value::as_str);
        let differs = |(claim, said): (&str, Option<&str>)| {
            self.object.get(claim).is_some_and(|value| value.as_str().is_none() || value.as_str() != said)
        };
        let claims = [("iss", self.author), ("jti", id), ("sub", subject)];
        match self.purpose {
            Purpose::AssertionMethod => claims.into_iter().any(differs),
            // A presentation has no subject.
            Purpose::Authentication => claims.into_iter().take(2).any(differs),
        }
    }
}

/// What came of the proofs of a document.
///
/// Every proof of a set must verify (Data Integrity §4.4): one that fails outweighs one that was not checked, and that
/// one outweighs any that verified.
struct Found {
    worst: Option<Code>,
    controllers: Vec<String>,
}

impl Found {
    fn add(&mut self, proof: Result<(String, Code), Code>) {
        let code = match proof {
            Ok((controller, code)) => {
                self.controllers.push(controller);
                code
            }
            Err(code) => code,
        };
        if self.worst.is_none_or(|worst| code.outcome() < worst.outcome() || worst == Code::SignatureValid) {
            self.worst = Some(code);
        }
    }
}

impl Verifier<'_> {
    /// What secures a document: the code of the worst proof, and the controllers of the keys that signed.
    pub(super) fn securing(&self, secured: &Secured<'_>) -> (Code, Vec<String>) {
        let proofs = secured.proofs();
        let mut found = Found { worst: None, controllers: Vec::new() };
        match secured.securing {
            Securing::Embedded if proofs.is_empty() => return (Code::ProofMissing, Vec::new()),
            Securing::Embedded => {}
            #[cfg(feature = "cose")]
            Securing::Cose(signed) => found.add(self.token(secured, &signed.header, &|key| signed.is_by(key))),
            #[cfg(feature = "jose")]
            Securing::Jose(token) => found.add(self.token(secured, &token.header, &|key| token.is_by(key))),
            #[cfg(feature = "sd-jwt")]
            Securing::SdJwt(token) => {
                found.add(self.token(secured, &token.token.header, &|key| token.token.is_by(key)));
            }
            #[cfg(feature = "sd-jwt")]
            Securing::Misdisclosed(_) => return (Code::NotReached, Vec::new()),
            Securing::Unopened(_) => return (Code::FormatUnsupported, Vec::new()),
            Securing::Broken(_) => return (Code::NotReached, Vec::new()),
        }
        // A token may hold a credential with proofs of its own; they are checked like any other.
        let mut document = SecuredDocument::new(secured.object, secured.canonical, &self.work);
        for proof in proofs {
            found.add(self.proof(&mut document, proof, secured.purpose).map(|proof| {
                let code = if proof.covers_contexts { Code::SignatureValid } else { Code::ContextsAdded };
                (proof.method.controller().as_str().to_owned(), code)
            }));
        }
        (found.worst.unwrap_or(Code::ProofMissing), found.controllers)
    }

    /// The controller of the key that signed a token, if it did.
    #[cfg(feature = "jose")]
    fn token(
        &self,
        secured: &Secured<'_>,
        header: &Header,
        is_by: &dyn Fn(&PublicKey) -> bool,
    ) -> Result<(String, Code), Code> {
        // (1) It is a token for this.
        if secured.is_of_other_type(header) {
            return Err(Code::TokenTypeMismatch);
        }
        // (2) The claims of the token, where they repeat what the document says, say the same.
        if secured.contradicts_itself() {
            return Err(Code::ClaimsDiffer);
        }
        let time = |name| numeric_date(secured.object, name).map_err(|_| Code::ProofMalformed);
        let (ends, begins) = (time("exp")?, time("nbf")?);
        // (3) The key, and the signature.
        let key_type = key_type(header)?;
        // Keys that an https issuer publishes are looked for where all of what is read here reads them.
        #[cfg(feature = "sd-jwt")]
        let published = secured.securing.may_be_by_published_key();
        #[cfg(feature = "sd-jwt")]
        let published = published.then(|| self.published_key(header, secured.author.unwrap_or_default())).flatten();
        #[cfg(not(feature = "sd-jwt"))]
        let published: Option<Result<PublicKey, Code>> = None;
        let (controller, key) = match (published, secured.author) {
            (Some(key), author) => (author.unwrap_or_default().to_owned(), key?),
            (None, Some(author)) => self.key_of_token(header, author, secured.purpose)?,
            (None, None) => return Err(Code::KeyUnresolved),
        };
        if key.key_type() != key_type {
            return Err(Code::KeyMismatch);
        }
        if !is_by(&key) {
            return Err(Code::SignatureMismatch);
        }
        // (4) Its time, which is only worth reading once it is known to be the signer's. Of SD-JWT VC it is the time of
        // the credential itself, and `validity` reads it.
        let tolerance = self.policy.tolerance();
        let is_tokens_own = !secured.securing.is_sd_jwt_vc();
        if is_tokens_own && ends.is_some_and(|end| end < self.now.plus_seconds(-tolerance)) {
            return Err(Code::ProofExpired);
        }
        if is_tokens_own && begins.is_some_and(|begin| self.now.plus_seconds(tolerance) < begin) {
            return Err(Code::ProofNotYetValid);
        }
        Ok((controller, Code::SignatureValid))
    }

    /// The key that a header names, and whose it is.
    #[cfg(feature = "jose")]
    pub(super) fn key_of_token(
        &self,
        header: &Header,
        author: &str,
        purpose: Purpose,
    ) -> Result<(String, PublicKey), Code> {
        let method = header.method(author).ok_or(Code::KeyUnresolved)?;
        Ok((method.controller().as_str().to_owned(), self.key(&method, purpose, self.now)?))
    }

    /// The proof, if it holds.
    fn proof<'p>(
        &self,
        document: &mut SecuredDocument<'_>,
        proof: &'p Value,
        purpose: Purpose,
    ) -> Result<Proof<'p>, Code> {
        let proof = Proof::read(document, proof, purpose).map_err(code_of)?;
        // Nothing is verified with a key from its end on, nor what says that it was made after that. A proof that says that
        // it was made before is no better: whoever has stolen the key can write so.
        let at = proof.created.map_or(self.now, |created| created.max(self.now));
        let key = self.key(&proof.method, purpose, at);
        // What is wrong with the document is wrong whatever the key may be.
        let algorithm = match &key {
            Ok(key) => proof.suite.hash_algorithm(key.key_type()).ok_or(Code::KeyMismatch)?,
            Err(_) => HashAlgorithm::Sha256,
        };
        let signed = proof.signed(document, algorithm).map_err(code_of)?;
        if signed.verify(&key?).is_err() {
            return Err(Code::SignatureMismatch);
        }
        // After the signature: `expires` is only worth reading once it is known to be the signer's.
        if proof.expires.is_some_and(|end| end < self.now.plus_seconds(-self.policy.tolerance())) {
            return Err(Code::ProofExpired);
        }
        Ok(proof)
    }

    pub(super) fn key(
        &self,
        method: &VerificationMethodId,
        purpose: Purpose,
        at: Timestamp,
    ) -> Result<PublicKey, Code> {
        #[cfg(feature = "bbs")]
        if method.holds_bls12381() {
            self.pay_for_bls12381()?;
        }
        if let Some(key) = self.keys.of(method) {
            return key.map_err(key_error);
        }
        let found = self.material.document(method.controller()).ok_or(Code::KeyUnresolved)?;
        if self.policy.is_stale(found.at(), self.now) {
            return Err(Code::KeyStale);
        }
        let key = found.document().key(method, purpose, at);
        #[cfg(feature = "bbs")]
        if key.as_ref().map_or(true, |key| key.key_type() == KeyType::Bls12381G2) {
            self.pay_for_bls12381()?;
        }
        key.map_err(method_error)
    }

    /// A key of BLS12-381 takes more than a millisecond to read, and every proof of a document may name another.
    #[cfg(feature = "bbs")]
    fn pay_for_bls12381(&self) -> Result<(), Code> {
        const WORK: u32 = 4_000;
        self.work.set(self.work.get().checked_sub(WORK).ok_or(Code::TooMuchWork)?);
        Ok(())
    }
}

/// The type of key that the algorithm of a header needs.
#[cfg(feature = "jose")]
pub(super) fn key_type(header: &Header) -> Result<KeyType, Code> {
    match header.algorithm {
        Algorithm::For(key_type) => Ok(key_type),
        Algorithm::Worthless => Err(Code::AlgorithmRefused),
        Algorithm::Other => Err(Code::AlgorithmUnsupported),
    }
}

pub(super) fn method_error(error: MethodError) -> Code {
    match error {
        MethodError::Expired => Code::KeyExpired,
        MethodError::Foreign => Code::KeyForeign,
        MethodError::Key(error) => key_error(error),
        MethodError::Missing => Code::KeyMissing,
        MethodError::NotAuthorized => Code::KeyNotAuthorized,
        MethodError::Revoked => Code::KeyRevoked,
    }
}

pub(super) fn key_error(error: KeyError) -> Code {
    match error {
        KeyError::Malformed => Code::KeyInvalid,
        KeyError::Unsupported => Code::KeyUnsupported,
    }
}

fn code_of(error: ProofError) -> Code {
    match error {
        ProofError::Context => Code::ContextMismatch,
        #[cfg(feature = "rdfc")]
        ProofError::ContextUnknown => Code::ContextUnknown,
        #[cfg(feature = "rdfc")]
        ProofError::JsonLd => Code::JsonLdInvalid,
        ProofError::Malformed => Code::ProofMalformed,
        ProofError::Method => Code::KeyUnresolved,
        #[cfg(feature = "sd")]
        ProofError::NotDerived => Code::ProofNotDerived,
        ProofError::Previous => Code::PreviousProofMissing,
        ProofError::Purpose => Code::PurposeMismatch,
        #[cfg(feature = "rdfc")]
        ProofError::Respelled => Code::MemberRespelled,
        #[cfg(feature = "sd")]
        ProofError::Statements => Code::SignatureMismatch,
        ProofError::Suite => Code::SuiteUnsupported,
        ProofError::TooManyContexts => Code::TooManyContexts,
        #[cfg(feature = "rdfc")]
        ProofError::TooMuchWork => Code::TooMuchWork,
    }
}
