//! What a verifier was given beyond the bundle, with where it came from and when.

use super::request::{InvalidOption, Members};
use crate::credential::is_url;
use crate::did::{Did, Document};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Value};
use crate::multibase::decode_base64;
use crate::time::Timestamp;

/// Fetched documents. Empty is the common case: a credential signed by a `did:key` needs nothing.
#[derive(Clone, Debug, Default)]
pub struct Material {
    did_documents: Vec<(Did, DidDocument)>,
    resources: Vec<Resource>,
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

/// A resource that credentials point at, as fetched: what is compared of it.
#[derive(Clone, Debug)]
pub struct Resource {
    url: String,
    digests: [Vec<u8>; 3],
    from: String,
    at: Timestamp,
}

impl Resource {
    /// Where it was fetched from: its URL, or a cache.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// When it was fetched. Its age does not matter: the digest says which state of it is meant.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    pub(crate) fn digest(&self, algorithm: HashAlgorithm) -> &[u8] {
        let [sha256, sha384, sha512] = &self.digests;
        match algorithm {
            HashAlgorithm::Sha256 => sha256,
            HashAlgorithm::Sha384 => sha384,
            HashAlgorithm::Sha512 => sha512,
        }
    }
}

impl Material {
    /// As many documents as a bundle can have credentials would be a strange passport; this is ample.
    const MAX_DOCUMENTS: usize = 100;

    /// The same of the pictures and contexts that they point at.
    const MAX_RESOURCES: usize = 100;

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

    /// Adds a resource; a later one of the same URL replaces an earlier one. It is hashed here, once, however often
    /// credentials point at it.
    pub fn add_resource(&mut self, url: String, bytes: &[u8], from: String, at: Timestamp) {
        self.resources.retain(|other| other.url != url);
        let digests = HashAlgorithm::ALL.map(|algorithm| algorithm.hash([bytes]));
        self.resources.push(Resource { url, digests, from, at });
    }

    /// Reads `{"didDocuments":[{"document":{…},"from":"…","at":"…"}],
    /// "resources":[{"url":"…","bytes":"…","from":"…","at":"…"}]}`; the bytes are in base64.
    pub fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        let mut material = Self::default();
        let members = Members::of(value, &["didDocuments", "resources"])?;
        let entries = members.array("didDocuments", Self::MAX_DOCUMENTS)?;
        for (at, entry) in entries.iter().enumerate() {
            material.add_entry(entry).map_err(|fault| fault.under(&format!("/didDocuments/{at}")))?;
        }
        for (at, entry) in members.array("resources", Self::MAX_RESOURCES)?.iter().enumerate() {
            material.add_resource_entry(entry).map_err(|fault| fault.under(&format!("/resources/{at}")))?;
        }
        Ok(material)
    }

    fn add_entry(&mut self, entry: &Value) -> Result<(), InvalidOption> {
        let members = Members::of(entry, &["document", "from", "at"])?;
        let document = members.get("document").and_then(Value::as_object);
        let document = document.ok_or(InvalidOption::at("/document", "an object"))?.clone();
        let (from, at) = origin(&members)?;
        self.add_did_document(document, from, at).map_err(|fault| fault.under("/document"))
    }

    fn add_resource_entry(&mut self, entry: &Value) -> Result<(), InvalidOption> {
        let members = Members::of(entry, &["url", "bytes", "from", "at"])?;
        let url = members.text("url")?.filter(|url| is_url(url)).ok_or(InvalidOption::at("/url", "a URL"))?;
        let bytes = members.text("bytes")?.and_then(decode_base64).ok_or(InvalidOption::at("/bytes", "base64"))?;
        let (from, at) = origin(&members)?;
        self.add_resource(url.to_owned(), &bytes, from, at);
        Ok(())
    }

    /// The document of `did`, if it is here.
    #[must_use]
    pub fn document(&self, did: &Did) -> Option<&DidDocument> {
        self.did_documents.iter().find_map(|(other, document)| (other == did).then_some(document))
    }

    /// The resource at `url`, if it is here.
    #[must_use]
    pub fn resource(&self, url: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.url == url)
    }
}

/// Where something was fetched from, and when.
fn origin(members: &Members<'_>) -> Result<(String, Timestamp), InvalidOption> {
    let from = members.text("from")?.ok_or(InvalidOption::at("/from", "text"))?;
    let at = members.time("at")?.ok_or(InvalidOption::at("/at", "a date and time with a zone"))?;
    Ok((from.to_owned(), at))
}
