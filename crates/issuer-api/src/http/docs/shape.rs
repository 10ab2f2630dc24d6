//! What JSON looks like, from the schemas of the description: as nested lists for people, and as an example.
//!
//! In scope: the part of JSON Schema that the description is written in. Spec: <https://spec.openapis.org/oas/v3.1.1.html#schema-object>

use std::fmt::Write as _;

use proofpass::json::{Object, Value};

use super::html::{escaped, prose};

/// How deep is told: beyond, the name of the thing is all that is said.
const MAX_DEPTH: usize = 6;

/// The schemas that are named.
#[derive(Clone, Copy)]
pub(super) struct Shapes<'a> {
    components: Option<&'a Object>,
}

/// A member of an object.
struct Member<'a> {
    name: &'a str,
    schema: &'a Object,
    is_required: bool,
}

impl<'a> Shapes<'a> {
    pub(super) fn of(description: &'a Object) -> Self {
        let components = description.get("components").and_then(Value::as_object);
        Self { components: components.and_then(|components| components.get("schemas")?.as_object()) }
    }

    /// What a schema refers to, and of an alternative to `null` what it is otherwise.
    fn resolved(self, schema: &'a Object) -> &'a Object {
        let mut here = schema;
        // A schema that refers to itself only is a slip, and shall not hang the page.
        for _ in 0..MAX_DEPTH {
            let named = here.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next());
            let next = match named {
                Some(name) => self.components.and_then(|all| all.get(name)?.as_object()),
                None => match alternatives(here).as_slice() {
                    [only] => Some(*only),
                    _ => None,
                },
            };
            match next {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }

    fn members(self, schema: &'a Object) -> Vec<Member<'a>> {
        let schema = self.resolved(schema);
        let required: Vec<&str> =
            schema.get("required").map(Value::as_set).unwrap_or_default().iter().filter_map(Value::as_str).collect();
        let own = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Object::iter);
        let mut members: Vec<Member<'a>> = own
            .filter_map(|(name, schema)| {
                Some(Member { name, schema: schema.as_object()?, is_required: required.contains(&name) })
            })
            .collect();
        // What one must have comes first.
        members.sort_by_key(|member| !member.is_required);
        let parts = schema.get("allOf").and_then(Value::as_array).unwrap_or_default();
        let inherited = parts.iter().filter_map(Value::as_object).flat_map(|part| self.members(part));
        inherited.chain(members).collect()
    }

    /// In a few words.
    fn kind(self, schema: &'a Object) -> String {
        let whole = self.resolved(schema);
        let types: Vec<&str> =
            whole.get("type").map(Value::as_set).unwrap_or_default().iter().filter_map(Value::as_str).collect();
        let is_nullable = types.contains(&"null") || schema.get("oneOf").is_some_and(has_null);
        let mut kind = match types.iter().find(|name| **name != "null") {
            Some(&"array") => match whole.get("items").and_then(Value::as_object) {
                Some(items) => format!("list of {}", self.kind(items)),
                None => "list".to_owned(),
            },
            Some(name) => match whole.get("format").and_then(Value::as_str) {
                Some(format) if !format.starts_with("int") => format!("{name} ({format})"),
                _ => (*name).to_owned(),
            },
            None if whole.get("allOf").is_some() => "object".to_owned(),
            None if whole.get("oneOf").is_some() => "one of several".to_owned(),
            None => "anything".to_owned(),
        };
        if is_nullable {
            kind.push_str(" or null");
        }
        kind
    }

    /// As nested lists.
    pub(super) fn told(self, schema: &'a Object) -> String {
        let mut out = String::new();
        self.tell(schema, 0, &mut out);
        if out.is_empty() { format!("<p class=\"kind\">{}</p>\n", escaped(&self.kind(schema))) } else { out }
    }

    fn tell(self, schema: &'a Object, depth: usize, out: &mut String) {
        let whole = self.resolved(schema);
        if depth >= MAX_DEPTH {
            return;
        }
        if let Some(items) = whole.get("items").and_then(Value::as_object) {
            return self.tell(items, depth + 1, out);
        }
        let others = alternatives(whole);
        if others.len() > 1 {
            for (at, other) in others.iter().enumerate() {
                let word = if at == 0 { "Either" } else { "or" };
                // Infallible, here and below: writing to a String does not fail.
                let _ = writeln!(out, "<p class=\"kind\">{word} {}</p>", escaped(&self.kind(other)));
                self.tell(other, depth + 1, out);
            }
            return;
        }
        let members = self.members(whole);
        if members.is_empty() {
            return;
        }
        out.push_str("<dl class=\"shape\">\n");
        for Member { name, schema, is_required } in members {
            let need = if is_required { " <strong class=\"required\">required</strong>" } else { "" };
            let _ = write!(
                out,
                "<div><dt><code>{}</code> <span class=\"kind\">{}</span>{need}</dt><dd>{}",
                escaped(name),
                escaped(&self.kind(schema)),
                self.said(schema)
            );
            let mut inner = String::new();
            self.tell(schema, depth + 1, &mut inner);
            if !inner.is_empty() {
                let _ = write!(
                    out,
                    "<details><summary>What is in <code>{}</code></summary>\n{inner}</details>",
                    escaped(name)
                );
            }
            out.push_str("</dd></div>\n");
        }
        out.push_str("</dl>\n");
    }

    /// The description of a value, its bounds and its example.
    pub(super) fn said(self, schema: &'a Object) -> String {
        let whole = self.resolved(schema);
        let of = |name: &str| schema.get(name).or_else(|| whole.get(name));
        let outer = schema
            .get("oneOf")
            .and_then(Value::as_array)
            .and_then(|all| all.iter().find_map(|one| one.as_object()?.get("description")));
        let mut parts: Vec<String> = Vec::new();
        if let Some(text) =
            schema.get("description").or(outer).or_else(|| whole.get("description")).and_then(Value::as_str)
        {
            parts.push(format!("<p>{}</p>", prose(text)));
        }
        let bounds: Vec<String> = [
            ("minLength", "at least", "characters"),
            ("maxLength", "at most", "characters"),
            ("minItems", "at least", "elements"),
            ("maxItems", "at most", "elements"),
            ("minimum", "from", ""),
            ("maximum", "to", ""),
        ]
        .into_iter()
        .filter_map(|(name, before, after)| Some(format!("{before} {} {after}", of(name)?).trim().to_owned()))
        .collect();
        let mut notes = Vec::new();
        if !bounds.is_empty() {
            notes.push(escaped(&bounds.join(", ")));
        }
        let values: Vec<String> = of("enum").map(Value::as_set).unwrap_or_default().iter().map(code).collect();
        if !values.is_empty() {
            notes.push(format!("one of {}", values.join(", ")));
        }
        for (name, word) in [("default", "where absent"), ("example", "such as")] {
            if let Some(value) = of(name) {
                notes.push(format!("{word} {}", code(value)));
            }
        }
        if !notes.is_empty() {
            parts.push(format!("<p class=\"muted\">{}</p>", notes.join("; ")));
        }
        parts.concat()
    }

    /// A value of this shape: what is required, and what has an example.
    pub(super) fn example(self, schema: &'a Object) -> Value {
        self.exemplified(schema, 0)
    }

    fn exemplified(self, schema: &'a Object, depth: usize) -> Value {
        let whole = self.resolved(schema);
        let of = |name: &str| schema.get(name).or_else(|| whole.get(name));
        if let Some(value) = of("example").or_else(|| of("enum")?.as_array()?.first()) {
            return value.clone();
        }
        if let [first, _, ..] = alternatives(whole).as_slice() {
            return self.exemplified(first, depth + 1);
        }
        let types: Vec<&str> =
            whole.get("type").map(Value::as_set).unwrap_or_default().iter().filter_map(Value::as_str).collect();
        match types.iter().find(|name| **name != "null") {
            Some(&"array") => match whole.get("items").and_then(Value::as_object).filter(|_| depth < MAX_DEPTH) {
                Some(items) => Value::from(vec![self.exemplified(items, depth + 1)]),
                None => Value::from(Vec::<Value>::new()),
            },
            Some(&"boolean") => Value::from(true),
            Some(&("integer" | "number")) => of("minimum").cloned().unwrap_or_else(|| Value::from(1_u32)),
            Some(&"string") => Value::from(match whole.get("format").and_then(Value::as_str) {
                Some("date") => "2026-11-29",
                Some("date-time") => "2026-11-29T12:00:00Z",
                Some("email") => "somebody@example.com",
                Some("uri") => "https://example.com/",
                Some("uuid") => "01a20ae6-ed17-706a-b5f4-c87ea95de1a6",
                _ => "text",
            }),
            _ => {
                let mut object = Object::new();
                for Member { name, schema, is_required } in self.members(whole) {
                    let has_example = schema.get("example").is_some();
                    if depth < MAX_DEPTH && (is_required || has_example) {
                        object.insert(name, self.exemplified(schema, depth + 1));
                    }
                }
                object.into()
            }
        }
    }
}

fn code(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    format!("<code>{}</code>", escaped(&text))
}

fn has_null(alternatives: &Value) -> bool {
    alternatives.as_set().iter().any(is_null)
}

fn is_null(schema: &Value) -> bool {
    schema.as_object().and_then(|schema| schema.get("type")?.as_str()) == Some("null")
}

/// What a value can be, `null` aside.
fn alternatives(schema: &Object) -> Vec<&Object> {
    let all = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array).unwrap_or_default();
    all.iter().filter(|one| !is_null(one)).filter_map(Value::as_object).collect()
}
