//! What was done to an attestation after it was issued. Rows are added and never changed.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::{Actor, Error, Inconsistent, Store, Tx, expect_one};
use crate::id::{AttestationId, OrganizationId};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It counts again.
    Resumed,
    /// It was withdrawn for good.
    Revoked,
    /// Another took its place.
    Superseded,
    /// It does not count for the time being.
    Suspended,
}

impl Happened {
    const ALL: [Self; 4] = [Self::Resumed, Self::Revoked, Self::Superseded, Self::Suspended];

    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resumed => "resumed",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
            Self::Suspended => "suspended",
        }
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub happened: Happened,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// Events of an attestation that [`of`] gives at most: the newest.
pub const MOST: i64 = 1_000;

/// Adds one.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    attestation: AttestationId,
    event: &Event,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- attestation_events::insert
        insert into attestation_events
            (organization_id, attestation_id, event, reason, api_key_id, user_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)"#,
        organization.0,
        attestation.0,
        event.happened.as_str(),
        event.reason,
        event.actor.api_key(),
        event.actor.user(),
        instant(event.at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("attestation_events::insert", done.rows_affected())
}

/// Those of an attestation, oldest first.
pub async fn of(store: &Store, organization: OrganizationId, attestation: AttestationId) -> Result<Vec<Event>, Error> {
    const TABLE: &str = "attestation_events";
    let rows = sqlx::query!(
        r#"-- attestation_events::of
        select attestation_event_id, event, reason, api_key_id, user_id, created_at from attestation_events
        where organization_id = $1 and attestation_id = $2 order by attestation_event_id desc limit $3"#,
        organization.0,
        attestation.0,
        MOST,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter()
        .rev()
        .map(|row| {
            let id = row.attestation_event_id;
            let happened = Happened::ALL.into_iter().find(|happened| happened.as_str() == row.event);
            let actor = Actor::of(row.api_key_id, row.user_id);
            Ok(Event {
                happened: happened.ok_or_else(|| Inconsistent::new(TABLE, "event", id))?,
                reason: row.reason,
                actor: actor.ok_or_else(|| Inconsistent::new(TABLE, "user_id", id))?,
                at: timestamp(row.created_at, (TABLE, "created_at"), id)?,
            })
        })
        .collect()
}
