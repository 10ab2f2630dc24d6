//! The curve BN254 and its fields, under the names that this crate uses.
//!
//! In scope: which implementation stands behind each name. Out of scope: everything that is computed with them.
//!
//! `Fr` is what circuits compute in, and what Baby Jubjub's coordinates are; `Fq` is what the coordinates of proofs are.
//! EIP-196 and EIP-197 call the same curve `alt_bn128`.

pub use ark_bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G1Projective, G2Affine, G2Projective};
