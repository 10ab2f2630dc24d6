//! The check `domain`: whether the issuer and a website vouch for each other.
//!
//! In scope: the two directions of the link, the credentials that make the second. Out of scope: fetching.
//! Spec: <https://identity.foundation/specs/did-configuration/#did-configuration-resource-verification>
//!
//! 1. The issuer's DID document names the website, in a service `LinkedDomains`.
//! 2. The website lists, at its well-known place, a `DomainLinkageCredential` by which the same DID names the same origin:
//!    signed with a key of that DID, and valid at this time.
//!
//! The first direction alone is anybody's to write, and so is the second. A link that is not there says nothing against a
//! credential, unless the policy asks for one: websites move, and signatures stay.

use std::cell::RefCell;

#[cfg(feature = "jose")]
use super::securing::Secured;
use super::{Code, Outcome, Verifier};
use crate::credential::{SignedCredential, has_type, id_or_text};
use crate::did::{Controller, Origin};
#[cfg(feature = "jose")]
use crate::jcs::CanonicalMembers;
use crate::json::{Object, Value};
#[cfg(feature = "jose")]
use crate::securing::Securing;
#[cfg(feature = "jose")]
use crate::securing::data_integrity::Purpose;

/// Credentials of one website that are verified for one DID: the current one, and one that will replace it.
const MAX_TRIED: usize = 4;

/// Proofs of such a credential. Each costs a signature verification.
const MAX_PROOFS: usize = 4;

/// What is known already of the issuers of a bundle, each looked up once.
#[derive(Default)]
pub(super) struct Domains(RefCell<Vec<(String, Domain)>>);

/// What came of the check, and the origins that are linked.
#[derive(Clone, Debug)]
pub(super) struct Domain {
    pub(super) code: Code,
    pub(super) origins: Vec<Origin>,
}

impl From<Code> for Domain {
    fn from(code: Code) -> Self {
        Self { code, origins: Vec::new() }
    }
}

impl Verifier<'_> {
    /// The websites of the credential's issuer, whose key the credential was signed with if `issuer` says so.
    pub(super) fn domain(&self, credential: &SignedCredential, issuer: Code) -> Domain {
        let Some(did) = credential.issuer().filter(|_| issuer.outcome() == Outcome::Pass) else {
            return Code::NotReached.into();
        };
        if let Some((_, domain)) = self.domains.0.borrow().iter().find(|(other, _)| other == did) {
            return domain.clone();
        }
        let domain = self.domain_of(did);
        self.domains.0.borrow_mut().push((did.to_owned(), domain.clone()));
        domain
    }

    fn domain_of(&self, did: &str) -> Domain {
        let document = Controller::parse(did).ok().and_then(|controller| self.material.document(&controller));
        let named = document.map(|found| found.document().origins()).unwrap_or_default();
        let mut code = Code::NoDomain;
        let mut origins = Vec::new();
        for origin in named {
            let found = self.link(did, &origin);
            // The best that one of them comes to. What could still be confirmed outweighs what was not.
            let rank = |code: Code| match code {
                Code::DomainLinked => 4,
                Code::DomainUnverified => 3,
                Code::DomainUnresolved => 2,
                Code::DomainNotLinked => 1,
                _ => 0,
            };
            if rank(found) > rank(code) {
                code = found;
            }
            if found == Code::DomainLinked {
                origins.push(origin);
            }
        }
        Domain { code, origins }
    }

    /// Whether a website vouches for a DID.
    fn link(&self, did: &str, origin: &Origin) -> Code {
        let Some(found) = self.material.did_configuration(&origin.configuration_url()) else {
            return Code::DomainUnresolved;
        };
        if self.policy.is_stale(found.at(), self.now) {
            return Code::DomainUnresolved;
        }
        let mut code = Code::DomainNotLinked;
        let candidates = found.linked().iter().filter_map(|entry| Linkage::read(entry, did, origin));
        for linkage in candidates.take(MAX_TRIED) {
            match self.linkage(&linkage) {
                Outcome::Pass => return Code::DomainLinked,
                Outcome::NotChecked => code = Code::DomainUnverified,
                Outcome::Fail => {}
            }
        }
        code
    }

    /// Whether the credential is its issuer's, and of this time.
    fn linkage(&self, linkage: &Linkage) -> Outcome {
        let credential = match linkage {
            Linkage::Credential(credential) => credential,
            #[cfg(feature = "jose")]
            Linkage::Token(claims, securing) => {
                let canonical = CanonicalMembers::new(claims);
                let (author, purpose) = (claims.get("iss").and_then(Value::as_str), Purpose::AssertionMethod);
                let secured = Secured { object: claims, securing, canonical: &canonical, author, purpose };
                let (proof, controllers) = self.securing(&secured);
                let is_issuers = controllers.iter().any(|controller| Some(&**controller) == author);
                return if proof.outcome() == Outcome::Pass && !is_issuers { Outcome::Fail } else { proof.outcome() };
            }
            Linkage::Unread => return Outcome::NotChecked,
        };
        let signed = self.signed_by_issuer(credential);
        // Of data model 1.1 only what is looked at here is read.
        let has_period = credential.valid_from().is_some() && credential.valid_until().is_some();
        if has_period { signed.min(self.validity(credential).outcome()) } else { Outcome::Fail }
    }
}

/// A credential that is said to link a DID with an origin.
enum Linkage {
    Credential(SignedCredential),
    /// A token of data model 1.1, whose credential is in the claim `vc`: its claims beside those of the credential.
    #[cfg(feature = "jose")]
    Token(Object, Securing),
    /// A token, where tokens are not read.
    #[cfg_attr(feature = "jose", expect(dead_code, reason = "tokens are read"))]
    Unread,
}

impl Linkage {
    /// The entry of a DID configuration, if it is for that DID and that origin. Nothing is verified that is for another.
    fn read(entry: &Value, did: &str, origin: &Origin) -> Option<Self> {
        let credential = match entry {
            Value::Object(object) => SignedCredential::new(object.clone()),
            #[cfg(feature = "jose")]
            Value::String(token) => {
                let (claims, securing) = crate::securing::open_token(token.trim_ascii());
                if claims.get("vc").is_some() {
                    return Self::of_version_1(&claims, securing, did, origin);
                }
                SignedCredential::from_token(token.trim_ascii())
            }
            #[cfg(not(feature = "jose"))]
            Value::String(_) => return Some(Self::Unread),
            _ => return None,
        };
        let is_for_them = links(credential.object(), did, origin) && credential.set("proof").len() <= MAX_PROOFS;
        is_for_them.then_some(Self::Credential(credential))
    }

    /// The token's form in data model 1.1: the claim `vc`, with `iss`, `sub`, `nbf` and `exp` beside it.
    #[cfg(feature = "jose")]
    fn of_version_1(claims: &Object, securing: Securing, did: &str, origin: &Origin) -> Option<Self> {
        let vc = claims.get("vc")?.as_object()?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let is_whole = text("iss") == Some(did) && text("sub") == Some(did) && claims.get("exp").is_some();
        if !is_whole || !links(vc, did, origin) || vc.get("proof").is_some() {
            return None;
        }
        let mut object = vc.clone();
        for name in ["iss", "sub", "nbf", "exp"] {
            object.remove(name);
            if let Some(claim) = claims.get(name) {
                object = object.with(name, claim.clone());
            }
        }
        Some(Self::Token(object, securing))
    }
}

/// Whether a credential is one by which that DID links itself with that origin.
fn links(credential: &Object, did: &str, origin: &Origin) -> bool {
    let Some(Value::Object(subject)) = credential.get("credentialSubject") else { return false };
    let text = |name: &str| subject.get(name).and_then(Value::as_str);
    has_type(credential, "DomainLinkageCredential")
        && credential.get("issuer").and_then(id_or_text) == Some(did)
        && text("id") == Some(did)
        && text("origin").and_then(Origin::parse).as_ref() == Some(origin)
}
