//! RDF datasets, their canonical text, and other implementations of both.

use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxttl::NQuadsParser;
use proofpass::rdf::{
    Blank, Canonical, Dataset, HashAlgorithm, Literal, Object, Quad, RDF_LANG_STRING, Resource, XSD_STRING,
};

use crate::Source;

/// What the other implementation makes of canonical text; `None` where it finds that it is no N-Quads.
fn other(n_quads: &str) -> Option<oxrdf::Dataset> {
    // Leniently: an IRI with a bracket in its path is one to N-Quads, if not to RFC 3987. What would end it early is not.
    NQuadsParser::new().lenient().for_slice(n_quads.as_bytes()).map(Result::ok).collect()
}

/// Canonical text is N-Quads to another reader, and canonical to another implementation.
pub(crate) fn assert_canonical(canonical: &Canonical, blanks: usize) {
    let text = canonical.to_n_quads();
    let mut other = other(&text).unwrap_or_else(|| panic!("no N-Quads:\n{text}"));
    assert!(canonical.lines().is_sorted(), "{text}");
    let written = |dataset: &oxrdf::Dataset| {
        let mut lines: Vec<String> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
        lines.sort();
        lines.concat()
    };
    // It writes languages in small letters, and every hash is another one then.
    let plain = written(&other);
    assert!(plain.eq_ignore_ascii_case(&text), "{plain}\n{text}");
    // The other one has no bound of work.
    if blanks <= 8 && plain == text {
        let hash = CanonicalizationHashAlgorithm::Sha256;
        other.canonicalize(CanonicalizationAlgorithm::Rdfc10 { hash_algorithm: hash });
        assert_eq!(written(&other), text);
    }
}

const PREDICATES: [&str; 4] = ["https://a.example/p", "https://a.example/q", "urn:a:\u{e9}", "urn:a:\u{1f600}"];

fn resource(source: &mut Source<'_>, blanks: u32) -> Resource {
    let at = source.below(16);
    match u32::try_from(at) {
        Ok(number) if number < blanks => Resource::Blank(Blank(number)),
        _ => Resource::Iri(PREDICATES[at % PREDICATES.len()].to_owned()),
    }
}

fn literal(source: &mut Source<'_>) -> Literal {
    let value: String = (0..source.below(4)).map(|_| char::from(source.byte())).collect();
    match source.below(4) {
        0 => Literal { value, datatype: RDF_LANG_STRING.to_owned(), language: Some("en".to_owned()) },
        1 => Literal { value, datatype: "https://a.example/t".to_owned(), language: None },
        _ => Literal { value, datatype: XSD_STRING.to_owned(), language: None },
    }
}

fn dataset(source: &mut Source<'_>) -> (Vec<Quad>, u32) {
    let blanks = u32::try_from(source.below(12)).unwrap_or(0);
    let mut quads = Vec::new();
    while !source.is_empty() && quads.len() < 60 {
        let subject = resource(source, blanks);
        let predicate = PREDICATES[source.below(4) % PREDICATES.len()].to_owned();
        let object = if source.once_in(5) {
            Object::Literal(literal(source))
        } else {
            Object::Resource(resource(source, blanks))
        };
        let graph = source.once_in(4).then(|| resource(source, blanks));
        quads.push(Quad { subject, predicate, object, graph });
    }
    (quads, blanks)
}

/// The same quads with other numbers for their blank nodes.
fn renamed(quads: &[Quad], name: impl Fn(Blank) -> Blank) -> Dataset {
    let resource = |found: &Resource| match found {
        Resource::Blank(blank) => Resource::Blank(name(*blank)),
        Resource::Iri(iri) => Resource::Iri(iri.clone()),
    };
    let mut dataset = Dataset::default();
    dataset.extend(quads.iter().map(|quad| Quad {
        subject: resource(&quad.subject),
        predicate: quad.predicate.clone(),
        object: match &quad.object {
            Object::Resource(found) => Object::Resource(resource(found)),
            Object::Literal(literal) => Object::Literal(literal.clone()),
        },
        graph: quad.graph.as_ref().map(resource),
    }));
    dataset
}

/// The target `rdf_canon`.
pub(crate) fn canonical(bytes: &[u8]) {
    let (quads, blanks) = dataset(&mut Source::new(bytes));
    let plain = renamed(&quads, |blank| blank);
    let turned = renamed(&quads, |blank| Blank(1_000_000 - 7 * blank.0));
    let shifted = renamed(&quads, |blank| Blank((blank.0 + blanks / 2 + 1) % blanks.max(1)));
    for algorithm in [HashAlgorithm::Sha256, HashAlgorithm::Sha384] {
        let Ok(found) = plain.canonicalize(algorithm) else { continue };
        // How much work it takes may depend on labels.
        for other in [&turned, &shifted].into_iter().filter_map(|dataset| dataset.canonicalize(algorithm).ok()) {
            assert_eq!(other.to_n_quads(), found.to_n_quads());
        }
        let mut labels: Vec<&String> = found.labels().values().collect();
        labels.sort();
        labels.dedup();
        assert_eq!(labels.len(), found.labels().len(), "one label for two nodes");
        assert_eq!(found.lines().len(), plain.len(), "a quad was lost");
        if algorithm == HashAlgorithm::Sha256 {
            assert_canonical(&found, found.labels().len());
        }
    }
}

pub(crate) fn canonical_seeds() -> Vec<Vec<u8>> {
    // A chain, a circle, a clique, two circles that look alike, and literals of every letter.
    let pair = |a: u8, b: u8| vec![a, 0, 0, b, 0];
    let chain = |ends: &[(u8, u8)]| [vec![11], ends.iter().flat_map(|(a, b)| pair(*a, *b)).collect()].concat();
    let clique: Vec<(u8, u8)> = (0..5).flat_map(|a| (0..5).filter(move |b| *b != a).map(move |b| (a, b))).collect();
    let letters = (0..=255).flat_map(|letter| [15, 1, 4, 1, letter, 2, 0]).collect::<Vec<u8>>();
    vec![
        chain(&[(0, 1), (1, 2), (2, 3)]),
        chain(&[(0, 1), (1, 2), (2, 0)]),
        chain(&clique),
        chain(&[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)]),
        [vec![11], letters].concat(),
        vec![3, 0, 0, 0, 1, 3, 2, 1, 0, 0, 2, 3, 0],
    ]
}
