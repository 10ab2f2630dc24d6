//! Data Integrity proofs with the cryptosuite `eddsa-jcs-2022`.
//!
//! In scope: verifying one embedded proof of a set; making one (feature `issue`).
//! Out of scope: proof chains and other cryptosuites (reported as not checked), who the key belongs to (`verify`).
//! Specs: <https://www.w3.org/TR/vc-data-integrity/>,
//! <https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022>

use crate::did::VerificationMethodId;
use crate::digest::Digest;
use crate::jcs::{CanonicalMembers, canonicalize_member};
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
    /// Made for another purpose than assertions.
    Purpose,
    /// Another proof type or cryptosuite.
    Suite,
}

/// A well-formed `eddsa-jcs-2022` proof over a document.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) method: VerificationMethodId,
    pub(crate) expires: Option<Timestamp>,
    signature: Signature,
    signing_input: [u8; 64],
}

impl Proof {
    /// Reads one proof of `document` and hashes both (`EdDSA` Cryptosuites §3.3.2, "verify proof"). `canonical` is the
    /// document's, made once for all its proofs.
    pub(crate) fn read(document: &Object, canonical: &CanonicalMembers<'_>, proof: &Value) -> Result<Self, ProofError> {
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
        let method = VerificationMethodId::parse(method).map_err(|_| ProofError::Malformed)?;
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
        if let Some(context) = context {
            let ours = document.get("@context").ok_or(ProofError::Context)?;
            if !ours.as_set().starts_with(context.as_set()) {
                return Err(ProofError::Context);
            }
        }
        let context = context.map(|context| canonicalize_member("@context", context));
        let document = canonical.digest_of(|name, member| match name {
            "proof" => None,
            "@context" => Some(context.as_deref().unwrap_or(member)),
            _ => Some(member),
        });
        // (4) The proof without its value.
        let proof = CanonicalMembers::new(proof).digest_of(|name, member| (name != "proofValue").then_some(member));
        Ok(Self { method, expires, signature, signing_input: signing_input(proof, document) })
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
    use super::{EDDSA_JCS_2022, Object, PROOF_TYPE, PublicKey, Signature, Timestamp, signing_input};
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
            Self::with_method(credential, key, &key.verification_method(), created)
        }

        /// Adds the proof options (§3.3.1, "create proof") for a key that `method` names. The document's context goes
        /// into the proof, so that the proof stays valid when a holder's software appends contexts.
        #[must_use]
        pub fn with_method(credential: UnsignedCredential, key: &PublicKey, method: &str, created: Timestamp) -> Self {
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

        /// Attaches the signature after verifying it, so that neither a faulty signer nor a wrong key id lets a bad
        /// credential out.
        pub fn secure(mut self, signature: Signature) -> Result<SignedCredential, SignatureMismatch> {
            self.key.verify(&self.signing_input, &signature)?;
            self.proof.insert("proofValue", encode_base58btc(signature.as_bytes()));
            self.document.insert("proof", self.proof);
            Ok(SignedCredential::new(self.document))
        }
    }
}
