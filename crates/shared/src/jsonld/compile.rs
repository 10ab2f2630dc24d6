//! Contexts, processed ahead of time: from the published document to a table in this library's source.
//!
//! In scope: the text of such a table, and refusing contexts whose meaning depends on what stands around them.
//! Out of scope: which contexts are bundled (`contexts`), where their documents come from (a test does that, and compares
//! the digests).

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::context::{Active, Processing, process};
use super::definition::{CompiledTerm, Container, Definition, Setting, written_digest};
use super::iri::is_absolute;
use super::keyword::is_keyword;
use super::{Error, MAX_WORK, Options, Run};
use crate::digest::Digest;
use crate::json::{Limits, Object, Value, parse};

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

/// The Rust source of a context's table: a static `name` for the context at `url`, published as `document`.
pub fn compile(name: &str, url: &str, document: &[u8]) -> Result<String, CompileError> {
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
    let mut compiler = Compiler { name, options: &options, scopes: Vec::new() };
    let scope = compiler.scope(&Active::new(None), local, name)?;
    // A context without terms needs no names for them.
    let names = if scope.contains("T {") {
        "Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting"
    } else {
        "Compiled, CompiledScope, Setting"
    };
    let mut source = format!(
        "//! `{url}`\n//!\n//! Written by a test from the published document and compared with it ever after.\n\n\
         use super::{{{names}}};\n\n\
         pub(super) static {name}: Compiled = Compiled {{\n    url: \"{url}\",\n    sha256: ["
    );
    for (at, byte) in Digest::of(document).as_bytes().iter().enumerate() {
        let separator = if at == 0 { "" } else { ", " };
        let _ = write!(source, "{separator}{byte:#04x}");
    }
    let _ = write!(source, "],\n    scope: {scope},\n}};\n");
    for scope in compiler.scopes {
        source.push_str(&scope);
    }
    Ok(source)
}

struct Compiler<'a> {
    name: &'a str,
    options: &'a Run<'a>,
    scopes: Vec<String>,
}

impl Compiler<'_> {
    /// The source of a `CompiledScope`; `place` says which, for errors.
    fn scope(&mut self, around: &Active, local: &Value, place: &str) -> Result<String, CompileError> {
        let digest = written_digest(local);
        let unsupported = || CompileError::Unsupported(place.to_owned());
        let local = match local {
            Value::Object(local) => local,
            Value::Array(only) if only.len() == 1 => only[0].as_object().ok_or_else(unsupported)?,
            Value::Null => return Ok(scope_source(digest, true, false, "Inherited", "None", "")),
            _ => return Err(unsupported()),
        };
        if ["@base", "@direction", "@import", "@language"].iter().any(|name| local.get(name).is_some()) {
            return Err(unsupported());
        }
        let active = self.process(around, local)?;
        let empty = BTreeMap::new();
        let terms = if has_terms(local) { active.top_written().unwrap_or(&empty) } else { &empty };
        let mut rows = String::new();
        for (name, definition) in terms {
            rows.push_str(&self.term(&active, name, definition)?);
        }
        let protected = terms.values().any(|definition| definition.protected);
        let vocab = match local.get("@vocab") {
            None => "Inherited".to_owned(),
            Some(Value::String(vocab)) if is_absolute(vocab) => format!("Is({vocab:?})"),
            Some(Value::Null) => "Null".to_owned(),
            Some(_) => return Err(unsupported()),
        };
        let propagate = match local.get("@propagate") {
            Some(Value::Bool(propagate)) => format!("Some({propagate})"),
            _ => "None".to_owned(),
        };
        Ok(scope_source(digest, false, protected, &vocab, &propagate, &rows))
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
        let scope = match scope {
            None => "None".to_owned(),
            Some((local, _)) => {
                let source = self.scope(active, local, name)?;
                let number = self.scopes.len();
                let place = format!("{}_{number}", self.name);
                self.scopes.push(format!("\nstatic {place}: CompiledScope = {source};\n"));
                format!("Some(&{place})")
            }
        };
        let Container(container) = container;
        Ok(format!(
            "    T {{ name: {name:?}, iri: {:?}, flags: {flags}, container: C({container}), type_mapping: {:?}, scope: {scope} }},\n",
            iri.as_deref().unwrap_or_default(),
            type_mapping.as_deref().unwrap_or_default(),
        ))
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

fn scope_source(digest: u64, reset: bool, protected: bool, vocab: &str, propagate: &str, rows: &str) -> String {
    let digest = [48, 32, 16, 0].map(|shift| format!("{:04x}", digest >> shift & 0xffff)).join("_");
    let rows = if rows.is_empty() { "&[]".to_owned() } else { format!("&[\n{rows}]") };
    format!(
        "CompiledScope {{ digest: 0x{digest}, reset: {reset}, protected: {protected}, vocab: Setting::{vocab}, propagate: {propagate}, terms: {rows} }}"
    )
}
