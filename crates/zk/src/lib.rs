//! Zero knowledge over signed claims: the arithmetic below the protocol.
//!
//! An issuer signs a commitment to typed, salted claims; a holder proves facts about them without showing them; a verifier
//! computes what must be public from its own question. docs/ZK.md states what is proven, in words and in algebra.
//!
//! In scope: encodings, hashes, signatures, the circuit, proofs and their verification. Out of scope: JSON, identifiers,
//! the time, randomness, the network: the protocol (`proofpass`) and its shells bring them.
//!
//! | Module | What it is | Source |
//! |---|---|---|
//! | [`bn254`] | the curve, and the field of circuits | EIP-196, EIP-197 |
//! | [`text`] | bytes and numbers as field elements | FIPS 180-4 |
//! | [`poseidon`] | the hash of circuits | EPRINT 2019/458 |
//! | [`babyjubjub`], [`eddsa`] | signatures that circuits can check | EIP-2494, EPRINT 2015/677 |
//! | [`claim`], [`credential`] | claims as leaves, and what is signed | docs/ZK.md |
//! | [`status`] | who was withdrawn, as a tree | docs/ZK.md |
//! | [`policy`], [`statement`] | the question, and what is public of the answer | docs/ZK.md |
//! | [`circuit`], [`prove`], [`qap`] | the circuit, and proofs of it | docs/ZK.md |
//! | [`parts`] | a proof in parts that are computed side by side | EPRINT 2016/260 |
//! | [`groth16`] | proofs and keys, verified strictly | EPRINT 2016/260 |
//! | `solidity` | a key as a contract | EIP-196, EIP-197 |
//! | `formats`, `ceremony` | the files of snarkjs, and the trusted setup over them | EPRINT 2017/1050 |

pub mod babyjubjub;
pub mod bn254;
#[cfg(feature = "ceremony")]
pub mod ceremony;
#[cfg(feature = "circuit")]
pub mod circuit;
pub mod claim;
pub mod credential;
pub mod eddsa;
#[cfg(feature = "ceremony")]
pub mod formats;
pub mod groth16;
#[cfg(feature = "prove")]
pub mod parts;
pub mod policy;
pub mod poseidon;
#[cfg(feature = "prove")]
pub mod prove;
#[cfg(feature = "prove")]
pub mod qap;
#[cfg(feature = "ceremony")]
pub mod solidity;
pub mod statement;
pub mod status;
pub mod text;
