//! What a schema can cost, counted before it is used.
//!
//! In scope: every schema that can be reached from the root; looks by depth of the value; nesting. Out of scope: what a
//! schema means.

use std::collections::HashMap;
use std::ptr;

use jsonschema::{Draft, ReferencingError, Registry, uri};
use referencing::Resolver;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Value;

use super::{Instance, MAX_DOCUMENTS, MAX_PATTERN, SchemaError, values_in};

/// How many looks a schema takes, and how deep they nest, by the depth of a value below the root.
#[derive(Debug)]
pub(super) struct Plan {
    looks: Vec<u64>,
    nesting: Vec<u32>,
    cost: u64,
}

/// Looks within looks: each takes some hundred bytes of the stack, of which WebAssembly has 1 MiB.
const MAX_NESTING: u32 = 400;

/// Schemas that can be reached from one.
const MAX_SCHEMAS: usize = 20_000;

/// A pattern is as quick as a comparison until it is made to be slow: then each byte of 32 visits each state.
const LOOK_OF_PATTERN: u64 = 20;
const LOOKS_OF_STATE: u64 = 3;

/// Compiling takes as long as this many looks for each schema, and for each state of a pattern.
const COMPILING: u64 = 200;
const COMPILING_STATE: u64 = 100;

/// One schema.
#[derive(Debug, Default)]
struct Schema {
    /// What it costs at its own value.
    here: u64,
    /// What it costs for each name of a member, one step below.
    names: u64,
    /// What it costs at each value below, at any depth: comparing goes all the way down.
    throughout: u64,
    /// Schemas at the same value.
    beside: Vec<usize>,
    /// Schemas one step below, of which each value gets one.
    either: Vec<usize>,
    /// Schemas one step below, of which each value gets all.
    below: Vec<usize>,
    /// Whether everything beside it is looked at a second time.
    twice: bool,
}

impl Plan {
    /// Walks everything that can be reached from `root`.
    pub(super) fn of(registry: &Registry<'_>, from: &str, root: &Value, draft: Draft) -> Result<Self, SchemaError> {
        let base = uri::from_str(from).map_err(|_| SchemaError::Invalid)?;
        let resolver = registry.resolver(base);
        let mut walk =
            Walk { draft, schemas: Vec::new(), known: HashMap::new(), waiting: Vec::new(), identified: 0, states: 0 };
        walk.enter(root, &resolver)?;
        while let Some((at, schema, resolver)) = walk.waiting.pop() {
            walk.schemas[at] = walk.schema(schema, &resolver)?;
        }
        // Each combination of resources on the way to a schema is one more time to compile it.
        if walk.identified > MAX_DOCUMENTS {
            return Err(SchemaError::TooLarge);
        }
        let order = inside_out(&walk.schemas)?;
        let cost = COMPILING_STATE.saturating_mul(walk.states).saturating_add(COMPILING * walk.schemas.len() as u64);
        Ok(Self { cost, ..Self::count(&walk.schemas, &order) })
    }

    /// Looks and nesting for a value 0, 1, 2 … steps below the root: each row from the one before it.
    fn count(schemas: &[Schema], order: &[usize]) -> Self {
        let mut plan = Self { looks: Vec::new(), nesting: Vec::new(), cost: 0 };
        let (mut looks_before, mut nesting_before) = (vec![0_u64; schemas.len()], vec![0_u32; schemas.len()]);
        for depth in 0..Instance::MAX_DEPTH {
            let (mut looks, mut nesting) = (vec![0_u64; schemas.len()], vec![0_u32; schemas.len()]);
            for &at in order {
                let schema = &schemas[at];
                let sum = |all: &[usize], of: &[u64]| all.iter().fold(0_u64, |sum, at| sum.saturating_add(of[*at]));
                let own = match depth {
                    0 => schema.here,
                    1 => schema.throughout.saturating_add(schema.names),
                    _ => schema.throughout,
                };
                let one = schema.either.iter().map(|at| looks_before[*at]).max().unwrap_or(0);
                let all = own
                    .saturating_add(sum(&schema.beside, &looks))
                    .saturating_add(sum(&schema.below, &looks_before))
                    .saturating_add(one);
                looks[at] = if schema.twice { all.saturating_mul(2) } else { all };
                let beside = schema.beside.iter().map(|at| nesting[*at]);
                let below = schema.either.iter().chain(&schema.below).map(|at| nesting_before[*at]);
                nesting[at] = beside.chain(below).max().unwrap_or(0).saturating_add(1);
            }
            // The root was entered first.
            plan.looks.push(looks[0]);
            plan.nesting.push(nesting[0]);
            (looks_before, nesting_before) = (looks, nesting);
        }
        plan
    }

    /// What it cost to compile, in looks.
    pub(super) fn cost(&self) -> u64 {
        self.cost
    }

    /// The most looks that a document of these weights takes; `None` where they would nest too deep.
    pub(super) fn work(&self, weights: &[u64]) -> Option<u64> {
        let deepest = weights.len().checked_sub(1)?;
        if *self.nesting.get(deepest)? > MAX_NESTING {
            return None;
        }
        let looks = weights.iter().zip(&self.looks).map(|(weight, looks)| weight.saturating_mul(*looks));
        Some(looks.fold(0, u64::saturating_add))
    }
}

/// Each schema after all that stand beside it. There is no such order where one leads back to itself without a step into
/// the value (core §9.4.1): that would never end.
fn inside_out(schemas: &[Schema]) -> Result<Vec<usize>, SchemaError> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; schemas.len()];
    let mut order = Vec::with_capacity(schemas.len());
    for start in 0..schemas.len() {
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.pop() {
            if next == 0 {
                match states[at] {
                    State::New => states[at] = State::Open,
                    State::Open => return Err(SchemaError::Invalid),
                    State::Done => continue,
                }
            }
            if let Some(beside) = schemas[at].beside.get(next) {
                path.push((at, next + 1));
                path.push((*beside, 0));
            } else {
                states[at] = State::Done;
                order.push(at);
            }
        }
    }
    Ok(order)
}

struct Walk<'r> {
    draft: Draft,
    schemas: Vec<Schema>,
    /// By place in memory and base: the same text under another base may refer elsewhere.
    known: HashMap<(*const Value, String), usize>,
    waiting: Vec<(usize, &'r Value, Resolver<'r>)>,
    /// Schemas that carry an identifier of their own.
    identified: usize,
    /// Of all patterns together.
    states: u64,
}

impl<'r> Walk<'r> {
    /// The number of a schema; one that is new is walked later.
    fn enter(&mut self, schema: &'r Value, resolver: &Resolver<'r>) -> Result<usize, SchemaError> {
        let resource = self.draft.create_resource_ref(schema);
        let resolver = resolver.in_subresource(resource).map_err(|_| SchemaError::Invalid)?;
        let key = (ptr::from_ref(schema), resolver.base_uri().as_str().to_owned());
        if let Some(at) = self.known.get(&key) {
            return Ok(*at);
        }
        if self.schemas.len() == MAX_SCHEMAS {
            return Err(SchemaError::TooLarge);
        }
        self.identified += usize::from(resource.id().is_some());
        let at = self.schemas.len();
        self.known.insert(key, at);
        self.schemas.push(Schema::default());
        self.waiting.push((at, schema, resolver));
        Ok(at)
    }

    fn schema(&mut self, schema: &'r Value, resolver: &Resolver<'r>) -> Result<Schema, SchemaError> {
        let mut found = Schema { here: 1, ..Schema::default() };
        let members = match schema {
            Value::Bool(_) => return Ok(found),
            Value::Object(members) => members,
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => return Err(SchemaError::Invalid),
        };
        for (keyword, value) in members {
            match keyword.as_str() {
                "$ref" => {
                    let reference = value.as_str().ok_or(SchemaError::Invalid)?;
                    let target = resolver.lookup(reference).map_err(|error| match error {
                        ReferencingError::Unretrievable { .. } => SchemaError::Unresolved,
                        _ => SchemaError::Invalid,
                    })?;
                    let at = self.enter(target.contents(), target.resolver())?;
                    found.beside.push(at);
                }
                "$dynamicRef" | "$recursiveRef" | "$vocabulary" => return Err(SchemaError::Unsupported),
                "allOf" | "anyOf" | "oneOf" => self.each_element(value, resolver, &mut found.beside)?,
                "not" | "if" | "then" | "else" => found.beside.push(self.enter(value, resolver)?),
                "dependentSchemas" => self.each_member(value, resolver, &mut found.beside)?,
                // Draft 7: a schema, or a list of names, for each name.
                "dependencies" => {
                    found.here += values_in(value);
                    let entries = value.as_object().ok_or(SchemaError::Invalid)?;
                    for entry in entries.values().filter(|entry| !entry.is_array()) {
                        found.beside.push(self.enter(entry, resolver)?);
                    }
                }
                "properties" => self.each_member(value, resolver, &mut found.either)?,
                "prefixItems" => self.each_element(value, resolver, &mut found.either)?,
                // Up to 2019-09 a list is what `prefixItems` is today.
                "items" if value.is_array() => self.each_element(value, resolver, &mut found.either)?,
                "items" | "additionalItems" | "additionalProperties" => {
                    found.either.push(self.enter(value, resolver)?);
                }
                "contains" | "propertyNames" | "unevaluatedItems" | "unevaluatedProperties" => {
                    found.below.push(self.enter(value, resolver)?);
                    found.twice |= keyword.starts_with("unevaluated");
                }
                "patternProperties" => {
                    self.each_member(value, resolver, &mut found.below)?;
                    for pattern in value.as_object().into_iter().flat_map(serde_json::Map::keys) {
                        found.names = found.names.saturating_add(self.pattern(pattern)?);
                    }
                }
                "pattern" => {
                    let looks = self.pattern(value.as_str().ok_or(SchemaError::Invalid)?)?;
                    found.here = found.here.saturating_add(looks);
                }
                "const" | "enum" => {
                    found.here += values_in(value);
                    found.throughout += values_in(value);
                }
                "uniqueItems" => found.throughout += 4,
                "required" | "dependentRequired" => found.here += values_in(value),
                _ => {}
            }
        }
        Ok(found)
    }

    fn each_member(
        &mut self,
        value: &'r Value,
        resolver: &Resolver<'r>,
        into: &mut Vec<usize>,
    ) -> Result<(), SchemaError> {
        for schema in value.as_object().ok_or(SchemaError::Invalid)?.values() {
            into.push(self.enter(schema, resolver)?);
        }
        Ok(())
    }

    fn each_element(
        &mut self,
        value: &'r Value,
        resolver: &Resolver<'r>,
        into: &mut Vec<usize>,
    ) -> Result<(), SchemaError> {
        for schema in value.as_array().ok_or(SchemaError::Invalid)? {
            into.push(self.enter(schema, resolver)?);
        }
        Ok(())
    }

    /// What one look of a pattern costs at 32 bytes of text.
    fn pattern(&mut self, pattern: &str) -> Result<u64, SchemaError> {
        // Longer than what it may be compiled to.
        if pattern.len() > MAX_PATTERN {
            return Err(SchemaError::TooLarge);
        }
        let read = regex_syntax::parse(pattern).map_err(|_| SchemaError::Unsupported)?;
        let states = states(&read);
        self.states = self.states.saturating_add(states);
        Ok(LOOK_OF_PATTERN.saturating_add(LOOKS_OF_STATE.saturating_mul(states)))
    }
}

/// The most states that an expression can be in at once. The parser bounds how deep it nests.
fn states(expression: &Hir) -> u64 {
    let sum = |all: &[Hir]| all.iter().map(states).fold(0, u64::saturating_add);
    match expression.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        // In UTF-8 a range of characters is up to a handful of sequences of bytes.
        HirKind::Class(Class::Unicode(class)) => class.ranges().len() as u64,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1));
            states(&repetition.sub).saturating_mul(u64::from(times)).saturating_add(1)
        }
        HirKind::Capture(capture) => states(&capture.sub).saturating_add(1),
        HirKind::Concat(all) | HirKind::Alternation(all) => sum(all),
    }
}
