//! A document whose proofs are to be read: what each of them covers, hashed once.

use std::cell::Cell;

#[cfg(feature = "rdfc")]
use super::spelling;
use super::{Canonicalization, ProofError, Suite};
use crate::digest::HashAlgorithm;
use crate::jcs::{CanonicalMembers, canonicalize, canonicalize_member};
use crate::json::{Object, Value};
#[cfg(feature = "rdfc")]
use crate::rdf::{Canonical, Dataset};
use crate::sorted::sort;

/// A document whose proofs are to be read, one after the other. What they share is made once.
#[derive(Debug)]
pub(crate) struct SecuredDocument<'a> {
    object: &'a Object,
    canonical: &'a CanonicalMembers<'a>,
    /// The canonical form of each of its contexts.
    contexts: Vec<String>,
    /// The proofs that have a name, in the order of their names, each with its place in the set.
    named: Vec<(&'a str, usize)>,
    /// Digests of the document, each with what it covers.
    hashes: Vec<(Covered, Vec<u8>)>,
    /// What reading JSON-LD may still cost, for all documents of a bundle together.
    #[cfg_attr(not(feature = "rdfc"), expect(dead_code, reason = "only JSON-LD is costly"))]
    work: &'a Cell<u32>,
}

/// What reading the JSON-LD of a bundle may cost. See [`crate::jsonld`] for the unit; a credential of the largest passports
/// costs some three thousand.
pub(crate) const MAX_WORK: u32 = 4_000_000;

/// What a proof covers beside the document's own members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Covered {
    pub(super) canonicalization: Canonicalization,
    pub(super) algorithm: HashAlgorithm,
    /// The `@context` to hash in place of the document's, in canonical form.
    pub(super) context: Option<String>,
    /// Earlier proofs, by their place in the set.
    pub(super) previous: Vec<usize>,
}

impl<'a> SecuredDocument<'a> {
    /// Each proof may cover other contexts or other earlier proofs, and each such difference means hashing the document
    /// anew. Proofs made at different times by different software bring two or three; hundreds would be an attack.
    pub(super) const MAX_HASHES: usize = 16;

    /// `canonical` is the canonical form of `object`.
    pub(crate) fn new(object: &'a Object, canonical: &'a CanonicalMembers<'a>, work: &'a Cell<u32>) -> Self {
        let contexts = object.get("@context").map_or(&[][..], Value::as_set);
        let contexts = contexts.iter().map(canonicalize).collect();
        let name = |proof: &'a Value| proof.as_object()?.get("id")?.as_str();
        let proofs = object.get("proof").map_or(&[][..], Value::as_set).iter().enumerate();
        let mut named: Vec<_> = proofs.filter_map(|(at, proof)| Some((name(proof)?, at))).collect();
        sort(&mut named);
        Self { object, canonical, contexts, named, hashes: Vec::new(), work }
    }

    fn proofs(&self) -> &'a [Value] {
        self.object.get("proof").map_or(&[], Value::as_set)
    }

    /// Whether all the document's contexts stand in `context`, or only the first of them; an error if it has others.
    pub(super) fn covers_contexts(&self, context: &Value) -> Result<bool, ProofError> {
        let theirs = context.as_set();
        // By canonical form: the order of members in an embedded context is nobody's choice.
        let begins = theirs.len() <= self.contexts.len()
            && theirs.iter().zip(&self.contexts).all(|(theirs, ours)| canonicalize(theirs) == *ours);
        if begins { Ok(theirs.len() == self.contexts.len()) } else { Err(ProofError::Context) }
    }

    /// The places of the proofs that `previousProof` names (Data Integrity §4.5).
    pub(super) fn previous(&self, proof: &Object) -> Result<Vec<usize>, ProofError> {
        let Some(named) = proof.get("previousProof") else { return Ok(Vec::new()) };
        let mut previous = Vec::new();
        for name in named.as_set() {
            let name = name.as_str().ok_or(ProofError::Malformed)?;
            let first = self.named.partition_point(|(named, _)| *named < name);
            let mut matching = self.named[first..].iter().take_while(|(named, _)| *named == name);
            // One, and one only: which of two is meant would be the reader's choice. And named once: what a proof covers is
            // copied, and a name is shorter than a proof.
            match (matching.next(), matching.next()) {
                (Some((_, at)), None) if !previous.contains(at) => previous.push(*at),
                _ => return Err(ProofError::Previous),
            }
        }
        Ok(previous)
    }

    /// The digest of the document without its proofs, or with those that are covered.
    pub(super) fn hash(&mut self, covered: Covered) -> Result<Vec<u8>, ProofError> {
        if let Some((_, digest)) = self.hashes.iter().find(|(known, _)| *known == covered) {
            return Ok(digest.clone());
        }
        if self.hashes.len() >= Self::MAX_HASHES {
            return Err(ProofError::TooManyContexts);
        }
        let previous: Vec<Value> = covered.previous.iter().map(|at| self.proofs()[*at].clone()).collect();
        let digest = match covered.canonicalization {
            Canonicalization::Jcs => {
                let proof = (!previous.is_empty()).then(|| canonicalize_member("proof", &previous.into()));
                covered.algorithm.hash(self.canonical.parts(|name, member| match name {
                    "proof" => proof.as_deref(),
                    "@context" => Some(covered.context.as_deref().unwrap_or(member)),
                    _ => Some(member),
                }))
            }
            #[cfg(feature = "rdfc")]
            Canonicalization::Rdfc => hash_rdf(self.with_proofs(previous)?, covered.algorithm, self.work)?,
        };
        self.hashes.push((covered, digest.clone()));
        Ok(digest)
    }

    /// The document with these proofs and no others. Each proof asks for a copy of its own, so that copies are work.
    #[cfg(feature = "rdfc")]
    fn with_proofs(&self, proofs: Vec<Value>) -> Result<Object, ProofError> {
        self.spend(self.canonical.work_of_a_copy(|_| true))?;
        let mut document = self.object.clone();
        document.remove("proof");
        if !proofs.is_empty() {
            document.insert("proof", proofs);
        }
        Ok(document)
    }

    /// The statements of the document without its proofs, or with those that are covered.
    #[cfg(feature = "sd")]
    pub(super) fn canonical_rdf(&self, previous: &[usize]) -> Result<(Dataset, Canonical), ProofError> {
        let previous = previous.iter().map(|at| self.proofs()[*at].clone()).collect();
        canonical_rdf(self.with_proofs(previous)?, HashAlgorithm::Sha256, self.work)
    }

    /// Takes from what may still be done for the bundle.
    #[cfg(feature = "rdfc")]
    pub(super) fn spend(&self, work: u32) -> Result<(), ProofError> {
        self.work.set(self.work.get().checked_sub(work).ok_or(ProofError::TooMuchWork)?);
        Ok(())
    }

    /// The digest of a proof's options (`EdDSA` Cryptosuites §3.2.5, §3.3.5): the proof without its value.
    #[cfg_attr(
        not(feature = "rdfc"),
        expect(
            clippy::unused_self,
            clippy::unnecessary_wraps,
            reason = "JSON-LD needs the document's contexts, and can fail"
        )
    )]
    pub(super) fn hash_options(
        &self,
        proof: &Object,
        suite: Suite,
        algorithm: HashAlgorithm,
    ) -> Result<Vec<u8>, ProofError> {
        match suite.canonicalization() {
            Canonicalization::Jcs => {
                let value = |name: &str| name == "proofValue";
                let canonical = CanonicalMembers::new(proof);
                Ok(algorithm.hash(canonical.parts(|name, member| (!value(name)).then_some(member))))
            }
            #[cfg(feature = "rdfc")]
            Canonicalization::Rdfc => {
                self.spend(self.canonical.work_of_a_copy(|name| name == "@context"))?;
                let mut options = proof.clone();
                options.remove("proofValue");
                if let Some(context) = self.object.get("@context") {
                    options.insert("@context", context.clone());
                }
                let hash = hash_rdf(options, algorithm, self.work)?;
                // After that: a context that is not at hand might define the terms as well.
                let contexts = self.object.get("@context").map_or(&[][..], Value::as_set);
                let named = |known: &&str| contexts.iter().any(|context| context.as_str() == Some(known));
                if suite.contexts().iter().any(named) { Ok(hash) } else { Err(ProofError::JsonLd) }
            }
        }
    }
}

/// The digest of the canonical RDF of an object.
#[cfg(feature = "rdfc")]
fn hash_rdf(object: Object, algorithm: HashAlgorithm, work: &Cell<u32>) -> Result<Vec<u8>, ProofError> {
    let (_, canonical) = canonical_rdf(object, algorithm, work)?;
    Ok(algorithm.hash(canonical.lines()))
}

/// The canonical RDF of an object. Nothing in it is dropped: what would be is an error, and so is what is read by name and
/// written otherwise.
#[cfg(feature = "rdfc")]
pub(super) fn canonical_rdf(
    object: Object,
    algorithm: HashAlgorithm,
    work: &Cell<u32>,
) -> Result<(Dataset, Canonical), ProofError> {
    let dataset = spelling::to_rdf(object, work)?;
    let canonical = dataset.canonicalize_within(algorithm, work).map_err(|_| ProofError::TooMuchWork)?;
    Ok((dataset, canonical))
}
