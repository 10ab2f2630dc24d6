//! A credential in the hands of a verifier who has its bytes and the public list, and nothing else of the issuer.

use harness::{Database, Proofpass};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::verify::{Material, Policy, verify_bytes};
use proofpass_issuer::clock::{Clock as _, SystemClock};

use crate::wire::{ask, body};

fn object(text: &str) -> Object {
    match parse(text.as_bytes(), &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => object,
        other => panic!("no object ({other:?}): {text}"),
    }
}

fn text(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("no {name}: {object}")).to_owned()
}

#[tokio::test]
async fn issued_suspended_resumed_and_revoked_as_a_verifier_sees_it() {
    let database = Database::new().await;
    let program = Proofpass::on(&database.url());
    let organization = text(&object(&program.ok(["organizations", "create", "--name", "Acme GmbH", "--json"])), "id");
    let of = ["--organization", &organization, "--json"];
    program.ok([&["keys", "issuer", "create"][..], &of].concat());
    let key = text(&object(&program.ok([&["keys", "api", "create", "--name", "journey"][..], &of].concat())), "key");
    let file = std::env::temp_dir().join(format!("proofpass-status-{}.json", std::process::id()));
    let template = r#"{"name":"Product","credentialType":"ProductCertificate","visibility":"public","validityDays":365,
        "claimsSchema":{"type":"object","properties":{"certificationId":{"type":"string"}}}}"#;
    std::fs::write(&file, template).unwrap();
    let created = program.ok([&["templates", "create", "--file", file.to_str().unwrap()][..], &of].concat());
    std::fs::remove_file(&file).unwrap();
    let template = text(&object(&created), "id");

    let mut server = program.serve();
    let headers = format!("authorization: Bearer {key}\r\ncontent-type: application/json\r\n");
    let request = format!(
        r#"{{"templateId":"{template}","subject":{{"id":"PROD-123","type":"Product"}},"claims":{{"certificationId":"CERT-001"}}}}"#
    );
    let issued = ask(server.address, "POST", "/api/v1/attestations", &headers, &request).await;
    assert!(issued.starts_with("HTTP/1.1 201 "), "{issued}");
    let issued = object(body(&issued));
    let path = format!("/api/v1/attestations/{}", text(&issued, "id"));
    let credential = issued.get("credential").and_then(Value::as_object).unwrap().clone();
    let entries = credential.get("credentialStatus").and_then(Value::as_array).unwrap().to_vec();
    let urls: Vec<String> =
        entries.iter().map(|entry| text(entry.as_object().unwrap(), "statusListCredential")).collect();

    let steps = [
        ("", "accept", "status-clear"),
        ("suspend", "reject", "suspended"),
        ("resume", "accept", "status-clear"),
        ("revoke", "reject", "revoked"),
    ];
    for (change, verdict, code) in steps {
        if !change.is_empty() {
            let reason = r#"{"reason":"The laboratory has withdrawn its report."}"#;
            let changed = ask(server.address, "POST", &format!("{path}/{change}"), &headers, reason).await;
            assert!(changed.starts_with("HTTP/1.1 200 "), "{changed}");
        }
        // The credential's bytes, and its lists from where it says that they are.
        let mut material = Material::default();
        for url in &urls {
            let at = url.find("/api/").unwrap();
            let list = ask(server.address, "GET", &url[at..], "", "").await;
            assert!(list.starts_with("HTTP/1.1 200 "), "{list}");
            material.add_status_list(object(body(&list)), url.clone(), SystemClock.now()).unwrap();
        }
        let bytes = credential.to_string();
        let own = verify_bytes(bytes.as_bytes(), &material, &Policy::default(), SystemClock.now()).to_json();
        // The bundle, on a machine without a network; what the issuer says; what it says of the bytes alone.
        let bundle = ask(server.address, "GET", &format!("{path}/bundle"), "", "").await;
        let carried =
            verify_bytes(body(&bundle).as_bytes(), &Material::default(), &Policy::default(), SystemClock.now());
        let said = ask(server.address, "GET", &format!("{path}/verify"), "", "").await;
        let json = "content-type: application/json\r\n";
        let of_bytes = ask(server.address, "POST", "/api/v1/verify", json, &bytes).await;
        for report in [own.as_str(), &carried.to_json(), body(&said), body(&of_bytes)] {
            assert_eq!(text(&object(report), "verdict"), verdict, "{change}: {report}");
            assert!(report.contains(&format!(r#""code":"{code}""#)), "{change}: {report}");
        }
    }
    let events = ask(server.address, "GET", &format!("{path}/events"), &headers, "").await;
    for event in ["issued", "suspended", "resumed", "revoked"] {
        assert!(body(&events).contains(&format!(r#""event":"{event}""#)), "{events}");
    }
    assert!(!server.log().contains("laboratory"), "reasons are the organisation's: {}", server.log());
    server.signal("TERM");
    assert_eq!(server.wait(crate::wire::PATIENCE).code(), Some(0), "{}", server.log());
}
