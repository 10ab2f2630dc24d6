//! Deriving: what a holder shows of a credential.
//!
//! In scope: `ecdsa-sd-2023` and `bbs-2023`, whoever issued them. Out of scope: how it is done (`proofpass`).
//! Spec: <https://w3c-ccg.github.io/vc-api/#derive-credential>

use proofpass::bundle::Bundle;
use proofpass::credential::SignedCredential;
use proofpass::json::{Object, Pointer, Value};
use proofpass::multibase::decode_base64url;
use proofpass::securing::data_integrity::{self, Blinding, DeriveError, expand_seed};

use super::VcApi;
use super::issue::{Refusal, document};
use crate::rng;

/// `{"verifiableCredential":…,"options":{"selectivePointers":[…],"presentationHeader":…}}` to
/// `{"verifiableCredential":…}` with less in it. Without pointers there is what is mandatory. The header is bytes in
/// multibase, for `bbs-2023`.
pub fn derive(api: &VcApi, request: &Value) -> Result<Object, Refusal> {
    let document = document(request, "verifiableCredential")?;
    let picked = pointers(request, "selectivePointers")?.unwrap_or_default();
    let header = option(request, "presentationHeader")
        .map_or(Some(Vec::new()), |header| decode_base64url(header.as_str()?).ok());
    let header = header.ok_or(Refusal::NotMultibase("presentationHeader"))?;
    // As verifiers read it.
    let bundle = Bundle::parse(document.to_string().as_bytes()).map_err(|_| DeriveError::BaseProof)?;
    let [credential] = bundle.credentials() else { return Err(DeriveError::BaseProof.into()) };
    let shown = derived(api, credential, &picked, &header)?;
    Ok(Object::new().with("verifiableCredential", shown.to_object()))
}

/// A part, with chance of its own.
pub(super) fn derived(
    api: &VcApi,
    base: &SignedCredential,
    picked: &[Pointer],
    presentation_header: &[u8],
) -> Result<SignedCredential, Refusal> {
    let mut random = expand_seed(rng::bytes(api.rng.as_ref())?);
    let blinding = Blinding { presentation_header, random: &mut random };
    Ok(data_integrity::derive(base, picked, blinding)?)
}

/// An option that is a list of pointers, if it is there.
pub(super) fn pointers(request: &Value, name: &'static str) -> Result<Option<Vec<Pointer>>, Refusal> {
    let Some(list) = option(request, name) else { return Ok(None) };
    let pointer = |value: &Value| value.as_str().and_then(|text| Pointer::parse(text).ok());
    let pointers = list.as_array().and_then(|list| list.iter().map(pointer).collect::<Option<_>>());
    pointers.map(Some).ok_or(Refusal::NotPointers(name))
}

fn option<'a>(request: &'a Value, name: &str) -> Option<&'a Value> {
    request.as_object()?.get("options")?.as_object()?.get(name)
}
