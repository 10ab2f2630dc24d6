//! JSON-LD 1.1 to RDF: what a document says, apart from how it is written.
//!
//! In scope: expansion and its deserialization to quads, whole (framing, compaction and HTML are other things); a strict
//! mode in which nothing is dropped in silence. Out of scope: fetching contexts. A [`Loader`] has those that a caller
//! trusts, and whatever it does not have is an error.
//! Specs: <https://www.w3.org/TR/json-ld11/>, <https://www.w3.org/TR/json-ld11-api/>

#[cfg(feature = "compile")]
mod compile;
mod context;
mod contexts;
mod definition;
mod double;
mod expand;
mod iri;
mod keyword;
mod quads;
#[cfg(feature = "sd")]
mod skolemize;
mod term;

#[cfg(feature = "compile")]
pub use compile::{CompileError, Table};
pub use context::Compiled;
pub use contexts::{all, bundled};

use std::cell::Cell;
#[cfg(feature = "sd")]
use std::collections::BTreeMap;
use std::ops::Deref;

use crate::json::Value;
#[cfg(feature = "sd")]
use crate::rdf::Blank;
use crate::rdf::{Dataset, Resource};
use quads::Quads;
#[cfg(feature = "sd")]
pub(crate) use skolemize::name_nodes;

/// What keeps a document from becoming RDF. The first group are the specification's own (`JsonLdErrorCode`), under
/// their names; the second are what only the strict mode refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is named after the code that its message is")]
pub enum Error {
    #[error("colliding keywords")]
    CollidingKeywords,
    #[error("conflicting indexes")]
    ConflictingIndexes,
    #[error("context overflow")]
    ContextOverflow,
    #[error("cyclic IRI mapping")]
    CyclicIriMapping,
    #[error("invalid @id value")]
    InvalidIdValue,
    #[error("invalid @import value")]
    InvalidImportValue,
    #[error("invalid @included value")]
    InvalidIncludedValue,
    #[error("invalid @index value")]
    InvalidIndexValue,
    #[error("invalid @nest value")]
    InvalidNestValue,
    #[error("invalid @prefix value")]
    InvalidPrefixValue,
    #[error("invalid @propagate value")]
    InvalidPropagateValue,
    #[error("invalid @protected value")]
    InvalidProtectedValue,
    #[error("invalid @reverse value")]
    InvalidReverseValue,
    #[error("invalid @version value")]
    InvalidVersionValue,
    #[error("invalid base IRI")]
    InvalidBaseIri,
    #[error("invalid base direction")]
    InvalidBaseDirection,
    #[error("invalid container mapping")]
    InvalidContainerMapping,
    #[error("invalid context entry")]
    InvalidContextEntry,
    #[error("invalid context nullification")]
    InvalidContextNullification,
    #[error("invalid default language")]
    InvalidDefaultLanguage,
    #[error("invalid IRI mapping")]
    InvalidIriMapping,
    #[error("invalid keyword alias")]
    InvalidKeywordAlias,
    #[error("invalid language map value")]
    InvalidLanguageMapValue,
    #[error("invalid language mapping")]
    InvalidLanguageMapping,
    #[error("invalid language-tagged string")]
    InvalidLanguageTaggedString,
    #[error("invalid language-tagged value")]
    InvalidLanguageTaggedValue,
    #[error("invalid local context")]
    InvalidLocalContext,
    #[error("invalid remote context")]
    InvalidRemoteContext,
    #[error("invalid reverse property")]
    InvalidReverseProperty,
    #[error("invalid reverse property map")]
    InvalidReversePropertyMap,
    #[error("invalid reverse property value")]
    InvalidReversePropertyValue,
    #[error("invalid scoped context")]
    InvalidScopedContext,
    #[error("invalid set or list object")]
    InvalidSetOrListObject,
    #[error("invalid term definition")]
    InvalidTermDefinition,
    #[error("invalid type mapping")]
    InvalidTypeMapping,
    #[error("invalid type value")]
    InvalidTypeValue,
    #[error("invalid typed value")]
    InvalidTypedValue,
    #[error("invalid value object")]
    InvalidValueObject,
    #[error("invalid value object value")]
    InvalidValueObjectValue,
    #[error("invalid vocab mapping")]
    InvalidVocabMapping,
    #[error("keyword redefinition")]
    KeywordRedefinition,
    #[error("loading remote context failed")]
    LoadingRemoteContextFailed,
    #[error("protected term redefinition")]
    ProtectedTermRedefinition,

    #[error("a term that no context defines")]
    UndefinedTerm,
    #[error("an identifier that is no absolute IRI")]
    RelativeReference,
    #[error("a value that would be dropped")]
    DroppedValue,
    #[error("a term or value that looks like a keyword and is none")]
    ReservedWord,
    #[error("a text direction, which RDF has no place for")]
    TextDirection,
    #[error("a blank node as a property")]
    BlankProperty,
    #[error("a language that is not well-formed")]
    MalformedLanguage,
    #[error("a document that takes too much work to expand")]
    TooMuchWork,
}

/// A context that a caller has.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// One that was processed ahead of time.
    Compiled(&'static Compiled),
    /// A document with an `@context`.
    Document(Value),
}

/// Gives the context at a URL, if the caller has it. Never a fetch: what is missing is for [`crate::bundle`] to say.
pub type Loader<'a> = dyn Fn(&str) -> Option<Loaded> + 'a;

/// What to do with text that has a direction, which RDF 1.1 has no place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RdfDirection {
    /// A node with `rdf:value`, `rdf:language` and `rdf:direction`.
    CompoundLiteral,
    /// A datatype that names language and direction.
    I18nDatatype,
}

/// How to read a document.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What relative references are resolved against. Credentials have none: their identifiers are whole.
    pub base: Option<&'a str>,
    /// The contexts at hand.
    pub loader: &'a Loader<'a>,
    /// What to do with text that has a direction; without an answer it is dropped, or refused when strict.
    pub rdf_direction: Option<RdfDirection>,
    /// Whether anything that would be dropped is an error. A signature over what was dropped would cover less than the
    /// reader sees.
    pub strict: bool,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("base", &self.base).field("strict", &self.strict).finish_non_exhaustive()
    }
}

/// What one document may cost, in values expanded and terms defined: about a microsecond each. Contexts that are
/// processed at every node multiply the work, and whoever writes a document chooses both.
pub(crate) const MAX_WORK: u32 = 4_000_000;

/// One document on its way: how to read it, and what it may still cost.
struct Run<'a> {
    options: &'a Options<'a>,
    work: &'a Cell<u32>,
    /// Where to note the objects that are nodes without a name.
    #[cfg(feature = "sd")]
    unnamed: Option<&'a skolemize::Unnamed>,
}

impl<'a> Deref for Run<'a> {
    type Target = Options<'a>;

    fn deref(&self) -> &Options<'a> {
        self.options
    }
}

/// Longest IRI that a context gives to a term, to all terms or as a base: it stands wherever they do. Published ones are
/// well below a hundred bytes.
const MAX_MAPPING: usize = 1024;

/// Bytes of an IRI in a document that cost nothing beside its value.
const FREE: usize = 256;

impl Run<'_> {
    /// A text that is copied to where it is used: long ones are work, and memory, each time.
    fn hold(&self, text: &str) -> Result<(), Error> {
        self.spend(text.len().saturating_sub(FREE) / 32)
    }

    fn spend(&self, work: usize) -> Result<(), Error> {
        let work = u32::try_from(work).map_err(|_| Error::TooMuchWork)?;
        self.work.set(self.work.get().checked_sub(work).ok_or(Error::TooMuchWork)?);
        Ok(())
    }
}

/// Expands a document and reads its quads.
pub fn to_rdf(document: &Value, options: &Options<'_>) -> Result<Dataset, Error> {
    to_rdf_with(document, None, options)
}

/// The same, with a context that holds before the document's own (`expandContext`).
pub fn to_rdf_with(document: &Value, context: Option<&Value>, options: &Options<'_>) -> Result<Dataset, Error> {
    read(document, context, options, &Cell::new(MAX_WORK)).map(|quads| quads.dataset)
}

/// The same of a document that is one node, and what that node is called; within a budget that others draw on too.
pub(crate) fn to_rdf_within(
    document: &Value,
    options: &Options<'_>,
    work: &Cell<u32>,
) -> Result<(Dataset, Resource), Error> {
    let Quads { dataset, mut tops, .. } = read(document, None, options, work)?;
    let (Some(top), None) = (tops.pop(), tops.pop()) else { return Err(Error::DroppedValue) };
    Ok((dataset, top))
}

/// The same of any document, with the blank nodes that have a label in it (`_:…`).
#[cfg(feature = "sd")]
pub(crate) fn to_rdf_with_labels(
    document: &Value,
    options: &Options<'_>,
    work: &Cell<u32>,
) -> Result<(Dataset, BTreeMap<String, Blank>), Error> {
    read(document, None, options, work).map(|quads| (quads.dataset, quads.labels))
}

fn read(document: &Value, context: Option<&Value>, options: &Options<'_>, work: &Cell<u32>) -> Result<Quads, Error> {
    let run = Run {
        options,
        work,
        #[cfg(feature = "sd")]
        unnamed: None,
    };
    let expanded = expand::expand(document, context, &run)?;
    quads::quads(&expanded, &run)
}
