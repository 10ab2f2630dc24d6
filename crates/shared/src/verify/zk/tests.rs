//! Proofs in zero knowledge as the verifier judges them: what it accepts, and the many ways in which it does not.
//!
//! Most proofs here are made as whoever ran a setup alone can make them, out of the exponents of the key: for any
//! statement, without a credential. What is tested is that the verifier computes every public number for itself.

#[cfg(feature = "zk-prove")]
mod proven;

use std::sync::LazyLock;

use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::Field as _;
use proofpass_zk::bn254::{Fr, G1Affine, G2Affine};
use proofpass_zk::groth16::VerifyingKey;
use proofpass_zk::text::to_bytes;

use super::super::tests::{object, time};
use super::*;
use crate::bundle::{Bundle, Need};
use crate::credential::UnsignedCredential;
use crate::key::SigningKey;
use crate::securing::data_integrity::{Prepared, ProofOptions};
use crate::verify::{Material, Policy, Verdict, verify_bytes};
use crate::zk::{Circuit, StatusBits, StatusPublication, verification_method};

const NOW: &str = "2026-11-23T12:05:00Z";
const ISSUER: &str = "did:web:city.example";
const STATUS: &str = "https://city.example/zk/status/1";

/// The exponents of a key that one person made.
const ALPHA: u64 = 3;
const BETA: u64 = 5;
const DELTA: u64 = 7;
const INPUTS: [u64; 7] = [11, 13, 17, 19, 23, 29, 31];

fn g1(exponent: Fr) -> Vec<u8> {
    let point = (G1Affine::generator() * exponent).into_affine();
    [to_bytes(point.x), to_bytes(point.y)].concat()
}

fn g2(exponent: Fr) -> Vec<u8> {
    let point = (G2Affine::generator() * exponent).into_affine();
    [point.x.c1, point.x.c0, point.y.c1, point.y.c0].map(to_bytes).concat()
}

fn key_with(delta: u64) -> TrustedKey {
    let mut bytes = g1(ALPHA.into());
    for exponent in [BETA, 1, delta] {
        bytes.extend(g2(exponent.into()));
    }
    for exponent in INPUTS {
        bytes.extend(g1(exponent.into()));
    }
    TrustedKey::new(Circuit::CredS1, VerifyingKey::from_bytes(&bytes, 6).unwrap(), None).unwrap()
}

static KEY: LazyLock<TrustedKey> = LazyLock::new(|| key_with(DELTA));

/// A proof of a statement by whoever knows the exponents; another one for each `blinding`.
fn simulated(statement: &Statement, blinding: u64) -> [u8; 256] {
    let of_inputs =
        INPUTS[1..].iter().zip(statement.public_inputs()).map(|(exponent, input)| Fr::from(*exponent) * input);
    let of_inputs = Fr::from(INPUTS[0]) + of_inputs.sum::<Fr>();
    let (a, b) = (Fr::from(41 + blinding), Fr::from(43));
    let c = (a * b - Fr::from(ALPHA * BETA) - of_inputs) * Fr::from(DELTA).inverse().unwrap();
    [g1(a), g2(b), g1(c)].concat().try_into().unwrap()
}

fn issuer_key() -> proofpass_zk::eddsa::SigningKey {
    proofpass_zk::eddsa::SigningKey::from_seed(&[7; 32])
}

fn signer() -> SigningKey {
    SigningKey::from_seed(&[9; 32])
}

fn did_document() -> Object {
    did_document_of(ISSUER, &signer())
}

fn did_document_of(did: &str, signer: &SigningKey) -> Object {
    let key = Object::new()
        .with("id", format!("{did}#key-1"))
        .with("type", "Multikey")
        .with("controller", did)
        .with("publicKeyMultibase", signer.public_key().to_multikey());
    let methods: Vec<Value> =
        vec![key.into(), verification_method(&format!("{did}#zk-1"), did, &issuer_key().public_key()).into()];
    Object::new()
        .with("id", did)
        .with("verificationMethod", methods)
        .with("assertionMethod", vec![Value::from("#key-1"), "#zk-1".into()])
}

fn material_of(documents: &[Object]) -> Material {
    let mut material = Material::default();
    for document in documents {
        material.add_did_document(document.clone(), "https://a.example".into(), time(NOW)).unwrap();
    }
    material
}

fn material() -> Material {
    material_of(&[did_document()])
}

fn sign(credential: Object, did: &str, signer: &SigningKey) -> Object {
    let method = VerificationMethodId::parse(&format!("{did}#key-1")).unwrap();
    let options = ProofOptions { method: Some(method), ..ProofOptions::new(&signer.public_key(), time(NOW)) };
    let credential = UnsignedCredential::new(credential).unwrap();
    Prepared::new(credential, &signer.public_key(), options).unwrap().signed_by(signer).unwrap().into_object()
}

fn unsigned_commitment(set: &[u8]) -> Object {
    let publication = StatusPublication {
        url: STATUS,
        issuer: ISSUER.into(),
        lists: &["https://city.example/status/1".to_owned()],
        valid_from: time("2026-11-23T06:00:00Z"),
        valid_until: time("2026-11-24T06:00:00Z"),
    };
    publication.credential(&StatusBits::of_lists(&[set]).unwrap()).unwrap().object().clone()
}

fn commitment() -> Object {
    sign(unsigned_commitment(&[0x10]), ISSUER, &signer())
}

fn root_of(commitment: &Object) -> Fr {
    StatusCommitment::read(&SignedCredential::new(commitment.clone())).unwrap().root
}

fn request_object() -> Object {
    object(crate::zk::request_text()).with(
        "facts",
        object(
            r#"{"f":[{"claim":"/birthDate","type":"date","ageAtLeast":18},{"claim":"/country","type":"string","in":["DE","AT"]},
                {"claim":"/city","type":"string","disclose":true}]}"#,
        )
        .get("f")
        .unwrap()
        .clone(),
    )
}

fn request() -> ProofRequest {
    ProofRequest::from_value(&request_object().into()).unwrap()
}

/// What is public of a presentation by the book.
fn statement(request: &ProofRequest, presentation: &ProofPresentation, commitment: Option<&Object>) -> Statement {
    let url = commitment.map(|_| STATUS);
    let asked = request.asked(url, &presentation.disclosed).unwrap();
    Statement {
        issuer_key: issuer_key().public_key().hash(),
        policy: asked.policy.hash(),
        context: asked.context,
        now: asked.now,
        status_root: commitment.map(root_of).unwrap_or_default(),
        nullifier: presentation.nullifier,
    }
}

/// A presentation for a request, with a proof that holds.
fn presented(request: &ProofRequest, status: Option<&Object>) -> ProofPresentation {
    let discloses = request.facts().iter().any(crate::zk::Fact::is_disclosure);
    let blank = ProofPresentation {
        circuit: "cred-s/1".into(),
        key: KEY.digest(),
        request: request.digest(),
        issuer: ISSUER.into(),
        verification_method: format!("{ISSUER}#zk-1"),
        status: status.map(|status| Stapled::Whole(Box::new(SignedCredential::new(status.clone())))),
        disclosed: if discloses { vec!["Berlin".into()] } else { vec![] },
        nullifier: Fr::from(99),
        proof: Box::new([0; 256]),
    };
    let proof = Box::new(simulated(&statement(request, &blank, status), 0));
    ProofPresentation { proof, ..blank }
}

fn good() -> ProofPresentation {
    presented(&request(), Some(&commitment()))
}

fn policy_of(request: &ProofRequest) -> Policy {
    Policy::default().asking(request.clone()).relying_on(KEY.clone()).allowing_development_keys(true)
}

fn report_of(document: &Object, material: &Material, policy: &Policy, now: &str) -> Report {
    verify_bytes(document.to_string().as_bytes(), material, policy, time(now))
}

fn judge(presentation: &ProofPresentation, material: &Material, policy: &Policy) -> Report {
    report_of(&presentation.to_object(), material, policy, NOW)
}

fn code(report: &Report, name: CheckName) -> Code {
    report.checks().find(|check| check.name() == name).unwrap().code()
}

/// The code of a check of a presentation under the request of these tests.
fn found(presentation: &ProofPresentation, name: CheckName) -> (Verdict, Code) {
    let report = judge(presentation, &material(), &policy_of(&request()));
    (report.verdict(), code(&report, name))
}

#[test]
fn accepts_a_proof_for_what_was_asked() {
    let report = judge(&good(), &material(), &policy_of(&request()));
    let codes: Vec<Code> = report.checks().map(Check::code).collect();
    assert_eq!(
        codes,
        [
            Code::DocumentRead,
            Code::ProofPresentationConforms,
            Code::RequestAnswered,
            Code::CircuitKeyDevelopment,
            Code::IssuerKeyListed,
            Code::RequestOpen,
            Code::StatusCommitmentCurrent,
            Code::ProofHolds,
            Code::ReplayUnchecked,
            Code::NoTrustList,
        ]
    );
    assert_eq!(report.verdict(), Verdict::Accept);
    let said = |name: &str| report.proof().unwrap().get(name).unwrap().to_string();
    assert_eq!(said("nonce"), "\"AAECAwQFBgcICQoLDA0ODw\"");
    assert_eq!(said("nullifier"), "\"99\"");
    assert_eq!(said("development"), "true");
    assert_eq!(said("disclosed"), r#"[{"claim":"/city","type":"string","value":"Berlin"}]"#);
    let bundle = Bundle::parse(good().to_object().to_string().as_bytes()).unwrap();
    assert!(report.accepted(&bundle).is_some());
    let other = ProofPresentation { nullifier: Fr::from(98), ..good() }.to_object();
    assert!(report.accepted(&Bundle::parse(other.to_string().as_bytes()).unwrap()).is_none());
}

#[test]
fn another_proof_of_the_same_statement_has_the_same_nonce_and_nullifier() {
    let again = Box::new(simulated(&statement(&request(), &good(), Some(&commitment())), 1));
    assert_ne!(again, good().proof);
    let reports = [good(), ProofPresentation { proof: again, ..good() }]
        .map(|presentation| judge(&presentation, &material(), &policy_of(&request())));
    for name in ["nonce", "nullifier"] {
        assert_eq!(reports[0].proof().unwrap().get(name), reports[1].proof().unwrap().get(name));
    }
    assert!(reports.iter().all(|report| report.verdict() == Verdict::Accept));
}

#[test]
fn whether_it_was_shown_before_is_said_by_whoever_keeps_a_record() {
    let report = judge(&good(), &material(), &policy_of(&request()));
    assert_eq!(code(&report.clone().with_replay(true), CheckName::Replay), Code::FirstUse);
    assert_eq!(report.clone().with_replay(true).verdict(), Verdict::Accept);
    assert_eq!(report.with_replay(false).verdict(), Verdict::Reject);
    // Where a policy wants to know it, nothing else is enough.
    let policy = Policy::from_value(&object(r#"{"require":["issuer","replay","status","validity"]}"#).into()).unwrap();
    let policy = policy.asking(request()).relying_on(KEY.clone()).allowing_development_keys(true);
    let report = judge(&good(), &material(), &policy);
    assert_eq!(report.verdict(), Verdict::Undecided);
    assert_eq!(report.with_replay(true).verdict(), Verdict::Accept);
    // Of a proof that does not hold nothing is said.
    let bad = ProofPresentation { nullifier: Fr::from(98), ..good() };
    let report = judge(&bad, &material(), &policy_of(&request())).with_replay(true);
    assert_eq!((report.verdict(), code(&report, CheckName::Replay)), (Verdict::Reject, Code::NotReached));
}

#[test]
fn every_public_number_is_bound() {
    let good = good();
    let right = statement(&request(), &good, Some(&commitment()));
    let one = Fr::from(1);
    let wrong = [
        Statement { issuer_key: right.issuer_key + one, ..right },
        Statement { policy: right.policy + one, ..right },
        Statement { context: right.context + one, ..right },
        Statement { now: right.now + 1, ..right },
        Statement { status_root: right.status_root + one, ..right },
        Statement { nullifier: right.nullifier + one, ..right },
        Statement { status_root: Fr::default(), ..right },
    ];
    for statement in wrong {
        let presentation = ProofPresentation { proof: Box::new(simulated(&statement, 0)), ..good.clone() };
        assert_eq!(found(&presentation, CheckName::Proof), (Verdict::Reject, Code::ProofFails), "{statement:?}");
    }
}

#[test]
fn rejects_a_nullifier_that_was_changed() {
    let changed = ProofPresentation { nullifier: Fr::from(100), ..good() };
    assert_eq!(found(&changed, CheckName::Proof), (Verdict::Reject, Code::ProofFails));
}

#[test]
fn rejects_a_disclosed_value_that_was_changed() {
    let changed = ProofPresentation { disclosed: vec!["Bonn".into()], ..good() };
    assert_eq!(found(&changed, CheckName::Proof), (Verdict::Reject, Code::ProofFails));
    for disclosed in [vec![], vec!["Berlin".into(), "Bonn".into()], vec![3.into()], vec![true.into()]] {
        let changed = ProofPresentation { disclosed, ..good() };
        assert_eq!(found(&changed, CheckName::Request), (Verdict::Reject, Code::DisclosedMismatch));
        assert_eq!(found(&changed, CheckName::Proof).1, Code::NotReached);
    }
}

/// A proof for one request shown to whoever asked another one, and the same where it says that it answers that.
fn shown_under(changed: &Object) {
    let other = ProofRequest::from_value(&changed.clone().into()).unwrap();
    let commitment = other.max_status_age_seconds().map(|_| commitment());
    let honest = presented(&other, commitment.as_ref());
    let report = judge(&honest, &material(), &policy_of(&other));
    assert_eq!(code(&report, CheckName::Proof), Code::ProofHolds, "{changed}");
    assert_eq!(found(&honest, CheckName::Request), (Verdict::Reject, Code::RequestDiffers), "{changed}");
    let lying = ProofPresentation { request: request().digest(), ..honest };
    let (verdict, code) = found(&lying, CheckName::Proof);
    assert_eq!(verdict, Verdict::Reject, "{changed}");
    assert!(matches!(code, Code::ProofFails | Code::NotReached), "{changed}: {code}");
}

#[test]
fn rejects_a_proof_for_another_audience() {
    shown_under(&request_object().with("audience", "https://other.example"));
}

#[test]
fn rejects_a_proof_for_another_nonce() {
    shown_under(&request_object().with("nonce", "AAECAwQFBgcICQoLDA0OEA"));
}

#[test]
fn rejects_a_proof_for_another_time_or_expiry() {
    shown_under(&request_object().with("expires", "2026-11-23T12:11:00Z"));
    shown_under(&request_object().with("validAt", "2026-11-22T12:00:00Z"));
}

#[test]
fn rejects_a_proof_replayed_under_another_request() {
    shown_under(&request_object().with("id", "urn:uuid:0b54b3a0-0000-4000-8000-000000000002"));
    shown_under(&request_object().with("responseUri", "https://shop.example/r"));
    shown_under(&request_object().with("nullifier", object(r#"{"purpose":"vote","epoch":"1"}"#)));
}

#[test]
fn rejects_a_weaker_policy() {
    let facts =
        |text: &str| request_object().with("facts", object(&format!(r#"{{"f":[{text}]}}"#)).get("f").unwrap().clone());
    let (age, country, city) = (
        r#"{"claim":"/birthDate","type":"date","ageAtLeast":18}"#,
        r#"{"claim":"/country","type":"string","in":["DE","AT"]}"#,
        r#"{"claim":"/city","type":"string","disclose":true}"#,
    );
    shown_under(&facts(&[&age.replace("18", "16"), country, city].join(",")));
    shown_under(&facts(&[age, &country.replace("\"AT\"", "\"AT\",\"CH\""), city].join(",")));
    shown_under(&facts(&[age, city].join(",")));
    shown_under(&facts(""));
    shown_under(&request_object().with("status", "none"));
    shown_under(&request_object().with("status", object(r#"{"maxAgeSeconds":604800}"#)));
}

#[test]
fn rejects_the_facts_in_another_order() {
    let facts = request_object().get("facts").unwrap().as_array().unwrap().to_vec();
    shown_under(&request_object().with("facts", vec![facts[1].clone(), facts[0].clone(), facts[2].clone()]));
}

#[test]
fn rejects_another_type_of_credential_and_another_issuer() {
    let credential = |text: &str| request_object().with("credential", object(text));
    shown_under(&credential(r#"{"type":"MemberCredential","issuers":["did:web:city.example"]}"#));
    shown_under(&credential(r#"{"type":"IdentityCredential","issuers":["did:web:city.example","did:web:b.example"]}"#));
}

#[test]
fn rejects_an_issuer_that_was_not_asked_for() {
    let other = "did:web:village.example";
    let presentation =
        ProofPresentation { issuer: other.into(), verification_method: format!("{other}#zk-1"), ..good() };
    let material = material_of(&[did_document(), did_document_of(other, &signer())]);
    let report = judge(&presentation, &material, &policy_of(&request()));
    assert_eq!((report.verdict(), code(&report, CheckName::Issuer)), (Verdict::Reject, Code::IssuerNotAsked));
}

#[test]
fn rejects_another_key_of_the_same_issuer() {
    let other = proofpass_zk::eddsa::SigningKey::from_seed(&[8; 32]).public_key();
    let mut document = did_document();
    let Some(Value::Array(mut methods)) = document.remove("verificationMethod") else { panic!() };
    methods.push(verification_method("did:web:city.example#zk-2", ISSUER, &other).into());
    let listed = vec![Value::from("#key-1"), "#zk-1".into(), "#zk-2".into()];
    let material = material_of(&[document.with("verificationMethod", methods).with("assertionMethod", listed)]);
    let presentation = ProofPresentation { verification_method: format!("{ISSUER}#zk-2"), ..good() };
    let report = judge(&presentation, &material, &policy_of(&request()));
    assert_eq!(code(&report, CheckName::Issuer), Code::IssuerKeyListed);
    assert_eq!((report.verdict(), code(&report, CheckName::Proof)), (Verdict::Reject, Code::ProofFails));
}

#[test]
fn a_key_that_is_not_in_force_for_assertions_is_none() {
    let with = |change: &dyn Fn(Object) -> Object| {
        let mut document = did_document();
        let Some(Value::Array(methods)) = document.remove("verificationMethod") else { panic!() };
        let changed = change(methods[1].as_object().unwrap().clone());
        let material = material_of(&[document.with("verificationMethod", vec![methods[0].clone(), changed.into()])]);
        let report = judge(&good(), &material, &policy_of(&request()));
        assert_eq!(code(&report, CheckName::Proof), Code::NotReached);
        assert_ne!(report.verdict(), Verdict::Accept);
        code(&report, CheckName::Issuer)
    };
    assert_eq!(with(&|method| method.with("revoked", "2026-11-23T12:00:00Z")), Code::KeyRevoked);
    assert_eq!(with(&|method| method.with("expires", "2026-11-23T12:00:00Z")), Code::KeyExpired);
    assert_eq!(with(&|method| method.with("controller", "did:web:b.example")), Code::KeyForeign);
    assert_eq!(with(&|method| method.with("id", "#zk-9")), Code::KeyMissing);
    assert_eq!(with(&|method| method.with("publicKeyJwk", Object::new())), Code::KeyInvalid);
    assert_eq!(with(&|method| method.with("type", "Multikey")), Code::KeyUnsupported);
    let unlisted = material_of(&[did_document().with("assertionMethod", vec![Value::from("#key-1")])]);
    let report = judge(&good(), &unlisted, &policy_of(&request()));
    assert_eq!((report.verdict(), code(&report, CheckName::Issuer)), (Verdict::Reject, Code::KeyNotAuthorized));
    let report = judge(&good(), &Material::default(), &policy_of(&request()));
    assert_eq!((report.verdict(), code(&report, CheckName::Issuer)), (Verdict::Undecided, Code::KeyUnresolved));
    let policy = Policy::from_value(&object(r#"{"maxMaterialAgeSeconds":60}"#).into()).unwrap();
    let policy = policy.asking(request()).relying_on(KEY.clone()).allowing_development_keys(true);
    let report = report_of(&good().to_object(), &material(), &policy, "2026-11-23T12:09:00Z");
    assert_eq!((report.verdict(), code(&report, CheckName::Issuer)), (Verdict::Undecided, Code::KeyStale));
}

#[test]
fn is_undecided_where_nothing_was_asked() {
    let policy = Policy::default().relying_on(KEY.clone()).allowing_development_keys(true);
    let report = judge(&good(), &material(), &policy);
    assert_eq!((report.verdict(), code(&report, CheckName::Request)), (Verdict::Undecided, Code::RequestMissing));
    assert_eq!(code(&report, CheckName::Proof), Code::NotReached);
    // Whatever the policy leaves out.
    let lax = Policy::from_value(&object(r#"{"require":[]}"#).into()).unwrap().relying_on(KEY.clone());
    assert_eq!(judge(&good(), &material(), &lax.allowing_development_keys(true)).verdict(), Verdict::Undecided);
}

#[test]
fn rejects_an_answer_after_the_request_has_expired_and_before_it_is_open() {
    for (now, expected, verdict) in [
        ("2026-11-23T11:59:00Z", Code::RequestOpen, Verdict::Accept),
        ("2026-11-23T11:58:59Z", Code::RequestNotYetOpen, Verdict::Reject),
        ("2026-11-23T12:11:00Z", Code::RequestOpen, Verdict::Accept),
        ("2026-11-23T12:11:01Z", Code::RequestExpired, Verdict::Reject),
    ] {
        let report = report_of(&good().to_object(), &material(), &policy_of(&request()), now);
        assert_eq!((report.verdict(), code(&report, CheckName::Validity)), (verdict, expected), "{now}");
    }
}

#[test]
fn a_development_key_must_be_allowed() {
    let policy = policy_of(&request()).allowing_development_keys(false);
    let report = judge(&good(), &material(), &policy);
    assert_eq!((report.verdict(), code(&report, CheckName::Key)), (Verdict::Reject, Code::CircuitKeyNotAllowed));
    assert_eq!(code(&report, CheckName::Proof), Code::NotReached);
    let ceremony = object(&format!(r#"{{"r1cs":"{}","contributions":7}}"#, "A".repeat(43)));
    let key =
        TrustedKey::from_value(&KEY.to_object().with("development", false).with("ceremony", ceremony).into()).unwrap();
    let report = judge(&good(), &material(), &Policy::default().asking(request()).relying_on(key));
    assert_eq!((report.verdict(), code(&report, CheckName::Key)), (Verdict::Accept, Code::CircuitKeyTrusted));
}

#[test]
fn a_key_that_is_not_known_or_of_another_circuit_is_not_relied_on() {
    let policy = Policy::default().asking(request()).allowing_development_keys(true);
    let report = judge(&good(), &material(), &policy);
    assert_eq!((report.verdict(), code(&report, CheckName::Key)), (Verdict::Undecided, Code::CircuitKeyUnknown));
    let report = judge(&good(), &material(), &policy.relying_on(key_with(DELTA + 1)));
    assert_eq!((report.verdict(), code(&report, CheckName::Key)), (Verdict::Undecided, Code::CircuitKeyUnknown));
    let other = ProofPresentation { circuit: "cred-l/1".into(), ..good() };
    assert_eq!(found(&other, CheckName::Key), (Verdict::Reject, Code::CircuitKeyForeign));
    // A proof under one key says nothing under another.
    let key = key_with(DELTA + 1);
    let renamed = ProofPresentation { key: key.digest(), ..good() };
    let report = judge(&renamed, &material(), &policy_of(&request()).relying_on(key));
    assert_eq!((report.verdict(), code(&report, CheckName::Proof)), (Verdict::Reject, Code::ProofFails));
}

#[test]
fn keys_are_sound_or_refused() {
    let good = KEY.to_object();
    assert_eq!(TrustedKey::from_value(&good.clone().into()).as_ref(), Ok(&*KEY));
    let bytes = |exponents: [u64; 3], inputs: &[u64]| {
        let mut bytes = g1(ALPHA.into());
        for exponent in exponents {
            bytes.extend(g2(exponent.into()));
        }
        for exponent in inputs {
            bytes.extend(g1((*exponent).into()));
        }
        Value::from(crate::multibase::encode_base64url_digits(&bytes))
    };
    let ceremony = |text: &str| Value::from(object(text));
    let r1cs = "A".repeat(43);
    for (name, value, pointer) in [
        // Nobody contributed: gamma is delta.
        ("key", bytes([BETA, 1, 1], &INPUTS), "/key"),
        ("key", bytes([BETA, DELTA, DELTA], &INPUTS), "/key"),
        ("key", bytes([BETA, 1, DELTA], &INPUTS[1..]), "/key"),
        ("key", "AA".into(), "/key"),
        ("key", "".into(), "/key"),
        ("key", Value::Null, "/key"),
        ("circuit", "cred-l/1".into(), "/circuit"),
        ("development", false.into(), "/development"),
        ("development", "yes".into(), "/development"),
        ("ceremony", ceremony(&format!(r#"{{"r1cs":"{r1cs}","contributions":1}}"#)), "/development"),
        ("ceremony", ceremony(&format!(r#"{{"r1cs":"{r1cs}","contributions":0}}"#)), "/ceremony/contributions"),
        ("ceremony", ceremony(r#"{"r1cs":"AA","contributions":1}"#), "/ceremony/r1cs"),
        ("ceremony", ceremony(&format!(r#"{{"r1cs":"{r1cs}","contributions":1,"by":"x"}}"#)), "/ceremony"),
        ("type", "VerifyingKey".into(), "/type"),
        ("version", 2.into(), "/version"),
        ("alpha", 1.into(), ""),
    ] {
        let fault = TrustedKey::from_value(&good.clone().with(name, value.clone()).into()).unwrap_err();
        assert_eq!(fault.pointer, pointer, "{name} {value}");
    }
    let policy = object(r#"{"verifyingKeys":[{}]}"#);
    assert_eq!(Policy::from_value(&policy.into()).unwrap_err().pointer, "/verifyingKeys/0/type");
}

#[test]
fn every_key_that_comes_with_the_library_is_sound() {
    for key in pinned() {
        assert_eq!(TrustedKey::from_value(&key.to_object().into()).as_ref(), Ok(key));
    }
}

#[test]
fn rejects_points_that_are_none() {
    let mut malformed = vec![[0; 256], [0xff; 256], *good().proof];
    malformed[2][255] ^= 1;
    let mut at_infinity = *good().proof;
    at_infinity[..64].fill(0);
    malformed.push(at_infinity);
    for proof in malformed {
        let presentation = ProofPresentation { proof: Box::new(proof), ..good() };
        assert_eq!(found(&presentation, CheckName::Proof), (Verdict::Reject, Code::ProofMalformed));
    }
    // A and C exchanged are points, and no proof.
    let good = good();
    let swapped = [&good.proof[192..], &good.proof[64..192], &good.proof[..64]].concat();
    let presentation = ProofPresentation { proof: Box::new(swapped.try_into().unwrap()), ..good };
    assert_eq!(found(&presentation, CheckName::Proof), (Verdict::Reject, Code::ProofFails));
}

#[test]
fn rejects_a_presentation_that_is_none_and_says_where() {
    for (name, value, pointer) in [
        ("publicInputs", Value::from(Vec::new()), ""),
        ("nullifier", "099".into(), "/nullifier"),
        ("proof", "AA".into(), "/proof"),
        ("status", Object::new().with("x", "x".repeat(70_000)).into(), ""),
    ] {
        let report = report_of(&good().to_object().with(name, value), &material(), &policy_of(&request()), NOW);
        assert_eq!(report.verdict(), Verdict::Reject);
        let check = report.checks().find(|check| check.name() == CheckName::Structure).unwrap();
        assert_eq!((check.code(), check.pointer()), (Code::ProofPresentationMalformed, Some(pointer)), "{name}");
    }
}

/// The code of a presentation with this in the place of the status commitment, and a proof that holds against it.
fn with_status(status: &Object, more: &[Object], policy: &Policy) -> (Verdict, Code) {
    let presentation = presented(&request(), Some(status));
    let mut documents = vec![did_document()];
    documents.extend_from_slice(more);
    let report = judge(&presentation, &material_of(&documents), policy);
    let proof = code(&report, CheckName::Proof);
    let status = code(&report, CheckName::Status);
    assert_eq!(proof == Code::ProofHolds, status.outcome() == Outcome::Pass, "{proof}");
    (report.verdict(), status)
}

#[test]
fn rejects_a_status_commitment_that_is_stale_foreign_or_unsigned() {
    let policy = policy_of(&request());
    let with = |name: &str, value: &str| sign(unsigned_commitment(&[0x10]).with(name, value), ISSUER, &signer());
    assert_eq!(with_status(&commitment(), &[], &policy), (Verdict::Accept, Code::StatusCommitmentCurrent));
    // Ended, not begun, and older than asked for.
    assert_eq!(with_status(&with("validUntil", "2026-11-23T12:00:00Z"), &[], &policy).1, Code::StatusCommitmentStale);
    assert_eq!(with_status(&with("validFrom", "2026-11-23T13:00:00Z"), &[], &policy).1, Code::StatusCommitmentStale);
    let old = with("validFrom", "2026-11-22T12:04:59Z");
    assert_eq!(with_status(&old, &[], &policy), (Verdict::Reject, Code::StatusCommitmentStale));
    let just = with("validFrom", "2026-11-22T12:05:00Z");
    assert_eq!(with_status(&just, &[], &policy).0, Verdict::Accept);
    let strict = Policy::from_value(&object(r#"{"maxStatusAgeSeconds":3600}"#).into()).unwrap();
    let strict = strict.asking(request()).relying_on(KEY.clone()).allowing_development_keys(true);
    assert_eq!(with_status(&just, &[], &strict), (Verdict::Reject, Code::StatusCommitmentStale));
    // Somebody else's, well signed.
    let other = "did:web:village.example";
    let key = SigningKey::from_seed(&[4; 32]);
    let foreign = sign(unsigned_commitment(&[0]).with("issuer", other), other, &key);
    let document = did_document_of(other, &key);
    assert_eq!(with_status(&foreign, &[document], &policy), (Verdict::Reject, Code::StatusCommitmentForeign));
    // By somebody else in the issuer's name, changed after it was signed, and not signed.
    let forged = sign(unsigned_commitment(&[0]), ISSUER, &key);
    assert_eq!(with_status(&forged, &[], &policy), (Verdict::Reject, Code::StatusListInvalid));
    let zero = unsigned_commitment(&[0]).get("credentialSubject").unwrap().clone();
    let changed = commitment().with("credentialSubject", zero);
    assert_eq!(with_status(&changed, &[], &policy), (Verdict::Reject, Code::StatusListInvalid));
    assert_eq!(with_status(&unsigned_commitment(&[0x10]), &[], &policy), (Verdict::Reject, Code::StatusListInvalid));
}

#[test]
fn rejects_a_status_commitment_that_is_something_else() {
    let subject = unsigned_commitment(&[0x10]).get("credentialSubject").unwrap().as_object().unwrap().clone();
    let list = unsigned_commitment(&[0x10]).with("credentialSubject", subject.with("type", "BitstringStatusList"));
    let presentation = ProofPresentation {
        status: Some(Stapled::Whole(Box::new(SignedCredential::new(sign(list, ISSUER, &signer()))))),
        ..good()
    };
    assert_eq!(found(&presentation, CheckName::Status), (Verdict::Reject, Code::StatusListMalformed));
}

#[test]
fn rejects_a_status_commitment_of_another_list_of_the_same_issuer() {
    // The credential's own list is in what its issuer signed: the circuit holds it against the one in the policy.
    let mut object = unsigned_commitment(&[0]);
    let subject = object.get("credentialSubject").unwrap().as_object().unwrap().clone();
    let other = "https://city.example/zk/status/2";
    object.insert("credentialSubject", subject.with("id", format!("{other}#commitment")));
    let status = sign(object.with("id", other), ISSUER, &signer());
    let presentation =
        ProofPresentation { status: Some(Stapled::Whole(Box::new(SignedCredential::new(status)))), ..good() };
    assert_eq!(found(&presentation, CheckName::Proof), (Verdict::Reject, Code::ProofFails));
}

#[test]
fn rejects_a_status_commitment_after_which_something_was_withdrawn() {
    let newer = |set: &[u8], from: &str| sign(unsigned_commitment(set).with("validFrom", from), ISSUER, &signer());
    let with = |newer: Object| {
        let mut material = material();
        material.add_status_list(newer, STATUS.into(), time(NOW)).unwrap();
        let report = judge(&good(), &material, &policy_of(&request()));
        (report.verdict(), code(&report, CheckName::Status))
    };
    let superseded = (Verdict::Reject, Code::StatusCommitmentSuperseded);
    let current = (Verdict::Accept, Code::StatusCommitmentCurrent);
    assert_eq!(with(newer(&[0x30], "2026-11-23T12:04:00Z")), superseded);
    // The same bits, an older one, and one that is not the issuer's.
    assert_eq!(with(newer(&[0x10], "2026-11-23T12:04:00Z")), current);
    assert_eq!(with(newer(&[0x30], "2026-11-23T05:00:00Z")), current);
    assert_eq!(with(unsigned_commitment(&[0x30]).with("validFrom", "2026-11-23T12:04:00Z")), current);
}

#[test]
fn a_status_commitment_may_be_named_and_fetched() {
    let named = ProofPresentation { status: Some(Stapled::At(STATUS.into())), ..good() };
    let report = judge(&named, &material(), &policy_of(&request()));
    assert_eq!((report.verdict(), code(&report, CheckName::Status)), (Verdict::Undecided, Code::StatusListUnresolved));
    let with = |commitment: Object, at: &str| {
        let mut material = material();
        material.add_status_list(commitment, STATUS.into(), time(at)).unwrap();
        let policy = Policy::from_value(&object(r#"{"maxStatusAgeSeconds":86400}"#).into()).unwrap();
        let policy = policy.asking(request()).relying_on(KEY.clone()).allowing_development_keys(true);
        let report = judge(&named, &material, &policy);
        (report.verdict(), code(&report, CheckName::Status))
    };
    assert_eq!(with(commitment(), NOW), (Verdict::Accept, Code::StatusCommitmentCurrent));
    assert_eq!(with(commitment(), "2026-11-22T12:00:00Z"), (Verdict::Undecided, Code::StatusListStale));
    let ended = sign(unsigned_commitment(&[0x10]).with("validUntil", "2026-11-23T12:00:00Z"), ISSUER, &signer());
    assert_eq!(with(ended, NOW), (Verdict::Undecided, Code::StatusListStale));
    let other = unsigned_commitment(&[0x10]).with("id", "https://city.example/zk/status/2");
    let subject = other.get("credentialSubject").unwrap().as_object().unwrap().clone();
    let other = other.with("credentialSubject", subject.with("id", "https://city.example/zk/status/2#commitment"));
    assert_eq!(with(sign(other, ISSUER, &signer()), NOW), (Verdict::Reject, Code::StatusCommitmentForeign));
}

#[test]
fn a_status_that_was_not_asked_for_and_one_that_is_missing_are_refused() {
    let missing = ProofPresentation { status: None, ..good() };
    assert_eq!(found(&missing, CheckName::Status), (Verdict::Reject, Code::StatusCommitmentMissing));
    let unasking = ProofRequest::from_value(&request_object().with("status", "none").into()).unwrap();
    let honest = presented(&unasking, None);
    let report = judge(&honest, &material(), &policy_of(&unasking));
    assert_eq!((report.verdict(), code(&report, CheckName::Status)), (Verdict::Accept, Code::StatusNotAsked));
    let status = Some(Stapled::Whole(Box::new(SignedCredential::new(commitment()))));
    let report = judge(&ProofPresentation { status, ..honest }, &material(), &policy_of(&unasking));
    assert_eq!((report.verdict(), code(&report, CheckName::Status)), (Verdict::Reject, Code::StatusUnasked));
}

#[test]
fn the_policy_says_whom_to_trust_and_for_what() {
    for (policy, expected, verdict) in [
        (r#"{"trustedIssuers":["did:web:city.example"]}"#, Code::IssuerTrusted, Verdict::Accept),
        (r#"{"trustedIssuers":["did:web:b.example"]}"#, Code::IssuerNotTrusted, Verdict::Reject),
        (
            r#"{"trustedIssuers":[{"id":"did:web:city.example","types":["MemberCredential"]}]}"#,
            Code::IssuerNotTrustedForType,
            Verdict::Reject,
        ),
        (r#"{"trustedIssuers":[{"origin":"https://city.example"}]}"#, Code::NotReached, Verdict::Undecided),
        (r#"{"types":["MemberCredential"]}"#, Code::TypeNotAccepted, Verdict::Reject),
        (r#"{"types":["IdentityCredential"]}"#, Code::NoTrustList, Verdict::Accept),
        (r#"{"proofs":["eddsa-jcs-2022"]}"#, Code::ProofNotAccepted, Verdict::Reject),
        (r#"{"proofs":["cred-s/1"]}"#, Code::NoTrustList, Verdict::Accept),
        // A challenge is of presentations in the data model: whoever wants one does not get it here.
        (r#"{"challenge":"x"}"#, Code::NoTrustList, Verdict::Undecided),
    ] {
        let policy = Policy::from_value(&object(policy).into()).unwrap();
        let policy = policy.asking(request()).relying_on(KEY.clone()).allowing_development_keys(true);
        let report = judge(&good(), &material(), &policy);
        assert_eq!((report.verdict(), code(&report, CheckName::Trust)), (verdict, expected));
    }
}

#[test]
fn a_policy_in_json_asks_the_same() {
    let policy = Object::new()
        .with("request", request_object())
        .with("verifyingKeys", vec![Value::from(KEY.to_object())])
        .with("allowDevelopmentKeys", true);
    assert_eq!(Policy::from_value(&policy.clone().into()), Ok(policy_of(&request())));
    let fault = Policy::from_value(&policy.with("request", request_object().with("nonce", "x")).into()).unwrap_err();
    assert_eq!(fault.pointer, "/request/nonce");
}

#[test]
fn what_is_needed_is_the_issuers_document_and_what_its_commitment_needs() {
    let needs = |presentation: &ProofPresentation, material: &Material| {
        let bundle = Bundle::parse(presentation.to_object().to_string().as_bytes()).unwrap();
        assert!(bundle.is_legible(material));
        bundle.needs(material).iter().map(|need| need.id().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(needs(&good(), &Material::default()), [ISSUER]);
    assert_eq!(needs(&good(), &material()), [""; 0]);
    let named = ProofPresentation { status: Some(Stapled::At(STATUS.into())), ..good() };
    assert_eq!(needs(&named, &Material::default()), [ISSUER, STATUS]);
    let mut fetched = Material::default();
    fetched.add_status_list(commitment(), STATUS.into(), time(NOW)).unwrap();
    assert_eq!(needs(&named, &fetched), [ISSUER]);
    // What came for it is material like any other.
    let need = Need::StatusList(STATUS.into());
    assert!(need.received(commitment().to_string().as_bytes(), time(NOW)).is_ok());
    // What is no presentation needs nothing.
    let broken = good().to_object().with("version", 2).to_string();
    assert_eq!(Bundle::parse(broken.as_bytes()).unwrap().needs(&Material::default()), []);
}

#[test]
fn evidence_may_hold_a_proof_and_what_it_takes_to_verify_it() {
    let entry = Object::new().with("document", did_document()).with("from", "https://city.example").with("at", NOW);
    let material = Object::new().with("didDocuments", vec![Value::from(entry)]);
    let file = Bundle::evidence(good().to_object().into(), material, time(NOW));
    let report = report_of(&file, &Material::default(), &policy_of(&request()), NOW);
    assert_eq!(report.verdict(), Verdict::Undecided);
    let report = report_of(&file, &Material::default(), &policy_of(&request()).accepting_enclosed(), NOW);
    assert_eq!(report.verdict(), Verdict::Accept);
}
