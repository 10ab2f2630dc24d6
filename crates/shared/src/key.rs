//! Public keys and the signatures they verify: Ed25519, with feature `ecdsa` P-256 and P-384, with feature `p521` P-521,
//! and with feature `bbs` BLS12-381.
//!
//! In scope: reading and writing Multikey, `did:key` and, with feature `jose`, JSON Web Keys; one verification rule for
//! each type; signing (feature `issue`). Out of scope: custody (the issuer's signer).
//!
//! # The verification rules
//! *Ed25519.* RFC 8032 leaves room, and implementations disagree on the edges: of CCTV's 914 edge cases one popular
//! library accepts 826, another 208. `ProofPass` accepts the strictest set (`verify_strict`: canonical encodings, no
//! small-order key or commitment, no cofactor), so that a signature names one message and one key. The verdicts are
//! pinned in `tests/goldens/ed25519.txt`; the reasons are in `docs/adr/0003-ed25519-rule.md`.
//!
//! *ECDSA.* r and s in fixed length, each in 1 to n − 1; the digest that the curve is paired with (SHA-256 with P-256,
//! SHA-384 with P-384, SHA-512 with P-521). Both s and n − s are accepted: the suites do not forbid the larger one, and
//! signers at large make it. Nothing may rely on there being one signature for a message.
//!
//! *BLS12-381.* Keys are points of the prime-order subgroup of G2 in their one compressed form. They sign lists of messages
//! ([`crate::bbs`]) and never one text: [`PublicKey::verify`] has no signature of theirs.
//!
//! Specs: <https://www.rfc-editor.org/rfc/rfc8032>, <https://csrc.nist.gov/pubs/fips/186-5/final>,
//! <https://www.w3.org/TR/cid-1.0/#Multikey>, <https://w3c-ccg.github.io/did-key-spec/>

#[cfg(feature = "jose")]
mod jwk;
#[cfg(feature = "issue")]
mod signing;

#[cfg(feature = "issue")]
pub use signing::SigningKey;

use std::fmt;

use ed25519_dalek::VerifyingKey;
#[cfg(feature = "ecdsa")]
use p256::ecdsa::signature::Verifier as _;

#[cfg(feature = "bbs")]
use crate::bbs;
use crate::multibase::{decode_base58btc_up_to, encode_base58btc};

/// What kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyType {
    /// BBS over BLS12-381, with keys in G2.
    #[cfg(feature = "bbs")]
    Bls12381G2,
    /// Ed25519 of RFC 8032.
    Ed25519,
    /// ECDSA over P-256, with SHA-256.
    #[cfg(feature = "ecdsa")]
    P256,
    /// ECDSA over P-384, with SHA-384.
    #[cfg(feature = "ecdsa")]
    P384,
    /// ECDSA over P-521, with SHA-512.
    #[cfg(feature = "p521")]
    P521,
}

impl KeyType {
    /// Every type that is read here.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "bbs")]
        Self::Bls12381G2,
        Self::Ed25519,
        #[cfg(feature = "ecdsa")]
        Self::P256,
        #[cfg(feature = "ecdsa")]
        Self::P384,
        #[cfg(feature = "p521")]
        Self::P521,
    ];

    /// The multicodec of its public keys, as a varint.
    fn multicodec(self) -> [u8; 2] {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bls12381G2 => [0xeb, 0x01],
            Self::Ed25519 => [0xed, 0x01],
            #[cfg(feature = "ecdsa")]
            Self::P256 => [0x80, 0x24],
            #[cfg(feature = "ecdsa")]
            Self::P384 => [0x81, 0x24],
            #[cfg(feature = "p521")]
            Self::P521 => [0x82, 0x24],
        }
    }
}

/// Multibase and multicodec beginnings of key types that exist, whether or not this build reads them.
const OTHER_KEY_TYPES: [&str; 5] = [
    "zDn",  // P-256
    "z82",  // P-384
    "z2J9", // P-521
    "zUC7", // BLS12-381 G2
    "zQ3s", // secp256k1
];

/// A multicodec of two bytes and a compressed point: of G2, of P-521, or of P-384.
const MAX_MULTIKEY_BYTES: usize = if cfg!(feature = "bbs") {
    98
} else if cfg!(feature = "p521") {
    69
} else {
    51
};

/// The members of a JSON Web Key that hold private or symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
#[cfg(any(feature = "jose", feature = "zk"))]
pub(crate) const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Why text is not a usable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not a key in the expected form, or not a point of the curve.
    #[error("not a key")]
    Malformed,
    /// A key of a type that this library does not read.
    #[error("a key of a type that is not supported")]
    Unsupported,
}

/// The signature is not one this key made over these bytes, by the rule for its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not match")]
pub struct SignatureMismatch;

/// A signature, not yet believed: of Ed25519 R, then S; of ECDSA r, then s, each in the length of the curve's order.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Vec<u8>);

impl Signature {
    /// Of P-521, the longest.
    pub const MAX_BYTES: usize = 132;

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Signature {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<[u8; 64]> for Signature {
    fn from(bytes: [u8; 64]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// A public key: a point of its curve, and never the point at infinity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(Point);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Point {
    #[cfg(feature = "bbs")]
    Bls12381G2(bbs::PublicKey),
    Ed25519(VerifyingKey),
    #[cfg(feature = "ecdsa")]
    P256(p256::ecdsa::VerifyingKey),
    #[cfg(feature = "ecdsa")]
    P384(p384::ecdsa::VerifyingKey),
    #[cfg(feature = "p521")]
    P521(p521::ecdsa::VerifyingKey),
}

impl PublicKey {
    /// An Ed25519 key from the 32 bytes of RFC 8032 §5.1.5.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        VerifyingKey::from_bytes(bytes).map(|key| Self(Point::Ed25519(key))).map_err(|_| KeyError::Malformed)
    }

    /// From an encoded point: 32 bytes of Ed25519, or a point in the forms of SEC 1 §2.3.4, compressed or not;
    /// of G2 the compressed one.
    pub fn from_point(key_type: KeyType, point: &[u8]) -> Result<Self, KeyError> {
        match key_type {
            #[cfg(feature = "bbs")]
            KeyType::Bls12381G2 => {
                let key = point.try_into().ok().and_then(|point| bbs::PublicKey::from_bytes(point).ok());
                key.map(Self::bls12381g2).ok_or(KeyError::Malformed)
            }
            KeyType::Ed25519 => Self::from_bytes(point.try_into().map_err(|_| KeyError::Malformed)?),
            #[cfg(feature = "ecdsa")]
            KeyType::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
                .map(|key| Self(Point::P256(key)))
                .map_err(|_| KeyError::Malformed),
            #[cfg(feature = "ecdsa")]
            KeyType::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point)
                .map(|key| Self(Point::P384(key)))
                .map_err(|_| KeyError::Malformed),
            #[cfg(feature = "p521")]
            KeyType::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point)
                .map(|key| Self(Point::P521(key)))
                .map_err(|_| KeyError::Malformed),
        }
    }

    #[cfg(feature = "bbs")]
    pub(crate) fn bls12381g2(key: bbs::PublicKey) -> Self {
        Self(Point::Bls12381G2(key))
    }

    /// The key for BBS, if it is one.
    #[cfg(feature = "bbs")]
    pub(crate) fn as_bbs(&self) -> Option<&bbs::PublicKey> {
        match &self.0 {
            Point::Bls12381G2(key) => Some(key),
            _ => None,
        }
    }

    /// Reads a Multikey: `z6Mk…`, `zDn…`, `z82…`, `z2J9…`.
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        let bytes = decode_base58btc_up_to(text, MAX_MULTIKEY_BYTES).ok();
        let read = bytes.as_deref().and_then(|bytes| {
            let (codec, point) = bytes.split_first_chunk()?;
            let key_type = KeyType::ALL.iter().find(|key_type| key_type.multicodec() == *codec)?;
            // A compressed point, and no other form of it (Controlled Identifiers §2.2.2).
            let compressed = match key_type {
                #[cfg(feature = "bbs")]
                KeyType::Bls12381G2 => true,
                KeyType::Ed25519 => true,
                #[cfg(feature = "ecdsa")]
                KeyType::P256 | KeyType::P384 => matches!(point, [2 | 3, ..]),
                #[cfg(feature = "p521")]
                KeyType::P521 => matches!(point, [2 | 3, ..]),
            };
            Some(if compressed { Self::from_point(*key_type, point) } else { Err(KeyError::Malformed) })
        });
        read.unwrap_or_else(|| {
            let is_other = OTHER_KEY_TYPES.iter().any(|start| text.starts_with(start));
            Err(if is_other { KeyError::Unsupported } else { KeyError::Malformed })
        })
    }

    /// Its type.
    #[must_use]
    pub fn key_type(&self) -> KeyType {
        match self.0 {
            #[cfg(feature = "bbs")]
            Point::Bls12381G2(_) => KeyType::Bls12381G2,
            Point::Ed25519(_) => KeyType::Ed25519,
            #[cfg(feature = "ecdsa")]
            Point::P256(_) => KeyType::P256,
            #[cfg(feature = "ecdsa")]
            Point::P384(_) => KeyType::P384,
            #[cfg(feature = "p521")]
            Point::P521(_) => KeyType::P521,
        }
    }

    /// The encoded point: 32 bytes of Ed25519, the compressed point of SEC 1, or that of G2.
    #[must_use]
    pub fn to_point(&self) -> Vec<u8> {
        match &self.0 {
            #[cfg(feature = "bbs")]
            Point::Bls12381G2(key) => key.to_bytes().to_vec(),
            Point::Ed25519(key) => key.as_bytes().to_vec(),
            #[cfg(feature = "ecdsa")]
            Point::P256(key) => key.to_sec1_point(true).as_bytes().to_vec(),
            #[cfg(feature = "ecdsa")]
            Point::P384(key) => key.to_sec1_point(true).as_bytes().to_vec(),
            #[cfg(feature = "p521")]
            Point::P521(key) => key.to_sec1_point(true).as_bytes().to_vec(),
        }
    }

    /// The Multikey: `z6Mk…`, `zDn…`, `z82…`, `z2J9…`.
    #[must_use]
    pub fn to_multikey(&self) -> String {
        encode_base58btc(&[&self.key_type().multicodec()[..], &self.to_point()].concat())
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

    /// Verifies by the rule for its type.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureMismatch> {
        let verified = match &self.0 {
            #[cfg(feature = "bbs")]
            Point::Bls12381G2(_) => return Err(SignatureMismatch),
            Point::Ed25519(key) => {
                ed25519_dalek::Signature::from_slice(&signature.0).and_then(|sig| key.verify_strict(message, &sig))
            }
            #[cfg(feature = "ecdsa")]
            Point::P256(key) => {
                p256::ecdsa::Signature::from_slice(&signature.0).and_then(|sig| key.verify(message, &sig))
            }
            #[cfg(feature = "ecdsa")]
            Point::P384(key) => {
                p384::ecdsa::Signature::from_slice(&signature.0).and_then(|sig| key.verify(message, &sig))
            }
            #[cfg(feature = "p521")]
            Point::P521(key) => {
                p521::ecdsa::Signature::from_slice(&signature.0).and_then(|sig| key.verify(message, &sig))
            }
        };
        verified.map_err(|_| SignatureMismatch)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_multikey())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The key of the W3C `eddsa-jcs-2022` example.
    pub(crate) const MULTIKEY: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

    const P256: &str = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";
    const P384: &str = "z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54";

    /// The `did:key` specification's own.
    #[cfg(feature = "p521")]
    const P521: &str =
        "z2J9gaYxrKVpdoG9A4gRnmpnRCcxU6agDtFVVBVdn1JedouoZN7SzcyREXXzWgt3gGiwpoHq7K68X4m32D8HgzG8wv3sY5j7";

    #[test]
    fn writes_the_key_it_reads() {
        let key = PublicKey::from_multikey(MULTIKEY).unwrap();
        assert_eq!(key.to_multikey(), MULTIKEY);
        assert_eq!(key.verification_method(), format!("did:key:{MULTIKEY}#{MULTIKEY}"));
    }

    #[cfg(feature = "ecdsa")]
    #[test]
    fn reads_keys_of_every_type() {
        for (text, key_type) in [(MULTIKEY, KeyType::Ed25519), (P256, KeyType::P256), (P384, KeyType::P384)] {
            let key = PublicKey::from_multikey(text).unwrap();
            assert_eq!((key.key_type(), key.to_multikey()), (key_type, text.to_owned()));
            assert_eq!(PublicKey::from_point(key_type, &key.to_point()), Ok(key));
        }
        #[cfg(feature = "p521")]
        {
            let key = PublicKey::from_multikey(P521).unwrap();
            assert_eq!((key.key_type(), key.to_multikey()), (KeyType::P521, P521.to_owned()));
            assert_eq!(PublicKey::from_point(KeyType::P521, &key.to_point()), Ok(key));
        }
        // The same point in the longer form is no Multikey.
        let Point::P256(key) = PublicKey::from_multikey(P256).unwrap().0 else { panic!() };
        let long = key.to_sec1_point(false);
        let text = encode_base58btc(&[&[0x80, 0x24], long.as_bytes()].concat());
        assert!(PublicKey::from_point(KeyType::P256, long.as_bytes()).is_ok());
        assert_eq!(PublicKey::from_multikey(&text).ok(), None);
        // The point at infinity, a point off the curve, another curve's length.
        for point in [&[0][..], &[&[2][..], &[0xff; 32]].concat(), &[4; 65], &[2; 49], &[]] {
            assert_eq!(PublicKey::from_point(KeyType::P256, point), Err(KeyError::Malformed), "{point:?}");
        }
    }

    #[cfg(not(feature = "ecdsa"))]
    #[test]
    fn says_which_keys_it_does_not_read() {
        for text in [P256, P384] {
            assert_eq!(PublicKey::from_multikey(text), Err(KeyError::Unsupported), "{text}");
        }
    }

    #[test]
    fn tells_unsupported_keys_from_malformed_ones() {
        for text in ["zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", "zUC7abc"] {
            assert_eq!(PublicKey::from_multikey(text), Err(KeyError::Unsupported), "{text}");
        }
        for text in
            ["", "z6Mk", "z", &MULTIKEY[1..], &MULTIKEY[..40], &format!("{MULTIKEY}2"), &MULTIKEY.replace('r', "0")]
        {
            assert_eq!(PublicKey::from_multikey(text), Err(KeyError::Malformed), "{text}");
        }
    }
}
