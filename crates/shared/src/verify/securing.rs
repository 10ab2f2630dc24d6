//! What secures a credential or a presentation: its proofs, or the token that it came in, and their keys.

use super::{Code, Verifier};
use crate::credential::SignedCredential;
use crate::did::{Did, MethodError, VerificationMethodId};
use crate::digest::HashAlgorithm;
use crate::jcs::CanonicalMembers;
use crate::json::{Object, Value};
#[cfg(feature = "bbs")]
use crate::key::KeyType;
use crate::key::{KeyError, PublicKey};
use crate::securing::Securing;
use crate::securing::data_integrity::{Proof, ProofError, Purpose, SecuredDocument};
#[cfg(feature = "jose")]
use crate::securing::jose::{Algorithm, TYPE_CREDENTIAL, TYPE_PRESENTATION, Token, numeric_date};

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

    fn proofs(&self) -> &'a [Value] {
        self.object.get("proof").map_or(&[], Value::as_set)
    }
}

#[cfg(feature = "jose")]
impl Secured<'_> {
    fn token_type(&self) -> &'static str {
        match self.purpose {
            Purpose::AssertionMethod => TYPE_CREDENTIAL,
            Purpose::Authentication => TYPE_PRESENTATION,
        }
    }

    /// Securing with JOSE and COSE §3.1.3: `iss` is the issuer, `jti` the identifier, `sub` the subject.
    fn contradicts_itself(&self) -> bool {
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
    controllers: Vec<Did>,
}

impl Found {
    fn add(&mut self, proof: Result<(Did, Code), Code>) {
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
    pub(super) fn securing(&self, secured: &Secured<'_>) -> (Code, Vec<Did>) {
        let proofs = secured.proofs();
        let mut found = Found { worst: None, controllers: Vec::new() };
        match secured.securing {
            Securing::Embedded if proofs.is_empty() => return (Code::ProofMissing, Vec::new()),
            Securing::Embedded => {}
            #[cfg(feature = "jose")]
            Securing::Jose(token) => found.add(self.token(secured, token).map(|did| (did, Code::SignatureValid))),
            Securing::Unopened(_) => return (Code::FormatUnsupported, Vec::new()),
            Securing::Broken(_) => return (Code::NotReached, Vec::new()),
        }
        // A token may hold a credential with proofs of its own; they are checked like any other.
        let mut document = SecuredDocument::new(secured.object, secured.canonical, &self.work);
        for proof in proofs {
            found.add(self.proof(&mut document, proof, secured.purpose).map(|proof| {
                let code = if proof.covers_contexts { Code::SignatureValid } else { Code::ContextsAdded };
                (proof.method.did().clone(), code)
            }));
        }
        (found.worst.unwrap_or(Code::ProofMissing), found.controllers)
    }

    /// The controller of the key that signed a token, if it did.
    #[cfg(feature = "jose")]
    fn token(&self, secured: &Secured<'_>, token: &Token) -> Result<Did, Code> {
        let (expected, claims) = (secured.token_type(), secured.object);
        // (1) RFC 8725 §3.11: a token made for something else is none of these.
        if token.is_of_other_type(expected) {
            return Err(Code::TokenTypeMismatch);
        }
        // (2) The claims of the token, where they repeat what the document says, say the same.
        if secured.contradicts_itself() {
            return Err(Code::ClaimsDiffer);
        }
        let time = |name| numeric_date(claims, name).map_err(|_| Code::ProofMalformed);
        let (ends, begins) = (time("exp")?, time("nbf")?);
        // (3) The key, and the signature.
        let key_type = match token.algorithm {
            Algorithm::For(key_type) => key_type,
            Algorithm::Worthless => return Err(Code::AlgorithmRefused),
            Algorithm::Other => return Err(Code::AlgorithmUnsupported),
        };
        let method = secured.author.and_then(|author| token.method(author)).ok_or(Code::KeyUnresolved)?;
        let key = self.key(&method, secured.purpose)?;
        if key.key_type() != key_type {
            return Err(Code::KeyMismatch);
        }
        if !token.is_by(&key) {
            return Err(Code::SignatureMismatch);
        }
        // (4) Its time, which is only worth reading once it is known to be the signer's.
        let tolerance = self.policy.tolerance();
        if ends.is_some_and(|end| end < self.now.plus_seconds(-tolerance)) {
            return Err(Code::ProofExpired);
        }
        if begins.is_some_and(|begin| self.now.plus_seconds(tolerance) < begin) {
            return Err(Code::ProofNotYetValid);
        }
        Ok(method.did().clone())
    }

    /// The proof, if it holds.
    fn proof<'p>(
        &self,
        document: &mut SecuredDocument<'_>,
        proof: &'p Value,
        purpose: Purpose,
    ) -> Result<Proof<'p>, Code> {
        let proof = Proof::read(document, proof, purpose).map_err(code_of)?;
        let key = self.key(&proof.method, purpose);
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

    fn key(&self, method: &VerificationMethodId, purpose: Purpose) -> Result<PublicKey, Code> {
        let key_error = |error| match error {
            KeyError::Malformed => Code::KeyInvalid,
            KeyError::Unsupported => Code::KeyUnsupported,
        };
        #[cfg(feature = "bbs")]
        if method.holds_bls12381() {
            self.pay_for_bls12381()?;
        }
        if let Some(key) = method.own_key() {
            return key.map_err(key_error);
        }
        let found = self.material.document(method.did()).ok_or(Code::KeyUnresolved)?;
        if self.policy.is_stale(found.at(), self.now) {
            return Err(Code::KeyStale);
        }
        let key = found.document().key(method, purpose, self.now);
        #[cfg(feature = "bbs")]
        if key.as_ref().map_or(true, |key| key.key_type() == KeyType::Bls12381G2) {
            self.pay_for_bls12381()?;
        }
        key.map_err(|error| match error {
            MethodError::Foreign | MethodError::NotAuthorized => Code::KeyNotAuthorized,
            MethodError::Key(error) => key_error(error),
        })
    }

    /// A key of BLS12-381 takes more than a millisecond to read, and every proof of a document may name another.
    #[cfg(feature = "bbs")]
    fn pay_for_bls12381(&self) -> Result<(), Code> {
        const WORK: u32 = 4_000;
        self.work.set(self.work.get().checked_sub(WORK).ok_or(Code::TooMuchWork)?);
        Ok(())
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
