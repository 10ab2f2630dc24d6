//! API keys: `pk_{live|test}_{kid:10}_{secret:43}{checksum:6}`, all base62.
//!
//! In scope: making keys, reading them, telling who calls. Out of scope: where they are carried (`http::auth`).
//!
//! The checksum (CRC-32 of all before it) finds typing errors and lets scanners recognise a leaked key; it is checked
//! before the database is asked. At rest there is only HMAC-SHA-256 of the whole key under a pepper, which the row names;
//! keys are found by `kid` and compared in constant time. Everyone who is refused is refused alike.

mod known;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

pub(super) use self::known::Known;
use super::account::require_admin;
use super::{Error, Fault, Issuer, Unauthenticated, plan};
use crate::id::{ApiKeyId, OrganizationId, UserId};
use crate::network::{Network, Networks};
use crate::rng::{Rng, RngUnavailable};
use crate::store::api_keys::{self, ApiKeyHash, ApiKeyRecord, Environment, Kid, PepperId, Scope};
use crate::store::memberships::{Membership, Role};
use crate::store::sessions::SignedIn;
use crate::store::usage::Stock;
use crate::store::{Actor, Tx};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 43 digits of base 62 carry 256 bits.
const SECRET: usize = 43;
const CHECKSUM: usize = 6;

/// Days until a key ends where nobody says.
pub const DEFAULT_DAYS: u16 = 90;
/// No key lives longer than this.
pub const MAX_DAYS: u16 = 365;

/// Hours for which both keys are good after one was rotated, where nobody says.
pub const DEFAULT_OVERLAP_HOURS: u16 = 24;
/// And at most.
pub const MAX_OVERLAP_HOURS: u16 = 168;

/// Networks from which one key may be used, at most.
pub const MAX_ADDRESSES: usize = 32;

/// `last_used_at` is written at most this often for one key.
const TOUCH_EVERY_SECONDS: i64 = 60;

/// Who calls, and what they may do.
#[derive(Clone, Debug)]
pub struct Caller {
    /// For whom they speak.
    pub organization_id: OrganizationId,
    /// Who they are.
    pub actor: Actor,
    /// The public part of their key, where they show one.
    pub kid: Option<Kid>,
    /// Whether they try things out: what they issue is marked as that.
    pub is_test: bool,
    scopes: Vec<Scope>,
}

impl Caller {
    /// A person who acts for an organisation. Admins may do everything; others work on attestations, ask for proofs, and read.
    pub(super) fn person(user: UserId, membership: &Membership) -> Self {
        let may = |scope: &Scope| match membership.role {
            Role::Admin => true,
            Role::User => {
                ["attestations:", "proofs:"].iter().any(|of| scope.as_str().starts_with(of))
                    || scope.as_str().ends_with(":read")
            }
        };
        let scopes = Scope::ALL.into_iter().filter(may).collect();
        Self {
            organization_id: membership.organization_id,
            actor: Actor::User(user),
            kid: None,
            is_test: false,
            scopes,
        }
    }

    /// Refuses where the key lacks `scope`.
    pub fn require(&self, scope: Scope) -> Result<(), Error> {
        if self.scopes.contains(&scope) { Ok(()) } else { Err(Error::InsufficientScope(scope)) }
    }
}

/// A whole key, well-formed. Never printed; shown once, when it is made.
pub struct ApiKey {
    text: SecretString,
    environment: Environment,
    kid: Kid,
}

impl ApiKey {
    /// A new key.
    #[expect(clippy::missing_panics_doc, reason = "it never does")]
    pub fn generate(environment: Environment, rng: &dyn Rng) -> Result<Self, RngUnavailable> {
        // Unwrap safety: digits of base 62 are letters and digits.
        #[expect(clippy::unwrap_used, reason = "of the right length and alphabet")]
        let kid = Kid::parse(&base62(Kid::LENGTH, rng)?).unwrap();
        let secret = base62(SECRET, rng)?;
        let mut text = Zeroizing::new(format!("pk_{}_{kid}_{}", environment.as_str(), secret.as_str()));
        let sum = checksum(text.as_bytes());
        text.push_str(&sum);
        Ok(Self { text: SecretString::from(text.as_str()), environment, kid })
    }

    /// Reads a key, checking form and checksum.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (environment, rest) = text.strip_prefix("pk_")?.split_once('_')?;
        let environment = Environment::parse(environment)?;
        let (kid, tail) = rest.split_once('_')?;
        let kid = Kid::parse(kid)?;
        if tail.len() != SECRET + CHECKSUM || !tail.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let (body, sum) = text.split_at(text.len() - CHECKSUM);
        (checksum(body.as_bytes()) == sum).then(|| Self { text: SecretString::from(text), environment, kid })
    }

    /// The public part.
    #[must_use]
    pub fn kid(&self) -> Kid {
        self.kid
    }

    /// The whole text, to be shown once.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({})", self.kid)
    }
}

/// The keys of the hashes.
#[derive(Debug)]
pub struct Peppers {
    /// Hashes new keys.
    pub current: Pepper,
    /// Hashed keys that are still in use: a pepper is changed without making every key anew.
    pub older: Vec<Pepper>,
}

impl Peppers {
    /// What only this service can say of something: no API key begins with this usage and a zero.
    pub(super) fn mac(&self, usage: &str, of: &[u8]) -> [u8; 32] {
        self.current.mac(&[usage.as_bytes(), &[0], of])
    }

    fn find(&self, id: PepperId) -> Option<&Pepper> {
        std::iter::once(&self.current).chain(&self.older).find(|pepper| pepper.id == id)
    }
}

/// A key of hashes.
pub struct Pepper {
    key: SecretBox<[u8; 32]>,
    id: PepperId,
}

impl Pepper {
    /// From 32 random bytes.
    #[must_use]
    pub fn new(key: SecretBox<[u8; 32]>) -> Self {
        let digest = Sha256::new().chain_update(b"proofpass pepper id\0").chain_update(key.expose_secret()).finalize();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        Self { key, id: PepperId(id) }
    }

    fn hash(&self, key: &ApiKey) -> ApiKeyHash {
        ApiKeyHash(self.mac(&[key.expose().as_bytes()]))
    }

    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        // Unwrap safety: HMAC takes keys of any length.
        #[expect(clippy::unwrap_used, reason = "infallible for HMAC")]
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.expose_secret()).unwrap();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pepper(..)")
    }
}

/// What a new key is to be.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// For whom it speaks.
    pub organization_id: OrganizationId,
    /// What people call it.
    pub name: String,
    /// Live or test.
    pub environment: Environment,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// From where it may be used, at most [`MAX_ADDRESSES`]; from anywhere, where there is none.
    pub addresses: Networks,
    /// Days until it ends, 1 to [`MAX_DAYS`].
    pub days: u16,
}

/// Makes a key. The only moment at which its text exists outside the caller's hands.
pub async fn create(issuer: &Issuer, new: NewApiKey) -> Result<(ApiKey, ApiKeyRecord), Error> {
    if !(1..=MAX_DAYS).contains(&new.days) {
        return Err(Error::refused("/days", format!("must be 1 to {MAX_DAYS}")));
    }
    if new.scopes.is_empty() {
        return Err(Error::refused("/scopes", "must not be empty"));
    }
    super::organization::check_name("/name", &new.name)?;
    check_count(&new.addresses)?;
    super::organization::require_alive(issuer, new.organization_id).await?;
    let NewApiKey { organization_id, name, environment, scopes, addresses, days } = new;
    let wish = KeyWish { name, environment, scopes, addresses, days };
    let (key, record) = generate(issuer, organization_id, wish, i64::from(days) * 86_400)?;
    let mut tx = issuer.store.tx_of(organization_id, "create_api_key").await?;
    plan::require_room(issuer, &mut tx, organization_id, Stock::ApiKeys).await?;
    api_keys::insert(&mut tx, &record).await?;
    tx.commit().await?;
    Ok((key, record))
}

/// What an admin wants a new key to be.
#[derive(Clone, Debug)]
pub struct KeyWish {
    /// What people call it.
    pub name: String,
    /// Live or test.
    pub environment: Environment,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// From where it may be used, at most [`MAX_ADDRESSES`]; from anywhere, where there is none.
    pub addresses: Networks,
    /// Days until it ends, 1 to [`MAX_DAYS`].
    pub days: u16,
}

/// Makes a key for the organisation that an admin acts for.
pub async fn create_by(issuer: &Issuer, admin: &SignedIn, wish: KeyWish) -> Result<(ApiKey, ApiKeyRecord), Error> {
    let organization_id = require_admin(admin)?.organization_id;
    let KeyWish { name, environment, scopes, addresses, days } = wish;
    create(issuer, NewApiKey { organization_id, name, environment, scopes, addresses, days }).await
}

/// Reads from where a key is to be used: addresses and networks, each once.
pub fn addresses(pointer: &str, texts: &[String]) -> Result<Networks, Error> {
    let (mut networks, mut faults) = (Vec::<Network>::new(), Vec::new());
    // Beyond the count nobody wants to hear of each.
    for (at, text) in texts.iter().take(MAX_ADDRESSES + 1).enumerate() {
        match text.parse() {
            Ok(network) if networks.contains(&network) => {
                faults.push(Fault::new(format!("{pointer}/{at}"), "is there already"));
            }
            Ok(network) => networks.push(network),
            Err(error) => faults.push(Fault::new(format!("{pointer}/{at}"), error.to_string())),
        }
    }
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    let networks = networks.into_iter().collect();
    check_count(&networks).map(|()| networks)
}

fn check_count(addresses: &Networks) -> Result<(), Error> {
    if addresses.len() > MAX_ADDRESSES {
        return Err(Error::refused("/allowedAddresses", format!("must not have more than {MAX_ADDRESSES} entries")));
    }
    Ok(())
}

/// Gives a key of the organisation that an admin acts for another name, or other addresses; what is absent stays.
pub async fn change_by(
    issuer: &Issuer,
    admin: &SignedIn,
    id: ApiKeyId,
    (name, addresses): (Option<String>, Option<Networks>),
) -> Result<ApiKeyRecord, Error> {
    let organization = require_admin(admin)?.organization_id;
    if let Some(name) = &name {
        super::organization::check_name("/name", name)?;
    }
    let _changing = issuer.keys.changing();
    let mut tx = issuer.store.tx_of(organization, "change_api_key").await?;
    let old = lock_good(issuer, &mut tx, organization, id).await?;
    let addresses = addresses.unwrap_or(old.addresses);
    let key = ApiKeyRecord { name: name.unwrap_or(old.name), addresses, ..old };
    api_keys::change(&mut tx, id, &key.name, &key.addresses).await?;
    tx.commit().await?;
    tracing::info!(api_key.kid = %key.kid, organization.id = %organization, user.id = %admin.user_id, networks = key.addresses.len(),
        "Changed API key `{}`", key.kid);
    Ok(key)
}

/// One that was neither withdrawn nor has ended.
async fn lock_good(
    issuer: &Issuer,
    tx: &mut Tx,
    organization: OrganizationId,
    id: ApiKeyId,
) -> Result<ApiKeyRecord, Error> {
    let now = issuer.clock.now();
    let key = api_keys::lock(tx, organization, id).await?;
    key.filter(|key| key.revoked_at.is_none() && now < key.expires_at).ok_or(Error::NotFound)
}

/// Every key of the organisation that an admin acts for.
pub async fn list_by(issuer: &Issuer, admin: &SignedIn) -> Result<Vec<ApiKeyRecord>, Error> {
    let organization = require_admin(admin)?.organization_id;
    Ok(api_keys::list(&issuer.store, organization).await?)
}

/// Withdraws a key of the organisation that an admin acts for.
pub async fn revoke_by(issuer: &Issuer, admin: &SignedIn, id: ApiKeyId) -> Result<(), Error> {
    let organization = require_admin(admin)?.organization_id;
    let _changing = issuer.keys.changing();
    let mut tx = issuer.store.tx_of(organization, "revoke_api_key").await?;
    let key = api_keys::lock(&mut tx, organization, id).await?.ok_or(Error::NotFound)?;
    let found = api_keys::revoke(&mut tx, key.kid, issuer.clock.now()).await?;
    tx.commit().await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// Makes a key like another, which ends after `overlap_hours`, or when it would have ended anyway.
pub async fn rotate_by(
    issuer: &Issuer,
    admin: &SignedIn,
    id: ApiKeyId,
    overlap_hours: u16,
) -> Result<(ApiKey, ApiKeyRecord), Error> {
    let organization = require_admin(admin)?.organization_id;
    if overlap_hours > MAX_OVERLAP_HOURS {
        return Err(Error::refused("/overlapHours", format!("must be 0 to {MAX_OVERLAP_HOURS}")));
    }
    let now = issuer.clock.now();
    let _changing = issuer.keys.changing();
    let mut tx = issuer.store.tx_of(organization, "rotate_api_key").await?;
    let old = lock_good(issuer, &mut tx, organization, id).await?;
    let lifetime = old.expires_at.unix_seconds() - old.created_at.unix_seconds();
    let (name, environment, scopes, addresses) = (old.name, old.environment, old.scopes, old.addresses);
    let new = KeyWish { name, environment, scopes, addresses, days: 0 };
    let (key, record) = generate(issuer, organization, new, lifetime)?;
    api_keys::insert(&mut tx, &record).await?;
    if overlap_hours == 0 {
        api_keys::revoke(&mut tx, old.kid, now).await?;
    } else {
        api_keys::end(&mut tx, id, now.plus_seconds(i64::from(overlap_hours) * 3_600)).await?;
    }
    tx.commit().await?;
    Ok((key, record))
}

/// A key and its row, not yet kept.
fn generate(
    issuer: &Issuer,
    organization_id: OrganizationId,
    wish: KeyWish,
    lifetime_seconds: i64,
) -> Result<(ApiKey, ApiKeyRecord), Error> {
    let key = ApiKey::generate(wish.environment, &*issuer.rng)?;
    let now = issuer.clock.now();
    let record = ApiKeyRecord {
        id: ApiKeyId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id,
        name: wish.name,
        kid: key.kid,
        hash: issuer.peppers.current.hash(&key),
        pepper_id: issuer.peppers.current.id,
        environment: wish.environment,
        scopes: wish.scopes,
        addresses: wish.addresses,
        created_at: now,
        expires_at: now.plus_seconds(lifetime_seconds),
        revoked_at: None,
        last_used_at: None,
    };
    Ok((key, record))
}

/// Withdraws a key.
pub async fn revoke(issuer: &Issuer, kid: Kid) -> Result<(), Error> {
    let _changing = issuer.keys.changing();
    let mut tx = issuer.store.tx("revoke_api_key").await?;
    let found = api_keys::revoke(&mut tx, kid, issuer.clock.now()).await?;
    tx.commit().await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// Tells who calls, from where.
pub async fn authenticate(issuer: &Issuer, presented: &str, from: Option<IpAddr>) -> Result<Caller, Error> {
    let Some(key) = ApiKey::parse(presented) else {
        return Err(Error::Unauthenticated { why: Unauthenticated::Malformed, kid: None });
    };
    let refuse = |why| Err(Error::Unauthenticated { why, kid: Some(key.kid) });
    if key.environment == Environment::Test && !issuer.test_keys {
        return refuse(Unauthenticated::TestKey);
    }
    let (now, millis) = (issuer.clock.now(), issuer.clock.unix_millis());
    let known = issuer.keys.find(key.kid, millis).filter(|record| is_of(issuer, &key, record));
    let record = match known {
        Some(record) => record,
        // Whoever shows a wrong secret is told after the same work, whether or not the key is in use.
        None => look_up(issuer, &key, millis).await?,
    };
    if record.expires_at <= now {
        return refuse(Unauthenticated::Expired);
    }
    // Last: only who holds the key learns that it is good elsewhere. Where nobody knows from where, it is from elsewhere.
    if !record.addresses.is_empty() && !from.is_some_and(|address| record.addresses.contain(address)) {
        return Err(Error::AddressNotAllowed { kid: record.kid, address: from });
    }
    if issuer.keys.is_due(&record, now.plus_seconds(-TOUCH_EVERY_SECONDS), now) {
        api_keys::touch(&issuer.store, record.id, now).await?;
    }
    let ApiKeyRecord { id, organization_id, kid, environment, scopes, .. } = &*record;
    Ok(Caller {
        organization_id: *organization_id,
        actor: Actor::ApiKey(*id),
        kid: Some(*kid),
        is_test: *environment == Environment::Test,
        scopes: scopes.clone(),
    })
}

/// Whether this is the key of a row.
fn is_of(issuer: &Issuer, key: &ApiKey, record: &ApiKeyRecord) -> bool {
    let pepper = issuer.peppers.find(record.pepper_id);
    pepper.is_some_and(|pepper| bool::from(pepper.hash(key).0.ct_eq(&record.hash.0)))
}

/// The row of a key that was not withdrawn, as it is now.
async fn look_up(issuer: &Issuer, key: &ApiKey, millis: u64) -> Result<Arc<ApiKeyRecord>, Error> {
    let refuse = |why| Err(Error::Unauthenticated { why, kid: Some(key.kid) });
    let before = issuer.keys.before(millis);
    let record = api_keys::find(&issuer.store, key.kid).await?;
    // The same work for unknown keys as for known ones: time tells nothing.
    let pepper = record.as_ref().map_or(Some(&issuer.peppers.current), |record| issuer.peppers.find(record.pepper_id));
    let presented = pepper.unwrap_or(&issuer.peppers.current).hash(key);
    let expected = record.as_ref().map_or([0; 32], |record| record.hash.0);
    let matches = bool::from(presented.0.ct_eq(&expected));
    let Some(record) = record else { return refuse(Unauthenticated::Unknown) };
    if !matches {
        return refuse(if pepper.is_none() { Unauthenticated::OtherPepper } else { Unauthenticated::WrongSecret });
    }
    if record.revoked_at.is_some() {
        return refuse(Unauthenticated::Revoked);
    }
    let record = Arc::new(record);
    issuer.keys.keep(record.clone(), before);
    Ok(record)
}

/// `length` digits, each equally likely.
pub(super) fn base62(length: usize, rng: &dyn Rng) -> Result<Zeroizing<String>, RngUnavailable> {
    // 248 is the largest multiple of 62 in a byte; larger bytes would favour the first digits.
    const LIMIT: u8 = 248;
    let mut text = Zeroizing::new(String::with_capacity(length));
    let mut bytes = Zeroizing::new([0; 64]);
    while text.len() < length {
        rng.fill(bytes.as_mut_slice())?;
        let digits = bytes.iter().filter(|byte| **byte < LIMIT).map(|byte| char::from(BASE62[usize::from(byte % 62)]));
        let missing = length - text.len();
        text.extend(digits.take(missing));
    }
    Ok(text)
}

/// CRC-32 as six digits.
fn checksum(bytes: &[u8]) -> String {
    let mut rest = crc32fast::hash(bytes);
    let mut digits = [b'0'; CHECKSUM];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    #[test]
    fn reads_what_it_makes() {
        for environment in [Environment::Live, Environment::Test] {
            let key = ApiKey::generate(environment, &SystemRng).unwrap();
            let read = ApiKey::parse(key.expose()).unwrap();
            assert_eq!((read.kid(), read.environment), (key.kid(), environment));
            assert_eq!(key.expose().len(), "pk_live_".len() + Kid::LENGTH + 1 + SECRET + CHECKSUM);
            assert!(!format!("{key:?}").contains(&key.expose()[20..]));
        }
    }

    #[test]
    fn refuses_every_single_character_change() {
        let key = ApiKey::generate(Environment::Live, &SystemRng).unwrap();
        for at in 0..key.expose().len() {
            for other in ["0", "z", "_", "é"] {
                let mut text = key.expose().to_owned();
                if &text[at..=at] == other {
                    continue;
                }
                text.replace_range(at..=at, other);
                assert!(ApiKey::parse(&text).is_none(), "{at} {other}");
            }
        }
        for text in [
            "",
            "pk_",
            "pk_live_",
            "pk_prod_0123456789_",
            "sk_live_x",
            &key.expose()[1..],
            &format!("{}0", key.expose()),
        ] {
            assert!(ApiKey::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn hashes_depend_on_key_and_pepper() {
        let pepper = |byte| Pepper::new(SecretBox::new(Box::new([byte; 32])));
        let key = ApiKey::generate(Environment::Live, &SystemRng).unwrap();
        let other = ApiKey::generate(Environment::Live, &SystemRng).unwrap();
        assert_eq!(pepper(1).hash(&key).0, pepper(1).hash(&key).0);
        assert_ne!(pepper(1).hash(&key).0, pepper(2).hash(&key).0);
        assert_ne!(pepper(1).hash(&key).0, pepper(1).hash(&other).0);
        assert_ne!(pepper(1).id, pepper(2).id);
    }
}
