//! The JavaScript door. `pkg/` wraps it: loading, defaults, types, documentation for its users.
//!
//! The document crosses the boundary once, as text or bytes, and the report once, as its JSON text, so that every
//! platform hands out the same bytes. Options come as JSON text too, because the core's strict reader is the one
//! reader of everything from outside.

use js_sys::Uint8Array;
use proofpass::bundle::Bundle;
#[cfg(feature = "disclosure")]
use proofpass::json::Pointer;
use proofpass::json::{Limits, Value, parse};
use proofpass::key::PublicKey;
#[cfg(feature = "disclosure")]
use proofpass::multibase::decode_base64url;
use proofpass::problem::ProblemType;
#[cfg(feature = "disclosure")]
use proofpass::securing::data_integrity::{Blinding, derive as derive_part, expand_seed};
use proofpass::verify::{InvalidOption, Material, Request};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The platform's `Error`, with the `code` that `ProofPassError` carries on.
    #[wasm_bindgen(js_name = Error)]
    type JsError;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str) -> JsError;

    #[wasm_bindgen(method, setter)]
    fn set_code(this: &JsError, code: &str);
}

/// Verifies a document under `{"material"?,"policy"?,"now"}` and returns the report's JSON text. Throws only for
/// options that are wrong.
#[wasm_bindgen(js_name = verifyToJson)]
pub fn verify_to_json(bundle: JsValue, options: &str) -> Result<String, JsValue> {
    let request = Request::with_options(document(bundle)?, &read(options)?, None).map_err(|fault| option(&fault))?;
    Ok(request.report().to_json())
}

/// What a verifier must still fetch, as a list of plain objects. A document that cannot be read needs nothing.
#[wasm_bindgen]
pub fn needs(bundle: JsValue, material: &str) -> Result<JsValue, JsValue> {
    let material = Material::from_value(&read(material)?).map_err(|fault| option(&fault.under("/material")))?;
    let needs = Bundle::parse(&document(bundle)?).map(|bundle| bundle.needs(&material)).unwrap_or_default();
    let needs = Value::Array(needs.iter().map(|need| need.to_object().into()).collect());
    serde::Serialize::serialize(&needs, &serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|_| refuse(ProblemType::Internal, "the needs could not be handed over"))
}

/// Shows parts of a credential with a base proof, as its holder: `{"presentationHeader"?,"selectivePointers"?}`, the header
/// as base64url in multibase. `seed` is 32 bytes that nobody can guess, of this call alone. Returns the derived
/// credential's JSON text.
#[cfg(feature = "disclosure")]
#[wasm_bindgen]
pub fn derive(credential: JsValue, options: &str, seed: &[u8]) -> Result<String, JsValue> {
    let wrong = |message: &str| refuse(ProblemType::InvalidRequest, message);
    let options = read(options)?;
    let option = |name: &str| options.as_object().and_then(|options| options.get(name));
    let pointer = |value: &Value| value.as_str().and_then(|text| Pointer::parse(text).ok());
    let pointers =
        option("selectivePointers").map_or(Some(Vec::new()), |list| list.as_array()?.iter().map(pointer).collect());
    let pointers = pointers.ok_or_else(|| wrong("selectivePointers must be a list of JSON pointers"))?;
    let header = option("presentationHeader").map_or(Some(Vec::new()), |text| decode_base64url(text.as_str()?).ok());
    let header = header.ok_or_else(|| wrong("presentationHeader must be base64url in multibase"))?;
    let seed: [u8; 32] = seed.try_into().map_err(|_| wrong("the seed must be 32 bytes"))?;
    let bundle = Bundle::parse(&document(credential)?).map_err(|_| wrong("the document is no credential"))?;
    let [credential] = bundle.credentials() else { return Err(wrong("the document must be one credential")) };
    let mut random = expand_seed(seed);
    let blinding = Blinding { presentation_header: &header, random: &mut random };
    let derived = derive_part(credential, &pointers, blinding).map_err(|error| wrong(&error.to_string()))?;
    Ok(derived.to_object().to_string())
}

/// One signature by the core's one rule. Not part of the package's interface: the tests that pin the rule on every
/// platform call it. A key or a signature of the wrong length is refused like a wrong one.
#[wasm_bindgen(js_name = ed25519Verify)]
#[must_use]
pub fn ed25519_verify(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (key.try_into(), <[u8; 64]>::try_from(signature)) else { return false };
    PublicKey::from_bytes(key).is_ok_and(|key| key.verify(message, &signature.into()).is_ok())
}

/// The version of this module.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The document, copied into this module's memory once: text as UTF-8, bytes as they are.
fn document(bundle: JsValue) -> Result<Vec<u8>, JsValue> {
    if let Some(text) = bundle.as_string() {
        return Ok(text.into_bytes());
    }
    let bytes = bundle
        .dyn_into::<Uint8Array>()
        .map_err(|_| refuse(ProblemType::MalformedRequest, "the document is neither text nor bytes"))?;
    Ok(bytes.to_vec())
}

fn read(json: &str) -> Result<Value, JsValue> {
    parse(json.as_bytes(), &Limits::DOCUMENT)
        .map_err(|_| refuse(ProblemType::MalformedRequest, "the options are not acceptable JSON"))
}

fn option(fault: &InvalidOption) -> JsValue {
    refuse(ProblemType::InvalidRequest, &fault.to_string())
}

/// An `Error` with the `code` of a problem type.
fn refuse(problem: ProblemType, message: &str) -> JsValue {
    let error = JsError::new(message);
    error.set_code(problem.slug());
    error.into()
}
