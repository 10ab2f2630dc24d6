//! The compact form of a credential: what it expands to.

use proofpass::compact::{DICTIONARY, MAX_BYTES, MAX_LENGTH, PREFIX, expand, is_compact, shrink};
use zune_inflate::{DeflateDecoder, DeflateOptions};

use crate::known;

/// Base45 (RFC 9285), by powers of 45.
fn base45(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let digit =
        |number: usize, place: usize| char::from(DIGITS[number / 45_usize.pow(u32::try_from(place).unwrap_or(0)) % 45]);
    let group = |pair: &[u8]| match pair {
        [high, low] => {
            (0..3).map(|place| digit(usize::from(*high) << 8 | usize::from(*low), place)).collect::<String>()
        }
        _ => (0..2).map(|place| digit(usize::from(pair[0]), place)).collect(),
    };
    bytes.chunks(2).map(group).collect()
}

/// The target `compact`: the input as the text itself, and as the stream in it.
pub(crate) fn run(bytes: &[u8]) {
    if let Ok(expanded) = expand(bytes) {
        assert!(is_compact(bytes) && bytes.trim_ascii().len() <= MAX_LENGTH && expanded.len() <= MAX_BYTES);
        written_again(&expanded);
    }
    let text = format!("{PREFIX}{}", base45(bytes));
    let Ok(expanded) = expand(text.as_bytes()) else { return };
    assert!(expanded.len() <= MAX_BYTES);
    written_again(&expanded);
    assert!(expand(format!("{text}000").as_bytes()).is_err(), "something after it");
    let length = u16::try_from(DICTIONARY.len()).unwrap_or_default();
    let stream = [&[0][..], &length.to_le_bytes(), &(!length).to_le_bytes(), DICTIONARY.as_bytes(), bytes].concat();
    let options = DeflateOptions::default().set_limit(4 * MAX_BYTES);
    if let Ok(other) = DeflateDecoder::new_with_options(&stream, options).decode_deflate() {
        assert_eq!(Some(expanded.as_slice()), other.get(DICTIONARY.len()..), "expanded to something else");
    }
}

/// What was read can be written, and read to the same.
fn written_again(expanded: &[u8]) {
    let Ok(text) = std::str::from_utf8(expanded) else { return };
    let Some(compact) = shrink(text) else { panic!("{} bytes are not written", text.len()) };
    if compact.len() <= MAX_LENGTH {
        assert_eq!(expand(compact.as_bytes()).as_deref(), Ok(expanded));
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let documents =
        known::vectors().iter().take(20).map(|vector| String::from_utf8_lossy(&vector.document).into_owned());
    let written =
        documents.filter_map(|text| shrink(&text)).filter(|text| text.len() < 1 << 11).map(String::into_bytes);
    let texts = ["{}", "", "\"https://www.w3.org/ns/credentials/v2\""]
        .map(|text| shrink(text).unwrap_or_default().into_bytes());
    // A stored block, an empty one, one with fixed codes, and one that refers to what stands before it.
    let streams = [
        &[1, 2, 0, 0xfd, 0xff, b'h', b'i'][..],
        &[3, 0],
        &[0x4b, 0xcc, 0],
        &[1, 0, 0, 0xff, 0xff],
        &[0x43, 0xe3, 0x03, 0],
    ];
    written.chain(texts).chain(streams.map(<[u8]>::to_vec)).collect()
}
