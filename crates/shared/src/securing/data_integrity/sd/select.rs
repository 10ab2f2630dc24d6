//! Parts of a JSON-LD document, by pointers.
//!
//! What is picked keeps its place: lists keep their order, and every object on the way keeps what says what it is, its
//! identifier and its types.
//! Spec: <https://www.w3.org/TR/vc-di-ecdsa/#selectjsonld>

use std::collections::BTreeMap;

use crate::json::{Object, Pointer, Value, pointer::step};

/// A pointer to nothing: which of them it is, from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotThere(pub(super) usize);

/// What is picked of a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// All of it.
    Whole,
    /// Of some members or elements, by their places.
    Parts(BTreeMap<usize, Pick>),
}

impl Pick {
    /// What the pointers pick of a document (§3.4.12).
    pub(super) fn of<'p>(document: &Object, pointers: impl IntoIterator<Item = &'p Pointer>) -> Result<Self, NotThere> {
        let document = Value::from(document.clone());
        let mut root = Self::Parts(BTreeMap::new());
        for (number, pointer) in pointers.into_iter().enumerate() {
            let mut value = &document;
            let mut pick = &mut root;
            for token in pointer.tokens() {
                let (at, inner) = step(value, &token).ok_or(NotThere(number))?;
                value = inner;
                if let Self::Parts(parts) = pick {
                    pick = parts.entry(at).or_insert_with(|| Self::Parts(BTreeMap::new()));
                }
            }
            *pick = Self::Whole;
        }
        Ok(root)
    }

    /// Whether nothing is picked.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::Parts(BTreeMap::new())
    }

    /// What is picked of `document`, and on the way to it identifiers and types (§3.4.13). Labels of blank nodes are
    /// names of the document's own and go with it only where `labels` says so.
    pub(super) fn take(&self, document: &Object, labels: bool) -> Object {
        match self {
            Self::Whole => document.clone(),
            Self::Parts(parts) => take_members(document, parts, labels),
        }
    }

    fn take_value(&self, value: &Value, labels: bool) -> Value {
        match (self, value) {
            (Self::Parts(parts), Value::Object(object)) => take_members(object, parts, labels).into(),
            (Self::Parts(parts), Value::Array(elements)) => {
                let taken = parts.iter().map(|(at, pick)| pick.take_value(&elements[*at], labels));
                taken.collect::<Vec<_>>().into()
            }
            (_, value) => value.clone(),
        }
    }
}

fn take_members(object: &Object, parts: &BTreeMap<usize, Pick>, labels: bool) -> Object {
    let taken = object.iter().enumerate().filter_map(|(at, (name, member))| {
        let member = match parts.get(&at) {
            Some(pick) => pick.take_value(member, labels),
            None if goes_along(name, member, labels) => member.clone(),
            None => return None,
        };
        Some((name.to_owned(), member))
    });
    Object::from_unique(taken.collect())
}

/// §3.4.11, which supposes that `id` and `type` have these names and that there is one context. Their keywords are no
/// more trouble, and a context belongs to whatever it stands in.
fn goes_along(name: &str, member: &Value, labels: bool) -> bool {
    match name {
        "id" | "@id" => labels || !member.as_str().is_some_and(|id| id.starts_with("_:")),
        "type" | "@type" | "@context" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    const DOCUMENT: &str = r#"{"@context":["c"],"id":"urn:1","type":["T"],"name":"n","subject":[
        {"id":"_:b","type":"S","a":1,"b":{"type":"B","c":[{"id":"urn:c0","d":0},{"d":1},{"d":2}],"e":2}},
        {"type":"Other","f":3}]}"#;

    fn select(pointers: &[&str], labels: bool) -> Result<String, NotThere> {
        let Ok(Value::Object(document)) = parse(DOCUMENT.as_bytes(), &Limits::DOCUMENT) else { panic!() };
        let pointers: Vec<Pointer> = pointers.iter().map(|text| Pointer::parse(text).unwrap()).collect();
        Pick::of(&document, &pointers).map(|pick| pick.take(&document, labels).to_string())
    }

    #[test]
    fn takes_the_way_to_what_is_picked() {
        let root = r#"{"@context":["c"],"id":"urn:1","type":["T"]"#;
        for (pointers, rest) in [
            (&[][..], ""),
            (&["/type", "/id", "/@context/0"], ""),
            (&["/name"], r#","name":"n""#),
            (&["/subject/1"], r#","subject":[{"type":"Other","f":3}]"#),
            // In the order of the document, whatever that of the pointers is.
            (
                &["/subject/0/b/c/2/d", "/subject/0/b/c/0"],
                r#","subject":[{"type":"S","b":{"type":"B","c":[{"id":"urn:c0","d":0},{"d":2}]}}]"#,
            ),
            // A part of what is there whole.
            (&["/subject/1", "/subject/1/f"], r#","subject":[{"type":"Other","f":3}]"#),
            (&["/subject/1/f", "/subject/1"], r#","subject":[{"type":"Other","f":3}]"#),
        ] {
            assert_eq!(select(pointers, false), Ok(format!("{root}{rest}}}")), "{pointers:?}");
        }
        assert_eq!(
            select(&["/subject/0/a"], true),
            Ok(format!(r#"{root},"subject":[{{"id":"_:b","type":"S","a":1}}]}}"#))
        );
        let whole = parse(DOCUMENT.as_bytes(), &Limits::DOCUMENT).unwrap();
        assert_eq!(select(&[""], false), Ok(whole.to_string()));
    }

    #[test]
    fn a_pointer_to_nothing_is_an_error() {
        for pointer in ["/other", "/subject/2", "/subject/f", "/name/0", "/subject/1/f/g", "/"] {
            assert_eq!(select(&["/name", pointer], false), Err(NotThere(1)), "{pointer}");
        }
        // Below what is picked whole, too.
        assert_eq!(select(&["/subject/1/g", "/subject/1"], false), Err(NotThere(0)));
        assert_eq!(select(&["/subject/1", "/subject/1/g"], false), Err(NotThere(1)));
    }
}
