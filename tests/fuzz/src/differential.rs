//! Generated documents, and what we make of them: for other implementations to be held against.

use proofpass::jcs::canonicalize;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::rdf::HashAlgorithm;
use proofpass::testing;
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Material, Outcome, Policy, verify_bytes};

use crate::Source;
use crate::generate::document;
use crate::linked::read;
use crate::mutate::changed_token;

/// Bytes of a generator whose state is a number.
fn bytes(seed: u64, length: usize) -> Vec<u8> {
    // SplitMix64: every state gives other bytes.
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    (0..length.div_ceil(8)).flat_map(|_| next().to_le_bytes()).take(length).collect()
}

/// A line for each of `count` documents from a seed on.
pub fn differential_lines(seed: u64, count: u64) -> impl Iterator<Item = Object> {
    (seed..seed.saturating_add(count)).map(|seed| {
        let bytes = bytes(seed, 400);
        // Every length: short documents are read more often, long ones meet more features.
        let length = 20 + usize::from(bytes[0]);
        let document = document(&mut Source::new(&bytes[1..=length]));
        let line = line(seed, document);
        if seed % 4 == 0 { with_token(line, &mut Source::new(&bytes[300..])) } else { line }
    })
}

/// A token of our vectors, mostly changed, with what we make of its signature: its claims where that holds.
fn with_token(line: Object, source: &mut Source<'_>) -> Object {
    let token = changed_token(source);
    let report = verify_bytes(token.as_bytes(), &Material::default(), &Policy::default(), Timestamp::MAX);
    // Of a presentation it is the holder's signature that the token is about.
    let name = if report.presentation().is_some() { CheckName::Holder } else { CheckName::Proof };
    let proof = report.checks().find(|check| check.name() == name);
    let verified = proof.is_some_and(|check| check.code().outcome() == Outcome::Pass);
    let payload = testing::token(&token).filter(|_| verified).map(|claims| canonicalize(&claims.into()));
    line.with("token", token).with("verified", verified).with("payload", payload)
}

fn line(seed: u64, document: Value) -> Object {
    let text = document.to_string();
    let canonical = canonicalize(&document);
    let mut line = Object::new().with("seed", seed.to_string()).with("text", text.as_str()).with("jcs", canonical);
    // As it stands in the file, so that all read the same.
    let document = parse(text.as_bytes(), &Limits::DOCUMENT).unwrap_or(document);
    match read(&document, true) {
        Err(fault) => drop(line.insert("refused", fault.to_string())),
        Ok(dataset) => match dataset.canonicalize(HashAlgorithm::Sha256) {
            Err(fault) => drop(line.insert("refused", fault.to_string())),
            Ok(canonical) => drop(line.insert("quads", canonical.to_n_quads())),
        },
    }
    line
}
