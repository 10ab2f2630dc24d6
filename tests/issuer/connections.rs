//! The accept loop on a real socket, with limits that a test can wait for.

use std::net::SocketAddr;
use std::time::Duration;

use harness::TestIssuer;
use proofpass_issuer::http::serve::{Limits, PerAddress, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const GET: &[u8] = b"GET /openapi.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// The loop of one test.
struct Loop {
    address: SocketAddr,
    stop: oneshot::Sender<Duration>,
    running: JoinHandle<()>,
}

impl Loop {
    async fn run(t: &TestIssuer, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let running = serve(listener, t.app.clone(), limits, async { stopped.await.unwrap() });
        Self { address, stop, running: tokio::spawn(running) }
    }

    async fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }
}

/// Everything until the other side closes, and whether it did so in good order.
async fn read(mut stream: TcpStream) -> (String, bool) {
    let mut bytes = Vec::new();
    let ended = timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await.expect("it stays open");
    (String::from_utf8_lossy(&bytes).into_owned(), ended.is_ok())
}

#[tokio::test]
async fn whoever_waited_in_the_queue_when_the_service_stopped_is_answered() {
    let t = TestIssuer::new().await;
    let service = Loop::run(&t, Limits { connections: 1, ..Limits::default() }).await;
    let head = b"POST /api/v1/verify HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
        content-length: 2\r\nexpect: 100-continue\r\n\r\n";
    let mut running = service.send(head).await;
    running.readable().await.unwrap();
    let waiting = [service.send(GET).await, service.send(GET).await, service.send(GET).await];
    service.stop.send(Duration::ZERO).unwrap();
    running.write_all(b"{}").await.unwrap();
    assert!(read(running).await.0.contains("HTTP/1.1 200 OK"));
    for stream in waiting {
        let (answer, in_order) = read(stream).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK") && in_order, "{answer}");
    }
    service.running.await.unwrap();
    assert!(TcpStream::connect(service.address).await.is_err());
}

#[tokio::test]
async fn a_request_that_is_on_its_way_when_the_service_stops_is_answered() {
    let t = TestIssuer::new().await;
    let service = Loop::run(&t, Limits { per_address: PerAddress::Each(1), ..Limits::default() }).await;
    let mut silent = service.send(b"").await;
    // Which is closed, so that the first one is held.
    assert_eq!(read(service.send(b"").await).await.0, "");
    service.stop.send(Duration::ZERO).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    silent.write_all(GET).await.unwrap();
    assert!(read(silent).await.0.starts_with("HTTP/1.1 200 OK"));
    service.running.await.unwrap();
}

#[tokio::test]
async fn whoever_reads_nothing_is_cut_off() {
    let t = TestIssuer::new().await;
    let limits = Limits { connections: 1, write: Duration::from_millis(200), ..Limits::default() };
    let service = Loop::run(&t, limits).await;
    // More answers than the kernel holds for anybody.
    let many = b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(1000);
    let deaf = service.send(&many).await;
    // The only place is free again.
    assert!(read(service.send(GET).await).await.0.starts_with("HTTP/1.1 200 OK"));
    let (answers, _) = read(deaf).await;
    assert!(answers.matches("HTTP/1.1 200 OK").count() < 1000, "everything was sent after all");
}

#[tokio::test]
async fn whoever_reads_slowly_is_not() {
    let t = TestIssuer::new().await;
    let limits = Limits { write: Duration::from_millis(400), ..Limits::default() };
    let service = Loop::run(&t, limits).await;
    let many = b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(300);
    let mut slow = service.send(&many).await;
    slow.write_all(GET).await.unwrap();
    let (mut piece, mut answers) = (vec![0; 1 << 20], 0);
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let length = slow.read(&mut piece).await.unwrap();
        answers += String::from_utf8_lossy(&piece[..length]).matches("HTTP/1.1 200 OK").count();
        if length == 0 {
            break;
        }
    }
    // A head may lie across two pieces.
    assert!(answers > 280, "{answers}");
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_no_more() {
    let t = TestIssuer::new().await;
    let limits = |per_address| Limits { per_address, ..Limits::default() };
    let service = Loop::run(&t, limits(PerAddress::Each(2))).await;
    let (first, second) = (service.send(b"").await, service.send(b"").await);
    let (answer, _) = read(service.send(b"").await).await;
    assert_eq!(answer, "", "the third is closed");
    drop(first);
    // The place is free as soon as the service has seen the end of it.
    let mut answer = String::new();
    for _ in 0..1000 {
        answer = read(service.send(GET).await).await.0;
        if !answer.is_empty() {
            break;
        }
    }
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    drop(second);

    // From this machine comes a proxy, for everybody.
    let service = Loop::run(&t, limits(PerAddress::Internet(1))).await;
    let _held = [service.send(b"").await, service.send(b"").await];
    assert!(read(service.send(GET).await).await.0.starts_with("HTTP/1.1 200 OK"));
}
