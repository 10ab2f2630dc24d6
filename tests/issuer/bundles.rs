//! Bundles and reports: who may have them, and what they say.

use harness::{Client as _, START, TestIssuer};
use http::{Method, Request};
use insta::assert_snapshot;
use proofpass::json::{Object, Value};
use proofpass::verify::{Material, Policy, verify_bytes};

#[tokio::test]
async fn a_public_bundle_is_everybodys_and_verifies_anywhere() {
    let t = TestIssuer::new().await;
    let (id, issued) = t.issue(t.a.public).await;
    let bundle = t.anonymous().get(&format!("/api/v1/attestations/{id}/bundle")).await;
    assert_eq!(bundle.status, 200);
    let mut lists = Vec::new();
    for url in issued.status_lists() {
        let list = t.anonymous().get(url.strip_prefix("http://issuer.test").unwrap()).await;
        lists.push(format!(r#"{{"credential":{},"from":"{url}","at":"{START}"}}"#, list.text()));
    }
    let expected = format!(
        r#"{{"type":"ProofPassEvidence","version":1,"gatheredAt":"{START}","bundle":{{"type":"ProofPassBundle","version":1,"credentials":[{}]}},"material":{{"statusLists":[{}]}}}}"#,
        issued.credential(),
        lists.join(",")
    );
    assert_eq!(bundle.text(), expected);

    let native = verify_bytes(&bundle.body, &Material::default(), &Policy::default(), t.now()).to_json();
    let path = format!("/api/v1/attestations/{id}/verify");
    for report in [
        t.anonymous().get(&path).await,
        t.anonymous().call(Method::POST, &path).await,
        t.anonymous().post(&path, "{}").await,
        t.anonymous().post("/api/v1/verify", bundle.text()).await,
        t.anonymous().post("/api/v1/verify", format!(r#"{{"bundle":{}}}"#, bundle.text())).await,
    ] {
        assert_eq!(report.status, 200);
        assert_eq!(report.text(), native);
        assert_eq!(report.member("verdict"), "accept");
    }
}

#[tokio::test]
async fn a_private_bundle_is_hidden_from_everybody_else() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    for tail in ["bundle", "verify"] {
        let path = format!("/api/v1/attestations/{id}/{tail}");
        let none =
            t.anonymous().get(&format!("/api/v1/attestations/01a20ae6-ed17-706a-b5f4-c87ea95de1a6/{tail}")).await;
        assert_eq!(none.problem(), "not-found");
        assert_eq!(t.anonymous().get(&path).await.to_string(), none.to_string());
        assert_eq!(t.b().get(&path).await.to_string(), none.to_string());
        assert_eq!(t.a().get(&path).await.status, 200);
        assert_eq!(t.with_key("pk_live_x").get(&path).await.problem(), "unauthenticated");
    }
    let post = t.anonymous().post(&format!("/api/v1/attestations/{id}/verify"), "{}").await;
    assert_eq!(post.problem(), "not-found");
}

#[tokio::test]
async fn a_report_is_made_under_the_callers_policy_and_time() {
    let t = TestIssuer::new().await;
    let (id, issued) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}/verify");
    let verdict = async |options: &str| t.anonymous().post(&path, options).await.member("verdict");
    let did = issued.member("issuer");
    assert_eq!(verdict(&format!(r#"{{"policy":{{"trustedIssuers":["{did}"]}}}}"#)).await, "accept");
    assert_eq!(verdict(r#"{"policy":{"trustedIssuers":["did:key:z6MkOther"]}}"#).await, "reject");
    assert_eq!(verdict(r#"{"now":"2030-01-01T00:00:00Z"}"#).await, "reject");
    assert_eq!(verdict(r#"{"now":"2020-01-01T00:00:00Z"}"#).await, "reject");
    for (options, pointers) in
        [(r#"{"policy":{"require":["magic"]}}"#, ["/policy/require"]), (r#"{"now":"soon"}"#, ["/now"]), ("[]", [""])]
    {
        assert_eq!(t.anonymous().post(&path, options).await.pointers(), pointers, "{options}");
    }
    for (options, pointer) in [(r#"{"bundle":{}}"#, "/bundle"), (r#"{"now":null,"pol/cy":{}}"#, "/pol~1cy")] {
        let answer = t.anonymous().post(&path, options).await;
        assert_eq!(answer.problem(), "malformed-request");
        let errors = format!(
            r#""errors":[{{"pointer":"{pointer}","detail":"this member is not known here; known are `material`, `now`, `policy`"}}]"#
        );
        assert!(answer.text().contains(&errors), "{answer}");
    }
    assert_eq!(t.anonymous().post(&path, "{").await.problem(), "malformed-request");
    let plain = t.anonymous().send(Request::post(&path), "{}").await;
    assert_eq!(plain.problem(), "unsupported-media-type");
}

#[tokio::test]
async fn whatever_is_posted_is_answered_with_a_report() {
    let t = TestIssuer::new().await;
    for (document, code) in [
        ("", "json-syntax"),
        ("nonsense", "json-syntax"),
        ("{}", "not-a-bundle"),
        ("[]", "not-a-bundle"),
        (r#"{"a":1,"a":2}"#, "duplicate-key"),
        (r#"{"a":9007199254740993}"#, "number-not-exact"),
        (r#"{"type":"ProofPassBundle","version":1,"credentials":[]}"#, "no-credentials"),
        (&"[".repeat(1_000_000), "too-deep"),
    ] {
        let answer = t.anonymous().post("/api/v1/verify", document).await;
        assert_eq!(answer.status, 200);
        assert!(answer.text().starts_with(r#"{"reportVersion":1,"verdict":"reject""#), "{answer}");
        assert!(answer.text().contains(&format!(r#""code":"{code}""#)), "{code}: {answer}");
    }
    let options = t.anonymous().post("/api/v1/verify", r#"{"bundle":{},"now":"soon"}"#).await;
    assert_snapshot!(options, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/invalid-request","title":"The request breaks a rule","status":422,"detail":"The request was understood. `errors` lists each fault with a JSON Pointer to where it is.","instance":"urn:uuid:[id]","errors":[{"pointer":"/now","detail":"expected a date and time with a zone"}]}
    "#);
    let large = t.anonymous().post("/api/v1/verify", " ".repeat((5 << 20) + 1)).await;
    assert_eq!(large.problem(), "payload-too-large");
    let text = t.anonymous().send(Request::post("/api/v1/verify").header("content-type", "text/html"), "{}").await;
    assert_eq!(text.problem(), "unsupported-media-type");
    for name in ["application/vc", "application/ld+json", "application/json"] {
        let request = Request::post("/api/v1/verify").header("content-type", name);
        assert_eq!(t.anonymous().send(request, "{}").await.status, 200);
    }
}

#[tokio::test]
async fn many_at_once_are_all_answered() {
    let t = TestIssuer::new().await;
    let (_, issued) = t.issue(t.a.public).await;
    let bundle = Object::new()
        .with("type", "ProofPassBundle")
        .with("version", 1)
        .with("credentials", vec![Value::from(issued.credential()); 100])
        .to_string();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (client, bundle) = (t.anonymous(), bundle.clone());
        running.spawn(async move { client.post("/api/v1/verify", bundle).await });
    }
    for answer in running.join_all().await {
        assert_eq!(answer.member("verdict"), "accept");
    }
}
