//! The page at `/verify`: it loads the verifier and verifies in the browser.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use axum::response::Response;
use proofpass::digest::Digest;
use proofpass::problem::ProblemType;

use super::undescribed::Undescribed;
use super::{App, Problem, assets};

/// Nothing inline, nothing from elsewhere, no HTML from strings; WebAssembly, and nothing else that is compiled.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

const HTML: &str = "text/html; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The page of one credential, `/verify/{id}`. Its links are relative, so that it works behind a proxy that puts a path
/// before ours.
const ONE: &str = include_str!("page/index.html");

/// The page of any, `/verify`, from where the same links are a step shorter.
static ANY: LazyLock<String> = LazyLock::new(|| ONE.replace("=\"../", "=\"./"));

/// The page, under two addresses, and its two files.
pub(super) fn routes() -> Undescribed {
    Undescribed::new()
        .get("/verify", async |State(app): State<App>, headers: HeaderMap| page(&app, &headers, HTML, &ANY))
        .get("/verify/{id}", async |State(app): State<App>, headers: HeaderMap| page(&app, &headers, HTML, ONE))
        .get("/assets/page/page.css", async |State(app): State<App>, headers: HeaderMap| {
            page(&app, &headers, STYLE, include_str!("page/page.css"))
        })
        .get("/assets/page/page.js", async |State(app): State<App>, headers: HeaderMap| {
            page(&app, &headers, SCRIPT, include_str!("page/page.js"))
        })
}

fn page(app: &App, headers: &HeaderMap, media_type: &'static str, text: &'static str) -> Result<Response, Problem> {
    // Without the verifier's files the page could not verify anything.
    if !app.has_page() {
        return Err(ProblemType::NotFound.into());
    }
    let etag = format!("W/\"{}\"", Digest::of(text.as_bytes()));
    let mut response = assets::cached(headers, media_type, &etag, Bytes::from_static(text.as_bytes()));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}
