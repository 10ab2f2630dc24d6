//! Data Integrity proofs: `eddsa-jcs-2022`, with feature `ecdsa` `ecdsa-jcs-2019`, and with feature `rdfc` both over
//! what the JSON-LD says, and the older `Ed25519Signature2020`; with feature `sd` `ecdsa-sd-2023`, and with feature
//! `bbs` `bbs-2023`, of which holders show parts.
//!
//! In scope: verifying one embedded proof of a set or a chain; making one (feature `issue`); deriving one from another.
//! Out of scope: other cryptosuites (reported as not checked), who the key belongs to (`verify`).
//! Specs: <https://www.w3.org/TR/vc-data-integrity/>, <https://www.w3.org/TR/vc-di-eddsa/>,
//! <https://www.w3.org/TR/vc-di-ecdsa/>, <https://www.w3.org/TR/vc-di-bbs/>

mod document;
#[cfg(feature = "issue")]
mod issue;
#[cfg(feature = "sd")]
mod sd;
#[cfg(feature = "rdfc")]
mod spelling;

#[cfg(feature = "rdfc")]
use crate::credential::CONTEXT_V2;
use crate::credential::is_url;
use crate::did::VerificationMethodId;
use crate::digest::HashAlgorithm;
use crate::jcs::canonicalize_member;
use crate::json::{Object, Value};
#[cfg(feature = "rdfc")]
use crate::jsonld;
use crate::key::{KeyType, PublicKey, Signature, SignatureMismatch};
use crate::multibase::decode_base58btc_up_to;
use crate::time::Timestamp;

use document::Covered;
#[cfg(feature = "sd")]
use document::canonical_rdf;
pub(crate) use document::{MAX_WORK, SecuredDocument};
#[cfg(all(feature = "bbs", feature = "issue"))]
pub use issue::sign_bbs;
#[cfg(feature = "issue")]
pub use issue::{PrepareError, Prepared, ProofOptions, SignError};
#[cfg(feature = "sd")]
pub use sd::{Blinding, DeriveError, HmacKey, derive, expand_seed};
#[cfg(all(feature = "issue", feature = "sd"))]
pub use sd::{Disclosure, mandatory_by_default};

#[cfg(feature = "testing")]
pub(crate) use sd::rewritten;

/// The proof type of the cryptosuites.
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
    /// `bbs-2023`
    #[cfg(feature = "bbs")]
    Bbs2023,
    /// `ecdsa-jcs-2019`
    #[cfg(feature = "ecdsa")]
    EcdsaJcs2019,
    /// `ecdsa-rdfc-2019`
    #[cfg(all(feature = "ecdsa", feature = "rdfc"))]
    EcdsaRdfc2019,
    /// `ecdsa-sd-2023`
    #[cfg(feature = "sd")]
    EcdsaSd2023,
    /// `Ed25519Signature2020`, a proof type of its own: older than cryptosuites.
    #[cfg(feature = "rdfc")]
    Ed25519Signature2020,
    /// `eddsa-jcs-2022`
    EddsaJcs2022,
    /// `eddsa-rdfc-2022`
    #[cfg(feature = "rdfc")]
    EddsaRdfc2022,
}

impl Suite {
    /// Every suite that is verified here.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "bbs")]
        Self::Bbs2023,
        #[cfg(feature = "ecdsa")]
        Self::EcdsaJcs2019,
        #[cfg(all(feature = "ecdsa", feature = "rdfc"))]
        Self::EcdsaRdfc2019,
        #[cfg(feature = "sd")]
        Self::EcdsaSd2023,
        #[cfg(feature = "rdfc")]
        Self::Ed25519Signature2020,
        Self::EddsaJcs2022,
        #[cfg(feature = "rdfc")]
        Self::EddsaRdfc2022,
    ];

    /// The value of `cryptosuite`, or of `type` where the suite is a proof type.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs2023 => "bbs-2023",
            #[cfg(feature = "ecdsa")]
            Self::EcdsaJcs2019 => "ecdsa-jcs-2019",
            #[cfg(all(feature = "ecdsa", feature = "rdfc"))]
            Self::EcdsaRdfc2019 => "ecdsa-rdfc-2019",
            #[cfg(feature = "sd")]
            Self::EcdsaSd2023 => "ecdsa-sd-2023",
            #[cfg(feature = "rdfc")]
            Self::Ed25519Signature2020 => "Ed25519Signature2020",
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
            #[cfg(feature = "rdfc")]
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
        }
    }

    /// The suite of a proof. A cryptosuite is never taken for a proof type, nor the other way.
    fn of(proof: &Object) -> Result<Self, ProofError> {
        let text = |name: &str| proof.get(name).and_then(Value::as_str);
        let proof_type = text("type").ok_or(ProofError::Malformed)?;
        let word =
            if proof_type == PROOF_TYPE { text("cryptosuite").ok_or(ProofError::Malformed)? } else { proof_type };
        let mut suites = Self::ALL.iter().copied();
        let suite = suites.find(|suite| suite.proof_type() == proof_type && suite.as_str() == word);
        let suite = suite.ok_or(ProofError::Suite)?;
        // To a reader who knows one and not the other, a proof that says both is another proof.
        if proof_type != PROOF_TYPE && proof.get("cryptosuite").is_some() {
            return Err(ProofError::Malformed);
        }
        Ok(suite)
    }

    /// The value of `type`.
    fn proof_type(self) -> &'static str {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs2023 => PROOF_TYPE,
            #[cfg(feature = "ecdsa")]
            Self::EcdsaJcs2019 => PROOF_TYPE,
            #[cfg(all(feature = "ecdsa", feature = "rdfc"))]
            Self::EcdsaRdfc2019 => PROOF_TYPE,
            #[cfg(feature = "sd")]
            Self::EcdsaSd2023 => PROOF_TYPE,
            #[cfg(feature = "rdfc")]
            Self::Ed25519Signature2020 => self.as_str(),
            Self::EddsaJcs2022 => PROOF_TYPE,
            #[cfg(feature = "rdfc")]
            Self::EddsaRdfc2022 => PROOF_TYPE,
        }
    }

    fn canonicalization(self) -> Canonicalization {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs2023 => Canonicalization::Rdfc,
            #[cfg(feature = "ecdsa")]
            Self::EcdsaJcs2019 => Canonicalization::Jcs,
            #[cfg(all(feature = "ecdsa", feature = "rdfc"))]
            Self::EcdsaRdfc2019 => Canonicalization::Rdfc,
            #[cfg(feature = "sd")]
            Self::EcdsaSd2023 => Canonicalization::Rdfc,
            #[cfg(feature = "rdfc")]
            Self::Ed25519Signature2020 => Canonicalization::Rdfc,
            Self::EddsaJcs2022 => Canonicalization::Jcs,
            #[cfg(feature = "rdfc")]
            Self::EddsaRdfc2022 => Canonicalization::Rdfc,
        }
    }

    /// Whether holders derive the proofs that are verified.
    #[cfg(feature = "sd")]
    #[must_use]
    pub fn is_derived(self) -> bool {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs2023 => true,
            Self::EcdsaSd2023 => true,
            Self::EcdsaJcs2019
            | Self::EcdsaRdfc2019
            | Self::Ed25519Signature2020
            | Self::EddsaJcs2022
            | Self::EddsaRdfc2022 => false,
        }
    }

    /// The contexts that define the proof's terms, of which the document must name one: under any other `proofPurpose` or
    /// `expires` could mean whatever the document has them mean. None with JCS, which has no use for meanings.
    #[cfg(feature = "rdfc")]
    fn contexts(self) -> &'static [&'static str] {
        const DATA_INTEGRITY: &[&str] =
            &[CONTEXT_V2, "https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/data-integrity/v1"];
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs2023 => DATA_INTEGRITY,
            #[cfg(feature = "ecdsa")]
            Self::EcdsaJcs2019 => &[],
            #[cfg(feature = "ecdsa")]
            Self::EcdsaRdfc2019 => DATA_INTEGRITY,
            #[cfg(feature = "sd")]
            Self::EcdsaSd2023 => DATA_INTEGRITY,
            Self::Ed25519Signature2020 => &["https://w3id.org/security/suites/ed25519-2020/v1"],
            Self::EddsaJcs2022 => &[],
            Self::EddsaRdfc2022 => DATA_INTEGRITY,
        }
    }

    /// The hash that goes with a type of key; `None` where the suite has no use for such keys.
    #[must_use]
    pub fn hash_algorithm(self, key: KeyType) -> Option<HashAlgorithm> {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs2023 => (key == KeyType::Bls12381G2).then_some(HashAlgorithm::Sha256),
            #[cfg(feature = "ecdsa")]
            Self::EcdsaJcs2019 => ecdsa_hash(key),
            #[cfg(all(feature = "ecdsa", feature = "rdfc"))]
            Self::EcdsaRdfc2019 => ecdsa_hash(key),
            // §3.6: P-256 alone.
            #[cfg(feature = "sd")]
            Self::EcdsaSd2023 => (key == KeyType::P256).then_some(HashAlgorithm::Sha256),
            #[cfg(feature = "rdfc")]
            Self::Ed25519Signature2020 => eddsa_hash(key),
            Self::EddsaJcs2022 => eddsa_hash(key),
            #[cfg(feature = "rdfc")]
            Self::EddsaRdfc2022 => eddsa_hash(key),
        }
    }
}

fn eddsa_hash(key: KeyType) -> Option<HashAlgorithm> {
    (key == KeyType::Ed25519).then_some(HashAlgorithm::Sha256)
}

/// ECDSA Cryptosuites §3.2.3: the hash whose length is the curve's.
#[cfg(feature = "ecdsa")]
fn ecdsa_hash(key: KeyType) -> Option<HashAlgorithm> {
    match key {
        #[cfg(feature = "bbs")]
        KeyType::Bls12381G2 => None,
        KeyType::Ed25519 => None,
        KeyType::P256 => Some(HashAlgorithm::Sha256),
        KeyType::P384 => Some(HashAlgorithm::Sha384),
        // On no list of the suites.
        #[cfg(feature = "p521")]
        KeyType::P521 => None,
    }
}

/// What a proof is made for: the relationship that its key must have to its controller (Data Integrity §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `assertionMethod`: to say that something is so.
    AssertionMethod,
    /// `authentication`: to show who is there.
    Authentication,
}

impl Purpose {
    /// The word in a proof, and the relationship in the controller's document.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AssertionMethod => "assertionMethod",
            Self::Authentication => "authentication",
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
    /// A proof for the holder, from which others are derived.
    #[cfg(feature = "sd")]
    NotDerived,
    /// Builds on an earlier proof that is not there, or is there twice.
    Previous,
    /// Made for another purpose than assertions.
    Purpose,
    /// What is read by name is written otherwise.
    #[cfg(feature = "rdfc")]
    Respelled,
    /// Other statements than those that were signed.
    #[cfg(feature = "sd")]
    Statements,
    /// Another proof type or cryptosuite.
    Suite,
    /// Under one set of contexts more than are hashed: see [`SecuredDocument::MAX_HASHES`].
    TooManyContexts,
    /// Blank nodes that look too much alike, or more signatures than are verified.
    #[cfg(feature = "rdfc")]
    TooMuchWork,
}

#[cfg(feature = "rdfc")]
impl From<jsonld::Error> for ProofError {
    fn from(error: jsonld::Error) -> Self {
        match error {
            jsonld::Error::LoadingRemoteContextFailed => Self::ContextUnknown,
            jsonld::Error::TooMuchWork => Self::TooMuchWork,
            _ => Self::JsonLd,
        }
    }
}

/// A well-formed proof over a document, not hashed yet.
#[derive(Debug)]
pub(crate) struct Proof<'a> {
    pub(crate) suite: Suite,
    pub(crate) method: VerificationMethodId,
    pub(crate) created: Option<Timestamp>,
    pub(crate) expires: Option<Timestamp>,
    /// Whether it covers every context of the document: those appended after signing are not signed.
    pub(crate) covers_contexts: bool,
    value: ProofValue,
    options: &'a Object,
    previous: Vec<usize>,
}

/// What is in `proofValue`.
#[derive(Debug)]
enum ProofValue {
    #[cfg(feature = "sd")]
    Derived(sd::Derived),
    Signature(Signature),
}

/// What a proof signs, and how.
#[derive(Debug)]
pub(crate) struct Signed<'p>(Input<'p>);

#[derive(Debug)]
enum Input<'p> {
    #[cfg(feature = "sd")]
    Shown(sd::Shown<'p>),
    Whole(Vec<u8>, &'p Signature),
}

impl Signed<'_> {
    /// Whether `key` signed it.
    pub(crate) fn verify(&self, key: &PublicKey) -> Result<(), SignatureMismatch> {
        match &self.0 {
            #[cfg(feature = "sd")]
            Input::Shown(shown) => shown.verify(key),
            Input::Whole(input, signature) => key.verify(input, signature),
        }
    }
}

impl<'a> Proof<'a> {
    /// Reads one proof of a document.
    pub(crate) fn read(
        document: &SecuredDocument<'_>,
        proof: &'a Value,
        expected: Purpose,
    ) -> Result<Self, ProofError> {
        let proof = proof.as_object().ok_or(ProofError::Malformed)?;
        let text = |name: &str| proof.get(name).and_then(Value::as_str);

        // (1) The suite. Unknown suites are somebody else's to judge, so they come before the form of the rest.
        let suite = Suite::of(proof)?;
        // (2) Data Integrity §4.3: these are required, and must be of the purpose expected.
        let method = text("verificationMethod").ok_or(ProofError::Malformed)?;
        let method = VerificationMethodId::parse(method).map_err(|_| {
            // Controlled Identifiers §2.2 lets it be any URL; the documents of those others are not read here.
            if is_url(method) { ProofError::Method } else { ProofError::Malformed }
        })?;
        let purpose = text("proofPurpose").ok_or(ProofError::Malformed)?;
        let value = text("proofValue").ok_or(ProofError::Malformed)?;
        let value = ProofValue::read(suite, value)?;
        let created = time(proof, "created")?;
        let expires = time(proof, "expires")?;
        if purpose != expected.as_str() {
            return Err(ProofError::Purpose);
        }
        let previous = document.previous(proof)?;
        let context = proof.get("@context").filter(|_| suite.canonicalization() == Canonicalization::Jcs);
        let covers_contexts = context.map_or(Ok(true), |context| document.covers_contexts(context))?;
        Ok(Self { suite, method, created, expires, covers_contexts, value, options: proof, previous })
    }

    /// What a key signs to make this proof (`EdDSA` Cryptosuites §3.3.4 and its siblings): the digest of the canonical
    /// proof configuration, then that of the canonical document.
    pub(crate) fn signed(
        &self,
        document: &mut SecuredDocument<'_>,
        algorithm: HashAlgorithm,
    ) -> Result<Signed<'_>, ProofError> {
        #[cfg_attr(
            not(feature = "sd"),
            expect(clippy::infallible_destructuring_match, reason = "there are others with `sd`")
        )]
        let signature = match &self.value {
            #[cfg(feature = "sd")]
            ProofValue::Derived(derived) => {
                return Ok(Signed(Input::Shown(derived.shown(document, self.options, &self.previous)?)));
            }
            ProofValue::Signature(signature) => signature,
        };
        let canonicalization = self.suite.canonicalization();
        // The document without its proofs, but with those that this one builds on. With JCS under the proof's own
        // context; RDF has no place for contexts, and what they say is hashed.
        let context = self.options.get("@context").filter(|_| canonicalization == Canonicalization::Jcs);
        let context = context.map(|context| canonicalize_member("@context", context));
        let covered = Covered { canonicalization, algorithm, context, previous: self.previous.clone() };
        let document_hash = document.hash(covered)?;
        let input = [document.hash_options(self.options, self.suite, algorithm)?, document_hash].concat();
        Ok(Signed(Input::Whole(input, signature)))
    }
}

impl ProofValue {
    fn read(suite: Suite, value: &str) -> Result<Self, ProofError> {
        #[cfg(feature = "sd")]
        if suite.is_derived() {
            return sd::Derived::read(suite, value).map(Self::Derived);
        }
        #[cfg(not(feature = "sd"))]
        let _ = suite;
        read_signature(value).map(Self::Signature)
    }
}

/// The value of a proof that is one signature.
fn read_signature(value: &str) -> Result<Signature, ProofError> {
    let signature = decode_base58btc_up_to(value, Signature::MAX_BYTES).map_err(|_| ProofError::Malformed)?;
    if matches!(signature.len(), 64 | 96) { Ok(signature.into()) } else { Err(ProofError::Malformed) }
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
            let proof = Value::from(proof);
            let proof = Proof::read(&secured, &proof, Purpose::AssertionMethod)?;
            proof.signed(&mut secured, HashAlgorithm::Sha256).map(|_| proof.covers_contexts)
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
