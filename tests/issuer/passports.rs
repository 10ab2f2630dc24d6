//! Product passports: several issuers, one product, every version kept; and what is not for everybody stays so.

use harness::{Answer, ApiKeyClient, Client as _, TestIssuer};
use http::Method;
use proofpass::digest::Digest;
use proofpass::json::{Limits, Object, Value, parse};
use tokio::task::JoinSet;

const PASSPORTS: &str = "/api/v1/passports";
const GS1: &str = "https://id.gs1.org/01/09506000134352";

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("no {name}: {object}"))
}

fn array<'a>(object: &'a Object, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).unwrap_or_default()
}

/// What the passport itself says of what it gathers.
fn gathered(answer: &Answer) -> Vec<Object> {
    let credential = answer.credential();
    let subject = credential.get("credentialSubject").and_then(Value::as_object).unwrap();
    array(subject, "gathers").iter().map(|one| one.as_object().unwrap().clone()).collect()
}

async fn create(client: &ApiKeyClient, product: &str, members: &str) -> Answer {
    client.post(PASSPORTS, format!(r#"{{"productId":"{product}","name":"Espresso cup","members":[{members}]}}"#)).await
}

/// The verdict on a bundle, and the digest of each credential in it.
async fn verified(t: &TestIssuer, bundle: &Answer) -> (String, Vec<String>) {
    let report = t.anonymous().post("/api/v1/verify", bundle.text()).await.object();
    let digests = array(&report, "credentials").iter().map(|one| text(one.as_object().unwrap(), "digest").to_owned());
    (text(&report, "verdict").to_owned(), digests.collect())
}

/// A public attestation of the other organisation, about the same product.
async fn by_another(t: &TestIssuer) -> (String, Answer) {
    let answer = t.b().post("/api/v1/attestations", t.request(t.b.public)).await;
    (answer.member("id"), answer)
}

#[tokio::test]
async fn a_passport_gathers_what_two_issuers_say_and_anybody_verifies_it() {
    let t = TestIssuer::new().await;
    let (own, _) = t.issue(t.a.public).await;
    let (other, _) = by_another(&t).await;
    let members = format!(r#"{{"attestationId":"{own}"}},{{"attestationId":"{other}"}}"#);
    let made = create(&t.a(), GS1, &members).await;
    assert_eq!(made.status, 201, "{made}");
    let path = format!("{PASSPORTS}/{}", made.member("id"));
    assert_eq!(made.header("location"), format!("http://issuer.test{path}"));

    // Whoever scans the code sees it whole, and verifies every signature with no database.
    let bundle = t.anonymous().get(&format!("{path}/bundle")).await;
    let (verdict, digests) = verified(&t, &bundle).await;
    assert_eq!((verdict.as_str(), digests.len()), ("accept", 3), "{}", bundle.text());
    // The first is the passport, and it names the others, by what anybody can compute of them.
    let named: Vec<String> = gathered(&made).iter().map(|one| text(one, "digest").to_owned()).collect();
    assert_eq!((made.member("digest"), &named[..]), (digests[0].clone(), &digests[1..]));
    let issuers: Vec<String> = gathered(&made).iter().map(|one| text(one, "issuedBy").to_owned()).collect();
    assert_ne!(issuers[0], issuers[1]);
    let report = t.anonymous().get(&format!("{path}/verify")).await.object();
    assert_eq!(text(&report, "verdict"), "accept");
}

#[tokio::test]
async fn garbage_is_in_no_passport() {
    // The predecessor answered `"valid": true` for `{"fake":1,"proof":{}}`.
    let t = TestIssuer::new().await;
    let (_, good) = t.issue(t.a.public).await;
    let good = good.credential();
    let changed = good.to_string().replace("CERT-001", "CERT-002");
    let unsigned = {
        let members = good.iter().filter(|(name, _)| *name != "proof");
        members.fold(Object::new(), |object, (name, value)| object.with(name, value.clone())).to_string()
    };
    for credential in [r#"{"fake":1,"proof":{}}"#, &changed, &unsigned, "{}"] {
        let answer = create(&t.a(), GS1, &format!(r#"{{"credential":{credential}}}"#)).await;
        assert_eq!(answer.pointers(), ["/members/0/credential"], "{credential}: {answer}");
    }
    let good = format!(r#"{{"credential":{good}}}"#);
    assert_eq!(create(&t.a(), GS1, &format!("{good},{good}")).await.pointers(), ["/members/1"]);
    assert_eq!(create(&t.a(), GS1, &good).await.status, 201, "the same credential, as it was signed");
}

#[tokio::test]
async fn a_change_makes_a_version_that_names_the_one_before_it() {
    let t = TestIssuer::new().await;
    let (own, _) = t.issue(t.a.public).await;
    let (other, _) = by_another(&t).await;
    let first = create(&t.a(), "PROD-123", &format!(r#"{{"attestationId":"{own}"}}"#)).await;
    let path = format!("{PASSPORTS}/{}", first.member("id"));
    let second = t.a().post(&format!("{path}/members"), format!(r#"{{"attestationId":"{other}"}}"#)).await;
    assert_eq!((second.status.as_u16(), gathered(&second).len()), (200, 2), "{second}");
    let again = t.a().post(&format!("{path}/members"), format!(r#"{{"attestationId":"{other}"}}"#)).await;
    assert_eq!(again.problem(), "conflict");
    let object = second.object();
    let member = text(array(&object, "members")[0].as_object().unwrap(), "id").to_owned();
    let third = t.a().call(Method::DELETE, &format!("{path}/members/{member}")).await;
    assert_eq!((third.status.as_u16(), gathered(&third).len()), (200, 1), "{third}");
    assert_eq!(t.a().call(Method::DELETE, &format!("{path}/members/{member}")).await.status, 404);

    let list = t.anonymous().get(&format!("{path}/versions")).await.object();
    let versions = array(&list, "versions");
    assert_eq!(versions.len(), 3);
    let mut before: Option<String> = None;
    for version in versions.iter().rev() {
        let version = version.as_object().unwrap();
        let url = text(version, "url").strip_prefix("http://issuer.test").unwrap();
        let kept = t.anonymous().get(url).await;
        assert_eq!(kept.header("content-type"), "application/vc");
        let Ok(Value::Object(credential)) = parse(&kept.body, &Limits::DOCUMENT) else { panic!() };
        // An auditor needs only the newest one to know that nobody changed the others.
        let subject = credential.get("credentialSubject").and_then(Value::as_object).unwrap();
        let named = subject.get("previousVersion").and_then(Value::as_object);
        assert_eq!(named.map(|named| text(named, "digest").to_owned()), before);
        let canonical = proofpass::jcs::canonicalize(&credential.clone().into());
        assert_eq!(Digest::of(canonical.as_bytes()).to_string(), text(version, "digest"));
        assert_eq!(verified(&t, &kept).await.0, "accept");
        before = Some(text(version, "digest").to_owned());
    }
    for nowhere in ["versions/0", "versions/4", "versions/-1", "versions/x"] {
        assert_eq!(t.a().get(&format!("{path}/{nowhere}")).await.status, 404, "{nowhere}");
    }
}

#[tokio::test]
async fn changes_at_once_are_all_made() {
    let t = TestIssuer::new().await;
    let path = format!("{PASSPORTS}/{}", create(&t.a(), "PROD-123", "").await.member("id"));
    let mut adding = JoinSet::new();
    for _ in 0..3 {
        let (id, _) = t.issue(t.a.public).await;
        let (client, path) = (t.a(), format!("{path}/members"));
        adding.spawn(async move { client.post(&path, format!(r#"{{"attestationId":"{id}"}}"#)).await.status });
    }
    assert!(adding.join_all().await.iter().all(|status| *status == 200));
    let now = t.a().get(&path).await;
    assert_eq!((gathered(&now).len(), array(&now.object(), "members").len()), (3, 3));
    let versions = "select count(*) from passport_versions";
    assert_eq!(t.database.count(versions).await, 4);
}

#[tokio::test]
async fn what_is_not_for_everybody_is_named_by_its_digest_alone() {
    let t = TestIssuer::new().await;
    let (private, _) = t.issue(t.a.private).await;
    let (public, _) = t.issue(t.a.public).await;
    let members = format!(r#"{{"attestationId":"{private}"}},{{"attestationId":"{public}","public":false}}"#);
    let made = create(&t.a(), "PROD-123", &members).await;
    for one in gathered(&made) {
        assert_eq!(one.iter().count(), 1, "{one}");
    }
    let path = format!("{PASSPORTS}/{}", made.member("id"));
    assert_eq!(array(&made.object(), "members").len(), 2, "its keeper sees it");
    for client in [t.b().get(&path).await, t.anonymous().get(&path).await] {
        assert_eq!(array(&client.object(), "members").len(), 0);
        assert!(!client.text().contains("CERT-001"));
    }
    let (verdict, digests) = verified(&t, &t.anonymous().get(&format!("{path}/bundle")).await).await;
    assert_eq!((verdict.as_str(), digests.len()), ("accept", 1));
    let (verdict, digests) = verified(&t, &t.a().get(&format!("{path}/bundle")).await).await;
    assert_eq!((verdict.as_str(), digests.len()), ("accept", 3));
}

#[tokio::test]
async fn a_private_passport_is_its_organisations_alone() {
    let t = TestIssuer::new().await;
    let body = r#"{"productId":"PROD-123","name":"Espresso cup","visibility":"private"}"#;
    let made = t.a().post(PASSPORTS, body).await;
    let path = format!("{PASSPORTS}/{}", made.member("id"));
    for tail in ["", "/bundle", "/verify", "/versions", "/versions/1"] {
        let path = format!("{path}{tail}");
        assert_eq!(t.a().get(&path).await.status, 200, "{path}");
        assert_eq!(t.b().get(&path).await.status, 404, "{path}");
        assert_eq!(t.anonymous().get(&path).await.status, 404, "{path}");
    }
    let found = t.anonymous().get(&format!("{PASSPORTS}/product/PROD-123")).await.object();
    assert_eq!(array(&found, "passports").len(), 0);
}

#[tokio::test]
async fn nobody_takes_a_product_from_somebody_else() {
    // With the predecessor the latest passport for a number won, whoever made it.
    let t = TestIssuer::new().await;
    let first = create(&t.a(), GS1, "").await;
    t.clock.advance_seconds(1);
    let squatter = create(&t.b(), GS1, "").await;
    assert_eq!(squatter.status, 201, "a retailer may have a passport for a product, too");
    assert_eq!(create(&t.a(), GS1, "").await.problem(), "conflict", "but nobody has two");
    let path = format!("{PASSPORTS}/product/https%3A%2F%2Fid.gs1.org%2F01%2F09506000134352");
    let found = t.anonymous().get(&path).await.object();
    let keepers: Vec<String> = array(&found, "passports")
        .iter()
        .map(|one| text(one.as_object().unwrap().get("keeper").and_then(Value::as_object).unwrap(), "name").to_owned())
        .collect();
    assert_eq!(keepers, ["Acme GmbH", "Borealis Oy"]);

    let (id, _) = t.issue(t.a.public).await;
    let path = format!("{PASSPORTS}/{}/members", first.member("id"));
    let body = format!(r#"{{"attestationId":"{id}"}}"#);
    assert_eq!(t.b().post(&path, &body).await.status, 404, "others neither add to it");
    assert_eq!(t.anonymous().post(&path, &body).await.status, 401);
    // A number of one's own is under one's own name in the credential, so that it is no one else's.
    let of_a = create(&t.a(), "PROD-1", "").await.credential();
    let of_b = create(&t.b(), "PROD-1", "").await.credential();
    let id = |credential: &Object| {
        text(credential.get("credentialSubject").and_then(Value::as_object).unwrap(), "id").to_owned()
    };
    assert_ne!(id(&of_a), id(&of_b));
}

#[tokio::test]
async fn what_is_no_passport_is_refused_and_nothing_stays() {
    let t = TestIssuer::new().await;
    let (private_of_b, _) = {
        let answer = t.b().post("/api/v1/attestations", t.request(t.b.private)).await;
        (answer.member("id"), answer)
    };
    let body = |product: &str, more: &str| format!(r#"{{"productId":"{product}","name":"Cup"{more}}}"#);
    for (body, pointer) in [
        (body("", ""), "/productId"),
        (body("https://id.gs1.org/01/09506000134353", ""), "/productId"),
        (body("P", r#","visibility":"secret""#), "/visibility"),
        (body("P", r#","description":"""#), "/description"),
        (body("P", r#","description":"a\u0000b""#), "/description"),
        (body("P", r#","members":[{}]"#), "/members/0"),
        (body("P", r#","members":[{"attestationId":"x"}]"#), "/members/0/attestationId"),
        (body("P", &format!(r#","members":[{{"attestationId":"{private_of_b}"}}]"#)), "/members/0/attestationId"),
        (
            body("P", r#","members":[{"attestationId":"0197a9c0-0000-7000-8000-00000000000a"}]"#),
            "/members/0/attestationId",
        ),
    ] {
        assert_eq!(t.a().post(PASSPORTS, &body).await.pointers(), [pointer], "{body}");
    }
    assert_eq!(t.a().post(PASSPORTS, body("P", r#","owner":"x""#)).await.problem(), "malformed-request");
    assert_eq!(t.database.count("select count(*) from passports").await, 0);
    for (query, pointer) in
        [("?limit=0", "/limit"), ("?limit=101", "/limit"), ("?limit=x", "/limit"), ("?before=x", "/before")]
    {
        assert_eq!(t.a().get(&format!("{PASSPORTS}{query}")).await.pointers(), [pointer], "{query}");
    }
    assert_eq!(t.a().get(&format!("{PASSPORTS}?offset=1")).await.problem(), "malformed-request");
}

#[tokio::test]
async fn a_long_list_is_read_a_page_at_a_time() {
    let t = TestIssuer::new().await;
    for at in 0..5 {
        t.clock.advance_seconds(1);
        create(&t.a(), &format!("PROD-{at}"), "").await;
    }
    let (mut seen, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = t.a().get(&format!("{PASSPORTS}{query}")).await.object();
        seen.extend(array(&page, "passports").iter().map(|one| text(one.as_object().unwrap(), "productId").to_owned()));
        let Some(next) = page.get("next").and_then(Value::as_str) else { break };
        query = format!("?limit=2&before={next}");
    }
    assert_eq!(seen, ["PROD-4", "PROD-3", "PROD-2", "PROD-1", "PROD-0"]);
    let other = t.b().get(PASSPORTS).await.object();
    assert_eq!(array(&other, "passports").len(), 0);
}

#[tokio::test]
async fn a_passport_speaks_as_untp_has_it_in_every_version() {
    let t = TestIssuer::new().await;
    let (own, _) = t.issue(t.a.public).await;
    let product = format!("{GS1}/10/LOT%2F7/21/S-1");
    let body =
        |product: &str, shape: &str| format!(r#"{{"productId":"{product}","name":"Espresso cup","shape":"{shape}"}}"#);
    for bad in ["untp", "UNTP-0.6.1", "untp-0.7.0", ""] {
        assert_eq!(t.a().post(PASSPORTS, body("x", bad)).await.pointers(), ["/shape"], "{bad}");
    }
    let made = t.a().post(PASSPORTS, body(&product, "untp-0.6.1")).await;
    assert_eq!((made.status.as_u16(), made.member("shape")), (201, "untp-0.6.1".to_owned()), "{made}");
    let id = made.member("id");
    let path = format!("{PASSPORTS}/{id}");
    let changed = t.a().post(&format!("{path}/members"), format!(r#"{{"attestationId":"{own}"}}"#)).await;
    for (answer, version) in [(&made, 1_u32), (&changed, 2)] {
        let credential = answer.credential();
        assert_eq!(
            array(&credential, "@context").iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>(),
            [
                "https://www.w3.org/ns/credentials/v2",
                "https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/",
                "http://issuer.test/contexts/passport/v1"
            ]
        );
        let subject = credential.get("credentialSubject").and_then(Value::as_object).unwrap();
        assert_eq!(text(subject, "granularityLevel"), "item");
        assert_eq!(subject.get("version"), Some(&Value::from(version)));
        let of = subject.get("product").and_then(Value::as_object).unwrap();
        let said = ["id", "name", "registeredId", "batchNumber", "serialNumber"].map(|name| text(of, name));
        assert_eq!(said, [&product, "Espresso cup", "09506000134352", "LOT/7", "S-1"]);
    }
    assert_eq!(gathered(&changed).len(), 1);
    let bundle = t.anonymous().get(&format!("{path}/bundle")).await;
    let (verdict, digests) = verified(&t, &bundle).await;
    assert_eq!((verdict.as_str(), digests.len()), ("accept", 2));
    // A number of one's own gets an address, and says nothing of batches.
    let plain = t.a().post(PASSPORTS, body("PROD 7", "untp-0.6.1")).await.credential();
    let subject = plain.get("credentialSubject").and_then(Value::as_object).unwrap();
    let of = subject.get("product").and_then(Value::as_object).unwrap();
    assert_eq!(text(of, "registeredId"), "PROD 7");
    assert!(text(of, "id").starts_with("http://issuer.test/subjects/") && text(of, "id").ends_with("/PROD%207"));
    assert_eq!((text(subject, "granularityLevel"), of.get("idScheme")), ("model", None));
    // Ours, where nothing is said.
    assert_eq!(create(&t.a(), "PROD-8", "").await.member("shape"), "plain");
}

#[tokio::test]
async fn the_context_of_passports_is_there_for_anybody() {
    let t = TestIssuer::new().await;
    let context = t.anonymous().get("/contexts/passport/v1").await;
    assert_eq!(context.header("content-type"), "application/ld+json");
    assert_eq!(context.header("access-control-allow-origin"), "*");
    let object = context.object();
    let terms = object.get("@context").and_then(Value::as_object).unwrap();
    assert_eq!(text(terms, "gathers"), "http://issuer.test/vocabulary/passport#gathers");
    // Terms that the UN's context protects are not defined again.
    assert_eq!((terms.get("Product"), terms.get("DigitalProductPassport")), (None, None));
    let again = http::Request::get("/contexts/passport/v1").header("if-none-match", context.header("etag"));
    assert_eq!(t.anonymous().send(again, "").await.status, 304);
}
