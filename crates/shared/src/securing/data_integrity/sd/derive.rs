//! Deriving: what a holder makes of a base proof, to show some statements and no others.
//!
//! Spec: <https://www.w3.org/TR/vc-di-ecdsa/#add-derived-proof-ecdsa-sd-2023>

use std::cell::Cell;

use super::super::{MAX_WORK, ProofError, canonical_rdf};
use super::select::Pick;
use super::statements::{Fault, Whole};
use super::{BaseValue, DerivedValue, base_proof};
use crate::credential::SignedCredential;
use crate::digest::HashAlgorithm;
use crate::json::{Pointer, Value};
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
    /// A pointer to nothing in the credential.
    #[error("a pointer leads to nothing in the credential")]
    Pointer,
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
            Fault::NotThere => Self::Pointer,
            Fault::NotApart => Self::NotApart,
        }
    }
}

/// The credential with what is mandatory and what the pointers pick, and a proof of that. Other proofs than the one
/// that is derived from would not hold of a part, and do not go along. A part in which nothing is said of a subject is
/// derived too; it is no credential, and verifiers will say so.
pub fn derive(credential: &SignedCredential, pointers: &[Pointer]) -> Result<SignedCredential, DeriveError> {
    let proof = base_proof(credential.object()).ok_or(DeriveError::BaseProof)?;
    let value = proof.get("proofValue").and_then(Value::as_str).ok_or(DeriveError::BaseProof)?;
    let base = BaseValue::read(value).map_err(|_| DeriveError::BaseProof)?;
    let mut document = credential.object().clone();
    document.remove("proof");

    // §3.5.4: the groups.
    let whole = Whole::new(&document, &base.hmac)?;
    let mandatory = whole.part(&Pick::of(&document, &base.mandatory).map_err(Fault::from)?)?;
    let selective = whole.part(&Pick::of(&document, pointers).map_err(Fault::from)?)?;
    let pick = Pick::of(&document, base.mandatory.iter().chain(pointers)).map_err(Fault::from)?;
    if pick.is_empty() {
        return Err(DeriveError::Nothing);
    }
    let combined = whole.part(&pick)?;
    // A signature for each statement that is not mandatory, in their order.
    let others: Vec<usize> = (0..whole.lines().len()).filter(|at| !mandatory.places.contains(at)).collect();
    if others.len() != base.signatures.len() {
        return Err(DeriveError::BaseProof);
    }
    let picked = others.iter().zip(&base.signatures).filter(|(at, _)| selective.places.contains(at));
    let signatures: Vec<_> = picked.map(|(_, signature)| signature.clone()).collect();
    let indexes = (0..).zip(&combined.places).filter(|(_, at)| mandatory.places.contains(at));
    let indexes: Vec<u32> = indexes.map(|(index, _)| index).collect();
    // Together they may say more than each alone: two parts of one list.
    if indexes.len() + signatures.len() != combined.places.len() {
        return Err(DeriveError::NotApart);
    }

    // What a verifier will find in the part is what was picked, under the names that were signed.
    let (canonical, names) = whole.canonicalize(&combined)?;
    let revealed = pick.take(&document, false);
    let (_, found) =
        canonical_rdf(revealed.clone(), HashAlgorithm::Sha256, &Cell::new(MAX_WORK)).map_err(Fault::Document)?;
    if found.lines() != canonical.lines() {
        return Err(DeriveError::NotApart);
    }
    let labels = names.iter().map(|name| decode_base64url(name).ok()?.try_into().ok());
    let labels = labels.collect::<Option<_>>().ok_or(DeriveError::NotApart)?;
    let BaseValue { signature, key, .. } = base;
    let value = DerivedValue { signature, key, signatures, labels, mandatory: indexes }.write();
    let mut derived = proof.clone();
    derived.insert("proofValue", value);
    Ok(SignedCredential::new(revealed.with("proof", derived)))
}
