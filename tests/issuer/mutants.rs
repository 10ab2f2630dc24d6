//! Requests that are almost right: whatever comes, the answer is an answer, and never a defect.

use harness::{Client as _, SeededRng, TestIssuer};
use http::{Method, Request, Uri};
use proofpass_issuer::rng::Rng as _;

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

#[tokio::test]
async fn no_path_and_no_header_is_a_defect() {
    let t = TestIssuer::new().await;
    let rng = SeededRng::new("paths");
    for _ in 0..500 {
        let mut chance = [0; 24];
        rng.fill(&mut chance).unwrap();
        let parts = [
            "api",
            "v1",
            "attestations",
            "verify",
            "bundle",
            "problems",
            "..",
            "%2f",
            "%00",
            "%ff",
            "{id}",
            "?",
            "//",
            "%",
            ";",
            "01a20ae6-ed17-706a-b5f4-c87ea95de1a6",
        ];
        let segments: Vec<&str> = chance[..6].iter().map(|at| parts[usize::from(*at) % parts.len()]).collect();
        let path = format!("/{}", segments.join("/"));
        let Ok(uri) = path.parse::<Uri>() else { continue };
        let method =
            [Method::GET, Method::POST, Method::HEAD, Method::OPTIONS, Method::PUT][usize::from(chance[6] % 5)].clone();
        let names = [
            "authorization",
            "x-api-key",
            "idempotency-key",
            "content-type",
            "if-none-match",
            "content-length",
            "content-encoding",
        ];
        let name = names[usize::from(chance[7]) % names.len()];
        let Ok(value) = http::HeaderValue::from_bytes(&chance[8..]) else { continue };
        let answer = t.anonymous().send(Request::builder().method(&method).uri(uri).header(name, value), "{}").await;
        assert!(answer.status.as_u16() < 500, "{method} {path} {name}: {answer}");
    }
}
