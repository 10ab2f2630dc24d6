//! The templates that every organisation has: what each takes, what each refuses, and what comes of it.

use std::fmt::Write as _;

use harness::{Answer, Client as _, TestIssuer};
use http::Request;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};

use crate::assert_golden;

/// Claims that each takes, with everything that it knows.
const GOOD: [(&str, &str); 13] = [
    (
        "identity",
        r#"{"firstName":"Ada","lastName":"Lovelace","dateOfBirth":"1815-12-10","nationality":"GB","idNumber":"7","email":"ada@example.org","phone":"+44 1"}"#,
    ),
    (
        "education",
        r#"{"institution":"ETH","degree":"master","fieldOfStudy":"Physics","graduationDate":"2024-02-29","gpa":4,"honors":"cum laude","studentId":"4711"}"#,
    ),
    (
        "employment",
        r#"{"employer":"Acme","position":"Engineer","startDate":"2020-01-01","endDate":"2024-12-31","responsibilities":["a","b"],"department":"R&D","employmentType":"part-time"}"#,
    ),
    (
        "license",
        r#"{"type":"Driver","licenseNumber":"L-1","issuingAuthority":"DMV","issueDate":"2024-01-01","expirationDate":"2034-01-01","status":"active","restrictions":["glasses"]}"#,
    ),
    (
        "age-verification",
        r#"{"over18":true,"over21":false,"verificationDate":"2026-11-23","verificationMethod":"third-party"}"#,
    ),
    (
        "farm-origin",
        r#"{"farmName":"La Palma","location":{"country":"CO","region":"Huila","coordinates":{"latitude":1.9,"longitude":-76.1}},"productType":"Coffee","harvestDate":"2026-10-01","quantity":0.5,"unit":"kg","organicCertified":true,"certifications":["EU Organic"],"batchNumber":"B-1"}"#,
    ),
    (
        "processing",
        r#"{"facilityName":"Mill","facilityId":"F1","location":{"country":"CO","city":"Neiva","address":"Calle 1"},"processType":"washed","processDate":"2026-10-02","inputBatchNumber":"B-1","outputBatchNumber":"B-2","quantity":400,"unit":"kg","qualityChecks":[{"parameter":"moisture","value":11.5,"passedAt":"2026-10-02T10:00:00Z"}],"certifications":["ISO 22000"]}"#,
    ),
    (
        "transport",
        r#"{"carrier":"Maersk","transportMode":"sea","origin":{"country":"CO","city":"Cartagena","facility":"Port"},"destination":{"country":"DE","city":"Hamburg"},"departureDate":"2026-10-05","arrivalDate":"2026-10-25","trackingNumber":"T-1","batchNumber":"B-2","quantity":1,"unit":"containers","temperatureControlled":true,"temperatureRange":{"min":-2,"max":8,"unit":"C"},"customsCleared":true}"#,
    ),
    (
        "retail",
        r#"{"retailer":"Shop","storeName":"Mitte","location":{"country":"DE","city":"Berlin","address":"Allee 1"},"receivedDate":"2026-11-01","batchNumber":"B-2","quantity":20,"unit":"packages","price":{"amount":9.99,"currency":"EUR"},"qualityInspection":{"inspectedAt":"2026-11-01","passed":true,"notes":"fine"},"shelfLife":{"expirationDate":"2027-11-01"}}"#,
    ),
    (
        "product-passport",
        r#"{"productId":"P-1","productName":"Chair","productType":"Furniture","manufacturer":"Acme","description":"Oak","images":["https://a.example/1.png"],"barcodes":{"gtin":"09506000134352"},"credentials":[{"type":"FarmOrigin","id":"urn:uuid:1","issuedAt":"2026-11-01T00:00:00Z","issuer":"did:key:z6Mk"}],"blockchain":{"network":"ethereum","transactionId":"0x1","timestamp":"2026-11-01T00:00:00Z","blockNumber":1},"sustainability":{"carbonFootprint":1.5,"waterUsage":10,"recyclable":true,"certifications":["FSC"]},"compliance":{"regulations":["REACH"],"safetyStandards":["EN 1335"],"certifications":["CE"]},"lifecycle":{"manufacturedDate":"2026-01-01","expirationDate":"2036-01-01","warrantyPeriod":"2 years"},"metadata":{"colour":"oak"}}"#,
    ),
    (
        "health-record",
        r#"{"recordType":"vaccination","patientId":"X-1","provider":{"name":"Charité","licenseNumber":"1","facility":"Mitte"},"date":"2026-11-01","description":"Tetanus","vaccination":{"vaccine":"Td","manufacturer":"M","lotNumber":"1","doseNumber":1,"totalDoses":3},"testResult":{"testType":"titer","result":"positive","value":1.5,"unit":"IU","referenceRange":">0.1"},"consentGiven":true,"dataRetentionPeriod":"10 years"}"#,
    ),
    (
        "certification",
        r#"{"certificationType":"professional","certificationName":"PMP","certificationNumber":"1","issuingOrganization":{"name":"PMI","accreditationBody":"ANSI","website":"https://pmi.example"},"recipientName":"Ada","recipientId":"did:key:z6Mk","issueDate":"2026-01-01","expirationDate":"2029-01-01","skillsAcquired":["planning"],"courseDuration":40,"assessmentScore":100,"verificationUrl":"https://pmi.example/1","credentialId":"1","status":"active","renewalRequired":true}"#,
    ),
    (
        "training",
        r#"{"programName":"Rust","programType":"bootcamp","provider":{"name":"Acme","accredited":false},"participantName":"Ada","participantId":"1","startDate":"2026-01-01","completionDate":"2026-02-01","duration":120,"topics":["ownership"],"learningOutcomes":["lifetimes"],"assessment":{"type":"exam","passed":true,"score":0},"attendanceRate":100,"certificateIssued":true,"certificateNumber":"1"}"#,
    ),
];

/// What each refuses: a part of the claims above, what stands in its place, and where the fault is.
const BAD: [(&str, &str, &str, &str); 45] = [
    ("identity", "1815-12-10", "1815-13-10", "/claims/dateOfBirth"),
    ("identity", "1815-12-10", "10.12.1815", "/claims/dateOfBirth"),
    ("identity", r#""GB""#, r#""GBR""#, "/claims/nationality"),
    ("identity", r#""GB""#, r#""gb""#, "/claims/nationality"),
    ("identity", "ada@example.org", "ada", "/claims/email"),
    ("identity", r#""Ada""#, r#""""#, "/claims/firstName"),
    ("education", "2024-02-29", "2023-02-29", "/claims/graduationDate"),
    ("education", "master", "magister", "/claims/degree"),
    ("education", r#""gpa":4"#, r#""gpa":4.01"#, "/claims/gpa"),
    ("education", r#""gpa":4"#, r#""gpa":-1"#, "/claims/gpa"),
    ("employment", "2024-12-31", "2024-99-99", "/claims/endDate"),
    ("employment", "part-time", "sometimes", "/claims/employmentType"),
    ("employment", r#"["a","b"]"#, r#"["a",1]"#, "/claims/responsibilities/1"),
    ("license", r#""active""#, r#""valid""#, "/claims/status"),
    ("license", "2034-01-01", "2034-1-1", "/claims/expirationDate"),
    ("age-verification", "true", r#""true""#, "/claims/over18"),
    ("age-verification", "third-party", "guess", "/claims/verificationMethod"),
    ("age-verification", "2026-11-23", "2024-99-99", "/claims/verificationDate"),
    ("farm-origin", "0.5", "0", "/claims/quantity"),
    ("farm-origin", "1.9", "90.1", "/claims/location/coordinates/latitude"),
    ("farm-origin", "-76.1", "-180.5", "/claims/location/coordinates/longitude"),
    ("farm-origin", r#""kg""#, r#""containers""#, "/claims/unit"),
    ("farm-origin", "2026-10-01", "2024-99-99", "/claims/harvestDate"),
    ("farm-origin", r#","region":"Huila""#, "", "/claims/location"),
    ("processing", "2026-10-02T10:00:00Z", "2026-10-02T25:00:00Z", "/claims/qualityChecks/0/passedAt"),
    ("processing", r#""parameter":"moisture","#, "", "/claims/qualityChecks/0"),
    ("transport", r#""sea""#, r#""space""#, "/claims/transportMode"),
    ("transport", r#""unit":"C""#, r#""unit":"K""#, "/claims/temperatureRange/unit"),
    ("transport", r#""city":"Hamburg""#, r#""town":"Hamburg""#, "/claims/destination"),
    ("retail", "EUR", "EURO", "/claims/price/currency"),
    ("retail", "9.99", "-9.99", "/claims/price/amount"),
    ("retail", "2027-11-01", "2027-02-30", "/claims/shelfLife/expirationDate"),
    ("product-passport", "https://a.example/1.png", "not a url", "/claims/images/0"),
    ("product-passport", r#""ethereum""#, r#""mainnet""#, "/claims/blockchain/network"),
    ("product-passport", r#""blockNumber":1"#, r#""blockNumber":1.5"#, "/claims/blockchain/blockNumber"),
    ("product-passport", r#"{"gtin":"09506000134352"}"#, "{}", "/claims/barcodes"),
    ("product-passport", r#","issuer":"did:key:z6Mk""#, "", "/claims/credentials/0"),
    ("product-passport", "2026-01-01", "2024-99-99", "/claims/lifecycle/manufacturedDate"),
    ("health-record", r#""vaccination","patientId""#, r#""surgery","patientId""#, "/claims/recordType"),
    ("health-record", r#""doseNumber":1"#, r#""doseNumber":0"#, "/claims/vaccination/doseNumber"),
    ("health-record", r#""positive""#, r#""maybe""#, "/claims/testResult/result"),
    ("certification", r#""assessmentScore":100"#, r#""assessmentScore":101"#, "/claims/assessmentScore"),
    (
        "certification",
        r#""website":"https://pmi.example"}"#,
        r#""website":"pmi"}"#,
        "/claims/issuingOrganization/website",
    ),
    ("training", r#""duration":120"#, r#""duration":0"#, "/claims/duration"),
    ("training", r#""type":"exam""#, r#""type":"oral""#, "/claims/assessment/assessmentType"),
];

fn body(template: &str, claims: &str) -> String {
    format!(r#"{{"templateId":"{template}","subject":{{"id":"PROD-123","type":"Product"}},"claims":{claims}}}"#)
}

fn object(text: &str) -> Object {
    parse(text.as_bytes(), &Limits::DOCUMENT).unwrap().as_object().unwrap().clone()
}

fn member<'a>(object: &'a Object, name: &str) -> &'a Object {
    object.get(name).and_then(Value::as_object).unwrap_or_else(|| panic!("no {name}"))
}

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("no {name}"))
}

/// The schema that a credential names, fetched from where it says that it is.
async fn schema_of(t: &TestIssuer, credential: &Object) -> (String, Answer) {
    let url = text(member(credential, "credentialSchema"), "id").to_owned();
    let answer = t.anonymous().get(url.strip_prefix("http://issuer.test").unwrap()).await;
    assert_eq!(answer.status, 200, "{answer}");
    (url, answer)
}

#[tokio::test]
async fn every_one_issues_for_every_organisation_and_its_credentials_keep_the_published_schema() {
    let t = TestIssuer::new().await;
    let policy = Policy::from_value(&object(r#"{"require":["proof","issuer","validity","schema"]}"#).into());
    let mut digests = String::from("# template: digest of the schema that its credentials name\n");
    for (name, claims) in GOOD {
        for client in [t.a(), t.b()] {
            let answer = client.post("/api/v1/attestations", body(name, claims)).await;
            assert_eq!(answer.status, 201, "{name}: {answer}");
            assert_eq!(answer.member("templateId"), name);
            let credential = answer.credential();
            let (url, schema) = schema_of(&t, &credential).await;
            assert_eq!(url, format!("http://issuer.test/api/v1/templates/{name}/versions/1/schema"));
            assert_eq!(schema.header("content-type"), "application/schema+json");
            let mut material = Material::default();
            material.add_schema(Value::from(schema.text()), url, t.now()).unwrap();
            let verdict =
                |text: &str| verify_bytes(text.as_bytes(), &material, policy.as_ref().unwrap(), t.now()).verdict();
            assert_eq!(verdict(&credential.to_string()), Verdict::Accept, "{name}");
            // The same claims under another digest, and without their schema.
            let mut other = Material::default();
            other
                .add_schema(
                    Value::from(format!("{} ", schema.text())),
                    text(member(&credential, "credentialSchema"), "id").to_owned(),
                    t.now(),
                )
                .unwrap();
            let report = verify_bytes(credential.to_string().as_bytes(), &other, policy.as_ref().unwrap(), t.now());
            assert_eq!(report.verdict(), Verdict::Reject, "{name}");
            let report = verify_bytes(
                credential.to_string().as_bytes(),
                &Material::default(),
                policy.as_ref().unwrap(),
                t.now(),
            );
            assert_eq!(report.verdict(), Verdict::Undecided, "{name}");
            if client.key == t.a.key {
                let digest = text(member(&credential, "credentialSchema"), "digestSRI");
                writeln!(digests, "{name}: {digest}").unwrap();
            }
        }
    }
    // What credentials name must stay what it is.
    assert_golden("tests/goldens/predefined-schemas.txt", &digests);
    assert_eq!(t.database.count("select count(*) from templates where predefined is not null").await, 26);
}

#[tokio::test]
async fn each_refuses_what_its_table_does_not_have() {
    let t = TestIssuer::new().await;
    for (name, part, other, pointer) in BAD {
        let (_, good) = GOOD.iter().find(|(found, _)| *found == name).unwrap();
        assert!(good.contains(part), "{name} has no {part}");
        let answer = t.a().post("/api/v1/attestations", body(name, &good.replacen(part, other, 1))).await;
        assert!(answer.pointers().iter().all(|found| found == pointer), "{name} {other}: {answer}");
    }
    assert_eq!(t.attestations().await, 0);
    // What was refused leaves nothing behind.
    assert_eq!(t.database.count("select count(*) from templates where predefined is not null").await, 0);
}

#[tokio::test]
async fn each_refuses_what_is_missing_and_what_is_too_much() {
    let t = TestIssuer::new().await;
    let mut optional = Vec::new();
    for (name, good) in GOOD {
        let claims = object(good);
        for (left_out, _) in claims.iter() {
            let mut fewer = claims.clone();
            fewer.remove(left_out);
            let answer = t.a().post("/api/v1/attestations", body(name, &fewer.to_string())).await;
            if answer.status == 201 {
                optional.push(format!("{name}.{left_out}"));
            } else {
                assert_eq!(answer.pointers(), ["/claims"], "{name} without {left_out}: {answer}");
            }
        }
        let more = claims.clone().with("more", 1);
        let answer = t.a().post("/api/v1/attestations", body(name, &more.to_string())).await;
        assert_eq!(answer.pointers(), ["/claims"], "{name}: {answer}");
    }
    let expected = "identity.idNumber identity.email identity.phone education.gpa education.honors education.studentId \
        employment.endDate employment.responsibilities employment.department employment.employmentType \
        license.expirationDate license.restrictions age-verification.over21 farm-origin.organicCertified \
        farm-origin.certifications farm-origin.batchNumber processing.facilityId processing.inputBatchNumber \
        processing.qualityChecks processing.certifications transport.arrivalDate transport.batchNumber \
        transport.temperatureControlled transport.temperatureRange transport.customsCleared retail.storeName \
        retail.batchNumber retail.price retail.qualityInspection retail.shelfLife product-passport.description \
        product-passport.images product-passport.barcodes product-passport.blockchain product-passport.sustainability \
        product-passport.compliance product-passport.metadata health-record.vaccination health-record.testResult \
        health-record.dataRetentionPeriod certification.recipientId certification.expirationDate \
        certification.skillsAcquired certification.courseDuration certification.assessmentScore \
        certification.verificationUrl certification.credentialId certification.renewalRequired training.participantId \
        training.learningOutcomes training.assessment training.certificateNumber";
    assert_eq!(optional, expected.split_ascii_whitespace().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_credential_ends_after_the_templates_days_and_says_each_claim_under_a_name_of_its_own() {
    let t = TestIssuer::new().await;
    let until = |name: &'static str| {
        let (client, claims) = (t.a(), GOOD.iter().find(|(found, _)| *found == name).unwrap().1);
        async move {
            let answer = client.post("/api/v1/attestations", body(name, claims)).await;
            answer.credential().get("validUntil").and_then(Value::as_str).map(str::to_owned)
        }
    };
    assert_eq!(until("age-verification").await.as_deref(), Some("2026-12-23T12:00:00Z"));
    assert_eq!(until("retail").await.as_deref(), Some("2027-11-23T12:00:00Z"));
    assert_eq!(until("license").await, None);

    let answer = t.a().post("/api/v1/attestations", body("license", GOOD[3].1)).await;
    let credential = answer.credential();
    let subject = member(&credential, "credentialSubject");
    assert_eq!((text(subject, "type"), text(subject, "licenseType")), ("Product", "Driver"));
    let terms = credential.get("@context").and_then(Value::as_array).unwrap()[1].as_object().unwrap();
    assert_eq!(text(terms, "licenseType"), "http://issuer.test/vocabulary/license#licenseType");
    let twice = GOOD[3].1.replacen('{', r#"{"licenseType":"Driver","#, 1);
    assert_eq!(t.a().post("/api/v1/attestations", body("license", &twice)).await.pointers(), ["/claims/type"]);
}

#[tokio::test]
async fn a_schema_is_for_everybody_and_says_when_it_is_the_same() {
    let t = TestIssuer::new().await;
    let path = "/api/v1/templates/farm-origin/versions/1/schema";
    let first = t.anonymous().get(path).await;
    assert_eq!((first.status.as_u16(), first.header("access-control-allow-origin")), (200, "*"));
    let again = t.anonymous().send(Request::get(path).header("if-none-match", first.header("etag")), "").await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    let own = t.anonymous().get(&format!("/api/v1/templates/{}/versions/1/schema", t.a.private)).await;
    assert!(own.text().contains("certificationId"), "{own}");
    for path in [
        "/api/v1/templates/farm-origin/versions/2/schema",
        "/api/v1/templates/farm-origin/versions/0/schema",
        "/api/v1/templates/farm-origin/versions/x/schema",
        "/api/v1/templates/farm-origin/versions/99999999999/schema",
        "/api/v1/templates/nonsense/versions/1/schema",
        "/api/v1/templates/01a20ae6-ed17-706a-b5f4-c87ea95de1a6/versions/1/schema",
    ] {
        assert_eq!(t.anonymous().get(path).await.problem(), "not-found", "{path}");
    }
    let own = format!("/api/v1/templates/{}/versions/4294967295/schema", t.a.private);
    assert_eq!(t.anonymous().get(&own).await.problem(), "not-found");
}

#[tokio::test]
async fn a_credential_names_no_schema_that_would_say_something_else() {
    let t = TestIssuer::new().await;
    let template = t.new_template(r#"{"type":"object","properties":{"certificationId":{}},"maxProperties":1}"#).await;
    let (_, answer) = t.issue(template).await;
    assert_eq!(answer.credential().get("credentialSchema"), None);
    let path = format!("/api/v1/templates/{template}/versions/1/schema");
    assert_eq!(t.anonymous().get(&path).await.problem(), "not-found");
}

#[tokio::test]
async fn a_template_named_like_one_of_ours_is_in_nobodys_way() {
    let t = TestIssuer::new().await;
    let new = proofpass_issuer::issue::template::NewTemplate {
        organization_id: t.a.id,
        name: "farm-origin".to_owned(),
        credential_type: "T".to_owned(),
        claims_schema: harness::schema().to_owned(),
        visibility: proofpass_issuer::store::templates::Visibility::Private,
        validity_days: None,
    };
    proofpass_issuer::issue::template::create(&t.issuer, new).await.unwrap();
    let answer = t.a().post("/api/v1/attestations", body("farm-origin", GOOD[5].1)).await;
    assert_eq!(answer.status, 201, "{answer}");
}
