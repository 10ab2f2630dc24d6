//! Whole documents and requests, and the small readers that they lean on.

use proofpass::bundle::Bundle;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Options, Policy, Request, Verdict, verify_bytes};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::known::{self, assert_rules, assert_verified_well};

const NOW: &str = "2026-11-23T12:00:00Z";

fn now() -> Timestamp {
    Timestamp::parse(NOW).unwrap_or(Timestamp::MIN)
}

/// The target `verify`: a line of options, and a document; or a document alone.
pub(crate) fn verify(bytes: &[u8]) {
    let (line, document) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let document = document.strip_prefix(b"\n").unwrap_or(document);
    let plain = Value::from(Object::new().with("now", NOW));
    let options = known::json(line).filter(|options| Options::from_value(options, None).is_ok());
    let default = assert_verified_well(document, &plain);
    if let Some(options) = options {
        assert_verified_well(document, &options);
    }
    // The door says the same, unless it sees an envelope.
    let direct = verify_bytes(document, &Material::default(), &Policy::default(), now());
    assert_eq!(Some(direct.verdict()), default);
    if let Ok(request) = Request::parse(document, now()) {
        let is_envelope = known::object(document).is_some_and(|object| object.get("bundle").is_some());
        let report = request.report();
        assert_rules(&report);
        assert!(is_envelope || report.to_json() == direct.to_json(), "{}", report.to_json());
    }
}

pub(crate) fn verify_seeds() -> Vec<Vec<u8>> {
    let seed = |vector: &known::Vector| [vector.options.to_string().as_bytes(), b"\n", &vector.document].concat();
    known::vectors().iter().map(seed).filter(|bytes| bytes.len() < 12_000).collect()
}

/// The target `request`: the body of a request, and the same bytes as options, as material and as policy.
pub(crate) fn request(bytes: &[u8]) {
    let named = |pointer: &str| {
        // Names that are documented, and positions.
        let known = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()) || KNOWN.contains(&part);
        pointer.is_empty() || pointer.split('/').skip(1).all(known)
    };
    match Request::parse(bytes, now()) {
        Ok(request) => {
            let report = request.clone().report();
            assert_rules(&report);
            let _ = request.needs(&Material::default());
            let held = known::object(bytes).and_then(|envelope| envelope.get("bundle").cloned());
            let document = match held {
                Some(Value::String(text)) => text.into_bytes(),
                Some(value) => value.to_string().into_bytes(),
                None => bytes.to_vec(),
            };
            if let Ok(bundle) = Bundle::parse(&document) {
                known::assert_known(&bundle, &report);
                let _ = (bundle.is_legible(bundle.enclosed()), bundle.needs(bundle.enclosed()));
            }
        }
        Err(fault) => assert!(named(&fault.pointer), "{fault}"),
    }
    let Ok(value) = parse(bytes, &Limits::DOCUMENT) else { return };
    for fault in [
        Material::from_value(&value).err(),
        Policy::from_value(&value).err(),
        Options::from_value(&value, Some(now())).err(),
    ] {
        let Some(fault) = fault else { continue };
        assert!(named(&fault.pointer), "{fault}");
    }
    if let Ok(policy) = Policy::from_value(&value) {
        // A policy cannot make a good document of a bad one.
        let report = verify_bytes(b"{\"@context\":[]}", &Material::default(), &policy, now());
        assert_ne!(report.verdict(), Verdict::Accept);
    }
}

/// Every name that a pointer of a fault may hold.
const KNOWN: &[&str] = &[
    "configuration",
    "didConfigurations",
    "linked_dids",
    "origin",
    "proofs",
    "types",
    "material",
    "policy",
    "now",
    "bundle",
    "didDocuments",
    "resources",
    "schemas",
    "statusLists",
    "issuerMetadata",
    "jwkSets",
    "statusListTokens",
    "document",
    "from",
    "at",
    "url",
    "bytes",
    "schema",
    "credential",
    "metadata",
    "jwkSet",
    "token",
    "require",
    "trustedIssuers",
    "toleranceSeconds",
    "maxMaterialAgeSeconds",
    "maxStatusAgeSeconds",
    "challenge",
    "domain",
    "acceptEnclosed",
    "id",
    "proof",
    "issuer",
    "jwks",
    "keys",
    "name",
    "version",
    "gatheredAt",
    "type",
];

pub(crate) fn request_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for vector in known::vectors().iter().filter(|vector| vector.options.len() > 2 || vector.document.len() < 900) {
        let member = |name: &str| vector.options.get(name).cloned();
        seeds.extend(["material", "policy"].iter().filter_map(|name| Some(member(name)?.to_string().into_bytes())));
        let bundle =
            known::json(&vector.document).or_else(|| std::str::from_utf8(&vector.document).ok().map(Value::from));
        let Some(bundle) = bundle else { continue };
        let envelope = vector.options.clone().with("bundle", bundle.clone());
        seeds.push(envelope.to_string().into_bytes());
        let evidence = Object::new().with("type", "ProofPassEvidence").with("version", 1).with("gatheredAt", NOW);
        let material = member("material").unwrap_or_else(|| Object::new().into());
        seeds.push(evidence.with("bundle", bundle).with("material", material).to_string().into_bytes());
    }
    seeds.retain(|seed| seed.len() < 8_000);
    seeds
}

/// The target `schema`: `[schema, claims]`, or a schema alone.
pub(crate) fn schema(bytes: &[u8]) {
    const URL: &str = "https://a.example/schema";
    let Ok(value) = parse(bytes, &Limits { nodes: 5_000, ..Limits::DOCUMENT }) else { return };
    let (schema, claims) = match value {
        Value::Array(parts) => match <[Value; 2]>::try_from(parts) {
            Ok([schema, claims]) => (schema, claims),
            Err(parts) => (parts.into(), Value::Null),
        },
        other => (other.clone(), other),
    };
    let entry = Object::new().with("id", URL).with("type", "JsonSchema");
    let credential = Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2")])
        .with("type", vec![Value::from("VerifiableCredential")])
        .with("issuer", "did:example:a")
        .with("credentialSchema", entry)
        .with("credentialSubject", claims);
    let fetched = Object::new().with("schema", schema).with("from", URL).with("at", NOW);
    let material = Object::new().with("schemas", vec![Value::from(fetched)]);
    let policy = Object::new().with("require", vec![Value::from("schema")]);
    let options = Object::new().with("now", NOW).with("material", material).with("policy", policy);
    let verdict = assert_verified_well(credential.to_string().as_bytes(), &options.into());
    assert_ne!(verdict, Some(Verdict::Accept), "accepted without a proof");
}

pub(crate) fn schema_seeds() -> Vec<Vec<u8>> {
    const DRAFT: &str = r#""$schema":"https://json-schema.org/draft/2020-12/schema""#;
    let own = known::vectors().iter().filter_map(|vector| {
        let schemas = vector.options.get("material")?.as_object()?.get("schemas")?.as_array()?.first()?;
        let schema = schemas.as_object()?.get("schema")?;
        let schema = schema.as_str().map_or_else(|| Some(schema.clone()), |text| known::json(text.as_bytes()))?;
        let claims = known::object(&vector.document)?.get("credentialSubject")?.clone();
        Some(Value::from(vec![schema, claims]).to_string())
    });
    let made = [
        r#"[{DRAFT,"properties":{"credentialSubject":{"properties":{"a":{"type":"string","maxLength":3}},"required":["a"]}}},{"a":"b"}]"#,
        r##"[{DRAFT,"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"type":"object"}}},{"a":1}]"##,
        r##"[{DRAFT,"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"},{"type":"null"}]}},"$ref":"#/$defs/a"},{"a":1}]"##,
        r#"[{DRAFT,"allOf":[{"not":{"pattern":"^(a+)+$"}},{"if":{"const":1},"then":false}],"unevaluatedProperties":false},{"a":"aaaa!"}]"#,
        r##"[{DRAFT,"$id":"https://a.example/b","$dynamicRef":"#m","$dynamicAnchor":"m","dependentSchemas":{"a":true}},{"a":[1,2,2]}]"##,
        r#"[{DRAFT,"properties":{"a":{"items":{"multipleOf":0.01},"uniqueItems":true,"contains":{"minimum":1},"maxContains":2}}},{"a":[0.1,1e300,5e-324]}]"#,
        r##"[{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{"format":"date-time"}},"items":[{"$ref":"#/definitions/a"}]},{"a":[]}]"##,
        r##"[{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveRef":"#","$recursiveAnchor":true},{"a":{}}]"##,
    ];
    let made = made.iter().map(|text| text.replace("DRAFT", DRAFT));
    own.chain(made).map(String::into_bytes).filter(|seed| seed.len() < 2000).collect()
}

/// The target `time`.
pub(crate) fn time(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let ours = Timestamp::parse(text);
    // The other reader's format is RFC 3339's, which takes small letters, a space and longer offsets, and lets a minute
    // have a sixty-first second; it takes no end of a day.
    if let Ok(found) = ours {
        let written = found.to_string();
        assert_eq!(Timestamp::parse(&written), Ok(found), "{text}");
        assert_eq!(Timestamp::from_unix_seconds(found.unix_seconds()), Ok(found));
        assert_eq!(
            OffsetDateTime::parse(&written, &Rfc3339).map(OffsetDateTime::unix_timestamp),
            Ok(found.unix_seconds())
        );
        assert_eq!(found.plus_seconds(-1).plus_seconds(1) == found, found != Timestamp::MIN);
    }
    if let Ok(other) = OffsetDateTime::parse(text, &Rfc3339) {
        let is_leap = text.get(17..19) == Some("60");
        let is_plain =
            !text.contains([' ', 't', 'z']) && !is_leap && text.len() <= 64 && text.as_bytes().get(10) == Some(&b'T');
        let offset = other.offset().whole_seconds().abs();
        let in_range =
            (Timestamp::MIN.unix_seconds()..=Timestamp::MAX.unix_seconds()).contains(&other.unix_timestamp());
        if is_plain && offset <= 14 * 3600 && in_range && !text.starts_with("0000") {
            assert_eq!(ours.map(Timestamp::unix_seconds), Ok(other.unix_timestamp()), "{text}");
        }
        if let Ok(ours) = ours {
            assert_eq!(ours.unix_seconds(), other.unix_timestamp(), "{text}");
        }
    } else if let Ok(found) = ours {
        // What only ours reads: the end of a day, fractions longer than nine digits, the zone -00:00 as well as any.
        let is_known = text.get(11..13) == Some("24") || text.len() > 29 || text.contains(['+', '-']);
        assert!(is_known, "{text} is {found}");
    }
}

pub(crate) fn time_seeds() -> Vec<Vec<u8>> {
    [
        NOW,
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2024-02-29T24:00:00.000Z",
        "2026-11-23T12:00:00.5+14:00",
        "2026-11-23T12:00:00-00:00",
        "1999-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "2026-11-23t12:00:00z",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
