//! Callers as types: what they send is what they are.

use axum::Router;
use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Builder;
use http::{Method, Request};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::{Answer, described};

/// Somebody who asks.
pub trait Client: Send + Sync {
    /// Whom they ask.
    fn router(&self) -> Router;

    /// How they say who they are.
    fn sign(&self, request: Builder) -> Builder;

    /// A request of their own making.
    fn send(&self, request: Builder, body: impl Into<Body> + Send) -> impl Future<Output = Answer> + Send {
        let request = self.sign(request).body(body.into()).unwrap();
        answer(self.router(), request)
    }

    /// `GET`
    fn get(&self, path: &str) -> impl Future<Output = Answer> + Send {
        self.send(Request::get(path), Body::empty())
    }

    /// `POST` of JSON.
    fn post(&self, path: &str, body: impl Into<String>) -> impl Future<Output = Answer> + Send {
        self.send(Request::post(path).header(CONTENT_TYPE, "application/json"), body.into())
    }

    /// `PATCH` of JSON.
    fn patch(&self, path: &str, body: impl Into<String>) -> impl Future<Output = Answer> + Send {
        self.send(Request::patch(path).header(CONTENT_TYPE, "application/json"), body.into())
    }

    /// `POST` of JSON under an `Idempotency-Key`.
    fn post_once(&self, path: &str, key: &str, body: impl Into<String>) -> impl Future<Output = Answer> + Send {
        let request = Request::post(path).header(CONTENT_TYPE, "application/json").header("idempotency-key", key);
        self.send(request, body.into())
    }

    /// Any method, without a body.
    fn call(&self, method: Method, path: &str) -> impl Future<Output = Answer> + Send {
        self.send(Request::builder().method(method).uri(path), Body::empty())
    }
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let (head, body) = router.oneshot(request).await.unwrap().into_parts();
    let answer = Answer { status: head.status, headers: head.headers, body: body.collect().await.unwrap().to_bytes() };
    described::check(&method, &path, &answer);
    answer
}

/// Nobody in particular.
#[derive(Clone, Debug)]
pub struct Anonymous(pub(crate) Router);

impl Anonymous {
    /// Who asks this service.
    #[must_use]
    pub fn of(router: Router) -> Self {
        Self(router)
    }
}

impl ApiKeyClient {
    /// Who asks this service, with a key or a token.
    #[must_use]
    pub fn of(router: Router, key: &str) -> Self {
        Self { router, key: key.to_owned() }
    }
}

impl Client for Anonymous {
    fn router(&self) -> Router {
        self.0.clone()
    }

    fn sign(&self, request: Builder) -> Builder {
        request
    }
}

/// A program of an organisation.
#[derive(Clone, Debug)]
pub struct ApiKeyClient {
    pub(crate) router: Router,
    /// What it sends.
    pub key: String,
}

impl Client for ApiKeyClient {
    fn router(&self) -> Router {
        self.router.clone()
    }

    fn sign(&self, request: Builder) -> Builder {
        request.header(AUTHORIZATION, format!("Bearer {}", self.key))
    }
}
