//! Who may call: every way of not being somebody looks the same.

use std::sync::Arc;

use harness::{ApiKeyClient, Client as _, ScriptedRng, SeededRng, TestIssuer, production};
use http::Request;
use insta::assert_snapshot;
use proofpass_issuer::issue::api_key::{self, ApiKey, NewApiKey, Pepper, Peppers};
use proofpass_issuer::issue::plan::Plan;
use proofpass_issuer::issue::{Error, Issuer, Parts, PublicUrl, Unauthenticated};
use proofpass_issuer::network::Networks;
use proofpass_issuer::rng;
use proofpass_issuer::store::api_keys::{Environment, Kid, Scope};
use proofpass_issuer::store::seal::Sealer;
use secrecy::SecretBox;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A well-formed key with the public part of another, and another secret.
fn forged(kid: Kid) -> String {
    let digit = |c: u8| u8::try_from(DIGITS.iter().position(|d| *d == c).unwrap()).unwrap();
    let mut script: Vec<u8> = kid.as_str().bytes().map(digit).collect();
    script.resize(64, 0);
    ApiKey::generate(Environment::Live, &ScriptedRng::new(script)).unwrap().expose().to_owned()
}

fn kid(key: &str) -> Kid {
    Kid::parse(&key[8..18]).unwrap()
}

async fn status(t: &TestIssuer, key: &str) -> u16 {
    t.with_key(key).post("/api/v1/attestations", t.request(t.a.private)).await.status.as_u16()
}

#[tokio::test]
async fn every_refusal_is_the_same() {
    let t = TestIssuer::new().await;
    let path = "/api/v1/attestations/01a20ae6-ed17-706a-b5f4-c87ea95de1a6";
    let missing = t.anonymous().get(path).await;
    assert_snapshot!(missing, @r#"
    401 Unauthorized
    content-type: application/problem+json
    www-authenticate: Bearer realm="ProofPass"

    {"type":"http://issuer.test/problems/unauthenticated","title":"Who are you?","status":401,"detail":"Send a valid API key as `Authorization: Bearer …` or `X-API-Key`, or an access token as the former. It may be mistyped, expired or revoked.","instance":"urn:uuid:[id]"}
    "#);

    let expired = t.new_key(Environment::Live, &Scope::ALL, 1).await;
    let revoked = t.new_key(Environment::Live, &Scope::ALL, 90).await;
    api_key::revoke(&t.issuer, kid(&revoked)).await.unwrap();
    t.clock.advance_seconds(86_400);
    let mut mistyped = t.a.key.clone();
    mistyped.replace_range(30..31, if &t.a.key[30..31] == "x" { "y" } else { "x" });
    let unknown = ApiKey::generate(Environment::Live, &ScriptedRng::new(vec![1; 256])).unwrap().expose().to_owned();
    let forged = forged(kid(&t.a.key));
    assert_eq!(kid(&forged), kid(&t.a.key));
    for key in [
        "",
        "x",
        "pk_live_",
        &expired,
        &revoked,
        &mistyped,
        &unknown,
        &forged,
        &t.a.key[..60],
        &format!("{} ", t.a.key),
    ] {
        assert_eq!(t.with_key(key).get(path).await.to_string(), missing.to_string(), "{key}");
    }
}

#[tokio::test]
async fn a_key_works_until_the_second_it_ends() {
    let t = TestIssuer::new().await;
    let key = t.new_key(Environment::Live, &Scope::ALL, 1).await;
    t.clock.advance_seconds(86_399);
    assert_eq!(status(&t, &key).await, 201);
    t.clock.advance_seconds(1);
    assert_eq!(status(&t, &key).await, 401);
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once_and_for_ever() {
    let t = TestIssuer::new().await;
    assert_eq!(status(&t, &t.a.key).await, 201);
    api_key::revoke(&t.issuer, kid(&t.a.key)).await.unwrap();
    assert_eq!(status(&t, &t.a.key).await, 401);
    assert!(api_key::revoke(&t.issuer, kid(&t.a.key)).await.is_err());
    assert_eq!(status(&t, &t.b.key).await, 422, "the other organisation's key still works, on its own templates");
}

/// The same service, as another instance of it would be.
fn another(t: &TestIssuer) -> Issuer {
    Issuer::new(Parts {
        store: t.issuer.store.clone(),
        sealer: Sealer::new(&SecretBox::new(Box::new([7; 32]))),
        peppers: Peppers { current: Pepper::new(SecretBox::new(Box::new([8; 32]))), older: Vec::new() },
        clock: t.clock.clone(),
        rng: Arc::new(SeededRng::new("other")),
        public_url: PublicUrl::parse("http://issuer.test").unwrap(),
        test_keys: true,
        default_plan: Plan::Enterprise,
        mail: false,
    })
}

#[tokio::test]
async fn a_key_that_is_revoked_elsewhere_is_refused_within_a_second() {
    let t = TestIssuer::new().await;
    let other = another(&t);
    assert!(api_key::authenticate(&other, &t.a.key, None).await.is_ok());
    api_key::revoke(&t.issuer, kid(&t.a.key)).await.unwrap();
    // It may believe for a while what it has seen; nobody else sees it now.
    assert!(api_key::authenticate(&another(&t), &t.a.key, None).await.is_err());
    t.clock.advance_seconds(1);
    let refused = api_key::authenticate(&other, &t.a.key, None).await.unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated { why: Unauthenticated::Revoked, .. }), "{refused}");
}

#[tokio::test]
async fn a_key_that_is_known_does_not_let_in_its_forgeries() {
    let t = TestIssuer::new().await;
    let forged = forged(kid(&t.a.key));
    assert_eq!(status(&t, &t.a.key).await, 201);
    for key in [&*forged, &t.a.key, &forged, &t.a.key] {
        assert_eq!(status(&t, key).await, if key == t.a.key { 201 } else { 401 });
    }
    // What is refused is looked up each time, so that it works as soon as it should.
    let refused = api_key::authenticate(&t.issuer, &forged, None).await.unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated { why: Unauthenticated::WrongSecret, .. }), "{refused}");
}

#[tokio::test]
async fn a_known_key_is_not_looked_up_again_for_a_while() {
    let t = TestIssuer::new().await;
    assert!(api_key::authenticate(&t.issuer, &t.a.key, None).await.is_ok());
    t.issuer.store.close().await;
    for _ in 0..1_000 {
        assert!(api_key::authenticate(&t.issuer, &t.a.key, None).await.is_ok());
    }
    assert!(api_key::authenticate(&t.issuer, &t.b.key, None).await.is_err(), "nobody has seen this one");
    t.clock.advance_seconds(1);
    let away = api_key::authenticate(&t.issuer, &t.a.key, None).await.unwrap_err();
    assert!(matches!(away, Error::Unavailable { .. }), "{away}");
}

#[tokio::test]
async fn production_refuses_test_keys() {
    let development = TestIssuer::new().await;
    let key = development.new_key(Environment::Test, &Scope::ALL, 90).await;
    assert!(key.starts_with("pk_test_"));
    assert_eq!(status(&development, &key).await, 201);

    let t = TestIssuer::with(production, None).await;
    let key = t.new_key(Environment::Test, &Scope::ALL, 90).await;
    assert_eq!(status(&t, &key).await, 401);
    assert_eq!(status(&t, &t.a.key).await, 201);
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    let reader = t.with_key(&t.new_key(Environment::Live, &[Scope::AttestationsRead], 90).await);
    let writer = t.with_key(&t.new_key(Environment::Live, &[Scope::AttestationsWrite], 90).await);
    let path = format!("/api/v1/attestations/{id}");
    assert_eq!(reader.get(&path).await.status, 200);
    assert_eq!(reader.get(&format!("{path}/bundle")).await.status, 200);
    assert_eq!(writer.get(&path).await.problem(), "insufficient-scope");
    assert_eq!(writer.get(&format!("{path}/bundle")).await.problem(), "insufficient-scope");
    assert_eq!(writer.post("/api/v1/attestations", t.request(t.a.private)).await.status, 201);
    let answer = reader.post("/api/v1/attestations", t.request(t.a.private)).await;
    assert_snapshot!(answer, @r#"
    403 Forbidden
    content-type: application/problem+json
    www-authenticate: Bearer error="insufficient_scope", scope="attestations:write"

    {"type":"http://issuer.test/problems/insufficient-scope","title":"You may not do that","status":403,"detail":"The API key lacks the scope `attestations:write`.","instance":"urn:uuid:[id]"}
    "#);
}

#[tokio::test]
async fn the_key_stands_in_one_header_once() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    let path = format!("/api/v1/attestations/{id}");
    let send = async |headers: &[(&str, &str)]| {
        let request = headers.iter().fold(Request::get(&path), |request, (name, value)| request.header(*name, *value));
        t.anonymous().send(request, "").await
    };
    let key = t.a.key.as_str();
    for headers in [
        vec![("x-api-key", key)],
        vec![("authorization", &*format!("Bearer {key}"))],
        vec![("authorization", &*format!("bearer  {key}"))],
    ] {
        assert_eq!(send(&headers).await.status, 200, "{headers:?}");
    }
    for headers in [
        vec![("authorization", &*format!("Basic {key}"))],
        vec![("authorization", key)],
        vec![("authorization", "Bearer")],
        vec![("x-api-key", "\u{e9}")],
    ] {
        assert_eq!(send(&headers).await.problem(), "unauthenticated", "{headers:?}");
    }
    for headers in [
        vec![("x-api-key", key), ("x-api-key", key)],
        vec![("authorization", &*format!("Bearer {key}")), ("x-api-key", key)],
    ] {
        assert_eq!(send(&headers).await.problem(), "malformed-request", "{headers:?}");
    }
}

#[tokio::test]
async fn keys_rest_as_hashes_under_the_pepper() {
    let t = TestIssuer::new().await;
    let secret = &t.a.key[19..];
    for table in ["api_keys", "idempotency_keys", "attestations", "organizations", "issuer_keys", "templates"] {
        let query = sqlx::AssertSqlSafe(format!("select coalesce(string_agg(x::text, ' '), '') from {table} x"));
        let rows: String = sqlx::query_scalar(query).fetch_one(&mut t.database.connect().await).await.unwrap();
        assert!(!rows.contains(secret), "{table}");
    }
}

#[tokio::test]
async fn a_pepper_is_changed_without_making_every_key_anew() {
    let t = TestIssuer::new().await;
    let pepper = |byte| Pepper::new(SecretBox::new(Box::new([byte; 32])));
    let with = |peppers| {
        Issuer::new(Parts {
            store: t.issuer.store.clone(),
            sealer: Sealer::new(&SecretBox::new(Box::new([7; 32]))),
            peppers,
            clock: t.clock.clone(),
            rng: Arc::new(SeededRng::new("other")),
            public_url: PublicUrl::parse("http://issuer.test").unwrap(),
            test_keys: true,
            default_plan: Plan::Free,
            mail: false,
        })
    };
    let changed = with(Peppers { current: pepper(9), older: vec![pepper(10), pepper(8)] });
    assert_eq!(api_key::authenticate(&changed, &t.a.key, None).await.unwrap().organization_id, t.a.id);
    let wrong = api_key::authenticate(&changed, &forged(kid(&t.a.key)), None).await.unwrap_err();
    assert!(matches!(wrong, Error::Unauthenticated { why: Unauthenticated::WrongSecret, .. }), "{wrong}");
    // What is made from now on needs the new one only.
    let new = NewApiKey {
        organization_id: t.a.id,
        name: "new".to_owned(),
        environment: Environment::Live,
        scopes: Scope::ALL.to_vec(),
        addresses: Networks::default(),
        days: 1,
    };
    let (key, _) = api_key::create(&changed, new).await.unwrap();
    let forgetful = with(Peppers { current: pepper(9), older: Vec::new() });
    assert_eq!(api_key::authenticate(&forgetful, key.expose(), None).await.unwrap().kid, Some(key.kid()));
    let refused = api_key::authenticate(&forgetful, &t.a.key, None).await.unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated { why: Unauthenticated::OtherPepper, .. }), "{refused}");
}

#[tokio::test]
async fn a_wrong_checksum_never_reaches_the_database() {
    let t = TestIssuer::new().await;
    t.issuer.store.close().await;
    let mistyped: ApiKeyClient = t.with_key(&t.a.key.replace("pk_live", "pk_test"));
    let path = "/api/v1/attestations/01a20ae6-ed17-706a-b5f4-c87ea95de1a6";
    assert_eq!(mistyped.get(path).await.problem(), "unauthenticated");
    assert_eq!(t.a().get(path).await.problem(), "unavailable");
    // Keys of the right shape, none of which anybody made.
    let rng = SeededRng::new("mistyped");
    for _ in 0..20_000 {
        let digits: String =
            rng::bytes::<59>(&rng).unwrap().map(|byte| char::from(DIGITS[usize::from(byte % 62)])).iter().collect();
        let key = format!("pk_live_{}_{}", &digits[..10], &digits[10..]);
        let refused = api_key::authenticate(&t.issuer, &key, None).await.unwrap_err();
        assert!(
            matches!(refused, Error::Unauthenticated { why: Unauthenticated::Malformed, kid: None }),
            "{key}: {refused}"
        );
    }
}

#[tokio::test]
async fn use_of_a_key_is_noted_to_the_minute() {
    let t = TestIssuer::new().await;
    let path = "/api/v1/attestations/01a20ae6-ed17-706a-b5f4-c87ea95de1a6";
    let last = async || {
        let query = "select extract(epoch from max(last_used_at))::bigint from api_keys where last_used_at is not null";
        t.database.count(query).await
    };
    t.a().get(path).await;
    let first = last().await;
    assert_eq!(first, t.now().unix_seconds());
    t.clock.advance_seconds(59);
    t.a().get(path).await;
    assert_eq!(last().await, first);
    t.clock.advance_seconds(1);
    t.a().get(path).await;
    assert_eq!(last().await, first + 60);
}
