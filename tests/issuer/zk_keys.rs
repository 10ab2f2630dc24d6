//! Keys with which organisations sign what is committed: made, listed in documents, rotated, retired, compromised.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{Client as _, TestIssuer};
use http::Request;
use proofpass::json::{Object, Value};
use proofpass_issuer::store::api_keys::{Environment, Scope};
use proofpass_zk::eddsa::PublicKey;

const KEYS: &str = "/api/v1/issuer-keys";
const NEW: &str = r#"{"algorithm":"BabyJubJub"}"#;

fn text(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The methods of the served document that are of Baby Jubjub, and whether each may assert something.
async fn listed(t: &TestIssuer) -> Vec<(Object, bool)> {
    let document = t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await.object();
    let asserting = document.get("assertionMethod").and_then(Value::as_array).unwrap().to_vec();
    let methods = document.get("verificationMethod").and_then(Value::as_array).unwrap();
    let of_curve = |method: &&Object| {
        let jwk = method.get("publicKeyJwk").and_then(Value::as_object);
        jwk.is_some_and(|jwk| text(jwk, "crv") == "BabyJubJub")
    };
    let all = methods.iter().filter_map(Value::as_object).filter(of_curve);
    all.map(|method| (method.clone(), asserting.contains(method.get("id").unwrap()))).collect()
}

fn point(method: &Object) -> Option<PublicKey> {
    let jwk = method.get("publicKeyJwk").and_then(Value::as_object)?;
    let coordinate = |name: &str| -> Option<[u8; 32]> { URL_SAFE_NO_PAD.decode(text(jwk, name)).ok()?.try_into().ok() };
    PublicKey::from_bytes(&coordinate("x")?, &coordinate("y")?)
}

#[tokio::test]
async fn a_key_of_commitments_stands_in_the_document_beside_the_others_and_has_a_number() {
    let t = TestIssuer::with(harness::production, None).await;
    assert!(listed(&t).await.is_empty(), "none before somebody wants one");
    let made = t.a().post(KEYS, NEW).await;
    assert_eq!(made.status, 201, "{made}");
    let did = format!("did:web:issuer.example:organizations:{}", t.a.id);
    assert_eq!(
        [made.member("algorithm"), made.member("verificationMethod"), made.member("state"), made.member("did")],
        ["BabyJubJub".to_owned(), format!("{did}#zk-1"), "active".to_owned(), did.clone()]
    );
    assert!(made.object().get("publicKeyMultibase").is_none());
    let [(method, true)] = &listed(&t).await[..] else { panic!("{made}") };
    assert_eq!(
        [text(method, "id"), text(method, "type"), text(method, "controller")],
        [format!("{did}#zk-1"), "JsonWebKey".to_owned(), did]
    );
    let jwk = method.get("publicKeyJwk").and_then(Value::as_object).unwrap();
    assert_eq!([text(jwk, "kty"), text(jwk, "alg")], ["EC", "EdDSA-Poseidon"]);
    assert_eq!(jwk.iter().count(), 5, "nothing of the private half: {jwk:?}");
    assert_eq!(made.object().get("publicKeyJwk"), method.get("publicKeyJwk"));
    assert!(point(method).is_some());
    // The other keys are as they were, and issuing goes on.
    assert_eq!(t.issue(t.a.public).await.1.status, 201);
    // Nobody else's document says anything of it.
    let other = t.anonymous().get(&format!("/organizations/{}/did.json", t.b.id)).await;
    assert!(!other.text().contains("BabyJubJub"));
}

#[tokio::test]
async fn keys_of_commitments_rotate_retire_and_are_compromised_as_others_are() {
    let t = TestIssuer::with(harness::production, None).await;
    let a = t.a();
    let first = a.post(KEYS, NEW).await.member("id");
    assert_eq!(a.post(KEYS, NEW).await.problem(), "conflict", "nobody rotates by accident");
    t.clock.advance_seconds(60);
    let second = a.post(KEYS, r#"{"algorithm":"BabyJubJub","replace":true}"#).await;
    assert!(second.member("verificationMethod").ends_with("#zk-2"), "{second}");
    let [(one, true), (other, true)] = &listed(&t).await[..] else { panic!("what was signed stays valid") };
    assert_ne!(point(one), point(other));

    let items = a.get(KEYS).await.object();
    let items = items.get("items").and_then(Value::as_array).unwrap().to_vec();
    let states: Vec<(String, String)> = items
        .iter()
        .map(|item| (text(item.as_object().unwrap(), "algorithm"), text(item.as_object().unwrap(), "state")))
        .collect();
    let expected = [("Ed25519", "active"), ("BabyJubJub", "retired"), ("BabyJubJub", "active")];
    assert_eq!(states, expected.map(|(kind, state)| (kind.to_owned(), state.to_owned())));

    assert_eq!(t.b().post(&format!("{KEYS}/{first}/compromised"), "{}").await.problem(), "not-found");
    assert_eq!(a.post(&format!("{KEYS}/{first}/retire"), "").await.problem(), "conflict");
    let compromised = a.post(&format!("{KEYS}/{first}/compromised"), r#"{"since":"2026-11-23T12:00:30Z"}"#).await;
    assert_eq!(compromised.member("state"), "compromised", "{compromised}");
    let [(gone, false), (_, true)] = &listed(&t).await[..] else { panic!() };
    assert_eq!(text(gone, "revoked"), "2026-11-23T12:00:30Z");
    let later = a.post(&format!("{KEYS}/{first}/compromised"), "{}").await;
    assert_eq!(later.member("compromisedSince"), "2026-11-23T12:00:30Z", "a later date takes nothing back");

    let second = second.member("id");
    assert_eq!(a.post(&format!("{KEYS}/{second}/retire"), "").await.member("state"), "retired");
    let [_, (retired, true)] = &listed(&t).await[..] else { panic!() };
    assert!(retired.get("revoked").is_none());
    assert!(a.post(KEYS, NEW).await.member("verificationMethod").ends_with("#zk-3"));
}

#[tokio::test]
async fn an_organisation_without_a_document_has_no_key_of_commitments_and_is_told_what_to_do() {
    let t = TestIssuer::new().await;
    let refused = t.a().post(KEYS, NEW).await;
    assert_eq!(refused.problem(), "conflict");
    assert!(refused.member("detail").contains("PUT /api/v1/issuer-identity"), "{refused}");
    let web = Request::put("/api/v1/issuer-identity").header("content-type", "application/json");
    assert_eq!(t.a().send(web, r#"{"method":"web"}"#).await.status, 200);
    assert_eq!(t.a().post(KEYS, NEW).await.status, 201);
}

#[tokio::test]
async fn keys_of_commitments_are_for_those_with_the_scope_and_of_known_kinds() {
    let t = TestIssuer::with(harness::production, None).await;
    let reader = t.with_key(&t.new_key(Environment::Live, &[Scope::IssuerKeysRead], 1).await);
    assert_eq!(reader.post(KEYS, NEW).await.problem(), "insufficient-scope");
    for bad in [r#"{"algorithm":"P-256"}"#, r#"{"algorithm":1}"#, r#"{"algorithm":null}"#] {
        assert_eq!(t.a().post(KEYS, bad).await.pointers(), ["/algorithm"], "{bad}");
    }
    assert!(listed(&t).await.is_empty());
}

#[tokio::test]
async fn a_private_key_is_sealed_where_it_rests() {
    let t = TestIssuer::with(harness::production, None).await;
    t.a().post(KEYS, NEW).await;
    let mut connection = t.database.connect().await;
    let sealed: Vec<u8> =
        sqlx::query_scalar("select sealed_private_key from zk_keys").fetch_one(&mut connection).await.unwrap();
    // Version, id of the master key, nonce, seed, tag.
    assert_eq!(sealed.len(), 1 + 8 + 24 + 32 + 16);
}
