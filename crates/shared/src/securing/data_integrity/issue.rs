//! Making a proof: a credential is prepared, its signing input signed, near or far, and the signature attached.
//!
//! Specs: <https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-jcs-2022>,
//! <https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-rdfc-2022>

use std::cell::Cell;

use super::{
    Canonicalization, Covered, MAX_WORK, Object, PROOF_TYPE, ProofError, PublicKey, SecuredDocument, Signature, Suite,
    Timestamp, VerificationMethodId, signing_input,
};
use crate::credential::{SignedCredential, UnsignedCredential};
use crate::jcs::CanonicalMembers;
use crate::key::SignatureMismatch;
use crate::multibase::encode_base58btc;

/// Why a credential cannot be signed with a suite that signs what its JSON-LD says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrepareError {
    /// A context that is not at hand.
    #[error("the credential uses a context that is not at hand")]
    ContextUnknown,
    /// Not JSON-LD, or something in it would be dropped and so not be signed.
    #[error("the credential is no JSON-LD, or a term in it is not defined")]
    JsonLd,
    /// Blank nodes that look too much alike.
    #[error("canonicalizing the credential takes too much work")]
    TooMuchWork,
}

/// A credential and its proof, short of the signature: what a signer, near or far, is asked to sign.
#[derive(Clone, Debug)]
pub struct Prepared {
    document: Object,
    proof: Object,
    key: PublicKey,
    signing_input: [u8; 64],
}

impl Prepared {
    /// Adds the proof options for a key that speaks as its own `did:key`.
    #[must_use]
    pub fn new(credential: UnsignedCredential, key: &PublicKey, created: Timestamp) -> Self {
        Self::build(credential, key, &key.verification_method(), created)
    }

    /// The same for a key that `method` names in a DID document.
    ///
    /// # Errors
    /// If `method` is the `did:key` of another key: nobody could verify what it signs.
    pub fn with_method(
        credential: UnsignedCredential,
        key: &PublicKey,
        method: &VerificationMethodId,
        created: Timestamp,
    ) -> Result<Self, SignatureMismatch> {
        match method.did_key() {
            None => Ok(Self::build(credential, key, &method.to_string(), created)),
            Some(Ok(named)) if named == *key => Ok(Self::build(credential, key, &method.to_string(), created)),
            Some(_) => Err(SignatureMismatch),
        }
    }

    /// §3.3.1, "create proof". The document's context goes into the proof, so that the proof stays valid when a
    /// holder's software appends contexts.
    fn build(credential: UnsignedCredential, key: &PublicKey, method: &str, created: Timestamp) -> Self {
        let document = credential.into_object();
        let mut proof = Object::new();
        if let Some(context) = document.get("@context") {
            proof.insert("@context", context.clone());
        }
        let proof = proof
            .with("type", PROOF_TYPE)
            .with("cryptosuite", Suite::EddsaJcs2022.as_str())
            .with("created", created.to_string())
            .with("verificationMethod", method)
            .with("proofPurpose", "assertionMethod");
        let digest = |object: &Object| CanonicalMembers::new(object).digest();
        Self { signing_input: signing_input(digest(&proof), digest(&document)), document, proof, key: *key }
    }

    /// The same proof in another suite.
    ///
    /// # Errors
    /// Where the suite signs what the JSON-LD says and the credential says nothing that can be signed.
    pub fn with_suite(mut self, suite: Suite) -> Result<Self, PrepareError> {
        let canonicalization = suite.canonicalization();
        if canonicalization == Canonicalization::Jcs {
            if let Some(context) = self.document.get("@context") {
                self.proof.insert("@context", context.clone());
            }
        } else {
            // §3.2.1: the context is the document's, and is not written a second time.
            self.proof.remove("@context");
        }
        self.proof.insert("cryptosuite", suite.as_str());
        self.signing_input = self.input(canonicalization).map_err(|error| match error {
            #[cfg(feature = "rdfc")]
            ProofError::ContextUnknown => PrepareError::ContextUnknown,
            #[cfg(feature = "rdfc")]
            ProofError::TooMuchWork => PrepareError::TooMuchWork,
            // The rest is about proofs that exist.
            _ => PrepareError::JsonLd,
        })?;
        Ok(self)
    }

    /// The same, with an end to the proof itself. For `eddsa-jcs-2022`; choose another suite afterwards.
    #[must_use]
    pub fn expiring(mut self, expires: Timestamp) -> Self {
        self.proof.insert("expires", expires.to_string());
        let digest = |object: &Object| CanonicalMembers::new(object).digest();
        self.signing_input = signing_input(digest(&self.proof), digest(&self.document));
        self
    }

    fn input(&self, canonicalization: Canonicalization) -> Result<[u8; 64], ProofError> {
        let canonical = CanonicalMembers::new(&self.document);
        let work = Cell::new(MAX_WORK);
        let mut document = SecuredDocument::new(&self.document, &canonical, &work);
        let hash = document.hash(Covered { canonicalization, context: None, previous: Vec::new() })?;
        Ok(signing_input(document.hash_options(&self.proof, canonicalization)?, hash))
    }

    /// The 64 bytes to sign with pure Ed25519.
    #[must_use]
    pub fn signing_input(&self) -> &[u8; 64] {
        &self.signing_input
    }

    /// Attaches the signature after verifying it, so that no faulty signer lets a bad credential out.
    pub fn secure(mut self, signature: Signature) -> Result<SignedCredential, SignatureMismatch> {
        self.key.verify(&self.signing_input, &signature)?;
        self.proof.insert("proofValue", encode_base58btc(signature.as_bytes()));
        self.document.insert("proof", self.proof);
        Ok(SignedCredential::new(self.document))
    }
}
