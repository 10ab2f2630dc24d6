//! `proofpass derive`: a holder shows parts of a credential, and `proofpass verify` accepts what is shown and nothing else.

use std::process::Output;

use harness::{Proofpass, SeededRng};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass_issuer::clock::SystemClock;
use proofpass_issuer::vc_api::{Profile, Seed, VcApi, issue};
use secrecy::SecretBox;

use crate::from_nothing::File;
use crate::shop::object;

/// A credential with a base proof, as its issuer gives it out.
fn base(suite: &str) -> Object {
    let seed = Seed::from(SecretBox::new(Box::new([5; 32])));
    let (clock, rng) = (std::sync::Arc::new(SystemClock), std::sync::Arc::new(SeededRng::new("derive")));
    let api = VcApi::new(&seed, clock, rng, "https://127.0.0.1:40443").unwrap();
    let profile = Profile::named(suite).unwrap();
    let credential = Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2"), vocabulary()])
        .with("type", vec![Value::from("VerifiableCredential")])
        .with("issuer", api.did(profile))
        .with("validUntil", "2099-01-01T00:00:00Z")
        .with("credentialSubject", read(r#"{"grade":"A","secret":"42","list":["a","b"]}"#));
    let made = issue(&api, profile, &Object::new().with("credential", credential).into()).unwrap();
    made.get("verifiableCredential").and_then(Value::as_object).unwrap().clone()
}

fn vocabulary() -> Value {
    read(r#"{"@vocab":"https://example.com/#","list":{"@id":"https://example.com/#list","@container":"@list"}}"#)
}

fn read(text: &str) -> Value {
    parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
}

fn said(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_holder_shows_a_part_and_no_more() {
    let program = Proofpass::bare();
    for suite in ["ecdsa-sd-2023", "bbs-2023"] {
        let file = File::new(&format!("{suite}.json"), &base(suite).to_string());
        let verdict = |name: &str, document: &str| {
            let shown = File::new(&format!("{suite}-{name}.json"), document);
            program.run(["verify", shown.path()]).status.code()
        };
        let part = program.ok(["derive", file.path(), "--show", "/credentialSubject/grade"]);
        assert_eq!(verdict("part", &part), Some(0), "{suite}: {part}");
        let subject = r#""credentialSubject":{"grade":"A"}"#;
        assert!(part.ends_with('\n') && part.contains(subject), "{suite}: {part}");
        for (name, value) in [("validUntil", "2099-01-01T00:00:00Z"), ("issuer", "did:key:z")] {
            assert!(part.contains(&format!(r#""{name}":"{value}"#)), "{suite} {name}: {part}");
        }
        for (name, changed) in [
            ("claim", part.replace(r#""grade":"A""#, r#""grade":"B""#)),
            ("longer", part.replace("2099", "2199")),
            ("endless", part.replace(r#""validUntil":"2099-01-01T00:00:00Z","#, "")),
        ] {
            assert_ne!(changed, part, "{name}");
            assert_eq!(verdict(name, &changed), Some(1), "{suite} {name}");
        }
        // What the holder keeps is not for verifiers.
        assert_eq!(program.run(["verify", file.path()]).status.code(), Some(1), "{suite}");
        // The same again: with the one suite the same bytes, with the other no two alike.
        let again = program.ok(["derive", file.path(), "--show", "/credentialSubject/grade"]);
        assert_eq!(again == part, suite == "ecdsa-sd-2023");
    }
}

#[test]
fn says_what_cannot_be_derived_and_why() {
    let program = Proofpass::bare();
    let bbs = File::new("refused-bbs.json", &base("bbs-2023").to_string());
    let sd = File::new("refused-sd.json", &base("ecdsa-sd-2023").to_string());
    let derived = program.ok(["derive", bbs.path(), "--show", "/credentialSubject/grade"]);
    let derived = File::new("refused-derived.json", &derived);
    let mut unsigned = base("bbs-2023");
    unsigned.remove("proof");
    let unsigned = File::new("refused-unsigned.json", &unsigned.to_string());
    let damaged = File::new("refused-damaged.json", &base("bbs-2023").to_string().replace("\"42\"", "\"43\""));
    let long = format!("u{}", "A".repeat(1400));
    for (arguments, code, why) in [
        (vec![bbs.path(), "--show", "/credentialSubject/none"], 1, "--show /credentialSubject/none: leads to nothing"),
        (vec![bbs.path(), "--show", "/credentialSubject/list/1"], 1, "does not stand alone"),
        (vec![bbs.path(), "--presentation-header", &long], 1, "longer than 1024 bytes"),
        (vec![sd.path(), "--presentation-header", "uAQID"], 1, "no place for a presentation header"),
        (vec![derived.path()], 1, "no base proof"),
        (vec![unsigned.path()], 1, "no base proof"),
        (vec![damaged.path(), "--show", "/credentialSubject/secret"], 1, "damaged"),
        (vec![bbs.path(), "--show", "credentialSubject"], 64, "--show credentialSubject"),
        (vec![bbs.path(), "--presentation-header", "AQID"], 64, "--presentation-header"),
        (vec!["/nowhere/at/all"], 64, "cannot read"),
        (vec![], 64, "Usage"),
    ] {
        let output = program.run([&["derive"], arguments.as_slice()].concat());
        let (found, said) = said(&output);
        assert!(found == Some(code) && said.contains(why), "{arguments:?}: {found:?} {said}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    // A header that is asked for is in the proof, and every verifier checks it.
    let shown =
        program.ok(["derive", bbs.path(), "--show", "/credentialSubject/grade", "--presentation-header", "uAQID"]);
    let shown = object(&shown);
    let value = shown.get("proof").and_then(Value::as_object).and_then(|proof| proof.get("proofValue")?.as_str());
    let bytes = proofpass::multibase::decode_base64url(value.unwrap()).unwrap();
    assert!(bytes.ends_with(&[0x43, 1, 2, 3]));
}
