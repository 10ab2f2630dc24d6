//! The second phase of a trusted setup for Groth16: from a circuit and powers of tau to a key that nobody can forge under
//! unless everybody who contributed has kept a secret and shares it.
//!
//! In scope: the first key ([`new`]), contributions ([`contribute`], [`beacon`]), the check of a whole transcript
//! ([`verify()`]), and the finished keys ([`finalize`]). Files and hashes are those of snarkjs, which in turn took the
//! transcript from bellman's phase 2: contributions of either are accepted by the other. Out of scope: the first phase,
//! but for development ([`development`]); who may contribute, and when (docs/CEREMONY.md).
//!
//! Paper: Bowe, Gabizon, Miers, "Scalable Multi-party Computation for zk-SNARK Parameters in the Random Beacon Model",
//! <https://eprint.iacr.org/2017/1050>; that Groth16 needs no beacon to be sound: <https://eprint.iacr.org/2021/219>.
//!
//! Arithmetic is arkworks' and not in constant time: contribute on a machine of your own.

mod contributing;
pub mod development;
mod finished;
mod first;
mod keypair;
mod ratio;
mod sums;
mod verifying;

use zeroize::Zeroizing;

use crate::formats::FormatError;
use crate::groth16::InvalidKey;

pub use contributing::{MAX_ITERATIONS, MIN_ITERATIONS, beacon, contribute};
pub use finished::{Finished, Standing, finalize};
pub use first::{new, without_transcript};
pub use verifying::{Transcript, verify};

/// Random bytes of the operating system, overwritten when they are dropped.
pub type Entropy = Zeroizing<[u8; 64]>;

/// Why a step of a ceremony is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A file is not in order.
    #[error("the powers of tau")]
    Ptau(#[source] FormatError),
    /// The circuit has more constraints than the powers serve.
    #[error("the circuit needs powers of tau for 2^{0}")]
    TooFewPowers(u32),
    /// The powers lack their Lagrange form.
    #[error("the powers of tau are not prepared for the second phase")]
    NotPrepared,
    /// The powers are not powers of one number.
    #[error("the powers of tau are not powers of one number")]
    NotPowers,
    /// Nobody has contributed to the powers: the number and its multiples are 1.
    #[error("nobody has contributed to the powers of tau")]
    PowersOfOne,
    /// The key was made for another circuit.
    #[error("the key is not one for this circuit")]
    OtherCircuit,
    /// The key was not made from these powers of tau.
    #[error("the key was not made from these powers of tau")]
    OtherPowers,
    /// A part of the key is not what the circuit, the powers and the contributions make of it.
    #[error("the key's {0} is not what the circuit and the powers make of it")]
    Key(Part),
    /// A contribution is not bound to those before it.
    #[error("contribution {0} is not bound to those before it")]
    Transcript(usize),
    /// A contributor did not know the factor.
    #[error("contribution {0} does not prove that its factor is known")]
    Knowledge(usize),
    /// A contribution did not change delta, or to something else than the proven factor makes of it.
    #[error("contribution {0} did not multiply delta with its factor")]
    Factor(usize),
    /// A beacon's contribution is not what its value makes of it.
    #[error("contribution {0} is not what its beacon makes of it")]
    Beacon(usize),
    /// The exponent of a beacon is out of bounds.
    #[error("a beacon is hashed 2^{MIN_ITERATIONS} to 2^{MAX_ITERATIONS} times")]
    Iterations,
    /// The value of a beacon is empty, or longer than the format has room for.
    #[error("a beacon has 1 to 255 bytes")]
    BeaconLength,
    /// Nobody has contributed: anybody can forge proofs under such a key.
    #[error("nobody has contributed to the key: anybody can forge proofs under it")]
    Uncontributed,
    /// The verifying key is not sound.
    #[error("the verifying key")]
    VerifyingKey(#[source] InvalidKey),
    /// The ceremony has ended: a beacon is its last contribution.
    #[error("the ceremony has ended with its beacon")]
    Ended,
}

/// A part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// For matrix A.
    A,
    /// For matrix B, in G1.
    BG1,
    /// For matrix B, in G2.
    BG2,
    /// What all contributions have multiplied together.
    Delta,
    /// For the rows.
    H,
    /// For the public inputs.
    Ic,
    /// For what is kept.
    L,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::A => "A query",
            Self::BG1 => "B query in G1",
            Self::BG2 => "B query in G2",
            Self::Delta => "delta",
            Self::H => "H query",
            Self::Ic => "IC",
            Self::L => "L query",
        })
    }
}

// As those of `formats`.
#[cfg(not(feature = "wasm"))]
#[cfg(test)]
mod tests;
