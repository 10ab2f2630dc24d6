//! Bundles: what a holder carries, and what the issuer says about it when asked.

use proofpass::credential::CONTEXT_V2;
use proofpass::json::{Object, Value};
use proofpass::time::Timestamp;
use proofpass::verify::Request;

use super::status_list::{self, Carried};
use super::{Caller, Error, Issuer, attestation};
use crate::id::AttestationId;
use crate::store::attestations::Format;

/// Credentials with the status lists that speak about them.
#[derive(Debug)]
pub struct Bundle {
    /// Separated by commas.
    credentials: String,
    lists: Vec<Carried>,
    gathered_at: Timestamp,
}

impl Bundle {
    /// As text. Credential and lists go in byte for byte.
    #[must_use]
    pub fn to_text(&self) -> String {
        let bundle = format!(r#"{{"type":"ProofPassBundle","version":1,"credentials":[{}]}}"#, self.credentials);
        // Issued before credentials had a status.
        if self.lists.is_empty() {
            return bundle;
        }
        let mut material = Vec::new();
        for (name, member, are_tokens) in [("statusLists", "credential", false), ("statusListTokens", "token", true)] {
            let one = |list: &Carried| {
                let from = Value::from(list.from.as_str());
                let text = if are_tokens { Value::from(list.text.as_str()).to_string() } else { list.text.clone() };
                format!(r#"{{"{member}":{text},"from":{from},"at":"{}"}}"#, list.at)
            };
            let lists: Vec<String> = self.lists.iter().filter(|list| list.is_token == are_tokens).map(one).collect();
            if !lists.is_empty() {
                material.push(format!(r#""{name}":[{}]"#, lists.join(",")));
            }
        }
        format!(
            r#"{{"type":"ProofPassEvidence","version":1,"gatheredAt":"{}","bundle":{bundle},"material":{{{}}}}}"#,
            self.gathered_at,
            material.join(",")
        )
    }

    /// What to verify of it, as anybody else would who has fetched the lists. `options` may hold `material`, `policy` and
    /// `now`.
    pub fn request(&self, options: Object, now: Timestamp) -> Result<Request, Error> {
        // As text: whatever may have happened to the stored bytes is for the report to say.
        let request = Request::with_options(self.to_text().as_bytes(), &options.into(), Some(now))
            .map_err(|fault| Error::refused(fault.pointer, format!("expected {}", fault.expected)))?;
        Ok(request.and(&status_list::material(&self.lists)))
    }
}

/// The bundle of an attestation, with its lists as they stand, or as they stood at `time`.
pub async fn of(
    issuer: &Issuer,
    caller: Option<&Caller>,
    id: AttestationId,
    time: Option<Timestamp>,
) -> Result<Bundle, Error> {
    let attestation = attestation::readable(issuer, caller, id).await?;
    let lists = status_list::of_attestation(issuer, &attestation, time).await?;
    let seen = attestation.seen_by(caller.map(|caller| caller.organization_id));
    Ok(Bundle { credentials: as_json(attestation.format, seen), lists, gathered_at: issuer.clock.now() })
}

/// A credential as it stands in JSON among others: itself, or the envelope of a token (VC data model 2.0 §4.13).
pub(super) fn as_json(format: Format, credential: &str) -> String {
    match format {
        Format::DataIntegrity => credential.to_owned(),
        Format::Jwt | Format::SdJwt => Object::new()
            .with("@context", vec![Value::from(CONTEXT_V2)])
            .with("id", format!("data:{},{credential}", format.media_type()))
            .with("type", "EnvelopedVerifiableCredential")
            .to_string(),
    }
}

/// The bundle of these credentials, with our lists that they name as they stand.
pub(super) async fn of_credentials(issuer: &Issuer, credentials: &[&str]) -> Result<Bundle, Error> {
    let now = issuer.clock.now();
    let bare = Bundle { credentials: credentials.join(","), lists: Vec::new(), gathered_at: now };
    let asked = bare.request(Object::new(), now)?.status_lists();
    Ok(Bundle { lists: status_list::own(issuer, &asked).await, ..bare })
}
