//! Proofs that an organisation makes to try them out: the predecessor's routes, about what an issuer signed.

use std::time::Duration;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::verify::{Request, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::time::timeout;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::auth::Authenticated;
use super::body::Json;
use super::openapi::{OfCaller, OfCommand};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::stored::stored;
use super::{App, Problem, verify};
use crate::id::ProofId;
use crate::issue::proof::{self, NewProof};
use crate::issue::{Error, Issuer, zk_status};
use crate::store::Actor;
use crate::store::proofs::ProofRow;

/// How long the answer waits for the proof: most are there by then.
const WAIT: Duration = Duration::from_secs(5);

/// What is to be proven, and from what. Nothing of `private_inputs` is kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProof)]
pub(super) struct CreateProof {
    #[schema(value_type = String, format = Uuid)]
    attestation_id: String,
    /// `threshold` (at least), `range` or `set_membership`.
    #[schema(example = "threshold")]
    circuit_type: String,
    /// Of which claim: a JSON Pointer into the subject.
    #[schema(example = "/visits")]
    claim: String,
    /// `{"threshold":18}`, `{"min":1,"max":9}` or `{"set":["DE","AT"]}`: of the claim's type.
    #[schema(value_type = Object)]
    public_inputs: Object,
    private_inputs: PrivateInputs,
}

/// What came with the attestation, for its holder.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrivateInputs)]
pub(super) struct PrivateInputs {
    /// The file.
    #[schema(value_type = Object)]
    committed: Option<Object>,
    /// The secret.
    #[serde(rename = "holderSecret")]
    holder_secret: Option<String>,
    /// What the predecessor took, and proved of it that somebody had sent it.
    #[schema(ignore)]
    value: Option<Value>,
}

/// A proof.
#[derive(Serialize, ToSchema)]
#[schema(as = Proof)]
pub(super) struct ProofView {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = Uuid)]
    attestation_id: String,
    #[schema(example = "threshold")]
    circuit_type: String,
    /// `proven`, `proving` or `failed`.
    #[schema(example = "proven")]
    state: &'static str,
    public_inputs: PublicInputs,
    /// What a verifier is sent (`ProofPresentation`); null until it is there.
    #[schema(value_type = Option<Object>)]
    proof: Option<Box<RawValue>>,
    /// Whether it was verified when it was made. `…/verify` says whether it holds now.
    verified: bool,
    #[schema(format = DateTime)]
    created_at: String,
    /// Who asked for it, where that was a person.
    #[schema(format = Uuid)]
    user_id: Option<String>,
}

/// What is public about a proof.
#[derive(Serialize, ToSchema)]
#[schema(as = PublicInputs)]
struct PublicInputs {
    /// The question, to which the proof is bound (`ProofRequest`).
    #[schema(value_type = Object)]
    request: Box<RawValue>,
    /// The six numbers of the circuit, in its order; null until the proof is there.
    #[serde(rename = "publicSignals")]
    #[schema(value_type = Option<Vec<String>>)]
    public_signals: Option<Box<RawValue>>,
    /// The last of them.
    #[serde(rename = "nullifierHash")]
    nullifier_hash: Option<String>,
}

/// Proofs, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Proofs {
    proofs: Vec<ProofView>,
    /// How many there are in all.
    count: i64,
}

/// Whether a proof holds now.
#[derive(Serialize, ToSchema)]
pub(super) struct ProofVerification {
    /// Whether the verdict of the report is `accept`.
    valid: bool,
    proof: ProofView,
    /// What any verifier finds; null where there is no proof.
    #[schema(value_type = Option<Object>)]
    report: Option<Box<RawValue>>,
}

impl ProofView {
    fn of(issuer: &Issuer, row: &ProofRow) -> Result<Self, Error> {
        let made = row.end.as_ref().and_then(|end| end.as_ref().ok());
        let raw = |text: &str, column| stored(text.to_owned(), ("proofs", column), &row.id);
        let last = |text: &str| match parse(text.as_bytes(), &Limits::DOCUMENT) {
            Ok(Value::Array(signals)) => signals.last().and_then(Value::as_str).map(str::to_owned),
            _ => None,
        };
        Ok(Self {
            id: row.id.to_string(),
            attestation_id: row.attestation_id.to_string(),
            circuit_type: row.circuit_type.clone(),
            state: row.state(issuer.clock.now()).as_str(),
            public_inputs: PublicInputs {
                request: raw(&row.request, "request")?,
                public_signals: made.map(|made| raw(&made.public_signals, "public_signals")).transpose()?,
                nullifier_hash: made.and_then(|made| last(&made.public_signals)),
            },
            proof: made.map(|made| raw(&made.presentation, "presentation")).transpose()?,
            verified: made.is_some(),
            created_at: row.created_at.to_string(),
            user_id: match row.actor {
                Actor::ApiKey(_) => None,
                Actor::User(user) => Some(user.to_string()),
            },
        })
    }
}

/// Prove something about an attestation, to try it out
///
/// With the holder's file and secret, which came with the attestation and are used and not kept. Holders prove in their own
/// browser, and show nobody these two. Not in production: the key for development is no key there.
#[utoipa::path(post, path = "/api/v1/zkp/proofs", operation_id = "createProof", tag = "proofs",
    request_body = CreateProof,
    responses(
        (status = 201, description = "The proof", body = ProofView, headers(("Location" = String, description = "The proof"))),
        (status = 202, description = "It takes longer: ask at `Location` until its `state` is `proven` or `failed`", body = ProofView, headers(("Location" = String, description = "The proof"))),
        (status = 409, description = "Not in production", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
        OfCommand,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Json { value: new, .. }: Json<CreateProof>,
) -> Result<Response, Problem> {
    let PrivateInputs { committed, holder_secret, value } = new.private_inputs;
    if value.is_some() {
        return Err(Problem::invalid(vec![proof::unbound("value")]));
    }
    let missing = |name: &str| Error::refused(format!("/private_inputs/{name}"), "is missing");
    let new = NewProof {
        attestation_id: new
            .attestation_id
            .parse()
            .map_err(|_| Error::refused("/attestation_id", "must be the id of an attestation"))?,
        circuit_type: new.circuit_type,
        claim: new.claim,
        public_inputs: new.public_inputs,
        committed: committed.ok_or_else(|| missing("committed"))?,
        holder_secret: Zeroizing::new(holder_secret.ok_or_else(|| missing("holderSecret"))?),
    };
    let prepared = proof::prepare(&app.issuer, &caller, new).await?;
    let waiting = prepared.row();
    let (issuer, tasks) = (app.issuer.clone(), app.tasks.clone());
    let making = tokio::spawn(async move { tasks.run(Box::pin(proof::make(issuer, prepared))).await });
    let (status, row) = match timeout(WAIT, making).await {
        Ok(done) => (StatusCode::CREATED, done.map_err(|_| Error::Vanished)???),
        Err(_) => (StatusCode::ACCEPTED, waiting),
    };
    let location = format!("{}/api/v1/zkp/proofs/{}", app.issuer.public_url, row.id);
    Ok((status, [(LOCATION, location)], Answer(ProofView::of(&app.issuer, &row)?)).into_response())
}

/// List proofs
#[utoipa::path(get, path = "/api/v1/zkp/proofs", operation_id = "listProofs", tag = "proofs",
    params(
        ("limit" = Option<u32>, Query, description = "On a page: 1 to 100, by default 50"),
        ("offset" = Option<u32>, Query, description = "How many are passed over"),
    ),
    responses(
        (status = 200, description = "A page, the newest first", body = Proofs),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    parameters: Parameters,
) -> Result<Answer<Proofs>, Problem> {
    parameters.only(&["limit", "offset"])?;
    let (limit, offset) = (parameters.one("limit")?, parameters.one("offset")?);
    let (rows, count) = proof::list(&app.issuer, &caller, limit, offset).await?;
    let proofs = rows.iter().map(|row| ProofView::of(&app.issuer, row)).collect::<Result<_, _>>()?;
    Ok(Answer(Proofs { proofs, count }))
}

/// Fetch a proof
#[utoipa::path(get, path = "/api/v1/zkp/proofs/{id}", operation_id = "fetchProof", tag = "proofs",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The proof", body = ProofView),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<ProofId>,
) -> Result<Answer<ProofView>, Problem> {
    let row = proof::find(&app.issuer, &caller, id).await?;
    Ok(Answer(ProofView::of(&app.issuer, &row)?))
}

/// Verify a proof
///
/// Against what was asked when it was made, as any verifier would now. Nothing is changed by it.
#[utoipa::path(get, path = "/api/v1/zkp/proofs/{id}/verify", operation_id = "verifyProof", tag = "proofs",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "Whether it holds, and the report", body = ProofVerification),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn verify_one(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<ProofId>,
) -> Result<Answer<ProofVerification>, Problem> {
    let row = proof::find(&app.issuer, &caller, id).await?;
    let view = ProofView::of(&app.issuer, &row)?;
    let Some(presentation) = proof::presentation(&row)? else {
        return Ok(Answer(ProofVerification { valid: false, proof: view, report: None }));
    };
    let options = proof::options(&app.issuer, &row)?;
    let request = Request::with_options(presentation.to_string().as_bytes(), &options, Some(app.issuer.clock.now()));
    let request = request.map_err(|_| Error::Vanished)?;
    let own = zk_status::own(&app.issuer, &presentation).await;
    let report = verify::of_proof(&app, request, own).await?;
    let valid = report.verdict() == Verdict::Accept;
    let report = stored(report.to_json(), ("proofs", "presentation"), &row.id)?;
    Ok(Answer(ProofVerification { valid, proof: view, report: Some(report) }))
}
