//! Documents made from bytes: JSON-LD as credentials have it, over the bundled contexts, with whatever JSON-LD allows.
//!
//! In scope: every feature of contexts and of values, used rightly (`plain`) and at random. Out of scope: what is made of
//! them (`linked`, and `tests/npm/differential.mjs` with other implementations).

mod plain;

use proofpass::json::{Number, Object, Value};
use proofpass::jsonld::all;

use crate::Source;

/// How deep nodes nest.
const DEPTH: usize = 5;

/// Terms that embedded contexts define, and documents use.
const TERMS: [&str; 10] = ["a", "b", "c", "d", "e", "Type", "Other", "weight", "ex", "label"];

const IRIS: [&str; 12] = [
    "https://a.example/1",
    "https://a.example/terms#weight",
    "urn:uuid:019352a0-0000-7000-8000-000000000001",
    "did:example:a",
    "ex:b",
    "ex:a/b?c#d",
    "_:b0",
    "_:n1",
    "relative",
    "Type",
    "https://a.example/\u{e9}",
    "mailto:a@a.example",
];

const TYPES: [&str; 9] = [
    "@id",
    "@vocab",
    "@json",
    "@none",
    "http://www.w3.org/2001/XMLSchema#dateTime",
    "http://www.w3.org/2001/XMLSchema#double",
    "http://www.w3.org/2001/XMLSchema#integer",
    "https://a.example/datatype",
    "ex:datatype",
];

const TEXTS: [&str; 14] = [
    "",
    "a",
    "Example Works",
    "2026-01-01T00:00:00Z",
    "en",
    "de-CH",
    "@id",
    "@other",
    "\u{0}\u{1f}\u{7f}\"\\\n\t",
    "\u{e9}\u{1f600}\u{200f}",
    "https://a.example/1",
    "_:b0",
    "null",
    "a b",
];

const LANGUAGES: [&str; 6] = ["en", "de-CH", "zh-Hant-TW", "EN-us", "@none", "not a language"];

/// A document: `@context`, the members of a credential, and others.
#[must_use]
pub fn document(source: &mut Source<'_>) -> Value {
    // In two of three nothing is wrong: in the others nearly always something.
    if !source.once_in(3) {
        return plain::document(source);
    }
    let mut document = Object::new().with("@context", contexts(source));
    document.insert("id", "urn:uuid:019352a0-0000-7000-8000-000000000001");
    document.insert("type", "VerifiableCredential");
    if source.once_in(2) {
        document.insert("issuer", "did:example:issuer");
    }
    if source.once_in(2) {
        document.insert("validFrom", "2026-01-01T00:00:00Z");
    }
    document.insert("credentialSubject", node(source, DEPTH));
    for _ in 0..source.below(4) {
        member(source, &mut document, DEPTH);
    }
    document.into()
}

fn contexts(source: &mut Source<'_>) -> Value {
    let mut contexts = vec![Value::from("https://www.w3.org/ns/credentials/v2")];
    if source.once_in(4) {
        contexts.push(all()[source.below(all().len())].url().into());
    }
    if source.once_in(16) {
        contexts.push(Value::Null);
    }
    for _ in 0..source.below(3) {
        contexts.push(context(source, 2).into());
    }
    contexts.into()
}

/// An embedded context. The prefix `ex` is there nearly always, so that most documents can be read.
fn context(source: &mut Source<'_>, depth: usize) -> Object {
    let mut context = Object::new();
    if !source.once_in(12) {
        context.insert("ex", "https://example.com/");
    }
    for _ in 0..=source.below(8) {
        let name = source.one_of(&TERMS);
        match source.below(24) {
            0 => drop(context.insert("@vocab", source.one_of(&["https://vocab.example/", "ex:", "", "_:b0"]))),
            1 => drop(context.insert("@language", source.one_of(&LANGUAGES))),
            2 => drop(context.insert("@base", source.one_of(&["https://base.example/", "relative/", ""]))),
            3 => drop(context.insert("@protected", source.once_in(2))),
            4 => drop(context.insert("@version", number_of("1.1"))),
            5 => drop(context.insert("@propagate", source.once_in(2))),
            6 => drop(context.insert("@direction", source.one_of(&["ltr", "rtl"]))),
            7 => drop(context.insert(name, Value::Null)),
            8 => drop(context.insert(source.one_of(&["id", "type", "kind", "key"]), source.one_of(&["@id", "@type"]))),
            9..=13 => drop(context.insert(name, format!("ex:{name}"))),
            _ => drop(context.insert(name, definition(source, name, depth))),
        }
    }
    context
}

fn number_of(text: &str) -> Value {
    text.parse().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

fn definition(source: &mut Source<'_>, name: &str, depth: usize) -> Object {
    let mut definition = Object::new();
    match source.below(10) {
        0 => {}
        1 => drop(definition.insert("@reverse", format!("ex:{name}"))),
        2 => drop(definition.insert("@id", source.one_of(&IRIS))),
        _ => drop(definition.insert("@id", format!("ex:{name}"))),
    }
    if source.once_in(2) {
        definition.insert("@type", source.one_of(&TYPES));
    }
    if source.once_in(3) {
        definition.insert("@container", container(source));
    }
    match source.below(14) {
        0 => drop(definition.insert("@language", source.one_of(&LANGUAGES))),
        1 => drop(definition.insert("@language", Value::Null)),
        2 => drop(definition.insert("@protected", source.once_in(2))),
        3 => drop(definition.insert("@prefix", source.once_in(2))),
        4 => drop(definition.insert("@index", source.one_of(&["ex:index", "a", "@index"]))),
        5 => drop(definition.insert("@nest", source.one_of(&["@nest", "a"]))),
        6 => drop(definition.insert("@direction", source.one_of(&["ltr", "rtl"]))),
        7 | 8 if depth > 0 => drop(definition.insert("@context", context(source, depth - 1))),
        _ => {}
    }
    definition
}

fn container(source: &mut Source<'_>) -> Value {
    let names = ["@set", "@list", "@language", "@index", "@id", "@type", "@graph"];
    let first = source.one_of(&names);
    if source.once_in(3) { vec![Value::from(first), source.one_of(&names).into()].into() } else { first.into() }
}

fn node(source: &mut Source<'_>, depth: usize) -> Value {
    let mut node = Object::new();
    if source.once_in(2) {
        node.insert(source.one_of(&["id", "id", "@id"]), source.one_of(&IRIS));
    }
    if source.once_in(3) {
        node.insert(
            source.one_of(&["type", "type", "@type"]),
            source.one_of(&["Type", "Other", "ex:Type", "VerifiableCredential"]),
        );
    }
    if source.once_in(24) {
        node.insert("@context", context(source, 1));
    }
    for _ in 0..=source.below(4) {
        member(source, &mut node, depth);
    }
    node.into()
}

fn member(source: &mut Source<'_>, node: &mut Object, depth: usize) {
    match source.below(32) {
        0 => drop(node.insert("@graph", values(source, depth))),
        1 => drop(node.insert("@included", values(source, depth))),
        2 => drop(node.insert("@reverse", Object::new().with(source.one_of(&TERMS), values(source, depth)))),
        3 => drop(node.insert("@nest", Object::new().with(source.one_of(&TERMS), values(source, depth)))),
        4 => drop(node.insert("@index", source.one_of(&TEXTS))),
        5 => drop(node.insert(source.one_of(&IRIS), values(source, depth))),
        6 => {
            drop(node.insert(source.one_of(&["name", "description", "evidence", "termsOfUse"]), values(source, depth)));
        }
        7 => drop(node.insert("undefined", values(source, depth))),
        _ => drop(node.insert(source.one_of(&TERMS), values(source, depth))),
    }
}

fn values(source: &mut Source<'_>, depth: usize) -> Value {
    match source.below(8) {
        0 => (0..source.below(4)).map(|_| value(source, depth)).collect::<Vec<_>>().into(),
        // The maps of containers.
        1 if depth > 0 => {
            let keys = [&LANGUAGES[..], &IRIS[..4]].concat();
            let mut map = Object::new();
            for _ in 0..=source.below(3) {
                map.insert(source.one_of(&keys), value(source, depth - 1));
            }
            map.into()
        }
        _ => value(source, depth),
    }
}

fn value(source: &mut Source<'_>, depth: usize) -> Value {
    match source.below(16) {
        0 => Value::Null,
        1 => source.once_in(2).into(),
        2..=4 => number(source),
        5 => value_object(source).into(),
        6 if depth > 0 => Object::new().with("@list", values(source, depth - 1)).into(),
        7 if depth > 0 => Object::new().with("@set", values(source, depth - 1)).into(),
        8 => source.one_of(&IRIS).into(),
        9 => Object::new().with("id", source.one_of(&IRIS)).into(),
        10..=12 if depth > 0 => node(source, depth - 1),
        _ => source.one_of(&TEXTS).into(),
    }
}

fn number(source: &mut Source<'_>) -> Value {
    const NUMBERS: [&str; 14] = [
        "0",
        "-0",
        "1",
        "-7",
        "12.5",
        "1e21",
        "1e20",
        "1.5e300",
        "5e-324",
        "9007199254740991",
        "0.1",
        "1e-7",
        "100.0",
        "-1e22",
    ];
    if source.once_in(4) {
        let value = f64::from_bits(source.long());
        return Number::from_f64(value).map_or(Value::Null, Value::Number);
    }
    number_of(source.one_of(&NUMBERS))
}

fn value_object(source: &mut Source<'_>) -> Object {
    let scalar = match source.below(4) {
        0 => number(source),
        1 => source.once_in(2).into(),
        _ => source.one_of(&TEXTS).into(),
    };
    let mut object = Object::new().with("@value", scalar);
    match source.below(6) {
        0 => drop(object.insert("@type", source.one_of(&TYPES))),
        1 => drop(object.insert("@language", source.one_of(&LANGUAGES))),
        2 => drop(object.insert("@index", "i")),
        3 if source.once_in(3) => {
            let any = vec![number(source), Object::new().with("b", 1).with("a", Value::Null).into()];
            object.insert("@value", any);
            object.insert("@type", "@json");
        }
        4 if source.once_in(4) => drop(object.insert("@direction", "ltr")),
        _ => {}
    }
    object
}
