//! The contexts that come with the library, as one table of text.
//!
//! In scope: reading the table, once, when the first context is asked for. Out of scope: making it (`compile`), which a
//! test does anew from the published documents, and compares. Nothing is ever fetched in a context's place.
//!
//! The text is paragraphs of lines of fields, with single spaces between them; those at the end of a line that are empty
//! are left out.
//! 1. The first paragraph lists the contexts: URL, number of the scope, and where the published bytes are known their
//!    SHA-256, SHA-384 and SHA-512 in base64url.
//! 2. Each other one is a scope, numbered from 0: a line with its digest, its flags and its `@vocab`, then a line for each
//!    term, sorted by name: IRI, flags, name, type, number of the scope within. A name that is left out is what follows
//!    the last `#` or `/` of the IRI. A scope is there once, however many contexts have it.

use std::sync::OnceLock;

use super::context::{Compiled, CompiledScope};
use super::definition::{CompiledTerm, Setting};

const TEXT: &str = include_str!("contexts/table.txt");

#[derive(Debug, Default)]
struct Table {
    contexts: Vec<Compiled>,
    scopes: Vec<CompiledScope>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    // A test reads the same text; and without contexts nothing is verified that needs one.
    TABLE.get_or_init(|| read(TEXT).unwrap_or_default())
}

/// The bundled context at a URL.
#[must_use]
pub fn bundled(url: &str) -> Option<&'static Compiled> {
    all().iter().find(|compiled| compiled.url == url)
}

/// Every bundled context, by URL.
#[must_use]
pub fn all() -> &'static [Compiled] {
    &table().contexts
}

/// The scope with a number.
pub(super) fn scope(number: u16) -> Option<&'static CompiledScope> {
    table().scopes.get(usize::from(number))
}

fn read(text: &'static str) -> Option<Table> {
    let mut paragraphs = text.trim_end().split("\n\n");
    let contexts = paragraphs.next()?.lines().map(read_context).collect::<Option<_>>()?;
    let scopes = paragraphs.map(read_scope).collect::<Option<_>>()?;
    Some(Table { contexts, scopes })
}

fn read_context(line: &'static str) -> Option<Compiled> {
    let mut fields = line.split(' ');
    let (url, scope) = (fields.next()?, fields.next()?.parse().ok()?);
    Some(Compiled { url, scope, digests: [fields.next(), fields.next(), fields.next()] })
}

fn read_scope(paragraph: &'static str) -> Option<CompiledScope> {
    let mut lines = paragraph.lines();
    let mut fields = lines.next()?.split(' ');
    let digest = u64::from_str_radix(fields.next()?, 16).ok()?;
    let flags: u8 = fields.next()?.parse().ok()?;
    let flag = |flag| flags & flag != 0;
    let vocab = match fields.next() {
        Some(vocab) => Setting::Is(vocab),
        None if flag(CompiledScope::NO_VOCAB) => Setting::Null,
        None => Setting::Inherited,
    };
    let terms = lines.map(read_term).collect::<Option<Box<[_]>>>()?;
    Some(CompiledScope {
        digest,
        reset: flag(CompiledScope::RESET),
        protected: terms.iter().any(|term| term.flags & CompiledTerm::PROTECTED != 0),
        vocab,
        propagate: match flags & (CompiledScope::PROPAGATES | CompiledScope::STAYS) {
            CompiledScope::PROPAGATES => Some(true),
            CompiledScope::STAYS => Some(false),
            _ => None,
        },
        terms,
    })
}

fn read_term(line: &'static str) -> Option<CompiledTerm> {
    let mut fields = line.split(' ');
    let (iri, flags) = (fields.next()?, fields.next()?.parse().ok()?);
    let name = fields.next().filter(|name| !name.is_empty()).or_else(|| own_name(iri))?;
    let type_mapping = fields.next().unwrap_or_default();
    let scope = match fields.next() {
        None => None,
        Some(number) => Some(number.parse().ok()?),
    };
    Some(CompiledTerm { name, iri, flags, type_mapping, scope })
}

/// What follows the last `#` or `/` of an IRI.
pub(super) fn own_name(iri: &str) -> Option<&str> {
    iri.rsplit(['#', '/']).next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let Table { contexts, scopes } = read(TEXT).unwrap();
        assert!(contexts.is_sorted_by(|a, b| a.url < b.url));
        assert!(contexts.iter().all(|context| usize::from(context.scope) < scopes.len()));
        for scope in &scopes {
            assert!(scope.terms.is_sorted_by(|a, b| a.name < b.name), "{:x}", scope.digest);
            let inner = scope.terms.iter().filter_map(|term| term.scope);
            assert!(inner.into_iter().all(|inner| usize::from(inner) < scopes.len()), "{:x}", scope.digest);
        }
        assert!(bundled(crate::credential::CONTEXT_V2).is_some());
        assert!(bundled("https://www.w3.org/ns/credentials/v3").is_none());
    }
}
