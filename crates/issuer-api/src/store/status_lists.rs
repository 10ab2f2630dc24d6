//! Status lists: which bit speaks about which attestation, which bits are set, and every version that was published.

use proofpass::status::Purpose;
use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect, expect_one};
use crate::id::{AttestationId, OrganizationId, StatusListId};

const TABLE: &str = "status_lists";

/// What our lists are for. A credential has an entry in a list of each.
pub const PURPOSES: [Purpose; 2] = [Purpose::Revocation, Purpose::Suspension];

/// A list that is to be.
#[derive(Clone, Debug)]
pub struct NewStatusList {
    /// Key of the row.
    pub id: StatusListId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Who has issued the credentials it speaks about.
    pub issuer_did: String,
    /// What a bit that is set means.
    pub purpose: Purpose,
}

/// A list that takes entries, and which of the places that were asked about are free.
#[derive(Clone, Debug)]
pub struct OpenList {
    /// Key of the row.
    pub id: StatusListId,
    /// What it is for.
    pub purpose: Purpose,
    /// In the order in which they were asked about.
    pub free: Vec<i32>,
}

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The list.
    pub list: StatusListId,
    /// What the list is for.
    pub purpose: Purpose,
    /// The place.
    pub index: i32,
}

/// Everything that a new version of a list is made of, as of one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Who signs it.
    pub issuer_did: String,
    /// What it is for.
    pub purpose: Purpose,
    /// How often its bits have changed.
    pub revision: i64,
    /// Number of the newest version.
    pub version: i32,
    /// Places of the bits that are set.
    pub set: Vec<i32>,
    /// Places of what is suspended, where the list is for revocation: its token speaks of both.
    pub suspended: Vec<i32>,
}

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The signed list, byte for byte.
    pub credential: String,
    /// The same for tokens, where the list is for revocation and was made when there were such.
    pub token: Option<String>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Until when it holds.
    pub valid_until: Timestamp,
}

/// The newest version of a list.
#[derive(Clone, Debug)]
pub struct Newest {
    /// The version.
    pub published: Published,
    /// How often the bits have changed.
    pub revision: i64,
    /// After how many of those changes it was made.
    pub published_revision: i64,
    /// What the list is for.
    pub purpose: Purpose,
}

/// Adds one that takes entries. [`super::Conflict::StatusListOpen`] where there is one already.
pub async fn insert(tx: &mut Tx, list: &NewStatusList, created_at: Timestamp) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- status_lists::insert
        insert into status_lists
            (status_list_id, organization_id, issuer_did, purpose, open, revision, published_revision, version, created_at)
        values ($1, $2, $3, $4, true, 0, 0, 0, $5)"#,
        list.id.0,
        list.organization_id.0,
        list.issuer_did,
        list.purpose.as_str(),
        instant(created_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("status_lists::insert", done.rows_affected())
}

/// Takes no more entries into a list; whether it still took any.
pub async fn close(tx: &mut Tx, id: StatusListId) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- status_lists::close
        update status_lists set open = false where status_list_id = $1 and open"#,
        id.0,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("status_lists::close", done.rows_affected())
}

/// The lists that take entries for what is issued under a DID, and which of `places` are free there.
pub async fn open(
    store: &Store,
    organization: OrganizationId,
    issuer_did: &str,
    places: &[i32],
) -> Result<Vec<OpenList>, Error> {
    let rows = sqlx::query!(
        r#"-- status_lists::open
        select l.status_list_id, l.purpose, array(
            select p.place from unnest($3::integer[]) with ordinality p (place, rank)
            where not exists (select from status_entries e
                where e.status_list_id = l.status_list_id and e.list_index = p.place)
            order by p.rank) as "free!"
        from status_lists l where l.organization_id = $1 and l.issuer_did = $2 and l.open"#,
        organization.0,
        issuer_did,
        places,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    rows.into_iter()
        .map(|row| {
            let id = row.status_list_id;
            Ok(OpenList { id, purpose: purpose(&row.purpose, id)?, free: row.free })
        })
        .collect()
}

/// An attestation and the place it gets.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Which.
    pub attestation_id: AttestationId,
    /// Where.
    pub place: Place,
}

/// Gives attestations their places. [`super::Conflict::StatusIndex`] where one is taken.
pub async fn enter(tx: &mut Tx, all: &[Entry]) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- status_lists::enter
        insert into status_entries (attestation_id, status_list_id, organization_id, list_index, is_set)
        select attestation_id, status_list_id, organization_id, list_index, false
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[])
            new (attestation_id, status_list_id, organization_id, list_index)"#,
        &all.iter().map(|entry| entry.attestation_id.0).collect::<Vec<_>>(),
        &all.iter().map(|entry| entry.place.list.0).collect::<Vec<_>>(),
        &all.iter().map(|entry| entry.organization_id.0).collect::<Vec<_>>(),
        &all.iter().map(|entry| entry.place.index).collect::<Vec<_>>(),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect("status_lists::enter", all.len(), done.rows_affected())
}

/// Sets or clears the bit that speaks about an attestation for a purpose; the lists that say something else then. An SD-JWT
/// has its place in the list for revocation, which says of it that it is suspended as well.
pub async fn mark(
    tx: &mut Tx,
    organization: OrganizationId,
    attestation: AttestationId,
    purpose: Purpose,
    on: bool,
) -> Result<Vec<StatusListId>, Error> {
    let rows = sqlx::query!(
        r#"-- status_lists::mark
        with changed as (
            update status_entries e set is_set = $4 from status_lists l
            where e.organization_id = $1 and e.attestation_id = $2 and e.is_set <> $4
                and l.status_list_id = e.status_list_id and l.purpose = $3
            returning e.status_list_id)
        update status_lists set revision = revision + 1
        where status_list_id in (
            select status_list_id from changed
            union
            select e.status_list_id from status_entries e
            join attestations a on a.attestation_id = e.attestation_id and a.format = 'dc+sd-jwt'
            join status_lists l on l.status_list_id = e.status_list_id and l.purpose = 'revocation'
            where e.organization_id = $1 and e.attestation_id = $2 and exists (select from changed))
        returning status_list_id"#,
        organization.0,
        attestation.0,
        purpose.as_str(),
        on,
    )
    .fetch_all(&mut *tx.inner)
    .await?;
    Ok(rows.into_iter().map(|row| row.status_list_id).collect())
}

/// The lists that speak about an attestation, in the order of their purposes.
pub async fn of_attestation(store: &Store, attestation: AttestationId) -> Result<Vec<StatusListId>, Error> {
    let rows = sqlx::query!(
        r#"-- status_lists::of_attestation
        select l.status_list_id from status_entries e join status_lists l on l.status_list_id = e.status_list_id
        where e.attestation_id = $1 order by l.purpose"#,
        attestation.0,
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.into_iter().map(|row| row.status_list_id).collect())
}

/// What a new version of a list is made of.
pub async fn snapshot(store: &Store, id: StatusListId) -> Result<Option<Snapshot>, Error> {
    // One statement: the bits are those of the revision.
    let row = sqlx::query!(
        r#"-- status_lists::snapshot
        select l.organization_id, l.issuer_did, l.purpose, l.revision, l.version, array(
            select e.list_index from status_entries e where e.status_list_id = l.status_list_id and e.is_set) as "set!",
            array(
                select e.list_index from status_lists o
                join status_entries s on s.status_list_id = o.status_list_id and s.is_set
                join status_entries e on e.attestation_id = s.attestation_id and e.status_list_id = l.status_list_id
                where o.organization_id = l.organization_id and o.purpose = 'suspension' and l.purpose = 'revocation'
            ) as "suspended!"
        from status_lists l where l.status_list_id = $1"#,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Snapshot {
        organization_id: row.organization_id,
        issuer_did: row.issuer_did,
        purpose: purpose(&row.purpose, id)?,
        revision: row.revision,
        version: row.version,
        set: row.set,
        suspended: row.suspended,
    }))
}

/// Adds a version made of a snapshot; whether nobody else has added one since.
pub async fn publish(tx: &mut Tx, id: StatusListId, of: &Snapshot, new: &Published) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- status_lists::publish (1: is it the next one?)
        update status_lists set version = version + 1, published_revision = $3
        where status_list_id = $1 and version = $2"#,
        id.0,
        of.version,
        of.revision,
    )
    .execute(&mut *tx.inner)
    .await?;
    if !at_most_one("status_lists::publish", done.rows_affected())? {
        return Ok(false);
    }
    let done = sqlx::query!(
        r#"-- status_lists::publish (2: the text)
        insert into status_list_versions (status_list_id, version, credential, published_at, valid_until, token)
        values ($1, $2, $3, $4, $5, $6)"#,
        id.0,
        of.version + 1,
        new.credential,
        instant(new.published_at),
        instant(new.valid_until),
        new.token,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("status_lists::publish", done.rows_affected())?;
    Ok(true)
}

/// The newest version of a list, and which changes it shows. `None` where there is no list or no version.
pub async fn newest(store: &Store, id: StatusListId) -> Result<Option<Newest>, Error> {
    let row = sqlx::query!(
        r#"-- status_lists::newest
        select l.revision, l.published_revision, l.purpose, v.credential, v.published_at, v.valid_until, v.token
        from status_lists l
        join status_list_versions v on v.status_list_id = l.status_list_id and v.version = l.version
        where l.status_list_id = $1"#,
        id.0,
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let published = published(id, (row.credential, row.token), row.published_at, row.valid_until)?;
    Ok(Some(Newest {
        published,
        revision: row.revision,
        published_revision: row.published_revision,
        purpose: purpose(&row.purpose, id)?,
    }))
}

/// The version that stood at `time`.
pub async fn at(store: &Store, id: StatusListId, time: Timestamp) -> Result<Option<Published>, Error> {
    let row = sqlx::query!(
        r#"-- status_lists::at
        select credential, published_at, valid_until, token from status_list_versions
        where status_list_id = $1 and published_at <= $2 order by published_at desc, version desc limit 1"#,
        id.0,
        instant(time),
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(published(id, (row.credential, row.token), row.published_at, row.valid_until)?))
}

/// Lists whose newest version does not say what is, or not to tokens, or ends before `time`; at most [`DUE_BATCH`] of them.
pub async fn due(store: &Store, time: Timestamp) -> Result<Vec<StatusListId>, Error> {
    let rows = sqlx::query!(
        r#"-- status_lists::due
        select l.status_list_id from status_lists l
        left join status_list_versions v on v.status_list_id = l.status_list_id and v.version = l.version
        where l.revision <> l.published_revision or v.valid_until is null or v.valid_until < $1
            or (v.token is null and l.purpose = 'revocation') limit $2"#,
        instant(time),
        DUE_BATCH,
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.into_iter().map(|row| row.status_list_id).collect())
}

/// How many lists [`due`] gives at once.
pub const DUE_BATCH: i64 = 100;

fn purpose(text: &str, id: StatusListId) -> Result<Purpose, Inconsistent> {
    let found = PURPOSES.into_iter().find(|purpose| purpose.as_str() == text);
    found.ok_or_else(|| Inconsistent::new(TABLE, "purpose", id))
}

fn published(
    id: StatusListId,
    (credential, token): (String, Option<String>),
    published_at: time::OffsetDateTime,
    valid_until: time::OffsetDateTime,
) -> Result<Published, Inconsistent> {
    const VERSIONS: &str = "status_list_versions";
    Ok(Published {
        credential,
        token,
        published_at: timestamp(published_at, (VERSIONS, "published_at"), id)?,
        valid_until: timestamp(valid_until, (VERSIONS, "valid_until"), id)?,
    })
}

/// Marks the lists that were signed as `did` as outdated: they are signed anew before anybody sees them again.
pub async fn outdate(tx: &mut Tx, organization: OrganizationId, did: &str) -> Result<(), Error> {
    sqlx::query!(
        r#"-- status_lists::outdate
        update status_lists set revision = revision + 1 where organization_id = $1 and issuer_did = $2"#,
        organization.0,
        did,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}
