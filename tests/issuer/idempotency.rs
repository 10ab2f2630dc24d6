//! One request, one effect, one answer.

use std::time::{Duration, Instant};

use harness::{Client as _, TestIssuer};
use http::Request;
use insta::assert_snapshot;
use proofpass::digest::Digest;
use proofpass_issuer::id::ClaimToken;
use proofpass_issuer::issue::idempotency::sweep;
use proofpass_issuer::store;
use proofpass_issuer::store::idempotency::{
    Claim, Finish, FinishedResponse, KeyOfOrganization, NewClaim, claim, finish,
};
use sqlx::Executor as _;

const PATH: &str = "/api/v1/attestations";

#[tokio::test]
async fn a_repeated_request_gets_the_same_bytes_and_has_one_effect() {
    let t = TestIssuer::new().await;
    let body = t.request(t.a.private);
    let first = t.a().post_once(PATH, "order-1", body.clone()).await;
    t.clock.advance_seconds(3600);
    let again = t.a().post_once(PATH, "order-1", body).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.body, again.body);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    assert_eq!(t.attestations().await, 1);
}

#[tokio::test]
async fn a_key_is_one_requests() {
    let t = TestIssuer::new().await;
    let body = t.request(t.a.private);
    t.a().post_once(PATH, "order-1", body.clone()).await;
    assert_snapshot!(t.a().post_once(PATH, "order-1", body.replace("CERT-001", "CERT-002")).await, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/idempotency-key-reused","title":"This key was used for another request","status":422,"detail":"An Idempotency-Key names one request for 48 hours. Use a new key for a new request.","instance":"urn:uuid:[id]"}
    "#);
    // White space is another request too: what was signed for was these bytes.
    assert_eq!(t.a().post_once(PATH, "order-1", format!("{body} ")).await.problem(), "idempotency-key-reused");
    assert_eq!(t.a().post_once(PATH, "order-2", body).await.status, 201);
    assert_eq!(t.attestations().await, 2);
}

#[tokio::test]
async fn organisations_do_not_share_keys() {
    let t = TestIssuer::new().await;
    let a = t.a().post_once(PATH, "order-1", t.request(t.a.private)).await;
    let b = t.b().post_once(PATH, "order-1", t.request(t.b.private)).await;
    assert_eq!((a.status.as_u16(), b.status.as_u16()), (201, 201));
    assert_ne!(a.member("id"), b.member("id"));
}

#[tokio::test]
async fn a_refused_request_gives_its_key_back() {
    let t = TestIssuer::new().await;
    let bad = t.request(t.a.private).replace("\"CERT-001\"", "7");
    assert_eq!(t.a().post_once(PATH, "order-1", bad).await.problem(), "invalid-request");
    assert_eq!(t.a().post_once(PATH, "order-1", "{").await.problem(), "malformed-request");
    assert_eq!(t.database.count("select count(*) from idempotency_keys").await, 0);
    assert_eq!(t.a().post_once(PATH, "order-1", t.request(t.a.private)).await.status, 201);
}

#[tokio::test]
async fn a_failure_of_ours_gives_the_key_back_too() {
    let t = TestIssuer::new().await;
    let mut connection = t.database.connect().await;
    let break_it = "alter table attestations add constraint broken check (subject_id <> 'PROD-123')";
    sqlx::query(break_it).execute(&mut connection).await.unwrap();
    let answer = t.a().post_once(PATH, "order-1", t.request(t.a.private)).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (500, "internal"));
    assert_eq!(t.database.count("select count(*) from idempotency_keys").await, 0);
    sqlx::query("alter table attestations drop constraint broken").execute(&mut connection).await.unwrap();
    assert_eq!(t.a().post_once(PATH, "order-1", t.request(t.a.private)).await.status, 201);
}

#[tokio::test]
async fn of_requests_at_the_same_time_one_issues_and_all_get_its_answer() {
    let t = TestIssuer::new().await;
    for round in 0..10 {
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (client, body) = (t.a(), t.request(t.a.private));
            running.spawn(async move { client.post_once(PATH, &format!("round-{round}"), body).await });
        }
        let answers = running.join_all().await;
        let fresh: Vec<_> = answers.iter().filter(|answer| answer.header("idempotent-replayed").is_empty()).collect();
        assert_eq!(fresh.len(), 1);
        for answer in &answers {
            assert_eq!((answer.status.as_u16(), &answer.body), (201, &fresh[0].body), "{answer}");
        }
        assert_eq!(t.attestations().await, round + 1);
    }
}

#[tokio::test]
async fn a_request_that_takes_its_time_is_waited_for() {
    let t = TestIssuer::new().await;
    let mut lock = t.database.connect().await;
    lock.execute(sqlx::raw_sql("begin; lock table attestations in exclusive mode")).await.unwrap();
    let send = || {
        let (client, body) = (t.a(), t.request(t.a.private));
        tokio::spawn(async move { client.post_once(PATH, "order-1", body).await })
    };
    let first = send();
    let waiting = "select count(*) from pg_locks where not granted and relation = 'attestations'::regclass";
    while t.database.count(waiting).await == 0 {}
    let second = send();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!first.is_finished() && !second.is_finished());
    lock.execute("rollback").await.unwrap();
    let (first, second) = (first.await.unwrap(), second.await.unwrap());
    assert_eq!((first.status.as_u16(), first.header("idempotent-replayed")), (201, ""));
    assert_eq!((second.status.as_u16(), second.header("idempotent-replayed")), (201, "true"));
    assert_eq!(first.body, second.body);
}

/// A claim of a process that never comes back.
async fn crashed(t: &TestIssuer, key: &str, body: &str) -> (KeyOfOrganization, ClaimToken) {
    let held = KeyOfOrganization { organization_id: t.a.id, key: key.to_owned() };
    let token = ClaimToken::new(&*t.clock, &*t.issuer.rng).unwrap();
    let now = t.now();
    let new = NewClaim {
        token,
        request: Digest::of([b"POST\n/api/v1/attestations\n", body.as_bytes()].concat().as_slice()),
        now,
        claimed_until: now.plus_seconds(30),
        expires_at: now.plus_seconds(48 * 3600),
    };
    let asked = [(held, new)];
    assert_eq!(claim(&t.issuer.store, &asked).await.unwrap(), [Claim::Claimed]);
    let [(held, _)] = asked;
    (held, token)
}

#[tokio::test]
async fn claims_that_are_made_together_are_told_apart() {
    let t = TestIssuer::new().await;
    let now = t.now();
    let ask = |organization_id, key: &str, request: &str, claimed_until| {
        let token = ClaimToken::new(&*t.clock, &*t.issuer.rng).unwrap();
        let (request, expires_at) = (Digest::of(request.as_bytes()), now.plus_seconds(48 * 3600));
        let new = NewClaim { token, request, now, claimed_until, expires_at };
        (KeyOfOrganization { organization_id, key: key.to_owned() }, new)
    };
    let soon = now.plus_seconds(30);
    // One that ran out, one that is finished, one that runs.
    let before = [
        ask(t.a.id, "dead", "request", now),
        ask(t.a.id, "done", "request", soon),
        ask(t.a.id, "running", "request", now.plus_seconds(20)),
    ];
    assert_eq!(claim(&t.issuer.store, &before).await.unwrap(), [Claim::Claimed, Claim::Claimed, Claim::Claimed]);
    let response = FinishedResponse { status: 201, location: None, body: b"{}".to_vec() };
    let mut tx = t.issuer.store.tx("finish").await.unwrap();
    finish(&mut tx, &[Finish { key: &before[1].0, token: before[1].1.token, response: &response }]).await.unwrap();
    tx.commit().await.unwrap();

    let asked = [
        ask(t.a.id, "new", "request", soon),
        ask(t.a.id, "running", "request", soon),
        ask(t.a.id, "new", "request", soon),
        ask(t.a.id, "new", "another", soon),
        ask(t.b.id, "new", "another", soon),
        ask(t.a.id, "done", "request", soon),
        ask(t.a.id, "done", "another", soon),
        ask(t.a.id, "dead", "another", soon),
        ask(t.a.id, "dead", "request", soon),
    ];
    let claims = claim(&t.issuer.store, &asked).await.unwrap();
    let expected = [
        Claim::Claimed,
        Claim::InUse { until: now.plus_seconds(20) },
        // The first has it.
        Claim::InUse { until: soon },
        Claim::Reused,
        // Another organisation's.
        Claim::Claimed,
        Claim::Finished(response),
        Claim::Reused,
        // Who asks for something else does not get what ran out, and is in nobody's way.
        Claim::Reused,
        Claim::Claimed,
    ];
    assert_eq!(claims, expected);
    assert_eq!(t.database.count("select count(*) from idempotency_keys").await, 5);
}

#[tokio::test]
async fn a_dead_request_is_waited_for_two_seconds_and_no_longer_than_its_claim() {
    let t = TestIssuer::new().await;
    let body = t.request(t.a.private);
    let (held, token) = crashed(&t, "order-1", &body).await;
    let start = Instant::now();
    assert_snapshot!(t.a().post_once(PATH, "order-1", body.clone()).await, @r#"
    409 Conflict
    content-type: application/problem+json
    retry-after: 2

    {"type":"http://issuer.test/problems/idempotency-key-in-use","title":"The first request with this key is still running","status":409,"detail":"A request with the same Idempotency-Key has not finished. Repeat it after the time in Retry-After.","instance":"urn:uuid:[id]"}
    "#);
    assert!((2000..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    let other = body.replace("CERT-001", "CERT-002");
    assert_eq!(t.a().post_once(PATH, "order-1", other.clone()).await.problem(), "idempotency-key-reused");
    t.clock.advance_seconds(29);
    assert_eq!(t.a().post_once(PATH, "order-1", body.clone()).await.header("retry-after"), "1");
    t.clock.advance_seconds(1);
    assert_eq!(t.a().post_once(PATH, "order-1", other).await.problem(), "idempotency-key-reused");
    let taken_over = t.a().post_once(PATH, "order-1", body).await;
    assert_eq!((taken_over.status.as_u16(), taken_over.header("idempotent-replayed")), (201, ""));

    // The first process comes back after all: its answer must not stand beside the other.
    let mut tx = t.issuer.store.tx("test").await.unwrap();
    let late = FinishedResponse { status: 201, location: None, body: b"late".to_vec() };
    let lost = finish(&mut tx, &[Finish { key: &held, token, response: &late }]).await;
    assert!(matches!(lost, Err(store::Error::LeaseLost)), "{lost:?}");
    assert_eq!(t.attestations().await, 1);
}

#[tokio::test]
async fn a_key_is_forgotten_after_48_hours() {
    let t = TestIssuer::new().await;
    let body = t.request(t.a.private);
    let first = t.a().post_once(PATH, "order-1", body.clone()).await;
    t.clock.advance_seconds(48 * 3600 - 1);
    assert_eq!(sweep(&t.issuer).await.unwrap(), 0);
    assert_eq!(t.a().post_once(PATH, "order-1", body.clone()).await.body, first.body);
    t.clock.advance_seconds(1);
    let second = t.a().post_once(PATH, "order-1", body.replace("CERT-001", "CERT-002")).await;
    assert_eq!((second.status.as_u16(), second.header("idempotent-replayed")), (201, ""));
    t.clock.advance_seconds(48 * 3600);
    assert_eq!(sweep(&t.issuer).await.unwrap(), 1);
    assert_eq!(t.database.count("select count(*) from idempotency_keys").await, 0);
}

#[tokio::test]
async fn however_many_keys_are_past_their_time_all_are_forgotten() {
    let t = TestIssuer::new().await;
    t.a().post_once(PATH, "order-1", t.request(t.a.private)).await;
    let old = "insert into idempotency_keys
            (organization_id, idempotency_key, request_digest, claim_token, claimed_until, created_at, expires_at)
        select organization_id, 'old-' || n, request_digest, claim_token, claimed_until, created_at - interval '3 days',
            expires_at - interval '3 days'
        from idempotency_keys, generate_series(1, 2500) n";
    sqlx::query(old).execute(&mut t.database.connect().await).await.unwrap();
    assert_eq!(sweep(&t.issuer).await.unwrap(), 2500);
    assert_eq!(t.database.count("select count(*) from idempotency_keys").await, 1);
}

#[tokio::test]
async fn a_key_is_visible_ascii_sent_once() {
    let t = TestIssuer::new().await;
    let send = async |keys: &[&str]| {
        let request = Request::post(PATH).header("content-type", "application/json");
        let request = keys.iter().fold(request, |request, key| request.header("idempotency-key", *key));
        t.a().send(request, t.request(t.a.private)).await
    };
    for keys in [&[""][..], &["a b"], &["\u{e9}"], &[&"x".repeat(256)], &["a", "a"], &["a", "b"]] {
        assert_eq!(send(keys).await.problem(), "malformed-request", "{keys:?}");
    }
    assert_eq!(send(&[&"x".repeat(255)]).await.status, 201);
    assert_eq!(send(&["!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"]).await.status, 201);
}
