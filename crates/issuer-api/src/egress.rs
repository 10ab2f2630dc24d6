//! The one way out: documents that somebody else's URL names, fetched without doing that somebody a service.
//!
//! A URL in a credential is the choice of whoever wrote it. So nothing is fetched but over https from addresses of the
//! public Internet, and at a cost that is bounded.
//!
//! 1. The URL is https, without a user, at port 443 or one that no service of old listens on.
//! 2. Its host is looked up once. If any of the answers is an address that the Internet does not reach, none is used: who
//!    has names that lead inside has them for a purpose.
//! 3. The connection goes to one of those very addresses, so that a second answer cannot be another one; the certificate is
//!    held against the name.
//! 4. One request goes out, with nothing that tells who asks but what the caller says. Redirects are answers like any other that is not 200: none.
//! 5. What comes back is taken as it is, never unpacked, as far as the caller's limit goes and no further.
//!
//! In scope: all of that, and the limit on time. Out of scope: what is fetched and why (`resolver`), caches.
//! Specs: <https://www.rfc-editor.org/rfc/rfc9110>, <https://www.rfc-editor.org/rfc/rfc9112>, and for addresses
//! <https://www.iana.org/assignments/iana-ipv4-special-registry> with its sibling for IPv6

mod address;
pub mod service;

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HOST, USER_AGENT};
use hyper::http::request;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

/// For one answer, from the first look-up to its last byte.
const TIME: Duration = Duration::from_secs(5);

/// Addresses of one host that are tried.
const TRIES: usize = 3;

/// Longest header of an answer. Those of honest servers take a few hundred bytes.
const HEADER_BYTES: usize = 16 << 10;

/// Why there is no answer. Never holds anything that came from outside.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EgressError {
    /// The host is, or its name leads to, an address that is not one of the public Internet.
    #[error("the host is not on the public Internet")]
    Address,
    /// The answer is packed, although that was not asked for.
    #[error("the answer is compressed")]
    Compressed,
    /// The answer broke off, or was not HTTP.
    #[error("the answer could not be read")]
    Http(#[source] hyper::Error),
    /// The name leads nowhere.
    #[error("the host has no address")]
    Name(#[source] io::Error),
    /// The operator permits others.
    #[error("the host is not one that is asked here")]
    NotPermitted,
    /// A redirect.
    #[error("the answer leads elsewhere")]
    Redirect,
    /// Neither 200 nor a redirect.
    #[error("the answer is {0}")]
    Status(u16),
    /// Longer than the limit.
    #[error("the answer is too large")]
    TooLarge,
    /// Not there in time.
    #[error("the answer took too long")]
    TooSlow,
    /// Nobody listens, or the certificate is not that host's.
    #[error("the host cannot be reached over TLS")]
    Unreachable(#[source] io::Error),
    /// Not an https URL as described above.
    #[error("not a URL that is fetched from")]
    Url,
}

/// No certificates where some were expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a file of certificates (PEM)")]
pub struct CertificateError;

/// Looks names up.
pub trait Names: fmt::Debug + Send + Sync {
    /// The addresses of a host.
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a>;
}

/// The answer to a look-up.
pub type Addresses<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// As this machine is set up to.
#[derive(Clone, Copy, Debug)]
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect()) })
    }
}

/// How far requests go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The public Internet.
    Internet,
    /// This machine's loopback addresses as well: for developers and tests.
    ThisMachineToo,
}

/// Whom requests may go to at all, where that is not left to whoever wrote the URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// Anybody within [`Reach`].
    Any,
    /// These, each with its port where it has one.
    These(Vec<String>),
}

/// Not a list of hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected hosts, each with its port where it has one, separated by commas; or `*` for all of them")]
pub struct HostsError;

impl Hosts {
    /// Reads `a.example, b.example:8443`, or `*`. Nothing but white space names nobody.
    pub fn parse(text: &str) -> Result<Self, HostsError> {
        let text = text.trim();
        if text == "*" {
            return Ok(Self::Any);
        }
        // What a URL makes of a host is what it will be compared with.
        let host = |name: &str| match Target::parse(&format!("https://{}", name.trim())) {
            Ok(target) if target.path == "/" && target.authority == name.trim() => Ok(target.authority),
            _ => Err(HostsError),
        };
        let names = text.split(',').filter(|_| !text.is_empty());
        Ok(Self::These(names.map(host).collect::<Result<_, _>>()?))
    }

    /// Whether nobody may be asked.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        *self == Self::These(Vec::new())
    }

    fn permit(&self, authority: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(names) => names.iter().any(|name| name == authority),
        }
    }
}

/// The client. A copy shares everything.
#[derive(Clone)]
pub struct Egress {
    names: Arc<dyn Names>,
    hosts: Hosts,
    reach: Reach,
    tls: TlsConnector,
    time: Duration,
}

impl fmt::Debug for Egress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Egress").field("names", &self.names).field("reach", &self.reach).finish_non_exhaustive()
    }
}

impl Default for Egress {
    /// To the public Internet, whose certificates are those that browsers believe.
    fn default() -> Self {
        Self::with(Arc::new(SystemNames), Reach::Internet, public_roots())
    }
}

impl Egress {
    /// To this machine too, where the certificates in `pem` are believed, and no others.
    pub fn to_this_machine_too(names: Arc<dyn Names>, pem: &[u8]) -> Result<Self, CertificateError> {
        Ok(Self::with(names, Reach::ThisMachineToo, roots_in(pem)?))
    }

    fn with(names: Arc<dyn Names>, reach: Reach, roots: RootCertStore) -> Self {
        Self { names, hosts: Hosts::Any, reach, tls: connector(roots), time: TIME }
    }

    /// To these hosts only.
    #[must_use]
    pub fn only_to(self, hosts: Hosts) -> Self {
        Self { hosts, ..self }
    }

    /// With another limit on time.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// What stands at a URL: at most `limit` bytes, of one of the media types `accept`.
    pub async fn get(&self, url: &str, accept: &'static str, limit: usize) -> Result<Vec<u8>, EgressError> {
        let get = async {
            let target = self.target(url)?;
            let request = Request::get(&target.path).header(HOST, &target.authority);
            let request = request.header(ACCEPT, accept).header(ACCEPT_ENCODING, "identity");
            let response = self.send(&target, request, Bytes::new()).await?;
            read(response, limit).await
        };
        timeout(self.time, get).await.map_err(|_| EgressError::TooSlow)?
    }

    /// Posts `body` to a URL, and gives the status of the answer, whatever it is. Nothing else of it is read.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: impl Into<Bytes>,
    ) -> Result<u16, EgressError> {
        let post = async {
            let target = self.target(url)?;
            let request = Request::post(&target.path).header(HOST, &target.authority);
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
            Ok(self.send(&target, request, body.into()).await?.status().as_u16())
        };
        timeout(self.time, post).await.map_err(|_| EgressError::TooSlow)?
    }

    /// Whether requests can go to a URL at all, as far as its text tells: (1), and an address that is none of the Internet's
    /// nor of this machine. Where its name leads is seen when a request goes out.
    pub fn check(url: &str) -> Result<(), EgressError> {
        let address = match Target::parse(url)?.host {
            Host::Domain(_) => return Ok(()),
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
        };
        if address::is_global(address) || address.is_loopback() { Ok(()) } else { Err(EgressError::Address) }
    }

    /// (1), where the operator permits it.
    fn target(&self, url: &str) -> Result<Target, EgressError> {
        let target = Target::parse(url)?;
        if self.hosts.permit(&target.authority) { Ok(target) } else { Err(EgressError::NotPermitted) }
    }

    async fn send(
        &self,
        target: &Target,
        request: request::Builder,
        body: Bytes,
    ) -> Result<Response<Incoming>, EgressError> {
        let stream = self.connect(target).await?;
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(HEADER_BYTES)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(EgressError::Http)?;
        // It ends with the answer, or when that is dropped.
        tokio::spawn(connection);
        let request = request.header(USER_AGENT, "ProofPass").body(Full::new(body)).map_err(|_| EgressError::Url)?;
        sender.send_request(request).await.map_err(EgressError::Http)
    }

    /// (2), (3)
    async fn connect(&self, target: &Target) -> Result<TlsStream<TcpStream>, EgressError> {
        let addresses = match &target.host {
            Host::Domain(name) => self.names.addresses(name).await.map_err(EgressError::Name)?,
            Host::Ipv4(address) => vec![IpAddr::V4(*address)],
            Host::Ipv6(address) => vec![IpAddr::V6(*address)],
        };
        let is_reached = |address: &IpAddr| {
            address::is_global(*address) || self.reach == Reach::ThisMachineToo && address.is_loopback()
        };
        if !addresses.iter().all(is_reached) {
            return Err(EgressError::Address);
        }
        let mut last = EgressError::Name(io::ErrorKind::NotFound.into());
        for address in addresses.into_iter().take(TRIES) {
            match self.connect_to(SocketAddr::new(address, target.port), target.server_name.clone()).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = EgressError::Unreachable(error),
            }
        }
        Err(last)
    }

    async fn connect_to(&self, address: SocketAddr, name: ServerName<'static>) -> io::Result<TlsStream<TcpStream>> {
        self.tls.connect(name, TcpStream::connect(address).await?).await
    }
}

/// TLS to whoever has a certificate under one of the roots.
fn connector(roots: RootCertStore) -> TlsConnector {
    // Unwrap safety: ring knows the suites of both versions.
    #[expect(clippy::unwrap_used, reason = "a constant choice")]
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // Nothing ties two requests together.
    config.resumption = tokio_rustls::rustls::client::Resumption::disabled();
    TlsConnector::from(Arc::new(config))
}

/// The authorities that browsers believe.
fn public_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    roots
}

/// Those of a file.
fn roots_in(pem: &[u8]) -> Result<RootCertStore, CertificateError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.map_err(|_| CertificateError)?).map_err(|_| CertificateError)?;
    }
    if roots.is_empty() { Err(CertificateError) } else { Ok(roots) }
}

/// (1)
struct Target {
    host: Host<String>,
    port: u16,
    server_name: ServerName<'static>,
    authority: String,
    path: String,
}

impl Target {
    /// The ports below are those of services that may take an https request for one of their own.
    const FIRST_FREE_PORT: u16 = 1024;

    fn parse(url: &str) -> Result<Self, EgressError> {
        let url = Url::parse(url).map_err(|_| EgressError::Url)?;
        let host = url.host().ok_or(EgressError::Url)?.to_owned();
        let port = url.port_or_known_default().ok_or(EgressError::Url)?;
        let is_anonymous = url.username().is_empty() && url.password().is_none();
        if url.scheme() != "https" || !is_anonymous || (port != 443 && port < Self::FIRST_FREE_PORT) {
            return Err(EgressError::Url);
        }
        let server_name = match &host {
            Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|_| EgressError::Url)?,
            Host::Ipv4(address) => ServerName::from(IpAddr::V4(*address)),
            Host::Ipv6(address) => ServerName::from(IpAddr::V6(*address)),
        };
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let authority = url.port().map_or_else(|| host.to_string(), |port| format!("{host}:{port}"));
        Ok(Self { host, port, server_name, authority, path })
    }
}

/// (4), (5)
async fn read(response: Response<Incoming>, limit: usize) -> Result<Vec<u8>, EgressError> {
    match response.status() {
        StatusCode::OK => {}
        status if status.is_redirection() => return Err(EgressError::Redirect),
        status => return Err(EgressError::Status(status.as_u16())),
    }
    let header = |name| response.headers().get(name).map(hyper::header::HeaderValue::as_bytes);
    if header(CONTENT_ENCODING).is_some_and(|encoding| !encoding.eq_ignore_ascii_case(b"identity")) {
        return Err(EgressError::Compressed);
    }
    let announced = header(CONTENT_LENGTH).and_then(|length| std::str::from_utf8(length).ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(EgressError::TooLarge);
    }
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        // Trailers say nothing here.
        let Ok(data) = frame.map_err(EgressError::Http)?.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(EgressError::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

#[cfg(test)]
pub(crate) mod tests;
