//! `did:web`: where the document stands.
//!
//! In scope: from a DID to the URL of its document, for DIDs that name a host. Out of scope: fetching it; whether it is the
//! DID's own (its `id`, which every use of a document compares).
//! Spec: <https://w3c-ccg.github.io/did-method-web/#read-resolve>

/// The URL of the document, where the DID is a `did:web` that names one host and one path:
///
/// - The host is a name, in ASCII: names in other scripts are written in Punycode. It is no address in any spelling
///   (the method forbids them), so that its last label does not begin with a digit. `%3A` sets a port apart; no other
///   character of a host can be percent-encoded.
/// - No part of the path is empty or made of dots only, percent-encoded or not: whoever fetched such a URL would climb to
///   another path. Everything else of the path, percent-encoding included, is kept as it is.
pub(super) fn document_url(did: &str) -> Option<String> {
    let mut parts = did.strip_prefix("did:web:")?.split(':');
    let authority = parts.next()?;
    let (host, port) = match authority.split_once('%') {
        None => (authority, None),
        Some((host, port)) => (host, Some(port.strip_prefix("3A").or_else(|| port.strip_prefix("3a"))?)),
    };
    if !is_host(host) || !port.is_none_or(is_port) {
        return None;
    }
    let mut url = format!("https://{host}");
    if let Some(port) = port {
        url.push(':');
        url.push_str(port);
    }
    let root = url.len();
    for part in parts {
        if is_dots(part) {
            return None;
        }
        url.push('/');
        url.push_str(part);
    }
    url.push_str(if url.len() == root { "/.well-known/did.json" } else { "/did.json" });
    Some(url)
}

/// Labels of letters, digits and hyphens (RFC 1123 §2.1), of which the last begins with a letter.
pub(super) fn is_host(host: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let top = host.rsplit('.').next().unwrap_or_default();
    host.split('.').all(is_label) && top.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Digits of a number from 1 to 65535, as it is written.
pub(super) fn is_port(port: &str) -> bool {
    !port.starts_with(['0', '+']) && port.parse::<u16>().is_ok()
}

/// Whether there is nothing but dots, which is so of nothing at all.
fn is_dots(mut part: &str) -> bool {
    while let Some(rest) = ["%2e", "%2E", "."].iter().find_map(|dot| part.strip_prefix(dot)) {
        part = rest;
    }
    part.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_url_of_the_document() {
        for (did, url) in [
            ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
            ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
            ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
            ("did:web:example.com%3a3000:user:alice", "https://example.com:3000/user/alice/did.json"),
            ("did:web:localhost%3A8443", "https://localhost:8443/.well-known/did.json"),
            ("did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"),
            ("did:web:a.example:v1.2:b%20c:%2F:...x", "https://a.example/v1.2/b%20c/%2F/...x/did.json"),
            ("did:web:a.example:.well-known", "https://a.example/.well-known/did.json"),
            ("did:web:1.a.example", "https://1.a.example/.well-known/did.json"),
        ] {
            assert_eq!(document_url(did).as_deref(), Some(url), "{did}");
        }
    }

    #[test]
    fn has_no_url_where_that_would_be_another_one() {
        for did in [
            "did:key:z6Mk",
            "did:webvh:a.example",
            "did:web:",
            // Addresses, in every spelling.
            "did:web:127.0.0.1",
            "did:web:127.1",
            "did:web:2130706433",
            "did:web:0x7f000001",
            "did:web:0177.0.0.1",
            "did:web:a.0x7f",
            "did:web:%5B%3A%3A1%5D",
            "did:web:--1",
            // What is not a host: percent-encoded text of another script, or what ends a host in a URL.
            "did:web:b%C3%BCcher.example",
            "did:web:a.example%2Fb",
            "did:web:a.example%23",
            "did:web:a.example%3Fb",
            "did:web:a%40b.example",
            "did:web:a.example%00",
            "did:web:a_b.example",
            "did:web:.a.example",
            "did:web:a..example",
            "did:web:a.example.",
            // Ports.
            "did:web:a.example%3A",
            "did:web:a.example%3A0",
            "did:web:a.example%3A080",
            "did:web:a.example%3A65536",
            "did:web:a.example%3A80a",
            "did:web:a.example%3A80%3A80",
            "did:web:a.example%253A80",
            // Paths that climb or vanish.
            "did:web:a.example:..",
            "did:web:a.example:b:..:c",
            "did:web:a.example:.",
            "did:web:a.example:%2e%2E",
            "did:web:a.example:.%2e",
            "did:web:a.example::b",
            "did:web:a.example:b:",
        ] {
            assert_eq!(document_url(did), None, "{did}");
        }
    }
}
