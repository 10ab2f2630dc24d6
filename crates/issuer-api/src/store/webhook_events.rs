//! What happened, for whoever wants to be told. Rows are added, and forgotten after a while.

use proofpass::time::Timestamp;

use super::columns::instant;
use super::{Error, Store, Tx};
use crate::id::{OrganizationId, WebhookEndpointId, WebhookEventId};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookEvent {
    /// Key of the row.
    pub id: WebhookEventId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// What kind of thing happened, such as `attestation.issued`.
    pub kind: &'static str,
    /// The message, as it is sent.
    pub payload: String,
    /// When.
    pub at: Timestamp,
}

/// Keeps those that an endpoint of their organisation wants to be told of, and asks for their delivery: one statement for
/// any number of them, that costs one look where nobody wants anything.
pub async fn insert(tx: &mut Tx, events: &[&WebhookEvent]) -> Result<(), Error> {
    let ids: Vec<_> = events.iter().map(|event| event.id.0).collect();
    let organizations: Vec<_> = events.iter().map(|event| event.organization_id.0).collect();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.to_owned()).collect();
    let payloads: Vec<_> = events.iter().map(|event| event.payload.clone()).collect();
    let times: Vec<_> = events.iter().map(|event| instant(event.at)).collect();
    sqlx::query!(
        r#"-- webhook_events::insert
        with happened as (
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
                as happened (webhook_event_id, organization_id, kind, payload, created_at)
        ), wanted as (
            select happened.webhook_event_id, webhook_endpoint_id, organization_id, happened.created_at
            from happened join webhook_endpoints using (organization_id)
            where disabled_at is null and (kinds = '{}' or kind = any(kinds))
        ), kept as (
            insert into webhook_events (webhook_event_id, organization_id, kind, payload, created_at)
            select * from happened where webhook_event_id in (select webhook_event_id from wanted)
        )
        insert into webhook_deliveries
            (webhook_event_id, webhook_endpoint_id, organization_id, state, next_attempt_at)
        select webhook_event_id, webhook_endpoint_id, organization_id, 'pending', created_at from wanted"#,
        &ids as _,
        &organizations as _,
        &kinds,
        &payloads,
        &times as _,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Keeps one for one endpoint, whatever that wants to be told of.
pub async fn insert_for(tx: &mut Tx, endpoint: WebhookEndpointId, event: &WebhookEvent) -> Result<(), Error> {
    sqlx::query!(
        r#"-- webhook_events::insert_for
        with kept as (
            insert into webhook_events (webhook_event_id, organization_id, kind, payload, created_at)
            values ($1, $2, $3, $4, $5)
        )
        insert into webhook_deliveries
            (webhook_event_id, webhook_endpoint_id, organization_id, state, next_attempt_at)
        values ($1, $6, $2, 'pending', $5)"#,
        event.id.0,
        event.organization_id.0,
        event.kind,
        event.payload,
        instant(event.at),
        endpoint.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Forgets at most a thousand of those that happened before `before`, with all that is known of their deliveries, and
/// says how many.
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- webhook_events::forget
        delete from webhook_events where webhook_event_id in
            (select webhook_event_id from webhook_events where created_at < $1 order by created_at limit 1000)"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}
