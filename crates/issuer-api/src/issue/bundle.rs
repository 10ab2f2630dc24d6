//! Bundles: what a holder carries, and what the issuer says about it when asked.

use proofpass::json::Object;
use proofpass::time::Timestamp;
use proofpass::verify::Request;

use super::{Caller, Error, Issuer, attestation};
use crate::id::AttestationId;

/// The bundle of an attestation, as text. The credential goes in byte for byte.
pub async fn of(issuer: &Issuer, caller: Option<&Caller>, id: AttestationId) -> Result<String, Error> {
    let attestation = attestation::readable(issuer, caller, id).await?;
    Ok(format!(r#"{{"type":"ProofPassBundle","version":1,"credentials":[{}]}}"#, attestation.credential))
}

/// What to verify of a bundle, as anybody else would. `options` may hold `material`, `policy` and `now`.
pub fn request(bundle: &str, options: Object, now: Timestamp) -> Result<Request, Error> {
    // As text: whatever may have happened to the stored bytes is for the report to say.
    Request::with_options(bundle.as_bytes(), &options.into(), Some(now))
        .map_err(|fault| Error::refused(fault.pointer, format!("expected {}", fault.expected)))
}
