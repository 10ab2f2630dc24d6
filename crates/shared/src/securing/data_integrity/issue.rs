//! Making a proof: a document is prepared, its signing input signed, near or far, and the signature attached.
//!
//! Specs: <https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-jcs-2022>,
//! <https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-rdfc-2022>, <https://www.w3.org/TR/vc-di-ecdsa/#algorithms>,
//! <https://www.w3.org/TR/vc-di-bbs/#base-proof-transformation-bbs-2023>

use std::cell::Cell;

#[cfg(feature = "sd")]
use super::sd::{self, Disclosure};
use super::{
    Canonicalization, Covered, HashAlgorithm, MAX_WORK, Object, PROOF_TYPE, ProofError, Purpose, SecuredDocument,
    Signature, Suite, Timestamp, VerificationMethodId,
};
#[cfg(feature = "bbs")]
use crate::bbs;
use crate::credential::{SignedCredential, UnsignedCredential};
use crate::jcs::CanonicalMembers;
use crate::key::{KeyType, PublicKey, SignatureMismatch, SigningKey};
use crate::multibase::encode_base58btc;

/// Why a document cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrepareError {
    /// A context that is not at hand.
    #[error("the credential uses a context that is not at hand")]
    ContextUnknown,
    /// Not JSON-LD, or something in it would be dropped and so not be signed.
    #[error("the credential is no JSON-LD, or a term in it is not defined")]
    JsonLd,
    /// The suite has no use for keys of that type.
    #[error("the key is of another type than the cryptosuite uses")]
    KeyType,
    /// The method is the `did:key` of another key: nobody could verify what this one signs.
    #[error("the verification method is that of another key")]
    Method,
    /// A pointer leads to nothing, or to what does not stand alone, such as some elements of an ordered list.
    #[cfg(feature = "sd")]
    #[error("what is mandatory is not there or does not stand alone")]
    Mandatory,
    /// The suite is made by [`Prepared::base`], which needs more than options.
    #[cfg(feature = "sd")]
    #[error("the cryptosuite needs more than options")]
    Suite,
    /// Blank nodes that look too much alike.
    #[error("canonicalizing the credential takes too much work")]
    TooMuchWork,
}

impl From<ProofError> for PrepareError {
    fn from(error: ProofError) -> Self {
        match error {
            #[cfg(feature = "rdfc")]
            ProofError::ContextUnknown => Self::ContextUnknown,
            #[cfg(feature = "rdfc")]
            ProofError::TooMuchWork => Self::TooMuchWork,
            // The rest is about proofs that exist.
            _ => Self::JsonLd,
        }
    }
}

/// Why no signed document came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The document cannot be signed.
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    /// The signer did not make a signature of that key.
    #[error(transparent)]
    Signature(#[from] SignatureMismatch),
}

/// How a proof is to be made.
#[derive(Clone, Debug)]
pub struct ProofOptions {
    /// The cryptosuite.
    pub suite: Suite,
    /// What the proof is for.
    pub purpose: Purpose,
    /// The method that names the key; its `did:key` where there is none.
    pub method: Option<VerificationMethodId>,
    /// When it is made. Not for `bbs-2023`, as a rule: whoever is shown parts of one credential could tell by it.
    pub created: Option<Timestamp>,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// What the verifier asked to be repeated (Data Integrity §2.1, `challenge`).
    pub challenge: Option<String>,
    /// Whom it is for (`domain`).
    pub domain: Option<String>,
}

impl ProofOptions {
    /// An assertion under the key's own `did:key`, in the suite over JSON for that type of key; `bbs-2023`, which goes
    /// without the time, for BLS12-381.
    #[must_use]
    pub fn new(key: &PublicKey, created: Timestamp) -> Self {
        let suite = match key.key_type() {
            #[cfg(feature = "bbs")]
            KeyType::Bls12381G2 => Suite::Bbs2023,
            KeyType::Ed25519 => Suite::EddsaJcs2022,
            #[cfg(feature = "ecdsa")]
            KeyType::P256 | KeyType::P384 => Suite::EcdsaJcs2019,
            // There is none for these keys: they sign tokens, and making a proof is refused.
            #[cfg(feature = "p521")]
            KeyType::P521 => Suite::EcdsaJcs2019,
        };
        #[cfg(feature = "bbs")]
        let created = Some(created).filter(|_| suite != Suite::Bbs2023);
        #[cfg(not(feature = "bbs"))]
        let created = Some(created);
        Self {
            suite,
            purpose: Purpose::AssertionMethod,
            method: None,
            created,
            expires: None,
            challenge: None,
            domain: None,
        }
    }
}

/// Signs a credential of which its holder may later show parts that cannot be linked (`bbs-2023`, which is the suite
/// whatever the options say). `hmac_key` is fresh for each credential, and the holder will know it; `mandatory` is what
/// every holder must show.
///
/// There is no [`Prepared`] of it: what is signed is a list of messages, which no signer that is far away takes.
#[cfg(feature = "bbs")]
pub fn sign_bbs(
    credential: UnsignedCredential,
    key: &bbs::SecretKey,
    options: ProofOptions,
    hmac_key: sd::HmacKey,
    mandatory: Vec<crate::json::Pointer>,
) -> Result<SignedCredential, SignError> {
    let mut document = credential.into_object();
    let options = ProofOptions { suite: Suite::Bbs2023, ..options };
    let (mut proof, algorithm) = configuration(&document, &key.public_key(), options)?;
    let canonical = CanonicalMembers::new(&document);
    let work = Cell::new(MAX_WORK);
    let secured = SecuredDocument::new(&document, &canonical, &work);
    let hash = secured.hash_options(&proof, Suite::Bbs2023, algorithm).map_err(PrepareError::from)?;
    let value = sd::sign_bbs(&document, &hash, key, hmac_key, mandatory)?;
    proof.insert("proofValue", value);
    document.insert("proof", proof);
    Ok(SignedCredential::new(document))
}

/// A document and its proof, short of the signature: what a signer, near or far, is asked to sign.
#[derive(Clone, Debug)]
pub struct Prepared {
    document: Object,
    proof: Object,
    key: PublicKey,
    signing_input: Vec<u8>,
    #[cfg(feature = "sd")]
    base: Option<sd::Base>,
}

impl Prepared {
    /// A credential, to be signed by `key`.
    pub fn new(credential: UnsignedCredential, key: &PublicKey, options: ProofOptions) -> Result<Self, PrepareError> {
        Self::document(credential.into_object(), key, options)
    }

    /// A credential of which its holder may later show parts (`ecdsa-sd-2023`, which is the suite whatever the options
    /// say), to be signed by `key`.
    #[cfg(feature = "sd")]
    pub fn base(
        credential: UnsignedCredential,
        key: &PublicKey,
        options: ProofOptions,
        disclosure: Disclosure,
    ) -> Result<Self, PrepareError> {
        let document = credential.into_object();
        let options = ProofOptions { suite: Suite::EcdsaSd2023, ..options };
        let (proof, algorithm) = configuration(&document, key, options)?;
        let canonical = CanonicalMembers::new(&document);
        let work = Cell::new(MAX_WORK);
        let secured = SecuredDocument::new(&document, &canonical, &work);
        let proof_hash = secured.hash_options(&proof, Suite::EcdsaSd2023, algorithm)?;
        let (base, signing_input) = sd::prepare(&document, &proof_hash, disclosure)?;
        Ok(Self { document, proof, key: *key, signing_input, base: Some(base) })
    }

    pub(crate) fn document(document: Object, key: &PublicKey, options: ProofOptions) -> Result<Self, PrepareError> {
        let suite = options.suite;
        #[cfg(feature = "sd")]
        if suite.is_derived() {
            return Err(PrepareError::Suite);
        }
        let canonicalization = suite.canonicalization();
        let (proof, algorithm) = configuration(&document, key, options)?;
        let canonical = CanonicalMembers::new(&document);
        let work = Cell::new(MAX_WORK);
        let mut secured = SecuredDocument::new(&document, &canonical, &work);
        let covered = Covered { canonicalization, algorithm, context: None, previous: Vec::new() };
        let options = secured.hash_options(&proof, suite, algorithm)?;
        let signing_input = [options, secured.hash(covered)?].concat();
        Ok(Self {
            document,
            proof,
            key: *key,
            signing_input,
            #[cfg(feature = "sd")]
            base: None,
        })
    }

    /// The bytes to sign: two digests, 64 bytes in all, or 96 with P-384; of a base proof with a key between them.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        &self.signing_input
    }

    /// Attaches the signature after verifying it, so that no faulty signer lets a bad credential out.
    pub fn secure(self, signature: &Signature) -> Result<SignedCredential, SignatureMismatch> {
        self.into_document(signature).map(SignedCredential::new)
    }

    /// Signs with a key at hand.
    pub fn signed_by(self, key: &SigningKey) -> Result<SignedCredential, SignatureMismatch> {
        let signature = key.sign(&self.signing_input);
        self.secure(&signature)
    }

    /// Signs with a key at hand; the document as text. It is nothing that anybody has verified: whoever asks for it reads it
    /// and verifies it before it is given away, and so finds a faulty signature with everything else.
    #[must_use]
    pub fn signed_text(self, key: &SigningKey) -> String {
        let signature = key.sign(&self.signing_input);
        self.attach(&signature).to_string()
    }

    /// The same for a document of any kind.
    pub(crate) fn into_document(self, signature: &Signature) -> Result<Object, SignatureMismatch> {
        self.key.verify(&self.signing_input, signature)?;
        Ok(self.attach(signature))
    }

    fn attach(mut self, signature: &Signature) -> Object {
        let value = encode_base58btc(signature.as_bytes());
        #[cfg(feature = "sd")]
        let value = self.base.map_or(value, |base| base.value(signature));
        self.proof.insert("proofValue", value);
        self.document.insert("proof", self.proof);
        self.document
    }
}

/// §3.3.1, "create proof": the proof without its value. With JCS the document's context goes into it, so that the proof
/// stays valid when a holder's software appends contexts.
fn configuration(
    document: &Object,
    key: &PublicKey,
    options: ProofOptions,
) -> Result<(Object, HashAlgorithm), PrepareError> {
    let ProofOptions { suite, purpose, method, created, expires, challenge, domain } = options;
    let algorithm = suite.hash_algorithm(key.key_type()).ok_or(PrepareError::KeyType)?;
    if method.as_ref().and_then(VerificationMethodId::own_key).is_some_and(|named| named != Ok(*key)) {
        return Err(PrepareError::Method);
    }
    let mut proof = Object::new();
    if let Some(context) = document.get("@context").filter(|_| suite.canonicalization() == Canonicalization::Jcs) {
        proof.insert("@context", context.clone());
    }
    proof.insert("type", suite.proof_type());
    if suite.proof_type() == PROOF_TYPE {
        proof.insert("cryptosuite", suite.as_str());
    }
    if let Some(created) = created {
        proof.insert("created", created.to_string());
    }
    let mut proof = proof
        .with("verificationMethod", method.map_or_else(|| key.verification_method(), |method| method.to_string()))
        .with("proofPurpose", purpose.as_str());
    let optional = [("expires", expires.map(|time| time.to_string())), ("challenge", challenge), ("domain", domain)];
    for (name, value) in optional {
        if let Some(value) = value {
            proof.insert(name, value);
        }
    }
    Ok((proof, algorithm))
}
