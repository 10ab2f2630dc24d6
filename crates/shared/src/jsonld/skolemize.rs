//! Names for nodes that have none, so that parts of a document can be matched with the whole.
//!
//! The specification gives them URNs in the expanded document and compacts it again. The same names are given here to
//! the objects of the document as it was written, which needs no compaction and leaves pointers what they are.
//! Spec: <https://www.w3.org/TR/vc-di-ecdsa/#skolemizecompactjsonld>

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::{Error, Options, Run, expand};
use crate::json::{Object, Value};

/// The objects of a document that became nodes without a name, by their place in memory.
#[derive(Debug, Default)]
pub(super) struct Unnamed(RefCell<BTreeSet<*const Object>>);

impl Unnamed {
    /// Notes an object, if what it expands to is such a node.
    pub(super) fn note(&self, element: &Object, expanded: &Object, property: Option<&str>) {
        let has = |name: &str| expanded.get(name).is_some();
        let is_other = ["@id", "@value", "@list", "@set"].into_iter().any(has);
        // The default graph in an object of its own is no node; a name would make one of it.
        let is_graph = property.is_none() && expanded.len() == 1 && has("@graph");
        if !is_other && !is_graph && property != Some("@reverse") {
            self.0.borrow_mut().insert(std::ptr::from_ref(element));
        }
    }
}

/// The document with a label for every node that has no name: `@id` as the last member, so that every other member
/// keeps its place.
pub(crate) fn name_nodes(document: &Value, options: &Options<'_>, work: &Cell<u32>) -> Result<Value, Error> {
    let unnamed = Unnamed::default();
    expand::expand(document, None, &Run { options, work, unnamed: Some(&unnamed) })?;
    Ok(named(document, &unnamed.0.borrow(), &mut 0))
}

fn named(value: &Value, unnamed: &BTreeSet<*const Object>, next: &mut u32) -> Value {
    match value {
        Value::Array(elements) => {
            elements.iter().map(|element| named(element, unnamed, next)).collect::<Vec<_>>().into()
        }
        Value::Object(object) => {
            let members = object.iter().map(|(name, member)| (name.to_owned(), named(member, unnamed, next)));
            let mut copy = Object::from_unique(members.collect());
            if unnamed.contains(&std::ptr::from_ref(object)) {
                copy.insert("@id", format!("_:unnamed-{next}"));
                *next += 1;
            }
            copy.into()
        }
        scalar => scalar.clone(),
    }
}
