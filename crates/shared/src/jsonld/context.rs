//! Contexts: which terms hold at one place of a document.
//!
//! An active context is a stack of layers, the newest on top. A layer is what one context defined; those of compiled
//! contexts are tables in the program, and putting one on the stack costs nothing but a look at what is protected.
//! Spec: <https://www.w3.org/TR/json-ld11-api/#context-processing-algorithm>

use std::collections::BTreeMap;
use std::rc::Rc;

use super::definition::{CompiledTerm, Definition, Direction, Scope, Setting, Term};
use super::iri::{is_absolute, is_iri_or_blank, resolve};
use super::{Error, Loaded, MAX_MAPPING, Run};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Value};
use crate::multibase::decode_base64url_digits;

/// A context that was processed ahead of time.
#[derive(Debug)]
pub struct Compiled {
    pub(super) url: &'static str,
    /// The number of its scope.
    pub(super) scope: u16,
    /// SHA-256, SHA-384 and SHA-512 of the published document, in base64url.
    pub(super) digests: [Option<&'static str>; 3],
}

impl Compiled {
    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &'static str {
        self.url
    }

    /// The digest of the published document, where its bytes are known: of some contexts only the meaning is, from
    /// packages that carry them in another spelling.
    #[must_use]
    pub fn digest(&self, algorithm: HashAlgorithm) -> Option<Vec<u8>> {
        let [sha256, sha384, sha512] = self.digests;
        let digest = match algorithm {
            HashAlgorithm::Sha256 => sha256,
            HashAlgorithm::Sha384 => sha384,
            HashAlgorithm::Sha512 => sha512,
        };
        decode_base64url_digits(digest?).ok()
    }
}

/// What one context defines. Every IRI in it is whole, so it means the same on top of any other.
#[derive(Debug)]
pub(super) struct CompiledScope {
    /// The beginning of the digest of its canonical form, as it was written: two contexts are the same if they are written
    /// the same.
    pub(super) digest: u64,
    /// `null`: everything before is forgotten.
    pub(super) reset: bool,
    /// Sorted by name.
    pub(super) terms: Box<[CompiledTerm]>,
    /// Whether any of them is protected.
    pub(super) protected: bool,
    /// `@vocab`.
    pub(super) vocab: Setting<&'static str>,
    /// `@propagate`.
    pub(super) propagate: Option<bool>,
}

impl CompiledScope {
    pub(super) const RESET: u8 = 1;
    /// `"@vocab": null`
    pub(super) const NO_VOCAB: u8 = 2;
    /// `"@propagate": true`
    pub(super) const PROPAGATES: u8 = 4;
    /// `"@propagate": false`
    pub(super) const STAYS: u8 = 8;
}

#[derive(Debug)]
enum Layer {
    Compiled(&'static CompiledScope),
    Written(BTreeMap<String, Definition>),
}

impl Layer {
    fn get(&self, name: &str) -> Option<Term<'_>> {
        match self {
            Self::Compiled(scope) => {
                let at = scope.terms.binary_search_by(|term| term.name.cmp(name)).ok()?;
                Some(scope.terms[at].term())
            }
            Self::Written(terms) => terms.get(name).map(Definition::term),
        }
    }

    fn has_protected(&self) -> bool {
        match self {
            Self::Compiled(scope) => scope.protected,
            Self::Written(terms) => terms.values().any(|definition| definition.protected),
        }
    }
}

#[derive(Debug)]
struct Link {
    layer: Layer,
    below: Option<Rc<Link>>,
    /// Whether anything in this layer or below is protected.
    protected: bool,
    /// How many layers there are, with this one.
    height: usize,
}

/// The terms and defaults in force.
#[derive(Clone, Debug, Default)]
pub(super) struct Active {
    top: Option<Rc<Link>>,
    pub(super) base: Option<Rc<str>>,
    original_base: Option<Rc<str>>,
    pub(super) vocab: Option<Rc<str>>,
    pub(super) language: Option<Rc<str>>,
    pub(super) direction: Option<Direction>,
    /// What was in force before a context that does not propagate into nested nodes.
    pub(super) previous: Option<Rc<Active>>,
}

/// How contexts are processed: what stays the same through all recursions, and what changes with them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Processing {
    pub(super) override_protected: bool,
    pub(super) propagate: bool,
    /// Whether scoped contexts are processed where they are defined, to find their errors.
    pub(super) validate_scoped: bool,
}

impl Processing {
    pub(super) const ORDINARY: Self = Self { override_protected: false, propagate: true, validate_scoped: true };
}

/// Contexts that may be loaded, one from within the other, before it is taken for an attack.
const MAX_REMOTE: usize = 16;

/// Contexts on top of each other: looking up a term may walk through all of them. A document nests 64 deep at the most,
/// and each level may bring a context of its property, one of its type and one of its own.
const MAX_LAYERS: usize = 256;

impl Active {
    pub(super) fn new(base: Option<&str>) -> Self {
        let base: Option<Rc<str>> = base.map(Rc::from);
        Self { base: base.clone(), original_base: base, ..Self::default() }
    }

    pub(super) fn get(&self, name: &str) -> Option<Term<'_>> {
        let mut link = self.top.as_deref();
        while let Some(here) = link {
            if let Some(term) = here.layer.get(name) {
                return Some(term);
            }
            link = here.below.as_deref();
        }
        None
    }

    /// The terms of the newest layer, where it is a written one.
    #[cfg(feature = "compile")]
    pub(super) fn top_written(&self) -> Option<&BTreeMap<String, Definition>> {
        match self.top.as_deref() {
            Some(Link { layer: Layer::Written(terms), .. }) => Some(terms),
            _ => None,
        }
    }

    /// The same with its protected terms and no other.
    #[cfg(feature = "compile")]
    pub(super) fn protected_only(&self) -> Self {
        let mut terms = BTreeMap::new();
        let mut link = self.top.as_deref();
        while let Some(here) = link {
            if let Layer::Written(written) = &here.layer {
                for (name, definition) in written.iter().filter(|(_, definition)| definition.protected) {
                    // The newest layer comes first.
                    terms.entry(name.clone()).or_insert_with(|| definition.clone());
                }
            }
            link = here.below.as_deref();
        }
        let mut result = Self::default();
        // Everything fits into one layer.
        let _ = result.push_written(terms);
        result
    }

    fn has_protected(&self) -> bool {
        self.top.as_ref().is_some_and(|link| link.protected)
    }

    fn push(&mut self, layer: Layer) -> Result<(), Error> {
        let below = self.top.take();
        let protected = layer.has_protected() || below.as_ref().is_some_and(|link| link.protected);
        let height = 1 + below.as_ref().map_or(0, |link| link.height);
        if height > MAX_LAYERS {
            return Err(Error::ContextOverflow);
        }
        self.top = Some(Rc::new(Link { layer, below, protected, height }));
        Ok(())
    }

    pub(super) fn push_written(&mut self, terms: BTreeMap<String, Definition>) -> Result<(), Error> {
        if terms.is_empty() { Ok(()) } else { self.push(Layer::Written(terms)) }
    }

    /// Puts a compiled context on top, unless it would change what is protected.
    fn push_compiled(&mut self, scope: &'static CompiledScope, override_protected: bool) -> Result<(), Error> {
        if !override_protected && self.has_protected() {
            for term in &scope.terms {
                let previous = self.get(term.name).filter(|previous| previous.protected);
                if previous.is_some_and(|previous| !previous.means_the_same(term.term())) {
                    return Err(Error::ProtectedTermRedefinition);
                }
            }
        }
        match scope.vocab {
            Setting::Inherited => {}
            Setting::Null => self.vocab = None,
            Setting::Is(vocab) => self.vocab = Some(vocab.into()),
        }
        self.push(Layer::Compiled(scope))
    }
}

/// The context of a term or a type, put on top of what is in force.
pub(super) fn process_scope(
    active: &Active,
    scope: Scope<'_>,
    how: Processing,
    options: &Run<'_>,
) -> Result<Active, Error> {
    match scope {
        Scope::Compiled(CompiledScope { reset: true, .. }) => process(active, &Value::Null, None, how, &[], options),
        Scope::Compiled(scope) => {
            options.spend(1 + scope.terms.len() / 8)?;
            let mut result = active.clone();
            if !scope.propagate.unwrap_or(how.propagate) && result.previous.is_none() {
                result.previous = Some(Rc::new(active.clone()));
            }
            result.push_compiled(scope, how.override_protected)?;
            Ok(result)
        }
        Scope::Written(local, url) => process(active, local, url, how, &[], options),
    }
}

/// The context processing algorithm (API §4.1.2). `url` is where `local` was found, and `remote` the contexts that led
/// there.
pub(super) fn process(
    active: &Active,
    local: &Value,
    url: Option<&str>,
    mut how: Processing,
    remote: &[String],
    options: &Run<'_>,
) -> Result<Active, Error> {
    // (1) to (3)
    let mut result = active.clone();
    if let Some(propagate) = local.as_object().and_then(|local| local.get("@propagate")) {
        how.propagate = boolean(propagate).ok_or(Error::InvalidPropagateValue)?;
    }
    if !how.propagate && result.previous.is_none() {
        result.previous = Some(Rc::new(active.clone()));
    }
    // (4), (5)
    for context in local.as_set() {
        match context {
            Value::Null => {
                if !how.override_protected && result.has_protected() {
                    return Err(Error::InvalidContextNullification);
                }
                let previous = (!how.propagate).then(|| Rc::new(result.clone()));
                let base = result.original_base.clone();
                result = Active { base: base.clone(), original_base: base, previous, ..Active::default() };
            }
            Value::String(reference) => result = process_remote(&result, reference, url, how, remote, options)?,
            Value::Object(context) => result = process_object(&result, context, url, how, remote, options)?,
            Value::Bool(_) | Value::Number(_) | Value::Array(_) => return Err(Error::InvalidLocalContext),
        }
    }
    Ok(result)
}

/// (5.2): a context by its URL.
fn process_remote(
    active: &Active,
    reference: &str,
    url: Option<&str>,
    how: Processing,
    remote: &[String],
    options: &Run<'_>,
) -> Result<Active, Error> {
    let whole = absolute(reference, url, active);
    if !how.validate_scoped && remote.contains(&whole) {
        return Ok(active.clone());
    }
    if remote.len() >= MAX_REMOTE {
        return Err(Error::ContextOverflow);
    }
    match (options.loader)(&whole) {
        None => Err(Error::LoadingRemoteContextFailed),
        Some(Loaded::Compiled(compiled)) => {
            let how = Processing { propagate: true, ..how };
            let scope = super::contexts::scope(compiled.scope).ok_or(Error::InvalidRemoteContext)?;
            let mut result = process_scope(active, Scope::Compiled(scope), how, options)?;
            result.previous.clone_from(&active.previous);
            Ok(result)
        }
        Some(Loaded::Document(document)) => {
            let document = document.as_object().ok_or(Error::InvalidRemoteContext)?;
            let local = document.get("@context").ok_or(Error::InvalidRemoteContext)?;
            let remote = [remote, std::slice::from_ref(&whole)].concat();
            // Whether it propagates has been decided by whoever named it.
            let how = Processing { propagate: true, ..how };
            process(active, local, Some(&whole), how, &remote, options)
        }
    }
}

fn absolute(reference: &str, url: Option<&str>, active: &Active) -> String {
    match url.or(active.original_base.as_deref()) {
        Some(url) => resolve(url, reference),
        None => reference.to_owned(),
    }
}

/// (5.4) to (5.13): a context as it is written.
fn process_object(
    active: &Active,
    context: &Object,
    url: Option<&str>,
    how: Processing,
    remote: &[String],
    options: &Run<'_>,
) -> Result<Active, Error> {
    // A term that is written costs several looks at others.
    options.spend(1 + 4 * context.len())?;
    // (5.5)
    if context.get("@version").is_some_and(|version| !is_1_1(version)) {
        return Err(Error::InvalidVersionValue);
    }
    // (5.6)
    let imported;
    let context = match context.get("@import") {
        None => context,
        Some(reference) => {
            imported = import(reference, context, url, active, options)?;
            &imported
        }
    };
    let mut result = active.clone();
    // (5.7) A context from elsewhere does not say what this document's references are relative to.
    if let Some(base) = context.get("@base").filter(|_| remote.is_empty()) {
        result.base = match (base, result.base.as_deref()) {
            (Value::Null, _) => None,
            (Value::String(text), _) if is_absolute(text) => Some(text.as_str().into()),
            (Value::String(text), Some(base)) => Some(resolve(base, text).into()),
            _ => return Err(Error::InvalidBaseIri),
        };
        if result.base.as_ref().is_some_and(|base| base.len() > MAX_MAPPING) {
            return Err(Error::InvalidBaseIri);
        }
    }
    // (5.8)
    match context.get("@vocab") {
        None => {}
        Some(Value::Null) => result.vocab = None,
        Some(Value::String(vocab)) => {
            let expanded = super::term::expand_vocab(&result, vocab);
            if !is_iri_or_blank(&expanded) && !expanded.is_empty() && result.base.is_some() {
                return Err(Error::InvalidVocabMapping);
            }
            if expanded.len() > MAX_MAPPING {
                return Err(Error::InvalidVocabMapping);
            }
            result.vocab = Some(expanded.into());
        }
        Some(_) => return Err(Error::InvalidVocabMapping),
    }
    // (5.9)
    match context.get("@language") {
        None => {}
        Some(Value::Null) => result.language = None,
        Some(Value::String(language)) => {
            super::expand::hold_language(language, options)?;
            result.language = Some(language.as_str().into());
        }
        Some(_) => return Err(Error::InvalidDefaultLanguage),
    }
    // (5.10)
    match context.get("@direction") {
        None => {}
        Some(Value::Null) => result.direction = None,
        Some(value) => {
            let direction = value.as_str().and_then(Direction::parse);
            result.direction = Some(direction.ok_or(Error::InvalidBaseDirection)?);
        }
    }
    // (5.12), (5.13)
    let protected = match context.get("@protected") {
        None => false,
        Some(value) => boolean(value).ok_or(Error::InvalidProtectedValue)?,
    };
    super::term::define_all(result, context, url, protected, how, remote, options)
}

/// (5.6): another context, in whose place this one stands, with the entries of both.
fn import(
    reference: &Value,
    context: &Object,
    url: Option<&str>,
    active: &Active,
    options: &Run<'_>,
) -> Result<Object, Error> {
    let reference = reference.as_str().ok_or(Error::InvalidImportValue)?;
    let whole = absolute(reference, url, active);
    let Some(Loaded::Document(document)) = (options.loader)(&whole) else {
        // A compiled context cannot be taken apart; nobody imports one of those that are.
        return Err(Error::LoadingRemoteContextFailed);
    };
    let found =
        document.as_object().and_then(|document| document.get("@context")).ok_or(Error::InvalidRemoteContext)?;
    let mut merged = found.as_object().ok_or(Error::InvalidRemoteContext)?.clone();
    if merged.get("@import").is_some() {
        return Err(Error::InvalidContextEntry);
    }
    for (name, value) in context.iter().filter(|(name, _)| *name != "@import") {
        merged.insert(name, value.clone());
    }
    Ok(merged)
}

fn is_1_1(version: &Value) -> bool {
    matches!(version, Value::Number(number) if (number.as_f64() - 1.1).abs() < f64::EPSILON)
}

pub(super) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        _ => None,
    }
}
