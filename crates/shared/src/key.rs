//! Ed25519 keys, as Multikey and `did:key` write them.
//!
//! In scope: reading and writing public keys; one verification rule; signing (feature `issue`).
//! Out of scope: custody (the issuer's signer), other curves.
//!
//! # The verification rule
//! RFC 8032 leaves room, and implementations disagree on the edges: of CCTV's 914 edge cases one popular library
//! accepts 826, another 208. `ProofPass` accepts the strictest set (`verify_strict`: canonical encodings, no small-order
//! key or commitment, no cofactor), so that a signature names one message and one key. The verdicts are pinned in
//! `tests/goldens/ed25519.txt`; the reasons are in `docs/adr/0003-ed25519-rule.md`.
//!
//! Specs: <https://www.rfc-editor.org/rfc/rfc8032>, <https://www.w3.org/TR/cid-1.0/#Multikey>,
//! <https://w3c-ccg.github.io/did-key-spec/>

use std::fmt;

#[cfg(feature = "issue")]
use ed25519_dalek::Signer as _;
use ed25519_dalek::VerifyingKey;

use crate::multibase::{decode_base58btc, encode_base58btc};

/// Multicodec `ed25519-pub`, as a varint.
const ED25519_PUB: [u8; 2] = [0xed, 0x01];

/// Multibase and multicodec beginnings of key types that exist and that this library does not read.
const OTHER_KEY_TYPES: [&str; 4] = [
    "zDn",  // P-256
    "z82",  // P-384
    "zUC7", // BLS12-381 G2
    "zQ3s", // secp256k1
];

/// Why text is not a usable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not a Multikey, or not a point of the curve.
    #[error("not a key")]
    Malformed,
    /// A key of a type that this library does not read.
    #[error("a key of a type that is not supported")]
    Unsupported,
}

/// The signature is not one this key made over these bytes, by the strict rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not match")]
pub struct SignatureMismatch;

/// An Ed25519 signature: 64 bytes, not yet believed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// The 64 bytes: R, then S.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl From<[u8; 64]> for Signature {
    fn from(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// An Ed25519 public key: a point of the curve.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// From the 32 bytes of RFC 8032 §5.1.5.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        VerifyingKey::from_bytes(bytes).map(Self).map_err(|_| KeyError::Malformed)
    }

    /// Reads `z6Mk…`.
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        if OTHER_KEY_TYPES.iter().any(|start| text.starts_with(start)) {
            return Err(KeyError::Unsupported);
        }
        let bytes: [u8; 34] = decode_base58btc(text).map_err(|_| KeyError::Malformed)?;
        match bytes.split_first_chunk() {
            Some((&ED25519_PUB, key)) => Self::from_bytes(key.try_into().map_err(|_| KeyError::Malformed)?),
            _ => Err(KeyError::Malformed),
        }
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// `z6Mk…`
    #[must_use]
    pub fn to_multikey(&self) -> String {
        encode_base58btc(&[&ED25519_PUB[..], self.0.as_bytes()].concat())
    }

    /// `did:key:z6Mk…`
    #[must_use]
    pub fn did_key(&self) -> String {
        format!("did:key:{}", self.to_multikey())
    }

    /// `did:key:z6Mk…#z6Mk…`
    #[must_use]
    pub fn verification_method(&self) -> String {
        let multikey = self.to_multikey();
        format!("did:key:{multikey}#{multikey}")
    }

    /// Verifies by the one rule of this module.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureMismatch> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).map_err(|_| SignatureMismatch)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_multikey())
    }
}

/// An Ed25519 private key in memory. Wiped when dropped.
#[cfg(feature = "issue")]
pub struct SigningKey(ed25519_dalek::SigningKey);

#[cfg(feature = "issue")]
impl SigningKey {
    /// From the 32-byte seed of RFC 8032 §5.1.5. The caller wipes its own copy.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs (pure Ed25519).
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

#[cfg(feature = "issue")]
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The key of the W3C `eddsa-jcs-2022` example.
    pub(crate) const MULTIKEY: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

    #[test]
    fn writes_the_key_it_reads() {
        let key = PublicKey::from_multikey(MULTIKEY).unwrap();
        assert_eq!(key.to_multikey(), MULTIKEY);
        assert_eq!(key.verification_method(), format!("did:key:{MULTIKEY}#{MULTIKEY}"));
    }

    #[test]
    fn tells_unsupported_keys_from_malformed_ones() {
        for text in [
            "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",
            "z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54",
        ] {
            assert_eq!(PublicKey::from_multikey(text), Err(KeyError::Unsupported), "{text}");
        }
        for text in
            ["", "z6Mk", "z", &MULTIKEY[1..], &MULTIKEY[..40], &format!("{MULTIKEY}2"), &MULTIKEY.replace('r', "0")]
        {
            assert_eq!(PublicKey::from_multikey(text), Err(KeyError::Malformed), "{text}");
        }
    }

    #[cfg(feature = "issue")]
    #[test]
    fn verifies_what_it_signs_and_nothing_else() {
        let key = SigningKey::from_seed(&[1; 32]);
        let signature = key.sign(b"message");
        assert_eq!(key.public_key().verify(b"message", &signature), Ok(()));
        assert_eq!(key.public_key().verify(b"massage", &signature), Err(SignatureMismatch));
        assert_eq!(SigningKey::from_seed(&[2; 32]).public_key().verify(b"message", &signature), Err(SignatureMismatch));
        for at in 0..64 {
            let mut bytes = *signature.as_bytes();
            bytes[at] ^= 1;
            assert_eq!(key.public_key().verify(b"message", &bytes.into()), Err(SignatureMismatch), "byte {at}");
        }
        assert_eq!(format!("{key:?}"), "SigningKey(..)");
    }
}
