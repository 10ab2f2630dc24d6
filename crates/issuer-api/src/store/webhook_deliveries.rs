//! Messages to endpoints: which are due, how often they were sent, and how that went.

use proofpass::time::Timestamp;
use time::OffsetDateTime;

use super::columns::{instant, timestamp};
use super::webhook_endpoints::SealedWebhookSecret;
use super::{Error, Inconsistent, Store, Tx, expect_one};
use crate::id::{OrganizationId, WebhookEndpointId, WebhookEventId};

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was taken.
    Delivered,
    /// It was sent as often as anything is, and never taken.
    Failed,
    /// It will be sent.
    Pending,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Delivered, Self::Failed, Self::Pending];

    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Pending => "pending",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A message that is to be sent now.
#[derive(Clone, Debug)]
pub struct Due {
    /// What it tells.
    pub event: WebhookEventId,
    /// Whom.
    pub endpoint: WebhookEndpointId,
    /// Where to.
    pub url: String,
    /// The message.
    pub payload: String,
    /// What it is signed with.
    pub secret: SealedWebhookSecret,
    /// What it is signed with as well, for a while.
    pub previous: Option<SealedWebhookSecret>,
    /// The how manieth attempt this is.
    pub attempt: i32,
    /// The how manieth since it was last asked for.
    pub retry: i32,
}

/// Failures without a success between them after which an endpoint gets one message at a time, to see how it is.
pub const PROBED_AFTER: i32 = 5;

/// Takes messages that are due at `now` and gives them to the caller until `until`: who does not live to say how it went
/// leaves them to somebody else after that. Never more than `each` for one endpoint, and none for those in `busy`.
pub async fn claim(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    (most, each): (i64, i32),
    busy: &[WebhookEndpointId],
) -> Result<Vec<Due>, Error> {
    let busy: Vec<_> = busy.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"-- webhook_deliveries::claim
        with endpoints as (
            select webhook_endpoint_id, organization_id, url, failures, sealed_secret,
                case when previous_secret_until > $1 then sealed_previous_secret end as sealed_previous_secret
            from webhook_endpoints
            where disabled_at is null and (paused_until is null or paused_until <= $1)
                and webhook_endpoint_id <> all($5::uuid[])
                and webhook_endpoint_id in (select webhook_endpoint_id from webhook_deliveries
                    where state = 'pending' and next_attempt_at <= $1 order by next_attempt_at limit 1000)
            limit $3
        ), due as (
            select endpoints.*, delivery.webhook_event_id from endpoints cross join lateral (
                select webhook_event_id from webhook_deliveries
                where webhook_endpoint_id = endpoints.webhook_endpoint_id and state = 'pending'
                    and next_attempt_at <= $1
                order by next_attempt_at limit case when endpoints.failures >= $6 then 1 else $4 end
                for update skip locked
            ) as delivery limit $3
        )
        update webhook_deliveries as delivery
        set attempts = attempts + 1, retries = retries + 1, next_attempt_at = $2
        from due join webhook_events as event using (organization_id, webhook_event_id)
        where delivery.webhook_endpoint_id = due.webhook_endpoint_id
            and delivery.webhook_event_id = due.webhook_event_id
        returning delivery.webhook_event_id as "event: WebhookEventId",
            delivery.webhook_endpoint_id as "endpoint: WebhookEndpointId", due.url, event.payload, due.sealed_secret,
            due.sealed_previous_secret, delivery.attempts, delivery.retries"#,
        instant(now),
        instant(until),
        most,
        each,
        &busy as _,
        PROBED_AFTER,
    )
    .fetch_all(&store.pool)
    .await?;
    let due = rows.into_iter().map(|row| Due {
        event: row.event,
        endpoint: row.endpoint,
        url: row.url,
        payload: row.payload,
        secret: SealedWebhookSecret(row.sealed_secret),
        previous: row.sealed_previous_secret.map(SealedWebhookSecret),
        attempt: row.attempts,
        retry: row.retries,
    });
    Ok(due.collect())
}

/// How one attempt went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The how manieth.
    pub attempt: i32,
    /// The HTTP status of the answer, or why there was none.
    pub outcome: Result<u16, String>,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// When it began.
    pub at: Timestamp,
}

/// Writes down how an attempt went.
pub async fn log(
    tx: &mut Tx,
    (endpoint, event): (WebhookEndpointId, WebhookEventId),
    attempt: &Attempt,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- webhook_deliveries::log
        insert into webhook_attempts
            (webhook_event_id, webhook_endpoint_id, attempt, status, error, duration_ms, attempted_at)
        values ($1, $2, $3, $4, $5, $6, $7)"#,
        event.0,
        endpoint.0,
        attempt.attempt,
        attempt.outcome.as_ref().ok().map(|status| i32::from(*status)),
        attempt.outcome.as_ref().err(),
        attempt.duration_ms,
        instant(attempt.at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("webhook_deliveries::log", done.rows_affected())
}

/// Says how a message stands after the attempt `attempt`, and when it is sent next. Whether that attempt was the last: a
/// message that was given to somebody else meanwhile, or asked for anew, or is gone, stays as it is.
pub async fn settle(
    tx: &mut Tx,
    (endpoint, event): (WebhookEndpointId, WebhookEventId),
    attempt: i32,
    (state, next): (State, Timestamp),
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- webhook_deliveries::settle
        update webhook_deliveries set state = $4, next_attempt_at = $5,
            delivered_at = case when $4 = 'delivered' then $5::timestamptz end
        where webhook_endpoint_id = $1 and webhook_event_id = $2 and attempts = $3 and state = 'pending'"#,
        endpoint.0,
        event.0,
        attempt,
        state.as_str(),
        instant(next),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Asks for a message anew, however it stands, from the beginning of the schedule.
pub async fn replay(
    tx: &mut Tx,
    organization: OrganizationId,
    (endpoint, event): (WebhookEndpointId, WebhookEventId),
    now: Timestamp,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- webhook_deliveries::replay
        update webhook_deliveries set state = 'pending', retries = 0, next_attempt_at = $4, delivered_at = null
        where organization_id = $1 and webhook_endpoint_id = $2 and webhook_event_id = $3"#,
        organization.0,
        endpoint.0,
        event.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    super::at_most_one("webhook_deliveries::replay", done.rows_affected())
}

/// A message to an endpoint, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What it tells.
    pub event: WebhookEventId,
    /// The kind of that.
    pub kind: String,
    /// The message.
    pub payload: String,
    /// When it happened.
    pub at: Timestamp,
    /// How it stands.
    pub state: State,
    /// How often it was sent.
    pub attempts: i32,
    /// When it is sent next, if it is.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was taken.
    pub delivered_at: Option<Timestamp>,
}

/// Messages to an endpoint, the newest first; of those in `state` where one is given, and before `before`.
pub async fn list(
    store: &Store,
    (organization, endpoint): (OrganizationId, WebhookEndpointId),
    state: Option<State>,
    before: Option<WebhookEventId>,
    most: i64,
) -> Result<Vec<Delivery>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- webhook_deliveries::list
        select webhook_event_id, kind, payload, created_at, state, attempts, next_attempt_at, delivered_at
        from webhook_deliveries join webhook_events using (organization_id, webhook_event_id)
        where organization_id = $1 and webhook_endpoint_id = $2
            and ($3::text is null or state = $3) and ($4::uuid is null or webhook_event_id < $4)
        order by webhook_event_id desc limit $5"#,
        organization.0,
        endpoint.0,
        state.map(State::as_str),
        before.map(|id| id.0) as _,
        most,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter().map(|row| Ok(Delivery::try_from(row)?)).collect()
}

/// Finds one.
pub async fn find(
    store: &Store,
    organization: OrganizationId,
    (endpoint, event): (WebhookEndpointId, WebhookEventId),
) -> Result<Option<Delivery>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- webhook_deliveries::find
        select webhook_event_id, kind, payload, created_at, state, attempts, next_attempt_at, delivered_at
        from webhook_deliveries join webhook_events using (organization_id, webhook_event_id)
        where organization_id = $1 and webhook_endpoint_id = $2 and webhook_event_id = $3"#,
        organization.0,
        endpoint.0,
        event.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(Delivery::try_from).transpose()?)
}

/// How sending one went, the oldest attempt first.
pub async fn attempts(
    store: &Store,
    (endpoint, event): (WebhookEndpointId, WebhookEventId),
) -> Result<Vec<Attempt>, Error> {
    const TABLE: &str = "webhook_attempts";
    let rows = sqlx::query!(
        r#"-- webhook_deliveries::attempts
        select attempt, status, error, duration_ms, attempted_at from webhook_attempts
        where webhook_endpoint_id = $1 and webhook_event_id = $2 order by attempt"#,
        endpoint.0,
        event.0,
    )
    .fetch_all(&store.pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            let status = row.status.map(u16::try_from).transpose();
            let outcome = match (status.map_err(|_| Inconsistent::new(TABLE, "status", event))?, row.error) {
                (Some(status), None) => Ok(status),
                (None, Some(error)) => Err(error),
                _ => return Err(Inconsistent::new(TABLE, "error", event).into()),
            };
            Ok(Attempt {
                attempt: row.attempt,
                outcome,
                duration_ms: row.duration_ms,
                at: timestamp(row.attempted_at, (TABLE, "attempted_at"), event)?,
            })
        })
        .collect()
}

struct Row {
    webhook_event_id: WebhookEventId,
    kind: String,
    payload: String,
    created_at: OffsetDateTime,
    state: String,
    attempts: i32,
    next_attempt_at: OffsetDateTime,
    delivered_at: Option<OffsetDateTime>,
}

impl TryFrom<Row> for Delivery {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "webhook_deliveries";
        let event = row.webhook_event_id;
        let time = |value, column| timestamp(value, (TABLE, column), event);
        let state = State::parse(&row.state).ok_or_else(|| Inconsistent::new(TABLE, "state", event))?;
        let next = (state == State::Pending).then(|| time(row.next_attempt_at, "next_attempt_at"));
        Ok(Self {
            event,
            kind: row.kind,
            payload: row.payload,
            at: time(row.created_at, "created_at")?,
            state,
            attempts: row.attempts,
            next_attempt_at: next.transpose()?,
            delivered_at: row.delivered_at.map(|value| time(value, "delivered_at")).transpose()?,
        })
    }
}
