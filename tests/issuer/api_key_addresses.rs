//! API keys that may be used from some addresses only: told by real connections, and by proxies that are trusted.

use std::net::SocketAddr;
use std::time::Duration;

use harness::{Answer, Client as _, TestIssuer, TestPerson};
use http::Method;
use proofpass::json::Value;
use proofpass_issuer::http::serve::{Limits, serve};
use proofpass_issuer::http::{App, router};
use proofpass_issuer::limiter::{self, Limiter};
use proofpass_issuer::network::{ForwardedHeader, Networks};
use proofpass_issuer::store::memberships::Role;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const KEYS: &str = "/api/v1/api-keys";

/// A service that listens, behind a proxy on this machine where `trusted`.
async fn listening(t: &TestIssuer, trusted: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let proxies = Networks::parse(if trusted { "127.0.0.1" } else { "" }).unwrap();
    let app: App = t.app.clone().behind(proxies, ForwardedHeader::XForwardedFor);
    tokio::spawn(serve(listener, app, Limits::default(), std::future::pending()));
    address
}

/// The status and the body of a request that somebody else made, or so it says.
async fn ask(service: SocketAddr, key: &str, forwarded_for: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(service).await.unwrap();
    let forwarded =
        if forwarded_for.is_empty() { String::new() } else { format!("x-forwarded-for: {forwarded_for}\r\n") };
    let request = format!(
        "GET /api/v1/attestations HTTP/1.1\r\nhost: x\r\nx-api-key: {key}\r\n{forwarded}connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(Duration::from_secs(30), stream.read_to_string(&mut answer)).await.expect("an answer").unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

async fn create(t: &TestIssuer, by: &TestPerson, addresses: &str) -> Answer {
    t.with_person(by).post(KEYS, format!(r#"{{"name":"x","allowedAddresses":{addresses}}}"#)).await
}

fn addresses(answer: &Answer) -> String {
    answer.object().get("allowedAddresses").unwrap().to_string()
}

#[tokio::test]
async fn a_key_is_good_from_its_addresses_and_from_nowhere_else() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let made = create(&t, &ada, r#"["192.0.2.0/24","2001:db8::/32","203.0.113.7"]"#).await;
    assert_eq!(addresses(&made), r#"["192.0.2.0/24","2001:db8::/32","203.0.113.7/32"]"#);
    let (service, key) = (listening(&t, true).await, made.member("key"));
    for from in ["192.0.2.1", "192.0.2.255", "::ffff:192.0.2.9", "2001:db8:1::9", "203.0.113.7", "9.9.9.9, 192.0.2.1"] {
        assert_eq!(ask(service, &key, from).await.0, 200, "{from}");
    }
    for from in
        ["192.0.3.1", "203.0.113.8", "2001:db9::1", "::ffff:203.0.113.8", "192.0.2.1, 198.51.100.1", "192.0.2.1, ?", ""]
    {
        let (status, body) = ask(service, &key, from).await;
        assert!(status == 403 && body.contains("/problems/insufficient-scope"), "{from}: {status} {body}");
    }
    // Whoever is refused learns from where they came, because they may not know that of a proxy.
    let (_, body) = ask(service, &key, "198.51.100.1").await;
    assert!(body.contains("may not be used from 198.51.100.1"), "{body}");
    assert_eq!(ask(service, &t.a.key, "198.51.100.1").await.0, 200, "the other key is for everywhere");

    // What a client writes itself counts for nothing.
    let direct = listening(&t, false).await;
    assert_eq!(ask(direct, &key, "192.0.2.1").await.0, 403);
    let local = create(&t, &ada, r#"["127.0.0.0/8"]"#).await.member("key");
    assert_eq!(ask(direct, &local, "192.0.2.1").await.0, 200);
    // Over no connection nobody knows from where.
    assert_eq!(t.with_key(&local).get("/api/v1/attestations").await.problem(), "insufficient-scope");
}

#[tokio::test]
async fn who_does_not_hold_the_key_learns_nothing_of_its_addresses() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let made = create(&t, &ada, r#"["192.0.2.0/24"]"#).await;
    let (service, key) = (listening(&t, true).await, made.member("key"));
    let path = format!("{KEYS}/{}", made.member("id"));
    assert_eq!(t.with_person(&ada).call(Method::DELETE, &path).await.status, 204);
    assert_eq!(ask(service, &key, "198.51.100.1").await.0, 401, "withdrawn, wherever it comes from");
    assert_eq!(ask(service, &key, "192.0.2.1").await.0, 401);
}

#[tokio::test]
async fn a_key_from_elsewhere_is_counted_as_nobody_and_notes_no_use() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let key = create(&t, &ada, r#"["192.0.2.0/24"]"#).await.member("key");
    let limits = limiter::Limits {
        auth: limiter::Limit::parse("5/900").unwrap(),
        expensive: limiter::Limit::parse("20/60").unwrap(),
        global: limiter::Limit::parse("1/60").unwrap(),
        user: limiter::Limit::parse("200/60").unwrap(),
    };
    let limited = router(t.app.clone().with_limiter(Limiter::new(limits, t.clock.clone())));
    let client = harness::ApiKeyClient::of(limited, &key);
    assert_eq!(client.get("/api/v1/attestations").await.status, 403);
    assert_eq!(client.get("/api/v1/attestations").await.status, 429);
    let used = "select count(*) from api_keys where allowed_addresses <> '{}' and last_used_at is not null";
    assert_eq!(t.database.count(used).await, 0);
}

#[tokio::test]
async fn addresses_are_changed_and_the_next_key_has_them_too() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::User).await;
    let eve = t.member("eve@example.com", t.b.id, Role::Admin).await;
    let made = create(&t, &ada, "[]").await;
    let (path, key) = (format!("{KEYS}/{}", made.member("id")), made.member("key"));
    let service = listening(&t, true).await;
    assert_eq!(ask(service, &key, "198.51.100.1").await.0, 200);

    let change = r#"{"allowedAddresses":["192.0.2.7"]}"#;
    assert_eq!(t.with_person(&bob).patch(&path, change).await.status, 403);
    assert_eq!(t.with_person(&eve).patch(&path, change).await.status, 404);
    assert_eq!(t.with_key(&key).patch(&path, change).await.status, 403, "a key says nothing about itself");
    let changed = t.with_person(&ada).patch(&path, change).await;
    assert_eq!((changed.status.as_u16(), addresses(&changed)), (200, r#"["192.0.2.7/32"]"#.to_owned()));
    assert!(!changed.text().contains(&key[20..]));
    assert_eq!((ask(service, &key, "198.51.100.1").await.0, ask(service, &key, "192.0.2.7").await.0), (403, 200));
    // What is not said stays.
    let renamed = t.with_person(&ada).patch(&path, r#"{"name":"shop floor"}"#).await;
    assert_eq!((renamed.member("name"), addresses(&renamed)), ("shop floor".to_owned(), r#"["192.0.2.7/32"]"#.into()));

    let rotated = t.with_person(&ada).post(&format!("{path}/rotate"), "{}").await;
    assert_eq!(addresses(&rotated), r#"["192.0.2.7/32"]"#);
    assert_eq!(ask(service, &rotated.member("key"), "198.51.100.1").await.0, 403);
    let everywhere = t.with_person(&ada).patch(&path, r#"{"allowedAddresses":[]}"#).await;
    assert_eq!(addresses(&everywhere), "[]");
    assert_eq!(ask(service, &key, "198.51.100.1").await.0, 200);
    // What has ended is not changed.
    assert_eq!(t.with_person(&ada).call(Method::DELETE, &path).await.status, 204);
    assert_eq!(t.with_person(&ada).patch(&path, change).await.status, 404);
    let list = t.with_person(&ada).get(KEYS).await.object();
    let names = |name| {
        list.get("keys")
            .and_then(Value::as_array)
            .unwrap()
            .iter()
            .filter(|key| key.as_object().unwrap().get("name").and_then(Value::as_str) == Some(name))
            .count()
    };
    assert_eq!(names("shop floor"), 2, "and the one that took its place");
}

#[tokio::test]
async fn what_is_no_address_is_refused_and_nothing_is_made() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let many = |count: usize| {
        let all: Vec<String> = (0..count).map(|at| format!("\"192.0.2.{at}\"")).collect();
        format!("[{}]", all.join(","))
    };
    for (list, pointers) in [
        (r#"["192.0.2.1/24"]"#.to_owned(), vec!["/allowedAddresses/0"]),
        (
            r#"["192.0.2.0/24","*","example.com",""]"#.to_owned(),
            vec!["/allowedAddresses/1", "/allowedAddresses/2", "/allowedAddresses/3"],
        ),
        (r#"["::ffff:192.0.2.1"]"#.to_owned(), vec!["/allowedAddresses/0"]),
        (r#"["192.0.2.7","192.0.2.7/32"]"#.to_owned(), vec!["/allowedAddresses/1"]),
        (r#"["192.0.2.0/33"]"#.to_owned(), vec!["/allowedAddresses/0"]),
        (many(33), vec!["/allowedAddresses"]),
    ] {
        assert_eq!(create(&t, &ada, &list).await.pointers(), pointers, "{list}");
    }
    assert!(matches!(create(&t, &ada, "\"192.0.2.1\"").await.status.as_u16(), 400 | 422));
    let path = format!("{KEYS}/{}", create(&t, &ada, &many(32)).await.member("id"));
    for body in [r#"{"allowedAddresses":["x"]}"#.to_owned(), format!(r#"{{"allowedAddresses":{}}}"#, many(33))] {
        assert_eq!(t.with_person(&ada).patch(&path, body).await.problem(), "invalid-request");
    }
    assert_eq!(t.with_person(&ada).patch(&path, r#"{"name":""}"#).await.pointers(), ["/name"]);
    assert_eq!(t.with_person(&ada).patch(&path, r#"{"days":9}"#).await.problem(), "malformed-request");
    let made = t.database.count("select count(*) from api_keys where cardinality(allowed_addresses) = 32").await;
    assert_eq!((made, t.database.count("select count(*) from api_keys").await), (1, 3));
}
