//! Bodies: the one place where bytes from outside are read.
//!
//! In scope: media type, size, time, room in memory, strict JSON, typed requests with unknown members refused. Out of scope: rules
//! about values (`issue`).

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::BodyExt as _;
use proofpass::json::{self, DecodeError, Limits, Value};
use proofpass::problem::ProblemType;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use super::{App, Problem};
use crate::issue::Fault;

/// What JSON calls itself. Credentials have media types of their own, and are JSON.
const MEDIA_TYPES: [&str; 4] = ["application/json", "application/ld+json", "application/vc", "application/vp"];

/// How bodies are read.
#[derive(Clone, Debug)]
pub(super) struct Bodies {
    /// Longest pause between two pieces of a body.
    pub(super) idle: Duration,
    /// Longest time for a whole body.
    pub(super) total: Duration,
    /// For those who showed a key.
    callers: Room,
    /// For everybody else, so that nobody who shows no key can keep out those who do.
    anybody: Room,
}

impl Default for Bodies {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(5),
            total: Duration::from_secs(15),
            callers: Room::new(64, 0),
            anybody: Room::new(64, 160),
        }
    }
}

/// Room in memory for bodies while they arrive and wait: without a bound, every connection could fill its share.
///
/// The first [`Room::FREE`] bytes of a body need none: the number of connections bounds them, and what a credential
/// usually takes is read however many larger bodies there are. Documents beyond the size of a command have room of
/// their own, so that they cannot crowd out smaller ones. The buffer of a body grows by doubling, so that the memory
/// taken is at most twice what is counted.
#[derive(Clone, Debug)]
struct Room {
    /// In KiB, as the other.
    commands: Arc<Semaphore>,
    documents: Arc<Semaphore>,
}

/// Room that a body takes, given back with this value.
#[derive(Debug, Default)]
pub(super) struct Held(Option<OwnedSemaphorePermit>);

impl Room {
    const FREE: usize = 16 << 10;

    fn new(commands_mib: usize, documents_mib: usize) -> Self {
        let room = |mib: usize| Arc::new(Semaphore::new(mib << 10));
        Self { commands: room(commands_mib), documents: room(documents_mib) }
    }

    /// Makes room for a body that has grown to `length` bytes.
    fn grow(&self, held: &mut Held, length: usize) -> Result<(), Problem> {
        if length <= Self::FREE {
            return Ok(());
        }
        let room = if length > Limits::REQUEST.bytes { &self.documents } else { &self.commands };
        let same = held.0.take_if(|held| Arc::ptr_eq(held.semaphore(), room));
        let missing = length.div_ceil(1 << 10) - same.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let full = |_| {
            Problem::from(ProblemType::Unavailable)
                .with_detail("Too much is being read at once. Repeat the request after the time in Retry-After.")
        };
        let more = u32::try_from(missing).unwrap_or(u32::MAX);
        let mut more = room.clone().try_acquire_many_owned(more).map_err(full)?;
        if let Some(same) = same {
            more.merge(same);
        }
        // What it took of the other kind of room, it has outgrown.
        held.0 = Some(more);
        Ok(())
    }
}

/// A command: JSON of at most 256 KiB, decoded into `T`, with the bytes it came as.
#[derive(Debug)]
pub(super) struct Json<T> {
    pub(super) value: T,
    pub(super) bytes: Bytes,
    /// As long as the request is worked on.
    pub(super) held: Held,
}

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        let (bytes, held) = read(request, Limits::REQUEST.bytes, &app.bodies, &app.bodies.callers).await?;
        let value = decode(&parse(&bytes)?)?;
        Ok(Self { value, bytes, held })
    }
}

/// A document to look at, up to the protocol's own limit: whatever is wrong with it is for a report to say.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) bytes: Bytes,
    /// As long as the bytes are.
    pub(super) held: Held,
}

impl FromRequest<App> for Document {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        let (bytes, held) = read(request, Limits::DOCUMENT.bytes, &app.bodies, &app.bodies.anybody).await?;
        Ok(Self { bytes, held })
    }
}

/// What a wallet sends back (`OpenID4VP` §8.2): JSON, or the one field of a form that holds it. As JSON.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) bytes: Bytes,
    /// As long as the bytes are.
    pub(super) held: Held,
}

impl FromRequest<App> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_form = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM));
        if !is_form {
            check_media_type(request.headers())?;
        }
        let (bytes, held) = read(request, Limits::REQUEST.bytes, &app.bodies, &app.bodies.anybody).await?;
        let bytes = if is_form { token_of(&bytes)? } else { bytes };
        Ok(Self { bytes, held })
    }
}

/// What forms of pages call themselves.
const FORM: &str = "application/x-www-form-urlencoded";

/// The response that a form holds.
fn token_of(form: &[u8]) -> Result<Bytes, Problem> {
    let mut tokens = form.split(|byte| *byte == b'&').filter_map(|field| field.strip_prefix(b"vp_token="));
    let (Some(token), None) = (tokens.next().and_then(unescaped), tokens.next()) else {
        let detail = "The form has no field `vp_token`, or several.";
        return Err(Problem::from(ProblemType::MalformedRequest).with_detail(detail));
    };
    Ok([br#"{"vp_token":"#, token.as_slice(), b"}"].concat().into())
}

/// The value of a field of a form (URL Standard §5.1). None, where an escape is none.
fn unescaped(value: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(*rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            b'+' => b' ',
            _ => *byte,
        });
    }
    Some(bytes)
}

/// Options that may be left out altogether: no body, or a JSON object. Not read yet: that is work, for a moment at which
/// not everybody does it.
#[derive(Debug)]
pub(super) struct Options {
    bytes: Bytes,
    /// As long as the bytes are.
    _held: Held,
}

/// Their names.
const OPTIONS: [&str; 3] = ["material", "now", "policy"];

impl Options {
    /// Reads them.
    pub(super) fn read(self) -> Result<json::Object, Problem> {
        if self.bytes.is_empty() {
            return Ok(json::Object::new());
        }
        let options: json::Object = decode(&parse(&self.bytes)?)?;
        if let Some((name, _)) = options.iter().find(|(name, _)| !OPTIONS.contains(name)) {
            let detail = DecodeError::UnknownMember(&OPTIONS).to_string();
            return Err(Problem::unknown_member(vec![Fault::new(format!("/{}", escape(name)), detail)]));
        }
        Ok(options)
    }
}

impl FromRequest<App> for Options {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let media_type = check_media_type(request.headers());
        let (bytes, held) = read(request, Limits::REQUEST.bytes, &app.bodies, &app.bodies.anybody).await?;
        if !bytes.is_empty() {
            media_type?;
        }
        Ok(Self { bytes, _held: held })
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

/// Reads at most `max` bytes, within the time limits and into `room`.
async fn read(request: Request, max: usize, bodies: &Bodies, room: &Room) -> Result<(Bytes, Held), Problem> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let too_large =
        || Problem::from(ProblemType::PayloadTooLarge).with_detail(format!("At most {max} bytes are read."));
    if announced.is_some_and(|length| length > max as u64) {
        return Err(too_large());
    }
    let mut body: Body = request.into_body();
    let (mut bytes, mut held) = (Vec::new(), Held::default());
    let end = Instant::now() + bodies.total;
    loop {
        let frame = timeout_at(end, timeout(bodies.idle, body.frame())).await;
        let Ok(Ok(frame)) = frame else { return Err(ProblemType::RequestTimeout.into()) };
        let Some(frame) = frame else { return Ok((bytes.into(), held)) };
        let frame =
            frame.map_err(|_| Problem::from(ProblemType::MalformedRequest).with_detail("The body broke off."))?;
        // Trailers carry nothing that is read here.
        if let Ok(data) = frame.into_data() {
            if bytes.len() + data.len() > max {
                return Err(too_large());
            }
            room.grow(&mut held, bytes.len() + data.len())?;
            bytes.extend_from_slice(&data);
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    json::parse(bytes, &Limits::REQUEST).map_err(|error| {
        // The error names an offset and never repeats the text. That it is not too long, `read` has seen to.
        Problem::from(ProblemType::MalformedRequest).with_detail(format!("The body cannot be read: {error}."))
    })
}

fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, Problem> {
    typed(value).map_err(|(fault, is_unknown)| {
        // A rule can only be broken by what is understood.
        if is_unknown { Problem::unknown_member(vec![fault]) } else { Problem::invalid(vec![fault]) }
    })
}

/// As a `T`, or why not, and whether that is because of a member that is not known.
pub(super) fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, (Fault, bool)> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let is_unknown = matches!(error.inner(), DecodeError::UnknownMember(_));
        (Fault::new(pointer(error.path()), error.inner().to_string()), is_unknown)
    })
}

/// As a JSON Pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escape(key)),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// RFC 6901 §3.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
