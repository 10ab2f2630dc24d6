//! What a verifier was given beyond the bundle, with where it came from and when.

use super::request::{InvalidOption, Members};
use crate::credential::{SignedCredential, is_url};
use crate::did::{Did, Document};
use crate::json::{Object, Value};
use crate::time::Timestamp;

/// Fetched documents. Empty is the common case: a credential signed by a `did:key` needs nothing.
#[derive(Clone, Debug, Default)]
pub struct Material {
    did_documents: Vec<(Did, DidDocument)>,
    status_lists: Vec<StatusListDocument>,
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

/// What stood at the URL of a status list, as fetched.
#[derive(Clone, Debug)]
pub struct StatusListDocument {
    credential: SignedCredential,
    from: String,
    at: Timestamp,
}

impl StatusListDocument {
    /// Where it was fetched from: the `statusListCredential` of the entries that it answers.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// When it was fetched.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The credential that holds the list. Nobody has checked it yet.
    #[must_use]
    pub fn credential(&self) -> &SignedCredential {
        &self.credential
    }
}

impl Material {
    /// As many documents as a bundle can have credentials would be a strange passport; this is ample.
    const MAX_DOCUMENTS: usize = 100;

    /// A list serves thousands of credentials: a passport of a hundred suppliers, each with one, is a large one.
    pub const MAX_STATUS_LISTS: usize = 100;

    /// Proofs of one status list. Each costs a signature verification, and anybody may ask for it.
    const MAX_STATUS_LIST_PROOFS: usize = 16;

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

    /// Adds a status list credential; a later one from the same URL replaces an earlier one.
    pub fn add_status_list(&mut self, credential: Object, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        if !is_url(&from) {
            return Err(InvalidOption::at("/from", "a URL"));
        }
        let credential = SignedCredential::new(credential);
        if credential.set("proof").len() > Self::MAX_STATUS_LIST_PROOFS {
            return Err(InvalidOption::at("/credential/proof", "no more than 16 proofs"));
        }
        self.status_lists.retain(|other| other.from != from);
        self.status_lists.push(StatusListDocument { credential, from, at });
        Ok(())
    }

    /// Reads `{"didDocuments":[{"document":{…},"from":"…","at":"…"}],"statusLists":[{"credential":{…},"from":"…",
    /// "at":"…"}]}`; both members are optional, none other is allowed.
    pub fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        let mut material = Self::default();
        let members = Members::of(value, &["didDocuments", "statusLists"])?;
        let entries = members.array("didDocuments", Self::MAX_DOCUMENTS)?;
        for (at, entry) in entries.iter().enumerate() {
            let add = |(document, from, time)| {
                material.add_did_document(document, from, time).map_err(|fault| fault.under("/document"))
            };
            fetched(entry, "document").and_then(add).map_err(|fault| fault.under(&format!("/didDocuments/{at}")))?;
        }
        let entries = members.array("statusLists", Self::MAX_STATUS_LISTS)?;
        for (at, entry) in entries.iter().enumerate() {
            let add = |(credential, from, time)| material.add_status_list(credential, from, time);
            fetched(entry, "credential").and_then(add).map_err(|fault| fault.under(&format!("/statusLists/{at}")))?;
        }
        Ok(material)
    }

    /// The document of `did`, if it is here.
    #[must_use]
    pub fn document(&self, did: &Did) -> Option<&DidDocument> {
        self.did_documents.iter().find_map(|(other, document)| (other == did).then_some(document))
    }

    /// What stood at `url`, if it is here.
    #[must_use]
    pub fn status_list(&self, url: &str) -> Option<&StatusListDocument> {
        self.status_lists.iter().find(|list| list.from == url)
    }
}

/// Something that was fetched: itself, where it was fetched from, and when.
fn fetched(entry: &Value, what: &str) -> Result<(Object, String, Timestamp), InvalidOption> {
    let members = Members::of(entry, &[what, "from", "at"])?;
    let object = members.get(what).and_then(Value::as_object);
    let object = object.ok_or_else(|| InvalidOption::at(&format!("/{what}"), "an object"))?.clone();
    let from = members.text("from")?.ok_or(InvalidOption::at("/from", "text"))?;
    let at = members.time("at")?.ok_or(InvalidOption::at("/at", "a date and time with a zone"))?;
    Ok((object, from.to_owned(), at))
}
