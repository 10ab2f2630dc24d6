//! The edge door: a Cloudflare Worker that verifies for anybody and keeps nothing.
//!
//! | Route | Answer |
//! |---|---|
//! | `POST /verify` | the report about the document in the body ([`proofpass::verify::Request`]) |
//! | `POST /verify?resolve` | the same, with what it needs fetched first; `=material`: and what that was |
//! | `GET /v/{host}/{id}` | the report about a bundle fetched from an issuer on the allow-list |
//! | `GET /openapi.json` | what is in this table, for programs |
//! | `GET /health` | `{"status":"healthy","timestamp":…}` |
//! | `GET /problems/{slug}` | what a problem type means |
//!
//! In scope: reading requests under caps, the allow-list, problem details, CORS. Out of scope: any rule of
//! verification; fetching what is needed (`resolving`); rates, and what happens when the module stops (`edge/worker.js`).
//! For operators: `docs/EDGE.md`.

mod resolving;

use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use proofpass::json::{Limits, Object};
use proofpass::problem::ProblemType;
use proofpass::time::Timestamp;
use proofpass::verify::{Asked, Request as Verification};
use worker::{
    AbortController, ByteStream, Context, Date, Delay, Env, Fetch, Method, Request, RequestInit, RequestRedirect,
    Response, Result, Url, event,
};

use resolving::Fetched;

/// An issuer that has not answered by then is away.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// Longest pause between two pieces of a body.
const IDLE: Duration = Duration::from_secs(5);

/// Longest time for a whole body.
const TOTAL: Duration = Duration::from_secs(15);

/// The canonical text of a UUID, which attestations are named by.
const UUID_LEN: usize = 36;

/// The description of the routes, in OpenAPI 3.1.
const OPENAPI: &str = include_str!("../edge/openapi.json");

/// A problem and what to say about this occurrence of it.
struct Problem(ProblemType, &'static str);

#[event(fetch)]
async fn fetch(mut request: Request, env: Env, _context: Context) -> Result<Response> {
    let url = request.url()?;
    let path: Vec<&str> = url.path().trim_start_matches('/').split('/').collect();
    let answer = match (request.method(), path.as_slice()) {
        (Method::Options, _) => return preflight(),
        (Method::Post, ["verify"]) => verify_body(&mut request, &env, &url).await,
        (Method::Get | Method::Head, ["v", host, id]) => verify_issued(&env, host, id).await,
        (Method::Get | Method::Head, ["health"]) => Ok(health()),
        (Method::Get | Method::Head, ["openapi.json"]) => Ok(OPENAPI.to_owned()),
        (Method::Get | Method::Head, ["problems", slug]) => return explain(slug, &url),
        (_, ["verify"]) => return method_not_allowed("POST, OPTIONS", &url),
        (_, ["v", _, _] | ["health" | "openapi.json"] | ["problems", _]) => {
            return method_not_allowed("GET, HEAD, OPTIONS", &url);
        }
        _ => Err(Problem(ProblemType::NotFound, "There is no such route.")),
    };
    match answer {
        Ok(json) => answer_with(json, "application/json", 200),
        Err(problem) => refuse(&problem, &url),
    }
}

/// `POST /verify`: the report, also about a document that is rejected. Only wrong options are a problem.
async fn verify_body(request: &mut Request, env: &Env, url: &Url) -> std::result::Result<String, Problem> {
    let asked = Asked::of(url.query().unwrap_or_default());
    let asked = asked.ok_or(Problem(ProblemType::InvalidRequest, Asked::EXPECTED))?;
    if asked != Asked::Nothing && !resolving::is_allowed(env) {
        return Err(Problem(ProblemType::InvalidRequest, "This verifier fetches nothing for a document."));
    }
    let body = request.stream().map_err(|_| Problem(ProblemType::MalformedRequest, "The request has no body."))?;
    let body = Body::read(body).await.map_err(|fault| match fault {
        ReadFault::Broken => Problem(ProblemType::MalformedRequest, "The body could not be read."),
        ReadFault::Crowded => CROWDED,
        ReadFault::TooLarge => Problem(ProblemType::PayloadTooLarge, "The document is over 5 MiB."),
        ReadFault::TooSlow => Problem(ProblemType::RequestTimeout, "The body did not arrive in time."),
    })?;
    let verification = read(&body)?;
    if asked == Asked::Nothing {
        return Ok(verification.report().to_json());
    }
    let verification = Rc::new(verification);
    let fetched = Fetched::for_request(&verification, env).await;
    let report = Rc::unwrap_or_clone(verification).and(&fetched.material()).report().to_json();
    Ok(if asked == Asked::Material { fetched.beside(&report) } else { report })
}

const CROWDED: Problem = Problem(ProblemType::Unavailable, "Too many large documents are being read.");

/// `GET /v/{host}/{id}`: (1) the issuer is on the allow-list, (2) its bundle is fetched, (3) and verified.
async fn verify_issued(env: &Env, host: &str, id: &str) -> std::result::Result<String, Problem> {
    const AWAY: Problem = Problem(ProblemType::Unavailable, "The issuer could not be reached.");

    let is_uuid = id.len() == UUID_LEN && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let origin = allowed_origin(env, host).filter(|_| is_uuid);
    let origin = origin.ok_or(Problem(ProblemType::NotFound, "That issuer is not one this verifier fetches from."))?;
    let bundle = origin.join(&format!("/api/v1/attestations/{id}/bundle")).map_err(|_| AWAY)?;

    // A redirect could lead off the allow-list.
    let mut init = RequestInit::new();
    init.with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(bundle.as_str(), &init).map_err(|_| AWAY)?;
    let controller = AbortController::default();
    let signal = controller.signal();
    let fetch = Fetch::Request(request);
    let fetched = async {
        let mut response = fetch.send_with_signal(&signal).await.map_err(|_| AWAY)?;
        match response.status_code() {
            200 => Body::read(response.stream().map_err(|_| AWAY)?).await.map_err(|fault| match fault {
                ReadFault::Crowded => CROWDED,
                ReadFault::Broken | ReadFault::TooLarge | ReadFault::TooSlow => AWAY,
            }),
            401 | 404 => Err(Problem(ProblemType::NotFound, "The issuer does not show such a bundle.")),
            410 => Err(Problem(ProblemType::Revoked, "The issuer withdrew it.")),
            _ => Err(AWAY),
        }
    };
    match select(Box::pin(fetched), Delay::from(FETCH_TIMEOUT)).await {
        Either::Left((bundle, _)) => report(&bundle?),
        Either::Right(((), _)) => {
            controller.abort();
            Err(AWAY)
        }
    }
}

/// The origin on the allow-list (`ISSUERS`, separated by commas) that has this host, port included.
fn allowed_origin(env: &Env, host: &str) -> Option<Url> {
    let issuers = env.var("ISSUERS").ok()?.to_string();
    issuers.split(',').filter_map(|origin| Url::parse(origin.trim()).ok()).find(|origin| {
        let authority = origin.host_str().map(|name| match origin.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        });
        authority.as_deref() == Some(host)
    })
}

fn report(document: &Body) -> std::result::Result<String, Problem> {
    Ok(read(document)?.report().to_json())
}

fn read(document: &Body) -> std::result::Result<Verification, Problem> {
    let wrong = Problem(ProblemType::InvalidRequest, "The policy, the material or the time is not as documented.");
    Verification::parse(&document.bytes, now()).map_err(|_| wrong)
}

fn health() -> String {
    Object::new().with("status", "healthy").with("timestamp", now().to_string()).to_string()
}

fn now() -> Timestamp {
    let seconds = i64::try_from(Date::now().as_millis() / 1000).unwrap_or(i64::MAX);
    // A platform clock beyond the year 9999 makes everything expired, which is the safe way to be wrong.
    Timestamp::from_unix_seconds(seconds).unwrap_or(Timestamp::MAX)
}

/// What was sent, and its room for as long as it is held.
struct Body {
    bytes: Vec<u8>,
    room: Option<Room>,
}

enum ReadFault {
    Broken,
    Crowded,
    TooLarge,
    TooSlow,
}

impl Body {
    /// Larger ones need room. What is smaller than a command of the REST door may be as many as there are requests.
    const LARGE: usize = Limits::REQUEST.bytes;

    /// The whole stream, up to the cap of a document, within the limits of time and of room. Where there is no room, the
    /// rest is read and not kept: who is still sending does not listen yet.
    async fn read(mut stream: ByteStream) -> std::result::Result<Self, ReadFault> {
        let mut body = Self { bytes: Vec::new(), room: None };
        let mut length = 0;
        let mut crowded = false;
        let end = Delay::from(TOTAL);
        futures_util::pin_mut!(end);
        loop {
            let patience = select(Delay::from(IDLE), end.as_mut());
            let chunk = match select(stream.next(), patience).await {
                Either::Left((Some(chunk), _)) => chunk.map_err(|_| ReadFault::Broken)?,
                Either::Left((None, _)) if crowded => return Err(ReadFault::Crowded),
                Either::Left((None, _)) => return Ok(body),
                Either::Right(_) => return Err(ReadFault::TooSlow),
            };
            length += chunk.len();
            if length > Limits::DOCUMENT.bytes {
                return Err(ReadFault::TooLarge);
            }
            if length > Self::LARGE && body.room.is_none() && !crowded {
                body.room = Room::enter();
                crowded = body.room.is_none();
            }
            if crowded {
                body.bytes = Vec::new();
            } else {
                body.bytes.extend_from_slice(&chunk);
            }
        }
    }
}

/// Room for one large body, given back when it is dropped.
struct Room;

impl Room {
    /// 8 documents of 5 MiB: an isolate has 128 MB for everything, and the document being verified takes the most of it.
    const AT_ONCE: usize = 8;

    fn enter() -> Option<Self> {
        let one_more = |taken| (taken < Self::AT_ONCE).then_some(taken + 1);
        TAKEN.fetch_update(Relaxed, Relaxed, one_more).ok().map(|_| Self)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        TAKEN.fetch_sub(1, Relaxed);
    }
}

/// How much room is taken in this isolate.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

fn refuse(problem: &Problem, url: &Url) -> Result<Response> {
    let Problem(kind, detail) = problem;
    let json = Object::new()
        .with("type", format!("{}/problems/{}", url.origin().ascii_serialization(), kind.slug()))
        .with("title", kind.title())
        .with("status", u32::from(kind.status()))
        .with("detail", *detail);
    let mut response = answer_with(json.to_string(), "application/problem+json", kind.status())?;
    if *kind == ProblemType::Unavailable {
        response.headers_mut().set("Retry-After", "5")?;
    }
    Ok(response)
}

fn method_not_allowed(allow: &str, url: &Url) -> Result<Response> {
    let mut response = refuse(&Problem(ProblemType::MethodNotAllowed, "See the Allow header."), url)?;
    response.headers_mut().set("Allow", allow)?;
    Ok(response)
}

fn explain(slug: &str, url: &Url) -> Result<Response> {
    match ProblemType::ALL.into_iter().find(|problem| problem.slug() == slug) {
        Some(problem) => {
            answer_with(format!("{}\n\n{}\n", problem.title(), problem.description()), "text/plain; charset=utf-8", 200)
        }
        None => refuse(&Problem(ProblemType::NotFound, "There is no such problem type."), url),
    }
}

fn answer_with(body: String, media_type: &str, status: u16) -> Result<Response> {
    let mut response = Response::from_bytes(body.into_bytes())?.with_status(status);
    let headers = response.headers_mut();
    for (name, value) in [
        ("Content-Type", media_type),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        // Verification is for anybody, and no credentials of a visitor are ever read.
        ("Access-Control-Allow-Origin", "*"),
    ] {
        headers.set(name, value)?;
    }
    Ok(response)
}

fn preflight() -> Result<Response> {
    let mut response = Response::empty()?.with_status(204);
    let headers = response.headers_mut();
    for (name, value) in [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
        ("Access-Control-Allow-Headers", "Content-Type"),
        ("Access-Control-Max-Age", "86400"),
    ] {
        headers.set(name, value)?;
    }
    Ok(response)
}
