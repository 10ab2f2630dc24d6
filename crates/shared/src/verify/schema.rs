//! The check `schema`: the credential keeps each schema that it names.
//!
//! In scope: which schema an entry names, whether it is at hand and fresh, schemas that are credentials themselves. Out of
//! scope: what a schema means (`crate::schema`, with feature `schema`).
//! Spec: <https://www.w3.org/TR/vc-json-schema/>
//!
//! For each entry of `credentialSchema`, in this order:
//! 1. its schema is at hand, under the very URL of the entry, and not older than the policy allows;
//! 2. the bytes have the digests that the entry names;
//! 3. a `JsonSchemaCredential` verifies itself: structure, proof, issuer, validity;
//! 4. the credential without its proofs keeps the schema.
//!
//! Step 1 is the same in every build. Where the rest is not built in, what is at hand is `schema-unsupported`: whoever has
//! a larger build at hand asks that one, and for a schema that is not at hand nobody has to.

#[cfg(feature = "schema")]
mod at_hand;

#[cfg(feature = "schema")]
pub(super) use at_hand::Schemas;

use super::{Code, Outcome, Verifier};
use crate::credential::SignedCredential;
use crate::json::Value;

/// The credential as schemas see it: made for the first entry, kept for the others.
#[cfg(feature = "schema")]
type Instance = crate::schema::Instance;
#[cfg(not(feature = "schema"))]
type Instance = ();

/// What became of an entry, and where in the credential, if that is known better than by the entry.
type Finding = (Code, Option<String>);

impl Verifier<'_> {
    /// The worst entry's code, and a pointer to what is wrong or to the entry.
    pub(super) fn schema(&self, credential: &SignedCredential) -> Finding {
        let mut worst = (Code::NoSchema, None);
        let mut instance = None;
        for (at, entry) in credential.set("credentialSchema").iter().enumerate() {
            let (code, pointer) = match self.schema_entry(credential, &mut instance, entry) {
                Ok(()) => (Code::SchemaSatisfied, None),
                Err((code, pointer)) => (code, pointer.or_else(|| Some(format!("/credentialSchema/{at}")))),
            };
            if worst.0 == Code::NoSchema || code.outcome() < worst.0.outcome() {
                worst = (code, pointer);
            }
            if code.outcome() == Outcome::Fail {
                break;
            }
        }
        worst
    }

    fn schema_entry(
        &self,
        credential: &SignedCredential,
        instance: &mut Option<Instance>,
        entry: &Value,
    ) -> Result<(), Finding> {
        // Without either the structure check has failed already.
        let entry = entry.as_object().ok_or((Code::NotReached, None))?;
        let id = entry.get("id").and_then(Value::as_str).ok_or((Code::NotReached, None))?;
        // (1)
        let schema = self.material.schema(id).ok_or((Code::SchemaUnresolved, None))?;
        if self.policy.is_stale(schema.at(), self.now) {
            return Err((Code::SchemaStale, None));
        }
        #[cfg(feature = "schema")]
        return self.schema_at_hand(credential, instance, entry, schema);
        #[cfg(not(feature = "schema"))]
        {
            let _ = (credential, instance);
            Err((Code::SchemaUnsupported, None))
        }
    }
}
