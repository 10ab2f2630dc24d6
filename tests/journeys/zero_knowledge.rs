//! `proofpass verify --request`: a proof in zero knowledge on the command line.

use harness::Proofpass;
use proofpass::json::{Limits, Object, Value, parse};

use crate::from_nothing::File;

/// A proof that was made once, with what it takes to verify it (`tests/verifier/zero_knowledge.rs`).
fn kept() -> (String, Object) {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/goldens/zero-knowledge.json")).unwrap();
    let Ok(Value::Array(cases)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!("no cases") };
    let case = cases[0].as_object().unwrap();
    (case.get("document").unwrap().to_string(), case.get("options").unwrap().as_object().unwrap().clone())
}

#[test]
fn a_proof_is_verified_against_the_request_that_it_answers() {
    let program = Proofpass::bare();
    let (document, options) = kept();
    let policy = options.get("policy").unwrap().as_object().unwrap();
    let request = policy.get("request").unwrap().as_object().unwrap();
    let shown = File::new("zk-shown.json", &document);
    let material = File::new("zk-material.json", &options.get("material").unwrap().to_string());
    let asked = File::new("zk-asked.json", &request.to_string());
    let other = request.clone().with("nonce", "AAECAwQFBgcICQoLDA0OEA").to_string();
    let other = File::new("zk-other.json", &other);
    let wrong = File::new("zk-wrong.json", &request.clone().with("facts", "none").to_string());
    let at = options.get("now").unwrap().as_str().unwrap();
    let run = |request: &[&str], allow: bool| {
        let mut arguments = vec!["verify", shown.path(), "--material", material.path(), "--now", at];
        arguments.extend(request);
        arguments.extend(allow.then_some("--allow-development-keys"));
        let output = program.run(arguments);
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, text, _) = run(&["--request", asked.path()], true);
    assert_eq!(code, Some(0), "{text}");
    for said in [
        "proof for https://shop.example",
        "DEVELOPMENT",
        "proof-holds",
        "replay-unchecked",
        "\"ageAtLeast\":18",
        "Berlin",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // Without being allowed, for another request, without one, and with one that is none.
    assert_eq!(run(&["--request", asked.path()], false).0, Some(1));
    assert_eq!(run(&["--request", other.path()], true).0, Some(1));
    assert_eq!(run(&[], true).0, Some(2));
    let (code, _, said) = run(&["--request", wrong.path()], true);
    assert_eq!(code, Some(64));
    assert!(said.contains("/facts"), "{said}");
    // Nothing is at hand: what to fetch is said.
    let output =
        program.run(["verify", shown.path(), "--request", asked.path(), "--allow-development-keys", "--now", at]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(
        text.contains("did-document did:web:city.example from https://city.example/.well-known/did.json"),
        "{text}"
    );
}
