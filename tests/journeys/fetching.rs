//! What a credential needs, fetched from real servers by the command and by the service, and carried away in one file.

use std::process::Output;
use std::time::{Duration, Instant};

use harness::{Proofpass, Server, Site};
use proofpass::credential::UnsignedCredential;
use proofpass::did::VerificationMethodId;
use proofpass::json::{Object, Value};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::{Prepared, ProofOptions};
use proofpass::status::{List, Publication, Purpose};
use proofpass::time::Timestamp;
use secrecy::SecretString;

use crate::from_nothing::File;
use crate::shop::{object, text};
use crate::wire::{ask, body};

/// When everything happens.
const NOW: &str = "2026-11-23T12:00:00Z";

/// An issuer with a site: its document, a status list and a schema.
struct Issuer {
    site: Site,
    did: String,
    key: SigningKey,
}

impl Issuer {
    /// Everybody's status is good.
    fn start() -> Self {
        let site = Site::start();
        let issuer = Self { did: site.did("acme"), site, key: SigningKey::from_seed(&[7; 32]) };
        issuer.site.put("/acme/did.json", issuer.document(&issuer.did));
        issuer.withdraw(&[]);
        issuer.site.put("/schema", r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"/schema/1"}"#);
        issuer
            .site
            .put("/schema/1", r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"/schema/2"}"#);
        issuer
            .site
            .put("/schema/2", r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"/schema/3"}"#);
        issuer.site.put(
            "/schema/3",
            r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                "properties":{"credentialSubject":{"properties":{"description":{"maxLength":7}}}}}"#,
        );
        issuer
    }

    fn document(&self, id: &str) -> String {
        let method = Object::new()
            .with("id", format!("{id}#k"))
            .with("type", "Multikey")
            .with("controller", id)
            .with("publicKeyMultibase", self.key.public_key().to_multikey());
        let document = Object::new().with("id", id).with("verificationMethod", vec![Value::from(method)]);
        document.with("assertionMethod", vec![Value::from(format!("{id}#k"))]).to_string()
    }

    /// Publishes the list in which these are withdrawn.
    fn withdraw(&self, indices: &[usize]) {
        let mut list = List::new(0).unwrap();
        for index in indices {
            list.set(*index, true).unwrap();
        }
        let publication = Publication {
            url: &self.site.url("/status"),
            issuer: self.did.clone().into(),
            purpose: Purpose::Revocation,
            valid_from: Timestamp::parse(NOW).unwrap(),
            valid_until: None,
            time_to_live: None,
        };
        let list = self.sign(list.credential(publication).unwrap().object().clone());
        self.site.put("/status", list.to_string());
    }

    fn sign(&self, credential: Object) -> Object {
        let method = VerificationMethodId::parse(&format!("{}#k", self.did)).unwrap();
        let public = self.key.public_key();
        let now = Timestamp::parse(NOW).unwrap();
        let options = ProofOptions { method: Some(method), ..ProofOptions::new(&public, now) };
        let credential = UnsignedCredential::new(credential).unwrap();
        Prepared::new(credential, &public, options).unwrap().signed_by(&self.key).unwrap().into_object()
    }

    /// A credential that may be withdrawn, and keeps a schema of four documents if what it describes has at most seven
    /// letters.
    fn credential(&self, described: &str) -> String {
        let credential =
            object(r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}"#);
        let subject = Object::new().with("id", "urn:a:b").with("description", described);
        let schema = Object::new().with("id", self.site.url("/schema")).with("type", "JsonSchema");
        let credential = credential
            .with("issuer", self.did.clone())
            .with("credentialSubject", subject)
            .with("credentialStatus", List::entry(&self.site.url("/status"), Purpose::Revocation, 7))
            .with("credentialSchema", schema);
        self.sign(credential).to_string()
    }

    /// A program that believes the site's certificate.
    fn program(&self) -> (Proofpass, File) {
        let certificate = File::new("certificate.pem", self.site.certificate());
        (Proofpass::bare().with("PROOFPASS_FETCH_THIS_MACHINE", certificate.path()), certificate)
    }

    /// A service that fetches from these hosts. It has no database, which verifying does not need.
    fn service(&self, hosts: &str) -> (Server, File) {
        let certificate = File::new("certificate-of-service.pem", self.site.certificate());
        let service = nowhere().with("PROOFPASS_FETCH_THIS_MACHINE", certificate.path());
        (service.with("PROOFPASS_VERIFY_FETCH", hosts).serve(), certificate)
    }
}

fn nowhere() -> Proofpass {
    Proofpass::on(&SecretString::from("postgres://127.0.0.1:1/none"))
}

const EVERYTHING: [&str; 6] = ["/acme/did.json", "/schema", "/schema/1", "/schema/2", "/schema/3", "/status"];

#[track_caller]
fn printed(output: &Output, code: i32) -> String {
    let (said, printed) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(code), "{said}\n{printed}");
    printed.into_owned()
}

async fn post(server: &Server, path: &str, body: &str) -> String {
    ask(server.address, "POST", path, "content-type: application/json\r\n", body).await
}

fn envelope(document: &str) -> String {
    format!(r#"{{"bundle":{document},"now":"{NOW}"}}"#)
}

#[tokio::test]
async fn the_command_fetches_where_it_is_told_to_and_not_otherwise() {
    let issuer = Issuer::start();
    let (program, _certificate) = issuer.program();
    let good = File::new("fetched.json", &issuer.credential("A thing"));
    let verify =
        |file: &File, fetch: &[&str]| program.run([&["verify", file.path(), "--json", "--now", NOW], fetch].concat());
    let report = printed(&verify(&good, &[]), 2);
    assert!(report.contains("key-unresolved") && report.contains("status-list-unresolved"), "{report}");
    assert_eq!(issuer.site.requests(), [""; 0]);

    let output = verify(&good, &["--fetch"]);
    let report = printed(&output, 0);
    assert!(report.contains("schema-satisfied"), "{report}");
    assert_eq!(issuer.site.requests(), EVERYTHING);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let from = issuer.site.url("/acme/did.json");
    assert!(said.contains(&format!("fetched did-document {} from {from}", issuer.did)), "{said}");

    let large = File::new("violated.json", &issuer.credential("Something"));
    assert!(printed(&verify(&large, &["--fetch"]), 1).contains("schema-violated"));
    issuer.withdraw(&[7]);
    assert!(printed(&verify(&good, &["--fetch"]), 1).contains("revoked"));
    issuer.site.answer("/status", "HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n");
    let output = verify(&good, &["--fetch"]);
    assert!(printed(&output, 2).contains("status-list-unresolved"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the answer is 500"));
}

#[tokio::test]
async fn one_file_is_enough_when_the_servers_are_gone() {
    let issuer = Issuer::start();
    let (program, _certificate) = issuer.program();
    let credential = issuer.credential("A thing");
    let good = File::new("carried.json", &credential);
    let evidence = File::new("evidence.json", "");
    printed(&program.run(["bundle", good.path(), "--at", NOW, "-o", evidence.path()]), 0);
    assert_eq!(issuer.site.requests(), EVERYTHING);
    let live = printed(&program.run(["verify", good.path(), "--json", "--fetch", "--now", NOW]), 0);
    let gathered = std::fs::read_to_string(evidence.path()).unwrap();
    let (document, issuer_of_another) = (issuer.document(&issuer.did), issuer.document("did:web:b.example"));
    let list = text(object(&gathered).get("material").and_then(list_of).unwrap(), "encodedList");
    issuer.site.stop();

    let verify = |file: &str, more: &[&str]| program.run([&["verify", file, "--json", "--now", NOW], more].concat());
    // Nobody is there any more.
    assert!(printed(&verify(good.path(), &["--fetch"]), 2).contains("key-unresolved"));
    // What a file says for itself counts where it is told to.
    printed(&verify(evidence.path(), &[]), 2);
    assert_eq!(printed(&verify(evidence.path(), &["--accept-enclosed"]), 0), live);

    // A key of their own, for somebody else's name.
    let thief = SigningKey::from_seed(&[8; 32]).public_key().to_multikey();
    let ours = SigningKey::from_seed(&[7; 32]).public_key().to_multikey();
    // The list of a credential that was withdrawn, with another's signature.
    let mut other = List::new(0).unwrap();
    other.set(9, true).unwrap();
    let cases = [
        ("the credential", gathered.replace("A thing", "A thong"), 1),
        ("the key", gathered.replace(&ours, &thief), 1),
        ("the list", gathered.replace(&list, &flipped(&list)), 1),
        ("whose document", gathered.replace(&document, &issuer_of_another), 2),
        ("no material", without_material(&gathered), 2),
        ("cut off", gathered[..gathered.len() - 1].to_owned(), 1),
    ];
    for (what, changed, code) in cases {
        assert_ne!(changed, gathered, "{what}");
        let changed = File::new("changed-evidence.json", &changed);
        let report = printed(&verify(changed.path(), &["--accept-enclosed"]), code);
        assert!(!report.contains(r#""verdict":"accept""#), "{what}: {report}");
    }
}

/// The first status list in material.
fn list_of(material: &Value) -> Option<&Object> {
    let lists = material.as_object()?.get("statusLists")?;
    let Value::Array(lists) = lists else { return None };
    let credential = lists.first()?.as_object()?.get("credential")?.as_object()?;
    credential.get("credentialSubject")?.as_object()
}

fn flipped(list: &str) -> String {
    let mut bytes = list.as_bytes().to_vec();
    let at = bytes.len() / 2;
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    String::from_utf8(bytes).unwrap()
}

fn without_material(evidence: &str) -> String {
    let mut evidence = object(evidence);
    evidence.remove("material");
    evidence.with("material", Object::new()).to_string()
}

#[tokio::test]
async fn the_service_fetches_where_it_may_and_comes_to_the_same_bytes() {
    let issuer = Issuer::start();
    let (program, _certificate) = issuer.program();
    let (server, _theirs) = issuer.service(&format!("a.example, {}", issuer.site.host()));
    for (described, withdrawn, verdict) in
        [("A thing", &[][..], "accept"), ("Something", &[], "reject"), ("A thing", &[7], "reject")]
    {
        issuer.withdraw(withdrawn);
        let credential = issuer.credential(described);
        let file = File::new("both.json", &credential);
        let native = program.run(["verify", file.path(), "--json", "--fetch", "--now", NOW]);
        let native = String::from_utf8(native.stdout).unwrap();
        let _ = issuer.site.requests();
        let answer = post(&server, "/api/v1/verify?resolve", &envelope(&credential)).await;
        assert_eq!(issuer.site.requests(), EVERYTHING);
        assert_eq!(body(&answer), native);
        assert_eq!(text(&object(&native), "verdict"), verdict);
    }

    // What was fetched, from where and when; and whoever has that needs nobody.
    issuer.withdraw(&[]);
    let credential = issuer.credential("A thing");
    let answer = post(&server, "/api/v1/verify?x=1&resolve=material", &envelope(&credential)).await;
    let resolved = object(body(&answer));
    assert_eq!(resolved.get("missing"), Some(&Value::Array(Vec::new())));
    let material = resolved.get("material").unwrap().to_string();
    for path in EVERYTHING {
        assert!(material.contains(&format!(r#""from":"{}","at":"20"#, issuer.site.url(path))), "{path}: {material}");
    }
    let _ = issuer.site.requests();
    let brought = format!(r#"{{"bundle":{credential},"now":"{NOW}","material":{material}}}"#);
    for path in ["/api/v1/verify", "/api/v1/verify?resolve"] {
        let again = post(&server, path, &brought).await;
        assert_eq!(body(&again), resolved.get("report").unwrap().to_string());
        assert_eq!(text(&object(body(&again)), "verdict"), "accept");
    }
    // Nor is anything fetched for who does not ask.
    let unasked = post(&server, "/api/v1/verify", &envelope(&credential)).await;
    assert_eq!(text(&object(body(&unasked)), "verdict"), "undecided");
    assert_eq!(issuer.site.requests(), [""; 0]);
    for query in ["resolve=all", "resolve=Material", "resolve&resolve=material", "resolve=material&resolve=material"] {
        let wrong = post(&server, &format!("/api/v1/verify?{query}"), &credential).await;
        assert!(wrong.starts_with("HTTP/1.1 422 "), "{query}: {wrong}");
        assert!(wrong.contains("once at most"), "{query}: {wrong}");
    }
}

#[tokio::test]
async fn what_the_service_cannot_have_is_unchecked_and_said_with_a_code() {
    let issuer = Issuer::start();
    let (server, _certificate) = issuer.service("*");
    let credential = issuer.credential("A thing");
    let elsewhere = "HTTP/1.1 302 Found\r\nlocation: https://169.254.169.254/status\r\ncontent-length: 0\r\n\r\n";
    let packed = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\nx";
    let huge = format!("HTTP/1.1 200 OK\r\n\r\n{}", " ".repeat(800 << 10));
    for (given, code) in [
        ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", "http-status"),
        (elsewhere, "redirected"),
        (packed, "not-json"),
        (&huge, "too-large"),
        ("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>", "not-json"),
        ("nonsense\r\n\r\n", "unreachable"),
        ("", "timed-out"),
    ] {
        issuer.site.answer("/status", given);
        let begun = Instant::now();
        let answer = post(&server, "/api/v1/verify?resolve=material", &envelope(&credential)).await;
        assert!(begun.elapsed() < Duration::from_secs(10), "{code}");
        let resolved = object(body(&answer));
        let report = resolved.get("report").unwrap().to_string();
        assert!(report.contains(r#""verdict":"undecided""#) && report.contains("status-list-unresolved"), "{report}");
        let missing = resolved.get("missing").unwrap().to_string();
        assert!(missing.contains(&format!(r#""code":"{code}""#)) && missing.contains("\"status-list\""), "{missing}");
    }
    // Another's document under this name, and nobody at all.
    issuer.site.put("/acme/did.json", issuer.document("did:web:b.example"));
    let answer = post(&server, "/api/v1/verify?resolve=material", &envelope(&credential)).await;
    assert!(answer.contains(r#""code":"id-differs""#), "{answer}");
    issuer.site.stop();
    let answer = post(&server, "/api/v1/verify?resolve=material", &envelope(&credential)).await;
    assert!(answer.contains(r#""code":"unreachable""#) && answer.contains(r#""verdict":"undecided""#), "{answer}");
}

#[tokio::test]
async fn the_service_fetches_for_so_many_at_once_and_turns_the_others_away() {
    let issuer = Issuer::start();
    let (server, _certificate) = issuer.service("*");
    let credential = envelope(&issuer.credential("A thing"));
    // It never answers: whoever waits for it keeps their place.
    issuer.site.answer("/status", "");
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (address, credential) = (server.address, credential.clone());
        asking.spawn(async move {
            let json = "content-type: application/json\r\n";
            ask(address, "POST", "/api/v1/verify?resolve", json, &credential).await
        });
    }
    let answers = asking.join_all().await;
    let refused: Vec<&String> = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 503 ")).collect();
    let undecided = answers.iter().filter(|answer| answer.contains(r#""verdict":"undecided""#)).count();
    assert_eq!((refused.len(), undecided), (4, 16), "{answers:?}");
    assert!(refused.iter().all(|answer| answer.to_lowercase().contains("retry-after: 2")), "{refused:?}");
    // Their places are free again; who needs nothing fetched never took one.
    issuer.withdraw(&[]);
    let answer = post(&server, "/api/v1/verify?resolve", &credential).await;
    assert_eq!(text(&object(body(&answer)), "verdict"), "accept");
}

#[tokio::test]
async fn the_service_asks_nobody_whom_its_operator_does_not_name() {
    let issuer = Issuer::start();
    let credential = issuer.credential("A thing");
    let refused = async |hosts: &str| {
        let (server, _certificate) = issuer.service(hosts);
        post(&server, "/api/v1/verify?resolve=material", &credential).await
    };
    // Absent, or nobody: off.
    for hosts in ["", " "] {
        let answer = refused(hosts).await;
        assert!(answer.starts_with("HTTP/1.1 422 ") && answer.contains("fetches nothing"), "{answer}");
    }
    let off = nowhere().serve();
    let answer = post(&off, "/api/v1/verify?resolve", &credential).await;
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    for hosts in ["localhost", "a.example", "localhost:4444"] {
        let answer = refused(hosts).await;
        assert!(answer.contains(r#""code":"caller-refused""#) && answer.contains("undecided"), "{hosts}: {answer}");
    }
    assert_eq!(issuer.site.requests(), [""; 0]);
    // Without the setting of developers this machine is not asked, whatever names lead to it.
    let internet = nowhere().with("PROOFPASS_VERIFY_FETCH", "*").serve();
    let answer = post(&internet, "/api/v1/verify?resolve=material", &credential).await;
    assert!(answer.contains(r#""code":"address-refused""#), "{answer}");
    assert_eq!(issuer.site.requests(), [""; 0]);
    // What is no list of hosts is refused at the start, and so is the developers' setting in production.
    for hosts in ["https://a.example", "a.example/x", "*, a.example", "a.example,,b.example", "user@a.example"] {
        let output = nowhere().with("PROOFPASS_VERIFY_FETCH", hosts).run(["serve"]);
        assert!(matches!(output.status.code(), Some(64 | 78)), "{hosts}: {:?}", output.status);
    }
    let certificate = File::new("certificate-of-production.pem", issuer.site.certificate());
    let output = nowhere()
        .with("PROOFPASS_VERIFY_FETCH", "*")
        .with("PROOFPASS_FETCH_THIS_MACHINE", certificate.path())
        .with("PROOFPASS_PUBLIC_URL", "https://a.example")
        .with("PROOFPASS_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
        .with("PROOFPASS_API_KEY_PEPPER", "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
        .run(["serve", "--env", "production"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("production refuses it"), "{said}");
}
