//! What happens to an attestation after it was issued: suspended, resumed, withdrawn for good.
//!
//! | Stands as | revoke | suspend | resume |
//! |---|---|---|---|
//! | active, anchored | revoked | suspended | as it is |
//! | suspended | revoked | as it is | active |
//! | revoked | as it is | refused | refused |
//! | superseded, failed, pending | refused | refused | refused |
//!
//! Whether its time has passed changes nothing. To do again what was done has no effect and leaves no trace. Whoever may
//! issue may take back: a scope of its own would leave a key that has issued something by mistake without a way to say so.

use super::{Caller, Error, Issuer, event, status_list};
use crate::id::AttestationId;
use crate::store::api_keys::Scope;
use crate::store::attestation_events::{self, Event, Happened};
use crate::store::attestations::{self, Attestation, AttestationStatus};
use crate::store::{status_lists, webhook_events};
use proofpass::status::Purpose;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Let it count again.
    Resume,
    /// Withdraw it for good.
    Revoke,
    /// Let it not count for the time being.
    Suspend,
}

/// Longest reason, in characters.
const MAX_REASON: usize = 500;

impl Change {
    /// Where it leads from `status`: nowhere, where it was done already.
    fn from(self, status: AttestationStatus) -> Result<Option<(AttestationStatus, Happened)>, Error> {
        use AttestationStatus as S;
        match (self, status) {
            (Self::Revoke, S::Active | S::Anchored | S::Suspended) => Ok(Some((S::Revoked, Happened::Revoked))),
            (Self::Suspend, S::Active | S::Anchored) => Ok(Some((S::Suspended, Happened::Suspended))),
            (Self::Resume, S::Suspended) => Ok(Some((S::Active, Happened::Resumed))),
            (Self::Revoke, S::Revoked) | (Self::Suspend, S::Suspended) | (Self::Resume, S::Active | S::Anchored) => {
                Ok(None)
            }
            (Self::Suspend | Self::Resume, S::Revoked) | (_, S::Expired | S::Failed | S::Pending | S::Superseded) => {
                Err(Error::Settled(status))
            }
        }
    }
}

/// Changes an attestation of the caller's organisation, and tells verifiers.
pub async fn change(
    issuer: &Issuer,
    caller: &Caller,
    id: AttestationId,
    change: Change,
    reason: String,
) -> Result<Attestation, Error> {
    caller.require(Scope::AttestationsWrite)?;
    let length = reason.chars().count();
    if !(1..=MAX_REASON).contains(&length) || reason.trim().is_empty() || reason.chars().any(char::is_control) {
        let detail = format!("must have 1 to {MAX_REASON} characters, none of them a control character");
        return Err(Error::refused("/reason", detail));
    }
    let organization = caller.organization_id;
    let mut tx = issuer.store.tx("change_attestation").await?;
    // Whoever else changes it waits here.
    let standing = attestations::lock(&mut tx, organization, id).await?.ok_or(Error::NotFound)?;
    let Some((status, happened)) = change.from(standing.status)? else {
        // Its connection is needed by others, and so is the row.
        tx.give_up().await?;
        return attestations::find(&issuer.store, organization, id).await?.ok_or(Error::NotFound);
    };
    if !standing.listed {
        return Err(Error::WithoutStatus);
    }
    attestations::set_status(&mut tx, organization, id, status).await?;
    let mut lists = Vec::new();
    for (purpose, on) in [
        (Purpose::Revocation, status == AttestationStatus::Revoked),
        (Purpose::Suspension, status == AttestationStatus::Suspended),
    ] {
        lists.extend(status_lists::mark(&mut tx, organization, id, purpose, on).await?);
    }
    let event = Event { happened, reason, actor: caller.actor, at: issuer.clock.now() };
    attestation_events::insert(&mut tx, organization, id, &event).await?;
    let told = event::changed(issuer, (organization, id, standing.template_id), happened, event.at)?;
    webhook_events::insert(&mut tx, &[&told]).await?;
    tx.commit().await?;
    let what = happened.as_str();
    tracing::info!(attestation.id = %id, organization.id = %organization, actor = ?caller.actor, event = what,
        "Attestation `{id}`: {what}");
    for list in lists {
        // It is done: whoever asks for the list next publishes it, or the sweep does.
        if let Err(error) = status_list::current(issuer, list).await {
            tracing::error!(status_list.id = %list, error = %error, "Could not publish status list `{list}` yet");
        }
    }
    attestations::find(&issuer.store, organization, id).await?.ok_or(Error::NotFound)
}

/// What happened to an attestation of the caller's organisation since it was issued, oldest first.
pub async fn events(issuer: &Issuer, caller: &Caller, id: AttestationId) -> Result<(Attestation, Vec<Event>), Error> {
    let attestation = super::attestation::find(issuer, caller, id).await?;
    let events = attestation_events::of(&issuer.store, caller.organization_id, id).await?;
    Ok((attestation, events))
}
