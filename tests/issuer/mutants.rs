//! Requests that are almost right: whatever comes, the answer is an answer, and never a defect.

use std::collections::HashSet;

use harness::{Client as _, SeededRng, TestIssuer};
use http::{HeaderValue, Method, Request, Uri};
use proofpass_issuer::http::routes;
use proofpass_issuer::rng::Rng as _;
use proofpass_issuer::store::memberships::Role;

use crate::package::Package;

/// What hostile requests are made of.
const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "\\",
    "\\u0000",
    "\\ud83d",
    "\u{202e}",
    "null",
    "true",
    "-0",
    "1e308",
    "1e-320",
    "9007199254740992",
    "\"@context\":1,",
    "\"id\":\"x\",",
    "\"type\":[],",
    "\"identifier\":{},",
    "\"validUntil\":\"9999-12-31T23:59:59Z\",",
    "\"validFrom\":\"0001-01-01T00:00:00Z\",",
    "{\"certificationId\":\"x\"}",
];

fn mutant(body: &str, rng: &SeededRng) -> Vec<u8> {
    let mut bytes = body.as_bytes().to_vec();
    let mut chance = [0; 8];
    rng.fill(&mut chance).unwrap();
    for [kind, place, piece, _] in chance.as_chunks().0.iter().copied() {
        if bytes.is_empty() {
            break;
        }
        let at = usize::from(place) * bytes.len() / 256;
        match kind % 5 {
            0 => bytes[at] ^= 1 << (piece % 8),
            1 => drop(bytes.drain(at..(at + usize::from(piece % 16)).min(bytes.len()))),
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..at, bytes[at..].to_vec())),
            _ => drop(bytes.splice(at..at, PIECES[usize::from(piece) % PIECES.len()].bytes())),
        }
    }
    bytes
}

#[tokio::test]
async fn no_request_body_is_a_defect() {
    let t = TestIssuer::new().await;
    let (good, rng) = (t.request(t.a.private), SeededRng::new("mutants"));
    let mut issued = 0;
    for round in 0..1000 {
        let body = mutant(&good, &rng);
        let shown = String::from_utf8_lossy(&body).into_owned();
        let request = Request::post("/api/v1/attestations").header("content-type", "application/json");
        let answer = t.a().send(request, body).await;
        match answer.status.as_u16() {
            201 => issued += 1,
            400 | 422 => drop(answer.problem()),
            status => panic!("{round}: {status} for {shown}: {answer}"),
        }
    }
    assert!(issued > 0, "some of them should be right after all");
    assert_eq!(t.attestations().await, issued);
}

/// Stands for an attestation that is there.
const THERE: &str = "there";

/// What stands in a path where a route has a part that varies, or where nothing should.
const PARTS: [&str; 17] = [
    THERE,
    "01a20ae6-ed17-706a-b5f4-c87ea95de1a6",
    "conflict",
    "element.js",
    "wasm",
    "..",
    ".",
    "%2f",
    "%2e%2e",
    "%00",
    "%ff",
    "%c3%a9",
    "{id}",
    "?a=b",
    ";",
    "a:b",
    "",
];

const HEADERS: [&str; 13] = [
    "accept",
    "accept-encoding",
    "authorization",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "idempotency-key",
    "if-none-match",
    "origin",
    "range",
    "x-api-key",
];

/// A number below `end`, from one byte of chance.
fn below(end: usize, chance: u8) -> usize {
    usize::from(chance) % end
}

/// A route with its variable parts filled; in one of four, another part, or one more, or one less.
fn path(route: &str, chance: &[u8]) -> String {
    let fill = |(at, part): (usize, &str)| {
        if part == "{version}" || part == "{number}" {
            return "1".to_owned();
        }
        if part == "{operation}" {
            return "verify".to_owned();
        }
        // Of those that are there, every second: there are more ways to ask for these than to hit one.
        let is_rare = route.starts_with("/api/v1/templates/") || route.ends_with("/{id}/verify");
        if part == "{id}" && is_rare && chance[at].is_multiple_of(2) {
            return THERE.to_owned();
        }
        let varies = part.starts_with('{');
        if varies { PARTS[below(PARTS.len(), chance[at])].to_owned() } else { part.to_owned() }
    };
    let mut parts: Vec<String> = route.split('/').skip(1).enumerate().map(fill).collect();
    let at = below(parts.len(), chance[7]);
    match chance[6] % 12 {
        0 => PARTS[below(PARTS.len(), chance[8])].clone_into(&mut parts[at]),
        1 => parts.insert(at, PARTS[below(PARTS.len(), chance[8])].to_owned()),
        2 => drop(parts.remove(at)),
        _ => {}
    }
    parts.truncate(8);
    format!("/{}", parts.join("/"))
}

/// Any bytes that a header may have.
fn value(chance: &[u8]) -> HeaderValue {
    let legal = |byte: &u8| if byte.is_ascii_control() { byte | 0x40 } else { *byte };
    let bytes: Vec<u8> = chance.iter().map(legal).map(|byte| if byte == 0x7f { b' ' } else { byte }).collect();
    HeaderValue::from_bytes(&bytes).unwrap()
}

/// Routes that no request of this test gets through to: they would need a better body, a draft, or an id of their own.
const BEYOND_MUTANTS: [&str; 74] = [
    "GET /.well-known/did-configuration.json",
    "PATCH /api/v1/admin/organizations/{id}/plan",
    "GET /api/v1/admin/payments",
    "POST /api/v1/admin/payments",
    "GET /api/v1/admin/payments/{id}",
    "POST /api/v1/admin/payments/{id}/corrections",
    "POST /api/v1/api-keys",
    "DELETE /api/v1/api-keys/{id}",
    "PATCH /api/v1/api-keys/{id}",
    "POST /api/v1/api-keys/{id}/rotate",
    "POST /api/v1/attestations",
    "POST /api/v1/attestations/batch",
    "POST /api/v1/attestations/{id}/reissue",
    "POST /api/v1/attestations/{id}/resume",
    "POST /api/v1/attestations/{id}/revoke",
    "POST /api/v1/attestations/{id}/suspend",
    "POST /api/v1/auth/forgot-password",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/login/totp",
    "POST /api/v1/auth/me/deletion",
    "POST /api/v1/auth/organization",
    "POST /api/v1/auth/password",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/reset-password",
    "DELETE /api/v1/auth/sessions/{id}",
    "POST /api/v1/auth/totp",
    "POST /api/v1/auth/totp/confirm",
    "POST /api/v1/auth/totp/disable",
    "POST /api/v1/auth/totp/recovery-codes",
    "POST /api/v1/auth/verify-email",
    "POST /api/v1/auth/verify-email/letter",
    "POST /api/v1/invitations",
    "POST /api/v1/invitations/accept",
    "POST /api/v1/invitations/look",
    "DELETE /api/v1/invitations/{id}",
    "PUT /api/v1/issuer-identity",
    "POST /api/v1/issuer-keys",
    "POST /api/v1/issuer-keys/{id}/compromised",
    "POST /api/v1/issuer-keys/{id}/retire",
    "DELETE /api/v1/members/{id}",
    "PATCH /api/v1/members/{id}",
    "POST /api/v1/members/{id}/transfer",
    "POST /api/v1/organizations",
    "POST /api/v1/organizations/{id}/deletion",
    "GET /api/v1/organizations/{id}/zk/status/{number}",
    "GET /api/v1/organizations/{id}/zk/status/{number}/bits",
    "POST /api/v1/passports",
    "POST /api/v1/passports/{id}/members",
    "DELETE /api/v1/passports/{id}/members/{memberId}",
    "POST /api/v1/templates",
    "DELETE /api/v1/templates/{id}",
    "POST /api/v1/templates/{id}/preview",
    "POST /api/v1/templates/{id}/versions/{version}/publish",
    "POST /api/v1/webhooks",
    "GET /api/v1/webhooks/{id}",
    "DELETE /api/v1/webhooks/{id}",
    "PATCH /api/v1/webhooks/{id}",
    "GET /api/v1/webhooks/{id}/deliveries",
    "GET /api/v1/webhooks/{id}/deliveries/{eventId}",
    "POST /api/v1/webhooks/{id}/deliveries/{eventId}/replay",
    "POST /api/v1/webhooks/{id}/secret/rotate",
    "POST /api/v1/webhooks/{id}/test",
    "POST /api/v1/zkp/proofs",
    "GET /api/v1/zkp/proofs/{id}",
    "GET /api/v1/zkp/proofs/{id}/verify",
    "GET /api/v1/zkp/proving-keys/{sha256}",
    "POST /api/v1/zkp/requests",
    "POST /api/v1/zkp/requests/{id}/presentations",
    "GET /api/v1/zkp/requests/{id}/qr",
    "GET /api/v1/zkp/requests/{id}/result",
    "GET /api/v1/zkp/requests/{id}/standing",
    "GET /organizations/{id}/did-configuration.json",
    "GET /organizations/{id}/did.json",
];

#[tokio::test]
async fn no_path_and_no_header_is_a_defect() {
    let package = Package::new("mutants");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    let (there, issued) = t.issue(t.a.public).await;
    let list = issued.status_lists()[0].rsplit('/').next().unwrap().to_owned();
    let (routes, rng) = (routes(), SeededRng::new("paths"));
    let (mut refused, mut hit) = (0, HashSet::new());
    let passport = t.a().post("/api/v1/passports", r#"{"productId":"x","name":"x"}"#).await.member("id");
    let job = t.a().post("/api/v1/attestations/batch", "[{}]").await.member("id");
    t.member("admin@example.com", t.a.id, Role::Admin).await;
    let mut admin = t.signed_in("admin@example.com").await;
    for round in 0..routes.len() * 150 {
        let mut chance = [0; 32];
        rng.fill(&mut chance).unwrap();
        let (route_method, route) = &routes[round % routes.len()];
        let id = match route {
            _ if route.contains("/templates/") => t.a.public.to_string(),
            _ if route.contains("/status-lists/") => list.clone(),
            _ if route.contains("/passports/{id}") => passport.clone(),
            _ if route.contains("/jobs/{id}") => job.clone(),
            _ => there.to_string(),
        };
        let path = path(route, &chance).replace(THERE, &id);
        let others = [Method::GET, Method::HEAD, Method::OPTIONS, Method::PATCH, Method::POST, Method::PUT];
        let method = if chance[9] % 4 == 0 { &others[below(others.len(), chance[10])] } else { route_method };
        let name = HEADERS[below(HEADERS.len(), chance[11])];
        let uri: Uri = path.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let request = Request::builder().method(method).uri(uri).header(name, value(&chance[13..]));
        let request = request.header("content-type", "application/json");
        let answer = match chance[12] % 4 {
            0 => t.anonymous().send(request, "{}").await,
            1 => t.with_person(&admin).send(request, "{}").await,
            _ => t.a().send(request, "{}").await,
        };
        if answer.status == 204 {
            // That may have been the end of the session.
            admin = t.signed_in("admin@example.com").await;
        }
        let shown = format!("{method} {path} {name}: {answer}");
        match answer.status.as_u16() {
            200..=399 => drop(hit.insert((method.clone(), route.clone()))),
            // HEAD has no body to look at.
            400..=499 if method == Method::HEAD => {
                assert_eq!(answer.header("content-type"), "application/problem+json", "{shown}");
            }
            400..=499 => refused += usize::from(!answer.problem().is_empty()),
            _ => panic!("{shown}"),
        }
    }
    assert!(refused > 500, "{refused}");
    // Every route has done what it is for, but for those that would need a better body, a draft, or an id of their own.
    let missed: Vec<_> = routes.into_iter().filter(|route| !hit.contains(route)).collect();
    let missed: Vec<String> = missed.into_iter().map(|(method, route)| format!("{method} {route}")).collect();
    assert_eq!(missed, BEYOND_MUTANTS);
}
