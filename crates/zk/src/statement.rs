//! What is public about a proof: six numbers, which a verifier computes for itself.
//!
//! In scope: their order, and the digests of the occasion and of scopes. Out of scope: where the verifier gets them from.

use crate::bn254::Fr;
use crate::text;

/// How many numbers are public.
pub const PUBLIC_INPUTS: usize = 6;

/// What is public about one proof. Every member is the verifier's own, but the nullifier, which the holder says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which key signed: [`crate::eddsa::PublicKey::hash`].
    pub issuer_key: Fr,
    /// What was asked: [`crate::policy::Policy::hash`].
    pub policy: Fr,
    /// For which occasion: [`context`].
    pub context: Fr,
    /// When the credential is valid, in seconds since 1970, below 2^40.
    pub now: u64,
    /// The root of the status tree, or zero where the policy names no list.
    pub status_root: Fr,
    /// What the holder's secret gives in the policy's scope.
    pub nullifier: Fr,
}

impl Statement {
    /// In the order of the circuit.
    #[must_use]
    pub fn public_inputs(&self) -> [Fr; PUBLIC_INPUTS] {
        [self.issuer_key, self.policy, self.context, Fr::from(self.now), self.status_root, self.nullifier]
    }
}

/// What stands for the occasion of a proof: the bytes of the whole request in canonical form.
#[must_use]
pub fn context(request: &[u8]) -> Fr {
    text::digest("context", &[request])
}

/// The scope of a nullifier that is the same for this audience, purpose and epoch, and for nothing else.
#[must_use]
pub fn scope(audience: &str, purpose: &str, epoch: &str) -> Fr {
    text::digest("scope", &[audience.as_bytes(), purpose.as_bytes(), epoch.as_bytes()])
}

/// The scope of a nullifier that nobody asked for: this one occasion's. It joins the proofs of one session and nothing else.
#[must_use]
pub fn session_scope(request: &[u8]) -> Fr {
    text::digest("session", &[request])
}
