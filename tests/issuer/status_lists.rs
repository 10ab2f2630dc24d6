//! Status lists: places for credentials, what is published, and what verifiers make of it.

use std::collections::HashSet;

use harness::{Answer, Client as _, TestIssuer};
use http::Request;
use insta::assert_snapshot;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
use sqlx::AssertSqlSafe;
use tokio::task::JoinSet;

const ABSENT: &str = "/api/v1/status-lists/01a20ae6-ed17-706a-b5f4-c87ea95de1a6";

/// What the entries of an issued credential say: purpose, list and index.
fn entries(answer: &Answer) -> Vec<[String; 3]> {
    let credential = answer.credential();
    let entries = credential.get("credentialStatus").and_then(Value::as_array).unwrap();
    let names = ["statusPurpose", "statusListCredential", "statusListIndex"];
    let text = |entry: &Value, name| entry.as_object().unwrap().get(name).and_then(Value::as_str).unwrap().to_owned();
    entries.iter().map(|entry| names.map(|name| text(entry, name))).collect()
}

/// The paths of the lists that an issued credential names.
fn paths(answer: &Answer) -> Vec<String> {
    answer.status_lists().iter().map(|url| url.strip_prefix("http://issuer.test").unwrap().to_owned()).collect()
}

fn object(text: &str) -> Object {
    match parse(text.as_bytes(), &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => object,
        other => panic!("no object ({other:?}): {text}"),
    }
}

async fn run(t: &TestIssuer, statement: String) {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut t.database.connect().await).await.unwrap();
}

#[tokio::test]
async fn every_credential_has_an_entry_for_each_purpose_in_a_list_of_its_own_issuer() {
    let t = TestIssuer::new().await;
    let (_, answer) = t.issue(t.a.public).await;
    let [revocation, suspension] = &entries(&answer)[..] else { panic!("{answer}") };
    assert_eq!([&revocation[0], &suspension[0]], ["revocation", "suspension"]);
    assert_ne!(revocation[1], suspension[1]);
    assert_ne!(revocation[2], suspension[2]);
    let [list, _] = &paths(&answer)[..] else { panic!() };
    let published = t.anonymous().get(list).await;
    assert_eq!(published.status, 200);
    let mut shown = published.text().to_owned();
    let encoded = published.text().split(r#""encodedList":""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    shown = shown.replace(&encoded, "[bits]");
    assert_eq!(encoded, "uH4sIAAAAAAAA_-3AMQEAAADCoPVPbQwfKAAAAAAAAAAAAAAAAAAAAOBthtJUqwBAAAA", "nothing is set");
    let shown = Answer { body: shown.into(), ..published.clone() };
    assert_snapshot!(shown, @r#"
    200 OK
    content-type: application/vc

    {"@context":["https://www.w3.org/ns/credentials/v2"],"id":"http://issuer.test/api/v1/status-lists/[id]","type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":{"id":"did:key:[key]","name":"Acme GmbH"},"validFrom":"2026-11-23T12:00:00Z","validUntil":"2026-11-24T12:00:00Z","credentialSubject":{"id":"http://issuer.test/api/v1/status-lists/[id]#list","type":"BitstringStatusList","statusPurpose":"revocation","encodedList":"[bits]"},"proof":{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":"2026-11-23T12:00:00Z","verificationMethod":"did:key:[key]#[key]","proofPurpose":"assertionMethod","proofValue":"[signature]"}}
    "#);
    assert_eq!(published.header("access-control-allow-origin"), "*");
    assert_eq!(published.header("cache-control"), "public, max-age=5");
    // Whoever issued the credential has issued the list, and nobody else.
    let theirs = t.b().post("/api/v1/attestations", t.request(t.b.public)).await;
    assert_eq!(theirs.status, 201, "{theirs}");
    assert!(paths(&theirs).iter().all(|path| !paths(&answer).contains(path)));
}

#[tokio::test]
async fn a_published_list_is_a_credential_that_our_own_verifier_accepts_and_a_changed_one_is_not() {
    let t = TestIssuer::new().await;
    let (_, answer) = t.issue(t.a.public).await;
    for path in paths(&answer) {
        let list = t.anonymous().get(&path).await;
        let verdict = |bytes: &[u8]| verify_bytes(bytes, &Material::default(), &Policy::default(), t.now()).verdict();
        assert_eq!(verdict(&list.body), Verdict::Accept);
        let changed = list.text().replace(r#""encodedList":"uH4sIAAAAAAAA_-3A"#, r#""encodedList":"uH4sIAAAAAAAA_-3B"#);
        assert_ne!(changed, list.text());
        assert_eq!(verdict(changed.as_bytes()), Verdict::Reject);
    }
}

#[tokio::test]
async fn a_credential_is_good_with_its_lists_and_undecided_without() {
    let t = TestIssuer::new().await;
    let (id, answer) = t.issue(t.a.public).await;
    let bare = answer.credential().to_string();
    let verdict = |material: &Material| verify_bytes(bare.as_bytes(), material, &Policy::default(), t.now()).verdict();
    assert_eq!(verdict(&Material::default()), Verdict::Undecided);
    let mut material = Material::default();
    for path in paths(&answer) {
        let list = t.anonymous().get(&path).await.object();
        material.add_status_list(list, format!("http://issuer.test{path}"), t.now()).unwrap();
    }
    assert_eq!(verdict(&material), Verdict::Accept);
    // Whoever asks us need not bring what is ours.
    for (path, body) in [
        ("/api/v1/verify".to_owned(), bare.clone()),
        ("/api/v1/verify".to_owned(), format!(r#"{{"bundle":{bare}}}"#)),
        (format!("/api/v1/attestations/{id}/verify"), r#"{"policy":{"maxStatusAgeSeconds":0}}"#.to_owned()),
    ] {
        assert_eq!(t.anonymous().post(&path, body).await.member("verdict"), "accept", "{path}");
    }
    // Lists elsewhere are not ours to have, and neither is one that does not exist.
    for other in ["http://issuer.example/api/v1/status-lists/", "http://issuer.test/api/v1/status-list/"] {
        let changed = bare.replace("http://issuer.test/api/v1/status-lists/", other);
        assert!(t.anonymous().post("/api/v1/verify", changed).await.text().contains("status-list-unresolved"));
    }
}

#[tokio::test]
async fn a_bundle_carries_its_lists_for_a_day() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let bundle = t.anonymous().get(&format!("/api/v1/attestations/{id}/bundle")).await;
    let verdict = |seconds: i64| {
        let now = t.now().plus_seconds(seconds);
        verify_bytes(&bundle.body, &Material::default(), &Policy::default(), now).verdict()
    };
    assert_eq!([0, 86_400, 86_461].map(verdict), [Verdict::Accept, Verdict::Accept, Verdict::Undecided]);
    // A bundle of half a day later holds as long again.
    t.clock.advance_seconds(43_201);
    let later = t.anonymous().get(&format!("/api/v1/attestations/{id}/bundle")).await;
    assert_ne!(later.body, bundle.body);
    let now = t.now().plus_seconds(86_400);
    assert_eq!(verify_bytes(&later.body, &Material::default(), &Policy::default(), now).verdict(), Verdict::Accept);
    t.clock.advance_seconds(30 * 86_400);
    let report = t.anonymous().get(&format!("/api/v1/attestations/{id}/verify")).await;
    assert_eq!(report.member("verdict"), "accept", "{report}");
}

#[tokio::test]
async fn a_list_is_fetched_again_only_where_it_has_changed() {
    let t = TestIssuer::new().await;
    let (_, answer) = t.issue(t.a.public).await;
    let path = &paths(&answer)[0];
    let etag = t.anonymous().get(path).await.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.len() > 40, "{etag}");
    let ask = async |tag: String| t.anonymous().send(Request::get(path).header("if-none-match", tag), "").await;
    for tag in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
        let answer = ask(tag.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (304, 0), "{tag}");
        assert_eq!([answer.header("etag"), answer.header("cache-control")], [&etag, "public, max-age=5"]);
    }
    for tag in ["\"x\"".to_owned(), etag.trim_matches('"').to_owned(), String::new()] {
        assert_eq!(ask(tag.clone()).await.status, 200, "{tag}");
    }
    // What is issued from it changes no bit.
    t.issue(t.a.private).await;
    assert_eq!(ask(etag.clone()).await.status, 304);
    t.clock.advance_seconds(43_201);
    assert_eq!(ask(etag).await.status, 200, "renewed before it ends");
}

#[tokio::test]
async fn a_list_can_be_had_as_it_stood() {
    let t = TestIssuer::new().await;
    let (_, answer) = t.issue(t.a.public).await;
    let path = &paths(&answer)[0];
    let (first, start) = (t.anonymous().get(path).await, t.now());
    t.clock.advance_seconds(50_000);
    let second = t.anonymous().get(path).await;
    assert_ne!(first.body, second.body);
    let at = async |time: String| t.anonymous().get(&format!("{path}?at={time}")).await;
    assert_eq!(at(start.to_string()).await.body, first.body);
    assert_eq!(at(start.plus_seconds(49_999).to_string()).await.body, first.body);
    assert_eq!(at(t.now().to_string()).await.body, second.body);
    assert_eq!(at(t.now().to_string().replace('Z', "%2B00:00")).await.body, second.body);
    assert_eq!(at(start.plus_seconds(-1).to_string()).await.problem(), "not-found");
    for time in ["soon", "", "2026-11-23", "0", "9999-12-31T23:59:59Z", "2026-02-30T00:00:00Z"] {
        assert_eq!(at(time.to_owned()).await.problem(), "invalid-request", "{time}");
    }
    assert_eq!(at(t.now().plus_seconds(1).to_string()).await.problem(), "invalid-request");
    let twice = t.anonymous().get(&format!("{path}?at={start}&at={start}")).await;
    assert_eq!(twice.problem(), "malformed-request");
    assert_eq!(t.anonymous().get(&format!("{path}?at=%ff")).await.problem(), "invalid-request");
    assert_eq!(t.anonymous().get(&format!("{ABSENT}?at={start}")).await.problem(), "not-found");
}

#[tokio::test]
async fn what_is_no_list_is_not_found() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    for path in [ABSENT, "/api/v1/status-lists/x", "/api/v1/status-lists/%00", &format!("/api/v1/status-lists/{id}")] {
        assert_eq!(t.anonymous().get(path).await.problem(), "not-found", "{path}");
    }
}

#[tokio::test]
async fn no_two_credentials_share_a_place_however_many_are_issued_at_once() {
    let t = TestIssuer::new().await;
    let mut running = JoinSet::new();
    for at in 0..64 {
        let (client, body) = (t.a(), t.request(t.a.private).replace("PROD-123", &format!("PROD-{at}")));
        running.spawn(async move { client.post("/api/v1/attestations", body).await });
    }
    let (mut places, mut lists) = (HashSet::new(), HashSet::new());
    for answer in running.join_all().await {
        assert_eq!(answer.status, 201, "{answer}");
        for [_, list, index] in entries(&answer) {
            lists.insert(list.clone());
            assert!(places.insert((list, index)), "{answer}");
        }
    }
    assert_eq!((places.len(), lists.len()), (128, 2), "one list for each purpose, though many found none");
    assert_eq!(t.database.count("select count(*) from status_lists").await, 2);
}

#[tokio::test]
async fn a_place_is_taken_once_even_where_chance_repeats_itself() {
    let t = TestIssuer::new().await;
    t.issue(t.a.private).await;
    // Every place but one of the first list: whoever tries, tries that one or none.
    let statement = "update status_entries set list_index = 7";
    run(&t, statement.to_owned()).await;
    let (_, answer) = t.issue(t.a.private).await;
    assert!(entries(&answer).iter().all(|[_, _, index]| index != "7"));
    let twice = "insert into status_entries (attestation_id, status_list_id, organization_id, list_index, is_set)
        select attestation_id, status_list_id, organization_id, list_index, false from status_entries";
    let refused = sqlx::raw_sql(twice).execute(&mut t.database.connect().await).await.unwrap_err();
    let constraint = refused.as_database_error().and_then(|error| error.constraint()).unwrap().to_owned();
    assert!(["status_entries_pkey", "status_entries_index_unique"].contains(&constraint.as_str()), "{constraint}");
}

/// Fills the first `count` places of every list there is, for attestations that nobody issued.
async fn fill(t: &TestIssuer, count: u32) {
    let statement = format!(
        "alter table status_entries drop constraint if exists status_entries_attestation_id_fkey;
        insert into status_entries (attestation_id, status_list_id, organization_id, list_index, is_set)
            select gen_random_uuid(), l.status_list_id, l.organization_id, i, false
            from status_lists l, generate_series(0, {count} - 1) i
            where not exists (select from status_entries e
                where e.status_list_id = l.status_list_id and e.list_index = i);
        analyze status_entries"
    );
    run(t, statement).await;
}

#[tokio::test]
async fn a_list_takes_entries_until_it_is_nearly_full_and_then_another_does() {
    let t = TestIssuer::new().await;
    let (_, first) = t.issue(t.a.private).await;
    fill(&t, 65_536).await;
    for _ in 0..12 {
        let (_, half) = t.issue(t.a.private).await;
        assert_eq!(paths(&half), paths(&first), "half full");
    }
    fill(&t, 131_000).await;
    let (_, next) = t.issue(t.a.private).await;
    assert!(paths(&next).iter().all(|path| !paths(&first).contains(path)), "{next}");
    let (_, after) = t.issue(t.a.private).await;
    assert_eq!(paths(&after), paths(&next));
    // The old ones go on.
    for path in paths(&first) {
        assert_eq!(t.anonymous().get(&path).await.status, 200);
    }
}

#[tokio::test]
async fn a_replaced_key_goes_on_to_sign_the_lists_of_what_it_signed() {
    let t = TestIssuer::new().await;
    let (id, old) = t.issue(t.a.public).await;
    proofpass_issuer::issue::issuer_key::create(&t.issuer, t.a.id, true).await.unwrap();
    let (_, new) = t.issue(t.a.public).await;
    assert!(paths(&new).iter().all(|path| !paths(&old).contains(path)));
    t.clock.advance_seconds(50_000);
    let report = t.anonymous().get(&format!("/api/v1/attestations/{id}/verify")).await;
    assert_eq!(report.member("verdict"), "accept", "{report}");
    let list = t.anonymous().get(&paths(&old)[0]).await.object();
    let issuer = list.get("issuer").and_then(Value::as_object).unwrap().get("id").and_then(Value::as_str);
    assert_eq!(issuer, Some(old.member("issuer").as_str()));
}

#[tokio::test]
async fn a_change_that_nobody_published_is_published_for_whoever_asks_or_by_the_sweep() {
    let t = TestIssuer::new().await;
    let (id, answer) = t.issue(t.a.public).await;
    let path = &paths(&answer)[0];
    let before = t.anonymous().get(path).await;
    let set = |on: bool| {
        format!(
            "update status_entries e set is_set = {on} from status_lists l
                where e.status_list_id = l.status_list_id and e.attestation_id = '{id}' and l.purpose = 'revocation';
            update status_lists set revision = revision + 1 where purpose = 'revocation'"
        )
    };
    run(&t, set(true)).await;
    let after = t.anonymous().get(path).await;
    assert_ne!(before.body, after.body);
    let report = t.anonymous().get(&format!("/api/v1/attestations/{id}/verify")).await;
    assert_eq!(report.member("verdict"), "reject");
    assert!(report.text().contains(r#""code":"revoked""#), "{report}");
    run(&t, set(false)).await;
    let versions = "select count(*) from status_list_versions";
    let count = t.database.count(versions).await;
    assert_eq!(proofpass_issuer::issue::status_list::sweep(&t.issuer).await.unwrap(), 1);
    assert_eq!(proofpass_issuer::issue::status_list::sweep(&t.issuer).await.unwrap(), 0);
    assert_eq!(t.database.count(versions).await, count + 1);
    assert_ne!(t.anonymous().get(path).await.body, after.body);
    assert_eq!(object(after.text()).get("id").and_then(Value::as_str).unwrap(), format!("http://issuer.test{path}"));
}

#[tokio::test]
async fn a_list_whose_key_is_gone_is_not_served_out_of_date() {
    let t = TestIssuer::new().await;
    let (id, answer) = t.issue(t.a.public).await;
    let path = &paths(&answer)[0];
    run(&t, "update issuer_keys set did = 'did:key:other'".to_owned()).await;
    assert_eq!(t.anonymous().get(path).await.status, 200, "what stands is served");
    run(&t, "update status_lists set revision = revision + 1".to_owned()).await;
    assert_eq!(t.anonymous().get(path).await.problem(), "unavailable");
    assert_eq!(t.anonymous().get(&format!("/api/v1/attestations/{id}/bundle")).await.problem(), "unavailable");
}
