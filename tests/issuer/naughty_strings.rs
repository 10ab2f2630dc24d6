//! Strings that break things elsewhere go through unchanged.

use harness::{Client as _, TestIssuer, naughty_strings};
use proofpass::json::{Object, Value};
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};

#[tokio::test]
async fn every_naughty_string_comes_back_byte_for_byte() {
    let Some(strings) = naughty_strings() else { return };
    assert_eq!(strings.len(), 515);
    let t = TestIssuer::new().await;
    // All of them in one credential, and each as the number of a subject.
    let parts: Vec<Value> = strings.iter().map(|s| Object::new().with("material", s.as_str()).into()).collect();
    let claims = Object::new().with("certificationId", "all").with("parts", parts);
    let request = |subject: &str, claims: &Object| {
        Object::new()
            .with("templateId", t.a.private.to_string())
            .with("subject", Object::new().with("id", subject).with("type", "Product"))
            .with("claims", claims.clone())
            .to_string()
    };
    let answer = t.a().post("/api/v1/attestations", request("all", &claims)).await;
    assert_eq!(answer.status, 201, "{answer}");
    let fetched = t.a().get(&format!("/api/v1/attestations/{}", answer.member("id"))).await;
    let subject = fetched.credential().get("credentialSubject").and_then(Value::as_object).unwrap().clone();
    assert_eq!(subject.get("parts"), claims.get("parts"));
    let bundle = t.a().get(&format!("/api/v1/attestations/{}/bundle", answer.member("id"))).await;
    assert!(bundle.text().contains(&fetched.credential().to_string()));
    let report = verify_bytes(&bundle.body, &Material::default(), &Policy::default(), t.now());
    assert_eq!(report.verdict(), Verdict::Accept);

    for string in &strings {
        let claims = Object::new().with("certificationId", string.as_str());
        let answer = t.a().post("/api/v1/attestations", request(string, &claims)).await;
        if string.is_empty() {
            assert_eq!(answer.pointers(), ["/subject/id"]);
            continue;
        }
        assert_eq!(answer.status, 201, "{string:?}: {answer}");
        let fetched = t.a().get(&format!("/api/v1/attestations/{}", answer.member("id"))).await;
        let view = fetched.object();
        assert_eq!(
            view.get("subject").and_then(Value::as_object).unwrap().get("id"),
            Some(&Value::from(string.as_str()))
        );
        let subject = fetched.credential().get("credentialSubject").and_then(Value::as_object).unwrap().clone();
        assert_eq!(subject.get("certificationId"), Some(&Value::from(string.as_str())));
        // Those that happen to be URLs stand there themselves.
        let own = subject.get("identifier").or(subject.get("id"));
        assert_eq!(own, Some(&Value::from(string.as_str())));
    }
    assert_eq!(t.attestations().await, 515);
}
