//! Problem details: every error that leaves the service.
//!
//! In scope: the one total map from what went wrong to a problem type; the body. The request's id, which the body
//! repeats as `instance`, is known only to `frame`, so a problem travels inside the response until it gets there.
//! Spec: <https://www.rfc-editor.org/rfc/rfc9457>

use std::any::Any;
use std::borrow::Cow;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use proofpass::problem::ProblemType;
use serde::Serialize;
use utoipa::ToSchema;

use super::quota;
use crate::id::RequestId;
use crate::issue::plan::Allowance;
use crate::issue::{Error, Fault, PublicUrl, Unauthenticated};
use crate::store::Conflict;

/// Seconds after which something that is away is worth another try.
const RETRY_SECONDS: u32 = 2;

/// Seconds after which letters to one address are written again.
const LETTERS_SECONDS: u32 = 3600;

/// What went wrong, before it is written.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: ProblemType,
    detail: Option<Cow<'static, str>>,
    faults: Vec<Fault>,
    retry_after: Option<u32>,
    authenticate: Option<String>,
    quota: Option<Allowance>,
}

impl From<ProblemType> for Problem {
    fn from(kind: ProblemType) -> Self {
        let unauthenticated = kind == ProblemType::Unauthenticated;
        Self {
            kind,
            detail: None,
            faults: Vec::new(),
            retry_after: (kind == ProblemType::Unavailable).then_some(RETRY_SECONDS),
            authenticate: unauthenticated.then(|| "Bearer realm=\"ProofPass\"".to_owned()),
            quota: None,
        }
    }
}

impl Problem {
    /// With words of its own. They are sent, so they carry nothing secret.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// `invalid-request` with its faults.
    #[must_use]
    pub fn invalid(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::from(ProblemType::InvalidRequest) }
    }

    /// `malformed-request` for a member that is not known, and where it is.
    #[must_use]
    pub fn unknown_member(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::from(ProblemType::MalformedRequest) }
            .with_detail("The body has a member that is not known.")
    }

    /// `rate-limited`, until so many seconds from now.
    #[must_use]
    pub fn rate_limited(retry_after: u32) -> Self {
        Self { retry_after: Some(retry_after), ..Self::from(ProblemType::RateLimited) }
    }

    /// `conflict`: what has come to its end stays as it is.
    fn settled(what: &str, state: &str) -> Self {
        Self::from(ProblemType::Conflict).with_detail(format!("The {what} is {state}, and stays so."))
    }

    /// The body, for the request `id`.
    pub(super) fn write(self, public_url: &PublicUrl, id: RequestId) -> Vec<u8> {
        let body = Body {
            kind: format!("{public_url}/problems/{}", self.kind.slug()),
            title: self.kind.title().to_owned(),
            status: self.kind.status(),
            detail: self.detail.unwrap_or(Cow::Borrowed(self.kind.description())).into_owned(),
            instance: format!("urn:uuid:{id}"),
            errors: self.faults.into_iter().map(FaultView::from).collect(),
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        // Unwrap safety: the registry holds statuses from 400 to 599.
        *response.status_mut() = StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = self.authenticate.as_deref().and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(WWW_AUTHENTICATE, challenge);
        }
        if let Some(allowance) = &self.quota {
            quota::say(headers, allowance);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The one map. No wildcard: a new error must be given its place here.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::AddressNotAllowed { kid, address } => {
                tracing::info!(reason = "OtherAddress", api_key.kid = %kid, "Refused a caller: OtherAddress");
                let from = address.map_or_else(|| "where you are".to_owned(), |address| address.to_string());
                Self::from(ProblemType::InsufficientScope).with_detail(format!(
                    "This API key may not be used from {from}: an admin of its organisation says from where."
                ))
            }
            Error::Conflict(Conflict::Superseded(Some(status))) => Self::from(Error::Settled(status)),
            Error::Conflict(Conflict::Superseded(None)) => Self::from(Error::WithoutStatus),
            Error::Conflict(conflict) => Self::from(ProblemType::Conflict).with_detail(in_the_way(conflict)),
            Error::EmailVerified => {
                Self::from(ProblemType::Conflict).with_detail("It is known that this address is yours.")
            }
            Error::IdempotencyKeyInUse { retry_after } => {
                Self { retry_after: Some(retry_after), ..Self::from(ProblemType::IdempotencyKeyInUse) }
            }
            Error::IdempotencyKeyReused => ProblemType::IdempotencyKeyReused.into(),
            Error::InsufficientScope(scope) => {
                let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scope.as_str());
                Self { authenticate: Some(challenge), ..Self::from(ProblemType::InsufficientScope) }
                    .with_detail(format!("The API key lacks the scope `{}`.", scope.as_str()))
            }
            Error::InsufficientRole(role) => Self::from(ProblemType::InsufficientScope)
                .with_detail(format!("Only who has the role `{}` may do that.", role.as_str())),
            Error::LastAdmin => Self::from(ProblemType::Conflict).with_detail(
                "The organisation's last admin can neither leave nor step down. Make somebody else one first.",
            ),
            Error::NoProofKeys => Self::from(ProblemType::Conflict).with_detail(
                "Proofs count under no key here: there is none from a setup of several, and those for development count in no \
                production (PROOFPASS_ENV).",
            ),
            Error::NoMail => Self::from(ProblemType::InvalidRequest).with_detail(
                "This service sends no letters: its operator has not said by which server (PROOFPASS_SMTP_URL).",
            ),
            Error::NoOrganization => Self::from(ProblemType::InsufficientScope)
                .with_detail("You act for no organisation. Create one, or choose one of yours."),
            Error::OnlyPeople => Self::from(ProblemType::InsufficientScope)
                .with_detail("This is for people: send the access token of somebody who is signed in."),
            Error::OnlySuperadmins => Self::from(ProblemType::InsufficientScope)
                .with_detail("Only who runs the service may do that (`superadmin`)."),
            Error::QuotaExceeded { quota, plan, limit, used, resets_in } => {
                let left = u64::from(limit).saturating_sub(used);
                let detail = format!(
                    "The plan `{}` allows {limit} {}, of which {left} are left. Nothing was done.",
                    plan.as_str(),
                    quota.as_str()
                );
                let quota = Some(Allowance { plan, used, limit: Some(limit), resets_in });
                Self { retry_after: resets_in, quota, ..Self::from(ProblemType::QuotaExceeded) }.with_detail(detail)
            }
            Error::NotFound => ProblemType::NotFound.into(),
            Error::PreconditionFailed => ProblemType::PreconditionFailed.into(),
            Error::JobEnded(state) => Self::settled("job", state.as_str()),
            Error::Settled(status) => Self::settled("attestation", status.as_str()),
            Error::WithoutStatus => Self::from(ProblemType::Conflict).with_detail(
                "The credential was issued without a status, so that no verifier could be told. Issue it anew.",
            ),
            Error::WithoutDocument => Self::from(ProblemType::Conflict).with_detail(
                "Claims are committed by who signs as a did:web, whose document lists the key for that. Say so with \
                `PUT /api/v1/issuer-identity` and `{\"method\":\"web\"}`, and make the next key with `POST /api/v1/issuer-keys` and \
                `{\"replace\":true}`.",
            ),
            Error::Refused(faults) => Self::invalid(faults),
            Error::TooManyAttempts { retry_after } => Self {
                retry_after: Some(retry_after),
                ..Self::from(ProblemType::RateLimited)
                    .with_detail("Too many wrong passwords or codes. Try again after the time in Retry-After.")
            },
            Error::TooManyLetters => Self {
                retry_after: Some(LETTERS_SECONDS),
                ..Self::from(ProblemType::RateLimited).with_detail(
                    "This address was written to often enough. Look among unwanted mail, or try again later.",
                )
            },
            Error::Unauthenticated { why: Unauthenticated::WrongPassword, .. } => {
                tracing::info!("Refused a password");
                Self::from(ProblemType::Unauthenticated).with_detail("The email address or the password is wrong.")
            }
            Error::Unauthenticated { why: Unauthenticated::WrongCode, .. } => {
                tracing::info!("Refused a code");
                Self::from(ProblemType::Unauthenticated).with_detail("The code is wrong, or was used before.")
            }
            Error::Unauthenticated { why, kid } => {
                let kid = kid.map(tracing::field::display);
                tracing::info!(reason = ?why, api_key.kid = kid, "Refused a caller: {why:?}");
                ProblemType::Unauthenticated.into()
            }
            Error::Unavailable { hand, ref source } => {
                let cause = source.as_ref().map(|error| chain(error));
                tracing::error!(hand = ?hand, error = cause, "{hand:?} is not available");
                ProblemType::Unavailable.into()
            }
            Error::SignerFaulty | Error::Store(_) | Error::Vanished => {
                tracing::error!(error = chain(&error), "A defect: {error}");
                ProblemType::Internal.into()
            }
        }
    }
}

/// What stands in the way.
fn in_the_way(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::InvitationOpen => "An invitation to this address is open: withdraw it to send another one.",
        Conflict::Invitations => "The organisation has as many open invitations as an organisation can have.",
        Conflict::Member => "They are a member of the organisation.",
        Conflict::IssuerKeyActive => "The organisation has an active issuer key.",
        Conflict::IssuerKeyEnded => "This key does not sign any more.",
        Conflict::JobKey => "A request with this Idempotency-Key has made a job meanwhile.",
        Conflict::IssuerKeys => "The organisation has as many issuer keys as an organisation can have.",
        Conflict::OrganizationName => "An organisation of this name exists.",
        Conflict::StatusIndex | Conflict::StatusListOpen => "Too many credentials are issued at once: try again.",
        // Said as what it is: see `From<Error>`.
        Conflict::Superseded(_) => "Nothing can take the place of this attestation.",
        Conflict::PaymentReference => "The organisation has a payment of this reference.",
        Conflict::Nullifier => "This holder has answered for this purpose and epoch: everybody counts once.",
        Conflict::ProofReplayed => "This request was answered: an answer counts once. Ask for another request.",
        Conflict::PassportBusy => "Others change this passport at this moment. Try again.",
        Conflict::PassportMember => "The passport has this credential.",
        Conflict::PassportProduct => "The organisation has a passport for this product.",
        Conflict::NoSecondFactor => "You have no second factor.",
        Conflict::SecondFactor => "You have a second factor, or no device that waits for its first code.",
        Conflict::TemplateName => "The organisation has a template of this name.",
        Conflict::UserEmail => "This address has an account: log in.",
        Conflict::TemplatePredefined => "Every organisation has this template: only its visibility can be changed.",
        Conflict::TemplatePublished => "A version of this template was published: it can be retired, not deleted.",
        Conflict::TemplateVersionState => {
            "A draft can be published, and a published version can be retired. This one is neither."
        }
        Conflict::TemplateVersions => "This template has as many versions as a template can have. Make a new one.",
        Conflict::WebhookDisabled => "This webhook is disabled. Enable it first.",
        Conflict::WebhookEndpoints => "The organisation has as many webhooks as an organisation can have.",
    }
}

/// A panic, caught. The hook in `telemetry` has logged its place.
pub(super) fn of_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::from(ProblemType::Internal).into_response()
}

/// An error and its causes, for the log.
pub(super) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

/// A problem (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Body {
    /// What kind of problem; the URL explains it.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    kind: String,
    /// The kind, in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// This occurrence, in words.
    detail: String,
    /// `urn:uuid:` and the request's id, which also stands in `X-Request-Id`.
    instance: String,
    /// With `invalid-request`, and where a member is not known: each fault and where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FaultView>,
}

/// A rule that the request breaks.
#[derive(Serialize, ToSchema)]
#[schema(as = Fault)]
pub(super) struct FaultView {
    /// JSON Pointer (RFC 6901) into the body.
    pointer: String,
    /// What is wrong.
    detail: String,
}

impl From<Fault> for FaultView {
    fn from(fault: Fault) -> Self {
        Self { pointer: fault.pointer, detail: fault.detail }
    }
}
