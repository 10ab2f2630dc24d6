//! Term definitions from a context as it is written, and what an IRI, a term or a compact IRI comes to.
//!
//! Spec: <https://www.w3.org/TR/json-ld11-api/#create-term-definition>,
//! <https://www.w3.org/TR/json-ld11-api/#iri-expansion>

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::context::{Active, Processing, boolean, process};
use super::definition::{Container, Definition, Direction, Setting, Term};
use super::iri::{is_absolute, is_iri_or_blank, resolve};
use super::keyword::{is_keyword, looks_like_keyword};
use super::{Error, MAX_MAPPING, Run};
use crate::json::{Object, Value};

/// Words in a context that define no term.
const NO_TERMS: [&str; 8] =
    ["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"];

/// Defines every term of `context` on top of `active`.
pub(super) fn define_all(
    active: Active,
    context: &Object,
    url: Option<&str>,
    protected: bool,
    how: Processing,
    remote: &[String],
    options: &Run<'_>,
) -> Result<Active, Error> {
    let mut definer = Definer {
        active,
        url,
        protected,
        how,
        remote,
        options,
        written: context.iter().collect(),
        terms: BTreeMap::new(),
        defined: BTreeMap::new(),
        heights: BTreeMap::new(),
        height: 0,
        depth: 0,
    };
    for (term, _) in context.iter().filter(|(term, _)| !NO_TERMS.contains(term)) {
        definer.define(term)?;
    }
    let Definer { mut active, terms, .. } = definer;
    active.push_written(terms)?;
    Ok(active)
}

/// One context being read: its terms may lean on each other in any order.
struct Definer<'a> {
    active: Active,
    /// The context's members by their names: every term looks for others.
    written: BTreeMap<&'a str, &'a Value>,
    url: Option<&'a str>,
    protected: bool,
    how: Processing,
    remote: &'a [String],
    options: &'a Run<'a>,
    terms: BTreeMap<String, Definition>,
    /// Whether a term is defined; `false` while it is being.
    defined: BTreeMap<String, bool>,
    /// How many terms of this context stand one on the other below each, with itself.
    heights: BTreeMap<String, u32>,
    /// The highest of those that the term being defined stands on.
    height: u32,
    /// How many terms are being defined, each for the sake of the one before.
    depth: u32,
}

/// Terms that stand one on the other: a term on its prefix, that on another one. Published contexts have two or three.
const MAX_HEIGHT: u32 = 64;

impl Definer<'_> {
    fn get(&self, name: &str) -> Option<Term<'_>> {
        self.terms.get(name).map(Definition::term).or_else(|| self.active.get(name))
    }

    /// A term, and what it stands on. How high it stands does not depend on the order in which terms are defined.
    fn define(&mut self, term: &str) -> Result<(), Error> {
        let beside = std::mem::take(&mut self.height);
        if !self.heights.contains_key(term) || self.defined.get(term) != Some(&true) {
            self.depth += 1;
            if self.depth > MAX_HEIGHT {
                return Err(Error::ContextOverflow);
            }
            self.define_anew(term)?;
            self.depth -= 1;
            let height = self.height + 1;
            if height > MAX_HEIGHT {
                return Err(Error::ContextOverflow);
            }
            self.heights.insert(term.to_owned(), height);
        }
        self.height = beside.max(self.heights.get(term).copied().unwrap_or(0));
        Ok(())
    }

    /// §4.2.2, numbered as there.
    fn define_anew(&mut self, term: &str) -> Result<(), Error> {
        // (1), (2)
        match self.defined.get(term) {
            Some(true) => return Ok(()),
            Some(false) => return Err(Error::CyclicIriMapping),
            None if term.is_empty() => return Err(Error::InvalidTermDefinition),
            None => self.defined.insert(term.to_owned(), false),
        };
        // (3) to (5)
        let Some(value) = self.written.get(term).copied() else { return Ok(()) };
        if term == "@type" {
            let only_container = value.as_object().is_some_and(|object| {
                let container = object.get("@container");
                !object.is_empty()
                    && container.is_none_or(|container| container.as_str() == Some("@set"))
                    && object.iter().all(|(name, _)| matches!(name, "@container" | "@protected"))
            });
            if !only_container {
                return Err(Error::KeywordRedefinition);
            }
        } else if is_keyword(term) {
            return Err(Error::KeywordRedefinition);
        } else if looks_like_keyword(term) {
            return self.reserved();
        }
        // (7) to (9)
        let simple;
        let object = match value {
            Value::Null => {
                simple = false;
                &Object::new().with("@id", Value::Null)
            }
            Value::String(iri) => {
                simple = true;
                &Object::new().with("@id", iri.as_str())
            }
            Value::Object(object) => {
                simple = false;
                object
            }
            Value::Bool(_) | Value::Number(_) | Value::Array(_) => return Err(Error::InvalidTermDefinition),
        };
        if let Some(definition) = self.read(term, object, simple)? {
            self.set(term, definition)?;
        }
        Ok(())
    }

    /// A word that looks like a keyword is ignored, or refused when strict.
    fn reserved(&self) -> Result<(), Error> {
        if self.options.strict { Err(Error::ReservedWord) } else { Ok(()) }
    }

    /// (26), (27): unless it would change what is protected.
    fn set(&mut self, term: &str, mut definition: Definition) -> Result<(), Error> {
        if !self.how.override_protected
            && let Some(previous) = self.active.get(term).filter(|previous| previous.protected)
        {
            if !previous.means_the_same(definition.term()) {
                return Err(Error::ProtectedTermRedefinition);
            }
            definition.protected = true;
        }
        let is_short = |iri: &Option<String>| iri.as_ref().is_none_or(|iri| iri.len() <= MAX_MAPPING);
        if !is_short(&definition.iri) || !is_short(&definition.type_mapping) {
            return Err(Error::InvalidIriMapping);
        }
        self.terms.insert(term.to_owned(), definition);
        self.defined.insert(term.to_owned(), true);
        Ok(())
    }

    /// (10) to (25): the definition; `None` where the specification has it ignored.
    fn read(&mut self, term: &str, value: &Object, simple: bool) -> Result<Option<Definition>, Error> {
        let mut definition = Definition { protected: self.protected, ..Definition::default() };
        // (11)
        if let Some(protected) = value.get("@protected") {
            definition.protected = boolean(protected).ok_or(Error::InvalidProtectedValue)?;
        }
        // (12)
        if let Some(type_mapping) = value.get("@type") {
            let type_mapping = type_mapping.as_str().ok_or(Error::InvalidTypeMapping)?;
            let expanded = self.expand(type_mapping)?.ok_or(Error::InvalidTypeMapping)?;
            let valid = matches!(expanded.as_str(), "@id" | "@json" | "@none" | "@vocab") || is_absolute(&expanded);
            if !valid {
                return Err(Error::InvalidTypeMapping);
            }
            definition.type_mapping = Some(expanded);
        }
        // (13)
        if let Some(reverse) = value.get("@reverse") {
            return self.read_reverse(definition, value, reverse);
        }
        // (14) to (18)
        if !self.read_iri(&mut definition, term, value, simple)? {
            return Ok(None);
        }
        self.read_rest(&mut definition, term, value)?;
        Ok(Some(definition))
    }

    /// (13)
    fn read_reverse(
        &mut self,
        mut definition: Definition,
        value: &Object,
        reverse: &Value,
    ) -> Result<Option<Definition>, Error> {
        if value.get("@id").is_some() || value.get("@nest").is_some() {
            return Err(Error::InvalidReverseProperty);
        }
        let reverse = reverse.as_str().ok_or(Error::InvalidIriMapping)?;
        if looks_like_keyword(reverse) {
            self.reserved()?;
            return Ok(None);
        }
        let iri = self.expand(reverse)?.filter(|iri| is_iri_or_blank(iri)).ok_or(Error::InvalidIriMapping)?;
        definition.iri = Some(iri);
        definition.container = match value.get("@container") {
            None | Some(Value::Null) => Container::default(),
            Some(Value::String(word)) if word == "@set" => Container::SET,
            Some(Value::String(word)) if word == "@index" => Container::INDEX,
            Some(_) => return Err(Error::InvalidReverseProperty),
        };
        definition.reverse = true;
        Ok(Some(definition))
    }

    /// (14) to (18): the IRI mapping; whether the definition stands.
    fn read_iri(
        &mut self,
        definition: &mut Definition,
        term: &str,
        value: &Object,
        simple: bool,
    ) -> Result<bool, Error> {
        match value.get("@id") {
            // (14)
            Some(Value::Null) if term != "@id" => {}
            Some(Value::String(id)) if id != term => {
                if looks_like_keyword(id) && !is_keyword(id) {
                    self.reserved()?;
                    return Ok(false);
                }
                let iri = self.expand(id)?.ok_or(Error::InvalidIriMapping)?;
                if !is_keyword(&iri) && !is_iri_or_blank(&iri) {
                    return Err(Error::InvalidIriMapping);
                }
                if iri == "@context" {
                    return Err(Error::InvalidKeywordAlias);
                }
                let inner = term.char_indices().any(|(at, c)| c == ':' && at > 0 && at + 1 < term.len());
                if inner || term.contains('/') {
                    self.defined.insert(term.to_owned(), true);
                    if self.expand(term)?.as_deref() != Some(&*iri) {
                        return Err(Error::InvalidIriMapping);
                    }
                }
                let ends_open = iri.ends_with([':', '/', '?', '#', '[', ']', '@']) || iri.starts_with("_:");
                definition.prefix = simple && ends_open && !term.contains([':', '/']);
                definition.iri = Some(iri);
            }
            Some(Value::String(_)) | None => definition.iri = Some(self.iri_of_term(term)?),
            Some(_) => return Err(Error::InvalidIriMapping),
        }
        Ok(true)
    }

    /// (15) to (18): of a term that does not say.
    fn iri_of_term(&mut self, term: &str) -> Result<String, Error> {
        if let Some((prefix, suffix)) = split_compact(term) {
            if self.written.contains_key(prefix) {
                self.define(prefix)?;
            }
            let prefix = self.get(prefix).and_then(|definition| definition.iri);
            return Ok(prefix.map_or_else(|| term.to_owned(), |iri| format!("{iri}{suffix}")));
        }
        if term.contains('/') {
            let iri = expand_iri(&self.active, term, As { vocab: true, relative: false });
            return iri.filter(|iri| is_absolute(iri)).map(Cow::into_owned).ok_or(Error::InvalidIriMapping);
        }
        if term == "@type" {
            return Ok("@type".into());
        }
        let vocab = self.active.vocab.as_deref().ok_or(Error::InvalidIriMapping)?;
        Ok(format!("{vocab}{term}"))
    }

    /// (19) to (25)
    fn read_rest(&mut self, definition: &mut Definition, term: &str, value: &Object) -> Result<(), Error> {
        // (19)
        if let Some(container) = value.get("@container") {
            definition.container = read_container(container)?;
            if definition.container.has(Container::TYPE) {
                match definition.type_mapping.as_deref() {
                    None => definition.type_mapping = Some("@id".into()),
                    Some("@id" | "@vocab") => {}
                    Some(_) => return Err(Error::InvalidTypeMapping),
                }
            }
        }
        // (20)
        if let Some(index) = value.get("@index") {
            if !definition.container.has(Container::INDEX) {
                return Err(Error::InvalidTermDefinition);
            }
            let index = index.as_str().ok_or(Error::InvalidTermDefinition)?;
            if !self.expand(index)?.is_some_and(|iri| is_absolute(&iri)) {
                return Err(Error::InvalidTermDefinition);
            }
            definition.index = Some(index.to_owned());
        }
        // (21)
        if let Some(scoped) = value.get("@context") {
            if self.how.validate_scoped {
                let how = Processing { override_protected: true, validate_scoped: false, ..Processing::ORDINARY };
                process(&self.snapshot()?, scoped, self.url, how, self.remote, self.options)
                    .map_err(|_| Error::InvalidScopedContext)?;
            }
            definition.scope = Some((scoped.clone(), self.url.map(str::to_owned)));
        }
        // (22), (23)
        if value.get("@type").is_none() {
            definition.language = match value.get("@language") {
                None => Setting::Inherited,
                Some(Value::Null) => Setting::Null,
                Some(Value::String(language)) => {
                    super::expand::hold_language(language, self.options)?;
                    Setting::Is(language.clone())
                }
                Some(_) => return Err(Error::InvalidLanguageMapping),
            };
            definition.direction = match value.get("@direction") {
                None => Setting::Inherited,
                Some(Value::Null) => Setting::Null,
                Some(word) => {
                    let direction = word.as_str().and_then(Direction::parse);
                    Setting::Is(direction.ok_or(Error::InvalidBaseDirection)?)
                }
            };
        }
        // (24)
        if let Some(nest) = value.get("@nest") {
            let nest = nest.as_str().filter(|nest| *nest == "@nest" || !is_keyword(nest));
            definition.nest = Some(nest.ok_or(Error::InvalidNestValue)?.to_owned());
        }
        // (25)
        if let Some(prefix) = value.get("@prefix") {
            if term.contains([':', '/']) {
                return Err(Error::InvalidTermDefinition);
            }
            definition.prefix = boolean(prefix).ok_or(Error::InvalidPrefixValue)?;
            if definition.prefix && definition.iri.as_deref().is_some_and(is_keyword) {
                return Err(Error::InvalidTermDefinition);
            }
        }
        // (26)
        let known = |(name, _): (&str, &Value)| {
            matches!(
                name,
                "@container"
                    | "@context"
                    | "@direction"
                    | "@id"
                    | "@index"
                    | "@language"
                    | "@nest"
                    | "@prefix"
                    | "@protected"
                    | "@reverse"
                    | "@type"
            )
        };
        if value.iter().all(known) { Ok(()) } else { Err(Error::InvalidTermDefinition) }
    }

    /// What is in force with the terms read so far.
    fn snapshot(&self) -> Result<Active, Error> {
        self.options.spend(self.terms.len())?;
        let mut active = self.active.clone();
        active.push_written(self.terms.clone())?;
        Ok(active)
    }

    /// IRI expansion (§5.2.2) of a value in this context: as a term, never relative to a document.
    fn expand(&mut self, value: &str) -> Result<Option<String>, Error> {
        // (1), (2)
        if is_keyword(value) {
            return Ok(Some(value.to_owned()));
        }
        if looks_like_keyword(value) {
            self.reserved()?;
            return Ok(None);
        }
        // (3)
        if self.written.contains_key(value) {
            self.define(value)?;
        }
        // (4), (5)
        if let Some(definition) = self.get(value) {
            return Ok(definition.iri.map(str::to_owned));
        }
        // (6)
        if let Some((prefix, suffix)) = split_compact(value) {
            if prefix == "_" || suffix.starts_with("//") {
                return Ok(Some(value.to_owned()));
            }
            if self.written.contains_key(prefix) {
                self.define(prefix)?;
            }
            if let Some(iri) = self.get(prefix).filter(|found| found.prefix).and_then(|found| found.iri) {
                return Ok(Some(format!("{iri}{suffix}")));
            }
            if is_absolute(value) {
                return Ok(Some(value.to_owned()));
            }
        }
        // (7), (9)
        Ok(Some(match self.active.vocab.as_deref() {
            Some(vocab) => format!("{vocab}{value}"),
            None => value.to_owned(),
        }))
    }
}

/// (19): `@container`, alone or in a combination that has a meaning.
fn read_container(value: &Value) -> Result<Container, Error> {
    let mut container = Container::default();
    for word in value.as_set() {
        let bit = Container::NAMES.iter().find(|(name, _)| Some(*name) == word.as_str());
        container = container.with(bit.ok_or(Error::InvalidContainerMapping)?.1);
    }
    let core = container.without(Container::SET);
    let valid = match core {
        Container::LIST => !container.has(Container::SET) && value.as_set().len() == 1,
        Container::GRAPH | Container::ID | Container::INDEX | Container::LANGUAGE | Container::TYPE => true,
        _ if core == Container::default() => container.has(Container::SET),
        _ => core == Container::GRAPH.with(Container::ID) || core == Container::GRAPH.with(Container::INDEX),
    };
    if valid { Ok(container) } else { Err(Error::InvalidContainerMapping) }
}

/// A value with a colon that is not its first character: before and after the first such colon.
fn split_compact(value: &str) -> Option<(&str, &str)> {
    let from = value.chars().next()?.len_utf8();
    let at = from + value.get(from..)?.find(':')?;
    Some((&value[..at], &value[at + 1..]))
}

/// How a value is expanded where it stands in a document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct As {
    /// It may be a term, and is completed by `@vocab`.
    pub(super) vocab: bool,
    /// It may be relative to the document.
    pub(super) relative: bool,
}

/// IRI expansion (§5.2.2) of a value in a document. `None` is the specification's null.
pub(super) fn expand_iri<'a>(active: &'a Active, value: &'a str, how: As) -> Option<Cow<'a, str>> {
    // (1), (2)
    if is_keyword(value) {
        return Some(value.into());
    }
    if looks_like_keyword(value) {
        return None;
    }
    // (4), (5)
    if let Some(definition) = active.get(value)
        && (how.vocab || definition.iri.is_some_and(is_keyword))
    {
        return definition.iri.map(Cow::Borrowed);
    }
    // (6)
    if let Some((prefix, suffix)) = split_compact(value) {
        if prefix == "_" || suffix.starts_with("//") {
            return Some(value.into());
        }
        if let Some(iri) = active.get(prefix).filter(|found| found.prefix).and_then(|found| found.iri) {
            return Some(format!("{iri}{suffix}").into());
        }
        if is_absolute(value) {
            return Some(value.into());
        }
    }
    // (7), (8)
    if how.vocab
        && let Some(vocab) = active.vocab.as_deref()
    {
        return Some(format!("{vocab}{value}").into());
    }
    if how.relative
        && let Some(base) = active.base.as_deref()
    {
        return Some(resolve(base, value).into());
    }
    // (9)
    Some(value.into())
}

/// What `@vocab` comes to: it may be relative to the document or to an earlier `@vocab`.
pub(super) fn expand_vocab(active: &Active, value: &str) -> String {
    expand_iri(active, value, As { vocab: true, relative: true }).unwrap_or_default().into_owned()
}
