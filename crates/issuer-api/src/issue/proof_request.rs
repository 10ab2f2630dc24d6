//! Asking holders to prove something, and taking their answers: an organisation as a verifier.
//!
//! In scope: what an organisation may ask, what the service adds to it (a nonce, times, for whom the answer is), that an
//! answer counts once. Out of scope: whether it holds, which the one verifier says (`proofpass::verify`).
//!
//! Public inputs come from the request as it is kept here, never from a message. Only what is accepted uses a request up:
//! whoever sends something else leaves it to whoever can answer it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use proofpass::verify::{Report, Verdict};
use proofpass::zk::{ProofRequest, TrustedKey, openid4vp, pinned};
use proofpass_zk::bn254::Fr;
use proofpass_zk::text::{from_bytes, from_decimal, to_bytes, to_decimal};
use subtle::ConstantTimeEq as _;

use super::event::{self, Kind};
use super::proof_key::ProofKey;
use super::vocabulary::percent_encode;
use super::{Caller, Error, Fault, Issuer, identity, listing};
use crate::id::{OrganizationId, ProofRequestId};
use crate::rng;
use crate::store::api_keys::Scope;
use crate::store::proof_requests::{self, AcceptedProof, ProofRequestRow};
use crate::store::{self, Conflict, Inconsistent, webhook_events};

/// How long a request may be answered where nobody says, in seconds: somebody has to find their phone.
const DEFAULT_SECONDS: i64 = 600;

/// The least and the most, in seconds.
const SECONDS: std::ops::RangeInclusive<i64> = 30..=86_400;

/// Thirty days: how long a request is kept after its end.
const KEPT_SECONDS: i64 = 30 * 86_400;

/// Members that the service fills in.
const OURS: [&str; 7] = ["type", "version", "id", "audience", "nonce", "issuedAt", "responseUri"];

/// A request, and where it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// As it is kept.
    pub row: ProofRequestRow,
    /// What is asked.
    pub request: ProofRequest,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has answered, and nobody can any more.
    Expired,
    /// Nobody has answered.
    Pending,
    /// It was answered, and the answer accepted.
    Verified,
}

impl State {
    /// As in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Pending => "pending",
            Self::Verified => "verified",
        }
    }
}

impl Standing {
    /// Where it stands at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match &self.row.answer {
            Some(_) => State::Verified,
            None if self.row.expires_at < now => State::Expired,
            None => State::Pending,
        }
    }

    /// Where wallets fetch it.
    #[must_use]
    pub fn url(&self, issuer: &Issuer) -> String {
        url(issuer, self.row.id)
    }

    /// For a button or a QR code.
    #[must_use]
    pub fn link(&self, issuer: &Issuer) -> String {
        openid4vp::link(self.request.audience(), &self.url(issuer))
    }

    /// The same for a browser: the wallet's page of this service, with the request opened.
    #[must_use]
    pub fn wallet(&self, issuer: &Issuer) -> String {
        let escaped = percent_encode(&self.url(issuer));
        format!("{}/wallet#request={escaped}", issuer.public_url)
    }

    /// The page for people, which shows the code and what came of it. Whoever has this link sees the result: what is behind the
    /// `#` is sent to nobody but in a header of its own.
    #[must_use]
    pub fn page(&self, issuer: &Issuer) -> String {
        format!("{}/ask/{}#{}", issuer.public_url, self.row.id, result_key(issuer, self.row.id))
    }

    fn of(row: ProofRequestRow) -> Result<Self, Error> {
        let request = ProofRequest::parse(row.request.as_bytes()).map_err(|_| {
            store::Error::from(Inconsistent { table: "proof_requests", column: "request", row: row.id.to_string() })
        })?;
        Ok(Self { row, request })
    }
}

fn url(issuer: &Issuer, id: ProofRequestId) -> String {
    format!("{}/api/v1/zkp/requests/{id}", issuer.public_url)
}

/// Keys of circuits under which proofs count here: those of a setup of several, and outside production those for development.
pub(super) fn keys(issuer: &Issuer) -> impl Iterator<Item = &TrustedKey> {
    let counts = |key: &&TrustedKey| issuer.test_keys || !key.is_development();
    pinned().iter().chain(issuer.proof_keys.iter().map(ProofKey::verifying)).filter(counts)
}

/// Asks. `asked` has what the organisation says of a request (`credential`, `facts`, perhaps `validAt`, `status`, `nullifier`),
/// and `expires` or `expiresInSeconds`.
pub async fn create(issuer: &Issuer, caller: &Caller, asked: Object) -> Result<Standing, Error> {
    caller.require(Scope::ProofsWrite)?;
    if keys(issuer).next().is_none() {
        return Err(Error::NoProofKeys);
    }
    let organization = caller.organization_id;
    let audience = audience_of(issuer, organization);
    let id = ProofRequestId::new(&*issuer.clock, &*issuer.rng)?;
    let now = issuer.clock.now();
    let nonce: [u8; 32] = rng::bytes(&*issuer.rng)?;
    let mut faults: Vec<Fault> = OURS
        .iter()
        .filter(|name| asked.get(name).is_some())
        .map(|name| Fault::new(format!("/{name}"), "is filled in by the service"))
        .collect();
    let mut request = asked;
    let expires = expires(&mut request, now).map_err(|fault| faults.push(fault)).unwrap_or(now);
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    for (name, value) in [
        ("type", Value::from("ProofRequest")),
        ("version", 1.into()),
        ("id", format!("urn:uuid:{id}").into()),
        ("audience", audience.into()),
        ("nonce", URL_SAFE_NO_PAD.encode(nonce).into()),
        ("issuedAt", now.to_string().into()),
        ("expires", expires.to_string().into()),
    ] {
        request.insert(name, value);
    }
    if issuer.public_url.is_https() {
        request.insert("responseUri", format!("{}/presentations", url(issuer, id)));
    }
    settle(issuer, organization, &mut request);
    let request = ProofRequest::from_value(&request.into())
        .map_err(|fault| Error::refused(fault.pointer.clone(), format!("expected {}", fault.expected)))?;
    let row = ProofRequestRow {
        id,
        organization_id: organization,
        request: request.canonical().to_owned(),
        actor: caller.actor,
        created_at: now,
        expires_at: request.expires(),
        answer: None,
    };
    let mut tx = issuer.store.tx_of(organization, "create_proof_request").await?;
    proof_requests::insert(&mut tx, &row).await?;
    tx.commit().await?;
    tracing::info!(proof_request.id = %id, organization.id = %organization, "Asked for a proof: request `{id}`");
    Ok(Standing { row, request })
}

/// For whom answers to an organisation are: its place here. Not the website that it names as its own: whoever named a bank's
/// would be told the bank's nullifiers.
pub(super) fn audience_of(issuer: &Issuer, organization: OrganizationId) -> String {
    format!("{}/organizations/{organization}", issuer.public_url)
}

/// Who has signed, where nobody says: the organisation itself.
fn settle(issuer: &Issuer, organization: OrganizationId, request: &mut Object) {
    let Some(Value::Object(credential)) = request.get("credential") else { return };
    if credential.get("issuers").is_none()
        && let Some(did) = identity::did_web(&issuer.public_url, organization)
    {
        let credential = credential.clone().with("issuers", vec![Value::from(did)]);
        request.insert("credential", credential);
    }
}

/// Until when: as a time, in seconds from now, or as usual.
fn expires(request: &mut Object, now: Timestamp) -> Result<Timestamp, Fault> {
    let range = || format!("{} to {} seconds from now", SECONDS.start(), SECONDS.end());
    let seconds = request.remove("expiresInSeconds");
    let time = request.remove("expires");
    let (pointer, seconds) = match (seconds, time) {
        (None, None) => return Ok(now.plus_seconds(DEFAULT_SECONDS)),
        (Some(_), Some(_)) => return Err(Fault::new("/expiresInSeconds", "`expires` says already until when")),
        (Some(Value::Number(seconds)), None) => {
            ("/expiresInSeconds", seconds.as_u64().and_then(|seconds| i64::try_from(seconds).ok()))
        }
        (Some(_), None) => ("/expiresInSeconds", None),
        (None, Some(time)) => {
            let time = time.as_str().and_then(|text| Timestamp::parse(text).ok());
            ("/expires", time.map(|time| time.unix_seconds() - now.unix_seconds()))
        }
    };
    let seconds = seconds.filter(|seconds| SECONDS.contains(seconds)).ok_or_else(|| Fault::new(pointer, range()))?;
    Ok(now.plus_seconds(seconds))
}

/// A request, for whoever knows its id.
pub async fn find(issuer: &Issuer, id: ProofRequestId) -> Result<Standing, Error> {
    Standing::of(proof_requests::find(&issuer.store, id).await?.ok_or(Error::NotFound)?)
}

/// The request object that a wallet fetches.
pub async fn object(issuer: &Issuer, id: ProofRequestId) -> Result<Object, Error> {
    Ok(openid4vp::request_object(&find(issuer, id).await?.request))
}

/// What opens the result of one request to whoever has it, without an account.
fn result_key(issuer: &Issuer, id: ProofRequestId) -> String {
    URL_SAFE_NO_PAD.encode(&issuer.peppers.mac("proof result", id.to_string().as_bytes())[..16])
}

/// A request with what became of it, for whoever has the key to its result.
pub async fn with_key(issuer: &Issuer, id: ProofRequestId, key: &[u8]) -> Result<Standing, Error> {
    if !bool::from(result_key(issuer, id).as_bytes().ct_eq(key)) {
        return Err(Error::NotFound);
    }
    find(issuer, id).await
}

/// A request of the caller's organisation, with what became of it.
pub async fn result(issuer: &Issuer, caller: &Caller, id: ProofRequestId) -> Result<Standing, Error> {
    caller.require(Scope::ProofsRead)?;
    let found = find(issuer, id).await?;
    if found.row.organization_id == caller.organization_id { Ok(found) } else { Err(Error::NotFound) }
}

/// Requests of the caller's organisation, the newest first, and where the next page begins.
pub async fn list(
    issuer: &Issuer,
    caller: &Caller,
    cursor: Option<&str>,
    limit: Option<&str>,
) -> Result<(Vec<Standing>, Option<ProofRequestId>), Error> {
    caller.require(Scope::ProofsRead)?;
    let limit = u32::from(listing::limit(limit)?);
    let after = cursor
        .map(|text| text.parse().map_err(|_| Error::refused("/cursor", "the `next` of an earlier answer")))
        .transpose()?;
    let mut rows = proof_requests::list(&issuer.store, caller.organization_id, after, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    Ok((rows.into_iter().map(Standing::of).collect::<Result<_, _>>()?, next))
}

/// An answer as it came: a presentation, or the response of a wallet (`vp_token`).
pub fn presentation(bytes: &[u8]) -> Result<Object, Error> {
    let limits = Limits { bytes: 2 * proofpass::zk::ProofPresentation::MAX_BYTES, ..Limits::REQUEST };
    let value = parse(bytes, &limits).map_err(|_| Error::refused("", "expected JSON within limits"))?;
    let Value::Object(object) = value else { return Err(Error::refused("", "expected a presentation")) };
    if object.get("vp_token").is_none() {
        return Ok(object);
    }
    let response = openid4vp::read_response(bytes)
        .map_err(|fault| Error::refused(fault.pointer.clone(), format!("expected {}", fault.expected)))?;
    Ok(response.to_object())
}

/// Refuses to look at an answer to what was answered.
pub fn require_open(standing: &Standing) -> Result<(), Error> {
    if standing.row.answer.is_some() { Err(Error::Conflict(Conflict::ProofReplayed)) } else { Ok(()) }
}

/// How an answer is to be verified here: against this request, and under which keys.
#[must_use]
pub fn options(issuer: &Issuer, request: &ProofRequest) -> Value {
    let keys: Vec<Value> = issuer.proof_keys.iter().map(|key| key.verifying().to_object().into()).collect();
    let policy = Object::new()
        .with("request", request.to_object())
        .with("verifyingKeys", keys)
        .with("allowDevelopmentKeys", issuer.test_keys);
    Object::new().with("policy", policy).into()
}

/// The nullifier of what was accepted, in decimal.
#[must_use]
pub fn nullifier(answer: &AcceptedProof) -> Option<String> {
    from_bytes::<Fr>(&answer.nullifier).map(to_decimal)
}

/// Takes an answer that was verified: where it is accepted, as the one and only. What is not leaves the request open.
pub async fn take(issuer: &Issuer, standing: &Standing, report: Report) -> Result<Report, Error> {
    if report.verdict() != Verdict::Accept {
        return Ok(report);
    }
    let report = report.with_replay(true);
    let text = |name: &str| report.proof().and_then(|proof| proof.get(name)?.as_str()).map(str::to_owned);
    let nullifier = text("nullifier").and_then(|text| from_decimal::<Fr>(&text)).ok_or(Error::Vanished)?;
    let now = issuer.clock.now();
    let answer = AcceptedProof { at: now, report: report.to_json(), nullifier: to_bytes(nullifier) };
    let (organization, id) = (standing.row.organization_id, standing.row.id);
    let event = event::event(issuer, organization, Kind::ProofVerified, now, data(standing))?;
    let mut tx = issuer.store.tx_of(organization, "accept_proof").await?;
    if !proof_requests::answer(&mut tx, organization, id, &answer).await? {
        return Err(Error::Conflict(Conflict::ProofReplayed));
    }
    if standing.request.nullifier().is_some() {
        let scope = to_bytes(standing.request.scope());
        proof_requests::use_nullifier(&mut tx, organization, &scope, &answer.nullifier, now).await?;
    }
    webhook_events::insert(&mut tx, &[&event]).await?;
    tx.commit().await?;
    tracing::info!(proof_request.id = %id, organization.id = %organization, "Accepted a proof for request `{id}`");
    Ok(report)
}

/// What those who want to know are told: which request. What was disclosed stays where its readers are checked.
fn data(standing: &Standing) -> Object {
    Object::new()
        .with("proofRequestId", standing.row.id.to_string())
        .with("credentialType", standing.request.credential_type())
        .with("verdict", "accept")
}

/// Forgets requests that ended long ago; how many.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    let before = issuer.clock.now().plus_seconds(-KEPT_SECONDS);
    let mut forgotten = 0;
    loop {
        let batch = proof_requests::forget(&issuer.store, before).await?;
        forgotten += batch;
        if batch < proof_requests::FORGET_BATCH {
            return Ok(forgotten);
        }
    }
}
