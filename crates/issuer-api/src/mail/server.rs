//! Which server takes our letters, from one URL.
//!
//! | URL | How |
//! |---|---|
//! | `smtps://user:password@host` | TLS from the first byte, port 465 |
//! | `smtp://user:password@host` | TLS by `STARTTLS`, or not at all; port 587 |
//! | `smtp://127.0.0.1:25?tls=none` | in the clear: to this machine only |
//!
//! Certificates are held against the authorities that browsers believe, or against the operator's own.
//! Spec: <https://www.rfc-editor.org/rfc/rfc8314>

use std::fmt;

use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use url::{Host, Url};

/// How a certificate begins (RFC 7468).
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// A server, and how it is reached. Holds a password, and does not print.
#[derive(Clone)]
pub struct Server {
    pub(super) transport: AsyncSmtpTransportBuilder,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server(..)")
    }
}

/// Why a URL names no server. Never holds the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The file of authorities holds none.
    #[error("holds no certificate (PEM)")]
    Certificates,
    /// A user without a password, or the other way round.
    #[error("must have a user and a password, each percent-encoded, or neither")]
    Credentials,
    /// In the clear to another machine.
    #[error("may end in ?tls=none only for this machine: 127.0.0.1, [::1] or localhost")]
    InTheClear,
    /// Not a URL as described above.
    #[error("must be smtps://user:password@host or smtp://user:password@host, perhaps with a port")]
    Url,
}

impl Server {
    /// Reads a URL. `authorities`, where given, are the only ones believed (PEM).
    pub fn parse(text: &str, authorities: Option<&[u8]>) -> Result<Self, ServerError> {
        let url = Url::parse(text).map_err(|_| ServerError::Url)?;
        let wrapped = match url.scheme() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(ServerError::Url),
        };
        let host = url.host().ok_or(ServerError::Url)?.to_owned();
        let in_the_clear = match url.query() {
            None => false,
            Some("tls=none") if !wrapped => true,
            Some(_) => return Err(ServerError::Url),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(ServerError::Url);
        }
        if url.username().is_empty() != url.password().is_none_or(str::is_empty) {
            return Err(ServerError::Credentials);
        }
        if in_the_clear && !is_this_machine(&host) {
            return Err(ServerError::InTheClear);
        }
        let name = name(&host);
        let tls = if in_the_clear {
            Tls::None
        } else {
            let parameters = tls(&name, authorities)?;
            if wrapped { Tls::Wrapper(parameters) } else { Tls::Required(parameters) }
        };
        let port = url.port().unwrap_or(if wrapped { 465 } else { 587 });
        // Nothing dangerous is left of it: what it would do by itself, speak in the clear, is said below.
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(name).port(port).tls(tls);
        if let Some(password) = url.password() {
            let read = |text| decoded(text).ok_or(ServerError::Credentials);
            transport = transport.credentials(Credentials::new(read(url.username())?, read(password)?));
        }
        Ok(Self { transport })
    }
}

/// Percent-encoded text (RFC 3986 §2.1), read.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(if byte == b'%' { digit(rest.next())? << 4 | digit(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

/// As certificates have it, and sockets.
fn name(host: &Host) -> String {
    match host {
        Host::Domain(name) => name.clone(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    }
}

/// `smtp:` is no scheme that the URL standard knows, so that an IPv4 address is a name there.
fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Domain(name) => {
            name == "localhost" || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.to_canonical().is_loopback(),
    }
}

fn tls(name: &str, authorities: Option<&[u8]>) -> Result<TlsParameters, ServerError> {
    let mut builder = TlsParameters::builder(name.to_owned());
    if let Some(pem) = authorities {
        // A file without any would leave nobody to believe, and say so only when a letter is due.
        if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
            return Err(ServerError::Certificates);
        }
        let certificate = Certificate::from_pem(pem).map_err(|_| ServerError::Certificates)?;
        builder = builder.certificate_store(CertificateStore::None).add_root_certificate(certificate);
    } else {
        builder = builder.certificate_store(CertificateStore::WebpkiRoots);
    }
    builder.build_rustls().map_err(|_| ServerError::Certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> Option<ServerError> {
        Server::parse(text, None).err()
    }

    #[test]
    fn reads_servers_over_tls_and_this_machine_in_the_clear() {
        for text in [
            "smtps://ada:s%2Fe%40cret@mail.example",
            "smtps://mail.example:4650",
            "smtp://ada%40mail.example:secret@mail.example:587/",
            "smtp://mail.example",
            "smtp://127.0.0.1:1025?tls=none",
            "smtp://[::1]:1025?tls=none",
            "smtp://ada:secret@localhost?tls=none",
        ] {
            assert_eq!(error(text), None, "{text}");
        }
    }

    #[test]
    fn reads_what_is_percent_encoded() {
        for (text, expected) in
            [("", Some("")), ("a", Some("a")), ("s%2Fe%40c%25", Some("s/e@c%")), ("%C3%A9+b", Some("é+b"))]
        {
            assert_eq!(decoded(text).as_deref(), expected, "{text}");
        }
        for text in ["%", "%4", "%4g", "%ff"] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }

    #[test]
    fn refuses_the_clear_elsewhere_and_what_names_no_server() {
        for text in ["smtp://mail.example?tls=none", "smtp://10.0.0.1?tls=none", "smtp://[2001:db8::1]?tls=none"] {
            assert_eq!(error(text), Some(ServerError::InTheClear), "{text}");
        }
        for text in ["smtp://ada@mail.example", "smtp://:secret@mail.example", "smtps://ada:@mail.example"] {
            assert_eq!(error(text), Some(ServerError::Credentials), "{text}");
        }
        for text in [
            "",
            "mail.example",
            "mail.example:587",
            "https://mail.example",
            "smtp://",
            "smtp://mail.example/path",
            "smtp://mail.example?tls=opportunistic",
            "smtps://mail.example?tls=none",
            "smtp://mail.example?x",
            "smtp://mail.example#x",
            "smtp://mail.example:99999",
        ] {
            assert_eq!(error(text), Some(ServerError::Url), "{text}");
        }
    }

    #[test]
    fn a_file_of_authorities_holds_some() {
        for pem in [&b""[..], b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert_eq!(Server::parse("smtps://mail.example", Some(pem)).err(), Some(ServerError::Certificates));
        }
    }

    #[test]
    fn a_password_does_not_show() {
        let server = Server::parse("smtps://ada:secret@mail.example", None).unwrap();
        assert!(!format!("{server:?}").contains("secret"));
    }
}
