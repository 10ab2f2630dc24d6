//! Base proofs: what an issuer makes for a holder.
//!
//! Spec: <https://www.w3.org/TR/vc-di-ecdsa/#create-base-proof-ecdsa-sd-2023>

use super::super::issue::PrepareError;
use super::ecdsa::{BaseValue, Multikey, P256, signing_input};
use super::select::Pick;
use super::statements::{Fault, Whole};
use super::{HmacKey, Naming};
use crate::credential::UnsignedCredential;
use crate::json::{Object, Pointer};
use crate::key::{KeyType, Signature, SigningKey};

/// What a base proof needs beside the issuer's key. Both keys are fresh for each credential, and chance is the caller's.
#[derive(Debug)]
pub struct Disclosure {
    /// Names the blank nodes. The holder will know it.
    pub hmac_key: HmacKey,
    /// Signs the statements: a P-256 key for this proof alone, gone when it is made.
    pub proof_key: SigningKey,
    /// What every holder must show.
    pub mandatory: Vec<Pointer>,
}

/// What every holder of a credential must show where its issuer does not say otherwise: what it is, who says so, from when
/// to when it holds, and where it can be revoked. A holder who could leave these out would make an expired or a revoked
/// credential a good one.
#[must_use]
pub fn mandatory_by_default(credential: &UnsignedCredential) -> Vec<Pointer> {
    const MEMBERS: [&str; 7] =
        ["credentialStatus", "expirationDate", "issuanceDate", "issuer", "type", "validFrom", "validUntil"];
    let there = MEMBERS.into_iter().filter(|name| credential.object().get(name).is_some());
    there.filter_map(|name| Pointer::parse(&format!("/{name}")).ok()).collect()
}

/// A base proof, short of the issuer's signature.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    key: Multikey,
    hmac: HmacKey,
    signatures: Vec<Signature>,
    mandatory: Vec<Pointer>,
}

impl Base {
    pub(crate) fn value(self, signature: &Signature) -> String {
        let Self { key, hmac, signatures, mandatory } = self;
        BaseValue { signature: signature.clone(), key, hmac, signatures, mandatory }.write()
    }
}

impl From<Fault> for PrepareError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Document(error) => error.into(),
            Fault::NotThere(_) | Fault::NotApart => Self::Mandatory,
        }
    }
}

/// §3.6.2, §3.6.3 and §3.6.5: the statements signed, and what the issuer's key signs.
pub(crate) fn prepare(
    document: &Object,
    proof_hash: &[u8],
    disclosure: Disclosure,
) -> Result<(Base, Vec<u8>), PrepareError> {
    let Disclosure { hmac_key: hmac, proof_key, mandatory } = disclosure;
    let public = proof_key.public_key();
    let point = Some(public.to_point()).filter(|_| public.key_type() == KeyType::P256);
    let key = point.and_then(|point| [&P256[..], &point].concat().try_into().ok()).ok_or(PrepareError::KeyType)?;
    let whole = Whole::new(document, &hmac, Naming::Hashed)?;
    let shown = whole.part(&Pick::of(document, &mandatory).map_err(Fault::from)?)?;
    let (mut always, mut signatures) = (Vec::new(), Vec::new());
    for (at, line) in whole.lines().iter().enumerate() {
        if shown.places.contains(&at) {
            always.push(line.clone());
        } else {
            signatures.push(proof_key.sign(line.as_bytes()));
        }
    }
    let input = signing_input(proof_hash, &key, &always);
    Ok((Base { key, hmac, signatures, mandatory }, input))
}
