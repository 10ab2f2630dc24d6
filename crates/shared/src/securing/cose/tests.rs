use super::*;
use crate::key::SigningKey;

/// A `COSE_Sign1` of these parts.
fn sign1(protected: &[u8], unprotected: &[u8], payload: &[u8], signature: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(4);
    writer.bytes(protected);
    let mut bytes = writer.into_bytes();
    bytes.extend(unprotected);
    let mut rest = Writer::new();
    rest.bytes(payload);
    rest.bytes(signature);
    [bytes, rest.into_bytes()].concat()
}

/// `{1: -8}`
const EDDSA: &[u8] = &[0xa1, 0x01, 0x27];

#[test]
fn reads_what_it_makes() {
    let key = SigningKey::from_seed(&[1; 32]);
    let issuer = key.public_key().did_key();
    let text = format!(
        r#"{{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"{issuer}","credentialSubject":{{"a":1}}}}"#
    );
    let Ok(Value::Object(object)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!() };
    let credential = crate::credential::UnsignedCredential::new(object.clone()).unwrap();
    let prepared = PreparedSign1::credential(credential, &key.public_key(), None).unwrap();
    let bytes = prepared.signed_by(&key).unwrap();
    let (sign1, payload) = Sign1::parse(&bytes).unwrap();
    assert!(sign1.is_by(&key.public_key()));
    assert_eq!((payload.len(), sign1.header.media_type.as_deref()), (4, Some(TYPE_CREDENTIAL)));
    assert_eq!(sign1.header.key_id, Some(key.public_key().verification_method()));
    // Without the tag it is the same signature.
    let (bare, _) = Sign1::parse(&bytes[1..]).unwrap();
    assert!(bare.is_by(&key.public_key()));
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let believed = Sign1::parse(&changed).is_ok_and(|(sign1, _)| sign1.is_by(&key.public_key()));
        assert!(!believed, "byte {at}");
    }
    for end in 0..bytes.len() {
        assert!(Sign1::parse(&bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn refuses_what_is_none() {
    let good = sign1(EDDSA, &[0xa0], b"{}", &[0; 64]);
    assert!(Sign1::parse(&good).is_ok());
    let malformed = |bytes: &[u8]| assert_eq!(Sign1::parse(bytes).err(), Some(CoseError::Malformed), "{bytes:?}");
    malformed(&[]);
    malformed(&[0xd2]);
    malformed(&[&[0xd1][..], &good].concat());
    malformed(&[&good[..], &[0]].concat());
    // No algorithm; one that is not protected; two; a list for a header; the same label twice, or in both maps.
    malformed(&sign1(&[], &[0xa0], b"{}", &[]));
    malformed(&sign1(&[], EDDSA, b"{}", &[]));
    malformed(&sign1(&[0xa2, 0x01, 0x27, 0x01, 0x26], &[0xa0], b"{}", &[]));
    malformed(&sign1(&[0x80], &[0xa0], b"{}", &[]));
    malformed(&sign1(EDDSA, EDDSA, b"{}", &[]));
    malformed(&sign1(&[0xa1, 0x01, 0x27, 0x00], &[0xa0], b"{}", &[]));
    // A payload that is no object, or can be read in two ways.
    malformed(&sign1(EDDSA, &[0xa0], b"[]", &[]));
    malformed(&sign1(EDDSA, &[0xa0], br#"{"a":1,"a":2}"#, &[]));
    malformed(&sign1(EDDSA, &[0xa0], b"", &[]));
    // Detached.
    malformed(&[&[0x84, 0x43][..], EDDSA, &[0xa0, 0xf6, 0x40]].concat());
    // Longer heads than there must be.
    malformed(&[&[0x84, 0x58, 0x03][..], EDDSA, &[0xa0, 0x42, b'{', b'}', 0x40]].concat());
    // `crit`
    let critical = sign1(&[0xa2, 0x01, 0x27, 0x02, 0x81, 0x18, 0x63], &[0xa0], b"{}", &[]);
    assert_eq!(Sign1::parse(&critical).err(), Some(CoseError::Unsupported));
}

#[test]
fn the_list_of_algorithms_is_closed() {
    let algorithm = |encoded: &[u8]| {
        let header = [&[0xa1, 0x01], encoded].concat();
        Sign1::parse(&sign1(&header, &[0xa0], b"{}", &[])).map(|(sign1, _)| sign1.header.algorithm)
    };
    assert_eq!(algorithm(&[0x27]), Ok(Algorithm::For(KeyType::Ed25519)));
    assert_eq!(algorithm(&[0x32]), Ok(Algorithm::For(KeyType::Ed25519)));
    #[cfg(feature = "ecdsa")]
    assert_eq!(algorithm(&[0x26]), Ok(Algorithm::For(KeyType::P256)));
    #[cfg(feature = "ecdsa")]
    assert_eq!(algorithm(&[0x38, 0x22]), Ok(Algorithm::For(KeyType::P384)));
    let es512 = if cfg!(feature = "p521") { "For(P521)" } else { "Other" };
    assert_eq!(format!("{:?}", algorithm(&[0x38, 0x23]).unwrap()), es512);
    for mac in [&[0x04][..], &[0x05], &[0x06], &[0x07]] {
        assert_eq!(algorithm(mac), Ok(Algorithm::Worthless), "{mac:?}");
    }
    for other in [&[0x00][..], &[0x01], &[0x38, 0x24], &[0x39, 0x01, 0x00]] {
        assert_eq!(algorithm(other), Ok(Algorithm::Other), "{other:?}");
    }
    // By a name instead of a number.
    assert_eq!(algorithm(b"\x65EdDSA"), Err(CoseError::Malformed));
}

#[test]
fn passes_over_what_it_does_not_read() {
    let header =
        [&[0xa3, 0x01, 0x27, 0x18, 0x21, 0x82, 0x41, 1, 0x41, 2][..], b"\x61x", &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0]];
    assert!(Sign1::parse(&sign1(&header.concat(), &[0xa1, 0x04, 0x41, b'k'], b"{}", &[])).is_ok());
    let mut deep = vec![0xa2, 0x01, 0x27, 0x18, 0x63];
    deep.extend([0x81; 100]);
    deep.push(0);
    assert_eq!(Sign1::parse(&sign1(&deep, &[0xa0], b"{}", &[])).err(), Some(CoseError::Malformed));
}

#[test]
fn has_no_more_parameters_than_are_compared() {
    let with = |count: u8| {
        let labels = (0..count).flat_map(|at| [0x19, 1, at, 0x00]);
        let unprotected: Vec<u8> = [0xb8, count].into_iter().chain(labels).collect();
        Sign1::parse(&sign1(EDDSA, &unprotected, b"{}", &[])).map(|_| ())
    };
    // One more stands in the other map.
    assert_eq!(with(63), Ok(()));
    assert_eq!(with(64), Err(CoseError::Malformed));
}
