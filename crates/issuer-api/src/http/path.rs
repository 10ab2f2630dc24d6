//! What varies in a path.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::request;
use proofpass::problem::ProblemType;

use super::Problem;

/// The one part of a path that varies. What is not a `T`, or not text, names nothing: 404, without asking anybody.
#[derive(Debug)]
pub(super) struct Part<T>(pub(super) T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Part<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, state: &S) -> Result<Self, Problem> {
        let text = Path::<String>::from_request_parts(parts, state).await.map_err(|_| ProblemType::NotFound)?;
        text.parse().map(Self).map_err(|_| ProblemType::NotFound.into())
    }
}

/// The two parts of a path that vary.
#[derive(Debug)]
pub(super) struct Parts<T, U>(pub(super) T, pub(super) U);

impl<S: Send + Sync, T: FromStr, U: FromStr> FromRequestParts<S> for Parts<T, U> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, state: &S) -> Result<Self, Problem> {
        let found = Path::<(String, String)>::from_request_parts(parts, state).await;
        let (first, second) = found.map(|Path(both)| both).map_err(|_| ProblemType::NotFound)?;
        let not_found = || Problem::from(ProblemType::NotFound);
        Ok(Self(first.parse().map_err(|_| not_found())?, second.parse().map_err(|_| not_found())?))
    }
}
