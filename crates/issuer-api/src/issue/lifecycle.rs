//! What happens to an attestation after it was issued: suspended, resumed, withdrawn for good.
//!
//! | Stands as | revoke | suspend | resume |
//! |---|---|---|---|
//! | active, anchored | revoked | suspended | as it is |
//! | suspended | revoked | as it is | active |
//! | revoked | as it is | refused | refused |
//! | superseded, failed, pending | refused | refused | refused |
//!
//! What is active, anchored or suspended another can take the place of (`reissue`): it is superseded then, and verifiers are
//! told that it is revoked. Whether its time has passed changes nothing. To do again what was done has no effect and leaves
//! no trace. Whoever may issue may take back: a scope of its own would leave a key that has issued something by mistake
//! without a way to say so.

use super::reissue::Superseding;
use super::{Caller, Error, Issuer, event, status_list};
use crate::id::{AttestationId, OrganizationId, StatusListId};
use crate::store::api_keys::Scope;
use crate::store::attestation_events::{self, Event, Happened};
use crate::store::attestations::{self, Attestation, AttestationStatus};
use crate::store::{self, Conflict, Tx, status_lists, webhook_events};
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
    check_reason(&reason)?;
    let organization = caller.organization_id;
    let mut tx = issuer.store.tx_of(organization, "change_attestation").await?;
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
    let event = Event { happened, reason, actor: caller.actor, at: issuer.clock.now() };
    let told = event::changed(issuer, (organization, id, standing.template_id), happened, event.at)?;
    let lists = enter(&mut tx, organization, id, status, &event).await?;
    webhook_events::insert(&mut tx, &[&told]).await?;
    tx.commit().await?;
    let what = happened.as_str();
    tracing::info!(attestation.id = %id, organization.id = %organization, actor = ?caller.actor, event = what,
        "Attestation `{id}`: {what}");
    publish(issuer, lists).await;
    attestations::find(&issuer.store, organization, id).await?.ok_or(Error::NotFound)
}

/// Lets `new` take the place of another, in the transaction that writes it. The lists that are to be published then.
pub(super) async fn supersede(
    tx: &mut Tx,
    new: &Attestation,
    old: &Superseding,
) -> Result<Vec<StatusListId>, store::Error> {
    use AttestationStatus as S;
    let organization = new.organization_id;
    let Some(standing) = attestations::lock(tx, organization, old.id).await? else {
        return Err(store::Error::Conflict(Conflict::Superseded(None)));
    };
    match standing.status {
        S::Active | S::Anchored | S::Suspended if standing.listed => {}
        S::Active | S::Anchored | S::Suspended => return Err(store::Error::Conflict(Conflict::Superseded(None))),
        settled @ (S::Expired | S::Failed | S::Pending | S::Revoked | S::Superseded) => {
            return Err(store::Error::Conflict(Conflict::Superseded(Some(settled))));
        }
    }
    let event =
        Event { happened: Happened::Superseded, reason: old.reason.clone(), actor: new.actor, at: new.issued_at };
    enter(tx, organization, old.id, S::Superseded, &event).await
}

/// Writes a change, its event, and the bits that it changes. The lists that are to be published then.
async fn enter(
    tx: &mut Tx,
    organization: OrganizationId,
    id: AttestationId,
    status: AttestationStatus,
    event: &Event,
) -> Result<Vec<StatusListId>, store::Error> {
    attestations::set_status(tx, organization, id, status).await?;
    let mut lists = Vec::new();
    for (purpose, on) in [
        (Purpose::Revocation, matches!(status, AttestationStatus::Revoked | AttestationStatus::Superseded)),
        (Purpose::Suspension, status == AttestationStatus::Suspended),
    ] {
        lists.extend(status_lists::mark(tx, organization, id, purpose, on).await?);
    }
    attestation_events::insert(tx, organization, id, event).await?;
    Ok(lists)
}

/// Publishes lists that have changed. It is done already: where this fails, whoever asks for the list next publishes it, or
/// the sweep does.
pub(super) async fn publish(issuer: &Issuer, lists: Vec<StatusListId>) {
    for list in lists {
        if let Err(error) = status_list::current(issuer, list).await {
            tracing::error!(status_list.id = %list, error = %error, "Could not publish status list `{list}` yet");
        }
    }
}

/// Refuses what is no reason.
pub(super) fn check_reason(reason: &str) -> Result<(), Error> {
    let length = reason.chars().count();
    if !(1..=MAX_REASON).contains(&length) || reason.trim().is_empty() || reason.chars().any(char::is_control) {
        let detail = format!("must have 1 to {MAX_REASON} characters, none of them a control character");
        return Err(Error::refused("/reason", detail));
    }
    Ok(())
}

/// What happened to an attestation of the caller's organisation since it was issued, oldest first.
pub async fn events(issuer: &Issuer, caller: &Caller, id: AttestationId) -> Result<(Attestation, Vec<Event>), Error> {
    let attestation = super::attestation::find(issuer, caller, id).await?;
    let events = attestation_events::of(&issuer.store, caller.organization_id, id).await?;
    Ok((attestation, events))
}
