//! Deriving: what a holder makes of a base proof, to show some statements and no others.
//!
//! Specs: <https://www.w3.org/TR/vc-di-ecdsa/#add-derived-proof-ecdsa-sd-2023>,
//! <https://www.w3.org/TR/vc-di-bbs/#add-derived-proof-bbs-2023>

use std::cell::Cell;
use std::fmt;

use super::super::{MAX_WORK, ProofError, Suite, canonical_rdf};
#[cfg(feature = "bbs")]
use super::bbs;
use super::select::Pick;
use super::statements::{Fault, Whole};
use super::{HmacKey, Naming, base_proof, ecdsa};
use crate::credential::SignedCredential;
use crate::digest::HashAlgorithm;
use crate::json::{Object, Pointer, Value};
use crate::multibase::decode_base64url;

/// Why no proof can be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeriveError {
    /// There is not exactly one proof to derive from, or it is damaged.
    #[error("the credential has no base proof, more than one, or a damaged one")]
    BaseProof,
    /// A context that is not at hand.
    #[error("the credential uses a context that is not at hand")]
    ContextUnknown,
    /// Not JSON-LD, or a term in it is not defined.
    #[error("the credential is no JSON-LD, or a term in it is not defined")]
    JsonLd,
    /// Some of a list, or of a value and its language: alone it says what nobody signed.
    #[error("something picked does not stand alone")]
    NotApart,
    /// No statement is picked, and none is mandatory.
    #[error("nothing is picked")]
    Nothing,
    /// What the verifier asked to be part of the proof would not be in it.
    #[error("ecdsa-sd-2023 has no place for a presentation header")]
    NoPresentationHeader,
    /// Longer than verifiers read it.
    #[cfg(feature = "bbs")]
    #[error("the presentation header is longer than 1024 bytes")]
    PresentationHeader,
    /// A pointer to nothing in the credential: which of those given, from 0 on.
    #[error("pointer number {0}, counted from 0, leads to nothing in the credential")]
    Pointer(usize),
    /// Blank nodes that look too much alike.
    #[error("canonicalizing the credential takes too much work")]
    TooMuchWork,
}

impl From<Fault> for DeriveError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Document(ProofError::ContextUnknown) => Self::ContextUnknown,
            Fault::Document(ProofError::TooMuchWork) => Self::TooMuchWork,
            Fault::Document(_) => Self::JsonLd,
            Fault::NotThere(number) => Self::Pointer(number),
            Fault::NotApart => Self::NotApart,
        }
    }
}

/// What makes a proof of `bbs-2023` another one each time. `ecdsa-sd-2023` takes no chance, and refuses a header.
pub struct Blinding<'a> {
    /// What the verifier asked to be part of the proof, such as a nonce; at most 1024 bytes, and empty if nothing.
    pub presentation_header: &'a [u8],
    /// Fills bytes that nobody can guess, each time others. With bytes that come again, two proofs of one credential
    /// give its hidden statements away.
    pub random: &'a mut dyn FnMut(&mut [u8]),
}

impl fmt::Debug for Blinding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blinding(..)")
    }
}

/// As many bytes as one likes for [`Blinding::random`] from 32 that nobody can guess and that are used once.
pub fn expand_seed(seed: [u8; 32]) -> impl FnMut(&mut [u8]) {
    let key = HmacKey::from(seed);
    let mut counter = 0_u64;
    move |bytes| {
        for chunk in bytes.chunks_mut(32) {
            chunk.copy_from_slice(&key.mac(&counter.to_be_bytes())[..chunk.len()]);
            counter += 1;
        }
    }
}

/// The value of a base proof.
enum BaseValue {
    #[cfg(feature = "bbs")]
    Bbs(bbs::BaseValue),
    Ecdsa(ecdsa::BaseValue),
}

impl BaseValue {
    fn read(suite: Suite, value: &str) -> Option<Self> {
        let bytes = decode_base64url(value).ok()?;
        match suite {
            #[cfg(feature = "bbs")]
            Suite::Bbs2023 => bbs::BaseValue::read(&bytes).ok().map(Self::Bbs),
            _ => ecdsa::BaseValue::read(&bytes).ok().map(Self::Ecdsa),
        }
    }

    fn parts(&self) -> (&HmacKey, Naming, &[Pointer]) {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs(base) => (&base.hmac, Naming::Shuffled, &base.mandatory),
            Self::Ecdsa(base) => (&base.hmac, Naming::Hashed, &base.mandatory),
        }
    }
}

/// The statements of a credential, by what becomes of them.
pub(super) struct Groups {
    /// What is shown.
    revealed: Object,
    /// The name of each of its blank nodes, in the order of canonical labels.
    pub(super) names: Vec<String>,
    /// Which of its lines are mandatory, in rising order.
    pub(super) mandatory: Vec<u32>,
    /// All lines that are not mandatory, shown or not.
    pub(super) others: Vec<String>,
    /// Which of these are shown, in rising order.
    pub(super) picked: Vec<usize>,
}

impl Groups {
    fn new(document: &Object, base: &BaseValue, pointers: &[Pointer]) -> Result<Self, DeriveError> {
        let (hmac, naming, always) = base.parts();
        let whole = Whole::new(document, hmac, naming)?;
        // The issuer's own pointers: where one leads to nothing, this is not what was signed.
        let mandatory = whole.part(&Pick::of(document, always).map_err(|_| DeriveError::BaseProof)?)?;
        let selective = whole.part(&Pick::of(document, pointers).map_err(Fault::from)?)?;
        let pick = Pick::of(document, always.iter().chain(pointers)).map_err(Fault::from)?;
        if pick.is_empty() {
            return Err(DeriveError::Nothing);
        }
        let combined = whole.part(&pick)?;
        let others: Vec<usize> = (0..whole.lines().len()).filter(|at| !mandatory.places.contains(at)).collect();
        let picked = others.iter().enumerate().filter(|(_, at)| selective.places.contains(at));
        let picked: Vec<usize> = picked.map(|(index, _)| index).collect();
        let indexes = (0..).zip(&combined.places).filter(|(_, at)| mandatory.places.contains(at));
        let indexes: Vec<u32> = indexes.map(|(index, _)| index).collect();
        // Together they may say more than each alone: two parts of one list.
        if indexes.len() + picked.len() != combined.places.len() {
            return Err(DeriveError::NotApart);
        }
        // What a verifier will find in the part is what was picked, under the names that were signed.
        let (canonical, names) = whole.canonicalize(&combined)?;
        let revealed = pick.take(document, false);
        let (_, found) =
            canonical_rdf(revealed.clone(), HashAlgorithm::Sha256, &Cell::new(MAX_WORK)).map_err(Fault::Document)?;
        if found.lines() != canonical.lines() {
            return Err(DeriveError::NotApart);
        }
        let others = others.into_iter().filter_map(|at| whole.lines().get(at).cloned()).collect();
        Ok(Self { revealed, names, mandatory: indexes, others, picked })
    }
}

/// The credential with what is mandatory and what the pointers pick, and a proof of that. Other proofs than the one
/// that is derived from would not hold of a part, and do not go along. A part in which nothing is said of a subject is
/// derived too; it is no credential, and verifiers will say so.
#[cfg_attr(not(feature = "bbs"), expect(clippy::needless_pass_by_value, reason = "only BBS uses it up"))]
pub fn derive(
    credential: &SignedCredential,
    pointers: &[Pointer],
    blinding: Blinding<'_>,
) -> Result<SignedCredential, DeriveError> {
    let (suite, proof) = base_proof(credential.object()).ok_or(DeriveError::BaseProof)?;
    let value = proof.get("proofValue").and_then(Value::as_str).ok_or(DeriveError::BaseProof)?;
    let base = BaseValue::read(suite, value).ok_or(DeriveError::BaseProof)?;
    let mut document = credential.object().clone();
    document.remove("proof");
    let groups = Groups::new(&document, &base, pointers)?;
    let value = match base {
        #[cfg(feature = "bbs")]
        BaseValue::Bbs(base) => base.derive(&groups, blinding)?,
        BaseValue::Ecdsa(_) if !blinding.presentation_header.is_empty() => {
            return Err(DeriveError::NoPresentationHeader);
        }
        BaseValue::Ecdsa(base) => base.derive(&groups)?,
    };
    let mut derived = proof.clone();
    derived.insert("proofValue", value);
    Ok(SignedCredential::new(groups.revealed.with("proof", derived)))
}
