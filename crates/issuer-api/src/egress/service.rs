//! Requests to a ProofPass service that its user named: the way out of the command line.
//!
//! Whoever runs the command chose the address, so that it may be inside a network; what is bounded is the cost of an answer,
//! and where the key goes: to that address alone, over TLS or to this machine.
//!
//! In scope: one request and its answer, and sending it again where that is safe. Out of scope: what is asked (`cli`), and
//! documents that somebody else's URL names ([`super::Egress`]).

use std::io;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::Response;
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper_util::rt::TokioIo;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use url::{Host, Url};

use super::{CertificateError, connector, public_roots, roots_in};

/// For one answer. The service gives up after 25 seconds.
const TIME: Duration = Duration::from_secs(30);

/// Largest answer: a page of a hundred attestations, or a bundle of a thousand credentials.
const ANSWER_BYTES: usize = 32 << 20;

/// How often a request is sent again, and for how long the service may ask to wait.
const AGAIN: u64 = 3;
const LONGEST_PAUSE_SECONDS: u64 = 60;

/// Why there is no answer. Never holds the key or anything that came from outside.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// Not an address of a service.
    #[error("not the address of a service, such as https://issuer.example")]
    Address,
    /// Over plain http to another machine, where anybody on the way could read the key.
    #[error("over http anybody on the way could read the API key: use https")]
    Plain,
    /// The key holds what no header may.
    #[error("not an API key")]
    Key,
    /// Nobody listens, the name leads nowhere, or the certificate is not that host's.
    #[error("the service cannot be reached")]
    Unreachable(#[source] io::Error),
    /// The answer broke off, or was not HTTP.
    #[error("the answer could not be read")]
    Http(#[source] hyper::Error),
    /// Longer than any of the service's.
    #[error("the answer is too large")]
    TooLarge,
    /// Not there in time.
    #[error("the answer took too long")]
    TooSlow,
    /// A file that does not hold certificates.
    #[error(transparent)]
    Certificates(#[from] CertificateError),
}

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Takes something away.
    Delete,
    /// Reads.
    Get,
    /// Makes or changes something.
    Post,
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request, without its address.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// What it does.
    pub method: Method,
    /// Steps of the path, as they are before they are escaped.
    pub steps: &'a [&'a str],
    /// Names and values behind the question mark.
    pub query: Vec<(&'static str, String)>,
    /// JSON.
    pub body: Option<String>,
    /// With it, the request has its effect once, however often it is sent.
    pub idempotency_key: Option<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// As it came.
    pub body: Vec<u8>,
    retry_after_seconds: Option<u64>,
}

/// A service, and the key that it is asked with.
pub struct Service {
    base: Url,
    key: Option<SecretString>,
    tls: TlsConnector,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

impl Service {
    /// The service at `address`. Its certificate is one that browsers believe, or under those in `pem`.
    pub fn new(address: &str, key: Option<SecretString>, pem: Option<&[u8]>) -> Result<Self, ServiceError> {
        let base = Url::parse(address).map_err(|_| ServiceError::Address)?;
        let is_plain = match base.scheme() {
            "http" => true,
            "https" => false,
            _ => return Err(ServiceError::Address),
        };
        let is_bare = base.username().is_empty() && base.password().is_none() && base.query().is_none();
        if !is_bare || base.fragment().is_some() {
            return Err(ServiceError::Address);
        }
        let is_here = match base.host().ok_or(ServiceError::Address)? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        if is_plain && !is_here {
            return Err(ServiceError::Plain);
        }
        let is_key = |key: &SecretString| {
            let text = key.expose_secret();
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
        };
        if key.as_ref().is_some_and(|key| !is_key(key)) {
            return Err(ServiceError::Key);
        }
        let roots = pem.map_or_else(|| Ok(public_roots()), roots_in)?;
        Ok(Self { base, key, tls: connector(roots) })
    }

    /// The address, as it is written down.
    #[must_use]
    pub fn address(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Asks, and asks again where the service is busy or away and the request cannot have its effect twice.
    pub async fn ask(&self, ask: &Ask<'_>) -> Result<Reply, ServiceError> {
        let is_repeatable = ask.method != Method::Post || ask.idempotency_key.is_some();
        let mut round = 0;
        loop {
            let answer = timeout(TIME, self.send(ask)).await.map_err(|_| ServiceError::TooSlow).flatten();
            let pause = match &answer {
                // 429: the request had no effect, whatever it was.
                Ok(Reply { status: 429, retry_after_seconds, .. }) => *retry_after_seconds,
                Ok(Reply { status: 503, retry_after_seconds, .. }) if is_repeatable => *retry_after_seconds,
                Err(ServiceError::Unreachable(_) | ServiceError::Http(_)) if is_repeatable => None,
                Ok(_) | Err(_) => return answer,
            };
            let pause = pause.unwrap_or(round);
            if round == AGAIN || pause > LONGEST_PAUSE_SECONDS {
                return answer;
            }
            sleep(Duration::from_secs(pause).max(Duration::from_millis(200))).await;
            round += 1;
        }
    }

    async fn send(&self, ask: &Ask<'_>) -> Result<Reply, ServiceError> {
        let host = self.base.host().ok_or(ServiceError::Address)?;
        let port = self.base.port_or_known_default().ok_or(ServiceError::Address)?;
        let name = match host {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let stream = TcpStream::connect((name.as_str(), port)).await.map_err(ServiceError::Unreachable)?;
        if self.base.scheme() == "http" {
            return self.over(stream, ask).await;
        }
        let server = ServerName::try_from(name).map_err(|_| ServiceError::Address)?;
        self.over(self.tls.connect(server, stream).await.map_err(ServiceError::Unreachable)?, ask).await
    }

    async fn over<S>(&self, stream: S, ask: &Ask<'_>) -> Result<Reply, ServiceError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(ServiceError::Http)?;
        // It ends with the answer, or when that is dropped.
        tokio::spawn(connection);
        let url = self.url(ask)?;
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let authority = url.port().map_or_else(
            || url.host_str().unwrap_or_default().to_owned(),
            |port| format!("{}:{port}", url.host_str().unwrap_or_default()),
        );
        let mut request = hyper::Request::builder()
            .method(ask.method.as_str())
            .uri(path)
            .header(HOST, authority)
            .header(ACCEPT, "application/json, application/problem+json")
            .header(USER_AGENT, concat!("proofpass/", env!("CARGO_PKG_VERSION")));
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, format!("Bearer {}", key.expose_secret()));
        }
        if let Some(key) = &ask.idempotency_key {
            request = request.header("idempotency-key", key);
        }
        if ask.body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = Full::new(Bytes::from(ask.body.clone().unwrap_or_default()));
        let request = request.body(body).map_err(|_| ServiceError::Key)?;
        read(sender.send_request(request).await.map_err(ServiceError::Http)?).await
    }

    /// The address of a request. A step that a URL would read as "here" or "one level up" is none.
    fn url(&self, ask: &Ask<'_>) -> Result<Url, ServiceError> {
        if ask.steps.iter().any(|step| matches!(*step, "" | "." | "..")) {
            return Err(ServiceError::Address);
        }
        let mut url = self.base.clone();
        url.path_segments_mut().map_err(|()| ServiceError::Address)?.pop_if_empty().extend(ask.steps);
        if !ask.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&ask.query);
        }
        Ok(url)
    }
}

async fn read(response: Response<Incoming>) -> Result<Reply, ServiceError> {
    let status = response.status().as_u16();
    let retry_after_seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(ServiceError::Http)?.into_data() else { continue };
        if bytes.len() + data.len() > ANSWER_BYTES {
            return Err(ServiceError::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Reply { status, body: bytes, retry_after_seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(address: &str, key: Option<&str>) -> Result<Service, ServiceError> {
        Service::new(address, key.map(SecretString::from), None)
    }

    #[test]
    fn the_key_goes_over_tls_or_to_this_machine() {
        for good in ["https://issuer.example", "https://10.0.0.1:8443/issuer/", "http://localhost:3000", "http://[::1]"]
        {
            service(good, Some("pk_test_a")).unwrap();
        }
        for plain in
            ["http://issuer.example", "http://10.0.0.1", "http://localhost.example", "http://127.0.0.1.example"]
        {
            assert!(matches!(service(plain, Some("pk_test_a")), Err(ServiceError::Plain)), "{plain}");
        }
        for none in
            ["", "issuer.example", "ftp://a.example", "https://u@a.example", "https://a.example?b", "https://a#b"]
        {
            assert!(matches!(service(none, None), Err(ServiceError::Address)), "{none}");
        }
        for key in ["", "a b", "a\nb", "ä"] {
            assert!(matches!(service("https://issuer.example", Some(key)), Err(ServiceError::Key)), "{key:?}");
        }
        let shown = format!("{:?}", service("https://issuer.example", Some("pk_live_secret")).unwrap());
        assert!(!shown.contains("secret"), "{shown}");
    }

    #[test]
    fn what_stands_in_a_path_stays_in_its_step() {
        let service = service("https://issuer.example/a/", None).unwrap();
        let url = |steps: &[&str], query| {
            let ask = Ask { method: Method::Get, steps, query, body: None, idempotency_key: None };
            service.url(&ask).map(String::from)
        };
        assert_eq!(url(&["b", "c/d?e#f"], Vec::new()).unwrap(), "https://issuer.example/a/b/c%2Fd%3Fe%23f");
        assert_eq!(url(&["b"], vec![("q", "ä &".to_owned())]).unwrap(), "https://issuer.example/a/b?q=%C3%A4+%26");
        for wrong in ["", ".", ".."] {
            assert!(url(&["b", wrong], Vec::new()).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn an_address_where_nobody_listens_is_told() {
        let service = service("http://127.0.0.1:9", None).unwrap();
        let ask = Ask {
            method: Method::Post,
            steps: &["health"],
            query: Vec::new(),
            body: Some("{}".to_owned()),
            idempotency_key: None,
        };
        assert!(matches!(service.ask(&ask).await, Err(ServiceError::Unreachable(_))));
    }
}
