//! The cases that every platform must answer with the same bytes: written here with the native report, read by
//! `tests/npm/same-report.test.mjs` in Node, Chromium and workerd.

use std::fmt::Write as _;
use std::path::PathBuf;

use proofpass::did::VerificationMethodId;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::{ProofOptions, Suite};
use proofpass::verify::Request;

use crate::mutations::mutations;
use crate::own::{NOW, key, sign_with, signed, signed_as, unsigned, vectors};
use crate::third_party::{folder, json_files};
use crate::{object, package, zero_knowledge};

/// `cases` in cargo's build folder, where the npm suites look for it.
pub(crate) fn cases_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let folder = package().join("..").join(target).join("cases");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a file for the npm suites.
pub(crate) fn write_file(file: &str, text: &str) {
    std::fs::write(cases_folder().join(file), text).unwrap();
}

/// Writes one JSON object a line.
pub(crate) fn write_lines(file: &str, lines: &[Object]) {
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    write_file(file, &text);
}

/// A case with its native report.
fn case(name: String, document: &[u8], policy: &str, material: &Value) -> Object {
    let policy = Value::from(object(policy.as_bytes()));
    let options = Object::new().with("policy", policy.clone()).with("material", material.clone()).with("now", NOW);
    let case = Object::new().with("name", name).with("bundle", base64(document));
    let report = Request::with_options(document, &options.into(), None).unwrap().report().to_json();
    case.with("material", material.clone()).with("policy", policy).with("now", NOW).with("report", report)
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

/// A credential under a `did:web`, and the document that speaks for it.
fn with_material() -> (Object, Value) {
    let document = object(
        format!(
            r##"{{"id":"did:web:example.com","verificationMethod":[{{"id":"#k","type":"Multikey","controller":"did:web:example.com","publicKeyMultibase":"{}"}}],"assertionMethod":["#k"]}}"##,
            key().public_key().to_multikey()
        )
        .as_bytes(),
    );
    let entry = Object::new().with("document", document).with("from", "https://example.com/").with("at", NOW);
    let material = Object::new().with("didDocuments", vec![Value::from(entry)]);
    let credential = unsigned(r#"{"a":1}"#).with("issuer", "did:web:example.com");
    let created = proofpass::time::Timestamp::parse(NOW).unwrap();
    let method = VerificationMethodId::parse("did:web:example.com#k").ok();
    let options = ProofOptions { method, ..ProofOptions::new(&key().public_key(), created) };
    (sign_with(&key(), credential, options), material.into())
}

/// Every case, from our own vectors and from those third-party folders that are at hand.
fn cases() -> Vec<Object> {
    let none = Value::from(Object::new());
    let mut cases = Vec::new();
    for vector in vectors() {
        cases.push(case(format!("own/{}", vector.name), &vector.document, vector.policy, &vector.material.into()));
    }
    let (credential, material) = with_material();
    for (name, material) in [("with", &material), ("without", &none)] {
        cases.push(case(format!("material/{name}"), credential.to_string().as_bytes(), "{}", material));
    }
    for kept in zero_knowledge::kept() {
        let text = |name: &str| kept.options.get(name).unwrap().to_string();
        let material = kept.options.get("material").unwrap();
        cases.push(case(format!("zk/{}", kept.name), kept.document.as_bytes(), &text("policy"), material));
    }
    // Every 97th mutation: all kinds of bytes and all kinds of damage, a few hundred of them.
    let good = vectors().swap_remove(0).document;
    for (at, mutated) in mutations(&good).enumerate().step_by(97) {
        cases.push(case(format!("mutation/{at}"), &mutated, "{}", &none));
    }
    for name in
        ["w3c/vc-di-eddsa", "w3c/vc-di-ecdsa", "json-test-suite", "rfc8785/testdata/input", "untp-0.6.1", "blns"]
    {
        let Some(folder) = folder(name) else { continue };
        for file in json_files(&folder) {
            let relative = file.strip_prefix(&folder).unwrap().display().to_string();
            let document = std::fs::read(&file).unwrap();
            cases.push(case(format!("{name}/{relative}"), &document, r#"{"require":["proof"]}"#, &none));
        }
    }
    cases
}

/// How many cases there are at the least: ours alone are some 170, with everybody's some 590.
pub(crate) fn least_cases() -> usize {
    if folder("json-test-suite").is_some() { 540 } else { 160 }
}

/// The native report of every case.
pub(crate) fn native_reports() -> Vec<Value> {
    let report = |case: &Object| parse(case.get("report").unwrap().as_str().unwrap().as_bytes(), &Limits::DOCUMENT);
    cases().iter().map(|case| report(case).unwrap()).collect()
}

#[test]
fn writes_the_cases_for_every_platform() {
    let cases = cases();
    println!("{} cases", cases.len());
    write_lines("cases.jsonl", &cases);
    assert!(cases.len() >= least_cases(), "{}", cases.len());
}

fn write_list(file: &str, list: Vec<Value>) {
    std::fs::write(cases_folder().join(file), Value::Array(list).to_string()).unwrap();
}

/// Both suites over both curves.
fn issued_with_ecdsa() -> Vec<Value> {
    let created = proofpass::time::Timestamp::parse(NOW).unwrap();
    let keys = [SigningKey::p256(&[3; 32]).unwrap(), SigningKey::p384(&[3; 48]).unwrap()];
    let suites = [Suite::EcdsaJcs2019, Suite::EcdsaRdfc2019];
    let pairs = keys.iter().flat_map(|key| suites.map(|suite| (key, suite)));
    let issued = pairs.map(|(key, suite)| {
        let credential = unsigned(r#"{"id":"did:example:a"}"#).with("issuer", key.public_key().did_key());
        sign_with(key, credential, ProofOptions { suite, ..ProofOptions::new(&key.public_key(), created) }).into()
    });
    issued.collect()
}

/// A credential whose every claim is a term of one vocabulary, signed for what it says.
fn signed_linked(suite: Suite, subject: &str) -> Object {
    let vocabulary = Object::new().with("@vocab", "https://example.com/vocabulary#");
    let published = ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/suites/ed25519-2020/v1"];
    let contexts = published.into_iter().map(Value::from).chain([vocabulary.into()]).collect::<Vec<_>>();
    signed_as(suite, unsigned(subject).with("@context", contexts))
}

/// Credentials for other implementations to verify, of every shape that canonicalization cares about.
#[test]
fn writes_credentials_for_other_implementations() {
    let mut subjects = vec![
        r#"{"id":"did:example:a","grade":"A"}"#.to_owned(),
        "{\"\u{20ac}\":\"\u{1f600}\",\"\u{fb33}\":\"e\u{301}\",\"\u{1f600}\":\"\\u0000\\u001f\\\"\"}".to_owned(),
        r#"{"numbers":[0,-0,1,1.5,1e21,1e-7,5e-324,1.7976931348623157e308,9007199254740991,1424953923781206.25]}"#
            .to_owned(),
        r#"{"nested":{"deep":[[[{"z":1,"a":[true,false,null]}]]]},"empty":{},"none":[]}"#.to_owned(),
    ];
    if let Some(folder) = folder("blns") {
        let list = parse(&std::fs::read(folder.join("blns.json")).unwrap(), &Limits::DOCUMENT).unwrap();
        subjects.push(Object::new().with("naughty", list).to_string());
    }
    let issued: Vec<Value> = subjects.iter().map(|subject| signed(unsigned(subject)).into()).collect();
    let linked = [
        r#"{"id":"did:example:a","grade":"A"}"#,
        "{\"\u{20ac}\":\"\u{1f600}\",\"\u{e9}\":\"\\u0000\\u001f\\u007f\\\"\\\\\"}",
        r#"{"numbers":[0,-0,1,1.5,1e21,1.5e-7,1.7976931348623157e308,9007199254740991,1424953923781206.25]}"#,
        r#"{"nested":{"deep":[{"z":1,"a":[true,false]},{"z":1,"a":[true,false]}]},"empty":{}}"#,
        r#"{"note":[{"@value":"Werk","@language":"de-CH"},{"@value":"works","@language":"EN-us"}]}"#,
    ];
    let linked = |suite| linked.iter().map(|subject| signed_linked(suite, subject).into()).collect();
    write_list("issued-bbs.json", crate::bbs::for_others().into_iter().map(Value::from).collect());
    write_list("issued-ecdsa.json", issued_with_ecdsa());
    write_list("issued-sd.json", crate::disclosure::for_others().into_iter().map(Value::from).collect());
    write_list("issued-sd-jwt.json", crate::sd_jwt::for_others().into_iter().map(Value::from).collect());
    write_list("issued-cose.json", crate::cose::issued().into_iter().map(Value::from).collect());
    write_list("issued-tokens.json", crate::tokens::issued().into_iter().map(Value::from).collect());
    write_list("presented.json", crate::presentations::presented().into_iter().map(Value::from).collect());
    write_list("issued-ed25519-2020.json", linked(Suite::Ed25519Signature2020));
    write_list("issued-rdfc.json", linked(Suite::EddsaRdfc2022));
    write_list("issued.json", issued);
}
