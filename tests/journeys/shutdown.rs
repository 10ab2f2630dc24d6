//! SIGTERM: nothing new begins, what runs is finished, the program ends well.

use std::time::{Duration, Instant};

use harness::{Database, Proofpass};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::wire::{PATIENCE, read_to_end, send};

const HEAD: &str =
    "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\n";

#[tokio::test]
async fn a_running_request_is_finished_and_no_other_begins() {
    let database = Database::new().await;
    let mut server = Proofpass::on(&database.url()).serve();
    let mut idle = send(server.address, "").await;
    let mut running = send(server.address, &format!("{HEAD}{{")).await;
    // Until the service holds both.
    tokio::time::sleep(Duration::from_millis(300)).await;
    server.signal("TERM");
    let start = Instant::now();
    while TcpStream::connect(server.address).await.is_ok() {
        assert!(start.elapsed() < PATIENCE, "still accepting");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(read_to_end(&mut idle).await, "");
    running.write_all(b"  }").await.unwrap();
    let answer = read_to_end(&mut running).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""verdict":"reject""#), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    assert_eq!(server.wait(PATIENCE).code(), Some(0), "{}", server.log());
    assert!(server.log().contains("Stopped"), "{}", server.log());
}

#[tokio::test]
async fn an_idle_service_stops_at_once() {
    let database = Database::new().await;
    for name in ["TERM", "INT"] {
        let mut server = Proofpass::on(&database.url()).serve();
        let start = Instant::now();
        server.signal(name);
        assert_eq!(server.wait(PATIENCE).code(), Some(0), "{}", server.log());
        assert!(start.elapsed() < Duration::from_secs(5), "{name}: {:?}", start.elapsed());
    }
}
