//! Bodies: the one place where bytes from outside are read.
//!
//! In scope: media type, size, time, strict JSON, typed requests with unknown members refused. Out of scope: rules
//! about values (`issue`).

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::BodyExt as _;
use proofpass::json::{self, Limits, Value};
use proofpass::problem::ProblemType;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use super::Problem;
use crate::issue::Fault;

/// Longest pause between two pieces of a body.
const IDLE: Duration = Duration::from_secs(5);

/// Longest time for a whole body.
const TOTAL: Duration = Duration::from_secs(15);

/// What JSON calls itself. Credentials have media types of their own, and are JSON.
const MEDIA_TYPES: [&str; 4] = ["application/json", "application/ld+json", "application/vc", "application/vp"];

/// A command: JSON of at most 256 KiB, decoded into `T`, with the bytes it came as.
#[derive(Debug)]
pub(super) struct Json<T> {
    pub(super) value: T,
    pub(super) bytes: Bytes,
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        let bytes = read(request, Limits::REQUEST.bytes, |_| Ok(())).await?;
        let value = decode(&parse(&bytes)?)?;
        Ok(Self { value, bytes })
    }
}

/// A document to look at, up to the protocol's own limit: whatever is wrong with it is for a report to say.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) bytes: Bytes,
    /// Held as long as the bytes are, where they are many.
    pub(super) room: Option<OwnedSemaphorePermit>,
}

/// Room for bodies beyond the size of a command. Everybody may send documents of megabytes, so that without a bound on
/// how many are held at once, a thousand connections could fill the memory.
#[derive(Clone, Debug)]
pub(super) struct LargeBodies(Arc<Semaphore>);

impl LargeBodies {
    /// 32 documents of 5 MiB.
    const AT_ONCE: usize = 32;

    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(Self::AT_ONCE)))
    }

    fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        self.0.clone().try_acquire_owned().map_err(|_| ProblemType::Unavailable.into())
    }
}

impl<S> FromRequest<S> for Document
where
    S: Send + Sync,
    LargeBodies: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        let large = LargeBodies::from_ref(state);
        let mut room = None;
        let watch = |length: usize| {
            if length > Limits::REQUEST.bytes && room.is_none() {
                room = Some(large.enter()?);
            }
            Ok(())
        };
        let bytes = read(request, Limits::DOCUMENT.bytes, watch).await?;
        Ok(Self { bytes, room })
    }
}

/// Options that may be left out altogether: no body, or a JSON object.
#[derive(Debug)]
pub(super) struct Options(pub(super) json::Object);

impl<S: Sync> FromRequest<S> for Options {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let media_type = check_media_type(request.headers());
        let bytes = read(request, Limits::REQUEST.bytes, |_| Ok(())).await?;
        if bytes.is_empty() {
            return Ok(Self(json::Object::new()));
        }
        media_type?;
        decode(&parse(&bytes)?).map(Self)
    }
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Problem> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(ProblemType::UnsupportedMediaType.into());
    };
    let text = value.to_str().unwrap_or_default().to_ascii_lowercase();
    let mut parts = text.split(';').map(str::trim);
    let known = parts.next().is_some_and(|name| MEDIA_TYPES.contains(&name));
    // JSON is UTF-8 (RFC 8259 §8.1); another charset would be another text.
    let utf8 = parts.all(|part| match part.split_once('=') {
        Some(("charset", charset)) => charset.trim_matches('"') == "utf-8",
        _ => true,
    });
    let plain = headers.get(CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    if known && utf8 && plain { Ok(()) } else { Err(ProblemType::UnsupportedMediaType.into()) }
}

/// Reads at most `max` bytes within the time limits. `watch` is told how many there are before they are kept.
async fn read(
    request: Request,
    max: usize,
    mut watch: impl FnMut(usize) -> Result<(), Problem>,
) -> Result<Bytes, Problem> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let too_large =
        || Problem::from(ProblemType::PayloadTooLarge).with_detail(format!("At most {max} bytes are read."));
    if announced.is_some_and(|length| length > max as u64) {
        return Err(too_large());
    }
    let mut body: Body = request.into_body();
    let mut bytes = Vec::new();
    let end = Instant::now() + TOTAL;
    loop {
        let frame = timeout_at(end, timeout(IDLE, body.frame())).await;
        let Ok(Ok(frame)) = frame else { return Err(ProblemType::RequestTimeout.into()) };
        let Some(frame) = frame else { return Ok(bytes.into()) };
        let frame =
            frame.map_err(|_| Problem::from(ProblemType::MalformedRequest).with_detail("The body broke off."))?;
        // Trailers carry nothing that is read here.
        if let Ok(data) = frame.into_data() {
            if bytes.len() + data.len() > max {
                return Err(too_large());
            }
            watch(bytes.len() + data.len())?;
            bytes.extend_from_slice(&data);
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    json::parse(bytes, &Limits::REQUEST).map_err(|error| {
        let kind = match error {
            json::Error::TooLarge { .. } => ProblemType::PayloadTooLarge,
            _ => ProblemType::MalformedRequest,
        };
        // The error names an offset and never repeats the text.
        Problem::from(kind).with_detail(format!("The body cannot be read: {error}."))
    })
}

fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let fault = Fault::new(pointer(error.path()), error.inner().to_string());
        Problem::invalid(vec![fault])
    })
}

/// As a JSON Pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}
