//! Fetching what a document needs, by the very loop that the npm package has (`pkg/resolve/loop.js`).
//!
//! In scope: whether this Worker does that at all, and the way from needs to material. Out of scope: whom it asks and what
//! it keeps (`edge/resolving.js`); limits (the loop's).

use std::rc::Rc;

use proofpass::json::{Limits, Value, parse};
use proofpass::verify::{Material, Request};
use wasm_bindgen::prelude::*;
use worker::Env;

#[wasm_bindgen(module = "/edge/resolving.js")]
extern "C" {
    /// Asks `needs`, from material to a list, both as JSON text, until nothing more can be had; gives the text of the
    /// material that was fetched.
    #[wasm_bindgen(catch)]
    async fn resolve(needs: &Closure<dyn Fn(String) -> String>, env: &JsValue) -> Result<JsValue, JsValue>;
}

/// Whether the operator lets anybody have things fetched: `RESOLVE` names hosts, or is `*`.
pub(super) fn is_allowed(env: &Env) -> bool {
    env.var("RESOLVE").is_ok_and(|hosts| !hosts.to_string().trim().is_empty())
}

/// The request with what could be fetched for it. What could not its report leaves unchecked.
pub(super) async fn resolved(request: Request, env: &Env) -> Request {
    let request = Rc::new(request);
    let asked = Rc::clone(&request);
    let needs: Closure<dyn Fn(String) -> String> = Closure::new(move |fetched: String| {
        let have = asked.material().clone().and(&material(&fetched));
        let needs = asked.bundle().map(|bundle| bundle.needs(&have)).unwrap_or_default();
        Value::Array(needs.iter().map(|need| need.to_object().into()).collect()).to_string()
    });
    let fetched = resolve(&needs, env.as_ref()).await.ok().and_then(|text| text.as_string());
    let fetched = fetched.map(|text| material(&text)).unwrap_or_default();
    drop(needs);
    let have = request.material().clone().and(&fetched);
    Rc::unwrap_or_clone(request).with_material(have)
}

/// What the loop gathered. Material that the core does not take is none: nothing is checked with half of it.
fn material(text: &str) -> Material {
    let value = parse(text.as_bytes(), &Limits::DOCUMENT).ok();
    value.and_then(|value| Material::from_value(&value).ok()).unwrap_or_default()
}
