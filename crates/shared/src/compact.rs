//! The compact form: a whole signed credential as text that fits into one QR code.
//!
//! `PP1:`, then Base45 (RFC 9285) of a raw DEFLATE stream (RFC 1951) of the credential, byte for byte. The stream goes on
//! from [`DICTIONARY`], as if that had stood before it: credentials are short, and much alike. Base45 has the 45 characters
//! that a QR code stores in five and a half bits each.
//!
//! In scope: writing (feature `issue`) and reading under caps. Out of scope: drawing the code; whether what comes out is a
//! credential, and a good one: nothing here vouches for it, and a damaged stream is found by its signature at the latest.
//! Specs: <https://www.rfc-editor.org/rfc/rfc9285>, <https://www.rfc-editor.org/rfc/rfc1951>

use std::cell::Cell;

use crate::status::inflate;

/// What the form begins with, and its version. A form with another dictionary has another number.
pub const PREFIX: &str = "PP1:";

/// Longest text: what the largest QR code (version 40, error correction L) holds of its alphanumeric characters.
pub const MAX_LENGTH: usize = 4_296;

/// Most bytes that come out. What is said in four thousand characters, and is longer, says one thing over and over.
pub const MAX_BYTES: usize = 64 << 10;

/// What both sides know already. Never changed: what was printed with it would not be read any more. What is likelier
/// stands nearer to its end.
pub const DICTIONARY: &str = include_str!("compact/dictionary.txt");

const DIGITS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Why text is no compact form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompactError {
    /// The stream is damaged, or something follows it.
    #[error("what stands in the code is damaged")]
    Damaged,
    /// Not the characters of Base45, or not as it writes them.
    #[error("not Base45, in which the compact form of a credential is written")]
    NotBase45,
    /// It does not begin with [`PREFIX`].
    #[error("does not begin with PP1:, as the compact form of a credential does")]
    Prefix,
    /// Longer than a code, or more than [`MAX_BYTES`] come out.
    #[error("larger than what one QR code can hold")]
    TooLarge,
}

/// Whether text says of itself that it is a compact form.
#[must_use]
pub fn is_compact(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(PREFIX.as_bytes())
}

/// The credential in a compact form. White space around it is nobody's: its last character is never a space.
pub fn expand(text: &[u8]) -> Result<Vec<u8>, CompactError> {
    let text = text.trim_ascii();
    let digits = text.strip_prefix(PREFIX.as_bytes()).ok_or(CompactError::Prefix)?;
    if text.len() > MAX_LENGTH {
        return Err(CompactError::TooLarge);
    }
    // RFC 1951 §3.2.4: a block that is not the last one, and stored as it is.
    let length = u16::try_from(DICTIONARY.len()).map_err(|_| CompactError::TooLarge)?;
    let mut stream = vec![0];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(DICTIONARY.as_bytes());
    stream.extend(base45(digits).ok_or(CompactError::NotBase45)?);
    let cap = DICTIONARY.len() + MAX_BYTES;
    let inflated = inflate::inflate(&stream, cap, &Cell::new(cap));
    let (mut bytes, rest) = inflated.map_err(|error| match error {
        inflate::InflateError::Malformed => CompactError::Damaged,
        inflate::InflateError::TooLarge => CompactError::TooLarge,
    })?;
    if !rest.is_empty() {
        return Err(CompactError::Damaged);
    }
    Ok(bytes.split_off(DICTIONARY.len()))
}

/// RFC 9285 §4: three digits are two bytes, two digits the last one.
fn base45(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 2 / 3);
    for group in text.chunks(3) {
        let mut value = 0;
        for digit in group.iter().rev() {
            let digit = DIGITS.iter().position(|known| known == digit)?;
            value = value * 45 + digit;
        }
        match group.len() {
            3 => bytes.extend(u16::try_from(value).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(value).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

/// The compact form of a credential, however long it becomes; `None` for what would not be read again, because it is too
/// large. The same credential has the same form.
#[cfg(feature = "issue")]
#[must_use]
pub fn shrink(credential: &str) -> Option<String> {
    use miniz_oxide::deflate::core::{CompressionStrategy, create_comp_flags_from_zip_params};
    use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, TDEFLStatus, compress};
    /// The most thorough: it is done once, and for as few bytes as can be.
    const LEVEL: i32 = 10;

    if credential.len() > MAX_BYTES {
        return None;
    }
    let flags = create_comp_flags_from_zip_params(LEVEL, 0, CompressionStrategy::Default as i32);
    let mut compressor = CompressorOxide::new(flags);
    // What the dictionary becomes is dropped: the reader puts it there again. The flush ends it on a whole byte.
    let mut out = vec![0; 2 * DICTIONARY.len() + 1024];
    compress(&mut compressor, DICTIONARY.as_bytes(), &mut out, TDEFLFlush::Sync);
    let mut out = vec![0; 2 * credential.len() + 1024];
    let (status, _, written) = compress(&mut compressor, credential.as_bytes(), &mut out, TDEFLFlush::Finish);
    if status != TDEFLStatus::Done {
        return None;
    }
    let mut text = String::from(PREFIX);
    for pair in out[..written].chunks(2) {
        let (mut value, digits) = match pair {
            [high, low] => (usize::from(u16::from_be_bytes([*high, *low])), 3),
            _ => (usize::from(pair[0]), 2),
        };
        for _ in 0..digits {
            text.push(char::from(DIGITS[value % 45]));
            value /= 45;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text of these bytes as a stream.
    fn written(bytes: &[u8]) -> String {
        let mut text = String::from(PREFIX);
        for pair in bytes.chunks(2) {
            let mut value = pair.iter().fold(0, |value, byte| value << 8 | usize::from(*byte));
            for _ in 0..=pair.len() {
                text.push(char::from(DIGITS[value % 45]));
                value /= 45;
            }
        }
        text
    }

    #[test]
    fn base45_is_that_of_its_specification() {
        // RFC 9285 §4.3 and §4.4.
        for (digits, bytes) in [
            ("BB8", Some(&b"AB"[..])),
            ("%69 VD92EX0", Some(b"Hello!!")),
            ("UJCLQE7W581", Some(b"base-45")),
            ("QED8WEX0", Some(b"ietf!")),
            ("", Some(b"")),
            ("FGW", Some(&[0xff, 0xff])),
            ("GGW", None),
            (":::", None),
            ("U5", Some(&[0xff])),
            ("V5", None),
            ("BB8B", None),
            ("bb8", None),
            ("BB\n", None),
            ("é8", None),
        ] {
            assert_eq!(base45(digits.as_bytes()).as_deref(), bytes, "{digits}");
        }
    }

    #[test]
    fn the_dictionary_stays_as_it_was_printed() {
        let digest = crate::digest::Digest::of(DICTIONARY.as_bytes()).to_string();
        assert_eq!(digest, "sha-256:00c292b43da512b271f62b7f10668f03c7c9e2710e7194935ff7858a6dab5743");
        assert!(DICTIONARY.is_ascii());
    }

    #[test]
    fn what_was_printed_once_is_read_for_ever() {
        // By another compressor (zlib).
        let printed = "PP1:KN4M9M6S0JKD0V5";
        let credential = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}"#;
        assert_eq!(expand(printed.as_bytes()).as_deref(), Ok(credential.as_bytes()));
        let own = shrink(credential).unwrap();
        assert_eq!(expand(own.as_bytes()).as_deref(), Ok(credential.as_bytes()));
        assert!(2 * own.len() < credential.len(), "{own}");
    }

    #[test]
    fn refuses_what_is_no_compact_form() {
        let good = shrink(r#"{"a":"b"}"#).unwrap();
        let expanded = |text: &str| expand(text.as_bytes());
        assert_eq!(expanded(&format!("\n {good}\r\n")).as_deref(), Ok(&br#"{"a":"b"}"#[..]));
        for (text, error) in [
            ("", CompactError::Prefix),
            ("PP1", CompactError::Prefix),
            ("pp1:", CompactError::Prefix),
            ("PP2:BB8", CompactError::Prefix),
            ("PP1:", CompactError::Damaged),
            ("PP1:a", CompactError::NotBase45),
            ("PP1:GGW", CompactError::NotBase45),
            ("PP1:BB8", CompactError::Damaged),
        ] {
            assert_eq!(expanded(text), Err(error), "{text}");
        }
        for end in PREFIX.len()..good.len() {
            assert!(expanded(&good[..end]).is_err(), "cut at {end}");
        }
        assert_eq!(expanded(&format!("{good}000")), Err(CompactError::Damaged), "something after it");
        let long = format!("{PREFIX}{}", "0".repeat(MAX_LENGTH));
        assert_eq!(expanded(&long), Err(CompactError::TooLarge));
        // It refers to what stands before the dictionary.
        let before = written(&miniz_oxide::deflate::compress_to_vec(b"x", 9)[..1]);
        assert_eq!(expanded(&before), Err(CompactError::Damaged));
    }

    #[test]
    fn a_bomb_ends_where_the_room_ends() {
        let bomb = |length| written(&miniz_oxide::deflate::compress_to_vec(&vec![b' '; length], 9));
        assert_eq!(expand(bomb(MAX_BYTES).as_bytes()).map(|bytes| bytes.len()), Ok(MAX_BYTES));
        for length in [MAX_BYTES + 1, 1 << 20] {
            let bomb = bomb(length);
            assert!(bomb.len() < MAX_LENGTH);
            assert_eq!(expand(bomb.as_bytes()), Err(CompactError::TooLarge), "{length}");
        }
        assert_eq!(shrink(&" ".repeat(MAX_BYTES + 1)), None);
        assert!(shrink(&" ".repeat(MAX_BYTES)).is_some());
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(text in ".{0,1500}") {
            let compact = shrink(&text).unwrap();
            prop_assert!(is_compact(compact.as_bytes()));
            prop_assert!(!compact.ends_with(' '));
            if compact.len() <= MAX_LENGTH {
                prop_assert_eq!(expand(compact.as_bytes()), Ok(text.into_bytes()));
            } else {
                prop_assert_eq!(expand(compact.as_bytes()), Err(CompactError::TooLarge));
            }
        }

        #[test]
        fn no_bytes_expand_beyond_the_room(bytes: Vec<u8>) {
            if let Ok(expanded) = expand(written(&bytes).as_bytes()) {
                prop_assert!(expanded.len() <= MAX_BYTES);
            }
        }
    }
}
