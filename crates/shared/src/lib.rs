//! The `ProofPass` protocol: everything an issuer and a verifier must agree on, and the verifier itself.
//!
//! In scope: credentials, their proofs, bundles, one verification function and its report. Pure: no clock, no
//! network, no files, no randomness. The same inputs give the same report on every platform.
//! Out of scope: fetching ([`bundle::Bundle::needs`] says what; a shell does it), storing, serving.
//!
//! | Standard | Where | Scope today |
//! |---|---|---|
//! | RFC 8259, RFC 7493 (JSON, I-JSON) | [`json`] | reading, writing |
//! | RFC 6901 (JSON Pointer) | [`json`] | pointers to values (features `sd`, `sd-jwt`) |
//! | RFC 8785 (JCS) | [`jcs`] | whole |
//! | Verifiable Credentials 2.0 and 1.1 | [`credential`], [`presentation`] | structure, validity period, envelopes |
//! | Verifiable Credentials JSON Schema | [`verify`] (feature `schema`) | `JsonSchema`, `JsonSchemaCredential`; drafts 2020-12, 2019-09, 7 |
//! | JSON-LD 1.1 | `jsonld` (feature `rdfc`) | from documents to RDF |
//! | RDF Dataset Canonicalization 1.0 | `rdf` (feature `rdfc`) | whole |
//! | Data Integrity 1.0, EdDSA and ECDSA Cryptosuites 1.0 | [`securing::data_integrity`] | `eddsa-jcs-2022`, `eddsa-rdfc-2022`, `Ed25519Signature2020`, `ecdsa-jcs-2019`, `ecdsa-rdfc-2019` (P-256, P-384), `ecdsa-sd-2023` (feature `sd`), sets and chains |
//! | Data Integrity BBS Cryptosuites 1.0 | [`securing::data_integrity`] (feature `bbs`) | `bbs-2023`, baseline |
//! | Securing with JOSE and COSE | [`securing`] (features `jose`, `sd-jwt`, `cose`) | `vc+jwt`, `vp+jwt`; `vc+sd-jwt`, `vp+sd-jwt`; `vc+cose`, `vp+cose` |
//! | RFC 9901 (SD-JWT), SD-JWT VC (draft) | [`securing`] (feature `sd-jwt`) | whole, with key binding; of type metadata the digest |
//! | Token Status List (draft) | `status` (feature `sd-jwt`) | `statuslist+jwt`, for verifiers |
//! | RFC 9052 (COSE) | [`securing`] (feature `cose`) | `COSE_Sign1` in the preferred serialization of CBOR |
//! | Controlled Identifiers 1.0, DID 1.0, did:web | [`did`], [`key`] | `did:key`, `did:jwk`; supplied documents of any DID or `https` URL, and where those of `did:web` stand; Multikey, JsonWebKey |
//! | Bitstring Status List 1.0, Status List 2021 | `status` (feature `status`) | whole, for verifiers; lists of one bit for issuers |
//! | RFC 9285 (Base45), RFC 1951 (DEFLATE) | `compact` (feature `compact`) | a credential in one QR code |
//! | RFC 1952 (GZIP) | `status` | one member |
//! | RFC 8032 (Ed25519), FIPS 186-5 (ECDSA) | [`key`] | one rule for each type |
//! | BBS signatures (draft-irtf-cfrg-bbs-signatures) | `bbs` (feature `bbs`) | BLS12-381-SHA-256 |
//! | Zero knowledge over signed claims (docs/ZK.md) | `zk` (feature `zk`) | `cred-s/1`: requests, presentations, committed credentials |
//! | RFC 9457 (problem details) | [`problem`] | the registry of types |
//!
//! ```
//! use proofpass::time::Timestamp;
//! use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
//!
//! let now = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
//! let report = verify_bytes(b"{}", &Material::default(), &Policy::default(), now);
//! assert_eq!(report.verdict(), Verdict::Reject);
//! ```

#[cfg(feature = "bbs")]
pub mod bbs;
pub mod bundle;
#[cfg(any(feature = "cose", feature = "sd"))]
mod cbor;
#[cfg(feature = "compact")]
pub mod compact;
pub mod credential;
pub mod did;
pub mod digest;
pub mod jcs;
pub mod json;
#[cfg(feature = "rdfc")]
pub mod jsonld;
pub mod key;
pub mod multibase;
pub mod presentation;
pub mod problem;
#[cfg(feature = "rdfc")]
pub mod rdf;
#[cfg(feature = "schema")]
mod schema;
pub mod securing;
mod sorted;
#[cfg(feature = "status")]
pub mod status;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time;
pub mod verify;
#[cfg(feature = "zk")]
pub mod zk;
