//! Who is signed in, where: digests of refresh tokens, never the tokens.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::memberships::{self, Membership};
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{OrganizationId, SessionId, UserId};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Key.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// For whom they act.
    pub organization_id: Option<OrganizationId>,
    /// SHA-256 of the refresh token that is good now.
    pub refresh: Digest,
    /// Of the one before it.
    pub previous: Option<Digest>,
    /// What the browser or program calls itself.
    pub user_agent: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last refreshed.
    pub refreshed_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was ended before that.
    pub revoked_at: Option<Timestamp>,
}

impl Session {
    /// Whether it goes on.
    #[must_use]
    pub fn is_alive(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A person at work: read anew for each request, so that whatever was taken from them is gone at once.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user_id: UserId,
    /// In which session.
    pub session_id: SessionId,
    /// Whether they run the service.
    pub superadmin: bool,
    /// For whom they act, while they are a member there.
    pub membership: Option<Membership>,
}

/// Adds one.
pub async fn insert(tx: &mut Tx, session: &Session) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- sessions::insert
        insert into sessions (session_id, user_id, organization_id, refresh_digest, user_agent, created_at,
            refreshed_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        session.id.0,
        session.user_id.0,
        session.organization_id.map(|id| id.0),
        session.refresh.as_bytes(),
        session.user_agent,
        instant(session.created_at),
        instant(session.refreshed_at),
        instant(session.expires_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("sessions::insert", done.rows_affected())
}

/// Finds one, and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &mut Tx, id: SessionId) -> Result<Option<Session>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- sessions::lock
        select session_id, user_id, organization_id, refresh_digest, previous_digest, user_agent, created_at,
            refreshed_at, expires_at, revoked_at
        from sessions where session_id = $1 for update"#,
        id.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(Session::try_from).transpose()?)
}

/// The sessions of a person that go on, the oldest first.
pub async fn alive(store: &Store, user: UserId, now: Timestamp) -> Result<Vec<Session>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- sessions::alive
        select session_id, user_id, organization_id, refresh_digest, previous_digest, user_agent, created_at,
            refreshed_at, expires_at, revoked_at
        from sessions where user_id = $1 and revoked_at is null and expires_at > $2 order by session_id"#,
        user.0,
        instant(now),
    )
    .fetch_all(&store.pool)
    .await?;
    rows.into_iter().map(|row| Ok(Session::try_from(row)?)).collect()
}

/// Who works in a session that goes on.
pub async fn signed_in(store: &Store, id: SessionId, now: Timestamp) -> Result<Option<SignedIn>, Error> {
    let row = sqlx::query!(
        r#"-- sessions::signed_in
        select s.user_id, u.superadmin, m.organization_id as "organization_id?", o.name as "organization?",
            m.role as "role?"
        from sessions s
        join users u on u.user_id = s.user_id
        left join memberships m on m.user_id = s.user_id and m.organization_id = s.organization_id
        left join organizations o on o.organization_id = m.organization_id
        where s.session_id = $1 and s.revoked_at is null and s.expires_at > $2"#,
        id.0,
        instant(now),
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let membership = match (row.organization_id, row.organization, row.role) {
        (Some(organization_id), Some(organization), Some(role)) => {
            Some(Membership { organization_id, organization, role: memberships::role(&role, row.user_id)? })
        }
        _ => None,
    };
    Ok(Some(SignedIn { user_id: row.user_id, session_id: id, superadmin: row.superadmin, membership }))
}

/// Takes the refresh token of a session away and gives it another.
pub async fn turn(tx: &mut Tx, id: SessionId, refresh: &Digest, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- sessions::turn
        update sessions set previous_digest = refresh_digest, refresh_digest = $2, refreshed_at = $3
        where session_id = $1"#,
        id.0,
        refresh.as_bytes(),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("sessions::turn", done.rows_affected())
}

/// Lets a person act for another organisation.
pub async fn choose(tx: &mut Tx, id: SessionId, organization: OrganizationId) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- sessions::choose
        update sessions set organization_id = $2 where session_id = $1"#,
        id.0,
        organization.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("sessions::choose", done.rows_affected())
}

/// Ends a session of a person; whether there was one to end.
pub async fn revoke(tx: &mut Tx, user: UserId, id: SessionId, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- sessions::revoke
        update sessions set revoked_at = $3 where session_id = $1 and user_id = $2 and revoked_at is null"#,
        id.0,
        user.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("sessions::revoke", done.rows_affected())
}

/// Ends every session of a person but one.
pub async fn revoke_others(tx: &mut Tx, user: UserId, but: SessionId, now: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- sessions::revoke_others
        update sessions set revoked_at = $3 where user_id = $1 and session_id <> $2 and revoked_at is null"#,
        user.0,
        but.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Ends every session of a person.
pub async fn revoke_all(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- sessions::revoke_all
        update sessions set revoked_at = $2 where user_id = $1 and revoked_at is null"#,
        user.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Lets nobody act for an organisation any more.
pub async fn leave(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    sqlx::query!(
        r#"-- sessions::leave
        update sessions set organization_id = null where organization_id = $1"#,
        organization.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Forgets sessions that ended before `before`; how many.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- sessions::sweep
        delete from sessions where expires_at < $1"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}

struct Row {
    session_id: SessionId,
    user_id: UserId,
    organization_id: Option<OrganizationId>,
    refresh_digest: Vec<u8>,
    previous_digest: Option<Vec<u8>>,
    user_agent: String,
    created_at: time::OffsetDateTime,
    refreshed_at: time::OffsetDateTime,
    expires_at: time::OffsetDateTime,
    revoked_at: Option<time::OffsetDateTime>,
}

impl TryFrom<Row> for Session {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "sessions";
        let id = row.session_id;
        let time = |value, column| timestamp(value, (TABLE, column), id);
        let digest = |value: &[u8], column| array::<32>(value, (TABLE, column), id).map(Digest::from);
        Ok(Self {
            id,
            user_id: row.user_id,
            organization_id: row.organization_id,
            refresh: digest(&row.refresh_digest, "refresh_digest")?,
            previous: row.previous_digest.map(|value| digest(&value, "previous_digest")).transpose()?,
            user_agent: row.user_agent,
            created_at: time(row.created_at, "created_at")?,
            refreshed_at: time(row.refreshed_at, "refreshed_at")?,
            expires_at: time(row.expires_at, "expires_at")?,
            revoked_at: row.revoked_at.map(|value| time(value, "revoked_at")).transpose()?,
        })
    }
}
