//! API keys: who may call, kept as keyed hashes.

use std::fmt;

use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{ApiKeyId, OrganizationId};
use crate::network::{Network, Networks};

/// HMAC-SHA-256 of a whole key under the pepper.
#[derive(Clone, Copy)]
pub struct ApiKeyHash(pub [u8; 32]);

impl fmt::Debug for ApiKeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKeyHash(..)")
    }
}

/// The public part of a key, by which it is found and named.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kid([u8; Self::LENGTH]);

impl Kid {
    /// In characters.
    pub const LENGTH: usize = 10;

    /// Letters and digits of ASCII.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes().try_into().ok()?;
        text.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(Self(bytes))
    }

    /// As it was parsed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Unwrap safety: `parse` lets only ASCII through.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kid({self})")
    }
}

/// Which pepper a hash was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PepperId(pub [u8; 8]);

/// What a key is for. Test keys are refused in production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// `pk_live_…`
    Live,
    /// `pk_test_…`
    Test,
}

impl Environment {
    /// As in the key and in the column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Live, Self::Test].into_iter().find(|environment| environment.as_str() == text)
    }
}

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read the organisation's attestations.
    AttestationsRead,
    /// Issue attestations.
    AttestationsWrite,
    /// Read what the organisation signs with.
    IssuerKeysRead,
    /// Make and end keys that sign, and say which website is the organisation's.
    IssuerKeysWrite,
    /// Read what was asked for as a verifier, and what came of it.
    ProofsRead,
    /// Ask for proofs.
    ProofsWrite,
    /// Read templates.
    TemplatesRead,
    /// Make, change, publish and retire templates.
    TemplatesWrite,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AttestationsRead,
        Self::AttestationsWrite,
        Self::IssuerKeysRead,
        Self::IssuerKeysWrite,
        Self::ProofsRead,
        Self::ProofsWrite,
        Self::TemplatesRead,
        Self::TemplatesWrite,
    ];

    /// As in documents and in the column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AttestationsRead => "attestations:read",
            Self::AttestationsWrite => "attestations:write",
            Self::IssuerKeysRead => "issuer-keys:read",
            Self::IssuerKeysWrite => "issuer-keys:write",
            Self::ProofsRead => "proofs:read",
            Self::ProofsWrite => "proofs:write",
            Self::TemplatesRead => "templates:read",
            Self::TemplatesWrite => "templates:write",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// A key as it is kept.
#[derive(Clone, Debug)]
pub struct ApiKeyRecord {
    /// Key of the row.
    pub id: ApiKeyId,
    /// Whom it speaks for.
    pub organization_id: OrganizationId,
    /// What people call it.
    pub name: String,
    /// The public part of the key.
    pub kid: Kid,
    /// The keyed hash.
    pub hash: ApiKeyHash,
    /// The pepper of the hash.
    pub pepper_id: PepperId,
    /// Live or test.
    pub environment: Environment,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// From where it may be used; from anywhere, where there is none.
    pub addresses: Networks,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends. Every key ends.
    pub expires_at: Timestamp,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
    /// When it was last seen, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, key: &ApiKeyRecord) -> Result<(), Error> {
    let scopes: Vec<String> = key.scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
    let addresses: Vec<String> = key.addresses.iter().map(Network::to_string).collect();
    let done = sqlx::query!(
        r#"-- api_keys::insert
        insert into api_keys
            (api_key_id, organization_id, name, kid, hmac, pepper_id, environment, scopes, created_at, expires_at,
            allowed_addresses)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        key.id.0,
        key.organization_id.0,
        key.name,
        key.kid.as_str(),
        &key.hash.0,
        &key.pepper_id.0,
        key.environment.as_str(),
        &scopes,
        instant(key.created_at),
        instant(key.expires_at),
        &addresses,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("api_keys::insert", done.rows_affected())
}

/// Finds one by its public part, whatever state it is in.
pub async fn find(store: &Store, kid: Kid) -> Result<Option<ApiKeyRecord>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- api_keys::find
        select api_key_id, organization_id, name, kid, hmac, pepper_id, environment, scopes, allowed_addresses,
            created_at, expires_at, revoked_at, last_used_at
        from api_keys where kid = $1"#,
        kid.as_str(),
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(ApiKeyRecord::try_from).transpose()?)
}

/// Every key of an organisation, oldest first.
pub async fn list(store: &Store, organization: OrganizationId) -> Result<Vec<ApiKeyRecord>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- api_keys::list
        select api_key_id, organization_id, name, kid, hmac, pepper_id, environment, scopes, allowed_addresses,
            created_at, expires_at, revoked_at, last_used_at
        from api_keys where organization_id = $1 order by api_key_id"#,
        organization.0,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter().map(|row| Ok(ApiKeyRecord::try_from(row)?)).collect()
}

/// Finds one of an organisation's own, and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &mut Tx, organization: OrganizationId, id: ApiKeyId) -> Result<Option<ApiKeyRecord>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- api_keys::lock
        select api_key_id, organization_id, name, kid, hmac, pepper_id, environment, scopes, allowed_addresses,
            created_at, expires_at, revoked_at, last_used_at
        from api_keys where api_key_id = $1 and organization_id = $2 for update"#,
        id.0,
        organization.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(ApiKeyRecord::try_from).transpose()?)
}

/// Gives a key another name, and other addresses from which it may be used.
pub async fn change(tx: &mut Tx, id: ApiKeyId, name: &str, addresses: &Networks) -> Result<(), Error> {
    let addresses: Vec<String> = addresses.iter().map(Network::to_string).collect();
    let done = sqlx::query!(
        r#"-- api_keys::change
        update api_keys set name = $2, allowed_addresses = $3 where api_key_id = $1"#,
        id.0,
        name,
        &addresses,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("api_keys::change", done.rows_affected())
}

/// A key of which somebody is to be told that it ends.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Key of the row.
    pub id: ApiKeyId,
    /// Whom it speaks for.
    pub organization_id: OrganizationId,
    /// What that is called.
    pub organization: String,
    /// What people call it.
    pub name: String,
    /// The public part of the key.
    pub kid: Kid,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Which notice this is: so many days before its end, or 0.
    pub days: i16,
}

/// Takes at most `most` keys of which somebody is to be told: for each number of days in `due`, those that end before the
/// time beside it, and after `late`. Each is taken once for a number of days, and not for one within which it was made.
pub async fn take_ending(
    tx: &mut Tx,
    due: &[(i16, Timestamp)],
    late: Timestamp,
    most: i64,
) -> Result<Vec<Ending>, Error> {
    let (days, until): (Vec<i16>, Vec<_>) = due.iter().map(|(days, until)| (*days, instant(*until))).unzip();
    let rows = sqlx::query!(
        r#"-- api_keys::take_ending
        with taken as (
            select k.api_key_id, due.days from api_keys k
            join lateral (
                select min(d.days) as days from unnest($1::smallint[], $2::timestamptz[]) d (days, until)
                where k.expires_at <= d.until
            ) due on due.days is not null
            where k.revoked_at is null and k.noticed_days is distinct from 0
                and k.expires_at > $3 and k.expires_at <= (select max(until) from unnest($2::timestamptz[]) u (until))
                and (k.noticed_days is null or due.days < k.noticed_days)
                and k.created_at <= k.expires_at - make_interval(hours => due.days * 24)
            order by k.organization_id, k.expires_at limit $4 for update of k skip locked
        )
        update api_keys k set noticed_days = taken.days from taken, organizations o
        where k.api_key_id = taken.api_key_id and o.organization_id = k.organization_id
        returning k.api_key_id, k.organization_id, o.name as organization, k.name, k.kid, k.expires_at,
            taken.days as "days!""#,
        &days,
        &until as _,
        instant(late),
        most,
    )
    .fetch_all(&mut *tx.inner)
    .await?;
    let read = rows.into_iter().map(|row| {
        let id = row.api_key_id;
        Ok(Ending {
            id,
            organization_id: row.organization_id,
            organization: row.organization,
            name: row.name,
            kid: Kid::parse(&row.kid).ok_or_else(|| Inconsistent::new("api_keys", "kid", id))?,
            expires_at: timestamp(row.expires_at, ("api_keys", "expires_at"), id)?,
            days: row.days,
        })
    });
    read.collect()
}

/// Lets a key that another takes the place of end by then, without any notice.
pub async fn end(tx: &mut Tx, id: ApiKeyId, at: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- api_keys::end
        update api_keys set expires_at = least(expires_at, $2), noticed_days = 0 where api_key_id = $1"#,
        id.0,
        instant(at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("api_keys::end", done.rows_affected())
}

/// Notes that a key was used.
pub async fn touch(store: &Store, id: ApiKeyId, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- api_keys::touch
        update api_keys set last_used_at = $2 where api_key_id = $1 and (last_used_at is null or last_used_at < $2)"#,
        id.0,
        instant(now),
    )
    .execute(&store.pool)
    .await?;
    at_most_one("api_keys::touch", done.rows_affected())?;
    Ok(())
}

/// Withdraws every key of an organisation.
pub async fn revoke_all(tx: &mut Tx, organization: OrganizationId, now: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- api_keys::revoke_all
        update api_keys set revoked_at = $2 where organization_id = $1 and revoked_at is null"#,
        organization.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Withdraws a key; `false` where there is none to withdraw.
pub async fn revoke(tx: &mut Tx, kid: Kid, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- api_keys::revoke
        update api_keys set revoked_at = $2 where kid = $1 and revoked_at is null"#,
        kid.as_str(),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("api_keys::revoke", done.rows_affected())
}

struct Row {
    api_key_id: ApiKeyId,
    organization_id: OrganizationId,
    name: String,
    kid: String,
    hmac: Vec<u8>,
    pepper_id: Vec<u8>,
    environment: String,
    scopes: Vec<String>,
    allowed_addresses: Vec<String>,
    created_at: time::OffsetDateTime,
    expires_at: time::OffsetDateTime,
    revoked_at: Option<time::OffsetDateTime>,
    last_used_at: Option<time::OffsetDateTime>,
}

impl TryFrom<Row> for ApiKeyRecord {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "api_keys";
        let id = row.api_key_id;
        let time = |value, column| timestamp(value, (TABLE, column), id);
        let scope = |text: &String| Scope::parse(text).ok_or_else(|| Inconsistent::new(TABLE, "scopes", id));
        let network = |text: &String| text.parse().map_err(|_| Inconsistent::new(TABLE, "allowed_addresses", id));
        Ok(Self {
            id,
            organization_id: row.organization_id,
            name: row.name,
            kid: Kid::parse(&row.kid).ok_or_else(|| Inconsistent::new(TABLE, "kid", id))?,
            hash: ApiKeyHash(array(&row.hmac, (TABLE, "hmac"), id)?),
            pepper_id: PepperId(array(&row.pepper_id, (TABLE, "pepper_id"), id)?),
            environment: Environment::parse(&row.environment)
                .ok_or_else(|| Inconsistent::new(TABLE, "environment", id))?,
            scopes: row.scopes.iter().map(scope).collect::<Result<_, _>>()?,
            addresses: row.allowed_addresses.iter().map(network).collect::<Result<_, _>>()?,
            created_at: time(row.created_at, "created_at")?,
            expires_at: time(row.expires_at, "expires_at")?,
            revoked_at: row.revoked_at.map(|value| time(value, "revoked_at")).transpose()?,
            last_used_at: row.last_used_at.map(|value| time(value, "last_used_at")).transpose()?,
        })
    }
}
