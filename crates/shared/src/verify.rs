//! The verifier: one pure function from bytes, material, policy and a time to a report.
//!
//! In scope: the checks of one credential, their order, the verdict. Out of scope: fetching what [`Material`] lacks.
//!
//! For each credential, in this order:
//! 1. `structure`: the data model's rules.
//! 2. `proof`: every proof verifies under a key that its controller lists for assertions.
//! 3. `issuer`: a controller of a verified key is the issuer that the credential names.
//! 4. `validity`: the time lies in the validity period.
//! 5. `status`: the issuer has not revoked or suspended it.
//! 6. `schema`: the claims keep the schema that the credential names.
//! 7. `trust`: the issuer is one that the policy trusts.
//!
//! A failed verification is a report, never an `Err`. What was not checked is said to be not checked, and where the
//! policy asks for it the verdict is not `accept`.

mod code;
mod material;
mod policy;
mod report;
mod request;
mod schema;
#[cfg(test)]
#[cfg(feature = "issue")]
mod tests;

pub use code::{CheckName, Code, Outcome};
pub use material::{DidDocument, Material, Schema};
pub use policy::Policy;
pub use report::{Check, CredentialReport, Report, Verdict, Verified};
pub use request::{InvalidOption, Request};

use std::cell::Cell;

use crate::bundle::{Bundle, ParseError};
use crate::credential::{Fault, Rule, SignedCredential};
use crate::did::{Did, MethodError, VerificationMethodId};
use crate::digest::HashAlgorithm;
use crate::jcs::CanonicalMembers;
use crate::json;
use crate::key::{KeyError, PublicKey};
use crate::securing::data_integrity::{MAX_WORK, Proof, ProofError, Purpose, SecuredDocument};
use crate::time::Timestamp;

/// Verifies a bundle. Pure: the same inputs give the same report everywhere.
#[must_use]
pub fn verify(bundle: &Bundle, material: &Material, policy: &Policy, now: Timestamp) -> Report {
    let verifier = Verifier {
        material,
        policy,
        now,
        work: Cell::new(MAX_WORK),
        #[cfg(feature = "schema")]
        schemas: schema::Schemas::default(),
    };
    let credentials = bundle.credentials().iter().map(|credential| verifier.credential(credential)).collect();
    Report::new(now, Check::new(CheckName::Document, Code::DocumentRead, policy), credentials)
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
        ParseError::NoCredentials => Code::NoCredentials,
        ParseError::NotABundle => Code::NotABundle,
        ParseError::TooManyCredentials => Code::TooManyCredentials,
        ParseError::TooManyProofs => Code::TooManyProofs,
    };
    Report::new(now, Check::new(CheckName::Document, code, policy), Vec::new())
}

struct Verifier<'a> {
    material: &'a Material,
    policy: &'a Policy,
    now: Timestamp,
    /// What reading JSON-LD may still cost.
    work: Cell<u32>,
    #[cfg(feature = "schema")]
    schemas: schema::Schemas,
}

impl Verifier<'_> {
    fn credential(&self, credential: &SignedCredential) -> CredentialReport {
        let canonical = CanonicalMembers::new(credential.object());
        let (structure, pointer) = structure(credential);
        let (proof, controllers) = self.proofs(credential, &canonical);
        let issuer = issuer(credential, proof, &controllers);
        let (schema, schema_pointer) = self.schema(credential);
        let code = |name, code| Check::new(name, code, self.policy);
        let checks = vec![
            code(CheckName::Structure, structure).at(pointer),
            code(CheckName::Proof, proof),
            code(CheckName::Issuer, issuer),
            code(CheckName::Validity, self.validity(credential)),
            code(
                CheckName::Status,
                if credential.set("credentialStatus").is_empty() { Code::NoStatus } else { Code::StatusUnsupported },
            ),
            code(CheckName::Schema, schema).at(schema_pointer),
            code(CheckName::Trust, self.trust(credential, issuer)),
        ];
        CredentialReport::new(credential, canonical.digest(), checks)
    }

    /// The code of the worst proof, and the controllers of the keys that signed.
    ///
    /// Every proof of a set must verify (Data Integrity §4.4): one that fails outweighs one that was not checked, and
    /// that one outweighs any that verified.
    fn proofs(&self, credential: &SignedCredential, canonical: &CanonicalMembers<'_>) -> (Code, Vec<Did>) {
        let proofs = credential.set("proof");
        if proofs.is_empty() {
            let code = if credential.is_enveloped() { Code::FormatUnsupported } else { Code::ProofMissing };
            return (code, Vec::new());
        }
        let mut document = SecuredDocument::new(credential.object(), canonical, &self.work);
        let mut worst = Code::SignatureValid;
        let mut controllers = Vec::new();
        for proof in proofs {
            let code = match self.proof(&mut document, proof, Purpose::AssertionMethod) {
                Ok(proof) => {
                    controllers.push(proof.method.did().clone());
                    if proof.covers_contexts { Code::SignatureValid } else { Code::ContextsAdded }
                }
                Err(code) => code,
            };
            if code.outcome() < worst.outcome() || worst == Code::SignatureValid {
                worst = code;
            }
        }
        (worst, controllers)
    }

    /// The proof, if it holds.
    fn proof<'p>(
        &self,
        document: &mut SecuredDocument<'_>,
        proof: &'p json::Value,
        purpose: Purpose,
    ) -> Result<Proof<'p>, Code> {
        let proof = Proof::read(document, proof, purpose).map_err(code_of)?;
        let key = self.key(&proof.method, purpose);
        // What is wrong with the document is wrong whatever the key may be.
        let algorithm = match &key {
            Ok(key) => proof.suite.hash_algorithm(key.key_type()).ok_or(Code::KeyMismatch)?,
            Err(_) => HashAlgorithm::Sha256,
        };
        let signing_input = proof.signing_input(document, algorithm).map_err(code_of)?;
        if key?.verify(&signing_input, &proof.signature).is_err() {
            return Err(Code::SignatureMismatch);
        }
        // After the signature: `expires` is only worth reading once it is known to be the signer's.
        if proof.expires.is_some_and(|end| end < self.now.plus_seconds(-self.policy.tolerance())) {
            return Err(Code::ProofExpired);
        }
        Ok(proof)
    }

    fn key(&self, method: &VerificationMethodId, purpose: Purpose) -> Result<PublicKey, Code> {
        let key_error = |error| match error {
            KeyError::Malformed => Code::KeyInvalid,
            KeyError::Unsupported => Code::KeyUnsupported,
        };
        if let Some(key) = method.own_key() {
            return key.map_err(key_error);
        }
        let found = self.material.document(method.did()).ok_or(Code::KeyUnresolved)?;
        if self.policy.is_stale(found.at(), self.now) {
            return Err(Code::KeyStale);
        }
        found.document().key(method, purpose, self.now).map_err(|error| match error {
            MethodError::Foreign | MethodError::NotAuthorized => Code::KeyNotAuthorized,
            MethodError::Key(error) => key_error(error),
        })
    }

    fn validity(&self, credential: &SignedCredential) -> Code {
        let (from, until) = (credential.valid_from(), credential.valid_until());
        let unreadable = |name, read: Option<_>| credential.object().get(name).is_some() && read.is_none();
        if credential.is_version_1() {
            Code::DataModel1
        } else if unreadable("validFrom", from) || unreadable("validUntil", until) {
            Code::NotReached
        } else if from.is_some_and(|from| self.now.plus_seconds(self.policy.tolerance()) < from) {
            Code::NotYetValid
        } else if until.is_some_and(|until| until < self.now.plus_seconds(-self.policy.tolerance())) {
            Code::Expired
        } else {
            Code::WithinValidity
        }
    }

    fn trust(&self, credential: &SignedCredential, issuer: Code) -> Code {
        match (self.policy.trusted_issuers(), credential.issuer()) {
            (None, _) => Code::NoTrustList,
            (Some(_), _) if issuer.outcome() != Outcome::Pass => Code::NotReached,
            (Some(trusted), Some(id)) if trusted.iter().any(|entry| entry == id) => Code::IssuerTrusted,
            (Some(_), _) => Code::IssuerNotTrusted,
        }
    }
}

fn code_of(error: ProofError) -> Code {
    match error {
        ProofError::Context => Code::ContextMismatch,
        #[cfg(feature = "rdfc")]
        ProofError::ContextUnknown => Code::ContextUnknown,
        #[cfg(feature = "rdfc")]
        ProofError::JsonLd => Code::JsonLdInvalid,
        ProofError::Malformed => Code::ProofMalformed,
        ProofError::Method => Code::KeyUnresolved,
        ProofError::Previous => Code::PreviousProofMissing,
        ProofError::Purpose => Code::PurposeMismatch,
        ProofError::Suite => Code::SuiteUnsupported,
        ProofError::TooManyContexts => Code::TooManyContexts,
        #[cfg(feature = "rdfc")]
        ProofError::TooMuchWork => Code::TooMuchWork,
    }
}

fn structure(credential: &SignedCredential) -> (Code, Option<String>) {
    if credential.is_version_1() {
        return (Code::DataModel1, None);
    }
    if credential.is_enveloped() {
        return (Code::FormatUnsupported, None);
    }
    let Err(Fault { rule, pointer }) = credential.structure() else { return (Code::DataModelConforms, None) };
    let code = match rule {
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
    };
    (code, Some(pointer))
}

fn issuer(credential: &SignedCredential, proof: Code, controllers: &[Did]) -> Code {
    if proof.outcome() != Outcome::Pass {
        return Code::NotReached;
    }
    match credential.issuer_did() {
        Some(issuer) if controllers.contains(&issuer) => Code::IssuerControlsKey,
        Some(_) => Code::IssuerDiffers,
        None => Code::IssuerUnresolved,
    }
}
