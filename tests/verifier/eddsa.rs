//! The W3C's own vectors for `eddsa-jcs-2022`, `eddsa-rdfc-2022` and `Ed25519Signature2020`: every intermediate value, and
//! the verdict; sets and chains of proofs; what a proof over RDF must not let through.

use proofpass::credential::UnsignedCredential;
use proofpass::digest::Digest;
use proofpass::jcs::canonicalize_object;
use proofpass::json::{Object, Value};
use proofpass::jsonld::{Loaded, Options, bundled, to_rdf};
use proofpass::key::PublicKey;
use proofpass::multibase::decode_base58btc;
use proofpass::rdf::HashAlgorithm;
use proofpass::securing::data_integrity::{PrepareError, Prepared, ProofOptions, Suite};
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Code, Material, Policy, Verdict, verify_bytes};

use crate::object;
use crate::own::{NOW, key, sign_with, signed_as, unsigned};
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
fn w3c_eddsa_vectors_over_rdf_step_by_step() {
    let Some(folder) = folder("w3c/vc-di-eddsa/TestVectors") else { return };
    let loader = |url: &str| bundled(url).map(Loaded::Compiled);
    let options = Options { base: None, loader: &loader, rdf_direction: None, strict: true };
    let canonical = |object: Object| {
        to_rdf(&object.into(), &options).unwrap().canonicalize(HashAlgorithm::Sha256).unwrap().to_n_quads()
    };
    for (suite, name) in
        [("eddsa-rdfc-2022", "DataInt"), ("eddsa-rdfc-2022/employ", "DataInt"), ("Ed25519Signature2020", "EdSig")]
    {
        let text = |file: &str, kind: &str| {
            std::fs::read_to_string(folder.join(suite).join(format!("{file}{name}.{kind}"))).unwrap()
        };
        let mut document = object(text("signed", "json").as_bytes());
        document.remove("proof");
        let document = canonical(document);
        let proof = canonical(object(text("proofConfig", "json").as_bytes()));
        assert_eq!(document, text("canonDoc", "txt"), "{suite}");
        assert_eq!(proof, text("proofCanon", "txt"), "{suite}");
        let digest = |text: &str| Digest::of(text.as_bytes()).as_bytes().to_vec();
        assert_eq!(digest(&document), hex(&text("docHash", "txt")), "{suite}");
        assert_eq!(digest(&proof), hex(&text("proofHash", "txt")), "{suite}");
    }
}

/// What becomes of a credential, under the default policy.
fn checked(document: &Object) -> (Code, Verdict) {
    let now = Timestamp::parse(NOW).unwrap();
    let report = verify_bytes(document.to_string().as_bytes(), &Material::default(), &Policy::default(), now);
    (report.checks().find(|check| check.name() == CheckName::Proof).unwrap().code(), report.verdict())
}

const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

fn with_contexts(more: Vec<Value>) -> Object {
    let contexts = [vec![Value::from("https://www.w3.org/ns/credentials/v2")], more].concat();
    unsigned(r#"{"id":"https://example.com/products/1"}"#).with("@context", contexts)
}

#[test]
fn ed25519_signature_2020_is_a_proof_type_and_no_cryptosuite() {
    let signed = signed_as(Suite::Ed25519Signature2020, with_contexts(vec![ED25519_2020.into()]));
    assert_eq!(checked(&signed), (Code::SignatureValid, Verdict::Accept));
    let with_proof = |change: &dyn Fn(Object) -> Object| {
        let Some(Value::Object(proof)) = signed.get("proof").cloned() else { panic!() };
        assert!(proof.get("cryptosuite").is_none());
        checked(&signed.clone().with("proof", change(proof)))
    };
    let other = |name: &'static str| move |proof: Object| proof.with("type", name);
    for (change, expected) in [
        (&other("DataIntegrityProof") as &dyn Fn(Object) -> Object, (Code::ProofMalformed, Verdict::Reject)),
        (&other("eddsa-rdfc-2022"), (Code::SuiteUnsupported, Verdict::Undecided)),
        (&other("Ed25519Signature2018"), (Code::SuiteUnsupported, Verdict::Undecided)),
        (&|proof| proof.with("cryptosuite", "eddsa-rdfc-2022"), (Code::ProofMalformed, Verdict::Reject)),
        (&|proof| proof.with("cryptosuite", Value::Null), (Code::ProofMalformed, Verdict::Reject)),
        (
            &|proof| proof.with("type", "DataIntegrityProof").with("cryptosuite", "Ed25519Signature2020"),
            (Code::SuiteUnsupported, Verdict::Undecided),
        ),
        (
            &|proof| proof.with("type", "DataIntegrityProof").with("cryptosuite", "eddsa-rdfc-2022"),
            (Code::SignatureMismatch, Verdict::Reject),
        ),
        (
            &|proof| proof.with("type", "DataIntegrityProof").with("cryptosuite", "eddsa-jcs-2022"),
            (Code::SignatureMismatch, Verdict::Reject),
        ),
        (&|proof| proof.with("created", "2026-01-02T00:00:00Z"), (Code::SignatureMismatch, Verdict::Reject)),
    ] {
        assert_eq!(with_proof(change), expected);
    }
}

#[test]
fn terms_of_a_proof_over_rdf_must_be_those_of_its_suite() {
    // A context of the document's own that has the type mean the same, and everything else what it likes.
    let mut terms = Object::new();
    for (term, iri) in [
        ("Ed25519Signature2020", "https://w3id.org/security#Ed25519Signature2020"),
        ("created", "http://purl.org/dc/terms/created"),
        ("verificationMethod", "https://w3id.org/security#verificationMethod"),
        ("proofPurpose", "https://w3id.org/security#proofPurpose"),
    ] {
        terms.insert(term, iri);
    }
    let document = with_contexts(vec![terms.into()]);
    let created = Timestamp::parse(NOW).unwrap();
    let options =
        ProofOptions { suite: Suite::Ed25519Signature2020, ..ProofOptions::new(&key().public_key(), created) };
    let prepared = Prepared::new(UnsignedCredential::new(document).unwrap(), &key().public_key(), options);
    assert_eq!(prepared.map(|_| ()), Err(PrepareError::JsonLd));
}

#[test]
fn what_is_read_by_name_cannot_be_written_otherwise() {
    const CREDENTIALS: &str = "https://www.w3.org/2018/credentials#";
    let status = |n: u8| {
        let entry = Object::new().with("id", format!("https://example.com/status#{n}"));
        Value::from(entry.with("type", "https://example.com/Status"))
    };
    let document = with_contexts(Vec::new()).with("validUntil", "2026-02-01T00:00:00Z");
    let document = document.with("credentialStatus", vec![status(1), status(2)]);
    let signed = signed_as(Suite::EddsaRdfc2022, document);
    assert_eq!(checked(&signed), (Code::SignatureValid, Verdict::Reject));
    let date =
        Object::new().with("@type", "http://www.w3.org/2001/XMLSchema#dateTime").with("@value", "2026-02-01T00:00:00Z");
    let iri = |name: &str| format!("{CREDENTIALS}{name}");
    let without = |name: &str| {
        let mut document = signed.clone();
        document.remove(name);
        document
    };
    let id = unsigned("{}").get("id").unwrap().clone();
    let context = |name: &str, definition: Object| {
        let contexts =
            vec![Value::from("https://www.w3.org/ns/credentials/v2"), Object::new().with(name, definition).into()];
        Value::from(contexts)
    };
    let term = Object::new().with("@id", iri("validUntil")).with("@type", "http://www.w3.org/2001/XMLSchema#dateTime");
    for (name, document) in [
        ("a whole IRI", without("validUntil").with(iri("validUntil"), date.clone())),
        (
            "another term",
            without("validUntil").with("@context", context("until", term)).with("until", "2026-02-01T00:00:00Z"),
        ),
        ("nested", without("validUntil").with("@nest", Object::new().with("validUntil", "2026-02-01T00:00:00Z"))),
        (
            "another node of that name",
            without("validUntil")
                .with("@included", Object::new().with("id", id.clone()).with(iri("validUntil"), date.clone())),
        ),
        ("the identifier", without("id").with("@id", id.clone())),
        ("a status", without("credentialStatus").with(iri("credentialStatus"), vec![status(1), status(2)])),
        (
            "one status of two",
            signed.clone().with("credentialStatus", status(1)).with(iri("credentialStatus"), status(2)),
        ),
        (
            "one status of two, and the other twice",
            signed
                .clone()
                .with("credentialStatus", vec![status(1), status(1)])
                .with(iri("credentialStatus"), status(2)),
        ),
    ] {
        assert_eq!(checked(&document), (Code::MemberRespelled, Verdict::Reject), "{name}");
    }
    // The number of bits of a status decides which of them are read.
    let entry = object(
        br#"{"type":"BitstringStatusListEntry","statusPurpose":"message","statusListIndex":"5","statusListCredential":"https://example.com/list","statusSize":2}"#,
    );
    let sized = signed_as(Suite::EddsaRdfc2022, with_contexts(Vec::new()).with("credentialStatus", entry));
    assert_eq!(checked(&sized).0, Code::SignatureValid);
    let size = r#""https://www.w3.org/ns/credentials/status#statusSize":{"@type":"https://www.w3.org/2001/XMLSchema#integer","@value":2}"#;
    let text = sized.to_string();
    assert!(text.contains(r#""statusSize":2"#));
    let respelled = object(text.replacen(r#""statusSize":2"#, size, 1).as_bytes());
    assert_eq!(checked(&respelled), (Code::MemberRespelled, Verdict::Reject));
    // The proof's own end, too.
    let created = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let end = Timestamp::parse("2026-02-01T00:00:00Z").unwrap();
    let options = ProofOptions {
        suite: Suite::EddsaRdfc2022,
        expires: Some(end),
        ..ProofOptions::new(&key().public_key(), created)
    };
    let signed = sign_with(&key(), with_contexts(Vec::new()), options);
    assert_eq!(checked(&signed), (Code::ProofExpired, Verdict::Reject));
    let Some(Value::Object(mut proof)) = signed.get("proof").cloned() else { panic!() };
    proof.remove("expires");
    let proof = proof.with("https://w3id.org/security#expiration", date);
    assert_eq!(checked(&signed.with("proof", proof)), (Code::MemberRespelled, Verdict::Reject));
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
        // Signed by another key than that of the `did:key` it names as its issuer: the signature is valid, and the
        // credential is not the issuer's.
        ("eddsa-rdfc-2022/employ/signedDataInt.json", Code::SignatureValid, Verdict::Reject),
        ("Ed25519Signature2020/signedEdSig.json", Code::SignatureValid, Verdict::Accept),
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
