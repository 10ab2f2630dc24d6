//! Proofs that an organisation makes to try them out, of a credential of its own, with the holder's file and secret that it
//! is handed: what the predecessor called `threshold`, `range` and `set_membership`, honestly.
//!
//! In scope: what is asked, making it apart from everything else, what is kept. Out of scope: what holders do, which is to
//! prove in their own browser and show nobody these two.
//!
//! What is proven is that *this organisation signed this claim*: a number that somebody knows proves nothing, and is refused.
//! Neither the file nor the secret nor any value of a claim is kept, logged, or in an error.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use proofpass::zk::{
    Answer, ClaimType, CommittedCredential, Fact, HolderSecret, ProofRequest, StatusEvidence, Unanswerable, listed_key,
    secret_from_text,
};
use proofpass_zk::prove::RANDOMNESS;
use proofpass_zk::text::to_decimal;

use super::proof_key::development;
use super::proof_request::{self, audience_of};
use super::{Caller, Error, Fault, Issuer, identity, listing, zk_status};
use crate::id::{AttestationId, OrganizationId, ProofId};
use crate::rng;
use crate::store::api_keys::Scope;
use crate::store::proofs::{self, MadeProof, ProofRow};
use crate::store::{self, Inconsistent, attestations};

/// A day: how long what was proven to try it out is an answer.
const VALID_SECONDS: i64 = 86_400;

/// After this a proof that has not ended never will: the process that made it is gone.
const LOST_SECONDS: i64 = 600;

/// What is to be proven, and from what.
pub struct NewProof {
    /// Of which attestation.
    pub attestation_id: AttestationId,
    /// `threshold`, `range` or `set_membership`.
    pub circuit_type: String,
    /// Of which claim: a JSON Pointer into the subject.
    pub claim: String,
    /// `threshold`; `min` and `max`; or `set`.
    pub public_inputs: Object,
    /// The holder's file.
    pub committed: Object,
    /// The holder's secret.
    pub holder_secret: zeroize::Zeroizing<String>,
}

impl std::fmt::Debug for NewProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewProof").field("attestation_id", &self.attestation_id).finish_non_exhaustive()
    }
}

/// Where a proof stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is none, and there will be none.
    Failed,
    /// It is being made.
    Proving,
    /// It is there.
    Proven,
}

impl State {
    /// As in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Proven => "proven",
            Self::Proving => "proving",
        }
    }
}

impl ProofRow {
    /// Where it stands at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match &self.end {
            Some(Ok(_)) => State::Proven,
            Some(Err(_)) => State::Failed,
            None if self.created_at.plus_seconds(LOST_SECONDS) < now => State::Failed,
            None => State::Proving,
        }
    }
}

/// A proof that is ready to be made.
pub struct Prepared {
    row: ProofRow,
    answer: Answer,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("id", &self.row.id).finish_non_exhaustive()
    }
}

/// Checks what is asked, and notes that it was.
pub async fn prepare(issuer: &Issuer, caller: &Caller, new: NewProof) -> Result<Prepared, Error> {
    caller.require(Scope::ProofsWrite)?;
    // There is a key here to prove under for developers alone.
    if !issuer.test_keys {
        return Err(Error::NoProofKeys);
    }
    let organization = caller.organization_id;
    let attestation = attestations::find(&issuer.store, organization, new.attestation_id).await?;
    let attestation = attestation.ok_or_else(|| Error::refused("/attestation_id", "no such attestation"))?;
    let file = CommittedCredential::from_object(&new.committed).map_err(|fault| {
        Error::refused(format!("/private_inputs/committed{}", fault.pointer), format!("expected {}", fault.expected))
    })?;
    if file.credential() != format!("urn:uuid:{}", attestation.id) {
        return Err(Error::refused("/private_inputs/committed/credential", "is of another attestation"));
    }
    let secret = secret_from_text(&new.holder_secret).filter(|secret| secret.commitment() == file.holder());
    let secret = secret.ok_or_else(|| Error::refused("/private_inputs/holderSecret", "is not the file's holder's"))?;
    let fact = fact(&new, &file)?;
    let (now, id) = (issuer.clock.now(), ProofId::new(&*issuer.clock, &*issuer.rng)?);
    let request = request(issuer, organization, id, &file, fact, now)?;
    let answer = answer(issuer, organization, &request, file, secret, now).await?;
    let row = ProofRow {
        id,
        organization_id: organization,
        attestation_id: attestation.id,
        circuit_type: new.circuit_type,
        request: request.canonical().to_owned(),
        actor: caller.actor,
        created_at: now,
        end: None,
    };
    let mut tx = issuer.store.tx_of(organization, "create_proof").await?;
    proofs::insert(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(Prepared { row, answer })
}

/// The predecessor's question as a fact about a claim of the file.
fn fact(new: &NewProof, file: &CommittedCredential) -> Result<Object, Error> {
    let found = file.claims().iter().find(|claim| claim.pointer == new.claim);
    let r#type = found.map(|claim| claim.r#type).ok_or_else(|| Error::refused("/claim", "is not in the file"))?;
    if r#type == ClaimType::Absent {
        return Err(Error::refused("/claim", "is absent from the credential: nothing can be proven of it"));
    }
    Fact::of_kind(&new.circuit_type, &new.claim, r#type, &new.public_inputs).map_err(|fault| {
        let pointer = if fault.pointer.is_empty() {
            "/circuit_type".to_owned()
        } else {
            format!("/public_inputs{}", fault.pointer)
        };
        Error::refused(pointer, format!("expected {}", fault.expected))
    })
}

fn request(
    issuer: &Issuer,
    organization: OrganizationId,
    id: ProofId,
    file: &CommittedCredential,
    fact: Object,
    now: Timestamp,
) -> Result<ProofRequest, Error> {
    let nonce: [u8; 32] = rng::bytes(&*issuer.rng)?;
    let credential =
        Object::new().with("type", file.credential_type()).with("issuers", vec![Value::from(file.issuer())]);
    let mut request = Object::new()
        .with("type", "ProofRequest")
        .with("version", 1)
        .with("id", format!("urn:uuid:{id}"))
        .with("audience", audience_of(issuer, organization))
        .with("nonce", URL_SAFE_NO_PAD.encode(nonce))
        .with("issuedAt", now.to_string())
        .with("expires", now.plus_seconds(VALID_SECONDS).to_string())
        .with("credential", credential)
        .with("facts", vec![Value::from(fact)]);
    if file.status().is_none() {
        request.insert("status", "none");
    }
    ProofRequest::from_value(&request.into())
        .map_err(|fault| Error::refused("/public_inputs", format!("expected {} at {}", fault.expected, fault.pointer)))
}

/// What the file answers: with the word of who was withdrawn as it stands.
async fn answer(
    issuer: &Issuer,
    organization: OrganizationId,
    request: &ProofRequest,
    file: CommittedCredential,
    secret: HolderSecret,
    now: Timestamp,
) -> Result<Answer, Error> {
    let document = identity::document(issuer, organization).await?;
    let key = listed_key(&document, file.verification_method(), now)
        .filter(|key| file.check(key).is_ok())
        .ok_or_else(|| Error::refused("/private_inputs/committed/signature", "is not this organisation's"))?;
    let evidence = match file.status() {
        None => None,
        Some(place) => {
            let version = zk_status::at(issuer, organization, &place.url).await?;
            let broken =
                || Error::refused("/private_inputs/committed/status", "is of no status list of this organisation");
            let (commitment, bits) = version.ok_or_else(broken)?;
            Some(StatusEvidence::new(&commitment, &bits).ok_or_else(broken)?)
        }
    };
    let request = request.clone();
    let made = issuer.desk.run(move || Answer::new(&request, &file, &key, &secret, evidence.as_ref())).await?;
    made.map_err(|error| match error {
        Unanswerable::Status => Error::refused("/private_inputs/committed/status", "is of another list"),
        Unanswerable::Unprovable(_) => Error::refused(
            "/public_inputs",
            "does not follow from what is committed, or it was withdrawn or is out of its time",
        ),
        _ => Error::refused("/private_inputs/committed", "cannot be used"),
    })
}

/// Makes it, in its turn, and keeps it.
pub async fn make(issuer: Issuer, Prepared { row, answer }: Prepared) -> Result<ProofRow, Error> {
    let mut randomness = zeroize::Zeroizing::new([0; RANDOMNESS]);
    issuer.rng.fill(randomness.as_mut_slice())?;
    let signals: Vec<Value> =
        answer.statement().public_inputs().into_iter().map(|input| to_decimal(input).into()).collect();
    let made = issuer.proving.run(move || {
        // Verified before it leaves, by the prover itself.
        let presentation = answer.prove(development()?, &randomness).ok()?;
        let presentation = presentation.to_object().to_string();
        Some(MadeProof { presentation, public_signals: Value::from(signals).to_string() })
    });
    let end = match made.await {
        Ok(Some(made)) => Ok(made),
        Ok(None) | Err(_) => Err("No proof that verifies came of it.".to_owned()),
    };
    let mut tx = issuer.store.tx_of(row.organization_id, "finish_proof").await?;
    if proofs::finish(&mut tx, row.organization_id, row.id, &end, issuer.clock.now()).await? {
        tx.commit().await?;
    }
    tracing::info!(proof.id = %row.id, organization.id = %row.organization_id, "Made proof `{}`", row.id);
    Ok(ProofRow { end: Some(end), ..row })
}

impl Prepared {
    /// The proof as it stands before it is made.
    #[must_use]
    pub fn row(&self) -> ProofRow {
        self.row.clone()
    }
}

/// A proof of the caller's organisation.
pub async fn find(issuer: &Issuer, caller: &Caller, id: ProofId) -> Result<ProofRow, Error> {
    caller.require(Scope::ProofsRead)?;
    proofs::find(&issuer.store, caller.organization_id, id).await?.ok_or(Error::NotFound)
}

/// A page of them, the newest first, and how many there are.
pub async fn list(
    issuer: &Issuer,
    caller: &Caller,
    limit: Option<&str>,
    offset: Option<&str>,
) -> Result<(Vec<ProofRow>, i64), Error> {
    caller.require(Scope::ProofsRead)?;
    let limit = u32::from(listing::limit(limit)?);
    let offset = match offset {
        None => 0,
        Some(text) => {
            let number = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            number.and_then(|text| text.parse().ok()).ok_or_else(|| Error::refused("/offset", "a whole number"))?
        }
    };
    Ok(proofs::list(&issuer.store, caller.organization_id, limit, offset).await?)
}

/// What was asked when a proof was made.
pub fn asked(row: &ProofRow) -> Result<ProofRequest, Error> {
    ProofRequest::parse(row.request.as_bytes()).map_err(|_| broken(row, "request"))
}

/// What a verifier is sent.
pub fn presentation(row: &ProofRow) -> Result<Option<Object>, Error> {
    let Some(Ok(made)) = &row.end else { return Ok(None) };
    match parse(made.presentation.as_bytes(), &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => Ok(Some(object)),
        _ => Err(broken(row, "presentation")),
    }
}

fn broken(row: &ProofRow, column: &'static str) -> Error {
    store::Error::from(Inconsistent { table: "proofs", column, row: row.id.to_string() }).into()
}

/// How a proof is to be verified: against what was asked when it was made.
pub fn options(issuer: &Issuer, row: &ProofRow) -> Result<Value, Error> {
    Ok(proof_request::options(issuer, &asked(row)?))
}

/// Refuses what the predecessor took: a value from whoever wants it proven.
#[must_use]
pub fn unbound(name: &str) -> Fault {
    let detail = "a value that somebody says proves nothing about a credential: send `committed` and `holderSecret`, which came with it";
    Fault::new(format!("/private_inputs/{name}"), detail)
}
