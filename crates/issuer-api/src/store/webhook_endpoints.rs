//! Whom organisations want told what happens. What messages are signed with is sealed.

use std::fmt;

use proofpass::time::Timestamp;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::columns::{instant, timestamp};
use super::seal::{Place, SealError, Sealer};
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{OrganizationId, WebhookEndpointId};
use crate::rng::Rng;

/// What messages are signed with: 32 bytes, shared with the endpoint.
#[derive(Clone)]
pub struct WebhookSecret(pub Zeroizing<[u8; 32]>);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(..)")
    }
}

/// The same as it rests: opens only in its own row.
#[derive(Clone, Debug)]
pub struct SealedWebhookSecret(pub(super) Vec<u8>);

impl SealedWebhookSecret {
    /// Seals a secret for the row of `id`.
    pub fn new(
        sealer: &Sealer,
        rng: &dyn Rng,
        id: WebhookEndpointId,
        secret: &WebhookSecret,
    ) -> Result<Self, SealError> {
        sealer.seal(rng, place(&id.to_string()), secret.0.as_slice()).map(Self)
    }

    /// Opens it.
    pub fn open(&self, sealer: &Sealer, id: WebhookEndpointId) -> Result<WebhookSecret, SealError> {
        let opened = sealer.open(place(&id.to_string()), &self.0)?;
        let mut secret = Zeroizing::new([0; 32]);
        if opened.len() != secret.len() {
            return Err(SealError::Broken);
        }
        secret.copy_from_slice(&opened);
        Ok(WebhookSecret(secret))
    }
}

/// The secret moves from one column to the other when another takes its place.
fn place(row: &str) -> Place<'_> {
    Place { table: "webhook_endpoints", row, column: "sealed_secret" }
}

/// Why an endpoint is told nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disabled {
    /// Somebody said so.
    ByHand,
    /// It has taken nothing for days.
    Failing,
    /// It said so: 410.
    Gone,
}

impl Disabled {
    const ALL: [Self; 3] = [Self::ByHand, Self::Failing, Self::Gone];

    /// As in the column and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }
}

/// An endpoint, without what messages to it are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookEndpoint {
    /// Key of the row.
    pub id: WebhookEndpointId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Where messages go.
    pub url: String,
    /// What people call it.
    pub description: String,
    /// What it is told of; everything, where empty.
    pub kinds: Vec<String>,
    /// Since when it has taken nothing.
    pub failing_since: Option<Timestamp>,
    /// Since when it is told nothing, and why.
    pub disabled: Option<(Timestamp, Disabled)>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, endpoint: &WebhookEndpoint, secret: &SealedWebhookSecret) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- webhook_endpoints::insert
        insert into webhook_endpoints
            (webhook_endpoint_id, organization_id, url, description, kinds, sealed_secret, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)"#,
        endpoint.id.0,
        endpoint.organization_id.0,
        endpoint.url,
        endpoint.description,
        &endpoint.kinds,
        secret.0,
        instant(endpoint.created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("webhook_endpoints::insert", done.rows_affected())
}

/// Writes what people can change of one. Its failures are forgiven where it is told again.
pub async fn update(tx: &mut Tx, endpoint: &WebhookEndpoint) -> Result<bool, Error> {
    let (disabled_at, because) = endpoint.disabled.unzip();
    let done = sqlx::query!(
        r#"-- webhook_endpoints::update
        update webhook_endpoints set url = $3, description = $4, kinds = $5,
            failures = case when $6::timestamptz is null and disabled_at is not null then 0 else failures end,
            failing_since = case when $6 is null and disabled_at is not null then null else failing_since end,
            paused_until = case when $6 is null and disabled_at is not null then null else paused_until end,
            disabled_at = $6, disabled_because = $7
        where organization_id = $1 and webhook_endpoint_id = $2"#,
        endpoint.organization_id.0,
        endpoint.id.0,
        endpoint.url,
        endpoint.description,
        &endpoint.kinds,
        disabled_at.map(instant),
        because.map(Disabled::as_str),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("webhook_endpoints::update", done.rows_affected())
}

/// Gives one another secret; the one that it had signs too, until `until`.
pub async fn turn_secret(
    tx: &mut Tx,
    (organization, id): (OrganizationId, WebhookEndpointId),
    secret: &SealedWebhookSecret,
    until: Option<Timestamp>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- webhook_endpoints::turn_secret
        update webhook_endpoints set sealed_secret = $3, previous_secret_until = $4::timestamptz,
            sealed_previous_secret = case when $4 is null then null else sealed_secret end
        where organization_id = $1 and webhook_endpoint_id = $2"#,
        organization.0,
        id.0,
        secret.0,
        until.map(instant),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("webhook_endpoints::turn_secret", done.rows_affected())
}

/// Takes one away, with all that it was told.
pub async fn delete(tx: &mut Tx, organization: OrganizationId, id: WebhookEndpointId) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- webhook_endpoints::delete
        delete from webhook_endpoints where organization_id = $1 and webhook_endpoint_id = $2"#,
        organization.0,
        id.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("webhook_endpoints::delete", done.rows_affected())
}

/// Those of an organisation, the oldest first.
pub async fn list(store: &Store, organization: OrganizationId) -> Result<Vec<WebhookEndpoint>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- webhook_endpoints::list
        select webhook_endpoint_id, organization_id, url, description, kinds, failing_since, disabled_at,
            disabled_because, created_at
        from webhook_endpoints where organization_id = $1 order by webhook_endpoint_id"#,
        organization.0,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter().map(|row| Ok(WebhookEndpoint::try_from(row)?)).collect()
}

/// How many an organisation has, while nobody else changes their number.
pub async fn count(tx: &mut Tx, organization: OrganizationId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"-- webhook_endpoints::count
        with organization as (select organization_id from organizations where organization_id = $1 for update)
        select count(*) as "count!" from webhook_endpoints join organization using (organization_id)"#,
        organization.0,
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    Ok(count)
}

/// Finds one of an organisation's own.
pub async fn find(
    store: &Store,
    organization: OrganizationId,
    id: WebhookEndpointId,
) -> Result<Option<WebhookEndpoint>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- webhook_endpoints::find
        select webhook_endpoint_id, organization_id, url, description, kinds, failing_since, disabled_at,
            disabled_because, created_at
        from webhook_endpoints where organization_id = $1 and webhook_endpoint_id = $2"#,
        organization.0,
        id.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(WebhookEndpoint::try_from).transpose()?)
}

/// It took a message: whatever went wrong before is over.
pub async fn succeed(tx: &mut Tx, id: WebhookEndpointId) -> Result<(), Error> {
    sqlx::query!(
        r#"-- webhook_endpoints::succeed
        update webhook_endpoints set failures = 0, failing_since = null, paused_until = null
        where webhook_endpoint_id = $1 and failures > 0"#,
        id.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// It took none: the number of failures without a success between them, and since when. None, where it is gone.
pub async fn fail(tx: &mut Tx, id: WebhookEndpointId, now: Timestamp) -> Result<Option<(i32, Timestamp)>, Error> {
    let row = sqlx::query!(
        r#"-- webhook_endpoints::fail
        update webhook_endpoints set failures = failures + 1, failing_since = coalesce(failing_since, $2)
        where webhook_endpoint_id = $1 returning failures, failing_since as "failing_since!""#,
        id.0,
        instant(now),
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((row.failures, timestamp(row.failing_since, ("webhook_endpoints", "failing_since"), id)?)))
}

/// Leaves one alone until `until`.
pub async fn pause(tx: &mut Tx, id: WebhookEndpointId, until: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- webhook_endpoints::pause
        update webhook_endpoints set paused_until = $2 where webhook_endpoint_id = $1"#,
        id.0,
        instant(until),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Tells one nothing any more, unless that is so already.
pub async fn disable(tx: &mut Tx, id: WebhookEndpointId, because: Disabled, now: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- webhook_endpoints::disable
        update webhook_endpoints set disabled_at = $2, disabled_because = $3
        where webhook_endpoint_id = $1 and disabled_at is null"#,
        id.0,
        instant(now),
        because.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

struct Row {
    webhook_endpoint_id: WebhookEndpointId,
    organization_id: OrganizationId,
    url: String,
    description: String,
    kinds: Vec<String>,
    failing_since: Option<OffsetDateTime>,
    disabled_at: Option<OffsetDateTime>,
    disabled_because: Option<String>,
    created_at: OffsetDateTime,
}

impl TryFrom<Row> for WebhookEndpoint {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "webhook_endpoints";
        let id = row.webhook_endpoint_id;
        let time = |value, column| timestamp(value, (TABLE, column), id);
        let because = row.disabled_because.map(|text| {
            let known = Disabled::ALL.into_iter().find(|because| because.as_str() == text);
            known.ok_or_else(|| Inconsistent::new(TABLE, "disabled_because", id))
        });
        let disabled_at = row.disabled_at.map(|value| time(value, "disabled_at")).transpose()?;
        Ok(Self {
            id,
            organization_id: row.organization_id,
            url: row.url,
            description: row.description,
            kinds: row.kinds,
            failing_since: row.failing_since.map(|value| time(value, "failing_since")).transpose()?,
            disabled: disabled_at.zip(because.transpose()?),
            created_at: time(row.created_at, "created_at")?,
        })
    }
}
