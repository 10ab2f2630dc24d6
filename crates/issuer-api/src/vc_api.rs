//! The VC-API, for other people's test suites and for trying out interoperability: a credential goes in, a secured one
//! or a report comes out.
//!
//! In scope: issuers for every suite and curve, each under a key of its own that was made for it; verification from the
//! one report; parts of credentials, as holders show them; presentations; status lists of these issuers; `did:key` and
//! `did:jwk`; the evaluation of VC JSON Schema; Securing with JOSE and COSE by itself. Out of scope: HTTP (`http::vc_api`),
//! the service's organisations, keys and database, of which nothing is used here. Development only: `config` refuses it in
//! production and on any address but this machine's.
//!
//! Where more plugs in: a suite is a line in [`Profile::ALL`].
//! Specs: <https://w3c-ccg.github.io/vc-api/>, <https://www.w3.org/TR/vc-data-model-2.0/#algorithms>

mod derive;
mod identifiers;
mod implementation;
mod issue;
mod jose_cose;
mod json_schema;
mod keys;
mod status;
mod verify;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use proofpass::key::KeyType;
use proofpass::securing::data_integrity::Suite;
use proofpass::status::Purpose;

pub use derive::derive;
pub use identifiers::{Answer, Representation, resolve};
pub use implementation::describe;
pub use issue::{Refusal, issue, prove, set_status, status_list};
pub use jose_cose::{Feature, check, secure};
pub use json_schema::{Evaluation, Format, evaluate};
pub use keys::{KeysUnavailable, Seed};
pub use verify::{Finding, Kind, verify};

use crate::clock::Clock;
use crate::rng::Rng;
use keys::Keys;
use status::Lists;

/// How an issuer of the VC-API secures what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Securing {
    /// With a proof of which holders derive others, over parts of the document.
    Disclosure(Suite),
    /// With a proof inside the document.
    Proof(Suite),
    /// As a JSON Web Token around it.
    Token,
}

/// One issuer: a way of securing, and the type of its key.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    name: &'static str,
    securing: Securing,
    key_type: KeyType,
}

impl Profile {
    /// Every issuer there is.
    pub const ALL: [Self; 11] = [
        Self::proof("eddsa-rdfc-2022", Suite::EddsaRdfc2022, KeyType::Ed25519),
        Self::proof("eddsa-jcs-2022", Suite::EddsaJcs2022, KeyType::Ed25519),
        Self::proof("ecdsa-rdfc-2019-p256", Suite::EcdsaRdfc2019, KeyType::P256),
        Self::proof("ecdsa-rdfc-2019-p384", Suite::EcdsaRdfc2019, KeyType::P384),
        Self::proof("ecdsa-jcs-2019-p256", Suite::EcdsaJcs2019, KeyType::P256),
        Self::proof("ecdsa-jcs-2019-p384", Suite::EcdsaJcs2019, KeyType::P384),
        Self::disclosure("ecdsa-sd-2023", Suite::EcdsaSd2023, KeyType::P256),
        Self::disclosure("bbs-2023", Suite::Bbs2023, KeyType::Bls12381G2),
        Self::token("vc-jwt-eddsa", KeyType::Ed25519),
        Self::token("vc-jwt-es256", KeyType::P256),
        Self::token("vc-jwt-es384", KeyType::P384),
    ];

    const fn proof(name: &'static str, suite: Suite, key_type: KeyType) -> Self {
        Self { name, securing: Securing::Proof(suite), key_type }
    }

    const fn disclosure(name: &'static str, suite: Suite, key_type: KeyType) -> Self {
        Self { name, securing: Securing::Disclosure(suite), key_type }
    }

    const fn token(name: &'static str, key_type: KeyType) -> Self {
        Self { name, securing: Securing::Token, key_type }
    }

    /// The issuer of this name: the first segment of its path.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name == name)
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }
}

/// What the VC-API works with. Cheap to clone; clones share the status lists.
#[derive(Clone, Debug)]
pub struct VcApi {
    keys: Arc<Keys>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    lists: Arc<Mutex<Lists>>,
    /// Where callers reach this: endpoints and status lists are below it.
    base: Arc<str>,
}

impl VcApi {
    /// With the keys that `seed` gives, reached at `base`, such as `https://127.0.0.1:40443`.
    pub fn new(seed: &Seed, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>, base: &str) -> Result<Self, KeysUnavailable> {
        Ok(Self { keys: Arc::new(Keys::of(seed)?), clock, rng, lists: Arc::default(), base: base.into() })
    }

    /// The DID that an issuer signs under.
    #[must_use]
    pub fn did(&self, profile: Profile) -> String {
        self.keys.public_key(profile.key_type).did_key()
    }

    fn lists(&self) -> MutexGuard<'_, Lists> {
        // Whoever panicked while it held them has left a bit set or not set: both are lists.
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where an issuer's list for a purpose is published.
    fn list_url(&self, profile: Profile, purpose: Purpose) -> String {
        format!("{}/{}/status-lists/{}", self.base, profile.name, purpose.as_str())
    }
}
