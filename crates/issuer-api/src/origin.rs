//! Origins of pages: scheme, host and port.
//!
//! In scope: a list of them, and whether one is on it, which is a question of equality and of nothing else. Out of scope:
//! headers (`http`).
//! Spec: <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>

use std::fmt;

/// Pages that may call with credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    anybody: bool,
    names: Vec<String>,
}

/// As whom an origin is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Everybody is: without credentials.
    Anybody,
    /// It is on the list.
    ByName,
}

/// Not an origin as browsers write it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an origin as browsers send it: https://app.example or https://app.example:8443, in lower case, without a path and without the scheme's own port"
)]
pub struct OriginError(String);

impl Origins {
    /// Reads a list that commas separate, or `*`.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let mut origins = Self::default();
        for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            if item == "*" {
                origins.anybody = true;
            } else if is_origin(item) {
                origins.names.push(item.to_owned());
            } else {
                return Err(OriginError(item.chars().take(100).collect()));
            }
        }
        Ok(origins)
    }

    /// Whether nobody is let in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.anybody && self.names.is_empty()
    }

    /// Whether any page is.
    #[must_use]
    pub fn is_anybody(&self) -> bool {
        self.anybody
    }

    /// Whether pages are that came over plain HTTP, from another machine than the reader's own.
    #[must_use]
    pub fn has_plain_http(&self) -> bool {
        self.names.iter().any(|name| name.starts_with("http://"))
    }

    /// Whether and as whom `origin` is let in.
    #[must_use]
    pub fn allow(&self, origin: &str) -> Option<Allowed> {
        if self.names.iter().any(|name| name == origin) {
            Some(Allowed::ByName)
        } else {
            self.anybody.then_some(Allowed::Anybody)
        }
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = self.anybody.then_some("*");
        let all: Vec<&str> = any.into_iter().chain(self.names.iter().map(String::as_str)).collect();
        f.write_str(&all.join(", "))
    }
}

/// Whether a browser could send this.
fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let own_port = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return false,
    };
    let (host, port) = match rest.rfind(':') {
        Some(at) if !rest.ends_with(']') => (&rest[..at], Some(&rest[at + 1..])),
        _ => (rest, None),
    };
    let port_is_good = port.is_none_or(|digits| {
        let port = digits.parse::<u16>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
        port.is_some_and(|port| port != 0 && port != own_port && port.to_string() == digits)
    });
    port_is_good && is_host(host)
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok_and(|address| address.to_string() == inner);
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_what_no_browser_sends_is_refused() {
        for good in [
            "",
            "*",
            "https://app.example",
            "https://app.example:8443",
            "http://localhost:5173",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
            "https://xn--bcher-kva.example",
            "https://a.example, https://b.example",
        ] {
            assert_eq!(Origins::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "null",
            "app.example",
            "//app.example",
            "https://",
            "https://app.example/",
            "https://app.example/x",
            "https://App.example",
            "HTTPS://app.example",
            "https://app.example:443",
            "http://app.example:80",
            "https://app.example:",
            "https://app.example:08443",
            "https://app.example:99999",
            "https://user@app.example",
            "https://*.app.example",
            "https://app..example",
            "https://bücher.example",
            "https://app.example https://b.example",
            "https://[::0001]",
            "file://x",
            "chrome-extension://abc",
        ] {
            assert!(Origins::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_the_very_same_origin_is_on_a_list() {
        let origins = Origins::parse("https://app.example, http://localhost:5173").unwrap();
        assert_eq!(origins.allow("https://app.example"), Some(Allowed::ByName));
        assert_eq!(origins.allow("http://localhost:5173"), Some(Allowed::ByName));
        for other in [
            "null",
            "",
            "http://app.example",
            "https://app.example:8443",
            "https://app.example:443",
            "https://app.example.",
            "https://app.example/",
            "https://app.example.evil.example",
            "https://evil.example?https://app.example",
            "https://evilapp.example",
            "https://sub.app.example",
            "https://APP.example",
            "https://app.example\0",
            " https://app.example",
            "https://app.example,https://b.example",
            "http://localhost",
            "http://localhost:5174",
            "*",
        ] {
            assert_eq!(origins.allow(other), None, "{other}");
        }
        assert_eq!(Origins::parse("*").unwrap().allow("https://evil.example"), Some(Allowed::Anybody));
    }
}
