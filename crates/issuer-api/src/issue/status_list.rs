//! Status lists: a place for every credential, and what verifiers are told about them, signed by whoever issued them.
//!
//! In scope: choosing places, making versions, saying which version stands or stood. Out of scope: what changes a bit
//! (`lifecycle`); reading lists (`proofpass::status`).
//!
//! A change of a bit is committed first and published right after. Should the process die in between, whoever asks next
//! publishes, or [`sweep`] does: no version is given away that is older than the last change.
//!
//! An SD-JWT VC has one place, that of revocation, in a list that says both: the same list, in a token.
//! Specs: <https://www.w3.org/TR/vc-bitstring-status-list/>, <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>

use std::collections::{HashSet, VecDeque};

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::status::{List, Publication, Purpose, TokenPublication, TokenStatus, TokenStatusList};
use proofpass::time::Timestamp;
use proofpass::verify::Material;

use super::{Error, Issuer, identity, issuer_key, organization};
use crate::id::{OrganizationId, StatusListId};
use crate::store::attestations::{Attestation, Format};
use crate::store::status_lists::{self, NewStatusList, OpenList, PURPOSES, Place, Published, Snapshot};
use crate::store::{self, Conflict};

/// A day: how long a version holds. A verifier without a network believes an older one no longer.
const VALID_SECONDS: i64 = 86_400;

/// Half of it: a version that ends sooner is made anew, so that whoever fetches one can carry it for a while.
const RENEW_SECONDS: i64 = 43_200;

/// Places that are tried at first. In a list of which half is taken, none of them is free one in sixteen times.
const FEW: usize = 4;

/// Places that are tried then.
const MANY: usize = 64;

/// Of [`MANY`]: where no more are free, four fifths of the list are taken, and it takes no more. A sample, because a
/// counter would let everybody who issues wait for everybody else.
const FEW_FREE: usize = MANY / 5;

/// How often somebody else may be quicker.
const ROUNDS: usize = 8;

/// Where a list is published.
pub(super) fn url(issuer: &Issuer, id: StatusListId) -> String {
    format!("{}/api/v1/status-lists/{id}", issuer.public_url)
}

/// Where the same list is published for tokens.
fn token_url(issuer: &Issuer, id: StatusListId) -> String {
    url(issuer, id) + TOKEN
}

/// What the URL of a list for tokens ends in.
const TOKEN: &str = "/token";

/// The claim `status` of a token that has these places.
pub(super) fn claim(issuer: &Issuer, places: &[Place]) -> Option<Object> {
    let place = places.iter().find(|place| place.purpose == Purpose::Revocation)?;
    Some(TokenStatusList::entry(&token_url(issuer, place.list), u32::try_from(place.index).unwrap_or_default()))
}

/// The entry of `credentialStatus` for a place.
pub(super) fn entry(issuer: &Issuer, place: &Place) -> Object {
    List::entry(&url(issuer, place.list), place.purpose, usize::try_from(place.index).unwrap_or_default())
}

/// Chooses a place in a list of each purpose for a credential that is to be issued under `did`. They are taken once
/// [`status_lists::enter`] has written them.
pub(super) async fn places(issuer: &Issuer, organization: OrganizationId, did: &str) -> Result<Vec<Place>, Error> {
    let mut tries = FEW;
    for _ in 0..ROUNDS {
        let places = chance(issuer, tries)?;
        let open = status_lists::open(&issuer.store, organization, did, &places).await?;
        let found = PURPOSES.map(|purpose| open.iter().find(|list| list.purpose == purpose));
        let is_full = |list: &OpenList| tries == MANY && list.free.len() <= FEW_FREE;
        let mut places = Vec::new();
        let mut stay = true;
        for (purpose, list) in PURPOSES.into_iter().zip(found) {
            match list {
                Some(list) if !is_full(list) => {
                    // Another place in each list: none of them says where to look in the other.
                    let index = if places.is_empty() { list.free.first() } else { list.free.last() };
                    places.extend(index.map(|index| Place { list: list.id, purpose, index: *index }));
                }
                full => {
                    begin(issuer, organization, did, purpose, full.map(|list| list.id)).await?;
                    stay = false;
                }
            }
        }
        if places.len() == PURPOSES.len() {
            return Ok(places);
        }
        tries = if stay { MANY } else { FEW };
    }
    Err(Error::Conflict(Conflict::StatusIndex))
}

/// Places to ask about for `count` credentials: as many for each as for one that comes alone, all of them different.
pub(super) fn candidates(issuer: &Issuer, count: usize) -> Result<Vec<i32>, Error> {
    let mut places = chance(issuer, FEW * count)?;
    let mut seen = HashSet::new();
    places.retain(|place| seen.insert(*place));
    Ok(places)
}

/// What is free in the open lists of a DID.
#[derive(Debug)]
pub(super) struct Free(Vec<(OpenList, VecDeque<i32>)>);

impl Free {
    /// Of `asked` candidates. Nothing, where a list is missing or so many of them say that one is full: then it takes one
    /// look more to find a place, or another list.
    pub(super) fn new(mut lists: Vec<OpenList>, asked: usize) -> Self {
        let is_full = |list: &OpenList| asked >= MANY && list.free.len() <= asked / (MANY / FEW_FREE);
        let all = PURPOSES.iter().all(|purpose| lists.iter().any(|list| list.purpose == *purpose && !is_full(list)));
        if !all {
            lists.clear();
        }
        let free = |mut list: OpenList| {
            let places = std::mem::take(&mut list.free).into();
            (list, places)
        };
        Self(lists.into_iter().map(free).collect())
    }

    /// A place in each list: another in each, so that none of them says where to look in the other.
    pub(super) fn take(&mut self) -> Option<Vec<Place>> {
        let mut places: Vec<Place> = Vec::with_capacity(PURPOSES.len());
        for (list, free) in &mut self.0 {
            let index = if places.is_empty() { free.pop_front() } else { free.pop_back() };
            places.push(Place { list: list.id, purpose: list.purpose, index: index? });
        }
        let apart = places.iter().zip(places.iter().skip(1)).all(|(one, next)| one.index != next.index);
        (!places.is_empty() && apart).then_some(places)
    }
}

/// Places by chance: neighbours in a list say nothing about each other.
fn chance(issuer: &Issuer, count: usize) -> Result<Vec<i32>, Error> {
    let mut bytes = vec![0; 4 * count];
    for chunk in bytes.chunks_mut(32) {
        issuer.rng.fill(chunk)?;
    }
    // 2³² is a multiple of the list's length: each place is equally likely.
    let place = |four: &[u8; 4]| u32::from_le_bytes(*four) as usize % List::MIN_ENTRIES;
    Ok(bytes.as_chunks().0.iter().map(|four| i32::try_from(place(four)).unwrap_or_default()).collect())
}

/// Opens a list in the place of one that is full, and publishes it before any credential names it.
async fn begin(
    issuer: &Issuer,
    organization: OrganizationId,
    did: &str,
    purpose: Purpose,
    full: Option<StatusListId>,
) -> Result<(), Error> {
    let id = StatusListId::new(&*issuer.clock, &*issuer.rng)?;
    let list = NewStatusList { id, organization_id: organization, issuer_did: did.to_owned(), purpose };
    let mut tx = issuer.store.tx_of(organization, "open_status_list").await?;
    if let Some(full) = full
        && !status_lists::close(&mut tx, full).await?
    {
        // Somebody else has closed it, and opened another.
        return Ok(());
    }
    match status_lists::insert(&mut tx, &list, issuer.clock.now()).await {
        Err(store::Error::Conflict(Conflict::StatusListOpen)) => return Ok(()),
        done => done?,
    }
    tx.commit().await?;
    tracing::info!(status_list.id = %id, organization.id = %organization, "Opened status list `{id}`");
    publish(issuer, id).await?;
    Ok(())
}

/// The version of a list that stands: made now, where the last one does not say what is or ends soon.
pub async fn current(issuer: &Issuer, id: StatusListId) -> Result<Published, Error> {
    // Every change that was there when somebody asked; those that come meanwhile, others ask for.
    let mut wanted = None;
    for _ in 0..ROUNDS {
        if let Some(newest) = status_lists::newest(&issuer.store, id).await? {
            let wanted = *wanted.get_or_insert(newest.revision);
            let renew = issuer.clock.now().plus_seconds(RENEW_SECONDS);
            let speaks = newest.purpose != Purpose::Revocation || newest.published.token.is_some();
            if newest.published_revision >= wanted && newest.published.valid_until >= renew && speaks {
                return Ok(newest.published);
            }
        }
        publish(issuer, id).await?;
    }
    Err(Error::Unavailable { hand: super::Hand::Database, source: None })
}

/// The version of a list that stood at `time`.
pub async fn at(issuer: &Issuer, id: StatusListId, time: Timestamp) -> Result<Published, Error> {
    if time > issuer.clock.now() {
        return Err(Error::NotFound);
    }
    // What is due is made first: a change counts from when it happened.
    current(issuer, id).await?;
    status_lists::at(&issuer.store, id, time).await?.ok_or(Error::NotFound)
}

/// Makes a version of what is now, unless somebody else is quicker.
pub(super) async fn publish(issuer: &Issuer, id: StatusListId) -> Result<(), Error> {
    let snapshot = status_lists::snapshot(&issuer.store, id).await?.ok_or(Error::NotFound)?;
    let organization = organization::find(issuer, snapshot.organization_id).await?;
    let key = issuer_key::of_did(issuer, snapshot.organization_id, &snapshot.issuer_did).await?;
    let (worker, name, url, token_url) = (issuer.clone(), organization.name, url(issuer, id), token_url(issuer, id));
    let made = issuer.desk.run(move || {
        let now = worker.clock.now();
        let end = now.plus_seconds(VALID_SECONDS);
        let signer = issuer_key::open(&worker, &key)?;
        let issuer = Object::new().with("id", snapshot.issuer_did.as_str()).with("name", name);
        let publication = Publication {
            url: &url,
            issuer: issuer.into(),
            purpose: snapshot.purpose,
            valid_from: now,
            valid_until: Some(end),
            // The end bounds its age; a shorter bound is for each verifier to choose.
            time_to_live: None,
        };
        let unsigned = bits(&snapshot)?.credential(publication).map_err(|_| Error::SignerFaulty)?;
        let credential =
            signer.secure(unsigned, key.method()?, now).map_err(|_| Error::SignerFaulty)?.to_object().to_string();
        let token = match snapshot.purpose {
            Purpose::Revocation => {
                let place =
                    TokenPublication { url: &token_url, issuer: &snapshot.issuer_did, issued_at: now, expires_at: end };
                let token = statuses(&snapshot)?.token(place, &signer.public_key(), &identity::token_method(&key)?);
                Some(token.and_then(|token| signer.other_token(token)).map_err(|_| Error::SignerFaulty)?)
            }
            _ => None,
        };
        Ok::<_, Error>((snapshot, Published { credential, token, published_at: now, valid_until: end }))
    });
    let (snapshot, version) = made.await??;
    let mut tx = issuer.store.tx_of(snapshot.organization_id, "publish_status_list").await?;
    if status_lists::publish(&mut tx, id, &snapshot, &version).await? {
        tx.commit().await?;
        let number = snapshot.version + 1;
        tracing::info!(status_list.id = %id, version = number, "Published version {number} of status list `{id}`");
    }
    Ok(())
}

fn bits(snapshot: &Snapshot) -> Result<List, Error> {
    let mut list = List::new(List::MIN_ENTRIES).map_err(|_| Error::SignerFaulty)?;
    for index in &snapshot.set {
        let index = usize::try_from(*index).unwrap_or(usize::MAX);
        list.set(index, true).map_err(|_| Error::SignerFaulty)?;
    }
    Ok(list)
}

fn statuses(snapshot: &Snapshot) -> Result<TokenStatusList, Error> {
    let mut list = TokenStatusList::new(List::MIN_ENTRIES);
    // Who is withdrawn is withdrawn, suspended or not.
    for (places, status) in [(&snapshot.suspended, TokenStatus::Suspended), (&snapshot.set, TokenStatus::Invalid)] {
        for index in places {
            let index = usize::try_from(*index).unwrap_or(usize::MAX);
            list.set(index, status).map_err(|_| Error::SignerFaulty)?;
        }
    }
    Ok(list)
}

/// What a version is to a verifier: the list, where it came from and when.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The signed list, byte for byte.
    pub text: String,
    /// Whether that is a token.
    pub is_token: bool,
    /// Its URL.
    pub from: String,
    /// When it was asked for.
    pub at: Timestamp,
}

/// The lists that speak about an attestation: as they stand, or as they stood at a time of the past.
pub(super) async fn of_attestation(
    issuer: &Issuer,
    attestation: &Attestation,
    time: Option<Timestamp>,
) -> Result<Vec<Carried>, Error> {
    let is_token = attestation.format == Format::SdJwt;
    let mut carried = Vec::new();
    for id in status_lists::of_attestation(&issuer.store, attestation.id).await? {
        carried.extend(carry(issuer, id, is_token, time).await?);
    }
    Ok(carried)
}

async fn carry(
    issuer: &Issuer,
    id: StatusListId,
    is_token: bool,
    time: Option<Timestamp>,
) -> Result<Option<Carried>, Error> {
    let now = issuer.clock.now();
    let past = time.filter(|time| *time < now);
    let found = match past {
        None => current(issuer, id).await,
        Some(time) => at(issuer, id, time).await,
    };
    match found {
        Ok(version) => {
            let from = if is_token { token_url(issuer, id) } else { url(issuer, id) };
            let text = if is_token { version.token } else { Some(version.credential) };
            Ok(text.map(|text| Carried { text, is_token, from, at: past.unwrap_or(now) }))
        }
        // Not ours, or not there yet at that time: nothing to carry.
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Those of `urls` that are ours, as they stand. What cannot be had now is left out: a document may be verified without.
pub async fn own(issuer: &Issuer, urls: &[String]) -> Vec<Carried> {
    let start = format!("{}/api/v1/status-lists/", issuer.public_url);
    let lists = urls.iter().filter_map(|url| {
        let rest = url.strip_prefix(&start)?;
        let (id, is_token) = rest.strip_suffix(TOKEN).map_or((rest, false), |id| (id, true));
        Some((id.parse::<StatusListId>().ok()?, is_token))
    });
    let mut carried = Vec::new();
    for (id, is_token) in lists.take(MAX_OWN) {
        match carry(issuer, id, is_token, None).await {
            Ok(found) => carried.extend(found),
            Err(error) => {
                tracing::warn!(status_list.id = %id, error = %error, "Status list `{id}` cannot be had");
                break;
            }
        }
    }
    carried
}

/// Lists of our own that one document may ask for: a passport of some members, each with two.
const MAX_OWN: usize = 16;

/// As material.
#[must_use]
pub fn material(lists: &[Carried]) -> Material {
    let mut material = Material::default();
    for list in lists {
        // What is kept is an object, and our URLs are URLs; were it otherwise, the list would not be at hand.
        if list.is_token {
            let _ = material.add_status_list_token(&list.text, list.from.clone(), list.at);
        } else if let Ok(Value::Object(credential)) = parse(list.text.as_bytes(), &Limits::DOCUMENT) {
            let _ = material.add_status_list(credential, list.from.clone(), list.at);
        }
    }
    material
}

/// Makes anew what is due; returns how many lists.
pub async fn sweep(issuer: &Issuer) -> Result<usize, Error> {
    let renew = issuer.clock.now().plus_seconds(RENEW_SECONDS);
    let due = status_lists::due(&issuer.store, renew).await?;
    let mut made = 0;
    for id in due {
        match publish(issuer, id).await {
            Ok(()) => made += 1,
            // One organisation without a key is not in the way of the others.
            Err(error) => tracing::error!(status_list.id = %id, error = %error, "Could not publish status list `{id}`"),
        }
    }
    Ok(made)
}
