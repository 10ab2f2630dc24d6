//! Status commitments: a root that is signed, the bits beside it, and how soon a withdrawal is in both.

use harness::{Answer, Client as _, TestIssuer};
use http::Request;
use proofpass::bundle::Bundle;
use proofpass::json::{Object, Value};
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
use proofpass::zk::{CommittedCredential, StatusBits, StatusCommitment};

const ISSUE: &str = "/api/v1/attestations";

async fn on_the_web() -> TestIssuer {
    TestIssuer::with(harness::production, None).await
}

async fn template(t: &TestIssuer) -> String {
    let body = r#"{"name":"Age","credentialType":"Age","visibility":"public",
        "claimsSchema":{"type":"object","properties":{"birthDate":{"type":"string","format":"date"}}},
        "claims":[{"claim":"/birthDate","handling":"committed"}]}"#;
    let id = t.a().post("/api/v1/templates", body).await.member("id");
    t.a().post(&format!("/api/v1/templates/{id}/versions/1/publish"), "{}").await;
    id
}

async fn issue(t: &TestIssuer, template: &str, format: &str) -> (String, CommittedCredential) {
    let body = format!(
        r#"{{"templateId":"{template}","subject":{{"id":"P-1","type":"Person"}},"claims":{{"birthDate":"1990-05-17"}},"format":"{format}"}}"#
    );
    let answer = t.a().post(ISSUE, body).await;
    assert_eq!(answer.status, 201, "{answer}");
    let file = answer.object().get("committed").and_then(Value::as_object).unwrap().clone();
    (answer.member("id"), CommittedCredential::from_object(&file).unwrap())
}

fn path(file: &CommittedCredential) -> String {
    file.status().unwrap().url.strip_prefix("https://issuer.example").unwrap().to_owned()
}

async fn fetched(t: &TestIssuer, path: &str) -> (Answer, StatusCommitment, StatusBits) {
    let answer = t.anonymous().get(path).await;
    assert_eq!(answer.status, 200, "{answer}");
    let url = format!("https://issuer.example{path}");
    let bundle = Bundle::parse(&answer.body).unwrap();
    let commitment = StatusCommitment::read(&bundle.credentials()[0]).unwrap();
    let bits = StatusBits::parse(&t.anonymous().get(&format!("{path}/bits")).await.body, &url).unwrap();
    assert_eq!(bits.tree().unwrap().root(), commitment.root, "the bits are those of the root");
    assert_eq!(commitment.url, url);
    (answer, commitment, bits)
}

async fn is_set(t: &TestIssuer, file: &CommittedCredential) -> bool {
    let (_, _, bits) = fetched(t, &path(file)).await;
    bits.tree().unwrap().is_set(file.status().unwrap().index)
}

async fn change(t: &TestIssuer, id: &str, what: &str) {
    let done = t.a().post(&format!("{ISSUE}/{id}/{what}"), r#"{"reason":"x"}"#).await;
    assert_eq!(done.status, 200, "{done}");
}

#[tokio::test]
async fn a_commitment_is_a_credential_of_the_issuer_that_names_the_lists_it_is_of() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let (_, file) = issue(&t, &template, "vc+ld+json").await;
    let path = path(&file);
    assert_eq!(path, format!("/api/v1/organizations/{}/zk/status/1", t.a.id));
    let (answer, commitment, _) = fetched(&t, &path).await;
    assert_eq!(commitment.issuer, file.issuer());
    assert_eq!(answer.header("content-type"), "application/vc");
    assert_eq!(answer.header("cache-control"), "public, max-age=5");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let document = t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await.object();
    let mut material = Material::default();
    material.add_did_document(document, "https://issuer.example/did".to_owned(), t.now()).unwrap();
    let verdict = |text: &str| verify_bytes(text.as_bytes(), &material, &Policy::default(), t.now()).verdict();
    assert_eq!(verdict(answer.text()), Verdict::Accept);
    let root = proofpass_zk::text::to_decimal(commitment.root);
    assert_eq!(verdict(&answer.text().replace(&root, "7")), Verdict::Reject);
    let lists =
        answer.object().get("credentialSubject").and_then(Value::as_object).and_then(|s| s.get("lists")).cloned();
    let lists = lists.and_then(|lists| lists.as_array().map(<[Value]>::to_vec)).unwrap();
    let [list] = &lists[..] else { panic!("{answer}") };
    let list = list.as_str().unwrap().strip_prefix("https://issuer.example").unwrap();
    assert!(t.anonymous().get(list).await.text().contains(r#""statusPurpose":"revocation""#));
}

#[tokio::test]
async fn a_withdrawal_is_in_the_commitment_at_once_and_a_resumption_too() {
    let t = on_the_web().await;
    let template = template(&t).await;
    for format in ["vc+ld+json", "dc+sd-jwt"] {
        let (id, file) = issue(&t, &template, format).await;
        let (_, other) = issue(&t, &template, format).await;
        assert!(!is_set(&t, &file).await);
        change(&t, &id, "suspend").await;
        assert!(is_set(&t, &file).await, "{format}: suspended");
        change(&t, &id, "resume").await;
        assert!(!is_set(&t, &file).await, "{format}: resumed");
        change(&t, &id, "revoke").await;
        assert!(is_set(&t, &file).await, "{format}: revoked");
        assert!(!is_set(&t, &other).await, "nobody else");
    }
}

#[tokio::test]
async fn everybody_has_the_same_bytes_until_a_bit_changes_or_half_a_day_is_over() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let (id, file) = issue(&t, &template, "vc+ld+json").await;
    let path = path(&file);
    let first = fetched(&t, &path).await.0;
    t.clock.advance_seconds(60);
    // Neither another credential nor an hour makes a version.
    let (_, _) = issue(&t, &template, "vc+ld+json").await;
    assert_eq!(fetched(&t, &path).await.0.body, first.body);
    let etag = first.header("etag").to_owned();
    let again = t.anonymous().send(Request::get(&path).header("if-none-match", etag.clone()), "").await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    t.clock.advance_seconds(43_141);
    let renewed = fetched(&t, &path).await.0;
    assert_ne!(renewed.body, first.body);
    let until = |answer: &Answer| answer.object().get("validUntil").unwrap().as_str().unwrap().to_owned();
    assert_eq!([until(&first), until(&renewed)], ["2026-11-24T12:00:00Z", "2026-11-25T00:00:01Z"]);
    change(&t, &id, "revoke").await;
    let changed = fetched(&t, &path).await.0;
    assert_ne!(changed.body, renewed.body);
    assert_ne!(changed.header("etag"), renewed.header("etag"));
    assert_eq!(t.database.count("select version::bigint from zk_status_trees").await, 3);
}

#[tokio::test]
async fn many_who_ask_at_once_for_a_new_version_get_one() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let (id, file) = issue(&t, &template, "vc+ld+json").await;
    change(&t, &id, "revoke").await;
    let path = path(&file);
    let asked = (0..8).map(|_| {
        let (client, path) = (t.anonymous(), path.clone());
        tokio::spawn(async move { client.get(&path).await.body })
    });
    let mut bodies = Vec::new();
    for one in asked.collect::<Vec<_>>() {
        bodies.push(one.await.unwrap());
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(t.database.count("select version::bigint from zk_status_trees").await, 1);
}

#[tokio::test]
async fn what_a_compromised_key_signed_is_signed_anew_by_another() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let (_, file) = issue(&t, &template, "vc+ld+json").await;
    let path = path(&file);
    let first = fetched(&t, &path).await.0;
    let keys = t.a().get("/api/v1/issuer-keys").await.object();
    let id = keys.get("items").and_then(Value::as_array).unwrap()[0].as_object().unwrap().get("id").unwrap().clone();
    t.a().post("/api/v1/issuer-keys", r#"{"replace":true}"#).await;
    t.clock.advance_seconds(1);
    t.a().post(&format!("/api/v1/issuer-keys/{}/compromised", id.as_str().unwrap()), "{}").await;
    let second = fetched(&t, &path).await.0;
    let method = |answer: &Answer| {
        let object: Object = answer.object().get("proof").and_then(Value::as_object).unwrap().clone();
        object.get("verificationMethod").unwrap().as_str().unwrap().to_owned()
    };
    assert_ne!(method(&first), method(&second));
}

#[tokio::test]
async fn there_is_no_commitment_where_nothing_is_committed() {
    let t = on_the_web().await;
    t.issue(t.a.public).await;
    let (_, file) = issue(&t, &template(&t).await, "vc+ld+json").await;
    let path = path(&file);
    let other = path.replace(&t.a.id.to_string(), &t.b.id.to_string());
    for absent in [
        other,
        path.replace("/1", "/2"),
        path.replace("/status/1", "/status/0"),
        path.replace("/status/1", "/status/-1"),
        path.replace("/status/1", "/status/99999999999"),
        path.replace("/status/1", "/status/x"),
    ] {
        assert_eq!(t.anonymous().get(&absent).await.problem(), "not-found", "{absent}");
        assert_eq!(t.anonymous().get(&format!("{absent}/bits")).await.problem(), "not-found", "{absent}");
    }
}
