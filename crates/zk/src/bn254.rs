//! The curve BN254 and its fields, under the names that this crate uses.
//!
//! In scope: which implementation stands behind each name. Out of scope: everything that is computed with them.
//!
//! `Fr` is what circuits compute in, and what Baby Jubjub's coordinates are; `Fq` is what the coordinates of proofs are.
//! EIP-196 and EIP-197 call the same curve `alt_bn128`.
//!
//! With the feature `wasm` the names are our own: the same numbers in the same layout, multiplied in the way that is fast
//! where a product of two words has only its lower half. Bytes are the same either way; types are not.

#[cfg(feature = "wasm")]
#[macro_use]
mod limbs;

#[cfg(feature = "wasm")]
mod curve;
#[cfg(feature = "wasm")]
mod fields;
#[cfg(feature = "prove")]
pub(crate) mod msm;

#[cfg(not(feature = "wasm"))]
pub use ark_bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G1Projective, G2Affine, G2Projective};
#[cfg(feature = "wasm")]
pub use curve::{Bn254, G1Affine, G1Projective, G2Affine, G2Projective};
#[cfg(feature = "wasm")]
pub use fields::{Fq, Fq2, Fr};
