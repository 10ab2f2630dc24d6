//! Making a status commitment.

use proofpass_zk::text::to_decimal;

use super::{CREDENTIAL, SUBJECT, StatusBits};
use crate::credential::{CONTEXT_V2, Fault, UnsignedCredential};
use crate::json::{Object, Value};
use crate::time::Timestamp;

/// Terms that no context defines are what they are called here.
const UNDEFINED_TERMS: &str = "https://www.w3.org/ns/credentials/undefined-terms/v2";

/// What is published about the bits.
#[derive(Clone, Debug)]
pub struct StatusPublication<'a> {
    /// Where the commitment is published.
    pub url: &'a str,
    /// Who says so, as `issuer` says it in credentials.
    pub issuer: Value,
    /// Where the lists are, in order.
    pub lists: &'a [String],
    /// From when on it holds.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_until: Timestamp,
}

impl StatusPublication<'_> {
    /// The credential to be signed and published.
    ///
    /// # Errors
    /// If a member is not what a credential may have there.
    pub fn credential(&self, bits: &StatusBits) -> Result<UnsignedCredential, Fault> {
        let lists: Vec<Value> = self.lists.iter().map(|url| url.as_str().into()).collect();
        let subject = Object::new()
            .with("id", format!("{}#commitment", self.url))
            .with("type", SUBJECT)
            .with("root", bits.tree().map(|tree| to_decimal(tree.root())))
            .with("lists", lists);
        UnsignedCredential::new(
            Object::new()
                .with("@context", vec![Value::from(CONTEXT_V2), UNDEFINED_TERMS.into()])
                .with("id", self.url)
                .with("type", vec![Value::from("VerifiableCredential"), CREDENTIAL.into()])
                .with("issuer", self.issuer.clone())
                .with("validFrom", self.valid_from.to_string())
                .with("validUntil", self.valid_until.to_string())
                .with("credentialSubject", subject),
        )
    }
}
