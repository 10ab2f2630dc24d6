//! Who calls: a program by its API key, in `Authorization: Bearer …` or `X-API-Key`, or a person by an access token, in
//! the former.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc6750#section-2.1>

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use proofpass::problem::ProblemType;

use super::client_address::ClientAddress;
use super::{App, Problem, frame};
use crate::issue::{Caller, Error, Issuer, Unauthenticated, account, api_key};
use crate::metrics;
use crate::store::Actor;
use crate::store::sessions::SignedIn;

const X_API_KEY: &str = "x-api-key";

/// Whoever speaks for an organisation.
#[derive(Debug)]
pub(super) struct Authenticated(pub(super) Caller);

/// Anybody; but whoever shows a key or a token must show a valid one.
#[derive(Debug)]
pub(super) struct Anybody(pub(super) Option<Caller>);

/// A person who is signed in.
#[derive(Debug)]
pub(super) struct Person(pub(super) SignedIn);

/// A person who is signed in, or nobody; but whoever shows a token must show a valid one.
#[derive(Debug)]
pub(super) struct PersonOrNobody(pub(super) Option<SignedIn>);
/// What was found out about the caller before the handler asks; it stands among the request's extensions.
#[derive(Clone)]
pub(super) struct Authentication(Result<Presented, Problem>);

impl Authentication {
    pub(super) async fn of(parts: &Parts, app: &App) -> Self {
        Self(Presented::find_out(parts, &app.issuer).await)
    }

    /// Who it is, where they showed something valid.
    pub(super) fn principal(&self) -> Option<String> {
        match self.0.as_ref().ok()? {
            Presented::Nobody => None,
            Presented::Program(caller) => match caller.actor {
                Actor::ApiKey(id) => Some(format!("key:{id}")),
                Actor::User(id) => Some(format!("user:{id}")),
            },
            Presented::Person(person) => Some(format!("user:{}", person.user_id)),
        }
    }
}

/// Who it turns out to be.
#[derive(Clone)]
enum Presented {
    Nobody,
    Program(Caller),
    Person(SignedIn),
}

impl Presented {
    async fn by<S>(parts: &Parts, state: &S) -> Result<Self, Problem>
    where
        S: Sync,
        Issuer: FromRef<S>,
    {
        match parts.extensions.get::<Authentication>() {
            Some(Authentication(known)) => known.clone(),
            None => Self::find_out(parts, &Issuer::from_ref(state)).await,
        }
    }

    async fn find_out(parts: &Parts, issuer: &Issuer) -> Result<Self, Problem> {
        let Some(sent) = presented(&parts.headers)? else { return Ok(Self::Nobody) };
        // The one is never the other: tokens begin with the base64url of `{`.
        if sent.in_authorization && !sent.text.starts_with("pk_") {
            let person = account::authenticate(issuer, sent.text).await?;
            frame::note_person(person.user_id);
            return Ok(Self::Person(person));
        }
        let from = parts.extensions.get::<ClientAddress>().and_then(|address| address.0);
        let caller = api_key::authenticate(issuer, sent.text, from).await?;
        metrics::api_key_used();
        frame::note_caller(&caller);
        Ok(Self::Program(caller))
    }
}

fn missing() -> Problem {
    Error::Unauthenticated { why: Unauthenticated::Missing, kid: None }.into()
}

impl<S> FromRequestParts<S> for Authenticated
where
    S: Send + Sync,
    Issuer: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Presented::by(parts, state).await? {
            Presented::Nobody => Err(missing()),
            Presented::Program(caller) => Ok(Self(caller)),
            Presented::Person(person) => {
                let caller = account::caller(&person)?;
                frame::note_caller(&caller);
                Ok(Self(caller))
            }
        }
    }
}

impl<S> FromRequestParts<S> for Anybody
where
    S: Send + Sync,
    Issuer: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Ok(Self(match Presented::by(parts, state).await? {
            Presented::Nobody => None,
            Presented::Program(caller) => Some(caller),
            // Who acts for no organisation is anybody.
            Presented::Person(person) => account::caller(&person).ok(),
        }))
    }
}

impl<S> FromRequestParts<S> for Person
where
    S: Send + Sync,
    Issuer: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let PersonOrNobody(person) = PersonOrNobody::from_request_parts(parts, state).await?;
        person.map(Self).ok_or_else(missing)
    }
}

impl<S> FromRequestParts<S> for PersonOrNobody
where
    S: Send + Sync,
    Issuer: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Presented::by(parts, state).await? {
            Presented::Nobody => Ok(Self(None)),
            Presented::Person(person) => Ok(Self(Some(person))),
            // Keys and members are managed by people: a key that leaks cannot make itself others.
            Presented::Program(_) => Err(Error::OnlyPeople.into()),
        }
    }
}

/// A key or token as it was sent.
struct Sent<'a> {
    text: &'a str,
    in_authorization: bool,
}

/// Two of them are none: whoever stands between us and the caller may read the other one.
fn presented(headers: &HeaderMap) -> Result<Option<Sent<'_>>, Problem> {
    let malformed = || Problem::from(Error::Unauthenticated { why: Unauthenticated::Malformed, kid: None });
    let bearer = headers.get_all(AUTHORIZATION).iter().map(|value| {
        let text = value.to_str().ok()?;
        let (scheme, key) = text.split_once(' ')?;
        let text = key.trim_start_matches(' ');
        scheme.eq_ignore_ascii_case("bearer").then_some(Sent { text, in_authorization: true })
    });
    let plain = headers.get_all(X_API_KEY).iter();
    let plain = plain.map(|value| Some(Sent { text: value.to_str().ok()?, in_authorization: false }));
    let mut keys = bearer.chain(plain);
    match (keys.next(), keys.next()) {
        (None, _) => Ok(None),
        (Some(key), None) => key.map(Some).ok_or_else(malformed),
        (Some(_), Some(_)) => Err(Problem::from(ProblemType::MalformedRequest)
            .with_detail("Send one API key or access token, in one header.")),
    }
}
