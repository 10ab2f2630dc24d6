//! The service itself: health, problems, headers, origins, what is not there.

use harness::{Client as _, TestIssuer, production};
use http::{Method, Request};
use insta::assert_snapshot;
use proofpass::problem::ProblemType;

#[tokio::test]
async fn it_lives_and_says_when() {
    let t = TestIssuer::new().await;
    assert_snapshot!(t.anonymous().get("/health").await, @r#"
    200 OK
    content-type: application/json

    {"status":"healthy","timestamp":"2026-11-23T12:00:00Z"}
    "#);
    assert_snapshot!(t.anonymous().get("/ready").await, @r#"
    200 OK
    content-type: application/json

    {"status":"ready","checks":{"database":"up","migrations":"current"}}
    "#);
}

#[tokio::test]
async fn it_is_not_ready_while_the_schema_is_old() {
    let t = TestIssuer::new().await;
    let mut connection = t.database.connect().await;
    let undo = "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)";
    sqlx::query(undo).execute(&mut connection).await.unwrap();
    assert_snapshot!(t.anonymous().get("/ready").await, @r#"
    503 Service Unavailable
    content-type: application/json

    {"status":"unavailable","checks":{"database":"up","migrations":"pending"}}
    "#);
    sqlx::query("drop table _sqlx_migrations").execute(&mut connection).await.unwrap();
    assert_eq!(t.anonymous().get("/ready").await.status, 503);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let t = TestIssuer::new().await;
    assert_snapshot!(t.anonymous().get("/nope").await, @r#"
    404 Not Found
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/not-found","title":"There is nothing here","status":404,"detail":"It does not exist, or it is not yours to know of.","instance":"urn:uuid:[id]"}
    "#);
    assert_snapshot!(t.anonymous().call(Method::DELETE, "/api/v1/attestations").await, @r#"
    405 Method Not Allowed
    allow: POST,GET,HEAD
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/method-not-allowed","title":"This resource does not speak that method","status":405,"detail":"The Allow header lists the methods that it does.","instance":"urn:uuid:[id]"}
    "#);
    for path in [
        "/",
        "/api/v1",
        "/api/v1/attestations/",
        "/health/",
        "//health",
        "/HEALTH",
        "/.env",
        "/api/v2/verify",
        "/problems/none",
        "/problems/%ff",
        "/assets/verifier/%ff",
        "/api/v1/attestations/%ff/bundle",
    ] {
        assert_eq!(t.anonymous().get(path).await.problem(), "not-found", "{path}");
    }
    for method in ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"] {
        let answer = t.anonymous().call(method.parse().unwrap(), "/api/v1/verify").await;
        assert_eq!(
            (answer.problem().as_str(), answer.header("allow")),
            ("method-not-allowed", "POST,OPTIONS"),
            "{method}"
        );
    }
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let t = TestIssuer::new().await;
    let answer = t.anonymous().call(Method::HEAD, "/health").await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
}

#[tokio::test]
async fn every_problem_type_has_a_page() {
    let t = TestIssuer::new().await;
    for kind in ProblemType::ALL {
        let answer = t.anonymous().get(&format!("/problems/{}", kind.slug())).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(answer.text().contains(kind.slug()) && answer.text().contains("<h1>"), "{answer}");
    }
    for slug in ["nope", "NOT-FOUND", "%3Cscript%3E"] {
        assert_eq!(t.anonymous().get(&format!("/problems/{slug}")).await.problem(), "not-found");
    }
}

#[tokio::test]
async fn the_description_is_served() {
    let t = TestIssuer::new().await;
    let answer = t.anonymous().get("/openapi.json").await;
    assert_eq!(answer.text(), proofpass_issuer::http::openapi_document());
    assert_eq!(answer.header("content-type"), "application/json");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_its_own_id() {
    let t = TestIssuer::with(production, None).await;
    let mut seen = std::collections::HashSet::new();
    for (method, path) in [
        (Method::GET, "/health"),
        (Method::GET, "/ready"),
        (Method::GET, "/nope"),
        (Method::GET, "/openapi.json"),
        (Method::DELETE, "/health"),
        (Method::POST, "/api/v1/attestations"),
        (Method::POST, "/api/v1/verify"),
        (Method::GET, "/problems/conflict"),
        (Method::OPTIONS, "/api/v1/verify"),
        (Method::GET, "/api/v1/attestations/x/bundle"),
    ] {
        let request = Request::builder().method(&method).uri(path).header("x-request-id", "mine");
        let answer = t.anonymous().send(request, "").await;
        for (name, value) in [
            ("cache-control", "no-store"),
            (
                "content-security-policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            ),
            ("cross-origin-opener-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
            ("strict-transport-security", "max-age=31536000"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{method} {path}");
        }
        assert!(answer.headers.get("server").is_none() && answer.headers.get("x-powered-by").is_none());
        assert!(seen.insert(answer.header("x-request-id").to_owned()), "the id is ours, and new: {method} {path}");
    }
    let plain = TestIssuer::new().await;
    assert_eq!(plain.anonymous().get("/health").await.header("strict-transport-security"), "");
}

#[tokio::test]
async fn what_verifiers_need_is_open_to_every_origin_and_nothing_else() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let ask = async |method: Method, path: &str, preflight: &str| {
        let request = Request::builder().method(method).uri(path).header("origin", "https://elsewhere.example");
        let request =
            if preflight.is_empty() { request } else { request.header("access-control-request-method", preflight) };
        t.anonymous().send(request.header("content-type", "application/json"), "{}").await
    };
    for (method, path) in [
        (Method::GET, format!("/api/v1/attestations/{id}/bundle")),
        (Method::GET, format!("/api/v1/attestations/{id}/verify")),
        (Method::POST, format!("/api/v1/attestations/{id}/verify")),
        (Method::POST, "/api/v1/verify".to_owned()),
        // Errors too, or a page could not tell what is wrong.
        (Method::GET, "/api/v1/attestations/x/bundle".to_owned()),
        (Method::DELETE, "/api/v1/verify".to_owned()),
    ] {
        let answer = ask(method.clone(), &path, "").await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{method} {path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        assert_eq!(
            answer.header("access-control-expose-headers"),
            "ratelimit, ratelimit-policy, retry-after, x-request-id"
        );
        let preflight = ask(Method::OPTIONS, &path, method.as_str()).await;
        assert_eq!(preflight.status, 204);
        assert_eq!(preflight.header("access-control-allow-headers"), "content-type");
        assert_eq!(preflight.header("access-control-allow-methods"), "GET, POST");
    }
    for (method, path) in [
        (Method::POST, "/api/v1/attestations".to_owned()),
        (Method::GET, format!("/api/v1/attestations/{id}")),
        (Method::GET, "/health".to_owned()),
        (Method::GET, "/ready".to_owned()),
    ] {
        for answer in [ask(method.clone(), &path, "").await, ask(Method::OPTIONS, &path, method.as_str()).await] {
            assert_eq!(answer.header("access-control-allow-origin"), "", "{method} {path}");
            assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        }
    }
}
