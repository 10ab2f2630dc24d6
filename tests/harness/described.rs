//! Holds every answer against the service's own description (OpenAPI).

use std::sync::LazyLock;

use http::{Method, StatusCode};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass_issuer::http::openapi_document;

use crate::Answer;

static DOCUMENT: LazyLock<Object> = LazyLock::new(|| match parse(openapi_document().as_bytes(), &Limits::DOCUMENT) {
    Ok(Value::Object(document)) => document,
    other => panic!("the description is no object: {other:?}"),
});

/// Fails where the description does not name the answer's status and media type for the route that was asked. What it
/// leaves out, pages and methods that a route does not speak, it says nothing about.
#[track_caller]
pub(crate) fn check(method: &Method, path: &str, answer: &Answer) {
    // HEAD is GET without its body.
    let name = if method == Method::HEAD { "get".to_owned() } else { method.as_str().to_lowercase() };
    let paths = member(&DOCUMENT, "paths");
    // OpenAPI 3.1 §4.8.8.2: of several that match, the one that names more of the path.
    let route =
        paths.iter().filter(|(route, _)| matches(route, path)).min_by_key(|(route, _)| route.matches('{').count());
    let operation = route.and_then(|(_, item)| item.as_object()?.get(&name)?.as_object());
    let Some(operation) = operation else { return };
    let status = answer.status.as_str();
    let response = member(operation, "responses").get(status).and_then(Value::as_object);
    let response = response.unwrap_or_else(|| panic!("{method} {path}: {status} is not described: {answer}"));
    // RFC 9110 §15.4.5: it has no body.
    if answer.status == StatusCode::NOT_MODIFIED {
        return;
    }
    let media_type = answer.header("content-type").split(';').next().unwrap_or_default();
    let described = response.get("content").and_then(Value::as_object);
    let is_empty = described.is_none() && answer.body.is_empty();
    let known = is_empty || described.is_some_and(|content| content.get(media_type).is_some());
    assert!(known, "{method} {path}: {status} is not described as {media_type:?}: {answer}");
}

fn member<'a>(object: &'a Object, name: &str) -> &'a Object {
    object.get(name).and_then(Value::as_object).unwrap_or_else(|| panic!("the description has no {name}"))
}

/// Whether `path` is one of a route: step by step the same, or anything where the route has a part in braces.
fn matches(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    let same = |(ours, theirs): (&&str, &&str)| ours == theirs || (ours.starts_with('{') && !theirs.is_empty());
    route.len() == path.len() && route.iter().zip(&path).all(same)
}
