//! Private keys in memory, for issuers and holders.

use std::fmt;

use ed25519_dalek::Signer as _;

#[cfg(feature = "ecdsa")]
use super::KeyError;
use super::{Point, PublicKey, Signature};

/// A private key in memory. Wiped when dropped.
pub struct SigningKey(Secret);

enum Secret {
    Ed25519(ed25519_dalek::SigningKey),
    #[cfg(feature = "ecdsa")]
    P256(p256::ecdsa::SigningKey),
    #[cfg(feature = "ecdsa")]
    P384(p384::ecdsa::SigningKey),
    #[cfg(feature = "p521")]
    P521(p521::ecdsa::SigningKey),
}

impl SigningKey {
    /// An Ed25519 key from the 32-byte seed of RFC 8032 §5.1.5. The caller wipes its own copy.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Secret::Ed25519(ed25519_dalek::SigningKey::from_bytes(seed)))
    }

    /// A P-256 key from its scalar, big-endian. The caller wipes its own copy.
    ///
    /// # Errors
    /// If the scalar is zero or not below the order of the curve.
    #[cfg(feature = "ecdsa")]
    pub fn p256(scalar: &[u8; 32]) -> Result<Self, KeyError> {
        let key = p256::ecdsa::SigningKey::from_slice(scalar).map_err(|_| KeyError::Malformed)?;
        Ok(Self(Secret::P256(key)))
    }

    /// A P-384 key from its scalar, big-endian. The caller wipes its own copy.
    ///
    /// # Errors
    /// If the scalar is zero or not below the order of the curve.
    #[cfg(feature = "ecdsa")]
    pub fn p384(scalar: &[u8; 48]) -> Result<Self, KeyError> {
        let key = p384::ecdsa::SigningKey::from_slice(scalar).map_err(|_| KeyError::Malformed)?;
        Ok(Self(Secret::P384(key)))
    }

    /// A P-521 key from its scalar, big-endian. The caller wipes its own copy.
    ///
    /// # Errors
    /// If the scalar is zero or not below the order of the curve.
    #[cfg(feature = "p521")]
    pub fn p521(scalar: &[u8; 66]) -> Result<Self, KeyError> {
        let key = p521::ecdsa::SigningKey::from_slice(scalar).map_err(|_| KeyError::Malformed)?;
        Ok(Self(Secret::P521(key)))
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(match &self.0 {
            Secret::Ed25519(key) => Point::Ed25519(key.verifying_key()),
            #[cfg(feature = "ecdsa")]
            Secret::P256(key) => Point::P256(*key.verifying_key()),
            #[cfg(feature = "ecdsa")]
            Secret::P384(key) => Point::P384(*key.verifying_key()),
            #[cfg(feature = "p521")]
            Secret::P521(key) => Point::P521(*key.verifying_key()),
        })
    }

    /// Signs: pure Ed25519, or ECDSA with the nonce of RFC 6979. The same message gives the same signature.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(match &self.0 {
            Secret::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            #[cfg(feature = "ecdsa")]
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            #[cfg(feature = "ecdsa")]
            Secret::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            #[cfg(feature = "p521")]
            Secret::P521(key) => {
                let signature: p521::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
        })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SignatureMismatch;

    /// Below the order, which has 521 bits.
    #[cfg(feature = "p521")]
    fn scalar(byte: u8) -> [u8; 66] {
        let mut scalar = [byte; 66];
        scalar[0] = 0;
        scalar
    }

    fn keys() -> Vec<[SigningKey; 2]> {
        vec![
            [SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32])],
            #[cfg(feature = "ecdsa")]
            [SigningKey::p256(&[1; 32]).unwrap(), SigningKey::p256(&[2; 32]).unwrap()],
            #[cfg(feature = "ecdsa")]
            [SigningKey::p384(&[1; 48]).unwrap(), SigningKey::p384(&[2; 48]).unwrap()],
            #[cfg(feature = "p521")]
            [SigningKey::p521(&scalar(1)).unwrap(), SigningKey::p521(&scalar(2)).unwrap()],
        ]
    }

    #[test]
    fn verifies_what_it_signs_and_nothing_else() {
        for [key, other] in keys() {
            let signature = key.sign(b"message");
            assert_eq!(key.sign(b"message"), signature);
            assert_eq!(key.public_key().verify(b"message", &signature), Ok(()));
            assert_eq!(key.public_key().verify(b"massage", &signature), Err(SignatureMismatch));
            assert_eq!(other.public_key().verify(b"message", &signature), Err(SignatureMismatch));
            for at in 0..signature.as_bytes().len() {
                let mut bytes = signature.as_bytes().to_vec();
                bytes[at] ^= 1;
                assert_eq!(key.public_key().verify(b"message", &bytes.into()), Err(SignatureMismatch), "byte {at}");
            }
            for length in [0, 63, 65, 95, 97, 131, 133] {
                assert_eq!(key.public_key().verify(b"message", &vec![1; length].into()), Err(SignatureMismatch));
            }
            assert_eq!(format!("{key:?}"), "SigningKey(..)");
        }
    }

    #[cfg(feature = "ecdsa")]
    #[test]
    fn refuses_scalars_that_are_none() {
        for scalar in [[0; 32], [0xff; 32]] {
            assert!(SigningKey::p256(&scalar).is_err());
        }
        for scalar in [[0; 48], [0xff; 48]] {
            assert!(SigningKey::p384(&scalar).is_err());
        }
        #[cfg(feature = "p521")]
        for scalar in [[0; 66], [0xff; 66]] {
            assert!(SigningKey::p521(&scalar).is_err());
        }
    }
}
