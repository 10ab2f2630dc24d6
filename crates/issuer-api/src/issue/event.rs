//! What organisations are told of as it happens: the kinds of events, and their messages.
//!
//! A message names things and says how they stand; what is said about a subject stays where its readers are checked.

use proofpass::json::{Object, Value};
use proofpass::time::Timestamp;

use super::{Error, Issuer, TemplateName};
use crate::id::{AttestationId, OrganizationId, TemplateId, WebhookEventId};
use crate::store::attestation_events::Happened;
use crate::store::attestations::Attestation;
use crate::store::passports::Passport;
use crate::store::webhook_events::WebhookEvent;

/// A kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An API key has ended.
    ApiKeyExpired,
    /// An API key is about to end.
    ApiKeyExpiring,
    /// A credential was issued.
    AttestationIssued,
    /// A suspended credential counts again.
    AttestationResumed,
    /// A credential was withdrawn for good.
    AttestationRevoked,
    /// Another credential took the place of one.
    AttestationSuperseded,
    /// A credential does not count for the time being.
    AttestationSuspended,
    /// A key that signs is another's as well.
    IssuerKeyCompromised,
    /// There is a new key that signs.
    IssuerKeyCreated,
    /// A key signs no more.
    IssuerKeyRetired,
    /// A passport has a new version.
    PassportChanged,
    /// There is a new passport.
    PassportCreated,
    /// Somebody has proven what was asked for.
    ProofVerified,
    /// Somebody wants to see whether messages arrive.
    Test,
}

impl Kind {
    /// Those that an endpoint can ask for.
    pub(super) const ALL: [Self; 13] = [
        Self::ApiKeyExpired,
        Self::ApiKeyExpiring,
        Self::AttestationIssued,
        Self::AttestationResumed,
        Self::AttestationRevoked,
        Self::AttestationSuperseded,
        Self::AttestationSuspended,
        Self::IssuerKeyCompromised,
        Self::IssuerKeyCreated,
        Self::IssuerKeyRetired,
        Self::PassportChanged,
        Self::PassportCreated,
        Self::ProofVerified,
    ];

    /// As in messages.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::ApiKeyExpired => "api-key.expired",
            Self::ApiKeyExpiring => "api-key.expiring",
            Self::AttestationIssued => "attestation.issued",
            Self::AttestationResumed => "attestation.resumed",
            Self::AttestationRevoked => "attestation.revoked",
            Self::AttestationSuperseded => "attestation.superseded",
            Self::AttestationSuspended => "attestation.suspended",
            Self::IssuerKeyCompromised => "issuer-key.compromised",
            Self::IssuerKeyCreated => "issuer-key.created",
            Self::IssuerKeyRetired => "issuer-key.retired",
            Self::PassportChanged => "passport.changed",
            Self::PassportCreated => "passport.created",
            Self::ProofVerified => "proof.verified",
            Self::Test => "webhook.test",
        }
    }
}

/// An event of an organisation, with its message: `type`, `timestamp` and `data`, as Standard Webhooks has them.
pub(super) fn event(
    issuer: &Issuer,
    organization_id: OrganizationId,
    kind: Kind,
    at: Timestamp,
    data: Object,
) -> Result<WebhookEvent, Error> {
    let message =
        Object::new().with("type", kind.as_str()).with("timestamp", at.to_string()).with("data", Value::Object(data));
    Ok(WebhookEvent {
        id: WebhookEventId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id,
        kind: kind.as_str(),
        payload: message.to_string(),
        at,
    })
}

/// A credential was issued.
pub(super) fn issued(issuer: &Issuer, new: &Attestation) -> Result<WebhookEvent, Error> {
    let data = attestation((new.organization_id, new.id, new.template_id), new.status.as_str());
    event(issuer, new.organization_id, Kind::AttestationIssued, new.issued_at, data)
}

fn attestation((organization, id, template): (OrganizationId, AttestationId, TemplateId), status: &str) -> Object {
    Object::new()
        .with("attestationId", id.to_string())
        .with("templateId", TemplateName::of(organization, template).to_string())
        .with("status", status)
}

/// Something happened to a credential after it was issued.
pub(super) fn changed(
    issuer: &Issuer,
    (organization, id, template): (OrganizationId, AttestationId, TemplateId),
    happened: Happened,
    at: Timestamp,
) -> Result<WebhookEvent, Error> {
    let (kind, status) = match happened {
        Happened::Resumed => (Kind::AttestationResumed, "active"),
        Happened::Revoked => (Kind::AttestationRevoked, "revoked"),
        Happened::Superseded => (Kind::AttestationSuperseded, "superseded"),
        Happened::Suspended => (Kind::AttestationSuspended, "suspended"),
    };
    event(issuer, organization, kind, at, attestation((organization, id, template), status))
}

/// A passport has a new version, its first perhaps.
pub(super) fn versioned(
    issuer: &Issuer,
    passport: &Passport,
    version: i32,
    at: Timestamp,
) -> Result<WebhookEvent, Error> {
    let kind = if version == 1 { Kind::PassportCreated } else { Kind::PassportChanged };
    let data = Object::new()
        .with("passportId", passport.id.to_string())
        .with("productId", passport.product_id.as_str())
        .with("version", u32::try_from(version).unwrap_or_default());
    event(issuer, passport.organization_id, kind, at, data)
}

/// Something happened to a key that signs.
pub(super) fn of_key(
    issuer: &Issuer,
    organization: OrganizationId,
    kind: Kind,
    verification_method: &str,
    at: Timestamp,
) -> Result<WebhookEvent, Error> {
    event(issuer, organization, kind, at, Object::new().with("verificationMethod", verification_method))
}
