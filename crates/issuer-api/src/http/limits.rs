//! How often somebody may ask: tells tiers and clients apart, and says in headers how the client stands.
//!
//! In scope: which request counts as what, and against whom. Out of scope: counting (`limiter`).
//!
//! Whoever shows a valid key or token is counted as that key or person, wherever they are; everybody else by their address. So
//! who calls is found out first, here, and handed on to the handler. A request is counted once.
//!
//! Specs: <https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.html>,
//! <https://www.rfc-editor.org/rfc/rfc6585#section-4>

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::auth::Authentication;
use super::client_address::ClientAddress;
use super::{App, Problem};
use crate::limiter::{Client, Standing, Tier};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// What clients read before there was a draft.
const X_RATE_LIMIT: [HeaderName; 3] = [
    HeaderName::from_static("x-ratelimit-limit"),
    HeaderName::from_static("x-ratelimit-remaining"),
    HeaderName::from_static("x-ratelimit-reset"),
];

/// What a route costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cost {
    /// It takes or makes a password, or something that stands for one.
    Auth,
    /// It makes others work, or computes for long.
    Expensive,
    /// Nothing: probes must find out, and files are kept by whoever has them.
    Free,
    /// What requests cost.
    Usual,
}

/// Counts the request, and refuses it where it is one too many.
pub(super) async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let address = app.proxies.client(&parts.headers, &parts.extensions);
    // An API key may be for some addresses only.
    parts.extensions.insert(ClientAddress(address));
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let cost = cost(&parts.method, route, parts.uri.query().unwrap_or_default());
    let (Some(limiter), true) = (&app.limiter, cost != Cost::Free) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let authentication = Authentication::of(&parts, &app).await;
    let principal = authentication.principal();
    let tier = match (cost, &principal) {
        (Cost::Auth, _) => Tier::Auth,
        (Cost::Expensive, _) => Tier::Expensive,
        (Cost::Free | Cost::Usual, Some(_)) => Tier::User,
        (Cost::Free | Cost::Usual, None) => Tier::Global,
    };
    // Over no connection, as in tests, everybody is in one place.
    let anywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let client = principal.map_or_else(|| Client::address(address.unwrap_or(anywhere)), Client::principal);
    let Some(standing) = limiter.count(tier, &client).await else {
        parts.extensions.insert(authentication);
        return next.run(Request::from_parts(parts, body)).await;
    };
    let mut response = if standing.allowed {
        parts.extensions.insert(authentication);
        next.run(Request::from_parts(parts, body)).await
    } else {
        tracing::info!(tier = tier.as_str(), "Refused a request: too many of the tier {}", tier.as_str());
        Problem::rate_limited(standing.retry_after).into_response()
    };
    say(response.headers_mut(), standing);
    response
}

fn cost(method: &Method, route: &str, query: &str) -> Cost {
    match route {
        // What a browser asks before it asks.
        _ if method == Method::OPTIONS => Cost::Free,
        "/health" | "/ready" => Cost::Free,
        _ if route.starts_with("/assets/") => Cost::Free,
        // These take a token that cannot be guessed, many times a day.
        "/api/v1/auth/refresh" | "/api/v1/auth/logout" | "/api/v1/auth/organization" => Cost::Usual,
        _ if method == Method::POST && route.starts_with("/api/v1/auth/") => Cost::Auth,
        "/api/v1/verify" if query.split('&').any(|pair| pair == "resolve" || pair.starts_with("resolve=")) => {
            Cost::Expensive
        }
        "/api/v1/zkp/requests" => Cost::Usual,
        _ if method == Method::POST && (route.ends_with("/batches") || route.starts_with("/api/v1/zkp/")) => {
            Cost::Expensive
        }
        _ => Cost::Usual,
    }
}

fn say(headers: &mut HeaderMap, standing: Standing) {
    let Standing { tier, count, seconds, remaining, reset_seconds, .. } = standing;
    let tier = tier.as_str();
    let texts = [
        (RATE_LIMIT_POLICY, format!("\"{tier}\";q={count};w={seconds}")),
        (RATE_LIMIT, format!("\"{tier}\";r={remaining};t={reset_seconds}")),
    ];
    for (name, text) in texts {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    }
    for (name, number) in X_RATE_LIMIT.into_iter().zip([count, remaining, reset_seconds]) {
        headers.insert(name, HeaderValue::from(number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_costs_what_it_causes() {
        for (method, route, query, expected) in [
            (Method::GET, "/health", "", Cost::Free),
            (Method::GET, "/assets/verifier/{*path}", "", Cost::Free),
            (Method::OPTIONS, "/api/v1/verify", "resolve", Cost::Free),
            (Method::POST, "/api/v1/auth/login", "", Cost::Auth),
            (Method::POST, "/api/v1/auth/register", "", Cost::Auth),
            (Method::POST, "/api/v1/auth/password", "", Cost::Auth),
            (Method::POST, "/api/v1/auth/refresh", "", Cost::Usual),
            (Method::GET, "/api/v1/auth/me", "", Cost::Usual),
            (Method::POST, "/api/v1/verify", "", Cost::Usual),
            (Method::POST, "/api/v1/verify", "x=resolve", Cost::Usual),
            (Method::POST, "/api/v1/verify", "resolve", Cost::Expensive),
            (Method::POST, "/api/v1/verify", "x&resolve=material", Cost::Expensive),
            (Method::POST, "/api/v1/attestations", "", Cost::Usual),
            (Method::POST, "/api/v1/zkp/requests", "", Cost::Usual),
            (Method::POST, "/api/v1/zkp/requests/{id}/presentations", "", Cost::Expensive),
            (Method::GET, "/api/v1/zkp/requests/{id}", "", Cost::Usual),
            (Method::POST, "/api/v1/zkp/proofs", "", Cost::Expensive),
            (Method::GET, "", "", Cost::Usual),
        ] {
            assert_eq!(cost(&method, route, query), expected, "{method} {route}?{query}");
        }
    }
}
