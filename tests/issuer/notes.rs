//! What an organisation notes about its attestations: label, tags, what another system calls them.

use harness::{Answer, Client as _, TestIssuer};
use http::Request;
use proofpass_issuer::store::api_keys::{Environment, Scope};

async fn patch(t: &TestIssuer, path: &str, if_match: &str, body: &str) -> Answer {
    let request = Request::patch(path).header("content-type", "application/json").header("if-match", if_match);
    t.a().send(request, body.to_owned()).await
}

#[tokio::test]
async fn notes_are_changed_member_by_member_and_nothing_that_is_signed() {
    let t = TestIssuer::new().await;
    let notes = r#"{"label":"Ü 💚","tags":["b","a"],"externalReference":"R/1","#;
    let issued = t.a().post("/api/v1/attestations", t.request(t.a.public).replacen('{', notes, 1)).await;
    assert!(issued.text().contains(r#""label":"Ü 💚","tags":["b","a"],"externalReference":"R/1""#), "{issued}");
    assert!(!issued.credential().to_string().contains("R/1"));
    let path = format!("/api/v1/attestations/{}", issued.member("id"));
    for (body, expected) in [
        (r#"{"label":"new"}"#, r#""label":"new","tags":["b","a"],"externalReference":"R/1""#),
        (r#"{"tags":[]}"#, r#""label":"new","tags":[],"externalReference":"R/1""#),
        (r#"{"label":null,"externalReference":null}"#, r#""label":null,"tags":[],"externalReference":null"#),
        ("{}", r#""label":null,"tags":[],"externalReference":null"#),
    ] {
        let changed = t.a().patch(&path, body).await;
        assert_eq!(changed.status, 200, "{changed}");
        assert!(changed.text().contains(expected), "{body}: {changed}");
        assert_eq!(changed.credential(), issued.credential());
        assert_eq!(t.a().get(&path).await.body, changed.body);
    }
    let report = t.anonymous().get(&format!("{path}/verify")).await;
    assert_eq!(report.member("verdict"), "accept");
}

#[tokio::test]
async fn who_has_not_seen_a_change_does_not_undo_it() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}");
    let first = t.a().get(&path).await.header("etag").to_owned();
    let second = patch(&t, &path, &first, r#"{"label":"one"}"#).await;
    assert_eq!(second.status, 200, "{second}");
    let etag = second.header("etag").to_owned();
    assert_ne!(etag, first);
    for stale in [first.as_str(), "\"0\"", "\"nonsense\"", &format!("W/{etag}")] {
        let refused = patch(&t, &path, stale, r#"{"label":"two"}"#).await;
        assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (412, "precondition-failed"), "{stale}");
    }
    for malformed in ["nonsense", "\"1", "", "1"] {
        assert_eq!(patch(&t, &path, malformed, "{}").await.problem(), "malformed-request", "{malformed}");
    }
    assert_eq!(t.a().get(&path).await.member("label"), "one");
    for good in [etag.as_str(), "*", &format!("\"0\", {etag}")] {
        // Nothing is different: it stays the revision that it is.
        assert_eq!(patch(&t, &path, good, r#"{"label":"one"}"#).await.header("etag"), etag, "{good}");
    }
    // What is done to it otherwise is a change, too.
    t.a().post(&format!("{path}/suspend"), r#"{"reason":"x"}"#).await;
    assert_eq!(patch(&t, &path, &etag, r#"{"label":"two"}"#).await.problem(), "precondition-failed");
}

#[tokio::test]
async fn what_is_too_long_or_twice_is_refused_and_nothing_is_changed() {
    let t = TestIssuer::new().await;
    let (id, issued) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}");
    let long = "x".repeat(201);
    let many = vec!["\"t\""; 21].join(",");
    for (body, pointer) in [
        (format!(r#"{{"label":"{long}"}}"#), "/label"),
        (r#"{"label":""}"#.to_owned(), "/label"),
        (r#"{"label":" a"}"#.to_owned(), "/label"),
        (r#"{"label":"a\u0000"}"#.to_owned(), "/label"),
        (r#"{"label":7}"#.to_owned(), "/label"),
        (format!(r#"{{"externalReference":"{long}"}}"#), "/externalReference"),
        (format!(r#"{{"tags":[{many}]}}"#), "/tags"),
        (r#"{"tags":["a",""]}"#.to_owned(), "/tags/1"),
        (r#"{"tags":["a","b","a"]}"#.to_owned(), "/tags/2"),
        (format!(r#"{{"tags":["{}"]}}"#, "x".repeat(51)), "/tags/0"),
        (r#"{"tags":["a\n"]}"#.to_owned(), "/tags/0"),
    ] {
        assert_eq!(t.a().patch(&path, body.clone()).await.pointers(), [pointer], "{body}");
        let at_once = t.request(t.a.public).replacen('{', &format!("{},", body.strip_suffix('}').unwrap()), 1);
        assert_eq!(t.a().post("/api/v1/attestations", at_once).await.pointers(), [pointer], "{body}");
    }
    for body in [r#"{"status":"active"}"#, r#"{"credential":{}}"#, r#"{"claims":{}}"#, "[]", ""] {
        let refused = t.a().patch(&path, body).await;
        assert!(refused.status.is_client_error(), "{body}: {refused}");
    }
    assert_eq!(t.b().patch(&path, "{}").await.problem(), "not-found");
    let reads = t.new_key(Environment::Live, &[Scope::AttestationsRead], 1).await;
    assert_eq!(t.with_key(&reads).patch(&path, "{}").await.problem(), "insufficient-scope");
    assert_eq!(t.a().get(&path).await.body, issued.body);
    assert_eq!(t.attestations().await, 1);
}

#[tokio::test]
async fn attestations_are_found_by_their_notes() {
    let t = TestIssuer::new().await;
    for (label, tags, reference) in [("one", r#"["red","round"]"#, "R-1"), ("two", r#"["red"]"#, "R-2")] {
        let notes = format!(r#"{{"label":"{label}","tags":{tags},"externalReference":"{reference}","#);
        let body = t.request(t.a.private).replacen('{', &notes, 1);
        assert_eq!(t.a().post("/api/v1/attestations", body).await.status, 201);
    }
    t.issue(t.a.private).await;
    let found = async |query: &str| {
        let page = t.a().get(&format!("/api/v1/attestations?{query}")).await;
        assert_eq!(page.status, 200, "{page}");
        page.text().matches(r#""templateId""#).count()
    };
    for (query, count) in [
        ("tag=red", 2),
        ("tag=round", 1),
        ("tag=blue", 0),
        ("tag=re", 0),
        ("label=one", 1),
        ("label=On", 0),
        ("externalReference=R-2", 1),
        ("externalReference=R-2&tag=round", 0),
        ("externalReference=R-1&tag=round&label=one&status=active", 1),
    ] {
        assert_eq!(found(query).await, count, "{query}");
    }
    let theirs = t.b().get("/api/v1/attestations?tag=red").await;
    assert!(theirs.text().contains(r#""attestations":[]"#), "{theirs}");
    for (query, pointer) in [("tag=", "/tag"), ("label=%00", "/label"), ("externalReference=", "/externalReference")] {
        assert_eq!(t.a().get(&format!("/api/v1/attestations?{query}")).await.pointers(), [pointer], "{query}");
    }
    // A cursor belongs to its question.
    let cursor = t.a().get("/api/v1/attestations?tag=red&limit=1").await.member("nextCursor");
    assert_eq!(found(&format!("tag=red&limit=1&cursor={cursor}")).await, 1);
    let other = t.a().get(&format!("/api/v1/attestations?tag=round&limit=1&cursor={cursor}")).await;
    assert_eq!(other.pointers(), ["/cursor"]);
}
