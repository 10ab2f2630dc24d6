//! The W3C's tests of RDF Dataset Canonicalization 1.0: canonical text, canonical labels, and a graph that never ends.

use std::collections::BTreeMap;

use proofpass::json::{Object, Value};
use proofpass::rdf::{HashAlgorithm, TooMuchWork};

use crate::third_party::{folder, report};
use crate::{n_quads, object};

#[test]
fn w3c_rdf_canon() {
    let Some(folder) = folder("w3c/rdf-canon/tests") else { return };
    let text = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let manifest = object(text("manifest.jsonld").as_bytes());
    let entries = manifest.get("entries").unwrap().as_array().unwrap();
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in entries.iter().map(|entry| entry.as_object().unwrap()) {
        let word = |name: &str| entry.get(name).and_then(Value::as_str);
        let (id, kind) = (word("id").unwrap(), word("type").unwrap());
        let algorithm = match word("hashAlgorithm") {
            None => HashAlgorithm::Sha256,
            Some("SHA384") => HashAlgorithm::Sha384,
            Some(other) => panic!("{id}: {other}"),
        };
        let (dataset, labels) = n_quads::read(&text(word("action").unwrap()));
        let canonical = dataset.canonicalize(algorithm);
        match kind {
            "rdfc:RDFC10EvalTest" => {
                assert_eq!(canonical.unwrap().to_n_quads(), text(word("result").unwrap()), "{id}");
            }
            "rdfc:RDFC10MapTest" => {
                let canonical = canonical.unwrap();
                let found = labels.iter().fold(Object::new(), |all, (label, blank)| {
                    all.with(label.as_str(), canonical.labels()[blank].as_str())
                });
                let expected = object(text(word("result").unwrap()).as_bytes());
                assert_eq!(found.len(), expected.len(), "{id}");
                for (label, canonical) in expected.iter() {
                    assert_eq!(found.get(label), Some(canonical), "{id}: {label}");
                }
            }
            "rdfc:RDFC10NegativeEvalTest" => assert_eq!(canonical, Err(TooMuchWork), "{id}"),
            other => panic!("{id}: {other}"),
        }
        *kinds.entry(kind).or_default() += 1;
    }
    println!("{kinds:?}");
    report("W3C RDF Dataset Canonicalization", entries.len(), 0, 0);
    assert_eq!(kinds.values().sum::<u32>(), 86);
}
