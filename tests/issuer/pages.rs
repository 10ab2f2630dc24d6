//! The page and the verifier's files.

use std::path::PathBuf;

use harness::{Client as _, TestIssuer};
use http::Request;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// A folder like the package's, with traps beside it.
struct Package(PathBuf);

impl Package {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("proofpass-pages-{}-{name}", std::process::id()));
        let package = folder.join("package");
        for folder in ["wasm", "element", "node_modules/x", ".git"] {
            std::fs::create_dir_all(package.join(folder)).unwrap();
        }
        for (file, text) in [
            ("element.js", "export {};"),
            ("element/parts.js", "export {};"),
            ("wasm/verifier_bg.wasm", "\0asm\u{1}\0\0\0"),
            ("package.json", "{}"),
            ("node_modules/x/x.js", "no"),
            (".git/x.js", "no"),
            ("../outside.js", "no"),
        ] {
            std::fs::write(package.join(file), text).unwrap();
        }
        std::os::unix::fs::symlink(folder.join("outside.js"), package.join("link.js")).unwrap();
        Self(folder)
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn the_page_is_served_under_a_strict_policy() {
    let package = Package::new("page");
    let t = TestIssuer::with(|parts| parts, Some(&package.0.join("package"))).await;
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
async fn only_the_packages_modules_are_served() {
    let package = Package::new("assets");
    let t = TestIssuer::with(|parts| parts, Some(&package.0.join("package"))).await;
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
        ".git/x.js",
        "../outside.js",
        "%2e%2e/outside.js",
        "wasm/../element.js",
        "/etc/passwd",
        "element.js/",
        "Element.js",
        "element.js%00",
        "",
    ] {
        assert_eq!(t.anonymous().get(&format!("/assets/verifier/{path}")).await.problem(), "not-found", "{path}");
    }
}

#[tokio::test]
async fn files_are_kept_and_asked_for_again() {
    let package = Package::new("cache");
    let t = TestIssuer::with(|parts| parts, Some(&package.0.join("package"))).await;
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
    std::fs::remove_file(package.0.join("package/wasm/verifier_bg.wasm")).unwrap();
    let missing = proofpass_issuer::http::assets::Assets::read(&package.0.join("package")).unwrap_err();
    assert!(missing.to_string().contains("verifier_bg.wasm is missing"), "{missing}");
}
