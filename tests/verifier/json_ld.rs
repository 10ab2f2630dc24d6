//! The W3C's tests of JSON-LD 1.1, from documents to RDF.

use std::collections::BTreeMap;
use std::path::Path;

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::jsonld::{Error, Loaded, Options, RdfDirection, to_rdf_with};
use proofpass::rdf::{Dataset, HashAlgorithm};

use crate::third_party::{folder, report};
use crate::{n_quads, object};

const BASE: &str = "https://w3c.github.io/json-ld-api/tests/";

/// Tests of what this library is not: JSON-LD 1.0 where 1.1 differs, and RDF that no standard of ours has.
fn is_out_of_scope(option: &Object, requires: Option<&str>) -> bool {
    let word = |name: &str| option.get(name).and_then(Value::as_str);
    word("specVersion") == Some("json-ld-1.0")
        || word("processingMode") == Some("json-ld-1.0")
        || requires == Some("GeneralizedRdf")
}

struct Case<'a> {
    folder: &'a Path,
    entry: &'a Object,
    option: Object,
}

impl Case<'_> {
    fn word(&self, name: &str) -> Option<&str> {
        self.entry.get(name).and_then(Value::as_str)
    }

    fn read(&self, file: &str) -> Value {
        parse(&std::fs::read(self.folder.join(file)).unwrap(), &Limits::DOCUMENT).unwrap()
    }

    fn run(&self) -> Result<Dataset, Error> {
        let option = |name: &str| self.option.get(name).and_then(Value::as_str);
        let input = self.word("input").unwrap();
        let base = option("base").map_or_else(|| format!("{BASE}{input}"), str::to_owned);
        let loader = |url: &str| {
            let file = self.folder.join(url.strip_prefix(BASE)?);
            let bytes = std::fs::read(file).ok()?;
            parse(&bytes, &Limits::DOCUMENT).ok().map(Loaded::Document)
        };
        let rdf_direction = option("rdfDirection").map(|direction| match direction {
            "i18n-datatype" => RdfDirection::I18nDatatype,
            "compound-literal" => RdfDirection::CompoundLiteral,
            other => panic!("{other}"),
        });
        let options = Options { base: Some(&base), loader: &loader, rdf_direction, strict: false };
        let context = option("expandContext").map(|file| self.read(file));
        to_rdf_with(&self.read(input), context.as_ref(), &options)
    }

    fn fault(&self) -> Option<String> {
        let result = self.run();
        let canonical = |dataset: &Dataset| dataset.canonicalize(HashAlgorithm::Sha256).unwrap().to_n_quads();
        if let Some(code) = self.word("expectErrorCode") {
            return match result {
                Err(error) if error.to_string() == code => None,
                other => Some(format!("expected {code}, found {:?}", other.map(|dataset| canonical(&dataset)))),
            };
        }
        let found = match result {
            Ok(dataset) => canonical(&dataset),
            Err(error) => return Some(format!("error: {error}")),
        };
        let expect = self.word("expect")?;
        let (expected, _) = n_quads::read(&std::fs::read_to_string(self.folder.join(expect)).unwrap());
        let expected = canonical(&expected);
        (found != expected).then(|| format!("found\n{found}expected\n{expected}"))
    }
}

#[test]
fn w3c_json_ld_to_rdf() {
    let Some(folder) = folder("w3c/json-ld-api/tests") else { return };
    let manifest = object(&std::fs::read(folder.join("toRdf-manifest.jsonld")).unwrap());
    let mut faults = Vec::new();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in manifest.get("sequence").unwrap().as_array().unwrap() {
        let entry = entry.as_object().unwrap();
        let option = entry.get("option").and_then(Value::as_object).cloned().unwrap_or_default();
        let case = Case { folder: &folder, entry, option };
        if is_out_of_scope(&case.option, case.word("requires")) {
            *counts.entry("out of scope").or_default() += 1;
            continue;
        }
        // The suite names one file that it does not hold.
        if !folder.join(case.word("input").unwrap()).is_file() {
            println!("no file: {} {}", case.word("@id").unwrap(), case.word("name").unwrap());
            *counts.entry("no file").or_default() += 1;
            continue;
        }
        match case.fault() {
            None => *counts.entry("passed").or_default() += 1,
            Some(fault) => {
                faults.push(format!("{} {}: {fault}", case.word("@id").unwrap(), case.word("name").unwrap()));
            }
        }
    }
    println!("{counts:?}");
    let count = |name| counts.get(name).map_or(0, |count| *count as usize);
    let out_of_scope = count("out of scope") + count("no file");
    report("W3C JSON-LD 1.1 toRdf", count("passed"), faults.len(), out_of_scope);
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert_eq!(counts, BTreeMap::from([("no file", 1), ("out of scope", 19), ("passed", 447)]));
}

/// Reads a document of ours with the contexts that it brings along.
fn read_alone(document: &str) -> Result<Dataset, Error> {
    let options = Options { base: None, loader: &|_| None, rdf_direction: None, strict: true };
    to_rdf_with(&parse(document.as_bytes(), &Limits::DOCUMENT).unwrap(), None, &options)
}

#[test]
fn contexts_cannot_be_piled_up_without_end() {
    let piled = |count: usize| {
        let contexts: Vec<String> = (0..count).map(|n| format!(r#"{{"t{n}":"https://example.com/{n}"}}"#)).collect();
        read_alone(&format!(r#"{{"@context":[{}],"@id":"urn:x:1","t0":"a"}}"#, contexts.join(",")))
    };
    assert_eq!(piled(200).map(|dataset| dataset.len()), Ok(1));
    assert_eq!(piled(300), Err(Error::ContextOverflow));
}

#[test]
fn languages_are_written_in_small_letters() {
    for text in [
        r#"{"@context":{"a":"https://example.com/a"},"@id":"urn:x:1","a":{"@value":"b","@language":"de-CH"}}"#,
        r#"{"@context":{"a":{"@id":"https://example.com/a","@language":"DE-ch"}},"@id":"urn:x:1","a":"b"}"#,
        r#"{"@context":{"@language":"de-CH","a":"https://example.com/a"},"@id":"urn:x:1","a":"b"}"#,
        r#"{"@context":{"a":{"@id":"https://example.com/a","@container":"@language"}},"@id":"urn:x:1","a":{"de-CH":"b"}}"#,
    ] {
        let found = read_alone(text).unwrap().canonicalize(HashAlgorithm::Sha256).unwrap().to_n_quads();
        assert_eq!(found, "<urn:x:1> <https://example.com/a> \"b\"@de-ch .\n", "{text}");
    }
}

#[test]
fn terms_stand_on_each_other_up_to_a_bound_in_whatever_order() {
    let chain = |count: usize, turned: bool| {
        let mut terms: Vec<String> = (1..count).map(|n| format!(r#""t{n}":"t{}:x""#, n - 1)).collect();
        terms.push(r#""t0":"https://example.com/""#.to_owned());
        if turned {
            terms.reverse();
        }
        let top = count - 1;
        read_alone(&format!(r#"{{"@context":{{{}}},"@id":"urn:x:1","t{top}":"a"}}"#, terms.join(",")))
    };
    for turned in [false, true] {
        assert_eq!(chain(2, turned).map(|dataset| dataset.len()), Ok(1));
        assert_eq!(chain(64, turned).map(|dataset| dataset.len()), Ok(1));
        assert_eq!(chain(65, turned), Err(Error::ContextOverflow));
        // As many as would overflow a stack.
        assert_eq!(chain(50_000, turned), Err(Error::ContextOverflow));
    }
}

#[test]
fn a_context_that_is_read_anew_at_every_node_ends_at_a_bound() {
    let document = |nodes: usize| {
        let terms: Vec<String> = (0..2000).map(|n| format!(r#""t{n}":"https://example.com/{n}""#)).collect();
        let scoped = format!(r#"{{"@id":"https://example.com/p","@context":{{{}}}}}"#, terms.join(","));
        let nodes = vec![r#"{"t0":"a"}"#; nodes].join(",");
        format!(r#"{{"@context":{{"p":{scoped}}},"@id":"urn:x:1","p":[{nodes}]}}"#)
    };
    assert_eq!(read_alone(&document(100)).map(|dataset| dataset.len()), Ok(200));
    assert_eq!(read_alone(&document(1_000)), Err(Error::TooMuchWork));
}

#[test]
fn nothing_is_dropped_in_silence() {
    const TERMS: &str = r#""a":"https://example.com/a","id":"@id","type":"@type","list":{"@id":"https://example.com/l","@container":"@list"}"#;
    let with = |members: &str| read_alone(&format!(r#"{{"@context":{{{TERMS}}},"id":"urn:x:1",{members}}}"#));
    assert_eq!(with(r#""a":"b""#).map(|dataset| dataset.len()), Ok(1));
    for (members, error) in [
        (r#""a":"b","undefined":"c""#, Error::UndefinedTerm),
        (r#""a":{"undefined":"c"}"#, Error::UndefinedTerm),
        (r#""a":{"id":"relative"}"#, Error::RelativeReference),
        (r#""type":"Undefined""#, Error::RelativeReference),
        (r#""a":{"@value":null}"#, Error::DroppedValue),
        (r#""a":{"@value":"b","@language":"not a language"}"#, Error::MalformedLanguage),
        (r#""a":{"@value":"b","@direction":"ltr"}"#, Error::TextDirection),
        (r#""@reserved":"b""#, Error::ReservedWord),
        (r#""_:p":"b""#, Error::BlankProperty),
        (r#""a":{"@language":"en"}"#, Error::DroppedValue),
    ] {
        assert_eq!(with(members), Err(error), "{members}");
    }
    assert_eq!(read_alone(r#"{"@context":"https://example.com/unknown"}"#), Err(Error::LoadingRemoteContextFailed));
}
