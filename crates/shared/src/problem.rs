//! The closed registry of problem types, spoken by both HTTP faces and by the JavaScript errors.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc9457>

/// A kind of problem. The slug is the last segment of the type URI and the `code` of a JavaScript error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemType {
    /// A bug on our side.
    Internal,
    /// A named constraint would be violated.
    Conflict,
    /// The same idempotency key is still being worked on.
    IdempotencyKeyInUse,
    /// The same idempotency key came with another request.
    IdempotencyKeyReused,
    /// The caller's scopes do not cover this.
    InsufficientScope,
    /// Well-formed, and breaks a rule.
    InvalidRequest,
    /// Not JSON, unknown field, bad header.
    MalformedRequest,
    /// The resource exists and does not speak this method.
    MethodNotAllowed,
    /// Absent, or not the caller's to know of.
    NotFound,
    /// Over a cap.
    PayloadTooLarge,
    /// It is not as the caller last saw it.
    PreconditionFailed,
    /// The plan's allowance is used up.
    QuotaExceeded,
    /// Too many requests at once.
    RateLimited,
    /// The request did not arrive in time.
    RequestTimeout,
    /// Gone on purpose.
    Revoked,
    /// No credentials, or not valid ones.
    Unauthenticated,
    /// Something we depend on is away.
    Unavailable,
    /// A media type we do not read.
    UnsupportedMediaType,
}

impl ProblemType {
    /// Every type, in the order of the enum.
    pub const ALL: [Self; 18] = [
        Self::Internal,
        Self::Conflict,
        Self::IdempotencyKeyInUse,
        Self::IdempotencyKeyReused,
        Self::InsufficientScope,
        Self::InvalidRequest,
        Self::MalformedRequest,
        Self::MethodNotAllowed,
        Self::NotFound,
        Self::PayloadTooLarge,
        Self::PreconditionFailed,
        Self::QuotaExceeded,
        Self::RateLimited,
        Self::RequestTimeout,
        Self::Revoked,
        Self::Unauthenticated,
        Self::Unavailable,
        Self::UnsupportedMediaType,
    ];

    /// The stable name. Apart from the rest: the modules in browsers say this one, and carry no page about it.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Conflict => "conflict",
            Self::IdempotencyKeyInUse => "idempotency-key-in-use",
            Self::IdempotencyKeyReused => "idempotency-key-reused",
            Self::InsufficientScope => "insufficient-scope",
            Self::InvalidRequest => "invalid-request",
            Self::MalformedRequest => "malformed-request",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::NotFound => "not-found",
            Self::PayloadTooLarge => "payload-too-large",
            Self::PreconditionFailed => "precondition-failed",
            Self::QuotaExceeded => "quota-exceeded",
            Self::RateLimited => "rate-limited",
            Self::RequestTimeout => "request-timeout",
            Self::Revoked => "revoked",
            Self::Unauthenticated => "unauthenticated",
            Self::Unavailable => "unavailable",
            Self::UnsupportedMediaType => "unsupported-media-type",
        }
    }

    /// The HTTP status it always comes with.
    #[must_use]
    pub fn status(self) -> u16 {
        self.entry().0
    }

    /// A short summary for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.entry().1
    }

    /// What it means and what the caller can do, for the type's own page.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Internal => (
                500,
                "Something went wrong on our side",
                "A defect in the service. Nothing was changed. It is logged under the request id in `instance`; quote it to the operator.",
            ),
            Self::Conflict => (
                409,
                "This conflicts with what exists",
                "Another resource already has this name or identifier. Fetch the existing one, or choose another.",
            ),
            Self::IdempotencyKeyInUse => (
                409,
                "The first request with this key is still running",
                "A request with the same Idempotency-Key has not finished. Repeat it after the time in Retry-After.",
            ),
            Self::IdempotencyKeyReused => (
                422,
                "This key was used for another request",
                "An Idempotency-Key names one request for 48 hours. Use a new key for a new request.",
            ),
            Self::InsufficientScope => (
                403,
                "You may not do that",
                "The API key lacks the scope, or the person the role, that this operation needs.",
            ),
            Self::InvalidRequest => (
                422,
                "The request breaks a rule",
                "The request was understood. `errors` lists each fault with a JSON Pointer to where it is.",
            ),
            Self::MalformedRequest => (
                400,
                "The request could not be read",
                "Not JSON, a duplicate or an unknown member, a number that would lose precision, or a header that does not parse.",
            ),
            Self::MethodNotAllowed => {
                (405, "This resource does not speak that method", "The Allow header lists the methods that it does.")
            }
            Self::NotFound => (404, "There is nothing here", "It does not exist, or it is not yours to know of."),
            Self::PayloadTooLarge => (
                413,
                "The request is too large",
                "The body is over the limit for this operation. Nothing was read beyond it.",
            ),
            Self::PreconditionFailed => (
                412,
                "It is not as you last saw it",
                "Somebody has changed it since the ETag in If-Match was sent. Fetch it again, and decide anew.",
            ),
            Self::QuotaExceeded => (
                429,
                "The plan's allowance is used up",
                "Wait for the time in Retry-After, where there is one; or make room, or change the plan.",
            ),
            Self::RateLimited => (429, "Too many requests", "Wait for the time in Retry-After and try again."),
            Self::RequestTimeout => {
                (408, "The request took too long to arrive", "The body was not complete in time. Repeat the request.")
            }
            Self::Revoked => (410, "This was withdrawn", "The issuer withdrew it on purpose."),
            Self::Unauthenticated => (
                401,
                "Who are you?",
                "Send a valid API key as `Authorization: Bearer …` or `X-API-Key`, or an access token as the former. It may be mistyped, expired or revoked.",
            ),
            Self::Unavailable => (
                503,
                "Not available just now",
                "The database or the signer is away. Repeat the request after the time in Retry-After; with an Idempotency-Key that is safe.",
            ),
            Self::UnsupportedMediaType => {
                (415, "That media type is not read here", "Send `Content-Type: application/json`.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn slugs_are_unique_and_statuses_are_errors() {
        let slugs: HashSet<_> = ProblemType::ALL.iter().map(|problem| problem.slug()).collect();
        assert_eq!(slugs.len(), ProblemType::ALL.len());
        assert!(ProblemType::ALL.iter().all(|problem| (400..600).contains(&problem.status())));
    }
}
