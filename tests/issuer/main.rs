//! The REST interface on a real database, through the router in this process.
//!
//! One file a subject. For every thing that is accepted, the things beside it that are refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod accounts;
mod api_key_addresses;
mod api_keys;
mod attestations;
mod authentication;
mod batches;
mod bodies;
mod bundles;
mod claims;
mod committed;
mod connections;
mod cross_origin;
mod database_away;
mod deletions;
mod docs;
mod evidence;
mod formats;
mod holders;
mod idempotency;
mod invitations;
mod issuer_keys;
mod key_notices;
mod letters;
mod lifecycle;
mod limits;
mod members;
mod mutants;
mod naughty_strings;
mod notes;
mod package;
mod pages;
mod passports;
mod payments;
mod plans;
mod predefined;
mod proof_requests;
mod proofs;
mod qr;
mod reissue;
mod routes;
mod row_level_security;
mod schema;
mod second_factors;
mod service;
mod status_lists;
mod template_versions;
mod templates;
mod together;
mod token_status;
mod vc_api;
mod webhooks;
mod zk_keys;
mod zk_status;

use std::path::PathBuf;

/// Compares `found` with a golden file of the repository, or writes it when `PROOFPASS_BLESS` is set.
#[track_caller]
fn assert_golden(file: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    if std::env::var_os("PROOFPASS_BLESS").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = found.lines().zip(expected.lines()).enumerate();
    let first = lines.filter(|(_, (found, expected))| found != expected).map(|(at, lines)| (at + 1, lines)).next();
    assert!(
        found == expected,
        "{file} differs, first at {first:?} (line, found, expected); if that is right, run again with PROOFPASS_BLESS=1 and commit it"
    );
}
