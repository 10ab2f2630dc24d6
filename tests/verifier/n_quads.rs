//! A reader of N-Quads, for other people's vectors only.
//!
//! Spec: <https://www.w3.org/TR/n-quads/#n-quads-grammar>

use std::collections::BTreeMap;

use proofpass::rdf::{Blank, Dataset, Literal, Object, Quad, RDF_LANG_STRING, Resource, XSD_STRING};

/// A dataset, and which label of the file became which blank node.
pub(crate) fn read(text: &str) -> (Dataset, BTreeMap<String, Blank>) {
    let mut reader = Reader { rest: "", blanks: BTreeMap::new() };
    let mut dataset = Dataset::default();
    for line in text.lines() {
        reader.rest = line.trim();
        if !reader.rest.is_empty() && !reader.rest.starts_with('#') {
            dataset.insert(reader.quad());
        }
    }
    (dataset, reader.blanks)
}

struct Reader<'a> {
    rest: &'a str,
    blanks: BTreeMap<String, Blank>,
}

impl<'a> Reader<'a> {
    fn quad(&mut self) -> Quad {
        let subject = self.resource();
        let Resource::Iri(predicate) = self.resource() else { panic!("a blank node as predicate") };
        let object = if self.rest.starts_with('"') {
            Object::Literal(self.literal())
        } else {
            Object::Resource(self.resource())
        };
        let graph = (!self.rest.starts_with('.')).then(|| self.resource());
        Quad { subject, predicate, object, graph }
    }

    /// Everything up to `end`, and skips it and what white space follows.
    fn until(&mut self, end: impl Fn(char) -> bool) -> &'a str {
        let at = self.rest.find(end).unwrap_or(self.rest.len());
        let (found, rest) = self.rest.split_at(at);
        self.rest = rest;
        found
    }

    fn skip(&mut self, expected: &str) {
        self.rest = self.rest.strip_prefix(expected).unwrap_or_else(|| panic!("{expected} before {}", self.rest));
    }

    fn resource(&mut self) -> Resource {
        let resource = if self.rest.starts_with('<') {
            self.skip("<");
            let iri = unescaped(self.until(|c| c == '>'));
            self.skip(">");
            Resource::Iri(iri)
        } else {
            self.skip("_:");
            let label = self.until(char::is_whitespace).to_owned();
            let next = Blank(u32::try_from(self.blanks.len()).unwrap());
            Resource::Blank(*self.blanks.entry(label).or_insert(next))
        };
        self.rest = self.rest.trim_start();
        resource
    }

    fn literal(&mut self) -> Literal {
        self.skip("\"");
        let mut end = 0;
        while !self.rest[end..].starts_with('"') {
            end += if self.rest[end..].starts_with('\\') {
                2
            } else {
                self.rest[end..].chars().next().unwrap().len_utf8()
            };
        }
        let value = unescaped(&self.rest[..end]);
        self.rest = &self.rest[end + 1..];
        let literal = if self.rest.starts_with('@') {
            self.skip("@");
            let language = self.until(char::is_whitespace).to_owned();
            Literal { value, datatype: RDF_LANG_STRING.to_owned(), language: Some(language) }
        } else if self.rest.starts_with("^^") {
            self.skip("^^");
            let Resource::Iri(datatype) = self.resource() else { panic!("a blank node as datatype") };
            Literal { value, datatype, language: None }
        } else {
            Literal { value, datatype: XSD_STRING.to_owned(), language: None }
        };
        self.rest = self.rest.trim_start();
        literal
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let escape = letters.next().unwrap();
        let digits = match escape {
            'u' => 4,
            'U' => 8,
            _ => {
                out.push(match escape {
                    'b' => '\u{8}',
                    't' => '\t',
                    'n' => '\n',
                    'f' => '\u{c}',
                    'r' => '\r',
                    plain => plain,
                });
                continue;
            }
        };
        let number: String = letters.by_ref().take(digits).collect();
        out.push(char::from_u32(u32::from_str_radix(&number, 16).unwrap()).unwrap());
    }
    out
}
