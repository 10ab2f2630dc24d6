//! The database goes away, in more than one way, and comes back.

use std::time::{Duration, Instant};

use harness::{Client as _, TestIssuer};
use insta::assert_snapshot;
use sqlx::Executor as _;

const PATH: &str = "/api/v1/attestations";

#[tokio::test]
async fn while_it_is_cut_off_everything_else_works() {
    let (t, cable) = TestIssuer::wired().await;
    let (id, _) = t.issue(t.a.public).await;
    cable.cut();
    assert_eq!(t.anonymous().get("/health").await.status, 200);
    assert_eq!(t.anonymous().post("/api/v1/verify", "{}").await.status, 200, "verifying needs no database");
    assert_snapshot!(t.anonymous().get("/ready").await, @r#"
    503 Service Unavailable
    content-type: application/json

    {"status":"unavailable","checks":{"database":"down","migrations":"unknown"}}
    "#);
    assert_snapshot!(t.a().post(PATH, t.request(t.a.private)).await, @r#"
    503 Service Unavailable
    content-type: application/problem+json
    retry-after: 2

    {"type":"http://issuer.test/problems/unavailable","title":"Not available just now","status":503,"detail":"The database or the signer is away. Repeat the request after the time in Retry-After; with an Idempotency-Key that is safe.","instance":"urn:uuid:[id]"}
    "#);
    assert_eq!(t.a().get(&format!("{PATH}/{id}")).await.problem(), "unavailable");
    assert_eq!(t.anonymous().get(&format!("{PATH}/{id}/bundle")).await.problem(), "unavailable");
    cable.mend();
    assert_eq!(t.anonymous().get("/ready").await.status, 200);
    assert_eq!(t.a().get(&format!("{PATH}/{id}")).await.status, 200);
}

#[tokio::test]
async fn while_nothing_comes_through_nobody_waits_long() {
    let (t, cable) = TestIssuer::wired().await;
    cable.block();
    let start = Instant::now();
    assert_eq!(t.a().post(PATH, t.request(t.a.private)).await.problem(), "unavailable");
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    cable.mend();
    assert_eq!(t.a().post(PATH, t.request(t.a.private)).await.status, 201);
}

#[tokio::test]
async fn a_request_that_lost_it_half_way_may_be_repeated() {
    let (t, cable) = TestIssuer::wired().await;
    let mut lock = t.database.connect().await;
    lock.execute(sqlx::raw_sql("begin; lock table attestations in exclusive mode")).await.unwrap();
    let (client, body) = (t.a(), t.request(t.a.private));
    let sent = body.clone();
    let running = tokio::spawn(async move { client.post_once(PATH, "order-1", sent).await });
    let waiting = "select count(*) from pg_locks where not granted and relation = 'attestations'::regclass";
    while t.database.count(waiting).await == 0 {}
    cable.cut();
    assert_eq!(running.await.unwrap().problem(), "unavailable");
    lock.execute("rollback").await.unwrap();
    cable.mend();
    // The claim of the lost request could not be given back: it runs out.
    t.clock.advance_seconds(30);
    let repeated = t.a().post_once(PATH, "order-1", body).await;
    assert_eq!(repeated.status, 201, "{repeated}");
    assert_eq!(t.attestations().await, 1);
}
