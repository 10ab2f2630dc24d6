//! Quads from an expanded document.
//!
//! The specification gathers nodes into a map first; a set of quads is the same set without that step.
//! Spec: <https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm>,
//! <https://www.w3.org/TR/json-ld11-api/#object-to-rdf-conversion>

use std::collections::BTreeMap;

use super::double::canonical_double;
use super::expand::is_language;
use super::iri::is_absolute;
use super::{Error, RdfDirection, Run};
use crate::jcs::canonicalize;
use crate::json::{Number, Object, Value};
use crate::rdf::{Blank, Dataset, Literal, Object as Term, Quad, RDF_LANG_STRING, RDF_TYPE, Resource, XSD_STRING};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const I18N: &str = "https://www.w3.org/ns/i18n#";

/// What a document says, and the names in it that its readers go by.
pub(super) struct Quads {
    pub(super) dataset: Dataset,
    /// What each node at the top is called.
    pub(super) tops: Vec<Resource>,
    /// The blank nodes that have a label in the document.
    #[cfg(feature = "sd")]
    pub(super) labels: BTreeMap<String, Blank>,
}

/// The quads of an expanded document.
pub(super) fn quads(nodes: &[Value], options: &Run<'_>) -> Result<Quads, Error> {
    let mut writer = Writer { options, dataset: Dataset::default(), blanks: BTreeMap::new(), next: 0 };
    let mut tops = Vec::new();
    for node in nodes {
        if let Some(node) = node.as_object() {
            tops.extend(writer.node(node, None)?);
        }
    }
    Ok(Quads {
        dataset: writer.dataset,
        tops,
        #[cfg(feature = "sd")]
        labels: writer.blanks,
    })
}

struct Writer<'a> {
    options: &'a Run<'a>,
    dataset: Dataset,
    blanks: BTreeMap<String, Blank>,
    next: u32,
}

type Graph<'g> = Option<&'g Resource>;

impl Writer<'_> {
    /// A value that would be dropped: an error when strict.
    fn dropped<T>(&self, error: Error) -> Result<Option<T>, Error> {
        if self.options.strict { Err(error) } else { Ok(None) }
    }

    fn fresh(&mut self) -> Blank {
        let blank = Blank(self.next);
        self.next += 1;
        blank
    }

    /// A resource by its identifier, where that can stand in a quad.
    fn resource(&mut self, id: &str) -> Result<Option<Resource>, Error> {
        if id.starts_with("_:") {
            if let Some(blank) = self.blanks.get(id) {
                return Ok(Some(Resource::Blank(*blank)));
            }
            let blank = self.fresh();
            self.blanks.insert(id.to_owned(), blank);
            Ok(Some(Resource::Blank(blank)))
        } else if is_absolute(id) {
            Ok(Some(Resource::Iri(id.to_owned())))
        } else {
            self.dropped(Error::RelativeReference)
        }
    }

    fn add(&mut self, subject: &Resource, predicate: &str, object: Term, graph: Graph<'_>) -> Result<(), Error> {
        // One long name stands in every statement about what it names.
        let names = [Some(subject), graph].into_iter().flatten().chain(match &object {
            Term::Resource(resource) => Some(resource),
            Term::Literal(_) => None,
        });
        for name in names {
            if let Resource::Iri(iri) = name {
                self.options.hold(iri)?;
            }
        }
        self.options.hold(predicate)?;
        let (subject, predicate) = (subject.clone(), predicate.to_owned());
        self.dataset.insert(Quad { subject, predicate, object, graph: graph.cloned() });
        Ok(())
    }

    /// The quads of a node object, and what it is called. `None`: it has a name that no quad can hold.
    fn node(&mut self, node: &Object, graph: Graph<'_>) -> Result<Option<Resource>, Error> {
        let subject = match node.get("@id") {
            None => Some(Resource::Blank(self.fresh())),
            Some(Value::String(id)) => self.resource(id)?,
            Some(_) => self.dropped(Error::ReservedWord)?,
        };
        // Even a node that is dropped has nested nodes that are not.
        let about = subject.clone();
        for (name, value) in node.iter() {
            match name {
                "@id" | "@index" | "@context" => {}
                "@type" => {
                    for name in value.as_set().iter().filter_map(Value::as_str) {
                        let object = self.resource(name)?;
                        if let (Some(about), Some(object)) = (&about, object) {
                            self.add(about, RDF_TYPE, Term::Resource(object), graph)?;
                        }
                    }
                }
                "@graph" => {
                    for inner in value.as_set().iter().filter_map(Value::as_object) {
                        if about.is_some() {
                            self.node(inner, about.as_ref())?;
                        }
                    }
                }
                "@included" => {
                    for included in value.as_set().iter().filter_map(Value::as_object) {
                        self.node(included, graph)?;
                    }
                }
                "@reverse" => {
                    for (property, items) in value.as_object().into_iter().flat_map(Object::iter) {
                        for item in items.as_set().iter().filter_map(Value::as_object) {
                            let from = self.node(item, graph)?;
                            if let (Some(from), Some(about)) = (from, about.clone()) {
                                self.property(&from, property, Term::Resource(about), graph)?;
                            }
                        }
                    }
                }
                property => {
                    for item in value.as_set() {
                        let object = self.object(item, graph)?;
                        if let (Some(about), Some(object)) = (&about, object) {
                            self.property(about, property, object, graph)?;
                        }
                    }
                }
            }
        }
        Ok(subject)
    }

    /// A quad whose property comes from the document.
    fn property(&mut self, subject: &Resource, property: &str, object: Term, graph: Graph<'_>) -> Result<(), Error> {
        if property.starts_with("_:") {
            self.dropped::<()>(Error::BlankProperty)?;
        } else if is_absolute(property) {
            self.add(subject, property, object, graph)?;
        } else {
            self.dropped::<()>(Error::RelativeReference)?;
        }
        Ok(())
    }

    fn object(&mut self, item: &Value, graph: Graph<'_>) -> Result<Option<Term>, Error> {
        let Some(item) = item.as_object() else { return Ok(None) };
        if let Some(value) = item.get("@value") {
            return self.literal(item, value, graph);
        }
        if let Some(list) = item.get("@list") {
            return self.list(list.as_set(), graph).map(|list| Some(Term::Resource(list)));
        }
        Ok(self.node(item, graph)?.map(Term::Resource))
    }

    /// List to RDF conversion (§8.3).
    fn list(&mut self, items: &[Value], graph: Graph<'_>) -> Result<Resource, Error> {
        let nil = Resource::Iri(format!("{RDF}nil"));
        let links: Vec<Resource> = items.iter().map(|_| Resource::Blank(self.fresh())).collect();
        for (at, item) in items.iter().enumerate() {
            if let Some(object) = self.object(item, graph)? {
                self.add(&links[at], &format!("{RDF}first"), object, graph)?;
            }
            let rest = links.get(at + 1).unwrap_or(&nil).clone();
            self.add(&links[at], &format!("{RDF}rest"), Term::Resource(rest), graph)?;
        }
        Ok(links.into_iter().next().unwrap_or(nil))
    }

    /// Object to RDF conversion (§8.2), of a value object.
    fn literal(&mut self, item: &Object, value: &Value, graph: Graph<'_>) -> Result<Option<Term>, Error> {
        let text = |name: &str| item.get(name).and_then(Value::as_str);
        let datatype = text("@type");
        if datatype == Some("@json") {
            return Ok(Some(typed(canonicalize(value), &format!("{RDF}JSON"))));
        }
        if datatype.is_some_and(|datatype| !is_absolute(datatype)) {
            return self.dropped(Error::RelativeReference);
        }
        let double = format!("{XSD}double");
        let (value, natural) = match value {
            Value::Bool(flag) => (flag.to_string(), format!("{XSD}boolean")),
            Value::Number(number) if is_double(*number) || datatype == Some(&double) => {
                (canonical_double(number.as_f64()), double)
            }
            // Below 10²¹, without a fraction; negative zero is zero.
            Value::Number(number) => (integer(number.as_f64()), format!("{XSD}integer")),
            Value::String(text) => (text.clone(), XSD_STRING.to_owned()),
            Value::Null | Value::Array(_) | Value::Object(_) => return self.dropped(Error::DroppedValue),
        };
        if let Some(datatype) = datatype {
            return Ok(Some(typed(value, datatype)));
        }
        match (text("@language"), text("@direction")) {
            (Some(language), _) if !is_language(language) => self.dropped(Error::MalformedLanguage),
            (Some(language), None) => Ok(Some(tagged(value, language))),
            (language, Some(direction)) => self.directed(value, language, direction, graph),
            (None, None) => Ok(Some(typed(value, &natural))),
        }
    }

    /// Text with a direction.
    fn directed(
        &mut self,
        value: String,
        language: Option<&str>,
        direction: &str,
        graph: Graph<'_>,
    ) -> Result<Option<Term>, Error> {
        match self.options.rdf_direction {
            None if self.options.strict => Err(Error::TextDirection),
            None => {
                Ok(Some(language.map_or_else(|| typed(value.clone(), XSD_STRING), |tag| tagged(value.clone(), tag))))
            }
            Some(RdfDirection::I18nDatatype) => {
                let language = language.unwrap_or_default().to_ascii_lowercase();
                Ok(Some(typed(value, &format!("{I18N}{language}_{direction}"))))
            }
            Some(RdfDirection::CompoundLiteral) => {
                let node = Resource::Blank(self.fresh());
                self.add(&node, &format!("{RDF}value"), typed(value, XSD_STRING), graph)?;
                if let Some(language) = language {
                    let language = typed(language.to_ascii_lowercase(), XSD_STRING);
                    self.add(&node, &format!("{RDF}language"), language, graph)?;
                }
                self.add(&node, &format!("{RDF}direction"), typed(direction.to_owned(), XSD_STRING), graph)?;
                Ok(Some(Term::Resource(node)))
            }
        }
    }
}

fn typed(value: String, datatype: &str) -> Term {
    Term::Literal(Literal { value, datatype: datatype.to_owned(), language: None })
}

/// Text with a language, in small letters: the value of a tag is always (RDF 1.1 §3.3), processors may write it so, and the
/// widespread ones do. A signature over `en-US` is one over `en-us`.
fn tagged(value: String, language: &str) -> Term {
    let language = Some(language.to_ascii_lowercase());
    Term::Literal(Literal { value, datatype: RDF_LANG_STRING.to_owned(), language })
}

fn is_double(number: Number) -> bool {
    let value = number.as_f64();
    value.fract() != 0.0 || value.abs() >= 1e21
}

/// The digits of a whole number below 1e21, as [`is_double`] leaves them.
#[expect(clippy::cast_possible_truncation, reason = "in range, and whole")]
fn integer(value: f64) -> String {
    (value as i128).to_string()
}
