//! The service before its database, and after.

use std::time::{Duration, Instant};

use harness::{Cable, Database, Proofpass};

use crate::wire::{PATIENCE, ask, body};

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_without_its_database_and_works_once_that_is_back() {
    let database = Database::new().await;
    let cable = Cable::to(&database).await;
    cable.cut();
    let server = Proofpass::on(&cable.url()).serve();
    assert!(server.log().contains("Starting without the database"), "{}", server.log());
    let get = async |path| ask(server.address, "GET", path, "", "").await;
    assert!(get("/health").await.starts_with("HTTP/1.1 200 "));
    let verified = ask(server.address, "POST", "/api/v1/verify", "content-type: application/json\r\n", "{}").await;
    assert!(verified.starts_with("HTTP/1.1 200 "), "{verified}");
    let ready = get("/ready").await;
    assert!(ready.starts_with("HTTP/1.1 503 "), "{ready}");
    assert_eq!(body(&ready), r#"{"status":"unavailable","checks":{"database":"down","migrations":"unknown"}}"#);
    server.logged("Not ready: the database is not available").await;
    cable.mend();
    let start = Instant::now();
    while !get("/ready").await.starts_with("HTTP/1.1 200 ") {
        assert!(start.elapsed() < PATIENCE, "{}", server.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_start_on_a_schema_that_is_known_to_be_old() {
    let database = Database::empty().await;
    let output = Proofpass::on(&database.url()).run(["serve"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("migrations are pending: run `proofpass migrate` first"), "{said}");
}

#[tokio::test]
async fn why_it_is_away_is_in_the_log_and_the_password_is_not() {
    // One that nobody listens for, and one that is gone.
    let nobody = "postgres://somebody:hunter2@127.0.0.1:1/none".into();
    let gone = Database::empty().await.url();
    for (url, why) in [(nobody, "pool timed out"), (gone, "does not exist")] {
        let server = Proofpass::on(&url).serve();
        let ready = ask(server.address, "GET", "/ready", "", "").await;
        assert!(ready.starts_with("HTTP/1.1 503 "), "{ready}");
        server.logged(why).await;
        assert!(!format!("{ready}{}", server.log()).contains("hunter2"), "{}", server.log());
    }
}
