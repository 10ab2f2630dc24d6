//! One-byte mutations of good documents are never accepted.

use proofpass::jcs::canonicalize;
use proofpass::json::{Limits, parse};
use proofpass::jsonld::{Loaded, Options, bundled, to_rdf};
use proofpass::rdf::HashAlgorithm;
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};

use crate::object;
use crate::own::{NOW, vectors};

/// Mutations of `document`: every byte flipped in one bit each, dropped, and doubled.
pub(crate) fn mutations(document: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..document.len()).flat_map(move |at| {
        let flipped = (0..8).map(move |bit| {
            let mut bytes = document.to_vec();
            bytes[at] ^= 1 << bit;
            bytes
        });
        let dropped = [&document[..at], &document[at + 1..]].concat();
        let doubled = [&document[..=at], &document[at..]].concat();
        flipped.chain([dropped, doubled])
    })
}

/// A token as it stands, or the bytes of a COSE signature, with their tag or without, in base64 of either alphabet.
fn enveloped_meaning(document: &[u8]) -> String {
    match std::str::from_utf8(document).map(str::trim) {
        Ok(text) if text.starts_with("0oR") => text.trim_end_matches('=').replace('-', "+").replace('_', "/"),
        Ok(text) => text.to_owned(),
        Err(_) => format!("{:x?}", document.strip_prefix(&[0xd2]).unwrap_or(document)),
    }
}

/// What a document's suite signs: its JSON, what its JSON-LD says, or an envelope.
pub(crate) fn signed_meaning(document: &[u8]) -> String {
    let Ok(value) = parse(document, &Limits::DOCUMENT) else { return enveloped_meaning(document) };
    let text = value.to_string();
    if !["eddsa-rdfc-2022", "ecdsa-sd-2023", "bbs-2023"].into_iter().any(|suite| text.contains(suite)) {
        return canonicalize(&value);
    }
    let loader = |url: &str| bundled(url).map(Loaded::Compiled);
    let options = Options { base: None, loader: &loader, rdf_direction: None, strict: true };
    to_rdf(&value, &options).unwrap().canonicalize(HashAlgorithm::Sha256).unwrap().to_n_quads()
}

#[test]
fn one_byte_mutations_are_never_accepted_as_something_else() {
    let now = Timestamp::parse(NOW).unwrap();
    let (mut tried, mut harmless) = (0, 0);
    for vector in vectors().iter().filter(|vector| vector.expect == (Verdict::Accept, None)) {
        if vector.document.len() > 1500 {
            continue; // The long one adds minutes and no kind of byte.
        }
        let original = signed_meaning(&vector.document);
        let policy = Policy::from_value(&object(vector.policy.as_bytes()).into()).unwrap();
        for mutated in mutations(&vector.document) {
            tried += 1;
            let report = verify_bytes(&mutated, &Material::default(), &policy, now);
            if report.verdict() == Verdict::Accept {
                // Accepted only where the bytes spell the very same: white space, an escape, a digit of `1.0e1`; in
                // JSON-LD also the name of a term that is not used.
                let found = signed_meaning(&mutated);
                assert_eq!(found, original, "{}: {}", vector.name, String::from_utf8_lossy(&mutated));
                harmless += 1;
            }
        }
    }
    assert!(tried > 40_000, "{tried}");
    println!("{tried} mutations, {harmless} of them another spelling of the same value");
}
