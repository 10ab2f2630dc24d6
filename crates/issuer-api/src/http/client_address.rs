//! Where a request comes from: the address at the other end of its connection, or, where that is a proxy of ours, the one
//! that the proxy names.
//!
//! Proxies append to a list, so it is read from its right end, as far as those who wrote it are trusted. Everything to the
//! left of that was sent by the client, who may write what they like.
//!
//! Specs: <https://www.rfc-editor.org/rfc/rfc7239>, <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For>

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::header::{FORWARDED, HeaderName};
use axum::http::{Extensions, HeaderMap};

use crate::network::{ForwardedHeader, Networks};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The other end of a connection; the accept loop notes it with each request.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeerAddress(pub(super) SocketAddr);

/// Whose request it is, as far as that is known; noted with it before anybody asks who calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClientAddress(pub(super) Option<IpAddr>);

/// The proxies in front.
#[derive(Debug, Default)]
pub(super) struct Proxies {
    trusted: Networks,
    header: ForwardedHeader,
    warned: AtomicBool,
}

impl Proxies {
    pub(super) fn new(trusted: Networks, header: ForwardedHeader) -> Self {
        Self { trusted, header, warned: AtomicBool::new(false) }
    }

    /// Whose request this is; nothing where it came over no connection.
    pub(super) fn client(&self, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
        let peer = extensions.get::<PeerAddress>()?.0.ip().to_canonical();
        let mut client = peer;
        let mut hops = self.hops(headers);
        while self.trusted.contain(client) {
            // Without another hop, or at one that is no address, nobody knows more than this.
            let Some(Some(hop)) = hops.pop() else { return Some(client) };
            client = hop;
        }
        if client == peer && !hops.is_empty() && !self.warned.swap(true, Ordering::Relaxed) {
            // Without the address: it may be a person's.
            tracing::warn!(
                "A request names whom it was forwarded for, and comes from no trusted proxy: if one of yours sends it, all its clients are \
                 counted as one; set PROOFPASS_TRUSTED_PROXIES"
            );
        }
        Some(client)
    }

    /// From the left; nothing stands for what is no address.
    fn hops(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let name = match self.header {
            ForwardedHeader::Forwarded => FORWARDED,
            ForwardedHeader::XForwardedFor => X_FORWARDED_FOR,
        };
        let mut hops = Vec::new();
        for value in headers.get_all(name) {
            let text = value.to_str().unwrap_or("?");
            match self.header {
                ForwardedHeader::XForwardedFor => hops.extend(text.split(',').map(|item| address(item.trim()))),
                ForwardedHeader::Forwarded => hops.extend(elements(text).into_iter().map(forwarded_for)),
            }
        }
        hops
    }
}

/// The elements of `Forwarded`: commas within quotes separate nothing.
fn elements(text: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(|c| {
        let separates = c == ',' && !quoted;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && quoted && !escaped;
        separates
    })
    .collect()
}

/// `for` of an element, which stands there once.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut nodes = element.split(';').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then_some(value.trim())
    });
    let (node, other) = (nodes.next()?, nodes.next());
    let node = node.strip_prefix('"').map_or(Some(node), |rest| rest.strip_suffix('"'))?;
    if other.is_some() { None } else { address(node) }
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`
fn address(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok().filter(IpAddr::is_ipv6);
    let with_port = || Some(text.parse::<SocketAddr>().ok()?.ip());
    text.parse().ok().or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(header: ForwardedHeader, peer: &str, values: &[&str]) -> String {
        let proxies = Proxies::new(Networks::parse("127.0.0.0/8, ::1, 10.0.0.0/8").unwrap(), header);
        let (mut headers, mut extensions) = (HeaderMap::new(), Extensions::new());
        for value in values {
            let name = if header == ForwardedHeader::Forwarded { FORWARDED } else { X_FORWARDED_FOR };
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        extensions.insert(PeerAddress(SocketAddr::new(peer.parse().unwrap(), 4711)));
        proxies.client(&headers, &extensions).unwrap().to_string()
    }

    #[test]
    fn a_list_is_read_from_its_right_end_as_far_as_it_is_trusted() {
        for (peer, values, expected) in [
            ("127.0.0.1", &["192.0.2.1"][..], "192.0.2.1"),
            ("::ffff:127.0.0.1", &["192.0.2.1"], "192.0.2.1"),
            ("127.0.0.1", &["203.0.113.9, 192.0.2.1"], "192.0.2.1"),
            ("127.0.0.1", &["203.0.113.9, 192.0.2.1, 10.1.1.1"], "192.0.2.1"),
            ("127.0.0.1", &["203.0.113.9", "192.0.2.1", "10.1.1.1"], "192.0.2.1"),
            ("127.0.0.1", &["203.0.113.9,192.0.2.1:8080 , 10.1.1.1"], "192.0.2.1"),
            ("::1", &["2001:db8::7"], "2001:db8::7"),
            ("::1", &["[2001:db8::7]:443"], "2001:db8::7"),
            ("::1", &["[2001:db8::7]"], "2001:db8::7"),
            ("127.0.0.1", &["::ffff:192.0.2.1"], "192.0.2.1"),
            // Every hop is one of ours: the first of them.
            ("127.0.0.1", &["10.0.0.1, 10.0.0.2"], "10.0.0.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
        ] {
            assert_eq!(client(ForwardedHeader::XForwardedFor, peer, values), expected, "{peer} {values:?}");
        }
    }

    #[test]
    fn a_client_gets_no_other_address_by_writing_one() {
        for (peer, values, expected) in [
            // Not through a proxy of ours.
            ("192.0.2.1", &["203.0.113.9"][..], "192.0.2.1"),
            ("192.0.2.1", &["127.0.0.1"], "192.0.2.1"),
            ("2001:db8::1", &["10.0.0.1"], "2001:db8::1"),
            // What the client wrote stands to the left of what the proxy saw.
            ("127.0.0.1", &["127.0.0.1, 192.0.2.1"], "192.0.2.1"),
            ("127.0.0.1", &["10.0.0.9, 10.0.0.8, 192.0.2.1"], "192.0.2.1"),
            ("127.0.0.1", &["unknown, 192.0.2.1"], "192.0.2.1"),
            ("127.0.0.1", &["\u{e9}", "192.0.2.1"], "192.0.2.1"),
            // No address: whoever wrote it is all that is known.
            ("127.0.0.1", &["203.0.113.9, unknown"], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9,"], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9, unknown, 10.0.0.1"], "10.0.0.1"),
            ("127.0.0.1", &["192.0.2.256"], "127.0.0.1"),
            ("127.0.0.1", &["0300.0.2.1"], "127.0.0.1"),
            ("127.0.0.1", &["fe80::1%eth0"], "127.0.0.1"),
            ("127.0.0.1", &["[192.0.2.1]"], "127.0.0.1"),
            ("127.0.0.1", &["192.0.2.1:99999"], "127.0.0.1"),
            ("127.0.0.1", &["192.0.2.1 203.0.113.9"], "127.0.0.1"),
            ("127.0.0.1", &["for=192.0.2.1"], "127.0.0.1"),
        ] {
            assert_eq!(client(ForwardedHeader::XForwardedFor, peer, values), expected, "{peer} {values:?}");
        }
    }

    #[test]
    fn forwarded_is_read_as_rfc_7239_writes_it() {
        for (values, expected) in [
            (&["for=192.0.2.1"][..], "192.0.2.1"),
            (&["For=\"[2001:db8:cafe::17]:4711\""], "2001:db8:cafe::17"),
            (&["for=192.0.2.43;proto=http;by=203.0.113.43"], "192.0.2.43"),
            (&["for=203.0.113.9, for=192.0.2.1"], "192.0.2.1"),
            (&["for=203.0.113.9", "for=192.0.2.1;by=\"x,y\", for=10.0.0.1"], "192.0.2.1"),
            (&["for=203.0.113.9, for=\"_gazonk\""], "127.0.0.1"),
            (&["for=unknown"], "127.0.0.1"),
            (&["by=192.0.2.1"], "127.0.0.1"),
            (&["for=192.0.2.1;for=203.0.113.9"], "127.0.0.1"),
            (&["for=\"192.0.2.1"], "127.0.0.1"),
            (&["192.0.2.1"], "127.0.0.1"),
        ] {
            assert_eq!(client(ForwardedHeader::Forwarded, "127.0.0.1", values), expected, "{values:?}");
        }
    }

    #[test]
    fn the_other_header_says_nothing() {
        let proxies = Proxies::new(Networks::parse("127.0.0.1").unwrap(), ForwardedHeader::XForwardedFor);
        let (mut headers, mut extensions) = (HeaderMap::new(), Extensions::new());
        headers.append(FORWARDED, HeaderValue::from_static("for=192.0.2.1"));
        assert!(proxies.client(&headers, &extensions).is_none(), "over no connection");
        extensions.insert(PeerAddress("127.0.0.1:1".parse().unwrap()));
        assert_eq!(proxies.client(&headers, &extensions), Some("127.0.0.1".parse().unwrap()));
    }
}
