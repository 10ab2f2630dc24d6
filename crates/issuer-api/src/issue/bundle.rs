//! Bundles: what a holder carries, and what the issuer says about it when asked.

use proofpass::json::Object;
use proofpass::verify::Request;

use super::{Caller, Error, Issuer, attestation};
use crate::id::AttestationId;

/// The bundle of an attestation, as text. The credential goes in byte for byte.
pub async fn of(issuer: &Issuer, caller: Option<&Caller>, id: AttestationId) -> Result<String, Error> {
    let attestation = attestation::readable(issuer, caller, id).await?;
    Ok(format!(r#"{{"type":"ProofPassBundle","version":1,"credentials":[{}]}}"#, attestation.credential))
}

/// Verifies an attestation as anybody else would. `options` may hold `material`, `policy` and `now`.
pub async fn verify(
    issuer: &Issuer,
    caller: Option<&Caller>,
    id: AttestationId,
    options: Object,
) -> Result<Request, Error> {
    // As text: whatever may have happened to the stored bytes is for the report to say.
    let bundle = of(issuer, caller, id).await?;
    Request::with_options(bundle.into_bytes(), &options.into(), Some(issuer.clock.now()))
        .map_err(|fault| Error::refused(fault.pointer, format!("expected {}", fault.expected)))
}
