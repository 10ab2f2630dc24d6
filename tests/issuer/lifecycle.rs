//! What happens to attestations after they were issued, and how they are found again.

use harness::{Answer, Client as _, TestIssuer};
use insta::assert_snapshot;
use proofpass::json::Value;
use proofpass_issuer::store::api_keys::{Environment, Scope};
use tokio::task::JoinSet;

const REASON: &str = r#"{"reason":"The laboratory has withdrawn its report."}"#;
const ABSENT: &str = "01a20ae6-ed17-706a-b5f4-c87ea95de1a6";

/// What was recorded, in order.
fn events(answer: &Answer) -> Vec<String> {
    let object = answer.object();
    let events = object.get("events").and_then(Value::as_array).unwrap();
    let text = |event: &Value| event.as_object().unwrap().get("event").and_then(Value::as_str).unwrap().to_owned();
    events.iter().map(text).collect()
}

/// The ids on a page, and the cursor of the next.
fn page(answer: &Answer) -> (Vec<String>, Option<String>) {
    assert_eq!(answer.status, 200, "{answer}");
    let object = answer.object();
    let list = object.get("attestations").and_then(Value::as_array).unwrap();
    let id = |item: &Value| item.as_object().unwrap().get("id").and_then(Value::as_str).unwrap().to_owned();
    (list.iter().map(id).collect(), object.get("nextCursor").and_then(Value::as_str).map(str::to_owned))
}

#[tokio::test]
async fn a_credential_is_suspended_resumed_and_revoked_and_every_door_says_so() {
    let t = TestIssuer::new().await;
    let (id, issued) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}");
    let bare = issued.credential().to_string();
    for (change, status, verdict, code) in [
        ("suspend", "suspended", "reject", "suspended"),
        ("resume", "active", "accept", "status-clear"),
        ("suspend", "suspended", "reject", "suspended"),
        ("revoke", "revoked", "reject", "revoked"),
    ] {
        t.clock.advance_seconds(60);
        let answer = t.a().post(&format!("{path}/{change}"), REASON).await;
        assert_eq!((answer.status.as_u16(), answer.member("status").as_str()), (200, status), "{answer}");
        assert_eq!(t.a().get(&path).await.body, answer.body);
        let bundle = t.anonymous().get(&format!("{path}/bundle")).await.text().to_owned();
        for report in [
            t.anonymous().get(&format!("{path}/verify")).await,
            t.anonymous().post("/api/v1/verify", bare.clone()).await,
            t.anonymous().post("/api/v1/verify", bundle).await,
        ] {
            assert_eq!(report.member("verdict"), verdict, "{change}: {report}");
            assert!(report.text().contains(&format!(r#""code":"{code}""#)), "{change}: {report}");
        }
    }
    // As it stood.
    let at = async |seconds: i64| {
        let options = format!(r#"{{"now":"{}"}}"#, t.now().plus_seconds(seconds));
        t.anonymous().post(&format!("{path}/verify"), options).await.member("verdict")
    };
    assert_eq!(
        [at(-200).await, at(-130).await, at(-100).await, at(-30).await],
        ["accept", "reject", "accept", "reject"]
    );
    let recorded = t.a().get(&format!("{path}/events")).await;
    assert_eq!(events(&recorded), ["issued", "suspended", "resumed", "suspended", "revoked"]);
    let (_, other) = t.issue(t.a.public).await;
    let bare = other.credential().to_string();
    assert_eq!(t.anonymous().post("/api/v1/verify", bare).await.member("verdict"), "accept", "its neighbours stay");
}

#[tokio::test]
async fn who_did_what_when_and_why_is_recorded() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}");
    t.clock.advance_seconds(1);
    t.a().post(&format!("{path}/revoke"), REASON).await;
    assert_snapshot!(t.a().get(&format!("{path}/events")).await, @r#"
    200 OK
    content-type: application/json

    {"events":[{"event":"issued","at":"2026-11-23T12:00:00Z","reason":null,"actor":{"type":"apiKey","id":"[id]"}},{"event":"revoked","at":"2026-11-23T12:00:01Z","reason":"The laboratory has withdrawn its report.","actor":{"type":"apiKey","id":"[id]"}}]}
    "#);
    for client in [t.b(), t.with_key(&t.new_key(Environment::Live, &[Scope::AttestationsWrite], 1).await)] {
        let answer = client.get(&format!("{path}/events")).await;
        assert!(["not-found", "insufficient-scope"].contains(&answer.problem().as_str()), "{answer}");
    }
    assert_eq!(t.anonymous().get(&format!("{path}/events")).await.problem(), "unauthenticated");
}

#[tokio::test]
async fn to_do_it_again_changes_nothing_and_what_is_revoked_stays_so() {
    let t = TestIssuer::new().await;
    let (id, issued) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}");
    let list = issued.status_lists()[0].strip_prefix("http://issuer.test").unwrap().to_owned();
    let change = async |what: &str| t.a().post(&format!("{path}/{what}"), REASON).await;
    assert_eq!(change("resume").await.member("status"), "active");
    for (what, status) in [("suspend", "suspended"), ("revoke", "revoked")] {
        assert_eq!(change(what).await.member("status"), status);
        let before = t.anonymous().get(&list).await;
        assert_eq!(change(what).await.member("status"), status);
        assert_eq!(t.anonymous().get(&list).await.body, before.body);
    }
    for what in ["suspend", "resume"] {
        let refused = change(what).await;
        assert_eq!(refused.problem(), "conflict");
        assert!(refused.text().contains("The attestation is revoked, and stays so."), "{refused}");
    }
    assert_eq!(events(&t.a().get(&format!("{path}/events")).await), ["issued", "suspended", "revoked"]);
    // A credential whose time has passed can be withdrawn still.
    let (id, _) = t.issue(t.a.public).await;
    t.clock.advance_seconds(366 * 86_400);
    let key = t.with_key(&t.new_key(Environment::Live, &Scope::ALL, 1).await);
    let path = format!("/api/v1/attestations/{id}");
    assert_eq!(key.get(&path).await.member("status"), "expired");
    assert_eq!(key.post(&format!("{path}/revoke"), REASON).await.member("status"), "revoked");
}

#[tokio::test]
async fn many_changes_at_once_happen_one_after_the_other() {
    let t = TestIssuer::new().await;
    let mut ids = Vec::new();
    for _ in 0..8 {
        ids.push(t.issue(t.a.public).await.0);
    }
    let mut running = JoinSet::new();
    for id in &ids {
        for what in ["revoke", "suspend", "revoke", "resume"] {
            let (client, path) = (t.a(), format!("/api/v1/attestations/{id}/{what}"));
            running.spawn(async move { client.post(&path, REASON).await });
        }
    }
    for answer in running.join_all().await {
        assert!([200, 409].contains(&answer.status.as_u16()), "{answer}");
    }
    for id in ids {
        let path = format!("/api/v1/attestations/{id}");
        let report = t.anonymous().get(&format!("{path}/verify")).await;
        assert!(report.text().contains(r#""code":"revoked""#), "{report}");
        let events = events(&t.a().get(&format!("{path}/events")).await);
        assert_eq!(events.iter().filter(|event| *event == "revoked").count(), 1, "{events:?}");
    }
    // What lists say is what the rows say.
    let differ = "select count(*) from status_entries e
        join status_lists l using (status_list_id) join attestations a using (attestation_id)
        where e.is_set <> (a.status = case l.purpose when 'revocation' then 'revoked' else 'suspended' end)";
    assert_eq!(t.database.count(differ).await, 0);
    let unpublished = "select count(*) from status_lists where revision <> published_revision";
    assert_eq!(t.database.count(unpublished).await, 0);
}

#[tokio::test]
async fn only_the_organisation_changes_its_attestations_and_says_why() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}/revoke");
    let reader = t.with_key(&t.new_key(Environment::Live, &[Scope::AttestationsRead], 1).await);
    assert_eq!(t.anonymous().post(&path, REASON).await.problem(), "unauthenticated");
    assert_eq!(t.b().post(&path, REASON).await.problem(), "not-found");
    assert_eq!(reader.post(&path, REASON).await.problem(), "insufficient-scope");
    assert_eq!(t.a().post(&format!("/api/v1/attestations/{ABSENT}/revoke"), REASON).await.problem(), "not-found");
    assert_eq!(t.a().post("/api/v1/attestations/x/revoke", REASON).await.problem(), "not-found");
    let long = format!(r#"{{"reason":"{}"}}"#, "x".repeat(501));
    for body in
        ["{}", r#"{"reason":""}"#, r#"{"reason":"  "}"#, r#"{"reason":null}"#, r#"{"reason":"a\u0000b"}"#, &long]
    {
        assert!(t.a().post(&path, body).await.pointers()[0].len() <= "/reason".len(), "{body}");
    }
    for body in ["", "[]x", r#"{"reason":"a","why":"b"}"#] {
        assert_eq!(t.a().post(&path, body).await.problem(), "malformed-request", "{body}");
    }
    assert_eq!(t.a().get(&format!("/api/v1/attestations/{id}")).await.member("status"), "active");
    assert_eq!(t.database.count("select count(*) from attestation_events").await, 0);
}

#[tokio::test]
async fn what_was_issued_without_a_status_is_not_revoked_in_name_only() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let mut connection = t.database.connect().await;
    let older = "delete from status_entries; update attestations set status = 'issued'";
    sqlx::raw_sql(older).execute(&mut connection).await.unwrap();
    let path = format!("/api/v1/attestations/{id}");
    assert_eq!(t.a().get(&path).await.member("status"), "active");
    assert_eq!(t.a().post(&format!("{path}/revoke"), REASON).await.problem(), "conflict");
    assert_eq!(t.a().get(&path).await.member("status"), "active");
    assert!(t.anonymous().get(&format!("{path}/bundle")).await.text().starts_with(r#"{"type":"ProofPassBundle""#));
}

#[tokio::test]
async fn a_change_is_kept_where_its_list_cannot_be_signed_yet() {
    let t = TestIssuer::new().await;
    let (id, issued) = t.issue(t.a.public).await;
    let mut connection = t.database.connect().await;
    let path = format!("/api/v1/attestations/{id}");
    let list = issued.status_lists()[0].strip_prefix("http://issuer.test").unwrap().to_owned();
    let rename = "update issuer_keys set did = did || 'x'";
    sqlx::raw_sql(rename).execute(&mut connection).await.unwrap();
    assert_eq!(t.a().post(&format!("{path}/revoke"), REASON).await.member("status"), "revoked");
    assert_eq!(t.anonymous().get(&list).await.problem(), "unavailable", "no list of before");
    let back = "update issuer_keys set did = left(did, -1)";
    sqlx::raw_sql(back).execute(&mut connection).await.unwrap();
    let report = t.anonymous().get(&format!("{path}/verify")).await;
    assert!(report.text().contains(r#""code":"revoked""#), "{report}");
}

#[tokio::test]
async fn attestations_are_listed_page_by_page_the_newest_first() {
    let t = TestIssuer::new().await;
    let mut ids = Vec::new();
    for _ in 0..7 {
        t.clock.advance_seconds(1);
        ids.push(t.issue(t.a.private).await.0.to_string());
    }
    t.b().post("/api/v1/attestations", t.request(t.b.public)).await;
    ids.reverse();
    let all = page(&t.a().get("/api/v1/attestations").await);
    assert_eq!(all, (ids.clone(), None));
    let (mut found, mut address) = (Vec::new(), "/api/v1/attestations?limit=3".to_owned());
    for size in [3, 3, 1] {
        let (on_it, next) = page(&t.a().get(&address).await);
        assert_eq!(on_it.len(), size);
        found.extend(on_it);
        // What is issued meanwhile moves nothing.
        t.issue(t.a.private).await;
        address = next.map_or(String::new(), |next| format!("/api/v1/attestations?limit=3&cursor={next}"));
    }
    assert_eq!((found, address), (ids, String::new()));
    let (_, next) = page(&t.a().get("/api/v1/attestations?limit=3").await);
    let next = next.unwrap();
    for (client, address) in [
        (t.a(), format!("/api/v1/attestations?cursor={next}x")),
        (t.a(), format!("/api/v1/attestations?cursor={}", &next[1..])),
        (t.a(), format!("/api/v1/attestations?cursor={next}&status=active")),
        (t.a(), "/api/v1/attestations?cursor=".to_owned()),
        (t.b(), format!("/api/v1/attestations?cursor={next}")),
    ] {
        assert_eq!(client.get(&address).await.pointers(), ["/cursor"], "{address}");
    }
}

#[tokio::test]
async fn attestations_are_found_by_what_is_known_of_them() {
    let t = TestIssuer::new().await;
    let (first, _) = t.issue(t.a.public).await;
    t.clock.advance_seconds(100);
    let body = t.request(t.a.private).replace("PROD-123", "PROD-9").replace("CERT-001", "Organic cotton O'Brien; drop");
    let second = t.a().post("/api/v1/attestations", body).await.member("id");
    t.a().post(&format!("/api/v1/attestations/{second}/suspend"), REASON).await;
    let (first, start) = (first.to_string(), harness::START);
    let found = async |query: &str| page(&t.a().get(&format!("/api/v1/attestations?{query}")).await).0;
    let (public, private) = (t.a.public, t.a.private);
    let middle = t.now().plus_seconds(-50);
    for (query, expected) in [
        (format!("templateId={public}"), vec![&first]),
        (format!("templateId={private}"), vec![&second]),
        (format!("templateId={}", t.b.public), vec![]),
        ("templateId=farm-origin".to_owned(), vec![]),
        ("subject=PROD-9".to_owned(), vec![&second]),
        ("subject=PROD".to_owned(), vec![]),
        ("status=active".to_owned(), vec![&first]),
        ("status=suspended".to_owned(), vec![&second]),
        ("status=expired".to_owned(), vec![]),
        (format!("issuedAfter={middle}"), vec![&second]),
        (format!("issuedBefore={middle}"), vec![&first]),
        (format!("issuedAfter={start}&issuedBefore={start}"), vec![]),
        ("q=cotton".to_owned(), vec![&second]),
        ("q=COTTON+organic".to_owned(), vec![&second]),
        ("q=cotton+wool".to_owned(), vec![]),
        ("q=CERT-001".to_owned(), vec![&first]),
        ("q=PROD-123".to_owned(), vec![&first]),
        ("q=product+-cotton".to_owned(), vec![&first]),
        ("q=%27%3B+drop+table+attestations+--".to_owned(), vec![]),
        ("q=O%27Brien&status=suspended".to_owned(), vec![&second]),
    ] {
        assert_eq!(found(&query).await.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    t.clock.advance_seconds(366 * 86_400);
    let key = t.with_key(&t.new_key(Environment::Live, &Scope::ALL, 1).await);
    assert_eq!(page(&key.get("/api/v1/attestations?status=expired").await).0, [first]);
}

#[tokio::test]
async fn a_question_with_a_slip_is_not_another_question() {
    let t = TestIssuer::new().await;
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("limit=-1", "/limit"),
        ("limit=ten", "/limit"),
        ("templateId=nothing-of-that-name", "/templateId"),
        ("status=issued", "/status"),
        ("status=Active", "/status"),
        ("status=", "/status"),
        ("issuedAfter=yesterday", "/issuedAfter"),
        ("issuedBefore=2026-11-23", "/issuedBefore"),
        ("q=", "/q"),
        ("q=%00", "/q"),
        ("subject=", "/subject"),
    ] {
        assert_eq!(t.a().get(&format!("/api/v1/attestations?{query}")).await.pointers(), [pointer], "{query}");
    }
    for query in ["offset=3", "Status=active", "limit=1&limit=2", "template=x"] {
        assert_eq!(t.a().get(&format!("/api/v1/attestations?{query}")).await.problem(), "malformed-request", "{query}");
    }
    assert_eq!(t.anonymous().get("/api/v1/attestations").await.problem(), "unauthenticated");
    let writer = t.with_key(&t.new_key(Environment::Live, &[Scope::AttestationsWrite], 1).await);
    assert_eq!(writer.get("/api/v1/attestations").await.problem(), "insufficient-scope");
    assert_eq!(page(&t.a().get("/api/v1/attestations").await), (vec![], None));
}
