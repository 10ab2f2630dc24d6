//! An answer, and how a snapshot shows it.

use std::fmt;

use axum::body::Bytes;
use http::{HeaderMap, StatusCode};
use http_api_problem::HttpApiProblem;
use proofpass::json::{Limits, Object, Value, parse};

/// Headers that a snapshot shows, in this order.
const SHOWN: [&str; 6] =
    ["allow", "content-type", "idempotent-replayed", "location", "retry-after", "www-authenticate"];

/// Status, headers and body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as a JSON object, read by our own strict reader.
    #[must_use]
    #[track_caller]
    pub fn object(&self) -> Object {
        match parse(&self.body, &Limits::DOCUMENT) {
            Ok(Value::Object(object)) => object,
            other => panic!("not a JSON object ({other:?}): {}", self.text()),
        }
    }

    /// A text member of the body.
    #[must_use]
    #[track_caller]
    pub fn member(&self, name: &str) -> String {
        self.object()
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no {name}: {}", self.text()))
            .to_owned()
    }

    /// The credential in an attestation, as text.
    #[must_use]
    #[track_caller]
    pub fn credential(&self) -> Object {
        self.object().get("credential").and_then(Value::as_object).unwrap().clone()
    }

    /// The URLs of the status lists that the credential in an attestation names.
    #[must_use]
    #[track_caller]
    pub fn status_lists(&self) -> Vec<String> {
        let credential = self.credential();
        let entries = credential.get("credentialStatus").and_then(Value::as_array).unwrap();
        let url = |entry: &Value| entry.as_object()?.get("statusListCredential")?.as_str().map(str::to_owned);
        entries.iter().map(|entry| url(entry).unwrap()).collect()
    }

    /// A header, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The slug of the problem, after holding the answer against RFC 9457 with another library's eyes.
    #[must_use]
    #[track_caller]
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        let problem: HttpApiProblem = read(&self.body);
        assert_eq!(problem.status.map(|status| status.as_u16()), Some(self.status.as_u16()));
        let id = format!("urn:uuid:{}", self.header("x-request-id"));
        assert_eq!(problem.instance.as_deref(), Some(id.as_str()));
        assert!(problem.title.is_some() && problem.detail.is_some(), "{self}");
        problem.type_url.unwrap().rsplit_once("/problems/").unwrap().1.to_owned()
    }

    /// The pointers of an `invalid-request`.
    #[must_use]
    #[track_caller]
    pub fn pointers(&self) -> Vec<String> {
        assert_eq!(self.problem(), "invalid-request", "{self}");
        let object = self.object();
        let errors = object.get("errors").and_then(Value::as_array).unwrap();
        let pointer = |error: &Value| error.as_object()?.get("pointer")?.as_str().map(str::to_owned);
        errors.iter().map(|error| pointer(error).unwrap()).collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "another reader's view is what is asked for")]
fn read(body: &[u8]) -> HttpApiProblem {
    serde_json::from_slice(body).unwrap()
}

/// Status, the headers that matter, an empty line, the body; what differs from run to run replaced by its kind.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        for name in SHOWN {
            for value in self.headers.get_all(name) {
                writeln!(f, "{name}: {}", redact(value.to_str().unwrap()))?;
            }
        }
        write!(f, "\n{}", redact(&String::from_utf8_lossy(&self.body)))
    }
}

/// UUIDs, keys and signatures become `[id]`, `[key]`, `[signature]`.
fn redact(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.len() >= 36 && rest.is_char_boundary(36) && uuid::Uuid::try_parse(&rest[..36]).is_ok() {
            out.push_str("[id]");
            rest = &rest[36..];
        } else if let Some(tail) = base58(rest, "z6Mk") {
            out.push_str("[key]");
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix("\"proofValue\":\"").and_then(|tail| base58(tail, "z")) {
            out.push_str("\"proofValue\":\"[signature]");
            rest = tail;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn base58<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.strip_prefix(start).map(|tail| tail.trim_start_matches(|c: char| c.is_ascii_alphanumeric()))
}
