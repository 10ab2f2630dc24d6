//! TLS for the VC-API, with a certificate that is made when it starts and that nobody has to trust.
//!
//! Some suites speak `https` only, and accept any certificate. Out of scope: TLS for the service, which a proxy ends.

use std::sync::Arc;

use rcgen::generate_simple_self_signed;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// It could not be made.
    #[error("cannot make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// It could not be used.
    #[error("cannot use the certificate")]
    Config(#[from] rustls::Error),
}

/// For this machine's names, under a key that is used once.
pub fn self_signed() -> Result<TlsAcceptor, TlsError> {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let made = generate_simple_self_signed(names)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_certificate_can_be_made_and_used() {
        assert!(super::self_signed().is_ok());
    }
}
