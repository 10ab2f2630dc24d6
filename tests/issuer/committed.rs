//! Claims that are committed: what stands in no credential, what the holder alone gets, and what is kept of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{Answer, Client as _, TestIssuer};
use http::Request;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::zk::{CommittedCredential, commitment_to_text, from_jwk, secret_from_text};
use proofpass_zk::credential::HolderSecret;
use proofpass_zk::eddsa::PublicKey;

const ISSUE: &str = "/api/v1/attestations";

/// Nobody else's words, to be looked for where they must not be.
const CLAIMS: &str = r#"{"number":"7","birthDate":"1815-12-10","country":"Kreuzbergia","roles":["analyst","countess"],"income":1234.5,"member":true,"address":{"city":"Marylebonia","street":"Dorset Street"}}"#;

async fn on_the_web() -> TestIssuer {
    TestIssuer::with(harness::production, None).await
}

/// A template that commits most of what it says.
async fn template(t: &TestIssuer) -> String {
    let body = r#"{"name":"Identity","credentialType":"Identity","visibility":"public","validityDays":365,
        "claimsSchema":{"type":"object","additionalProperties":false,"required":["number","birthDate"],"properties":{
            "number":{"type":"string"},"birthDate":{"type":"string","format":"date"},"country":{"type":"string"},
            "roles":{"type":"array","items":{"type":"string"}},"income":{"type":"number","x-scale":2},
            "member":{"type":"boolean"},"since":{"type":"string","format":"date-time"},"visits":{"type":"integer"},
            "address":{"type":"object","required":["city"],"properties":{"city":{"type":"string"},"street":{"type":"string"}}}}},
        "claims":[{"claim":"/number"},{"claim":"/birthDate","handling":"committed"},{"claim":"/country","handling":"committed"},
            {"claim":"/roles","handling":"committed"},{"claim":"/income","handling":"committed"},
            {"claim":"/member","handling":"committed"},{"claim":"/since","handling":"committed"},
            {"claim":"/visits","handling":"committed"},{"claim":"/address/city","handling":"committed"}]}"#;
    let made = t.a().post("/api/v1/templates", body).await;
    assert_eq!(made.status, 201, "{made}");
    let id = made.member("id");
    let published = t.a().post(&format!("/api/v1/templates/{id}/versions/1/publish"), "{}").await;
    assert_eq!(published.status, 200, "{published}");
    id
}

fn body(template: &str, claims: &str, more: &str) -> String {
    format!(r#"{{"templateId":"{template}","subject":{{"id":"P-1","type":"Person"}},"claims":{claims}{more}}}"#)
}

fn member<'a>(object: &'a Object, name: &str) -> &'a Object {
    object.get(name).and_then(Value::as_object).unwrap_or_else(|| panic!("no {name}"))
}

/// The key of commitments, as the served document has it.
async fn key(t: &TestIssuer, method: &str) -> PublicKey {
    let document = t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await.object();
    let methods = document.get("verificationMethod").and_then(Value::as_array).unwrap();
    let found = methods.iter().filter_map(Value::as_object).find(|one| one.get("id").unwrap().as_str() == Some(method));
    from_jwk(member(found.unwrap(), "publicKeyJwk")).unwrap()
}

fn file(answer: &Answer) -> CommittedCredential {
    CommittedCredential::from_object(member(&answer.object(), "committed")).unwrap()
}

/// Every text that the database holds, and every blob.
async fn everything_kept(t: &TestIssuer) -> String {
    let mut connection = t.database.connect().await;
    let query =
        "select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace";
    let tables: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap();
    let mut all = String::new();
    for table in tables {
        let query = sqlx::AssertSqlSafe(format!("select coalesce(string_agg(t::text, ' '), '') from {table} t"));
        all.push_str(&sqlx::query_scalar::<_, String>(query).fetch_one(&mut connection).await.unwrap());
    }
    // Blobs are shown in hexadecimal: what stands in one in the clear is looked for as that, too.
    all
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

#[tokio::test]
async fn what_is_committed_is_the_holders_alone_and_verifies_under_the_key_of_the_document() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let answer = t.a().post(ISSUE, body(&template, CLAIMS, "")).await;
    assert_eq!((answer.status.as_u16(), answer.member("openings").as_str()), (201, "enclosed"), "{answer}");
    let file = file(&answer);
    let did = format!("did:web:issuer.example:organizations:{}", t.a.id);
    assert_eq!((file.issuer(), file.verification_method()), (did.as_str(), format!("{did}#zk-1").as_str()));
    assert_eq!(file.credential(), format!("urn:uuid:{}", answer.member("id")));
    assert_eq!(file.credential_type(), "Identity");
    assert_eq!(file.check(&key(&t, file.verification_method()).await), Ok(()));
    // For whoever has the secret that came with it.
    let secret = secret_from_text(&answer.member("holderSecret")).unwrap();
    assert_eq!(file.holder(), secret.commitment());
    // In the order of the template, a leaf for each role, and one for each that is absent.
    let said: Vec<String> = file.claims().iter().map(|claim| format!("{} {}", claim.pointer, claim.r#type)).collect();
    assert_eq!(
        said.join(", "),
        "/birthDate date, /country string, /roles member, /roles member, /income decimal:2, /member boolean, /since absent, /visits absent, /address/city string"
    );
    let credential = answer.credential();
    for name in ["validFrom", "validUntil"] {
        let object = member(&answer.object(), "committed").clone();
        assert_eq!(credential.get(name), object.get(name), "{name}");
    }

    // The credential says nothing of it, verifies, and keeps its own schema.
    let subject = member(&credential, "credentialSubject").clone();
    let names: Vec<&str> = subject.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["id", "type", "identifier", "number", "address"]);
    assert_eq!(member(&subject, "address").to_string(), r#"{"street":"Dorset Street"}"#);
    let report = t.anonymous().get(&format!("{ISSUE}/{}/verify", answer.member("id"))).await;
    assert_eq!(report.member("verdict"), "accept", "{report}");
    let schema = member(&credential, "credentialSchema").get("id").and_then(Value::as_str).unwrap();
    let schema = t.anonymous().get(schema.strip_prefix("https://issuer.example").unwrap()).await;
    assert!(!schema.text().contains("birthDate") && schema.text().contains("number"), "{schema}");

    // Nobody here knows any of it any more.
    let fetched = t.a().get(&format!("{ISSUE}/{}", answer.member("id"))).await;
    for name in ["committed", "holderSecret", "openings"] {
        assert!(fetched.object().get(name).is_none(), "{name}");
    }
    let kept = everything_kept(&t).await;
    assert!(kept.contains("Dorset Street"), "what is not committed is kept");
    let seed = member(&answer.object(), "committed").get("seed").unwrap().as_str().unwrap().to_owned();
    for word in
        ["Kreuzbergia", "1815-12-10", "countess", "1234.5", "Marylebonia", &seed, &answer.member("holderSecret")]
    {
        assert!(!kept.contains(word) && !kept.contains(&hex(word)), "{word} is kept");
    }
    assert!(!t.a().get(&format!("{ISSUE}?q=Kreuzbergia")).await.text().contains(&answer.member("id")));
}

#[tokio::test]
async fn every_format_leaves_out_what_is_committed() {
    let t = on_the_web().await;
    let template = template(&t).await;
    for format in ["vc+jwt", "dc+sd-jwt", "vc+ld+json"] {
        let answer = t.a().post(ISSUE, body(&template, CLAIMS, &format!(r#","format":"{format}""#))).await;
        assert_eq!(answer.status, 201, "{answer}");
        let file = file(&answer);
        assert_eq!(file.check(&key(&t, file.verification_method()).await), Ok(()));
        let credential = answer.object().get("credential").unwrap().to_string();
        let decoded: String = credential
            .split(['.', '~', '"'])
            .filter_map(|part| URL_SAFE_NO_PAD.decode(part).ok())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        for word in ["Kreuzbergia", "1815-12-10", "countess", "Marylebonia"] {
            assert!(!credential.contains(word) && !decoded.contains(word), "{format}: {word}");
        }
        let report = t.anonymous().get(&format!("{ISSUE}/{}/verify", answer.member("id"))).await;
        assert_eq!(report.member("verdict"), "accept", "{format}: {report}");
    }
}

#[tokio::test]
async fn a_holder_who_has_a_secret_names_its_commitment_and_none_is_made() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let commitment = HolderSecret::new([3; 31]).commitment();
    let named = |text: &str| format!(r#","holder":{{"commitment":"{text}"}}"#);
    let answer = t.a().post(ISSUE, body(&template, CLAIMS, &named(&commitment_to_text(commitment)))).await;
    assert_eq!(answer.status, 201, "{answer}");
    assert_eq!(file(&answer).holder(), commitment);
    assert!(answer.object().get("holderSecret").is_none());
    let modulus = "21888242871839275222246405745257275088548364400416034343698204186575808495617";
    for bad in ["", "0", "01", "-1", "0x1", modulus] {
        let refused = t.a().post(ISSUE, body(&template, CLAIMS, &named(bad))).await;
        assert_eq!(refused.pointers(), ["/holder/commitment"], "{bad}");
    }
    let refused = t.a().post(ISSUE, body(&template, CLAIMS, r#","holder":{"secret":"x"}"#)).await;
    assert_eq!(refused.problem(), "malformed-request");
    // Where nothing is committed, nobody holds anything.
    let plain = t.request(t.a.public).replacen('{', r#"{"holder":{"commitment":"7"},"#, 1);
    assert_eq!(t.a().post(ISSUE, plain).await.pointers(), ["/holder"]);
    assert!(t.issue(t.a.public).await.1.object().get("openings").is_none());
}

#[tokio::test]
async fn a_repeated_request_is_told_that_what_is_committed_was_handed_out() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let ask = async || {
        let request = Request::post(ISSUE).header("content-type", "application/json").header("idempotency-key", "once");
        t.a().send(request, body(&template, CLAIMS, "")).await
    };
    let (first, again) = (ask().await, ask().await);
    assert_eq!([first.member("openings"), again.member("openings")], ["enclosed", "handed-out"]);
    assert_eq!((first.status, again.status, again.header("idempotent-replayed")), (first.status, first.status, "true"));
    assert_eq!(first.member("id"), again.member("id"));
    for name in ["committed", "holderSecret"] {
        assert!(first.object().get(name).is_some() && again.object().get(name).is_none(), "{name}");
    }
    assert_eq!(t.attestations().await, 1);
    let seed = member(&first.object(), "committed").get("seed").unwrap().as_str().unwrap().to_owned();
    let kept = everything_kept(&t).await;
    assert!(!kept.contains(&seed) && !kept.contains(&hex(&seed)));
    // Whoever lost it is given another: the first one is withdrawn.
    let path = format!("{ISSUE}/{}/reissue", first.member("id"));
    let without = t.a().post(&path, r#"{"reason":"It was lost."}"#).await;
    assert_eq!(without.pointers(), ["/claims"], "nobody here knows them");
    let anew = t.a().post(&path, format!(r#"{{"reason":"It was lost.","claims":{CLAIMS}}}"#)).await;
    assert_eq!((anew.status.as_u16(), anew.member("openings").as_str()), (201, "enclosed"), "{anew}");
    assert_eq!(file(&anew).check(&key(&t, file(&anew).verification_method()).await), Ok(()));
}

#[tokio::test]
async fn what_is_committed_is_held_against_the_schema_and_must_be_exact() {
    let t = on_the_web().await;
    let template = template(&t).await;
    for (claims, pointer) in [
        (r#"{"number":"7"}"#, "/claims"),
        (r#"{"number":"7","birthDate":"1815-13-10"}"#, "/claims/birthDate"),
        (r#"{"number":"7","birthDate":"1815-12-10","country":7}"#, "/claims/country"),
        (r#"{"number":"7","birthDate":"1815-12-10","income":0.001}"#, "/claims/income"),
        (r#"{"number":"7","birthDate":"1815-12-10","income":1e300}"#, "/claims/income"),
        (r#"{"number":"7","birthDate":"1815-12-10","roles":["a","a"]}"#, "/claims/roles"),
        (r#"{"number":"7","birthDate":"1815-12-10","country":"e\u0301"}"#, "/claims/country"),
        (r#"{"number":"7","birthDate":"1815-12-10","since":"2020-01-01T00:00:00.5Z"}"#, "/claims/since"),
        (r#"{"number":"7","birthDate":"1815-12-10","address":{"city":"e\u0301"}}"#, "/claims/address/city"),
    ] {
        let refused = t.a().post(ISSUE, body(&template, claims, "")).await;
        assert!(refused.pointers().contains(&pointer.to_owned()), "{claims}: {refused}");
        assert!(!refused.text().contains("0.001") && !refused.text().contains("1815-1"), "values are not repeated");
    }
    let many = format!(
        r#"{{"number":"7","birthDate":"1815-12-10","roles":[{}"z"]}}"#,
        (0..32).map(|n| format!("\"{n}\",")).collect::<Vec<_>>().concat()
    );
    assert_eq!(t.a().post(ISSUE, body(&template, &many, "")).await.pointers(), ["/claims"]);
    let early = body(&template, CLAIMS, r#","validFrom":"1969-12-31T23:59:59Z""#);
    assert_eq!(t.a().post(ISSUE, early).await.pointers(), ["/validFrom"]);
    assert_eq!(t.attestations().await, 0);
}

#[tokio::test]
async fn a_template_that_commits_what_has_no_one_type_is_refused_and_says_where() {
    let t = on_the_web().await;
    for schema in
        [r#"{"type":"number"}"#, r#"{"type":"object"}"#, "true", r#"{"type":"array","items":{"type":"integer"}}"#]
    {
        let body = format!(
            r#"{{"name":"X","credentialType":"X","claimsSchema":{{"type":"object","properties":{{"a":{{}},"x":{schema}}}}},"claims":[{{"claim":"/a"}},{{"claim":"/x","handling":"committed"}}]}}"#
        );
        assert_eq!(t.a().post("/api/v1/templates", body).await.pointers(), ["/claims/1/handling"], "{schema}");
    }
}

#[tokio::test]
async fn who_signs_as_a_did_key_commits_nothing_and_is_told_what_to_do() {
    let t = TestIssuer::new().await;
    let template = template(&t).await;
    let refused = t.a().post(ISSUE, body(&template, CLAIMS, "")).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (409, "conflict"));
    assert!(refused.member("detail").contains("PUT /api/v1/issuer-identity"), "{refused}");
    assert_eq!(t.attestations().await, 0);
    // A batch goes on, and each row says why.
    let job = t.a().post("/api/v1/attestations/batch", format!("[{}]", body(&template, CLAIMS, ""))).await.member("id");
    t.app.work_off().await.unwrap();
    let errors = t.a().get(&format!("/api/v1/jobs/{job}/errors")).await;
    assert!(errors.text().contains("/templateId") && errors.text().contains("did:web"), "{errors}");
}

#[tokio::test]
async fn a_key_that_was_retired_commits_nothing_until_there_is_another() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let first = t.a().post(ISSUE, body(&template, CLAIMS, "")).await;
    let keys = t.a().get("/api/v1/issuer-keys").await.object();
    let keys = keys.get("items").and_then(Value::as_array).unwrap().to_vec();
    let id = keys[1].as_object().unwrap().get("id").unwrap().as_str().unwrap().to_owned();
    assert_eq!(t.a().post(&format!("/api/v1/issuer-keys/{id}/retire"), "").await.status, 200);
    assert_eq!(t.a().post(ISSUE, body(&template, CLAIMS, "")).await.problem(), "unavailable");
    assert_eq!(t.issue(t.a.public).await.1.status, 201, "other credentials are issued as before");
    assert_eq!(t.a().post("/api/v1/issuer-keys", r#"{"algorithm":"BabyJubJub"}"#).await.status, 201);
    let second = t.a().post(ISSUE, body(&template, CLAIMS, "")).await;
    assert!(file(&second).verification_method().ends_with("#zk-2"), "{second}");
    for answer in [&first, &second] {
        let file = file(answer);
        assert_eq!(file.check(&key(&t, file.verification_method()).await), Ok(()), "what was signed stays valid");
    }
}

#[tokio::test]
async fn a_row_whose_key_does_not_agree_with_its_sealed_half_signs_nothing() {
    let t = on_the_web().await;
    let template = template(&t).await;
    assert_eq!(t.a().post(ISSUE, body(&template, CLAIMS, "")).await.status, 201);
    let change = "update zk_keys set public_key = overlay(public_key placing decode('00', 'hex') from 64)";
    sqlx::raw_sql(change).execute(&mut t.database.connect().await).await.unwrap();
    assert_eq!(t.a().post(ISSUE, body(&template, CLAIMS, "")).await.problem(), "internal");
}

#[tokio::test]
async fn a_batch_hands_out_what_is_committed_with_its_result_and_keeps_it_sealed() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let commitment = commitment_to_text(HolderSecret::new([4; 31]).commitment());
    let rows = format!(
        "[{},{},{}]",
        body(&template, CLAIMS, ""),
        body(&template, CLAIMS, &format!(r#","holder":{{"commitment":"{commitment}"}}"#)),
        body(&template, r#"{"number":"7"}"#, "")
    );
    let job = t.a().post("/api/v1/attestations/batch", rows).await.member("id");
    for waiting in [true, false] {
        if !waiting {
            t.app.work_off().await.unwrap();
        }
        let kept = everything_kept(&t).await;
        for word in ["Kreuzbergia", "1815-12-10", "countess"] {
            assert!(!kept.contains(word) && !kept.contains(&hex(word)), "{word} is kept, waiting: {waiting}");
        }
    }
    let result = t.a().get(&format!("/api/v1/jobs/{job}/result")).await;
    let lines: Vec<Object> = result
        .text()
        .lines()
        .map(|line| parse(line.as_bytes(), &Limits::DOCUMENT).unwrap().as_object().unwrap().clone())
        .collect();
    let [first, second, third] = &lines[..] else { panic!("{result}") };
    for line in [first, second] {
        let file = CommittedCredential::from_object(member(line, "committed")).unwrap();
        assert_eq!(file.check(&key(&t, file.verification_method()).await), Ok(()));
    }
    assert_eq!(member(second, "committed").get("holder").unwrap().as_str(), Some(commitment.as_str()));
    assert!(first.get("holderSecret").is_some() && second.get("holderSecret").is_none());
    assert!(third.get("errors").is_some() && third.get("committed").is_none());
    let csv = t.a().get(&format!("/api/v1/jobs/{job}/result.csv")).await;
    let secret = first.get("holderSecret").unwrap().as_str().unwrap();
    let row = csv.text().split("\r\n").nth(1).unwrap();
    assert!(row.ends_with(&format!(",{secret}")) && row.contains(r#"""CommittedCredential"""#), "{row}");
    assert_eq!(t.b().get(&format!("/api/v1/jobs/{job}/result")).await.problem(), "not-found");
}

#[tokio::test]
async fn two_files_of_the_same_claims_have_nothing_in_common_that_blinds_or_signs() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let ask = async || t.a().post(ISSUE, body(&template, CLAIMS, "")).await;
    let (one, other) = (ask().await.object(), ask().await.object());
    for name in ["seed", "holder", "signature", "credential"] {
        assert_ne!(member(&one, "committed").get(name), member(&other, "committed").get(name), "{name}");
    }
    assert_ne!(one.get("holderSecret"), other.get("holderSecret"));
}

#[tokio::test]
async fn a_preview_shows_what_stands_in_the_credential_and_makes_no_key() {
    let t = on_the_web().await;
    let template = template(&t).await;
    let body = format!(r#"{{"subject":{{"id":"P-1","type":"Person"}},"claims":{CLAIMS}}}"#);
    let preview = t.a().post(&format!("/api/v1/templates/{template}/preview"), body).await;
    assert_eq!(preview.status, 200, "{preview}");
    assert!(preview.text().contains("Dorset Street") && !preview.text().contains("Kreuzbergia"), "{preview}");
    assert_eq!(t.database.count("select count(*) from zk_keys").await, 0);
}
