//! Issuing and fetching.

use harness::{Client as _, START, TestIssuer};
use insta::assert_snapshot;
use proofpass::json::Value;
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};

fn text(object: &proofpass::json::Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn issues_what_was_asked_for() {
    let t = TestIssuer::new().await;
    let answer = t.a().post("/api/v1/attestations", t.request(t.a.public)).await;
    assert_snapshot!(answer, @r#"
    201 Created
    content-type: application/json
    location: http://issuer.test/api/v1/attestations/[id]

    {"id":"[id]","templateId":"[id]","templateVersion":1,"subject":{"id":"PROD-123","type":"Product"},"issuer":"did:key:[key]","status":"active","issuedAt":"2026-11-23T12:00:00Z","format":"vc+ld+json","credential":{"@context":["https://www.w3.org/ns/credentials/v2",{"Product":"http://issuer.test/vocabulary/[id]#Product","ProductCertificate":"http://issuer.test/vocabulary/[id]#ProductCertificate","certificationId":"http://issuer.test/vocabulary/[id]#certificationId","identifier":"https://schema.org/identifier","material":"http://issuer.test/vocabulary/[id]#material","parts":"http://issuer.test/vocabulary/[id]#parts","weight":"http://issuer.test/vocabulary/[id]#weight"}],"id":"urn:uuid:[id]","type":["VerifiableCredential","ProductCertificate"],"issuer":{"id":"did:key:[key]","name":"Acme GmbH"},"validFrom":"2026-11-23T12:00:00Z","validUntil":"2027-11-23T12:00:00Z","credentialSchema":{"id":"http://issuer.test/api/v1/templates/[id]/versions/1/schema","type":"JsonSchema","digestSRI":"sha256-3Gh+VbAqmA9ae2JV8ypXoCtUnYwwds4/HB2/PCt7wo8="},"credentialStatus":[{"id":"http://issuer.test/api/v1/status-lists/[id]#114887","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"114887","statusListCredential":"http://issuer.test/api/v1/status-lists/[id]"},{"id":"http://issuer.test/api/v1/status-lists/[id]#32378","type":"BitstringStatusListEntry","statusPurpose":"suspension","statusListIndex":"32378","statusListCredential":"http://issuer.test/api/v1/status-lists/[id]"}],"credentialSubject":{"id":"http://issuer.test/subjects/[id]/PROD-123","type":"Product","identifier":"PROD-123","certificationId":"CERT-001"},"proof":{"@context":["https://www.w3.org/ns/credentials/v2",{"Product":"http://issuer.test/vocabulary/[id]#Product","ProductCertificate":"http://issuer.test/vocabulary/[id]#ProductCertificate","certificationId":"http://issuer.test/vocabulary/[id]#certificationId","identifier":"https://schema.org/identifier","material":"http://issuer.test/vocabulary/[id]#material","parts":"http://issuer.test/vocabulary/[id]#parts","weight":"http://issuer.test/vocabulary/[id]#weight"}],"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":"2026-11-23T12:00:00Z","verificationMethod":"did:key:[key]#[key]","proofPurpose":"assertionMethod","proofValue":"[signature]"}},"label":null,"tags":[],"externalReference":null,"links":{"self":"http://issuer.test/api/v1/attestations/[id]","credential":"http://issuer.test/api/v1/attestations/[id]/credential","bundle":"http://issuer.test/api/v1/attestations/[id]/bundle","verify":"http://issuer.test/api/v1/attestations/[id]/verify","qr":"http://issuer.test/api/v1/attestations/[id]/qr"}}
    "#);
}

#[tokio::test]
async fn what_it_issued_verifies_and_a_changed_copy_does_not() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    let bundle = t.a().get(&format!("/api/v1/attestations/{id}/bundle")).await;
    let credential = bundle.text().to_owned();
    let verdict =
        |text: &str| verify_bytes(text.as_bytes(), &Material::default(), &Policy::default(), t.now()).verdict();
    assert_eq!(verdict(&credential), Verdict::Accept);
    for (from, to) in
        [("CERT-001", "CERT-002"), ("PROD-123", "PROD-124"), ("Acme GmbH", "Acme Inc."), ("identifier", "identifies")]
    {
        assert!(credential.contains(from));
        assert_eq!(verdict(&credential.replace(from, to)), Verdict::Reject, "{from}");
    }
}

#[tokio::test]
async fn fetches_byte_for_byte_what_it_issued() {
    let t = TestIssuer::new().await;
    let (id, issued) = t.issue(t.a.private).await;
    let fetched = t.a().get(&format!("/api/v1/attestations/{id}")).await;
    assert_eq!(fetched.status, 200);
    assert_eq!(fetched.body, issued.body);
    assert_eq!(issued.header("location"), format!("http://issuer.test/api/v1/attestations/{id}"));
}

#[tokio::test]
async fn another_organisations_attestation_cannot_be_told_from_none() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    let theirs = t.b().get(&format!("/api/v1/attestations/{id}")).await;
    let none = t.b().get("/api/v1/attestations/01a20ae6-ed17-706a-b5f4-c87ea95de1a6").await;
    assert_eq!(theirs.to_string(), none.to_string());
    assert_snapshot!(theirs, @r#"
    404 Not Found
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/not-found","title":"There is nothing here","status":404,"detail":"It does not exist, or it is not yours to know of.","instance":"urn:uuid:[id]"}
    "#);
    for path in
        ["nonsense", "01A20AE6-ED17-706A-B5F4-C87EA95DE1A6", "%00", "..%2f..", "01a20ae6ed17706ab5f4c87ea95de1a6"]
    {
        let answer = t.b().get(&format!("/api/v1/attestations/{path}")).await;
        assert_eq!(answer.to_string(), none.to_string(), "{path}");
    }
}

#[tokio::test]
async fn another_organisations_attestation_is_not_even_read() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    // A row that whoever reads it stumbles over.
    let broken =
        "alter table attestations drop constraint attestations_status_known; update attestations set status = 'x'";
    sqlx::raw_sql(broken).execute(&mut t.database.connect().await).await.unwrap();
    for path in [format!("/api/v1/attestations/{id}"), format!("/api/v1/attestations/{id}/bundle")] {
        assert_eq!(t.a().get(&path).await.problem(), "internal", "{path}");
        assert_eq!(t.b().get(&path).await.problem(), "not-found", "{path}");
    }
    assert_eq!(t.anonymous().get(&format!("/api/v1/attestations/{id}/verify")).await.problem(), "not-found");
}

#[tokio::test]
async fn another_organisations_template_cannot_be_told_from_none() {
    let t = TestIssuer::new().await;
    let theirs = t.a().post("/api/v1/attestations", t.request(t.b.public)).await;
    let none = "01a20ae6-ed17-706a-b5f4-c87ea95de1a6".parse().unwrap();
    let none = t.a().post("/api/v1/attestations", t.request(none)).await;
    assert_eq!(theirs.to_string(), none.to_string());
    assert_snapshot!(theirs, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/invalid-request","title":"The request breaks a rule","status":422,"detail":"The request was understood. `errors` lists each fault with a JSON Pointer to where it is.","instance":"urn:uuid:[id]","errors":[{"pointer":"/templateId","detail":"no such template"}]}
    "#);
    assert_eq!(t.attestations().await, 0);
}

#[tokio::test]
async fn a_subject_keeps_its_own_url_or_gets_one() {
    let t = TestIssuer::new().await;
    let subject = |id: &'static str| {
        let body = t.request(t.a.private).replace("PROD-123", id);
        let client = t.a();
        async move {
            let answer = client.post("/api/v1/attestations", body).await;
            assert_eq!(answer.status, 201, "{answer}");
            let subject = answer.credential().get("credentialSubject").and_then(Value::as_object).unwrap().clone();
            (text(&subject, "id"), subject.get("identifier").and_then(Value::as_str).map(str::to_owned))
        }
    };
    for own in ["https://id.gs1.org/01/09506000134352", "did:web:example.com:product:1", "urn:epc:id:sgtin:1.2.3"] {
        assert_eq!(subject(own).await, (own.to_owned(), None));
    }
    let under = |tail: &str| format!("http://issuer.test/subjects/{}/{tail}", t.a.id);
    for (own, tail) in [
        ("PROD-123", "PROD-123"),
        ("SKU:123", "SKU%3A123"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("https://not a url", "https%3A%2F%2Fnot%20a%20url"),
        ("../../x?y#z", "..%2F..%2Fx%3Fy%23z"),
        ("größe", "gr%C3%B6%C3%9Fe"),
    ] {
        assert_eq!(subject(own).await, (under(tail), Some(own.to_owned())));
    }
}

#[tokio::test]
async fn every_term_has_a_meaning_of_its_own() {
    let t = TestIssuer::new().await;
    let (_, answer) = t.issue(t.a.private).await;
    let credential = answer.credential();
    let contexts = credential.get("@context").and_then(Value::as_array).unwrap();
    let terms = contexts[1].as_object().unwrap();
    let names: Vec<&str> = terms.iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["Product", "ProductCertificate", "certificationId", "identifier", "material", "parts", "weight"]
    );
    let expected = format!("http://issuer.test/vocabulary/{}#certificationId", t.a.private);
    assert_eq!(text(terms, "certificationId"), expected);
    assert_eq!(text(terms, "identifier"), "https://schema.org/identifier");
}

#[tokio::test]
async fn validity_is_the_requests_or_the_templates() {
    let t = TestIssuer::new().await;
    let validity = async |template, more: &str| {
        let body = t.request(template).replacen('{', &format!("{{{more}"), 1);
        let answer = t.a().post("/api/v1/attestations", body).await;
        assert_eq!(answer.status, 201, "{answer}");
        let credential = answer.credential();
        (text(&credential, "validFrom"), text(&credential, "validUntil"))
    };
    let is = |from: &str, until: &str| (from.to_owned(), until.to_owned());
    assert_eq!(validity(t.a.private, "").await, is(START, ""));
    assert_eq!(validity(t.a.public, "").await, is(START, "2027-11-23T12:00:00Z"));
    let from = r#""validFrom":"2026-12-24T20:00:00.5+02:00","#;
    assert_eq!(validity(t.a.public, from).await, is("2026-12-24T18:00:00Z", "2027-12-24T18:00:00Z"));
    let until = r#""validUntil":"2026-11-23T12:00:01Z","#;
    assert_eq!(validity(t.a.public, until).await, is(START, "2026-11-23T12:00:01Z"));
    assert_eq!(validity(t.a.private, r#""validFrom":null,"validUntil":null,"#).await, is(START, ""));
    for (more, pointer) in [
        (r#""validUntil":"2026-11-23T12:00:00Z","#, "/validUntil"),
        (r#""validUntil":"2020-01-01T00:00:00Z","#, "/validUntil"),
        (r#""validFrom":"2026-11-23","#, "/validFrom"),
        (r#""validFrom":1795435200,"#, "/validFrom"),
        (r#""validUntil":"2026-02-30T00:00:00Z","#, "/validUntil"),
    ] {
        let body = t.request(t.a.public).replacen('{', &format!("{{{more}"), 1);
        let answer = t.a().post("/api/v1/attestations", body).await;
        assert_eq!(answer.pointers(), [pointer], "{more}");
    }
}

#[tokio::test]
async fn an_expired_attestation_is_rejected_and_says_why() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.public).await;
    t.clock.advance_seconds(366 * 86_400);
    let report = t.anonymous().get(&format!("/api/v1/attestations/{id}/verify")).await;
    assert_eq!(report.status, 200);
    assert_eq!(report.member("verdict"), "reject");
    assert!(report.text().contains(r#""code":"expired""#));
}

#[tokio::test]
async fn an_organisation_without_a_signing_key_is_told_to_come_back() {
    let t = TestIssuer::new().await;
    let mut connection = t.database.connect().await;
    sqlx::query("update issuer_keys set active = false").execute(&mut connection).await.unwrap();
    let answer = t.a().post("/api/v1/attestations", t.request(t.a.private)).await;
    assert_snapshot!(answer, @r#"
    503 Service Unavailable
    content-type: application/problem+json
    retry-after: 2

    {"type":"http://issuer.test/problems/unavailable","title":"Not available just now","status":503,"detail":"The database or the signer is away. Repeat the request after the time in Retry-After; with an Idempotency-Key that is safe.","instance":"urn:uuid:[id]"}
    "#);
}

#[tokio::test]
async fn a_sealed_key_of_another_row_signs_nothing() {
    let t = TestIssuer::new().await;
    let mut connection = t.database.connect().await;
    let swap = "update issuer_keys k set sealed_private_key = o.sealed_private_key
        from issuer_keys o where o.issuer_key_id <> k.issuer_key_id";
    sqlx::query(swap).execute(&mut connection).await.unwrap();
    let answer = t.a().post("/api/v1/attestations", t.request(t.a.private)).await;
    assert_snapshot!(answer, @r#"
    500 Internal Server Error
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/internal","title":"Something went wrong on our side","status":500,"detail":"A defect in the service. Nothing was changed. It is logged under the request id in `instance`; quote it to the operator.","instance":"urn:uuid:[id]"}
    "#);
    assert_eq!(t.attestations().await, 0);
}

#[tokio::test]
async fn a_row_that_cannot_be_is_a_defect_and_not_an_answer() {
    let t = TestIssuer::new().await;
    let (id, _) = t.issue(t.a.private).await;
    let mut connection = t.database.connect().await;
    sqlx::query("update attestations set credential = 'not json'").execute(&mut connection).await.unwrap();
    let fetched = t.a().get(&format!("/api/v1/attestations/{id}")).await;
    assert_eq!((fetched.status.as_u16(), fetched.problem().as_str()), (500, "internal"));
    let report = t.a().get(&format!("/api/v1/attestations/{id}/verify")).await;
    assert!(report.text().contains("json-syntax"), "{report}");
}

#[tokio::test]
async fn a_replaced_key_leaves_what_it_signed_valid() {
    let t = TestIssuer::new().await;
    let (old, before) = t.issue(t.a.public).await;
    assert!(proofpass_issuer::issue::issuer_key::create(&t.issuer, t.a.id, false).await.is_err());
    proofpass_issuer::issue::issuer_key::create(&t.issuer, t.a.id, true).await.unwrap();
    let (new, after) = t.issue(t.a.public).await;
    assert_ne!(before.member("issuer"), after.member("issuer"));
    for id in [old, new] {
        let report = t.anonymous().get(&format!("/api/v1/attestations/{id}/verify")).await;
        assert_eq!(report.member("verdict"), "accept");
    }
    assert_eq!(Timestamp::parse(&after.member("issuedAt")), Ok(t.now()));
}
