//! What must hold for a verdict of `accept`.

use super::code::CheckName;
use super::request::{InvalidOption, Members};
use crate::json::Value;
use crate::time::Timestamp;

/// A verifier's demands. Verdicts are computed from a report and a policy and from nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    required: Vec<CheckName>,
    trusted_issuers: Option<Vec<String>>,
    tolerance_seconds: u32,
    max_material_age_seconds: Option<u32>,
    challenge: Option<String>,
    domain: Option<String>,
    max_status_age_seconds: Option<u32>,
    accept_enclosed: bool,
}

impl Default for Policy {
    /// Everything that one document can show by itself. Schemas and resources are required only where a policy says so.
    fn default() -> Self {
        Self {
            required: vec![
                CheckName::Structure,
                CheckName::Proof,
                CheckName::Issuer,
                CheckName::Validity,
                CheckName::Status,
            ],
            trusted_issuers: None,
            tolerance_seconds: 60,
            max_material_age_seconds: None,
            challenge: None,
            domain: None,
            max_status_age_seconds: None,
            accept_enclosed: false,
        }
    }
}

impl Policy {
    /// A day of tolerance hides any clock; more would hide an expiry.
    const MAX_TOLERANCE: u32 = 86_400;

    /// A trust list longer than this belongs in a register.
    const MAX_TRUSTED: usize = 10_000;

    /// Reads `{"require":[…],"trustedIssuers":[…],"toleranceSeconds":60,"maxMaterialAgeSeconds":86400,
    /// "maxStatusAgeSeconds":3600,"challenge":"…","domain":"…","acceptEnclosed":false}`; every member is optional, none other is allowed.
    pub fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        const KNOWN: [&str; 8] = [
            "require",
            "trustedIssuers",
            "toleranceSeconds",
            "maxMaterialAgeSeconds",
            "maxStatusAgeSeconds",
            "challenge",
            "domain",
            "acceptEnclosed",
        ];
        let members = Members::of(value, &KNOWN)?;
        let mut policy = Self::default();
        if members.get("require").is_some() {
            policy.required = members
                .texts("require", CheckName::ALL.len())?
                .into_iter()
                .map(|word| CheckName::parse(word).ok_or(InvalidOption::at("/require", "names of checks")))
                .collect::<Result<_, _>>()?;
        }
        if members.get("trustedIssuers").is_some() {
            let trusted = members.texts("trustedIssuers", Self::MAX_TRUSTED)?;
            policy.trusted_issuers = Some(trusted.into_iter().map(str::to_owned).collect());
        }
        if let Some(seconds) = members.seconds("toleranceSeconds", Self::MAX_TOLERANCE)? {
            policy.tolerance_seconds = seconds;
        }
        policy.max_material_age_seconds = members.seconds("maxMaterialAgeSeconds", u32::MAX)?;
        policy.accept_enclosed = members.flag("acceptEnclosed")?;
        policy.challenge = members.text("challenge")?.map(str::to_owned);
        policy.domain = members.text("domain")?.map(str::to_owned);
        policy.max_status_age_seconds = members.seconds("maxStatusAgeSeconds", u32::MAX)?;
        Ok(policy)
    }

    /// Whether a verdict of `accept` needs this check. A document that cannot be read, a credential out of shape or
    /// without a valid proof is never accepted, whatever a policy says.
    #[must_use]
    pub fn requires(&self, check: CheckName) -> bool {
        match check {
            CheckName::Document | CheckName::Presentation | CheckName::Structure | CheckName::Proof => true,
            CheckName::Holder | CheckName::Challenge => {
                self.challenge.is_some() || self.domain.is_some() || self.required.contains(&check)
            }
            CheckName::Trust => self.trusted_issuers.is_some() || self.required.contains(&check),
            CheckName::Issuer | CheckName::Validity | CheckName::Status | CheckName::Schema | CheckName::Resources => {
                self.required.contains(&check)
            }
        }
    }

    /// The issuers trusted, if a list was given.
    #[must_use]
    pub fn trusted_issuers(&self) -> Option<&[String]> {
        self.trusted_issuers.as_deref()
    }

    /// What a presentation must repeat to be known to be made for this occasion.
    #[must_use]
    pub fn challenge(&self) -> Option<&str> {
        self.challenge.as_deref()
    }

    /// Whom a presentation must be made for.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.domain.as_deref()
    }

    /// Whether material that comes in the same file as the document is used: for files of one's own, such as an archive's.
    #[must_use]
    pub fn accepts_enclosed(&self) -> bool {
        self.accept_enclosed
    }

    /// The same policy, with that.
    #[must_use]
    pub fn accepting_enclosed(self) -> Self {
        Self { accept_enclosed: true, ..self }
    }

    /// Seconds by which clocks may differ.
    pub(super) fn tolerance(&self) -> i64 {
        i64::from(self.tolerance_seconds)
    }

    /// Whether something fetched at `at` is too old at `now`.
    pub(super) fn is_stale(&self, at: Timestamp, now: Timestamp) -> bool {
        self.max_material_age_seconds.is_some_and(|age| at.plus_seconds(i64::from(age)) < now)
    }

    /// The same for a status list, which ages faster than a key: by an age of its own, or else by that of all material.
    #[cfg(feature = "status")]
    pub(super) fn is_status_stale(&self, at: Timestamp, now: Timestamp) -> bool {
        let age = self.max_status_age_seconds.or(self.max_material_age_seconds);
        age.is_some_and(|age| at.plus_seconds(i64::from(age)) < now)
    }
}
