//! Multibase: text that says its own base.
//!
//! In scope: base58btc (`z`), which Multikey and Data Integrity proof values use; base64url without padding (`u`), which
//! status lists and `ecdsa-sd-2023` use; the same without saying so, which JOSE uses, and base64.
//! Spec: <https://www.w3.org/TR/cid-1.0/#multibase-0>

use base64::Engine as _;
#[cfg(any(feature = "jose", feature = "rdfc", feature = "status"))]
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

/// Not multibase in the base expected, or longer than the caller can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a multibase value of the expected base and length")]
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
pub fn decode_base58btc_up_to(text: &str, max: usize) -> Result<Vec<u8>, MultibaseError> {
    let digits = text.strip_prefix('z').ok_or(MultibaseError)?;
    if digits.len() > max * 138 / 100 + 1 {
        return Err(MultibaseError);
    }
    let bytes = bs58::decode(digits).into_vec().map_err(|_| MultibaseError)?;
    if bytes.len() <= max { Ok(bytes) } else { Err(MultibaseError) }
}

/// Whether text is base64 with padding or without (RFC 4648 §4), and its bits come out even: what [`decode_base64`] reads.
pub(crate) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let value = |digit: u8| match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let last = digits.bytes().last().and_then(value).unwrap_or(0);
    let even = match digits.len() % 4 {
        0 => padding == 0,
        2 => last.trailing_zeros() >= 4 && padding <= 2,
        3 => last.trailing_zeros() >= 2 && padding <= 1,
        _ => false,
    };
    even && digits.bytes().all(|digit| value(digit).is_some())
}

/// Decodes base64 with padding or without (RFC 4648 §4); `None` for anything else, and for bits left over.
#[cfg(any(feature = "cose", feature = "rdfc"))]
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    use base64::alphabet::STANDARD;
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, config).decode(text).ok()
}

/// Encodes bytes in base64 with padding (RFC 4648 §4).
pub(crate) fn encode_base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Encodes bytes as `z…`.
#[must_use]
pub fn encode_base58btc(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

/// Decodes `u…`.
#[cfg(any(feature = "jose", feature = "rdfc", feature = "status"))]
pub fn decode_base64url(text: &str) -> Result<Vec<u8>, MultibaseError> {
    decode_base64url_digits(text.strip_prefix('u').ok_or(MultibaseError)?)
}

/// Decodes base64url without padding (RFC 4648 §5) that does not say its base. Each byte sequence has one text only:
/// bits that stand for nothing are zero.
#[cfg(any(feature = "jose", feature = "rdfc", feature = "status"))]
pub(crate) fn decode_base64url_digits(digits: &str) -> Result<Vec<u8>, MultibaseError> {
    BASE64URL.decode(digits).map_err(|_| MultibaseError)
}

/// Encodes bytes as `u…`.
#[cfg(any(all(feature = "status", feature = "issue"), feature = "sd"))]
#[must_use]
pub fn encode_base64url(bytes: &[u8]) -> String {
    format!("u{}", BASE64URL.encode(bytes))
}

/// Encodes bytes in base64url without padding, not saying so.
#[cfg(any(feature = "compile", feature = "sd-jwt", feature = "zk", all(feature = "issue", feature = "jose")))]
pub(crate) fn encode_base64url_digits(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[cfg(feature = "status")]
    #[test]
    fn base64url_has_no_padding_and_one_text() {
        assert_eq!(decode_base64url("u"), Ok(Vec::new()));
        assert_eq!(decode_base64url("u-_8"), Ok(vec![0xfb, 0xff]));
        for text in ["", "-_8", "z-_8", "U-_8", "u-_8=", "u+/8", "u-_9", "u-", "u-_8\n", " u-_8", "u-_é"] {
            assert_eq!(decode_base64url(text), Err(MultibaseError), "{text}");
        }
    }

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

    #[cfg(feature = "rdfc")]
    proptest! {
        #[test]
        fn knows_base64_when_it_can_be_decoded(text in "[A-Qa-c01+/=]{0,9}") {
            prop_assert_eq!(is_base64(&text), decode_base64(&text).is_some(), "{}", text);
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(bytes: [u8; 34]) {
            prop_assert_eq!(decode_base58btc::<34>(&encode_base58btc(&bytes)), Ok(bytes));
        }

        #[cfg(all(feature = "status", feature = "issue"))]
        #[test]
        fn reads_back_what_it_writes_in_base64url(bytes: Vec<u8>) {
            prop_assert_eq!(decode_base64url(&encode_base64url(&bytes)), Ok(bytes));
        }

        #[test]
        fn holds_extreme_values(lead in 0usize..34) {
            let mut bytes = [0xff; 34];
            bytes[..lead].fill(0);
            prop_assert_eq!(decode_base58btc::<34>(&encode_base58btc(&bytes)), Ok(bytes));
        }
    }
}
