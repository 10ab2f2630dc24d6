//! Requests and answers in the shape of `OpenID` for Verifiable Presentations.
//!
//! In scope: a request as an authorization request object and as a link, the answer's `vp_token`. Out of scope: signing
//! request objects, encrypting answers, sending either.
//! Spec: <https://openid.net/specs/openid-4-verifiable-presentations-1_0.html>

use std::fmt::Write as _;

use super::presentation::ProofPresentation;
use super::read::{Malformed, Members};
use super::request::ProofRequest;
use crate::json::{Limits, Object, Value, parse};

/// The credential format of the query (`format`).
pub const FORMAT: &str = "proofpass_zk";
/// The identifier of the one credential that is asked for.
const ID: &str = "proof";
/// The scheme of links to wallets.
const SCHEME: &str = "openid4vp://";

/// The authorization request object: `client_id` is the audience, and `response_uri` the request's, without which the
/// answer goes back the way that the request came (`fragment`).
#[must_use]
pub fn request_object(request: &ProofRequest) -> Object {
    let credential = Object::new()
        .with("id", ID)
        .with("format", FORMAT)
        .with("meta", Object::new().with("request", request.to_object()));
    let object = Object::new()
        .with("response_type", "vp_token")
        .with("client_id", request.audience())
        .with("nonce", request.nonce());
    let object = match request.response_uri() {
        Some(uri) => object.with("response_mode", "direct_post").with("response_uri", uri),
        None => object.with("response_mode", "fragment"),
    };
    object.with("dcql_query", Object::new().with("credentials", vec![Value::from(credential)]))
}

/// Reads a request object. What it says twice must be the same.
///
/// # Errors
/// If it is none, or asks for something else as well.
pub fn read_request_object(bytes: &[u8]) -> Result<ProofRequest, Malformed> {
    const KNOWN: [&str; 8] = [
        "response_type",
        "client_id",
        "nonce",
        "response_mode",
        "response_uri",
        "dcql_query",
        "state",
        "client_metadata",
    ];
    let limits = Limits { bytes: 2 * ProofRequest::MAX_BYTES, ..Limits::REQUEST };
    let value = parse(bytes, &limits).map_err(|_| Malformed::at("", "JSON within limits"))?;
    let members = Members::of(&value, "", &KNOWN)?;
    members.text_if("response_type", "vp_token", |text| text == "vp_token")?;
    let query = Members::of(members.require("dcql_query", "a query")?, "/dcql_query", &["credentials"])?;
    let [credential] = query.array("credentials", 1..=1)? else {
        return Err(query.fault("credentials", "one credential"));
    };
    let credential = Members::of(credential, "/dcql_query/credentials/0", &["id", "format", "meta"])?;
    credential.text_if("id", "the name of the proof", |text| text == ID)?;
    credential.text_if("format", "the format of these proofs", |text| text == FORMAT)?;
    let meta = credential.require("meta", "an object")?;
    let meta = Members::of(meta, "/dcql_query/credentials/0/meta", &["request"])?;
    let request = ProofRequest::from_value(meta.require("request", "a request")?)
        .map_err(|fault| Malformed { pointer: format!("{}{}", meta.under("request"), fault.pointer), ..fault })?;
    members.text_if("client_id", "the audience of the request", |text| text == request.audience())?;
    members.text_if("nonce", "the nonce of the request", |text| text == request.nonce())?;
    let mode = if request.response_uri().is_some() { "direct_post" } else { "fragment" };
    members.text_if("response_mode", "the mode that the request asks for", |text| text == mode)?;
    let uri = members.get("response_uri").map(|_| members.text("response_uri")).transpose()?;
    if uri != request.response_uri() {
        return Err(members.fault("response_uri", "that of the request"));
    }
    Ok(request)
}

/// A link for a QR code or a button: a wallet fetches the request object from `request_uri`.
#[must_use]
pub fn link(audience: &str, request_uri: &str) -> String {
    format!("{SCHEME}?client_id={}&request_uri={}", escaped(audience), escaped(request_uri))
}

/// The audience and the URL of the request object that a link holds.
///
/// # Errors
/// If it is none.
pub fn read_link(text: &str) -> Result<(String, String), Malformed> {
    let none = || Malformed::at("", "a link openid4vp:// with client_id and an https request_uri");
    let query = text.strip_prefix(SCHEME).and_then(|rest| rest.trim_start_matches('/').strip_prefix('?'));
    let query = query.filter(|_| text.len() <= 4 * super::read::MAX_ID).ok_or_else(none)?;
    let one = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let mut found = pairs.filter(|(key, _)| *key == name);
        match (found.next(), found.next()) {
            (Some((_, value)), None) => unescaped(value),
            _ => None,
        }
    };
    let (audience, uri) = (one("client_id").ok_or_else(none)?, one("request_uri").ok_or_else(none)?);
    let is_web = uri.starts_with("https://") && crate::credential::is_url(&uri);
    if is_web && crate::credential::is_url(&audience) { Ok((audience, uri)) } else { Err(none()) }
}

/// The answer: `{"vp_token":{"proof":[…]}}`.
#[must_use]
pub fn response(presentation: &ProofPresentation) -> Object {
    let proofs = vec![Value::from(presentation.to_object())];
    Object::new().with("vp_token", Object::new().with(ID, proofs))
}

/// Reads an answer: the presentation in it, not yet judged. A `state` is the caller's to compare.
///
/// # Errors
/// If it is none, or holds something else as well.
pub fn read_response(bytes: &[u8]) -> Result<ProofPresentation, Malformed> {
    let limits = Limits { bytes: 2 * ProofPresentation::MAX_BYTES, ..Limits::REQUEST };
    let value = parse(bytes, &limits).map_err(|_| Malformed::at("", "JSON within limits"))?;
    let members = Members::of(&value, "", &["vp_token", "state"])?;
    let token = Members::of(members.require("vp_token", "an object")?, "/vp_token", &[ID])?;
    match token.array(ID, 1..=1)? {
        [Value::Object(object)] => ProofPresentation::from_object(object)
            .map_err(|fault| Malformed { pointer: format!("/vp_token/{ID}/0{}", fault.pointer), ..fault }),
        _ => Err(Malformed::at("/vp_token/proof/0", "a presentation")),
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986 §2.3.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // Infallible: writing to a String does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            b'+' => b' ',
            _ => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::super::presentation::tests::presentation;
    use super::super::request::tests::{REQUEST, object};
    use super::*;

    fn request() -> ProofRequest {
        ProofRequest::parse(REQUEST.as_bytes()).unwrap()
    }

    #[test]
    fn a_request_goes_there_and_back() {
        let here = request();
        let there = ProofRequest::from_value(&object().with("responseUri", "https://shop.example/r").into()).unwrap();
        for request in [here, there] {
            let object = request_object(&request);
            assert_eq!(read_request_object(object.to_string().as_bytes()), Ok(request));
        }
    }

    #[test]
    fn a_request_object_that_contradicts_itself_is_none() {
        let good = request_object(&request());
        for (name, value, pointer) in [
            ("response_type", Value::from("code"), "/response_type"),
            ("client_id", "https://other.example".into(), "/client_id"),
            ("nonce", "AAECAwQFBgcICQoLDA0OEA".into(), "/nonce"),
            ("response_mode", "direct_post".into(), "/response_mode"),
            ("response_uri", "https://other.example".into(), "/response_uri"),
            ("dcql_query", Object::new().with("credentials", Vec::new()).into(), "/dcql_query/credentials"),
            ("scope", "openid".into(), ""),
        ] {
            let changed = good.clone().with(name, value);
            assert_eq!(read_request_object(changed.to_string().as_bytes()).unwrap_err().pointer, pointer, "{name}");
        }
        let text = good.to_string();
        for (from, to, pointer) in [
            ("proofpass_zk", "mso_mdoc", "/dcql_query/credentials/0/format"),
            ("\"ageAtLeast\":18", "\"ageAtLeast\":-1", "/dcql_query/credentials/0/meta/request/facts/0/ageAtLeast"),
        ] {
            let changed = text.replace(from, to);
            assert_eq!(read_request_object(changed.as_bytes()).unwrap_err().pointer, pointer, "{to}");
        }
    }

    #[test]
    fn an_answer_goes_there_and_back_and_holds_nothing_else() {
        let answer = response(&presentation());
        assert_eq!(read_response(answer.to_string().as_bytes()), Ok(presentation()));
        assert!(read_response(answer.clone().with("state", "x").to_string().as_bytes()).is_ok());
        let token = |value: Object| Object::new().with("vp_token", value).to_string();
        let one = Value::from(presentation().to_object());
        for (text, pointer) in [
            (answer.with("id_token", "x").to_string(), ""),
            (token(Object::new()), "/vp_token/proof"),
            (token(Object::new().with("proof", vec![one.clone(), one.clone()])), "/vp_token/proof"),
            (token(Object::new().with("proof", one.clone())), "/vp_token/proof"),
            (token(Object::new().with("proof", vec![Value::from(1)])), "/vp_token/proof/0"),
            (token(Object::new().with("proof", vec![Value::from(Object::new())])), "/vp_token/proof/0/type"),
            (token(Object::new().with("proof", vec![one]).with("pid", 1)), "/vp_token"),
            ("{}".into(), "/vp_token"),
        ] {
            assert_eq!(read_response(text.as_bytes()).unwrap_err().pointer, pointer, "{text:.60}");
        }
    }

    #[test]
    fn a_link_goes_there_and_back() {
        let text = link("https://shop.example", "https://shop.example/r?id=1&x=ü");
        assert_eq!(
            text,
            "openid4vp://?client_id=https%3A%2F%2Fshop.example&request_uri=https%3A%2F%2Fshop.example%2Fr%3Fid%3D1%26x%3D%C3%BC"
        );
        let read = read_link(&text).unwrap();
        assert_eq!(read, ("https://shop.example".into(), "https://shop.example/r?id=1&x=ü".into()));
        for bad in [
            "",
            "https://shop.example",
            "openid4vp://",
            "openid4vp://?client_id=https%3A%2F%2Fa.example",
            "openid4vp://?client_id=https%3A%2F%2Fa.example&request_uri=http%3A%2F%2Fa.example",
            "openid4vp://?client_id=x&request_uri=https%3A%2F%2Fa.example",
            "openid4vp://?client_id=https%3A%2F%2Fa.example&request_uri=https%3A%2F%2Fa.example&request_uri=https%3A%2F%2Fb.example",
            "openid4vp://?client_id=https%3A%2F%2Fa.example&request_uri=https%3A%2F%2F%zz",
        ] {
            assert!(read_link(bad).is_err(), "{bad}");
        }
    }
}
