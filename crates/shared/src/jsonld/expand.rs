//! Expansion: a document without its contexts, every name and type an IRI, every value an object that says what it is.
//!
//! Steps are numbered as in the specification.
//! Spec: <https://www.w3.org/TR/json-ld11-api/#expansion-algorithm>,
//! <https://www.w3.org/TR/json-ld11-api/#value-expansion>

mod finish;
mod keywords;
mod maps;

use std::borrow::Cow;

use super::context::{Active, Processing, process, process_scope};
use super::definition::{Container, Term};
use super::iri::is_iri_or_blank;
use super::keyword::{is_keyword, looks_like_keyword};
use super::term::{As, expand_iri};
use super::{Error, Run};
use crate::json::{Object, Value};
use crate::sorted::{sort, sort_by};

/// Expands a document into its list of node objects.
pub(super) fn expand(document: &Value, context: Option<&Value>, options: &Run<'_>) -> Result<Vec<Value>, Error> {
    let expander = Expander { options };
    let mut active = Active::new(options.base);
    if let Some(context) = context {
        let local = context.as_object().and_then(|object| object.get("@context")).unwrap_or(context);
        active = process(&active, local, options.base, Processing::ORDINARY, &[], options)?;
    }
    // API §5.1.1 (8): the default graph may stand in an object of its own.
    let nodes = match expander.element(&active, None, document, options.base, false)? {
        Some(Value::Object(mut object)) if object.len() == 1 && object.get("@graph").is_some() => {
            object.remove("@graph")
        }
        other => other,
    };
    Ok(match nodes {
        None => Vec::new(),
        Some(Value::Array(nodes)) => nodes,
        Some(node) => vec![node],
    })
}

/// Whether a language tag has the form that RDF asks for.
pub(super) fn is_language(language: &str) -> bool {
    let mut parts = language.split('-');
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(|part| is_part(part) && part.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(is_part)
}

/// Refuses a language that is not well-formed, when strict.
pub(super) fn hold_language(language: &str, options: &Run<'_>) -> Result<(), Error> {
    // The longest that is registered has a quarter of that, and each text in a document may get a copy.
    if language.len() > 128 {
        return Err(Error::MalformedLanguage);
    }
    if options.strict && !is_language(language) { Err(Error::MalformedLanguage) } else { Ok(()) }
}

pub(super) struct Expander<'a> {
    pub(super) options: &'a Run<'a>,
}

/// What one node object is being read into.
struct Node<'a> {
    active: &'a Active,
    /// What was in force before the types of the node were looked at: types are terms of that context.
    type_scoped: &'a Active,
    property: Option<&'a str>,
    url: Option<&'a str>,
    input_type: Option<String>,
    result: Object,
}

impl Expander<'_> {
    /// A value that would be dropped: an error when strict.
    fn dropped(&self, error: Error) -> Result<(), Error> {
        if self.options.strict { Err(error) } else { Ok(()) }
    }

    /// The expansion algorithm (§5.1.2). `None` is the specification's null.
    fn element(
        &self,
        active: &Active,
        property: Option<&str>,
        element: &Value,
        url: Option<&str>,
        from_map: bool,
    ) -> Result<Option<Value>, Error> {
        self.options.spend(1)?;
        match element {
            Value::Null => Ok(None),
            Value::Array(elements) => self.array(active, property, elements, url, from_map),
            Value::Object(object) => self.object(active, property, object, url, from_map),
            // (4)
            scalar => {
                let Some(property) = property.filter(|property| *property != "@graph") else {
                    self.dropped(Error::DroppedValue)?;
                    return Ok(None);
                };
                match self.property_scope(active, active, Some(property))? {
                    Some(scoped) => self.value(&scoped, property, scalar),
                    None => self.value(active, property, scalar),
                }
                .map(Some)
            }
        }
    }

    /// (5)
    fn array(
        &self,
        active: &Active,
        property: Option<&str>,
        elements: &[Value],
        url: Option<&str>,
        from_map: bool,
    ) -> Result<Option<Value>, Error> {
        let in_list =
            property.and_then(|property| active.get(property)).is_some_and(|term| term.container.has(Container::LIST));
        let mut result = Vec::new();
        for element in elements {
            match self.element(active, property, element, url, from_map)? {
                None => {}
                Some(Value::Array(items)) if in_list => {
                    result.push(Object::new().with("@list", Value::Array(items)).into());
                }
                Some(Value::Array(items)) => result.extend(items),
                Some(item) => result.push(item),
            }
        }
        Ok(Some(Value::Array(result)))
    }

    /// (3), (8): the context of a term as it is defined in `outer`, on top of what is in force.
    fn property_scope(&self, outer: &Active, active: &Active, property: Option<&str>) -> Result<Option<Active>, Error> {
        let scope = property.and_then(|property| outer.get(property)).and_then(|found| found.scope);
        let how = Processing { override_protected: true, ..Processing::ORDINARY };
        scope.map(|scope| process_scope(active, scope, how, self.options)).transpose()
    }

    /// (6) to (20)
    fn object(
        &self,
        active: &Active,
        property: Option<&str>,
        element: &Object,
        url: Option<&str>,
        from_map: bool,
    ) -> Result<Option<Value>, Error> {
        let vocab = As { vocab: true, relative: false };
        // (7) A context that does not propagate ends where the next node begins.
        let outer = active;
        let mut active = outer.clone();
        if let Some(previous) = outer.previous.as_deref().filter(|_| !from_map) {
            let expands_to = |name: &str, keyword: &str| expand_iri(outer, name, vocab).as_deref() == Some(keyword);
            let is_value = element.iter().any(|(name, _)| expands_to(name, "@value"));
            let is_reference = element.len() == 1 && element.iter().all(|(name, _)| expands_to(name, "@id"));
            if !is_value && !is_reference {
                active = previous.clone();
            }
        }
        // (8)
        if let Some(scoped) = self.property_scope(outer, &active, property)? {
            active = scoped;
        }
        // (9)
        if let Some(local) = element.get("@context") {
            active = process(&active, local, url, Processing::ORDINARY, &[], self.options)?;
        }
        // (10), (11)
        let type_scoped = active.clone();
        let mut input_type = None;
        let mut type_keys: Vec<(&str, &Value)> = element
            .iter()
            .filter(|(name, _)| expand_iri(&type_scoped, name, vocab).as_deref() == Some("@type"))
            .collect();
        sort_by(&mut type_keys, |(a, _), (b, _)| a.cmp(b));
        for (_, types) in &type_keys {
            let mut types: Vec<&str> = types.as_set().iter().filter_map(Value::as_str).collect();
            // (12)
            if input_type.is_none() {
                input_type = types.last().and_then(|last| expand_iri(&type_scoped, last, vocab)).map(Cow::into_owned);
            }
            sort(&mut types);
            for name in types {
                if let Some(scope) = type_scoped.get(name).and_then(|found| found.scope) {
                    let how = Processing { propagate: false, ..Processing::ORDINARY };
                    active = process_scope(&active, scope, how, self.options)?;
                }
            }
        }
        // (13), (14)
        let mut node =
            Node { active: &active, type_scoped: &type_scoped, property, url, input_type, result: Object::new() };
        self.members(&mut node, element)?;
        let result = node.result;
        #[cfg(feature = "sd")]
        if let Some(unnamed) = self.options.unnamed {
            // Those in a map by identifier have a name, which comes to them later.
            let container = property.and_then(|name| outer.get(name)).map(|term| term.container).unwrap_or_default();
            if !(from_map && container.has(Container::ID) && !container.has(Container::GRAPH)) {
                unnamed.note(element, &result, property);
            }
        }
        self.finish(result, property)
    }

    /// (13), (14): every member, then those that are nested.
    fn members(&self, node: &mut Node<'_>, element: &Object) -> Result<(), Error> {
        let mut nests = Vec::new();
        let mut members: Vec<(&str, &Value)> = element.iter().filter(|(name, _)| *name != "@context").collect();
        sort_by(&mut members, |(a, _), (b, _)| a.cmp(b));
        for (name, value) in members {
            // (13.2), (13.3)
            let expanded = expand_iri(node.active, name, As { vocab: true, relative: false });
            self.options.hold(expanded.as_deref().unwrap_or_default())?;
            match expanded {
                Some(keyword) if is_keyword(&keyword) => {
                    if keyword == "@nest" {
                        nests.push((name, value));
                    } else {
                        self.keyword(node, &keyword, value)?;
                    }
                }
                Some(iri) if iri.contains(':') => self.property(node, name, &iri, value)?,
                _ if looks_like_keyword(name) => self.dropped(Error::ReservedWord)?,
                _ => self.dropped(Error::UndefinedTerm)?,
            }
        }
        for (name, value) in nests {
            self.nest(node, name, value)?;
        }
        Ok(())
    }

    /// (14)
    fn nest(&self, node: &mut Node<'_>, name: &str, value: &Value) -> Result<(), Error> {
        let scoped = self.property_scope(node.active, node.active, Some(name))?;
        for nested in value.as_set() {
            let nested = nested.as_object().ok_or(Error::InvalidNestValue)?;
            let active = scoped.as_ref().unwrap_or(node.active);
            let is_value =
                |name: &str| expand_iri(active, name, As { vocab: true, relative: false }).as_deref() == Some("@value");
            if nested.iter().any(|(name, _)| is_value(name)) {
                return Err(Error::InvalidNestValue);
            }
            let mut inner = Node {
                active,
                type_scoped: node.type_scoped,
                property: node.property,
                url: node.url,
                input_type: node.input_type.clone(),
                result: std::mem::take(&mut node.result),
            };
            self.members(&mut inner, nested)?;
            node.result = inner.result;
        }
        Ok(())
    }

    /// (13.5) to (13.14): a member that is a property.
    fn property(&self, node: &mut Node<'_>, name: &str, iri: &str, value: &Value) -> Result<(), Error> {
        if self.options.strict && iri.starts_with("_:") {
            return Err(Error::BlankProperty);
        }
        if self.options.strict && !is_iri_or_blank(iri) {
            return Err(Error::RelativeReference);
        }
        let term = node.active.get(name).unwrap_or_default();
        let container = term.container;
        let expanded = match value {
            // (13.6)
            _ if term.type_mapping == Some("@json") => {
                Some(Object::new().with("@value", value.clone()).with("@type", "@json").into())
            }
            // (13.7)
            Value::Object(map) if container.has(Container::LANGUAGE) => {
                Some(self.language_map(node.active, term, map)?.into())
            }
            // (13.8)
            Value::Object(map)
                if [Container::INDEX, Container::TYPE, Container::ID].into_iter().any(|kind| container.has(kind)) =>
            {
                Some(self.index_map(node.active, name, term, map, node.url)?.into())
            }
            // (13.9)
            _ => self.element(node.active, Some(name), value, node.url, false)?,
        };
        // (13.10)
        let Some(mut expanded) = expanded else { return Ok(()) };
        // (13.11)
        if container.has(Container::LIST) && !is_list_object(&expanded) {
            expanded = Object::new().with("@list", as_array(Some(expanded))).into();
        }
        // (13.12)
        if container.has(Container::GRAPH) && !container.has(Container::ID) && !container.has(Container::INDEX) {
            let graph = |item| Object::new().with("@graph", as_array(Some(item))).into();
            expanded = as_array(Some(expanded)).into_iter().map(graph).collect::<Vec<Value>>().into();
        }
        // (13.13), (13.14)
        let reverse = term.reverse;
        self.look_through(&node.result)?;
        if node.result.get(iri).is_none() && !reverse {
            node.result.insert(iri, Vec::new());
        }
        for item in as_array(Some(expanded)) {
            if reverse {
                self.add_reverse(&mut node.result, iri, item)?;
            } else {
                self.add(&mut node.result, iri, item)?;
            }
        }
        Ok(())
    }

    /// Value expansion (§5.3.2).
    fn value(&self, active: &Active, property: &str, value: &Value) -> Result<Value, Error> {
        let term = active.get(property).unwrap_or_default();
        // (1), (2)
        if let (Some(kind @ ("@id" | "@vocab")), Value::String(text)) = (term.type_mapping, value) {
            let how = As { vocab: kind == "@vocab", relative: true };
            let id = self.identifier(expand_iri(active, text, how))?;
            return Ok(Object::new().with("@id", id).into());
        }
        // (3) to (5)
        let mut result = Object::new().with("@value", value.clone());
        match term.type_mapping {
            Some("@id" | "@vocab" | "@none") | None => {
                if value.as_str().is_some() {
                    add_language(active, term, &mut result);
                }
            }
            Some(datatype) => {
                self.options.hold(datatype)?;
                result.insert("@type", datatype);
            }
        }
        Ok(result.into())
    }

    /// `@id`; null for a word that looks like a keyword.
    fn identifier(&self, id: Option<Cow<'_, str>>) -> Result<Value, Error> {
        let Some(id) = id else {
            self.dropped(Error::ReservedWord)?;
            return Ok(Value::Null);
        };
        Ok(self.reference(&id)?.into())
    }

    /// An identifier, which must be whole when strict.
    fn reference<'t>(&self, id: &'t str) -> Result<&'t str, Error> {
        self.options.hold(id)?;
        if self.options.strict && !is_iri_or_blank(id) { Err(Error::RelativeReference) } else { Ok(id) }
    }

    fn type_reference<'t>(&self, id: &'t str) -> Result<&'t str, Error> {
        if is_keyword(id) { Ok(id) } else { self.reference(id) }
    }

    /// An object finds a member by looking through all of them: that is work where there are many.
    fn look_through(&self, object: &Object) -> Result<(), Error> {
        self.options.spend(object.len() / 32)
    }

    /// Adds one value to a property.
    fn add(&self, object: &mut Object, property: &str, value: Value) -> Result<(), Error> {
        self.look_through(object)?;
        match object.remove(property) {
            Some(Value::Array(mut values)) => {
                values.push(value);
                object.insert(property, values);
            }
            Some(before) => {
                object.insert(property, vec![before, value]);
            }
            None => {
                object.insert(property, vec![value]);
            }
        }
        Ok(())
    }

    /// Adds one node that points here.
    fn add_reverse(&self, object: &mut Object, property: &str, value: Value) -> Result<(), Error> {
        if is_list_object(&value) || is_value_object(&value) {
            return Err(Error::InvalidReversePropertyValue);
        }
        self.look_through(object)?;
        let mut reverse = match object.remove("@reverse") {
            Some(Value::Object(reverse)) => reverse,
            _ => Object::new(),
        };
        self.add(&mut reverse, property, value)?;
        object.insert("@reverse", reverse);
        Ok(())
    }
}

fn add_language(active: &Active, term: Term<'_>, result: &mut Object) {
    if let Some(language) = term.language.or(active.language.as_deref()) {
        result.insert("@language", language);
    }
    if let Some(direction) = term.direction.or(active.direction) {
        result.insert("@direction", direction.as_str());
    }
}

/// The value as a list; nothing is an empty one.
fn as_array(value: Option<Value>) -> Vec<Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(items)) => items,
        Some(single) => vec![single],
    }
}

fn is_list_object(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.get("@list").is_some())
}

fn is_value_object(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.get("@value").is_some())
}

fn is_node(value: &Value) -> bool {
    value.as_object().is_some() && !is_list_object(value) && !is_value_object(value)
}
