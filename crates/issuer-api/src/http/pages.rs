//! The page at `/verify`: it loads the verifier and verifies in the browser.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use proofpass::digest::Digest;
use proofpass::problem::ProblemType;

use super::{App, Problem, assets};

/// Nothing inline, nothing from elsewhere, no HTML from strings; WebAssembly, and nothing else that is compiled.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

const HTML: (&str, &str) = ("text/html; charset=utf-8", include_str!("page/index.html"));
const STYLE: (&str, &str) = ("text/css; charset=utf-8", include_str!("page/page.css"));
const SCRIPT: (&str, &str) = ("text/javascript; charset=utf-8", include_str!("page/page.js"));

/// The page, under two addresses, and its two files.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/verify", get(async |State(app), headers: HeaderMap| page(&app, &headers, HTML)))
        .route("/verify/{id}", get(async |State(app), headers: HeaderMap| page(&app, &headers, HTML)))
        .route("/assets/page/page.css", get(async |State(app), headers: HeaderMap| page(&app, &headers, STYLE)))
        .route("/assets/page/page.js", get(async |State(app), headers: HeaderMap| page(&app, &headers, SCRIPT)))
}

fn page(app: &App, headers: &HeaderMap, (media_type, text): (&'static str, &'static str)) -> Result<Response, Problem> {
    // Without the verifier's files the page could not verify anything.
    if app.assets.is_none() {
        return Err(ProblemType::NotFound.into());
    }
    let etag = format!("W/\"{}\"", Digest::of(text.as_bytes()));
    let mut response = assets::cached(headers, media_type, &etag, Bytes::from_static(text.as_bytes()));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}
