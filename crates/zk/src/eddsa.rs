//! `EdDSA` over Baby Jubjub with Poseidon: signatures that a circuit can check.
//!
//! In scope: keys, signing, verifying. Out of scope: where keys are kept, and what is signed ([`crate::credential`]).
//!
//! A signature of a field element `m` under the key `A` is a point `R` and a scalar `S` with
//! `S·B = R + 8·H(R, A, m)·A`, where `H` is Poseidon of five inputs and its value counts as an integer: what iden3 and
//! circomlib verify. Secret scalars and nonces are our own derivation, by SHA-512 of a seed, as RFC 8032 does it.
//!
//! Spec: <https://eprint.iacr.org/2015/677>, <https://iden3-docs.readthedocs.io> (`EdDSA` with Poseidon).

use std::fmt;

use ark_ec::CurveGroup as _;
use ark_ec::twisted_edwards::TECurveConfig as _;
use ark_ff::{BigInt, PrimeField as _, Zero as _};
use sha2::{Digest as _, Sha512};
use zeroize::{Zeroize as _, Zeroizing};

use crate::babyjubjub::{BabyJubjub, Point, Scalar, key_point, times_base, to_bytes};
use crate::bn254::Fr;
use crate::{poseidon, text};

/// A key that signs.
pub struct SigningKey {
    scalar: Scalar,
    prefix: Zeroizing<[u8; 32]>,
    public: PublicKey,
}

/// A key that verifies: a point of the prime-order subgroup, and not the neutral one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(Point);

/// A signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `R`.
    pub r: Point,
    /// `S`.
    pub s: Scalar,
}

impl SigningKey {
    /// The key of a seed: 32 bytes that nobody can guess.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let wide = Zeroizing::new(<[u8; 64]>::from(
            Sha512::new().chain_update(b"proofpass-zk/1/signing-key\0").chain_update(seed).finalize(),
        ));
        let mut half = Zeroizing::new([0; 64]);
        // 512 bits modulo a prime of 251: no bias to speak of.
        half.copy_from_slice(
            &Sha512::new().chain_update(b"proofpass-zk/1/scalar\0").chain_update(&wide[..32]).finalize(),
        );
        let scalar = Scalar::from_le_bytes_mod_order(&half[..]);
        let mut prefix = Zeroizing::new([0; 32]);
        prefix.copy_from_slice(&wide[32..]);
        Self { scalar, prefix, public: PublicKey(times_base(scalar)) }
    }

    /// Its public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.public
    }

    /// Signs a field element. The same element has the same signature.
    #[must_use]
    pub fn sign(&self, message: Fr) -> Signature {
        let nonce = Zeroizing::new(<[u8; 64]>::from(
            Sha512::new()
                .chain_update(b"proofpass-zk/1/nonce\0")
                .chain_update(&self.prefix[..])
                .chain_update(text::to_bytes(message))
                .finalize(),
        ));
        let nonce = Scalar::from_le_bytes_mod_order(&nonce[..]);
        let r = times_base(nonce);
        let challenge = challenge(&r, &self.public, message);
        Signature { r, s: nonce + Scalar::from(8) * reduced(challenge) * self.scalar }
    }
}

impl PublicKey {
    /// The key of these coordinates. None, if they are no point that can be a key.
    #[must_use]
    pub fn new(x: Fr, y: Fr) -> Option<Self> {
        key_point(x, y).map(Self)
    }

    /// The coordinates, each with its most significant byte first. None, if they are no point that can be a key.
    #[must_use]
    pub fn from_bytes(x: &[u8; 32], y: &[u8; 32]) -> Option<Self> {
        Self::new(text::from_bytes(x)?, text::from_bytes(y)?)
    }

    /// 64 bytes: x, then y.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 64] {
        to_bytes(&self.0)
    }

    /// The point.
    pub fn point(&self) -> Point {
        self.0
    }

    /// What stands for this key in public: the hash of its coordinates.
    #[must_use]
    pub fn hash(&self) -> Fr {
        poseidon::hash(&[self.0.x, self.0.y])
    }

    /// Whether the signature is one of this message under this key.
    #[must_use]
    pub fn verifies(&self, message: Fr, signature: &Signature) -> bool {
        if !signature.r.is_on_curve() {
            return false;
        }
        let challenge = challenge(&signature.r, self, message).into_bigint();
        let left = BabyJubjub::mul_affine(&BabyJubjub::GENERATOR, &signature.s.into_bigint().0);
        let eight_times = (self.0 * Scalar::from(8)).into_affine();
        let right = BabyJubjub::mul_affine(&eight_times, &challenge.0) + signature.r;
        left == right
    }
}

impl Signature {
    /// 96 bytes: the coordinates of `R`, then `S`, the most significant byte of each first.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 96] {
        let mut bytes = [0; 96];
        bytes[..64].copy_from_slice(&to_bytes(&self.r));
        bytes[64..].copy_from_slice(&text::to_bytes(self.s));
        bytes
    }

    /// The signature that these bytes are. None, if a number is not below its modulus or `R` not on the curve.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 96]) -> Option<Self> {
        let part = |index: usize| <[u8; 32]>::try_from(&bytes[32 * index..32 * (index + 1)]).ok();
        let (x, y) = (text::from_bytes(&part(0)?)?, text::from_bytes(&part(1)?)?);
        let r = Point::new_unchecked(x, y);
        Some(Self { r, s: text::from_bytes(&part(2)?)? }).filter(|_| r.is_on_curve())
    }
}

/// `H(R, A, m)`.
fn challenge(r: &Point, key: &PublicKey, message: Fr) -> Fr {
    poseidon::hash(&[r.x, r.y, key.0.x, key.0.y, message])
}

/// An integer below BN254's order, modulo the curve's.
fn reduced(challenge: Fr) -> Scalar {
    Scalar::from_be_bytes_mod_order(&text::to_bytes(challenge))
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl Drop for SigningKey {
    fn drop(&mut self) {
        self.scalar = Scalar::zero();
        self.scalar.0 = BigInt::zero();
        self.prefix.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[7; 32])
    }

    #[test]
    fn what_is_signed_verifies_and_nothing_else_does() {
        let (key, message) = (key(), Fr::from(1234));
        let good = key.sign(message);
        let public = key.public_key();
        assert!(public.verifies(message, &good));
        assert_eq!(good, key.sign(message), "the same message, the same signature");
        assert!(!public.verifies(message + Fr::from(1), &good));
        assert!(!public.verifies(message, &Signature { s: good.s + Scalar::from(1), ..good }));
        assert!(!public.verifies(message, &Signature { s: Scalar::zero(), ..good }));
        assert!(!public.verifies(message, &Signature { r: -good.r, ..good }));
        assert!(!public.verifies(message, &Signature { r: BabyJubjub::GENERATOR, ..good }));
        assert!(!public.verifies(message, &Signature { r: Point::new_unchecked(Fr::from(1), Fr::from(1)), ..good }));
        assert!(!SigningKey::from_seed(&[8; 32]).public_key().verifies(message, &good));
    }

    #[test]
    fn signatures_and_keys_have_one_spelling() {
        let (key, message) = (key(), Fr::from(5));
        let signature = key.sign(message);
        let bytes = signature.to_bytes();
        assert_eq!(Signature::from_bytes(&bytes), Some(signature));
        // S plus the order means the same to a curve, and is refused.
        let order = Scalar::MODULUS;
        let mut aliased = signature.s.into_bigint();
        ark_ff::BigInteger::add_with_carry(&mut aliased, &order);
        let mut other = bytes;
        other[64..].copy_from_slice(&ark_ff::BigInteger::to_bytes_be(&aliased));
        assert_eq!(Signature::from_bytes(&other), None);
        for place in [31, 63] {
            let mut other = bytes;
            other[place] ^= 1;
            assert_eq!(Signature::from_bytes(&other), None, "not on the curve");
        }
        let public = key.public_key();
        let (x, y) = (public.to_bytes()[..32].try_into().expect("32"), public.to_bytes()[32..].try_into().expect("32"));
        assert_eq!(PublicKey::from_bytes(&x, &y), Some(public));
        assert_eq!(PublicKey::from_bytes(&y, &x), None);
    }

    #[test]
    fn a_key_does_not_say_its_secret() {
        let said = format!("{:?}", key());
        assert!(said.starts_with("SigningKey { public: ") && said.ends_with(".. }"), "{said}");
    }
}
