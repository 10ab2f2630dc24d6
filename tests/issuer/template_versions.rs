//! Templates over REST: drafts, versions, lists, previews.

use harness::{Answer, ApiKeyClient, Client as _, TestIssuer};
use http::Method;
use proofpass::json::{Object, Value};
use proofpass_issuer::store::api_keys::{Environment, Scope};

const TEMPLATES: &str = "/api/v1/templates";

fn body(name: &str) -> String {
    format!(
        r##"{{"name":"{name}","credentialType":"Ticket","validityDays":7,"category":"Events",
        "claimsSchema":{{"type":"object","required":["seat"],"properties":{{"seat":{{"type":"string"}},"row":{{"type":"integer"}}}},"additionalProperties":false}},
        "display":{{"title":{{"en":"Ticket","de":"Karte"}},"icon":"ticket","colors":{{"background":"#112233","text":"#ffffff"}}}},
        "claims":[{{"claim":"/seat","label":{{"en":"Seat"}},"handling":"disclosable"}},{{"claim":"/row"}}]}}"##
    )
}

fn number(answer: &Answer, member: &str) -> Option<u64> {
    let found = answer.object().get(member).cloned().unwrap();
    match found.as_object()?.get("version")? {
        Value::Number(number) => number.as_u64(),
        other => panic!("{other}"),
    }
}

async fn draft(client: &ApiKeyClient, name: &str) -> String {
    let answer = client.post(TEMPLATES, body(name)).await;
    assert_eq!(answer.status, 201, "{answer}");
    let id = answer.member("id");
    assert_eq!(answer.header("location"), format!("http://issuer.test{TEMPLATES}/{id}"));
    assert_eq!((number(&answer, "published"), number(&answer, "draft")), (None, Some(1)));
    id
}

async fn publish(client: &ApiKeyClient, id: &str, version: u32) -> Answer {
    client.post(&format!("{TEMPLATES}/{id}/versions/{version}/publish"), "{}").await
}

async fn issue(client: &ApiKeyClient, id: &str, claims: &str) -> Answer {
    let body = format!(r#"{{"templateId":"{id}","subject":{{"id":"1","type":"Thing"}},"claims":{claims}}}"#);
    client.post("/api/v1/attestations", body).await
}

fn schema_url(credential: &Object) -> String {
    credential.get("credentialSchema").and_then(|entry| entry.as_object()?.get("id")?.as_str()).unwrap().to_owned()
}

#[tokio::test]
async fn a_draft_is_published_changed_in_a_new_draft_and_retired() {
    let t = TestIssuer::new().await;
    let (a, seat) = (t.a(), r#"{"seat":"A1"}"#);
    let id = draft(&a, "ticket").await;
    let path = format!("{TEMPLATES}/{id}");

    // Nothing is issued from a draft, and its schema is nobody's to see.
    let refused = issue(&a, &id, seat).await;
    assert!(refused.text().contains("no version of this template is published"), "{refused}");
    let schema = |version| format!("{path}/versions/{version}/schema");
    assert_eq!(t.anonymous().get(&schema(1)).await.problem(), "not-found");

    // A draft that is changed stays that draft.
    let changed = a.patch(&path, r#"{"validityDays":null,"credentialType":"Seat"}"#).await;
    assert_eq!((changed.status.as_u16(), number(&changed, "draft")), (200, Some(1)), "{changed}");
    let published = publish(&a, &id, 1).await;
    assert_eq!((number(&published, "published"), number(&published, "draft")), (Some(1), None), "{published}");
    let first = issue(&a, &id, seat).await;
    assert_eq!(first.status, 201, "{first}");
    assert_eq!(first.credential().get("validUntil"), None);
    assert_eq!(schema_url(&first.credential()), format!("http://issuer.test{}", schema(1)));
    let before = t.anonymous().get(&schema(1)).await;

    // What was published stays while a new draft is worked on.
    let wider = r#"{"claimsSchema":{"type":"object","properties":{"gate":{"type":"string"}},"additionalProperties":false},"claims":[]}"#;
    let changed = a.patch(&path, wider).await;
    assert_eq!((number(&changed, "published"), number(&changed, "draft")), (Some(1), Some(2)), "{changed}");
    assert_eq!(issue(&a, &id, seat).await.status, 201);
    let published = publish(&a, &id, 2).await;
    assert_eq!((number(&published, "published"), number(&published, "draft")), (Some(2), None), "{published}");
    assert_eq!(issue(&a, &id, seat).await.pointers(), ["/claims"]);
    let second = issue(&a, &id, r#"{"gate":"7"}"#).await;
    assert_eq!(schema_url(&second.credential()), format!("http://issuer.test{}", schema(2)));
    assert_eq!(t.anonymous().get(&schema(1)).await.body, before.body);

    // The end.
    let retired = a.post(&format!("{path}/versions/2/retire"), "{}").await;
    assert_eq!((number(&retired, "published"), number(&retired, "draft")), (None, None), "{retired}");
    assert!(issue(&a, &id, r#"{"gate":"7"}"#).await.text().contains("no version of this template is published"));
    assert_eq!(t.anonymous().get(&schema(2)).await.status, 200);
    let states: Vec<String> = a
        .get(&path)
        .await
        .object()
        .get("versions")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .map(|version| version.as_object().unwrap().get("state").and_then(Value::as_str).unwrap().to_owned())
        .collect();
    assert_eq!(states, ["retired", "retired"]);
    let old = a.get(&format!("{path}/versions/1")).await;
    assert_eq!((old.member("credentialType"), old.member("state")), ("Seat".to_owned(), "retired".to_owned()));
}

#[tokio::test]
async fn how_credentials_are_shown_anybody_may_know_once_it_is_published() {
    let t = TestIssuer::new().await;
    let a = t.a();
    let id = draft(&a, "ticket").await;
    let display = |version: &str| format!("{TEMPLATES}/{id}/versions/{version}/display");
    assert_eq!(t.anonymous().get(&display("1")).await.problem(), "not-found", "a draft is nobody's to see");
    publish(&a, &id, 1).await;
    let answer = t.anonymous().get(&display("1")).await;
    assert_eq!(
        answer.text(),
        r##"{"credentialType":"Ticket","display":{"title":{"de":"Karte","en":"Ticket"},"icon":"ticket","colors":{"background":"#112233","text":"#ffffff"}},"claims":[{"claim":"/seat","label":{"en":"Seat"},"handling":"disclosable"},{"claim":"/row","handling":"plain"}]}"##
    );
    assert_eq!(answer.header("access-control-allow-origin"), "*", "widgets elsewhere read it");
    let again = http::Request::get(display("1")).header("if-none-match", answer.header("etag"));
    assert_eq!(t.anonymous().send(again, "").await.status, 304);
    // It stands beside the schema that credentials name, and stays when the version retires.
    let issued = issue(&a, &id, r#"{"seat":"A1"}"#).await;
    let beside = schema_url(&issued.credential()).replace("/schema", "/display");
    assert_eq!(beside, format!("http://issuer.test{}", display("1")));
    a.post(&format!("{TEMPLATES}/{id}/versions/1/retire"), "{}").await;
    assert_eq!(t.anonymous().get(&display("1")).await.body, answer.body);
    for version in ["0", "2", "-1", "x"] {
        assert_eq!(t.anonymous().get(&display(version)).await.problem(), "not-found", "{version}");
    }
    let own = t.anonymous().get(&format!("{TEMPLATES}/farm-origin/versions/1/display")).await;
    assert!(own.text().contains(r#""claim":"/farmName""#), "{own}");
    for nobody in ["farm-origin/versions/2", "nothing/versions/1", "01a20ae6-ed17-706a-b5f4-c87ea95de1a6/versions/1"] {
        assert_eq!(
            t.anonymous().get(&format!("{TEMPLATES}/{nobody}/display")).await.problem(),
            "not-found",
            "{nobody}"
        );
    }
    // What cannot be read is not taken in the first place.
    let pale = body("pale").replace("#112233", "#eeeeee");
    assert_eq!(a.post(TEMPLATES, pale).await.pointers(), ["/display/colors"]);
}

#[tokio::test]
async fn versions_go_one_way() {
    let t = TestIssuer::new().await;
    let a = t.a();
    let id = draft(&a, "ticket").await;
    let act = async |version: u32, what: &str| {
        let path = format!("{TEMPLATES}/{id}/versions/{version}/{what}");
        let answer = a.post(&path, "{}").await;
        if answer.status == 200 { "done".to_owned() } else { answer.problem() }
    };
    for (version, what, expected) in [
        (1, "retire", "conflict"),
        (2, "publish", "not-found"),
        (1, "publish", "done"),
        (1, "publish", "conflict"),
        (2, "retire", "not-found"),
        (1, "retire", "done"),
        (1, "retire", "conflict"),
        (1, "publish", "conflict"),
    ] {
        assert_eq!(act(version, what).await, expected, "{what} {version}");
    }
    let deleted = a.call(Method::DELETE, &format!("{TEMPLATES}/{id}")).await;
    assert_eq!(deleted.problem(), "conflict");
    assert_eq!(a.get(&format!("{TEMPLATES}/{id}")).await.status, 200);

    let id = draft(&a, "other").await;
    let path = format!("{TEMPLATES}/{id}");
    assert_eq!(a.call(Method::DELETE, &path).await.status, 204);
    assert_eq!(a.call(Method::DELETE, &path).await.problem(), "not-found");
    assert_eq!(a.get(&path).await.problem(), "not-found");
}

#[tokio::test]
async fn of_changes_at_the_same_time_none_is_lost_and_one_draft_comes() {
    let t = TestIssuer::new().await;
    let a = t.a();
    let id = draft(&a, "ticket").await;
    publish(&a, &id, 1).await;
    let change = |text: &'static str| {
        let (a, path) = (t.a(), format!("{TEMPLATES}/{id}"));
        async move { a.patch(&path, text).await.status.as_u16() }
    };
    let done = tokio::join!(
        change(r#"{"validityDays":30}"#),
        change(r#"{"category":"Other"}"#),
        change(r#"{"credentialType":"Seat"}"#),
        change(r#"{"name":"seats"}"#),
    );
    assert_eq!(done, (200, 200, 200, 200));
    let now = a.get(&format!("{TEMPLATES}/{id}")).await;
    assert_eq!(
        (number(&now, "published"), number(&now, "draft"), now.member("name").as_str()),
        (Some(1), Some(2), "seats")
    );
    for part in [r#""validityDays":30"#, r#""category":"Other""#, r#""credentialType":"Seat""#] {
        assert!(now.text().contains(part), "{part}: {now}");
    }
}

#[tokio::test]
async fn what_breaks_a_rule_is_told_with_every_place() {
    let t = TestIssuer::new().await;
    let a = t.a();
    for (part, other, pointers) in [
        (r#""ticket""#, r#""""#, &["/name"][..]),
        ("Ticket\",\"validity", "a b\",\"validity", &["/credentialType"]),
        (r#""validityDays":7"#, r#""validityDays":0"#, &["/validityDays"]),
        ("Events", " ", &["/category"]),
        (r#"["seat"]"#, r#""seat""#, &["/claimsSchema/required"]),
        (r#""type":"integer""#, r#""$ref":"https://a.example""#, &["/claimsSchema/properties/row/$ref"]),
        ("#112233", "red", &["/display/colors/background"]),
        (r#""icon":"ticket""#, r#""icon":"<svg>""#, &["/display/icon"]),
        (r#""claim":"/row""#, r#""claim":"/gate""#, &["/claims/1/claim"]),
        (r#""claim":"/row""#, r#""claim":"/seat""#, &["/claims/1/claim"]),
        (r#""disclosable""#, r#""secret""#, &["/claims/0/handling"]),
        (r#""category":"Events""#, r#""category":7"#, &["/category"]),
        (r#""category":"Events""#, r#""visibility":"secret""#, &["/visibility"]),
    ] {
        let text = body("ticket");
        assert!(text.contains(part), "{part}");
        let answer = a.post(TEMPLATES, text.replacen(part, other, 1)).await;
        assert_eq!(answer.pointers(), pointers, "{other}: {answer}");
    }
    assert_eq!(
        a.post(TEMPLATES, body("ticket").replacen("\"name\"", "\"more\":1,\"name\"", 1)).await.problem(),
        "malformed-request"
    );
    assert_eq!(t.database.count("select count(*) from templates where name = 'ticket'").await, 0);

    let id = draft(&a, "ticket").await;
    assert_eq!(a.post(TEMPLATES, body("ticket")).await.problem(), "conflict");
    let path = format!("{TEMPLATES}/{id}");
    // A claim that the schema no longer has.
    let answer = a.patch(&path, r#"{"claimsSchema":{"type":"object","properties":{"seat":{}}}}"#).await;
    assert_eq!(answer.pointers(), ["/claims/1/claim"]);
    assert_eq!(a.patch(&path, r#"{"name":"public"}"#).await.problem(), "conflict");
    assert_eq!(a.patch(&path, r#"{"state":"published"}"#).await.problem(), "malformed-request");
}

#[tokio::test]
async fn a_list_goes_on_where_it_ended() {
    let t = TestIssuer::new().await;
    let a = t.a();
    for name in ["one", "two", "three"] {
        t.clock.advance_seconds(1);
        draft(&a, name).await;
    }
    let (mut names, mut cursor) = (Vec::new(), String::new());
    loop {
        let answer = a.get(&format!("{TEMPLATES}?limit=4{cursor}")).await;
        assert_eq!(answer.status, 200, "{answer}");
        let object = answer.object();
        let items = object.get("items").and_then(Value::as_array).unwrap().to_vec();
        assert!(items.len() <= 4);
        let name = |item: &Value| item.as_object().unwrap().get("name").and_then(Value::as_str).unwrap().to_owned();
        names.extend(items.iter().map(name));
        let Some(next) = object.get("next").and_then(Value::as_str) else { break };
        cursor = format!("&cursor={next}");
    }
    let all = "identity education employment license age-verification farm-origin processing transport retail \
        product-passport health-record certification training private public one two three";
    // Made in the same moment.
    names[13..15].sort();
    assert_eq!(names, all.split_ascii_whitespace().collect::<Vec<_>>());
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("limit=x", "/limit"),
        ("limit=-1", "/limit"),
        ("cursor=x", "/cursor"),
    ] {
        assert_eq!(a.get(&format!("{TEMPLATES}?{query}")).await.pointers(), [pointer], "{query}");
    }
    for query in ["more=1", "limit=1&limit=2"] {
        assert_eq!(a.get(&format!("{TEMPLATES}?{query}")).await.problem(), "malformed-request", "{query}");
    }
    assert!(!t.b().get(TEMPLATES).await.text().contains("three"));
}

#[tokio::test]
async fn a_preview_is_the_credential_without_a_proof_or_every_fault() {
    let t = TestIssuer::new().await;
    let a = t.a();
    let id = draft(&a, "ticket").await;
    let path = format!("{TEMPLATES}/{id}/preview");
    let body =
        |more: &str, claims: &str| format!(r#"{{{more}"subject":{{"id":"1","type":"Thing"}},"claims":{claims}}}"#);
    let shown = a.post(&path, body("", r#"{"seat":"A1"}"#)).await;
    assert_eq!(shown.status, 200, "{shown}");
    let credential = shown.object();
    assert!(credential.get("proof").is_none() && shown.text().contains(r#""type":["VerifiableCredential","Ticket"]"#));
    assert_eq!(t.attestations().await, 0);
    assert_eq!(a.post(&path, body("", r#"{"row":"x"}"#)).await.pointers().len(), 2);
    assert_eq!(a.post(&path, body(r#""version":2,"#, r#"{"seat":"A1"}"#)).await.pointers(), ["/version"]);
    assert_eq!(a.post(&path, body(r#""version":0,"#, r#"{"seat":"A1"}"#)).await.pointers(), ["/version"]);
    assert_eq!(t.b().post(&path, body("", r#"{"seat":"A1"}"#)).await.problem(), "not-found");
    let ours = a.post(&format!("{TEMPLATES}/license/preview"), body("", r#"{"type":"Driver"}"#)).await;
    assert_eq!(ours.pointers(), ["/claims"; 4], "{ours}");
}

#[tokio::test]
async fn templates_that_everybody_has_are_changed_in_nothing_but_who_may_fetch() {
    let t = TestIssuer::new().await;
    let (a, path) = (t.a(), format!("{TEMPLATES}/farm-origin"));
    let found = a.get(&path).await;
    assert_eq!((found.member("id").as_str(), found.member("visibility").as_str()), ("farm-origin", "private"));
    assert!(found.text().contains("landwirtschaftlich") || found.text().contains("Landwirtschaftliche Herkunft"));
    for change in [r#"{"name":"x"}"#, r#"{"credentialType":"X"}"#, r#"{"claims":[]}"#, r#"{"validityDays":null}"#] {
        assert_eq!(a.patch(&path, change).await.problem(), "conflict", "{change}");
    }
    assert_eq!(a.call(Method::DELETE, &path).await.problem(), "conflict");
    assert_eq!(publish(&a, "farm-origin", 1).await.problem(), "conflict");
    assert_eq!(a.post(&format!("{path}/versions/1/retire"), "{}").await.problem(), "conflict");
    assert_eq!(t.database.count("select count(*) from templates where predefined is not null").await, 0);

    assert_eq!(a.patch(&path, r#"{"visibility":"public"}"#).await.member("visibility"), "public");
    assert_eq!(t.b().get(&path).await.member("visibility"), "private");
    let claims = r#"{"over18":true,"verificationDate":"2026-11-23","verificationMethod":"biometric"}"#;
    a.patch(&format!("{TEMPLATES}/age-verification"), r#"{"visibility":"public"}"#).await;
    let id = issue(&a, "age-verification", claims).await.member("id");
    assert_eq!(t.anonymous().get(&format!("/api/v1/attestations/{id}/bundle")).await.status, 200);
    let theirs = issue(&t.b(), "age-verification", claims).await.member("id");
    assert_eq!(t.anonymous().get(&format!("/api/v1/attestations/{theirs}/bundle")).await.problem(), "not-found");
}

#[tokio::test]
async fn scopes_say_who_reads_and_who_writes() {
    let t = TestIssuer::new().await;
    let id = draft(&t.a(), "ticket").await;
    let path = format!("{TEMPLATES}/{id}");
    let with = async |scope| t.with_key(&t.new_key(Environment::Live, &[scope], 1).await);
    let reader = with(Scope::TemplatesRead).await;
    let writer = with(Scope::TemplatesWrite).await;
    let other = with(Scope::AttestationsWrite).await;
    let refused = "insufficient-scope";
    assert_eq!(reader.get(&path).await.status, 200);
    assert_eq!(reader.get(TEMPLATES).await.status, 200);
    for client in [&reader, &other] {
        assert_eq!(client.post(TEMPLATES, body("x")).await.problem(), refused);
        assert_eq!(client.patch(&path, r#"{"name":"x"}"#).await.problem(), refused);
        assert_eq!(publish(client, &id, 1).await.problem(), refused);
        assert_eq!(client.post(&format!("{path}/versions/1/retire"), "{}").await.problem(), refused);
        assert_eq!(client.call(Method::DELETE, &path).await.problem(), refused);
    }
    for client in [&writer, &other] {
        assert_eq!(client.get(&path).await.problem(), refused);
        assert_eq!(client.get(&format!("{path}/versions/1")).await.problem(), refused);
        assert_eq!(client.get(TEMPLATES).await.problem(), refused);
    }
    assert_eq!(writer.patch(&path, r#"{"name":"x"}"#).await.status, 200);
    // Another organisation learns nothing.
    for answer in [
        t.b().get(&path).await,
        t.b().get(&format!("{path}/versions/1")).await,
        t.b().patch(&path, r#"{"name":"y"}"#).await,
        publish(&t.b(), &id, 1).await,
        t.b().call(Method::DELETE, &path).await,
    ] {
        assert_eq!(answer.problem(), "not-found");
    }
}
