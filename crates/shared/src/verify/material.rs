//! What a verifier was given beyond the bundle, with where it came from and when.

use super::request::{InvalidOption, Members};
use crate::did::{Did, Document};
use crate::json::{Limits, Object, Value, parse};
use crate::time::Timestamp;

/// Fetched documents. Empty is the common case: a credential signed by a `did:key` needs nothing.
#[derive(Clone, Debug, Default)]
pub struct Material {
    did_documents: Vec<(Did, DidDocument)>,
    schemas: Vec<Schema>,
}

/// A schema, or a credential that holds one, as fetched.
#[derive(Clone, Debug)]
pub struct Schema {
    document: Option<Value>,
    text: Option<String>,
    from: String,
    at: Timestamp,
}

impl Schema {
    /// The URL that it was fetched from, by which credentials name it.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// When it was fetched.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// What it says; `None` for text that is not acceptable JSON.
    #[must_use]
    pub fn document(&self) -> Option<&Value> {
        self.document.as_ref()
    }

    /// Its very text, which digests are of, if it was kept.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

/// A DID document, as fetched.
#[derive(Clone, Debug)]
pub struct DidDocument {
    document: Document,
    from: String,
    at: Timestamp,
}

impl DidDocument {
    /// Where it was fetched from.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// When it was fetched.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    pub(crate) fn document(&self) -> &Document {
        &self.document
    }
}

impl Material {
    /// As many documents as a bundle can have credentials would be a strange passport; this is ample.
    const MAX_DOCUMENTS: usize = 100;

    /// A credential names one or two schemas, and a bundle a handful.
    pub(crate) const MAX_SCHEMAS: usize = 100;

    /// Adds a schema, as its text (which digests can be compared with) or as an object; a later one from the same URL
    /// replaces an earlier one. Text that is no JSON is for the report to tell.
    pub fn add_schema(&mut self, schema: Value, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        let (document, text) = match schema {
            Value::String(text) => (parse(text.as_bytes(), &Limits::DOCUMENT).ok(), Some(text)),
            Value::Object(object) => (Some(object.into()), None),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                return Err(InvalidOption::at("", "an object, or its text"));
            }
        };
        self.schemas.retain(|other| other.from != from);
        self.schemas.push(Schema { document, text, from, at });
        Ok(())
    }

    /// Adds a DID document; a later one for the same DID replaces an earlier one.
    pub fn add_did_document(&mut self, document: Object, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        let document = Document(document);
        let did = document.id().and_then(|id| Did::parse(id).ok()).ok_or(InvalidOption::at("/id", "a DID"))?;
        if !document.is_within_limits() {
            return Err(InvalidOption::at("", "a document with no more than 256 verification methods"));
        }
        self.did_documents.retain(|(other, _)| *other != did);
        self.did_documents.push((did, DidDocument { document, from, at }));
        Ok(())
    }

    /// Reads `{"didDocuments":[{"document":{…},"from":"…","at":"…"}],"schemas":[{"schema":…,"from":"…","at":"…"}]}`.
    pub fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        let mut material = Self::default();
        let members = Members::of(value, &["didDocuments", "schemas"])?;
        let entries = members.array("didDocuments", Self::MAX_DOCUMENTS)?;
        for (at, entry) in entries.iter().enumerate() {
            material.add_entry(entry).map_err(|fault| fault.under(&format!("/didDocuments/{at}")))?;
        }
        for (at, entry) in members.array("schemas", Self::MAX_SCHEMAS)?.iter().enumerate() {
            material.add_schema_entry(entry).map_err(|fault| fault.under(&format!("/schemas/{at}")))?;
        }
        Ok(material)
    }

    fn add_schema_entry(&mut self, entry: &Value) -> Result<(), InvalidOption> {
        let members = Members::of(entry, &["schema", "from", "at"])?;
        let schema = members.get("schema").ok_or(InvalidOption::at("/schema", "an object, or its text"))?.clone();
        let from = members.text("from")?.ok_or(InvalidOption::at("/from", "text"))?;
        let at = members.time("at")?.ok_or(InvalidOption::at("/at", "a date and time with a zone"))?;
        self.add_schema(schema, from.to_owned(), at).map_err(|fault| fault.under("/schema"))
    }

    fn add_entry(&mut self, entry: &Value) -> Result<(), InvalidOption> {
        let members = Members::of(entry, &["document", "from", "at"])?;
        let document = members.get("document").and_then(Value::as_object);
        let document = document.ok_or(InvalidOption::at("/document", "an object"))?.clone();
        let from = members.text("from")?.ok_or(InvalidOption::at("/from", "text"))?;
        let at = members.time("at")?.ok_or(InvalidOption::at("/at", "a date and time with a zone"))?;
        self.add_did_document(document, from.to_owned(), at).map_err(|fault| fault.under("/document"))
    }

    /// The document of `did`, if it is here.
    #[must_use]
    pub fn document(&self, did: &Did) -> Option<&DidDocument> {
        self.did_documents.iter().find_map(|(other, document)| (other == did).then_some(document))
    }

    /// The schema from `url`, if it is here.
    #[must_use]
    pub fn schema(&self, url: &str) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.from == url)
    }
}
