//! RDF datasets, as far as a proof needs them: quads, their canonical order, their canonical text.
//!
//! In scope: terms and quads; canonical N-Quads; [`Dataset::canonicalize`] (RDFC-1.0) within a budget of work.
//! Out of scope: reading RDF syntaxes, queries, stores. Documents become datasets in [`crate::jsonld`].
//! Specs: <https://www.w3.org/TR/rdf11-concepts/>, <https://www.w3.org/TR/n-quads/>,
//! <https://www.w3.org/TR/rdf-canon/>

mod canonicalize;

pub use crate::digest::HashAlgorithm;
pub use canonicalize::{Canonical, TooMuchWork};

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The type of the subject: `rdf:type`.
pub const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// The type of plain text.
pub const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
/// The type of text with a language.
pub const RDF_LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

/// A blank node: a number that means something within one dataset only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blank(pub u32);

/// A resource: what a quad is about, or the graph it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// A node without a name.
    Blank(Blank),
    /// An IRI.
    Iri(String),
}

/// A value with a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// The lexical form.
    pub value: String,
    /// The datatype's IRI; [`RDF_LANG_STRING`] where there is a language.
    pub datatype: String,
    /// The language tag.
    pub language: Option<String>,
}

/// What a quad says about its subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// Another resource.
    Resource(Resource),
    /// A value.
    Literal(Literal),
}

/// One statement, in the default graph or in a named one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quad {
    /// What it is about.
    pub subject: Resource,
    /// The property's IRI.
    pub predicate: String,
    /// The property's value.
    pub object: Object,
    /// The graph; `None` is the default graph.
    pub graph: Option<Resource>,
}

/// A set of quads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset(BTreeSet<Quad>);

impl Dataset {
    /// Adds a quad; one that is there already changes nothing.
    pub fn insert(&mut self, quad: Quad) {
        self.0.insert(quad);
    }

    /// The quads, in an order of no meaning.
    pub fn iter(&self) -> impl Iterator<Item = &Quad> {
        self.0.iter()
    }

    /// Number of quads.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no quad.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Quad> for Dataset {
    fn extend<T: IntoIterator<Item = Quad>>(&mut self, quads: T) {
        self.0.extend(quads);
    }
}

impl Quad {
    /// Its blank nodes, with the position of each: subject, object, graph.
    fn blanks(&self) -> impl Iterator<Item = (Position, Blank)> {
        let blank = |resource: &Resource| match resource {
            Resource::Blank(blank) => Some(*blank),
            Resource::Iri(_) => None,
        };
        let object = match &self.object {
            Object::Resource(resource) => blank(resource),
            Object::Literal(_) => None,
        };
        [
            (Position::Subject, blank(&self.subject)),
            (Position::Object, object),
            (Position::Graph, self.graph.as_ref().and_then(blank)),
        ]
        .into_iter()
        .filter_map(|(position, blank)| Some((position, blank?)))
    }

    /// Appends the quad as a line of canonical N-Quads; `label` writes a blank node's label.
    fn write(&self, out: &mut String, label: &impl Fn(Blank, &mut String)) {
        write_resource(&self.subject, out, label);
        // Writing to a string cannot fail.
        let _ = write!(out, " <{}> ", self.predicate);
        match &self.object {
            Object::Resource(resource) => write_resource(resource, out, label),
            Object::Literal(literal) => write_literal(literal, out),
        }
        if let Some(graph) = &self.graph {
            out.push(' ');
            write_resource(graph, out, label);
        }
        out.push_str(" .\n");
    }
}

/// Where in a quad a blank node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Subject,
    Object,
    Graph,
}

fn write_resource(resource: &Resource, out: &mut String, label: &impl Fn(Blank, &mut String)) {
    match resource {
        Resource::Blank(blank) => {
            out.push_str("_:");
            label(*blank, out);
        }
        Resource::Iri(iri) => {
            let _ = write!(out, "<{iri}>");
        }
    }
}

/// N-Quads §4, "canonical form": the datatype of plain text is not written.
fn write_literal(literal: &Literal, out: &mut String) {
    out.push('"');
    for letter in literal.value.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' | '\u{7f}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    if let Some(language) = &literal.language {
        let _ = write!(out, "@{language}");
    } else if literal.datatype != XSD_STRING {
        let _ = write!(out, "^^<{}>", literal.datatype);
    }
}
