//! Objects whose member names are data: languages, indexes, identifiers, types.
//!
//! Spec: <https://www.w3.org/TR/json-ld11-api/#expansion-algorithm>, (13.7) and (13.8)

use super::super::Error;
use super::super::context::{Active, Processing, process_scope};
use super::super::definition::{Container, Term};
use super::super::term::{As, expand_iri};
use super::{Expander, as_array, hold_language, is_value_object};
use crate::json::{Object, Value};

impl Expander<'_> {
    /// (13.7)
    pub(super) fn language_map(&self, active: &Active, term: Term<'_>, map: &Object) -> Result<Vec<Value>, Error> {
        let mut values = Vec::new();
        for (language, texts) in sorted(map) {
            for text in texts.as_set() {
                let text = match text {
                    Value::Null => continue,
                    Value::String(text) => text.as_str(),
                    _ => return Err(Error::InvalidLanguageMapValue),
                };
                let mut value = Object::new().with("@value", text);
                if !is_none(active, language) {
                    hold_language(language, self.options)?;
                    value.insert("@language", language);
                }
                if let Some(direction) = term.direction.or(active.direction) {
                    value.insert("@direction", direction.as_str());
                }
                values.push(value.into());
            }
        }
        Ok(values)
    }

    /// (13.8)
    pub(super) fn index_map(
        &self,
        active: &Active,
        name: &str,
        term: Term<'_>,
        map: &Object,
        url: Option<&str>,
    ) -> Result<Vec<Value>, Error> {
        let container = term.container;
        let mut values = Vec::new();
        for (index, items) in sorted(map) {
            // (13.8.3.1) to (13.8.3.3)
            let by_node = container.has(Container::ID) || container.has(Container::TYPE);
            let within = active.previous.as_deref().filter(|_| by_node).unwrap_or(active);
            let scope = within.get(index).and_then(|found| found.scope).filter(|_| container.has(Container::TYPE));
            let scoped = scope.map(|scope| process_scope(within, scope, Processing::ORDINARY, self.options));
            let scoped = scoped.transpose()?;
            let within = scoped.as_ref().unwrap_or(if container.has(Container::TYPE) { within } else { active });
            // (13.8.3.4) to (13.8.3.6)
            let expanded_index = if is_none(active, index) { None } else { Some(index) };
            let items = as_array(self.array(within, Some(name), items.as_set(), url, true)?);
            // (13.8.3.7)
            for item in items {
                let item = match item {
                    item if container.has(Container::GRAPH) && !is_graph(&item) => {
                        Object::new().with("@graph", as_array(Some(item)))
                    }
                    Value::Object(item) => item,
                    // Expansion makes nothing else.
                    _ => continue,
                };
                let item = match expanded_index {
                    None => item,
                    Some(index) => indexed(active, term, item, index, self)?,
                };
                values.push(item.into());
            }
        }
        Ok(values)
    }
}

/// (13.8.3.7.2) to (13.8.3.7.5): the item with what its name in the map says.
fn indexed(
    active: &Active,
    term: Term<'_>,
    mut item: Object,
    index: &str,
    expander: &Expander<'_>,
) -> Result<Object, Error> {
    let container = term.container;
    if container.has(Container::INDEX) {
        match term.index.filter(|key| *key != "@index") {
            Some(key) => {
                let value = expander.value(active, key, &Value::from(index))?;
                let property = expand_iri(active, key, As { vocab: true, relative: false }).unwrap_or_default();
                let before = as_array(item.remove(&property));
                item.insert(property.into_owned(), [vec![value], before].concat());
                if is_value_object(&item.clone().into()) {
                    return Err(Error::InvalidValueObject);
                }
            }
            None if item.get("@index").is_none() => {
                item.insert("@index", index);
            }
            None => {}
        }
    } else if container.has(Container::ID) {
        if item.get("@id").is_none() {
            let id = expand_iri(active, index, As { vocab: false, relative: true });
            if let Some(id) = id {
                item.insert("@id", expander.reference(&id)?);
            } else {
                expander.dropped(Error::ReservedWord)?;
            }
        }
    } else if container.has(Container::TYPE) {
        let name = expand_iri(active, index, As { vocab: true, relative: true }).unwrap_or_default();
        let before = as_array(item.remove("@type"));
        item.insert("@type", [vec![Value::from(expander.type_reference(&name)?)], before].concat());
    }
    Ok(item)
}

fn is_none(active: &Active, index: &str) -> bool {
    expand_iri(active, index, As { vocab: true, relative: false }).as_deref() == Some("@none")
}

fn is_graph(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.get("@graph").is_some())
}

fn sorted(map: &Object) -> Vec<(&str, &Value)> {
    let mut members: Vec<(&str, &Value)> = map.iter().collect();
    crate::sorted::sort_by(&mut members, |(a, _), (b, _)| a.cmp(b));
    members
}
