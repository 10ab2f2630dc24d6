//! Product passports: the product, the versions of its passport, the credentials that it gathers.

use proofpass::digest::Digest;
use proofpass::time::Timestamp;

use super::columns::{array, instant, timestamp};
use super::templates::Visibility;
use super::{Actor, Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{IssuerKeyId, OrganizationId, PassportId, PassportMemberId};

/// A passport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passport {
    /// Key of the row.
    pub id: PassportId,
    /// Who keeps it.
    pub organization_id: OrganizationId,
    /// The product's number or URL, as the request gave it.
    pub product_id: String,
    /// What people call the product.
    pub name: String,
    /// More about it.
    pub description: Option<String>,
    /// Who may fetch it.
    pub visibility: Visibility,
    /// In whose words it speaks.
    pub shape: Shape,
    /// The version in force; 0 before there is one.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// In whose words a passport speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Our own.
    #[default]
    Plain,
    /// Those of the UN Transparency Protocol, version 0.6.1.
    Untp061,
}

impl Shape {
    /// As requests and rows name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Untp061 => "untp-0.6.1",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Plain, Self::Untp061].into_iter().find(|shape| shape.as_str() == text)
    }
}

/// One version: a signed credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassportVersion {
    /// Counted from 1.
    pub version: i32,
    /// Signed with which key.
    pub issuer_key_id: IssuerKeyId,
    /// Byte for byte.
    pub credential: String,
    /// SHA-256 of its canonical form.
    pub digest: Digest,
    /// When.
    pub issued_at: Timestamp,
}

/// A credential that a passport gathers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassportMember {
    /// Key of the row.
    pub id: PassportMemberId,
    /// In which order they were added.
    pub position: i32,
    /// Byte for byte.
    pub credential: String,
    /// SHA-256 of its canonical form.
    pub digest: Digest,
    /// Whether anybody may see it, or only its digest.
    pub public: bool,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Adds a passport, of which [`insert_version`] then writes the first version. [`super::Conflict::PassportProduct`] where
/// the organisation has one for that product.
pub async fn insert(tx: &mut Tx, passport: &Passport) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- passports::insert
        insert into passports
            (passport_id, organization_id, product_id, name, description, visibility, version, created_at, shape)
        values ($1, $2, $3, $4, $5, $6, 1, $7, $8)"#,
        passport.id.0,
        passport.organization_id.0,
        passport.product_id,
        passport.name,
        passport.description,
        passport.visibility.as_str(),
        instant(passport.created_at),
        passport.shape.as_str(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("passports::insert", done.rows_affected())
}

/// Brings the next version into force, where `seen` is still the one that is; whether it was.
pub async fn advance(tx: &mut Tx, id: PassportId, seen: i32) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- passports::advance
        update passports set version = version + 1 where passport_id = $1 and version = $2"#,
        id.0,
        seen,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("passports::advance", done.rows_affected())
}

/// Keeps a version.
pub async fn insert_version(
    tx: &mut Tx,
    passport: &Passport,
    version: &PassportVersion,
    actor: Actor,
) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- passports::insert_version
        insert into passport_versions
            (passport_id, version, organization_id, issuer_key_id, credential, digest, api_key_id, user_id, issued_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        passport.id.0,
        version.version,
        passport.organization_id.0,
        version.issuer_key_id.0,
        version.credential,
        version.digest.as_bytes(),
        actor.api_key(),
        actor.user(),
        instant(version.issued_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("passports::insert_version", done.rows_affected())
}

/// Adds a credential. [`super::Conflict::PassportMember`] where the passport has it.
pub async fn insert_member(tx: &mut Tx, passport: PassportId, member: &PassportMember) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- passports::insert_member
        insert into passport_members (passport_member_id, passport_id, position, credential, digest, public, added_at)
        values ($1, $2, $3, $4, $5, $6, $7)"#,
        member.id.0,
        passport.0,
        member.position,
        member.credential,
        member.digest.as_bytes(),
        member.public,
        instant(member.added_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("passports::insert_member", done.rows_affected())
}

/// Takes a credential out; whether it was there.
pub async fn delete_member(tx: &mut Tx, passport: PassportId, member: PassportMemberId) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- passports::delete_member
        delete from passport_members where passport_id = $1 and passport_member_id = $2"#,
        passport.0,
        member.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("passports::delete_member", done.rows_affected())
}

/// Finds one that is public, or of `organization`.
pub async fn find_readable(
    store: &Store,
    organization: Option<OrganizationId>,
    id: PassportId,
) -> Result<Option<Passport>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- passports::find_readable
        select passport_id, organization_id, product_id, name, description, visibility, version, created_at, shape
        from passports where passport_id = $1 and (visibility = 'public' or organization_id = $2)"#,
        id.0,
        organization.map(|organization| organization.0),
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(Passport::try_from).transpose()?)
}

/// An organisation's own, the newest first: those made before `before`, at most `limit`.
pub async fn list(
    store: &Store,
    organization: OrganizationId,
    before: Option<PassportId>,
    limit: u8,
) -> Result<Vec<Passport>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- passports::list
        select passport_id, organization_id, product_id, name, description, visibility, version, created_at, shape
        from passports where organization_id = $1 and ($2::uuid is null or passport_id < $2)
        order by passport_id desc limit $3"#,
        organization.0,
        before.map(|id| id.0) as Option<uuid::Uuid>,
        i64::from(limit),
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter().map(|row| Ok(Passport::try_from(row)?)).collect()
}

/// Every public passport for a product, whoever keeps it, the oldest first, at most `limit`.
pub async fn for_product(store: &Store, product_id: &str, limit: u8) -> Result<Vec<Passport>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- passports::for_product
        select passport_id, organization_id, product_id, name, description, visibility, version, created_at, shape
        from passports where product_id = $1 and visibility = 'public' order by passport_id limit $2"#,
        product_id,
        i64::from(limit),
    )
    .fetch_all(&store.pool)
    .await?;
    rows.into_iter().map(|row| Ok(Passport::try_from(row)?)).collect()
}

/// The credentials of a passport, in the order in which they were added.
pub async fn members(store: &Store, passport: PassportId) -> Result<Vec<PassportMember>, Error> {
    let rows = sqlx::query!(
        r#"-- passports::members
        select passport_member_id, position, credential, digest, public, added_at
        from passport_members where passport_id = $1 order by position"#,
        passport.0,
    )
    .fetch_all(&store.pool)
    .await?;
    let read = rows.into_iter().map(|row| {
        const TABLE: &str = "passport_members";
        let id = row.passport_member_id;
        Ok(PassportMember {
            id,
            position: row.position,
            credential: row.credential,
            digest: array::<32>(&row.digest, (TABLE, "digest"), id)?.into(),
            public: row.public,
            added_at: timestamp(row.added_at, (TABLE, "added_at"), id)?,
        })
    });
    read.collect()
}

/// One version.
pub async fn version(store: &Store, passport: PassportId, version: i32) -> Result<Option<PassportVersion>, Error> {
    let row = sqlx::query_as!(
        VersionRow,
        r#"-- passports::version
        select version, issuer_key_id, credential, digest, issued_at
        from passport_versions where passport_id = $1 and version = $2"#,
        passport.0,
        version,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| row.read(passport)).transpose()?)
}

/// Every version, the newest first, at most `limit`, without what came after `before`.
pub async fn versions(
    store: &Store,
    passport: PassportId,
    before: Option<i32>,
    limit: u8,
) -> Result<Vec<PassportVersion>, Error> {
    let rows = sqlx::query_as!(
        VersionRow,
        r#"-- passports::versions
        select version, issuer_key_id, credential, digest, issued_at
        from passport_versions where passport_id = $1 and ($2::int is null or version < $2)
        order by version desc limit $3"#,
        passport.0,
        before as Option<i32>,
        i64::from(limit),
    )
    .fetch_all(&store.pool)
    .await?;
    rows.into_iter().map(|row| Ok(row.read(passport)?)).collect()
}

struct VersionRow {
    version: i32,
    issuer_key_id: IssuerKeyId,
    credential: String,
    digest: Vec<u8>,
    issued_at: time::OffsetDateTime,
}

impl VersionRow {
    fn read(self, passport: PassportId) -> Result<PassportVersion, Inconsistent> {
        const TABLE: &str = "passport_versions";
        Ok(PassportVersion {
            version: self.version,
            issuer_key_id: self.issuer_key_id,
            credential: self.credential,
            digest: array::<32>(&self.digest, (TABLE, "digest"), passport)?.into(),
            issued_at: timestamp(self.issued_at, (TABLE, "issued_at"), passport)?,
        })
    }
}

struct Row {
    passport_id: PassportId,
    organization_id: OrganizationId,
    product_id: String,
    name: String,
    description: Option<String>,
    visibility: String,
    version: i32,
    created_at: time::OffsetDateTime,
    shape: String,
}

impl TryFrom<Row> for Passport {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "passports";
        let id = row.passport_id;
        Ok(Self {
            id,
            organization_id: row.organization_id,
            product_id: row.product_id,
            name: row.name,
            description: row.description,
            visibility: Visibility::parse(&row.visibility).ok_or_else(|| Inconsistent::new(TABLE, "visibility", id))?,
            shape: Shape::parse(&row.shape).ok_or_else(|| Inconsistent::new(TABLE, "shape", id))?,
            version: row.version,
            created_at: timestamp(row.created_at, (TABLE, "created_at"), id)?,
        })
    }
}
