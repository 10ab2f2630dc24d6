//! Digests of a schema's bytes, as a credential names them.
//!
//! Specs: <https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources>,
//! <https://www.w3.org/TR/SRI/>, <https://www.w3.org/TR/cid-1.0/#multihash>

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::json::{Object, Value};
use crate::multibase::decode_base58btc_up_to;

/// Why bytes do not stand for what a credential names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IntegrityError {
    /// They are others than those that were meant.
    #[error("the digest is another one")]
    Mismatch,
    /// The digest is of a kind that is not known, or cannot be read.
    #[error("a digest of a kind that is not known")]
    Unsupported,
}

/// Hash functions, the strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// Longest value of either member: a few digests.
const MAX_LEN: usize = 1024;

/// A multihash of 64 bytes, with its code and length.
const MAX_MULTIHASH: usize = 66;

/// Holds `bytes` against the digests that an entry names.
pub(crate) fn check_integrity(entry: &Object, bytes: &[u8]) -> Result<(), IntegrityError> {
    for (name, check) in [("digestSRI", sri as fn(&str, &[u8]) -> _), ("digestMultibase", multibase)] {
        if let Some(value) = entry.get(name) {
            let text = value.as_str().filter(|text| text.len() <= MAX_LEN).ok_or(IntegrityError::Unsupported)?;
            if !check(text, bytes)? {
                return Err(IntegrityError::Mismatch);
            }
        }
    }
    Ok(())
}

/// SRI §3.3.4: of the strongest function that is named, one digest must be right.
fn sri(text: &str, bytes: &[u8]) -> Result<bool, IntegrityError> {
    let digests = text.split_ascii_whitespace().filter_map(|digest| {
        let (name, digest) = digest.split_once('-')?;
        let hash = match name {
            "sha256" => Hash::Sha256,
            "sha384" => Hash::Sha384,
            "sha512" => Hash::Sha512,
            _ => return None,
        };
        let digest = digest.split('?').next()?;
        Some((hash, STANDARD.decode(digest).ok()?))
    });
    let digests: Vec<_> = digests.collect();
    let strongest = digests.iter().map(|(hash, _)| *hash).max().ok_or(IntegrityError::Unsupported)?;
    let right = strongest.of(bytes);
    Ok(digests.iter().any(|(hash, digest)| *hash == strongest && *digest == right))
}

/// Multibase of a multihash: base58btc or base64url.
fn multibase(text: &str, bytes: &[u8]) -> Result<bool, IntegrityError> {
    let decoded = match text.strip_prefix('u') {
        Some(digits) => URL_SAFE_NO_PAD.decode(digits).ok(),
        None => decode_base58btc_up_to(text, MAX_MULTIHASH).ok(),
    };
    let (hash, digest) = match decoded.as_deref() {
        Some([0x12, 32, digest @ ..]) => (Hash::Sha256, digest),
        Some([0x20, 48, digest @ ..]) => (Hash::Sha384, digest),
        Some([0x13, 64, digest @ ..]) => (Hash::Sha512, digest),
        _ => return Err(IntegrityError::Unsupported),
    };
    Ok(digest == hash.of(bytes))
}

/// Whether an entry names a digest.
pub(crate) fn names_a_digest(entry: &Object) -> bool {
    let there = |name| entry.get(name).is_some_and(|value| *value != Value::Null);
    there("digestSRI") || there("digestMultibase")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multibase::encode_base58btc;

    fn check(name: &str, value: &str) -> Result<(), IntegrityError> {
        check_integrity(&Object::new().with(name, value), b"abc")
    }

    #[test]
    fn knows_the_digests_of_abc() {
        let right = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        let wrong = "sha256-AAAAv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        let stronger = format!("sha384-{}", STANDARD.encode(Hash::Sha384.of(b"abc")));
        for good in [right.to_owned(), format!("{wrong} {right}?more"), format!("{wrong} {stronger}")] {
            assert_eq!(check("digestSRI", &good), Ok(()), "{good}");
        }
        for bad in [wrong.to_owned(), format!("{right} sha384-AAAA"), "sha512-AAAA".to_owned()] {
            assert_eq!(check("digestSRI", &bad), Err(IntegrityError::Mismatch), "{bad}");
        }
        for strange in ["", "md5-AAAA", "sha256", "sha256-*", &"sha256-AAAA ".repeat(100)] {
            assert_eq!(check("digestSRI", strange), Err(IntegrityError::Unsupported), "{strange}");
        }
    }

    #[test]
    fn knows_multihashes_in_two_bases() {
        for (hash, code, length) in [(Hash::Sha256, 0x12, 32), (Hash::Sha384, 0x20, 48), (Hash::Sha512, 0x13, 64)] {
            let of = |text: &[u8]| [vec![code, length], hash.of(text)].concat();
            for encode in [encode_base58btc, |bytes: &[u8]| format!("u{}", URL_SAFE_NO_PAD.encode(bytes))] {
                assert_eq!(check("digestMultibase", &encode(&of(b"abc"))), Ok(()));
                assert_eq!(check("digestMultibase", &encode(&of(b"abd"))), Err(IntegrityError::Mismatch));
            }
        }
        for strange in ["", "z", "uEg", "mEiA", "zQm", &"z2".repeat(500)] {
            assert_eq!(check("digestMultibase", strange), Err(IntegrityError::Unsupported), "{strange}");
        }
    }
}
