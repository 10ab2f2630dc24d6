//! What the members of an object have made: a value, a set, a node, or nothing.
//!
//! Spec: <https://www.w3.org/TR/json-ld11-api/#expansion-algorithm>, (15) to (19)

use super::super::Error;
use super::super::iri::is_absolute;
use super::Expander;
use crate::json::{Object, Value};

impl Expander<'_> {
    /// (15) to (19): what the members have made.
    pub(super) fn finish(&self, mut result: Object, property: Option<&str>) -> Result<Option<Value>, Error> {
        if result.get("@value").is_some() {
            return self.finish_value(result, property);
        }
        // (16)
        if let Some(types) = result.get("@type")
            && types.as_array().is_none()
        {
            let types = vec![types.clone()];
            result.insert("@type", types);
        }
        // (17)
        if result.get("@list").is_some() || result.get("@set").is_some() {
            let known = |(name, _): (&str, &Value)| matches!(name, "@index" | "@list" | "@set");
            let both = result.get("@list").is_some() && result.get("@set").is_some();
            if both || !result.iter().all(known) {
                return Err(Error::InvalidSetOrListObject);
            }
            if let Some(set) = result.remove("@set") {
                return self.free_floating(set, property);
            }
        }
        // (18)
        if result.len() == 1 && result.get("@language").is_some() {
            self.dropped(Error::DroppedValue)?;
            return Ok(None);
        }
        self.free_floating(result.into(), property)
    }

    /// (15)
    fn finish_value(&self, mut result: Object, property: Option<&str>) -> Result<Option<Value>, Error> {
        let known =
            |(name, _): (&str, &Value)| matches!(name, "@direction" | "@index" | "@language" | "@type" | "@value");
        let has = |name: &str| result.get(name).is_some();
        if !result.iter().all(known) || (has("@type") && (has("@language") || has("@direction"))) {
            return Err(Error::InvalidValueObject);
        }
        // A value has one type.
        let value_type = match result.get("@type") {
            Some(Value::Array(types)) if types.len() == 1 => types.first().cloned(),
            other => other.cloned(),
        };
        if let Some(value_type) = value_type.clone() {
            result.insert("@type", value_type);
        }
        let is_json = value_type.as_ref().and_then(Value::as_str) == Some("@json");
        match result.get("@value") {
            _ if is_json => {}
            None | Some(Value::Null) => {
                self.dropped(Error::DroppedValue)?;
                return Ok(None);
            }
            Some(Value::String(_)) => {}
            Some(_) if result.get("@language").is_some() => return Err(Error::InvalidLanguageTaggedValue),
            Some(_) => {}
        }
        if let Some(value_type) = value_type
            && !is_json
            && !value_type.as_str().is_some_and(is_absolute)
        {
            return Err(Error::InvalidTypedValue);
        }
        self.free_floating(result.into(), property)
    }

    /// (19): a value that nothing points at says nothing.
    fn free_floating(&self, result: Value, property: Option<&str>) -> Result<Option<Value>, Error> {
        let at_top = property.is_none_or(|property| property == "@graph");
        let floats = at_top
            && result.as_object().is_some_and(|object| {
                object.is_empty()
                    || object.get("@value").is_some()
                    || object.get("@list").is_some()
                    || (object.len() == 1 && object.get("@id").is_some())
            });
        if floats {
            self.dropped(Error::DroppedValue)?;
            return Ok(None);
        }
        Ok(Some(result))
    }
}
