//! Credentials that name a JSON Schema: our own vectors, and the UN's samples against the UN's schemas.

use proofpass::json::{Object, Value};
use proofpass::verify::{CheckName, Code, Request, Verdict};

use crate::object;
use crate::own::{NOW, Vector, key, signed, unsigned};
use crate::third_party::folder;
use crate::tokens::token_by;

/// Where the vectors' schema was fetched from.
const SCHEMA: &str = "https://example.com/schemas/scale";

/// What it says: each product has a weight, and may have parts of the same kind.
const SCALE: &str = r##"{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://example.com/schemas/scale","required":["credentialSubject"],"properties":{"credentialSubject":{"$ref":"#/$defs/product"}},"$defs":{"product":{"type":"object","required":["weight"],"properties":{"weight":{"type":"number","minimum":0},"name":{"pattern":"^[a-z ]{1,20}$"},"parts":{"type":"array","items":{"$ref":"#/$defs/product"}}}}}}"##;

fn schemas(schema: impl Into<Value>, at: &str) -> String {
    let entry = Object::new().with("schema", schema).with("from", SCHEMA).with("at", at);
    Object::new().with("schemas", vec![Value::from(entry)]).to_string()
}

/// A signed credential that names [`SCHEMA`].
fn with_schema(entry: &str, subject: &str) -> Object {
    signed(unsigned(subject).with("credentialSchema", object(entry.as_bytes())))
}

/// A credential of type `JsonSchemaCredential`.
fn schema_credential(schema: &str) -> Object {
    let subject = Object::new().with("id", SCHEMA).with("type", "JsonSchema");
    let meta = r#"{"id":"https://www.w3.org/ns/credentials/json-schema/v2.json","type":"JsonSchema"}"#;
    let credential = unsigned("{}")
        .with("id", SCHEMA)
        .with("type", vec!["VerifiableCredential".into(), "JsonSchemaCredential".into()])
        .with("credentialSubject", subject.with("jsonSchema", object(schema.as_bytes())))
        .with("credentialSchema", object(meta.as_bytes()));
    signed(credential)
}

/// Our own vectors.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn vectors() -> Vec<Vector> {
    use Code::*;
    use Verdict::*;
    const PLAIN: &str = r#"{"id":"https://example.com/schemas/scale","type":"JsonSchema"}"#;
    const HELD: &str = r#"{"id":"https://example.com/schemas/scale","type":"JsonSchemaCredential"}"#;
    const DIGEST: &str = r#"{"id":"https://example.com/schemas/scale","type":"JsonSchema","digestSRI":"sha256-RicLErUTFx5eKKzaOxETSB5itdxllGOdmHtx6qkka4o="}"#;
    const REQUIRED: &str = r#"{"require":["schema"]}"#;
    let heavy = r#"{"weight":12.5,"parts":[{"weight":0.5,"parts":[{"weight":0}]}]}"#;
    let without_draft = SCALE.replacen("\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",", "", 1);
    let at = |draft: &str| SCALE.replacen("https://json-schema.org/draft/2020-12/schema", draft, 1);
    let draft = |members: &str| {
        format!(r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"{SCHEMA}",{members}}}"#)
    };
    let endless = draft(r##""$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}}"##);
    let branch = r##"{"additionalProperties":{"$ref":"#"},"items":{"$ref":"#"}}"##;
    let branching = draft(&format!(r#""allOf":[{}]"#, [branch; 40].join(",")));
    let deep = format!("{}1{}", r#"{"a":"#.repeat(12), "}".repeat(12));
    let vector = |name, verdict, code, entry, subject: &str, material: String| Vector {
        name,
        expect: (verdict, code),
        policy: REQUIRED,
        material: if material.is_empty() { Object::new() } else { object(material.as_bytes()) },
        document: with_schema(entry, subject).to_string().into_bytes(),
    };
    let of = |schema: &str| schemas(object(schema.as_bytes()), NOW);
    let of_text = |schema: &str| schemas(schema, NOW);
    let held = |schema: Object| schemas(schema, NOW);
    vec![
        vector("accepts_claims_that_keep_their_schema", Accept, None, PLAIN, heavy, of(SCALE)),
        vector("accepts_a_schema_as_text", Accept, None, PLAIN, heavy, of_text(SCALE)),
        vector("accepts_a_schema_with_its_digest", Accept, None, DIGEST, heavy, of_text(SCALE)),
        vector("accepts_a_schema_in_a_credential", Accept, None, HELD, heavy, held(schema_credential(SCALE))),
        // What the policy asks of a credential's proofs it asks of the credential, not of what stands beside it.
        Vector {
            policy: r#"{"require":["schema"],"proofs":["EdDSA"]}"#,
            document: {
                let credential = unsigned(heavy).with("credentialSchema", object(HELD.as_bytes()));
                token_by(&key(), credential).token().unwrap().to_owned().into_bytes()
            },
            ..vector(
                "accepts_a_schema_in_a_credential_of_another_suite",
                Accept,
                None,
                HELD,
                heavy,
                held(schema_credential(SCALE)),
            )
        },
        vector(
            "accepts_a_schema_of_draft_7",
            Accept,
            None,
            PLAIN,
            heavy,
            of(&at("http://json-schema.org/draft-07/schema#")),
        ),
        Vector {
            policy: "{}",
            ..vector(
                "accepts_a_missing_schema_where_none_is_required",
                Accept,
                Some(SchemaUnresolved),
                PLAIN,
                heavy,
                String::new(),
            )
        },
        vector("rejects_claims_against_their_schema", Reject, Some(SchemaViolated), PLAIN, r#"{"a":1}"#, of(SCALE)),
        Vector {
            policy: "{}",
            ..vector(
                "rejects_claims_against_their_schema_whatever_is_required",
                Reject,
                Some(SchemaViolated),
                PLAIN,
                r#"{"weight":1,"parts":[{"weight":-1}]}"#,
                of(SCALE),
            )
        },
        vector(
            "rejects_claims_against_a_schema_in_a_credential",
            Reject,
            Some(SchemaViolated),
            HELD,
            r#"{"weight":1,"name":"NAME"}"#,
            held(schema_credential(SCALE)),
        ),
        vector(
            "rejects_a_schema_with_another_digest",
            Reject,
            Some(SchemaInvalid),
            DIGEST,
            heavy,
            of_text(&SCALE.replacen("20}", "30}", 1)),
        ),
        vector("rejects_a_schema_that_is_not_json", Reject, Some(SchemaInvalid), PLAIN, heavy, of_text("<html>")),
        vector("rejects_a_schema_without_a_draft", Reject, Some(SchemaInvalid), PLAIN, heavy, of(&without_draft)),
        vector(
            "rejects_a_schema_that_is_none",
            Reject,
            Some(SchemaInvalid),
            PLAIN,
            heavy,
            of(&SCALE.replacen("\"number\"", "\"weight\"", 1)),
        ),
        vector("rejects_a_schema_without_end", Reject, Some(SchemaInvalid), PLAIN, heavy, of(&endless)),
        vector(
            "rejects_a_schema_credential_that_was_changed",
            Reject,
            Some(SchemaInvalid),
            HELD,
            heavy,
            held(schema_credential(SCALE).with("name", "another")),
        ),
        vector(
            "rejects_a_schema_credential_that_has_expired",
            Reject,
            Some(SchemaInvalid),
            HELD,
            heavy,
            held({
                let mut credential = schema_credential(SCALE);
                credential.remove("proof");
                signed(credential.with("validUntil", "2026-02-01T00:00:00Z"))
            }),
        ),
        vector("rejects_a_schema_for_a_schema_credential", Reject, Some(SchemaInvalid), HELD, heavy, of(SCALE)),
        vector(
            "leaves_a_schema_that_is_not_at_hand_undecided",
            Undecided,
            Some(SchemaUnresolved),
            PLAIN,
            heavy,
            String::new(),
        ),
        Vector {
            policy: r#"{"require":["schema"],"maxMaterialAgeSeconds":3600}"#,
            ..vector(
                "leaves_an_old_schema_undecided",
                Undecided,
                Some(SchemaStale),
                PLAIN,
                heavy,
                schemas(object(SCALE.as_bytes()), "2026-11-23T10:59:59Z"),
            )
        },
        vector(
            "leaves_a_digest_of_a_schema_without_its_text_undecided",
            Undecided,
            Some(SchemaUnresolved),
            DIGEST,
            heavy,
            of(SCALE),
        ),
        vector(
            "leaves_a_schema_that_builds_on_a_missing_one_undecided",
            Undecided,
            Some(SchemaUnresolved),
            PLAIN,
            heavy,
            of(&draft(r#""$ref":"https://example.com/schemas/missing""#)),
        ),
        vector(
            "leaves_a_schema_of_another_draft_undecided",
            Undecided,
            Some(SchemaUnsupported),
            PLAIN,
            heavy,
            of(&at("http://json-schema.org/draft-04/schema#")),
        ),
        vector(
            "leaves_another_kind_of_schema_undecided",
            Undecided,
            Some(SchemaUnsupported),
            r#"{"id":"https://example.com/schemas/scale","type":"ShexSchema"}"#,
            heavy,
            of(SCALE),
        ),
        vector(
            "leaves_a_pattern_that_looks_around_undecided",
            Undecided,
            Some(SchemaUnsupported),
            PLAIN,
            heavy,
            of(&SCALE.replacen("^[a-z ]{1,20}$", "(?=a)b", 1)),
        ),
        vector(
            "leaves_a_schema_that_branches_at_every_level_undecided",
            Undecided,
            Some(SchemaTooLarge),
            PLAIN,
            &deep,
            of(&branching),
        ),
    ]
}

/// Where the UN's schemas are said to come from.
const URL: &str = "https://example.com/untp/schema";

/// The code and the pointer of the check `schema` for a sample that we sign and that names `schema`.
fn judge(sample: &Object, schema: &str) -> (Code, Option<String>) {
    let entry = Object::new().with("id", URL).with("type", "JsonSchema");
    let mut credential = sample.clone().with("credentialSchema", entry);
    // The samples' issuers are not ours to sign for; that is another check.
    let issuer = credential.get("issuer").and_then(Value::as_object).cloned().unwrap_or_default();
    credential.insert("issuer", issuer.with("id", key().public_key().did_key()));
    credential.remove("proof");
    let entry = Object::new().with("schema", schema).with("from", URL).with("at", NOW);
    let material = Object::new().with("schemas", vec![Value::from(entry)]);
    let options = Object::new().with("now", NOW).with("material", material);
    let document = signed(credential).to_string().into_bytes();
    let report = Request::with_options(&document, &options.into(), None).unwrap().report();
    let check = report.checks().find(|check| check.name() == CheckName::Schema).unwrap();
    (check.code(), check.pointer().map(str::to_owned))
}

#[test]
fn samples_of_the_un_keep_their_schemas_until_they_are_changed() {
    let Some(folder) = folder("untp-0.6.1") else { return };
    for name in ["dpp", "dcc", "dfr", "dia", "dte"] {
        let artefacts = folder.join(format!("data-models/untp-{name}/artefacts"));
        let read = |kind: &str| std::fs::read(artefacts.join(format!("untp-{name}-{kind}.json"))).unwrap();
        let (sample, schema) = (object(&read("instance")), String::from_utf8(read("schema")).unwrap());
        assert_eq!(judge(&sample, &schema), (Code::SchemaSatisfied, None), "{name}");
        for (member, value, pointer) in [
            ("type", Value::from(vec![Value::from("VerifiableCredential")]), "/type"),
            ("credentialSubject", Object::new().with("type", "Other").into(), "/credentialSubject"),
        ] {
            let (code, found) = judge(&sample.clone().with(member, value), &schema);
            assert_eq!(code, Code::SchemaViolated, "{name} {member}");
            assert!(found.is_some_and(|found| found.starts_with(pointer)), "{name} {member}");
        }
    }
}
