//! Against real servers that speak TLS on this machine, most of them up to no good.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::generate_simple_self_signed;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::*;

/// A server for `localhost` and `a.example`, which answers each path with what it was told to.
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) pem: String,
    connections: Arc<AtomicUsize>,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers as `answer` says: whole, as bytes on the wire. Nothing at all: the server says no more.
    pub(crate) async fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let names = ["localhost", "a.example"].map(str::to_owned);
        let made = generate_simple_self_signed(names).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let server = Self {
            port,
            pem: pem(made.cert.der()),
            connections: Arc::clone(&connections),
            requests: Arc::clone(&requests),
        };
        let answer = Arc::new(answer);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, SeqCst);
                let (acceptor, answer, requests) = (acceptor.clone(), Arc::clone(&answer), Arc::clone(&requests));
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut request = Vec::new();
                    while !request.ends_with(b"\r\n\r\n") {
                        match stream.read_u8().await {
                            Ok(byte) => request.push(byte),
                            Err(_) => return,
                        }
                    }
                    let request = String::from_utf8(request).unwrap();
                    let path = request.split(' ').nth(1).unwrap().to_owned();
                    requests.lock().unwrap().push(request);
                    let bytes = answer(&path);
                    if bytes.is_empty() {
                        return std::future::pending().await;
                    }
                    if stream.write_all(&bytes).await.is_ok() {
                        let _ = stream.shutdown().await;
                    }
                });
            }
        });
        server
    }

    pub(crate) fn egress(&self) -> Egress {
        Egress::to_this_machine_too(Arc::new(SystemNames), self.pem.as_bytes()).unwrap()
    }

    /// As [`Self::egress`], where names lead where they are told to.
    fn egress_by(&self, reach: Reach, names: &Arc<Told>) -> Egress {
        Egress { reach, names: Arc::clone(names) as Arc<dyn Names>, ..self.egress() }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    fn connections(&self) -> usize {
        self.connections.load(SeqCst)
    }
}

/// A certificate in PEM (RFC 7468).
fn pem(certificate: &[u8]) -> String {
    let text = STANDARD.encode(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// An answer with a length.
pub(crate) fn ok(body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}

/// Names that lead where each look-up in turn was told to; the last one again and again.
#[derive(Debug)]
struct Told {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Told {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let addresses = |texts: &&[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self { answers: answers.iter().map(addresses).collect(), asked: AtomicUsize::new(0) })
    }
}

impl Names for Told {
    fn addresses<'a>(&'a self, _: &'a str) -> Addresses<'a> {
        let turn = self.asked.fetch_add(1, SeqCst).min(self.answers.len() - 1);
        let answer = self.answers[turn].clone();
        Box::pin(async move { Ok(answer) })
    }
}

async fn get(egress: &Egress, url: &str) -> Result<Vec<u8>, EgressError> {
    egress.get(url, "application/json", 100).await
}

#[tokio::test]
async fn fetches_what_is_there_and_tells_nothing_of_who_asks() {
    let server = Server::start(|_| ok(b"{}")).await;
    assert_eq!(get(&server.egress(), &server.url("/a?b=c")).await.unwrap(), b"{}");
    let request = server.requests.lock().unwrap().pop().unwrap();
    let port = server.port;
    assert_eq!(
        request,
        format!(
            "GET /a?b=c HTTP/1.1\r\nhost: localhost:{port}\r\naccept: application/json\r\n\
            accept-encoding: identity\r\nuser-agent: ProofPass\r\n\r\n"
        )
    );
}

#[tokio::test]
async fn what_is_no_plain_https_url_is_not_asked() {
    let server = Server::start(|_| ok(b"{}")).await;
    let port = server.port;
    for url in [
        "",
        "localhost",
        "file:///etc/passwd",
        "data:,x",
        &format!("http://localhost:{port}/"),
        &format!("ftp://localhost:{port}/"),
        &format!("https://user@localhost:{port}/"),
        &format!("https://:secret@localhost:{port}/"),
        "https://localhost:22/",
        "https://localhost:0/",
        "https://localhost:99999/",
        "https://a b/",
    ] {
        assert!(matches!(get(&server.egress(), url).await, Err(EgressError::Url)), "{url}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn addresses_that_are_not_of_the_internet_are_not_asked_in_any_spelling() {
    let server = Server::start(|_| ok(b"{}")).await;
    let port = server.port;
    let nowhere = Told::new(&[&["127.0.0.1"]]);
    let egress = server.egress_by(Reach::Internet, &nowhere);
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "%31%32%37.0.0.1",
        "①②⑦.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "169.254.169.254",
        "10.0.0.1",
        "100.64.0.1",
        "[fd00:ec2::254]",
        // A name that leads inside.
        "a.example",
        "localhost",
    ] {
        let found = get(&egress, &format!("https://{host}:{port}/")).await;
        assert!(matches!(found, Err(EgressError::Address)), "{host}: {found:?}");
    }
    // Not even this machine's own other addresses, for developers.
    for host in ["169.254.169.254", "10.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]", "[::]"] {
        let found = get(&server.egress(), &format!("https://{host}:{port}/")).await;
        assert!(matches!(found, Err(EgressError::Address)), "{host}: {found:?}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_all_of_its_addresses_count() {
    let server = Server::start(|_| ok(b"{}")).await;
    let url = format!("https://a.example:{}/", server.port);
    // One that is public does not make up for another.
    for answer in [&["8.8.8.8", "127.0.0.1"][..], &["127.0.0.1", "8.8.8.8"], &["8.8.8.8", "::1"]] {
        let egress = server.egress_by(Reach::Internet, &Told::new(&[answer]));
        assert!(matches!(get(&egress, &url).await, Err(EgressError::Address)), "{answer:?}");
    }
    assert_eq!(server.connections(), 0);
    // A name that leads elsewhere the second time it is asked: nobody asks.
    let rebinding = Told::new(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let egress = server.egress_by(Reach::ThisMachineToo, &rebinding);
    assert_eq!(get(&egress, &url).await.unwrap(), b"{}");
    assert_eq!((rebinding.asked.load(SeqCst), server.connections()), (1, 1));
    assert!(matches!(get(&egress, &url).await, Err(EgressError::Address)));
    let empty = server.egress_by(Reach::Internet, &Told::new(&[&[]]));
    assert!(matches!(get(&empty, &url).await, Err(EgressError::Name(_))));
}

#[tokio::test]
async fn certificates_are_held_against_the_name() {
    let (server, other) = (Server::start(|_| ok(b"{}")).await, Server::start(|_| ok(b"{}")).await);
    let names = Told::new(&[&["127.0.0.1"]]);
    let egress = server.egress_by(Reach::ThisMachineToo, &names);
    for (host, port) in [("b.example", server.port), ("127.0.0.1", server.port), ("a.example", other.port)] {
        let found = get(&egress, &format!("https://{host}:{port}/")).await;
        assert!(matches!(found, Err(EgressError::Unreachable(_))), "{host}: {found:?}");
    }
    assert!(server.requests.lock().unwrap().is_empty() && other.requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn answers_that_are_none_or_cost_too_much_are_refused() {
    let server = Server::start(|path| {
        let head = |lines: &str| format!("HTTP/1.1 {lines}\r\n\r\n").into_bytes();
        match path {
            "/redirect" => {
                head("302 Found\r\nlocation: https://169.254.169.254/latest/meta-data/\r\ncontent-length: 0")
            }
            "/moved" => head("301 Moved\r\nlocation: /ok\r\ncontent-length: 0"),
            "/missing" => head("404 Not Found\r\ncontent-length: 0"),
            "/away" => head("503 Away\r\ncontent-length: 0"),
            "/no-content" => head("204 No Content"),
            // A few bytes that would unpack to many.
            "/packed" => head("200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3"),
            "/deflated" => head("200 OK\r\ncontent-encoding: deflate, gzip\r\ncontent-length: 3"),
            "/announced" => head("200 OK\r\ncontent-length: 101"),
            "/endless" => [
                head("200 OK\r\ntransfer-encoding: chunked"),
                b"40\r\n".to_vec(),
                vec![b'x'; 64],
                b"\r\n40\r\n".to_vec(),
                vec![b'x'; 64],
            ]
            .concat(),
            "/until-closed" => [head("200 OK"), vec![b'x'; 101]].concat(),
            "/long-header" => head(&format!("200 OK\r\nx: {}", "x".repeat(1 << 20))),
            "/broken" => head("200 OK\r\ncontent-length: 10"),
            "/nonsense" => b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(),
            "/slow" => Vec::new(),
            _ => ok(&[b'x'; 100]),
        }
    })
    .await;
    let egress = server.egress().within(Duration::from_secs(2));
    assert_eq!(get(&egress, &server.url("/ok")).await.unwrap().len(), 100);
    for (path, expected) in [
        ("/redirect", "the answer leads elsewhere"),
        ("/moved", "the answer leads elsewhere"),
        ("/missing", "the answer is 404"),
        ("/away", "the answer is 503"),
        ("/no-content", "the answer is 204"),
        ("/packed", "the answer is compressed"),
        ("/deflated", "the answer is compressed"),
        ("/announced", "the answer is too large"),
        ("/endless", "the answer is too large"),
        ("/until-closed", "the answer is too large"),
        ("/long-header", "the answer could not be read"),
        ("/broken", "the answer could not be read"),
        ("/nonsense", "the answer could not be read"),
        ("/slow", "the answer took too long"),
    ] {
        let found = get(&egress, &server.url(path)).await;
        assert_eq!(found.map_err(|error| error.to_string()), Err(expected.to_owned()), "{path}");
    }
}

#[test]
fn certificates_come_from_a_file_of_some() {
    let names = || Arc::new(SystemNames);
    for text in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert!(Egress::to_this_machine_too(names(), text.as_bytes()).is_err(), "{text}");
    }
}
