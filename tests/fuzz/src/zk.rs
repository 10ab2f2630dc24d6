//! Forms of zero knowledge: what is read is written so that it reads back, and asks for the same.

use proofpass::bundle::Bundle;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
use proofpass::zk::{CommittedCredential, ProofPresentation, ProofRequest, openid4vp, read_value};

use crate::known;

/// The target `zk_request`.
pub(crate) fn request(bytes: &[u8]) {
    let read = ProofRequest::parse(bytes);
    let carried = openid4vp::read_request_object(bytes);
    if let Ok(request) = &carried {
        let object = openid4vp::request_object(request).to_string();
        assert_eq!(openid4vp::read_request_object(object.as_bytes()).as_ref(), Ok(request));
    }
    let Ok(request) = read else { return };
    assert!(carried.is_err(), "two forms in one");
    assert_eq!(ProofRequest::parse(request.canonical().as_bytes()).as_ref(), Ok(&request), "canonical");
    assert_eq!(ProofRequest::from_value(&request.to_object().into()).as_ref(), Ok(&request));
    let object = openid4vp::request_object(&request).to_string();
    assert_eq!(openid4vp::read_request_object(object.as_bytes()).as_ref(), Ok(&request));
    // What may be asked has numbers, with as many disclosed values as it asks for and with no other number of them.
    let status = request.max_status_age_seconds().map(|_| "https://a.example/1");
    let values: Vec<Value> = request.facts().iter().filter(|fact| fact.is_disclosure()).filter_map(value).collect();
    let Some(asked) = request.asked(status, &values) else { panic!("{}", request.canonical()) };
    assert_eq!(asked.policy.slots().len(), request.facts().len());
    assert!(asked.now < 1 << 40);
    assert_eq!(request.asked(status, &[&values[..], &[Value::from(1)]].concat()), None);
    assert_eq!(request.asked(status.xor(Some("https://a.example/1")), &values), None);
}

/// A value of the type of a claim.
fn value(fact: &proofpass::zk::Fact) -> Option<Value> {
    let candidates = [Value::from("x"), 1.into(), true.into(), "2000-02-29".into(), "2000-02-29T00:00:00Z".into()];
    candidates.into_iter().find(|value| read_value(value, fact.claim_type()).is_some())
}

pub(crate) fn request_seeds() -> Vec<Vec<u8>> {
    let head = r#"{"type":"ProofRequest","version":1,"id":"urn:x:1","audience":"https://a.example",
        "nonce":"AAECAwQFBgcICQoLDA0ODw","issuedAt":"2026-11-23T12:00:00Z","expires":"2026-11-23T12:10:00Z",
        "credential":{"type":"A","issuers":["did:web:a.example"]}"#;
    let rest = [
        r#","facts":[]}"#,
        r#","facts":[{"claim":"/b","type":"date","ageAtLeast":18},{"claim":"/c","type":"string","in":["DE","AT"]}],"status":"none"}"#,
        r#","facts":[{"claim":"/n","type":"decimal:2","between":["0.10",12.5]},{"claim":"/c","type":"string","disclose":true}]}"#,
        r#","facts":[{"claim":"/m","type":"member","equals":"x"},{"claim":"/x","type":"absent","isAbsent":true}],
            "nullifier":{"purpose":"vote","epoch":"1"},"status":{"maxAgeSeconds":60},"responseUri":"https://a.example/r",
            "validAt":"2026-01-01T00:00:00Z"}"#,
    ];
    let seeds = rest.map(|rest| format!("{head}{rest}").into_bytes());
    let carried = seeds.iter().filter_map(|seed| ProofRequest::parse(seed).ok());
    let carried: Vec<Vec<u8>> =
        carried.map(|request| openid4vp::request_object(&request).to_string().into_bytes()).collect();
    seeds.into_iter().chain(carried).collect()
}

/// The target `zk_presentation`: presentations, answers around them, and files of holders.
pub(crate) fn presentation(bytes: &[u8]) {
    if let Ok(committed) = CommittedCredential::parse(bytes) {
        let written = committed.to_object();
        assert_eq!(CommittedCredential::from_object(&written).as_ref(), Ok(&committed));
    }
    if let Ok(presentation) = openid4vp::read_response(bytes) {
        let written = openid4vp::response(&presentation).to_string();
        assert_eq!(openid4vp::read_response(written.as_bytes()), Ok(presentation));
    }
    let read = ProofPresentation::parse(bytes);
    if let Ok(presentation) = &read {
        assert_eq!(ProofPresentation::from_object(&presentation.to_object()).as_ref(), Ok(presentation));
    }
    let Ok(Value::Object(object)) = parse(bytes, &Limits::DOCUMENT) else { return };
    if object.get("type").and_then(Value::as_str) != Some(ProofPresentation::TYPE) {
        assert!(read.is_err());
        return;
    }
    let bundle = Bundle::parse(bytes).unwrap_or_else(|fault| panic!("{object}: {fault}"));
    assert!(bundle.credentials().is_empty() && bundle.proof() == Some(&object));
    // Nobody asked: whatever it is, it is not accepted.
    let now = proofpass::time::Timestamp::MIN;
    let report = verify_bytes(bytes, &Material::default(), &Policy::default(), now);
    assert_ne!(report.verdict(), Verdict::Accept, "{object}");
    assert!(known::json(report.to_json().as_bytes()).is_some());
    if read.is_err() {
        assert_eq!(report.verdict(), Verdict::Reject, "{object}");
    }
}

pub(crate) fn presentation_seeds() -> Vec<Vec<u8>> {
    let text = |count: usize| "A".repeat(count);
    let presentation = Object::new()
        .with("type", ProofPresentation::TYPE)
        .with("version", 1)
        .with("circuit", "cred-s/1")
        .with("key", text(43))
        .with("request", text(43))
        .with("issuer", "did:web:a.example")
        .with("verificationMethod", "did:web:a.example#zk-1")
        .with("disclosed", vec![Value::from("DE"), 1.into(), true.into()])
        .with("nullifier", "7")
        .with("proof", text(342));
    let stapled = presentation.clone().with("status", Object::new().with("id", "https://a.example/1"));
    let named = presentation.clone().with("status", "https://a.example/1");
    let answer = Object::new().with("vp_token", Object::new().with("proof", vec![Value::from(presentation.clone())]));
    let file = r#"{"type":"CommittedCredential","version":1,"credential":"urn:x:1","credentialType":"A",
        "issuer":"did:web:a.example","verificationMethod":"did:web:a.example#zk-1","validFrom":"2026-01-01T00:00:00Z",
        "validUntil":"2027-01-01T00:00:00Z","status":{"id":"https://a.example/1","index":5},"holder":"7","seed":"SEED",
        "claims":[{"claim":"/n","type":"integer","value":1},{"claim":"/x","type":"absent"}],"signature":"SIGN"}"#;
    // The neutral point and zero: on the curve, and a signature of nothing.
    let signature = format!("{}AQAA{}", text(84), text(40));
    let file = file.replace("SEED", &text(43)).replace("SIGN", &signature);
    assert!(CommittedCredential::parse(file.as_bytes()).is_ok(), "{file}");
    [presentation, stapled, named, answer]
        .map(|object| object.to_string().into_bytes())
        .into_iter()
        .chain([file.into_bytes()])
        .collect()
}
