//! Keys and identities: documents that list keys, rotation, compromise, websites; verified with what is served.

use harness::{Answer, ApiKeyClient, Client as _, TestIssuer};
use http::Request;
use proofpass::json::{Object, Value};
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
use proofpass_issuer::issue::identity;
use proofpass_issuer::store::api_keys::{Environment, Scope};

const KEYS: &str = "/api/v1/issuer-keys";
const IDENTITY: &str = "/api/v1/issuer-identity";

/// An issuer as in production, whose organisations sign as their `did:web`.
async fn on_the_web() -> TestIssuer {
    TestIssuer::with(harness::production, None).await
}

async fn put(client: &ApiKeyClient, body: &str) -> Answer {
    client.send(Request::put(IDENTITY).header("content-type", "application/json"), body.to_owned()).await
}

async fn keys(client: &ApiKeyClient) -> Vec<Object> {
    let answer = client.get(KEYS).await;
    assert_eq!(answer.status, 200, "{answer}");
    let items = answer.object().get("items").and_then(Value::as_array).unwrap().to_vec();
    items.into_iter().map(|item| item.as_object().unwrap().clone()).collect()
}

fn text(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn did(t: &TestIssuer) -> String {
    format!("did:web:issuer.example:organizations:{}", t.a.id)
}

/// What anybody makes of a credential with the document and the status lists that are served now.
async fn verdict(t: &TestIssuer, issued: &Answer) -> (Verdict, String) {
    let path = format!("/organizations/{}/did.json", t.a.id);
    let document = t.anonymous().get(&path).await;
    assert_eq!((document.status.as_u16(), document.header("access-control-allow-origin")), (200, "*"), "{document}");
    let mut material = Material::default();
    material.add_did_document(document.object(), format!("https://issuer.example{path}"), t.now()).unwrap();
    for url in issued.status_lists() {
        let list = t.anonymous().get(url.strip_prefix("https://issuer.example").unwrap()).await;
        material.add_status_list(list.object(), url.clone(), t.now()).unwrap();
    }
    let credential = issued.credential().to_string();
    let report = verify_bytes(credential.as_bytes(), &material, &Policy::default(), t.now());
    (report.verdict(), report.to_json())
}

#[tokio::test]
async fn what_was_signed_verifies_with_the_served_document_through_rotation_and_not_after_compromise() {
    let t = on_the_web().await;
    let a = t.a();
    let (first_id, first) = t.issue(t.a.public).await;
    assert_eq!(first.member("issuer"), did(&t));
    assert_eq!(verdict(&t, &first).await.0, Verdict::Accept);
    let changed = first.credential().to_string().replace("CERT-001", "CERT-002");
    assert!(!changed.contains("CERT-001"));
    let verify = format!("/api/v1/attestations/{first_id}/verify");
    assert_eq!(t.anonymous().get(&verify).await.member("verdict"), "accept");

    // Nobody rotates by accident; who rotates keeps what was signed.
    assert_eq!(a.post(KEYS, "{}").await.problem(), "conflict");
    t.clock.advance_seconds(60);
    assert_eq!(a.post(KEYS, r#"{"replace":true}"#).await.status, 201);
    let (_, second) = t.issue(t.a.public).await;
    assert_eq!(second.member("issuer"), did(&t));
    for issued in [&first, &second] {
        let (verdict, report) = verdict(&t, issued).await;
        assert_eq!(verdict, Verdict::Accept, "{report}");
    }
    let states: Vec<String> = keys(&a).await.iter().map(|key| text(key, "state")).collect();
    assert_eq!(states, ["retired", "active"]);

    // Of a key that somebody else has, nothing is believed, whatever its date.
    let old = text(&keys(&a).await[0], "id");
    let path = format!("{KEYS}/{old}/compromised");
    assert_eq!(a.post(&path, r#"{"since":"2030-01-01T00:00:00Z"}"#).await.pointers(), ["/since"]);
    assert_eq!(a.post(&path, r#"{"since":"yesterday"}"#).await.pointers(), ["/since"]);
    let done = a.post(&path, r#"{"since":"2026-11-23T12:00:30Z"}"#).await;
    assert_eq!(
        (done.member("state").as_str(), done.member("compromisedSince").as_str()),
        ("compromised", "2026-11-23T12:00:30Z")
    );
    let (rejected, report) = verdict(&t, &first).await;
    assert_eq!(rejected, Verdict::Reject, "{report}");
    let (accepted, report) = verdict(&t, &second).await;
    assert_eq!(accepted, Verdict::Accept, "{report}");
    assert_eq!(t.anonymous().get(&verify).await.member("verdict"), "reject");
    // A later date takes nothing back.
    let again = a.post(&path, "{}").await;
    assert_eq!(again.member("compromisedSince"), "2026-11-23T12:00:30Z");
}

#[tokio::test]
async fn a_passport_is_signed_as_the_did_web_and_the_service_has_the_documents_of_its_own_at_hand() {
    let t = on_the_web().await;
    let (own, issued) = t.issue(t.a.public).await;
    let credential = issued.credential().to_string();
    let report = t.anonymous().post("/api/v1/verify", credential.clone()).await;
    assert_eq!(report.member("verdict"), "accept", "{report}");

    let passport = async |product: &str, member: String| {
        let body = format!(r#"{{"productId":"{product}","name":"Espresso cup","members":[{member}]}}"#);
        t.a().post("/api/v1/passports", body).await
    };
    let verdict = async |made: &Answer| {
        assert_eq!(made.status, 201, "{made}");
        let report = t.anonymous().get(&format!("/api/v1/passports/{}/verify", made.member("id"))).await;
        assert_eq!(report.status, 200, "{report}");
        report.member("verdict")
    };
    let gathered = passport("P-1", format!(r#"{{"attestationId":"{own}"}}"#)).await;
    let signed = gathered.credential();
    assert_eq!(text(signed.get("issuer").and_then(Value::as_object).unwrap(), "id"), did(&t));
    assert_eq!(verdict(&gathered).await, "accept");
    assert_eq!(verdict(&passport("P-2", format!(r#"{{"credential":{credential}}}"#)).await).await, "accept");

    // The document is at hand, so that a change is seen.
    let changed = credential.replace("CERT-001", "CERT-002");
    let refused = passport("P-3", format!(r#"{{"credential":{changed}}}"#)).await;
    assert_eq!(refused.pointers(), ["/members/0/credential"], "{refused}");
    assert_eq!(t.anonymous().post("/api/v1/verify", changed).await.member("verdict"), "reject");

    // In the name of an organisation that there is not: nobody can say, and nothing breaks.
    let nobody = credential.replace(&t.a.id.to_string(), "01a20ae6-ed17-706a-b5f4-c87ea95de1a6");
    let report = t.anonymous().post("/api/v1/verify", nobody.clone()).await;
    assert_eq!((report.status.as_u16(), report.member("verdict").as_str()), (200, "undecided"), "{report}");
    let made = passport("P-4", format!(r#"{{"credential":{nobody}}}"#)).await;
    assert_eq!(verdict(&made).await, "undecided");
}

#[tokio::test]
async fn a_document_lists_each_key_in_two_forms_and_dates_the_compromised() {
    let t = on_the_web().await;
    let a = t.a();
    a.post(KEYS, r#"{"replace":true}"#).await;
    let first = text(&keys(&a).await[0], "id");
    a.post(&format!("{KEYS}/{first}/compromised"), "{}").await;
    let document = t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await.object();
    assert_eq!(text(&document, "id"), did(&t));
    let methods = document.get("verificationMethod").and_then(Value::as_array).unwrap();
    let kinds: Vec<(String, bool)> = methods
        .iter()
        .map(|method| {
            let method = method.as_object().unwrap();
            (text(method, "type"), method.get("revoked").is_some())
        })
        .collect();
    let expected = [("Multikey", true), ("JsonWebKey", true), ("Multikey", false), ("JsonWebKey", false)];
    assert_eq!(kinds, expected.map(|(kind, revoked)| (kind.to_owned(), revoked)));
    let asserting = document.get("assertionMethod").and_then(Value::as_array).unwrap();
    let live: Vec<Value> =
        methods[2..].iter().map(|method| method.as_object().unwrap().get("id").unwrap().clone()).collect();
    assert_eq!(asserting, live);
    assert!(!document.to_string().contains("\"d\""));
    for path in ["/organizations/01a20ae6-ed17-706a-b5f4-c87ea95de1a6/did.json", "/organizations/x/did.json"] {
        assert_eq!(t.anonymous().get(path).await.problem(), "not-found", "{path}");
    }
}

#[tokio::test]
async fn a_retired_key_signs_nothing_and_another_can_be_made() {
    let t = on_the_web().await;
    let a = t.a();
    let id = text(&keys(&a).await[0], "id");
    let path = format!("{KEYS}/{id}/retire");
    assert_eq!(t.b().post(&path, "").await.problem(), "not-found");
    assert_eq!(t.b().post(&format!("{KEYS}/{id}/compromised"), "{}").await.problem(), "not-found");
    assert_eq!(a.post(&path, "").await.member("state"), "retired");
    assert_eq!(a.post(&path, "").await.problem(), "conflict");
    assert_eq!(a.post("/api/v1/attestations", t.request(t.a.private)).await.problem(), "unavailable");
    assert_eq!(a.post(KEYS, "{}").await.status, 201);
    assert_eq!(a.post("/api/v1/attestations", t.request(t.a.private)).await.status, 201);
    assert_eq!(a.post(KEYS, r#"{"more":1}"#).await.problem(), "malformed-request");
}

#[tokio::test]
async fn a_website_is_linked_by_what_it_is_to_serve_and_the_services_own_by_its_operator() {
    let t = on_the_web().await;
    let a = t.a();
    let own = "/.well-known/did-configuration.json";
    let of_organization = format!("/organizations/{}/did-configuration.json", t.a.id);
    for path in [own, &of_organization] {
        assert_eq!(t.anonymous().get(path).await.problem(), "not-found", "{path}");
    }
    for domain in ["", "https://a/b", "127.0.0.1", "a b", "a/b", "user@a", "issuer.example", "ISSUER.example"] {
        let answer = put(&a, &format!(r#"{{"method":"web","domain":"{domain}"}}"#)).await;
        assert_eq!(answer.pointers(), ["/domain"], "{domain}");
    }
    assert_eq!(put(&a, r#"{"method":"btc"}"#).await.pointers(), ["/method"]);
    let set = put(&a, r#"{"method":"web","domain":"shop.example"}"#).await;
    assert_eq!((set.member("did"), set.member("domain").as_str()), (did(&t), "shop.example"));

    let (_, issued) = t.issue(t.a.public).await;
    let linked = async |origin: &str, path: &str| {
        let document = t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await.object();
        let configuration = t.anonymous().get(path).await;
        assert_eq!(configuration.status, 200, "{configuration}");
        let mut material = Material::default();
        material.add_did_document(document, "https://issuer.example/did".to_owned(), t.now()).unwrap();
        let url = format!("{origin}/.well-known/did-configuration.json");
        material.add_did_configuration(&configuration.object(), url, t.now()).unwrap();
        let credential = issued.credential().to_string();
        verify_bytes(credential.as_bytes(), &material, &Policy::default(), t.now()).to_json().contains("domain-linked")
    };
    assert!(linked("https://shop.example", &of_organization).await);
    assert!(!linked("https://other.example", &of_organization).await);
    assert_eq!(t.anonymous().get(own).await.problem(), "not-found");

    identity::set_domain(&t.issuer, t.a.id, "issuer.example").await.unwrap();
    assert!(linked("https://issuer.example", own).await);
}

#[tokio::test]
async fn an_issuer_of_a_developer_signs_as_its_keys_until_somebody_says_otherwise() {
    let t = TestIssuer::new().await;
    let a = t.a();
    assert!(t.issue(t.a.public).await.1.member("issuer").starts_with("did:key:"));
    assert_eq!(a.get(IDENTITY).await.member("method"), "key");
    assert_eq!(put(&a, r#"{"method":"web"}"#).await.member("method"), "web");
    // The key that signs goes on as it is.
    assert!(t.issue(t.a.public).await.1.member("issuer").starts_with("did:key:"));
    a.post(KEYS, r#"{"replace":true}"#).await;
    let expected = format!("did:web:issuer.test:organizations:{}", t.a.id);
    assert_eq!(t.issue(t.a.public).await.1.member("issuer"), expected);
}

#[tokio::test]
async fn keys_are_for_those_with_their_scopes() {
    let t = TestIssuer::new().await;
    let with = async |scope| t.with_key(&t.new_key(Environment::Live, &[scope], 1).await);
    let (reader, writer) = (with(Scope::IssuerKeysRead).await, with(Scope::IssuerKeysWrite).await);
    let id = text(&keys(&t.a()).await[0], "id");
    let refused = "insufficient-scope";
    assert_eq!(reader.get(KEYS).await.status, 200);
    assert_eq!(reader.get(IDENTITY).await.status, 200);
    assert_eq!(reader.post(KEYS, "{}").await.problem(), refused);
    assert_eq!(reader.post(&format!("{KEYS}/{id}/retire"), "").await.problem(), refused);
    assert_eq!(reader.post(&format!("{KEYS}/{id}/compromised"), "{}").await.problem(), refused);
    assert_eq!(put(&reader, r#"{"method":"key"}"#).await.problem(), refused);
    assert_eq!(writer.get(KEYS).await.problem(), refused);
    assert_eq!(writer.get(IDENTITY).await.problem(), refused);
    assert_eq!(writer.post(KEYS, r#"{"replace":true}"#).await.status, 201);
}
