//! What holds the verifier to its word: other people's vectors, our own, and the list of cases that every platform must
//! answer with the same bytes.
//!
//! Third-party files are read through `PROOFPASS_VECTORS` and never copied here. Where that is not set, each test that
//! needs them says `not run` by name, and `cargo xtask test` lists them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod bbs;
mod cases;
mod contexts;
mod cose;
mod disclosure;
mod ecdsa;
mod ed25519;
mod eddsa;
mod hostile;
mod json_ld;
mod json_text;
mod largest;
mod mutations;
mod n_quads;
mod own;
mod presentations;
mod proof_schemas;
mod rdf_canon;
mod report_schema;
mod schemas;
mod sd_jwt;
mod statuses;
mod third_party;
mod token_attacks;
mod tokens;
mod trust;
mod wallet_files;
mod zero_knowledge;

use std::path::{Path, PathBuf};

use proofpass::json::{Limits, Object, Value, parse};

/// The folder of this package.
fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares `found` with a golden file, or writes it when `PROOFPASS_BLESS` is set.
#[track_caller]
fn assert_golden(file: &str, found: &str) {
    assert_same(&package().join("goldens").join(file), found);
}

/// The same with any file that a test keeps.
#[track_caller]
fn assert_same(path: &Path, found: &str) {
    if std::env::var_os("PROOFPASS_BLESS").is_some() {
        std::fs::write(path, found).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let name = path.display();
    assert!(kept == found, "{name} is not what was found; look at the difference, then PROOFPASS_BLESS=1");
}

/// Reads a JSON object; vectors may be larger than documents.
fn object(bytes: &[u8]) -> Object {
    let limits = Limits { bytes: 64 << 20, nodes: 10_000_000, ..Limits::DOCUMENT };
    match parse(bytes, &limits).unwrap() {
        Value::Object(object) => object,
        other => panic!("not an object: {other:.80}"),
    }
}
