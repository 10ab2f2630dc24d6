//! RDF Dataset Canonicalization 1.0: the one text of a dataset, whatever its blank nodes were called.
//!
//! Steps are numbered as in the specification. The algorithm tries permutations of blank nodes that look alike, and a
//! graph can be made so that this never ends; the work is counted, and what costs more than a budget is refused.
//! Spec: <https://www.w3.org/TR/rdf-canon/#canon-algo-algo>

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Blank, Dataset, Position, Quad};
use crate::digest::{HashAlgorithm, hex};
use crate::sorted::{sort, sort_by};

/// The digest, in lower-case hexadecimal. The specification's own hash is SHA-256; the suites with P-384 ask for SHA-384.
fn hash(algorithm: HashAlgorithm, text: &str) -> String {
    hex(&algorithm.hash([text]))
}

/// The dataset's blank nodes look too much alike: telling them apart would take more work than is done for anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("canonicalizing the dataset takes too much work")]
pub struct TooMuchWork;

/// A canonical dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical {
    lines: Vec<String>,
    labels: BTreeMap<Blank, String>,
}

impl Canonical {
    /// The quads as canonical N-Quads, sorted by code point, one a line.
    #[must_use]
    pub fn to_n_quads(&self) -> String {
        self.lines.concat()
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    #[cfg(feature = "sd")]
    pub(crate) fn into_labels(self) -> BTreeMap<Blank, String> {
        self.labels
    }

    /// The canonical label of each blank node, without `_:`.
    #[must_use]
    pub fn labels(&self) -> &BTreeMap<Blank, String> {
        &self.labels
    }
}

impl Dataset {
    /// What one canonicalization may cost, counted in related blank nodes that are hashed. The largest of the
    /// specification's own tests need some thousands, credentials none or a few.
    const MAX_WORK: u32 = 200_000;

    /// RDFC-1.0.
    ///
    /// # Errors
    /// [`TooMuchWork`]: the dataset is refused, as the specification allows (§7.1).
    pub fn canonicalize(&self, algorithm: HashAlgorithm) -> Result<Canonical, TooMuchWork> {
        self.canonicalize_within(algorithm, &Cell::new(Self::MAX_WORK))
    }

    /// The same within a budget that others draw on too.
    pub(crate) fn canonicalize_within(
        &self,
        algorithm: HashAlgorithm,
        work: &Cell<u32>,
    ) -> Result<Canonical, TooMuchWork> {
        let mut state = State::new(self, algorithm, work);
        state.label()?;
        let labels: BTreeMap<Blank, String> = state.canonical.labels().collect();
        Ok(Canonical { lines: self.lines(&labels), labels })
    }

    /// The quads as lines in their order, with these labels in the place of blank nodes.
    pub(crate) fn lines(&self, labels: &BTreeMap<Blank, String>) -> Vec<String> {
        let label = |blank: Blank, out: &mut String| out.push_str(labels.get(&blank).map_or("", String::as_str));
        let line = |quad: &Quad| {
            let mut line = String::new();
            quad.write(&mut line, &label);
            line
        };
        let mut lines: Vec<String> = self.iter().map(line).collect();
        sort(&mut lines);
        lines
    }
}

/// §4.5: gives out labels, and remembers in which order.
#[derive(Clone, Debug)]
struct Issuer {
    prefix: &'static str,
    issued: BTreeMap<Blank, u32>,
    order: Vec<Blank>,
}

impl Issuer {
    fn new(prefix: &'static str) -> Self {
        Self { prefix, issued: BTreeMap::new(), order: Vec::new() }
    }

    fn label(&self, blank: Blank) -> Option<String> {
        self.issued.get(&blank).map(|number| format!("{}{number}", self.prefix))
    }

    fn issue(&mut self, blank: Blank) -> String {
        let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let order = &mut self.order;
        let number = *self.issued.entry(blank).or_insert_with(|| {
            order.push(blank);
            next
        });
        format!("{}{number}", self.prefix)
    }

    fn labels(&self) -> impl Iterator<Item = (Blank, String)> {
        self.issued.iter().map(|(blank, number)| (*blank, format!("{}{number}", self.prefix)))
    }
}

/// §4.2: the canonicalization state.
struct State<'a> {
    algorithm: HashAlgorithm,
    quads: BTreeMap<Blank, Vec<&'a Quad>>,
    first_degree: BTreeMap<Blank, Rc<str>>,
    canonical: Issuer,
    work: &'a Cell<u32>,
}

impl<'a> State<'a> {
    fn new(dataset: &'a Dataset, algorithm: HashAlgorithm, work: &'a Cell<u32>) -> Self {
        // (2) The quads that each blank node stands in, each quad once.
        let mut quads: BTreeMap<Blank, Vec<&Quad>> = BTreeMap::new();
        for quad in dataset.iter() {
            let mut before: [Option<Blank>; 3] = [None; 3];
            for (at, (_, blank)) in quad.blanks().enumerate() {
                if !before.contains(&Some(blank)) {
                    quads.entry(blank).or_default().push(quad);
                }
                before[at] = Some(blank);
            }
        }
        let canonical = Issuer::new("c14n");
        Self { algorithm, quads, first_degree: BTreeMap::new(), canonical, work }
    }

    /// (3) to (5): a canonical label for every blank node.
    fn label(&mut self) -> Result<(), TooMuchWork> {
        let mut by_hash: BTreeMap<Rc<str>, Vec<Blank>> = BTreeMap::new();
        let blanks: Vec<Blank> = self.quads.keys().copied().collect();
        for blank in blanks {
            let hash: Rc<str> = self.hash_first_degree(blank).into();
            self.first_degree.insert(blank, Rc::clone(&hash));
            by_hash.entry(hash).or_default().push(blank);
        }
        // (4) Those that one hash names alone.
        by_hash.retain(|_, blanks| match blanks.as_slice() {
            [alone] => {
                self.canonical.issue(*alone);
                false
            }
            _ => true,
        });
        // (5) Those that look alike, by what surrounds them.
        for blanks in by_hash.into_values() {
            let mut paths = Vec::new();
            for blank in blanks {
                if self.canonical.label(blank).is_some() {
                    continue;
                }
                let mut temporary = Issuer::new("b");
                temporary.issue(blank);
                paths.push(self.hash_n_degree(blank, temporary)?);
            }
            sort_by(&mut paths, |(a, _), (b, _)| a.cmp(b));
            for (_, issuer) in paths {
                for blank in issuer.order {
                    self.canonical.issue(blank);
                }
            }
        }
        Ok(())
    }

    /// §4.6: by the quads it stands in, in which it is called `a` and any other blank node `z`.
    fn hash_first_degree(&self, reference: Blank) -> String {
        let label = |blank: Blank, out: &mut String| out.push(if blank == reference { 'a' } else { 'z' });
        let mut lines: Vec<String> = Vec::new();
        for quad in self.quads.get(&reference).into_iter().flatten() {
            let mut line = String::new();
            quad.write(&mut line, &label);
            lines.push(line);
        }
        sort(&mut lines);
        hash(self.algorithm, &lines.concat())
    }

    /// §4.7: a neighbour, by its label or its own quads, the property that leads to it and its place in the quad.
    fn hash_related(&self, related: Blank, quad: &Quad, issuer: &Issuer, position: Position) -> String {
        let mut input = String::from(match position {
            Position::Subject => "s",
            Position::Object => "o",
            Position::Graph => "g",
        });
        if position != Position::Graph {
            input.push('<');
            input.push_str(&quad.predicate);
            input.push('>');
        }
        match self.canonical.label(related).or_else(|| issuer.label(related)) {
            Some(label) => {
                input.push_str("_:");
                input.push_str(&label);
            }
            None => input.push_str(self.first_degree.get(&related).map_or("", |hash| hash)),
        }
        hash(self.algorithm, &input)
    }

    fn spend(&self, work: usize) -> Result<(), TooMuchWork> {
        let work = u32::try_from(work).map_err(|_| TooMuchWork)?;
        self.work.set(self.work.get().checked_sub(work).ok_or(TooMuchWork)?);
        Ok(())
    }

    /// §4.8: by its neighbours, their neighbours, and so on; of all orders of those that look alike the least.
    fn hash_n_degree(&mut self, identifier: Blank, mut issuer: Issuer) -> Result<(String, Issuer), TooMuchWork> {
        // (1) to (3) The neighbours by their hashes.
        let mut related: BTreeMap<String, Vec<Blank>> = BTreeMap::new();
        let quads = self.quads.get(&identifier).cloned().unwrap_or_default();
        self.spend(1 + quads.len())?;
        for quad in quads {
            for (position, blank) in quad.blanks().filter(|(_, blank)| *blank != identifier) {
                let hash = self.hash_related(blank, quad, &issuer, position);
                related.entry(hash).or_default().push(blank);
            }
        }
        // (4), (5)
        let mut data = String::new();
        for (hash, blanks) in related {
            data.push_str(&hash);
            let mut chosen: Option<(String, Issuer)> = None;
            let mut permutation = Permutation::of(blanks);
            while let Some(order) = permutation.next() {
                // A label to compare, and an issuer to copy.
                self.spend(order.len() + issuer.order.len() / 8)?;
                let least = chosen.as_ref().map(|(path, _)| path.as_str());
                if let Some(found) = self.path(order, issuer.clone(), least)? {
                    chosen = Some(found);
                }
            }
            if let Some((path, found)) = chosen {
                data.push_str(&path);
                issuer = found;
            }
        }
        Ok((hash(self.algorithm, &data), issuer))
    }

    /// (5.4): the path of one order, and who has then got which label; `None` if it is not less than `least`.
    fn path(
        &mut self,
        order: &[Blank],
        mut issuer: Issuer,
        least: Option<&str>,
    ) -> Result<Option<(String, Issuer)>, TooMuchWork> {
        let is_hopeless = |path: &str| least.is_some_and(|least| path.len() >= least.len() && path > least);
        let mut path = String::new();
        let mut recursion = Vec::new();
        for blank in order {
            path.push_str("_:");
            if let Some(label) = self.canonical.label(*blank) {
                path.push_str(&label);
            } else {
                if issuer.label(*blank).is_none() {
                    recursion.push(*blank);
                }
                path.push_str(&issuer.issue(*blank));
            }
            if is_hopeless(&path) {
                return Ok(None);
            }
        }
        for blank in recursion {
            let (hash, found) = self.hash_n_degree(blank, issuer.clone())?;
            path.push_str("_:");
            path.push_str(&issuer.issue(blank));
            path.push('<');
            path.push_str(&hash);
            path.push('>');
            issuer = found;
            if is_hopeless(&path) {
                return Ok(None);
            }
        }
        Ok(if least.is_none_or(|least| path.as_str() < least) { Some((path, issuer)) } else { None })
    }
}

/// All orders of a list, one after the other, each once.
struct Permutation {
    items: Vec<Blank>,
    started: bool,
}

impl Permutation {
    fn of(mut items: Vec<Blank>) -> Self {
        sort(&mut items);
        Self { items, started: false }
    }

    /// The next one in lexicographic order.
    fn next(&mut self) -> Option<&[Blank]> {
        if !self.started {
            self.started = true;
            return Some(&self.items);
        }
        let pivot = self.items.windows(2).rposition(|pair| pair[0] < pair[1])?;
        let swap = self.items.iter().rposition(|item| *item > self.items[pivot])?;
        self.items.swap(pivot, swap);
        self.items[pivot + 1..].reverse();
        Some(&self.items)
    }
}
