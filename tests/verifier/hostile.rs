//! Inputs that nobody wrote: generated documents and damaged ones. Nothing panics, nothing is accepted, and our reader
//! agrees with another one about what is JSON.

use proofpass::jcs::canonicalize;
use proofpass::json::{Error, Limits, Value, parse};
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Policy, Request, Verdict, verify_bytes};
use proofpass_fuzz::{is_equal, other_reader};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::own::NOW;

/// JSON text, spelled in many ways: escapes, odd numbers, white space.
pub(crate) fn json_text() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(|n| format!("{n:e}")),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
    ];
    let string = prop_oneof![
        any::<String>().prop_map(|text| Value::from(text).to_string()),
        "\"([a-z]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4}|\u{e9}|\u{1f600}){0,8}\"",
    ];
    let leaf =
        prop_oneof![Just("null".to_owned()), Just("true".to_owned()), Just("false".to_owned()), number, string.clone()];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let space = "[ \\t\\n\\r]{0,2}";
        let array = (prop::collection::vec(inner.clone(), 0..6), space)
            .prop_map(|(elements, space)| format!("[{space}{}]", elements.join(&format!(",{space}"))));
        let members = prop::collection::vec((string.clone(), inner), 0..6);
        let object = (members, space).prop_map(|(members, space)| {
            let members: Vec<String> =
                members.into_iter().map(|(name, value)| format!("{name}{space}:{value}")).collect();
            format!("{{{}{space}}}", members.join(","))
        });
        prop_oneof![array, object]
    })
}

/// Ours reads it: the other does too, and reads the same. Ours finds no JSON: neither does the other.
fn assert_readers_agree(bytes: &[u8]) -> Result<(), TestCaseError> {
    match parse(bytes, &Limits::DOCUMENT) {
        Ok(ours) => {
            let other = other_reader(bytes);
            prop_assert!(other.is_some_and(|other| is_equal(&ours, &other)));
            let canonical = canonicalize(&ours);
            prop_assert_eq!(canonicalize(&parse(canonical.as_bytes(), &Limits::DOCUMENT).unwrap()), canonical);
        }
        Err(Error::Syntax { .. } | Error::NotUtf8 { .. }) => prop_assert!(other_reader(bytes).is_none()),
        // What we refuse beyond the grammar: duplicates, lossy numbers, caps.
        Err(_) => {}
    }
    Ok(())
}

fn verdict(bytes: &[u8]) -> Verdict {
    let now = Timestamp::parse(NOW).unwrap();
    let direct = verify_bytes(bytes, &Material::default(), &Policy::default(), now);
    // The door takes the same bytes; what is not an envelope gets the same report.
    if let Ok(request) = Request::parse(bytes, now) {
        let report = request.report();
        assert!(report.verdict() != Verdict::Accept || direct.verdict() == Verdict::Accept);
    }
    direct.verdict()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_readers_agree_on_json(text in json_text()) {
        assert_readers_agree(text.as_bytes())?;
        prop_assert_ne!(verdict(text.as_bytes()), Verdict::Accept);
    }

    #[test]
    fn two_readers_agree_on_damaged_json(text in json_text(), at in any::<Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        assert_readers_agree(&bytes)?;
        bytes.truncate(at);
        assert_readers_agree(&bytes)?;
    }

    #[test]
    fn no_bytes_are_accepted(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_readers_agree(&bytes)?;
        prop_assert_ne!(verdict(&bytes), Verdict::Accept);
    }

    /// Any JSON in the place of any member of a credential and its proof.
    #[test]
    fn a_member_replaced_by_anything_is_not_accepted(text in json_text(), at in any::<Index>(), in_proof in any::<bool>()) {
        let Ok(value) = parse(text.as_bytes(), &Limits::DOCUMENT) else { return Ok(()) };
        let credential = crate::own::signed(crate::own::unsigned(r#"{"id":"urn:x:1","weight":12.5}"#));
        let original = canonicalize(&credential.clone().into());
        let changed = if in_proof {
            let Some(Value::Object(proof)) = credential.get("proof").cloned() else { panic!() };
            let name = proof.iter().nth(at.index(proof.len())).unwrap().0.to_owned();
            credential.with("proof", proof.with(name, value))
        } else {
            let name = credential.iter().nth(at.index(credential.len())).unwrap().0.to_owned();
            credential.with(name, value)
        };
        let bytes = changed.to_string().into_bytes();
        prop_assert!(canonicalize(&changed.into()) == original || verdict(&bytes) != Verdict::Accept);
    }
}
