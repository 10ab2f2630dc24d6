//! What a verifier asks: facts about a claim of an issuer that it names, for one occasion.
//!
//! In scope: reading, the canonical bytes that the proof is bound to, the policy and the occasion as numbers of the
//! circuit. Out of scope: whether an answer holds ([`crate::verify`]).
//!
//! A request is kept as the bytes that it was read from, in canonical form (RFC 8785): whoever answers it, and whoever
//! checks the answer, hashes just these.

use proofpass_zk::bn254::Fr;
use proofpass_zk::claim::{Value as Claimed, name};
use proofpass_zk::policy::{Policy, SLOTS};
use proofpass_zk::statement;

use super::fact::Fact;
use super::read::{MAX_ID, Malformed, Members, base64url};
use crate::credential::is_url;
use crate::did::Did;
use crate::digest::Digest;
use crate::jcs;
use crate::json::{Limits, Object, Value, parse};
use crate::multibase::decode_base64url_digits;
use crate::time::Timestamp;

/// `type` of a request.
const TYPE: &str = "ProofRequest";
/// The name that stands for the type of a credential is digested under this use.
const CREDENTIAL_TYPE: &str = "credential-type";
/// The same of the status list.
const STATUS_LIST: &str = "status-list";
/// How old a status commitment may be where the request does not say: a day.
const DEFAULT_STATUS_AGE: u32 = 86_400;

/// A request for a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRequest {
    canonical: String,
    id: String,
    audience: String,
    nonce: String,
    issued_at: Timestamp,
    expires: Timestamp,
    response_uri: Option<String>,
    credential_type: String,
    issuers: Vec<String>,
    valid_at: Timestamp,
    max_status_age_seconds: Option<u32>,
    nullifier: Option<Nullifier>,
    facts: Vec<Fact>,
}

/// What a nullifier is for: with the audience, everything that it depends on beside the holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nullifier {
    purpose: String,
    epoch: String,
}

/// A request in the numbers of the circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is asked, slot by slot.
    pub policy: Policy,
    /// The occasion.
    pub context: Fr,
    /// When the credential must be valid, in seconds since 1970.
    pub now: u64,
}

impl ProofRequest {
    /// No request is longer: four facts, sixteen issuers, and a set.
    pub const MAX_BYTES: usize = 64 << 10;
    /// Issuers of whom one must have signed.
    pub const MAX_ISSUERS: usize = 16;
    /// Bytes of a nonce: nobody guesses the shortest.
    pub const NONCE_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

    /// The members, in the order in which they are written.
    const KNOWN: [&str; 13] = [
        "type",
        "version",
        "id",
        "audience",
        "nonce",
        "issuedAt",
        "expires",
        "responseUri",
        "credential",
        "validAt",
        "status",
        "nullifier",
        "facts",
    ];

    /// Reads a request.
    ///
    /// # Errors
    /// If a member is missing, unknown or not as documented.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let limits = Limits { bytes: Self::MAX_BYTES, ..Limits::REQUEST };
        let value = parse(bytes, &limits).map_err(|_| Malformed::at("", "JSON within limits"))?;
        Self::from_value(&value)
    }

    /// Reads a request that is a JSON value already.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn from_value(value: &Value) -> Result<Self, Malformed> {
        let object = value.as_object().ok_or_else(|| Malformed::at("", "an object"))?;
        let members = Members::of_form(object, TYPE, &Self::KNOWN)?;
        let canonical = jcs::canonicalize(value);
        if canonical.len() > Self::MAX_BYTES {
            return Err(Malformed::at("", "no more than 64 KiB"));
        }
        let id = members.text_if("id", "a URI", is_url)?.to_owned();
        let audience = members.text_if("audience", "a URI", is_url)?.to_owned();
        let nonce = members.text_if("nonce", "16 to 64 bytes in base64url without padding", is_nonce)?.to_owned();
        let (issued_at, expires) = (members.time("issuedAt")?, members.time("expires")?);
        if expires <= issued_at {
            return Err(members.fault("expires", "a time after issuedAt"));
        }
        let is_web = |text: &str| text.starts_with("https://") && is_url(text);
        let response_uri = match members.get("responseUri") {
            Some(_) => Some(members.text_if("responseUri", "an https URL", is_web)?.to_owned()),
            None => None,
        };
        let (credential_type, issuers) = credential(&members)?;
        let valid_at = members.optional_time("validAt")?.unwrap_or(issued_at);
        let facts = members.array("facts", 0..=SLOTS)?.iter().enumerate();
        let facts: Vec<Fact> =
            facts.map(|(at, fact)| Fact::read(fact, format!("/facts/{at}"))).collect::<Result<_, _>>()?;
        one_set(&facts)?;
        let request = Self {
            canonical,
            id,
            audience,
            nonce,
            issued_at,
            expires,
            response_uri,
            credential_type,
            issuers,
            valid_at,
            max_status_age_seconds: status(&members)?,
            nullifier: nullifier(&members)?,
            facts,
        };
        Ok(request)
    }

    /// The request as JSON.
    #[must_use]
    pub fn to_object(&self) -> Object {
        match parse(self.canonical.as_bytes(), &Limits { bytes: usize::MAX, ..Limits::DOCUMENT }) {
            Ok(Value::Object(object)) => object,
            // What was read is read again.
            _ => Object::new(),
        }
    }

    /// The request in canonical form: what proofs are bound to.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The SHA-256 of [`Self::canonical`], by which an answer names it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.canonical.as_bytes())
    }

    /// The same in base64url, as answers have it.
    #[must_use]
    pub fn digest_text(&self) -> String {
        base64url(self.digest().as_bytes())
    }

    /// What it is called.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// For whom the answer is.
    #[must_use]
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// What makes the occasion this one: in base64url, as it was written.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// From when on it may be answered.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// Until when.
    #[must_use]
    pub fn expires(&self) -> Timestamp {
        self.expires
    }

    /// Where the answer goes.
    #[must_use]
    pub fn response_uri(&self) -> Option<&str> {
        self.response_uri.as_deref()
    }

    /// The type that the credential must have.
    #[must_use]
    pub fn credential_type(&self) -> &str {
        &self.credential_type
    }

    /// Of whom one must have signed it.
    #[must_use]
    pub fn issuers(&self) -> &[String] {
        &self.issuers
    }

    /// When the credential must be valid; ages are counted at this time too.
    #[must_use]
    pub fn valid_at(&self) -> Timestamp {
        self.valid_at
    }

    /// How old the commitment to who was withdrawn may be. None, if nobody asks whether the credential was.
    #[must_use]
    pub fn max_status_age_seconds(&self) -> Option<u32> {
        self.max_status_age_seconds
    }

    /// What the nullifier is for, if one is asked for that is the same at every occasion.
    #[must_use]
    pub fn nullifier(&self) -> Option<&Nullifier> {
        self.nullifier.as_ref()
    }

    /// What is to be shown.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The scope of the nullifier: that of this audience, purpose and epoch, or of this request alone.
    #[must_use]
    pub fn scope(&self) -> Fr {
        match &self.nullifier {
            Some(Nullifier { purpose, epoch }) => statement::scope(&self.audience, purpose, epoch),
            None => statement::session_scope(self.canonical.as_bytes()),
        }
    }

    /// The request in the numbers of the circuit: with the URL of the status commitment, which a request that asks for
    /// none has not, and one value for each fact that discloses, in order. None, if one of these is missing or too many,
    /// or a value is not one of its claim's type.
    #[must_use]
    pub fn asked(&self, status: Option<&str>, disclosed: &[Value]) -> Option<Asked> {
        if status.is_some() != self.max_status_age_seconds.is_some() {
            return None;
        }
        let disclosed = self.disclosed(disclosed)?;
        let mut values = disclosed.iter();
        let slot = |fact: &Fact| {
            let value = if fact.is_disclosure() { Some(values.next()?) } else { None };
            fact.slot(self.valid_at, value)
        };
        let slots = self.facts.iter().map(slot).collect::<Option<Vec<_>>>()?;
        let set = self.facts.iter().find_map(Fact::set).unwrap_or_default();
        let list = status.map_or(Fr::default(), status_list);
        let policy = Policy::new(credential_type(&self.credential_type), list, self.scope(), slots, set).ok()?;
        let context = statement::context(self.canonical.as_bytes());
        Some(Asked { policy, context, now: self.valid_at.unix_seconds().try_into().ok()? })
    }

    /// What is disclosed, of the types of the claims. None, if it is not one value for each that is asked for.
    pub(crate) fn disclosed(&self, values: &[Value]) -> Option<Vec<Claimed>> {
        let asked: Vec<&Fact> = self.facts.iter().filter(|fact| fact.is_disclosure()).collect();
        let read = |(fact, value): (&&Fact, _)| super::value::read_value(value, fact.claim_type());
        (asked.len() == values.len()).then(|| asked.iter().zip(values).map(read).collect()).flatten()
    }
}

impl Nullifier {
    /// What it is for, such as a vote.
    #[must_use]
    pub fn purpose(&self) -> &str {
        &self.purpose
    }

    /// For how long it is the same, such as a month.
    #[must_use]
    pub fn epoch(&self) -> &str {
        &self.epoch
    }
}

/// What stands for the type of a credential.
pub(super) fn credential_type(r#type: &str) -> Fr {
    name(CREDENTIAL_TYPE, r#type)
}

/// What stands for a status list.
pub(super) fn status_list(url: &str) -> Fr {
    name(STATUS_LIST, url)
}

fn is_nonce(text: &str) -> bool {
    text.len() <= MAX_ID
        && decode_base64url_digits(text).is_ok_and(|bytes| ProofRequest::NONCE_BYTES.contains(&bytes.len()))
}

fn credential(members: &Members<'_>) -> Result<(String, Vec<String>), Malformed> {
    let credential = Members::of(members.require("credential", "an object")?, "/credential", &["type", "issuers"])?;
    let r#type = credential.text("type")?.to_owned();
    let issuers = credential.array("issuers", 1..=ProofRequest::MAX_ISSUERS)?;
    let mut read: Vec<String> = Vec::new();
    for (at, issuer) in issuers.iter().enumerate() {
        let issuer = issuer.as_str().filter(|issuer| Did::parse(issuer).is_ok());
        let issuer = issuer.filter(|issuer| !read.iter().any(|other| other == issuer));
        read.push(
            issuer
                .ok_or_else(|| Malformed::at(format!("/credential/issuers/{at}"), "a DID that is not there yet"))?
                .to_owned(),
        );
    }
    Ok((r#type, read))
}

fn status(members: &Members<'_>) -> Result<Option<u32>, Malformed> {
    match members.get("status") {
        None => Ok(Some(DEFAULT_STATUS_AGE)),
        Some(Value::Null) => Ok(None),
        Some(Value::String(word)) if word == "none" => Ok(None),
        Some(value @ Value::Object(_)) => {
            let status = Members::of(value, "/status", &["maxAgeSeconds"])?;
            status.number("maxAgeSeconds", u32::MAX).map(Some)
        }
        Some(_) => Err(members.fault("status", "an object, or \"none\"")),
    }
}

fn nullifier(members: &Members<'_>) -> Result<Option<Nullifier>, Malformed> {
    let Some(value) = members.get("nullifier") else { return Ok(None) };
    let nullifier = Members::of(value, "/nullifier", &["purpose", "epoch"])?;
    Ok(Some(Nullifier { purpose: nullifier.text("purpose")?.to_owned(), epoch: nullifier.text("epoch")?.to_owned() }))
}

/// One proof holds claims against one set: facts that name several must mean the same one.
fn one_set(facts: &[Fact]) -> Result<(), Malformed> {
    let mut sets = facts.iter().enumerate().filter_map(|(at, fact)| Some((at, fact.set()?)));
    let Some((_, first)) = sets.next() else { return Ok(()) };
    let differs = |set: &[Fr]| set.len() != first.len() || !set.iter().all(|member| first.contains(member));
    match sets.find(|(_, set)| differs(set)) {
        Some((at, _)) => Err(Malformed::at(format!("/facts/{at}"), "the same set as the facts before")),
        None => Ok(()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proofpass_zk::policy::Predicate;

    pub(crate) const REQUEST: &str = r#"{"type":"ProofRequest","version":1,"id":"urn:uuid:0b54b3a0-0000-4000-8000-000000000001",
        "audience":"https://shop.example","nonce":"AAECAwQFBgcICQoLDA0ODw","issuedAt":"2026-11-23T12:00:00Z",
        "expires":"2026-11-23T12:10:00Z","credential":{"type":"IdentityCredential","issuers":["did:web:city.example"]},
        "facts":[{"claim":"/birthDate","type":"date","ageAtLeast":18},
                 {"claim":"/country","type":"string","in":["DE","AT"]}]}"#;

    pub(crate) fn object() -> Object {
        parse(REQUEST.as_bytes(), &Limits::DOCUMENT).unwrap().as_object().unwrap().clone()
    }

    fn json(text: &str) -> Value {
        parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
    }

    fn with(name: &str, value: &str) -> Result<ProofRequest, Malformed> {
        ProofRequest::from_value(&object().with(name, json(value)).into())
    }

    #[test]
    fn reads_a_request_and_keeps_its_bytes() {
        let request = ProofRequest::parse(REQUEST.as_bytes()).unwrap();
        assert_eq!(request.audience(), "https://shop.example");
        assert_eq!(request.valid_at(), request.issued_at());
        assert_eq!(request.max_status_age_seconds(), Some(86_400));
        assert_eq!(request.facts().len(), 2);
        assert_eq!(ProofRequest::from_value(&request.to_object().into()), Ok(request.clone()));
        assert_eq!(ProofRequest::parse(request.canonical().as_bytes()), Ok(request.clone()));
        // Another order of members is the same request.
        let mut reordered = Object::new();
        for (name, value) in object().iter().collect::<Vec<_>>().into_iter().rev() {
            reordered.insert(name, value.clone());
        }
        assert_eq!(ProofRequest::from_value(&reordered.into()), Ok(request));
    }

    #[test]
    fn what_may_be_left_out_and_what_it_then_means() {
        assert_eq!(with("status", "null").unwrap().max_status_age_seconds(), None);
        assert_eq!(with("status", "\"none\"").unwrap().max_status_age_seconds(), None);
        assert_eq!(with("status", r#"{"maxAgeSeconds":60}"#).unwrap().max_status_age_seconds(), Some(60));
        assert!(with("facts", "[]").is_ok());
        assert_eq!(
            with("responseUri", "\"https://shop.example/r\"").unwrap().response_uri(),
            Some("https://shop.example/r")
        );
        assert_eq!(with("validAt", "\"2026-11-01T00:00:00Z\"").unwrap().valid_at().to_string(), "2026-11-01T00:00:00Z");
        assert_eq!(
            with("nullifier", r#"{"purpose":"vote","epoch":"2026-11"}"#).unwrap().nullifier().unwrap().purpose(),
            "vote"
        );
    }

    #[test]
    fn refuses_what_no_request_is_and_says_where() {
        for name in ["type", "version", "id", "audience", "nonce", "issuedAt", "expires", "credential", "facts"] {
            let mut without = object();
            without.remove(name);
            assert_eq!(ProofRequest::from_value(&without.into()).unwrap_err().pointer, format!("/{name}"));
        }
        for (name, value, pointer) in [
            ("type", "\"ProofRequests\"", "/type"),
            ("version", "2", "/version"),
            ("version", "\"1\"", "/version"),
            ("id", "\"no uri\"", "/id"),
            ("audience", "\"shop\"", "/audience"),
            ("audience", "[\"https://shop.example\"]", "/audience"),
            ("nonce", "\"AAECAwQFBgcICQoLDA0O\"", "/nonce"),
            ("nonce", "\"AAECAwQFBgcICQoLDA0ODw==\"", "/nonce"),
            ("nonce", "\"AAECAwQFBgcICQoLDA0ODx\"", "/nonce"),
            ("nonce", "1", "/nonce"),
            ("issuedAt", "\"now\"", "/issuedAt"),
            ("issuedAt", "\"1969-12-31T23:59:59Z\"", "/issuedAt"),
            ("expires", "\"2026-11-23T12:00:00Z\"", "/expires"),
            ("expires", "\"2026-11-23\"", "/expires"),
            ("validAt", "\"1960-01-01T00:00:00Z\"", "/validAt"),
            ("validAt", "null", "/validAt"),
            ("responseUri", "\"http://shop.example\"", "/responseUri"),
            ("responseUri", "null", "/responseUri"),
            ("credential", "{}", "/credential/type"),
            ("credential", r#"{"type":"A"}"#, "/credential/issuers"),
            ("credential", r#"{"type":"A","issuers":[]}"#, "/credential/issuers"),
            ("credential", r#"{"type":"A","issuers":["city"]}"#, "/credential/issuers/0"),
            (
                "credential",
                r#"{"type":"A","issuers":["did:web:a.example","did:web:a.example"]}"#,
                "/credential/issuers/1",
            ),
            ("credential", r#"{"type":"","issuers":["did:web:a.example"]}"#, "/credential/type"),
            ("credential", r#"{"type":"A","issuers":["did:web:a.example"],"schema":"x"}"#, "/credential"),
            ("status", "true", "/status"),
            ("status", "\"any\"", "/status"),
            ("status", "{}", "/status/maxAgeSeconds"),
            ("status", r#"{"maxAgeSeconds":-1}"#, "/status/maxAgeSeconds"),
            ("status", r#"{"maxAgeSeconds":60,"list":"x"}"#, "/status"),
            ("nullifier", "null", "/nullifier"),
            ("nullifier", r#"{"purpose":"vote"}"#, "/nullifier/epoch"),
            ("nullifier", r#"{"purpose":"","epoch":"1"}"#, "/nullifier/purpose"),
            ("nullifier", r#"{"purpose":"v","epoch":"1","audience":"x"}"#, "/nullifier"),
            ("facts", "{}", "/facts"),
            ("facts", "[{}]", "/facts/0/claim"),
            ("hint", "1", ""),
            (
                "facts",
                r#"[{"claim":"/a","type":"string","in":["A"]},{"claim":"/b","type":"string","notIn":["B"]}]"#,
                "/facts/1",
            ),
            (
                "facts",
                r#"[{"claim":"/a","type":"string","in":["A"]},{"claim":"/b","type":"string","in":["A","B"]}]"#,
                "/facts/1",
            ),
        ] {
            assert_eq!(with(name, value).unwrap_err().pointer, pointer, "{name} {value}");
        }
        let many = |count: usize, one: &str| format!("[{}]", vec![one; count].join(","));
        let five = many(5, r#"{"claim":"/a","type":"integer","equals":1}"#);
        assert_eq!(with("facts", &five).unwrap_err().pointer, "/facts");
        let issuers: Vec<String> = (0..17).map(|at| format!("\"did:web:a{at}.example\"")).collect();
        let credential = format!(r#"{{"type":"A","issuers":[{}]}}"#, issuers.join(","));
        assert_eq!(with("credential", &credential).unwrap_err().pointer, "/credential/issuers");
        let long = format!("{REQUEST}{}", " ".repeat(ProofRequest::MAX_BYTES));
        assert_eq!(ProofRequest::parse(long.as_bytes()).unwrap_err().pointer, "");
        assert!(ProofRequest::parse(b"{").is_err() && ProofRequest::parse(b"[]").is_err());
        assert!(
            ProofRequest::parse(REQUEST.replacen("\"version\":1", "\"version\":1,\"version\":1", 1).as_bytes())
                .is_err()
        );
    }

    #[test]
    fn facts_may_share_one_set() {
        let facts = r#"[{"claim":"/a","type":"string","in":["A","B"]},{"claim":"/b","type":"string","notIn":["B","A"]},
                        {"claim":"/c","type":"member","in":["A","B"]}]"#;
        let asked = with("facts", facts).unwrap().asked(Some("https://city.example/zk/status/1"), &[]).unwrap();
        assert_eq!(asked.policy.slots().len(), 3);
        assert_eq!(asked.policy.slots()[1].predicate, Predicate::NotIn);
    }

    #[test]
    fn every_part_of_a_request_is_in_what_is_asked() {
        let status = Some("https://city.example/zk/status/1");
        let base = ProofRequest::parse(REQUEST.as_bytes()).unwrap().asked(status, &[]).unwrap();
        assert_eq!(base.now, 1_795_435_200);
        for (name, value) in [
            ("id", "\"urn:uuid:0b54b3a0-0000-4000-8000-000000000002\""),
            ("audience", "\"https://other.example\""),
            ("nonce", "\"AAECAwQFBgcICQoLDA0ODxA\""),
            ("issuedAt", "\"2026-11-23T12:00:01Z\""),
            ("expires", "\"2026-11-23T12:10:01Z\""),
            ("responseUri", "\"https://shop.example\""),
            ("validAt", "\"2026-11-23T12:00:00Z\""),
            ("status", r#"{"maxAgeSeconds":86400}"#),
            ("nullifier", r#"{"purpose":"vote","epoch":"2026-11"}"#),
        ] {
            let asked = with(name, value).unwrap().asked(status, &[]).unwrap();
            assert_ne!(asked.context, base.context, "{name}");
            assert_ne!(asked.policy.scope(), base.policy.scope(), "{name}");
            assert_ne!(asked.policy.hash(), base.policy.hash(), "{name}");
        }
        for (name, value) in [
            ("credential", r#"{"type":"MemberCredential","issuers":["did:web:city.example"]}"#),
            ("facts", "[]"),
            (
                "facts",
                r#"[{"claim":"/birthDate","type":"date","ageAtLeast":17},{"claim":"/country","type":"string","in":["DE","AT"]}]"#,
            ),
            (
                "facts",
                r#"[{"claim":"/country","type":"string","in":["DE","AT"]},{"claim":"/birthDate","type":"date","ageAtLeast":18}]"#,
            ),
        ] {
            let asked = with(name, value).unwrap().asked(status, &[]).unwrap();
            assert_ne!(
                (asked.policy.credential_type(), asked.policy.slots()),
                (base.policy.credential_type(), base.policy.slots()),
                "{value}"
            );
        }
        // Another list, and none.
        let request = ProofRequest::parse(REQUEST.as_bytes()).unwrap();
        let other = request.asked(Some("https://city.example/zk/status/2"), &[]).unwrap();
        assert_ne!(other.policy.hash(), base.policy.hash());
        assert_eq!(request.asked(None, &[]), None, "status was asked for");
        let unasked = with("status", "null").unwrap();
        assert_eq!(unasked.asked(status, &[]), None, "status was not asked for");
        assert_eq!(unasked.asked(None, &[]).unwrap().policy.status_list(), Fr::default());
    }

    #[test]
    fn a_nullifier_depends_on_audience_purpose_and_epoch_alone() {
        let scope = |audience: &str, purpose: &str, epoch: &str, nonce: &str| {
            let nullifier = Object::new().with("purpose", purpose).with("epoch", epoch);
            let request = object().with("audience", audience).with("nonce", nonce).with("nullifier", nullifier);
            ProofRequest::from_value(&request.into()).unwrap().scope()
        };
        let (nonce, other) = ("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0ODxA");
        let one = scope("https://a.example", "vote", "1", nonce);
        assert_eq!(one, scope("https://a.example", "vote", "1", other));
        assert_ne!(one, scope("https://b.example", "vote", "1", nonce));
        assert_ne!(one, scope("https://a.example", "gift", "1", nonce));
        assert_ne!(one, scope("https://a.example", "vote", "2", nonce));
        let session = |nonce: &str| ProofRequest::from_value(&object().with("nonce", nonce).into()).unwrap().scope();
        assert_ne!(session(nonce), session(other), "without one it is this occasion's");
    }

    #[test]
    fn what_is_disclosed_must_be_one_value_of_its_type_for_each() {
        let facts =
            r#"[{"claim":"/c","type":"string","disclose":true},{"claim":"/n","type":"integer","disclose":true}]"#;
        let request =
            ProofRequest::from_value(&object().with("facts", json(facts)).with("status", "none").into()).unwrap();
        let asked = |values: &str| request.asked(None, json(values).as_set());
        assert!(asked(r#"["DE",3]"#).is_some());
        assert_ne!(asked(r#"["DE",3]"#), asked(r#"["AT",3]"#));
        for values in ["[]", r#"["DE"]"#, r#"["DE",3,4]"#, r#"[3,"DE"]"#, r#"["DE","x"]"#, r#"["DE",null]"#] {
            assert_eq!(asked(values), None, "{values}");
        }
    }
}
