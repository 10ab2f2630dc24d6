//! Data Integrity proofs with the cryptosuite `eddsa-jcs-2022`.
//!
//! In scope: verifying one embedded proof of a set; making one (feature `issue`).
//! Out of scope: proof chains and other cryptosuites (reported as not checked), who the key belongs to (`verify`).
//! Specs: <https://www.w3.org/TR/vc-data-integrity/>,
//! <https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022>

use crate::credential::is_url;
use crate::did::VerificationMethodId;
use crate::digest::Digest;
use crate::jcs::{CanonicalMembers, canonicalize, canonicalize_member};
use crate::json::{Object, Value};
use crate::key::{PublicKey, Signature};
use crate::multibase::decode_base58btc;
use crate::time::Timestamp;

#[cfg(feature = "issue")]
pub use issue::Prepared;

/// The proof type of every Data Integrity cryptosuite.
const PROOF_TYPE: &str = "DataIntegrityProof";

/// The cryptosuite of this module.
pub const EDDSA_JCS_2022: &str = "eddsa-jcs-2022";

/// Why a proof cannot be verified, before any key is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProofError {
    /// Names earlier proofs (`previousProof`).
    Chain,
    /// The proof's `@context` is not the beginning of the document's.
    Context,
    /// A member is missing or has the wrong form.
    Malformed,
    /// The verification method is a URL of another kind than a DID's.
    Method,
    /// Made for another purpose than assertions.
    Purpose,
    /// Another proof type or cryptosuite.
    Suite,
    /// Under one set of contexts more than are hashed: see [`SecuredDocument::MAX_HASHES`].
    TooManyContexts,
}

/// A document whose proofs are to be read, one after the other. What they share is made once.
#[derive(Debug)]
pub(crate) struct SecuredDocument<'a> {
    canonical: &'a CanonicalMembers<'a>,
    /// The canonical form of each of its contexts.
    contexts: Vec<String>,
    /// Digests of the document without its proofs: under which `@context` (`None`: its own), and which.
    hashes: Vec<(Option<String>, Digest)>,
}

impl<'a> SecuredDocument<'a> {
    /// Each proof may bring a shorter list of contexts, and each such list means hashing the document anew. Proofs made
    /// at different times by different software bring two or three; hundreds would be an attack.
    const MAX_HASHES: usize = 16;

    /// `canonical` is the canonical form of `document`.
    pub(crate) fn new(document: &Object, canonical: &'a CanonicalMembers<'a>) -> Self {
        let contexts = document.get("@context").map_or(&[][..], Value::as_set);
        Self { canonical, contexts: contexts.iter().map(canonicalize).collect(), hashes: Vec::new() }
    }

    /// Whether all the document's contexts stand in `context`, or only the first of them; an error if it has others.
    fn covers_contexts(&self, context: &Value) -> Result<bool, ProofError> {
        let theirs = context.as_set();
        // By canonical form: the order of members in an embedded context is nobody's choice.
        let begins = theirs.len() <= self.contexts.len()
            && theirs.iter().zip(&self.contexts).all(|(theirs, ours)| canonicalize(theirs) == *ours);
        if begins { Ok(theirs.len() == self.contexts.len()) } else { Err(ProofError::Context) }
    }

    /// The digest of the document without its proofs, under this context or its own.
    fn hash(&mut self, context: Option<&Value>) -> Result<Digest, ProofError> {
        let context = context.map(|context| canonicalize_member("@context", context));
        if let Some((_, digest)) = self.hashes.iter().find(|(known, _)| *known == context) {
            return Ok(*digest);
        }
        if self.hashes.len() >= Self::MAX_HASHES {
            return Err(ProofError::TooManyContexts);
        }
        let digest = self.canonical.digest_of(|name, member| match name {
            "proof" => None,
            "@context" => Some(context.as_deref().unwrap_or(member)),
            _ => Some(member),
        });
        self.hashes.push((context, digest));
        Ok(digest)
    }
}

/// A well-formed `eddsa-jcs-2022` proof over a document.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) method: VerificationMethodId,
    pub(crate) expires: Option<Timestamp>,
    /// Whether it covers every context of the document: those appended after signing are not signed.
    pub(crate) covers_contexts: bool,
    signature: Signature,
    signing_input: [u8; 64],
}

impl Proof {
    /// Reads one proof of a document and hashes both (`EdDSA` Cryptosuites §3.3.2, "verify proof").
    pub(crate) fn read(document: &mut SecuredDocument<'_>, proof: &Value) -> Result<Self, ProofError> {
        let proof = proof.as_object().ok_or(ProofError::Malformed)?;
        let text = |name: &str| proof.get(name).and_then(Value::as_str);

        // (1) The suite. Unknown suites are somebody else's to judge, so they come before the form of the rest.
        if text("type").ok_or(ProofError::Malformed)? != PROOF_TYPE {
            return Err(ProofError::Suite);
        }
        if text("cryptosuite").ok_or(ProofError::Malformed)? != EDDSA_JCS_2022 {
            return Err(ProofError::Suite);
        }
        if proof.get("previousProof").is_some() {
            return Err(ProofError::Chain);
        }
        // (2) Data Integrity §4.3: these are required, and must be of the purpose expected.
        let method = text("verificationMethod").ok_or(ProofError::Malformed)?;
        let method = VerificationMethodId::parse(method).map_err(|_| {
            // Controlled Identifiers §2.2 lets it be any URL; the documents of those others are not read here.
            if is_url(method) { ProofError::Method } else { ProofError::Malformed }
        })?;
        let purpose = text("proofPurpose").ok_or(ProofError::Malformed)?;
        let signature = text("proofValue").ok_or(ProofError::Malformed)?;
        let signature = decode_base58btc(signature).map_err(|_| ProofError::Malformed)?.into();
        time(proof, "created")?;
        let expires = time(proof, "expires")?;
        if purpose != "assertionMethod" {
            return Err(ProofError::Purpose);
        }
        // (3) The document without its proofs, under the proof's own context.
        let context = proof.get("@context");
        let covers_contexts = context.map_or(Ok(true), |context| document.covers_contexts(context))?;
        let document = document.hash(context)?;
        // (4) The proof without its value.
        let proof = CanonicalMembers::new(proof).digest_of(|name, member| (name != "proofValue").then_some(member));
        Ok(Self { method, expires, covers_contexts, signature, signing_input: signing_input(proof, document) })
    }

    /// Whether `key` made this proof.
    pub(crate) fn is_by(&self, key: &PublicKey) -> bool {
        key.verify(&self.signing_input, &self.signature).is_ok()
    }
}

/// §3.3.4: the digest of the canonical proof configuration, then that of the canonical document.
fn signing_input(proof: Digest, document: Digest) -> [u8; 64] {
    let mut input = [0; 64];
    let (head, tail) = input.split_at_mut(32);
    head.copy_from_slice(proof.as_bytes());
    tail.copy_from_slice(document.as_bytes());
    input
}

fn time(proof: &Object, name: &str) -> Result<Option<Timestamp>, ProofError> {
    let Some(value) = proof.get(name) else { return Ok(None) };
    value.as_str().and_then(|text| Timestamp::parse(text).ok()).map(Some).ok_or(ProofError::Malformed)
}

#[cfg(feature = "issue")]
mod issue {
    use super::{
        EDDSA_JCS_2022, Object, PROOF_TYPE, PublicKey, Signature, Timestamp, VerificationMethodId, signing_input,
    };
    use crate::credential::{SignedCredential, UnsignedCredential};
    use crate::jcs::CanonicalMembers;
    use crate::key::SignatureMismatch;
    use crate::multibase::encode_base58btc;

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
                .with("cryptosuite", EDDSA_JCS_2022)
                .with("created", created.to_string())
                .with("verificationMethod", method)
                .with("proofPurpose", "assertionMethod");
            Self { signing_input: Self::input(&proof, &document), document, proof, key: *key }
        }

        /// The same, with an end to the proof itself.
        #[must_use]
        pub fn expiring(mut self, expires: Timestamp) -> Self {
            self.proof.insert("expires", expires.to_string());
            self.signing_input = Self::input(&self.proof, &self.document);
            self
        }

        fn input(proof: &Object, document: &Object) -> [u8; 64] {
            signing_input(CanonicalMembers::new(proof).digest(), CanonicalMembers::new(document).digest())
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::tests::MULTIKEY;
    use crate::multibase::encode_base58btc;

    #[test]
    fn a_document_is_hashed_under_a_few_lists_of_contexts_and_no_more() {
        let contexts = |count: usize| (0..count).map(|n| format!("https://a.example/{n}").into()).collect::<Vec<_>>();
        let document = Object::new().with("@context", contexts(20));
        let canonical = CanonicalMembers::new(&document);
        let mut secured = SecuredDocument::new(&document, &canonical);
        let mut read = |count: usize| {
            let proof = Object::new()
                .with("@context", contexts(count))
                .with("type", PROOF_TYPE)
                .with("cryptosuite", EDDSA_JCS_2022)
                .with("verificationMethod", format!("did:key:{MULTIKEY}#{MULTIKEY}"))
                .with("proofPurpose", "assertionMethod")
                .with("proofValue", encode_base58btc(&[1; 64]));
            Proof::read(&mut secured, &proof.into()).map(|proof| proof.covers_contexts)
        };
        assert_eq!(read(20), Ok(true));
        for count in 0..SecuredDocument::MAX_HASHES - 1 {
            assert_eq!(read(count), Ok(false), "{count}");
        }
        assert_eq!(read(17), Err(ProofError::TooManyContexts));
        // What was hashed before stays at hand.
        assert_eq!(read(3), Ok(false));
        assert_eq!(read(21), Err(ProofError::Context));
    }
}
