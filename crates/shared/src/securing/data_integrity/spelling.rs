//! From a document to RDF, for a proof over RDF: what is read by name must be written by name.
//!
//! Such a proof covers statements, however they are written. `validUntil` may stand there as a whole IRI, under another
//! name that an embedded context defines, within `@nest`, or in another node with the same identifier. The signature is
//! valid all the same, and who looks for the member does not find it: anybody could make an expired credential, or a
//! revoked one, look like one that never ends. So these statements about the document itself must be made by the members
//! of those names, and by nothing else.

use std::cell::Cell;

use super::ProofError;
use crate::json::{Object, Value};
use crate::jsonld;
use crate::rdf::{Dataset, Resource};

const CREDENTIALS: &str = "https://www.w3.org/2018/credentials#";
const SECURITY: &str = "https://w3id.org/security#";

/// What is read by name, of credentials, presentations and proofs: vocabulary, name there, member.
const READ: [(&str, &str, &str); 16] = [
    (CREDENTIALS, "credentialSchema", "credentialSchema"),
    (CREDENTIALS, "credentialStatus", "credentialStatus"),
    (CREDENTIALS, "expirationDate", "expirationDate"),
    (CREDENTIALS, "holder", "holder"),
    (CREDENTIALS, "issuanceDate", "issuanceDate"),
    (CREDENTIALS, "issuer", "issuer"),
    (CREDENTIALS, "relatedResource", "relatedResource"),
    (CREDENTIALS, "validFrom", "validFrom"),
    (CREDENTIALS, "validUntil", "validUntil"),
    (SECURITY, "challenge", "challenge"),
    (SECURITY, "cryptosuite", "cryptosuite"),
    (SECURITY, "domain", "domain"),
    (SECURITY, "expiration", "expires"),
    (SECURITY, "previousProof", "previousProof"),
    (SECURITY, "proofPurpose", "proofPurpose"),
    (SECURITY, "verificationMethod", "verificationMethod"),
];

const STATUS: &str = "https://www.w3.org/ns/credentials/status#";

/// What is read by name wherever it stands, and has a default where it does not: to hide it is to change the reading.
const WITH_DEFAULT: [&str; 2] = ["statusSize", "ttl"];

/// The quads of a document, whose identifier and whose statements that are read by name are written so.
pub(super) fn to_rdf(document: Object, work: &Cell<u32>) -> Result<Dataset, ProofError> {
    let document = Value::from(document);
    let (dataset, top) = read(&document, work)?;
    let Value::Object(mut document) = document else { return Err(ProofError::JsonLd) };
    if matches!(top, Resource::Iri(_)) && document.get("id").is_none() {
        return Err(ProofError::Respelled);
    }
    let hidden = |name: &&str| {
        let named = |iri: &str| iri.strip_prefix(STATUS) == Some(*name);
        dataset.iter().filter(|quad| named(&quad.predicate)).count() != members(&document, name)
    };
    if WITH_DEFAULT.iter().any(hidden) {
        return Err(ProofError::Respelled);
    }
    let said = said_of(&top, &dataset);
    if READ.iter().all(|known| is_plain(document.get(known.2), count(&said, known))) {
        return Ok(dataset);
    }
    // Without those members nothing of the kind may be left. Rare: only lists of several are not seen to be plain.
    for (_, _, member) in READ {
        document.remove(member);
    }
    let (rest, top) = read(&document.into(), work)?;
    let left = said_of(&top, &rest);
    if READ.iter().any(|known| count(&left, known) > 0) { Err(ProofError::Respelled) } else { Ok(dataset) }
}

/// Whether the member and the statements are none each, or one each: then the one makes the other. An object without type
/// and identifier may say nothing, if it is a set.
fn is_plain(member: Option<&Value>, statements: usize) -> bool {
    match (member.map_or(&[][..], Value::as_set), statements) {
        ([], 0) | ([Value::String(_)], 1) => true,
        ([Value::Object(one)], 1) => one.get("type").is_some() || one.get("id").is_some(),
        _ => false,
    }
}

/// How many members of that name there are at any depth.
fn members(object: &Object, name: &str) -> usize {
    let inner = |value: &Value| match value {
        Value::Object(object) => members(object, name),
        value => {
            value.as_array().unwrap_or_default().iter().filter_map(Value::as_object).map(|o| members(o, name)).sum()
        }
    };
    let own = usize::from(object.get(name).is_some());
    own + object.iter().filter(|(name, _)| *name != "@context").map(|(_, value)| inner(value)).sum::<usize>()
}

/// The predicates of what is said about a node in the default graph.
fn said_of<'d>(about: &Resource, dataset: &'d Dataset) -> Vec<&'d str> {
    let about = dataset.iter().filter(|quad| quad.subject == *about && quad.graph.is_none());
    about.map(|quad| quad.predicate.as_str()).collect()
}

fn count(said: &[&str], (vocabulary, name, _): &(&str, &str, &str)) -> usize {
    said.iter().filter(|iri| iri.strip_prefix(vocabulary) == Some(name)).count()
}

fn read(document: &Value, work: &Cell<u32>) -> Result<(Dataset, Resource), ProofError> {
    Ok(jsonld::to_rdf_within(document, &options(), work)?)
}

/// How documents under a signature are read: with the contexts of the library, and nothing dropped.
pub(super) fn options() -> jsonld::Options<'static> {
    let loader = &|url: &str| jsonld::bundled(url).map(jsonld::Loaded::Compiled);
    // The suites leave this open (w3c/vc-data-integrity#366). A text's direction must be covered or refused, and the
    // implementations that cover it do it in this form.
    let rdf_direction = Some(jsonld::RdfDirection::I18nDatatype);
    jsonld::Options { base: None, loader, rdf_direction, strict: true }
}
