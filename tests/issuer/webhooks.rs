//! Webhooks: what happens is told to whoever wants to know, signed, and until they have it; and to nobody else.
//!
//! Messages go over TLS to a server of this test, and are read by the reader that the makers of the standard publish.

use std::net::IpAddr;
use std::sync::Arc;

use harness::{Answer, Client as _, Received, Site, TestIssuer, TestPerson};
use http::{HeaderMap, HeaderName, Method};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass_issuer::clock::SystemClock;
use proofpass_issuer::egress::{Addresses, Egress, Names, SystemNames};
use proofpass_issuer::id::WebhookEndpointId;
use proofpass_issuer::outbox::webhooks::Courier;
use proofpass_issuer::store::memberships::Role;
use proofpass_issuer::store::webhook_deliveries;
use standardwebhooks::Webhook;

const WEBHOOKS: &str = "/api/v1/webhooks";

struct Scene {
    t: TestIssuer,
    ada: TestPerson,
    site: Site,
    courier: Courier,
}

impl Scene {
    async fn new() -> Self {
        Self::with(Arc::new(SystemNames)).await
    }

    async fn with(names: Arc<dyn Names>) -> Self {
        let t = TestIssuer::new().await;
        let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
        let site = Site::start();
        let egress = Egress::to_this_machine_too(names, site.certificate().as_bytes()).unwrap();
        let i = &t.issuer;
        let courier = Courier::new(i.store.clone(), i.sealer.clone(), i.clock.clone(), i.rng.clone(), egress);
        Self { t, ada, site, courier }
    }

    async fn create(&self, body: &str) -> Answer {
        self.t.with_person(&self.ada).post(WEBHOOKS, body).await
    }

    /// A webhook that answers 200, its path under the interface, and its secret.
    async fn hook(&self, path: &str, events: &str) -> (String, String) {
        self.site.put(path, "");
        let answer = self.create(&format!(r#"{{"url":"{}","events":{events}}}"#, self.site.url(path))).await;
        assert_eq!(answer.status, 201, "{answer}");
        (format!("{WEBHOOKS}/{}", answer.member("id")), answer.member("secret"))
    }

    /// What arrives now.
    async fn arriving(&self) -> Vec<Received> {
        self.courier.deliver_due().await.unwrap();
        self.site.received()
    }

    async fn get(&self, path: &str) -> Object {
        self.t.with_person(&self.ada).get(path).await.object()
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        self.t.with_person(&self.ada).post(path, body).await
    }
}

fn member(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap().to_owned()
}

fn items(object: &Object) -> Vec<Object> {
    let items = object.get("items").and_then(Value::as_array).unwrap().iter();
    items.map(|item| item.as_object().unwrap().clone()).collect()
}

/// Whether one of the signatures is that of the standard's own library.
fn verifies(secret: &str, received: &Received) -> bool {
    let seconds = received.header("webhook-timestamp").parse().unwrap();
    let id = received.header("webhook-id");
    let signature = Webhook::new(secret).unwrap().sign(id, seconds, received.body.as_bytes()).unwrap();
    received.header("webhook-signature").split(' ').any(|one| one == signature)
}

fn message(received: &Received) -> Object {
    let Value::Object(message) = parse(received.body.as_bytes(), &Limits::DOCUMENT).unwrap() else { panic!() };
    message
}

#[tokio::test]
async fn an_issued_credential_is_told_as_the_standard_says() {
    let s = Scene::new().await;
    let (_, secret) = s.hook("/hook", "[]").await;
    let (id, _) = s.t.issue(s.t.a.private).await;
    let arrived = s.arriving().await;
    let [received] = arrived.as_slice() else { panic!("{arrived:?}") };
    assert!(received.head.starts_with("POST /hook HTTP/1.1"), "{}", received.head);
    assert_eq!(received.header("content-type"), "application/json");
    assert_eq!(received.header("webhook-timestamp"), s.t.now().unix_seconds().to_string());
    assert!(verifies(&secret, received));
    let told = message(received);
    assert_eq!(member(&told, "type"), "attestation.issued");
    assert_eq!(member(&told, "timestamp"), s.t.now().to_string());
    let data = told.get("data").and_then(Value::as_object).unwrap();
    assert_eq!((member(data, "attestationId"), member(data, "status")), (id.to_string(), "active".to_owned()));
    assert!(!received.body.contains("CERT-001"), "what is said about a subject is for its readers");

    // Nothing else verifies: not another body, id or time, and not under another secret.
    let (_, other) = s.hook("/other", "[]").await;
    s.t.issue(s.t.a.public).await;
    assert_eq!(s.arriving().await.len(), 2);
    let changed = |name: &str, value: &str| {
        let value = format!("{name}: {value}");
        let line = format!("{name}: {}", received.header(name));
        Received { head: received.head.replace(&line, &value), ..received.clone() }
    };
    assert!(!verifies(&other, received));
    assert!(!verifies(&secret, &Received { body: received.body.replace("active", "revoked"), ..received.clone() }));
    assert!(!verifies(&secret, &changed("webhook-id", "0197a9c0-0000-7000-8000-00000000000a")));
    assert!(!verifies(&secret, &changed("webhook-timestamp", "1")));
    assert_eq!(s.arriving().await.len(), 0, "once is enough");

    // Whole, by its reader, which looks at the time of day: sent by a process whose clock is the machine's.
    let i = &s.t.issuer;
    let egress = Egress::to_this_machine_too(Arc::new(SystemNames), s.site.certificate().as_bytes()).unwrap();
    let courier = Courier::new(i.store.clone(), i.sealer.clone(), Arc::new(SystemClock), i.rng.clone(), egress);
    s.t.issue(s.t.a.private).await;
    assert_eq!(courier.deliver_due().await.unwrap(), 2);
    for received in s.site.received() {
        let secret = if received.path == "/hook" { &secret } else { &other };
        let mut headers = HeaderMap::new();
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            headers.insert(HeaderName::from_static(name), received.header(name).parse().unwrap());
        }
        Webhook::new(secret).unwrap().verify(received.body.as_bytes(), &headers).unwrap();
    }
}

#[tokio::test]
async fn everything_that_happens_is_told_and_only_to_whom_it_concerns() {
    let s = Scene::new().await;
    s.hook("/all", "[]").await;
    s.hook("/revoked", r#"["attestation.revoked"]"#).await;
    // Another organisation hears nothing of it.
    let eve = s.t.member("eve@example.com", s.t.b.id, Role::Admin).await;
    s.site.put("/eve", "");
    let body = format!(r#"{{"url":"{}"}}"#, s.site.url("/eve"));
    assert_eq!(s.t.with_person(&eve).post(WEBHOOKS, body).await.status, 201);

    let (id, _) = s.t.issue(s.t.a.public).await;
    for what in ["suspend", "resume", "revoke", "revoke"] {
        let answer = s.t.a().post(&format!("/api/v1/attestations/{id}/{what}"), r#"{"reason":"x"}"#).await;
        assert_eq!(answer.status, 200, "{answer}");
    }
    let passport = s.t.a().post("/api/v1/passports", r#"{"productId":"x","name":"x"}"#).await.member("id");
    let (second, _) = s.t.issue(s.t.a.public).await;
    let member = format!(r#"{{"attestationId":"{second}"}}"#);
    let added = s.t.a().post(&format!("/api/v1/passports/{passport}/members"), member).await;
    assert_eq!(added.status, 200, "{added}");
    assert_eq!(s.t.a().post("/api/v1/issuer-keys", r#"{"replace":true}"#).await.status, 201);

    let arrived = s.arriving().await;
    let told = |path: &str| {
        let here = arrived.iter().filter(|received| received.path == path);
        let mut types: Vec<String> = here.map(|received| self::member(&message(received), "type")).collect();
        types.sort();
        types
    };
    assert_eq!(
        told("/all"),
        [
            "attestation.issued",
            "attestation.issued",
            "attestation.resumed",
            "attestation.revoked",
            "attestation.suspended",
            "issuer-key.created",
            "passport.changed",
            "passport.created"
        ]
    );
    assert_eq!(told("/revoked"), ["attestation.revoked"]);
    assert_eq!(told("/eve"), [""; 0]);
    let ids: std::collections::HashSet<_> = arrived.iter().map(|received| received.header("webhook-id")).collect();
    assert_eq!((arrived.len(), ids.len()), (9, 8), "one event has one id, however many are told of it");
}

#[tokio::test]
async fn a_message_is_sent_until_it_is_taken() {
    let s = Scene::new().await;
    let (hook, secret) = s.hook("/hook", "[]").await;
    let mut id = String::new();
    s.t.issue(s.t.a.private).await;
    for (at, (answer, wait)) in
        [("500 No", 6), ("404 No", 330), ("302 Found\r\nlocation: /elsewhere", 1_980), ("", 7_920)].iter().enumerate()
    {
        s.site.answer("/hook", if answer.is_empty() { vec![b'x'] } else { head(answer) });
        let arrived = s.arriving().await;
        let [received] = arrived.as_slice() else { panic!("{answer}: {arrived:?}") };
        assert!(verifies(&secret, received), "signed anew, with the time of now");
        assert_eq!(received.header("webhook-timestamp"), s.t.now().unix_seconds().to_string());
        assert!(at == 0 || received.header("webhook-id") == id, "and under the same id");
        received.header("webhook-id").clone_into(&mut id);
        assert_eq!(s.arriving().await.len(), 0, "not at once");
        s.t.clock.advance_seconds(*wait);
    }
    s.site.put("/hook", "");
    assert_eq!(s.arriving().await.len(), 1);
    s.t.clock.advance_seconds(100 * 86_400);
    assert_eq!(s.arriving().await.len(), 0);

    let ada = s.t.signed_in("ada@example.com").await;
    let s = Scene { ada, ..s };
    let log = s.get(&format!("{hook}/deliveries/{id}")).await;
    assert_eq!(member(&log, "state"), "delivered");
    let log = log.get("log").and_then(Value::as_array).unwrap();
    let outcome = |attempt: &Value| {
        let attempt = attempt.as_object().unwrap();
        let status = attempt.get("status").unwrap().to_string();
        (status, attempt.get("error").and_then(Value::as_str).unwrap_or_default().to_owned())
    };
    let log: Vec<_> = log.iter().map(outcome).collect();
    let log: Vec<_> = log.iter().map(|(status, error)| (status.as_str(), error.as_str())).collect();
    let unread = ("null", "the answer could not be read");
    assert_eq!(log, [("500", ""), ("404", ""), ("302", ""), unread, ("200", "")]);
}

fn head(status: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn who_says_gone_or_fails_for_days_is_told_no_more_until_somebody_says_so() {
    let s = Scene::new().await;
    let (hook, _) = s.hook("/hook", "[]").await;
    s.t.issue(s.t.a.private).await;
    s.site.answer("/hook", head("410 Gone"));
    assert_eq!(s.arriving().await.len(), 1);
    assert_eq!(member(&s.get(&hook).await, "disabledBecause"), "gone");
    s.t.issue(s.t.a.private).await;
    assert_eq!(s.post(&format!("{hook}/test"), "{}").await.status, 409);
    s.t.clock.advance_seconds(60);
    assert_eq!(s.arriving().await.len(), 0);
    // Enabled, it gets what was under way; what happened meanwhile it was not to hear of.
    s.site.answer("/hook", head("500 No"));
    let enabled = s.t.with_person(&s.ada).patch(&hook, r#"{"enabled":true}"#).await.object();
    assert_eq!(enabled.get("disabledBecause"), Some(&Value::Null));
    assert_eq!(s.arriving().await.len(), 1);
    s.t.clock.advance_seconds(6 * 86_400);
    assert_eq!(s.arriving().await.len(), 1);
    let s = Scene { ada: s.t.signed_in("ada@example.com").await, ..s };
    assert_eq!(member(&s.get(&hook).await, "disabledBecause"), "failing");
}

#[tokio::test]
async fn a_message_that_nobody_takes_is_given_up_and_can_be_sent_again() {
    let s = Scene::new().await;
    let (hook, _) = s.hook("/hook", "[]").await;
    s.t.issue(s.t.a.private).await;
    s.site.answer("/hook", head("500 No"));
    let mut sent = 0;
    for _ in 0..12 {
        sent += s.arriving().await.len();
        s.t.clock.advance_seconds(86_400 + 86_400 / 10 + 1);
        // Whether it fails for days is another rule.
        s.t.with_person(&s.t.signed_in("ada@example.com").await).patch(&hook, r#"{"enabled":true}"#).await;
    }
    assert_eq!(sent, 10);
    let s = Scene { ada: s.t.signed_in("ada@example.com").await, ..s };
    let failed = s.get(&format!("{hook}/deliveries?state=failed")).await;
    let [failed] = items(&failed).try_into().unwrap();
    let delivery = format!("{hook}/deliveries/{}", member(&failed, "eventId"));
    s.site.put("/hook", "");
    let replayed = s.post(&format!("{delivery}/replay"), "").await;
    assert_eq!((replayed.status.as_u16(), replayed.member("state")), (202, "pending".to_owned()), "{replayed}");
    let arrived = s.arriving().await;
    assert_eq!((arrived.len(), arrived[0].header("webhook-id")), (1, member(&failed, "eventId").as_str()));
    assert_eq!(member(&s.get(&delivery).await, "state"), "delivered");
    // What was taken can be had again, too.
    assert_eq!(s.post(&format!("{delivery}/replay"), "").await.status, 202);
    assert_eq!(s.arriving().await.len(), 1);
}

#[tokio::test]
async fn an_endpoint_that_fails_is_left_alone_and_does_not_hold_up_others() {
    let s = Scene::new().await;
    let (_, _) = s.hook("/bad", "[]").await;
    s.site.answer("/bad", head("503 No"));
    for _ in 0..12 {
        s.t.issue(s.t.a.private).await;
    }
    // Five failures in a row; those that were under way by then were four at a time.
    let first = s.arriving().await.len();
    assert!((5..=8).contains(&first), "{first}");
    assert_eq!(s.arriving().await.len(), 0, "left alone");
    s.t.clock.advance_seconds(300);
    assert_eq!(s.arriving().await.len(), 1, "one, to see how it is");
    s.hook("/good", "[]").await;
    s.t.issue(s.t.a.private).await;
    let arrived = s.arriving().await;
    assert_eq!(arrived.iter().map(|received| received.path.as_str()).collect::<Vec<_>>(), ["/good"]);
    // It is well again: it gets everything.
    s.site.put("/bad", "");
    s.t.clock.advance_seconds(400);
    assert_eq!(s.arriving().await.len(), 13);
}

#[tokio::test]
async fn processes_share_the_work_and_what_one_does_not_live_to_send_another_does() {
    let s = Scene::new().await;
    for at in 0..5 {
        s.hook(&format!("/{at}"), "[]").await;
    }
    for _ in 0..6 {
        s.t.issue(s.t.a.private).await;
    }
    // Each of these is a process that takes four and is killed.
    let (now, lease) = (s.t.now(), s.t.now().plus_seconds(60));
    let store = &s.t.issuer.store;
    let taken = webhook_deliveries::claim(store, now, lease, (4, 4), &[]).await.unwrap();
    assert_eq!(taken.len(), 4);
    let (one, two, three) = tokio::join!(s.courier.deliver_due(), s.courier.deliver_due(), s.courier.deliver_due());
    assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 26);
    assert_eq!(s.site.received().len(), 26, "each once");
    s.t.clock.advance_seconds(61);
    assert_eq!(s.arriving().await.len(), 4);
    // Somebody who has lost the lease changes nothing.
    let busy: Vec<WebhookEndpointId> = taken.iter().map(|due| due.endpoint).collect();
    assert_eq!(webhook_deliveries::claim(store, s.t.now(), lease, (4, 4), &busy).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_secret_is_rotated_with_an_overlap_and_shown_once() {
    let s = Scene::new().await;
    let (hook, old) = s.hook("/hook", "[]").await;
    for hours in ["169", "-1", "\"1\""] {
        let refused = s.post(&format!("{hook}/secret/rotate"), &format!(r#"{{"overlapHours":{hours}}}"#)).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{refused}");
    }
    let rotated = s.post(&format!("{hook}/secret/rotate"), r#"{"overlapHours":1}"#).await;
    assert_eq!((rotated.status.as_u16(), rotated.header("cache-control")), (201, "no-store"));
    let new = rotated.member("secret");
    assert_ne!(old, new);
    s.t.issue(s.t.a.private).await;
    let arrived = s.arriving().await;
    assert!(verifies(&old, &arrived[0]) && verifies(&new, &arrived[0]));
    s.t.clock.advance_seconds(3_600);
    let s = Scene { ada: s.t.signed_in("ada@example.com").await, ..s };
    s.t.issue(s.t.a.private).await;
    let arrived = s.arriving().await;
    assert!(!verifies(&old, &arrived[0]) && verifies(&new, &arrived[0]));
    // At once: the old one leaked.
    let last = s.post(&format!("{hook}/secret/rotate"), r#"{"overlapHours":0}"#).await.member("secret");
    s.t.issue(s.t.a.private).await;
    let arrived = s.arriving().await;
    assert!(!verifies(&new, &arrived[0]) && verifies(&last, &arrived[0]));
    for path in [WEBHOOKS.to_owned(), hook.clone(), format!("{hook}/deliveries")] {
        let shown = s.t.with_person(&s.ada).get(&path).await;
        assert!(!shown.text().contains("whsec_") && !shown.text().contains(&last[6..]), "{shown}");
    }
    let rows =
        s.t.database.count("select count(*) from webhook_endpoints where sealed_secret::text like '%whsec%'").await;
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn what_is_no_webhook_is_refused() {
    let s = Scene::new().await;
    let long = format!("https://example.com/{}", "x".repeat(2_000));
    for url in [
        "",
        "http://example.com/hook",
        "https://",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com:22/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[fd00::1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://0x0a000001/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "example.com",
        long.as_str(),
    ] {
        let answer = s.create(&format!(r#"{{"url":"{url}"}}"#)).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec!["/url".to_owned()]), "{url}");
    }
    for (body, pointer) in [
        (r#"{"url":"https://example.com/","events":["everything"]}"#, "/events/0"),
        (r#"{"url":"https://example.com/","events":["webhook.test"]}"#, "/events/0"),
        (r#"{"url":"https://example.com/","events":["attestation.issued","attestation.issued"]}"#, "/events/1"),
        (r#"{"url":"https://example.com/","description":"a\nb"}"#, "/description"),
    ] {
        assert_eq!(s.create(body).await.pointers(), [pointer], "{body}");
    }
    for body in ["{}", r#"{"url":null}"#, r#"{"url":"https://example.com/","secret":"mine"}"#, "[]"] {
        let answer = s.create(body).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{answer}");
    }
    let (hook, _) = s.hook("/hook", "[]").await;
    let changed = s.t.with_person(&s.ada).patch(&hook, r#"{"url":"http://example.com/"}"#).await;
    assert_eq!(changed.pointers(), ["/url"]);
    for query in ["limit=0", "limit=101", "limit=x", "state=lost", "cursor=x"] {
        assert_eq!(s.t.with_person(&s.ada).get(&format!("{hook}/deliveries?{query}")).await.status, 422, "{query}");
    }
    assert_eq!(s.t.database.count("select count(*) from webhook_endpoints").await, 1);
    for at in 1..20 {
        s.hook(&format!("/{at}"), "[]").await;
    }
    assert_eq!(s.create(r#"{"url":"https://example.com/"}"#).await.status, 409);
}

/// Says that every name but `localhost` leads inside.
#[derive(Debug)]
struct Inside;

impl Names for Inside {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        let address = if host == "localhost" { [127, 0, 0, 1] } else { [10, 0, 0, 1] };
        Box::pin(async move { Ok(vec![IpAddr::from(address)]) })
    }
}

#[tokio::test]
async fn no_message_goes_inside_whatever_a_name_leads_to() {
    let s = Scene::with(Arc::new(Inside)).await;
    let made = s.create(r#"{"url":"https://internal.example/"}"#).await;
    assert_eq!(made.status, 201);
    let hook = format!("{WEBHOOKS}/{}", made.member("id"));
    let test = s.post(&format!("{hook}/test"), "").await;
    assert_eq!(test.status, 202, "{test}");
    assert_eq!(s.courier.deliver_due().await.unwrap(), 1);
    let log = s.get(&format!("{hook}/deliveries/{}", test.member("eventId"))).await;
    let attempt = log.get("log").and_then(Value::as_array).unwrap()[0].as_object().unwrap().clone();
    assert_eq!(member(&attempt, "error"), "the host is not on the public Internet");
}

#[tokio::test]
async fn only_admins_of_the_organisation_see_and_change_its_webhooks() {
    let s = Scene::new().await;
    let (hook, _) = s.hook("/hook", "[]").await;
    let test = s.post(&format!("{hook}/test"), "").await.member("eventId");
    let bob = s.t.member("bob@example.com", s.t.a.id, Role::User).await;
    let eve = s.t.member("eve@example.com", s.t.b.id, Role::Admin).await;
    let delivery = format!("{hook}/deliveries/{test}");
    for (who, status) in [(&bob, 403), (&eve, 404)] {
        let client = s.t.with_person(who);
        for path in [&hook, &format!("{hook}/deliveries"), &delivery] {
            assert_eq!(client.get(path).await.status, status, "{path}");
        }
        assert_eq!(client.patch(&hook, r#"{"enabled":false}"#).await.status, status);
        assert_eq!(client.post(&format!("{hook}/secret/rotate"), "{}").await.status, status);
        assert_eq!(client.post(&format!("{hook}/test"), "").await.status, status);
        assert_eq!(client.post(&format!("{delivery}/replay"), "").await.status, status);
        assert_eq!(client.call(Method::DELETE, &hook).await.status, status);
    }
    assert_eq!(s.t.a().get(WEBHOOKS).await.status, 403, "a key that leaks tells nobody what happens");
    assert_eq!(s.arriving().await.len(), 1);
    let page = s.get(&format!("{hook}/deliveries?limit=1")).await;
    assert_eq!((items(&page).len(), page.get("nextCursor")), (1, Some(&Value::Null)));
    assert_eq!(s.t.with_person(&s.ada).call(Method::DELETE, &hook).await.status, 204);
    assert_eq!(s.t.with_person(&s.ada).get(&delivery).await.status, 404);
    s.t.issue(s.t.a.private).await;
    assert_eq!(s.arriving().await.len(), 0);
}
