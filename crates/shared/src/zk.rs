//! Zero knowledge: what a verifier asks, what a holder shows, and what an issuer has committed to, as JSON.
//!
//! In scope: reading these forms strictly and writing them, calendar arithmetic, from a question to the numbers of the
//! circuit, keys that are trusted. Out of scope: the arithmetic (`proofpass-zk`), the checks and their order
//! ([`crate::verify`]), randomness, the network.
//!
//! | Form | Who makes it | Here |
//! |---|---|---|
//! | `ProofRequest` | a verifier | [`ProofRequest`] |
//! | `ProofPresentation` | a holder | [`ProofPresentation`] |
//! | `CommittedCredential` | an issuer, for the holder alone | [`CommittedCredential`] |
//! | `StatusCommitmentCredential` | an issuer, for everybody | [`StatusCommitment`] |
//! | `ProofVerifyingKey` | whoever ran the setup of a circuit | [`TrustedKey`] |
//! | an authorization request of `OpenID4VP` | a verifier | [`openid4vp`] |
//!
//! Every reader refuses members that it does not know: what one side passes over, the other might rely on. What all of it
//! means, in words and in algebra: `docs/ZK.md`.

mod age;
mod committed;
#[cfg(feature = "issue")]
mod draft;
mod fact;
mod issuer_key;
mod keys;
pub mod openid4vp;
mod presentation;
#[cfg(feature = "zk-prove")]
mod prove;
mod read;
mod request;
mod secret;
mod status;
mod value;

pub use committed::{CommittedCredential, StatusPlace, Unfounded};
#[cfg(feature = "issue")]
pub use draft::{Draft, Marked, Unclaimable, Uncommitted, claims};
pub use fact::{Fact, Operator};
#[cfg(feature = "issue")]
pub use issuer_key::verification_method;
pub use issuer_key::{from_jwk, listed_key, to_jwk};
pub use keys::{Circuit, TrustedKey, pinned};
pub use presentation::{ProofPresentation, Stapled};
pub use proofpass_zk as arithmetic;
pub use proofpass_zk::claim::{Claim, ClaimType};
pub use proofpass_zk::credential::{HolderSecret, Seed};
#[cfg(feature = "zk-prove")]
pub use prove::{Answer, StatusEvidence, Unanswerable, nullifier};
pub use read::Malformed;
pub use request::{Asked, Nullifier, ProofRequest};
pub use secret::{commitment_from_text, commitment_to_text, secret_from_text, secret_to_text};
#[cfg(feature = "issue")]
pub use status::StatusPublication;
pub use status::{StatusBits, StatusCommitment};
pub use value::{parse_type, read_value, write_value};

/// The request of this module's tests, for those of others.
#[cfg(all(test, feature = "bbs", feature = "issue"))]
pub(crate) fn request_text() -> &'static str {
    request::tests::REQUEST
}
