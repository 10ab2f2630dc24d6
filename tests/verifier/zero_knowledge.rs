//! From an issuer to a verifier through a wallet, with what anybody can call; and the reports that the npm package must give
//! byte for byte (`tests/goldens/zero-knowledge.json`).

use proofpass::credential::UnsignedCredential;
use proofpass::did::VerificationMethodId;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::{Prepared, ProofOptions};
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Options, Report, Verdict};
use proofpass::zk::arithmetic::credential::{HolderSecret, Seed};
use proofpass::zk::arithmetic::eddsa;
use proofpass::zk::arithmetic::prove::development_key;
use proofpass::zk::{
    Answer, ClaimType, CommittedCredential, Draft, Marked, ProofPresentation, ProofRequest, StatusBits, StatusEvidence,
    StatusPlace, StatusPublication, claims, listed_key, openid4vp, verification_method,
};

use crate::own::NOW;
use crate::{assert_golden, object, package};

const ISSUER: &str = "did:web:city.example";
const STATUS: &str = "https://city.example/zk/status/1";
pub(crate) const REQUEST: &str = r#"{"type":"ProofRequest","version":1,"id":"urn:uuid:0b54b3a0-0000-4000-8000-000000000001",
    "audience":"https://shop.example","nonce":"AAECAwQFBgcICQoLDA0ODw","issuedAt":"2026-11-23T12:00:00Z",
    "expires":"2026-11-23T12:10:00Z","credential":{"type":"IdentityCredential","issuers":["did:web:city.example"]},
    "facts":[{"claim":"/birthDate","type":"date","ageAtLeast":18},{"claim":"/country","type":"string","in":["DE","AT"]},
             {"claim":"/city","type":"string","disclose":true}]}"#;

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A proof that was made once, and how to verify it.
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) options: Object,
}

/// Those that every platform must judge alike: making one takes longer than all of them.
pub(crate) fn kept() -> Vec<Kept> {
    let text = std::fs::read_to_string(package().join("goldens/zero-knowledge.json")).unwrap_or_default();
    let Ok(Value::Array(cases)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { return Vec::new() };
    let read = |case: Value| {
        let case = case.as_object()?.clone();
        Some(Kept {
            name: case.get("name")?.as_str()?.to_owned(),
            document: case.get("document")?.to_string(),
            options: case.get("options")?.as_object()?.clone(),
        })
    };
    cases.into_iter().filter_map(read).collect()
}

/// The issuer: what it publishes, and what it hands to one holder.
pub(crate) struct City {
    pub(crate) document: Object,
    pub(crate) commitment: Object,
    pub(crate) bits: Object,
    pub(crate) file: String,
}

pub(crate) fn city(secret: &HolderSecret) -> City {
    let (key, signer) = (eddsa::SigningKey::from_seed(&[7; 32]), SigningKey::from_seed(&[9; 32]));
    let method = Object::new()
        .with("id", format!("{ISSUER}#key-1"))
        .with("type", "Multikey")
        .with("controller", ISSUER)
        .with("publicKeyMultibase", signer.public_key().to_multikey());
    let for_circuits = verification_method(&format!("{ISSUER}#zk-1"), ISSUER, &key.public_key());
    let document = Object::new()
        .with("id", ISSUER)
        .with("verificationMethod", vec![Value::from(method), for_circuits.into()])
        .with("assertionMethod", vec![Value::from(format!("{ISSUER}#key-1")), format!("{ISSUER}#zk-1").into()]);

    let bits = StatusBits::of_lists(&[[0x10]]).unwrap();
    let publication = StatusPublication {
        url: STATUS,
        issuer: ISSUER.into(),
        lists: &["https://city.example/status/1".to_owned()],
        valid_from: time("2026-11-23T06:00:00Z"),
        valid_until: time("2026-11-24T06:00:00Z"),
    };
    let credential: UnsignedCredential = publication.credential(&bits).unwrap();
    let method = VerificationMethodId::parse(&format!("{ISSUER}#key-1")).unwrap();
    let options =
        ProofOptions { method: Some(method), ..ProofOptions::new(&signer.public_key(), publication.valid_from) };
    let prepared = Prepared::new(credential, &signer.public_key(), options).unwrap();
    let commitment = prepared.signed_by(&signer).unwrap().into_object();

    let subject = object(br#"{"birthDate":"1990-05-17","country":"DE","city":"Berlin"}"#);
    let mark = |claim: &str, r#type| Marked { claim: claim.to_owned(), r#type };
    let marks =
        [mark("/birthDate", ClaimType::Date), mark("/country", ClaimType::String), mark("/city", ClaimType::String)];
    let draft = Draft {
        credential: "urn:uuid:0b54b3a0-0000-4000-8000-00000000000a".into(),
        credential_type: "IdentityCredential".into(),
        issuer: ISSUER.into(),
        verification_method: format!("{ISSUER}#zk-1"),
        valid_from: time("2026-01-01T00:00:00Z"),
        valid_until: None,
        status: Some(StatusPlace { url: STATUS.into(), index: 11 }),
        holder: secret.commitment(),
        seed: Seed::new([3; 32]),
        claims: claims(&subject.into(), &marks).unwrap(),
    };
    let file = draft.signed_by(&key).unwrap().to_object().to_string();
    City { document, commitment, bits: bits.to_object(STATUS), file }
}

/// The wallet: everything from files, as it would come over the network.
fn shown(city: &City, secret: &HolderSecret, request: &[u8]) -> ProofPresentation {
    let request = openid4vp::read_request_object(request).unwrap();
    let committed = CommittedCredential::parse(city.file.as_bytes()).unwrap();
    let key = listed_key(&city.document, committed.verification_method(), time(NOW)).unwrap();
    assert_eq!(committed.check(&key), Ok(()));
    let bits = StatusBits::parse(city.bits.to_string().as_bytes(), STATUS).unwrap();
    let evidence = StatusEvidence::new(&city.commitment, &bits).unwrap();
    let answer = Answer::new(&request, &committed, &key, secret, Some(&evidence)).unwrap();
    // Tests may choose what nobody may guess.
    answer.prove(&development_key().unwrap(), &[1; 128]).unwrap()
}

pub(crate) fn options(city: &City, policy: Object) -> Object {
    let entry =
        Object::new().with("document", city.document.clone()).with("from", "https://city.example").with("at", NOW);
    let material = Object::new().with("didDocuments", vec![Value::from(entry)]);
    Object::new().with("material", material).with("policy", policy).with("now", NOW)
}

#[test]
fn reports_about_a_proof_are_these_bytes() {
    let secret = HolderSecret::new([5; 31]);
    let city = city(&secret);
    let request = ProofRequest::parse(REQUEST.as_bytes()).unwrap();
    let link = openid4vp::request_object(&request).to_string();
    let answer = openid4vp::response(&shown(&city, &secret, link.as_bytes())).to_string();
    let document = openid4vp::read_response(answer.as_bytes()).unwrap().to_object();

    let asking = || Object::new().with("request", request.to_object()).with("allowDevelopmentKeys", true);
    let other = request.to_object().with("nonce", "AAECAwQFBgcICQoLDA0OEA");
    let changed = document.clone().with("nullifier", "7");
    let weaker = document.clone().with("disclosed", vec![Value::from("Bonn")]);
    let cases = [
        ("accept", &document, asking(), Verdict::Accept, "proof-holds"),
        ("another request", &document, asking().with("request", other), Verdict::Reject, "not-reached"),
        ("a development key", &document, asking().with("allowDevelopmentKeys", false), Verdict::Reject, "not-reached"),
        (
            "nothing asked",
            &document,
            Object::new().with("allowDevelopmentKeys", true),
            Verdict::Undecided,
            "not-reached",
        ),
        ("another nullifier", &changed, asking(), Verdict::Reject, "proof-fails"),
        ("another city", &weaker, asking(), Verdict::Reject, "proof-fails"),
    ];
    let cases = cases.map(|(name, document, policy, verdict, proof)| {
        let options = options(&city, policy);
        let report =
            Options::from_value(&options.clone().into(), None).unwrap().report(document.to_string().as_bytes());
        assert_eq!((report.verdict(), code(&report)), (verdict, proof), "{name}");
        let case = Object::new().with("name", name).with("document", document.clone()).with("options", options);
        Value::from(case.with("report", report.to_json()))
    });
    let golden: Vec<String> = cases.iter().map(Value::to_string).collect();
    assert_golden("zero-knowledge.json", &format!("[\n{}\n]\n", golden.join(",\n")));
}

fn code(report: &Report) -> &'static str {
    report.checks().find(|check| check.name() == CheckName::Proof).unwrap().code().as_str()
}
