//! Attestations: issuing, fetching, carrying away, verifying.

use std::fmt;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use proofpass::digest::Digest;
use proofpass::json::{Object, Value};
use proofpass::key::PublicKey;
use proofpass::problem::ProblemType;
use proofpass::time::Timestamp;
use proofpass::zk::commitment_from_text;
use proofpass_zk::bn254::Fr;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::auth::{Anybody, Authenticated};
use super::body::{Held, Json, Options, typed};
use super::openapi::OfAnybody;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::quota;
use super::stored::stored;
use super::{App, Problem};
use crate::id::AttestationId;
use crate::issue::attestation::{self, ForHolder, NewAttestation};
use crate::issue::evidence::{self, NewAttachment};
use crate::issue::idempotency::{self, Answer, IdempotencyKey};
use crate::issue::{Caller, Error, Fault, Issuer, TemplateName, bundle as bundles, identity, template};
use crate::store::attestations::{Attestation, Format, Notes};
use crate::store::idempotency::FinishedResponse;
use crate::store::templates::Visibility;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What to issue.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreateAttestation {
    /// One of your organisation's templates, by its UUID, or one that every organisation has, by its name. Required,
    /// where there is no `type`.
    #[serde(default, deserialize_with = "template_name")]
    #[schema(value_type = Option<String>, example = "farm-origin")]
    template_id: Option<TemplateName>,
    #[serde(deserialize_with = "subject")]
    subject: SubjectForm,
    /// In the place of `templateId`: the name of a template, or the type of its credentials.
    #[serde(rename = "type")]
    kind: Option<String>,
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
    /// How it is secured: `vc+ld+json` (a Data Integrity proof; so, if absent), `vc+jwt` or `dc+sd-jwt` (SD-JWT VC, of
    /// which the holder can withhold what the template lets them).
    #[serde(default, deserialize_with = "format")]
    #[schema(value_type = Option<String>, example = "vc+ld+json")]
    format: Option<Format>,
    /// The holder's own key, for `dc+sd-jwt`.
    cnf: Option<Confirmation>,
    /// The holder's commitment to a secret, where the template commits claims. Without it a secret is made and handed out with
    /// the answer, once.
    holder: Option<Holder>,
    /// The files that it rests on, by their digests; at most 20.
    evidence: Option<Vec<Attachment>>,
    /// What people call it. Not signed, as the next two, and changed with `PATCH`.
    #[schema(min_length = 1, max_length = 200)]
    label: Option<String>,
    /// Words to find it by; at most 20.
    tags: Option<Vec<String>>,
    /// What another system calls it.
    #[schema(min_length = 1, max_length = 200)]
    external_reference: Option<String>,
    /// Nothing is anchored from here yet: absent, or null.
    #[serde(rename = "blockchain_network")]
    network: Option<String>,
}

/// A subject, or its id alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = NewSubjectOrId)]
enum SubjectForm {
    Described(SubjectInput),
    /// Its type is `Thing` then.
    Id(String),
}

/// A file that an attestation rests on. It is not sent: its digest is signed, in one spelling or in both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Attachment {
    #[schema(example = "report.pdf", min_length = 1, max_length = 200)]
    name: String,
    #[schema(example = "application/pdf")]
    media_type: String,
    /// As Subresource Integrity writes it: `sha256-`, `sha384-` or `sha512-`, and base64.
    #[serde(rename = "digestSRI")]
    #[schema(example = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")]
    digest_sri: Option<String>,
    /// As a multihash in Multibase.
    digest_multibase: Option<String>,
    /// In bytes.
    #[schema(value_type = Option<u64>)]
    size: Option<f64>,
    /// Where it can be had, over https. Verifiers that fetch compare it.
    #[schema(format = "uri", max_length = 2000)]
    url: Option<String>,
}

/// What is signed of these files.
pub(super) fn evidence(files: Vec<Attachment>) -> Result<Vec<Object>, Error> {
    let described = files.into_iter().map(|file| {
        let Attachment { name, media_type, digest_sri, digest_multibase, size, url } = file;
        NewAttachment { name, media_type, digest_sri, digest_multibase, size, url }
    });
    evidence::settle(described.collect())
}

/// Who alone can prove something about what is committed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewHolder)]
pub(super) struct Holder {
    /// The Poseidon hash of a secret of 31 bytes, which the holder keeps: a number in decimal, as wallets make it.
    #[schema(
        example = "18586133768512220936620570745912940619677854269274689475585506675881198879027",
        max_length = 77
    )]
    commitment: String,
}

impl Holder {
    pub(super) fn commitment(&self) -> Result<Fr, Error> {
        let detail = "a number in decimal below the modulus of BN254, and not 0";
        let read = commitment_from_text(&self.commitment).filter(|commitment| *commitment != Fr::default());
        read.ok_or_else(|| Error::refused("/holder/commitment", detail))
    }
}

/// By which key a holder shows a credential to be theirs (RFC 7800).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirmation {
    /// The public half, as JSON Web Key (RFC 7517): Ed25519, P-256, P-384 or P-521.
    #[schema(value_type = Object)]
    jwk: Object,
}

impl Confirmation {
    /// The key.
    pub(super) fn holder(&self) -> Result<PublicKey, Error> {
        if self.jwk.get("d").is_some() {
            let detail = "a private key: send its public half, and keep this to yourself";
            return Err(Error::refused("/cnf/jwk/d", detail));
        }
        let known = PublicKey::from_jwk(&self.jwk);
        known.map_err(|_| Error::refused("/cnf/jwk", "not a public key of a kind that is known here"))
    }
}

/// The type of a subject of which no more than its id is said (<https://schema.org/Thing>).
const THING: &str = "Thing";

impl CreateAttestation {
    /// What is to be issued, for `caller`.
    async fn settle(mut self, issuer: &Issuer, caller: &Caller) -> Result<NewAttestation, Error> {
        if let (None, Some(kind)) = (self.template_id, &self.kind) {
            self.template_id = Some(template::of_type(issuer, caller, kind).await?);
            self.kind = None;
        }
        self.settled()
    }

    /// The same, for whoever has named the template.
    fn settled(self) -> Result<NewAttestation, Error> {
        let holder = self.cnf.map(|confirmation| confirmation.holder()).transpose()?;
        let commitment = self.holder.map(|holder| holder.commitment()).transpose()?;
        if self.network.is_some() {
            let detail = "nothing is anchored from here yet: leave it out, and anchor when that is there";
            return Err(Error::refused("/blockchain_network", detail));
        }
        let template = match (self.template_id, self.kind) {
            (Some(template), None) => template,
            (None, Some(_)) => return Err(Error::refused("/type", "here a template is named by `templateId`")),
            (None, None) => return Err(Error::refused("/templateId", "missing, and so is `type`")),
            (Some(_), Some(_)) => return Err(Error::refused("/type", "`templateId` says already which template")),
        };
        let subject = match self.subject {
            SubjectForm::Described(subject) => subject,
            SubjectForm::Id(id) => SubjectInput { id, kind: THING.to_owned() },
        };
        Ok(NewAttestation {
            evidence: self.evidence.map(evidence).transpose()?.unwrap_or_default(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            format: self.format.unwrap_or_default(),
            holder,
            commitment,
            notes: Notes {
                label: self.label,
                tags: self.tags.unwrap_or_default(),
                external_reference: self.external_reference,
            },
            ..NewAttestation::new(template, subject.id, subject.kind, self.claims)
        })
    }
}

/// The row of a batch: the body of a request that names its template.
pub(super) fn read_row(body: &Value) -> Result<NewAttestation, Vec<Fault>> {
    let row = typed::<CreateAttestation>(body).map_err(|(fault, _)| vec![fault])?;
    row.settled().map_err(|error| match error {
        Error::Refused(faults) => faults,
        other => vec![Fault::new("", other.to_string())],
    })
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

fn template_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TemplateName>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(serde::de::Error::custom)
}

pub(super) fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Format>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let known = || serde::de::Error::custom("expected `vc+ld+json`, `vc+jwt` or `dc+sd-jwt`");
    Format::parse(&text).map(Some).ok_or_else(known)
}

fn subject<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SubjectForm, D::Error> {
    struct Form;

    impl<'de> Visitor<'de> for Form {
        type Value = SubjectForm;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or a string")
        }

        fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<SubjectForm, E> {
            Ok(SubjectForm::Id(id.to_owned()))
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<SubjectForm, A::Error> {
            SubjectInput::deserialize(MapAccessDeserializer::new(members)).map(SubjectForm::Described)
        }
    }

    deserializer.deserialize_any(Form)
}

pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
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
    template_id: String,
    /// The version of the template that it was issued from, where that was recorded.
    template_version: Option<u32>,
    subject: SubjectView,
    /// The issuer's DID.
    #[schema(example = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")]
    issuer: String,
    #[schema(example = "active")]
    status: &'static str,
    #[schema(format = DateTime)]
    issued_at: String,
    /// How the credential is secured: `vc+ld+json`, `vc+jwt` or `dc+sd-jwt`.
    #[schema(example = "vc+ld+json")]
    format: &'static str,
    /// The signed credential, exactly as it was signed: JSON, or text where it is a token.
    #[schema(value_type = Value)]
    credential: Box<RawValue>,
    /// What is committed, for the holder alone, and in the first answer alone: nobody else has it, and nobody can make it anew.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    committed: Option<Object>,
    /// The holder's secret, where the request named no commitment; in the first answer alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_secret: Option<Box<str>>,
    /// `enclosed` where this answer has `committed`; `handed-out` where it repeats one that had it. To get another: reissue.
    #[serde(skip_serializing_if = "Option::is_none")]
    openings: Option<&'static str>,
    /// What people call it. Not signed, as the next two.
    label: Option<String>,
    /// Words to find it by.
    tags: Vec<String>,
    /// What another system calls it.
    external_reference: Option<String>,
    /// In whose place it was issued.
    #[schema(format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    supersedes: Option<String>,
    /// What was issued in its place.
    #[schema(format = Uuid)]
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<String>,
    #[serde(skip)]
    revision: i32,
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
    /// The credential by itself, under its own media type.
    #[schema(format = "uri")]
    credential: String,
    /// What a holder carries and a verifier reads.
    #[schema(format = "uri")]
    bundle: String,
    /// A report on it.
    #[schema(format = "uri")]
    verify: String,
    /// Its QR code.
    #[schema(format = "uri")]
    qr: String,
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
        let credential = match attestation.format {
            Format::DataIntegrity => attestation.credential.clone(),
            Format::Jwt | Format::SdJwt => Value::from(attestation.credential.as_str()).to_string(),
        };
        let credential = stored(credential, ("attestations", "credential"), &id)?;
        Ok(Self {
            id: id.to_string(),
            template_id: TemplateName::of(attestation.organization_id, attestation.template_id).to_string(),
            template_version: attestation.template_version,
            subject: SubjectView { id: attestation.subject_id.clone(), kind: attestation.subject_type.clone() },
            issuer: attestation.issuer_did.clone(),
            status: attestation.status_at(app.issuer.clock.now()).as_str(),
            issued_at: attestation.issued_at.to_string(),
            format: attestation.format.as_str(),
            credential,
            committed: None,
            holder_secret: None,
            openings: None,
            label: attestation.notes.label.clone(),
            tags: attestation.notes.tags.clone(),
            external_reference: attestation.notes.external_reference.clone(),
            supersedes: attestation.supersedes.map(|id| id.to_string()),
            superseded_by: attestation.superseded_by.map(|id| id.to_string()),
            revision: attestation.revision,
            links: Links {
                credential: format!("{this}/credential"),
                bundle: format!("{this}/bundle"),
                verify: format!("{this}/verify"),
                qr: format!("{this}/qr"),
                page: has_page.then(|| format!("{url}/verify/{id}")),
                this,
            },
        })
    }

    /// With what only the holder is to have.
    fn with(self, holder: ForHolder<'_>) -> Self {
        match holder {
            ForHolder::HandedOut => Self { openings: Some("handed-out"), ..self },
            ForHolder::Nothing => self,
            ForHolder::Now(openings) => Self {
                committed: Some(openings.file().clone()),
                holder_secret: openings.secret().map(Box::from),
                openings: Some("enclosed"),
                ..self
            },
        }
    }

    /// As the answer to a request.
    pub(super) fn answer(&self) -> Result<Response, Error> {
        let etag = format!("\"{}\"", self.revision);
        Ok(([(CONTENT_TYPE, "application/json"), (ETAG, etag.as_str())], self.write()?).into_response())
    }

    fn write(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(|_| Error::Vanished)
    }
}

/// Issue an attestation
///
/// Builds a verifiable credential from one of your templates, signs it and keeps it. With an `Idempotency-Key`, the same
/// request may be repeated for 48 hours and has its effect once. What the template commits of the claims stands in no credential:
/// it is in `committed`, for the holder alone, of the first answer and of none that repeats it.
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
        (status = 409, description = "A request with this Idempotency-Key is still running, or claims are to be committed by who signs as a did:key", body = ProblemBody, content_type = "application/problem+json"),
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
    let request = Request::of(&method, &uri, &headers, &bytes)?;
    let issuer = app.issuer.clone();
    let (speaker, what) = (caller.clone(), Box::pin(async move { new.settle(&issuer, &caller).await }));
    request.issue(app, speaker, held, what).await
}

/// A request to issue, as far as it may be repeated.
pub(super) struct Request(Option<IdempotencyKey>);

impl Request {
    pub(super) fn of(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Self, Problem> {
        let key = idempotency_key(headers)?.map(|key| {
            let request = [method.as_str().as_bytes(), uri.path().as_bytes(), body].join(&b'\n');
            IdempotencyKey { key, request: Digest::of(&request) }
        });
        Ok(Self(key))
    }

    /// Issues what turns out to be asked for, and answers.
    pub(super) async fn issue(
        self,
        app: App,
        caller: Caller,
        held: Held,
        what: impl Future<Output = Result<NewAttestation, Error>> + Send + 'static,
    ) -> Result<Response, Problem> {
        let view = app.clone();
        let work = async move {
            let (_held, issuer) = (held, view.issuer.clone());
            idempotency::issue(&issuer, &caller, what.await?, self.0, move |attestation, holder| {
                let view = AttestationView::of(&view, attestation)?.with(holder);
                Ok(FinishedResponse {
                    status: StatusCode::CREATED.as_u16(),
                    location: Some(view.links.this.clone()),
                    body: view.write()?,
                })
            })
            .await
        };
        let Answer { response, replayed, allowance } = app.tasks.run(Box::pin(work)).await??;
        let mut answer = finished(response, replayed);
        if let Some(allowance) = allowance {
            quota::say(answer.headers_mut(), &allowance);
        }
        Ok(answer)
    }
}

pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
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
        (status = 200, description = "The attestation", body = AttestationView, headers(("ETag" = String, description = "Of this revision"))),
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
    Ok(AttestationView::of(&app, &attestation)?.answer()?)
}

/// Fetch the credential by itself
///
/// As it was signed, under its own media type. Open to anybody where the template is public; otherwise to the
/// organisation. What a holder has to show first, because the template says that it is withheld, only the organisation gets.
#[utoipa::path(get, path = "/api/v1/attestations/{id}/credential", operation_id = "fetchCredential", tag = "verification",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The credential", content(
            (String = "application/vc"),
            (String = "application/vc+jwt"),
            (String = "application/dc+sd-jwt"),
        )),
        OfAnybody,
    ),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn credential(
    State(issuer): State<Issuer>,
    Anybody(caller): Anybody,
    Part(id): Part<AttestationId>,
) -> Result<Response, Problem> {
    let attestation = attestation::readable(&issuer, caller.as_ref(), id).await?;
    let text = attestation.seen_by(caller.map(|caller| caller.organization_id)).to_owned();
    Ok(([(CONTENT_TYPE, attestation.format.media_type())], text).into_response())
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
