//! What the suites stand on: databases of their own, an issuer in this process, the built binary, callers as types.
//!
//! In scope: setting up, asking, showing answers. Out of scope: expectations; those stand in the suites.
//!
//! Suites need a PostgreSQL cluster that is theirs: `cargo xtask test` starts one and names it in
//! `PROOFPASS_TEST_DATABASE_URL`.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a harness that fails must fail loudly")]

mod answer;
mod cable;
mod callers;
mod database;
mod described;
mod issuer;
mod letters;
mod people;
mod process;
mod redis;
mod rng;
mod site;
mod strings;

pub use answer::Answer;
pub use cable::Cable;
pub use callers::{Anonymous, ApiKeyClient, Client};
pub use database::Database;
pub use issuer::{Organization, START, TestIssuer, peppers, production, schema};
pub use letters::LetterBox;
pub use people::{PASSWORD, TestPerson};
pub use process::{Proofpass, Server};
pub use redis::Redis;
pub use rng::{ScriptedRng, SeededRng};
pub use site::{Received, Site};
pub use strings::naughty_strings;
