//! `docs/report.schema.json`: the report's JSON Schema, kept equal to the code and to every report made.

use proofpass::json::{Object, Value, from_value};
use proofpass::verify::{CheckName, Code, Outcome, Policy, Verdict};

use crate::cases::{least_cases, native_reports};
use crate::own::vectors;
use crate::{object, package};

fn texts<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    words.into_iter().map(Value::from).collect()
}

fn of_type(name: &str) -> Object {
    Object::new().with("type", name)
}

fn nullable(name: &str) -> Object {
    Object::new().with("type", texts([name, "null"]))
}

fn described(schema: Object, description: &str) -> Object {
    schema.with("description", description)
}

/// An object whose members are all required and no other is allowed.
fn closed(members: &[(&str, Object)]) -> Object {
    let properties = members.iter().fold(Object::new(), |all, (name, schema)| all.with(*name, schema.clone()));
    of_type("object")
        .with("properties", properties)
        .with("required", texts(members.iter().map(|(name, _)| *name)))
        .with("additionalProperties", false)
}

/// The same with a member that may be absent.
fn with_optional(mut schema: Object, name: &str, member: Object) -> Object {
    let properties = schema.get("properties").and_then(Value::as_object).unwrap().clone();
    schema.insert("properties", properties.with(name, member));
    schema
}

fn list(items: Object) -> Object {
    of_type("array").with("items", items)
}

/// What is said of a proof in zero knowledge.
fn proof(reference: &Object, time: &Object) -> Object {
    let value = || Object::new().with("type", texts(["string", "number", "boolean"]));
    let disclosed = closed(&[("claim", of_type("string")), ("type", of_type("string")), ("value", value())]);
    let maybe = |schema: Object| schema.with("type", texts(["array", "null"]));
    closed(&[
        ("request", described(nullable("string"), "The id of the request that it was held against.")),
        ("audience", nullable("string")),
        ("nonce", described(nullable("string"), "To be accepted once: see the check replay.")),
        ("validAt", described(time.clone(), "When the credential was valid, and ages were counted.")),
        ("credentialType", nullable("string")),
        ("issuer", described(nullable("string"), "Who signed what is shown.")),
        ("circuit", nullable("string")),
        (
            "development",
            described(nullable("boolean"), "Whether whoever made the circuit's key can prove anything under it."),
        ),
        ("nullifier", described(nullable("string"), "The same for one holder wherever the request asks for the same.")),
        ("facts", described(maybe(list(of_type("object"))), "What was asked, as in the request.")),
        ("disclosed", described(maybe(list(disclosed)), "What was disclosed, in order.")),
        ("digest", of_type("string").with("pattern", "^sha-256:[0-9a-f]{64}$")),
        (
            "checks",
            described(
                list(reference.clone()),
                "In this order: structure, request, key, issuer, validity, status, proof, replay, trust; of what is no \
                 presentation, or is read by a build that knows none, fewer.",
            ),
        ),
    ])
}

fn code(code: Code) -> Value {
    let about = format!("{}: {}", code.outcome().as_str(), code.message());
    described(Object::new().with("const", code.as_str()), &about).into()
}

fn schema() -> Object {
    let verdicts = [Verdict::Accept, Verdict::Reject, Verdict::Undecided].map(Verdict::as_str);
    let outcomes = [Outcome::Pass, Outcome::Fail, Outcome::NotChecked].map(Outcome::as_str);
    let codes = Code::ALL.iter().copied().map(code);
    let check = closed(&[
        (
            "check",
            described(Object::new().with("enum", texts(CheckName::ALL.map(CheckName::as_str))), "What was looked at."),
        ),
        ("outcome", Object::new().with("enum", texts(outcomes))),
        ("required", described(of_type("boolean"), "Whether the policy needs a pass for the verdict accept.")),
        ("code", Object::new().with("oneOf", codes.collect::<Vec<Value>>())),
        ("message", described(of_type("string"), "A fixed sentence for people, one for each code.")),
        ("pointer", described(nullable("string"), "JSON Pointer to the fault within the credential.")),
    ]);
    let issuer =
        closed(&[("id", of_type("string")), ("name", described(nullable("string"), "The issuer's own word."))]);
    let issuer = issuer.with("type", texts(["object", "null"]));
    let time = || nullable("string").with("pattern", r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$");
    let reference = || Object::new().with("$ref", "#/$defs/check");
    let credential = closed(&[
        ("id", nullable("string")),
        ("types", list(of_type("string"))),
        ("name", nullable("string")),
        ("issuer", issuer),
        (
            "domains",
            described(
                list(of_type("string").with("pattern", "^https://[^/]+$")),
                "Websites that confirm to be the issuer's, and that the issuer names as its own.",
            ),
        ),
        ("subjects", described(list(of_type("string")), "Identifiers of the subjects that have one.")),
        ("validFrom", time()),
        ("validUntil", time()),
        (
            "undisclosed",
            described(
                nullable("integer").with("minimum", 0),
                "Of an SD-JWT, how many digests stand for claims that are not shown, or for nothing; null for all else.",
            ),
        ),
        (
            "digest",
            described(
                of_type("string").with("pattern", "^sha-256:[0-9a-f]{64}$"),
                "SHA-256 of the canonical form (RFC 8785) of the secured credential, or of the token's text.",
            ),
        ),
        (
            "checks",
            described(
                list(reference()),
                "In this order: structure, proof, issuer, validity, status, schema, resources, domain, trust.",
            ),
        ),
    ]);
    let test = described(
        Object::new().with("const", true),
        "There, where the credential says of itself that it was issued to try things out.",
    );
    let credential = with_optional(credential, "test", test);
    let presentation = closed(&[
        ("id", nullable("string")),
        ("holder", described(nullable("string"), "Who shows the credentials, by its own word.")),
        ("digest", of_type("string").with("pattern", "^sha-256:[0-9a-f]{64}$")),
        ("checks", described(list(reference()), "In this order: presentation, holder, challenge.")),
    ]);
    let proof = proof(&reference(), &time());
    let report = closed(&[
        ("reportVersion", Object::new().with("const", 1)),
        (
            "verdict",
            described(
                Object::new().with("enum", texts(verdicts)),
                "reject if any check failed; else undecided if a required check was not made; else accept.",
            ),
        ),
        ("verifiedAt", described(time().with("type", "string"), "The time the verification was made for.")),
        (
            "checks",
            described(
                list(reference()),
                "About the document as a whole: document, then holder and challenge of each SD-JWT with key binding, or what \
                 only a presentation could show, if a policy asks.",
            ),
        ),
        ("presentation", presentation.with("type", texts(["object", "null"]))),
        (
            "credentials",
            described(list(credential), "In the bundle's order. Their text is the document's own: show it as text."),
        ),
    ]);
    let report =
        with_optional(report, "proof", described(proof, "There, where the document is a proof in zero knowledge."));
    report
        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
        .with("$id", "https://proofpass.example/report.schema.json")
        .with("title", "ProofPass verification report, version 1")
        .with("$defs", Object::new().with("check", check))
}

#[test]
fn every_report_keeps_the_published_schema() {
    let schema = schema();
    let path = package().join("../docs/report.schema.json");
    let value: serde_json::Value = from_value(&schema.clone().into()).unwrap();
    let published = format!("{}\n", serde_json::to_string_pretty(&value).unwrap());
    if std::env::var_os("PROOFPASS_BLESS").is_some() {
        std::fs::write(&path, &published).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == published, "docs/report.schema.json is out of date");

    let validator = jsonschema::draft202012::new(&value).unwrap();
    let reports = native_reports();
    assert!(reports.len() >= least_cases());
    for report in &reports {
        let report: serde_json::Value = from_value(report).unwrap();
        let faults: Vec<String> = validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{report}: {faults:?}");
        let mut more = report.clone();
        more["more"] = true.into();
        assert!(!validator.is_valid(&more), "the schema is closed");
    }
}

/// A policy is what the published schema says and what the reader takes, and nothing is only one of the two.
#[test]
fn policies_keep_the_published_schema() {
    let text = std::fs::read_to_string(package().join("../docs/policy.schema.json")).unwrap();
    let read = |text: &str| -> serde_json::Value { from_value(&object(text.as_bytes()).into()).unwrap() };
    let schema = read(&text);
    let request = std::fs::read_to_string(package().join("../docs/proof-request.schema.json")).unwrap();
    let registry =
        jsonschema::Registry::new().add("https://proofpass.example/proof-request.schema.json", read(&request));
    let registry = registry.unwrap().prepare().unwrap();
    let validator = jsonschema::draft202012::options().with_registry(&registry).build(&schema).unwrap();
    let agree = |text: &str| {
        let is_taken = Policy::from_value(&object(text.as_bytes()).into()).is_ok();
        assert_eq!(validator.is_valid(&read(text)), is_taken, "{text}");
        is_taken
    };
    assert!(vectors().iter().all(|vector| agree(vector.policy)));
    let every = |names: &[&str]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    let checks = every(&CheckName::ALL.map(CheckName::as_str));
    assert!(agree(&format!(r#"{{"require":[{checks}]}}"#)));
    for wrong in [
        r#"{"issuers":[]}"#,
        r#"{"require":["magic"]}"#,
        r#"{"require":"proof"}"#,
        r#"{"trustedIssuers":"did:web:a.example"}"#,
        r#"{"trustedIssuers":[1]}"#,
        r#"{"trustedIssuers":[{}]}"#,
        r#"{"trustedIssuers":[{"id":1}]}"#,
        r#"{"trustedIssuers":[{"types":["A"]}]}"#,
        r#"{"trustedIssuers":[{"id":"did:web:a.example","origin":"https://a.example"}]}"#,
        r#"{"trustedIssuers":[{"id":"did:web:a.example","types":"A"}]}"#,
        r#"{"trustedIssuers":[{"id":"did:web:a.example","until":"2026-01-01T00:00:00Z"}]}"#,
        r#"{"trustedIssuers":[{"origin":"a.example"}]}"#,
        r#"{"trustedIssuers":[{"origin":"http://a.example"}]}"#,
        r#"{"trustedIssuers":[{"origin":"https://a.example/shop"}]}"#,
        r#"{"types":"A"}"#,
        r#"{"types":[1]}"#,
        r#"{"proofs":[null]}"#,
        r#"{"toleranceSeconds":86401}"#,
        r#"{"maxStatusAgeSeconds":-1}"#,
        r#"{"challenge":1}"#,
        r#"{"acceptEnclosed":"yes"}"#,
        r#"{"request":"x"}"#,
        r#"{"request":{"type":"ProofRequest"}}"#,
        r#"{"verifyingKeys":{}}"#,
        r#"{"verifyingKeys":[{}]}"#,
        r#"{"verifyingKeys":["x"]}"#,
        r#"{"allowDevelopmentKeys":1}"#,
    ] {
        assert!(!agree(wrong), "{wrong}");
    }
}
