//! The REST interface for people: pages without a script, under a strict policy.

use harness::{Client as _, TestIssuer};
use http::Request;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

#[tokio::test]
async fn every_operation_is_a_click_away() {
    let t = TestIssuer::new().await;
    let index = t.anonymous().get("/docs").await;
    assert_eq!((index.status.as_u16(), index.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(index.header("content-security-policy"), POLICY);
    let links: Vec<&str> =
        index.text().split("href=\"./docs/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(links.len() > 80, "{}", links.len());
    for id in links {
        let page = t.anonymous().get(&format!("/docs/{id}")).await;
        assert_eq!((page.status.as_u16(), page.header("content-security-policy")), (200, POLICY), "{id}");
        assert!(page.text().contains("http://issuer.test/"), "an example to be copied: {id}");
        for inline in ["<script", "<style", "style=", " onclick", "javascript:", "{{"] {
            assert!(!page.text().contains(inline), "{id}: {inline}");
        }
    }
    for (problem, status) in [("/problems/rate-limited", 200), ("/openapi.json", 200), ("/assets/docs/docs.css", 200)] {
        assert_eq!(t.anonymous().get(problem).await.status, status, "{problem}");
    }
}

#[tokio::test]
async fn a_page_says_who_may_ask_what_and_what_comes_of_it() {
    let t = TestIssuer::new().await;
    let page = t.anonymous().get("/docs/createPassport").await;
    for said in [
        "<h1>Create a passport</h1>",
        "<code>/api/v1/passports</code>",
        "With an API key",
        "curl -X POST &quot;http://issuer.test/api/v1/passports&quot;",
        "<code>productId</code> <span class=\"kind\">string</span> <strong class=\"required\">required</strong>",
        "at least 1 characters, at most 2000 characters",
        "<summary>What is in <code>members</code></summary>",
        "<code>201</code>",
        "href=\"../problems/idempotency-key-in-use\"",
        "You have a passport for this product",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let person = t.anonymous().get("/docs/fetchProfile").await;
    assert!(
        person.text().contains("With the access token of a person") && person.text().contains("$TOKEN"),
        "{person}"
    );
}

#[tokio::test]
async fn looking_for_something_needs_no_script() {
    let t = TestIssuer::new().await;
    let count = |text: &str| text.matches("class=\"operation\"").count();
    let all = count(t.anonymous().get("/docs").await.text());
    let some = t.anonymous().get("/docs?q=qr+passport").await;
    assert!((1..all).contains(&count(some.text())), "{}", count(some.text()));
    assert!(some.text().contains("value=\"qr passport\""));
    let none = t.anonymous().get("/docs?q=%3Cscript%3E%22").await;
    assert_eq!(count(none.text()), 0);
    assert!(none.text().contains("value=\"&lt;script&gt;&quot;\"") && !none.text().contains("<script"));
    assert_eq!(t.anonymous().get(&format!("/docs?q={}", "a".repeat(10_000))).await.status, 200);
    for bad in ["/docs?query=x", "/docs?q=a&q=b"] {
        assert_eq!(t.anonymous().get(bad).await.problem(), "malformed-request", "{bad}");
    }
    for nobody in ["/docs/", "/docs/nothing", "/docs/%3Cscript%3E", "/docs/createPassport/x"] {
        assert_eq!(t.anonymous().get(nobody).await.problem(), "not-found", "{nobody}");
    }
    let first = t.anonymous().get("/docs/verify").await;
    let again = Request::get("/docs/verify").header("if-none-match", first.header("etag"));
    assert_eq!(t.anonymous().send(again, "").await.status, 304);
}
