//! The verifier's files, as the npm package has them, from memory.
//!
//! In scope: the modules (`*.js`) and WebAssembly of one folder, read once at start. Out of scope: any other file, and
//! the file system afterwards: a request names a file that was read, or nothing.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse as _, Response};
use proofpass::digest::Digest;
use proofpass::problem::ProblemType;
use tower_http::compression::CompressionLayer;

use super::path::Part;
use super::undescribed::Undescribed;
use super::{App, Problem};

/// The files, by their path under the folder.
#[derive(Debug)]
pub struct Assets(HashMap<String, Asset>);

#[derive(Clone, Debug)]
struct Asset {
    bytes: Bytes,
    media_type: &'static str,
    etag: String,
}

/// Why the folder cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AssetsError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that the page cannot do without is missing: the package was not built.
    #[error("{0} is missing: build the package first (cargo xtask wasm)")]
    Missing(PathBuf),
    /// More than the package ever holds.
    #[error("the folder holds more than {} bytes of modules", Assets::MAX_BYTES)]
    TooLarge,
}

impl Assets {
    /// The package is a few hundred kilobytes; this catches a wrong folder.
    const MAX_BYTES: usize = 16 << 20;

    /// What the page loads first, and what it verifies with.
    const REQUIRED: [&str; 2] = ["element.js", "wasm/verifier_bg.wasm"];

    /// Reads the package's folder.
    pub fn read(folder: &Path) -> Result<Self, AssetsError> {
        let mut files = HashMap::new();
        let mut total = 0;
        let mut folders = vec![(folder.to_owned(), String::new())];
        while let Some((path, prefix)) = folders.pop() {
            let io = |source| AssetsError::Io { path: path.clone(), source };
            for entry in std::fs::read_dir(&path).map_err(io)? {
                let entry = entry.map_err(io)?;
                let Ok(name) = entry.file_name().into_string() else { continue };
                // Not followed: a link could name a file that is not the package's.
                let kind = entry.file_type().map_err(io)?;
                // The client of the REST interface is a package of its own.
                let is_other =
                    name.starts_with('.') || name == "node_modules" || (prefix.is_empty() && name == "client");
                if kind.is_dir() && !is_other {
                    folders.push((entry.path(), format!("{prefix}{name}/")));
                }
                let Some(media_type) = media_type(&name).filter(|_| kind.is_file()) else { continue };
                let bytes =
                    std::fs::read(entry.path()).map_err(|source| AssetsError::Io { path: entry.path(), source })?;
                total += bytes.len();
                if total > Self::MAX_BYTES {
                    return Err(AssetsError::TooLarge);
                }
                // Weak: the bytes on the wire may be compressed.
                let etag = format!("W/\"{}\"", Digest::of(&bytes));
                files.insert(format!("{prefix}{name}"), Asset { bytes: bytes.into(), media_type, etag });
            }
        }
        match Self::REQUIRED.into_iter().find(|name| !files.contains_key(*name)) {
            Some(name) => Err(AssetsError::Missing(folder.join(name))),
            None => Ok(Self(files)),
        }
    }
}

fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        _ => None,
    }
}

/// The script of the verifier's Worker, which lives under its own answer's policy and not under the page's.
const WORKER: &str = "worker-thread.js";
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// `/assets/verifier/*`: public files; a page elsewhere may load the element from here.
pub(super) fn routes() -> Undescribed {
    Undescribed::new().get("/assets/verifier/{*path}", serve).layer(CompressionLayer::new().gzip(true))
}

async fn serve(State(app): State<App>, Part(path): Part<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let asset =
        app.assets.as_ref().and_then(|assets: &Arc<Assets>| assets.0.get(&path)).ok_or(ProblemType::NotFound)?;
    let mut response = cached(&headers, asset.media_type, &asset.etag, asset.bytes.clone());
    if path == WORKER {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER_POLICY));
    }
    Ok(response)
}

/// Whether whoever asks has that version already (RFC 9110 §13.1.2).
fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    // Weakly compared: a proxy that compresses makes weak tags of strong ones.
    let bare = |tag: &str| tag.trim().strip_prefix("W/").unwrap_or(tag.trim()).to_owned();
    known.flat_map(|value| value.split(',')).any(|tag| bare(tag) == bare(etag) || tag.trim() == "*")
}

/// What a browser may keep, if it asks each time whether it is still the same.
pub(super) const ASK_EACH_TIME: &str = "no-cache";

/// A file that may be kept so.
fn cached(headers: &HeaderMap, media_type: &'static str, etag: &str, bytes: Bytes) -> Response {
    cached_as(headers, ASK_EACH_TIME, media_type, etag, bytes)
}

/// The same of what is written anew each time, and known by what it is.
pub(super) fn cached_by_content(
    headers: &HeaderMap,
    cache_control: &'static str,
    media_type: &'static str,
    bytes: Bytes,
) -> Response {
    let etag = format!("\"{}\"", Digest::of(&bytes));
    cached_as(headers, cache_control, media_type, &etag, bytes)
}

/// A page, or a part of one, under its policy. Known weakly: the bytes on the wire may be compressed.
pub(super) fn page(headers: &HeaderMap, media_type: &'static str, policy: &'static str, bytes: Bytes) -> Response {
    let etag = format!("W/\"{}\"", Digest::of(&bytes));
    let mut response = cached(headers, media_type, &etag, bytes);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// What is known by this tag.
pub(super) fn cached_as(
    headers: &HeaderMap,
    cache_control: &'static str,
    media_type: &'static str,
    etag: &str,
    bytes: Bytes,
) -> Response {
    let head: [(HeaderName, &str); 2] = [(CACHE_CONTROL, cache_control), (ETAG, etag)];
    if is_known(headers, etag) {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, [(CONTENT_TYPE, media_type)], bytes).into_response()
}
