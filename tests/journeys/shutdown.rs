//! The end: balancers are told, nothing that was sent is lost, what runs is finished, the program ends well.

use std::time::{Duration, Instant};

use harness::{Database, Proofpass, Server};
use sqlx::{Executor as _, PgConnection};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::shop::{Shop, issued};
use crate::wire::{PATIENCE, ask, read_head, read_to_end, send};

fn service(database: &Database, grace_seconds: u8) -> Proofpass {
    Proofpass::on(&database.url()).with("PROOFPASS_SHUTDOWN_GRACE_SECONDS", grace_seconds.to_string())
}

async fn ended_well(server: &mut Server) {
    server.logged("Stopped").await;
    assert_eq!(server.wait(PATIENCE).code(), Some(0), "{}", server.log());
    assert!(!server.log().contains("cut off"), "{}", server.log());
}

#[tokio::test]
async fn a_running_request_is_finished_and_no_other_begins() {
    let database = Database::new().await;
    let mut server = service(&database, 0).serve();
    let mut idle = send(server.address, "GET /problems/nothing HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(read_head(&mut idle).await.starts_with("HTTP/1.1 404 "));
    // A service that asks for the body has begun.
    let head = "POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
        content-length: 4\r\nexpect: 100-continue\r\n\r\n";
    let mut running = send(server.address, head).await;
    assert_eq!(read_head(&mut running).await, "HTTP/1.1 100 Continue\r\n\r\n");
    server.signal("TERM");
    server.logged("No new connections").await;
    assert!(TcpStream::connect(server.address).await.is_err(), "still accepting");
    read_to_end(&mut idle).await;
    running.write_all(b"{  }").await.unwrap();
    let answer = read_to_end(&mut running).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""verdict":"reject""#), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    ended_well(&mut server).await;
}

/// A balancer's view of one client: asks until it is told to go elsewhere, and is answered until then and once more.
async fn ask_until_told(address: std::net::SocketAddr) {
    loop {
        let ready = ask(address, "GET", "/ready", "", "").await;
        let verified = ask(address, "POST", "/api/v1/verify", "content-type: application/json\r\n", "{}").await;
        assert!(verified.starts_with("HTTP/1.1 200 "), "{verified}");
        if ready.starts_with("HTTP/1.1 503 ") {
            assert!(ready.contains(r#"{"status":"stopping","checks":{"database":"up","migrations":"current"}}"#));
            return;
        }
        assert!(ready.starts_with("HTTP/1.1 200 "), "{ready}");
    }
}

/// A client that keeps its connection, and makes another where it is told that this one ends.
async fn keep_asking(address: std::net::SocketAddr) {
    let mut stream = send(address, "").await;
    loop {
        stream.write_all(b"GET /problems/nothing HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let head = read_head(&mut stream).await;
        assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
        let length = head.split_once("content-length: ").unwrap().1.split_once('\r').unwrap().0;
        let mut body = vec![0; length.parse().unwrap()];
        tokio::io::AsyncReadExt::read_exact(&mut stream, &mut body).await.unwrap();
        if head.contains("connection: close") {
            return;
        }
    }
}

#[tokio::test]
async fn requests_around_the_signal_are_all_answered() {
    let database = Database::new().await;
    let mut server = service(&database, 1).serve();
    let address = server.address;
    let mut clients = JoinSet::new();
    for _ in 0..8 {
        clients.spawn(ask_until_told(address));
        clients.spawn(keep_asking(address));
    }
    // In full swing.
    let start = Instant::now();
    while server.log().matches("POST /api/v1/verify answered 200").count() < 32 {
        assert!(start.elapsed() < PATIENCE, "{}", server.log());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    server.signal("TERM");
    clients.join_all().await;
    ended_well(&mut server).await;
}

/// A table that nobody can read, and a request to issue that has got that far and has everything else before it.
async fn held_up(database: &Database, server: &Server, shop: &Shop) -> (PgConnection, TcpStream) {
    let mut lock = database.connect().await;
    lock.execute(sqlx::raw_sql("begin; lock table organizations in access exclusive mode")).await.unwrap();
    let stream = send(server.address, &shop.request()).await;
    let start = Instant::now();
    // Not some sweep, which waits as well.
    let waiting = "select count(*) from pg_locks l join pg_stat_activity a using (pid)
        where not l.granted and l.relation = 'organizations'::regclass and a.query like '%issuing::grounds%'";
    while database.count(waiting).await == 0 {
        assert!(start.elapsed() < PATIENCE, "{}", server.log());
    }
    (lock, stream)
}

#[tokio::test]
async fn a_credential_that_is_being_issued_is_issued() {
    let database = Database::new().await;
    let program = service(&database, 0);
    let shop = Shop::open(&program);
    let mut server = program.serve();
    let (mut lock, mut stream) = held_up(&database, &server, &shop).await;
    server.signal("TERM");
    server.logged("No new connections").await;
    lock.execute("rollback").await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    ended_well(&mut server).await;
    assert_eq!(issued(&database).await, 1);
}

#[tokio::test]
async fn so_it_is_where_nobody_waits_for_it_any_more() {
    let database = Database::new().await;
    let program = service(&database, 0);
    let shop = Shop::open(&program);
    let mut server = program.serve();
    let (mut lock, stream) = held_up(&database, &server, &shop).await;
    drop(stream);
    server.signal("TERM");
    server.logged("No new connections").await;
    lock.execute("rollback").await.unwrap();
    ended_well(&mut server).await;
    assert_eq!(issued(&database).await, 1);
}

#[tokio::test]
async fn an_idle_service_stops_within_its_grace() {
    let database = Database::new().await;
    // By hand: without a grace.
    for (name, least, most) in [("TERM", 1, 3), ("INT", 0, 1)] {
        let mut server = service(&database, 1).serve();
        let start = Instant::now();
        server.signal(name);
        ended_well(&mut server).await;
        let took = start.elapsed();
        assert!((Duration::from_secs(least)..Duration::from_secs(most)).contains(&took), "{name}: {took:?}");
    }
}
