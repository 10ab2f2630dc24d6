//! The VC-API: what it issues it verifies, what was changed it refuses, and nothing that is sent to it breaks it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use harness::START;
use http::{Method, Request};
use http_body_util::BodyExt as _;
use proofpass::credential::UnsignedCredential;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::{Prepared, ProofOptions};
use proofpass::time::Timestamp;
use proofpass_issuer::clock::ManualClock;
use proofpass_issuer::http::vc_api::router;
use proofpass_issuer::rng::SystemRng;
use proofpass_issuer::vc_api::{Profile, Seed, VcApi};
use secrecy::SecretBox;
use tower::ServiceExt as _;

const BASE: &str = "https://127.0.0.1:40443";

struct Api {
    router: Router,
    api: VcApi,
}

fn with_seed(byte: u8) -> VcApi {
    let seed = Seed::from(SecretBox::new(Box::new([byte; 32])));
    let clock = Arc::new(ManualClock::at(Timestamp::parse(START).unwrap()));
    VcApi::new(&seed, clock, Arc::new(SystemRng)).unwrap()
}

fn api() -> Api {
    let api = with_seed(7);
    Api { router: router(api.clone(), BASE), api }
}

impl Api {
    async fn ask(&self, method: Method, path: &str, body: String) -> (u16, Object) {
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        assert_eq!(answer.headers()["content-type"], "application/json", "{path}");
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let Ok(Value::Object(object)) = parse(&bytes, &Limits::DOCUMENT) else { panic!("{path}: {bytes:?}") };
        (status, object)
    }

    async fn post(&self, path: &str, body: &Object) -> (u16, Object) {
        self.ask(Method::POST, path, body.to_string()).await
    }

    fn credential(&self, profile: Profile) -> Object {
        object(
            r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],
            "credentialSubject":{"id":"did:example:subject"},
            "name":{"@value":"\u05d0\u05d9\u05e9\u05d5\u05e8","@language":"he","@direction":"rtl"}}"#,
        )
        .with("issuer", self.api.did(profile))
    }

    async fn issue(&self, profile: Profile, credential: Object) -> (u16, Object) {
        let path = format!("/{}/credentials/issue", profile.name());
        self.post(&path, &Object::new().with("credential", credential)).await
    }

    async fn issued(&self, profile: Profile) -> Object {
        let (status, answer) = self.issue(profile, self.credential(profile)).await;
        assert_eq!(status, 201, "{answer}");
        inner(&answer, "verifiableCredential")
    }

    async fn verify(&self, credential: impl Into<Value>) -> (u16, Object) {
        self.post("/credentials/verify", &Object::new().with("verifiableCredential", credential)).await
    }
}

/// Issuers whose credentials are shown as a whole.
fn whole() -> impl Iterator<Item = Profile> {
    Profile::ALL.into_iter().filter(|profile| !profile.name().ends_with("-2023"))
}

/// Issuers of whose credentials parts can be shown.
fn in_parts() -> [Profile; 2] {
    ["ecdsa-sd-2023", "bbs-2023"].map(|name| Profile::named(name).unwrap())
}

fn list(pointers: &[&str]) -> Vec<Value> {
    pointers.iter().map(|pointer| Value::from(*pointer)).collect()
}

fn object(text: &str) -> Object {
    let Ok(Value::Object(object)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!("{text}") };
    object
}

fn inner(object: &Object, name: &str) -> Object {
    object.get(name).and_then(Value::as_object).unwrap().clone()
}

/// The titles of the problems in a list of an answer.
fn titles(answer: &Object, list: &str) -> Vec<String> {
    let problems = answer.get(list).and_then(Value::as_array).unwrap();
    problems
        .iter()
        .map(|problem| problem.as_object().unwrap().get("title").unwrap().as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn what_is_issued_verifies_and_what_was_changed_does_not() {
    let t = api();
    for profile in whole() {
        let signed = t.issued(profile).await;
        let (status, answer) = t.verify(signed.clone()).await;
        assert_eq!((status, answer.get("verified")), (200, Some(&true.into())), "{}: {answer}", profile.name());
        assert_eq!((titles(&answer, "errors"), titles(&answer, "warnings")), (vec![], vec![]));
        let text = signed.to_string();
        for (from, to) in [("rtl", "ltr"), ("did:example:subject", "did:example:somebody")] {
            // A token holds them in another alphabet: there the text is changed as a whole.
            let changed = if text.contains(from) { text.replace(from, to) } else { text.replacen("ey", "eX", 1) };
            let (status, answer) = t.verify(object(&changed)).await;
            assert_eq!((status, answer.get("verified")), (400, Some(&false.into())), "{}", profile.name());
            assert!(!titles(&answer, "errors").is_empty());
        }
    }
}

#[tokio::test]
async fn whose_key_it_was_is_a_warning_and_an_error_where_it_is_asked_for() {
    let t = api();
    let key = SigningKey::from_seed(&[1; 32]);
    let credential = t.credential(Profile::ALL[0]);
    let (status, answer) = t.issue(Profile::ALL[2], credential.clone()).await;
    assert_eq!((status, titles(&answer, "errors")), (422, vec!["invalid-request".to_owned()]), "another's credential");
    let options = ProofOptions::new(&key.public_key(), Timestamp::parse(START).unwrap());
    let credential = UnsignedCredential::new(credential).unwrap();
    let signed = Prepared::new(credential, &key.public_key(), options).unwrap().signed_by(&key).unwrap();
    let (status, answer) = t.verify(signed.to_object()).await;
    assert_eq!((status, titles(&answer, "warnings")), (200, vec!["issuer-differs".to_owned()]));
    let asked = Object::new().with("checks", vec![Value::from("proof"), "issuer".into()]);
    let request = Object::new().with("verifiableCredential", signed.to_object()).with("options", asked);
    let (status, answer) = t.post("/credentials/verify", &request).await;
    assert_eq!((status, titles(&answer, "errors")), (400, vec!["issuer-differs".to_owned()]));
}

#[tokio::test]
async fn issuing_refuses_what_breaks_a_rule() {
    let t = api();
    for profile in Profile::ALL {
        let good = t.credential(profile);
        for (name, value) in [
            ("@context", "4"),
            ("@context", r#"["https://www.w3.org/ns/credentials/examples/v2"]"#),
            ("type", "[]"),
            ("issuer", "null"),
            ("issuer", r#""did:example:another""#),
            ("issuer", r#"{"name":"nobody"}"#),
            ("credentialSubject", r#""did:example:subject""#),
            ("credentialSubject", "{}"),
            ("validFrom", r#""2026""#),
            ("name", "1"),
            ("proof", "{}"),
        ] {
            let bad = good.clone().with(name, parse(value.as_bytes(), &Limits::DOCUMENT).unwrap());
            let (status, answer) = t.issue(profile, bad).await;
            assert_eq!(status, 422, "{} {name} {value}: {answer}", profile.name());
        }
        for name in ["@context", "type", "issuer", "credentialSubject"] {
            let mut bad = good.clone();
            bad.remove(name);
            assert_eq!(t.issue(profile, bad).await.0, 422, "{} without {name}", profile.name());
        }
        // A term that nobody defined would not be covered by a signature over what the JSON-LD says.
        let (status, _) = t.issue(profile, good.with("undefinedTerm", "x")).await;
        let over_json_ld = profile.name().contains("rdfc") || profile.name().contains("2023");
        assert_eq!(status, if over_json_ld { 422 } else { 201 }, "{}", profile.name());
    }
    assert_eq!(t.post("/nobody/credentials/issue", &Object::new()).await.0, 404);
}

#[tokio::test]
async fn presentations_are_bound_to_their_occasion() {
    let t = api();
    for profile in whole() {
        let presentation =
            object(r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"]}"#)
                .with("holder", t.api.did(profile))
                .with("verifiableCredential", vec![t.issued(profile).await.into()]);
        let options = Object::new().with("challenge", "c-1").with("domain", "verifier.example");
        let request = Object::new().with("presentation", presentation.clone()).with("options", options.clone());
        let (status, answer) = t.post(&format!("/{}/presentations/prove", profile.name()), &request).await;
        assert_eq!(status, 201, "{}: {answer}", profile.name());
        let proven = inner(&answer, "verifiablePresentation");
        let verify = async |presentation: &Object, options: Object| {
            let request = Object::new().with("verifiablePresentation", presentation.clone()).with("options", options);
            let (status, answer) = t.post("/presentations/verify", &request).await;
            (status, titles(&answer, "errors"))
        };
        assert_eq!(verify(&proven, options.clone()).await, (200, vec![]), "{}", profile.name());
        assert_eq!(verify(&proven, Object::new()).await, (200, vec![]));
        let other = options.clone().with("challenge", "c-2");
        assert_eq!(verify(&proven, other).await, (400, vec!["challenge-mismatch".to_owned()]));
        let other = options.clone().with("domain", "another.example");
        assert_eq!(verify(&proven, other).await, (400, vec!["domain-mismatch".to_owned()]));
        assert_eq!(verify(&presentation, Object::new()).await.0, 200, "unsigned, and nobody asked who shows it");
        assert_eq!(verify(&presentation, options).await.0, 400);
        // Each at its own endpoint.
        assert_eq!(t.verify(proven).await.0, 400);
        let request = Object::new().with("verifiablePresentation", t.issued(profile).await);
        assert_eq!(t.post("/presentations/verify", &request).await.0, 400);
    }
}

#[tokio::test]
async fn parts_are_shown_with_what_is_mandatory() {
    let t = api();
    for profile in in_parts() {
        let credential = t.credential(profile).with("validUntil", "2099-01-01T00:00:00Z");
        let issue = async |options: Object| {
            let request = Object::new().with("credential", credential.clone()).with("options", options);
            t.post(&format!("/{}/credentials/issue", profile.name()), &request).await
        };
        let derive = async |base: &Object, options: Object| {
            let request = Object::new().with("verifiableCredential", base.clone()).with("options", options);
            t.post("/credentials/derive", &request).await
        };
        let show = |pointers: &[&str]| Object::new().with("selectivePointers", list(pointers));
        // By default who says so and until when, and whatever is asked for.
        let (status, answer) = issue(Object::new()).await;
        assert_eq!(status, 201, "{}: {answer}", profile.name());
        let base = inner(&answer, "verifiableCredential");
        assert_eq!(t.verify(base.clone()).await.0, 400, "a base proof is for its holder");
        let (status, answer) = derive(&base, show(&["/credentialSubject"])).await;
        assert_eq!(status, 201, "{}: {answer}", profile.name());
        let derived = inner(&answer, "verifiableCredential");
        assert_eq!(derived.get("validUntil"), credential.get("validUntil"), "{}", profile.name());
        assert_eq!((derived.get("issuer"), derived.get("name")), (credential.get("issuer"), None));
        let (status, answer) = t.verify(derived.clone()).await;
        assert_eq!(status, 200, "{}: {answer}", profile.name());
        for name in ["validUntil", "issuer", "credentialSubject"] {
            let mut less = derived.clone();
            less.remove(name);
            assert_eq!(t.verify(less).await.0, 400, "{} without {name}", profile.name());
        }
        // What the issuer says instead.
        let mandatory = Object::new().with("mandatoryPointers", list(&["/name"]));
        let (status, answer) = issue(mandatory).await;
        assert_eq!(status, 201, "{}: {answer}", profile.name());
        let (status, answer) = derive(&inner(&answer, "verifiableCredential"), Object::new()).await;
        let derived = inner(&answer, "verifiableCredential");
        assert_eq!((status, derived.get("validUntil"), derived.get("name")), (201, None, credential.get("name")));
        for (options, status) in [
            (show(&["/nothing"]), 422),
            (show(&["name"]), 400),
            (Object::new().with("selectivePointers", "/name"), 400),
            (Object::new().with("selectivePointers", vec![Value::from(1)]), 400),
            (Object::new().with("presentationHeader", "AAAA"), 400),
        ] {
            assert_eq!(derive(&base, options.clone()).await.0, status, "{} {options}", profile.name());
        }
        for (pointers, status) in [(&["/nothing"][..], 422), (&["name"], 400)] {
            let options = Object::new().with("mandatoryPointers", list(pointers));
            assert_eq!(issue(options).await.0, status, "{} {pointers:?}", profile.name());
        }
        let (status, _) = derive(&derived, Object::new()).await;
        assert_eq!(status, 422, "nothing is derived from what was derived");
        let presentation = Object::new()
            .with("@context", list(&["https://www.w3.org/ns/credentials/v2"]))
            .with("type", list(&["VerifiablePresentation"]));
        let request = Object::new().with("presentation", presentation);
        assert_eq!(t.post(&format!("/{}/presentations/prove", profile.name()), &request).await.0, 422);
    }
    let (_, answer) = t.issue(in_parts()[1], t.credential(in_parts()[1])).await;
    let base = inner(&answer, "verifiableCredential");
    let options =
        Object::new().with("presentationHeader", "uAQID").with("selectivePointers", list(&["/credentialSubject"]));
    let request = Object::new().with("verifiableCredential", base).with("options", options);
    let (status, answer) = t.post("/credentials/derive", &request).await;
    assert_eq!((status, t.verify(inner(&answer, "verifiableCredential")).await.0), (201, 200));
}

#[tokio::test]
async fn hostile_bodies_are_refused_and_break_nothing() {
    let t = api();
    let signed = t.issued(Profile::ALL[0]).await;
    let without = |name: &str| {
        let mut changed = signed.clone();
        changed.remove(name);
        Value::from(changed)
    };
    for document in [
        Value::Null,
        "did:example:1".into(),
        true.into(),
        7.into(),
        vec![Value::from(signed.clone())].into(),
        Object::new().into(),
        object(r#"{"type":["NonconformingDocument"]}"#).into(),
        object(r#"{"type":"ProofPassBundle","version":1,"credentials":[]}"#).into(),
        Object::new().with("type", "ProofPassBundle").with("version", 1).with("credentials", vec![Value::from(signed.clone())]).into(),
        object(r#"{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential","id":"e30.e30.AA"}"#).into(),
        object(r#"{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,.."}"#).into(),
        without("@context"),
        without("type"),
        without("issuer"),
        signed.clone().with("proof", Value::Null).into(),
        signed.clone().with("proof", "x").into(),
        signed.clone().with("proof", Vec::new()).into(),
        signed.clone().with("proof", vec![Value::Null]).into(),
        signed.clone().with("proof", object(r#"{"type":"DataIntegrityProof"}"#)).into(),
        signed.clone().with("@context", 1).into(),
    ] {
        let (status, answer) = t.verify(document.clone()).await;
        assert_eq!((status, answer.get("verified")), (400, Some(&false.into())), "{document}: {answer}");
        assert!(!titles(&answer, "errors").is_empty(), "{document}");
        for path in ["/presentations/verify", "/eddsa-rdfc-2022/credentials/issue", "/eddsa-jcs-2022/presentations/prove"] {
            let members = ["verifiablePresentation", "credential", "presentation"];
            let request = members.iter().fold(Object::new(), |all, name| all.with(*name, document.clone()));
            let (status, answer) = t.post(path, &request).await;
            assert!(matches!(status, 400 | 422), "{path} {document}: {status} {answer}");
        }
    }
    assert_eq!(t.verify(without("proof")).await.0, 400, "that one can be issued, and is not");
    for body in ["", "{", "null", "[]", "\"x\"", "{\"a\":1,\"a\":2}", "\u{0}"] {
        for path in
            ["/credentials/verify", "/presentations/verify", "/vc-jwt-es256/credentials/issue", "/credentials/derive"]
        {
            assert_eq!(t.ask(Method::POST, path, body.to_owned()).await.0, 400, "{path} {body}");
        }
    }
    for options in [r#"{"challenge":1}"#, r#"{"domain":[]}"#] {
        let request = Object::new().with("verifiableCredential", signed.clone()).with("options", object(options));
        assert_eq!(t.post("/credentials/verify", &request).await.0, 400, "{options}");
    }
    let large = format!("{{\"verifiableCredential\":\"{}\"}}", "x".repeat(Limits::DOCUMENT.bytes));
    assert_eq!(t.ask(Method::POST, "/credentials/verify", large).await.0, 413);
}

#[tokio::test]
async fn says_what_it_does_and_what_it_does_not() {
    let t = api();
    let (status, list) = t.ask(Method::GET, "/", String::new()).await;
    assert_eq!(status, 200);
    let issuers = list.get("issuers").and_then(Value::as_array).unwrap();
    assert_eq!(issuers.len(), Profile::ALL.len());
    for (issuer, profile) in issuers.iter().zip(Profile::ALL) {
        let text = |name: &str| issuer.as_object().unwrap().get(name).and_then(Value::as_str).unwrap().to_owned();
        assert_eq!(text("id"), t.api.did(profile));
        assert_eq!(text("endpoint"), format!("{BASE}/{}/credentials/issue", profile.name()));
    }
    let request = Object::new().with("verifiableCredential", t.issued(Profile::ALL[0]).await);
    assert_eq!(t.post("/credentials/derive", &request).await.0, 422, "no part of it can be shown");
    assert_eq!(t.ask(Method::GET, "/api/v1/attestations/x", String::new()).await.0, 404, "nothing of the service");
    assert_eq!(t.ask(Method::GET, "/credentials/verify", String::new()).await.0, 405);
    // The same seed gives the same keys, another one others.
    assert_eq!(api().api.did(Profile::ALL[2]), t.api.did(Profile::ALL[2]));
    assert_ne!(with_seed(8).did(Profile::ALL[2]), t.api.did(Profile::ALL[2]));
}

#[tokio::test]
async fn resolves_the_dids_of_its_issuers() {
    let t = api();
    for profile in Profile::ALL {
        let did = t.api.did(profile);
        let (status, answer) = t.ask(Method::GET, &format!("/identifiers/{did}"), String::new()).await;
        assert_eq!((status, inner(&answer, "didDocument").get("id")), (200, Some(&did.as_str().into())));
        let fragment = did.trim_start_matches("did:key:");
        let (status, answer) = t.ask(Method::GET, &format!("/identifiers/{did}%23{fragment}"), String::new()).await;
        assert_eq!((status, inner(&answer, "didDocument").get("controller")), (200, Some(&did.as_str().into())));
    }
    for (path, status, metadata, error) in [
        ("notDid:key:z6Mk", 400, "didResolutionMetadata", "invalidDid"),
        ("did:web:a.example", 501, "didResolutionMetadata", "methodNotSupported"),
        (
            "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2%2F%5Ea%3Fb=%60%23z6Mk",
            400,
            "didDereferencingMetadata",
            "invalidDidUrl",
        ),
        (
            "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2/a/b",
            400,
            "didDereferencingMetadata",
            "invalidDidUrl",
        ),
        (
            "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2%23z6LS",
            404,
            "didDereferencingMetadata",
            "notFound",
        ),
        (
            "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2?publicKeyFormat=unknown",
            400,
            "didResolutionMetadata",
            "unsupportedPublicKeyType",
        ),
    ] {
        let (found, answer) = t.ask(Method::GET, &format!("/identifiers/{path}"), String::new()).await;
        let said = inner(&answer, metadata).get("error").and_then(Value::as_str).map(str::to_owned);
        assert_eq!((found, said.as_deref()), (status, Some(error)), "{path}");
    }
}
