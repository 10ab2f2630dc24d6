//! Who belongs to which organisation, and as what.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::users::Email;
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{OrganizationId, UserId};

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Issues and reads.
    User,
    /// Manages members, keys and templates, too.
    Admin,
}

impl Role {
    /// As in requests and in the column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::User, Self::Admin].into_iter().find(|role| role.as_str() == text)
    }
}

/// One person in one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Where.
    pub organization_id: OrganizationId,
    /// The organisation's name.
    pub organization: String,
    /// As what.
    pub role: Role,
}

/// One person of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// Their address.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// As what.
    pub role: Role,
    /// Since when.
    pub since: Timestamp,
}

/// Makes a person a member.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    user: UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- memberships::insert
        insert into memberships (organization_id, user_id, role, created_at) values ($1, $2, $3, $4)"#,
        organization.0,
        user.0,
        role.as_str(),
        instant(now),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("memberships::insert", done.rows_affected())
}

/// Every organisation of a person, the oldest membership first.
pub async fn of_user(store: &Store, user: UserId) -> Result<Vec<Membership>, Error> {
    let rows = sqlx::query!(
        r#"-- memberships::of_user
        select m.organization_id, o.name, m.role from memberships m
        join organizations o on o.organization_id = m.organization_id
        where m.user_id = $1 order by m.created_at, m.organization_id"#,
        user.0,
    )
    .fetch_all(&store.pool)
    .await?;
    let read = rows.into_iter().map(|row| {
        let role = role(&row.role, user)?;
        Ok(Membership { organization_id: row.organization_id, organization: row.name, role })
    });
    read.collect()
}

/// Every person of an organisation, the oldest member first.
pub async fn of_organization(store: &Store, organization: OrganizationId) -> Result<Vec<Member>, Error> {
    let rows = sqlx::query!(
        r#"-- memberships::of_organization
        select m.user_id, u.email, u.name, m.role, m.created_at from memberships m
        join users u on u.user_id = m.user_id
        where m.organization_id = $1 order by m.created_at, m.user_id"#,
        organization.0,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    let read = rows.into_iter().map(|row| {
        let id = row.user_id;
        Ok(Member {
            user_id: id,
            email: row.email,
            name: row.name,
            role: role(&row.role, id)?,
            since: timestamp(row.created_at, ("memberships", "created_at"), id)?,
        })
    });
    read.collect()
}

/// Locks the members of an organisation against changes by others until the transaction ends, and counts its admins.
pub async fn lock_admins(tx: &mut Tx, organization: OrganizationId) -> Result<usize, Error> {
    let rows = sqlx::query!(
        r#"-- memberships::lock_admins
        select user_id from memberships where organization_id = $1 and role = 'admin' order by user_id for update"#,
        organization.0,
    )
    .fetch_all(&mut *tx.inner)
    .await?;
    Ok(rows.len())
}

/// The admins of an organisation: their addresses, and the languages in which they last signed in, where that is known.
pub async fn admins(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<(String, Option<String>)>, Error> {
    let rows = sqlx::query!(
        r#"-- memberships::admins
        select u.email, u.language from memberships m join users u on u.user_id = m.user_id
        where m.organization_id = $1 and m.role = 'admin' order by m.created_at, m.user_id"#,
        organization.0,
    )
    .fetch_all(&mut *tx.inner)
    .await?;
    Ok(rows.into_iter().map(|row| (row.email, row.language)).collect())
}

/// What a member is; `None` where the person is none.
pub async fn role_of(tx: &mut Tx, organization: OrganizationId, user: UserId) -> Result<Option<Role>, Error> {
    let row = sqlx::query!(
        r#"-- memberships::role_of
        select role from memberships where organization_id = $1 and user_id = $2 for update"#,
        organization.0,
        user.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    row.map(|row| role(&row.role, user)).transpose()
}

/// Gives a member another role; whether there is such a member.
pub async fn set_role(tx: &mut Tx, organization: OrganizationId, user: UserId, role: Role) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- memberships::set_role
        update memberships set role = $3 where organization_id = $1 and user_id = $2"#,
        organization.0,
        user.0,
        role.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("memberships::set_role", done.rows_affected())
}

/// Ends a membership; whether there was one.
pub async fn delete(tx: &mut Tx, organization: OrganizationId, user: UserId) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- memberships::delete
        delete from memberships where organization_id = $1 and user_id = $2"#,
        organization.0,
        user.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("memberships::delete", done.rows_affected())
}

/// Whether a member has this address.
pub async fn has_address(tx: &mut Tx, organization: OrganizationId, email: &Email) -> Result<bool, Error> {
    let row = sqlx::query!(
        r#"-- memberships::has_address
        select exists (
            select from memberships m join users u on u.user_id = m.user_id
            where m.organization_id = $1 and u.email_key = $2) as "found!""#,
        organization.0,
        email.key(),
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    Ok(row.found)
}

/// Ends every membership of an organisation.
pub async fn delete_all(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    sqlx::query!(
        r#"-- memberships::delete_all
        delete from memberships where organization_id = $1"#,
        organization.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}

pub(super) fn role(text: &str, row: UserId) -> Result<Role, Error> {
    Role::parse(text).ok_or_else(|| Inconsistent::new("memberships", "role", row).into())
}
