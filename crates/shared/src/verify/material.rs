//! What a verifier was given beyond the bundle, with where it came from and when.

use super::request::{InvalidOption, Members};
use crate::did::{Did, Document};
use crate::json::{Object, Value};
use crate::time::Timestamp;

/// Fetched documents. Empty is the common case: a credential signed by a `did:key` needs nothing.
#[derive(Clone, Debug, Default)]
pub struct Material {
    did_documents: Vec<(Did, DidDocument)>,
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

    /// Reads `{"didDocuments":[{"document":{…},"from":"…","at":"…"}]}`.
    pub fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        let mut material = Self::default();
        let members = Members::of(value, &["didDocuments"])?;
        let entries = members.array("didDocuments", Self::MAX_DOCUMENTS)?;
        for (at, entry) in entries.iter().enumerate() {
            material.add_entry(entry).map_err(|fault| fault.under(&format!("/didDocuments/{at}")))?;
        }
        Ok(material)
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
}
