//! Term definitions: what a name in a document stands for.

use super::context::CompiledScope;
use crate::digest::Digest;
use crate::jcs::canonicalize;
use crate::json::Value;

/// Which way text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Ltr,
    Rtl,
}

impl Direction {
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "ltr" => Some(Self::Ltr),
            "rtl" => Some(Self::Rtl),
            _ => None,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// What a term says about a default: nothing, that there is none, or what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Setting<T> {
    #[default]
    Inherited,
    Null,
    Is(T),
}

impl<T> Setting<T> {
    /// What holds, where `inherited` is the default.
    pub(super) fn or(self, inherited: Option<T>) -> Option<T> {
        match self {
            Self::Inherited => inherited,
            Self::Null => None,
            Self::Is(value) => Some(value),
        }
    }

    fn as_ref(&self) -> Setting<&T> {
        match self {
            Self::Inherited => Setting::Inherited,
            Self::Null => Setting::Null,
            Self::Is(value) => Setting::Is(value),
        }
    }

    fn map<U>(self, change: impl FnOnce(T) -> U) -> Setting<U> {
        match self {
            Self::Inherited => Setting::Inherited,
            Self::Null => Setting::Null,
            Self::Is(value) => Setting::Is(change(value)),
        }
    }
}

/// `@container`: a set of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Container(pub(super) u8);

impl Container {
    pub(super) const GRAPH: Self = Self(1);
    pub(super) const ID: Self = Self(2);
    pub(super) const INDEX: Self = Self(4);
    pub(super) const LANGUAGE: Self = Self(8);
    pub(super) const LIST: Self = Self(16);
    pub(super) const SET: Self = Self(32);
    pub(super) const TYPE: Self = Self(64);

    /// The names, in the order of the bits.
    pub(super) const NAMES: [(&'static str, Self); 7] = [
        ("@graph", Self::GRAPH),
        ("@id", Self::ID),
        ("@index", Self::INDEX),
        ("@language", Self::LANGUAGE),
        ("@list", Self::LIST),
        ("@set", Self::SET),
        ("@type", Self::TYPE),
    ];

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0 && other.0 != 0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// A context that holds within a term's values, or within nodes of a type.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scope<'a> {
    /// Processed ahead of time.
    Compiled(&'static CompiledScope),
    /// As written, and the URL of the context it was written in.
    Written(&'a Value, Option<&'a str>),
}

impl Scope<'_> {
    fn digest(&self) -> u64 {
        match self {
            Self::Compiled(scope) => scope.digest,
            Self::Written(local, _) => written_digest(local),
        }
    }
}

impl PartialEq for Scope<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.digest() == other.digest()
    }
}

/// What tells one context from another: see [`CompiledScope::digest`].
pub(super) fn written_digest(local: &Value) -> u64 {
    let digest = Digest::of(canonicalize(local).as_bytes());
    digest.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// What a term stands for, wherever it was defined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Term<'a> {
    /// An IRI, a blank node or a keyword; `None` where the term was set to null.
    pub(super) iri: Option<&'a str>,
    pub(super) prefix: bool,
    pub(super) protected: bool,
    pub(super) reverse: bool,
    pub(super) container: Container,
    pub(super) type_mapping: Option<&'a str>,
    pub(super) language: Setting<&'a str>,
    pub(super) direction: Setting<Direction>,
    pub(super) index: Option<&'a str>,
    pub(super) nest: Option<&'a str>,
    pub(super) scope: Option<Scope<'a>>,
}

impl Term<'_> {
    /// Whether both mean the same, protected or not.
    pub(super) fn means_the_same(self, other: Term<'_>) -> bool {
        Term { protected: true, ..self } == Term { protected: true, ..other }
    }
}

/// A definition as a document's own context makes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Definition {
    pub(super) iri: Option<String>,
    pub(super) prefix: bool,
    pub(super) protected: bool,
    pub(super) reverse: bool,
    pub(super) container: Container,
    pub(super) type_mapping: Option<String>,
    pub(super) language: Setting<String>,
    pub(super) direction: Setting<Direction>,
    pub(super) index: Option<String>,
    pub(super) nest: Option<String>,
    pub(super) scope: Option<(Value, Option<String>)>,
}

impl Definition {
    pub(super) fn term(&self) -> Term<'_> {
        Term {
            iri: self.iri.as_deref(),
            prefix: self.prefix,
            protected: self.protected,
            reverse: self.reverse,
            container: self.container,
            type_mapping: self.type_mapping.as_deref(),
            language: self.language.as_ref().map(String::as_str),
            direction: self.direction,
            index: self.index.as_deref(),
            nest: self.nest.as_deref(),
            scope: self.scope.as_ref().map(|(local, url)| Scope::Written(local, url.as_deref())),
        }
    }
}

/// A definition in the table of the program: small, because there are hundreds.
#[derive(Debug)]
pub(super) struct CompiledTerm {
    pub(super) name: &'static str,
    /// Empty where the term was set to null.
    pub(super) iri: &'static str,
    /// Those below, and the container above them.
    pub(super) flags: u16,
    /// Empty where there is none.
    pub(super) type_mapping: &'static str,
    /// The number of a scope.
    pub(super) scope: Option<u16>,
}

impl CompiledTerm {
    pub(super) const PREFIX: u16 = 1;
    pub(super) const PROTECTED: u16 = 2;
    pub(super) const REVERSE: u16 = 4;
    /// `"@language": null`
    pub(super) const NO_LANGUAGE: u16 = 8;
    /// Where the container begins.
    pub(super) const CONTAINER: u32 = 4;

    pub(super) fn term(&self) -> Term<'static> {
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        Term {
            iri: some(self.iri),
            prefix: self.flags & Self::PREFIX != 0,
            protected: self.flags & Self::PROTECTED != 0,
            reverse: self.flags & Self::REVERSE != 0,
            container: Container((self.flags >> Self::CONTAINER).to_le_bytes()[0]),
            type_mapping: some(self.type_mapping),
            language: if self.flags & Self::NO_LANGUAGE == 0 { Setting::Inherited } else { Setting::Null },
            scope: self.scope.and_then(super::contexts::scope).map(Scope::Compiled),
            ..Term::default()
        }
    }
}
