//! What a verifier was given beyond the bundle, with where it came from and when.

#[cfg(feature = "sd-jwt")]
mod published;

#[cfg(feature = "sd-jwt")]
pub use published::{PublishedKeys, StatusListToken};

use super::request::{InvalidOption, Members};
use crate::bundle::Need;
use crate::credential::{SignedCredential, is_url};
use crate::did::{Controller, Document};
#[cfg(feature = "rdfc")]
use crate::digest::HashAlgorithm;
use crate::json::{Limits, Object, Value, parse};
use crate::multibase::is_base64;
use crate::time::Timestamp;

/// Fetched documents. Empty is the common case: a credential signed by a `did:key` needs nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Material {
    did_documents: Vec<(Controller, DidDocument)>,
    resources: Vec<Resource>,
    schemas: Vec<Schema>,
    status_lists: Vec<StatusListDocument>,
    #[cfg(feature = "sd-jwt")]
    issuers: Vec<PublishedKeys>,
    #[cfg(feature = "sd-jwt")]
    jwk_sets: Vec<PublishedKeys>,
    #[cfg(feature = "sd-jwt")]
    status_list_tokens: Vec<StatusListToken>,
}

/// Where something was fetched from, and when.
#[derive(Clone, Debug, PartialEq)]
struct Origin {
    from: String,
    at: Timestamp,
}

/// A DID document or a controlled identifier document, as fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct DidDocument {
    document: Document,
    origin: Origin,
}

impl DidDocument {
    /// Where it was fetched from.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.origin.from
    }

    /// When it was fetched.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.origin.at
    }

    pub(crate) fn document(&self) -> &Document {
        &self.document
    }
}

/// A resource that credentials point at, as fetched: what is compared of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    url: String,
    #[cfg(feature = "rdfc")]
    digests: [Vec<u8>; 3],
    origin: Origin,
}

impl Resource {
    /// Where it was fetched from: its URL, or a cache.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.origin.from
    }

    /// When it was fetched. Its age does not matter: the digest says which state of it is meant.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.origin.at
    }

    #[cfg(feature = "rdfc")]
    pub(crate) fn digest(&self, algorithm: HashAlgorithm) -> &[u8] {
        let [sha256, sha384, sha512] = &self.digests;
        match algorithm {
            HashAlgorithm::Sha256 => sha256,
            HashAlgorithm::Sha384 => sha384,
            HashAlgorithm::Sha512 => sha512,
        }
    }
}

/// A schema, or a credential that holds one, as fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    document: Option<Value>,
    text: Option<String>,
    origin: Origin,
}

impl Schema {
    /// The URL that it was fetched from, by which credentials name it.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.origin.from
    }

    /// When it was fetched.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.origin.at
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

/// What stood at the URL of a status list, as fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusListDocument {
    credential: SignedCredential,
    origin: Origin,
}

impl StatusListDocument {
    /// Where it was fetched from: the `statusListCredential` of the entries that it answers.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.origin.from
    }

    /// When it was fetched.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.origin.at
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

    /// The same of the pictures and contexts that they point at.
    pub(crate) const MAX_RESOURCES: usize = 100;

    /// A credential names one or two schemas, and a bundle a handful.
    pub(crate) const MAX_SCHEMAS: usize = 100;

    /// A list serves thousands of credentials: a passport of a hundred suppliers, each with one, is a large one.
    pub const MAX_STATUS_LISTS: usize = 100;

    /// Proofs of one status list. Each costs a signature verification, and anybody may ask for it.
    const MAX_STATUS_LIST_PROOFS: usize = 16;

    /// Adds a DID document, or a controlled identifier document, under its own `id`; a later one replaces an earlier one.
    pub fn add_did_document(&mut self, document: Object, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        let document = Document(document);
        let controller = document.id().and_then(|id| Controller::parse(id).ok());
        let controller = controller.ok_or(InvalidOption::at("/id", "a DID or an https URL"))?;
        if !document.is_within_limits() {
            return Err(InvalidOption::at("", "a document with no more than 256 verification methods"));
        }
        self.did_documents.retain(|(other, _)| *other != controller);
        self.did_documents.push((controller, DidDocument { document, origin: Origin { from, at } }));
        Ok(())
    }

    /// Adds a resource, its bytes in base64; a later one of the same URL replaces an earlier one. It is hashed here, once,
    /// however often credentials point at it.
    pub fn add_resource(
        &mut self,
        url: String,
        base64: &str,
        from: String,
        at: Timestamp,
    ) -> Result<(), InvalidOption> {
        if !is_base64(base64) {
            return Err(InvalidOption::at("/bytes", "base64"));
        }
        self.resources.retain(|other| other.url != url);
        self.resources.push(Resource {
            url,
            #[cfg(feature = "rdfc")]
            digests: {
                let bytes = crate::multibase::decode_base64(base64).unwrap_or_default();
                HashAlgorithm::ALL.map(|algorithm| algorithm.hash([bytes.as_slice()]))
            },
            origin: Origin { from, at },
        });
        Ok(())
    }

    /// Adds a schema, as its text (which digests can be compared with) or as an object; a later one from the same URL
    /// replaces an earlier one. Text that is no JSON is for the report to tell.
    pub fn add_schema(&mut self, schema: Value, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        let (document, text) = match schema {
            Value::String(text) => (parse(text.as_bytes(), &Limits::DOCUMENT).ok(), Some(text)),
            Value::Object(object) => (Some(object.into()), None),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                return Err(InvalidOption::at("/schema", "an object, or its text"));
            }
        };
        self.schemas.retain(|other| other.origin.from != from);
        self.schemas.push(Schema { document, text, origin: Origin { from, at } });
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
        self.status_lists.retain(|other| other.origin.from != from);
        self.status_lists.push(StatusListDocument { credential, origin: Origin { from, at } });
        Ok(())
    }

    /// Reads `{"didDocuments":[{"document":{…},"from":"…","at":"…"}],
    /// "resources":[{"url":"…","bytes":"…","from":"…","at":"…"}], "schemas":[{"schema":…,"from":"…","at":"…"}],
    /// "statusLists":[{"credential":{…},"from":"…","at":"…"}], "issuerMetadata":[{"metadata":{…},"from":"…","at":"…"}],
    /// "jwkSets":[{"jwkSet":{…},"from":"…","at":"…"}], "statusListTokens":[{"token":"…","from":"…","at":"…"}]}`; every
    /// member is optional, none other is allowed, and bytes are in base64. The last three are read with feature `sd-jwt`
    /// and passed over without it: nothing that asks for them is checked then.
    pub fn from_value(value: &Value) -> Result<Self, InvalidOption> {
        let mut material = Self::default();
        let members = Members::of(value, &Need::MEMBERS)?;
        each(&members, "didDocuments", Self::MAX_DOCUMENTS, |entry| {
            let (document, from, at) = fetched(entry, "document")?;
            material.add_did_document(document, from, at).map_err(|fault| fault.under("/document"))
        })?;
        each(&members, "resources", Self::MAX_RESOURCES, |entry| {
            let members = Members::of(entry, &["url", "bytes", "from", "at"])?;
            let url = members.text("url")?.filter(|url| is_url(url)).ok_or(InvalidOption::at("/url", "a URL"))?;
            let bytes = members.text("bytes")?.filter(|bytes| is_base64(bytes));
            let bytes = bytes.ok_or(InvalidOption::at("/bytes", "base64"))?;
            let (from, at) = origin(&members)?;
            material.add_resource(url.to_owned(), bytes, from, at)
        })?;
        each(&members, "schemas", Self::MAX_SCHEMAS, |entry| {
            let members = Members::of(entry, &["schema", "from", "at"])?;
            let schema = members.get("schema").ok_or(InvalidOption::at("/schema", "an object, or its text"))?.clone();
            let (from, at) = origin(&members)?;
            material.add_schema(schema, from, at)
        })?;
        each(&members, "statusLists", Self::MAX_STATUS_LISTS, |entry| {
            let (credential, from, at) = fetched(entry, "credential")?;
            material.add_status_list(credential, from, at)
        })?;
        #[cfg(feature = "sd-jwt")]
        material.read_published(&members)?;
        Ok(material)
    }

    /// With what else there is, which stands behind what is here already.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.did_documents.extend_from_slice(&other.did_documents);
        self.resources.extend_from_slice(&other.resources);
        self.schemas.extend_from_slice(&other.schemas);
        self.status_lists.extend_from_slice(&other.status_lists);
        #[cfg(feature = "sd-jwt")]
        {
            self.issuers.extend_from_slice(&other.issuers);
            self.jwk_sets.extend_from_slice(&other.jwk_sets);
            self.status_list_tokens.extend_from_slice(&other.status_list_tokens);
        }
        self
    }

    /// The document of a controller, if it is here.
    #[must_use]
    pub fn document(&self, controller: &Controller) -> Option<&DidDocument> {
        self.did_documents.iter().find_map(|(other, document)| (other == controller).then_some(document))
    }

    /// The resource at `url`, if it is here.
    #[must_use]
    pub fn resource(&self, url: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.url == url)
    }

    /// The schema from `url`, if it is here.
    #[must_use]
    pub fn schema(&self, url: &str) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.origin.from == url)
    }

    /// What stood at `url`, if it is here.
    #[must_use]
    pub fn status_list(&self, url: &str) -> Option<&StatusListDocument> {
        self.status_lists.iter().find(|list| list.origin.from == url)
    }
}

/// Adds each entry of a list; a fault says which.
fn each(
    members: &Members<'_>,
    name: &str,
    max: usize,
    mut add: impl FnMut(&Value) -> Result<(), InvalidOption>,
) -> Result<(), InvalidOption> {
    for (at, entry) in members.array(name, max)?.iter().enumerate() {
        add(entry).map_err(|fault| fault.under(&format!("/{name}/{at}")))?;
    }
    Ok(())
}

/// An object that was fetched: itself, where it was fetched from, and when.
fn fetched(entry: &Value, what: &str) -> Result<(Object, String, Timestamp), InvalidOption> {
    let members = Members::of(entry, &[what, "from", "at"])?;
    let object = members.get(what).and_then(Value::as_object);
    let object = object.ok_or_else(|| InvalidOption::at(&format!("/{what}"), "an object"))?.clone();
    let (from, at) = origin(&members)?;
    Ok((object, from, at))
}

/// Where something was fetched from, and when.
fn origin(members: &Members<'_>) -> Result<(String, Timestamp), InvalidOption> {
    let from = members.text("from")?.ok_or(InvalidOption::at("/from", "text"))?;
    let at = members.time("at")?.ok_or(InvalidOption::at("/at", "a date and time with a zone"))?;
    Ok((from.to_owned(), at))
}
