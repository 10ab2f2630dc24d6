//! Fetching what a document needs, by the very loop that the npm package has (`pkg/resolve/loop.js`).
//!
//! In scope: whether this Worker does that at all, and the way from needs to material. Out of scope: whom it asks and what
//! it keeps (`edge/resolving.js`); limits (the loop's).

use std::rc::Rc;

use proofpass::bundle::{Need, Unfit};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Request};
use serde::Serialize;
use worker::Env;
use worker::js_sys::Promise;
use worker::wasm_bindgen::prelude::*;
use worker::wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/edge/resolving.js")]
extern "C" {
    /// Asks `needs`, from material as JSON text to a list, until nothing more can be had, and `received`, from a need, what
    /// came for it and when to an [`Entry`]; promises `{"material":…,"missing":…}` as text.
    fn resolve(
        needs: &Closure<dyn Fn(String) -> JsValue>,
        received: &Closure<dyn Fn(JsValue, Vec<u8>, String) -> JsValue>,
        env: &JsValue,
    ) -> Promise;
}

/// Whether the operator lets anybody have things fetched: `RESOLVE` names hosts, or is `*`.
pub(super) fn is_allowed(env: &Env) -> bool {
    env.var("RESOLVE").is_ok_and(|hosts| !hosts.to_string().trim().is_empty())
}

/// What came, and what did not.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    material: Object,
    missing: Vec<Value>,
}

impl Fetched {
    /// Asks for what a request needs.
    pub(super) async fn for_request(request: &Rc<Request>, env: &Env) -> Self {
        let asked = Rc::clone(request);
        let needs: Closure<dyn Fn(String) -> JsValue> = Closure::new(move |fetched: String| {
            let needs = asked.needs(&parsed(&fetched).map(|value| material(&value)).unwrap_or_default());
            to_js(&needs.iter().map(Need::to_object).collect::<Vec<_>>())
        });
        let received: Closure<dyn Fn(JsValue, Vec<u8>, String) -> JsValue> =
            Closure::new(|need: JsValue, answer: Vec<u8>, at: String| to_js(&received(need, &answer, &at)));
        let text =
            JsFuture::from(resolve(&needs, &received, env.as_ref())).await.ok().and_then(|text| text.as_string());
        let Some(Value::Object(mut fetched)) = text.and_then(|text| parsed(&text)) else { return Self::default() };
        let material = match fetched.remove("material") {
            Some(Value::Object(material)) => material,
            _ => Object::new(),
        };
        let missing = match fetched.remove("missing") {
            Some(Value::Array(missing)) => missing,
            _ => Vec::new(),
        };
        Self { material, missing }
    }

    /// As the core reads it.
    pub(super) fn material(&self) -> Material {
        material(&self.material.clone().into())
    }

    /// A report, with what came and what did not beside it.
    pub(super) fn beside(self, report: &str) -> String {
        let (material, missing) = (self.material, Value::Array(self.missing));
        format!(r#"{{"report":{report},"material":{material},"missing":{missing}}}"#)
    }
}

fn parsed(text: &str) -> Option<Value> {
    parse(text.as_bytes(), &Limits::DOCUMENT).ok()
}

/// As plain objects and arrays, as `JSON.parse` would make them; `null`, which the loop does not take, were that impossible.
fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// What came: an entry, as JSON text, of a member of material; or the word for why it is none. As text, because an object
/// cannot have every name that a document may (`__proto__`).
#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Fit { member: &'static str, entry: String },
    Unfit { code: &'static str },
}

fn received(need: JsValue, answer: &[u8], at: &str) -> Entry {
    let entry = || {
        let need = serde_wasm_bindgen::from_value::<Object>(need).ok();
        let need = need.and_then(|need| Need::from_object(&need)).ok_or(Unfit::Unknown)?;
        let at = Timestamp::parse(at).map_err(|_| Unfit::Form)?;
        Ok((need.member(), need.received(answer, at)?))
    };
    match entry() {
        Ok((member, entry)) => Entry::Fit { member, entry: entry.to_string() },
        Err::<_, Unfit>(unfit) => Entry::Unfit { code: unfit.code() },
    }
}

/// What the loop gathered. Material that the core does not take is none: nothing is checked with half of it.
fn material(value: &Value) -> Material {
    Material::from_value(value).unwrap_or_default()
}
