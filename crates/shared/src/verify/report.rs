//! The report: every check in a fixed order, and a verdict computed from them.
//!
//! The JSON form is compact, its members always present and always in the same order, so that two reports about the
//! same thing are the same bytes. Its schema: `docs/report.schema.json`.

use super::code::{CheckName, Code, Outcome};
use super::policy::Policy;
use crate::bundle::Bundle;
use crate::credential::SignedCredential;
use crate::did::Origin;
use crate::digest::Digest;
use crate::json::{Object, Value};
use crate::presentation::Presentation;
use crate::time::Timestamp;

/// Version of the report's JSON form. A new check or code is not a new version; a member that moves or changes is.
const REPORT_VERSION: u32 = 1;

/// What a report comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every check that the policy requires passed, and none failed.
    Accept,
    /// At least one check failed.
    Reject,
    /// Nothing failed, and something required was not checked.
    Undecided,
}

impl Verdict {
    /// The word in a report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Undecided => "undecided",
        }
    }
}

/// One check and what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    name: CheckName,
    code: Code,
    required: bool,
    pointer: Option<String>,
}

impl Check {
    pub(super) fn new(name: CheckName, code: Code, policy: &Policy) -> Self {
        Self { name, code, required: policy.requires(name), pointer: None }
    }

    pub(super) fn at(self, pointer: Option<String>) -> Self {
        Self { pointer, ..self }
    }

    /// Which check.
    #[must_use]
    pub fn name(&self) -> CheckName {
        self.name
    }

    /// What it found.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// Whether the policy requires it.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required
    }

    /// JSON Pointer to the fault within the credential, where there is one place to point at.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    fn to_value(&self) -> Value {
        Object::new()
            .with("check", self.name.as_str())
            .with("outcome", self.code.outcome().as_str())
            .with("required", self.required)
            .with("code", self.code.as_str())
            .with("message", self.code.message())
            .with("pointer", self.pointer.clone())
            .into()
    }
}

/// What was found about one credential, beside what it says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct CredentialReport {
    summary: Object,
    digest: Digest,
    checks: Vec<Check>,
}

impl CredentialReport {
    /// `domains`: the websites that are known to be the issuer's, beside what the credential says of itself.
    pub(super) fn new(credential: &SignedCredential, digest: Digest, domains: &[Origin], checks: Vec<Check>) -> Self {
        let issuer = credential
            .issuer()
            .map(|id| Value::from(Object::new().with("id", id).with("name", credential.issuer_name())));
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        let mut summary = Object::new()
            .with("id", credential.id())
            .with("types", credential.types().map(Value::from).collect::<Vec<_>>())
            .with("name", credential.name())
            .with("issuer", issuer)
            .with("domains", domains.iter().map(|origin| origin.as_str().into()).collect::<Vec<_>>())
            .with("subjects", credential.subjects().map(Value::from).collect::<Vec<_>>())
            .with("validFrom", time(credential.valid_from()))
            .with("validUntil", time(credential.valid_until()))
            .with("undisclosed", credential.undisclosed())
            .with("digest", digest.to_string());
        if credential.is_test() {
            summary.insert("test", true);
        }
        Self { summary, digest, checks }
    }

    /// The checks, in order.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }
}

/// What was found about a presentation, beside what it says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentationReport {
    summary: Object,
    digest: Digest,
    checks: Vec<Check>,
}

impl PresentationReport {
    pub(super) fn new(presentation: &Presentation, digest: Digest, checks: Vec<Check>) -> Self {
        let summary = Object::new()
            .with("id", presentation.id())
            .with("holder", presentation.holder())
            .with("digest", digest.to_string());
        Self { summary, digest, checks }
    }

    /// The checks, in order.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }
}

/// What was found about a proof in zero knowledge, beside what was asked.
#[cfg(feature = "zk")]
#[derive(Clone, Debug, PartialEq)]
pub struct ProofReport {
    summary: Object,
    digest: Digest,
    checks: Vec<Check>,
}

#[cfg(feature = "zk")]
impl ProofReport {
    /// What is said of it, in this order; `null` where it is not known.
    const MEMBERS: [&str; 11] = [
        "request",
        "audience",
        "nonce",
        "validAt",
        "credentialType",
        "issuer",
        "circuit",
        "development",
        "nullifier",
        "facts",
        "disclosed",
    ];

    pub(super) fn new(digest: Digest, known: &[(&'static str, Value)], checks: Vec<Check>) -> Self {
        let mut summary = Self::MEMBERS.iter().fold(Object::new(), |summary, name| summary.with(*name, Value::Null));
        for (name, value) in known {
            summary.insert(*name, value.clone());
        }
        Self { summary: summary.with("digest", digest.to_string()), digest, checks }
    }

    /// The checks, in order.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// What is said of it: `null` where it is not known.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.summary.get(name)
    }
}

/// An object's summary with its checks.
fn with_checks(summary: &Object, checks: &[Check]) -> Value {
    summary.clone().with("checks", checks.iter().map(Check::to_value).collect::<Vec<_>>()).into()
}

/// Every check of a bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    verified_at: Timestamp,
    document: Vec<Check>,
    presentation: Option<PresentationReport>,
    credentials: Vec<CredentialReport>,
    #[cfg(feature = "zk")]
    proof: Option<ProofReport>,
}

impl Report {
    pub(super) fn new(
        verified_at: Timestamp,
        document: Vec<Check>,
        presentation: Option<PresentationReport>,
        credentials: Vec<CredentialReport>,
    ) -> Self {
        Self {
            verified_at,
            document,
            presentation,
            credentials,
            #[cfg(feature = "zk")]
            proof: None,
        }
    }

    /// About a proof in zero knowledge.
    #[cfg(feature = "zk")]
    pub(super) fn of_proof(verified_at: Timestamp, document: Vec<Check>, proof: ProofReport) -> Self {
        Self { proof: Some(proof), ..Self::new(verified_at, document, None, Vec::new()) }
    }

    /// The same report, one code of the proof's in the place of another.
    #[cfg(feature = "zk")]
    pub(super) fn replacing(mut self, code: Code, new: Code) -> Self {
        let checks = self.proof.iter_mut().flat_map(|proof| &mut proof.checks);
        checks.filter(|check| check.code == code).for_each(|check| check.code = new);
        self
    }

    /// All checks: the document's, the presentation's, then each credential's, or the proof's.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        let presented = self.presentation.iter().flat_map(PresentationReport::checks);
        let credentials = self.credentials.iter().flat_map(CredentialReport::checks);
        let checks = self.document.iter().chain(presented).chain(credentials);
        #[cfg(feature = "zk")]
        let checks = checks.chain(self.proof.iter().flat_map(ProofReport::checks));
        checks
    }

    /// What was found about the proof in zero knowledge, if the document is one.
    #[cfg(feature = "zk")]
    #[must_use]
    pub fn proof(&self) -> Option<&ProofReport> {
        self.proof.as_ref()
    }

    /// What was found about the presentation, if the document is one.
    #[must_use]
    pub fn presentation(&self) -> Option<&PresentationReport> {
        self.presentation.as_ref()
    }

    /// What was found about each credential, in the bundle's order.
    #[must_use]
    pub fn credentials(&self) -> &[CredentialReport] {
        &self.credentials
    }

    /// What it comes to. A failed check always rejects, required or not: it contradicts the document.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut verdict = Verdict::Accept;
        for check in self.checks() {
            match check.code.outcome() {
                Outcome::Fail => return Verdict::Reject,
                Outcome::NotChecked if check.required => verdict = Verdict::Undecided,
                Outcome::NotChecked | Outcome::Pass => {}
            }
        }
        verdict
    }

    /// The bundle, marked as verified, if this report is about it and the verdict is `accept`. The only way to make a
    /// [`Verified`].
    #[must_use]
    pub fn accepted<'a>(&self, bundle: &'a Bundle) -> Option<Verified<'a>> {
        let digests = bundle.credentials().iter().map(SignedCredential::digest);
        let presented = self.presentation.as_ref().map(|presentation| presentation.digest);
        let about_it = self.credentials.iter().map(|credential| credential.digest).eq(digests)
            && presented == bundle.presentation().map(Presentation::digest);
        #[cfg(feature = "zk")]
        let about_it = about_it && self.proof.as_ref().map(|proof| proof.digest) == bundle.proof_digest();
        (about_it && self.verdict() == Verdict::Accept).then_some(Verified(bundle))
    }

    /// The report as JSON: the same bytes on every platform.
    #[must_use]
    pub fn to_json(&self) -> String {
        let credentials = self.credentials.iter().map(|found| with_checks(&found.summary, &found.checks));
        let presentation = self.presentation.as_ref().map(|found| with_checks(&found.summary, &found.checks));
        let report = Object::new()
            .with("reportVersion", REPORT_VERSION)
            .with("verdict", self.verdict().as_str())
            .with("verifiedAt", self.verified_at.to_string())
            .with("checks", self.document.iter().map(Check::to_value).collect::<Vec<_>>())
            .with("presentation", presentation)
            .with("credentials", credentials.collect::<Vec<_>>());
        #[cfg(feature = "zk")]
        if let Some(proof) = &self.proof {
            return report.with("proof", with_checks(&proof.summary, &proof.checks)).to_string();
        }
        report.to_string()
    }
}

/// A bundle that was accepted.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a>(&'a Bundle);

impl<'a> Verified<'a> {
    /// The bundle.
    #[must_use]
    pub fn bundle(&self) -> &'a Bundle {
        self.0
    }
}
