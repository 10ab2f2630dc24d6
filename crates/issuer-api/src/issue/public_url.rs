//! Where the service is reached from outside.

use std::fmt;

use proofpass::credential::is_url;

/// An `http` or `https` origin, perhaps with a path, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Not such a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an http or https URL without credentials, query and fragment")]
pub struct PublicUrlError;

impl PublicUrl {
    /// Reads one; a slash at the end is dropped.
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(PublicUrlError)?;
        let valid = text.len() <= 500
            && is_url(text)
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && !rest.ends_with('/')
            && !rest.contains(['@', '?', '#']);
        if valid { Ok(Self(text.to_owned())) } else { Err(PublicUrlError) }
    }

    /// Whether it is reached over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_origins_and_nothing_else() {
        for (text, expected) in [
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("https://issuer.example/", "https://issuer.example"),
            ("https://example.org/issuer", "https://example.org/issuer"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(PublicUrl::parse(text).map(|url| url.to_string()), Ok(expected.to_owned()));
        }
        for text in [
            "",
            "issuer.example",
            "ftp://a",
            "http://",
            "https:///x",
            "https://u:p@a",
            "https://a?x",
            "https://a#x",
            "https://a b",
            "https://a//",
            "javascript:alert(1)",
        ] {
            assert_eq!(PublicUrl::parse(text), Err(PublicUrlError), "{text}");
        }
    }
}
