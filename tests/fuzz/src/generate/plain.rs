//! Documents in which nothing is wrong: every feature, used as it is meant, so that strict readers read them.

use proofpass::json::{Object, Value};

use super::{DEPTH, number, number_of};
use crate::Source;

/// Terms, what each means, and how its values look.
const TERMS: [(&str, Kind); 20] = [
    ("text", Kind::Text),
    ("time", Kind::Text),
    ("typed", Kind::Text),
    ("german", Kind::Text),
    ("unspoken", Kind::Text),
    ("number", Kind::Number),
    ("double", Kind::Number),
    ("link", Kind::Iri),
    ("word", Kind::Word),
    ("any", Kind::Any),
    ("set", Kind::Any),
    ("list", Kind::List),
    ("spoken", Kind::Languages),
    ("indexed", Kind::Indexed),
    ("named", Kind::Named),
    ("kinds", Kind::Nodes),
    ("graph", Kind::Graph),
    ("json", Kind::Json),
    ("of", Kind::Reverse),
    ("scoped", Kind::Scoped),
];

#[derive(Clone, Copy, Debug)]
enum Kind {
    Any,
    Graph,
    Indexed,
    Iri,
    Json,
    Languages,
    List,
    Named,
    Nodes,
    Number,
    Reverse,
    Scoped,
    Text,
    Word,
}

/// One of each, some of which differ from document to document: order, names, defaults.
const CONTEXT: &str = r#"{"ex":"https://example.com/","xsd":"http://www.w3.org/2001/XMLSchema#",
    "text":"ex:text","time":{"@id":"ex:time","@type":"xsd:dateTime"},"typed":{"@id":"ex:typed","@type":"ex:datatype"},
    "german":{"@id":"ex:german","@language":"de-CH"},"unspoken":{"@id":"ex:unspoken","@language":null},
    "number":"ex:number","double":{"@id":"ex:double","@type":"xsd:double"},"link":{"@id":"ex:link","@type":"@id"},
    "word":{"@id":"ex:word","@type":"@vocab"},"any":"https://example.com/any","set":{"@id":"ex:set","@container":"@set"},
    "list":{"@id":"ex:list","@container":"@list"},"spoken":{"@id":"ex:spoken","@container":"@language"},
    "indexed":{"@id":"ex:indexed","@container":"@index"},"named":{"@id":"ex:named","@container":"@id"},
    "kinds":{"@id":"ex:kinds","@container":"@type"},"graph":{"@id":"ex:graph","@container":"@graph"},
    "json":{"@id":"ex:json","@type":"@json"},"of":{"@reverse":"ex:of"},"Thing":"ex:Thing",
    "Other":{"@id":"ex:Other","@context":{"text":"ex:other-text"}},
    "scoped":{"@id":"ex:scoped","@context":{"text":"ex:inner-text","own":{"@id":"ex:own","@type":"@id"}}}}"#;

const IRIS: [&str; 8] = [
    "https://a.example/1",
    "https://a.example/\u{e9}?a=b#c",
    "urn:uuid:019352a0-0000-7000-8000-000000000002",
    "did:example:a",
    "ex:b",
    "ex:a/b",
    "_:b0",
    "_:n1",
];

const TEXTS: [&str; 10] = [
    "",
    "Example Works",
    "2026-01-01T00:00:00Z",
    "12.50",
    "\u{0}\u{1f}\u{7f}\"\\\n\r\t",
    "\u{e9}e\u{301}\u{1f600}\u{200f}\u{2028}",
    "_:b0",
    "https://a.example/1",
    "null",
    "a  b ",
];

const LANGUAGES: [&str; 5] = ["en", "de-CH", "zh-Hant-TW", "EN-us", "@none"];

/// A document, with a context of its own.
pub(super) fn document(source: &mut Source<'_>) -> Value {
    let mut context = crate::known::object(CONTEXT.as_bytes()).unwrap_or_default();
    match source.below(6) {
        0 => drop(context.insert("@language", "fr")),
        1 => drop(context.insert("@vocab", "https://vocab.example/")),
        2 => drop(context.insert("@protected", true)),
        3 => drop(context.insert("@version", number_of("1.1"))),
        _ => {}
    }
    let mut contexts = vec![Value::from("https://www.w3.org/ns/credentials/v2")];
    if source.once_in(4) {
        contexts.push("https://w3id.org/security/data-integrity/v2".into());
    }
    contexts.push(context.into());
    let mut document = Object::new()
        .with("@context", contexts)
        .with("id", "urn:uuid:019352a0-0000-7000-8000-000000000001")
        .with("type", "VerifiableCredential")
        .with("issuer", "did:example:issuer")
        .with("credentialSubject", node(source, DEPTH, true));
    if source.once_in(3) {
        document.insert("validFrom", "2026-01-01T00:00:00Z");
    }
    if source.once_in(3) {
        let name = Object::new().with("@value", source.one_of(&TEXTS)).with("@language", "en");
        document.insert("name", name);
    }
    document.into()
}

fn node(source: &mut Source<'_>, depth: usize, named: bool) -> Value {
    let mut node = Object::new();
    if named && source.once_in(2) {
        node.insert(source.one_of(&["id", "@id"]), source.one_of(&IRIS));
    }
    if source.once_in(3) {
        let types: [Value; 4] =
            ["Thing".into(), "Other".into(), "ex:Type".into(), vec![Value::from("Other"), "Thing".into()].into()];
        node.insert("type", types[source.below(4)].clone());
    }
    for _ in 0..=source.below(4) {
        let (name, kind) = source.one_of(&TERMS);
        if depth > 0 || matches!(kind, Kind::Text | Kind::Number | Kind::Iri) {
            node.insert(name, values(source, kind, depth.saturating_sub(1)));
        }
    }
    if depth > 0 && source.once_in(12) {
        node.insert("@graph", many(source, |source| self::node(source, depth - 1, true)));
    }
    if depth > 0 && source.once_in(12) {
        node.insert("@included", many(source, |source| self::node(source, depth - 1, true)));
    }
    // Without a member it would say nothing, and be dropped where it stands alone.
    node.insert("text", source.one_of(&TEXTS));
    node.into()
}

fn many(source: &mut Source<'_>, mut value: impl FnMut(&mut Source<'_>) -> Value) -> Value {
    (0..=source.below(3)).map(|_| value(source)).collect::<Vec<_>>().into()
}

fn map(source: &mut Source<'_>, keys: &[&str], mut value: impl FnMut(&mut Source<'_>) -> Value) -> Value {
    let mut map = Object::new();
    for _ in 0..=source.below(3) {
        map.insert(source.one_of(keys), value(source));
    }
    map.into()
}

fn any(source: &mut Source<'_>, depth: usize) -> Value {
    match source.below(7) {
        0 => source.once_in(2).into(),
        1 => number(source),
        2 => Object::new().with("@value", source.one_of(&TEXTS)).with("@type", "ex:datatype").into(),
        3 => {
            Object::new().with("@value", source.one_of(&TEXTS)).with("@language", source.one_of(&LANGUAGES[..4])).into()
        }
        4 => Object::new().with("id", source.one_of(&IRIS)).into(),
        5 if depth > 0 => node(source, depth - 1, true),
        _ => source.one_of(&TEXTS).into(),
    }
}

fn values(source: &mut Source<'_>, kind: Kind, depth: usize) -> Value {
    let text = |source: &mut Source<'_>| Value::from(source.one_of(&TEXTS));
    match kind {
        Kind::Any if source.once_in(3) => many(source, |source| any(source, depth)),
        Kind::Any => any(source, depth),
        Kind::Graph | Kind::Reverse if source.once_in(3) => many(source, |source| node(source, depth, true)),
        Kind::Graph | Kind::Reverse => node(source, depth, true),
        Kind::Indexed => map(source, &["one", "two", "@none"], |source| any(source, depth)),
        Kind::Iri => source.one_of(&IRIS).into(),
        Kind::Json => match source.below(3) {
            0 => number(source),
            1 => Object::new().with("b", any(source, 0)).with("a", Value::Null).with("\u{1f600}", Vec::new()).into(),
            _ => many(source, text),
        },
        Kind::Languages => {
            map(source, &LANGUAGES, |source| if source.once_in(3) { many(source, text) } else { text(source) })
        }
        Kind::List => many(source, |source| any(source, depth)),
        Kind::Named => map(source, &IRIS, |source| node(source, depth, false)),
        // Not `Other`, which has a context of its own: whether that ends with the node is not the same everywhere.
        Kind::Nodes => map(source, &["Thing", "ex:Type", "@none"], |source| node(source, depth, true)),
        Kind::Number => number(source),
        Kind::Scoped => Object::new().with("text", source.one_of(&TEXTS)).with("own", source.one_of(&IRIS)).into(),
        Kind::Text if source.once_in(4) => many(source, text),
        Kind::Text => text(source),
        Kind::Word => source.one_of(&["Thing", "text", "ex:b", "https://a.example/1"]).into(),
    }
}
