//! Securing what callers bring: credentials by an issuer's key, presentations by a holder's.
//!
//! Nothing is repaired, with one exception: a credential of data model 1.1 gets the context that defines its proof's terms
//! (Data Integrity §4.1, context injection). A credential that a verifier's structure check would refuse is refused here; with a suite over
//! JSON-LD so is one in which a term is not defined, because its signature would not cover it.
//! Spec: <https://w3c-ccg.github.io/vc-api/#issuing>

use proofpass::credential::{CONTEXT_V1, Fault, SignedCredential, UnsignedCredential};
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::{PublicKey, SigningKey};
use proofpass::presentation::{Presentation, UnsignedPresentation};
use proofpass::securing::data_integrity::{
    DeriveError, Disclosure, HmacKey, PrepareError, Prepared, ProofOptions, SignError, Suite, mandatory_by_default,
    sign_bbs,
};
use proofpass::securing::jose::PreparedToken;
use zeroize::Zeroizing;

use proofpass::verify::{CheckName, Code, Material, Outcome, Policy, verify_bytes};

use super::derive::{derived, pointers};
use super::{Profile, Securing, VcApi};
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
    /// A verifier would reject it once it is signed.
    #[error("a verifier would reject the credential: {0}")]
    Rejected(Code),
    /// A list of pointers is not one.
    #[error("{0} must be a list of JSON pointers")]
    NotPointers(&'static str),
    /// A presentation header that is not bytes in multibase.
    #[error("{0} must be base64url in multibase")]
    NotMultibase(&'static str),
    /// Nothing can be derived as asked.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// There is no chance to be had.
    #[error(transparent)]
    Chance(#[from] RngUnavailable),
    /// The key and the signature do not match: a defect.
    #[error("the signer is faulty")]
    SignerFaulty,
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

/// `{"credential":…}` to `{"verifiableCredential":…}`.
pub fn issue(api: &VcApi, profile: Profile, request: &Value) -> Result<Object, Refusal> {
    let mut document = document(request, "credential")?;
    if let Securing::Disclosure(_) | Securing::Proof(_) = profile.securing {
        inject_context(&mut document);
    }
    let credential = UnsignedCredential::new(document)?;
    let public_key = api.keys.public_key(profile.key_type);
    let issuer = credential.object().get("issuer");
    let issuer = issuer.and_then(|issuer| issuer.as_object().map_or(Some(issuer), |issuer| issuer.get("id")));
    if issuer.and_then(Value::as_str) != Some(&public_key.did_key()) {
        return Err(Refusal::ForeignIssuer);
    }
    let key = api.keys.of_type(profile.key_type);
    let signed = match profile.securing {
        Securing::Disclosure(suite) => {
            let mandatory = pointers(request, "mandatoryPointers")?;
            let mandatory = mandatory.unwrap_or_else(|| mandatory_by_default(&credential));
            let base = base_proof(api, suite, credential, mandatory)?;
            // Nobody verifies a base proof; what can be shown of it at most, everybody.
            let shown = derived(api, &base, &[Pointer::default()], &[])?;
            refuse_what_fails(api, &shown.to_object())?;
            return Ok(Object::new().with("verifiableCredential", base.to_object()));
        }
        Securing::Proof(suite) => {
            let options = ProofOptions { suite, ..ProofOptions::new(&public_key, api.clock.now()) };
            Prepared::new(credential, &public_key, options).map_err(Refusal::Prepare)?.signed_by(key)
        }
        Securing::Token => PreparedToken::new(credential, &public_key, None).and_then(|token| token.signed_by(key)),
    };
    let signed = signed.map_err(|_| Refusal::SignerFaulty)?.to_object();
    refuse_what_fails(api, &signed)?;
    Ok(Object::new().with("verifiableCredential", signed))
}

/// With fresh keys for this proof alone.
fn base_proof(
    api: &VcApi,
    suite: Suite,
    credential: UnsignedCredential,
    mandatory: Vec<Pointer>,
) -> Result<SignedCredential, Refusal> {
    let hmac_key = HmacKey::from(rng::bytes(&*api.rng)?);
    let options = |key: &PublicKey| ProofOptions::new(key, api.clock.now());
    if suite == Suite::Bbs2023 {
        let key = api.keys.bls12381();
        return Ok(sign_bbs(credential, key, options(&key.public_key()), hmac_key, mandatory)?);
    }
    let scalar = Zeroizing::new(rng::bytes(&*api.rng)?);
    // Zero, or not below the order of the curve: one in 2³².
    let proof_key = SigningKey::p256(&scalar).map_err(|_| RngUnavailable)?;
    let key = api.keys.of_type(proof_key.public_key().key_type());
    let disclosure = Disclosure { hmac_key, proof_key, mandatory };
    let public_key = key.public_key();
    let prepared = Prepared::base(credential, &public_key, options(&public_key), disclosure);
    prepared.map_err(Refusal::Prepare)?.signed_by(key).map_err(|_| Refusal::SignerFaulty)
}

fn refuse_what_fails(api: &VcApi, signed: &Object) -> Result<(), Refusal> {
    // What contradicts the credential by itself, such as the digest of a resource; its time may be another than now.
    let text = signed.to_string();
    let report = verify_bytes(text.as_bytes(), &Material::default(), &Policy::default(), api.clock.now());
    let mut failed = report.checks().filter(|check| check.code().outcome() == Outcome::Fail);
    if let Some(check) = failed.find(|check| check.name() != CheckName::Validity) {
        return Err(Refusal::Rejected(check.code()));
    }
    Ok(())
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
