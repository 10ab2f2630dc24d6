//! Writing attestations down: everything of one in one transaction, and those that come together in the same one.
//!
//! In scope: what belongs together; that one which cannot be written is in nobody's way. Out of scope: what it says
//! (`attestation`); the rows (`store`).
//!
//! Where a transaction of several is refused, each is written in one of its own, and is told what became of it alone.
//! Where nobody answers, all are told so: each would only wait to hear the same.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::commitment::Openings;
use super::idempotency::HeldClaim;
use super::plan::{self, Allowance};
use super::reissue::Superseding;
use super::together::{Coming, away};
use super::{Error, Issuer, lifecycle};
use crate::id::{OrganizationId, StatusListId};
use crate::metrics;
use crate::store::attestations::{self, Attestation};
use crate::store::idempotency::{self, Finish, FinishedResponse};
use crate::store::status_lists::{self, Entry, Place};
use crate::store::template_versions::Content;
use crate::store::templates::{self, Template};
use crate::store::webhook_events::{self, WebhookEvent};
use crate::store::{self, Store, Tx};

/// Everything of one attestation.
#[derive(Debug)]
pub(super) struct Writing {
    /// It.
    pub(super) attestation: Attestation,
    /// What it is found by.
    pub(super) words: String,
    /// Its places in status lists.
    pub(super) places: Vec<Place>,
    /// The row of its template, where there may be none yet.
    pub(super) template: Option<Arc<(Template, Content)>>,
    /// In whose place.
    pub(super) supersedes: Option<Superseding>,
    /// What those who want to know are told.
    pub(super) event: WebhookEvent,
    /// What only the holder is to have of it. Never written in the clear.
    pub(super) openings: Option<Openings>,
    /// The claim that it finishes, and the answer to whoever repeats the request.
    pub(super) finish: Option<(HeldClaim, FinishedResponse)>,
}

/// Transactions at once, where each is written apart.
const APART: usize = 4;

/// What came of writing one.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// The lists that have changed, and are to be published.
    pub(super) lists: Vec<StatusListId>,
    /// How its organisation stands then.
    pub(super) allowance: Allowance,
}

/// Writes one that was expected. It is durable when this returns, and counted.
pub(super) async fn write(issuer: &Issuer, one: Writing, coming: Coming) -> Result<Written, Error> {
    let store = issuer.store.clone();
    issuer.writings.run_expected(one, Some(coming), move |all| each(store, all)).await?
}

/// Writes all, and says what became of each.
async fn each(store: Store, all: Vec<Writing>) -> Vec<Result<Written, Error>> {
    let failed = match together(&store, &all).await {
        Ok(written) => return written.into_iter().map(Ok).collect(),
        Err(error) => error,
    };
    if all.len() == 1 {
        return vec![Err(failed.into())];
    }
    if failed.is_silence() {
        return away(failed.into(), all.len());
    }
    tracing::warn!(error = %failed, attestations = all.len(), "Could not write attestations together: each apart");
    apart(&store, all).await
}

/// Each in a transaction of its own.
async fn apart(store: &Store, all: Vec<Writing>) -> Vec<Result<Written, Error>> {
    let (mut results, turns) = (Vec::new(), Arc::new(Semaphore::new(APART)));
    results.resize_with(all.len(), || Err(Error::Vanished));
    let mut running = JoinSet::new();
    for (at, one) in all.into_iter().enumerate() {
        let (store, turns) = (store.clone(), turns.clone());
        running.spawn(async move {
            // Fails only if the semaphore was closed, which nobody does.
            let _turn = turns.acquire_owned().await.ok();
            (at, together(&store, &[one]).await)
        });
    }
    while let Some(done) = running.join_next().await {
        if let Ok((at, result)) = done {
            results[at] = result.map_err(Error::from).and_then(|all| all.into_iter().next().ok_or(Error::Vanished));
        }
    }
    results
}

/// All in one transaction.
async fn together(store: &Store, all: &[Writing]) -> Result<Vec<Written>, store::Error> {
    let mut tx = store.tx("issue_attestations").await?;
    let references: Vec<&Writing> = all.iter().collect();
    let lists = insert(&mut tx, &references).await?;
    let counted = count(&mut tx, &references).await?;
    tx.commit().await?;
    metrics::issued(all.len() as u64);
    let of = |(one, lists): (&Writing, Vec<StatusListId>)| {
        let id = one.attestation.organization_id;
        let (_, allowance) = counted.iter().find(|(organization, _)| *organization == id)?;
        Some(Written { lists, allowance: *allowance })
    };
    // Each of them was counted.
    let all: Option<Vec<Written>> = all.iter().zip(lists).map(of).collect();
    all.ok_or(store::Error::RowCount { statement: "usage::count", found: counted.len() as u64 })
}

/// Counts some that were written, as the last thing of their transaction: others who issue for the same organisations wait
/// until it ends.
pub(super) async fn count(tx: &mut Tx, all: &[&Writing]) -> Result<Vec<(OrganizationId, Allowance)>, store::Error> {
    let issued = all.iter().map(|one| (one.attestation.organization_id, one.attestation.issued_at));
    plan::count(tx, issued).await
}

/// Writes some, at least one, in a transaction that may hold more, and ends with [`count`]. The lists of each that are to be
/// published then.
pub(super) async fn insert(tx: &mut Tx, all: &[&Writing]) -> Result<Vec<Vec<StatusListId>>, store::Error> {
    let lists = end(tx, all).await?;
    let mut made = Vec::new();
    for template in all.iter().filter_map(|one| one.template.as_deref()) {
        if !made.contains(&template.0.id) {
            templates::insert_predefined(tx, &template.0, &template.1).await?;
            made.push(template.0.id);
        }
    }
    let rows: Vec<_> = all.iter().map(|one| (&one.attestation, one.words.as_str())).collect();
    attestations::insert(tx, &rows).await?;
    let entries = |one: &&Writing| {
        let (organization_id, attestation_id) = (one.attestation.organization_id, one.attestation.id);
        one.places.iter().map(move |place| Entry { organization_id, attestation_id, place: *place }).collect::<Vec<_>>()
    };
    let entries: Vec<_> = all.iter().flat_map(entries).collect();
    status_lists::enter(tx, &entries).await?;
    let ends = all.iter().filter_map(|one| one.supersedes.as_ref().map(|old| &old.told));
    let events: Vec<_> = ends.chain(all.iter().map(|one| &one.event)).collect();
    webhook_events::insert(tx, &events).await?;
    let claims = all.iter().filter_map(|one| one.finish.as_ref());
    let claims: Vec<Finish<'_>> = claims.map(|(held, response)| held.finish(response)).collect();
    if !claims.is_empty() {
        idempotency::finish(tx, &claims).await?;
    }
    Ok(lists)
}

/// Ends those whose place is taken, always in the same order: whoever else changes one waits here.
async fn end(tx: &mut Tx, all: &[&Writing]) -> Result<Vec<Vec<StatusListId>>, store::Error> {
    let mut lists = vec![Vec::new(); all.len()];
    let mut old: Vec<_> = all
        .iter()
        .zip(&mut lists)
        .filter_map(|(one, lists)| one.supersedes.as_ref().map(|old| (old, one, lists)))
        .collect();
    old.sort_by_key(|(old, ..)| old.id);
    for (old, one, lists) in old {
        *lists = lifecycle::supersede(tx, &one.attestation, old).await?;
    }
    Ok(lists)
}
