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

use super::idempotency::HeldClaim;
use super::together::{Coming, away};
use super::{Error, Issuer};
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
    /// What those who want to know are told.
    pub(super) event: WebhookEvent,
    /// The claim that it finishes, and the answer to whoever repeats the request.
    pub(super) finish: Option<(HeldClaim, FinishedResponse)>,
}

/// Transactions at once, where each is written apart.
const APART: usize = 4;

/// Writes one that was expected. It is durable when this returns.
pub(super) async fn write(issuer: &Issuer, one: Writing, coming: Coming) -> Result<(), Error> {
    let store = issuer.store.clone();
    issuer.writings.run_expected(one, Some(coming), move |all| each(store, all)).await?
}

/// Writes all, and says what became of each.
async fn each(store: Store, all: Vec<Writing>) -> Vec<Result<(), Error>> {
    let failed = match together(&store, &all).await {
        Ok(()) => return all.iter().map(|_| Ok(())).collect(),
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
async fn apart(store: &Store, all: Vec<Writing>) -> Vec<Result<(), Error>> {
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
            results[at] = result.map_err(Error::from);
        }
    }
    results
}

async fn together(store: &Store, all: &[Writing]) -> Result<(), store::Error> {
    let mut tx = store.tx("issue_attestations").await?;
    insert(&mut tx, &all.iter().collect::<Vec<_>>()).await?;
    tx.commit().await?;
    metrics::issued(all.len() as u64);
    Ok(())
}

/// Writes some, at least one, in a transaction that may hold more.
pub(super) async fn insert(tx: &mut Tx, all: &[&Writing]) -> Result<(), store::Error> {
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
    let events: Vec<_> = all.iter().map(|one| &one.event).collect();
    webhook_events::insert(tx, &events).await?;
    let claims = all.iter().filter_map(|one| one.finish.as_ref());
    let claims: Vec<Finish<'_>> = claims.map(|(held, response)| held.finish(response)).collect();
    if !claims.is_empty() {
        idempotency::finish(tx, &claims).await?;
    }
    Ok(())
}
