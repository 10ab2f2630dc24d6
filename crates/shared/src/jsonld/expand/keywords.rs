//! Members that are keywords.
//!
//! Spec: <https://www.w3.org/TR/json-ld11-api/#expansion-algorithm>, (13.4)

use super::super::Error;
use super::super::definition::Direction;
use super::super::term::{As, expand_iri};
use super::{Expander, Node, as_array, hold_language, is_node};
use crate::json::Value;

impl Expander<'_> {
    /// (13.4)
    pub(super) fn keyword(&self, node: &mut Node<'_>, keyword: &str, value: &Value) -> Result<(), Error> {
        // (13.4.1), (13.4.2)
        if node.property == Some("@reverse") {
            return Err(Error::InvalidReversePropertyMap);
        }
        self.look_through(&node.result)?;
        if node.result.get(keyword).is_some() && !matches!(keyword, "@included" | "@type") {
            return Err(Error::CollidingKeywords);
        }
        let text = |error: Error| value.as_str().ok_or(error);
        let expanded: Value = match keyword {
            "@id" => {
                let id = text(Error::InvalidIdValue)?;
                self.identifier(expand_iri(node.active, id, As { vocab: false, relative: true }))?
            }
            "@type" => self.types(node, value)?,
            "@graph" => {
                let graph = self.element(node.active, Some("@graph"), value, node.url, false)?;
                as_array(graph).into()
            }
            "@included" => {
                // Under a name of its own, so that what is no node is not dropped before it is refused.
                let included = as_array(self.element(node.active, Some("@included"), value, node.url, false)?);
                if !included.iter().all(is_node) {
                    return Err(Error::InvalidIncludedValue);
                }
                let mut all = as_array(node.result.remove("@included"));
                all.extend(included);
                all.into()
            }
            "@value" => {
                let is_json = node.input_type.as_deref() == Some("@json");
                if !is_json && matches!(value, Value::Array(_) | Value::Object(_)) {
                    return Err(Error::InvalidValueObjectValue);
                }
                value.clone()
            }
            "@language" => {
                let language = text(Error::InvalidLanguageTaggedString)?;
                hold_language(language, self.options)?;
                language.into()
            }
            "@direction" => {
                let direction = value.as_str().and_then(Direction::parse).ok_or(Error::InvalidBaseDirection)?;
                direction.as_str().into()
            }
            "@index" => text(Error::InvalidIndexValue)?.into(),
            "@list" => {
                let Some(property) = node.property.filter(|property| *property != "@graph") else {
                    return self.dropped(Error::DroppedValue);
                };
                as_array(self.element(node.active, Some(property), value, node.url, false)?).into()
            }
            "@set" => match self.element(node.active, node.property, value, node.url, false)? {
                Some(set) => set,
                None => return Ok(()),
            },
            "@reverse" => return self.reverse(node, value),
            // Words of framing, and of contexts, mean nothing here.
            _ => return self.dropped(Error::ReservedWord),
        };
        node.result.insert(keyword, expanded);
        Ok(())
    }

    /// (13.4.4)
    fn types(&self, node: &mut Node<'_>, value: &Value) -> Result<Value, Error> {
        let mut types = match node.result.remove("@type") {
            Some(Value::Array(before)) => before,
            _ => Vec::new(),
        };
        for name in value.as_set() {
            let name = name.as_str().ok_or(Error::InvalidTypeValue)?;
            match expand_iri(node.type_scoped, name, As { vocab: true, relative: true }) {
                Some(iri) => types.push(self.type_reference(&iri)?.into()),
                None => self.dropped(Error::ReservedWord)?,
            }
        }
        Ok(types.into())
    }

    /// (13.4.13)
    fn reverse(&self, node: &mut Node<'_>, value: &Value) -> Result<(), Error> {
        if value.as_object().is_none() {
            return Err(Error::InvalidReverseValue);
        }
        let Some(Value::Object(mut expanded)) = self.element(node.active, Some("@reverse"), value, node.url, false)?
        else {
            return Ok(());
        };
        if let Some(Value::Object(double)) = expanded.remove("@reverse") {
            for (property, items) in double.iter() {
                for item in items.as_set() {
                    self.add(&mut node.result, property, item.clone())?;
                }
            }
        }
        for (property, items) in expanded.iter() {
            for item in items.as_set() {
                self.add_reverse(&mut node.result, property, item.clone())?;
            }
        }
        Ok(())
    }
}
