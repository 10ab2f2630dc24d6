//! What is to be proven, as the package's JavaScript writes it down.
//!
//! In scope: reading its members, each with the core's own reader. Out of scope: what they mean.

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use proofpass::zk::{
    Answer, CommittedCredential, ProofRequest, StatusBits, StatusEvidence, Unanswerable, listed_key, secret_from_text,
};
use proofpass_zk::circuit::Unprovable;
use proofpass_zk::eddsa::PublicKey;

/// Why nothing can be proven of it.
#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It is not what the package writes.
    #[error("`{0}` is missing or not as documented")]
    Option(&'static str),
    /// Not a committed credential.
    #[error("the credential is not as documented at `{0}`")]
    Credential(String),
    /// Not a request.
    #[error("the request is not as documented at `{0}`")]
    Request(String),
    /// The issuer's DID document does not list the key, or the key did not sign this.
    #[error("the issuer's DID document has no key under the credential's method that is in force")]
    IssuerKey,
    /// Not a status commitment, or not the bits under it.
    #[error("the status is no commitment, or its bits are not those under it")]
    Status,
    /// The secret is not the one that the credential is for, or the issuer's key did not sign it.
    #[error("the credential is for another secret, or its signature is not good")]
    NotTheirs,
    /// What is asked does not follow.
    #[error(transparent)]
    Unanswerable(#[from] Unanswerable),
}

impl Fault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Option(_) => "malformed-request",
            Self::Credential(_) => "invalid-credential",
            Self::Request(_) => "invalid-request",
            Self::IssuerKey => "issuer-key-missing",
            Self::Status => "invalid-status",
            Self::Unanswerable(Unanswerable::Status) => "status-missing",
            Self::Unanswerable(Unanswerable::Unprovable(Unprovable::Time)) => "not-valid",
            Self::Unanswerable(Unanswerable::Unprovable(Unprovable::Withdrawn)) => "withdrawn",
            Self::NotTheirs => "not-yours",
            Self::Unanswerable(_) => "unprovable",
        }
    }
}

/// Reads `{"credential","request","secret","issuer","now","status"?}`: texts, and a status commitment with its bits.
pub(super) fn answer(input: &[u8]) -> Result<Answer, Fault> {
    let Ok(Value::Object(object)) = parse(input, &limits()) else { return Err(Fault::Option("options")) };
    let text = |name: &'static str| member(&object, name).ok_or(Fault::Option(name));
    let request = ProofRequest::parse(text("request")?.as_bytes()).map_err(|fault| Fault::Request(fault.pointer))?;
    let committed = credential(text("credential")?)?;
    let secret = secret_from_text(text("secret")?).ok_or(Fault::Option("secret"))?;
    let key = issuer_key(text("issuer")?, text("now")?, &committed)?;
    let status = object.get("status").map(|_| evidence(&object)).transpose()?;
    Ok(Answer::new(&request, &committed, &key, &secret, status.as_ref())?)
}

/// Whether a wallet should keep a credential: `{"credential","secret","issuer","now"}`.
pub(super) fn check(input: &[u8]) -> Result<(), Fault> {
    let Ok(Value::Object(object)) = parse(input, &limits()) else { return Err(Fault::Option("options")) };
    let text = |name: &'static str| member(&object, name).ok_or(Fault::Option(name));
    let committed = credential(text("credential")?)?;
    let secret = secret_from_text(text("secret")?).ok_or(Fault::Option("secret"))?;
    let key = issuer_key(text("issuer")?, text("now")?, &committed)?;
    let is_theirs = committed.holder() == secret.commitment() && committed.check(&key).is_ok();
    is_theirs.then_some(()).ok_or(Fault::NotTheirs)
}

fn credential(text: &str) -> Result<CommittedCredential, Fault> {
    CommittedCredential::parse(text.as_bytes()).map_err(|fault| Fault::Credential(fault.pointer))
}

/// The key under the credential's method, as the issuer's document lists it at that time.
fn issuer_key(document: &str, now: &str, committed: &CommittedCredential) -> Result<PublicKey, Fault> {
    let now = Timestamp::parse(now).map_err(|_| Fault::Option("now"))?;
    let Ok(Value::Object(document)) = parse(document.as_bytes(), &Limits::DOCUMENT) else {
        return Err(Fault::Option("issuer"));
    };
    let is_issuers = member(&document, "id") == Some(committed.issuer());
    let key = listed_key(&document, committed.verification_method(), now).filter(|_| is_issuers);
    key.ok_or(Fault::IssuerKey)
}

fn evidence(object: &Object) -> Result<StatusEvidence, Fault> {
    let status = object.get("status").and_then(Value::as_object).ok_or(Fault::Option("status"))?;
    let text = |name: &str| member(status, name).ok_or(Fault::Option("status"));
    let Ok(Value::Object(commitment)) = parse(text("commitment")?.as_bytes(), &Limits::DOCUMENT) else {
        return Err(Fault::Status);
    };
    let bits = text("bits")?;
    let url = member(&commitment, "id").ok_or(Fault::Status)?;
    let bits = StatusBits::parse(bits.as_bytes(), url).map_err(|_| Fault::Status)?;
    StatusEvidence::new(&commitment, &bits).ok_or(Fault::Status)
}

fn member<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    object.get(name).and_then(Value::as_str)
}

/// Texts of documents inside of a text: each is held against its own limits when it is read.
fn limits() -> Limits {
    Limits { bytes: 4 << 20, string: 2 << 20, ..Limits::DOCUMENT }
}
