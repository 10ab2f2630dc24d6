//! The W3C's own vectors for `eddsa-jcs-2022` and `eddsa-rdfc-2022`: every intermediate value, and the verdict; sets and
//! chains of proofs.

use proofpass::digest::Digest;
use proofpass::jcs::canonicalize_object;
use proofpass::json::{Object, Value};
use proofpass::jsonld::{Loaded, Options, bundled, to_rdf};
use proofpass::key::PublicKey;
use proofpass::multibase::decode_base58btc;
use proofpass::rdf::HashAlgorithm;
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Code, Material, Policy, Verdict, verify_bytes};

use crate::object;
use crate::third_party::{folder, hex, report};

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
fn w3c_eddsa_rdfc_2022_step_by_step() {
    let Some(folder) = folder("w3c/vc-di-eddsa/TestVectors/eddsa-rdfc-2022") else { return };
    let text = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let loader = |url: &str| bundled(url).map(Loaded::Compiled);
    let options = Options { base: None, loader: &loader, rdf_direction: None, strict: true };
    let canonical = |object: Object| {
        to_rdf(&object.into(), &options).unwrap().canonicalize(HashAlgorithm::Sha256).unwrap().to_n_quads()
    };
    let mut document = object(text("signedDataInt.json").as_bytes());
    document.remove("proof");
    let document = canonical(document);
    let proof = canonical(object(text("proofConfigDataInt.json").as_bytes()));
    assert_eq!(document, text("canonDocDataInt.txt"));
    assert_eq!(proof, text("proofCanonDataInt.txt"));
    let digest = |text: &str| Digest::of(text.as_bytes()).as_bytes().to_vec();
    assert_eq!(digest(&document), hex(&text("docHashDataInt.txt")));
    assert_eq!(digest(&proof), hex(&text("proofHashDataInt.txt")));
}

#[test]
fn a_link_of_a_chain_cannot_be_taken_out_or_changed() {
    let Some(folder) = folder("w3c/vc-di-eddsa/TestVectors/proof-set-chain") else { return };
    let now = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
    let signed = object(&std::fs::read(folder.join("signedProofChain2.json")).unwrap());
    let proofs = signed.get("proof").unwrap().as_array().unwrap().to_vec();
    let code = |proofs: Vec<Value>| {
        let text = signed.clone().with("proof", proofs).to_string();
        let report = verify_bytes(text.as_bytes(), &Material::default(), &proof_only(), now);
        report.checks().find(|check| check.name() == CheckName::Proof).unwrap().code()
    };
    assert_eq!(code(proofs.clone()), Code::SignatureValid);
    for at in 0..proofs.len() {
        let mut without = proofs.clone();
        without.remove(at);
        // The last one is nobody's earlier proof.
        let expected = if at + 1 == proofs.len() { Code::SignatureValid } else { Code::PreviousProofMissing };
        assert_eq!(code(without), expected, "without {at}");
        let mut twice = proofs.clone();
        twice.push(proofs[at].clone());
        let expected = if at + 1 == proofs.len() { Code::SignatureValid } else { Code::PreviousProofMissing };
        assert_eq!(code(twice), expected, "{at} twice");
        let mut changed = proofs.clone();
        let Value::Object(proof) = proofs[at].clone() else { panic!() };
        changed[at] = proof.with("created", "2023-02-24T23:36:39Z").into();
        assert_eq!(code(changed), Code::SignatureMismatch, "{at} changed");
    }
}

#[test]
fn w3c_eddsa_vectors_get_their_verdict() {
    let Some(folder) = folder("w3c/vc-di-eddsa/TestVectors") else { return };
    let now = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
    for (file, code, verdict) in [
        ("eddsa-jcs-2022/signedJCS.json", Code::SignatureValid, Verdict::Accept),
        ("eddsa-rdfc-2022/signedDataInt.json", Code::SignatureValid, Verdict::Accept),
        ("proof-set-chain/signedProofSet1.json", Code::SignatureValid, Verdict::Accept),
        ("proof-set-chain/signedProofSet2.json", Code::SignatureValid, Verdict::Accept),
        ("proof-set-chain/signedProofChain1.json", Code::SignatureValid, Verdict::Accept),
        ("proof-set-chain/signedProofChain2.json", Code::SignatureValid, Verdict::Accept),
        ("proof-set-chain/proofChainTempDoc2.json", Code::PreviousProofMissing, Verdict::Reject),
        ("unsigned.json", Code::ProofMissing, Verdict::Reject),
        // Honest about what it does not check yet.
        ("eddsa-rdfc-2022/employ/signedDataInt.json", Code::ContextUnknown, Verdict::Undecided),
        ("Ed25519Signature2020/signedEdSig.json", Code::SuiteUnsupported, Verdict::Undecided),
    ] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let report = verify_bytes(&bytes, &Material::default(), &proof_only(), now);
        let proof = report.checks().find(|check| check.name() == CheckName::Proof).unwrap();
        assert_eq!((proof.code(), report.verdict()), (code, verdict), "{file}");
    }
    // Two are of what is not checked here, and one of each kind is gone through step by step above.
    report("W3C vc-di-eddsa vectors", 8, 0, 2);
    // Under the default policy the issuer, a URL that no document speaks for, is what is missing.
    let bytes = std::fs::read(folder.join("eddsa-jcs-2022/signedJCS.json")).unwrap();
    let report = verify_bytes(&bytes, &Material::default(), &Policy::default(), now);
    let issuer = report.checks().find(|check| check.name() == CheckName::Issuer).unwrap();
    assert_eq!((issuer.code(), report.verdict()), (Code::IssuerUnresolved, Verdict::Undecided));
}
