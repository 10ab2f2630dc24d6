//! The one Ed25519 rule, pinned case by case over every edge that others have found.

use std::fmt::Write as _;

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::{PublicKey, Signature};

use crate::assert_golden;
use crate::cases::write_lines;
use crate::third_party::{folder, hex, report, text_of};

/// One case: a key, a message, a signature, and what their authors say, if they say it.
struct Case {
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
    expected: Option<bool>,
}

impl Case {
    fn accepted(&self) -> bool {
        let Ok(key) = <[u8; 32]>::try_from(self.key.as_slice()) else { return false };
        let Ok(signature) = <[u8; 64]>::try_from(self.signature.as_slice()) else { return false };
        PublicKey::from_bytes(&key).is_ok_and(|key| key.verify(&self.message, &Signature::from(signature)).is_ok())
    }
}

/// Bytes in hexadecimal.
fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn read(file: &str) -> Option<Value> {
    let (parent, name) = file.rsplit_once('/').unwrap();
    let limits = Limits { nodes: 5_000_000, bytes: 64 << 20, ..Limits::DOCUMENT };
    Some(parse(&std::fs::read(folder(parent)?.join(name)).unwrap(), &limits).unwrap())
}

fn wycheproof() -> Option<Vec<Case>> {
    let file = read("wycheproof/testvectors_v1/ed25519_test.json")?;
    let groups = file.as_object().unwrap().get("testGroups").and_then(Value::as_array).unwrap().to_vec();
    let cases = groups.iter().flat_map(|group| {
        let group = group.as_object().unwrap();
        let key = hex(text_of(group.get("publicKey").unwrap(), "pk"));
        let tests = group.get("tests").and_then(Value::as_array).unwrap();
        tests.iter().map(move |test| Case {
            key: key.clone(),
            message: hex(text_of(test, "msg")),
            signature: hex(text_of(test, "sig")),
            expected: Some(text_of(test, "result") == "valid"),
        })
    });
    Some(cases.collect())
}

fn speccheck() -> Option<Vec<Case>> {
    let file = read("ed25519-speccheck/cases.json")?;
    let case = |case: &Value| Case {
        key: hex(text_of(case, "pub_key")),
        message: hex(text_of(case, "message")),
        signature: hex(text_of(case, "signature")),
        expected: None,
    };
    Some(file.as_array().unwrap().iter().map(case).collect())
}

fn cctv() -> Option<Vec<Case>> {
    let file = read("c2sp/cctv/ed25519/ed25519vectors.json")?;
    let case = |case: &Value| Case {
        key: hex(text_of(case, "key")),
        message: text_of(case, "msg").as_bytes().to_vec(),
        signature: hex(text_of(case, "sig")),
        expected: None,
    };
    Some(file.as_array().unwrap().iter().map(case).collect())
}

#[test]
fn ed25519_verdicts_are_pinned() {
    let (Some(wycheproof), Some(speccheck), Some(cctv)) = (wycheproof(), speccheck(), cctv()) else { return };
    let mut golden = String::from(
        "Ed25519 verdicts of the one rule (docs/adr/0003-ed25519-rule.md), in the order of each source: 1 accepted, 0 refused.\n",
    );
    let mut lines = Vec::new();
    for (name, count, cases) in [("wycheproof", 151, wycheproof), ("speccheck", 12, speccheck), ("cctv", 914, cctv)] {
        assert_eq!(cases.len(), count, "{name}");
        let verdicts: Vec<bool> = cases.iter().map(Case::accepted).collect();
        let accepted = verdicts.iter().filter(|accepted| **accepted).count();
        let _ = writeln!(golden, "\n{name}: {accepted} of {count}");
        for row in verdicts.chunks(100) {
            let _ = writeln!(golden, "{}", row.iter().map(|v| if *v { '1' } else { '0' }).collect::<String>());
        }
        for (at, (case, accepted)) in cases.iter().zip(verdicts).enumerate() {
            if let Some(expected) = case.expected {
                assert_eq!(accepted, expected, "{name} {at}");
            }
            let line = Object::new()
                .with("name", format!("{name} {at}"))
                .with("key", digits(&case.key))
                .with("message", digits(&case.message))
                .with("signature", digits(&case.signature))
                .with("accepted", accepted);
            lines.push(line);
        }
    }
    assert_golden("ed25519.txt", &golden);
    report("Wycheproof Ed25519", 151, 0, 0);
    // Their authors give no verdict: implementations differ on purpose, and ours is pinned.
    report("Ed25519 speccheck, pinned", 12, 0, 0);
    report("CCTV Ed25519, pinned", 914, 0, 0);
    // The same cases for the other platforms.
    write_lines("ed25519.jsonl", &lines);
}
