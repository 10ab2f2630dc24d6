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
    did_documents: Vec<Fetched<DidDocument>>,
    did_configurations: Vec<Fetched<DidConfiguration>>,
    resources: Vec<Fetched<Resource>>,
    schemas: Vec<Fetched<Schema>>,
    status_lists: Vec<Fetched<StatusListDocument>>,
    #[cfg(feature = "sd-jwt")]
    issuers: Vec<Fetched<PublishedKeys>>,
    #[cfg(feature = "sd-jwt")]
    jwk_sets: Vec<Fetched<PublishedKeys>>,
    #[cfg(feature = "sd-jwt")]
    status_list_tokens: Vec<Fetched<StatusListToken>>,
}

/// Something as fetched: with where it was fetched from, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched<T> {
    what: T,
    from: String,
    at: Timestamp,
}

impl<T> Fetched<T> {
    /// Where it was fetched from: its URL, or a cache.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// When it was fetched.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Puts it in the place of the others that are the same thing.
    fn replace(self, others: &mut Vec<Self>, is_same: impl Fn(&Self, &Self) -> bool) {
        others.retain(|other| !is_same(other, &self));
        others.push(self);
    }

    fn is_from_same_url(&self, other: &Self) -> bool {
        self.from == other.from
    }
}

impl<T> std::ops::Deref for Fetched<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.what
    }
}

/// A DID document or a controlled identifier document.
#[derive(Clone, Debug, PartialEq)]
pub struct DidDocument {
    controller: Controller,
    document: Document,
}

impl DidDocument {
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }
}

/// What a website says of the DIDs that are its own: the DID configuration at its well-known place.
#[derive(Clone, Debug, PartialEq)]
pub struct DidConfiguration {
    linked: Vec<Value>,
}

impl DidConfiguration {
    /// The credentials that link the website with DIDs. Nobody has checked them yet.
    pub(crate) fn linked(&self) -> &[Value] {
        &self.linked
    }
}

/// A resource that credentials point at: what is compared of it. Its age does not matter: the digest says which state of
/// it is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    url: String,
    #[cfg(feature = "rdfc")]
    digests: [Vec<u8>; 3],
}

impl Resource {
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

/// A schema, or a credential that holds one, from the URL by which credentials name it.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    document: Option<Value>,
    text: Option<String>,
}

impl Schema {
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

/// What stood at the URL of a status list: the `statusListCredential` of the entries that it answers.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusListDocument {
    credential: SignedCredential,
}

impl StatusListDocument {
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

    /// Credentials that one website links itself with DIDs by: each costs a signature verification where it fits.
    const MAX_LINKED_DIDS: usize = 256;

    /// A credential names one or two schemas, and a bundle a handful.
    pub(crate) const MAX_SCHEMAS: usize = 100;

    /// A list serves thousands of credentials: a passport of a hundred suppliers, each with one, is a large one.
    pub const MAX_STATUS_LISTS: usize = 100;

    /// A week: how long a list that a file encloses may have been kept beside its credential, whatever end it names.
    const MAX_STAPLED_SECONDS: i64 = 7 * 86_400;

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
        Fetched { what: DidDocument { controller, document }, from, at }
            .replace(&mut self.did_documents, |other, new| other.controller == new.controller);
        Ok(())
    }

    /// Adds the DID configuration of a website; a later one from the same URL replaces an earlier one.
    pub fn add_did_configuration(
        &mut self,
        configuration: &Object,
        from: String,
        at: Timestamp,
    ) -> Result<(), InvalidOption> {
        let linked = configuration.get("linked_dids").and_then(Value::as_array);
        let linked = linked.filter(|linked| linked.len() <= Self::MAX_LINKED_DIDS);
        let linked =
            linked.ok_or(InvalidOption::at("/linked_dids", "a list of no more than 256 credentials"))?.to_vec();
        Fetched { what: DidConfiguration { linked }, from, at }
            .replace(&mut self.did_configurations, Fetched::is_from_same_url);
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
        let what = Resource {
            url,
            #[cfg(feature = "rdfc")]
            digests: {
                let bytes = crate::multibase::decode_base64(base64).unwrap_or_default();
                HashAlgorithm::ALL.map(|algorithm| algorithm.hash([bytes.as_slice()]))
            },
        };
        Fetched { what, from, at }.replace(&mut self.resources, |other, new| other.url == new.url);
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
        Fetched { what: Schema { document, text }, from, at }.replace(&mut self.schemas, Fetched::is_from_same_url);
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
        Fetched { what: StatusListDocument { credential }, from, at }
            .replace(&mut self.status_lists, Fetched::is_from_same_url);
        Ok(())
    }

    /// Reads `{"didDocuments":[{"document":{…},"from":"…","at":"…"}],
    /// "didConfigurations":[{"configuration":{…},"from":"…","at":"…"}],
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
        each(&members, "didConfigurations", Self::MAX_DOCUMENTS, |entry| {
            let (configuration, from, at) = fetched(entry, "configuration")?;
            material.add_did_configuration(&configuration, from, at).map_err(|fault| fault.under("/configuration"))
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

    /// The status lists among what a file encloses, where they vouch for themselves as a stapled answer about a
    /// certificate does: each is its issuer's signed word, with an end (`validUntil`) and no older than
    /// [`Self::MAX_STAPLED_SECONDS`]. Whoever made the file could have chosen an older one, so it counts as fetched when
    /// its issuer says that it began to hold, whatever the file says. `None` where there is none.
    pub(super) fn stapled(&self, now: Timestamp) -> Option<Self> {
        let dated = self.status_lists.iter().filter_map(|list| {
            let time = |name: &str| Timestamp::parse(list.credential.object().get(name)?.as_str()?).ok();
            let (at, _end) = (time("validFrom")?, time("validUntil")?);
            let recent = at.plus_seconds(Self::MAX_STAPLED_SECONDS) >= now;
            recent.then(|| Fetched { at, ..list.clone() })
        });
        let stapled = Self { status_lists: dated.collect(), ..Self::default() };
        #[cfg(feature = "sd-jwt")]
        let stapled = Self { status_list_tokens: self.stapled_tokens(now), ..stapled };
        (stapled != Self::default()).then_some(stapled)
    }

    /// With what else there is, which stands behind what is here already.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.did_documents.extend_from_slice(&other.did_documents);
        self.did_configurations.extend_from_slice(&other.did_configurations);
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
    pub fn document(&self, controller: &Controller) -> Option<&Fetched<DidDocument>> {
        self.did_documents.iter().find(|found| found.controller == *controller)
    }

    /// The DID configuration from `url`, if it is here.
    #[must_use]
    pub fn did_configuration(&self, url: &str) -> Option<&Fetched<DidConfiguration>> {
        self.did_configurations.iter().find(|found| found.from == url)
    }

    /// The resource at `url`, if it is here.
    #[must_use]
    pub fn resource(&self, url: &str) -> Option<&Fetched<Resource>> {
        self.resources.iter().find(|resource| resource.url == url)
    }

    /// The schema from `url`, if it is here.
    #[must_use]
    pub fn schema(&self, url: &str) -> Option<&Fetched<Schema>> {
        self.schemas.iter().find(|schema| schema.from == url)
    }

    /// What stood at `url`, if it is here.
    #[must_use]
    pub fn status_list(&self, url: &str) -> Option<&Fetched<StatusListDocument>> {
        self.status_lists.iter().find(|list| list.from == url)
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
