//! Plans: what is allowed is done, what is more is refused and loses nothing, and counting is exact.

use axum::body::Body;
use harness::{Answer, Client as _, TestIssuer, TestPerson};
use http::{Method, Request};
use proofpass::json::Value;
use proofpass_issuer::id::OrganizationId;
use proofpass_issuer::issue::plan::{self, Plan};
use proofpass_issuer::issue::{Error, Parts};
use proofpass_issuer::store::memberships::Role;
use sqlx::{AssertSqlSafe, Executor as _};
use tokio::task::JoinSet;

const ATTESTATIONS: &str = "/api/v1/attestations";
const BATCH: &str = "/api/v1/attestations/batch";

/// Seconds from the time of tests to the next month.
const REST_OF_MONTH: &str = "648000";

async fn free() -> TestIssuer {
    TestIssuer::with(|parts| Parts { default_plan: Plan::Free, ..parts }, None).await
}

/// As if so many attestations had been issued in the month of tests.
async fn use_up(t: &TestIssuer, organization: OrganizationId, used: u32) {
    let statement = format!(
        "insert into usage_counts (organization_id, metric, began_at, used)
        values ('{organization}', 'attestations', '2026-11-01T00:00:00Z', {used})
        on conflict (organization_id, metric, began_at) do update set used = {used}"
    );
    t.database.connect().await.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await.unwrap();
}

const COUNTED: &str = "select coalesce(sum(used), 0)::bigint from usage_counts";

fn quota(answer: &Answer) -> [&str; 3] {
    ["x-quota-limit", "x-quota-remaining", "x-quota-reset"].map(|name| answer.header(name))
}

/// Limit, used and remaining of something.
async fn standing(t: &TestIssuer, of: &str) -> String {
    let answer = t.a().get("/api/v1/usage").await;
    let object = answer.object();
    let it = object.get(of).and_then(Value::as_object).unwrap();
    ["limit", "used", "remaining"].map(|name| it.get(name).unwrap().to_string()).join(" ")
}

#[track_caller]
fn is_refused(answer: &Answer, words: &str) {
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (429, "quota-exceeded"), "{answer}");
    assert!(answer.text().contains(words), "{answer}");
}

#[tokio::test]
async fn of_120_requests_at_once_100_are_issued_and_counted_and_the_next_month_begins_anew() {
    let t = free().await;
    let mut running = JoinSet::new();
    for at in 0..120 {
        let (client, body) = (t.a(), t.request(t.a.private));
        running.spawn(async move { client.post_once(ATTESTATIONS, &format!("order-{at}"), body).await });
    }
    let answers = running.join_all().await;
    let (issued, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!((issued.len(), refused.len()), (100, 20));
    assert_eq!((t.attestations().await, t.database.count(COUNTED).await), (100, 100));
    for answer in refused {
        is_refused(answer, "The plan `free` allows 100 attestations a month, of which 0 are left.");
        assert_eq!(answer.header("retry-after"), REST_OF_MONTH);
        assert_eq!(quota(answer), ["100", "0", REST_OF_MONTH]);
    }
    assert_eq!(standing(&t, "attestations").await, "100 100 0");
    // The other organisation has its own.
    let other = t.request(t.b.private);
    let answer = t.b().post(ATTESTATIONS, other.as_str()).await;
    assert_eq!((answer.status.as_u16(), quota(&answer)), (201, ["100", "99", REST_OF_MONTH]));
    t.clock.advance_seconds(648_000 - 1);
    assert_eq!(t.a().post(ATTESTATIONS, t.request(t.a.private)).await.header("retry-after"), "1");
    t.clock.advance_seconds(1);
    let answer = t.a().post(ATTESTATIONS, t.request(t.a.private)).await;
    assert_eq!((answer.status.as_u16(), quota(&answer)), (201, ["100", "99", "2678400"]));
    assert_eq!(standing(&t, "attestations").await, "100 1 99");
}

#[tokio::test]
async fn what_was_refused_or_sent_twice_counts_for_nothing() {
    let t = free().await;
    use_up(&t, t.a.id, 98).await;
    let good = t.request(t.a.private);
    for _ in 0..3 {
        let answer = t.a().post_once(ATTESTATIONS, "order", good.as_str()).await;
        assert_eq!(answer.status, 201, "{answer}");
    }
    for bad in [
        good.replace("CERT-001", "\0"),
        good.replace("\"claims\"", "\"claim\""),
        "{".to_owned(),
        good.replace("certificationId", "x"),
    ] {
        assert!(t.a().post(ATTESTATIONS, bad).await.status.is_client_error());
    }
    assert_eq!(standing(&t, "attestations").await, "100 99 1");
    assert_eq!(t.a().post(ATTESTATIONS, good.as_str()).await.status, 201);
    // A key that was refused is free again: with more room, the same request is issued.
    is_refused(&t.a().post_once(ATTESTATIONS, "late", good.as_str()).await, "0 are left");
    plan::set(&t.issuer, None, t.a.id, "pro").await.unwrap();
    let answer = t.a().post_once(ATTESTATIONS, "late", good.as_str()).await;
    assert_eq!((answer.status.as_u16(), answer.header("x-quota-remaining")), (201, "4899"));
    let replayed = t.a().post_once(ATTESTATIONS, "late", good).await;
    assert_eq!((replayed.status.as_u16(), replayed.header("x-quota-remaining")), (201, ""));
    assert_eq!(t.database.count(COUNTED).await, 101);
}

#[tokio::test]
async fn whoever_is_at_the_end_of_a_plan_holds_up_nobody_who_comes_at_the_same_time() {
    let t = free().await;
    use_up(&t, t.a.id, 97).await;
    let mut running = JoinSet::new();
    for _ in 0..12 {
        for (mine, client, template) in [(true, t.a(), t.a.private), (false, t.b(), t.b.private)] {
            let body = t.request(template);
            running.spawn(async move { (mine, client.post(ATTESTATIONS, body).await.status.as_u16()) });
        }
    }
    let all = running.join_all().await;
    let count = |wanted| all.iter().filter(|one| **one == wanted).count();
    assert_eq!((count((true, 201)), count((true, 429)), count((false, 201))), (3, 9, 12), "{all:?}");
    assert_eq!((t.attestations().await, t.database.count(COUNTED).await), (15, 100 + 12));
}

#[tokio::test]
async fn a_batch_counts_its_rows_and_is_refused_whole_where_there_is_no_room_for_it() {
    let t = free().await;
    use_up(&t, t.a.id, 90).await;
    let send = async |key: &str, rows: usize, bad: usize| {
        let row = t.request(t.a.private);
        let bad = std::iter::repeat_n(row.replace("certificationId", "x"), bad);
        let rows = std::iter::repeat_n(row.clone(), rows).chain(bad).collect::<Vec<_>>().join("\n");
        let request =
            Request::post(BATCH).header("content-type", "application/x-ndjson").header("idempotency-key", key);
        t.a().send(request, Body::from(rows)).await
    };
    is_refused(&send("eleven", 11, 0).await, "allows 100 attestations a month, of which 10 are left");
    assert_eq!(t.database.count("select count(*) from jobs").await, 0, "nothing stays behind");
    let job = send("ten", 7, 3).await;
    assert_eq!(job.status, 202, "{job}");
    t.app.work_off().await.unwrap();
    assert_eq!(standing(&t, "attestations").await, "100 97 3");
    assert_eq!(send("ten", 7, 3).await.member("id"), job.member("id"), "it is the same batch, whatever is left");
    is_refused(&send("four", 4, 0).await, "of which 3 are left");

    // Two that came while there was room for either: rows that are too many are refused, each by itself.
    assert_eq!((send("a", 2, 0).await.status.as_u16(), send("b", 3, 0).await.status.as_u16()), (202, 202));
    t.app.work_off().await.unwrap();
    assert_eq!((t.attestations().await, standing(&t, "attestations").await), (10, "100 100 0".to_owned()));
    let told =
        "select count(*) from job_rows where faults like '%100 attestations a month of the plan `free` are used up%'";
    assert_eq!(t.database.count(told).await, 2);
    let done = "select count(*) from jobs where state = 'completed'";
    assert_eq!(t.database.count(done).await, 3);
}

#[tokio::test]
async fn of_what_there_is_there_is_no_more_than_the_plan_allows() {
    let t = free().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let post = async |path: &str, body: &str| t.with_person(&ada).post(path, body).await;
    let key = r#"{"name":"x"}"#;
    let second = post("/api/v1/api-keys", key).await;
    assert_eq!(second.status, 201);
    let third = post("/api/v1/api-keys", key).await;
    is_refused(&third, "The plan `free` allows 2 API keys, of which 0 are left.");
    assert_eq!((quota(&third), third.header("retry-after")), (["2", "0", ""], ""), "time changes nothing");
    // A key that takes the place of another is none more; one that is withdrawn makes room.
    let path = format!("/api/v1/api-keys/{}", second.member("id"));
    assert_eq!(post(&format!("{path}/rotate"), "{}").await.status, 201);
    is_refused(&post("/api/v1/api-keys", key).await, "of which 0 are left");
    assert_eq!(t.with_person(&ada).call(Method::DELETE, &path).await.status, 204);
    is_refused(&post("/api/v1/api-keys", key).await, "of which 0 are left");
    t.clock.advance_seconds(91 * 86_400);
    let ada = t.signed_in("ada@example.com").await;
    assert_eq!(t.with_person(&ada).post("/api/v1/api-keys", key).await.status, 201, "those of before have ended");
    let post = async |path: &str, body: &str| t.with_person(&ada).post(path, body).await;

    for (path, body, allowed, words) in [
        ("/api/v1/webhooks", r#"{"url":"https://hooks.example/#"}"#, 1, "1 webhooks"),
        ("/api/v1/passports", r##"{"productId":"#","name":"x"}"##, 10, "10 passports"),
        (
            "/api/v1/templates",
            r##"{"name":"#","credentialType":"T","claimsSchema":{"type":"object"}}"##,
            3,
            "5 templates",
        ),
    ] {
        for at in 0..allowed {
            let made = post(path, &body.replace('#', &format!("n{at}"))).await;
            assert_eq!(made.status, 201, "{made}");
        }
        is_refused(&post(path, &body.replace('#', "more")).await, words);
    }
    for at in 0..2 {
        let invited = post("/api/v1/invitations", &format!(r#"{{"email":"new{at}@example.com","role":"user"}}"#)).await;
        let token = invited.member("link").split_once('#').unwrap().1.to_owned();
        let body = format!(r#"{{"token":"{token}","account":{{"name":"New","password":"{}"}}}}"#, harness::PASSWORD);
        assert!(t.anonymous().post("/api/v1/invitations/accept", body).await.status.is_success());
    }
    is_refused(&post("/api/v1/invitations", r#"{"email":"c@example.com","role":"user"}"#).await, "3 members");
    let usage = t.with_person(&ada).get("/api/v1/usage").await;
    assert_eq!(usage.member("plan"), "free");
    for (name, number) in [("apiKeys", 1), ("members", 3), ("passports", 10), ("templates", 5), ("webhooks", 1)] {
        let it = usage.object().get(name).and_then(Value::as_object).unwrap().get("used").unwrap().to_string();
        assert_eq!(it, number.to_string(), "{name}: {usage}");
    }
}

#[tokio::test]
async fn two_who_take_the_last_place_at_once_do_not_both_get_it() {
    let t = free().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let mut running = JoinSet::new();
    for _ in 0..8 {
        let client = t.with_person(&ada);
        running.spawn(async move { client.post("/api/v1/api-keys", r#"{"name":"x"}"#).await.status.as_u16() });
    }
    let all = running.join_all().await;
    assert_eq!((all.iter().filter(|one| **one == 201).count(), all.len()), (1, 8), "{all:?}");
}

#[tokio::test]
async fn usage_is_told_to_the_organisation_and_to_nobody_else() {
    let t = free().await;
    t.issue(t.a.private).await;
    let expected = r#"{"plan":"free","period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},"attestations":{"used":1,"limit":100,"remaining":99},"apiKeys":{"used":1,"limit":2,"remaining":1},"members":{"used":0,"limit":3,"remaining":3},"passports":{"used":0,"limit":10,"remaining":10},"templates":{"used":2,"limit":5,"remaining":3},"webhooks":{"used":0,"limit":1,"remaining":1}}"#;
    assert_eq!(t.a().get("/api/v1/usage").await.text(), expected);
    assert_eq!(standing(&t, "attestations").await, "100 1 99");
    assert_eq!(t.anonymous().get("/api/v1/usage").await.status, 401);
    let check = t.a().get("/api/v1/usage/check?action=issue_credential").await;
    assert_eq!(check.text(), r#"{"allowed":true,"usage":{"used":1,"limit":100,"remaining":99}}"#);
    use_up(&t, t.a.id, 100).await;
    assert!(t.a().get("/api/v1/usage/check").await.text().starts_with(r#"{"allowed":false,"#));
    assert!(t.b().get("/api/v1/usage/check").await.text().starts_with(r#"{"allowed":true,"#));
    assert_eq!(t.a().get("/api/v1/usage/check?action=fly").await.pointers(), ["/action"]);
    assert_eq!(t.a().get("/api/v1/usage/check?actoin=x").await.problem(), "malformed-request");
    plan::set(&t.issuer, None, t.a.id, "enterprise").await.unwrap();
    assert_eq!(standing(&t, "attestations").await, "null 100 null");
    let answer = t.a().post(ATTESTATIONS, t.request(t.a.private)).await;
    assert_eq!((answer.status.as_u16(), quota(&answer)), (201, ["", "", ""]));
    assert_eq!(standing(&t, "attestations").await, "null 101 null", "it is counted all the same");
}

#[tokio::test]
async fn only_who_runs_the_service_gives_plans_and_it_is_recorded_who_did() {
    let t = free().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let root = t.person("root@example.com").await;
    let path = format!("/api/v1/admin/organizations/{}/plan", t.a.id);
    let set = async |by: &TestPerson, body: &str| t.with_person(by).patch(&path, body).await;
    for by in [&ada, &root] {
        let refused = set(by, r#"{"plan":"enterprise"}"#).await;
        assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (403, "insufficient-scope"));
    }
    assert_eq!(t.a().patch(&path, r#"{"plan":"enterprise"}"#).await.status, 403);
    proofpass_issuer::issue::account::set_superadmin(&t.issuer, "root@example.com", true).await.unwrap();
    assert_eq!(set(&root, r#"{"plan":"gold"}"#).await.pointers(), ["/plan"]);
    assert_eq!(set(&root, r#"{"plan":"pro","until":"x"}"#).await.problem(), "malformed-request");
    let changed = set(&root, r#"{"plan":"pro"}"#).await;
    assert_eq!((changed.member("plan"), changed.member("before")), ("pro".to_owned(), "free".to_owned()));
    assert_eq!(set(&root, r#"{"plan":"pro"}"#).await.member("before"), "pro");
    t.clock.advance_seconds(1);
    plan::set(&t.issuer, None, t.a.id, "free").await.unwrap();
    let recorded = format!(
        "select string_agg(plan_before || '>' || plan || ' ' || coalesce(user_id::text, 'operator'), ', ' order by changed_at, plan_change_id)
        from plan_changes where organization_id = '{}'",
        t.a.id
    );
    let recorded: String =
        sqlx::query_scalar(AssertSqlSafe(recorded)).fetch_one(&mut t.database.connect().await).await.unwrap();
    assert_eq!(recorded, format!("free>pro {}, pro>free operator", root.id));
    proofpass_issuer::issue::account::set_superadmin(&t.issuer, "root@example.com", false).await.unwrap();
    assert_eq!(set(&root, r#"{"plan":"pro"}"#).await.status, 403, "from the next request on");
    let nobody = "01a20ae6-ed17-706a-b5f4-c87ea95de1a6".parse().unwrap();
    assert!(matches!(plan::set(&t.issuer, None, nobody, "pro").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_smaller_plan_takes_nothing_away() {
    let t = TestIssuer::new().await;
    for _ in 0..3 {
        t.new_key(
            proofpass_issuer::store::api_keys::Environment::Live,
            &proofpass_issuer::store::api_keys::Scope::ALL,
            90,
        )
        .await;
    }
    plan::set(&t.issuer, None, t.a.id, "free").await.unwrap();
    assert_eq!(standing(&t, "apiKeys").await, "2 4 0");
    assert_eq!(t.a().post(ATTESTATIONS, t.request(t.a.private)).await.status, 201);
}
