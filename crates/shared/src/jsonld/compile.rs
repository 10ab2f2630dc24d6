//! Contexts, processed ahead of time: from the published documents to the table that the library carries.
//!
//! In scope: the text of the table, whose form `contexts` explains, and refusing contexts whose meaning depends on what
//! stands around them. Out of scope: which contexts are bundled and where their documents come from (a test does that).

use std::cell::Cell;
use std::collections::BTreeMap;

use super::context::{Active, CompiledScope, Processing, process};
use super::contexts::own_name;
use super::definition::{CompiledTerm, Container, Definition, Setting, written_digest};
use super::iri::is_absolute;
use super::keyword::is_keyword;
use super::{Error, MAX_WORK, Options, Run};
use crate::digest::HashAlgorithm;
use crate::json::{Limits, Object, Value, parse};
use crate::multibase::encode_base64url_digits;

/// Why a context cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// It is not a context.
    #[error("not a context: {0}")]
    Context(Error),
    /// It leans on terms that another context could define otherwise.
    #[error("`{0}` means something else on top of another context")]
    Dependent(String),
    /// The document is not a JSON object with an `@context` that is an object.
    #[error("not a context document")]
    Document,
    /// It uses something that no bundled context has needed so far.
    #[error("`{0}` uses a feature that is not compiled")]
    Unsupported(String),
}

impl From<Error> for CompileError {
    fn from(error: Error) -> Self {
        Self::Context(error)
    }
}

/// The table in the making.
#[derive(Debug, Default)]
pub struct Table {
    contexts: BTreeMap<String, String>,
    scopes: Vec<String>,
}

impl Table {
    /// Adds the context at `url`. Whether `document` has the bytes that are published there, or only means the same,
    /// decides whether its digests go into the table.
    pub fn add(&mut self, url: &str, document: &[u8], as_published: bool) -> Result<(), CompileError> {
        let read = parse(document, &Limits::DOCUMENT).map_err(|_| CompileError::Document)?;
        let local = read.as_object().and_then(|document| document.get("@context")).ok_or(CompileError::Document)?;
        let loader = |_: &str| None;
        let options = Options { base: None, loader: &loader, rdf_direction: None, strict: true };
        let work = Cell::new(MAX_WORK);
        let options = Run {
            options: &options,
            work: &work,
            #[cfg(feature = "sd")]
            unnamed: None,
        };
        let mut compiler = Compiler { options: &options, scopes: &mut self.scopes };
        let mut line = compiler.scope(&Active::new(None), local, url)?.to_string();
        if as_published {
            for algorithm in HashAlgorithm::ALL {
                line = format!("{line} {}", encode_base64url_digits(&algorithm.hash([document])));
            }
        }
        self.contexts.insert(url.to_owned(), line);
        Ok(())
    }

    /// The text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let contexts: Vec<_> = self.contexts.iter().map(|(url, rest)| format!("{url} {rest}\n")).collect();
        format!("{}\n{}", contexts.concat(), self.scopes.join("\n"))
    }
}

struct Compiler<'a> {
    options: &'a Run<'a>,
    scopes: &'a mut Vec<String>,
}

impl Compiler<'_> {
    /// The number of a scope; `place` says which, for errors.
    fn scope(&mut self, around: &Active, local: &Value, place: &str) -> Result<usize, CompileError> {
        let unsupported = || CompileError::Unsupported(place.to_owned());
        let mut flags = 0;
        let (mut vocab, mut rows) = ("", String::new());
        let object = match local {
            Value::Object(local) => Some(local),
            Value::Array(only) if only.len() == 1 => Some(only[0].as_object().ok_or_else(unsupported)?),
            Value::Null => None,
            _ => return Err(unsupported()),
        };
        if let Some(local) = object {
            if ["@base", "@direction", "@import", "@language"].iter().any(|name| local.get(name).is_some()) {
                return Err(unsupported());
            }
            let active = self.process(around, local)?;
            let empty = BTreeMap::new();
            let terms = if has_terms(local) { active.top_written().unwrap_or(&empty) } else { &empty };
            for (name, definition) in terms {
                rows.push_str(&self.term(&active, name, definition)?);
            }
            match local.get("@vocab") {
                None => {}
                Some(Value::String(text)) if is_absolute(text) && !text.contains(char::is_whitespace) => vocab = text,
                Some(Value::Null) => flags |= CompiledScope::NO_VOCAB,
                Some(_) => return Err(unsupported()),
            }
            if let Some(Value::Bool(propagate)) = local.get("@propagate") {
                flags |= if *propagate { CompiledScope::PROPAGATES } else { CompiledScope::STAYS };
            }
        } else {
            flags |= CompiledScope::RESET;
        }
        let head = format!("{:016x} {flags} {vocab}", written_digest(local));
        let scope = format!("{}\n{rows}", head.trim_end());
        Ok(self.scopes.iter().position(|known| *known == scope).unwrap_or_else(|| {
            self.scopes.push(scope);
            self.scopes.len() - 1
        }))
    }

    /// The context on top of what surrounds it, which must mean the same on top of anything else that is allowed to be
    /// there: only protected terms are sure to be what they are.
    fn process(&self, around: &Active, local: &Object) -> Result<Active, CompileError> {
        let how = Processing { override_protected: true, ..Processing::ORDINARY };
        let local = Value::from(local.clone());
        let active = process(around, &local, None, how, &[], self.options)?;
        let on_protected = process(&around.protected_only(), &local, None, how, &[], self.options)?;
        if let (Some(terms), Some(others)) = (active.top_written(), on_protected.top_written()) {
            for (name, definition) in terms {
                let same = others.get(name).is_some_and(|other| other.term() == definition.term());
                let sure = definition.iri.as_deref().is_none_or(|iri| is_keyword(iri) || is_well_known(iri));
                if !same || !sure {
                    return Err(CompileError::Dependent(name.clone()));
                }
            }
        }
        Ok(active)
    }

    fn term(&mut self, active: &Active, name: &str, definition: &Definition) -> Result<String, CompileError> {
        let unsupported = || CompileError::Unsupported(name.to_owned());
        let Definition {
            iri,
            prefix,
            protected,
            reverse,
            container,
            type_mapping,
            language,
            direction,
            index,
            nest,
            scope,
        } = definition;
        if *direction != Setting::Inherited || index.is_some() || nest.is_some() {
            return Err(unsupported());
        }
        let mut flags = 0;
        for (set, flag) in [
            (*prefix, CompiledTerm::PREFIX),
            (*protected, CompiledTerm::PROTECTED),
            (*reverse, CompiledTerm::REVERSE),
            (*language == Setting::Null, CompiledTerm::NO_LANGUAGE),
        ] {
            flags |= if set { flag } else { 0 };
        }
        if matches!(language, Setting::Is(_)) {
            return Err(unsupported());
        }
        let iri = iri.as_deref().unwrap_or_default();
        let type_mapping = type_mapping.as_deref().unwrap_or_default();
        if [name, iri, type_mapping].iter().any(|field| field.contains(char::is_whitespace)) {
            return Err(unsupported());
        }
        let scope = match scope {
            None => String::new(),
            Some((local, _)) => self.scope(active, local, name)?.to_string(),
        };
        let Container(container) = container;
        flags |= u16::from(*container) << CompiledTerm::CONTAINER;
        let name = if own_name(iri) == Some(name) { "" } else { name };
        Ok(format!("{}\n", format!("{iri} {flags} {name} {type_mapping} {scope}").trim_end()))
    }
}

/// Whether a context defines any term: only then it has a layer of its own.
fn has_terms(local: &Object) -> bool {
    local.iter().any(|(name, _)| name == "@type" || !is_keyword(name))
}

/// Whether an IRI is whole, and no compact one whose prefix another context could define. (The published context of data
/// model 1.1 forgot to define `sec` for `RsaSignature2018`, which nobody verifies any more.)
fn is_well_known(iri: &str) -> bool {
    ["http://", "https://", "sec:", "urn:"].iter().any(|start| iri.starts_with(start))
}
