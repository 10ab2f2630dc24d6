//! A request to verify, as every door takes it: REST, the edge Worker, the command line.
//!
//! The body is the document itself, or an envelope `{"bundle":…,"material":…,"policy":…,"now":…}`. A body is an
//! envelope if it is an object with a member `bundle` and none outside those four; no credential looks like that.

use super::{Material, Policy, Report, unreadable, verify, verify_bytes};
use crate::bundle::{Bundle, Need, ParseError};
use crate::json::{self, Limits, Object, Value};
use crate::time::Timestamp;

/// An option that the caller got wrong. The document is not looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at \"{pointer}\"")]
pub struct InvalidOption {
    /// JSON Pointer to the fault, made of known names and positions only.
    pub pointer: String,
    /// What should stand there, as a noun.
    pub expected: &'static str,
}

impl InvalidOption {
    pub(super) fn at(pointer: &str, expected: &'static str) -> Self {
        Self { pointer: pointer.to_owned(), expected }
    }

    /// The same fault, seen from further up.
    #[must_use]
    pub fn under(self, parent: &str) -> Self {
        Self { pointer: format!("{parent}{}", self.pointer), ..self }
    }
}

/// A document to verify, and how.
#[derive(Clone, Debug)]
pub struct Request {
    bundle: Result<Bundle, ParseError>,
    options: Options,
}

/// How to verify, read once for as many documents as there are.
#[derive(Clone, Debug)]
pub struct Options {
    material: Material,
    policy: Policy,
    now: Timestamp,
}

impl Request {
    /// Reads a body. `now` is used where the envelope names no time.
    ///
    /// # Errors
    /// Only for an envelope's options; whatever is wrong with the document is for the report to say.
    pub fn parse(body: &[u8], now: Timestamp) -> Result<Self, InvalidOption> {
        let bundle = match json::parse(body, &Limits::DOCUMENT) {
            Ok(Value::Object(envelope)) if is_envelope(&envelope) => return Self::from_envelope(envelope, now),
            Ok(value) => Bundle::from_value(value),
            // The document in an envelope may be one text, longer than any text within a document.
            Err(json::Error::StringTooLong { .. }) => match json::parse(body, &ENVELOPE) {
                Ok(Value::Object(envelope))
                    if is_envelope(&envelope) && envelope.get("bundle").is_some_and(is_text) =>
                {
                    return Self::from_envelope(envelope, now);
                }
                _ => Bundle::parse(body),
            },
            Err(_) => Bundle::parse(body),
        };
        let options = Options { material: Material::default(), policy: Policy::default(), now };
        Ok(Self { bundle, options })
    }

    /// A document given apart from its options, as [`Options::from_value`] reads them.
    ///
    /// # Errors
    /// Those of the options.
    pub fn with_options(document: &[u8], options: &Value, now: Option<Timestamp>) -> Result<Self, InvalidOption> {
        Ok(Self { bundle: Bundle::parse(document), options: Options::from_value(options, now)? })
    }

    fn from_envelope(mut envelope: Object, now: Timestamp) -> Result<Self, InvalidOption> {
        let bundle = match envelope.remove("bundle") {
            Some(Value::String(text)) => Bundle::parse(text.as_bytes()),
            Some(value) => Bundle::from_value(value),
            None => return Err(InvalidOption::at("/bundle", "a document")),
        };
        Ok(Self { bundle, options: Options::from_members(&Members(&envelope), Some(now))? })
    }

    /// What is still missing beside what it brings and what was fetched for it. What it encloses counts only where its
    /// policy believes that.
    #[must_use]
    pub fn needs(&self, fetched: &Material) -> Vec<Need> {
        let Ok(bundle) = &self.bundle else { return Vec::new() };
        let mut have = self.options.material.clone();
        if self.options.policy.accepts_enclosed() {
            have = have.and(bundle.enclosed());
        }
        bundle.needs(&have.and(fetched))
    }

    /// The URLs of status lists that its credentials name, each once, for a shell that has some of them itself.
    #[must_use]
    pub fn status_lists(&self) -> Vec<String> {
        let credentials = self.bundle.iter().flat_map(Bundle::credentials);
        let entries =
            credentials.flat_map(|credential| credential.set("credentialStatus").iter().take(Bundle::MAX_STATUSES));
        let mut urls: Vec<String> = entries
            .filter_map(|entry| entry.as_object()?.get("statusListCredential")?.as_str().map(str::to_owned))
            .collect();
        #[cfg(feature = "sd-jwt")]
        urls.extend(self.bundle.iter().flat_map(Bundle::credentials).filter_map(|credential| {
            let status = credential.is_sd_jwt_vc().then(|| credential.object().get("status"))??;
            crate::status::TokenEntry::read(status).ok().map(|entry| entry.uri.to_owned())
        }));
        urls.sort_unstable();
        urls.dedup();
        urls
    }

    /// With what was fetched for it, which replaces nothing that it brings.
    #[must_use]
    pub fn and(mut self, fetched: &Material) -> Self {
        self.options.material = self.options.material.and(fetched);
        self
    }

    /// Verifies.
    #[must_use]
    pub fn report(self) -> Report {
        let Self { bundle, options: Options { material, policy, now } } = self;
        match bundle {
            Ok(bundle) => verify(&bundle, &material, &policy, now),
            Err(error) => unreadable(&error, &policy, now),
        }
    }
}

impl Options {
    /// Reads `{"material"?,"policy"?,"now"?}`. Without `now` here the options must name a time.
    ///
    /// # Errors
    /// For members that are not as documented, for others, and where no time is named.
    pub fn from_value(options: &Value, now: Option<Timestamp>) -> Result<Self, InvalidOption> {
        Self::from_members(&Members::of(options, &["material", "policy", "now"])?, now)
    }

    fn from_members(members: &Members<'_>, now: Option<Timestamp>) -> Result<Self, InvalidOption> {
        let under = |parent: &'static str| move |fault: InvalidOption| fault.under(parent);
        let material = members.get("material").map(Material::from_value).transpose().map_err(under("/material"))?;
        let policy = members.get("policy").map(Policy::from_value).transpose().map_err(under("/policy"))?;
        let now = members.time("now")?.or(now).ok_or(InvalidOption::at("/now", TIME))?;
        Ok(Self { material: material.unwrap_or_default(), policy: policy.unwrap_or_default(), now })
    }

    /// Verifies one of the documents.
    #[must_use]
    pub fn report(&self, document: &[u8]) -> Report {
        verify_bytes(document, &self.material, &self.policy, self.now)
    }
}

/// An envelope may hold a document as one text: the cap on that text is the one on the whole.
const ENVELOPE: Limits = Limits { string: Limits::DOCUMENT.bytes, ..Limits::DOCUMENT };

fn is_text(value: &Value) -> bool {
    value.as_str().is_some()
}

const TIME: &str = "a date and time with a zone";

fn is_envelope(object: &Object) -> bool {
    object.get("bundle").is_some()
        && object.iter().all(|(name, _)| matches!(name, "bundle" | "material" | "policy" | "now"))
}

/// Reading options: an object of known members.
pub(super) struct Members<'a>(&'a Object);

impl<'a> Members<'a> {
    pub(super) fn of(value: &'a Value, known: &[&str]) -> Result<Self, InvalidOption> {
        let object = value.as_object().ok_or(InvalidOption::at("", "an object"))?;
        if object.iter().all(|(name, _)| known.contains(&name)) {
            Ok(Self(object))
        } else {
            Err(InvalidOption::at("", "no member but those documented"))
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    pub(super) fn array(&self, name: &str, max: usize) -> Result<&'a [Value], InvalidOption> {
        match self.get(name) {
            None => Ok(&[]),
            Some(Value::Array(entries)) if entries.len() <= max => Ok(entries),
            Some(_) => Err(InvalidOption::at(&format!("/{name}"), "a list of a sensible length")),
        }
    }

    pub(super) fn texts(&self, name: &str, max: usize) -> Result<Vec<&'a str>, InvalidOption> {
        let text =
            |entry: &'a Value| entry.as_str().ok_or_else(|| InvalidOption::at(&format!("/{name}"), "a list of texts"));
        self.array(name, max)?.iter().map(text).collect()
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, InvalidOption> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| InvalidOption::at(&format!("/{name}"), "text")),
        }
    }

    pub(super) fn time(&self, name: &str) -> Result<Option<Timestamp>, InvalidOption> {
        let time = |value: &Value| value.as_str().and_then(|text| Timestamp::parse(text).ok());
        let Some(value) = self.get(name) else { return Ok(None) };
        time(value).map(Some).ok_or_else(|| InvalidOption::at(&format!("/{name}"), TIME))
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, InvalidOption> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(InvalidOption::at(&format!("/{name}"), "true or false")),
        }
    }

    pub(super) fn seconds(&self, name: &str, max: u32) -> Result<Option<u32>, InvalidOption> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let seconds = match value {
            Value::Number(number) => number.as_u64().and_then(|seconds| u32::try_from(seconds).ok()),
            _ => None,
        };
        let seconds = seconds.filter(|seconds| *seconds <= max);
        seconds.map(Some).ok_or_else(|| InvalidOption::at(&format!("/{name}"), "a number of seconds in range"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(0).unwrap()
    }

    #[test]
    fn tells_envelopes_from_documents() {
        let report = |body: &str| Request::parse(body.as_bytes(), now()).unwrap().report().to_json();
        // A document in an envelope, as value or as text, gives the report of the document.
        let bare = report(r#"{"@context":[]}"#);
        assert_eq!(report(r#"{"bundle":{"@context":[]}}"#), bare);
        assert_eq!(report(r#"{"bundle":"{\"@context\":[]}"}"#), bare);
        assert_eq!(
            report(r#"{"bundle":{"@context":[]},"now":"1970-01-01T00:00:00Z","policy":{},"material":{}}"#),
            bare
        );
        // A member of its own makes it a document.
        assert!(report(r#"{"bundle":{},"x":1}"#).contains("not-a-bundle"));
        assert!(report("nonsense").contains("json-syntax"));
        assert!(report(r#"{"bundle":{},"bundle":{}}"#).contains("duplicate-key"));
        assert!(report(r#"{"bundle":7}"#).contains("not-a-bundle"));
    }

    #[test]
    fn a_document_as_text_may_be_longer_than_any_text_within_it() {
        let report = |body: &str| Request::parse(body.as_bytes(), now()).unwrap().report().to_json();
        let long = |length: usize| "x".repeat(length);
        let document = format!("{{\"@context\":[\"{}\",\"{}\"]}}", long(1 << 20), long(1 << 20));
        let envelope = Object::new().with("bundle", document.as_str()).to_string();
        assert_eq!(report(&envelope), report(&document));
        assert!(report(&envelope).contains("document-read"));
        // Within the document the cap is the document's, in an envelope or not.
        let document = format!("{{\"@context\":[\"{}\"]}}", long((1 << 20) + 1));
        assert!(report(&document).contains("string-too-long"));
        assert!(report(&Object::new().with("bundle", document.as_str()).to_string()).contains("string-too-long"));
        assert!(report(&format!("{{\"bundle\":{document}}}")).contains("string-too-long"));
    }

    #[test]
    fn options_apart_from_the_document_must_name_a_time() {
        let with = |options: &str| {
            let options = json::parse(options.as_bytes(), &Limits::DOCUMENT).unwrap();
            Options::from_value(&options, None).map(|options| options.report(b"{}").to_json())
        };
        assert!(with(r#"{"now":"1970-01-01T00:00:00Z"}"#).unwrap().contains("not-a-bundle"));
        for (options, pointer) in [
            ("{}", "/now"),
            (r#"{"now":null}"#, "/now"),
            ("[]", ""),
            (r#"{"now":"1970-01-01T00:00:00Z","bundle":1}"#, ""),
        ] {
            assert_eq!(with(options).unwrap_err().pointer, pointer, "{options}");
        }
    }

    #[test]
    fn what_was_fetched_answers_what_is_needed_and_replaces_nothing() {
        let list = |claim: &str| {
            format!(r#"{{"credential":{{"a":"{claim}"}},"from":"https://a.example/1","at":"1970-01-01T00:00:00Z"}}"#)
        };
        let material = |lists: &str| {
            let text = format!(r#"{{"statusLists":[{lists}]}}"#);
            Material::from_value(&json::parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()).unwrap()
        };
        let entry = r#"{"type":"BitstringStatusListEntry","statusListCredential":"https://a.example/1"}"#;
        let document = format!(r#"{{"@context":[],"credentialStatus":{entry}}}"#);
        let text = Object::new().with("bundle", document.as_str()).to_string();
        let (nothing, fetched) = (Material::default(), material(&list("theirs")));
        for body in [&document, &text] {
            let request = Request::parse(body.as_bytes(), now()).unwrap();
            assert_eq!(request.needs(&nothing).len(), 1, "{body}");
            assert_eq!(request.needs(&fetched), []);
            assert_eq!(request.and(&fetched).needs(&nothing), []);
        }
        let brought = format!(r#"{{"bundle":{document},"material":{{"statusLists":[{}]}}}}"#, list("mine"));
        let request = Request::parse(brought.as_bytes(), now()).unwrap();
        assert_eq!(request.needs(&nothing), []);
        let kept = request.and(&fetched).options.material;
        let kept = kept.status_list("https://a.example/1").unwrap().credential().object().get("a").cloned();
        assert_eq!(kept, Some("mine".into()));
        assert_eq!(Request::parse(b"{", now()).unwrap().needs(&nothing), []);
        // What a document encloses is its maker's, and asked for again unless the policy believes it.
        let lists = format!(r#"{{"statusLists":[{}]}}"#, list("enclosed"));
        let lists = json::parse(lists.as_bytes(), &Limits::DOCUMENT).unwrap();
        let document = json::parse(document.as_bytes(), &Limits::DOCUMENT).unwrap();
        let evidence = Bundle::evidence(document, lists.as_object().unwrap().clone(), now());
        for (policy, needed) in [(r#"{"acceptEnclosed":true}"#, 0), ("{}", 1)] {
            let body = format!(r#"{{"bundle":{evidence},"policy":{policy}}}"#);
            assert_eq!(Request::parse(body.as_bytes(), now()).unwrap().needs(&nothing).len(), needed, "{policy}");
        }
    }

    #[test]
    fn points_at_the_option_that_is_wrong() {
        for (body, pointer) in [
            (r#"{"bundle":{},"now":"soon"}"#, "/now"),
            (r#"{"bundle":{},"now":0}"#, "/now"),
            (r#"{"bundle":{},"policy":[]}"#, "/policy"),
            (r#"{"bundle":{},"policy":{"requires":[]}}"#, "/policy"),
            (r#"{"bundle":{},"policy":{"require":["magic"]}}"#, "/policy/require"),
            (r#"{"bundle":{},"policy":{"require":"proof"}}"#, "/policy/require"),
            (r#"{"bundle":{},"policy":{"toleranceSeconds":-1}}"#, "/policy/toleranceSeconds"),
            (r#"{"bundle":{},"policy":{"toleranceSeconds":86401}}"#, "/policy/toleranceSeconds"),
            (r#"{"bundle":{},"policy":{"toleranceSeconds":"1"}}"#, "/policy/toleranceSeconds"),
            (r#"{"bundle":{},"policy":{"trustedIssuers":[1]}}"#, "/policy/trustedIssuers/0"),
            (r#"{"bundle":{},"policy":{"trustedIssuers":["a",{}]}}"#, "/policy/trustedIssuers/1"),
            (r#"{"bundle":{},"policy":{"trustedIssuers":[{"origin":"a"}]}}"#, "/policy/trustedIssuers/0/origin"),
            (r#"{"bundle":{},"policy":{"trustedIssuers":[{"id":"a","types":1}]}}"#, "/policy/trustedIssuers/0/types"),
            (r#"{"bundle":{},"policy":{"proofs":[1]}}"#, "/policy/proofs"),
            (r#"{"bundle":{},"material":{"didConfigurations":[{}]}}"#, "/material/didConfigurations/0/configuration"),
            (
                r#"{"bundle":{},"material":{"didConfigurations":[{"configuration":{},"from":"x","at":"1970-01-01T00:00:00Z"}]}}"#,
                "/material/didConfigurations/0/configuration/linked_dids",
            ),
            (r#"{"bundle":{},"policy":{"acceptEnclosed":"yes"}}"#, "/policy/acceptEnclosed"),
            (r#"{"bundle":{},"policy":{"acceptEnclosed":null}}"#, "/policy/acceptEnclosed"),
            (r#"{"bundle":{},"material":{"didDocuments":[{}]}}"#, "/material/didDocuments/0/document"),
            (
                r#"{"bundle":{},"material":{"didDocuments":[{"document":{},"from":"x","at":"1970-01-01T00:00:00Z"}]}}"#,
                "/material/didDocuments/0/document/id",
            ),
            (
                r#"{"bundle":{},"material":{"didDocuments":[{"document":{},"from":"x","at":"now"}]}}"#,
                "/material/didDocuments/0/at",
            ),
            (r#"{"bundle":{},"material":{"schemas":{}}}"#, "/material/schemas"),
            (r#"{"bundle":{},"material":{"schemas":[{}]}}"#, "/material/schemas/0/schema"),
            (
                r#"{"bundle":{},"material":{"schemas":[{"schema":1,"from":"x","at":"1970-01-01T00:00:00Z"}]}}"#,
                "/material/schemas/0/schema",
            ),
            (r#"{"bundle":{},"material":{"other":1}}"#, "/material"),
            (r#"{"bundle":{},"material":{"resources":[{}]}}"#, "/material/resources/0/url"),
            (
                r#"{"bundle":{},"material":{"resources":[{"url":"https://a.example","bytes":"=a"}]}}"#,
                "/material/resources/0/bytes",
            ),
            (
                r#"{"bundle":{},"material":{"resources":[{"url":"https://a.example","bytes":"","from":"x","at":0}]}}"#,
                "/material/resources/0/at",
            ),
        ] {
            assert_eq!(Request::parse(body.as_bytes(), now()).unwrap_err().pointer, pointer, "{body}");
        }
    }
}
