//! Sealed columns: secrets at rest, bound to the place where they rest.
//!
//! In scope: sealing and opening under the master key. Out of scope: keeping the master key (settings), rotation
//! itself; the key's id stands in each blob so that rows can be re-wrapped one by one later.
//!
//! Blob: version (1 byte) · key id (8) · nonce (24) · XChaCha20-Poly1305 ciphertext and tag. The additional data is
//! table, row and column, so that a blob copied to another place does not open there.
//! Spec: <https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha>

use std::fmt;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretBox};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::rng::{self, Rng, RngUnavailable};

const VERSION: u8 = 1;
const KEY_ID: usize = 8;
const NONCE: usize = 24;
const HEADER: usize = 1 + KEY_ID + NONCE;

/// Why a secret cannot be sealed, or a blob does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// No nonce without chance.
    #[error(transparent)]
    Chance(#[from] RngUnavailable),
    /// Sealed under another master key than ours.
    #[error("sealed under another master key")]
    OtherKey,
    /// Altered, cut short, moved from another place, or of an unknown version.
    #[error("not a sealed value of this place")]
    Broken,
    /// More than the cipher takes under one nonce, 256 GiB.
    #[error("too long to be sealed")]
    TooLong,
}

/// Where a sealed value rests.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Table.
    pub table: &'static str,
    /// Key of the row.
    pub row: &'a str,
    /// Column.
    pub column: &'static str,
}

impl Place<'_> {
    fn additional_data(self) -> Vec<u8> {
        // NUL cannot occur in any of the three, so that no two places share an encoding.
        [self.table, self.row, self.column].join("\0").into_bytes()
    }
}

/// The master key, and what is done with it.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key_id: [u8; KEY_ID],
}

impl Sealer {
    /// Under `key`.
    #[must_use]
    pub fn new(key: &SecretBox<[u8; 32]>) -> Self {
        let cipher = XChaCha20Poly1305::new(key.expose_secret().into());
        // A hash of the key names it without giving it away; the prefix keeps this use apart from any other.
        let digest =
            Sha256::new().chain_update(b"proofpass master key id\0").chain_update(key.expose_secret()).finalize();
        let mut key_id = [0; KEY_ID];
        key_id.copy_from_slice(&digest[..KEY_ID]);
        Self { cipher, key_id }
    }

    /// Seals `secret` for `place`.
    pub fn seal(&self, rng: &dyn Rng, place: Place<'_>, secret: &[u8]) -> Result<Vec<u8>, SealError> {
        // 24 random bytes: collisions stay out of reach for any number of rows.
        let nonce: [u8; NONCE] = rng::bytes(rng)?;
        let payload = Payload { msg: secret, aad: &place.additional_data() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::TooLong)?;
        Ok([&[VERSION][..], &self.key_id, &nonce, &sealed].concat())
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, place: Place<'_>, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (header, sealed) = blob.split_at_checked(HEADER).ok_or(SealError::Broken)?;
        if header[0] != VERSION {
            return Err(SealError::Broken);
        }
        if header[1..=KEY_ID] != self.key_id {
            return Err(SealError::OtherKey);
        }
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&header[1 + KEY_ID..]);
        let payload = Payload { msg: sealed, aad: &place.additional_data() };
        self.cipher.decrypt(&XNonce::from(nonce), payload).map(Zeroizing::new).map_err(|_| SealError::Broken)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&SecretBox::new(Box::new([byte; 32])))
    }

    const PLACE: Place<'static> = Place { table: "t", row: "1", column: "c" };

    #[test]
    fn opens_what_it_sealed() {
        let blob = sealer(1).seal(&SystemRng, PLACE, b"secret").unwrap();
        assert_eq!(sealer(1).open(PLACE, &blob).unwrap().as_slice(), b"secret");
        assert_ne!(blob, sealer(1).seal(&SystemRng, PLACE, b"secret").unwrap(), "nonces differ");
    }

    #[test]
    fn refuses_other_places_other_keys_and_any_change() {
        let blob = sealer(1).seal(&SystemRng, PLACE, b"secret").unwrap();
        for place in [Place { table: "u", ..PLACE }, Place { row: "2", ..PLACE }, Place { column: "d", ..PLACE }] {
            assert_eq!(sealer(1).open(place, &blob).unwrap_err(), SealError::Broken);
        }
        assert_eq!(sealer(2).open(PLACE, &blob).unwrap_err(), SealError::OtherKey);
        for at in 0..blob.len() {
            let mut changed = blob.clone();
            changed[at] ^= 1;
            assert!(sealer(1).open(PLACE, &changed).is_err(), "byte {at}");
        }
        for length in 0..blob.len() {
            assert!(sealer(1).open(PLACE, &blob[..length]).is_err(), "length {length}");
        }
    }
}
