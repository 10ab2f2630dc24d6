//! The statements of a credential under the names that its issuer gave to blank nodes, and which of them a part makes.
//!
//! Spec: <https://www.w3.org/TR/vc-di-ecdsa/#canonicalizeandgroup>

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::{MAX_WORK, ProofError, spelling};
use super::select::{NotThere, Pick};
use super::{HmacKey, Naming};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Value};
use crate::jsonld::{Error, name_nodes, to_rdf_with_labels};
use crate::rdf::{Blank, Canonical, Dataset, Object as Term, Quad, Resource};

/// What keeps a document from being taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has no statements to begin with.
    Document(ProofError),
    /// A pointer to nothing, by its number.
    NotThere(usize),
    /// Something picked says another thing alone than it does in the whole: some elements of an ordered list, a value
    /// without its language.
    NotApart,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Document(error.into())
    }
}

impl From<NotThere> for Fault {
    fn from(NotThere(number): NotThere) -> Self {
        Self::NotThere(number)
    }
}

/// The statements of a document.
pub(super) struct Whole {
    /// The document with a label for every node.
    document: Object,
    dataset: Dataset,
    /// The nodes by those labels.
    labels: BTreeMap<String, Blank>,
    /// The names by which the statements are signed.
    names: BTreeMap<Blank, String>,
    /// The statements in their order.
    lines: Vec<String>,
}

/// Some of them.
pub(super) struct Part {
    dataset: Dataset,
    /// Their places among all.
    pub(super) places: BTreeSet<usize>,
}

impl Whole {
    pub(super) fn new(document: &Object, hmac: &HmacKey, naming: Naming) -> Result<Self, Fault> {
        let work = Cell::new(MAX_WORK);
        let options = spelling::options();
        // As verifiers read it: what they read by name is written so.
        let plain = spelling::to_rdf(document.clone(), &work).map_err(Fault::Document)?;
        let labelled = name_nodes(&document.clone().into(), &options, &work)?;
        let (dataset, labels) = to_rdf_with_labels(&labelled, &options, &work)?;
        let canonical = canonicalize(&dataset, &work)?;
        // Labels must change nothing: they could be those of other nodes of a hostile document.
        if canonicalize(&plain, &work)?.lines() != canonical.lines() {
            return Err(Fault::NotApart);
        }
        let names = hmac.names(&canonical, naming);
        let lines = dataset.lines(&names);
        // What was an object is one.
        let Value::Object(document) = labelled else { return Err(Fault::NotApart) };
        Ok(Self { document, dataset, labels, names, lines })
    }

    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The statements of a part (§3.4.15). The part is picked from the document as it was written.
    pub(super) fn part(&self, pick: &Pick) -> Result<Part, Fault> {
        let mut dataset = Dataset::default();
        if !pick.is_empty() {
            let part = pick.take(&self.document, true).into();
            let (quads, labels) = to_rdf_with_labels(&part, &spelling::options(), &Cell::new(MAX_WORK))?;
            let same = self.align(&quads, &labels);
            for quad in quads.iter() {
                dataset.insert(translate(quad, &same).ok_or(Fault::NotApart)?);
            }
            if dataset.len() != quads.len() {
                return Err(Fault::NotApart);
            }
        }
        let places = dataset.lines(&self.names).iter().map(|line| self.lines.binary_search(line).ok()).collect();
        Ok(Part { dataset, places: Option::<BTreeSet<usize>>::ok_or(places, Fault::NotApart)? })
    }

    /// §3.5.4: the canonical form of a part, and for each of its canonical labels the name that was signed.
    pub(super) fn canonicalize(&self, part: &Part) -> Result<(Canonical, Vec<String>), Fault> {
        let canonical = canonicalize(&part.dataset, &Cell::new(MAX_WORK))?;
        let number = |label: &str| label.strip_prefix("c14n").and_then(|number| number.parse::<u32>().ok());
        let mut names: Vec<_> = canonical
            .labels()
            .iter()
            .map(|(blank, label)| (number(label), self.names.get(blank).cloned().unwrap_or_default()))
            .collect();
        names.sort_unstable();
        Ok((canonical, names.into_iter().map(|(_, name)| name).collect()))
    }

    /// Which node of the whole each node of a part is. Those with labels are the same; others, such as the links of
    /// lists, are found by the one statement that leads to them.
    fn align(&self, part: &Dataset, labels: &BTreeMap<String, Blank>) -> BTreeMap<Blank, Blank> {
        let labelled = labels.iter().filter_map(|(label, blank)| Some((*blank, *self.labels.get(label)?)));
        let mut same: BTreeMap<Blank, Blank> = labelled.collect();
        let known: BTreeSet<Blank> = self.labels.values().copied().collect();
        // What leads to the nodes without a label; `None` where several are led to alike.
        let mut led_to: BTreeMap<(&Resource, &str, Option<&Resource>), Option<Blank>> = BTreeMap::new();
        for quad in self.dataset.iter() {
            if let Some(blank) = blank_object(quad).filter(|blank| !known.contains(blank)) {
                let way = (&quad.subject, quad.predicate.as_str(), quad.graph.as_ref());
                led_to.entry(way).and_modify(|found| *found = None).or_insert(Some(blank));
            }
        }
        loop {
            let before = same.len();
            for quad in part.iter() {
                let Some(blank) = blank_object(quad).filter(|blank| !same.contains_key(blank)) else { continue };
                let Some(subject) = resource(&quad.subject, &same) else { continue };
                let graph = quad.graph.as_ref().map(|graph| resource(graph, &same));
                let Some(graph) = graph.map_or(Some(None), |graph| graph.map(Some)) else { continue };
                if let Some(Some(found)) = led_to.get(&(&subject, quad.predicate.as_str(), graph.as_ref())) {
                    same.insert(blank, *found);
                }
            }
            if same.len() == before {
                return same;
            }
        }
    }
}

fn canonicalize(dataset: &Dataset, work: &Cell<u32>) -> Result<Canonical, Fault> {
    let canonical = dataset.canonicalize_within(HashAlgorithm::Sha256, work);
    canonical.map_err(|_| Fault::Document(ProofError::TooMuchWork))
}

fn blank_object(quad: &Quad) -> Option<Blank> {
    match &quad.object {
        Term::Resource(Resource::Blank(blank)) => Some(*blank),
        Term::Resource(Resource::Iri(_)) | Term::Literal(_) => None,
    }
}

fn resource(resource: &Resource, same: &BTreeMap<Blank, Blank>) -> Option<Resource> {
    match resource {
        Resource::Blank(blank) => same.get(blank).copied().map(Resource::Blank),
        Resource::Iri(_) => Some(resource.clone()),
    }
}

/// The quad in the nodes of the whole; `None` if one of its own is none of those.
fn translate(quad: &Quad, same: &BTreeMap<Blank, Blank>) -> Option<Quad> {
    let object = match &quad.object {
        Term::Resource(object) => Term::Resource(resource(object, same)?),
        Term::Literal(_) => quad.object.clone(),
    };
    let graph = match &quad.graph {
        None => None,
        Some(graph) => Some(resource(graph, same)?),
    };
    Some(Quad { subject: resource(&quad.subject, same)?, predicate: quad.predicate.clone(), object, graph })
}
