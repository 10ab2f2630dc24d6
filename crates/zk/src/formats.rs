//! The files of snarkjs: what circuits, powers of tau and keys are exchanged in.
//!
//! In scope: writing and reading `.r1cs`, `.zkey` and `.wtns`, reading `.ptau`, and the JSON of keys, proofs and
//! public signals. Readers are bounded and never panic: lengths are compared before anything is set aside, every number is
//! below its modulus, every point is on its curve and in its subgroup. Out of scope: what the files mean together
//! (`ceremony`); the product's own key format; fields other than BN254's.
//!
//! Each file is a container: a magic of four letters, a version, and sections with a number and a length. Numbers are
//! little-endian. In `.ptau` and `.zkey`, coordinates stand in Montgomery form with R = 2^256, whatever form they are
//! computed in here.

mod container;
mod json;
mod points;
pub(crate) mod ptau;
mod r1cs;
mod threads;
mod wtns;
mod zkey;

pub use json::{JsonError, proof_from_json, proof_to_json, public_from_json, public_to_json};
pub use json::{verifying_key_from_json, verifying_key_to_json};
pub use ptau::Ptau;
pub use r1cs::{Constraint, R1cs, Row};
pub use threads::Threads;
pub use wtns::{read_wtns, write_wtns};
pub use zkey::{Coefficient, Contribution, HalfOf, Kind, Name, Zkey};

pub(crate) use points::{uncompressed_g1, uncompressed_g2};
pub(crate) use ptau::{PtauParts, write_ptau};

/// Largest power of two of constraints that a ceremony is held for. The circuits here need 2^14 and 2^15; a key of 2^18
/// is a quarter of a gigabyte already.
pub const MAX_POWER: u32 = 18;

/// A section of a file, by its number.
pub type Section = u32;

/// Bytes that are not the file they are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The first four bytes are another file's.
    #[error("not a file of this kind")]
    Magic,
    /// A version other than the one we know.
    #[error("version {0} of the format")]
    Version(u32),
    /// It ends before it should.
    #[error("it ends within its sections")]
    Truncated,
    /// Something stands after the last section.
    #[error("something stands after the last section")]
    Trailing,
    /// A section that is not there.
    #[error("section {0} is missing")]
    Missing(Section),
    /// A section that is there twice.
    #[error("section {0} is there twice")]
    Repeated(Section),
    /// A section that such a file does not have, or that is not supported, such as custom gates.
    #[error("section {0} is not supported")]
    Unsupported(Section),
    /// A section is longer or shorter than its contents.
    #[error("section {0} has a wrong length")]
    Length(Section),
    /// A field other than those of BN254.
    #[error("section {0} names a field other than BN254's")]
    Field(Section),
    /// A proof system other than Groth16.
    #[error("the key is not one for Groth16")]
    Protocol,
    /// More than what is read here.
    #[error("section {0} is larger than what is read here")]
    TooLarge(Section),
    /// Counts that contradict each other.
    #[error("section {0} has counts that contradict each other")]
    Counts(Section),
    /// A number that is not below its modulus.
    #[error("section {section}: number {index} is not below its modulus")]
    Number {
        /// Where.
        section: Section,
        /// The how manieth of the section, from 0.
        index: usize,
    },
    /// A point that is not on its curve, or not in its subgroup, or the point at infinity where that has no place.
    #[error("section {section}: point {index} is {fault}")]
    Point {
        /// Where.
        section: Section,
        /// The how manieth of the section, from 0.
        index: usize,
        /// What is wrong with it.
        fault: PointFault,
    },
    /// A wire, a row or a matrix that is not there.
    #[error("section {section}: entry {index} points to what is not there")]
    Entry {
        /// Where.
        section: Section,
        /// The how manieth of the section, from 0.
        index: usize,
    },
    /// What describes a contribution is not in order.
    #[error("contribution {0} is not described in order")]
    Contribution(usize),
}

/// What is wrong with a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointFault {
    /// The point at infinity.
    Infinity,
    /// Not on the curve.
    OffCurve,
    /// Not in the subgroup of prime order.
    OutsideSubgroup,
}

impl std::fmt::Display for PointFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Infinity => "the point at infinity",
            Self::OffCurve => "not on the curve",
            Self::OutsideSubgroup => "outside the subgroup",
        })
    }
}

// Beside readers of others, whose types are arkworks' own: with the feature `wasm` ours are not.
#[cfg(not(feature = "wasm"))]
#[cfg(test)]
pub(crate) mod tests;
