//! Data Integrity proofs with the cryptosuites `eddsa-jcs-2022` and, with feature `rdfc`, `eddsa-rdfc-2022`.
//!
//! In scope: verifying one embedded proof of a set or a chain; making one (feature `issue`).
//! Out of scope: other cryptosuites (reported as not checked), who the key belongs to (`verify`).
//! Specs: <https://www.w3.org/TR/vc-data-integrity/>, <https://www.w3.org/TR/vc-di-eddsa/>

mod document;
#[cfg(feature = "issue")]
mod issue;

use crate::credential::is_url;
use crate::did::VerificationMethodId;
use crate::digest::Digest;
use crate::jcs::canonicalize_member;
use crate::json::{Object, Value};
use crate::key::{PublicKey, Signature};
use crate::multibase::decode_base58btc;
use crate::time::Timestamp;

use document::Covered;
pub(crate) use document::{MAX_WORK, SecuredDocument};
#[cfg(feature = "issue")]
pub use issue::{PrepareError, Prepared};

/// The proof type of every Data Integrity cryptosuite.
const PROOF_TYPE: &str = "DataIntegrityProof";

/// How a suite makes one byte sequence of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Canonicalization {
    /// RFC 8785, of the JSON.
    Jcs,
    /// RDFC-1.0, of what the JSON-LD says.
    #[cfg(feature = "rdfc")]
    Rdfc,
}

/// A cryptosuite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Suite {
    /// `eddsa-jcs-2022`
    EddsaJcs2022,
    /// `eddsa-rdfc-2022`
    #[cfg(feature = "rdfc")]
    EddsaRdfc2022,
}

impl Suite {
    /// Every suite that is verified here.
    pub const ALL: &[Self] = &[
        Self::EddsaJcs2022,
        #[cfg(feature = "rdfc")]
        Self::EddsaRdfc2022,
    ];

    /// The value of `cryptosuite`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
            #[cfg(feature = "rdfc")]
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|suite| suite.as_str() == word)
    }

    fn canonicalization(self) -> Canonicalization {
        match self {
            Self::EddsaJcs2022 => Canonicalization::Jcs,
            #[cfg(feature = "rdfc")]
            Self::EddsaRdfc2022 => Canonicalization::Rdfc,
        }
    }
}

/// Why a proof cannot be verified, before any key is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProofError {
    /// The proof's `@context` is not the beginning of the document's.
    Context,
    /// A context that is not at hand.
    #[cfg(feature = "rdfc")]
    ContextUnknown,
    /// Not JSON-LD, or something in it would be dropped.
    #[cfg(feature = "rdfc")]
    JsonLd,
    /// A member is missing or has the wrong form.
    Malformed,
    /// The verification method is a URL of another kind than a DID's.
    Method,
    /// Builds on an earlier proof that is not there, or is there twice.
    Previous,
    /// Made for another purpose than assertions.
    Purpose,
    /// Another proof type or cryptosuite.
    Suite,
    /// Under one set of contexts more than are hashed: see [`SecuredDocument::MAX_HASHES`].
    TooManyContexts,
    /// Blank nodes that look too much alike.
    #[cfg(feature = "rdfc")]
    TooMuchWork,
}

/// A well-formed proof over a document.
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
        let suite = Suite::parse(text("cryptosuite").ok_or(ProofError::Malformed)?).ok_or(ProofError::Suite)?;
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
        // (3) The document without its proofs, but with those that this one builds on. With JCS under the proof's own
        // context; RDF has no place for contexts, and what they say is hashed.
        let canonicalization = suite.canonicalization();
        let previous = document.previous(proof)?;
        let context = proof.get("@context").filter(|_| canonicalization == Canonicalization::Jcs);
        let covers_contexts = context.map_or(Ok(true), |context| document.covers_contexts(context))?;
        let context = context.map(|context| canonicalize_member("@context", context));
        let hash = document.hash(Covered { canonicalization, context, previous })?;
        // (4) The proof without its value.
        let options = document.hash_options(proof, canonicalization)?;
        Ok(Self { method, expires, covers_contexts, signature, signing_input: signing_input(options, hash) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jcs::CanonicalMembers;
    use crate::key::tests::MULTIKEY;
    use crate::multibase::encode_base58btc;

    #[test]
    fn a_document_is_hashed_under_a_few_lists_of_contexts_and_no_more() {
        let contexts = |count: usize| (0..count).map(|n| format!("https://a.example/{n}").into()).collect::<Vec<_>>();
        let document = Object::new().with("@context", contexts(20));
        let canonical = CanonicalMembers::new(&document);
        let work = std::cell::Cell::new(MAX_WORK);
        let mut secured = SecuredDocument::new(&document, &canonical, &work);
        let mut read = |count: usize| {
            let proof = Object::new()
                .with("@context", contexts(count))
                .with("type", PROOF_TYPE)
                .with("cryptosuite", "eddsa-jcs-2022")
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
