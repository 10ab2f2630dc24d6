//! Identifiers in paths.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use proofpass::problem::ProblemType;

use super::Problem;

/// The one identifier in a path. What is not an identifier names nothing: 404, without asking the database.
#[derive(Debug)]
pub(super) struct Id<T>(pub(super) T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = Path::<String>::from_request_parts(parts, state).await.map_err(|_| ProblemType::NotFound)?;
        text.parse().map(Self).map_err(|_| ProblemType::NotFound.into())
    }
}
