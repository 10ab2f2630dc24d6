//! ECDSA over P-256 and P-384: Wycheproof's edges, and the W3C's own vectors for `ecdsa-jcs-2019` and `ecdsa-rdfc-2019`.

use proofpass::json::Value;
use proofpass::key::{KeyType, PublicKey, SigningKey};
use proofpass::securing::data_integrity::{ProofOptions, Suite};
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Code, Material, Policy, Verdict, verify_bytes};

use crate::object;
use crate::own::{NOW, sign_with, unsigned};
use crate::third_party::{folder, hex, report, text_of};

#[test]
fn wycheproof_has_the_verdicts_of_its_authors() {
    let Some(folder) = folder("wycheproof/testvectors_v1") else { return };
    for (file, key_type, count) in [
        ("ecdsa_secp256r1_sha256_p1363_test.json", KeyType::P256, 262),
        ("ecdsa_secp384r1_sha384_p1363_test.json", KeyType::P384, 280),
    ] {
        let file = Value::from(object(&std::fs::read(folder.join(file)).unwrap()));
        let groups = file.as_object().unwrap().get("testGroups").and_then(Value::as_array).unwrap().to_vec();
        let mut seen = 0;
        for group in &groups {
            let group = group.as_object().unwrap();
            let key = hex(text_of(group.get("publicKey").unwrap(), "uncompressed"));
            let key = PublicKey::from_point(key_type, &key).unwrap();
            for test in group.get("tests").and_then(Value::as_array).unwrap() {
                let accepted = key.verify(&hex(text_of(test, "msg")), &hex(text_of(test, "sig")).into()).is_ok();
                assert_eq!(accepted, text_of(test, "result") == "valid", "{key_type:?} {test}");
                seen += 1;
            }
        }
        assert_eq!(seen, count, "{key_type:?}");
        report(&format!("Wycheproof ECDSA {key_type:?}"), seen, 0, 0);
    }
}

#[test]
fn w3c_ecdsa_vectors_step_by_step_and_their_verdict() {
    let Some(folder) = folder("w3c/vc-di-ecdsa/TestVectors") else { return };
    let policy = Policy::from_value(&object(br#"{"require":["proof"]}"#).into()).unwrap();
    let now = Timestamp::parse(NOW).unwrap();
    let verify = |bytes: &[u8]| {
        let report = verify_bytes(bytes, &Material::default(), &policy, now);
        (report.checks().find(|check| check.name() == CheckName::Proof).unwrap().code(), report.verdict())
    };
    let cases = [
        ("ecdsa-jcs-2019-p256", "JCSECDSAP256", KeyType::P256),
        ("ecdsa-jcs-2019-p384", "JCSECDSAP384", KeyType::P384),
        ("ecdsa-rdfc-2019-p256", "ECDSAP256", KeyType::P256),
        ("ecdsa-rdfc-2019-p384", "ECDSAP384", KeyType::P384),
        ("ecdsa-rdfc-2019-p256/employ", "ECDSAP256", KeyType::P256),
        ("ecdsa-rdfc-2019-p384/employ", "ECDSAP384", KeyType::P384),
    ];
    for (suite, name, key_type) in cases {
        let bytes = std::fs::read(folder.join(suite).join(format!("signed{name}.json"))).unwrap();
        // These name a `did:key` as their issuer and are signed by another: valid signatures, and not the issuer's.
        let employ = suite.ends_with("employ");
        let (verdict, claim) =
            if employ { (Verdict::Reject, "83627465") } else { (Verdict::Accept, "The School of Examples") };
        assert_eq!(verify(&bytes), (Code::SignatureValid, verdict), "{suite}");
        // Their digests under their key: what both sides hash is the same.
        let text = |file: &str| std::fs::read_to_string(folder.join(suite).join(format!("{file}{name}.txt"))).unwrap();
        let signed = object(&bytes);
        let method = text_of(signed.get("proof").unwrap(), "verificationMethod");
        let key = PublicKey::from_multikey(method.split_once('#').unwrap().1).unwrap();
        assert_eq!(key.key_type(), key_type, "{suite}");
        assert!(key.verify(&hex(&text("combinedHash")), &hex(&text("sigHex")).into()).is_ok(), "{suite}");
        // Not one digit of the signature, and not one claim, can be another.
        let text = String::from_utf8(bytes).unwrap();
        for (from, to) in [(claim, "83627466"), ("23:36:38", "23:36:39")] {
            assert!(text.contains(from), "{suite} {from}");
            let changed = text.replacen(from, to, 1);
            assert_eq!(verify(changed.as_bytes()), (Code::SignatureMismatch, Verdict::Reject), "{suite} {from}");
        }
    }
    report("W3C vc-di-ecdsa vectors", 4, 0, 0);
}

#[test]
fn a_suite_and_a_key_must_be_of_one_kind() {
    let created = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let keys =
        [SigningKey::from_seed(&[5; 32]), SigningKey::p256(&[5; 32]).unwrap(), SigningKey::p384(&[5; 48]).unwrap()];
    for key in &keys {
        let public = key.public_key();
        let contexts = ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/suites/ed25519-2020/v1"]
            .map(Value::from);
        let credential = unsigned(r#"{"id":"https://example.com/1"}"#).with("issuer", public.did_key());
        let credential = credential.with("@context", contexts.to_vec());
        for suite in Suite::ALL {
            let options = ProofOptions { suite: *suite, ..ProofOptions::new(&public, created) };
            let Some(_) = suite.hash_algorithm(public.key_type()) else { continue };
            // Made otherwise, and their proofs have another form: see `disclosure` and `bbs`.
            if suite.is_derived() {
                continue;
            }
            let signed = sign_with(key, credential.clone(), options);
            let now = Timestamp::parse(NOW).unwrap();
            let verify = |document: &str| {
                let report = verify_bytes(document.as_bytes(), &Material::default(), &Policy::default(), now);
                (report.checks().find(|check| check.name() == CheckName::Proof).unwrap().code(), report.verdict())
            };
            let text = signed.to_string();
            assert_eq!(verify(&text), (Code::SignatureValid, Verdict::Accept), "{suite:?} {public:?}");
            for other in Suite::ALL.iter().filter(|other| !other.is_derived() && *other != suite) {
                let Some(Value::Object(mut proof)) = signed.get("proof").cloned() else { panic!() };
                proof.remove("cryptosuite");
                let proof = match other {
                    Suite::Ed25519Signature2020 => proof.with("type", other.as_str()),
                    _ => proof.with("type", "DataIntegrityProof").with("cryptosuite", other.as_str()),
                };
                let (code, verdict) = verify(&signed.clone().with("proof", proof).to_string());
                let fits = other.hash_algorithm(public.key_type()).is_some();
                let expected = if fits { Code::SignatureMismatch } else { Code::KeyMismatch };
                assert_eq!((code, verdict), (expected, Verdict::Reject), "{suite:?} as {other:?}");
            }
        }
    }
}
