//! Clients that never finish what they began.

use std::time::{Duration, Instant};

use harness::{Database, Proofpass};
use tokio::io::AsyncWriteExt as _;
use tokio::task::JoinSet;

use crate::wire::{ask, read_to_end, send};

/// The promise.
const WITHIN: Duration = Duration::from_secs(10);

#[tokio::test]
async fn two_hundred_half_requests_are_closed_while_an_honest_client_is_served() {
    let database = Database::new().await;
    let server = Proofpass::on(&database.url()).serve();
    let address = server.address;
    // What they send, and what they are told: half a header has nobody to tell.
    let half = [
        ("", ""),
        ("GET /health HTTP/1.1\r\nhost: x\r\nx-pad: ", ""),
        ("POST /api/v1/verify HTTP/1.1\r\n", ""),
        // Half a body, and a chunk that never comes.
        (
            "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{",
            "HTTP/1.1 408 ",
        ),
        (
            "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{",
            "HTTP/1.1 408 ",
        ),
    ];
    let start = Instant::now();
    let mut held = JoinSet::new();
    for at in 0..200 {
        let (bytes, told) = half[at % half.len()];
        held.spawn(async move {
            let mut stream = send(address, bytes).await;
            let answer = read_to_end(&mut stream).await;
            assert!(answer.starts_with(told) && answer.is_empty() == told.is_empty(), "{bytes:?}: {answer:?}");
            start.elapsed()
        });
    }
    // One header line a second keeps nobody waiting longer either.
    held.spawn(async move {
        let mut stream = send(address, "GET /health HTTP/1.1\r\n").await;
        while start.elapsed() < WITHIN && stream.write_all(b"x-pad: x\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        start.elapsed()
    });
    let mut slowest = Duration::ZERO;
    while held.len() > 100 {
        let asked = Instant::now();
        let answer = ask(address, "GET", "/health", "", "").await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        slowest = slowest.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
        while let Some(ended) = held.try_join_next() {
            assert!(ended.unwrap() < WITHIN);
        }
        assert!(start.elapsed() < WITHIN, "{} connections are still open", held.len());
    }
    for took in held.join_all().await {
        assert!(took < WITHIN, "open for {took:?}");
    }
    assert!(slowest < Duration::from_secs(1), "an honest client waited {slowest:?}");
}

#[tokio::test]
async fn an_idle_connection_is_closed_too() {
    let database = Database::new().await;
    let server = Proofpass::on(&database.url()).serve();
    let start = Instant::now();
    let mut stream = send(server.address, "GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(start.elapsed() < WITHIN, "{:?}", start.elapsed());
}

#[tokio::test]
async fn nonsense_is_answered_briefly_or_not_at_all() {
    let database = Database::new().await;
    let server = Proofpass::on(&database.url()).serve();
    for bytes in [
        "\r\n\r\n\r\n\r\nnonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nbad header\r\n\r\n",
        "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
        "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n{}",
        &format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(100_000)),
        &format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(100)),
        "\u{16}\u{3}\u{1}\u{2}",
    ] {
        let answer = read_to_end(&mut send(server.address, bytes).await).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{bytes:.60}: {answer}");
    }
    let answer = ask(server.address, "GET", "/health", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
