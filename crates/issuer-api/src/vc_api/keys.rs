//! The keys of the VC-API: made when it starts, gone when it ends, good for nothing else.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use proofpass::bbs::SecretKey;
use proofpass::key::{KeyType, PublicKey, SigningKey};
use secrecy::{ExposeSecret as _, SecretBox};
use sha2::Sha384;

use crate::rng::{self, Rng, RngUnavailable};

/// What the keys are made from: the same seed gives the same keys.
pub struct Seed(SecretBox<[u8; 32]>);

impl Seed {
    /// A new one.
    pub fn random(rng: &dyn Rng) -> Result<Self, RngUnavailable> {
        Ok(Self(SecretBox::new(Box::new(rng::bytes(rng)?))))
    }
}

impl From<SecretBox<[u8; 32]>> for Seed {
    fn from(bytes: SecretBox<[u8; 32]>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// The seed gives no keys, which happens to none of 2³² seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the seed gives no keys: take another")]
pub struct KeysUnavailable;

/// One key of each type.
#[derive(Debug)]
pub(super) struct Keys {
    bls12381: SecretKey,
    ed25519: SigningKey,
    p256: SigningKey,
    p384: SigningKey,
}

impl Keys {
    pub(super) fn of(seed: &Seed) -> Result<Self, KeysUnavailable> {
        let [for_bls12381, for_ed25519, for_p256, for_p384] =
            ["BLS12-381", "Ed25519", "P-256", "P-384"].map(|label| stretch(seed, label));
        let first = |bytes: &[u8; 48]| bytes.first_chunk().copied().ok_or(KeysUnavailable);
        Ok(Self {
            bls12381: SecretKey::from_material(&first(&for_bls12381)?, b""),
            ed25519: SigningKey::from_seed(&first(&for_ed25519)?),
            // Zero, or not below the order of the curve: one in 2³².
            p256: SigningKey::p256(&first(&for_p256)?).map_err(|_| KeysUnavailable)?,
            p384: SigningKey::p384(&for_p384).map_err(|_| KeysUnavailable)?,
        })
    }

    /// The key of `bbs-2023`, which signs lists of messages and nothing else.
    pub(super) fn bls12381(&self) -> &SecretKey {
        &self.bls12381
    }

    pub(super) fn public_key(&self, key_type: KeyType) -> PublicKey {
        match key_type {
            KeyType::Bls12381G2 => self.bls12381.public_key(),
            key_type => self.of_type(key_type).public_key(),
        }
    }

    /// A key that signs bytes.
    pub(super) fn of_type(&self, key_type: KeyType) -> &SigningKey {
        match key_type {
            KeyType::P256 => &self.p256,
            KeyType::P384 => &self.p384,
            // Ed25519; the list of types may grow, and a profile of a new one comes with its key.
            _ => &self.ed25519,
        }
    }
}

/// HMAC-SHA-384 of a label under the seed.
fn stretch(seed: &Seed, label: &str) -> [u8; 48] {
    // Unwrap safety: HMAC takes keys of any length.
    #[expect(clippy::unwrap_used, reason = "infallible")]
    let mut mac = Hmac::<Sha384>::new_from_slice(seed.0.expose_secret()).unwrap();
    mac.update(b"proofpass vc-api development key ");
    mac.update(label.as_bytes());
    mac.finalize().into_bytes().into()
}
