//! JSON text: nst/JSONTestSuite, RFC 8785's published pairs, the Big List of Naughty Strings.

use std::fmt::Write as _;

use proofpass::jcs::canonicalize;
use proofpass::json::{Error, Limits, Value, parse};

use crate::assert_golden;
use crate::third_party::{folder, json_files, report, stem};

#[test]
fn json_test_suite() {
    let Some(folder) = folder("json-test-suite/test_parsing") else { return };
    let files = json_files(&folder);
    assert_eq!(files.len(), 318);
    let (mut verdicts, mut decided) = (String::new(), 0);
    for file in files {
        let name = stem(&file);
        let read = parse(&std::fs::read(&file).unwrap(), &Limits::DOCUMENT);
        match name.as_bytes()[0] {
            // RFC 8259 lets a reader take these; I-JSON (RFC 7493 §2.3) does not, and neither do signatures.
            b'y' if name.starts_with("y_object_duplicated_key") => {
                assert!(matches!(read, Err(Error::DuplicateKey { .. })), "{name}");
            }
            b'y' => {
                assert!(read.is_ok(), "{name} must be accepted: {read:?}");
                decided += 1;
            }
            b'n' => {
                assert!(read.is_err(), "{name} must be refused");
                decided += 1;
            }
            // The suite leaves these open. What we do with each is pinned.
            _ => {
                let _ = writeln!(verdicts, "{name}: {}", read.map_or_else(|e| e.to_string(), |_| "read".into()));
            }
        }
    }
    assert_golden("json-test-suite-open.txt", &verdicts);
    report("JSONTestSuite", decided, 0, 318 - decided);
}

#[test]
fn json_test_suite_transforms() {
    let Some(folder) = folder("json-test-suite/test_transform") else { return };
    let files = json_files(&folder);
    assert_eq!(files.len(), 22);
    let mut results = String::new();
    for file in files {
        let read = parse(&std::fs::read(&file).unwrap(), &Limits::DOCUMENT);
        let result = read.map_or_else(|e| e.to_string(), |value| canonicalize(&value));
        let _ = writeln!(results, "{}: {}", stem(&file), result.escape_debug());
    }
    assert_golden("json-test-suite-transform.txt", &results);
}

#[test]
fn rfc_8785_pairs() {
    let Some(folder) = folder("rfc8785/testdata") else { return };
    let inputs = json_files(&folder.join("input"));
    let inputs_count = inputs.len();
    assert_eq!(inputs_count, 6);
    for input in inputs {
        let value = parse(&std::fs::read(&input).unwrap(), &Limits::DOCUMENT).unwrap();
        let name = stem(&input);
        let expected = std::fs::read_to_string(folder.join("output").join(format!("{name}.json"))).unwrap();
        assert_eq!(canonicalize(&value), expected, "{name}");
        let hex: String = std::fs::read_to_string(folder.join("outhex").join(format!("{name}.txt"))).unwrap();
        let hex: String = hex.split_whitespace().collect();
        assert_eq!(canonicalize(&value).into_bytes(), crate::third_party::hex(&hex), "{name}");
    }
    report("RFC 8785 pairs", inputs_count, 0, 0);
}

#[test]
fn naughty_strings_survive_to_the_byte() {
    let Some(folder) = folder("blns") else { return };
    let list = parse(&std::fs::read(folder.join("blns.json")).unwrap(), &Limits::DOCUMENT).unwrap();
    let strings = list.as_array().unwrap();
    assert_eq!(strings.len(), 515);
    for string in strings {
        for written in [string.to_string(), canonicalize(string)] {
            let Value::String(read) = parse(written.as_bytes(), &Limits::DOCUMENT).unwrap() else { panic!() };
            assert_eq!(Some(read.as_str()), string.as_str());
        }
    }
    report("Big List of Naughty Strings", strings.len(), 0, 0);
}
