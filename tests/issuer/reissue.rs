//! Issuing anew in the place of an attestation.

use harness::{Answer, Client as _, TestIssuer};
use proofpass::json::Value;
use proofpass_issuer::store::api_keys::{Environment, Scope};

const WHY: &str = r#"{"reason":"The weight was wrong."}"#;

fn text(answer: &Answer, name: &str) -> Option<String> {
    answer.object().get(name).and_then(Value::as_str).map(str::to_owned)
}

fn claims(answer: &Answer) -> String {
    answer.credential().get("credentialSubject").unwrap().to_string()
}

#[tokio::test]
async fn a_new_one_takes_the_place_of_the_old_one_and_each_names_the_other() {
    let t = TestIssuer::new().await;
    let body = t.request(t.a.public).replacen('{', r#"{"label":"first","tags":["a"],"externalReference":"R-1","#, 1);
    let old = t.a().post("/api/v1/attestations", body).await;
    let path = format!("/api/v1/attestations/{}", old.member("id"));
    t.clock.advance_seconds(60);
    let body = r#"{"reason":"Typo.","claims":{"certificationId":"CERT-002"}}"#;
    let new = t.a().post(&format!("{path}/reissue"), body).await;
    assert_eq!(new.status, 201, "{new}");
    assert_eq!(text(&new, "supersedes"), Some(old.member("id")));
    assert_eq!(new.header("location"), format!("http://issuer.test/api/v1/attestations/{}", new.member("id")));
    assert_eq!((new.member("label").as_str(), new.member("externalReference").as_str()), ("first", "R-1"));
    assert!(claims(&new).contains("CERT-002") && claims(&new).contains("PROD-123"), "{new}");

    let was = t.a().get(&path).await;
    assert_eq!((was.member("status").as_str(), text(&was, "supersededBy")), ("superseded", Some(new.member("id"))));
    let events = t.a().get(&format!("{path}/events")).await;
    assert!(events.text().contains(r#""event":"superseded""#), "{events}");
    assert!(events.text().contains(r#""reason":"Typo.""#), "{events}");
    // Verifiers anywhere hear of it from the list.
    for report in [
        t.anonymous().get(&format!("{path}/verify")).await,
        t.anonymous().post("/api/v1/verify", old.credential().to_string()).await,
    ] {
        assert_eq!(report.member("verdict"), "reject", "{report}");
        assert!(report.text().contains(r#""code":"revoked""#), "{report}");
    }
    let report = t.anonymous().get(&format!("/api/v1/attestations/{}/verify", new.member("id"))).await;
    assert_eq!(report.member("verdict"), "accept");
    // What stood before stands in the record.
    let before = format!(r#"{{"now":"{}"}}"#, t.now().plus_seconds(-30));
    assert_eq!(t.anonymous().post(&format!("{path}/verify"), before).await.member("verdict"), "accept");
    for (status, id) in [("superseded", old.member("id")), ("active", new.member("id"))] {
        let page = t.a().get(&format!("/api/v1/attestations?status={status}")).await;
        assert!(page.text().contains(&format!(r#"{{"id":"{id}""#)), "{page}");
        assert_eq!(page.text().matches("templateId").count(), 1, "{page}");
    }
}

#[tokio::test]
async fn what_is_not_named_stays_as_it_was_in_every_format() {
    let t = TestIssuer::new().await;
    for (from, to) in [("vc+ld+json", "vc+jwt"), ("vc+jwt", "dc+sd-jwt"), ("vc+ld+json", "vc+ld+json")] {
        let body = t.request(t.a.public).replace("\"CERT-001\"", r#""C","weight":1.5,"parts":[{"material":"oak"}]"#);
        let body = body.replacen('{', &format!(r#"{{"format":"{from}","#), 1);
        let old = t.a().post("/api/v1/attestations", body).await;
        assert_eq!(old.status, 201, "{old}");
        let path = format!("/api/v1/attestations/{}/reissue", old.member("id"));
        let new = t.a().post(&path, format!(r#"{{"reason":"x","format":"{to}"}}"#)).await;
        assert_eq!((new.status.as_u16(), new.member("format").as_str()), (201, to), "{new}");
        assert_eq!(new.member("templateId"), old.member("templateId"));
        assert_eq!(new.object().get("subject"), old.object().get("subject"));
        if (from, to) == ("vc+ld+json", "vc+ld+json") {
            assert_eq!(claims(&new), claims(&old));
        }
        let report = t.anonymous().get(&format!("/api/v1/attestations/{}/verify", new.member("id"))).await;
        assert_eq!(report.member("verdict"), "accept", "{report}");
    }
}

#[tokio::test]
async fn what_was_ended_or_is_not_there_has_no_successor() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}");
    let reissue = format!("{path}/reissue");
    for (body, pointer) in [
        ("{}", ""),
        (r#"{"reason":""}"#, "/reason"),
        (r#"{"reason":" "}"#, "/reason"),
        (r#"{"reason":"x","claims":{}}"#, "/claims"),
        (r#"{"reason":"x","claims":7}"#, "/claims"),
        (r#"{"reason":"x","validUntil":"2020-01-01T00:00:00Z"}"#, "/validUntil"),
        (r#"{"reason":"x","format":"jwt"}"#, "/format"),
    ] {
        assert_eq!(t.a().post(&reissue, body).await.pointers(), [pointer], "{body}");
    }
    assert_eq!(t.a().post(&reissue, r#"{"reason":"x","subject":"y"}"#).await.problem(), "malformed-request");
    assert_eq!(t.b().post(&reissue, WHY).await.problem(), "not-found");
    assert_eq!(t.anonymous().post(&reissue, WHY).await.problem(), "unauthenticated");
    let reads = t.new_key(Environment::Live, &[Scope::AttestationsRead], 1).await;
    assert_eq!(t.with_key(&reads).post(&reissue, WHY).await.problem(), "insufficient-scope");
    assert_eq!(t.a().get(&path).await.member("status"), "active", "nothing has happened to it");
    assert_eq!(t.attestations().await, 1);

    // Suspended is not ended.
    t.a().post(&format!("{path}/suspend"), WHY).await;
    let new = t.a().post(&reissue, WHY).await;
    assert_eq!(new.status, 201, "{new}");
    for change in ["reissue", "revoke", "suspend", "resume"] {
        assert_eq!(t.a().post(&format!("{path}/{change}"), WHY).await.problem(), "conflict", "{change}");
    }
    let next = format!("/api/v1/attestations/{}", new.member("id"));
    t.a().post(&format!("{next}/revoke"), WHY).await;
    assert_eq!(t.a().post(&format!("{next}/reissue"), WHY).await.problem(), "conflict");
    assert_eq!(t.attestations().await, 2);
}

#[tokio::test]
async fn of_many_at_once_one_takes_the_place_and_a_repeated_request_is_one() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}/reissue");
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (client, path) = (t.a(), path.clone());
        all.spawn(async move { client.post(&path, WHY).await.status.as_u16() });
    }
    let mut statuses = all.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
    assert_eq!(t.attestations().await, 2);

    let (id, _) = t.issue(t.a.public).await;
    let path = format!("/api/v1/attestations/{id}/reissue");
    let first = t.a().post_once(&path, "k", WHY).await;
    let second = t.a().post_once(&path, "k", WHY).await;
    assert_eq!((first.status.as_u16(), second.header("idempotent-replayed")), (201, "true"));
    assert_eq!(first.body, second.body);
}
