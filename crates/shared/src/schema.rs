//! JSON Schemas of credentials: compiled under a bound on the work they can cause, and held against a document.
//!
//! In scope: drafts 2020-12, 2019-09 and 7; references within a schema and to other documents at hand; digests of a
//! schema's bytes. Out of scope: which schema a credential names, and where it came from (`verify::schema`); fetching;
//! `$dynamicRef` and `$recursiveRef`, whose targets depend on the way that led to them; patterns that no engine of linear
//! time knows (looking around, back references); `format` is an annotation and decides nothing (2020-12 §7.2.1).
//!
//! Work is counted in looks: one schema at one value. How many looks a value gets depends on how deep it lies below the
//! root: the schemas at one place (`allOf`, `$ref` …) add up, while each member is looked at by one of the `properties`
//! only. That is counted for every depth before anything is validated ([`Plan`]); so a schema may refer to itself, as trees
//! do, and one that branches at every level is found out. The validator takes 10 to 70 ns for a look.
//! Specs: <https://www.w3.org/TR/vc-json-schema/>, <https://json-schema.org/draft/2020-12/json-schema-core>

mod integrity;
mod plan;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, PatternOptions, ReferencingError, Registry, Validator};
use serde_json::Value;

pub(crate) use integrity::{IntegrityError, check_integrity, names_a_digest};
use plan::Plan;

use crate::json;

/// Why a schema cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SchemaError {
    /// It breaks the rules of its draft, names none, or refers to itself without end.
    #[error("not a JSON Schema")]
    Invalid,
    /// It, or what it refers to, exceeds a cap.
    #[error("a schema that takes too much work")]
    TooLarge,
    /// It refers to a document that is not at hand.
    #[error("a schema that refers to another one that is missing")]
    Unresolved,
    /// It is written in another draft, or uses what is not supported here.
    #[error("a schema of a kind that is not supported")]
    Unsupported,
}

/// The drafts, by their `$schema`.
const DRAFTS: [(&str, Draft); 3] = [
    ("https://json-schema.org/draft/2020-12/schema", Draft::Draft202012),
    ("https://json-schema.org/draft/2019-09/schema", Draft::Draft201909),
    ("http://json-schema.org/draft-07/schema", Draft::Draft7),
];

/// Values in one schema document. The UN's product passport, the largest schema met so far, has 3,000.
const MAX_VALUES: u64 = 20_000;

/// Documents that one schema is made of. Each combination of them on the way to a schema is compiled anew.
const MAX_DOCUMENTS: usize = 4;

/// Compiled size of one `pattern`, in bytes.
const MAX_PATTERN: usize = 256 << 10;

/// Looks beyond which it is not told where the first fault is: the validator gathers all before it tells any.
const MAX_WORK_TO_POINT: u64 = 100_000;

/// A schema, ready to use.
#[derive(Debug)]
pub(crate) struct JsonSchema {
    validator: Validator,
    plan: Plan,
}

/// A document that schemas are held against.
#[derive(Debug)]
pub(crate) struct Instance {
    value: Value,
    /// By depth: how many values, where long text counts for more.
    weights: Vec<u64>,
}

/// Something in the document is not as the schema has it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// JSON Pointer to it, if it was looked for, as far as its names are plain words.
    pub(crate) pointer: Option<String>,
}

impl Instance {
    /// Nesting of a document that was built and not read.
    const MAX_DEPTH: usize = json::Limits::DOCUMENT.depth + 1;

    /// `None` for what no reader would have let in.
    pub(crate) fn new(value: &json::Object) -> Option<Self> {
        let value = serde_json::to_value(value).ok()?;
        let mut weights = Vec::new();
        weigh(&value, 0, &mut weights);
        (weights.len() <= Self::MAX_DEPTH).then_some(Self { value, weights })
    }
}

/// Text is read by patterns and counted by lengths: every 32 bytes count like a value more.
fn weight_of_text(text: &str) -> u64 {
    1 + text.len() as u64 / 32
}

fn weigh(value: &Value, depth: usize, weights: &mut Vec<u64>) {
    let mut add = |depth: usize, weight: u64| {
        weights.resize(weights.len().max(depth + 1), 0);
        weights[depth] += weight;
    };
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => add(depth, 1),
        Value::String(text) => add(depth, weight_of_text(text)),
        Value::Array(elements) => {
            add(depth, 1);
            for element in elements {
                weigh(element, depth + 1, weights);
            }
        }
        Value::Object(members) => {
            add(depth, 1);
            for (name, member) in members {
                weights.resize(weights.len().max(depth + 2), 0);
                weights[depth + 1] += weight_of_text(name);
                weigh(member, depth + 1, weights);
            }
        }
    }
}

/// A document that a schema refers to, directly or by way of those at hand, and that is not at hand: the first one met.
/// `None` as well for what is no schema at all.
pub(crate) fn missing<'a>(
    document: &json::Value,
    from: &str,
    at_hand: impl Fn(&str) -> Option<&'a json::Value>,
) -> Option<String> {
    let (root, draft) = read(document, None).ok()?;
    let mut others: Vec<(String, Value)> = Vec::new();
    loop {
        let Err(ReferencingError::Unretrievable { uri, .. }) = registry(from, &root, draft, &others) else {
            return None;
        };
        let Some(other) = at_hand(&uri) else { return Some(uri) };
        if others.len() + 1 >= MAX_DOCUMENTS || others.iter().any(|(known, _)| *known == uri) {
            return None;
        }
        let (other, _) = read(other, Some(draft)).ok()?;
        others.push((uri, other));
    }
}

impl JsonSchema {
    /// Compiles `document`, which was fetched from `from`, for no more than `work` looks; `at_hand` knows the other
    /// documents.
    ///
    /// A schema without `$id` is based at `from` (2020-12 core §9.1.1). That departs from VC JSON Schema §3.1.1, which wants
    /// an `$id` in each: the UN's schemas have none.
    pub(crate) fn compile<'a>(
        document: &json::Value,
        from: &str,
        work: u64,
        at_hand: impl Fn(&str) -> Option<&'a json::Value>,
    ) -> Result<Self, SchemaError> {
        let (root, draft) = read(document, None)?;
        let mut others: Vec<(String, Value)> = Vec::new();
        loop {
            let missing = match registry(from, &root, draft, &others) {
                Ok(registry) => {
                    let plan = Plan::of(&registry, from, &root, draft)?;
                    if plan.cost() > work {
                        return Err(SchemaError::TooLarge);
                    }
                    let validator = build(&registry, from, &root, draft)?;
                    return Ok(Self { validator, plan });
                }
                Err(ReferencingError::Unretrievable { uri, .. }) => uri,
                Err(_) => return Err(SchemaError::Invalid),
            };
            let other = at_hand(&missing).ok_or(SchemaError::Unresolved)?;
            if others.len() + 1 >= MAX_DOCUMENTS || others.iter().any(|(known, _)| *known == missing) {
                return Err(SchemaError::TooLarge);
            }
            let (other, _) = read(other, Some(draft))?;
            others.push((missing, other));
        }
    }

    /// What it cost to compile, in looks.
    pub(crate) fn cost(&self) -> u64 {
        self.plan.cost()
    }

    /// The most looks that [`Self::check`] takes; `None` where it would nest too deep.
    pub(crate) fn work(&self, instance: &Instance) -> Option<u64> {
        self.plan.work(&instance.weights)
    }

    /// Holds a document against the schema.
    pub(crate) fn check(&self, instance: &Instance) -> Result<(), Violation> {
        if self.validator.is_valid(&instance.value) {
            return Ok(());
        }
        if self.work(instance).is_none_or(|work| work > MAX_WORK_TO_POINT) {
            return Err(Violation { pointer: None });
        }
        // The first in the order of their text: the validator promises no order.
        let pointers = self.validator.iter_errors(&instance.value).map(|error| error.instance_path().to_string());
        Err(Violation { pointer: pointers.min().map(|pointer| plain(&pointer).to_owned()) })
    }
}

/// As much of a pointer as is made of plain words: names are the document's, and a report shows no text of an attacker
/// that could be taken for anything but a name.
fn plain(pointer: &str) -> &str {
    let is_plain = |name: &str| {
        name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@'))
    };
    let mut end = 0;
    for name in pointer.split('/').skip(1) {
        if !is_plain(name) {
            break;
        }
        end += 1 + name.len();
    }
    &pointer[..end]
}

/// A document as the validator's value, and its draft. Another document of the same schema must be in the same draft, and
/// need not say it again.
fn read(document: &json::Value, expected: Option<Draft>) -> Result<(Value, Draft), SchemaError> {
    let value = serde_json::to_value(document).map_err(|_| SchemaError::Invalid)?;
    let members = value.as_object().ok_or(SchemaError::Invalid)?;
    let draft = match (members.get("$schema"), expected) {
        // "Schemas without a $schema property are not considered valid" (VC JSON Schema §4).
        (None, None) => return Err(SchemaError::Invalid),
        (None, Some(draft)) => draft,
        (Some(uri), _) => {
            let uri = uri.as_str().ok_or(SchemaError::Invalid)?;
            let uri = uri.strip_suffix('#').unwrap_or(uri);
            let (_, draft) = DRAFTS.into_iter().find(|(known, _)| *known == uri).ok_or(SchemaError::Unsupported)?;
            draft
        }
    };
    if expected.is_some_and(|expected| expected != draft) {
        return Err(SchemaError::Unsupported);
    }
    if values_in(&value) > MAX_VALUES {
        return Err(SchemaError::TooLarge);
    }
    Ok((value, draft))
}

/// How many values and names there are, at any depth.
fn values_in(value: &Value) -> u64 {
    match value {
        Value::Object(members) => members.values().map(|value| 1 + values_in(value)).sum::<u64>() + 1,
        Value::Array(elements) => elements.iter().map(values_in).sum::<u64>() + 1,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

fn registry<'r>(
    from: &str,
    root: &'r Value,
    draft: Draft,
    others: &'r [(String, Value)],
) -> Result<Registry<'r>, ReferencingError> {
    let mut builder = Registry::new().draft(draft).add(from, root)?;
    for (uri, document) in others {
        builder = builder.add(uri, document)?;
    }
    builder.prepare()
}

fn build(registry: &Registry<'_>, from: &str, root: &Value, draft: Draft) -> Result<Validator, SchemaError> {
    jsonschema::options()
        .with_draft(draft)
        .offline()
        .with_registry(registry)
        .with_base_uri(from)
        .should_validate_formats(false)
        .with_pattern_options(PatternOptions::regex().size_limit(MAX_PATTERN))
        .build(root)
        .map_err(|error| match error.kind() {
            // A pattern that the plan could read and the engine cannot, or not in so little room.
            ValidationErrorKind::Format { .. } => SchemaError::Unsupported,
            ValidationErrorKind::Referencing(ReferencingError::Unretrievable { .. }) => SchemaError::Unresolved,
            _ => SchemaError::Invalid,
        })
}

#[cfg(test)]
mod tests;
