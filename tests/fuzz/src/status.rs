//! Status lists: what they expand to, and what they say.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use proofpass::bundle::Bundle;
use proofpass::json::{Object, Value};
use proofpass::status::List;
use proofpass::testing;
use zune_inflate::{DeflateDecoder, DeflateOptions};

use crate::known;

/// The cap in these targets: small lists are as good as large ones.
const CAP: usize = 1 << 16;

fn options() -> DeflateOptions {
    DeflateOptions::default().set_limit(4 * CAP).set_confirm_checksum(true)
}

/// The target `status_list`: GZIP, and the same as a list in a credential.
pub(crate) fn bitstring(bytes: &[u8]) {
    let other = || DeflateDecoder::new_with_options(bytes, options()).decode_gzip().ok();
    let Some(expanded) = testing::gunzip(bytes, CAP) else { return };
    assert!(expanded.len() <= CAP);
    if let Some(other) = other() {
        assert_eq!(expanded, other, "expanded to something else");
    }
    // No room, no list; as much room as it takes is enough.
    assert_eq!(testing::gunzip(bytes, expanded.len()).as_ref(), Some(&expanded));
    if let Some(less) = expanded.len().checked_sub(1) {
        assert_eq!(testing::gunzip(bytes, less), None);
    }
    assert_eq!(testing::gunzip(&[bytes, &[0]].concat(), CAP), None, "something after it");
    for index in [0, 1, 7, 131_071, 131_072, 8 * expanded.len() as u64] {
        let entry = Object::new()
            .with("type", "BitstringStatusListEntry")
            .with("statusPurpose", "revocation")
            .with("statusListIndex", index.to_string())
            .with("statusListCredential", "https://a.example/1");
        let subject = Object::new()
            .with("type", "BitstringStatusList")
            .with("statusPurpose", "revocation")
            .with("encodedList", format!("u{}", BASE64URL.encode(bytes)));
        let credential = Object::new()
            .with("@context", Vec::new())
            .with("type", vec![Value::from("BitstringStatusListCredential")])
            .with("credentialSubject", subject);
        let bundle = Bundle::parse(credential.to_string().as_bytes()).unwrap_or_else(|fault| panic!("{fault}"));
        let found = testing::status(&bundle.credentials()[0], &entry.into(), CAP);
        let byte = usize::try_from(index / 8).ok().and_then(|at| expanded.get(at));
        let expected = byte.filter(|_| expanded.len() >= 16 << 10).map(|byte| u64::from(byte >> (7 - index % 8) & 1));
        assert_eq!(found, expected, "{index}");
    }
}

pub(crate) fn bitstring_seeds() -> Vec<Vec<u8>> {
    let mut list = List::new(0).unwrap_or_else(|fault| panic!("{fault}"));
    let empty = published(&list);
    for index in [0, 7, 8, 1000, 131_071] {
        let _ = list.set(index, true);
    }
    let stored = [
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..],
        &[1, 2, 0, 0xfd, 0xff],
        b"hi",
        &[0xac, 0x2a, 0x93, 0xd8, 2, 0, 0, 0],
    ];
    let with_name = [&[0x1f, 0x8b, 8, 8 | 16 | 4, 1, 2, 3, 4, 2, 3, 2, 0, 9, 9][..], b"name\0comment\0", &empty[10..]];
    vec![published(&list), empty.clone(), stored.concat(), with_name.concat(), empty[..40].to_vec()]
}

fn published(list: &List) -> Vec<u8> {
    BASE64URL.decode(list.encode().trim_start_matches('u')).unwrap_or_default()
}

/// The target `token_status_list`: ZLIB, and the same as the claim of a token. The first byte says how many bits a value has.
pub(crate) fn token_list(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let expanded = testing::unzlib(bytes, CAP);
    let list = |bits: u32| Object::new().with("bits", bits).with("lst", BASE64URL.encode(bytes));
    let status = |index: u32| {
        let entry = Object::new().with("idx", index).with("uri", "https://a.example/1");
        Value::from(Object::new().with("status_list", entry))
    };
    assert_eq!(testing::token_status(&list(u32::from(*first)), &status(0), CAP).is_some(), {
        matches!(first, 1 | 2 | 4 | 8) && expanded.as_ref().is_some_and(|bytes| !bytes.is_empty())
    });
    let Some(expanded) = expanded else { return };
    if let Ok(other) = DeflateDecoder::new_with_options(bytes, options()).decode_zlib() {
        assert_eq!(expanded, other, "expanded to something else");
    }
    if let Some(less) = expanded.len().checked_sub(1) {
        assert_eq!(testing::unzlib(bytes, less), None);
    }
    assert_eq!(testing::unzlib(&[bytes, &[0]].concat(), CAP), None, "something after it");
    for bits in [1, 2, 4, 8] {
        for index in [0, 1, 3, 100, u32::MAX] {
            let byte = usize::try_from(index / (8 / bits)).ok().and_then(|at| expanded.get(at));
            let expected = byte.map(|byte| u16::from(*byte) >> (index % (8 / bits) * bits) & ((1 << bits) - 1));
            let found = testing::token_status(&list(bits), &status(index), CAP).map(u16::from);
            assert_eq!(found, expected, "{bits} {index}");
        }
    }
}

pub(crate) fn token_list_seeds() -> Vec<Vec<u8>> {
    let tokens = known::vectors()
        .iter()
        .filter_map(|vector| vector.options.get("material")?.as_object()?.get("statusListTokens"));
    let lists = tokens.flat_map(|tokens| tokens.as_set().iter()).filter_map(|entry| {
        let claims = testing::token(entry.as_object()?.get("token")?.as_str()?)?;
        let list = claims.get("status_list")?.as_object()?.get("lst")?.as_str()?.to_owned();
        BASE64URL.decode(list).ok()
    });
    let lists: std::collections::BTreeSet<Vec<u8>> = lists.collect();
    let of = |text: &str| BASE64URL.decode(text).unwrap_or_default();
    lists
        .into_iter()
        .chain([of("eNrbuRgAAhcBXQ"), of("eNo76fITAAPfAgc")])
        .flat_map(|list| [1, 2, 8].map(|bits| [&[bits][..], &list].concat()))
        .collect()
}
