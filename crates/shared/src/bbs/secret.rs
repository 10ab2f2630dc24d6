//! Signing.
//!
//! Spec: draft-irtf-cfrg-bbs-signatures §3.4, §3.6.1

use std::fmt;

use ark_bls12_381::{Fr, G2Affine};
use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::Field as _;
use zeroize::Zeroize as _;

use super::encoding::{read_scalar, write_scalar};
use super::hash::hash_to_scalar;
use super::{Generators, Invalid, PublicKey, Signature, base, domain, to_scalar};
use crate::key::{self, KeyError};

/// A private key in memory. Wiped when dropped.
///
/// Signing divides by it, and the arithmetic is not in constant time. So the divisor is multiplied with a number
/// that nobody knows, another one for each signature, before it is inverted: what time tells is about that product.
pub struct SecretKey {
    scalar: Fr,
    public: PublicKey,
}

impl SecretKey {
    /// From a scalar, big-endian, which is chosen evenly from all. The caller wipes its own copy.
    ///
    /// # Errors
    /// If the scalar is zero or not below the order of the groups.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        read_scalar(bytes).map(Self::of).map_err(|Invalid| KeyError::Malformed)
    }

    /// §3.4.1, `KeyGen`: from 32 bytes that cannot be guessed and a label. The caller wipes its own copy.
    #[must_use]
    pub fn from_material(material: &[u8; 32], info: &[u8]) -> Self {
        let length = u16::try_from(info.len()).unwrap_or(u16::MAX).to_be_bytes();
        let mut input = [&material[..], &length, info].concat();
        let scalar = hash_to_scalar(&input, "KEYGEN_DST_");
        input.zeroize();
        Self::of(scalar)
    }

    fn of(scalar: Fr) -> Self {
        Self { scalar, public: PublicKey((G2Affine::generator() * scalar).into_affine()) }
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> key::PublicKey {
        key::PublicKey::bls12381g2(self.public)
    }

    /// `CoreSign`. The same header and messages give the same signature.
    pub(crate) fn sign(&self, header: &[u8], messages: &[&[u8]]) -> Result<Signature, Invalid> {
        let generators = Generators::new(messages.len())?;
        let messages: Vec<Fr> = messages.iter().map(|message| to_scalar(message)).collect();
        let domain = domain(&self.public, &generators, header);
        let mut input: Vec<u8> =
            [self.scalar].iter().chain(&messages).chain([&domain]).flat_map(write_scalar).collect();
        let e = hash_to_scalar(&input, "H2S_");
        let mut blinding = hash_to_scalar(&input, "PROOFPASS_BLINDING_");
        input.zeroize();
        // Blinding · (B / (blinding · (key + e))).
        let mut inverse = (blinding * (self.scalar + e)).inverse().ok_or(Invalid)?;
        let a = base(&generators, domain, &messages) * inverse * blinding;
        inverse.zeroize();
        blinding.zeroize();
        let signature = Signature { a: a.into_affine(), e };
        // Read as others will: neither the identity nor zero.
        Signature::from_bytes(&signature.to_bytes())
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        self.scalar.zeroize();
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}
