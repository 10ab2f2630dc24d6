//! What a verifier must have before it can check a bundle, and does not have yet.
//!
//! In scope: what each thing is, where it can come from, and what of material it becomes. Out of scope: fetching it, which
//! is a shell's business: *needs → fetch → add*, until nothing is needed any more or nothing new comes.

mod received;
#[cfg(feature = "sd-jwt")]
mod tokens;

pub use received::Unfit;

use super::Bundle;
use crate::credential::{SignedCredential, has_type, is_url};
use crate::did::{Controller, Origin, VerificationMethodId};
#[cfg(feature = "rdfc")]
use crate::digest::HashAlgorithm;
use crate::json::{Object, Value};
use crate::presentation::Presentation;
use crate::securing::Securing;
use crate::verify::Material;
#[cfg(feature = "zk")]
use crate::zk::{ProofPresentation, Stapled};

/// Something to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// The document that lists the keys of a controller which is not its own key: a DID document, or a controlled
    /// identifier document at an `https` URL.
    Document(Controller),
    /// What a website that an issuer's document names as its own says of its owner: the URL of its DID configuration.
    DidConfiguration(String),
    /// The metadata of an issuer that is an `https` URL, among them its keys.
    #[cfg(feature = "sd-jwt")]
    IssuerMetadata(String),
    /// The JSON Web Key Set that such metadata name.
    #[cfg(feature = "sd-jwt")]
    JwkSet(String),
    /// A resource whose state a credential fixes, at an `https` URL.
    Resource(String),
    /// The schema at an `https` URL.
    Schema(String),
    /// The status list published at an `https` URL.
    StatusList(String),
    /// The token with a status list that is published at an `https` URL.
    #[cfg(feature = "sd-jwt")]
    StatusListToken(String),
}

impl Need {
    /// The members of material, in the order in which they are written.
    pub const MEMBERS: [&str; 8] = [
        "didDocuments",
        "didConfigurations",
        "statusLists",
        "resources",
        "schemas",
        "issuerMetadata",
        "jwkSets",
        "statusListTokens",
    ];

    /// The member of material that it goes into.
    #[must_use]
    pub fn member(&self) -> &'static str {
        match self {
            Self::Document(_) => "didDocuments",
            Self::DidConfiguration(_) => "didConfigurations",
            #[cfg(feature = "sd-jwt")]
            Self::IssuerMetadata(_) => "issuerMetadata",
            #[cfg(feature = "sd-jwt")]
            Self::JwkSet(_) => "jwkSets",
            Self::Resource(_) => "resources",
            Self::Schema(_) => "schemas",
            Self::StatusList(_) => "statusLists",
            #[cfg(feature = "sd-jwt")]
            Self::StatusListToken(_) => "statusListTokens",
        }
    }

    /// The word for what is needed, as in [`Self::to_object`].
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Document(controller) if controller.is_did() => "did-document",
            Self::Document(_) => "controlled-identifier-document",
            Self::DidConfiguration(_) => "did-configuration",
            #[cfg(feature = "sd-jwt")]
            Self::IssuerMetadata(_) => "issuer-metadata",
            #[cfg(feature = "sd-jwt")]
            Self::JwkSet(_) => "jwk-set",
            Self::Resource(_) => "resource",
            Self::Schema(_) => "schema",
            Self::StatusList(_) => "status-list",
            #[cfg(feature = "sd-jwt")]
            Self::StatusListToken(_) => "status-list-token",
        }
    }

    /// What it is called: a DID, or a URL.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Document(controller) => controller.as_str(),
            #[cfg(feature = "sd-jwt")]
            Self::IssuerMetadata(url) | Self::JwkSet(url) | Self::StatusListToken(url) => url,
            Self::DidConfiguration(url) | Self::Resource(url) | Self::Schema(url) | Self::StatusList(url) => url,
        }
    }

    /// Where it can be fetched from. Nowhere that is known here: a DID of another method than `did:web`, or one that does
    /// not name a host correctly.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Document(controller) => controller.document_url(),
            #[cfg(feature = "sd-jwt")]
            Self::IssuerMetadata(issuer) => Some(tokens::metadata_url(issuer)),
            #[cfg(feature = "sd-jwt")]
            Self::JwkSet(url) | Self::StatusListToken(url) => Some(url.clone()),
            Self::DidConfiguration(url) | Self::Resource(url) | Self::Schema(url) | Self::StatusList(url) => {
                Some(url.clone())
            }
        }
    }

    /// As JSON: what kind of thing, its name (`did` or `url`), and the URLs that it can come from, in the order in which to
    /// try them: `{"kind":"did-document","did":"did:web:a.example","urls":["https://a.example/.well-known/did.json"]}`,
    /// `{"kind":"status-list","url":"https://…","urls":["https://…"]}`. The kinds are `controlled-identifier-document`,
    /// `did-configuration`, `did-document`, `resource`, `schema` and `status-list`; with feature `sd-jwt` also `issuer-metadata` (whose name is the
    /// issuer), `jwk-set` and `status-list-token`.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let kind = self.kind();
        let urls: Vec<Value> = self.url().into_iter().map(Value::from).collect();
        let name = if kind == "did-document" { "did" } else { "url" };
        Object::new().with("kind", kind).with(name, self.id()).with("urls", urls)
    }
}

/// What is needed, each thing once.
struct Needs<'a> {
    have: &'a Material,
    needs: Vec<Need>,
}

impl Needs<'_> {
    fn add(&mut self, need: Need) {
        // Never many more than `MAX_PROOFS` to compare with.
        if !self.needs.contains(&need) {
            self.needs.push(need);
        }
    }

    /// Whose keys are said to have signed a credential: by each proof, and by its token.
    fn keys_of(&mut self, credential: &SignedCredential) {
        self.documents(credential.set("proof").iter().filter_map(controller));
        self.key_of_securing(credential.securing(), credential.issuer());
    }

    /// Whose key is said to have signed a token, if it is one.
    fn key_of_securing(&mut self, securing: &Securing, author: Option<&str>) {
        #[cfg(feature = "sd-jwt")]
        if self.published_key(securing, author) {
            return;
        }
        self.documents(securing.signer(author).into_iter());
    }

    fn documents(&mut self, controllers: impl Iterator<Item = Controller>) {
        for controller in controllers {
            if !controller.holds_its_key() && self.have.document(&controller).is_none() {
                self.add(Need::Document(controller));
            }
        }
    }

    /// What the websites of an issuer say, once it is known which those are.
    fn configurations_of(&mut self, credential: &SignedCredential) {
        let controller = credential.issuer().and_then(|issuer| Controller::parse(issuer).ok());
        let Some(found) = controller.and_then(|controller| self.have.document(&controller)) else { return };
        for url in found.document().origins().iter().map(Origin::configuration_url) {
            if self.have.did_configuration(&url).is_none() {
                self.add(Need::DidConfiguration(url));
            }
        }
    }

    /// A schema, then what it refers to, or, where a credential holds it, whose keys signed that.
    fn schema(&mut self, entry: &Object, url: &str) {
        let Some(schema) = self.have.schema(url) else { return self.add(Need::Schema(url.to_owned())) };
        let Some(Value::Object(document)) = schema.document() else { return };
        if !has_type(entry, "JsonSchemaCredential") {
            return self.referred_to(schema.document(), url);
        }
        let credential = SignedCredential::new(document.clone());
        self.keys_of(&credential);
        if let [Value::Object(subject)] = credential.set("credentialSubject") {
            self.referred_to(subject.get("jsonSchema"), url);
        }
    }

    /// The document of the issuer, and the status commitment or who signed it.
    #[cfg(feature = "zk")]
    fn of_proof(&mut self, proof: &Object) {
        // What is no presentation needs nothing.
        let Ok(proof) = ProofPresentation::from_object(proof) else { return };
        self.documents(Controller::parse(&proof.issuer).ok().into_iter());
        match proof.status {
            Some(Stapled::Whole(commitment)) => self.keys_of(&commitment),
            Some(Stapled::At(url)) => match self.have.status_list(&url) {
                Some(commitment) => self.keys_of(commitment.credential()),
                None => self.add(Need::StatusList(url)),
            },
            None => {}
        }
    }

    #[cfg(feature = "schema")]
    fn referred_to(&mut self, schema: Option<&Value>, from: &str) {
        let missing = |schema| crate::schema::missing(schema, from, |url| self.have.schema(url)?.document());
        if let Some(url) = schema.and_then(missing).filter(|url| is_on_the_web(url)) {
            self.add(Need::Schema(url));
        }
    }

    #[cfg(not(feature = "schema"))]
    #[expect(clippy::unused_self, reason = "schemas are read with the feature only")]
    fn referred_to(&mut self, _: Option<&Value>, _: &str) {}
}

impl Bundle {
    /// What is still missing, each thing once: keys, status lists, schemas, resources, each in the order of first use.
    /// Empty: go.
    ///
    /// What is fetched may itself need something (a status list the keys that signed it, a schema those it refers to): ask
    /// again with it in `have`. A build tells what it can read: see [`Self::is_legible`].
    #[must_use]
    pub fn needs(&self, have: &Material) -> Vec<Need> {
        let mut needs = Needs { have, needs: Vec::new() };
        #[cfg(feature = "zk")]
        if let Some(proof) = &self.proof {
            needs.of_proof(proof);
        }
        if let Some(presentation) = &self.presentation {
            needs.documents(presentation.proofs().iter().filter_map(controller));
            needs.key_of_securing(presentation.securing(), presentation.holder());
        }
        for credential in &self.credentials {
            needs.keys_of(credential);
            #[cfg(feature = "sd-jwt")]
            needs.of_token(credential);
        }
        for url in self.status_lists() {
            match have.status_list(url) {
                Some(list) => needs.keys_of(list.credential()),
                None => needs.add(Need::StatusList(url.to_owned())),
            }
        }
        for (entry, url) in self.entries("credentialSchema", Material::MAX_SCHEMAS) {
            needs.schema(entry, url);
        }
        for (_, url) in self.entries("relatedResource", Material::MAX_RESOURCES) {
            if !is_bundled(url) && have.resource(url).is_none() {
                needs.add(Need::Resource(url.to_owned()));
            }
        }
        for credential in &self.credentials {
            needs.configurations_of(credential);
        }
        needs.needs
    }

    /// Whether this build can read everything that could need something. A build without a feature does not see what is
    /// inside a token, which contexts are bundled with another, or what a schema refers to.
    #[must_use]
    pub fn is_legible(&self, have: &Material) -> bool {
        let is_open = |securing: &Securing| !matches!(securing, Securing::Unopened(_));
        let lists = self.status_lists().into_iter().filter_map(|url| have.status_list(url));
        let mut securings =
            self.presentation.iter().map(Presentation::securing).chain(
                self.credentials.iter().chain(lists.map(|list| list.credential())).map(SignedCredential::securing),
            );
        let mut resources = self.entries("relatedResource", 1);
        // What a schema refers to is asked for once it is at hand.
        let mut schemas = self.entries("credentialSchema", Material::MAX_SCHEMAS);
        securings.all(is_open)
            && (cfg!(feature = "zk") || self.proof.is_none())
            && (cfg!(feature = "rdfc") || resources.next().is_none())
            && (cfg!(feature = "schema") || schemas.all(|(_, url)| have.schema(url).is_none()))
    }

    /// The entries of a member of the credentials that name something on the web, each once; no more than `max` of them.
    fn entries<'a>(&'a self, name: &'a str, max: usize) -> impl Iterator<Item = (&'a Object, &'a str)> {
        let mut urls: Vec<&str> = Vec::new();
        let entries = self.credentials.iter().flat_map(move |credential| credential.set(name));
        entries
            .filter_map(|entry| {
                let entry = entry.as_object()?;
                Some((entry, entry.get("id")?.as_str().filter(|id| is_on_the_web(id))?))
            })
            .filter(move |(_, url)| {
                let is_new = urls.len() < max && !urls.contains(url);
                if is_new {
                    urls.push(url);
                }
                is_new
            })
    }

    /// Where the status lists of the credentials are published, each once; no more of them than material may hold.
    fn status_lists(&self) -> Vec<&str> {
        let mut urls = Vec::new();
        for credential in &self.credentials {
            for url in credential.set("credentialStatus").iter().take(Self::MAX_STATUSES).filter_map(status_list) {
                if urls.len() < Material::MAX_STATUS_LISTS && !urls.contains(&url) {
                    urls.push(url);
                }
            }
        }
        urls
    }
}

/// Whose key is said to have made a proof.
fn controller(proof: &Value) -> Option<Controller> {
    let method = proof.as_object()?.get("verificationMethod")?.as_str()?;
    Some(VerificationMethodId::parse(method).ok()?.controller().clone())
}

/// Where the list of a status entry is published, if the entry is of a kind that is checked and the list can be fetched.
fn status_list(entry: &Value) -> Option<&str> {
    let entry = entry.as_object()?;
    let known = has_type(entry, "BitstringStatusListEntry") || has_type(entry, "StatusList2021Entry");
    entry.get("statusListCredential")?.as_str().filter(|url| known && is_on_the_web(url))
}

fn is_on_the_web(url: &str) -> bool {
    url.starts_with("https://") && is_url(url)
}

#[cfg(feature = "rdfc")]
fn is_bundled(url: &str) -> bool {
    // Of the other bundled contexts the published bytes are not known, and digests are of those.
    crate::jsonld::bundled(url).is_some_and(|context| context.digest(HashAlgorithm::Sha256).is_some())
}

#[cfg(not(feature = "rdfc"))]
fn is_bundled(_: &str) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn texts(needs: &[Need]) -> Vec<String> {
        needs.iter().map(|need| format!("{} {}", need.kind(), need.id())).collect()
    }

    fn object(text: &str) -> Object {
        match crate::json::parse(text.as_bytes(), &crate::json::Limits::DOCUMENT) {
            Ok(Value::Object(object)) => object,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn says_where_each_document_can_come_from() {
        let bundle = |method: &str| {
            let proof = Object::new().with("verificationMethod", method);
            Bundle::of(vec![SignedCredential::new(Object::new().with("proof", proof))]).unwrap()
        };
        for (method, need) in [
            (
                "did:web:a.example%3A8443:b#k",
                r#"{"kind":"did-document","did":"did:web:a.example%3A8443:b","urls":["https://a.example:8443/b/did.json"]}"#,
            ),
            ("did:web:127.0.0.1#k", r#"{"kind":"did-document","did":"did:web:127.0.0.1","urls":[]}"#),
            ("did:ex:a#k", r#"{"kind":"did-document","did":"did:ex:a","urls":[]}"#),
            (
                "https://a.example/i#k",
                r#"{"kind":"controlled-identifier-document","url":"https://a.example/i","urls":["https://a.example/i"]}"#,
            ),
        ] {
            let needs = bundle(method).needs(&Material::default());
            assert_eq!(needs.iter().map(|need| need.to_object().to_string()).collect::<Vec<_>>(), [need]);
        }
        for method in ["did:key:z6Mk#z6Mk", "did:jwk:e30#0", "http://a.example/i#k", "https://a.example/i", "#k", ""] {
            assert_eq!(bundle(method).needs(&Material::default()), [], "{method}");
        }
    }

    #[test]
    fn needs_what_a_credential_fixes_the_state_of() {
        let text = r#"{"relatedResource":[{"id":"https://a.example/1"},{"id":"https://a.example/1"},{"id":"urn:a:b"},
            {"id":"http://a.example/2"},{"id":"https://www.w3.org/ns/credentials/v2"},{"id":2},{},3]}"#;
        let bundle = Bundle::of(vec![SignedCredential::new(object(text))]).unwrap();
        let mut have = Material::default();
        let context = "resource https://www.w3.org/ns/credentials/v2";
        let rest: &[&str] = if cfg!(feature = "rdfc") { &[] } else { &[context] };
        assert_eq!(texts(&bundle.needs(&have)), [&["resource https://a.example/1"], rest].concat());
        assert_eq!(bundle.is_legible(&have), cfg!(feature = "rdfc"));
        have.add_resource("https://a.example/1".into(), "", "x".into(), Timestamp::MIN).unwrap();
        assert_eq!(texts(&bundle.needs(&have)), rest);
    }

    #[cfg(feature = "schema")]
    #[test]
    fn needs_what_a_schema_refers_to_and_the_keys_of_one_in_a_credential() {
        const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
        let entry = |kind: &str, id: &str| Value::from(Object::new().with("type", kind).with("id", id));
        let entries =
            vec![entry("JsonSchema", "https://a.example/1"), entry("JsonSchemaCredential", "https://a.example/2")];
        let bundle = Bundle::of(vec![SignedCredential::new(Object::new().with("credentialSchema", entries))]).unwrap();
        let mut have = Material::default();
        let add = |have: &mut Material, url: &str, schema: Object| {
            have.add_schema(schema.into(), format!("https://{url}"), Timestamp::MIN).unwrap();
        };
        let schema =
            |reference: &str| object(&format!(r#"{{"$schema":"{DRAFT}","allOf":[{{"$ref":"{reference}"}}]}}"#));
        let needs = |have: &Material| texts(&bundle.needs(have));
        assert_eq!(needs(&have), ["schema https://a.example/1", "schema https://a.example/2"]);
        add(&mut have, "a.example/1", schema("parts/3#/x"));
        let held = Object::new().with("type", "JsonSchema").with("jsonSchema", schema("/4"));
        let proof = Object::new().with("verificationMethod", "did:web:b.example#k");
        add(&mut have, "a.example/2", Object::new().with("credentialSubject", held).with("proof", proof));
        let (key, fourth) = ("did-document did:web:b.example", "schema https://a.example/4");
        assert_eq!(needs(&have), ["schema https://a.example/parts/3", key, fourth]);
        // What is at hand may refer to more.
        add(&mut have, "a.example/parts/3", schema("https://c.example/5"));
        assert_eq!(needs(&have), ["schema https://c.example/5", key, fourth]);
        add(&mut have, "a.example/4", Object::new());
        assert_eq!(needs(&have), ["schema https://c.example/5", key]);
        // Nothing is asked for that could not be fetched.
        for wrong in ["http://c.example/5", "urn:a:b", "file:///etc/passwd"] {
            add(&mut have, "a.example/1", schema(wrong));
            assert_eq!(needs(&have), [key], "{wrong}");
        }
    }

    #[test]
    fn tells_what_it_cannot_read() {
        let legible = |text: &str, have: &Material| Bundle::parse(text.as_bytes()).unwrap().is_legible(have);
        let mut have = Material::default();
        assert!(legible(r#"{"@context":[]}"#, &have));
        assert_eq!(legible("eyJhbGciOiJFUzI1NiJ9.e30.AA", &have), cfg!(feature = "jose"));
        let schema = r#"{"@context":[],"credentialSchema":{"id":"https://a.example/"}}"#;
        assert!(legible(schema, &have));
        have.add_schema(Object::new().into(), "https://a.example/".into(), Timestamp::MIN).unwrap();
        assert_eq!(legible(schema, &have), cfg!(feature = "schema"));
    }

    #[test]
    fn needs_each_unknown_document_once() {
        let text = r#"{"type":"ProofPassBundle","version":1,"credentials":[
            {"proof":[{"verificationMethod":"did:web:a.example#k"},{"verificationMethod":"did:web:a.example#l"}]},
            {"proof":{"verificationMethod":"did:key:z6Mk#z6Mk"}}, {"proof":{"verificationMethod":1}}, {}]}"#;
        let bundle = Bundle::parse(text.as_bytes()).unwrap();
        let needs = bundle.needs(&Material::default());
        assert_eq!(needs, [Need::Document(Controller::parse("did:web:a.example").unwrap())]);
        assert_eq!(
            needs[0].to_object().to_string(),
            r#"{"kind":"did-document","did":"did:web:a.example","urls":["https://a.example/.well-known/did.json"]}"#
        );
    }

    #[test]
    fn needs_each_schema_once_and_from_the_web_only() {
        let text = r#"{"type":"ProofPassBundle","version":1,"credentials":[
            {"credentialSchema":[{"id":"https://a.example/s"},{"id":"http://a.example/s"},{"id":"https://a b"}]},
            {"credentialSchema":{"id":"https://a.example/s"}}, {"credentialSchema":[{"id":1},{},"https://a.example/t"]}]}"#;
        let bundle = Bundle::parse(text.as_bytes()).unwrap();
        let needs = bundle.needs(&Material::default());
        assert_eq!(needs, [Need::Schema("https://a.example/s".to_owned())]);
        assert_eq!(
            needs[0].to_object().to_string(),
            r#"{"kind":"schema","url":"https://a.example/s","urls":["https://a.example/s"]}"#
        );
        let mut have = Material::default();
        let at = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
        have.add_schema(Object::new().into(), "https://a.example/s".to_owned(), at).unwrap();
        assert_eq!(bundle.needs(&have), []);
    }

    #[test]
    fn needs_each_status_list_once_and_then_its_keys() {
        let entry = |kind: &str, url: &str| format!(r#"{{"type":"{kind}","statusListCredential":"{url}"}}"#);
        let (bitstring, legacy) = ("BitstringStatusListEntry", "StatusList2021Entry");
        let text = format!(
            r#"{{"type":"ProofPassBundle","version":1,"credentials":[
                {{"credentialStatus":[{},{},{},{},{},{{}},1]}},
                {{"credentialStatus":{},"proof":{{"verificationMethod":"did:web:a.example#k"}}}}]}}"#,
            entry(bitstring, "https://a.example/1"),
            entry(legacy, "https://a.example/2"),
            entry(bitstring, "http://a.example/3"),
            entry(bitstring, "https://a.example/ 4"),
            entry("OtherEntry", "https://a.example/5"),
            entry(bitstring, "https://a.example/1"),
        );
        let bundle = Bundle::parse(text.as_bytes()).unwrap();
        let needs = |have: &Material| texts(&bundle.needs(have));
        let key = "did-document did:web:a.example";
        let list = |n: u32| format!("status-list https://a.example/{n}");
        let mut have = Material::default();
        assert_eq!(needs(&have), [key, &list(1), &list(2)]);
        let at = Timestamp::MIN;
        let signed = Object::new().with("proof", Object::new().with("verificationMethod", "did:web:b.example#k"));
        have.add_status_list(signed, "https://a.example/1".into(), at).unwrap();
        assert_eq!(needs(&have), [key, "did-document did:web:b.example", &list(2)]);
        for did in ["did:web:a.example", "did:web:b.example"] {
            have.add_did_document(Object::new().with("id", did), "https://x.example/".into(), at).unwrap();
        }
        have.add_status_list(Object::new(), "https://a.example/2".into(), at).unwrap();
        assert_eq!(needs(&have), [""; 0]);
    }

    #[test]
    fn never_needs_more_status_lists_than_material_may_hold() {
        let entry = |n: usize| {
            Value::from(
                Object::new()
                    .with("type", "BitstringStatusListEntry")
                    .with("statusListCredential", format!("https://a.example/{n}")),
            )
        };
        let credential = |first: usize| {
            let entries: Vec<Value> = (first..first + Bundle::MAX_STATUSES + 4).map(entry).collect();
            SignedCredential::new(Object::new().with("credentialStatus", entries))
        };
        let bundle = Bundle::of((0..20).map(|n| credential(100 * n)).collect()).unwrap();
        let mut have = Material::default();
        for left in (0..=Material::MAX_STATUS_LISTS).rev() {
            let needs = bundle.needs(&have);
            assert_eq!(needs.len(), left);
            if let Some(Need::StatusList(url)) = needs.first() {
                have.add_status_list(Object::new(), url.clone(), Timestamp::MIN).unwrap();
            }
        }
        assert_eq!(Bundle::of(vec![credential(0)]).unwrap().needs(&Material::default()).len(), Bundle::MAX_STATUSES);
    }
}
