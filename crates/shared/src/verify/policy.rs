//! What must hold for a verdict of `accept`.

use super::code::CheckName;
use super::request::{InvalidOption, Members};
use crate::did::Origin;
use crate::json::Value;
use crate::time::Timestamp;
#[cfg(feature = "zk")]
use crate::zk::{ProofRequest, TrustedKey};

/// A verifier's demands. Verdicts are computed from a report and a policy and from nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    required: Vec<CheckName>,
    trusted_issuers: Option<Vec<TrustedIssuer>>,
    types: Option<Vec<String>>,
    proofs: Option<Vec<String>>,
    tolerance_seconds: u32,
    max_material_age_seconds: Option<u32>,
    challenge: Option<String>,
    domain: Option<String>,
    max_status_age_seconds: Option<u32>,
    accept_enclosed: bool,
    #[cfg(feature = "zk")]
    request: Option<Box<ProofRequest>>,
    #[cfg(feature = "zk")]
    verifying_keys: Vec<TrustedKey>,
    #[cfg(feature = "zk")]
    allow_development_keys: bool,
}

/// An issuer whom a verifier trusts, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedIssuer {
    who: Who,
    types: Option<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Who {
    /// The `issuer` of credentials.
    Id(String),
    /// Whoever that website vouches for.
    Origin(Origin),
}

impl TrustedIssuer {
    /// Reads `"did:…"`, `{"id":"did:…","types":[…]}` or `{"origin":"https://…","types":[…]}`.
    fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        if let Some(id) = value.as_str() {
            return Ok(Self { who: Who::Id(id.to_owned()), types: None });
        }
        let members = Members::of(value, &["id", "origin", "types"])?;
        let who = match (members.text("id")?, members.text("origin")?) {
            (Some(id), None) => Who::Id(id.to_owned()),
            (None, Some(origin)) => {
                let origin = Origin::parse(origin).filter(|_| origin.starts_with("https://"));
                Who::Origin(origin.ok_or(InvalidOption::at("/origin", "an origin: https:// and a host"))?)
            }
            _ => return Err(InvalidOption::at("", "either an id or an origin")),
        };
        Ok(Self { who, types: names(&members, "types")? })
    }

    /// Whether an issuer is this one.
    pub(super) fn is(&self, issuer: &str, origins: &[Origin]) -> bool {
        match &self.who {
            Who::Id(id) => id == issuer,
            Who::Origin(origin) => origins.contains(origin),
        }
    }

    /// Whether it takes a website to know who this is.
    pub(super) fn is_known_by_origin(&self) -> bool {
        matches!(self.who, Who::Origin(_))
    }

    /// Whether the issuer is trusted for credentials that say of themselves to be all of that. One that is trusted to say
    /// who is a member is not trusted to say, in the same credential, who is a doctor.
    pub(super) fn is_trusted_for<'t>(&self, mut types: impl Iterator<Item = &'t str>) -> bool {
        let Some(trusted) = &self.types else { return true };
        types.all(|name| name == "VerifiableCredential" || trusted.iter().any(|trusted| trusted == name))
    }
}

/// A list of names, if there is one.
fn names(members: &Members<'_>, name: &str) -> Result<Option<Vec<String>>, InvalidOption> {
    if members.get(name).is_none() {
        return Ok(None);
    }
    let names = members.texts(name, Policy::MAX_NAMES)?;
    Ok(Some(names.into_iter().map(str::to_owned).collect()))
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
            types: None,
            proofs: None,
            tolerance_seconds: 60,
            max_material_age_seconds: None,
            challenge: None,
            domain: None,
            max_status_age_seconds: None,
            accept_enclosed: false,
            #[cfg(feature = "zk")]
            request: None,
            #[cfg(feature = "zk")]
            verifying_keys: Vec::new(),
            #[cfg(feature = "zk")]
            allow_development_keys: false,
        }
    }
}

impl Policy {
    /// A day of tolerance hides any clock; more would hide an expiry.
    const MAX_TOLERANCE: u32 = 86_400;

    /// A trust list longer than this belongs in a register.
    const MAX_TRUSTED: usize = 10_000;

    /// Keys of circuits beside those that come with the library: one for each circuit and setup that is still accepted.
    #[cfg(feature = "zk")]
    const MAX_KEYS: usize = 16;

    /// Types, and kinds of proofs, that one verifier asks for.
    const MAX_NAMES: usize = 100;

    /// Reads `{"require":[…],"trustedIssuers":[…],"types":[…],"proofs":[…],"toleranceSeconds":60,
    /// "maxMaterialAgeSeconds":86400,"maxStatusAgeSeconds":3600,"challenge":"…","domain":"…","acceptEnclosed":false,
    /// "request":{…},"verifyingKeys":[…],"allowDevelopmentKeys":false}`; every member is optional, none other is allowed. The
    /// last three are read with feature `zk` and passed over without it: no proof that asks for them is checked then.
    pub fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        const KNOWN: [&str; 13] = [
            "require",
            "trustedIssuers",
            "types",
            "proofs",
            "toleranceSeconds",
            "maxMaterialAgeSeconds",
            "maxStatusAgeSeconds",
            "challenge",
            "domain",
            "acceptEnclosed",
            "request",
            "verifyingKeys",
            "allowDevelopmentKeys",
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
            let entries = members.array("trustedIssuers", Self::MAX_TRUSTED)?.iter().enumerate();
            let read = |(at, entry)| {
                TrustedIssuer::from_value(entry).map_err(|fault| fault.under(&format!("/trustedIssuers/{at}")))
            };
            policy.trusted_issuers = Some(entries.map(read).collect::<Result<_, _>>()?);
        }
        policy.types = names(&members, "types")?;
        policy.proofs = names(&members, "proofs")?;
        if let Some(seconds) = members.seconds("toleranceSeconds", Self::MAX_TOLERANCE)? {
            policy.tolerance_seconds = seconds;
        }
        policy.max_material_age_seconds = members.seconds("maxMaterialAgeSeconds", u32::MAX)?;
        policy.accept_enclosed = members.flag("acceptEnclosed")?;
        policy.challenge = members.text("challenge")?.map(str::to_owned);
        policy.domain = members.text("domain")?.map(str::to_owned);
        policy.max_status_age_seconds = members.seconds("maxStatusAgeSeconds", u32::MAX)?;
        #[cfg(feature = "zk")]
        policy.read_zk(&members)?;
        Ok(policy)
    }

    #[cfg(feature = "zk")]
    fn read_zk(&mut self, members: &Members<'_>) -> Result<(), InvalidOption> {
        if let Some(request) = members.get("request") {
            let request = ProofRequest::from_value(request);
            self.request = Some(Box::new(request.map_err(|fault| InvalidOption::from(fault).under("/request"))?));
        }
        for (at, key) in members.array("verifyingKeys", Self::MAX_KEYS)?.iter().enumerate() {
            let key = TrustedKey::from_value(key);
            self.verifying_keys
                .push(key.map_err(|fault| InvalidOption::from(fault).under(&format!("/verifyingKeys/{at}")))?);
        }
        self.allow_development_keys = members.flag("allowDevelopmentKeys")?;
        Ok(())
    }

    /// Whether a verdict of `accept` needs this check. A document that cannot be read, a credential out of shape or
    /// without a valid proof is never accepted, whatever a policy says.
    #[must_use]
    pub fn requires(&self, check: CheckName) -> bool {
        match check {
            CheckName::Document
            | CheckName::Presentation
            | CheckName::Structure
            | CheckName::Proof
            | CheckName::Request
            | CheckName::Key => true,
            CheckName::Holder | CheckName::Challenge => {
                self.challenge.is_some() || self.domain.is_some() || self.required.contains(&check)
            }
            CheckName::Trust => self.trusted_issuers.is_some() || self.required.contains(&check),
            CheckName::Issuer
            | CheckName::Validity
            | CheckName::Status
            | CheckName::Schema
            | CheckName::Resources
            | CheckName::Domain
            | CheckName::Replay => self.required.contains(&check),
        }
    }

    /// The issuers trusted, if a list was given.
    #[must_use]
    pub fn trusted_issuers(&self) -> Option<&[TrustedIssuer]> {
        self.trusted_issuers.as_deref()
    }

    /// Whether a credential of those types is asked for: of one of them at least, where the policy names any.
    pub(super) fn asks_for_type<'t>(&self, mut types: impl Iterator<Item = &'t str>) -> bool {
        let Some(wanted) = &self.types else { return true };
        types.any(|name| wanted.iter().any(|wanted| wanted == name))
    }

    /// Whether one of those kinds of proofs is enough: cryptosuites, types of older proofs, algorithms of tokens.
    pub(super) fn accepts_proof<'t>(&self, mut kinds: impl Iterator<Item = &'t str>) -> bool {
        let Some(accepted) = &self.proofs else { return true };
        kinds.any(|kind| accepted.iter().any(|accepted| accepted == kind))
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

    /// What a proof in zero knowledge must answer.
    #[cfg(feature = "zk")]
    #[must_use]
    pub fn request(&self) -> Option<&ProofRequest> {
        self.request.as_deref()
    }

    /// The same policy, asking for a proof.
    #[cfg(feature = "zk")]
    #[must_use]
    pub fn asking(self, request: ProofRequest) -> Self {
        Self { request: Some(Box::new(request)), ..self }
    }

    /// The same policy, relying on the key of a circuit.
    #[cfg(feature = "zk")]
    #[must_use]
    pub fn relying_on(mut self, key: TrustedKey) -> Self {
        self.verifying_keys.push(key);
        self
    }

    /// Keys of circuits beside those that come with the library.
    #[cfg(feature = "zk")]
    pub(super) fn verifying_keys(&self) -> &[TrustedKey] {
        &self.verifying_keys
    }

    /// Whether proofs count under keys whose makers can prove anything.
    #[cfg(feature = "zk")]
    #[must_use]
    pub fn allows_development_keys(&self) -> bool {
        self.allow_development_keys
    }

    /// The same policy, with that or without.
    #[cfg(feature = "zk")]
    #[must_use]
    pub fn allowing_development_keys(self, allow: bool) -> Self {
        Self { allow_development_keys: allow, ..self }
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
