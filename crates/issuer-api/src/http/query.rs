//! What stands behind the question mark of an address.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use proofpass::problem::ProblemType;

use super::Problem;

/// Names and values, as they came.
#[derive(Debug)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The value of `name`. Two values are none: another reader may take the other one.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.0.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(malformed(format!("`{name}` stands in the address twice."))),
        }
    }

    /// Refuses names that mean nothing here: a filter with a slip in its name must not be none.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        let unknown = self.0.iter().any(|(name, _)| !known.contains(&name.as_str()));
        if unknown {
            return Err(malformed(format!("The address may name `{}`, and nothing else.", known.join("`, `"))));
        }
        Ok(())
    }
}

fn malformed(detail: String) -> Problem {
    Problem::from(ProblemType::MalformedRequest).with_detail(detail)
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Query(pairs) = Query::try_from_uri(&parts.uri)
            .map_err(|_| malformed("The address holds a parameter that is not text.".to_owned()))?;
        Ok(Self(pairs))
    }
}
