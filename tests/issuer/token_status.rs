//! The status of SD-JWT VCs: the list for revocation in a token, which speaks of suspension too (Token Status List).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{Client as _, TestIssuer};
use http::Request;
use proofpass::json::{Limits, Object, Value, parse};

const TYPE: &str = "application/statuslist+jwt";

fn part(token: &str, index: usize) -> Object {
    let bytes = URL_SAFE_NO_PAD.decode(token.split(['.', '~']).nth(index).unwrap()).unwrap();
    match parse(&bytes, &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => object,
        other => panic!("{other:?}"),
    }
}

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("no {name}: {object}"))
}

/// The path of a new attestation, its token, and the path of the list that it names.
async fn issued(t: &TestIssuer) -> (String, String, String) {
    let body = t.request(t.a.public).replacen('{', r#"{"format":"dc+sd-jwt","#, 1);
    let answer = t.a().post("/api/v1/attestations", body).await;
    assert_eq!(answer.status, 201, "{answer}");
    let token = answer.member("credential");
    let claims = part(&token, 1);
    let status = claims.get("status").and_then(Value::as_object).unwrap();
    let list = status.get("status_list").and_then(Value::as_object).unwrap();
    let path = text(list, "uri").strip_prefix("http://issuer.test").unwrap().to_owned();
    (format!("/api/v1/attestations/{}", answer.member("id")), token, path)
}

/// The verdict on what a holder carries, and the code of its status: by us with the list at hand, and by anybody offline.
async fn standing(t: &TestIssuer, path: &str) -> (String, String) {
    let report = t.anonymous().get(&format!("{path}/verify")).await;
    let bundle = t.anonymous().get(&format!("{path}/bundle")).await;
    assert!(bundle.text().contains(r#""statusListTokens":[{"token":"#), "{}", bundle.text());
    let offline =
        proofpass::verify::Request::with_options(&bundle.body, &Object::new().into(), Some(t.now())).unwrap().report();
    let code = |report: &Object| {
        let credential = report.get("credentials").and_then(Value::as_array).unwrap()[0].as_object().unwrap();
        let checks = credential.get("checks").and_then(Value::as_array).unwrap().iter();
        let mut checks = checks.map(|check| check.as_object().unwrap());
        text(checks.find(|check| text(check, "check") == "status").unwrap(), "code").to_owned()
    };
    let Ok(Value::Object(offline)) = parse(offline.to_json().as_bytes(), &Limits::DOCUMENT) else { panic!() };
    let report = report.object();
    assert_eq!((text(&report, "verdict"), code(&report)), (text(&offline, "verdict"), code(&offline)));
    (text(&report, "verdict").to_owned(), code(&report))
}

async fn change(t: &TestIssuer, path: &str, what: &str) {
    let done = t.a().post(&format!("{path}/{what}"), r#"{"reason":"x"}"#).await;
    assert_eq!(done.status, 200, "{done}");
}

#[tokio::test]
async fn an_sd_jwt_is_suspended_resumed_and_revoked_and_every_verifier_hears_it() {
    let t = TestIssuer::new().await;
    let (path, token, _) = issued(&t).await;
    let (other, ..) = issued(&t).await;
    let (_, by_list) = t.issue(t.a.public).await;
    assert_eq!(standing(&t, &path).await, ("accept".to_owned(), "status-clear".to_owned()));
    for (what, verdict, code) in [
        ("suspend", "reject", "suspended"),
        ("resume", "accept", "status-clear"),
        ("suspend", "reject", "suspended"),
        ("revoke", "reject", "revoked"),
    ] {
        change(&t, &path, what).await;
        assert_eq!(standing(&t, &path).await, (verdict.to_owned(), code.to_owned()), "{what}");
        assert_eq!(standing(&t, &other).await.0, "accept", "a neighbour is as it was");
    }
    // The token alone, to somebody who asks this service about it.
    let asked = t.anonymous().post("/api/v1/verify", format!(r#"{{"bundle":"{token}"}}"#)).await;
    assert!(asked.text().contains(r#""code":"revoked""#), "{asked}");
    // What has its entries in lists of bits stands in the same list, and nothing is said against it.
    let path = format!("/api/v1/attestations/{}", by_list.member("id"));
    assert_eq!(t.anonymous().get(&format!("{path}/verify")).await.member("verdict"), "accept");
}

#[tokio::test]
async fn the_list_is_a_token_that_says_where_it_stands_until_when_and_what_it_was() {
    let t = TestIssuer::new().await;
    let (path, _, list) = issued(&t).await;
    let first = t.anonymous().get(&list).await;
    assert_eq!((first.status.as_u16(), first.header("content-type")), (200, TYPE), "{first}");
    let (header, claims) = (part(first.text(), 0), part(first.text(), 1));
    assert_eq!(text(&header, "typ"), "statuslist+jwt");
    assert_eq!(text(&claims, "sub"), format!("http://issuer.test{list}"));
    assert_eq!(text(&claims, "iss"), text(&header, "kid").split('#').next().unwrap());
    let number = |name: &str| match claims.get(name) {
        Some(Value::Number(number)) => number.as_u64().unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(number("exp") - number("iat"), 86_400);
    let known = Request::get(&list).header("if-none-match", first.header("etag"));
    assert_eq!(t.anonymous().send(known, "").await.status, 304);

    let before = t.now();
    t.clock.advance_seconds(60);
    change(&t, &path, "revoke").await;
    let now = t.anonymous().get(&list).await;
    assert_ne!(now.text(), first.text());
    let past = t.anonymous().get(&format!("{list}?at={before}")).await;
    assert_eq!(past.text(), first.text(), "as it stood then");
    for (query, problem) in [("?at=x", "invalid-request"), ("?at=2999-01-01T00:00:00Z", "invalid-request")] {
        assert_eq!(t.anonymous().get(&format!("{list}{query}")).await.problem(), problem);
    }
    assert_eq!(t.anonymous().get(&format!("{list}?at=2000-01-01T00:00:00Z")).await.problem(), "not-found");
}

#[tokio::test]
async fn a_list_for_suspension_has_no_token_and_one_that_is_not_there_neither() {
    let t = TestIssuer::new().await;
    issued(&t).await;
    let query = "select status_list_id::text from status_lists where purpose = 'suspension'";
    let id: String = sqlx::query_scalar(query).fetch_one(&mut t.database.connect().await).await.unwrap();
    for id in [id.as_str(), "01a20ae6-ed17-706a-b5f4-c87ea95de1a6", "x"] {
        assert_eq!(t.anonymous().get(&format!("/api/v1/status-lists/{id}/token")).await.problem(), "not-found", "{id}");
    }
}

#[tokio::test]
async fn a_list_from_before_there_were_tokens_is_made_anew_when_one_is_asked_for() {
    let t = TestIssuer::new().await;
    let (path, _, list) = issued(&t).await;
    let forget = "update status_list_versions set token = null";
    sqlx::query(forget).execute(&mut t.database.connect().await).await.unwrap();
    assert_eq!(t.anonymous().get(&list).await.status, 200);
    assert_eq!(standing(&t, &path).await.0, "accept");
}

#[tokio::test]
async fn a_token_is_issued_anew_and_the_old_one_is_revoked() {
    let t = TestIssuer::new().await;
    let (path, ..) = issued(&t).await;
    let answer = t.a().post(&format!("{path}/reissue"), r#"{"reason":"A new phone."}"#).await;
    assert_eq!(answer.status, 201, "{answer}");
    assert_eq!(standing(&t, &path).await.1, "revoked");
    assert_eq!(standing(&t, &format!("/api/v1/attestations/{}", answer.member("id"))).await.0, "accept");
}
