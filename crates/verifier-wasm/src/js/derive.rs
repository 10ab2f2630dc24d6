//! Deriving: a holder shows parts of a credential. Only the modules for disclosure know how; all have the call, so that
//! one JavaScript fits them all.

#[cfg(feature = "disclosure")]
use proofpass::bundle::Bundle;
#[cfg(feature = "disclosure")]
use proofpass::json::{Pointer, Value};
#[cfg(feature = "disclosure")]
use proofpass::multibase::decode_base64url;
use proofpass::problem::ProblemType;
#[cfg(feature = "disclosure")]
use proofpass::securing::data_integrity::{self, Blinding, DeriveError, expand_seed};
use wasm_bindgen::prelude::*;

use super::refuse;
#[cfg(feature = "disclosure")]
use super::{document, read};

/// Nothing can be derived here.
#[cfg(not(feature = "disclosure"))]
#[wasm_bindgen]
#[expect(unused_variables, clippy::needless_pass_by_value, reason = "the call is that of the modules for disclosure")]
pub fn derive(credential: JsValue, derivation: &str, seed: &[u8]) -> Result<String, JsValue> {
    Err(refuse(ProblemType::InvalidRequest, "this WebAssembly derives nothing: take the one for disclosure"))
}

/// Shows parts of a credential with a base proof: `{"presentationHeader"?,"selectivePointers"?}`, the header as base64url in
/// multibase. `seed` is 32 bytes that nobody can guess, of this call alone: this module asks its host for no chance. Returns
/// the derived credential's JSON text.
#[cfg(feature = "disclosure")]
#[wasm_bindgen]
pub fn derive(credential: JsValue, derivation: &str, seed: &[u8]) -> Result<String, JsValue> {
    let wrong = |message: &str| refuse(ProblemType::InvalidRequest, message);
    let derivation = read(derivation)?;
    let option = |name: &str| derivation.as_object().and_then(|members| members.get(name));
    let pointer = |value: &Value| value.as_str().and_then(|text| Pointer::parse(text).ok());
    let pointers: Option<Vec<Pointer>> =
        option("selectivePointers").map_or(Some(Vec::new()), |list| list.as_array()?.iter().map(pointer).collect());
    let pointers = pointers.ok_or_else(|| wrong("selectivePointers must be a list of JSON pointers"))?;
    let header = option("presentationHeader").map_or(Some(Vec::new()), |text| decode_base64url(text.as_str()?).ok());
    let header = header.ok_or_else(|| wrong("presentationHeader must be base64url in multibase"))?;
    let seed: [u8; 32] = seed.try_into().map_err(|_| wrong("the seed must be 32 bytes"))?;
    let bundle = Bundle::parse(&document(credential)?).map_err(|_| wrong("the document is no credential"))?;
    let [credential] = bundle.credentials() else { return Err(wrong("the document must be one credential")) };
    let mut random = expand_seed(seed);
    let blinding = Blinding { presentation_header: &header, random: &mut random };
    match data_integrity::derive(credential, &pointers, blinding) {
        Ok(derived) => Ok(derived.to_object().to_string()),
        Err(DeriveError::Pointer(at)) => {
            let pointer = pointers.get(at).map_or("a pointer", Pointer::as_str);
            Err(wrong(&format!("{pointer} leads to nothing in the credential")))
        }
        Err(error) => Err(wrong(&error.to_string())),
    }
}
