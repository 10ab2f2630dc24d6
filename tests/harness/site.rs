//! A site that speaks TLS on this machine, under the name `localhost`: what issuers publish, and what is up to no good.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::generate_simple_self_signed;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A server on a thread of its own, so that a test may wait for programs that ask it. It ends with this value.
#[derive(Debug)]
pub struct Site {
    port: u16,
    certificate: String,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// With what stands behind the question mark.
    pub path: String,
    /// Line and headers.
    pub head: String,
    /// As long as it said.
    pub body: String,
}

impl Received {
    /// A header, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value).next().unwrap_or_default()
    }
}

#[derive(Debug, Default)]
struct Shared {
    /// Whole answers by path, as bytes on the wire; an empty one is never given.
    answers: Mutex<HashMap<String, Vec<u8>>>,
    requests: Mutex<Vec<Received>>,
    is_over: AtomicBool,
}

impl Site {
    /// Starts it, empty.
    #[must_use]
    pub fn start() -> Self {
        let made = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let all = Arc::clone(&shared);
        let listening = std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                if all.is_over.load(SeqCst) {
                    return;
                }
                let (config, shared) = (Arc::clone(&config), Arc::clone(&all));
                // Whoever hangs up has an answer no longer.
                std::thread::spawn(move || answer(stream, config, &shared).unwrap_or_default());
            }
        });
        Self { port, certificate: pem(made.cert.der()), shared, listening: Some(listening) }
    }

    /// Its certificate (PEM).
    #[must_use]
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Name and port.
    #[must_use]
    pub fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.host())
    }

    /// The `did:web` whose document is at `/<name>/did.json`.
    #[must_use]
    pub fn did(&self, name: &str) -> String {
        format!("did:web:localhost%3A{}:{name}", self.port)
    }

    /// Publishes something.
    pub fn put(&self, path: &str, body: impl AsRef<[u8]>) {
        let body = body.as_ref();
        let mut answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
        answer.extend_from_slice(body);
        self.answer(path, answer);
    }

    /// Answers with these bytes, a status line first; with none, never.
    pub fn answer(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.shared.answers.lock().unwrap().insert(path.to_owned(), bytes.into());
    }

    /// Which paths were asked for since the last time, sorted.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.received().into_iter().map(|request| request.path).collect();
        paths.sort();
        paths
    }

    /// What came since the last time, as it came.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut *self.shared.requests.lock().unwrap())
    }

    /// Ends it: nobody listens there afterwards.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.is_over.store(true, SeqCst);
        // Wakes the thread that listens; where that is over already, nobody is woken.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

/// A certificate in PEM (RFC 7468).
fn pem(certificate: &[u8]) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(certificate))
}

fn answer(stream: TcpStream, config: Arc<ServerConfig>, shared: &Shared) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut received = Received { path: path.clone(), head: request, body: String::new() };
    let mut body = vec![0; received.header("content-length").parse().unwrap_or_default()];
    stream.read_exact(&mut body)?;
    received.body = String::from_utf8_lossy(&body).into_owned();
    shared.requests.lock().unwrap().push(received);
    let missing = || b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec();
    let bytes = shared.answers.lock().unwrap().get(&path).cloned().unwrap_or_else(missing);
    if bytes.is_empty() {
        // The other side gives up some time, which ends the connection.
        let _ = stream.read(&mut [0])?;
        return Ok(());
    }
    stream.write_all(&bytes)?;
    stream.conn.send_close_notify();
    stream.flush()
}
