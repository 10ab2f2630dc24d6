//! Who is asked to join an organisation.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::memberships::{self, Role};
use super::users::Email;
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{InvitationId, OrganizationId, UserId};

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Key.
    pub id: InvitationId,
    /// Where to.
    pub organization_id: OrganizationId,
    /// Whom.
    pub email: Email,
    /// As what.
    pub role: Role,
    /// By whom.
    pub invited_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Adds one. [`super::Conflict::InvitationOpen`] where the organisation has one for the address.
pub async fn insert(tx: &mut Tx, invitation: &Invitation, token: &Digest) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- invitations::insert
        insert into invitations (invitation_id, organization_id, email, email_key, role, token_digest, invited_by,
            created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        invitation.id.0,
        invitation.organization_id.0,
        invitation.email.as_str(),
        invitation.email.key(),
        invitation.role.as_str(),
        token.as_bytes(),
        invitation.invited_by.0,
        instant(invitation.created_at),
        instant(invitation.expires_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("invitations::insert", done.rows_affected())
}

/// Those of an organisation that can be accepted, the oldest first.
pub async fn open(store: &Store, organization: OrganizationId, now: Timestamp) -> Result<Vec<Invitation>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- invitations::open
        select invitation_id, organization_id, email, role, invited_by, created_at, expires_at from invitations
        where organization_id = $1 and accepted_at is null and withdrawn_at is null and expires_at > $2
        order by invitation_id"#,
        organization.0,
        instant(now),
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter().map(Invitation::try_from).collect()
}

/// The one that a letter's token names, while it can be accepted; locked until the transaction ends.
pub async fn lock(tx: &mut Tx, token: &Digest, now: Timestamp) -> Result<Option<Invitation>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- invitations::lock
        select invitation_id, organization_id, email, role, invited_by, created_at, expires_at from invitations
        where token_digest = $1 and accepted_at is null and withdrawn_at is null and expires_at > $2 for update"#,
        token.as_bytes(),
        instant(now),
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    row.map(Invitation::try_from).transpose()
}

/// Remembers who accepted one.
pub async fn accept(tx: &mut Tx, id: InvitationId, by: UserId, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- invitations::accept
        update invitations set accepted_at = $3, accepted_by = $2 where invitation_id = $1"#,
        id.0,
        by.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("invitations::accept", done.rows_affected())
}

/// Withdraws one of an organisation; whether there was one to withdraw.
pub async fn withdraw(
    tx: &mut Tx,
    organization: OrganizationId,
    id: InvitationId,
    now: Timestamp,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- invitations::withdraw
        update invitations set withdrawn_at = $3
        where invitation_id = $2 and organization_id = $1 and accepted_at is null and withdrawn_at is null"#,
        organization.0,
        id.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("invitations::withdraw", done.rows_affected())
}

/// Withdraws those of an organisation that ended: for one address, so that it can be invited anew.
pub async fn withdraw_ended(
    tx: &mut Tx,
    organization: OrganizationId,
    email: &Email,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query!(
        r#"-- invitations::withdraw_ended
        update invitations set withdrawn_at = $3
        where organization_id = $1 and email_key = $2 and accepted_at is null and withdrawn_at is null
            and expires_at <= $3"#,
        organization.0,
        email.key(),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Withdraws every one of an organisation.
pub async fn withdraw_all(tx: &mut Tx, organization: OrganizationId, now: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        r#"-- invitations::withdraw_all
        update invitations set withdrawn_at = $2
        where organization_id = $1 and accepted_at is null and withdrawn_at is null"#,
        organization.0,
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

/// Forgets those that ended before `before`, with their addresses; how many.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- invitations::sweep
        delete from invitations where expires_at < $1"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}

struct Row {
    invitation_id: InvitationId,
    organization_id: OrganizationId,
    email: String,
    role: String,
    invited_by: UserId,
    created_at: time::OffsetDateTime,
    expires_at: time::OffsetDateTime,
}

impl TryFrom<Row> for Invitation {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        const TABLE: &str = "invitations";
        let id = row.invitation_id;
        Ok(Self {
            id,
            organization_id: row.organization_id,
            email: Email::parse(&row.email).ok_or_else(|| Inconsistent::new(TABLE, "email", id))?,
            role: memberships::role(&row.role, row.invited_by)?,
            invited_by: row.invited_by,
            created_at: timestamp(row.created_at, (TABLE, "created_at"), id)?,
            expires_at: timestamp(row.expires_at, (TABLE, "expires_at"), id)?,
        })
    }
}
