//! Signatures: (A, e), with A = B / (secret key + e).
//!
//! Spec: draft-irtf-cfrg-bbs-signatures §3.6.1, §3.6.2

use std::fmt;

use ark_bls12_381::{Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr as _, CurveGroup as _};

use super::encoding::{G1, SCALAR, read_g1, read_scalar};
#[cfg(feature = "issue")]
use super::encoding::{write_g1, write_scalar};
use super::{Generators, Invalid, PublicKey, base, domain, pair_alike, to_scalar};

/// A signature over a header and messages, not yet believed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(super) a: G1Affine,
    pub(super) e: Fr,
}

impl Signature {
    /// Length of an encoded signature.
    pub(crate) const LENGTH: usize = G1 + SCALAR;

    /// §4.2.4.3, `octets_to_signature`.
    pub(crate) fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Result<Self, Invalid> {
        let (a, rest) = bytes.split_first_chunk().ok_or(Invalid)?;
        let e = rest.first_chunk().ok_or(Invalid)?;
        Ok(Self { a: read_g1(a)?, e: read_scalar(e)? })
    }

    #[cfg(feature = "issue")]
    pub(crate) fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        bytes[..G1].copy_from_slice(&write_g1(&self.a));
        bytes[G1..].copy_from_slice(&write_scalar(&self.e));
        bytes
    }

    /// `CoreVerify`: h(A, W + BP2 · e) is h(B, BP2).
    pub(crate) fn verify(&self, key: &PublicKey, header: &[u8], messages: &[&[u8]]) -> Result<(), Invalid> {
        let generators = Generators::new(messages.len())?;
        let messages: Vec<Fr> = messages.iter().map(|message| to_scalar(message)).collect();
        let signed = base(&generators, domain(key, &generators, header), &messages);
        let key = (key.0 + G2Affine::generator() * self.e).into_affine();
        if pair_alike(self.a, key, signed.into_affine()) { Ok(()) } else { Err(Invalid) }
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}
