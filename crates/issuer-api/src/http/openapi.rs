//! The service's description (OpenAPI 3.1), from the same registration as its routes.
//!
//! Spec: <https://spec.openapis.org/oas/v3.1.1.html>

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, OpenApi as _};

/// The document as text, as `proofpass openapi` prints it and `docs/openapi.json` keeps it.
#[must_use]
pub fn document() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut text = serde_json::to_string_pretty(&whole()).unwrap_or_default();
        text.push('\n');
        text
    });
    &TEXT
}

fn whole() -> OpenApi {
    let mut whole =
        super::described().merge(super::described_and_long()).merge(super::described_and_open()).into_openapi();
    for (_, operation) in whole.paths.paths.values_mut().flat_map(operations_of) {
        for (status, description) in ANYWHERE {
            let responses = &mut operation.responses.responses;
            responses.entry(status.to_owned()).or_insert_with(|| problem(description).into());
        }
    }
    whole
}

/// What every route may answer, whatever it does.
const ANYWHERE: [(&str, &str); 3] = [
    (
        "429",
        "Too many requests, or more than the plan allows: repeat after the time in `Retry-After`; `RateLimit` says how many may come",
    ),
    ("500", "A defect. The log has it under the request's id"),
    ("503", "Not in time, or what it needs is away: repeat after the time in `Retry-After`"),
];

/// What a command may answer where it cannot be read or breaks a rule.
pub(super) struct OfCommand;

/// What a caller may hear: whoever speaks for an organisation.
pub(super) struct OfCaller;

/// What anybody may hear who asks for what is open to some.
pub(super) struct OfAnybody;

/// What a person may hear who asks.
pub(super) struct OfPerson;

/// What a person may hear who commands.
pub(super) struct OfCommandByPerson;

const OF_COMMAND: [(&str, &str); 5] = [
    ("400", "Not JSON, an unknown member, or a header that does not parse"),
    ("408", "The body did not arrive in time"),
    ("413", "Larger than 256 KiB"),
    ("415", "Not `application/json`"),
    ("422", "A rule is broken"),
];

const OF_PERSON: [(&str, &str); 3] = [
    ("400", "More than one key or token"),
    ("401", "No valid access token"),
    ("403", "An API key in the place of a person, a role that is missing, or no organisation to act for"),
];

const OF_CALLER: [(&str, &str); 3] = [
    ("400", "More than one key or token"),
    ("401", "No valid API key or access token"),
    ("403", "A scope that is missing, an API key that is not for your address, or no organisation to act for"),
];

const OF_ANYBODY: [(&str, &str); 4] = [
    ("400", "More than one key or token"),
    ("401", "A key or token was sent and is not valid"),
    ("403", "A scope that is missing, or an API key that is not for your address"),
    ("404", "Absent, or not yours to know of"),
];

/// Answers that are problems: each status, and when.
pub(super) fn problems<'a>(all: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> BTreeMap<String, RefOr<Response>> {
    all.into_iter().map(|(status, description)| ((*status).to_owned(), problem(description).into())).collect()
}

impl IntoResponses for OfCommand {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&OF_COMMAND)
    }
}

impl IntoResponses for OfCaller {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&OF_CALLER)
    }
}

impl IntoResponses for OfAnybody {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&OF_ANYBODY)
    }
}

impl IntoResponses for OfPerson {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&OF_PERSON)
    }
}

impl IntoResponses for OfCommandByPerson {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(OF_PERSON.iter().chain(&OF_COMMAND))
    }
}

fn problem(description: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(description).content("application/problem+json", content).build()
}

/// Every operation: method and path.
pub(super) fn operations() -> Vec<(Method, String)> {
    let named = |(path, mut item): (String, PathItem)| {
        let methods: Vec<Method> = operations_of(&mut item).map(|(method, _)| method).collect();
        methods.into_iter().map(move |method| (method, path.clone()))
    };
    whole().paths.paths.into_iter().flat_map(named).collect()
}

fn operations_of(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let PathItem { get, put, post, delete, options, head, patch, trace, .. } = item;
    let all = [
        (Method::GET, get),
        (Method::PUT, put),
        (Method::POST, post),
        (Method::DELETE, delete),
        (Method::OPTIONS, options),
        (Method::HEAD, head),
        (Method::PATCH, patch),
        (Method::TRACE, trace),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "ProofPass issuer",
        description = "Issues verifiable credentials (VC 2.0, eddsa-jcs-2022) and verifies anybody's.",
        version = "1",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/")),
    tags(
        (name = "accounts", description = "People: registering, signing in and out"),
        (name = "organizations", description = "Organisations, their members and their API keys"),
        (name = "attestations", description = "Issuing and fetching, for organisations"),
        (name = "jobs", description = "Issuing many at once: batches, how far they are, what came of them"),
        (name = "passports", description = "What several issuers say about one product"),
        (name = "issuer", description = "As whom an organisation signs: its keys, its DID, its website"),
        (name = "proofs", description = "Asking for proofs in zero knowledge, and answering"),
        (name = "webhooks", description = "Being told what happens (Standard Webhooks)"),
        (name = "templates", description = "What attestations say: templates of your own, and those that everybody has"),
        (name = "verification", description = "Open to anybody"),
        (name = "service", description = "The service itself"),
    ),
)]
struct Base;

/// The document without paths.
pub(super) fn base() -> OpenApi {
    let mut base = Base::openapi();
    let components = base.components.get_or_insert_default();
    components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    let access_token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("accessToken", SecurityScheme::Http(access_token));
    components.add_security_scheme("apiKey", SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-API-Key"))));
    base
}

/// This document
#[utoipa::path(get, path = "/openapi.json", operation_id = "describe", tag = "service",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub(super) async fn serve() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], document())
}
