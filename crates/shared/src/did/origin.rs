//! Websites that a DID document names as its subject's own.
//!
//! In scope: origins, the service `LinkedDomains`, where an origin answers for the DIDs that it is linked with. Out of scope:
//! what it answers (`verify/domain.rs`).
//! Spec: <https://identity.foundation/specs/did-configuration/#linked-domain-service-endpoint>

use super::Document;
use super::web::{is_host, is_port};
use crate::credential::has_type;
use crate::json::{Object, Value};

/// The origin of a website (RFC 6454): `https://` host, and a port that is not 443.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Reads an origin, and nothing more of a URL than that. The specification's examples leave the scheme out where a
    /// token repeats it, and a slash may follow. The host is a name in ASCII.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix("https://").unwrap_or(text);
        let authority = text.strip_suffix('/').unwrap_or(text);
        let (host, port) = match authority.split_once(':') {
            None => (authority, None),
            Some((host, port)) => (host, Some(port)),
        };
        if host.len() > Self::MAX_HOST || !is_host(host) || !port.is_none_or(is_port) {
            return None;
        }
        let host = host.to_ascii_lowercase();
        Some(Self(match port {
            None | Some("443") => format!("https://{host}"),
            Some(port) => format!("https://{host}:{port}"),
        }))
    }

    /// Longest name of a host (RFC 1035 §2.3.4).
    const MAX_HOST: usize = 253;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the website says which DIDs are its own.
    #[must_use]
    pub fn configuration_url(&self) -> String {
        format!("{}/.well-known/did-configuration.json", self.0)
    }
}

impl Document {
    /// Origins of one document that are looked at. Organisations have a website, and some one for each country.
    pub(crate) const MAX_ORIGINS: usize = 8;

    /// The websites that the document names, each once.
    pub(crate) fn origins(&self) -> Vec<Origin> {
        let mut origins = Vec::new();
        let services = self.set("service").iter().take(Self::MAX_METHODS).filter_map(Value::as_object);
        for endpoint in services.filter(|service| has_type(service, "LinkedDomains")).flat_map(endpoints) {
            let origin = endpoint.as_str().filter(|text| text.starts_with("https://")).and_then(Origin::parse);
            if let Some(origin) = origin.filter(|origin| origins.len() < Self::MAX_ORIGINS && !origins.contains(origin))
            {
                origins.push(origin);
            }
        }
        origins
    }
}

/// One origin, or an object with several; earlier forms have a plain list.
fn endpoints(service: &Object) -> &[Value] {
    match service.get("serviceEndpoint") {
        Some(Value::Object(endpoint)) => endpoint.get("origins").map_or(&[], Value::as_set),
        Some(endpoint) => endpoint.as_set(),
        None => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    #[test]
    fn reads_origins_and_nothing_more() {
        for (text, origin) in [
            ("https://a.example", "https://a.example"),
            ("https://A.Example/", "https://a.example"),
            ("https://a.example:443", "https://a.example"),
            ("https://a.example:8443", "https://a.example:8443"),
            ("a.example", "https://a.example"),
        ] {
            assert_eq!(Origin::parse(text).unwrap().as_str(), origin, "{text}");
        }
        let long = format!("https://{}.example", "a".repeat(250));
        for text in [
            "",
            "https://",
            "http://a.example",
            "https://a.example/b",
            "https://a.example//",
            "https://a.example?b",
            "https://a.example#b",
            "https://b@a.example",
            "https://a.example:",
            "https://a.example:0",
            "https://a.example:+1",
            "https://a.example:080",
            "https://a.example:65536",
            "https://127.0.0.1",
            "https://[::1]",
            "https://a..example",
            "https://ä.example",
            "https://https://a.example",
            &long,
        ] {
            assert_eq!(Origin::parse(text), None, "{text}");
        }
        let url = Origin::parse("https://a.example:8443/").unwrap().configuration_url();
        assert_eq!(url, "https://a.example:8443/.well-known/did-configuration.json");
    }

    #[test]
    fn finds_the_websites_of_a_document() {
        let origins = |service: &str| -> Vec<String> {
            let text = format!(r#"{{"service":{service}}}"#);
            let Ok(Value::Object(object)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!("{text}") };
            Document(object).origins().into_iter().map(|origin| origin.0).collect()
        };
        let (a, b) = ("https://a.example".to_owned(), "https://b.example".to_owned());
        let linked = |endpoint: &str| format!(r#"{{"type":"LinkedDomains","serviceEndpoint":{endpoint}}}"#);
        assert_eq!(origins(&linked(r#""https://a.example/""#)), [&*a]);
        assert_eq!(
            origins(&linked(r#"{"origins":["https://a.example","https://b.example","https://A.example"]}"#)),
            [&*a, &*b]
        );
        assert_eq!(
            origins(&format!("[{},{}]", linked(r#"["https://a.example"]"#), linked(r#"[1,"https://b.example"]"#))),
            [&*a, &*b]
        );
        assert_eq!(origins(r#"[1,{"type":["Other","LinkedDomains"],"serviceEndpoint":"https://a.example"}]"#), [&*a]);
        for none in [
            r#"{"type":"LinkedResources","serviceEndpoint":"https://a.example"}"#.to_owned(),
            r#"{"type":"LinkedDomains"}"#.to_owned(),
            linked("1"),
            linked(r#""a.example""#),
            linked(r#""http://a.example""#),
            linked(r#""https://a.example/shop""#),
        ] {
            assert_eq!(origins(&none), [""; 0], "{none}");
        }
        let many: Vec<String> = (0..20).map(|n| format!(r#""https://{}.example""#, char::from(b'a' + n))).collect();
        assert_eq!(origins(&linked(&format!("[{}]", many.join(",")))).len(), Document::MAX_ORIGINS);
    }
}
