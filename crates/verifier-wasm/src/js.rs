//! The JavaScript door. `pkg/` wraps it: loading, defaults, types, documentation for its users.
//!
//! The document crosses the boundary once, as text or bytes, and the answer once, as its JSON text, so that every
//! platform hands out the same bytes. Options come as JSON text too, because the core's strict reader is the one
//! reader of everything from outside.

pub mod derive;

use std::cell::RefCell;

use js_sys::Uint8Array;
use proofpass::bundle::{Bundle, Need, Unfit};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::PublicKey;
use proofpass::problem::ProblemType;
use proofpass::time::Timestamp;
use proofpass::verify::{InvalidOption, Material, Options};
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

thread_local! {
    /// The options of the last call, for as many documents as follow under the same.
    static LAST: RefCell<Option<Options>> = const { RefCell::new(None) };
}

/// Verifies a document under `{"material"?,"policy"?,"now"}` and returns the report's JSON text. No options at all are
/// those of the call before, which are not read again. Throws only for options that are wrong.
#[wasm_bindgen(js_name = verifyToJson)]
pub fn verify_to_json(bundle: JsValue, options: &str) -> Result<String, JsValue> {
    let document = document(bundle)?;
    LAST.with_borrow_mut(|last| {
        if !options.is_empty() {
            *last = Some(Options::from_value(&read(options)?, None).map_err(|fault| option(&fault))?);
        }
        let options = last.as_ref().ok_or_else(|| refuse(ProblemType::MalformedRequest, "there are no options"))?;
        Ok(options.report(&document).to_json())
    })
}

/// What a verifier must still fetch, as `{"needs":[…],"complete":…}`: whether this build can read all that could need
/// something. A document that cannot be read needs nothing. A proof in zero knowledge says so (`"proof":true`).
#[wasm_bindgen]
pub fn needs(bundle: JsValue, material: &str) -> Result<String, JsValue> {
    let material = Material::from_value(&read(material)?).map_err(|fault| option(&fault.under("/material")))?;
    let (needs, complete, is_proof) = match Bundle::parse(&document(bundle)?) {
        Ok(bundle) => (bundle.needs(&material), bundle.is_legible(&material), bundle.proof().is_some()),
        Err(_) => (Vec::new(), true, false),
    };
    let needs: Vec<Value> = needs.iter().map(|need| need.to_object().into()).collect();
    let answer = Object::new().with("needs", needs).with("complete", complete);
    Ok(if is_proof { answer.with("proof", true) } else { answer }.to_string())
}

/// What came for a need, under `{"need":{…},"at":"…"}`: an entry of a member of material, as `{"member":"…","entry":{…}}`, or
/// why it is none, as `{"code":"…"}`.
#[wasm_bindgen]
pub fn received(answer: JsValue, receipt: &str) -> Result<String, JsValue> {
    let receipt = read(receipt)?;
    let member = |name: &str| receipt.as_object().and_then(|members| members.get(name));
    let at = member("at").and_then(Value::as_str).and_then(|at| Timestamp::parse(at).ok());
    let at = at.ok_or_else(|| refuse(ProblemType::InvalidRequest, "expected a date and time with a zone"))?;
    let answer = document(answer)?;
    let need = member("need").and_then(Value::as_object).and_then(Need::from_object);
    let received = need.ok_or(Unfit::Unknown).and_then(|need| Ok((need.member(), need.received(&answer, at)?)));
    Ok(match received {
        Ok((member, entry)) => Object::new().with("member", member).with("entry", entry),
        Err(unfit) => Object::new().with("code", unfit.code()),
    }
    .to_string())
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
