//! Pages elsewhere that may call with keys and tokens.

use harness::{Answer, Client, TestIssuer};
use http::Request;
use proofpass_issuer::origin::Origins;

const APP: &str = "https://app.example";

async fn ask(client: &impl Client, method: &str, path: &str, origin: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("origin", origin);
    let request = match method {
        "OPTIONS" => request.header("access-control-request-method", "POST"),
        _ => request,
    };
    client.send(request, "").await
}

fn allows(answer: &Answer) -> [&str; 2] {
    ["access-control-allow-origin", "access-control-allow-credentials"].map(|name| answer.header(name))
}

#[tokio::test]
async fn a_page_of_a_listed_origin_may_ask_everything_with_credentials() {
    let t = TestIssuer::new().await;
    let app = t.app.clone().with_origins(Origins::parse("https://other.example, https://app.example").unwrap());
    let nobody = t.with_app(app);
    for path in ["/api/v1/attestations", "/api/v1/auth/login", "/api/v1/verify", "/no/such/route"] {
        let asked = ask(&nobody, "OPTIONS", path, APP).await;
        assert_eq!((asked.status.as_u16(), allows(&asked)), (204, [APP, "true"]), "{path}");
        assert!(asked.header("access-control-allow-headers").contains("authorization"), "{asked}");
        assert!(asked.header("access-control-allow-methods").contains("PATCH"), "{asked}");
        let answer = ask(&nobody, "GET", path, APP).await;
        assert_eq!(allows(&answer), [APP, "true"], "{path}");
        assert_eq!(answer.header("vary"), "origin", "{path}");
        assert!(answer.header("access-control-expose-headers").contains("retry-after"), "{path}");
    }
}

#[tokio::test]
async fn to_every_other_origin_nothing_changes() {
    let t = TestIssuer::new().await;
    let listed = t.with_app(t.app.clone().with_origins(Origins::parse(APP).unwrap()));
    for origin in ["https://evil.example", "null", "https://app.example.evil.example", "http://app.example", ""] {
        let asked = ask(&listed, "OPTIONS", "/api/v1/attestations", origin).await;
        assert_eq!((asked.status.as_u16(), allows(&asked)), (405, ["", ""]), "{origin}");
        let answer = ask(&listed, "GET", "/api/v1/attestations", origin).await;
        assert_eq!((answer.status.as_u16(), allows(&answer), answer.header("vary")), (401, ["", ""], "origin"));
        // Where any page may read, any page may read.
        let open = ask(&listed, "OPTIONS", "/api/v1/verify", origin).await;
        assert_eq!((open.status.as_u16(), allows(&open)), (204, ["*", ""]), "{origin}");
        assert!(!open.header("access-control-allow-headers").contains("authorization"));
    }
    let twice = Request::get("/api/v1/attestations").header("origin", APP).header("origin", "https://evil.example");
    assert_eq!(allows(&listed.send(twice, "").await), ["", ""]);
    let none = ask(&t.anonymous(), "GET", "/api/v1/attestations", APP).await;
    assert_eq!((allows(&none), none.header("vary")), (["", ""], ""), "without a list");
}

#[tokio::test]
async fn any_origin_is_any_origin_without_credentials() {
    let t = TestIssuer::new().await;
    let anybody = t.with_app(t.app.clone().with_origins(Origins::parse("*").unwrap()));
    let answer = ask(&anybody, "GET", "/api/v1/attestations", "https://evil.example").await;
    assert_eq!(allows(&answer), ["*", ""]);
}
