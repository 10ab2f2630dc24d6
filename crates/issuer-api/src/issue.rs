//! What the issuer decides: who may call, which claims are acceptable, which credential comes of them.
//!
//! In scope: the rules. Out of scope: HTTP and SQL; this room knows neither.

pub mod access_token;
pub mod account;
pub mod api_key;
pub mod attestation;
pub mod bundle;
mod claims;
pub mod commitment;
mod committable;
mod credential_schema;
pub mod deletion;
mod desk;
pub mod display;
mod error;
mod event;
pub mod evidence;
mod grounds;
pub mod idempotency;
pub mod identity;
pub mod invitation;
pub mod issuer_key;
pub mod job;
pub mod key_notice;
pub mod letter;
pub mod lifecycle;
mod line;
pub mod listing;
pub mod membership;
pub mod notes;
pub mod organization;
pub mod passport;
pub mod password;
pub mod password_reset;
pub mod payment;
pub mod plan;
mod predefined;
mod product_id;
pub mod proof;
pub mod proof_key;
pub mod proof_request;
mod public_url;
pub mod qr;
pub mod registration;
pub mod reissue;
mod schemas;
pub mod second_factor;
mod securing;
pub mod status_list;
pub mod template;
mod together;
pub mod token_key;
pub mod totp;
mod vocabulary;
pub mod webhook;
mod writing;
pub mod zk_key;
pub mod zk_status;

use std::fmt;
use std::sync::Arc;

pub use api_key::Caller;
pub use desk::Desk;
pub use error::{Error, Fault, Hand, Unauthenticated};
pub use predefined::{Predefined, TemplateName};
pub use public_url::{PublicUrl, PublicUrlError};

use crate::clock::Clock;
use crate::rng::Rng;
use crate::store::Store;
use crate::store::idempotency::{Asked as Asking, Claim};
use crate::store::plans::Plan;
use crate::store::seal::Sealer;
use api_key::{Known, Peppers};
use grounds::{Asked, Given};
use proof_key::ProofKey;
use schemas::Schemas;
use together::Together;
use tokio::sync::Notify;
use writing::{Writing, Written};

/// What every decision needs: memory, secrets, time and chance. Cheap to clone.
#[derive(Clone)]
pub struct Issuer {
    parts: Arc<Parts>,
    schemas: Arc<Schemas>,
    /// Checking claims and signing.
    desk: Desk,
    /// Looking up what issuing needs, for those who ask at the same time.
    asked: Arc<Together<Asked, Result<Given, Error>>>,
    /// Claiming idempotency keys of requests that come at the same time.
    claims: Arc<Together<Asking, Result<Claim, Error>>>,
    /// Writing what was issued at the same time.
    writings: Arc<Together<Writing, Result<Written, Error>>>,
    /// API keys that were shown a moment ago.
    keys: Arc<Known>,
    /// Tells that a job has arrived.
    arrivals: Arc<Notify>,
    /// Keys of circuits beside those that come with the library.
    proof_keys: Arc<Vec<ProofKey>>,
    /// Making proofs, one at a time, and apart from it, too.
    proving: Desk,
    /// Hashing passwords, apart from it: who guesses passwords does not stand before those who issue.
    passwords: Desk,
}

/// The parts of an [`Issuer`].
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The master key.
    pub sealer: Sealer,
    /// The keys of API key hashes.
    pub peppers: Peppers,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
    /// Where the service is reached; identifiers in credentials begin with it.
    pub public_url: PublicUrl,
    /// Whether `pk_test_` keys are accepted: not in production.
    pub test_keys: bool,
    /// The plan of organisations that are made from now on.
    pub default_plan: Plan,
    /// Whether letters are sent: an operator has to say by which server.
    pub mail: bool,
}

impl Issuer {
    /// From its parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
            schemas: Arc::default(),
            desk: Desk::default(),
            asked: Arc::default(),
            writings: Arc::default(),
            claims: Arc::default(),
            keys: Arc::default(),
            arrivals: Arc::default(),
            proof_keys: Arc::default(),
            proving: Desk::of(1),
            passwords: Desk::default(),
        }
    }

    /// Relying on these keys of circuits, too. Those for development count outside production alone.
    #[must_use]
    pub fn relying_on(self, proof_keys: Vec<ProofKey>) -> Self {
        Self { proof_keys: Arc::new(proof_keys), ..self }
    }
}

impl std::ops::Deref for Issuer {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
