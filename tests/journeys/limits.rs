//! What the machine allows.

use harness::{Database, Proofpass};

use crate::wire::ask;

#[tokio::test]
async fn the_soft_limit_of_open_files_is_raised_as_far_as_it_must() {
    let database = Database::new().await;
    let server = Proofpass::on(&database.url()).with_open_files(200, 8192).serve();
    let limits = server.proc("limits");
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(line.split_whitespace().nth(3), Some("4160"), "{line}");
    assert!(!server.log().contains("the limit of open files"), "{}", server.log());
}

#[tokio::test]
async fn where_the_hard_limit_is_low_there_are_fewer_connections_and_the_log_says_so() {
    let database = Database::new().await;
    let server = Proofpass::on(&database.url()).with_open_files(100, 164).serve();
    assert!(server.log().contains("Only 100 connections: the limit of open files is 164"), "{}", server.log());
    let mut held = Vec::new();
    for _ in 0..200 {
        held.push(tokio::net::TcpStream::connect(server.address).await.unwrap());
    }
    held.truncate(50);
    let answer = ask(server.address, "GET", "/ready", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(!server.log().contains("Could not accept"), "{}", server.log());
}
