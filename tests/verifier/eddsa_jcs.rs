//! The W3C's own vectors for `eddsa-jcs-2022`: every intermediate value, and the verdict.

use proofpass::digest::Digest;
use proofpass::jcs::canonicalize_object;
use proofpass::json::Value;
use proofpass::key::PublicKey;
use proofpass::multibase::decode_base58btc;
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Code, Material, Policy, Verdict, verify_bytes};

use crate::object;
use crate::third_party::{folder, hex};

/// The vectors are signed by a `did:key` while their issuer is an unrelated URL, so a policy that asks for the issuer
/// leaves them undecided; proofs alone are what they are about.
fn proof_only() -> Policy {
    Policy::from_value(&object(br#"{"require":["proof"]}"#).into()).unwrap()
}

#[test]
fn w3c_eddsa_jcs_2022_step_by_step() {
    let Some(folder) = folder("w3c/vc-di-eddsa/TestVectors/eddsa-jcs-2022") else { return };
    let text = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap().trim_end().to_owned();

    let signed = object(text("signedJCS.json").as_bytes());
    let Some(Value::Object(mut proof)) = signed.get("proof").cloned() else { panic!() };
    let mut document = signed.clone();
    document.remove("proof");
    let value = proof.remove("proofValue").unwrap();

    // Canonical forms and their digests.
    assert_eq!(canonicalize_object(&document), text("canonDocJCS.txt"));
    assert_eq!(canonicalize_object(&proof), text("proofCanonJCS.txt"));
    let digest = |text: &str| Digest::of(text.as_bytes()).as_bytes().to_vec();
    assert_eq!(digest(&canonicalize_object(&document)), hex(&text("docHashJCS.txt")));
    assert_eq!(digest(&canonicalize_object(&proof)), hex(&text("proofHashJCS.txt")));
    // The signature, and the key that made it.
    let signature: [u8; 64] = decode_base58btc(value.as_str().unwrap()).unwrap();
    assert_eq!(signature.to_vec(), hex(&text("sigHexJCS.txt")));
    assert_eq!(value.as_str().unwrap(), text("sigBTC58JCS.txt"));
    let method = proof.get("verificationMethod").and_then(Value::as_str).unwrap();
    let key = PublicKey::from_multikey(method.split_once('#').unwrap().1).unwrap();
    assert_eq!(key.verify(&hex(&text("combinedHashJCS.txt")), &signature.into()), Ok(()));
}

#[test]
fn w3c_eddsa_vectors_get_their_verdict() {
    let Some(folder) = folder("w3c/vc-di-eddsa/TestVectors") else { return };
    let now = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
    for (file, code, verdict) in [
        ("eddsa-jcs-2022/signedJCS.json", Code::SignatureValid, Verdict::Accept),
        // Honest about what it does not check yet.
        ("eddsa-rdfc-2022/signedDataInt.json", Code::SuiteUnsupported, Verdict::Undecided),
        ("proof-set-chain/signedProofSet2.json", Code::SuiteUnsupported, Verdict::Undecided),
        ("unsigned.json", Code::ProofMissing, Verdict::Reject),
    ] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let report = verify_bytes(&bytes, &Material::default(), &proof_only(), now);
        let proof = report.checks().find(|check| check.name() == CheckName::Proof).unwrap();
        assert_eq!((proof.code(), report.verdict()), (code, verdict), "{file}");
    }
    // Under the default policy the issuer, a URL that no document speaks for, is what is missing.
    let bytes = std::fs::read(folder.join("eddsa-jcs-2022/signedJCS.json")).unwrap();
    let report = verify_bytes(&bytes, &Material::default(), &Policy::default(), now);
    let issuer = report.checks().find(|check| check.name() == CheckName::Issuer).unwrap();
    assert_eq!((issuer.code(), report.verdict()), (Code::IssuerUnresolved, Verdict::Undecided));
}
