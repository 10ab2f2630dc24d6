//! As whom an organisation signs: its DID, the document that lists its keys, the website that is its own.
//!
//! In scope: the `did:web` under this service's URL; documents and DID configurations, made when they are asked for. Out of
//! scope: keys (`issuer_key`).
//!
//! A key that was retired stays in the document as it was, because what it signed stays valid. One that was compromised is
//! dated (`revoked`) and speaks for nobody: it is in no relationship.
//! Specs: <https://w3c-ccg.github.io/did-method-web/>, <https://www.w3.org/TR/cid-1.0/>,
//! <https://identity.foundation/specs/did-configuration/>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofpass::bundle::Need;
use proofpass::credential::{CONTEXT_V2, UnsignedCredential};
use proofpass::did::{Controller, Origin, VerificationMethodId};
use proofpass::digest::Digest;
use proofpass::json::{Object, Value};
use proofpass::key::PublicKey;
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Request};
use proofpass::zk::verification_method;

use super::{Caller, Error, Issuer, PublicUrl, issuer_key, zk_key};
use crate::id::OrganizationId;
use crate::store::api_keys::Scope;
use crate::store::issuer_keys::{self, IssuerKey, IssuerKeySummary};
use crate::store::organizations::{self, DidMethod, Identity};
use crate::store::zk_keys::ZkKeySummary;

/// The context of DID configurations.
const CONFIGURATION_V1: &str = "https://identity.foundation/.well-known/did-configuration/v1";

/// Organisations that the service's own website can be of.
const MAX_OF_OWN_HOST: u32 = 16;

/// Documents of organisations that one request may ask for: a passport is of some issuers.
const MAX_AT_HAND: u8 = 32;

/// How long a website vouches for a DID: a year.
const LINK_SECONDS: i64 = 365 * 86_400;

/// The `did:web` of an organisation, where the service's URL makes one that leads back to it. An address makes none.
#[must_use]
pub fn did_web(public_url: &PublicUrl, organization: OrganizationId) -> Option<String> {
    let url = public_url.to_string();
    let (_, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_once('/').map_or((rest, ""), |(authority, path)| (authority, path));
    let mut did = format!("did:web:{}", authority.replace(':', "%3A"));
    for part in path.split('/').filter(|part| !part.is_empty()).chain(["organizations"]) {
        did.push(':');
        did.push_str(part);
    }
    let did = format!("{did}:{organization}");
    let leads_to = Controller::parse(&did).ok()?.document_url()?;
    (leads_to == format!("https://{rest}/organizations/{organization}/did.json")).then_some(did)
}

/// The website that the service itself is.
fn own_domain(public_url: &PublicUrl) -> Option<String> {
    let url = public_url.to_string();
    let (_, rest) = url.split_once("://")?;
    domain_of(rest.split('/').next()?)
}

/// A host, perhaps with a port, as it is compared.
fn domain_of(text: &str) -> Option<String> {
    let bare = !text.contains('/');
    Origin::parse(text).filter(|_| bare)?.as_str().strip_prefix("https://").map(str::to_owned)
}

impl Issuer {
    /// Under which kind of DID a new organisation signs: the web's in production, its keys' own elsewhere.
    pub(super) fn did_method(&self, organization: OrganizationId) -> DidMethod {
        let is_reached = !self.test_keys && self.public_url.is_https();
        if is_reached && did_web(&self.public_url, organization).is_some() { DidMethod::Web } else { DidMethod::Key }
    }
}

/// As whom the caller's organisation signs.
pub async fn find(issuer: &Issuer, caller: &Caller) -> Result<(Identity, Option<String>), Error> {
    caller.require(Scope::IssuerKeysRead)?;
    let found = organizations::identity(&issuer.store, caller.organization_id).await?.ok_or(Error::NotFound)?;
    Ok((found, did_web(&issuer.public_url, caller.organization_id)))
}

/// Changes as whom it signs. The service's own website is nobody's who asks for it: the operator says whose it is.
pub async fn change(
    issuer: &Issuer,
    caller: &Caller,
    method: DidMethod,
    domain: Option<&str>,
) -> Result<(Identity, Option<String>), Error> {
    caller.require(Scope::IssuerKeysWrite)?;
    let did = did_web(&issuer.public_url, caller.organization_id);
    if method == DidMethod::Web && did.is_none() {
        return Err(Error::refused("/method", "this service has no URL that a did:web can name"));
    }
    let domain = domain.map(checked).transpose()?;
    let before = organizations::identity(&issuer.store, caller.organization_id).await?.ok_or(Error::NotFound)?;
    if domain.is_some() && domain == own_domain(&issuer.public_url) && before.domain != domain {
        return Err(Error::refused("/domain", "is this service's own, which its operator gives away"));
    }
    let identity = Identity { organization_id: caller.organization_id, method, domain };
    write(issuer, &identity).await?;
    Ok((identity, did))
}

/// Says which website is an organisation's, be it the service's own: for operators.
pub async fn set_domain(issuer: &Issuer, organization: OrganizationId, domain: &str) -> Result<Identity, Error> {
    let before = organizations::identity(&issuer.store, organization).await?.ok_or(Error::NotFound)?;
    let identity = Identity { domain: Some(checked(domain)?), ..before };
    write(issuer, &identity).await?;
    Ok(identity)
}

fn checked(domain: &str) -> Result<String, Error> {
    let detail = "the name of a host, perhaps with a port, such as shop.example";
    domain_of(domain).filter(|domain| domain.len() <= 253).ok_or_else(|| Error::refused("/domain", detail))
}

async fn write(issuer: &Issuer, identity: &Identity) -> Result<(), Error> {
    let mut tx = issuer.store.tx_of(identity.organization_id, "change_identity").await?;
    organizations::update_identity(&mut tx, identity).await?;
    tx.commit().await?;
    Ok(())
}

/// The document of an organisation's `did:web`.
pub async fn document(issuer: &Issuer, organization: OrganizationId) -> Result<Object, Error> {
    let did = did_web(&issuer.public_url, organization).ok_or(Error::NotFound)?;
    let identity = organizations::identity(&issuer.store, organization).await?.ok_or(Error::NotFound)?;
    let keys = issuer_keys::list(&issuer.store, organization).await?;
    let zk_keys = zk_key::list(issuer, organization).await?;
    Ok(document_of(&did, identity.domain.as_deref(), &keys, &zk_keys))
}

/// What names a key in tokens: where a document lists it as a JSON Web Key, which is what others look for, that.
pub(super) fn token_method(key: &IssuerKey) -> Result<VerificationMethodId, Error> {
    let method = key.method()?;
    let multikey = key.verification_method.rsplit('#').next().unwrap_or_default();
    match PublicKey::from_multikey(multikey) {
        Ok(public_key) if key.did.starts_with("did:web:") => {
            let name = format!("{}#{}", key.did, thumbprint(&public_key));
            VerificationMethodId::parse(&name).map_err(|_| Error::SignerFaulty)
        }
        _ => Ok(method),
    }
}

/// What a verifier needs to check what a key has signed just now: the part of its document that lists it.
pub(super) fn material_of(key: &IssuerKey, now: Timestamp) -> Result<Material, Error> {
    let mut material = Material::default();
    let Some(url) = Controller::parse(&key.did).ok().and_then(|did| did.document_url()) else { return Ok(material) };
    let listed = IssuerKeySummary {
        id: key.id,
        did: key.did.clone(),
        verification_method: key.verification_method.clone(),
        active: true,
        created_at: now,
        retired_at: None,
        compromised_since: None,
    };
    let document = document_of(&key.did, None, &[listed], &[]);
    material.add_did_document(document, url, now).map_err(|_| Error::Vanished)?;
    Ok(material)
}

/// RFC 7638: these members, in this order.
fn thumbprint(key: &PublicKey) -> String {
    URL_SAFE_NO_PAD.encode(Digest::of(key.to_jwk().to_string().as_bytes()).as_bytes())
}

fn document_of(did: &str, domain: Option<&str>, keys: &[IssuerKeySummary], zk_keys: &[ZkKeySummary]) -> Object {
    let (mut methods, mut asserting) = (Vec::new(), Vec::new());
    for key in keys {
        let Ok(public_key) = PublicKey::from_multikey(key.multikey()) else { continue };
        let thumbprint = thumbprint(&public_key);
        let method = |fragment: &str, kind: &str, name: &str, value: Value| {
            let method = Object::new().with("id", format!("{did}#{fragment}")).with("type", kind);
            let method = method.with("controller", did).with(name, value);
            match key.compromised_since {
                Some(since) => method.with("revoked", since.to_string()),
                None => method,
            }
        };
        for made in [
            method(key.multikey(), "Multikey", "publicKeyMultibase", key.multikey().into()),
            method(&thumbprint, "JsonWebKey", "publicKeyJwk", public_key.to_jwk().into()),
        ] {
            if key.compromised_since.is_none() {
                asserting.extend(made.get("id").cloned());
            }
            methods.push(Value::from(made));
        }
    }
    // What a key signed under another name of the service's is nothing that this document speaks of.
    for key in zk_keys.iter().filter(|key| key.did == did) {
        let Some(public_key) = key.public_key() else { continue };
        let id = key.verification_method();
        let method = verification_method(&id, did, &public_key);
        let method = if let Some(since) = key.compromised_since {
            method.with("revoked", since.to_string())
        } else {
            asserting.push(Value::from(id));
            method
        };
        methods.push(Value::from(method));
    }
    let contexts = [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/jwk/v1",
        CONFIGURATION_V1,
    ];
    let document = Object::new()
        .with("@context", contexts.map(Value::from).to_vec())
        .with("id", did)
        .with("verificationMethod", methods)
        .with("assertionMethod", asserting);
    let Some(domain) = domain else { return document };
    let service = Object::new()
        .with("id", format!("{did}#domain"))
        .with("type", "LinkedDomains")
        .with("serviceEndpoint", format!("https://{domain}"));
    document.with("service", vec![Value::from(service)])
}

/// What the organisation's website is to say at `/.well-known/did-configuration.json`.
pub async fn configuration(issuer: &Issuer, organization: OrganizationId) -> Result<Object, Error> {
    let link = link(issuer, organization).await?.ok_or(Error::NotFound)?;
    Ok(configuration_of(vec![link.into()]))
}

/// What the service's own website says: which organisations it is of.
pub async fn own_configuration(issuer: &Issuer) -> Result<Object, Error> {
    let domain = own_domain(&issuer.public_url).ok_or(Error::NotFound)?;
    let mut links = Vec::new();
    for organization in organizations::of_domain(&issuer.store, &domain, MAX_OF_OWN_HOST).await? {
        links.extend(link(issuer, organization).await?.map(Value::from));
    }
    if links.is_empty() { Err(Error::NotFound) } else { Ok(configuration_of(links)) }
}

fn configuration_of(links: Vec<Value>) -> Object {
    Object::new().with("@context", CONFIGURATION_V1).with("linked_dids", links)
}

/// The credential by which an organisation links its DID with its website: the same all day. None without a website, and
/// without a key that signs for the DID.
async fn link(issuer: &Issuer, organization: OrganizationId) -> Result<Option<Object>, Error> {
    let Some(did) = did_web(&issuer.public_url, organization) else { return Ok(None) };
    let identity = organizations::identity(&issuer.store, organization).await?.ok_or(Error::NotFound)?;
    let Some(domain) = identity.domain else { return Ok(None) };
    let Some(key) = issuer_keys::active(&issuer.store, organization).await? else { return Ok(None) };
    if key.did != did {
        return Ok(None);
    }
    let now = issuer.clock.now().unix_seconds();
    let today = Timestamp::from_unix_seconds(now - now.rem_euclid(86_400)).map_err(|_| Error::Vanished)?;
    let subject = Object::new().with("id", did.as_str()).with("origin", format!("https://{domain}"));
    let credential = Object::new()
        .with("@context", vec![Value::from(CONTEXT_V2), CONFIGURATION_V1.into()])
        .with("type", vec![Value::from("VerifiableCredential"), "DomainLinkageCredential".into()])
        .with("issuer", did)
        .with("validFrom", today.to_string())
        .with("validUntil", today.plus_seconds(LINK_SECONDS).to_string())
        .with("credentialSubject", subject);
    let signing = issuer.clone();
    let signed = issuer.desk.run(move || {
        let credential = UnsignedCredential::new(credential).map_err(|_| Error::Vanished)?;
        let signer = issuer_key::open(&signing, &key)?;
        let secured = signer.secure(credential, key.method()?, today).map_err(|_| Error::SignerFaulty)?;
        Ok::<_, Error>(secured.object().clone())
    });
    Ok(Some(signed.await??))
}

/// What this service itself knows of what a document needs: the documents of its own organisations, where they are some.
pub async fn at_hand(issuer: &Issuer, request: &Request) -> Result<Material, Error> {
    documents(issuer, request.needs(&Material::default())).await
}

/// The same of needs that are known.
pub async fn documents(issuer: &Issuer, needs: Vec<Need>) -> Result<Material, Error> {
    let mut material = Material::default();
    let mut left = MAX_AT_HAND;
    for need in needs {
        let Need::Document(controller) = need else { continue };
        let id = controller.as_str().rsplit(':').next().and_then(|id| id.parse::<OrganizationId>().ok());
        let own = id.filter(|id| did_web(&issuer.public_url, *id).as_deref() == Some(controller.as_str()));
        let Some((organization, url)) = own.zip(controller.document_url()) else { continue };
        if left == 0 {
            break;
        }
        left -= 1;
        let document = match document(issuer, organization).await {
            // Nobody's: the report says that the document is not at hand.
            Err(Error::NotFound) => continue,
            found => found?,
        };
        material.add_did_document(document, url, issuer.clock.now()).map_err(|_| Error::Vanished)?;
    }
    Ok(material)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_did_leads_back_to_the_document() {
        let id: OrganizationId = "0197a9c0-0000-7000-8000-00000000000a".parse().unwrap();
        let did = |url: &str| did_web(&PublicUrl::parse(url).unwrap(), id);
        for (url, expected) in [
            ("https://issuer.example", "did:web:issuer.example:organizations:"),
            ("https://issuer.example:8443", "did:web:issuer.example%3A8443:organizations:"),
            ("https://a.example/b/c", "did:web:a.example:b:c:organizations:"),
            ("http://localhost:3000", "did:web:localhost%3A3000:organizations:"),
        ] {
            assert_eq!(did(url), Some(format!("{expected}{id}")), "{url}");
        }
        for url in ["http://127.0.0.1:3000", "http://[::1]:3000", "https://a.example/b//c", "https://a.example/b:c"] {
            assert_eq!(did(url), None, "{url}");
        }
    }
}
