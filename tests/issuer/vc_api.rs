//! The VC-API: what it issues it verifies, what was changed it refuses, and nothing that is sent to it breaks it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use harness::{START, SeededRng};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use proofpass::credential::UnsignedCredential;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::SigningKey;
use proofpass::multibase::{decode_base64url, encode_base64url};
use proofpass::securing::data_integrity::{Prepared, ProofOptions};
use proofpass::time::Timestamp;
use proofpass_issuer::clock::ManualClock;
use proofpass_issuer::http::vc_api::router;
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
    VcApi::new(&seed, clock, Arc::new(SeededRng::new("vc-api")), BASE).unwrap()
}

fn api() -> Api {
    let api = with_seed(7);
    Api { router: router(api.clone()), api }
}

impl Api {
    async fn ask(&self, method: Method, path: &str, body: String) -> (u16, Object) {
        let (status, media_type, object) = self.ask_for(None, method, path, body).await;
        assert_eq!(media_type, "application/json", "{path}");
        (status, object)
    }

    async fn get(&self, path: &str, accept: &str) -> (u16, String, Object) {
        self.ask_for(Some(accept), Method::GET, path, String::new()).await
    }

    async fn ask_for(&self, accept: Option<&str>, method: Method, path: &str, body: String) -> (u16, String, Object) {
        let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        if let Some(accept) = accept {
            request = request.header("accept", accept);
        }
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        let media_type = answer.headers()["content-type"].to_str().unwrap().to_owned();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let Ok(Value::Object(object)) = parse(&bytes, &Limits::DOCUMENT) else { panic!("{path}: {bytes:?}") };
        (status, media_type, object)
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

    async fn derive(&self, base: &Object, options: Object) -> (u16, Object) {
        let request = Object::new().with("verifiableCredential", base.clone()).with("options", options);
        self.post("/credentials/derive", &request).await
    }

    /// What a verifier gets, where the holder shows everything.
    async fn shown(&self, profile: Profile, credential: Object) -> Object {
        if !in_parts().iter().any(|other| other.name() == profile.name()) {
            return credential;
        }
        let (status, answer) = self.derive(&credential, show(&[""])).await;
        assert_eq!(status, 201, "{answer}");
        inner(&answer, "verifiableCredential")
    }

    async fn verify(&self, credential: impl Into<Value>) -> (u16, Object) {
        self.post("/credentials/verify", &Object::new().with("verifiableCredential", credential)).await
    }
}

fn object(text: &str) -> Object {
    let Ok(Value::Object(object)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!("{text}") };
    object
}

fn inner(object: &Object, name: &str) -> Object {
    object.get(name).and_then(Value::as_object).unwrap().clone()
}

/// Issuers of whose credentials parts can be shown.
fn in_parts() -> [Profile; 2] {
    ["ecdsa-sd-2023", "bbs-2023"].map(|name| Profile::named(name).unwrap())
}

fn list(pointers: &[&str]) -> Vec<Value> {
    pointers.iter().map(|pointer| Value::from(*pointer)).collect()
}

fn show(pointers: &[&str]) -> Object {
    Object::new().with("selectivePointers", list(pointers))
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
    for profile in Profile::ALL {
        let signed = t.shown(profile, t.issued(profile).await).await;
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
            // A digest that is another's, and one that is no multihash.
            (
                "relatedResource",
                r#"{"id":"https://www.w3.org/ns/credentials/v2",
                "digestSRI":"sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"}"#,
            ),
            (
                "relatedResource",
                r#"{"id":"https://www.w3.org/ns/credentials/v2",
                "digestMultibase":"uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"}"#,
            ),
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
        let over_json_ld = profile.name().contains("rdfc") || profile.name().ends_with("-2023");
        assert_eq!(status, if over_json_ld { 422 } else { 201 }, "{}", profile.name());
    }
    assert_eq!(t.post("/nobody/credentials/issue", &Object::new()).await.0, 404);
}

#[tokio::test]
async fn presentations_are_bound_to_their_occasion() {
    let t = api();
    let whole = Profile::ALL.into_iter().filter(|profile| !profile.name().ends_with("-2023"));
    for profile in whole {
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
async fn a_holder_shows_parts_with_what_is_mandatory() {
    let t = api();
    for profile in in_parts() {
        let name = profile.name();
        let credential = t.credential(profile).with("validUntil", "2099-01-01T00:00:00Z");
        let issue = async |options: Object| t.issue_with(profile, credential.clone(), options).await;
        // Where the issuer says nothing: what it is, who says so and until when. Beside it, what is asked for.
        let (status, answer) = issue(Object::new()).await;
        assert_eq!(status, 201, "{name}: {answer}");
        let base = inner(&answer, "verifiableCredential");
        assert_eq!(t.verify(base.clone()).await.0, 400, "{name}: a base proof is for its holder");
        let (status, answer) = t.derive(&base, show(&["/credentialSubject"])).await;
        assert_eq!(status, 201, "{name}: {answer}");
        let derived = inner(&answer, "verifiableCredential");
        for member in ["issuer", "type", "validUntil", "credentialSubject"] {
            assert_eq!(derived.get(member), credential.get(member), "{name} {member}");
        }
        assert_eq!(derived.get("name"), None, "{name}");
        let (status, answer) = t.verify(derived.clone()).await;
        assert_eq!(status, 200, "{name}: {answer}");
        for member in ["validUntil", "issuer", "credentialSubject"] {
            let mut less = derived.clone();
            less.remove(member);
            assert_eq!(t.verify(less).await.0, 400, "{name} without {member}");
        }
        // Nothing is derived from what was derived.
        assert_eq!(t.derive(&derived, Object::new()).await.0, 422, "{name}");
        // What the issuer says instead.
        let (status, answer) = issue(Object::new().with("mandatoryPointers", list(&["/name"]))).await;
        assert_eq!(status, 201, "{name}: {answer}");
        let (status, answer) = t.derive(&inner(&answer, "verifiableCredential"), Object::new()).await;
        let derived = inner(&answer, "verifiableCredential");
        assert_eq!((status, derived.get("validUntil"), derived.get("name")), (201, None, credential.get("name")));
        // A presentation is not made in parts.
        let presentation =
            object(r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"]}"#);
        let request = Object::new().with("presentation", presentation);
        assert_eq!(t.post(&format!("/{name}/presentations/prove"), &request).await.0, 422, "{name}");
    }
}

#[tokio::test]
async fn pointers_that_are_none_or_lead_to_nothing_are_refused() {
    let t = api();
    let wrong = [
        Value::from(list(&["name"])),
        list(&["/name", "/nothing"]).into(),
        // What is there, and does not stand alone: a text without its language.
        list(&["/name/@value"]).into(),
        list(&["/credentialSubject/~2"]).into(),
        vec![Value::from(1)].into(),
        "/name".into(),
        Value::Null,
        Object::new().into(),
    ];
    for profile in in_parts() {
        let base = t.issued(profile).await;
        for pointers in &wrong {
            let options = Object::new().with("mandatoryPointers", pointers.clone());
            let (status, answer) = t.issue_with(profile, t.credential(profile), options).await;
            let found = (status, titles(&answer, "errors"));
            assert_eq!(found, (400, vec!["malformed-request".to_owned()]), "{} {pointers}", profile.name());
            let options = Object::new().with("selectivePointers", pointers.clone());
            assert_eq!(t.derive(&base, options).await.0, 400, "{} {pointers}", profile.name());
        }
        for header in [Value::from("AAAA"), "zAAA".into(), 1.into(), Value::Null] {
            let options = Object::new().with("presentationHeader", header.clone());
            assert_eq!(t.derive(&base, options).await.0, 400, "{} {header}", profile.name());
        }
    }
    for profile in Profile::ALL.into_iter().filter(|profile| !profile.name().ends_with("-2023")) {
        assert_eq!(t.derive(&t.issued(profile).await, Object::new()).await.0, 422, "{}", profile.name());
    }
    let several = Object::new().with("type", "ProofPassBundle").with("version", 1);
    assert_eq!(t.derive(&several, Object::new()).await.0, 422);
}

#[tokio::test]
async fn a_presentation_header_goes_into_the_proof_that_has_a_place_for_it() {
    let t = api();
    let [sd, bbs] = in_parts();
    let options = show(&["/credentialSubject"]).with("presentationHeader", "uAQID");
    let (status, answer) = t.derive(&t.issued(bbs).await, options.clone()).await;
    assert_eq!(status, 201, "{answer}");
    let derived = inner(&answer, "verifiableCredential");
    let proof = inner(&derived, "proof");
    let value = proof.get("proofValue").and_then(Value::as_str).unwrap();
    assert!(decode_base64url(value).unwrap().ends_with(&[0x43, 1, 2, 3]), "the header, in CBOR");
    assert_eq!(t.verify(derived).await.0, 200);
    assert_eq!(t.derive(&t.issued(sd).await, options).await.0, 422, "it would be lost");
    let options = Object::new().with("presentationHeader", encode_base64url(&[0; 1025]));
    assert_eq!(t.derive(&t.issued(bbs).await, options).await.0, 422);
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
    let (status, answer) = t.ask(Method::GET, "/", String::new()).await;
    assert_eq!(status, 200);
    let list_of = |object: &Object, name: &str| object.get(name).and_then(Value::as_array).unwrap().to_vec();
    let issuers = list_of(&answer, "issuers");
    assert_eq!(issuers.len(), Profile::ALL.len() + 1, "the first once more, with statuses");
    for (issuer, profile) in issuers.iter().zip(Profile::ALL) {
        let text = |name: &str| issuer.as_object().unwrap().get(name).and_then(Value::as_str).unwrap().to_owned();
        assert_eq!(text("id"), t.api.did(profile));
        assert_eq!(text("endpoint"), format!("{BASE}/{}/credentials/issue", profile.name()));
        let has_options = issuer.as_object().unwrap().get("options").is_some();
        assert_ne!(
            has_options,
            in_parts().iter().any(|other| other.name() == profile.name()),
            "a suite would keep them"
        );
    }
    let tags = |list: &str, name: &str| {
        let endpoints = list_of(&answer, list);
        let tags = endpoints.iter().flat_map(|endpoint| list_of(endpoint.as_object().unwrap(), "tags"));
        tags.filter(|tag| tag.as_str() == Some(name)).count()
    };
    for profile in in_parts() {
        let of = ["issuers", "verifiers", "vpVerifiers", "vcHolders"].map(|list| tags(list, profile.name()));
        assert_eq!((of, tags("vcHolders", "vcHolder")), ([1; 4], 1), "{}", profile.name());
    }
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
        ("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2/a/b", 404, "didDereferencingMetadata", "notFound"),
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

#[tokio::test]
async fn a_did_document_comes_alone_to_those_who_ask_for_it() {
    let t = api();
    let did = t.api.did(Profile::ALL[0]);
    let path = format!("/identifiers/{did}");
    for (accept, media_type, has_context) in [
        ("application/did+json", "application/did+json", false),
        ("application/did+ld+json", "application/did+ld+json", true),
        ("application/did", "application/did+ld+json", true),
    ] {
        let (status, found, document) = t.get(&path, accept).await;
        assert_eq!((status, found.as_str()), (200, media_type));
        assert_eq!(document.get("id"), Some(&did.as_str().into()));
        assert_eq!(document.get("@context").is_some(), has_context, "{accept}");
    }
    let (status, media_type, answer) = t.get(&path, "application/did-resolution").await;
    assert_eq!((status, media_type.as_str()), (200, "application/did-resolution"));
    assert_eq!(inner(&answer, "didDocument").get("id"), Some(&did.as_str().into()));
    for (accept, status) in [("application/did+cbor", 406), ("text/html", 406), ("text/html, */*", 200)] {
        assert_eq!(t.get(&path, accept).await.0, status, "{accept}");
    }
}

fn with_status(purpose: &str) -> Object {
    let status = Object::new().with("type", "BitstringStatusListEntry").with("statusPurpose", purpose);
    Object::new().with("credentialStatus", status)
}

impl Api {
    async fn issue_with(&self, profile: Profile, credential: Object, options: Object) -> (u16, Object) {
        let request = Object::new().with("credential", credential).with("options", options);
        self.post(&format!("/{}/credentials/issue", profile.name()), &request).await
    }

    /// Verified as to its status: the answer's own status, and what is wrong.
    async fn status_of(&self, credential: &Object) -> (u16, Vec<String>) {
        let checks = Object::new().with("checks", vec![Value::from("proof"), "credentialStatus".into()]);
        let request = Object::new().with("verifiableCredential", credential.clone()).with("options", checks);
        let (status, answer) = self.post("/credentials/verify", &request).await;
        (status, titles(&answer, "errors"))
    }

    async fn set_status(&self, id: &str, purpose: &str, on: bool) -> u16 {
        let request = with_status(purpose).with("credentialId", id).with("status", on);
        self.post("/credentials/status", &request).await.0
    }
}

#[tokio::test]
async fn a_credential_is_revoked_by_the_list_that_it_names() {
    let t = api();
    for profile in Profile::ALL {
        let mut issued = Vec::new();
        for number in 0..2 {
            let id = format!("urn:example:{}:{number}", profile.name());
            let credential = t.credential(profile).with("id", id.as_str());
            let (status, answer) = t.issue_with(profile, credential, with_status("revocation")).await;
            assert_eq!(status, 201, "{answer}");
            issued.push((id, t.shown(profile, inner(&answer, "verifiableCredential")).await));
        }
        let [(id, credential), (_, another)] = issued.as_slice() else { panic!("two were issued") };
        assert_eq!(t.status_of(credential).await, (200, vec![]), "{}", profile.name());
        let list = format!("/{}/status-lists/revocation", profile.name());
        let (status, media_type, before) = t.get(&list, "*/*").await;
        assert_eq!((status, media_type.as_str()), (200, "application/vc"));
        assert_eq!(t.get(&list, "application/ld+json, application/json").await.1, "application/json");
        assert_eq!(t.verify(before.clone()).await.0, 200, "a list is a credential");
        assert_eq!(t.set_status(id, "suspension", true).await, 404, "it has no such status");
        assert_eq!(t.set_status(id, "revocation", true).await, 200);
        assert_eq!(t.status_of(credential).await, (400, vec!["revoked".to_owned()]));
        assert_eq!(t.verify(credential.clone()).await.0, 200, "nobody asked for the status: a warning");
        assert_eq!(t.status_of(another).await, (200, vec![]), "and no other");
        assert_ne!(t.get(&list, "*/*").await.2.to_string(), before.to_string());
        assert_eq!(t.set_status(id, "revocation", false).await, 200);
        assert_eq!(t.status_of(credential).await, (200, vec![]));
    }
    // A list that is published elsewhere stays unread.
    let foreign = object(
        r#"{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7",
        "statusListCredential":"https://lists.example/1"}"#,
    );
    let profile = Profile::ALL[0];
    let (_, answer) = t.issue(profile, t.credential(profile).with("credentialStatus", foreign)).await;
    let (status, errors) = t.status_of(&inner(&answer, "verifiableCredential")).await;
    assert_eq!((status, errors), (400, vec!["status-list-unresolved".to_owned()]));
}

#[tokio::test]
async fn statuses_that_are_not_done_here_are_refused() {
    let t = api();
    let profile = Profile::ALL[0];
    let credential = t.credential(profile).with("id", "urn:example:1");
    assert_eq!(t.issue_with(profile, t.credential(profile), with_status("revocation")).await.0, 422, "no id");
    for status in [
        r#"{"credentialStatus":null}"#,
        r#"{"credentialStatus":[]}"#,
        r#"{"credentialStatus":"revocation"}"#,
        r#"{"credentialStatus":{"type":"BitstringStatusListEntry"}}"#,
        r#"{"credentialStatus":{"type":"BitstringStatusListEntry","statusPurpose":"message"}}"#,
        r#"{"credentialStatus":{"type":"StatusList2021Entry","statusPurpose":"revocation"}}"#,
    ] {
        let (found, _) = t.issue_with(profile, credential.clone(), object(status)).await;
        assert_eq!(found, 422, "{status}");
        let request = object(status).with("credentialId", "urn:example:1");
        assert_eq!(t.post("/credentials/status", &request).await.0, 422, "{status}");
    }
    let (status, answer) = t.issue_with(profile, credential, with_status("suspension")).await;
    assert_eq!(status, 201);
    let entry = inner(&inner(&answer, "verifiableCredential"), "credentialStatus");
    let url = format!("{BASE}/eddsa-rdfc-2022/status-lists/suspension");
    assert_eq!(entry.get("statusListCredential").and_then(Value::as_str), Some(url.as_str()));
    for (request, status) in [
        (with_status("suspension"), 400),
        (with_status("suspension").with("credentialId", 1), 400),
        (with_status("suspension").with("credentialId", "urn:example:2"), 404),
        (with_status("suspension").with("credentialId", "urn:example:1").with("status", "yes"), 422),
        (with_status("suspension").with("credentialId", "urn:example:1").with("status", "1"), 200),
    ] {
        assert_eq!(t.post("/credentials/status", &request).await.0, status, "{request}");
    }
    for path in ["/nobody/status-lists/revocation", "/eddsa-rdfc-2022/status-lists/message"] {
        assert_eq!(t.ask(Method::GET, path, String::new()).await.0, 404, "{path}");
    }
}
