//! Attestations: issuing, fetching, carrying away, verifying.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderName, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use proofpass::digest::Digest;
use proofpass::json::{Object, Value};
use proofpass::problem::ProblemType;
use proofpass::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::auth::{Anybody, Authenticated};
use super::body::{Json, Options};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::stored::stored;
use super::{App, Problem};
use crate::id::AttestationId;
use crate::issue::attestation::{self, NewAttestation};
use crate::issue::idempotency::{self, Answer, IdempotencyKey};
use crate::issue::{Error, Issuer, TemplateName, bundle as bundles, identity};
use crate::store::attestations::Attestation;
use crate::store::idempotency::FinishedResponse;
use crate::store::templates::Visibility;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What to issue.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreateAttestation {
    /// One of your organisation's templates, by its UUID, or one that every organisation has, by its name.
    #[serde(deserialize_with = "template_name")]
    #[schema(value_type = String, example = "farm-origin")]
    template_id: TemplateName,
    subject: SubjectInput,
    /// What is said about the subject. Must keep the template's schema; strings are kept byte for byte.
    #[schema(value_type = Object)]
    claims: Object,
    /// Valid from when; now, if absent.
    #[serde(default, deserialize_with = "time")]
    #[schema(value_type = Option<String>, format = DateTime)]
    valid_from: Option<Timestamp>,
    /// Valid until when; the template's period, if absent.
    #[serde(default, deserialize_with = "time")]
    #[schema(value_type = Option<String>, format = DateTime)]
    valid_until: Option<Timestamp>,
}

/// About what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSubject)]
struct SubjectInput {
    /// A `did:`, `http(s):` or `urn:` URL, or a number of your own, which gets a URL under this service.
    #[schema(example = "PROD-123", min_length = 1, max_length = 2000)]
    id: String,
    /// What it is.
    #[serde(rename = "type")]
    #[schema(example = "Product", min_length = 1, max_length = 100)]
    kind: String,
}

fn template_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TemplateName, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| Timestamp::parse(&text)).transpose().map_err(serde::de::Error::custom)
}

/// An issued credential and where to find it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attestation)]
pub(super) struct AttestationView {
    #[schema(format = Uuid)]
    id: String,
    /// As in the request.
    template_id: String,
    subject: SubjectView,
    /// The issuer's DID.
    #[schema(example = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")]
    issuer: String,
    #[schema(example = "active")]
    status: &'static str,
    #[schema(format = DateTime)]
    issued_at: String,
    /// The signed credential, exactly as it was signed.
    #[schema(value_type = Object)]
    credential: Box<RawValue>,
    links: Links,
}

/// About what, as the request said it.
#[derive(Serialize, ToSchema)]
#[schema(as = Subject)]
pub(super) struct SubjectView {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

/// Where to go from here.
#[derive(Serialize, ToSchema)]
struct Links {
    /// This attestation.
    #[serde(rename = "self")]
    #[schema(format = "uri")]
    this: String,
    /// What a holder carries and a verifier reads.
    #[schema(format = "uri")]
    bundle: String,
    /// A report on it.
    #[schema(format = "uri")]
    verify: String,
    /// A page for people, where there is one: for what anybody may fetch, on a service that has its files.
    #[schema(format = "uri")]
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
}

impl AttestationView {
    pub(super) fn of(app: &App, attestation: &Attestation) -> Result<Self, Error> {
        let (url, id) = (&app.issuer.public_url, attestation.id);
        let has_page = match attestation.visibility {
            Visibility::Private => false,
            Visibility::Public => app.has_page(),
        };
        let this = format!("{url}/api/v1/attestations/{id}");
        let credential = stored(attestation.credential.clone(), ("attestations", "credential"), &id)?;
        Ok(Self {
            id: id.to_string(),
            template_id: TemplateName::of(attestation.organization_id, attestation.template_id).to_string(),
            subject: SubjectView { id: attestation.subject_id.clone(), kind: attestation.subject_type.clone() },
            issuer: attestation.issuer_did.clone(),
            status: attestation.status_at(app.issuer.clock.now()).as_str(),
            issued_at: attestation.issued_at.to_string(),
            credential,
            links: Links {
                bundle: format!("{this}/bundle"),
                verify: format!("{this}/verify"),
                page: has_page.then(|| format!("{url}/verify/{id}")),
                this,
            },
        })
    }

    /// As the answer to a request.
    pub(super) fn answer(&self) -> Result<Response, Error> {
        Ok(([(CONTENT_TYPE, "application/json")], self.write()?).into_response())
    }

    fn write(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(|_| Error::Vanished)
    }
}

/// Issue an attestation
///
/// Builds a verifiable credential from one of your templates, signs it and keeps it. With an `Idempotency-Key`, the same
/// request may be repeated for 48 hours and has its effect once.
#[utoipa::path(post, path = "/api/v1/attestations", operation_id = "issueAttestation", tag = "attestations",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters of your choice")),
    request_body = CreateAttestation,
    responses(
        (status = 201, description = "Issued", body = AttestationView, headers(
            ("Location" = String, description = "The attestation"),
            ("Idempotent-Replayed" = String, description = "`true` if this answers a request that had its effect earlier"),
        )),
        (status = 400, description = "Not JSON, an unknown member, or a header that does not parse", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `attestations:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A request with this Idempotency-Key is still running", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A rule is broken, or the Idempotency-Key was used for another request", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database or the signer is away", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Json { value: new, bytes, held }: Json<CreateAttestation>,
) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?.map(|key| {
        let request = [method.as_str().as_bytes(), uri.path().as_bytes(), &bytes].join(&b'\n');
        IdempotencyKey { key, request: Digest::of(&request) }
    });
    let new = NewAttestation {
        template: new.template_id,
        subject_id: new.subject.id,
        subject_type: new.subject.kind,
        claims: new.claims,
        valid_from: new.valid_from,
        valid_until: new.valid_until,
    };
    let view = app.clone();
    let work = async move {
        let (_held, issuer) = (held, view.issuer.clone());
        idempotency::issue(&issuer, &caller, new, key, move |attestation| {
            let view = AttestationView::of(&view, attestation)?;
            Ok(FinishedResponse {
                status: StatusCode::CREATED.as_u16(),
                location: Some(view.links.this.clone()),
                body: view.write()?,
            })
        })
        .await
    };
    let Answer { response, replayed } = Box::pin(app.tasks.run(work)).await??;
    Ok(finished(response, replayed))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let malformed = || {
        Problem::from(ProblemType::MalformedRequest)
            .with_detail("Idempotency-Key must be sent once and have 1 to 255 visible ASCII characters.")
    };
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().map_err(|_| malformed())?;
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    if values.next().is_some() || !visible || !(1..=255).contains(&text.len()) {
        return Err(malformed());
    }
    Ok(Some(text.to_owned()))
}

fn finished(response: FinishedResponse, replayed: bool) -> Response {
    let mut answer = Response::new(Body::from(response.body));
    *answer.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(location) = response.location.and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(LOCATION, location);
    }
    if replayed {
        headers.insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    }
    answer
}

/// Fetch an attestation
#[utoipa::path(get, path = "/api/v1/attestations/{id}", operation_id = "fetchAttestation", tag = "attestations",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The attestation", body = AttestationView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `attestations:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<AttestationId>,
) -> Result<Response, Problem> {
    let attestation = attestation::find(&app.issuer, &caller, id).await?;
    let body = AttestationView::of(&app, &attestation)?.write()?;
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

/// Fetch the bundle that a holder carries
///
/// Open to anybody where the template is public; otherwise to the organisation. It carries the status lists as they stand,
/// so that it can be verified without a network for as long as they hold: a day.
#[utoipa::path(get, path = "/api/v1/attestations/{id}/bundle", operation_id = "fetchBundle", tag = "verification",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The bundle", body = Object),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "A key was sent and is not valid", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `attestations:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database or the signer of the status lists is away", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn bundle(
    State(issuer): State<Issuer>,
    Anybody(caller): Anybody,
    Part(id): Part<AttestationId>,
) -> Result<Response, Problem> {
    let bundle = bundles::of(&issuer, caller.as_ref(), id, None).await?;
    Ok(([(CONTENT_TYPE, "application/json")], bundle.to_text()).into_response())
}

/// Verify an attestation
#[utoipa::path(get, path = "/api/v1/attestations/{id}/verify", operation_id = "verifyAttestation", tag = "verification",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The report", body = Object),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "A key was sent and is not valid", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `attestations:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database or the signer of the status lists is away", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn verify(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<AttestationId>,
) -> Result<Response, Problem> {
    let bundle = bundles::of(&app.issuer, caller.as_ref(), id, None).await?;
    let now = app.issuer.clock.now();
    let request = bundle.request(Object::new(), now)?;
    let own = identity::at_hand(&app.issuer, &request).await?;
    super::verify::report(&app, move || Ok(request.and(&own))).await
}

/// Verify an attestation under a policy of your own
#[utoipa::path(post, path = "/api/v1/attestations/{id}/verify", operation_id = "verifyAttestationUnderPolicy", tag = "verification",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Option<Object>, description = "`material`, `policy` and `now`, each optional", content_type = "application/json"),
    responses(
        (status = 200, description = "The report", body = Object),
        (status = 400, description = "Not JSON, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "A key was sent and is not valid", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `attestations:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not JSON by its media type", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "An option is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database or the signer of the status lists is away", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn verify_with_options(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<AttestationId>,
    options: Options,
) -> Result<Response, Problem> {
    let options = options.read()?;
    // Asked about a time, the lists are those of that time; a time that cannot be read is a fault further down.
    let time = options.get("now").and_then(Value::as_str).and_then(|text| Timestamp::parse(text).ok());
    let bundle = bundles::of(&app.issuer, caller.as_ref(), id, time).await?;
    let now = app.issuer.clock.now();
    let request = bundle.request(options, now)?;
    let own = identity::at_hand(&app.issuer, &request).await?;
    super::verify::report(&app, move || Ok(request.and(&own))).await
}
