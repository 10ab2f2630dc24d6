//! A batch whose service is killed in the middle: no row is lost, and none is issued twice.

use std::time::{Duration, Instant};

use harness::{Database, Proofpass, Server};
use proofpass::json::Value;

use crate::shop::{Shop, issued, object};
use crate::wire::{PATIENCE, ask, body};

const ROWS: i64 = 2_000;

/// Waits until as many are issued.
async fn until(database: &Database, count: i64, server: &Server) {
    let start = Instant::now();
    while issued(database).await < count {
        assert!(start.elapsed() < PATIENCE, "{}", server.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_batch_survives_kill_9_and_each_row_is_issued_once() {
    let database = Database::new().await;
    let program = Proofpass::on(&database.url());
    let mut server = program.serve();
    let shop = Shop::open(&program);
    let key = format!("x-api-key: {}\r\n", shop.key);
    let rows: Vec<String> = (1..=ROWS).map(|row| format!("PROD-{row},CERT-{row}\n")).collect();
    let rows = rows.concat();
    let path = format!("/api/v1/attestations/batch?templateId={}&subjectType=Product", shop.template);
    let table = format!("subjectId,certificationId\n{rows}");
    let answer = ask(server.address, "POST", &path, &format!("{key}content-type: text/csv\r\n"), &table).await;
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    let id = crate::shop::text(&object(body(&answer)), "id");

    for share in [1, 2] {
        until(&database, ROWS * share / 4, &server).await;
        server.signal("KILL");
        server.wait(PATIENCE);
        assert!(issued(&database).await < ROWS, "it was too quick to be killed in the middle");
        server = program.serve();
    }
    until(&database, ROWS, &server).await;
    let start = Instant::now();
    let job = loop {
        let answer = ask(server.address, "GET", &format!("/api/v1/jobs/{id}"), &key, "").await;
        let job = object(body(&answer));
        if job.get("state").and_then(Value::as_str) == Some("completed") {
            break job;
        }
        assert!(start.elapsed() < PATIENCE, "{answer}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let counted = job.get("rows").and_then(Value::as_object).unwrap().to_string();
    assert_eq!(counted, format!(r#"{{"total":{ROWS},"issued":{ROWS},"refused":0}}"#));
    assert_eq!(issued(&database).await, ROWS);
    assert_eq!(database.count("select count(distinct subject_id) from attestations").await, ROWS);
    assert_eq!(database.count("select count(distinct attestation_id) from job_rows").await, ROWS);
    let places = "select count(distinct (status_list_id, list_index)) from status_entries";
    assert_eq!(database.count(places).await, 2 * ROWS);
    server.signal("TERM");
    server.logged("Stopped").await;
}
