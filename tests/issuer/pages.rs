//! The page and the verifier's files.

use harness::{Client as _, TestIssuer};
use http::Request;

use crate::package::Package;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types proofpass-verifier-worker";

#[tokio::test]
async fn the_page_is_served_under_a_strict_policy() {
    let package = Package::new("page");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    for (path, media_type) in [
        ("/verify", "text/html; charset=utf-8"),
        ("/verify/01a20ae6-ed17-706a-b5f4-c87ea95de1a6", "text/html; charset=utf-8"),
        ("/verify/%3Cscript%3E", "text/html; charset=utf-8"),
        ("/assets/page/page.css", "text/css; charset=utf-8"),
        ("/assets/page/page.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = t.anonymous().get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, media_type), "{path}");
        assert_eq!(answer.header("content-security-policy"), POLICY);
        assert!(!answer.text().contains("<script>"), "nothing of the address is in the page");
    }
    let html = t.anonymous().get("/verify").await;
    for inline in ["<style", "style=", "onclick", "javascript:"] {
        assert!(!html.text().contains(inline), "{inline}");
    }
}

#[tokio::test]
async fn the_page_speaks_the_language_of_its_reader() {
    let package = Package::new("languages");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    for (path, reads, language, title) in [
        ("/verify", "de-AT,de;q=0.9,en;q=0.8", "de", "<h1>Nachweis prüfen</h1>"),
        ("/verify/x", "es", "es", "<h1>Verificar una credencial</h1>"),
        ("/verify", "it;q=0.9,fr;q=0.1", "fr", "<h1>Vérifier une attestation</h1>"),
        ("/verify", "it", "en", "<h1>Verify a credential</h1>"),
        ("/verify/x?from=code&lang=es", "de", "es", "<h1>Verificar una credencial</h1>"),
        ("/verify?lang=%3Cscript%3E", "de", "de", "<h1>Nachweis prüfen</h1>"),
    ] {
        let answer = t.anonymous().send(Request::get(path).header("accept-language", reads), "").await;
        assert_eq!(answer.header("content-language"), language, "{path} {reads}");
        assert!(answer.header("vary").contains("accept-language"), "{}", answer.header("vary"));
        assert!(answer.text().contains(title) && answer.text().contains(&format!("<html lang=\"{language}\">")));
    }
    let [german, english] = [t.anonymous().get("/verify?lang=de").await, t.anonymous().get("/verify?lang=en").await];
    assert_ne!(german.header("etag"), english.header("etag"));
}

#[tokio::test]
async fn only_the_page_may_use_the_camera_and_start_a_worker() {
    let package = Package::new("camera");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    for (path, camera) in [("/verify", true), ("/verify/x", true), ("/assets/page/page.js", false), ("/health", false)]
    {
        let answer = t.anonymous().get(path).await;
        let permissions = answer.header("permissions-policy");
        assert_eq!(permissions.starts_with("camera=(self), "), camera, "{path}: {permissions}");
        assert!(permissions.contains("microphone=()"), "{path}: {permissions}");
    }
    for (path, policy) in [
        ("worker-thread.js", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"),
        ("element.js", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    ] {
        let answer = t.anonymous().get(&format!("/assets/verifier/{path}")).await;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
    }
}

/// What a browser makes of a relative reference (RFC 3986 §5.2, as far as the page needs it).
fn resolve(base: &str, reference: &str) -> String {
    let mut steps: Vec<&str> = base.split('/').collect();
    steps.pop();
    for step in reference.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[tokio::test]
async fn the_page_works_behind_a_proxy_that_puts_a_path_before_ours() {
    let package = Package::new("prefix");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    for prefix in ["", "/issuer", "/a/verify"] {
        for path in ["/verify", "/verify/01a20ae6-ed17-706a-b5f4-c87ea95de1a6"] {
            let html = t.anonymous().get(path).await;
            let attributes = [" href=\"", " src=\"", " bundle-url=\""];
            let values = attributes.iter().flat_map(|name| html.text().split(name).skip(1));
            let references: Vec<&str> = values
                .map(|rest| rest.split('"').next().unwrap())
                .filter(|reference| !reference.starts_with("data:") && !reference.starts_with(['#', '?']))
                .collect();
            assert_eq!(references.len(), 4, "{references:?}");
            for reference in references {
                let address = resolve(&format!("{prefix}{path}"), reference);
                let asked = address.strip_prefix(prefix).unwrap_or_else(|| panic!("{reference} leaves {prefix}"));
                let status = t.anonymous().get(&asked.replace("{id}", "x")).await;
                // There is no such credential; but there is that route.
                let expected = if reference.contains("{id}") { "application/problem+json" } else { "text/" };
                assert!(status.header("content-type").starts_with(expected), "{prefix} {path}: {reference}");
                assert!(asked.starts_with("/assets/") || asked == "/api/v1/attestations/{id}/bundle", "{asked}");
            }
        }
    }
}

#[tokio::test]
async fn there_is_a_link_to_the_page_where_the_page_can_show_something() {
    let package = Package::new("link");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    for (template, shown) in [(t.a.public, true), (t.a.private, false)] {
        let (id, issued) = t.issue(template).await;
        let fetched = t.a().get(&format!("/api/v1/attestations/{id}")).await;
        assert_eq!(fetched.body, issued.body);
        let page = format!(r#","page":"http://issuer.test/verify/{id}"}}"#);
        assert_eq!(issued.text().contains(&page), shown, "{issued}");
        assert_eq!(issued.text().contains(r#""page""#), shown);
    }
}

#[tokio::test]
async fn only_the_packages_modules_are_served() {
    let package = Package::new("assets");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    for (path, media_type) in [
        ("element.js", "text/javascript; charset=utf-8"),
        ("element/parts.js", "text/javascript; charset=utf-8"),
        ("wasm/verifier_bg.wasm", "application/wasm"),
    ] {
        let answer = t.anonymous().get(&format!("/assets/verifier/{path}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, media_type), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    for path in [
        "package.json",
        "link.js",
        "node_modules/x/x.js",
        "client/index.js",
        ".git/x.js",
        "../outside.js",
        "%2e%2e/outside.js",
        "wasm/../element.js",
        "/etc/passwd",
        "element.js/",
        "Element.js",
        "element.js%00",
        "%ff",
        "",
    ] {
        assert_eq!(t.anonymous().get(&format!("/assets/verifier/{path}")).await.problem(), "not-found", "{path}");
    }
}

#[tokio::test]
async fn files_are_kept_and_asked_for_again() {
    let package = Package::new("cache");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    let path = "/assets/verifier/element.js";
    let first = t.anonymous().get(path).await;
    let etag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "no-cache");
    for (tag, status) in [(etag.as_str(), 304), ("*", 304), (&format!("\"x\", {etag}"), 304), ("\"x\"", 200)] {
        let answer = t.anonymous().send(Request::get(path).header("if-none-match", tag), "").await;
        assert_eq!(answer.status, status, "{tag}");
        assert_eq!(answer.header("etag"), etag);
    }
    let long = "/assets/page/page.js";
    let plain = t.anonymous().get(long).await;
    assert_eq!(plain.header("content-encoding"), "");
}

#[tokio::test]
async fn without_the_package_there_is_no_page() {
    let t = TestIssuer::new().await;
    for path in ["/verify", "/verify/x", "/assets/verifier/element.js", "/assets/page/page.js"] {
        assert_eq!(t.anonymous().get(path).await.problem(), "not-found", "{path}");
    }
    let missing =
        proofpass_issuer::http::assets::Assets::read(&std::env::temp_dir().join("proofpass-none")).unwrap_err();
    assert!(missing.to_string().starts_with("cannot read "), "{missing}");
    let package = Package::new("missing");
    std::fs::remove_file(package.folder().join("wasm/verifier_bg.wasm")).unwrap();
    let missing = proofpass_issuer::http::assets::Assets::read(&package.folder()).unwrap_err();
    assert!(missing.to_string().contains("verifier_bg.wasm is missing"), "{missing}");
}
