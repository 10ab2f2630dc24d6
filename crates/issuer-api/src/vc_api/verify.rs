//! Verifying: what the one report says, in the words of the VC-API.
//!
//! The data model keeps verification (was it secured as it stands?) apart from validation (is it fit for my purpose?).
//! Here a document is verified if it could be read, keeps the data model and is secured; what a verifier of one's own
//! policy would still look at (whose key it was, dates, status, schema) is a warning, unless the caller asks for it in
//! `options.checks`. A challenge or a domain that the caller gives is asked for. Status lists are read where they are
//! published here.
//! Specs: <https://w3c-ccg.github.io/vc-api/#verifying>, <https://www.w3.org/TR/vc-data-model-2.0/#verification>

use proofpass::bundle::{Bundle, Need};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::verify::{Check, CheckName, Code, Material, Outcome, Policy, Report, verify_bytes};

use super::{Profile, Refusal, VcApi, status_list};

/// What is to be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `verifiableCredential`
    Credential,
    /// `verifiablePresentation`
    Presentation,
}

impl Kind {
    /// The member that holds it.
    fn member(self) -> &'static str {
        match self {
            Self::Credential => "verifiableCredential",
            Self::Presentation => "verifiablePresentation",
        }
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Whether it is verified.
    pub verified: bool,
    /// `{"verified":…,"checks":[…],"errors":[…],"warnings":[…],"report":{…}}`
    pub body: Object,
}

/// Verifies the document of a request.
pub fn verify(api: &VcApi, kind: Kind, request: &Value) -> Result<Finding, Refusal> {
    let member = |name: &str| request.as_object().and_then(|request| request.get(name));
    let document = member(kind.member()).and_then(Value::as_object).ok_or(Refusal::NotAnObject(kind.member()))?;
    let options = member("options").and_then(Value::as_object);
    let asked = Asked::read(options)?;
    let bytes = document.to_string().into_bytes();
    let report = verify_bytes(&bytes, &own_lists(api, &bytes), &asked.policy, api.clock.now());
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    if !is_of(kind, document, &report) {
        let expected = match kind {
            Kind::Credential => "The document is not a credential.",
            Kind::Presentation => "The document is not a presentation.",
        };
        errors.push(problem(PARSING_ERROR, "not-of-this-kind", expected, None));
    }
    for check in report.checks() {
        match asked.weight(check) {
            Weight::Error => errors.push(problem_of(check)),
            Weight::Warning => warnings.push(problem_of(check)),
            Weight::None => {}
        }
    }
    let verified = errors.is_empty();
    let checks: Vec<Value> = asked.names.iter().map(|name| Value::from(name.as_str())).collect();
    // Unwrap safety: a report is JSON within the limits of the document that it is about; null says that it is not.
    let report = parse(report.to_json().as_bytes(), &Limits::DOCUMENT).unwrap_or(Value::Null);
    let body = Object::new()
        .with("verified", verified)
        .with("checks", checks)
        .with("errors", errors)
        .with("warnings", warnings)
        .with("report", report);
    Ok(Finding { verified, body })
}

/// The status lists that the document needs and that are published here. Nothing is fetched: others' lists stay unread.
fn own_lists(api: &VcApi, bytes: &[u8]) -> Material {
    let mut material = Material::default();
    let needs = Bundle::parse(bytes).map(|bundle| bundle.needs(&material)).unwrap_or_default();
    for need in needs {
        let Need::StatusList(url) = need else { continue };
        let path = url.strip_prefix(&*api.base).and_then(|path| path.strip_prefix('/'));
        let Some((issuer, purpose)) = path.and_then(|path| path.split_once("/status-lists/")) else { continue };
        let list = Profile::named(issuer).and_then(|profile| status_list(api, profile, purpose));
        if let Some(Ok(list)) = list {
            // What is made here is within the limits of material; where it were not, it would not be at hand.
            let _ = material.add_status_list(list, url, api.clock.now());
        }
    }
    material
}

/// A bundle is neither, nor is a proof in zero knowledge: they are no part of the VC-API.
fn is_of(kind: Kind, document: &Object, report: &Report) -> bool {
    let is_bundle =
        matches!(document.get("type").and_then(Value::as_str), Some("ProofPassBundle" | "ProofPassEvidence"));
    match kind {
        Kind::Credential => report.presentation().is_none() && report.proof().is_none() && !is_bundle,
        Kind::Presentation => report.presentation().is_some(),
    }
}

/// What the caller wants to be told about as an error.
struct Asked {
    names: Vec<String>,
    policy: Policy,
    for_an_occasion: bool,
}

enum Weight {
    Error,
    Warning,
    None,
}

impl Asked {
    fn read(options: Option<&Object>) -> Result<Self, Refusal> {
        let option = |name: &'static str| {
            let value = options.and_then(|options| options.get(name));
            value.map(|value| value.as_str().map(Value::from).ok_or(Refusal::NotText(name))).transpose()
        };
        let mut policy = Object::new().with("require", vec![Value::from("structure"), Value::from("proof")]);
        let mut for_an_occasion = false;
        for name in ["challenge", "domain"] {
            if let Some(value) = option(name)? {
                policy.insert(name, value);
                for_an_occasion = true;
            }
        }
        // What is wrong with such a policy can only be an option of the caller's.
        let policy = Policy::from_value(&policy.into()).map_err(|_| Refusal::NotText("an option"))?;
        let names = options.and_then(|options| options.get("checks")).map_or(&[][..], Value::as_set);
        let mut names: Vec<String> = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        if names.is_empty() {
            names.push("proof".to_owned());
        }
        Ok(Self { names, policy, for_an_occasion })
    }

    fn wants(&self, check: CheckName) -> bool {
        self.names.iter().any(|name| match name.as_str() {
            "credentialStatus" => check == CheckName::Status,
            "credentialSchema" => check == CheckName::Schema,
            name => check.as_str() == name,
        })
    }

    fn weight(&self, check: &Check) -> Weight {
        let (name, code) = (check.name(), check.code());
        if code.outcome() == Outcome::Pass || matches!(code, Code::NoTrustList | Code::NoChallenge | Code::NoDomain) {
            return Weight::None;
        }
        let is_error = match name {
            CheckName::Challenge => self.for_an_occasion,
            CheckName::Holder => match code {
                Code::HolderDiffers | Code::HolderUnnamed => false,
                // Anybody may put credentials together; whoever gives a challenge wants to know who did.
                Code::PresentationUnsigned | Code::NotPresented => self.for_an_occasion,
                // What is wrong with the signature.
                _ => true,
            },
            CheckName::Issuer | CheckName::Validity | CheckName::Status | CheckName::Schema | CheckName::Trust => {
                self.wants(name)
            }
            CheckName::Document | CheckName::Presentation | CheckName::Structure | CheckName::Proof => true,
            // A check that is new contradicts the document, or says no more than that it was not made.
            _ => code.outcome() == Outcome::Fail,
        };
        if is_error {
            Weight::Error
        } else if code == Code::NotReached {
            Weight::None
        } else {
            Weight::Warning
        }
    }
}

const PARSING_ERROR: &str = "https://www.w3.org/TR/vc-data-model#PARSING_ERROR";
const MALFORMED_VALUE_ERROR: &str = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR";
const RANGE_ERROR: &str = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR";
const CRYPTOGRAPHIC_SECURITY_ERROR: &str = "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR";
const INVALID_CHALLENGE_ERROR: &str = "https://w3id.org/security#INVALID_CHALLENGE_ERROR";
const INVALID_DOMAIN_ERROR: &str = "https://w3id.org/security#INVALID_DOMAIN_ERROR";

/// A check as problem details, under the types of the data model (§7.1) and of Data Integrity (§3.5).
fn problem_of(check: &Check) -> Value {
    let code = check.code();
    let kind = match (check.name(), code) {
        (_, Code::DatesReversed) => RANGE_ERROR,
        (_, Code::ChallengeMismatch) => INVALID_CHALLENGE_ERROR,
        (_, Code::DomainMismatch) => INVALID_DOMAIN_ERROR,
        (CheckName::Document, _) => PARSING_ERROR,
        (CheckName::Presentation | CheckName::Structure, _) => MALFORMED_VALUE_ERROR,
        _ => CRYPTOGRAPHIC_SECURITY_ERROR,
    };
    problem(kind, code.as_str(), code.message(), check.pointer())
}

fn problem(kind: &str, code: &str, message: &str, pointer: Option<&str>) -> Value {
    let problem = Object::new().with("type", kind).with("title", code).with("detail", message);
    match pointer {
        Some(pointer) => problem.with("pointer", pointer).into(),
        None => problem.into(),
    }
}
