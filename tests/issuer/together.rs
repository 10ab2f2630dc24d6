//! Requests that arrive together are written together, and each is answered for itself.

use std::time::{Duration, Instant};

use harness::{Answer, Client as _, TestIssuer};
use sqlx::{AssertSqlSafe, Executor as _, PgConnection};
use tokio::task::JoinSet;

const PATH: &str = "/api/v1/attestations";

/// The request of the shop that sells number `at`.
fn request(t: &TestIssuer, at: usize) -> String {
    t.request(t.a.private).replace("PROD-123", &format!("PROD-{at}"))
}

/// Holds back every writing until `count` requests have got as far as they can, each under a key of its own, and lets
/// them go. Their answers, in their order.
async fn at_once(t: &TestIssuer, count: usize) -> Vec<Answer> {
    // The list is there, and the template's schema is compiled.
    t.issue(t.a.private).await;
    let mut lock = t.database.connect().await;
    lock.execute(sqlx::raw_sql("begin; lock table attestations in exclusive mode")).await.unwrap();
    let mut running = JoinSet::new();
    for at in 0..count {
        let (client, body) = (t.a(), request(t, at));
        running.spawn(async move { (at, client.post_once(PATH, &format!("order-{at}"), body).await) });
    }
    let claims = "select count(*) from idempotency_keys";
    let start = Instant::now();
    while t.database.count(claims).await < i64::try_from(count).unwrap() {
        assert!(start.elapsed() < Duration::from_secs(2), "the lock would be given up");
    }
    // Signed by now; if not, there are more transactions and the test says so.
    tokio::time::sleep(Duration::from_millis(400)).await;
    lock.execute("rollback").await.unwrap();
    let mut answers = running.join_all().await;
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

async fn change(connection: &mut PgConnection, statement: &'static str) {
    sqlx::query(AssertSqlSafe(statement)).execute(connection).await.unwrap();
}

const TRANSACTIONS: &str = "select count(distinct xmin::text) from attestations where subject_id <> 'PROD-123'";

#[tokio::test]
async fn requests_that_arrive_together_share_a_transaction() {
    let t = TestIssuer::new().await;
    let answers = at_once(&t, 40).await;
    assert!(answers.iter().all(|answer| answer.status == 201));
    assert_eq!(t.attestations().await, 41);
    // One that was first, and one or two of those who came while it waited.
    let transactions = t.database.count(TRANSACTIONS).await;
    assert!((1..=4).contains(&transactions), "{transactions}");
    // Nobody's place is anybody else's, and there is one in a list of each purpose.
    assert_eq!(t.database.count("select count(distinct (status_list_id, list_index)) from status_entries").await, 82);
    let ids: std::collections::HashSet<_> = answers.iter().map(|answer| answer.member("id")).collect();
    assert_eq!(ids.len(), 40);
    for (at, answer) in answers.iter().enumerate() {
        let again = t.a().post_once(PATH, &format!("order-{at}"), request(&t, at)).await;
        assert_eq!((&again.body, again.header("idempotent-replayed")), (&answer.body, "true"));
        assert!(again.text().contains(&format!("\"PROD-{at}\"")), "{again}");
    }
}

#[tokio::test]
async fn one_that_cannot_be_written_fails_alone() {
    for bad in [0, 17, 39] {
        let t = TestIssuer::new().await;
        let mut connection = t.database.connect().await;
        let broken = format!("alter table attestations add constraint broken check (subject_id <> 'PROD-{bad}')");
        sqlx::query(AssertSqlSafe(broken)).execute(&mut connection).await.unwrap();
        let answers = at_once(&t, 40).await;
        for (at, answer) in answers.iter().enumerate() {
            let expected = if at == bad { 500 } else { 201 };
            assert_eq!(answer.status.as_u16(), expected, "{at}: {answer}");
        }
        assert_eq!(t.attestations().await, 40);
        // Its key is free again, the others' are not.
        assert_eq!(t.database.count("select count(*) from idempotency_keys where response_status = 201").await, 39);
        assert_eq!(t.database.count("select count(*) from idempotency_keys").await, 39);
        change(&mut connection, "alter table attestations drop constraint broken").await;
        assert_eq!(t.a().post_once(PATH, &format!("order-{bad}"), request(&t, bad)).await.status, 201);
    }
}

#[tokio::test]
async fn one_whose_claim_was_taken_over_fails_alone_and_leaves_nothing() {
    let t = TestIssuer::new().await;
    let mut connection = t.database.connect().await;
    // As if another instance had taken it over while this one was busy.
    change(
        &mut connection,
        "create function steal() returns trigger language plpgsql as $$ begin
            update idempotency_keys set claim_token = gen_random_uuid() where idempotency_key = new.idempotency_key;
            return null; end $$",
    )
    .await;
    change(
        &mut connection,
        "create trigger steal after insert on idempotency_keys for each row
            when (new.idempotency_key = 'order-7') execute function steal()",
    )
    .await;
    let answers = at_once(&t, 20).await;
    for (at, answer) in answers.iter().enumerate() {
        assert_eq!(answer.status.as_u16(), if at == 7 { 409 } else { 201 }, "{at}: {answer}");
    }
    assert_eq!(answers[7].problem(), "idempotency-key-in-use");
    assert_eq!(t.attestations().await, 20);
    assert_eq!(t.database.count("select count(*) from attestations where subject_id = 'PROD-7'").await, 0);
}

#[tokio::test]
async fn a_key_that_cannot_be_claimed_fails_alone() {
    let t = TestIssuer::new().await;
    let mut connection = t.database.connect().await;
    change(&mut connection, "alter table idempotency_keys add constraint broken check (idempotency_key <> 'order-7')")
        .await;
    t.issue(t.a.private).await;
    let mut running = JoinSet::new();
    for at in 0..40 {
        let (client, body) = (t.a(), request(&t, at));
        running.spawn(async move { (at, client.post_once(PATH, &format!("order-{at}"), body).await) });
    }
    for (at, answer) in running.join_all().await {
        assert_eq!(answer.status.as_u16(), if at == 7 { 500 } else { 201 }, "{at}: {answer}");
    }
    assert_eq!(t.attestations().await, 40);
}

#[tokio::test]
async fn one_request_that_arrives_many_times_at_once_has_one_effect() {
    let t = TestIssuer::new().await;
    let mut running = JoinSet::new();
    for _ in 0..40 {
        let (client, body) = (t.a(), request(&t, 1));
        running.spawn(async move { client.post_once(PATH, "order-1", body).await });
    }
    let answers = running.join_all().await;
    assert!(answers.iter().all(|answer| answer.status == 201 && answer.body == answers[0].body));
    assert_eq!(answers.iter().filter(|answer| answer.header("idempotent-replayed") != "true").count(), 1);
    assert_eq!(t.attestations().await, 1);
}

#[tokio::test]
async fn organisations_and_templates_are_not_mixed_up() {
    let t = TestIssuer::new().await;
    for template in [t.a.private, t.a.public] {
        t.issue(template).await;
    }
    t.b().post(PATH, t.request(t.b.private)).await;
    let mut running = JoinSet::new();
    for at in 0..60 {
        let (client, template) =
            [(t.a(), t.a.private), (t.a(), t.a.public), (t.b(), t.b.private), (t.b(), t.a.private)][at % 4].clone();
        let body = t.request(template).replace("PROD-123", &format!("PROD-{at}"));
        running.spawn(async move { (at, template, client.post(PATH, body).await) });
    }
    let mut issuers = [const { Vec::new() }; 2];
    for (at, template, answer) in running.join_all().await {
        if at % 4 == 3 {
            assert_eq!(answer.pointers(), ["/templateId"]);
            continue;
        }
        assert_eq!(answer.status, 201, "{answer}");
        assert_eq!(answer.member("templateId"), template.to_string());
        assert!(answer.text().contains(&format!("\"PROD-{at}\"")), "{answer}");
        issuers[usize::from(at % 4 == 2)].push(answer.member("issuer"));
    }
    for issuers in &mut issuers {
        issuers.dedup();
        assert_eq!(issuers.len(), 1, "{issuers:?}");
    }
    assert_ne!(issuers[0], issuers[1]);
    let strangers = "select count(*) from attestations a join status_entries e using (attestation_id)
        join status_lists l using (status_list_id) join issuer_keys k using (issuer_key_id)
        where l.organization_id <> a.organization_id or l.issuer_did <> k.did";
    assert_eq!(t.database.count(strangers).await, 0);
}
