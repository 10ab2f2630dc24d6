//! What holders and verifiers of proofs are told of withdrawals: the root of a tree over the bits of an organisation's status
//! lists, signed, and the bits beside it, so that whoever proves something asks nobody about one of them.
//!
//! In scope: where a list stands, making versions. Out of scope: the tree (`proofpass_zk::status`), what changes a bit
//! (`lifecycle`).
//!
//! A bit is set where the attestation is revoked or suspended. A version is made where a bit has changed or half of its time
//! is over, and by whoever asks first then: all who ask have the same bytes.

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use proofpass::verify::Material;
use proofpass::zk::{StatusBits, StatusPublication};

use super::{Error, Hand, Issuer, issuer_key, organization, status_list};
use crate::id::{OrganizationId, StatusListId};
use crate::store::organizations;
use crate::store::zk_status::{self, PublishedTree, Tree, TreePlace, TreeSnapshot};

/// A day: how long a version holds.
const VALID_SECONDS: i64 = 86_400;

/// Half of it: a version that ends sooner is made anew.
const RENEW_SECONDS: i64 = 43_200;

/// Seconds by which a version may be ahead of the clock, because others were made in the same second: less than verifiers
/// let clocks differ.
const MAX_AHEAD: i64 = 30;

/// How often somebody else may be quicker.
const ROUNDS: usize = 8;

/// Bits of one list, as a power of two.
const LIST_BITS_LOG: u32 = 17;

/// Where the commitment to a tree is published. None where the service is not reached over https: nobody would believe it.
pub(super) fn url(issuer: &Issuer, organization: OrganizationId, number: i32) -> Option<String> {
    let url = &issuer.public_url;
    url.is_https().then(|| format!("{url}/api/v1/organizations/{organization}/zk/status/{number}"))
}

/// The place of a list's place in its tree.
pub(super) fn index(tree: TreePlace, place: i32) -> u32 {
    (tree.ordinal.unsigned_abs() << LIST_BITS_LOG) + place.unsigned_abs()
}

/// Where a list of `did` stands: now behind the others, where it does not yet.
pub(super) async fn place(
    issuer: &Issuer,
    organization: OrganizationId,
    did: &str,
    list: StatusListId,
) -> Result<TreePlace, Error> {
    if let Some(place) = zk_status::place(&issuer.store, organization, list).await? {
        return Ok(place);
    }
    let mut tx = issuer.store.tx_of(organization, "enter_zk_status_list").await?;
    organizations::lock_method(&mut tx, organization).await?.ok_or(Error::NotFound)?;
    let place = zk_status::enter(&mut tx, organization, did, list).await?;
    tx.commit().await?;
    Ok(place)
}

/// The version of a tree that stands: made now, where the last one does not say what is or ends soon.
pub async fn current(issuer: &Issuer, organization: OrganizationId, number: i32) -> Result<PublishedTree, Error> {
    // Every change that was there when somebody asked; those that come meanwhile, others ask for.
    let mut wanted = None;
    for _ in 0..ROUNDS {
        let tree = zk_status::find(&issuer.store, organization, number).await?.ok_or(Error::NotFound)?;
        let wanted = *wanted.get_or_insert(tree.revision);
        if let Some(published) = tree.published
            && tree.seen_revision >= wanted
            && published.valid_until >= renewed_before(issuer)
        {
            return Ok(published);
        }
        publish(issuer, organization, number).await?;
    }
    Err(Error::Unavailable { hand: Hand::Database, source: None })
}

fn renewed_before(issuer: &Issuer) -> Timestamp {
    issuer.clock.now().plus_seconds(RENEW_SECONDS)
}

/// What is to be done about a tree.
enum Due {
    /// Another version.
    Publish(Tree, PublishedTree),
    /// What changed is elsewhere.
    See(Tree),
}

/// Makes a version of what is now, unless somebody else is quicker or it would say the same.
async fn publish(issuer: &Issuer, organization: OrganizationId, number: i32) -> Result<(), Error> {
    let snapshot = zk_status::snapshot(&issuer.store, organization, number).await?.ok_or(Error::NotFound)?;
    let url = url(issuer, organization, number).ok_or(Error::NotFound)?;
    let owner = organization::find(issuer, organization).await?;
    let key = issuer_key::of_did(issuer, organization, &snapshot.tree.issuer_did).await?;
    let lists: Vec<String> = zk_status::lists(&issuer.store, organization, number)
        .await?
        .into_iter()
        .map(|list| status_list::url(issuer, list))
        .collect();
    let worker = issuer.clone();
    let due = issuer.desk.run(move || {
        let bits = bits(&snapshot)?;
        let encoded = bits.to_object(&url).to_string();
        let TreeSnapshot { tree, .. } = snapshot;
        let says = tree.published.as_ref().filter(|last| last.bits == encoded);
        if says.is_some_and(|last| last.valid_until >= renewed_before(&worker)) {
            return Ok(Due::See(tree));
        }
        // Later than the last one, also within one second: whoever compares two sees which is the newer.
        let now = worker.clock.now();
        let last = tree.published.as_ref().map_or(now, |last| last.published_at.plus_seconds(1));
        let now = now.max(last.min(now.plus_seconds(MAX_AHEAD)));
        let end = now.plus_seconds(VALID_SECONDS);
        let signer = issuer_key::open(&worker, &key)?;
        let issuer = Object::new().with("id", tree.issuer_did.as_str()).with("name", owner.name);
        let publication =
            StatusPublication { url: &url, issuer: issuer.into(), lists: &lists, valid_from: now, valid_until: end };
        let unsigned = publication.credential(&bits).map_err(|_| Error::SignerFaulty)?;
        let secured = signer.secure(unsigned, key.method()?, now).map_err(|_| Error::SignerFaulty)?;
        let credential = secured.to_object().to_string();
        Ok(Due::Publish(tree, PublishedTree { credential, bits: encoded, published_at: now, valid_until: end }))
    });
    let due: Result<Due, Error> = due.await?;
    let mut tx = issuer.store.tx_of(organization, "publish_zk_status").await?;
    let done = match due? {
        Due::Publish(tree, version) => zk_status::publish(&mut tx, organization, number, &tree, &version).await?,
        Due::See(tree) => zk_status::see(&mut tx, organization, number, &tree).await?,
    };
    if done {
        tx.commit().await?;
        tracing::info!(organization.id = %organization, number, "Brought status commitment {number} up to date");
    }
    Ok(())
}

/// The commitment and the bits at a URL of an organisation's own, as they stand. None, where it is none.
pub(super) async fn at(
    issuer: &Issuer,
    organization: OrganizationId,
    named: &str,
) -> Result<Option<(Object, StatusBits)>, Error> {
    let number = named.rsplit('/').next().and_then(|number| number.parse::<i32>().ok());
    let Some(number) = number.filter(|number| url(issuer, organization, *number).as_deref() == Some(named)) else {
        return Ok(None);
    };
    let version = match current(issuer, organization, number).await {
        Err(Error::NotFound) => return Ok(None),
        found => found?,
    };
    let Ok(Value::Object(commitment)) = parse(version.credential.as_bytes(), &Limits::DOCUMENT) else {
        return Ok(None);
    };
    let bits = StatusBits::parse(version.bits.as_bytes(), named);
    Ok(bits.ok().map(|bits| (commitment, bits)))
}

/// What stands now in the place of the commitment that a presentation was made against, where that is this service's own: a
/// withdrawal since is seen.
pub async fn own(issuer: &Issuer, presentation: &Object) -> Material {
    let mut material = Material::default();
    let named = match presentation.get("status") {
        Some(Value::Object(credential)) => credential.get("id").and_then(Value::as_str),
        Some(Value::String(url)) => Some(url.as_str()),
        _ => None,
    };
    let place = named.and_then(|url| {
        let rest = url.strip_prefix(&format!("{}/api/v1/organizations/", issuer.public_url))?;
        let (organization, number) = rest.split_once("/zk/status/")?;
        Some((url, organization.parse::<OrganizationId>().ok()?, number.parse::<i32>().ok()?))
    });
    let Some((named, organization, number)) = place else { return material };
    if url(issuer, organization, number).as_deref() != Some(named) {
        return material;
    }
    match current(issuer, organization, number).await {
        Ok(version) => {
            if let Ok(Value::Object(credential)) = parse(version.credential.as_bytes(), &Limits::DOCUMENT) {
                // Our URLs are URLs; were it otherwise, the commitment would not be at hand.
                let _ = material.add_status_list(credential, named.to_owned(), issuer.clock.now());
            }
        }
        Err(Error::NotFound) => {}
        Err(error) => {
            tracing::warn!(organization.id = %organization, error = %error, "A status commitment cannot be had");
        }
    }
    material
}

fn bits(snapshot: &TreeSnapshot) -> Result<StatusBits, Error> {
    const LIST: usize = 1 << (LIST_BITS_LOG - 3);
    let mut lists = vec![vec![0_u8; LIST]; usize::try_from(snapshot.lists).unwrap_or_default()];
    for place in &snapshot.set {
        let place = usize::try_from(*place).map_err(|_| Error::SignerFaulty)?;
        let (list, bit) = (place >> LIST_BITS_LOG, place % (1 << LIST_BITS_LOG));
        let byte = lists.get_mut(list).and_then(|list| list.get_mut(bit / 8)).ok_or(Error::SignerFaulty)?;
        *byte |= 0x80 >> (bit % 8);
    }
    StatusBits::of_lists(&lists).ok_or(Error::SignerFaulty)
}
