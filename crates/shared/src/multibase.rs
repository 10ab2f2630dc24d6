//! Multibase: text that says its own base.
//!
//! In scope: base58btc (`z`), which Multikey and Data Integrity proof values use; with feature `jose` bare base64url,
//! which JOSE uses.
//! Spec: <https://www.w3.org/TR/cid-1.0/#multibase-0>

/// Not base58btc multibase, or longer than the caller can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a base58btc multibase value of an expected length")]
pub struct MultibaseError;

/// Decodes `z…` into exactly `N` bytes.
///
/// Base58 decoding costs the square of the length, so the length is bounded before it starts.
pub fn decode_base58btc<const N: usize>(text: &str) -> Result<[u8; N], MultibaseError> {
    let digits = text.strip_prefix('z').ok_or(MultibaseError)?;
    // log(256) / log(58) < 1.3658: no encoding of N bytes is longer.
    if digits.len() > N * 138 / 100 + 1 {
        return Err(MultibaseError);
    }
    let mut bytes = [0; N];
    let length = bs58::decode(digits).onto(&mut bytes).map_err(|_| MultibaseError)?;
    if length == N { Ok(bytes) } else { Err(MultibaseError) }
}

/// Decodes `z…` into at most `max` bytes.
pub(crate) fn decode_base58btc_up_to(text: &str, max: usize) -> Result<Vec<u8>, MultibaseError> {
    let digits = text.strip_prefix('z').ok_or(MultibaseError)?;
    if digits.len() > max * 138 / 100 + 1 {
        return Err(MultibaseError);
    }
    let bytes = bs58::decode(digits).into_vec().map_err(|_| MultibaseError)?;
    if bytes.len() <= max { Ok(bytes) } else { Err(MultibaseError) }
}

/// Decodes base64url without padding (RFC 4648 §5, RFC 7515 §2); `None` for anything else, and for bits left over.
#[cfg(any(feature = "jose", feature = "sd"))]
pub(crate) fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text).ok()
}

/// Encodes bytes in base64url without padding.
#[cfg(any(all(feature = "issue", feature = "jose"), feature = "sd"))]
pub(crate) fn encode_base64url(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes)
}

/// Encodes bytes as `z…`.
#[must_use]
pub fn encode_base58btc(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_other_bases_lengths_and_digits() {
        let good = encode_base58btc(&[7; 34]);
        assert_eq!(decode_base58btc::<34>(&good), Ok([7; 34]));
        for text in [
            "",
            "z",
            "uAAAA",
            &good[1..],
            &format!("{good}1"),
            &format!("z1{}", &good[1..]),
            "z0OIl",
            &good[..20],
            "zé",
        ] {
            assert_eq!(decode_base58btc::<34>(text), Err(MultibaseError), "{text}");
        }
        assert_eq!(decode_base58btc::<34>(&format!("z{}", "2".repeat(100_000))), Err(MultibaseError));
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(bytes: [u8; 34]) {
            prop_assert_eq!(decode_base58btc::<34>(&encode_base58btc(&bytes)), Ok(bytes));
        }

        #[test]
        fn holds_extreme_values(lead in 0usize..34) {
            let mut bytes = [0xff; 34];
            bytes[..lead].fill(0);
            prop_assert_eq!(decode_base58btc::<34>(&encode_base58btc(&bytes)), Ok(bytes));
        }
    }
}
