//! API keys over REST: made, seen, rotated and revoked by admins, and by nobody else.

use harness::{Answer, Client as _, TestIssuer, TestPerson};
use http::Method;
use proofpass::json::Value;
use proofpass_issuer::store::memberships::Role;

const KEYS: &str = "/api/v1/api-keys";

async fn create(t: &TestIssuer, by: &TestPerson, body: &str) -> Answer {
    t.with_person(by).post(KEYS, body).await
}

async fn rotate(t: &TestIssuer, by: &TestPerson, id: &str, body: &str) -> Answer {
    t.with_person(by).post(&format!("{KEYS}/{id}/rotate"), body).await
}

async fn issue(t: &TestIssuer, key: &str) -> u16 {
    t.with_key(key).post("/api/v1/attestations", t.request(t.a.private)).await.status.as_u16()
}

#[tokio::test]
async fn a_key_is_shown_once_and_works() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let made = create(&t, &ada, r#"{"name":"shop floor"}"#).await;
    assert_eq!((made.status.as_u16(), made.header("cache-control")), (201, "no-store"), "{made}");
    let key = made.member("key");
    assert!(key.starts_with(&format!("pk_live_{}_", made.member("kid"))));
    assert_eq!(issue(&t, &key).await, 201);

    let list = t.with_person(&ada).get(KEYS).await;
    let object = list.object();
    let keys = object.get("keys").and_then(Value::as_array).unwrap();
    assert_eq!(keys.len(), 2, "and the one that was there");
    assert!(!list.text().contains(&key[20..]) && !list.text().contains("\"key\""));
}

#[tokio::test]
async fn a_second_key_does_not_disturb_the_first() {
    // The predecessor found keys by a prefix that all of them share.
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let mut keys = Vec::new();
    for at in 0..5 {
        keys.push(create(&t, &ada, &format!(r#"{{"name":"{at}"}}"#)).await.member("key"));
    }
    for key in keys.iter().chain(keys.iter().rev()) {
        assert_eq!(issue(&t, key).await, 201);
    }
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    for (body, pointers) in [
        (r#"{"name":""}"#, vec!["/name"]),
        (r#"{"name":"x","days":0}"#, vec!["/days"]),
        (r#"{"name":"x","days":366}"#, vec!["/days"]),
        (r#"{"name":"x","environment":"development"}"#, vec!["/environment"]),
        (r#"{"name":"x","scopes":[]}"#, vec!["/scopes"]),
        (r#"{"name":"x","scopes":["admin","attestations:read","attestations:read"]}"#, vec!["/scopes/0", "/scopes/2"]),
    ] {
        assert_eq!(create(&t, &ada, body).await.pointers(), pointers, "{body}");
    }
    for body in [r#"{"name":"x","organizationId":"0197a9c0-0000-7000-8000-00000000000a"}"#, r#"{"name":"x","days":-1}"#]
    {
        let answer = create(&t, &ada, body).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{answer}");
    }
    assert_eq!(t.database.count("select count(*) from api_keys").await, 2, "one of each organisation");
}

#[tokio::test]
async fn a_key_is_rotated_with_an_overlap() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let body = r#"{"name":"shop floor","scopes":["attestations:write"],"days":30}"#;
    let old = create(&t, &ada, body).await;
    let (id, old) = (old.member("id"), old.member("key"));
    for hours in ["169", "-1", "\"1\""] {
        let refused = rotate(&t, &ada, &id, &format!(r#"{{"overlapHours":{hours}}}"#)).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{refused}");
    }
    let new = rotate(&t, &ada, &id, "{}").await;
    assert_eq!(new.status, 201, "{new}");
    let (new_id, new) = (new.member("id"), new.object());
    assert_eq!(new.get("name").and_then(Value::as_str), Some("shop floor"));
    assert_eq!(new.get("scopes").unwrap().to_string(), r#"["attestations:write"]"#);
    assert_eq!(new.get("expiresAt").and_then(Value::as_str), Some("2026-12-23T12:00:00Z"));
    let new = new.get("key").and_then(Value::as_str).unwrap();
    assert_eq!((issue(&t, &old).await, issue(&t, new).await), (201, 201));
    t.clock.advance_seconds(24 * 3600);
    assert_eq!((issue(&t, &old).await, issue(&t, new).await), (401, 201));

    // Without an overlap the old one is dead at once; and a dead key is not rotated back to life.
    let ada = t.member("bea@example.com", t.a.id, Role::Admin).await;
    assert_eq!(rotate(&t, &ada, &id, "{}").await.status, 404);
    let last = rotate(&t, &ada, &new_id, r#"{"overlapHours":0}"#).await.member("key");
    assert_eq!((issue(&t, new).await, issue(&t, &last).await), (401, 201));
    assert_eq!(rotate(&t, &ada, &new_id, "{}").await.status, 404);
}

#[tokio::test]
async fn only_admins_of_the_organisation_manage_its_keys() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::User).await;
    let eve = t.member("eve@example.com", t.b.id, Role::Admin).await;
    let made = create(&t, &ada, r#"{"name":"x"}"#).await;
    let path = format!("{KEYS}/{}", made.member("id"));
    let delete = async |by: &TestPerson| t.with_person(by).call(Method::DELETE, &path).await.status.as_u16();
    assert_eq!(create(&t, &bob, r#"{"name":"x"}"#).await.status, 403);
    assert_eq!(t.with_person(&bob).get(KEYS).await.status, 403);
    assert_eq!(t.a().get(KEYS).await.status, 403, "a key that leaks makes itself no others");
    assert_eq!((delete(&bob).await, delete(&eve).await), (403, 404));
    assert_eq!(rotate(&t, &eve, &made.member("id"), "{}").await.status, 404);
    assert_eq!(issue(&t, &made.member("key")).await, 201);
    assert_eq!((delete(&ada).await, delete(&ada).await), (204, 404));
    assert_eq!(issue(&t, &made.member("key")).await, 401);
}
