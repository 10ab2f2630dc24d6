//! Who calls: the API key in `Authorization: Bearer …` or `X-API-Key`.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc6750#section-2.1>

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use proofpass::problem::ProblemType;

use super::{Problem, frame};
use crate::issue::api_key::authenticate;
use crate::issue::{Caller, Error, Issuer, Unauthenticated};

const X_API_KEY: &str = "x-api-key";

/// A caller with a valid key.
#[derive(Debug)]
pub(super) struct Authenticated(pub(super) Caller);

/// Anybody; but whoever shows a key must show a valid one.
#[derive(Debug)]
pub(super) struct Anybody(pub(super) Option<Caller>);

impl<S> FromRequestParts<S> for Authenticated
where
    S: Send + Sync,
    Issuer: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Anybody(caller) = Anybody::from_request_parts(parts, state).await?;
        let missing = || Error::Unauthenticated { why: Unauthenticated::Missing, kid: None }.into();
        caller.map(Self).ok_or_else(missing)
    }
}

impl<S> FromRequestParts<S> for Anybody
where
    S: Send + Sync,
    Issuer: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Some(key) = presented(&parts.headers)? else { return Ok(Self(None)) };
        let caller = authenticate(&Issuer::from_ref(state), key).await?;
        frame::note_caller(&caller);
        Ok(Self(Some(caller)))
    }
}

/// The key as it was sent. Two keys are no key: whoever stands between us and the caller may read the other one.
fn presented(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let malformed = || Problem::from(Error::Unauthenticated { why: Unauthenticated::Malformed, kid: None });
    let bearer = headers.get_all(AUTHORIZATION).iter().map(|value| {
        let text = value.to_str().ok()?;
        let (scheme, key) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| key.trim_start_matches(' '))
    });
    let plain = headers.get_all(X_API_KEY).iter().map(|value| value.to_str().ok());
    let mut keys = bearer.chain(plain);
    match (keys.next(), keys.next()) {
        (None, _) => Ok(None),
        (Some(key), None) => key.map(Some).ok_or_else(malformed),
        (Some(_), Some(_)) => {
            Err(Problem::from(ProblemType::MalformedRequest).with_detail("Send one API key, in one header."))
        }
    }
}
