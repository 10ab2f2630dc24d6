//! Trees over the bits of status lists: which list stands where in which tree, and the newest version of each tree.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::{Error, Inconsistent, Store, Tx, at_most_one, expect_one};
use crate::id::{OrganizationId, StatusListId};

const TABLE: &str = "zk_status_trees";

/// Lists in one tree.
pub const LISTS: i32 = 16;

/// Where the bits of a list stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreePlace {
    /// In which tree of the organisation.
    pub number: i32,
    /// The how manieth list of it, counted from 0.
    pub ordinal: i32,
}

/// A version that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedTree {
    /// The signed root, byte for byte.
    pub credential: String,
    /// The bits that it is of, as they are published.
    pub bits: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// Until when it holds.
    pub valid_until: Timestamp,
}

/// A tree as it is kept.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Who signs it.
    pub issuer_did: String,
    /// How often the bits of the DID's lists have changed.
    pub revision: i64,
    /// After how many of those changes the newest version was made, or found to say what is.
    pub seen_revision: i64,
    /// Number of the newest version.
    pub version: i32,
    /// The newest version.
    pub published: Option<PublishedTree>,
}

/// Everything that a new version is made of, as of one moment.
#[derive(Clone, Debug)]
pub struct TreeSnapshot {
    /// The tree.
    pub tree: Tree,
    /// How many lists stand in it.
    pub lists: i32,
    /// Places in the tree of all that is revoked or suspended.
    pub set: Vec<i32>,
}

/// Where a list stands, if it does in some tree.
pub async fn place(
    store: &Store,
    organization: OrganizationId,
    list: StatusListId,
) -> Result<Option<TreePlace>, Error> {
    let row = sqlx::query!(
        r#"-- zk_status::place
        select number, ordinal from zk_status_lists where organization_id = $1 and status_list_id = $2"#,
        organization.0,
        list.0,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    Ok(row.map(|row| TreePlace { number: row.number, ordinal: row.ordinal }))
}

/// Gives a list its place behind the others of its DID, in another tree where one is full. The organisation is locked.
pub async fn enter(
    tx: &mut Tx,
    organization: OrganizationId,
    did: &str,
    list: StatusListId,
) -> Result<TreePlace, Error> {
    let row = sqlx::query!(
        r#"-- zk_status::enter (1: is it there meanwhile?)
        select number, ordinal from zk_status_lists where organization_id = $1 and status_list_id = $2"#,
        organization.0,
        list.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    if let Some(row) = row {
        return Ok(TreePlace { number: row.number, ordinal: row.ordinal });
    }
    let row = sqlx::query!(
        r#"-- zk_status::enter (2: the last tree, and how full that of the DID is)
        select coalesce(max(t.number), 0) as "last!",
            coalesce(max(t.number) filter (where t.issuer_did = $2), 0) as "own!",
            (select count(*)::integer from zk_status_lists z where z.organization_id = $1 and z.number = (
                select max(o.number) from zk_status_trees o where o.organization_id = $1 and o.issuer_did = $2)) as "lists!"
        from zk_status_trees t where t.organization_id = $1"#,
        organization.0,
        did,
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    let place = if row.own == 0 || row.lists >= LISTS {
        let number = row.last + 1;
        let done = sqlx::query!(
            r#"-- zk_status::enter (3: another tree)
            insert into zk_status_trees (organization_id, number, issuer_did, version, seen_revision)
            values ($1, $2, $3, 0, 0)"#,
            organization.0,
            number,
            did,
        )
        .execute(&mut *tx.inner)
        .await?;
        expect_one("zk_status::enter", done.rows_affected())?;
        TreePlace { number, ordinal: 0 }
    } else {
        TreePlace { number: row.own, ordinal: row.lists }
    };
    let done = sqlx::query!(
        r#"-- zk_status::enter (4: the list)
        insert into zk_status_lists (status_list_id, organization_id, number, ordinal) values ($1, $2, $3, $4)"#,
        list.0,
        organization.0,
        place.number,
        place.ordinal,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("zk_status::enter", done.rows_affected())?;
    Ok(place)
}

/// A tree, with its newest version.
pub async fn find(store: &Store, organization: OrganizationId, number: i32) -> Result<Option<Tree>, Error> {
    let row = sqlx::query!(
        r#"-- zk_status::find
        select t.issuer_did, t.version, t.seen_revision, t.credential, t.bits, t.published_at, t.valid_until,
            (select coalesce(sum(l.revision), 0)::bigint from status_lists l
                where l.organization_id = t.organization_id and l.issuer_did = t.issuer_did) as "revision!"
        from zk_status_trees t where t.organization_id = $1 and t.number = $2"#,
        organization.0,
        number,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let published = match (row.credential, row.bits, row.published_at, row.valid_until) {
        (Some(credential), Some(bits), Some(published_at), Some(valid_until)) => {
            Some(published((credential, bits), published_at, valid_until, number)?)
        }
        _ => None,
    };
    Ok(Some(Tree {
        issuer_did: row.issuer_did,
        revision: row.revision,
        seen_revision: row.seen_revision,
        version: row.version,
        published,
    }))
}

fn published(
    (credential, bits): (String, String),
    published_at: time::OffsetDateTime,
    valid_until: time::OffsetDateTime,
    number: i32,
) -> Result<PublishedTree, Inconsistent> {
    Ok(PublishedTree {
        credential,
        bits,
        published_at: timestamp(published_at, (TABLE, "published_at"), number)?,
        valid_until: timestamp(valid_until, (TABLE, "valid_until"), number)?,
    })
}

/// What a new version of a tree is made of.
pub async fn snapshot(store: &Store, organization: OrganizationId, number: i32) -> Result<Option<TreeSnapshot>, Error> {
    // One statement: the bits are those of the revision. An attestation that is suspended has its bit in a list for
    // suspension, and its place here is that in the list for revocation.
    let row = sqlx::query!(
        r#"-- zk_status::snapshot
        select t.issuer_did, t.version, t.seen_revision, t.credential, t.bits, t.published_at, t.valid_until,
            (select coalesce(sum(l.revision), 0)::bigint from status_lists l
                where l.organization_id = t.organization_id and l.issuer_did = t.issuer_did) as "revision!",
            (select count(*)::integer from zk_status_lists z
                where z.organization_id = t.organization_id and z.number = t.number) as "lists!",
            array(
                select z.ordinal * 131072 + e.list_index from zk_status_lists z
                join status_entries e on e.status_list_id = z.status_list_id and e.is_set
                where z.organization_id = t.organization_id and z.number = t.number
                union
                select z.ordinal * 131072 + e.list_index from status_lists o
                join status_entries s on s.status_list_id = o.status_list_id and s.is_set
                join status_entries e on e.attestation_id = s.attestation_id
                join zk_status_lists z on z.status_list_id = e.status_list_id
                where o.organization_id = t.organization_id and o.purpose = 'suspension' and z.number = t.number
            ) as "set!"
        from zk_status_trees t where t.organization_id = $1 and t.number = $2"#,
        organization.0,
        number,
    )
    .fetch_optional(&mut *store.of(organization).await?)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let published = match (row.credential, row.bits, row.published_at, row.valid_until) {
        (Some(credential), Some(bits), Some(published_at), Some(valid_until)) => {
            Some(published((credential, bits), published_at, valid_until, number)?)
        }
        _ => None,
    };
    let tree = Tree {
        issuer_did: row.issuer_did,
        revision: row.revision,
        seen_revision: row.seen_revision,
        version: row.version,
        published,
    };
    Ok(Some(TreeSnapshot { tree, lists: row.lists, set: row.set }))
}

/// Puts a version made of a snapshot in the place of the last one; whether nobody else has done so since.
pub async fn publish(
    tx: &mut Tx,
    organization: OrganizationId,
    number: i32,
    of: &Tree,
    new: &PublishedTree,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- zk_status::publish
        update zk_status_trees set version = version + 1, seen_revision = $4, credential = $5, bits = $6,
            published_at = $7, valid_until = $8
        where organization_id = $1 and number = $2 and version = $3"#,
        organization.0,
        number,
        of.version,
        of.revision,
        new.credential,
        new.bits,
        instant(new.published_at),
        instant(new.valid_until),
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("zk_status::publish", done.rows_affected())
}

/// Notes that the newest version says what is, whatever has changed elsewhere.
pub async fn see(tx: &mut Tx, organization: OrganizationId, number: i32, of: &Tree) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- zk_status::see
        update zk_status_trees set seen_revision = $4
        where organization_id = $1 and number = $2 and version = $3 and seen_revision < $4"#,
        organization.0,
        number,
        of.version,
        of.revision,
    )
    .execute(&mut *tx.inner)
    .await?;
    at_most_one("zk_status::see", done.rows_affected())
}

/// The lists of a tree, in their order.
pub async fn lists(store: &Store, organization: OrganizationId, number: i32) -> Result<Vec<StatusListId>, Error> {
    let rows = sqlx::query!(
        r#"-- zk_status::lists
        select status_list_id from zk_status_lists where organization_id = $1 and number = $2 order by ordinal"#,
        organization.0,
        number,
    )
    .fetch_all(&mut *store.of(organization).await?)
    .await?;
    Ok(rows.into_iter().map(|row| row.status_list_id).collect())
}

/// Lets what was signed as `did` end at once: it is signed anew before anybody sees it again.
pub async fn outdate(tx: &mut Tx, organization: OrganizationId, did: &str) -> Result<(), Error> {
    sqlx::query!(
        r#"-- zk_status::outdate
        update zk_status_trees set valid_until = published_at + interval '1 second'
        where organization_id = $1 and issuer_did = $2 and version > 0"#,
        organization.0,
        did,
    )
    .execute(&mut *tx.inner)
    .await?;
    Ok(())
}
