//! Batches: many rows in one request, issued as a job, each once.

use axum::body::Body;
use harness::{Answer, ApiKeyClient, Client as _, TestIssuer};
use http::Request;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass_issuer::id::{JobId, LeaseToken};
use proofpass_issuer::issue::job;
use proofpass_issuer::store::api_keys::{Environment, Scope};
use proofpass_issuer::store::jobs::{self, Outcome};
use proofpass_issuer::store::memberships::Role;
use proofpass_issuer::store::{self};
use sqlx::AssertSqlSafe;

const PATH: &str = "/api/v1/attestations/batch";

async fn send(client: &ApiKeyClient, path: &str, media_type: &str, body: impl Into<Body> + Send) -> Answer {
    client.send(Request::post(path).header("content-type", media_type), body).await
}

/// Sends rows and works on them; the job's path.
async fn issued(t: &TestIssuer, query: &str, media_type: &str, rows: String) -> String {
    let answer = send(&t.a(), &format!("{PATH}{query}"), media_type, rows).await;
    assert_eq!(answer.status, 202, "{answer}");
    assert_eq!(answer.member("state"), "waiting");
    t.app.work_off().await.unwrap();
    answer.header("location").strip_prefix("http://issuer.test").unwrap().to_owned()
}

/// Total, issued and refused.
async fn rows(t: &TestIssuer, job: &str) -> [u64; 3] {
    let answer = t.a().get(job).await;
    let object = answer.object();
    let rows = object.get("rows").and_then(Value::as_object).unwrap();
    ["total", "issued", "refused"].map(|name| match rows.get(name) {
        Some(Value::Number(number)) => number.as_u64().unwrap(),
        other => panic!("{other:?}"),
    })
}

/// Each refused row with the pointers of its faults.
async fn refused(t: &TestIssuer, job: &str) -> Vec<String> {
    let answer = t.a().get(&format!("{job}/errors?limit=100")).await;
    let object = answer.object();
    let text = |value: &Value| match value {
        Value::Number(number) => number.as_u64().unwrap().to_string(),
        other => other.as_str().unwrap().to_owned(),
    };
    let row = |value: &Value| {
        let row = value.as_object().unwrap();
        let pointers = row.get("errors").and_then(Value::as_array).unwrap().iter();
        let pointers: Vec<_> = pointers.map(|error| text(error.as_object().unwrap().get("pointer").unwrap())).collect();
        format!("{}: {}", text(row.get("row").unwrap()), pointers.join(" "))
    };
    object.get("rows").and_then(Value::as_array).unwrap().iter().map(row).collect()
}

/// The lines of a result, read by our own strict reader.
async fn result(t: &TestIssuer, job: &str, after: u32) -> Vec<Object> {
    let answer = t.a().get(&format!("{job}/result?after={after}")).await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let read = |line: &str| match parse(line.as_bytes(), &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => object,
        other => panic!("{other:?}: {line}"),
    };
    answer.text().lines().map(read).collect()
}

fn row(t: &TestIssuer, at: usize) -> String {
    t.request(t.a.private).replace("PROD-123", &format!("PROD-{at}"))
}

fn array(t: &TestIssuer, count: usize) -> String {
    format!("[{}]", (1..=count).map(|at| row(t, at)).collect::<Vec<_>>().join(",\n"))
}

#[tokio::test]
async fn rows_of_an_array_are_issued_and_those_that_break_a_rule_are_told_by_number() {
    let t = TestIssuer::new().await;
    let good = row(&t, 1);
    let bad = [
        row(&t, 2).replace("\"CERT-001\"", "7"),
        row(&t, 3).replace("Product\"", "no type\""),
        good.replace("claims", "claim"),
        "{\"a\":}".to_owned(),
        "17".to_owned(),
        "{}".to_owned(),
        good.replace(&t.a.private.to_string(), "nothing"),
        good.replace(&t.a.private.to_string(), &t.b.private.to_string()),
        good.replace("\"claims\"", "\"validUntil\":\"2020-01-01T00:00:00Z\",\"claims\""),
    ];
    let rows_of = format!("[{good},{},{}]", bad.join(","), row(&t, 11));
    let job = issued(&t, "", "application/json", rows_of).await;
    assert_eq!(rows(&t, &job).await, [11, 2, 9]);
    assert_eq!(t.a().get(&job).await.member("state"), "completed");
    assert_eq!(t.attestations().await, 2);
    assert_eq!(
        refused(&t, &job).await,
        [
            "2: /claims/certificationId",
            "3: /subject/type",
            "4: /claim",
            "5: ",
            "6: ",
            "7: /templateId",
            "8: /templateId",
            "9: /templateId",
            "10: /validUntil"
        ]
    );
    let result = result(&t, &job, 0).await;
    assert_eq!(result.len(), 11);
    let id = result[10].get("attestationId").and_then(Value::as_str).unwrap();
    let credential = result[10].get("credential").and_then(Value::as_object).unwrap();
    assert!(credential.to_string().contains("\"PROD-11\""), "{credential}");
    // What is delivered is what was signed, and our own verifier accepts it.
    assert_eq!(t.a().get(&format!("/api/v1/attestations/{id}")).await.credential(), *credential);
    let report = t.a().get(&format!("/api/v1/attestations/{id}/verify")).await;
    assert_eq!(report.member("verdict"), "accept", "{report}");
    assert!(result[1].get("credential").is_none() && result[1].get("errors").is_some());
}

#[tokio::test]
async fn records_of_a_table_become_what_the_schema_says() {
    let t = TestIssuer::new().await;
    let table = "subjectId;certificationId;weight;parts.0.material;parts.1.material;validUntil\r\n\
        0001;CERT-1;1.5;steel;\"glass; clear\";2030-01-01T00:00:00Z\r\n\
        0002;0042;;;;\r\n\
        0003;;heavy;;;\r\n\
        0004;CERT-4\r\n";
    let query = format!("?templateId={}&subjectType=Product", t.a.private);
    let job = issued(&t, &query, "text/csv; charset=utf-8", table.to_owned()).await;
    assert_eq!(refused(&t, &job).await, ["3: /claims /claims/weight", "4: "]);
    let result = result(&t, &job, 0).await;
    let subject = |at: usize| {
        let credential = result[at].get("credential").and_then(Value::as_object).unwrap();
        credential.get("credentialSubject").and_then(Value::as_object).unwrap().to_string()
    };
    let first = r#""identifier":"0001","certificationId":"CERT-1","weight":1.5,"parts":[{"material":"steel"},{"material":"glass; clear"}]}"#;
    assert!(subject(0).ends_with(first), "{}", subject(0));
    assert!(subject(1).ends_with(r#""identifier":"0002","certificationId":"0042"}"#), "{}", subject(1));
    let csv = t.a().get(&format!("{job}/result.csv")).await;
    let lines: Vec<&str> = csv.text().split("\r\n").collect();
    assert_eq!(lines[0], "row,attestationId,credential,errors,committed,holderSecret");
    assert!(lines[1].starts_with("1,") && lines[1].contains(r#","{""@context"":["#), "{}", lines[1]);
    assert!(lines[4].starts_with(r#"4,,,"[{""pointer"":"""#), "{}", lines[4]);
    assert_eq!(lines.len(), 6);
}

#[tokio::test]
async fn lines_are_rows_of_several_templates_in_as_many_chunks_as_it_takes() {
    let t = TestIssuer::new().await;
    let line = |at: usize| {
        let template = if at.is_multiple_of(2) { t.a.public } else { t.a.private };
        t.request(template).replace("PROD-123", &format!("PROD-{at}"))
    };
    let lines: Vec<String> = (1..=1_203).map(|at| format!("{}\n\n", line(at))).collect();
    let lines = lines.concat();
    let job = issued(&t, "", "application/x-ndjson", lines).await;
    assert_eq!(rows(&t, &job).await, [1_203, 1_203, 0]);
    assert_eq!(t.attestations().await, 1_203);
    assert_eq!(
        t.database.count("select count(distinct (status_list_id, list_index)) from status_entries").await,
        2_406
    );
    assert_eq!(t.database.count("select count(distinct subject_id) from attestations").await, 1_203);
    // A reader may go on where it was cut off, and rows are in order.
    let rest = result(&t, &job, 700).await;
    assert_eq!(rest.len(), 503);
    for (line, at) in rest.iter().zip(701_u32..) {
        assert_eq!(line.get("row"), Some(&Value::from(at)));
        assert!(line.to_string().contains(&format!("\"PROD-{at}\"")));
    }
    // Claims are kept in credentials alone.
    assert_eq!(t.database.count("select coalesce(sum(cardinality(rows)), 0)::bigint from job_chunks").await, 0);
}

#[tokio::test]
async fn what_are_no_rows_is_refused_and_leaves_nothing() {
    let t = TestIssuer::new().await;
    for (media_type, body, status) in [
        ("application/json", String::new(), 422),
        ("application/json", "[]".to_owned(), 422),
        ("application/json", "{}".to_owned(), 422),
        ("application/json", format!("[{}", row(&t, 1)), 422),
        ("application/json", format!("[{},]", row(&t, 1)), 422),
        ("application/x-ndjson", "\n\n".to_owned(), 422),
        ("application/x-ndjson", "x".repeat(300 << 10), 422),
        ("application/x-ndjson", "1\n".repeat(100_001), 422),
        ("text/csv", "subjectId\n".to_owned(), 422),
        ("text/csv", "a,a\n1,2\n".to_owned(), 422),
        ("text/csv", "a,a.b\n1,2\n".to_owned(), 422),
        ("text/csv; charset=latin1", "a\n1\n".to_owned(), 415),
        ("application/xml", array(&t, 1), 415),
        ("application/vc", array(&t, 1), 415),
    ] {
        let answer = send(&t.a(), PATH, media_type, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{media_type} {body:.40}: {answer}");
        assert!(!answer.problem().is_empty());
    }
    for query in ["?templateId=nothing", "?template=x", "?templateId=farm-origin&templateId=retail"] {
        let answer = send(&t.a(), &format!("{PATH}{query}"), "application/json", array(&t, 1)).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{query}: {answer}");
    }
    for count in ["jobs", "job_chunks", "job_rows", "attestations"] {
        let query = format!("select count(*) from {count}");
        let found: i64 =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut t.database.connect().await).await.unwrap();
        assert_eq!(found, 0, "{count}");
    }
}

#[tokio::test]
async fn who_may_not_issue_makes_no_job_and_nobody_sees_anothers() {
    let t = TestIssuer::new().await;
    let reader = t.with_key(&t.new_key(Environment::Live, &[Scope::AttestationsRead], 1).await);
    assert_eq!(send(&reader, PATH, "application/json", array(&t, 1)).await.problem(), "insufficient-scope");
    let job = issued(&t, "", "application/json", array(&t, 2)).await;
    let writer = t.with_key(&t.new_key(Environment::Live, &[Scope::AttestationsWrite], 1).await);
    for path in [job.clone(), format!("{job}/errors"), format!("{job}/result")] {
        assert_eq!(t.b().get(&path).await.problem(), "not-found", "{path}");
        assert_eq!(writer.get(&path).await.problem(), "insufficient-scope", "{path}");
        assert_eq!(reader.get(&path).await.status, 200, "{path}");
    }
    assert_eq!(t.b().post(&format!("{job}/cancel"), "").await.problem(), "not-found");
    assert_eq!(reader.post(&format!("{job}/cancel"), "").await.problem(), "insufficient-scope");
    for path in [format!("{job}/errors?after=-1"), format!("{job}/errors?limit=101"), format!("{job}/result?after=x")] {
        assert_eq!(t.a().get(&path).await.problem(), "invalid-request", "{path}");
    }
}

#[tokio::test]
async fn admins_list_jobs_a_page_at_a_time() {
    let t = TestIssuer::new().await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(issued(&t, "", "application/json", array(&t, 1)).await);
        t.clock.advance_seconds(1);
    }
    let waiting = send(&t.a(), PATH, "application/json", array(&t, 1)).await.member("id");
    let admin = t.member("admin@example.com", t.a.id, Role::Admin).await;
    let user = t.member("user@example.com", t.a.id, Role::User).await;
    let other = t.member("other@example.com", t.b.id, Role::Admin).await;
    let ids = |answer: &Answer| {
        let object = answer.object();
        let jobs = object.get("jobs").and_then(Value::as_array).unwrap();
        let id = |job: &Value| job.as_object().unwrap().get("id").and_then(Value::as_str).unwrap().to_owned();
        jobs.iter().map(id).collect::<Vec<_>>()
    };
    let first = t.with_person(&admin).get("/api/v1/jobs?limit=3").await;
    assert_eq!(ids(&first)[0], waiting);
    let rest = t.with_person(&admin).get(&format!("/api/v1/jobs?limit=3&cursor={}", first.member("nextCursor"))).await;
    assert_eq!(ids(&rest), [made[0].rsplit('/').next().unwrap()]);
    assert_eq!(ids(&t.with_person(&admin).get("/api/v1/jobs?state=waiting").await), [waiting]);
    assert!(ids(&t.with_person(&other).get("/api/v1/jobs").await).is_empty());
    assert_eq!(t.with_person(&user).get("/api/v1/jobs").await.problem(), "insufficient-scope");
    assert_eq!(t.a().get("/api/v1/jobs").await.problem(), "insufficient-scope");
    for query in ["state=gone", "limit=0", "cursor=x"] {
        assert_eq!(t.with_person(&admin).get(&format!("/api/v1/jobs?{query}")).await.problem(), "invalid-request");
    }
}

#[tokio::test]
async fn one_request_makes_one_job() {
    let t = TestIssuer::new().await;
    let send = async |body: String, query: &str| {
        let path = format!("{PATH}{query}");
        let request = Request::post(path).header("content-type", "application/json").header("idempotency-key", "april");
        t.a().send(request, body).await
    };
    let first = send(array(&t, 3), "").await;
    t.app.work_off().await.unwrap();
    let again = send(array(&t, 3), "").await;
    assert_eq!((again.status.as_u16(), again.header("idempotent-replayed")), (202, "true"));
    assert_eq!(first.member("id"), again.member("id"));
    assert_eq!(again.member("state"), "completed");
    for (body, query) in [(array(&t, 4), ""), (array(&t, 3), "?subjectType=Product")] {
        assert_eq!(send(body, query).await.problem(), "idempotency-key-reused");
    }
    t.app.work_off().await.unwrap();
    assert_eq!((t.attestations().await, t.database.count("select count(*) from jobs").await), (3, 1));
}

#[tokio::test]
async fn a_job_that_is_cancelled_issues_nothing_more() {
    let t = TestIssuer::new().await;
    let answer = send(&t.a(), PATH, "application/json", array(&t, 3)).await;
    let job = format!("/api/v1/jobs/{}", answer.member("id"));
    for _ in 0..2 {
        let cancelled = t.a().post(&format!("{job}/cancel"), "").await;
        assert_eq!((cancelled.status.as_u16(), cancelled.member("state").as_str()), (200, "cancelled"));
    }
    t.app.work_off().await.unwrap();
    assert_eq!((t.attestations().await, rows(&t, &job).await), (0, [3, 0, 0]));
    let done = issued(&t, "", "application/json", array(&t, 1)).await;
    assert_eq!(t.a().post(&format!("{done}/cancel"), "").await.problem(), "conflict");
}

#[tokio::test]
async fn a_dead_worker_is_waited_for_and_writes_nothing_when_it_comes_back() {
    let t = TestIssuer::new().await;
    let answer = send(&t.a(), PATH, "application/json", array(&t, 3)).await;
    let job = format!("/api/v1/jobs/{}", answer.member("id"));
    let token = LeaseToken::new(&*t.clock, &*t.issuer.rng).unwrap();
    let until = t.now().plus_seconds(10);
    let (lease, _) = jobs::lease(&t.issuer.store, token, t.now(), until).await.unwrap().unwrap();
    t.app.work_off().await.unwrap();
    assert_eq!((t.attestations().await, t.a().get(&job).await.member("state").as_str()), (0, "active"));
    t.clock.advance_seconds(10);
    t.app.work_off().await.unwrap();
    assert_eq!(rows(&t, &job).await, [3, 3, 0]);
    let outcome = Outcome { row: 1, result: Err("[]".to_owned()), sealed_openings: None };
    let mut tx = t.issuer.store.tx("test").await.unwrap();
    let late = jobs::advance(&mut tx, lease, t.a.id, &[outcome], until).await;
    assert!(matches!(late, Err(store::Error::LeaseLost)), "{late:?}");
    assert!(!jobs::hold(&t.issuer.store, lease, until).await.unwrap());
}

#[tokio::test]
async fn a_row_that_cannot_be_kept_fails_alone() {
    let t = TestIssuer::new().await;
    let broken = "alter table attestations add constraint broken check (subject_id <> 'PROD-7')";
    sqlx::query(broken).execute(&mut t.database.connect().await).await.unwrap();
    let job = issued(&t, "", "application/json", array(&t, 20)).await;
    assert_eq!((rows(&t, &job).await, refused(&t, &job).await), ([20, 19, 1], vec!["7: ".to_owned()]));
    assert_eq!(t.attestations().await, 19);
}

#[tokio::test]
async fn a_job_without_a_key_waits_for_one_and_says_so() {
    let t = TestIssuer::new().await;
    let retire = "update issuer_keys set active = false";
    sqlx::query(retire).execute(&mut t.database.connect().await).await.unwrap();
    let job = issued(&t, "", "application/json", array(&t, 2)).await;
    assert_eq!(t.a().get(&job).await.member("problem"), "The organisation has no key that signs.");
    assert_eq!(rows(&t, &job).await, [2, 0, 0]);
    let back = "update issuer_keys set active = true";
    sqlx::query(back).execute(&mut t.database.connect().await).await.unwrap();
    t.app.work_off().await.unwrap();
    assert_eq!(rows(&t, &job).await, [2, 0, 0], "not before its time");
    t.clock.advance_seconds(60);
    t.app.work_off().await.unwrap();
    assert_eq!(rows(&t, &job).await, [2, 2, 0]);
}

#[tokio::test]
async fn jobs_are_forgotten_after_thirty_days_and_attestations_are_not() {
    let t = TestIssuer::new().await;
    let job = issued(&t, "", "application/json", array(&t, 2)).await;
    assert!(job.rsplit('/').next().unwrap().parse::<JobId>().is_ok());
    t.clock.advance_seconds(30 * 86_400);
    assert_eq!(job::sweep(&t.issuer).await.unwrap(), 0);
    t.clock.advance_seconds(1);
    assert_eq!(job::sweep(&t.issuer).await.unwrap(), 1);
    assert_eq!(t.database.count("select count(*) from job_rows").await, 0);
    assert_eq!(t.attestations().await, 2);
}
