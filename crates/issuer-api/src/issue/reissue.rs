//! Issuing anew in the place of an attestation: the same template and subject, and what is to be different.
//!
//! The new one is written in the transaction that ends the old one (`lifecycle::supersede`), so that there is never none
//! and never two.

use proofpass::bundle::Bundle;
use proofpass::json::{Object, Value};
use proofpass::key::PublicKey;
use proofpass::time::Timestamp;
use proofpass_zk::bn254::Fr;

use super::attestation::{NewAttestation, is_absolute};
use super::vocabulary::IDENTIFIER;
use super::{Caller, Error, Issuer, TemplateName, event, lifecycle, securing, template};
use crate::id::AttestationId;
use crate::store::api_keys::Scope;
use crate::store::attestation_events::Happened;
use crate::store::attestations::{self, Attestation, Format};
use crate::store::webhook_events::WebhookEvent;
use crate::store::{self, Inconsistent};

/// What is to be different. What is `None` stays as it was, but for the time, which begins anew.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Why.
    pub reason: String,
    /// What is said.
    pub claims: Option<Object>,
    /// From when.
    pub valid_from: Option<Timestamp>,
    /// Until when.
    pub valid_until: Option<Timestamp>,
    /// How it is secured.
    pub format: Option<Format>,
    /// The holder's own key.
    pub holder: Option<PublicKey>,
    /// The commitment to the holder's secret.
    pub commitment: Option<Fr>,
    /// The files that it rests on.
    pub evidence: Option<Vec<Object>>,
}

/// An attestation whose place is to be taken, and why.
#[derive(Clone, Debug)]
pub struct Superseded {
    /// Which.
    pub id: AttestationId,
    /// Why.
    pub reason: String,
}

/// An attestation that ends when its successor is written.
#[derive(Debug)]
pub(super) struct Superseding {
    /// Which.
    pub(super) id: AttestationId,
    /// Why.
    pub(super) reason: String,
    /// What those who want to know are told.
    pub(super) told: WebhookEvent,
}

impl Superseding {
    /// `old`, whose place `new` takes. Both are of the same template.
    pub(super) fn of(issuer: &Issuer, new: &Attestation, old: &Superseded) -> Result<Self, Error> {
        let what = (new.organization_id, old.id, new.template_id);
        let told = event::changed(issuer, what, Happened::Superseded, new.issued_at)?;
        Ok(Self { id: old.id, reason: old.reason.clone(), told })
    }
}

/// What is to be issued in the place of an attestation of the caller's organisation.
pub async fn prepare(
    issuer: &Issuer,
    caller: &Caller,
    id: AttestationId,
    changes: Changes,
) -> Result<NewAttestation, Error> {
    caller.require(Scope::AttestationsWrite)?;
    lifecycle::check_reason(&changes.reason)?;
    let old = attestations::find(&issuer.store, caller.organization_id, id).await?.ok_or(Error::NotFound)?;
    let name = TemplateName::of(old.organization_id, old.template_id);
    let format = changes.format.unwrap_or(old.format);
    if changes.claims.is_none() && template::in_force(issuer, caller.organization_id, name).await?.commits() {
        let detail = "the template commits some of them, and nobody here knows those: send all of them";
        return Err(Error::refused("/claims", detail));
    }
    let said = said(&old)?;
    Ok(NewAttestation {
        valid_from: changes.valid_from,
        valid_until: changes.valid_until,
        format,
        holder: changes.holder.or(said.holder.filter(|_| format == Format::SdJwt)),
        commitment: changes.commitment,
        evidence: changes.evidence.unwrap_or(said.evidence),
        notes: old.notes,
        supersedes: Some(Superseded { id, reason: changes.reason }),
        ..NewAttestation::new(name, old.subject_id, old.subject_type, changes.claims.unwrap_or(said.claims))
    })
}

/// What an attestation says, as it was given.
struct Said {
    claims: Object,
    holder: Option<PublicKey>,
    evidence: Vec<Object>,
}

fn said(old: &Attestation) -> Result<Said, Error> {
    let broken =
        || store::Error::from(Inconsistent { table: "attestations", column: "credential", row: old.id.to_string() });
    let bundle = Bundle::parse(old.credential.as_bytes()).map_err(|_| broken())?;
    let whole = bundle.credentials().first().ok_or_else(broken)?.object();
    let key = whole.get("cnf").and_then(|cnf| cnf.as_object()?.get("jwk")?.as_object());
    let holder = key.and_then(|jwk| PublicKey::from_jwk(jwk).ok());
    let evidence = whole.get("evidence").map_or(&[][..], Value::as_set).iter().filter_map(Value::as_object);
    let mut claims = match old.format {
        Format::DataIntegrity | Format::Jwt => {
            let subject = whole.get("credentialSubject").and_then(Value::as_object).ok_or_else(broken)?;
            let mut claims = subject.clone();
            claims.remove("id");
            claims.remove("type");
            claims
        }
        Format::SdJwt => securing::claims_of(whole),
    };
    if !is_absolute(&old.subject_id) {
        claims.remove(IDENTIFIER);
    }
    Ok(Said { claims, holder, evidence: evidence.cloned().collect() })
}
