//! From an empty database to a verdict, by the commands and requests of the documentation.

use std::path::PathBuf;
use std::time::Duration;

use harness::{Database, Proofpass};

use crate::shop::{object, text};
use crate::wire::{ask, body};

/// A file of this test, removed with this value.
pub(crate) struct File(PathBuf);

impl File {
    pub(crate) fn new(name: &str, content: &str) -> Self {
        let path = std::env::temp_dir().join(format!("proofpass-journey-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // A file that stays behind in the temporary folder harms nobody.
        let _ = std::fs::remove_file(&self.0);
    }
}

const TEMPLATE: &str = r#"{"name":"Product","credentialType":"ProductCertificate","visibility":"public","validityDays":365,
    "claimsSchema":{"type":"object","required":["certificationId"],"properties":{"certificationId":{"type":"string"}}}}"#;

#[tokio::test]
async fn issue_fetch_carry_away_verify() {
    let database = Database::empty().await;
    let program = Proofpass::on(&database.url());

    let refused = program.run(["serve"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("migrations are pending"));
    program.ok(["migrate"]);
    program.ok(["migrate"]);

    let organization = text(&object(&program.ok(["organizations", "create", "--name", "Acme GmbH", "--json"])), "id");
    let of = ["--organization", &organization, "--json"];
    let issuer_key = object(&program.ok([&["keys", "issuer", "create"][..], &of].concat()));
    let listed = program.ok([&["keys", "issuer", "list"][..], &of].concat());
    assert!(listed.contains(&text(&issuer_key, "did")));
    let domain = ["organizations", "domain", "--domain"];
    for wrong in ["https://a/b", "127.0.0.1", ""] {
        let output = program.run([&domain[..], &[wrong], &of].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("/domain"), "{wrong}: {said}");
    }
    let set = object(&program.ok([&domain[..], &["Acme.example"], &of].concat()));
    assert_eq!((text(&set, "id"), text(&set, "domain")), (organization.clone(), "acme.example".to_owned()));
    let api_key = object(&program.ok([&["keys", "api", "create", "--name", "journey"][..], &of].concat()));
    for (wrong, why) in [
        (r#"["Product","ProductCertificate",{"type":"object"},null,null]"#, "expected an object"),
        (&TEMPLATE.replace("validityDays", "validityDay"), "this member is not known here"),
        (&TEMPLATE.replace("\"Product\"", "7"), "expected a string"),
    ] {
        let file = File::new("wrong-template.json", wrong);
        let output = program.run([&["templates", "create", "--file", file.path()][..], &of].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(why), "{said}");
    }
    let file = File::new("template.json", TEMPLATE);
    let template =
        text(&object(&program.ok([&["templates", "create", "--file", file.path()][..], &of].concat())), "id");

    let mut server = program.serve();
    let key = text(&api_key, "key");
    let headers = format!("authorization: Bearer {key}\r\ncontent-type: application/json\r\n");
    let request = format!(
        r#"{{"templateId":"{template}","subject":{{"id":"PROD-123","type":"Product"}},"claims":{{"certificationId":"CERT-001"}}}}"#
    );
    let issued = ask(server.address, "POST", "/api/v1/attestations", &headers, &request).await;
    assert!(issued.starts_with("HTTP/1.1 201 "), "{issued}");
    let id = text(&object(body(&issued)), "id");
    let fetched = ask(server.address, "GET", &format!("/api/v1/attestations/{id}"), &headers, "").await;
    assert_eq!(body(&fetched), body(&issued));
    let bundle = ask(server.address, "GET", &format!("/api/v1/attestations/{id}/bundle"), "", "").await;
    let bundle = body(&bundle).to_owned();
    let report = ask(server.address, "POST", "/api/v1/verify", "content-type: application/json\r\n", &bundle).await;
    assert_eq!(text(&object(body(&report)), "verdict"), "accept");

    // A key that another process revokes is refused by the running service within a second.
    program.ok(["keys", "api", "revoke", &text(&api_key, "kid")]);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let refused = ask(server.address, "GET", &format!("/api/v1/attestations/{id}"), &headers, "").await;
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");

    // The last line about what was asked; it may be on its way when the answer is here already.
    server.logged("answered 401").await;
    let log = server.log();
    assert!(log.contains("POST /api/v1/attestations answered 201"), "{log}");
    // Who did what: the key by its number and by its public part, whose it is, and also whom it was refused to.
    let (kid, key_id) = (text(&api_key, "kid"), text(&api_key, "id"));
    let line = |what: &str| log.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("{what}: {log}"));
    for what in ["Issued attestation", "POST /api/v1/attestations answered 201"] {
        for id in [&organization, &key_id, &kid] {
            assert!(line(what).contains(id.as_str()), "{id}: {}", line(what));
        }
    }
    assert!(line("Refused a caller: Revoked").contains(&kid), "{log}");
    for secret in [key.as_str(), &key[19..40], "CERT-001", "PROD-123", "journeys", "Bearer"] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    server.signal("TERM");
    assert_eq!(server.wait(crate::wire::PATIENCE).code(), Some(0), "{}", server.log());

    command_line_verdicts(&bundle);
}

/// `proofpass verify` needs nothing but the file.
fn command_line_verdicts(bundle: &str) {
    let program = Proofpass::bare();
    let good = File::new("good.json", bundle);
    let changed = File::new("changed.json", &bundle.replace("CERT-001", "CERT-002"));
    let hostile = File::new("hostile.json", &bundle.replace("did:key:z", "did:key:\\u001b[2J\\u202ez"));
    let require_trust = File::new("policy.json", r#"{"require":["trust"]}"#);
    let wrong_policy = File::new("wrong.json", r#"{"requires":[]}"#);
    for (arguments, code) in [
        (vec!["verify", good.path()], 0),
        (vec!["verify", changed.path()], 1),
        (vec!["verify", good.path(), "--now", "2001-01-01T00:00:00Z"], 1),
        (vec!["verify", good.path(), "--policy", require_trust.path()], 2),
        (vec!["verify", good.path(), "--policy", wrong_policy.path()], 64),
        (vec!["verify", good.path(), "--now", "soon"], 64),
        (vec!["verify", "/nowhere/at/all"], 64),
        (vec!["verify"], 64),
        (vec!["verfy"], 64),
        (vec!["--help"], 0),
        (vec!["--version"], 0),
    ] {
        let output = program.run(&arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let shown = program.run(["verify", hostile.path()]);
    assert!(!shown.stdout.contains(&0x1b) && !String::from_utf8_lossy(&shown.stdout).contains('\u{202e}'));

    // When it was issued: from then on it is valid.
    let issued = bundle.split(r#""validFrom":""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let now = proofpass::time::Timestamp::parse(issued).unwrap();
    let expected = proofpass::verify::verify_bytes(
        bundle.as_bytes(),
        &proofpass::verify::Material::default(),
        &proofpass::verify::Policy::default(),
        now,
    );
    let json = program.run(["verify", good.path(), "--json", "--now", issued]);
    assert_eq!(String::from_utf8_lossy(&json.stdout), expected.to_json());
    many_lines(&program, bundle, issued, &expected.to_json());
}

/// The same, for as many documents as there are lines.
fn many_lines(program: &Proofpass, bundle: &str, now: &str, report: &str) {
    let good = bundle.trim();
    assert!(!good.contains('\n'));
    let changed = good.replace("CERT-001", "CERT-002");
    let all_good = File::new("good.ndjson", &format!("{good}\n\n{good}\r\n{good}"));
    let one_bad = File::new("bad.ndjson", &format!("{good}\n{{\n{changed}\n{good}\n"));
    let nothing = File::new("nothing.ndjson", "\n \n");
    let require_trust = File::new("policy.json", r#"{"require":["trust"]}"#);
    for (arguments, code) in [
        (vec![all_good.path()], 0),
        (vec![one_bad.path()], 1),
        (vec![nothing.path()], 2),
        (vec![all_good.path(), "--policy", require_trust.path()], 2),
        (vec![all_good.path(), "--json"], 64),
        (vec!["/nowhere/at/all"], 64),
    ] {
        let output = program.run([&["verify", "--ndjson", "--now", now], arguments.as_slice()].concat());
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let output = program.run(["verify", "--ndjson", "--now", now, one_bad.path()]);
    let reports = String::from_utf8_lossy(&output.stdout).into_owned();
    let [first, broken, changed, last] = reports.lines().collect::<Vec<_>>()[..] else { panic!("{reports}") };
    assert_eq!([first, last], [report, report]);
    assert!(broken.contains("json-syntax") && changed.contains("signature-mismatch"), "{reports}");
}

#[test]
fn the_description_needs_no_settings() {
    assert_eq!(Proofpass::bare().ok(["openapi"]), proofpass_issuer::http::openapi_document());
}
