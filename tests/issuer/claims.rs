//! Claims against their template's schema, and what may be a name.

use std::time::{Duration, Instant};

use harness::{Client as _, TestIssuer};
use insta::assert_snapshot;

const PATH: &str = "/api/v1/attestations";

fn with_claims(t: &TestIssuer, claims: &str) -> String {
    t.request(t.a.private).replace(r#"{"certificationId":"CERT-001"}"#, claims)
}

#[tokio::test]
async fn claims_keep_the_schema() {
    let t = TestIssuer::new().await;
    let good = r#"{"certificationId":"C","weight":1.5,"parts":[{"material":"oak"},{}],"colour":"red"}"#;
    assert_eq!(t.a().post(PATH, with_claims(&t, good)).await.status, 201);
    assert_snapshot!(t.a().post(PATH, with_claims(&t, r#"{"weight":"heavy","parts":[{"material":1}]}"#)).await, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/invalid-request","title":"The request breaks a rule","status":422,"detail":"The request was understood. `errors` lists each fault with a JSON Pointer to where it is.","instance":"urn:uuid:[id]","errors":[{"pointer":"/claims","detail":"\"certificationId\" is a required property"},{"pointer":"/claims/parts/0/material","detail":"value is not of type \"string\""},{"pointer":"/claims/weight","detail":"value is not of type \"number\""}]}
    "#);
    for (claims, pointer) in [
        ("{}", "/claims"),
        (r#"{"certificationId":1}"#, "/claims/certificationId"),
        (r#"{"certificationId":null}"#, "/claims/certificationId"),
        (r#"{"certificationId":"C","parts":{}}"#, "/claims/parts"),
        (r#"{"certificationId":"C","parts":[{},7]}"#, "/claims/parts/1"),
    ] {
        assert_eq!(t.a().post(PATH, with_claims(&t, claims)).await.pointers(), [pointer], "{claims}");
    }
    assert_eq!(t.attestations().await, 1);
}

#[tokio::test]
async fn a_schema_that_takes_long_holds_up_nobody() {
    let t = TestIssuer::new().await;
    let slow = r#"{"properties":{"a":{"items":{"format":"email"}}}},"#.repeat(38);
    let template = t.new_template(&format!(r#"{{"type":"object","allOf":[{slow}true]}}"#)).await;
    let values = r#""a@b.example","#.repeat(8_000);
    let body = t.request(template).replace(r#""CERT-001""#, &format!(r#""CERT-001","a":[{values}"a@b.example"]"#));
    // One thread for everything, so that whoever computes on it is found out.
    let start = Instant::now();
    let client = t.a();
    let mut running = tokio::spawn(async move { client.post(PATH, body).await });
    let (mut longest, mut seen) = (Duration::ZERO, start);
    let answer = loop {
        tokio::select! {
            answer = &mut running => break answer.unwrap(),
            () = tokio::time::sleep(Duration::from_millis(1)) => {}
        }
        longest = longest.max(seen.elapsed());
        seen = Instant::now();
    };
    assert_eq!(answer.status, 201, "{answer}");
    assert!(longest < start.elapsed() / 3, "{longest:?} of {:?}", start.elapsed());
}

#[tokio::test]
async fn more_values_than_a_schema_can_be_held_against_are_refused() {
    let t = TestIssuer::new().await;
    let schema = format!(r#"{{"type":"object","allOf":[{}true]}}"#, "true,".repeat(990));
    let template = t.new_template(&schema).await;
    let body = |values: usize| t.request(template).replace(r#""CERT-001""#, &format!("[{}0]", "0,".repeat(values)));
    assert_eq!(t.a().post(PATH, body(9_000)).await.status, 201);
    assert_eq!(t.a().post(PATH, body(11_000)).await.pointers(), ["/claims"]);
}

#[tokio::test]
async fn names_that_mean_something_else_are_refused() {
    let t = TestIssuer::new().await;
    for name in [
        "id",
        "type",
        "@id",
        "@type",
        "@context",
        "@graph",
        "exp",
        "VerifiableCredential",
        "a:b",
        "a/b",
        "",
        " ",
        "https://a.example/x",
    ] {
        let claims = format!(r#"{{"certificationId":"C","{name}":"x"}}"#);
        let pointer = format!("/claims/{}", name.replace('/', "~1"));
        assert_eq!(t.a().post(PATH, with_claims(&t, &claims)).await.pointers(), [pointer], "{name}");
        let nested = format!(r#"{{"certificationId":"C","more":[{{"{name}":"x"}}]}}"#);
        assert_eq!(t.a().post(PATH, with_claims(&t, &nested)).await.status, 422, "{name}");
    }
    let many: Vec<String> = (0..600).map(|n| format!(r#""n{n}":0"#)).collect();
    let many = format!(r#"{{"certificationId":"C",{}}}"#, many.join(","));
    assert_eq!(t.a().post(PATH, with_claims(&t, &many)).await.pointers(), ["/claims"]);
}

#[tokio::test]
async fn a_subject_is_named_and_typed() {
    let t = TestIssuer::new().await;
    let good = t.request(t.a.private);
    for (body, pointer) in [
        (good.replace("PROD-123", ""), "/subject/id"),
        (good.replace("PROD-123", &"x".repeat(2001)), "/subject/id"),
        (good.replace("PROD-123", "\\u0000"), "/subject/id"),
        (good.replace("\"Product\"", "\"\""), "/subject/type"),
        (good.replace("\"Product\"", "\"@vocab\""), "/subject/type"),
        (good.replace("\"Product\"", "\"schema:Product\""), "/subject/type"),
        (good.replace("\"Product\"", "\"VerifiablePresentation\""), "/subject/type"),
        (good.replace(r#""CERT-001""#, r#""CERT-001","identifier":"x""#), "/claims/identifier"),
    ] {
        assert_eq!(t.a().post(PATH, body.as_str()).await.pointers(), [pointer], "{body}");
    }
    let own_url = good.replace("PROD-123", "urn:x:y").replace(r#""CERT-001""#, r#""CERT-001","identifier":"x""#);
    assert_eq!(t.a().post(PATH, own_url).await.status, 201);
}
