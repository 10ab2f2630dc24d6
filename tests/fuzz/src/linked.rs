//! JSON-LD to quads.

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::jsonld::{Error, Loaded, Options, bundled, to_rdf};
use proofpass::rdf::{Dataset, HashAlgorithm};

use crate::generate::document;
use crate::quads::assert_canonical;
use crate::{Source, known};

/// Reads with the bundled contexts, strictly or not.
pub(crate) fn read(document: &Value, strict: bool) -> Result<Dataset, Error> {
    let loader = |url: &str| bundled(url).map(Loaded::Compiled);
    to_rdf(document, &Options { base: None, loader: &loader, rdf_direction: None, strict })
}

/// The same with the members of every object the other way round.
fn turned(value: &Value) -> Value {
    match value {
        Value::Array(elements) => Value::Array(elements.iter().map(turned).collect()),
        Value::Object(object) => {
            let members: Vec<(&str, &Value)> = object.iter().collect();
            let members = members.into_iter().rev();
            members.fold(Object::new(), |all, (name, value)| all.with(name, turned(value))).into()
        }
        other => other.clone(),
    }
}

/// What must hold of any document.
fn assert_read_well(document: &Value) {
    let strict = read(document, true);
    let lenient = read(document, false);
    match (&strict, &lenient) {
        (Ok(strict), Ok(lenient)) => assert_eq!(strict, lenient, "the strict reader reads something else"),
        (Ok(_), Err(fault)) => panic!("only the strict reader reads it: {fault}"),
        (Err(_), _) => {}
    }
    // Which of two faults is met first, and how much work it takes, is chance.
    let canonical =
        |read: &Result<Dataset, Error>| read.as_ref().ok().map(|dataset| dataset.canonicalize(HashAlgorithm::Sha256));
    let turned = read(&turned(document), true);
    assert_eq!(strict.is_ok(), turned.is_ok(), "the order of members decides: {strict:?}, {turned:?}");
    if let (Some(Ok(found)), Some(Ok(turned))) = (canonical(&strict), canonical(&turned)) {
        assert_eq!(found.to_n_quads(), turned.to_n_quads(), "the order of members means something");
        assert_canonical(&found, found.labels().len());
    }
}

/// The target `json_ld`.
pub(crate) fn json_ld(bytes: &[u8]) {
    if let Ok(value) = parse(bytes, &Limits { nodes: 3000, ..Limits::DOCUMENT }) {
        assert_read_well(&value);
    }
}

pub(crate) fn json_ld_seeds() -> Vec<Vec<u8>> {
    let documents = known::vectors().iter().filter(|vector| vector.document.len() < 4000);
    let generated = shaped_seeds().into_iter().map(|bytes| document(&mut Source::new(&bytes)).to_string().into_bytes());
    documents.map(|vector| vector.document.clone()).chain(generated).collect()
}

/// The target `json_ld_shaped`.
pub(crate) fn shaped(bytes: &[u8]) {
    assert_read_well(&document(&mut Source::new(bytes)));
}

pub(crate) fn shaped_seeds() -> Vec<Vec<u8>> {
    // Bytes of a small generator, the same each time.
    let mut state = 1_u32;
    let mut byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..60).map(|length| (0..20 + 6 * length).map(|_| byte()).collect()).collect()
}
