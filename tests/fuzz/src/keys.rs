//! Keys, who they belong to, and how both are written.

use proofpass::did::{Controller, Did, VerificationMethodId};
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::{KeyType, PublicKey, Signature, SigningKey};
use proofpass::multibase::{
    decode_base58btc, decode_base58btc_up_to, decode_base64url, encode_base58btc, encode_base64url,
};
use proofpass::securing::data_integrity::Purpose;
use proofpass::testing;
use proofpass::time::Timestamp;

use crate::known;

fn assert_key(key: &PublicKey) {
    assert_eq!(PublicKey::from_multikey(&key.to_multikey()).as_ref(), Ok(key));
    assert_eq!(PublicKey::from_point(key.key_type(), &key.to_point()).as_ref(), Ok(key));
    if key.key_type() != KeyType::Bls12381G2 {
        assert_eq!(PublicKey::from_jwk(&key.to_jwk()).as_ref(), Ok(key));
    }
    let method = VerificationMethodId::parse(&key.verification_method()).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(testing::own_key(&method).as_ref(), Some(key));
    // Nothing signs everything: keys for which some signature holds of any message are no keys.
    for signature in [[0; 64], [1; 64]] {
        assert!(key.verify(b"message", &Signature::from(signature)).is_err(), "{}", key.to_multikey());
    }
    let mut identity = [0; 64];
    identity[0] = 1;
    assert!(key.verify(b"message", &Signature::from(identity)).is_err(), "{}", key.to_multikey());
}

/// The target `keys`.
pub(crate) fn texts(bytes: &[u8]) {
    for (key_type, length) in [(KeyType::Ed25519, 32), (KeyType::P256, 33), (KeyType::P384, 49)] {
        if let Some(Ok(key)) = bytes.get(..length).map(|point| PublicKey::from_point(key_type, point)) {
            assert_key(&key);
        }
    }
    multibases(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = PublicKey::from_multikey(text) {
        assert_eq!(key.to_multikey(), text, "two spellings of one key");
        assert_key(&key);
    }
    if let Some(jwk) = known::object(bytes)
        && let Ok(key) = PublicKey::from_jwk(&jwk)
    {
        assert!(["d", "k", "p"].iter().all(|name| jwk.get(name).is_none()), "a private key: {jwk}");
        assert_key(&key);
    }
    if let Ok(did) = Did::parse(text) {
        assert_eq!(did.as_str(), text);
        assert!(text.len() <= Did::MAX_LEN && text.is_ascii() && !text.contains(['/', '?', '#', ' ']), "{text}");
        assert_eq!(Controller::parse(text).map(|controller| controller.is_did()), Ok(true));
    }
    if let Ok(controller) = Controller::parse(text)
        && let Some(url) = controller.document_url()
    {
        assert!(url.starts_with("https://") && !url.contains(['#', ' ', '\\', '@']) || !controller.is_did(), "{url}");
        if controller.is_did() {
            // Whoever fetches it goes to the host that the DID names, and climbs nowhere.
            let host = text.split(':').nth(2).unwrap_or_default().split('%').next().unwrap_or_default();
            assert!(url["https://".len()..].starts_with(host) && !host.is_empty(), "{url} for {text}");
            let climbs = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
            assert!(!url.split('/').any(climbs), "{url}");
        }
    }
    if let Ok(method) = VerificationMethodId::parse(text) {
        assert_eq!(method.to_string(), text);
        if let Some(key) = testing::own_key(&method) {
            assert_key(&key);
        }
    }
    if let Ok(pointer) = Pointer::parse(text) {
        assert_eq!(pointer.as_str(), text);
    }
}

fn multibases(bytes: &[u8]) {
    let base58 = encode_base58btc(bytes);
    assert_eq!(decode_base58btc_up_to(&base58, bytes.len()).as_deref(), Ok(bytes));
    if let Some(shorter) = bytes.len().checked_sub(1) {
        assert!(decode_base58btc_up_to(&base58, shorter).is_err());
    }
    assert_eq!(decode_base64url(&encode_base64url(bytes)).as_deref(), Ok(bytes));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(decoded) = decode_base58btc_up_to(text, 200) {
        assert_eq!(encode_base58btc(&decoded), text, "two spellings");
    }
    if let Ok(decoded) = decode_base58btc::<34>(text) {
        assert_eq!(encode_base58btc(&decoded), text, "two spellings");
    }
    if let Ok(decoded) = decode_base64url(text) {
        assert_eq!(encode_base64url(&decoded), text, "two spellings");
    }
    assert_eq!(testing::base64(text).is_some(), testing::has_base64_form(text), "{text}");
    if let Some(decoded) = testing::base64(text) {
        // One text but for the padding, in the alphabet of the other one.
        let other = encode_base64url(&decoded).replace('-', "+").replace('_', "/");
        assert_eq!(other.strip_prefix('u'), Some(text.trim_end_matches('=')));
    }
}

fn signing_keys() -> [SigningKey; 3] {
    let key = |key: Result<SigningKey, _>| key.unwrap_or_else(|fault: proofpass::key::KeyError| panic!("{fault}"));
    [SigningKey::from_seed(&[7; 32]), key(SigningKey::p256(&[7; 32])), key(SigningKey::p384(&[7; 48]))]
}

pub(crate) fn text_seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<String> = signing_keys()
        .iter()
        .map(SigningKey::public_key)
        .flat_map(|key| [key.to_multikey(), key.did_key(), key.verification_method(), key.to_jwk().to_string()])
        .collect();
    let jwk = signing_keys()[1].public_key().to_jwk().to_string();
    seeds.push(format!("did:jwk:{}#0", encode_base64url(jwk.as_bytes()).trim_start_matches('u')));
    seeds.extend(
        [
            "did:web:a.example%3A8443:user:alice",
            "did:web:1.2.3.4",
            "did:web:a.example:%2e%2E:x",
            "https://a.example/issuers/1?v=2#key",
            "did:example:a:b#c",
            "/a~1b/~0/0",
            "u-_8",
            "QUI=",
            r#"{"kty":"OKP","crv":"Ed25519","x":"","use":"sig","key_ops":["verify"],"alg":"EdDSA"}"#,
        ]
        .map(str::to_owned),
    );
    let points = signing_keys().map(|key| key.public_key().to_point());
    // Points of small order: they would let one signature hold of every message.
    let small = [
        [0; 32],
        {
            let mut one = [0; 32];
            one[0] = 1;
            one
        },
        [0xff; 32],
    ]
    .map(|point| point.to_vec());
    seeds.into_iter().map(String::into_bytes).chain(points).chain(small).collect()
}

/// The target `controller_document`.
pub(crate) fn controller_document(bytes: &[u8]) {
    let (line, document) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let Some(document) = known::object(document) else { return };
    let text = std::str::from_utf8(line).unwrap_or_default();
    let Ok(method) = VerificationMethodId::parse(text) else { return };
    let at = Timestamp::MIN.plus_seconds(63_500_000_000);
    for purpose in [Purpose::AssertionMethod, Purpose::Authentication] {
        let Some(key) = testing::listed_key(document.clone(), &method, purpose, at) else { continue };
        assert_key(&key);
        let controller = method.controller().as_str();
        assert_eq!(document.get("id").and_then(Value::as_str), Some(controller), "another's document");
        // It stands under the relationship, and the same document without that does not list it.
        let mut without = document.clone();
        assert!(without.remove(purpose.as_str()).is_some());
        assert_eq!(testing::listed_key(without, &method, purpose, at), None);
        let other = document.clone().with("id", "did:example:another");
        assert_eq!(testing::listed_key(other, &method, purpose, at), None);
        let crowd = vec![Value::Null; 257];
        assert_eq!(testing::listed_key(document.clone().with("authentication", crowd), &method, purpose, at), None);
        // The key is one that the document writes down.
        let all = document.to_string();
        let x = key.to_jwk().get("x").and_then(Value::as_str).unwrap_or_default().to_owned();
        assert!(all.contains(&key.to_multikey()) || all.contains(&x), "{all}");
    }
}

pub(crate) fn controller_document_seeds() -> Vec<Vec<u8>> {
    let key = signing_keys()[0].public_key();
    let (multikey, jwk) = (key.to_multikey(), signing_keys()[1].public_key().to_jwk());
    let method = |id: &str| {
        let object = Object::new().with("id", id).with("type", "Multikey").with("controller", "did:web:a.example");
        object.with("publicKeyMultibase", multikey.as_str())
    };
    let document = |methods: Vec<Value>, relationship: Vec<Value>| {
        let document = Object::new().with("id", "did:web:a.example").with("verificationMethod", methods);
        document.with("assertionMethod", relationship.clone()).with("authentication", relationship)
    };
    let jwk_method = Object::new()
        .with("id", "#k")
        .with("type", "JsonWebKey")
        .with("controller", "did:web:a.example")
        .with("publicKeyJwk", jwk);
    let documents = [
        document(vec![method("#k").into()], vec!["#k".into()]),
        document(vec![method("did:web:a.example#k").into()], vec!["did:web:a.example#k".into()]),
        document(Vec::new(), vec![method("#k").into()]),
        document(vec![jwk_method.into()], vec!["#k".into()]),
        document(vec![method("#k").with("expires", "2030-01-01T00:00:00Z").into()], vec!["#k".into()]),
        document(vec![method("#k").with("revoked", "2020-01-01T00:00:00Z").into()], vec!["#k".into()]),
    ];
    documents.iter().map(|document| format!("did:web:a.example#k\n{document}").into_bytes()).collect()
}
