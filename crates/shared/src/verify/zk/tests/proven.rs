//! The same with proofs that a holder makes of a credential that an issuer signed, under the key for development.

use std::sync::LazyLock;

use proofpass_zk::circuit::Unprovable;
use proofpass_zk::credential::{HolderSecret, Seed};
use proofpass_zk::prove::{ProvingKey, development_key};

use super::*;
use crate::zk::{
    Answer, ClaimType, CommittedCredential, Draft, Marked, StatusEvidence, StatusPlace, Unanswerable, claims,
    listed_key, nullifier,
};

static DEVELOPMENT: LazyLock<ProvingKey> = LazyLock::new(|| development_key().unwrap());

/// The answer to the request of these tests: made once.
static SHOWN: LazyLock<ProofPresentation> = LazyLock::new(|| prove(&request(), 1));

fn secret() -> HolderSecret {
    HolderSecret::new([5; 31])
}

/// What the city has given somebody: bit 11 of its list says nothing against it, bit 3 is somebody else's.
fn committed() -> CommittedCredential {
    let subject = object(r#"{"birthDate":"1990-05-17","country":"DE","city":"Berlin","roles":["nurse"]}"#);
    let mark = |claim: &str, r#type| Marked { claim: claim.to_owned(), r#type };
    let marks = [
        mark("/birthDate", ClaimType::Date),
        mark("/country", ClaimType::String),
        mark("/city", ClaimType::String),
        mark("/roles", ClaimType::Member),
        mark("/debt", ClaimType::Integer),
    ];
    let draft = Draft {
        credential: "urn:uuid:0b54b3a0-0000-4000-8000-00000000000a".into(),
        credential_type: "IdentityCredential".into(),
        issuer: ISSUER.into(),
        verification_method: format!("{ISSUER}#zk-1"),
        valid_from: time("2026-01-01T00:00:00Z"),
        valid_until: Some(time("2027-01-01T00:00:00Z")),
        status: Some(StatusPlace { url: STATUS.into(), index: 11 }),
        holder: secret().commitment(),
        seed: Seed::new([9; 32]),
        claims: claims(&subject.into(), &marks).unwrap(),
    };
    draft.signed_by(&issuer_key()).unwrap()
}

fn evidence(set: &[u8]) -> StatusEvidence {
    let commitment = sign(unsigned_commitment(set), ISSUER, &signer());
    StatusEvidence::new(&commitment, &StatusBits::of_lists(&[set]).unwrap()).unwrap()
}

fn answer_of(
    request: &ProofRequest,
    secret: &HolderSecret,
    status: Option<&StatusEvidence>,
) -> Result<Answer, Unanswerable> {
    let key = listed_key(&did_document(), &format!("{ISSUER}#zk-1"), time(NOW)).unwrap();
    let committed = committed();
    assert_eq!(committed.check(&key), Ok(()));
    Answer::new(request, &committed, &key, secret, status)
}

fn prove(request: &ProofRequest, random: u8) -> ProofPresentation {
    let evidence = request.max_status_age_seconds().map(|_| evidence(&[0x10]));
    answer_of(request, &secret(), evidence.as_ref()).unwrap().prove(&DEVELOPMENT, &[random; 128]).unwrap()
}

fn policy() -> Policy {
    Policy::default().asking(request()).allowing_development_keys(true)
}

fn with(name: &str, value: impl Into<Value>) -> ProofRequest {
    ProofRequest::from_value(&request_object().with(name, value).into()).unwrap()
}

fn facts(text: &str) -> ProofRequest {
    with("facts", object(&format!(r#"{{"f":[{text}]}}"#)).get("f").unwrap().clone())
}

#[test]
fn the_development_key_that_comes_with_the_library_is_the_one_that_everybody_makes() {
    let key = VerifyingKey::from_bytes(&DEVELOPMENT.verifying_key().to_bytes(), 6).unwrap();
    let expected = TrustedKey::new(Circuit::CredS1, key, None).unwrap();
    let found: Vec<String> = pinned().iter().map(|key| key.to_object().to_string()).collect();
    assert_eq!(found, [expected.to_object().to_string()]);
}

#[test]
fn accepts_what_a_holder_proves() {
    let report = judge(&SHOWN, &material(), &policy());
    assert_eq!(code(&report, CheckName::Proof), Code::ProofHolds);
    assert_eq!(code(&report, CheckName::Key), Code::CircuitKeyDevelopment);
    assert_eq!(report.verdict(), Verdict::Accept);
    let strict = policy().allowing_development_keys(false);
    assert_eq!(judge(&SHOWN, &material(), &strict).verdict(), Verdict::Reject);
}

#[test]
fn a_proof_holds_for_nothing_else() {
    let reject = |presentation: &ProofPresentation, policy: &Policy| {
        let report = judge(presentation, &material(), policy);
        assert_eq!(report.verdict(), Verdict::Reject);
        code(&report, CheckName::Proof)
    };
    let changed = ProofPresentation { nullifier: SHOWN.nullifier + Fr::from(1), ..SHOWN.clone() };
    assert_eq!(reject(&changed, &policy()), Code::ProofFails);
    let changed = ProofPresentation { disclosed: vec!["Bonn".into()], ..SHOWN.clone() };
    assert_eq!(reject(&changed, &policy()), Code::ProofFails);
    // Under other bits, of which the issuer says that they are newer or that they are these.
    let status = sign(unsigned_commitment(&[0]), ISSUER, &signer());
    let status = Some(Stapled::Whole(Box::new(SignedCredential::new(status))));
    assert_eq!(reject(&ProofPresentation { status, ..SHOWN.clone() }, &policy()), Code::ProofFails);
    for other in [
        with("audience", "https://other.example"),
        with("nonce", "AAECAwQFBgcICQoLDA0OEA"),
        with("expires", "2026-11-23T12:11:00Z"),
        with("validAt", "2026-11-23T12:00:01Z"),
    ] {
        assert_eq!(reject(&SHOWN, &policy().asking(other.clone())), Code::NotReached);
        let lying = ProofPresentation { request: other.digest(), ..SHOWN.clone() };
        assert_eq!(reject(&lying, &policy().asking(other)), Code::ProofFails);
    }
}

#[test]
fn once_it_is_withdrawn_there_is_no_proof_and_the_old_one_counts_no_more() {
    let withdrawn = evidence(&[0x10, 0x10]);
    let found = answer_of(&request(), &secret(), Some(&withdrawn)).unwrap_err();
    assert_eq!(found, Unanswerable::Unprovable(Unprovable::Withdrawn));
    let newer = unsigned_commitment(&[0x10, 0x10]).with("validFrom", "2026-11-23T12:04:00Z");
    let mut material = material();
    material.add_status_list(sign(newer, ISSUER, &signer()), STATUS.into(), time(NOW)).unwrap();
    let report = judge(&SHOWN, &material, &policy());
    assert_eq!(
        (report.verdict(), code(&report, CheckName::Status)),
        (Verdict::Reject, Code::StatusCommitmentSuperseded)
    );
}

#[test]
fn a_wallet_says_why_there_is_no_answer() {
    let good = evidence(&[0x10]);
    let refused = |request: &ProofRequest| answer_of(request, &secret(), Some(&good)).unwrap_err();
    let credential = |text: &str| with("credential", object(text));
    for (request, expected) in [
        (credential(r#"{"type":"IdentityCredential","issuers":["did:web:village.example"]}"#), Unanswerable::Issuer),
        (credential(r#"{"type":"MemberCredential","issuers":["did:web:city.example"]}"#), Unprovable::Type.into()),
        (with("validAt", "2027-01-01T00:00:01Z"), Unprovable::Time.into()),
        (with("validAt", "2025-12-31T23:59:59Z"), Unprovable::Time.into()),
        (facts(r#"{"claim":"/birthDate","type":"date","ageAtLeast":37}"#), Unprovable::Untrue(0).into()),
        (facts(r#"{"claim":"/birthDate","type":"date","ageAtMost":35}"#), Unprovable::Untrue(0).into()),
        (
            facts(
                r#"{"claim":"/city","type":"string","equals":"Berlin"},{"claim":"/country","type":"string","in":["AT"]}"#,
            ),
            Unprovable::Untrue(1).into(),
        ),
        (facts(r#"{"claim":"/country","type":"string","notIn":["AT","DE"]}"#), Unprovable::Untrue(0).into()),
        (facts(r#"{"claim":"/roles","type":"member","in":["judge"]}"#), Unprovable::Untrue(0).into()),
        // Another type is another claim, and one that is absent is not zero.
        (facts(r#"{"claim":"/birthDate","type":"integer","atLeast":0}"#), Unprovable::NoClaim(0).into()),
        (facts(r#"{"claim":"/debt","type":"integer","atMost":0}"#), Unprovable::NoClaim(0).into()),
        (facts(r#"{"claim":"/debt","type":"integer","disclose":true}"#), Unprovable::NoClaim(0).into()),
        (facts(r#"{"claim":"/city","type":"absent","isAbsent":true}"#), Unprovable::NoClaim(0).into()),
    ] {
        assert_eq!(refused(&request), expected, "{}", request.canonical());
    }
    let answer = |secret: &HolderSecret, status| answer_of(&request(), secret, status).unwrap_err();
    assert_eq!(answer(&secret(), None), Unanswerable::Status);
    assert_eq!(answer(&HolderSecret::new([6; 31]), Some(&good)), Unprovable::NotThisHolding.into());
    // Evidence of other bits is none.
    assert!(StatusEvidence::new(&commitment(), &StatusBits::of_lists(&[[0]]).unwrap()).is_none());
    let other = proofpass_zk::eddsa::SigningKey::from_seed(&[8; 32]).public_key();
    let found = Answer::new(&request(), &committed(), &other, &secret(), Some(&good)).unwrap_err();
    assert_eq!(found, Unprovable::Signature.into());
}

#[test]
fn every_kind_of_fact_can_be_proven() {
    let all = [
        r#"{"claim":"/birthDate","type":"date","ageAtLeast":36},{"claim":"/birthDate","type":"date","ageAtMost":36},
           {"claim":"/birthDate","type":"date","between":["1990-05-17","1990-05-17"]},
           {"claim":"/birthDate","type":"date","notEquals":"1990-05-18"}"#,
        r#"{"claim":"/roles","type":"member","in":["nurse","judge"]},{"claim":"/country","type":"string","notIn":["judge","nurse"]},
           {"claim":"/debt","type":"absent","isAbsent":true},{"claim":"/roles","type":"member","disclose":true}"#,
    ];
    for (text, random) in all.into_iter().zip(2..) {
        let mut object = facts(text).to_object();
        object.insert("status", "none");
        let request = ProofRequest::from_value(&object.into()).unwrap();
        let report = judge(&prove(&request, random), &material(), &policy().asking(request.clone()));
        assert_eq!(report.verdict(), Verdict::Accept, "{}", report.to_json());
    }
}

/// Every text and number in a document, without the names of members.
fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| leaves(value, found)),
        Value::Object(object) => object.iter().for_each(|(_, value)| leaves(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(value.to_string()),
    }
}

#[test]
fn two_answers_of_one_holder_have_nothing_in_common_but_what_everybody_has() {
    let other = prove(&with("nonce", "AAECAwQFBgcICQoLDA0OEA"), 9);
    let of = |presentation: &ProofPresentation| {
        // The issuer's commitment is the same bytes for everybody.
        let mut object = presentation.to_object();
        object.remove("status");
        let mut found = Vec::new();
        leaves(&object.into(), &mut found);
        found
    };
    let (one, two) = (of(&SHOWN), of(&other));
    let common: Vec<&String> = one.iter().filter(|value| two.contains(value)).collect();
    let key = format!("\"{}\"", crate::multibase::encode_base64url_digits(SHOWN.key.as_bytes()));
    let expected = [
        "\"ProofPresentation\"",
        "1",
        "\"cred-s/1\"",
        &key,
        "\"did:web:city.example\"",
        "\"did:web:city.example#zk-1\"",
        "\"Berlin\"",
    ];
    assert_eq!(common, expected);
    // Not even a coordinate.
    let coordinates =
        |presentation: &ProofPresentation| presentation.proof.chunks_exact(32).map(<[u8]>::to_vec).collect::<Vec<_>>();
    assert!(coordinates(&SHOWN).iter().all(|one| !coordinates(&other).contains(one)));
    // Nor do they hold anything of the file.
    let file = committed().to_object();
    for name in ["seed", "holder", "signature"] {
        let value = file.get(name).unwrap().to_string();
        assert!(!one.contains(&value) && !two.contains(&value), "{name}");
    }
}

#[test]
fn a_nullifier_that_is_asked_for_is_the_same_for_one_purpose_and_for_no_other() {
    let asking = |audience: &str, purpose: &str, nonce: &str| {
        let nullifier = Object::new().with("purpose", purpose).with("epoch", "2026-11");
        let object = request_object().with("audience", audience).with("nonce", nonce).with("nullifier", nullifier);
        ProofRequest::from_value(&object.into()).unwrap()
    };
    let (nonce, other_nonce) = ("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0OEA");
    let one = asking("https://shop.example", "vote", nonce);
    let number = |request: &ProofRequest| nullifier(request, &secret());
    assert_eq!(number(&one), number(&asking("https://shop.example", "vote", other_nonce)));
    assert_ne!(number(&one), number(&asking("https://shop.example", "gift", nonce)));
    assert_ne!(number(&one), number(&asking("https://other.example", "vote", nonce)));
    assert_ne!(number(&one), nullifier(&one, &HolderSecret::new([6; 31])));
    let shown = prove(&one, 4);
    assert_eq!(shown.nullifier, number(&one));
    assert_eq!(judge(&shown, &material(), &policy().asking(one)).verdict(), Verdict::Accept);
}
