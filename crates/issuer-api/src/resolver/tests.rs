//! A credential by a `did:web` that may be withdrawn: gathered from a real server, and verified from one file without it.

use std::collections::HashMap;
use std::sync::Mutex;

use proofpass::credential::UnsignedCredential;
use proofpass::did::VerificationMethodId;
use proofpass::json::{Limits, parse};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::{Prepared, ProofOptions};
use proofpass::securing::sd_jwt::{Frame, PreparedSdJwt, SdJwtOptions};
use proofpass::status::{List, Publication, Purpose};
use proofpass::time::Timestamp;
use proofpass::verify::{Policy, Request, Verdict, verify};

use super::*;
use crate::clock::SystemClock;
use crate::egress::tests::{Server, ok};

/// What the server has, by path; the server's port is only known once it runs.
type Site = Arc<Mutex<HashMap<String, Vec<u8>>>>;

struct Issuer {
    server: Server,
    site: Site,
    did: String,
    key: SigningKey,
}

impl Issuer {
    async fn start() -> Self {
        let site = Site::default();
        let seen = Arc::clone(&site);
        let missing = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
        let server =
            Server::start(move |path| seen.lock().unwrap().get(path).map_or_else(|| missing.to_vec(), |body| ok(body)))
                .await;
        let did = format!("did:web:localhost%3A{}:acme", server.port);
        let issuer = Self { server, site, did, key: SigningKey::from_seed(&[7; 32]) };
        issuer.put("/acme/did.json", &issuer.document(&issuer.did).to_string());
        issuer.put("/status", &issuer.sign(issuer.list(&[])).to_string());
        issuer
    }

    fn put(&self, path: &str, body: &str) {
        self.site.lock().unwrap().insert(path.to_owned(), body.as_bytes().to_vec());
    }

    fn document(&self, id: &str) -> Object {
        let method = Object::new()
            .with("id", format!("{id}#k"))
            .with("type", "Multikey")
            .with("controller", id)
            .with("publicKeyMultibase", self.key.public_key().to_multikey());
        Object::new()
            .with("id", id)
            .with("verificationMethod", vec![Value::from(method)])
            .with("assertionMethod", vec![Value::from(format!("{id}#k"))])
    }

    fn list(&self, withdrawn: &[usize]) -> Object {
        let mut list = List::new(0).unwrap();
        for index in withdrawn {
            list.set(*index, true).unwrap();
        }
        let publication = Publication {
            url: &self.server.url("/status"),
            issuer: self.did.clone().into(),
            purpose: Purpose::Revocation,
            valid_from: now(),
            valid_until: None,
            time_to_live: None,
        };
        list.credential(publication).unwrap().object().clone()
    }

    fn sign(&self, credential: Object) -> Object {
        let method = VerificationMethodId::parse(&format!("{}#k", self.did)).unwrap();
        let public = self.key.public_key();
        let options = ProofOptions { method: Some(method), ..ProofOptions::new(&public, now()) };
        let credential = UnsignedCredential::new(credential).unwrap();
        Prepared::new(credential, &public, options).unwrap().signed_by(&self.key).unwrap().into_object()
    }

    fn credential(&self) -> Object {
        let text = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}"#;
        let subject = Object::new().with("id", "urn:a:b").with("description", "A thing");
        let credential = object(text);
        let credential = credential.with("issuer", self.did.clone()).with("credentialSubject", subject);
        let entry = List::entry(&self.server.url("/status"), Purpose::Revocation, 7);
        self.sign(credential.with("credentialStatus", entry))
    }

    fn resolver(&self) -> Resolver {
        Resolver::new(self.server.egress(), Arc::new(SystemClock))
    }

    async fn gather(&self) -> (Bundle, Gathered) {
        let bundle = Bundle::parse(self.credential().to_string().as_bytes()).unwrap();
        let gathered = self.resolver().gather(&bundle, &Material::default()).await;
        (bundle, gathered)
    }
}

fn object(text: &str) -> Object {
    match parse(text.as_bytes(), &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => object,
        other => panic!("{other:?}"),
    }
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T12:00:00Z").unwrap()
}

fn verdict(bundle: &Bundle, material: &Material) -> Verdict {
    verify(bundle, material, &Policy::default(), now()).verdict()
}

fn said(gathered: &Gathered) -> Vec<String> {
    let text = |outcome: &Outcome| match &outcome.result {
        Ok(_) => format!("{} came", outcome.need.kind()),
        Err(error) => format!("{}: {error}", outcome.need.kind()),
    };
    gathered.outcomes.iter().map(text).collect()
}

#[tokio::test]
async fn gathers_what_a_credential_needs_and_what_that_needs() {
    let issuer = Issuer::start().await;
    let (bundle, gathered) = issuer.gather().await;
    assert_eq!(said(&gathered), ["did-document came", "status-list came"]);
    assert_eq!(verdict(&bundle, &Material::default()), Verdict::Undecided);
    assert_eq!(verdict(&bundle, &gathered.material), Verdict::Accept);
    // The same as if it had been given by hand.
    let by_hand = Material::from_value(&gathered.to_object().into()).unwrap();
    let report = |material| verify(&bundle, material, &Policy::default(), now()).to_json();
    assert_eq!(report(&by_hand), report(&gathered.material));
    issuer.put("/status", &issuer.sign(issuer.list(&[7])).to_string());
    let (bundle, gathered) = issuer.gather().await;
    assert_eq!(verdict(&bundle, &gathered.material), Verdict::Reject);
}

#[tokio::test]
async fn one_file_is_enough_later_and_only_for_who_believes_it() {
    let issuer = Issuer::start().await;
    let (bundle, gathered) = issuer.gather().await;
    let document = bundle.credentials()[0].to_object();
    let evidence = Bundle::evidence(document.clone().into(), gathered.to_object(), now());
    drop(issuer);
    let report = |policy: &str| {
        let envelope = format!(r#"{{"bundle":{evidence},"policy":{policy},"now":"2026-11-23T12:00:00Z"}}"#);
        Request::parse(envelope.as_bytes(), now()).unwrap().report()
    };
    assert_eq!(report("{}").verdict(), Verdict::Undecided);
    assert!(report("{}").to_json().contains("key-unresolved"));
    assert_eq!(report(r#"{"acceptEnclosed":false}"#).verdict(), Verdict::Undecided);
    assert_eq!(report(r#"{"acceptEnclosed":true}"#).verdict(), Verdict::Accept);
    let by_hand = verify(&bundle, &gathered.material, &Policy::default(), now());
    assert_eq!(report(r#"{"acceptEnclosed":true}"#).to_json(), by_hand.to_json());
    // What its maker encloses is anybody's: a key of their own, for somebody else's name.
    let thief = SigningKey::from_seed(&[8; 32]);
    let forged = gathered.to_object().to_string();
    let ours = SigningKey::from_seed(&[7; 32]).public_key().to_multikey();
    let forged = forged.replace(&ours, &thief.public_key().to_multikey());
    let forged = object(&forged);
    let forged = Bundle::parse(Bundle::evidence(document.into(), forged, now()).to_string().as_bytes()).unwrap();
    let accepting = Policy::default().accepting_enclosed();
    assert_eq!(verify(&forged, &Material::default(), &accepting, now()).verdict(), Verdict::Reject);
    // What the verifier itself has comes before what is enclosed.
    assert_eq!(verify(&forged, &gathered.material, &accepting, now()).verdict(), Verdict::Accept);
}

#[tokio::test]
async fn what_does_not_come_or_is_something_else_is_not_at_hand() {
    let issuer = Issuer::start().await;
    let somebody_else = issuer.document("did:web:b.example").to_string();
    let ours = issuer.document(&issuer.did).to_string();
    let twice = ours.replacen('{', r#"{"id":"did:web:b.example","#, 1);
    // As deep as a document may be: an evidence bundle around it would be deeper, and nobody could read that.
    let deep = ours.replacen('{', &format!(r#"{{"a":{}{},"#, "[".repeat(62), "]".repeat(62)), 1);
    let other_list = r#"{"type":"ProofPassBundle","version":1,"credentials":[{},{}]}"#;
    for (path, body, expected) in [
        ("/acme/did.json", somebody_else.as_str(), "did-document: the document is somebody else's"),
        ("/acme/did.json", "<html>", "did-document: what came is not what was asked for"),
        ("/acme/did.json", "[]", "did-document: what came is not what was asked for"),
        ("/acme/did.json", r#"{"id":1}"#, "did-document: the document is somebody else's"),
        ("/acme/did.json", &twice, "did-document: what came is not what was asked for"),
        ("/acme/did.json", &deep, "did-document: what came is larger than material may be"),
        ("/status", "<html>", "status-list: what came is not what was asked for"),
        ("/status", "{}", "status-list: what came is not what was asked for"),
        ("/status", other_list, "status-list: what came is not what was asked for"),
    ] {
        let before = issuer.site.lock().unwrap().get(path).cloned().unwrap();
        issuer.put(path, body);
        let (bundle, gathered) = issuer.gather().await;
        assert!(said(&gathered).contains(&expected.to_owned()), "{path} {body}: {:?}", said(&gathered));
        assert_eq!(verdict(&bundle, &gathered.material), Verdict::Undecided, "{path} {body}");
        issuer.site.lock().unwrap().insert(path.to_owned(), before);
    }
    let huge = format!(r#"{{"id":"{}"}}"#, "x".repeat(MAX_KEYS));
    issuer.put("/acme/did.json", &huge);
    let (_, gathered) = issuer.gather().await;
    assert!(said(&gathered).contains(&"did-document: the answer is too large".to_owned()));
}

#[tokio::test]
async fn the_keys_that_an_issuer_publishes_are_in_the_file_too() {
    let issuer = Issuer::start().await;
    let (name, key) = (issuer.server.url("/acme"), issuer.key.public_key());
    let metadata = Object::new().with("issuer", name.clone()).with("jwks_uri", issuer.server.url("/keys"));
    issuer.put("/.well-known/jwt-vc-issuer/acme", &metadata.to_string());
    let keys = Object::new().with("keys", vec![Value::from(key.to_jwk().with("kid", "k"))]);
    issuer.put("/keys", &keys.to_string());
    let claims = Object::new().with("iss", name).with("vct", "https://issuer.example/thing").with("colour", "red");
    let options = SdJwtOptions { key_id: Some("k"), ..SdJwtOptions::new(&key) };
    let token = PreparedSdJwt::sd_jwt_vc(claims, &Frame::default(), &options, &mut || [1; 16]).unwrap();
    let token = token.signed_by(&issuer.key).unwrap();
    let bundle = Bundle::parse(token.as_bytes()).unwrap();
    let gathered = issuer.resolver().gather(&bundle, &Material::default()).await;
    assert_eq!(said(&gathered), ["issuer-metadata came", "jwk-set came"]);
    let evidence = Bundle::evidence(token.into(), gathered.to_object(), now()).to_string();
    let bundle = Bundle::parse(evidence.as_bytes()).unwrap();
    assert_eq!(verdict(&bundle, &Material::default()), Verdict::Undecided);
    assert_eq!(verdict(&bundle, bundle.enclosed()), Verdict::Accept);
    // Another's keys under the same name.
    let others = SigningKey::from_seed(&[8; 32]).public_key().to_jwk().with("kid", "k");
    issuer.put("/keys", &Object::new().with("keys", vec![Value::from(others)]).to_string());
    let gathered = issuer.resolver().gather(&bundle, &Material::default()).await;
    assert_eq!(verdict(&bundle, &gathered.material), Verdict::Reject);
}

#[tokio::test]
async fn asks_for_each_thing_once_and_for_so_many_and_no_more() {
    let issuer = Issuer::start().await;
    let proof = |n: usize| {
        let method = format!("https://localhost:{}/{n}#k", issuer.server.port);
        Value::from(Object::new().with("verificationMethod", method))
    };
    let credential = Object::new().with("@context", Vec::new()).with("proof", (0..150).map(proof).collect::<Vec<_>>());
    let bundle = Bundle::parse(credential.to_string().as_bytes()).unwrap();
    let gathered = issuer.resolver().gather(&bundle, &Material::default()).await;
    let refused =
        said(&gathered).into_iter().filter(|text| text.ends_with("more was needed than is fetched for one document"));
    assert_eq!((gathered.outcomes.len(), refused.count()), (150, 50));
    assert_eq!(issuer.server.requests.lock().unwrap().len(), 100);
    // Nor is anything asked that is nowhere.
    let nowhere =
        r#"{"@context":[],"proof":[{"verificationMethod":"did:ex:a#k"},{"verificationMethod":"did:web:127.0.0.1#k"}]}"#;
    let bundle = Bundle::parse(nowhere.as_bytes()).unwrap();
    let gathered = issuer.resolver().gather(&bundle, &Material::default()).await;
    assert_eq!(said(&gathered), ["did-document: where it could come from is not known"; 2]);
}
