//! Securing what callers bring: credentials by an issuer's key, presentations by a holder's.
//!
//! Nothing is repaired, with one exception: a credential of data model 1.1 gets the context that defines its proof's terms
//! (Data Integrity §4.1, context injection). A credential that a verifier's structure check would refuse is refused here; with a suite over
//! JSON-LD so is one in which a term is not defined, because its signature would not cover it.
//! Spec: <https://w3c-ccg.github.io/vc-api/#issuing>

use proofpass::credential::{CONTEXT_V1, Fault, SignedCredential, UnsignedCredential};
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::SigningKey;
use proofpass::presentation::{Presentation, UnsignedPresentation};
use proofpass::securing::data_integrity::{
    DeriveError, Disclosure, HmacKey, PrepareError, Prepared, ProofOptions, SignError, Suite, mandatory_by_default,
    sign_bbs,
};
use proofpass::securing::jose::PreparedToken;
use proofpass::status::List;
use proofpass::verify::{Check, CheckName, Code, Material, Outcome, Policy, verify_bytes};

use zeroize::Zeroizing;

use super::derive::{derived, pointers};
use super::{Profile, Securing, VcApi, status};
use crate::rng::{self, RngUnavailable};

/// Defines the terms of a proof, which the context of data model 1.1 does not.
const CONTEXT_DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";

/// Why there is no secured document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The request holds no document where one should be.
    #[error("{0} must be an object")]
    NotAnObject(&'static str),
    /// An option is not what it should be.
    #[error("{0} must be text")]
    NotText(&'static str),
    /// The document breaks a rule of the data model.
    #[error("the document breaks a rule of the data model: {0}")]
    Model(#[from] Fault),
    /// The credential is another issuer's.
    #[error("the credential names another issuer than the one that is asked to sign it")]
    ForeignIssuer,
    /// The document cannot be signed as it is.
    #[error(transparent)]
    Prepare(PrepareError),
    /// A verifier would not accept it once it is signed.
    #[error("a verifier would not accept the credential: {0}")]
    Rejected(Code),
    /// What is said about the credential's status is nothing that is done here.
    #[error("a status must be one entry of type BitstringStatusListEntry for refresh, revocation or suspension")]
    StatusUnsupported,
    /// A credential whose status can change must be found again.
    #[error("a credential with a status needs an id")]
    NoCredentialId,
    /// No list has a credential of that id, for that purpose.
    #[error("no credential of that id was issued with such a status")]
    UnknownCredential,
    /// The issuer's list is as full as it may be.
    #[error("the status list is full")]
    ListFull,
    /// No place in a list could be chosen, or no key be made.
    #[error("the source of randomness is not available")]
    NoRandomness,
    /// A list of pointers is not one.
    #[error("{0} must be a list of JSON pointers")]
    NotPointers(&'static str),
    /// A presentation header that is not bytes in multibase.
    #[error("{0} must be base64url in multibase")]
    NotMultibase(&'static str),
    /// Nothing can be derived as asked.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The key and the signature do not match: a defect.
    #[error("the signer is faulty")]
    SignerFaulty,
}

impl From<RngUnavailable> for Refusal {
    fn from(RngUnavailable: RngUnavailable) -> Self {
        Self::NoRandomness
    }
}

impl From<SignError> for Refusal {
    fn from(error: SignError) -> Self {
        match error {
            SignError::Prepare(error) => Self::Prepare(error),
            // A signature of another key, which is a defect; the list may grow.
            _ => Self::SignerFaulty,
        }
    }
}

/// `{"credential":…}` to `{"verifiableCredential":…}`. With `options.credentialStatus` the credential gets an entry of one
/// of the issuer's lists. `options.mandatoryPointers` is for base proofs: what every holder must show.
pub fn issue(api: &VcApi, profile: Profile, request: &Value) -> Result<Object, Refusal> {
    let mut document = document(request, "credential")?;
    if let Securing::Disclosure(_) | Securing::Proof(_) = profile.securing {
        inject_context(&mut document);
    }
    let credential = UnsignedCredential::new(document)?;
    let issuer = credential.object().get("issuer");
    let issuer = issuer.and_then(|issuer| issuer.as_object().map_or(Some(issuer), |issuer| issuer.get("id")));
    if issuer.and_then(Value::as_str) != Some(&api.did(profile)) {
        return Err(Refusal::ForeignIssuer);
    }
    let options = request.as_object().and_then(|request| request.get("options")?.as_object());
    let credential = match options.and_then(|options| options.get("credentialStatus")) {
        Some(asked) => with_status(api, profile, &credential, asked)?,
        None => credential,
    };
    let mandatory = pointers(request, "mandatoryPointers")?.unwrap_or_else(|| mandatory_by_default(&credential));
    let signed = secure(api, profile, credential, mandatory)?;
    // What contradicts the credential by itself, such as the digest of a resource, or a digest that nobody here can read; its
    // time may be another than now.
    let text = as_verifiers_see_it(api, profile, &signed)?.to_string();
    let report = verify_bytes(text.as_bytes(), &Material::default(), &Policy::default(), api.clock.now());
    let mut codes = report.checks().filter(|check| check.name() != CheckName::Validity).map(Check::code);
    if let Some(code) = codes.find(|code| code.outcome() == Outcome::Fail || *code == Code::DigestUnsupported) {
        return Err(Refusal::Rejected(code));
    }
    Ok(Object::new().with("verifiableCredential", signed.to_object()))
}

/// Enters the credential into a list. What it says of its status itself stays.
fn with_status(
    api: &VcApi,
    profile: Profile,
    credential: &UnsignedCredential,
    asked: &Value,
) -> Result<UnsignedCredential, Refusal> {
    let (purpose, _) = status::asked(asked)?;
    let mut document = credential.object().clone();
    let id = document.get("id").and_then(Value::as_str).ok_or(Refusal::NoCredentialId)?.to_owned();
    let index = api.lists().enter(profile, purpose, &id, api.rng.as_ref())?;
    let mut entries = document.get("credentialStatus").map_or(&[][..], Value::as_set).to_vec();
    entries.push(List::entry(&api.list_url(profile, purpose), purpose, index).into());
    let entries = if let [entry] = entries.as_slice() { entry.clone() } else { entries.into() };
    document.insert("credentialStatus", entries);
    Ok(UnsignedCredential::new(document)?)
}

/// By the issuer's key, in the issuer's way. What is mandatory concerns base proofs alone: other credentials are shown as a
/// whole.
fn secure(
    api: &VcApi,
    profile: Profile,
    credential: UnsignedCredential,
    mandatory: Vec<Pointer>,
) -> Result<SignedCredential, Refusal> {
    let key = api.keys.of_type(profile.key_type);
    let public_key = key.public_key();
    let signed = match profile.securing {
        Securing::Disclosure(suite) => return base_proof(api, suite, credential, mandatory),
        Securing::Proof(suite) => {
            let options = ProofOptions { suite, ..ProofOptions::new(&public_key, api.clock.now()) };
            Prepared::new(credential, &public_key, options).map_err(Refusal::Prepare)?.signed_by(key)
        }
        Securing::Token => PreparedToken::new(credential, &public_key, None).and_then(|token| token.signed_by(key)),
    };
    signed.map_err(|_| Refusal::SignerFaulty)
}

/// With fresh keys for this proof alone.
fn base_proof(
    api: &VcApi,
    suite: Suite,
    credential: UnsignedCredential,
    mandatory: Vec<Pointer>,
) -> Result<SignedCredential, Refusal> {
    let hmac_key = HmacKey::from(rng::bytes(api.rng.as_ref())?);
    if suite == Suite::Bbs2023 {
        let key = api.keys.bls12381();
        let options = ProofOptions::new(&key.public_key(), api.clock.now());
        return Ok(sign_bbs(credential, key, options, hmac_key, mandatory)?);
    }
    let scalar = Zeroizing::new(rng::bytes(api.rng.as_ref())?);
    // Zero, or not below the order of the curve: one in 2³².
    let proof_key = SigningKey::p256(&scalar).map_err(|_| Refusal::NoRandomness)?;
    let key = api.keys.of_type(proof_key.public_key().key_type());
    let public_key = key.public_key();
    let disclosure = Disclosure { hmac_key, proof_key, mandatory };
    let options = ProofOptions::new(&public_key, api.clock.now());
    let prepared = Prepared::base(credential, &public_key, options, disclosure).map_err(Refusal::Prepare)?;
    prepared.signed_by(key).map_err(|_| Refusal::SignerFaulty)
}

/// Nobody verifies a base proof. What can be shown of it at most, everybody.
fn as_verifiers_see_it(api: &VcApi, profile: Profile, signed: &SignedCredential) -> Result<Object, Refusal> {
    match profile.securing {
        Securing::Disclosure(_) => Ok(derived(api, signed, &[Pointer::default()], &[])?.to_object()),
        Securing::Proof(_) | Securing::Token => Ok(signed.to_object()),
    }
}

/// An issuer's status list as it is now, secured as its credentials are; `None` where it has none for that purpose.
#[must_use]
pub fn status_list(api: &VcApi, profile: Profile, purpose: &str) -> Option<Result<Object, Refusal>> {
    let purpose = status::purpose(purpose)?;
    let url = api.list_url(profile, purpose);
    let credential = api.lists().credential(profile, purpose, &url, api.did(profile), api.clock.now());
    Some(credential.and_then(|credential| {
        let signed = secure(api, profile, credential, Vec::new())?;
        as_verifiers_see_it(api, profile, &signed)
    }))
}

/// `{"credentialId":…,"credentialStatus":{"type":…,"statusPurpose":…},"status":…}`: sets what the lists say about a
/// credential, or clears it where `status` is false.
pub fn set_status(api: &VcApi, request: &Value) -> Result<Object, Refusal> {
    let member = |name: &str| request.as_object().and_then(|request| request.get(name));
    let id = member("credentialId").and_then(Value::as_str).ok_or(Refusal::NotText("credentialId"))?;
    let asked = member("credentialStatus").ok_or(Refusal::NotAnObject("credentialStatus"))?;
    let (purpose, within) = status::asked(asked)?;
    let on = match member("status").or_else(|| within.get("status")) {
        None => true,
        Some(Value::Bool(on)) => *on,
        Some(value) => match value.as_str() {
            Some("1") => true,
            Some("0") => false,
            _ => return Err(Refusal::StatusUnsupported),
        },
    };
    if !api.lists().set(purpose, id, on) {
        return Err(Refusal::UnknownCredential);
    }
    Ok(Object::new().with("credentialId", id).with("statusPurpose", purpose.as_str()).with("status", on))
}

fn inject_context(credential: &mut Object) {
    let contexts = credential.get("@context").and_then(Value::as_array).map(<[Value]>::to_vec);
    let is = |context: &Value, url: &str| context.as_str() == Some(url);
    if let Some(mut contexts) = contexts
        && contexts.first().is_some_and(|first| is(first, CONTEXT_V1))
        && !contexts.iter().any(|context| is(context, CONTEXT_DATA_INTEGRITY))
    {
        contexts.push(CONTEXT_DATA_INTEGRITY.into());
        credential.insert("@context", contexts);
    }
}

/// `{"presentation":…}` to `{"verifiablePresentation":…}`.
pub fn prove(api: &VcApi, profile: Profile, request: &Value) -> Result<Object, Refusal> {
    let presentation = UnsignedPresentation::new(document(request, "presentation")?)?;
    let option = |name: &'static str| {
        let value = request.as_object().and_then(|request| request.get("options")?.as_object()?.get(name));
        value.map(|value| value.as_str().map(str::to_owned).ok_or(Refusal::NotText(name))).transpose()
    };
    let (challenge, domain) = (option("challenge")?, option("domain")?);
    let key = api.keys.of_type(profile.key_type);
    let signed: Presentation = match profile.securing {
        // A presentation is made for one verifier, who sees all of it.
        Securing::Disclosure(_) => return Err(Refusal::Prepare(PrepareError::Suite)),
        Securing::Proof(suite) => {
            let options = ProofOptions::new(&key.public_key(), api.clock.now());
            presentation.signed_by(key, ProofOptions { suite, challenge, domain, ..options })?
        }
        Securing::Token => presentation
            .as_token(key, None, domain.as_deref(), challenge.as_deref())
            .map_err(|_| Refusal::SignerFaulty)?,
    };
    Ok(Object::new().with("verifiablePresentation", signed.to_object()))
}

pub(super) fn document(request: &Value, name: &'static str) -> Result<Object, Refusal> {
    let document = request.as_object().and_then(|request| request.get(name)?.as_object());
    document.cloned().ok_or(Refusal::NotAnObject(name))
}
