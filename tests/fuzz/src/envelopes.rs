//! Tokens, SD-JWT, COSE and the CBOR under it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use proofpass::bundle::Bundle;
use proofpass::digest::Digest;
use proofpass::json::{Limits, Value, parse};
use proofpass::testing;

use crate::known;

/// The documents of our vectors that are tokens, or are not, as text.
fn tokens(disclosing: bool) -> impl Iterator<Item = &'static str> {
    let texts = known::vectors().iter().filter_map(|vector| std::str::from_utf8(&vector.document).ok());
    texts.filter(move |text| text.starts_with("ey") && text.contains('~') == disclosing)
}

/// A reader whose input is text in three parts may never see one: a header, a payload and a signature are made of it.
fn dressed(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (header, payload) = text.split_once('\n')?;
    Some(format!("{}.{}.AA", BASE64URL.encode(header), BASE64URL.encode(payload)))
}

fn base64url_object(part: &str) -> Option<Value> {
    let bytes = BASE64URL.decode(part).ok()?;
    parse(&bytes, &Limits::DOCUMENT).ok().filter(|value| value.as_object().is_some())
}

/// The target `token`.
pub(crate) fn token(bytes: &[u8]) {
    for text in [std::str::from_utf8(bytes).ok().map(str::to_owned), dressed(bytes)].into_iter().flatten() {
        let Some(claims) = testing::token(&text) else { continue };
        let parts: Vec<&str> = text.split('.').collect();
        let [header, payload, signature] = parts.as_slice() else { panic!("not three parts: {text}") };
        assert_eq!(base64url_object(payload), Some(claims.clone().into()));
        let header = base64url_object(header).unwrap_or_else(|| panic!("no header: {text}"));
        let header = header.as_object().cloned().unwrap_or_default();
        assert!(header.get("alg").is_some_and(|alg| alg.as_str().is_some()), "{header}");
        assert!(header.get("crit").is_none() && header.get("b64").is_none(), "{header}");
        // One spelling: another reader's bytes are written as the same text.
        let signature_bytes = BASE64URL.decode(signature).unwrap_or_else(|fault| panic!("{signature}: {fault}"));
        assert_eq!(BASE64URL.encode(signature_bytes), *signature);
        // And it is a document, whose holding it does not change it.
        let bundle = Bundle::parse(text.as_bytes()).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        if let [credential] = bundle.credentials()
            && bundle.presentation().is_none()
        {
            assert_eq!(credential.token(), Some(text.as_str()));
            assert_eq!(*credential.object(), claims);
            assert_eq!(credential.digest(), Digest::of(text.as_bytes()));
        }
    }
}

pub(crate) fn token_seeds() -> Vec<Vec<u8>> {
    let dressed = [
        r#"{"alg":"EdDSA","typ":"vc+jwt","kid":"did:example:a#k"}|{"iss":"did:example:a","exp":1}"#,
        r#"{"alg":"ES256","typ":"JWT"}|{"type":"VerifiablePresentation","verifiableCredential":[{}]}"#,
        r#"{"alg":"none"}|{}"#,
        r#"{"alg":"ES384","crit":["x"],"b64":false}|{}"#,
    ];
    let dressed = dressed.iter().map(|text| text.replacen('|', "\n", 1).into_bytes());
    tokens(false).map(|text| text.as_bytes().to_vec()).chain(dressed).collect()
}

/// Whether nothing in the claims is a digest, or stands where one would.
fn has_no_trace(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().all(has_no_trace),
        Value::Object(object) => {
            object.iter().all(|(name, value)| !matches!(name, "_sd" | "..." | "_sd_alg") && has_no_trace(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Disclosures of a made-up token: what the bytes hold, a line each, is disclosed, and the first line is the payload, in
/// which `#1` stands for the digest of the first disclosure and so on.
fn disclosing(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines = text.lines();
    let mut payload = lines.next()?.to_owned();
    let mut disclosures: Vec<(usize, String)> = Vec::new();
    let lines: Vec<&str> = lines.take(9).collect();
    // From the last on: one disclosure may hold the digest of a later one.
    for (at, line) in lines.iter().enumerate().rev() {
        let mut line = (*line).to_owned();
        for (later, digest) in &disclosures {
            line = line.replace(&format!("#{later}"), digest_of(digest).as_str());
        }
        disclosures.push((at + 1, BASE64URL.encode(line)));
    }
    for (at, disclosure) in &disclosures {
        payload = payload.replace(&format!("#{at}"), &digest_of(disclosure));
    }
    let header = BASE64URL.encode(r#"{"alg":"EdDSA","typ":"dc+sd-jwt"}"#);
    let disclosures: String = disclosures.iter().map(|(_, text)| text.clone() + "~").collect();
    Some(format!("{header}.{}.AA~{disclosures}", BASE64URL.encode(payload)))
}

fn digest_of(disclosure: &str) -> String {
    BASE64URL.encode(Digest::of(disclosure.as_bytes()).as_bytes())
}

/// The target `sd_jwt`.
pub(crate) fn sd_jwt(bytes: &[u8]) {
    for text in [std::str::from_utf8(bytes).ok().map(str::to_owned), disclosing(bytes)].into_iter().flatten() {
        let Some((claims, undisclosed)) = testing::sd_jwt(&text) else { continue };
        assert!(has_no_trace(&claims.clone().into()), "a trace in {claims}");
        let mut parts: Vec<&str> = text.split('~').collect();
        let binding = parts.pop().unwrap_or_default();
        assert!(binding.is_empty() || testing::token(binding).is_some());
        let token = parts.remove(0);
        let signed = testing::token(token).unwrap_or_else(|| panic!("no token: {token}"));
        // What stands open in the payload stays as it is.
        for (name, value) in signed.iter().filter(|(name, _)| !matches!(*name, "_sd" | "_sd_alg")) {
            let shown = claims.get(name);
            assert!(shown.is_some(), "{name} was open and is gone");
            assert!(shown == Some(value) || !has_no_trace(value), "{name} was open and is another");
        }
        // Without one of the disclosures it is another token or none, which shows no more than this one.
        for at in 0..parts.len().min(8) {
            let mut fewer = parts.clone();
            fewer.remove(at);
            let fewer: String = std::iter::once(token).chain(fewer).map(|part| part.to_owned() + "~").collect();
            if let Some((less, more_undisclosed)) = testing::sd_jwt(&fewer) {
                assert!(count(&less.into()) < count(&claims.clone().into()), "no less is shown");
                // One digest more, and those fewer that stood in what it disclosed.
                assert!(more_undisclosed <= undisclosed + 1, "{more_undisclosed} after {undisclosed}");
            }
        }
        // The same disclosure twice is no token.
        if let Some(first) = parts.first() {
            let twice: String = [token, first].iter().chain(&parts).map(|part| (*part).to_owned() + "~").collect();
            assert_eq!(testing::sd_jwt(&twice), None);
        }
        let bundle = Bundle::parse(text.as_bytes()).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        if let [credential] = bundle.credentials()
            && bundle.presentation().is_none()
        {
            assert_eq!(*credential.object(), claims);
            assert_eq!(credential.undisclosed(), Some(undisclosed));
        }
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(count).sum::<usize>(),
        Value::Object(object) => 1 + object.iter().map(|(_, value)| 1 + count(value)).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

pub(crate) fn sd_jwt_seeds() -> Vec<Vec<u8>> {
    let made = [
        r##"{"vct":"a","_sd":["#1","#2"]}|["s","a",1]|["s","b",{"c":2}]"##,
        r##"{"vct":"a","list":[{"...":"#1"},2,{"...":"#2"}]}|["s",1]|["s",[1]]"##,
        r##"{"vct":"a","_sd":["#1"],"_sd_alg":"sha-256"}|["s","a",{"_sd":["#2","x"]}]|["s","b",1]"##,
        r##"{"vct":"a","_sd":["#1","#1"]}|["s","a",1]"##,
        r##"{"vct":"a","b":1,"_sd":["#1"]}|["s","b",1]"##,
        r##"{"vct":"a","_sd":["#1"]}|["s","_sd",[]]"##,
        r##"{"_sd":["#1"]}|["s","vct","a"]"##,
    ];
    let made = made.iter().map(|text| text.replace('|', "\n").into_bytes());
    tokens(true).map(|text| text.as_bytes().to_vec()).chain(made).collect()
}

/// A signature over a payload, with one protected parameter, its headers as short as can be.
fn sign1(protected: &[u8], unprotected: &[u8], payload: &[u8]) -> Vec<u8> {
    let string = |bytes: &[u8]| {
        let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        let head = match length {
            0..24 => vec![0x40 | length.to_be_bytes()[1]],
            24..256 => vec![0x58, length.to_be_bytes()[1]],
            _ => [&[0x59][..], &length.to_be_bytes()].concat(),
        };
        [head, bytes.to_vec()].concat()
    };
    [vec![0xd2, 0x84], string(protected), unprotected.to_vec(), string(payload), string(&[7; 64])].concat()
}

/// The target `cose`.
pub(crate) fn cose(bytes: &[u8]) {
    let Some(payload) = testing::sign1(bytes) else { return };
    // One value of CBOR to another reader, of four elements, the third of which is the payload.
    let mut rest = bytes;
    // It does not read simple values without a meaning, which may stand in a parameter: the target `cbor` is about those.
    let Ok(value) = ciborium::from_reader::<ciborium::Value, _>(&mut rest) else { return };
    assert!(rest.is_empty(), "{} bytes after it", rest.len());
    let value = match value {
        ciborium::Value::Tag(18, inner) => *inner,
        other => other,
    };
    let elements = value.into_array().unwrap_or_else(|other| panic!("{other:?}"));
    let [protected, unprotected, held, signature] = elements.as_slice() else { panic!("{elements:?}") };
    let held = held.as_bytes().unwrap_or_else(|| panic!("{held:?}"));
    assert_eq!(parse(held, &Limits::DOCUMENT), Ok(payload.clone().into()));
    assert!(signature.is_bytes() && unprotected.is_map());
    // The algorithm is signed, and stands in one place.
    let protected = protected.as_bytes().and_then(|bytes| ciborium::from_reader::<ciborium::Value, _>(&bytes[..]).ok());
    let Some(protected) = protected else { return };
    let labels = |map: &ciborium::Value| -> Vec<i128> {
        let entries = map.as_map().unwrap_or_else(|| panic!("{map:?}")).iter();
        entries.filter_map(|(label, _)| label.as_integer().map(i128::from)).collect()
    };
    let all = [labels(&protected), labels(unprotected)].concat();
    assert!(labels(&protected).contains(&1) && !all.contains(&2), "{all:?}");
    assert!(all.iter().enumerate().all(|(at, label)| !all[..at].contains(label)), "{all:?}");
    // With the tag or without it says the same, and with anything behind it nothing.
    let other = bytes.strip_prefix(&[0xd2]).map_or_else(|| [&[0xd2], bytes].concat(), <[u8]>::to_vec);
    assert_eq!(testing::sign1(&other), Some(payload));
    assert_eq!(testing::sign1(&[bytes, &[0]].concat()), None);
}

pub(crate) fn cose_seeds() -> Vec<Vec<u8>> {
    let own = known::vectors().iter().filter(|vector| matches!(vector.document.first(), Some(0xd2 | 0x84)));
    let made = [
        sign1(&[0xa1, 1, 0x26], &[0xa0], b"{}"),
        sign1(
            &[0xa3, 1, 0x27, 4, 0x41, b'k', 16, 0x67, b'v', b'c', b'+', b'c', b'o', b's', b'e'],
            &[0xa0],
            b"{\"a\":1}",
        ),
        sign1(&[0xa1, 1, 0x38, 34], &[0xa2, 4, 0x41, 1, 0x18, 33, 0x81, 0x41, 7], b"{}"),
        sign1(&[0xa2, 1, 0x26, 2, 0x81, 1], &[0xa0], b"{}"),
        sign1(&[], &[0xa1, 1, 0x26], b"{}"),
        sign1(&[0xa2, 1, 0x26, 0x61, b'a', 0xf9, 0x3c, 0], &[0xa1, 0x61, b'b', 0xf6], b"{}"),
    ];
    own.map(|vector| vector.document.clone()).chain(made).collect()
}

/// How deep values nest that are passed over in the target `cbor`.
const NESTING: u32 = 8;

/// Whether the other reader's value is one that ours reads where it is written in the preferred way: integers of four
/// bytes, no more, and whatever is shorter.
fn is_small(value: &ciborium::Value, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match value {
        ciborium::Value::Integer(number) => (-(1_i128 << 32)..1 << 32).contains(&i128::from(*number)),
        ciborium::Value::Array(elements) => elements.iter().all(|element| is_small(element, depth)),
        ciborium::Value::Map(entries) => {
            entries.iter().all(|(name, value)| is_small(name, depth) && is_small(value, depth))
        }
        ciborium::Value::Tag(tag, inner) => *tag < 1 << 32 && is_small(inner, depth),
        _ => true,
    }
}

/// The target `cbor`.
pub(crate) fn cbor(bytes: &[u8]) {
    let mut rest = bytes;
    let other: Result<ciborium::Value, _> = ciborium::from_reader(&mut rest);
    let length = bytes.len() - rest.len();
    let ours = testing::cbor_value(bytes, NESTING);
    if let Some(found) = ours {
        assert!(found <= bytes.len());
        // Simple values without a meaning are passed over by ours only.
        if let Ok(value) = &other {
            assert_eq!(found, length, "{value:?}");
            // In the preferred way: the other one writes it so, but for numbers that are no integers.
            let mut written = Vec::new();
            ciborium::into_writer(value, &mut written).unwrap_or_else(|fault| panic!("{fault}"));
            // Its numbers have other lengths: floats, large ones under the tags 2 and 3, simple values in two bytes.
            let odd = |byte: &u8| matches!(byte, 0xc2 | 0xc3 | 0xf8..=0xfb);
            assert!(written.len() == found || bytes[..found].iter().any(odd), "{value:?}");
        }
    }
    if let Ok(value) = &other {
        let mut written = Vec::new();
        ciborium::into_writer(value, &mut written).unwrap_or_else(|fault| panic!("{fault}"));
        if is_small(value, NESTING) && written == bytes[..length] {
            assert_eq!(ours, Some(length), "{value:?}");
        }
    }
}

pub(crate) fn cbor_seeds() -> Vec<Vec<u8>> {
    let own = [
        &[0x83, 1, 0x20, 0x63, b'a', b'b', b'c'][..],
        &[0xa2, 1, 0x41, 0, 0x61, b'a', 0xf5],
        &[0xc1, 0x1a, 0, 1, 0, 0],
        &[0xf9, 0x3c, 0],
        &[0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
        &[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0],
        &[0x9f, 1, 0xff],
        &[0x18, 23],
        &[0x5a, 255, 255, 255, 255],
        &[0x1b, 0, 0, 0, 1, 0, 0, 0, 0],
    ];
    own.map(<[u8]>::to_vec).into_iter().chain(cose_seeds()).collect()
}
