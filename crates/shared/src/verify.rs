//! The verifier: one pure function from bytes, material, policy and a time to a report.
//!
//! In scope: the checks of one credential, their order, the verdict. Out of scope: fetching what [`Material`] lacks.
//!
//! For a presentation:
//! 1. `presentation`: the data model's rules.
//! 2. `holder`: the holder that it names secured it.
//! 3. `challenge`: it was made for this occasion.
//!
//! A proof in zero knowledge has checks of its own, in an order of its own (`verify/zk.rs`).
//!
//! An SD-JWT that its holder shows with key binding has the last two of its own; they stand beside those of the document.
//!
//! For each credential, in this order:
//! 1. `structure`: the data model's rules.
//! 2. `proof`: every proof verifies under a key that its controller lists for assertions.
//! 3. `issuer`: a controller of a verified key is the issuer that the credential names.
//! 4. `validity`: the time lies in the validity period.
//! 5. `status`: the issuer has not revoked or suspended it.
//! 6. `schema`: the claims keep the schema that the credential names.
//! 7. `resources`: what it points at is what the issuer saw.
//! 8. `domain`: the issuer and a website vouch for each other.
//! 9. `trust`: the issuer is one that the policy trusts, for what it says.
//!
//! A failed verification is a report, never an `Err`. What was not checked is said to be not checked, and where the
//! policy asks for it the verdict is not `accept`.

mod asked;
mod code;
mod domain;
mod material;
mod policy;
mod presentation;
mod report;
mod request;
#[cfg(feature = "rdfc")]
mod resources;
mod schema;
#[cfg(feature = "sd-jwt")]
mod sd_jwt;
mod securing;
#[cfg(feature = "status")]
mod status;
#[cfg(test)]
#[cfg(feature = "issue")]
mod tests;
#[cfg(feature = "zk")]
mod zk;

pub use asked::Asked;
pub use code::{CheckName, Code, Outcome};
pub use material::{DidConfiguration, DidDocument, Fetched, Material, Resource, Schema, StatusListDocument};
#[cfg(feature = "sd-jwt")]
pub use material::{PublishedKeys, StatusListToken};
pub use policy::{Policy, TrustedIssuer};
#[cfg(feature = "zk")]
pub use report::ProofReport;
pub use report::{Check, CredentialReport, PresentationReport, Report, Verdict, Verified};
pub use request::{InvalidOption, Options, Request};

#[cfg(feature = "sd-jwt")]
pub(crate) use sd_jwt::confirmed_method;

use std::cell::Cell;

use crate::bundle::{Bundle, ParseError};
use crate::credential::{Fault, Rule, SignedCredential};
use crate::jcs::CanonicalMembers;
use crate::json;
use crate::securing::Securing;
use crate::securing::data_integrity::MAX_WORK;
use crate::time::Timestamp;

use domain::Domain;
use securing::{OwnKeys, Secured};

/// Verifies a bundle. Pure: the same inputs give the same report everywhere.
#[must_use]
pub fn verify(bundle: &Bundle, material: &Material, policy: &Policy, now: Timestamp) -> Report {
    // What is given or was fetched comes first; of what the file encloses, its lists vouch for themselves.
    let with_enclosed = if policy.accepts_enclosed() {
        Some(material.clone().and(bundle.enclosed()))
    } else {
        bundle.enclosed().stapled(now).map(|lists| material.clone().and(&lists))
    };
    let material = with_enclosed.as_ref().unwrap_or(material);
    let verifier = Verifier {
        material,
        policy,
        now,
        work: Cell::new(MAX_WORK),
        domains: domain::Domains::default(),
        keys: OwnKeys::default(),
        #[cfg(feature = "schema")]
        schemas: schema::Schemas::default(),
        #[cfg(feature = "status")]
        status_lists: status::StatusLists::default(),
    };
    let credentials = bundle.credentials().iter().map(|credential| verifier.credential(credential)).collect();
    let presentation = bundle.presentation().map(|presentation| verifier.presentation(presentation));
    let mut document = vec![Check::new(CheckName::Document, Code::DocumentRead, policy)];
    if presentation.is_none() && !bundle.is_bound() {
        // What only a presentation can show, and is asked for.
        let asked = [CheckName::Holder, CheckName::Challenge].into_iter().filter(|check| policy.requires(*check));
        document.extend(asked.map(|check| Check::new(check, Code::NotPresented, policy)));
    }
    #[cfg(feature = "sd-jwt")]
    document.extend(bundle.credentials().iter().flat_map(|credential| verifier.key_binding(credential)));
    #[cfg(feature = "zk")]
    if let Some(proof) = bundle.proof() {
        return Report::of_proof(now, document, verifier.shown(proof));
    }
    #[cfg(not(feature = "zk"))]
    if bundle.proof().is_some() {
        // Nothing can be said of it here: it is never accepted.
        document.push(Check::new(CheckName::Proof, Code::ProofUnsupported, policy));
    }
    Report::new(now, document, presentation, credentials)
}

/// Verifies bytes: those that are no bundle get a report too.
#[must_use]
pub fn verify_bytes(bytes: &[u8], material: &Material, policy: &Policy, now: Timestamp) -> Report {
    match Bundle::parse(bytes) {
        Ok(bundle) => verify(&bundle, material, policy, now),
        Err(error) => unreadable(&error, policy, now),
    }
}

fn unreadable(error: &ParseError, policy: &Policy, now: Timestamp) -> Report {
    let code = match error {
        ParseError::Json(json::Error::DuplicateKey { .. }) => Code::DuplicateKey,
        ParseError::Json(json::Error::NotUtf8 { .. }) => Code::NotUtf8,
        ParseError::Json(json::Error::NumberNotExact { .. }) => Code::NumberNotExact,
        ParseError::Json(json::Error::StringTooLong { .. }) => Code::StringTooLong,
        ParseError::Json(json::Error::Syntax { .. }) => Code::JsonSyntax,
        ParseError::Json(json::Error::TooDeep { .. }) => Code::TooDeep,
        ParseError::Json(json::Error::TooLarge { .. }) => Code::TooLarge,
        ParseError::Json(json::Error::TooManyNodes { .. }) => Code::TooManyNodes,
        ParseError::Enclosed => Code::EnclosedInvalid,
        ParseError::NoCredentials => Code::NoCredentials,
        ParseError::NotABundle => Code::NotABundle,
        ParseError::TooManyCredentials => Code::TooManyCredentials,
        ParseError::TooManyProofs => Code::TooManyProofs,
    };
    Report::new(now, vec![Check::new(CheckName::Document, code, policy)], None, Vec::new())
}

struct Verifier<'a> {
    material: &'a Material,
    policy: &'a Policy,
    now: Timestamp,
    /// What reading JSON-LD may still cost.
    work: Cell<u32>,
    keys: OwnKeys,
    /// The websites of the issuers that were met already.
    domains: domain::Domains,
    #[cfg(feature = "schema")]
    schemas: schema::Schemas,
    /// The status lists that were read already.
    #[cfg(feature = "status")]
    status_lists: status::StatusLists,
}

impl Verifier<'_> {
    fn credential(&self, credential: &SignedCredential) -> CredentialReport {
        let canonical = CanonicalMembers::new(credential.object());
        let (structure, pointer) = structure(credential);
        let secured = Secured::credential(credential, &canonical);
        let (proof, controllers) = self.securing(&secured);
        let issuer = issuer(credential, proof, &controllers);
        let (status, entry) = self.status(credential);
        let (schema, schema_pointer) = self.schema(credential);
        let domain = self.domain(credential, issuer);
        let is_as_asked = proof.outcome() != Outcome::Pass || self.policy.accepts_proof(secured.kinds());
        let trust = if is_as_asked { self.trust(credential, issuer, &domain) } else { Code::ProofNotAccepted };
        let code = |name, code| Check::new(name, code, self.policy);
        let checks = vec![
            code(CheckName::Structure, structure).at(pointer),
            code(CheckName::Proof, proof),
            code(CheckName::Issuer, issuer),
            code(CheckName::Validity, self.validity(credential)),
            code(CheckName::Status, status).at(entry),
            code(CheckName::Schema, schema).at(schema_pointer),
            code(CheckName::Resources, self.resources(credential)),
            code(CheckName::Domain, domain.code),
            code(CheckName::Trust, trust),
        ];
        let digest = if credential.token().is_some() { credential.digest() } else { canonical.digest() };
        CredentialReport::new(credential, digest, &domain.origins, checks)
    }

    /// Whether a credential beside those that are verified, such as a status list, is signed by the issuer that it names.
    fn signed_by_issuer(&self, credential: &SignedCredential) -> Outcome {
        let canonical = CanonicalMembers::new(credential.object());
        let (proof, controllers) = self.securing(&Secured::credential(credential, &canonical));
        proof.outcome().min(issuer(credential, proof, &controllers).outcome())
    }

    fn validity(&self, credential: &SignedCredential) -> Code {
        let (from, until) = (credential.valid_from(), credential.valid_until());
        let [begin, end] = credential.period();
        let unreadable = |name, read: Option<_>| credential.object().get(name).is_some() && read.is_none();
        if unreadable(begin, from) || unreadable(end, until) {
            Code::NotReached
        } else if from.is_some_and(|from| self.now.plus_seconds(self.policy.tolerance()) < from) {
            Code::NotYetValid
        } else if until.is_some_and(|until| until < self.now.plus_seconds(-self.policy.tolerance())) {
            Code::Expired
        } else {
            Code::WithinValidity
        }
    }

    #[cfg(not(feature = "status"))]
    #[expect(clippy::unused_self, reason = "with the feature it needs the material and the time")]
    fn status(&self, credential: &SignedCredential) -> (Code, Option<String>) {
        let none = credential.set("credentialStatus").is_empty();
        #[cfg(feature = "sd-jwt")]
        let none = none && credential.token_status().is_none();
        (if none { Code::NoStatus } else { Code::StatusUnsupported }, None)
    }

    fn trust(&self, credential: &SignedCredential, issuer: Code, domain: &Domain) -> Code {
        if !self.policy.asks_for_type(credential.types()) {
            return Code::TypeNotAccepted;
        }
        let Some(trusted) = self.policy.trusted_issuers() else { return Code::NoTrustList };
        let Some(id) = credential.issuer().filter(|_| issuer.outcome() == Outcome::Pass) else {
            return Code::NotReached;
        };
        let mut found = trusted.iter().filter(|entry| entry.is(id, &domain.origins)).peekable();
        let is_on_the_list = found.peek().is_some();
        if found.any(|entry| entry.is_trusted_for(credential.types())) {
            return Code::IssuerTrusted;
        }
        // A website that was not heard may still vouch for the issuer.
        let may_be_known_by_origin = matches!(domain.code, Code::DomainUnresolved | Code::DomainUnverified)
            && trusted.iter().any(TrustedIssuer::is_known_by_origin);
        match (may_be_known_by_origin, is_on_the_list) {
            (true, _) => Code::NotReached,
            (false, true) => Code::IssuerNotTrustedForType,
            (false, false) => Code::IssuerNotTrusted,
        }
    }
}

#[cfg(not(feature = "rdfc"))]
impl Verifier<'_> {
    /// Whether there is anything whose state the credential fixes. The bundled contexts come with JSON-LD, and without
    /// them nothing can be said of what is at hand.
    #[expect(clippy::unused_self, reason = "with JSON-LD it looks into the material")]
    fn resources(&self, credential: &SignedCredential) -> Code {
        if not_opened(credential.securing()).is_some() {
            Code::NotReached
        } else if credential.set("relatedResource").is_empty() && !fixes_type_metadata(credential) {
            Code::NoResources
        } else {
            Code::ResourceUnresolved
        }
    }
}

/// Whether an SD-JWT VC fixes the state of its type's metadata.
#[cfg(not(feature = "rdfc"))]
fn fixes_type_metadata(credential: &SignedCredential) -> bool {
    credential.is_sd_jwt_vc() && credential.object().get("vct#integrity").is_some()
}

fn structure(credential: &SignedCredential) -> (Code, Option<String>) {
    if let Some(code) = not_opened(credential.securing()) {
        return (code, None);
    }
    match credential.structure() {
        #[cfg(feature = "sd-jwt")]
        Ok(()) if credential.is_sd_jwt_vc() => (Code::SdJwtVcConforms, None),
        Ok(()) => (Code::DataModelConforms, None),
        Err(Fault { rule, pointer }) => (broken(rule), Some(pointer)),
    }
}

/// Why there is nothing to look at, where an envelope was not opened.
fn not_opened(securing: &Securing) -> Option<Code> {
    match securing {
        Securing::Embedded => None,
        #[cfg(feature = "cose")]
        Securing::Cose(_) => None,
        #[cfg(feature = "jose")]
        Securing::Jose(_) => None,
        #[cfg(feature = "sd-jwt")]
        Securing::SdJwt(_) => None,
        #[cfg(feature = "sd-jwt")]
        Securing::Misdisclosed(_) => Some(Code::DisclosureInvalid),
        Securing::Unopened(_) => Some(Code::FormatUnsupported),
        Securing::Broken(_) => Some(Code::EnvelopeMalformed),
    }
}

/// The code of a rule of the data model that is broken.
fn broken(rule: Rule) -> Code {
    match rule {
        Rule::Context => Code::ContextInvalid,
        Rule::Type => Code::TypeInvalid,
        Rule::Id => Code::IdInvalid,
        Rule::IssuerMissing => Code::IssuerMissing,
        Rule::Issuer => Code::IssuerInvalid,
        Rule::Subject => Code::SubjectInvalid,
        Rule::Date => Code::DateInvalid,
        Rule::DateOrder => Code::DatesReversed,
        Rule::Status => Code::StatusMalformed,
        Rule::Schema => Code::SchemaMalformed,
        Rule::Extension => Code::ExtensionMalformed,
        Rule::Text => Code::TextInvalid,
        Rule::Resource => Code::ResourceMalformed,
        Rule::Proof => Code::ProofMalformed,
        Rule::Claims => Code::ClaimsForbidden,
        Rule::Holder => Code::HolderInvalid,
        Rule::PresentedCredential => Code::PresentedCredentialInvalid,
    }
}

fn issuer(credential: &SignedCredential, proof: Code, controllers: &[String]) -> Code {
    if proof.outcome() != Outcome::Pass {
        return Code::NotReached;
    }
    match credential.issuer() {
        Some(issuer) if controllers.iter().any(|controller| controller == issuer) => Code::IssuerControlsKey,
        // A URL need not lead to a document that lists keys (§4.7), so that a key of another's says nothing against it.
        Some(_) if credential.issuer_did().is_some() => Code::IssuerDiffers,
        _ => Code::IssuerUnresolved,
    }
}
