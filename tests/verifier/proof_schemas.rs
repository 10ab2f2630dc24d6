//! The schemas of the forms of zero knowledge: what they take and what the readers take is the same, but for what no
//! schema can say.

use std::fs;

use proofpass::digest::Digest;
use proofpass::json::{Object, Value, from_value};
use proofpass::time::Timestamp;
use proofpass::zk::arithmetic::bn254::Fr;
use proofpass::zk::arithmetic::eddsa::SigningKey;
use proofpass::zk::{
    ClaimType, CommittedCredential, Draft, HolderSecret, Marked, ProofPresentation, ProofRequest, Seed, Stapled,
    StatusPlace, claims,
};

use crate::{object, package};

fn json(value: Object) -> serde_json::Value {
    from_value(&value.into()).unwrap()
}

fn validator(form: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(package().join(format!("../docs/{form}.schema.json"))).unwrap();
    jsonschema::draft202012::new(&json(object(text.as_bytes()))).unwrap()
}

/// One form: its schema and its reader.
struct Form {
    validator: jsonschema::Validator,
    reads: fn(&Object) -> bool,
}

impl Form {
    #[track_caller]
    fn both(&self, document: &Object) -> bool {
        let (valid, read) = (self.validator.is_valid(&json(document.clone())), (self.reads)(document));
        assert_eq!(valid, read, "the schema, then the reader: {document}");
        read
    }

    /// Each member away, each member of another type, and one too many.
    fn members_are_agreed(&self, good: &Object) {
        assert!(self.both(good), "{good}");
        let names: Vec<String> = good.iter().map(|(name, _)| name.to_owned()).collect();
        for name in &names {
            let mut without = good.clone();
            without.remove(name);
            self.both(&without);
            for wrong in [Value::Bool(true), 7.into(), "".into(), Vec::new().into(), Object::new().into()] {
                self.both(&good.clone().with(name.as_str(), wrong));
            }
        }
        assert!(!self.both(&good.clone().with("more", 1)));
        assert!(!self.both(&good.clone().with("version", 2)));
    }

    /// What the reader refuses and no schema can say.
    #[track_caller]
    fn reader_alone(&self, document: &Object) {
        assert!(self.validator.is_valid(&json(document.clone())), "a schema can say it: {document}");
        assert!(!(self.reads)(document), "{document}");
    }
}

const REQUEST: &str = r#"{"type":"ProofRequest","version":1,"id":"urn:uuid:0b54b3a0-0000-4000-8000-000000000001",
    "audience":"https://shop.example","nonce":"AAECAwQFBgcICQoLDA0ODw","issuedAt":"2026-11-23T12:00:00Z",
    "expires":"2026-11-23T12:10:00Z","responseUri":"https://shop.example/r","validAt":"2026-11-23T12:00:00Z",
    "credential":{"type":"IdentityCredential","issuers":["did:web:city.example"]},"status":{"maxAgeSeconds":60},
    "nullifier":{"purpose":"vote","epoch":"1"},"facts":[{"claim":"/birthDate","type":"date","ageAtLeast":18}]}"#;

#[test]
fn requests_keep_the_published_schema() {
    let form = Form {
        validator: validator("proof-request"),
        reads: |document| ProofRequest::from_value(&document.clone().into()).is_ok(),
    };
    let good = object(REQUEST.as_bytes());
    form.members_are_agreed(&good);
    let with = |name: &str, value: &str| {
        let value = object(format!(r#"{{"value":{value}}}"#).as_bytes()).get("value").unwrap().clone();
        good.clone().with(name, value)
    };
    for (name, value) in [
        ("status", "\"none\""),
        ("status", "null"),
        ("facts", "[]"),
        ("expires", "\"2026-11-23T14:10:00.5+02:00\""),
        ("credential", r#"{"type":"A","issuers":["did:web:a.example","did:key:z6Mk"]}"#),
    ] {
        assert!(form.both(&with(name, value)), "{name} {value}");
    }
    for (name, value) in [
        ("type", "\"ProofPresentation\""),
        ("id", "\"x\""),
        ("audience", "\"a b:c\""),
        ("nonce", "\"AAECAwQFBgcICQoLDA0O\""),
        ("nonce", "\"AAECAwQFBgcICQoLDA0OD+\""),
        ("issuedAt", "\"2026-11-23\""),
        ("issuedAt", "\"1969-11-23T12:00:00Z\""),
        ("responseUri", "\"http://shop.example\""),
        ("credential", r#"{"type":"A","issuers":[]}"#),
        ("credential", r#"{"type":"A","issuers":["a"]}"#),
        ("credential", r#"{"type":"A","issuers":["did:web:a.example","did:web:a.example"]}"#),
        ("credential", r#"{"type":"A","issuers":["did:web:a.example"],"x":1}"#),
        ("status", r#"{"maxAgeSeconds":-1}"#),
        ("status", r#"{"maxAgeSeconds":4294967296}"#),
        ("status", "\"any\""),
        ("nullifier", r#"{"purpose":"vote"}"#),
        ("nullifier", r#"{"purpose":"vote","epoch":"1","x":1}"#),
    ] {
        assert!(!form.both(&with(name, value)), "{name} {value}");
    }
    // Every operator with every type.
    let types = ["integer", "decimal:2", "date", "date-time", "boolean", "string", "member", "absent"];
    let value = |r#type: &str| match r#type {
        "date" => "\"2000-01-01\"",
        "date-time" => "\"2000-01-01T00:00:00Z\"",
        "boolean" => "true",
        "string" | "member" => "\"x\"",
        _ => "1",
    };
    let mut taken = 0;
    for r#type in types {
        let value = value(r#type);
        for operator in [
            "\"ageAtLeast\":18".to_owned(),
            "\"ageAtMost\":18".to_owned(),
            format!("\"atLeast\":{value}"),
            format!("\"atMost\":{value}"),
            format!("\"between\":[{value},{value}]"),
            format!("\"equals\":{value}"),
            format!("\"notEquals\":{value}"),
            format!("\"in\":[{value}]"),
            format!("\"notIn\":[{value}]"),
            "\"disclose\":true".to_owned(),
            "\"isAbsent\":true".to_owned(),
        ] {
            let fact = |more: &str| with("facts", &format!(r#"[{{"claim":"/a","type":"{type}",{operator}{more}}}]"#));
            taken += u32::from(form.both(&fact("")));
            assert!(!form.both(&fact(",\"hint\":1")) && !form.both(&fact(",\"olderThan\":1")));
        }
        assert!(!form.both(&with("facts", &format!(r#"[{{"claim":"/a","type":"{type}"}}]"#))));
    }
    assert_eq!(taken, 4 * 8 + 2 + 2 * 5 + 3 + 1, "ordered types, ages, plain types, members, what is absent");
    for fact in [
        r#"{"claim":"a","type":"integer","equals":1}"#,
        r#"{"claim":"/~2","type":"integer","equals":1}"#,
        r#"{"claim":"/a","type":"decimal:19","equals":1}"#,
        r#"{"claim":"/a","type":"decimal:02","equals":1}"#,
        r#"{"claim":"/a","type":"integer","equals":1,"notEquals":2}"#,
        r#"{"claim":"/a","type":"integer","equals":null}"#,
        r#"{"claim":"/a","type":"integer","between":[1]}"#,
        r#"{"claim":"/a","type":"integer","in":[]}"#,
        r#"{"claim":"/a","type":"date","ageAtLeast":151}"#,
        r#"{"claim":"/a","type":"integer","disclose":false}"#,
    ] {
        assert!(!form.both(&with("facts", &format!("[{fact}]"))), "{fact}");
    }
    for (name, value) in [
        ("expires", "\"2026-11-23T12:00:00Z\""),
        ("issuedAt", "\"2026-02-30T12:00:00Z\""),
        ("nonce", "\"AAECAwQFBgcICQoLDA0ODx\""),
        ("facts", r#"[{"claim":"/a","type":"integer","equals":"x"}]"#),
        ("facts", r#"[{"claim":"/a","type":"integer","between":[2,1]}]"#),
        ("facts", r#"[{"claim":"/a","type":"decimal:1","in":[1,"1.0"]}]"#),
        ("facts", r#"[{"claim":"/a","type":"string","in":["A"]},{"claim":"/a","type":"string","notIn":["B"]}]"#),
    ] {
        form.reader_alone(&with(name, value));
    }
}

#[test]
fn presentations_keep_the_published_schema() {
    let form = Form {
        validator: validator("proof-presentation"),
        reads: |document| ProofPresentation::from_object(document).is_ok(),
    };
    let good = ProofPresentation {
        circuit: "cred-s/1".into(),
        key: Digest::of(b"key"),
        request: Digest::of(b"request"),
        issuer: "did:web:city.example".into(),
        verification_method: "did:web:city.example#zk-1".into(),
        status: Some(Stapled::At("https://city.example/zk/status/1".into())),
        disclosed: vec!["DE".into()],
        nullifier: Fr::from(7),
        proof: Box::new([1; 256]),
    }
    .to_object();
    form.members_are_agreed(&good);
    assert!(form.both(&good.clone().with("status", Object::new().with("id", "https://city.example/zk/status/1"))));
    for (name, value) in [
        ("key", Value::from("AA")),
        ("nullifier", "07".into()),
        ("nullifier", "-7".into()),
        ("proof", "A".repeat(341).into()),
        ("proof", format!("{}=", "A".repeat(341)).into()),
        ("status", "http://city.example".into()),
        ("status", Value::Null),
        ("disclosed", vec![Value::Null].into()),
        ("disclosed", vec![Value::from(1); 5].into()),
        ("verificationMethod", "zk-1".into()),
        ("publicInputs", Vec::new().into()),
    ] {
        assert!(!form.both(&good.clone().with(name, value.clone())), "{name} {value}");
    }
    let modulus = "21888242871839275222246405745257275088548364400416034343698204186575808495617";
    for (name, value) in [
        ("nullifier", modulus.to_owned()),
        ("issuer", "did:web:other.example".to_owned()),
        ("proof", format!("{}B", "A".repeat(341))),
        ("key", format!("{}B", "A".repeat(42))),
    ] {
        form.reader_alone(&good.clone().with(name, value));
    }
    form.reader_alone(&good.clone().with("status", Object::new().with("x", "x".repeat(70_000))));
}

#[test]
fn committed_credentials_keep_the_published_schema() {
    let form = Form {
        validator: validator("committed-credential"),
        reads: |document| CommittedCredential::from_object(document).is_ok(),
    };
    let subject = object(br#"{"birthDate":"1990-05-17","income":12.5,"roles":["a","b"]}"#);
    let mark = |claim: &str, r#type| Marked { claim: claim.to_owned(), r#type };
    let marks = [
        mark("/birthDate", ClaimType::Date),
        mark("/income", ClaimType::Decimal(2)),
        mark("/roles", ClaimType::Member),
        mark("/missing", ClaimType::String),
    ];
    let time = |text| Timestamp::parse(text).unwrap();
    let good = Draft {
        credential: "urn:uuid:0b54b3a0-0000-4000-8000-00000000000a".into(),
        credential_type: "IdentityCredential".into(),
        issuer: "did:web:city.example".into(),
        verification_method: "did:web:city.example#zk-1".into(),
        valid_from: time("2026-01-01T00:00:00Z"),
        valid_until: Some(time("2027-01-01T00:00:00Z")),
        status: Some(StatusPlace { url: "https://city.example/zk/status/1".into(), index: 7 }),
        holder: HolderSecret::new([5; 31]).commitment(),
        seed: Seed::new([9; 32]),
        claims: claims(&subject.into(), &marks).unwrap(),
    };
    let good = good.signed_by(&SigningKey::from_seed(&[7; 32])).unwrap().to_object();
    form.members_are_agreed(&good);
    let with = |name: &str, value: &str| {
        let value = object(format!(r#"{{"value":{value}}}"#).as_bytes()).get("value").unwrap().clone();
        good.clone().with(name, value)
    };
    for (name, value) in [
        ("status", r#"{"id":"https://city.example","index":2097152}"#),
        ("status", r#"{"id":"city","index":1}"#),
        ("status", r#"{"id":"https://city.example","index":1,"x":1}"#),
        ("claims", r#"[{"claim":"/a","type":"absent","value":1}]"#),
        ("claims", r#"[{"claim":"/a","type":"integer"}]"#),
        ("claims", r#"[{"claim":"/a","type":"number","value":1}]"#),
        ("claims", r#"[{"claim":"/a","type":"integer","value":1,"salt":"x"}]"#),
        ("seed", "\"AA\""),
        ("holderSecret", "\"AA\""),
    ] {
        assert!(!form.both(&with(name, value)), "{name} {value}");
    }
    let off_the_curve = format!("\"{}\"", "A".repeat(128));
    for (name, value) in [
        ("validUntil", "\"2025-01-01T00:00:00Z\""),
        ("issuer", "\"did:web:other.example\""),
        ("claims", r#"[{"claim":"/a","type":"integer","value":"x"}]"#),
        ("signature", off_the_curve.as_str()),
    ] {
        form.reader_alone(&with(name, value));
    }
}
