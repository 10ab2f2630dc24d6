//! The ProofPass issuer: a REST service that issues verifiable credentials and serves them to whoever verifies.
//!
//! | Room | Says |
//! |---|---|
//! | [`http`] | what people and programs hear: routes, bodies, problems, pages |
//! | [`issue`] | what is decided: who may, which claims, which credential |
//! | [`store`] | what is remembered: every SQL statement, sealed columns |
//! | [`outbox`] | what is told to whoever wants to know, until they have it |
//! | [`resolver`] | what a verifier needs, gathered |
//! | [`egress`] | the one way out: every request to somebody else's server |
//! | [`mail`] | letters on their way to the operator's SMTP server |
//! | [`signer`] | custody of the issuer's private key |
//! | [`vc_api`] | the VC-API for other people's test suites, apart from all of these |
//! | [`limiter`] | how often somebody may ask |
//! | [`metrics`] | what is counted, for Prometheus |
//! | [`network`], [`origin`] | where requests may come from |
//! | [`config`], [`telemetry`], [`clock`], [`rng`], [`id`] | the process around them |
//!
//! Data moves `http → issue → store`; nothing imports upward. The protocol itself (credentials, proofs, verification)
//! is the crate `proofpass`.
//!
//! Specs: <https://www.w3.org/TR/vc-data-model-2.0/>, <https://www.w3.org/TR/vc-di-eddsa/>,
//! <https://www.rfc-editor.org/rfc/rfc9457>

pub mod clock;
pub mod config;
pub mod egress;
pub mod http;
pub mod id;
pub mod issue;
pub mod limiter;
pub mod mail;
pub mod metrics;
pub mod network;
pub mod origin;
pub mod outbox;
pub mod resolver;
pub mod rng;
pub mod signer;
pub mod store;
pub mod telemetry;
pub mod vc_api;
